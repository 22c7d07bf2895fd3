"""The report model: what a report says, before any page is drawn. Every output renders this and nothing else.

All text in it is already printable (`reports.text`). Every figure and excerpt carries ``result``: the first twelve
digits of a comparison's key, or the id of a match, so that each printed number leads to its record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal

from appraisal.errors import ReportError
from appraisal.exhibit import Clip, Exhibit, Picture
from appraisal.paper import Size
from reports import canonical
from reports.text import unprintable

SCHEMA = "appraisal.report/1"
SCHEMA_FILE = Path(__file__).parent / "schemas" / "report-1.json"
PNG = b"\x89PNG\r\n\x1a\n"
RUN_IN = 12  # details of an excerpt that stand in one paragraph; more of them stand in rows
MAX_PIXELS = 50_000_000
MIME = "application/vnd.appraisal.report+json"

Language = Literal["zh", "en"]
Style = Literal[
    "plain", "strong", "emphasis", "code", "struck", "digest", "mark",
    "same", "changed", "moved", "dropped", "folded", "context",
]  # fmt: skip
ParagraphKind = Literal["plain", "lead", "note", "notice", "seal"]  # lead: stays with what follows; seal: its place


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of a line. ``digest`` may break anywhere; ``mark`` is a status word such as 未核验.

    The last six styles are the roles of excerpt text (``appraisal.exhibit.Role``), for passages that stand in a table.
    """

    text: str
    style: Style = "plain"
    result: str | None = None


Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """First page of a part: title and lines of (label, value), under the lines of a letterhead."""

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    note: str = ""
    letterhead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 to 4, without jumps. ``anchor`` is a result id that numbers elsewhere link to; ``sticker``: lines in a
    box above it, the first of them the number of an exhibit; ``section``: name of the one that begins here, which is
    not printed: by it is known what a correction may touch."""

    level: int
    text: str
    anchor: str | None = None
    sticker: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Line
    kind: ParagraphKind = "plain"


@dataclass(frozen=True, slots=True)
class Listed:
    """A bulleted or numbered list; each item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the page."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


