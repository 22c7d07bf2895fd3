"""Text of EPUB books (2 and 3): the pages of the spine in reading order, each read as a web page is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from appraisal.deriver import Derived
from appraisal.errors import Encrypted, MaterialError, Unreadable
from appraisal.media import Medium
from appraisal.work import Member
from comparators.text.reading.container import BESIDE, Container, attribute, local
from comparators.text.reading.html import Page, decoded
from comparators.text.reading.writing import Writing

FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # fonts made unusable outside the book
PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document")


class Epub:
    """See ``appraisal.deriver.Deriver``. Places: the file inside the book, and its paragraphs with text from 1."""

    name: ClassVar[str] = "epub"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        return name.lower().endswith(".epub") or head[30:58] == b"mimetypeapplication/epub+zip"

    def derive(self, member: Member) -> Iterator[Derived]:
        with Container(member, "EPUB") as book:
            _open(book)
            writing = Writing(member.file)
            unread: list[str] = []
            paragraphs = pages = 0
            for name in _spine(book, writing):
                try:
                    text, _ = decoded(book.read(name), f"{member.file}: {name}")
                except MaterialError as error:
                    unread.append(str(error))
                    continue
                page = Page(writing, place={"part": name})
                page.read(text)
                paragraphs, pages = paragraphs + page.number, pages + 1
            if not pages:
                raise Unreadable(f"{member.file}: none of the book's pages can be read: {'; '.join(unread[:3])}")
            yield writing.derived(paragraphs=paragraphs, pages=pages, unread=unread[:20])


def _open(book: Container) -> None:
    """``Encrypted`` when more than fonts is protected."""
    name = "META-INF/encryption.xml"
    if name not in book:
        return
    for data in book.xml(name).iter():
        if local(data) == "EncryptedData":
            methods = [attribute(e, "Algorithm") for e in data if local(e) == "EncryptionMethod"]
            if not all(method in FONTS for method in methods):
                raise Encrypted(f"{book.file}: its pages are protected (DRM): hand in a copy that is not")


def _spine(book: Container, writing: Writing) -> Iterator[str]:
    """Names of the pages in reading order, each once; what the spine calls no part of the reading is counted."""
    opf = _package(book)
    root = book.xml(opf)
    items: dict[str, tuple[str, str]] = {}
    for item in root.iter():
        if local(item) == "item" and attribute(item, "id") is not None:
            name = book.resolved(opf, attribute(item, "href") or "")
            items[attribute(item, "id") or ""] = (name, attribute(item, "media-type") or "")
    writing.left["pictures"] = sum(kind.startswith("image/") for _, kind in items.values())
    seen: set[str] = set()
    for reference in root.iter():
        if local(reference) != "itemref":
            continue
        name, kind = items.get(attribute(reference, "idref") or "", ("", ""))
        if not name or name in seen:
            continue
        seen.add(name)
        if attribute(reference, "linear") == "no":
            writing.left["pages-outside-the-reading"] += 1
        elif kind not in PAGES:
            writing.left["pages-that-are-no-text"] += 1
        else:
            yield name
    writing.left += type(writing.left)()  # what was counted 0 times is not named
    if not seen:
        raise Unreadable(f"{book.file}: a damaged EPUB: its spine names no page: save it anew {BESIDE}")


def _package(book: Container) -> str:
    root: Any = book.xml("META-INF/container.xml")
    for one in root.iter():
        if local(one) == "rootfile" and attribute(one, "full-path"):
            return book.resolved("", attribute(one, "full-path") or "")
    raise Unreadable(f"{book.file}: a damaged EPUB: it names no package: save it anew {BESIDE}")
