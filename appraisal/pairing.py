"""Which members are compared with which, and names for the matches that come of it. Part of ``appraisal.engine``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal import threads, viewing
from appraisal.comparator import Comparator, Context, Indexable, Proposing, Scope
from appraisal.comparison import Match, Observation, match_id
from appraisal.errors import RecordError
from appraisal.span import Span
from appraisal.work import Work

PAIRS = 8  # of members that a thread takes at once


def pairs(
    method: Comparator[Any], left: Mapping[str, Any], right: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """What ``match`` is called with: everything at once, or the member pairs that are proposed or share a key."""
    if method.scope is Scope.WHOLE:
        yield left, right
        return
    single = len(left) == 1 and len(right) == 1
    candidates: Mapping[str, set[str]] = {name: set(right) for name in left}
    if isinstance(method, Proposing) and not single:
        candidates = {name: set() for name in left}
        for name, other in method.propose(left, right):
            candidates[name].add(other)
    elif isinstance(method, Indexable) and not single:
        holders: dict[bytes, list[str]] = {}
        for name, features in right.items():
            for key in set(method.keys(features)):
                holders.setdefault(key, []).append(name)
        candidates = {
            name: {other for key in set(method.keys(features)) for other in holders.get(key, ())}
            for name, features in left.items()
        }
    for name in left:
        for other in sorted(candidates[name]):
            yield {name: left[name]}, {other: right[other]}


def matched(
    method: Comparator[Any], left: Mapping[str, Any], right: Mapping[str, Any], context: Context
) -> list[Match]:
    """What ``match`` gives of all pairs, in the order of pairs; in threads where the method says that it may be."""

    def of(pair: tuple[Mapping[str, Any], Mapping[str, Any]]) -> list[Match]:
        return list(method.match(*pair, context))

    proposed = pairs(method, left, right)
    if not getattr(method, "threaded", False):
        return [match for pair in proposed for match in of(pair)]
    each = threads.in_order(of, proposed, weigh=lambda pair: threads.BATCH[0] // PAIRS)
    return [match for found in each for match in found]


def order(span: Span) -> tuple[Any, ...]:
    """What places of a record are sorted by."""
    return (span.file, span.unit, span.start, span.stop, span.polygon, span.view or "")


def once(observations: Iterable[Observation]) -> list[Observation]:
    """Each observation once: a method that is handed one pair of files after the other says the same of a file anew."""
    return list({(o.side, o.span, o.kind, repr(o.details)): o for o in observations}.values())


def identified(matches: Sequence[Match], left: Work, right: Work) -> list[Match]:
    """Sorted, named and checked; a comparator that names a file the work does not hold is at fault."""
    listed: dict[str, Match] = {}
    left_files, right_files = left.by_file, right.by_file
    left_views, right_views = viewing.views(left), viewing.views(right)
    if left_views or right_views:
        matches = [viewing.stamped(match, left_views, right_views) for match in matches]
    for match in sorted(matches, key=lambda m: (order(m.left), order(m.right), m.kind)):
        if not (math.isfinite(match.weight) and match.weight >= 0):
            raise RecordError(f"match weight {match.weight} is not a finite number ≥ 0")
        for span, files in ((match.left, left_files), (match.right, right_files)):
            if span.file not in files or span.start < 0:
                raise RecordError(f"match names a place that the work does not hold: {span}")
        name = match_id(left.sha256, right.sha256, match)
        if name in listed:
            raise RecordError(f"the same match was reported twice: {match.left} / {match.right}")
        listed[name] = replace(match, id=name)
    return list(listed.values())
