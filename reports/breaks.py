"""Where long words may break, for all outputs: places that print nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from reports.document import Inline
from reports.whole import NAME
from reports.widths import EM, LINE, PAGE, PIECE, extent, long, pieces

BREAK = "\u200b"  # a place to break that prints nothing; the only character added to what a model says
LATIN = re.compile("[!-~\u00a1-\u2e7f]+")
FOLDERS = re.compile(r"(?<=[/\\])(?=[\w.])")  # a name of a file ends its lines behind these
PLACES = re.compile(r"(?<=[A-Za-z_])(?=:\d)")  # and before the numbers of a place in it
ALLOWED = re.compile("(?<=[、，；])(?=\u2212)|(?<=%)(?=（)")  # where the rules of lines allow no end and typesetters do
CLOSING = "、。，．：；？！）］｝〕〉》」』】”’"  # a sign of full width stays on the line of what it closes


def breakable(text: str, room: float = PAGE, *, head: bool = False, own: bool = False) -> str:
    """Long words, and those that a line of ``room`` letters does not hold, get places to break: after their signs, and
    where none stands for so long, after so many letters; so do lists, before a minus behind a sign of full width, and
    shares, before the bracket behind them, where the rules of lines allow none. ``head``: of a table, whose letters are
    others; ``own``: words of ours, not of a work, of which names of files break within a folder or file where no line
    holds that (``parts``)."""

    def broken(found: re.Match[str]) -> str:
        word = found[0]
        closing = EM if found.end() < len(text) and text[found.end()] in CLOSING else 0.0
        if not long(word) and extent(word, head=head) + closing <= room:
            return word
        if own and NAME.fullmatch(word):
            return BREAK.join(parts(word, room - closing, head=head))
        return BREAK.join(part for piece in pieces(word) for part in _held(piece, room - closing))

    return LATIN.sub(broken, ALLOWED.sub(BREAK, text))


def parts(name: str, room: float, *, head: bool = False) -> list[str]:
    """A name of a file cut after its folders; what of it a line of ``room`` letters does not hold, before the numbers
    of a place; and only what is longer even so as other words are."""
    room = min(room, LINE)

    def cut(name: str, *signs: re.Pattern[str]) -> list[str]:
        if not signs:
            return [part for piece in pieces(name) for part in _held(piece, room)]
        fitting = ((one, extent(one, head=head) <= room) for one in signs[0].split(name))
        return [part for one, fits in fitting for part in ([one] if fits else cut(one, *signs[1:]))]

    return cut(name, FOLDERS, PLACES)


def _held(piece: str, room: float) -> list[str]:
    """A piece of a word, cut where it is longer than a line or than words are."""
    if not long(piece) and extent(piece) <= room:
        return [piece]
    every = max(2, min(PIECE, int(room * len(piece) / (extent(piece) or len(piece)))))  # marks alone take no room
    return [piece[at : at + every] for at in range(0, len(piece), every)]


def digest(text: str, group: int = 16) -> str:
    """A digest in groups of sixteen, or as many as a narrow column holds."""
    return BREAK.join(text[at : at + group] for at in range(0, len(text), group))


def parted(line: str, texts: Sequence[str]) -> list[str]:
    """A line, the texts one after the other with places to break in it, cut where each of them ends; a place to break
    stands with what is before it."""
    made: list[str] = []
    at = 0
    for text in texts:
        start, left = at, len(text)
        while at < len(line) and (left or line[at] == BREAK):
            left -= line[at] != BREAK
            at += 1
        made.append(line[start:at])
    return made


def digits(room: float) -> int:
    """Digits of a digest that stay together in a line of so many letters."""
    return next((size for size in (16, 8, 4) if size * extent("0", "digest") <= room), 2)


def broken(line: Sequence[Inline], room: float = PAGE, *, digests: bool = True, head: bool = False) -> list[str]:
    """The texts of a line's pieces with places to break; a word may go on from one to the next, and is broken as one
    word. ``digests``: these too."""
    made: list[str] = []
    for of_digest, some in groupby(line, key=lambda piece: piece.style == "digest"):
        texts = [piece.text for piece in some]
        if of_digest:
            made += [digest(each, digits(room)) for each in texts] if digests else texts
        else:
            made += parted(breakable("".join(texts), room, head=head, own=True), texts)
    return made


def code(text: str) -> str:
    """Code with its spaces kept: every other one of several, and a leading one, does not break."""
    return "\n".join(_spaced(breakable(line)) for line in text.split("\n"))


def _spaced(line: str) -> str:
    line = line.replace("  ", "\u00a0 ")
    return "\u00a0" + line[1:] if line.startswith(" ") else line
