"""Formats of written works that are known and not read: each is named, with what to do instead of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from appraisal.deriver import Derived
from appraisal.errors import Encrypted, Unreadable
from appraisal.media import Medium
from appraisal.work import Member
from comparators.text.reading.container import BESIDE, OLE, closed_by

RTF = b"{\\rtf"
MOBI = b"BOOKMOBI"  # at byte 60
CAJ = (b"CAJ\x00", b"HN\x00\x00", b"KDH ")


class Unread:
    """See ``appraisal.deriver.Deriver``: it makes no view and says why."""

    name: ClassVar[str] = "unread"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        return head.startswith((OLE, RTF, *CAJ)) or head[60:68] == MOBI

    def derive(self, member: Member) -> Iterator[Derived]:
        yield from ()
        raise _why(member)


def _why(member: Member) -> Unreadable | Encrypted:
    head = member.head(128)
    if head.startswith(OLE):
        return closed_by(member.path, member.file)
    if head.startswith(RTF):
        return Unreadable(f"{member.file}: rich text (RTF), which is not read: save it as .docx or .odt {BESIDE}")
    if head[60:68] == MOBI:
        return Unreadable(f"{member.file}: a Kindle book, which is not read: convert it to EPUB {BESIDE}")
    return Unreadable(f"{member.file}: a CAJ document, which is not read: save it as PDF {BESIDE}")
