"""Both works as strands of tokens, and what the passages found in them are in the files as handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from appraisal.comparison import Places
from appraisal.span import Span
from comparators.text.features import blocks as in_step
from comparators.text.reworded import frequency, rosters
from comparators.text.reworded.aligning import Alignment
from comparators.text.reworded.extending import Strands
from comparators.text.reworded.marking import NAMES, marks
from comparators.text.reworded.passages import Demands, passages
from comparators.text.reworded.proposing import Chance
from comparators.text.reworded.tokens import RewordedFeatures

Array = NDArray[Any]
IN_STEP = {True: 24, False: 40}  # words, single 字: tokens among which one kept in its order could stand by chance


@dataclass(frozen=True)
class Side:
    """The files of one work in sorted order; ``starts``: position in the strand of the first token of each."""

    names: list[str]
    files: list[RewordedFeatures]
    tokens: Array
    starts: Array

    @classmethod
    def of(cls, files: Mapping[str, RewordedFeatures], tokens: Sequence[Array]) -> Side:
        names = sorted(files)
        sizes = np.array([len(some) for some in tokens], np.int64)
        joined = np.concatenate(tokens) if tokens else np.zeros(0, np.int32)
        return cls(names, [files[name] for name in names], joined, np.cumsum(sizes) - sizes)

    @property
    def ends(self) -> Array:
        return np.concatenate([f.ends for f in self.files]) if self.files else np.zeros(0, np.uint8)

    @property
    def capitals(self) -> Array:
        return np.concatenate([f.capitals for f in self.files]) if self.files else np.zeros(0, np.bool_)

    def at(self, position: int) -> int:
        """Number of the file that holds a position (the last of those that begin there: empty files hold none)."""
        return int(np.searchsorted(self.starts, position, side="right")) - 1

    def folded(self, first: int, last: int) -> tuple[RewordedFeatures, int, int]:
        """The file and the folded characters [start, stop) of the tokens ``first`` to ``last`` (included)."""
        number = self.at(first)
        file, base = self.files[number], int(self.starts[number])
        after = last - base + 1
        return (
            file,
            int(file.begins[first - base]),
            int(file.begins[after]) if after < len(file.begins) else len(file.text),
        )


@dataclass(frozen=True)
class Sides:
    """Both sides, numbered alike. By token number: ``everyday``: shares of everyday writing, by which tokens are
    marked; ``prior``: the same, or those of a background, by which they are weighed; ``in_step``: see ``Chance``;
    ``plain``, ``joining``: see ``rosters``.
    """

    left: Side
    right: Side
    everyday: Array
    prior: Array
    in_step: Array
    plain: Array
    joining: Array

    @classmethod
    def of(
        cls,
        left: Mapping[str, RewordedFeatures],
        right: Mapping[str, RewordedFeatures],
        backgrounds: Sequence[Background] = (),
    ) -> Sides:
        files = [[side[name] for name in sorted(side)] for side in (left, right)]
        numbered, names = frequency.joined(files)
        one, other = (Side.of(side, some) for side, some in zip((left, right), numbered, strict=True))
        in_step = np.array([IN_STEP[frequency.is_word(name)] for name in names], np.int64)
        shares = frequency.prior(names), frequency.prior(names, backgrounds)
        return cls(one, other, *shares, in_step, *rosters.plain_words(names))

    def shared(self, demands: Demands) -> Iterator[Shared]:
        """All passages. The side that sorts first is followed, so that exchanged works give the same, exchanged."""
        one, other = self.left, self.right
        swapped = (len(one.tokens), one.tokens.tobytes()) > (len(other.tokens), other.tokens.tobytes())
        if swapped:
            one, other = other, one
        single = self.in_step == IN_STEP[False]
        share = frequency.posterior(self.prior, single, one.tokens, other.tokens)
        strands = Strands(
            one.tokens, other.tokens, one.starts[1:], other.starts[1:], Chance(share, self.in_step, single)
        )

        def weigh(alignment: Alignment) -> int:
            spans = (one, alignment.left), (other, alignment.right)
            return min(_weight(side, span, demands) for side, span in spans)

        found, binding = passages(strands, (one.ends, other.ends), demands, weigh)
        words = self.plain, self.joining, single
        lists = rosters.rosters(found, (one.tokens, other.tokens), (one.capitals, other.capitals), words, binding)
        for alignment, is_list in zip(found, lists, strict=True):
            if swapped:
                alignment = replace(
                    alignment,
                    left=alignment.right,
                    right=alignment.left,
                    kept=alignment.kept[:, ::-1],
                    also=alignment.also[::-1],
                )
            yield Shared(self, alignment, is_list)


def _weight(side: Side, span: tuple[int, int], demands: Demands) -> int:
    file, start, stop = side.folded(span[0], span[1] - 1)
    return demands.weight(file.text[start:stop])


@dataclass(frozen=True)
class Shared:
    """One passage with its tokens. ``listed``: it agrees in names or terms of lists alone (see ``rosters``)."""

    sides: Sides
    alignment: Alignment
    listed: bool = False

    @property
    def nats(self) -> float:
        return self.alignment.nats

    def _side(self, side: str) -> tuple[Side, tuple[int, int]]:
        return (self.sides.left, self.alignment.left) if side == "left" else (self.sides.right, self.alignment.right)

    def span(self, side: str) -> Span:
        """The passage in the file as handed in."""
        own, place = self._side(side)
        return self._placed(own, place)

    def also(self) -> Places:
        """Further places, in the order of the files."""
        own = self.sides.left, self.sides.right
        left, right = (
            tuple(sorted((self._placed(side, place) for place in some), key=lambda s: (s.file, s.start, s.stop)))
            for side, some in zip(own, self.alignment.also, strict=True)
        )
        return Places(left, right)

    def _placed(self, own: Side, place: tuple[int, int]) -> Span:
        number = own.at(place[0])
        base = int(own.starts[number])
        start, end = own.files[number].span(place[0] - base, place[1] - 1 - base)
        return Span(own.names[number], "char", start, end)

    @cached_property
    def _marks(self) -> tuple[Array, Array]:
        (left, right), kept = (self.alignment.left, self.alignment.right), self.alignment.kept
        inside = kept - np.array([left[0], right[0]])
        tokens = self.sides.left.tokens[slice(*left)], self.sides.right.tokens[slice(*right)]
        return marks(*tokens, inside, self.sides.everyday)

    def counts(self) -> dict[str, dict[str, int]]:
        """Folded characters of either side, by what became of them."""
        out = {}
        for side, roles in zip(("left", "right"), self._marks, strict=True):
            own, (first, stop) = self._side(side)
            number = own.at(first)
            file, base = own.files[number], int(own.starts[number])
            sizes = np.diff(file.edges(first - base, stop - base))
            sums = np.bincount(roles, sizes, len(NAMES)).astype(np.int64).tolist()
            named = dict(zip(NAMES, sums, strict=True))
            out[side] = {"characters": sum(sums)} | {name: named[name] for name in reversed(NAMES)}
        return out

    def literal(self) -> bool:
        """Whether both sides fold to the same characters."""
        texts = []
        for side in ("left", "right"):
            own, (first, stop) = self._side(side)
            file, start, end = own.folded(first, stop - 1)
            texts.append(file.text[start:end])
        return np.array_equal(texts[0], texts[1])

    def blocks(self) -> tuple[tuple[int, int, int], ...]:
        """[left start, right start, length] in code points, of what was kept in its order.

        Words of the same stem in another form align as far as the shorter one reaches.
        """
        kept = self.alignment.kept
        plain = self._plain(kept)
        if plain is not None:
            return plain
        step = np.ones(len(kept), np.bool_)
        step[1:] = (np.diff(kept, axis=0) != 1).any(1)
        out: list[tuple[int, int, int]] = []
        for run in np.split(kept, np.flatnonzero(step)[1:]):
            out += self._run(run)
        return tuple(out)

    def _plain(self, kept: Array) -> tuple[tuple[int, int, int], ...] | None:
        """The same where every token is one character, as 字 are: all runs at once. None where words are among them."""
        places = []
        for side, column in (("left", 0), ("right", 1)):
            own, (first, stop) = self._side(side)
            number = own.at(first)
            file, base = own.files[number], int(own.starts[number])
            edges = file.edges(first - base, stop - base)
            at = edges[kept[:, column] - first]
            if not len(kept) or (edges[kept[:, column] - first + 1] - at != 1).any():
                return None
            places.append((file.offsets[at], file.text[at]))
        (from_left, one), (from_right, other) = places
        if not np.array_equal(one, other):
            return None
        broken = (np.diff(kept, axis=0) != 1).any(1) | (np.diff(from_left) != np.diff(from_right))
        starts = np.concatenate([[0], np.flatnonzero(broken) + 1])
        stops = np.append(starts[1:], len(kept)) - 1
        rows = (
            from_left[starts].tolist(),
            from_right[starts].tolist(),
            (from_left[stops] - from_left[starts] + 1).tolist(),
        )
        return tuple(zip(*rows, strict=True))

    def _run(self, run: Array) -> list[tuple[int, int, int]]:
        ends = [self._folded(side, run[0, k], run[-1, k]) for k, side in enumerate(("left", "right"))]
        (one, a, b), (other, c, d) = ends
        if b - a == d - c and np.array_equal(one.text[a:b], other.text[c:d]):
            return list(in_step(one.offsets[a:b], other.offsets[c:d]))
        if len(run) > 1:
            half = len(run) // 2
            return self._run(run[:half]) + self._run(run[half:])
        starts = int(one.offsets[a]), int(other.offsets[c])
        stops = int(one.offsets[b - 1]) + 1, int(other.offsets[d - 1]) + 1
        return [(*starts, min(stops[0] - starts[0], stops[1] - starts[1]))]

    def _folded(self, side: str, first: int, last: int) -> tuple[RewordedFeatures, int, int]:
        return self._side(side)[0].folded(int(first), int(last))
