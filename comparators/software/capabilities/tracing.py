"""Instructions of x86, x86-64 and ARM64 as ``Machine`` takes them."""

from __future__ import annotations

from collections.abc import Callable

from comparators.software.capabilities.machine import ARGUMENTS, MASK, MOST_CELLS, Machine
from comparators.software.capabilities.operands import Memory, Operand, Register
from comparators.software.capabilities.traces import PEB, TEB, Drawn, Given, Stack, Value, World
from comparators.software.functions.instructions import Row
from comparators.software.functions.program import ARM64
from comparators.software.functions.reckoning import THUNKS

LOWEST = 0x10000  # below it no image begins that has its place in memory
_MOVES = {
    "mov", "movabs", "movzx", "movsx", "movsxd", "movaps", "movups", "movapd", "movupd", "movdqa", "movdqu", "movq",
    "movd", "vmovdqu", "vmovdqa", "vmovups", "vmovaps", "vmovq", "vmovd", "lddqu",
}  # fmt: skip
_KEEP = {
    "cmp", "test", "nop", "push", "ret", "retn", "leave", "bt", "ucomiss", "ucomisd", "comiss", "comisd", "cld",
    "prefetcht0",
}  # fmt: skip
_SPECIAL = {
    "syscall", "sysenter", "sidt", "sgdt", "cpuid", "rdtsc", "in", "out",
}  # fmt: skip
_SAVED = {"bx", "si", "di", "bp"}  # a function keeps them for its caller
_TWO: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "shl": lambda a, b: a << (b & 63),
    "shr": lambda a, b: a >> (b & 63),
    "pxor": lambda a, b: a ^ b,
    "xorps": lambda a, b: a ^ b,
}


def tracer(world: World) -> Machine:
    """The machine of the program's architecture."""
    return Arm(world) if world.program.arch == ARM64 else Intel(world)


class _Numbers(Machine):
    """What is the same in both."""

    def _number(self, value: Value) -> None:
        """A number that stands in an instruction: an address only of an image that has its place in memory; what runs
        anywhere begins at 0, where sizes and lengths lie as well."""
        if self.program.low < LOWEST or not isinstance(value, int):
            return
        held = self.found.literals.get(value, None if value in self.found.places else [])
        self._seen(value)
        if held is not None and value in self.found.places:
            self.found.literals[value] = [*held, self.at]

    def _refer(self, address: int) -> None:
        """Also of what only numbers in instructions named before, which may be meant for another program."""
        self.found.literals.pop(address, None)
        super()._refer(address)

    def _reckon(self, value: Value, base: Value, *, here: bool = False) -> None:
        """An address that is worked out from where the instruction stands (``here``), or from one that was: it moves
        with the image, and is a place in this program, whatever lies at the same number in another."""
        known = here or (isinstance(base, int) and base in self.found.reckoned)
        if known and isinstance(value, int) and self.program.inside(value):
            self.found.reckoned.add(value)


