"""Rules against the facts of one program: where all steps of a technique stand near each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from comparators.software.capabilities.addresses import parameter
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.rules import Condition, Rule, Step, Technique
from comparators.software.capabilities.traces import Api, Call, Given, Held, Stack, Store, Trace, Value

MOST_PLACES = 200  # findings of one technique in one file; further ones are counted
MOST_TOLD = 3  # places of one step that a finding names
SIGNED = 1 << 32


@dataclass(frozen=True, slots=True)
class Seen:
    """A step met at ``at``. ``what``: call, named (looked up), handed (its address is an argument), spelt (its name is
    one), text, code, constant, export or data; ``name``, ``how``, ``notes``:
    what was met, how it is hidden, and arguments that are told, as (number, value)."""

    at: int
    size: int
    what: str
    name: str
    how: str = ""
    notes: tuple[tuple[int, str], ...] = ()
    where: int = 0  # where the name or text stands


@dataclass(frozen=True)
class Found:
    """A technique in a program. ``function``: start of the function of the place. ``steps``: of each step its places,
    with the function of each."""

    rule: Rule
    technique: Technique
    function: int
    place: Seen
    steps: tuple[tuple[Step, tuple[tuple[int, Seen], ...]], ...]


class Client(Protocol):
    """The work that a program is looked at against, as far as steps ask for it."""

    def text(self, text: str) -> bool:
        """Whether it holds a text, or has a file of that name."""

    def number(self, value: int) -> bool:
        """Whether it uses an uncommon number of four bytes near sending and receiving."""


def judge(facts: Facts, rules: Sequence[Rule], client: Client | None = None) -> Iterator[Found]:
    """Everything found, by rule, technique and function. Steps that ask for a client are met only with one."""
    judging = _Judging(facts, client)
    for rule in rules:
        for technique in rule.techniques:
            if facts.program.format in technique.formats:
                yield from judging.find(rule, technique)


class _Judging:
    def __init__(self, facts: Facts, client: Client | None) -> None:
        self.facts = facts
        self.client = client
        self._by_place = {call.at: call for trace in facts.own.values() for call in trace.calls}
        self._met: dict[tuple[int, int], tuple[Seen, ...]] = {}
        self._origins: dict[int, Given] = {}
        for trace in facts.traces.values():
            for place, value in trace.kept.items():
                if isinstance(value, Given):
                    self._origins.setdefault(place, value)
        self._program_wide: dict[int, tuple[int, Seen] | None] = {}

    def find(self, rule: Rule, technique: Technique) -> Iterator[Found]:
        """One finding a function that holds the place."""
        place = technique.place
        if not self._possible(technique):
            return
        for start in self._candidates(place):
            for seen in self.met(place, start)[:1]:
                near = self.facts.near(start, technique.within)
                steps = self._steps(technique, near, start, seen)
                if steps is not None and not any(self._nearest(step, near) for step in technique.unless):
                    yield Found(rule, technique, start, seen, steps)

    def _possible(self, technique: Technique) -> bool:
        """Whether functions that all steps need are known to the program at all: saves looking around."""
        known = self._known
        return all(not step.call or step.call & known for step in technique.steps)

    @property
    def _known(self) -> set[str]:
        if not hasattr(self, "_names"):
            self._names = set(self.facts.called)
            for trace in self.facts.traces.values():
                self._names.update(name for _, name, _ in trace.names)
                for call in trace.calls:
                    self._names.update(value.name for value in call.arguments if isinstance(value, Api))
        return self._names

    def _candidates(self, place: Step) -> list[int]:
        if place.call:
            found = {trace.start for name in place.call for trace, _ in self.facts.called.get(name, ())}
            found |= {t.start for t in self.facts.own.values() if any(name in place.call for _, name, _ in t.names)}
            return sorted(found)
        return list(self.facts.traces)

    def _steps(
        self, technique: Technique, near: Mapping[int, int], start: int, seen: Seen
    ) -> tuple[tuple[Step, tuple[tuple[int, Seen], ...]], ...] | None:
        found = []
        for step in technique.steps:
            if step.place or step.same:
                told = tuple((start, one) for one in self.met(step, start)[:MOST_TOLD])
            else:
                told = self._nearest(step, near)
            if not told:
                return None
            found.append((step, told))
        return tuple(found)

    def _nearest(self, step: Step, near: Mapping[int, int]) -> tuple[tuple[int, Seen], ...]:
        """Places of a step in the nearest functions."""
        if step.export:
            return self._exported(step)
        found: list[tuple[int, Seen]] = []
        for start in sorted(near, key=lambda one: (near[one], one)):
            found += [(start, one) for one in self.met(step, start)]
            if len(found) >= MOST_TOLD:
                break
        return tuple(found[:MOST_TOLD])

    def _exported(self, step: Step) -> tuple[tuple[int, Seen], ...]:
        own = {name: at for at, name in self.facts.program.names.items()}
        found = sorted(step.export & self.facts.about.exports & own.keys())
        return tuple((own[name], Seen(own[name], 1, "export", name)) for name in found[:MOST_TOLD])

    def met(self, step: Step, start: int) -> tuple[Seen, ...]:
        """Where a step is met in one function, in order of addresses."""
        key = id(step), start
        found = self._met.get(key)
        if found is None:
            trace = self.facts.own.get(start)
            every = list(self._meet(step, trace)) if trace is not None else []
            found = self._met[key] = tuple(sorted(every, key=lambda one: one.at))
        return found

    def _meet(self, step: Step, trace: Trace) -> Iterator[Seen]:
        if step.client and self.client is None:
            return
        if step.either:
            for one in step.either:
                yield from self._meet(one, trace)
        elif step.client == "number":
            yield from self._numbers(trace)
        elif step.call:
            yield from self._calls(step, trace)
        elif step.named:
            yield from self._named(step, trace)
        elif step.text is not None:
            yield from (seen for seen in self._texts(step.text, trace) if not step.client or self._of_client(seen.name))
        elif step.code:
            yield from self._code(step, trace)
        elif step.data:
            for place, at in trace.places.items():
                if self.facts.program.bytes_at(place, len(step.data)) == step.data:
                    yield Seen(at, 1, "data", step.data.hex(), where=place)
        else:
            for value in step.constant:
                if value in trace.constants:
                    yield Seen(trace.constants[value], 1, "constant", hex(value))

    def _calls(self, step: Step, trace: Trace) -> Iterator[Seen]:
        direct = False
        for call in trace.calls:
            name = call.name or (self.facts.names.plain(self.facts.named(call.target)) if call.target else "")
            if name in step.call:
                direct = True
                notes = self._argued(call, step.where or {})
                if notes is not None:
                    yield Seen(call.at, call.size, "call", name, call.how, notes, call.resolved)
        if not direct and not _strict(step):
            # Found by name at run time, and kept where this pass does not follow: the place of the call is not seen.
            for at, name, how in trace.names:
                if name in step.call and not self._called_elsewhere(name):
                    yield Seen(at, 1, "named", name, how)

    def _called_elsewhere(self, name: str) -> bool:
        return any(call.how != "import" for _, call in self.facts.called.get(name, ()))

    def _argued(self, call: Call, where: Mapping[int, Condition]) -> tuple[tuple[int, str], ...] | None:
        """Arguments that conditions name, as told; None where one does not hold."""
        notes = []
        for number, condition in sorted(where.items()):
            value = call.arguments[number - 1] if number <= len(call.arguments) else None
            text = call.texts[number - 1] if number <= len(call.texts) else ""
            if not self._holds(value, text, condition):
                return None
            if told := self._told(value, text):
                notes.append((number, told))
        return tuple(notes)

    def _origin(self, value: Value) -> str:
        if isinstance(value, Held):
            value = self._origins.get(value.address)
        return value.name if isinstance(value, Given) else ""

    def _holds(self, value: Value, text: str, condition: Condition) -> bool:
        origin = self._origin(value)
        if isinstance(value, int) and any((value ^ other) % SIGNED == 0 for other in condition.unless):
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
        wanted = bool(condition.value or condition.bits or condition.text or condition.given_by)
        return any(told) if told else condition.or_unknown or not wanted

    def _made(self, value: Value, condition: Condition) -> bool:
        """Whether the call that gave a value was made with the arguments asked for; where the function got one from
        its own caller, one of these must have given it so."""
        given = self._origins.get(value.address) if isinstance(value, Held) else value
        call = self._by_place.get(given.at) if isinstance(given, Given) else None
        for number, asked in (condition.of or {}).items():
            if call is None or len(call.arguments) < number:
                return False
            passed = [(call.arguments[number - 1], call.texts[number - 1]), *self._passed(call, number)]
            if not any(self._holds(one, text, asked) for one, text in passed):
                return False
        return True

    def _passed(self, call: Call, number: int) -> Iterator[tuple[Value, str]]:
        """What callers hand to a function that hands it on as an argument of ``call``."""
        value = call.arguments[number - 1]
        if not isinstance(value, Stack) or not value.base or value.offset:
            return
        place = parameter(self.facts.program, value.base)
        start = max((one for one in self.facts.own if one <= call.at), default=0)
        for other in self._by_place.values():
            if other.target == start and 0 <= place < len(other.arguments):
                yield other.arguments[place], other.texts[place]

    def _told(self, value: Value, text: str) -> str:
        if text:
            return repr(text[:80])
        if isinstance(value, int):
            return hex(value & 0xFFFFFFFF if 0 > value > -SIGNED else value)
        if origin := self._origin(value):
            return f"← {origin}"
        return value.name if isinstance(value, Api) else ""

    def _named(self, step: Step, trace: Trace) -> Iterator[Seen]:
        for at, name, how in trace.names:
            if name in step.named:
                yield Seen(at, 1, "named", name, how)
        looked = {at for at, _, _ in trace.names}
        for call in trace.calls:
            for number, (value, text) in enumerate(zip(call.arguments, call.texts, strict=True), 1):
                notes = ((number, self._told(value, text)),)
                if isinstance(value, Api) and value.name in step.named:
                    yield Seen(call.at, call.size, "handed", value.name, value.how, notes, value.at)
                    continue
                name = self.facts.names.plain(text) if call.name not in _LOOKUPS and call.at not in looked else ""
                if name in step.named:
                    yield Seen(call.at, call.size, "spelt", name, "", notes)

    def _texts(self, pattern: re.Pattern[str], trace: Trace) -> Iterator[Seen]:
        for place, at in trace.places.items():
            text, how = self.facts.text(place)
            if text and pattern.search(text):
                yield Seen(at, 1, "text", text[:120], how, where=place)
            elif not text:
                for pointer in self.facts.table(place):
                    text, how = self.facts.text(pointer)
                    if pattern.search(text):
                        yield Seen(at, 1, "text", text[:120], how, where=pointer)
                        break
        for call in trace.calls:
            for value, text in zip(call.arguments, call.texts, strict=True):
                if text and not isinstance(value, int) and pattern.search(text):
                    yield Seen(call.at, call.size, "text", text[:120], "stack")

        for at, text in trace.spelt:
            if pattern.search(text):
                yield Seen(at, 1, "text", text[:120], "compared")

    def _of_client(self, text: str) -> bool:
        return self.client is not None and self.client.text(text)

    def _numbers(self, trace: Trace) -> Iterator[Seen]:
        values = dict(trace.constants) | {store.value: store.at for store in trace.headers}
        for value, at in values.items():
            if self.client is not None and self.client.number(value):
                yield Seen(at, 1, "client-number", hex(value))

    def _code(self, step: Step, trace: Trace) -> Iterator[Seen]:
        for name in sorted(step.code):
            if name in trace.special:
                yield Seen(trace.special[name], 1, "code", name)
            elif name == "jump-written":
                yield from (Seen(s.at, s.size, "code", name, notes=((0, hex(s.value)),)) for s in _jumps(trace.stores))
            elif name == "return-written":
                yield from (
                    Seen(s.at, s.size, "code", name, notes=((0, hex(s.value)),))
                    for s in trace.stores
                    if (s.width == 1 and s.value == 0xC3) or (s.value & 0xFF == 0xB8 and s.value >> 40 & 0xFF == 0xC3)
                )
            elif name == "header-written":
                yield from (
                    Seen(s.at, s.size, "code", name, notes=((0, hex(s.value)),)) for s in trace.headers[:MOST_TOLD]
                )
            elif name == "code-pointer-written":
                yield from self._pointers(trace)

    def _pointers(self, trace: Trace) -> Iterator[Seen]:
        for place, at in trace.places.items():
            if place in self.facts.traces and place != trace.start:
                yield Seen(at, 1, "code", "code-pointer-written", notes=((0, hex(place)),))


_LOOKUPS = frozenset({"GetModuleHandle", "LoadLibrary", "GetProcAddress", "dlsym", "dlopen"})


def _strict(step: Step) -> bool:
    """Whether a condition needs to see an argument, so that a name alone does not do."""
    return any(
        (one.value or one.bits or one.text or one.given_by) and not one.or_unknown
        for one in (step.where or {}).values()
    )


def _jumps(stores: Sequence[Store]) -> Iterator[Store]:
    """Constants that are jumps: E9 (relative), FF 25 (through memory), 48 B8 … FF E0 (by register), 68 … C3 (push and
    return; 68 is a letter too, so it needs the return)."""
    returns = any(s.width == 1 and s.value == 0xC3 for s in stores)
    for store, following in pairwise((*stores, Store(0, 0, 0, 0, None))):
        value, width = store.value, store.width
        if width == following.width == 1:  # written byte by byte
            value, width = value | following.value << 8, 2
            if value & 0xFFFF not in (0x25FF, 0xB848, 0xB849, 0xE0FF):
                value, width = store.value, 1
        low = value & 0xFFFF
        relative = (width == 1 and value == 0xE9) or (width in (5, 8) and value & 0xFFFFFFFFFF == 0xE9)
        relative |= width == 4 and value == 0xE9 and isinstance(store.into, Stack)  # bytes put together to be copied
        memory = width >= 2 and low == 0x25FF
        register = (width != 4 and low in (0xB848, 0xB849)) or (width == 2 and low == 0xE0FF)
        if relative or memory or register or (width == 1 and value == 0x68 and returns):
            yield store
