"""Text as abstract tokens: keywords, operators, I for names, N for numbers, S for strings; comments are left out.

Names are told apart only by how far back the same name stood (parameterised matching: B. Baker, *Parameterized Pattern
Matching: Algorithms and Applications*, JCSS 1996): ``a = a + b`` and ``x = x + y`` are the same, ``x = y + y`` is not.
So a run of tokens survives renaming and translation of every name, string, number and comment, and still says much.
Comments and strings are told by the marks of all common languages at once: a file's name says nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.comments import STRING_MARK, without_comments

Array = NDArray[Any]
U64 = np.uint64
NAME, NUMBER, STRING = 1, 2, 3
GRAM = 16  # tokens of one gram
DISTINCT = 5  # kinds of tokens that a gram must hold: enumerations and tables of numbers have fewer
REACH = 63  # tokens back in which the same name is looked for
WINDOW = 8  # grams of which the least is kept as a fingerprint (winnowing: Schleimer et al., SIGMOD 2003)
_KEYWORDS = (
    "abstract alignas and as asm assert async auto await begin bool boolean break byte case catch char class "
    "const constexpr continue create crate def default define defined del delete do double elif else elseif elsif "
    "end endif enum except exec explicit export extends extern false final finally float fn for foreach friend "
    "from fun func function global go goto if ifdef ifndef impl implements import in include inline insert "
    "instanceof int int8_t int16_t int32_t int64_t interface into is lambda let local long match mod module mut "
    "namespace new nil not null nullptr NULL None NaN or override package pass pragma print private procedure "
    "protected public raise register repeat require return select self set short signed sizeof size_t static "
    "string struct super switch synchronized table template then this throw throws trait true try type typedef "
    "typeof typename uint8_t uint16_t uint32_t uint64_t undef union unless unsigned until update use using values "
    "var virtual void volatile where while with xor yield True False this "
)
KEYWORDS = _KEYWORDS.split()
CJK = (0xE3, 0xED)  # first bytes, in UTF-8, of characters of which each is a word
COLUMNS = 8  # numbers of a row among which those that count up are looked for
_DIGITS = np.full(256, 99, np.int64)
for _n, _c in enumerate(b"0123456789abcdef"):
    _DIGITS[[_c, _c & 0xDF if _n > 9 else _c]] = _n
_KIND = np.full(256, 2, np.uint8)
_KIND[:0x21] = 0
_KIND[0x7F] = 0
_KIND[0x80:] = 1
for _c in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_":
    _KIND[_c] = 1
_KIND[STRING_MARK] = 3


def _mixed(seed: int, count: int) -> Array:
    """``count`` fixed odd 64-bit numbers (splitmix64)."""
    state = np.arange(1, count + 1, dtype=U64) * U64(0x9E3779B97F4A7C15) + U64(seed)
    return mix(state) | U64(1)


def mix(state: Array) -> Array:
    """Spread each 64-bit number over all its bits (splitmix64)."""
    state = (state ^ (state >> U64(30))) * U64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> U64(27))) * U64(0x94D049BB133111EB)
    spread: Array = state ^ (state >> U64(31))
    return spread


BYTES = _mixed(1, 256)
POWERS = _mixed(2, 4096)
CODES = _mixed(3, 256)
BACK = _mixed(4, REACH + 1)


def _word_hash(word: bytes) -> int:
    at = np.arange(len(word))
    return int((BYTES[np.frombuffer(word, np.uint8)] * POWERS[at & 4095]).sum())


_WORDS = sorted({(_word_hash(w.encode()), number) for number, w in enumerate(dict.fromkeys(KEYWORDS))})
_WORD_HASHES = np.array([h for h, _ in _WORDS], U64)
_WORD_CODES = np.array([4 + n for _, n in _WORDS], np.uint8)
_PUNCTUATION = np.zeros(256, np.uint8)
for _n, _c in enumerate(sorted(set(range(0x21, 0x7F)) - set(b"_") - set(range(0x30, 0x3A)) - set(range(0x41, 0x5B)))):
    _PUNCTUATION[_c] = 256 - 80 + min(_n, 79)
assert len(_WORDS) < 256 - 80 - 4, "more keywords than codes"  # noqa: S101  of this table, not of input


@dataclass(frozen=True, slots=True)
class Tokens:
    """``codes`` (u1) one a token; ``back`` (u1) tokens back to the same name, 0 if farther than ``REACH``;
    ``first`` (u4, lines + 1) first token of each line; ``values`` (u4) of numbers and strings in order, 0 for short
    strings, odd for numbers of three digits or more; ``words`` (u2) a hash of each token as it is written; ``bits``
    (u1) what the spelling of a value tells (``spelling``)."""

    codes: Array
    back: Array
    first: Array
    values: Array
    words: Array
    bits: Array


def line_starts(text: Array) -> Array:
    """Where each line begins, one more than there are: the end."""
    ends = np.flatnonzero(text == 10) + 1
    return np.concatenate([[0], ends, [len(text) + 1]]) if len(text) else np.zeros(1, np.int64)


def tokens(text: bytes) -> Tokens:
    """Tokens of a text in normal form."""
    blanked, strings, short = without_comments(text)
    data = np.frombuffer(blanked, np.uint8)
    starts_of_lines = line_starts(data)
    kind = _KIND[data]
    word = kind == 1
    begins = kind >= 2
    begins[1:] |= word[1:] & ~word[:-1]
    begins |= (data >= CJK[0]) & (data <= CJK[1])
    if len(word):
        begins[0] |= word[0]
    starts = np.flatnonzero(begins)
    first = np.searchsorted(starts, starts_of_lines).astype(np.uint32)
    if not len(starts):
        none = np.zeros(0, np.uint8)
        return Tokens(none, none, first, none.astype(np.uint32), none.astype(np.uint16), none)
    token = np.cumsum(begins) - 1
    inside = np.arange(len(data)) - starts[np.maximum(token, 0)]
    sums = np.concatenate([np.zeros(1, U64), np.cumsum(np.where(word, BYTES[data] * POWERS[inside & 4095], U64(0)))])
    hashes = sums[np.append(starts[1:], len(data))] - sums[starts]
    lead = data[starts]
    sort = kind[starts]
    codes = np.where(sort == 2, _PUNCTUATION[lead], np.uint8(NAME))
    codes[sort == 3] = STRING
    at = np.minimum(np.searchsorted(_WORD_HASHES, hashes), len(_WORD_HASHES) - 1)
    keyword = (sort == 1) & (_WORD_HASHES[at] == hashes)
    codes[keyword] = _WORD_CODES[at[keyword]]
    digit = (sort == 1) & (lead >= 0x30) & (lead <= 0x39)
    codes[digit] = NUMBER
    values = np.zeros(len(codes), np.uint32)
    spelled = np.add.reduceat(word.astype(np.uint32), starts)
    values[digit] = (mix(hashes[digit]) & U64(0xFFFFFFFE)).astype(np.uint32) | (spelled[digit] >= 3)
    marks = np.flatnonzero(sort == 3)
    values[marks] = np.array(strings, np.uint32)[: len(marks)]
    words = (mix(hashes) >> U64(48)).astype(np.uint16)
    words[sort == 2] = codes[sort == 2]
    words[marks] = np.array(short, np.uint16)[: len(marks)]
    told = np.minimum(14, np.maximum(1, 2 * spelled.astype(np.int64) - 6)).astype(np.uint8)
    told[marks] = np.where(values[marks] != 0, 16, 4)
    told[(codes > STRING) | (codes == 0)] = 0
    told[digit] = spelling(data, token, inside, word & digit[np.maximum(token, 0)], len(codes))[digit]
    return Tokens(codes, _back(codes, hashes), first, values[(codes == NUMBER) | (codes == STRING)], words, told)


def spelling(data: Array, token: Array, inside: Array, within: Array, count: int) -> Array:
    """Bits that each number tells by how it is spelt (u1 for each of ``count`` tokens; ``within``: bytes of numbers).

    Ten to a digit but for zeros at its end, two bits less as not all numbers are as frequent; powers of two are no more
    than a digit; numbers that count up or down in even, round steps tell nothing.
    """
    at = np.flatnonzero(within)
    of, digits = token[at], _DIGITS[data[at]]
    size, hexed = np.bincount(of, minlength=count), np.zeros(count, bool)
    second = inside[at] == 1
    hexed[of[second & ((data[at] | 0x20) == 0x78)]] = True
    base = np.where(hexed, 16, 10)
    odd = np.zeros(count, bool)
    odd[of[(digits >= base[of]) & ~(second & hexed[of])]] = True
    power = size[of] - 1 - inside[at]
    short = power < 12
    digits = np.where(digits < base[of], digits, 0)
    value = np.zeros(count, np.int64)
    np.add.at(value, of[short], digits[short] * base[of[short]].astype(np.int64) ** power[short])
    value[odd | (size > 12)] = -1
    plain = value >= 0
    rest = value.copy()
    for _ in range(12):
        round_ = (rest > 0) & (rest % 10 == 0) & ~hexed
        rest[round_] //= 10
    lasting = np.where(plain & ~hexed, np.floor(np.log10(np.maximum(rest, 1))) + 1, size - 2 * hexed)
    told = np.clip(np.where(hexed, 4.0, 3.32) * lasting - 2, 1, 20)
    told[plain & (((value & (value - 1)) == 0) | ((value & (value + 1)) == 0))] = 2
    told[plain & (value <= 1)] = 1
    numbers = np.flatnonzero(size > 0)
    told[numbers[_in_steps(value[numbers])]] = 0
    bits: Array = told.astype(np.uint8)
    return bits


def _round(steps: Array) -> Array:
    """Which are one digit and zeros, or a power of two; 0 is not."""
    size = np.abs(steps)
    rest = size.copy()
    for _ in range(12):
        rest = np.where((rest > 9) & (rest % 10 == 0), rest // 10, rest)
    found: Array = (size > 0) & ((rest <= 9) | (size & (size - 1) == 0))
    return found


def _in_steps(values: Array) -> Array:
    """Which numbers are of four that go on in even, round steps, one after the other or with others between them."""
    found = np.zeros(len(values), bool)
    for apart in range(1, min(COLUMNS, (len(values) - 1) // 3) + 1):
        step = values[apart:] - values[:-apart]
        even = (step[apart:] == step[:-apart]) & _round(step[apart:])
        four = np.flatnonzero(even[apart:] & even[:-apart] & (values[: -3 * apart] >= 0))
        for k in range(4):
            found[four + k * apart] = True
    return found


def joined(parts: Sequence[Tokens]) -> Tokens:
    """Tokens of consecutive lines as those of one text."""
    if len(parts) == 1:
        return parts[0]
    before = np.cumsum([0, *(len(part.codes) for part in parts)])
    first = [part.first[:-1] + np.uint32(at) for part, at in zip(parts, before, strict=False)]
    ends = np.concatenate([*first, before[-1:].astype(np.uint32)])
    codes, back, values, words, bits = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("codes", "back", "values", "words", "bits")
    )
    return Tokens(codes, back, ends, values, words, bits)


def _back(codes: Array, hashes: Array) -> Array:
    """Distance of each name to the same name before it, 0 if there is none within reach."""
    names = np.flatnonzero(codes == NAME)
    order = names[np.argsort(hashes[names], kind="stable")]
    back = np.zeros(len(codes), np.uint8)
    same = hashes[order[1:]] == hashes[order[:-1]]
    distance = np.diff(order)
    near = same & (distance <= REACH)
    back[order[1:][near]] = distance[near]
    return back


def grams(codes: Array, back: Array, size: int = GRAM) -> tuple[Array, Array]:
    """Hash of the ``size`` tokens from each place on, and whether they are of ``DISTINCT`` kinds at least."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, U64), np.zeros(0, bool)
    kinds = _since(codes)
    hashes, distinct = np.zeros(count, U64), np.zeros(count, np.uint8)
    for j in range(size):
        part = slice(j, j + count)
        near = back[part]
        seen = np.where(near <= j, near, 0)
        hashes *= U64(0x9E3779B97F4A7C15)
        hashes += CODES[codes[part]] ^ BACK[seen]
        distinct += kinds[part] > j
    return mix(hashes), distinct >= DISTINCT


