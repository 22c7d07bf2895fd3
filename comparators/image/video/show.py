"""Drawing data of a match of ``video-copy``: frames at corresponding times, two and two, laid over; the matrix."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Further, Overlay, Picture
from appraisal.work import Work
from comparators.image.geometry import apply, inverse
from comparators.image.local import settle
from comparators.image.overlay import png
from comparators.image.video.frames import shots
from comparators.image.video.matrix import drawn
from comparators.image.video.ways import AS_IT_IS, BACKWARDS, toned

SHOTS = 4  # in two rows of two, by time
GAP = 4  # pixels between them
WIDE = 320  # pixels of a frame's longer side
_SHOWN = (
    *("times_left", "times_right", "speed", "offset", "similarity", "strength", "frames", "changes"),
    *("way", "mirrored", "turned", "placement", "share_left", "share_right", "scale"),
)
Pixels = NDArray[np.uint8]


def exhibit(left: Work, right: Work, match: Match, *, seconds: float, rate: float) -> Overlay:
    """See ``VideoCopy.exhibit``. Reads the frames again."""
    settle()
    shown, times, members = [], [], []
    for work, span in ((left, match.left), (right, match.right)):
        member = work.by_file.get(span.file)
        if member is None:
            raise MaterialError(f"{span.file}: not in the work {work.label}")
        at = [float(span.start) + (n + 0.5) / SHOTS * float(span.stop - span.start) for n in range(SHOTS)]
        if work is right and match.details.get("way") == BACKWARDS:
            at.reverse()
        times.append(at)
        shown.append(shots(member, at, WIDE))
        members.append(member)
    unit = np.array(match.details.get("matrix", [1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0]), np.float64).reshape(3, 3)
    here, there = shown[0][0].shape, shown[1][0].shape
    to_right = np.diag([there[1], there[0], 1.0]) @ unit @ np.diag([1 / here[1], 1 / here[0], 1.0])
    brought = [_brought(frame, to_right, (here[1], here[0])) for frame in shown[1]]
    brought = [toned(frame, str(match.details.get("way", AS_IT_IS))) for frame in brought]
    halves = [((a.astype(np.uint16) + b) // 2).astype(np.uint8) for a, b in zip(shown[0], brought, strict=True)]
    apart = [_heat(a, b) for a, b in zip(shown[0], brought, strict=True)]
    lines = [(name, str(match.details[name])) for name in _SHOWN if name in match.details]
    lines += [("times_left", _times(times[0])), ("times_right", _times(times[1]))]
    outlines = _outlines(inverse(to_right), there, here), _outlines(to_right, here, there)
    name = match.right.file
    further: tuple[tuple[Further, Picture], ...] = (
        ("laid-over", _sheet(name, halves, ())),
        ("difference", _sheet(name, apart, ())),
    )
    return Overlay(
        _sheet(match.left.file, shown[0], outlines[0]),
        _sheet(name, shown[1], outlines[1]),
        _sheet(name, brought, ()),
        tuple(lines),
        further=further,
        matrix=drawn(members[0], members[1], match, seconds=seconds, rate=rate) if "matrix" in match.details else None,
    )


def _times(times: list[float]) -> str:
    return ", ".join(f"{int(t) // 60}:{t % 60:05.2f}" for t in times)


def _brought(frame: Pixels, to_right: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpPerspective(np.ascontiguousarray(frame), to_right, size, flags=flags, borderValue=(190, 190, 190))
    return np.asarray(drawn, np.uint8)


def _heat(one: Pixels, other: Pixels) -> Pixels:
    grey = [cv2.cvtColor(np.ascontiguousarray(p), cv2.COLOR_RGB2GRAY).astype(np.int16) for p in (one, other)]
    apart = np.clip(np.abs(grey[0] - grey[1]) * 2, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(cv2.applyColorMap(apart, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB), np.uint8)


def _outlines(
    matrix: NDArray[np.float64], size: tuple[int, ...], into: tuple[int, ...]
) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Where the other picture lies in this one, once a frame of the sheet; cut to the picture."""
    corners = apply(matrix, np.array([[0.0, 0.0], [size[1], 0.0], [size[1], size[0]], [0.0, size[0]]]))
    low = np.clip(corners, 0, [into[1], into[0]])
    return tuple(
        tuple((float(x) + n % 2 * (into[1] + GAP), float(y) + n // 2 * (into[0] + GAP)) for x, y in low)
        for n in range(SHOTS)
    )


def _sheet(file: str, frames: list[Pixels], polygons: tuple[tuple[tuple[float, float], ...], ...]) -> Picture:
    high, wide = frames[0].shape[:2]
    pixels = np.full((2 * high + GAP, 2 * wide + GAP, 3), 255, np.uint8)
    for n, frame in enumerate(frames):
        y, x = n // 2 * (high + GAP), n % 2 * (wide + GAP)
        pixels[y : y + high, x : x + wide] = _fitted(frame, frames[0].shape)
    return Picture(file, png(pixels), pixels.shape[1], pixels.shape[0], polygons=polygons, alt=file)


def _fitted(frame: Pixels, shape: tuple[int, ...]) -> Pixels:
    if frame.shape == shape:
        return frame
    return np.asarray(cv2.resize(frame, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.uint8)
