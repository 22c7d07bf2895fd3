"""code-literal on whole projects: shares of each matcher, and whether identical lines that stand once are found.

    python benchmarks/code_literal.py --pair NAME LEFT RIGHT …

LEFT and RIGHT are folders of sources. For every pair: figures of each matcher with both denominators; the lines (at
least 12 characters without spacing) that stand exactly once in each tree and are the same, told by this script from the
text alone, how many of them are in a match with their counterpart, and how many line pairs that matches name are the
same lines; time and memory. Intervals: Wilson, 95 %. Prints JSON. None of the works measured is in the bundled counts.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparator import Context
from appraisal.comparison import Mask, Match
from appraisal.errors import AppraisalError
from appraisal.work import Medium, Work
from comparators.code import source
from comparators.code.literal import CodeLiteral
from comparators.code.literal.counting import FIGURES
from comparators.code.literal.features import LiteralFeatures

LEAST = 12
Place = tuple[str, int]


def wilson(hits: int, n: int) -> list[float]:
    """Share with its interval."""
    if not n:
        return [0.0, 0.0, 1.0]
    z, p = 1.96, hits / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [round(p, 5), round((middle - half) / (1 + z * z / n), 5), round((middle + half) / (1 + z * z / n), 5)]


def read(folder: Path, label: str) -> dict[str, LiteralFeatures]:
    found = {}
    for member in Work.open(folder, label=label).members:
        if member.medium is Medium.CODE:
            try:
                found[member.file] = LiteralFeatures.of(source.read(member))
            except AppraisalError as error:
                print(error, file=sys.stderr)
    return found


def lines(files: dict[str, LiteralFeatures]) -> dict[Place, str]:
    """Every line without its spacing, by file and number."""
    return {
        (name, number): "".join(text.split())
        for name, features in files.items()
        for number, text in enumerate(features.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    }


def once(texts: dict[Place, str]) -> dict[str, Place]:
    times = Counter(texts.values())
    return {text: place for place, text in texts.items() if times[text] == 1 and len(text) >= LEAST}


def named(matches: list[Match], *, single: bool = False) -> set[tuple[Place, Place]]:
    """Pairs of lines that matches of lines say are the same; ``single``: without lines that have several places."""
    pairs = set()
    for match in matches:
        if match.kind not in ("statement-lines", "comment-lines"):
            continue
        for a, b, size in match.blocks:
            pairs |= {((match.left.file, int(a + n)), (match.right.file, int(b + n))) for n in range(int(size))}
        if not match.blocks and not (single and (match.also.left or match.also.right)):
            pairs |= {
                ((a.file, int(a.start)), (b.file, int(b.start))) for a in match.all_left() for b in match.all_right()
            }
    return pairs


def measured(left: Path, right: Path) -> dict[str, Any]:
    began = time.process_time(), time.perf_counter()
    one, other = read(left, "A"), read(right, "B")
    reading = time.process_time() - began[0]
    method = CodeLiteral()
    matches = list(method.match(one, other, Context()))
    figures = method.measure(one, other, matches, Mask())
    took = time.process_time() - began[0], time.perf_counter() - began[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    values = figures.values
    shares = {
        name: [
            [values[f"common_{name}_of_{side}"], values[f"{name}_of_{side}"], values[f"shares_of_{side}"].get(name)]
            for side in ("left", "right")
        ]
        for name in FIGURES
    }
    texts = lines(one), lines(other)
    alone = once(texts[0]), once(texts[1])
    truth = {(alone[0][text], alone[1][text]) for text in alone[0].keys() & alone[1].keys()}
    pairs = named(matches)
    firsts, seconds = {a for a, _ in truth}, {b for _, b in truth}
    about = {pair for pair in named(matches, single=True) if pair[0] in firsts or pair[1] in seconds}
    of_once = {pair for pair in pairs if texts[0].get(pair[0]) in alone[0] or texts[1].get(pair[1]) in alone[1]}
    same = sum(texts[0][a] == texts[1][b] for a, b in of_once)
    return {
        "shares": shares, "matches": values["matches_by_kind"],
        "misspellings": values["misspellings"], "finds": values["finds"],
        "unique identical lines": {
            "n": len(truth), "found": wilson(len(truth & pairs), len(truth)),
            "named": len(about), "right": wilson(len(about & truth), len(about)),
        },
        "named pairs of lines that stand once": {
            "n": len(of_once), "the same to the letter": wilson(same, len(of_once)),
        },
        "seconds": {"cpu": round(took[0], 1), "of it reading": round(reading, 1), "wall": round(took[1], 1)},
        "MB": peak,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pair", nargs=3, action="append", metavar=("NAME", "LEFT", "RIGHT"), required=True)
    given = parser.parse_args()
    for name, left, right in given.pair:
        print(json.dumps({name: measured(Path(left), Path(right))}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
