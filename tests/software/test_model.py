"""``software-model``: geometry, motion and sprites are found whatever scale, axes, order and names they have."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import registry
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.contract import run
from appraisal.errors import UsageError
from appraisal.exhibit import Overlay, Plot, Table
from appraisal.work import Work
from comparators.software.assets import SoftwareModel
from comparators.software.assets.model_align import Similarity, similarity
from comparators.software.assets.model_features import keys_of, profile
from tests.software.model_files import gltf_of, sway
from tests.specimens import carved, obj

POINTS, FACES = carved(1)
Points = list[list[float]]


def compared(tmp_path: Path, points: Points, faces: list[tuple[int, ...]], name: str = "b.obj") -> Comparison:
    (tmp_path / "a.obj").write_text(obj(POINTS, list(FACES)))
    (tmp_path / name).write_text(obj(points, faces))
    return run("software-model", tmp_path / "a.obj", tmp_path / name)


def test_other_scale_axes_and_order_are_the_same_model(tmp_path: Path) -> None:
    dice = random.Random(1)
    order = list(range(len(POINTS)))
    dice.shuffle(order)
    back = {old: new for new, old in enumerate(order)}
    points = [[-25.4 * POINTS[n][1] + 3, 25.4 * POINTS[n][2], 25.4 * POINTS[n][0] - 8] for n in order]
    faces: list[tuple[int, ...]] = [(back[c], back[a], back[b]) for a, b, c in FACES]
    dice.shuffle(faces)
    found = compared(tmp_path, points, faces)
    assert (found.coverage_of_left, found.coverage_of_right) == (1, 1)
    (match,) = found.matches
    details = match.details
    assert details["vertices_met"] == len(POINTS)
    assert details["edges_kept"] == details["edges_in_left"] == details["edges_in_right"]
    assert details["scale"] == pytest.approx(1 / 25.4, rel=1e-4)
    assert details["axes"] == "x = +z, y = -x, z = +y"
    assert details["mirrored"] == "yes"  # the exchange above turns a left hand into a right one


def test_quads_and_other_triangles_are_the_same_model(tmp_path: Path) -> None:
    quads: list[tuple[int, ...]] = []
    for (a, b, c), (_, _, e) in zip(FACES[::2], FACES[1::2], strict=True):
        quads.append((b, c, e, a))
    found = compared(tmp_path, POINTS, quads)
    assert (found.coverage_of_left, found.coverage_of_right) == (1, 1)
    assert 0.6 < found.matches[0].details["edges_kept"] / found.matches[0].details["edges_in_left"] < 1


def test_moved_vertices_are_counted_as_different(tmp_path: Path) -> None:
    dice = random.Random(3)
    points = [list(p) for p in POINTS]
    moved = dice.sample(range(len(points)), 40)
    for n in moved:
        points[n] = [v * 1.15 + 0.05 for v in points[n]]
    found = compared(tmp_path, points, list(FACES))
    assert found.matches[0].details["vertices_met"] == len(POINTS) - 40
    assert found.coverage_of_left == pytest.approx(1 - 40 / len(POINTS))


def test_part_of_a_model_beside_another_one(tmp_path: Path) -> None:
    other, skin = carved(7)
    half = [face for face in FACES if max(face) < 200]
    points = [[v + 9 for v in p] for p in other] + [[2 * v for v in p] for p in POINTS[:200]]
    faces = list(skin) + [tuple(n + len(other) for n in face) for face in half]
    found = compared(tmp_path, points, faces)
    (match,) = found.matches
    assert match.details["vertices_met"] == 200
    assert (match.right.start, match.right.stop) == (len(other), len(other) + 200)
    assert found.coverage_of_left == pytest.approx(200 / len(POINTS))
    assert found.coverage_of_right == pytest.approx(200 / (len(other) + 200))


def test_stl_corners_are_one_vertex_each_place(tmp_path: Path) -> None:
    lines = ["solid s"]
    for face in FACES:
        lines.append("facet normal 0 0 0\nouter loop")
        lines += [f"vertex {x * 3:.7f} {y * 3:.7f} {z * 3:.7f}" for x, y, z in (POINTS[n] for n in face)]
        lines.append("endloop\nendfacet")
    (tmp_path / "a.obj").write_text(obj(POINTS, list(FACES)))
    (tmp_path / "b.stl").write_text("\n".join([*lines, "endsolid"]))
    found = run("software-model", tmp_path / "a.obj", tmp_path / "b.stl")
    assert (found.coverage_of_left, found.coverage_of_right) == (1, 1)
    assert found.all.values["vertices_of_right"] == len(POINTS)


def test_unrelated_models_do_not_agree(tmp_path: Path) -> None:
    for seed in range(2, 8):
        points, faces = carved(seed)
        assert not compared(tmp_path, points, list(faces)).matches


def shapes() -> dict[str, tuple[Points, list[tuple[int, ...]]]]:
    rings, around = 24, 32
    ball = [
        [math.sin(u) * math.cos(v), math.sin(u) * math.sin(v), math.cos(u)]
        for u in (math.pi * (i + 0.5) / rings for i in range(rings))
        for v in (2 * math.pi * j / around for j in range(around))
    ]
    tube = [
        [math.cos(v), math.sin(v), float(i)]
        for i in range(rings)
        for v in (2 * math.pi * j / around for j in range(around))
    ]
    plane = [[float(i), float(j), 0.0] for i in range(rings) for j in range(around)]
    faces: list[tuple[int, ...]] = [
        (i * around + j, i * around + j + 1, (i + 1) * around + j + 1, (i + 1) * around + j)
        for i in range(rings - 1)
        for j in range(around - 1)
    ]
    cube = [[float(n & 1), float(n >> 1 & 1), float(n >> 2)] for n in range(8)]
    sides: list[tuple[int, ...]] = [(0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5)]
    return {"ball": (ball, faces), "tube": (tube, faces), "plane": (plane, faces), "cube": (cube, sides)}


@pytest.mark.parametrize("name", ["ball", "tube", "plane", "cube"])
def test_common_shapes_are_not_evidence(tmp_path: Path, name: str) -> None:
    points, faces = shapes()[name]
    (tmp_path / "a.obj").write_text(obj(points, faces))
    (tmp_path / "b.obj").write_text(obj([[2 * v for v in p] for p in points], faces))
    assert run("software-model", tmp_path / "a.obj", tmp_path / "b.obj").status == "refused"
    (tmp_path / "c.obj").write_text(
        obj(points + [[v + 9 for v in p] for p in POINTS], faces + [tuple(n + len(points) for n in f) for f in FACES])
    )
    found = run("software-model", tmp_path / "c.obj", tmp_path / "c.obj")
    assert found.coverage_of_left == 1
    assert found.all.values["primitive_vertices_of_left"] == len(points)
    assert found.all.values["vertices_of_left"] == len(POINTS)


def test_gltf_with_its_buffer_beside_it_and_motion(tmp_path: Path) -> None:
    for side, scale, beside in (("l", 1.0, False), ("r", 0.01, True)):
        (tmp_path / side).mkdir()
        document, data = gltf_of(np.array(POINTS) * scale, np.array(FACES), sway(scale), beside=beside)
        (tmp_path / side / f"{side}.gltf").write_text(json.dumps(document))
        if beside:
            (tmp_path / side / "my data.bin").write_bytes(data)
    found = run("software-model", tmp_path / "l", tmp_path / "r")
    assert {m.kind for m in found.matches} == {"mesh", "motion"}
    assert (found.coverage_of_left, found.coverage_of_right) == (1, 1)
    (cells,) = (int(row[2]) for row in found.tables["extents"]["left"])
    motion = [m for m in found.matches if m.kind == "motion"]
    steps = sum(int(m.details["rows_in_left"]) for m in motion)
    assert cells == len(POINTS) + steps + len(motion), "a channel has one key more than steps: so the rule says"
    mesh = next(m for m in found.matches if m.kind == "mesh")
    assert mesh.details["texture_places_equal"] == mesh.details["texture_places_compared"] == len(POINTS)
    works = [Work.open(tmp_path / side, label=side) for side in "lr"]
    shown = [SoftwareModel().exhibit(works[0], works[1], m) for m in found.matches]
    assert {type(s) for s in shown} == {Overlay, Plot}
    (tmp_path / "r" / "my data.bin").unlink()
    (tmp_path / "r" / "rest.obj").write_text(obj(*carved(9)))  # type: ignore[arg-type]  # triangles are faces
    found = run("software-model", tmp_path / "l", tmp_path / "r")
    assert [(o.side, o.kind) for o in found.observations] == [("right", "buffer-missing")]
    assert not found.matches


def frames(dice: random.Random, scale: float) -> dict[str, object]:
    return {
        f"f{n}": {
            "frame": {k: round(dice.randint(3, 90) * scale) for k in "xywh"},
            "duration": 50 + 10 * dice.randint(0, 9),
        }
        for n in range(20)
    }


def test_tables_of_sprites_agree_under_other_names_and_scale(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"frames": frames(random.Random(1), 1)}))
    renamed = {f"x{n}": f for n, f in enumerate(reversed(frames(random.Random(1), 2).values()))}
    (tmp_path / "b.json").write_text(json.dumps({"frames": renamed}))
    found = run("software-model", tmp_path / "a.json", tmp_path / "b.json")
    assert [m.kind for m in found.matches] == ["frames"]
    assert found.coverage_of_left == 1
    works = [Work.open(tmp_path / f"{name}.json", label=name) for name in "ab"]
    assert isinstance(SoftwareModel().exhibit(works[0], works[1], found.matches[0]), Table)
    (tmp_path / "c.json").write_text(json.dumps({"frames": frames(random.Random(2), 1)}))
    assert not run("software-model", tmp_path / "a.json", tmp_path / "c.json").matches
    sheet = {f"f{n}": {"frame": {"x": 0, "y": 0, "w": 32, "h": 32}} for n in range(30)}
    (tmp_path / "d.json").write_text(json.dumps({"frames": sheet}))
    assert run("software-model", tmp_path / "d.json", tmp_path / "d.json").status == "refused"


def test_exclusion_leaves_both_numbers(tmp_path: Path) -> None:
    found = compared(tmp_path, POINTS, list(FACES))
    place = found.matches[0].left
    out = type(place)(place.file, "cell", 0, 100)
    found = run(
        "software-model",
        tmp_path / "a.obj",
        tmp_path / "b.obj",
        exclusions=(Exclusion(Reason.PUBLIC_DOMAIN, "left", out),),
    )
    assert found.filtered.values["vertices_of_left"] == len(POINTS) - 100
    assert found.coverage_of_left == 1
    assert found.coverage_of_right == pytest.approx(1 - 100 / len(POINTS))


@given(st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_similarity_is_found_again(seed: int) -> None:
    dice = np.random.default_rng(seed)
    points = dice.normal(size=(12, 3))
    true = Similarity(float(dice.uniform(0.01, 100)), np.linalg.qr(dice.normal(size=(3, 3)))[0], dice.normal(size=3))
    found = similarity(points, true.moved(points))
    assert found is not None
    assert np.allclose(found.turn, true.turn, atol=1e-9)
    assert found.scale == pytest.approx(true.scale)
    assert (keys_of(points) == keys_of(true.moved(points))).mean() > 0.8  # a ratio may lie on the edge of a step


def test_profile_of_motion_is_free_of_scale_offset_and_sign() -> None:
    times, values = np.array([0.0, 1, 3, 4]), np.array([[0.0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]])
    expected = [[0.25, 1 / 3], [0.5, 1 / 3], [0.25, 1 / 3]]
    assert np.allclose(profile(times, values), expected)
    assert np.allclose(profile(5 + 2 * times, values * [[1], [-1], [1], [-1]]), expected)
    assert profile(times, np.zeros((4, 3))).shape == (0, 2)


def test_every_key_has_words_in_both_languages(tmp_path: Path) -> None:
    found = compared(tmp_path, POINTS, list(FACES))
    labels = registry.comparator("software-model").labels  # type: ignore[attr-defined]
    for language in ("zh", "en"):
        for key in [*found.all.values, *found.matches[0].details, "mesh", "motion", "frames", "name", "bits"]:
            assert labels[language].get(key), (language, key)


def test_the_bound_is_checked() -> None:
    with pytest.raises(UsageError, match="bits"):
        SoftwareModel(bits=2)
