"""Text of PDF files with a text layer, page by page and line by line; pages without one through text recognition.

PDFium (by ``pypdfium2``, built without JavaScript) decodes fonts and puts characters into lines; here lines become
paragraphs, running heads and page numbers are told and left out, words that a line's end divides are joined. Nothing in
the file is run, followed or fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ClassVar

from appraisal.deriver import Derived
from appraisal.errors import Encrypted, OverLimit, Unreadable
from appraisal.media import Medium
from appraisal.work import Member
from comparators.text.reading import recognition
from comparators.text.reading.container import BESIDE
from comparators.text.reading.layout import Line, heads_and_feet
from comparators.text.reading.pdf_lines import lines_of
from comparators.text.reading.running import write
from comparators.text.reading.writing import Writing

MOST_BYTES = 1 << 30
MOST_PAGES = 20_000
FEW = 5  # characters on a page that still count as none: a stamp, a page number
UNMAPPED = 0.2  # share of characters without a meaning above which a page's text layer is of no use
EXAMPLES = 8  # running heads that the notes quote
SCAN = (
    "it is a scan, or its fonts do not say what their signs mean: install the extra `ocr`"
    " (pip install 'copyright-appraisal[ocr]') and compare again, or hand in a text beside it"
)


class Pdf:
    """See ``appraisal.deriver.Deriver``. Places: page, line of the page, and the line's box in points."""

    name: ClassVar[str] = "pdf"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        try:
            return {"pypdfium2": version("pypdfium2"), **recognition.libraries()}
        except PackageNotFoundError:
            return {}

    def takes(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(".pdf") or head.startswith(b"%PDF-")

    def derive(self, member: Member) -> Iterator[Derived]:
        if member.size > MOST_BYTES:
            raise OverLimit(f"{member.file}: a PDF of {member.size} bytes, more than {MOST_BYTES}: split it")
        document = _opened(member)
        try:
            yield _Reading(member.file, document).derived()
        finally:
            document.close()


def _opened(member: Member) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(member.path)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted(f"{member.file}: under a password: save it without one {BESIDE}") from error
        if code == pypdfium2.raw.FPDF_ERR_SECURITY or "security" in str(error).lower():
            raise Encrypted(
                f"{member.file}: protected in a way that is not read: print it to a new PDF {BESIDE}"
            ) from (error)
        raise Unreadable(f"{member.file}: a damaged PDF ({error}): print it to a new PDF {BESIDE}") from error
    if not 0 < pages <= MOST_PAGES:
        document.close()
        if pages:
            raise OverLimit(f"{member.file}: {pages} pages, more than {MOST_PAGES}: split the work")
        raise Unreadable(f"{member.file}: a damaged PDF: it has no page")
    return document


@dataclass
class _Reading:
    """One document on its way to a view."""

    file: str
    document: Any
    writing: Writing = field(init=False)
    kept: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    recognised: list[int] = field(default_factory=list)
    without: list[int] = field(default_factory=list)  # pages with pictures and no text that nothing could read
    invisible: int = 0
    doubtful: int = 0

    def __post_init__(self) -> None:
        self.writing = Writing(self.file)

    def derived(self) -> Derived:
        pages = [self._page(number) for number in range(len(self.document))]
        if not any(pages):
            raise Unreadable(
                f"{self.file}: a PDF of {len(pages)} pages, {len(self.without)} of them pictures, without text that can"
                f" be read: {SCAN}"
            )
        left, examples = heads_and_feet(pages)
        self.writing.left["running-heads-feet-and-page-numbers"] = sum(map(len, left))
        kept = [[line for at, line in enumerate(page) if at not in out] for page, out in zip(pages, left, strict=True)]
        hyphens = write(self.writing, [line for page in kept for line in page], self._outline())
        self._counted()
        self.writing.left += type(self.writing.left)()  # what was counted 0 times is not named
        return self.writing.derived(
            kept=tuple(self.kept.values()),
            pictures=self.pictures,
            pages=len(pages),
            pages_recognised=len(self.recognised),
            lines_in_doubt=self.doubtful,
            pages_without_text=self.without[:200],
            pages_with_hidden_text_layer=self.invisible,
            words_joined_at_line_ends=hyphens,
            running_heads=examples[:EXAMPLES],
        )

    def _page(self, number: int) -> list[Line]:
        """Lines of one page, from its text layer or by recognition."""
        import pypdfium2

        try:
            page = self.document[number]
        except pypdfium2.PdfiumError:
            self.writing.left["damaged-pages"] += 1
            return []
        try:
            found = lines_of(page, number + 1)
            if found.characters >= FEW and found.unmapped <= UNMAPPED * found.characters:
                self.invisible += found.invisible
                return found.lines
            if found.characters < FEW and not found.pictures:
                return found.lines  # a blank page
            if recognition.available():
                return self._recognised(page, number + 1)
            self.without.append(number + 1)
            return []
        finally:
            page.close()

    def _recognised(self, page: Any, number: int) -> list[Line]:
        picture = recognition.of_page(page)
        lines, unread, doubtful = recognition.recognised(picture, number)
        self.writing.left["lines-not-recognised"] += unread
        self.doubtful += doubtful
        sha256 = hashlib.sha256(picture).hexdigest()
        self.kept[sha256] = picture
        self.pictures[str(number)] = sha256
        self.recognised.append(number)
        return lines

    def _outline(self) -> dict[int, list[str]]:
        """Titles of the two upper levels of the bookmarks, by page from 1."""
        import pypdfium2

        found: dict[int, list[str]] = {}
        try:
            for mark in self.document.get_toc(max_depth=4):
                destination = mark.get_dest()
                index = destination.get_index() if destination is not None else None
                if mark.level < 2 and index is not None:
                    found.setdefault(index + 1, []).append("".join(mark.get_title().split()))
        except (pypdfium2.PdfiumError, ValueError, AttributeError):
            self.writing.left["damaged-bookmarks"] += 1
        return found

    def _counted(self) -> None:
        """What of the file is no text of its pages."""
        import pypdfium2.raw as raw

        self.writing.left["scripts"] = raw.FPDFDoc_GetJavaScriptActionCount(self.document)
        self.writing.left["attached-files"] = raw.FPDFDoc_GetAttachmentCount(self.document)
        if self.document.get_formtype():
            self.writing.left["forms"] = 1
        for count in ("scripts", "attached-files"):
            self.writing.left[count] = max(0, self.writing.left[count])
