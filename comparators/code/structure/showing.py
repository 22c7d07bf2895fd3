"""A correspondence side by side: what is equal as written, differs in names or form, moved, or stands on one side."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.exhibit import Listing
from appraisal.work import Work
from comparators.code import listing as drawing
from comparators.code.features import CodeFeatures
from comparators.code.listing import ALONE, CHANGED, MOVED, SAME
from comparators.code.source import Source
from comparators.code.structure.features import statements

Array = NDArray[Any]
LONGEST = 2000  # tokens of a statement that are put in step one by one


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Rows of both sides, statements in step opposite each other. Raises ``MaterialError`` for another work."""
    sources = drawing.read(left, match.left, keep_tree=True), drawing.read(right, match.right, keep_tree=True)
    code = CodeFeatures.of(sources[0]), CodeFeatures.of(sources[1])
    owners = [_places(statements(found, some)[1]) for found, some in zip(sources, code, strict=True)]
    levels = [np.full(len(some), ALONE, np.uint8) for some in code]
    for a, b, size, moved, _ in match.details["steps"]:
        for step in range(size):
            one, other = owners[0](a + step), owners[1](b + step)
            _compare((one, other), code, levels, bool(moved))
    marks = _marks(sources[0], levels[0]), _marks(sources[1], levels[1])
    more = str(match.details["function_of_left"]), str(match.details["function_of_right"])
    return drawing.listing(sources, marks, match, more)


class _places:
    """Tokens of a statement by its number."""

    def __init__(self, owners: Array) -> None:
        self.order = np.argsort(owners, kind="stable")
        self.sorted = owners[self.order]

    def __call__(self, statement: int) -> Array:
        begin, end = np.searchsorted(self.sorted, [statement, statement + 1])
        found: Array = self.order[begin:end]
        return found


def _compare(places: tuple[Array, Array], code: tuple[CodeFeatures, ...], levels: list[Array], moved: bool) -> None:
    one, other = places
    if max(len(one), len(other)) > LONGEST:
        steps = [(0, 0, min(len(one), len(other)))]
    else:
        symbols = code[0].symbols[one].tolist(), code[1].symbols[other].tolist()
        steps = [(m.a, m.b, m.size) for m in SequenceMatcher(None, *symbols, autojunk=False).get_matching_blocks()]
    for a, b, size in steps:
        mine, theirs = one[a : a + size], other[b : b + size]
        same = code[0].values[mine] == code[1].values[theirs]
        level = np.where(same, MOVED if moved else SAME, CHANGED)
        levels[0][mine], levels[1][theirs] = level, level


def _marks(own: Source, levels: Array) -> Array:
    """How each character of the text is shown."""
    marks = np.zeros(len(own.text), np.uint8)
    for start, stop, level in zip(own.tokens.starts.tolist(), own.tokens.stops.tolist(), levels.tolist(), strict=True):
        marks[start:stop] = level
    return marks
