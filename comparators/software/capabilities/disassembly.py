"""Lines of disassembly that lead to a place, with what is called or referred to written beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from comparators.software.capabilities.facts import Facts
from comparators.software.functions.program import X86

BEFORE = 6  # instructions before the place
PRINTED = 4  # lines of one point that a report prints: of several places each has its share of them
MOST_FUNCTION = 1 << 16  # bytes of a function that are read for it


def each(facts: Facts, places: Sequence[int], owner: Callable[[int], int]) -> list[str]:
    """The lines that lead to each of several places, by their addresses. ``owner``: the function one stands in, 0 for
    none."""
    before = BEFORE if len(places) == 1 else max(0, PRINTED // len(places) - 1)
    return [line for at in sorted(set(places)) for line in lines(facts, owner(at), at, before=before)]


def lines(facts: Facts, function: int, at: int, found: str = "", before: int = BEFORE) -> list[str]:
    """The instructions before ``at`` in its function, and that one, marked ``>``. Beside a call stands what it calls,
    and never another name; where it looks ``found`` up, an arrow before that."""
    trace = facts.traces.get(function)
    if trace is None:
        return []
    start = function if at - function <= MOST_FUNCTION else at
    rows = [row for row in facts.rows(start, min(trace.stop, at + 16)) if row[0] <= at]
    told = []
    for row in rows[-before - 1 :]:
        note = _note(facts, row)
        if row[0] == at:
            called = next((call for call in trace.calls if call.at == at), None)
            note = (called.name or (facts.named(called.target) if called.target else "")) if called else note
            note = f"{note} → {found}".strip() if found else note
        told.append(
            f"{'>' if row[0] == at else ' '} {row[0]:x}  {row[2]} {row[3]}".rstrip() + (f"  ; {note}" if note else "")
        )
    return told


_RELATIVE = re.compile(r"\[rip ([+-]) 0x([0-9a-f]+)\]")
_ABSOLUTE = re.compile(r"(?:\[|^|, )0x([0-9a-f]{4,8})\]?$")


def _named(facts: Facts, row: tuple[int, int, str, str]) -> int | None:
    """The address that an instruction names, where it names one."""
    if (relative := _RELATIVE.search(row[3])) is not None:
        return row[0] + row[1] + int(relative[1] + relative[2], 16)
    goes = row[2] in ("call", "jmp") and "[" not in row[3]
    if facts.program.arch == X86 and not goes and (absolute := _ABSOLUTE.search(row[3])) is not None:
        address = int(absolute[1], 16)
        return address if facts.program.inside(address) else None
    return None


def _note(facts: Facts, row: tuple[int, int, str, str]) -> str:
    """What an instruction refers to, where it names one place alone."""
    address = _named(facts, row)
    if address is not None:
        imported = facts.program.slots.get(address)
        if imported:
            return facts.names.plain(imported)
        text, how = facts.text(address)
        return f"{text[:60]!r}{f' ({how})' if how else ''}" if text else ""
    if row[2] in ("call", "bl") and row[3].lstrip("#").startswith("0x"):
        target = int(row[3].lstrip("#"), 16)
        return facts.stubs.get(target) or facts.named(target)
    return ""
