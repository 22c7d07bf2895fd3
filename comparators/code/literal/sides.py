"""One side of a comparison: the rows of one kind of all its files end to end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.span import Span, line
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.kinds import Row
from comparators.code.literal.reading import rank

Array = NDArray[Any]
LISTED = 12  # places of one piece that are listed on each side, the first ones


@dataclass(frozen=True)
class Column:
    """Rows of one kind, in order of file and place; all arrays have one item a row. ``lines`` from 1."""

    files: Array
    hashes: Array
    starts: Array
    stops: Array
    sizes: Array
    held: Array
    counts: Array
    common: Array
    lines: Array

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def rank(self) -> Array:
        """How many equal rows stand before each."""
        return rank(self.hashes)

    @cached_property
    def order(self) -> Array:
        """Rows by hash, equal ones in order of place."""
        return np.argsort(self.hashes, kind="stable")

    @cached_property
    def sorted(self) -> Array:
        """Hashes in the order of ``order``."""
        found: Array = self.hashes[self.order]
        return found

    def places(self, value: int) -> Array:
        """Rows with this hash, in order of place."""
        low, high = np.searchsorted(self.sorted, np.array([value, value], np.uint64), side="left"), None
        high = np.searchsorted(self.sorted, np.uint64(value), side="right")
        found: Array = self.order[int(low[0]) : int(high)]
        return found


class Side:
    """All files of one side, sorted by name."""

    def __init__(self, files: Mapping[str, LiteralFeatures]) -> None:
        self.names = tuple(sorted(files))
        self.features = tuple(files[name] for name in self.names)
        self.columns: dict[Row, Column] = {}
        self._keys: dict[Row, Array] = {}

    def column(self, row: Row) -> Column:
        """The rows of one kind."""
        if row not in self.columns:
            self.columns[row] = self._column(row)
        return self.columns[row]

    def _column(self, row: Row) -> Column:
        parts: dict[str, list[Array]] = {name: [] for name in Column.__dataclass_fields__}
        for number, features in enumerate(self.features):
            inside = features.rows(row)
            parts["files"].append(np.full(inside.stop - inside.start, number, np.int32))
            parts["lines"].append(features.lines(features.starts[inside]))
            for name in ("hashes", "starts", "stops", "sizes", "held", "counts", "common"):
                parts[name].append(getattr(features, name)[inside])
        return Column(**{name: np.concatenate(some) for name, some in parts.items()})

    def before(self, row: Row, file: int, start: int) -> int:
        """Number of the last row of a kind that begins at or before a place; -1 for none."""
        if row not in self._keys:
            column = self.column(row)
            self._keys[row] = (column.files.astype(np.int64) << 32) | column.starts
        return int(np.searchsorted(self._keys[row], (file << 32) | start, side="right")) - 1

    def text(self, column: Column, at: int) -> str:
        """The row as it stands in the file."""
        return self.features[int(column.files[at])].text[int(column.starts[at]) : int(column.stops[at])]

    def span(self, column: Column, at: int) -> Span:
        """The line that a row stands on."""
        number = int(column.lines[at])
        return line(self.names[int(column.files[at])], number, number + 1)

    def position(self, column: Column, at: int) -> str:
        """Line and column of a row, both from 1."""
        features = self.features[int(column.files[at])]
        number = int(column.lines[at])
        return f"{number}:{int(column.starts[at]) - int(features.line_starts[number - 1]) + 1}"

    @cached_property
    def digest(self) -> bytes:
        """Of names and texts: which side is taken first does not depend on which one is called left."""
        state = hashlib.blake2b(digest_size=16)
        for name, features in zip(self.names, self.features, strict=True):
            state.update(name.encode("utf-8", "surrogateescape") + b"\0")
            state.update(features.hashes.tobytes())
        return state.digest()
