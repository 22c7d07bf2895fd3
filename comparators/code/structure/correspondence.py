"""Correspondences between two sides: pairs of functions, further places, and functions that were split or merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from comparators.code.structure.aligning import Level, Part, Step, align
from comparators.code.structure.features import UnitKind
from comparators.code.structure.information import LEAST_BITS, RUN, runs
from comparators.code.structure.pairing import assigned, candidates, equal_pairs
from comparators.code.structure.parts import Rows, at_most
from comparators.code.structure.side import Side

Array = NDArray[Any]
LEAST = 0.3  # likeness of a candidate
ALIGNED = 0.4  # share of the tokens of both functions in statements that correspond
SURE = 0.9  # likeness of a further place
PART = 0.6  # share of a part's tokens that stand in the function that it was split from or merged into
Sort = Literal["one", "again-left", "again-right", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Units ``left`` and ``right`` (numbers on their sides), their statements in step, the bits they share.

    ``sort``: ``one`` to one; ``again``: a further place on that side; ``split``: the right unit is one of several parts
    of the left one; ``merged``: the left unit is one of several parts of the right one.
    """

    left: int
    right: int
    steps: tuple[Step, ...]
    bits: float
    sort: Sort = "one"


def threshold(left: Side, right: Side) -> float:
    """Bits that a unit must hold, and a correspondence share, to count: ``LEAST_BITS``, or half of what the richest
    unit of the poorer side holds where that is less, so that very small works are compared too."""
    return least_bits(float(left.total_bits.max(initial=0.0)), float(right.total_bits.max(initial=0.0)))


def least_bits(richest_left: float, richest_right: float) -> float:
    """See ``threshold``."""
    return min(LEAST_BITS, richest_left / 2, richest_right / 2)


def correspondences(left: Side, right: Side, progress: Callable[[float], None]) -> list[Correspondence]:
    """All of both sides. The side with the lower digest is taken first, so that exchanging them mirrors the result."""
    if right.digest < left.digest:
        return [_mirrored(one) for one in correspondences(right, left, progress)]
    free = np.ones(len(left), np.bool_), np.ones(len(right), np.bool_)
    found = [aligned(left, right, a, b) for a, b in equal_pairs(left, right, free, named=True)]
    progress(0.2)
    by_name = list(_by_name(left, right, free))
    _take(by_name, free)
    found += by_name
    a, b, likeness, _ = candidates(left, right, free, least=LEAST)
    progress(0.4)
    paired = [aligned(left, right, int(a[n]), int(b[n])) for n in assigned(left, right, (a, b, likeness))]
    paired = [one for one in paired if share(one, left, right) >= ALIGNED]
    _take(paired, free)
    found += paired
    found += [aligned(left, right, a, b) for a, b in equal_pairs(left, right, free, named=False)]
    progress(0.7)
    rows = Rows.of(left), Rows.of(right)
    further = list(_further(left, right, rows, free, found))
    turned = [_mirrored(one) for one in found]
    other = [_mirrored(one) for one in _further(right, left, rows[::-1], free[::-1], turned)]
    progress(0.9)
    return found + further + other


def share(one: Correspondence, left: Side, right: Side) -> float:
    """Share of the tokens of both units that lie in statements which correspond."""
    tokens = [
        sum(int(side.files[int(side.file[unit])].statement_tokens[getattr(step, name)]) for step in one.steps)
        for side, unit, name in ((left, one.left, "left"), (right, one.right, "right"))
    ]
    return sum(tokens) / max(int(left.tokens[one.left] + right.tokens[one.right]), 1)


def _take(found: list[Correspondence], free: tuple[Array, Array]) -> None:
    for one in found:
        free[0][one.left] = free[1][one.right] = False


def _mirrored(one: Correspondence) -> Correspondence:
    sorts: dict[Sort, Sort] = {
        "one": "one", "again-left": "again-right", "again-right": "again-left", "split": "merged", "merged": "split",
    }  # fmt: skip
    steps = sorted((Step(s.right, s.left, s.level, s.moved) for s in one.steps), key=lambda step: step.left)
    return Correspondence(one.right, one.left, tuple(steps), one.bits, sorts[one.sort])


def aligned(left: Side, right: Side, a: int, b: int, without: Array | None = None) -> Correspondence:
    """``without``: statements of the right unit that are spoken for."""
    mine, theirs = left.statements(a), right.statements(b)
    if without is not None:
        theirs = theirs[~np.isin(theirs, without)]
    one, other = left.files[int(left.file[a])], right.files[int(right.file[b])]
    steps = align(Part(one, mine, left.stretch(a)), Part(other, theirs, right.stretch(b)))
    return Correspondence(a, b, tuple(steps), shared_bits(left, right, a, b))


