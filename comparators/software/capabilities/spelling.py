"""Texts that compilers turn into instructions: memory is compared with them, or they are written to it, piece by piece.

``strcmp(name, "guard.exe")`` becomes a comparison of eight bytes at 0 with one number and of further ones, which may
overlap these, with the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comparators.software.capabilities.operands import Memory, Operand, Register
from comparators.software.capabilities.traces import Trace, Value

LEAST = 4  # letters of a text
MOST = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """``value`` of ``width`` bytes that memory at ``place`` from ``base`` (any key that tells bases apart) is compared
    with by the instruction ``at``."""

    at: int
    base: object
    place: int
    width: int
    value: int


class Spelling:
    """Of one function, in the order of its instructions."""

    def __init__(self) -> None:
        self.loaded: dict[str, Memory] = {}  # registers that hold what was read from memory
        self._pieces: list[Piece] = []

    def load(self, name: str, memory: Memory) -> None:
        """A register gets what stands in memory and is not known."""
        if not memory.index and memory.base != name:
            self.loaded[name] = memory

    def compared(
        self, at: int, operands: Sequence[Operand], values: Sequence[Value], registers: Mapping[str, Value]
    ) -> None:
        """Two operands with their values are compared: memory, or a register that was read from it, and a number."""
        for one, value in zip(operands, reversed(values), strict=True):
            memory = self.loaded.get(one.name) if isinstance(one, Register) else one
            if isinstance(memory, Memory) and not memory.index and memory.width and isinstance(value, int):
                base = memory.base, registers.get(memory.base)
                if len(self._pieces) < MOST:
                    self._pieces.append(Piece(at, base, memory.disp, memory.width, value))
                return

    def written(self, at: int, memory: Memory, base: Value, value: int) -> None:
        """A number is written to memory, which ``base`` is the start of as far as that is known."""
        if not memory.index and memory.width and len(self._pieces) < MOST:
            self._pieces.append(Piece(at, (memory.base, base), memory.disp, memory.width, value))

    @property
    def pieces(self) -> Sequence[Piece]:
        """All of them."""
        return self._pieces


def record(found: Trace, compared: Spelling, put: Spelling) -> None:
    """Take down in ``found`` the texts that a function compares with and those that it writes."""
    found.spelt, found.unended = list(texts(compared.pieces)), list(texts(compared.pieces, ended=False))
    found.put = list(texts(put.pieces))
    for spelling in (compared, put):
        for pieces, data in _joined(spelling.pieces):
            text = data.partition(b"\0")[0]
            if all(32 <= byte < 127 or byte in b"\t\r\n" for byte in text):
                for one in pieces:
                    if one.place - pieces[0].place + 4 <= len(text):
                        found.lettered.setdefault(one.value & 0xFFFFFFFF, text.decode("ascii"))


def texts(pieces: Sequence[Piece], ended: bool = True) -> Iterator[tuple[int, str]]:
    """Texts with the zero that ends them, or those without one; each at its first piece."""
    for joined, data in _joined(pieces):
        text = data.partition(b"\0")[0]
        if (b"\0" in data) == ended and len(text) >= LEAST and all(32 < byte < 127 for byte in text):
            yield joined[0].at, text.decode("ascii")


def _joined(pieces: Sequence[Piece]) -> Iterator[tuple[Sequence[Piece], bytes]]:
    """Pieces that lie side by side or overlap, with the bytes that they are together."""
    run: list[Piece] = []
    data = b""
    for one in pieces:
        bytes_ = (one.value & ((1 << 8 * one.width) - 1)).to_bytes(one.width, "little")
        inside = one.place - run[0].place if run else 0
        fits = bool(run) and one.base == run[0].base and 0 < inside <= len(data) < inside + one.width
        if fits and data[inside:] == bytes_[: len(data) - inside]:
            run.append(one)
            data = data[:inside] + bytes_
            continue
        if run:
            yield run, data
        run, data = [one], bytes_
    if run:
        yield run, data
