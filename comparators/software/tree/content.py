"""What a file is by its content, never by its name: a table of magic numbers, and a test for text.

Sources of the numbers: the formats' own specifications. Text is decoded by its mark, as UTF-8, UTF-16 or GB18030, and
brought to one normal form: UTF-8 without mark, ``\\n`` between lines, no spacing at the ends of lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD = 512  # bytes that tell the type
SAMPLE = 1 << 16
MOST_TEXT = 128 << 20  # larger texts, and
MOST_LINE = 16 << 20  # texts with a longer line (bytes), are compared by pieces of bytes, as binary files are
CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B}) + b"\x7f"
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF8", "gif"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"DDS ", "dds"),
    (0, b"8BPS", "psd"),
    (0, b"gimp xcf", "xcf"),
    (0, b"\x00\x00\x01\x00", "ico"),
    (0, b"\xabKTX 1", "ktx"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"MThd", "midi"),
    (4, b"ftyp", "mp4"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"FLV\x01", "flv"),
    (0, b"\x7fELF", "elf"),
    (0, b"\xca\xfe\xba\xbe", "class"),
    (0, b"dex\n03", "dex"),
    (0, b"\xcf\xfa\xed\xfe", "mach-o"),
    (0, b"\x1bLua", "lua-bytecode"),
    (0, b"\x00asm", "wasm"),
    (0, b"!<arch>\n", "ar"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"MSCF", "cab"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (257, b"ustar", "tar"),
    (0, b"IWAD", "wad"),
    (0, b"PWAD", "wad"),
    (0, b"PACK", "pak"),
    (0, b"UnityFS", "unity"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (0, b"%PDF-", "pdf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"\x00\x01\x00\x00\x00", "truetype"),
    (0, b"OTTO", "opentype"),
    (0, b"wOFF", "woff"),
    (0, b"wOF2", "woff"),
    (0, b"glTF", "gltf-binary"),
    (0, b"\xde\x12\x04\x95", "gettext"),
    (0, b"\x95\x04\x12\xde", "gettext"),
    (0, b"BLENDER", "blend"),
    (0, b"MZ", "pe"),
    (0, b"BM", "bmp"),
)
PICTURES = frozenset({"png", "jpeg", "gif", "tiff", "dds", "psd", "xcf", "ico", "ktx", "webp", "bmp"})
SOUNDS = frozenset({"wav", "ogg", "flac", "mp3", "midi", "avi", "mp4", "matroska", "flv"})
#: What names promise, as the types that keep the promise. Names that are not here promise nothing.
PROMISED: dict[str, frozenset[str]] = {
    suffix: frozenset(types.split())
    for suffixes, types in (
        ("png", "png"), ("jpg jpeg", "jpeg"), ("gif", "gif"), ("bmp", "bmp"), ("tif tiff", "tiff"), ("dds", "dds"),
        ("psd", "psd"), ("webp", "webp"), ("wav", "wav"), ("ogg oga opus", "ogg"), ("flac", "flac"), ("mp3", "mp3"),
        ("mid midi", "midi"), ("exe dll sys", "pe"), ("so", "elf text"), ("zip jar apk pk3 docx xlsx pptx", "zip"),
        ("7z", "7z"), ("rar", "rar"), ("gz tgz", "gzip"), ("bz2", "bzip2"), ("xz", "xz"), ("pdf", "pdf"),
        ("ttf", "truetype opentype"), ("otf", "opentype truetype"), ("wad", "wad"), ("mo gmo", "gettext"),
        ("txt md c h cc cpp hpp cs java py js ts lua php go rs sh pl rb html htm xml json csv ini conf cfg yaml yml "
         "toml po rst css sql", "text"),
    )
    for suffix in suffixes.split()
}  # fmt: skip
ENDS = re.compile(rb"\r\n?")
EDGES = re.compile(rb"[ \t\x0b\x0c]*\n[ \t\x0b\x0c]*")


@dataclass(frozen=True, slots=True)
class Content:
    """``type``: a name of the table, ``text`` or ``data``. ``normal`` is the normal form of a text, else None."""

    type: str
    encoding: str = ""
    normal: bytes | None = None


def type_of(head: bytes) -> str:
    """Type by the first bytes; empty when no number fits."""
    for at, magic, name in MAGIC:
        if head[at : at + len(magic)] == magic and (at != 8 or head[:4] == b"RIFF"):
            if name in ("bmp", "pe") and not any(byte < 9 for byte in head[2:64]):
                continue  # two letters begin many a text
            return name
    return ""


def content_of(data: bytes) -> Content:
    """Type, and of texts the encoding and normal form. Never raises: what is no text is ``data``."""
    named = type_of(data[:HEAD])
    if named or not data:
        return Content(named or "empty")
    if len(data) > MOST_TEXT:
        return Content("data")
    decoded = _decoded(data)
    if decoded is None:
        return Content("data")
    text, encoding = decoded
    normal = normalised(text)
    if len(normal) > MOST_LINE and any(len(line) > MOST_LINE for line in normal.split(b"\n")):
        return Content("data")
    return Content("text", encoding, normal)


def normalised(text: bytes) -> bytes:
    """UTF-8 text with ``\\n`` between lines, no spacing at the ends of lines and no empty lines at the end."""
    return EDGES.sub(b"\n", ENDS.sub(b"\n", text)).strip(b" \t\x0b\x0c").rstrip(b"\n")


def lines_of(data: bytes) -> list[str]:
    """The lines of a text as a reader sees them, those of its normal form with what they stand in; none of other
    files."""
    content = content_of(data)
    decoded = None if content.normal is None else _decoded(data)
    if content.normal is None or decoded is None:
        return []
    held = ENDS.sub(b"\n", decoded[0]).decode("utf-8", "replace").split("\n")
    return [line.rstrip(" \t\x0b\x0c") for line in held[: content.normal.count(b"\n") + 1]]


def _decoded(data: bytes) -> tuple[bytes, str] | None:
    """The text in UTF-8 and the name of its encoding; None if it is no text in an encoding known here."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _readable(body, encoding, encoding == "utf-8")
    sample = data[:SAMPLE]
    zeros = sample.count(0)
    if zeros:
        for encoding, part in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros * 8 > len(sample) and part.count(0) * 20 > zeros * 19:
                return _readable(data, encoding, False)
        return None
    return _readable(data, "utf-8", True) or _readable(data, "gb18030", False) or _readable(data, "latin-1", False)


def _readable(data: bytes, encoding: str, as_it_is: bool) -> tuple[bytes, str] | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    body = data if as_it_is else text.encode("utf-8", "replace")
    sample = body[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls * 100 > len(sample):
        return None
    if encoding == "latin-1":
        letters = sum(c.isascii() or c.isalpha() for c in text[:SAMPLE])
        if letters * 100 < 97 * min(len(text), SAMPLE) or (not text.isprintable() and "\x80" <= max(text) <= "\x9f"):
            return None
    return body, encoding


def mismatch(file: str, type_: str) -> str:
    """What the name of a file promises, when its content is something else; else empty."""
    suffix = file.rsplit("/", 1)[-1].rpartition(".")[2].lower()
    promised = PROMISED.get(suffix)
    return suffix if promised and type_ not in promised and type_ != "empty" else ""
