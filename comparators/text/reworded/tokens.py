"""Tokens of one folded file: each 字 is one, each word of letters and digits is one, by its stem.

Positions of tokens are the unit in which passages are sought; every token knows its folded characters, and through
them the code points of the file as handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.matching.encodings import Decoded
from comparators.text.features import TextFeatures
from comparators.text.folding import codes, is_zi
from comparators.text.reworded.stems import stem

Array = NDArray[Any]
WORDS = 1 << 21  # identities of words start here: below are code points
PRIME = np.uint64(0x9E3779B97F4A7C15)
CLAUSE, SENTENCE, LINE = 1, 2, 3
ENDS = {CLAUSE: "，、；：,;:()（）《》〈〉—…", SENTENCE: "。．！？!?.｡", LINE: "\n\r\v\f\x85\u2028\u2029"}
CHUNK = 1 << 18
UNSPACED = ((0x0E01, 0x0EE0), (0x1000, 0x10A0), (0x1780, 0x17E0))  # Thai, Lao, Burmese, Khmer: no spaces between words


@dataclass(frozen=True)
class RewordedFeatures(TextFeatures):
    """``TextFeatures`` with its tokens.

    ``tokens``: uint32, a code point or ``WORDS`` + a number in ``vocabulary`` (stems of this file, one a line).
    ``begins``: int32, folded position at which each token begins. ``ends``: uint8, what stands between it and the next
    one: 0 nothing, 1 a mark that ends a clause, 2 a sentence, 3 a line. ``capitals``: bool, whether the first letter of
    each token is a capital.
    """

    tokens: Array
    begins: Array
    ends: Array
    capitals: Array
    vocabulary: str

    @classmethod
    def read(cls, decoded: Decoded) -> RewordedFeatures:
        plain = TextFeatures.of(decoded)
        begins, tokens, vocabulary = _tokens(plain)
        ends, capitals = _marked(decoded.text, plain.offsets, begins)
        own = {name: getattr(plain, name) for name in TextFeatures.__dataclass_fields__}
        return cls(**own, tokens=tokens, begins=begins, ends=ends, capitals=capitals, vocabulary=vocabulary)

    def edges(self, first: int, stop: int) -> Array:
        """Where the tokens ``first`` to ``stop`` - 1 begin in the folded text, and where the last one ends."""
        if stop < len(self.begins):
            return self.begins[first : stop + 1]
        return np.append(self.begins[first:], np.int32(len(self.text)))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points [start, stop) of the tokens ``first`` to ``last`` (included)."""
        stop = int(self.begins[last + 1]) if last + 1 < len(self.begins) else len(self.text)
        return int(self.offsets[self.begins[first]]), int(self.stops(np.array([stop - 1]))[0])


def _tokens(plain: TextFeatures) -> tuple[Array, Array, str]:
    """Where tokens begin, what they are, and the stems of the file."""
    text = plain.text
    single = is_zi(text)
    for low, high in UNSPACED:
        single |= (text >= low) & (text < high)
    starts = single.copy()
    starts[plain.words] = True
    starts[1:] |= single[:-1]  # letters after a 字
    begins = np.flatnonzero(starts).astype(np.int32)
    tokens = text[begins].astype(np.uint32)
    words = np.flatnonzero(~single[begins])
    if not len(words):
        return begins, tokens, ""
    firsts = begins[words].astype(np.int64)
    stops = np.append(begins, len(text))[words + 1].astype(np.int64)
    hashes = _hashed(text, firsts, stops)
    _, sample, number = np.unique(hashes, return_index=True, return_inverse=True)
    forms = ["".join(map(chr, text[firsts[k] : stops[k]].tolist())) for k in sample.tolist()]
    stems = [stem(form) for form in forms]
    known = {one: at for at, one in enumerate(sorted(set(stems)))}
    tokens[words] = np.array([WORDS + known[one] for one in stems], np.uint32)[number]
    return begins, tokens, "\n".join(known)


def _hashed(text: Array, firsts: Array, stops: Array) -> Array:
    """A number for each stretch of ``text``, the same for the same characters (64 bits of a polynomial)."""
    longest = int((stops - firsts).max())
    hashes = np.zeros(len(firsts), np.uint64)
    alive = np.arange(len(firsts))
    for at in range(longest):
        alive = alive[firsts[alive] + at < stops[alive]]
        hashes[alive] = hashes[alive] * PRIME + text[firsts[alive] + at] + np.uint64(1)
    return hashes


@cache
def _kinds() -> tuple[Array, Array]:
    """By code point up to U+FFFF: what a mark ends, and whether it is a capital letter."""
    kinds = np.zeros(0x10000, np.uint8)
    for kind, marks in ENDS.items():
        kinds[[ord(mark) for mark in marks]] = kind
    return kinds, np.array([chr(code).isupper() for code in range(0x10000)], np.bool_)


def _marked(text: str, offsets: Array, begins: Array) -> tuple[Array, Array]:
    """The strongest mark between each token and the next, and which tokens begin with a capital; after the last token
    a line ends."""
    ends, capitals = np.zeros(len(begins), np.uint8), np.zeros(len(begins), np.bool_)
    if not len(begins):
        return ends, capitals
    kinds, upper = _kinds()
    starts = offsets[begins]
    for base in range(0, len(text), CHUNK):
        raw = np.minimum(codes(text[base : base + CHUNK]), 0xFFFF)
        first, stop = np.searchsorted(starts, np.array([base, base + len(raw)], starts.dtype))
        capitals[first:stop] = upper[raw[starts[first:stop] - base]]
        found = kinds[raw]
        at = np.flatnonzero(found)
        token = np.searchsorted(starts, (at + base).astype(starts.dtype), side="right") - 1
        inside = token >= 0
        np.maximum.at(ends, token[inside], found[at[inside]])
    ends[-1] = LINE
    return ends, capitals
