"""The plot table of a dossier as its log has it: points, findings by point and accused work, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.codec import decode
from appraisal.dossier import LogEntry
from appraisal.errors import AppraisalError
from appraisal.plots.outline import Judgement, Outline, Point, PointFinding, latest, panel_of
from appraisal.procedure import Kind


@dataclass(frozen=True)
class PlotTable:
    """``findings``: by point and accused work what each expert said last. ``odd``: entries that cannot be read;
    ``said``: every finding on a point that stands, by whom, in the order of filing; ``dropped``: points that somebody
    judged and that stand in the table no longer, or in other words."""

    points: tuple[Point, ...]
    findings: Mapping[tuple[str, str], Mapping[str, PointFinding]]
    odd: tuple[LogEntry, ...] = ()
    said: tuple[tuple[str, PointFinding], ...] = ()
    dropped: tuple[Point, ...] = ()

    @property
    def accused(self) -> tuple[str, ...]:
        """Labels of the accused works that findings are about."""
        ids = {point.id for point in self.points}
        return tuple(sorted({work for point, work in self.findings if point in ids}))

    def judged(self, point: str, accused: str) -> Judgement | None:
        """What all experts agree on; ``UNSETTLED`` when they differ, None when nobody judged it."""
        return panel_of(self.findings.get((point, accused), {}).values())

    def counted(self, accused: str) -> Counter[Judgement | None]:
        """Number of points by judgement; None: judged by nobody."""
        return Counter(self.judged(point.id, accused) for point in self.points)

    def complete(self, accused: str) -> bool:
        """Whether there are points, and each has been judged."""
        return bool(self.points) and not self.counted(accused)[None]


def table_of(entries: Sequence[LogEntry]) -> PlotTable:
    """The table that the entries of a procedure log make; the last list of points counts, with what was found of
    points in the words in which they stand there."""
    points: tuple[Point, ...] = ()
    listed: dict[str, Point] = {}
    rows: list[tuple[str, PointFinding, Point | None]] = []
    odd: list[LogEntry] = []
    for entry in entries:
        if entry.kind == Kind.OUTLINE:
            outline = _decoded(Outline, entry)
            points = outline.points if outline is not None else points
            listed = {point.id: point for point in points}
            odd += [entry] if outline is None else []
        elif entry.kind == Kind.POINT:
            finding = _decoded(PointFinding, entry)
            rows += [(entry.by, finding, listed.get(finding.point))] if finding is not None else []
            odd += [entry] if finding is None else []
    said = [(by, one) for by, one, of in rows if of is None or of.is_same(listed.get(of.id))]
    dropped = {of.id: of for _, _, of in rows if of is not None and not of.is_same(listed.get(of.id))}
    return PlotTable(points, latest(said), tuple(odd), tuple(said), tuple(dropped.values()))


def _decoded(cls: type[Any], entry: LogEntry) -> Any:
    try:
        return decode(cls, {**entry.body, "is": cls.__name__})
    except (AppraisalError, TypeError, ValueError, RecursionError):
        return None
