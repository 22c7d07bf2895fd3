"""All of an examination that its section shortens, as CSV and text files inside the PDF and in ``report.json``."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.dossier import Examined
from appraisal.examiner import places
from reports.document import Attachment
from reports.places import plain
from reports.sections.attached import MAX_ATTACHED, csv_cell
from reports.sections.desk import Desk
from reports.sections.examined import FIRST, LISTED, PLACES, STEPS
from reports.sections.sightings import (
    Seen,
    disassembly_name,
    evidence,
    findings_name,
    informing_name,
    record_of,
    seen,
)
from reports.text import printable


def attachments(desk: Desk) -> Iterator[Attachment]:
    """Of each examination its findings with all places, their instructions, and what informs, where they are long."""
    for one in desk.examined:
        every = seen(one)
        findings = [each for each in every if each.is_finding]
        informs = [each for each in every if not each.is_finding]
        many = any(len(places(each.told)) > PLACES or len(evidence(each)) > STEPS for each in findings)
        if many or len(findings) > LISTED:
            yield _csv(desk, one, findings_name(one), _findings(findings))
            said = desk.say("attachment-disassembly", id=record_of(one))
            yield Attachment(disassembly_name(one), "text/plain", said, "".join(_instructions(desk, findings)))
        kinds = [each.told.kind for each in informs]
        if any(kinds.count(kind) > FIRST for kind in set(kinds)):
            yield _csv(desk, one, informing_name(one), _informing(desk, informs))


def _csv(desk: Desk, one: Examined, name: str, rows: Iterator[list[str]]) -> Attachment:
    body = "".join(",".join(map(csv_cell, row)) + "\r\n" for row in rows)
    said = desk.say(f"attachment-{name.partition('-')[0]}", id=record_of(one))
    return Attachment(name, "text/csv", said, body)


def _findings(some: list[Seen]) -> Iterator[list[str]]:
    """A row a place."""
    yield [
        *("number", "id", "kind", "question", "verdict", "file", "place", "places", "address", "function", "symbol"),
        *("section", "technique", "start", "stop", "evidence"),
    ]
    rows = 0
    for each in some:
        held = places(each.told) or [
            {
                **each.told.details,
                "bytes": [each.told.span.start, each.told.span.stop] if each.told.span.unit == "byte" else [],
                "evidence": [step.get("address", "") for step in evidence(each)],
            }
        ]
        for at, place in enumerate(held, 1):
            rows += 1
            if rows > MAX_ATTACHED:
                return
            start, stop = [plain(number) for number in place.get("bytes") or ()] or ["", ""]
            yield [
                *(str(each.number), each.id, each.told.kind, each.detail("question"), each.verdict.value),
                *(each.told.span.file, str(at), str(len(held))),
                *(str(place.get(name, "")) for name in ("address", "function", "symbol", "section", "technique")),
                *(start, stop, " ".join(map(str, place.get("evidence") or ()))),
            ]


def _instructions(desk: Desk, some: list[Seen]) -> Iterator[str]:
    for each in some:
        yield f"#{each.number}  {each.id}  {printable(each.told.kind)}  {printable(each.told.span.file)}\n"
        for step in evidence(each):
            said = printable(str(step.get(f"says_{desk.language}", "")))
            yield f"  {printable(str(step.get('address', '')))}  {said}\n"
            found = step.get("lines")
            yield from (
                f"      {printable(str(line))}\n" for line in (found if isinstance(found, list | tuple) else ())
            )
        yield "\n"


def _informing(desk: Desk, some: list[Seen]) -> Iterator[list[str]]:
    yield ["number", "kind", "file", "address", "said"]
    for each in some[:MAX_ATTACHED]:
        said = each.detail(f"summary_{desk.language}") or each.detail("message") or each.detail("reason")
        yield [str(each.number), each.told.kind, each.told.span.file, each.detail("address"), said]
