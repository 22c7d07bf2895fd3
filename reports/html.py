"""One self-contained HTML file: autoescaped, no script, strict content security policy. A reading copy of the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, ClassVar

from markupsafe import Markup

from reports.contents import listed
from reports.document import Block, Document, Language, Part, checked
from reports.exhibits.html import environment, style
from reports.exporting import DocumentExporter
from reports.view import anchors

_SHOWN = count(1)  # fragments made in this process


class _PartPage:
    """One language of the report as the template walks it: links lead only to places that exist, each placed once."""

    def __init__(self, part: Part, prefix: str = "") -> None:
        """``prefix``: before every id of this part, where the page holds other parts of its language."""
        self.language: Language = part.language
        self.prefix = prefix or part.language
        self.lang = "zh-CN" if part.language == "zh" else "en"
        self.blocks: tuple[Block, ...] = part.blocks
        self.anchors = anchors(part)
        self.listed = listed(part)
        self.contents = tuple(enumerate(self.listed, 1))
        self._lists = frozenset(map(id, self.listed))
        self._placed: set[str] = set()
        self._section = 0

    def place(self, result: str | None) -> Markup:
        """The id attribute of the first block of a result."""
        if not result or result in self._placed:
            return Markup()
        self._placed.add(result)
        return Markup(' id="{}-{}"').format(self.prefix, result)

    def lists(self, block: Block) -> bool:
        """Whether this very heading stands in the contents; another one may have the same words."""
        return id(block) in self._lists

    def next_section(self) -> int:
        self._section += 1
        return self._section


def render(document: Document) -> bytes:
    """The HTML file. Same document, same bytes."""
    checked(document)
    page: Any = environment().get_template("report.html")
    made: str = page.render(
        document=document,
        parts=[_PartPage(part) for part in document.parts],
        style=style(),
    )
    return made.encode("utf-8")


def fragment(blocks: Sequence[Block], language: Language) -> str:
    """Blocks as an HTML fragment for a notebook: styled, escaped, no script, nothing fetched. Many stand on one page:
    each has ids of its own, the same whenever the cells are run in the same order."""
    page = _PartPage(Part(language, "", tuple(blocks)), f"{language}-{next(_SHOWN)}")
    module: Any = environment().get_template("blocks.html").module
    return Markup('<div class="appraisal" lang="{}"><style>{}</style>{}</div>').format(
        page.lang, style(), module.many(page.blocks, page)
    )


class Fragment:
    """Safe HTML in a notebook."""

    def __init__(self, body: str) -> None:
        self._body = body

    def _repr_html_(self) -> str:
        return self._body


class HtmlExporter(DocumentExporter):
    """A reading copy."""

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"

    def render(self, document: Document) -> bytes:
        return render(document)
