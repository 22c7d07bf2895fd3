"""Which place lies opposite which, across files: both works' files and a line for each match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.span import Span
from reports.document import Axes, Axis, Join, OppositeMap
from reports.extents import extents
from reports.places import number
from reports.sections.desk import Desk, result_of
from reports.text import printable

MOST = 40  # files of a work that are drawn, those with most matches: as many as one page holds
DIGITS = 4  # of a share of a file's length


def opposite(desk: Desk, filed: Filed, only: Sequence[Match]) -> OppositeMap:
    """Files of the left work on the left, those of the right on the right; a match joins the middles of its places.

    A match whose places are several (split, merged) has a line for each. Places in files that are not drawn are not
    drawn either; how many files that are is said.
    """
    found = filed.comparison
    kinds = list(dict.fromkeys(match.kind for match in found.matches))
    files = {side: _files(filed, side, only) for side in ("left", "right")}
    at = {side: {file: number for number, file in enumerate(some)} for side, some in files.items()}
    joins = []
    for match in only:
        for one in match.all_left():
            for other in match.all_right():
                if one.file in at["left"] and other.file in at["right"]:
                    joins.append(
                        Join(
                            kinds.index(match.kind),
                            at["left"][one.file], *_reach(one, files["left"][one.file]),
                            at["right"][other.file], *_reach(other, files["right"][other.file]),
                        )
                    )  # fmt: skip
    titles = desk.named(found.left.label), desk.named(found.right.label)
    axes = []
    for side, title in zip(("left", "right"), titles, strict=True):
        drawn = tuple(Axis(printable(file), length) for file, length in files[side].items())
        axes.append(Axes(title, drawn, len(_touched(side, only)) - len(drawn)))
    return OppositeMap(
        result_of(filed), axes[0], axes[1], tuple(desk.label(filed, kind) for kind in kinds), tuple(joins),
        desk.say("opposite-alt", left=titles[0], right=titles[1], matches=number(len(only))),
        desk.say("opposite-caption"),
    )  # fmt: skip


def _touched(side: str, only: Sequence[Match]) -> frozenset[str]:
    return frozenset(span.file for m in only for span in (m.all_left() if side == "left" else m.all_right()))


def _files(filed: Filed, side: str, only: Sequence[Match]) -> dict[str, float]:
    """Files with a match, in name order, and their lengths; at most ``MOST``, those with most matches."""
    count: dict[str, int] = defaultdict(int)
    reach: dict[str, float] = defaultdict(float)
    of: Side = "left" if side == "left" else "right"
    lengths = extents(filed.comparison)[of]
    for match in only:
        for span in match.all_left() if side == "left" else match.all_right():
            count[span.file] += 1
            stop = 1.0 if span.unit in ("file", "pixel") else float(span.stop)
            reach[span.file] = max(reach[span.file], stop)
    kept = sorted(sorted(count, key=lambda file: (-count[file], file))[:MOST])
    return {file: max(lengths.get(file, ("", 0.0))[1], reach[file], 1.0) for file in kept}


def _reach(span: Span, length: float) -> tuple[float, float]:
    """Begin and end as shares of the file's length."""
    if span.unit in ("file", "pixel"):
        return 0.0, 1.0
    first = 1 if span.unit == "line" else 0
    start, stop = (round(min(max((float(at) - first) / length, 0.0), 1.0), DIGITS) for at in (span.start, span.stop))
    return start, stop
