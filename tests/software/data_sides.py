"""Small tables for tests of software-data: a game's items, a fork of them, files of every format."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask, Match, Measures
from appraisal.work import Member, digest_file
from comparators.software.data import SoftwareData
from comparators.software.data.features import DataFeatures, Table
from comparators.software.data.grid import DATA, Book
from comparators.software.data.reading import read

Rows = list[list[str]]
WORDS = ("iron", "steel", "silver", "golden", "dark", "holy", "fire", "ice", "thunder", "poison", "ancient", "broken")


def items(seed: int, count: int = 40) -> Rows:
    """Number, name, kind, price, attack, speed, flag: ordinary columns among arbitrary ones."""
    dice = random.Random(seed)
    return [
        [
            str(n),
            f"{dice.choice(WORDS)} {dice.choice(WORDS)} {seed}{n}",
            dice.choice(["blade", "bow", "ring"]),
            str(dice.randint(11, 4999)),
            str(dice.randint(1, 90)),
            f"{dice.randint(11, 999) / 1000:g}",
            str(int(dice.random() < 0.8)),
        ]
        for n in range(1, count + 1)
    ]


def fork(rows: Rows, seed: int, changed: float = 0.2) -> Rows:
    """Names translated, rows and columns shuffled, a fifth of the other cells changed."""
    dice = random.Random(f"fork {seed}")
    new = []
    for row in rows:
        cells = [cell if dice.random() >= changed else str(dice.randint(5000, 9999)) for cell in row]
        cells[1] = "".join(dice.choice("天地玄黄宇宙洪荒日月盈昃辰宿列张") for _ in range(4))
        new.append(cells)
    dice.shuffle(new)
    order = list(range(len(rows[0])))
    dice.shuffle(order)
    return [[row[c] for c in order] for row in new]


def features(*tables: Rows, kind: str = DATA, named: Sequence[int] = (), file: str = "a") -> DataFeatures:
    book = Book(file)
    for number, rows in enumerate(tables):
        grid = book.open(f"t{number}", kind, named=named)
        for row in rows:
            grid.add(row)
    return DataFeatures.of(book)


def table(rows: Rows, *, kind: str = DATA, named: Sequence[int] = ()) -> Table:
    return features(rows, kind=kind, named=named).tables("a")[0]


def compare(
    left: Mapping[str, DataFeatures], right: Mapping[str, DataFeatures], mask: Mask | None = None
) -> tuple[list[Match], Measures]:
    method = SoftwareData()
    matches = list(method.match(left, right, Context()))
    return matches, method.measure(left, right, matches, mask or Mask())


def member(path: Path, data: bytes) -> Member:
    path.write_bytes(data)
    sha256, size = digest_file(path)
    return Member(path.name, path, size, sha256, None)


def grids(path: Path, data: bytes | str) -> dict[str, Rows]:
    """Tables of one file as text, by name."""
    book = read(member(path, data.encode() if isinstance(data, str) else data))
    texts = list(book.values)
    return {f"{g.kind} {g.name}".strip(): [[texts[c] for c in row] for row in g.rows] for g in book.grids if g.rows}


def read_features(path: Path, data: bytes | str) -> DataFeatures:
    found = member(path, data.encode() if isinstance(data, str) else data)
    return SoftwareData().read(found, Resources())
