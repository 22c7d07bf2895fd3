"""The report model laid out for the typesetter: exhibits drawn, links resolved, long words given places to break."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Any, get_args

from appraisal.exhibit import Role, Token
from reports import document as model
from reports.document import (
    Block,
    CoverageMap,
    Document,
    Grid,
    Heading,
    Inline,
    Language,
    Line,
    Listed,
    OppositeMap,
    Part,
    Quote,
    Shown,
)
from reports.exhibits import figures, opposite
from reports.exhibits.drawing import Drawing, svg
from reports.exhibits.layout import Cells, Runs, Sheet, drawn, paged, side
from reports.wording import say, template

BREAK = "\u200b"  # a place to break that prints nothing; the only character added to what a model says
Json = dict[str, Any]
TEXT_WIDTH = 160.0  # millimetres between the margins of a page, as in report.typ
INSET = 2.9  # left and right of a cell
LETTER, DIGIT = 1.65, 1.4  # widths of a letter and of a digest's digit in a table


@cache
def _long(letters: int) -> re.Pattern[str]:
    """Words of so many letters; a closing sign of full width stays on their line and counts two."""
    latin, closing = "[!-~\u00a1-\u2e7f]", "[、。，．：；？！）］｝〕〉》」』】”’]"
    return re.compile(rf"{latin}{{{letters},}}|{latin}{{{max(1, letters - 2)},}}(?={closing})")


def breakable(text: str, every: int = 8, fitting: int = 0) -> str:
    """Words of more than ``fitting`` letters (2 × ``every``, unless told) get a place to break after separators, or
    after ``every`` letters."""

    def broken(found: re.Match[str]) -> str:
        made: list[str] = []
        since = 0
        for letter in found[0]:
            made.append(letter)
            since += 1
            if letter in "/\\_.-:,;=&?" or since >= every:
                made.append(BREAK)
                since = 0
        return "".join(made).removesuffix(BREAK)

    return _long((fitting or 2 * every) + 1).sub(broken, text)


def digest(text: str, group: int = 16) -> str:
    """A digest in groups of sixteen, or as many as a narrow column holds."""
    return BREAK.join(text[at : at + group] for at in range(0, len(text), group))


def parted(line: str, texts: Sequence[str]) -> list[str]:
    """A line, the texts one after the other with places to break in it, cut where each of them ends; a place to break
    stands with what is before it."""
    made: list[str] = []
    at = 0
    for text in texts:
        start, left = at, len(text)
        while at < len(line) and (left or line[at] == BREAK):
            left -= line[at] != BREAK
            at += 1
        made.append(line[start:at])
    return made


def breaks(width: float) -> tuple[int, int, int]:
    """How a column of so many millimetres is filled: letters after which a long word may break, letters of a word that
    fits, and digits of a digest that stay together."""
    free = width - INSET
    fitting = max(2, min(16, int(free / LETTER)))
    return max(2, min(8, fitting)), fitting, next((size for size in (16, 8, 4) if size * DIGIT <= free), 2)


def code(text: str) -> str:
    """Code with its spaces kept: every other one of several, and a leading one, does not break."""
    return "\n".join(_spaced(breakable(line)) for line in text.split("\n"))


def _spaced(line: str) -> str:
    line = line.replace("  ", "\u00a0 ")
    return "\u00a0" + line[1:] if line.startswith(" ") else line


def anchors(part: Part) -> frozenset[str]:
    """Result ids that numbers in this part can lead to."""
    return frozenset(_anchors(part.blocks))


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            yield block.anchor
        elif isinstance(block, Shown):
            yield block.result


def on_paper(part: Part) -> Part:
    """The part without excerpts that stand in the web edition alone."""
    return replace(part, blocks=tuple(b for b in part.blocks if not isinstance(b, Shown) or b.paper))


def view(document: Document) -> Json:
    """What the template reads."""
    return {
        "number": document.number,
        "title": document.title,
        "subtitle": _subtitle(document),
        "date": [int(part) for part in document.dated[:10].split("-")],
        "watermark": document.watermark,
        "seam": document.seam,
        "pages": document.pages,
        "first": document.first,
        "parts": [_PartView(on_paper(part)).json() for part in document.parts],
        "attachments": [{"name": a.name, "mime": a.mime, "description": a.description} for a in document.attachments],
    }


def _subtitle(document: Document) -> str:
    covers = [b for part in document.parts for b in part.blocks if isinstance(b, model.Cover)]
    return covers[0].subtitle if covers else ""


class _PartView:
    def __init__(self, part: Part) -> None:
        self.part = part
        self.language: Language = part.language
        self.known = anchors(part)
        self.placed: set[str] = set()

    def json(self) -> Json:
        return {
            "language": self.language,
            "title": self.part.title,
            "page": template(self.language, "page"),
            "contents": say(self.language, "contents") if self._has_chapters() else "",
            "legend": {role: say(self.language, f"legend-{role}") for role in get_args(Role)},
            "tokens": [[say(self.language, f"token-{token}"), token] for token in get_args(Token)],
            "tokens-title": say(self.language, "legend-tokens"),
            "legend-title": say(self.language, "legend"),
            "blocks": self.blocks(),
        }

    def _has_chapters(self) -> bool:
        """Whether there is anything to list; a short paper of one page has none."""
        return any(isinstance(block, Heading) and block.level == 1 for block in self.part.blocks)

    def blocks(self) -> list[Json]:
        """All blocks; a remark between a heading and what it introduces stays with both."""
        made = [self.block(block) for block in self.part.blocks]
        around = zip(self.part.blocks, self.part.blocks[1:], self.part.blocks[2:], made[1:], strict=False)
        for before, here, after, json in around:
            if isinstance(here, model.Paragraph) and isinstance(before, Heading) and _introduces(here, after):
                json["sticky"] = True
        return made

    def target(self, result: str) -> str:
        return f"{self.language}-{result}"

    def place(self, result: str | None) -> str | None:
        """The name of a place that links lead to; only the first block of a result gets it."""
        if not result or result in self.placed:
            return None
        self.placed.add(result)
        return self.target(result)

    def line(self, line: Line, every: int = 8, fitting: int = 16, group: int = 16) -> list[Json]:
        """Pieces of a line; a word may go on from one to the next, and is broken as one word."""
        made: list[Json] = []
        for digits, pieces in groupby(line, key=lambda piece: piece.style == "digest"):
            some = list(pieces)
            texts = [piece.text for piece in some]
            shown = (
                [digest(each, group) for each in texts]
                if digits
                else parted(breakable("".join(texts), every, fitting), texts)
            )
            made += [self._inline(piece, each) for piece, each in zip(some, shown, strict=True)]
        return made

    def inline(self, piece: Inline) -> Json:
        return self.line((piece,))[0]

    def _inline(self, piece: Inline, shown: str) -> Json:
        to = self.target(piece.result) if piece.result in self.known else None
        return {"text": shown, "style": piece.style, "to": to}

    def block(self, block: Block) -> Json:
        made: Json = {"type": type(block).__name__}
        match block:
            case model.Legend():
                made |= {"code": block.code}
            case model.Cover():
                lines = [[label, breakable(value)] for label, value in block.lines]
                made |= {
                    "title": block.title,
                    "letterhead": list(block.letterhead),
                    "subtitle": breakable(block.subtitle),
                    "lines": lines,
                    "note": block.note,
                }
            case Heading():
                made |= {"level": block.level, "text": breakable(block.text), "anchor": self.place(block.anchor)}
                made |= {"sticker": list(block.sticker)}
            case model.Paragraph():
                made |= {"content": self.line(block.content), "kind": block.kind, "sticky": block.kind == "lead"}
            case Listed():
                made |= {"ordered": block.ordered, "items": [[self.block(b) for b in item] for item in block.items]}
            case Quote():
                made |= {"blocks": [self.block(b) for b in block.blocks]}
            case model.Code():
                made |= {"text": code(block.text)}
            case Grid():
                made |= self.grid(block)
            case Shown():
                made |= self.shown(block)
            case model.Figure():
                made |= {"drawing": self.drawing(drawn(block.exhibit, self.language))}
                made |= {"caption": self.line(block.caption)}
            case CoverageMap():
                made |= {"drawings": [self.drawing(d) for d in figures.coverage(block, self.language)]}
                made |= {"caption": block.caption, "result": self.inline(_id(self.language, block.result))}
            case OppositeMap():
                made |= {"drawings": [self.drawing(opposite.drawing(block, self.language))]}
                made |= {"caption": block.caption, "result": self.inline(_id(self.language, block.result))}
        return made

    def grid(self, block: Grid) -> Json:
        columns = max([len(block.head), len(block.widths), *(len(row) for row in block.rows)], default=1) or 1
        empty: Line = ()
        widths = list(block.widths) if len(block.widths) == columns else [1.0] * columns
        every = [breaks(TEXT_WIDTH * width / sum(widths)) for width in widths]

        def row(cells: Sequence[Line]) -> list[list[Json]]:
            filled = _filled(cells, columns, empty)
            return [self.line(cell, *each) for cell, each in zip(filled, every, strict=True)]

        return {
            "columns": widths,
            "align": [side(block.align, at) for at in range(columns)],
            "head": row(block.head) if block.head else [],
            "rows": [row(cells) for cells in block.rows],
            "caption": self.line(block.caption),
            "whole": _fits(block),
        }

    def shown(self, block: Shown) -> Json:
        layout = paged(block, self.language)
        return {
            "anchor": self.place(block.result),
            "title": say(self.language, "excerpt", number=block.number),
            "verdict": block.verdict,
            "deducted": breakable(block.deducted),
            "result": self.inline(_id(self.language, block.result)),
            "record": self.inline(_id(self.language, block.comparison)),
            "caption": breakable(layout.caption),
            "places": [[breakable(place) for place in side] for side in (block.left_places, block.right_places)],
            "pairs": [[breakable(a), breakable(b)] for a, b in (*block.details, *layout.pairs)],
            "body": self.body(layout.body),
            "listed": None
            if layout.listed is None
            else {"title": say(self.language, "listed"), **self.body(layout.listed)},
        }

    def body(self, body: Sheet | Drawing | Cells) -> Json:
        if isinstance(body, Drawing):
            return self.drawing(body)
        if isinstance(body, Cells):
            return {
                "type": "Cells",
                "head": [breakable(cell) for cell in body.head],
                "rows": [[breakable(cell) for cell in row] for row in body.rows],
                "align": [side(body.align, at) for at in range(len(body.head))],
                "columns": body.widths,
            }
        prepare = code if body.numbered else breakable
        return {
            "type": "Sheet",
            "heads": [breakable(head) for head in body.heads],
            "numbered": body.numbered,
            "gutter": 8 + 4.2 * min(10, max((len(n) for row in body.rows for n in (row[0], row[2])), default=0)),
            "rows": [
                [breakable(ln, 4), _runs(left, prepare), breakable(rn, 4), _runs(right, prepare)]
                for ln, left, rn, right in body.rows
            ],
        }

    def drawing(self, drawing: Drawing) -> Json:
        return {
            "type": "Drawing",
            "svg": svg(drawing),
            "alt": drawing.alt or say(self.language, "table"),
            "width": drawing.width,
        }


def _introduces(remark: model.Paragraph, after: Block) -> bool:
    """Whether a paragraph under a heading is a remark on what follows it."""
    if remark.kind in ("note", "notice"):
        return not isinstance(after, model.Paragraph)
    return isinstance(after, Grid | Listed) and sum(len(piece.text) for piece in remark.content) <= 120


def _fits(block: Grid) -> bool:
    """Whether a table is surely shorter than a page, so that it need not be torn apart."""
    letters = sum(len(piece.text) for row in block.rows for cell in row for piece in cell)
    return len(block.rows) <= 8 and letters <= 700


def _runs(runs: Runs, prepare: Callable[[str], str]) -> list[list[str]]:
    """Text, role and part of speech ("" for none) of the runs of one line.

    The line is prepared as a whole: where it breaks does not depend on how it is cut into runs.
    """
    texts = [run.text for run in runs]
    shown = parted(prepare("".join(texts)), texts)
    return [[text, run.role, run.token or ""] for text, run in zip(shown, runs, strict=True)]


def _filled(row: Sequence[Line], columns: int, empty: Line) -> list[Line]:
    return [*row, *([empty] * columns)][:columns]


def _id(language: Language, result: str) -> Inline:
    return Inline(say(language, "record" if len(result) == 12 else "match", id=result), "code", result)