class Intel(_Numbers):
    """x86 and x86-64."""

    def step(self, row: Row, mnemonic: str, operands: tuple[Operand, ...]) -> tuple[int, bool] | None:
        self.at = row[0]
        first = operands[0] if operands else None
        if mnemonic in _MOVES and len(operands) == 2:
            self._mov(mnemonic, operands[0], operands[1], row[1])
        elif mnemonic == "lea" and isinstance(operands[1], Memory):
            value = self._address(operands[1])
            self._seen(value)
            self._reckon(value, self.registers.get(operands[1].base), here=operands[1].base == "pc")
            self._assign(first, self._moved(operands[1]) if value is None else value, row[1])
        elif mnemonic == "call":
            if not self._reckoned(first):
                self._call(row, first)
                self._cleaned()
        elif mnemonic == "jmp":
            if isinstance(first, int) and self.found.start <= first < self.found.stop:
                return first, False
            self._call(row, first, jump=True)
            return 0, False
        elif mnemonic[0] == "j" or mnemonic[:4] == "loop":
            return (first if isinstance(first, int) else 0), True
        elif mnemonic[:3] == "ret" or mnemonic in ("hlt", "ud2"):
            self._gives()
            return 0, False
        elif mnemonic in _SPECIAL:
            self.found.special.setdefault(mnemonic, row[0])
            if mnemonic == "syscall":
                self._system_call(row)
            for name in ("ax", "dx") if mnemonic in ("rdtsc", "cpuid", "in") else ("ax",):
                self.registers.pop(name, None)
        elif mnemonic == "int" and first == 0x80:
            self.found.special.setdefault("syscall", row[0])
            self._system_call(row)
        else:
            self._arithmetic(row, mnemonic, operands)
        return None

    def _reckoned(self, target: Operand) -> bool:
        """Whether a call of 32-bit code only asks where it stands (see ``functions.reckoning``)."""
        if self.word != 4 or not isinstance(target, int):
            return False
        if target == self.next:
            self._push(target)
            self._reckon(target, None, here=True)
            return True
        name = THUNKS.get(self.program.bytes_at(target, 4), "")
        if name:
            self._set(name[1:], self.next)
            self._reckon(self.next, None, here=True)
        return bool(name)

    def _cleaned(self) -> None:
        """What 32-bit functions of Windows leave of the stack: they take their arguments off themselves. How many, the
        caller shows: it makes the room anew (``sub esp``), or goes on with what was pushed gone; who takes them off
        behind the call (``add esp``) called one that does not."""
        stack = self.registers.get("sp")
        if self.word != 4 or self.program.format != "PE" or not isinstance(stack, Stack):
            return
        following = self.program.bytes_at(self.next, 3)
        if following[:2] == b"\x83\xec" and 0 < following[2] <= 4 * ARGUMENTS:  # sub esp, N
            self.registers["sp"] = stack.after(following[2])
        elif following[:2] != b"\x83\xc4" and self.found.calls[-1].name:
            self.registers["sp"] = stack.after(self.word * self.pushed)
        self.pushed = 0

    def _mov(self, mnemonic: str, into: Operand, source: Operand, size: int) -> None:
        if isinstance(source, Memory) and source.segment in ("fs", "gs"):
            block = None
            if (source.segment, self._segmented(source)) in (("fs", 0x30), ("gs", 0x60)):
                self.found.special.setdefault(PEB, self.at)
                block = Given(PEB, self.at)
            elif (source.segment, self._segmented(source)) in (("fs", 0x18), ("gs", 0x30)):
                block = Given(TEB, self.at)
            self._assign(into, block, size)
            return
        value = self._value(source)
        if isinstance(source, Memory):
            if self._named(source.base) == TEB and source.disp == 12 * self.word:
                value = Given(PEB, self.at)
            elif self._named(source.base) == PEB and source.disp == 3 * self.word:  # what the loader has loaded
                self.found.special.setdefault(PEB, self.at)
        if isinstance(source, int):
            self._constant(source)
            self._number(value)
        if isinstance(into, Memory):
            self._written(into, source)
            if isinstance(value, int):
                self.writing.written(self.at, into, self.registers.get(into.base), value)
        if mnemonic in ("movsx", "movsxd") and isinstance(value, int):
            width = source.width if isinstance(source, (Register, Memory)) else 4
            if value >> (8 * width - 1) & 1:
                value |= MASK ^ ((1 << 8 * width) - 1)
        self._assign(into, value, size)
        if isinstance(into, Register) and isinstance(source, Memory) and value is None:
            self.spelling.load(into.name, source)
            if source.base != "pc" and source.width in (0, self.word):
                self.slots[into.name] = source.disp

    def _named(self, register: str) -> str:
        held = self.registers.get(register)
        return held.name if isinstance(held, Given) else ""

    def _segmented(self, memory: Memory) -> int:
        """The distance from the start of a segment, also where a register holds it."""
        base = self.registers.get(memory.base) if memory.base else 0
        return memory.disp + base if isinstance(base, int) and not memory.index else -1

    def _written(self, into: Memory, source: Operand) -> None:
        """What is told of a field by its distance: the flags of the process block that say a debugger is there, and
        the two halves of taking an entry out of a list of loaded modules."""
        flags = (2, 0xBC if self.word == 8 else 0x68)  # BeingDebugged, NtGlobalFlag
        if into.disp in flags and self._named(into.base) in (PEB, "RtlGetCurrentPeb"):
            self.found.special.setdefault("debug-flag-written", self.at)
        if isinstance(source, Register) and source.name in self.slots and into.base in self.slots:
            self.linked.add(into.disp)
            behind = {3 * self.word, 4 * self.word}  # l_next, l_prev of Linux
            if {0, self.word} <= self.linked or behind <= self.linked:
                self.found.special.setdefault("list-unlinked", self.at)

    def _arithmetic(self, row: Row, mnemonic: str, operands: tuple[Operand, ...]) -> None:
        first = operands[0] if operands else None
        for operand in operands:
            if isinstance(operand, int):
                self._constant(operand)
                self._number(operand)
            elif isinstance(operand, Memory) and operand.base == "pc":
                self._refer(self.next + operand.disp)
        if mnemonic in ("cmp", "xor") and len(operands) == 2:
            self.spelling.compared(self.at, operands, [self._value(one) for one in operands], self.registers)
        if mnemonic == "push":
            saved = isinstance(first, Register) and first.name in _SAVED and first.name not in self.registers
            self.pushed += not saved
            self._push(self._value(first))
        elif mnemonic == "pop" and isinstance(first, Register):
            self.pushed = max(0, self.pushed - 1)
            stack = self.registers.get("sp")
            cell = self.cells.get(stack) if isinstance(stack, Stack) else None
            self._set(first.name, cell[1] if cell is not None else None)
            if isinstance(stack, Stack):
                self.registers["sp"] = stack.after(self.word)
        elif mnemonic == "leave":
            self._set("sp", self.registers.get("bp"))
            self.registers.pop("bp", None)
        elif len(operands) == 2 and isinstance(first, (Register, Memory)) and mnemonic in _TWO:
            self._assign(first, self._two(mnemonic, first, operands[1]), row[1])
        elif mnemonic in ("inc", "dec") and isinstance(first, Register):
            held = self.registers.get(first.name)
            self._set(first.name, held + (1 if mnemonic == "inc" else -1) if isinstance(held, int) else None)
        elif mnemonic == "xchg" or mnemonic[:3] == "rep":
            for operand in operands:
                if isinstance(operand, Register):
                    self.registers.pop(operand.name, None)
            if mnemonic[:3] == "rep":
                for name in ("cx", "di") if "stos" in row[2] else ("cx", "si", "di"):
                    self.registers.pop(name, None)
        elif mnemonic not in _KEEP and first is not None:
            self._assign(first, None, row[1])
            if mnemonic in ("mul", "imul", "div", "idiv", "cdq", "cqo"):
                for name in ("ax", "dx"):
                    self.registers.pop(name, None)

    def _push(self, value: Value) -> None:
        stack = self.registers.get("sp")
        if isinstance(stack, Stack):
            below = self.registers["sp"] = stack.after(-self.word)
            self.laid.add(below)
            if value is None:
                self.cells.pop(below, None)
            elif len(self.cells) < MOST_CELLS:
                held = value & ((1 << 8 * self.word) - 1) if isinstance(value, int) else value
                self.cells[below] = (self.word, held)

    def _two(self, mnemonic: str, first: Register | Memory, second: Operand) -> Value:
        if mnemonic in ("xor", "sub", "pxor", "xorps") and first == second:
            return 0
        one, other = self._value(first), self._value(second)
        if mnemonic == "or" and other in (-1, MASK, 0xFFFFFFFF):
            return MASK if first.width == 8 else 0xFFFFFFFF
        if isinstance(one, Stack) and isinstance(other, int):
            if mnemonic in ("add", "sub"):
                other = other - (1 << 64) if other >> 63 else other
                return one.after(other if mnemonic == "add" else -other)
            return one if mnemonic == "and" else None
        drawn = [v for v in (one, other) if isinstance(v, Drawn)]
        if drawn:
            known = one is not None and other is not None
            return Drawn(frozenset().union(*(v.sources for v in drawn)), known and all(v.whole for v in drawn))
        if mnemonic == "add" and isinstance(other, int) and not isinstance(one, int):
            return self._sum(one, other) if first.width in (0, self.word) else None
        if isinstance(one, int) and isinstance(other, int):
            value = _TWO[mnemonic](one, other) & ((1 << 8 * (first.width or self.word)) - 1)
            self._reckon(value, one if one in self.found.reckoned else other)
            return value
        return None


