"""Constant data of a program that may be a key: 16 bytes that it refers to, or that instructions load in pieces, as
compilers do with short arrays (two ``movabs``, ``mov`` and ``movk`` of ARM64, numbers side by side on the stack)."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from comparators.software.capabilities.algorithms import is_table
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.traces import Stack, Store, Trace

KEY = 16  # bytes that count as a key
LEAST = 10  # different ones among them
WIDE = 1 << 48  # a number that takes all eight bytes, and is no part of one that is put together
APART = 64  # bytes of code between two numbers that are loaded one behind the other


@dataclass(frozen=True)
class Keys:
    """Pieces of ``KEY`` bytes. ``data``: that the program refers to → address. ``loaded``: that it loads → the first
    instruction that does."""

    data: Mapping[bytes, int]
    loaded: Mapping[bytes, int]

    def __len__(self) -> int:
        return len(self.data) + len(set(self.loaded.values()))

    @classmethod
    def of(cls, facts: Facts) -> Keys:
        """All of one program."""
        loaded: dict[bytes, int] = {}
        for trace in facts.own.values():
            for data, at in _loaded(trace):
                if _key(data) and not _letters(data):
                    loaded.setdefault(data, at)
        return cls(_data(facts), loaded)


def shared(mine: Keys, theirs: Keys) -> Iterator[tuple[int, int, bytes, bool]]:
    """What both hold: (place, place in the other, bytes, whether one of both loads them in pieces), data first. Pieces
    that overlap, in the same order in both, are one."""
    runs: list[tuple[int, int, bytes]] = []
    for data, place in sorted(mine.data.items(), key=lambda one: one[1]):
        there = theirs.data.get(data)
        if there is None:
            continue
        at, other, held = runs[-1] if runs else (0, 0, b"")
        if place <= at + len(held) and place - at == there - other:
            runs[-1] = at, other, held[: place - at] + data
        else:
            runs.append((place, there, data))
    yield from ((place, there, data, False) for place, there, data in runs)
    told: set[int] = set()
    pairs = [(at, data, theirs.loaded.get(data, theirs.data.get(data))) for data, at in mine.loaded.items()]
    pairs += [(at, data, theirs.loaded.get(data)) for data, at in mine.data.items() if data not in theirs.data]
    for place, data, there in sorted((one for one in pairs if one[2] is not None), key=lambda one: one[:2]):
        if there is not None and place not in told and not any(data in held for _, _, held in runs):
            told.add(place)
            yield place, there, data, True


def _loaded(trace: Trace) -> Iterator[tuple[bytes, int]]:
    """Bytes that lie side by side on the stack, and numbers of eight bytes that are loaded one behind the other; which
    of these stands first is not seen, so both ways."""
    laid: dict[str, dict[int, Store]] = {}
    for store in trace.laid:
        if isinstance(store.into, Stack):
            laid.setdefault(store.into.base, {})[store.into.offset] = store
    for cells in laid.values():
        for offset in sorted(cells):
            data, first = b"", cells[offset].at
            while len(data) < KEY and (piece := cells.get(offset + len(data))) is not None:
                data += piece.value.to_bytes(piece.width, "little")
                first = min(first, piece.at)
            if len(data) >= KEY:
                yield data[:KEY], first
    wide = sorted((at, value) for value, at in trace.constants.items() if value >= WIDE)
    for (at, one), (following, other) in pairwise(wide):
        if following - at <= APART:
            for low, high in ((one, other), (other, one)):
                yield struct.pack("<QQ", low, high), at


def _data(facts: Facts) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for trace in facts.own.values():
        for place in trace.places:
            part = facts.program.part(place)
            if part is None or part.code or facts.text(place)[0]:
                continue
            if _key(data := facts.program.bytes_at(place, KEY)):
                found.setdefault(data, place)
    return found


def _key(data: bytes) -> bool:
    return len(data) == KEY and len(set(data)) >= LEAST and not numeric(data) and not is_table(data)


def _letters(data: bytes) -> bool:
    """Whether these are letters that are put together: a text."""
    return all(32 <= byte < 127 or not byte for byte in data)


def numeric(data: bytes) -> bool:
    """Whether these are floating-point numbers that a person would write: tables of compilers' libraries (mingw-w64
    keeps powers of ten and logarithms for printing) and of graphics, no keys."""
    wide = all(_written(value, 15) for value in struct.unpack("<2d", data))
    return wide or all(_written(value, 6) for value in struct.unpack("<4f", data))


def _written(value: float, digits: int) -> bool:
    """Whether a number has few digits, and is of everyday size or has three digits at most (powers of ten)."""
    if not math.isfinite(value):
        return False
    short = math.isclose(float(f"{value:.{digits - 1}e}"), value, rel_tol=1e-7 if digits < 10 else 0)
    return value == 0 or (short and (1e-12 < abs(value) < 1e24 or float(f"{value:.2e}") == value))
