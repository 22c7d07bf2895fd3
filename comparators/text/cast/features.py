"""What ``text-cast`` keeps of one file: its folded text, where its paragraphs begin, words with capitals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.matching.encodings import Decoded
from comparators.text.features import TextFeatures, sought

Array = NDArray[Any]
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
JOINED = re.compile(r"[A-Z][a-z'’]+(?: [A-Z][a-z'’]+){0,2}")
STARTS = re.compile(r"(?:^|[.!?:;\"“”‘’—–-])\s*$")
MOST_NAMES = 5_000  # different capitalised words kept of one file
BLOCK = 200  # folded characters after which a long paragraph counts as another one


@dataclass(frozen=True)
class CastFeatures(TextFeatures):
    """``TextFeatures`` with scenes and capitals.

    ``scenes``: int64, folded positions at which a scene begins: a line that holds text, cut anew every ``BLOCK``
    characters. ``capitals``: lines of name, tab, times: words written with capitals within sentences.
    """

    scenes: Array
    capitals: str

    @classmethod
    def read(cls, decoded: Decoded) -> CastFeatures:
        plain = TextFeatures.of(decoded)
        text = decoded.text
        lines = np.array([found.start() for found in LINE.finditer(text)], np.int64)
        begins = np.unique(sought(plain.offsets, lines)) if len(lines) else np.zeros(0, np.int64)
        begins = begins[begins < len(plain.text)]
        stops = np.append(begins[1:], len(plain.text))[: len(begins)]
        scenes = [np.arange(a, b, BLOCK) for a, b in zip(begins.tolist(), stops.tolist(), strict=True)]
        mine = {name: getattr(plain, name) for name in TextFeatures.__dataclass_fields__}
        held = np.concatenate(scenes).astype(np.int64) if scenes else np.zeros(0, np.int64)
        return cls(**mine, scenes=held, capitals=capitals(text))


def capitals(text: str) -> str:
    """Names of one to three capitalised words that stand within sentences, and whose words are seldom written small."""
    small = Counter(word for word in WORD.findall(text) if word.islower())
    found: Counter[str] = Counter()
    for name in JOINED.finditer(text):
        words = name.group().split(" ")
        if STARTS.search(text[max(0, name.start() - 8) : name.start()]):
            words = words[1:]  # the first word of a sentence has a capital whatever it is
        if words:
            found[" ".join(words)] += 1
    kept = {
        name: times
        for name, times in found.items()
        if all(4 * small[word.lower()] <= times and len(word) > 2 for word in name.split(" "))
    }
    ranked = sorted(kept.items(), key=lambda row: (-row[1], row[0]))[:MOST_NAMES]
    return "".join(f"{name}\t{times}\n" for name, times in sorted(ranked))
