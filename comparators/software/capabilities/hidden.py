"""Texts that are enciphered with a short key that repeats (XOR), found through words that rules ask for.

Where a key of k bytes repeats, byte i XOR byte i + k is free of it: the differences of a word at distance k stand in
the differences of the data. A word that is found so gives the key, and the key gives the text around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LONGEST_KEY = 8
SURE = 7  # differences that must agree
MOST_DATA = 24 << 20  # bytes that are searched
MOST = 400  # finds
LIKELY, LONGEST_WORD = 4, 64  # differences that must agree, and bytes, where data are known to be a name
OPEN = 6  # the same, and letters under a known key, where no zero ends the name
SHORTEST, MOST_KEYS = 4, 64  # letters of words, and keys with their turns, that are tried once keys are known
CASE = 0x20  # what tells capitals from small letters, and no key


@dataclass(frozen=True, slots=True)
class Hidden:
    """``start``, ``stop``: bytes of the data searched. ``key``: repeats from ``start`` on. ``wide``: UTF-16."""

    start: int
    stop: int
    text: str
    key: bytes
    wide: bool = False

    @property
    def told(self) -> str:
        return f"XOR {self.key.hex(' ')}"


def find(data: bytes, words: Iterable[str]) -> list[Hidden]:
    """Hidden words in ``data``, in order, none inside another."""
    data = data[:MOST_DATA]
    array = np.frombuffer(data, np.uint8)
    wanted = frozenset(words)
    found: dict[int, Hidden] = {}
    for size in range(1, LONGEST_KEY + 1):
        if len(array) < size + SURE:
            break
        for one in _of_size(data, array[:-size] ^ array[size:], _sought(wanted, size)):
            if one.start not in found or one.stop > found[one.start].stop:
                found[one.start] = one
            if len(found) >= MOST:
                break
    for one in under(data, wanted, {one.key for one in found.values()}):
        if one.start not in found or one.stop > found[one.start].stop:
            found[one.start] = one
    return _outermost(sorted(found.values(), key=lambda one: (one.start, -one.stop)))


def at(data: bytes, words: Iterable[str]) -> Hidden | None:
    """The word, with its zero, that begins ``data`` under some key; for data that are known to be a name, since fewer
    differences need agree."""
    best: tuple[int, Hidden] | None = None
    index = _beginnings(frozenset(words))
    met: list[tuple[str, int, bytes, int]] = []
    for size in range(1, min(LONGEST_KEY, len(data) - LIKELY) + 1):
        met += index.get((size, bytes(data[i] ^ data[i + size] for i in range(LIKELY))), ())
    for word, _, plain, size in sorted(met):
        key = bytes(a ^ b for a, b in zip(data[:size], plain, strict=False))
        sure = len(plain) - size
        if len(data) < len(plain) - 1 or not all(key) or (best is not None and sure <= best[0]):
            continue
        if all(data[i] ^ key[i % size] == c for i, c in enumerate(plain[:-1])):
            closed = data[len(plain) - 1 : len(plain)] == _turned(key, len(plain) - 1)[:1]
            if closed or (sure > OPEN and _ends(data, len(plain) - 1, _turned(key, len(plain) - 1))):
                best = sure - (not closed), Hidden(0, len(plain) - 1, word, key)
    return best[1] if best is not None else None


@lru_cache(maxsize=4)
def _beginnings(words: frozenset[str]) -> Mapping[tuple[int, bytes], tuple[tuple[str, int, bytes, int], ...]]:
    """(size of the key, first differences at that distance) → words: (word, number of its ending, as written, size)."""
    found: dict[tuple[int, bytes], list[tuple[str, int, bytes, int]]] = {}
    for word in words:
        for number, ending in enumerate(("", "A", "W")):
            plain = (word + ending).encode("ascii", "replace") + b"\0"
            for size in range(1, min(LONGEST_KEY, len(plain) - LIKELY) + 1):
                first = bytes(plain[i] ^ plain[i + size] for i in range(LIKELY))
                found.setdefault((size, first), []).append((word, number, plain, size))
    return {key: tuple(held) for key, held in found.items()}


def keyed(data: bytes, words: frozenset[str], key: bytes) -> Hidden | None:
    """The word, with its zero, that begins ``data`` under a key that stands elsewhere, whose length is not known."""
    for size in range(1, min(LONGEST_KEY, len(key)) + 1):
        used = key[:size]
        if not all(used) or len(set(used)) < min(size, 2):
            continue
        end = next((i for i, byte in enumerate(data) if byte == used[i % size]), 0)
        text = bytes(byte ^ used[i % size] for i, byte in enumerate(data[:end])).decode("latin-1")
        for word in (text, text[:-1] if text[-1:] in ("A", "W") else text):
            if len(word) >= SHORTEST and word in words:
                return Hidden(0, end, word, used)
    return None


def under(data: bytes, words: Iterable[str], keys: Iterable[bytes]) -> Iterator[Hidden]:
    """Words of any length under keys that longer words gave away. A zero ends them; longer ones also anything that no
    name goes on with, since programs that know the length of a name hide it without its zero."""
    short = sorted(word for word in words if word.isascii() and len(word) >= SHORTEST)
    turned = {key[turn:] + key[:turn] for key in keys for turn in range(len(key))}
    for key in sorted(turned)[:MOST_KEYS]:
        for word in short:
            for ending in ("", "A", "W"):
                plain = (word + ending).encode("ascii") + (b"\0" if len(word) < OPEN else b"")
                size = len(word + ending)
                sealed = bytes(c ^ key[i % len(key)] for i, c in enumerate(plain))
                at = data.find(sealed)
                while at >= 0:
                    if len(plain) > size or _ends(data, at + size, _turned(key, size)):
                        yield Hidden(at, at + size, word, key)
                    at = data.find(sealed, at + 1)


def _turned(key: bytes, by: int) -> bytes:
    return key[by % len(key) :] + key[: by % len(key)]


def _ends(data: bytes, at: int, key: bytes) -> bool:
    """Whether what stands at ``at``, under the turned ``key``, does not go on with a name: two letters or digits would.
    Zeros are padding behind what is hidden."""
    following = [data[at + k] and data[at + k] ^ key[k % len(key)] for k in range(min(2, max(len(data) - at, 0)))]
    return len(following) < 2 or not all(one < 0x80 and chr(one).isalnum() for one in following)


@dataclass(frozen=True)
class _Sought:
    """Words by the first four bytes of their differences; ``pairs``: bool (2 × 65,536), which halves of these occur."""

    size: int
    heads: Mapping[bytes, Sequence[tuple[bytes, str, bytes, bool]]]
    pairs: NDArray[np.bool_]


@lru_cache(maxsize=64)
def _sought(words: frozenset[str], size: int) -> _Sought:
    heads: dict[bytes, list[tuple[bytes, str, bytes, bool]]] = {}
    tables = np.zeros((2, 1 << 16), np.bool_)
    wanted = sorted(word for word in words if len(word) >= SURE and word.isascii())
    spelt = [(w, w.encode("ascii"), False) for w in wanted] + [(w, w.encode("utf-16-le"), True) for w in wanted]
    for word, plain, wide in spelt:
        signature = bytes(a ^ b for a, b in zip(plain[:-size], plain[size:], strict=True))
        if len(signature) >= SURE and any(signature[:4]):
            heads.setdefault(signature[:4], []).append((signature, word, plain, wide))
            tables[0, int.from_bytes(signature[:2], "little")] = True
            tables[1, int.from_bytes(signature[2:4], "little")] = True
    return _Sought(size, heads, tables)


def _of_size(data: bytes, moved: NDArray[np.uint8], sought: _Sought) -> Iterator[Hidden]:
    """Finds with keys of one size. Places are proposed by four bytes of differences."""
    if not sought.heads or len(moved) < 4:
        return
    pairs = moved[:-1].astype(np.uint16) | moved[1:].astype(np.uint16) << 8
    first = np.flatnonzero(sought.pairs[0][pairs[:-2]])
    text = moved.tobytes()
    for at in first[sought.pairs[1][pairs[first + 2]]].tolist():
        for signature, word, plain, wide in sought.heads.get(text[at : at + 4], ()):
            if text.startswith(signature, at):
                key = bytes(data[at + k] ^ plain[k] for k in range(sought.size))
                ends = wide or _ends(data, at + len(plain), _turned(key, len(plain)))
                if all(key) and set(key) != {CASE} and not _shorter(key) and ends:
                    yield Hidden(at, at + len(plain), word, key, wide)


def _shorter(key: bytes) -> bool:
    """Whether the key repeats a shorter one, which is found by itself."""
    return any(len(key) % n == 0 and key == key[:n] * (len(key) // n) for n in range(1, len(key)))


def _outermost(found: Sequence[Hidden]) -> list[Hidden]:
    kept: list[Hidden] = []
    for one in found:
        if not kept or one.start >= kept[-1].stop:
            kept.append(one)
    return kept
