"""Exhibits that are pictures, and the coverage map, as drawings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from appraisal.exhibit import Line, Mark, Matrix, Note, Plot, Score, describe
from reports.document import CoverageMap, FileBars, Language, WorkBars
from reports.exhibits import notation
from reports.exhibits.drawing import (
    BLACK,
    DARK,
    LIGHT,
    MIDDLE,
    WHITE,
    Box,
    Drawing,
    Path,
    Point,
    Raster,
    Shape,
    Words,
    clipped,
    extent,
)
from reports.places import MINUS
from reports.wording import say

WIDTH = 453.0  # points: the text width of an A4 page with 25 mm margins
GAP = 12.0
SQUARE = 100.0, 210.0  # least and greatest height of a matrix, and its least width
TICKS = 5  # about so many steps of an axis
TALL, STRIP = 160.0, 80.0  # height of a plot; of each of several pictures below one, which then is lower too
ROWS, ROW = 4, 8.5  # of names of places across a plot, and their height
TICK = 110.0  # points that the names beside an axis take at the most
SERIES = (DARK, MIDDLE, BLACK, 180)
STROKES = (
    (1.2, 0.0),
    (1.2, 4.0),
    (2.4, 0.0),
    (1.6, 1.4),
)  # width and dash of their lines: whole, dashed, heavy, dotted


def steps(low: float, high: float) -> list[float]:
    """Round values from ``low`` to ``high``, about ``TICKS`` steps of 1, 2 or 5 times a power of ten apart."""
    rough = (high - low) / TICKS
    if not rough > 0 or not math.isfinite(rough):
        return [low]
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((size * power for size in (1, 2, 5) if size * power >= rough), 10 * power)
    return [step * at for at in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def marked(low: float, high: float, width: float) -> list[tuple[float, str]]:
    """Where an axis of ``width`` points is marked, and what stands there: round steps, never a rounded one; and the end
    of a range of whole numbers (the length of a text), from which a step too near gives way."""
    values = steps(low, high)
    if float(low).is_integer() and float(high).is_integer() and high - low > 2:
        room = (extent(_said(high), 7) + extent(_said(values[-1]), 7)) / 2 + 6
        if values[-1] < high and (high - values[-1]) / (high - low) * width < room:
            values = values[:-1]
        values += [high] if not values or values[-1] < high else []
    return [(value, _said(value)) for value in values]


def _said(value: float) -> str:
    return (f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}").replace("-", MINUS)


def matrix(exhibit: Matrix, above: float, *, strip: bool = False) -> tuple[list[Shape], float]:
    """Axes around the picture, outlines over it, from ``above`` on downwards; and the lower edge. ``strip``: as low as
    ``STRIP`` and as wide as the page, whatever its axes, for pictures of which several stand below each other."""
    left, top = 62.0, above + 20.0
    (x0, x1), (y0, y1) = exhibit.x_range, exhibit.y_range
    across, up = (x1 - x0) or 1.0, (y1 - y0) or 1.0
    width = WIDTH - left - 20
    height = min(SQUARE[1], max(SQUARE[0], width * up / across))
    width = min(width, max(SQUARE[0], height * across / up))
    if strip:
        width, height = WIDTH - left - 20, STRIP
    shapes: list[Shape] = [
        Raster(left, top, width, height, exhibit.picture.png),
        Box(left, top, width, height, None, DARK),
    ]
    scale = width / exhibit.picture.width, height / exhibit.picture.height
    for number, polygon in enumerate(exhibit.picture.polygons):
        points = tuple((left + px * scale[0], top + py * scale[1]) for px, py in polygon)
        shapes += [Path(points, WHITE, 2.4, True), Path(points, BLACK, 1.1, True, 3 if number else 0)]
    for value in steps(x0, x1):
        x = left + width * (value - x0) / across
        shapes.append(Path(((x, top + height), (x, top + height + 3)), DARK, 0.5))
        shapes.append(Words(x, top + height + 11, f"{value:.6g}", 7, "middle"))
    for value in steps(y0, y1):
        y = top + height - height * (value - y0) / up
        shapes.append(Path(((left - 3, y), (left, y)), DARK, 0.5))
        shapes.append(Words(left - 5, y + 2.5, f"{value:.6g}", 7, "end"))
    shapes.append(Words(left + width / 2, top + height + 22, clipped(exhibit.x_label, width, 8), 8, "middle"))
    title = clipped(exhibit.y_label, 200, 8)
    shapes.append(Words(left, above + 12, title, 8))
    x = left + max(130.0, extent(title, 8) + 12)
    each = (WIDTH - x) / max(1, len(exhibit.series))
    for number, name in enumerate(exhibit.series):
        shapes.append(Path(((x, above + 9), (x + 14, above + 9)), BLACK, 1.1, False, 3 if number else 0))
        shapes.append(Words(x + 18, above + 12, clipped(name, each - 22, 7), 7))
        x += each
    return shapes, top + height + 26


def plot(exhibit: Plot, language: Language) -> Drawing:
    """Axes, boxes and lines; series differ by shade, dash and a legend above. Below pictures with axes of their own."""
    curve = exhibit.y_label and any(isinstance(mark, Line) for mark in exhibit.marks)
    heights = exhibit.y_ticks or (marked(*exhibit.y_range, TALL) if curve else ())
    named = [extent(label, 7) for _, label in heights]
    left = min(TICK, max([46.0, *named])) + 10.0
    legend, top = _legend(exhibit, left)
    strips = len(exhibit.below) > 1
    height, width = TALL - 50 * strips, WIDTH - left - 10
    (x0, x1), (y0, y1) = exhibit.x_range, exhibit.y_range

    def at(x: float, y: float) -> Point:
        across = (min(max(x, x0), x1) - x0) / ((x1 - x0) or 1)
        up = (min(max(y, y0), y1) - y0) / ((y1 - y0) or 1)
        return left + across * width, top + height - up * height

    shapes: list[Shape] = [Box(left, top, width, height, None, MIDDLE)]
    for value, label in heights:
        _, y = at(x0, value)
        shapes += [
            Path(((left, y), (left + width, y)), LIGHT, 0.5),
            Words(left - 4, y + 2.5, clipped(label, left - 8, 7), 7, "end"),
        ]
    for value, words in marked(x0, x1, width):
        x, y = at(value, y0)
        shapes.append(Path(((x, y), (x, y + 3)), DARK, 0.5))
        shapes.append(Words(min(x, WIDTH - 1 - extent(words, 7) / 2), y + 10, words, 7, "middle"))
    across = [(at(value, y0)[0], label) for value, label in exhibit.x_ticks]
    shapes += [Path(((x, top), (x, top + height)), LIGHT, 0.5) for x, _ in across]
    for mark in exhibit.marks:
        shapes += _mark(mark, at)
    names, rows = _across(across, top + height + 19)
    shapes += names
    low = top + height + rows * ROW
    shapes.append(Words(left + width / 2, low + 21, clipped(exhibit.x_label, width, 8), 8, "middle"))
    shapes += legend
    shapes.append(Words(left, top - 6, clipped(exhibit.y_label, width, 8), 8))
    bottom = low + 26
    for one in exhibit.below:
        made, bottom = matrix(one, bottom + GAP, strip=strips)
        shapes += made
    return Drawing(WIDTH, bottom, tuple(shapes), describe(exhibit))


def _across(ticks: Sequence[tuple[float, str]], top: float) -> tuple[list[Shape], int]:
    """Names of places across, each beginning at its place in the first of ``ROWS`` rows that has room for it, with a
    thin line down to it; and how many rows they take."""
    starts = [WIDTH + 4] * ROWS
    shapes: list[Shape] = []
    used = 0
    for x, label in sorted(ticks, reverse=True):
        words = clipped(label, TICK - 12, 7)
        at = min(x + 1.5, WIDTH - extent(words, 7))
        row = next((n for n, start in enumerate(starts) if at + extent(words, 7) + 4 <= start), None)
        if row is None:
            row = max(range(ROWS), key=lambda n: starts[n])
            words = clipped(words, max(0.0, starts[row] - 4 - at), 7)
        shapes.append(Path(((x, top - 19), (x, top + row * ROW)), LIGHT, 0.5))
        shapes.append(Words(at, top + row * ROW, words, 7))
        starts[row] = at
        used = max(used, row + 1)
    return shapes, used


def _legend(exhibit: Plot, left: float) -> tuple[list[Shape], float]:
    """A sign and the name of each series that is drawn, in as many rows as they need, and where the plot begins below
    them: the title of its axis has a row of its own."""
    drawn = {mark.series for mark in exhibit.marks if isinstance(mark, Line)}
    held = {mark.series for mark in exhibit.marks}
    shapes: list[Shape] = []
    x, y = left, 9.0
    for series, name in enumerate(exhibit.series):
        if series not in held:
            continue
        words = clipped(name, WIDTH - left - 30, 7)
        wide = 22 + extent(words, 7)
        if x > left and x + wide > WIDTH:
            x, y = left, y + 11
        shade, odd = SERIES[series % len(SERIES)], series % 2 == 1
        if series in drawn:
            width, dash = STROKES[series % len(STROKES)]
            shapes.append(Path(((x, y - 2.5), (x + 16, y - 2.5)), shade, width, False, dash))
        else:
            shapes.append(Box(x + 4, y - 6, 8, 6, WHITE if odd else shade, shade, odd))
        shapes.append(Words(x + 20, y, words, 7))
        x += wide + 14
    below = (y + 12 if shapes else 12.0) if exhibit.y_label else y
    return shapes, below + 6


def _mark(mark: Mark | Line, at: Callable[[float, float], Point]) -> Iterator[Shape]:
    shade = SERIES[mark.series % len(SERIES)]
    odd = mark.series % 2 == 1
    if isinstance(mark, Line):
        if len(mark.points) > 1:
            width, dash = STROKES[mark.series % len(STROKES)]
            yield Path(tuple(at(x, y) for x, y in mark.points), shade, width, False, dash)
        return
    a, b = at(mark.x, mark.y), at(mark.x + mark.width, mark.y + mark.height)
    x, y = min(a[0], b[0]), min(a[1], b[1])
    yield Box(x, y, max(abs(b[0] - a[0]), 0.6), max(abs(b[1] - a[1]), 0.6), WHITE if odd else shade, shade, odd)


def score(exhibit: Score, language: Language) -> tuple[Drawing, ...]:
    """Rows of staves where a key is known, each a drawing, so that pages break between them; then two piano rolls on
    one time axis, each from its own first note."""
    rolls = ((exhibit.left, exhibit.left_place, "left"), (exhibit.right, exhibit.right_place, "right"))
    longest = max((_length(notes) for notes, _, _ in rolls), default=1.0) or 1.0
    pieces = [] if exhibit.fifths is None else notation.systems(exhibit, WIDTH, language)
    shapes: list[Shape] = []
    y = 0.0
    for notes, place, key in rolls:
        shapes.append(Words(0, y + 9, clipped(f"{say(language, key)}{say(language, 'colon')}{place}", WIDTH, 8), 8))
        made, y = _roll(notes, y + 14, longest)
        shapes += made
        y += 8
    pieces.append((shapes, y))
    said = [f" ({number}/{len(pieces)})" if len(pieces) > 1 else "" for number in range(1, len(pieces) + 1)]
    return tuple(
        Drawing(WIDTH, height, tuple(held), describe(exhibit) + which)
        for (held, height), which in zip(pieces, said, strict=True)
    )


def _length(notes: Sequence[Note]) -> float:
    return max((n.onset + n.duration for n in notes), default=0.0) - min((n.onset for n in notes), default=0.0)


def _roll(notes: Sequence[Note], top: float, longest: float) -> tuple[list[Shape], float]:
    pitches = [note.pitch for note in notes] or [60.0]
    low, high = min(pitches) - 1, max(pitches) + 1
    row = max(2.0, min(7.0, 90.0 / (high - low + 1)))
    height = row * (high - low + 1)
    first = min((note.onset for note in notes), default=0.0)
    left = 34.0
    width = WIDTH - left - 1
    shapes: list[Shape] = [Box(left, top, width, height, None, MIDDLE)]
    for beat in range(1, 0 if notation.heard(notes) else int(longest) + 1):  # a recording has no beats
        x = left + beat / longest * width
        shapes.append(Path(((x, top), (x, top + height)), LIGHT, 0.5))
    for pitch in (min(pitches), max(pitches)):
        shapes.append(Words(left - 4, top + (high - pitch + 0.8) * row, f"{pitch:.6g}", 7, "end"))
    for note in notes:
        x, y = left + (note.onset - first) / longest * width, top + (high - note.pitch) * row
        wide = max(note.duration / longest * width - 0.8, 1.0)
        fill = {"same": DARK, "changed": WHITE, "moved": LIGHT}.get(note.role, WHITE)
        stroke = BLACK if note.role in ("same", "changed", "moved") else MIDDLE
        shapes.append(Box(x, y, wide, row, fill, stroke, note.role == "changed"))
    return shapes, top + height


def coverage(shown: CoverageMap, language: Language) -> tuple[Drawing, Drawing]:
    """One drawing a work: a bar for each file, and above the key to what these hold."""
    return _work(shown.left, shown.alt, language), _work(shown.right, shown.alt, language)


NAME = 150.0


def _work(work: WorkBars, alt: str, language: Language) -> Drawing:
    shapes: list[Shape] = [Words(0, 9, clipped(work.label, WIDTH - 150, 9), 9)]
    kinds = {bar.kind for file in work.files for bar in file.bars}
    if "matched" in kinds:
        shapes += [Box(WIDTH - 140, 2, 14, 8, DARK, BLACK), Words(WIDTH - 122, 9, say(language, "matched"), 7.5)]
    if "excluded" in kinds:
        shapes += [Box(WIDTH - 70, 2, 14, 8, WHITE, DARK, True), Words(WIDTH - 52, 9, say(language, "excluded"), 7.5)]
    y = 14.0
    for file in work.files:
        shapes += _bars(file, y)
        y += 21
    if work.omitted:
        shapes.append(Words(NAME, y + 8, say(language, "bars-omitted", count=work.omitted), 7.5))
        y += 13
    return Drawing(WIDTH, y, tuple(shapes), f"{alt}{say(language, 'colon')}{work.label}")


def _bars(file: FileBars, y: float) -> Iterator[Shape]:
    width = WIDTH - NAME - 2
    yield Words(0, y + 7.5, clipped(file.file, NAME - 6, 7.5), 7.5)
    yield Words(0, y + 16.5, clipped(file.extent, NAME - 6, 7), 7, grey=90)
    yield Box(NAME, y + 2, width, 10, WHITE, MIDDLE)
    for bar in file.bars:
        excluded = bar.kind == "excluded"
        x, wide = NAME + bar.start * width, max((bar.stop - bar.start) * width, 0.8)
        yield Box(x, y + 2, wide, 10, WHITE if excluded else DARK, DARK, excluded)