@dataclass(frozen=True, slots=True)
class Legend:
    """How the roles of excerpt text look, and with ``code`` the parts of speech of source code."""

    code: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` are relative; ``align`` has one of l, r, c a column; ``result`` covers all its figures."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...] = ()
    align: str = ""
    caption: Line = ()
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One match with its exhibit: number in the record, the panel's verdict, places in both works as handed in.

    ``deducted``: that exclusions take it out of the figures, or a part of it, and why; empty where all of it counts.
    What is not for ``paper`` stands in the web edition and here; on paper a sentence names it by number. ``whole``: on
    paper too a long one is not shortened.
    """

    exhibit: Exhibit
    result: str
    comparison: str
    number: int
    verdict: str
    left_places: tuple[str, ...] = ()
    right_places: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    paper: bool = True
    whole: bool = False
    deducted: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Where something lies in a file: a share [start, stop] of its length, both in [0, 1]."""

    start: float
    stop: float
    kind: Literal["matched", "excluded"] = "matched"


@dataclass(frozen=True, slots=True)
class FileBars:
    """One file of a work. ``extent`` reads for people; without a known length the axis ends at the last place seen."""

    file: str
    extent: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class WorkBars:
    label: str
    files: tuple[FileBars, ...]
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """Where the matches of one comparison lie in both works."""

    result: str
    left: WorkBars
    right: WorkBars
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing that stands for itself, not for a match: an exhibit that is drawn, e.g. a plot."""

    exhibit: Exhibit
    caption: Line = ()
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """A file as an axis; ``length`` in the unit of its places."""

    file: str
    length: float


@dataclass(frozen=True, slots=True)
class Axes:
    """Files of one work; ``omitted`` more that hold a place are not drawn."""

    label: str
    files: tuple[Axis, ...]
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """A place on the left and the one opposite: files by their number, shares [start, stop] of their lengths in [0, 1];
    ``kind`` by its number."""

    kind: int
    left: int
    left_start: float
    left_stop: float
    right: int
    right_start: float
    right_stop: float


@dataclass(frozen=True, slots=True)
class OppositeMap:
    """Which place lies opposite which, across the files of both works. ``kinds`` in words."""

    result: str
    left: Axes
    right: Axes
    kinds: tuple[str, ...]
    joins: tuple[Join, ...]
    alt: str
    caption: str = ""


Block = (
    Cover | Heading | Paragraph | Listed | Quote | Code | Rule | PageBreak | Legend | Grid | Shown | CoverageMap
    | Figure
    | OppositeMap
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """The whole report in one language."""

    language: Language
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that travels inside the PDF: rows that the page has no room for. ``mark``: its number among the
    annexes, e.g. 附件11."""

    name: str
    mime: str
    description: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Length and last digest of one of the case's logs when the report was made, to hold the case against later."""

    log: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Key:
    """A person's public key as registered in the case, by which signatures under entries can be checked."""

    name: str
    institution: str
    fingerprint: str
    key: str
    since: str


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``dated`` is an ISO date and becomes every file's only time; ``heads`` anchor the case's logs."""

    number: str
    title: str
    dated: str
    watermark: str
    parts: tuple[Part, ...]
    attachments: tuple[Attachment, ...] = ()
    heads: tuple[Anchor, ...] = ()
    persons: tuple[Key, ...] = ()
    seam: str = ""  # words that mark the place of a seal across the right edges of all pages (骑缝章)
    pages: str = ""  # put before a running number of six digits on each page (Bates numbering)
    first: int = 1  # the number of the first page there; volumes of annexes go on from the report
    paper: Size = "a4"  # of its pages
    schema: str = field(default=SCHEMA)

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(part.language for part in self.parts)


def to_json(document: Document) -> str:
    """Canonical JSON: sorted keys, no spaces, fields at their defaults left out, one line end."""
    return canonical.dumps(document)


def from_json(text: str | bytes | dict[str, Any]) -> Document:
    """Read a report model. ``ReportError`` when it breaks the schema, has unknown fields or unprintable text."""
    return checked(canonical.loads(text, Document, SCHEMA_FILE))


_sound: list[Document] = []  # at most one: each format asks it of the same document


def checked(document: Document) -> Document:
    """The same document; ``ReportError`` when text would not print or a picture is not a PNG of its stated size."""
    if any(held is document for held in _sound):
        return document
    for at, text in _texts(document, "report"):
        if found := unprintable(text):
            raise ReportError(f"{at}: holds {found}, which does not print")
    _sound[:] = [document]
    return document


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _texts(item, f"{where}[{at}]")
    elif isinstance(value, Picture) and not is_png(value):
        raise ReportError(f"{where}: not a PNG picture of {value.width} × {value.height}: {value.file}")
    elif isinstance(value, Clip) and value.flac[:4] != b"fLaC":
        raise ReportError(f"{where}: not a FLAC sound: {value.file}")
    elif is_dataclass(value) and not isinstance(value, type | Attachment):
        for part in fields(value):
            yield from _texts(getattr(value, part.name), f"{where}.{part.name}")


def is_png(picture: Picture) -> bool:
    """Whether the bytes begin as a PNG whose header states the picture's size, within the limit of a page."""
    head = picture.png[:24]
    size = (
        picture.width.to_bytes(4, "big") + picture.height.to_bytes(4, "big")
        if picture.width > 0 < picture.height
        else b""
    )
    return (
        head[:8] == PNG
        and head[12:16] == b"IHDR"
        and head[16:24] == size
        and picture.width * picture.height <= MAX_PIXELS
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of the model, made from the classes above; the checked-in file must equal it."""
    return canonical.schema(Document, SCHEMA)


if __name__ == "__main__":
    SCHEMA_FILE.write_text(canonical.pretty(schema()), "utf-8")
