"""Defects that works share, as experts recorded them (缺陷性特征对照表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appraisal.defects import Defect
from appraisal.procedure import Kind
from reports.document import Block, Inline, Line
from reports.sections import results
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import decoded, labelled, of_kind, source, stacked, whole
from reports.text import printable

COLUMNS: tuple[tuple[str, float], ...] = (
    ("defect", 1.5),
    ("steps", 1.8),
    ("observations", 2.6),
    ("dictated", 1.6),
    ("recordings", 2.0),
)


def defects(desk: Desk) -> Iterator[Block]:
    """A row a defect: what, how to see it, what each work showed, whether function dictates it, recordings."""
    entries = of_kind(desk, Kind.DEFECT)
    if not entries:
        return
    seen_only = results.only(desk)
    yield paragraph(desk.say("defects-note-results" if seen_only else "defects-note"), "note")
    columns = COLUMNS
    if seen_only:  # whether function dictates a defect is what an expert holds of it
        yield from results.kept(desk, "defects-kept", entries)
        columns = tuple(column for column in columns if column[0] != "dictated")
    head = [desk.say(f"col.{name}") for name, _ in columns]
    widths = tuple(width for _, width in columns)
    for number, entry in enumerate(entries, 1):
        found = decoded(Defect, entry.body)
        if found is None:
            rows = [(text(desk.say("kind.defect")), whole(desk, entry.body))]
            names = [desk.say("fact"), desk.say("col.content")]
            yield desk.grid(names, rows, widths=(1.0, 4.0), caption=desk.say("odd-body"))
        else:
            cells = _row(desk, found)
            row = tuple(cells[name] for name, _ in columns)
            yield desk.grid(head, [row], widths=widths, caption=desk.say("defect-n", number=number))
        yield source(desk, entry)


def _row(desk: Desk, found: Defect) -> Mapping[str, Line]:
    """Cells by column."""
    places = desk.say("listing-comma").join(found.places)
    at = [labelled(desk, desk.say("col.place"), text(places))] if places else []
    dictated = text(desk.say(f"dictated.{found.dictated}"), "strong")
    return {
        "defect": stacked(lines(found.defect), *at),
        "steps": lines(found.steps),
        "observations": stacked(
            *(labelled(desk, desk.named(label), lines(seen)) for label, seen in found.observations)
        ),
        "dictated": stacked(dictated, *([lines(found.why)] if found.why else [])),
        "recordings": stacked(*(_recording(name, sha256) for name, sha256 in found.recordings))
        or text(desk.say("none")),
    }


def _recording(name: str, sha256: str) -> Line:
    return stacked(text(name), (Inline(printable(f"SHA-256 {sha256}"), "digest"),))
