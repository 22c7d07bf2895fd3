"""Parts of pictures: found where they were put, under the map that was used, whichever side is left."""

from __future__ import annotations

import io
import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from appraisal.comparator import Context
from appraisal.comparison import Mask, Match
from appraisal.span import Region, box
from appraisal.work import Work
from comparators.image import chance, outline, pdq
from comparators.image.agreement import surprise
from comparators.image.copy import ImageCopy
from comparators.image.fingerprint import PictureFeatures
from comparators.image.geometry import apply, fit
from comparators.image.local import (
    FEW,
    FIELDS,
    PERMUTED,
    Keypoints,
    Pairs,
    correspond,
    filled,
    keypoints,
    packed,
    unpacked,
    working,
)
from comparators.image.transformation import described
from comparators.image.words import LABELS
from tests.image.pictures import Pixels, read, save

METHOD = ImageCopy()


def art(seed: int, width: int = 320, height: int = 256) -> Pixels:
    """A drawing: sixty filled shapes of many sizes and colours, with soft edges."""
    random = np.random.RandomState(seed)
    canvas = np.full((height, width, 3), 120, np.uint8)
    for _ in range(60):
        middle = random.randint(0, (width, height))
        size = random.randint(6, 40)
        points = middle + random.randint(-size, size + 1, (random.randint(3, 7), 2))
        colour = tuple(int(v) for v in random.randint(0, 256, 3))
        cv2.fillPoly(canvas, [points.astype(np.int32)], colour)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 0.7), np.uint8)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def pasted(into: Pixels, part: Pixels, x: int, y: int) -> Pixels:
    out = into.copy()
    out[y : y + part.shape[0], x : x + part.shape[1]] = part
    return out


def features(tmp_path: Path, name: str, pixels: Pixels) -> PictureFeatures:
    return read(save(tmp_path, f"{name}.png", pixels))


def found(a: PictureFeatures, b: PictureFeatures) -> list[Match]:
    return list(METHOD.match({"l": a}, {"r": b}, Context()))


def overlap(match: Match, side: str, x: float, y: float, right: float, bottom: float) -> float:
    """Intersection over union with the box that is the truth."""
    span = match.left if side == "left" else match.right
    ours, truth = Region([span]), Region([box(span.file, x, y, right, bottom)])
    both = ours.overlap(truth).length()
    return both / (ours.length() + truth.length() - both)


def test_a_crop_is_found_where_it_was_cut(tmp_path: Path) -> None:
    whole = art(1)
    a, b = features(tmp_path, "a", whole), features(tmp_path, "b", np.ascontiguousarray(whole[60:200, 100:290]))
    (match,) = found(a, b)
    assert match.kind == "region"
    assert overlap(match, "left", 100, 60, 290, 200) > 0.95
    assert overlap(match, "right", 0, 0, 190, 140) > 0.95
    details = match.details
    assert details["scale"] == pytest.approx(1, rel=0.02)
    assert details["rotation"] == pytest.approx(0, abs=1)
    assert (details["mirrored"], details["tone"]) == (False, "as it is")
    assert details["share_left"] == pytest.approx(190 * 140 / (320 * 256), rel=0.05)
    assert abs(details["brightness"]) < 3
    figures = METHOD.measure({"l": a}, {"r": b}, [match], Mask())
    assert figures.coverage_of_left == pytest.approx(190 * 140 / (320 * 256), rel=0.05)
    assert figures.values["regions"] == 1
    assert 0 < figures.score < 1


@pytest.mark.parametrize("inverted", [False, True])
def test_mirrored_scaled_and_pasted(tmp_path: Path, inverted: bool) -> None:
    part = art(2)[:, ::-1]
    small = resized(np.ascontiguousarray(255 - part if inverted else part), 192, 154)
    canvas = pasted(art(3, 480, 360), small, 250, 40)
    (match,) = found(features(tmp_path, "a", art(2)), features(tmp_path, "b", canvas))
    assert overlap(match, "right", 250, 40, 442, 194) > 0.9
    assert overlap(match, "left", 0, 0, 320, 256) > 0.9
    assert match.details["mirrored"] is True
    assert match.details["tone"] == ("inverted" if inverted else "as it is")
    assert match.details["scale"] == pytest.approx(0.6, rel=0.02)
    for x, y, u, v in match.details["points"]:
        assert math.hypot(250 + 0.6 * (320 - x) - u, 40 + 0.6 * y - v) < 4


