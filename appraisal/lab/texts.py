"""Texts of the works' files as pages beside each other show them: decoded, in lines, with the lengths of the whole.

Pages are for reading; where a match lies is the method's word, in its own decoding. Both agree for UTF-8, UTF-16 with a
mark and GB18030; where a file cannot be decoded by these, there is no page, and the exhibit of the match stands alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from appraisal.errors import CaseError
from appraisal.span import Span
from appraisal.work import Member, Work

MOST = 8 << 20  # bytes of a file that is shown as pages
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
PREVIEW = 120  # characters of a match in a list


@dataclass(frozen=True)
class Text:
    """A file's text. ``starts``: offset of each line, in code points; line ends belong to the line."""

    file: str
    content: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        found, at = [0], self.content.find("\n")
        while at >= 0:
            found.append(at + 1)
            at = self.content.find("\n", at + 1)
        return tuple(found)

    def bounds(self, span: Span) -> tuple[int, int] | None:
        """Start and stop of a place in code points; None for a place that is none of this text."""
        if span.unit == "char":
            return int(span.start), int(span.stop)
        if span.unit == "line":
            ends = (*self.starts, len(self.content))
            first, last = (min(max(int(number) - 1, 0), len(self.starts)) for number in (span.start, span.stop))
            return ends[first], ends[last]
        if span.unit == "file":
            return 0, len(self.content)
        return None

    def line_at(self, offset: int) -> int:
        """The number of the line, from 1, in which an offset lies."""
        return bisect_right(self.starts, offset)

    def preview(self, span: Span) -> str:
        """The first words of a place, on one line."""
        found = self.bounds(span)
        if found is None or span.unit == "file":
            return ""
        return " ".join(self.content[found[0] : min(found[1], found[0] + PREVIEW)].split())


def decoded(data: bytes) -> str | None:
    """Text of bytes that are UTF-8, UTF-16 with a mark, or GB18030; None for others."""
    names: tuple[str, ...] = ("utf-8", "gb18030")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            data, names = data[len(mark) :], (encoding,)
            break
    if names[0] == "utf-8" and b"\x00" in data[:4096]:
        return None
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return None


class Shelf:
    """Texts of one work's members, read once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._held: dict[str, Text | None] = {}

    @cached_property
    def members(self) -> Mapping[str, Member]:
        return self.work.by_file

    def text(self, file: str) -> Text | None:
        """The text of a file; None when it is none, or too long to be shown as pages."""
        if file not in self._held:
            member = self.members.get(file)
            if member is None:
                raise CaseError(f"work {self.work.label} has no file {file!r}")
            content = decoded(member.bytes(MOST)) if member.size <= MOST else None
            self._held[file] = None if content is None else Text(file, content)
        return self._held[file]

    def preview(self, span: Span) -> str:
        found = self.text(span.file) if span.file in self.members else None
        return "" if found is None else found.preview(span)
