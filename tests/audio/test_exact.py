"""Ends of a passage whose samples are equal are told to the sample; nothing else moves them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from comparators.audio.recording import exact
from comparators.audio.recording.tracing import Trace
from tests.audio.sounds import RATE, save, tune
from tests.audio.test_ends import best, run

Sound = NDArray[np.float32]
# A held tone below: a plucked note dies away, and silence is equal to any silence.
DRONE = 0.02 * np.sin(2 * np.pi * 110 * np.arange(30 * RATE) / RATE).astype(np.float32)
WORK, HOST = tune(301, 30) + DRONE, tune(302, 24) + DRONE[: 24 * RATE]


def rounded(sound: Sound) -> Sound:
    """As a file of 16 bits holds it."""
    return (np.round(sound * 32767) / 32768).astype(np.float32)


def pasted(start: float, seconds: float, at: float, gain: float = 1.0) -> Sound:
    host = HOST * np.float32(0.7)
    piece = WORK[round(start * RATE) : round((start + seconds) * RATE)] * np.float32(gain)
    host[round(at * RATE) : round(at * RATE) + len(piece)] = piece
    return host


def reading(sound: Sound) -> exact.Read:
    def read(start: float, stop: float) -> tuple[Sound, float]:
        first, last = round(start * RATE), round(stop * RATE)
        return sound[first:last], first / RATE

    return read


def moved(left: Sound, right: Sound, one: Trace) -> Trace:
    return exact.extended(
        one, (reading(left), reading(right)), (RATE, RATE), (len(left) / RATE, len(right) / RATE)
    )  # fmt: skip


def trace(ends: tuple[float, float], offset: float) -> Trace:
    return Trace(ends, (ends[0] + offset, ends[1] + offset), 1.0, offset, 0.0, 0, 0, 0.0, 20.0)


@pytest.mark.parametrize("gain", [1.0, 0.5, -0.8])
def test_ends_of_a_copy_cut_to_the_sample_are_told_to_the_sample(gain: float) -> None:
    left, right = rounded(WORK), rounded(pasted(10, 9, 5, gain))
    one = moved(left, right, trace((10.12, 18.87), -5.004))
    assert one.left == pytest.approx((10, 19), abs=3 / RATE) and one.right == pytest.approx((5, 14), abs=3 / RATE)
    turned = moved(right, left, trace((5.116, 13.866), 5.004))
    assert turned.left + turned.right == pytest.approx(one.right + one.left, abs=3 / RATE)


def test_what_is_not_equal_stays_as_it_was() -> None:
    told = trace((10.12, 18.87), -5.0)
    noise = np.random.default_rng(5).normal(0, 0.003, len(HOST)).astype(np.float32)
    for right in (pasted(10, 9, 5) + noise, HOST):
        assert moved(rounded(WORK), rounded(right), told) == told
    other = exact.extended(told, (reading(WORK), reading(HOST)), (RATE, 44100), (30.0, 24.0))
    assert other == told, "files of two rates have no samples in common"
    cut = pasted(10, 9, 5)
    cut = np.concatenate([cut[: 9 * RATE], cut[9 * RATE + 40 :]])  # forty samples left out in the midst: two delays
    assert moved(rounded(WORK), rounded(cut), told) == told


def test_silence_moves_no_end() -> None:
    left, right = rounded(WORK), rounded(pasted(10, 9, 5))
    left[19 * RATE : 20 * RATE] = right[14 * RATE : 15 * RATE] = 0
    assert moved(left, right, trace((10.12, 18.87), -5.0)).left[1] == pytest.approx(19, abs=3 / RATE)


@settings(deadline=None, max_examples=25)
@given(st.integers(-2000, 12_000), st.integers(-2000, 12_000), st.integers(-400, 400))
def test_ends_that_are_some_off_are_those_of_the_copy(early: int, late: int, off: int) -> None:
    left, right = rounded(WORK), rounded(pasted(10, 9, 5))
    told = trace((10 + early / RATE, 19 - late / RATE), -5 + off / RATE)
    one = moved(left, right, told)
    assert one.left == pytest.approx((10, 19), abs=4 / RATE)
    assert one.right[0] - one.left[0] == pytest.approx(-5, abs=1e-9)


def test_a_comparison_tells_the_ends_of_equal_samples(tmp_path: Path) -> None:
    left, right = save(tmp_path / "work.wav", WORK), save(tmp_path / "host.wav", pasted(10, 9, 5))
    one, other = best(run(left, right)), best(run(right, left))
    assert (one.left.start, one.left.stop, one.right.start, one.right.stop) == pytest.approx((10, 19, 5, 14), abs=0.002)
    assert one.details["residual"] <= exact.EQUAL
    assert (other.left.start, other.left.stop) == (one.right.start, one.right.stop)
