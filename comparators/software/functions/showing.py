"""Disassembly of two functions side by side; the files are read again, in the limited child."""

from __future__ import annotations

from difflib import SequenceMatcher

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.software.functions import program as programs
from comparators.software.functions.instructions import NONE, PAD, Op, Reading, Row, decoder

ROWS = 160  # instructions of either function that are shown
ALIGNED = 1200  # instructions of either function that are aligned

Line = tuple[str, tuple[Run, ...]]


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Instructions in order; those that do the same in the same order stand on one line. ``same``: the text is the same
    but for addresses; ``changed``: it does the same with other registers or places; ``dropped``: none corresponds."""
    one, other = (
        _rows(left, match.left, match.details["address_of_left"]),
        _rows(right, match.right, match.details["address_of_right"]),
    )
    names = [[_plain(op) for _, op in rows[:ALIGNED]] for rows in (one, other)]
    lines: tuple[list[Line], list[Line]] = ([], [])
    blank: Line = ("", (Run("", "context"),))
    for tag, a, b, c, d in SequenceMatcher(None, names[0], names[1], autojunk=False).get_opcodes():
        if tag == "equal":
            for x, y in zip(range(a, b), range(c, d), strict=True):
                role: Role = "same" if one[x][1].masked == other[y][1].masked else "changed"
                lines[0].append(_line(one[x][0], role))
                lines[1].append(_line(other[y][0], role))
            continue
        for k in range(max(b - a, d - c)):
            lines[0].append(_line(one[a + k][0], "dropped") if a + k < b else blank)
            lines[1].append(_line(other[c + k][0], "dropped") if c + k < d else blank)
    return Listing(
        tuple(lines[0][:ROWS]),
        tuple(lines[1][:ROWS]),
        _place(match.left, match, "left"),
        _place(match.right, match, "right"),
    )


def _place(span: Span, match: Match, side: str) -> str:
    symbol = match.details[f"symbol_of_{side}"]
    return f"{span.file} {match.details[f'address_of_{side}']} {symbol}".strip()


def _plain(op: Op) -> str:
    """What aligns two instructions: what they do, with which number; of moves their plain text."""
    if op.token:
        return f"{op.token} {op.number if op.number is not None else ''}"
    return op.masked.partition(" ")[0]


def _line(row: Row, role: Role) -> Line:
    return f"{row[0]:x}", (Run(f"{row[2]} {row[3]}".strip(), role),)


def _rows(work: Work, span: Span, address: str) -> list[tuple[Row, Op]]:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{span.file}: not in the work {work.label}")
    program = programs.read(member)
    start = int(address, 16)
    reading = Reading(program.arch)
    found = []
    data = program.bytes_at(start, int(span.stop) - int(span.start))
    for row in decoder(program.arch).disasm_lite(data, start):
        op = reading(row[2], row[3])
        if op.kind not in (PAD, NONE):
            found.append((row, op))
    return found
