"""Where passages begin and end under speech, and the pace of short ones: places, paces and ends that are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from appraisal.comparison import Comparison, Match
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.work import Work
from comparators.audio.recording.ending import ended, waves
from comparators.audio.recording.landmarks import Recording, take
from comparators.audio.recording.pacing import paced, plain
from comparators.audio.recording.tracing import Trace, _median, _quantile, counted, gaps
from tests.audio.sounds import RATE, member, save, speech, tune

Sound = NDArray[np.float32]


def run(left: Path, right: Path) -> Comparison:
    works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
    return compare(Job("audio-recording", works[0], works[1]))


def taken(path: Path) -> Recording:
    return take(member(path), max_seconds=3600, min_seconds=1.5)


def level(sound: Sound) -> float:
    return float(np.sqrt(np.square(sound).mean()))


def under_speech(seed: int, start: float, seconds: float, decibels: float) -> tuple[Sound, Sound]:
    """A work of 40 seconds, and speech of 30 seconds into which a passage of it comes at second 11."""
    work = tune(100 + seed, 40)
    talk = speech(200 + seed, 30)
    piece = work[round(start * RATE) : round((start + seconds) * RATE)]
    host = talk.copy()
    at = 11 * RATE
    host[at : at + len(piece)] += piece * np.float32(10 ** (decibels / 20) * level(talk) / level(piece))
    return work, host / np.float32(max(1.0, 1.05 * float(np.abs(host).max())))


def best(found: Comparison) -> Match:
    return max(found.matches, key=lambda m: float(m.details["digits"]))


@pytest.mark.parametrize("seed", range(6))
def test_ends_under_speech_are_true_to_half_a_second(tmp_path: Path, seed: int) -> None:
    start, length = 6.0 + seed, (6.0, 9.0, 12.0)[seed % 3]
    work, host = under_speech(seed, start, length, 0.0)
    one = best(run(save(tmp_path / "work.wav", work), save(tmp_path / "talk.wav", host)))
    ends = float(one.left.start) - start, float(one.left.stop) - start - length
    assert max(map(abs, ends)) < 0.5, ends
    assert abs(float(one.right.start) - float(one.left.start) - 11 + start) < 0.02


def mapped(left: Recording, right: Recording, ends: tuple[float, float], tempo: float, offset: float) -> Trace:
    """A trace as the search makes it, of a map that is given."""
    made = Trace(ends, (0.0, 0.0), tempo, offset, 0.0, 0, 0, 0.0, 20.0)
    return counted(left, right, replace(made, right=(made.at(ends[0]), made.at(ends[1]))))


def test_ends_that_are_seconds_off_are_put_where_the_wave_ends(tmp_path: Path) -> None:
    work, host = under_speech(3, 10, 9, 0.0)
    left, right = taken(save(tmp_path / "work.wav", work)), taken(save(tmp_path / "talk.wav", host))
    for ends in ((7.4, 21.6), (10.8, 18.3), (10.0, 21.6), (12.6, 19.0)):
        one = ended(left, right, mapped(left, right, ends, 1.0, 1.0), waves(left, right))
        assert max(abs(one.left[0] - 10), abs(one.left[1] - 19)) < 0.2, one.left
        assert one.right == (one.at(one.left[0]), one.at(one.left[1])) and one.digits == 20.0
    still = ended(left, right, mapped(left, right, (10.1, 18.95), 1.0, 1.0), waves(left, right))
    assert still.left == (10.1, 18.95), "ends that are right stay"


def test_a_stretch_that_was_replaced_inside_does_not_end_a_passage(tmp_path: Path) -> None:
    work = tune(5, 40)
    other = work.copy()
    other[28 * RATE : 30 * RATE] = tune(11, 2)
    left, right = taken(save(tmp_path / "one.wav", work)), taken(save(tmp_path / "other.wav", other[: 33 * RATE]))
    one = ended(left, right, mapped(left, right, (0.1, 32.9), 1.0, 0.0), waves(left, right))
    assert one.left == (0.1, 32.9)


def test_where_pace_was_altered_an_end_is_drawn_back_before_what_has_no_counterpart(tmp_path: Path) -> None:
    """Nine seconds played 4 % faster; a map that goes on for three seconds in which next to nothing corresponds."""
    work = tune(12, 40)
    faster = np.asarray(soxr.resample(work[10 * RATE : 19 * RATE], RATE * 1.04, RATE), np.float32)
    host = np.concatenate([speech(5, 8), faster, speech(6, 8)])
    left, right = taken(save(tmp_path / "work.wav", work)), taken(save(tmp_path / "host.wav", host))
    tempo = 1 / 1.04
    one = mapped(left, right, (7.0, 22.0), tempo, 8 - 10 * tempo)
    one = replace(one, shift=float(12 * np.log2(1.04)))
    one = replace(counted(left, right, one), digits=20.0)
    assert gaps(left, right, one)
    found = ended(left, right, one, waves(left, right))
    assert abs(found.left[0] - 10) < 0.5 and abs(found.left[1] - 19) < 0.5, found.left


@pytest.mark.parametrize("seed", range(3))
def test_the_pace_of_two_seconds_is_none_unless_landmarks_say_so(tmp_path: Path, seed: int) -> None:
    work, bed = tune(300 + seed, 24), tune(400 + seed, 12, pace=0.31)
    piece = work[8 * RATE : 10 * RATE]
    host = bed.copy()
    host[5 * RATE : 7 * RATE] += piece * np.float32(level(bed) / level(piece))
    left, right = taken(save(tmp_path / "host.wav", host * np.float32(0.5))), taken(save(tmp_path / "work.wav", work))
    for tempo in (1.008, 0.993):  # both meet the middle of the passage, as a line through few landmarks does
        one = mapped(left, right, (5.0, 7.0), tempo, 9 - 6 * tempo)
        made = plain(left, right, one)
        assert made.tempo == 1.0 and abs(made.at(6.0) - 9.0) < 0.01
        assert made.digits == one.digits and made.right == (made.at(5.0), made.at(7.0))


@pytest.mark.parametrize("pace", [1.01, 0.99])
def test_a_pace_that_was_altered_by_one_percent_stays(tmp_path: Path, pace: float) -> None:
    work = tune(310, 24)
    for start, seconds in ((6, 3), (10, 8)):
        piece = work[start * RATE : round((start + seconds * pace) * RATE)]
        host = np.concatenate(
            [tune(410, 5), np.asarray(soxr.resample(piece, RATE * pace, RATE), np.float32), tune(411, 5)]
        )
        one = best(run(save(tmp_path / "host.wav", host), save(tmp_path / "work.wav", work)))
        assert abs(float(one.details["tempo"]) - 1 / pace) < 0.003, one.details["tempo"]


def test_a_further_occurrence_has_the_pace_of_the_strongest_where_landmarks_allow(tmp_path: Path) -> None:
    work = tune(312, 24)
    piece = np.asarray(soxr.resample(work[8 * RATE : 11 * RATE], RATE * 1.05, RATE), np.float32)
    host = np.concatenate([tune(412, 5), piece, tune(413, 4)])
    left, right = taken(save(tmp_path / "host.wav", host)), taken(save(tmp_path / "work.wav", work))
    middle = 5 + 3 / 1.05 / 2
    one = replace(mapped(left, right, (5.1, 7.8), 1.056, 9.5 - 1.056 * middle), shift=float(-12 * np.log2(1.05)))
    assert paced(left, right, one, 1.05).tempo == 1.05
    assert paced(left, right, one, 1.075) == one and plain(left, right, one) == one


@given(arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e6, 1e6)))
def test_the_short_median_and_quantile_are_those_of_numpy(values: NDArray[np.float64]) -> None:
    assert _median(values) == float(np.median(values))
    assert _quantile(np.floor(np.abs(values)), 0.95) == float(np.quantile(np.floor(np.abs(values)), 0.95))