def test_three_sources_are_three_regions(tmp_path: Path) -> None:
    """A picture made of parts of the other: each with a map of its own, none mixed up."""
    left = np.concatenate([art(4), art(5), art(6)], axis=1)
    canvas = pasted(art(7, 640, 560), resized(art(4), 256, 205), 10, 10)
    canvas = pasted(canvas, np.ascontiguousarray(art(5)[::-1]), 300, 10)
    canvas = pasted(canvas, np.ascontiguousarray(np.rot90(art(6))), 20, 225)
    matches = found(features(tmp_path, "a", left), features(tmp_path, "b", canvas))
    assert len(matches) == 3
    by_place = sorted(matches, key=lambda m: Region([m.left]).length() and min(x for x, _ in m.left.polygon))
    for number, match in enumerate(by_place):
        assert overlap(match, "left", 320 * number, 0, 320 * (number + 1), 256) > 0.75
    assert [m.details["mirrored"] for m in by_place] == [False, True, False]
    assert by_place[2].details["rotation"] == pytest.approx(-90, abs=1)


def test_exchanging_sides_exchanges_places_and_maps(tmp_path: Path) -> None:
    canvas = pasted(art(9, 480, 360), resized(art(8), 224, 179), 30, 100)
    a, b = features(tmp_path, "a", art(8)), features(tmp_path, "b", canvas)
    (there,), (back,) = found(a, b), found(b, a)
    assert there.left.polygon == back.right.polygon
    assert there.right.polygon == back.left.polygon
    assert there.details["scale"] * back.details["scale"] == pytest.approx(1, rel=0.001)
    one, other = (np.array(m.details["matrix"]).reshape(3, 3) for m in (there, back))
    product = one @ other
    assert product / product[2, 2] == pytest.approx(np.eye(3), abs=1e-2)


