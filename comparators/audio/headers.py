"""What headers of uncompressed sound leave out: bytes behind the sound they state that nothing in the file explains.

libsndfile reads as much as the header of a wav (RIFF, RF64), aiff, caf, au, flac or mp3 file states, and no further. A
header that states too little hides the rest of a recording. Further chunks, tags of players at the end and zeros that
fill a block explain what follows; all else does not. Of W64 it reads all up to the end of the file, whatever the header
states. Other formats are not looked at.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

LEAST = 1024  # bytes; fewer are leavings of a writer
LEAST_PACKED = 1 << 14  # the same for packed sound, which is read ahead
MOST_CHUNKS = 4096
BLOCK = 1 << 20
#: Chunks that are believed though the file ends inside them.
KNOWN = frozenset(
    b"LIST id3  ID3  bext iXML axml cue  smpl inst acid fact PEAK JUNK junk PAD  pad  FLLR Fake cart umid _PMX afsp "
    b"strc plst labl note link aXML chna levl minf elm1 regn DISP MARK INST COMT NAME AUTH ANNO (c)  APPL MIDI AESD "
    b"COMM CHAN basc trns cate"[at : at + 4]
    for at in range(0, 260, 5)
)
#: Chunks of CAF besides that of the sound, as Apple's specification lists them.
OF_CAF = frozenset(b"desc pakt chan kuki strg mark regn inst midi ovvw peak edct info uuid umid free".split())
TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")  # of players, put behind whatever a file holds


def behind(descriptor: int) -> tuple[int, int]:
    """Bytes of sound that the header states, and bytes behind them that nothing explains; (0, 0) where all is
    explained, the format is another one or the header states no length. Leaves the file at its beginning."""
    size = os.fstat(descriptor).st_size
    with _opened(descriptor, 0) as stream:
        found = _stated(stream, size)
        if found is None or found[1] >= size:
            return 0, 0
        stated, at = found
        left = _solid(stream, at, size)
    return (stated, left) if left >= LEAST else (0, 0)


def unread(descriptor: int) -> int:
    """Bytes that libsndfile left at the end of a packed file (flac, mp3), whose length it takes from the header; 0
    where there are few, or a tag of a player stands there. Leaves the file where it was."""
    at, size = os.lseek(descriptor, 0, os.SEEK_CUR), os.fstat(descriptor).st_size
    if size - at < LEAST_PACKED:
        return 0
    with _opened(descriptor, at) as stream:
        left = _solid(stream, at, size)
    return left if left >= LEAST_PACKED else 0


@contextmanager
def _opened(descriptor: int, back: int) -> Iterator[IO[bytes]]:
    """The file of a descriptor with a buffer of its own; at the end the descriptor stands at ``back``."""
    try:
        with open(descriptor, "rb", closefd=False) as stream:
            yield stream
    finally:
        os.lseek(descriptor, back, os.SEEK_SET)


def _stated(stream: IO[bytes], size: int) -> tuple[int, int] | None:
    """Bytes of sound by the header, and where the first byte lies that it does not explain; None: no such header."""
    stream.seek(0)
    head = stream.read(24)
    if head[:4] in (b"RIFF", b"RF64", b"BW64", b"RIFX") and head[8:12] == b"WAVE":
        return _chunks(stream, size, ">" if head[:4] == b"RIFX" else "<", b"data")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return _chunks(stream, size, ">", b"SSND")
    if head[:4] == b"caff":
        return _caf(stream, size)
    if head[:4] in (b".snd", b"dns.") and len(head) == 24:
        at, stated = struct.unpack(">II" if head[:1] == b"." else "<II", head[4:12])
        return (stated, at + stated) if stated else None
    return None


def _chunks(stream: IO[bytes], size: int, order: str, wanted: bytes) -> tuple[int, int] | None:
    """Bytes that the chunk of sound states and where the first byte lies that no chunk explains (the end of the file
    where all are); None without such a chunk, or where it states no length."""
    at, stated, long = 12, None, 0
    for _ in range(MOST_CHUNKS):
        if at + 8 > size:
            return None if stated is None else (stated, size)
        stream.seek(at)
        name, length = struct.unpack(f"{order}4sI", stream.read(8))
        if name == b"ds64" and length >= 16:
            long = struct.unpack("<Q", stream.read(16)[8:])[0]
        if name == wanted and stated is None:
            stated = long if length == 0xFFFFFFFF and long else length
            if not stated:
                return None
            length = stated
        elif stated is not None and (name == wanted or not _believed(name, at + 8 + length, size)):
            if _believed_at(stream, at - 1, size, order) and at % 2 == 0:
                at -= 1  # a chunk of an odd number of bytes without its pad byte
                continue
            return stated, at
        at += 8 + length + length % 2
    return None


def _caf(stream: IO[bytes], size: int) -> tuple[int, int] | None:
    """As ``_chunks``, of CAF (Apple): four letters, 64 bits of length (−1: to the end of the file); the chunk of sound
    begins with a count of four bytes."""
    at, stated = 8, 0
    for _ in range(MOST_CHUNKS):
        stream.seek(at)
        head = stream.read(12)
        if len(head) < 12:
            return (stated, size) if stated else None
        name, length = struct.unpack(">4sq", head)
        if not stated:
            if length < 0 or (name == b"data" and length <= 4):
                return None
            stated = length - 4 if name == b"data" else 0
        elif name not in OF_CAF or not 0 <= length <= size - at - 12:
            return stated, at
        at += 12 + length
    return None


def _believed(name: bytes, stop: int, size: int) -> bool:
    return all(0x20 <= one < 0x7F for one in name) and (stop <= size + 1 or name in KNOWN)


def _believed_at(stream: IO[bytes], at: int, size: int, order: str) -> bool:
    stream.seek(at)
    name, length = struct.unpack(f"{order}4sI", stream.read(8))
    return name in KNOWN and at + 8 + length <= size + 1


def _solid(stream: IO[bytes], at: int, size: int) -> int:
    """Bytes from a place on, without zeros at the end; none where a tag of a player stands there."""
    stream.seek(at)
    if stream.read(16).lstrip(b"\0").startswith(TAGS):
        return 0
    stop = size
    while stop > at:
        first = max(at, stop - BLOCK)
        stream.seek(first)
        if rest := stream.read(stop - first).rstrip(b"\0"):
            return first + len(rest) - at
        stop = first
    return 0
