"""What speaks for a pair of functions: numbers for each candidate, and a fixed formula that makes one of them.

Columns: of each class of keys, how much of what either holds is shared (of the larger and of the smaller), and how many
bits that is; the same of both with what they call; how alike they are in size and shape; then, once some pairs are
taken, how many of those called, calling and next to them are pairs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions.reading import CLASSES, IMPORTS, TEXTS
from comparators.software.functions.sides import HELD, Links, Side, Table, Tables, pieces

Array = NDArray[Any]
CHUNK = 50_000  # candidates that are looked at at a time: bounds memory, changes nothing
SURE = 0.9  # certainty from which a pair speaks for those around it
NEAR = 4  # sure pairs before and behind that the place is told by


def chunked(columns: Callable[[Array, Array], Array], i: Array, j: Array) -> Array:
    """What a function makes of candidates, in float32, put together from chunks of them."""
    first = columns(i[:CHUNK], j[:CHUNK])
    out = np.empty((len(i), first.shape[1]), np.float32)
    out[:CHUNK] = first
    for at in range(CHUNK, len(i), CHUNK):
        out[at : at + CHUNK] = columns(i[at : at + CHUNK], j[at : at + CHUNK])
    return out


def alone(left: Side, right: Side, tables: Tables, i: Array, j: Array) -> Array:
    """Columns that follow from the two functions, those that they call, that call them and that stand beside them
    (float32, candidates × columns); the last tells whether the instructions are the same."""
    return chunked(lambda a, b: _alone(left, right, tables, a, b), i, j)


def _alone(left: Side, right: Side, tables: Tables, i: Array, j: Array) -> Array:
    columns = []
    for number, table in enumerate((*tables.classes, *tables.around)):
        shared = table.shared(i, j)
        a, b = table.totals[0][i], table.totals[1][j]
        columns += [_share(shared, np.maximum(a, b)), _share(shared, np.minimum(a, b)), np.log1p(shared)]
        if number < len(tables.classes):
            columns.append((np.minimum(a, b) > 0) * 1.0)
    own, wide = tables.own, tables.wide
    crossed = []
    for table, totals in (
        (Table(own.left, wide.right, own.bits), own.totals[0][i]),
        (Table(wide.left, own.right, own.bits), own.totals[1][j]),
    ):
        crossed.append(_share(table.shared(i, j), totals))
    columns += [np.minimum(*crossed), np.maximum(*crossed)]
    shapes = left.shape[i], right.shape[j]
    for k in range(shapes[0].shape[1]):
        columns.append(np.abs(np.log((shapes[0][:, k] + 1) / (shapes[1][:, k] + 1))))
    sizes = left.counts[i], right.counts[j]
    columns += [np.abs(np.log(sizes[0] / sizes[1])), np.log(np.minimum(*sizes))]
    columns.append((left.normal[i] == right.normal[j]) * 1.0)
    return np.stack(columns, axis=1)


def own(columns: Array) -> Array:
    """Of the columns of ``alone`` those that follow from the two functions themselves."""
    return np.concatenate([columns[:, : 4 * CLASSES], columns[:, -7:]], axis=1)


def bare(columns: Array) -> Array:
    """Columns of ``own`` as they were if neither function called anything of the system or of a library, nor referred
    to texts or constant data."""
    left: Array = columns.copy()
    for kind in (IMPORTS, TEXTS):
        left[:, 4 * kind : 4 * kind + 4] = 0
    return left


def called(columns: Array) -> Array:
    """Of the columns of ``own``: how much of the calls of the system and of libraries is shared, in bits, of the
    function with more of them and of the one with fewer (n × 2)."""
    found: Array = columns[:, 4 * IMPORTS : 4 * IMPORTS + 2]
    return found


def _share(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def around(left: Side, right: Side, i: Array, j: Array, taken: sparse.csr_array) -> Array:
    """Columns that follow from the pairs taken so far (``taken``: functions × functions, certainty of each): of those
    called, calling and beside, how many are pairs, of how many, and how many are paired with others; and of the sure
    pairs next in the file, how far their counterparts lie from this one's."""
    back = sparse.csr_array(taken.T)
    held = _by_program(taken, right), _by_program(back, left)
    ways = []
    for one, other in zip(left.reach, right.reach, strict=True):
        there = sparse.csr_array(one.near @ taken), sparse.csr_array(other.near @ back)
        ways.append((one, other, *there, one.near @ held[0], other.near @ held[1]))
    sure = _sure(taken)

    def columns(i: Array, j: Array) -> Array:
        found = []
        for one, other, there, here, paired, matched in ways:
            held = np.asarray(paired[i, right.whole[j]]), np.asarray(matched[j, left.whole[i]])
            found += _linked(one, other, there, here, held, i, j)
        return np.concatenate([np.stack(found, axis=1), _placed(left, right, i, j, sure)], axis=1)

    return chunked(columns, i, j)


def _by_program(taken: sparse.csr_array, other: Side) -> Array | sparse.csr_array:
    """Certainty of the pairs of each function with each program of the other side (functions × programs): what is
    paired with another program says nothing of this one."""
    if other.wholes == 1:
        return np.asarray(taken.sum(axis=1))[:, None]
    of = np.ones(len(other)), (np.arange(len(other)), other.whole)
    return sparse.csr_array(taken @ sparse.csr_array(of, shape=(len(other), other.wholes)))


