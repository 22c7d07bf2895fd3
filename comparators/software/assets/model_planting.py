"""A known copy of a part of a model, for controls: turned, scaled, renumbered, some vertices moved."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import Span
from appraisal.work import Member
from comparators.software.assets.model_features import Part
from comparators.software.assets.model_reading import read
from comparators.software.assets.model_scene import F64, I64

MOVED = 0.05  # of the vertices
HOST = 20_000  # vertices of the host that are kept


def plant(source: Member, into: Member, seed: int, out: Path) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when the source has no part that tells itself."""
    chance = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    dice = np.random.default_rng(seed)
    parts = [p for p in read(source).parts(source.file) if _fit(p)]
    if not parts:
        raise Refused(f"{source.file}: no part in one piece with enough in it to take")
    part = chance.choice(parts)
    turn = np.linalg.qr(dice.normal(size=(3, 3)))[0]
    points = part.points @ turn.T * chance.uniform(0.05, 20) + dice.normal(size=3)
    moved = dice.random(len(points)) < MOVED
    points[moved] += dice.normal(size=(int(moved.sum()), 3)) * np.ptp(points, axis=0).max() * 0.02
    order = dice.permutation(len(points))
    back = np.argsort(order)
    copied = points[order], dice.permutation(back[part.faces])
    hosts: list[tuple[F64, I64]] = []
    kept = 0
    for other in read(into).parts(into.file):
        kept += len(other.points)
        if kept <= HOST:
            hosts.append((other.points, other.faces))
    path = out / f"planted-{seed}.obj"
    first = _written(path, [*hosts, copied])[-1]
    mirrored = "mirrored, " if np.linalg.det(turn) < 0 else ""
    left = Span(source.file, "cell", int(part.of.min()), int(part.of.max()) + 1)
    right = Span(path.name, "cell", first, first + len(points))
    return Plant(left, right, f"part of a model, turned, {mirrored}scaled, renumbered, vertices moved", path)


def _fit(part: Part) -> bool:
    """Enough surroundings to survive the moves, and the file's vertices in one run."""
    whole = int(part.of.max()) + 1 - int(part.of.min()) == len(part.of)
    return not part.primitive and part.distinct >= 60 and whole


def _written(path: Path, parts: list[tuple[F64, I64]]) -> list[int]:
    """Write parts as an OBJ file. Returns the number of the first vertex of each, from 0."""
    lines: list[str] = []
    firsts: list[int] = []
    first = 0
    for number, (points, faces) in enumerate(parts):
        firsts.append(first)
        lines.append(f"o part{number}")
        lines += [f"v {x:.9g} {y:.9g} {z:.9g}" for x, y, z in points.tolist()]
        lines += [f"f {a + 1 + first} {b + 1 + first} {c + 1 + first}" for a, b, c in faces.tolist()]
        first += len(points)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return firsts


def scramble(member: Member, seed: int, out: Path) -> Path:
    """See ``appraisal.comparator.Scrambling``: vertices of each part drawn anew in its box, triangles as they were."""
    dice = np.random.default_rng(seed)
    parts = read(member).parts(member.file)
    if not parts:
        raise Refused(f"{member.file}: holds no model")
    path = out / f"scrambled-{seed}.obj"
    boxes = [(p.points.min(axis=0), p.points.max(axis=0), p) for p in parts]
    _written(path, [(dice.uniform(low, high + 1e-9, (len(p.points), 3)), p.faces) for low, high, p in boxes])
    return path
