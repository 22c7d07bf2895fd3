"""Texts: reuse that is known, speed, growth, plants, and sets of reuse measured with plagdet beside peers.

    python benchmarks/text.py --data DIR [--plants N] [--sizes MB …] [--cases N] [--seed N] [--copy-spotter DIR]
            [--part reuse|speed|reworded-speed|reworded-growth|small|plants|encodings|growth|sets]

DIR is the folder that holds ``text/novel-*.jsonl.xz``, ``text/bible-kjv-web.jsonl.xz``, ``text/niutrans-*.jsonl.xz``.
CPU seconds are of the process that works; nothing here starts threads. Prints one JSON object; each part says its n.
``sets`` are those of ``text_sets`` (held-out books, or with ``--dev`` those that methods are developed on).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask
from appraisal.work import Work
from benchmarks import kgram_baseline, text_peers, text_sets
from benchmarks.text_growth import growth, reworded_growth
from benchmarks.text_material import MB, METHOD, cpu, features, novel
from benchmarks.text_plagdet import bootstrap, plagdet
from benchmarks.text_plants import encodings, plants
from benchmarks.text_truth import judged
from comparators.text.folding import fold
from comparators.text.reworded import TextReworded

LARGEST = 50.0  # MB in total that text-reworded is measured on


def reuse(data: Path) -> dict[str, Any]:
    """水浒传 in 金瓶梅, and the control 红楼梦 and 续红楼梦."""
    out: dict[str, Any] = {}
    for left_name, right_name in (("shuihuzhuan", "jinpingmei"), ("hongloumeng", "xuhongloumeng")):
        left, right = novel(data, left_name), novel(data, right_name)
        sides = features(left), features(right)
        matches = list(METHOD.match(*sides, Context()))
        measures = METHOD.measure(*sides, matches, Mask())
        texts = {str(fold(left[int(m.left.start) : int(m.left.stop)]).text.tolist()) for m in matches}
        out[f"{left_name}/{right_name}"] = {
            "distinct_strings": len(texts),
            "matches": len(matches),
            "coverage_of_left": round(measures.coverage_of_left or 0, 6),
            "coverage_of_right": round(measures.coverage_of_right or 0, 6),
            "zi_in_all": sum(m.details["zi"] for m in matches),
            "longest": measures.values["longest_passage"],
            "folded_characters": [measures.values[f"characters_of_{side}"] for side in ("left", "right")],
        }
        if len(matches) < 10:
            out[f"{left_name}/{right_name}"]["passages"] = [left[int(m.left.start) : int(m.left.stop)] for m in matches]
    return out


def speed(data: Path) -> dict[str, Any]:
    """CPU seconds on 水浒传 and 金瓶梅, the k-gram matcher in the same run on the same folded texts."""
    with tempfile.TemporaryDirectory() as scratch:
        members = []
        for name in ("shuihuzhuan", "jinpingmei"):
            path = Path(scratch) / f"{name}.txt"
            path.write_text(novel(data, name), "utf-8")
            members.append(Work.open(path).members[0])
        left, right = ({m.file: METHOD.read(m, Resources())} for m in members)
        one, other = (next(iter(side.values())).text for side in (left, right))
        found = list(METHOD.match(left, right, Context()))
        seconds = {
            "read": cpu(lambda: [METHOD.read(m, Resources()) for m in members]),
            "match": cpu(lambda: list(METHOD.match(left, right, Context()))),
            "measure": cpu(lambda: METHOD.measure(left, right, found, Mask())),
            "kgram": cpu(lambda: kgram_baseline.match(one, other)),
            "match_identical": cpu(lambda: list(METHOD.match(left, left, Context())), 3),
            "kgram_identical": cpu(lambda: kgram_baseline.match(one, one), 3),
        }
        size = sum(m.size for m in members)
    whole = seconds["read"] + seconds["match"] + seconds["measure"]
    return {
        "bytes": size,
        "cpu_seconds": {key: round(value, 4) for key, value in seconds.items()},
        "mb_a_second": round(size / MB / whole, 1),
        "match_to_kgram": round(seconds["match"] / seconds["kgram"], 3),
        "read_match_measure_to_read_kgram": round(whole / (seconds["read"] + seconds["kgram"]), 3),
        "identical_to_kgram": round(seconds["match_identical"] / seconds["kgram_identical"], 3),
    }


def small(data: Path) -> dict[str, Any]:
    """Milliseconds of CPU a pair of texts of 12,000 characters: match and measure."""
    text = novel(data, "hongloumeng")
    sides = [features(text[at : at + 12_000]) for at in range(0, 40 * 12_000, 12_000)]
    pairs = [(a, b) for a in sides for b in sides[:10]]

    def all_pairs() -> None:
        for a, b in pairs:
            METHOD.measure(a, b, list(METHOD.match(a, b, Context())), Mask())

    return {"pairs": len(pairs), "milliseconds_a_pair": round(cpu(all_pairs, 3) / len(pairs) * 1000, 3)}


def reworded_speed(data: Path) -> dict[str, Any]:
    """CPU seconds of ``text-reworded`` on 水浒传 and 金瓶梅, the k-gram matcher on the same texts in the same run."""
    method = TextReworded()
    with tempfile.TemporaryDirectory() as scratch:
        members = []
        for name in ("shuihuzhuan", "jinpingmei"):
            path = Path(scratch) / f"{name}.txt"
            path.write_text(novel(data, name), "utf-8")
            members.append(Work.open(path).members[0])
        left, right = ({m.file: method.read(m, Resources())} for m in members)
        one, other = (next(iter(side.values())).text for side in (left, right))
        found = list(method.match(left, right, Context()))
        seconds = {
            "read": cpu(lambda: [method.read(m, Resources()) for m in members], 3),
            "match": cpu(lambda: list(method.match(left, right, Context())), 3),
            "measure": cpu(lambda: method.measure(left, right, found, Mask()), 3),
            "kgram": cpu(lambda: kgram_baseline.match(one, other)),
        }
        size = sum(m.size for m in members)
    whole = seconds["read"] + seconds["match"] + seconds["measure"]
    return {
        "bytes": size,
        "passages": len(found),
        "cpu_seconds": {key: round(value, 4) for key, value in seconds.items()},
        "mb_a_second": round(size / MB / whole, 2),
        "match_to_kgram": round(seconds["match"] / seconds["kgram"], 2),
    }


def sets(
    data: Path, part: str, count: int, seed: int, peers: dict[str, text_peers.Detector], only: list[str]
) -> dict[str, Any]:
    """plagdet with its parts and a 95 % interval of each method on each set; passages per 1,000,000 characters where
    nothing was reused."""
    out: dict[str, Any] = {}
    for name in only or text_sets.SETS:
        pairs = text_sets.make(data, name, part, count, seed)
        size = sum(text_sets.sized(pairs))
        rows: dict[str, Any] = {"pairs": len(pairs), "cases": sum(len(p.cases) for p in pairs), "characters": size}
        for peer, detect in peers.items():
            begun = time.process_time()
            found = [detect(pair.left, pair.right) for pair in pairs]
            spent = time.process_time() - begun
            exact = name in text_sets.EXACT and not peer.startswith("text-reworded")
            cases, detections = judged(pairs, found, exact)
            row: dict[str, Any] = {"cpu_seconds": round(spent, 2)}
            if cases and not name.endswith("negative"):
                scores = plagdet(cases, detections)
                row |= {key: round(value, 4) for key, value in asdict(scores).items()}
                row["interval_95"] = [round(value, 4) for value in bootstrap(cases, detections)]
            else:
                row |= {"false": len(detections), "per_million": round(len(detections) / size * 1e6, 3)}
            rows[peer] = row
        out[name] = rows
        print(json.dumps({name: rows}, ensure_ascii=False), file=sys.stderr, flush=True)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--part",
        choices=[
            "reuse",
            "speed",
            "reworded-speed",
            "reworded-growth",
            "small",
            "plants",
            "encodings",
            "growth",
            "sets",
        ],
    )
    parser.add_argument("--plants", type=int, default=2400)
    parser.add_argument("--sizes", type=float, nargs="+", default=[12.5, 25, 50, 100, 200], help="MB in total")
    parser.add_argument("--cases", type=int, default=200, help="pairs of each set")
    parser.add_argument("--dev", action="store_true", help="the books that methods are developed on")
    parser.add_argument("--set", action="append", default=[], choices=text_sets.SETS)
    parser.add_argument("--copy-spotter", type=Path, help="folder that copy-spotter 0.1.16 is installed in")
    parser.add_argument("--seed", type=int, default=6, help="of the draw of the sets")
    parser.add_argument("--alone", action="store_true", help="without peers")
    parser.add_argument("--method", action="append", default=[], help="only these of the methods and peers")
    given = parser.parse_args()
    if not (given.data / "text" / "novel-jinpingmei.jsonl.xz").exists():
        parser.error(f"{given.data}: no text/novel-*.jsonl.xz there: give the folder of the development data")
    peers: dict[str, text_peers.Detector] = {"text-exact": text_peers.exact, "text-reworded": text_peers.reworded}
    peers["text-reworded+lists"] = text_peers.reworded_and_lists
    if not given.alone:
        peers |= {"k-gram": text_peers.kgram, "difflib": text_peers.characters}
        if given.copy_spotter:
            peers["copy-spotter"] = text_peers.copy_spotter(given.copy_spotter)
    if unknown := set(given.method) - set(peers):
        parser.error(f"{', '.join(sorted(unknown))}: no such method here: {', '.join(peers)}")
    peers = {name: detect for name, detect in peers.items() if not given.method or name in given.method}
    part = "dev" if given.dev else "held"
    parts: dict[str, Callable[[], Any]] = {
        "reuse": lambda: reuse(given.data),
        "speed": lambda: speed(given.data),
        "reworded-speed": lambda: reworded_speed(given.data),
        "reworded-growth": lambda: reworded_growth(given.data, [size for size in given.sizes if size <= LARGEST]),
        "small": lambda: small(given.data),
        "plants": lambda: plants(given.data, given.plants),
        "encodings": lambda: encodings(given.data),
        "growth": lambda: growth(given.data, given.sizes),
        "sets": lambda: sets(given.data, part, given.cases, given.seed, peers, given.set),
    }
    results = {name: run() for name, run in parts.items() if given.part in (None, name)}
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
