"""Pictures from bytes nobody vouches for: twelve formats by name, a cap on pixels before anything is decoded.

Two coordinate systems. *Stored* is the pixel grid of the file as handed in, without its EXIF orientation: spans are in
it. *Seen* is the picture upright, as a viewer shows it: hashes, sizes and orientations in words are of it.
``Decoded.orientation`` (EXIF 1..8, ``SHOWN``) leads from the first to the second; ``turned`` maps points.

What is compared is what is seen: transparent pictures are laid on mid-grey, white and black in turn, animations and
documents give their first frame, more than 8 bits a channel are reduced to 8, CMYK and YCbCr are taken to RGB by
Pillow's plain formulas, colour profiles are named and not applied, PSD gives the flattened picture that the file holds,
SVG is drawn (``comparators.image.svg``). ``Decoded.notes`` says what was done.
"""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from appraisal.errors import AppraisalError, OverLimit, Unreadable
from appraisal.span import Point
from appraisal.work import Member
from comparators.image import foreign, svg
from comparators.image.pdq import INVERSE, THEN, orient

#: Nothing else is tried: no EPS (Pillow would start Ghostscript), no WMF, no plug-in of a third party.
FORMATS: tuple[str, ...] = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "ICO", "AVIF", "PSD")
MAX_PIXELS = 1 << 26  # 67 megapixels: 256 MiB as RGBA
MAX_BYTES = 1 << 29
#: What transparency is laid on: grey, white, black. A copier flattens on white or black; mid-grey hides neither ink.
GROUNDS = {"grey": 128, "white": 255, "black": 0}
_ORIENTATION_TAG = 0x0112
_TONES = np.array([255, 255, 255, 0], np.uint8).view(np.uint32)[0]  # of four bytes those of colour
_ONE = threading.Lock()
#: EXIF orientation -> what was done to the stored grid to see it (index into pdq.ORIENTATIONS).
SHOWN = {1: 0, 2: 4, 3: 2, 4: 5, 5: 6, 6: 1, 7: 7, 8: 3}
#: And back: what is done to the seen picture to get the stored grid.
INVERSE_SHOWN = {exif: INVERSE[k] for exif, k in SHOWN.items()}


def turned(point: Point, k: int, width: float, height: float) -> Point:
    """Where a point of a picture of width × height lies after the alteration ``ORIENTATIONS[k]``."""
    x, y = point
    return (
        (x, y),
        (height - y, x),
        (width - x, height - y),
        (y, width - x),
        (width - x, y),
        (x, height - y),
        (y, x),
        (height - y, width - x),
    )[k]


