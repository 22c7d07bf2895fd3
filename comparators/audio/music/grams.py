"""Runs of steps: which two works share, and how rare they are in a named collection of tunes.

A run is four to six steps in a row (five to seven notes), whatever the key and the rhythm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from comparators.audio.music import align

Array = NDArray[Any]
SIZES = (4, 5, 6)
NAMED = 6  # steps of the runs by which prior art is named
MOST_HOLDERS = 5_000  # a run that more tunes hold names nobody


def run(steps: Array) -> bytes:
    """Key of one run: its length and its steps, each within ± 127."""
    return bytes([len(steps)]) + np.clip(steps, -127, 127).astype(np.int8).tobytes()


def runs(pitch: Array, sizes: Sequence[int] = SIZES) -> Iterator[tuple[int, bytes]]:
    """First note and key of every run of one line."""
    steps = np.clip(np.diff(pitch.astype(np.int64)), -127, 127).astype(np.int8)
    data = steps.tobytes()
    for size in sizes:
        head = bytes([size])
        for at in range(len(data) - size + 1):
            yield at, head + data[at : at + size]


def keys(lines: Iterable[Array]) -> set[bytes]:
    """Distinct runs of some lines."""
    return {key for line in lines for _, key in runs(line)}


def plain(key: bytes) -> float:
    """Bits that a run tells by the steps of songs in general."""
    return max(0.01, float(align.worth(np.frombuffer(key[1:], np.int8).astype(np.int64)).sum()) / 100)


def weights(wanted: Sequence[bytes], backgrounds: Sequence[Background]) -> dict[bytes, float]:
    """Weight of each run: ln((N + 1) / (n + 1)) where N is the number of tunes of the first named background and n of
    those that hold it; without a background its bits by the steps of songs in general."""
    if not backgrounds:
        return {key: plain(key) for key in wanted}
    first = backgrounds[0]
    return {
        key: math.log((first.works + 1) / (count + 1)) for key, count in zip(wanted, first.lookup(wanted), strict=True)
    }


def shared(one: set[bytes], other: set[bytes], weight: dict[bytes, float]) -> tuple[float, float, float]:
    """Weight of the runs in both, of all of one, of all of the other; sorted, so that the sums are the same always."""
    return (
        math.fsum(weight[k] for k in sorted(one & other)),
        math.fsum(weight[k] for k in sorted(one)),
        math.fsum(weight[k] for k in sorted(other)),
    )


def rarest(stretches: Sequence[tuple[int, Array]], background: Background) -> tuple[int, int]:
    """Of the runs of seven notes in a passage the one that fewest tunes hold: its first note, and how many hold it.
    (−1, −1) where no stretch (first note, pitches) is so long."""
    found = [(first + at, key) for first, pitch in stretches for at, key in runs(pitch, (NAMED,))]
    if not found:
        return -1, -1
    counts = background.lookup([key for _, key in found])
    at = min(range(len(found)), key=lambda n: (counts[n], found[n][0]))
    return found[at][0], int(counts[at])


def prior(stretches: Sequence[tuple[int, Array]], background: Background, most: int) -> list[tuple[str, int, int]]:
    """Tunes of the collection that hold most runs of seven notes of a passage: name, runs held, runs asked for.

    Ranked by the rarity of what they hold (each run ln of N over its holders), then by name.
    """
    wanted = sorted({key for _, pitch in stretches for _, key in runs(pitch, (NAMED,))})
    held: dict[int, list[float]] = {}
    for numbers in background.holders(wanted):
        if len(numbers) <= MOST_HOLDERS:
            for number in numbers:
                held.setdefault(number, []).append(math.log((background.works + 1) / len(numbers)))
    order = sorted(held, key=lambda n: (-round(math.fsum(held[n]), 9), background.names[n]))
    return [(background.names[n], len(held[n]), len(wanted)) for n in order[:most]]
