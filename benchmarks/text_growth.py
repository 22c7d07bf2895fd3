"""Growth of time and memory on generated texts; the k-gram matcher in the same run, each in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.text_material import MB, novel, rows


def generated(base: str, count: int, seed: int) -> str:
    """About ``count`` characters of a first-order Markov chain with the transitions of ``base``, punctuation too."""
    rng = np.random.default_rng(seed)
    codes = np.frombuffer(base.encode("utf-16-le"), np.uint16)
    order = np.argsort(codes[:-1], kind="stable")
    following = codes[1:][order]
    starts = np.searchsorted(codes[:-1][order], np.arange(0x10001))
    walkers = max(min(4096, count // 64), 1)
    state = rng.choice(codes[:-1], walkers)
    steps = np.empty((-(-count // walkers), walkers), np.uint16)
    for step in range(len(steps)):
        low = starts[state]
        room = starts[state.astype(np.int64) + 1] - low
        state = following[low + (rng.random(walkers) * room).astype(np.int64)]
        steps[step] = state
    return steps.T.tobytes().decode("utf-16-le", "ignore")


def sharing(left: str, right: str, share: float, seed: int) -> str:
    """``right`` with passages of 13 to 500 characters of ``left`` copied over ``share`` of it."""
    dice = random.Random(seed)
    pieces, at = [], 0
    while at < len(right):
        own = int(256 * (1 - share) / share * (0.5 + dice.random()))
        pieces.append(right[at : at + own])
        size = dice.randint(13, 500)
        begin = dice.randrange(max(len(left) - size, 1))
        pieces.append(left[begin : begin + size])
        at += own + size
    return "".join(pieces)


MEASURED = """
import json, re, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask
from appraisal.work import Work
from benchmarks import kgram_baseline
from comparators.text.decoding import Decoded
from comparators.text.exact import TextExact
from comparators.text.folding import fold
from comparators.text.reworded import TextReworded
def memory(kind):  # ru_maxrss would count the parent's peak too
    return int(re.search(kind + ":[^0-9]*([0-9]+) kB", Path("/proc/self/status").read_text()).group(1)) * 1024
reworded = sys.argv[2] == "reworded"
method = TextReworded() if reworded else TextExact()
fold("甲a")
warm = (method.features.read if reworded else method.features.of)(Decoded("甲" * 40, "utf-8"))
list(method.match({"t": warm}, {"t": warm}, Context()))
works = [Work.open(path) for path in sys.argv[4:]]
before = memory("VmRSS")
begun = time.process_time()
sides = [{m.file: method.read(m, Resources()) for m in work.members} for work in works]
read = time.process_time()
out = {"characters": sum(f.characters for s in sides for f in s.values())}
if sys.argv[2] == "kgram":
    texts = [next(iter(side.values())).text for side in sides]
    kgram_baseline.match(*texts, k=int(sys.argv[3]))
    out |= {"read": read - begun, "kgram": time.process_time() - read}
else:
    matches = list(method.match(*sides, Context(memory_limit=1 << 40)))
    matched = time.process_time()
    measures = method.measure(*sides, matches, Mask())
    out |= {"read": read - begun, "match": matched - read, "measure": time.process_time() - matched}
    out |= {"matches": len(matches), "coverage_of_right": measures.coverage_of_right}
out["grown"] = memory("VmHWM") - before
print(json.dumps(out))
"""


def measured(kind: str, k: int, paths: Iterable[Path]) -> dict[str, Any]:
    """One run in a process of its own: CPU seconds of each step, peak memory above the imports."""
    root = str(Path(__file__).resolve().parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, root, kind, str(k), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def growth(data: Path, sizes: list[float], share: float = 0.02) -> list[dict[str, Any]]:
    """Pairs of generated texts of ``sizes`` MB of UTF-8 in total; 2 % of the right one copied from the left one."""
    zh = novel(data, "hongloumeng")
    en = "\n".join(row["kjv"] for row in rows(data, "bible-kjv-web"))
    kinds: list[tuple[str, str, list[float]]] = [("zh", zh, sizes), ("en", en, sizes)]
    out = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, base, some in [*kinds, ("zh identical", zh, [min(50.0, max(sizes))])]:
            a_character = len(base[:100_000].encode()) / 100_000
            for size in some:
                count = int(size * MB / 2 / a_character)
                left = generated(base, count, 1)
                same = name.endswith("identical")
                right = left if same else sharing(left, generated(base, count, 2), share, 3)[:count]
                paths = [Path(scratch) / "left.txt", Path(scratch) / "right.txt"]
                for path, text in zip(paths, (left, right), strict=True):
                    path.write_text(text, "utf-8")
                del left, right
                total = sum(path.stat().st_size for path in paths)
                ours, plain = (measured(kind, 40 if name == "en" else 13, paths) for kind in ("exact", "kgram"))
                whole = ours["read"] + ours["match"] + ours["measure"]
                out.append(
                    {
                        "text": name,
                        "mb": round(total / MB, 1),
                        "characters": ours["characters"],
                        "matches": ours["matches"],
                        "coverage_of_right": round(ours["coverage_of_right"], 4),
                        "cpu_seconds": {k: round(ours[k], 2) for k in ("read", "match", "measure")},
                        "microseconds_a_character": round(whole / ours["characters"] * 1e6, 3),
                        "mb_a_second": round(total / MB / whole, 1),
                        "bytes_a_character": round(ours["grown"] / ours["characters"], 1),
                        "kgram_cpu_seconds": round(plain["kgram"], 2),
                        "match_to_kgram": round(ours["match"] / plain["kgram"], 2),
                        "kgram_bytes_a_character": round(plain["grown"] / plain["characters"], 1),
                    }
                )
                print(json.dumps(out[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    return out


def reworded_growth(data: Path, sizes: list[float], share: float = 0.02) -> list[dict[str, Any]]:
    """The same texts for ``text-reworded``: CPU and peak memory a character, the k-gram matcher beside."""
    zh = novel(data, "hongloumeng")
    en = "\n".join(row["kjv"] for row in rows(data, "bible-kjv-web"))
    out = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, base in (("zh", zh), ("en", en)):
            for size in sizes:
                count = int(size * MB / 2 / (len(base[:100_000].encode()) / 100_000))
                left = generated(base, count, 1)
                paths = [Path(scratch) / "left.txt", Path(scratch) / "right.txt"]
                for path, text in zip(
                    paths, (left, sharing(left, generated(base, count, 2), share, 3)[:count]), strict=True
                ):
                    path.write_text(text, "utf-8")
                ours, plain = (measured(kind, 40 if name == "en" else 13, paths) for kind in ("reworded", "kgram"))
                whole = ours["read"] + ours["match"] + ours["measure"]
                out.append(
                    {
                        "text": name,
                        "mb": size,
                        "characters": ours["characters"],
                        "matches": ours["matches"],
                        "cpu_seconds": {k: round(ours[k], 2) for k in ("read", "match", "measure")},
                        "microseconds_a_character": round(whole / ours["characters"] * 1e6, 3),
                        "mb_a_second": round(size / whole, 2),
                        "bytes_a_character": round(ours["grown"] / ours["characters"], 1),
                        "match_to_kgram": round(ours["match"] / plain["kgram"], 2),
                    }
                )
                print(json.dumps(out[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    return out
