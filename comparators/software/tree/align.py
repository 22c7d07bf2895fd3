"""Which lines of two texts correspond, at the most literal level at which they do; reordered parts are found too.

Propose: runs of tokens that stand once in each text. Verify: the runs are followed token by token as far as they agree;
lines are paired by the tokens they share, one to one; lines that are equal, or hold the same numbers or strings, and
stand once in each text are added, and neighbours that agree are taken along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree import tokens as abstract
from comparators.software.tree.features import FIGURES, WORDS, TreeFeatures, valued
from comparators.software.tree.names import keys
from comparators.software.tree.pattern import (
    SEEDS,
    UNIT,
    Pattern,
    Weighing,
    least,
    least_written,
    once,
    pattern,
    rows,
    several,
    telling,
)
from comparators.software.tree.tokens import GRAM, U64

Array = NDArray[Any]
LITERAL, EDITED, RENAMED, VALUES = range(4)  # places in ``features.LEVELS``
STRIDE = 512  # tokens compared at once when a run is followed
LONG = 8  # bytes of a line that links by itself
ROW = 256  # tokens to both sides of a value that a table has in another order
SWEEPS = 256  # neighbours taken along in one direction, at the most
FOLLOWED = 1024  # tokens before and after a phrase in tables of one pattern, at the most


@dataclass(frozen=True)
class Prepared:
    """What of one text is needed to align it; made once, used for each candidate."""

    features: TreeFeatures
    grams: Array  # hashes that stand once, sorted
    places: Array  # their first tokens
    phrases: Array  # the same of words as they are written
    phrase_places: Array
    line_of: Array  # line of each token
    pattern: Pattern
    facts: Array  # hashes of lines by their numbers, of numbers in a row, and of strings, that stand once; sorted
    fact_lines: Array
    fact_bits: Array  # what each tells where it lies in a stretch of one pattern, without end elsewhere


def prepare(features: TreeFeatures) -> Prepared:
    """See ``Prepared``."""
    hashes, good = abstract.grams(features.codes, features.back)
    grams, places = once(hashes[good], np.flatnonzero(good))
    per_line: Array = np.diff(features.first.astype(np.int64))
    line_of = np.repeat(np.arange(len(per_line)), per_line)
    written, mixed = abstract.runs_of(features.words, WORDS)
    phrases, phrase_places = once(written[mixed], np.flatnonzero(mixed))
    held = pattern(features, line_of)
    return Prepared(features, grams, places, phrases, phrase_places, line_of, held, *_facts(features, line_of, held))


def _facts(features: TreeFeatures, line_of: Array, held: Pattern) -> tuple[Array, Array, Array]:
    """Lines with numbers of four digits and more together (odd values have three or more), numbers in a row, and long
    strings."""
    at = valued(features.codes)
    number = features.codes[at] == abstract.NUMBER
    numbers, places = features.values[number], at[number]
    lines, bits = line_of[places], held.bits[places]
    digits = np.bincount(lines, 1 + 2 * (numbers & 1), features.count)
    rank = np.arange(len(numbers)) - np.searchsorted(lines, lines)
    spread = abstract.mix(numbers.astype(U64)) * abstract.POWERS[rank & 4095]
    sums = np.zeros(features.count, U64)
    np.add.at(sums, lines, spread)
    full = np.flatnonzero(digits >= 4)
    runs, varied = abstract.runs_of(numbers, FIGURES)
    strings, string_places = features.values[~number], at[~number]
    long = strings != 0
    of_runs = np.convolve(bits, np.ones(FIGURES), "valid")[: len(runs)] if len(runs) else bits[:0]
    hashes = [abstract.mix(sums[full]), runs[varied], abstract.mix(strings[long].astype(U64) + U64(1 << 40))]
    of = np.concatenate([full, lines[: len(runs)][varied], line_of[string_places[long]]])
    told = [np.bincount(lines, bits, features.count)[full], of_runs[varied], held.bits[string_places[long]]]
    facts, alone = once(np.concatenate(hashes), np.arange(len(of)))
    short = np.diff(features.first.astype(np.int64)) <= 2 * UNIT  # of a longer line one fact says little
    bits = np.where(held.lines[of], np.where(short[of], np.concatenate(told), 0), np.inf)
    return facts, of[alone], bits[alone]


def _common(left: Array, left_places: Array, right: Array, right_places: Array) -> tuple[Array, Array]:
    _, at_left, at_right = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    return left_places[at_left], right_places[at_right]


@dataclass(frozen=True)
class Aligned:
    """Lines paired one to one: ``left`` and ``right`` (0-based, sorted by left), ``level`` of each pair.

    ``same``: tokens of the whole alignment that are written the same. ``names``: names that stand for each other in it
    (``names.keys``, each once). ``in_step``: share of the lines that stand the same number of lines apart.
    """

    left: Array
    right: Array
    level: Array
    same: int = 0
    names: Array = field(default_factory=lambda: np.zeros(0, np.uint32))
    in_step: float = 0.0


def align(left: Prepared, right: Prepared) -> Aligned:
    """Pairs of corresponding lines of two texts, empty lines between them included."""
    a, b = left.features, right.features
    to = np.full(a.count, -1, np.int64)
    back = np.full(b.count, -1, np.int64)
    level = np.zeros(a.count, np.uint8)

    def pair(rows: Array, columns: Array, how: int) -> None:
        free = (to[rows] < 0) & (back[columns] < 0)
        rows, columns = rows[free], columns[free]
        to[rows], back[columns], level[rows] = columns, rows, how

    token = _tokens(left, right)
    pair(*_by_tokens(left, right, token), RENAMED)
    equal = _common(*_long_lines(a), *_long_lines(b))
    pair(*_as_written(left, right, *equal), LITERAL)
    _take_along(left, right, to, back, level)
    pair(*_mutual(*_same_facts(left, right)), VALUES)
    _take_along(left, right, to, back, level)
    pair(*_as_written(left, right, *_repeated(a, b, to, back)), LITERAL)
    _take_along(left, right, to, back, level)
    rows = np.flatnonzero(to >= 0)
    written = _written_alike(left, right, token, to)
    half = np.maximum(1, np.diff(a.first.astype(np.int64)))
    level[(2 * written >= half) & (level == RENAMED)] = EDITED
    level[rows[a.lines[rows] == b.lines[to[rows]]]] = LITERAL
    shifts = np.unique(to[rows] - rows, return_counts=True)[1]
    step = float(shifts.max() / len(rows)) if len(rows) else 0.0
    return Aligned(rows, to[rows], level[rows], int(written.sum()), _names(left, right, token, to), step)


def _long_lines(features: TreeFeatures) -> tuple[Array, Array]:
    long = np.flatnonzero(features.filled & (features.sizes > LONG))
    return once(features.lines[long], long)


def _as_written(left: Prepared, right: Prepared, rows: Array, columns: Array) -> tuple[Array, Array]:
    """Of equal lines those that tell; in a stretch of one pattern not all do."""
    one, other = left.pattern, right.pattern
    plain = ~(one.lines[rows] | other.lines[columns])
    told = np.minimum(one.line_bits[rows], other.line_bits[columns]) >= least_written(one, other)
    return rows[plain | told], columns[plain | told]


def _same_facts(left: Prepared, right: Prepared) -> tuple[Array, Array]:
    """Lines that hold the same numbers or strings, more than chance has it."""
    _, i, j = np.intersect1d(left.facts, right.facts, assume_unique=True, return_indices=True)
    bits = np.minimum(left.fact_bits[i], right.fact_bits[j])
    told = bits >= least(left.pattern, right.pattern)
    sure = told & np.isfinite(bits)
    lines = left.fact_lines[i[sure]], right.fact_lines[j[sure]]
    if several(min(len(np.unique(each)) for each in lines), left.pattern, right.pattern):
        told = bits >= least_written(left.pattern, right.pattern)
    return left.fact_lines[i[told]], right.fact_lines[j[told]]


def _repeated(a: TreeFeatures, b: TreeFeatures, to: Array, back: Array) -> tuple[Array, Array]:
    """Long lines that stand several times and are left over: the first with the first, the second with the second."""
    sides = []
    for features, taken in ((a, to), (b, back)):
        places = np.flatnonzero(features.filled & (features.sizes > LONG) & (taken < 0))
        hashes = features.lines[places]
        order = np.argsort(hashes, kind="stable")
        rank = np.arange(len(order)) - np.searchsorted(hashes[order], hashes[order])
        sides += list(once(abstract.mix(hashes[order] + rank.astype(U64)), places[order]))
    return _common(*sides)


def _tokens(left: Prepared, right: Prepared) -> Array:
    """For each token on the left the one it corresponds to, or -1: longest runs first, each token once."""
    a, b = left.features, right.features
    grams = _common(left.grams, left.places, right.grams, right.places)
    phrases = _common(left.phrases, left.phrase_places, right.phrases, right.phrase_places)
    runs = [*_runs(a.codes, b.codes, *grams, GRAM), *_runs(a.words, b.words, *phrases, WORDS)]
    one, other = left.pattern, right.pattern
    if not (len(one.seeds) and len(other.seeds)):
        return _taken(a, b, [part for run in runs for part in telling(Weighing(a, b, one, other), run, whole=True)])
    led = _common(one.seeds, one.seed_places, other.seeds, other.seed_places)
    # The codes go on where a value was changed; in a table without end, so that each phrase is followed a bounded way.
    ordered = _runs(a.codes, b.codes, *phrases, WORDS, FOLLOWED)
    found = _taken(a, b, [part for run in runs for part in telling(Weighing(a, b, one, other), run, whole=True)])
    weighing = Weighing(a, b, one, other, _learnt(a, b, found))
    parts = [part for run in runs for part in telling(weighing, run, whole=True)]
    parts += [part for run in ordered for part in telling(weighing, run, whole=False)]
    parts += rows(weighing, _runs(a.codes, b.codes, led[0][:SEEDS], led[1][:SEEDS], 1, ROW))
    return _taken(a, b, parts)


def _learnt(a: TreeFeatures, b: TreeFeatures, token: Array) -> Array:
    """For each name on the left (16-bit hash) the one on the right that stands for it wherever it is paired, or -1."""
    used = np.flatnonzero((token >= 0) & (a.codes == abstract.NAME))
    used = used[b.codes[token[used]] == abstract.NAME]
    pairs = np.unique((a.words[used].astype(np.int64) << 16) | b.words[token[used]])
    own, other = pairs >> 16, pairs & 0xFFFF
    alone = (np.bincount(own, minlength=1)[own] == 1) & (np.bincount(other, minlength=1)[other] == 1)
    learnt = np.full(1 << 16, -1, np.int64)
    learnt[own[alone]] = other[alone]
    return learnt


def _taken(a: TreeFeatures, b: TreeFeatures, runs: Sequence[tuple[int, int, int]]) -> Array:
    token = np.full(len(a.codes), -1, np.int64)
    taken = np.zeros(len(b.codes), bool)
    for at_left, at_right, length in sorted(runs, key=lambda run: (-run[2], run[0] + run[1], abs(run[0] - run[1]))):
        own, other = slice(at_left, at_left + length), slice(at_right, at_right + length)
        free = (token[own] < 0) & ~taken[other]
        token[own] = np.where(free, np.arange(at_right, at_right + length), token[own])
        taken[other] |= free
    return token


def _by_tokens(left: Prepared, right: Prepared, token: Array) -> tuple[Array, Array]:
    """Lines that have half of their tokens, on both sides, in runs that agree."""
    used = np.flatnonzero(token >= 0)
    rows, columns, votes = _votes(left.line_of[used], right.line_of[token[used]])
    sizes_left = np.diff(left.features.first.astype(np.int64))
    sizes_right = np.diff(right.features.first.astype(np.int64))
    enough = (2 * votes >= sizes_left[rows]) & (2 * votes >= sizes_right[columns])
    return _best(rows[enough], columns[enough], votes[enough])


def _written_alike(left: Prepared, right: Prepared, token: Array, to: Array) -> Array:
    """Tokens of each line that are written the same in the line it is paired with."""
    used = np.flatnonzero(token >= 0)
    same = left.features.words[used] == right.features.words[token[used]]
    same &= to[left.line_of[used]] == right.line_of[token[used]]
    return np.bincount(left.line_of[used], same, left.features.count)


def _names(left: Prepared, right: Prepared, token: Array, to: Array) -> Array:
    a, b = left.features, right.features
    used = np.flatnonzero((token >= 0) & (a.codes == abstract.NAME))
    used = used[b.codes[token[used]] == abstract.NAME]
    used = used[to[left.line_of[used]] == right.line_of[token[used]]]
    return np.unique(keys(a.words[used], b.words[token[used]]))


def _runs(
    a: Array, b: Array, starts_left: Array, starts_right: Array, size: int, most: int | None = None
) -> list[tuple[int, int, int]]:
    """Runs of agreeing tokens around the grams that were found, no more than ``most`` tokens before and after one:
    (left, right, length)."""
    order = np.lexsort((starts_left, starts_right - starts_left))
    starts_left, starts_right = starts_left[order], starts_right[order]
    shift = starts_right - starts_left
    breaks = np.flatnonzero((np.diff(shift) != 0) | (np.diff(starts_left) > size)) + 1
    edges = np.concatenate([[0], breaks, [len(shift)]]) if len(shift) else np.zeros(0, np.int64)
    runs: list[tuple[int, int, int]] = []
    reached, before = -1, None
    for k in range(len(edges) - 1):
        first, last = int(starts_left[edges[k]]), int(starts_left[edges[k + 1] - 1]) + size
        by = int(shift[edges[k]])
        if by != before:
            reached, before = -1, by
        elif last <= reached and most is None:
            continue
        to = max(last, reached)  # a bound may have stopped the run before the agreement ends: this phrase carries it on
        stop = _followed(a, b, to, to + by, 1, None if most is None else max(0, last + most - to))
        start = max(_followed(a, b, first, first + by, -1, most), reached)
        if start == reached:  # one run, not two
            start = runs.pop()[0]
        runs.append((start, start + by, stop - start))
        reached = stop
    return runs


def _followed(a: Array, b: Array, left: int, right: int, way: int, most: int | None = None) -> int:
    """How far the tokens agree from here on: the left place reached."""
    if most is not None:
        start = max(0, left - most, left - right) if way < 0 else left
        shift = right - left
        a, b = a[start : max(left, 0) + (most if way > 0 else 0)], b[start + shift : right + (most if way > 0 else 0)]
        return start + _followed(a, b, left - start, left - start, way)
    while True:
        if way > 0:
            size = min(STRIDE, len(a) - left, len(b) - right)
            differ = a[left : left + size] != b[right : right + size]
        else:
            size = min(STRIDE, left, right)
            differ = a[left - size : left][::-1] != b[right - size : right][::-1]
        if size <= 0:
            return left
        at = int(differ.argmax())
        if differ[at]:
            return left + way * at
        left, right = left + way * size, right + way * size


def _votes(rows: Array, columns: Array) -> tuple[Array, Array, Array]:
    pairs, votes = np.unique((rows.astype(np.int64) << 32) | columns, return_counts=True)
    return pairs >> 32, pairs & 0xFFFFFFFF, votes


def _best(rows: Array, columns: Array, votes: Array) -> tuple[Array, Array]:
    """Pairs that are the best of their row and of their column; of equal ones the same from both sides."""
    order = np.lexsort((abs(rows - columns), rows + columns, -votes))
    rows, columns = rows[order], columns[order]
    rank = np.arange(len(rows))
    firsts = [np.unique(each, return_index=True)[1] for each in (rows, columns)]
    both = np.isin(rank, firsts[0]) & np.isin(rank, firsts[1])
    return rows[both], columns[both]


def _mutual(rows: Array, columns: Array) -> tuple[Array, Array]:
    return _best(*_votes(rows, columns))


def _take_along(left: Prepared, right: Prepared, to: Array, back: Array, level: Array) -> None:
    """Lines next to paired ones that are equal, empty, or (but in a stretch of one pattern) of the same tokens."""
    a, b = left.features, right.features
    for step in (1, -1):
        edge = np.flatnonzero(to >= 0)
        for _ in range(SWEEPS):
            rows, columns = edge + step, to[edge] + step
            inside = (rows >= 0) & (rows < a.count) & (columns >= 0) & (columns < b.count)
            rows, columns = rows[inside], columns[inside]
            free = (to[rows] < 0) & (back[columns] < 0)
            rows, columns = rows[free], columns[free]
            equal = a.lines[rows] == b.lines[columns]
            alike = (a.shapes[rows] == b.shapes[columns]) & (a.shapes[rows] != 0)
            alike &= ~(left.pattern.lines[rows] | right.pattern.lines[columns])
            rows, columns, literal = rows[equal | alike], columns[equal | alike], equal[equal | alike]
            if not len(rows):
                break
            to[rows], back[columns] = columns, rows
            level[rows] = np.where(literal, LITERAL, RENAMED)
            edge = rows
