"""Characters in source text that a reader does not see, or takes for others (Boucher and Anderson 2021)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
ZERO_WIDTH = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0"
INVISIBLE = re.compile(f"[{BIDI}]|[{ZERO_WIDTH}]")
BIDI_ONLY = re.compile(f"[{BIDI}]")
LOOKS_LIKE = dict(zip(
    "аеорсухіјѕԁһԛԝґӏАВЕКМНОРСТУХІЈЅԌ" "αονρικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ" "ɑɡıǀⅼⅰⅴⅹℓ",
    "aeopcyxijsdhqwrlABEKMHOPCTYXIJSG" "aovpikuABEZHIKMNOPTYX" "abcdefghijklmnopqrstuvwxyz" "agillivxl",
    strict=True,
))  # fmt: skip
SIGNS = {
    "\u037e": ";",
    "\uff1b": ";",
    "\u01c3": "!",
    "\uff08": "(",
    "\uff09": ")",
    "\u2215": "/",
    "\u2044": "/",
    "\u2024": ".",
}
LOOKING = re.compile(f"[{''.join(LOOKS_LIKE)}{''.join(SIGNS)}]")
LETTERS_AS, SIGNS_AS = str.maketrans(LOOKS_LIKE), str.maketrans(SIGNS)
AT_HOME = frozenset("；（）")  # the ordinary punctuation of Chinese and Japanese text
HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
NEAR = 60  # characters of a line on either side of a sign that tell whether it stands in running text
WORDS = re.compile(r"\w+")
WIDE = re.compile(r"[^\x00-\x7f]")


def hidden(text: str, in_talk: Sequence[bool] | Array) -> Iterator[tuple[str, int, int]]:
    """Kind (``bidi-control``, ``zero-width``, ``look-alike``), start and stop.

    ``in_talk``: for every character whether it is part of a comment or string; there only invisible ones are looked
    for, since other alphabets are at home there. Full-width punctuation is at home in running text too, wherever the
    reader of the language put that: it is told only on lines of code, that is without Han outside of such parts.
    """
    if text.isascii():
        return
    for found in INVISIBLE.finditer(text):
        if (found[0] in "\u200d\u200c" and not in_talk[found.start()]) or found[0] not in "\u200d\u200c":
            yield ("bidi-control" if BIDI_ONLY.match(found[0]) else "zero-width"), found.start(), found.end()
    at = -1
    for found in WIDE.finditer(text):
        start = found.start()
        if start < at or in_talk[start]:
            continue
        if found[0] in SIGNS:
            if found[0] in AT_HOME and _in_running_text(text, start, in_talk):
                continue
            yield "look-alike", start, start + 1
        elif found[0] in LOOKS_LIKE:
            low, high = start, start + 1
            while low > 0 and start - low < 100 and (text[low - 1].isalnum() or text[low - 1] == "_"):
                low -= 1
            while high < len(text) and high - start < 100 and (text[high].isalnum() or text[high] == "_"):
                high += 1
            at = high
            if all(c in LOOKS_LIKE or c.isascii() for c in text[low:high]):
                yield "look-alike", low, high


def read_as(text: str) -> tuple[str, Array | None]:
    """The text as a compiler's reader takes it for what it shows: without characters that are not seen, letters and
    signs that look like Latin ones exchanged for these (in words that hold no other letters of their alphabet); and the
    place in ``text`` of each of its characters and of its end (int32), None where nothing differs.

    So what was put in to hide a copy hides nothing; ``hidden`` tells where it stands.
    """
    if text.isascii() or not (INVISIBLE.search(text) or LOOKING.search(text)):
        return text, None
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    places = np.flatnonzero(~_unseen()[np.minimum(codes, 0x10FFFF)]).astype(np.int32)
    clean = INVISIBLE.sub("", text).translate(SIGNS_AS)
    made, at = [], 0
    for word in WORDS.finditer(clean):
        if not word[0].isascii() and all(c in LOOKS_LIKE or c.isascii() for c in word[0]):
            made += [clean[at : word.start()], word[0].translate(LETTERS_AS)]
            at = word.end()
    return "".join([*made, clean[at:]]), np.append(places, np.int32(len(text)))


@cache
def _unseen() -> Array:
    """For every code point whether it is one of ``INVISIBLE``."""
    found = np.zeros(0x110000, np.bool_)
    found[[hit.start() for hit in INVISIBLE.finditer("".join(map(chr, range(0x110000))))]] = True
    return found


def unseen(codes: Array) -> Array:
    """Which of some code points (uint32) are not seen."""
    found: Array = _unseen()[np.minimum(codes, 0x10FFFF)]
    return found


def _in_running_text(text: str, at: int, in_talk: Sequence[bool] | Array) -> bool:
    """Whether Han, kana or Hangul stand near a sign on its line, outside of comments and strings."""
    low = max(text.rfind("\n", 0, at) + 1, at - NEAR)
    high = text.find("\n", at, at + NEAR)
    near = HAN.finditer(text, low, high if high >= 0 else at + NEAR)
    return any(not in_talk[letter.start()] for letter in near)


def shown(text: str) -> str:
    """Text for people: letters of a word of code that look like Latin ones, and signs that look like those of code, are
    followed by their code point.

    Characters that are not seen stay: what prints the text spells those out itself, and would spell out our brackets
    too. Of words that hold other letters of their alphabet, and of punctuation that is at home among Chinese
    characters, nothing is said.
    """
    if text.isascii():
        return text
    made: list[str] = []
    at = 0
    for word in WORDS.finditer(text):
        if not word[0].isascii() and all(c in LOOKS_LIKE or c in SIGNS or c.isascii() for c in word[0]):
            made += [_signs(text[at : word.start()]), *(_named(c) if not c.isascii() else c for c in word[0])]
            at = word.end()
    made.append(_signs(text[at:]))
    return "".join(made)


def _signs(text: str) -> str:
    """Signs that no running text needs, named."""
    return text if text.isascii() else "".join(_named(c) if c in SIGNS and c not in AT_HOME else c for c in text)


def _named(character: str) -> str:
    return f"{character}〔U+{ord(character):04X}〕"
