"""Functions of run-time libraries that a program carries along. What their bodies do says nothing of the program: each
program that links them does it. The call in its own code is what counts.

Known are functions whose instructions are those of the index that ``program-filters`` carries along. Where many are, a
few differ, being built otherwise for another use: so a function is taken as of the library, too, that nothing but the
library uses (``used``), or that stands amid its functions (``amid``), as linkers lay down one library after another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from appraisal.comparator import ComponentFile, Components
from appraisal.comparison import JSON
from appraisal.components import open_components
from comparators.software.capabilities import syscalls
from comparators.software.capabilities.names import Names
from comparators.software.capabilities.stacks import parameter
from comparators.software.capabilities.traces import HANDED, Call, Stack, Standing, Trace, Value
from comparators.software.functions.filters import LEAST, ProgramFilters
from comparators.software.functions.program import Program

BESIDE, MOST_OF = 8, 5  # functions on each side, and how many of them are of the library
MOST_ASIDE = 20  # places that are told
START_UP = "start-up"  # a file of the index: code that hands over to the program's own
INSTRUCTIONS, USED, AMID = "instructions", "used", "amid"
ROUNDS = 4  # of functions that stand for others
BEHIND = 6  # arguments of a system call, behind which its number is handed on


@dataclass(frozen=True, slots=True)
class Carried:
    """``component``: the library, as the index names it. ``how``: one of the three above."""

    component: str
    how: str


def coming_from(holders: Sequence[ComponentFile]) -> ComponentFile:
    """Where a function comes from: a library is indexed with all that it rests on itself."""
    return min(holders, key=lambda one: (one.keys, one.component, one.version, one.file))


@cache
def index() -> Components:
    """The index that ``program-filters`` carries along."""
    return open_components(ProgramFilters.bundled, ProgramFilters.name)


def carried(
    read: Mapping[int, tuple[int, int]], traces: Mapping[int, Trace], entries: Collection[int]
) -> dict[int, Carried]:
    """Functions of libraries by their starts. ``read``: of each function the hash of its instructions and how many
    they are, as ``functions.reading`` gives them. ``entries``: where the system enters the program, by code that
    hands over to the program's own."""
    held = _known(read)
    found = {start: Carried(f"{one.component} {one.version}", INSTRUCTIONS) for start, one in held.items()}
    hands = {start for start, one in held.items() if one.file.startswith(START_UP)}.union(entries)
    starts, users, handing = sorted(traces), _users(traces), {start: found.pop(start) for start in hands & found.keys()}
    while True:
        fresh = _used(found, users, hands)
        fresh |= _amid(found | fresh, starts, hands, frozenset(entries))
        if not fresh:
            return found | handing
        found |= fresh


def _known(read: Mapping[int, tuple[int, int]]) -> dict[int, ComponentFile]:
    """The file of the index that a function is of: of several the smallest, as ``program-filters`` has it."""
    starts = [start for start, (_, count) in read.items() if count >= LEAST]
    features: Any = SimpleNamespace(
        normal=np.array([read[start][0] for start in starts], np.uint64),
        counts=np.array([read[start][1] for start in starts], np.int64),
    )
    keys = list(ProgramFilters().component_keys(features)) if starts else []
    files = index().files
    every = zip(starts, index().lookup(keys), strict=True)
    return {start: coming_from([files[one] for one in holders]) for start, holders in every if holders}


def _amid(known: Mapping[int, Carried], starts: Sequence[int], but: Set[int], entries: Set[int]) -> dict[int, Carried]:
    """Functions with ``MOST_OF`` of ``BESIDE`` functions of one library on either side, none of them the entry, behind
    which the program's own code begins."""
    found: dict[int, Carried] = {}
    for at, start in enumerate(starts):
        if start in known or start in but or not BESIDE <= at < len(starts) - BESIDE:
            continue
        sides = (starts[at - BESIDE : at], starts[at + 1 : at + 1 + BESIDE])
        counted = [Counter(known[one].component for one in side if one in known) for side in sides]
        both = [name for name in counted[0] if min(one[name] for one in counted) >= MOST_OF]
        if both and entries.isdisjoint((*sides[0], *sides[1])):
            found[start] = Carried(min(both), AMID)
    return found


def _users(traces: Mapping[int, Trace]) -> dict[int, set[int]]:
    """Which functions call, jump to or take the address of each."""
    found: dict[int, set[int]] = {}
    for trace in traces.values():
        for target in {*(call.target for call in trace.calls), *trace.jumps, *trace.places} & traces.keys():
            if target != trace.start:
                found.setdefault(target, set()).add(trace.start)
    return found


def _used(known: Mapping[int, Carried], users: Mapping[int, Set[int]], but: Set[int]) -> dict[int, Carried]:
    """Functions that code of libraries refers to, and no other code: it does not know a program that it is for."""
    return {
        start: Carried(min(known[one].component for one in of), USED)
        for start, of in users.items()
        if start not in known and start not in but and of <= known.keys()
    }


