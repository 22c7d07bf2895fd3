"""Texts that compilers turn into instructions: memory is compared with them, or they are written to it, piece by piece.

``strcmp(name, "guard.exe")`` becomes a comparison of eight bytes at 0 with one number and of further ones, which may
overlap these, with the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comparators.software.capabilities.operands import Memory, Operand, Register
from comparators.software.capabilities.traces import Value

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

    def texts(self) -> Iterator[tuple[int, str]]:
        """Texts with the zero that ends them, each at its first piece."""
        return texts(self._pieces)

    def both(self) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        """These, and those without the zero, as ``strncmp`` compares them."""
        return list(self.texts()), list(texts(self._pieces, ended=False))


def texts(pieces: Sequence[Piece], ended: bool = True) -> Iterator[tuple[int, str]]:
    """Texts with the zero that ends them, or those without one; each at its first piece."""
    at = start = 0
    base: object = None
    data = b""
    for one in (*pieces, Piece(0, None, 0, 0, 0)):
        bytes_ = (one.value & ((1 << 8 * one.width) - 1)).to_bytes(one.width, "little")
        inside = one.place - start
        fits = one.base == base and 0 < inside <= len(data) < inside + one.width
        if fits and data[inside:] == bytes_[: len(data) - inside]:
            data = data[:inside] + bytes_
            continue
        text = data.partition(b"\0")[0]
        if (b"\0" in data) == ended and len(text) >= LEAST and all(32 < byte < 127 for byte in text):
            yield at, text.decode("ascii")
        at, start, base, data = one.at, one.place, one.base, bytes_
