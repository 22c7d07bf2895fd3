"""SVG as a picture: a static drawing, made without scripts, network, other files, entities or the system's fonts.

The tree is read by lxml with entities and network off, a document type refused, and size and depth capped; what could
reach outside (scripts, foreign content, links to anything but this file or an embedded picture) is taken out and said
in the notes. The rest is drawn by resvg. Animations are drawn as they stand at their start.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import zlib
from pathlib import Path

import pylopdf_fonts_zh_cn
import resvg_py
from lxml import etree
from PIL import Image

from appraisal.errors import OverLimit, Unreadable

LONGEST = 1024  # pixels of the longer side: an SVG has no pixels of its own
MAX_SVG = 1 << 24  # bytes of the drawing's text
MAX_ELEMENTS = 200_000
MAX_DRAWN = 200_000  # elements once every ``use`` is followed; nested ones grow without bound
MAX_EMBEDDED = 1 << 25  # pixels of all embedded pictures together
_SVG = "http://www.w3.org/2000/svg"
_OUT = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler", "listener"})
_URL = re.compile(r"url\(\s*['\"]?(?!['\"]?#)[^)]*\)", re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*;?|@font-face\s*\{[^}]*\}", re.IGNORECASE)
_PICTURE = re.compile(r"^\s*data:image/(png|jpeg|jpg|gif|webp)\s*;\s*base64\s*,(.*)$", re.IGNORECASE | re.DOTALL)


def is_svg(data: bytes, file: str) -> bool:
    """Whether these bytes are to be read as SVG: by what they begin with, or by the name."""
    if data[:2] == b"\x1f\x8b":
        return file.lower().endswith((".svgz", ".svg"))
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and (b"<svg" in head or file.lower().endswith(".svg"))


def tree(data: bytes, file: str) -> etree._Element:
    """The drawing's elements, with whatever could reach outside taken out; the errors of ``render``."""
    return _cleaned(data, file)[0]


def render(data: bytes, file: str, longest: int = LONGEST) -> tuple[Image.Image, list[str]]:
    """RGBA picture of ``longest`` pixels on its longer side, and notes on what was left out."""
    root, notes = _cleaned(data, file)
    width, height = _size(root, file)
    scale = longest / max(width, height)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    root.set("width", str(across))
    root.set("height", str(down))
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"),
            skip_system_fonts=True,
            font_files=_fonts(root),
            font_family="Noto Sans SC",
            sans_serif_family="Noto Sans SC",
            serif_family="Noto Serif SC",
            monospace_family="Noto Sans SC",
            languages=["zh-CN"],
        )
    except Exception as error:  # resvg says what is wrong in a type of its own
        raise damaged(file, error) from error
    picture = Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGBA")
    return picture, [f"SVG drawn at {picture.width} × {picture.height}", *notes]


def _fonts(root: etree._Element) -> list[str]:
    """The two fonts that come with this program: text is drawn alike everywhere. None for a drawing without text, which
    most of the time would go into reading them."""
    if not any(isinstance(e.tag, str) and etree.QName(e).localname == "text" for e in root.iter()):
        return []
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return [str(path) for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".otf", ".ttf", ".ttc")]


def _cleaned(data: bytes, file: str) -> tuple[etree._Element, list[str]]:
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, file)
    if len(data) > MAX_SVG:
        raise OverLimit(f"{file}: SVG of more than {MAX_SVG} bytes: hand in a picture of it (PNG) beside it")
    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data or "<!ENTITY".encode("utf-16-be") in data:
        raise Unreadable(f"{file}: SVG that declares entities: refused, save it without them")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(file, error) from error
    if etree.QName(root).localname != "svg":
        raise Unreadable(
            f"{file}: not an SVG drawing, though it is called one: hand it in under the name of what it is"
        )
    left_out: set[str] = set()
    pixels = 0
    elements = list(root.iter())
    if len(elements) > MAX_ELEMENTS:
        raise OverLimit(f"{file}: SVG of more than {MAX_ELEMENTS} elements: hand in a picture of it (PNG) beside it")
    for element in elements:
        if not isinstance(element.tag, str):  # comments, processing instructions
            if element.getparent() is not None:
                _remove(element)
            continue
        name = etree.QName(element).localname
        if name in _OUT:
            left_out.add(name)
            _remove(element)
            continue
        if name == "style" and element.text:
            element.text = _URL.sub("none", _IMPORT.sub("", element.text))
        pixels += _attributes(element, left_out, file)
    if pixels > MAX_EMBEDDED:
        raise OverLimit(
            f"{file}: embedded pictures of more than {MAX_EMBEDDED} pixels: hand in these pictures beside the drawing"
        )
    if _drawn(root, {e.get("id"): e for e in root.iter() if e.get("id")}) > MAX_DRAWN:
        raise OverLimit(
            f"{file}: SVG that draws more than {MAX_DRAWN} elements by repeating its own: hand in a picture of it (PNG)"
            " beside it"
        )
    return root, [f"left out of the SVG: {', '.join(sorted(left_out))}"] if left_out else []


