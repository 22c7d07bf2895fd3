import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from appraisal.errors import ReportError
from appraisal.exhibit import Exhibit, Knot, Line, Mark, Network, Networks, Overlay, Plot, Score
from reports.document import Bar, CoverageMap, FileBars, Language, WorkBars
from reports.exhibits import figures, overlays
from reports.exhibits.coinciding import told
from reports.exhibits.drawing import (
    Box,
    Drawing,
    Path,
    Raster,
    Words,
    clipped,
    decode,
    enlarged,
    extent,
    hatching,
    png,
    svg,
)
from reports.exhibits.figures import marked, steps
from reports.exhibits.layout import Cells, Sheet, lay_out, side
from reports.wording import say
from tests.reports.drawn import exhibits, picture
from tests.reports.rows import LANGUAGES


def square(side: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, "PNG")
    return out.getvalue()


def drawing() -> Drawing:
    shapes = (
        Box(1, 1, 30, 10, None, 0, True),
        Path(((0, 0), (50, 50)), dash=3),
        Words(2, 20, "<字&\"'>", anchor="middle"),
        Raster(0, 0, 10, 10, picture("p").png),
    )
    return Drawing(60, 60, shapes, "alt")


def test_svg_is_well_formed_and_the_same_each_time() -> None:
    made = svg(drawing())
    assert made == svg(drawing())
    root = ElementTree.fromstring(made)
    assert [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")] == ["<字&\"'>"]


def test_png_is_the_same_each_time() -> None:
    made = png(drawing())
    assert made == png(drawing())
    assert Image.open(io.BytesIO(made)).size == (150, 150)


def test_a_png_is_clear_where_nothing_stands_and_nowhere_within_pictures() -> None:
    white = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(white, "PNG")
    shapes = (Raster(2, 2, 10, 10, white.getvalue()), Box(20, 2, 10, 10, 70, 0))
    read = Image.open(io.BytesIO(png(Drawing(40, 20, shapes, "alt"), 1.0)))
    assert [read.getchannel("A").getpixel(at) for at in ((0, 0), (5, 5), (11, 11), (25, 5), (36, 10))] == [
        0,
        255,
        255,
        255,
        0,
    ]


def test_slanted_lines_of_a_png_are_as_wide_as_those_of_an_svg() -> None:
    """Of one pixel they were pale in the DOCX, whatever its scale."""
    box = Box(0, 0, 40, 40, 255, None, True)
    seen = Image.open(io.BytesIO(png(Drawing(40, 40, (box,), ""), 5.0))).getchannel("A")
    assert sum(seen.histogram()[1:]) > 0.25 * seen.width * seen.height


def test_hatching_stays_in_its_box() -> None:
    box = Box(10, 20, 33, 7)
    for line in hatching(box):
        for x, y in line:
            assert 10 <= x <= 43 and 20 <= y <= 27


@pytest.mark.parametrize("exhibit", exhibits(), ids=lambda exhibit: type(exhibit).__name__)
def test_each_exhibit_is_laid_out_once(exhibit: Exhibit) -> None:
    body = lay_out(exhibit, "zh").body
    assert isinstance(body, Sheet | Drawing | Cells)
    if isinstance(body, Drawing):
        assert body.alt
        for shape in body.shapes:
            if isinstance(shape, Box | Raster):
                assert shape.x >= -0.01 and shape.x + shape.width <= body.width + 0.01


def test_empty_exhibits_draw_too() -> None:
    for exhibit in (Score((), ()), Plot((0, 0), (0, 0), ())):
        body = lay_out(exhibit, "en").body
        assert isinstance(body, Drawing)
        assert svg(body) and png(body)


def wide(words: Words) -> tuple[float, float]:
    """Where a text begins and ends."""
    length = extent(words.text, words.size)
    left = words.x - {"start": 0.0, "middle": length / 2, "end": length}[words.anchor]
    return left, left + length


@pytest.mark.parametrize("exhibit", exhibits(), ids=lambda exhibit: type(exhibit).__name__)
def test_words_lie_within_their_drawing(exhibit: Exhibit) -> None:
    body = lay_out(exhibit, "en").body
    if not isinstance(body, Drawing):
        return
    for shape in body.shapes:
        if isinstance(shape, Words):
            left, right = wide(shape)
            assert left >= -0.5 and right <= body.width + 0.5 and 0 < shape.y <= body.height, shape.text


