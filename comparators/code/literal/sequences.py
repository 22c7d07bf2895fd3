"""Sequences of instructions: the first words of lines of code, in the order in which they stand in a file.

Runs of equal first words are found and tiled as ``code-tokens`` does with tokens; a run counts when its words together
are rare enough: ``if`` and ``return`` say little, a name that no program of the bundled counts begins a line with
says much.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.features import CodeFeatures
from comparators.code.grams import repeating
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.kinds import Row
from comparators.code.literal.known import known
from comparators.code.literal.sides import Side
from comparators.code.tokens.matching import Setting, passages
from comparators.code.tokens.strand import Strand

Array = NDArray[Any]
WORDS = 8  # first words in a row of a run that counts
GAP, BESIDE = 3, 4  # lines that may differ between runs, and words of a further run
TELLING = 35.0  # bits that the words of a sequence have together at the least
LEAST_BITS = 1.0  # of the commonest word: the order of words says something too


@dataclass(frozen=True, slots=True)
class Sequence:
    """``tiles``: (row of the left file, row of the right file, count) in order; rows of ``Row.HEAD`` from 0 in each."""

    left: str
    right: str
    tiles: tuple[tuple[int, int, int], ...]
    bits: float


def strand(side: Side, separator: int) -> Strand:
    """First words of all files as one strand."""
    return Strand.of(
        {name: _words(features) for name, features in zip(side.names, side.features, strict=True)}, separator
    )


def _words(features: LiteralFeatures) -> CodeFeatures:
    inside = features.rows(Row.HEAD)
    values = features.hashes[inside]
    count = len(values)
    lines = features.lines(features.starts[inside])
    blank = np.zeros(count, np.int32)
    repetitive = np.where(repeating(values), 2, 0).astype(np.uint8)
    return CodeFeatures(
        kinds=np.zeros(count, np.uint8), symbols=values, values=values, lines=lines, last_lines=lines, columns=blank,
        offsets=features.starts[inside], repetitive=repetitive, line_count=features.line_count, comment_count=0,
        characters=len(features.text), errors=0, longest_line=0, encoding=features.encoding,
        language=features.language, maturity=features.maturity, reader=features.reader,
    )  # fmt: skip


def bits_of(features: LiteralFeatures) -> Array:
    """How much each first word of a file tells (float64, bits): log2((works + 1) / (works that hold it + 1))."""
    works = known().works
    held = np.maximum(features.held[features.rows(Row.HEAD)].astype(np.float64), 1)
    found: Array = np.maximum(np.log2((works + 1) / (held + 1)), LEAST_BITS)
    return found


def sequences(left: Side, right: Side, progress: Callable[[float], None]) -> Iterator[Sequence]:
    """All sequences that count, by file and place."""
    one, other = strand(left, 1), strand(right, 2)
    if not len(one) or not len(other):
        return
    found, _ = passages(one, other, Setting(WORDS, GAP, BESIDE), progress)
    bits = [bits_of(features) for features in left.features]
    for passage in found:
        if passage.again:
            continue
        first = passage.tiles[0]
        file, there = int(one.file_at(first.left)), int(other.file_at(first.right))
        begin, begin_there = int(one.begins[file]), int(other.begins[there])
        tiles = tuple(sorted((tile.left - begin, tile.right - begin_there, tile.size) for tile in passage.tiles))
        told = math.fsum(_told(left.features[file], bits[file], tiles))
        if told >= TELLING:
            yield Sequence(one.names[file], other.names[there], tiles, round(told, 1))


def _told(features: LiteralFeatures, bits: Array, tiles: tuple[tuple[int, int, int], ...]) -> list[float]:
    """Bits of the words, of a word that stands several times in the sequence each further time one bit alone."""
    hashes = features.hashes[features.rows(Row.HEAD)]
    at = np.concatenate([np.arange(a, a + size) for a, _, size in tiles])
    _, first = np.unique(hashes[at], return_index=True)
    again = len(at) - len(first)
    return [*bits[at][first].tolist(), again * LEAST_BITS]
