"""Stored names: what they say, and how they may be shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_DRIVE = re.compile(r"[A-Za-z]:")
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Cn"))
SHOWN = 255  # characters of a name, or of a link's target, that are shown


def visible(text: str) -> str:
    """Control, bidirectional, zero-width and unassigned characters as ⟦U+XXXX⟧; so is ⟦ itself."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟦U+{ord(c):04X}⟧" if c == "⟦" or unicodedata.category(c) in _HIDDEN else c for c in text)


def display_of(name: str, *, backslashes: bool) -> str:
    """A relative POSIX name; what would leave the folder stays visible: ⟨..⟩, ⟨/⟩ for a root, ⟨C:⟩ for a drive."""
    if backslashes:
        name = name.replace("\\", "/")
    parts: list[str] = []
    if name.startswith("/"):
        parts.append("⟨/⟩")
    for part in name.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            part = "⟨..⟩"
        elif drive := _DRIVE.match(part):
            parts.append(f"⟨{drive[0]}⟩")
            part = part[2:]
            if not part:
                continue
        parts.append(visible(part))
    shown = "/".join(parts) or "⟨⟩"
    return shown if len(shown) <= 4 * SHOWN else shown[: 4 * SHOWN] + "…"


def _chinese(raw: bytes) -> tuple[int, int] | None:
    """(double-byte characters that are common Chinese, all of them) when the bytes are GB18030; None when not."""
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    common = every = place = 0
    while place < len(raw):
        lead = raw[place]
        if lead < 0x80:
            place += 1
            continue
        every += 1
        if place + 1 < len(raw) and raw[place + 1] >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA9):
            common += 1  # GB 2312: level 1 and the symbols
        place += 4 if place + 1 < len(raw) and 0x30 <= raw[place + 1] <= 0x39 else 2
    return common, every


def guess_encoding(names: Iterable[bytes]) -> str:
    """``gb18030`` when all names are that and most of their characters common Chinese; else ``cp437``."""
    common = every = 0
    for raw in names:
        counts = _chinese(raw)
        if counts is None:
            return "cp437"
        common += counts[0]
        every += counts[1]
    return "gb18030" if every and common >= 0.6 * every else "cp437"


def decode_names(raws: Sequence[bytes]) -> list[tuple[str, str, str | None]]:
    """(name, encoding, raw hex or None) of each stored name of one archive.

    Names that are UTF-8 are read so, marked or not. The others of an archive are GB18030 or code page 437 together,
    by ``guess_encoding``; the encoding then ends in ``?`` because nothing in the archive says so.
    """
    found: list[tuple[str, str, str | None] | None] = []
    others: list[bytes] = []
    for raw in raws:
        try:
            found.append((raw.decode("utf-8"), "utf-8", None))
        except UnicodeDecodeError:
            found.append(None)
            others.append(raw)
    guess = guess_encoding(others)
    return [known or (raw.decode(guess), f"{guess}?", raw.hex()) for known, raw in zip(found, raws, strict=True)]
