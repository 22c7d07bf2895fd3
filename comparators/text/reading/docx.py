"""Text of Word documents (Office Open XML, ISO/IEC 29500; both its namespaces), as it stands when printed.

Tracked changes count as accepted: inserted text is read, deleted text is not. Notes follow the body. Not read:
comments, running heads and feet, hidden text, phonetic guides, numbers that Word sets itself. All is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from appraisal.deriver import Derived
from appraisal.media import Medium
from appraisal.work import Member
from comparators.text.reading.container import Container, attribute, local
from comparators.text.reading.writing import Writing

SUFFIXES = ("docx", "docm", "dotx", "dotm")
SKIPPED = {  # element -> what is counted as left out; None: nothing to count
    "del": "deletions", "moveFrom": "deletions", "instrText": None, "delInstrText": None, "delText": None,
    "rt": "phonetic-guides", "Fallback": None, "rPr": None, "sectPr": None, "tblPr": None, "trPr": None, "tcPr": None,
    "OLEObject": "objects", "altChunk": "parts-of-other-formats", "annotationRef": None,
}  # fmt: skip
HEADINGS = 3  # levels that are chapters
OFF = ("0", "false", "off")


@dataclass
class _Styles:
    """By style id: whether its text is hidden, and its heading level from 0 (None: no heading)."""

    hidden: dict[str, bool] = field(default_factory=dict)
    level: dict[str, int | None] = field(default_factory=dict)


class Docx:
    """See ``appraisal.deriver.Deriver``. Places: paragraphs with text, from 1; notes by their number."""

    name: ClassVar[str] = "docx"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        if name.rsplit(".", 1)[-1].lower() in SUFFIXES:
            return True
        return head[:2] == b"PK" and b"[Content_Types].xml" in head[:200] and b"word/" in head

    def derive(self, member: Member) -> Iterator[Derived]:
        with Container(member, "Word document") as container:
            main = _main(container)
            reading = _Reading(Writing(member.file), _styles(container, main))
            reading.body(container.xml(main))
            folder = main.rpartition("/")[0]
            for part, zone in (("footnotes", "footnote"), ("endnotes", "endnote")):
                name = f"{folder}/{part}.xml"
                if name in container:
                    reading.notes(container.xml(name), zone)
            for name in container.names():
                stem = name.rpartition("/")[2]
                if name.startswith(f"{folder}/") and stem.startswith(("header", "footer")) and stem.endswith(".xml"):
                    reading.writing.left["running-heads-and-feet"] += any(_texts(container.xml(name)))
                elif name == f"{folder}/comments.xml":
                    comments = sum(local(e) == "comment" for e in container.xml(name))
                    reading.writing.left["comments"] += comments
                elif name.startswith(f"{folder}/media/"):
                    reading.writing.left["pictures"] += 1
            reading.writing.left += type(reading.writing.left)()  # what was counted 0 times is not named
            yield reading.writing.derived(paragraphs=reading.number)


def _texts(root: Any) -> Iterator[str]:
    return (e.text for e in root.iter() if local(e) == "t" and e.text and e.text.strip())


def _main(container: Container) -> str:
    """The part that the package names as the document."""
    if "_rels/.rels" in container:
        for relation in container.xml("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return container.resolved("", attribute(relation, "Target") or "")
    return "word/document.xml"


def _styles(container: Container, main: str) -> _Styles:
    found = _Styles()
    name = f"{main.rpartition('/')[0]}/styles.xml"
    if name not in container:
        return found
    based: dict[str, str] = {}
    for style in container.xml(name):
        key = attribute(style, "styleId")
        if local(style) != "style" or key is None:
            continue
        for one in style:
            if local(one) == "basedOn":
                based[key] = attribute(one, "val") or ""
            elif local(one) == "rPr" and _has(one, "vanish"):
                found.hidden[key] = True
            elif local(one) == "pPr" and (level := _outline(one)) is not None:
                found.level[key] = level
            elif local(one) == "name" and (attribute(one, "val") or "").lower() == "title":
                found.level.setdefault(key, None)
    for key in based:
        _inherit(key, based, found)
    return found


def _inherit(key: str, based: dict[str, str], found: _Styles) -> None:
    """Take what a style does not say itself from those it is based on; circles end."""
    seen, at = {key}, based.get(key)
    while at and at not in seen:
        seen.add(at)
        if key not in found.hidden and at in found.hidden:
            found.hidden[key] = found.hidden[at]
        if key not in found.level and at in found.level:
            found.level[key] = found.level[at]
        at = based.get(at)


def _has(properties: Any, name: str) -> bool:
    return any(local(e) == name and (attribute(e, "val") or "1").lower() not in OFF for e in properties)


def _outline(properties: Any) -> int | None:
    for one in properties:
        if local(one) == "outlineLvl" and (attribute(one, "val") or "").isdigit():
            level = int(attribute(one, "val") or "9")
            return level if level < 9 else None
    return None


@dataclass
class _Reading:
    writing: Writing
    styles: _Styles
    number: int = 0  # of the last paragraph with text
    boxes: list[Any] = field(default_factory=list)  # text boxes anchored in the paragraph in hand

    def body(self, root: Any) -> None:
        self._blocks(root, None, count=True)

    def _blocks(self, root: Any, zone: str | None, *, count: bool, number: int | None = None) -> None:
        """All paragraphs below ``root`` in order. An own stack: documents nest deeper than Python likes."""
        waiting = [(root, zone)]
        while waiting:
            element, within = waiting.pop()
            name = local(element)
            if name == "p":
                self._paragraph(element, within, count=count, number=number)
            elif name in SKIPPED:
                if what := SKIPPED[name]:
                    self.writing.left[what] += 1
            elif name != "txbxContent":
                inner = "table" if name == "tbl" and zone is None else within
                waiting += [(child, inner) for child in reversed(element)]

    def _paragraph(self, element: Any, zone: str | None, *, count: bool, number: int | None) -> None:
        level, hidden = self._style(element)
        text = "".join(self._runs(element, hidden))
        if count and text.strip():
            self.number += 1
        at = self.number if count else None
        if (
            self.writing.paragraph(
                text, heading=level is not None and level < HEADINGS, paragraph=at, zone=zone, number=number
            )
            and zone == "table"
        ):
            self.writing.read["table-paragraphs"] += 1
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.writing.read["text-boxes"] += 1
            for child in box:
                self._blocks(child, "text-box", count=count)

    def _style(self, paragraph: Any) -> tuple[int | None, bool]:
        level: int | None = None
        hidden = False
        for properties in paragraph:
            if local(properties) != "pPr":
                continue
            for one in properties:
                if local(one) == "pStyle":
                    style = attribute(one, "val") or ""
                    level, hidden = self.styles.level.get(style), self.styles.hidden.get(style, False)
                elif local(one) == "numPr":
                    self.writing.left["automatic-numbers"] += 1
            own = _outline(properties)
            level = own if own is not None else level
        return level, hidden

    def _runs(self, paragraph: Any, hidden: bool) -> Iterator[str]:
        waiting = [(child, hidden) for child in reversed(paragraph)]
        while waiting:
            element, unseen = waiting.pop()
            name = local(element)
            if name == "t":
                text = element.text or ""
                if unseen:
                    self.writing.left["hidden-characters"] += len(text)
                else:
                    yield text
            elif name in BREAKS and not unseen:
                yield BREAKS[name]
            elif name == "txbxContent":
                self.boxes.append(element)
            elif name in SKIPPED or name == "pPr":
                if what := SKIPPED.get(name):
                    self.writing.left[what] += 1
            else:
                if name == "r":
                    unseen = self._run_hidden(element, unseen)
                elif name in ("ins", "moveTo"):
                    self.writing.read["insertions"] += 1
                elif name in ("footnoteReference", "endnoteReference"):
                    continue
                waiting += [(child, unseen) for child in reversed(element)]

    def _run_hidden(self, run: Any, hidden: bool) -> bool:
        for properties in run:
            if local(properties) == "rPr":
                for one in properties:
                    if local(one) == "rStyle":
                        hidden = hidden or self.styles.hidden.get(attribute(one, "val") or "", False)
                    elif local(one) in ("vanish", "webHidden"):
                        hidden = local(one) == "vanish" and _has(properties, "vanish")
        return hidden

    def notes(self, root: Any, zone: str) -> None:
        """Footnotes or endnotes; separators are none. Numbered in the order of the part, as Word numbers them."""
        number = 0
        for note in root:
            if local(note) != zone or attribute(note, "type") not in (None, "normal"):
                continue
            number += 1
            self.writing.read[f"{zone}s"] += 1
            self._blocks(note, zone, count=False, number=number)


BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
