"""What is kept of one file: its text and its literal rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.work import Member
from comparators.code import source
from comparators.code.hidden import hidden
from comparators.code.kinds import Kind
from comparators.code.lines import line_count, line_starts, lines_of
from comparators.code.literal.habits import habits
from comparators.code.literal.kinds import COMMON, LEAST, Row
from comparators.code.literal.known import Known, known
from comparators.code.literal.reading import rows_of
from comparators.code.source import Source

Array = NDArray[Any]
MOST_HIDDEN = 200  # characters that are not seen, told one by one of one file


@dataclass(frozen=True)
class LiteralFeatures:
    """One file. Rows in order of kind and place: ``kinds`` uint8 (``Row``); ``hashes`` uint64 of the characters that
    count; ``starts``, ``stops`` int32, characters; ``sizes`` uint16, characters that count (65,535 at most); ``held``
    uint8, works of the bundled counts that hold it (0: none or one).

    ``hidden_…``: characters that are not seen or look like others; ``habits`` int32, see ``habits``.
    """

    text: str
    kinds: Array
    hashes: Array
    starts: Array
    stops: Array
    sizes: Array
    held: Array
    hidden_kinds: Array
    hidden_starts: Array
    hidden_stops: Array
    habits: Array
    errors: int
    encoding: str
    language: str
    maturity: str
    reader: str

    @classmethod
    def of(cls, found: Source, counts: Known | None = None) -> LiteralFeatures:
        """Features of a file that was split into tokens; ``counts``: another table than the bundled one."""
        kinds, hashes, starts, stops, sizes, held = rows_of(found, known() if counts is None else counts)
        talk = np.zeros(len(found.text) + 1, np.bool_)
        if not found.text.isascii():
            for tokens in (found.comments, found.tokens.only(np.flatnonzero(found.tokens.kinds == Kind.STRING))):
                for start, stop in zip(tokens.starts.tolist(), tokens.stops.tolist(), strict=True):
                    talk[start:stop] = True
        unseen = list(hidden(found.text, talk))
        return cls(
            text=found.text,
            kinds=kinds, hashes=hashes, starts=starts, stops=stops,
            sizes=_weighty(found.text, kinds, starts, stops, sizes), held=held,
            hidden_kinds=np.array([HIDDEN_KINDS.index(kind) for kind, _, _ in unseen], np.uint8),
            hidden_starts=np.array([start for _, start, _ in unseen], np.int32),
            hidden_stops=np.array([stop for _, _, stop in unseen], np.int32),
            habits=habits(found),
            errors=found.errors,
            encoding=found.encoding,
            language=found.language.name,
            maturity=found.language.maturity if found.reader != "plain" else "plain",
            reader=found.reader,
        )  # fmt: skip

    @cached_property
    def line_starts(self) -> Array:
        return line_starts(self.text)

    @property
    def line_count(self) -> int:
        """Lines of the file."""
        return line_count(self.line_starts, len(self.text))

    def lines(self, offsets: Array) -> Array:
        """Line, from 1, of each character offset."""
        return lines_of(self.line_starts, offsets)

    @cached_property
    def bounds(self) -> Array:
        """Where the rows of each kind begin, and the end."""
        return np.searchsorted(self.kinds, np.arange(len(Row) + 1))

    def rows(self, row: Row) -> slice:
        """The rows of one kind."""
        return slice(int(self.bounds[row]), int(self.bounds[row + 1]))

    @cached_property
    def counts(self) -> Array:
        """Which rows count: long enough, and not in several works of the bundled counts (bool).

        Words were chosen by a bound of their own when they were read (``MISSPELT``).
        """
        least = np.array([LEAST.get(row, 1) for row in Row], np.int64)
        rare = (self.held < COMMON) | (self.kinds >= Row.SPACING) | (self.kinds == Row.WORD)
        counted: Array = (self.sizes >= least[self.kinds]) & rare
        return counted

    @cached_property
    def common(self) -> Array:
        """Rows that are long enough but in several works of the bundled counts (bool)."""
        least = np.array([LEAST.get(row, 1) for row in Row], np.int64)
        return (self.sizes >= least[self.kinds]) & ~self.counts & (self.held >= COMMON)

    def unseen(self) -> Iterator[tuple[str, int, int]]:
        """Kind, start and stop of the characters that are not seen."""
        for kind, start, stop in zip(self.hidden_kinds, self.hidden_starts, self.hidden_stops, strict=True):
            yield HIDDEN_KINDS[int(kind)], int(start), int(stop)


HIDDEN_KINDS = ("bidi-control", "zero-width", "look-alike")


def _weighty(text: str, kinds: Array, starts: Array, stops: Array, sizes: Array) -> Array:
    """Sizes with each 字 as three, since a line of Chinese says as much in fewer characters."""
    if text.isascii():
        return sizes
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    wide = np.zeros(len(codes) + 1, np.int64)
    np.cumsum((codes >= 0x3400) & (codes <= 0x9FFF), out=wide[1:])
    more = 2 * (wide[stops] - wide[starts])
    own: Array = np.isin(kinds, (Row.COMMENT, Row.STRING, Row.KEY, Row.PHRASE, Row.NAME))
    weighty: Array = np.minimum(sizes + np.where(own, more, 0), 65535).astype(np.uint16)
    return weighty


def read(member: Member) -> LiteralFeatures:
    """Read one file. Raises ``OverLimit`` or ``Unreadable`` naming it."""
    return LiteralFeatures.of(source.read(member))
