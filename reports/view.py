"""The report model laid out for the typesetter: exhibits drawn, links resolved, long words given places to break."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from itertools import pairwise
from typing import Any, get_args

from appraisal.exhibit import Role, Token
from reports import document as model
from reports.breaks import BREAK, LATIN, breakable, broken, code, parted
from reports.columns import ROOM, bands, in_columns, wide
from reports.contents import listed, setting
from reports.document import (
    RUN_IN,
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
from reports.exhibits.drawing import Drawing, svg
from reports.exhibits.layout import Cells, Row, Runs, Sheet, drawn, low, paged, side
from reports.exhibits.maps import charts
from reports.held import Held, held, in_excerpt, in_prose
from reports.indents import indented
from reports.keeping import (
    ends,
    fits,
    fronting,
    headed,
    high,
    highest,
    introducing,
    listing,
    provenance,
    roomed,
    sealed,
    short_enough,
    together,
)
from reports.prose import prose
from reports.whole import OF, PARTS
from reports.widths import EM, PAGE, extent, rooms, scale
from reports.wording import say, template

Json = dict[str, Any]
TEXT_WIDTH = 160.0  # millimetres between the margins of a page, as in report.typ
LETTER = 1.65  # of a letter in a table; ``widths`` counts in them
NUMBERS = 8.0  # letters that the numbers of lines of code have room for
TEXT_LINES = 21  # lines of marked text that take half a page: a higher excerpt is parted, or it leaves that much empty
HALF = 40.0  # letters that a line of one of two columns of marked text has room for
STRETCH: dict[Language, float] = {"zh": 5 * EM, "en": 9 * EM}  # letters at the end of a line that are taken up unseen
MANY = 600  # letters of an English paragraph that has lines enough to take up one such word
PARTING = re.compile(f"{BREAK}|(?<=[-/])")  # within a word lines end here


def stretched(content: Sequence[Json], language: Language) -> bool:
    """Whether a paragraph, set to both margins, would have a line pulled apart: what does not break and stands on the
    next line leaves more room than its letters or words can take unseen."""
    most = STRETCH[language]
    bare = (one for piece in content for one in piece.get("pieces", (piece,)))
    if any(piece["style"] == "mark" and extent(piece["text"]) > most for piece in bare):
        return True  # these stand in boxes
    words = "".join(piece["text"] for piece in content)
    parts = [part for found in LATIN.finditer(words) for part in PARTING.split(found[0])]
    words = words.replace(BREAK, "")
    parts += [found[0] for kind in (OF, PARTS) for found in kind.finditer(words)]
    return sum(extent(part) > most for part in parts) > (language == "en" and len(words) > MANY)


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
        "paper": document.paper,
        "parts": [_PartView(on_paper(part)).json() for part in document.parts],
        "attachments": [{"name": a.name, "mime": a.mime, "description": a.description} for a in document.attachments],
    }


def _subtitle(document: Document) -> str:
    covers = [b for part in document.parts for b in part.blocks if isinstance(b, model.Cover)]
    return covers[0].subtitle.replace("\n", " ") if covers else ""


FRESH = ("PageBreak", "Roomed")  # what begins a page


class _PartView:
    def __init__(self, part: Part) -> None:
        self.part = part
        self.language: Language = part.language
        self.known = anchors(part)
        self.placed: set[str] = set()
        self.listed = listed(part)

    def json(self) -> Json:
        return {
            "language": self.language,
            "title": self.part.title,
            "page": template(self.language, "page"),
            "contents": say(self.language, "contents") if self._has_chapters() else "",
            "lines": [*zip(*astuple(setting(self.listed)), strict=True)],
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
        """All blocks; a remark between a heading and what it introduces stays with both, a seal with the names that it
        is set to, a short table with the remark on where it is from, and on one page what would else begin one."""
        blocks = self.part.blocks
        made = [self.block(block) for block in blocks]
        for at in listing(blocks):
            made[at]["room"] = True
        for at in (*introducing(blocks), *fronting(blocks)):
            made[at]["sticky"] = True
        for at in range(1, len(blocks)):
            if provenance(blocks[at - 1], blocks[at]):
                made[at - 1]["sticky"] = True
        for some in roomed(blocks):
            made[some.start - 1] = {"type": "Roomed", "blocks": []}
        for at in reversed(range(1, len(blocks))):
            if sealed(blocks[at - 1], blocks[at]):
                made[at - 1 : at + 1] = [{"type": "Kept", "blocks": made[at - 1 : at + 1]}]
        for at in reversed(range(len(made))):
            if made[at]["type"] == "Roomed":
                stop = next(end for end in range(at + 1, len(made)) if made[end]["type"] in FRESH)
                made[at:stop] = [{"type": "Roomed", "blocks": made[at + 1 : stop]}]
        return made

    def target(self, result: str) -> str:
        return f"{self.language}-{result}"

    def place(self, result: str | None) -> str | None:
        """The name of a place that links lead to; only the first block of a result gets it."""
        if not result or result in self.placed:
            return None
        self.placed.add(result)
        return self.target(result)

    def line(self, line: Sequence[Inline], room: float = PAGE, *, head: bool = False) -> list[Json]:
        return [self._inline(piece, shown) for piece, shown in zip(line, broken(line, room, head=head), strict=True)]

    def cell(self, line: Line, room: float, *, head: bool = False) -> list[Json]:
        """A cell; how far it stands in is said of its first piece."""
        depth, bare = indented(line)
        room = max(2.0, room - depth * EM)
        made = self.kept(held(bare, room, head=head), room, head=head)
        if depth and made:
            made[0]["depth"] = depth
        return made

    def kept(self, parts: Iterable[Held], room: float = PAGE, *, head: bool = False) -> list[Json]:
        """A line of pieces; those that stay on one line together are one, with ``pieces`` of its own."""
        cut = [*parts]
        shown = iter(self.line([piece for pieces, _ in cut for piece in pieces], room, head=head))
        return [_one([next(shown) for _ in pieces], whole=whole) for pieces, whole in cut]

    def told(self, words: str, room: float = PAGE) -> list[Json]:
        """A line of an excerpt."""
        return self.kept(in_excerpt((Inline(words),), room), room)

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
                made |= {
                    "room": False,
                    "level": block.level,
                    "text": breakable(block.text),
                    "anchor": self.place(block.anchor),
                }
                made |= {"sticker": list(block.sticker), "listed": any(block is one for one in self.listed)}
                made |= {"leads": any(block is one and below.level > 1 for one, below in pairwise(self.listed))}
            case model.Paragraph():
                content = self.kept(in_prose(block.content, STRETCH[self.language]))
                made |= {"content": content, "kind": block.kind, "sticky": block.kind == "lead"}
                made |= {"whole": short_enough(block), "ragged": stretched(made["content"], self.language)}
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
                made |= {"caption": self.kept(in_prose(block.caption, STRETCH[self.language]))}
            case CoverageMap() | OppositeMap():
                made |= {"charts": [[self.drawing(one) for one in some] for some in charts(block, self.language)]}
                made |= {"caption": block.caption, "result": self.inline(_id(self.language, block.result))}
        return made

    def grid(self, block: Grid) -> Json:
        columns = max([len(block.head), len(block.widths), *(len(row) for row in block.rows)], default=1) or 1
        empty: Line = ()
        widths = list(block.widths) if len(block.widths) == columns else [1.0] * columns
        room_of = rooms(widths, block.align)

        def row(cells: Sequence[Line], *, head: bool = False) -> list[list[Json]]:
            filled = [*cells, *([empty] * columns)][:columns]
            return [self.cell(cell, room, head=head) for cell, room in zip(filled, room_of, strict=True)]

        lines = [highest(cells, widths) for cells in block.rows]
        whole, groups = fits(block), [*headed(block.rows, lines)]
        spans = {at: len(group) * (at == group.start) for group in groups for at in group}
        return {
            "columns": widths,
            "scale": scale(widths),
            "align": [side(block.align, at) for at in range(columns)],
            "head": row(block.head, head=True) if block.head else [],
            "rows": [row(cells) for cells in block.rows],
            "prose": [[*prose(cells, block.align)] for cells in block.rows],
            "kept": [together(cells, widths) for cells in block.rows],
            "ends": (0, 0) if whole else ends(lines, groups),
            "spans": [] if whole else [spans.get(at, 1) for at in range(len(lines))] if groups else [],
            "caption": self.kept(in_prose(block.caption, STRETCH[self.language])),
            "whole": whole,
            "sticky": False,
        }

    def shown(self, block: Shown) -> Json:
        layout, colon = paged(block, self.language), say(self.language, "colon")
        pairs = [(a + colon, b) for a, b in (*block.details, *layout.pairs)]
        many = len(pairs) > RUN_IN
        bands = _bands(pairs, drawn=bool(layout.pictures)) if many else []
        sides = [side for side in (block.left_places, block.right_places) if side]
        return {
            "anchor": self.place(block.result),
            "title": say(self.language, "excerpt", number=block.number),
            "verdict": block.verdict,
            "deducted": breakable(block.deducted),
            "result": self.inline(_id(self.language, block.result)),
            "record": self.inline(_id(self.language, block.comparison)),
            "caption": self.told(layout.caption),
            "places": [[side[0], self.told(say(self.language, "semicolon").join(side[1:]))] for side in sides],
            "pairs": [self.pair(pair) for pair in pairs],
            "many": many,
            "bands": [[[self.pair(pair, ROOM) for pair in some] for some in columns] for columns in bands],
            "body": None if isinstance(layout.body, Drawing) else self.body(layout.body),
            "pictures": [self.drawing(one) for one in layout.pictures],
            "enlarged": [self.drawing(one) for one in layout.enlarged],
            "listed": None if layout.listed is None else {"title": layout.list_title, **self.body(layout.listed)},
        }

    def pair(self, pair: tuple[str, str], room: float = PAGE) -> tuple[list[Json], list[Json]]:
        """A detail of an excerpt: its name, and a line of what it says."""
        return self.told(pair[0], room), self.told(pair[1], room)

    def body(self, body: Sheet | Cells) -> Json:
        if isinstance(body, Cells):
            room_of = rooms(body.widths, body.align)
            return {
                "type": "Cells",
                "head": [
                    self.cell((Inline(told),), room, head=True) for told, room in zip(body.head, room_of, strict=True)
                ],
                "rows": [
                    [self.cell((Inline(each),), room) for each, room in zip(row, room_of, strict=True)]
                    for row in body.rows
                ],
                "align": [side(body.align, at) for at in range(len(body.head))],
                "columns": body.widths,
                "scale": scale(body.widths),
                "ends": ends([max(map(high, row, room_of), default=0) for row in body.rows]),
                "whole": low(body),
            }
        prepare = code if body.numbered else breakable
        return {
            "type": "Sheet",
            "heads": [self.told(head, HALF) for head in body.heads],
            "numbered": body.numbered,
            "whole": len(body.rows) == 1 and _opposite(body.rows[0]) <= TEXT_LINES,
            "ends": ends([_opposite(row) for row in body.rows]),
            "gutter": 8 + 4.2 * min(10, max((len(n) for row in body.rows for n in (row[0], row[2])), default=0)),
            "rows": [
                [breakable(ln, NUMBERS), _runs(left, prepare), breakable(rn, NUMBERS), _runs(right, prepare)]
                for ln, left, rn, right in body.rows
            ],
        }

    def drawing(self, drawing: Drawing) -> Json:
        return {
            "type": "Drawing",
            "svg": svg(drawing),
            "alt": drawing.alt or say(self.language, "table"),
            "wide": wide(drawing.height),
        }


def _one(pieces: list[Json], *, whole: bool) -> Json:
    if whole and len(pieces) > 1:
        return {
            "text": "".join(one["text"] for one in pieces),
            "style": "plain",
            "to": None,
            "whole": True,
            "pieces": pieces,
        }
    (piece,) = pieces
    return piece | {"whole": True} if whole else piece


def _bands(pairs: Sequence[tuple[str, str]], *, drawn: bool) -> list[list[list[tuple[str, str]]]]:
    """Many details: below a picture in bands, which pages may part; above a text, whose page they begin, in one."""
    return bands(pairs) if drawn else [in_columns(pairs)]


def _runs(runs: Runs, prepare: Callable[[str], str]) -> list[list[str]]:
    """Text, role and part of speech ("" for none) of the runs of one line.

    The line is prepared as a whole: where it breaks does not depend on how it is cut into runs.
    """
    texts = [run.text for run in runs]
    shown = parted(prepare("".join(texts)), texts)
    return [[text, run.role, run.token or ""] for text, run in zip(shown, runs, strict=True)]


def _opposite(row: Row) -> float:
    """Lines of a row of two columns, roughly; code, which is monospaced, has room for no fewer letters."""
    return max(high("".join(run.text for run in runs), HALF) for runs in (row[1], row[3]))


def _id(language: Language, result: str) -> Inline:
    return Inline(say(language, "record" if len(result) == 12 else "match", id=result), "code", result)
