"""The player of a notebook in a real browser: what is heard in which ear, both sides in step, nothing from outside."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from appraisal.dossier import Shown
from appraisal.exhibit import Clip, Exhibit, Plot, Table
from appraisal.finding import Verdict
from reports.player import player
from reports.sections.desk import Desk
from tests.reports import specimen

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
RATE, LOW, HIGH = 16000, 500.0, 2000.0
HOSTILE = "</script><script>parent.alert(1)</script><img src=x onerror=alert(2)>.flac"
EARS = """
  window.ears = [];
  const plain = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode && !(this instanceof AnalyserNode)) {
      const split = new ChannelSplitterNode(this.context, { numberOfOutputs: 2 });
      plain.call(this, split);
      const pair = [0, 1].map((ear) => {
        const one = new AnalyserNode(this.context, { fftSize: 8192 });
        plain.call(split, one, ear);
        return one;
      });
      window.ears.push(pair);
    }
    return plain.call(this, to, ...more);
  };
  window.loudness = (hertz) => [0, 1].map((ear) => Math.max(...window.ears.map((pair) => {
    const seen = new Float32Array(pair[ear].frequencyBinCount);
    pair[ear].getFloatFrequencyData(seen);
    return seen[Math.round(hertz / (pair[ear].context.sampleRate / 8192))];
  })));
"""


def flac(*hertz: float, seconds: float = 6.0) -> bytes:
    time = np.arange(round(seconds * RATE)) / RATE
    out = io.BytesIO()
    soundfile.write(out, np.stack([0.5 * np.sin(2 * np.pi * f * time) for f in hertz], axis=1), RATE, format="FLAC")
    return out.getvalue()


def plot(*, both: bool, longer: float = 1.0) -> Plot:
    clips = [Clip(HOSTILE, 60.0, 66.0, flac(LOW)), Clip("b.mp3", 3.5, 3.5 + 6 * longer, flac(HIGH, seconds=6 * longer))]
    clips += [Clip("L | R", 60.0, 66.0, flac(LOW, HIGH))] if both else []
    return Plot((0, 6), (0, 1), (), clips=tuple(clips))


def page_of(*exhibits: Exhibit, details: dict[str, Any] | None = None) -> str:
    filed = specimen.text_filed(accepted=False)
    found = filed.comparison.matches[: len(exhibits)]
    matches = tuple(replace(match, details=details or {"tempo": 1.0, "residual": -12.5}) for match in found)
    filed = replace(filed, comparison=replace(filed.comparison, matches=matches))
    chosen = [Shown(m.id, n, Verdict.UNREVIEWED, e) for n, (m, e) in enumerate(zip(matches, exhibits, strict=True), 1)]
    return player(Desk(specimen.dossier(), "zh"), filed, chosen)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as made:
        opened = made.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
        )
        yield opened
        opened.close()


class Heard:
    """The player in a page, as a notebook shows it."""

    def __init__(self, chromium: Any, body: str) -> None:
        self.page = chromium.new_page(viewport={"width": 1000, "height": 600})
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.add_init_script(EARS)
        self.page.set_content(f"<main>{body}</main>")
        self.frame = self.page.frames[-1]
        self.ready(0)

    def ready(self, at: int) -> None:
        self.frame.wait_for_selector(f"main[data-ready='{at}']")

    def clocks(self) -> list[float]:
        """Seconds that both sides say."""
        said = (self.frame.inner_text(f".time-{side}").split(":") for side in ("left", "right"))
        return [60 * int(minutes) + float(seconds) for minutes, seconds in said]

    def wait_ears(self, hertz: float, ears: tuple[bool, bool]) -> None:
        """Until a tone is heard in just these ears."""
        self.frame.wait_for_function(
            "([hertz, ears]) => window.loudness(hertz).every((loud, ear) => ears[ear] ? loud > -40 : loud < -70)",
            arg=[hertz, list(ears)],
        )


@needs_chromium
def test_left_right_or_one_in_either_ear_while_it_plays(chromium: Any) -> None:
    heard = Heard(chromium, page_of(plot(both=True)))
    assert "−12.5" in heard.frame.inner_text("dl")
    heard.frame.click(".play")
    for mode, low, high in (
        ("both", (True, False), (False, True)),
        ("left", (True, True), (False, False)),
        ("right", (False, False), (True, True)),
    ):
        heard.frame.click(f".mode-{mode}")
        heard.wait_ears(LOW, low)
        heard.wait_ears(HIGH, high)
    assert heard.frame.get_attribute("main", "data-state") == "playing", "switched without a stop"
    heard.frame.click(".play")
    heard.wait_ears(HIGH, (False, False))
    assert heard.faults == [] and heard.asked == []


@needs_chromium
def test_clocks_are_those_of_each_file_and_a_click_on_a_wave_goes_there(chromium: Any) -> None:
    heard = Heard(chromium, page_of(plot(both=True)))
    box = heard.frame.locator("canvas").first.bounding_box()
    assert box is not None
    heard.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 40)
    assert heard.clocks() == pytest.approx([63.0, 6.5], abs=0.03)
    heard.frame.locator("canvas").first.press("ArrowLeft")
    assert heard.clocks() == pytest.approx([62.5, 6.0], abs=0.03)
    ink = heard.frame.evaluate(
        "() => [...document.querySelectorAll('canvas')].map((c) => c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data.filter((v, n) => n % 4 === 3 && v > 0).length)"
    )
    assert min(ink) > 20_000, "both waves are drawn"
    for _ in range(8):
        heard.frame.locator("canvas").first.press("ArrowRight")
    heard.frame.click(".play")
    heard.frame.wait_for_function("() => document.querySelector('main').dataset.state === 'still'")
    assert heard.clocks() == pytest.approx([66.0, 9.5], abs=0.02), "it stops at the end"
    assert heard.faults == []


@needs_chromium
def test_without_a_clip_in_step_the_right_one_is_played_as_long_as_the_left_or_left_alone(chromium: Any) -> None:
    heard = Heard(chromium, page_of(plot(both=False, longer=1.25), Table((), (), clips=plot(both=True).clips)))
    heard.frame.click(".play")
    heard.wait_ears(HIGH * 1.25, (False, True))
    assert "音高随之改变" in heard.frame.inner_text(".step")
    heard.frame.select_option(".passage", "1")
    heard.ready(1)
    assert "已对齐" in heard.frame.inner_text(".step")
    assert heard.frame.get_attribute("main", "data-state") == "still"
    other = Heard(chromium, page_of(plot(both=False, longer=1.25), details={"likeness": 0.98}))
    other.frame.click(".play")
    other.wait_ears(HIGH, (False, True))
    assert "未作对齐" in other.frame.inner_text(".step") and heard.faults == other.faults == []


@needs_chromium
def test_names_of_works_are_texts(chromium: Any) -> None:
    body = page_of(plot(both=True))
    assert "<script" not in body and "<img" not in body
    heard = Heard(chromium, body)
    assert "onerror=alert(2)" in heard.frame.inner_text("main")
    assert heard.frame.locator("img").count() == 0 and heard.faults == [] and heard.asked == []
    assert heard.page.locator("iframe").get_attribute("sandbox") == "allow-scripts"


def test_nothing_to_be_heard_is_said() -> None:
    assert "没有可同步试听的片段" in page_of(Plot((0, 1), (0, 1), ()))
    assert "iframe" not in page_of(Table(("a",), (("b",),)))