class Arm(_Numbers):
    """ARM64."""

    def step(self, row: Row, mnemonic: str, operands: tuple[Operand, ...]) -> tuple[int, bool] | None:
        self.at = row[0]
        first = operands[0] if operands else None
        stem = mnemonic.partition(".")[0]
        if stem in ("bl", "blr"):
            self._call(row, first)
        elif stem in ("b", "br"):
            if "." in mnemonic:
                return (first if isinstance(first, int) else 0), True
            if isinstance(first, int) and self.found.start <= first < self.found.stop:
                return first, False
            self._call(row, first, jump=True)
            return 0, False
        elif stem in ("cbz", "cbnz", "tbz", "tbnz"):
            target = operands[-1]
            return (target if isinstance(target, int) else 0), True
        elif stem in ("ret", "brk", "udf"):
            self._gives()
            return 0, False
        elif stem == "svc":
            self.found.special.setdefault("syscall", row[0])
            self._system_call(row)
        elif stem in ("adr", "adrp", "mov", "movz", "movn", "movk"):
            self._arm_move(stem, operands, row[1])
        elif stem in ("add", "sub") and len(operands) >= 3 and isinstance(first, Register):
            value = self._arm_sum(stem, operands)
            self._seen(value)
            self._reckon(value, self._value(operands[1]))
            self._set(first.name, value)
        elif stem[:3] in ("ldr", "ldu") and len(operands) >= 2 and isinstance(first, Register):
            value = self._load(_sized(operands[1], first.width)) if isinstance(operands[1], Memory) else None
            self._set(first.name, value)
        elif stem in ("str", "stur", "strb", "strh") and len(operands) >= 2 and isinstance(operands[1], Memory):
            width = {"b": 1, "h": 2}.get(stem[-1], first.width if isinstance(first, Register) else self.word)
            self._store(_sized(operands[1], width), self._value(first), row[1])
        elif stem == "stp" and len(operands) >= 3 and isinstance(pair := operands[2], Memory):
            for number, one in enumerate(operands[:2]):
                width = one.width if isinstance(one, Register) else self.word
                place = Memory(pair.base, pair.index, pair.disp + number * width, width, pair.segment, pair.written)
                self._store(place, self._value(one), row[1])
        elif isinstance(first, Register) and stem not in ("cmp", "cmn", "tst", "nop", "ccmp"):
            self.registers.pop(first.name, None)
            if stem == "ldp" and isinstance(operands[1], Register):
                self.registers.pop(operands[1].name, None)
        return None

    def _arm_move(self, stem: str, operands: tuple[Operand, ...], size: int) -> None:
        first, value = operands[0], self._value(operands[1])
        if not isinstance(first, Register):
            return
        shift = operands[2] if len(operands) > 2 and isinstance(operands[2], int) else 0
        if isinstance(value, int) and stem in ("movz", "movn", "movk"):
            value <<= shift
            held = self.registers.get(first.name)
            if stem == "movk":
                value = (held & ~(0xFFFF << shift)) | value if isinstance(held, int) else None
            elif stem == "movn":
                value = ~value & ((1 << 8 * first.width) - 1)
        if isinstance(value, int):
            self._constant(value)
            if stem.startswith("adr"):
                self._seen(value)
                self._reckon(value, None, here=True)
            else:
                self._number(value)
        self._set(first.name, value)

    def _arm_sum(self, stem: str, operands: tuple[Operand, ...]) -> Value:
        one, other = self._value(operands[1]), self._value(operands[2])
        if not isinstance(other, int):
            return None
        if len(operands) > 3 and isinstance(operands[3], int):
            other <<= operands[3]
        other = other if stem == "add" else -other
        if isinstance(one, Stack):
            return one.after(other)
        return one + other & MASK if isinstance(one, int) else self._sum(one, other)


def _sized(memory: Memory, width: int) -> Memory:
    return Memory(memory.base, memory.index, memory.disp, width, memory.segment, memory.written)
