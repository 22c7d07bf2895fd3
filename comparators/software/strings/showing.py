"""A shared string at both places: decoded with its surroundings, and the bytes themselves."""

from __future__ import annotations

import unicodedata

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.software.strings.scan import ASCII, BE, CODECS, GBK, LE, NAMES, UTF8

AROUND = 48  # bytes before and after
ROW = 16
MOST_ROWS = 14  # of hexadecimal: longer strings lose their middle
Row = tuple[str, tuple[Run, ...]]


def listing(left: Work, right: Work, match: Match) -> Listing:
    """First places of one match. Raises ``MaterialError`` where a file is not the one that was compared."""
    said = match.details.get("text")
    wanted = said[1:-1] if isinstance(said, str) else ""
    sides = []
    for work, span, name in ((left, match.left, "left"), (right, match.right, "right")):
        named = str(match.details.get(f"encoding_of_{name}", ""))
        sides.append(_side(work, span, named, wanted))
    return Listing(sides[0][0], sides[1][0], sides[0][1], sides[1][1])


def _side(work: Work, span: Span, named: str, wanted: str) -> tuple[tuple[Row, ...], str]:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {span.file}: is it the work that was compared?")
    start, stop = int(span.start), int(span.stop)
    begin = max(start - AROUND, 0) // ROW * ROW
    try:
        with member.path.open("rb") as stream:
            stream.seek(begin)
            data = stream.read(stop + AROUND - begin)
    except OSError as error:
        raise MaterialError(f"{span.file}: cannot be read ({error.strerror}): receive it again") from error
    if len(data) < stop - begin:
        raise MaterialError(f"{span.file}: ends before byte {stop}: it is not what was compared")
    body = data[start - begin : stop - begin]
    encoding = _encoding(body, named, wanted)
    step = 2 if encoding in (LE, BE) else 1
    before, after = data[: start - begin], data[stop - begin :]
    before = before[len(before) % step :]
    runs = [
        Run(visible(before.decode(CODECS[encoding], "backslashreplace")), "context"),
        Run(visible(body.decode(CODECS[encoding], "backslashreplace"))),
        Run(visible(after[: len(after) // step * step].decode(CODECS[encoding], "backslashreplace")), "context"),
    ]
    rows: list[Row] = [(NAMES[encoding], tuple(run for run in runs if run.text))]
    rows += _hexadecimal(data, begin, start, stop)
    place = f"{span.file} · {start}–{stop} (0x{start:X}) · {NAMES[encoding]}"
    return tuple(rows), place


def _encoding(body: bytes, named: str, wanted: str) -> int:
    """Of the encodings named for this side the one in which the bytes read as the string."""
    numbers = [number for number in (ASCII, UTF8, GBK, LE, BE) if NAMES[number] in named.split(" / ")]
    for number in numbers:
        if wanted and body.decode(CODECS[number], "replace").startswith(wanted):
            return number
    return numbers[0] if numbers else UTF8


def _hexadecimal(data: bytes, begin: int, start: int, stop: int) -> list[Row]:
    rows: list[Row] = []
    for at in range(0, len(data), ROW):
        piece = data[at : at + ROW]
        runs: list[Run] = []
        for offset, byte in enumerate(piece):
            role: Role = "same" if start <= begin + at + offset < stop else "context"
            cell = f"{byte:02X} "
            if runs and runs[-1].role == role:
                runs[-1] = Run(runs[-1].text + cell, role)
            else:
                runs.append(Run(cell, role))
        rows.append((f"{begin + at:08X}", tuple(runs)))
    if len(rows) > MOST_ROWS:
        hidden = len(rows) - MOST_ROWS
        rows = [*rows[: MOST_ROWS // 2], ("…", (Run(f"〔… {hidden} × {ROW} …〕", "folded"),)), *rows[-MOST_ROWS // 2 :]]
    return rows


def visible(text: str) -> str:
    """Controls, format characters (such as those that turn the direction of writing) and lone surrogates as escapes."""
    out = []
    for c in text:
        if c in "\x00\n\r\t" or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            out.append("·" if c == "\x00" else f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{{{ord(c):04x}}}")
        else:
            out.append(c)
    return "".join(out)
