"""What is open when all that the content alone decides is found: files that several are as like, and small files.

Files of which two are as like as each other are given out together: once every other candidate has a counterpart of
its own, the last one is no longer undecided. Which names became which, in which folder a file stands, what it is called
among files that correspond, and how it is laid out order them. Nothing of it counts as correspondence: what corresponds
are the lines that align.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.names import Dictionary
from comparators.software.tree.places import folder_of, stem_of
from comparators.software.tree.search import CLOSE, CROWD, TIED, Search, clear, ordered
from comparators.software.tree.tokens import NAME

Array = NDArray[Any]
PLACE = 0.3  # by how much each of folder, name of the file, layout raises a candidate
NAMED = 1.0  # the same of names that stand for each other
SHAPED = 0.8  # share of the lines of small files that are of one shape
EXCHANGED = 1.0005  # two pairs are this much more like than with their counterparts exchanged
SEVERAL = 2  # pairs of files that say that two folders correspond
ROUNDS = 3
MOST = 20_000  # candidates that are weighed, at the most
Pairs = Mapping[tuple[str, str], float]


def settle(search: Search) -> None:
    """Decide what can be decided; the rest stays ``alike``. Done again, as each pair says more of names and folders."""
    written = Written(search.sides)
    for _ in range(ROUNDS):
        _round(search, written)


def _round(search: Search, written: Written) -> None:
    open_ = [pair for pair in search.found if pair.by == "alike"]
    search.undo(open_)
    judge = Judge(search, written)
    wanted = sorted({*search.tied, *((pair.left, pair.right) for pair in open_)})
    tried = [(one, two) for one, two in wanted if search.opened(one, two)][:MOST]
    likeness = {(one, two): judge.likeness(one, two) for one, two in tried}
    taken: dict[tuple[str, str], int] = {}
    for _, one, two in ordered([(value, *pair) for pair, value in likeness.items()], lambda each: each[0]):
        if search.attempt(one, two, by="alike"):
            taken[one, two] = len(search.found) - 1
    content = tuple({name: side[name].normal or side[name].sha256 for name in side} for side in search.sides)
    for pair in _decided(likeness, taken.keys(), content):
        search.found[taken[pair]] = search.found[taken[pair]].decided()
    _by_shape(search, Judge(search, written))


def _decided(
    likeness: Pairs, taken: Collection[tuple[str, str]], content: Sequence[Mapping[str, str]]
) -> list[tuple[str, str]]:
    """Pairs that no exchange of counterparts would leave as like. A file of the same ``content`` is no rival: it is
    either that corresponds."""
    rivals: tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for pair in likeness:
        rivals[0][pair[0]].append(pair)
        rivals[1][pair[1]].append(pair)
    partner: tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]] = ({}, {})
    for pair in taken:
        partner[0].setdefault(pair[0], pair)
        partner[1].setdefault(pair[1], pair)
    found = []
    for pair in taken:
        if partner[0][pair[0]] != pair or partner[1][pair[1]] != pair:
            continue
        if all(_worse(likeness, pair, rival, partner[1 - side].get(rival[1 - side]))
               for side in (0, 1) for rival in rivals[side][pair[side]]
               if content[1 - side][rival[1 - side]] != content[1 - side][pair[1 - side]]):  # fmt: skip
            found.append(pair)
    return found


def _worse(likeness: Pairs, pair: tuple[str, str], rival: tuple[str, str], held: tuple[str, str] | None) -> bool:
    """Whether the rival is less like, or would take the counterpart of another pair that is more like with its own."""
    if likeness[rival] * TIED < likeness[pair]:
        return True
    if held is None:
        return False
    crossed = (held[0], pair[1]) if rival[0] == pair[0] else (pair[0], held[1])
    return (likeness[rival] + likeness.get(crossed, 0.0)) * EXCHANGED < likeness[pair] + likeness[held]


class Written:
    """Names in files. They follow from the files alone, so that all rounds share them."""

    def __init__(self, sides: Sequence[Mapping[str, TreeFeatures]]) -> None:
        self._sides = sides
        self._of: tuple[dict[str, Array], dict[str, Array]] = ({}, {})

    def of(self, side: int, name: str) -> Array:
        """The different names (16-bit hashes, sorted) of one file."""
        found = self._of[side].get(name)
        if found is None:
            found = self._of[side][name] = _names(self._sides[side][name])
        return found

    @cached_property
    def held(self) -> tuple[Array, Array]:
        """In how many files of each side each name stands."""
        return self._held(0), self._held(1)

    def _held(self, side: int) -> Array:
        listed = [np.zeros(0, np.int64)]
        listed += [self.of(side, name) for name, features in self._sides[side].items() if features.is_text]
        return np.bincount(np.concatenate(listed), minlength=1 << 16)


class Judge:
    """Orders candidates by all that is known of other files."""

    def __init__(self, search: Search, written: Written) -> None:
        self.search, self.written = search, written
        search.names = Dictionary(pair.aligned.names for pair in search.found if pair.by != "alike")

    def likeness(self, one: str, two: str) -> float:
        """How like two files are by content, raised by place, names and layout."""
        return self.search.agreement(one, two) * self.circumstances(one, two)

    def circumstances(self, one: str, two: str) -> float:
        """1 and more."""
        a, b = self.search.sides[0][one], self.search.sides[1][two]
        raised = self.named(one, two) * NAMED + _layout(a, b) * PLACE
        places = self.search.places
        raised += PLACE * (places.near(one, two) + places.stems.share(stem_of(one), stem_of(two)))
        return 1 + raised

    def named(self, one: str, two: str) -> float:
        """Share of the names of both files that are known to stand for one of the other; rare names weigh more."""
        own, other = self.written.of(0, one), self.written.of(1, two)
        weights_left, weights_right = self.written.held
        there, back = self.search.names.left[own], self.search.names.right[other]
        shares = []
        for known, held, names, weights in ((there, other, own, weights_left), (back, own, other, weights_right)):
            weight = np.where(known >= 0, 1.0 / np.maximum(1, weights[names]), 0.0)
            total = float(weight.sum())
            shares.append(float(weight[np.isin(known, held)].sum()) / total if total else 0.0)
        return sum(shares) / 2


def _names(features: TreeFeatures) -> Array:
    found: Array = np.unique(features.words[features.codes == NAME])
    return found


def _layout(a: TreeFeatures, b: TreeFeatures) -> float:
    """1 for as many lines, empty ones at the same places; 0 for another number of lines."""
    if not a.count or a.count != b.count:
        return 0.0
    return float(np.count_nonzero(a.filled == b.filled)) / a.count


def _shape(a: TreeFeatures, b: TreeFeatures) -> float:
    """Share of the lines with tokens of both files that are of one shape, patterns or not."""
    counts = [np.unique(each.shapes[each.shapes != 0], return_counts=True) for each in (a, b)]
    _, i, j = np.intersect1d(counts[0][0], counts[1][0], assume_unique=True, return_indices=True)
    both = int(np.minimum(counts[0][1][i], counts[1][1][j]).sum())
    return 2 * both / max(1, int(counts[0][1].sum() + counts[1][1].sum()))


def _by_shape(search: Search, judge: Judge) -> None:
    """Files of folders that correspond, nearly all lines of which are of one shape, where no other there is as like.

    Once everything is renamed, that is all that is left of lists and small files. What corresponds are the lines that
    align, no more.
    """
    waiting: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for number in (0, 1):
        for name in search.waiting(number):
            if search.sides[number][name].count:
                waiting[number][folder_of(name)].append(name)
    for (a, b), count in sorted(search.places.folders.pairs.items()):
        own, other = waiting[0].get(a, ()), waiting[1].get(b, ())
        if count < SEVERAL or 2 * count < search.places.folders.most(a, b) or not 0 < len(own) * len(other) <= CROWD:
            continue
        listed = []
        for one in own:
            for two in other:
                shape = _shape(search.sides[0][one], search.sides[1][two])
                if shape >= SHAPED:
                    listed.append((shape * judge.circumstances(one, two), one, two))
        for one, two in clear(sorted(listed), CLOSE):
            search.attempt(one, two, by="place", shaped=True)
