"""Parts of speech of a source text by the lexers of Pygments, for listings of methods that do not read code as code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pygments.lexers import find_lexer_class_for_filename
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, Punctuation, String

from appraisal.exhibit import Token

MOST = 1 << 20  # characters that are split,
LONGEST = 20_000  # and of one line: rules of lexers look ahead to the end of it
KINDS: tuple[tuple[Any, Token], ...] = (
    (Comment, "comment"), (String, "string"), (Literal.Date, "string"), (Number, "number"), (Keyword, "keyword"),
    (Operator.Word, "keyword"), (Operator, "operator"), (Punctuation, "operator"), (Name, "name"),
)  # fmt: skip
Piece = tuple[str, Token | None]


@cache
def _kind(type_: Any) -> Token | None:
    return next((token for kind, token in KINDS if type_ in kind), None)


def lines(file: str, text: str) -> list[tuple[Piece, ...]]:
    """Each line (ended by ``\\n``) as pieces of one part of speech each, no character lost; whole where it is not told.

    The language is told by the last suffix of the name; prose and what is too long to split have no parts of speech.
    """
    rows = text.split("\n")
    found = find_lexer_class_for_filename("x." + file.rsplit("/", 1)[-1].rpartition(".")[2])
    if found is None or "text" in found.aliases or len(text) > MOST or max(map(len, rows)) > LONGEST:
        return [((row, None),) for row in rows]
    made: list[list[Piece]] = [[]]
    for piece, token in _pieces(found(stripnl=False, ensurenl=False), text):
        first, *more = piece.split("\n")
        made[-1] += [(first, token)] if first else []
        made += [[(row, token)] if row else [] for row in more]
    return [tuple(row) for row in made]


def _pieces(lexer: Any, text: str) -> Iterator[Piece]:
    """Stretches of the text in its order, neighbours of one part of speech together."""
    held, kind = "", None
    for _, type_, piece in lexer.get_tokens_unprocessed(text):
        token = _kind(type_)
        if token == kind:
            held += piece
            continue
        if held:
            yield held, kind
        held, kind = piece, token
    if held:
        yield held, kind
