"""Forks of one engine: are forks of one game nearer than games of one engine, and these than unrelated programs?

    python -m benchmarks.binaries_forks GAMES OTHERS [--games doom heretic hexen strife] [--pairs N]

GAMES holds the programs of Debian's ``chocolate-doom`` and ``crispy-doom`` (``apt-get download``, ``dpkg-deb -x``,
``usr/games``): four games each. OTHERS holds unrelated programs (ELF), of which N (default 8, by name) are compared
with one game each. Figures are the lesser share of the instructions, with the filters; then without what also stands
in a third game of the left program's package, which is what the games share (the engine), as a common ancestor.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from appraisal import engine
from appraisal.job import Job
from appraisal.work import Medium, Work

PACKAGES = ("chocolate", "crispy")
GAMES = ("doom", "heretic", "hexen", "strife")
FORK, ENGINE, UNRELATED = "fork", "same engine", "unrelated"


def pairs(folder: Path, others: Path, games: list[str], most: int) -> Iterator[tuple[str, Path, Path, Path]]:
    """Kind, two programs, and the program that stands for the engine."""
    every = [(package, game) for package in PACKAGES for game in games]
    for one, other in combinations(every, 2):
        third = next(game for game in GAMES if game not in (one[1], other[1]))
        paths = [folder / f"{package}-{game}" for package, game in (one, other)]
        yield FORK if one[1] == other[1] else ENGINE, paths[0], paths[1], folder / f"{one[0]}-{third}"
    programs = (p for p in sorted(others.iterdir()) if p.is_file() and p.open("rb").read(4) == b"\x7fELF")
    for number, path in zip(range(most), programs, strict=False):
        package, game = every[number % len(every)]
        third = next(name for name in GAMES if name != game)
        yield UNRELATED, folder / f"{package}-{game}", path, folder / f"{package}-{third}"


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("others", type=Path)
    parser.add_argument("--games", nargs="*", default=list(GAMES))
    parser.add_argument("--pairs", type=int, default=8)
    options = parser.parse_args()
    rows: list[tuple[str, float, float]] = []
    with TemporaryDirectory() as scratch:
        for kind, one, other, base in pairs(options.folder, options.others, options.games, options.pairs):
            started = time.process_time()
            left, right, ancestor = (Work.open(path, medium=Medium.SOFTWARE) for path in (one, other, base))
            result = engine.compare(
                Job("software-functions", left, right, ancestors=(ancestor,), store=Path(scratch), memory=8 << 30)
            )
            shares = [min(f.coverage_of_left or 0, f.coverage_of_right or 0) for f in (result.all, result.filtered)]
            rows.append((kind, shares[0], shares[1]))
            spent = time.process_time() - started
            sys.stdout.write(f"{kind}: {one.name} – {other.name} {shares[0]:.3f}, {shares[1]:.3f} ({spent:.0f} s)\n")
            sys.stdout.flush()
    for number, title in ((1, "all"), (2, "without the engine")):
        said = []
        for kind in (FORK, ENGINE, UNRELATED):
            values = [float(row[number]) for row in rows if row[0] == kind]
            if values:
                said.append(f"{kind} {min(values):.3f} to {max(values):.3f} ({len(values)})")
        sys.stdout.write(f"{title}: {'; '.join(said)}\n")


if __name__ == "__main__":
    main()
