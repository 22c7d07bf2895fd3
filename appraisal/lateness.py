"""What took places out of the figures after results: works that came late, and persons whose entries stand after the
first run was begun whatever a record has of them. What they took out is marked as late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from appraisal import components, registry
from appraisal.comparison import Comparison, Exclusion
from appraisal.dossier import Dossier, LogEntry, Role
from appraisal.procedure import SEEN, Kind
from appraisal.span import LINEAR, Span

TAKING = (Role.EXCLUDED, Role.ANCESTOR)
COLLECTIONS = frozenset({"background", "background of rules", "components"})  # kinds of resources of a record


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a work, by its label, or all of it."""

    work: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """Labels of works that came late, and exclusions by persons: work, who, when, why."""

    works: frozenset[str]
    made: frozenset[tuple[str, str, str, str]]

    def has(self, one: Exclusion) -> bool:
        return (one.work in self.works and not one.by) or _key(one) in self.made


def _key(one: Exclusion) -> tuple[str, str, str, str]:
    return one.work or "", one.by, one.on, str(one.reason)


def works(entries: Iterable[LogEntry]) -> frozenset[str]:
    """Labels of works that take places out (excluded, or an ancestor) and were received after a run was begun, here or
    in the appraisal that this one follows."""
    listed = [*entries]
    before = carried(listed)
    came = (one for one in listed if one.kind == Kind.RECEIVED and one.body.get("role") in TAKING)
    return frozenset(
        str(one.body.get("label")) for one in came if one.after_results or str(one.body.get("label")) in before
    )


def carried(entries: Iterable[LogEntry]) -> frozenset[str]:
    """Labels of works that came after results in the appraisal that this one follows."""
    told = (one.body.get("late") for one in entries if one.kind == Kind.REAPPRAISES)
    return frozenset(str(label) for labels in told if isinstance(labels, list | tuple) for label in labels)


def places(entries: Iterable[LogEntry]) -> list[tuple[str, Mapping[str, Any]]]:
    """What was taken out after results in the appraisal that this one follows: label and span; an empty one is all of
    the work. A new panel that takes it out again, however early, knows it from there."""
    told = (one.body.get("places") for one in entries if one.kind == Kind.REAPPRAISES)
    rows = [row for held in told if isinstance(held, list | tuple) for row in held if isinstance(row, Mapping)]
    spans = [(str(row.get("work") or ""), row.get("span")) for row in rows]
    return [(label, span if isinstance(span, Mapping) else {}) for label, span in spans]


def _meets(one: Exclusion, place: tuple[str, Mapping[str, Any]]) -> bool:
    """Whether an exclusion takes out some of a place. Of places in other units than each other's the file counts."""
    label, span = place
    if (one.work or "") != label or one.span is None or not span or span.get("file") != one.span.file:
        return (one.work or "") == label and (one.span is None or not span)
    bounds = span.get("start", 0), span.get("stop", 0)
    if span.get("unit", "char") != one.span.unit or not all(isinstance(at, int | float) for at in bounds):
        return True
    return one.span.unit not in LINEAR or (one.span.start < bounds[1] and bounds[0] < one.span.stop)


def supplementary(entries: Iterable[LogEntry]) -> frozenset[str]:
    """Labels of works received for a supplement: once it was announced, before it compared anything or was issued."""
    found: set[str] = set()
    announced = False
    for entry in entries:
        if entry.kind in (Kind.SUPPLEMENTS, Kind.ISSUED, *SEEN):
            announced = entry.kind == Kind.SUPPLEMENTS
        elif entry.kind == Kind.RECEIVED and announced:
            found.add(str(entry.body.get("label")))
    return frozenset(found)


def late(entries: Iterable[LogEntry], decided: Iterable[Exclusion], apart: Iterable[LogEntry] = ()) -> Late:
    """What is late by the logs. ``decided``: exclusions on file, as ``Case.exclusions`` reads them; ``apart``: entries
    of copies that were merged, of which records may have been taken."""
    there = (one for one in apart if one.kind == Kind.EXCLUSION and one.after_results)
    made = {(str(one.body.get("work") or ""), one.by, one.on, str(one.body.get("reason"))) for one in there}
    listed = [*entries]
    first = places(listed)
    again = (one for one in decided if one.after_results or any(_meets(one, each) for each in first))
    return Late(works(listed), frozenset(made.union(map(_key, again))))


def marked(comparison: Comparison, late: Late) -> Comparison:
    """The comparison with what these took out marked as taken out after results."""
    if not any(late.has(one) and not one.after_results for one in comparison.excluded):
        return comparison
    out = tuple(replace(one, after_results=True) if late.has(one) else one for one in comparison.excluded)
    return replace(comparison, excluded=out)


def compares(begun: LogEntry, keys: Collection[tuple[str, str, str]]) -> bool:
    """Whether a run that was begun was to compare one of these (method, left and right work), or a merge took a record
    of one."""
    files: Any = begun.body.get("records")
    starts = tuple(f"comparisons/{method}/{left}--{right}." for method, left, right in keys)
    return any(str(file).startswith(starts) for file in files) if isinstance(files, list | tuple) else False


def cut_off(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Entries of runs that were begun and never ended; one that went on and was ended is none of them."""
    found: list[LogEntry] = []
    open_: LogEntry | None = None
    for entry in entries:
        if entry.kind == Kind.RUN_BEGUN:
            found += [open_] if open_ is not None else []
            open_ = entry
        elif entry.kind == Kind.RUN:
            open_ = None
    return [*found, open_] if open_ is not None else found


def collections(dossier: Dossier) -> frozenset[tuple[str, str]]:
    """Name and digest of the collections (backgrounds, components) with which the first run that compared anything
    did so, of whatever pair; and of those that come with the program, which nobody chose. None where no record was
    made with one: what comes with the program is then not looked up, for which all methods would be loaded."""
    if not any(one.get("kind") in COLLECTIONS for filed in dossier.comparisons for one in filed.comparison.resources):
        return frozenset()
    carried = map(registry.screener, registry.screener_names())
    for run in dossier.runs:
        made = [one for one in dossier.comparisons if one.file in run.made and one.comparison.status == "ok"]
        if made:
            found = {_named(one) for filed in made for one in filed.comparison.resources}
            return frozenset(found | {("", components.bundled_digest(each)) for each in carried})
    return frozenset()


def is_brought(resource: Mapping[str, Any], known: frozenset[tuple[str, str]]) -> bool:
    """Whether a resource of a record is a collection that was not there at first (``known``): one that was built anew
    under the old name is another."""
    name, digest = _named(resource)
    return resource.get("kind") in COLLECTIONS and not {(name, digest), ("", digest)} & known


def _named(resource: Mapping[str, Any]) -> tuple[str, str]:
    return str(resource.get("name")), str(resource.get("sha256"))
