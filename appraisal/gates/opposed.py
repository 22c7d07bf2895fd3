"""Records of two people of one thing that contradict each other: a conclusion, a defect, an element of expression, a
level of abstraction, an event. Of matches and points of the plot ``dissents.heard`` asks for the dissent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

from appraisal import afc
from appraisal.codec import decode
from appraisal.dissenting import ABOUT
from appraisal.dossier import LogEntry
from appraisal.errors import AppraisalError
from appraisal.gates.dissents import standing
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.procedure import Kind
from appraisal.profile import CONCLUSION, Words

T = TypeVar("T")


def contrary(view: View) -> Found:
    """What two people of the case put on file of one thing is the same, or one of them dissents: else the report prints
    both, or the one that was chosen."""
    own = {by for by, _ in standing(view)}
    told: dict[str, dict[str, str]] = {}
    since: dict[str, int] = {}
    for about, entry, said in (*_filed(view), *_guided(view)):
        told.setdefault(about, {})[entry.by] = said
        since[about] = max(since.get(about, 0), view.where(entry))
    for about, by_whom in told.items():
        differ = [name for name in by_whom if name not in own]
        if len({by_whom[name] for name in differ}) > 1 and view.paper.opinion:
            yield Gap(
                f"dissent/contrary {about}",
                Words(
                    f"{'、'.join(differ)} 就同一事项（{about}）登记的内容不同，无人登记不同意见",
                    f"{', '.join(differ)} put different things on file of {about}, and nobody filed a dissent",
                ),
                Words(
                    f"由持不同意见者登记：appraisal decide CASE {ABOUT} --reason 原文 --by 本人；"
                    "改用同一内容的，由其再次登记；并不相左的，各自作出决定写明",
                    f"who differs files it: appraisal decide CASE {ABOUT} --reason TEXT --by NAME; who now holds the"
                    " same files that; where they do not differ, each of them decides so",
                ),
                only=tuple(differ),
                since=since[about],
            )


def _filed(view: View) -> Iterator[tuple[str, LogEntry, str]]:
    """What conclusions and defects are about, their entries, and what they say, in the order of the log."""
    for entry in (*view.dossier.apart, *view.dossier.entries):  # what was filed here since stands
        about = str(entry.body.get("about") or "")
        if entry.kind == Kind.DECISION and about.startswith(CONCLUSION):
            yield about, entry, _flat(entry.body.get("reason"))
        elif entry.kind == Kind.DEFECT:
            seen = _flat(entry.body.get("observations")) + _flat(entry.body.get("dictated"))
            yield _flat(entry.body.get("defect")), entry, seen


def _guided(view: View) -> Iterator[tuple[str, LogEntry, str]]:
    """What stands of elements, levels and events. An element is filtered out, or compares in one way; how its
    differences are told may differ. A level has a place; an event its days."""
    levels, elements = _rows(view, Kind.LEVEL, afc.Level), _rows(view, Kind.ELEMENT, afc.Element)
    events = _rows(view, Kind.EVENT, afc.Event)
    found: afc.Guided[LogEntry] = afc.standing({Kind.LEVEL: levels, Kind.ELEMENT: elements, Kind.EVENT: events})
    for entry, element in found.elements:
        held = "filtered" if element.filtered is not None else str(element.outcome)
        yield f"element {_line(element.level)}/{_line(element.name)}", entry, held
    last = {(one.level, one.name, entry.by): (entry, one) for entry, one in elements}
    for entry, one in last.values():  # on a level that is withdrawn
        if one.level not in found.levels and not one.withdrawn:
            yield f"level {_line(one.level)}", entry, "kept"
    filed = {(one.name, entry.by): entry for entry, one in levels}
    for (name, by), level in afc.levels_by(levels).items():
        if not level.withdrawn or name not in found.levels:
            yield f"level {_line(name)}", filed[name, by], "withdrawn" if level.withdrawn else str(level.order)
    for entry, event in found.events:
        yield f"event {_line(event.what)}", entry, f"{event.when}/{event.until} {event.about} {event.label}"


def _rows(view: View, kind: Kind, cls: type[T]) -> list[tuple[LogEntry, T]]:
    """Entries of a kind that can be read, those of copies that were merged before those of the case: what was filed
    here since stands."""
    rows: list[tuple[LogEntry, T]] = []
    for entry in (*(one for one in view.dossier.apart if one.kind == kind), *view.steps(kind)):
        with suppress(AppraisalError, TypeError, ValueError, RecursionError):
            rows.append((entry, decode(cls, {**entry.body, "is": cls.__name__})))
    return rows


def _line(said: str) -> str:
    return " ".join(said.split())


def _flat(said: object) -> str:
    return "".join(str(said or "").split())