def _since(codes: Array) -> Array:
    """Tokens back to one of the same code, 255 at the most."""
    order = np.argsort(codes, kind="stable")
    since = np.full(len(codes), 255, np.uint8)
    same = codes[order[1:]] == codes[order[:-1]]
    since[order[1:][same]] = np.minimum(np.diff(order)[same], 255)
    return since


def winnowed(hashes: Array, good: Array) -> Array:
    """Least hash of each window of ``WINDOW`` neighbours that are ``good``; sorted, each once."""
    kept = hashes[good]
    if len(kept) <= WINDOW:
        return np.unique(kept)[:1]
    least = kept[: len(kept) - WINDOW + 1].copy()
    for j in range(1, WINDOW):
        np.minimum(least, kept[j : len(kept) - WINDOW + 1 + j], out=least)
    return np.unique(least)


def runs_of(values: Array, size: int) -> tuple[Array, Array]:
    """Hash of ``size`` values from each place on, and whether at least ``size - 1`` of them are different."""
    count = len(values) - size + 1
    if count <= 0:
        return np.zeros(0, U64), np.zeros(0, bool)
    hashes, repeated = np.zeros(count, U64), np.zeros(count, np.uint8)
    for j in range(size):
        part = values[j : j + count]
        hashes = hashes * U64(0x9E3779B97F4A7C15) + part.astype(U64)
        seen = np.zeros(count, bool)
        for i in range(j):
            seen |= values[i : i + count] == part
        repeated += seen
    return mix(hashes), repeated <= 1


def by_line(first: Array, per_token: Array) -> Array:
    """Sum over the tokens of each line, modulo 2**64."""
    sums = np.concatenate([np.zeros(1, U64), np.cumsum(per_token.astype(U64))])
    totals: Array = sums[first[1:]] - sums[first[:-1]]
    return totals


def line_shapes(codes: Array, first: Array) -> Array:
    """Hash of the codes of each line; 0 for lines without tokens."""
    lines = np.repeat(np.arange(len(first) - 1), np.diff(first))
    at = np.arange(len(codes)) - first[lines]
    return by_line(first, mix(CODES[codes] * POWERS[at & 4095]))
