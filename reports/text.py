"""Evidence as printable text: what the pinned fonts lack or what would be invisible prints as ``⟦U+XXXX⟧``.

Typst refuses a whole PDF/A over one missing glyph, and a control or bidirectional character hides what a name
really says. Every output prints the same text, so the escape is made once, while the report model is built.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from appraisal.exhibit import Run
from reports.fonts import coverage

OPEN, CLOSE = "⟦", "⟧"
SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"  # of our own numbers; the monospaced font has all of them, as it has the brackets
PLAIN = str.maketrans(SUPERSCRIPTS, "−0123456789")
POWER = re.compile(f"(?<=10)([{SUPERSCRIPTS}]{{2,}})")  # ours have two signs or more: 10⁻⁸, 10¹⁵; not 10² of a work
TAB = "    "
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
T = TypeVar("T")
# 26(a)(2)(B), with the abbreviations before it (Fed. R. Civ. P.): stays on one line
CITED = r"(?:[A-Z][A-Za-z]{0,4}\. )*\d+(?:\([0-9A-Za-z]{1,4}\)){2,}"
CITATION = re.compile(f"({CITED})")
WITHIN = re.compile("[0-9A-Za-zÀ-ɏ'’]{2}")  # both signs belong to one word


class Printed(str):
    """Text that is printable already: it passes `printable` unchanged, so that an escape is never escaped again."""

    __slots__ = ()


def escape(code: int) -> str:
    """The visible name of a code point."""
    return f"{OPEN}U+{code:04X}{CLOSE}"


class _Table(dict[int, "int | str"]):
    """Translation table filled on first sight of each character; ``keep`` pass unchanged."""

    def __init__(self, keep: Mapping[int, int | str]) -> None:
        super().__init__(keep)
        self._covered = coverage()

    def __missing__(self, code: int) -> int | str:
        plain = code in self._covered and unicodedata.category(chr(code)) not in _HIDDEN
        self[code] = value = code if plain else escape(code)
        return value


@cache
def _evidence(lines: bool) -> _Table:
    return _Table({ord("\n"): "\n", ord("\t"): TAB} if lines else {})


@cache
def _checked() -> _Table:
    return _Table({ord(sign): sign for sign in f"{OPEN}{CLOSE}{SUPERSCRIPTS}\n"})


def printable(text: str, *, lines: bool = False) -> Printed:
    """``text`` with every unprintable character as a visible escape, the escape brackets themselves included.

    With ``lines`` line ends stay line ends (CR LF counts as one) and tabs become four spaces; without, they show too.
    """
    if isinstance(text, Printed):
        return text
    if lines:
        text = text.replace("\r\n", "\n")
    return Printed(text.translate(_evidence(lines)))


def exponents(text: str) -> Iterator[tuple[str, bool]]:
    """A text parted at the exponents of its powers of ten, and whether each part is one, then in plain digits, which
    an output raises: of the signs ¹²³ come from another font than ⁴ to ⁹ where no font has all of them."""
    for at, part in enumerate(POWER.split(text)):
        if part:
            yield (part.translate(PLAIN), True) if at % 2 else (part, False)


def shortened(text: Printed, most: int) -> Printed:
    """The first ``most`` characters of printed text and … where there are more; neither an escape nor a word is cut."""
    if len(text) <= most:
        return text
    opened = text.rfind(OPEN, 0, most)
    at = opened if opened >= 0 and text.find(CLOSE, opened) >= most else bound(text, most)
    return Printed(text[:at].rstrip() + "…")


def bound(text: str, most: int) -> int:
    """Where a text of more than ``most`` characters is cut: before the word of letters that would be cut in two, unless
    that takes up half of the room."""
    at = most
    while at and WITHIN.match(text, at - 1):
        at -= 1
    return at if 2 * at > most else most


def unprintable(text: str) -> str | None:
    """The first character of an already printable text that would not print, as its escape; None when all do."""
    if text.translate(_checked()) == text:
        return None
    table = _checked()
    return next(escape(ord(c)) for c in text if table[ord(c)] not in (ord(c), c))


def printable_all(value: T) -> T:
    """An exhibit with all text in it made printable; the runs of excerpts keep their lines, names do not."""
    made: T = _walk(value, lines=False)
    return made


def _walk(value: Any, *, lines: bool) -> Any:
    if isinstance(value, str):
        return printable(value, lines=lines)
    if isinstance(value, tuple | list):
        return tuple(_walk(item, lines=lines) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        runs = isinstance(value, Run)
        changed = {f.name: _walk(getattr(value, f.name), lines=runs) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    return value