def test_rows_of_pictures_are_the_drawing_in_parts() -> None:
    """Paper parts pages between them; each fills the width of the text, and no letter is smaller than seven points."""
    overlay = next(one for one in exhibits() if isinstance(one, Overlay))
    layout = lay_out(overlay, "en")
    assert isinstance(layout.body, Drawing)
    told = [[shape.text for shape in one.shapes if isinstance(shape, Words)] for one in (layout.body, *layout.pictures)]
    assert told[0] == [words for row in told[1:] for words in row] and layout.pictures == layout.rows
    for row in layout.pictures:
        assert row.alt and row.width == layout.body.width and row.height < layout.body.height
        assert all(shape.size >= 7 for shape in row.shapes if isinstance(shape, Words))


def test_a_legend_lies_on_no_title_of_an_axis() -> None:
    names = "reworded", "lists of the same names or terms", "word for word", "excluded", "another kind of passage"
    strokes: tuple[Mark | Line, ...] = (
        Line(((0.0, 0.0), (9.0, 9.0)), 0),
        *(Mark(1, 1, 1, 1, at) for at in (1, 2, 3, 4)),
    )
    ticks = ((5.0, "tables/of/goods.csv"),)
    shown = Plot((0, 100), (0, 100), strokes, names, "A1 (characters)", "B1 (accused work) (characters)", ticks)
    body = lay_out(shown, "en").body
    assert isinstance(body, Drawing)
    placed = [shape for shape in body.shapes if isinstance(shape, Words)]
    assert {*names, "B1 (accused work) (characters)", "tables/of/goods.csv"} <= {one.text for one in placed}
    for at, one in enumerate(placed):
        for other in placed[:at]:
            apart = abs(one.y - other.y) >= 7 or wide(one)[0] >= wide(other)[1] or wide(other)[0] >= wide(one)[1]
            assert apart, (one.text, other.text)


def legend(body: object) -> set[str]:
    assert isinstance(body, Drawing)
    return {shape.text for shape in body.shapes if isinstance(shape, Words)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_legend_has_what_the_chart_has(language: Language) -> None:
    """No sign of excluded places above bars that have none."""
    matched, excluded = say(language, "matched"), say(language, "excluded")
    whole, part = Bar(0, 0.4), Bar(0.5, 0.7, "excluded")
    for bars, held in (((whole,), {matched}), ((part,), {excluded}), ((whole, part), {matched, excluded}), ((), set())):
        work = WorkBars("A1", (FileBars("a.py", "12", bars),))
        for made in figures.coverage(CoverageMap("0" * 12, work, work, "alt"), language):
            assert legend(made) & {matched, excluded} == held
    plot = Plot((0, 9), (0, 9), (Mark(1, 1, 1, 1, 0), Line(((0.0, 0.0), (9.0, 9.0)), 2)), ("a", "b", "c"), "x", "y")
    assert legend(figures.plot(plot, language)) & {"a", "b", "c"} == {"a", "c"}


def test_names_beside_a_circle_are_whole_where_there_is_room() -> None:
    knots = tuple(Knot(f"Broken Bridge {at}") for at in range(5))
    body = lay_out(Networks((Network("left", knots), Network("right", knots)), alt="a"), "en").body
    assert isinstance(body, Drawing)
    assert sum(isinstance(one, Words) and one.text.startswith("Broken Bridge ") for one in body.shapes) == 10


def test_pixels_of_small_pictures_stay_squares() -> None:
    image = Image.new("RGB", (4, 4))
    image.putpixel((1, 2), (255, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    small = decode(enlarged(Raster(0, 0, 40, 40, out.getvalue())))
    assert small.size == (120, 120) and {colour for _, colour in small.getcolors() or ()} == {(0, 0, 0), (255, 0, 0)}
    assert small.resize((4, 4), Image.Resampling.NEAREST).tobytes() == image.tobytes()
    assert enlarged(Raster(0, 0, 4, 4, out.getvalue())) == out.getvalue(), "others stand as they are"


def test_long_labels_are_cut_in_the_middle() -> None:
    cut = clipped("a/very/long/folder/name/文件名.txt", 60, 8)
    assert extent(cut, 8) <= 60
    assert "…" in cut and cut.startswith("a/") and cut.endswith(".txt")
    assert clipped("短", 60, 8) == "短"
    whole = "Common headings and numbers of chapters"
    cut = clipped(whole, 110, 7)
    assert cut.startswith("Common") and cut.endswith("chapters"), "cut in the middle"
    assert set(cut.replace("…", " ").split()) <= set(whole.split()), "between words"


def test_pictures_are_png_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "GIF")
    for data in (b"", b"GIF89a", out.getvalue(), picture("p").png[:60]):
        with pytest.raises(ReportError, match="not a readable PNG"):
            decode(data)
    monkeypatch.setattr("reports.exhibits.drawing.MAX_PIXELS", 10)
    with pytest.raises(ReportError, match="too large"):
        decode(picture("p").png)


def test_alignment_is_always_known() -> None:
    assert [side("rzc", at) for at in range(5)] == ["r", "l", "c", "l", "l"]


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (18.129, 34.742, [20, 25, 30]),
        (0, 10.613, [0, 5, 10]),
        (0, 5, [0, 1, 2, 3, 4, 5]),
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (0.2, 0.31, [0.2, 0.25, 0.3]),
        (3, 3, [3]),
    ],
)
def test_axes_have_round_steps(low: float, high: float, values: list[float]) -> None:
    assert steps(low, high) == pytest.approx(values)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.0, 17.0, ["0", "5", "10", "15", "17"]),
        (0.0, 14565.0, ["0", "5000", "10000", "14565"]),
        (0.0, 5.5, ["0", "2", "4"]),
        (0.0, 1.3, ["0", "0.5", "1"]),
        (3.0, 6.0, ["3", "4", "5", "6"]),
        (0.0, 2345678.0, ["0", "500000", "1000000", "1500000", "2000000", "2345678"]),
        (4.0, 4.0, ["4"]),
    ],
)
def test_what_an_axis_says_is_where_it_says_it(low: float, high: float, said: list[str]) -> None:
    found = marked(low, high, 380)
    assert [words for _, words in found] == said
    assert all(value == pytest.approx(float(words)) for value, words in found)


