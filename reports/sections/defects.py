"""Defects that works share, as experts recorded them (缺陷性特征对照表)."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.defects import Defect
from appraisal.procedure import Kind
from reports.document import Block, Inline, Line
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import decoded, labelled, of_kind, source, stacked, whole
from reports.text import printable


def defects(desk: Desk) -> Iterator[Block]:
    """A row a defect: what, how to see it, what each work showed, whether function dictates it, recordings."""
    entries = of_kind(desk, Kind.DEFECT)
    if not entries:
        return
    yield paragraph(desk.say("defects-note"), "note")
    head = [desk.say(f"col.{name}") for name in ("defect", "steps", "observations", "dictated", "recordings")]
    for number, entry in enumerate(entries, 1):
        found = decoded(Defect, entry.body)
        if found is None:
            rows = [(text(desk.say("kind.defect")), whole(desk, entry.body))]
            names = [desk.say("name"), desk.say("value")]
            yield desk.grid(names, rows, widths=(1.0, 4.0), caption=desk.say("odd-body"))
        else:
            yield desk.grid(
                head, [_row(desk, found)], widths=(1.5, 1.8, 2.6, 1.6, 2.0), caption=desk.say("defect-n", number=number)
            )
        yield source(desk, entry)


def _row(desk: Desk, found: Defect) -> tuple[Line, ...]:
    places = desk.say("listing-comma").join(found.places)
    return (
        stacked(lines(found.defect), *([labelled(desk, desk.say("col.place"), text(places))] if places else [])),
        lines(found.steps),
        stacked(*(labelled(desk, desk.named(label), lines(seen)) for label, seen in found.observations)),
        stacked(text(desk.say(f"dictated.{found.dictated}"), "strong"), *([lines(found.why)] if found.why else [])),
        stacked(*(_recording(name, sha256) for name, sha256 in found.recordings)) or text(desk.say("none")),
    )


def _recording(name: str, sha256: str) -> Line:
    return stacked(text(name), (Inline(printable(f"SHA-256 {sha256}"), "digest"),))
