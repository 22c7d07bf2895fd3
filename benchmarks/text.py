"""text-exact on real and generated texts: reuse that is known, speed beside a plain k-gram matcher, growth, plants.

    python benchmarks/text.py --data DIR [--plants N] [--sizes MB …]
            [--part reuse|speed|small|plants|encodings|growth]

DIR is the folder that holds ``text/novel-*.jsonl.xz`` and ``text/bible-kjv-web.jsonl.xz``. CPU seconds are of the
process that works; nothing here starts threads. Prints one JSON object; each part says its n.
"""

from __future__ import annotations

import argparse
import importlib
import json
import lzma
import random
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask, Match
from appraisal.errors import Unreadable
from appraisal.work import Work
from benchmarks import kgram_baseline
from comparators.text.decoding import Decoded, decode_bytes
from comparators.text.exact import TextExact
from comparators.text.features import TextFeatures
from comparators.text.folding import fold

METHOD = TextExact()
MB = 1_000_000


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with lzma.open(data / "text" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def novel(data: Path, name: str) -> str:
    """Chapter texts joined by newline, titles left out."""
    return "\n".join(row["text"] for row in rows(data, f"novel-{name}"))


def features(text: str) -> dict[str, TextFeatures]:
    return {"text.txt": TextFeatures.of(Decoded(text, "utf-8"))}


def cpu(work: Callable[[], object], times: int = 5) -> float:
    """Least CPU seconds of several runs."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def interval(k: int, n: int) -> list[float]:
    """95 % Clopper-Pearson limits of k of n."""
    beta: Any = importlib.import_module("scipy.stats").beta
    low = float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0
    return [round(low, 5), round(high, 5)]


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
def memory(kind):  # ru_maxrss would count the parent's peak too
    return int(re.search(kind + ":[^0-9]*([0-9]+) kB", Path("/proc/self/status").read_text()).group(1)) * 1024
method = TextExact()
fold("甲a")
warm = method.features.of(Decoded("甲" * 40, "utf-8"))
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


class Alterations:
    """What is done to plants, written apart from the comparator's own: OpenCC character by character for 简/繁."""

    def __init__(self) -> None:
        opencc: Any = importlib.import_module("opencc")
        han = "".join(chr(c) for c in range(0x4E00, 0xA000))
        self.maps = {
            name: dict(zip(han, opencc.OpenCC(name).convert("\n".join(han)).split("\n"), strict=True))
            for name in ("s2t", "t2s")
        }

    def independent(self, text: str) -> str:
        """Folding by other means: NFKC, case folding, letters and digits only, OpenCC t2s character by character."""
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        return "".join(self.maps["t2s"].get(c, c) for c in folded if c.isalnum())

    def punctuation(self, text: str, dice: random.Random) -> str:
        marks = "，。！？；：“”‘’（）——……、《》,.!?;:\"'()- "
        changed = "".join(c if c.isalnum() else dice.choice(marks) * dice.randint(0, 2) for c in text)
        return "".join(c + (dice.choice(marks) if dice.random() < 0.1 else "") for c in changed)

    def width(self, text: str, dice: random.Random) -> str:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "　" if c == " " else c for c in text)

    def script(self, text: str, dice: random.Random) -> str:
        return "".join(self.maps["s2t"].get(c, c) for c in text)

    def line_breaks(self, text: str, dice: random.Random) -> str:
        every = dice.randint(1, 30)
        joined = text.replace("\n", dice.choice(("", "\r\n")))
        return dice.choice(("\n", "\r\n", "\n\n　　")).join(
            joined[at : at + every] for at in range(0, len(joined), every)
        )

    def all(self, text: str, dice: random.Random) -> str:
        for step in (self.script, self.punctuation, self.width, self.line_breaks):
            text = step(text, dice)
        return text


