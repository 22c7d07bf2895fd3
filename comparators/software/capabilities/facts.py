"""All static facts of one program that rules ask for: functions with what they call, texts, hidden names, packing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from appraisal.errors import OverLimit
from appraisal.work import Member
from comparators.software.capabilities import headers, hidden, library, startup
from comparators.software.capabilities.hidden import Hidden
from comparators.software.capabilities.learning import LOOKUPS as LOOKUPS
from comparators.software.capabilities.learning import learn
from comparators.software.capabilities.library import Carried
from comparators.software.capabilities.names import Names
from comparators.software.capabilities.texts import writing as writing
from comparators.software.capabilities.traces import Call, Trace, World
from comparators.software.capabilities.tracing import tracer as traced
from comparators.software.functions import program as programs
from comparators.software.functions.filters import LEAST
from comparators.software.functions.instructions import Reading, Row
from comparators.software.functions.program import Program
from comparators.software.functions.reading import Reader
from comparators.software.functions.sweep import Sweep

MOST_FUNCTIONS = 300_000
MOST_INSTRUCTIONS = 12_000_000
ROUNDS = 4  # of looking for functions that are found at run time
SMALL = 24  # bytes of a function that only jumps to an import
LONGEST = 400  # bytes of a text
MOST_TABLE = 64  # pointers of a table
MOST_METHODS, MOST_GAP = 16, 2  # words of a table that holds functions, and between two of them
HUB = 40  # functions that one is tied to, from which on it says nothing of being near


@dataclass
class Facts:
    """``traces``: by start of the function, in order. ``library``: functions of libraries that the program carries
    along, which are no evidence. ``texts``: address → (text, how it is hidden or "")."""

    file: str
    program: Program
    names: Names
    about: headers.Headers
    sha256: str
    traces: dict[int, Trace] = field(default_factory=dict)
    library: Mapping[int, Carried] = field(default_factory=dict)
    hidden: dict[int, Hidden] = field(default_factory=dict)
    stubs: dict[int, str] = field(default_factory=dict)
    _texts: dict[int, tuple[str, str]] = field(default_factory=dict)

    def text(self, address: int) -> tuple[str, str]:
        """The text that begins at an address, and how it is hidden: "" plain."""
        found = self._texts.get(address)
        if found is None:
            found = self._texts[address] = self._text(address)
        return found

    def forget(self, *properties: str) -> None:
        """These are reckoned again when they are next asked for: functions or calls that they hold were made anew."""
        for name in properties:
            self.__dict__.pop(name, None)

    def reveal(self, address: int, one: Hidden) -> None:
        """Take up a hidden text that was found only by what gets it."""
        self.hidden[address] = one
        self._texts[address] = one.text, one.told

    def table(self, address: int) -> Iterator[int]:
        """Addresses of the texts that a table of pointers at ``address`` names."""
        width, gap = programs.WIDTH[self.program.arch], 0
        for at in range(address, address + width * MOST_TABLE, width):
            pointer = int.from_bytes(self.program.bytes_at(at, width), "little")
            told = self.program.inside(pointer) and self.text(pointer)[0]
            gap = 0 if told else gap + 1
            if gap > MOST_GAP or (gap and at == address):
                return
            if told:
                yield pointer

    def _text(self, address: int) -> tuple[str, str]:
        if (one := self.hidden.get(address)) is not None:
            return one.text, one.told
        part = self.program.part(address)
        if part is None or (part.code and self.program.format != "Mach-O"):
            return "", ""
        if any(start <= address < stop for start, stop in self.program.loader):
            return "", ""
        return writing(self.program.bytes_at(address, LONGEST)), ""

    @cached_property
    def startup(self) -> frozenset[int]:
        """Functions that the compiler's run time puts into every program."""
        return startup.functions(self.traces.values(), self.text)

    @cached_property
    def own(self) -> dict[int, Trace]:
        """All functions but those, and those of libraries."""
        aside = self.startup | self.library.keys()
        return {start: trace for start, trace in self.traces.items() if start not in aside}

    @cached_property
    def ties(self) -> dict[int, set[int]]:
        """For each function those that it calls or jumps to, and those that call it; not through start-up code."""
        found: dict[int, set[int]] = {start: set() for start in self.own}
        for trace in self.own.values():
            for target in {*(call.target for call in trace.calls if call.target), *trace.jumps}:
                if target in found and target != trace.start:
                    found[trace.start].add(target)
                    found[target].add(trace.start)
            handed = {other for place in trace.places for other in (place, *self._pointers(place))}
            for place in handed:  # a function handed on by its address, also in a table
                if place in found and place != trace.start:
                    found[trace.start].add(place)
                    found[place].add(trace.start)
        return found

    def _pointers(self, address: int) -> Iterator[int]:
        """Functions that a table at ``address`` holds, with no more than ``MOST_GAP`` words between two."""
        part = self.program.part(address)
        if part is None or part.code:
            return
        width, gap = programs.WIDTH[self.program.arch], 0
        for at in range(address, address + width * MOST_METHODS, width):
            pointer = int.from_bytes(self.program.bytes_at(at, width), "little")
            gap = 0 if pointer in self.traces else gap + 1
            if gap > MOST_GAP:
                return
            if not gap:
                yield pointer

    def near(self, start: int, within: int) -> dict[int, int]:
        """Function → steps along calls from ``start``, up to ``within``. Not through what everything calls."""
        reached = {start: 0}
        rim = [start]
        for steps in range(1, within + 1):
            following: list[int] = []
            for one in rim:
                tied = self.ties.get(one, set())
                if len(tied) > HUB and one != start:
                    continue
                following += [other for other in tied if other not in reached]
                reached |= dict.fromkeys((other for other in tied if other not in reached), steps)
            rim = following
        return reached

    def named(self, start: int) -> str:
        """Symbol of a function."""
        return self.program.names.get(start, "")

    def name(self, call: Call) -> str:
        """What a call calls, by its name as rules write it; "" for what a library of Windows itself offers others: that
        it has the function says nothing of what it does with it."""
        if call.name or not call.target:
            return call.name
        own = self.named(call.target)
        offered = self.program.format == "PE" and own in self.about.exports
        return "" if offered else self.names.plain(own)

    def rows(self, start: int, stop: int) -> list[Row]:
        """Instructions of a stretch."""
        return self._sweep.rows(start, stop)

    @cached_property
    def _sweep(self) -> Sweep:
        return Sweep(self.program, Reading(self.program.arch))

    @cached_property
    def called(self) -> dict[str, list[tuple[Trace, Call]]]:
        """Calls of functions of the system by name."""
        found: dict[str, list[tuple[Trace, Call]]] = {}
        for trace in self.own.values():
            for call in trace.calls:
                if name := self.name(call):
                    found.setdefault(name, []).append((trace, call))
        return found

    def offset(self, address: int) -> int:
        """Byte of the file."""
        part = self.program.part(address)
        return part.offset + address - part.address if part is not None else 0


