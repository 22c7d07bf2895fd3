"""Tables written as literals in Lua, C, JavaScript and the like.

A tolerant reader of braces: what is no literal (a call, a sum) stands as its text. Nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comparators.software.data.grid import MOST_DEPTH, Book, Tree, spread

TOKEN = re.compile(
    r"""(?P<space>\s++|//[^\n]*+)
      | (?P<hash>\#[^\n]*+)
      | (?P<dash>--)
      | (?P<comment>/\*)
      | (?P<long>\[(?P<level>=*)\[)
      | (?P<text>L?"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+')
      | (?P<word>[A-Za-z_\u0080-\U0010ffff][\w.]*+(?:::[\w.]++)*+|\.?\d[\w.]*+(?:(?<=[eE])[+-]\d+)?)
      | (?P<mark>.)""",
    re.DOTALL | re.VERBOSE,
)
NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][\w.:]*")
WORD_LIKE = re.compile(r"[\w.]")
MOST_PARTS = 64  # tokens of one value that are kept
LUA, C, OTHER = "lua", "c", "other"


@dataclass
class _Open:
    """A brace that is open: what it holds so far, the key and the tokens of the value that is being read."""

    close: str
    name: str
    pairs: dict[str, Tree]
    items: list[Tree]
    key: str | None
    parts: list[str]
    value: Tree = None


def _tokens(text: str, style: str) -> Iterator[tuple[str, str]]:
    """Kinds ``text`` (without quotes), ``word``, ``mark``; comments and spaces left out."""
    at = 0
    while found := TOKEN.match(text, at):
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "level":
            kind = "long"
        if kind == "space" or (kind == "hash" and style != LUA):
            continue
        if kind == "hash":
            at = found.start() + 1
            yield "mark", "#"
        elif kind == "dash":
            if style != LUA:
                yield "mark", "-"
                at = found.start() + 1
                continue
            opened = re.compile(r"\[(=*)\[").match(text, at)
            stop = text.find(f"]{opened[1]}]", at) if opened else text.find("\n", at)
            at = len(text) if stop < 0 else stop + (len(opened[1]) + 2 if opened else 0)
        elif kind == "comment":
            stop = text.find("*/", at)
            at = len(text) if stop < 0 else stop + 2
        elif kind == "long":
            if style != LUA:
                at = found.start() + 1
                yield "mark", "["
                continue
            closing = f"]{found['level']}]"
            stop = text.find(closing, at)
            yield "text", text[at : stop if stop >= 0 else len(text)]
            at = len(text) if stop < 0 else stop + len(closing)
        elif kind == "text":
            body = found[0].removeprefix("L")[1:-1]
            yield "text", re.sub(r"\\(.)", r"\1", body) if "\\" in body else body
        else:
            yield kind, found[0]


def literals(book: Book, text: str, style: str) -> None:
    """Tables of all brace literals in ``text``, as ``grid.spread`` makes them; function bodies give none."""
    before: list[str] = []
    stack: list[_Open] = []
    skipped = 0  # braces within literals that are deeper than any table
    for kind, piece in _tokens(text, style):
        if not stack:
            if kind == "mark" and _assigned(before, style) and (piece == "{" or (piece == "[" and style == OTHER)):
                stack.append(_Open("}" if piece == "{" else "]", _named(before), {}, [], None, []))
            before.append(piece if kind != "text" else '""')
            if len(before) > 16:
                del before[:8]
            continue
        top = stack[-1]
        if kind == "mark" and (piece == "{" or (piece == "[" and (style != LUA or top.parts) and not _index(top))):
            if len(stack) >= MOST_DEPTH or skipped:
                skipped += 1
                continue
            stack.append(_Open("}" if piece == "{" else "]", "", {}, [], None, []))
        elif kind == "mark" and skipped and piece in "}]":
            skipped -= 1
        elif kind == "mark" and piece == top.close:
            _done(top)
            stack.pop()
            tree: Tree = top.pairs if top.pairs and not top.items else _both(top)
            if stack:
                stack[-1].value = tree
            else:
                _tables(book, top.name, tree)
                before = []
        elif kind == "mark" and piece in ",;":
            _done(top)
        elif kind == "mark" and (piece == "=" or (piece == ":" and style == OTHER)) and top.key is None and top.parts:
            top.key = "".join(top.parts).strip("[].").strip() or "?"
            top.parts = []
        elif len(top.parts) < MOST_PARTS:
            top.parts.append(piece)


def _index(top: _Open) -> bool:
    """Whether a bracket stands behind a name, as in ``a[3]``."""
    return bool(top.parts) and bool(WORD_LIKE.match(top.parts[-1][-1:]))


def _both(top: _Open) -> Tree:
    if not top.pairs:
        return top.items
    if all(item is None or isinstance(item, str) for item in top.items):
        return {**{str(n): item for n, item in enumerate(top.items, 1)}, **top.pairs}
    return {**top.pairs, "#": top.items}


def _done(top: _Open) -> None:
    """The value that was being read is complete."""
    value: Tree = top.value
    if value is None and top.parts:
        value = "".join(top.parts)
    if value is not None:
        if top.key is None:
            top.items.append(value)
        else:
            top.pairs[top.key[:200]] = value
    top.key, top.parts, top.value = None, [], None


def _assigned(before: list[str], style: str) -> bool:
    """Whether a brace opens a value: behind ``=``, ``return``, ``:`` or a bracket, not behind a head of a block."""
    last = before[-1] if before else ""
    return last in ("=", "return", "(", "[", ",") or (style == OTHER and last == ":")


def _named(before: list[str]) -> str:
    names = [piece for piece in before if NAME.fullmatch(piece) and piece not in ("return", "const", "static", "local")]
    return names[-1] if names else ""


def _tables(book: Book, name: str, tree: Tree) -> None:
    first = len(book.grids)
    if tree:
        spread(book, tree)
    for grid in book.grids[first:]:
        grid.name = f"{name}{'' if grid.name == '*' else ' ' + grid.name}"
