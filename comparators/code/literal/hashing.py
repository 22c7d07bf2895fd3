"""Hashes of many pieces of one text at once, of chosen characters only.

Polynomial modulo 2^64 by prefix sums (as ``comparators.code.grams``), so pieces may overlap. Equal pieces have equal
hashes; matches are made only where the characters themselves agree.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.grams import BASE, mixed

Array = NDArray[Any]
BATCH = 1 << 20  # characters that are hashed in one go


def code_points(text: str) -> Array:
    """The characters of a text as numbers (uint32)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def alphanumeric() -> Array:
    """For every code point whether it is a letter or digit of any script."""
    return np.fromiter((chr(n).isalnum() for n in range(0x110000)), np.bool_, 0x110000)


@cache
def spacing() -> Array:
    """For every code point whether it is white space."""
    return np.fromiter((chr(n).isspace() for n in range(0x110000)), np.bool_, 0x110000)


def lowered(codes: Array) -> Array:
    """Capital letters of ASCII as small ones."""
    return np.where((codes >= 65) & (codes <= 90), codes + 32, codes).astype(np.uint32)


@lru_cache(maxsize=4)
def _powers(bits: int) -> tuple[Array, Array]:
    up, down = (np.full(1 << bits, n, np.uint64) for n in (BASE, pow(BASE, -1, 1 << 64)))
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def pieces(codes: Array, kept: Array, starts: Array, stops: Array) -> tuple[Array, Array]:
    """Hash (uint64) and number of kept characters (int64) of each piece [start, stop), ``starts`` ascending."""
    at = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(kept, out=at[1:])
    low, high = at[starts], at[stops]
    hashes = np.zeros(len(low), np.uint64)
    chosen = codes[kept]
    first = 0
    while first < len(low):
        last = max(int(np.searchsorted(low, low[first] + BATCH)), first + 1)
        begin, end = int(low[first]), int(high[first:last].max())
        bits = max(int(end - begin).bit_length(), 10)
        up, down = _powers(bits)
        part = mixed(chosen[begin:end])
        sums = np.zeros(len(part) + 1, np.uint64)
        np.cumsum(part * up[: len(part)], out=sums[1:])
        a, b = low[first:last] - begin, high[first:last] - begin
        hashes[first:last] = (sums[b] - sums[a]) * down[a]
        first = last
    return mixed(hashes ^ (high - low).astype(np.uint64)), high - low


def of_words(words: list[str]) -> Array:
    """Hashes of whole words, as ``pieces`` gives them."""
    text = "".join(words)
    lengths = np.array([len(word) for word in words], np.int64)
    stops = np.cumsum(lengths)
    codes = code_points(text)
    return pieces(codes, np.ones(len(codes), np.bool_), stops - lengths, stops)[0]
