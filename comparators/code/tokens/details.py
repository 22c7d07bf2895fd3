"""A passage as a match: kind, line spans, blocks of lines in step, and what its tokens say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Match
from appraisal.span import line
from comparators.code.kinds import Kind
from comparators.code.tokens.matching import Passage
from comparators.code.tokens.strand import Strand
from comparators.code.tokens.tiling import Tile

Array = NDArray[Any]
IDENTICAL, TOKENS, GAPS, REPETITIVE = "identical-tokens", "normalised-tokens", "tokens-with-gaps", "repetitive"
KINDS = (IDENTICAL, TOKENS, GAPS, REPETITIVE)
LineBlock = tuple[int, int, int]


def matches(passages: Sequence[Passage], left: Strand, right: Strand) -> list[Match]:
    """One match a pair of line spans, in order. Passages that stand on the very same lines (a file with one line) are
    one match."""
    joined: dict[tuple[int, int, int, int, int, int], list[Passage]] = {}
    for passage in passages:
        first, last = passage.tiles[0], passage.tiles[-1]
        one = int(left.file_at(first.left)), *_lines(left, first.left, last.left + last.size)
        other = int(right.file_at(first.right)), *_lines(right, first.right, last.right + last.size)
        joined.setdefault((*one, *other), []).append(passage)
    return [_match(place, found, left, right) for place, found in sorted(joined.items(), key=lambda item: item[0])]


def _lines(strand: Strand, start: int, stop: int) -> tuple[int, int]:
    """First line and one past the last line of the tokens at [start, stop)."""
    file = int(strand.file_at(start))
    begin = int(strand.begins[file])
    features = strand.files[file]
    return int(features.lines[start - begin]), int(features.last_lines[stop - 1 - begin]) + 1


def _match(place: tuple[int, int, int, int, int, int], found: list[Passage], left: Strand, right: Strand) -> Match:
    file, start, stop, other, other_start, other_stop = place
    tiles = sorted(tile for passage in found for tile in passage.tiles)
    begin, other_begin = int(left.begins[file]), int(right.begins[other])
    one, two = left.files[file], right.files[other]
    mine = _places([(tile.left - begin, tile.size) for tile in tiles])
    theirs = _places([(tile.right - other_begin, tile.size) for tile in tiles])
    same = one.values[mine] == two.values[theirs]
    kind = _kind(tiles, same, one.repetitive[mine])
    details: dict[str, JSON] = {
        "tokens": len(mine),
        "tokens_as_written": int(np.count_nonzero(same)),
        "names": _renaming(one.kinds[mine], one.values[mine], two.values[theirs]),
        "gap_tokens_of_left": tiles[-1].left + tiles[-1].size - tiles[0].left - len(mine) if len(found) == 1 else 0,
        "gap_tokens_of_right": tiles[-1].right + tiles[-1].size - tiles[0].right - len(mine) if len(found) == 1 else 0,
        "from_to_of_left": _from_to(left, file, tiles[0].left, tiles[-1].left + tiles[-1].size),
        "from_to_of_right": _from_to(right, other, tiles[0].right, tiles[-1].right + tiles[-1].size),
        "language_of_left": one.language,
        "language_of_right": two.language,
        "token_blocks": [[tile.left - begin, tile.right - other_begin, tile.size] for tile in tiles],
    }
    again = {passage.again for passage in found}
    if "" not in again:
        details["again"] = min(again) if len(again) == 1 else "both"
    blocks: tuple[LineBlock, ...] = ()
    if len(found) == 1:
        blocks = in_step(one.lines[mine], two.lines[theirs])
    return Match(
        line(left.names[file], start, stop), line(right.names[other], other_start, other_stop), kind,
        blocks=blocks, details=details,
    )  # fmt: skip


def _places(ranges: Sequence[tuple[int, int]]) -> Array:
    return np.concatenate([np.arange(start, start + size) for start, size in ranges])


def _kind(tiles: Sequence[Tile], same: Array, repetitive: Array) -> str:
    if np.count_nonzero(repetitive) * 2 > len(repetitive):
        return REPETITIVE
    if len(tiles) > 1:
        return GAPS
    return IDENTICAL if same.all() else TOKENS


def _renaming(kinds: Array, mine: Array, theirs: Array) -> str:
    """``same``: all names as written; ``consistent``: each name of one side stands for one name of the other;
    ``mostly``: for nine places in ten; else ``free``. ``none`` where there are no names."""
    is_name = kinds == Kind.NAME
    if not is_name.any():
        return "none"
    one, other = mine[is_name], theirs[is_name]
    if (one == other).all():
        return "same"
    fitting = np.ones(len(one), np.bool_)
    for first, second in ((one, other), (other, one)):
        fitting &= second == _usual(first, second)
    share = np.count_nonzero(fitting) / len(one)
    return "consistent" if share == 1 else "mostly" if share >= 0.9 else "free"


def _usual(names: Array, others: Array) -> Array:
    """For each place, the name that most often stands for its name on the other side (of equals the least)."""
    pairs, times = np.unique(np.stack([names, others], axis=1), axis=0, return_counts=True)
    order = np.lexsort((pairs[:, 1], -times, pairs[:, 0]))
    pairs = pairs[order]
    first = np.ones(len(pairs), np.bool_)
    first[1:] = pairs[1:, 0] != pairs[:-1, 0]
    usual = pairs[first]
    found: Array = usual[np.searchsorted(usual[:, 0], names), 1]
    return found


def _from_to(strand: Strand, file: int, start: int, stop: int) -> str:
    """Line and column (both from 1) of the first token, and line of the last one."""
    features, begin = strand.files[file], int(strand.begins[file])
    first, last = start - begin, stop - 1 - begin
    lines, columns, last_lines = features.lines, features.columns, features.last_lines
    return f"{lines[first]}:{columns[first] + 1}–{last_lines[last]}:{columns[last] + 1}"


def in_step(left: Array, right: Array) -> tuple[LineBlock, ...]:
    """Lines that run in step: [left, right, count], rising and apart on both sides. ``left``, ``right``: lines of
    tokens that are equal. A line that meets two lines of the other side is in no block but the first that has it."""
    new = np.ones(len(left), np.bool_)
    new[1:] = (np.diff(left) != 0) | (np.diff(right) != 0)
    blocks: list[LineBlock] = []
    for a, b in zip(left[new].tolist(), right[new].tolist(), strict=True):
        if not blocks:
            blocks.append((a, b, 1))
            continue
        first, second, count = blocks[-1]
        if a < first + count or b < second + count:
            continue
        if a - first == b - second:
            blocks[-1] = (first, second, a - first + 1)
        else:
            blocks.append((a, b, 1))
    return tuple(blocks)
