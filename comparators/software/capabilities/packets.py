"""Numbers of four bytes that a program uses near sending and receiving: what packets may hold.

Left out is what says nothing of the program: what a compiler makes (``roles``, ``division``), addresses of its own
image, numbers of published algorithms (``algorithms``), pieces of public texts and signatures of formats (``public``),
codes of the system, round and short decimal ones.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from comparators.software.capabilities.algorithms import numbers
from comparators.software.capabilities.division import divides
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.public import is_public, letters
from comparators.software.capabilities.roles import Role, roles
from comparators.software.capabilities.traces import Trace
from comparators.software.functions.program import ARM64

SENDS = frozenset({
    "send", "sendto", "WSASend", "WSASendTo", "recv", "recvfrom", "WSARecv", "sendmsg", "recvmsg", "write", "read",
})  # fmt: skip
LOWEST = 0x10000  # below it no image begins that has its place in memory
COMMON = frozenset(  # numbers that any program may hold besides those of algorithms: masks, formats, codes of errors
    (
        0x7FFFFFFF, 0x80000000, 0x80808080, 0x01010101, 0xFEFEFEFF, 0xFEFEFEFE, 0x7EFEFEFF, 0x55555555, 0x33333333,
        0x0F0F0F0F, 0x3F800000, 0x40000000, 0x00FF00FF, 0xFF00FF00, 0x00010001, 0x19930520, 0xC0000005, 0x406D1388,
        0xE06D7363, 0x10000000, 0x20000000, 0x4000000, 0x8000000, 0xF0000000, 0x00400000, 0x00FFFFFF, 0xFFFFFF00,
        0x2B992DDF, 0x63736D, 0x20474343, 0xC0000094, 0xC0000096, 0xC000001D, 0x80000002, 0x80000003, 0xC00002B4,
        0x0100007F,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """``at``: an instruction that holds it, in ``function``. ``mark``: it is written to memory, handed on to be
    written, or asked for by itself, as what is sent and received is; else it may be anything. ``text``: that it is
    or is a piece of, "" for what is none."""

    value: int
    at: int
    function: int
    mark: bool
    text: str = ""

    def same(self, numbers: Mapping[int, Number]) -> Number | None:
        """The number among those of another program, by which both know each other; that of a word which many programs
        share only where the whole text is the same."""
        other = numbers.get(self.value)
        return None if other is None or (is_public(self.value) and other.text != self.text) else other


@dataclass
class Numbers:
    """Of one program."""

    facts: Facts
    _of: dict[int, Mapping[int, Number]] = field(default_factory=dict)

    @cached_property
    def functions(self) -> list[int]:
        """Functions near sending and receiving, in order."""
        return sorted(near(self.facts, SENDS))

    @cached_property
    def every(self) -> Mapping[int, Number]:
        """By value, of several places the one that says more, else the first."""
        found: dict[int, Number] = {}
        for function in self.functions:
            for value, one in self.of(function).items():
                if value not in found or (one.mark and not found[value].mark):
                    found[value] = one
        return found

    def of(self, function: int) -> Mapping[int, Number]:
        """Those of one function."""
        if function not in self._of:
            self._of[function] = {one.value: one for one in self._read(function)}
        return self._of[function]

    def _read(self, function: int) -> list[Number]:
        trace = self.facts.own.get(function)
        if trace is None:
            return []
        values = _written(trace) | dict(trace.constants)  # an instruction that holds it before one that stores it
        held = {value: at for value, at in values.items() if _odd(value) and not self._place(value)}
        if not held:
            return []
        known = roles(self.facts.rows(trace.start, trace.stop), self.facts.program.arch == ARM64)
        calls = {call.at for call in trace.calls}
        written = {store.value for store in trace.headers if store.at not in calls}
        handed = {store.value for store in trace.headers} - written
        found = []
        for value, at in sorted(held.items(), key=lambda one: (one[1], one[0])):
            role = known.get(value, Role.OWN)  # put together of several instructions
            if role or value in written:  # what a register still holds at a call need not be handed on
                text = letters(value) and trace.lettered.get(value, letters(value))
                if is_public(value, text):
                    continue
                found.append(Number(value, at, function, role == Role.MARK or value in written | handed, text))
        return found

    def _place(self, value: int) -> bool:
        program = self.facts.program
        return program.low >= LOWEST and program.inside(value)


def _written(trace: Trace) -> dict[int, int]:
    """Numbers of four bytes that a function writes, each at the instruction that holds it, by itself or as the first
    half of one of eight bytes; where there is none (put together, read from data), at the one that writes it."""
    halves = {value & 0xFFFFFFFF: at for value, at in reversed(trace.constants.items()) if value >> 32}
    return {store.value: halves.get(store.value, store.at) for store in trace.headers}


def near(facts: Facts, names: frozenset[str], within: int = 2) -> set[int]:
    """Functions within two calls of those that call one of ``names``, or take its address at run time."""
    found: set[int] = set()
    for trace in facts.own.values():
        if any(call.name in names for call in trace.calls) or any(name in names for _, name, _ in trace.names):
            found |= facts.near(trace.start, within).keys()
    return found


@cache
def _odd(value: int) -> bool:
    """A number of four bytes that says something: not common, not round, no small negative one, none by which compilers
    divide."""
    if not 0xFFFFFF < value < 0xFF000000 or value in COMMON or value in numbers() or divides(value):
        return False
    digits = value.to_bytes(4, "big")
    return len(set(digits)) >= 3 and value & 0xFFFF != 0 and not _of_system(value) and not _decimal(value)


def _of_system(value: int) -> bool:
    """Codes of errors of Windows (HRESULT, NTSTATUS), and AF_INET with a port behind it, which compilers write as one
    number: where a program connects to, not what it sends."""
    return value >> 20 in (0x800, 0xC00) or value & 0xFFFF == 2


def _decimal(value: int) -> bool:
    """A floating-point number of at most three decimal digits."""
    (number,) = struct.unpack("<f", struct.pack("<I", value))
    if not 1e-6 <= abs(number) <= 1e9:
        return False
    return struct.pack("<f", float(f"{number:.3g}")) == struct.pack("<I", value)
