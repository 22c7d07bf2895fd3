"""Kinds of tokens, and the symbol that stands for one once names and literals are normalised."""

from __future__ import annotations

import hashlib
from enum import IntEnum
from functools import cache


class Kind(IntEnum):
    """A token's part of speech. Names of all sorts are one kind, and so are words that the grammar leaves open."""

    KEYWORD = 0
    SIGN = 1
    NAME = 2
    NUMBER = 3
    STRING = 4
    TEXT = 5  # what stands around code: HTML around PHP
    COMMENT = 6


NORMALISED = frozenset({Kind.NAME, Kind.NUMBER, Kind.STRING, Kind.TEXT})


@cache
def symbol(kind: Kind, text: str) -> int:
    """Number of the normalised token, 1 to 2^32 - 1: of the kind for names and literals, else of kind and text.

    A digest of the text, so that it is the same in every file and every run; ``tests/code`` checks that no two words of
    all grammars share one.
    """
    word = f"{kind.name}" if kind in NORMALISED else f"{kind.name} {text}"
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).digest(), "big") or 1


def value(text: str) -> int:
    """Number of the token as written, 1 to 2^64 - 1."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") or 1
