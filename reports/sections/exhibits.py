"""Annexes and attached files under the numbers that a form of paper gives them (附件编号): their list, and stickers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from appraisal.papers.institution import Part
from reports.document import Attachment, Block, Inline
from reports.sections.annexed import mark
from reports.sections.attached import titled
from reports.sections.desk import Desk, paragraph, text
from reports.text import Printed, printable


def sticker(desk: Desk, at: int) -> tuple[Printed, ...]:
    """What stands in the box at the head of an annex: number, number of the report, who made it, room for a date."""
    view = desk.view
    if view is None or not view.paper.page.sticker:
        return ()
    number = printable(desk.dossier.report_number) or desk.say("draft-number")
    names = desk.say("listing-comma").join(printable(one.name) for one in view.part(Part.APPRAISER))
    said = (desk.say("sticker-witness", name=names or desk.say("none")), desk.say("sticker-date"))
    return (mark(desk, at), number, *said)


def listed(desk: Desk, titles: Sequence[Printed], attached: Sequence[Attachment]) -> Iterator[Block]:
    """Every annex of the report, then every file inside its PDF with its SHA-256: what no page shows can be named."""
    yield paragraph(desk.say("exhibits-note"), "note")
    head = [desk.say(f"col.exhibit-{name}") for name in ("number", "title", "form", "digest")]
    rows = [
        (text(mark(desk, at), "strong"), text(title), text(desk.say("exhibit-here")), text(desk.say("none")))
        for at, title in enumerate(titles, 1)
    ]
    for at, one in enumerate(attached, len(titles) + 1):
        digest = hashlib.sha256(one.text.encode("utf-8")).hexdigest()
        said = titled(desk, one.name)
        name = (Inline(printable(one.name), "code"), Inline(Printed(f"\n{said}")))
        rows.append((text(mark(desk, at), "strong"), name, text(desk.say("exhibit-file")), text(digest, "digest")))
    yield desk.grid(head, rows, widths=(1.1, 3.4, 1.2, 2.6))
