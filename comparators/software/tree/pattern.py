"""Stretches of one pattern: tables, lists of constants, records. There it is values that tell, never the pattern.

All tables of one shape agree once names and values are left out, so that in such a stretch the abstract tokens say
nothing. Whether a stretch is one of a pattern is told of one file alone. In it, tokens of two files that stand in step
are weighed by what they are: equal values by how rare they are in their column, names that recur at the same distance
by how rare that is, different values against them (log-likelihood ratios in bits; S. Karlin and S. Altschul, *Methods
for Assessing the Statistical Significance of Molecular Sequence Features*, PNAS 1990). Only parts that weigh more than
the best chance would give correspond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree import tokens as abstract
from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.tokens import NAME, NUMBER, STRING, U64

Array = NDArray[Any]
Run = tuple[int, int, int]  # tokens of both sides where it begins, and how many
GRAM = 6  # tokens, kinds of values aside, that must stand again
NEAR = 96  # within so many tokens
AROUND = 40  # tokens to each side, of which
DENSE = 0.9  # this share stands again, in a stretch of one pattern
UNIT = 32  # tokens of a line that are weighed together at the most
LIKELY = {NAME: 0.6, NUMBER: 0.8, STRING: 0.6}  # how often an altered copy keeps a value
MARGIN = 4.0  # bits above what the best of all chances gives
HIGHEST = 20.0  # bits of one value
DROP = 12.0  # bits that a part may lose before it ends
SEVERAL, SHARE = 4, 0.03  # rows, of all rows of the smaller table, that are found beyond chance where tables correspond
SURE = 10  # bits of a single value that leads to rows in another order
SEEDS = 1 << 12  # such values that are followed, at the most
_SPREAD = U64(0x9E3779B97F4A7C15)
_AGREE = np.array([LIKELY.get(code, 0.0) for code in range(4)])


@dataclass(frozen=True)
class Pattern:
    """Of one text. By token: ``inside`` a stretch of one pattern, ``bits`` that its value and ``back_bits`` that the
    distance to the same name tells there, ``unit`` (line, or part of a long one). By line: ``lines`` (most of it lies
    inside) and ``line_bits``. ``seeds``: hashes of values that stand once, sorted, with their tokens. ``units``: how
    many lie inside."""

    inside: Array
    bits: Array
    back_bits: Array
    unit: Array
    units: int
    lines: Array
    line_bits: Array
    seeds: Array
    seed_places: Array


def pattern(features: TreeFeatures, line_of: Array) -> Pattern:
    """See ``Pattern``. ``line_of``: line of each token."""
    codes = features.codes
    inside = stretches(codes)
    bits, back_bits = np.zeros(len(codes)), np.zeros(len(codes))
    at = np.flatnonzero(inside & (codes >= NAME) & (codes <= STRING))
    if len(at):
        bits[at], back_bits[at] = _weighed(features, at)
    place = np.arange(len(codes)) - features.first[line_of].astype(np.int64)
    unit = np.cumsum((place % UNIT == 0).astype(np.int64)) - 1
    held = np.bincount(line_of, inside, features.count)
    per_line = np.diff(features.first.astype(np.int64))
    return Pattern(
        inside,
        bits,
        back_bits,
        unit,
        len(np.unique(unit[inside])),
        (2 * held >= per_line) & (per_line > 0),
        np.bincount(line_of, bits, features.count),
        *_seeds(features, at, bits[at]),
    )


def stretches(codes: Array) -> Array:
    """Which tokens lie where nearly all that stands there stands again close by, values of any kind being alike."""
    count = len(codes) - GRAM + 1
    if count <= 0:
        return np.zeros(len(codes), bool)
    kinds = np.where((codes >= NAME) & (codes <= STRING), np.uint8(NAME), codes)
    hashes = np.zeros(count, U64)
    for j in range(GRAM):
        hashes = hashes * _SPREAD + abstract.CODES[kinds[j : j + count]]
    order = np.argsort(hashes, kind="stable")
    same = (hashes[order[1:]] == hashes[order[:-1]]) & (np.diff(order) <= NEAR)
    again = np.zeros(count, bool)
    again[order[1:][same]] = True
    again[order[:-1][same]] = True
    covered = _spread(again, len(codes), 0, GRAM)
    padded = np.concatenate([again, np.repeat(again[-1:], GRAM - 1)])
    sums = np.concatenate([[0], np.cumsum(padded)])
    at = np.arange(len(codes))
    start, stop = np.maximum(0, at - AROUND), np.minimum(len(codes), at + AROUND + 1)
    dense = sums[stop] - sums[start] >= DENSE * (stop - start)
    found: Array = dense | (covered & _spread(dense, len(codes), AROUND, AROUND + 1))
    return found


def _spread(marks: Array, length: int, before: int, after: int) -> Array:
    """Places from ``before`` a mark to ``after`` it."""
    at = np.flatnonzero(marks)
    change = np.zeros(length + 1, np.int64)
    np.add.at(change, np.maximum(0, at - before), 1)
    np.add.at(change, np.minimum(length, at + after), -1)
    covered: Array = np.cumsum(change)[:-1] > 0
    return covered


def _weighed(features: TreeFeatures, at: Array) -> tuple[Array, Array]:
    """Bits of the value, and of the distance to the same name, of these tokens of a file.

    The chance of a value is the largest of its share among the values of its column (the tokens around it), of that
    where the value before it is the same, and of that where the one before that is (so a key of a record, which the
    key before it foretells, says nothing). A value that stands once is as rare as it is long.
    """
    codes, words, back = features.codes, features.words[at].astype(U64), features.back[at].astype(U64)
    around = np.concatenate([np.zeros(2, np.uint8), codes, np.zeros(1, np.uint8)])
    column = np.zeros(len(at), U64)
    for j in range(4):
        column = column * _SPREAD + abstract.CODES[around[at + j]]
    before = [np.concatenate([np.zeros(k, U64), words[:-k]])[: len(at)] + U64(1) for k in (1, 2)]
    total, own = _counts(column), _counts(column * _SPREAD + words)
    chance = own / total
    for each in before:
        context = abstract.mix(column + each * _SPREAD)
        several, same = _counts(context), _counts(context * _SPREAD + words)
        chance = np.maximum(chance, np.where(several >= 3, (same - 1) / np.maximum(1, several - 1), 0))
    bits = -np.log2(np.maximum(chance, 2.0**-HIGHEST))
    length = features.bits[at]
    bits = np.where(own == 1, np.maximum(bits, length), bits)
    bits[length == 0] = 0
    recurs = -np.log2(_counts(column * _SPREAD + back) / total)
    recurs[(back == 0) | (codes[at] != NAME)] = 0
    return np.minimum(bits, HIGHEST), np.minimum(recurs, HIGHEST)


def _counts(keys: Array) -> Array:
    """How often each key stands."""
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    found: Array = counts[inverse]
    return found


def _seeds(features: TreeFeatures, at: Array, bits: Array) -> tuple[Array, Array]:
    """Hashes that stand once in the file: of rare values, and of two values of which one may lie between."""
    told = bits >= 0.5  # the names of columns stand between the values and say nothing
    at, bits = at[told], bits[told]
    words = abstract.mix(features.words[at].astype(U64) + features.codes[at] * _SPREAD)
    rare = bits >= SURE
    hashes, places = [words[rare]], [at[rare]]
    for step in (1, 2):
        joined = abstract.mix(words[:-step] * _SPREAD + words[step:] + U64(step))
        good = (bits[:-step] + bits[step:] >= SURE) & (np.minimum(bits[:-step], bits[step:]) >= 1)
        good &= at[step:] - at[:-step] <= UNIT
        hashes.append(joined[good])
        places.append(at[:-step][good])
    if len(at) > 2:
        joined = abstract.mix((words[:-2] * _SPREAD + words[1:-1]) * _SPREAD + words[2:])
        good = (bits[:-2] + bits[1:-1] + bits[2:] >= SURE) & (at[2:] - at[:-2] <= UNIT)
        hashes.append(joined[good])
        places.append(at[:-2][good])
    return once(np.concatenate(hashes), np.concatenate(places))


def once(hashes: Array, places: Array) -> tuple[Array, Array]:
    """Those hashes that stand once, sorted, with their places."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    alone = np.ones(len(ordered), bool)
    same = ordered[1:] == ordered[:-1]
    alone[1:] &= ~same
    alone[:-1] &= ~same
    return ordered[alone], places[order[alone]]


