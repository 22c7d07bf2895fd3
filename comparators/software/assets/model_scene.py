"""Models while a file is read: points as the file numbers them, triangles, motion, frames of sprites; and three
formats: Wavefront OBJ, STL and PLY. glTF is in ``model_gltf``, tables of sprites are in ``model_sprites``."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import OverLimit, Unreadable
from comparators.software.assets.hardened import size

MOST_POINTS = 4_000_000  # in one file
MOST_SERIES = 20_000
F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """One channel of motion: ``times`` (n) in seconds, ``values`` (n × width), what it moves."""

    name: str
    times: F64
    values: F64


@dataclass(frozen=True)
class Frame:
    """One frame of a table of sprites: its rectangle in pixels, how long it is shown in milliseconds (0: not said)."""

    name: str
    x: float
    y: float
    width: float
    height: float
    shown: float = 0.0


@dataclass
class Scene:
    """All that one file holds. ``points`` are numbered through the file; ``pieces`` say where each begins, its name."""

    file: str
    points: list[F64] = field(default_factory=list)
    uv: list[tuple[I64, F64]] = field(default_factory=list)
    faces: list[I64] = field(default_factory=list)
    pieces: list[tuple[int, str]] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, name: str, points: F64, faces: I64) -> int:
        """Append points (n × 3) and triangles (m × 3, numbers within them). Returns the number of the first point."""
        first = self.count
        if first + len(points) > MOST_POINTS or len(faces) > 4 * MOST_POINTS:
            raise OverLimit(f"{self.file}: more than {MOST_POINTS} vertices in one file: split it")
        if len(faces) and (faces.min() < 0 or faces.max() >= len(points)):
            raise Unreadable(f"{self.file}: a face names a vertex that is not there")
        points = np.asarray(points, np.float64)
        broken = np.asarray((~np.isfinite(points) | (np.abs(points) > 1e15)).any(axis=1))
        if broken.any():
            self.note("vertices-not-finite")
            points = np.where(broken[:, None], 0.0, points)
            faces = faces[~broken[faces].any(axis=1)]
        self.points.append(points)
        self.faces.append(faces.astype(np.int64) + first)
        self.pieces.append((first, name[:80]))
        self.count += len(points)
        return first

    def note(self, text: str) -> None:
        if text not in self.notes and len(self.notes) < 20:
            self.notes.append(text)


def read_obj(scene: Scene, text: str) -> None:
    """Vertices, faces (of any number of corners, cut as a fan) and texture places of a Wavefront OBJ file."""
    points: list[list[float]] = []
    places: list[list[float]] = []
    faces: list[tuple[int, int, int]] = []
    corners: list[tuple[int, int]] = []
    file = scene.file
    try:
        for line in text.replace("\\\n", " ").splitlines():
            parts = line.split()
            if not parts:
                continue
            if parts[0] == "v":
                points.append([float(p) for p in parts[1:4]])
                if len(points) > MOST_POINTS:
                    raise OverLimit(f"{file}: more than {MOST_POINTS} vertices in one file: split it")
            elif parts[0] == "vt":
                places.append([float(p) for p in [*parts[1:3], "0"][:2]])
            elif parts[0] == "f":
                numbers = []
                for part in parts[1:]:
                    v, _, rest = part.partition("/")
                    at = _index(int(v), len(points), file)
                    numbers.append(at)
                    place = rest.partition("/")[0]
                    if place:
                        corners.append((at, _index(int(place), len(places), file)))
                faces += [(numbers[0], b, c) for b, c in pairwise(numbers[1:])]
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{file}: not an OBJ file ({str(error)[:80]})") from error
    if any(len(p) != 3 for p in points):
        raise Unreadable(f"{file}: a vertex has not three numbers")
    if not points:
        return
    first = scene.add("", np.array(points), np.array(faces, np.int64).reshape(-1, 3))
    if corners and places:
        pairs = np.unique(np.array(corners, np.int64), axis=0)
        scene.uv.append((pairs[:, 0] + first, np.array(places, np.float64)[pairs[:, 1]]))


def _index(number: int, count: int, file: str) -> int:
    at = number - 1 if number > 0 else count + number
    if not 0 <= at < count:
        raise Unreadable(f"{file}: a face names {number}, there are {count}")
    return at


def read_stl(scene: Scene, data: bytes) -> None:
    """Triangles of an STL file, binary or text."""
    if len(data) >= 84:
        count = int.from_bytes(data[80:84], "little")
        if len(data) == 84 + 50 * count and count <= MOST_POINTS:
            body = np.frombuffer(data, np.dtype([("f", "<f4", 12), ("a", "<u2")]), count, 84)
            points = body["f"][:, 3:].reshape(-1, 3).astype(np.float64)
            scene.add("", points, np.arange(len(points)).reshape(-1, 3))
            return
    if not data.lstrip()[:5].lower() == b"solid":
        raise Unreadable(f"{scene.file}: neither a binary STL file of the length it says nor a text one")
    words = data.split()
    at = [n for n, word in enumerate(words) if word.lower() == b"vertex"]
    if len(at) > MOST_POINTS:
        raise OverLimit(f"{scene.file}: more than {MOST_POINTS} vertices in one file: split it")
    try:
        points = np.array([[float(w) for w in words[n + 1 : n + 4]] for n in at], np.float64).reshape(-1, 3)
    except ValueError as error:
        raise Unreadable(f"{scene.file}: a vertex is not three numbers") from error
    if len(points):
        scene.add("", points[: len(points) // 3 * 3], np.arange(len(points) // 3 * 3).reshape(-1, 3))


PLY_TYPES = {
    "char": "i1",
    "int8": "i1",
    "uchar": "u1",
    "uint8": "u1",
    "short": "i2",
    "int16": "i2",
    "ushort": "u2",
    "uint16": "u2",
    "int": "i4",
    "int32": "i4",
    "uint": "u4",
    "uint32": "u4",
    "float": "f4",
    "float32": "f4",
    "double": "f8",
    "float64": "f8",
}
Element = tuple[str, int, list[tuple[str, str, str]]]  # name, count, properties (name, type, type of the list's length)


def read_ply(scene: Scene, data: bytes) -> None:
    """Vertices and faces of a PLY file: text, or binary of either byte order."""
    head, mark, body = data.partition(b"end_header")
    if not mark or b"\n" not in body[:3]:
        raise Unreadable(f"{scene.file}: a PLY file without the end of its header")
    body = body[body.index(b"\n") + 1 :]
    elements: list[Element] = []
    form = ""
    for line in head.decode("ascii", "replace").split("\n"):
        words = line.split()
        if words[:1] == ["format"] and len(words) > 1:
            form = words[1]
        elif words[:1] == ["element"] and len(words) == 3:
            elements.append((words[1], size(words[2], scene.file, "number of elements"), []))
        elif words[:1] == ["property"] and elements and len(words) >= 3:
            lists = words[1] == "list" and len(words) == 5
            types = (words[3], words[2]) if lists else (words[1], "")
            if types[0] not in PLY_TYPES or (lists and types[1] not in PLY_TYPES):
                raise Unreadable(f"{scene.file}: unknown type of a property: {types[0][:20]!r}")
            elements[-1][2].append((words[-1], types[0], types[1]))
    if form not in ("ascii", "binary_little_endian", "binary_big_endian"):
        raise Unreadable(f"{scene.file}: a PLY file of unknown form {form[:30]!r}")
    if sum(count for _, count, _ in elements) > 4 * MOST_POINTS:
        raise OverLimit(f"{scene.file}: more than {4 * MOST_POINTS} elements in one file")
    try:
        values = _ply_text(elements, body) if form == "ascii" else _ply_binary(elements, body, form)
    except (ValueError, IndexError, struct.error, StopIteration) as error:
        raise Unreadable(f"{scene.file}: the PLY file ends early, or holds what is no number") from error
    points, faces = values
    if len(points):
        scene.add("", np.array(points, np.float64), np.array(faces, np.int64).reshape(-1, 3))


def _fan(numbers: list[int]) -> list[tuple[int, int, int]]:
    return [(numbers[0], b, c) for b, c in pairwise(numbers[1:])]


def _ply_text(elements: list[Element], body: bytes) -> tuple[list[list[float]], list[tuple[int, int, int]]]:
    words = iter(body.split())
    points: list[list[float]] = []
    faces: list[tuple[int, int, int]] = []
    for name, count, properties in elements:
        for _ in range(count):
            row: dict[str, Any] = {}
            for key, _, length in properties:
                many = int(next(words)) if length else 1
                if not 0 <= many <= 10_000:
                    raise ValueError("length of a list")
                read = [float(next(words)) for _ in range(many)]
                row[key] = read if length else read[0]
            _take(name, row, points, faces)
    return points, faces


def _ply_binary(
    elements: list[Element], body: bytes, form: str
) -> tuple[list[list[float]], list[tuple[int, int, int]]]:
    order = "<" if "little" in form else ">"
    letters = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}
    points: list[list[float]] = []
    faces: list[tuple[int, int, int]] = []
    at = 0
    for name, count, properties in elements:
        for _ in range(count):
            row: dict[str, Any] = {}
            for key, kind, length in properties:
                many = 1
                if length:
                    shape = order + letters[PLY_TYPES[length]]
                    many = int(struct.unpack_from(shape, body, at)[0])
                    at += struct.calcsize(shape)
                    if not 0 <= many <= 10_000:
                        raise ValueError("length of a list")
                shape = f"{order}{many}{letters[PLY_TYPES[kind]]}"
                read = struct.unpack_from(shape, body, at)
                at += struct.calcsize(shape)
                row[key] = list(read) if length else read[0]
            _take(name, row, points, faces)
    return points, faces


def _take(name: str, row: dict[str, Any], points: list[list[float]], faces: list[tuple[int, int, int]]) -> None:
    if name == "vertex":
        points.append([float(row.get(axis, 0.0)) for axis in "xyz"])
    elif name == "face":
        numbers = row.get("vertex_indices", row.get("vertex_index"))
        if isinstance(numbers, list):
            faces += _fan([int(n) for n in numbers])
