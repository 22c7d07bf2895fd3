"""Functions that have no counterpart, and how many there are of each sort: the rest of the map of functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from appraisal.comparison import JSON
from comparators.code.structure.correspondence import Correspondence, threshold
from comparators.code.structure.details import UNITS
from comparators.code.structure.features import UnitKind
from comparators.code.structure.side import Side

TABLE = "unpaired"
MOST = 2000  # rows of one side, those with most tokens; the rest is counted
HEAD = ("side", "in_file", "function", "unit", "first_line", "last_line", "tokens", "counts")


def table(found: Sequence[Correspondence], left: Side, right: Side) -> dict[str, JSON]:
    """Functions, and whole files of languages without a grammar, that no correspondence holds.

    ``rows``: see ``HEAD``; lines with both ends, ``counts`` whether the unit holds enough information to count; most
    tokens first, at most ``MOST`` a side. ``more``: rows left out, of both sides. ``paired`` and ``alone``: of each
    side [units that count, units that do not].
    """
    least = threshold(left, right)
    rows: list[list[JSON]] = []
    paired: dict[str, JSON] = {}
    alone: dict[str, JSON] = {}
    more = 0
    sides: tuple[tuple[Literal["left", "right"], Side], ...] = (("left", left), ("right", right))
    for name, side in sides:
        held = {one.left if name == "left" else one.right for one in found}
        counted = {True: [0, 0], False: [0, 0]}
        free: list[int] = []
        for unit in _functions(side):
            counted[unit in held][int(side.total_bits[unit] < least)] += 1
            if unit not in held:
                free.append(unit)
        paired[name], alone[name] = counted[True], counted[False]
        made = sorted((_row(name, side, unit, least) for unit in free), key=lambda row: (-row[6], row[1], row[4]))
        rows += made[:MOST]
        more += len(made[MOST:])
    return {"head": list(HEAD), "rows": rows, "more": more, "paired": paired, "alone": alone}


def _functions(side: Side) -> Iterator[int]:
    kinds = side.gathered("unit_kind")
    for unit, (kind, tokens) in enumerate(zip(kinds.tolist(), side.tokens.tolist(), strict=True)):
        if kind != UnitKind.OUTSIDE and tokens:
            yield unit


def _row(name: str, side: Side, unit: int, least: float) -> list[JSON]:
    file, local = int(side.file[unit]), int(side.local[unit])
    features = side.files[file]
    return [
        name, side.names[file], features.name(local), UNITS[UnitKind(int(features.unit_kind[local]))],
        int(features.unit_first[local]), int(features.unit_last[local]), int(features.unit_tokens[local]),
        bool(side.total_bits[unit] >= least),
    ]  # fmt: skip
