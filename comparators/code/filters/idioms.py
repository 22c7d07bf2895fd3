"""Idioms: runs of tokens, names and literals normalised, that many works of a named background hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from comparators.code.filters.marks import IDIOM, Mark

Array = NDArray[Any]
LEAST_WORKS = 3


def marks(
    keys: Sequence[bytes], places: Array, gram: int, lines: Array, last_lines: Array, share: float, known: Background
) -> Iterator[Mark]:
    """Whole lines that lie in runs of ``gram`` tokens which at least ``share`` of the works hold, three at least.

    ``places``: token at which each key's run begins; ``lines``, ``last_lines``: of all tokens of the file.
    """
    least = max(LEAST_WORKS, int(np.ceil(share * known.works)))
    counts = np.array(known.lookup(keys), np.int64) if len(keys) else np.zeros(0, np.int64)
    rarest = np.full(len(lines), np.iinfo(np.int64).max)
    for place, held in zip(places[counts >= least].tolist(), counts[counts >= least].tolist(), strict=True):
        part = rarest[place : place + gram]
        np.minimum(part, held, out=part)
    inside = rarest < np.iinfo(np.int64).max
    if not inside.any():
        return
    whole = np.unique(lines[inside])
    whole = whole[~np.isin(whole, np.concatenate([lines[~inside], last_lines[~inside]]))]
    held_by = np.full(int(lines.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(held_by, lines[inside], rarest[inside])
    for number in whole.tolist():
        said = f"{int(held_by[number])} of {known.works} works of {known.name}"
        yield Mark(IDIOM, number, number + 1, f"stands in a background: {said}")
