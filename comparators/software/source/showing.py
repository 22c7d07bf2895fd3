"""Source lines beside disassembly; both files are read again, in the limited child.

What both hold stands out: numbers of the instructions that the pair shares, and the lines of the text that write them.
"""

from __future__ import annotations

import re

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.software.functions import program as programs
from comparators.software.functions.instructions import NONE, PAD, Reading, decoder
from comparators.software.source.reading import MOST_BYTES

ROWS = 160  # lines of the source and instructions that are shown
WIDEST = 240  # characters of a line
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|\d+")

Line = tuple[str, tuple[Run, ...]]


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Lines in order on one side, instructions in order on the other; they are not aligned, since compilers move them.
    ``same``: holds a number or a text that the pair shares."""
    details = match.details
    shared = {str(one) for kind in ("numbers", "texts", "imports") for one in details.get(kind, ())}
    blank: Line = ("", (Run("", "context"),))
    made: list[list[Line]] = []
    titles = []
    for work, span in ((left, match.left), (right, match.right)):
        if span.unit == "line":
            made.append(_lines(work, span, shared, str(details.get("bytes_of_text", ""))))
            titles.append(f"{span.file}:{span.start} {details['function']}")
        else:
            made.append(_instructions(work, span, str(details["address"]), shared))
            titles.append(f"{span.file} {details['address']} {details['symbol']}".strip())
    size = max(map(len, made))
    rows = [tuple([*side, *[blank] * (size - len(side))]) for side in made]
    return Listing(rows[0], rows[1], titles[0], titles[1])


def _lines(work: Work, span: Span, shared: set[str], of: str) -> list[Line]:
    """``of``: bytes of the function, first to behind the last. A long line is shown from there to there, in pieces."""
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{span.file}: not in the work {work.label}")
    numbers = _numbers(shared)
    texts = {one[:40] for one in shared if not _NUMBER.fullmatch(one)}
    data = member.bytes(MOST_BYTES)
    lines = data.split(b"\n")
    first, _, last = of.partition("–")
    at = sum(len(line) + 1 for line in lines[: int(span.start) - 1])
    found: list[Line] = []
    for number in range(int(span.start), min(int(span.stop), int(span.start) + ROWS)):
        line = lines[number - 1] if number <= len(lines) else b""
        start, stop = (int(first) - at, int(last) - at) if first and len(line) > WIDEST else (0, len(line))
        whole = line[max(0, start) : max(0, stop)].decode("utf-8", "replace").rstrip("\r").expandtabs(4)
        at += len(line) + 1
        for piece in _pieces(whole) if len(line) > WIDEST else [whole]:
            held = any(_value(m[0]) in numbers for m in _NUMBER.finditer(piece)) or any(one in piece for one in texts)
            role: Role = "same" if held else "context"
            found.append((str(number), (Run("".join(c if c.isprintable() else "·" for c in piece), role),)))
    return found[:ROWS]


def _pieces(text: str) -> list[str]:
    """A long line as it is shown: cut behind each sign that ends a statement, and where it gets too long."""
    pieces = [one.strip() for one in re.findall(r"[^;{}]*[;{}]+|[^;{}]+", text)]
    return [one[at : at + WIDEST] for one in pieces for at in range(0, len(one), WIDEST)] or [""]


def _instructions(work: Work, span: Span, address: str, shared: set[str]) -> list[Line]:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{span.file}: not in the work {work.label}")
    program = programs.read(member)
    start, numbers = int(address, 16), _numbers(shared)
    reading = Reading(program.arch)
    found: list[Line] = []
    for row in decoder(program.arch).disasm_lite(program.bytes_at(start, int(span.stop) - int(span.start)), start):
        op = reading(row[2], row[3])
        if op.kind in (PAD, NONE):
            continue
        role: Role = "same" if op.number is not None and op.number in numbers else "context"
        found.append((f"{row[0]:x}", (Run(f"{row[2]} {row[3]}".strip(), role),)))
        if len(found) == ROWS:
            break
    return found


def _value(text: str) -> int:
    return int(text, 16) if text[:2].lower() == "0x" else int(text)


def _numbers(shared: set[str]) -> set[int]:
    return {_value(one) for one in shared if _NUMBER.fullmatch(one)}
