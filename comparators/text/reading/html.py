"""Text of web pages: what a browser would show as running text, paragraph by paragraph; tags, scripts, styles are none.

The page is read with Python's ``html.parser``, which runs and fetches nothing. Not read: what is hidden by an attribute
or its own style, alternative texts, form fields, the title in the window's frame, phonetic guides. All is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import ClassVar

from appraisal.comparison import JSON
from appraisal.deriver import Derived
from appraisal.errors import OverLimit
from appraisal.media import Medium
from appraisal.work import Member
from comparators.matching.encodings import MARKS
from comparators.text.decoding import decode_bytes
from comparators.text.reading.writing import Writing, collapsed

SUFFIXES = ("html", "htm", "xhtml")
MOST_BYTES = 64 << 20
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
LOOK = 2048  # bytes in which a page may declare its encoding; browsers look at 1024
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}
UNREAD = {  # element -> what is counted as left out
    "script": "scripts-and-styles", "style": "scripts-and-styles", "template": "hidden-parts", "title": "titles",
    "rt": "phonetic-guides", "rp": "phonetic-guides", "svg": "pictures", "math": "formulas", "object": "objects",
    "select": "form-fields", "textarea": "form-fields", "noscript": "hidden-parts", "iframe": "objects",
    "canvas": "pictures", "audio": "objects", "video": "objects",
}  # fmt: skip
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_BLOCKS = (
    "address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav "
    "ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"
)
BLOCKS = frozenset(_BLOCKS.split(" "))
HEADINGS = frozenset(("h1", "h2", "h3"))
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Html:
    """See ``appraisal.deriver.Deriver``. Places: paragraphs with text, from 1, and the line of the file."""

    name: ClassVar[str] = "html"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        return name.rsplit(".", 1)[-1].lower() in SUFFIXES and head[:2] != b"PK"

    def derive(self, member: Member) -> Iterator[Derived]:
        if member.size > MOST_BYTES:
            raise OverLimit(f"{member.file}: a page of {member.size} bytes, more than {MOST_BYTES}: split it")
        writing = Writing(member.file)
        text, encoding = decoded(member.bytes(MOST_BYTES), member.file)
        page = Page(writing, lines=True)
        page.read(text)
        yield writing.derived(paragraphs=page.number, encoding=encoding)


def decoded(data: bytes, file: str) -> tuple[str, str]:
    """A page's text and its encoding: a byte order mark, else what it declares if that fits throughout, else as any
    text is told. Raises what ``decode_bytes`` raises."""
    found = DECLARED.search(data[:LOOK])
    if found and not any(data.startswith(mark) for mark, _ in MARKS):
        name = found.group(1).decode("ascii").lower()
        try:
            text = data.decode(WIDER.get(name, name))
            if "\x00" not in text and not name.replace("-", "").replace("_", "").startswith(("utf16", "utf32", "utf7")):
                return text, WIDER.get(name, name)
        except (UnicodeError, LookupError):
            pass  # the declaration is wrong, or names what Python does not know
    plain = decode_bytes(data, file)
    return plain.text, plain.encoding


@dataclass
class _Open:
    """An element that is open: its name, what it hides (None: nothing), whether it keeps blanks, or is a heading."""

    name: str
    hides: str | None = None
    keeps: bool = False


@dataclass
class Page:
    """One page. Its paragraphs go to ``writing``, with the places ``place`` and, if ``lines``, lines of the file."""

    writing: Writing
    lines: bool = False
    place: dict[str, JSON] = field(default_factory=dict)
    number: int = 0

    def read(self, text: str) -> None:
        """Read all of one page."""
        parser = _Parser(self)
        parser.feed(text)
        parser.close()
        parser.end()

    def paragraph(self, text: str, line: int, heading: bool, zone: str | None) -> None:
        if not text.strip():
            return
        self.number += 1
        at = {"line": line} if self.lines else {}
        self.writing.paragraph(text, heading=heading, paragraph=self.number, zone=zone, **at, **self.place)


class _Parser(HTMLParser):
    """Blanks are run together but in ``pre``; a block's begin or end is the end of a paragraph."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[_Open] = []
        self.parts: list[str] = []
        self.line = 1
        self.hiding = 0  # open elements that hide
        self.keeping = self.headings = self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)
        if tag not in VOID:
            named = dict(attrs)
            hides = UNREAD.get(tag)
            if hides is None and ("hidden" in named or HIDDEN.search(named.get("style") or "")):
                hides = "hidden-parts"
            self._count(_Open(tag, hides, tag in ("pre", "listing", "xmp", "plaintext")), 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID or tag not in BLOCKS:
            self._begin(tag, attrs)
        else:
            self._end_paragraph()

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self._end_paragraph()
        elif tag == "img" and not self.hiding:
            self.page.writing.left["pictures"] += 1

    def _count(self, element: _Open, step: int) -> None:
        if step > 0:
            self.open.append(element)
            if element.hides and not self.hiding:
                self.page.writing.left[element.hides] += 1
        self.hiding += step * (element.hides is not None)
        self.keeping += step * element.keeps
        self.headings += step * (element.name in HEADINGS)
        self.tables += step * (element.name == "table")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" or tag in BLOCKS:
            self._end_paragraph()
        depth = next((at for at in range(1, min(len(self.open), 64) + 1) if self.open[-at].name == tag), 0)
        for _ in range(depth):  # with what was left open inside it
            self._count(self.open.pop(), -1)

    def handle_data(self, data: str) -> None:
        if self.hiding:
            return
        if not "".join(self.parts[-3:]).strip() and data.strip():
            before = data[: len(data) - len(data.lstrip())]
            self.line = self.getpos()[0] + before.count("\n") if not "".join(self.parts).strip() else self.line
        self.parts.append(data if self.keeping else re.sub(r"[ \t\n\r\f]+", " ", data))

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data[6:])

    def _end_paragraph(self) -> None:
        text, self.parts = "".join(self.parts), []
        if not self.keeping:
            text = "\n".join(filter(None, map(collapsed, text.split("\n"))))
        zone = "table" if self.tables else None
        self.page.paragraph(text.replace("\u00ad", ""), self.line, bool(self.headings), zone)

    def end(self) -> None:
        """The page has ended: what is still in hand is its last paragraph."""
        self._end_paragraph()
