"""Keys by which two segments are held against each other, word by word, also across languages.

``own`` keys stand in a segment: each 字, the stem of each word, each number (in digits or words), and Latin spellings
of what may be a Chinese name. ``meant`` keys are what its Chinese words may be in English: stems of the glosses of the
dictionary, and the spellings of two or three 字 in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from comparators.text.folding import is_zi
from comparators.text.reworded.stems import stem
from comparators.text.semantic import dictionary

WORD = re.compile(r"[a-z0-9]+")
CAPITAL = re.compile(r"(?<![.!?。！？] )\b[A-Z][a-z]{2,}\b")
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE = re.compile("[零〇一二三四五六七八九十百千万萬亿億两兩]+")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH = {word: number for number, word in enumerate(_ONES.split())}
ENGLISH |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_COMMON = "a an the to of in on at for by with from and or be is are was as it its that this which"
COMMON = frozenset(_COMMON.split())


@lru_cache(maxsize=1 << 18)
def key(name: str) -> int:
    """A number for a key: a code point for a 字, 63 bits of a digest above all code points for others."""
    if len(name) == 1 and name > "\u2e7f":
        return ord(name)
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") >> 1 | 1 << 32


def chinese_number(digits: str) -> int | None:
    """Value of a number in 字, positional (二〇〇四) or with units (三百零五万); None when it is none."""
    if not any(c in UNITS or c in GROUPS for c in digits):
        return int("".join(str(DIGITS[c]) for c in digits))
    total = group = digit = 0
    for c in digits:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in UNITS:
            group += (digit or 1) * UNITS[c]
            digit = 0
        else:
            total = (total + group + digit) * GROUPS[c] if group + digit else total * GROUPS[c]
            group = digit = 0
    value = total + group + digit
    return value if value else None


def english_numbers(words: list[str]) -> Iterator[int]:
    """Values of numbers in English words; neighbours that belong together are one (two hundred and five: 205)."""
    total = part = 0
    going = False
    for word in [*words, ""]:
        if word in ENGLISH:
            part += ENGLISH[word]
            going = True
        elif going and word in SCALES:
            if word == "hundred":
                part *= 100
            else:
                total, part = total + part * SCALES[word], 0
        elif not (going and word == "and"):
            if going:
                yield total + part
            total, part, going = 0, 0, False


def own(text: str, folded: str) -> set[str]:
    """Keys of what stands in a segment; ``folded``: its folded characters with blanks between words."""
    words = WORD.findall(folded)
    found = {c for c in folded if c > "\u2e7f"}
    found |= {stem(word) for word in words if word not in COMMON}
    found |= {f"#{int(word)}" for word in words if word.isdigit() and len(word) < 16}
    found |= {f"#{number}" for number in english_numbers(words)}
    for run in CHINESE.findall(folded):
        if len(run) < 16 and (number := chinese_number(run)) is not None:
            found.add(f"#{number}")
    for name in CAPITAL.findall(text):
        if _spelt(name.lower()):
            found.add(f"~{name.lower()}")
    return found


def meant(folded: str) -> set[str]:
    """Keys of what the Chinese words of a segment may be in English."""
    found: set[str] = set()
    words, spelt = dictionary.glosses(), dictionary.readings()
    for run in re.findall("[\u2e80-\U0003ffff]+", folded):
        at = 0
        while at < len(run):
            for size in range(min(dictionary.LONGEST, len(run) - at), 0, -1):
                word = run[at : at + size]
                if word in words:
                    found.update(words[word])
                    if size > 2:  # a long word may be rendered by its parts
                        for low in range(size - 1):
                            found.update(words.get(word[low : low + 2], ()))
                    break
            at += max(size, 1)
        for low in range(len(run)):
            spellings = [""]
            for c in run[low : low + 3]:
                spellings = [s + one for s in spellings[:4] for one in spelt.get(c, ())[:2]]
                found.update(f"~{one}" for one in spellings if len(one) > 2)
    return found


@lru_cache(maxsize=1 << 14)
def _spelt(word: str) -> bool:
    """Whether a word of letters is a row of one to three syllables of Chinese names."""
    known = dictionary.syllables()
    reached = {0}
    for _ in range(3):
        reached = {b for a in reached for b in range(a + 1, min(a + 7, len(word) + 1)) if word[a:b] in known}
        if len(word) in reached:
            return True
    return False


def is_chinese(folded: str) -> bool:
    """Whether most of a segment is 字 (two letters weigh as one)."""
    wide = int(np.count_nonzero(is_zi(np.array([ord(c) for c in folded], np.uint32)))) if folded else 0
    return 2 * wide >= sum(c.isalnum() for c in folded) - wide
