"""Places that only say that a work repeats itself: maps at another pace or pitch that stronger places explain.

Where a bar stands many times in both works, a map that runs a little faster, or lies a few semitones off, meets one
repeat of it after the other and looks like a copy that was altered. It says nothing that the places at the true pace
do not say: every second that it covers, on both sides, lies in stronger places that have one pace and one pitch among
themselves. Such a place is told as an alternate of the strongest of those, not as one of its own.
A repeat of a loop has the pace and pitch of the others and is never one (a second or two leave the pace open to a
percent or two: it is told as that of the stronger places around); nor is a passage that was really taken over a second
time at another pace, for where it stands in the second work nothing else lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.pacing import paced, plain
from comparators.audio.recording.searching import Segment
from comparators.audio.recording.tracing import Trace, searched

SAME_TEMPO = 0.003  # share, beyond which two maps have another pace
SAME_SHIFT = 0.3  # semitones
DRIFT = 0.02  # seconds over the length of a place that its landmarks leave open
APART = 0.05  # seconds by which ends and maps of one passage may differ
COVERED = 0.8  # of the seconds of a place, on either side, that stronger ones have to cover


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its map, the segment that it belongs to, digits of its own evidence with the whole search paid, and
    weaker maps of the same seconds that it explains. ``possible``: a further occurrence with too few digits."""

    trace: Trace
    segment: Segment
    digits: float
    alternates: tuple[tuple[Trace, float], ...] = ()
    possible: bool = False


def places(found: Sequence[Segment], left: Recording, right: Recording, min_digits: float = 0.0) -> list[list[Place]]:
    """All places of all segments, those of a segment together, the strongest first by their own evidence.

    ``min_digits``: of a place's own; one with fewer is ``possible`` where it has the pace and pitch of one of its
    group that has as many, else goes out. Each has the plainest pace that its landmarks allow (``pacing``)."""
    every = [one for segment in found for one in _borne_out(_in_pace(segment, left, right), min_digits)]
    every.sort(key=lambda one: (-one.digits, one.trace.left, one.trace.right))
    kept: list[Place] = []
    for one in every:
        by = _explained(one.trace, [held.trace for held in kept])
        if by is None:
            kept.append(replace(one, trace=_paced(one.trace, [held.trace for held in kept])))
        else:
            held = kept[by]
            kept[by] = replace(held, alternates=(*held.alternates, (one.trace, one.digits)))
    groups: dict[int, list[Place]] = {}
    for one in kept:
        groups.setdefault(id(one.segment), []).append(one)
    return [group for group in groups.values() if not all(one.possible for one in group)]


def told_once(groups: Sequence[Sequence[Place]]) -> list[list[Place]]:
    """The same groups without places that, with the ends told for them (``ending``), say no more than a stronger one:
    one map, within its ends. They were two stretches of one passage where landmarks are few."""
    kept: list[Place] = []
    for one in sorted((one for group in groups for one in group), key=lambda one: -one.digits):
        if not any(_part(one.trace, held.trace) for held in kept):
            kept.append(one)
    left = {id(one) for one in kept}
    return [some for group in groups if (some := [one for one in group if id(one) in left])]


def _part(one: Trace, other: Trace) -> bool:
    return (
        other.left[0] - APART <= one.left[0]
        and one.left[1] <= other.left[1] + APART
        and all(abs(one.at(x) - other.at(x)) <= APART for x in one.left)
        and abs(one.shift - other.shift) <= SAME_SHIFT
    )


def _in_pace(segment: Segment, left: Recording, right: Recording) -> list[Place]:
    """Places of a segment, each at the pace 1, or else that of its strongest one, where its landmarks cannot tell."""
    traces = [plain(left, right, one) for one in segment.traces]
    traces = [paced(left, right, one, traces[0].tempo) for one in traces]
    # What was searched is what was found: digits are those at the pace of the search.
    return [
        Place(made, segment, one.digits - searched(left.seconds, right.seconds, plain=one.plain))
        for made, one in zip(traces, segment.traces, strict=True)
    ]


def _borne_out(group: Sequence[Place], least: float) -> Iterator[Place]:
    """Those of a group that have so many digits by themselves, and as possible ones those with their pace and pitch."""
    sure = [one for one in group if one.digits >= least]
    for one in group:
        if one.digits >= least:
            yield one
        elif any(_alike(held.trace, one.trace) for held in sure):
            yield replace(one, possible=True)


def _explained(one: Trace, stronger: Sequence[Trace]) -> int | None:
    """Number of the strongest of those that explain ``one``; None where none do."""
    for first, held in enumerate(stronger):
        if _alike(held, one) or not _meets(held, one):
            continue
        along = [other for other in stronger[first:] if _alike(other, held)]
        if all(
            _covered(getattr(one, side), [getattr(o, side) for o in along]) >= COVERED for side in ("left", "right")
        ):
            return first
    return None


def _paced(one: Trace, stronger: Sequence[Trace]) -> Trace:
    """A place with the pace of stronger ones that cover it on both sides, where its landmarks cannot tell both apart;
    its middle stays where it was."""
    for held in stronger:
        if held.tempo == one.tempo or not (_alike(held, one) and _meets(held, one)):
            continue
        along = [other for other in stronger if _alike(other, held)]
        if all(
            _covered(getattr(one, side), [getattr(o, side) for o in along]) >= COVERED for side in ("left", "right")
        ):
            middle = (one.left[0] + one.left[1]) / 2
            made = replace(one, tempo=held.tempo, offset=one.at(middle) - held.tempo * middle)
            return replace(made, right=(made.at(one.left[0]), made.at(one.left[1])))
    return one


def _alike(one: Trace, other: Trace) -> bool:
    """Whether both have one pace and one pitch, as far as the shorter of them can tell its pace."""
    shorter = min(one.left[1] - one.left[0], other.left[1] - other.left[0])
    near = max(SAME_TEMPO, DRIFT / max(shorter, 1e-6))
    return abs(one.tempo / other.tempo - 1) <= near and abs(one.shift - other.shift) <= SAME_SHIFT


def _meets(one: Trace, other: Trace) -> bool:
    return all(min(a[1], b[1]) > max(a[0], b[0]) for a, b in ((one.left, other.left), (one.right, other.right)))


def _covered(stretch: tuple[float, float], by: Sequence[tuple[float, float]]) -> float:
    """Share of a stretch that lies in any of the others."""
    total, reached = 0.0, stretch[0]
    for start, stop in sorted(by):
        start, stop = max(start, reached), min(stop, stretch[1])
        if stop > start:
            total += stop - start
            reached = stop
    return total / max(1e-6, stretch[1] - stretch[0])
