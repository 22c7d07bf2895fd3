"""Decoding: what is seen is what is compared, stored coordinates, and bytes made to hurt."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from appraisal.errors import AppraisalError, OverLimit, Unreadable
from comparators.image import pdq
from comparators.image.decode import SHOWN, decode, turned
from reports.messages import translated
from tests.image.pictures import member, save, scene


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}), ("a.gif", {}), ("a.bmp", {}), ("a.tif", {}), ("z.tif", {"compression": "tiff_lzw"}),
        ("a.webp", {"lossless": True}), ("a.tga", {}), ("a.ppm", {}), ("a.ico", {"sizes": [(64, 64)]}),
    ],
)  # fmt: skip
def test_each_format(tmp_path: Path, name: str, options: dict) -> None:
    picture = decode(save(tmp_path, name, scene(1, 64, 64), **options))
    assert (picture.width, picture.height, picture.stored) == (64, 64, (64, 64))
    if name != "a.gif":  # 256 colours
        assert np.array_equal(picture.opaque(), scene(1, 64, 64))


def test_avif(tmp_path: Path) -> None:
    picture = decode(save(tmp_path, "a.avif", scene(1), quality=95))
    assert picture.format == "AVIF"
    assert np.abs(picture.opaque().astype(int) - scene(1)).mean() < 3


def psd(pixels: np.ndarray) -> bytes:
    """The flattened picture of a PSD without layers: header, three empty sections, planes as they are."""
    height, width = pixels.shape[:2]
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, height, width, 8, 3)
    return head + struct.pack(">III", 0, 0, 0) + struct.pack(">H", 0) + np.moveaxis(pixels, 2, 0).tobytes()


def test_psd_gives_the_flattened_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.psd"
    path.write_bytes(psd(scene(1)))
    picture = decode(member(path))
    assert picture.format == "PSD"
    assert np.array_equal(picture.opaque(), scene(1))
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(Unreadable, match=r"a\.psd"):
        decode(member(path))


def test_colour_profiles_are_named(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert decode(save(tmp_path, "a.png", scene(1), icc_profile=srgb)).notes == ()
    (note,) = decode(save(tmp_path, "a.png", scene(1), icc_profile=lab)).notes
    assert note.startswith("colour profile not applied: ")
    (note,) = decode(save(tmp_path, "a.png", scene(1), icc_profile=b"no profile")).notes
    assert note == "damaged colour profile ignored"


def test_jpeg(tmp_path: Path) -> None:
    picture = decode(save(tmp_path, "a.jpg", scene(1), quality=95))
    assert np.abs(picture.opaque().astype(int) - scene(1)).mean() < 3


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(tmp_path: Path, suffix: str, orientation: int) -> None:
    """A file whose EXIF turns it shows the same picture, its spans stay on the stored grid."""
    shown = scene(2, 120, 80)
    stored = np.ascontiguousarray(pdq.orient(shown, pdq.INVERSE[SHOWN[orientation]]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exact: dict[str, dict[str, Any]] = {"webp": {"lossless": True}, "jpg": {"quality": 98}}
    picture = decode(save(tmp_path, f"a.{suffix}", stored, exif=exif.tobytes(), **exact.get(suffix, {})))
    assert picture.orientation == orientation
    assert (picture.width, picture.height) == (120, 80)
    assert picture.stored == (stored.shape[1], stored.shape[0])
    assert np.abs(picture.opaque().astype(int) - shown).mean() < 3


@pytest.mark.parametrize("k", range(8))
def test_points_turn_with_the_picture(k: int) -> None:
    marked = np.zeros((5, 9), np.uint8)
    marked[1, 7] = 1
    (row,), (column,) = np.nonzero(pdq.orient(marked, k))
    assert turned((7.5, 1.5), k, 9, 5) == (column + 0.5, row + 0.5)


def test_hidden_colours_are_not_compared(tmp_path: Path) -> None:
    rgba = np.dstack([scene(1), np.full((160, 200), 255, np.uint8)])
    rgba[40:120, 50:150, 3] = 0
    other = rgba.copy()
    other[40:120, 50:150, :3] = scene(9)[40:120, 50:150]
    first, second = decode(save(tmp_path, "a.png", rgba)), decode(save(tmp_path, "b.png", other))
    assert np.array_equal(first.opaque(), second.opaque())
    assert np.array_equal(first.contents(), second.contents())
    assert (first.opaque()[40:120, 50:150] == 128).all()


def test_half_transparent_over_grey(tmp_path: Path) -> None:
    rgba = np.full((64, 64, 4), 255, np.uint8)
    rgba[..., 3] = 128
    assert set(np.unique(decode(save(tmp_path, "a.png", rgba)).opaque())) == {192}  # (255·128 + 128·127 + 127) // 255


def test_modes_are_reduced_and_noted(tmp_path: Path) -> None:
    grey = scene(3)[..., 0]
    deep = grey.astype(np.uint16) * 256
    assert decode(save(tmp_path, "deep.png", deep)).notes == ("16 bits reduced to 8",)
    assert np.array_equal(decode(save(tmp_path, "deep.png", deep)).opaque()[..., 0], grey)
    path = tmp_path / "cmyk.tif"
    Image.fromarray(scene(3)).convert("CMYK").save(path)
    assert decode(member(path)).notes == ("CMYK taken to RGB without a profile",)
    path = tmp_path / "palette.png"
    Image.fromarray(scene(3)).quantize(64).save(path)
    assert decode(member(path)).notes == ("palette",)
    path = tmp_path / "float.tif"
    Image.fromarray(grey.astype(np.float32) / 255).save(path)
    assert decode(member(path)).notes == ("F scaled to 8 bits",)
    path = tmp_path / "nan.tif"
    Image.fromarray(np.full((64, 64), np.nan, np.float32)).save(path)
    with pytest.raises(Unreadable, match=r"nan\.tif"):
        decode(member(path))


def test_animation_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.fromarray(scene(seed)) for seed in (1, 2, 3)]
    path = tmp_path / "moving.webp"
    frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True)
    picture = decode(member(path))
    assert picture.frames == 3
    assert picture.notes == ("first of 3 frames",)
    assert np.array_equal(picture.opaque(), scene(1))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.bmp", "a.tif", "a.webp", "a.tga", "a.ppm", "a.ico"])
def test_cut_off_files(tmp_path: Path, name: str) -> None:
    whole = save(tmp_path, name, scene(1)).path.read_bytes()
    for length in (0, 1, 10, len(whole) // 3, len(whole) * 2 // 3):
        (tmp_path / name).write_bytes(whole[:length])
        with pytest.raises(Unreadable, match=name.replace(".", r"\.")):
            decode(member(tmp_path / name))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.bmp", "a.tif", "a.webp", "a.tga", "a.ico"])
def test_damaged_files_raise_only_named_errors(tmp_path: Path, name: str) -> None:
    whole = bytearray(save(tmp_path, name, scene(1, 64, 48)).path.read_bytes())
    for at in range(0, min(len(whole), 400), 7):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        (tmp_path / name).write_bytes(damaged)
        try:
            decode(member(tmp_path / name), max_pixels=1 << 16)
        except AppraisalError as error:
            assert name in str(error)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def test_bomb_is_refused_before_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bomb.png").write_bytes(_png(60_000, 60_000))
    (tmp_path / "large.png").write_bytes(_png(9_000, 9_000))
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    for name in ("bomb.png", "large.png"):
        with pytest.raises(OverLimit, match=name):
            decode(member(tmp_path / name))


def test_bomb_inside_an_icon(tmp_path: Path) -> None:
    inner = _png(20_000, 20_000)
    entry = struct.pack("<BBBBHHII", 32, 32, 0, 0, 1, 32, len(inner), 22)
    (tmp_path / "bomb.ico").write_bytes(struct.pack("<HHH", 0, 1, 1) + entry + inner)
    with pytest.raises(OverLimit, match=r"bomb\.ico"):
        decode(member(tmp_path / "bomb.ico"))


def test_cap_leaves_pillow_as_it_was(tmp_path: Path) -> None:
    before = Image.MAX_IMAGE_PIXELS
    with pytest.raises(OverLimit):
        decode(save(tmp_path, "a.png", scene(1)), max_pixels=100)
    assert before == Image.MAX_IMAGE_PIXELS


def test_no_helper_program_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """EPS under a picture's name would make Pillow call Ghostscript."""
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: pytest.fail("a program was started"))
    for name in ("a.png", "a.eps", "a.tga"):
        (tmp_path / name).write_bytes(
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n%%EndComments\n99 99 scale showpage\n%%EOF\n"
        )
        with pytest.raises(Unreadable, match=name.replace(".", r"\.")):
            decode(member(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.png", ("月光城" * 500).encode(), "a text and no picture.*under the name of what it is"),
        ("page.jpg", b"<html><body>404 Not Found</body></html>", "a text and no picture.*a page of an error"),
        ("empty.jpg", b"", "an empty file, 0 bytes.*ask for the picture again"),
        ("paper.jpg", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "no picture: it reads as PDF; hand it in under"),
        ("phone.png", b"\x00\x00\x00\x18ftypheic\x00\x00", "PNG, JPEG.*saved as PNG.*compare its digest.*another copy"),
        ("drawn.png", b"%!PS-Adobe-3.0 EPSF-3.0\n", "PNG, JPEG.*EPS.*saved as PNG"),
    ],
)
def test_what_is_no_picture_is_told_with_what_to_do(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=rf"^{re.escape(name)}: .*{said}") as refused:
        decode(member(tmp_path / name))
    assert re.search("请|并", translated(str(refused.value)) or "")


