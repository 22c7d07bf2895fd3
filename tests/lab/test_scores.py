"""Scores and recordings in the workbench: twenty matches judged, a stretch excluded by mouse, players in step.

No method for sound or music is installed yet; a toy of the tests gives stretches of time with scores as exhibits.
"""

from __future__ import annotations

import base64
import io
import json
import math
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appraisal import codec, filing, run
from appraisal.case import Case
from appraisal.errors import UsageError
from appraisal.exhibit import Note, Score
from appraisal.lab import page as whole_page
from appraisal.lab import pages
from appraisal.reporting import place_notebooks
from appraisal.span import Span, second
from reports.exhibits.pitches import accidentals, home, spelled

from .serving import CHROMIUM, QUIET, Served, Watched

sync_api = pytest.importorskip("playwright.sync_api")
needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
TOYS = str(Path(__file__).parent.parent / "toys" / "src")
NOTES = (Note(60, 0, 1), Note(62, 1, 1), Note(64, 2, 2))


def drawn(span: Span, ends: Any, notes: tuple[Note, ...] = NOTES) -> Span:
    return pages.stretch(codec.encode(Score(notes, notes)), "left", span, ends)


def test_a_stretch_of_a_score_is_notes_or_seconds_of_the_file() -> None:
    notes = Span("a.mid", "note", 10, 13)
    assert drawn(notes, [1.2, 1.8]) == Span("a.mid", "note", 11, 12)
    assert drawn(notes, [0.5, 9]) == notes
    time = second("a.wav", 30, 38)  # four quarters in eight seconds
    assert drawn(time, [1, 3]) == second("a.wav", 32, 36)
    assert drawn(time, [-5, 99]) == time
    bad: Any
    for bad in ([1], [2, 1], [1, 1], [0, float("nan")]):
        with pytest.raises(UsageError, match="beginning and its end"):
            drawn(time, bad)
    for span, ends in ((notes, [7, 9]), (Span("a.mid", "note", 0, 5), [0, 1]), (time, [8, 9])):
        with pytest.raises(UsageError, match="no note"):
            drawn(span, ends)
    for span in (Span("a.txt", "char", 0, 3), Span("a.png", "file")):
        with pytest.raises(UsageError, match="no score"):
            drawn(span, [0, 1])


@pytest.fixture
def scored(toys: None, tmp_path: Path, _home: None) -> Case:
    """A case with forty matches, every other one shown as a score."""
    case = Case.create(tmp_path / "case", number="乐-1", experts=("丙",), parameters={"toy-million": {"count": 40}})
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        (tmp_path / label).mkdir()
        (tmp_path / label / "曲.txt").write_text(f"{label} do re mi", "utf-8")
        case.receive(label, tmp_path / label, role)
    filing.place_template(case)
    (case.root / "scheme.toml").write_text('scope = "A1, B1"\n', "utf-8")
    filing.fix_scheme(case, "丙", comparators=["toy-million"])
    run.run(case, comparators=["toy-million"], host="")
    place_notebooks(case)
    return case


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as player:
        opened = player.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        )
        yield opened
        opened.close()


@needs_chromium
def test_twenty_matches_and_an_exclusion_on_a_score(scored: Case, chromium: Any) -> None:
    served = Served(scored.root, "--by", "丙", path=TOYS)
    try:
        watched = Watched(chromium, served)
        page = watched.page
        watched.open("toy-million")
        for n in range(12):
            watched.press("124"[n % 3], n + 1)
        for n in range(12, 20):
            watched.drawn()
            page.click(".verdict.accepted")
            page.wait_for_function(
                "n => Number(document.querySelector('.matches .count').textContent.match(/\\d+/g).at(-1)) === n",
                arg=n + 1,
            )
        while not page.locator(".draw-stretch").count():
            page.keyboard.press("j")
            watched.drawn()
        number = int(watched.number().split()[-1])
        page.check(".draw-stretch")
        roll = page.locator(".roll .notes").nth(1).bounding_box()
        assert roll is not None

        def draw() -> None:
            page.mouse.move(roll["x"] + roll["width"] / 2, roll["y"] + 20)
            page.mouse.down()
            page.mouse.move(roll["x"] + roll["width"] * 0.75, roll["y"] + 30, steps=4)
            page.mouse.up()

        draw()
        page.wait_for_function("() => document.querySelector('.status.wrong') !== null")
        assert scored.exclusions() == [], "without a reason nothing is excluded"
        page.select_option(".reasons", "public-domain")
        page.check(".draw-stretch")
        draw()
        page.wait_for_function("() => document.querySelector('.status').textContent.includes('B1')")
        watched.assert_quiet()
    finally:
        served.stop()
    (made,) = Case.open(scored.root).exclusions()
    match = next(iter(scored.records())).comparison.matches[number - 1]
    assert made.span is not None and (made.work, made.span.unit) == ("B1", "second")
    assert match.right.start + 0.45 < made.span.start < made.span.stop < match.right.start + 0.8


