"""The search for files that correspond in part.

Every line serves once: pairs are taken in order of likeness, and a further pair must explain lines of both files that
no earlier pair explains. So a file may correspond to several (split, merged), and what resembles it only by common
boilerplate is not taken for its counterpart once the true one is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.align import Aligned
from comparators.software.tree.features import FEW, TreeFeatures
from comparators.software.tree.names import Dictionary
from comparators.software.tree.places import Places, folder_of, name_of
from comparators.software.tree.propose import HELD, proposals
from comparators.software.tree.recalled import Recalled
from comparators.software.tree.rest import rest

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


class Search:
    """The search for files that correspond in part. ``covered``: lines (pieces) of each file that are explained."""

    def __init__(
        self, left: Side, right: Side, free: tuple[set[str], set[str]], rule: Rule, recalled: Recalled
    ) -> None:
        self.sides, self.free, self.rule, self.recalled = (left, right), free, rule, recalled
        self.covered: tuple[dict[str, Array], dict[str, Array]] = ({}, {})
        self.found: list[Pair] = []
        self.places = Places()
        self.tied: set[tuple[str, str]] = set()
        self.names = Dictionary()
        self._rests: tuple[dict[str, tuple[int, TreeFeatures, Array]], dict[str, tuple[int, TreeFeatures, Array]]] = (
            {},
            {},
        )

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
        self.rests()
        return self.found

    def rests(self) -> None:
        """What is left over on one side against what no pair explains yet in files of the other."""
        sides = self._open_files(0), self._open_files(1)
        waiting = {*self.waiting(0)}, {*self.waiting(1)}
        listed = proposals(sides[0], sides[1], (sorted(sides[0]), sorted(sides[1])), HELD[1])
        self.take([each for each in listed if each[1] in waiting[0] or each[2] in waiting[1]])

    def _open_files(self, side: int) -> dict[str, TreeFeatures]:
        """Files that no pair holds, and what is left of texts of which enough is left."""
        found = {name: self.sides[side][name] for name in self.waiting(side)}
        for name, used in self.covered[side].items():
            features = self.sides[side][name]
            if not features.is_text or np.count_nonzero(features.substance & ~used) < self.rule.lines:
                continue
            if int(np.diff(features.first.astype(np.int64))[~used].sum()) >= self.rule.tokens:
                found[name] = self._rest(side, name)[0]
        return found

    def _rest(self, side: int, name: str) -> tuple[TreeFeatures, Array | None]:
        """What no pair explains of a file, and which lines of it that are (None: all)."""
        features, used = self.sides[side][name], self.covered[side].get(name)
        if used is None or not features.is_text:
            return features, None
        number = int(np.count_nonzero(used))
        held = self._rests[side].get(name)
        if held is None or held[0] != number:
            held = self._rests[side][name] = (number, rest(features, ~used), np.flatnonzero(~used))
        return held[1:]

    def aligned(self, one: str, two: str) -> Aligned:
        """What is not explained yet of two files, aligned; lines (pieces) of the whole files."""
        (a, rows), (b, columns) = self._rest(0, one), self._rest(1, two)
        found = self.recalled.aligned(a, b) if a.is_text else _pieces(a, b)
        if rows is None and columns is None:
            return found
        return replace(
            found,
            left=found.left if rows is None else rows[found.left],
            right=found.right if columns is None else columns[found.right],
        )

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
            (
                self.agreement(one, two, of_rests=True)
                if value >= RIVAL * min(best[0][one], best[1][two])
                else value / 2,
                one,
                two,
            )
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

    def agreement(self, one: str, two: str, *, of_rests: bool = False) -> float:
        """Share of both files that agrees, raised by what is written the same, names that agree with other pairs of
        files, and equal layout (ordering only)."""
        a, b = self.sides[0][one], self.sides[1][two]
        if of_rests:
            a, b = self._rest(0, one)[0], self._rest(1, two)[0]
        if a.is_text != b.is_text:
            return 0.0
        found = self.recalled.aligned(a, b) if a.is_text else _pieces(a, b)
        weights = _weights(a), _weights(b)
        agree = sum(_common(a, b, weights, found.left, found.right))
        written = found.same / max(1, len(a.codes), len(b.codes))
        share = agree / max(1.0, float(weights[0].sum() + weights[1].sum()))
        return share * (1 + self.names.agreement(found.names) + LAYOUT * found.in_step) + written / 2

    def likeness(self, proposal: tuple[float, str, str]) -> float:
        """Likeness, raised where the folders or names agree: between near equals the place decides."""
        value, one, other = proposal
        return value * (1 + NEAR * self.places.near(one, other) + SAME_NAME * (name_of(one) == name_of(other)))

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
        aligned = self.aligned(one, other)
        rows, columns, level = aligned.left, aligned.right, aligned.level
        common = _common(a, b, weights, rows, columns)
        shares = common[0] / totals[0], common[1] / totals[1]
        placed = (0.0 if shaped else 0.5) if by == "place" else None
        if not self._enough(a, b, rows, columns, shares, least, placed):
            return False
        for number, (name, features, places) in enumerate(((one, a, rows), (other, b, columns))):
            mark = self.covered[number].setdefault(name, np.zeros(len(features.lines), bool))
            mark[places] = True
        kept = Aligned(rows, columns, level, names=aligned.names)
        self.found.append(Pair(one, other, kept, *shares, by))
        self.places.note(one, other)
        return True

    def undo(self, pairs: Sequence[Pair]) -> None:
        """Take pairs back: their lines serve again."""
        gone = {(pair.left, pair.right) for pair in pairs}
        self.found = [pair for pair in self.found if (pair.left, pair.right) not in gone]
        for one, two in gone:
            self.places.note(one, two, -1)
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
        count = _tokens if min(shares) >= 0.5 else _held
        tokens = min(count(a, rows), count(b, columns))
        several = int(a.substance[rows].sum()) >= self.rule.lines or tokens >= 2 * self.rule.tokens
        several |= min(shares) >= 0.5
        return several and tokens >= self.rule.tokens

    def by_place(self) -> None:
        """Small files of folders that correspond: half of each must agree, and none other there do so as well."""
        folders = self.places.folders
        waiting: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
        for number in (0, 1):
            for name in self.waiting(number):
                if self.sides[number][name].count:
                    waiting[number][folder_of(name)].append(name)
        for (a, b), count in sorted(folders.pairs.items()):
            if 2 * count < folders.most(a, b):
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


def _common(
    a: TreeFeatures, b: TreeFeatures, weights: tuple[Array, Array], rows: Array, columns: Array
) -> tuple[float, float]:
    """What is common, of each side. A line that tells in one text alone (a licence that is prose here and a comment
    there) says nothing."""
    if a.is_text and b.is_text:
        both = float((weights[0][rows] & weights[1][columns]).sum())
        return both, both
    return float(weights[0][rows].sum()), float(weights[1][columns].sum())


def _tokens(features: TreeFeatures, lines: Array) -> int:
    """Tokens on these lines; a line of prose without them has one for every four bytes."""
    held = np.diff(features.first.astype(np.int64))[lines]
    return int(np.maximum(held, features.sizes[lines] // 4 * (features.lines[lines] != 0)).sum())


def _held(features: TreeFeatures, lines: Array) -> int:
    """Tokens on these lines. Comments, which two files may have in common at their heads, count for nothing."""
    if len(features.codes) < FEW:
        return _tokens(features, lines)
    return int(np.diff(features.first.astype(np.int64))[lines].sum())


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
