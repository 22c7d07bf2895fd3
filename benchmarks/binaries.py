"""Rebuilt programs: how well ``software-functions`` tells related from unrelated ones, and which functions it pairs.

    python -m benchmarks.binaries BUILDS [--set tuning|held-out] [--texts hidden|plain] [--related N] [--unrelated N]
    [--across] [--with FAMILY/BUILD,…] [--rows FILE]

BUILDS comes from ``binaries_build.py``. Weights of keys, formulas and thresholds rest on the tuning families; the
index of known components on run-time libraries alone. All programs are stripped; with ``hidden`` every text of their
constant data is enciphered with a key of its own.

Programs: pairs of builds of one family against pairs of two families (all, or a sample from seed 0). Printed: area
under the curve and share of related pairs above every unrelated one, with a bootstrap over families (1,000 draws,
seed 0, 95 %), and the ten nearest unrelated pairs. Functions: of at least 20 instructions in both unstripped twins,
by their symbols (names that stand twice in a program are left out): pairs found and true, pooled over families,
bootstrap over families likewise; of these, pairs that calls or constant data alone make, which are in no share.
``--across``: x86-64 against ARM64. ``--with``: only pairs of programs in which one of these builds takes part, to add
to an earlier run. ``--rows``: pairs of programs are written down as they are compared, and those that stand there are
not compared again, so that a long run can be stopped and go on; a file holds one version of the method and one kind
of texts. Peers on the same pairs of programs, where installed: TLSH and ssdeep (``binaries_peers.py``).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from appraisal.clip import clip_all
from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask, Match, Measures
from appraisal.components import open_components
from appraisal.errors import Refused
from appraisal.span import Region
from benchmarks.binaries_build import HELD_OUT, TUNING
from benchmarks.binaries_peers import UNLIKE, peers
from benchmarks.functions_weights import features, names
from comparators.software.functions import SoftwareFunctions
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.filters import ProgramFilters

METHOD = SoftwareFunctions()
LEVELS = (
    ("gcc O0 – gcc O2", "gcc-O0", "gcc-O2"),
    ("gcc O2 – clang O2", "gcc-O2", "clang-O2"),
    ("gcc O2 – mingw O2", "gcc-O2", "mingw-O2"),
)
ACROSS = (("gcc O2 – ARM64 gcc O2", "gcc-O2", "arm64-O2"),)
DRAWS = 1000


class Programs:
    """Programs read once, with the places that the filters take out."""

    def __init__(self, ending: str) -> None:
        self.ending = ending
        self.held: dict[Path, FunctionFeatures] = {}
        self.out: dict[Path, Region] = {}
        filters = ProgramFilters()
        self._filters = filters
        self._resources = Resources(components=(open_components(ProgramFilters.bundled, filters.name),))

    def compared(self, one: Path, other: Path) -> tuple[list[Match], float]:
        """Matches and ranking value of two builds, filtered."""
        matches, measures = self.measured(one, other)
        return matches, measures.score

    def screened(self, path: Path) -> set[int]:
        """Numbers of the functions of a program that the filters take out."""
        found = features(path, self.held)
        starts = {int(s.span.start) for s in self._filters.screen({"": found}, self._resources)}
        return {number for number, start in enumerate(found.starts.tolist()) if start in starts}

    def region(self, path: Path) -> Region:
        """What the filters take out of a program."""
        file = path.with_suffix(self.ending)
        if file not in self.out:
            found = features(file, self.held)
            self.out[file] = Region(s.span for s in self._filters.screen({"": found}, self._resources))
        return self.out[file]

    def measured(self, one: Path, other: Path) -> tuple[list[Match], Measures]:
        """Matches and figures of two builds, filtered."""
        sides = []
        for path, name in ((one, "left"), (other, "right")):
            found = features(path.with_suffix(self.ending), self.held)
            sides.append(({"": found}, self.region(path), name))
        try:
            matches = list(METHOD.match(sides[0][0], sides[1][0], Context()))
        except Refused:
            return [], Measures(0.0, 0.0, 0.0, {})
        mask = Mask(sides[0][1], sides[1][1])
        clipped = list(clip_all(matches, mask))
        return clipped, METHOD.measure(sides[0][0], sides[1][0], clipped, mask)


class Rows:
    """Ranking values of pairs of programs, kept in a file of JSON lines if there is one.

    Raises ``ValueError`` where the file is of another version of the method or other texts.
    """

    def __init__(self, path: Path | None, texts: str) -> None:
        self._path, head = path, {"method": f"{METHOD.name} {METHOD.version}", "texts": texts}
        self._known: dict[tuple[str, str], float] = {}
        if path is None:
            return
        if not path.exists():
            path.write_text(json.dumps(head) + "\n", "utf-8")
        first, *lines = path.read_text("utf-8").splitlines()
        if json.loads(first) != head:
            raise ValueError(f"{path} holds {first}, not {head}")
        self._known = {(left, right): score for left, right, score in map(json.loads, lines)}

    def score(self, held: Programs, one: Path, other: Path) -> float:
        """As ``Programs.compared`` gives it."""
        pair = (f"{one.parent.name}/{one.stem}", f"{other.parent.name}/{other.stem}")
        if pair not in self._known:
            self._known[pair] = held.compared(one, other)[1]
            if self._path is not None:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([*pair, self._known[pair]]) + "\n")
        return self._known[pair]


def auc(related: np.ndarray, unrelated: np.ndarray) -> float:
    """Share of pairs (related, unrelated) in the right order, ties half."""
    order = np.sort(unrelated)
    below, upto = np.searchsorted(order, related, "left"), np.searchsorted(order, related, "right")
    return float(((below + upto) / 2).mean() / len(unrelated))


def interval(values: Sequence[float]) -> str:
    """95 % of the draws."""
    low, high = np.percentile(values, [2.5, 97.5])
    return f"[{low:.3f}, {high:.3f}]"


def programs(options: argparse.Namespace, families: list[str], held: Programs) -> None:
    """See the module: related and unrelated programs."""
    dice = random.Random(0)
    builds = {name: sorted((options.builds / name).glob("*.bin")) for name in families}
    wanted = [
        (a, b)
        for a, b in combinations([p for name in families for p in builds[name]], 2)
        if (("arm64" in a.name) != ("arm64" in b.name)) == options.across and (options.across or "arm64" not in a.name)
        if not options.with_ or {f"{p.parent.name}/{p.stem}" for p in (a, b)} & set(options.with_.split(","))
    ]
    kept = Rows(options.rows, options.texts)
    pairs = []
    for same, most in ((True, options.related), (False, options.unrelated)):
        some = [pair for pair in wanted if (pair[0].parent == pair[1].parent) == same]
        pairs += [(a, b, same) for a, b in dice.sample(some, min(most, len(some)))]
    tell("programs", families, [(a, b, same, kept.score(held, a, b)) for a, b, same in pairs])
    for name, peer in peers().items():
        files = sorted({path.with_suffix(held.ending) for a, b, _ in pairs for path in (a, b)})
        likeness = peer(files)
        ends = [(a.with_suffix(held.ending), b.with_suffix(held.ending), same) for a, b, same in pairs]
        tell(name, families, [(a, b, same, likeness.get(frozenset((a, b)), UNLIKE)) for a, b, same in ends])


def tell(title: str, families: list[str], rows: list[tuple[Path, Path, bool, float]]) -> None:
    """Figures of pairs of programs: their paths, whether they are of one family, how alike they are said to be."""
    related = np.array([r[3] for r in rows if r[2]])
    unrelated = np.array([r[3] for r in rows if not r[2]])
    draws_auc, draws_recall = [], []
    rng = np.random.default_rng(0)
    owner = [(r[0].parent.name, r[1].parent.name) for r in rows]
    for _ in range(DRAWS):
        drawn = rng.choice(families, len(families))
        times = {name: int((drawn == name).sum()) for name in families}
        weight = [times[a] * (times[b] if a != b else 1) for a, b in owner]
        mine = np.array([r[3] for r, w in zip(rows, weight, strict=True) if r[2] for _ in range(w)])
        theirs = np.array([r[3] for r, w in zip(rows, weight, strict=True) if not r[2] for _ in range(w)])
        if len(mine) and len(theirs):
            draws_auc.append(auc(mine, theirs))
            draws_recall.append(float((mine > theirs.max()).mean()))
    say(f"{title}: {len(related)} related, {len(unrelated)} unrelated pairs, {len(families)} families")
    say(f"  area under the curve {auc(related, unrelated):.4f} {interval(draws_auc)}")
    say(f"  above every unrelated pair: {(related > unrelated.max()).mean():.3f} {interval(draws_recall)}")
    say(f"  unrelated pairs above zero: {(unrelated > 0).sum()}")
    for a, b, _, score in sorted((r for r in rows if not r[2]), key=lambda r: -r[3])[:10]:
        say(f"  unrelated {score:.4f} {a.parent.name}/{a.stem} {b.parent.name}/{b.stem}")
    for a, b, _, score in sorted((r for r in rows if r[2]), key=lambda r: r[3])[:10]:
        say(f"  related {score:.4f} {a.parent.name}/{a.stem} {b.parent.name}/{b.stem}")


def functions(options: argparse.Namespace, families: list[str], held: Programs) -> None:
    """See the module: functions that are paired."""
    for title, one, other in ACROSS if options.across else LEVELS:
        counts: dict[str, tuple[int, int, int, int, int]] = {}
        for name in families:
            a, b = (options.builds / name / f"{build}.bin" for build in (one, other))
            if not a.exists() or not b.exists():
                continue
            left, right = features(a, held.held), features(b, held.held)
            mine, theirs = names(a, held.held), names(b, held.held)
            where = {n: k for k, n in enumerate(theirs) if n}
            due = {
                n for k, n in enumerate(mine) if n in where and left.counts[k] >= 20 and right.counts[where[n]] >= 20
            }
            matches, _ = held.compared(a, b)
            pairs = [
                (
                    mine[int(m.details["number_of_left"])],
                    theirs[int(m.details["number_of_right"])],
                    "counted" in m.details,
                )
                for m in matches
            ]
            right_ones = sum(x == y and x in due for x, y, _ in pairs)
            wrong = sum(x != y and (x in due or y in due) for x, y, _ in pairs)
            apart = sum(x == y and x in due and out for x, y, out in pairs)
            apart_wrong = sum(x != y and (x in due or y in due) and out for x, y, out in pairs)
            counts[name] = len(due), right_ones, wrong, apart, apart_wrong
        if not counts:
            continue
        table = np.array(list(counts.values()))
        rng = np.random.default_rng(0)
        drawn = [table[rng.integers(len(table), size=len(table))].sum(axis=0) for _ in range(DRAWS)]
        total = table.sum(axis=0)
        recall, precision = total[1] / total[0], total[1] / max(1, total[1] + total[2])
        say(f"functions {title}: {total[0]} in {len(counts)} families")
        say(f"  found {recall:.3f} {interval([d[1] / max(1, d[0]) for d in drawn])}")
        say(f"  of those found, true {precision:.3f} {interval([d[1] / max(1, d[1] + d[2]) for d in drawn])}")
        say(f"  of these listed by calls or data alone, in no share: true {total[3]}, others {total[4]}")
        say("  " + ", ".join(f"{n} {c[1]}/{c[0]} −{c[2]}" for n, c in counts.items()))


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("builds", type=Path)
    parser.add_argument("--set", choices=("tuning", "held-out"), default="tuning")
    parser.add_argument("--texts", choices=("hidden", "plain"), default="hidden")
    parser.add_argument("--related", type=int, default=1 << 30)
    parser.add_argument("--unrelated", type=int, default=1 << 30)
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--with", dest="with_", default="", help="builds, with commas between: family/compiler-level")
    parser.add_argument("--rows", type=Path, help="file of pairs already compared, added to")
    options = parser.parse_args()
    known = TUNING if options.set == "tuning" else HELD_OUT
    families = [name for name in known if (options.builds / name).is_dir()]
    held = Programs(".hid" if options.texts == "hidden" else ".bin")
    started = time.process_time()
    say(f"{options.set}, texts {options.texts}: {', '.join(families)}")
    if not options.with_:
        functions(options, families, held)
    programs(options, families, held)
    say(f"{time.process_time() - started:.0f} s of CPU")


if __name__ == "__main__":
    main()
