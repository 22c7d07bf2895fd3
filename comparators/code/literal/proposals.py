"""From two sides to proposals: equal rows, with the rows that say where, before they become matches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON
from comparators.code.grams import distinct as distinct_of
from comparators.code.hidden import read_as
from comparators.code.literal import names
from comparators.code.literal.kinds import FINDS, Row
from comparators.code.literal.known import known
from comparators.code.literal.misspelling import is_jargon, meant
from comparators.code.literal.runs import Run, runs
from comparators.code.literal.sides import LISTED, Column, Side

Array = NDArray[Any]
PLAIN = (Row.STRING, Row.KEY, Row.NAME, Row.PHRASE, *FINDS)
BESIDE = re.compile(r"/\*.*?(?:\*/|$)|//.*$|^.*?\*/|#.*$", re.MULTILINE)
ALONE = re.compile(r"[\s,;:!?()\"'.]|\Z")
LINES = (Row.STATEMENT, Row.COMMENT)
CAPITAL = 8  # letters of a word with a capital that is taken for one of running text


@dataclass(frozen=True)
class Proposal:
    """Equal pieces: ``left`` and ``right`` rows of the two columns, the first ones first; ``places`` of all of them.

    ``runs``: stretches of rows in step, of lines alone.
    """

    row: Row
    one: Column
    other: Column
    left: tuple[int, ...]
    right: tuple[int, ...]
    places: tuple[int, int]
    runs: tuple[Run, ...] = ()
    details: dict[str, JSON] = field(default_factory=dict)


def distinct(left: Side, right: Side, row: Row) -> Iterator[Proposal]:
    """One proposal a distinct piece that counts and stands on both sides."""
    one, other = left.column(row), right.column(row)
    for value in shared(one, other).tolist():
        yield from _same(left, right, row, one, other, value)


def shared(one: Column, other: Column) -> Array:
    """Hashes of pieces that count on both sides, ascending."""
    return np.intersect1d(
        distinct_of(one.hashes[one.counts]), distinct_of(other.hashes[other.counts]), assume_unique=True
    )


def _same(left: Side, right: Side, row: Row, one: Column, other: Column, value: int) -> Iterator[Proposal]:
    mine, theirs = one.places(value), other.places(value)
    said = normal(left.text(one, int(mine[0])), row)
    if said != normal(right.text(other, int(theirs[0])), row):
        return  # equal hashes of unequal texts: no match
    yield Proposal(
        row, one, other, tuple(mine[:LISTED].tolist()), tuple(theirs[:LISTED].tolist()), (len(mine), len(theirs))
    )


def normal(text: str, row: Row) -> str:
    """The characters of a piece that are compared. Comments within a line of code are not set aside here."""
    if row in (Row.SPACING, Row.HIDDEN):
        return text
    text = read_as(text)[0]
    if row in (Row.COMMENT, Row.PHRASE):
        return "".join(filter(str.isalnum, text))
    if row is Row.PART:
        return "".join(filter(str.isalnum, text)).lower()
    if row is Row.WORD:
        return text.lower()
    if row is Row.AUTHOR:
        return names.normal(text)
    if row in (Row.STATEMENT, Row.COMMENTED, Row.DEAD, Row.DEBUG):
        return ""  # see ``verified``: comments may stand in the line
    return text if row is Row.NAME else "".join(text.split())


def verified(left: Side, right: Side, one: Column, other: Column) -> tuple[Column, Column]:
    """The columns, with rows of the right side told apart whose hash is that of another text on the left."""
    wrong = []
    mine, theirs = one.order, other.order
    both, at, there = np.intersect1d(one.sorted, other.sorted, return_indices=True)
    for value, a, b in zip(both.tolist(), mine[at].tolist(), theirs[there].tolist(), strict=True):
        if not _says_the_same(left.text(one, a), right.text(other, b)):
            wrong.append(value)
    if not wrong:
        return one, other
    hashes = np.where(np.isin(other.hashes, np.array(wrong, np.uint64)), ~other.hashes, other.hashes)
    columns = {name: getattr(other, name) for name in Column.__dataclass_fields__}
    return one, Column(**{**columns, "hashes": hashes})


def _says_the_same(one: str, other: str) -> bool:
    """Whether two lines hold the same characters but for spacing and comments (of comments: letters and digits)."""
    one, other = read_as(one)[0], read_as(other)[0]
    first, second = "".join(one.split()), "".join(other.split())
    if first == second:
        return True
    first, second = ("".join(BESIDE.sub("", text).split()) for text in (one, other))
    if first == second:
        return True
    bare = ["".join(filter(str.isalnum, text)) for text in (one, other)]
    short, long = sorted(bare, key=len)
    return short in long  # the end or beginning of a longer comment stands in the line


def lines(left: Side, right: Side, row: Row) -> Iterator[Proposal]:
    """Runs of equal lines, and lines that stand on both sides but in no run."""
    one, other = verified(left, right, left.column(row), right.column(row))
    covered = np.zeros(len(one), np.bool_), np.zeros(len(other), np.bool_)
    for group in runs(left, right, one, other):
        for run in group:
            covered[0][run.left : run.left + run.size] = True
            covered[1][run.right : run.right + run.size] = True
        yield Proposal(row, one, other, (group[0].left,), (group[0].right,), (1, 1), tuple(group))
    rest = shared(one, other)
    alone = [
        distinct_of(column.hashes[column.counts & ~flags & np.isin(column.hashes, rest)])
        for column, flags in ((one, covered[0]), (other, covered[1]))
    ]
    for value in np.union1d(*alone).tolist():
        yield from _same(left, right, row, one, other, value)


def commented(left: Side, right: Side) -> Iterator[Proposal]:
    """Code that is commented out on one side and live on the other."""
    for flipped in (False, True):
        kinds = (Row.STATEMENT, Row.COMMENTED) if flipped else (Row.COMMENTED, Row.STATEMENT)
        one, other = verified(left, right, left.column(kinds[0]), right.column(kinds[1]))
        for value in shared(one, other).tolist():
            for found in _same(left, right, Row.COMMENTED, one, other, value):
                yield Proposal(
                    found.row, one, other, found.left, found.right, found.places, (),
                    {"commented_out_on": "right" if flipped else "left"},
                )  # fmt: skip


def misspellings(left: Side, right: Side) -> Iterator[Proposal]:
    """Words that both sides misspell alike."""
    table = known()
    for found in distinct(left, right, Row.WORD):
        word = left.text(found.one, found.left[0]).lower()
        sides = ((left, found.one, found.left), (right, found.other, found.right))
        if any(all(_in_name(side, column, at) for at in rows) for side, column, rows in sides):
            continue
        talk = any(_in_talk(side, column, at) for side, column, rows in sides for at in rows)
        right_word = meant(word, table, in_talk=talk, held=int(found.one.held[found.left[0]]))
        if right_word is not None and not is_jargon(word, table):
            yield Proposal(
                found.row, found.one, found.other, found.left, found.right, found.places, (), {"meant": right_word}
            )


def _in_name(side: Side, column: Column, at: int) -> bool:
    """Whether a word is part of the name of an author, of an address or of a notice of rights."""
    return any(_within(side, row, column, at) for row in (Row.AUTHOR, Row.EMAIL, Row.COPYRIGHT))


def _within(side: Side, row: Row, column: Column, at: int) -> bool:
    """Whether a place lies in a piece of another kind."""
    pieces = side.column(row)
    here = int(side.before(row, int(column.files[at]), int(column.starts[at])))
    return here >= 0 and pieces.files[here] == column.files[at] and pieces.stops[here] >= column.stops[at]


def _in_talk(side: Side, column: Column, at: int) -> bool:
    """Whether a word stands by itself in a comment or string: no part of a name. With a capital, which names of persons
    have, only a long one."""
    text = side.features[int(column.files[at])].text
    start, stop = int(column.starts[at]), int(column.stops[at])
    if (
        not (text[start].islower() or (stop - start >= CAPITAL and text[start + 1 : stop].islower()))
        or ALONE.match(text[start - 1 : start]) is None
        or ALONE.match(text[stop : stop + 1]) is None
    ):
        return False
    return any(_within(side, row, column, at) for row in (Row.COMMENT, Row.STRING))


def parts(left: Side, right: Side) -> Iterator[Proposal]:
    """Three neighbouring words that stand in different identifiers of both sides: partial agreement.

    A part of identifiers that are equal as a whole says nothing beyond them, so places in identifiers of the other
    side are left out.
    """
    whole = shared(left.column(Row.NAME), right.column(Row.NAME))
    one, other = (_outside(side, whole) for side in (left, right))
    for value in shared(one, other).tolist():
        yield from _same(left, right, Row.PART, one, other, value)


def _outside(side: Side, whole: Array) -> Column:
    """Parts of identifiers that the other side does not have as a whole."""
    some, names = side.column(Row.PART), side.column(Row.NAME)
    if not len(some) or not len(names):
        return some
    key = (names.files.astype(np.int64) << 32) | names.starts
    wanted = (some.files.astype(np.int64) << 32) | some.starts
    holder = np.maximum(np.searchsorted(key, wanted, side="right") - 1, 0)
    fresh = ~np.isin(names.hashes[holder], whole) & (names.files[holder] == some.files)
    fresh &= names.stops[holder] >= some.stops  # of a common name only its first place is kept
    return Column(**{name: getattr(some, name)[fresh] for name in Column.__dataclass_fields__})
