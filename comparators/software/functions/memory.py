"""How much memory pairing takes at the most, reckoned beforehand from the sizes of both sides.

What is reckoned is address space, which the limit of a child counts. ``python -m benchmarks.functions_cost many`` shows
by how much it stands above what is truly taken.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.functions.reading import CLASSES
from comparators.software.functions.sides import AROUND, Side, present

Array = NDArray[Any]
PROGRAM = 500 << 20  # of the program with its libraries, and what is looked at at a time
ENTRY = 5  # of an entry of a table: its column in 32 bits, a bool
MAKING = 4  # times an entry of the largest table, while that is made
KEY = 48  # of a key while candidates are proposed: in an index of either side, scaled, in 64 bits; one is turned round
CANDIDATES = 16  # for each function of either side: 12 that the first look keeps, and those around sure pairs
CANDIDATE = 700  # of a candidate: 48 columns of its own, 41 of what is around it, scores, orders
MATCH = 8_000  # of a match with its reasons; each function of the smaller side has one at the most
WORD = 300  # of a name of a function, or of the words of a key, once they are read


def needed(left: Side, right: Side) -> int:
    """Bytes that pairing takes at the most, with what both sides hold."""
    sides = left, right
    held = sum(_held(side) for side in sides)
    entries = [_entries(side) for side in sides]
    tables = sum(of_all for of_all, _ in entries) * ENTRY
    making = max(largest for _, largest in entries) * ENTRY * MAKING
    proposing = sum(int(f.bounds[-1]) for side in sides for f in side.features) * KEY
    judging = (len(left) + len(right)) * CANDIDATES * CANDIDATE
    # Of several programs, each function of either side.
    alone = len(left.names) == len(right.names) == 1
    telling = (min(len(left), len(right)) if alone else len(left) + len(right)) * MATCH
    return PROGRAM + held + max(tables + max(making, proposing, judging), telling)


def _held(side: Side) -> int:
    """What is known of one side."""
    found = 0
    for one in side.features:
        found += sum(value.nbytes for value in vars(one).values() if isinstance(value, np.ndarray))
        found += len(one.told) + len(one.names) + (len(one) + len(one.told_keys)) * WORD
    return found


def _entries(side: Side) -> tuple[int, int]:
    """Entries of all tables and links of one side, and of the largest one, at the most: as if no two of the functions
    around one held the same key."""
    own = side.sizes(AROUND)
    keys = len(np.unique(side.held(AROUND)[1]))
    calls = present(side.calls)
    back, beside = calls.T, side.neighbours
    wide = np.minimum(own + calls @ own, keys)
    led = [np.minimum(wide + calls @ wide, keys), np.minimum(back @ own, keys), np.minimum(beside @ own, keys)]
    for links in (calls, back, beside):
        near = np.asarray(links.sum(axis=1), np.int64)
        led += [near, np.minimum(near + links @ near, len(side))]
    sizes = [int(one.sum()) for one in (own, wide, *led)]
    return int(side.sizes(range(CLASSES)).sum()) + sum(sizes), max(sizes)
