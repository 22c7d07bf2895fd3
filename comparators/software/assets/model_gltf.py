"""glTF 2.0 (Khronos 2017), JSON and binary: meshes where their first node puts them, texture places, motion.

Buffers inside the file (base64) or its binary part are read at once. A buffer in a file beside it is another member of
the work: the model is put together when both are at hand, see ``model_features.assembled``.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Unreadable
from comparators.software.assets.hardened import json_value, size
from comparators.software.assets.model_scene import F64, I64, MOST_SERIES, Scene, Series

MAGIC = b"glTF"
COMPONENTS = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
Document = Mapping[str, Any]


def opened(data: bytes, file: str) -> tuple[Document, bytes | None]:
    """The JSON document and the binary part of a .gltf or .glb file."""
    binary: bytes | None = None
    if data.startswith(MAGIC):
        at, text = 12, b""
        while at + 8 <= len(data):
            length, kind = int.from_bytes(data[at : at + 4], "little"), data[at + 4 : at + 8]
            part = data[at + 8 : at + 8 + length]
            if len(part) != length:
                raise Unreadable(f"{file}: a part of the glTF file ends early")
            if kind == b"JSON" and not text:
                text = part
            elif kind == b"BIN\x00" and binary is None:
                binary = part
            at += 8 + length
        data = text
    document = json_value(data, file)
    if not isinstance(document, dict):
        raise Unreadable(f"{file}: not a glTF document")
    return document, binary


def outside(document: Document) -> list[str]:
    """Names of the files, beside this one, that hold buffers."""
    return [unquote(uri) for b in _listed(document, "buffers") if (uri := str(b.get("uri", ""))) and uri[:5] != "data:"]


def _listed(document: Document, key: str) -> list[dict[str, Any]]:
    found = document.get(key)
    return [item if isinstance(item, dict) else {} for item in found] if isinstance(found, list) else []


def extent(document: Document) -> int:
    """Vertices and keys of motion that a document says it has; numbers that make no sense count as none."""
    accessors = _listed(document, "accessors")

    def count(number: Any) -> int:
        found = accessors[number].get("count") if isinstance(number, int) and 0 <= number < len(accessors) else 0
        return found if isinstance(found, int) and 0 <= found < 1 << 31 else 0

    total = 0
    for mesh in _listed(document, "meshes"):
        for primitive in _listed(mesh, "primitives"):
            attributes = primitive.get("attributes")
            total += count(attributes.get("POSITION")) if isinstance(attributes, dict) else 0
    for animation in _listed(document, "animations"):
        samplers = _listed(animation, "samplers")
        for channel in _listed(animation, "channels"):
            at = channel.get("sampler")
            total += count(samplers[at].get("input")) if isinstance(at, int) and 0 <= at < len(samplers) else 0
    return total


class _Buffers:
    """Accessors of one document, checked against the bytes that are there."""

    def __init__(self, scene: Scene, document: Document, binary: bytes | None, beside: Mapping[str, bytes]) -> None:
        self.scene, self.file = scene, scene.file
        self.accessors, self.views = _listed(document, "accessors"), _listed(document, "bufferViews")
        self.data: list[bytes | None] = []
        for number, buffer in enumerate(_listed(document, "buffers")):
            uri = str(buffer.get("uri", ""))
            if uri.startswith("data:"):
                try:
                    self.data.append(base64.b64decode(uri.partition(",")[2], validate=True))
                except ValueError as error:  # also of characters that are not ASCII
                    raise Unreadable(f"{self.file}: buffer {number} is not base64") from error
            else:
                self.data.append(beside.get(unquote(uri)) if uri else binary)

    def read(self, number: Any) -> NDArray[Any] | None:
        """Values of an accessor (count × width); None where its buffer is not at hand or it is of a kind not read."""
        at = size(number, self.file, "number of an accessor")
        if at >= len(self.accessors):
            raise Unreadable(f"{self.file}: accessor {at} is not there")
        accessor = self.accessors[at]
        if "sparse" in accessor or "bufferView" not in accessor:
            self.scene.note("sparse or compressed accessor")
            return None
        view_at = size(accessor["bufferView"], self.file, "number of a view")
        kind, width = accessor.get("componentType"), WIDTHS.get(str(accessor.get("type")))
        if view_at >= len(self.views) or kind not in COMPONENTS or width is None:
            raise Unreadable(f"{self.file}: accessor {at} is not described as it must be")
        view = self.views[view_at]
        buffer_at = size(view.get("buffer"), self.file, "number of a buffer")
        if buffer_at >= len(self.data):
            raise Unreadable(f"{self.file}: buffer {buffer_at} is not there")
        data = self.data[buffer_at]
        if data is None:
            self.scene.note("buffer-missing")
            return None
        form = np.dtype(COMPONENTS[kind])
        count = size(accessor.get("count"), self.file, "count")
        stride = size(view.get("byteStride") or form.itemsize * width, self.file, "stride")
        start = size(view.get("byteOffset", 0), self.file, "offset") + size(
            accessor.get("byteOffset", 0), self.file, "o"
        )
        stop = start + (stride * (count - 1) + form.itemsize * width if count else 0)
        if stop > len(data) or stride < form.itemsize * width:
            raise Unreadable(f"{self.file}: accessor {at} reaches beyond its buffer")
        values = np.ndarray((count, width), form, data, start, (stride, form.itemsize)).astype(np.float64)
        if accessor.get("normalized") and kind != 5126:
            values /= float(np.iinfo(form).max)
        return values


def read_gltf(scene: Scene, document: Document, binary: bytes | None, beside: Mapping[str, bytes]) -> None:
    """Meshes and motion of a document. What it asks for and is not read stands in ``scene.notes``."""
    for name in ("KHR_draco_mesh_compression", "EXT_meshopt_compression"):
        if name in str(document.get("extensionsUsed", "")):
            scene.note(name)
    version = document.get("asset", {}).get("version") if isinstance(document.get("asset"), dict) else None
    if str(version or "2")[:1] == "1":
        scene.note("glTF 1.0")
        return
    buffers = _Buffers(scene, document, binary, beside)
    placed = _placed(document, scene.file)
    for number, mesh in enumerate(_listed(document, "meshes")):
        matrix = placed.get(number, np.eye(4))
        for primitive in _listed(mesh, "primitives"):
            _primitive(scene, buffers, primitive, matrix, str(mesh.get("name", f"mesh {number}")))
    nodes = _listed(document, "nodes")
    for animation in _listed(document, "animations"):
        samplers = _listed(animation, "samplers")
        for channel in _listed(animation, "channels"):
            target = channel.get("target")
            target = target if isinstance(target, dict) else {}
            at = size(channel.get("sampler"), scene.file, "number of a sampler")
            if at >= len(samplers) or len(scene.series) >= MOST_SERIES:
                raise Unreadable(f"{scene.file}: sampler {at} is not there, or more than {MOST_SERIES} channels")
            times, values = buffers.read(samplers[at].get("input")), buffers.read(samplers[at].get("output"))
            if times is None or values is None or not len(times) or values.size % len(times):
                continue
            if not (np.isfinite(times).all() and np.isfinite(values).all()):
                scene.note("motion-not-finite")
                continue
            node = target.get("node")
            moved = nodes[node].get("name", node) if isinstance(node, int) and 0 <= node < len(nodes) else "?"
            name = f"{animation.get('name', 'animation')}: {moved} {target.get('path', '')}"
            scene.series.append(Series(name[:80], times[:, 0], values.reshape(len(times), -1)))


def _primitive(scene: Scene, buffers: _Buffers, primitive: dict[str, Any], matrix: F64, name: str) -> None:
    attributes = primitive.get("attributes")
    mode = primitive.get("mode", 4)
    if not isinstance(attributes, dict) or "POSITION" not in attributes or mode not in (4, 5, 6):
        return
    points = buffers.read(attributes["POSITION"])
    if points is None or points.shape[1] != 3 or not len(points):
        return
    index: I64 = np.arange(len(points))
    if "indices" in primitive:
        values = buffers.read(primitive["indices"])
        if values is None:
            return
        index = values[:, 0].astype(np.int64)
    if mode == 4:
        faces = index[: len(index) // 3 * 3].reshape(-1, 3)
    elif mode == 5:
        faces = np.column_stack([index[:-2], index[1:-1], index[2:]]) if len(index) > 2 else index[:0].reshape(0, 3)
    else:
        tail = max(0, len(index) - 2)
        faces = (
            np.column_stack([np.repeat(index[:1], tail), index[1:-1], index[2:]]) if tail else index[:0].reshape(0, 3)
        )
    with np.errstate(all="ignore"):  # what is not finite afterwards is noted by ``add``
        moved = points @ matrix[:3, :3].T + matrix[:3, 3]
    first = scene.add(name, moved, faces)
    if "TEXCOORD_0" in attributes:
        places = buffers.read(attributes["TEXCOORD_0"])
        if places is not None and places.shape == (len(points), 2) and np.isfinite(places).all():
            scene.uv.append((np.arange(first, first + len(points)), places))


def _placed(document: Document, file: str) -> dict[int, F64]:
    """World matrix of the first node that shows each mesh. Nodes that are their own ancestors are walked once."""
    nodes = _listed(document, "nodes")
    children = [[c for c in n.get("children") or [] if isinstance(c, int) and 0 <= c < len(nodes)] for n in nodes]
    has_parent = {c for each in children for c in each}
    found: dict[int, F64] = {}
    waiting: list[tuple[int, F64]] = [(n, np.eye(4)) for n in reversed(range(len(nodes))) if n not in has_parent]
    seen: set[int] = set()
    while waiting:
        number, above = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        with np.errstate(all="ignore"):
            matrix = above @ _local(nodes[number], file)
        mesh = nodes[number].get("mesh")
        if isinstance(mesh, int) and np.isfinite(matrix).all():
            found.setdefault(mesh, matrix)
        waiting += [(child, matrix) for child in reversed(children[number])]
    return found


def _local(node: dict[str, Any], file: str) -> F64:
    def numbers(key: str, default: list[float]) -> F64:
        value = node.get(key, default)
        try:
            found = np.array(value, np.float64)
        except (TypeError, ValueError) as error:
            raise Unreadable(f"{file}: {key} of a node is not {len(default)} numbers") from error
        if found.shape != (len(default),):
            raise Unreadable(f"{file}: {key} of a node is not {len(default)} numbers")
        return found

    if "matrix" in node:
        return numbers("matrix", [0.0] * 16).reshape(4, 4).T
    x, y, z, w = numbers("rotation", [0.0, 0.0, 0.0, 1.0])
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = turn * numbers("scale", [1.0, 1.0, 1.0])
    matrix[:3, 3] = numbers("translation", [0.0, 0.0, 0.0])
    return matrix
