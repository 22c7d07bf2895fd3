"""The map of places that lie opposite each other, as one drawing: greys and dashes only."""

from __future__ import annotations

from reports.document import Axes, Join, Language, OppositeMap
from reports.exhibits.drawing import BLACK, DARK, LIGHT, MIDDLE, WHITE, Box, Drawing, Path, Shape, Words, clipped
from reports.exhibits.figures import WIDTH
from reports.wording import say

NAME, BAR = 130.0, 9.0  # points: room for names, width of a file's bar
TALL, LEAST, APART = 300.0, 9.0, 3.0  # of all bars of a work, of one bar, between two
TOP, ROW, KEY = 18.0, 12.0, 226.0  # where bars begin; a row of the legend, and what one kind takes of it
# shade, dash, width; more kinds than styles begin again, and the table of matches names the kind of each
STYLES = ((DARK, 0.0, 0.6), (MIDDLE, 4.0, 0.7), (BLACK, 0.0, 1.7), (180, 0.0, 0.9), (BLACK, 1.5, 0.9), (DARK, 8.0, 1.3))

Bars = list[tuple[float, float]]  # top and height


def drawing(shown: OppositeMap, language: Language) -> Drawing:
    """Both works' files as bars as long as the files, a line from the middle of each place to the one opposite."""
    left, right = _bars(shown.left), _bars(shown.right)
    ends = NAME + 4 + BAR, WIDTH - NAME - 4 - BAR
    shapes: list[Shape] = [
        Words(NAME, 9, clipped(shown.left.label, 200, 9), 9, "end"),
        Words(WIDTH - NAME, 9, clipped(shown.right.label, 200, 9), 9),
    ]
    for axes, bars, x, at, anchor in (
        (shown.left, left, ends[0] - BAR, NAME, "end"),
        (shown.right, right, ends[1], WIDTH - NAME, "start"),
    ):
        for axis, (top, height) in zip(axes.files, bars, strict=True):
            shapes.append(Box(x, top, BAR, height, WHITE, MIDDLE))
            shapes.append(Words(at, top + height / 2 + 2.5, clipped(axis.file, NAME - 2, 7), 7, anchor))
    for join in shown.joins:
        one, other = _places(join, left, right)
        shade, dash, wide = STYLES[join.kind % len(STYLES)]
        shapes.append(Path(((ends[0], sum(one) / 2), (ends[1], sum(other) / 2)), shade, wide, False, dash))
    for place, x in dict.fromkeys(
        pair for join in shown.joins for pair in zip(_places(join, left, right), (ends[0] - BAR, ends[1]), strict=True)
    ):
        shapes.append(Box(x, place[0], BAR, max(place[1] - place[0], 0.6), LIGHT, DARK))
    bottom = max([TOP, *(top + height + APART for top, height in (*left, *right))])
    for axes, x, anchor in ((shown.left, NAME, "end"), (shown.right, WIDTH - NAME, "start")):
        if axes.omitted:
            shapes.append(Words(x, bottom + 9, say(language, "further-files", count=axes.omitted), 7, anchor))
    legend, y = _legend(shown, bottom + 24)
    return Drawing(WIDTH, y + 6, (*shapes, *legend), shown.alt)


def _legend(shown: OppositeMap, y: float) -> tuple[list[Shape], float]:
    """The kinds that the map has, and where the last of them stands."""
    shapes: list[Shape] = []
    x = 0.0
    for kind in sorted({join.kind for join in shown.joins}):
        shade, dash, wide = STYLES[kind % len(STYLES)]
        if x + KEY > WIDTH + 12:
            x, y = 0.0, y + ROW
        shapes.append(Path(((x, y - 3), (x + 18, y - 3)), shade, wide, False, dash))
        shapes.append(Words(x + 22, y, clipped(shown.kinds[kind], KEY - 26, 7), 7))
        x += KEY
    return shapes, y


def _bars(axes: Axes) -> Bars:
    """Top and height of each bar."""
    total = sum(axis.length for axis in axes.files) or 1.0
    made: Bars = []
    top = TOP
    for axis in axes.files:
        height = max(LEAST, TALL * axis.length / total - APART)
        made.append((top, height))
        top += height + APART
    return made


def _places(join: Join, left: Bars, right: Bars) -> tuple[tuple[float, float], tuple[float, float]]:
    """Top and bottom of both places."""
    (one, tall), (other, high) = left[join.left], right[join.right]
    return (
        (one + tall * join.left_start, one + tall * join.left_stop),
        (other + high * join.right_start, other + high * join.right_stop),
    )