@dataclass(frozen=True, slots=True)
class Decoded:
    """One picture as seen: (rows, columns, 4) uint8 RGBA with colours under full transparency set to 0."""

    rgba: NDArray[np.uint8]
    format: str
    mode: str
    orientation: int
    frames: int
    notes: tuple[str, ...]

    @property
    def width(self) -> int:
        return int(self.rgba.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgba.shape[0])

    @property
    def stored(self) -> tuple[int, int]:
        """Width and height of the file's own grid."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    @property
    def transparent(self) -> bool:
        """Whether any pixel lets a background through."""
        return int(self.rgba[..., 3].min()) < 255

    def opaque(self, ground: str = "grey") -> NDArray[np.uint8]:
        """(rows, columns, 3) uint8: laid on the named ground of ``GROUNDS``, rounded to nearest."""
        colour, alpha = self.rgba[..., :3], self.rgba[..., 3:]
        if not self.transparent:
            return colour
        level = GROUNDS[ground]
        over = np.empty_like(colour)
        for row in range(0, self.height, 256):  # in strips: the wider integers would not fit for a large picture
            part = slice(row, row + 256)
            share = alpha[part].astype(np.uint16)
            mixed = colour[part] * share + level * (255 - share) + np.uint16(127)
            over[part] = (mixed // 255).astype(np.uint8)
        return over

    def contents(self) -> NDArray[np.uint8]:
        """(8, 32) uint8: SHA-256 of size and pixels (8 bits a channel, transparency too) after each alteration.

        Equal rows mean the same picture, whatever the container, compression or metadata.
        """
        packed = np.ascontiguousarray(self.rgba).view(np.int32)[..., 0]  # four bytes move as one
        rows: dict[int, NDArray[np.uint8]] = {}
        for first, grid in ((0, packed), (6, np.asarray(cv2.transpose(packed), np.int32))):  # columns are slow to walk
            for then, mirrored in ((0, False), (4, True), (5, False), (2, True)):
                rows[THEN[first][then]] = _digest(grid[::-1] if then in (5, 2) else grid, mirrored=mirrored)
        return np.stack([rows[k] for k in range(8)])

    def negative(self) -> NDArray[np.uint8]:
        """(32,) uint8: the digest that ``contents`` has of the upright picture with its tones inverted. Transparency
        stays; colours under full transparency are 0 there as here."""
        return _digest(self.rgba, inverted=True)


def _digest(view: NDArray[Any], *, mirrored: bool = False, inverted: bool = False) -> NDArray[np.uint8]:
    state = hashlib.sha256(f"RGBA8 {view.shape[1]}x{view.shape[0]}\n".encode())
    for row in range(0, view.shape[0], 256):  # in strips: copies of a large picture would not fit
        part = np.ascontiguousarray(view[row : row + 256])
        if mirrored:
            part = cv2.flip(part, 1)
        if inverted:
            part = np.where(part[..., 3] > 0, part.view(np.uint32)[..., 0] ^ _TONES, 0)
        state.update(part.data)
    return np.frombuffer(state.digest(), np.uint8)


def decode(member: Member, *, max_pixels: int = MAX_PIXELS, longest: int = svg.LONGEST) -> Decoded:
    """Decode one file; ``longest``: pixels of the longer side of a vector drawing.

    ``Unreadable`` or ``OverLimit``, naming the file, for whatever is wrong with it."""
    data = member.bytes(MAX_BYTES)
    formats = _formats(member.file)
    try:
        with _limit(max_pixels):
            if svg.is_svg(data, member.file):
                return _drawn(data, member.file, max_pixels, longest)
            foreign.single(data, member.file, lambda: _reads(data, formats))
            return _decode(data, formats, member.file, max_pixels)
    except (AppraisalError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise OverLimit(f"{member.file}: more than {max_pixels} pixels; raise max_pixels to compare it") from error
    except UnidentifiedImageError as error:
        raise foreign.unknown(data, member.file, (*FORMATS, "TGA", "SVG")) from error
    except Exception as error:  # Pillow's parsers raise a dozen types on hostile bytes
        raise foreign.damaged(member.file, error) from error


def declared(member: Member, *, max_pixels: int = MAX_PIXELS) -> tuple[int, bool]:
    """Pixels that a file says it has, and whether they have more than 8 bits a channel, from its head alone. (0, False)
    of what ``decode`` refuses: no picture, or more than ``max_pixels``."""
    try:
        with _limit(max_pixels), Image.open(member.path, formats=_formats(member.file)) as image:
            if image.format == "ICO":  # what it holds may be larger than its directory says
                return max_pixels, False
            pixels = image.width * image.height
            return (pixels if pixels <= max_pixels else 0), image.mode.startswith("I") or image.mode == "F"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 0, False
    except MemoryError:
        raise
    except Exception:  # a drawing, or hostile bytes, of which ``decode`` says what is wrong
        return min(max_pixels, svg.LONGEST**2), False


def _formats(file: str) -> tuple[str, ...]:
    return (*FORMATS, "TGA") if file.lower().endswith(".tga") else FORMATS  # TGA has no signature


@contextmanager
def _limit(max_pixels: int) -> Iterator[None]:
    """Pillow's own guard at our cap: it also sees pictures inside pictures (PNG in ICO). Guard and filter of warnings
    are the process's, hence one thread at a time (``budget`` bounds what they take together)."""
    with _ONE:
        before = Image.MAX_IMAGE_PIXELS
        Image.MAX_IMAGE_PIXELS = max_pixels
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _decode(data: bytes, formats: tuple[str, ...], file: str, max_pixels: int) -> Decoded:
    with Image.open(io.BytesIO(data), formats=formats) as image:
        _check(image.size, file, max_pixels)
        form, mode = image.format or "", image.mode
        orientation, notes = _orientation(image)
        layered = form == "PSD"  # its "frames" are layers; what is open is the flattened picture
        frames = 1 if layered else int(getattr(image, "n_frames", 1))
        if not layered:
            image.seek(0)
        image.load()
        _check(image.size, file, max_pixels)  # an icon may hold more than its directory says
        if frames > 1:
            notes.append(f"first of {frames} frames")
        notes += _profile(image)
        flat, note = _eight_bits(image, file)
        if note:
            notes.append(note)
        pixels = np.array(flat.convert("RGBA"), dtype=np.uint8)
    if form != "TIFF":  # Pillow turns TIFF upright by itself
        pixels = np.ascontiguousarray(orient(pixels, SHOWN[orientation]))
    pixels[pixels[..., 3] == 0] = 0  # what nobody sees is not compared
    return Decoded(pixels, form, mode, orientation, frames, tuple(notes))


