"""The comparator: copies found with their orientation, laws of identity and exchange, refusals, figures."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from appraisal.comparator import Context, Indexable, Plantable, parameters_of
from appraisal.comparison import Mask, Match, Measures
from appraisal.errors import MaterialError, Refused, UsageError
from appraisal.span import box
from appraisal.work import Work
from comparators.image import chance, pdq
from comparators.image.copy import ImageCopy
from comparators.image.fingerprint import PictureFeatures
from tests.image.pictures import Pixels, member, read, save, scene

METHOD = ImageCopy()


def matched(left: PictureFeatures, right: PictureFeatures, method: ImageCopy = METHOD) -> list[Match]:
    return list(method.match({"l": left}, {"r": right}, Context()))


def measured(left: PictureFeatures, right: PictureFeatures) -> Measures:
    return METHOD.measure({"l": left}, {"r": right}, matched(left, right), Mask())


@pytest.mark.parametrize("k", range(8))
def test_turned_and_mirrored_copies(tmp_path: Path, k: int) -> None:
    left = read(save(tmp_path, "l.png", scene(1)))
    copy = np.ascontiguousarray(pdq.orient(scene(1), k))
    right = read(save(tmp_path, "r.jpg", copy, quality=70))
    (match,) = matched(left, right)
    assert match.kind == "whole-picture"
    assert match.details["orientation"] == pdq.ORIENTATIONS[k]
    assert match.details["distance"] <= 31
    assert match.left == box("l", 0, 0, 200, 160)
    assert match.right == box("r", 0, 0, copy.shape[1], copy.shape[0])
    assert (match.details["scale_horizontal"], match.details["scale_vertical"]) == (1, 1)
    (back,) = matched(right, left)
    assert back.details["orientation"] == pdq.ORIENTATIONS[pdq.INVERSE[k]]
    assert back.details["distance"] == match.details["distance"]


@pytest.mark.parametrize("k", range(8))
def test_lossless_turn_is_the_same_picture(tmp_path: Path, k: int) -> None:
    left = read(save(tmp_path, "l.png", scene(1)))
    right = read(save(tmp_path, "r.png", np.ascontiguousarray(pdq.orient(scene(1), k))))
    (match,) = matched(left, right)
    assert match.details["identical_picture"] is True
    assert match.details["orientation"] == pdq.ORIENTATIONS[k]
    assert measured(left, right).score == 1


def altered(pixels: Pixels, how: str) -> Pixels:
    image = Image.fromarray(pixels)
    if how == "jpeg10":
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=10)
        return np.asarray(Image.open(stream).convert("RGB"))
    if how == "grey":
        return np.asarray(image.convert("L").convert("RGB"))
    factor = {"half": 0.5, "double": 2.0}[how]
    size = (round(image.width * factor), round(image.height * factor))
    return np.asarray(image.resize(size, Image.Resampling.BICUBIC))


@pytest.mark.parametrize("how", ["jpeg10", "grey", "half", "double"])
def test_altered_copies(tmp_path: Path, how: str) -> None:
    (match,) = matched(read(save(tmp_path, "l.png", scene(3))), read(save(tmp_path, "r.png", altered(scene(3), how))))
    assert match.details["orientation"] == "none"
    assert match.details["identical_picture"] is False
    assert match.details["scale_horizontal"] == {"half": 0.5, "double": 2.0}.get(how, 1.0)


def test_identical_whatever_the_container(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.ascontiguousarray(pdq.orient(scene(1), pdq.INVERSE[1]))
    files = [
        save(tmp_path, "a.png", scene(1)),
        save(tmp_path, "b.png", scene(1), compress_level=1, pnginfo=None, dpi=(300, 300)),
        save(tmp_path, "c.tif", scene(1)),
        save(tmp_path, "d.webp", scene(1), lossless=True),
        save(tmp_path, "e.png", stored, exif=exif.tobytes()),
        save(tmp_path, "f.png", np.dstack([scene(1), np.full((160, 200), 255, np.uint8)])),
    ]
    for a, b in combinations([read(each) for each in files], 2):
        figures = measured(a, b)
        assert (figures.score, figures.coverage_of_left, figures.coverage_of_right) == (1, 1, 1)
        assert figures.values["identical_pictures"] == 1
        (match,) = matched(a, b)
        assert match.details["orientation"] == "none"
    assert measured(read(files[0]), read(files[0])).values["identical_files"] == 1


def test_spans_are_on_the_stored_grid(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    turned = read(save(tmp_path, "t.png", scene(1), exif=exif.tobytes()))
    assert (turned.width, turned.height) == (160, 200)
    (match,) = matched(turned, turned)
    assert match.left == box("l", 0, 0, 200, 160)


@settings(max_examples=25)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 7))
def test_exchange_mirrors(tmp_path_factory: pytest.TempPathFactory, a: int, b: int, k: int) -> None:
    folder = tmp_path_factory.mktemp("exchange")
    left = read(save(folder, "l.png", scene(a, 96, 80)))
    right = read(save(folder, "r.png", np.ascontiguousarray(pdq.orient(scene(b, 96, 80), k))))
    wide = ImageCopy(max_distance=127)
    there, back = matched(left, right, wide), matched(right, left, wide)
    assert len(there) == len(back)
    for m, n in zip(there, back, strict=True):
        assert pdq.INVERSE[pdq.ORIENTATIONS.index(m.details["orientation"])] == pdq.ORIENTATIONS.index(
            n.details["orientation"]
        )
        assert m.details["distance"] == n.details["distance"]
    assert (len(there) > 0) >= (a == b)


def _figure() -> Pixels:
    """A scene cut out by a disc, transparent around it."""
    x, y = np.arange(200)[None, :], np.arange(160)[:, None]
    inside = (x - 100) ** 2 + (y - 80) ** 2 < 70**2
    return np.dstack([scene(1), (inside * 255).astype(np.uint8)])


@pytest.mark.parametrize(("ground", "level"), [("grey", 128), ("white", 255), ("black", 0)])
def test_transparent_picture_flattened_by_the_copier(tmp_path: Path, ground: str, level: int) -> None:
    figure = _figure()
    flat = np.where(figure[..., 3:] == 255, figure[..., :3], np.uint8(level)).astype(np.uint8)
    left = read(save(tmp_path, "l.png", figure))
    right = read(save(tmp_path, "r.jpg", np.ascontiguousarray(pdq.orient(flat, 3)), quality=75))
    assert (left.grounds, right.grounds) == ("grey white black", "opaque")
    (match,) = matched(left, right)
    assert (match.details["ground"], match.details["orientation"]) == (ground, "rotated 270° clockwise")
    assert match.details["identical_picture"] is False
    (back,) = matched(right, left)
    assert (back.details["ground"], back.details["distance"]) == (ground, match.details["distance"])
    (itself,) = matched(left, left)
    assert itself.details["identical_picture"] is True


def test_white_drawing_on_nothing(tmp_path: Path) -> None:
    """A ground on which nothing is seen is left out, not compared."""
    drawing = np.full((160, 200, 4), 255, np.uint8)
    drawing[..., 3] = np.clip(scene(5)[..., 0].astype(int) * 3 - 300, 0, 255)
    assert read(save(tmp_path, "w.png", drawing)).grounds == "grey black"


def test_symmetric_picture_names_what_else_fits(tmp_path: Path) -> None:
    half = scene(6, 100, 160)
    symmetric = np.concatenate([half, half[:, ::-1]], axis=1)
    features = read(save(tmp_path, "s.png", symmetric))
    (match,) = matched(features, features)
    assert match.details["orientation"] == "none"
    assert match.details["fits_equally"] == ["mirrored left-right"]


def test_unrelated_floor(tmp_path: Path) -> None:
    """Forty scenes: no pair matches, none comes near the limit, the ranking value is 0."""
    side = {f"{seed:02}": read(save(tmp_path, f"{seed}.png", scene(seed, 120, 90))) for seed in range(40)}
    hashes = np.concatenate([features.hashes for features in side.values()])
    for at, features in enumerate(side.values()):
        apart = pdq.hypotheses(pdq.distances(features.hashes, hashes)).min(axis=1)
        assert apart[at] == 0
        assert np.delete(apart, at).min() > 60
    first, second = dict(list(side.items())[:20]), dict(list(side.items())[20:])
    assert not list(METHOD.match(first, second, Context()))
    figures = METHOD.measure(first, second, [], Mask())
    assert (figures.score, figures.coverage_of_left, figures.coverage_of_right) == (0, 0, 0)
    assert "smallest_distance" not in figures.values


def _checkers() -> Pixels:
    grey = ((np.arange(128)[:, None] // 16 + np.arange(128)[None, :] // 16) % 2 * 255).astype(np.uint8)
    return np.dstack([grey] * 3)


def _gradient() -> Pixels:
    return np.dstack([np.tile(np.arange(100, 164, dtype=np.uint8), (64, 1))] * 3)


@pytest.mark.parametrize(
    ("name", "pixels", "why"),
    [
        ("flat", np.full((100, 100, 3), 200, np.uint8), "blank"),
        ("clear", np.dstack([scene(1), np.zeros((160, 200), np.uint8)]), "blank"),
        ("gradient", _gradient(), "blank"),
        ("tiny", scene(1, 200, 40), "below 48"),
    ],
)
def test_what_cannot_be_judged_is_refused(tmp_path: Path, name: str, pixels: Pixels, why: str) -> None:
    with pytest.raises(Refused, match=f"{name}.png.*{why}"):
        read(save(tmp_path, f"{name}.png", pixels))


def test_of_mere_patterns_equal_pixels_alone_match(tmp_path: Path) -> None:
    """Any two checkerboards look alike; the same one, turned, mirrored or inverted, is found all the same."""
    board = _checkers() // 2 + 20  # of two greys: its negative is another picture
    one = read(save(tmp_path, "a.png", board))
    assert one.pattern
    for k in range(8):
        for tone in (False, True):
            turned = np.asarray(pdq.orient(board, k))
            other = read(save(tmp_path, "b.png", 255 - turned if tone else turned))
            (match,) = matched(one, other)
            (back,) = matched(other, one)
            assert match.kind == back.kind == "whole-picture"
            assert match.details["identical_picture"] is True
            assert pdq.ORIENTATIONS[k] in (match.details["orientation"], *match.details.get("fits_equally", ()))
            assert match.details["tone"] == ("inverted" if tone else "as it is")
            assert list(
                METHOD.propose({"a": one, "c": read(save(tmp_path, "c.png", scene(2)))}, {"b": other, "d": one})
            )
    changed = board.copy()
    changed[0, 0] = 21
    assert matched(one, read(save(tmp_path, "d.png", changed))) == []
    assert matched(one, read(save(tmp_path, "e.png", scene(1)))) == []
    assert measured(one, one).values["patterns"] == 2


@pytest.mark.parametrize("alpha", [False, True])
def test_an_inverted_copy_is_named_so_whatever_its_hash(tmp_path: Path, alpha: bool) -> None:
    """Half of the coefficients of a symmetric picture are zero, so that inversion does not turn their bits."""
    half = scene(4)
    pixels = np.concatenate([half, half[:, ::-1]], axis=1)
    negative = 255 - pixels
    if alpha:
        mask = np.full(pixels.shape[:2], 255, np.uint8)
        mask[:40] = 0
        pixels, negative = np.dstack([pixels, mask]), np.dstack([negative, mask])
    (match,) = matched(read(save(tmp_path, "a.png", pixels)), read(save(tmp_path, "b.png", negative)))
    assert match.kind == "whole-picture"
    assert (match.details["tone"], match.details["identical_picture"]) == ("inverted", True)


def test_keys_are_shared_whenever_two_match(tmp_path: Path) -> None:
    """Pigeonhole: however the differing bits are spread, two hashes within the limit share a key."""
    features = read(save(tmp_path, "a.png", scene(1)))
    generator = np.random.default_rng(7)
    for limit in (0, 5, 31, 64):
        method = ImageCopy(max_distance=limit)
        own = set(method.keys(features))
        for trial in range(30):
            k = int(generator.integers(8))
            views = np.unpackbits(features.hashes[0, [pdq.THEN[k][b] for b in range(8)]], axis=1)
            for row in views:  # each view differs elsewhere, none in more than the limit
                flips = generator.permutation(256)[:limit] if trial % 2 else np.linspace(0, 255, limit).astype(int)
                row[flips] ^= 1
            hashes = np.packbits(views, axis=1)[None]
            other = replace(features, hashes=hashes, contents=features.contents ^ np.uint8(1))
            assert matched(features, other, method)
            assert own & set(method.keys(other))
            assert list(method.propose({"a": features}, {"x": other})) == [("a", "x")]


def test_propose_loses_no_match(tmp_path: Path) -> None:
    """Opaque and transparent pictures, one of them blank on grey, in all combinations; a wide limit for many pairs."""
    drawing = np.full((160, 200, 4), 128, np.uint8)
    drawing[..., 3] = np.clip(scene(5)[..., 0].astype(int) * 3 - 300, 0, 255)
    side = {f"{seed}": read(save(tmp_path, f"{seed}.png", scene(seed, 120, 90))) for seed in range(12)}
    side["figure"] = read(save(tmp_path, "figure.png", _figure()))
    side["flat"] = read(save(tmp_path, "flat.png", _figure()[..., :3] * (_figure()[..., 3:] > 0)))
    side["grey"] = read(save(tmp_path, "grey.png", drawing))
    assert side["grey"].grounds == "white black"
    for limit in (31, 100):
        method = ImageCopy(max_distance=limit)
        expected = {(m.left.file, m.right.file) for m in method.match(side, side, Context())}
        proposed = list(method.propose(side, side))
        assert expected <= set(proposed)
        assert len(set(proposed)) == len(proposed)
    assert ("figure", "flat") in set(METHOD.propose(side, side))
    assert not list(METHOD.propose(side, {}))


def test_exhibit(tmp_path: Path) -> None:
    left = save(tmp_path / "left", "l.png", scene(1, 1200, 800))
    right = save(tmp_path / "right", "r.png", np.ascontiguousarray(pdq.orient(scene(1, 1200, 800), 3)))
    works = [Work.open(each.path) for each in (left, right)]
    (match,) = METHOD.match({"l.png": read(left)}, {"r.png": read(right)}, Context())
    shown = METHOD.exhibit(works[0], works[1], match)
    assert (shown.left.width, shown.left.height) == (900, 600)
    assert (shown.right.width, shown.right.height) == (600, 900)
    assert shown.left.polygons == (((0, 0), (900, 0), (900, 600), (0, 600)),)
    assert shown.aligned is not None
    assert (shown.aligned.width, shown.aligned.height) == (900, 600)
    decoded = [np.asarray(Image.open(io.BytesIO(p.png)), dtype=int) for p in (shown.left, shown.aligned)]
    assert np.abs(decoded[0] - decoded[1]).mean() < 2
    assert dict(shown.transformation)["orientation"] == "rotated 270° clockwise"
    assert METHOD.exhibit(works[0], works[1], match) == shown
    lost = Match(box("gone.png", 0, 0, 9, 9), match.right, match.kind, details=match.details)
    with pytest.raises(MaterialError, match=r"gone\.png"):
        METHOD.exhibit(works[0], works[1], lost)


@pytest.mark.parametrize("seed", range(4))
def test_planted_copy_is_found(tmp_path: Path, seed: int) -> None:
    source, host = save(tmp_path, "s.png", scene(1)), save(tmp_path, "h.png", scene(2))
    out = tmp_path / "out"
    out.mkdir()
    planted = METHOD.plant(source, host, seed, out)
    (match,) = METHOD.match({"s.png": read(source)}, {planted.path.name: read(member(planted.path))}, Context())
    assert (match.left, match.right) == (planted.left, planted.right)
    assert planted.alteration


def test_parameters() -> None:
    assert parameters_of(METHOD) == {
        "max_distance": 31, "min_places": 4, "min_digits": 5.0, "min_strength": 5.0, "min_outline": 0.33,
        "min_strokes": 0.37,
        "min_quality": 20, "min_decided": 96, "min_side": 48, "max_pixels": 1 << 26,
    }  # fmt: skip
    for wrong in (
        {"max_distance": 128},
        {"min_quality": 101},
        {"min_decided": -1},
        {"min_side": 0},
        {"min_places": 3},
        {"min_digits": -1},
        {"min_strength": 101},
        {"min_outline": 0},
        {"min_strokes": 1.1},
    ):
        with pytest.raises(UsageError, match="image-copy"):
            ImageCopy(**wrong)
    assert isinstance(METHOD, Indexable)
    assert isinstance(METHOD, Plantable)


def test_chance_is_an_upper_limit() -> None:
    assert [chance.share(d) for d in range(0, 128)] == sorted(chance.share(d) for d in range(0, 128))
    assert 0 < chance.share(31) < 1e-5
    assert chance.seen(31) == 0
    assert chance.share(31) == pytest.approx(3 / chance.PAIRS, rel=0.01)
