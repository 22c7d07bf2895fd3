"""Rare strings in both texts: odd names, invented words, slips of the pen (共同错误), each with its places.

Words of letters and single 字 that the shipped table of everyday writing does not list need no more than that table.
Whether two 字 that stand together are odd, nobody can say without a collection: they are listed with a named background
alone, when no work of it holds them. What stands often in either text is its own vocabulary, and no slip. Nor is a word
of everyday words with hyphens between them (thirty-five), which folding makes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from appraisal.comparison import JSON
from comparators.text.features import TextFeatures
from comparators.text.folding import is_zi
from comparators.text.reworded.frequency import table
from comparators.text.reworded.stems import stem

Array = NDArray[Any]
TABLE = "rare_shared"
HEAD = [
    "string", "kind",
    "file_of_left", "start_of_left", "stop_of_left", "places_of_left",
    "file_of_right", "start_of_right", "stop_of_right", "places_of_right",
]  # fmt: skip
MOST_PLACES = 5  # on either side: what stands more often is the author's vocabulary
LEAST_LETTERS = 4
MOST_LETTERS = 100  # of a word; a longer run of letters and digits is none
MOST_ROWS = 2000
SHORTENED = frozenset(
    ["t", "s", "d", "m", "ll", "re", "ve"]
)  # behind an apostrophe, before which the n of isn't stands
PRIME = np.uint64(0x9E3779B97F4A7C15)
WORD, CHARACTER, PAIR = "word", "character", "string"


@dataclass(frozen=True)
class Units:
    """Strings of one kind in one side: hash of each, file number, folded start and stop."""

    hashes: Array
    files: Array
    starts: Array
    stops: Array


def words(features: TextFeatures) -> tuple[Array, Array]:
    """Folded starts and stops of all words of at most ``MOST_LETTERS`` letters and digits."""
    edges = np.ones(len(features.text) + 1, np.bool_)
    edges[:-1] = is_zi(features.text)
    edges[features.words] = True
    cuts = np.flatnonzero(edges)
    at = np.searchsorted(cuts, features.words, side="right")
    starts, stops = features.words.astype(np.int64), cuts[at]
    short = stops - starts <= MOST_LETTERS
    return starts[short], stops[short]


def pairs(features: TextFeatures) -> Array:
    """Folded starts of all two 字 that stand together."""
    zi = is_zi(features.text)
    return np.flatnonzero(zi[:-1] & zi[1:])


def tokens(features: TextFeatures) -> Iterator[bytes]:
    """Keys for backgrounds: the distinct words (``w`` before them) and pairs of 字 (``z``) of one file, sorted."""
    starts, stops = words(features)
    _, first = np.unique(_hashed(features.text, starts, stops), return_index=True)
    found = {b"w" + _string(features, int(starts[k]), int(stops[k])).encode("utf-8", "replace") for k in first.tolist()}
    at = pairs(features)
    both = np.unique(features.text[at].astype(np.uint64) << np.uint64(32) | features.text[at + 1])
    found |= {b"z" + (chr(int(v) >> 32) + chr(int(v) & 0xFFFFFFFF)).encode("utf-8", "replace") for v in both.tolist()}
    yield from sorted(found)


def _string(features: TextFeatures, start: int, stop: int) -> str:
    return "".join(map(chr, features.text[start:stop].tolist()))


def _hashed(text: Array, starts: Array, stops: Array) -> Array:
    """A number for each stretch, the same for the same characters."""
    hashes = np.zeros(len(starts), np.uint64)
    alive = np.arange(len(starts))
    at = 0
    while len(alive):
        alive = alive[starts[alive] + at < stops[alive]]
        hashes[alive] = hashes[alive] * PRIME + text[starts[alive] + at] + np.uint64(1)
        at += 1
    return hashes


def _units(files: Sequence[TextFeatures], kind: str) -> Units:
    parts: list[tuple[Array, Array, Array, Array]] = []
    for number, features in enumerate(files):
        if kind == WORD:
            starts, stops = words(features)
            starts, stops = (some[stops - starts >= LEAST_LETTERS] for some in (starts, stops))
        else:
            starts = pairs(features)
            stops = starts + 2
        parts.append((_hashed(features.text, starts, stops), np.full(len(starts), number), starts, stops))
    return Units(*(np.concatenate([part[k] for part in parts]) for k in range(4)))


def _few(units: Units) -> tuple[Array, Array, Array]:
    """Hashes that stand at most ``MOST_PLACES`` times, their first unit and their number."""
    hashes, first, counts = np.unique(units.hashes, return_index=True, return_counts=True)
    few = counts <= MOST_PLACES
    return hashes[few], first[few], counts[few]


def shared(
    left: Mapping[str, TextFeatures], right: Mapping[str, TextFeatures], backgrounds: Sequence[Background]
) -> dict[str, JSON]:
    """The table ``rare_shared``: first place and number of places of each rare string, in the order of the left text.

    Rows above ``MOST_ROWS`` are counted in ``more``.
    """
    names = sorted(left), sorted(right)
    files = [left[name] for name in names[0]], [right[name] for name in names[1]]
    rows: list[list[JSON]] = []
    rows += _characters(files, names)
    for kind in (WORD, *((PAIR,) if backgrounds else ())):
        units = [_units(side, kind) for side in files]
        few = [_few(some) for some in units]
        _, in_left, in_right = np.intersect1d(few[0][0], few[1][0], assume_unique=True, return_indices=True)
        candidates = []
        for one, other in zip(in_left.tolist(), in_right.tolist(), strict=True):
            k, m = int(few[0][1][one]), int(few[1][1][other])
            features = files[0][int(units[0].files[k])]
            string = _string(features, int(units[0].starts[k]), int(units[0].stops[k]))
            if kind != PAIR and (_everyday(string) or any(map(_compound, files, units, (k, m)))):
                continue
            places = [
                [*_place(files[s], names[s], units[s], unit), int(few[s][2][at])]
                for s, unit, at in ((0, k, one), (1, m, other))
            ]
            candidates.append([string, kind, *places[0], *places[1]])
        rows += _nowhere(candidates, kind, backgrounds)
    rows.sort(key=lambda row: (row[2], row[3], row[4]))
    return {"head": HEAD, "rows": rows[:MOST_ROWS], "more": max(0, len(rows) - MOST_ROWS)}


def _characters(
    files: tuple[Sequence[TextFeatures], Sequence[TextFeatures]], names: tuple[Sequence[str], Sequence[str]]
) -> list[list[JSON]]:
    """Rows of single 字."""
    counts = [np.zeros(0x110000, np.int64) for _ in files]
    for total, side in zip(counts, files, strict=True):
        for features in side:
            found = np.bincount(features.text) if len(features.text) else np.zeros(0, np.int64)
            total[: len(found)] += found
    few = [(total > 0) & (total <= MOST_PLACES) for total in counts]
    both = np.flatnonzero(few[0] & few[1])
    rows: list[list[JSON]] = []
    for code in both[is_zi(both)].tolist():
        if _everyday(chr(code)):
            continue
        row: list[JSON] = [chr(code), CHARACTER]
        for side, own, total in zip(files, names, counts, strict=True):
            number = next(k for k, f in enumerate(side) if (f.text == code).any())
            at = np.flatnonzero(side[number].text == code)[:1]
            stop = int(side[number].stops(at)[0])
            row += [own[number], int(side[number].offsets[at[0]]), stop, int(total[code])]
        rows.append(row)
    return rows


def _everyday(string: str) -> bool:
    parts, _ = table()
    return string in parts or stem(string) in parts or string.isdigit()


def _compound(files: Sequence[TextFeatures], units: Units, unit: int) -> bool:
    """Whether a word is made of several that all are everyday ones, as it is written: thirty-five, isn't."""
    features = files[int(units.files[unit])]
    start, stop = int(units.starts[unit]), int(units.stops[unit])
    cuts = [start, *(start + 1 + _gaps(features, start, stop)).tolist(), stop]
    parts = [_string(features, a, b) for a, b in pairwise(cuts)]
    return len(parts) > 1 and all(
        part in SHORTENED or _everyday(part) or (part[-1] == "n" and _everyday(part[:-1])) for part in parts
    )


