"""Exhibits as HTML, for notebooks and for the HTML report. All text is escaped by the template engine."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

import jinja2
from markupsafe import Markup

from appraisal.errors import ReportError
from appraisal.exhibit import Clip, Exhibit
from reports.breaks import BREAK, FOLDERS, PLACES, breakable, broken
from reports.document import RUN_IN, CoverageMap, Inline, Language, Line
from reports.exhibits import figures, opposite
from reports.exhibits.drawing import Drawing, svg
from reports.exhibits.layout import Cells, Sheet, drawn, lay_out, numbered, place, side
from reports.indents import indented
from reports.prose import prose
from reports.text import exponents, printable_all
from reports.whole import ABREAST_IN_WEB, IN_CELL_OF_WEB, IN_WEB, NAMED_IN_WEB
from reports.widths import EVIDENCE, pieces, scale
from reports.wording import say

PARTED = re.compile("[-_ ]|.{9}")  # what of a name may be parted
CODE = re.compile(r"(?<=[,:;{(\[=&|])(?![,:;{(\[=&|\])}\s\u200b])")  # where a line of code may end
DATA = re.compile(r"(?<=[,:;{\[])(?=[\"'{\[])")  # and a line of data that is shown as prose
SIGNS = "，。；：、）,;:.)"
LINED = frozenset({"struck", "emphasis"})  # styles whose line a box of its own would lack
TEMPLATES = Path(__file__).parent.parent / "templates"


def data_uri(drawing: Drawing) -> str:
    """The drawing as an image address: as a picture it can neither run nor fetch anything."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(drawing).encode("utf-8")).decode("ascii")


def sound_uri(clip: Clip) -> str:
    """A clip as the address of a sound: it is played by the reader's program when asked to, nothing is fetched."""
    return "data:audio/flac;base64," + base64.b64encode(clip.flac).decode("ascii")


def lined(words: str) -> Markup:
    """Escaped text with its line ends kept, and places to break in long words, which nobody copies with them."""
    return _marked("\n".join(breakable(line, own=True) for line in words.split("\n")))


def quoted(words: str) -> Markup:
    """The same of words of a work, whose lines end where they are full, of data behind its signs."""
    return _marked("\n".join(DATA.sub(BREAK, breakable(line)) for line in words.split("\n")), None)


def coded(words: str) -> Markup:
    """The same of code, which has few spaces: its lines end behind signs before they do within a word."""
    return _marked("\n".join(CODE.sub(BREAK, breakable(line)) for line in words.split("\n")), None)


def parted(line: Line, *, head: bool = False, cell: bool = False) -> list[tuple[Inline, Markup]]:
    """Each piece of a line, of a cell of a table, or of the head of a column, with its text, ready to print; a word may
    go on from one to the next. Digests break anywhere (report.css)."""
    kind = ABREAST_IN_WEB if head else IN_CELL_OF_WEB if cell else IN_WEB
    texts = zip(line, _signed(line, broken(line, digests=False)), strict=True)
    return [
        (piece, _marked(words, None if piece.style in EVIDENCE else kind, names=piece.style not in LINED))
        for piece, words in texts
    ]


def _signed(line: Line, texts: Sequence[str]) -> list[str]:
    """The texts of a line's pieces; a sign that begins the one behind a name of code stands with the name, since lines
    may begin behind the box that this is."""
    made = [*texts]
    for at in range(1, len(made)):
        if line[at - 1].style == "code" and line[at].style == "plain" and NAMED_IN_WEB.fullmatch(made[at - 1]):
            bare = made[at].lstrip(SIGNS)
            made[at - 1 : at + 1] = [made[at - 1] + made[at][: len(made[at]) - len(bare)], bare]
    return made


def _marked(words: str, kind: re.Pattern[str] | None = IN_WEB, *, names: bool = True) -> Markup:
    """Escaped text with its line ends and places to break. ``names``: those of files stay on one line where there is
    the room for it (report.css)."""
    return Markup("<br>").join(_named(line, kind, names=names) for line in words.split("\n"))


