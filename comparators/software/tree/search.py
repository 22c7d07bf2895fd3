"""The search for files that correspond in part.

Every line serves once: pairs are taken in order of likeness, and a further pair must explain lines of both files that
no earlier pair explains. So a file may correspond to several (split, merged), and what resembles it only by common
boilerplate is not taken for its counterpart once the true one is there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.align import Aligned
from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.names import Dictionary
from comparators.software.tree.propose import HELD, proposals
from comparators.software.tree.recalled import Recalled

Array = NDArray[Any]
Side = Mapping[str, TreeFeatures]
CLEAR = 1.3  # times the next best proposal: such pairs are taken first and tell which folders correspond
TIED = 1.005  # times a rival: closer ones are as like as each other
CLOSE = 1.02  # the same within two corresponding folders
SOLID = 0.15  # likeness from which on a proposal can be clear
NEAR = 0.3  # by how much corresponding folders raise a proposal, for ordering only
SAME_NAME = 0.1
FAINT = 0.02  # likeness of files of the same path of which nothing else is known
LAYOUT = 0.2
RIVAL = 0.5  # proposals below this share of the best of both files are not weighed against it
CROWD = 4096  # pairs of files of two corresponding folders that are tried one by one, at the most


@dataclass(frozen=True)
class Rule:
    """What two files must have in common. ``share`` of the lines that tell (or bytes) of one of them, ``further`` for
    a second counterpart, ``lines`` and ``tokens`` at least; of binary files ``bytes``."""

    share: float
    further: float
    lines: int
    tokens: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that correspond in part. ``by``: what links them. ``content``; ``place`` (small files of corresponding
    folders); ``alike`` (another file is as like, so that the content does not tell which of them is the counterpart).

    Lines as in ``align.Aligned``; of binary files the numbers of the pieces that are in the other file.
    """

    left: str
    right: str
    aligned: Aligned
    share_left: float
    share_right: float
    by: str = "content"

    def decided(self) -> Pair:
        """The same, after all as what the content decides."""
        return replace(self, by="content")


def folder_of(file: str) -> str:
    return file.rpartition("/")[0]


def name_of(file: str) -> str:
    return file.rpartition("/")[2]


def stem_of(file: str) -> str:
    return name_of(file).partition(".")[0]


