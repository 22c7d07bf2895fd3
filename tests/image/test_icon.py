"""``image-icon``: sheets are cut, pieces assigned one to one, recoloured and mirrored copies found, paths compared."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from appraisal import contract
from appraisal.comparator import Resources
from appraisal.comparison import Exclusion, Reason
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.span import pixel
from appraisal.work import Work
from comparators.image.icon import paths, pieces, transforms
from comparators.image.icon.features import take
from comparators.image.icon.method import ImageIcon
from comparators.image.icon.tile import FILLED, SIDE, tile
from comparators.image.icon.words import COUNTING, LABELS
from tests.image.pictures import Pixels, member, save
from tests.specimens import specimens_of


@pytest.fixture
def sheets(tmp_path: Path) -> list[Path]:
    return specimens_of(ImageIcon.media, tmp_path, "image-icon")


def pixels_of(path: Path) -> Pixels:
    return np.asarray(Image.open(path).convert("RGBA"))


def test_a_sheet_is_cut_at_its_gutters(sheets: list[Path]) -> None:
    found = pieces.pieces(pixels_of(sheets[0]), "sheet.png")
    assert found.how == "gutters" and found.ground == "transparent"
    cells = {(x // 56, y // 56) for x, y, _, _ in found.boxes}
    assert cells == {(x, y) for x in range(3) for y in range(2)}
    for left, top, right, bottom in found.boxes:
        part = found.mask[top:bottom, left:right]
        assert part[0].any() and part[-1].any() and part[:, 0].any() and part[:, -1].any()


def test_repeated_bars_are_one_drawing() -> None:
    menu = np.zeros((64, 80, 4), np.uint8)
    for top in (8, 20, 32, 44, 56):
        menu[top : top + 6, 8:56] = (30, 30, 30, 255)
    found = pieces.pieces(menu, "menu.png")
    assert (found.how, found.boxes) == ("whole", ((8, 8, 56, 62),))


def test_an_opaque_ground_is_told_by_its_corners() -> None:
    picture = np.full((40, 60, 4), 255, np.uint8)
    picture[10:20, 30:50, :3] = (200, 10, 10)
    found = pieces.pieces(picture, "icon.png")
    assert (found.ground, found.boxes) == ("#ffffff", ((30, 10, 50, 20),))


@pytest.mark.parametrize(("side", "count"), [(48, 1), (64, 1), (72, 9)])
def test_a_small_square_is_one_icon_however_its_parts_are_parted(side: int, count: int) -> None:
    rays = np.zeros((side, side, 4), np.uint8)
    step = side // 3
    for n in range(9):
        y, x = n // 3 * step, n % 3 * step
        rays[y + 2 : y + 10 + n % 4, x + 2 : x + 11] = (250, 10 * n, 0, 255)
    assert len(pieces.pieces(rays, "sun.png").boxes) == count
    assert len(pieces.pieces(rays, "sun.png", f"{step}x{step}").boxes) == 9


def test_full_tiles_are_cut_by_the_grid_their_colours_jump_on() -> None:
    dice = np.random.default_rng(3)
    sheet = np.full((64, 96, 4), 255, np.uint8)
    for y in range(4):
        for x in range(6):
            ramp = np.linspace(0, 20, 16)[:, None, None] + dice.integers(0, 230, 3)
            sheet[y * 16 : y * 16 + 16, x * 16 : x * 16 + 16, :3] = ramp.astype(np.uint8)
    found = pieces.pieces(sheet, "tiles.png")
    assert found.how == "grid" and len(found.boxes) == 24 and found.boxes[0] == (0, 0, 16, 16)


def test_a_named_grid_is_taken_and_nonsense_refused() -> None:
    picture = np.full((40, 60, 4), 255, np.uint8)
    picture[..., 0] = np.arange(60, dtype=np.uint8)
    assert len(pieces.pieces(picture, "a.png", "20x20").boxes) == 6
    with pytest.raises(UsageError, match="cut"):
        ImageIcon(cut="20 by 20")
    with pytest.raises(UsageError, match="min_agreement"):
        ImageIcon(min_agreement=0.1)


def test_too_many_pieces_are_refused_by_name() -> None:
    dust = np.zeros((2048, 2048, 4), np.uint8)
    dust[::8, ::8] = 255
    with pytest.raises(OverLimit, match=r"dust\.png.*8192 pieces"):
        pieces.pieces(dust, "dust.png")


def test_a_tile_is_filled_to_its_longer_side() -> None:
    done = tile(np.full((10, 20, 4), 255, np.uint8))
    rows, columns = np.flatnonzero(done[..., 3].any(axis=1)), np.flatnonzero(done[..., 3].any(axis=0))
    assert (len(rows), len(columns), done.shape) == (FILLED // 2, FILLED, (SIDE, SIDE, 4))


def test_blank_pictures_and_stock_shapes_are_refused_by_name(tmp_path: Path, sheets: list[Path]) -> None:
    blank = save(tmp_path / "b", "blank.png", np.zeros((32, 32, 4), np.uint8))
    with pytest.raises(Refused, match=r"blank\.png: nothing is drawn"):
        ImageIcon().read(blank, Resources())
    square = np.zeros((32, 32, 4), np.uint8)
    square[4:28, 4:28] = (200, 0, 0, 255)
    plain = save(tmp_path / "p", "square.png", square)
    result = contract.run("image-icon", plain.path, sheets[0])
    assert result.status == "refused" and "square.png" in (result.message or "")


def test_n_of_m_sprites_correspond(tmp_path: Path, sheets: list[Path]) -> None:
    """Four of six figures taken into a sheet of other order, recoloured, one mirrored, among two of another hand."""
    source, stranger = pixels_of(sheets[0]), pixels_of(sheets[1])

    def cell(of: Pixels, n: int) -> Pixels:
        return of[n // 3 * 56 : n // 3 * 56 + 56, n % 3 * 56 : n % 3 * 56 + 56]

    parts = [cell(source, 4), cell(stranger, 0), cell(source, 0)[:, ::-1], cell(source, 2), cell(stranger, 3)]
    parts.append(cell(source, 5))
    parts = [np.ascontiguousarray(part[..., [1, 2, 0, 3]]) for part in parts]
    rows = [np.concatenate(parts[:3], axis=1), np.concatenate(parts[3:], axis=1)]
    copy = save(tmp_path / "c", "copy.png", np.concatenate(rows, axis=0))
    result = contract.run("image-icon", sheets[0], copy.path)
    assert result.all.values["pieces_left"] == 6
    assert result.all.values["matches"] == 4
    assert result.coverage_of_left == pytest.approx(4 / 6) and result.coverage_of_right == pytest.approx(4 / 6)
    assert [m.details["orientation"] for m in result.matches].count("mirrored left-right") == 1
    assert all(m.details["recoloured"] == "yes" and m.details["identical_picture"] == "no" for m in result.matches)
    listed = result.tables["without_counterpart_right"]["rows"]
    assert len(listed) == 2 and {row[0] for row in listed} == {"copy.png"}
    shown = ImageIcon().exhibit(Work.open(sheets[0]), Work.open(copy.path), result.matches[0])
    assert shown.aligned is not None
    names = ["laid-over", "difference", "frame-left", "frame-right", "agreement"]
    assert [name for name, _ in shown.further] == names
    frame = np.asarray(Image.open(io.BytesIO(dict(shown.further)["frame-left"].png)).convert("RGB"))
    other = np.asarray(Image.open(io.BytesIO(dict(shown.further)["frame-right"].png)).convert("RGB"))
    assert frame.shape == other.shape and max(frame.shape) <= 64, "pixels as they were compared"
    assert (frame[[0, -1]] == 255).all() and (frame[1:-1, 1:-1] < 255).any(axis=(1, 2)).all(), "no rim around them"
    cut = result.matches[0].left
    excluded = contract.run("image-icon", sheets[0], copy.path, exclusions=(Exclusion(Reason.LICENSED, "left", cut),))
    assert excluded.filtered.coverage_of_left == pytest.approx(3 / 5)
    assert excluded.all.coverage_of_left == pytest.approx(4 / 6)


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#eee"/>'
    '<g transform="{0}"><path fill="{1}" '
    'd="M10 10c3 1 9-4 12 2s1 11 7 13 12-3 15 4-6 14-13 13-19 1-22-7S7 9 10 10z"/></g>'
    '<path d="{2}"/></svg>'
)


def test_shared_control_points_are_told_through_moving_and_scaling(tmp_path: Path) -> None:
    tmp_path.joinpath("a.svg").write_text(DRAWING.format("", "#c00", "M1 1h5v5h-5z"), "utf-8")
    moved = "m45 15c4.5 1.5 13.5-6 18 3s1.5 16.5 10.5 19.5 18-4.5 22.5 6-9 21-19.5 19.5-28.5 1.5-33-10.5-3-39 1.5-37.5z"
    tmp_path.joinpath("b.svg").write_text(DRAWING.format("", "#00c", "M2 2h5v5h-5z").replace(
        "M10 10c3 1 9-4 12 2s1 11 7 13 12-3 15 4-6 14-13 13-19 1-22-7S7 9 10 10z", moved), "utf-8")  # fmt: skip
    left, right = (take(member(tmp_path / f"{n}.svg"), cut="auto", max_pixels=1 << 20) for n in "ab")
    units = [paths.units(f.paths) for f in (left, right)]
    assert paths.shared({"a": units[0]}, {"b": units[1]}) == {("a", "b"): paths.Shared((0,), (0,), ())}
    assert sum(len(each.numbers) for each in units[0].values()) == 1  # the square is a stock shape


@pytest.mark.parametrize(
    ("written", "turned"),
    [
        ("", ()),
        ("translate(9 4) scale(.5)", ()),
        ("rotate(37)", (0,)),
        ("matrix(-1 0 0 1 64 0)", (0,)),
        ("rotate(90 30 20), scale(2)", (0,)),
        ("scale(2 1)", ()),
        ("skewX(20) rotate(5)", ()),
    ],
)
def test_shared_parts_are_found_through_transform(tmp_path: Path, written: str, turned: tuple[int, ...]) -> None:
    """Turned, mirrored, stretched by the attribute: what is written is the same, and what is turned is said."""
    for name, text in (("a", ""), ("b", written)):
        tmp_path.joinpath(f"{name}.svg").write_text(DRAWING.format(text, "#c00", "M1 1h5v5h-5z"), "utf-8")
    left, right = (take(member(tmp_path / f"{n}.svg"), cut="auto", max_pixels=1 << 20) for n in "ab")
    found = paths.shared({"a": paths.units(left.paths)}, {"b": paths.units(right.paths)})
    assert found == {("a", "b"): paths.Shared((0,), (0,), turned)}


def test_a_transform_that_was_worked_into_the_coordinates_is_the_same_drawing(tmp_path: Path) -> None:
    """Nested groups on one side, and the points that they lead to written out on the other."""
    text = "M10 10 L13 11 20 7 23 13 24 23 30 24 35 12 42 16 38 26 29 25 10 32 5 25 z"
    (part,) = paths.parts(text)
    outer, inner = transforms.read("translate(5,3) skewY(12)"), transforms.read("scale(1.5 .7) rotate(-20)")
    moved = transforms.applied(np.array(transforms.then(outer, inner)), np.array(part))
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90">'
    nested = '<g transform="translate(5,3) skewY(12)"><g transform="scale(1.5 .7) rotate(-20)">{}</g></g>'
    written = " ".join(f"{x:.4f},{y:.4f}" for x, y in moved)
    tmp_path.joinpath("a.svg").write_text(head + nested.format(f'<path d="{text}"/>') + "</svg>", "utf-8")
    tmp_path.joinpath("b.svg").write_text(head + f'<polygon points="{written}"/></svg>', "utf-8")
    left, right = (paths.read(tmp_path.joinpath(f"{n}.svg").read_bytes(), n) for n in "ab")
    found = paths.shared({"a": paths.units(left)}, {"b": paths.units(right)})
    assert found == {("a", "b"): paths.Shared((0,), (0,), ())}
    dice = np.random.default_rng(5)
    other = paths.Paths(right.points + dice.normal(0, 0.4, right.points.shape), right.ends, right.matrices)
    assert paths.shared({"a": paths.units(left)}, {"b": paths.units(other)}) == {}


def test_transforms_are_read_as_the_standard_says() -> None:
    def at(text: str) -> list[float]:
        moved = transforms.applied(np.array(transforms.read(text)), np.array([[2.0, 1.0]]))
        return [round(float(v), 6) for v in moved[0]]

    assert at("translate(3) scale(2)") == [7, 2] and at("scale(2) translate(3)") == [10, 2]
    assert at("rotate(90)") == [-1, 2] and at("rotate(90, 2, 1)") == [2, 1] and at("matrix(1 0 1 1 5 6)") == [8, 7]
    assert at("skewX(45)") == [3, 1] and at("skewY(45)") == [2, 3]
    for nonsense in ("scale(1 2 3)", "turn(3)", "scale(2", "scale(2) oops", "scale(1e99)", "matrix(nan)", "(" * 4000):
        assert transforms.read(nonsense) == transforms.SAME


def test_path_data_is_read_as_the_standard_says() -> None:
    (part,) = paths.parts("M1,2 l3 4 H10 V-1 c1 1 2 2 3 3 s1 1 2 2 z")
    assert part == [(1, 2), (4, 6), (10, 6), (10, -1), (11, 0), (12, 1), (13, 2), (14, 3), (14, 3), (15, 4)]
    assert [len(p) for p in paths.parts("m0 0 1 1 m2 2 q1 1 2 0 t2 0")] == [2, 5]
    assert list(paths.parts("M1 1 L2 2 L nonsense")) == [[(1, 1), (2, 2)]]
    assert list(paths.parts("L1 1")) == [[(0, 0), (1, 1)]] and list(paths.parts("1 2 3")) == []


def test_a_drawing_with_entities_is_unreadable_by_name(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0 L1 1"/>&a;</svg>'
    tmp_path.joinpath("bomb.svg").write_text(bomb, "utf-8")
    other = specimens_of(ImageIcon.media, tmp_path, "image-icon")[0]
    result = contract.run("image-icon", tmp_path / "bomb.svg", other)
    assert result.status != "ok" and "bomb.svg" in (result.message or "")


def test_every_word_of_a_result_has_a_label(tmp_path: Path, sheets: list[Path]) -> None:
    result = contract.run("image-icon", sheets[0], sheets[0])
    used = {*result.all.values, *result.parameters, *(m.kind for m in result.matches)}
    used |= result.tables.keys() - {"extents"}
    for match in result.matches:
        used |= set(match.details)
    for table in result.tables.values():
        used |= set(table["head"] if isinstance(table, dict) and "head" in table else ())
    for language in ("zh", "en"):
        assert used <= set(LABELS[language]), used - set(LABELS[language])
        assert set(COUNTING[language]["columns"].split()) <= set(LABELS[language])


def test_boxes_of_a_turned_photograph_lie_in_the_stored_grid(tmp_path: Path) -> None:
    picture = np.full((40, 60, 3), 255, np.uint8)
    picture[5:15, 30:50] = (200, 10, 10)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = save(tmp_path, "turned.png", picture, exif=exif)
    features = take(turned, cut="auto", max_pixels=1 << 20)
    assert features.boxes.tolist() == [[30, 5, 50, 15]]
    assert features.span("turned.png", 0) == pixel("turned.png", ((30, 5), (50, 5), (50, 15), (30, 15)))


def test_what_differs_between_two_pieces_is_lettered(tmp_path: Path) -> None:
    """A figure whose copy lacks one part: a row of the list, inside the frame, over cells that the record counts."""
    figure = np.zeros((64, 64, 4), np.uint8)
    for at, colour in enumerate(((200, 30, 30), (30, 160, 40), (40, 60, 200), (230, 180, 20))):
        x, y = 4 + 28 * (at % 2), 4 + 28 * (at // 2)
        figure[y : y + 26, x : x + 26] = (*colour, 255)
        figure[y + 6 : y + 14, x + 4 + 3 * at : x + 10 + 3 * at] = (255, 255, 255, 255)
    copy = figure.copy()
    copy[40:56, 40:56] = (20, 20, 20, 255)
    left, right = save(tmp_path / "l", "l.png", figure), save(tmp_path / "r", "r.png", copy)
    (match,) = contract.run("image-icon", left.path, right.path, parameters={"cut": "whole"}).matches
    shown = ImageIcon(cut="whole").exhibit(Work.open(left.path), Work.open(right.path), match)
    assert match.details["cells_different"] > 0 and shown.listed is not None
    assert [row[0] for row in shown.listed.rows] == ["A"]
    low, high = (part.split(", ") for part in shown.listed.rows[0][1].split(" – "))
    assert all(int(v) >= 160 for v in low) and all(int(v) <= 320 for v in high)
    assert set(shown.listed.head) <= set(LABELS["zh"]) and {row[3] for row in shown.listed.rows} <= set(LABELS["en"])
