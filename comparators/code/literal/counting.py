"""Figures of ``code-literal``: each matcher by itself, with both denominators, never one from several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region, Span
from comparators.code.grams import distinct
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.kinds import FINDS, ROW_OF, WORD_OF, Row
from comparators.code.literal.sides import LISTED, Column, Side

Array = NDArray[Any]
BY_LINE = {Row.STATEMENT: "statement_lines", Row.COMMENT: "comment_lines"}
BY_PIECE = {Row.STRING: "strings", Row.KEY: "one_word_strings", Row.NAME: "identifiers", Row.PART: "identifier_parts"}
FIGURES = (*BY_LINE.values(), *BY_PIECE.values(), "instruction_lines")
SHARES = tuple(name for name in FIGURES if name != "one_word_strings")  # of those: names of options, keys and files
Flags = Array


class _Half:
    """One side under a mask."""

    def __init__(self, files: Mapping[str, LiteralFeatures], mask: Region) -> None:
        self.side = Side(files)
        self.number = {name: at for at, name in enumerate(self.side.names)}
        self.mask = mask
        self._out: dict[Row, Flags] = {}

    def out(self, row: Row) -> Flags:
        """Rows that left the figures: on excluded lines, or equal to a piece all of whose first places did.

        A piece of which more places than ``LISTED`` stand in an ancestor is taken out by those that are listed.
        """
        if row not in self._out:
            column = self.side.column(row)
            flags = _masked(self.side, column, self.mask)
            if flags.any():
                first = column.rank < LISTED
                kept = distinct(column.hashes[first & ~flags])
                flags |= ~np.isin(column.hashes, kept)
            self._out[row] = flags
        return self._out[row]

    def lines_of(self, spans: Sequence[tuple[str, int, int]], column: Column) -> Flags:
        """Rows on the given lines: (file, first line, line after the last)."""
        flags = np.zeros(len(column), np.bool_)
        if not spans:
            return flags
        edges = np.searchsorted(column.files, np.arange(len(self.side.names) + 1))
        by_file: dict[int, list[tuple[int, int]]] = {}
        for file, start, stop in spans:
            if file in self.number:
                by_file.setdefault(self.number[file], []).append((start, stop))
        for number, some in by_file.items():
            inside = slice(int(edges[number]), int(edges[number + 1]))
            lines = column.lines[inside]
            low, high = np.searchsorted(lines, np.array(some).T)
            steps = np.zeros(len(lines) + 1, np.int32)
            np.add.at(steps, low, 1)
            np.add.at(steps, high, -1)
            flags[inside] |= np.cumsum(steps[:-1]) > 0
        return flags


def _masked(side: Side, column: Column, mask: Region) -> Flags:
    flags = np.zeros(len(column), np.bool_)
    if not mask or not len(column):
        return flags
    edges = np.searchsorted(column.files, np.arange(len(side.names) + 1))
    for number, name in enumerate(side.names):
        inside = slice(int(edges[number]), int(edges[number + 1]))
        if mask.holds_file(name):
            flags[inside] = True
            continue
        for start, stop in mask.intervals(Lane(name, "line")):
            lines = column.lines[inside]
            flags[inside] |= (lines >= start) & (lines < stop)
    return flags


def figures(
    left: Mapping[str, LiteralFeatures], right: Mapping[str, LiteralFeatures], matches: Sequence[Match], mask: Mask
) -> Measures:
    """See ``CodeLiteral.measure``."""
    halves = _Half(left, mask.left), _Half(right, mask.right)
    by_row: dict[Row, list[Match]] = {row: [] for row in Row}
    for match in matches:
        by_row[ROW_OF[match.kind]].append(match)
    values: dict[str, JSON] = {}
    shares: dict[str, tuple[float, float]] = {}
    totals: dict[str, tuple[int, int]] = {}
    for row, name in (*BY_LINE.items(), *BY_PIECE.items()):
        found = _lines(halves, row, by_row[row]) if row in BY_LINE else _pieces(halves, row, by_row[row])
        totals[name], shares[name] = _put(values, name, found)
        for half, side in zip(halves, ("left", "right"), strict=True):
            column = half.side.column(row)
            common = column.hashes[column.common & ~half.out(row)]
            values[f"left_out_{name}_of_{side}"] = len(common) if row in BY_LINE else len(distinct(common))
    totals["instruction_lines"], shares["instruction_lines"] = _put(
        values, "instruction_lines", _words(halves, by_row[Row.HEAD])
    )
    for number, side in enumerate(("left", "right")):
        values[f"commented_out_lines_of_{side}"] = _commented(by_row[Row.COMMENTED], side)
        values[f"shares_of_{side}"] = {name: round(shares[name][number], 6) for name in SHARES}
    values["misspellings"] = sum(len(match.details["hashes"]) for match in by_row[Row.WORD])
    values["phrases"] = sum(len(match.details["hashes"]) for match in by_row[Row.PHRASE])
    values["finds"] = {WORD_OF[row]: len(by_row[row]) for row in FINDS if by_row[row]}
    values["matches_by_kind"] = dict(sorted(Counter(match.kind for match in matches).items()))
    total, share = totals["statement_lines"], shares["statement_lines"]
    if 0 in _uncut(halves):
        return Measures(0.0, None, None, values)
    in_common = values["common_statement_lines_of_left"] + values["common_statement_lines_of_right"]
    return Measures(in_common / sum(total) if sum(total) else 0.0, share[0], share[1], values)


def _uncut(halves: tuple[_Half, _Half]) -> tuple[int, ...]:
    """Lines of code of each side that count, whatever the mask."""
    return tuple(int(np.count_nonzero(half.side.column(Row.STATEMENT).counts)) for half in halves)


def _put(
    values: dict[str, JSON], name: str, found: list[tuple[int, int]]
) -> tuple[tuple[int, int], tuple[float, float]]:
    for (common, total), side in zip(found, ("left", "right"), strict=True):
        values[f"{name}_of_{side}"], values[f"common_{name}_of_{side}"] = total, common
    shares = [common / total if total else 0.0 for common, total in found]
    return (found[0][1], found[1][1]), (shares[0], shares[1])


def _lines(halves: tuple[_Half, _Half], row: Row, matches: Sequence[Match]) -> list[tuple[int, int]]:
    """(common, all) lines of each side, each line once."""
    spans: tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]] = [], []
    listed: list[str] = []
    for match in matches:
        listed += match.details.get("hashes", ())
        for a, b, size in match.blocks:
            spans[0].append((match.left.file, int(a), int(a + size)))
            spans[1].append((match.right.file, int(b), int(b + size)))
        if not match.blocks and "hashes" not in match.details:  # a run of lines without its blocks is a piece of one
            spans[0].extend(_rows(match.left))
            spans[1].extend(_rows(match.right))
    both = []
    for half, some in zip(halves, spans, strict=True):
        column = half.side.column(row)
        on = half.lines_of(some, column) & column.counts & ~half.out(row)
        both.append(distinct(column.hashes[on]))
    common = np.union1d(np.intersect1d(both[0], both[1]), _numbers(listed))
    found = []
    columns = [half.side.column(row) for half in halves]
    alive = [column.counts & ~half.out(row) for half, column in zip(halves, columns, strict=True)]
    common = np.intersect1d(common, columns[0].hashes[alive[0]])
    common = np.intersect1d(common, columns[1].hashes[alive[1]])
    for column, flags in zip(columns, alive, strict=True):
        shared = flags & np.isin(column.hashes, common)
        found.append(_distinct_rows(column, shared, flags))
    return found


def _distinct_rows(column: Column, shared: Flags, flags: Flags) -> tuple[int, int]:
    return int(np.count_nonzero(shared)), int(np.count_nonzero(flags))


def _rows(span: Span) -> list[tuple[str, int, int]]:
    return [(span.file, int(span.start), int(span.stop))]


def _numbers(hashes: Sequence[str]) -> Array:
    return np.array([int(value, 16) for value in sorted(set(hashes))], np.uint64)


def _pieces(halves: tuple[_Half, _Half], row: Row, matches: Sequence[Match]) -> list[tuple[int, int]]:
    """(common, all) distinct pieces of each side."""
    common = _numbers([value for match in matches for value in match.details["hashes"]])
    alive = []
    for half in halves:
        column = half.side.column(row)
        alive.append(distinct(column.hashes[column.counts & ~half.out(row)]))
    for hashes in alive:
        common = np.intersect1d(common, hashes)
    return [(len(common), len(hashes)) for hashes in alive]


def _words(halves: tuple[_Half, _Half], matches: Sequence[Match]) -> list[tuple[int, int]]:
    """(in sequences, all) lines that begin with a word, of each side."""
    marks = [np.zeros(len(half.side.column(Row.HEAD)), np.bool_) for half in halves]
    alive = [~_masked(half.side, half.side.column(Row.HEAD), half.mask) for half in halves]
    spans: tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]] = [], []
    for match in matches:
        for a, b in match.details["word_lines"]:
            if match.left.start <= a < match.left.stop and match.right.start <= b < match.right.stop:
                spans[0].append((match.left.file, a, a + 1))
                spans[1].append((match.right.file, b, b + 1))
    for number, half in enumerate(halves):
        marks[number] = half.lines_of(spans[number], half.side.column(Row.HEAD)) & alive[number]
    return [
        (int(np.count_nonzero(mark)), int(np.count_nonzero(flags))) for mark, flags in zip(marks, alive, strict=True)
    ]


def _commented(matches: Sequence[Match], side: str) -> int:
    """Distinct lines that are commented out on this side and live on the other."""
    return sum(len(match.details["hashes"]) for match in matches if match.details["commented_out_on"] in (side, "both"))