def standing(
    program: Program, library: Mapping[int, Carried], traces: Mapping[int, Trace], names: Names
) -> dict[int, Standing]:
    """Functions of libraries whose call is one of a function of the system: that are called so by their symbol, or do
    nothing but call one."""
    found = {
        start: Standing(name)
        for start in library
        if (name := names.plain(program.names.get(start, ""))) and names.is_known(name)
    }
    handed = {start for start in library.keys() & traces.keys() if HANDED in traces[start].special}
    found |= {start: Standing("syscall") for start in handed - found.keys() if not traces[start].calls}
    numbered = _numbered(library, traces)
    for _ in range(ROUNDS):
        fresh = {}
        for start in library.keys() & traces.keys() - found.keys():
            calls = [_outside(program, call, found, numbered) for call in _returning(traces[start])]
            if calls and None not in calls and len({one.name for one in calls if one}) == 1:
                fresh[start] = _agreed([one for one in calls if one])
        if not fresh:
            break
        found |= fresh
    return found


def _returning(trace: Trace) -> list[Call]:
    """Its calls but one that ends it, behind which nothing stands to return to: what tells of a broken stack."""
    return [call for call in trace.calls if call.jump or call.at + call.size < trace.stop]


def _numbered(library: Mapping[int, Carried], traces: Mapping[int, Trace]) -> frozenset[int]:
    """Functions of a library that call the system by a number which they get behind six arguments, as those of glibc
    that may be cancelled do: with the instruction, or one call away from it."""
    held = [trace for start, trace in traces.items() if start in library and not any(c.name for c in trace.calls)]
    direct = {trace.start for trace in held if "syscall" in trace.special}
    return frozenset(direct.union(trace.start for trace in held if any(c.target in direct for c in trace.calls)))


def _outside(program: Program, call: Call, known: Mapping[int, Standing], numbered: Set[int]) -> Standing | None:
    """The function of the system that a call in a library comes down to."""
    name, handed = call.name, call.arguments
    if not name and call.target in numbered and len(handed) > BEHIND:
        name, handed = syscalls.named(program.format, program.arch, handed[BEHIND]), handed[:BEHIND]
    if not name and (one := known.get(call.target)) is not None:
        name, handed = one.name, one.arguments(handed)
    return Standing(name, tuple(_handed(program, value) for value in handed)) if name else None


def _handed(program: Program, value: Value) -> tuple[int, int] | None:
    if isinstance(value, int):
        return -1, value
    if isinstance(value, Stack) and value.base and not value.offset:
        place = parameter(program, value.base)
        return (place, 0) if place >= 0 else None
    return None


def _agreed(calls: Sequence[Standing]) -> Standing:
    """Arguments that are the same in all calls."""
    handed = zip(*(one.handed or () for one in calls), strict=False)
    return Standing(calls[0].name, tuple(each[0] if len(set(each)) == 1 else None for each in handed))


def told(library: Mapping[int, Carried], aside: Sequence[tuple[str, str, int]]) -> dict[str, JSON]:
    """What was left aside of one program, in words. ``aside``: title of a rule in Chinese and English, and the address,
    of what rules find in such functions."""
    named = Counter(one.component for one in library.values())
    ways = Counter(one.how for one in library.values())
    parts = [(name, number) for name, number in sorted(named.items())]
    zh = (
        f"随程序连入的运行库函数 {len(library)} 个（{'、'.join(f'{name} {n} 个' for name, n in parts)}）："
        f"{ways[INSTRUCTIONS]} 个指令与已知组件相同，{ways[USED]} 个仅由其使用，{ways[AMID]} 个位于其间。"
        "其函数体内的内容不作为依据，程序自身对它的调用仍作为依据"
    )
    en = (
        f"functions of run-time libraries carried along: {len(library)}"
        f" ({', '.join(f'{name}: {n}' for name, n in parts)}); {ways[INSTRUCTIONS]} by their instructions,"
        f" {ways[USED]} that only these use, {ways[AMID]} amid them. What their bodies hold is no evidence; that the"
        " program's own code calls them is"
    )
    if aside:
        more = len(aside) - MOST_ASIDE
        listed = [(f"{one} {at:#x}", f"{other} {at:#x}") for one, other, at in aside[:MOST_ASIDE]]
        zh += "。规则在其中可见而未列为发现的：" + "、".join(each for each, _ in listed)
        en += "; what rules would find in them and is not listed: " + ", ".join(each for _, each in listed)
        zh, en = (f"{zh}，另有 {more} 处", f"{en}, and {more} more") if more > 0 else (zh, en)
    return {
        "components": dict(parts),
        "by": {how: ways[how] for how in (INSTRUCTIONS, USED, AMID)},
        "aside": [{"title_zh": zh, "title_en": en, "address": hex(at)} for zh, en, at in aside[:MOST_ASIDE]],
        "summary_zh": zh,
        "summary_en": en,
    }
