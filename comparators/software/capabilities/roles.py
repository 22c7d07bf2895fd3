"""What the numbers in the instructions of one function are there for: made by the compiler, who divides by multiplying,
asks for ranges by their bounds, masks and aligns; or of the program.

One pass in order of addresses. A number that is loaded into a register is judged by what the register is used for until
something else is put there. A product whose high half alone is taken divides (T. Granlund and P. L. Montgomery,
*Division by Invariant Integers using Multiplication*, PLDI 1994), and so does the inverse of an odd number (H. S.
Warren, *Hacker's Delight*, chapter 10), whatever the divisor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from comparators.software.capabilities.operands import Memory, Operand, Operands, Register
from comparators.software.functions.instructions import Row

MASK = (1 << 32) - 1
AHEAD = 8  # instructions in which a product is shifted, or the outcome of a comparison asked for
DIVISOR = 1 << 16  # divisors up to it: of odd numbers at random 1 in 30,000 is the inverse of one


class Role(IntEnum):
    """MADE by the compiler; OWN, of the program; MARK, written to memory, or asked for by itself."""

    MADE = 0
    OWN = 1
    MARK = 2


_LOADS, _STORES = frozenset({"mov", "movabs", "movz", "movk"}), frozenset({"mov", "str", "stur", "stp"})
_MASKS, _COMPARES = frozenset({"and", "ands", "bic"}), frozenset({"cmp", "cmn", "ccmp", "test", "tst"})
_PRODUCTS = frozenset({"imul", "mul", "madd", "msub"})
_LONG = frozenset({"mulx", "umull", "smull", "umulh", "smulh", "umaddl", "smaddl", "umsubl", "smsubl"})
_SHIFTS = frozenset({"shr", "sar", "lsr", "asr"})
_FRESH = ("mov", "lea", "set", "pop")  # what they write they do not read
_KEEP = ("mov", "lea", "push", "pop", "nop", "ldr", "ldp", "ldu", "str", "stp", "adr")  # leave the outcome as it is
_APART = frozenset({"shr", "sar", "shrx", "ror", "bswap", "lsr", "lsrv", "rev"})
_LOST = frozenset({"ax", "cx", "dx", *(f"r{n}" for n in range(8, 12)), *(f"x{n}" for n in range(19))})  # by calls
_EQUAL = frozenset({"e", "ne", "z", "nz", "eq"})
_CHOICES = frozenset({"cset", "csetm", "csel", "csinc", "csinv", "csneg", "cinc", "ccmp"})


def roles(rows: Sequence[Row], arm: bool) -> Mapping[int, Role]:
    """Numbers of a function, negative ones as four bytes hold them; of several uses the one that says most counts."""
    return _Pass(rows, Operands(arm), arm).run()


@dataclass
class _Held:
    """A number in a register."""

    value: int
    used: bool = False


@dataclass
class _Pass:
    rows: Sequence[Row]
    read: Operands
    arm: bool
    found: dict[int, Role] = field(default_factory=dict)
    divisors: set[int] = field(default_factory=set)
    held: dict[str, _Held] = field(default_factory=dict)

    def run(self) -> Mapping[int, Role]:
        """See ``roles``."""
        self.vectors = any("pmul" in row[2] for row in self.rows)  # divides several at once
        for number, row in enumerate(self.rows):
            self._take(number, row[2].rpartition(" ")[2], self.read(row[3]))
        for name in list(self.held):
            self._put(name, None)
        made = {value for value in self.found for d in self.divisors if value * d + d & MASK <= 2 * d}
        return self.found | dict.fromkeys(made, Role.MADE)  # remainders and bounds of what was divided by inverses

    def _note(self, one: int | _Held, role: Role) -> None:
        value = one.value if isinstance(one, _Held) else one
        if isinstance(one, _Held):
            one.used = True
        value = value & MASK if value < 0 else value
        self.found[value] = max(role, self.found.get(value, role))

    def _put(self, register: str, value: _Held | None) -> None:
        """Something is put into a register; a number there that nothing was seen to use is the program's own."""
        before = self.held.pop(register, None)
        if value is not None:
            self.held[register] = value
        if before is not None and not before.used and not any(one is before for one in self.held.values()):
            self._note(before, Role.OWN)

    def _numbers(self, operands: Sequence[Operand]) -> Iterator[int | _Held]:
        for one in operands:
            if isinstance(one, int):
                yield one
            elif isinstance(one, Register) and one.name in self.held:
                yield self.held[one.name]

    def _take(self, number: int, mnemonic: str, operands: tuple[Operand, ...]) -> None:
        first = operands[0] if operands else None
        into = first.name if isinstance(first, Register) else ""
        moved = operands[1] if len(operands) > 1 else None
        stored = any(isinstance(one, Memory) for one in (operands if self.arm else operands[:1]))
        if mnemonic in ("call", "bl", "blr"):
            for name in _LOST & self.held.keys():
                self._put(name, None)
        elif mnemonic[0] in "jb" and mnemonic not in ("bic", "bswap"):
            return
        elif mnemonic in _LOADS and into and isinstance(moved, int):
            shift = operands[2] if len(operands) > 2 and isinstance(operands[2], int) else 0
            below = self.held.pop(into).value if mnemonic == "movk" and into in self.held else 0
            self._put(into, _Held(moved << shift | below))
        elif mnemonic == "mov" and into and isinstance(moved, Register):
            self._put(into, self.held.get(moved.name))
        elif mnemonic in _STORES and stored:
            for one in self._numbers(operands):
                self._note(one, Role.MARK)
        else:
            compares = mnemonic in _COMPARES
            fresh = self.arm or len(operands) == 3 or mnemonic.startswith(_FRESH)
            sources = operands[1:] if into and fresh and not compares else operands
            if mnemonic in ("xor", "sub") and operands[:1] == operands[1:]:
                sources = ()  # how zero is put there
            if mnemonic in ("mul", "imul") and len(operands) == 1:
                sources = (*operands, Register("ax", 4))
            for one in self._numbers(sources):
                self._note(one, self._role(number, mnemonic, operands, one))
            if mnemonic in ("mul", "imul", "div", "idiv") and len(operands) == 1:
                self._put("ax", None)
                self._put("dx", None)
            elif into and not compares and mnemonic != "push":
                self._put(into, None)

    def _role(self, number: int, mnemonic: str, operands: tuple[Operand, ...], one: int | _Held) -> Role:
        first = operands[0]
        into = first.name if isinstance(first, Register) else ""
        if mnemonic in _MASKS or mnemonic in ("test", "tst") or into == "sp":
            return Role.MADE
        if mnemonic in _LONG or (mnemonic in ("mul", "imul") and len(operands) == 1):
            return Role.MADE
        if mnemonic in _PRODUCTS and isinstance(first, Register):
            high = first.width == 8 and self._shifted(number, into)
            return Role.MADE if high or self._inverse(one) else Role.OWN
        if mnemonic in _COMPARES or (mnemonic in ("sub", "subs") and into):
            asked = self._asked(number)
            if asked is None:
                return Role.MADE if self._ranged(number, into) else Role.OWN
            return Role.MARK if asked else Role.MADE
        if mnemonic in ("add", "adds") and self._ranged(number, into):
            return Role.MADE
        if mnemonic in _APART and not self._bit(number, into):
            return Role.MARK  # taken apart, as into the bytes of a packet
        packed = into[:1] == "v" and self.vectors
        return Role.MADE if packed else Role.OWN

    def _inverse(self, one: int | _Held) -> bool:
        """Whether it is the inverse of a divisor, modulo 2^32."""
        value = (one.value if isinstance(one, _Held) else one) & MASK
        if not value & 1:
            return False
        odd = pow(value, -1, MASK + 1)
        odd = min(odd, MASK + 1 - odd)
        if odd < DIVISOR:
            self.divisors.add(odd)
        return odd < DIVISOR

    def _shifted(self, number: int, product: str) -> bool:
        """Whether the high half alone of a product is taken, next, from its register or a copy."""
        names = {product}
        for row in self.rows[number + 1 : number + 1 + AHEAD]:
            operands = self.read(row[3])
            used = [one.name for one in operands if isinstance(one, Register)]
            if row[2] in _SHIFTS and used and used[-1] in names:
                return isinstance(operands[-1], int) and operands[-1] >= 32
            if row[2] == "mov" and len(used) == 2:
                names = names | {used[0]} if used[1] in names else names - {used[0]}
            elif used and used[0] in names and row[2] not in _COMPARES:
                return False
        return False

    def _asked(self, number: int) -> bool | None:
        """How the outcome of a comparison is used: for equality, by order; None where that is not seen."""
        outcome: bool | None = None
        for row in self.rows[number + 1 : number + 1 + AHEAD]:
            if (condition := _condition(row)) is not None:
                if condition in _EQUAL:
                    return True
                outcome = False
            elif not row[2].startswith(_KEEP):
                return outcome
        return outcome

    def _bit(self, number: int, into: str) -> bool:
        """Whether one bit is asked for next: a set of small numbers, as compilers write it."""
        for row in self.rows[number + 1 : number + 1 + AHEAD]:
            operands = self.read(row[3])
            if any(isinstance(one, Register) and one.name == into for one in operands):
                return row[2] in ("and", "test", "tst", "tbz", "tbnz") and 1 in operands
        return False

    def _ranged(self, number: int, into: str) -> bool:
        """Whether a sum is next held against a bound: the first number of a range was taken off."""
        for at, row in enumerate(self.rows[number + 1 : number + 1 + AHEAD], number + 1):
            operands = self.read(row[3])
            first = operands[0] if operands else None
            if isinstance(first, Register) and first.name == into:
                return row[2] == "cmp" and self._asked(at) is False
        return False


def _condition(row: Row) -> str | None:
    """The condition that an instruction asks for, None for one that asks for none."""
    name = row[2].rpartition(" ")[2]
    if name[:1] == "j":
        return None if name == "jmp" else name[1:]
    if name[:3] == "set":
        return name[3:]
    if name[:4] == "cmov":
        return name[4:]
    if name[:2] == "b.":
        return name[2:]
    if name in _CHOICES:
        return row[3].rpartition(", ")[2]
    return "c" if name in ("sbb", "adc") else None
