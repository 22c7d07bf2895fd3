"""Seeded sets of text reuse with exact truth, made from the development data; hosts are related to what is planted.

A pair is a stretch of one work (left) and a stretch of a related one (right: other chapters of the same book or of a
sequel) into which one to three passages of the left stretch were put, altered as the set says. ``part`` is "dev" or
"held": books and chapters that a method is developed on, and those it is measured on.

What counts as truth, natural repeats too: ``text_truth``.
"""

from __future__ import annotations

import json
import lzma
import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.text_truth import (
    NATURAL_LETTERS,
    NATURAL_ZI,
    Pair,
    common_stretches,
    inside,
    parallel_lines,
)

SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]+[”’」』）]*\n*|[^。！？\n]+$")
ENGLISH = re.compile(r"\S+\s*")
HOST_ZI, HOST_LETTERS = 12_000, 24_000


def rows(data: Path, name: str) -> list[dict[str, Any]]:
    with lzma.open(data / "text" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


# --- alterations -----------------------------------------------------------------------------------------------------


def _shuffled(units: list[str], dice: random.Random, drop: float = 0.12) -> list[str]:
    kept = [unit for unit in units if dice.random() >= drop] or units[:1]
    window = dice.choice((6, len(kept)))
    out = []
    for at in range(0, len(kept), window):
        part = kept[at : at + window]
        dice.shuffle(part)
        out += part
    return out


def shuffled_zh(text: str, dice: random.Random) -> str:
    """Each sentence: 12 % of the characters dropped, the rest shuffled: in windows of six, as a whole, or in pieces."""
    out = []
    for sentence in SENTENCE.findall(text):
        body = [c for c in sentence if c.isalnum()]
        end = sentence[-1] if not sentence[-1].isalnum() else ""
        if dice.random() < 0.5:
            size = dice.randint(2, 4)
            body = ["".join(body[at : at + size]) for at in range(0, len(body), size)]
        if body:
            out.append("".join(_shuffled(body, dice)) + end)
    return "".join(out)


def shuffled_en(text: str, dice: random.Random) -> str:
    """Each verse: 12 % of the words dropped, the rest shuffled in windows of six words or as a whole."""
    return " ".join(" ".join(_shuffled(line.split(), dice)) for line in text.split("\n"))


# --- sets ------------------------------------------------------------------------------------------------------------


def _log_uniform(dice: random.Random, low: float, high: float) -> int:
    return int(math.exp(dice.uniform(math.log(low), math.log(high))))


def _novels(data: Path, part: str) -> list[tuple[list[str], list[str]]]:
    """Pairs of (chapters to take from, chapters of related hosts)."""
    books = {
        name: [row["text"] for row in rows(data, f"novel-{name}")]
        for name in ("shuihuzhuan", "jinpingmei", "hongloumeng", "xuhongloumeng")
    }
    margin, dream = books["shuihuzhuan"], books["hongloumeng"]
    if part == "dev":
        return [(margin[1:40], margin[41:80]), (books["jinpingmei"][10:50], books["jinpingmei"][51:])]
    return [(dream[:60], dream[60:]), (dream[60:], books["xuhongloumeng"]), (margin[81:100], margin[101:])]


def _stretch(chapters: Sequence[str], size: int, dice: random.Random) -> str:
    start = dice.randrange(len(chapters))
    text = ""
    for chapter in (*chapters[start:], *chapters[:start]):
        text += ("\n" if text else "") + chapter
        if len(text) >= size:
            break
    return text[: size + text[size:].find("。") + 1] if len(text) > size else text


def _zh(data: Path, part: str, count: int, alter: Callable[[str, random.Random], str] | None, seed: int) -> list[Pair]:
    dice = random.Random(seed)
    pairs = []
    for _ in range(count):
        sources, hosts = dice.choice(_cached(data, part))
        left, host = _stretch(sources, HOST_ZI, dice), _stretch(hosts, HOST_ZI, dice)
        edges = [0, *(m.end() for m in SENTENCE.finditer(left))] if alter else list(range(len(left) + 1))
        taken = []
        for _ in range(dice.choice((1, 1, 2, 3))):
            size = _log_uniform(dice, 50, 5000)
            start = dice.randrange(len(edges))
            begin = edges[start]
            stop = next((e for e in edges[start:] if e - begin >= size), None)
            if stop is not None and all(stop <= a or begin >= b for a, b in taken):
                taken.append((begin, stop))
        cuts = sorted(m.end() for m in SENTENCE.finditer(host))
        places = sorted(dice.sample(cuts, len(taken)))
        pair = Pair(left, "")
        at = 0
        for place, (begin, stop) in zip(places, taken, strict=True):
            pair.right += host[at:place]
            piece = left[begin:stop]
            if alter:
                piece = alter(piece, dice)
            start = len(pair.right)
            pair.right += piece
            pair.cases.append(((begin, stop), (start, len(pair.right))))
            at = place
        pair.right += host[at:]
        pair.natural = [t for t in common_stretches(left, pair.right, NATURAL_ZI) if not inside(t, pair.cases)]
        pairs.append(pair)
    return pairs


_NOVELS: dict[tuple[Path, str], Any] = {}


def _cached(data: Path, part: str) -> Any:
    if (data, part) not in _NOVELS:
        _NOVELS[data, part] = _novels(data, part)
    return _NOVELS[data, part]


Line = tuple[str, str]  # the line as the left work has it, and as the right one


def _aligned(data: Path, kind: str, part: str) -> list[list[Line]]:
    """Books (chapters of the classics) of aligned lines."""
    if kind == "bible":
        wanted = {
            "dev": ("Exodus", "Numbers", "I Samuel", "I Kings", "Joshua"),
            "held": ("Genesis", "Judges", "Deuteronomy", "II Samuel", "II Chronicles", "Job", "Nehemiah", "Leviticus"),
        }[part]
        books: dict[str, list[Line]] = {name: [] for name in wanted}
        for row in rows(data, "bible-kjv-web"):
            name = row["verse"].rsplit(" ", 1)[0]
            if name in books:
                books[name].append((row["kjv"] + " ", row["web"] + " "))
        return list(books.values())
    chapters: dict[str, list[Line]] = {}
    for row in rows(data, "niutrans-shiji" if part == "dev" else "niutrans-sanguozhi"):
        chapters.setdefault(row["chapter"], []).append((row["classical"], row["modern"]))
    groups: dict[str, list[Line]] = {}
    for name, lines in chapters.items():
        groups.setdefault(name.split("/")[0], []).extend(lines)
    return [group for group in groups.values() if len(group) > 1500]


def _lines(
    books: list[list[Line]], count: int, size: int, seed: int,
    sizes: tuple[int, int], every: int = 1, same: bool = False,
    alter: Callable[[str, random.Random], str] | None = None, exact: bool = False,
    passages: Sequence[int] = (1, 1, 2, 3),
) -> list[Pair]:  # fmt: skip
    """Lines ``left`` of a book, and lines ``right`` of another part of it with passages of the left ones put in.

    ``same``: the right work has the wording of the left one. ``every``: only every n-th line of a passage is put in.
    """
    dice = random.Random(seed)
    pairs = []
    while len(pairs) < count:
        book = dice.choice(books)
        column = 0 if same else 1  # of the wording in the right work
        mean = sum(len(line[0]) for line in book) / len(book)
        span = min(int(size / mean), len(book) // 2 - 2)
        start = dice.randrange(len(book) - span)
        gap = dice.randrange(len(book) - span)
        if abs(gap - start) < span:
            continue
        left, host = book[start : start + span], book[gap : gap + span]
        taken: list[tuple[int, int]] = []
        for _ in range(dice.choice(passages)):
            wanted = max(1, min(int(_log_uniform(dice, *sizes) / mean + 0.5), span - 1))
            begin = dice.randrange(span - wanted)
            while begin + wanted < span and sum(len(line[0]) for line in left[begin : begin + wanted]) < sizes[0]:
                wanted += 1
            if all(begin + wanted <= a or begin >= b for a, b in taken):
                taken.append((begin, begin + wanted))
        places = sorted(dice.sample(range(1, span), len(taken)))
        offsets = [0]
        for line in left:
            offsets.append(offsets[-1] + len(line[0]))
        pair = Pair("".join(line[0] for line in left), "")
        standing: list[tuple[int, int, str]] = []  # lines of the right text: where they stand, their left wording
        done = 0
        for place, (begin, stop) in [*zip(places, taken, strict=True), (span, (0, 0))]:
            for line in host[done:place]:
                standing.append((len(pair.right), len(pair.right) + len(line[column]), line[0]))
                pair.right += line[column]
            done = place
            if stop:
                piece = "".join(line[column] for line in left[begin:stop:every])
                if alter:
                    piece = alter("\n".join(line[column] for line in left[begin:stop:every]), dice) + " "
                at = len(pair.right)
                pair.right += piece
                edge = len(piece.rstrip())
                lines = left[begin:stop:every]
                scale = len(piece) / sum(len(line[column]) for line in lines)  # some words are dropped
                put = float(at)
                for line in lines:  # in shuffled sets lines lie near where they lay
                    stretch = scale * len(line[column])
                    standing.append((int(put), int(put + stretch), line[0]))
                    put += stretch
                pair.cases.append(((offsets[begin], offsets[stop] - 1), (at, at + edge)))
        if exact:
            found = common_stretches(pair.left, pair.right, NATURAL_LETTERS)
            pair.natural = [t for t in found if not inside(t, pair.cases)]
        else:
            for i, j in parallel_lines([line[0] for line in left], [wording for _, _, wording in standing]):
                natural = (offsets[i], offsets[i + 1]), standing[j][:2]
                if not inside(natural, pair.cases):
                    pair.natural.append(natural)
            least = NATURAL_LETTERS if re.search("[a-z]{3}", left[0][0]) else NATURAL_ZI
            found = common_stretches(pair.left, pair.right, least)
            pair.natural += [t for t in found if not inside(t, pair.cases)]
        pairs.append(pair)
    return pairs


def negatives_zh(data: Path, part: str, count: int, seed: int) -> list[Pair]:
    """Stretches of the same novel, or of a novel and its sequel with the same names."""
    dice = random.Random(seed)
    pairs = []
    for _ in range(count):
        sources, hosts = dice.choice(_cached(data, part))
        pair = Pair(_stretch(sources, HOST_ZI, dice), _stretch(hosts, HOST_ZI, dice))
        pair.natural = common_stretches(pair.left, pair.right, NATURAL_ZI)
        pairs.append(pair)
    return pairs


EXACT = ("zh-verbatim", "en-verbatim")
SETS = (
    "zh-verbatim", "en-verbatim", "zh-shuffled", "en-shuffled", "en-paraphrase", "zh-modern", "en-summary",
    "zh-negative", "en-negative", "zh-modern-negative",
)  # fmt: skip


def make(data: Path, name: str, part: str, count: int, seed: int = 6) -> list[Pair]:
    """The pairs of a set. ``seed`` and ``part`` fix them."""
    letters, zi = HOST_LETTERS, HOST_ZI
    match name:
        case "zh-verbatim":
            return _zh(data, part, count, None, seed)
        case "zh-shuffled":
            return _zh(data, part, count, shuffled_zh, seed)
        case "zh-negative":
            return negatives_zh(data, part, count, seed)
        case "zh-modern":
            return _lines(_aligned(data, "classics", part), count, zi, seed, (50, 3000))
        case "zh-modern-negative":
            return _lines(_aligned(data, "classics", part), count, zi, seed, (50, 3000), passages=(0,))
    bible = _aligned(data, "bible", part)
    match name:
        case "en-verbatim":
            return _lines(bible, count, letters, seed, (150, 5000), same=True, exact=True)
        case "en-shuffled":
            return _lines(bible, count, letters, seed, (150, 5000), same=True, alter=shuffled_en)
        case "en-paraphrase":
            return _lines(bible, count, letters, seed, (150, 5000))
        case "en-summary":
            return _lines(bible, count, letters, seed, (1500, 12_000), every=5)
        case "en-negative":
            return _lines(bible, count, letters, seed, (150, 5000), passages=(0,))
    raise ValueError(name)


def sized(pairs: Sequence[Pair]) -> Iterator[int]:
    """Characters of both texts, pair by pair."""
    for pair in pairs:
        yield len(pair.left) + len(pair.right)