def tone(seconds: int) -> str:
    out = io.BytesIO()
    with wave.open(out, "wb") as film:
        film.setnchannels(1)
        film.setsampwidth(2)
        film.setframerate(8000)
        film.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(n / 3))) for n in range(8000 * seconds)))
    return base64.b64encode(out.getvalue()).decode()


def alone(chromium: Any, exhibit: Score) -> tuple[Any, list[str]]:
    """The page alone with one match of a method for sound, as it answers; and what goes wrong in it."""
    media = {"type": "audio/wav", "bytes": tone(4), "start": 1, "stop": 3}
    answers = {
        "open": {
            "number": "1", "title": "t", "language": "zh", "experts": [], "known": [], "reasons": [], "remembered": {},
            "records": [{"key": "k", "comparator": "c", "left": "A1", "right": "B1", "matches": 1, "status": "ok"}],
            "state": {"expert": "", "stages": {}, "reviewer": "", "signatory": "", "may_judge": False},
        },
        "matches": {
            "record": "k", "fields": ["number", "id", "kind", "left", "leftStart", "leftStop", "right", "rightStart",
                                      "rightStop", "more", "group", "place", "text", "details"],
            "kinds": ["x"], "kindWords": {}, "units": {"left": ["second"], "right": ["second"]},
            "files": {"left": ["a.wav"], "right": ["b.wav"]},
            "lengths": {"left": [4], "right": [4]}, "own": {}, "panel": {},
            "rows": [[1, "m", 0, 0, 1, 3, 0, 1, 3, 0, 0, ["", ""], "", ""]],
        },
        "samples": [],
        "remember": {},
        "exhibit": {
            "id": "m", "number": 1, "kind": "x", "details": {"zh": [], "en": []}, "more": {"left": 1, "right": 1},
            "places": {side: [{"span": {"unit": "second", "file": "a.wav", "start": 1, "stop": 3},
                               "words": {"zh": "", "en": ""}}] for side in ("left", "right")},
            "changed": {"zh": [], "en": []}, "exhibit": codec.encode(exhibit),
            "media": {"left": media, "right": media},
        },
    }  # fmt: skip
    page = chromium.new_page(viewport={"width": 1200, "height": 800})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content('<main id="lab" class="lab"></main>')
    page.add_script_tag(
        type="module",
        content=whole_page.script()
        + f"const answers = {json.dumps(answers)};"
        + "start(document.getElementById('lab'), async (name) => structuredClone(answers[name]));",
    )
    page.wait_for_selector(".roll .notes")
    return page, faults


@needs_chromium
def test_recordings_are_played_in_step_with_the_score(chromium: Any) -> None:
    page, faults = alone(chromium, Score(NOTES, NOTES, "a", "b", fifths=1, shift=2))
    page.wait_for_function("() => [...document.querySelectorAll('audio')].every((a) => a.currentTime === 1)")
    where = "() => [...document.querySelectorAll('.cursor')].map((line) => Number(line.getAttribute('x1')))"
    page.click(".play-both")
    page.wait_for_function(f"() => ({where})().every((x) => x > 100)")
    page.wait_for_function("() => [...document.querySelectorAll('audio')].every((a) => a.paused)")
    page.evaluate("document.querySelectorAll('audio')[0].currentTime = 2")
    page.wait_for_function(f"() => Math.abs(({where})()[0] - 300) < 8")  # half of the match, half of 600 pixels
    assert page.evaluate(where)[1] > 550, "the other side goes its own way when it is moved alone"
    staves = page.locator(".notation svg")
    assert staves.count() == 1 and staves.locator("polygon").count() == 6, "three notes on each of two staves"
    said = [text for text in staves.locator("text").all_text_contents() if text.isdecimal()]
    assert said == ["4", "5", "6", "3", "4", "5"] and "1=G" in page.inner_text(".notation figcaption")
    assert page.inner_text(".matches .files") == "a.wav 1–3 秒 ↔ b.wav 1–3 秒"
    assert faults == []


