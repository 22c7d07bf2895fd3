"""Music as notes: known edits, decided cases, versions of songs, chance between strangers.

    python benchmarks/music.py --data DIR --part steps|edits|chance|versions|cases [--cases N] [--seed 1]

``DIR`` holds the development data (``music/pop909-midi.tar.xz``, ``music/court-cases-40.jsonl.xz``); nothing of it is
in this repository. Songs 001-300 of POP909 are for choosing, 301-909 for measuring.

- *steps*: the counts in ``comparators/audio/music/align.py``.
- *edits*: excerpts of 24 to 60 notes; in half of the pairs the right one is the left one, altered (transposed; a share
  of its notes changed in pitch, left out or put between; a part of it alone inside another song). AUC of each share
  of ``measuring.ranked`` and of their mean. The figure was chosen here.
- *chance*: chance figures of pairs of different songs; how many are below .5, .1, .05, .01.
- *versions*: each version of a song as query among all songs; mean average precision, bootstrap over songs.
- *cases*: 40 decided cases (Yuan et al., TISMIR 6, 2023). Published PMI and Musly, PMI computed again from the
  published sequences, the mean of ``measuring.ranked``, and two others of the same three shares (see there): AUC with
  bootstrap interval, best accuracy, leave-one-out by the best cut of the others and by a logistic curve through them.
  No figure here says what a court would decide.

Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from appraisal.errors import AppraisalError
from comparators.audio.music import align, chance, grams, measuring, midi
from comparators.audio.music.tune import Tune

CHOOSING = 300  # songs up to this number
MOST_DIGITS = 6.0  # digits of chance beyond which one pair is as sure as another


def songs(data: Path, *, versions: bool, wanted: Callable[[int], bool]) -> Iterator[tuple[str, Tune]]:
    """Name (``017``, ``017-v2``) and tune of each file of POP909 whose song is wanted, in order of the archive."""
    with tarfile.open(data / "music" / "pop909-midi.tar.xz") as archive:
        for entry in archive:
            path = Path(entry.name)
            if path.suffix != ".mid" or not wanted(int(path.stem[:3])) or ("-" in path.stem and not versions):
                continue
            stream = archive.extractfile(entry)
            assert stream is not None
            try:
                yield path.stem, Tune.of(midi.read(path.name, stream.read()))
            except AppraisalError as error:
                print(f"left out: {error}")


def melody(tune: Tune) -> np.ndarray | None:
    """Pitches of the part that POP909 names MELODY; None where a version has none."""
    found = [n for n, part in enumerate(tune.info["parts"]) if part["name"] == "MELODY"]
    return tune.pitch[tune.line(found[0])].astype(np.int64) if found else None


def melodies(data: Path, *, versions: bool, wanted: Callable[[int], bool]) -> dict[str, np.ndarray]:
    """Melodies by name; files without one are left out, and counted by whoever asks."""
    found = {name: melody(tune) for name, tune in songs(data, versions=versions, wanted=wanted)}
    return {name: line for name, line in sorted(found.items()) if line is not None and len(line) > 20}


def shares(p: np.ndarray, q: np.ndarray, weigh: Callable[[bytes], float] = grams.plain) -> tuple[float, float, float]:
    """``measuring.ranked`` of two lines as they are; ``weigh``: weight of a run."""
    x, y = np.diff(p), np.diff(q)
    steps = 2 * align.identity(x, y) / max(1, len(x) + len(y))
    bits = int(align.best(p, *align.joined([q]))[0]) / 100
    one, other = grams.keys([p]), grams.keys([q])
    both, left, right = grams.shared(one, other, {key: weigh(key) for key in one | other})
    return measuring.ranked(
        steps, bits, min(align.own(p), align.own(q)) / 100, 2 * both / (left + right) if left + right else 0.0
    )


def digits(p: np.ndarray, q: np.ndarray) -> tuple[float, float, float]:
    """Steps, passage and runs each against lines made anew from this very pair: decimal digits of the chance of as much
    (extreme-value law fitted by moments, as in ``chance``), at most ``MOST_DIGITS``, as a share of these."""
    made = [(line, q) for line in chance.remade(p, chance.REMADE, 0)]
    made += [(p, line) for line in chance.remade(q, chance.REMADE, 0)]
    if not made:
        return 0.0, 0.0, 0.0
    strange, own = np.array([_raw(*pair) for pair in made]), np.array(_raw(p, q))
    scale = np.maximum(strange.std(axis=0) * math.sqrt(6) / math.pi, (0.01, 1.0, 0.01))
    beyond = (own - strange.mean(axis=0)) / scale + chance.EULER
    found = -np.log10(-np.expm1(-np.exp(-beyond)))
    steps, passage, runs = (float(min(MOST_DIGITS, max(0.0, one))) / MOST_DIGITS for one in found)
    return steps, passage, runs


def _raw(p: np.ndarray, q: np.ndarray) -> tuple[float, float, float]:
    """Share of equal steps, bits of the strongest passage, share of runs."""
    x, y = np.diff(p), np.diff(q)
    one, other = grams.keys([p]), grams.keys([q])
    both, left, right = grams.shared(one, other, {key: grams.plain(key) for key in one | other})
    steps = 2 * align.identity(x, y) / max(1, len(x) + len(y))
    bits = int(align.best(p, *align.joined([q]))[0]) / 100
    return steps, bits, 2 * both / (left + right) if left + right else 0.0


def auc(scores: Sequence[float], labels: Sequence[int]) -> float:
    """Area under the ROC curve; equal scores count half."""
    yes = np.array([s for s, label in zip(scores, labels, strict=True) if label])
    no = np.array([s for s, label in zip(scores, labels, strict=True) if not label])
    return float(np.mean((yes[:, None] > no).astype(float) + 0.5 * (yes[:, None] == no)))


def bootstrap(scores: Sequence[float], labels: Sequence[int], seed: int, times: int = 4000) -> list[float]:
    """95 % interval of the AUC over pairs drawn anew, yes and no apart."""
    dice = np.random.default_rng(seed)
    values, kinds = np.array(scores), np.array(labels)
    yes, no = np.flatnonzero(kinds == 1), np.flatnonzero(kinds == 0)
    found = []
    for _ in range(times):
        drawn = np.concatenate([dice.choice(yes, len(yes)), dice.choice(no, len(no))])
        found.append(auc(values[drawn], kinds[drawn]))
    return [round(float(v), 3) for v in np.percentile(found, [2.5, 97.5])]


def wilson(k: int, n: int) -> list[float]:
    """95 % interval of k of n."""
    if not n:
        return [0.0, 1.0]
    z, p = 1.96, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * ((p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
    return [round(middle - half, 3), round(middle + half, 3)]


def best_cut(scores: Sequence[float], labels: Sequence[int]) -> tuple[float, float]:
    """Highest accuracy of any threshold, and the threshold (between neighbours; lowest of those that reach it)."""
    held = sorted({*scores})
    cuts = [held[0], *((a + b) / 2 for a, b in pairwise(held))]
    rated = [(sum((s >= c) == bool(x) for s, x in zip(scores, labels, strict=True)) / len(labels), -c) for c in cuts]
    top, cut = max(rated)
    return top, -cut


def leave_one_out(
    scores: Sequence[float], labels: Sequence[int],
    cut_of: Callable[[Sequence[float], Sequence[int]], float] = lambda scores, labels: best_cut(scores, labels)[1],
) -> int:  # fmt: skip
    """How many pairs are told right by the threshold that all others give."""
    right = 0
    for n in range(len(labels)):
        rest = [m for m in range(len(labels)) if m != n]
        cut = cut_of([scores[m] for m in rest], [labels[m] for m in rest])
        right += (scores[n] >= cut) == bool(labels[n])
    return right


def curve_cut(scores: Sequence[float], labels: Sequence[int]) -> float:
    """Where a logistic curve fitted to all pairs (Newton's method, slope held by a penalty of one hundredth) crosses
    one half: every pair has a say in it, where the best cut rests on the few that lie next to it."""
    x = np.array(scores, float)
    middle, spread = float(x.mean()), float(x.std()) or 1.0
    rows = np.stack([np.ones(len(x)), (x - middle) / spread], axis=1)
    y, found, penalty = np.array(labels, float), np.zeros(2), np.diag([0.0, 0.01])
    for _ in range(50):
        told = 1 / (1 + np.exp(-rows @ found))
        step = np.linalg.solve(
            rows.T @ (rows * (told * (1 - told))[:, None]) + penalty, rows.T @ (y - told) - penalty @ found
        )
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return middle - spread * float(found[0] / found[1])


def rated(scores: Sequence[float], labels: Sequence[int], seed: int) -> dict[str, Any]:
    """All figures of one measure on labelled pairs."""
    right = leave_one_out(scores, labels)
    top, cut = best_cut(scores, labels)
    return {
        "auc": round(auc(scores, labels), 4),
        "auc_95": bootstrap(scores, labels, seed),
        "best_accuracy": round(top, 3),
        "cut": round(cut, 3),
        "leave_one_out": round(right / len(labels), 3),
        "leave_one_out_95": wilson(right, len(labels)),
        "leave_one_out_by_curve": round(leave_one_out(scores, labels, curve_cut) / len(labels), 3),
        "n": len(labels),
    }


def altered(line: np.ndarray, share: float, dice: random.Random) -> np.ndarray:
    """Transposed, and about ``share`` of the notes changed, left out, or with a note put before."""
    shift, made = dice.randint(-7, 7), []
    for pitch in line.tolist():
        if dice.random() < share:
            kind = dice.randrange(3)
            if kind == 1:
                continue
            made.append(pitch + shift + dice.choice((-4, -3, -2, -1, 1, 2, 3, 4)))
            if kind == 0:
                continue
        made.append(pitch + shift)
    return np.array(made)


def excerpt(line: np.ndarray, dice: random.Random) -> np.ndarray:
    """24 to 60 notes in a row."""
    size = min(len(line), dice.randint(24, 60))
    at = dice.randrange(len(line) - size + 1)
    return line[at : at + size]


def edits(data: Path, cases: int, seed: int) -> dict[str, Any]:
    """Known edits against strangers."""
    held = melodies(data, versions=False, wanted=lambda n: n <= CHOOSING)
    dice, names = random.Random(seed), sorted(held)
    table: dict[str, tuple[list[tuple[float, float, float]], list[int]]] = {}
    for number in range(cases):
        one, other = dice.sample(names, 2)
        left = excerpt(held[one], dice)
        share = (0.1, 0.25, 0.4, 0.55)[number % 4]
        copy = altered(left, share, dice)
        if number % 8 >= 4:  # a part of it alone, inside another song
            half = copy[: max(8, len(copy) // 2)]
            host = excerpt(held[other], dice)
            copy = np.concatenate([host[: len(host) // 2], half, host[len(host) // 2 :]])
        strange = excerpt(held[dice.choice([n for n in names if n != one])], dice)
        for key in (f"edits {share}{' part' if number % 8 >= 4 else ''}", "all"):
            scores, labels = table.setdefault(key, ([], []))
            scores += [shares(left, copy), shares(left, strange)]
            labels += [1, 0]
    features: dict[str, Callable[[tuple[float, float, float]], float]] = {
        "steps": lambda s: s[0],
        "passage": lambda s: s[1],
        "runs": lambda s: s[2],
        "mean": lambda s: sum(s) / 3,
    }
    return {
        key: {"n": len(labels)} | {f: round(auc([of(s) for s in scores], labels), 4) for f, of in features.items()}
        for key, (scores, labels) in sorted(table.items())
    }


def strangers(data: Path, cases: int, seed: int) -> dict[str, Any]:
    """Chance figures of different songs."""
    held = melodies(data, versions=False, wanted=lambda n: n > CHOOSING)
    dice, names = random.Random(seed), sorted(held)
    found = []
    for _ in range(cases):
        p, q = (held[n] for n in dice.sample(names, 2))
        found.append(chance.null(p, q, 0).chance(int(align.best(p, *align.joined([q]))[0])))
    return {
        str(limit): {
            "below": (k := sum(c < limit for c in found)),
            "share": round(k / cases, 3),
            "95": wilson(k, cases),
        }
        for limit in (0.5, 0.1, 0.05, 0.01, 0.001)
    } | {"n": cases}


def versions(data: Path, cases: int, seed: int) -> dict[str, Any]:
    """Versions of songs among all songs, ranked by the strongest passage against the weaker of both."""
    held = melodies(data, versions=True, wanted=lambda n: n > CHOOSING)
    originals = [n for n in sorted(held) if "-" not in n]
    queries = [n for n in sorted(held) if "-" in n and n[:3] in held]
    dice = random.Random(seed)
    asked = dice.sample(queries, min(cases, len(queries)))
    joined, starts = align.joined([held[n] for n in originals])
    full = np.array([align.own(held[n]) for n in originals])
    precision: dict[str, list[float]] = {}
    identical = 0
    for name in asked:
        bits = align.best(held[name], joined, starts) / np.minimum(full, align.own(held[name]))
        true = originals.index(name[:3])
        rank = int((bits > bits[true]).sum()) + 1
        identical += int(len(held[name]) == len(held[name[:3]]) and np.ptp(held[name] - held[name[:3]]) == 0)
        precision.setdefault(name[:3], []).append(1 / rank)
    means = np.array([float(np.mean(v)) for _, v in sorted(precision.items())])
    draws = np.random.default_rng(seed).choice(means, (4000, len(means))).mean(axis=1)
    return {
        "map": round(float(np.mean([v for one in precision.values() for v in one])), 4),
        "map_95_over_songs": [round(float(v), 4) for v in np.percentile(draws, [2.5, 97.5])],
        "queries": len(asked),
        "same_melody_note_for_note": identical,
        "songs": len(originals),
        "n_songs_asked": len(means),
    }


PMI = (2, -6, 18, 6)  # gaps of 12 and 6 as published; scores near those that Biostrings takes for plain letters


def pmi(left: str, right: str) -> float:
    """Percent melodic identity (Savage et al. 2018): equal letters of the global alignment in percent of the mean
    length."""
    x, y = (np.array([ord(c) for c in letters]) for letters in (left, right))
    return 100 * align.identity(x, y, PMI) / max(1, (len(x) + len(y)) / 2)


def decided(data: Path, seed: int) -> dict[str, Any]:
    """The decided cases."""
    with lzma.open(data / "music" / "court-cases-40.jsonl.xz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    labels = [int(row["infringing"]) for row in rows]
    found: dict[str, Any] = {
        "published PMI": rated([row["published_pmi"] for row in rows], labels, seed),
        "published Musly": rated([row["published_musly"] for row in rows], labels, seed),
    }
    again = [pmi(row["left_sequence"] or "", row["right_sequence"] or "") for row in rows]
    near = sum(abs(a - row["published_pmi"]) <= 1 for a, row in zip(again, rows, strict=True))
    found["PMI computed again"] = rated(again, labels, seed) | {"within_1_of_published": near}
    held = melodies(data, versions=False, wanted=lambda n: True)
    holding = Counter(key for line in held.values() for key in grams.keys([line]))
    rare = lambda key: math.log((len(held) + 1) / (holding[key] + 1))  # noqa: E731  # as ``grams.weights``
    each: list[tuple[float, float, float]] = []
    second: list[tuple[float, float, float]] = []
    third: list[tuple[float, float, float]] = []
    for row in rows:
        p, q = (np.array([n[0] for n in row[f"{side}_notes"] or []], np.int64) for side in ("left", "right"))
        some = min(len(p), len(q)) > 1
        each.append(shares(p, q) if some else (0.0, 0.0, 0.0))
        second.append(shares(p, q, rare) if some else (0.0, 0.0, 0.0))
        third.append(digits(p, q) if some else (0.0, 0.0, 0.0))
    found["own figure, each share against the pair's own null"] = rated([sum(s) / 3 for s in third], labels, seed)
    found["own figure"] = rated([sum(s) / 3 for s in each], labels, seed)
    found["own figure, runs weighed by rarity among the songs of POP909"] = rated(
        [sum(s) / 3 for s in second], labels, seed
    )
    found["cases"] = [
        {"case": row["case"], "infringing": row["infringing"], "shares": [round(v, 3) for v in s]}
        for row, s in zip(rows, each, strict=True)
    ]
    return found


def counted(data: Path) -> dict[str, Any]:
    """Steps of the melodies that are for choosing."""
    count: Counter[int] = Counter()
    for line in melodies(data, versions=False, wanted=lambda n: n <= CHOOSING).values():
        count.update(np.clip(np.diff(line), -align.WIDEST - 1, align.WIDEST + 1).tolist())
    inner = [count[n] for n in range(-align.WIDEST, align.WIDEST + 1)]
    inner[0] += count[-align.WIDEST - 1]
    inner[-1] += count[align.WIDEST + 1]
    return {"steps": inner, "n": sum(inner), "as_committed": inner == list(align.STEPS)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("steps", "edits", "chance", "versions", "cases"), required=True)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not (options.data / "music").is_dir():
        parser.exit(2, f"{options.data}: holds no folder music: give the development data\n")
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "steps": lambda: counted(options.data),
        "edits": lambda: edits(options.data, options.cases, options.seed),
        "chance": lambda: strangers(options.data, options.cases, options.seed),
        "versions": lambda: versions(options.data, options.cases, options.seed),
        "cases": lambda: decided(options.data, options.seed),
    }
    began = time.process_time()
    found = parts[options.part]()
    print(json.dumps(found | {"cpu_seconds": round(time.process_time() - began, 1)}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