def least(left: Pattern, right: Pattern) -> float:
    """Bits above which a part in step tells: of all places at which two such parts could stand in step, chance gives
    the best one about as many as there are places."""
    return float(np.log2(max(1, left.units) * max(1, right.units))) + MARGIN


def least_written(left: Pattern, right: Pattern) -> float:
    """The same for a line that is equal as it is written, which is looked for among the lines of one side."""
    return float(np.log2(max(1, left.units, right.units))) + MARGIN


def several(rows: int, left: Pattern, right: Pattern) -> bool:
    """Whether so many rows, each found beyond chance, say that tables correspond."""
    return rows >= max(SEVERAL, SHARE * min(left.units, right.units))


@dataclass(frozen=True)
class Weighing:
    """Two texts, their patterns, and ``names``: what each name of the left (16-bit hash) is known to be on the right,
    or -1."""

    a: TreeFeatures
    b: TreeFeatures
    left: Pattern
    right: Pattern
    names: Array | None = None


def rows(weighing: Weighing, runs: Sequence[Run]) -> Sequence[Run]:
    """Parts that tell of runs around single values: rows in any order. Where some rows are found beyond chance the
    tables correspond, and of the others each is looked for among the rows of one side only."""
    left, right = weighing.left, weighing.right
    found = [part for run in runs for part in telling(weighing, run, whole=False)]
    if not found:
        return found
    held = [
        len(np.unique(np.concatenate([side.unit[run[number] : run[number] + run[2]] for run in found])))
        for number, side in enumerate((left, right))
    ]
    if not several(min(held), left, right):
        return found
    wanted = least_written(left, right)
    return [part for run in runs for part in telling(weighing, run, whole=False, wanted=wanted)]


