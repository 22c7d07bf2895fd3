"""What entries of the logs tell, and what experts wrote in notebooks, keeps its words. A letter of them alters where
that is a slip of writing whatever the words are (a sign, a blank, another form of the same character, a wide letter or
digit, a character written twice, an English word that is none with two letters in the wrong order or one doubled), or
where the record holds the line as it would be read: who wrote it wrong puts it on file as it is right, under their own
name.

That two characters look or sound alike makes no slip of one for the other: 缺页 and 整页, 询问 and 讯问 are words both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

from appraisal.after import days, owned, slips
from appraisal.after.filed import Record, Words
from appraisal.gates import english

WHOLE = 8  # letters of a line that may be part of another on file; of fewer, all of it is the same
_WORD = re.compile(r"[A-Za-z]+")
_TWICE = re.compile(r"[^\W\d_A-Za-z]")  # what may be written twice by a slip
_BEFORE, _BEHIND = re.compile(r"(?:un|re|dis|mis|non|in)(?=\w{3})"), re.compile(r"(?:ing|ed|es|er|ly|s|d)\Z")


def unfounded(text: str, changed: str, told: Iterable[Words], held: Record, *, rest: bool = False) -> list[str]:
    """Lines on file that would be read otherwise than they were filed, and as nobody put on file. Names are held by
    themselves, and so are days. ``rest``: what lies in no line on file is held as well, all of the text as one."""
    lines = [one.text for one in told if not one.name]
    found = []
    for start, stop in owned.altered(text, changed):
        around = _around(text, start, stop, lines) or ((0, len(text)) if rest else None)
        if around is not None:
            was, now = _piece(text, changed, *around)
            if not founded(was, now, held):
                found.append(was.strip())
    return list(dict.fromkeys(found))


def founded(was: str, now: str, held: Record) -> bool:
    """Whether a line may be read so: nothing alters but how it is written, or it is on file as it would be read."""
    return _same(was, now) or _stands(now, held) or _slip(was, now)


def touched(text: str, changed: str, told: Iterable[Words]) -> list[Words]:
    """Those of which a letter alters, or of which the whole text is part; what stands elsewhere in the line does not
    count."""
    places, bare = owned.altered(text, changed), " ".join(text.split())
    return [
        one
        for one in told
        if (bare and bare in one.text)
        or any(
            start < at + len(one.text) and at < max(stop, start + 1)
            for at in _starts(text, one.text)
            for start, stop in places
        )
    ]


def _around(text: str, start: int, stop: int, lines: Iterable[str]) -> tuple[int, int] | None:
    """From and to where the longest of these lines stands about a place; the whole text where it is part of one."""
    bare = " ".join(text.split())
    spans = []
    for line in lines:
        if bare and bare in line:
            return 0, len(text)
        spans += [(at, at + len(line)) for at in _starts(text, line) if at <= start and stop <= at + len(line)]
        spans += [(at, at + len(line)) for at in _starts(text, line) if at < stop and start < at + len(line)]
    return max(spans, key=lambda span: span[1] - span[0], default=None)


def _starts(text: str, line: str) -> Iterator[int]:
    at = text.find(line)
    while at >= 0:
        yield at
        at = text.find(line, at + 1)


def _piece(text: str, changed: str, start: int, stop: int) -> tuple[str, str]:
    """A part of the text, and what it is changed to."""
    now = ""
    for what, i, j, since, until in SequenceMatcher(None, text, changed, autojunk=False).get_opcodes():
        if what == "equal":
            now += changed[since + max(start - i, 0) : max(until - max(j - stop, 0), since)] if j > start else ""
        elif (i < stop and j > start) or start <= i == j <= stop:
            now += changed[since:until]
    return text[start:stop], now


def _bare(text: str) -> str:
    return slips.letters(slips.read(days.without(text))).casefold()


def _same(was: str, now: str) -> bool:
    return _bare(was) == _bare(now)


def _stands(now: str, held: Record) -> bool:
    """Whether it is on file as it would be read."""
    said = _bare(now)
    lines = [_bare(line) for line in held.lines]
    return said in lines or (len(said) >= WHOLE and any(said in line for line in lines))


def _slip(was: str, now: str) -> bool:
    """Whether nothing alters but how words are written."""
    was, now = slips.read(was), slips.read(now)
    before, after = _WORD.findall(was), _WORD.findall(now)
    if len(before) != len(after) or not all(
        a == b or _misspelt(a.casefold(), b.casefold()) for a, b in zip(before, after, strict=True)
    ):
        return False
    rest = [_bare(_WORD.sub("q", each)) for each in (was, now)]  # a word parts what stands on either side of it
    return rest[0] == rest[1] or _once(rest[0], rest[1])


def _once(was: str, now: str) -> bool:
    """Whether characters that were written twice running are written once, and nothing else."""
    before, after = ([(one, len([*some])) for one, some in groupby(text)] for text in (was, now))
    return [one for one, _ in before] == [one for one, _ in after] and all(
        left == more or (left < more and _TWICE.match(one) is not None)
        for (one, more), (_, left) in zip(before, after, strict=True)
    )


def _misspelt(was: str, now: str) -> bool:
    """Whether a word that is none becomes one, by two letters that change places or one that is doubled or not."""
    if _known(was) or not _known(now):
        return False
    turned = (was[:at] + was[at + 1] + was[at] + was[at + 2 :] for at in range(len(was) - 1))
    fewer = (was[:at] + was[at + 1 :] for at in range(1, len(was)) if was[at] == was[at - 1])
    more = (was[:at] + was[at] + was[at:] for at in range(len(was)))
    return now in {*turned, *fewer, *more}


def _known(word: str) -> bool:
    """Whether a word is on the list, as it is or without an ending and what stands before it."""
    stems = {word, _BEFORE.sub("", word, count=1)}
    for stem in [*stems]:
        short = _BEHIND.sub("", stem)
        stems |= {short, f"{short}e", f"{short[:-1]}y" if short.endswith("i") else short}
        stems |= {short[:-1]} if short[-2:-1] == short[-1:] else set()
    return not stems.isdisjoint(english.words())
