"""Exhibits of ``software-model``: parts drawn as lines in one view, motion as a plot, frames as a table."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Exhibit, Line, Overlay, Picture, Plot
from appraisal.exhibit import Table as Rows
from appraisal.span import Span
from appraisal.work import Work
from comparators.software.assets.model_align import rows_alike
from comparators.software.assets.model_counting import Opened, met_of, reopened
from comparators.software.assets.model_features import ModelFeatures, Part, Table
from comparators.software.assets.model_reading import read
from comparators.software.assets.model_scene import F64, I64

SIDE = 480  # pixels of a picture
EDGE = 20
MOST_EDGES = 30_000  # drawn of a part
MET, ALONE = (30, 90, 150), (200, 90, 20)  # vertices that meet, that do not
FRAMES_SHOWN = 40
SHOWN = ("axes", "scale", "mirrored", "vertices_met", "vertices_in_left", "vertices_in_right", "edges_kept", "chance")


def exhibit(left: Work, right: Work, match: Match) -> Exhibit:
    """The files are read again, and the correspondence is worked out again."""
    sides = _opened(left, match.left), _opened(right, match.right)
    if match.kind == "mesh":
        return _overlay(sides[0], sides[1], match)
    tables = (
        sides[0].tables[match.left.file, int(match.details["number_of_left"])],
        sides[1].tables[match.right.file, int(match.details["number_of_right"])],
    )
    return _plot(*tables) if match.kind == "motion" else _frames(*tables)


def _opened(work: Work, span: Span) -> Opened:
    """The file of the span with the buffers that may lie beside it."""
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{span.file}: not in the work {work.label}")
    read_in: dict[str, ModelFeatures] = {span.file: read(member)}
    if read_in[span.file].document:
        for other in work.members:
            if other.file.lower().endswith((".bin", ".buf", ".glbin")):
                read_in[other.file] = read(other)
    return Opened(read_in)


def _overlay(left: Opened, right: Opened, match: Match) -> Overlay:
    frame, laid, met, straight = met_of(match, left, right)
    moved = reopened(match.details).moved(laid.points)
    centre = frame.points.mean(axis=0)
    axes = np.linalg.svd(frame.points - centre, full_matrices=False)[2]
    view = _tilted(axes)
    flat = [(points - centre) @ view.T for points in (frame.points, moved)]
    every = np.concatenate([f[:, :2] for f in flat])
    low, extent = every.min(axis=0), float(np.ptp(every, axis=0).max()) or 1.0
    drawn = [((f[:, :2] - low) / extent * (SIDE - 2 * EDGE) + EDGE) for f in flat]
    flags = [np.zeros(len(p.points), bool) for p in (frame, laid)]
    flags[0][met.frame], flags[1][met.laid] = True, True
    height = int(max(float(places[:, 1].max()) for places in drawn)) + EDGE
    one = _picture(frame, height, [(drawn[0], frame.edges, flags[0])])
    other = _picture(laid, height, [(drawn[1], laid.edges, flags[1])])
    both = _picture(laid, height, [(drawn[0], frame.edges, flags[0]), (drawn[1], laid.edges, flags[1])])
    lines = tuple((name, str(match.details[name])) for name in SHOWN if name in match.details)
    return Overlay(one if straight else other, other if straight else one, both, lines)


def _tilted(axes: F64) -> F64:
    """Principal axes, seen from a little above and beside, so that flat things do not fall together."""
    a, b = 0.5, 0.4
    about = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    above = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    found: F64 = above @ about @ axes
    return found


def _picture(part: Part, height: int, layers: list[tuple[F64, I64, NDArray[np.bool_]]]) -> Picture:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (SIDE, height), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    for places, edges, _ in layers:
        for a, b in edges[:: max(1, len(edges) // MOST_EDGES)].tolist():
            pen.line([tuple(places[a]), tuple(places[b])], fill=(175, 180, 185))
    for places, _, met in layers:
        for at in np.flatnonzero(met).tolist():
            pen.point([tuple(places[at])], fill=MET)
        for x, y in places[~met].tolist():
            pen.rectangle([x - 2, y - 2, x + 2, y + 2], fill=ALONE)
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=6)
    name = f"{part.file} {part.name}".strip()
    return Picture(name, stream.getvalue(), SIDE, height, alt=name)


def _plot(left: Table, right: Table) -> Plot:
    lines = []
    top = 1e-9
    for series, table in enumerate((left, right)):
        times = np.concatenate([[0.0], np.cumsum(table.values[:, 0])])[:-1]
        top = max(top, float(table.values[:, 1].max()))
        points = zip(times.tolist(), table.values[:, 1].tolist(), strict=True)
        lines.append(Line(tuple((float(x), float(y)) for x, y in points), series))
    names = tuple(f"{t.file} {t.name}" for t in (left, right))
    return Plot((0.0, 1.0), (0.0, top * 1.05), tuple(lines), names, "t", "|Δ|", caption=" / ".join(names), alt=names[0])


def _frames(left: Table, right: Table) -> Rows:
    rows = rows_alike(left, right)
    body = []
    for a, b in list(zip(rows[0].tolist(), rows[1].tolist(), strict=False))[:FRAMES_SHOWN]:
        texts = [" ".join(f"{v:.3g}" for v in t.values[n]) for t, n in ((left, a), (right, b))]
        body.append((str(a + 1), texts[0], str(b + 1), texts[1]))
    return Rows(("", left.file, "", right.file), tuple(body), "rlrl", f"{left.name} / {right.name}")
