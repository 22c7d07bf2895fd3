"""The null test: the transformation is undone, one waveform is taken from the other, and what remains is measured.

Two copies of one master cancel each other but for what codecs, noise and limiters have altered; two performances of one
score do not cancel at all. Both passages are brought to 11,025 Hz, the right one is resampled by the segment's tempo,
and each frame of 0.37 s is laid on the other by its own delay (to an eighth of a sample) and gain, so that nothing but
the wave itself is compared: residual = 10 log10(1 - r²) dB, r the largest correlation of the frames. Where time was
stretched without resampling (pitch and tempo do not lie on the line pitch = 12 log2(tempo)) waves are torn apart by the
stretching and cannot cancel: the test is not made there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from comparators.audio.recording.landmarks import RATE, Floats
from comparators.audio.recording.tracing import Trace

FRAME = 4096  # samples
LAG = 700  # samples either way, 63 ms
FINE = 8  # steps a sample
LONGEST = 20.0  # seconds that are subtracted, from the middle of the segment
ON_THE_LINE = 0.25  # semitones
IN_STEP = 0.01  # share by which the pace may differ and still be unaltered where the pitch was moved
QUIET = 1e-4  # root mean square of a frame below which it is left out
FOLLOWED = 0.35  # correlation from which on the delay of a frame is believed


@dataclass(frozen=True, slots=True)
class Null:
    """``residual``: median over frames, in dB (0: nothing cancels); ``mean``: of all frames, which tells where half of
    them do not cancel; ``best``: the tenth best part of them; ``frames``;
    ``gain``: median, right to left, in dB; ``inverted``: polarity; ``tempo``: as the delays of the frames say it."""

    residual: float
    best: float
    frames: int
    gain: float
    inverted: bool
    tempo: float
    mean: float = 0.0


def resampled(one: Trace) -> bool:
    """Whether pitch and tempo lie on the line of a record played faster or slower (or unaltered)."""
    return abs(one.shift + 12 * math.log2(one.tempo)) <= ON_THE_LINE


def passage(one: Trace) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds of both sides that are subtracted."""
    middle, half = (one.left[0] + one.left[1]) / 2, min(LONGEST, one.left[1] - one.left[0]) / 2
    left = (max(0.0, middle - half), middle + half)
    return left, (max(0.0, one.at(left[0])), max(0.0, one.at(left[1])))


def subtract(left: Floats, right: Floats, tempo: float) -> Null | None:
    """Both passages at ``RATE``, beginning together; ``tempo``: seconds of the right one for a second of the left.

    None when fewer than three frames are loud enough."""
    found = None
    for _ in range(3):
        other = soxr.resample(right, RATE * tempo, RATE) if abs(tempo - 1) > 1e-7 else right
        frames = _frames(left, np.asarray(other, np.float32))
        if len(frames) < 3:
            return found
        at, lag, r, gain = (np.array(column) for column in zip(*frames, strict=True))
        residual = 10 * np.log10(np.maximum(1 - r**2, 1e-9))
        now = Null(
            float(np.median(residual)), float(np.quantile(residual, 0.1)), len(frames),
            float(np.median(gain)), bool(np.median(r) < 0), tempo, float(np.mean(residual)),
        )  # fmt: skip
        if found is None or now.residual < found.residual:
            found = now
        follow = np.abs(r) >= FOLLOWED
        if follow.sum() < 3:
            return found
        slope = _slope(at[follow], lag[follow])
        if abs(slope) < 1e-6 or abs(slope) > 0.01:
            return found
        tempo *= 1 + slope
    return found


def _slope(at: NDArray[np.float64], lag: NDArray[np.float64]) -> float:
    """Median of the slopes of all pairs (Theil 1950): frames with a wrong delay do not move it."""
    i, j = np.triu_indices(len(at), 1)
    return float(np.median((lag[j] - lag[i]) / (at[j] - at[i])))


def _frames(left: Floats, right: Floats) -> list[tuple[float, float, float, float]]:
    """Of each frame loud enough: its place, its delay (samples), the largest correlation with sign, the gain in dB."""
    out = []
    for at in range(LAG, min(len(left), len(right)) - FRAME - LAG, FRAME):
        mine = left[at : at + FRAME].astype(np.float64)
        around = right[at - LAG : at + FRAME + LAG].astype(np.float64)
        level = math.sqrt(float(np.square(mine).mean()))
        if level < QUIET or math.sqrt(float(np.square(around).mean())) < QUIET:
            continue
        size = 8192
        cross = rfft(around, size) * np.conj(rfft(mine, size))
        fine = irfft(cross, size * FINE)[: 2 * LAG * FINE] * FINE
        energy = np.concatenate([[0.0], np.cumsum(np.square(around))])
        there = np.interp(np.arange(2 * LAG * FINE) / FINE, np.arange(2 * LAG + 1), (energy[FRAME:] - energy[:-FRAME]))
        r = fine / np.sqrt(np.maximum(there, 1e-12) * float(np.square(mine).sum()))
        best = int(np.abs(r).argmax())
        ratio = math.sqrt(max(float(there[best]), 1e-12) / float(np.square(mine).sum()))
        out.append((float(at), best / FINE - LAG, float(np.clip(r[best], -1, 1)), 20 * math.log10(max(ratio, 1e-6))))
    return out


def told(null: Null) -> Mapping[str, float | int | bool]:
    """For the details of a match."""
    return {
        "residual": round(null.residual, 2),
        "residual_mean": round(null.mean, 2),
        "residual_best": round(null.best, 2),
        "frames": null.frames,
        "gain": round(null.gain, 2),
        "inverted": null.inverted,
    }