def read(member: Member, names: Names) -> Facts:
    """Read one program. Raises what ``program.read`` raises, by what the file is."""
    file, about = member.file, headers.of_member(member)
    program = programs.parsed(file, about.image)
    if about.slots:
        program = replace(program, slots={program.low + at: name for at, name in about.slots.items()})
    if not program.unwind and program.format == "ELF":
        program = replace(program, unwind=tuple(_frames(program)))
    facts = Facts(file, program, names, about, member.sha256)
    for part in program.parts:
        for one in hidden.find(program.bytes_at(part.address, part.size), names.known):
            facts.hidden[part.address + one.start] = one
    _trace(facts)
    return facts


def _frames(program: Program) -> Iterator[tuple[str, int, int]]:
    """Where unwind data begin in a program whose headers do not say it: without sections (UPX takes them away), and of
    one that carries the C library along, which has no table of them."""
    for part in program.parts:
        if not part.code and (found := _FRAMES.search(program.bytes_at(part.address, part.size))) is not None:
            yield "eh_frame", part.address + found.start(), part.size - found.start()


_FRAMES = re.compile(rb"[\x0c-\x24]\0{7}\x01z[PLRSB]{0,4}R[SB]?\0[\x01\x04][\x78\x7c]")  # the first CIE, DWARF 2 to 4


