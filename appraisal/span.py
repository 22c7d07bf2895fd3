"""Places in a work, and their algebra.

All spans are half open and name the member ``file`` they lie in (POSIX path relative to the work's root; for a work
that is a single file, its file name). Linear units: ``char`` (Unicode code points of the decoded file), ``line``
(1-based), ``byte``, ``second``, ``note``, ``cell``, ``address``. Two-dimensional: ``pixel`` (a polygon in picture
coordinates, x right, y down). ``file`` is a whole member. Coordinates are those of the file as handed in; where that
has none, ``view`` names the derived view (kept with its digest under ``derived/``) in which the span is expressed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from appraisal.errors import RecordError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Unit = Literal["file", "char", "line", "byte", "second", "note", "cell", "address", "pixel"]
LINEAR: frozenset[str] = frozenset({"char", "line", "byte", "second", "note", "cell", "address"})
Number = int | float
Point = tuple[float, float]


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """One place. ``start``/``stop`` for linear units, ``polygon`` for pixels (≥ 3 points), neither for a whole file."""

    file: str
    unit: Unit = "char"
    start: Number = 0
    stop: Number = 0
    polygon: tuple[Point, ...] = ()
    view: str | None = None

    def __post_init__(self) -> None:
        if self.unit in LINEAR:
            if self.polygon:
                raise RecordError(f"a {self.unit} span has no polygon: {self.file}")
            if not self.start <= self.stop:
                raise RecordError(f"span runs backwards: {self.file} {self.unit} {self.start}..{self.stop}")
        elif self.unit == "pixel":
            if len(self.polygon) < 3:
                raise RecordError(f"a pixel span needs a polygon of at least 3 points: {self.file}")
        elif self.unit != "file":
            raise RecordError(f"unknown unit {self.unit!r}")

    @property
    def length(self) -> Number:
        """Extent in the span's unit: stop - start, area in square pixels, or 1 for a whole file."""
        if self.unit == "pixel":
            return float(_polygon(self.polygon).area)
        return 1 if self.unit == "file" else self.stop - self.start

    @property
    def lane(self) -> Lane:
        """Spans can only be united or subtracted within one lane: same file, unit and view."""
        return Lane(self.file, self.unit, self.view)


@dataclass(frozen=True, slots=True)
class Lane:
    """File, unit and view. Ordered by these; the file as handed in before its views."""

    file: str
    unit: Unit
    view: str | None = None

    def __lt__(self, other: Lane) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, str, bool, str]:
        return self.file, self.unit, self.view is not None, self.view or ""


def char(file: str, start: int, stop: int, view: str | None = None) -> Span:
    return Span(file, "char", start, stop, (), view)


def line(file: str, start: int, stop: int) -> Span:
    return Span(file, "line", start, stop)


def second(file: str, start: float, stop: float) -> Span:
    return Span(file, "second", start, stop)


def pixel(file: str, polygon: Iterable[Point], view: str | None = None) -> Span:
    return Span(file, "pixel", 0, 0, tuple((float(x), float(y)) for x, y in polygon), view)


def whole(file: str) -> Span:
    return Span(file, "file")


def box(file: str, left: float, top: float, right: float, bottom: float) -> Span:
    """An upright rectangle as a pixel span."""
    return pixel(file, ((left, top), (right, top), (right, bottom), (left, bottom)))


def _polygon(points: Sequence[Point]) -> BaseGeometry:
    from shapely import Polygon, make_valid  # shapely takes 0.2 s to import; text-only runs never need it

    shape = Polygon(points)
    return shape if shape.is_valid else make_valid(shape)


def _rings(shape: BaseGeometry) -> Iterator[Any]:
    """Polygons without holes that make up ``shape``: one with a hole is cut in two through the middle of the hole."""
    from shapely import box as rectangle

    for part in getattr(shape, "geoms", [shape]):
        if part.area <= 0 or part.geom_type != "Polygon":
            continue
        if not part.interiors:
            yield part
            continue
        left, top, right, bottom = part.bounds
        middle = part.interiors[0].centroid.x
        for half in (rectangle(left, top, middle, bottom), rectangle(middle, top, right, bottom)):
            yield from _rings(part.intersection(half))


