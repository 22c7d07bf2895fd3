"""RPM packages: lead, signature, header, and a compressed cpio. Layout: rpm.org, "RPM V4 Package format".

Of the header only its size is read; how the payload is compressed is told by its first bytes. The members are those of
the cpio.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from pathlib import Path
from typing import IO, cast

from appraisal.extract.kinds import zst_module
from appraisal.extract.packages.cpio import read_cpio
from appraisal.extract.packages.pieces import Broken, File, Window
from appraisal.extract.store import Node, Store

MAGIC = b"\xed\xab\xee\xdb"
_HEADER = b"\x8e\xad\xe8\x01"


def is_rpm(head: bytes, size: int) -> bool:
    return head[:4] == MAGIC and head[96:100] == _HEADER


def read_rpm(path: Path, node: Node, store: Store) -> None:
    """The members of the payload. Raises ``Broken`` when it cannot be found or its compression is not known."""
    with path.open("rb") as stream:
        file = File(stream)
        signature = _header(file, 96)
        place = _header(file, signature + -signature % 8)
        window = io.BufferedReader(Window(stream, place, file.size - place))
        with _opened(window, file.read(place, min(6, file.size - place))) as payload:
            read_cpio(payload, node, store)


def _header(file: File, place: int) -> int:
    """The first byte behind the header at ``place``."""
    magic, _, entries, size = file.unpack(">4s3L", place)
    if magic != _HEADER:
        raise Broken("its header is not where it should be")
    return int(place + 16 + 16 * entries + size)


def _opened(stream: IO[bytes], head: bytes) -> IO[bytes]:
    if head.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    if head.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    if head.startswith((b"\xfd7zXZ", b"\x5d\x00\x00")):
        return lzma.LZMAFile(stream)
    if head.startswith(b"\x28\xb5\x2f\xfd") and zst_module() is not None:
        found: IO[bytes] = zst_module().ZstdFile(stream)
        return found
    if head.startswith(b"07070"):
        return stream
    raise Broken("the compression of its payload is not read here")
