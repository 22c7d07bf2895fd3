"""Source text of C and C++ as pieces: functions and macros, with what a compiler keeps of each.

Read from the syntax tree of the bytes as handed in, so that all places are those of the file. Nothing is included,
preprocessed or run: names of macros, enumerators and constants are kept, and resolved when all files of a side are
known (``naming``). Both branches of ``#if`` count, but for ``#if 0``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from tree_sitter import Node

from appraisal.errors import OverLimit, Refused, Unreadable
from appraisal.work import Member
from comparators.matching.trees import grammar, parse
from comparators.software.source import files
from comparators.software.source.literals import floating
from comparators.software.source.nodes import LITERALS, LONGEST, TWO, Nodes

MOST_BYTES = 8 << 20  # of one file,
MOST_PIECES = 100_000  # functions and macros of one file,
MOST_TERMS = 200_000  # and what one of them holds
DENSE = 3  # statements on a line with code, on average, from which each of them counts as one
DEEP = 8  # parts of an expression that is taken as one constant
COMPARED = {"==": "eq", "!=": "eq", "<": "lt", ">=": "lt", ">": "le", "<=": "le"}
FLOATS = {"add", "sub", "mul", "div"}

Step = tuple[str, str]  # what is computed, and with which constant as written ("" for none)


@dataclass
class Piece:
    """A function or the body of a macro. ``start``, ``stop``: bytes; ``rows``: lines that hold code, from 1; of a text
    written on few lines (``DENSE``) the line of each statement, so that one line stands as often as it holds some.

    ``size``: words and signs that make the compiler do something. ``steps`` in the order of computing; ``names``: of
    what is no local; ``calls``: of what is called; ``texts``: without quotes, as latin-1; ``shape``: branches, loops,
    calls. ``parameters`` of a macro: None where it takes none.
    """

    name: str
    start: int = 0
    stop: int = 0
    rows: list[int] = field(default_factory=list)
    size: int = 0
    steps: list[Step] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    floats: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    shape: list[int] = field(default_factory=lambda: [0, 0, 0])


@dataclass
class Text:
    """One file. ``values``: name → constant expression, of macros without parameters, enumerators and constants;
    ``tables``: name → type and first members; ``types``: name → what it stands for; ``strings``: name → text."""

    functions: list[Piece] = field(default_factory=list)
    macros: dict[str, Piece] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)


def read(member: Member) -> Text:
    """Read one file. Raises ``Unreadable`` for what is no text, ``OverLimit`` for what is too large; each names it."""
    data = member.bytes(MOST_BYTES)
    if b"\0" in data:
        raise Unreadable(f"{member.file}: holds zero bytes: no source text in UTF-8 or a code page; convert it first")
    if not data.strip():
        raise Refused(f"{member.file}: empty: nothing for this method")
    shared = member.ending in files.MANY
    found = Text() if shared and files.OTHER.match(data) else text_of(member.file, data)
    if shared and found == Text():
        raise Refused(f"{member.file}: no function, macro or constant of C or C++: nothing for this method")
    return found


def text_of(file: str, data: bytes) -> Text:
    """See ``read``."""
    reader = _Reader(file, files.grammar_of(file, data), data)
    tree = parse(data, grammar(reader.module))
    if tree is None:
        raise Unreadable(f"{file}: the parser gave it up: not source text in C or C++, or made to be slow")
    reader.file_level(tree.root_node)
    return reader.found


class _Reader:
    def __init__(self, file: str, module: str, data: bytes) -> None:
        self.file, self.module, self.nodes = file, module, Nodes(data)
        self.found = Text()
        self.macros_of: list[tuple[str, bytes, bool]] = []

    def file_level(self, root: Node) -> None:
        waiting: list[tuple[Node, str]] = [(root, "")]
        while waiting:
            node, scope = waiting.pop()
            kind = node.type
            if kind == "function_definition":
                self._function(node, scope)
                continue
            if kind in ("class_specifier", "struct_specifier", "namespace_definition"):
                name = node.child_by_field_name("name")
                scope = (
                    f"{scope}{self.nodes.text(name)}::"
                    if name is not None and node.child_by_field_name("body")
                    else scope
                )
            elif kind == "enum_specifier":
                self._enumerators(node)
                continue
            elif kind == "declaration":
                self._constants(node)
            elif kind == "type_definition":
                self._type(node)
            elif kind in ("preproc_def", "preproc_function_def"):
                self._macro(node, kind)
                continue
            elif kind == "preproc_if" and self.nodes.never(node):
                other = node.child_by_field_name("alternative")
                waiting += [(other, scope)] if other is not None else []
                continue
            waiting += [(child, scope) for child in reversed(node.named_children)]
        for macro, body, takes in self.macros_of:
            if macro in self.found.macros:  # defined again, for another case: the first counts
                continue
            wrapped = b"void m(void) {\n" + body + b"\n;}"
            tree = parse(wrapped, grammar(self.module))
            piece = Piece(macro)
            if tree is not None and tree.root_node.named_children:
                _Walk(self.file, Nodes(wrapped), piece, set()).over(tree.root_node)
                piece.rows = []
            self.found.macros[macro] = piece
            if not takes and len(body) <= LONGEST:
                self.found.values.setdefault(macro, body.decode("latin-1").strip())

    def _function(self, node: Node, scope: str) -> None:
        name = self.nodes.declared(node.child_by_field_name("declarator"))
        if not name or len(self.found.functions) >= MOST_PIECES:
            if name:
                raise OverLimit(f"{self.file}: more than {MOST_PIECES} functions or macros: compare its parts")
            return
        piece = Piece(scope + name, node.start_byte, node.end_byte)
        _Walk(self.file, self.nodes, piece, set(self.nodes.locals(node))).over(node)
        piece.names[name.partition("(")[0]] -= 1  # that it is called so is no mention of it
        self.found.functions.append(piece)

    def _enumerators(self, node: Node) -> None:
        base, step = "0", 0  # so that a long enumeration is no chain of names
        body = node.child_by_field_name("body")
        for child in body.named_children if body is not None else ():
            if child.type == "enumerator" and (name := child.child_by_field_name("name")) is not None:
                value = child.child_by_field_name("value")
                base, step = (self.nodes.text(value)[:LONGEST], 0) if value is not None else (base, step)
                self.found.values[self.nodes.text(name)] = f"({base})+{step}" if step else base
                step += 1

    def _constants(self, node: Node) -> None:
        """Constants and tables at the level of the file: what functions name instead of writing it out."""
        kind = node.child_by_field_name("type")
        constant = any(child.type == "type_qualifier" and self.nodes.text(child) == "const" for child in node.children)
        for child in node.named_children:
            value = child.child_by_field_name("value") if child.type == "init_declarator" else None
            name = self.nodes.declared(child.child_by_field_name("declarator")) if value is not None else ""
            if not name or value is None:
                continue
            if value.type in ("string_literal", "concatenated_string"):
                self.found.strings[name] = self.nodes.literal(value)
            elif value.type == "initializer_list" and constant and kind is not None:
                flat = [self.nodes.text(one) for one in value.named_children[:32] if one.type != "comment"]
                self.found.tables[name] = self.nodes.text(kind), flat[:16]
            elif constant and value.type != "initializer_list" and len(self.nodes.text(value)) <= LONGEST:
                self.found.values[name] = self.nodes.text(value)

    def _type(self, node: Node) -> None:
        kind = node.child_by_field_name("type")
        for child in node.children_by_field_name("declarator"):
            if kind is not None and child.type in ("type_identifier", "primitive_type"):
                self.found.types[self.nodes.text(child)] = self.nodes.text(kind)[:LONGEST]

    def _macro(self, node: Node, kind: str) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or value is None:
            return
        if len(self.macros_of) >= MOST_PIECES:
            raise OverLimit(f"{self.file}: more than {MOST_PIECES} functions or macros: compare its parts")
        body = re.sub(rb"\\\r?\n", b"\n", self.nodes.text(value).encode("latin-1"))
        self.macros_of.append((self.nodes.text(name), body, kind == "preproc_function_def"))


class _Walk:
    """One piece, its parts before the whole: as it is computed."""

    def __init__(self, file: str, nodes: Nodes, piece: Piece, own: set[str]) -> None:
        self.file, self.nodes, self.piece, self.own = file, nodes, piece, own
        self.terms = 0

    def over(self, root: Node) -> None:
        waiting: list[tuple[Node, bool]] = [(root, False)]
        rows: set[int] = set()
        statements: list[int] = []
        while waiting:
            node, met = waiting.pop()
            if met:
                self._met(node)
                continue
            kind = node.type
            if kind == "comment":
                continue
            if kind == "declaration" or (kind.endswith("_statement") and kind != "compound_statement"):
                statements.append(node.start_point[0] + 1)
            if not node.child_count or kind in LITERALS or kind in ("string_literal", "concatenated_string"):
                for part in node.children if kind == "concatenated_string" else [node]:
                    rows.update(self._rows(part) if part.type != "comment" else ())
                self._leaf(node)
                continue
            if kind == "preproc_if" and self.nodes.never(node):
                other = node.child_by_field_name("alternative")
                waiting += [(other, False)] if other is not None else []
                continue
            if kind in ("sizeof_expression", "alignof_expression", "type_descriptor", "parameter_list", "attribute"):
                rows.add(node.start_point[0] + 1)
                continue
            if kind in ("binary_expression", "unary_expression", "parenthesized_expression", "cast_expression"):
                folded = self.nodes.constant(node, DEEP)
                if folded and kind != "parenthesized_expression":
                    rows.add(node.start_point[0] + 1)
                    self._number(folded)
                    continue
            waiting.append((node, True))
            skip = node.child_by_field_name("size") if kind == "array_declarator" else None
            if kind == "call_expression" and self._made(node):
                skip = node.child_by_field_name("function")
            waiting += [(child, False) for child in reversed(node.children) if skip is None or child != skip]
        self.piece.rows = sorted(statements if len(statements) > DENSE * len(rows) else rows)

    def _rows(self, node: Node) -> range:
        """Lines of a node without blank ends: the line break behind a directive is a node, and goes on over what is
        blank or comment behind it."""
        first, last = node.start_point[0] + 1, node.end_point[0] + 1
        if first != last:
            text = self.nodes.text(node)
            last = first + text.rstrip().count("\n")
            first += text[: len(text) - len(text.lstrip())].count("\n")
        return range(first, last + 1)

    def _count(self) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise OverLimit(f"{self.file}: {self.piece.name} holds more than {MOST_TERMS} terms: not read")

    def _number(self, text: str) -> None:
        self._count()
        self.piece.numbers.append(text)
        self.piece.size += 1

    def _leaf(self, node: Node) -> None:
        kind, piece = node.type, self.piece
        if kind in ("identifier", "qualified_identifier"):
            name = self.nodes.text(node)
            piece.size += 1
            if name not in self.own:
                self._count()
                piece.names[name] += 1
        elif kind == "number_literal":
            text = self.nodes.text(node)
            hexadecimal = text[:2].lower() == "0x"
            if "." in text or (not hexadecimal and re.search("[eEfF]", text)) or (hexadecimal and "p" in text.lower()):
                if (value := floating(text)) is not None:
                    self._count()
                    piece.floats.append(value)
            else:
                self._number(text)
        elif kind == "char_literal":
            self._number(self.nodes.text(node))
        elif kind in ("string_literal", "concatenated_string"):
            self._count()
            piece.texts.append(self.nodes.literal(node))
            piece.size += 1
        elif kind == "this":
            piece.size += 1

    def _step(self, token: str, constant: str = "") -> None:
        self._count()
        self.piece.steps.append((token, constant))
        self.piece.size += 1

    def _met(self, node: Node) -> None:
        kind = node.type
        if kind in ("binary_expression", "assignment_expression"):
            self._binary(node)
        elif kind == "unary_expression":
            sign = self.nodes.text(node.children[0])
            if sign in "-~":
                self._step("neg" if sign == "-" else "not")
            elif sign == "!":
                self._condition(node.child_by_field_name("argument"), negated=True)
        elif kind == "update_expression":
            self._step("add" if any(child.type == "++" for child in node.children) else "sub", "1")
        elif kind == "call_expression":
            self._call(node)
        elif kind in ("if_statement", "while_statement", "do_statement", "for_statement", "conditional_expression"):
            condition = node.child_by_field_name("condition")
            once = kind == "do_statement" and condition is not None and self.nodes.text(condition) in ("(0)", "( 0 )")
            if once:
                return
            self.piece.shape[0] += 1
            self.piece.shape[1] += kind in ("while_statement", "do_statement", "for_statement")
            self._condition(condition)
        elif kind == "for_range_loop":
            self.piece.shape[0] += 1
            self.piece.shape[1] += 1
            self._step("cmp")
        elif kind == "case_statement" and (value := node.child_by_field_name("value")) is not None:
            self.piece.shape[0] += 1
            self._step("cmp", self.nodes.constant(value, DEEP))
            self._step("eq")
        elif kind == "new_expression":
            self.piece.calls["_Znwm" if node.child_by_field_name("declarator") is None else "_Znam"] += 1
        elif kind == "delete_expression":
            self.piece.calls["_ZdaPv" if any(c.type == "[" for c in node.children) else "_ZdlPvm"] += 1
        elif kind == "throw_statement":
            self.piece.calls.update(("__cxa_allocate_exception", "__cxa_throw"))

    def _binary(self, node: Node) -> None:
        sign = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if sign is None or left is None or right is None:
            return
        text = self.nodes.text(sign)
        if text in ("&&", "||"):
            self.piece.shape[0] += 1
            self._condition(left)
            return
        constant = self.nodes.constant(right, DEEP)
        turned = not constant and bool(constant := self.nodes.constant(left, DEEP))
        token = TWO.get(text.removesuffix("=")) if node.type == "assignment_expression" else TWO.get(text)
        if token is not None:
            real = token in FLOATS and (self.nodes.real(left) or self.nodes.real(right))
            self._step(
                "f" + token if real else token, "" if turned and token in ("sub", "div", "shl", "shr") else constant
            )
        elif text in COMPARED:
            sort = COMPARED[text]
            if turned and sort != "eq":
                sort = "le" if sort == "lt" else "lt"
            self._step("fcmp" if self.nodes.real(left) or self.nodes.real(right) else f"cmp-{sort}", constant)

    def _condition(self, node: Node | None, *, negated: bool = False) -> None:
        """What is asked of a value that no comparison makes."""
        while node is not None and node.type in ("parenthesized_expression", "condition_clause"):
            inner = node.child_by_field_name("value") or (node.named_children[-1] if node.named_children else None)
            node = inner
        if node is None or (node.type == "unary_expression" and self.nodes.text(node.children[0]) == "!"):
            return
        sign = node.child_by_field_name("operator") if node.type == "binary_expression" else None
        if sign is not None and (self.nodes.text(sign) in COMPARED or self.nodes.text(sign) in ("&&", "||")):
            return
        self._step("cmp-eq", "0")

    def _made(self, call: Node) -> str:
        """Name of what is called where a macro makes it."""
        called = call.child_by_field_name("function")
        made = called if called is not None and called.type == "call_expression" else None
        return self.nodes.made(made, "function", "arguments") if made is not None else ""

    def _call(self, node: Node) -> None:
        called = node.child_by_field_name("function")
        while called is not None and called.type in ("parenthesized_expression", "template_function"):
            called = called.child_by_field_name("name") or (called.named_children[0] if called.named_children else None)
        name = ""
        if called is not None and called.type == "field_expression":
            inner = called.child_by_field_name("field")
            name = "." + self.nodes.text(inner) if inner is not None else ""
        elif called is not None and called.type in ("identifier", "qualified_identifier"):
            name = self.nodes.text(called)
            self.piece.names[name] -= 1
        else:
            name = self._made(node)
        if name and name not in self.own:
            self._count()
            self.piece.calls[name] += 1
        self._step("call")
        self.piece.shape[2] += 1