def test_marks_of_an_axis_stand_at_their_values() -> None:
    body = lay_out(Plot((0, 17), (0, 1), ()), "en").body
    assert isinstance(body, Drawing)
    frame = next(shape for shape in body.shapes if isinstance(shape, Box))
    for words in (shape for shape in body.shapes if isinstance(shape, Words) and shape.text in ("5", "10", "15")):
        assert words.x == pytest.approx(frame.x + frame.width * float(words.text) / 17)


def test_a_curve_without_ticks_of_its_own_has_a_scale() -> None:
    curve = Plot((0, 1), (0, 0.14), (Line(((0, 0.1), (1, 0.05)), 0),), ("a",), "t", "|Δ|")
    said = [shape.text for shape in figures.plot(curve, "en").shapes if isinstance(shape, Words)]
    assert {"0.05", "0.1", "0.2", "0.4", "1"} <= set(said)
    bare = [shape.text for shape in figures.plot(replace(curve, y_label=""), "en").shapes if isinstance(shape, Words)]
    assert "0.05" not in bare, "what has no name of an axis has no scale"


def test_frames_of_an_icon_are_not_blown_up() -> None:
    overlay = next(one for one in exhibits() if isinstance(one, Overlay))
    for pixels, high, times in ((40, 90, 3), (64, 96, 2), (200, 150, 1), (900, 312, 1)):
        frame = replace(picture("f"), png=square(pixels), width=pixels, height=pixels)
        made = overlays.frames(replace(overlay, further=(("frame-left", frame), ("frame-right", frame))), "en")
        assert made is not None
        sizes = [shape.height for one in made for shape in one.shapes if isinstance(shape, Raster)]
        assert sizes == pytest.approx([high, high], abs=2) and made[0].width == made[1].width > 200
        drawn = next(shape for shape in made[0].shapes if isinstance(shape, Raster))
        assert decode(drawn.png).width == pixels * times, "whole pixels of a screen, which no viewer smooths"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_names_lines_that_lie_on_each_other(language: Language) -> None:
    curve = ((0.0, 0.0), (0.5, 0.1), (1.0, 0.0))
    moved = tuple((x, y + 0.00001) for x, y in curve)
    other = tuple((x, y + 0.01) for x, y in curve)
    plot = Plot((0, 1), (0, 0.1), (Line(curve, 0), Line(other, 1), Line(moved, 2)), ("a", "b", "c"), "t", "d")
    body = lay_out(plot, language).body
    assert isinstance(body, Drawing)
    said = {shape.text for shape in body.shapes if isinstance(shape, Words)}
    assert {"a", "b"} < said and "c" not in said
    assert {"en": "c (lies on line 1)", "zh": "c（与第 1 条线重合）"}[language] in said
    two = Plot((0, 1), (0, 0.1), (Line(curve, 0), Line(curve[:1], 0), Line(curve, 1)), ("a", "b"), "t", "d")
    assert told(two, language) == two, "a series of several lines is left as it is"
