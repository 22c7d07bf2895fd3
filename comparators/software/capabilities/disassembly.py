"""Lines of disassembly that lead to a place, with what is called or referred to written beside."""

from __future__ import annotations

from comparators.software.capabilities.facts import Facts

BEFORE = 6  # instructions before the place
MOST_FUNCTION = 1 << 16  # bytes of a function that are read for it


def lines(facts: Facts, function: int, at: int, called: str = "") -> list[str]:
    """The instructions before ``at`` in its function, and that one, marked ``>``."""
    trace = facts.traces.get(function)
    if trace is None:
        return []
    start = function if at - function <= MOST_FUNCTION else at
    rows = [row for row in facts.rows(start, min(trace.stop, at + 16)) if row[0] <= at]
    told = []
    for row in rows[-BEFORE - 1 :]:
        here = row[0] == at
        note = called if here else _note(facts, row)
        told.append(f"{'>' if here else ' '} {row[0]:x}  {row[2]} {row[3]}".rstrip() + (f"  ; {note}" if note else ""))
    return told


def _note(facts: Facts, row: tuple[int, int, str, str]) -> str:
    """What an instruction refers to, where it names one place alone."""
    trace_text = row[3].partition("[rip + ")[2] or row[3].partition("[rip - ")[2]
    if trace_text and "]" in trace_text:
        number = trace_text.partition("]")[0]
        if not number.startswith("0x"):
            return ""
        sign = -1 if "[rip - " in row[3] else 1
        address = row[0] + row[1] + sign * int(number, 16)
        imported = facts.program.slots.get(address)
        if imported:
            return facts.names.plain(imported)
        text, how = facts.text(address)
        return f"{text[:60]!r}{f' ({how})' if how else ''}" if text else ""
    if row[2] in ("call", "bl") and row[3].lstrip("#").startswith("0x"):
        target = int(row[3].lstrip("#"), 16)
        return facts.stubs.get(target) or facts.named(target)
    return ""
