"""Nodes of a syntax tree with the bytes that they stand for.

A tree that was parsed piece by piece does not hold its text: it is cut from the bytes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from comparators.software.source.literals import unescaped

LONGEST = 400  # bytes of an expression that is taken as one constant
CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]+")  # how constants are written nearly everywhere
TWO = {"+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "&": "and", "|": "or", "^": "xor"}
TWO |= {"<<": "shl", ">>": "shr"}
MADE = re.compile(r"\(\w+(,\w+)*\)")
LITERALS = ("number_literal", "char_literal")


@dataclass(frozen=True)
class Nodes:
    """``data``: the text that was parsed."""

    data: bytes

    def text(self, node: Node) -> str:
        """Bytes of a node, as latin-1."""
        return self.data[node.start_byte : node.end_byte].decode("latin-1")

    def never(self, node: Node) -> bool:
        """Whether this is ``#if 0``."""
        condition = node.child_by_field_name("condition")
        return condition is not None and self.text(condition) == "0"

    def declared(self, node: Node | None) -> str:
        """Name that a declarator declares, with its scope; "" for none."""
        while node is not None:
            if node.type in (
                "identifier",
                "field_identifier",
                "destructor_name",
                "operator_name",
                "qualified_identifier",
            ):
                return re.sub(r"<[^<>]*>|\s", "", self.text(node))
            if node.type == "template_function":
                node = node.child_by_field_name("name")
                continue
            inner = node.child_by_field_name("declarator")
            if node.type == "function_declarator" and inner is not None and inner.type == "function_declarator":
                return self.made(inner, "declarator", "parameters")  # FN(name)(int a): a macro makes the name
            if inner is None:
                inner = next(
                    (one for one in node.named_children if "declarator" in one.type or "identifier" in one.type), None
                )
            node = inner
        return ""

    def made(self, node: Node, field: str, words: str) -> str:
        """A name that a macro makes of others, as it is written without blanks: ``FN(name)``; "" for what is none."""
        macro, inner = node.child_by_field_name(field), node.child_by_field_name(words)
        if macro is None or macro.type != "identifier" or inner is None:
            return ""
        plain = re.sub(r"\s", "", self.text(inner))
        return self.text(macro) + plain if MADE.fullmatch(plain) else ""

    def locals(self, node: Node) -> Iterator[str]:
        """Names that a function declares."""
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if one.type in ("parameter_declaration", "init_declarator", "optional_parameter_declaration"):
                yield self.declared(one.child_by_field_name("declarator"))
            elif one.type == "declaration":
                yield from (self.declared(child) for child in one.children_by_field_name("declarator"))
            waiting += one.named_children

    def literal(self, node: Node) -> str:
        """Text of a string as the compiler writes it (bytes as latin-1); parts that stand side by side are one."""
        parts = (
            [node] if node.type == "string_literal" else [c for c in node.named_children if c.type == "string_literal"]
        )
        inner = (child for part in parts for child in part.named_children)
        data = b"".join(
            self.data[child.start_byte : child.end_byte]
            for child in inner
            if child.type in ("string_content", "escape_sequence")
        )
        return unescaped(data).decode("latin-1")

    def real(self, node: Node) -> bool:
        """Whether a node is a number of floating point."""
        while node.type == "parenthesized_expression" and node.named_children:
            node = node.named_children[0]
        return node.type == "number_literal" and bool(re.search(r"[.]|^\d+[eE]", self.text(node)))

    def constant(self, node: Node, deep: int) -> str:
        """A constant as written, or "" for what is none: numbers, characters, names written as constants are, and
        what is computed from these."""
        kind = node.type
        if kind in LITERALS:
            return "" if self.real(node) else self.text(node)
        if kind == "identifier":
            return text if CONSTANT.fullmatch(text := self.text(node)) else ""
        if deep and kind in ("binary_expression", "unary_expression", "parenthesized_expression", "cast_expression"):
            if node.end_byte - node.start_byte > LONGEST:
                return ""
            named = [child for child in node.named_children if child.type not in ("type_descriptor", "comment")]
            if kind == "unary_expression" and self.text(node.children[0]) == "!":
                return ""
            if kind == "binary_expression" and self.text(node.children[1]) not in TWO:
                return ""
            return self.text(node) if named and all(self.constant(child, deep - 1) for child in named) else ""
        return ""
