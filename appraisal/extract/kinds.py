"""Archives told by their bytes, whatever their names say."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

HEAD = 512
LOOK = 4096  # bytes that the quick look wants
START = 1 << 20  # bytes read to see whether a compressed stream holds a tar; a bz2 block is up to 900 kB
MEMORY = 128 << 20  # bytes that a decoder may use for that
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08PK\x03\x04", "zip"),
    (b"PK00PK\x03\x04", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
# Formats that are zips inside but one document outside: not opened on the way, see ``archive_kind``.
_DOCUMENTS: tuple[frozenset[bytes], ...] = (
    frozenset((b"[Content_Types].xml", b"_rels/.rels")),
    frozenset((b"META-INF/container.xml", b"mimetype")),
    frozenset((b"META-INF/container.xml",)),
    frozenset((b"META-INF/manifest.xml", b"mimetype")),
)
# Packages of programs that are made like Office documents.
_PROGRAMS = (b".nuspec", b"extension.vsixmanifest", b"AppxManifest.xml")


def zst_module() -> Any:
    """The module with ``ZstdFile``: the standard library's from Python 3.14, else py7zr's; None when there is none."""
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        try:
            from backports import zstd  # type: ignore[import-not-found, import-untyped, no-redef, unused-ignore]
        except ImportError:
            return None
    return zstd


def opened(path: Path, kind: str) -> IO[bytes]:
    """The decompressed stream of a single-stream kind (gz, bz2, xz, zst); reads are bounded by what is asked for."""
    if kind == "gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if kind == "bz2":
        return bz2.open(path, "rb")
    if kind == "xz":
        return lzma.open(path, "rb")
    stream: IO[bytes] = zst_module().ZstdFile(path, "rb")
    return stream


def is_tar(block: bytes) -> bool:
    """Whether a block of 512 bytes is a tar header with its right checksum."""
    if len(block) < HEAD or not block[0]:
        return False
    try:
        stated = int(block[148:156].strip(b" \x00") or b"-1", 8)
    except ValueError:
        return False
    return stated == sum(block[:148]) + 8 * 0x20 + sum(block[156:HEAD])


def may_be_archive(head: bytes) -> bool:
    """A quick look at the first 4096 bytes that parses nothing: all that may be done outside the limited child."""
    if any(head.startswith(magic) for magic, _ in _MAGIC) or head[:3] == b"BZh" or is_tar(head):
        return True
    return may_be_image(head) or _may_be_package(head)


def _may_be_package(head: bytes) -> bool:
    from appraisal.extract.packages import may_be_package

    return may_be_package(head)


def may_be_image(head: bytes) -> bool:
    """The mark of a boot sector or of an ext file system, of an E01, or the empty first sectors of a disc."""
    if head[510:512] == b"\x55\xaa" or head[1080:1082] == b"\x53\xef" or head[:3] in (b"EVF", b"LVF", b"LEF"):
        return True
    return len(head) >= LOOK and not any(head[:LOOK])


def archive_kind(path: str | Path, *, name: str | None = None) -> str | None:
    """zip, tar, tar.gz, tar.bz2, tar.xz, tar.zst, 7z, gz, bz2, xz or zst by the first bytes; a kind of ``packages``,
    those too that are named and not opened; disk, ewf or iso for images in which a file system (or a sound GPT) is
    found; None for all else.

    Office documents, OpenDocument and EPUB are zips too, but one work each: None, unless the name says ``.zip``.
    ``name`` is the name that counts where the path is not it. Reads at most the first MiB and, of a zip, its
    directory; of a program, where it ends and what stands there; of an image, its tables and what tells its file
    systems. Raises ``OSError`` only. For the limited child.
    """
    path = Path(path)
    with path.open("rb") as stream:
        look = stream.read(LOOK)
    head = look[:HEAD]
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if head[:3] == b"BZh" and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        kind = "bz2"
    if not kind:
        return "tar" if is_tar(head) else _package_kind(path, look) or _image_kind(path, look)
    if kind == "zip":
        return None if not (name or path.name).lower().endswith(".zip") and _is_document(path) else "zip"
    if kind == "7z" or (kind == "zst" and zst_module() is None):
        return kind
    with suppress(*ERRORS, MemoryError), path.open("rb") as stream:
        if is_tar(_first(stream.read(START), kind)):
            return f"tar.{kind}"
    return kind


def _package_kind(path: Path, head: bytes) -> str | None:
    from appraisal.extract.packages import package_kind

    return package_kind(path, head)


def _image_kind(path: Path, head: bytes) -> str | None:
    from appraisal.extract.disk import image_kind

    return image_kind(path) if may_be_image(head) else None


def _first(data: bytes, kind: str) -> bytes:
    """The first 512 bytes of a compressed stream, in bounded memory."""
    if kind == "gz":
        return zlib.decompressobj(31).decompress(data, HEAD)
    if kind == "bz2":
        return bz2.BZ2Decompressor().decompress(data, HEAD)
    if kind == "xz":
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY).decompress(data, HEAD)
    first: bytes = zst_module().ZstdDecompressor().decompress(data, HEAD)
    return first


_ZSTD: tuple[type[Exception], ...] = () if zst_module() is None else (zst_module().ZstdError,)
ERRORS: tuple[type[Exception], ...] = (
    OSError, EOFError, ValueError, ArithmeticError, LookupError, zlib.error, lzma.LZMAError, *_ZSTD,
)  # fmt: skip
"""What the decoders raise on damaged bytes."""

STREAMS: Mapping[str, str] = {".gz": "", ".bz2": "", ".xz": "", ".zst": "", ".svgz": ".svg"}
"""Suffixes of single compressed files, and what stands in their place inside."""


def _is_document(path: Path) -> bool:
    from appraisal.extract.store import Stop
    from appraisal.extract.zips import directory

    try:
        with path.open("rb") as stream:
            names = {record.name for record in directory(stream, 16 << 20)}
    except Stop:
        return False
    except ERRORS:
        return False
    return any(kind <= names for kind in _DOCUMENTS) and not any(name.endswith(_PROGRAMS) for name in names)
