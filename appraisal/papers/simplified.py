"""Chinese in traditional characters as its simplified twin, character by character: for reading, never for printing.

What gates look for is written in simplified characters; a text of a panel in Hong Kong or Taiwan is read as if it were
too. The result is as long as the text, so that a place in the one is the same place in the other. The table is the one
that comparators of text fold by (``comparators.text.folding_table`` writes it); it stands here because both read it.
Japanese forms (対, 実) and variants (仝, 弍) are read by a table of their own, which no comparator reads: the first are
those of OpenCC's dictionary of shinjitai, as ``tests/papers/shinjitai.py`` writes them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("folding_table.txt")
READING = Path(__file__).with_name("reading_table.txt")
# Numerals and signs of old that stand for others
_VARIANTS = {"仝": "同", "弌": "一", "弍": "二", "弎": "三", "亖": "四", "卄": "廿", "丗": "卅", "郷": "乡", "闘": "斗"}
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x3FFFE))
# The table folds variants together (著 and 着, 乾 and 干), which is right for a comparison and wrong for reading
# 著作权: what the simplified character set has itself stays, but for these, which simplified writing gave up.
_GIVEN_UP = frozenset("後於徵夥菸")


def simplified(text: str) -> str:
    """The text with the simplified form of each traditional character; everything else, and the length, stay."""
    return text if text.isascii() else text.translate(folded_forms())


@cache
def folded_forms() -> dict[int, int]:
    """Code point -> that of its simplified form, of Han characters that have one (about 10 ms, once a process)."""
    forms: dict[int, int] = {}
    for row in TABLE.read_text("ascii").splitlines():
        kind, *cells = row.split(" ")
        if kind == "+":
            first, last, shift = int(cells[0], 16), int(cells[1], 16), int(cells[2])
            forms.update((code, code + shift) for code in range(first, last + 1) if _traditional(code))
        elif kind == ">" and len(cells) == 2 and _traditional(int(cells[0], 16)):
            forms[int(cells[0], 16)] = int(cells[1], 16)
    for row in READING.read_text("utf-8").splitlines():
        written, read = row.split()
        forms.setdefault(ord(written), ord(read))
    return forms | {ord(written): ord(read) for written, read in _VARIANTS.items()}


def _traditional(code: int) -> bool:
    return any(start <= code < stop for start, stop in _HAN) and not in_simplified_set(chr(code))


def in_simplified_set(letter: str) -> bool:
    """Whether simplified writing has a letter itself."""
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return letter not in _GIVEN_UP
