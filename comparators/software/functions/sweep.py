"""Functions of a program: where each begins and ends, with its instructions, one at a time.

What unwind data and symbols say goes first. In code that neither covers, functions begin where something calls, where a
symbol or the entry stands, and behind padding that follows an end, unless something jumps there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from comparators.software.functions import unwind
from comparators.software.functions.instructions import BRANCH, CALL, END, JUMP, NONE, PAD, Reading, Row, decoder
from comparators.software.functions.program import ARM64, Part, Program

BY_UNWIND, BY_SYMBOL, BY_CALL, BY_PADDING, STUB = range(5)
LANDS = ("endbr", "bti", "hint")  # where indirect jumps may arrive: a stub begins there
ROUNDS = 8  # of looking for calls from newly found functions


@dataclass(frozen=True, slots=True)
class Body:
    """One function: ``start`` to ``stop``, virtual; ``rows`` its instructions in order; ``found`` how it was found."""

    start: int
    stop: int
    rows: list[Row]
    found: int


@dataclass
class Sweep:
    """Gives the bodies of all functions. ``called`` must be told what they call before ``rest`` is asked for."""

    program: Program
    reading: Reading
    called: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._decoder = decoder(self.program.arch)
        known = {start: (stop, BY_UNWIND) for start, stop in unwind.ranges(self.program).items()}
        starts = sorted(known)
        for start, size in self.program.sizes.items():
            if size and not _inside(start, starts, known) and (part := self.program.part(start)) and part.code:
                known[start] = (min(start + size, part.address + part.size), BY_SYMBOL)
        self.known: list[tuple[int, int, int]] = []
        for start, (stop, found) in sorted(known.items()):
            part = self.program.part(start)
            if part is None or _stubs(part):
                continue
            if self.known and self.known[-1][1] > start:
                before = self.known[-1]
                self.known[-1] = (before[0], start, before[2])
            self.known.append((start, stop, found))

    def rows(self, start: int, stop: int) -> list[Row]:
        """Instructions of a stretch, in order."""
        return list(self._decoder.disasm_lite(self.program.bytes_at(start, stop - start), start))

    def first(self) -> Iterator[Body]:
        """Functions that unwind data or symbols bound."""
        for start, stop, found in self.known:
            yield Body(start, stop, self.rows(start, stop), found)

    def stubs(self) -> Iterator[Body]:
        """Stubs of imports: pieces that end in a jump. What fills up the entry before is no part of one."""
        entry = 8 if self.program.format == "ELF" and self.program.arch != ARM64 else 1
        for part in self.program.code():
            if _stubs(part):
                rows: list[Row] = []
                for row in self.rows(part.address, part.address + part.size):
                    operation = self.reading(row[2], row[3])
                    if not rows and (
                        row[0] % entry or (operation.kind in (PAD, NONE) and not row[2].startswith(LANDS))
                    ):
                        continue
                    rows.append(row)
                    if operation.kind == JUMP:
                        yield Body(rows[0][0], row[0] + row[1], rows, STUB)
                        rows = []

    def rest(self) -> Iterator[Body]:
        """Functions in code that nothing bounds."""
        for start, stop in self._gaps():
            yield from self._cut(self.rows(start, stop), start, stop)

    def _gaps(self) -> Iterator[tuple[int, int]]:
        for part in self.program.code():
            if _stubs(part):
                continue
            at, end = part.address, part.address + part.size
            for start, stop, _ in self.known[bisect_left(self.known, (at,)) :]:
                if start >= end:
                    break
                if start > at:
                    yield at, start
                at = max(at, stop)
            if at < end:
                yield at, end

    def _cut(self, rows: list[Row], start: int, stop: int) -> Iterator[Body]:
        begins = {a for a in (*self.program.names, *self.program.starts) if start <= a < stop}
        jumped: set[int] = set()
        operations = [self.reading(row[2], row[3]) for row in rows]
        for row, operation in zip(rows, operations, strict=True):
            if operation.target is not None:
                if operation.kind == CALL:
                    if operation.target != row[0] + row[1]:  # else the code asks where it stands
                        self.called.add(operation.target)
                elif operation.kind in (BRANCH, JUMP):
                    jumped.add(operation.target)
        begins |= {a for a in self.called if start <= a < stop}
        first = 0
        ended = True  # nothing runs on into the next instruction
        found = BY_PADDING
        for number, (row, operation) in enumerate(zip(rows, operations, strict=True)):
            fresh = row[0] in begins or (
                ended and operation.kind not in (PAD, NONE) and row[0] % 16 == 0 and row[0] not in jumped
            )
            if fresh and number > first:
                yield from self._body(rows, operations, first, number, found)
            if fresh:
                first, found = number, BY_CALL if row[0] in begins else BY_PADDING
            if operation.kind in (END, JUMP):
                ended = True
            elif operation.kind not in (PAD, NONE):
                ended = False
        yield from self._body(rows, operations, first, len(rows), found)

    def _body(self, rows: list[Row], operations: list, first: int, last: int, found: int) -> Iterator[Body]:  # type: ignore[type-arg]
        while last > first and operations[last - 1].kind in (PAD, NONE):
            last -= 1
        while first < last and operations[first].kind == NONE:
            first += 1
        if first < last:
            yield Body(rows[first][0], rows[last - 1][0] + rows[last - 1][1], rows[first:last], found)


def _stubs(part: Part) -> bool:
    return part.name.startswith((".plt", "__stubs", "__auth_stubs", "__symbol_stub"))


def _inside(address: int, starts: list[int], known: dict[int, tuple[int, int]]) -> bool:
    at = bisect_right(starts, address) - 1
    return at >= 0 and address < known[starts[at]][0]
