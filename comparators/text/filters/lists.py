"""Lists of names: rosters of people, lists of towns. What two lists of the same names share is names, not wording.

A list is at least eight names one after another between marks within a sentence, with at most one short item of another
kind between two of them and at most one in four in all. An item is a name where it is short, holds none of the words
that sentences are made of, and at least half of it is names: words with a capital, 字 that are bound to each other in
this text (where the first stands, the second follows often: a name, not a word of the language at large). Annals, where
names stand close but within sentences, and descriptions in parallel clauses have no such run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.matching.encodings import Decoded
from comparators.text.filters.marks import NAMES, Mark, Read
from comparators.text.reworded import frequency
from comparators.text.reworded.binding import DOUBT
from comparators.text.reworded.rosters import BOUND, plain_words
from comparators.text.reworded.tokens import SENTENCE, RewordedFeatures

Array = NDArray[Any]
LEAST = 8  # names of a list
MOST_ZI, MOST_WORDS = 7, 5  # tokens of an item that is a name; one of another kind may have twice as many
HALF, MOSTLY = 0.5, 0.75  # share of names in an item; of names among the items of a list


def marks(read: Read) -> Iterator[Mark]:
    """All lists of one file, in order."""
    features = RewordedFeatures.read(Decoded(read.text, "utf-8"))
    if len(features.tokens) < LEAST:
        return
    (numbered,), names = frequency.joined([[features]])
    starts, stops, is_name = _items(features, numbered[0], names)
    found = np.flatnonzero(is_name)
    if len(found) < LEAST:
        return
    between = np.diff(found)
    sentences = np.append(0, np.cumsum(features.ends[stops - 1] == SENTENCE))
    apart = (sentences[found[1:]] > sentences[found[:-1]]) | (between > 2)
    apart |= (between == 2) & (stops - starts > 2 * MOST_ZI)[found[1:] - 1]
    for run in np.split(found, np.flatnonzero(apart) + 1):
        if len(run) >= LEAST and len(run) >= MOSTLY * (run[-1] - run[0] + 1):
            start, stop = features.span(int(starts[run[0]]), int(stops[run[-1]]) - 1)
            yield Mark(NAMES, start, stop, f"list of names: {read.said(start, stop)}")


def _items(features: RewordedFeatures, tokens: Array, names: list[str]) -> tuple[Array, Array, Array]:
    """Where the items between marks begin and end, in tokens, and which of them are names."""
    plain, joining = plain_words(names)
    single = np.array([not frequency.is_word(name) for name in names], np.bool_)[tokens]
    named = np.where(single, _bound(tokens, len(names), single & (features.ends == 0)), features.capitals)
    named &= ~plain[tokens] & ~joining[tokens]
    stops = np.flatnonzero(features.ends > 0) + 1
    starts = np.append(0, stops[:-1])

    def total(flags: Array) -> Array:
        counts: Array = np.add.reduceat(flags.astype(np.int64), starts)
        return counts

    size = stops - starts
    short = size <= np.where(total(single) > 0, MOST_ZI, MOST_WORDS)
    held = total(named)
    is_name = short & (total(plain[tokens]) == 0) & (held > 0) & (held >= HALF * (size - total(joining[tokens])))
    return starts, stops, is_name


def _bound(tokens: Array, count: int, free: Array) -> Array:
    """Which tokens are bound to the next one or to the one before. ``free``: single 字 that no mark follows."""
    pairs = tokens[:-1].astype(np.int64) * count + tokens[1:]
    _, number, times = np.unique(pairs, return_inverse=True, return_counts=True)
    each = np.bincount(tokens, minlength=count)
    share = (times[number] - 1) / (each[tokens[:-1]] - 1 + DOUBT)
    firm = np.append((share >= BOUND) & free[:-1], False)
    bound: Array = firm | np.append(False, firm[:-1])
    return bound