def _gaps(features: TextFeatures, start: int, stop: int) -> Array:
    """Behind which of the folded characters something stands that folding leaves out."""
    return np.flatnonzero(np.diff(features.offsets[start:stop].astype(np.int64)) > 1)


def as_written(table: Mapping[str, JSON], text: Callable[[str], str]) -> dict[str, JSON]:
    """The table with each string as the left file has it, where something that folding leaves out stands in it.

    ``text``: what a file holds.
    """
    rows: list[JSON] = []
    for row in cast("list[list[JSON]]", table["rows"]):
        string, file, start, stop = str(row[0]), str(row[2]), int(str(row[3])), int(str(row[4]))
        if stop - start > len(string):
            string = " ".join(text(file)[start:stop].split())
        rows.append([string, *row[1:]])
    return {**table, "rows": rows}


def _place(files: Sequence[TextFeatures], names: Sequence[str], units: Units, unit: int) -> list[JSON]:
    number = int(units.files[unit])
    features = files[number]
    stop = int(features.stops(np.array([int(units.stops[unit]) - 1]))[0])
    return [names[number], int(features.offsets[int(units.starts[unit])]), stop]


def _nowhere(rows: list[list[JSON]], kind: str, backgrounds: Sequence[Background]) -> list[list[JSON]]:
    """Rows whose string no work of the backgrounds holds."""
    if not backgrounds or not rows:
        return rows
    keys = [(b"w" if kind == WORD else b"z") + str(row[0]).encode("utf-8", "replace") for row in rows]
    held = np.sum([np.asarray(background.lookup(keys)) for background in backgrounds], axis=0)
    return [row for row, count in zip(rows, held.tolist(), strict=True) if not count]
