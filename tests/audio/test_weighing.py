"""Which of two places of the same seconds the wave says to be the better one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from appraisal import registry
from appraisal.comparison import Match
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.span import second
from appraisal.work import Work
from comparators.audio.recording.ending import Signs
from comparators.audio.recording.pairing import LESSER, POSSIBLE, REPEAT, WHOLE, counted, marked
from comparators.audio.recording.signs import SIGN_RATE
from comparators.audio.recording.weighing import weighed
from tests.audio.sounds import RATE, save, speech, tune

ROUNDS = 4
OWN, NEAR = 5, 20  # seconds of the claimed work at which the bar stands, and one that resembles it


def turned(signs: Signs, share: float, dice: np.random.Generator) -> Signs:
    """The same with so many of them drawn anew."""
    drawn = dice.choice(np.array([-1, 1], np.int8), len(signs))
    return np.where(dice.random(len(signs)) < share, drawn, signs).astype(np.int8)


def sides(seed: int, resembling: float, of: tuple[int, ...] = (OWN,) * ROUNDS) -> tuple[Signs, Signs]:
    """Signs of a work of which the bar at ``NEAR`` is that at ``OWN`` with a share drawn anew; and of one that plays a
    bar of two seconds of it again and again, under something louder."""
    dice = np.random.default_rng(seed)
    size = round(2 * SIGN_RATE)
    left = dice.choice(np.array([-1, 1], np.int8), round(40 * SIGN_RATE))
    at, near = round(OWN * SIGN_RATE), round(NEAR * SIGN_RATE)
    left[near : near + size] = turned(left[at : at + size], resembling, dice)
    played = [left[round(x * SIGN_RATE) : round(x * SIGN_RATE) + size] for x in of]
    return left, turned(np.concatenate(played), 0.85, dice)


def places(own: float = 50, near: float = 20, pace: float = 1.0) -> list[Match]:
    def one(at: int, number: int, n: int, score: float) -> Match:
        details: dict[str, Any] = {"number": number, "occurrence": n + 1, "score": score, "pitch": 0.0, "tempo": pace}
        return Match(second("a", at, at + 2), second("b", 2 * n, 2 * n + 2), "same-sound", details=details)

    return [*(one(OWN, 1, n, own - n) for n in range(ROUNDS)), *(one(NEAR, 2, n, near - n) for n in range(ROUNDS))]


def said(matches: list[Match]) -> list[str]:
    return [m.details["counted"] for m in marked(matches)]


def test_a_loop_under_other_sound_counts_on_its_own_bar() -> None:
    signs = sides(1, 0.5)
    assert said(places()) == [WHOLE, *[REPEAT] * 4, WHOLE, *[REPEAT] * 2], "without the wave the next bar counts too"
    found = weighed(places(), signs)
    assert said(found) == [WHOLE, *[REPEAT] * 4, *[LESSER] * 3]
    assert [m.details.get("better_at") for m in found] == [None] * 4 + [[[1, n]] for n in range(1, 5)]
    assert [(m.left, m.right) for m in found] == [(m.left, m.right) for m in places()]
    inverted = weighed(places(), (signs[0], -signs[1]))
    assert said(inverted) == said(found)


def test_what_little_of_one_round_says_all_rounds_say_together() -> None:
    """Of two bars that are nearly equal one round is not enough: a difference of two standard errors."""
    signs = sides(2, 0.3)
    whole = weighed(places(), signs)
    alone = [weighed([places()[n], places()[ROUNDS + n]], signs)[1] for n in range(ROUNDS)]
    assert sum("better_at" in m.details for m in whole) > sum("better_at" in m.details for m in alone)


@pytest.mark.parametrize("seed", range(8))
def test_bars_that_are_equal_are_not_told_apart(seed: int) -> None:
    assert not any("better_at" in m.details for m in weighed(places(), sides(seed, 0.0)))


def test_a_round_that_is_the_other_bar_stays_there_though_the_first_is_stronger() -> None:
    """Three rounds of one bar and one of the other: that one is asked on its own seconds, too."""
    found = weighed(places(), sides(3, 0.9, (OWN, OWN, NEAR, OWN)))
    assert ["better_at" in m.details for m in found[ROUNDS:]] == [True, True, False, True]
    assert float(sum(m.right.length for m in counted(found))) == 4


def test_a_place_that_is_listed_as_the_stronger_one_is_left_for_a_better_one() -> None:
    """Digits of the wave do not compare repeats; the same seconds do."""
    found = weighed(places(own=10, near=60), sides(1, 0.5))
    assert said(found) == [WHOLE, *[REPEAT] * 3, *[LESSER] * 4]
    assert said(found[ROUNDS:]) == [WHOLE, *[REPEAT] * 3], "of those that were accepted, say, without the better ones"


def test_altered_copies_and_possible_occurrences_are_not_asked() -> None:
    signs = sides(1, 0.5)
    assert weighed(places(pace=1.01), signs) == places(pace=1.01)
    faint = [replace(m, kind=POSSIBLE) for m in places()]
    assert weighed(faint, signs) == faint and weighed([], signs) == []


def test_a_loop_of_a_recording_under_speech_counts_once(tmp_path: Path) -> None:
    """Five bars have half of their sound in common; one is played eight times, under speech somewhat louder."""
    common = tune(41, 2.3)
    bars = [common + np.float32(0.5) * tune(50 + n, 2.3) for n in range(5)]
    left = np.concatenate([x for n, one in enumerate(bars) for x in (one, tune(60 + n, 2.9))]) * np.float32(0.3)
    played = np.tile(bars[2] * np.float32(0.3), 8)
    said = speech(5, len(played) / RATE)[: len(played)]
    right = played + said * np.float32(1.2 * played.std() / said.std())
    right *= np.float32(0.9 / np.abs(right).max())
    works = [
        Work.open(save(tmp_path / f"{label}.wav", sound), label=label) for label, sound in (("A1", left), ("B1", right))
    ]
    found = compare(Job("audio-recording", works[0], works[1]))
    without = [replace(m, details={**m.details, "better_at": []}) for m in found.matches]
    assert sum(float(m.right.length) for m in counted(without)) > 7, "bars that resemble it would count"
    (own,) = counted(found.matches)
    assert abs(float(own.left.start) - 10.4) < 0.3 and float(own.right.length) == pytest.approx(2.3, abs=0.3)
    assert found.coverage_of_left == pytest.approx(2.3 / 26, abs=0.3 / 26)


def test_the_detail_is_said_in_words() -> None:
    labels: Any = registry.counting("audio-recording")
    assert all("better_at" in labels[language]["labels"] for language in ("zh", "en"))
