"""How telling a key is: in bits, from how many functions of a fixed collection of programs hold it.

The collection is named in ``data/README.md``; ``benchmarks/functions_known.py`` makes the table. It is no part of any
pair that is compared, so that a weight never follows from the pair.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
CELLS = 19  # bits of a key that choose its cell
STEPS = 8  # of a doubling
MIX = np.uint64(0xD6E8FEB86659FD93)


def cells(keys: Array) -> Array:
    """Cell of each key (uint64 → int64)."""
    with np.errstate(over="ignore"):
        found: Array = (keys * MIX >> np.uint64(64 - CELLS)).astype(np.int64)
    return found


def packed(held: Array) -> Array:
    """Numbers of functions as they are stored: log2(n + 1) in steps, uint8."""
    return np.minimum(np.round(np.log2(held + 1.0) * STEPS), 255).astype(np.uint8)


@cache
def table() -> tuple[Array, float]:
    """Bits of each cell (float64), and those of a key that no function of the collection holds."""
    data = (files("comparators.software.functions") / "data" / "known.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        held = 2.0 ** (stored["held"].astype(np.float64) / STEPS)
        functions = int(stored["functions"])
    bits = np.maximum(np.log2((functions + 1) / held), 0.0)
    return bits, float(np.log2(functions + 1))


def weights(keys: Array) -> Array:
    """Bits of each key, 0 up."""
    found: Array = table()[0][cells(keys)]
    return found