def _named(line: str, kind: re.Pattern[str] | None, *, names: bool) -> Markup:
    cut = NAMED_IN_WEB.split(line) if names and kind else [line]
    return Markup("").join(
        Markup('<span class="path">{}</span>').format(_name(part.replace(BREAK, ""), FOLDERS, PLACES))
        if at % 2
        else _broken(part, kind)
        for at, part in enumerate(cut)
    )


def _name(words: str, *signs: re.Pattern[str]) -> Markup:
    """A name of a file with places to break: first behind its folders, then before the numbers of a place, and within
    a folder or file only where no line holds that."""
    if not signs:
        return _broken(BREAK.join(map(breakable, pieces(words))), None)
    cut = [(part, _name(part, *signs[1:])) for part in signs[0].split(words)]
    if len(cut) == 1:
        return cut[0][1]
    kept = (Markup('<span class="path">{}</span>') if PARTED.search(part) else Markup("{}") for part, _ in cut)
    return Markup("<wbr>").join(made.format(inner) for made, (_, inner) in zip(kept, cut, strict=True))


def _broken(words: str, kind: re.Pattern[str] | None) -> Markup:
    return Markup("<wbr>").join(map(partial(_whole, kind=kind), words.split(BREAK)))


def _whole(words: str, kind: re.Pattern[str] | None) -> Markup:
    """Escaped text in which what is of a kind stays on one line (report.css), and exponents are raised; of words of a
    work, which are of no kind, no sign is another."""
    if kind is None:
        return Markup("{}").format(words)
    return Markup("").join(
        Markup('<span class="whole">{}</span>').format(_raised(part)) if at % 2 else _raised(part)
        for at, part in enumerate(kind.split(words))
    )


def _raised(words: str) -> Markup:
    parts = ((Markup("<sup>{}</sup>") if above else Markup("{}"), part) for part, above in exponents(words))
    return Markup("").join(made.format(part) for made, part in parts)


def _unknown(kind: str) -> NoReturn:
    raise ReportError(f"HTML has no form for {kind}")


def beside(body: Sheet) -> float:
    """Hundredths of the table that the numbers beside code take: ten signs of them at the most stand on a line."""
    longest = max((len(number) for row in body.rows for number in (row[0], row[2])), default=0)
    return round(2.2 + 1.1 * min(10, max(2, longest)), 2)


@cache
def environment() -> jinja2.Environment:
    """Autoescaping templates of this package and of no other place."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["lined"] = lined
    made.filters["quoted"] = quoted
    made.filters["coded"] = coded
    made.filters["parted"] = parted
    made.tests["drawing"] = lambda body: isinstance(body, Drawing)
    made.tests["sheet"] = lambda body: isinstance(body, Sheet)
    made.tests["cells"] = lambda body: isinstance(body, Cells)
    made.globals["data_uri"] = data_uri
    made.globals["sound_uri"] = sound_uri
    made.globals["clip_place"] = place
    made.globals["lay_out"] = lay_out
    made.globals["numbered"] = numbered
    made.globals["coverage"] = figures.coverage
    made.globals["drawn"] = drawn
    made.globals["opposite"] = opposite.drawing
    made.globals["say"] = say
    made.globals["side"] = side
    made.globals["prose"] = prose
    made.globals["beside"] = beside
    made.globals["indented"] = indented
    made.globals["scale"] = scale
    made.globals["kind_of"] = lambda block: type(block).__name__
    made.globals["unknown"] = _unknown
    made.globals["run_in"] = RUN_IN
    return made


@cache
def style() -> Markup:
    """The style sheet, our own text."""
    return Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704 - a file of this package, no evidence


def exhibit_html(exhibit: Exhibit, language: Language = "zh") -> str:
    """One exhibit as an HTML fragment for a notebook: styled, escaped, no script, nothing fetched."""
    return _fragment("exhibit", lay_out(printable_all(exhibit), language), language)


def coverage_html(shown: CoverageMap, language: Language = "zh") -> str:
    """A coverage map as an HTML fragment."""
    return _fragment("drawings", figures.coverage(shown, language), language)


def _fragment(macro: str, content: Any, language: Language) -> str:
    module: Any = environment().get_template("exhibit.html").module
    body = getattr(module, macro)(content, language)
    return Markup('<div class="appraisal" lang="{}"><style>{}</style>{}</div>').format(
        "zh-CN" if language == "zh" else "en", style(), body
    )
