"""Places that differ are cut out of both pictures and drawn large, under the letters of the list."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import pytest
from PIL import Image

from appraisal.exhibit import Differences, Overlay, Picture
from reports.document import Language
from reports.exhibits.crops import AROUND, ENLARGED, MOST, crops
from reports.exhibits.drawing import Raster
from reports.exhibits.layout import drawn, lay_out
from tests.reports.rows import LANGUAGES

BOXES = ["20, 30 – 60, 50", "100, 100 – 110, 104", "0, 0 – 12, 12", "70, 70 – 80, 80"]
DETAILS = {"differences": BOXES, "size_left": "200 × 120"}


def _picture(file: str, colour: str, width: int = 200, height: int = 120) -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return Picture(file, stream.getvalue(), width, height)


def _exhibit() -> Overlay:
    return Overlay(_picture("a.png", "red"), _picture("b.png", "blue", 90, 60), _picture("b.png", "blue"))


def test_both_sides_of_the_first_places_are_cut_out_and_enlarged() -> None:
    made = crops(_exhibit(), DETAILS)
    assert [name for name, _ in made] == ["detail-left", "detail-right"] * MOST
    assert [picture.file for _, picture in made] == ["A", "A", "B", "B", "C", "C"]
    for at in range(0, len(made), 2):
        (_, left), (_, right) = made[at : at + 2]
        assert (left.width, left.height, left.polygons) == (right.width, right.height, right.polygons)
        assert ENLARGED / 2 < max(left.width, left.height) <= ENLARGED
        for picture, colour in ((left, (255, 0, 0)), (right, (0, 0, 255))):
            with Image.open(io.BytesIO(picture.png)) as held:
                assert held.size == (picture.width, picture.height) and held.getpixel((0, 0)) == colour
    first = made[0][1]
    (ring,) = first.polygons
    times = (ring[2][0] - ring[0][0]) / 40  # the place is 40 × 20
    assert (ring[2][1] - ring[0][1]) / 20 == times and ring[0][0] >= AROUND * 40 * times


def test_a_reduced_drawing_is_cut_where_the_place_lies_in_it() -> None:
    whole = crops(_exhibit(), DETAILS)[0][1]
    halved = crops(_exhibit(), {"differences": ["40, 60 – 120, 100"], "size_left": "400 × 240"})[0][1]
    assert (halved.width, halved.height, halved.polygons) == (whole.width, whole.height, whole.polygons)


def _with_frames(wide: int, high: int) -> Overlay:
    """Points are numbered on both pictures (red, blue); the region 20, 20 – 120, 80 with a rim of 10 pixels, unmarked,
    stands in the frames (green, white), as large as is said."""
    scale = wide / 120
    inner = tuple((round(x * scale, 2), round(y * scale, 2)) for x, y in ((10, 10), (110, 10), (110, 70), (10, 70)))
    frames = (
        ("frame-left", replace(_picture("a.png", "green", wide, high), polygons=(inner,))),
        ("frame-right", replace(_picture("b.png", "white", wide, high), polygons=(inner,))),
    )
    outline = ((20.0, 20.0), (120.0, 20.0), (120.0, 80.0), (20.0, 80.0))
    exhibit = _exhibit()
    return replace(exhibit, left=replace(exhibit.left, polygons=(outline,)), further=frames)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(480, 320), (60, 40)])
def test_nothing_is_cut_from_a_picture_on_which_points_are_numbered(size: tuple[int, int]) -> None:
    exhibit, details = _with_frames(*size), {**DETAILS, "points": [[1, 1, 2, 2]]}
    made = crops(exhibit, details)
    assert [name for name, _ in made] == ["detail-left", "detail-right"] * 2
    assert [picture.file for _, picture in made] == ["A", "A", "C", "C"], "the frames do not show B"
    for (_, left), (_, right) in zip(made[::2], made[1::2], strict=True):
        assert (left.width, left.height, left.polygons) == (right.width, right.height, right.polygons)
        for picture, colour in ((left, (0, 128, 0)), (right, (255, 255, 255))):
            with Image.open(io.BytesIO(picture.png)) as held:
                assert held.getpixel((0, 0)) == colour
    (ring,) = made[0][1].polygons  # 20, 30 – 60, 50: at the left edge of the region, 20 below its top
    assert (ring[1][0] - ring[0][0]) / (ring[2][1] - ring[1][1]) == pytest.approx(2)
    assert crops(replace(exhibit, further=()), details) == (), "no pair without marks"


def test_a_pair_without_marks_that_shows_more_than_the_frames_is_cut() -> None:
    for size, colour in (((60, 40), (255, 0, 0)), ((480, 320), (0, 128, 0))):
        with Image.open(io.BytesIO(crops(_with_frames(*size), DETAILS)[0][1].png)) as held:
            assert held.getpixel((0, 0)) == colour


def test_a_place_lies_in_the_frames_where_it_lies_in_the_picture() -> None:
    exhibit = _with_frames(480, 320)
    pixels = Image.new("RGB", (480, 320), "green")
    pixels.paste("black", (160, 120, 240, 160))  # 50, 40 – 70, 50 of the picture, by the outlines of both
    stream = io.BytesIO()
    pixels.save(stream, "PNG")
    frame = replace(dict(exhibit.further)["frame-left"], png=stream.getvalue())
    exhibit = replace(exhibit, further=(("frame-left", frame), exhibit.further[1]))
    (_, left), _ = crops(exhibit, {"differences": ["50, 40 – 70, 50"], "size_left": "200 × 120", "points": [[1]]})
    (ring,) = left.polygons
    with Image.open(io.BytesIO(left.png)) as held:
        middle = (ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2
        assert held.getpixel((round(middle[0]), round(middle[1]))) == (0, 0, 0)
        assert held.getpixel((round(ring[0][0]) - 8, round(middle[1]))) == (0, 128, 0)


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"differences": BOXES},
        {"size_left": "200 × 120"},
        {"differences": BOXES, "size_left": "120 × 200"},  # turned on the way: the boxes may be of another frame
        {"differences": ["x", "5, 5 – 5, 9"], "size_left": "200 × 120"},
        {"differences": "1, 1 – 2, 2", "size_left": "?"},
    ],
)
def test_nothing_is_cut_where_the_place_is_not_known(details: dict[str, object]) -> None:
    assert crops(_exhibit(), details) == ()
    assert crops(replace(_exhibit(), aligned=None), DETAILS) == ()
    assert crops(replace(_exhibit(), aligned=_picture("b.png", "blue", 90, 60)), DETAILS) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_drawn_larger_than_what_stands_above(language: Language) -> None:
    exhibit = _exhibit()
    exhibit = replace(exhibit, further=(("difference", _picture("d", "grey")), *crops(exhibit, DETAILS)))
    layout = lay_out(exhibit, language)
    assert len(layout.further) == MOST and drawn(exhibit, language) == layout.body
    assert layout.enlarged == layout.further, "behind the details of the match"

    def rasters(shapes: Iterable[object]) -> list[Raster]:
        return [shape for shape in shapes if isinstance(shape, Raster)]

    above = rasters(layout.body.shapes)  # a Drawing: both, aligned, difference
    assert len(above) == 4
    (ring,) = exhibit.further[1][1].polygons
    wide = (ring[1][0] - ring[0][0]) / exhibit.further[1][1].width * rasters(layout.further[0].shapes)[0].width
    assert wide / 40 > 2 * max(one.width / 200 for one in above)  # points a pixel of the picture


@pytest.mark.parametrize(("first", "zh"), [("A", "差异清单（有字母的，字母同差异图）"), ("3, 4 – 9, 9", "差异清单")])
def test_the_list_is_headed_by_what_it_holds(first: str, zh: str) -> None:
    """Letters where it has some."""
    exhibit = replace(_exhibit(), listed=Differences(("mark", "place"), ((first, "–"),), "ll"))
    assert lay_out(exhibit, "zh").list_title == zh
