"""Constant data of a program that may be a key: 16 bytes that it refers to, or that instructions load in pieces, as
compilers do with short arrays (two ``movabs``, ``mov`` and ``movk`` of ARM64, numbers side by side on the stack)."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from comparators.software.capabilities.algorithms import is_table
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.traces import Stack, Store, Trace

KEY = 16  # bytes that count as a key
LEAST = 10  # different ones among them
WIDE = 1 << 48  # a number that takes all eight bytes, and is no part of one that is put together
APART = 64  # bytes of code between two numbers that are loaded one behind the other


class Pair(NamedTuple):
    """Two numbers of eight bytes that are loaded one behind the other; which of them stands first in what they make is
    not seen. ``at``: the instruction that holds each, in order of addresses."""

    at: Mapping[int, int]

    @property
    def values(self) -> frozenset[int]:
        """Both."""
        return frozenset(self.at)

    @property
    def orders(self) -> tuple[bytes, bytes]:
        """The bytes that they may be together."""
        one, other = self.at
        return struct.pack("<QQ", one, other), struct.pack("<QQ", other, one)


@dataclass(frozen=True)
class Keys:
    """Pieces of ``KEY`` bytes. ``data``: that the program refers to → address. ``laid``: that it puts side by side on
    the stack → the instructions. ``pairs``: of numbers, by both."""

    data: Mapping[bytes, int]
    laid: Mapping[bytes, tuple[int, ...]]
    pairs: Mapping[frozenset[int], Pair]

    def __len__(self) -> int:
        loaded = {min(places) for places in self.laid.values()} | {
            min(pair.at.values()) for pair in self.pairs.values()
        }
        return len(self.data) + len(loaded)

    @classmethod
    def of(cls, facts: Facts) -> Keys:
        """All of one program."""
        laid: dict[bytes, tuple[int, ...]] = {}
        pairs: dict[frozenset[int], Pair] = {}
        for trace in facts.own.values():
            for data, places in _laid(trace):
                if _key(data) and not _letters(data):
                    laid.setdefault(data, places)
            for pair in _pairs(trace):
                if _key(pair.orders[0]) and not _letters(pair.orders[0]):
                    pairs.setdefault(pair.values, pair)
        return cls(_data(facts), laid, pairs)

    def ordered(self, data: bytes) -> tuple[int, ...]:
        """Where 16 bytes stand in this order: in data, or put on the stack."""
        return (self.data[data],) if data in self.data else self.laid.get(data, ())


def shared(mine: Keys, theirs: Keys) -> list[tuple[int, int, bytes]]:
    """Data that both refer to: (place, place in the other, bytes). Pieces that overlap, in the same order in both, are
    one."""
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
    return runs


def _laid(trace: Trace) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    """Bytes that lie side by side on the stack, with the instructions that hold them."""
    laid: dict[str, dict[int, Store]] = {}
    for store in trace.laid:
        if isinstance(store.into, Stack):
            laid.setdefault(store.into.base, {})[store.into.offset] = store
    for cells in laid.values():
        for offset in sorted(cells):
            data, places = b"", []
            while len(data) < KEY and (piece := cells.get(offset + len(data))) is not None:
                data += piece.value.to_bytes(piece.width, "little")
                places.append(trace.constants.get(piece.value, piece.at))
            if len(data) >= KEY:
                yield data[:KEY], tuple(places)


def _pairs(trace: Trace) -> Iterator[Pair]:
    """Numbers of eight bytes that are loaded one behind the other."""
    wide = sorted((at, value) for value, at in trace.constants.items() if value >= WIDE)
    for (at, one), (following, other) in pairwise(wide):
        if following - at <= APART:
            yield Pair({one: at, other: following})


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
