"""Keys of folded text: for candidate pairs, for named backgrounds, and for how rare a passage is against one.

Winnowing (Schleimer, Wilkerson and Aiken 2003) over grams that weigh half the minimum: of every ``run`` neighbouring
grams the one with the least hash is a key. Any stretch that reaches the minimum holds ``run`` whole grams, so two texts
that share a passage share a key.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from comparators.text.windows import CHUNK, Minimum, scan

Array = NDArray[Any]


def gram(minimum: Minimum) -> tuple[Minimum, int]:
    """Minimum of one gram, and how many grams at least stand in any stretch that reaches ``minimum``."""
    heaviest = max(minimum.zi, minimum.letter)
    least = heaviest * -(-minimum.shortest // 2)
    return Minimum(minimum.zi, minimum.letter, least), (minimum.threshold - least) // heaviest + 1


def grams(text: Array, minimum: Minimum) -> tuple[Array, Array]:
    """Start (position) and hash (uint64, scrambled) of every whole gram of one folded text; lengths alongside."""
    ended = np.append(text, np.zeros(1, text.dtype))
    breaks = np.array([len(text)])
    starts, hashes = [], []
    for base, lengths, values in scan(ended, minimum, breaks, 0):
        whole = np.flatnonzero(np.arange(base, base + len(lengths)) + lengths <= len(text))
        starts.append(whole + base)
        hashes.append(scramble(values[whole]))
    return np.concatenate(starts), np.concatenate(hashes)


def scramble(values: Array) -> Array:
    """Finalizer of splitmix64: neighbouring polynomial hashes must not have ordered minima."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scrambled: Array = values ^ (values >> np.uint64(31))
    return scrambled


def minima(hashes: Array, run: int) -> Array:
    """Least hash of every ``run`` neighbouring grams; of all of them where there are fewer."""
    if len(hashes) < run:
        return hashes[:0]
    least = hashes[: len(hashes) - run + 1].copy()
    for step in range(1, run):
        np.minimum(least, hashes[step : step + len(least)], out=least)
    return least


def keys(text: Array, minimum: Minimum) -> Iterator[bytes]:
    """Distinct keys of one folded text, 8 bytes each, sorted within every stretch of ``CHUNK`` minima."""
    smaller, run = gram(minimum)
    _, hashes = grams(text, smaller)
    least = minima(hashes, run)
    seen = np.unique(least)
    for base in range(0, len(seen), CHUNK):
        data = seen[base : base + CHUNK].astype(">u8").tobytes()
        yield from (data[at : at + 8] for at in range(0, len(data), 8))


def rarity(text: Array, minimum: Minimum, backgrounds: Sequence[Background]) -> tuple[float, dict[str, object]]:
    """Weight of a passage: ln((works + 1) / (works that may hold it + 1)), six digits, with what it rests on.

    A work that holds the passage holds all its keys, so the rarest key bounds how many do.
    """
    wanted = list(keys(text, minimum))
    holding = sum(min(background.lookup(wanted), default=background.works) for background in backgrounds)
    works = sum(background.works for background in backgrounds)
    weight = round(math.log((works + 1) / (min(holding, works) + 1)), 6)
    name = " + ".join(background.name for background in backgrounds)
    return weight, {"background": name, "works": works, "holding_at_most": int(holding)}