Interval = tuple[Number, Number]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Union of half-open intervals as a sorted list of disjoint, non-touching, non-empty intervals."""
    merged: list[Interval] = []
    for start, stop in sorted(pair for pair in intervals if pair[0] < pair[1]):
        if merged and start <= merged[-1][1]:
            if stop > merged[-1][1]:
                merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((start, stop))
    return merged


def subtract(intervals: Sequence[Interval], removed: Sequence[Interval]) -> list[Interval]:
    """``intervals`` without ``removed``; both must be merged (sorted, disjoint)."""
    left: list[Interval] = []
    at = 0
    for start, stop in intervals:
        while at < len(removed) and removed[at][1] <= start:
            at += 1
        k = at
        while k < len(removed) and removed[k][0] < stop:
            if removed[k][0] > start:
                left.append((start, removed[k][0]))
            start = max(start, removed[k][1])
            k += 1
        if start < stop:
            left.append((start, stop))
    return left


def intersect(first: Sequence[Interval], second: Sequence[Interval]) -> list[Interval]:
    """Common part of two merged interval lists."""
    both: list[Interval] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start = max(first[i][0], second[j][0])
        stop = min(first[i][1], second[j][1])
        if start < stop:
            both.append((start, stop))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return both


class Region:
    """A set of places of one work: a union of spans, per file, unit and view. Immutable; whole files swallow parts."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        linear: dict[Lane, list[Interval]] = {}
        flat: dict[Lane, list[tuple[Point, ...]]] = {}
        files: set[str] = set()
        for span in spans:
            if span.unit == "file":
                files.add(span.file)
            elif span.unit == "pixel":
                flat.setdefault(span.lane, []).append(span.polygon)
            else:
                linear.setdefault(span.lane, []).append((span.start, span.stop))
        self.files = frozenset(files)
        self._linear = {lane: merge(parts) for lane, parts in sorted(linear.items())}
        self._flat_points = dict(sorted(flat.items()))

    @cached_property
    def _flat(self) -> dict[Lane, BaseGeometry]:
        if not self._flat_points:
            return {}
        from shapely import union_all

        return {lane: union_all([_polygon(p) for p in parts]) for lane, parts in self._flat_points.items()}

    def __bool__(self) -> bool:
        if not (self.files or self._linear or self._flat_points):
            return False
        return bool(self.files or any(self._linear.values()) or any(g.area > 0 for g in self._flat.values()))

    def intervals(self, lane: Lane) -> list[Interval]:
        """The merged intervals of one linear lane (empty when the file is not named)."""
        return self._linear.get(lane, [])

    def lanes(self) -> list[Lane]:
        return sorted([*self._linear, *self._flat_points])

    def holds_file(self, file: str) -> bool:
        return file in self.files

    def touches(self, span: Span) -> bool:
        """Whether ``span`` has anything in common with this region."""
        if not (self.files or self._linear or self._flat_points):
            return False
        if span.file in self.files:
            return True
        if span.unit == "pixel":
            return span.lane in self._flat and _polygon(span.polygon).intersection(self._flat[span.lane]).area > 0
        if span.unit == "file":
            return any(lane.file == span.file for lane in self.lanes())
        parts = self._linear.get(span.lane)
        if not parts:
            return False
        at = bisect_right(parts, (span.start, float("inf")))
        return (at > 0 and parts[at - 1][1] > span.start) or (at < len(parts) and parts[at][0] < span.stop)

    def share(self, span: Span) -> float:
        """How much of a linear place lies in this region, from 0 to 1."""
        if span.file in self.files:
            return 1.0
        parts = self._linear.get(span.lane, [])
        if not parts or span.stop <= span.start:
            return 0.0
        at, inside = max(0, bisect_right(parts, (span.start, float("inf"))) - 1), 0.0
        while at < len(parts) and parts[at][0] < span.stop:
            inside += max(0.0, min(parts[at][1], span.stop) - max(parts[at][0], span.start))
            at += 1
        return inside / (span.stop - span.start)

    def length(self, file: str | None = None, unit: Unit | None = None) -> float:
        """Total extent of all parts (without whole files, whose extent only the comparator knows)."""

        def wanted(lane: Lane) -> bool:
            return (file is None or lane.file == file) and (unit is None or lane.unit == unit)

        linear = float(sum(b - a for lane, parts in self._linear.items() if wanted(lane) for a, b in parts))
        return linear + sum(float(shape.area) for lane, shape in self._flat.items() if wanted(lane))

    def without(self, other: Region) -> Region:
        """This region less ``other``; a whole file in ``other`` takes everything of that file."""
        rest = Region()
        rest.files = self.files - other.files
        rest._linear = {
            lane: kept
            for lane, parts in self._linear.items()
            if lane.file not in other.files and (kept := subtract(parts, other.intervals(lane)))
        }
        rest._flat = {}
        for lane, shape in self._flat.items():
            if lane.file in other.files:
                continue
            kept_shape = shape.difference(other._flat[lane]) if lane in other._flat else shape
            if kept_shape.area > 0:
                rest._flat[lane] = kept_shape
                rest._flat_points[lane] = []
        return rest

    def overlap(self, other: Region) -> Region:
        """Common part. A whole file meets the parts of the same file in the parts."""
        common = Region()
        common.files = self.files & other.files
        for lane in sorted({*self._linear, *other._linear}):
            mine = self._linear.get(lane, [])
            theirs = other._linear.get(lane, [])
            parts = intersect(mine, theirs)
            if lane.file in other.files:
                parts = mine
            elif lane.file in self.files:
                parts = theirs
            if parts:
                common._linear[lane] = parts
        common._flat = {}
        for lane in sorted({*self._flat, *other._flat}):
            if lane in self._flat and (lane in other._flat or lane.file in other.files):
                shape = (
                    self._flat[lane] if lane.file in other.files else self._flat[lane].intersection(other._flat[lane])
                )
            elif lane in other._flat and lane.file in self.files:
                shape = other._flat[lane]
            else:
                continue
            if shape.area > 0:
                common._flat[lane] = shape
                common._flat_points[lane] = []
        return common

    def spans(self) -> Iterator[Span]:
        """The parts again as spans, sorted; a polygon with holes as several without."""
        for file in sorted(self.files):
            yield whole(file)
        for lane, parts in sorted(self._linear.items()):
            for start, stop in parts:
                yield Span(lane.file, lane.unit, start, stop, (), lane.view)
        for lane, shape in sorted(self._flat.items()):
            for part in _rings(shape):
                ring = tuple((float(x), float(y)) for x, y in part.normalize().exterior.coords[:-1])
                yield Span(lane.file, "pixel", 0, 0, ring, lane.view)


def to_json(span: Span) -> dict[str, Any]:
    """Canonical JSON form of a span."""
    body: dict[str, Any] = {"unit": span.unit, "file": span.file}
    if span.unit == "pixel":
        body["polygon"] = [[x, y] for x, y in span.polygon]
    elif span.unit != "file":
        body["start"] = span.start
        body["stop"] = span.stop
    if span.view is not None:
        body["view"] = span.view
    return body


def from_json(body: Mapping[str, Any]) -> Span:
    """Read a span; unknown or missing fields raise ``RecordError``."""
    unit: Unit = body.get("unit", "file")
    wanted = {"unit", "file"} | ({"polygon"} if unit == "pixel" else set() if unit == "file" else {"start", "stop"})
    if not wanted <= body.keys() <= wanted | {"view"}:
        raise RecordError(f"a {unit} span has the fields {sorted(wanted)}, not {sorted(body)}")
    if unit == "pixel":
        return pixel(body["file"], [(p[0], p[1]) for p in body["polygon"]], body.get("view"))
    return Span(body["file"], unit, body.get("start", 0), body.get("stop", 0), (), body.get("view"))
