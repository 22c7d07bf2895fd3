"""Lines of a plot that are seen as one: the legend says so, or a reader looks for the line that is not there."""

from __future__ import annotations

from dataclasses import replace

from appraisal.exhibit import Line, Plot
from reports.document import Language
from reports.wording import say

SAME = 1 / 400  # of the height and the width of a plot: less than a stroke


def told(exhibit: Plot, language: Language) -> Plot:
    """The plot; the name of a series of one line that lies on that of an earlier one says on which."""
    lines: dict[int, list[Line]] = {}
    for mark in exhibit.marks:
        if isinstance(mark, Line):
            lines.setdefault(mark.series, []).append(mark)
    single = {series: held[0] for series, held in lines.items() if len(held) == 1 and held[0].points}
    names = list(exhibit.series)
    for series in sorted(single):
        earlier = (other for other in sorted(single) if other < series)
        on = next((other for other in earlier if _one(exhibit, single[other], single[series])), None)
        if on is not None and series < len(names):
            names[series] = say(language, "coinciding", name=names[series], number=on + 1)
    return replace(exhibit, series=tuple(names))


def _one(exhibit: Plot, one: Line, other: Line) -> bool:
    across, up = (abs(high - low) * SAME for low, high in (exhibit.x_range, exhibit.y_range))
    return len(one.points) == len(other.points) and all(
        abs(a[0] - b[0]) <= across and abs(a[1] - b[1]) <= up for a, b in zip(one.points, other.points, strict=True)
    )
