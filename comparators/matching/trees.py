"""Syntax trees by tree-sitter: one wheel a language, loaded when first needed, nothing fetched.

What does not parse leaves ``ERROR`` nodes in the tree and is no failure.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser, Tree

CALLS_A_BYTE = 0.125  # of the parser's callback (ordinary code takes a fortieth), above which it has run away;
CALLS = 2_000  # and on top for small texts
PIECE = 1 << 12  # bytes handed to the parser at once,
READINGS = 24  # times the whole text at the most (code is read once or twice): a comment that is never closed is
READ = 1 << 20  # looked for the end of again and again; and bytes on top for small texts


@cache
def grammar(module: str, function: str = "language") -> Grammar:
    """The grammar that a wheel carries."""
    return Grammar(getattr(importlib.import_module(module), function)())


def parse(data: bytes, chosen: Grammar) -> Tree | None:
    """Syntax tree of a text in UTF-8; None where the parser gives the text up.

    The parser is bounded by the count of its own steps and of the bytes it reads, not by a clock, so that the same text
    always has the same outcome.
    """
    parser = Parser(chosen)
    calls, readable = CALLS + int(CALLS_A_BYTE * len(data)), READ + READINGS * len(data)

    def piece(offset: int, point: Any) -> bytes:
        nonlocal readable
        some = data[offset : offset + PIECE]
        readable -= len(some)
        return some if readable >= 0 else b""  # an early end stops it; the tree is thrown away

    def done(offset: int, has_error: bool) -> bool:
        nonlocal calls
        calls -= 1
        return calls < 0 or readable < 0  # true stops the parser

    try:
        tree: Any = parser.parse(piece, progress_callback=done)
    except ValueError:  # how the binding says that the callback stopped it
        return None
    if readable < 0:
        return None
    return tree if isinstance(tree, Tree) else None


def error_bytes(root: Node) -> int:
    """Bytes under the outermost ``ERROR`` nodes."""
    if not root.has_error:
        return 0
    total, waiting = 0, [root]
    while waiting:
        node = waiting.pop()
        if node.is_error:
            total += node.end_byte - node.start_byte
        elif node.has_error:
            waiting += node.children
    return total
