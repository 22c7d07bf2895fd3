"""What ``software-functions`` keeps of one program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import OverLimit
from appraisal.work import Member
from comparators.software.functions import packing
from comparators.software.functions import program as programs
from comparators.software.functions.reading import CLASSES, IMPORTS, Function, Reader
from comparators.software.functions.sweep import Sweep

Array = NDArray[Any]
MOST_FUNCTIONS = 300_000
MOST_INSTRUCTIONS = 16_000_000
LEAST = 4  # instructions of what is kept at all
TOLD = 160  # characters of a text that are kept for readers
SHAPE = ("blocks", "edges", "loops", "calls")


@dataclass(frozen=True)
class FunctionFeatures:
    """n functions in order of their starts.

    ``starts``, ``stops`` int64: bytes of the file; ``addresses`` uint64: virtual; ``found`` uint8: by what (``sweep``).
    ``counts`` int32: instructions; ``places`` uint32: the byte of each instruction from the start of its function on,
    end to end. ``normal`` uint64: hash of the instructions without what linking changes. ``shape`` int32 (n × 4):
    ``SHAPE``. ``keys`` uint64, those of function i and class c are ``keys[bounds[6 i + c] : bounds[6 i + c + 1]]``,
    sorted. ``callees`` int32: functions called, by number, those of i ``callees[calls[i] : calls[i + 1]]``.
    ``parts`` int64 (m × 3): function, first and last byte of pieces that lie apart from it. ``told``: JSON, words of
    keys (``told_keys``, uint64, sorted). ``names``: JSON, symbols of the functions, "" for none. ``entry``: virtual
    address where the program begins, 0 where the file does not say. ``imports``: how many functions it imports.
    ``dense``: bytes of data that look compressed or enciphered, of a program with little code (``packing``).
    """

    starts: Array
    stops: Array
    addresses: Array
    found: Array
    counts: Array
    places: Array
    normal: Array
    shape: Array
    keys: Array
    bounds: Array
    callees: Array
    calls: Array
    parts: Array
    told_keys: Array
    told: str
    names: str
    arch: str
    format: str
    size: int
    entry: int = 0
    imports: int = 1
    dense: int = 0

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def named(self) -> list[str]:
        """Symbols of the functions."""
        return list(json.loads(self.names))

    @cached_property
    def words(self) -> dict[int, str]:
        """What keys stand for."""
        return dict(zip(self.told_keys.tolist(), json.loads(self.told), strict=True))

    @classmethod
    def of(cls, member: Member) -> FunctionFeatures:
        """Read one program. Raises what ``program.read`` and ``packing.checked`` raise, ``OverLimit`` for too many
        functions."""
        program = programs.read(member)
        packing.checked(program)
        reader = Reader(program)
        sweep = Sweep(program, reader.reading)
        functions: list[Function] = []
        instructions = 0
        for body in chain(sweep.first(), sweep.stubs(), sweep.rest()):
            function = reader.read(body)
            sweep.called.update(function.callees)
            instructions += len(function.at)
            functions.append(function)
            if len(functions) > MOST_FUNCTIONS or instructions > MOST_INSTRUCTIONS:
                raise OverLimit(
                    f"{member.file}: more than {MOST_FUNCTIONS} functions or {MOST_INSTRUCTIONS} instructions: compare"
                    " its libraries apart"
                )
        functions.sort(key=lambda one: one.start)
        stubs = {one.start: one.imported for one in functions if one.imported}
        kept, parts = _joined([one for one in functions if not one.imported], program.names)
        return _packed(program, reader, kept, parts, stubs, member.size)


def _joined(functions: list[Function], names: dict[int, str]) -> tuple[list[Function], list[tuple[int, Function]]]:
    """Functions, and pieces that compilers moved out of line: jumped to by one function alone, called by none, and
    jumping back into the middle of it, or called ``NAME.cold``."""
    by_start = {one.start: one for one in functions}
    called = {target for one in functions for target in one.callees}
    sources: dict[int, set[int]] = {}
    for one in functions:
        for target in one.jumps:
            sources.setdefault(target, set()).add(one.start)
    owners: dict[int, int] = {}
    for one in functions:
        came = {s for t in one.at if t in sources for s in sources[t]} if one.start in sources or one.jumps else set()
        if one.start in called or len(came) != 1:
            continue
        (owner,) = came
        parent = by_start[owner]
        name = names.get(one.start, "")
        back = any(parent.start < target < parent.stop for target in one.jumps)
        if owner != one.start and (back or ".cold" in name) and (".cold" in name or not name):
            owners[one.start] = owner
    kept = [one for one in functions if one.start not in owners]
    parts = []
    for start, owner in sorted(owners.items()):
        while owner in owners and owners[owner] != start:
            owner = owners[owner]
        if owner not in owners:
            parts.append((owner, by_start[start]))
    joined = {piece.start for _, piece in parts}
    kept += [by_start[start] for start in owners if start not in joined]
    kept.sort(key=lambda one: one.start)
    for owner, piece in parts:
        parent = by_start[owner]
        for mine, more in zip(parent.keys, piece.keys, strict=True):
            mine |= more
        parent.callees += piece.callees
        parent.jumps += piece.jumps
        parent.blocks += piece.blocks
        parent.edges += piece.edges
        parent.calls += piece.calls
    return kept, parts


def _packed(
    program: programs.Program,
    reader: Reader,
    functions: list[Function],
    parts: list[tuple[int, Function]],
    stubs: dict[int, str],
    size: int,
) -> FunctionFeatures:
    functions = [one for one in functions if len(one.at) >= LEAST]
    numbers = {one.start: number for number, one in enumerate(functions)}
    callees: list[list[int]] = []
    for one in functions:
        targets = set()
        for target in (*one.callees, *one.jumps):
            if target in numbers:
                targets.add(numbers[target])
            elif target in stubs:
                one.keys[IMPORTS].add(reader.import_key(stubs[target]))
        callees.append(sorted(targets))
    pieces: dict[int, list[Function]] = {}
    for owner, piece in parts:
        if owner in numbers:
            pieces.setdefault(numbers[owner], []).append(piece)
    rows, counts, places = [], [], []
    for number, one in enumerate(functions):
        at = [a - one.start for a in one.at]
        for piece in pieces.get(number, ()):
            rows.append([number, _offset(program, piece.start), _offset(program, piece.stop - 1) + 1])
        counts.append(len(at))
        places.append(np.array(at, np.uint32))
    flat = [sorted(one.keys[c]) for one in functions for c in range(CLASSES)]
    used = set(chain.from_iterable(flat))
    told = sorted(key for key in reader.told if key in used)
    starts = np.array([_offset(program, one.start) for one in functions], np.int64)
    return FunctionFeatures(
        starts=starts,
        stops=starts + np.array([one.stop - one.start for one in functions], np.int64),
        addresses=np.array([one.start for one in functions], np.uint64),
        found=np.array([one.found for one in functions], np.uint8),
        counts=np.array(counts, np.int32),
        places=np.concatenate(places) if places else np.zeros(0, np.uint32),
        normal=np.array([one.normal for one in functions], np.uint64),
        shape=np.array([[getattr(one, name) for name in SHAPE] for one in functions], np.int32).reshape(-1, len(SHAPE)),
        keys=np.fromiter(chain.from_iterable(flat), np.uint64, sum(map(len, flat))),
        bounds=bounds_of(flat),
        callees=np.fromiter(chain.from_iterable(callees), np.int32, sum(map(len, callees))),
        calls=bounds_of(callees),
        parts=np.array(rows, np.int64).reshape(-1, 3),
        told_keys=np.array(told, np.uint64),
        told=json.dumps([reader.told[key][:TOLD] for key in told]),
        names=json.dumps([program.names.get(one.start, "") for one in functions]),
        arch=program.arch,
        format=program.format,
        size=size,
        entry=program.starts[0] if program.format != "Mach-O" and program.starts else 0,
        imports=len(program.slots),
        dense=packing.beside(program),
    )


def bounds_of(rows: Sequence[Sequence[int]]) -> Array:
    """Where each row starts, and the last ends, once all n are laid end to end (n + 1, int64)."""
    return np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)]).astype(np.int64)


def _offset(program: programs.Program, address: int) -> int:
    part = program.part(address)
    return part.offset + address - part.address if part is not None else 0
