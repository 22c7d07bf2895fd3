"""Texts in data: UTF-8, UTF-16, GB18030."""

from __future__ import annotations

import re

_NARROW = re.compile(rb"[\x20-\x7e]{4,}\0")  # a text of plain letters, whatever stands behind its zero


def writing(data: bytes) -> str:
    """The text that begins the bytes, up to its zero, in UTF-8, UTF-16, GB18030; "" for less, but for modes ("r+")."""
    end = data.find(b"\0\0")
    wide = data[: end + end % 2 if end >= 0 else len(data) & ~1]
    if len(wide) >= 6 and not _NARROW.match(data) and wide[1::2].count(0) * 2 >= len(wide) // 2:
        text = wide.decode("utf-16-le", "ignore")
        if len(text) >= 3 and _plain(text):
            return text
    piece = data.partition(b"\0")[0]
    if len(piece) < 3:  # "a", "r+": arguments are as short as that
        return piece.decode("ascii") if 0 < len(piece) < len(data) and re.fullmatch(rb"[A-Za-z][b+]?", piece) else ""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = piece.decode(encoding)
        except UnicodeDecodeError:
            text = piece[:-3].decode(encoding, "ignore") if len(piece) == len(data) else ""
        if len(text) >= 2 and _plain(text) and (encoding == "utf-8" or _chinese(text)):
            return text
    return ""


def _plain(text: str) -> bool:
    return all(c.isprintable() or c in "\t\r\n" for c in text) and any(c.isalnum() for c in text)


def _chinese(text: str) -> bool:
    """Whether it is everyday Chinese: machine code passes for rare characters, and padding with CC for 烫."""
    high = "".join(c for c in text if c > "\x7f")
    return len(high) >= 2 and "烫" not in high and len(high.encode("gb2312", "ignore")) == 2 * len(high)
