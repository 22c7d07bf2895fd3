"""Which place lies opposite which, across files: a drawing of both works' files with a line for each match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.span import Span
from reports.exhibits.drawing import BLACK, DARK, LIGHT, MIDDLE, WHITE, Box, Drawing, Path, Shape, Words
from reports.exhibits.figures import WIDTH, clipped
from reports.extents import extents
from reports.places import number
from reports.sections.desk import Desk
from reports.text import printable

NAME, BAR = 130.0, 9.0  # points: room for names, width of a file's bar
TALL, LEAST, APART = 560.0, 11.0, 4.0  # of all bars of a work, of one bar, between two
# shade, dash, width; more kinds than styles begin again, and the table of matches names the kind of each
STYLES = ((DARK, 0.0, 0.6), (MIDDLE, 4.0, 0.7), (BLACK, 0.0, 1.7), (180, 0.0, 0.9), (BLACK, 1.5, 0.9), (DARK, 8.0, 1.3))
MOST = 60  # files of a work that are drawn, those with most matches


def opposite(desk: Desk, filed: Filed, only: Sequence[Match]) -> Drawing:
    """Files of the left work on the left, those of the right on the right; a match joins the middles of its places.

    A match whose places are several (split, merged) has a line for each. Kinds differ by shade and dash.
    """
    kinds = list(dict.fromkeys(match.kind for match in filed.comparison.matches))
    drawn: dict[Side, dict[str, float]] = {
        "left": _files(filed, "left", only),
        "right": _files(filed, "right", only),
    }
    titles = {side: desk.named(desk.side(filed, side)) for side in drawn}
    shapes: list[Shape] = [
        Words(NAME, 9, clipped(titles["left"], 200, 9), 9, "end"),
        Words(WIDTH - NAME, 9, clipped(titles["right"], 200, 9), 9),
    ]
    places: dict[Side, dict[str, tuple[float, float, float]]] = {}
    bottom = 0.0
    for side, files in drawn.items():
        places[side], low = _column(files, 18.0)
        bottom = max(bottom, low)
        x = NAME + 4 if side == "left" else WIDTH - NAME - 4 - BAR
        for file, (top, height, _) in places[side].items():
            shapes.append(Box(x, top, BAR, height, WHITE, MIDDLE))
            words = clipped(printable(file), NAME - 2, 7)
            at = NAME if side == "left" else WIDTH - NAME
            shapes.append(Words(at, top + height / 2 + 2.5, words, 7, "end" if side == "left" else "start"))
    ends = NAME + 4 + BAR, WIDTH - NAME - 4 - BAR
    for match in only:
        shade, dash, wide = _style(kinds.index(match.kind))
        for left in match.all_left():
            for right in match.all_right():
                if left.file in places["left"] and right.file in places["right"]:
                    one, other = _middle(left, places["left"][left.file]), _middle(right, places["right"][right.file])
                    shapes.append(Path(((ends[0], one), (ends[1], other)), shade, wide, False, dash))
        for side, spans in match.sides():
            x = NAME + 4 if side == "left" else ends[1]
            for span in spans:
                if span.file in places[side]:
                    first, last = _reach(span, places[side][span.file])
                    shapes.append(Box(x, first, BAR, max(last - first, 0.6), LIGHT, DARK))
    for side, files in drawn.items():
        touched = {s.file for m in only for s in (m.all_left() if side == "left" else m.all_right())}
        if left_out := len(touched) - len(files):
            x = NAME if side == "left" else WIDTH - NAME
            anchor = "end" if side == "left" else "start"
            shapes.append(Words(x, bottom + 9, desk.say("further-files", count=left_out), 7, anchor))
    y = bottom + 24
    left_of = 0.0
    for at, kind in enumerate(kinds):
        shade, dash, wide = _style(at)
        if left_of + 110 > WIDTH:
            left_of, y = 0.0, y + 12
        shapes.append(Path(((left_of, y - 3), (left_of + 18, y - 3)), shade, wide, False, dash))
        shapes.append(Words(left_of + 22, y, clipped(desk.label(filed, kind), 92, 7), 7))
        left_of += 116
    alt = desk.say("opposite-alt", left=titles["left"], right=titles["right"], matches=number(len(only)))
    return Drawing(WIDTH, y + 6, tuple(shapes), alt)


def _style(at: int) -> tuple[int, float, float]:
    """Shade, dash and width of the line of a kind; told apart in grey print."""
    return STYLES[at % len(STYLES)]


def _files(filed: Filed, side: Side, only: Sequence[Match]) -> dict[str, float]:
    """Files with a match, in name order, and their lengths; at most ``MOST``, those with most matches."""
    count: dict[str, int] = defaultdict(int)
    reach: dict[str, float] = defaultdict(float)
    lengths = extents(filed.comparison)[side]
    for match in only:
        for span in match.all_left() if side == "left" else match.all_right():
            count[span.file] += 1
            stop = 1.0 if span.unit in ("file", "pixel") else float(span.stop)
            reach[span.file] = max(reach[span.file], stop)
    kept = sorted(sorted(count, key=lambda file: (-count[file], file))[:MOST])
    return {file: max(lengths.get(file, ("", 0.0))[1], reach[file], 1.0) for file in kept}


def _column(files: dict[str, float], top: float) -> tuple[dict[str, tuple[float, float, float]], float]:
    """Top, height and length of each bar, and where the last ends."""
    total = sum(files.values()) or 1.0
    made: dict[str, tuple[float, float, float]] = {}
    for file, length in files.items():
        height = max(LEAST, TALL * length / total - APART)
        made[file] = top, height, length
        top += height + APART
    return made, top


def _reach(span: Span, bar: tuple[float, float, float]) -> tuple[float, float]:
    top, height, length = bar
    if span.unit in ("file", "pixel"):
        return top, top + height
    first = 1 if span.unit == "line" else 0
    start, stop = (min(max((float(at) - first) / length, 0.0), 1.0) for at in (span.start, span.stop))
    return top + height * start, top + height * stop


def _middle(span: Span, bar: tuple[float, float, float]) -> float:
    first, last = _reach(span, bar)
    return (first + last) / 2