def test_damaged_exif_does_not_hide_the_picture(tmp_path: Path) -> None:
    picture = decode(save(tmp_path, "a.jpg", scene(1), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff garbage"))
    assert picture.orientation == 1


def test_polyglots_are_refused_by_name(tmp_path: Path) -> None:
    """A picture that is also an archive, a PDF or a page."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "hidden")
    for name in ("a.png", "a.jpg", "a.gif", "a.bmp", "a.webp"):
        path = save(tmp_path, name, scene(1)).path
        plain = path.read_bytes()
        decode(member(path))
        path.write_bytes(plain + stream.getvalue())
        with pytest.raises(Unreadable, match=rf"{name}: reads as a picture and also as zip"):
            decode(member(path))
        path.write_bytes(plain + b"<script>alert(1)</script>")
        with pytest.raises(Unreadable, match="script"):
            decode(member(path))
    bmp = bytearray(save(tmp_path, "b.bmp", scene(1)).path.read_bytes())
    bmp[60:65] = b"%PDF-"
    (tmp_path / "b.bmp").write_bytes(bmp)
    with pytest.raises(Unreadable, match="PDF"):
        decode(member(tmp_path / "b.bmp"))


@pytest.mark.parametrize("name", ["a.avif", "a.psd"])
def test_cut_off_newer_formats(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.psd":
        path.write_bytes(psd(scene(1)))
    else:
        save(tmp_path, name, scene(1))
    data = path.read_bytes()
    for length in (0, 1, 20, len(data) // 3, len(data) * 2 // 3):
        path.write_bytes(data[:length])
        with pytest.raises(Unreadable, match=name.replace(".", r"\.")):
            decode(member(path))


@pytest.mark.parametrize("name", ["moving.gif", "moving.png", "moving.webp", "moving.avif", "pages.tif"])
def test_each_format_that_moves_gives_its_first_frame(tmp_path: Path, name: str) -> None:
    frames = [Image.fromarray(scene(seed, 96, 64)) for seed in (1, 2, 3)]
    path = tmp_path / name
    options: dict[str, Any] = {"quality": 95} if name.endswith("avif") else {}
    frames[0].save(path, save_all=True, append_images=frames[1:], **options)
    picture = decode(member(path))
    assert picture.frames == 3 and "first of 3 frames" in picture.notes
    assert np.abs(picture.opaque().astype(int) - scene(1, 96, 64)).mean() < 6


@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
def test_cmyk_of_each_format_that_has_it(tmp_path: Path, name: str) -> None:
    """A JPEG in four inks keeps them inverted, as one well-known program writes it: seen the right way round."""
    path = tmp_path / name
    Image.fromarray(scene(3)).convert("CMYK").save(path)
    picture = decode(member(path))
    assert "CMYK taken to RGB without a profile" in picture.notes
    assert np.abs(picture.opaque().astype(int) - scene(3)).mean() < 6


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_sixteen_bits_of_each_format_that_has_them(tmp_path: Path, name: str) -> None:
    grey = scene(3)[..., 0]
    path = tmp_path / name
    Image.fromarray(grey.astype(np.uint16) * 256 + 99).save(path)
    picture = decode(member(path))
    assert "16 bits reduced to 8" in picture.notes
    assert np.array_equal(picture.opaque()[..., 1], grey)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif", "a.avif"])
def test_colour_profiles_are_named_in_each_format(tmp_path: Path, name: str) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    notes = decode(save(tmp_path, name, scene(1), icc_profile=lab)).notes
    assert any(note.startswith("colour profile not applied: ") and "SHA-256" in note for note in notes)


@pytest.mark.parametrize("name", ["a.tif", "a.avif", "a.psd", "a.ppm", "a.ico", "a.svg"])
def test_polyglots_of_the_other_formats(tmp_path: Path, name: str) -> None:
    """An archive behind a picture; behind a vector drawing it is damage that the drawing's parser names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "hidden")
    path = tmp_path / name
    if name == "a.psd":
        path.write_bytes(psd(scene(1)))
    elif name == "a.svg":
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h5v5z"/></svg>')
    else:
        save(tmp_path, name, scene(1, 64, 64))
    decode(member(path))
    path.write_bytes(path.read_bytes() + stream.getvalue())
    with pytest.raises(Unreadable, match=rf"{name}: (reads as a picture and also as zip|damaged)"):
        decode(member(path))


def test_nine_hundred_megapixels_are_refused_before_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "wide.png"
    path.write_bytes(_png(30_000, 30_000))
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(OverLimit, match=r"wide\.png.*(30000|more than)"):
        decode(member(path))
