"""How what experts hold turned: one walk over what was filed of matches, plot points and elements, in order, for every
gate that asks why. One rule: who takes back what counted as the same, or comes round to another's view, says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from appraisal import afc
from appraisal.afc import Outcome
from appraisal.finding import Verdict
from appraisal.gates.dissents import standing
from appraisal.gates.view import View
from appraisal.papers.as_read import reasoned
from appraisal.people import panel_of
from appraisal.plots.outline import Judgement
from appraisal.procedure import Kind

FILTERED, WITHDRAWN = "filtered", "withdrawn"  # what an element is beside its outcomes
COUNTS = frozenset(map(str, (Verdict.ACCEPTED, Judgement.SAME, Outcome.SAME, Outcome.ALIKE)))
"""What of a match, a point and an element counts as the same or alike."""
OUT = frozenset({str(Verdict.EXCLUDED), str(Judgement.COMMON), FILTERED, WITHDRAWN})
"""What takes one out of what is counted, though it may be the same."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What an expert held of a thing, as it was filed. ``before``: what this expert held, empty at first; ``others``:
    what the others hold; ``once``: this expert had held it the same; ``counted``: all had at one time; ``said``: its
    note says why."""

    by: str
    match: str
    before: str
    after: str
    others: frozenset[str]
    once: bool
    counted: bool
    said: bool


Row = tuple[str, str, str, bool]
"""Who, of what, holds what, and whether the note says why."""


def experts(view: View) -> tuple[tuple[str, ...], str]:
    """Experts of the panel who were not released, and the digest of the entry that convened it."""
    convened = view.steps(Kind.PANEL)
    if not convened:
        return (), ""
    panel = convened[-1]
    gone = {str(e.body.get("expert")) for e in view.steps(Kind.RELEASED) if e.body.get("panel") == panel.digest}
    listed: Any = panel.body.get("experts")
    named = [str(name) for name in listed] if isinstance(listed, list) else []
    return tuple(name for name in named if name not in gone), panel.digest


def _walk(rows: Iterable[Row], all_of: frozenset[str]) -> Iterator[Turn]:
    """Every row as a turn. ``all_of``: who has to hold a thing the same until it counts; none: whoever speaks of it."""
    held: dict[str, dict[str, str]] = {}  # thing: who holds what of it now
    once: set[tuple[str, str]] = set()
    counted: set[str] = set()
    for by, thing, after, said in rows:
        views = held.setdefault(thing, {})
        others = frozenset(one for who, one in views.items() if who != by)
        yield Turn(by, thing, views.get(by, ""), after, others, (by, thing) in once, thing in counted, said)
        views[by] = after
        if after in COUNTS:
            once.add((by, thing))
            if (all_of or views.keys()) <= {who for who, one in views.items() if one in COUNTS}:
                counted.add(thing)


def turns(view: View) -> Iterator[Turn]:
    """Every verdict in the order of filing, each expert's stand in a log of their own; then what was held of points of
    the plot that stand, and of elements."""
    named, panel = experts(view)
    all_of = frozenset(named if panel else panel_of(view.dossier.experts, view.dossier.entries))
    yield from _walk(_of_matches(view), all_of)
    yield from _walk(_of_points(view), all_of)
    yield from _walk(_of_elements(view), frozenset())  # one person's word stands in the table


def _of_matches(view: View) -> Iterator[Row]:
    found = [one for one in view.dossier.judged if one.kind == Kind.FINDING]
    for entry in sorted(found, key=lambda one: max(one.on, one.after)):
        said = reasoned(str(entry.body.get("note") or ""))
        yield entry.by, str(entry.body.get("match")), str(entry.body.get("verdict")), said


def _of_points(view: View) -> Iterator[Row]:
    for by, one in view.plots.said:
        yield by, f"{one.accused} {one.point}", str(one.judgement), reasoned(one.note)


def _of_elements(view: View) -> Iterator[Row]:
    """A level that falls takes back what stood on it."""
    last: dict[tuple[str, str, str], str] = {}
    elements = view.filed(Kind.ELEMENT, afc.Element)
    for entry, one in elements:
        held = WITHDRAWN if one.withdrawn else FILTERED if one.filtered is not None else str(one.outcome)
        last[one.level, one.name, entry.by] = held
        yield entry.by, f"{one.level}/{one.name}", held, reasoned(one.note)
    levels = view.filed(Kind.LEVEL, afc.Level)
    stands = {name for (name, _), one in afc.levels_by(levels).items() if not one.withdrawn}
    gone = {one.name: reasoned(one.note) for _, one in levels if one.withdrawn and one.name not in stands}
    for (level, name, by), held in last.items():
        if level in gone and held != WITHDRAWN:
            yield by, f"{level}/{name}", WITHDRAWN, gone[level]


def came_round(turn: Turn) -> bool:
    """Whether an expert left a view held alone for that of another."""
    left = turn.before not in ("", turn.after, Verdict.UNREVIEWED) and turn.before not in turn.others
    return left and turn.after in turn.others


def taken_back(turn: Turn) -> bool:
    """Whether an expert takes out what this expert had held the same, or no longer holds what all had, so that it
    counted; to leave it open, too, takes it back."""
    if turn.after in COUNTS or not turn.once:
        return False
    return turn.after in OUT or turn.counted


def silent(view: View, asked: Callable[[Turn], bool]) -> list[tuple[str, str]]:
    """Expert and match, point of the plot or element, of turns that stand and do not say why; who dissents said why.
    The same filed once more says no more."""
    found: dict[tuple[str, str], None] = {}
    for turn in turns(view):
        if turn.said or turn.before != turn.after:
            found.pop((turn.by, turn.match), None)
        if asked(turn) and not turn.said:
            found[turn.by, turn.match] = None
    said = {by for by, _ in standing(view)}
    return [key for key in found if key[0] not in said]
