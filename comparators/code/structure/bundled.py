"""The tables of rarity that come with the program: how many files of a collection hold a run, a language each.

Built by ``benchmarks/structure_weights.py`` from packages of Debian, PyPI and npm that are listed there; origin and
figures stand in ``weights/README.md``. Only numbers are kept: the upper halves of hashes, and counts in steps of a
quarter of a power of two.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ALIKE = {"TSX": "TypeScript"}
NOTHING = np.zeros(0, np.uint32), np.zeros(0, np.float32), 0
STEP = 4  # of the logarithm to base 2


def file_of(language: str) -> str:
    """Name of a language's table."""
    word = ALIKE.get(language, language).lower().replace("+", "p").replace("#", "sharp")
    return f"{word}.npz"


@cache
def index() -> dict[str, Any]:
    """Works and digest of each table, by file name; empty where none was built."""
    path = files("comparators.code.structure") / "weights" / "index.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


@cache
def table(language: str) -> tuple[Array, Array, int]:
    """Sorted keys (uint32), number of works that hold each (float32), and of works; nothing for other languages."""
    name = file_of(language)
    about = index().get(name)
    if about is None:
        return NOTHING
    data = (files("comparators.code.structure") / "weights" / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != about["sha256"]:
        raise RuntimeError(f"the table {name} of code-structure is not the one that was installed: install it again")
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        gaps, codes = stored["gaps"], stored["codes"]
    return np.cumsum(gaps, dtype=np.uint32), np.exp2(codes / STEP).astype(np.float32), int(about["works"])


def digest() -> str:
    """SHA-256 (hex) that stands for all tables together."""
    return hashlib.sha256(json.dumps(index(), sort_keys=True).encode()).hexdigest()
