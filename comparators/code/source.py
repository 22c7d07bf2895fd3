"""One source file as its tokens: ``read`` decodes, tells the language, and splits it; all later work starts here.

Where a grammar is at hand the tokens are the leaves of the syntax tree, strings whole unless code stands in them;
else they come from Pygments, and from ``plain`` where that fails or would take too long.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from tree_sitter import Node, Tree

from appraisal.work import Member
from comparators.code import grammars, leaves, lexed, plain
from comparators.code.decoding import decode
from comparators.code.hidden import read_as
from comparators.code.kinds import Kind
from comparators.code.languages import PLAIN, Language, language_of
from comparators.code.lines import line_starts, lines_of
from comparators.matching.encodings import Decoded

Array = NDArray[Any]
Reader = Literal["grammar", "lexer", "plain"]
MOST_PARSED = 32 << 20  # bytes of UTF-8; a tree takes some thirty times as much memory
MOST_LEXED = 2 << 20  # characters that Pygments is asked to split,
LONGEST_LEXED = 20_000  # and of one line: its rules look ahead to the end of it


MOST_KEPT = 1 << 24  # characters of text in files kept in memory, with their tokens some ten times as many bytes,
MOST_FILES = 1000  # and how many files; their lengths are added up at each


@dataclass(frozen=True)
class Tokens:
    """Tokens in the order of the text. ``kinds`` uint8 (``Kind``), ``starts`` and ``stops`` int32 character offsets."""

    kinds: Array
    starts: Array
    stops: Array

    @classmethod
    def of(cls, kinds: list[int], starts: list[int], stops: list[int]) -> Tokens:
        return cls(np.array(kinds, np.uint8), np.array(starts, np.int32), np.array(stops, np.int32))

    def __len__(self) -> int:
        return len(self.kinds)

    def only(self, chosen: Array) -> Tokens:
        """The tokens at the places (or with the flags) ``chosen``."""
        return Tokens(self.kinds[chosen], self.starts[chosen], self.stops[chosen])


@dataclass(frozen=True)
class Source:
    """A file read. ``tokens`` without comments, ``comments`` apart; ``reader`` says what split the text.

    ``errors``: characters (bytes of UTF-8) in stretches that the grammar could not follow; 0 without a grammar.
    ``read``: what was split, ``text`` without what hides it, and ``places``: see ``hidden.read_as``. All offsets are of
    ``text``.
    """

    file: str
    text: str
    encoding: str
    language: Language
    reader: Reader
    tokens: Tokens
    comments: Tokens
    errors: int
    tree: Tree | None
    read: str
    places: Array | None

    @cached_property
    def line_starts(self) -> Array:
        return line_starts(self.text)

    @cached_property
    def token_lines(self) -> Array:
        """Line of the first character of each token, from 1 (int32)."""
        return lines_of(self.line_starts, self.tokens.starts)

    @cached_property
    def token_last_lines(self) -> Array:
        """Line of the last character of each token, from 1 (int32): a string may go over several."""
        return lines_of(self.line_starts, np.maximum(self.tokens.stops - 1, self.tokens.starts))

    @cached_property
    def chars(self) -> Array | None:
        """Character offset of each byte of ``read`` in UTF-8, and of its end (int32); None where they are the same."""
        return _offsets(self.read, self.places)

    def words(self) -> list[str]:
        """Text of each token, as it was read."""
        starts, stops = self.tokens.starts, self.tokens.stops
        if self.places is not None:
            starts, stops = np.searchsorted(self.places, starts), np.searchsorted(self.places, stops)
        text = self.read
        return [text[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]

    def at(self, node: Node) -> tuple[int, int]:
        """Start and stop of a syntax node in characters."""
        if self.chars is None:
            return node.start_byte, node.end_byte
        return int(self.chars[node.start_byte]), int(self.chars[node.end_byte])


_kept: OrderedDict[tuple[str, str, str], Source] = OrderedDict()


def read(member: Member, *, keep_tree: bool = False) -> Source:
    """Read one file. Raises ``OverLimit`` or ``Unreadable`` naming it; whatever is text has tokens.

    The tree is kept only when asked for: it is some thirty times as large as the text. Files read last are kept without
    one, up to ``MOST_KEPT`` characters of text, for the next method that reads them.
    """
    key = (member.sha256, str(member.path), member.file)
    held = None if keep_tree else _kept.get(key)
    if held is not None:
        _kept.move_to_end(key)
        return held
    found = source_of(member.file, decode(member), keep_tree=keep_tree)
    if not keep_tree:
        _keep(key, found)
    return found


def _keep(key: tuple[str, str, str], found: Source) -> None:
    """The files read last, of ``MOST_KEPT`` characters and ``MOST_FILES`` files in all."""
    _kept[key] = found
    while _kept and (len(_kept) > MOST_FILES or sum(len(one.text) for one in _kept.values()) > MOST_KEPT):
        _kept.popitem(last=False)


def source_of(file: str, decoded: Decoded, *, language: Language | None = None, keep_tree: bool = False) -> Source:
    """The same of a decoded text; ``language`` overrides what the name and content say."""
    text = decoded.text
    language = language or language_of(file, text)
    seen, places = read_as(text)
    tree, errors, found = None, 0, None
    if language.grammar is not None:
        data = seen.encode("utf-8", "replace")
        tree = grammars.parse(data, language) if len(data) <= MOST_PARSED else None
        if tree is not None:
            errors = grammars.error_bytes(tree.root_node)
            found = _in_text(Tokens.of(*leaves.leaves(tree, data)), _offsets(seen, places))
    reader: Reader = "grammar"
    if found is None and language.lexer != PLAIN.lexer and _lexable(seen):
        found, reader = _in_text(Tokens.of(*lexed.tokens(seen, language.lexer)), places), "lexer"
    if found is None:
        found, reader = _in_text(Tokens.of(*_columns(seen)), places), "plain"
    is_comment = found.kinds == Kind.COMMENT
    kept = tree if keep_tree else None
    return Source(
        file, text, decoded.encoding, language, reader, found.only(~is_comment), found.only(is_comment), errors, kept,
        seen, places,
    )  # fmt: skip


def char_offsets(text: str) -> Array | None:
    """Character offset of each byte of ``text`` in UTF-8 and of its end; None for ASCII, where they are the same."""
    if text.isascii():
        return None
    data = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    begins = (data & 0xC0) != 0x80
    offsets = np.zeros(len(data) + 1, np.int32)
    np.cumsum(begins, out=offsets[1:])
    offsets[:-1][~begins] -= 1  # of the character that a byte belongs to, which has begun before it
    return offsets


def _offsets(read: str, places: Array | None) -> Array | None:
    """Place in the text of each byte of what was read, and of its end."""
    offsets = char_offsets(read)
    if places is None or offsets is None:
        return places if offsets is None else offsets
    placed: Array = places[offsets]
    return placed


def _in_text(tokens: Tokens, offsets: Array | None) -> Tokens:
    if offsets is None:
        return tokens
    return Tokens(tokens.kinds, offsets[tokens.starts], offsets[tokens.stops])


def _lexable(text: str) -> bool:
    return len(text) <= MOST_LEXED and max(map(len, text.splitlines()), default=0) <= LONGEST_LEXED


def _columns(text: str) -> tuple[list[int], list[int], list[int]]:
    rows = list(plain.tokens(text))
    return [int(kind) for kind, _, _ in rows], [start for _, start, _ in rows], [stop for _, _, stop in rows]
