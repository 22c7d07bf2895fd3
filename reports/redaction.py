"""Redacted versions (遮盖本): a report model in which some expressions are not shown, wherever they stand.

An expression may lie across pieces of one line (a highlighted part begins within it), so pieces are looked at together.
Files and sounds that travel inside the report are taken out. Pictures stay: what they show is for the person who
redacts to judge.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from appraisal import registry
from appraisal.errors import ReportError
from appraisal.notice import Hidden
from appraisal.profile import Words
from reports.document import Block, Cover, Document, Grid, Inline, Language, Paragraph, Part, from_json
from reports.text import Printed, printable
from reports.wording import WORDS, say

STRUCTURE = frozenset(
    {"type", "style", "kind", "schema", "language", "result", "anchor", "comparison", "digest", "fingerprint", "key",
     "align", "mime", "png", "section", "verdict"}
)  # fmt: skip
"""Fields that hold no words of the case."""
MARKS = frozenset(
    {"after-results", "after-run", "after-run-note", "back-dated", "back-dated-note", "scheme-back-dated",
     "late-exclusions", "uncounted-exclusions", "exclusions-note", "before-late-note", "late-figures",
     "late-figures-none", "step-persons-after-results", "overruled-late", "opinion-dissents", "opinion-dissents-own",
     "opinion-filed-besides", "about.dissent", "process-note", "superseded", "superseded-title", "col.superseded",
     "replaced",
     "gates-passed", "draft", "draft-number"}
)  # fmt: skip
FAMILIES = ("gate.", "absent.", "scheme-depart", "departure")
"""Marks of the form, and beginnings of their keys: late exclusions and entries, departures, dissents, drafts, gates
that were passed over, and records that others replaced."""
CLOSED = ("reason.", "verdict.", "status.")
"""Beginnings of the keys of closed lists, whose words stand by themselves: why places were taken out, what was held of
a match, what a comparison came to."""
LEAST, SENTENCE = 2, 8  # letters of a fixed piece of a sentence, and of a sentence that is a mark wherever it stands
_FILLED = re.compile(r"\{[^{}]*\}")
_EDGES = " 　（）()[]【】:：;；,，。.“”0123456789一二三四五六七八九十"


def redacted(
    model: bytes, hidden: Sequence[Hidden], sha256: str, beside: Sequence[tuple[Words, Words]] = (), version: int = 1
) -> tuple[Document, Mapping[str, int]]:
    """The document without these expressions, and how often each was taken out; in front, what was filed since. Its
    pages have numbers of their own, of this ``version``: one number names no page of two papers.

    ``ReportError`` when an expression is shorter than two characters, cannot be taken out everywhere, or lies in a mark
    by which the form tells of what was done after results, of dissents and of what was passed over, by which method and
    for which reason of the closed list.
    """
    document, counts = _redacted(model, tuple(hidden), sha256, tuple(beside), version)
    return document, dict(counts)


@lru_cache(maxsize=1)  # each format asks for the same
def _redacted(
    model: bytes, hidden: tuple[Hidden, ...], sha256: str, beside: tuple[tuple[Words, Words], ...], version: int
) -> tuple[Document, Mapping[str, int]]:
    for one in hidden:
        if len(one.text.strip()) < 2 or one.text in one.shown:
            raise ReportError(f"{one.text!r}: two characters at least are hidden, and do not stand in their place")
    counts: Counter[str] = Counter({one.text: 0 for one in hidden})
    body = json.loads(model)
    body.pop("attachments", None)
    lines = [*_lines(body)]
    methods = tuple(_methods(lines))
    for line in lines:
        _refuse_mark(line, hidden, methods)
    ordered = sorted(hidden, key=lambda one: (-len(one.text), one.text))  # a name before a part of it
    without = _hidden(body, ordered, counts)
    document = from_json(without)
    number = printable(f"{document.number}{say(document.parts[0].language, 'redacted-mark')}")
    pages = printable(f"{document.pages}R{version}-") if document.pages else ""
    parts = tuple(_told(part, document, pages, hidden, counts, sha256, beside) for part in document.parts)
    return replace(document, number=number, parts=parts, pages=pages), counts


def _lines(value: Any) -> Iterator[list[str]]:
    """Everything printed, line by line, each in its pieces."""
    if isinstance(value, str):
        yield [value]
    elif isinstance(value, dict):
        for name, held in value.items():
            yield from _lines(held) if name not in STRUCTURE else ()
    elif isinstance(value, list):
        if value and all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in value):
            yield [one["text"] for one in value]
        else:
            for one in value:
                yield from _lines(one)


def _methods(lines: Sequence[list[str]]) -> Iterator[re.Pattern[str]]:
    """Each method that the document names, by its name and with what it is called before that. What it is called may be
    a word like others (音效), and is its name only there."""
    told = "\n".join("".join(pieces) for pieces in lines)
    for name in (*registry.comparator_names(), *registry.examiner_names()):
        if name in told:
            labels = [said.get("labels") for said in registry.counting(name).values()]
            called = [str(one["name"]) for one in labels if isinstance(one, Mapping) and one.get("name")]
            before = "|".join(map(re.escape, called)) or "(?!)"
            yield re.compile(rf"(?:(?:{before})\s*[(（]?\s*)?(?<![\w-]){re.escape(name)}(?![\w-])")


def _refuse_mark(pieces: list[str], hidden: Sequence[Hidden], methods: Sequence[re.Pattern[str]]) -> None:
    """``ReportError`` where an expression lies in a mark of the form, or over a part of it."""
    line = "".join(pieces)
    for one in hidden:
        if one.text not in line:
            continue
        starts = [at for at in range(len(line)) if line.startswith(one.text, at)]
        for start, stop in _marks(pieces, line, methods):
            if any(start < at + len(one.text) and at < stop for at in starts):
                raise ReportError(
                    f"{one.text!r} stands in a mark of the form (文书固定标记): {line[start:stop]}; what was done after"
                    " results, dissents, what was passed over, methods, reasons and verdicts are shown in every version"
                )


def _marks(pieces: list[str], line: str, methods: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    """From and to which letters of a line marks stand: words that are a piece of it, sentences of the form but for what
    is filled in, and methods."""
    for method in methods:
        yield from (hit.span() for hit in method.finditer(line))
    at = 0
    for piece in pieces:
        if piece.strip(_EDGES) in _words():
            yield at, at + len(piece)
        at += len(piece)
    for pattern in _sentences():
        for hit in pattern.finditer(line):
            yield from (hit.span(number) for number in range(1, pattern.groups + 1))


@cache
def _words() -> frozenset[str]:
    return frozenset(said for said in (*_said(), *_said(CLOSED)) if "{" not in said)


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    found = []
    for said in _said():
        parts = [part for part in _FILLED.split(said) if len(part) >= LEAST]
        if len(said) >= SENTENCE and parts:
            found.append(re.compile(".*?".join(f"({re.escape(part)})" for part in parts)))
    return tuple(found)


def _said(families: tuple[str, ...] = ()) -> Iterator[str]:
    """The marks of the form in all languages; ``families``: what has these keys instead."""
    for words in WORDS.values():
        for key, said in words.items():
            if key.startswith(families or FAMILIES) or (not families and key in MARKS):
                yield said


def _hidden(value: Any, hidden: Sequence[Hidden], counts: Counter[str]) -> Any:
    if isinstance(value, str):
        return _line([value], hidden, counts)[0]
    if isinstance(value, list):
        if value and all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in value):
            texts = _line([one["text"] for one in value], hidden, counts)
            return [
                {name: text if name == "text" else _field(name, held, hidden, counts) for name, held in one.items()}
                for one, text in zip(value, texts, strict=True)
            ]
        return [_hidden(one, hidden, counts) for one in value]
    if isinstance(value, dict):
        return {name: _field(name, held, hidden, counts) for name, held in value.items() if name != "clips"}
    return value


def _field(name: str, value: Any, hidden: Sequence[Hidden], counts: Counter[str]) -> Any:
    return value if name in STRUCTURE else _hidden(value, hidden, counts)


def _line(pieces: list[str], hidden: Sequence[Hidden], counts: Counter[str]) -> list[str]:
    """The pieces of one line without the expressions; each is replaced in the piece where it begins."""
    for one in hidden:
        whole = "".join(pieces)
        if one.text not in whole:
            continue
        kept: list[list[str]] = [[] for _ in pieces]
        owner = [at for at, piece in enumerate(pieces) for _ in piece]
        at = 0
        while at < len(whole):
            if whole.startswith(one.text, at):
                kept[owner[at]].append(one.shown)
                counts[one.text] += 1
                at += len(one.text)
            else:
                kept[owner[at]].append(whole[at])
                at += 1
        pieces = ["".join(piece) for piece in kept]
    return pieces


def _told(
    part: Part,
    full: Document,
    pages: str,
    hidden: Sequence[Hidden],
    counts: Mapping[str, int],
    sha256: str,
    beside: Sequence[tuple[Words, Words]],
) -> Part:
    """The part with what it is on its cover, and what was taken out for which reason after that; ``full``: the whole
    version, ``pages``: what stands before the numbers of pages of this one."""
    language: Language = part.language
    rows = [
        ((Inline(printable(one.shown)),), (Inline(printable(one.why)),), (Inline(Printed(str(counts[one.text]))),))
        for one in hidden
    ]
    numbered = say(language, "redacted-pages", pages=pages, full=full.pages) if pages else ""
    head = tuple((Inline(say(language, f"col.{name}"), "strong"),) for name in ("shown-as", "reason", "times"))
    said: tuple[Block, ...] = (
        Paragraph((Inline(say(language, "redacted-note", sha256=sha256) + numbered),), "notice"),
        *(
            Paragraph(
                (
                    Inline(Printed(printable(label.read(language)) + say(language, "colon")), "strong"),
                    Inline(printable(told.read(language))),
                ),
                "notice",
            )
            for label, told in beside
        ),
        Grid(head, tuple(rows), widths=(2.0, 4.0, 0.8), caption=(Inline(say(language, "redacted-table")),)),
    )
    front = tuple(_marked(block, language, full.number) for block in part.blocks[:1] if isinstance(block, Cover))
    return replace(part, blocks=(*front, *said, *part.blocks[len(front) :]))


def _marked(cover: Cover, language: Language, number: str) -> Cover:
    """The cover that says what this version is: below its title, and behind the number."""
    mark = say(language, "redacted-mark")
    first = next((at for at, (_, value) in enumerate(cover.lines) if value == number), -1)  # a case may have it, too
    lines = tuple(
        (label, printable(f"{value}{mark}") if at == first else value) for at, (label, value) in enumerate(cover.lines)
    )
    return replace(cover, subtitle=printable(f"{cover.subtitle}\n{mark.strip()}".strip(), lines=True), lines=lines)
