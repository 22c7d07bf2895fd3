"""Which seconds of two recordings count: each second of either is laid on one of the other, by the strongest place.

Where a work repeats itself, one passage of the other lies on all repeats. Each is a place that can be heard, and all
are listed; but a share that added them up would say that so much was taken as often as the work repeats it. So the
places of two recordings are gone through from the strongest: what of a place lies, on both sides, outside all stronger
ones counts, the rest of it is a repeat.
Music is also made of bars that resemble each other: a loop cut out of a work and played ten times lies on its own bar,
and less well on others. Where far more landmarks of a passage of the right work correspond on a stronger place, or far
more signs of its wave agree on another (detail ``better_at``, from ``weighing``; under speech hardly a landmark
survives), the passage is laid there and not here, whether or not it still counts there. This is asked of the right
work, the accused one, alone: a sample that it plays once clearly and once under speech is two copies, though a bar of
the left work agrees better with the clear one.
Ends are true to a fraction of a second, so that of a place which stronger ones cut nothing below ``LEAST`` counts. A
possible occurrence counts nowhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from appraisal.comparison import JSON, Match
from appraisal.span import Interval, merge, subtract

POSSIBLE = "possible-occurrence"  # kind of a match whose own evidence is below the limit
LEAST = 1.0  # seconds
WHOLE, PART, REPEAT, FAINT = "counted-whole", "counted-part", "repeat", "faint"  # what of a place counts
LESSER = "lesser"  # nothing: the right side lies far better on a stronger place
SURE = 3.0  # standard errors by which the shares of landmarks that correspond must differ for that


def counted(matches: Sequence[Match]) -> list[Match]:
    """What of each match counts, piece by piece, as matches of seconds of both sides; of any pairs of files.

    The order of ``matches`` does not matter. Between two pairs of files nothing is taken off: a file is a recording.
    """
    return [piece for _, pieces, _ in _counted(matches) for piece in pieces]


def marked(matches: Sequence[Match]) -> list[Match]:
    """The same matches in the same order, each with the detail ``counted``: whole, in part, not as a repeat, not since
    another place is far better, or not for want of evidence."""
    said: dict[int, str] = {}
    for number, pieces, once in _counted(matches):
        lost = float(matches[number].left.length) - sum(float(piece.left.length) for piece in pieces)
        said[number] = PART if pieces and lost > 0.01 else WHOLE if pieces else LESSER if once else REPEAT
    return [replace(m, details={**m.details, "counted": said.get(n, FAINT)}) for n, m in enumerate(matches)]


def _counted(matches: Sequence[Match]) -> Iterable[tuple[int, list[Match], bool]]:
    """Number, what of it counts, and whether more would but for better places."""
    taken: dict[tuple[str, str], tuple[list[Interval], list[Interval]]] = {}
    stronger: dict[tuple[str, str], list[Match]] = {}
    listed = [(number, match) for number, match in enumerate(matches) if match.kind != POSSIBLE]
    named: dict[tuple[JSON, ...], list[Interval]] = {}
    for _, one in listed:
        named.setdefault(_name(one), []).append((one.right.start, one.right.stop))
    for number, match in sorted(listed, key=lambda one: order(one[1])):
        pair = match.left.file, match.right.file
        left, right = taken.setdefault(pair, ([], []))
        before = stronger.setdefault(pair, [])
        better = [(one.right.start, one.right.stop) for one in before if _far_better(one, match)]
        for at in match.details.get("better_at", ()):
            better += named.get((*pair, *at), [])
        free = _free(match, left, right)
        pieces = [_piece(match, part) for part in (_free(match, left, [*right, *better]) if better else free)]
        before.append(match)
        left += [(piece.left.start, piece.left.stop) for piece in pieces]
        right += [(piece.right.start, piece.right.stop) for piece in pieces]
        yield number, pieces, bool(free)


def _name(match: Match) -> tuple[JSON, ...]:
    """What the detail ``better_at`` calls a place by, and its pair of files."""
    return match.left.file, match.right.file, match.details.get("number"), match.details.get("occurrence")


def _far_better(one: Match, other: Match) -> bool:
    """Whether more of the landmarks of ``one`` correspond than chance lets those of ``other`` (two proportions)."""
    if min(one.right.stop, other.right.stop) <= max(one.right.start, other.right.start):
        return False
    (hits, marks), (fewer, among) = ((m.details.get("hits", 0), m.details.get("landmarks", 0)) for m in (one, other))
    if not (marks and among):
        return False
    both = (hits + fewer) / (marks + among)
    error = math.sqrt(both * (1 - both) * (1 / marks + 1 / among))
    return bool(hits / marks - fewer / among > SURE * error)


def order(match: Match) -> tuple[float, ...]:
    """The strongest first; equal samples, which need no measure, before all. Of equals both sides say the order."""
    strength = match.details.get("score")
    strong = float(strength) if isinstance(strength, int | float) else math.inf
    starts = sorted((float(match.left.start), float(match.right.start)))
    return (-strong, -max(float(match.left.length), float(match.right.length)), *starts, float(match.left.start))


def _free(match: Match, left: Sequence[Interval], right: Sequence[Interval]) -> list[Interval]:
    """Stretches of the left side of a match that no stronger one has, nor has what they lie on."""
    whole = (match.left.start, match.left.stop)
    if whole[1] <= whole[0] or match.right.stop <= match.right.start:
        return []
    pace = (whole[1] - whole[0]) / (match.right.stop - match.right.start)
    across = [(whole[0] + (a - match.right.start) * pace, whole[0] + (b - match.right.start) * pace) for a, b in right]
    parts = subtract([whole], merge([*left, *across]))
    return [part for part in parts if part == whole or (part[1] - part[0]) * max(1.0, 1 / pace) >= LEAST]


def _piece(match: Match, part: Interval) -> Match:
    """A stretch of a match, by the left side, with what it lies on."""
    pace = (match.right.stop - match.right.start) / (match.left.stop - match.left.start)
    ends = [match.right.start + (x - match.left.start) * pace for x in part]
    return replace(
        match,
        left=replace(match.left, start=part[0], stop=part[1]),
        right=replace(match.right, start=ends[0], stop=ends[1]),
        blocks=(),
    )
