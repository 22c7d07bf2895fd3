"""Where lines of cells end in the DOCX before what should not be parted (``whole``), records and words of
code. A word processor parts a date at its hyphens, and what of code no line holds at any letter; signs that forbid this
would stay in what a reader searches or copies. So the line ends a little earlier, where one would have ended anyway.
Prose that is quoted from a work ends its lines where they are full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from reports.breaks import BREAK
from reports.unparted import PATH, WHOLLY
from reports.whole import ABREAST, CLOSE, DIVIDED, IN_WEB, PERSON, ROOMY, STAYS
from reports.widths import EM, EVIDENCE, extent

NAME = re.compile(rf"{PERSON}{CLOSE}")
OTHER = rf"[!-~\u00a1-\u2e7f]+{CLOSE}|\s|."  # parted nowhere within, as what stays
KEPT = re.compile(
    r"[\"'(“]*(?:−\d|\d{4}-\d\d\b|\d\d:\d\d:|[0-9a-f]{12}(?!\w))"
)  # a number below 0, a date, a time, a record by its first digits
STAMP = re.compile(r"(\d{4}-\d\d-\d\dT)(?=\d)")  # of a moment that no line holds: it is parted here
CODE = re.compile(r"\w[^\w\s]*[\"'{}\[\]()<>=;|&,:][^\w\s]*\w")  # signs of code between words
SIGNED = re.compile(r"(?<=[,:;{(\[=&|])(?=[^,:;{(\[=&|\])}])")  # behind these a line of code may end
WORD = re.compile(r"(?<=[^\w])(?=\w)")  # and where there is none of them, before a word

ENDS = 2  # of a name that is parted nowhere
NARROWER = 1.3  # of letters of an office, which may hold so much more on a line
QUOTIENT = re.compile(DIVIDED)
BROKEN = re.compile(rf"{BREAK}\S*$")
UNSEEN = 11 * EM  # letters that a line of a paragraph can end earlier


def unspaced(texts: Sequence[str], styles: Sequence[str], room: float = UNSEEN) -> list[str]:
    """The texts of a line's pieces, in which a number and its unit, a size, a place have spaces at which no line ends,
    where a line of so many letters holds them. Right behind a word with places to break LibreOffice tears what has such
    spaces."""
    words = "".join("\n" * len(text) if style in EVIDENCE else text for text, style in zip(texts, styles, strict=True))
    told = "".join(texts)
    for found in (found for kind in (IN_WEB, QUOTIENT) for found in kind.finditer(words)):
        before = told[: found.start()]
        if extent(found[0]) * WHOLLY <= room and not BROKEN.search(before):
            told = before + found[0].replace(" ", "\u00a0") + told[found.end() :]
    edges = [*accumulate(map(len, texts), initial=0)]
    return [told[start:stop] for start, stop in pairwise(edges)]


def ended(texts: Sequence[str], styles: Sequence[str], room: float, *, head: bool = False) -> list[str]:
    """The texts of a cell's pieces, with ends of lines put in; ``room``: letters of a line; ``head``: of a column."""
    sizes = [0.0]
    for text, style in zip(texts, styles, strict=True):
        sizes += [0.0 if letter in "\n" + BREAK else extent(letter, style) * WHOLLY for letter in text]
    own = [style not in EVIDENCE for text, style in zip(texts, styles, strict=True) for _ in text]
    ends = sorted(_ends("".join(texts), own, [*accumulate(sizes)], room, ABREAST if head else STAYS))
    made, at = [], 0
    for text in texts:
        cuts = [0, *(end - at for end in ends if at <= end < at + len(text)), len(text)]
        made.append("\n".join(text[a:b] for a, b in pairwise(cuts)))
        at += len(text)
    return made


def _ends(words: str, own: Sequence[bool], sums: Sequence[float], room: float, stays: re.Pattern[str]) -> Iterator[int]:
    begun = 0.0  # how much stands before this line
    for start, stop in _units(words, sums, room, stays):
        unit = words[start:stop]
        if unit == "\n":
            begun = sums[stop]
        if unit.isspace() or sums[stop] - begun <= room:
            continue
        if sums[stop] - sums[start] <= room:
            kept = (KEPT.match(unit), stays.fullmatch(unit), ROOMY.fullmatch(unit))
            if own[start] and any(kept) and sums[start] > begun:
                yield start
            begun = sums[start]
        elif BREAK in unit or PATH.fullmatch(unit):
            ends, begun = _of_name(words, start, stop, sums, room, begun)
            yield from ends
        elif stays.fullmatch(unit) or not CODE.search(unit):
            begun = sums[stop] - (sums[stop] - begun) % room
        else:
            for first, last in _pieces(unit, start, sums, room):
                if sums[last] - begun > room and sums[first] > begun:
                    yield first
                    begun = sums[first]


def _of_name(
    words: str, start: int, stop: int, sums: Sequence[float], room: float, begun: float
) -> tuple[list[int], float]:
    """Ends of lines in a name that has places to break, and where its last line begins: before what has hyphens, at
    which offices part it, and before one that has no such place since a line holds it in their letters: behind a
    sign of full width they end no line, and would part it at any letter. What one line may hold in narrower letters
    fills it, or else begins one."""
    ends, cuts = [], [start, *(start + at.end() for at in re.finditer(BREAK, words[start:stop])), stop]
    nearly = len(cuts) == ENDS and sums[stop] - sums[start] <= room * WHOLLY
    for first, last in pairwise(cuts):
        if sums[last] - begun > room and sums[first] > begun:
            ends += [first] if nearly or "-" in words[first:last] else []
            begun = sums[first]
    full = not ends and sums[stop] - sums[start] <= room * NARROWER
    return ends, sums[stop] - room if full else begun


def _units(words: str, sums: Sequence[float], room: float, stays: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of what is parted nowhere within; of a name that no line holds, the last two words, of such a
    moment the date and the time."""
    for unit in _found(words, sums, room, stays):
        start, stop = unit.span()
        if NAME.fullmatch(unit[0]) and sums[stop] - sums[start] > room:
            last = start + unit[0].rstrip().rfind(" ", 0, unit[0].rfind(" ")) + 1
            if last > start:
                yield start, last - 1
                yield last - 1, last
            start = last
        elif (dated := STAMP.search(unit[0])) and sums[stop] - sums[start] > room * WHOLLY:
            yield start, start + dated.end()
            start += dated.end()
        yield start, stop


def _found(words: str, sums: Sequence[float], room: float, stays: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """A text in what is parted nowhere, which is more where a line of cells has the room for it (``ROOMY``)."""
    less, at = re.compile(f"{stays.pattern}|{OTHER}", re.DOTALL), 0
    while unit := less.match(words, at):
        wide = ROOMY.match(words, at) if stays is STAYS else None
        if wide and sums[wide.end()] - sums[at] <= room:
            unit = wide
        yield unit
        at = unit.end()


def _pieces(unit: str, start: int, sums: Sequence[float], room: float) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of what of a unit of code stays whole."""
    cuts = [0, *(cut.start() for cut in SIGNED.finditer(unit)), len(unit)]
    for first, last in pairwise(dict.fromkeys(cuts)):
        long = sums[start + last] - sums[start + first] > room
        inner = [cut.start() for cut in WORD.finditer(unit, first + 1, last)] if long else []
        yield from pairwise([start + first, *(start + at for at in inner), start + last])
