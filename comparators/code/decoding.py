"""Bytes of a source file to text. Never fails for want of an encoding: what no one encoding fits is read line by line.

Order: byte order mark, UTF-16 without mark by its zero bytes, strict UTF-8; then each line is UTF-8, GB18030 or
Latin-1 by itself, and a file with lines in several (a merge of two authors' work) is said to be ``mixed``. Source
files have few letters beyond ASCII, mostly in comments, so that a wrong guess changes the text of a comment and no
token.
"""

from __future__ import annotations

import re

from appraisal.errors import OverLimit, Unreadable
from appraisal.work import Member
from comparators.matching.encodings import CONTROLS, MARKS, SAMPLE, Decoded

MOST_BYTES = 64 << 20
MIXED = "mixed"
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]")
HANZI = re.compile("[\u4e00-\u9fff]")
WIDE = re.compile("[^\x00-\x7f]")


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
        return _readable(_by_lines(data), file)


def _readable(decoded: Decoded, file: str) -> Decoded:
    """Refuse what decodes but is no text: more than one control character in a hundred."""
    sample = decoded.text[:SAMPLE]
    controls = len(CONTROLS.findall(sample))
    if controls * 100 > len(sample):
        raise Unreadable(f"{file}: {controls} control characters in its first {len(sample)}, so this is no source text")
    return decoded


def _by_lines(data: bytes) -> Decoded:
    """Each line by itself; one that could be UTF-8 and GB18030 is what most of the others are."""
    lines = data.splitlines(keepends=True)
    fits = [_fits(line) for line in lines]
    sure = [names[0] for names in fits if len(names) == 1]
    rather = "gb18030" if sure.count("gb18030") > sure.count("utf-8") else "utf-8"
    used = [names[0] if len(names) == 1 else rather for names in fits]
    named = set(used) - {"ascii"}
    text = "".join(line.decode(encoding) for line, encoding in zip(lines, used, strict=True))
    return Decoded(text, named.pop() if len(named) == 1 else MIXED)


def _fits(line: bytes) -> tuple[str, ...]:
    """Encodings that one line can be in: one of them, or UTF-8 and GB18030 where either could be meant."""
    if line.isascii():
        return ("ascii",)
    chinese = _chinese(line)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return ("gb18030",) if chinese else ("latin-1",)
    return ("utf-8", "gb18030") if chinese and not HAN.search(text) else ("utf-8",)


def _chinese(line: bytes) -> bool:
    """Whether a line reads in GB18030, and as common hanzi (level 1 of GB 2312) and punctuation throughout."""
    try:
        wide = WIDE.findall(line.decode("gb18030"))
    except UnicodeDecodeError:
        return False
    common = sum("\xb0" <= c.encode("gb18030").decode("latin-1")[0] <= "\xd7" or not HANZI.match(c) for c in wide)
    return bool(HAN.search("".join(wide))) and common * 10 >= len(wide) * 8
