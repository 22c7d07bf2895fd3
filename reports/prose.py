"""Words in columns of numbers: they begin at the left, as numbers end at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.document import Line
from reports.widths import letters

SHORT = 18  # letters of a word or two that stand among numbers, as "not applicable"


def prose(row: Sequence[Line], align: str) -> Iterator[int]:
    """Numbers of the cells of a row that are prose in a column of numbers (``align``): more letters than digits."""
    for at, cell in enumerate(row):
        words = "".join(piece.text for piece in cell)
        spoken = sum(map(str.isalpha, words)) > sum(map(str.isdigit, words))
        if align[at : at + 1] == "r" and spoken and max(map(letters, words.split("\n"))) > SHORT:
            yield at
