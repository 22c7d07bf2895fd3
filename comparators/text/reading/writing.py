"""A text being written down paragraph by paragraph, with the map that leads back to where each one stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appraisal.comparison import JSON
from appraisal.deriver import Derived
from appraisal.errors import OverLimit
from appraisal.media import Medium
from appraisal.placing import Placing
from comparators.text.reading.chapters import Chapter, chapters_of, settled

MOST_TEXT = 64 << 20  # characters of one view
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
BLANKS = re.compile("[ \t\n\r\f\v]+")


def clean(text: str) -> str:
    """Without control characters, marks of byte order and halves of surrogates, which are no text; one kind of line
    break."""
    return UNPRINTED.sub("", BREAKS.sub("\n", text))


def collapsed(text: str) -> str:
    """Blanks run together and none at the ends: layout of a source file, not of the text."""
    return BLANKS.sub(" ", text).strip(" ")


@dataclass
class Writing:
    """``file`` names the work in errors. ``read`` and ``left`` count what was read beside the running text, and what
    was left out, in words that ``docs/formats.md`` lists."""

    file: str
    read: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _starts: list[int] = field(default_factory=list)
    _rows: list[Mapping[str, JSON]] = field(default_factory=list)
    _headings: list[Chapter] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def row(self, **place: JSON) -> None:
        """From here on the text stands at this place."""
        self._starts.append(self._length)
        self._rows.append(place)

    def put(self, text: str) -> None:
        """Add text as it is; ``OverLimit`` above ``MOST_TEXT`` characters."""
        self._parts.append(text)
        self._length += len(text)
        if self._length > MOST_TEXT:
            raise OverLimit(f"{self.file}: more than {MOST_TEXT} characters of text: split the work")

    def paragraph(self, text: str, *, heading: bool = False, **place: JSON) -> bool:
        """One paragraph with its place and a line break behind it; False when there is no text in it."""
        text = clean(text).strip("\n")
        if not text.strip():
            return False
        if heading:
            self._headings.append(Chapter(self._length, self._length + len(text), " ".join(text.split()), True))
        self.row(**place)
        self.put(text + "\n")
        return True

    def line(self, text: str, heading: bool, **place: JSON) -> None:
        """A line of a page with its place, and nothing behind it: what follows says how it goes on."""
        if heading:
            self._headings.append(Chapter(self._length, self._length + len(text), " ".join(text.split()), True))
        self.row(**place)
        self.put(text)

    def derived(self, *, kept: tuple[bytes, ...] = (), pictures: Mapping[str, str] = {}, **notes: JSON) -> Derived:
        """The view of all that was written. ``notes`` beside the counts."""
        text = "".join(self._parts)
        names = sorted({name for row in self._rows for name, value in row.items() if value is not None})
        columns = {name: [row.get(name) for row in self._rows] for name in names}
        chapters = settled([*self._headings, *chapters_of(text)], text)
        about: dict[str, Any] = {"characters": len(text), "chapters": len(chapters)} | notes
        about |= {"read": dict(sorted(self.read.items())), "left_out": dict(sorted(self.left.items()))}
        placing = Placing(self._starts, columns, chapters, pictures)
        return Derived(Medium.TEXT, text.encode("utf-8"), placing, about, kept)
