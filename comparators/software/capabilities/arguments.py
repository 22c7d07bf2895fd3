"""Arguments of calls against conditions: what a value is, where it came from, and what callers hand in for it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.rules import Condition
from comparators.software.capabilities.stacks import parameter
from comparators.software.capabilities.traces import Api, Call, Given, Held, Stack, Trace, Value
from comparators.software.functions.program import WIDTH

SIGNED = 1 << 32
DEEP = 3  # callers of callers
MOST = 48  # values that callers hand in
CARRIED: Mapping[str, tuple[int, int, int]] = {  # which arguments say where, from where and how many bytes
    "WriteProcessMemory": (2, 3, 4),
    "NtWriteVirtualMemory": (2, 3, 4),
    "NtWow64WriteVirtualMemory64": (2, 3, 4),
    "pwrite": (4, 2, 3),
    "ReadProcessMemory": (2, 0, 4),  # from where; nothing is handed over
    "NtReadVirtualMemory": (2, 0, 4),
    "NtWow64ReadVirtualMemory64": (2, 0, 4),
    "pread": (4, 0, 3),
}
OPENED = {"OpenProcess": (3, "GetCurrentProcessId", "GetCurrentProcess")}  # by which number; whose; then it is this
SHIFTED = {"openat": 1}  # a folder stands before the arguments of ``open``, by which rules number those of both
MOST_CARRIED = 16  # bytes that are told
_CHANGING = frozenset({  # what makes another path of one, or looks for the place to do that
    "strrchr", "wcsrchr", "strcat", "strcpy", "strncat", "strncpy", "wcscat", "wcscpy", "lstrcat", "lstrcpy", "sprintf",
    "snprintf", "_snprintf", "_snwprintf", "wsprintf", "PathRemoveFileSpec", "PathCchRemoveFileSpec", "PathAppend",
    "PathCombine", "PathStripPath", "PathFindFileName", "PathRenameExtension", "_mbsrchr", "StrRChr",
})  # fmt: skip


class Arguments:
    """Of one program."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._by_place: dict[int, Call] = {}
        self._inside: dict[int, int] = {}  # place of a call -> its function
        self._callers: dict[int, list[Call]] = {}
        for trace in facts.own.values():
            for call in trace.calls:
                self._by_place[call.at] = call
                self._inside[call.at] = trace.start
                if call.target:
                    self._callers.setdefault(call.target, []).append(call)
        self._origins: dict[int, Given] = {}
        self._written: set[int] = set()
        for trace in facts.traces.values():
            for place, value in trace.kept.items():
                self._written.add(place)
                if isinstance(value, Given):
                    self._origins.setdefault(place, value)

    def argued(self, call: Call, where: Mapping[int, Condition]) -> tuple[tuple[int, str], ...] | None:
        """Arguments that conditions name, as told; None where one does not hold."""
        notes = []
        shift = SHIFTED.get(self.facts.name(call), 0) if where else 0
        for number, condition in sorted((number + shift, condition) for number, condition in where.items()):
            if (condition.first or condition.first_bits) and not _begins(call, number, condition):
                return None
            if condition.not_own_path and self._own_path(call, number):
                return None
            met = [one for one in self.values(call, number) if self._holds(*one, condition)]
            if not met:
                return None
            if said := self.told(*met[0]):
                notes.append((number, said))
        return tuple(notes)

    def carried(self, call: Call, name: str, told: Container[int]) -> tuple[tuple[int, str], ...]:
        """What a call writes into another process or reads there, as far as it is seen: where, which bytes, how many.
        ``told``: numbers of arguments that are told already."""
        into, source, count = CARRIED.get(name, (0, 0, 0))
        notes: list[tuple[int, str]] = []
        for number in sorted({into, source, count} - {0}):
            said = "" if number in told else self._bytes(call, source, count) if number == source else ""
            for value, text in () if said or number in told else self.values(call, number)[:1]:
                said = self.told(value, "" if number == into else text)  # what lies there is of the other process
            if said:
                notes.append((number, said))
        return tuple(notes)

    def _bytes(self, call: Call, source: int, count: int) -> str:
        """Bytes that an argument points to, in hexadecimal: data as they stand in the file, or what was put on the
        stack before the call, of that the first four; "" where they are not seen."""
        (value, text), *_ = self.values(call, source)
        sizes = [one for one, _ in self.values(call, count)[:1] if isinstance(one, int) and 0 < one < SIGNED]
        size = sizes[0] if sizes else MOST_CARRIED
        first = call.firsts[source - 1] if source <= len(call.firsts) else None
        if isinstance(value, Stack) and first is not None:
            data = first.to_bytes(4, "little")[: min(size, 4)]
        elif isinstance(value, int) and not text:
            part = self.facts.program.part(value)
            if part is None or part.writable:  # may be altered before
                return ""
            data = self.facts.program.bytes_at(value, min(size, MOST_CARRIED))
        else:
            return ""
        return f"→ {data.hex(' ')}{' …' if size > len(data) else ''}" if data else ""

    def values(self, call: Call, number: int) -> list[tuple[Value, str]]:
        """What an argument can be, with the text it points to: itself, or what callers hand in for it."""
        value = call.arguments[number - 1] if number <= len(call.arguments) else None
        text = call.texts[number - 1] if number <= len(call.texts) else ""
        if isinstance(value, Stack) and value.base and not value.offset and not text:
            return list(self._handed(call, value, DEEP))[:MOST] or [(value, text)]
        if isinstance(value, Held) and not text and value.address not in self._written:  # as it stands in the file
            data = self.facts.program.bytes_at(value.address, WIDTH[self.facts.program.arch])
            pointer = int.from_bytes(data, "little")
            if self.facts.program.inside(pointer):
                return [(value, self.facts.text(pointer)[0])]
        return [(value, text)]

    def _own_path(self, call: Call, number: int) -> bool:
        """Whether an argument is a buffer that holds the path of the program itself, as it was asked for."""
        value = call.arguments[number - 1] if number <= len(call.arguments) else None
        trace = self.facts.own.get(self._inside.get(call.at, -1))
        if not isinstance(value, (Stack, Held, int)) or value == 0 or trace is None:
            return False
        own = False
        for other in trace.calls:
            if other.at >= call.at:
                break
            if other.name == "GetModuleFileName" and other.arguments[1] == value and other.arguments[0] in (0, None):
                own = True
            elif other.name in _CHANGING and other.arguments[0] == value:
                own = False
        return own

    def _handed(self, call: Call, value: Stack, deep: int) -> Iterator[tuple[Value, str]]:
        place = parameter(self.facts.program, value.base)
        for other in self._callers.get(self._inside.get(call.at, -1), ())[:MOST]:
            if 0 <= place < len(other.arguments) and other.at != call.at:
                one, text = other.arguments[place], other.texts[place]
                if deep > 1 and isinstance(one, Stack) and one.base and not one.offset and not text:
                    yield from list(self._handed(other, one, deep - 1)) or [(one, text)]
                else:
                    yield one, text

    def origin(self, value: Value) -> str:
        """Name of the call that gave a value, "" where that is not seen."""
        given = self._given(value, DEEP)
        return "" if given is None else self._own_process(given) or given.name

    def _own_process(self, given: Given) -> str:
        """The function that gives a handle of the own process, where a call opened that by its own number."""
        number, _, name = OPENED.get(given.name, (0, "", ""))
        call = self._by_place.get(given.at) if number else None
        return name if call is not None and self.opens_itself(call) else ""

    def opens_itself(self, call: Call) -> bool:
        """Whether a call opens the own process by its own number, as far as that is seen."""
        number, own, _ = OPENED.get(self.facts.name(call), (0, "", ""))
        values = self.values(call, number) if number else []
        return bool(values) and all(self.origin(value) == own for value, _ in values)

    def made_by(self, value: Value) -> tuple[Trace, Call] | None:
        """The call that gave a value, with the function it stands in; None where that is not seen."""
        given = self._given(value, DEEP)
        call = self._by_place.get(given.at) if given is not None else None
        trace = self.facts.own.get(self._inside.get(call.at, -1)) if call is not None else None
        return (trace, call) if trace is not None and call is not None else None

    def _given(self, value: Value, deep: int) -> Given | None:
        """The call that gave a value; where that is a function of the program, the one call that this hands on."""
        given = self._origins.get(value.address) if isinstance(value, Held) else value
        if not isinstance(given, Given) or given.name or not deep:
            return given if isinstance(given, Given) else None
        call = self._by_place.get(given.at)
        trace = self.facts.own.get(call.target) if call is not None and call.target else None
        gave = {self._given(one, deep - 1) for one in trace.gives} if trace is not None else set()
        named = [one for one in gave if one is not None and one.name]
        return named[0] if len({one.name for one in named}) == 1 else given

    def _holds(self, value: Value, text: str, condition: Condition) -> bool:
        origin = self.origin(value) or (value.name if isinstance(value, Api) else "")  # also data: stdin
        if isinstance(value, int) and any((value ^ other) % SIGNED == 0 for other in condition.unless):
            return False
        if isinstance(value, int) and value & condition.unless_bits:
            return False
        if origin and origin in condition.unless_by:
            return False
        told: list[bool] = []
        if condition.value and isinstance(value, int):
            told.append(any((value ^ other) % SIGNED == 0 for other in condition.value))
        if condition.bits and isinstance(value, int):
            told.append(bool(value & condition.bits))
        if condition.text is not None and text:
            told.append(condition.text.search(text) is not None)
        if condition.given_by and origin:
            told.append(origin in condition.given_by and self._made(value, condition))
        if condition.own and text:
            told.append(text in self.facts.about.exports)
        if condition.bytes and isinstance(value, int):
            told.append(self._is_data(value, text))
        wanted = condition.own or condition.bytes or condition.value or condition.bits
        wanted = bool(wanted or condition.text or condition.given_by)
        return any(told) if told else condition.or_unknown or not wanted

    def _is_data(self, value: int, text: str) -> bool:
        part = self.facts.program.part(value)
        return part is not None and not part.code and not text and any(self.facts.program.bytes_at(value, 8))

    def _made(self, value: Value, condition: Condition) -> bool:
        """Whether the call that gave a value was made with the arguments asked for."""
        given = self._given(value, DEEP)
        call = self._by_place.get(given.at) if given is not None else None
        shift = SHIFTED.get(self.facts.name(call), 0) if call is not None else 0
        for number, asked in (condition.of or {}).items():
            if call is None or len(call.arguments) < number + shift:
                return False
            if not any(self._holds(one, text, asked) for one, text in self.values(call, number + shift)):
                return False
        return True

    def told(self, value: Value, text: str) -> str:
        """An argument as it is told to people."""
        if text:
            return repr(text[:80])
        if isinstance(value, int):
            return hex(value & 0xFFFFFFFF if 0 > value > -SIGNED else value)
        if (given := self._given(value, DEEP)) is not None and given.name:
            return f"← {given.name}"
        return value.name if isinstance(value, Api) else ""


def _begins(call: Call, number: int, condition: Condition) -> bool:
    """Whether what an argument points to on the stack begins with one of some numbers, as far as that is seen."""
    first = call.firsts[number - 1] if number <= len(call.firsts) else None
    if first is None:
        return condition.or_unknown
    return first in condition.first or bool(first & condition.first_bits)