def _linked(
    one: Links,
    other: Links,
    there: sparse.csr_array,
    here: sparse.csr_array,
    held: tuple[Array, Array],
    i: Array,
    j: Array,
) -> list[Array]:
    """Columns of one kind of links. ``there``, ``here``: pairs of what is led to, from either side; ``held``:
    how many of what ``i[k]`` and ``j[k]`` lead to are pairs in the two programs, whatever with."""
    found = _met(there, other.near, i, j)
    a, b = one.degree[i], other.degree[j]
    columns = [_share(found, np.maximum(a, b)), _share(found, np.minimum(a, b)), np.log1p(found)]
    columns.append((np.minimum(a, b) > 0) * 1.0)
    # what is called by what is called counts here too: one compiler inlines what the other calls
    near = _met(there, other.far, i, j), _met(here, one.far, j, i)
    shares = [np.where(p > 0.1, n / np.maximum(p, 0.1), 0.5) for n, p in zip(near, held, strict=True)]
    astray = [np.log1p(np.maximum(p - n, 0)) for n, p in zip(near, held, strict=True)]
    columns += [np.minimum(*shares), np.maximum(*shares), np.minimum(*astray), np.maximum(*astray)]
    columns.append(np.log1p(np.minimum(*near)))
    return columns


def _met(there: sparse.csr_array, other: sparse.csr_array, i: Array, j: Array) -> Array:
    found = np.zeros(len(i))
    for some in pieces(np.diff(there.indptr)[i] + np.diff(other.indptr)[j], HELD):
        found[some] = there[i[some]].multiply(other[j[some]]).sum(axis=1)
    return found


def placed(left: Side, right: Side, i: Array, j: Array, taken: sparse.csr_array) -> Array:
    """How far, in functions, the counterparts of the ``NEAR`` sure pairs before and behind lie from this one's: the
    nearest, the third and the fifth, as logarithms and as shares of the file, from either side. Linkers keep the order
    of files, compilers mostly that of what a file holds, or turn it round."""
    return _placed(left, right, i, j, _sure(taken))


Sure = tuple[tuple[Array, Array], tuple[Array, Array]]


def _sure(taken: sparse.csr_array) -> Sure:
    """The sure pairs, in order of the left functions, and, turned round, of the right ones."""
    pairs = sparse.coo_array(taken)
    chosen = pairs.data >= SURE
    a, b = (part[chosen].astype(np.int64) for part in pairs.coords)
    forth, back = np.argsort(a, kind="stable"), np.argsort(b, kind="stable")
    return (a[forth], b[forth]), (b[back], a[back])


def _placed(left: Side, right: Side, i: Array, j: Array, sure: Sure) -> Array:
    columns: list[list[Array]] = []
    sizes = [np.bincount(side.whole, minlength=side.wholes) for side in (left, right)]
    for x, y, (p, q), one, other, many in (
        (i, j, sure[0], left, right, sizes[1]),
        (j, i, sure[1], right, left, sizes[0]),
    ):
        of_pair = other.whole[q] * len(one) + p  # pairs with one program of the other side stand together
        order = np.argsort(of_pair, kind="stable")
        p, q = p[order], q[order]
        size = many[other.whole[y]].astype(np.float64)
        near = np.repeat(size[:, None], 2 * NEAR + 1, axis=1)
        at = np.searchsorted(of_pair[order], other.whole[y] * len(one) + x)
        for step in range(-NEAR, NEAR + 1) if len(p) else ():
            inside = (at + step >= 0) & (at + step < len(p))
            k = np.clip(at + step, 0, len(p) - 1)
            inside &= (p[k] != x) & (q[k] != y) & (one.file[p[k]] == one.file[x]) & (other.file[q[k]] == other.file[y])
            near[:, step + NEAR] = np.where(inside, np.abs(q[k] - y), size)
        near.sort(axis=1)
        columns.append([np.log1p(near[:, rank]) for rank in (0, 2, 4)])
        columns[-1] += [np.log1p(near[:, rank]) - np.log1p(size) for rank in (0, 2, 4)]
    found = [np.minimum(*both) for both in zip(*columns, strict=True)]
    found += [np.maximum(*both) for both in zip(*columns, strict=True)]
    of_two = left.whole[sure[0][0]] * right.wholes + right.whole[sure[0][1]]
    known = np.bincount(of_two, minlength=left.wholes * right.wholes)
    number = known[left.whole[i] * right.wholes + right.whole[j]]
    least = np.minimum(sizes[0][left.whole[i]], sizes[1][right.whole[j]])
    return np.stack([*found, np.log1p(number), np.log((number + 1) / (least + 1))], axis=1)


def rivalled(i: Array, j: Array, score: Array, n: int, m: int) -> tuple[Array, Array]:
    """By how much each pair's score is above the best other one of either of its functions: the lesser of the two
    distances, and the greater, -10 to 10."""
    margins = []
    for of, size in ((i, n), (j, m)):
        best, second = np.full(size, -20.0), np.full(size, -20.0)
        np.maximum.at(best, of, score)
        order = np.lexsort((-score, of))
        first = np.concatenate([[True], of[order][1:] != of[order][:-1]]) if len(of) else np.zeros(0, bool)
        follows = np.flatnonzero(first[:-1] & ~first[1:]) + 1 if len(of) else np.zeros(0, int)
        second[of[order][follows]] = score[order][follows]
        margins.append(score - np.where(score >= best[of], second[of], best[of]))
    return np.clip(np.minimum(*margins), -10, 10), np.clip(np.maximum(*margins), -10, 10)
