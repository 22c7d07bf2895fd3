"""Tables in plain text: separated values, columns by spacing, and lists of one value a line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from appraisal.errors import OverLimit, Unreadable
from comparators.software.data.grid import DATA, LIST, MOST_COLUMNS, Book

DELIMITERS = ",\t;|"
SAMPLED = 200  # lines that the delimiter is told by
LONGEST_LINE = 1 << 20
SHORT = 50  # characters of a line that may be an entry of a list
LEAST_ROWS = 4  # of a table whose columns are told by spacing
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?%?")
GAP = re.compile(r"\t+| {2,}")


def lines_of(text: str, file: str) -> list[str]:
    """Lines without their ends. Raises ``OverLimit`` for one that is longer than any table's row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise OverLimit(
                f"{file}: line {number} has {len(line)} characters, rows of at most {LONGEST_LINE} are read"
            )
    return lines


def delimiter_of(lines: Sequence[str]) -> str | None:
    """The character that stands equally often in most of the first lines, outside quotes; None if none does."""
    sample = [re.sub(r'"(?:[^"]|"")*"', "", line) for line in lines[:SAMPLED] if line.strip()]
    best, found = (0.0, 0), None
    for mark in DELIMITERS:
        counts = Counter(line.count(mark) for line in sample)
        counts.pop(0, None)
        if not counts:
            continue
        each, often = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        share = often / len(sample)
        if share >= 0.7 and often >= 2 and (share, each) > best:
            best, found = (share, each), mark
    return found


def prose(lines: Sequence[str], mark: str) -> bool:
    """Whether what stands between the marks reads like parts of sentences: long, or a space behind each mark."""
    pieces = [piece for line in lines[:SAMPLED] for piece in line.split(mark) if piece]
    spaced_out = sum(piece[0] == " " for piece in pieces)
    wordy = sum(piece.count(" ") >= 4 for piece in pieces)
    return (
        len([line for line in lines if line.strip()]) < LEAST_ROWS
        or wordy * 4 > len(pieces)
        or (wordy * 10 > len(pieces) and spaced_out * 2 > len(pieces))
    )


def separated(book: Book, text: str, mark: str) -> None:
    """One table of comma or otherwise separated values; quotes as RFC 4180 has them, line breaks inside them too."""
    lines_of(text, book.file)
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows: list[tuple[list[str], int]] = []
    try:
        at = 1
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise OverLimit(f"{book.file}: line {at} has {len(row)} columns, at most {MOST_COLUMNS} are read")
            if any(cell.strip() for cell in row):
                rows.append((row, at))
            at = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"{book.file}: not separated values at line {reader.line_num}: {error}") from error
    put(book, "", rows, DATA)


def put(book: Book, name: str, rows: Sequence[tuple[Sequence[str | None], int]], kind: str) -> None:
    """A table of these rows (cells, line), its first row as head where it reads like one."""
    if not rows:
        return
    head = _head([row for row, _ in rows[:50]])
    columns = [cell or "" for cell in rows[0][0]] if head else []
    grid = book.open(name, kind, columns=columns)
    for row, line in rows[1:] if head else rows:
        grid.add(row, line)


def _head(rows: Sequence[Sequence[str | None]]) -> bool:
    """All cells of the first row distinct words, and a number below one of them."""
    first = [(cell or "").strip() for cell in rows[0]]
    if len(rows) < 2 or not all(first) or len(set(first)) < len(first) or any(NUMBER.fullmatch(c) for c in first):
        return False
    return any(NUMBER.fullmatch((cell or "").strip()) for row in rows[1:] for cell in row)


def spaced(book: Book, lines: Sequence[str]) -> bool:
    """Tables whose columns stand apart by tabs or two spaces, or by single spaces around numbers. Whether any is."""
    found = False
    for start, rows in _stretches(lines):
        found = True
        put(book, f"line {start}", rows, DATA)
    return found


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, list[tuple[Sequence[str | None], int]]]]:
    for split in (_by_gaps, _by_words):
        rows: list[tuple[Sequence[str | None], int]] = []
        any_found = False
        for number, line in enumerate([*lines, ""], 1):
            cells = split(line)
            if rows and len(cells) != len(rows[0][0]):
                if len(rows) >= LEAST_ROWS and _columnar([row for row, _ in rows]):
                    any_found = True
                    yield rows[0][1], rows
                rows = []
            if len(cells) >= 2:
                rows.append((cells, number))
        if any_found:
            return


def _columnar(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether one column at least is of numbers: else it may be any indented text."""
    return any(
        sum(bool(NUMBER.fullmatch((row[c] or "").strip())) for row in rows) >= 0.8 * (len(rows) - 1)
        for c in range(len(rows[0]))
    )


def _by_gaps(line: str) -> Sequence[str | None]:
    return GAP.split(line.strip()) if len(line) <= LONGEST_LINE else ()


def _by_words(line: str) -> Sequence[str | None]:
    words = line.split()
    numbers = sum(bool(NUMBER.fullmatch(word)) for word in words)
    return words if len(words) >= 2 and 2 * numbers >= len(words) else ()


def listed(book: Book, lines: Sequence[str]) -> None:
    """A list: nine lines in ten are short. One column."""
    entries = [(line.strip(), number) for number, line in enumerate(lines, 1) if line.strip()]
    if len(entries) < LEAST_ROWS or 10 * sum(len(entry) <= SHORT for entry, _ in entries) < 9 * len(entries):
        return
    grid = book.open("", LIST)
    for entry, line in entries:
        grid.add((entry,), line)
