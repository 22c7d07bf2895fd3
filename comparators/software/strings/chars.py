"""Which code units count as writing, for strings in files of any kind.

Fixed tables: no figure hangs on a Unicode version. Classes of a code point are small integers; 0 ends a string. Level 1
of GB 2312 holds the 3,755 hanzi of everyday use.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: Classes of code points. ``JOINER`` stands between words of names and paths, ``MARK`` is all other punctuation.
NONE, LOWER, UPPER, DIGIT, SPACE, JOINER, MARK, ZI, ZI_RARE, WIDE = range(10)

_WIDE = (  # punctuation, signs and full-width forms: neither letters nor 字
    (0x00A1, 0x00AC), (0x00AE, 0x00BF), (0x00D7, 0x00D7), (0x00F7, 0x00F7), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20A0, 0x20BF), (0x2100, 0x218B), (0x2190, 0x23FF), (0x2460, 0x27BF), (0x2E80, 0x2EF3), (0x3001, 0x3004),
    (0x3008, 0x303F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40),
    (0xFF5B, 0xFF65), (0xFFE0, 0xFFE6),
)  # fmt: skip
_LETTERS = (  # letters and marks of other scripts, counted as letters
    (0x00C0, 0x00D6), (0x00D8, 0x00F6), (0x00F8, 0x024F), (0x0300, 0x036F), (0x0370, 0x0377), (0x037A, 0x037F),
    (0x0384, 0x03FF), (0x0400, 0x052F), (0x0531, 0x0556), (0x0561, 0x0587), (0x0591, 0x05F4), (0x0620, 0x06FF),
    (0x0901, 0x0DFF), (0x0E01, 0x0E5B), (0x10A0, 0x10FF), (0x1E00, 0x1FFE), (0xFF10, 0xFF19), (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)  # fmt: skip
_ZI = (  # hanzi outside level 1, kana, bopomofo, hangul
    (0x3005, 0x3007), (0x3041, 0x30FF), (0x3105, 0x312F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
    (0xF900, 0xFA6D),
)  # fmt: skip
_ASTRAL = ((0x1F300, 0x1FAFF, WIDE), (0x20000, 0x323AF, ZI_RARE))


@cache
def level_1() -> Array:
    """Code points of the first level of GB 2312, 3,755 of them (int64, sorted)."""
    found = {bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF)}
    return np.array(sorted(ord(c) for c in found if c), np.int64)


@cache
def classes() -> Array:
    """Class of every code point of the basic plane (uint8)."""
    table = np.zeros(0x10000, np.uint8)
    for ranges, label in ((_WIDE, WIDE), (_LETTERS, LOWER), (_ZI, ZI_RARE)):
        for first, last in ranges:
            table[first : last + 1] = label
    table[0x3000] = table[0xA0] = SPACE
    table[level_1()] = ZI
    table[0x20:0x7F] = MARK
    table[0x20] = SPACE
    for text, label in (("._-/\\:", JOINER), ("0123456789", DIGIT), ('"', NONE)):
        table[[ord(c) for c in text]] = label
    table[0x61:0x7B] = LOWER
    table[0x41:0x5B] = UPPER
    return table


def class_of(points: Array) -> Array:
    """Class of each code point, astral ones included."""
    low = classes()[np.minimum(points, 0xFFFF)]
    if len(points) and int(points.max()) > 0xFFFF:
        low[points > 0xFFFF] = NONE
        for first, last, label in _ASTRAL:
            low[(points >= first) & (points <= last)] = label
    return low


@cache
def ascii_writing() -> Array:
    """For each byte whether it is a printable ASCII character other than the double quote (bool)."""
    table = classes()[:256] > 0
    table[0x80:] = False
    return table


@cache
def units(*, swapped: bool, strict: bool) -> Array:
    """Class of each unit of UTF-16 as its bytes stand in memory (little endian), or in the other order.

    ``strict``, for binaries, whose tables of small numbers pass for letters: Latin-1, hanzi and Chinese punctuation.
    """
    table = classes().copy()
    if strict:
        kept = np.zeros(0x10000, np.bool_)
        for first, last in ((0x20, 0xFF), (0x2010, 0x2026), (0x2122, 0x2122), (0x3000, 0x3020), (0x4E00, 0x9FFF)):
            kept[first : last + 1] = True
        kept[0xFF01:0xFF5F] = True
        table[~kept] = NONE
    order = np.arange(0x10000, dtype=np.uint16)
    return table[order.byteswap()] if swapped else table


@cache
def gbk() -> Array:
    """Code point of every two-byte code, lead · 256 + trail; 0 where there is none or it is no writing (int32)."""
    table = np.zeros(0x10000, np.int32)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            text = bytes((lead, trail)).decode("gbk", "ignore")
            if len(text) == 1 and ord(text) > 0x7F and classes()[ord(text)]:
                table[lead << 8 | trail] = ord(text)
    return table


def mixed(values: Array) -> Array:
    """Finalizer of splitmix64 on uint64."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    done: Array = values ^ (values >> np.uint64(31))
    return done


BASE = 0x9E3779B97F4A7C15 | 1


@cache
def powers(count: int) -> Array:
    """BASE^0 … BASE^(count-1) modulo 2^64."""
    table = np.full(count, BASE, np.uint64)
    table[0] = 1
    return np.multiply.accumulate(table)
