"""Source text against programs: which functions ``software-source`` pairs, and whether it tells related from unrelated.

    python -m benchmarks.binaries_source SOURCES BUILDS [--set tuning|held-out] [--texts hidden|plain] [--unrelated N]

SOURCES and BUILDS as ``binaries_build.py`` has them; formulas and thresholds rest on the tuning families. The source
of a family is what is compiled and all headers of its package. All programs are stripped; with ``hidden`` every text of
their constant data is enciphered with a key of its own. Places that ``program-filters`` takes out leave the figures.

Functions: whose name stands once in the source and once among the symbols of the unstripped twin, of 20 instructions
up there and ``min_lines`` lines in the source: pairs found and true, pooled over families, bootstrap over families
(1,000 draws, seed 0, 95 %). A pair of a function that no symbol tells is neither. Programs: source and builds of one
family against source and builds of two (N, seed 0), by the mean of both shares: area under the curve, share of related
pairs above every unrelated one, the ten nearest unrelated pairs, with a bootstrap over families. Pairs of functions
that calls or constant data alone make are among those found, and in no share.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import fields
from pathlib import Path

import numpy as np

from appraisal.clip import clip_all
from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask, Match
from appraisal.components import open_components
from appraisal.errors import Refused
from appraisal.span import Region
from benchmarks.binaries import DRAWS, auc, interval, say
from benchmarks.binaries_build import FAMILIES, HELD_OUT, TUNING
from benchmarks.functions_weights import features, known, source_of, symbols
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.filters import ProgramFilters
from comparators.software.source import SoftwareSource
from comparators.software.source.features import SourceFeatures

METHOD = SoftwareSource()
LEVELS = ("gcc-O0", "gcc-O2", "clang-O2", "mingw-O2")
Source = dict[str, SourceFeatures]


class Held:
    """Everything that is read, once."""

    def __init__(self, sources: Path, builds: Path, ending: str) -> None:
        self.sources, self.builds, self.ending = sources, builds, ending
        self.read: dict[Path, FunctionFeatures] = {}
        self._texts: dict[str, Source] = {}
        self._filters = ProgramFilters()
        self._known = Resources(components=(open_components(ProgramFilters.bundled, self._filters.name),))

    def source(self, family: str) -> Source:
        """Source of a family."""
        if family not in self._texts:
            self._texts[family] = source_of(self.sources, FAMILIES[family])
        return self._texts[family]

    def compared(self, family: str, build: Path) -> tuple[list[Match], float]:
        """Matches and ranking value, filtered."""
        held = features(build.with_suffix(self.ending), self.read)
        program = {"": SourceFeatures(**{one.name: getattr(held, one.name) for one in fields(held)})}
        text = self.source(family)
        out = Region(one.span for one in self._filters.screen(program, self._known))
        try:
            matches = list(METHOD.match(text, program, Context()))
        except Refused:
            return [], 0.0
        mask = Mask(Region(()), out)
        clipped = list(clip_all(matches, mask))
        return clipped, METHOD.measure(text, program, clipped, mask).score


def functions(held: Held, families: list[str]) -> dict[tuple[str, Path], float]:
    """See the module; gives the ranking values of the related pairs."""
    scores: dict[tuple[str, Path], float] = {}
    for level in LEVELS:
        counts: dict[str, tuple[int, ...]] = {}
        for family in families:
            build = held.builds / family / f"{level}.bin"
            if not build.exists():
                continue
            text = held.source(family)
            written = {file: known_in(text)[file] for file in text}
            theirs = known(symbols(build, held.read))
            sizes = features(build, held.read).counts
            there = {name: k for k, name in enumerate(theirs) if name}
            due = {
                name
                for file, names in written.items()
                for k, name in enumerate(names)
                if name in there and sizes[there[name]] >= 20 and text[file].counts[k] >= METHOD.min_lines
            }
            matches, scores[family, build] = held.compared(family, build)
            pairs = [
                (
                    written[m.left.file][int(m.details["number_in_text"])],
                    theirs[int(m.details["number_in_program"])],
                    "counted" in m.details,
                )
                for m in matches
            ]
            right = [apart for x, y, apart in pairs if x == y and x in due]
            wrong = [apart for x, y, apart in pairs if x != y and (x in due or y in due)]
            counts[family] = len(due), len(right), len(wrong), sum(right), sum(wrong)
        table = np.array(list(counts.values())).reshape(-1, 5)
        rng = np.random.default_rng(0)
        drawn = [table[rng.integers(len(table), size=len(table))].sum(axis=0) for _ in range(DRAWS)]
        total = table.sum(axis=0)
        say(f"source – {level}: {total[0]} functions in {len(counts)} families")
        say(f"  found {total[1] / total[0]:.3f} {interval([d[1] / max(1, d[0]) for d in drawn])}")
        true = total[1] / max(1, total[1] + total[2])
        say(f"  of those found, true {true:.3f} {interval([d[1] / max(1, d[1] + d[2]) for d in drawn])}")
        say("  " + ", ".join(f"{n} {c[1]}/{c[0]} −{c[2]}" for n, c in counts.items()))
        say(f"  of these by calls or data alone, in no share: {total[3]} true, {total[4]} others")
    return scores


def known_in(text: Source) -> dict[str, list[str]]:
    """Names of the functions of each file, "" where one stands twice in the whole source."""
    every = known([name for file in sorted(text) for name in text[file].named])
    found, at = {}, 0
    for file in sorted(text):
        found[file] = every[at : at + len(text[file])]
        at += len(text[file])
    return found


def programs(held: Held, families: list[str], related: dict[tuple[str, Path], float], most: int) -> None:
    """See the module: related and unrelated programs."""
    wanted = [(family, build) for family in families for _, build in related if build.parent.name != family]
    chosen = random.Random(0).sample(wanted, min(most, len(wanted)))
    unrelated = {pair: held.compared(*pair)[1] for pair in chosen}
    mine, theirs = np.array(list(related.values())), np.array(list(unrelated.values()))
    draws: list[tuple[float, float]] = []
    rng = np.random.default_rng(0)
    for _ in range(DRAWS):
        drawn = rng.choice(families, len(families))
        times = {name: int((drawn == name).sum()) for name in families}
        one = np.array([v for (f, _), v in related.items() for _ in range(times[f])])
        other = np.array([v for (f, b), v in unrelated.items() for _ in range(times[f] * times[b.parent.name])])
        if len(one) and len(other):
            draws.append((auc(one, other), float((one > other.max()).mean())))
    say(f"programs: {len(mine)} related, {len(theirs)} unrelated pairs, {len(families)} families")
    say(f"  area under the curve {auc(mine, theirs):.4f} {interval([d[0] for d in draws])}")
    say(f"  above every unrelated pair: {(mine > theirs.max()).mean():.3f} {interval([d[1] for d in draws])}")
    for (family, build), score in sorted(unrelated.items(), key=lambda item: -item[1])[:10]:
        say(f"  unrelated {score:.4f} {family} – {build.parent.name}/{build.stem}")
    for (family, build), score in sorted(related.items(), key=lambda item: item[1])[:5]:
        say(f"  related {score:.4f} {family} – {build.parent.name}/{build.stem}")


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("builds", type=Path)
    parser.add_argument("--set", choices=("tuning", "held-out"), default="tuning")
    parser.add_argument("--texts", choices=("hidden", "plain"), default="plain")
    parser.add_argument("--unrelated", type=int, default=200)
    options = parser.parse_args()
    every = TUNING if options.set == "tuning" else HELD_OUT
    families = [name for name in every if (options.builds / name).is_dir()]
    held = Held(options.sources, options.builds, ".hid" if options.texts == "hidden" else ".bin")
    started = time.process_time()
    say(f"{options.set}, texts {options.texts}: {', '.join(families)}")
    related = functions(held, families)
    programs(held, families, related, options.unrelated)
    say(f"{time.process_time() - started:.0f} s of CPU")


if __name__ == "__main__":
    main()
