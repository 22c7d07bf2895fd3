"""What ``software-tree`` keeps of one file: digests, its type, and what is left of it at each level of abstraction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.work import Member
from comparators.software.tree import tokens as abstract
from comparators.software.tree.chunks import pieces
from comparators.software.tree.content import HEAD, PICTURES, SOUNDS, content_of, type_of

Array = NDArray[Any]
U64 = np.uint64
LONG_LINE = 12  # bytes: shorter lines propose nothing
FIGURES = 4  # numbers in a row that propose a pair
BLOCK = 1 << 22  # bytes of text that are read together; lines are not cut
FEW = 16  # tokens: with fewer a text is taken as it is written, comments and all
MOST = 1 << 14  # fingerprints of one text: of more, one in two, four … are kept, the same of each text
WORDS = 4  # tokens as they are written that propose a pair
LEVELS = ("literal", "edited", "renamed", "values")
_TAG = {"line": U64(0), "gram": U64(1), "figures": U64(2), "string": U64(3), "piece": U64(4), "words": U64(5)}


PARTS = {
    "prints": "u8",
    "lines": "u8",
    "sizes": "u4",
    "first": "u4",
    "values": "u4",
    "words": "u2",
    "codes": "u1",
    "back": "u1",
    "bits": "u1",
}


@dataclass(frozen=True)
class TreeFeatures:
    """One file. ``type``: see ``content``. ``normal`` is the SHA-256 of a text's normal form, else empty.

    Arrays lie end to end in ``packed`` (u1), their lengths in ``layout`` in the order of ``PARTS``: ten thousand files
    with one array each are read from the store in a fifth of the time. Of texts, by line of the normal form: ``sizes``
    (bytes with the line break), ``lines`` (hash without any spacing, 0 for empty lines), and ``codes``, ``back``,
    ``first``, ``values``, ``words``, ``bits`` as in ``tokens.Tokens``. Of other files ``lines`` and ``sizes`` are those
    of pieces (``chunks``). ``prints`` (sorted): what proposes pairs.
    """

    sha256: str
    size: int
    type: str
    encoding: str
    normal: str
    layout: str
    packed: Array

    @classmethod
    def of(cls, member: Member, type_: str, encoding: str = "", normal: str = "", **arrays: Array) -> TreeFeatures:
        """Features with these arrays; the others are empty."""
        return cls(member.sha256, member.size, type_, encoding, normal, *packing(arrays))

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Where in ``packed`` each array lies."""
        places, at = {}, 0
        for (name, code), count in zip(PARTS.items(), self.layout.split(","), strict=True):
            places[name] = (at, at + int(count) * int(code[1:]))
            at = places[name][1]
        return places

    def _part(self, name: str) -> Array:
        start, stop = self._places[name]
        return self.packed[start:stop].view(PARTS[name])

    @cached_property
    def prints(self) -> Array:
        return self._part("prints")

    @cached_property
    def lines(self) -> Array:
        return self._part("lines")

    @cached_property
    def sizes(self) -> Array:
        return self._part("sizes")

    @cached_property
    def first(self) -> Array:
        return self._part("first")

    @cached_property
    def values(self) -> Array:
        return self._part("values")

    @cached_property
    def words(self) -> Array:
        return self._part("words")

    @cached_property
    def codes(self) -> Array:
        return self._part("codes")

    @cached_property
    def back(self) -> Array:
        return self._part("back")

    @cached_property
    def bits(self) -> Array:
        return self._part("bits")

    @property
    def is_text(self) -> bool:
        return self.type == "text"

    @cached_property
    def count(self) -> int:
        """Lines of a text; 0 for other files."""
        return len(self.lines) if self.is_text else 0

    @cached_property
    def filled_count(self) -> int:
        """Lines of a text that are not empty; 0 for other files."""
        return int(np.count_nonzero(self.filled)) if self.is_text else 0

    @cached_property
    def filled(self) -> Array:
        """Which lines are not empty."""
        filled: Array = self.lines != 0
        return filled

    @cached_property
    def shapes(self) -> Array:
        """Hash of the abstract tokens of each line, 0 where there are none."""
        return abstract.line_shapes(self.codes, self.first)

    @cached_property
    def substance(self) -> Array:
        """Lines by which two files are held against each other: those with tokens; all filled ones where these are few.

        So translated comments do not hide that the code under them is the same.
        """
        tokens: Array = np.diff(self.first.astype(np.int64)) > 0
        telling: Array = tokens if len(self.codes) >= FEW else self.filled
        return telling


