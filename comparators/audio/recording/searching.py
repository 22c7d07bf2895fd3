"""All segments of a pair of recordings, strongest first, none told twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from comparators.audio.recording.coinciding import Coincidence, coincidences
from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.tracing import Trace, counted, searched, trace
from comparators.audio.recording.voting import Pairs, Proposal, pairs_of, proposals

MOST = 200  # segments of a pair
LEAST_DIGITS = 1.0  # of one segment before the search is paid for
SAME_PLACE = 0.25  # seconds
SAME_SHIFT = 0.5  # semitones
CARRIED = 0.8  # of a trace that a wave has to reach for its map to be that of the wave
LOOKED_AT = 16  # proposals a window of ten seconds, at the least the best of them


@dataclass(frozen=True, slots=True)
class Segment:
    """``traces`` with the same material: one, or the occurrences of a loop. ``digits``: all evidence, search paid."""

    traces: tuple[Trace, ...]
    digits: float


def segments(left: Recording, right: Recording, min_digits: float) -> list[Segment]:
    """Segments with at least so many digits, by strength. Exchanging the recordings is the caller's affair."""
    # Arrays of 32 bits would be widened anew at each of some thousand searches in them.
    here, there = (
        replace(one, times=one.times.astype(float), pitches=one.pitches.astype(float)) for one in (left, right)
    )
    pairs = pairs_of(left.times, left.pitches), pairs_of(right.times, right.pitches)
    traces = _with_waves(_traces(here, there, pairs), here, there)
    return sorted(
        (one for one in _grouped(traces, left, right) if one.digits >= min_digits),
        key=lambda one: (-one.digits, one.traces[0].left, one.traces[0].right),
    )[:MOST]


def _traces(left: Recording, right: Recording, pairs: tuple[Pairs, Pairs]) -> list[Trace]:
    found: list[Trace] = []
    waiting = sorted(
        proposals(*pairs, (left.seconds, right.seconds)),
        key=lambda one: (-one.votes, one.left, one.right, one.shift),
    )
    looked: dict[int, int] = {}
    for proposal in waiting:
        window = int(proposal.left / 10.0)
        if looked.get(window, 0) >= LOOKED_AT or any(_told(one, proposal) for one in found):
            continue
        looked[window] = looked.get(window, 0) + 1
        traced = trace(left, right, proposal, lambda core: any(_follows(core, one) for one in found))  # noqa: B023
        if traced is not None and traced.digits >= LEAST_DIGITS:
            found = [one for one in found if not _inside(one, traced)]
            if not any(_inside(traced, one) for one in found):
                found.append(traced)
                looked[window] -= 1  # what leads somewhere is not counted against the others
        if len(found) >= 4 * MOST:
            break
    return found


def _with_waves(traces: list[Trace], left: Recording, right: Recording) -> list[Trace]:
    """What landmarks and waves found, each place once, with the stronger of both kinds of evidence, never with both:
    they are two views of one sound. Where the wave carries a trace its map counts, since waves agree at one pace alone:
    landmarks leave a percent open in two seconds. A trace that goes further (a clock that drifts) keeps its own."""
    found = list(traces)
    for one in coincidences(left, right):
        made = _traced(one, left, right)
        if made.digits < LEAST_DIGITS:
            break
        held = [other for other in found if _along(other, made)]
        whole = next((other for other in held if _within(made.left, other.left) >= 0.8), None)
        if whole is not None:
            if whole.digits < made.digits:
                better = replace(whole, digits=made.digits, signs=made.signs, agreeing=made.agreeing)
                if _within(whole.left, made.left) >= CARRIED:
                    there = whole.left[0] + made.offset, whole.left[1] + made.offset
                    better = replace(better, right=there, tempo=1.0, offset=made.offset, shift=0.0)
                found[found.index(whole)] = better
            continue
        smaller = [other for other in held if _within(other.left, made.left) >= 0.8]
        found = [other for other in found if other not in smaller]
        best = max((other.digits for other in smaller), default=0.0)
        found.append(counted(left, right, made if made.digits >= best else replace(made, digits=best)))
    return found


