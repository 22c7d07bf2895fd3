"""The exhibit of a passage: where both recordings recur in each other, and the path that the passage follows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Line, Plot
from appraisal.span import Span
from appraisal.work import Member, Work
from comparators.audio.cover import recurrence as cross
from comparators.audio.cover import tracing
from comparators.audio.cover.chroma import Harmony, take
from comparators.audio.recording import hearing

RUN = 3  # half seconds: recurrences shorter than that along a diagonal are left out, most of them are chance
MOST = 2500  # runs that are drawn, the longest


def exhibit(left: Work, right: Work, match: Match, max_seconds: float, min_seconds: float) -> Plot:
    """Recurrence plot: seconds of the left passage across, of the right one upwards; path and runs of recurrences."""
    one, other = (
        _read(work, span, max_seconds, min_seconds) for work, span in ((left, match.left), (right, match.right))
    )
    x, y = ((float(span.start), float(span.stop)) for span in (match.left, match.right))
    path = Line((*((float(a), float(b)) for a, b, _ in match.blocks), (x[1], y[1])), 0)
    marks: list[Line] = []
    if "shift" in match.details:
        pace = (x[1] - x[0]) / max(1e-6, y[1] - y[0])
        course = cross.Course(int(match.details["shift"]) % 12, pace, 0.0)
        held = tracing.near(one, other, course)
        size = tracing.FRAME
        for i, j, count in _runs(held):
            a, b = i * size, j * size / pace
            c, d = (i + count) * size, (j + count) * size / pace
            if a >= x[0] and c <= x[1] and b >= y[0] and d <= y[1]:
                marks.append(Line(((round(a, 2), round(b, 2)), (round(c, 2), round(d, 2))), 1))
    said = f"{_spoken(match.left)} / {_spoken(match.right)}"
    ticks = tuple((at, f"{at:g}") for at in _steps(*y))
    across = float(math.floor(x[0])), float(math.ceil(x[1]))
    members = _member(left, match.left), _member(right, match.right)
    heard = hearing.clips(members, match, max_seconds)[:2]  # two performances are never in step to the sample
    named = ("path", "recurrences")
    return Plot(across, y, (*marks, path), named, "s", "s", ticks, caption=said, alt=said, clips=heard)


def _read(work: Work, span: Span, max_seconds: float, min_seconds: float) -> Harmony:
    return take(_member(work, span), max_seconds=max_seconds, min_seconds=min_seconds)


def _member(work: Work, span: Span) -> Member:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{span.file}: not in the work {work.label}")
    return member


def _runs(held: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """First frames and length of runs along diagonals, the longest ``MOST``."""
    before = np.zeros_like(held)
    before[1:, 1:] = held[:-1, :-1]
    found = []
    for i, j in np.argwhere(held & ~before).tolist():
        reach = np.diagonal(held[i:, j:])
        count = int(reach.argmin()) if not reach.all() else len(reach)
        if count >= RUN:
            found.append((i, j, count))
    return sorted(found, key=lambda r: (-r[2], r[0], r[1]))[:MOST]


def _steps(low: float, high: float) -> list[float]:
    """Round seconds from ``low`` to ``high``, four to ten of them where there is room: none is a rounded one."""
    rough = max(1e-6, (high - low) / 5)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))
    return [round(step * at, 6) for at in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _spoken(span: Span) -> str:
    return f"{span.file} {_clock(float(span.start))}–{_clock(float(span.stop))}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
