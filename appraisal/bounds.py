"""Where files end: places that persons name by hand may lie behind it, and count for nothing there."""

from __future__ import annotations

from appraisal.errors import CaseError
from appraisal.span import Span
from appraisal.work import CHUNK, Member, Work

FIRST = {"line": 1, "byte": 0, "char": 0}  # the number of the first place in a file, in units that are clipped


def ends(member: Member, span: Span) -> str:
    """How much the file holds, in words, where a place begins behind its end; empty where it begins inside.

    Of the file as handed in, in lines and bytes; what other units are, and what a view holds, only a method can tell.
    Lines are counted by their ends in the bytes, whatever the encoding: never too few.
    """
    if span.view is not None or span.unit not in ("line", "byte"):
        return ""
    held = member.size if span.unit == "byte" else lines(member)
    return f"{held} {span.unit}s" if span.start >= held + FIRST[span.unit] else ""


def refuse_beyond(label: str, work: Work, span: Span) -> None:
    """``CaseError`` for a place that begins behind the end of its file. Members of archives are not looked into."""
    member = work.by_file.get(span.file)
    if member is not None and (held := ends(member, span)):
        raise CaseError(
            f"work {label}: {span.file} has {held}, and the place begins at {span.unit} {span.start:g}: correct it"
        )


def lines(member: Member) -> int:
    """Lines of a file as editors count them: a line end at its end begins none."""
    feeds = returns = 0
    last = b""
    with member.path.open("rb") as file:
        while piece := file.read(CHUNK):
            feeds += piece.count(b"\n")
            returns += piece.count(b"\r")
            last = piece[-1:]
    return max(feeds, returns) + (last not in (b"", b"\n", b"\r"))


def within(span: Span, unit: str, extent: float) -> Span | None:
    """The part of a place that lies in a file of ``extent`` units; None where nothing of it does."""
    if span.unit != unit or unit not in FIRST:
        return span
    stop = min(span.stop, FIRST[unit] + extent)
    if stop == span.stop:
        return span
    return Span(span.file, span.unit, span.start, int(stop), (), span.view) if span.start < stop else None
