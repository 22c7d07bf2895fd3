"""One side of a comparison: the tokens of all files end to end, as they are compared."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.features import CodeFeatures
from comparators.code.grams import grams, mixed, windows

Array = NDArray[Any]


@dataclass(frozen=True)
class Strand:
    """All files in sorted order, each followed by one separator.

    ``compared`` uint64: the normalised token, in repetitive stretches the token as written, at separators a number
    that the other side does not have. ``values`` uint64: as written (0 at separators). ``counted``: tokens that are not
    in a stretch which repeats itself as written. ``begins``: where each file begins, and the end of the strand.
    """

    names: tuple[str, ...]
    files: tuple[CodeFeatures, ...]
    compared: Array
    values: Array
    counted: Array
    begins: Array

    @classmethod
    def of(cls, side: Mapping[str, CodeFeatures], separator: int) -> Strand:
        """``separator`` is 1 for one side and 2 for the other."""
        names = tuple(sorted(side))
        files = tuple(side[name] for name in names)
        begins = np.zeros(len(files) + 1, np.int64)
        np.cumsum([len(file) + 1 for file in files], out=begins[1:])
        compared = np.full(int(begins[-1]), separator, np.uint64)
        values = np.zeros(len(compared), np.uint64)
        counted = np.zeros(len(compared), np.bool_)
        for at, file in zip(begins.tolist(), files, strict=False):
            inside = slice(at, at + len(file))
            compared[inside] = np.where(file.repetitive > 0, mixed(file.values), mixed(file.symbols))
            values[inside] = file.values
            counted[inside] = file.repetitive < 2
        return cls(names, files, compared, values, counted, begins)

    def __len__(self) -> int:
        return len(self.compared)

    def file_at(self, at: Array | int) -> Any:
        """Number of the file that each place is in."""
        return np.searchsorted(self.begins, at, side="right") - 1

    @cached_property
    def is_token(self) -> Array:
        """False at separators."""
        flags = np.ones(len(self.compared), np.bool_)
        flags[self.begins[1:] - 1] = False
        return flags

    def runs(self, size: int) -> tuple[Array, Array]:
        """Hash of the ``size`` tokens from each place, and whether they lie in one file and are all counted."""
        hashes = grams(self.compared, size)
        return hashes, windows(self.is_token & self.counted, size, len(hashes)) == size

    @cached_property
    def digest(self) -> bytes:
        """Of names and tokens: which side is taken first does not depend on which one is called left."""
        state = hashlib.blake2b(digest_size=16)
        for part in (self.compared, self.values, self.begins):
            state.update(np.ascontiguousarray(part).tobytes())
        state.update("\0".join(self.names).encode("utf-8", "surrogateescape"))
        return state.digest()
