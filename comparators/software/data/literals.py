"""Tables written as literals in Lua, C, JavaScript and the like.

A tolerant reader of braces: what is no literal (a call, a sum) stands as its text, but for tables handed to a call.
Parentheses with a comma are a list where nothing stands before them, as in Python; behind a name they are a call.
Nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
CLOSES = {"{": "}", "[": "]", "(": ")"}


@dataclass
class _Open:
    """A brace that is open: what it holds so far, the key and the tokens of the value that is being read.

    ``calls``: what closes the brackets of calls and indices within that value that are open, in which commas end
    nothing; ``handed``: how many parentheses a table opened in, so that they do. ``commas``: how many it held.
    ``alone``: what stands in parentheses of its own.
    """

    close: str
    name: str
    pairs: dict[str, Tree]
    items: list[Tree]
    key: str | None
    parts: list[str]
    value: Tree = None
    calls: list[str] = field(default_factory=list)
    handed: int = 0
    commas: int = 0
    alone: str | None = None


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
        if kind == "mark" and not skipped and _of_call(top, piece):
            if len(top.parts) < MOST_PARTS:
                top.parts.append(piece)
            continue
        if kind == "mark" and (piece in "{(" or (piece == "[" and (style != LUA or top.parts) and not _index(top))):
            if len(stack) >= MOST_DEPTH or skipped:
                skipped += 1
                continue
            stack.append(_Open(CLOSES[piece], "", {}, [], None, []))
        elif kind == "mark" and skipped and piece in "}])":
            skipped -= 1
        elif kind == "mark" and piece == ")" and top.handed:
            top.handed -= 1
        elif kind == "mark" and (piece == top.close or (piece == "}" and any(one.close == "}" for one in stack))):
            while _closed(book, stack) != piece:  # a bracket that was never closed ends with the brace around it
                pass
            if not stack:
                before = []
        elif kind == "mark" and piece in ",;":
            top.commas += 1
            _done(top)
        elif kind == "mark" and (piece == "=" or (piece == ":" and style == OTHER)) and top.key is None and _says(top):
            top.key = _says(top)
            top.parts, top.value = [], None
        elif len(top.parts) < MOST_PARTS:
            top.parts.append(piece)


def _of_call(top: _Open, piece: str) -> bool:
    """Whether a mark belongs to a call or an index of the value that is being read; counts its brackets."""
    if top.calls and piece in "{[" and top.parts[-1] in ("(", ","):
        top.handed += top.calls.count(")")
        top.calls, top.parts = [], []
        return False
    if piece in CLOSES and (top.calls or (piece == "(" and top.parts) or (piece == "[" and _index(top))):
        top.calls.append(CLOSES[piece])
    elif not top.calls:
        return False
    elif piece in "}])" and not _shut(top.calls, piece) and piece in ("}", top.close):
        top.calls = []  # one of its brackets closes nowhere, as in a regular expression: the value ends here
        return False
    return True


def _shut(opened: list[str], piece: str) -> bool:
    """Whether a bracket closes one of those that are open, and with it what is open within that one."""
    for at in range(len(opened) - 1, max(-1, len(opened) - 1 - MOST_DEPTH), -1):
        if opened[at] == piece:
            del opened[at:]
            return True
    return False


def _closed(book: Book, stack: list[_Open]) -> str:
    """The innermost brace is complete: a value of the one around it, or tables. Gives what closes it."""
    top = stack.pop()
    _done(top)
    tree: Tree = top.pairs if top.pairs and not top.items else _both(top)
    if top.close == ")" and stack and not top.commas and not top.pairs and len(top.items) < 2:
        _bracketed(stack[-1], top.items)
    elif stack:
        stack[-1].value = tree
    else:
        _tables(book, top.name, tree)
    return top.close


def _bracketed(above: _Open, items: list[Tree]) -> None:
    """Parentheses without a comma: around one value they are no list; as a part of a sum they stand as their text."""
    if not items:
        above.value = []
    elif isinstance(items[0], str):
        above.alone = None if above.parts else items[0]
        above.parts.append(f"({items[0]})")
    else:
        above.value = items[0]


def _says(top: _Open) -> str:
    """What stands before ``=`` or ``:``, as the text of a key: a list of values (a tuple that is a key) too."""
    if isinstance(top.value, list) and top.value and all(isinstance(item, str) for item in top.value):
        return ", ".join(map(str, top.value))
    return ("".join(top.parts).strip("[].").strip() or "?") if top.parts else ""


def _index(top: _Open) -> bool:
    """Whether a bracket stands behind a name or a call, as in ``a[3]``, ``f(x)[3]``."""
    return bool(top.parts) and bool(WORD_LIKE.match(top.parts[-1][-1:]) or top.parts[-1] in (")", "]"))


def _both(top: _Open) -> Tree:
    """What a brace holds: a list, or pairs and beside them the list of what has no key. Positions are no keys: they
    stand in no work, and two works would have them in common."""
    return {**top.pairs, "#": top.items} if top.pairs else top.items


def _done(top: _Open) -> None:
    """The value that was being read is complete."""
    value: Tree = top.value
    if value is None and top.parts:
        value = "".join(top.parts) if top.alone is None or len(top.parts) > 1 else top.alone
    if value is not None:
        if top.key is None:
            top.items.append(value)
        else:
            top.pairs[top.key[:200]] = value
    top.key, top.parts, top.value, top.alone = None, [], None, None


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
