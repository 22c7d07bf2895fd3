"""From recurrences to passages: the best course, its path, further paths beside it, in seconds of both recordings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.audio.cover import recurrence as cross
from comparators.audio.cover.chroma import STEP, Harmony

COURSES = 3  # that are followed to their paths
PASSAGES = 8  # listed of a pair at the most
FRAME = cross.FINE * STEP  # seconds
AWAY = 4.0  # seconds without recurrence that are told as a difference
Step = tuple[float, float]  # seconds on both sides


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: ``steps`` (seconds of both sides where half-second frames begin, ascending), ``hits`` (which of them
    recur), ``strength``, Qmax ``length`` and ``agreement`` (mean cosine along the path); ``course``; ``ends``: where
    the last frame ends on both sides."""

    course: cross.Course
    steps: tuple[Step, ...]
    hits: tuple[bool, ...]
    length: float
    strength: float
    agreement: float
    ends: Step

    def differences(self) -> list[tuple[float, float, float, float]]:
        """Stretches inside in which nothing recurs, longer than ``AWAY``: left from, to, right from, to."""
        found, first = [], None
        for n, hit in enumerate(self.hits):
            if not hit and first is None:
                first = n
            if hit and first is not None:
                (a, b), (c, d) = self.steps[first], self.steps[n]
                if max(c - a, d - b) > AWAY:
                    found.append((a, c, b, d))
                first = None
        return found


def near(left: Harmony, right: Harmony, course: cross.Course) -> NDArray[np.bool_]:
    """Recurrences of two recordings laid over each other so."""
    return cross.recurrence(*cross.laid(left.chroma, right.chroma, course))


def passages(left: Harmony, right: Harmony, least: float) -> Iterator[Passage]:
    """Passages of at least ``least`` strength, the strongest first; what one of them takes no other has.

    Of ways to lay both over each other whose longest paths are equal, that counts in which these agree better.
    """
    best: tuple[tuple[float, float], cross.Course, NDArray[np.bool_], cross.Path] | None = None
    for course in cross.courses(left.chroma, right.chroma, COURSES):
        one, other = cross.laid(left.chroma, right.chroma, course)
        held = cross.recurrence(one, other)
        path = cross.longest(held)
        worth = path.length, cross.agreement(one, other, path)
        if best is None or worth > best[0]:
            best = worth, course, held, path
    if best is None:
        return
    _, course, held, path = best
    one, other = cross.laid(left.chroma, right.chroma, course)
    sizes = tuple(n + cross.STACKED - 1 for n in held.shape)
    for _ in range(PASSAGES):
        strength = cross.strength(path.length, sizes)
        if not path.left or strength < least:
            return
        hits = tuple(bool(held[i, j]) for i, j in zip(path.left, path.right, strict=True))
        pace = FRAME / course.pace
        last = cross.STACKED
        yield Passage(
            course,
            tuple((i * FRAME, j * pace) for i, j in zip(path.left, path.right, strict=True)),
            hits,
            path.length,
            strength,
            cross.agreement(one, other, path),
            (min(left.seconds, (path.left[-1] + last) * FRAME), min(right.seconds, (path.right[-1] + last) * pace)),
        )
        held = held.copy()
        held[path.left[0] : path.left[-1] + 1, path.right[0] : path.right[-1] + 1] = False
        path = cross.longest(held)
