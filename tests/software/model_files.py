"""glTF files for tests, made here."""

from __future__ import annotations

import base64
import random
from typing import Any

import numpy as np
from numpy.typing import NDArray

Motion = tuple[NDArray[np.float32], NDArray[np.float32]]


def sway(scale: float) -> Motion:
    """Times and places of sixteen keys; the places scaled."""
    dice = random.Random(5)
    times = np.cumsum([dice.choice((0.1, 0.2, 0.35)) for _ in range(16)])
    places = np.array([[dice.uniform(-1, 1) for _ in range(3)] for _ in range(16)]) * scale
    return times.astype(np.float32), places.astype(np.float32)


def gltf_of(
    points: NDArray[Any], faces: NDArray[Any], motion: Motion, *, beside: bool = False
) -> tuple[dict[str, Any], bytes]:
    """A document with mesh, texture places and motion, and its buffer."""
    uv = (points[:, :2] - points[:, :2].min(axis=0)) / np.ptp(points[:, :2])
    parts = [
        (points.astype("<f4"), 5126, "VEC3"),
        (faces.astype("<u2").reshape(-1, 1), 5123, "SCALAR"),
        (uv.astype("<f4"), 5126, "VEC2"),
        (motion[0].astype("<f4").reshape(-1, 1), 5126, "SCALAR"),
        (motion[1].astype("<f4"), 5126, "VEC3"),
    ]
    data, views, accessors = b"", [], []
    for number, (values, kind, shape) in enumerate(parts):
        data += bytes(-len(data) % 4)
        views.append({"buffer": 0, "byteOffset": len(data), "byteLength": values.nbytes})
        accessors.append({"bufferView": number, "componentType": kind, "count": len(values), "type": shape})
        data += values.tobytes()
    uri = "my%20data.bin" if beside else "data:application/octet-stream;base64," + base64.b64encode(data).decode()
    return {
        "asset": {"version": "2.0"},
        "nodes": [{"name": "n", "mesh": 0, "scale": [2, 2, 2]}],
        "meshes": [{"name": "m", "primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 2}, "indices": 1}]}],
        "animations": [
            {
                "name": "a",
                "samplers": [{"input": 3, "output": 4}],
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
            }
        ],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(data), "uri": uri}],
    }, data
