"""What the lines of a run of ``image_regions.py`` amount to."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.image_scores import OURS
from comparators.image import strength

Values = NDArray[np.float64]


def wilson(k: float, n: float) -> tuple[float, float]:
    if n == 0:
        return 0.0, 1.0
    z, p = 1.96, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision_of(positive: Values, negative: Values, weight: float) -> tuple[float, float, float]:
    """Average precision, recall at precision .9, and the score from which on that holds; ties stand together."""
    scores = np.concatenate([positive, negative])
    weights = np.concatenate([np.full(len(positive), weight), np.zeros(len(negative))])
    against = np.concatenate([np.zeros(len(positive)), np.ones(len(negative))])
    order = np.argsort(-scores, kind="stable")
    scores, weights, against = scores[order], weights[order], against[order]
    last = np.append(scores[1:] != scores[:-1], True)
    hits, misses = np.cumsum(weights)[last], np.cumsum(against)[last]
    precision, recall = hits / np.maximum(hits + misses, 1e-12), hits / weights.sum()
    average = float((np.diff(recall, prepend=0.0) * precision).sum())
    good = np.flatnonzero(precision >= 0.9)
    if not len(good):
        return average, 0.0, math.inf
    return average, float(recall[good[-1]]), float(scores[last][good[-1]])


def _merged(lines: list[Any]) -> list[Any]:
    """Units of work with the scores of all parts of a run (image-copy, peers); those that one part lacks left out, but
    collages of several sources, which image-copy alone is asked for."""
    parts: dict[str, dict[str, Any]] = {}
    for line in lines:
        parts.setdefault(line.get("by", "all"), {})[line["unit"]] = line["rows"]
    first, *further = [parts[name] for name in sorted(parts)]  # image-copy ("own") before the peers
    merged = []
    for unit, rows in first.items():
        if unit.startswith("sources") or all(unit in other for other in further):
            for other in further:
                for row, more in zip(rows, other.get(unit, ()), strict=not unit.startswith("sources")):
                    _joined(row, more)
            merged.append({"unit": unit, "rows": rows})
    return merged


def _joined(row: dict[str, Any], more: dict[str, Any]) -> None:
    """Scores and times of ``more`` into ``row``, through edits and strangers."""
    for name, value in more.items():
        if name in ("scores", "spent"):
            row[name] |= value
        elif isinstance(value, dict):
            _joined(row[name], value)


def report(path: Path, table: bool) -> None:
    every = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    heads = [line for line in every if line["unit"] == "head"]
    head = max(heads, key=lambda one: str(one["version"]))  # that of image-copy, if there is one
    lines = _merged([line for line in every if line["unit"] != "head"])
    of = {
        kind: [line for line in lines if line["unit"].split()[0] == kind] for kind in ("original", "pairs", "sources")
    }
    originals = sorted(of["original"], key=lambda line: str(line["unit"]))
    rows = [line["rows"][0] for line in originals]
    pairs = [row for line in of["pairs"] for row in line["rows"]]
    strangers = [row["stranger"] for by_edit in rows for row in by_edit.values() if "stranger" in row]
    print(f"set {head['set']}, list {head['list']}, version {head['version']}, {head['method']}")
    print(f"{len(rows)} originals {head['originals']} × {len(head['edits'])} edits; ", end="")
    print(f"{len(pairs)} listed negatives and {len(strangers)} edits against a stranger")
    _ranked(rows, pairs + strangers, head["edits"])
    if head.get("by") == "peers":
        return
    _false(pairs, strangers)
    _kinds(rows, [str(line["unit"]) for line in originals], head["edits"])
    _places(rows, head["edits"])
    for line in of["sources"]:
        found = sum(min(row["iou"]) >= 0.5 for row in line["rows"])
        low, high = wilson(found, len(line["rows"]))
        print(f"all of {line['unit'][-1]} pasted sources found: {found}/{len(line['rows'])} [{low:.3f}, {high:.3f}]")
    _times(rows, pairs)
    if table:
        _chance(pairs + strangers)


def _ranked(rows: list[Any], against: list[Any], edits: list[str]) -> None:
    n = len(rows)
    names = list(rows[0][edits[0]]["scores"])
    at_threshold: dict[str, dict[str, int]] = {}
    for name in names:
        positive = np.array([[row[edit]["scores"][name] for row in rows] for edit in edits])
        negative = np.array([row["scores"][name] for row in against])
        average, recall, threshold = precision_of(positive.reshape(-1), negative, 1 / len(edits))
        drawn = np.random.default_rng(3)
        again = []
        for _ in range(400):
            chosen = positive[:, drawn.integers(0, n, n)].reshape(-1)
            again.append(precision_of(chosen, negative, 1 / len(edits))[:2])
        low, high = np.percentile(np.array(again), [2.5, 97.5], axis=0)
        print(
            f"{name:12} AP {average:.3f} [{low[0]:.3f}, {high[0]:.3f}], recall at precision .9 {recall:.3f} "
            f"[{low[1]:.3f}, {high[1]:.3f}] from score {threshold:.3f}"
        )
        at_threshold[name] = {e: int((positive[k] >= threshold).sum()) for k, e in enumerate(edits)}
    main = names[0]
    print("| edit | " + " | ".join(names) + f" | 95 % of {main} | matched at the shipped level |")
    print("|---" * (len(names) + 3) + "|")
    for edit in edits:
        low, high = wilson(at_threshold[main][edit], n)
        matched = sum(bool(row[edit].get("kinds")) for row in rows)
        cells = " | ".join(f"{at_threshold[name][edit] / n:.3f}" for name in names)
        print(f"| {edit} | {cells} | {low:.3f}–{high:.3f} | {matched}/{n} |")


def _false(pairs: list[Any], strangers: list[Any]) -> None:
    for name, rows in (("listed pairs", pairs), ("edits against strangers", strangers)):
        false = [row for row in rows if row["matches"]]
        low, high = wilson(len(false), len(rows))
        print(f"false matches, {name}: {len(false)} of {len(rows)} [{low:.5f}, {high:.5f}]")
        for row in false[:20]:
            print("  ", row["name"], row["matches"])
    for row in sorted(pairs + strangers, key=lambda row: -row["scores"][OURS])[:10]:
        print(f"   nearest {row['scores'][OURS]:.3f} {row['name']}")


def _kinds(rows: list[Any], names: list[str], edits: list[str]) -> None:
    """What is missed at the shipped level, by original: which pictures are hard."""
    for name, row in zip(names, rows, strict=True):
        missed = [edit for edit in edits if not row[edit]["kinds"]]
        if missed:
            print(f"   missed {len(missed):2} {name[9:]}: {' '.join(missed)}")


def _places(rows: list[Any], edits: list[str]) -> None:
    every: list[float] = []
    owner: list[int] = []
    good = [0, 0, 0]
    for edit in edits:
        places = [(at, row[edit]["place"]) for at, row in enumerate(rows) if row[edit]["place"] is not None]
        if not places:
            continue
        values = np.array([place for _, place in places], float)
        drifts = [row[edit]["drift"] for row in rows if row[edit]["drift"] is not None]
        within = (values[:, 2] <= 0.02) & (values[:, 3] <= 1)
        good = [good[0] + int(within.sum()), good[1] + len(within), good[2]]
        every += values[:, :2].mean(axis=1).tolist()
        owner += [at for at, _ in places]
        print(
            f"   placed {edit:16} n {len(places):4} median IoU left {np.median(values[:, 0]):.3f} right "
            f"{np.median(values[:, 1]):.3f}; scale within 2 %: {(values[:, 2] <= 0.02).mean():.3f}, "
            f"rotation within 1°: {(values[:, 3] <= 1).mean():.3f}; corners off, median {np.median(drifts):.4f}"
        )
    if not every:
        return
    by_original = [[v for v, at in zip(every, owner, strict=True) if at == k] for k in range(len(rows))]
    drawn = np.random.default_rng(4)
    medians = []
    for _ in range(400):
        chosen = [v for k in drawn.integers(0, len(rows), len(rows)) for v in by_original[int(k)]]
        medians.append(np.median(chosen))
    low, high = np.percentile(medians, [2.5, 97.5])
    print(f"median IoU over {len(every)} regions {np.median(every):.3f} [{low:.3f}, {high:.3f}]")
    low, high = wilson(good[0], good[1])
    print(f"scale within 2 % and rotation within 1°: {good[0]}/{good[1]} [{low:.3f}, {high:.3f}]")


def _times(rows: list[Any], pairs: list[Any]) -> None:
    if not pairs:
        return
    reading = [row["reading"] for by_edit in rows for row in by_edit.values()]
    print(f"reading: {np.mean(reading):.3f} s CPU a picture; a negative pair: ", end="")
    print(", ".join(f"{n} {np.mean([row['spent'][n] for row in pairs]):.4f} s" for n in pairs[0]["spent"]))


def _chance(rows: list[Any]) -> None:
    """Counts for ``comparators/image/chance.py`` and fitted tails for ``comparators/image/strength.py``."""
    kept = [row["evidence"] for row in rows if row["evidence"] is not None]
    print(f"FITTED = REGION_PAIRS = {len(kept)}")
    most = np.array([max((strength.of_region(*r) for r in each["regions"]), default=-1.0) for each in kept])
    print("REGIONS", [(d / 10, int((most >= d / 10).sum())) for d in (0, 25, 30, 35, 36, 40, 43, 50)])
    found = [max(each["regions"], key=lambda r: strength.evidence(r[0], r[1])) for each in kept if each["regions"]]
    much = np.array([strength.evidence(r[0], r[1]) for r in found])
    cover = np.array([r[2] for r in found])[much >= strength.LEAST]
    much = much[much >= strength.LEAST]
    power = len(much) / np.log(much / strength.LEAST).sum()
    print(f"REGIONS, LEAST, POWER, COVER = {len(much)}, {strength.LEAST}, {power:.2f}, {cover.mean():.4f}")
    distances = np.array([each["distance"] for each in kept if each["distance"] is not None])
    print(f"MIDDLE = {np.median(distances):.0f}")
