"""Experts' Markdown cells into blocks. An element that has no place in a report is refused by name, never left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import mistune

from appraisal.errors import ReportError
from appraisal.gates.named import LEAST, names
from reports.document import Block, Code, Grid, Heading, Inline, Line, Listed, Paragraph, Quote, Rule, Style
from reports.sections.desk import Desk, paragraph
from reports.text import printable

Node = Mapping[str, Any]
RESULT = re.compile(r"#([0-9a-f]{12,16})")  # what a link to a result of the report looks like
MAX_DEPTH = 12
BASE = 2  # headings in a cell stand under the section's own


def expert_blocks(desk: Desk, section: str) -> Iterator[Block]:
    """What the experts wrote for ``section``, in order, each text with its author."""
    for text in desk.dossier.texts:
        if text.section == section:
            yield from blocks(text.markdown, section, record_names(desk))
            if text.by:
                yield paragraph(desk.say("written-by", by=text.by), "note")


def record_names(desk: Desk) -> dict[str, str]:
    """What links may call the records of the report beside the name that it prints, each with that name."""
    keys = [*(one.key for one in desk.dossier.comparisons), *(one.key for one in desk.dossier.examined)]
    return {name: key[:LEAST] for key in keys for name in names(key)[1:]}


def blocks(markdown: str, section: str = "markdown", records: Mapping[str, str] = {}) -> tuple[Block, ...]:
    """Blocks of a Markdown text. Raw HTML shows as the text it is. ``ReportError`` names what has no place.
    ``records``: names of records in links, with those that the report has."""
    parse = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough"])
    try:
        tree: Any = parse(markdown)
        _rename(tree, records)
        made = tuple(_blocks(tree, section, 0))
    except RecursionError as error:
        raise ReportError(f"the {section} text is nested too deeply") from error
    return _without_jumps(made)


def _rename(nodes: Sequence[Node], records: Mapping[str, str]) -> None:
    """Links to a record get the name that the report has for it."""
    for node in nodes:
        if node["type"] == "link" and (bound := RESULT.fullmatch(str(node["attrs"]["url"]))):
            node["attrs"]["url"] = f"#{records.get(bound[1], bound[1])}"
        _rename(node.get("children", ()), records)


def _without_jumps(made: tuple[Block, ...]) -> tuple[Block, ...]:
    """Headings moved under the section, each at most one level below the one before."""
    last = BASE - 1
    settled: list[Block] = []
    for block in made:
        if isinstance(block, Heading):
            last = min(block.level + BASE - 1, last + 1, 4)
            settled.append(replace(block, level=last))
        else:
            settled.append(block)
    return tuple(settled)


def _blocks(nodes: Sequence[Node], section: str, depth: int) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        raise ReportError(f"the {section} text is nested too deeply")
    for node in nodes:
        made = _block(node, section, depth)
        if made is not None:
            yield made


def _block(node: Node, section: str, depth: int) -> Block | None:
    match node["type"]:
        case "blank_line":
            return None
        case "paragraph" | "block_text":
            return Paragraph(_line(node["children"], section))
        case "heading":
            words = "".join(piece.text for piece in _line(node["children"], section))
            return (
                Heading(node["attrs"]["level"], words)
                if depth == 0
                else Paragraph(_line(node["children"], section, "strong"))
            )
        case "list":
            items = tuple(tuple(_blocks(item["children"], section, depth + 1)) for item in node["children"])
            return Listed(items, bool(node["attrs"].get("ordered")))
        case "block_quote":
            return Quote(tuple(_blocks(node["children"], section, depth + 1)))
        case "block_code":
            return Code(printable(node["raw"].rstrip("\n"), lines=True))
        case "block_html":
            return Paragraph((Inline(printable(node["raw"].strip("\n"), lines=True), "code"),))
        case "thematic_break":
            return Rule()
        case "table":
            return _table(node, section)
        case other:
            raise ReportError(f"the {section} text has a {other} element, which a report cannot show: write it as text")


def _table(node: Node, section: str) -> Grid:
    head: tuple[Line, ...] = ()
    rows: list[tuple[Line, ...]] = []
    align = ""
    for part in node["children"]:
        if part["type"] == "table_head":
            head = tuple(_line(cell["children"], section, "strong") for cell in part["children"])
            align = "".join((cell["attrs"].get("align") or "left")[0] for cell in part["children"])
        else:
            rows += [tuple(_line(cell["children"], section) for cell in row["children"]) for row in part["children"]]
    return Grid(head, tuple(rows), align=align)


SOFT = Inline(" ")
_STYLES: Mapping[str, Style] = {"strong": "strong", "emphasis": "emphasis", "strikethrough": "struck"}


def _line(nodes: Sequence[Node], section: str, style: Style = "plain") -> Line:
    pieces = [piece for node in nodes for piece in _inline(node, section, style)]
    return tuple(piece for at, piece in enumerate(pieces) if piece is not SOFT or not _within_chinese(pieces, at))


def _within_chinese(pieces: Sequence[Inline], at: int) -> bool:
    """A line end inside Chinese text is no space."""
    before, after = pieces[at - 1].text[-1:] if at else "", pieces[at + 1].text[:1] if at + 1 < len(pieces) else ""
    return before > "\u2e80" and after > "\u2e80"


def _inline(node: Node, section: str, style: Style) -> Iterator[Inline]:
    kind = node["type"]
    if kind in ("text", "inline_html"):
        yield Inline(printable(node["raw"], lines=True), style)
    elif kind == "codespan":
        yield Inline(printable(node["raw"]), "code")
    elif kind == "softbreak":
        yield SOFT
    elif kind == "linebreak":
        yield Inline("\n", style)
    elif kind in _STYLES:
        yield from _line(node["children"], section, _STYLES[kind])
    elif kind == "link":
        words = _line(node["children"], section, style)
        url = printable(str(node["attrs"]["url"]))
        if bound := RESULT.fullmatch(url):  # a number bound to the record or match that it comes from
            yield from (replace(piece, result=bound.group(1)) for piece in words)
            return
        yield from words
        if "".join(piece.text for piece in words) != url:
            yield Inline(" <", style)
            yield Inline(url, "code")
            yield Inline(">", style)
    else:
        raise ReportError(f"the {section} text has a {kind} element, which a report cannot show: write it as text")
