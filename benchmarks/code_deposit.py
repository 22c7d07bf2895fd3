"""How many lines of a seeded print ``code-deposit`` finds in the source, how many rightly, how many by chance.

``python benchmarks/code_deposit.py FOLDER FOLDER … --seeds 3``: folders of Python source, two or more; of each, prints
of the first and last 30 pages with heads, line numbers and wrapped lines, held against a tree that was edited after the
print (a tenth of its lines deleted or changed). Control: the same print against the next folder. Truth is the place a
line was printed from; a line deleted since is a line that should not be found. 95 % intervals by Wilson.
"""

from __future__ import annotations

import argparse
import json
import random
from bisect import bisect_left
from math import sqrt
from pathlib import Path

from comparators.code.deposit.aligning import aligned
from comparators.code.deposit.features import LEAST, DepositFeatures, of, weight

PAGE, PAGES, WIDTH, LEAST_LINES = 50, 30, 88, 1000


def wilson(k: int, n: int) -> list[float]:
    """Share and its 95 % interval."""
    if not n:
        return [0.0, 0.0, 1.0]
    z, p = 1.96, k / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [round(v, 4) for v in (p, (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n))]


def tree(folder: Path) -> list[list[str]]:
    """Lines of the Python files of a folder, in order of names."""
    found = [path.read_text("utf-8", "replace").splitlines() for path in sorted(folder.rglob("*.py"))]
    return [lines for lines in found if lines]


def print_of(files: list[list[str]], dice: random.Random, name: str) -> tuple[str, list[tuple[int, int] | None]]:
    """Pages, and for each of their lines where it was printed from."""
    rows = [(text, (f, n)) for f, lines in enumerate(files) for n, text in enumerate(lines)]
    if len(rows) > 2 * PAGES * PAGE:
        rows = rows[: PAGES * PAGE] + rows[-PAGES * PAGE :]
    numbers, feed, head = (dice.random() < 0.5 for _ in range(3))
    out: list[str] = []
    truth: list[tuple[int, int] | None] = []
    for page, at in enumerate(range(0, len(rows), PAGE), 1):
        if feed and page > 1:
            out.append("\f")
        if head or not feed:
            out.append(f"{name} V1.0    Page {page} of {-(-len(rows) // PAGE)}\n")
            truth.append(None)
        for number, (text, place) in enumerate(rows[at : at + PAGE], at + 1):
            text = text.replace("\f", "")
            for k in range(0, max(1, len(text)), WIDTH):
                out.append((f"{number:>5} " if numbers and k == 0 else "      " * numbers) + text[k : k + WIDTH] + "\n")
                truth.append(place)
    return "".join(out), truth


def edited(
    files: list[list[str]], dice: random.Random
) -> tuple[list[list[str]], dict[tuple[int, int], tuple[int, int]]]:
    """The tree as it became later, and where each line that still stands went."""
    made: list[list[str]] = []
    went: dict[tuple[int, int], tuple[int, int]] = {}
    for f, lines in enumerate(files):
        own: list[str] = []
        for n, text in enumerate(lines):
            chance = dice.random()
            if chance < 0.04 and weight(text) >= LEAST:
                continue
            if chance < 0.07 and weight(text) >= 20:
                text = text.replace("e", "ee", 1)
            elif chance < 0.10:
                text = text.replace(", ", ",").replace(" = ", "=")
            went[f, n] = (f, len(own))
            own.append(text)
        made.append(own)
    return made, went


def features(files: list[list[str]]) -> list[DepositFeatures]:
    """Features of source files."""
    return [of("a.py", "\n".join(line.replace("\f", "") for line in lines), True) for lines in files]


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    trees = [(folder.name, files) for folder in given.folders if sum(map(len, files := tree(folder))) >= LEAST_LINES]
    standing = found = right = said = gone = ghosts = chance = control = 0
    for number, (name, files) in enumerate(trees):
        for seed in range(given.seeds):
            dice = random.Random(f"{name} {seed}")
            text, truth = print_of(files, dice, name)
            later, went = edited(files, dice)
            one = of("print.txt", text, False)
            ends = [at for at, sign in enumerate(text) if sign == "\n"]
            rows = [at for at, line in enumerate(one.lines()) if line]
            place = {at: truth[bisect_left(ends, int(one.starts[at]))] for at in rows}
            pairs, _ = aligned([one], features(later))
            have = {at: (p.file, p.line) for p in pairs for at in range(p.first, p.first + p.pieces)}
            for at in rows:
                if not one.counts[at]:
                    continue
                true = None if (from_ := place[at]) is None else went.get(from_)
                standing += true is not None
                found += true is not None and at in have
                gone += true is None
                ghosts += true is None and at in have
                said += at in have
                right += at in have and have[at] == true
            other = features(trees[(number + 1) % len(trees)][1])
            pairs, _ = aligned([one], other)
            chance += sum(p.pieces for p in pairs)
            control += int(one.counts.sum())
    result = {
        "trees": len(trees), "prints": len(trees) * given.seeds,
        "found_of_lines_that_stand": [standing, *wilson(found, standing)],
        "right_of_lines_found": [said, *wilson(right, said)],
        "found_of_lines_that_are_gone": [gone, *wilson(ghosts, gone)],
        "found_in_an_unrelated_tree": [control, *wilson(chance, control)],
    }  # fmt: skip
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
