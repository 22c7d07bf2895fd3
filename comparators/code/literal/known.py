"""What many programs hold: bundled counts of lines, comments, strings, names and words in free software.

Made by ``benchmarks/code_literal_known.py`` from Debian's source packages and its English word list; only digests are
kept, 40 bits each. A piece in fewer than two of the works is not in it. ``docs/methods/code-literal.md`` lists
the works.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.literal.kinds import Row

Array = NDArray[Any]
NAME = "known.npz"
BITS = np.uint64(24)  # shift from 64 to 40 bits
WORDS = "dictionary"


@dataclass(frozen=True)
class Known:
    """``works`` counted; ``sha256`` of the table; ``keys`` sorted 40-bit digests and ``held`` works, by kind."""

    works: int
    sha256: str
    keys: dict[str, Array]
    held: dict[str, Array]

    def holding(self, kind: str, hashes: Array) -> Array:
        """Works of the table that hold each piece (uint8, 255 at most); 0 stands for none or one."""
        keys = self.keys.get(kind)
        if keys is None or not len(keys) or not len(hashes):
            return np.zeros(len(hashes), np.uint8)
        wanted = hashes >> BITS
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, self.held[kind][at], 0).astype(np.uint8)


@cache
def known() -> Known:
    """The bundled table."""
    return loaded(files(__package__).joinpath(NAME).read_bytes())


def loaded(data: bytes) -> Known:
    """A table as ``stored`` wrote it."""
    with np.load(BytesIO(data), allow_pickle=False) as stored_arrays:
        works = int(stored_arrays["works"])
        kinds = [name.removesuffix("_steps") for name in stored_arrays.files if name.endswith("_steps")]
        keys = {kind: np.cumsum(stored_arrays[f"{kind}_steps"].astype(np.uint64)) for kind in kinds}
        held = {kind: stored_arrays[f"{kind}_held"] for kind in kinds}
    return Known(works, hashlib.sha256(data).hexdigest(), keys, held)


def stored(works: int, counts: dict[str, tuple[Array, Array]]) -> bytes:
    """Bytes of a table. ``counts``: of each kind sorted distinct 40-bit digests and how many works hold them."""
    arrays: dict[str, Array] = {"works": np.array(works)}
    for kind, (keys, held) in sorted(counts.items()):
        steps = np.diff(keys, prepend=np.uint64(0))
        arrays[f"{kind}_steps"] = steps.astype(np.uint64 if (steps >> np.uint64(32)).any() else np.uint32)
        arrays[f"{kind}_held"] = np.minimum(held, 255).astype(np.uint8)
    out = BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]  # names of arrays, none of a parameter
    return out.getvalue()


def family(row: Row) -> str:
    """Name of a kind of row in the table."""
    return row.name.lower()
