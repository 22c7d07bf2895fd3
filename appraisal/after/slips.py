"""What is no slip of writing: figures of results, names of people, words that turn what is said, quoted clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from appraisal.after.printed import Unit

_FIGURE = re.compile(r"\d[\d,.]*\s*[%％]?")
_WORDED = re.compile("[零〇一二三四五六七八九十百千万两半]+成?")
_TURNS = re.compile(
    r"[无不未非没否勿莫毋]|\b(?:not|never|none|neither|nor|without|cannot|unable)\b"
    r"|n['’]t\b|\bno\b(?!\.\s*\d)|\bnon-",
    re.IGNORECASE,
)
_NO_TURN = re.compile("无锡|未来|不锈|非常|非洲|无线|莫斯科|未央|不夜城|无为市")  # names and words without a no in them
_HELD = re.compile(
    r"采信|存疑|不计入|相同|相似|近似|一致|不同|排除"
    r"|\b(?:accepted|rejected|doubtful|excluded|same|similar|identical|different)\b",
    re.IGNORECASE,
)


def _counts(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(hit.group().strip().casefold() for hit in pattern.finditer(text))


def _altered(pattern: re.Pattern[str], was: str, now: str) -> list[str]:
    """What there is more or less of than before."""
    before, after = _counts(pattern, was), _counts(pattern, now)
    return sorted({*(before - after), *(after - before)})


def figures(unit: Unit, was: str, now: str) -> list[str]:
    """Figures of results that would alter: shares anywhere, and all numbers where results stand or that are one's."""
    changed = unit.text.replace(was, now)
    altered = _altered(_FIGURE, unit.text, changed)
    if any("%" in one or "％" in one for one in altered):
        return altered
    if unit.results:
        return altered + _altered(_WORDED, unit.text, changed)
    bound = any(start < at + len(was) and at < stop for at in _starts(unit.text, was) for start, stop in unit.bound)
    return altered if bound else []


def named(text: str, was: str, now: str, names: Collection[str]) -> list[str]:
    """Names that the words hold, or that they would add, take away or alter."""
    changed = text.replace(was, now)
    return sorted(name for name in names if name in was or name in now or text.count(name) != changed.count(name))


def turned(unit: Unit, was: str, now: str) -> list[str]:
    """Words of negation, and where results stand words of what was found, that would be added or taken away."""
    changed = unit.text.replace(was, now)
    found = _altered(_TURNS, _NO_TURN.sub("", unit.text), _NO_TURN.sub("", changed))
    return found + (_altered(_HELD, unit.text, changed) if unit.results else [])


def within(text: str, was: str, quoted: Iterable[str]) -> bool:
    """Whether the words stand within something that is quoted."""
    for quote in quoted:
        if text.strip() and text.strip() in quote:
            return True
        for start in _starts(text, quote):
            if any(start < at + len(was) and at < start + len(quote) for at in _starts(text, was)):
                return True
    return False


def _starts(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
