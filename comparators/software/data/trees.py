"""JSON, JSON lines, XML, TOML, YAML-like text and WML as trees of mappings, sequences and text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from appraisal.errors import OverLimit, Unreadable
from comparators.software.data.grid import MOST_DEPTH, Book, Tree, spread
from comparators.software.data.sheets import parser

Node = dict[str, Any]  # a tree in the making


def plain(value: Any, depth: int = 0) -> Tree:
    """What a standard parser gave, as a tree of text."""
    if depth > MOST_DEPTH:
        raise RecursionError
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item, depth + 1) for item in value]
    return str(value)


def json_text(book: Book, text: str) -> None:
    """One JSON value. Raises ``Unreadable`` or, when values lie too deep, ``OverLimit``."""
    spread(book, _loaded(book, text))


def _loaded(book: Book, text: str) -> Tree:
    try:
        return plain(json.loads(text, parse_int=str, parse_float=str, parse_constant=str))
    except RecursionError as error:
        raise OverLimit(f"{book.file}: values lie more than {MOST_DEPTH} levels deep") from error
    except ValueError as error:
        raise Unreadable(f"{book.file}: not JSON ({error})") from error


def json_lines(book: Book, text: str) -> None:
    """One JSON value a line."""
    spread(book, [_loaded(book, line) for line in text.splitlines() if line.strip()])


def toml(book: Book, text: str) -> None:
    try:
        spread(book, plain(tomllib.loads(text)))
    except RecursionError as error:
        raise OverLimit(f"{book.file}: values lie more than {MOST_DEPTH} levels deep") from error
    except ValueError as error:
        raise Unreadable(f"{book.file}: not TOML ({error})") from error


def _put(into: Node, key: str, value: Any) -> None:
    """Repeated keys become a sequence."""
    if key not in into:
        into[key] = value
    elif isinstance(into[key], list):
        into[key].append(value)
    else:
        into[key] = [into[key], value]


def xml(book: Book, text: bytes) -> None:
    """Attributes and the text of elements. Raises ``Unreadable`` for entities and for what is not well-formed."""
    root: Node = {}
    stack: list[Node] = [root]
    texts: list[list[str]] = [[]]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > MOST_DEPTH:
            raise OverLimit(f"{book.file}: elements lie more than {MOST_DEPTH} levels deep")
        stack.append(dict(attributes))
        texts.append([])

    def end(tag: str) -> None:
        node, said = stack.pop(), "".join(texts.pop()).strip()
        if said and node:
            node["text()"] = said
        _put(stack[-1], tag, node or said)

    declared = DECLARED.match(text[:200].removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode().lower() if declared else ""
    if encoding.startswith(("gb", "big5")):  # which expat does not know
        wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(encoding, encoding)
        try:
            text, encoding = text.decode(wider, "replace").encode(), "utf-8"
        except LookupError as error:
            raise Unreadable(f"{book.file}: declares an unknown encoding ({error})") from error
        made = parser(book.file, encoding)
    else:
        made = parser(book.file)
    made.StartElementHandler, made.EndElementHandler = start, end
    made.CharacterDataHandler = lambda data: texts[-1].append(data)
    try:
        made.Parse(text, True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError) as error:
        raise Unreadable(f"{book.file}: no well-formed XML ({error})") from error
    spread(book, root)


DECLARED = re.compile(rb"""<\?xml[^>]{1,60}?encoding=["']([\w-]{1,30})["']""")
WML_TAG = re.compile(r"\[([+/]?)([\w.:-]+)\]$")


def wml(book: Book, text: str) -> None:
    """Tags in brackets that are closed again (``[unit] … [/unit]``), with ``key=value`` lines in them."""
    root: Node = {}
    stack: list[tuple[str, Node]] = [("", root)]
    for line in text.splitlines():
        line = line.strip()
        if not line or line[0] == "#":
            continue
        if tag := WML_TAG.match(line):
            if tag[1] != "/":
                if len(stack) > MOST_DEPTH:
                    raise OverLimit(f"{book.file}: tags lie more than {MOST_DEPTH} levels deep")
                stack.append((tag[2], {}))
            elif len(stack) > 1:
                name, node = stack.pop()
                _put(stack[-1][1], name, node)
        elif "=" in line:
            key, _, value = line.partition("=")
            stack[-1][1][key.strip()[:200]] = unquoted(value.strip())
    while len(stack) > 1:
        name, node = stack.pop()
        _put(stack[-1][1], name, node)
    spread(book, root)


def unquoted(value: str) -> str:
    """A value without quotes around it or the mark of translation before them."""
    value = value.removeprefix("_ ").strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


YAML_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s:#\-\[{"'&*!][^:#]{0,200}?|-?\d+)\s{0,9}:(?:\s+(.*)|$)""")


def yaml(book: Book, text: str) -> None:
    """The plain part of YAML: mappings and sequences by indentation, values on their line. Tags are text."""
    root = _Yaml(book)
    for line in text.splitlines():
        body = line.strip()
        if body and body[0] != "#" and body not in ("---", "..."):
            root.take(len(line) - len(line.lstrip(" \t")), body)
    spread(book, root.tree())


class _Yaml:
    """Open places, outermost first: (indentation, mapping or sequence, key whose value is still open)."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.top: list[Any] = []
        self.open: list[tuple[int, Any]] = [(-1, self.top)]
        self.pending: tuple[Node, str] | None = None

    def tree(self) -> Tree:
        return self.top[0] if len(self.top) == 1 else self.top

    def take(self, indent: int, body: str) -> None:
        if len(self.open) > MOST_DEPTH:
            raise OverLimit(f"{self.book.file}: values lie more than {MOST_DEPTH} levels deep")
        item = body == "-" or body.startswith("- ")
        found = None if item else YAML_KEY.match(body)
        if not item and not found:
            if self.pending:  # text that goes on on its own lines
                node, key = self.pending
                node[key] = f"{node[key]} {body}".strip() if isinstance(node.get(key), str) else body
            elif isinstance(self.open[-1][1], list) and self.open[-1][1] is not self.top:
                self.open[-1][1].append(unquoted(body))
            return
        wanted = list if item else dict
        while len(self.open) > 1 and (
            self.open[-1][0] > indent or (self.open[-1][0] == indent and not isinstance(self.open[-1][1], wanted))
        ):
            if self.open[-1][0] == indent and item and self.pending:
                break
            self.open.pop()
        if self.open[-1][0] < indent or (self.open[-1][0] == indent and not isinstance(self.open[-1][1], wanted)):
            self._begin(indent, wanted())
        holder = self.open[-1][1]
        self.pending = None
        if item:
            rest = body[2:].strip()
            if not rest:
                return
            if YAML_KEY.match(rest) or rest.startswith("- "):
                inner = indent + len(body) - len(rest)
                self.take(inner, rest)
            else:
                holder.append(self._value(rest))
            return
        if found is not None:
            key, value = unquoted(found[1])[:200], (found[2] or "").strip()
            if value and value[0] != "#" and value not in ("|", ">", "|-", ">-"):
                holder[key] = self._value(value)
            else:
                holder[key] = ""
                self.pending = holder, key

    def _begin(self, indent: int, node: Any) -> None:
        if self.pending:
            holder, key = self.pending
            holder[key] = node
            self.pending = None
        elif isinstance(self.open[-1][1], list):
            self.open[-1][1].append(node)
        else:  # deeper than its key allows: it stands alone
            self.top.append(node)
        self.open.append((indent, node))

    def _value(self, value: str) -> Tree:
        if value[0] not in "\"'":
            value = value.split(" #", 1)[0].strip()
        if value.startswith("[") and value.endswith("]"):
            return [unquoted(part.strip()) for part in value[1:-1].split(",") if part.strip()]
        if value.startswith("{") and value.endswith("}"):
            pairs = (part.partition(":") for part in value[1:-1].split(",") if part.strip())
            return {unquoted(key.strip()): unquoted(item.strip()) for key, _, item in pairs}
        return unquoted(value)
