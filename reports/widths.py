"""How wide the columns of a table are: no word is broken while another column has room to spare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reports.document import Line

PAGE = 97.0  # letters of a line of a table (``view.TEXT_WIDTH`` / ``view.LETTER``); a hanzi counts two
PADDING = 1.8  # letters beside each cell
LONGEST = 16  # longer words are broken anyway, after these signs or after so many letters (``view.breakable``)
SIGNS = "/\\_.-:,;=&?"
PIECE = 8
WIDEST = 60  # letters that a column asks for at the most, where nobody says how wide it is
BOLD = 1.1  # heads are set in another face


def fitted(head: Sequence[Line], rows: Iterable[Sequence[Line]], wanted: Sequence[float] = ()) -> tuple[float, ...]:
    """Relative widths of the columns: as ``wanted``, or as what nine tenths of the cells hold asks for; each at least
    as wide as its longest word, as long as all of these fit a line. Empty for a table without columns."""
    columns = list(zip(*([head] if head else []), *rows, strict=True))
    if not columns:
        return ()
    bold = [BOLD if head else 1.0] * len(columns)
    least = [max(_word(cell) * (bold[at] if n == 0 else 1) for n, cell in enumerate(column))
             for at, column in enumerate(columns)]  # fmt: skip
    room = PAGE - PADDING * len(columns)
    asked = list(wanted) if len(wanted) == len(columns) else [float(_most(column)) for column in columns]
    made = least if sum(least) >= room else _shared(least, asked, room)
    return tuple(round(width + PADDING, 1) for width in made)


def _shared(least: Sequence[float], asked: Sequence[float], room: float) -> list[float]:
    """Widths in proportion to what is asked for, none below its least: columns that would be take theirs first."""
    held: set[int] = set()
    while True:
        left = room - sum(least[at] for at in held)
        free = [at for at in range(len(least)) if at not in held]
        share = left / (sum(asked[at] for at in free) or 1.0)
        short = {at for at in free if asked[at] * share < least[at]}
        if not short:
            return [least[at] if at in held else asked[at] * share for at in range(len(least))]
        held |= short


def _word(cell: Line) -> float:
    """Letters of the longest word that stays on one line; a hanzi may stand alone, and long words are broken."""
    words = "".join(piece.text for piece in cell).split()
    return float(max((letters(part) for word in words for part in _parts(word)), default=1))


def _parts(word: str) -> Iterator[str]:
    """What of a word is not parted."""
    for run in re.split("(?<=[\u2e80-\U0010ffff])", word):  # with each hanzi what stands before it
        signs = SIGNS if _long(run) else "-"
        for part in re.split(rf"(?<=[{re.escape(signs)}])(?!\d)", run):  # a date stays whole
            yield part[:PIECE] if _long(part) else part


def _long(run: str) -> bool:
    """Whether a word is broken anyway; a sign of full width at its end does not count."""
    return sum(letter <= "\u2e7f" for letter in run) > LONGEST


def letters(word: str) -> int:
    """Letters of a line that a word takes; a hanzi counts two."""
    return sum(2 if letter > "\u2e7f" else 1 for letter in word)


def _most(column: Sequence[Line]) -> int:
    sizes = sorted(max(map(letters, "".join(piece.text for piece in cell).split("\n"))) for cell in column)
    return min(WIDEST, max(4, sizes[len(sizes) * 9 // 10]))
