"""``software-data``: what two products hold as tables, whatever tables, columns, keys and names are called.

Propose: rare values and combinations of values that stand in rows of both (``proposing``). Verify: columns paired, rows
aligned, and the evidence weighed against chance (``pairing``, ``weighing``). A pair is reported from 40 bits on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Places
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Unit
from appraisal.work import EVERY, SENSED, Medium, Member, Work
from comparators.software.data import counting, oddities, planting, showing, wording
from comparators.software.data.features import GATE, DataFeatures, Table
from comparators.software.data.pairing import Pairing, pair
from comparators.software.data.proposing import propose
from comparators.software.data.reading import read
from comparators.software.data.weighing import STEPS

BYTES_A_CELL = 60
ODD_BITS = 3 * STEPS  # weight of an odd cell at least: what is frequent is not odd
ODDITIES = 50  # listed of one pair of tables
COLUMNS_TOLD = 40
VALUES_TOLD = 8
TABLES_TOLD = 500


@dataclass(frozen=True)
class SoftwareData:
    """Pairs of tables whose agreement has a chance of at most 2^-``bits`` (40 to 1,000) if they are independent."""

    bits: float = GATE

    name: ClassVar[str] = "software-data"
    version: ClassVar[str] = "3"
    media: ClassVar[frozenset[Medium]] = EVERY
    scope: ClassVar[Scope] = Scope.WHOLE
    folders: ClassVar[bool] = True
    nothing_in: ClassVar[frozenset[Medium]] = SENSED
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[DataFeatures]] = DataFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def __post_init__(self) -> None:
        if not GATE <= float(self.bits) <= 1000:
            raise UsageError(f"software-data: bits is a number from {GATE:g} to 1000, not {self.bits!r}")

    def read(self, member: Member, resources: Resources) -> DataFeatures:
        """All tables of one file; none for a file of another kind. Raises a ``MaterialError`` naming the file."""
        return DataFeatures.of(read(member))

    def extent(self, features: DataFeatures) -> tuple[Unit, float]:
        """Cells of all tables of the file."""
        return "cell", len(features.cells)

    def match(self, left: Sided[DataFeatures], right: Sided[DataFeatures], context: Context) -> Iterator[Match]:
        """One match a pair of tables (see ``_match``), one for each odd value that both have in aligned rows.

        Raises ``Refused`` when a side has no table that can be evidence, ``OverLimit`` above the memory allowed.
        """
        cells = sum(len(f.cells) for side in (left, right) for f in side.values())
        if cells * BYTES_A_CELL > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {cells} cells take up to {cells * BYTES_A_CELL} bytes of memory, the limit"
                f" is {context.memory_limit}: raise the limit or compare parts"
            )
        one, other = (self._heavy(side) for side in (left, right))
        for name, side in (("tables_of_left", left), ("tables_of_right", right)):
            context.table(name, _listed(side))
        context.progress(0.1)
        found = [(i, j, pair(one[i], other[j])) for i, j in propose(one, other)]
        context.progress(0.9)
        for i, j, pairing in _best(found, self.bits):
            yield self._match(one[i], other[j], pairing, left)
            yield from _odd(one[i], other[j], pairing, left)
        context.progress(1.0)

    def _heavy(self, side: Sided[DataFeatures]) -> list[Table]:
        heavy = [table for table in counting.tables(side) if table.heavy]
        if not heavy:
            names = ", ".join(sorted(side)[:3]) + (" …" if len(side) > 3 else "")
            raise Refused(f"{names}: no table with enough in it that is not ordinary: nothing for this method")
        return heavy

    def _match(self, left: Table, right: Table, found: Pairing, texts: Sided[DataFeatures]) -> Match:
        """Whole aligned rows as places. ``details``: names and numbers of the tables, rows and columns that
        correspond, equal cells of those compared, arbitrary ones among them, the bound of chance, the schema apart.
        """
        spans = counting.places(left, found.left.tolist()), counting.places(right, found.right.tolist())
        return Match(
            spans[0][0],
            spans[1][0],
            counting.kind_of(left, right),
            also=Places(tuple(spans[0][1:]), tuple(spans[1][1:])),
            details=_details(left, right, found, texts[left.file]),
        )

    def measure(
        self, left: Sided[DataFeatures], right: Sided[DataFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage: filled cells that are equal in the counterpart of their row, over all filled cells of the side.

        Tables that cannot reach the gate even against themselves are in neither number (``left_out_of_…``).
        """
        return counting.measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Aligned rows side by side; cells that differ are marked, columns without counterpart stand as context."""
        return showing.listing(left, right, match)

    def keys(self, features: DataFeatures) -> Iterable[bytes]:
        """Keys of rare values and combinations of one file, for backgrounds and candidates."""
        from comparators.software.data.proposing import keys

        for table in features.tables(""):
            yield from (int(key).to_bytes(8, "big") for key in keys(table).tolist())

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Rows of a table, renamed, shuffled and partly changed, in a new file beside the tables of the host."""
        return planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Tables of the same shape with other values."""
        return planting.scramble(member, seed, out)


def _best(found: Sequence[tuple[int, int, Pairing]], gate: float) -> list[tuple[int, int, Pairing]]:
    """Pairs above the gate that are the best of either of their tables, the first of equal ones."""
    best: tuple[dict[int, tuple[float, int]], dict[int, tuple[float, int]]] = ({}, {})
    good = [(i, j, p) for i, j, p in found if p.bits >= gate]
    for i, j, pairing in good:
        bits = round(pairing.bits, 3)
        best[0][i] = min(best[0].get(i, (0.0, 0)), (-bits, j))
        best[1][j] = min(best[1].get(j, (0.0, 0)), (-bits, i))
    return [(i, j, p) for i, j, p in good if best[0][i][1] == j or best[1][j][1] == i]


def _listed(side: Sided[DataFeatures]) -> dict[str, JSON]:
    """What was read as a table; line 0 where the format has none."""
    rows: list[JSON] = []
    for table in counting.tables(side):
        if len(rows) < TABLES_TOLD:
            place = [*table.cells.shape, table.start, int(table.lines[0])]
            rows.append([table.file, table.number, table.name, table.kind, *place])
    return {"head": ["file", "number", "table_name", "kind", "rows", "width", "first_cell", "line"], "rows": rows}


def chance(bits: float) -> str:
    """The bound of chance in words: ≤ 10^-12."""
    return f"≤ 10^-{int(bits * np.log10(2))}"


def _details(left: Table, right: Table, found: Pairing, texts: DataFeatures) -> dict[str, JSON]:
    columns = found.columns
    equal = counting.equal_cells(left, right, found)[0][found.left]
    compared = int(
        ((left.cells[found.left][:, columns.left] != 0) | (right.cells[found.right][:, columns.right] != 0)).sum()
    )
    bits = np.where(equal, left.bits[found.left], 0)
    words: list[str] = []
    for c, d, alike in zip(columns.left.tolist(), columns.right.tolist(), columns.equal.tolist(), strict=True):
        if len(words) < COLUMNS_TOLD:
            count = f"{int(equal[:, c].sum())}/{len(found.left)}" if alike else "renamed"
            words.append(f"{left.columns[c]} = {right.columns[d]}: {count}")
    order = np.argsort(-bits.astype(np.int16), axis=None, kind="stable")
    rare: list[str] = []
    for at in order[: 20 * VALUES_TOLD].tolist():
        text = texts.text(int(left.cells[found.left].ravel()[at])) if bits.ravel()[at] else ""
        if text and text not in rare and len(rare) < VALUES_TOLD:
            rare.append(text)
    types = [_type(t, c) for t, cs in ((left, columns.left), (right, columns.right)) for c in cs.tolist()]
    half = len(types) // 2
    return {
        "name_of_left": left.name,
        "name_of_right": right.name,
        "number_of_left": left.number,
        "number_of_right": right.number,
        "rows_paired": len(found.left),
        "rows_in_left": len(left.distinct),
        "rows_in_right": len(right.distinct),
        "columns_paired": len(columns.left),
        "columns_of_left": left.cells.shape[1],
        "columns_of_right": right.cells.shape[1],
        "columns": words,
        "equal_cells": int(equal.sum()),
        "compared_cells": compared,
        "arbitrary_cells": int((bits >= counting.ARBITRARY).sum()),
        "rarest": rare,
        "chance": chance(found.bits),
        "columns_of_same_type": sum(a == b for a, b in zip(types[:half], types[half:], strict=True)),
        "columns_in_order": _in_order(columns.right.tolist()),
        "same_key": _key(left, columns.left) == _key(right, columns.right),
    }


def _type(table: Table, column: int) -> str:
    types = list(table.about["types"])
    if column < len(types) and types[column]:
        return str(types[column]).lower()
    return "number" if table.numeric[column] else "text"


def _key(table: Table, columns: NDArray[np.int64]) -> list[int]:
    """The primary key as numbers of paired columns."""
    key = set(table.about["key"])
    return [number for number, column in enumerate(columns.tolist()) if column in key]


def _in_order(columns: Sequence[int]) -> int:
    """Length of the longest increasing part: columns that stand in the same order on both sides."""
    ends: list[int] = []
    for column in columns:
        at = int(np.searchsorted(ends, column)) if ends else 0
        ends[at : at + 1] = [column]
    return len(ends)


def _odd(left: Table, right: Table, found: Pairing, texts: Sided[DataFeatures]) -> Iterator[Match]:
    """Equal cells in aligned rows that fall out of their column on both sides: the rarest ``ODDITIES`` of them."""
    hits: list[tuple[int, int, int, int, int]] = []
    for c, d in zip(found.columns.left.tolist(), found.columns.right.tolist(), strict=True):
        flags = left.odd[found.left, c] & right.odd[found.right, d]
        same = (
            (left.cells[found.left, c] == right.cells[found.right, d])
            & (flags != 0)
            & (left.bits[found.left, c] >= ODD_BITS)
            & (right.bits[found.right, d] >= ODD_BITS)
        )
        for at in np.flatnonzero(same).tolist():
            i, j = int(found.left[at]), int(found.right[at])
            hits.append((-min(int(left.bits[i, c]), int(right.bits[j, d])), i, c, j, d))
    # equal weight is decided by the value, so that sides can be swapped
    hits.sort(key=lambda h: (h[0], int(left.cells[h[1], h[2]]), h[1] + h[3], h[2] + h[4]))
    for _, i, c, j, d in hits[:ODDITIES]:
        places = i * left.cells.shape[1] + c, j * right.cells.shape[1] + d
        yield Match(
            counting.cell(left, places[0], places[0] + 1),
            counting.cell(right, places[1], places[1] + 1),
            counting.ODD,
            details={
                "value": texts[left.file].text(int(left.cells[i, c])),
                "column_of_left": left.columns[c],
                "column_of_right": right.columns[d],
                "odd_because": oddities.names(int(left.odd[i, c] & right.odd[j, d])),
                "number_of_left": left.number,
                "number_of_right": right.number,
            },
        )
