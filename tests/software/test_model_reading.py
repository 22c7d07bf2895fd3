"""Formats of models: what is read, and what hostile files come to."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from appraisal.contract import run
from appraisal.errors import MaterialError, OverLimit, Unreadable
from appraisal.work import Work
from comparators.software.assets.model_features import ModelFeatures
from comparators.software.assets.model_reading import read
from tests.software.model_files import gltf_of, sway
from tests.specimens import carved, obj

POINTS, FACES = carved(2)


def features(path: Path) -> ModelFeatures:
    return read(Work.open(path).members[0])


def document() -> dict[str, Any]:
    return gltf_of(np.array(POINTS), np.array(FACES), sway(1))[0]


def glb(body: dict[str, Any], data: bytes) -> bytes:
    text = json.dumps(body).encode()
    text += b" " * (-len(text) % 4)
    parts = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(data), b"BIN\0") + data
    return struct.pack("<4sII", b"glTF", 2, 12 + len(parts)) + parts


def test_glb_and_gltf_say_the_same(tmp_path: Path) -> None:
    body, data = gltf_of(np.array(POINTS), np.array(FACES), sway(1))
    (tmp_path / "m.gltf").write_text(json.dumps(body))
    del body["buffers"][0]["uri"]
    (tmp_path / "m.glb").write_bytes(glb(body, data))
    one, other = features(tmp_path / "m.gltf"), features(tmp_path / "m.glb")
    assert len(one.points) == len(POINTS)
    assert (one.points == other.points).all()
    assert (one.values == other.values).all()
    assert np.allclose(
        np.ptp(one.points, axis=0), 2 * np.ptp(np.array(POINTS), axis=0), rtol=1e-5
    )  # the node scales by 2


def test_ply_text_and_binary_say_the_same(tmp_path: Path) -> None:
    head = "ply\nformat {} 1.0\nelement vertex {}\nproperty float x\nproperty float y\nproperty float z\n"
    head += "element face {}\nproperty list uchar int vertex_indices\nend_header\n"
    text = "".join(f"{x} {y} {z}\n" for x, y, z in POINTS) + "".join(f"3 {a} {b} {c}\n" for a, b, c in FACES)
    (tmp_path / "a.ply").write_text(head.format("ascii", len(POINTS), len(FACES)) + text)
    for order, name in (("<", "little"), (">", "big")):
        data = b"".join(struct.pack(order + "3f", *p) for p in POINTS)
        data += b"".join(struct.pack(order + "B3i", 3, *f) for f in FACES)
        (tmp_path / f"{name}.ply").write_bytes(
            head.format(f"binary_{name}_endian", len(POINTS), len(FACES)).encode() + data
        )
        assert np.allclose(features(tmp_path / "a.ply").points, features(tmp_path / f"{name}.ply").points, atol=1e-6)


def test_obj_of_negative_numbers_and_binary_stl(tmp_path: Path) -> None:
    lines = [f"v {x} {y} {z}" for x, y, z in POINTS]
    n = len(POINTS)
    lines += [f"f {a - n} {b - n}//1 {c - n}" for a, b, c in FACES]
    (tmp_path / "m.obj").write_text("\n".join(lines))
    body = b"".join(struct.pack("<12fH", 0, 0, 0, *(v for k in f for v in POINTS[k]), 0) for f in FACES)
    (tmp_path / "m.stl").write_bytes(bytes(80) + struct.pack("<I", len(FACES)) + body)
    assert len(features(tmp_path / "m.obj").points) == len(features(tmp_path / "m.stl").points) == n
    assert features(tmp_path / "m.stl").cells == 3 * len(FACES)


def broken(change: str) -> str:
    body = document()
    accessor = body["accessors"]
    if change == "index out of range":
        accessor[0]["count"] = 3
    elif change == "negative count":
        accessor[0]["count"] = -4
    elif change == "vast count":
        accessor[0]["count"] = 10**12
    elif change == "beyond the buffer":
        body["bufferViews"][0]["byteOffset"] = 10**6
    elif change == "count of a word":
        accessor[1]["count"] = "many"
    elif change == "accessor not there":
        body["meshes"][0]["primitives"][0]["attributes"]["POSITION"] = 99
    elif change == "buffer no base64":
        body["buffers"][0]["uri"] = "data:,§§§"
    elif change == "stride of nothing":
        body["bufferViews"][0]["byteStride"] = 1
    elif change == "type unknown":
        accessor[0]["type"] = "VEC9"
    elif change == "rotation of words":
        body["nodes"][0]["rotation"] = ["a", {}, None, 1]
    elif change == "sampler not there":
        body["animations"][0]["channels"][0]["sampler"] = 7
    return json.dumps(body)


CHANGES = [
    "index out of range",
    "negative count",
    "vast count",
    "beyond the buffer",
    "count of a word",
    "accessor not there",
    "buffer no base64",
    "stride of nothing",
    "type unknown",
    "rotation of words",
    "sampler not there",
]


@pytest.mark.parametrize("change", CHANGES)
def test_hostile_gltf_is_named(tmp_path: Path, change: str) -> None:
    (tmp_path / "m.gltf").write_text(broken(change))
    with pytest.raises(MaterialError, match=r"m\.gltf") as caught:
        features(tmp_path / "m.gltf")
    assert isinstance(caught.value, (Unreadable, OverLimit))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("face.obj", b"v 0 0 0\nv 1 0 0\nf 1 2 3\n"),
        ("zero.obj", b"v 0 0 0\nv 1 0 0\nf 0 1 2\n"),
        ("word.obj", b"v 0 zero 0\n"),
        ("flat.obj", b"v 0 0\n"),
        ("cut.stl", b"\0" * 80 + struct.pack("<I", 4_000_000) + b"abc"),
        ("word.stl", b"solid\nvertex a b c\n"),
        ("end.ply", b"ply\nformat ascii 1.0\nelement vertex 5\nproperty float x\nend_header\n1 2\n"),
        ("vast.ply", b"ply\nformat ascii 1.0\nelement vertex 99999999\nproperty float x\nend_header\n1\n"),
        ("minus.ply", b"ply\nformat ascii 1.0\nelement vertex -5\nproperty float x\nend_header\n1\n"),
        (
            "list.ply",
            b"ply\nformat ascii 1.0\nelement face 1\nproperty list int int vertex_indices\nend_header\n-7 1\n",
        ),
        ("type.ply", b"ply\nformat ascii 1.0\nelement vertex 1\nproperty quad x\nend_header\n1\n"),
        ("no.ply", b"ply\nformat ascii 1.0\n"),
        ("cut.glb", b"glTF" + struct.pack("<II", 2, 999) + struct.pack("<I4s", 500, b"JSON") + b"{}"),
        ("deep.gltf", b"[" * 5000),
        ("list.gltf", b"[1, 2]"),
        ("frame.json", b'{"frames": {"a": {"frame": {"x": "left", "y": 0, "w": 1, "h": 1}}}}'),
    ],
)
def test_hostile_files_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(MaterialError, match=name):
        features(tmp_path / name)


def test_numbers_that_are_none_are_left_out_and_said(tmp_path: Path) -> None:
    text = obj(POINTS, list(FACES)).split("\n")
    text[5], text[9] = "v nan 0 0", "v 1 inf 0"
    for side in "lr":
        (tmp_path / side).mkdir()
        (tmp_path / side / "m.obj").write_text("\n".join(text))
    found = run("software-model", tmp_path / "l", tmp_path / "r")
    assert {o.kind for o in found.observations} == {"vertices-not-finite"}
    assert found.coverage_of_left == 1


def test_nodes_that_are_their_own_ancestors_end(tmp_path: Path) -> None:
    body = document()
    body["nodes"] = [{"children": [1], "mesh": 0}, {"children": [0, 1]}]
    (tmp_path / "m.gltf").write_text(json.dumps(body))
    assert len(features(tmp_path / "m.gltf").points) == len(POINTS)


def test_what_is_not_covered_is_said(tmp_path: Path) -> None:
    for side in "lr":
        (tmp_path / side).mkdir()
        (tmp_path / side / "m.obj").write_text(obj(POINTS, list(FACES)))
    (tmp_path / "r" / "hero.fbx").write_bytes(b"Kaydara FBX Binary  \0")
    (tmp_path / "r" / "draco.gltf").write_text(json.dumps({"extensionsUsed": ["KHR_draco_mesh_compression"]}))
    (tmp_path / "r" / "old.gltf").write_text(json.dumps({"asset": {"version": "1.0"}, "meshes": {}}))
    found = run("software-model", tmp_path / "l", tmp_path / "r")
    assert {(o.span.file, o.kind, o.details["format"]) for o in found.observations} == {
        ("hero.fbx", "not-covered", "FBX"),
        ("draco.gltf", "not-covered", "KHR_draco_mesh_compression"),
        ("old.gltf", "not-covered", "glTF 1.0"),
    }


def test_regions_of_a_libgdx_atlas(tmp_path: Path) -> None:
    text = "a.png\nsize:64,64\nrun\n  bounds:1,2,30,40\nold\n  rotate: false\n  xy: 5, 6\n  size: 7, 8\n  orig: 7, 8\n"
    (tmp_path / "m.atlas").write_text(text)
    found = features(tmp_path / "m.atlas")
    assert found.cells == 2
    (table,) = found.tabled("m.atlas")
    assert np.allclose(table.values[:, :4] * 40, [[1, 2, 30, 40], [5, 6, 7, 8]])
