"""One form of paper (文书): which title it has, for whom it may be made, what must stand in it, in which order.

Staff write it as TOML without Python (``papers/``); ``appraisal.papers.files`` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from appraisal.errors import RecordError
from appraisal.profile import Words

PARTS = "parts"  # where a report template's own parts go
# What people sign, and what they state: never an annex.
BODY = (PARTS, "summary", "analysis", "opinion", "limits", "statement", "declaration", "truth", "signing", "gates")

Similarity = Literal["never", "if-asked"]
Size = Literal["a4", "us-letter"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter under its heading, made of sections of the general report; one section alone has no heading of its own.

    ``parts`` among the sections is the place of the parts of a report template (see ``appraisal.profile``).
    """

    heading: Words
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs. ``experts``: at least so many; of a form whose declaration says "I": 1. ``reviewer``: 复核, by
    somebody who is no appraiser of the case; ``signatory``: 签发."""

    experts: int = 2
    reviewer: bool = True
    signatory: bool = True
    seal: bool = True

    def __post_init__(self) -> None:
        if self.experts < 1:
            raise RecordError("signing, experts: at least one expert signs a report")


@dataclass(frozen=True, slots=True)
class Page:
    """Look of the pages. ``paper``: their size.

    ``seam``: marks the place of a seal across the edges of all pages (骑缝章). ``pages``: what stands before a running
    number of six digits on each page (Bates numbering); empty: none. ``exhibit``: how annexes and attached files are
    numbered, ``{number}`` filled in; ``sticker``: a box at the head of each with that number, the number of the report,
    who made it, and room for witness and date.
    """

    letterhead: bool = True
    seam: bool = False
    pages: str = ""
    exhibit: Words = field(default_factory=lambda: Words("附件{number}", "Exhibit {number}"))
    sticker: bool = False
    paper: Size = "a4"

    def __post_init__(self) -> None:
        try:
            if (
                self.exhibit.zh.format(number="") == self.exhibit.zh
                or self.exhibit.en.format(number="") == self.exhibit.en
            ):
                raise RecordError("page, exhibit: it needs {number} in both languages")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise RecordError("page, exhibit: it may hold {number}, nothing else") from error


@dataclass(frozen=True, slots=True)
class Paper:
    """One form of paper.

    ``procedures`` and ``clients``: for which it may be made, all when empty. ``licence``: category that a licence of
    the institution must have; empty: none is needed. ``opinion``: whether it states one. ``similarity``: whether it may
    say 实质性相似: never, or where a question of the commission does. ``prevails``: which of both languages
    stands first and counts. ``numbering``: what a report number looks like;
    ``{year}``, ``{serial}`` and ``{institution}`` are filled in. ``required``: ids of contents (``appraisal.gates``).
    ``declaration``: what the experts declare above their names. ``truth``: a statement of truth, which stands on the
    page of the signatures. ``annexed``: sections that stand behind the signatures, as the first annexes. ``author``,
    ``house``: what the paper calls who examined and signs, and the institution. ``base``: of a form of the
    institution's own, the name of that which it comes from; ``titles``: further words that bind a title to this form
    (``appraisal.papers.bound``).
    """

    name: str
    title: Words
    chapters: tuple[Chapter, ...]
    required: tuple[str, ...]
    about: Words
    procedures: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    licence: str = ""
    opinion: bool = True
    similarity: Similarity = "never"
    prevails: Literal["zh", "en"] = "zh"
    numbering: str = "{year}-{serial}"
    declaration: tuple[Words, ...] = ()
    truth: Words | None = None
    author: Words = field(default_factory=lambda: Words("鉴定人", "Appraiser"))
    house: Words = field(default_factory=lambda: Words("鉴定机构", "Institution"))
    signing: Signing = Signing()
    page: Page = field(default_factory=Page)
    annexed: tuple[str, ...] = ()
    base: str = ""
    titles: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        placed = [section for chapter in self.chapters for section in chapter.sections] + list(self.annexed)
        if twice := [name for name in placed if placed.count(name) > 1]:
            raise RecordError(f"chapters: section {twice[0]!r} is placed twice")
        if bound := [name for name in self.annexed if name in BODY]:
            raise RecordError(f"annexed: section {bound[0]!r} stands in the body of a report")
        try:
            self.numbering.format(year="2026", serial="1", institution="")
        except (KeyError, IndexError, ValueError) as error:
            raise RecordError("numbering: it may hold {year}, {serial} and {institution}, nothing else") from error

    def fits(self, procedure: str, client: str) -> bool:
        """Whether it may be made in this procedure for this kind of client; what is not stated fits."""
        return (not self.procedures or not procedure or procedure in self.procedures) and (
            not self.clients or not client or client in self.clients
        )
