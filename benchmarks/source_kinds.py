"""Small programs of one kind that were written apart: what ``software-source`` lets into its shares.

    python -m benchmarks.source_kinds OUT [--set tuning|held-out] [--texts plain|hidden] [--others N]
        [--fit BUILDS SOURCES]

Programs and builds as ``functions_kinds`` has them. The source of each program (with ``net.h``) is compared with every
build of each other program of its kind, and with N builds of programs of other kinds (seed 0): unrelated; and with its
own builds: related. Filters on. Printed: pairs of a source and a program in which anything counts, the largest of both
shares; of related ones those in which nothing does, and the middle of either share. The rule about calls and data rests
on ``tuning``; ``held-out`` was looked at once.

``--fit``: fits the formula ``beyond-source`` (``functions/calls.py``) into ``weights.json``, on pairs of functions that
share calls: of sources and their own builds (``tuning``), once as they are and once as if they had no texts; true ones
of the tuning families (BUILDS, SOURCES: as ``binaries_source`` has them; gcc O0 and O2, clang O2), each of the three as
heavy as another; and, as false ones, of unrelated sources and programs, as they are (twice as heavy) and without texts.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from statistics import median

import numpy as np

from appraisal.clip import clip_all
from appraisal.comparator import Context
from appraisal.comparison import Mask, Match, Measures
from appraisal.errors import Refused
from appraisal.span import Region
from benchmarks.binaries import Programs
from benchmarks.binaries_build import FAMILIES, TUNING
from benchmarks.functions_kinds import SOURCES, Array, build, learnt, say
from benchmarks.functions_weights import features, known, source_of, symbols
from comparators.software.functions import pairing
from comparators.software.functions.calls import Evidence
from comparators.software.functions.sides import Side
from comparators.software.source import SoftwareSource, reading
from comparators.software.source.features import SourceFeatures
from comparators.software.source.method import LEAST_LED
from comparators.software.source.sides import source_side

METHOD = SoftwareSource()
Source = dict[str, SourceFeatures]


class Held(Programs):
    """Sources and programs, read once."""

    def source(self, path: Path) -> Source:
        """Source of a small program, with the header that they share."""
        found = {}
        for one in (path, SOURCES / "net.h"):
            data = one.read_bytes()
            found[one.name] = SourceFeatures.of_text(one.name, reading.text_of(one.name, data), data)
        return found

    def against(self, text: Source, path: Path) -> tuple[list[Match], Measures]:
        """Matches and figures, filtered."""
        out = self.region(path)
        held = features(path.with_suffix(self.ending), self.held)
        program = {"": SourceFeatures(**{one.name: getattr(held, one.name) for one in fields(held)})}
        try:
            matches = list(METHOD.match(text, program, Context()))
        except Refused:
            return [], Measures(0.0, 0.0, 0.0, {})
        mask = Mask(Region(()), out)
        clipped = list(clip_all(matches, mask))
        return clipped, METHOD.measure(text, program, clipped, mask)


def compared(built: dict[str, list[Path]], others: int) -> Iterator[tuple[str, str, Path]]:
    """Names of a source and of a program, and a build of it."""
    kind = {name: name.partition("-")[0] for name in built}
    every = [(one, other, path) for one in built for other in built for path in built[other]]
    yield from (row for row in every if kind[row[0]] == kind[row[1]])
    far = [row for row in every if kind[row[0]] != kind[row[1]]]
    yield from random.Random(0).sample(far, min(others, len(far)))


def rows(text: Source, path: Path, held: Held) -> Iterator[tuple[int, int, Evidence]]:
    """Numbers of the functions of pairs that would be reported and share calls, and what they share."""
    left, right = source_side(text), Side.of({"": features(path.with_suffix(held.ending), held.held)})
    lines = np.concatenate([text[name].counts for name in left.names])
    if not (lines >= METHOD.min_lines).any() or not (right.counts >= METHOD.min_instructions).any():
        return
    pairs = pairing.pair(left, right, ending="-source")[1]
    large = (lines[pairs.left] >= METHOD.min_lines) & (right.counts[pairs.right] >= METHOD.min_instructions)
    for row in np.flatnonzero(large & (pairs.certainty >= METHOD.certainty) & (pairs.own >= LEAST_LED)).tolist():
        evidence = Evidence.of(left, right, pairs, row)
        if evidence.calls:
            yield int(pairs.left[row]), int(pairs.right[row]), evidence


def fit(built: dict[str, list[Path]], held: Held, options: argparse.Namespace) -> None:
    """See the module."""
    groups: dict[str, list[Array]] = {"rebuilt": [], "unrelated": [], "families": []}
    texts = {name: held.source(SOURCES / "tuning" / f"{name}.c") for name in built}
    for one, other, path in compared(built, options.others):
        out = held.screened(path)
        found = [evidence.columns for _, j, evidence in rows(texts[one], path, held) if j not in out]
        groups["rebuilt" if one == other else "unrelated"] += found
    builds, sources = options.fit
    for name in TUNING:
        text = source_of(sources, FAMILIES[name])
        written = known([n for file in sorted(text) for n in text[file].named])
        for level in ("gcc-O0", "gcc-O2", "clang-O2"):
            path = builds / name / f"{level}.bin"
            if path.exists():
                theirs = known(symbols(path, held.held))
                found = [e.columns for i, j, e in rows(text, path, held) if written[i] and written[i] == theirs[j]]
                groups["families"] += found
    learnt(groups, "beyond-source")


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", choices=("tuning", "held-out"), default="tuning")
    parser.add_argument("--texts", choices=("hidden", "plain"), default="plain")
    parser.add_argument("--others", type=int, default=1000)
    parser.add_argument("--fit", type=Path, nargs=2)
    options = parser.parse_args()
    built = build(options.out, options.set)
    held = Held(".hid" if options.texts == "hidden" else ".bin")
    if options.fit:
        fit(built, held, options)
        return
    texts = {name: held.source(SOURCES / options.set / f"{name}.c") for name in built}
    shares: dict[str, list[tuple[str, float, float]]] = {"related": [], "of one kind": [], "of other kinds": []}
    listed: Counter[str] = Counter()
    for one, other, path in compared(built, options.others):
        matches, measures = held.against(texts[one], path)
        of_kind = one.partition("-")[0] == other.partition("-")[0]
        group = "related" if one == other else "of one kind" if of_kind else "of other kinds"
        listed.update(f"{group} {m.details.get('counted', 'counts')}" for m in matches)
        found = measures.coverage_of_left or 0.0, measures.coverage_of_right or 0.0
        shares[group].append((f"{one} – {path.stem}", *found))
    say(f"{options.set}, texts {options.texts}: {len(built)} programs, {sum(map(len, built.values()))} builds")
    for group in ("of one kind", "of other kinds"):
        some = [row for row in shares[group] if max(row[1:]) > 0]
        say(f"unrelated, {group}: {len(shares[group])} pairs of source and program, in {len(some)} something counts")
        for name, left, right in sorted(some, key=lambda row: -max(row[1:]))[:20]:
            say(f"  {name}: {left:.3f} of the source, {right:.3f} of the program")
    every = shares["related"]
    none = sum(max(row[1:]) == 0 for row in every)
    say(f"related: {len(every)} pairs, in {none} nothing counts")
    for number, side in ((1, "source"), (2, "program")):
        say(f"  middle share of the {side} {median(float(row[number]) for row in every):.3f}")
    for name in built:
        own = [row for row in every if row[0].startswith(f"{name} – ")]
        without = sum(max(row[1:]) == 0 for row in own)
        say(f"  {name}: {without} of {len(own)} without, middle lesser share {median(min(r[1:]) for r in own):.3f}")
    say("pairs of functions: " + ", ".join(f"{name} {count}" for name, count in sorted(listed.items())))


if __name__ == "__main__":
    main()
