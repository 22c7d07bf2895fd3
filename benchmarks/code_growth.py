"""How time and memory of the three methods for source code grow with the size of both works.

    python benchmarks/code_growth.py --sources DIR [--method NAME …] [--lines N …] [--log FILE]

Two sides of N lines each, made of the source files of DIR: a third of the files to the left side alone, a third to the
right one alone, a third to both. When all files are used up they come again with every number that stands for a shape,
symbol, name or line exchanged for another, so that rounds share nothing with each other. Files are read before: what is
measured is matching and measuring in one process, in CPU seconds; the peak of memory is of all sizes so far and holds
the files read. ``power``: by which time grows against the size before, 1 is linear. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask
from appraisal.errors import AppraisalError
from appraisal.work import Medium, Member, Work
from comparators.code import features as plain_features
from comparators.code import source
from comparators.code.features import CodeFeatures
from comparators.code.literal import CodeLiteral
from comparators.code.literal import features as literal_features
from comparators.code.literal.features import LiteralFeatures
from comparators.code.structure import CodeStructure
from comparators.code.structure import features as structure_features
from comparators.code.structure.features import StructureFeatures
from comparators.code.tokens import CodeTokens


@dataclass(frozen=True)
class Grown:
    """A method, what reads a file for it, the lines of a file, and the same file with all numbers exchanged."""

    method: Any
    read: Callable[[Member], Any]
    lines: Callable[[Any], int]
    varied: Callable[[Any, int], Any]


def _tokens(one: CodeFeatures, scale: int) -> CodeFeatures:
    symbols = (one.symbols.astype(np.uint64) * np.uint64(scale) + np.uint64(scale)).astype(np.uint32)
    return replace(one, symbols=symbols, values=one.values * np.uint64(scale))


def _structure(one: StructureFeatures, scale: int) -> StructureFeatures:
    wide = np.uint64(scale)
    return replace(
        one,
        shapes=(one.shapes.astype(np.uint64) * wide).astype(np.uint32),
        statement_head=(one.statement_head.astype(np.uint64) * wide).astype(np.uint32),
        statement_written=one.statement_written * wide, statement_normal=one.statement_normal * wide,
        statement_shape=one.statement_shape * wide, unit_name=one.unit_name * wide, use_name=one.use_name * wide,
        use_context=(one.use_context.astype(np.uint64) * wide).astype(np.uint32),
    )  # fmt: skip


def _literal(one: LiteralFeatures, scale: int) -> LiteralFeatures:
    return replace(one, hashes=one.hashes * np.uint64(scale))


def _read_structure(member: Member) -> StructureFeatures:
    return structure_features.of(source.read(member, keep_tree=True), Resources())


METHODS = {
    "code-structure": Grown(CodeStructure(), _read_structure, lambda one: one.line_count, _structure),
    "code-tokens": Grown(CodeTokens(), plain_features.read, lambda one: one.line_count, _tokens),
    "code-literal": Grown(CodeLiteral(), literal_features.read, lambda one: len(one.line_starts), _literal),
}


def pool(folder: Path, grown: Grown, least: int = 20) -> list[Any]:
    """Features of the files of a folder with ``least`` lines and more, in order of names."""
    found = []
    for member in Work.open(folder).only(frozenset({Medium.CODE})):
        try:
            one = grown.read(member)
        except AppraisalError as error:
            print(error, file=sys.stderr)
            continue
        if grown.lines(one) >= least:
            found.append(one)
    return found


def sides(files: list[Any], grown: Grown, lines: int) -> tuple[tuple[dict[str, Any], dict[str, Any]], list[int]]:
    """Two sides of so many lines, and how many they came to."""
    made: tuple[dict[str, Any], dict[str, Any]] = {}, {}
    counts, round_ = [0, 0], 0
    while min(counts) < lines:
        for number, one in enumerate(files):
            of = (number + round_) % 3
            for k in (0, 1) if of == 2 else (of,):
                if counts[k] < lines:
                    made[k][f"{round_}/{k}/{number}.c"] = grown.varied(one, 2 * round_ + 1) if round_ else one
                    counts[k] += grown.lines(one)
        round_ += 1
    return made, counts


def measured(files: list[Any], grown: Grown, lines: int) -> dict[str, Any]:
    """One size."""
    made, counts = sides(files, grown, lines)
    begun = time.process_time()
    found = list(grown.method.match(*made, Context(memory_limit=1 << 40)))
    matching, begun = time.process_time() - begun, time.process_time()
    measures = grown.method.measure(*made, found, Mask())
    return {
        "lines": counts, "matches": len(found),
        "shares": [round(v or 0, 4) for v in (measures.coverage_of_left, measures.coverage_of_right)],
        "cpu_matching": round(matching, 1), "cpu_measuring": round(time.process_time() - begun, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }  # fmt: skip


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--method", action="append", choices=METHODS)
    parser.add_argument("--lines", type=int, nargs="+", default=[50_000, 500_000, 2_500_000, 5_000_000])
    parser.add_argument("--log", type=Path)
    args = parser.parse_args()
    for name in args.method or METHODS:
        grown = METHODS[name]
        files = pool(args.sources, grown)
        before: dict[str, Any] = {}
        print(f"{name} {grown.method.version}: {sum(map(grown.lines, files))} lines in {len(files)} files", flush=True)
        for lines in sorted(args.lines):
            row = measured(files, grown, lines)
            spent = [one["cpu_matching"] + one["cpu_measuring"] for one in (before, row) if one]
            if len(spent) == 2:
                power = math.log(spent[1] / max(spent[0], 0.05)) / math.log(sum(row["lines"]) / sum(before["lines"]))
                row["power"] = round(power, 2)
            before = row
            text = json.dumps({"method": name, "version": grown.method.version} | row)
            print(text, flush=True)
            if args.log:
                with args.log.open("a", encoding="utf-8") as stream:
                    stream.write(text + "\n")


if __name__ == "__main__":
    main()
