"""Fits ``comparators/software/functions/data/weights.json`` on the tuning families, and nothing else.

    python -m benchmarks.functions_weights BUILDS [--pairs N]

Pairs of builds of one family (seed 0) give true pairs of functions by the symbols of their unstripped twins; half of
the programs have their texts hidden. Pairs of builds of two families give only false ones. Three logistic
regressions, one after another: of a pair alone; with what is around it, given the pairs that the first takes; of the
pairs taken.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from appraisal.work import Work
from benchmarks.binaries_build import TUNING
from comparators.software.functions import pairing
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.sides import Side

DATA = Path(__file__).parents[1] / "comparators/software/functions/data"


def features(path: Path, held: dict[Path, FunctionFeatures]) -> FunctionFeatures:
    """Read once."""
    if path not in held:
        held[path] = FunctionFeatures.of(Work.open(path).members[0])
    return held[path]


def names(path: Path, held: dict[Path, FunctionFeatures]) -> list[str]:
    """Symbol of each function of a stripped program by its unstripped twin; "" where one name stands twice."""
    twin = features(path.with_suffix(".sym"), held)
    by_address = dict(zip(twin.addresses.tolist(), twin.named, strict=True))
    found = [by_address.get(a, "") for a in features(path, held).addresses.tolist()]
    counts = Counter(found)
    return [name if counts[name] == 1 else "" for name in found]


def fitted(columns: np.ndarray, right: np.ndarray, weight: np.ndarray, strength: float = 0.3) -> pairing.Formula:
    """A logistic regression, its scaling folded into its weights."""
    scaler = StandardScaler().fit(columns)
    model = LogisticRegression(C=strength, max_iter=2000).fit(scaler.transform(columns), right, sample_weight=weight)
    scale = np.where(scaler.scale_ > 0, scaler.scale_, 1.0)
    weights = model.coef_[0] / scale
    return pairing.Formula(weights, float(model.intercept_[0] - weights @ scaler.mean_))


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("builds", type=Path)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--foreign", type=int, default=60)
    options = parser.parse_args()
    dice = random.Random(0)
    held: dict[Path, FunctionFeatures] = {}
    made: dict[str, pairing.Formula] = {}
    for ending, wanted in (("", False), ("-across", True)):
        jobs = []
        everything = []
        for name in TUNING:
            builds = sorted((options.builds / name).glob("*.bin"))
            pairs = [
                (a, b) for a, b in combinations(builds, 2) if (("arm64" in a.name) != ("arm64" in b.name)) == wanted
            ]
            jobs += dice.sample(pairs, min(options.pairs, len(pairs)))
            everything += builds
        foreign = [(a, b) for a, b in combinations(everything, 2) if a.parent != b.parent]
        foreign = [(a, b) for a, b in foreign if (("arm64" in a.name) != ("arm64" in b.name)) == wanted]
        jobs += dice.sample(foreign, min(options.foreign, len(foreign)))
        found = []
        for a, b in jobs:
            hide = dice.random() < 0.5
            files = [p.with_suffix(".hid") if hide else p for p in (a, b)]
            one, other = (Side.of({p.name: features(p, held)}) for p in files)
            candidates = pairing.Candidates.of(one, other)
            if a.parent == b.parent:
                mine, theirs = names(a, held), names(b, held)
            else:
                mine, theirs = [""] * len(one), [""] * len(other)
            found.append((candidates, mine, theirs, a.parent == b.parent))
        made["alone" + ending] = _fit([c.columns for c, *_ in found], [_right(*one) for one in found])
        formula = made["alone" + ending]
        for last in (False, True):
            rows, truths = [], []
            for candidates, mine, theirs, same in found:
                columns = candidates.columns if not last else _around(candidates, made["alone" + ending])
                for _ in range(1 if not last else pairing.ROUNDS - 1):
                    columns = _around(candidates, formula, columns)
                rows.append((columns, candidates))
                truths.append(_right(candidates, mine, theirs, same))
            if not last:
                formula = made["around" + ending] = _fit([c for c, _ in rows], truths)
        after = []
        for (columns, candidates), truth in zip(rows, truths, strict=True):
            score, bonus = formula(columns), candidates.bonus()
            chosen = pairing.assign(candidates.i, candidates.j, score + bonus)
            after.append((pairing.final(candidates, columns, score, bonus)[chosen], truth[chosen]))
        made["final" + ending] = _fit([c for c, _ in after], [t for _, t in after], balance=False)
        _write(made)
        sys.stdout.write(f"{ending or 'same'}: {len(jobs)} pairs of programs\n")
        sys.stdout.flush()


def _around(candidates: pairing.Candidates, formula: pairing.Formula, columns: np.ndarray | None = None) -> np.ndarray:
    """Columns with what is around, given the pairs that the formula takes."""
    score = formula(candidates.columns if columns is None else columns) + candidates.bonus()
    taken = candidates.matrix(pairing.assign(candidates.i, candidates.j, score), pairing.certain(score))
    candidates.more(taken)
    return pairing.full(candidates, taken)


def _write(made: dict[str, pairing.Formula]) -> None:
    body = {
        name: {"constant": round(one.constant, 6), "weights": [round(float(w), 6) for w in one.weights]}
        for name, one in made.items()
    }
    (DATA / "weights.json").write_text(json.dumps(body, indent=1) + "\n")


def _right(candidates: pairing.Candidates, mine: list[str], theirs: list[str], same: bool) -> np.ndarray:
    """1 for a true pair, 0 for a false one, -1 where symbols do not tell."""
    where = {name: number for number, name in enumerate(theirs) if name}
    known = set(mine) & set(where)
    out = np.zeros(len(candidates.i), int)
    for row, (i, j) in enumerate(zip(candidates.i.tolist(), candidates.j.tolist(), strict=True)):
        if same and mine[i] not in known and theirs[j] not in known:
            out[row] = -1
        elif mine[i] and mine[i] == theirs[j]:
            out[row] = 1
    return out


def _fit(columns: list[np.ndarray], right: list[np.ndarray], *, balance: bool = True) -> pairing.Formula:
    flat, truth = np.concatenate(columns), np.concatenate(right)
    flat, truth = flat[truth >= 0], truth[truth >= 0]
    weight = np.where(truth > 0, 3.0 if balance else 1.0, 1.0)
    return fitted(flat, truth, weight)


if __name__ == "__main__":
    main()