def _bodies(facts: Facts, sweep: Sweep, read: dict[int, tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Bounds of all functions. ``read``: gets of each that an index may know hash and number of its instructions."""
    reader = Reader(facts.program)
    counted = functions = 0
    for bodies in (sweep.first, sweep.stubs, sweep.rest):
        for body in bodies():
            functions += 1
            counted += len(body.rows)
            if functions > MOST_FUNCTIONS or counted > MOST_INSTRUCTIONS:
                raise OverLimit(
                    f"{facts.file}: more than {MOST_FUNCTIONS} functions or {MOST_INSTRUCTIONS} instructions: examine"
                    " its libraries apart"
                )
            before = 0
            for row in body.rows:
                if row[2] in ("call", "bl") and row[3][:2] in ("0x", "#0"):
                    if (target := int(row[3].lstrip("#"), 16)) != row[0] + row[1]:
                        sweep.called.add(target)
                elif row[2][-3:] == "jmp" and (name := facts.program.slots.get(_slot(facts.program, row))):
                    facts.stubs |= {row[0]: name} | ({before: name} if before else {})
                before = row[0] if row[2][:5] == "endbr" else 0
            if len(body.rows) >= LEAST:
                one = reader.read(body)
                read[body.start] = one.normal, len(one.at)
            yield body.start, body.stop


_SLOT = re.compile(r"[dq]word ptr \[(?:(rip|ebx) \+ )?0x([0-9a-f]+)\]")


def _slot(program: Program, row: Row) -> int:
    """Where the pointer stands that a jump follows, -1 for none."""
    found = _SLOT.fullmatch(row[3])
    if found is None:
        return -1
    base = {"rip": row[0] + row[1], "ebx": program.got}.get(found[1] or "", 0)
    return base + int(found[2], 16)


def _trace(facts: Facts) -> None:
    program, names = facts.program, facts.names
    sweep = facts._sweep

    def inner(data: bytes) -> tuple[str, str]:
        found = hidden.find(data, names.known)
        return (found[0].text, found[0].told) if found else ("", "")

    world = World(program, names.plain, facts.text, inner, LOOKUPS, names.is_known, hashes=names.hashes)
    if program.format == "ELF":
        world.exported = {name: at for at, name in program.names.items() if name in facts.about.exports}
    tracer = traced(world)
    read: dict[int, tuple[int, int]] = {}
    bounds = sorted(set(_bodies(facts, sweep, read)))
    world.stubs |= facts.stubs  # also where no section says that they are stubs
    for start, stop in bounds:
        if stop - start <= SMALL:
            rows = sweep.rows(start, stop)
            trace = tracer.trace(start, stop, rows)
            if len(trace.calls) == 1 and trace.calls[0].jump and trace.calls[0].name and _bare(rows):
                world.stubs |= {row[0]: trace.calls[0].name for row in rows}  # padding may stand before the entry
            elif len(trace.calls) == 1 and trace.calls[0].how == "syscall" and program.format == "PE":
                world.wrappers[start] = trace.calls[0].name
    facts.stubs = world.stubs
    again: Iterable[tuple[int, int]] = [one for one in bounds if one[0] not in world.stubs]
    for number in range(ROUNDS):
        for start, stop in again:
            trace = tracer.trace(start, stop, sweep.rows(start, stop))
            if len(trace.calls) < 2 or not all(call.jump and (call.name or not call.target) for call in trace.calls):
                facts.traces[start] = trace
        again = learn(facts, world)
        if not number:
            again = sorted({*again, *_carried(facts, world, read)})
        facts.forget("own", "ties", "startup", "called")
        if not again:
            break


def _carried(facts: Facts, world: World, read: Mapping[int, tuple[int, int]]) -> list[tuple[int, int]]:
    """Take up which functions are of libraries; the other functions that call one which stands for another."""
    facts.library = library.carried(read, facts.traces, facts.program.starts)
    world.standing = library.standing(facts.program, facts.library, facts.traces, facts.names)
    return [
        (trace.start, trace.stop)
        for trace in facts.traces.values()
        if trace.start not in facts.library and any(call.target in world.standing for call in trace.calls)
    ]


def _bare(rows: Sequence[Row]) -> bool:
    """Whether a function does nothing but jump: one that sets arguments first is a function of its own."""
    stems = ("jmp", "nop", "endbr", "bnd j", "adrp", "ldr", "br", "bti")
    return all(row[2][:5] in stems or (row[2] == "add" and row[3][:3] == "x16") for row in rows)
