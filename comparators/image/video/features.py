"""What ``video-copy`` keeps of one video: small frames, and keypoints of some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Refused
from appraisal.work import Member
from comparators.image import pdq
from comparators.image.local import Keypoints, keypoints, settle
from comparators.image.video.frames import Grey, frames

THUMB = 96  # pixels of the longer side of a frame that is kept
KEPT = 400  # keypoints of a key frame
EVERY = 2.0  # seconds from key frame to key frame within a shot
CUT = 0.4  # correlation of two frames in a row below which a shot ends
FLAT = 3.0  # standard deviation in levels below which a frame is blank
BAR, BAR_NOISE = 40, 16  # levels below which a row at the border may be a bar, and how far its levels lie apart
WHOLE = (0.0, 0.0, 1.0, 1.0)
PARTS = 2
MOST = 86_400  # frames: three hours at eight a second


@dataclass(frozen=True)
class VideoFeatures:
    """Of one video. n frames at ``rate`` a second; k key frames."""

    thumbs: NDArray[np.uint8]  # (n, rows, columns)
    blank: NDArray[np.uint8]  # (n,): 1 for a frame without detail
    keys: NDArray[np.int64]  # (k,): numbers of the key frames
    counts: NDArray[np.int64]  # (k,): keypoints of each
    places: NDArray[np.float32]  # (all, 4): local.Keypoints, in pixels of the thumbs
    descriptors: NDArray[np.uint8]  # (all, 128)
    hashes: NDArray[np.uint8]  # (k, 2, 32): PDQ of each key frame, as it is and mirrored left-right
    parts: NDArray[np.float32]  # (k, 4): of each key frame, the part within bars: left, top, right, bottom; shares
    rate: float
    file_sha256: str

    def frames(self) -> list[tuple[float, ...]]:
        """The part of the picture within black bars, whole pictures among them: the usual ones, at most ``PARTS``."""
        seen = Counter(tuple(float(v) for v in row) for row in self.parts)
        usual = [
            part for part, count in sorted(seen.items(), key=lambda p: (-p[1], p[0])) if 20 * count >= len(self.parts)
        ]
        return list(dict.fromkeys([*usual[:PARTS], WHOLE]))

    @property
    def phases(self) -> int:
        """Frames of one step of time: at six a second or more, two, of which the one that fits counts."""
        return 2 if self.rate >= 6 else 1

    @property
    def steps(self) -> int:
        """Steps of time at which the video is compared."""
        return -(-len(self.thumbs) // self.phases)

    @property
    def seconds(self) -> float:
        return len(self.thumbs) / self.rate

    def keyed(self) -> Iterator[tuple[int, Keypoints]]:
        """Number and keypoints of each key frame."""
        at = 0
        for number, count in zip(self.keys.tolist(), self.counts.tolist(), strict=True):
            yield number, Keypoints(self.places[at : at + count], self.descriptors[at : at + count])
            at += count


def watch(member: Member, rate: float, start: float, length: float) -> VideoFeatures:
    """A part of a video, in seconds, without keypoints."""
    settle()
    thumbs: list[Grey] = []
    for frame in frames(member, rate, MOST, start=start, length=length):
        thumbs.append(_small(frame, thumbs[0].shape if thumbs else None))
    return VideoFeatures(
        thumbs=np.stack(thumbs),
        blank=np.array([float(thumb.std()) < FLAT for thumb in thumbs], np.uint8),
        keys=np.zeros(0, np.int64),
        counts=np.zeros(0, np.int64),
        places=np.zeros((0, 4), np.float32),
        descriptors=np.zeros((0, 128), np.uint8),
        hashes=np.zeros((0, 2, 32), np.uint8),
        parts=np.zeros((0, 4), np.float32),
        rate=float(rate),
        file_sha256=member.sha256,
    )


def _small(frame: Grey, shape: tuple[int, ...] | None) -> Grey:
    """The frame that is kept: of the shape of the first one, also where the size changes inside the file."""
    factor = THUMB / max(frame.shape)
    size = (max(8, round(frame.shape[1] * factor)), max(8, round(frame.shape[0] * factor)))
    thumb = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    if shape is None or thumb.shape == shape:
        return thumb
    return np.asarray(cv2.resize(thumb, shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def take(member: Member, rate: float) -> VideoFeatures:
    """Read one video. ``Refused`` when all of it is blank."""
    settle()
    thumbs: list[Grey] = []
    blank: list[bool] = []
    keys: list[int] = []
    parts: list[tuple[float, ...]] = []
    found: list[Keypoints] = []
    hashes: list[NDArray[np.uint8]] = []
    for number, frame in enumerate(frames(member, rate, MOST)):
        thumb = _small(frame, thumbs[0].shape if thumbs else None)
        blank.append(float(thumb.std()) < FLAT)
        new = not thumbs or _correlation(thumbs[-1], thumb) < CUT
        thumbs.append(thumb)
        if not blank[-1] and (new or not keys or number - keys[-1] >= EVERY * rate):
            pixels = np.repeat(frame[..., None], 3, axis=2)
            points = keypoints(pixels, KEPT)
            hashes.append(pdq.hashes(pdq.squares(pixels))[[0, 4]])
            places = points.places.copy()
            places[:, 0] *= thumb.shape[1] / frame.shape[1]
            places[:, 1] *= thumb.shape[0] / frame.shape[0]
            places[:, 2] *= thumb.shape[1] / frame.shape[1]
            keys.append(number)
            parts.append(_within_bars(frame))
            found.append(Keypoints(places, points.descriptors))
    if all(blank):
        raise Refused(f"{member.file}: {len(blank)} frames without detail: blank; any two such videos would look alike")
    return VideoFeatures(
        thumbs=np.stack(thumbs),
        blank=np.array(blank, np.uint8),
        keys=np.array(keys, np.int64),
        counts=np.array([len(each) for each in found], np.int64),
        places=np.concatenate([np.zeros((0, 4), np.float32), *(each.places for each in found)]),
        descriptors=np.concatenate([np.zeros((0, 128), np.uint8), *(each.descriptors for each in found)]),
        hashes=np.array(hashes, np.uint8).reshape(-1, 2, 32),
        parts=np.array(parts, np.float32).reshape(-1, 4),
        rate=float(rate),
        file_sha256=member.sha256,
    )


def _within_bars(frame: Grey) -> tuple[float, ...]:
    """What lies within dark bars of one level at the border, in shares of the picture in steps of a fiftieth, so that
    the same bars are the same in all frames; bars that leave less than a third are a dark picture, not bars."""
    cut = []
    for rows in (frame, frame.T):
        dark = (rows.max(axis=1) < BAR) & (np.ptp(rows, axis=1) < BAR_NOISE)
        first, last = int(dark.argmin()), int(dark[::-1].argmin())
        cut.append((first / len(rows), 1 - last / len(rows)) if not dark.all() else (0.0, 1.0))
    (top, bottom), (near, far) = cut
    if bottom - top < 1 / 3 or far - near < 1 / 3:
        return WHOLE
    return tuple(round(v * 50) / 50 for v in (near, top, far, bottom))


def correlations(thumbs: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(n - 1,) correlation of each frame with the one before it."""
    return np.array([_correlation(a, b) for a, b in pairwise(thumbs)])


def _correlation(one: Grey, other: Grey) -> float:
    a, b = one.astype(np.float64) - one.mean(), other.astype(np.float64) - other.mean()
    length = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / length if length > 0 else 0.0