def _reads(data: bytes, formats: tuple[str, ...]) -> bool:
    """Whether bytes begin as a picture does."""
    try:
        with Image.open(io.BytesIO(data), formats=formats):
            return True
    except UnidentifiedImageError:
        return False
    except MemoryError:
        raise
    except Exception:  # a picture, and more of it than can be read
        return True


def _drawn(data: bytes, file: str, max_pixels: int, longest: int) -> Decoded:
    picture, notes = svg.render(data, file, longest)
    _check(picture.size, file, max_pixels)
    pixels = np.array(picture, dtype=np.uint8)
    pixels[pixels[..., 3] == 0] = 0
    return Decoded(pixels, "SVG", "RGBA", 1, 1, tuple(notes))


def _profile(image: Image.Image) -> list[str]:
    """The colour profile by its own name and digest; sRGB, which changes nothing, is not worth a word."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return []
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()
    except Exception:  # a damaged profile must not hide a readable picture
        return ["damaged colour profile ignored"]
    if "srgb" in name.lower().replace(" ", ""):
        return []
    digest = hashlib.sha256(profile).hexdigest()[:12]
    return [f"colour profile not applied: {name[:80]} (SHA-256 {digest})"]


def _check(size: tuple[int, int], file: str, max_pixels: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise Unreadable(f"{file}: a picture of {width} × {height} pixels, which shows nothing: ask for another copy")
    if width * height > max_pixels:
        raise OverLimit(f"{file}: {width} × {height} pixels, more than {max_pixels}; raise max_pixels to compare it")


def _orientation(image: Image.Image) -> tuple[int, list[str]]:
    """EXIF (or XMP) orientation 1..8; damaged metadata counts as none and is noted, the picture itself may be sound."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # hostile metadata must not hide a readable picture
        return 1, ["damaged EXIF ignored"]
    if value in SHOWN:
        return int(value), ([f"EXIF orientation {value} applied"] if value != 1 else [])
    return 1, ["unknown EXIF orientation ignored"]


def _eight_bits(image: Image.Image, file: str) -> tuple[Image.Image, str]:
    """The picture in a mode that converts to RGBA without surprises, and what was done."""
    mode = image.mode
    if mode.startswith("I;16") or mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        if not np.isfinite(values).all():
            raise ValueError("pixels that are no numbers")
        low, high = float(values.min()), float(values.max())
        if mode != "F" and low >= 0 and high <= 65535:
            return Image.fromarray((values / 256).astype(np.uint8)), "16 bits reduced to 8"
        span = (high - low) or 1.0
        return Image.fromarray(np.rint((values - low) * (255 / span)).astype(np.uint8)), f"{mode} scaled to 8 bits"
    if mode == "CMYK":
        return image.convert("RGB"), "CMYK taken to RGB without a profile"
    if mode == "LAB":
        raise Unreadable(f"{file}: its colours are LAB, which is not read: save it as RGB and hand that in beside it")
    if mode == "P":
        return image, "palette"
    return image, ""
