"""Fold text for comparison and keep the way back: width, case, punctuation, spacing, line breaks and 简/繁 vanish.

One lookup a character in a table that is shipped (see ``folding_table``), so every machine folds alike. Folded
position k stands at code point ``offsets[k]`` of the decoded file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.papers.simplified import TABLE
from comparators.text.folding_table import ZI_RANGES

Array = NDArray[Any]
VERSION = "1"  # raised with every change of folding_table.txt or of what is done with it
CHUNK = 1 << 17
EXPANDED = 0xFFFF  # a noncharacter: "see the expansions"
ZI, MARK = 1, 2
JOINERS = "'’ʼ＇-‐‑­"  # between two letters they do not end a word


@dataclass(frozen=True)
class Tables:
    """Lookup by code point. ``narrow`` serves text below U+10000, ``wide`` (built when needed) all planes."""

    narrow: NDArray[np.uint16]
    astral: tuple[tuple[int, int, int], ...]
    expansions: dict[int, tuple[int, ...]]
    classes: NDArray[np.uint8]
    compositions: dict[tuple[int, int], int]


@cache
def tables() -> Tables:
    """Parse the shipped table (about 20 ms, once a process)."""
    narrow = np.zeros(0x10000, np.uint16)
    astral: list[tuple[int, int, int]] = []
    expansions: dict[int, tuple[int, ...]] = {}
    compositions: dict[tuple[int, int], int] = {}
    for row in TABLE.read_text("ascii").splitlines():
        kind, *cells = row.split(" ")
        if kind in "=+":
            first, last = int(cells[0], 16), int(cells[1], 16)
            shift = int(cells[2]) if kind == "+" else 0
            if first < 0x10000:
                narrow[first : last + 1] = np.arange(first + shift, min(last, 0xFFFF) + 1 + shift)
            if last >= 0x10000:
                astral.append((max(first, 0x10000), last, shift))
        elif kind == ">":
            code, *to = (int(cell, 16) for cell in cells)
            expansions[code] = tuple(to)
            if code < 0x10000:
                narrow[code] = EXPANDED
        elif kind == "&":
            base, mark, whole = (int(cell, 16) for cell in cells)
            compositions[base, mark] = whole
    classes = np.zeros(0x110000, np.uint8)
    for start, stop in ZI_RANGES:
        classes[start:stop] |= ZI
    classes[sorted({mark for _, mark in compositions})] |= MARK
    return Tables(narrow, tuple(astral), expansions, classes, compositions)


@cache
def _wide() -> NDArray[np.uint32]:
    known = tables()
    wide = np.zeros(0x110000, np.uint32)
    wide[:0x10000] = known.narrow
    for first, last, shift in known.astral:
        wide[first : last + 1] = np.arange(first + shift, last + 1 + shift)
    wide[[code for code in known.expansions if code >= 0x10000]] = EXPANDED
    return wide


@cache
def _joiners() -> NDArray[np.bool_]:
    table = np.zeros(0x10000, np.bool_)
    table[[ord(c) for c in JOINERS]] = True
    return table


@dataclass(frozen=True)
class Folded:
    """``text``: folded code points, none of them 0, in the narrowest unsigned type. ``offsets``: code point of the
    original for each (a character that folds to several has its offset repeated). ``words``: folded positions at which
    a word of letters or digits begins. ``absorbed``: offsets of combining marks that went into the letter before them.
    """

    text: Array
    offsets: Array
    words: Array
    absorbed: Array


def codes(text: str) -> Array:
    """Code points of ``text`` as an array, uint16 where no character lies above U+FFFF, else uint32."""
    narrow = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    return narrow if len(narrow) == len(text) else np.frombuffer(text.encode("utf-32-le"), np.uint32)


def is_zi(folded: Array) -> NDArray[np.bool_]:
    """True where a folded character is a 字 (Han, kana, bopomofo, hangul), False for other letters and digits."""
    flags: NDArray[np.bool_] = (tables().classes[folded] & ZI).view(np.bool_)
    return flags


def fold(text: str) -> Folded:
    """Fold decoded text. Linear; about 12 bytes a character while it runs, besides ``text`` itself."""
    known = tables()
    pieces: list[Array] = []
    offsets: list[Array] = []
    words: list[Array] = []
    kind: type[np.signedinteger[Any]] = np.int32 if len(text) < 1 << 31 else np.int64
    count, last, last_letter, before, marks = 0, -9, False, 0, False
    for base in range(0, len(text), CHUNK):
        raw = codes(text[base : base + CHUNK])
        table: Array = known.narrow if raw.dtype == np.uint16 else _wide()
        looked_up = table[raw]
        at = np.flatnonzero(looked_up)
        if not len(at):
            before = int(raw[-1])
            continue
        piece = looked_up[at]
        if (piece == EXPANDED).any():
            piece, at = _expand(raw, piece, at)
        classes = known.classes[piece]
        marks = marks or bool((classes & MARK).any())
        letters = (classes & ZI) == 0
        if letters.any():
            gap = np.diff(at, prepend=last - base)
            between = np.concatenate([[before], raw])[at]
            joins = (gap <= 1) | ((gap == 2) & _joiners()[np.minimum(between, 0xFFFF)])
            follows = np.concatenate([[last_letter], letters[:-1]]) & joins
            words.append((np.flatnonzero(letters & ~follows) + count).astype(kind))
        count, last, last_letter, before = count + len(piece), int(at[-1]) + base, bool(letters[-1]), int(raw[-1])
        pieces.append(_narrowest(piece))
        offsets.append((at + base).astype(kind))
    folded = Folded(
        np.concatenate(pieces) if pieces else np.zeros(0, np.uint8),
        np.concatenate(offsets) if offsets else np.zeros(0, kind),
        np.concatenate(words) if words else np.zeros(0, kind),
        np.zeros(0, kind),
    )
    return _compose(folded) if marks else folded


def _narrowest(piece: Array) -> Array:
    top = int(piece.max())
    return piece.astype(np.uint8 if top < 0x100 else np.uint16 if top < 0x10000 else np.uint32, copy=False)


def _expand(raw: Array, piece: Array, at: Array) -> tuple[Array, Array]:
    """Replace each ``EXPANDED`` by the characters it stands for, all at the same offset."""
    where = np.flatnonzero(piece == EXPANDED)
    texts = [tables().expansions[code] for code in raw[at[where]].tolist()]
    repeats = np.ones(len(piece), np.intp)
    repeats[where] = [len(text) for text in texts]
    stop = np.cumsum(repeats)
    wide = np.repeat(piece.astype(np.uint32), repeats)
    inside = np.ones(len(wide), np.bool_)
    kept = np.ones(len(piece), np.bool_)
    kept[where] = False
    inside[(stop - repeats)[kept]] = False
    wide[inside] = [code for text in texts for code in text]
    return wide, np.repeat(at, repeats)


def _compose(folded: Folded) -> Folded:
    """Join letter and combining mark that stand together, as NFC would (decomposed files, half-width kana)."""
    known = tables()
    keys = np.array(sorted((base << 21) | mark for base, mark in known.compositions), np.int64)
    wholes = np.array([whole for _, whole in sorted(known.compositions.items())], np.int64)
    text, offsets, words = folded.text.astype(np.uint32), folded.offsets, folded.words
    absorbed: list[Array] = []
    while True:
        marks = np.flatnonzero(known.classes[text] & MARK)
        marks = marks[marks > 0]
        gone = np.concatenate([folded.absorbed, *absorbed])
        reach = offsets[marks] - 1
        for _ in absorbed:  # a second mark touches the letter through the marks that are already absorbed
            reach = reach - np.isin(reach, gone)
        marks = marks[offsets[marks - 1] == reach]
        pair = (text[marks - 1].astype(np.int64) << 21) | text[marks]
        found = np.searchsorted(keys, pair)
        hit = (found < len(keys)) & (keys[np.minimum(found, len(keys) - 1)] == pair)
        marks, found = marks[hit], found[hit]
        first = np.concatenate([[True], np.diff(marks) > 1]) if len(marks) else np.zeros(0, np.bool_)
        marks, found = marks[first], found[first]
        if not len(marks):
            break
        text[marks - 1] = wholes[found]
        absorbed.append(offsets[marks])
        words = words[~np.isin(words, marks)]
        words = words - np.searchsorted(marks, words).astype(words.dtype)
        kept = np.ones(len(text), np.bool_)
        kept[marks] = False
        text, offsets = text[kept], offsets[kept]
    gone = np.sort(np.concatenate([folded.absorbed, *absorbed]))
    return Folded(_narrowest(text) if len(text) else folded.text, offsets, words, gone)
