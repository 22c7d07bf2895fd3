"""Two places side by side, line by line, in their own words."""

from __future__ import annotations

from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.matching import speech
from comparators.software.tree.content import lines_of

MOST = 200  # lines that are shown; longer runs lose their middle
WIDEST = 400  # characters of a line that are shown
AROUND = 2  # lines before and after
Row = tuple[str, tuple[Run, ...]]


def listing(left: Work, right: Work, left_span: Span, right_span: Span) -> Listing:
    """Lines of both places; equal ones ``same``, those that correspond only when abstracted ``changed``.

    Files that are no text: name, size and digest. Raises ``MaterialError`` when a work does not hold the file.
    """
    sides = [_lines(work, span) for work, span in ((left, left_span), (right, right_span))]
    caption = f"{left_span.file} / {right_span.file}"
    if left_span.unit != "line" or right_span.unit != "line":
        facts = [_facts(work, span) for work, span in ((left, left_span), (right, right_span))]
        return Listing(facts[0], facts[1], left_span.file, right_span.file, caption)
    shown = []
    for number, span in enumerate((left_span, right_span)):
        other = sides[1 - number]
        shift = int((right_span, left_span)[number].start) - int(span.start)
        pieces = speech.lines(span.file, "\n".join(sides[number]))
        shown.append(_rows(pieces, sides[number], other, span, shift))
    most = max(_before(left_span), _before(right_span))
    shown = [
        ((("", ()),) * (most - _before(span)) + rows) for rows, span in zip(shown, (left_span, right_span), strict=True)
    ]
    return Listing(shown[0], shown[1], _place(left_span), _place(right_span), caption)


def _before(span: Span) -> int:
    """Lines that stand before a place: fewer at the beginning of its file, where empty rows take theirs, so that both
    places begin opposite each other."""
    return min(AROUND, int(span.start) - 1)


def _place(span: Span) -> str:
    first, last = int(span.start), int(span.stop) - 1
    return f"{span.file} · L{first}–{last}" if first < last else f"{span.file} · L{first}"


def _lines(work: Work, span: Span) -> list[str]:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {span.file}: is it the work that was compared?")
    return lines_of(member.bytes())


def _facts(work: Work, span: Span) -> tuple[Row, ...]:
    member = work.by_file[span.file]
    facts = (("(name)", member.file), ("(bytes)", str(member.size)), ("SHA-256", member.sha256))
    return tuple((name, (Run(value, "context"),)) for name, value in facts)


def _rows(
    pieces: list[tuple[speech.Piece, ...]], own: list[str], other: list[str], span: Span, shift: int
) -> tuple[Row, ...]:
    start, stop = int(span.start), int(span.stop)
    wanted = list(range(max(1, start - AROUND), min(len(own), stop - 1 + AROUND) + 1))
    rows: list[Row] = []
    for place, number in enumerate(wanted):
        if len(wanted) > MOST and place == MOST * 2 // 3:
            rows.append(("…", (Run(f"〔… {len(wanted) - MOST} …〕", "folded"),)))
        if len(wanted) > MOST and MOST * 2 // 3 <= place < len(wanted) - MOST // 3:
            continue
        text = own[number - 1]
        role: Role = "context"
        if start <= number < stop:
            there = number + shift
            twin = other[there - 1] if 0 < there <= len(other) else ""
            role = "same" if "".join(text.split()) == "".join(twin.split()) else "changed"
        rows.append((str(number), _runs(pieces[number - 1], role)))
    return tuple(rows)


def _runs(pieces: tuple[speech.Piece, ...], role: Role) -> tuple[Run, ...]:
    runs: list[Run] = []
    left = WIDEST
    for text, token in pieces:
        if left:
            runs.append(Run(text[:left], role, token))
            left -= min(left, len(text))
    return *runs, *([Run("…", "context")] if sum(len(text) for text, _ in pieces) > WIDEST else [])
