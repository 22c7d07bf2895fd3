"""SVG: drawn alike everywhere, and nothing in it reaches outside or grows without bound."""

from __future__ import annotations

import base64
import gzip
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from appraisal.errors import OverLimit, Unreadable
from appraisal.media import Medium, guess_medium
from comparators.image.decode import Decoded, decode
from tests.image.pictures import member, scene

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def drawn(folder: Path, body: str, attributes: str = 'width="100" height="50"', name: str = "a.svg") -> Decoded:
    path = folder / name
    path.write_text(f"{HEAD}{attributes}>{body}</svg>", "utf-8")
    return decode(member(path))


def test_shapes_and_size(tmp_path: Path) -> None:
    picture = drawn(tmp_path, '<rect x="0" y="0" width="50" height="50" fill="#f00"/>')
    assert (picture.width, picture.height, picture.format) == (1024, 512, "SVG")
    assert picture.rgba[256, 100].tolist() == [255, 0, 0, 255]
    assert picture.rgba[256, 900].tolist() == [0, 0, 0, 0]
    assert picture.notes == ("SVG drawn at 1024 × 512",)


def test_view_box_and_units(tmp_path: Path) -> None:
    picture = drawn(
        tmp_path, '<rect width="5" height="20" fill="#00f"/>', 'viewBox="0 0 10 20" width="10mm" height="20mm"'
    )
    assert (picture.width, picture.height) == (512, 1024)
    assert picture.rgba[500, 100].tolist() == [0, 0, 255, 255]


def test_packed_svg(tmp_path: Path) -> None:
    path = tmp_path / "a.svgz"
    path.write_bytes(gzip.compress(f'{HEAD}width="10" height="10"><rect width="10" height="10"/></svg>'.encode()))
    assert decode(member(path)).rgba[5, 5].tolist() == [0, 0, 0, 255]
    path.write_bytes(path.read_bytes()[:30])
    with pytest.raises(Unreadable, match=r"a\.svgz"):
        decode(member(path))


def test_text_is_drawn_with_the_fonts_that_come_along(tmp_path: Path) -> None:
    picture = drawn(tmp_path, '<text x="5" y="40" font-size="40">图A</text>')
    assert int(picture.rgba[..., 3].astype(bool).sum()) > 5000


def test_nested_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    entities = "".join(f'<!ENTITY a{i} "' + f"&a{i - 1};" * 10 + '">' for i in range(1, 20))
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "x">{entities}]>{HEAD}><text>&a19;</text></svg>')
    with pytest.raises(Unreadable, match="entities"):
        decode(member(path))


def test_repeated_use_is_refused(tmp_path: Path) -> None:
    """Twenty groups, each drawing the one before it ten times."""
    groups = '<g id="g0"><rect width="1" height="1"/></g>' + "".join(
        f'<g id="g{i}">' + f'<use href="#g{i - 1}"/>' * 10 + "</g>" for i in range(1, 20)
    )
    with pytest.raises(OverLimit, match="repeating"):
        drawn(tmp_path, groups)


def test_a_circle_of_use_is_drawn(tmp_path: Path) -> None:
    assert drawn(tmp_path, '<g id="a"><use href="#a"/><rect width="100" height="50"/></g>').rgba[5, 5, 3] == 255


def test_nothing_from_elsewhere(tmp_path: Path) -> None:
    Image.fromarray(scene(1)).save(tmp_path / "other.png")
    outside = f'<image href="{tmp_path}/other.png" width="100" height="50"/><script>alert(1)</script>'
    outside += '<image xlink:href="http://example.org/a.png" width="100" height="50"/>'
    outside += '<style>@import "x.css"; rect { fill: url(http://example.org/b) }</style><rect width="1" height="1"/>'
    picture = drawn(tmp_path, outside)
    assert int(picture.rgba[100:, 100:, 3].max()) == 0
    assert picture.notes[1] == "left out of the SVG: links, script"


def test_embedded_pictures(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.fromarray(scene(1, 100, 50)).save(stream, "PNG")
    text = base64.b64encode(stream.getvalue()).decode()
    picture = drawn(tmp_path, f'<image href="data:image/png;base64,{text}" width="100" height="50"/>')
    small = np.asarray(Image.fromarray(picture.opaque()).resize((100, 50), Image.Resampling.BOX)).astype(int)
    assert np.abs(small - scene(1, 100, 50)).mean() < 4
    with pytest.raises(Unreadable, match="inside the SVG"):
        drawn(tmp_path, '<image href="data:image/png;base64,AAAA" width="100" height="50"/>')


@pytest.mark.parametrize(
    "body", ["<svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "<?xml version='1.0'?><html/>"]
)
def test_damaged(tmp_path: Path, body: str) -> None:
    path = tmp_path / "a.svg"
    path.write_text(body)
    with pytest.raises(Unreadable, match=r"a\.svg"):
        decode(member(path))


def test_absurd_sizes(tmp_path: Path) -> None:
    for attributes in ('width="0" height="5"', 'width="1e9" height="1e9"', 'width="100000" height="1"'):
        with pytest.raises(Unreadable, match="units"):
            drawn(tmp_path, "", attributes)
    with pytest.raises(OverLimit, match="elements"):
        drawn(tmp_path, "<g/>" * 200_001)


def test_media() -> None:
    assert guess_medium("a.svg", b"<svg xmlns=") is Medium.IMAGE
    assert guess_medium("a.bin", b"\0\0\0\x1cftypavif") is Medium.IMAGE
    assert guess_medium("a.bin", b"8BPS\0\1") is Medium.IMAGE
