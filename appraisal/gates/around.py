"""What stands around a number and says of what it is: its sentence and clause, and what leads these from another block.

A number without a statement of its own (a range of pages in a list, a cell of a table, “92 KB.”) is read with what
leads it: the heading above, the words before the list, the head row of the table, the sentence before. What announces
(“the same wording stands here:”) leads all of the block behind it, and a sentence that points back (“these are the
same”) the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from appraisal.gates.alike import says_alike
from appraisal.gates.sentences import END

Part = tuple[int, int]
# A stop before the number of a page, volume or section (pp. 12) ends no sentence
_SHORT = re.compile(
    r"\b(?:pp?|vols?|chs?|chaps?|arts?|paras?|secs?|ss?|figs?|ll?|fols?|cols?|cls?|pls?|exs?|regs?|nos?)\.\Z",
    re.IGNORECASE,
)
_COMMA = re.compile("[，,：:（()）]")
_HEADING = re.compile(r"\s*(?P<level>#{1,6})\s|\s*\*\*[^*\n]+\*\*\s*\Z")
_ITEM = re.compile(r"\s*(?:[-*+•·]\s|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-z])[)）.、．]\s?)")
_ANNOUNCES = re.compile(
    r"[:：]\s*\Z|如[下次]|[下后][列述面]|以下|\b(?:here|below|following|as\s+follows)\b", re.IGNORECASE
)
# Words that point to what was said just before; 其余 and 其他 point past it
_BACK = re.compile(
    r"\A\s*(?:[此这]|[该其](?![余他它次])|上[述列]|[以如]上|前[述列]|二者|两者|各[页行处段])"
    r"|\b(?:these|those|they|them|there)\b|\A\s*(?:this|that|it|its|their|both|such)\b",
    re.IGNORECASE,
)
_BEFORE_THIS = re.compile(r"[该此这上以前][些几述列上]|各[页行处段]|\b(?:these|those|they|them|there)\b", re.IGNORECASE)
_DENIED = re.compile(r"未|不[予作列计再在参]|\b(?:not|never|nor)\b", re.IGNORECASE)
# What says nothing of its own beside a number: what it counts, of which work, and words that join and point
_NO_WORDS = re.compile(
    r"[A-Za-z]{1,2}\d+|[\d\W_\ufffd]+|[KMGT]i?B\b|k?Hz\b"
    r"|(?:检材|样本|两[书件部者]|双方|二者|作品|文字|文本|内容|段落|代码|程序|画面|旋律|部分|之处|正文|全[书文]|一书)"
    r"|(?:位置|所在|范围|页码|行号|编号|计时|时长|时间|长度|大小|篇幅|字数|起止|分别|依次|合计|总计|共计)"
    r"|(?:小节|字节|分钟?|小时|秒钟?|像素|场景|光盘)|[第页行段章回节卷集部条款项处句字个张幅帧拍格列栏号次份版天日米克]"
    r"|[与和同及或至到自从由起止的之在于见为是系有即计共约达占合含载位其该此这各均皆另又并而也则者中里内上下]"
    r"|\b(?:the|an?|of|in|on|at|to|from|until|through|and|or|both|each|as|are|is|was|were|has|have|it|its|they|their|these"
    r"|those|there|this|that|stands?|see|runs?|comes?|fills?|covers?|begins?|ends?|all|also|again|likewise|namely|about"
    r"|work|works|text|texts|wording|words|passages?|places?|code|pages?|pp?|lines?|ll?|bars?|chapters?|ch|paragraphs?"
    r"|paras?|sections?|scenes?|vols?|volumes?|parts?|rows?|items?|columns?|cells?|files?|minutes?|hours?|seconds?|days?"
    r"|bytes?|letters?|characters?|size|length|time|duration|numbers?|no|nos|former|latter|respectively|first|last)\b",
    re.IGNORECASE,
)


class _Unit(NamedTuple):
    """A sentence that says something, and the block (lines without an empty one between them) it stands in."""

    start: int
    stop: int
    block: int


def sentence(text: str, start: int, stop: int) -> Part:
    """Where the sentence begins and ends in which something stands."""
    ends = [one for one in END.finditer(text) if not _goes_on(text, one)]
    began = max((one.end() for one in ends if one.end() <= start), default=0)
    return began, min((one.start() for one in ends if one.start() >= stop), default=len(text))


def clause(text: str, start: int, stop: int) -> Part:
    """Where the clause begins and ends in which something stands."""
    began, end = sentence(text, start, stop)
    commas = [one.start() for one in _COMMA.finditer(text, began, end)]
    began = max((at + 1 for at in commas if at < start), default=began)
    return began, min((at for at in commas if at >= stop), default=end)


def led_alike(text: str, start: int, stop: int, *, differing: bool = False) -> bool:
    """Whether what leads the sentence that stands there, from elsewhere, calls works alike (``says_alike``)."""
    return any(says_alike(text[one:end].casefold(), differing=differing) for one, end in leading(text, start, stop))


def bare(text: str) -> bool:
    """Whether a sentence has no statement of its own, so that what leads it says what its numbers are."""
    return not _NO_WORDS.sub("", text).strip()


@lru_cache(maxsize=4096)
def leading(text: str, start: int, stop: int) -> tuple[Part, ...]:
    """Sentences that say of what that is which stands there: see above."""
    units = _units(text)
    at = next((n for n, one in enumerate(units) if one.start <= start < one.stop or one.start >= stop), None)
    return tuple(_leads(text, units, at)) if at is not None else ()


def headings(text: str, start: int, stop: int) -> Iterator[Part]:
    """Headings under which something stands, from the nearest up."""
    units = _units(text)
    at = next((n for n, one in enumerate(units) if one.start <= start < one.stop or one.start >= stop), None)
    if at is not None:
        yield from _headings(text, units, at)


def _leads(text: str, units: tuple[_Unit, ...], at: int) -> Iterator[Part]:
    here = units[at]
    said = text[here.start : here.stop]
    table, alone = said.lstrip().startswith("|"), bare(_ITEM.sub("", said, count=1))
    if table:
        yield from _head_row(text, units, at)
    if alone or table:
        yield from _headings(text, units, at)
    yield from _before(text, units, at, alone=alone or table or _BACK.search(said) is not None)
    if at + 1 < len(units):
        behind = units[at + 1]
        words = text[behind.start : behind.stop]
        if _BEFORE_THIS.search(words) and not _DENIED.search(words):
            yield behind.start, behind.stop


def _before(text: str, units: tuple[_Unit, ...], at: int, *, alone: bool) -> Iterator[Part]:
    """The sentences before that lead this one: the last that says something, where this one says nothing of its own,
    and what announces, in the same block or at the end of the one before."""
    here = units[at]
    for n in range(at - 1, -1, -1):
        one = units[n]
        words = text[one.start : one.stop]
        last_of_block = one.block == here.block or units[n + 1].block != one.block
        if _HEADING.match(words) or here.block - one.block > 1 or not last_of_block:
            return
        if alone or _ANNOUNCES.search(words):
            yield one.start, one.stop
        alone = alone and bare(_ITEM.sub("", words, count=1))
        if one.block != here.block and not (alone or _ITEM.match(words)):
            return


def _head_row(text: str, units: tuple[_Unit, ...], at: int) -> Iterator[Part]:
    rows = [at]
    for n in range(at - 1, -1, -1):
        if units[n].block != units[at].block or not text[units[n].start : units[n].stop].lstrip().startswith("|"):
            break
        rows.append(n)
    if rows[-1] != at:
        yield units[rows[-1]].start, units[rows[-1]].stop


def _headings(text: str, units: tuple[_Unit, ...], at: int) -> Iterator[Part]:
    """Headings under which this stands, from the nearest up."""
    level = 9
    for one in reversed(units[:at]):
        hit = _HEADING.match(text, one.start, one.stop)
        rank = len(hit["level"] or "") or 8 if hit is not None else 9
        if rank < level:
            level = rank
            yield one.start, one.stop


@lru_cache(maxsize=256)
def _units(text: str) -> tuple[_Unit, ...]:
    found, start, block = [], 0, 0
    for one in (*(one for one in END.finditer(text) if not _goes_on(text, one)), None):
        stop = one.start() if one is not None else len(text)
        if re.search(r"\w|\ufffd", text[start:stop]):
            found.append(_Unit(start, stop, block))
        if one is None:
            break
        start = one.end()
        if one.group() == "\n" and re.match(r"[^\S\n]*\n", text[start:]):
            block += 1
    return tuple(found)


def _goes_on(text: str, stop: re.Match[str]) -> bool:
    short = _SHORT.search(text, max(0, stop.start() - 6), stop.end())
    return short is not None and re.match(r"\s*\d", text[stop.end() :]) is not None