def telling(weighing: Weighing, run: Run, *, whole: bool, wanted: float = 0.0) -> Sequence[Run]:
    """Parts of a run of agreeing tokens that tell, by ``wanted`` bits (else ``least``). Outside of patterns all do,
    unless only values led to it (not ``whole``)."""
    left, right = weighing.left, weighing.right
    at_left, at_right, length = run
    own, other = slice(at_left, at_left + length), slice(at_right, at_right + length)
    inside = left.inside[own] | right.inside[other]
    if not inside.any():
        return [run] if whole else []
    kept = ~inside if whole else np.zeros(length, bool)
    weights = _ratio(weighing, own, other)
    weights[~inside] = 0
    wanted = wanted or least(left, right)
    if weights[weights > 0].sum() >= wanted:
        change = (np.diff(left.unit[own]) != 0) | (np.diff(right.unit[other]) != 0)
        starts = np.concatenate([[0], np.flatnonzero(change) + 1])
        edges = np.append(starts, length)
        for first, last in _parts(np.add.reduceat(weights, starts).tolist(), wanted):
            kept[edges[first] : edges[last + 1]] |= True if whole else inside[edges[first] : edges[last + 1]]
    if kept.all():
        return [run]
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    return [
        (at_left + start, at_right + start, stop - start)
        for start, stop in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True)
    ]


def _ratio(weighing: Weighing, own: slice, other: slice) -> Array:
    """Log-likelihood ratio of each pair of tokens, in bits: copied against met by chance."""
    a, b, left, right = weighing.a, weighing.b, weighing.left, weighing.right
    codes = a.codes[own]
    valued = (codes >= NAME) & (codes <= STRING)
    likely = _AGREE[np.where(valued, codes, 0)]
    same = a.words[own] == b.words[other]
    if weighing.names is not None:
        same = same | ((codes == NAME) & (weighing.names[a.words[own]] == b.words[other]))
    chance = 2.0 ** -np.minimum(left.bits[own], right.bits[other])
    ratio = np.where(same, np.log2(likely / chance + 1 - likely), np.log2(1 - likely))
    name = (codes == NAME) & ~same
    recurs = name & (a.back[own] == b.back[other])
    seldom = 2.0 ** -np.minimum(left.back_bits[own], right.back_bits[other])
    again = np.log2(likely / seldom + 1 - likely)
    ratio = np.where(recurs, np.where(a.back[own] > 0, again, 0.0), ratio)
    ratio[~valued] = 0
    return ratio


def _parts(weights: Sequence[float], wanted: float) -> Sequence[tuple[int, int]]:
    """Parts (first, last) of a row of weights that sum to ``wanted`` or more, each from where its sum begins to rise to
    where it is highest."""
    found: list[tuple[int, int]] = []
    at, start, end, now, best = 0, 0, 0, 0.0, 0.0
    while at < len(weights):
        now += weights[at]
        if now > best:
            best, end = now, at
        if now <= 0 or best - now > DROP:
            if best >= wanted:
                found.append((start, end))
                at = end
            start, now, best = at + 1, 0.0, 0.0
        at += 1
    return [*found, (start, end)] if best >= wanted else found