class Search:
    """The search for files that correspond in part. ``covered``: lines (pieces) of each file that are explained."""

    def __init__(
        self, left: Side, right: Side, free: tuple[set[str], set[str]], rule: Rule, recalled: Recalled
    ) -> None:
        self.sides, self.free, self.rule, self.recalled = (left, right), free, rule, recalled
        self.covered: tuple[dict[str, Array], dict[str, Array]] = ({}, {})
        self.found: list[Pair] = []
        self.folders: Counter[tuple[str, str]] = Counter()
        self.stems: Counter[tuple[str, str]] = Counter()
        self.tied: set[tuple[str, str]] = set()
        self.names = Dictionary()

    def note(self, one: str, other: str, by: int = 1) -> None:
        """Two files correspond (``by`` -1: not after all): so do their folders and the names of files, perhaps."""
        for pairs, name in ((self.folders, folder_of), (self.stems, stem_of)):
            pairs[name(one), name(other)] += by
            if not pairs[name(one), name(other)]:
                del pairs[name(one), name(other)]

    def run(self, progress: Callable[[float], None]) -> list[Pair]:
        """Several rounds: what is paired no longer hides, by what it has in common with others, what is left."""
        for number, held in enumerate(HELD):
            waiting = self.waiting(0), self.waiting(1)
            sides = self.sides if not number else [
                {name: side[name] for name in names} for side, names in zip(self.sides, waiting, strict=True)
            ]  # fmt: skip
            listed = proposals(sides[0], sides[1], waiting, held)
            if not number:
                listed += _same_paths(listed, *waiting)
            self.take(listed)
            self.by_place()
            progress(0.1 + 0.9 * (number + 1) / len(HELD))
        return self.found

    def waiting(self, side: int) -> list[str]:
        """Files of a side that no group and no pair holds yet."""
        return sorted(self.free[side] - set(self.covered[side]))

    def take(self, listed: Sequence[tuple[float, str, str]]) -> None:
        """Pairs that the fingerprints make out clearly first; they tell which folders correspond. Then the others."""
        sure = set(clear([each for each in listed if each[0] >= SOLID]))
        for _, one, two in ordered([each for each in listed if each[1:] in sure], lambda each: each[0]):
            self.attempt(one, two)
        self.names = Dictionary(pair.aligned.names for pair in self.found)
        rest = self.weighed([each for each in listed if each[1:] not in sure])
        likeness = {each[1:]: self.likeness(each) for each in rest}
        rivals = _rivals(likeness)
        self.tied |= rivals
        for _, one, two in ordered(rest, lambda each: likeness[each[1:]]):
            self.attempt(one, two, by="alike" if (one, two) in rivals else "content")

    def weighed(self, listed: Sequence[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
        """Proposals between which the fingerprints do not decide, by how much of both files agrees once aligned."""
        open_ = [(v, one, two) for v, one, two in listed if not (self._full(0, one) or self._full(1, two))]
        best: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for value, *names in open_:
            for number, name in enumerate(names):
                best[number][name] = max(value, best[number].get(name, 0.0))
        return [
            (self.agreement(one, two) if value >= RIVAL * min(best[0][one], best[1][two]) else value / 2, one, two)
            for value, one, two in open_
        ]

    def opened(self, one: str, two: str) -> bool:
        """Whether both files have lines that no pair explains."""
        return not (self._full(0, one) or self._full(1, two))

    def _full(self, side: int, name: str) -> bool:
        """Whether earlier pairs explain the file so far that no further one can be taken."""
        used = self.covered[side].get(name)
        if used is None:
            return False
        weights = _weights(self.sides[side][name])
        return not weights[~used].any()

    def agreement(self, one: str, two: str) -> float:
        """Share of both files that agrees, raised by what is written the same, names that agree with other pairs of
        files, and equal layout (ordering only)."""
        a, b = self.sides[0][one], self.sides[1][two]
        if a.is_text != b.is_text:
            return 0.0
        found = self.recalled.aligned(a, b) if a.is_text else _pieces(a, b)
        weights = _weights(a), _weights(b)
        agree = float(weights[0][found.left].sum() + weights[1][found.right].sum())
        written = found.same / max(1, len(a.codes), len(b.codes))
        share = agree / max(1.0, float(weights[0].sum() + weights[1].sum()))
        return share * (1 + self.names.agreement(found.names) + LAYOUT * found.in_step) + written / 2

    def likeness(self, proposal: tuple[float, str, str]) -> float:
        """Likeness, raised where the folders or names agree: between near equals the place decides."""
        value, one, other = proposal
        here = self.folders[folder_of(one), folder_of(other)]
        share = here / max(1, self._votes(folder_of(one), folder_of(other)))
        return value * (1 + NEAR * share + SAME_NAME * (name_of(one) == name_of(other)))

    def _votes(self, one: str, other: str) -> int:
        return max(self._of_left[one], self._of_right[other])

    @property
    def _of_left(self) -> Counter[str]:
        return self._margins()[0]

    @property
    def _of_right(self) -> Counter[str]:
        return self._margins()[1]

    def _margins(self) -> tuple[Counter[str], Counter[str]]:
        total = sum(self.folders.values())
        held: tuple[int, tuple[Counter[str], Counter[str]]] | None = getattr(self, "_held_margins", None)
        if held is None or held[0] != total:
            own: Counter[str] = Counter()
            other: Counter[str] = Counter()
            for (a, b), count in self.folders.items():
                own[a] += count
                other[b] += count
            held = (total, (own, other))
            self._held_margins = held
        return held[1]

    def attempt(self, one: str, other: str, *, by: str = "content", shaped: bool = False) -> bool:
        """Align two files and take the pair if what is new in it is enough. ``shaped``: that both are of one shape, and
        their place, are known to say so."""
        a, b = self.sides[0][one], self.sides[1][other]
        if a.is_text != b.is_text:
            return False
        used = self.covered[0].get(one), self.covered[1].get(other)
        weights = _weights(a), _weights(b)
        totals = [int(w.sum()) for w in weights]
        open_ = [t if u is None else int(w[~u].sum()) for t, u, w in zip(totals, used, weights, strict=True)]
        least = self.rule.further if any(u is not None for u in used) else self.rule.share
        if min(totals) == 0 or max(open_[0] / totals[0], open_[1] / totals[1]) < least or min(open_) == 0:
            return False
        aligned = self.recalled.aligned(a, b) if a.is_text else _pieces(a, b)
        rows, columns, level = aligned.left, aligned.right, aligned.level
        if a.is_text:
            new = np.ones(len(rows), bool)
            new &= True if used[0] is None else ~used[0][rows]
            new &= True if used[1] is None else ~used[1][columns]
            rows, columns, level = rows[new], columns[new], level[new]
        shares = float(weights[0][rows].sum()) / totals[0], float(weights[1][columns].sum()) / totals[1]
        placed = (0.0 if shaped else 0.5) if by == "place" else None
        if not self._enough(a, b, rows, columns, shares, least, placed):
            return False
        for number, (name, features, places) in enumerate(((one, a, rows), (other, b, columns))):
            mark = self.covered[number].setdefault(name, np.zeros(len(features.lines), bool))
            mark[places] = True
        kept = Aligned(rows, columns, level, names=aligned.names)
        self.found.append(Pair(one, other, kept, *shares, by))
        self.note(one, other)
        return True

    def undo(self, pairs: Sequence[Pair]) -> None:
        """Take pairs back: their lines serve again."""
        gone = {(pair.left, pair.right) for pair in pairs}
        self.found = [pair for pair in self.found if (pair.left, pair.right) not in gone]
        for one, two in gone:
            self.note(one, two, -1)
            self.covered[0].pop(one, None)
            self.covered[1].pop(two, None)
        for pair in self.found:
            for number, name, places in ((0, pair.left, pair.aligned.left), (1, pair.right, pair.aligned.right)):
                if name not in self.covered[number]:
                    self.covered[number][name] = np.zeros(len(self.sides[number][name].lines), bool)
                self.covered[number][name][places] = True

    def _enough(
        self, a: TreeFeatures, b: TreeFeatures, rows: Array, columns: Array, shares: tuple[float, float],
        least: float, placed: float | None,
    ) -> bool:  # fmt: skip
        if placed is not None:
            return min(shares) >= placed and min(_tokens(a, rows), _tokens(b, columns)) >= self.rule.tokens // 4
        if max(shares) < least:
            return False
        if not a.is_text:
            return min(int(a.sizes[rows].sum()), int(b.sizes[columns].sum())) >= self.rule.bytes
        tokens = min(_tokens(a, rows), _tokens(b, columns))
        several = int(a.substance[rows].sum()) >= self.rule.lines or tokens >= 2 * self.rule.tokens
        several |= min(shares) >= 0.5
        return several and tokens >= self.rule.tokens

    def by_place(self) -> None:
        """Small files of folders that correspond: half of each must agree, and none other there do so as well."""
        own, other = self._margins()
        waiting: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
        for number in (0, 1):
            for name in self.waiting(number):
                if self.sides[number][name].count:
                    waiting[number][folder_of(name)].append(name)
        for (a, b), count in sorted(self.folders.items()):
            if 2 * count < max(own[a], other[b]):
                continue
            if 0 < len(waiting[0][a]) * len(waiting[1][b]) <= CROWD:
                self._in_folder(waiting[0][a], waiting[1][b])

    def _in_folder(self, own: Sequence[str], other: Sequence[str]) -> None:
        likeness: dict[tuple[str, str], float] = {}
        for one in own:
            for two in other:
                a, b = self.sides[0][one], self.sides[1][two]
                if not 0.5 <= (a.count + 1) / (b.count + 1) <= 2:
                    continue
                likeness[one, two] = self.agreement(one, two) * (1 + SAME_NAME * (name_of(one) == name_of(two)))
        for one, two in clear([(value, *pair) for pair, value in sorted(likeness.items())], CLOSE):
            self.attempt(one, two, by="place")


def _weights(features: TreeFeatures) -> Array:
    """What a line (1 if it tells) or a piece (its bytes) counts for."""
    if features.is_text:
        return features.substance.astype(np.int64)
    return np.where(features.lines != 0, features.sizes, 0).astype(np.int64)


def _tokens(features: TreeFeatures, lines: Array) -> int:
    """Tokens on these lines; a line of prose without them has one for every four bytes."""
    held = np.diff(features.first.astype(np.int64))[lines]
    return int(np.maximum(held, features.sizes[lines] // 4 * (features.lines[lines] != 0)).sum())


def _pieces(a: TreeFeatures, b: TreeFeatures) -> Aligned:
    """Pieces of each file that are in the other (a piece that stands several times counts each time)."""
    rows = np.flatnonzero(np.isin(a.lines, b.lines) & (a.lines != 0))
    columns = np.flatnonzero(np.isin(b.lines, a.lines) & (b.lines != 0))
    return Aligned(rows, columns, np.zeros(0, np.uint8))


def clear(listed: Sequence[tuple[float, str, str]], margin: float = CLEAR) -> list[tuple[str, str]]:
    """Proposals that are the best of both files by the margin."""
    best: tuple[dict[str, list[float]], dict[str, list[float]]] = (defaultdict(list), defaultdict(list))
    for value, one, other in listed:
        best[0][one].append(value)
        best[1][other].append(value)
    tops = [{name: sorted(values)[-2:] for name, values in side.items()} for side in best]

    def stands_out(value: float, values: list[float]) -> bool:
        return value == values[-1] and (len(values) == 1 or value >= margin * values[0])

    return [
        (one, two) for value, one, two in listed if stands_out(value, tops[0][one]) and stands_out(value, tops[1][two])
    ]


def _same_paths(
    listed: Sequence[tuple[float, str, str]], own: Iterable[str], other: Iterable[str]
) -> list[tuple[float, str, str]]:
    """Files of one path are tried also where no fingerprint proposes them."""
    known = {(one, two) for _, one, two in listed}
    return [(FAINT, name, name) for name in sorted({*own} & {*other}) if (name, name) not in known]


def _rivals(likeness: Mapping[tuple[str, str], float]) -> set[tuple[str, str]]:
    """Proposals beside which another one of the same file is as good, or nearly (``TIED``)."""
    found = set()
    for side in (0, 1):
        grouped: dict[str, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
        for pair, value in likeness.items():
            grouped[pair[side]].append((value, pair))
        for listed in grouped.values():
            top = max(value for value, _ in listed)
            near = [pair for value, pair in listed if value * TIED >= top]
            found.update(near if len(near) > 1 else [])
    return found


def ordered(
    listed: Iterable[tuple[float, str, str]], likeness: Callable[[tuple[float, str, str]], float]
) -> list[tuple[float, str, str]]:
    return sorted(listed, key=lambda each: (-likeness(each), sorted(each[1:]), each[1]))
