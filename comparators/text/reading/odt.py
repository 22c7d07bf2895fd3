"""Text of OpenDocument texts (ODF 1.3, ISO/IEC 26300), packed (odt, ott) or flat (fodt), as it stands when printed.

Tracked deletions are kept apart by the format and are not read. Notes follow the body. Not read: annotations, hidden
text and sections, phonetic guides, running heads and feet (which lie in the styles). All but the last is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from appraisal.deriver import Derived
from appraisal.errors import Encrypted, OverLimit, Unreadable
from appraisal.media import Medium
from appraisal.work import Member
from comparators.text.reading.container import BESIDE, MOST_PART, Container, attribute, local, parsed
from comparators.text.reading.writing import Writing, collapsed

SUFFIXES = ("odt", "ott", "fodt")
LEFT = {  # element -> what is counted as left out
    "annotation": "comments", "tracked-changes": "deletions", "ruby-text": "phonetic-guides",
    "hidden-text": "hidden-parts", "hidden-paragraph": "hidden-parts", "object": "objects", "image": "pictures",
}  # fmt: skip
UNCOUNTED = frozenset(("annotation-end", "sequence-decls", "forms", "note-citation", "title", "desc", "object-ole"))
HEADINGS = 3
MOST_SPACES = 1000  # of one element; a reader sees no more than a wide gap


class Odt:
    """See ``appraisal.deriver.Deriver``. Places: paragraphs with text, from 1; notes by their number."""

    name: ClassVar[str] = "odt"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        return (
            name.rsplit(".", 1)[-1].lower() in SUFFIXES
            or b"mimetypeapplication/vnd.oasis.opendocument.text" in (head[30:90])
        )

    def derive(self, member: Member) -> Iterator[Derived]:
        reading = _Reading(Writing(member.file))
        root = _content(member)
        bodies = [e for e in root.iter() if local(e) == "text" and local(e.getparent()) == "body"]
        if not bodies:
            raise Unreadable(f"{member.file}: an OpenDocument file, but no text: save it as .odt {BESIDE}")
        reading.body(bodies[0])
        yield reading.writing.derived(paragraphs=reading.number)


def _content(member: Member) -> Any:
    head = member.head(5)
    if head[:2] != b"PK" and member.file.lower().endswith(".fodt"):
        if member.size > MOST_PART:
            raise OverLimit(f"{member.file}: {member.size} bytes, more than {MOST_PART}: split the work")
        return parsed(member.bytes(MOST_PART), member.file)
    with Container(member, "OpenDocument text") as container:
        manifest = "META-INF/manifest.xml"
        if manifest in container and any(local(e) == "encryption-data" for e in _manifest(container, manifest).iter()):
            raise Encrypted(f"{member.file}: under a password: save it without one {BESIDE}")
        return container.xml("content.xml")


def _manifest(container: Container, name: str) -> Any:
    """Old writers put a DOCTYPE before the manifest: it is cut off, since nothing of it is needed."""
    data = container.read(name)
    if b"<!DOCTYPE manifest:manifest" in data[:1024] and b"[" not in data[: data.find(b">", data.find(b"<!DOCTYPE"))]:
        start = data.find(b"<!DOCTYPE")
        data = data[:start] + data[data.find(b">", start) + 1 :]
    return parsed(data, f"{container.file}: {name}")


@dataclass
class _Reading:
    writing: Writing
    number: int = 0
    boxes: list[Any] = field(default_factory=list)
    waiting_notes: list[tuple[str, Any]] = field(default_factory=list)

    def body(self, root: Any) -> None:
        self._blocks(root, None, count=True)
        counted = {"footnote": 0, "endnote": 0}
        for zone in counted:
            for kind, body in self.waiting_notes:
                if kind == zone:
                    counted[zone] += 1
                    self.writing.read[f"{zone}s"] += 1
                    self._blocks(body, zone, count=False, number=counted[zone])

    def _blocks(self, root: Any, zone: str | None, *, count: bool, number: int | None = None) -> None:
        waiting = [(root, zone)]
        while waiting:
            element, within = waiting.pop()
            name = local(element)
            if name in ("p", "h"):
                self._paragraph(element, within, count=count, number=number)
            elif name == "section" and attribute(element, "display") in ("none", "condition"):
                self.writing.left["hidden-parts"] += 1
            elif name in LEFT:
                self.writing.left[LEFT[name]] += 1
            elif name not in UNCOUNTED:
                inner = "table" if name == "table" and zone is None else within
                waiting += [(child, inner) for child in reversed(element)]

    def _paragraph(self, element: Any, zone: str | None, *, count: bool, number: int | None) -> None:
        text = self._text(element)
        if count and text.strip():
            self.number += 1
        level = attribute(element, "outline-level") or "1"
        heading = local(element) == "h" and level.isdigit() and int(level) <= HEADINGS
        at = self.number if count else None
        if self.writing.paragraph(text, heading=heading, paragraph=at, zone=zone, number=number) and zone == "table":
            self.writing.read["table-paragraphs"] += 1
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.writing.read["text-boxes"] += 1
            self._blocks(box, "text-box", count=count)

    def _text(self, paragraph: Any) -> str:
        """Text of a paragraph: blanks of the file run together, those that count are elements of their own."""
        parts: list[str] = []
        pending: list[str] = [paragraph.text or ""]

        def flush() -> None:
            text = "".join(pending)
            pending.clear()
            words = collapsed(text)
            lead = " " if words and text[:1].isspace() and parts and not parts[-1].endswith((" ", "\n", "\t")) else ""
            tail = " " if words and text[-1:].isspace() else ""
            if words:
                parts.append(lead + words + tail)
            elif text and parts and not parts[-1].endswith((" ", "\n", "\t")):
                parts.append(" ")

        waiting: list[Any] = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            if isinstance(element, str):
                pending.append(element)
                continue
            if element.tail:
                waiting.append(element.tail)
            name = local(element)
            if name in SPACES:
                flush()
                count = attribute(element, "c") or "1"
                times = min(int(count), MOST_SPACES) if name == "s" and count.isdigit() else 1
                parts.append(SPACES[name] * times)
            elif name == "note":
                kind = "endnote" if attribute(element, "note-class") == "endnote" else "footnote"
                self.waiting_notes += [(kind, body) for body in element if local(body) == "note-body"]
            elif name == "text-box":
                self.boxes.append(element)
            elif name in LEFT:
                self.writing.left[LEFT[name]] += 1
            elif name not in UNCOUNTED:
                waiting += reversed(element)
                if element.text:
                    waiting.append(element.text)
        flush()
        return "".join(parts).rstrip(" ")


SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}
