"""software-data on generated and on real game tables: pairs of tables and columns found, chance pairs, scale.

    python benchmarks/software_data.py --scratch DIR [--data DIR] [--fetch] [--part PART] [--set tune|test]

*Generated*: games of ``game_tables.py``. Two seeds are two independent games of one kind.
*Real*: DIR of `--data` has one folder a collection, unpacked Debian packages (`--fetch` gets them with `apt-get
download`); tables of different collections are independent. *Fork*: columns and tables renamed, rows and columns
shuffled, all names translated (columns of text that hardly repeats), a fifth of all other cells changed.
*Telling* tables hold more, after that, than it takes to say which row is which (reckoned from the original alone); the
others (flags, row numbers) cannot be told once they are shuffled; telling columns likewise. Both are counted.

*Easier*: the same forks with names kept, with rows in order, with both, to see what the others are missed for.
*Code*: opcode tables, structures and packet layouts of the sources of games, forked and independent.

Settings were chosen on the `tune` set; figures in docs are of the `test` set. Parts: synthetic, real, easier, code,
scale. Prints JSON; shares are k of n with 95 % Clopper-Pearson limits. Set
OPENBLAS_NUM_THREADS=1, as the limited child has it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Container, Mapping, Sequence
from math import lgamma, log, log2
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparator import Context
from appraisal.comparison import Mask
from appraisal.controls.figures import interval
from appraisal.errors import AppraisalError, Refused
from appraisal.work import Work
from benchmarks.game_tables import WORDS, Game, Sheet, fork, named
from comparators.software.data import SoftwareData
from comparators.software.data.counting import tables
from comparators.software.data.features import DIFFERENT, GATE, SAME, DataFeatures, Table
from comparators.software.data.grid import CONSTANTS, DATA, STRUCT, Book
from comparators.software.data.pairing import pair
from comparators.software.data.reading import read

PACKAGES = {
    "tune": ("freeciv-data", "angband"),
    "test": ("warzone2100-data", "wesnoth-1.18-data", "flare-game", "crawl-common"),
}
CODE = ("nethack", "openttd", "supertux")  # Debian source packages


def grid_of(sheets: list[Sheet], file: str) -> DataFeatures:
    """Features of tables that are made here, without a file."""
    book = Book(file)
    for sheet in sheets:
        grid = book.open(sheet.name, DATA, columns=sheet.columns)
        for row in sheet.rows:
            grid.add(row)
    return DataFeatures.of(book)


def share(k: int, n: int) -> dict[str, Any]:
    low, high = interval(k, n)
    return {"k": k, "n": n, "share": round(k / n, 5) if n else None, "low": round(low, 5), "high": round(high, 5)}


def found(left: DataFeatures, right: DataFeatures) -> list[tuple[int, int]]:
    """Numbers of the tables that are paired."""
    try:
        matches = list(SoftwareData().match({"l": left}, {"r": right}, Context()))
    except Refused:
        return []
    return [(m.details["number_of_left"], m.details["number_of_right"]) for m in matches if m.kind != "odd-value"]


def left_over(bits: np.ndarray[Any, np.dtype[np.uint8]]) -> float:
    """Bits that a fork keeps of cells with these weights, less two standard deviations of which ones are changed."""
    worth = SAME[bits[bits > 0]].astype(float)
    return float((0.8 * worth + 0.2 * DIFFERENT).sum() - 2 * np.sqrt(0.16 * ((worth - DIFFERENT) ** 2).sum()))


def telling(table: Table, sheet: Sheet) -> bool:
    """Whether a fork of the table can be told from chance: cells kept less the order of the rows, which is lost."""
    names = named(sheet)
    bits = table.bits[table.distinct][:, [c for c in range(table.cells.shape[1]) if c not in names]]
    n = len(bits)
    return left_over(bits) - lgamma(n + 1) / log(2) >= GATE + 2 * table.cells.shape[1] + 2 * log2(n + 1)


def telling_column(table: Table, sheet: Sheet, column: int) -> bool:
    """Whether a column of aligned rows can be told from the others: eight bits and their number; no name."""
    bits = table.bits[table.distinct][:, column]
    return column not in named(sheet) and left_over(bits) >= 8 + log2(table.cells.shape[1])


class Count:
    """True and found pairs of tables and columns."""

    def __init__(self, *, translate: bool = True, shuffle: bool = True) -> None:
        self.how = {"translate": translate, "shuffle": shuffle}
        self.bands: dict[str, list[int]] = {}
        self.tables = self.hit = self.said = self.columns = self.columns_hit = self.columns_said = 0
        self.columns_all = self.columns_all_hit = self.columns_all_said = 0
        self.telling = self.telling_hit = 0
        self.missed: list[str] = []

    def add(self, sheets: list[Sheet], seed: int) -> None:
        forks = [fork(sheet, seed, **self.how) for sheet in sheets]
        order = list(range(len(sheets)))
        random.Random(seed).shuffle(order)
        left, right = grid_of(sheets, "l"), grid_of([forks[k][0] for k in order], "r")
        pairs = found(left, right)
        mine, theirs = left.tables("l"), right.tables("r")
        for number, table in enumerate(mine):
            self.tables += 1
            hit = any(i == number and order[j] == number for i, j in pairs)
            self.hit += hit
            band = self.bands.setdefault(band_of(table), [0, 0])
            band[0] += hit
            band[1] += 1
            self.telling += telling(table, sheets[number])
            self.telling_hit += hit and telling(table, sheets[number])
            if not hit:
                self.missed.append(
                    f"{seed} {table.name} {table.cells.shape}{'' if telling(table, sheets[number]) else ' not telling'}"
                )
        self.said += len(pairs)
        for i, j in pairs:
            if order[j] != i:
                self.missed.append(f"{seed} wrong: {mine[i].name} / {mine[order[j]].name}")
                continue
            across = forks[i][1]
            columns = pair(mine[i], theirs[j]).columns
            told = {c for c in range(len(across)) if telling_column(mine[i], sheets[i], c)}
            self.columns += len(told)
            self.columns_all += len(across)
            for c, d in zip(columns.left.tolist(), columns.right.tolist(), strict=True):
                true = across[d] == c or same_cells(sheets[i], across[d], c)
                self.columns_hit += true and c in told
                self.columns_said += c in told
                self.columns_all_hit += true
                self.columns_all_said += 1

    def body(self) -> dict[str, Any]:
        return {
            "tables_recall": share(self.telling_hit, self.telling),
            "tables_recall_of_all": share(self.hit, self.tables),
            "tables_precision": share(self.hit, self.said),
            "columns_recall": share(self.columns_hit, self.columns),
            "columns_precision": share(self.columns_hit, self.columns_said),
            "columns_recall_of_all": share(self.columns_all_hit, self.columns_all),
            "columns_precision_of_all": share(self.columns_all_hit, self.columns_all_said),
            "recall_by_rows": {name: share(k, n) for name, (k, n) in sorted(self.bands.items())},
            "missed": self.missed[:40],
        }


def band_of(table: Table) -> str:
    """Tables by their different rows."""
    rows = len(table.distinct)
    return "005-009" if rows < 10 else "010-019" if rows < 20 else "020-049" if rows < 50 else "050-"


def same_cells(sheet: Sheet, one: int, other: int) -> bool:
    """Columns that nothing but their name tells apart."""
    return all(row[one] == row[other] for row in sheet.rows)


def synthetic(which: str) -> dict[str, Any]:
    seeds = range(0, 20) if which == "tune" else range(100, 160)
    count = Count()
    paired = n = 0
    chance: list[str] = []
    for seed in seeds:
        sheets = list(Game(seed).sheets())
        count.add(sheets, seed)
        other = list(Game(seed + 1000).sheets())
        pairs = found(grid_of(sheets, "l"), grid_of(other, "r"))
        paired += len({i for i, _ in pairs})
        n += len(sheets)
        chance += [f"{seed} {sheets[i].name} / {other[j].name}" for i, j in pairs]
    return {"forks": count.body(), "independent_paired": share(paired, n), "chance_pairs": chance[:40]}


def collections(data: Path, names: Sequence[str], kinds: Container[str] = frozenset({DATA})) -> dict[str, list[Sheet]]:
    """Tables of each collection: at least 5 rows and 2 columns, heavy enough to be compared, at most 400 of each."""
    listed = {}
    for folder in sorted(p for p in data.iterdir() if p.name in names):
        sheets: list[Sheet] = []
        for member in Work.open(folder).members:
            try:
                book = read(member)
            except AppraisalError:
                continue
            feature = DataFeatures.of(book)
            texts = list(book.values)
            filled = [grid for grid in book.grids if any(grid.rows)]
            for table, grid in zip(feature.tables(member.file), filled, strict=True):
                if table.heavy and table.kind in kinds and len(table.distinct) >= 5 and table.cells.shape[1] >= 2:
                    width = table.cells.shape[1]
                    rows = [[texts[c] for c in (*row, *[0] * (width - len(row)))] for row in grid.rows]
                    sheets.append(Sheet(f"{member.file} {table.name}", table.columns, rows[:2000]))
        random.Random(7).shuffle(sheets)
        listed[folder.name] = sheets[:400]
    return listed


def easier(data: Path, which: str) -> dict[str, Any]:
    """Recall over all tables of the real set when less is changed."""
    listed = collections(data, PACKAGES[which])
    body: dict[str, Any] = {}
    for name, translate, shuffle in (("names kept", False, True), ("order kept", True, False), ("both", False, False)):
        count = Count(translate=translate, shuffle=shuffle)
        for sheets in listed.values():
            for at in range(0, len(sheets), 40):
                count.add(distinct(sheets[at : at + 40]), at)
        body[name] = count.body()
    return body


def code(data: Path) -> dict[str, Any]:
    """Opcodes, structures and layouts in sources of games."""
    return measured(collections(data, CODE, frozenset({CONSTANTS, STRUCT})))


def real(data: Path, which: str) -> dict[str, Any]:
    return measured(collections(data, PACKAGES[which]))


def measured(listed: Mapping[str, list[Sheet]]) -> dict[str, Any]:
    body: dict[str, Any] = {"tables": {name: len(sheets) for name, sheets in listed.items()}}
    for name, sheets in listed.items():
        count = Count()
        for at in range(0, len(sheets), 40):
            count.add(distinct(sheets[at : at + 40]), at)
        body[name] = count.body()
    paired = n = 0
    chance: list[str] = []
    names = sorted(listed)
    for a in names:
        for b in names:
            if a < b:
                left, right = listed[a], listed[b]
                pairs = found(grid_of(left, "l"), grid_of(right, "r"))
                paired += len({i for i, _ in pairs})
                n += len(left)
                chance += [f"{left[i].name} / {right[j].name}" for i, j in pairs]
    body["independent_paired"] = share(paired, n)
    body["chance_pairs"] = chance[:60]
    return body


def distinct(sheets: list[Sheet]) -> list[Sheet]:
    """One of tables whose numbers are mostly the same: which of two equal ones was copied nobody can tell."""
    kept: list[Sheet] = []
    seen: list[set[str]] = []
    for sheet in sheets:
        values = {cell for row in sheet.rows for cell in row}
        if not any(len(values & old) > 0.5 * min(len(values), len(old)) for old in seen):
            kept.append(sheet)
            seen.append(values)
    return kept


def scale(scratch: Path, count: int = 10_000, rows: int = 100) -> dict[str, Any]:
    """``count`` tables of ``rows`` rows a side, half of them forked, in one process; seconds and peak memory."""
    import csv

    for side in ("left", "right"):
        folder = scratch / side
        if folder.exists():
            continue
        folder.mkdir(parents=True)
        for number in range(count):
            dice = random.Random(f"{'left' if number % 2 else side} {number}")
            body = [
                [
                    str(i),
                    *(str(dice.randint(1, top)) for top in (20, 100, 5000, 9, 60000)),
                    f"{dice.random():.3f}",
                    str(dice.choice((0, 1))),
                    " ".join(dice.sample(WORDS, 2)),
                    str(dice.randint(1, 40) * 10),
                ]
                for i in range(1, rows + 1)
            ]
            if side == "right" and number % 2:
                body = fork(Sheet(str(number), [str(c) for c in range(10)], body), number)[0].rows
            with (folder / f"{number:05d}.csv").open("w", newline="") as stream:
                csv.writer(stream).writerows(body)
    method = SoftwareData()
    began = time.process_time()
    sides = []
    for side in ("left", "right"):
        work = Work.open(scratch / side)
        sides.append({m.file: DataFeatures.of(read(m)) for m in work.members})
    reading = time.process_time() - began
    matches = list(method.match(sides[0], sides[1], Context()))
    matching = time.process_time() - began - reading
    method.measure(sides[0], sides[1], matches, Mask())
    measuring = time.process_time() - began - reading - matching
    pairs = {(m.left.file, m.right.file) for m in matches if m.kind == "table"}
    right = sum(a == b and int(a[:5]) % 2 for a, b in pairs)
    return {
        "tables_a_side": sum(1 for _ in tables(sides[0])),
        "rows_a_side": count * rows,
        "cpu_seconds": {"read": round(reading, 1), "match": round(matching, 1), "measure": round(measuring, 1)},
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "recall": share(right, count // 2),
        "wrong_pairs": len(pairs) - right,
    }


def fetch(data: Path) -> None:
    """Debian packages of the real set, unpacked without being installed."""
    for name in (*PACKAGES["tune"], *PACKAGES["test"]):
        if not (data / name).exists():
            (data / "debs").mkdir(parents=True, exist_ok=True)
            subprocess.run(["apt-get", "download", "-q", name], cwd=data / "debs", check=True)
            deb = next((data / "debs").glob(f"{name}_*.deb"))
            subprocess.run(["dpkg-deb", "-x", str(deb), str(data / name)], check=True)
            for archive in (data / name).rglob("*.wz"):  # zips of Warzone 2100
                with zipfile.ZipFile(archive) as packed:
                    packed.extractall(archive.with_suffix(""), [n for n in packed.namelist() if n.endswith(".json")])
            deb.unlink()

    for name in CODE:
        if not (data / name).exists():
            (data / "debs").mkdir(parents=True, exist_ok=True)
            subprocess.run(["apt-get", "source", "-q", "--download-only", name], cwd=data / "debs", check=True)
            tarball = next((data / "debs").glob(f"{name}_*.orig.tar.*"))
            (data / name).mkdir()
            subprocess.run(["tar", "-xf", str(tarball), "-C", str(data / name)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("--part", choices=("synthetic", "real", "easier", "code", "scale"), action="append")
    parser.add_argument("--set", choices=("tune", "test"), default="test")
    given = parser.parse_args()
    parts = given.part or ["synthetic", "real", "easier", "code", "scale"]
    data = given.data or given.scratch / "data"
    if given.fetch:
        fetch(data)
    body: dict[str, Any] = {"set": given.set}
    if "synthetic" in parts:
        body["synthetic"] = synthetic(given.set)
    if "real" in parts:
        body["real"] = real(data, given.set)
    if "easier" in parts:
        body["easier"] = easier(data, given.set)
    if "code" in parts:
        body["code"] = code(data)
    if "scale" in parts:
        body["scale"] = scale(given.scratch / "scale")
    print(json.dumps(body, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