def _attributes(element: etree._Element, left_out: set[str], file: str) -> int:
    """Take out handlers and links to elsewhere; pixels of the picture that is embedded here."""
    pixels = 0
    for key, value in list(element.attrib.items()):
        name = etree.QName(key).localname
        if name.lower().startswith("on"):
            del element.attrib[key]
        elif name == "href" and not value.strip().startswith("#"):
            embedded = _PICTURE.match(value)
            if embedded is None:
                left_out.add("links")
                del element.attrib[key]
            else:
                pixels += _embedded(embedded.group(2), file)
        elif "url(" in value.lower():
            element.set(key, _URL.sub("none", value))
    return pixels


def _embedded(text: str, file: str) -> int:
    try:
        with Image.open(io.BytesIO(base64.b64decode(text)), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            return image.width * image.height
    except Image.DecompressionBombError as error:
        raise OverLimit(
            f"{file}: embedded pictures of more than {MAX_EMBEDDED} pixels: hand in these pictures beside the drawing"
        ) from error
    except (binascii.Error, OSError, ValueError, SyntaxError) as error:
        raise Unreadable(
            f"{file}: damaged picture inside the SVG ({error}): ask for the drawing with its pictures again"
        ) from error


def _drawn(root: etree._Element, named: dict[str, etree._Element]) -> int:
    """How many elements are drawn when each ``use`` is followed: exact, or ``MAX_DRAWN`` + 1 when it is more."""
    counted: dict[etree._Element, int] = {}
    open_now: set[etree._Element] = set()

    def count(element: etree._Element) -> int:
        if element in counted:
            return counted[element]
        if element in open_now:  # a circle: resvg draws nothing of it
            return 0
        open_now.add(element)
        total = 1
        for child in element:
            if isinstance(child.tag, str):
                total += count(child)
        if isinstance(element.tag, str) and etree.QName(element).localname in ("use", "pattern", "feImage"):
            link = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
            target = named.get(link.strip()[1:])
            if target is not None:
                total += count(target)
        open_now.discard(element)
        counted[element] = min(total, MAX_DRAWN + 1)
        return counted[element]

    try:
        return count(root)
    except RecursionError:  # links in a chain of a thousand: nobody draws like that
        return MAX_DRAWN + 1


def _unpacked(data: bytes, file: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(MAX_SVG + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(file, error) from error


def damaged(file: str, error: Exception) -> Unreadable:
    """The error of a drawing that cannot be parsed or drawn."""
    return Unreadable(
        f"{file}: damaged SVG ({error}): compare its digest with that of what was handed in; where both are the same it"
        " was handed in so: ask for another copy, or have it exported again"
    )


def _remove(element: etree._Element) -> None:
    """Out of the tree, without the text that follows it: that is no part of it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"^\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*([a-z]*)\s*$")


def _size(root: etree._Element, file: str) -> tuple[float, float]:
    """Width and height in user units: as stated, else those of the view box, else 100 × 100 as CSS has it."""
    box = [float(part) for part in re.findall(r"[-+0-9.eE]+", root.get("viewBox") or "") if _number(part)]
    size = []
    for at, key in enumerate(("width", "height")):
        stated = _LENGTH.match(root.get(key) or "")
        if stated and stated.group(2) in _UNITS:
            size.append(float(stated.group(1)) * _UNITS[stated.group(2)])
        else:
            size.append(box[2 + at] if len(box) == 4 else 100.0)
    if not all(0 < side < 1e7 for side in size) or max(size) > 1000 * min(size):
        raise Unreadable(f"{file}: SVG of {size[0]:g} × {size[1]:g} units: hand in a picture of it (PNG) beside it")
    return size[0], size[1]


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
