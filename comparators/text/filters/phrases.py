"""Stock phrases: set phrases of storytelling listed here, and runs that many works of a named background hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from comparators.text.features import TextFeatures
from comparators.text.filters.marks import PHRASE, Mark
from comparators.text.folding import fold
from comparators.text.windows import Minimum

Array = NDArray[Any]
RUN = Minimum.of(6, 18)  # 字, letters of a run that a background counts
LEAST_WORKS = 3
# Written here. Each stands in two at least of 水浒传, 金瓶梅, 红楼梦, 续红楼梦 (counts: docs/methods/filtration.md).
STORYTELLING = (
    "且听下回分解", "听下回分解", "下回分解", "话分两头", "话休絮烦", "不在话下", "有诗为证", "不必细说", "不必细述",
    "次日清晨", "一宿无话", "光阴迅速",
)  # fmt: skip
TALES = ("once upon a time", "lived happily ever after", "to be continued")  # fixed openings and ends


@cache
def _listed() -> re.Pattern[str]:
    folded = {"".join(map(chr, fold(phrase).text.tolist())) for phrase in (*STORYTELLING, *TALES)}
    return re.compile("|".join(sorted(map(re.escape, folded), key=lambda one: (-len(one), one))))


def listed(features: TextFeatures) -> Iterator[Mark]:
    """Places of the listed phrases; one of letters begins and ends with whole words."""
    text = features.text.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    words = set(features.words.tolist()) | {len(text)}
    for found in _listed().finditer(text):
        start, stop = found.span()
        if text[start].isascii() and not (start in words and (stop in words or not text[stop].isascii())):
            continue
        yield Mark(PHRASE, *_place(features, start, stop), "listed stock phrase")


def _place(features: TextFeatures, start: int, stop: int) -> tuple[int, int]:
    return int(features.offsets[start]), int(features.stops(np.array([stop - 1]))[0])


def common(
    features: TextFeatures, starts: Array, lengths: Array, keys: Sequence[bytes], share: float, known: Background
) -> Iterator[Mark]:
    """Runs that at least ``share`` of the works hold, three at least, joined where they touch.

    ``starts``, ``lengths``: folded places of the runs, with the key of each.
    """
    least = max(LEAST_WORKS, int(np.ceil(share * known.works)))
    if not len(keys) or known.works < least:
        return
    held = np.asarray(known.lookup(keys), np.int64) >= least
    edges = np.zeros(len(features.text) + 1, np.int32)
    np.add.at(edges, starts[held], 1)
    np.add.at(edges, starts[held] + lengths[held], -1)
    inside = np.concatenate([[False], np.cumsum(edges[:-1]) > 0, [False]])
    cuts = np.flatnonzero(inside[1:] != inside[:-1])
    for start, stop in zip(cuts[::2].tolist(), cuts[1::2].tolist(), strict=True):
        said = f"{least} or more of {known.works} works of {known.name}"
        yield Mark(PHRASE, *_place(features, start, stop), f"stands in a background: {said}")