@needs_chromium
def test_notes_of_a_recording_have_no_bars_and_long_passages_go_on_in_rows(chromium: Any) -> None:
    written = tuple(Note(64 + n % 8, n, 0.5, "same", f"{n // 4 + 1}:{n % 4 + 1}", "流水", n + 1) for n in range(90))
    heard = tuple(Note(64 + n % 8, n, 0.5, "same", f"{12 + n / 2:.2f} s", "", n + 1) for n in range(90))
    counts = []
    for left, right in ((written, written), (written, heard), (heard, heard)):
        page, faults = alone(chromium, Score(left, right, "a", "b", fifths=0, shift=0))
        rows = page.locator(".notation svg")
        assert rows.count() == 3 and rows.locator("polygon").count() == 180
        texts = rows.locator("text")
        said = texts.all_text_contents()
        assert ("12.00 s" in said) == (right is heard) and sum(one.endswith(" s") for one in said) == 3 * (
            (left is heard) + (right is heard)
        )
        assert page.locator(".notation .note").count() == 1 + (left is heard) + (right is heard)
        for words in ("流水", "12"):  # neither on another word nor on a staff's note
            if words in said:
                met = page.evaluate(
                    """(words) => {
                      const all = [...document.querySelectorAll('.notation svg')].map((row) =>
                        [...row.querySelectorAll('text, polygon')]);
                      const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4
                        && b.top < a.bottom - 4;
                      return all.flatMap((held) => held.filter((one) => one.textContent === words).flatMap((one) =>
                        held.filter((other) => other !== one
                          && over(one.getBoundingClientRect(), other.getBoundingClientRect()))))
                        .map((other) => other.textContent);
                    }""",
                    words,
                )
                assert met == [], met
        counts.append(rows.locator("line").count())
        assert faults == []
        if right is heard and left is heard:
            assert counts[-1] == 3 * 2 * 5, "nothing but the staves"
        page.close()
    assert counts == sorted(counts, reverse=True)


@needs_chromium
def test_pitches_are_written_as_reports_write_them(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content('<main id="lab" class="lab"></main>')
    page.add_script_tag(
        type="module", content=whole_page.script() + "window.probe = { spelled, accidentals, home, stretch };"
    )
    page.wait_for_function("() => window.probe")
    pitches = [*range(21, 109), 60, 61, 60, 63, 64, 63]
    for fifths in range(-7, 8):
        written = [spelled(pitch, fifths) for pitch in pitches]
        found = page.evaluate(
            """([pitches, fifths]) => {
              const all = pitches.map((pitch) => probe.spelled(pitch, fifths));
              return [all.map((one) => [one.step, one.alter, one.degree, one.bend, one.dots]),
                probe.accidentals(all.map((one) => [one, "1"])), probe.home(fifths)];
            }""",
            [pitches, fifths],
        )
        signs = [list(pair) for pair in accidentals((one, "1") for one in written)]
        assert found == [[[o.step, o.alter, o.degree, o.bend, o.dots] for o in written], signs, home(fifths)]
    shown = "([unit, a, b]) => probe.stretch(unit, a, b, (key, x, y) => `${key} ${x}-${y}`)"
    for unit, a, b, said in (("note", 100, 140, "101-140"), ("note", 4, 5, "5-5"), ("line", 3, 5, "3-4")):
        assert page.evaluate(shown, [unit, a, b]) == f"unit.{unit} {said}"
    page.close()


@needs_chromium
def test_staves_have_a_signature_and_say_in_which_octave_they_are_written(chromium: Any) -> None:
    low = tuple(Note(p, n, 1, "same", "1:1", "", n + 1) for n, p in enumerate((74, 75, 76, 75)))
    high = tuple(Note(n.pitch + 12, n.onset, 1, "same", "1:1", "", n.number) for n in low)
    page, faults = alone(chromium, Score(low, high, "a", "b", fifths=-2))
    texts = page.locator(".notation svg text").all_text_contents()
    assert "".join(one for one in texts if one in "♭♮♯") == "♭♭♮♭" * 2 + "♯♮" * 2
    assert "8" in texts and not any("8v" in one for one in texts)
    words = page.locator(".notation .note").all_text_contents()
    assert len(words) == 2 and "♭B4 为 1" in words[0] and "右侧五线谱低八度记谱" in words[1]
    dots = page.locator('.notation svg rect[width="1.4"]')
    assert dots.count() == 4, "of the right side alone"
    assert faults == []
    page.close()