def plants(data: Path, count: int) -> dict[str, Any]:
    """Passages of 13 to 60 字 or 40 to 200 letters planted in other material, in texts of 20,000 characters.

    Found: one match has a left place that holds the original and a right place that holds the plant. Every match of
    every run is also folded by other means and must agree.
    """
    dice = random.Random(20)
    make = Alterations()
    kjv = "\n".join(row["kjv"] for row in rows(data, "bible-kjv-web"))
    web = "\n".join(row["web"] for row in rows(data, "bible-kjv-web"))
    classical = {
        name: "".join(row["classical"] for row in rows(data, f"niutrans-{name}")) for name in ("shiji", "sanguozhi")
    }
    dream, sequel = novel(data, "hongloumeng"), novel(data, "xuhongloumeng")
    materials = {
        "红楼梦 in 续红楼梦": (dream, sequel),
        "史记 in 三国志": (classical["shiji"], classical["sanguozhi"]),
        "generated zh": (generated(dream, 400_000, 11), generated(sequel, 400_000, 12)),
        "KJV in generated en": (kjv, generated(web, 400_000, 13)),
    }
    alterations: dict[str, Callable[[str, random.Random], str]] = {
        "none": lambda text, dice: text,
        "punctuation": make.punctuation,
        "width": make.width,
        "script": make.script,
        "line_breaks": make.line_breaks,
        "all": make.all,
    }
    found: dict[str, list[int]] = {}
    missed: list[dict[str, Any]] = []
    longer: list[int] = []
    compared = differing = 0
    exchanged: Counter[str] = Counter()
    names = [(m, a) for m in materials for a in alterations if not (m.endswith("en") and a == "script")]
    for number in range(count):
        material, alteration = names[number % len(names)]
        source, host = materials[material]
        letters = material.endswith("en")
        begin = dice.randrange(len(source) - 20_000)
        left = source[begin : begin + 20_000]
        kept = [at for at, c in enumerate(left) if make.independent(c)]
        size = dice.choice((40, dice.randint(40, 200))) if letters else dice.choice((13, dice.randint(13, 60)))
        first = dice.randrange(len(kept) - size)
        a, b = kept[first], kept[first + size - 1] + 1
        plain = sum(ord(c) > 0x2E7F for c in make.independent(left[a:b]))
        if not letters and plain < 13:
            continue
        copy = alterations[alteration](left[a:b], dice)
        at = dice.randrange(len(host) - 20_000)
        before = host[at : at + dice.randint(0, 20_000)]
        right = before + copy + host[at + len(before) : at + 20_000]
        tail = len(copy) - max(k for k, c in enumerate(copy) if make.independent(c)) - 1
        head = min(k for k, c in enumerate(copy) if make.independent(c))
        c, d = len(before) + head, len(before) + len(copy) - tail
        matches = list(METHOD.match(features(left), features(right), Context()))
        holding = [m for m in matches if held(m, a, b, c, d)]
        tally = found.setdefault(f"{material}, {alteration}", [0, 0])
        tally[1] += 1
        tally[0] += bool(holding)
        if not holding:
            missed.append({"material": material, "alteration": alteration, "original": left[a:b], "plant": copy})
        else:
            longer.append(min(m.details["characters"] for m in holding) - len(make.independent(left[a:b])))
        for m in matches:
            for here in m.all_left():
                for there in m.all_right():
                    compared += 1
                    one = make.independent(left[int(here.start) : int(here.stop)])
                    other = make.independent(right[int(there.start) : int(there.stop)])
                    if one != other:
                        differing += 1
                        for pair in zip(one, other, strict=False):
                            if pair[0] != pair[1]:
                                exchanged["".join(pair)] += 1
    k, n = (sum(tally[i] for tally in found.values()) for i in (0, 1))
    return {
        "n": n,
        "found": k,
        "recall": k / n,
        "interval_95": interval(k, n),
        "by_kind": {name: f"{a}/{b}" for name, (a, b) in sorted(found.items())},
        "missed": missed[:5],
        "longer_than_the_plant_by": {"median": statistics.median(longer), "most": max(longer)},
        "pairs_of_places": compared,
        "of_them_different_when_folded_by_other_means": differing,
        "for_these_pairs_of_characters": dict(exchanged.most_common(20)),
    }


def encodings(data: Path, times: int = 400) -> dict[str, Any]:
    """Pieces of 金瓶梅 and of 史记 in modern Chinese, simplified and traditional, in each encoding without any mark."""
    opencc: Any = importlib.import_module("opencc")
    plain = novel(data, "jinpingmei") + "\n".join(row["modern"] for row in rows(data, "niutrans-shiji"))
    texts = {"简": plain, "繁": opencc.OpenCC("s2t").convert(plain)}
    kinds = {"简": ("gb18030", "utf-16-le", "utf-16-be"), "繁": ("gb18030", "big5", "utf-16-le")}
    dice = random.Random(3)
    out: dict[str, Any] = {}
    for size in (13, 40, 200, 2000):
        results: Counter[str] = Counter()
        for _ in range(times):
            for script, text in texts.items():
                at = dice.randrange(len(text) - size)
                for encoding in kinds[script]:
                    raw = text[at : at + size].encode(encoding, "ignore")
                    try:
                        right = decode_bytes(raw, "piece").text == raw.decode(encoding)
                    except Unreadable:
                        results["refused by name"] += 1
                    else:
                        results["right" if right else "wrong"] += 1
        n = sum(results.values())
        out[f"{size} characters"] = {"n": n, **results, "wrong_interval_95": interval(results["wrong"], n)}
    return out


def held(match: Match, a: int, b: int, c: int, d: int) -> bool:
    return any(s.start <= a and b <= s.stop for s in match.all_left()) and any(
        s.start <= c and d <= s.stop for s in match.all_right()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=["reuse", "speed", "small", "plants", "encodings", "growth"])
    parser.add_argument("--plants", type=int, default=2400)
    parser.add_argument("--sizes", type=float, nargs="+", default=[12.5, 25, 50, 100, 200], help="MB in total")
    given = parser.parse_args()
    if not (given.data / "text" / "novel-jinpingmei.jsonl.xz").exists():
        parser.error(f"{given.data}: no text/novel-*.jsonl.xz there: give the folder of the development data")
    parts: dict[str, Callable[[], Any]] = {
        "reuse": lambda: reuse(given.data),
        "speed": lambda: speed(given.data),
        "small": lambda: small(given.data),
        "plants": lambda: plants(given.data, given.plants),
        "encodings": lambda: encodings(given.data),
        "growth": lambda: growth(given.data, given.sizes),
    }
    results = {name: part() for name, part in parts.items() if given.part in (None, name)}
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
