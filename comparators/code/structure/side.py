"""One side of a comparison: the units of all files end to end, with the rarity-weighted runs of shapes of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.grams import mixed
from comparators.code.structure.features import StructureFeatures
from comparators.code.structure.information import RUN, Weights, runs

Array = NDArray[Any]


@dataclass(frozen=True)
class Side:
    """``file`` (number) and ``local`` (unit in its file) of each unit; ``keys``, ``bits`` (uint64, float) and ``owner``
    (unit) of the distinct runs of each, sorted by owner and key."""

    names: tuple[str, ...]
    files: tuple[StructureFeatures, ...]
    file: Array
    local: Array
    owner: Array
    keys: Array
    bits: Array

    @classmethod
    def of(cls, side: Mapping[str, StructureFeatures]) -> Side:
        names = tuple(sorted(side))
        files = tuple(side[name] for name in names)
        counts = [len(features.unit_kind) for features in files]
        begins = np.append(0, np.cumsum(counts)).astype(np.int64)
        owners, keys, bits = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)], [np.zeros(0)]
        for begin, features in zip(begins.tolist(), files, strict=False):
            units = features.statement_unit[features.shape_of]
            hashes, places = runs(features.shapes, units, RUN)
            owner = units[places].astype(np.int64)
            order = np.lexsort((hashes, owner))
            hashes, owner = hashes[order], owner[order]
            new = np.append(True, (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1]))[: len(hashes)]
            hashes, owner = hashes[new], owner[new]
            weights = Weights.of(features.language, features.known_keys, features.known_counts, features.known_works)
            owners.append(owner + begin)
            keys.append(hashes)
            bits.append(weights.bits(hashes) / RUN)
        return cls(
            names, files, np.repeat(np.arange(len(files)), counts),
            np.concatenate([np.arange(count) for count in counts] or [np.zeros(0, np.int64)]),
            np.concatenate(owners), np.concatenate(keys), np.concatenate(bits),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.file)

    def gathered(self, name: str) -> Array:
        """An array of all units, files end to end."""
        parts = [getattr(features, name) for features in self.files]
        return np.concatenate(parts) if parts else np.zeros(0)

    @cached_property
    def total_bits(self) -> Array:
        """Information of each unit."""
        return self.gathered("unit_bits").astype(np.float64)

    @cached_property
    def unit_names(self) -> Array:
        """Digest of the name of each unit; 0 without."""
        return self.gathered("unit_name").astype(np.uint64)

    @cached_property
    def tokens(self) -> Array:
        """Tokens of each unit."""
        return self.gathered("unit_tokens").astype(np.int64)

    @cached_property
    def written(self) -> Array:
        """Digest of the tokens of each unit as written, in order."""
        return self._digests("statement_written")

    @cached_property
    def normal(self) -> Array:
        """Digest of the normalised tokens of each unit, in order."""
        return self._digests("statement_normal")

    def _digests(self, name: str) -> Array:
        found = []
        for features in self.files:
            units, values = features.statement_unit, mixed(getattr(features, name))
            order = np.argsort(units, kind="stable")
            mine = units[order]
            begins = np.flatnonzero(np.append(True, mine[1:] != mine[:-1])[: len(mine)])
            place = np.arange(len(mine)) - np.repeat(begins, np.diff(np.append(begins, len(mine))))
            digests = np.zeros(len(features.unit_kind), np.uint64)
            if len(begins):
                digests[mine[begins]] = np.add.reduceat(mixed(values[order] + mixed(place + 1)), begins)
            found.append(digests)
        return np.concatenate(found) if found else np.zeros(0, np.uint64)

    def statements(self, unit: int) -> Array:
        """Numbers of the statements of a unit in its file, those with tokens, in the order of the text."""
        features = self.files[int(self.file[unit])]
        order, begins = self._statements[int(self.file[unit])]
        local = int(self.local[unit])
        mine: Array = order[begins[local] : begins[local + 1]]
        return mine[features.statement_tokens[mine] > 0]

    def stretch(self, unit: int) -> tuple[int, int]:
        """Between which places of its file the shapes of a unit stand."""
        begins, local = self._stretches[int(self.file[unit])], int(self.local[unit])
        return int(begins[local]), int(begins[local + 1])

    @cached_property
    def _stretches(self) -> list[Array]:
        return [
            np.searchsorted(features.statement_unit[features.shape_of], np.arange(len(features.unit_kind) + 1))
            for features in self.files
        ]

    @cached_property
    def _statements(self) -> list[tuple[Array, Array]]:
        found = []
        for features in self.files:
            order = np.argsort(features.statement_unit, kind="stable")
            begins = np.searchsorted(features.statement_unit[order], np.arange(len(features.unit_kind) + 1))
            found.append((order, begins))
        return found

    @cached_property
    def digest(self) -> bytes:
        """Of names and statements: which side is taken first does not depend on which one is called left."""
        state = hashlib.blake2b(digest_size=16)
        for name, features in zip(self.names, self.files, strict=True):
            state.update(name.encode("utf-8", "surrogateescape") + b"\0")
            state.update(np.ascontiguousarray(features.statement_written).tobytes())
        return state.digest()
