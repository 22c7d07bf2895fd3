"""How much of one unit can stand in another at the most, for many pairs at once: a look at digests of statements.

Code of one language proposes many pairs of functions that share enough bits for one to be a part of the other; nearly
all of them fail when their statements are put opposite each other. A statement can only lie in a step that counts for a
part when its normalised tokens or its shapes stand in the other unit, so most pairs need no alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.grams import distinct
from comparators.code.structure.side import Side

Array = NDArray[Any]
PIECE = 1 << 20  # statements that are looked at together


@dataclass(frozen=True)
class Rows:
    """Statements with tokens of all units of a side, by unit: ``begins`` (one more than units), ``tokens``, and two
    ``digests`` of each: normalised tokens, and shapes in any order."""

    begins: Array
    tokens: Array
    digests: tuple[Array, Array]

    @classmethod
    def of(cls, side: Side) -> Rows:
        counts = [len(features.unit_kind) for features in side.files]
        first = np.append(0, np.cumsum(counts)).astype(np.int64)
        unit = np.concatenate([
            np.zeros(0, np.int64), *(f.statement_unit + n for f, n in zip(side.files, first.tolist(), strict=False))
        ])  # fmt: skip
        tokens = side.gathered("statement_tokens").astype(np.int64)
        order = np.argsort(unit, kind="stable")
        order = order[tokens[order] > 0]
        begins = np.searchsorted(unit[order], np.arange(len(side) + 1))
        normal, shape = (side.gathered(f"statement_{name}").astype(np.uint64)[order] for name in ("normal", "shape"))
        return cls(begins, tokens[order], (normal, shape))


def at_most(left: Rows, right: Rows, a: Array, b: Array) -> NDArray[np.int64]:
    """Tokens of each left unit ``a`` in statements that stand in its right unit ``b`` as well, normalised or in shapes;
    no step above ``CHANGED`` between the two holds others."""
    owner = np.repeat(np.arange(len(right.begins) - 1), np.diff(right.begins))
    looked = []
    for mine, theirs in zip(left.digests, right.digests, strict=True):
        known = distinct(theirs)
        number = np.searchsorted(known, theirs)
        place = np.minimum(np.searchsorted(known, mine), max(len(known) - 1, 0))
        there = known[place] == mine if len(known) else np.zeros(len(mine), np.bool_)
        # A statement of a unit as one number: those of a unit lie together, which is what makes the look-up quick.
        looked.append((distinct(owner * max(len(known), 1) + number), max(len(known), 1), place, there))
    found = np.zeros(len(a), np.int64)
    order = np.argsort(b, kind="stable")
    for some in np.split(order, _cuts(left.begins[a[order] + 1] - left.begins[a[order]])):
        many = left.begins[a[some] + 1] - left.begins[a[some]]
        rows = np.arange(int(many.sum())) + np.repeat(left.begins[a[some]] - (np.cumsum(many) - many), many)
        pair = np.repeat(np.arange(len(some)), many)
        inside = np.zeros(len(rows), np.bool_)
        for held, scale, place, there in looked:
            open_ = np.flatnonzero(there[rows] & ~inside)
            wanted = b[some][pair[open_]] * scale + place[rows[open_]]
            at = np.minimum(np.searchsorted(held, wanted), max(len(held) - 1, 0))
            inside[open_] = held[at] == wanted
        found[some] = np.bincount(pair[inside], left.tokens[rows][inside], minlength=len(some))
    return found


def _cuts(sizes: Array) -> Array:
    """Where to cut pairs with so many statements into pieces of about ``PIECE`` statements, none without a pair."""
    return np.flatnonzero(np.diff(np.cumsum(sizes) // PIECE)) + 1
