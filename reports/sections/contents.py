"""From the files received to the files compared: archives and images opened, what came out, what was lost and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.dossier import Filed, WorkEntry
from appraisal.reading import UNREAD
from appraisal.work import Lost, Opened
from reports.document import Block, Line
from reports.sections.desk import Desk, paragraph, text
from reports.sections.entries import stacked
from reports.text import Printed

OPENED = 60  # archives with a row of their own
LISTED = 100  # members not read that are listed one by one


def accounts_of_files(desk: Desk) -> Iterator[Block]:
    """A row a work: received, opened, came out, not read, compared; then each archive, then what was not read."""
    works = desk.dossier.works
    if not any(work.opened or work.skipped or work.closed for work in works):
        return
    rows = [_account(desk, work) for work in works]
    names = ("label", "received", "archives", "came-out", "not-opened", "compared")
    head = [desk.say(f"col.{name}") for name in names]
    caption = desk.say("contents-caption")
    yield desk.grid(head, rows, widths=(1.3, 1.6, 1.6, 1.6, 1.2, 1.6), align="lrrrrr", caption=caption)
    yield paragraph(desk.say("contents-note"), "note")
    listed = [(work, one) for work in works for one in work.opened]
    if listed:
        head = [desk.say(f"col.{name}") for name in ("label", "archive", "archive-kind", "bytes", "came-out", "lost")]
        archives = [_archive(desk, work, one) for work, one in listed[:OPENED]]
        caption = desk.say("archives-caption")
        yield desk.grid(head, archives, widths=(0.7, 2.4, 0.9, 1.1, 1.6, 2.6), align="lllrrl", caption=caption)
        if len(listed) > OPENED:
            yield paragraph(desk.say("and-more", count=len(listed) - OPENED), "note")
    yield from _lost(desk)
    yield from _closed(desk)


def _sized(desk: Desk, files: int, size: int | None) -> Line:
    said = [text(desk.say("count-files", count=files))]
    return stacked(*said, text(desk.say("count-bytes", count=size))) if size is not None else stacked(*said)


def _account(desk: Desk, work: WorkEntry) -> tuple[Line, ...]:
    opened = [one for one in work.opened if one.kind]
    return (
        text(desk.named(work.label), "strong"),
        _sized(desk, work.files, work.bytes),
        _sized(desk, len(opened), sum(one.size for one in opened)),
        _sized(desk, sum(one.members for one in opened), sum(one.bytes for one in opened)),
        _sized(desk, len(work.skipped), None),
        _sized(desk, work.compared, work.compared_bytes),
    )


def _archive(desk: Desk, work: WorkEntry, one: Opened) -> tuple[Line, ...]:
    return (
        text(work.label),
        text(one.file),
        text(one.kind or desk.say("not-opened")),
        text(str(one.size)),
        _sized(desk, one.members, one.bytes),
        stacked(*_by_reason(desk, one.lost)) or text(desk.say("none")),
    )


def _by_reason(desk: Desk, lost: Sequence[Lost]) -> Iterator[Line]:
    """Of what was not read, by reason: how many, and their bytes as far as they are known."""
    for reason in dict.fromkeys(one.reason for one in lost):
        some = [one for one in lost if one.reason == reason]
        known = [one.stated for one in some if one.stated is not None]
        size = desk.say("stated-bytes", count=sum(known)) if known else desk.say("stated-none")
        unknown = len(some) - len(known)
        more = desk.say("stated-unknown", count=unknown) if known and unknown else Printed("")
        yield text(desk.say("lost-by-reason", reason=desk.cause(reason), count=len(some), size=Printed(size + more)))


def _lost(desk: Desk) -> Iterator[Block]:
    """Every file and member that was not read, with its reason and its bytes."""
    rows: list[tuple[Line, ...]] = []
    for work in desk.dossier.works:
        inside = {one.file: one for archive in work.opened for one in archive.lost}
        for file, reason in work.skipped:
            one = inside.get(file, Lost(file, reason))
            size = desk.say("none") if one.stated is None else Printed(str(one.stated))
            rows.append((text(work.label), text(file), text(size), text(desk.told(reason, one.message))))
    if not rows:
        return
    head = [desk.say(f"col.{name}") for name in ("label", "member", "bytes", "reason")]
    shown, note = desk.capped(rows, LISTED)
    yield desk.grid(head, shown, widths=(0.7, 3.2, 1.1, 3.4), align="llrl", caption=desk.say("skipped"))
    yield from note


def _closed(desk: Desk) -> Iterator[Block]:
    """Files whose content was not unpacked, which comparisons get as they are, and those that refuse them."""
    rows = [
        (text(work.label), text(file), stacked(text(desk.cause(reason)), *_refused(desk, work, file)))
        for work in desk.dossier.works
        for file, reason in work.closed
    ]
    if rows:
        head = [desk.say(f"col.{name}") for name in ("label", "member", "reason")]
        shown, note = desk.capped(rows, LISTED)
        yield desk.grid(head, shown, widths=(0.7, 3.2, 4.5), align="lll", caption=desk.say("closed-caption"))
        yield from note


def _refused(desk: Desk, work: WorkEntry, file: str) -> Iterator[Line]:
    """By which comparisons, if any: a file that was handed to them is not yet one that they compared."""

    def refuses(filed: Filed) -> bool:
        one = filed.comparison
        sides = {"left": one.left.label, "right": one.right.label}
        if one.status != "ok":
            return work.label in sides.values() and str(one.message).startswith(f"{file}: ")
        return any(
            seen.kind == UNREAD and seen.span.file == file and sides.get(seen.side) == work.label
            for seen in one.observations
        )

    if refusing := [filed for filed in desk.current if refuses(filed)]:
        yield text(desk.say("closed-refused", listed=desk.listing(refusing)))