def shared_bits(left: Side, right: Side, a: int, b: int) -> float:
    """Information of the runs that two units have in common, the lesser of what both languages' tables say."""
    rows = []
    for side, unit in ((left, a), (right, b)):
        begin, end = np.searchsorted(side.owner, [unit, unit + 1])
        rows.append((side.keys[begin:end], side.bits[begin:end]))
    _, one, other = np.intersect1d(rows[0][0], rows[1][0], assume_unique=True, return_indices=True)
    return float(np.minimum(rows[0][1][one], rows[1][1][other]).sum())


def _by_name(left: Side, right: Side, free: tuple[Array, Array]) -> Iterator[Correspondence]:
    """Units left over whose name stands once on each side, at least half alike: too short for their runs to tell."""
    where: list[dict[int, list[int]]] = []
    for side in (left, right):
        names: dict[int, list[int]] = {}
        for unit in np.flatnonzero(side.unit_names > 0).tolist():
            names.setdefault(int(side.unit_names[unit]), []).append(unit)
        where.append(names)
    for name, units in where[0].items():
        others = where[1].get(name, [])
        if len(units) == len(others) == 1 and free[0][units[0]] and free[1][others[0]]:
            one = aligned(left, right, units[0], others[0])
            if share(one, left, right) >= 0.5:
                yield one


def _further(
    left: Side, right: Side, rows: tuple[Rows, Rows], free: tuple[Array, Array], found: list[Correspondence]
) -> Iterator[Correspondence]:
    """Of units on the left that have no partner: a further place of a unit that has one, or a part of it."""
    least = threshold(left, right)
    alone = free[0] & (left.total_bits >= least)
    a, b, likeness, shared = candidates(left, right, (alone, np.ones(len(right), np.bool_)), bits=least)
    hopeful = likeness >= SURE
    # Half as many tokens leave room for shapes that are written at more length; below, the part would not fit in.
    fitting = np.flatnonzero(~hopeful & (2 * right.tokens[b] >= PART * left.tokens[a]))
    hopeful[fitting] = at_most(*rows, a[fitting], b[fitting]) >= PART * left.tokens[a[fitting]]
    a, b, likeness, shared = a[hopeful], b[hopeful], likeness[hopeful], shared[hopeful]
    order = np.lexsort((b, -np.round(shared, 6), a))
    partner = {one.right: one for one in found}
    is_function = [side.gathered("unit_kind") == UnitKind.FUNCTION for side in (left, right)]
    spoken: dict[int, list[Array]] = {}
    done: set[int] = set()
    for number in order.tolist():
        unit, other = int(a[number]), int(b[number])
        if unit in done:
            continue
        if likeness[number] >= SURE:
            done.add(unit)
            yield replace(aligned(left, right, unit, other), sort="again-left")
            continue
        taken = [np.array([step.right for step in partner[other].steps], np.int64)] if other in partner else []
        if not (is_function[0][unit] and is_function[1][other]):
            continue
        one = aligned(left, right, unit, other, np.concatenate([*taken, *spoken.get(other, []), np.zeros(0, np.int64)]))
        one = _as_part(one, left, right)
        if one.bits >= least:
            done.add(unit)
            spoken.setdefault(other, []).append(np.array([step.right for step in one.steps], np.int64))
            yield one


def _as_part(one: Correspondence, left: Side, right: Side) -> Correspondence:
    """The left unit as a part of the right one: its steps in one stretch there, with the bits of that stretch alone; no
    bits where it is none."""
    tokens = left.files[int(left.file[one.left])].statement_tokens
    places = sorted(step.right for step in one.steps if step.level >= Level.SHAPE and not step.moved)
    count = len(left.statements(one.left))
    if not places:
        return replace(one, bits=0.0)
    middle = places[len(places) // 2]
    steps = tuple(step for step in one.steps if abs(step.right - middle) <= count and not step.moved)
    sure = sum(int(tokens[step.left]) for step in steps if step.level >= Level.SHAPE)
    if sure < PART * int(left.tokens[one.left]):
        return replace(one, bits=0.0)
    low, high = min(step.right for step in steps), max(step.right for step in steps)
    return Correspondence(one.left, one.right, steps, _stretch_bits(one, left, right, (low, high)), "merged")


def _stretch_bits(one: Correspondence, left: Side, right: Side, stretch: tuple[int, int]) -> float:
    """Information of the runs of the left unit that stand in some statements of the right one."""
    features = right.files[int(right.file[one.right])]
    begin, end = right.stretch(one.right)
    owners = features.shape_of[begin:end]
    some = features.shapes[begin:end][(owners >= stretch[0]) & (owners <= stretch[1])]
    hashes, _ = runs(some, np.zeros(len(some), np.int64), RUN)
    begin, end = np.searchsorted(left.owner, [one.left, one.left + 1])
    held = np.isin(left.keys[begin:end], hashes)
    return float(left.bits[begin:end][held].sum())
