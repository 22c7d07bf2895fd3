"""What an issued report prints, line by line and cell by cell, with what each stands in."""

from __future__ import annotations

import re
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
SWORN = {  # what those who sign declare
    "declaration": Words("声明", "Declaration"),
    "truth": Words("真实声明", "Statement of truth"),
}
WRITTEN = {  # what the experts wrote themselves
    "analysis": Words("分析说明", "Analysis"),
    "process": Words("检验经过", "Process"),
    "limits": Words("局限", "Limits"),
}
COVER = Words("封面", "Cover")
UNSEEN = frozenset({"type", "style", "result", "anchor", "kind", "align", "language", "schema"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, cell or heading. ``bound``: from and to which letters it is of a result (or a digest). ``place``: the
    heading that it stands below. ``sworn``: part of declaration or statement of truth; ``written``: of what the
    experts wrote."""

    text: str
    bound: tuple[tuple[int, int], ...] = ()
    opinion: bool = False
    results: bool = False
    place: str = ""
    sworn: bool = False
    written: bool = False


def units(model: Mapping[str, Any], paper: Paper) -> Iterator[Unit]:
    """Everything that a report model prints."""
    for key, value in model.items():
        if key != "parts":
            yield from (Unit(text, bound) for text, bound in _pieces(value) if key not in UNSEEN)
    declared = frozenset(_flat(words) for one in _declared(paper) for words in (one.zh, one.en) if words)
    for part in model["parts"]:
        cover = COVER.read("zh" if part.get("language") == "zh" else "en")
        yield from (Unit(text, bound, place=cover) for text, bound in _pieces(part.get("title", "")))
        chapter: tuple[str, ...] | None = ()
        above = below = ""
        for block in part["blocks"]:
            if block.get("type") == "Heading":
                if block.get("level") == 1:
                    above, below = str(block.get("text", "")), ""
                    chapter = _sections(above, paper)
                elif block.get("level") == 2:
                    below = str(block.get("text", ""))
            results = chapter is None or not FREE.issuperset(chapter)
            results = results or any(below.endswith((one.zh, one.en)) for one in FIXED)
            opinion = chapter is not None and "opinion" in chapter and block.get("level") != 1
            sworn, written = (_stands(kept, chapter, above, below) for kept in (SWORN, WRITTEN))
            place = " ".join(one for one in (above, below) if one) or cover
            for text, bound in _pieces(block):
                yield Unit(text, bound, opinion, results, place, sworn or _flat(text) in declared, written)


def _declared(paper: Paper) -> tuple[Words, ...]:
    return (*paper.declaration, *(() if paper.truth is None else (paper.truth,)))


def _flat(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _stands(kept: Mapping[str, Words], chapter: tuple[str, ...] | None, above: str, below: str) -> bool:
    """Whether what stands below these headings is of a section of ``kept``. A chapter of one section has no heading
    within; an annex has that of its section."""
    if chapter is not None and len(chapter) == 1:
        return chapter[0] in kept
    return (below or above).endswith(tuple(words for one in kept.values() for words in (one.zh, one.en)))


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
