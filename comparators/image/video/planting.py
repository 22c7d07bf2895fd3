"""A known copy of some seconds of one video within another, for controls; drawn frame by frame, written by ffmpeg."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import second
from appraisal.work import Member
from comparators.image.local import settle
from comparators.image.video.frames import frames

RATE = 8.0  # frames a second of what is written
SIZE = (192, 144)
TAKEN = 6.0  # seconds of the source at the most
HOST = 8.0  # seconds of the host, half before and half behind
SOFT = 0.75  # seconds at either end of a copy that are not claimed: cuts lie between frames that are looked at
MOST = int(600 * RATE)
ALTERATIONS = ("re-encoded", "mirrored left-right", "cropped to 75%", "speed 125%")
Grey = NDArray[np.uint8]


def plant(source: Member, into: Member, seed: int, out: Path, *, rate: float) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when the source is shorter than four seconds."""
    settle()
    clip, host = (_read(member) for member in (source, into))
    if len(clip) < 4 * RATE:
        raise Refused(f"{source.file}: shorter than four seconds: too short to take a part of")
    length = min(len(clip), round(TAKEN * RATE))
    start = random.Random(seed).randrange(0, len(clip) - length + 1)  # noqa: S311  repeatable, no secret
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    speed = 1.25 if "speed" in alteration else 1.0
    copied = [_altered(clip[start + int(n * speed)], alteration) for n in range(int(length / speed))]
    half = round(HOST / 2 * RATE)
    before, behind = host[:half], host[half : 2 * half]
    path = out / f"planted-{seed}.avi"
    write(path, [*before, *copied, *behind])
    soft = SOFT + 1 / rate
    left = second(source.file, start / RATE + soft * speed, (start + length) / RATE - soft * speed)
    right = second(path.name, len(before) / RATE + soft, (len(before) + len(copied)) / RATE - soft)
    return Plant(left, right, alteration, path)


def scramble(member: Member, seed: int, out: Path) -> Path:
    """See ``appraisal.comparator.Scrambling``: frames in another order, each cut into sixteen tiles."""
    settle()
    dice = np.random.default_rng(seed)
    clip = _read(member)
    mixed = []
    for number in dice.permutation(len(clip)).tolist():
        high, wide = SIZE[1] // 4, SIZE[0] // 4
        tiles = clip[number].reshape(4, high, 4, wide).swapaxes(1, 2).reshape(16, high, wide)
        mixed.append(tiles[dice.permutation(16)].reshape(4, 4, high, wide).swapaxes(1, 2).reshape(SIZE[1], SIZE[0]))
    path = out / f"scrambled-{seed}.avi"
    write(path, mixed)
    return path


def _read(member: Member) -> list[Grey]:
    return [np.asarray(cv2.resize(f, SIZE, interpolation=cv2.INTER_AREA), np.uint8) for f in frames(member, RATE, MOST)]


def _altered(frame: Grey, alteration: str) -> Grey:
    if "mirrored" in alteration:
        return np.ascontiguousarray(frame[:, ::-1])
    if "cropped" in alteration:
        part = frame[SIZE[1] // 8 : SIZE[1] * 7 // 8, SIZE[0] // 8 : SIZE[0] * 7 // 8]
        return np.asarray(cv2.resize(part, SIZE, interpolation=cv2.INTER_LINEAR), np.uint8)
    return frame


def write(path: Path, pictures: Sequence[Grey], rate: float = RATE, quality: int = 5) -> None:
    """Frames (rows, columns) or (rows, columns, 3) uint8 as a video (MPEG-4), the same bytes for the same frames."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise Refused(f"{path.name}: written by the program ffmpeg, which is not installed: install it")
    rows, columns = pictures[0].shape[:2]
    command = [
        program, "-nostdin", "-loglevel", "error", "-y", "-f", "rawvideo", "-s", f"{columns}x{rows}",
        "-pix_fmt", "gray" if pictures[0].ndim == 2 else "rgb24", "-r", f"{rate:g}", "-i", "pipe:0",
        "-c:v", "mpeg4", "-q:v", str(quality), "-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        str(path),
    ]  # fmt: skip
    data = b"".join(np.ascontiguousarray(picture).tobytes() for picture in pictures)
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise Refused(f"{path.name}: ffmpeg could not write it")
