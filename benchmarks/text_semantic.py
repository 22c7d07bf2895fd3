"""``text-semantic`` on translated and rewritten passages, beside plain peers: plagdet, false leads, speed, memory.

    python benchmarks/text_semantic.py --packages DIR --data DATA [--cases N] [--dev]
            [--part translated|classical|negative|speed]

DIR: see ``text_translated``; DATA: the folder of the development data. ``--dev``: the handbook and 史记, on which the
method was developed; without it the works that it was not (policy, reference, maint-guide, manual pages, messages
of git; 三国志). Peers: ``text-reworded``, and the nearest neighbour by the same vectors alone: neighbours of at least
a cosine that was chosen on the handbook, joined where they follow one another. CPU seconds are of the matching
process, with
encodings made before. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from appraisal.comparator import Context
from benchmarks import text_peers, text_sets, text_translated
from benchmarks.text_plagdet import bootstrap, plagdet
from benchmarks.text_truth import Pair, judged
from comparators.matching.encodings import Decoded
from comparators.text.semantic import TextSemantic, encoder, keys
from comparators.text.semantic.encoder import SCALE
from comparators.text.semantic.features import SemanticFeatures

Found = list[tuple[tuple[int, int], tuple[int, int]]]
NEIGHBOUR = 0.5  # of 0.5, 0.55, 0.6, 0.65, 0.7 the best on the handbook


_KNOWN: dict[str, Any] = {}
_ENCODE = encoder.encode


def _once(texts: Sequence[str]) -> Any:
    """Vectors, each text encoded once for all sets."""
    new = [text for text in dict.fromkeys(texts) if text not in _KNOWN]
    _KNOWN.update(zip(new, _ENCODE(new), strict=True))
    return np.array([_KNOWN[text] for text in texts], np.int8).reshape(-1, encoder.SIZE)


def semantic(left: SemanticFeatures, right: SemanticFeatures) -> Found:
    matches = TextSemantic().match({"t": left}, {"t": right}, Context(memory_limit=1 << 40))
    return [((int(m.left.start), int(m.left.stop)), (int(m.right.start), int(m.right.stop))) for m in matches]


def neighbour(left: SemanticFeatures, right: SemanticFeatures, least: float = NEIGHBOUR) -> Found:
    """Mutual nearest neighbours of at least ``least`` cosine, joined over gaps of up to three segments."""
    product = left.vectors.astype(np.float32) @ right.vectors.T.astype(np.float32) / SCALE**2
    best, back = product.argmax(1), product.argmax(0)
    seeds = [(i, int(j)) for i, j in enumerate(best) if back[j] == i and product[i, j] >= least]
    runs: list[list[tuple[int, int]]] = []
    for i, j in seeds:
        run = next((r for r in runs if i - r[-1][0] <= 4 and 0 < j - r[-1][1] <= 4), None)
        if run is None:
            runs.append([(i, j)])
        else:
            run.append((i, j))
    return [
        ((int(left.begins[r[0][0]]), int(left.ends[r[-1][0]])), (int(right.begins[r[0][1]]), int(right.ends[r[-1][1]])))
        for r in runs
        if len(r) > 1
    ]


def row(pairs: list[Pair], found: list[Found], spent: float) -> dict[str, Any]:
    cases, detections = judged(pairs, found, False)
    size = sum(len((p.left + p.right).encode()) for p in pairs)
    out: dict[str, Any] = {"kb_a_second": round(size / 1e3 / max(spent, 1e-9), 1)}
    if not cases:
        characters = sum(text_sets.sized(pairs))
        false = sum(map(len, found))
        return out | {"pairs": len(pairs), "characters": characters, "false": false,
                      "per_million": round(false / characters * 1e6, 2)}  # fmt: skip
    out |= {key: round(value, 4) for key, value in asdict(plagdet(cases, detections)).items()}
    return out | {"interval_95": [round(value, 4) for value in bootstrap(cases, detections)]}


def measured(name: str, pairs: list[Pair], alone: bool) -> dict[str, Any]:
    sides = [tuple(SemanticFeatures.read(Decoded(text, "utf-8")) for text in (p.left, p.right)) for p in pairs]
    out: dict[str, Any] = {}
    for peer, detect in (("text-semantic", semantic), ("nearest-neighbour", neighbour)):
        begun = time.process_time()
        found = [detect(*both) for both in sides]
        out[peer] = row(pairs, found, time.process_time() - begun)
    if not alone:
        begun = time.process_time()
        found = [text_peers.reworded(p.left, p.right) for p in pairs]
        out["text-reworded"] = row(pairs, found, time.process_time() - begun)
    print(json.dumps({name: out}), file=sys.stderr, flush=True)
    return out


def sets(given: argparse.Namespace) -> Iterator[tuple[str, list[Pair]]]:
    part = "dev" if given.dev else "held"
    if given.part in (None, "translated", "negative"):
        works = text_translated.sources(given.packages)
        chosen = {name: lines for name, lines in works.items() if (name in text_translated.DEV) == given.dev}
        every: list[Pair] = []
        for number, (name, lines) in enumerate(chosen.items()):
            count = -(-given.cases // (1 if given.dev else len(chosen) - 1))
            if name == "manual-pages":
                count = min(count, 20)
            if given.part != "negative":
                made = text_translated.make(lines, count, number, swap=bool(number % 2))
                every += made
                yield f"translated-{name}", made
            if given.part in (None, "negative") and name != "manual-pages":
                yield f"negative-{name}", text_translated.make(lines, count, 100 + number, passages=(0,))
        if every and len(chosen) > 1:
            yield "translated-all", every
    if given.part in (None, "classical"):
        yield "classical", text_sets.make(given.data, "zh-modern", part, given.cases)
        yield "classical-negative", text_sets.make(given.data, "zh-modern-negative", part, given.cases // 2)


def speed(given: argparse.Namespace) -> dict[str, Any]:
    """Matching with cached encodings on growing halves of the reference: KB of both texts a CPU second, peak memory."""
    lines = text_translated.sources(given.packages)["reference"]
    out = {}
    for share in (8, 4, 2, 1):
        some = lines[: len(lines) // share]
        both = ["\n\n".join(line[column] for line in some) for column in (0, 1)]
        begun = time.process_time()
        left, right = (SemanticFeatures.read(Decoded(text, "utf-8")) for text in both)
        encoded = time.process_time() - begun
        begun = time.process_time()
        count = len(semantic(left, right))
        spent = time.process_time() - begun
        size = sum(len(text.encode()) for text in both)
        out[f"{size} bytes"] = {
            "leads": count, "cpu_seconds": round(spent, 2), "kb_a_second": round(size / 1e3 / spent, 1),
            "read_kb_a_second": round(size / 1e3 / encoded, 1),
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }  # fmt: skip
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=200, help="pairs of all translated sets, and of the classics")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without text-reworded")
    parser.add_argument("--part", choices=["translated", "classical", "negative", "speed"])
    given = parser.parse_args()
    if given.part != "speed":
        encoder.encode = _once
        keys.meant = lru_cache(1 << 17)(keys.meant)
    results: dict[str, Any] = {}
    if given.part in (None, "speed"):
        results["speed"] = speed(given)
    if given.part != "speed":
        results |= {name: measured(name, pairs, given.alone) for name, pairs in sets(given)}
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