def packing(arrays: Mapping[str, Array]) -> tuple[str, Array]:
    """``layout`` and ``packed`` of arrays by name; those that are not there are empty."""
    parts = [np.asarray(arrays.get(name, ()), code) for name, code in PARTS.items()]
    return ",".join(str(len(part)) for part in parts), np.concatenate([part.view(np.uint8) for part in parts])


def read(member: Member) -> TreeFeatures:
    """Features of one file. Never refuses: what cannot be told apart is ``data``."""
    named = type_of(member.head(HEAD))
    if named in PICTURES or named in SOUNDS:
        return TreeFeatures.of(member, named)
    data = member.bytes()
    content = content_of(data)
    if content.normal is None:
        hashes, sizes = pieces(data)
        prints = _tagged("piece", hashes[hashes != 0])
        return TreeFeatures.of(member, content.type, lines=hashes, sizes=sizes, prints=prints)
    text = content.normal
    parts = [(lines_of(part), abstract.tokens(part)) for part in _blocks(text)]
    lines, sizes = (np.concatenate([found[k] for found, _ in parts]) for k in (0, 1))
    tokens = abstract.joined([part for _, part in parts])
    return TreeFeatures.of(
        member,
        content.type,
        content.encoding,
        hashlib.sha256(text).hexdigest(),
        lines=lines,
        sizes=sizes,
        codes=tokens.codes,
        back=tokens.back,
        first=tokens.first,
        values=tokens.values,
        words=tokens.words,
        bits=tokens.bits,
        prints=prints_of(lines, sizes, tokens),
    )


def _blocks(text: bytes) -> list[bytes]:
    """A text in parts of whole lines, so that the memory it takes to read it is bounded."""
    parts, at = [], 0
    while len(text) - at > BLOCK:
        cut = text.find(b"\n", at + BLOCK)
        if cut < 0:
            break
        parts.append(text[at:cut])
        at = cut + 1
    return [*parts, text[at:]]


def lines_of(text: bytes) -> tuple[Array, Array]:
    """Hash of each line without spacing (0 when nothing is left), and its bytes with the line break."""
    if not text:
        return np.zeros(0, U64), np.zeros(0, np.uint32)
    data = np.frombuffer(text, np.uint8)
    starts = abstract.line_starts(data)
    solid = data > 0x20
    rank = np.concatenate([[0], np.cumsum(solid)])
    line = np.repeat(np.arange(len(starts) - 1), np.diff(np.minimum(starts, len(data))))
    inside = rank[:-1] - rank[starts[line]]
    weights = np.where(solid, abstract.BYTES[data] * abstract.POWERS[inside & 4095], U64(0))
    sums = np.concatenate([np.zeros(1, U64), np.cumsum(weights)])
    edges = np.minimum(starts, len(data))
    hashes = abstract.mix(sums[edges[1:]] - sums[edges[:-1]])
    hashes[rank[edges[1:]] == rank[edges[:-1]]] = 0
    return hashes, np.diff(starts).astype(np.uint32)


def _tagged(tag: str, hashes: Array) -> Array:
    return np.unique((hashes & ~U64(7)) | _TAG[tag])


def prints_of(lines: Array, sizes: Array, tokens: abstract.Tokens) -> Array:
    """What proposes pairs of a text, sorted: see ``PARTS``."""
    hashes, good = abstract.grams(tokens.codes, tokens.back)
    coded = tokens.codes[valued(tokens.codes)]
    numbers = tokens.values[coded == abstract.NUMBER]
    figures, varied = abstract.runs_of(numbers, FIGURES)
    strings = tokens.values[coded == abstract.STRING]
    worded = abstract.runs_of(tokens.words, WORDS)
    listed = np.concatenate(
        [
            _tagged("words", abstract.winnowed(*worded)),
            _tagged("line", lines[(lines != 0) & (sizes > LONG_LINE)]),
            _tagged("gram", abstract.winnowed(hashes, good)),
            _tagged("figures", figures[varied]),
            _tagged("string", abstract.mix(strings[strings != 0].astype(U64))),
        ]
    )
    found = np.unique(listed)
    sparse = max(0, (len(found) // MOST).bit_length())
    kept: Array = found[(found >> U64(3)) & U64((1 << sparse) - 1) == 0]
    return kept


def valued(codes: Array) -> Array:
    """Places of the tokens that have a value."""
    return np.flatnonzero((codes == abstract.NUMBER) | (codes == abstract.STRING))
