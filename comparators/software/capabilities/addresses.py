"""Numbers that a program uses as places in another program: addresses, or distances from the start of a module.

What counts is the use. An argument that is an address of the other process is one whatever the own image is, since most
programs for Windows have the same default base. A distance counts only where it is added to the start of a module, or
to something unknown that becomes such an argument near code that asks for modules. Other numbers near code that reaches
into memory count as addresses if they are none of the own image and do not look like flags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comparators.software.capabilities.arguments import Arguments
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.machine import FAR
from comparators.software.capabilities.stacks import parameter
from comparators.software.capabilities.traces import Api, Call, Given, Held, Moved, Stack, Trace, Value
from comparators.software.functions import layout
from comparators.software.functions.program import WIDTH

LEAST = 0x10000  # no program lies below it
BITS = 4  # of a number: flags have fewer
ROUNDS = 3  # of handing an argument on to a function that uses it as an address
ADDRESSED = {  # number of the argument that is an address in another process (or a place in its memory as a file)
    "ReadProcessMemory": 2, "WriteProcessMemory": 2, "NtReadVirtualMemory": 2, "NtWriteVirtualMemory": 2,
    "NtWow64ReadVirtualMemory64": 2, "NtWow64WriteVirtualMemory64": 2, "VirtualProtectEx": 2, "VirtualQueryEx": 2,
    "CreateRemoteThread": 4, "CreateRemoteThreadEx": 4, "pread": 4, "pwrite": 4, "lseek": 2, "ptrace": 3,
    "process_vm_readv": 4, "process_vm_writev": 4, "mach_vm_read": 2, "mach_vm_write": 2, "vm_write": 2,
    "mach_vm_read_overwrite": 2, "vm_read_overwrite": 2,
}  # fmt: skip
OWN = frozenset({"GetCurrentProcess", "getpid"})
MODULES = frozenset({
    "GetModuleHandle", "GetModuleHandleEx", "Module32First", "Module32Next", "EnumProcessModules",
    "K32EnumProcessModules", "EnumProcessModulesEx", "K32EnumProcessModulesEx",
})  # fmt: skip
_SAYS = {
    "argument": ("作为 {} 的地址参数", "an address argument of {}"),
    "offset": ("加于模块起始地址之上", "added to the start of a module"),
    "near": ("出现于访问内存的代码附近", "near code that reaches into memory"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """``value`` at ``at``: an ``absolute`` address, or a distance. ``likely``: by where it stands alone.
    ``asked``: names of modules that the start was asked for, small letters; none where that is not seen."""

    value: int
    at: int
    function: int
    absolute: bool
    likely: bool
    zh: str
    en: str
    asked: tuple[str, ...] = ()

    def of(self, file: str) -> bool:
        """Whether it can be meant for a file of that name, small letters."""
        return not self.asked or any(_same(name, file) for name in self.asked)


def every(facts: Facts, near: Iterable[int]) -> Iterator[Number]:
    """All of them, surest first. ``near``: functions near code that reaches into memory."""
    reading = _Reading(facts)
    yield from reading.arguments()
    yield from reading.reached()
    for start in sorted(near):
        trace = facts.own.get(start)
        for value, at in sorted(trace.constants.items(), key=lambda one: one[1]) if trace is not None else ():
            if value >= LEAST and value.bit_count() >= BITS and value & 0xFFF:
                yield _number(value, at, start, "near")


def lift(facts: Facts) -> None:
    """What the program names only as an address of another process is no reference to what lies there in its own image:
    a number in an instruction, as often as it is such an argument."""
    for one in list(_Reading(facts).arguments()):
        trace = facts.own[one.function]
        named = trace.literals.get(one.value, []) if one.absolute else []
        if named:
            named.pop(0)
            if not named:
                trace.places.pop(one.value, None)
    facts.forget("ties", "startup", "own")


def _number(value: int, at: int, function: int, sort: str, name: str = "", asked: tuple[str, ...] = ()) -> Number:
    zh, en = _SAYS[sort]
    return Number(value, at, function, sort != "offset", sort == "near", zh.format(name), en.format(name), asked)


class _Reading:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.given = Arguments(facts)
        self.relocated = layout.relocated(facts.about.image)
        self.calls = {call.at: call for trace in facts.own.values() for call in trace.calls}
        self.kept: dict[int, Value] = {}
        for trace in facts.own.values():
            for place, value in trace.kept.items():
                self.kept.setdefault(place, value)
        asking = [t.start for t in facts.own.values() if any(call.name in MODULES for call in t.calls)]
        self.modular = {one for start in asking for one in facts.near(start, 2)}

    def arguments(self) -> Iterator[Number]:
        """Arguments that are addresses, also of functions of the program that hand theirs on as such."""
        takers: dict[int, dict[int, str]] = {}
        for _ in range(ROUNDS):
            for trace in self.facts.own.values():
                for call in trace.calls:
                    for name, value in self._addresses(call, takers):
                        if isinstance(value, Stack) and value.base and value.offset == 0:
                            takers.setdefault(trace.start, {}).setdefault(
                                parameter(self.facts.program, value.base), name
                            )
        for trace in self.facts.own.values():
            for call in trace.calls:
                for name, value in self._addresses(call, takers):
                    yield from self._told(trace, call, name, value)

    def _addresses(self, call: Call, takers: dict[int, dict[int, str]]) -> Iterator[tuple[str, Value]]:
        number = ADDRESSED.get(call.name, 0)
        if number and len(call.arguments) >= number and not self._own(call):
            yield call.name, call.arguments[number - 1] if call.name[:11] != "process_vm_" else call.behind
        for number, name in takers.get(call.target, {}).items() if call.target else ():
            if 0 <= number < len(call.arguments):
                yield name, call.arguments[number]

    def _moves(self, trace: Trace, value: int) -> bool:
        """Whether the loader alters an address where it stands in an instruction: it is one of this program."""
        at = trace.places.get(value, 0)
        rows = self.facts.rows(at, trace.stop)[:1] if at and self.relocated else []
        return any(place in self.relocated for row in rows for place in range(at, at + row[1]))

    def _own(self, call: Call) -> bool:
        """Whether it is the own process that is reached into."""
        process = call.arguments[0]
        own = isinstance(process, int) and process & 0xFFFFFFFF == 0xFFFFFFFF
        return (own or self.given.origin(process) in OWN) and not self.facts.about.library

    def _told(self, trace: Trace, call: Call, name: str, value: Value) -> Iterator[Number]:
        if isinstance(value, Held) and value.address not in self.kept:  # as it stands in the file
            size = WIDTH[self.facts.program.arch]
            if value.address in self.relocated:
                return
            value = int.from_bytes(self.facts.program.bytes_at(value.address, size), "little") or None
        if isinstance(value, int) and value >= LEAST:
            if value not in trace.reckoned and not self._moves(trace, value):
                yield _number(value, call.at, trace.start, "argument", name)
        elif isinstance(value, Stack) and value.base and value.offset >= FAR and trace.start in self.modular:
            yield _number(value.offset, call.at, trace.start, "offset")
        elif isinstance(value, Moved) and trace.start in self.modular:
            asked = self._module(value.base, unknown=True)
            if asked is not None:
                yield _number(value.distance, call.at, trace.start, "offset", asked=asked)

    def reached(self) -> Iterator[Number]:
        """Distances from the start of a module that the program asked for."""
        for trace in self.facts.own.values():
            for at, moved in trace.reached:
                if (asked := self._module(moved.base, unknown=False)) is not None:
                    yield _number(moved.distance, at, trace.start, "offset", asked=asked)

    def _module(self, base: Given | Held | None, *, unknown: bool) -> tuple[str, ...] | None:
        """Names of the module that something is the start of, as it was asked for, none where that is not seen; None
        for what is no start of a module."""
        held = self.kept.get(base.address) if isinstance(base, Held) else base
        if not isinstance(held, Given):
            return () if unknown and not isinstance(held, (int, Api)) else None
        call = self.calls.get(held.at)
        if call is None:
            return None
        asks = call.name in MODULES
        if (trace := self.facts.own.get(call.target)) is not None:  # a function of the program that asks for modules
            asks = any(one.name in MODULES for one in trace.calls)
        itself = call.name == "GetModuleHandle" and call.arguments[:1] == (0,)  # of a library: the program it is in
        if not asks or (itself and not self.facts.about.library):
            return None
        return tuple(text.lower() for text in call.texts if text)


def _same(text: str, file: str) -> bool:
    name = text.replace("\\", "/").rpartition("/")[2]
    return name == file or name == file.rpartition(".")[0]
