"""What of recordings that repeat themselves counts: each second of one against one second of the other."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from appraisal import registry
from appraisal.clip import clip_all
from appraisal.comparison import Comparison, Mask, Match, Measures
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.span import Region, second
from appraisal.work import Work
from comparators.audio.recording import AudioRecording
from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.pairing import FAINT, LESSER, PART, POSSIBLE, REPEAT, WHOLE, counted, marked
from tests.audio.sounds import RATE, bar, save, tune

MASK = Mask()


def match(
    left: tuple[float, float], right: tuple[float, float], score: float, kind: str = "same-sound", file: str = "b"
) -> Match:
    details: dict[str, Any] = {"score": score, "pitch": 0.0, "tempo": 1.0}
    if kind != POSSIBLE:
        details["occurrence"] = 1
    length = min(left[1] - left[0], right[1] - right[0])
    return Match(second("a", *left), second(file, *right), kind, blocks=((left[0], right[0], length),), details=details)


def measured(*matches: Match, mask: Mask = MASK, files: str = "b") -> Measures:
    sides = [{name: cast(Recording, SimpleNamespace(seconds=100.0)) for name in names} for names in ("a", files)]
    return AudioRecording().measure(sides[0], sides[1], matches, mask)


def seconds(measures: Measures, what: str) -> tuple[float, float]:
    return measures.values[f"seconds_{what}_left"], measures.values[f"seconds_{what}_right"]


def said(*matches: Match) -> list[str]:
    return [m.details["counted"] for m in marked(matches)]


def test_one_passage_that_lies_on_repeats_of_the_other_work_counts_once() -> None:
    loop = [match((at, at + 2), (5, 7), digits) for at, digits in ((10, 9), (20, 30), (30, 12), (40, 5))]
    found = measured(*loop)
    assert seconds(found, "matched") == (2, 2) and seconds(found, "repeated") == (6, 0)
    assert found.coverage_of_left == found.coverage_of_right == 0.02
    assert said(*loop) == [REPEAT, WHOLE, REPEAT, REPEAT], "the strongest, wherever it stands in the list"
    turned = [match((5, 7), (at, at + 2), digits) for at, digits in ((10, 9), (20, 30), (30, 12), (40, 5))]
    assert seconds(measured(*turned), "matched") == (2, 2) and seconds(measured(*turned), "repeated") == (0, 6)
    assert found.values["segments"] == 4
    alone = measured(loop[0])  # where experts accept a repeat and nothing else, it counts
    assert seconds(alone, "matched") == (2, 2) and seconds(alone, "repeated") == (0, 0)


def test_a_loop_that_was_taken_over_as_often_as_it_stands_counts_as_often() -> None:
    every = [match((10 * a, 10 * a + 2), (4 * b, 4 * b + 2), 30 if a == b else 9) for a in range(3) for b in range(3)]
    found = measured(*every)
    assert seconds(found, "matched") == (6, 6) and seconds(found, "repeated") == (0, 0)
    assert said(*every).count(WHOLE) == 3 and said(*every).count(REPEAT) == 6


def on_landmarks(one: Match, hits: int, landmarks: int = 60) -> Match:
    return replace(one, details={**one.details, "hits": hits, "landmarks": landmarks})


def test_a_loop_counts_on_its_own_bar_and_not_on_bars_that_resemble_it() -> None:
    """The accused work plays one bar three times; two other bars of the claimed one resemble it."""
    own = [on_landmarks(match((0, 2), (2 * n, 2 * n + 2), 50), 57) for n in range(3)]
    near = [on_landmarks(match((at, at + 2), (2 * n, 2 * n + 2), 20 - at), 33) for n in range(3) for at in (4, 8)]
    assert seconds(measured(*own, *near), "matched") == (2, 2)
    assert seconds(measured(*own, *near), "repeated") == (4, 4)
    found = said(*near, *own)
    assert found[6:].count(REPEAT) == 2 and found[6:].count(WHOLE) == 1
    assert found[:6].count(LESSER) >= 2 and WHOLE not in found[:6]
    mask = Mask(Region([second("a", 0, 2)]), Region())  # who excludes the bar, excludes none that resemble it
    assert seconds(measured(*clip_all([*own, *near], mask), mask=mask), "matched") == (4, 4)
    close = [on_landmarks(one, 50) for one in near]  # no more than chance lets two samples of one rate differ
    assert seconds(measured(*own, *close), "matched") == (6, 6)


def test_a_sample_played_clearly_and_under_speech_counts_twice_where_the_claimed_work_has_it_twice() -> None:
    clear = [on_landmarks(match((2 * n, 2 * n + 2), (0, 2), 50), 57) for n in range(3)]
    under = [on_landmarks(match((2 * n, 2 * n + 2), (10, 12), 20), 20) for n in range(3)]
    assert seconds(measured(*clear, *under), "matched") == (4, 4)


def test_what_agrees_better_elsewhere_is_taken_out_of_a_longer_place() -> None:
    own = [on_landmarks(match((0, 4), (4 * n, 4 * n + 4), 50), 110, 120) for n in range(3)]
    along = on_landmarks(match((20, 36), (0, 16), 40), 150, 480)
    assert said(*own, along) == [WHOLE, REPEAT, REPEAT, PART]
    assert seconds(measured(*own, along), "matched") == (8, 8), "the last four seconds lie nowhere else"


def test_what_stronger_places_leave_counts_from_a_second_on() -> None:
    first, second_, third = match((0, 10), (0, 10), 50), match((5, 15), (20, 30), 20), match((9.6, 15.5), (40, 45.9), 9)
    assert said(first, second_, third) == [WHOLE, PART, REPEAT]
    pieces = {piece.left.start: (piece.left.stop, piece.right.start, piece.right.stop)
              for piece in counted([third, second_, first])}  # fmt: skip
    assert pieces == {0: (10, 0, 10), 10: (15, 25, 30)}
    middle = match((0, 30), (40, 70), 5)  # goes on on both sides of the first
    assert [(p.left.start, p.left.stop) for p in counted([match((10, 20), (0, 10), 50), middle])][1:] == [
        (0, 10),
        (20, 30),
    ]
    faster = match((0, 22), (50, 70), 5)  # 1.1 seconds of the left for one of the right
    (_, piece) = counted([match((0, 11), (0, 11), 9), faster])
    assert (piece.left.start, piece.left.stop) == (11, 22) and (piece.right.start, piece.right.stop) == (60, 70)


def test_equal_samples_come_first_and_files_are_recordings_of_their_own() -> None:
    same = Match(second("a", 0, 100), second("b", 0, 100), "same-samples", details={})
    other = match((5, 15), (30, 40), 1e6, file="c")
    assert said(same, match((5, 15), (30, 40), 1e6), other) == [WHOLE, REPEAT, WHOLE]
    assert seconds(measured(same, other, files="bc"), "matched") == (100, 110)


def test_a_possible_occurrence_counts_nowhere() -> None:
    sure, possible = match((10, 12), (5, 7), 9), match((10, 12), (25, 27), 0.2, POSSIBLE)
    assert said(sure, possible) == [WHOLE, FAINT]
    found, one = measured(sure, possible), measured(sure)
    assert found.coverage_of_right == one.coverage_of_right == 0.02
    assert (found.values["segments"], found.values["possible_occurrences"]) == (1, 1)
    assert seconds(found, "repeated") == (0, 0) and measured(possible).coverage_of_left == 0


def test_what_is_excluded_leaves_both_sides_and_the_next_repeat_counts() -> None:
    first, again = match((10, 20), (0, 10), 50), match((40, 50), (0, 10), 20)
    assert seconds(measured(first, again), "matched") == (10, 10)
    mask = Mask(Region([second("a", 10, 16)]), Region())
    found = measured(*clip_all([first, again], mask), mask=mask)
    assert seconds(found, "matched") == (10, 10) and found.values["seconds_left"] == 94
    mask = Mask(Region(), Region([second("b", 0, 10)]))
    assert measured(*clip_all([first, again], mask), mask=mask).coverage_of_left == 0


@pytest.fixture(scope="module")
def repeating(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A bar of two seconds that the left work plays five times, with other music between, and the right one once."""
    folder = tmp_path_factory.mktemp("repeats")
    one = bar(31)
    left = np.concatenate([x for n in range(5) for x in (tune(60 + n, 6), one)])
    right = np.concatenate([tune(71, 9), one * np.float32(0.8), tune(72, 9)])
    paths = save(folder / "left.wav", left), save(folder / "right.wav", right)
    works = [Work.open(path, label=label) for path, label in zip(paths, ("A1", "B1"), strict=True)]
    assert round(len(left) / RATE) == 40
    return compare(Job("audio-recording", works[0], works[1]))


def test_a_loop_taken_once_covers_two_seconds_of_a_work_that_repeats_it(repeating: Comparison) -> None:
    places = sorted(float(m.left.start) for m in repeating.matches if m.kind == "same-sound")
    assert len(places) == 5 and np.allclose(places, [6, 14, 22, 30, 38], atol=0.5), "all are listed"
    assert repeating.coverage_of_left == pytest.approx(2 / 40, abs=0.4 / 40)
    assert repeating.coverage_of_right == pytest.approx(2 / 20, abs=0.4 / 20)
    assert np.allclose(seconds(repeating.filtered, "repeated"), (8, 0), atol=0.4)
    assert sorted(m.details["counted"] for m in repeating.matches if m.kind == "same-sound") == [WHOLE, *[REPEAT] * 4]


def test_what_counts_is_said_in_words() -> None:
    labels: Any = registry.counting("audio-recording")
    for language in ("zh", "en"):
        assert {WHOLE, PART, REPEAT, LESSER, FAINT, POSSIBLE, "counted", "possible_occurrences"} <= set(
            labels[language]["labels"]
        )
    assert "重复秒数" in labels["zh"]["rule"] and "repeated seconds" in labels["en"]["rule"]
