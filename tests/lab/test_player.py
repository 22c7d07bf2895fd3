"""The player of ``audio.ipynb`` inside JupyterLab, whose cells show pages in frames of their own: it plays there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr

from appraisal import run
from appraisal.case import Case
from appraisal.reporting import place_notebooks
from tests.audio.sounds import RATE, save, tune

from .serving import CHROMIUM, QUIET, Served, faults_of, in_jupyterlab, ready

sync_api = pytest.importorskip("playwright.sync_api")
AUDIBLE = ["--autoplay-policy=user-gesture-required", "--mute-audio"]  # as in a browser of people: a click comes first

# Asked by a timer: pages that are out of sight draw no frames, in which a browser would ask
PLACED = {"expression": "n => Number(document.querySelector('main').dataset.place) > n", "polling": 100}
AWAY = """() => {
  let box = document.querySelector("iframe.player");
  while (!(box.scrollHeight > box.clientHeight + 50 && getComputedStyle(box).overflowY !== "visible"))
    box = box.parentElement;
  box.scrollTop = box.scrollTop > box.scrollHeight / 2 ? 0 : box.scrollHeight;
}"""
RUNS = "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].some(n => n.textContent.includes('*'))"


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    """A case of two recordings: a passage played faster inside other music."""
    one = tune(5, 16)
    faster = np.asarray(soxr.resample(one[4 * RATE : 12 * RATE], RATE * 1.06, RATE), np.float32)
    inside = np.concatenate([tune(6, 4, pace=0.232), faster * np.float32(0.5), tune(7, 4, pace=0.232)])
    case = Case.create(tmp_path / "case", number="乐-1", title="t", experts=("丙",), signers=lambda name: None)
    for label, role, sound in (("A1", "claimed", one), ("B1", "accused", inside)):
        case.receive(label, save(tmp_path / f"{label}.wav", sound), role)
    run.run(case, comparators=["audio-recording"], host="")
    place_notebooks(case)
    return case.root


def player_of(shown: Any) -> Any:
    """The frame of the player, scrolled to."""
    found = shown.wait_for_selector("iframe.player", timeout=120_000, state="attached")
    found.scroll_into_view_if_needed()
    return found.content_frame()


@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
def test_the_player_plays_in_jupyterlab(heard: Path, tmp_path: Path) -> None:
    served = Served(heard, "--notebook", "--by", "丙")
    try:
        with sync_api.sync_playwright() as player:
            browser = player.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *AUDIBLE])
            shown = browser.new_page(viewport={"width": 1500, "height": 950})
            faults = faults_of(shown)
            asked = in_jupyterlab(shown, served, "audio.ipynb")
            ready(shown)
            for _ in range(60):  # JupyterLab drops what it is told before its kernel has connected, or asks
                if (accept := shown.locator(".jp-Dialog .jp-mod-accept")).count():
                    accept.first.click()
                if not shown.evaluate(RUNS):
                    if shown.locator("iframe.player").count():
                        break
                    with suppress(sync_api.TimeoutError):  # a dialog came in between
                        shown.click(".lm-MenuBar-itemLabel:text-is('Run')", timeout=2000)
                        shown.click(".lm-Menu-itemLabel:text-is('Run All Cells')", timeout=2000)
                shown.wait_for_timeout(2000)
            inside = player_of(shown)
            inside.wait_for_selector("main[data-ready='0']")
            assert [inside.locator(f".tools .{name}").count() for name in
                    ("play", "mode-left", "mode-right", "mode-both")] == [1, 1, 1, 1]  # fmt: skip
            assert inside.locator("canvas").count() == 2
            before = [inside.inner_text(f".time-{side}") for side in ("left", "right")]
            inside.click(".play")
            shown.evaluate(AWAY)
            away = inside.frame_element().bounding_box()
            assert away is not None and not -away["height"] < away["y"] < 950, "the player is out of sight"
            inside.wait_for_function(**PLACED, arg=0.4)
            for name, left, right in (("left", "0", "off"), ("right", "off", "0"), ("both", "-1", "1")):
                inside.click(f".mode-{name}")
                data = inside.eval_on_selector("main", "e => [e.dataset.state, e.dataset.left, e.dataset.right]")
                assert data == ["playing", left, right]
            shown.screenshot(path=tmp_path / "player.png")
            inside.click(".play")
            assert inside.eval_on_selector("main", "e => e.dataset.state") == "still"
            after = [inside.inner_text(f".time-{side}") for side in ("left", "right")]
            assert all(a != b for a, b in zip(after, before, strict=True)), "both clocks went on"
            shown.click(".jp-NotebookPanel-toolbar [data-jp-item-name='save']")
            shown.wait_for_timeout(1500)
            shown.goto("about:blank")
            shown.goto(served.address.replace("/lab?", "/lab/tree/audio.ipynb?reset&"))
            kept = player_of(shown)
            kept.click(".play")
            kept.wait_for_function(**PLACED, arg=0.2)
            assert asked == [] and faults == []
            browser.close()
    finally:
        served.stop()
