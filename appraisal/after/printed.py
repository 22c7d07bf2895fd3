"""What an issued report prints, line by line and cell by cell, with what each stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.paper import Paper
from appraisal.profile import Words

FREE = frozenset(
    {"commission", "people", "materials", "custody", "procedure", "standards", "literature", "process", "declaration"}
    | {"truth", "signing", "gates", "statement", "records-checked"}
)  # sections that hold no results, nor what these rest on
SWORN = frozenset({"declaration", "truth"})  # what those who sign declare
WRITTEN = frozenset({"analysis", "process", "limits"})  # what the experts wrote themselves
OPINION, LIMITS = "opinion", "limits"
ANNEX = "annex"  # of a report that does not name its sections
COVER = Words("封面", "Cover")
PLACE = 2  # levels of headings that a place is named by
UNSEEN = frozenset({"type", "style", "result", "anchor", "kind", "align", "language", "schema", "section"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, cell or heading. ``bound``: from and to which letters it is of a result (or a digest). ``place``: the
    heading that it stands below. ``sworn``: part of declaration or statement of truth; ``written``: of what the
    experts wrote; ``limits``: of what the report does not cover."""

    text: str
    bound: tuple[tuple[int, int], ...] = ()
    opinion: bool = False
    results: bool = False
    place: str = ""
    sworn: bool = False
    written: bool = False
    limits: bool = False


def units(model: Mapping[str, Any], paper: Paper) -> Iterator[Unit]:
    """Everything that a report model prints."""
    for key, value in model.items():
        if key != "parts":
            yield from (Unit(text, bound) for text, bound in _pieces(value) if key not in UNSEEN)
    named = any(block.get("section") for part in model["parts"] for block in part["blocks"])
    for part in model["parts"]:
        cover = COVER.read("zh" if part.get("language") == "zh" else "en")
        yield from (Unit(text, bound, place=cover) for text, bound in _pieces(part.get("title", "")))
        within: dict[int, tuple[str, tuple[str, ...]]] = {}  # by the level of headings: their words, and sections
        for block in part["blocks"]:
            if block.get("type") == "Heading":
                level, words = int(block["level"]), str(block["text"])
                within = {above: one for above, one in within.items() if above < level}
                within[level] = words, _begun(block, level, None if named else paper)
            sections = [name for _, some in within.values() for name in some]
            place = " ".join(words for level, (words, _) in within.items() if level <= PLACE) or cover
            for text, bound in _pieces(block):
                yield Unit(
                    text,
                    bound,
                    opinion=OPINION in sections and block.get("level") != 1,
                    results=not FREE.issuperset(sections),
                    place=place,
                    sworn=not SWORN.isdisjoint(sections),
                    written=not WRITTEN.isdisjoint(sections),
                    limits=LIMITS in sections and block.get("level") != 1,
                )


def _begun(heading: Mapping[str, Any], level: int, paper: Paper | None) -> tuple[str, ...]:
    """Sections that begin with a heading. Of a report that does not name them (``paper``: its form) all of the chapter
    whose heading it is, so that rather too much of it is kept from correction."""
    if paper is None or level != 1:
        return (str(heading["section"]),) if heading.get("section") else ()
    words = str(heading["text"])
    return next((one.sections for one in paper.chapters if words.endswith((one.heading.zh, one.heading.en))), (ANNEX,))


def _pieces(value: Any, bound: bool = False) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    if isinstance(value, str):
        yield value, ((0, len(value)),) if bound else ()
    elif isinstance(value, Mapping):
        bound = bound or _of_result(value)
        for key, one in value.items():
            if key not in UNSEEN:
                yield from _pieces(one, bound)
    elif isinstance(value, list) and _line(value):
        spans, at = [], 0
        for one in value:
            stop = at + len(str(one["text"]))
            if bound or _of_result(one):
                spans.append((at, stop))
            at = stop
        yield "".join(str(one["text"]) for one in value), tuple(spans)
    elif isinstance(value, list):
        for one in value:
            yield from _pieces(one, bound)


def _of_result(piece: Mapping[str, Any]) -> bool:
    return piece.get("result") is not None or piece.get("style") == "digest"


def _line(value: Sequence[Any]) -> bool:
    return bool(value) and all(isinstance(one, dict) and "text" in one and "level" not in one for one in value)


def texts(value: Any) -> Iterator[str]:
    """Every text of a report model; of a line of several pieces the whole of it too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        if value and all(isinstance(one, dict) and "text" in one for one in value):
            yield "".join(str(one["text"]) for one in value)
        for one in value:
            yield from texts(one)
