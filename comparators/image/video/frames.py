"""Frames of a video by the separate program ``ffmpeg``: a few a second, small, with caps counted while reading.

``ffmpeg`` is held to a list of formats and to the one file, so that a play list or a reference inside a film reads
nothing else; it runs where this runs, in the limited child, and never outlives the reading. Times are those of the
frames that come out, ``rate`` a second from the first time stamp of the file on; where frames are missing, the last one
stands.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import OverLimit, Refused, Unreadable
from appraisal.work import Member

#: What ffmpeg may read: no play lists, no lists of files, no protocols, nothing that names other files.
DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,asf,avi,flv,mpegts,mpeg,mpegvideo,h264,hevc,m4v,ogg,gif,ivf,nut,rm,dv"
WIDEST = 400  # pixels of the longer side of a frame that is read
Grey = NDArray[np.uint8]
_HEAD = 64


def frames(
    member: Member, rate: float, most: int, *, start: float = 0.0, length: float | None = None
) -> Iterator[Grey]:
    """(rows, columns) uint8 luminance, ``rate`` a second. ``Unreadable``, ``OverLimit`` or ``Refused`` by name.

    ``start`` and ``length`` in seconds take a part of the video.
    """
    scale = f"scale={WIDEST}:{WIDEST}:force_original_aspect_ratio=decrease:flags=area"
    asked = ["-vf", f"fps={rate:g}:start_time=0,{scale},setsar=1,format=gray", "-c:v", "pgm"]
    count = 0
    part = ["-ss", f"{start:.3f}"] if start else []
    part += ["-t", f"{length:.3f}"] if length is not None else []
    for picture in _run(member, part, asked):
        if picture.ndim != 2:
            raise Unreadable(f"{member.file}: frames that are not as they were asked for")
        count += 1
        if count > most:
            raise OverLimit(f"{member.file}: longer than {most / rate:g} seconds; cut it, or lower `rate`")
        yield picture
    if count == 0:
        raise Unreadable(
            f"{member.file}: holds no picture that can be read: no video, or damaged from its beginning on"
        )


def shots(member: Member, times: Sequence[float], widest: int) -> list[NDArray[np.uint8]]:
    """(rows, columns, 3) uint8 frames at these seconds, for exhibits; black where none can be read."""
    found = []
    for time in times:
        scale = f"scale={widest}:{widest}:force_original_aspect_ratio=decrease:flags=area"
        asked = ["-frames:v", "1", "-vf", f"{scale},setsar=1,format=rgb24", "-c:v", "ppm"]
        taken = list(_run(member, ["-ss", f"{max(0.0, time):.3f}"], asked))
        found.append(taken[0] if taken else np.zeros((widest * 9 // 16, widest, 3), np.uint8))
    return found


def _run(member: Member, before: Sequence[str], asked: Sequence[str]) -> Iterator[NDArray[np.uint8]]:
    """Netpbm pictures as ffmpeg writes them to a pipe, one after another."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise Refused(
            f"{member.file}: read by the program ffmpeg, which is not installed: install it (Debian: apt-get install "
            "ffmpeg)"
        )
    if member.size == 0:
        raise Unreadable(f"{member.file}: an empty file: hand in the video")
    command = [
        program, "-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1", *before,
        "-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS, "-i", f"file:{member.path.absolute()}",
        "-map", "0:v:0", "-an", "-sn", "-dn", "-map_metadata", "-1", "-sws_flags", "area+bitexact+accurate_rnd",
        *asked, "-f", "image2pipe", "pipe:1",
    ]  # fmt: skip
    with (
        tempfile.TemporaryFile() as said,  # a pipe nobody empties would stop it
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said) as process,
    ):
        assert process.stdout is not None  # noqa: S101  # a pipe, as asked for
        try:
            while (picture := _picture(process.stdout.read)) is not None:
                yield picture
        finally:
            process.kill()


def _picture(take: Callable[[int], bytes]) -> NDArray[np.uint8] | None:
    """One binary PGM or PPM of at most 4,096 × 4,096; None at the end, or when it breaks off."""
    head = b""
    while head.count(b"\n") < 3 and len(head) < _HEAD:
        byte = take(1)
        if not byte:
            return None
        head += byte
    words = head.split()
    if len(words) != 4 or words[0] not in (b"P5", b"P6") or not all(w.isdigit() for w in words[1:]):
        return None
    width, height, channels = int(words[1]), int(words[2]), 3 if words[0] == b"P6" else 1
    if not (0 < width <= 4096 and 0 < height <= 4096 and words[3] == b"255"):
        return None
    data = take(width * height * channels)
    if len(data) < width * height * channels:
        return None
    shape = (height, width, 3) if channels == 3 else (height, width)
    return np.frombuffer(data, np.uint8).reshape(shape)