def test_rotation_perspective_and_colour_are_told(tmp_path: Path) -> None:
    picture = art(10, 400, 320)
    corners = np.array([[0, 0], [400, 0], [400, 320], [0, 320]], np.float32)
    there = np.array([[30, 25], [385, 5], [360, 300], [15, 310]], np.float32)
    seen = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, there), (400, 320))
    pale = np.asarray(Image.fromarray(seen).convert("HSV"))
    pale = np.dstack([(pale[..., 0].astype(int) + 64) % 256, pale[..., 1] // 2, pale[..., 2]]).astype(np.uint8)
    shown = np.asarray(Image.fromarray(pale, "HSV").convert("RGB"))
    (match,) = found(features(tmp_path, "a", picture), features(tmp_path, "b", shown))
    if match.kind == "region":
        assert match.details["form"] == "projective"
        assert match.details["perspective"] > 1.05
    assert match.details["saturation"] < 0.7
    assert match.details["hue"] == pytest.approx(90, abs=20)


@settings(max_examples=60)
@given(st.floats(-179, 179), st.floats(0.2, 5), st.booleans(), st.floats(-500, 500))
def test_a_similarity_is_read_back(angle: float, scale: float, mirror: bool, move: float) -> None:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = np.array([[scale * c, -scale * s, move], [scale * s, scale * c, -move], [0, 0, 1]])
    if mirror:
        matrix = matrix @ np.diag([-1.0, 1.0, 1.0])
    details = described(matrix, np.array([[0.0, 0.0], [90.0, 0.0], [90.0, 50.0], [0.0, 50.0]]))
    assert details["mirrored"] is mirror
    assert details["scale"] == pytest.approx(scale, rel=1e-3)
    assert details["rotation"] == pytest.approx(angle, abs=0.01)
    assert "stretch" not in details
    assert "perspective" not in details


def test_one_transformation_among_wrong_correspondences() -> None:
    """Forty of two hundred correspondences follow one similarity; nobody tells which."""
    random = np.random.RandomState(5)
    left = np.column_stack([random.uniform(0, 600, (200, 2)), random.uniform(4, 20, 200), random.uniform(0, 360, 200)])
    right = np.column_stack([random.uniform(0, 600, (200, 2)), random.uniform(4, 20, 200), random.uniform(0, 360, 200)])
    true = random.permutation(200)[:40]
    c, s = 0.7 * math.cos(math.radians(25)), 0.7 * math.sin(math.radians(25))
    matrix = np.array([[c, -s, 150.0], [s, c, 20.0], [0, 0, 1]])
    right[true, :2] = apply(matrix, left[true, :2])
    right[true, 2] = 0.7 * left[true, 2]
    right[true, 3] = left[true, 3] + 25
    corners = np.array([[0.0, 0.0], [600.0, 0.0], [600.0, 600.0], [0.0, 600.0]])
    best = fit(Pairs(left, right, np.full(200, 0.5)), (600.0, 600.0), corners)
    assert best is not None
    one, places = best
    assert set(true) <= set(one.inliers)
    assert 38 <= places <= len(one.inliers) <= 44
    assert apply(one.matrix, corners) == pytest.approx(apply(matrix, corners), abs=3)


@pytest.mark.parametrize(("mirrored", "inverted"), list(PERMUTED))
def test_what_alters_a_descriptor(mirrored: bool, inverted: bool) -> None:
    """The permuted descriptors of a picture correspond to those of the altered picture, and the others do not."""
    picture = art(11)
    altered = picture[:, ::-1] if mirrored else picture
    altered = 255 - altered if inverted else altered
    a, b = keypoints(picture), keypoints(np.ascontiguousarray(altered))
    counts = {each: int((correspond(a, b, *each).closeness < 0.5).sum()) for each in PERMUTED}
    right = counts.pop((mirrored, inverted))
    assert right > 0.5 * len(a)
    assert max(counts.values()) < 0.2 * right


def test_outline_follows_the_eight_orientations() -> None:
    edges = outline.outline(art(12, 256, 256))
    for k in range(8):
        turned = outline.outline(np.ascontiguousarray(pdq.orient(art(12, 256, 256), k)))
        values = outline.likeness(edges, turned)
        assert values.argmax() == k
        assert values[k] > 0.99
        assert np.delete(values, k).max() < 0.6
    assert outline.likeness(edges, outline.outline(255 - art(12, 256, 256)))[0] > 0.99
    assert outline.likeness(edges, np.zeros_like(edges)).max() == 0


def test_a_smooth_part_belongs_to_what_was_pasted(tmp_path: Path) -> None:
    """Sky over a drawing: nothing in it to compare, but it keeps its tone, and the canvas around does not."""
    sky = np.linspace(150, 215, 150).astype(np.uint8)
    whole = np.concatenate([np.repeat(np.repeat(sky[:, None], 320, 1)[..., None], 3, 2), art(64, 320, 150)])
    canvas = pasted(art(65, 800, 700), whole, 300, 250)
    (match,) = found(features(tmp_path, "a", whole), features(tmp_path, "b", canvas))
    assert overlap(match, "right", 300, 250, 620, 550) > 0.9


def test_the_larger_of_two_sources_does_not_swallow_the_other(tmp_path: Path) -> None:
    """Side by side on both sides, one three times as large as the other, and moved apart: two regions, each its own."""
    left = np.concatenate([art(66, 480, 300), art(67, 160, 300)], axis=1)
    canvas = pasted(pasted(art(68, 720, 420), art(66, 480, 300), 10, 10), art(67, 160, 300), 540, 100)
    matches = found(features(tmp_path, "a", left), features(tmp_path, "b", canvas))
    for box_of in ((10, 10, 490, 310), (540, 100, 700, 400)):
        assert max(overlap(match, "right", *box_of) for match in matches) > 0.75


def test_an_inverted_picture_is_a_whole_match(tmp_path: Path) -> None:
    a, b = features(tmp_path, "a", art(14)), features(tmp_path, "b", np.ascontiguousarray(255 - art(14)[:, ::-1]))
    (match,) = found(a, b)
    assert match.kind == "whole-picture"
    assert (match.details["tone"], match.details["orientation"]) == ("inverted", "mirrored left-right")
    assert ("l", "r") in set(METHOD.propose({"l": a}, {"r": b}))


def test_unrelated_pictures_have_no_region(tmp_path: Path) -> None:
    side = [features(tmp_path, f"{seed}", art(seed, 240, 200)) for seed in range(20, 25)]
    for at, a in enumerate(side):
        for b in side[at + 1 :]:
            assert not found(a, b)


def test_pictures_of_a_folder_with_a_common_part_are_proposed(tmp_path: Path) -> None:
    strangers = {f"s{seed}": features(tmp_path, f"s{seed}", art(seed)) for seed in range(30, 34)}
    part = np.ascontiguousarray(art(40)[40:220, 60:280])
    right = {**strangers, "copy": features(tmp_path, "copy", pasted(art(41), part, 5, 5))}
    left = {f"o{seed}": features(tmp_path, f"o{seed}", art(seed)) for seed in (40, 50, 51)}
    pairs = set(METHOD.propose(left, right))
    assert ("o40", "copy") in pairs
    assert {(b, a) for a, b in pairs} == set(METHOD.propose(right, left))


def test_stored_grid_of_a_turned_file(tmp_path: Path) -> None:
    """The polygon of a photo with EXIF rotation lies in the file's own grid."""
    whole = art(15)
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.ascontiguousarray(pdq.orient(whole, pdq.INVERSE[1]))
    a = read(save(tmp_path, "a.png", stored, exif=exif.tobytes()))
    b = features(tmp_path, "b", np.ascontiguousarray(whole[0:128, 0:200]))
    (match,) = found(a, b)
    # Seen (0..200, 0..128) of 320 × 256 lies in the stored 256 × 320 grid at x = y_seen, y = 320 - x_seen.
    assert overlap(match, "left", 0, 120, 128, 320) > 0.9


def test_exhibit_of_a_region(tmp_path: Path) -> None:
    canvas = pasted(art(17, 480, 360), resized(art(16), 256, 205), 100, 80)
    left, right = save(tmp_path / "l", "l.png", art(16)), save(tmp_path / "r", "r.png", canvas)
    (match,) = METHOD.match({"l.png": read(left)}, {"r.png": read(right)}, Context())
    shown = METHOD.exhibit(Work.open(left.path), Work.open(right.path), match)
    assert shown.aligned is not None
    assert (shown.aligned.width, shown.aligned.height) == (320, 256)
    lines = dict(shown.transformation)
    assert float(lines["scale"]) == pytest.approx(0.8, rel=0.02)
    assert lines["mirrored"] == "no"
    names = ["laid-over", "difference", "frame-left", "frame-right", "agreement"]
    assert [name for name, _ in shown.further] == names
    assert list(shown.right.shares) == pytest.approx([match.details["share_right"]], abs=0.002)
    assert ("differences" in lines) == ("differences" in match.details) == (shown.listed is not None)
    heat = np.asarray(Image.open(io.BytesIO(shown.further[1][1].png)).convert("L"), int)
    assert heat.mean() < 40
    assert METHOD.exhibit(Work.open(left.path), Work.open(right.path), match) == shown
    words = {match.kind, *match.details, match.details["form"], match.details["tone"]}
    for language in ("zh", "en"):
        assert words <= LABELS[language].keys()


def test_what_was_altered_within_a_region_is_listed(tmp_path: Path) -> None:
    changed = pasted(art(19, 400, 320), art(90, 90, 80), 200, 150)
    a, b = (
        features(tmp_path, "a", art(19, 400, 320)),
        features(tmp_path, "b", pasted(art(91, 640, 480), changed, 90, 70)),
    )
    for match, x, y in ((found(a, b)[0], 200, 150), (found(b, a)[0], 290, 220)):
        (first, *_) = match.details["differences"]
        left, top, right, bottom = (int(v) for v in first.replace(" – ", ", ").split(", "))
        assert abs(left - x) < 25
        assert abs(top - y) < 25
        assert abs(right - x - 90) < 25
        assert abs(bottom - y - 80) < 25


def test_surprise_is_the_binomial_tail() -> None:
    assert surprise(0, 10) == 0
    assert surprise(1, 1) == pytest.approx(1)
    assert surprise(2, 2) == pytest.approx(2)
    assert surprise(1, 10) == 0  # what chance gives
    # P(X >= 9) of 10 at 0.1: 10 * 0.1^9 * 0.9 + 0.1^10 = 9.1e-9
    assert surprise(9, 10) == pytest.approx(-math.log10(9.1e-9), abs=1e-6)


def test_chance_of_regions_and_outlines_is_told_with_its_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "OUTLINE_PAIRS", 3000)
    monkeypatch.setattr(chance, "OUTLINES_AT_OR_ABOVE", ((0.3, 40), (0.5, 0)))
    assert chance.of_outline(-1.0) == {"chance": 1.0, "chance_seen": 3000, "chance_pairs": 3000}
    assert chance.of_outline(0.4)["chance_seen"] == 40
    assert chance.of_outline(0.6) == {
        "chance": 0.001,
        "chance_seen": 0,
        "chance_pairs": 3000,
    }  # 3 / N, the rule of three


def test_a_part_of_a_long_strip_is_found(tmp_path: Path) -> None:
    """Comics in one long strip are not shrunk to nothing."""
    strip = np.concatenate([art(seed, 400, 64) for seed in range(9)], axis=1)
    a, b = features(tmp_path, "a", strip), features(tmp_path, "b", np.ascontiguousarray(strip[:, 900:2500]))
    (match,) = found(a, b)
    assert overlap(match, "left", 900, 0, 2500, 64) > 0.9


def test_flat_fields_are_filled_up_along_edges() -> None:
    """Bows drawn with a broad pen beside a busy drawing: what the busy part has stays first and as it is, the bows get
    more; within a field no more than so many."""
    bows = np.full((320, 400, 3), 235, np.uint8)
    for x, y, wide, high, turn in ((90, 90, 60, 35, 20), (260, 110, 80, 50, 130), (150, 230, 75, 40, 70)):
        cv2.ellipse(bows, (x, y), (wide, high), turn, 0, 230, (40, 40, 90), 9)
    both = np.asarray(cv2.GaussianBlur(np.concatenate([art(19, 400, 320), bows], axis=1), (0, 0), 1.0), np.uint8)
    seen = unpacked(packed(working(both)))
    assert np.array_equal(seen, working(both))
    plain = keypoints(both)
    every = filled(plain, seen, 800, 320)
    assert np.array_equal(every.places[: len(plain)], plain.places)
    assert np.array_equal(every.descriptors[: len(plain)], plain.descriptors)
    in_bows = [int((each.places[:, 0] > 410).sum()) for each in (plain, every)]
    assert in_bows[1] > 1.3 * in_bows[0]
    assert len({tuple(row) for row in every.places.tolist()}) == len(every)
    added = every.places[len(plain) :]
    side = math.sqrt(800 * 320 / FIELDS)
    fields = [tuple(row) for row in ((added[:, :2] - 0.5) // side).tolist()]
    assert max(fields.count(each) for each in fields) <= FEW
    assert np.array_equal(filled(plain, seen, 800, 320).places, every.places)


def test_few_keypoints_are_no_error() -> None:
    none = Keypoints(np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8))
    some = keypoints(art(18))
    assert len(correspond(none, some, False, False)) == 0
    assert len(correspond(some, none, True, True)) == 0
    flat = np.full((64, 64, 3), 90, np.uint8)
    assert len(keypoints(flat)) == len(filled(keypoints(flat), working(flat), 64, 64)) == 0
