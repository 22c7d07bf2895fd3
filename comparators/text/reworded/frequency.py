"""How often a token stands in everyday writing and in the two works at hand: both together say what it tells.

A share of the pair alone would be blind in short texts, where everything occurs once; a share of everyday writing alone
would be blind to names that a book is full of. The posterior mean of a multinomial with the shipped table as prior
(Dirichlet, ``PRIOR`` tokens strong) has neither fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from comparators.text.reworded.frequency_table import SCALE, TABLE
from comparators.text.reworded.tokens import WORDS, RewordedFeatures

Array = NDArray[Any]
PRIOR = 2000.0
RECURRING, BURST = 5, 2.5  # times on both sides from which a 字 clusters; how much likelier it then is
UNLISTED = 40  # parts of SCALE for what the table does not list


@cache
def table() -> tuple[dict[str, int], str]:
    """Parts of ``SCALE`` by 字 or stem, and the digest of the file."""
    data = TABLE.read_bytes()
    parts: dict[str, int] = {}
    for row in data.decode("utf-8").splitlines():
        kind, count, *keys = row.split(" ")
        if kind != "#":
            for key in keys[0] if kind == "zi" else keys:
                parts[key] = int(count)
    return parts, hashlib.sha256(data).hexdigest()


def joined(sides: Sequence[Sequence[RewordedFeatures]]) -> tuple[list[list[Array]], list[str]]:
    """Tokens of all files renumbered densely through both sides, and the token of each number."""
    stems = sorted({one for files in sides for f in files for one in f.vocabulary.split("\n") if one})
    numbers = {one: at for at, one in enumerate(stems)}
    lookups = []
    top = np.zeros(WORDS, np.bool_)
    for files in sides:
        for f in files:
            top[f.tokens[f.tokens < WORDS]] = True
    singles = np.flatnonzero(top)
    dense = np.zeros(WORDS, np.int32)
    dense[singles] = np.arange(len(singles))
    for files in sides:
        side = []
        for f in files:
            words = f.vocabulary.split("\n") if f.vocabulary else []
            own = np.array([numbers[one] + len(singles) for one in words] or [0], np.int32)
            is_word = f.tokens >= WORDS
            renumbered = dense[np.where(is_word, 0, f.tokens)]
            renumbered[is_word] = own[f.tokens[is_word] - WORDS]
            side.append(renumbered)
        lookups.append(side)
    return lookups, [*map(chr, singles.tolist()), *stems]


def is_word(token: str) -> bool:
    """Whether a token is a word of letters or digits, not a single 字 (or letter of a script without spaces)."""
    return len(token) > 1 or ord(token) < 0xE00


def prior(tokens: Sequence[str], backgrounds: Sequence[Background] = ()) -> Array:
    """Share of everyday writing of each token.

    With a background: of the writing in it. How many works hold a token tells its rate only up to a factor (-ln of the
    share of works without it, as of a Poisson process); the sum over the tokens at hand is kept as the table has it.
    """
    parts, _ = table()
    shares = np.array([parts.get(one, UNLISTED) for one in tokens], np.float64) / SCALE
    if not backgrounds or not len(tokens):
        return shares
    wanted = [one.encode() for one in tokens]
    holding = np.sum([np.asarray(background.lookup(wanted), np.float64) for background in backgrounds], axis=0)
    works = sum(background.works for background in backgrounds)
    rates = -np.log1p(-np.minimum(holding + 0.5, works + 0.5) / (works + 1))
    weighed: Array = np.minimum(rates / rates.sum() * shares.sum(), 0.1)
    return weighed


def posterior(everyday: Array, single: Array, left: Array, right: Array) -> Array:
    """Share of each token; ``left``, ``right``: all tokens of the sides, ``everyday``: their prior shares.

    A 字 (``single``) that recurs on both sides belongs to what both are about (names, most of all, stand two 字 each
    and many together); it is likelier than its share wherever the others stand (burstiness: Church and Gale 1995).
    """
    one, other = (np.bincount(side, minlength=len(everyday)) for side in (left, right))
    shares = (one + other + PRIOR * everyday) / (len(left) + len(right) + PRIOR)
    recurring = np.clip((np.minimum(one, other) - 1) / (RECURRING - 1), 0, 1)
    clustered: Array = np.minimum(shares * (1 + (BURST - 1) * recurring * single), 0.5)
    return clustered


def keys(features: RewordedFeatures) -> Iterator[bytes]:
    """The distinct tokens of one file as UTF-8, sorted."""
    singles = np.unique(features.tokens[features.tokens < WORDS])
    yield from sorted({*map(str.encode, map(chr, singles.tolist())), *map(str.encode, features.vocabulary.split())})


def described(backgrounds: Sequence[Background]) -> dict[str, str]:
    """What the weights of tokens rest on besides the two works: name and digest, for the record."""
    if backgrounds:
        return {
            "name": " + ".join(background.name for background in backgrounds),
            "sha256": " ".join(background.sha256 for background in backgrounds),
        }
    return {"name": TABLE.name, "sha256": table()[1]}
