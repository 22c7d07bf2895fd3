"""Chapters of a text: lines that are headings by their form (第三回 …, Chapter 3, ACT II), or by what a format says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_HEADING = 80  # characters of a line that may be a heading
CONTENTS = 4  # headings in a row with nothing between them are a table of contents
_NUMBER = "[0-9０-９〇零○一二三四五六七八九十百千两兩廿卅]{1,9}"
_ZH = rf"""
    第[ 　]*{_NUMBER}[ 　]*(?:回|章|节|節|卷|部|篇|集|折|幕|出|话|話|讲|講|编|編)(?![合家目用头頭])
  | [卷篇][之第]?[ 　]*[一二三四五六七八九十百]{{1,5}}(?![一-鿿])
  | (?:楔子|引子|序言?|自序|前言|序章|序幕|引言|尾声|尾聲|后记|後記|跋|终章|終章|附录|附錄)(?![一-鿿])
  | 番外[^。！？]{{0,20}}$
"""
_WORDS = "chapter book part act scene canto stave letter volume section psalm"
_ALONE = "prologue epilogue preface foreword introduction appendix afterword conclusion"
_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty first second third last"
)


def _cased(words: str) -> str:
    """As a heading has them: Chapter or CHAPTER. In small letters they are words of a sentence."""
    return "|".join(form for word in words.split(" ") for form in (word.capitalize(), word.upper()))


_EN = rf"""
    (?:{_cased(_WORDS)})[ \t]+(?:the[ \t]+|THE[ \t]+)?
    (?:[0-9]{{1,4}}|[IVXLCDM]{{1,9}}|[ivxlc]{{1,7}}|(?:(?i:{_COUNTED.replace(" ", "|")})(?:[ -]\w+)?))
    (?=[ \t]*(?:$|[.:,;(\[—–-]|[ \t]["“‘'_*]*[A-Z一-鿿]))
  | (?:{_cased(_ALONE)})(?:[ ][A-Z0-9]{{1,3}})?(?=[ \t]*(?:$|[.:—–-]))
"""
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
HEADING = re.compile(rf"[ \t　]*(?:\#{{1,6}}[ \t]+)?[【《「\[*_]*(?:{_ZH}|{_EN})", re.VERBOSE)
MARKDOWN = re.compile(r"[ ]{0,3}\#{1,3}[ \t]+\S")
LEADERS = re.compile(r"[ \t]*[.…·]{2,}[ \t]*[0-9ivxlc]*[ \t]*$")  # dots and page of a line of contents
SENTENCE = re.compile(r"[。！？；…]|[.!?][ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+\S")  # what a heading does not hold


@dataclass(frozen=True, slots=True, order=True)
class Chapter:
    """A heading from ``start`` to ``stop``; ``told`` when the format itself says that it is one."""

    start: int
    stop: int
    name: str
    told: bool = False


def chapters_of(text: str, *, markdown: bool = False) -> list[Chapter]:
    """Lines that are headings by their form; with ``markdown`` those too that begin with ``#``."""
    found = []
    for line in LINE.finditer(text):
        if line.end() - line.start() > MOST_HEADING:
            continue
        words = LEADERS.sub("", line.group())
        if (HEADING.match(words) and not SENTENCE.search(words)) or (markdown and MARKDOWN.match(words)):
            found.append(Chapter(line.start(), line.end(), _name(words)))
    return found


def _name(line: str) -> str:
    return " ".join(line.strip(" \t　").lstrip("#").strip("*_ \t　").split())


def settled(found: Iterable[Chapter], text: str) -> list[tuple[int, str]]:
    """Where chapters begin, with their names, ascending: none twice, none of a table of contents.

    A heading line that stands inside a told one, or is one, counts once.
    """
    listed: list[Chapter] = []
    for chapter in sorted(found, key=lambda c: (c.start, not c.told)):
        if not listed or chapter.start >= listed[-1].stop:
            listed.append(chapter)
    kept: list[tuple[int, str]] = []
    for run in _runs(listed, text):
        kept += [(c.start, c.name) for c in (run if len(run) < CONTENTS else run[-1:])]
    return kept


def _runs(listed: Sequence[Chapter], text: str) -> list[list[Chapter]]:
    """Headings that follow each other with nothing but blanks (and numbers of pages) between."""
    runs: list[list[Chapter]] = []
    for chapter in listed:
        if runs and not text[runs[-1][-1].stop : chapter.start].strip(" \t\r\n　.…·0123456789"):
            runs[-1].append(chapter)
        else:
            runs.append([chapter])
    return runs
