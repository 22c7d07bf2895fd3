"""Bytes of a data file to text. Never fails: a table is numbers and marks, which all encodings write alike."""

from __future__ import annotations

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 1 << 16
HANZI = 0.9  # share of decoded non-ASCII characters that must be everyday ones
FALLBACK = "cp1252"
CONTROLS = bytes([*range(9), *range(14, 32)])


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read as: mark, UTF-8, UTF-16 without mark, GB18030, Big5, else Windows 1252."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    head = data[:SAMPLE]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) > len(head) // 8 and min(zeros) <= max(zeros) // 8:
        encoding = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _chinese(text):
            return text, encoding
    return data.decode(FALLBACK, "replace"), FALLBACK


def binary(data: bytes) -> bool:
    """Whether the first bytes are of no text in any encoding that ``decode`` knows."""
    head = data[:4096]
    if any(head.startswith(mark) for mark, _ in MARKS):
        return False
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) > len(head) // 8:  # UTF-16 has them at every second byte, nothing else has so many
        return min(zeros) > max(zeros) // 8
    return (len(head) - len(head.translate(None, CONTROLS))) * 50 > len(head)


def _chinese(text: str) -> bool:
    """Whether what is not ASCII is mostly the common block of hanzi and full-width signs, as level 1 and 2 are."""
    wide = [c for c in text[:SAMPLE] if c > "\x7f"]
    good = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff01" <= c <= "\uff60" for c in wide)
    return good >= HANZI * len(wide)