def _traced(one: Coincidence, left: Recording, right: Recording) -> Trace:
    """On the scale of traces, for which the search of landmarks is paid later; that of the wave is paid already."""
    digits = one.digits + searched(left.seconds, right.seconds, plain=True)
    there = one.left[0] + one.offset, one.left[1] + one.offset
    return Trace(one.left, there, 1.0, one.offset, 0.0, 0, 0, 0.0, digits, signs=one.signs, agreeing=one.agreeing)


def _along(one: Trace, other: Trace) -> bool:
    """Whether both maps give the same place and pitch wherever both lie, from end to end: two maps of another pace meet
    at one place, and say different things of all others."""
    first, last = max(one.left[0], other.left[0]), min(one.left[1], other.left[1])
    ends = (first, last) if first < last else ((other.left[0] + other.left[1]) / 2,)
    return all(abs(one.at(x) - other.at(x)) <= 0.05 for x in ends) and abs(one.shift - other.shift) <= 0.3


def _within(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How much of ``one`` lies inside ``other``, as a share."""
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0])) / max(1e-6, one[1] - one[0])


def _told(one: Trace, proposal: Proposal) -> bool:
    return (
        one.left[0] - 1.0 <= proposal.left <= one.left[1] + 1.0
        and abs(one.at(proposal.left) - proposal.right) <= SAME_PLACE
        and abs(one.shift - proposal.shift) <= SAME_SHIFT
    )


def _follows(core: Trace, one: Trace) -> bool:
    """Whether a core lies on a segment that was found, as near as a core's map is known."""
    middle = (core.left[0] + core.left[1]) / 2
    return (
        one.left[0] <= middle <= one.left[1]
        and abs(one.at(middle) - core.at(middle)) <= SAME_PLACE / 2
        and abs(one.shift - core.shift) <= SAME_SHIFT / 2
    )


def _inside(one: Trace, other: Trace) -> bool:
    """Whether ``one`` says no more than a part of ``other``: at its middle both give the same place and pitch."""
    middle = (one.left[0] + one.left[1]) / 2
    return (
        one.digits <= other.digits
        and other.left[0] - 0.5 <= middle <= other.left[1] + 0.5
        and abs(one.at(middle) - other.at(middle)) <= SAME_PLACE
        and abs(one.shift - other.shift) <= SAME_SHIFT
    )


def _grouped(traces: list[Trace], left: Recording, right: Recording) -> Iterator[Segment]:
    """Occurrences of one stretch of either side, at the same pitch and tempo, are one segment: a loop. The search for
    pitch and tempo is paid for once, that for the place by each occurrence."""
    again = searched(left.seconds, right.seconds, plain=True)
    waiting = sorted(traces, key=lambda one: (-one.digits, one.left, one.right))
    while waiting:
        first, *rest = waiting
        best: list[Trace] = [first]
        for side, other in (("left", "right"), ("right", "left")):
            mine = [
                one
                for one in rest
                if abs(one.shift - first.shift) <= 0.3
                and abs(one.tempo / first.tempo - 1) <= 0.02
                and _common(getattr(one, side), getattr(first, side)) >= 0.6
                and all(
                    _common(getattr(one, other), getattr(first, other)) <= 0.2 for other in {"left", "right"} - {side}
                )
                and one.digits > again
            ]
            if 1 + len(mine) > len(best):
                best = [first, *mine]
        whole = searched(left.seconds, right.seconds, plain=first.plain)
        yield Segment(tuple(best), sum(one.digits for one in best) - whole - again * (len(best) - 1))
        waiting = [one for one in rest if one not in best]


def _common(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Common time as a share of the shorter stretch."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0.0, both) / max(1e-6, min(one[1] - one[0], other[1] - other[0]))
