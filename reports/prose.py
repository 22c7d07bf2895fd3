"""Words in columns of numbers: they begin at the left, as numbers end at the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reports.document import Line
from reports.widths import letters

SHORT = 18  # letters of a word or two that stand among numbers, as "not applicable"
WORDS = re.compile("[ \u2e80-\U0010ffff]")  # what a place alone (file:40-122) has none of


def prose(row: Sequence[Line], align: str) -> Iterator[int]:
    """Numbers of the cells of a row that are prose in a column of numbers (``align``): more letters than digits."""
    for at, cell in enumerate(row):
        words = "".join(piece.text for piece in cell)
        spoken = WORDS.search(words) and sum(map(str.isalpha, words)) > sum(map(str.isdigit, words))
        if align[at : at + 1] == "r" and spoken and max(map(letters, words.split("\n"))) > SHORT:
            yield at
