"""What is found out of functions that a program resolves at run time, from traces of all its functions, so that those
which it tells more of are traced again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comparators.software.capabilities import hidden
from comparators.software.capabilities.hidden import Hidden
from comparators.software.capabilities.traces import Api, Held, Trace, World
from comparators.software.functions import program as programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comparators.software.capabilities.facts import Facts

MOST_SUSPECTS = 4000  # places that may hold short hidden names
MOST_KEYED = 64  # places of one function, each of which may hold the key of each other one
MOST_CALLS = 8  # of a function that does nothing but find another
FINDING = frozenset({  # what a function calls that finds another
    "GetProcAddress", "dlsym", "dlvsym", "LdrGetProcedureAddress", "NSLookupSymbolInImage", "GetModuleHandle",
    "GetModuleHandleEx", "LoadLibrary", "LoadLibraryEx", "dlopen", "FreeLibrary", "dlclose", "strlen", "memcpy",
    "memset", "strcpy", "lstrcpy", "GetLastError", "dlerror",
})  # fmt: skip
LOOKUPS = frozenset({"GetProcAddress", "dlsym", "dlvsym", "LdrGetProcedureAddress", "NSLookupSymbolInImage"})


def learn(facts: Facts, world: World) -> list[tuple[int, int]]:
    """Take up what was found out of functions resolved at run time; the functions that this tells more of."""
    slots: dict[int, Api] = {}
    resolvers = set(world.resolvers)
    for trace in facts.traces.values():
        for place, value in trace.kept.items():
            if isinstance(value, Api) and value.how != "import":
                slots.setdefault(place, value)
        if trace.asks:
            resolvers.add(trace.start)
    resolvers |= _by_hash(facts, world)
    uncovered = _uncovered(facts, world)
    givers = _givers(facts)
    makers = _makers(facts, world)
    fresh_slots = {place for place in slots if world.slots.get(place) != slots[place]}
    fresh = resolvers - world.resolvers | givers.keys() - world.givers.keys()
    fresh |= {start for start, made in makers.items() if world.makers.get(start) != made}
    world.givers.update(givers)
    world.makers.update(makers)
    world.slots.update(slots)
    world.resolvers |= resolvers
    if not (fresh_slots or fresh or uncovered):
        return []
    return [
        (trace.start, trace.stop)
        for trace in facts.traces.values()
        if (fresh_slots | uncovered) & trace.places.keys() or any(call.target in fresh for call in trace.calls)
    ]


def _uncovered(facts: Facts, world: World) -> set[int]:
    """Hidden names that are too short to be told anywhere, in data that code which looks names up refers to."""
    suspects: set[int] = set()
    fresh: dict[int, Hidden] = {}
    for trace in facts.traces.values():
        if any(call.name in LOOKUPS or call.target in world.resolvers for call in trace.calls):
            suspects.update(place for place in trace.places if place not in facts.hidden)
            fresh.update(
                (place, one) for place, one in _keyed(facts, trace, world.resolvers) if place not in facts.hidden
            )
    for place in sorted(suspects)[:MOST_SUSPECTS]:
        part = facts.program.part(place)
        if part is not None and not part.code and not facts.text(place)[0]:
            data = facts.program.bytes_at(place, hidden.LONGEST_WORD)
            if (one := hidden.at(data, facts.names.known)) is not None:
                fresh[place] = one
    keys = {one.key for one in fresh.values()}
    for part in facts.program.parts if keys else ():
        for one in hidden.under(facts.program.bytes_at(part.address, part.size), facts.names.known, keys):
            fresh.setdefault(part.address + one.start, one)
    found = {place for place in fresh if place not in facts.hidden}
    facts.hidden.update({place: fresh[place] for place in found})
    for place in found:
        facts._texts.pop(place, None)
    return found


def _keyed(facts: Facts, trace: Trace, resolvers: set[int]) -> Iterator[tuple[int, Hidden]]:
    """Hidden names of any length whose key stands in data that the same function refers to, or the one that it has
    look them up."""
    asked = {call.target for call in trace.calls if call.target in resolvers and call.target in facts.traces}
    held = _data(facts, trace)
    keys = dict(held)
    for target in sorted(asked)[:MOST_CALLS]:
        keys |= _data(facts, facts.traces[target])
    for place, data in held.items():
        for other, key in keys.items():
            if other != place and (one := hidden.keyed(data, facts.names.known, key)) is not None:
                yield place, one


def _data(facts: Facts, trace: Trace) -> dict[int, bytes]:
    """What stands at the data that a function refers to."""
    parts = ((place, facts.program.part(place)) for place in sorted(trace.places)[:MOST_KEYED])
    return {
        p: facts.program.bytes_at(p, hidden.LONGEST_WORD) for p, part in parts if part is not None and not part.code
    }


def _givers(facts: Facts) -> dict[int, tuple[str, str]]:
    """Functions that refer to one hidden name alone and look nothing up: they make it plain for their callers."""
    found: dict[int, tuple[str, str]] = {}
    for trace in facts.traces.values():
        hidden = {place for place in trace.places if place in facts.hidden}
        if len(hidden) == 1 and not any(call.name in LOOKUPS for call in trace.calls):
            found[trace.start] = facts.text(hidden.pop())
    return found


def _makers(facts: Facts, world: World) -> dict[int, Api]:
    """Functions that find one function alone and do not call it: what they give back is that function. By name, or
    where they list loaded modules themselves and hold the hash of one name."""
    found: dict[int, Api] = {}
    for trace in facts.traces.values():
        sought = {(name, how) for _, name, how in trace.names}
        if "peb" in trace.special:
            known = (world.hashes[value] for value in trace.constants if value in world.hashes)
            sought |= {(name, f"hash {sort}") for name, sort in known}
        called = {call.name for call in trace.calls}
        if len({name for name, _ in sought}) == 1 and len(trace.calls) <= MOST_CALLS:
            name, how = min(sought)
            if name not in called and ("peb" in trace.special or _gives(trace, name)):
                found[trace.start] = Api(name, "resolved" if how == "plain" else how, trace.start)
    return found


def _gives(trace: Trace, name: str) -> bool:
    """Whether a function gives back the function that it looks up, or the variable that it keeps it in; also where it
    does nothing beside looking up, and what it gives back is lost in its loops."""
    if all(call.target or call.name in FINDING for call in trace.calls):
        return True
    held = (trace.kept.get(one.address) if isinstance(one, Held) else one for one in trace.gives)
    return any(isinstance(one, Api) and one.name == name for one in held)


def _by_hash(facts: Facts, world: World) -> set[int]:
    """Functions that find others by hash: called with hashes of known names, and near where loaded modules are listed
    without the functions meant for that, or with two such hashes."""
    asked: dict[int, set[str]] = {}
    for trace in facts.traces.values():
        for call in trace.calls:
            if call.target:
                inside = call.arguments[-3:] if facts.program.arch == programs.X86 else ()
                for value in (*call.arguments[:3], *inside):
                    if isinstance(value, int) and value > 0xFFFF and value in world.hashes:
                        asked.setdefault(call.target, set()).add(world.hashes[value][0])
    return {
        target
        for target, found in asked.items()
        if len(found) > 1
        or any("peb" in facts.traces[one].special for one in facts.near(target, 1) if one in facts.traces)
    }
