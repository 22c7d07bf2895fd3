"""Comments and strings of a text, told by the marks of all common languages at once: a file's name says nothing here.

Every search goes forward only: a mark that is never closed opens nothing, and is looked for no further once one was
not closed, so that the time is in proportion to the text whatever it holds.
"""

from __future__ import annotations

import re
import zlib

OPEN = 40  # bytes: longer strings of which a third is digits (paths of drawings, tables) are read as tokens
SHORT = 6  # bytes: shorter strings link nothing
STRING_MARK = 1  # stands in the text where a string stood; a control character of its own is spacing
DIGITS = [b"%d" % digit for digit in range(10)]
QUOTES = b"\"'`"
FIGURE = re.compile(rb"[-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?[\"'`]")  # a number in quotes is a number
CLOSERS = {b"/*": b"*/", b"<!--": b"-->", b"--[[": b"]]", b'"""': b'"""'}
# Each branch begins with one character, so that the search skips what begins none; what stands before it is looked at
# from there. A line break stands before the text.
MARK = re.compile(
    rb"""/(?:\*|(?<!:/)/[^\n]*)|<!--|\#(?:(?<=\n\#)(?:[ !\#\t][^\n]*|(?=\n))|(?<=[ \t]\#)[ ][^\n]*)"""
    rb"""|-(?<=[\n \t]-)-(?:\[\[|[ \[-][^\n]*)|;(?<=\n;)[^\n]*|d(?<=\nd)nl\b[^\n]*|%(?<=\n%)[ %][^\n]*"""
    rb"""|"(?<!\\")(?:""|[^"\\\n]*(?:\\.[^"\\\n]*)*")"""
    rb"""|'(?<![\w\\]')[^'\\\n]*(?:\\.[^'\\\n]*)*'|`(?<![\w\\]`)[^`\\\n]*(?:\\.[^`\\\n]*)*`""",
    re.DOTALL,
)


def without_comments(text: bytes) -> tuple[bytes, list[int], list[int]]:
    """The text with comments blank and strings as one mark each, every line and position as before.

    With it of each string its value (as in ``tokens.Tokens.values``) and a 16-bit hash.
    """
    data = b"\n" + text.replace(b"\x01", b" ")
    values: list[int] = []
    hashes: list[int] = []
    pieces: list[bytes] = []
    never: set[bytes] = set()
    kept = at = 0
    while found := MARK.search(data, at):
        start, at = found.span()
        mark = data[start:at]
        closer = CLOSERS.get(mark)
        if closer is not None:
            end = -1 if mark in never else data.find(closer, at)
            if end < 0:
                never.add(mark)
                continue
            at = end + len(closer)
            mark = data[start:at]
        if mark[0] in QUOTES:
            if (len(mark) > OPEN and 3 * sum(map(mark.count, DIGITS)) > len(mark)) or FIGURE.fullmatch(mark, 1):
                continue
            values.append(zlib.crc32(mark[1:-1]) & ~1 if len(mark) - 2 >= SHORT else 0)
            hashes.append(zlib.crc32(mark[1:-1]) & 0xFFFF)
            head = b"\x01"
        else:
            head = b" "
        pieces += (data[kept:start], head + _blank(mark[1:]))
        kept = at
    pieces.append(data[kept:])
    return b"".join(pieces)[1:], values, hashes


def _blank(body: bytes) -> bytes:
    if b"\n" not in body:
        return b" " * len(body)
    return b"\n".join(b" " * len(line) for line in body.split(b"\n"))
