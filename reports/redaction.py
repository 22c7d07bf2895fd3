"""Redacted versions (遮盖本): a report model in which some expressions are not shown, wherever they stand.

An expression may lie across pieces of one line (a highlighted part begins within it), so pieces are looked at together.
Files and sounds that travel inside the report are taken out. Pictures stay: what they show is for the person who
redacts to judge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal.errors import ReportError
from appraisal.notice import Hidden
from reports.document import Block, Cover, Document, Grid, Inline, Language, Paragraph, Part, from_json
from reports.text import Printed, printable
from reports.wording import say

STRUCTURE = frozenset(
    {"type", "style", "kind", "schema", "language", "result", "anchor", "comparison", "digest", "fingerprint", "key",
     "align", "mime", "png", "section", "verdict"}
)  # fmt: skip
"""Fields that hold no words of the case."""


def redacted(model: bytes, hidden: Sequence[Hidden], sha256: str) -> tuple[Document, Mapping[str, int]]:
    """The document without these expressions, and how often each was taken out.

    ``ReportError`` when an expression is shorter than two characters, or cannot be taken out everywhere.
    """
    for one in hidden:
        if len(one.text.strip()) < 2 or one.text in one.shown:
            raise ReportError(f"{one.text!r}: two characters at least are hidden, and do not stand in their place")
    counts: Counter[str] = Counter({one.text: 0 for one in hidden})
    body = json.loads(model)
    body.pop("attachments", None)
    ordered = sorted(hidden, key=lambda one: (-len(one.text), one.text))  # a name before a part of it
    without = _hidden(body, ordered, counts)
    document = from_json(without)
    number = printable(f"{document.number}{say(document.parts[0].language, 'redacted-mark')}")
    parts = tuple(_told(part, hidden, counts, sha256) for part in document.parts)
    return replace(document, number=number, parts=parts), dict(counts)


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


def _told(part: Part, hidden: Sequence[Hidden], counts: Mapping[str, int], sha256: str) -> Part:
    """The part with what it is, and what was taken out for which reason, after its cover."""
    language: Language = part.language
    rows = [
        ((Inline(printable(one.shown)),), (Inline(printable(one.why)),), (Inline(Printed(str(counts[one.text]))),))
        for one in hidden
    ]
    head = tuple((Inline(say(language, f"col.{name}"), "strong"),) for name in ("shown-as", "reason", "times"))
    said: tuple[Block, ...] = (
        Paragraph((Inline(say(language, "redacted-note", sha256=sha256)),), "notice"),
        Grid(head, tuple(rows), widths=(2.0, 4.0, 0.8), caption=(Inline(say(language, "redacted-table")),)),
    )
    at = 1 if part.blocks and isinstance(part.blocks[0], Cover) else 0
    return replace(part, blocks=(*part.blocks[:at], *said, *part.blocks[at:]))
