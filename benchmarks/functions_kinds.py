"""Small programs of one kind that were written apart: what ``software-functions`` lets into their shares.

    python -m benchmarks.functions_kinds OUT [--set tuning|held-out] [--texts plain|hidden] [--fit BUILDS]

``kinds/SET/KIND-NAME.c`` are small programs written for this, two a kind (servers, clients of a chat, copiers of files,
games of a terminal …). They are compiled to OUT, stripped, by gcc and clang (ELF) and mingw-w64 gcc (PE) at O0,
O2, O3 and Os; what a system lacks is left out. ``hidden``: every text of constant data enciphered, as in
``binaries_build``. Every build of a program is compared with every build of each other of its kind (unrelated) and
with its own other builds for the same system (rebuilt); filters on. Printed: pairs of programs in which anything
counts, the largest of both shares; of rebuilt ones those in which nothing does, and the middle lesser share. The rule
about calls and data rests on ``tuning``; ``held-out`` was written after it and looked at once.

``--fit``: fits the formula ``beyond`` (``functions/calls.py``) into ``weights.json``, on pairs of functions that share
calls: of rebuilt programs of ``tuning``, once as they are and once as if they had no texts; true ones of the tuning
families in BUILDS (gcc O0 – O2, gcc O2 – clang O2, texts hidden), each of the three as heavy as another; and, as false
ones, of unrelated programs, as they are (twice as heavy) and without texts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.binaries import METHOD, Programs
from benchmarks.binaries_build import COMPILERS, TUNING, hidden
from benchmarks.functions_weights import DATA, features, symbols
from comparators.software.functions import pairing
from comparators.software.functions.calls import Evidence
from comparators.software.functions.method import LEAST_OWN
from comparators.software.functions.sides import Side

SOURCES = Path(__file__).parent / "kinds"
LEVELS = ("O0", "O2", "O3", "Os")
Array = NDArray[Any]


def build(out: Path, kind: str) -> dict[str, list[Path]]:
    """Programs by their names, in all builds; those that are there are kept."""
    found: dict[str, list[Path]] = {}
    for source in sorted((SOURCES / kind).glob("*.c")):
        for compiler in ("gcc", "clang", "mingw"):
            tool, _, strip = COMPILERS[compiler]
            for level in LEVELS:
                made = out / kind / f"{source.stem}.{compiler}-{level}.bin"
                made.parent.mkdir(parents=True, exist_ok=True)
                more = ["-lws2_32", "-lgdi32"] if compiler == "mingw" else ["-lm"]
                call = [tool, f"-{level}", "-w", str(source), *more, "-o", str(made)]
                if not made.exists():
                    if subprocess.run(call, capture_output=True).returncode:
                        continue  # a program of the other system
                    subprocess.run([strip, "-s", str(made)], check=True)
                    made.with_suffix(".hid").write_bytes(hidden(made.read_bytes()))
                found.setdefault(source.stem, []).append(made)
    return found


def compared(built: dict[str, list[Path]]) -> Iterator[tuple[Path, Path, tuple[str, str]]]:
    """Pairs of builds that are compared, with the names of both programs."""
    for one, other in combinations([path for name in sorted(built) for path in built[name]], 2):
        names = one.name.partition(".")[0], other.name.partition(".")[0]
        if names[0].partition("-")[0] != names[1].partition("-")[0]:
            continue
        if names[0] != names[1] or ("mingw" in one.name) == ("mingw" in other.name):
            yield one, other, names


def rows(one: Path, other: Path, held: Programs) -> Iterator[tuple[int, int, Evidence]]:
    """Numbers of the functions of pairs that would be reported and share calls, and what they share."""
    left, right = (Side.of({"": features(path, held.held)}) for path in (one, other))
    if not all((side.counts >= METHOD.min_instructions).any() for side in (left, right)):
        return
    pairs = pairing.pair(left, right)[1]
    sizes = left.counts[pairs.left], right.counts[pairs.right]
    large = (np.maximum(*sizes) >= METHOD.min_instructions) & (np.minimum(*sizes) >= METHOD.min_instructions // 2)
    good = large & (pairs.certainty >= METHOD.certainty) & (pairs.own >= LEAST_OWN) & ~pairs.same & ~pairs.equal
    for row in np.flatnonzero(good).tolist():
        evidence = Evidence.of(left, right, pairs, row)
        if evidence.calls:
            yield int(pairs.left[row]), int(pairs.right[row]), evidence


def fit(built: dict[str, list[Path]], builds: Path, held: Programs) -> None:
    """See the module."""
    groups: dict[str, list[Array]] = {"rebuilt": [], "unrelated": [], "families": []}
    for one, other, names in compared(built):
        out = [held.screened(path) for path in (one, other)]
        for i, j, evidence in rows(one, other, held):
            if i not in out[0] and j not in out[1]:
                groups["rebuilt" if names[0] == names[1] else "unrelated"].append(evidence.columns)
    for name in TUNING:
        for a, b in (("gcc-O0", "gcc-O2"), ("gcc-O2", "clang-O2")):
            one, other = (builds / name / f"{build}.hid" for build in (a, b))
            if one.exists() and other.exists():
                mine, theirs = symbols(one, held.held), symbols(other, held.held)
                found = [e.columns for i, j, e in rows(one, other, held) if mine[i] and mine[i] == theirs[j]]
                groups["families"] += found
    learnt(groups, "beyond")


def learnt(groups: dict[str, list[Array]], name: str) -> None:
    """Fits one formula of ``weights.json``; groups: see the module."""
    plain = {name: np.array(found).reshape(-1, 5) for name, found in groups.items()}
    without = {name: np.where(np.arange(5) > 2, 0, found) for name, found in plain.items()}
    parts = [(plain["rebuilt"], 1, 1), (without["rebuilt"], 1, 1), (plain["families"], 1, 1)]
    parts += [(plain["unrelated"], 2, 0), (without["unrelated"], 1, 0)]
    weights = np.concatenate([np.full(len(part), 1000 * weight / len(part)) for part, weight, _ in parts])
    truth = np.concatenate([np.full(len(part), true) for part, _, true in parts])
    made = LogisticRegression(max_iter=3000).fit(np.concatenate([part for part, _, _ in parts]), truth, weights)
    known = json.loads((DATA / "weights.json").read_text("utf-8"))
    known[name] = {"constant": round(float(made.intercept_[0]), 6), "weights": np.round(made.coef_[0], 6).tolist()}
    (DATA / "weights.json").write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    say(f"{name}: {known[name]} of " + ", ".join(f"{len(found)} {name}" for name, found in groups.items()))


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", choices=("tuning", "held-out"), default="tuning")
    parser.add_argument("--texts", choices=("hidden", "plain"), default="plain")
    parser.add_argument("--fit", type=Path)
    options = parser.parse_args()
    built = build(options.out, options.set)
    held = Programs(".hid" if options.texts == "hidden" else ".bin")
    if options.fit:
        fit(built, options.fit, held)
        return
    unrelated: dict[tuple[str, str], list[float]] = {}
    rebuilt: dict[str, list[float]] = {}
    listed: Counter[str] = Counter()
    for one, other, names in compared(built):
        matches, measures = held.measured(one, other)
        listed.update(str(m.details.get("counted", "")) for m in matches if names[0] != names[1])
        shares = measures.coverage_of_left or 0.0, measures.coverage_of_right or 0.0
        if names[0] != names[1]:
            unrelated.setdefault((names[0], names[1]), []).append(max(shares))
        else:
            rebuilt.setdefault(names[0], []).append(min(shares))
    say(f"{options.set}, texts {options.texts}: {len(built)} programs, {sum(map(len, built.values()))} builds")
    every = [share for shares in unrelated.values() for share in shares]
    some = sum(share > 0 for share in every)
    say(f"unrelated: {len(every)} pairs of programs, in {some} something counts, most {max(every):.3f}")
    for names, shares in unrelated.items():
        say(f"  {' '.join(names)}: {sum(s > 0 for s in shares)} of {len(shares)}, most {max(shares):.3f}")
    say("  pairs of functions by what `counted` says: " + ", ".join(f"{k or 'counts'} {n}" for k, n in listed.items()))
    every = [share for shares in rebuilt.values() for share in shares]
    none = sum(share == 0 for share in every)
    say(f"rebuilt: {len(every)} pairs of programs, in {none} nothing counts, middle {median(every):.3f}")
    for name, shares in rebuilt.items():
        say(f"  {name}: {sum(s == 0 for s in shares)} of {len(shares)} without, middle {median(shares):.3f}")


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
