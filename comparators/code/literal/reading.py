"""One source file as literal rows: every line of code, line of comment, string, identifier and find, with its hash."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code import lines as lining
from comparators.code.hidden import hidden, unseen
from comparators.code.kinds import Kind
from comparators.code.literal import names, oddities
from comparators.code.literal.hashing import alphanumeric, code_points, lowered, pieces, spacing
from comparators.code.literal.kinds import COMMON, MISSPELT, Row
from comparators.code.literal.known import WORDS, Known, family
from comparators.code.source import Source

Array = NDArray[Any]
LICENCE_GAP = 5  # lines between two words of a licence
PLACES = 12  # places of one piece in one file that are kept
HABIT = 0.05  # share of lines from which on a kind of spacing is a habit of the file, and no oddity
Spans = list[tuple[int, int]]
PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
QUOTES = re.compile(r"""\A(?:[A-Za-z@$]{0,3}(?:\"\"\"|'''|["'`<]))?(.*?)(?:\"\"\"|'''|["'`>])?\Z""", re.DOTALL)
MARKERS = re.compile(r"[ \t]*(?:/[/*!]+[!<]*|\*+(?!/)|\#+|--+|;+|%+|'+|<!--|\"\"\"|rem\b)?[ \t]*", re.IGNORECASE)
TAIL = re.compile(r"[ \t]*(?:\*+/|-->)?[ \t]*\Z")
CODE_SIGNS = re.compile(r"[=;(){}\[\]]")
HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff][\u3400-\u4dbf\u4e00-\u9fff\w]{3,80}")
INCLUDE = re.compile(r"\#[ \t]*(?:include|import)[ \t]*\Z")
EMPTY = np.zeros(0, np.int64)


class Rows:
    """Rows of one file while they are gathered: kind, hash, start, stop, size, kept in order of kind and place."""

    def __init__(self, codes: Array) -> None:
        self.codes = codes
        self.parts: list[tuple[Row, Array, Array, Array, Array, Array]] = []

    def add(
        self,
        row: Row,
        spans: Spans | tuple[Array, Array],
        kept: Array,
        codes: Array | None = None,
        common: Array | None = None,
    ) -> None:
        """Pieces of one kind, of which the ``kept`` characters are hashed; those without any are left out.

        ``common``: for every character whether a piece that begins there is common whatever the counts say.
        """
        if isinstance(spans, tuple):
            starts, stops = (part.astype(np.int64) for part in spans)
        else:
            listed = np.array(sorted(spans), np.int64).reshape(-1, 2)
            starts, stops = listed[:, 0], listed[:, 1]
        hashes, sizes = pieces(self.codes if codes is None else codes, kept, starts, stops)
        some = sizes > 0
        known_common = np.zeros(int(some.sum()), np.bool_) if common is None else common[starts[some]]
        self.parts.append((row, hashes[some], starts[some], stops[some], sizes[some], known_common))

    def columns(self, known: Known) -> tuple[Array, Array, Array, Array, Array, Array]:
        """kinds, hashes, starts, stops, sizes, held."""
        kinds, hashes, starts, stops, sizes, held = [], [], [], [], [], []
        for row, some_hashes, some_starts, some_stops, some_sizes, common in sorted(self.parts, key=lambda p: p[0]):
            number = np.where(common, 255, known.holding(family(row), some_hashes)).astype(np.uint8)
            chosen = np.arange(len(some_hashes))
            if row is Row.WORD:
                unknown = (known.holding(WORDS, some_hashes) == 0) & (number <= MISSPELT)
                chosen = chosen[unknown & (some_sizes >= 5)]
            if row in (Row.NAME, Row.PART, Row.WORD, Row.STRING, Row.KEY):
                most = np.where((number[chosen] >= COMMON) & (row is not Row.WORD), 1, PLACES)
                chosen = chosen[rank(some_hashes[chosen]) < most]
            kinds.append(np.full(len(chosen), int(row), np.uint8))
            hashes.append(some_hashes[chosen])
            starts.append(some_starts[chosen].astype(np.int32))
            stops.append(some_stops[chosen].astype(np.int32))
            sizes.append(np.minimum(some_sizes[chosen], 65535).astype(np.uint16))
            held.append(number[chosen])
        return tuple(np.concatenate(part) for part in (kinds, hashes, starts, stops, sizes, held))  # type: ignore[return-value]


def rank(hashes: Array) -> Array:
    """How many equal ones stand before each, in order."""
    order = np.argsort(hashes, kind="stable")
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = hashes[order[1:]] != hashes[order[:-1]]
    at = np.arange(len(order))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = at - np.maximum.accumulate(np.where(fresh, at, 0)) if len(order) else 0
    return ranks


def rows_of(source: Source, known: Known) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Columns ``kinds`` (``Row``), ``hashes``, ``starts``, ``stops`` (characters), ``sizes``, ``held``."""
    text = source.text
    codes = code_points(text)
    found = Rows(_folded(source, codes))
    shown, letters = _kept(codes)
    edges = np.append(source.line_starts, len(text)).astype(np.int64)
    comments, strings = _comments(source), _strings(source)
    in_comment, in_talk = _flags(len(text), comments), _flags(len(text), [*comments, *strings])
    code = shown & ~in_comment

    found.add(Row.STATEMENT, (edges[:-1], edges[1:]), code)
    comment_lines = _by_line(comments, edges)
    licences = _licences(text, comments, edges)
    found.add(Row.COMMENT, comment_lines, letters, common=licences)
    found.add(Row.COMMENTED, _commented(text, comment_lines), shown)
    said = _by_line([_content(text, span) for span in strings if not _included(text, span)], edges)
    several = [
        len(text[start:stop].split(None, 1)) > 1 or bool(HANZI.search(text, start, stop)) for start, stop in said
    ]
    found.add(Row.STRING, [span for span, more in zip(said, several, strict=True) if more], shown)
    found.add(Row.KEY, [span for span, more in zip(said, several, strict=True) if not more], shown)
    _names(found, source, letters)
    small = lowered(codes)
    found.add(Row.WORD, _words(codes), np.ones(len(codes), np.bool_), small)
    talk = sorted({*comment_lines, *strings})
    found.add(Row.PHRASE, _phrases(text, talk, letters), letters)
    _finds(found, source, edges, code, comments + strings, in_talk)
    return found.columns(known)


def _kept(codes: Array) -> tuple[Array, Array]:
    """Which characters are written (no white space), and which are letters or digits; none of those that are not seen
    counts as either."""
    within, seen = np.minimum(codes, 0x10FFFF), ~unseen(codes)
    return ~spacing()[within] & seen, alphanumeric()[within] & seen


def _folded(source: Source, codes: Array) -> Array:
    """The characters, those that only look like others as these."""
    if source.places is None:
        return codes
    folded = codes.copy()
    folded[source.places[:-1]] = code_points(source.read)
    return folded


def _comments(source: Source) -> Spans:
    return list(zip(source.comments.starts.tolist(), source.comments.stops.tolist(), strict=True))


def _strings(source: Source) -> Spans:
    chosen = source.tokens.only(source.tokens.kinds == Kind.STRING)
    return list(zip(chosen.starts.tolist(), chosen.stops.tolist(), strict=True))


def _flags(count: int, spans: Iterable[tuple[int, int]]) -> Array:
    edges = np.zeros(count + 1, np.int32)
    for start, stop in spans:
        edges[start] += 1
        edges[stop] -= 1
    return np.cumsum(edges[:-1]) > 0


def _by_line(spans: Iterable[tuple[int, int]], edges: Array) -> Spans:
    """Pieces of the spans, one a line."""
    pieces_: Spans = []
    for start, stop in spans:
        if start >= stop:
            continue
        first, last = np.searchsorted(edges, [start, stop - 1], side="right")
        if first == last:
            pieces_.append((start, stop))
            continue
        cuts = [start, *edges[first:last].tolist(), stop]
        pieces_ += [(a, b) for a, b in pairwise(cuts) if a < b]
    return pieces_


def _licences(text: str, comments: Spans, edges: Array) -> Array:
    """For every character whether it is on lines of a comment that state a licence, which is no one's own words."""
    flags = np.zeros(len(text) + 1, np.bool_)
    block: Spans = []

    def close() -> None:
        if block:
            start, stop = block[0][0], block[-1][1]
            said = list(oddities.LICENCE.finditer(text, start, stop))
            if len({word[0].lower() for word in said}) < 2:
                return
            # what else the block says of the file is the authors' own: only lines close to such words are left out
            lines = np.searchsorted(edges, [word.start() for word in said], side="right") - 1
            for line, following in zip(lines.tolist(), [*lines[1:].tolist(), int(lines[-1])], strict=True):
                last = following if following - line <= LICENCE_GAP else line + 1
                flags[max(int(edges[line]), start) : min(int(edges[min(last + 1, len(edges) - 1)]), stop)] = True

    for start, stop in comments:
        if block and text[block[-1][1] : start].strip(" \t\r\n") == "" and start - block[-1][1] < 200:
            block.append((start, stop))
        else:
            close()
            block = [(start, stop)]
    close()
    return flags


def _content(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A string without its quotes."""
    start, stop = span
    found = QUOTES.match(text[start:stop])
    return (start + found.start(1), start + found.end(1)) if found else span


def _included(text: str, span: tuple[int, int]) -> bool:
    """Whether a string is the name of a file that C includes: a name dictated by an interface, part of its line."""
    return bool(INCLUDE.search(text, max(text.rfind("\n", 0, span[0]) + 1, span[0] - 60), span[0]))


def _commented(text: str, lines: Spans) -> Spans:
    """Lines of comments without their markers, where they might be code."""
    found: Spans = []
    for start, stop in lines:
        piece = text[start:stop]
        if not CODE_SIGNS.search(piece):
            continue
        head = MARKERS.match(piece)
        begin = head.end() if head else 0
        tail = TAIL.search(piece.rstrip("\r\n"), begin)
        end = tail.start() if tail else len(piece)
        if begin < end:
            found.append((start + begin, start + end))
    return found


def _names(found: Rows, source: Source, letters: Array) -> None:
    """Identifiers, three neighbouring words of each, and the first word of each line."""
    tokens, text = source.tokens, source.text
    is_name = tokens.kinds == Kind.NAME
    starts, stops = tokens.starts[is_name], tokens.stops[is_name]
    every = np.ones(len(found.codes), np.bool_)
    long = stops - starts >= 4
    starts, stops = starts[long], stops[long]
    found.add(Row.NAME, (starts, stops), every)
    some_parts: Spans = []
    seen: dict[str, list[tuple[int, int]]] = {}
    times: dict[str, int] = {}
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        word = text[start:stop]
        times[word] = times.get(word, 0) + 1
        if times[word] > PLACES or len(word) > 200:
            continue
        inner = seen.get(word)
        if inner is None:
            parts = [part.span() for part in PARTS.finditer(word) if part.end() - part.start() >= 3]
            inner = seen[word] = [(a[0], b[1]) for a, b in zip(parts, parts[2:], strict=False)]
        some_parts += [(start + a, start + b) for a, b in inner if b - a >= 12]
    found.add(Row.PART, some_parts, letters, lowered(found.codes))
    first = np.ones(len(tokens), np.bool_)
    first[1:] = np.diff(source.token_lines) != 0
    first &= (tokens.kinds == Kind.NAME) | (tokens.kinds == Kind.KEYWORD)
    found.add(Row.HEAD, (tokens.starts[first], tokens.stops[first]), every)


def _words(codes: Array) -> tuple[Array, Array]:
    """Words of 5 to 24 letters of ASCII, anywhere in the text; a capital after a small letter begins a new one."""
    small = (codes >= 97) & (codes <= 122)
    capital = (codes >= 65) & (codes <= 90)
    letter = np.concatenate([[False], small | capital, [False]])
    hump = np.zeros(len(letter), np.bool_)
    hump[2:-1] = capital[1:] & small[:-1]
    begins = letter & (~np.concatenate([[False], letter[:-1]]) | hump)
    ends = letter & (~np.concatenate([letter[1:], [False]]) | np.concatenate([hump[1:], [False]]))
    starts, stops = np.flatnonzero(begins) - 1, np.flatnonzero(ends)
    fits = (stops - starts >= 5) & (stops - starts <= 24)
    # an escape such as \n would otherwise be the first letter of a word
    escaped = np.where(starts > 0, codes[np.maximum(starts - 1, 0)] == 92, False) if len(codes) else EMPTY
    return starts[fits & ~escaped], stops[fits & ~escaped]


def _phrases(text: str, talk: Spans, letters: Array) -> Spans:
    """Chinese phrases that are part of a longer comment or string."""
    if text.isascii():
        return []
    found: Spans = []
    for start, stop in talk:
        for phrase in HANZI.finditer(text, start, stop):
            if np.count_nonzero(letters[start:stop]) > phrase.end() - phrase.start():
                found.append(phrase.span())
    return found


def _finds(found: Rows, source: Source, edges: Array, code: Array, talk: Spans, in_talk: Array) -> None:
    """The oddities."""
    text = source.text
    spans: dict[Row, Spans] = {row: [] for row in Row if row >= Row.SPACING}
    for start, stop in talk:
        if stop - start >= 6:
            for row, a, b in oddities.in_talk(text, start, stop):
                spans[row].append((a, b))
    if "-" in text:
        spans[Row.GUID] = [guid.span() for guid in oddities.GUID.finditer(text)]
    spans[Row.AUTHOR] += names.in_fields(text)
    texts = lining.lines(text)
    amounts = np.add.reduceat(np.append(code, False).astype(np.int32), edges[:-1]) if len(code) else np.zeros(1)
    by_spacing: dict[str, Spans] = {}
    rows = [(int(edges[n]), int(edges[n]) + len(line)) for n, line in enumerate(texts)]
    for line, span, amount in zip(texts, rows, amounts.tolist(), strict=False):
        if amount >= 12 and len(line) < 2000:
            odd = oddities.spacing_of(line)
            if odd:
                by_spacing.setdefault(odd, []).append(span)
            if ('"' in line or "'" in line) and oddities.DEBUG.search(line):
                spans[Row.DEBUG].append(span)
    counted = int(np.count_nonzero(amounts >= 12))
    for some in by_spacing.values():
        if len(some) <= max(HABIT * counted, 2):
            spans[Row.SPACING] += some
    begins = [start + len(line) - len(line.lstrip()) for line, (start, _) in zip(texts, rows, strict=True)]
    said = np.append(in_talk, False)[np.minimum(begins, len(text))].tolist()
    for number in oddities.dead(texts, said):
        if number < len(rows):
            spans[Row.DEAD].append(rows[number])
    every = np.ones(len(found.codes), np.bool_)
    shown, letters = _kept(code_points(text))
    for _, start, _ in hidden(text, in_talk):
        at = int(np.searchsorted(edges, start, side="right")) - 1
        if at < len(rows):
            spans[Row.HIDDEN].append(rows[at])
    for row, some in spans.items():
        if row in (Row.SPACING, Row.HIDDEN):
            kept = every
        elif row in (Row.DEAD, Row.DEBUG):
            kept = code
        else:
            kept = letters if row is Row.AUTHOR else shown
        found.add(row, sorted(set(some)), kept, lowered(found.codes) if row is Row.AUTHOR else None)
