"""Ways in which a video may be shown, besides its place on the picture and its speed: backwards, in negative."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from comparators.image.video.features import VideoFeatures

AS_IT_IS, BACKWARDS, INVERTED = "as it is", "played backwards", "tones inverted"
WAYS = (AS_IT_IS, BACKWARDS, INVERTED)


def played(video: VideoFeatures, way: str) -> VideoFeatures:
    """The video shown that way: its frames alone; keypoints stay those of the file."""
    if way == BACKWARDS:
        return replace(video, thumbs=video.thumbs[::-1], blank=video.blank[::-1])
    return replace(video, thumbs=toned(video.thumbs, way))


def toned(frames: NDArray[np.uint8], way: str) -> NDArray[np.uint8]:
    """Frames with the tones of that way."""
    return np.asarray(255 - frames, np.uint8) if way == INVERTED else frames


def seconds_of(shown: tuple[float, float], length: float, way: str) -> tuple[float, float]:
    """Seconds (from, to) of the file for those of the video as it was shown."""
    if way != BACKWARDS:
        return shown
    return round(max(0.0, length - shown[1]), 3), round(length - shown[0], 3)
