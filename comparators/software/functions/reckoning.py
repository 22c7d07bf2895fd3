"""Addresses that 32-bit x86 code which may run anywhere reckons from where it stands.

Such code has no addresses in its instructions. It calls a function of two instructions that returns its own return
address in a register, or calls the next instruction and pops; adds a distance; and names data, functions and imports
relative to that register. ``Reckoning`` follows these registers through one function, in the order of its
instructions, without regard to jumps: compilers keep one register for it, or make the address anew.
"""

from __future__ import annotations

from comparators.software.functions.instructions import CALL, Op, Row
from comparators.software.functions.program import X86, Program

THUNKS = {
    bytes((0x8B, 0x04 | number << 3, 0x24, 0xC3)): name  # mov NAME, [esp]; ret
    for number, name in enumerate(("eax", "ecx", "edx", "ebx", "", "ebp", "esi", "edi"))
    if name
}
_LOST = ("eax", "ecx", "edx")  # registers that a call may change
_WHOLE = {part: "e" + whole for whole in ("ax", "bx", "cx", "dx") for part in (whole, whole[0] + "l", whole[0] + "h")}


class Reckoning:
    """Registers of one function that hold an address of the image. ``stub``: whether the function stands among stubs
    of imports, where the loader has put the address of the table into ``ebx``."""

    def __init__(self, program: Program, *, stub: bool = False) -> None:
        self._program = program
        self._on = program.arch == X86
        self._held: dict[str, int] = {"ebx": program.got} if stub and self._on and program.got else {}
        self._pushed: int | None = None

    def address(self, op: Op) -> int | None:
        """The address that an instruction names by such a register, as an operand or as what it reckons."""
        if op.base in self._held:
            found = self._held[op.base] + op.disp
        elif op.of in self._held and op.number is not None:
            found = self._held[op.of] + op.number
        else:
            return None
        return found if self._program.inside(found) else None

    def follow(self, row: Row, op: Op) -> bool:
        """Take the next instruction along; whether it makes such an address and nothing else."""
        if not self._on:
            return False
        pushed, self._pushed = self._pushed, None
        behind = row[0] + row[1]
        if op.kind == CALL:
            for name in _LOST:
                self._held.pop(name, None)
            if op.target == behind:
                self._pushed = behind
                return True
            if op.target is not None and (name := THUNKS.get(self._program.bytes_at(op.target, 4), "")):
                self._held[name] = behind
                return True
            return False
        if row[2] == "pop" and pushed is not None:
            self._held[row[3]] = pushed
            return True
        if row[2] == "add" and op.into in self._held and op.number is not None and not op.base:
            self._held[op.into] = self._held[op.into] + op.number & 0xFFFFFFFF
            return True
        if op.tests or row[2] == "push" or (row[2] == "pop" and row[3] not in _LOST):
            return False  # what is popped at an end is the caller's; what stands behind it is jumped to
        into = _WHOLE.get(op.into, op.into)
        if row[2] == "mov" and op.of in self._held:
            self._held[into] = self._held[op.of]
        else:
            self._held.pop(into, None)
        return False
