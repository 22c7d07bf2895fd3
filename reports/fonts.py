"""The pinned fonts, and which characters they can print. No system font is ever used."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from appraisal.errors import ReportError

SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"
MONO = "DejaVu Sans Mono"  # embedded in the Typst wheel; also the only pinned font with the brackets of visible escapes


def folder() -> Path:
    """Folder of the font wheel; ``ReportError`` when the wheel is not installed."""
    return serif().parent


def serif() -> Path:
    return _wheel().serif_path()


def sans() -> Path:
    return _wheel().sans_path()


class _Wheel:
    def __init__(self) -> None:
        try:
            import pylopdf_fonts_zh_cn as wheel
        except ImportError as error:
            raise ReportError("the font wheel is missing: pip install pylopdf-fonts-zh-cn") from error
        self._serif = Path(wheel.serif_path())
        self._sans = Path(wheel.sans_path())

    def serif_path(self) -> Path:
        return self._serif

    def sans_path(self) -> Path:
        return self._sans


@cache
def _wheel() -> _Wheel:
    return _Wheel()


@cache
def coverage() -> frozenset[int]:
    """Code points that both pinned CJK fonts map to a glyph; the monospaced font falls back to them."""
    return cmap(serif()) & cmap(sans())


def cmap(font: Path) -> frozenset[int]:
    """Code points in the format 12 subtable of an OpenType font's character map.

    Reads the table directory and that one table only. Raises ``ReportError`` for a font without one.
    """
    with font.open("rb") as stream:
        _, count = struct.unpack(">IH", stream.read(6))
        stream.read(6)
        for _ in range(count):
            tag, _, offset, length = struct.unpack(">4sIII", stream.read(16))
            if tag == b"cmap":
                stream.seek(offset)
                return _format_12(stream.read(length), font.name)
    raise ReportError(f"{font.name}: no character map")


def _format_12(table: bytes, name: str) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", table, 2)
    for at in range(count):
        _, _, offset = struct.unpack_from(">HHI", table, 4 + 8 * at)
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 12:
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            covered: set[int] = set()
            for group in range(groups):
                first, last, glyph = struct.unpack_from(">III", table, offset + 16 + 12 * group)
                covered.update(code for code in range(first, last + 1) if glyph + code - first)
            return frozenset(covered)
    raise ReportError(f"{name}: no character map of format 12")
