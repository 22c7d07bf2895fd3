"""How verdicts turned: one walk over what experts judged, in order, for every gate that asks why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from appraisal.finding import Verdict
from appraisal.gates.dissents import standing
from appraisal.gates.view import View
from appraisal.papers.as_read import reasoned
from appraisal.people import panel_of
from appraisal.procedure import Kind


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict as it was filed. ``before``: what this expert held, empty at first; ``others``: what the others hold;
    ``once``: this expert had accepted the match; ``counted``: all had at one time; ``said``: its note says why."""

    by: str
    match: str
    before: str
    after: str
    others: frozenset[str]
    once: bool
    counted: bool
    said: bool


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


def turns(view: View) -> Iterator[Turn]:
    """Every verdict in the order of filing; each expert's stand in a log of their own."""
    named, panel = experts(view)
    all_of = frozenset(named if panel else panel_of(view.dossier.experts, view.dossier.entries))
    held: dict[str, dict[str, str]] = {}  # match: who holds what of it now
    once: set[tuple[str, str]] = set()
    counted: set[str] = set()
    found = [one for one in view.dossier.judged if one.kind == Kind.FINDING]
    for entry in sorted(found, key=lambda one: max(one.on, one.after)):
        match, verdict = str(entry.body.get("match")), str(entry.body.get("verdict"))
        views = held.setdefault(match, {})
        yield Turn(
            entry.by,
            match,
            views.get(entry.by, ""),
            verdict,
            frozenset(said for by, said in views.items() if by != entry.by),
            (entry.by, match) in once,
            match in counted,
            reasoned(str(entry.body.get("note") or "")),
        )
        views[entry.by] = verdict
        if verdict == Verdict.ACCEPTED:
            once.add((entry.by, match))
            if all_of <= {by for by, said in views.items() if said == Verdict.ACCEPTED}:
                counted.add(match)


def _of_points(view: View) -> Iterator[Turn]:
    """Every judgement of a point of the plot that stands, in the order of filing; nothing of them is in a figure."""
    held: dict[tuple[str, str], dict[str, str]] = {}
    for by, one in view.plots.said:
        views = held.setdefault((one.point, one.accused), {})
        others = frozenset(said for who, said in views.items() if who != by)
        before, views[by] = views.get(by, ""), one.judgement
        yield Turn(by, f"{one.accused} {one.point}", before, one.judgement, others, False, False, reasoned(one.note))


def came_round(turn: Turn) -> bool:
    """Whether an expert left a view held alone for that of another."""
    left = turn.before not in ("", turn.after, Verdict.UNREVIEWED) and turn.before not in turn.others
    return left and turn.after in turn.others


def taken_back(turn: Turn) -> bool:
    """Whether an expert excludes what this expert had accepted, or no longer accepts what all had, so that the figures
    counted it."""
    if turn.after in (Verdict.ACCEPTED, Verdict.UNREVIEWED) or not turn.once:
        return False
    return turn.after == Verdict.EXCLUDED or turn.counted


def silent(view: View, asked: Callable[[Turn], bool]) -> list[tuple[str, str]]:
    """Expert and match, or point of the plot, of turns that stand and do not say why; who dissents said why. The same
    filed once more says no more."""
    found: dict[tuple[str, str], None] = {}
    for turn in (*turns(view), *_of_points(view)):
        if turn.said or turn.before != turn.after:
            found.pop((turn.by, turn.match), None)
        if asked(turn) and not turn.said:
            found[turn.by, turn.match] = None
    said = {by for by, _ in standing(view)}
    return [key for key in found if key[0] not in said]
