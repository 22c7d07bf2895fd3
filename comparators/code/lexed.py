"""Tokens by the lexers of Pygments, for languages without a grammar here."""

from __future__ import annotations

from functools import cache
from typing import Any

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, String

from comparators.code import plain
from comparators.code.kinds import Kind


@cache
def lexer_of(alias: str) -> Any:
    """The lexer with this alias, which leaves the text as it is."""
    return get_lexer_by_name(alias, stripnl=False, ensurenl=False)


@cache
def _kind(type_: Any) -> Kind | None:
    """None: spacing, or what is split further."""
    if type_ in Comment and type_ not in (Comment.Preproc, Comment.PreprocFile):
        return Kind.COMMENT
    if type_ in String or type_ in Literal.Date:
        return Kind.STRING
    if type_ in Number:
        return Kind.NUMBER
    if type_ in Keyword or type_ is Operator.Word:
        return Kind.KEYWORD
    if type_ in Name:
        return Kind.NAME
    return None


def tokens(text: str, alias: str) -> tuple[list[int], list[int], list[int]]:
    """Kinds, starts and stops. Pieces of one string are one token; signs are split as ``plain`` splits them."""
    kinds: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    for start, type_, value in lexer_of(alias).get_tokens_unprocessed(text):
        kind = _kind(type_)
        stop = start + len(value)
        if kind is None:
            if not value.strip():
                continue
            for inner, a, b in plain.tokens(text, start, stop):
                kinds.append(int(inner))
                starts.append(a)
                stops.append(b)
            continue
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if start == stop:
            continue
        if kind == Kind.STRING and kinds and kinds[-1] == Kind.STRING and stops[-1] == start:
            stops[-1] = stop
            continue
        kinds.append(int(kind))
        starts.append(start)
        stops.append(stop)
    return kinds, starts, stops
