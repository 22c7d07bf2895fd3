"""What it is worth that two cells are equal: the chance of the value, under a stated null, never from the other work.

Null: a cell's value is drawn anew, with the greatest of these chances.

1. *Ordinary writing* (``prior``): a number of s significant digits has 2^-s · log10(1 + 1/digits) / 2 (Benford's law
   for the digits, Newcomb 1881, half for each digit more); numbers that people choose (25, 100, 255, 365) and flags
   and masks of bits 1/64; text 1.3 bits a letter (Shannon 1951, the upper bound for English), 4.5 bits a hanzi.
2. *Its column*: how often the value stands in the other rows, rows that repeat counted once.
3. *The range of its column*: one in as many as there are steps between the 5th and 95th percentile.
4. *Its order*: in a column that never falls (or never repeats and takes half of them) the share of the steps of its
   range that are taken, all of them by 1 … n; in any column, how often the same step leads from one row to the next.
5. *Another column*: how often the value goes with the value that the row has in the column that tells most of it
   (a tree of dependences, Chow and Liu 1968, an edge only where it pays its description). Columns whose combinations
   all stand in the table, once each, are its index: they have chance 1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from math import isfinite, log, log1p, log2

import numpy as np
from numpy.typing import NDArray

STEPS = 4  # of one bit in the stored weights
MOST_BITS = 40.0
ORDINARY_BITS = 6.0
LETTER_BITS, HAN_BITS = 1.3, 4.5
ORDINARY = frozenset(
    {"25", "75", "15", "125", "99", "999", "9999", "12", "24", "60", "365", "360", "18", "16", "32", "64", "128", "256"}
    | {"512", "1024", "2048", "4096", "8192", "16384", "32768", "65536", "127", "255", "1023", "65535", "32767", "35"}
    | {"4294967295", "2147483647", "90", "33", "333", "66", "45"}
)
WORDS = frozenset(
    {"true", "false", "yes", "no", "on", "off", "null", "none", "nil", "nan", "y", "n", "t", "f", "-", "n/a"}
)
NUMBER = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]{1,16})|(\d{0,40})\.?(\d{0,40})(?:[eE]([+-]?\d{1,3}))?)[fFuUlL]{0,3}")
REMEMBERED = 40  # characters of a value whose hash is kept for the next file
FEW = 64  # distinct values of a column that dependences are looked for in
DENSE = 0.5  # share of the steps of its range that an enumeration takes at least
COLUMNS = 24  # columns that dependences are looked for between

Bits = NDArray[np.float32]


@dataclass(frozen=True)
class Values:
    """Distinct values of one file, by code: hash of the folded form, number or NaN, significant digits, prior bits."""

    hashes: NDArray[np.uint64]
    numbers: NDArray[np.float64]
    digits: NDArray[np.uint8]
    prior: Bits

    @staticmethod
    def of(texts: list[str]) -> Values:
        hashes = np.zeros(len(texts), np.uint64)
        numbers = np.full(len(texts), np.nan)
        digits = np.zeros(len(texts), np.uint8)
        prior = np.zeros(len(texts), np.float32)
        for code, text in enumerate(texts):
            short = len(text) <= REMEMBERED
            hashes[code], numbers[code], digits[code], prior[code] = _known(text) if short else _hashed(text)
        hashes[0] = 0  # the empty cell
        return Values(hashes, numbers, digits, prior)


def _hashed(text: str) -> tuple[int, float, int, float]:
    form, value, digits, prior = folded(text)
    data = form.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big"), value, digits, prior


_known = lru_cache(1 << 17)(_hashed)  # small numbers and flags stand in every file


def is_mask(number: int) -> bool:
    """Whether the binary digits that are 1 stand together, as in flags and masks: 0x40, 0xFF00, 131072."""
    above = number + (number & -number)
    return above & (above - 1) == 0


def folded(text: str) -> tuple[str, float, int, float]:
    """Form by which values are equal, number or NaN, significant digits, bits of the prior."""
    text = text.strip()
    found = NUMBER.fullmatch(text) if len(text) <= 100 else None
    if found and (found[2] or found[3] or found[4]):
        whole, broken = (str(int(found[2], 16)), "") if found[2] else (found[3] or "", found[4] or "")
        power = int(found[5] or 0) - len(broken)
        every = (whole + broken).lstrip("0")
        kept = every.rstrip("0")
        power += len(every) - len(kept)
        if not kept:
            return "0", 0.0, 0, 2.0
        sign = "-" if found[1] == "-" else ""
        bits = len(kept) + 1 - log2(log1p(1 / int(kept[:15])) / log(10))
        if kept in ORDINARY or (power >= 0 and len(every) <= 20 and is_mask(int(kept) * 10 ** min(power, 20))):
            bits = min(bits, ORDINARY_BITS)
        value = float(f"{sign}{kept[:20]}e{power + max(0, len(kept) - 20)}")
        return (
            f"{sign}{kept}e{power}",
            value if isfinite(value) else float("nan"),
            min(len(kept), 99),
            min(bits, MOST_BITS),
        )
    form = unicodedata.normalize("NFC", text).casefold()
    if form in WORDS or not form:
        return form, float("nan"), 0, 1.0 if form else 0.0
    bits = sum(HAN_BITS if c > "\u2e7f" else LETTER_BITS for c in form[:64])
    return form, float("nan"), 0, min(bits, MOST_BITS)


def weigh(codes: NDArray[np.int32], values: Values, *, named: frozenset[int]) -> NDArray[np.uint8]:
    """Bits, in ``STEPS`` a bit, of each cell of distinct rows ``codes`` (rows × columns)."""
    n, width = codes.shape
    chance = np.zeros((n, width), np.float64)
    inverses: list[NDArray[np.int64]] = []
    counts: list[NDArray[np.int64]] = []
    for column in range(width):
        col = codes[:, column]
        distinct, inverse, count = np.unique(col, return_inverse=True, return_counts=True)
        inverses.append(inverse)
        counts.append(count)
        if column in named:
            chance[:, column] = 1.0
            continue
        own = ((count - 1) / max(n - 1, 1))[inverse]
        chance[:, column] = np.maximum(own, np.exp2(-values.prior[col]))
        if n >= 4 and len(distinct) > 1:
            np.maximum(chance[:, column], _ordered(values.numbers[col], len(distinct), col), out=chance[:, column])
    if n >= 4:
        _index(chance, inverses, counts, n)
    if n >= 16:
        _depending(chance, inverses, counts, n)
    chance[codes == 0] = 1.0
    bits = np.clip(-np.log2(np.clip(chance, 2.0**-MOST_BITS, 1.0)), 0, MOST_BITS)
    return np.round(bits * STEPS).astype(np.uint8)


def _ordered(numbers: NDArray[np.float64], distinct: int, col: NDArray[np.int32]) -> NDArray[np.float64]:
    """Chances 3 and 4 of one column."""
    n = len(numbers)
    known = ~np.isnan(numbers)
    least = np.zeros(n)
    with np.errstate(invalid="ignore"):
        step = np.diff(numbers)
    jumps = np.where(np.isnan(step), np.where(np.diff(col) == 0, 0.0, np.inf), np.round(step, 9))
    _, inverse, count = np.unique(jumps, return_inverse=True, return_counts=True)
    often = ((count - 1) / max(n - 2, 1))[inverse]
    least[1:] = np.where(np.isinf(jumps), 0.0, often)
    if known.sum() < 0.8 * n:
        return least
    seen = numbers[known]
    low, high = np.percentile(seen, [5, 95])
    grid = _grid(seen)
    places = (high - low) / grid + 1
    floor = 1.0 / places
    steps = seen[1:] - seen[:-1]
    sorted_so = bool((steps >= 0).all()) or bool((steps <= 0).all())
    if distinct >= 0.9 * n or sorted_so:
        taken = min(1.0, len(np.unique(seen[(seen >= low) & (seen <= high)])) / places)
        if sorted_so or taken >= DENSE:
            floor = max(floor, taken)
    edge = (high - low) / 4  # what lies further out is not of the range
    with np.errstate(invalid="ignore"):
        inside = known & (numbers >= low - edge) & (numbers <= high + edge)
    return np.maximum(least, np.where(inside, floor, 0.0))


def _grid(seen: NDArray[np.float64]) -> float:
    """The greatest round step of which nine values in ten are multiples."""
    top = float(np.max(np.abs(seen)))
    power = 10.0 ** min(15, max(-9, int(np.floor(np.log10(top))) if top > 0 else 0))
    for _ in range(12):
        for part in (1.0, 0.5):
            step = power * part
            if np.mean(np.abs(seen / step - np.round(seen / step)) < 1e-6) >= 0.9:
                return step
        power /= 10
    return power


def _index(
    chance: NDArray[np.float64], inverses: list[NDArray[np.int64]], counts: list[NDArray[np.int64]], n: int
) -> None:
    """Columns that count the rows off: all combinations of two or three of them, each once."""
    few = [c for c in range(len(counts)) if 1 < len(counts[c]) <= n // 2][:8]
    for size in (2, 3):
        for chosen in combinations(few, size):
            if np.prod([len(counts[c]) for c in chosen]) != n:
                continue
            combined = np.zeros(n, np.int64)
            for c in chosen:
                combined = combined * len(counts[c]) + inverses[c]
            if len(np.unique(combined)) == n:
                chance[:, list(chosen)] = 1.0
                return


def _depending(
    chance: NDArray[np.float64], inverses: list[NDArray[np.int64]], counts: list[NDArray[np.int64]], n: int
) -> None:
    """Chance 5: raise the chance of each value to that given its row's value in the column that tells most of it."""
    few = sorted(
        (c for c in range(len(counts)) if 1 < len(counts[c]) <= min(FEW, n // 2)), key=lambda c: len(counts[c])
    )
    few = few[:COLUMNS]
    entropy = {c: _entropy(counts[c], n) for c in few}
    edges = []
    for a, b in combinations(few, 2):
        if min(entropy[a], entropy[b]) * n <= (len(counts[a]) - 1) * (len(counts[b]) - 1) / 2 * log2(n):
            continue  # cannot pay its description
        joint = np.bincount(inverses[a] * len(counts[b]) + inverses[b])
        gain = (entropy[a] + entropy[b] - _entropy(joint[joint > 0], n)) * n
        gain -= (len(counts[a]) - 1) * (len(counts[b]) - 1) / 2 * log2(n)
        if gain > 0:
            edges.append((-gain, a, b))
    joined = {c: c for c in few}
    near: dict[int, list[int]] = {c: [] for c in few}
    for _, a, b in sorted(edges):
        if joined[a] != joined[b]:
            old, new = joined[b], joined[a]
            joined = {c: new if g == old else g for c, g in joined.items()}
            near[a].append(b)
            near[b].append(a)
    seen: set[int] = set()
    for root in few:
        if root in seen:
            continue
        seen.add(root)
        waiting = [root]
        while waiting:
            parent = waiting.pop()
            for child in near[parent]:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
                    pair = inverses[parent] * len(counts[child]) + inverses[child]
                    both = np.bincount(pair)[pair]
                    own = counts[parent][inverses[parent]]
                    given = (both - 1 + chance[:, child]) / own
                    chance[:, child] = np.maximum(chance[:, child], given)


def _entropy(count: NDArray[np.int64], n: int) -> float:
    share = count / n
    return float(-np.sum(share * np.log2(share)))
