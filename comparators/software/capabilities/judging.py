"""Rules against the facts of one program: where all steps of a technique stand near each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from comparators.software.capabilities import codes
from comparators.software.capabilities.arguments import Arguments
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.opened import Opened
from comparators.software.capabilities.packets import Number, Numbers
from comparators.software.capabilities.rules import Rule, Step, Technique
from comparators.software.capabilities.traces import Api, Trace
from comparators.software.capabilities.uses import LOOKUPS, is_file, is_message
from comparators.software.functions.program import WIDTH

MOST_PLACES = 200  # findings of one technique in one file; further ones are counted
MOST_TOLD = 3  # places of one step that a finding names
SHORT = 0xFFFFFF  # a number up to this is one of instructions; a greater one may stand in data, too


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
    client: bool = False  # met because the client has it


@dataclass(frozen=True)
class Found:
    """A technique in a program. ``function``: start of the function of the place. ``steps``: of each step its places,
    with the function of each."""

    rule: Rule
    technique: Technique
    function: int
    place: Seen
    steps: tuple[tuple[Step, tuple[tuple[int, Seen], ...]], ...]

    @property
    def needs_client(self) -> bool:
        """Whether a step is met only because the client has something: without it this would not be found."""
        return any(all(seen.client for _, seen in places) for _, places in self.steps)


class Client(Protocol):
    """The work that a program is looked at against, as far as steps ask for it."""

    def text(self, text: str) -> bool:
        """Whether it holds a text, or has a file of that name."""

    def shared(self, one: Number) -> bool:
        """Whether it uses a number near sending and receiving."""

    def marked(self, one: Number) -> bool:
        """Whether both write that number, or ask for it by itself."""


def judge(
    facts: Facts, rules: Sequence[Rule], client: Client | None = None, only: Container[int] | None = None
) -> Iterator[Found]:
    """Everything found, by rule, technique and function. Steps that ask for a client are met only with one. ``only``:
    functions that hold the place."""
    judging = _Judging(facts, client, only)
    for rule in rules:
        functions: set[int] = set()
        for technique in rule.techniques:
            if facts.program.format in technique.formats and not (technique.program and facts.about.library):
                found = [f for f in judging.find(rule, technique) if not (technique.rest and f.function in functions)]
                functions.update(one.function for one in found)
                yield from found


class _Judging:
    def __init__(self, facts: Facts, client: Client | None, only: Container[int] | None = None) -> None:
        self.facts = facts
        self.client = client
        self.only = only
        self.arguments = Arguments(facts)
        self.opened = Opened(facts, self.arguments)
        self.numbers = Numbers(facts)
        self._met: dict[tuple[int, int], tuple[Seen, ...]] = {}
        self._anywhere: dict[int, tuple[tuple[int, Seen], ...]] = {}

    def find(self, rule: Rule, technique: Technique) -> Iterator[Found]:
        """One finding a function that holds the place."""
        if not self._possible(technique):
            return
        places = tuple(step for step in technique.steps if step.place or step.also)
        starts = {start for step in places for start in self._candidates(step)}
        for start in sorted(one for one in starts if self.only is None or one in self.only):
            for seen in [one for step in places for one in self.met(step, start)[:1]][:1]:
                near = self.facts.near(start, technique.within)
                steps = self._steps(technique, near, start, seen)
                if steps is not None and not any(self._against(step, near, start) for step in technique.unless):
                    yield Found(rule, technique, start, seen, steps)

    def _against(self, step: Step, near: Mapping[int, int], start: int) -> bool:
        return bool(self.met(step, start) if step.same else self._told(step, near))

    def _possible(self, technique: Technique) -> bool:
        """Whether functions that all steps need are known to the program at all: saves looking around."""
        return all(self._may_be(step) for step in technique.steps)

    def _may_be(self, step: Step) -> bool:
        if step.either:
            return any(self._may_be(one) for one in step.either)
        return not step.call or bool(step.call & self._known)

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
        steps = place.either or (place,)
        if all(step.call for step in steps):
            names = frozenset(name for step in steps for name in step.call)
            found = {trace.start for name in names for trace, _ in self.facts.called.get(name, ())}
            found |= {t.start for t in self.facts.own.values() if any(name in names for _, name, _ in t.names)}
            return sorted(found)
        return list(self.facts.traces)

    def _steps(
        self, technique: Technique, near: Mapping[int, int], start: int, seen: Seen
    ) -> tuple[tuple[Step, tuple[tuple[int, Seen], ...]], ...] | None:
        found = []
        tied = self._tied(technique, near)
        for step in technique.steps:
            if step.same:
                told = tuple((start, one) for one in self.met(step, start)[:MOST_TOLD])
            elif step.tied or step.opens:
                if step.opens and step.place and start not in tied:
                    return None
                told = self._nearest(step, {one: near[one] for one in tied if self.met(step, one)})
            else:
                told = self._shared(near) if step.client == "number" else self._told(step, near)
            if not told:
                return None
            found.append((step, told))
        return tuple(found)

    def _tied(self, technique: Technique, near: Mapping[int, int]) -> frozenset[int]:
        """Functions near the place that hold a step which is ``tied`` or the one that ``opens``, within one call of
        one that holds the other."""
        found: set[int] = set()
        for step in (one for one in technique.steps if one.opens):
            tied = [one for one in technique.steps if one.tied]
            for start in (one for one in near if self.met(step, one)):
                beside = {other for other in self.facts.near(start, 1) if other in near}
                held = {other for other in beside for each in tied if self.met(each, other)}
                found |= held | ({start} if held else set())
        return frozenset(found)

    def _told(self, step: Step, near: Mapping[int, int]) -> tuple[tuple[int, Seen], ...]:
        return self._nearest(step, near) or self._all_over(step) if step.anywhere else self._nearest(step, near)

    def _nearest(self, step: Step, near: Mapping[int, int]) -> tuple[tuple[int, Seen], ...]:
        """Places of a step in the nearest functions."""
        if step.export and not (step.place or step.also):
            return self._exported(step)
        found: list[tuple[int, Seen]] = []
        for start in sorted(near, key=lambda one: (near[one], one)):
            found += [(start, one) for one in self.met(step, start)]
            if len(found) >= MOST_TOLD:
                break
        return tuple(found[:MOST_TOLD])

    def _all_over(self, step: Step) -> tuple[tuple[int, Seen], ...]:
        """Places of a step in the whole program, the first few."""
        told = self._anywhere.get(id(step))
        if told is None:
            found: list[tuple[int, Seen]] = []
            for start in self._candidates(step):
                found += [(start, one) for one in self.met(step, start)]
                if len(found) >= MOST_TOLD:
                    break
            told = self._anywhere[id(step)] = tuple(found[:MOST_TOLD])
        return told

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
            yield from (self._of_packet(one) for one in self._numbers([trace.start]))
        elif step.call:
            yield from self._calls(step, trace)
        elif step.named:
            yield from self._named(step, trace)
        elif step.text is not None:
            for seen in self._texts(step.text, trace):
                if is_message(seen.name, trace):
                    continue
                if (not step.client or self._of_client(seen.name)) and (not step.file or is_file(seen.name, trace)):
                    yield replace(seen, client=True) if step.client else seen
        elif step.code:
            yield from self._code(step, trace)
        elif step.export:
            name = self.facts.named(trace.start)
            if name in step.export and name in self.facts.about.exports:
                yield Seen(trace.start, 1, "export", name)
        elif step.method:
            width = WIDTH[self.facts.program.arch]
            for call in trace.calls:
                asked = call.slot >= 0 and call.slot // width in step.method and call.slot % width == 0
                if asked and self.arguments.argued(call, step.where or {}) is not None:
                    yield Seen(call.at, call.size, "method", str(call.slot // width))
        elif step.data:
            for place, at in trace.places.items():
                if self.facts.program.bytes_at(place, len(step.data)) == step.data:
                    yield Seen(at, 1, "data", step.data.hex(), where=place)
        else:
            read = self._read(trace) if max(step.constant, default=0) > SHORT else {}
            for value in step.constant:
                if value in trace.constants or (value > SHORT and value in read):
                    yield Seen(trace.constants.get(value) or read[value], 1, "constant", hex(value))

    def _read(self, trace: Trace) -> dict[int, int]:
        """Numbers of four bytes that stand in data which a function refers to, with the instruction that does."""
        program = self.facts.program
        parts = ((place, at, program.part(place)) for place, at in trace.places.items())
        held = ((place, at) for place, at, part in parts if part is not None and not part.code)
        return {int.from_bytes(program.bytes_at(place, 4), "little"): at for place, at in held}

    def _calls(self, step: Step, trace: Trace) -> Iterator[Seen]:
        direct = False
        for call in trace.calls:
            name = self.facts.name(call)
            if name in step.call:
                direct = True
                notes = self.arguments.argued(call, step.where or {})
                if step.path is not None and not self.opened.may(call, trace, step.path, step.access):
                    continue
                if notes is not None and not self.arguments.opens_itself(call):  # no evidence about another process
                    notes += self.arguments.carried(call, name, {number for number, _ in notes})
                    yield Seen(call.at, call.size, "call", name, call.how, notes, call.resolved)
        if not direct and not _strict(step):
            # Found by name at run time, and kept where this pass does not follow: the place of the call is not seen.
            for at, name, how in trace.names:
                if name in step.call and not self._called_elsewhere(name):
                    yield Seen(at, 1, "named", name, how)

    def _called_elsewhere(self, name: str) -> bool:
        return any(call.how != "import" for _, call in self.facts.called.get(name, ()))

    def _named(self, step: Step, trace: Trace) -> Iterator[Seen]:
        for at, name, how in trace.names:
            if name in step.named:
                yield Seen(at, 1, "named", name, how)
        looked = {at for at, _, _ in trace.names}
        for call in trace.calls:
            for number, (value, text) in enumerate(zip(call.arguments, call.texts, strict=True), 1):
                notes = ((number, self.arguments.told(value, text)),)
                if isinstance(value, Api) and value.name in step.named:
                    yield Seen(call.at, call.size, "handed", value.name, value.how, notes, value.at)
                    continue
                name = self.facts.names.plain(text) if call.name not in LOOKUPS and call.at not in looked else ""
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

        for how, told in (("compared", trace.spelt), ("put", trace.put)):
            for at, text in told:
                if pattern.search(text):
                    yield Seen(at, 1, "text", text[:120], how)

    def _of_client(self, text: str) -> bool:
        return self.client is not None and self.client.text(text)

    def _shared(self, near: Mapping[int, int]) -> tuple[tuple[int, Seen], ...]:
        """Numbers that the client uses too, if they say something: one that both write or ask for by itself, or two.
        These first, each once."""
        told: dict[int, Number] = {}
        for one in self._numbers(sorted(near, key=lambda start: (near[start], start))):
            told.setdefault(one.value, one)
        every = sorted(told.values(), key=lambda one: not self._marks(one))
        if not every or (len(every) == 1 and not self._marks(every[0])):
            return ()
        return tuple((one.function, self._of_packet(one)) for one in every[:MOST_TOLD])

    def _marks(self, one: Number) -> bool:
        return self.client is not None and self.client.marked(one)

    def _numbers(self, starts: Sequence[int]) -> Iterator[Number]:
        every = (one for start in starts for one in self.numbers.of(start).values())
        return (one for one in every if self.client is not None and self.client.shared(one))

    def _of_packet(self, one: Number) -> Seen:
        notes = ((0, one.text),) if one.text else ()
        return Seen(one.at, 1, "client-number", hex(one.value), "", notes, client=True)

    def _code(self, step: Step, trace: Trace) -> Iterator[Seen]:
        for name in sorted(step.code):
            if name in trace.special:
                yield Seen(trace.special[name], 1, "code", name)
            elif name == "jump-written":
                yield from (
                    Seen(s.at, s.size, "code", name, notes=((0, codes.shown(s)),)) for s in codes.jumps(trace.stores)
                )
                yield from self._copied(name, codes.is_jump, trace)
            elif name == "return-written":
                told = codes.returns(trace.stores)
                yield from (Seen(s.at, s.size, "code", name, notes=((0, codes.shown(s)),)) for s in told)
                yield from self._copied(name, codes.is_return, trace)
            elif name == "break-written":
                told = (s for s in trace.stores if s.width == 1 and s.value == 0xCC)
                yield from (Seen(s.at, s.size, "code", name, notes=((0, hex(s.value)),)) for s in told)
                yield from self._copied(name, codes.is_break, trace)
            elif name == "interposes":
                own = self.facts.named(trace.start)
                if own in self.facts.about.exports and own in self._passed_on:
                    yield Seen(trace.start, 1, "export", own)
            elif name == "header-written":
                yield from (
                    Seen(s.at, s.size, "code", name, notes=((0, hex(s.value)),)) for s in trace.headers[:MOST_TOLD]
                )
            elif name == "code-pointer-written":
                yield from self._pointers(trace)

    def _copied(self, name: str, is_code: Callable[[bytes], bool], trace: Trace) -> Iterator[Seen]:
        """Instructions that stand in data and are copied from there."""
        for call in trace.calls:
            value = call.arguments[codes.COPIES[call.name] - 1] if call.name in codes.COPIES else None
            part = self.facts.program.part(value) if isinstance(value, int) else None
            if isinstance(value, int) and part is not None and not part.code:
                data = self.facts.program.bytes_at(value, 16)
                if is_code(data):
                    yield Seen(call.at, call.size, "code", name, notes=((0, data.hex(" ")),), where=value)

    @cached_property
    def _passed_on(self) -> frozenset[str]:
        """Names that are looked up in what follows the library that does."""
        asked = (call for name in ("dlsym", "dlvsym") for _, call in self.facts.called.get(name, ()))
        return frozenset(call.texts[1] for call in asked if call.arguments[0] in (-1, (1 << 64) - 1, 0xFFFFFFFF))

    def _pointers(self, trace: Trace) -> Iterator[Seen]:
        for place, at in trace.places.items():
            if place in self.facts.traces and place != trace.start:
                yield Seen(at, 1, "code", "code-pointer-written", notes=((0, hex(place)),))


def _strict(step: Step) -> bool:
    """Whether a condition needs to see an argument, so that a name alone does not do."""
    return any(
        (one.value or one.bits or one.text or one.given_by) and not one.or_unknown
        for one in (step.where or {}).values()
    )
