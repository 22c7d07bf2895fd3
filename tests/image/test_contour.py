"""``image-contour``: strokes are read as lines, laid on each other and told apart from chance; frames prove nothing."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from appraisal import contract
from appraisal.comparator import Resources
from appraisal.comparison import Exclusion, Reason
from appraisal.errors import Refused, UsageError
from appraisal.span import box
from appraisal.work import Work
from comparators.image.contour import nearby, planting
from comparators.image.contour.counting import flagged, runs
from comparators.image.contour.method import ImageContour
from comparators.image.contour.regions import surprise
from comparators.image.contour.strokes import chained, strokes, thinned
from comparators.image.contour.words import COUNTING, LABELS
from comparators.image.decode import SHOWN
from comparators.image.pdq import orient
from tests.image.pictures import Pixels, member, save
from tests.specimens import specimens_of


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return specimens_of(ImageContour.media, tmp_path_factory.mktemp("drawings"), "image-contour")


def pixels_of(path: Path) -> Pixels:
    return np.asarray(Image.open(path).convert("RGB"))


def blank(width: int = 400, height: int = 300) -> Pixels:
    return np.full((height, width, 3), 255, np.uint8)


def test_a_thick_line_is_thinned_to_its_middle() -> None:
    bar = np.zeros((40, 60), bool)
    bar[17:24, 10:50] = True
    found = thinned(bar)
    rows, columns = np.nonzero(found)
    assert set(rows) <= {19, 20, 21} and columns.min() <= 14 and columns.max() >= 45
    assert (found.sum(axis=0) <= 2).all()


def test_lines_are_cut_at_junctions_and_walked_from_end_to_end() -> None:
    cross = np.zeros((41, 41), bool)
    cross[20, 2:39] = cross[2:39, 20] = True
    parts = chained(cross)
    assert len(parts) == 4
    for part in parts:
        assert np.abs(np.diff(part, axis=0)).max() == 1
    assert chained(np.zeros((9, 9), bool)) == []


def test_a_thin_line_has_one_stroke_and_an_area_two_edges() -> None:
    line, area = blank(), blank()
    line[148:151, 60:340] = 0
    area[120:180, 60:340] = 0
    for pixels, high in ((line, 2.0), (area, 50.0)):
        found = strokes(pixels)
        flat = np.minimum(found.turns, np.pi - found.turns) < 0.1
        assert flat.sum() * found.step > 250
        spread = float(np.ptp(found.points[flat][:, 1]))
        assert spread <= 2.5 if high == 2.0 else spread == pytest.approx(60, abs=3)
        assert np.abs(found.points[:, 1].mean() - 149.5) < 2


def test_light_lines_on_dark_are_strokes_too() -> None:
    drawn = blank()
    cv2.ellipse(drawn, (200, 150), (180, 120), 0, 0, 360, (0, 0, 0), 3, cv2.LINE_AA)
    here, there = strokes(drawn), strokes(255 - drawn)
    assert len(there) == pytest.approx(len(here), rel=0.02)


def test_straight_lines_and_frames_say_little_and_curves_much() -> None:
    frame, curve = blank(), blank()
    cv2.rectangle(frame, (20, 20), (380, 280), (0, 0, 0), 3)
    for x in range(30, 380, 40):
        cv2.ellipse(curve, (x, 100 + x % 70), (16, 12), x, 0, 300, (0, 0, 0), 2)
    assert strokes(frame).variety.mean() < 0.1 < 0.3 < strokes(curve).variety.mean()


def test_runs_come_back() -> None:
    flags = np.array([1, 1, 0, 0, 1, 0, 1], bool)
    assert runs(flags) == [[0, 2], [4, 5], [6, 7]]
    assert (flagged(runs(flags), 7) == flags).all() and not flagged([], 3).any()


@pytest.mark.parametrize(("share", "digits"), [(0.1, 0.0), (0.05, 0.0), (1.0, 100.0)])
def test_surprise_of_the_binomial_tail(share: float, digits: float) -> None:
    """All of a hundred trials with the odds of one in ten: ten to the minus hundred."""
    assert surprise(100, share, 0.1) == pytest.approx(digits, abs=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_copies_are_found_with_their_transformation(tmp_path: Path, drawings: list[Path], seed: int) -> None:
    method = ImageContour()
    plant = method.plant(member(drawings[0]), member(drawings[1]), seed, tmp_path)
    result = contract.run("image-contour", drawings[0], plant.path)
    best = result.matches[0].details
    assert best["mirrored"] is ("mirrored" in plant.alteration)
    assert best["rotation"] == pytest.approx(90 if "turned" in plant.alteration else 0, abs=1)
    assert best["scale"] == pytest.approx(1, rel=0.02)
    assert result.coverage_of_left is not None and result.coverage_of_left > 0.7
    assert result.coverage_of_right is not None and 0.3 < result.coverage_of_right < 0.7
    assert best["elsewhere_left"] < 0.25 and best["digits"] > 40


def test_a_part_is_found_turned_and_what_was_added_and_left_out_is_listed(tmp_path: Path, drawings: list[Path]) -> None:
    source = pixels_of(drawings[0])
    part = source[60:360, 60:420].copy()
    part[100:180, 150:260] = 255  # a piece is left out
    cv2.line(part, (20, 280), (340, 30), (0, 0, 0), 3)  # and one added
    matrix = cv2.getRotationMatrix2D((180, 150), -30, 0.8)
    matrix[:, 2] += (120, 100)
    turned = cv2.warpAffine(part, matrix, (600, 500), flags=cv2.INTER_AREA, borderValue=(255, 255, 255))
    copy = save(tmp_path, "part.png", np.asarray(turned, np.uint8))
    result = contract.run("image-contour", drawings[0], copy.path)
    details = result.matches[0].details
    assert details["rotation"] == pytest.approx(30, abs=1) and details["scale"] == pytest.approx(0.8, rel=0.02)
    assert details["only_right"] and details["share_left"] < 0.85
    assert details["strokes"][0][6] == "identical"
    shown = ImageContour().exhibit(Work.open(drawings[0]), Work.open(copy.path), result.matches[0])
    assert shown.aligned is not None and [name for name, _ in shown.further] == ["laid-over", "difference"]
    assert ("mirrored", "no") in shown.transformation


def test_excluded_strokes_leave_both_numbers(drawings: list[Path]) -> None:
    cut = box(drawings[0].name, 0, 0, 280, 420)
    before = contract.run("image-contour", drawings[0], drawings[0])
    result = contract.run(
        "image-contour", drawings[0], drawings[0], exclusions=(Exclusion(Reason.PUBLIC_DOMAIN, "left", cut),)
    )
    assert result.all == before.all and result.filtered.coverage_of_left == pytest.approx(1)
    whole, rest = (float(m.values["strokes_left"]) for m in (result.all, result.filtered))
    assert 0 < rest < 0.8 * whole
    assert result.filtered.values["strokes_right"] == result.all.values["strokes_right"]


def test_unrelated_drawings_and_mixtures_have_nothing_in_common(tmp_path: Path, drawings: list[Path]) -> None:
    assert not contract.run("image-contour", *drawings).matches
    mixed = ImageContour().scramble(member(drawings[0]), 1, tmp_path)
    assert not contract.run("image-contour", drawings[0], mixed).matches


def test_blank_tiny_and_ruled_pictures_are_refused_by_name(tmp_path: Path, drawings: list[Path]) -> None:
    ruled = blank()
    for at in range(40, 300, 40):
        ruled[at : at + 2, 30:370] = 0
    for name, pixels in (("blank.png", blank()), ("ruled.png", ruled), ("tiny.png", blank(12, 12))):
        with pytest.raises(Refused, match=name):
            ImageContour().read(save(tmp_path, name, pixels), Resources())
    result = contract.run("image-contour", tmp_path / "ruled.png", drawings[0])
    assert result.status == "refused" and "ruled.png" in (result.message or "")
    with pytest.raises(Refused, match="scrambled"):
        planting.scramble(member(tmp_path / "tiny.png"), 1, tmp_path, max_pixels=1 << 20)


@pytest.mark.parametrize("wrong", [{"min_digits": -1}, {"min_detail": -1}, {"max_pixels": 1}])
def test_parameters_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        ImageContour(**wrong)  # type: ignore[arg-type]


def test_places_are_in_the_grid_of_the_file_as_handed_in(tmp_path: Path, drawings: list[Path]) -> None:
    upright = pixels_of(drawings[0])
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.ascontiguousarray(orient(upright, SHOWN[8]))  # turned back by what orientation 6 undoes
    Image.fromarray(stored).save(tmp_path / "turned.png", exif=exif)
    features = ImageContour().read(member(tmp_path / "turned.png"), Resources())
    assert (features.stored_width, features.width) == (stored.shape[1], upright.shape[1])
    x, y = np.floor(features.stored).astype(int).T
    dark = [stored[max(0, b - 2) : b + 3, max(0, a - 2) : a + 3].min() < 100 for a, b in zip(x, y, strict=True)]
    assert np.mean(dark) > 0.95


def test_a_whole_drawing_looks_like_itself_in_eight_orientations(tmp_path: Path, drawings: list[Path]) -> None:
    """What ``nearby`` says of turned views is what the turned picture itself has."""
    source = pixels_of(drawings[0])
    read = ImageContour().read
    views = nearby.outlook(read(member(drawings[0]), Resources()))
    stranger = nearby.outlook(read(member(drawings[1]), Resources()))[0]
    for k in range(8):
        turned = save(tmp_path, f"{k}.png", np.ascontiguousarray(orient(source, k)))
        likeness = views @ nearby.outlook(read(turned, Resources()))[0]
        assert int(likeness.argmax()) == k and likeness[k] > 0.97 > 0.9 > float(views[k] @ stranger)


def test_of_many_drawings_the_likely_pairs_are_proposed(drawings: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    features = {path.name: ImageContour().read(member(path), Resources()) for path in drawings}
    assert len(list(ImageContour().propose(features, features))) == 4
    monkeypatch.setattr(nearby, "ALL", 0)
    monkeypatch.setattr(nearby, "NEAREST", 1)
    assert set(nearby.proposed(features, features)) == {(name, name) for name in features}


def test_every_word_of_a_result_has_a_label(tmp_path: Path, drawings: list[Path]) -> None:
    plant = ImageContour().plant(member(drawings[0]), member(drawings[1]), 0, tmp_path)
    result = contract.run("image-contour", drawings[0], plant.path)
    used = {*result.all.values, *result.parameters, *(m.kind for m in result.matches)}
    used |= {key for m in result.matches for key in m.details} | {plant.alteration}
    for language in ("zh", "en"):
        assert used <= set(LABELS[language]), used - set(LABELS[language])
        assert {"method", "rule", "example", "shares", "counted"} <= set(COUNTING[language])
