"""The stream of shapes with functions that are called from one place put where they are called.

Taking statements out into a function of their own, or the other way round, then makes little difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
DEEPEST = 64  # functions within functions


def flattened(
    units: Array, is_head: Array, calls: Sequence[tuple[int, str]], names: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Places of the shapes in their new order, and the unit that each then lies in.

    ``units`` of the shapes, ascending; ``is_head``: of the head of a function, which is left out where it is put in;
    ``calls``: place and name; ``names`` of the units. A function is put in that is the only one of its name in the
    file, called once there, from another function.
    """
    count = len(names)
    begins = np.searchsorted(units, np.arange(count + 1)).tolist()
    named = Counter(name for name in names if name)
    unit_of = {name: unit for unit, name in enumerate(names) if name and named[name] == 1}
    times = Counter(name for _, name in calls)
    sites: dict[int, list[tuple[int, int]]] = {}
    inside: dict[int, int] = {}  # unit -> the one that calls it
    for place, name in sorted(calls):
        unit, caller = unit_of.get(name), int(units[place])
        if unit is not None and times[name] == 1 and unit != caller:
            sites.setdefault(caller, []).append((place, unit))
            inside[unit] = caller
    roots = [unit for unit in range(count) if not _is_inside(unit, inside)]
    pieces: list[tuple[int, int, int, bool]] = []  # from, to, root, whether it was put in
    for root in roots:
        waiting = [(begins[root], begins[root + 1], root, False)]
        while waiting:
            begin, end, unit, put_in = waiting.pop()
            site = next(((p, u) for p, u in sites.get(unit, ()) if begin <= p < end and _is_inside(u, inside)), None)
            if site is None:
                pieces.append((begin, end, root, put_in))
                continue
            pieces.append((begin, site[0], root, put_in))
            waiting.append((site[0] + 1, end, unit, put_in))
            waiting.append((begins[site[1]], begins[site[1] + 1], site[1], True))
    order = [np.arange(begin, end)[~is_head[begin:end]] if put_in else np.arange(begin, end)
             for begin, end, _, put_in in pieces]  # fmt: skip
    owners = np.repeat([root for *_, root, _ in pieces], [len(piece) for piece in order])
    return np.concatenate([np.zeros(0, np.int32), *order]).astype(np.int32), owners.astype(np.int32)


def _is_inside(unit: int, inside: dict[int, int]) -> bool:
    """Whether a unit is put into another: not where callers go round in a circle, or lie too deep in each other."""
    at: int | None = unit
    for _ in range(DEEPEST):
        at = inside.get(at) if at is not None else None
        if at is None:
            return unit in inside
    return False
