"""Plants that ``text-exact`` must find, altered apart from its own code, and pieces of text in every encoding."""

from __future__ import annotations

import importlib
import random
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from appraisal.comparator import Context
from appraisal.comparison import Match
from appraisal.errors import Unreadable
from benchmarks.text_growth import generated
from benchmarks.text_material import METHOD, features, interval, novel, rows
from comparators.text.decoding import decode_bytes


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
