"""Bytes of a source file to text. Never fails for want of an encoding: what no one encoding fits is read line by line.

Order: byte order mark, UTF-16 without mark by its zero bytes, strict UTF-8, GB18030, Latin-1. A file whose lines are
in several encodings (a merge of two authors' work) is read each line as the first of UTF-8, GB18030 and Latin-1 that
fits, and said to be ``mixed``. Source files have few letters beyond ASCII, mostly in comments, so that a wrong guess
changes the text of a comment and no token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from appraisal.errors import OverLimit, Unreadable
from appraisal.work import Member

MOST_BYTES = 64 << 20
SAMPLE = 1 << 16
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
MIXED = "mixed"
CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]")
WIDE = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` without byte order mark; ``encoding`` as Python names it, or ``mixed``."""

    text: str
    encoding: str


def decode(member: Member) -> Decoded:
    """Text of one file. Raises ``OverLimit`` above ``MOST_BYTES``, ``Unreadable`` for what is no text."""
    if member.size > MOST_BYTES:
        raise OverLimit(f"{member.file}: {member.size} bytes; source files of more than {MOST_BYTES} are not read")
    return decode_bytes(member.bytes(MOST_BYTES), member.file)


def decode_bytes(data: bytes, file: str) -> Decoded:
    """Decode ``data``; ``file`` names it in errors."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return _readable(Decoded(body.decode(encoding), encoding), file)
            except UnicodeDecodeError:
                if encoding != "utf-8":
                    return _readable(Decoded(body.decode(encoding, "replace"), MIXED), file)
                return _readable(_by_lines(body), file)
    sample = data[:SAMPLE]
    zeros = sample.count(0)
    if zeros * 8 > len(sample):
        for encoding, part in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if part.count(0) * 20 > zeros * 19:
                return _readable(Decoded(data.decode(encoding, "replace"), encoding), file)
    try:
        return _readable(Decoded(data.decode("utf-8"), "utf-8"), file)
    except UnicodeDecodeError:
        return _readable(_legacy(data), file)


def _readable(decoded: Decoded, file: str) -> Decoded:
    """Refuse what decodes but is no text: more than one control character in a hundred."""
    sample = decoded.text[:SAMPLE]
    controls = len(CONTROLS.findall(sample))
    if controls * 100 > len(sample):
        raise Unreadable(f"{file}: {controls} control characters in its first {len(sample)}, so this is no source text")
    return decoded


def _legacy(data: bytes) -> Decoded:
    """GB18030 where it fits and most of what is not ASCII is Chinese writing, else line by line."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _by_lines(data)
    if _is_chinese(text):
        return Decoded(text, "gb18030")
    return _by_lines(data)


def _is_chinese(text: str) -> bool:
    wide = len(WIDE.findall(text))
    return len(HAN.findall(text)) * 10 >= wide * 9


def _by_lines(data: bytes) -> Decoded:
    """Each line by itself; ``latin-1`` where only that was needed besides ASCII."""
    parts: list[str] = []
    used: set[str] = set()
    for line in data.splitlines(keepends=True):
        for encoding in ("ascii", "utf-8", "gb18030", "latin-1"):
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                continue
            if encoding == "gb18030" and not _is_chinese(text):
                continue
            parts.append(text)
            used.add(encoding)
            break
    used -= {"ascii"}
    return Decoded("".join(parts), used.pop() if len(used) == 1 else MIXED)
