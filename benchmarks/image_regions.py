"""image-copy on 35 known edits and on unrelated pairs, beside pdqhash, imagehash, plain ORB and plain SIFT.

    python benchmarks/image_regions.py --data DIR --set tune|held-out-5 --list        # fix the pictures and pairs
    python benchmarks/image_regions.py --data DIR --set tune|held-out-5 --out FILE [--workers 2] [--by own|peers]
    python benchmarks/image_regions.py --out FILE --report [--table]                  # of what has been scored so far

DIR holds one folder a Debian package: ``image_sets.VERSIONS`` names packages and versions, ``SETS`` says which package
belongs to which set and kind; nothing is fetched here. Originals: at least 192 pixels on the shorter side, PDQ quality
of 50 or more (below, PDQ's own authors advise to discard), longer side brought to 1024. Each edit of ``image_edits`` is
made of each original with a seed of its own; a positive pair weighs one over the number of edits. Negatives: pairs of
different pictures by different hands, half of one kind, drawings of one concept by different icon themes first (logos
of programs left out: they are one drawing wherever they stand), drawn and cleaned by pixels alone (``unlike``) before
anything is scored: ``image_held_out_5.txt`` is that list; those before it have been looked at since.
Negatives are scored first. Beside them each edit meets a stranger. Every method gets the same pixels and sees a pair
once. FILE takes a line a unit of work; a run that was cut off goes on where it stopped. ``--by peers`` scores the peers
alone, a later ``--by own`` puts image-copy's scores of the same pairs into the same FILE; the report is of what both
have scored. Thresholds of the tables are at precision .9 over all pairs, by weight. Intervals: 95 %, Wilson for shares,
bootstrap over originals for average precision.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
from pathlib import Path
from typing import Any

import cv2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.image_edits import EDITS
from benchmarks.image_peers import peers as peers_here
from benchmarks.image_pool import collect, listed, load, negatives, written
from benchmarks.image_scores import METHOD, Pool
from benchmarks.image_sets import SETS
from benchmarks.image_tables import report

HERE = Path(__file__).resolve().parent
LISTS = {
    "held-out": HERE / "image_held_out.txt",
    "held-out-2": HERE / "image_held_out_2.txt",
    "held-out-3": HERE / "image_held_out_3.txt",
    "held-out-4": HERE / "image_held_out_4.txt",
    "held-out-5": HERE / "image_held_out_5.txt",
}
CHUNK = 100  # pairs of one unit
SEVERAL = 30  # collages of each number of sources
POOL: Pool
BY: str


def _read(i: int) -> Any:
    return POOL.read(i)


def _unit(unit: tuple[str, list[list[int]]]) -> dict[str, Any]:
    name, what = unit
    rows = {"pairs": POOL.pair, "original": POOL.original, "sources": POOL.sources}[name.split()[0]]
    return {"unit": name, "by": BY, "rows": [rows(*each) for each in what]}


def units(pool: Pool, pairs: list[tuple[int, int]]) -> list[tuple[str, list[list[int]]]]:
    made = [("original " + pool.pictures[i].name, [[i]]) for i in pool.originals]
    made += [(f"pairs {at}", [list(p) for p in pairs[at : at + CHUNK]]) for at in range(0, len(pairs), CHUNK)]
    if not pool.ours:  # peers name no places
        return made
    return made + [(f"sources {number}", [[number, case] for case in range(SEVERAL)]) for number in (2, 3)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--set", dest="which", choices=sorted(SETS), default="tune")
    parser.add_argument("--out", type=Path, help="a line a unit of work; kept between runs")
    parser.add_argument("--originals", type=int, default=120)
    parser.add_argument("--pool", type=int, default=60, help="pictures a kind that negatives are drawn from")
    parser.add_argument("--negatives", type=int, default=5000)
    parser.add_argument("--edits", nargs="*", default=list(EDITS))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="write the list of pictures and pairs, and stop")
    parser.add_argument("--report", action="store_true", help="score nothing, print what FILE holds")
    parser.add_argument("--table", action="store_true", help="print the tables of comparators/image/chance.py")
    parser.add_argument("--by", choices=("all", "own", "peers"), default="all", help="image-copy, the peers or both")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    cv2.setNumThreads(1)
    if not options.report:
        score(options)
    if options.out is not None:
        report(options.out, options.table)


def score(options: argparse.Namespace) -> None:
    global POOL, BY
    place = LISTS.get(options.which, options.data / f"{options.which}-{options.pool}-{options.negatives}.txt")
    if options.list:
        pictures = collect(options.data, options.which, options.pool)
        text = written(pictures, negatives(pictures, options.negatives))
        place.write_text(text, encoding="utf-8")
        print(f"{options.which}: {len(pictures)} pictures; {place.name}, SHA-256 {listed(text)}")
        return
    text = place.read_text(encoding="utf-8")
    pictures, pairs = load(options.data, text)
    kinds = sorted({p.kind for p in pictures})
    each = math.ceil(options.originals / len(kinds))
    BY = options.by
    POOL = Pool(pictures, {} if BY == "own" else peers_here(), tuple(options.edits), ours=BY != "peers")
    of_kind = [[i for i, p in enumerate(pictures) if p.kind == kind][:each] for kind in kinds]
    POOL.originals = [own[at] for at in range(each) for own in of_kind if at < len(own)]  # kinds in turn
    head = {
        "unit": "head", "by": BY, "method": repr(METHOD) if POOL.ours else " ".join(POOL.peers),
        "version": METHOD.version if POOL.ours else "", "set": options.which, "list": listed(text),
        "pictures": len(pictures), "pairs": len(pairs), "edits": list(options.edits),
        "originals": {kind: sum(pictures[i].kind == kind for i in POOL.originals) for kind in kinds},
    }  # fmt: skip
    done: set[str] = set()
    if options.out.exists():
        lines = [json.loads(line) for line in options.out.read_text(encoding="utf-8").splitlines()]
        for one in (line for line in lines if line["unit"] == "head"):
            other = one["by"] != BY  # the other part of the same run: of the same pictures, pairs and edits
            kept = one | {name: head[name] for name in ("by", "method", "version")} if other else one
            if kept != head or (other and "all" in (BY, one["by"])):
                raise SystemExit(f"{options.out}: scores of another run")
        done = {line["unit"] for line in lines if line["by"] == BY}  # the head with them
    left = [unit for unit in units(POOL, pairs) if unit[0] not in done]
    print(f"{options.which}: {len(pictures)} pictures, {len(pairs)} pairs, list {listed(text)}, {len(left)} units")
    if not left:
        return
    with options.out.open("a", encoding="utf-8") as out:
        if "head" not in done:
            out.write(json.dumps(head) + "\n")
        first = [unit for unit in left if not unit[0].startswith("original")]
        _work(options.workers, first, sorted({k for p in pairs for k in p}), out)
        _work(options.workers, [unit for unit in left if unit not in first], POOL.originals, out)


def _work(workers: int, left: list[tuple[str, list[list[int]]]], needed: list[int], out: Any) -> None:
    """Read the pictures that are needed, then score unit by unit; both by workers that inherit what was read."""
    if not left:
        return
    context = multiprocessing.get_context("fork")
    missing = [i for i in needed if i not in POOL.own]
    with context.Pool(workers) as pool:
        for i, (own, prepared) in zip(missing, pool.imap(_read, missing, 4), strict=True):
            POOL.own[i] = own
            for name, value in prepared.items():
                POOL.prepared.setdefault(name, {})[i] = value
    with context.Pool(workers) as pool:
        for at, row in enumerate(pool.imap_unordered(_unit, left), 1):
            out.write(json.dumps(row) + "\n")
            out.flush()
            if at % 10 == 0:
                print(f"  {at} of {len(left)}")


if __name__ == "__main__":
    main()
