"""Verdicts that were given before a view was revised, of matches that stand where they stood, of the same notes.

A match of a view is named after the view, so that a revision anywhere makes every match one that nobody has judged.
Which of them hold what was judged is found here and shown beside them. It counts nowhere: an expert judges anew, since
what a method says of a match may follow from the rest of the work too, which the revision altered (its chance).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from appraisal import placing, registry
from appraisal.comparison import JSON, Comparison, Match, Side
from appraisal.finding import Finding, Verdict
from appraisal.reading import DERIVED
from appraisal.span import Span

EDITS = "edits"  # note of a revised view: see ``deriver.Reviser``
ALONE = 0.5  # seconds before and behind a passage in which nothing may be altered either
MOST = 5_000  # alterations that a view lists; of more, some may be missing
Findings = Mapping[str, Mapping[tuple[str, str, str], Finding]]  # match -> findings, of one method
Place = tuple[Any, ...]


def earlier(now: Comparison, before: Iterable[Comparison], judged: Findings) -> dict[str, tuple[Finding, ...]]:
    """Of matches of a standing record the findings on the matches that stood in their place in superseded ones.

    The same are kind, parameters, version and works, the place (by seconds of the file), what the method says of the
    match apart from what it names as ``of_whole``, the way notes correspond, and the alterations in and around it."""
    found: dict[str, dict[str, Finding]] = {}
    if not any(match.left.view or match.right.view for match in now.matches):
        return {}
    here = _by_place(now)
    own = {match.id for match in now.matches}
    for one in before:
        if _asked(one) != _asked(now):
            continue
        for place, match in _by_place(one).items():
            given = [f for f in judged.get(match.id, {}).values() if f.verdict is not Verdict.UNREVIEWED]
            if given and match.id not in own and place in here and _unaltered(one, now, here[place]):
                held = found.setdefault(here[place].id, {})
                for finding in given:
                    if finding.by not in held or held[finding.by].on < finding.on:
                        held[finding.by] = finding
    return {match: tuple(held[by] for by in sorted(held)) for match, held in found.items()}


def _asked(one: Comparison) -> tuple[Any, ...]:
    return (one.comparator, one.version, repr(sorted(one.parameters.items())), one.left, one.right, one.status)


def _by_place(one: Comparison) -> dict[Place, Match]:
    """Matches by what they say and where; one that has no seconds, or stands twice, is left out."""
    seconds = placing.seconds(one.tables)
    counting: Mapping[str, JSON] = registry.counting(one.comparator).get("zh", {})
    whole = frozenset(str(counting.get("of_whole", "")).split())
    found: dict[Place, Match] = {}
    twice: set[Place] = set()
    for match in one.matches:
        spans = [(side, span) for side, every in match.sides() for span in every]
        places = [_place(side, span, seconds) for side, span in spans]
        if all(places):
            said = sorted((key, repr(value)) for key, value in match.details.items() if key not in whole)
            at = [(a - match.left.start, b - match.right.start, length) for a, b, length in match.blocks]
            key = (match.kind, tuple(places), tuple(at), tuple(said))
            twice |= {key} & found.keys()
            found[key] = match
    return {key: match for key, match in found.items() if key not in twice}


def _place(side: Side, span: Span, seconds: Mapping[placing.Key, tuple[float, float]]) -> Place:
    """A place as it is called whatever the view; empty where it has no seconds."""
    if span.view is None:
        return (side, span.file, span.unit, span.start, span.stop)
    found = seconds.get(placing.key(side, span))
    return () if found is None else (side, span.file, span.unit, *found)


def _unaltered(before: Comparison, now: Comparison, standing: Match) -> bool:
    """Whether every note in and around the passage is the same in both records, on both sides."""
    places = _seconds(now, standing)
    return bool(places) and all(
        (one := _edits(before, side, file, place)) is not None and one == _edits(now, side, file, place)
        for side, file, place in places
    )


def _seconds(one: Comparison, match: Match) -> Sequence[tuple[Side, str, tuple[float, float]]]:
    found = placing.seconds(one.tables)
    return [
        (side, span.file, found[placing.key(side, span)])
        for side, every in match.sides()
        for span in every
        if span.view is not None and placing.key(side, span) in found
    ]


def _edits(one: Comparison, side: Side, file: str, place: tuple[float, float]) -> list[JSON] | None:
    """Who made the view of a file, and what was altered of what was heard there; None where that is not known, and
    where the length of a note was, of which a record says no more."""
    low, high = place[0] - ALONE, place[1] + ALONE
    for seen in one.observations:
        if seen.kind == DERIVED and seen.side == side and seen.span.file == file:
            edits = seen.details.get(EDITS, ())
            if not isinstance(edits, list | tuple) or len(edits) >= MOST:
                return None
            inside = [list(e) for e in edits if any(at is not None and low <= at <= high for at in (e[1], e[3]))]
            made = str(seen.details.get("deriver", "")).split(";", 1)[0]
            return None if any(e[0] == "length" for e in inside) else [made, *inside]
    return None
