"""What ``text-exact`` keeps of one file, and one side of a comparison laid out over its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.span import Span
from comparators.matching.encodings import Decoded
from comparators.text import folding
from comparators.text.passages import Strand
from comparators.text.windows import Minimum

Array = NDArray[Any]


@dataclass(frozen=True)
class TextFeatures:
    """One folded file. Arrays as in ``folding.Folded``; ``characters`` of the decoded file, 字 among the folded."""

    text: Array
    offsets: Array
    words: Array
    absorbed: Array
    characters: int
    zi: int
    encoding: str
    folding: str

    @classmethod
    def of(cls, decoded: Decoded) -> TextFeatures:
        folded = folding.fold(decoded.text)
        zi = sum(
            int(np.count_nonzero(folding.is_zi(folded.text[base : base + folding.CHUNK])))
            for base in range(0, len(folded.text), folding.CHUNK)
        )
        return cls(
            folded.text, folded.offsets, folded.words, folded.absorbed,
            len(decoded.text), zi, decoded.encoding, folding.VERSION,
        )  # fmt: skip

    def weight(self, minimum: Minimum) -> int:
        """Weight of the whole file, to be held against ``minimum.threshold``."""
        return minimum.zi * self.zi + minimum.letter * (len(self.text) - self.zi)

    def stops(self, at: Array) -> Array:
        """Code point just after the folded characters at ``at``, with the combining marks that belong to them."""
        stop = self.offsets[at] + 1
        while len(self.absorbed) and (more := np.isin(stop, self.absorbed)).any():
            stop = stop + more
        return stop

    def folded(self, starts: Array, stops: Array) -> tuple[Array, Array]:
        """Folded intervals that lie within the code point intervals [starts, stops)."""
        return sought(self.offsets, starts), sought(self.offsets, stops)

    def whole(self, starts: Array, stops: Array) -> bool:
        """Whether no folded interval [start, stop) begins or ends inside one original character."""
        inner = starts[starts > 0]
        if (self.offsets[inner] == self.offsets[inner - 1]).any():
            return False
        inner = stops[stops < len(self.offsets)]
        return not (self.offsets[inner] == self.offsets[inner - 1]).any()


def sought(sorted_: Array, values: Array) -> Array:
    """``numpy.searchsorted`` that does not copy all of ``sorted_`` to the wider type of a few ``values``."""
    return np.searchsorted(sorted_, np.clip(values, 0, np.iinfo(sorted_.dtype).max).astype(sorted_.dtype))


class Files:
    """The files of one work in sorted order, end to end in one strand."""

    def __init__(self, files: Mapping[str, TextFeatures]) -> None:
        self.names = sorted(files)
        self.files = [files[name] for name in self.names]
        self.strand = Strand.of([features.text for features in self.files])
        self._starts = np.concatenate([[0], self.strand.breaks[:-1] + 1]) if self.files else np.zeros(0, np.int64)

    @property
    def characters(self) -> int:
        """Folded characters in all files."""
        return sum(len(features.text) for features in self.files)

    @cached_property
    def expanded(self) -> bool:
        """Whether some character of the original folds to several."""
        return any(
            bool((features.offsets[base + 1 : base + 65537] == features.offsets[base : base + 65536]
                  [: len(features.offsets[base + 1 : base + 65537])]).any())
            for features in self.files
            for base in range(0, len(features.offsets), 65536)
        )  # fmt: skip

    def locate(self, at: Array) -> tuple[Array, Array]:
        """File number and position in the folded file of positions in the strand."""
        if len(self.files) == 1:
            return np.zeros(len(at), np.int64), at
        number = np.searchsorted(self.strand.breaks, at)
        return number, at - self._starts[number]

    def spans(self, at: Array, length: int) -> list[Span]:
        """Places in the originals of ``length`` folded characters from each position of the strand on."""
        numbers, local = self.locate(at)
        spans = []
        for number in dict.fromkeys(numbers.tolist()):
            features, name = self.files[number], self.names[number]
            here = local[numbers == number] if len(self.files) > 1 else local
            starts, stops = features.offsets[here], features.stops(here + (length - 1))
            spans += [Span(name, "char", a, b) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
        return spans

    def whole(self, at: Array, length: int) -> bool:
        """Whether ``length`` folded characters from each position on begin and end with whole original characters."""
        numbers, local = self.locate(at)
        return all(
            self.files[number].whole(local[numbers == number], local[numbers == number] + length)
            for number in set(numbers.tolist())
        )

    def offsets(self, at: int, length: int) -> Array:
        """Code points of the ``length`` folded characters from position ``at`` of the strand on."""
        numbers, local = self.locate(np.array([at]))
        start = int(local[0])
        return self.files[int(numbers[0])].offsets[start : start + length]

    def word_count(self, at: int, length: int) -> int:
        """Words of letters or digits that begin within ``length`` folded characters from ``at`` on."""
        numbers, local = self.locate(np.array([at]))
        words = self.files[int(numbers[0])].words
        start = int(local[0])
        first, last = sought(words, np.array([start, start + length]))
        return int(last - first)


def blocks(left: Array, right: Array) -> tuple[tuple[int, int, int], ...]:
    """[left start, right start, length] of the stretches in which both originals advance in step.

    ``left``, ``right``: code points of the same folded characters. Dropped characters between two of them belong to a
    stretch when there are equally many on both sides.
    """
    breaks = np.flatnonzero(np.diff(left) != np.diff(right))
    starts = np.concatenate([[0], breaks + 1])
    stops = np.concatenate([breaks, [len(left) - 1]])
    rows = zip(left[starts].tolist(), right[starts].tolist(), (left[stops] - left[starts] + 1).tolist(), strict=True)
    return tuple(rows)
