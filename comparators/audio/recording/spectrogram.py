"""The spectrogram of a work around a passage, the passage framed: seconds against hertz, dark where it is loud."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.fft import rfft

from appraisal.exhibit import Matrix, Picture
from appraisal.span import Span
from appraisal.work import Member
from comparators.audio import decode
from comparators.audio.recording.landmarks import RATE, Floats

WIDE, HIGH = 600, 160  # pixels
FRAME = 1024  # samples, 93 ms
TOP = 5000.0  # hertz
LONGEST = 120.0  # seconds that are drawn
MARGIN, LEAST = 0.2, 3.0  # of the passage, and seconds, that are shown to both sides
DOWN = 60.0  # dB below the loudest that are white
LIGHTEST, DARKEST, SHADES = 255, 70, 32  # so that the frame stands out in print


def spectrogram(member: Member, span: Span, side: str, max_seconds: float) -> Matrix:
    """``side``: left or right. Of long passages the first ``LONGEST`` seconds."""
    start, stop = float(span.start), min(float(span.stop), float(span.start) + LONGEST)
    around = max(LEAST, MARGIN * (stop - start))
    begin = max(0.0, start - around)
    sound = decode.read(member, rate=RATE, start=begin, stop=stop + around, max_seconds=max_seconds)
    end = max(stop, begin + len(sound.samples) / RATE)
    pixels = _pixels(sound.samples)
    high, wide = pixels.shape
    left, right = (round((at - begin) / (end - begin) * wide, 2) for at in (start, stop))
    frame = ((left, 0.0), (right, 0.0), (right, float(high)), (left, float(high)))
    stream = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(stream, "PNG")
    picture = Picture(span.file, stream.getvalue(), wide, high, (frame,), alt=f"{span.file} {start:.3f}–{stop:.3f} s")
    return Matrix(
        picture, (round(begin, 3), round(end, 3)), (0.0, TOP / 1000), f"seconds: {side}", "kHz", ("this segment",)
    )


def _pixels(samples: Floats) -> NDArray[np.uint8]:
    """(HIGH, WIDE) greys, low frequencies at the bottom; a column is the largest of its frames."""
    padded = np.concatenate([np.zeros(FRAME // 2, np.float32), samples, np.zeros(FRAME, np.float32)])
    hop = max(64, len(samples) // (4 * WIDE))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[: max(1, len(samples)) : hop]
    bins = round(TOP * FRAME / RATE)
    window = np.hanning(FRAME).astype(np.float32)
    level = np.concatenate(
        [np.abs(rfft(frames[at : at + 512] * window, axis=1))[:, :bins] for at in range(0, len(frames), 512)]
    )
    wide = min(WIDE, len(level))
    columns = np.minimum(np.arange(len(level)) * wide // len(level), wide - 1)
    drawn = np.zeros((wide, bins), np.float32)
    np.maximum.at(drawn, columns, level)
    rows = np.minimum((np.arange(HIGH) + 0.5) * bins / HIGH, bins - 1).astype(np.int64)
    decibels = 20 * np.log10(np.maximum(drawn[:, rows], 1e-9))
    share = np.clip((decibels - (float(decibels.max()) - DOWN)) / DOWN, 0, 1)
    if float(drawn.max()) <= 1e-6:
        share = np.zeros_like(share)
    steps = np.rint(share * (SHADES - 1)) / (SHADES - 1)
    grey = np.rint(LIGHTEST - steps * (LIGHTEST - DARKEST)).astype(np.uint8)
    return np.ascontiguousarray(grey.T[::-1])
