"""Where the sound lies in sound files: its samples, packed frames and tables of codes are no writing, whatever letters
they resemble.

Headers, chunks and tags before and behind it (names, artists, remarks, tools) are read as in any other file. A file is
told by its first bytes; what does not fit its format is read as any file is. What a header leaves unsaid behind its
sound is not in any of its chunks, so it is read too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO

MOST = 65_536  # chunks or pages that are walked
TAIL = 1 << 16  # bytes at the end of a file in which tags of players are looked for
SETUPS = (b"\x05vorbis", b"\x82theora")  # how packets begin that hold tables of codes
LAME = 512  # bytes of the first frame of an mp3, in which its encoder names itself


def samples(stream: BinaryIO, size: int) -> Sequence[tuple[int, int]]:
    """Start and stop of each stretch of sound, ascending; none for what is no sound file. Moves the stream."""
    stream.seek(0)
    head = stream.read(16)
    if head[:4] in (b"RIFF", b"RF64", b"RIFX") and head[8:12] == b"WAVE":
        found = _chunks(stream, size, ">" if head[:4] == b"RIFX" else "<", b"data")
    elif head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        found = _chunks(stream, size, ">", b"SSND")
    elif head[:4] == b"OggS":
        found = _ogg(stream, size)
    elif head[:4] == b"fLaC":
        found = _flac(stream, size)
    elif head[:3] == b"ID3" and len(head) >= 10:
        found = _frames(stream, 10 + _seven(head[6:10]), size)
    elif head[:1] == b"\xff" and len(head) > 2 and head[1] & 0xE0 == 0xE0 and head[2] & 0xF0 not in (0, 0xF0):
        found = _frames(stream, 0, size)
    else:
        return ()
    return [(start, stop) for start, stop in found if start < stop]


def blanked(data: bytes, base: int, silent: Sequence[tuple[int, int]]) -> bytes:
    """The bytes of a file from ``base`` on with zeros for sound."""
    here = [(max(start - base, 0), min(stop - base, len(data))) for start, stop in silent]
    if not any(start < stop for start, stop in here):
        return data
    blank = bytearray(data)
    for start, stop in here:
        if start < stop:
            blank[start:stop] = bytes(stop - start)
    return bytes(blank)


def _chunks(stream: BinaryIO, size: int, order: str, wanted: bytes) -> Iterator[tuple[int, int]]:
    at = 12
    for _ in range(MOST):
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            return
        length = struct.unpack(f"{order}4xI", head)[0]
        if head[:4] == wanted:
            yield at + 8, min(at + 8 + length, size)
        at += 8 + length + length % 2


def _ogg(stream: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Tables of codes (setup headers), and pages from the first one on that ends at a sample: headers stand on pages of
    position 0."""
    at = 0
    running: set[bytes] = set()  # streams whose table goes on on their next page
    for _ in range(MOST):
        stream.seek(at)
        head = stream.read(27)
        if len(head) < 27 or head[:4] != b"OggS":
            return
        if head[6:14] != bytes(8):
            yield at, size
            return
        laces = stream.read(head[26])
        at += 27 + len(laces)
        ends = [n for n, lace in enumerate(laces) if lace < 255]
        first = 0
        for end in [*ends, len(laces) - 1] if not ends or ends[-1] < len(laces) - 1 else ends:
            length = sum(laces[first : end + 1])
            stream.seek(at)
            goes_on = first == 0 and head[5] & 1 and head[14:18] in running
            if goes_on or stream.read(7) in SETUPS:
                yield at, at + length
                (running.discard if laces[end] < 255 else running.add)(head[14:18])
            at, first = at + length, end + 1


def _flac(stream: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    at = 4
    for _ in range(MOST):
        stream.seek(at)
        head = stream.read(4)
        if len(head) < 4:
            return
        at += 4 + int.from_bytes(head[1:], "big")
        if head[0] & 0x80:
            yield at, size
            return


def _frames(stream: BinaryIO, at: int, size: int) -> Iterator[tuple[int, int]]:
    """Frames of MPEG sound from behind the first one, up to the first tag at the end."""
    stream.seek(at)
    if len(mark := stream.read(2)) < 2 or mark[0] != 0xFF or mark[1] & 0xE0 != 0xE0:
        return
    start = max(at, size - TAIL)
    stream.seek(start)
    tail = stream.read(size - start)
    tags = [place for mark in (b"APETAGEX", b"LYRICSBEGIN") if (place := tail.find(mark)) >= 0]
    if tail[-128:-125] == b"TAG":
        tags.append(len(tail) - 128)
    yield at + LAME, start + min(tags, default=len(tail))


def _seven(data: bytes) -> int:
    """A number of seven bits a byte."""
    value = 0
    for one in data:
        value = value << 7 | one & 0x7F
    return value
