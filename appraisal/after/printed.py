"""What an issued report prints, line by line and cell by cell, with what each stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.paper import Paper
from appraisal.profile import Words

FREE = frozenset(
    {"commission", "people", "materials", "custody", "procedure", "scheme", "standards", "literature", "counting"}
    | {"process", "controls", "declaration", "truth", "signing", "gates", "statement", "records-checked"}
)  # sections of chapters that hold no results; within them:
FIXED = (
    Words("比对方案", "Comparison scheme"),
    Words("计数规则", "Counting rules"),
    Words("本案对照", "In-case controls"),
)  # under these headings stands what results rest on
UNSEEN = frozenset({"type", "style", "result", "anchor", "kind", "align", "language", "schema"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, cell or heading. ``bound``: from and to which letters it is of a result (or a digest)."""

    text: str
    bound: tuple[tuple[int, int], ...] = ()
    opinion: bool = False
    results: bool = False


def units(model: Mapping[str, Any], paper: Paper) -> Iterator[Unit]:
    """Everything that a report model prints."""
    for key, value in model.items():
        if key != "parts":
            yield from (Unit(text, bound) for text, bound in _pieces(value) if key not in UNSEEN)
    for part in model["parts"]:
        yield from (Unit(text, bound) for text, bound in _pieces(part.get("title", "")))
        chapter: tuple[str, ...] | None = ()
        below = ""
        for block in part["blocks"]:
            if block.get("type") == "Heading":
                if block.get("level") == 1:
                    chapter, below = _sections(str(block.get("text", "")), paper), ""
                elif block.get("level") == 2:
                    below = str(block.get("text", ""))
            results = chapter is None or not FREE.issuperset(chapter)
            results = results or any(below.endswith((one.zh, one.en)) for one in FIXED)
            opinion = chapter is not None and "opinion" in chapter and block.get("level") != 1
            yield from (Unit(text, bound, opinion, results) for text, bound in _pieces(block))


def _sections(heading: str, paper: Paper) -> tuple[str, ...] | None:
    """Sections of the chapter with this heading; None: none of the paper, an annex."""
    for chapter in paper.chapters:
        if heading.endswith((chapter.heading.zh, chapter.heading.en)):
            return chapter.sections
    return None


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
