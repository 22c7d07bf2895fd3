"""The exhibit of a segment: levels and landmarks of both passages over one axis of time, the spectrogram of each work
around its passage, and clips: of either passage, and of both in step, one in either ear."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Line, Mark, Plot
from appraisal.span import Span
from appraisal.work import Member, Work
from comparators.audio import decode
from comparators.audio.recording.hearing import clips
from comparators.audio.recording.landmarks import LOWEST, RATE, Floats, log_spectrum, peaks
from comparators.audio.recording.spectrogram import spectrogram

COLUMNS = 600
LONGEST = 120.0  # seconds that are drawn
TALL, APART = 1.0, 0.2  # heights of a level and the space between, in units of the axis


def exhibit(left: Work, right: Work, match: Match, max_seconds: float) -> Plot:
    """Waves of both passages above each other, the right one brought to the left one's pace; landmarks below each."""
    sides = [_passage(work, span, max_seconds) for work, span in ((left, match.left), (right, match.right))]
    seconds = min(LONGEST, float(match.left.stop - match.left.start)) or 1.0
    marks: list[Mark | Line] = []
    for number, (samples, shown) in enumerate(sides):
        top = 2 * (TALL + APART) * (1 - number)
        pace = seconds / max(1e-6, shown)
        for x, low, high in _levels(samples, shown * pace):
            marks.append(
                Mark(
                    x, top + TALL + (1 + low) / 2 * TALL, seconds / COLUMNS, max(0.004, (high - low) / 2 * TALL), number
                )
            )
        times, pitches = _landmarks(samples)
        marks += [
            Mark(float(t) * pace, top + float(p) / 66 * TALL * 0.9, seconds / 400, 0.02, 2 + number)
            for t, p in zip(times, pitches, strict=True)
            if float(t) <= shown
        ]
    return Plot(
        (0.0, seconds),
        (0.0, 4 * TALL + 2 * APART),
        tuple(marks),
        ("left: wave", "right: wave", "left: landmarks", "right: landmarks"),
        "s",
        "",
        ((TALL * 0.45, f"≥ {LOWEST:.0f} Hz"), (TALL * 1.5, "right"), (TALL * 3.9, "left")),
        caption=f"{_spoken(match.left)} / {_spoken(match.right)}",
        alt=f"{_spoken(match.left)} / {_spoken(match.right)}",
        below=tuple(
            spectrogram(_member(work, span), span, side, max_seconds)
            for work, span, side in ((left, match.left, "left"), (right, match.right, "right"))
        ),
        clips=clips((_member(left, match.left), _member(right, match.right)), match, max_seconds),
    )


def _spoken(span: Span) -> str:
    return f"{span.file} {_clock(float(span.start))}–{_clock(float(span.stop))}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:06.3f}"


def _member(work: Work, span: Span) -> Member:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{span.file}: not in the work {work.label}")
    return member


def _passage(work: Work, span: Span, max_seconds: float) -> tuple[Floats, float]:
    member = _member(work, span)
    start = float(span.start)
    stop = min(float(span.stop), start + LONGEST * 1.3)
    sound = decode.read(member, rate=RATE, start=start, stop=stop, max_seconds=max_seconds)
    return sound.samples, max(1e-3, stop - start)


def _levels(samples: Floats, seconds: float) -> list[tuple[float, float, float]]:
    """Second, least and largest sample of each column, as shares of the loudest."""
    top = float(np.abs(samples).max()) if len(samples) else 0.0
    if top <= 0:
        return []
    edges = np.linspace(0, len(samples), min(COLUMNS, len(samples)) + 1).astype(np.int64)[:-1]
    low, high = np.minimum.reduceat(samples, edges) / top, np.maximum.reduceat(samples, edges) / top
    step = seconds / len(edges)
    return [
        (round(n * step, 3), round(float(a), 3), round(float(b), 3))
        for n, (a, b) in enumerate(zip(low, high, strict=True))
    ]


def _landmarks(samples: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    padded = np.concatenate([np.zeros(1024, np.float32), samples, np.zeros(1024, np.float32)])
    spectrum = log_spectrum(padded)
    return peaks(spectrum, 0, len(spectrum))
