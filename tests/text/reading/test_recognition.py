"""Scans and pictures: reading order, boxes that lead back, doubts counted; refusals without the extra or its models."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from appraisal.errors import OverLimit, Refused, Unreadable
from appraisal.media import Medium
from comparators.text.reading import picture, recognition
from comparators.text.reading.layout import in_reading_order
from comparators.text.reading.pdf import Pdf
from comparators.text.reading.picture import Picture
from tests.text.reading.specimens import derived, member, pdf, places


@dataclass
class Found:
    boxes: Any
    txts: Any
    scores: Any


def corners(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """What a stand-in for the models says of one picture after the other."""
    said: list[Found] = []
    monkeypatch.setattr(recognition, "available", lambda: True)
    monkeypatch.setattr(recognition, "_engine", lambda: lambda pixels: said.pop(0))
    return said


def png(width: int = 400, height: int = 300, **save: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "PNG", **save)
    return buffer.getvalue()


LINES = Found(
    [corners(20, 40, 380, 60), corners(20, 10, 200, 30), corners(20, 70, 100, 90), corners(300, 200, 310, 205)],
    ["月光照在旧城的瓦上，守门人把灯", "第一回　灯", "举得很高。", "x"],
    [0.99, 0.9, 0.7, 0.2],
)


def test_a_picture_asked_for_as_a_text(tmp_path: Path, engine: list[Found]) -> None:
    engine.append(LINES)
    text, placing, one = derived(Picture(), tmp_path, "a.png", png())
    assert text == "第一回　灯\n月光照在旧城的瓦上，守门人把灯举得很高。\n"
    assert placing.chapters == [(0, "第一回 灯")]
    assert places(text, placing, "举得") == [{"page": 1, "line": 3, "zone": "ocr", "box": [20, 70, 100, 90]}]
    assert (one.notes["lines_recognised"], one.notes["lines_in_doubt"]) == (3, 1)
    assert one.notes["left_out"] == {"lines-not-recognised": 1}
    (kept,) = one.kept
    with Image.open(io.BytesIO(kept)) as page:
        assert (page.size, page.mode) == ((400, 300), "L")
    assert list(placing.pictures) == ["1"] and len(placing.pictures["1"]) == 64


def test_a_scanned_pdf_keeps_its_pages(tmp_path: Path, engine: list[Found]) -> None:
    engine += [LINES, LINES]
    buffer = io.BytesIO()
    pages = [Image.new("L", (400, 300), shade) for shade in (255, 250)]
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    text, placing, one = derived(Pdf(), tmp_path, "a.pdf", buffer.getvalue())
    assert text.count("举得很高。") == 2 and one.notes["pages_recognised"] == 2
    last = placing.at(text.rindex("举得"))
    assert (last["page"], last["line"], last["box"]) == (2, 3, [20, 70, 100, 90])
    assert len(one.kept) == 2 and set(placing.pictures) == {"1", "2"}


def test_only_pages_without_text_are_recognised(tmp_path: Path, engine: list[Found]) -> None:
    data = pdf([[(72, 700, 11, "A page of text.")], []])
    text, _, one = derived(Pdf(), tmp_path, "a.pdf", data)
    assert text == "A page of text.\n" and one.notes["pages_recognised"] == 0 and not engine


def test_turned_pictures_are_set_upright(tmp_path: Path, engine: list[Found]) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    engine.append(LINES)
    _, _, one = derived(Picture(), tmp_path, "a.png", png(exif=turned))
    with Image.open(io.BytesIO(one.kept[0])) as page:
        assert page.size == (300, 400)


def test_pieces_of_a_line_are_put_together(tmp_path: Path, engine: list[Found]) -> None:
    boxes = [corners(200, 12, 300, 32), corners(20, 10, 190, 30), corners(310, 9, 390, 29), corners(20, 50, 390, 70)]
    engine.append(Found(boxes, ["held", "The keeper", "a lamp", "and nobody came to see it at all"], [0.9] * 4))
    text, placing, _ = derived(Picture(), tmp_path, "a.png", png())
    assert text == "The keeper held a lamp and nobody came to see it at all\n"
    assert places(text, placing, "The", "nobody")[0]["box"] == [20, 9, 390, 32] and len(placing.starts) == 2


def test_columns_are_read_one_after_the_other() -> None:
    title = [(100.0, 0.0, 500.0, 20.0)]
    left = [(0.0, 40.0 + 25 * n, 280.0, 60.0 + 25 * n) for n in range(4)]
    right = [(320.0, 41.0 + 25 * n, 600.0, 61.0 + 25 * n) for n in range(4)]
    foot = [(250.0, 300.0, 350.0, 320.0)]
    mixed = [box for pair in zip(left, right, strict=True) for box in pair]
    boxes = foot + mixed + title
    assert [boxes[at] for at in in_reading_order(boxes)] == title + left + right + foot
    assert in_reading_order([]) == [] and in_reading_order(left) == [0, 1, 2, 3]


def test_without_the_extra_a_picture_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)
    with pytest.raises(Unreadable, match=r"a\.png.*copyright-appraisal\[ocr\]"):
        derived(Picture(), tmp_path, "a.png", png())
    assert recognition.libraries() == {}


def test_no_text_and_bad_pictures(tmp_path: Path, engine: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    engine.append(Found(None, None, None))
    with pytest.raises(Unreadable, match=r"a\.png: no text"):
        derived(Picture(), tmp_path, "a.png", png())
    with pytest.raises(Unreadable, match=r"a\.png: a picture that cannot be read"):
        derived(Picture(), tmp_path, "a.png", png()[:60])
    monkeypatch.setattr(picture, "MOST_PIXELS", 1000)
    with pytest.raises(OverLimit, match=r"a\.png: 400 by 300"):
        derived(Picture(), tmp_path, "a.png", png())


def test_pictures_are_recognised_only_where_a_text_is_asked_for(tmp_path: Path) -> None:
    from appraisal import dispatch

    path = member(tmp_path, "a.png", png()).path
    assert dispatch.open_work(path, derived=tmp_path / "derived").members[0].views == ()
    asked = dispatch.open_work(path, medium=Medium.TEXT, derived=tmp_path / "derived").members[0]
    assert asked.views and asked.views[0].medium is Medium.TEXT


def test_models_that_were_not_tested_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    package = types.ModuleType("rapidocr")
    package.__file__ = str(tmp_path / "rapidocr" / "__init__.py")
    (tmp_path / "rapidocr" / "models").mkdir(parents=True)
    (tmp_path / "rapidocr" / "models" / "PP-OCRv6_det_small.onnx").write_bytes(b"another")
    monkeypatch.setitem(sys.modules, "rapidocr", package)
    recognition._engine.cache_clear()
    with pytest.raises(Refused, match="PP-OCRv6_det_small"):
        recognition._engine()


READ = "The keeper held the lamp up high, and nobody came.\n"


def test_the_models_themselves_where_they_are_installed(tmp_path: Path) -> None:
    page = Image.new("L", (800, 300), 255)
    for number, line in enumerate(("The keeper held the lamp up high,", "and nobody came.")):
        ImageDraw.Draw(page).text((40, 60 + 60 * number), line, fill=0, font_size=36)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    if recognition.available():
        recognition._engine.cache_clear()
        assert derived(Picture(), tmp_path, "a.png", buffer.getvalue())[0] == READ
    else:
        with pytest.raises(Unreadable, match="ocr"):
            derived(Picture(), tmp_path, "a.png", buffer.getvalue())
