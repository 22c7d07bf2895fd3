"""Names that a text may call its people by, where nobody has said: words of 字 that hang together and speak, and words
that are written with capitals.

A word of 字 hangs together when it is far likelier than its parts by chance, and stands free when many different 字
come before and after it (Sun, Shen and Tsou 1998; branching entropy, Jin and Tanaka-Ishii 2006). Of such words a name
begins clauses and is followed by what people do: says, asks, laughs. These are proposals, for people to strike out and
add to. Folded text is in simplified characters: so are the lists here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.cast.features import CastFeatures
from comparators.text.folding import is_zi

Array = NDArray[Any]
MOST = 24  # names proposed for one side
LEAST_TIMES, PER = 4, 30_000  # a name stands so often, and once more for so many 字
LONGEST = 4
COHESION = 3.0  # nats by which a word is likelier than its parts
FREE = 1.2  # nats of the 字 before, and of those after
SPEAKS, BEGINS = 0.2, 0.15  # least share of its places before a word of CUES, and at the beginning of a clause
CUES = frozenset("道说笑问答叫喝听想看见却便又就把将被对向从点摇站坐走伸回抬低拿取哭骂叹忙大正只")
NEVER = frozenset(
    "的了是不在我你他她它们这那著过地得有没也都和与很之乎者矣曰其此何吾汝上下里中来去到时一二三四五六七八九十百千两第个些么呢吗"
)
COMMON = frozenset(
    word
    for row in (
        "忽然 好像 今天 然后 回头 如今 今日 明日 昨日 明天 昨天 今夜 今晚 当下 当时 那时 此时 这时 后来 起来",
        "大家 众人 人人 别人 旁人 自己 自家 孩子 老人 女人 男人 姑娘 先生 夫人 小姐 少年 青年 老爷 太太 丫头",
        "如何 怎样 怎地 原来 果然 当然 虽然 仍然 依然 居然 竟然 突然 偶然 自然 忽地 只见 但见 不想 不觉 因此",
        "所以 于是 可是 但是 而且 并且 或者 如果 若是 即便 便是 就是 只是 正是 还是 已经 曾经 仿佛 彷佛 似乎",
        "终于 渐渐 慢慢 轻轻 连忙 赶紧 立刻 马上 随即 接著 从此 外面 前面 后面 旁边 身边 门口 东西 声音 事情",
        "时候 地方 日子 晚上 早上 夜里",
    )
    for word in row.split(" ")
)  # words that stand free and begin clauses, and name nobody in particular
OPENING = frozenset("但而又便就只却把将被对向从叫问道说看见听给跟同请令使教让")


def proposed(files: Mapping[str, CastFeatures]) -> list[str]:
    """At most ``MOST`` names of one side, those that stand most often first."""
    found = _zi(files) + _capitals(files)
    return [name for name, _ in sorted(found, key=lambda row: (-row[1], row[0]))[:MOST]]


def _capitals(files: Mapping[str, CastFeatures]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    letters = 0
    for features in files.values():
        letters += len(features.text) - features.zi
        for row in features.capitals.splitlines():
            name, times = row.split("\t")
            counts[name] += int(times)
    least = LEAST_TIMES + letters // (3 * PER)
    kept = {name: times for name, times in counts.items() if times >= least}
    return [(name, times) for name, times in kept.items() if not _inside(name, times, kept, " ")]


def _inside(name: str, times: int, kept: Mapping[str, int], joint: str) -> bool:
    """Whether a name stands mostly as a part of a longer one."""
    around = sum(
        other for longer, other in kept.items() if longer != name and joint + name + joint in joint + longer + joint
    )
    return 2 * around >= times


def _zi(files: Mapping[str, CastFeatures]) -> list[tuple[str, int]]:
    strand, breaks = _strand(files)
    total = int(breaks.size - breaks.sum()) if breaks.size else 0
    if total < 100:
        return []
    singles = Counter(dict(zip(*(row.tolist() for row in np.unique(strand[~breaks], return_counts=True)), strict=True)))
    least = LEAST_TIMES + total // PER
    kept: dict[str, int] = {}
    shares: dict[str, float] = {chr(code): count / total for code, count in singles.items()}
    for size in range(2, LONGEST + 1):
        for word, places in _often(strand, breaks, size, least):
            shares[word] = len(places) / total
            if _hangs(word, shares) and _stands(word, strand, breaks, places, size):
                kept[word] = len(places)
    names = {word: times for word, times in kept.items() if not _inside(word, times, kept, "")}
    return list(names.items())


def _strand(files: Mapping[str, CastFeatures]) -> tuple[Array, Array]:
    """字 of all files end to end; true where a clause breaks: something else stood between. Such a place holds 0."""
    pieces: list[Array] = []
    for name in sorted(files):
        features = files[name]
        if not len(features.text):
            continue
        zi = is_zi(features.text)
        apart = np.diff(features.offsets, prepend=features.offsets[0] - 2) > 1
        before = np.where(apart, 1, 0)
        at = np.arange(len(features.text)) + np.cumsum(before)
        row = np.zeros(int(at[-1]) + 2, np.uint32)
        row[at[zi]] = features.text[zi]
        pieces.append(row)
    strand = np.concatenate(pieces) if pieces else np.zeros(0, np.uint32)
    return strand, strand == 0


def _often(strand: Array, breaks: Array, size: int, least: int) -> list[tuple[str, Array]]:
    """Words of ``size`` 字 that stand ``least`` times, with their places."""
    if len(strand) < size:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(strand, size)
    clean = np.flatnonzero(~np.lib.stride_tricks.sliding_window_view(breaks, size).any(axis=1))
    hashed = np.zeros(len(clean), np.uint64)
    for k in range(size):
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + strand[clean + k].astype(np.uint64) + np.uint64(1)
    order = np.argsort(hashed, kind="stable")
    _, first, counts = np.unique(hashed[order], return_index=True, return_counts=True)
    rows = []
    for start, count in zip(first[counts >= least].tolist(), counts[counts >= least].tolist(), strict=True):
        places = clean[order[start : start + count]]
        rows.append(("".join(map(chr, windows[places[0]].tolist())), places))
    return rows


def _hangs(word: str, shares: Mapping[str, float]) -> bool:
    """Whether a word is far likelier than any two parts of it that meet by chance."""
    if NEVER & set(word) or word[-1] in CUES or word[0] in OPENING or word in COMMON:
        return False
    parts = [(word[:at], word[at:]) for at in range(1, len(word))]
    return all(
        log(shares[word] / (shares[one] * shares[other])) >= COHESION
        for one, other in parts
        if one in shares and other in shares
    )


def _stands(word: str, strand: Array, breaks: Array, places: Array, size: int) -> bool:
    before, after = strand[np.maximum(places - 1, 0)], strand[np.minimum(places + size, len(strand) - 1)]
    if min(_entropy(before), _entropy(after)) < FREE:
        return False
    cues = np.array(sorted(map(ord, CUES)), np.uint32)
    return bool(np.isin(after, cues).mean() >= SPEAKS and (before == 0).mean() >= BEGINS)


def _entropy(codes: Array) -> float:
    """Of the 字 beside a word, in nats; every break counts as a 字 of its own, since nothing hangs on there."""
    counts = np.unique(codes[codes != 0], return_counts=True)[1].astype(np.float64)
    apart = int((codes == 0).sum())
    total = len(codes)
    spread = float(-(counts / total * np.log(counts / total)).sum()) if len(counts) else 0.0
    return spread + (apart / total * log(total) if apart else 0.0)


def split(given: str) -> list[tuple[str, ...]]:
    """People that an expert names: one a line, further names of the same person after ``=``."""
    rows: Sequence[str] = given.splitlines()
    people = [tuple(dict.fromkeys(name.strip() for name in row.split("=") if name.strip())) for row in rows]
    return [names for names in people if names]
