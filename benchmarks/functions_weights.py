"""Fits ``comparators/software/functions/data/weights.json`` on the tuning families, and nothing else.

    python -m benchmarks.functions_weights BUILDS [--foreign N] [--only same|across|source] [--sources SOURCES]

Pairs of builds of one family give true pairs of functions by the symbols of their unstripped twins, pairs of builds of
two families (N, seed 0) only false ones. ``source``: formulas of ``software-source``; a source text (SOURCES, as
``binaries_build.py`` has it) stands in place of the first build. Logistic regressions, one after another: of what two
functions hold themselves; with those that they call and stand by; with what is around them, given the pairs taken; of
the pairs taken, with the distance to their rivals. What one takes from another is fitted on other families (three
folds), as it will be applied; but functions whose instructions are the same pass for sure pairs in fitting, and have to
be certain when the formulas are applied, which start-up code is not. Prints, over the folds: of functions of 20
instructions up in both twins, how many are among the candidates and are chosen, and at which certainty how many are
found at 95 % and 97 % true, with the false pairs of foreign programs at that certainty.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from appraisal.work import Work
from benchmarks.binaries_build import TUNING, Family, sources
from comparators.software.functions import pairing, scoring
from comparators.software.functions import program as programs
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.proposing import propose
from comparators.software.functions.sides import Side, tables
from comparators.software.source import reading
from comparators.software.source.features import SourceFeatures
from comparators.software.source.naming import parts_of
from comparators.software.source.sides import source_side

DATA = Path(__file__).parents[1] / "comparators/software/functions/data"
FOLDS = 3
ROUNDS = 4  # of propagation that the formulas are fitted in; the last ones are applied in further rounds too
SHARE = 0.4  # of the false candidates that a formula is fitted on
KINDS = {  # builds of one family, and whether their texts are hidden
    "": (
        ("gcc-O0", "gcc-O2", True),
        ("gcc-O2", "clang-O2", True),
        ("gcc-O2", "mingw-O2", True),
        ("gcc-O0", "clang-O2", False),
    ),
    "-across": (
        ("arm64-O2", "gcc-O2", True),
        ("arm64-O0", "gcc-O2", True),
        ("arm64-O2", "clang-O2", True),
        ("arm64-O0", "gcc-O0", False),
    ),
    "-source": (
        ("source", "gcc-O0", True),
        ("source", "gcc-O2", False),
        ("source", "clang-O2", True),
    ),
}
Array = NDArray[np.float64]


def features(path: Path, held: dict[Path, FunctionFeatures]) -> FunctionFeatures:
    """Read once."""
    if path not in held:
        held[path] = FunctionFeatures.of(Work.open(path).members[0])
    return held[path]


def symbols(path: Path, held: dict[Path, FunctionFeatures]) -> list[str]:
    """Symbol of each function of a stripped program by its unstripped twin."""
    by_address = programs.read(Work.open(path.with_suffix(".sym")).members[0]).names
    return [by_address.get(a, "") for a in features(path, held).addresses.tolist()]


def names(path: Path, held: dict[Path, FunctionFeatures]) -> list[str]:
    """The same, "" where one name stands twice."""
    found = symbols(path, held)
    counts = Counter(found)
    return [name if counts[name] == 1 else "" for name in found]


@dataclass
class Job:
    """Two programs. ``names``: of their functions, of one family. ``fold``: formulas tried on it are fitted without."""

    title: str
    fold: int
    left: Side
    right: Side
    names: tuple[list[str], list[str]] | None
    found: pairing.Candidates | None = None

    def truth(self, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.int64]:
        """1 for a true pair, 0 for a false one, -1 where symbols do not tell."""
        if self.names is None:
            return np.zeros(len(i), np.int64)
        mine, theirs = self.names
        known = {name for name in mine if name} & set(theirs)
        out = np.zeros(len(i), np.int64)
        for row, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
            if mine[a] not in known and theirs[b] not in known:
                out[row] = -1
            elif mine[a] and mine[a] == theirs[b]:
                out[row] = 1
        return out

    def due(self) -> int:
        """Functions of 20 instructions up in both."""
        mine, theirs = self.names or ([], [])
        where = {name: k for k, name in enumerate(theirs) if name}
        return sum(
            name in where and self.left.counts[k] >= 20 and self.right.counts[where[name]] >= 20
            for k, name in enumerate(mine)
        )


def source_of(folder: Path, family: Family) -> dict[str, SourceFeatures]:
    """Source text of a family: the files that are compiled, and all headers of its package."""
    root, files = sources(folder, family)
    every = {*files, *(p for p in root.rglob("*") if p.is_file() and p.suffix in (".h", ".hpp", ".inl"))}
    found = {}
    for path in sorted(every):
        data = path.read_bytes()
        if data.strip() and b"\0" not in data:
            name = path.relative_to(root).as_posix()
            found[name] = SourceFeatures.of_text(name, reading.text_of(name, data), data)
    return found


def known(every: Sequence[str]) -> list[str]:
    """The last two names of each symbol or function as written; "" where these stand twice."""
    found = ["::".join((parts_of(name) if "::" not in name else name.split("::"))[-2:]) for name in every]
    counts = Counter(found)
    return [name if counts[name] == 1 else "" for name in found]


def source_jobs(builds: Path, folder: Path, foreign: int) -> list[Job]:
    """The same with source text on the left."""
    held: dict[Path, FunctionFeatures] = {}
    texts = {name: source_side(source_of(folder, TUNING[name])) for name in TUNING}
    families, found = sorted(TUNING), []
    wanted = []
    for name in TUNING:
        for _, other, hide in KINDS["-source"]:
            path = builds / name / f"{other}.bin"
            if not path.exists():
                continue
            side = _side(path, hide=hide, held=held)
            of = known([n for f in texts[name].features for n in f.named]), known(symbols(path, held))
            found.append(Job(f"source – {other}", families.index(name) % FOLDS, texts[name], side, of))
            wanted += [(one, side) for one in TUNING if one != name]
    for name, side in random.Random(0).sample(wanted, min(foreign, len(wanted))):
        found.append(Job("", len(found) % FOLDS, texts[name], side, None))
    return found


def jobs(builds: Path, ending: str, foreign: int) -> list[Job]:
    """Pairs of one family and pairs of two."""
    held: dict[Path, FunctionFeatures] = {}
    families = sorted(TUNING)
    found = []
    for name in TUNING:
        for one, other, hide in KINDS[ending]:
            a, b = builds / name / f"{one}.bin", builds / name / f"{other}.bin"
            if a.exists() and b.exists():
                sides = [_side(p, hide=hide, held=held) for p in (a, b)]
                of = names(a, held), names(b, held)
                found.append(Job(f"{one} – {other}", families.index(name) % FOLDS, sides[0], sides[1], of))
    every = [p for name in TUNING for p in sorted((builds / name).glob("*.bin")) if p.stem[-2:] in ("O0", "O2")]
    wanted = [
        (a, b)
        for a, b in combinations(every, 2)
        if a.parent != b.parent
        and (("arm64" in a.name) != ("arm64" in b.name)) == bool(ending)
        and (ending or "arm64" not in a.name + b.name)
    ]
    for a, b in random.Random(0).sample(wanted, min(foreign, len(wanted))):
        sides = [_side(p, hide=True, held=held) for p in (a, b)]
        found.append(Job("", len(found) % FOLDS, sides[0], sides[1], None))
    return found


def _side(path: Path, *, hide: bool, held: dict[Path, FunctionFeatures]) -> Side:
    return Side.of({path.name: features(path.with_suffix(".hid") if hide else path, held)})


def fitted(columns: Array, right: NDArray[np.int64], weight: float) -> pairing.Formula:
    """A logistic regression, its scaling folded into its weights. ``weight``: of true pairs."""
    columns, right = columns[right >= 0], right[right >= 0]
    scaler = StandardScaler().fit(columns)
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit(scaler.transform(columns), right, sample_weight=np.where(right > 0, weight, 1.0))
    scale = np.where(scaler.scale_ > 0, scaler.scale_, 1.0)
    weights = model.coef_[0] / scale
    return pairing.Formula(weights, float(model.intercept_[0] - weights @ scaler.mean_))


def folded(
    every: list[Job], columns: Sequence[Array], truths: Sequence[NDArray[np.int64]], weight: float, share: float = 1.0
) -> list[pairing.Formula]:
    """A formula for each fold, fitted on the others, and last one fitted on all."""
    rows = []
    for number, right in enumerate(truths):
        some = np.random.default_rng(number).random(len(right)) < share
        rows.append(np.flatnonzero((right > 0) | some))
    made = []
    for fold in range(FOLDS + 1):
        some = [k for k, job in enumerate(every) if job.fold != fold]
        flat = np.concatenate([columns[k][rows[k]] for k in some])
        made.append(fitted(flat, np.concatenate([truths[k][rows[k]] for k in some]), weight))
    return made


def fit(every: list[Job], say: Callable[[str], None]) -> dict[str, pairing.Formula]:
    """The three formulas."""
    seen = []
    for job in every:
        held = tables(job.left, job.right)
        i, j = propose(held, (job.left.counts >= pairing.LEAST, job.right.counts >= pairing.LEAST))
        seen.append((scoring.alone(job.left, job.right, held, i, j), job.truth(i, j)))
    alone = folded(every, [c for c, _ in seen], [t for _, t in seen], 3.0, SHARE)
    own = folded(every, [scoring.own(c) for c, _ in seen], [t for _, t in seen], 3.0, SHARE)[-1]
    del seen
    scores, certainty = [], []
    for job in every:
        job.found = pairing.Candidates.of(job.left, job.right, alone[job.fold])
        scores.append(alone[job.fold](job.found.columns))
        certainty.append(pairing.certain(scores[-1] + job.found.bonus()))
    around: list[pairing.Formula] = []
    final: list[pairing.Formula] = []
    for number in range(ROUNDS):
        columns, truths, last, chosen = [], [], [], []
        for k, job in enumerate(every):
            found = job.found
            assert found is not None
            taken = found.matrix(pairing.assign(found.i, found.j, scores[k] + found.bonus()), certainty[k])
            found.more(taken, alone[job.fold])
            columns.append(np.concatenate(pairing.full(found, taken), axis=1))
            truths.append(job.truth(found.i, found.j))
        if number != ROUNDS - 2:
            around = folded(every, columns, truths, 3.0, SHARE)
        for k, job in enumerate(every):
            found = job.found
            assert found is not None
            scores[k] = around[job.fold](columns[k])
            bonus = found.bonus()
            every_column = pairing.final(found, (columns[k],), scores[k], bonus, alone[job.fold])
            last.append(np.concatenate(every_column, axis=1))
            chosen.append(pairing.assign(found.i, found.j, scores[k] + bonus))
        if number != ROUNDS - 2:
            rows = list(zip(last, truths, chosen, strict=True))
            final = folded(every, [c[r] for c, _, r in rows], [t[r] for _, t, r in rows], 1.0)
        for k, job in enumerate(every):
            assert job.found is not None
            certainty[k] = pairing.certain(final[job.fold](last[k]) + job.found.bonus())
    told(every, [final[job.fold](c) for job, c in zip(every, last, strict=True)], truths, chosen, say)
    return {"own": own, "alone": alone[-1], "around": around[-1], "final": final[-1]}


def told(
    every: list[Job],
    scores: list[Array],
    truths: list[NDArray[np.int64]],
    chosen: list[NDArray[np.int64]],
    say: Callable[[str], None],
) -> None:
    """See the module."""
    kept: dict[str, list[tuple[Array, NDArray[np.int64], NDArray[np.bool_]]]] = {}
    due: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    for k, job in enumerate(every):
        assert job.found is not None
        sizes = job.left.counts[job.found.i], job.right.counts[job.found.j]
        both, large = np.minimum(*sizes) >= 20, (np.maximum(*sizes) >= 20) & (np.minimum(*sizes) >= 10)
        due[job.title] += job.due()
        proposed[job.title] += int(((truths[k] > 0) & both).sum())
        rows = chosen[k][large[chosen[k]]]
        kept.setdefault(job.title, []).append((scores[k][rows], truths[k][rows], both[rows]))
    foreign = np.sort(np.concatenate([np.zeros(0), *(one for one, _, _ in kept.pop("", []))]))
    for title, parts in kept.items():
        score, right, both = (np.concatenate([part[n] for part in parts]) for n in range(3))
        order = np.argsort(-score, kind="stable")
        true, false = np.cumsum((right[order] > 0) & both[order]), np.cumsum(right[order] == 0)
        of = due[title]
        text = f"{title}: {of}, candidates {proposed[title] / of:.3f}, chosen {true[-1] / of:.3f}"
        for precision in (0.95, 0.97):
            good = np.flatnonzero(true / np.maximum(1, true + false) >= precision)
            if len(good):
                least = score[order][good[-1]]
                text += f"; at {precision} {true[good[-1]] / of:.3f} (certainty {pairing.certain(least):.2f},"
                text += f" {len(foreign) - np.searchsorted(foreign, least)} foreign)"
        say(text)


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("builds", type=Path)
    parser.add_argument("--foreign", type=int, default=50)
    parser.add_argument("--only", choices=("same", "across", "source"))
    parser.add_argument("--sources", type=Path)
    options = parser.parse_args()

    def say(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    path = DATA / "weights.json"
    body = json.loads(path.read_text("utf-8"))
    for ending, name in (("", "same"), ("-across", "across"), ("-source", "source")):
        if options.only in (None, name) and (options.sources or name != "source"):
            every = (
                source_jobs(options.builds, options.sources, options.foreign)
                if name == "source"
                else jobs(options.builds, ending, options.foreign)
            )
            for formula, one in fit(every, say).items():
                weights = [round(float(w), 6) for w in one.weights]
                body[formula + ending] = {"constant": round(one.constant, 6), "weights": weights}
            path.write_text(json.dumps(dict(sorted(body.items())), indent=1) + "\n")


if __name__ == "__main__":
    main()
