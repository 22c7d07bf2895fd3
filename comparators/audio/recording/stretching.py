"""A passage brought back to another's pace and pitch, to be heard beside it where tempo or pitch was altered by itself.

Pitch by resampling, pace by overlapping frames that are laid where they continue the sound best (Verhelst and Roelands,
*An overlap-add technique based on waveform similarity (WSOLA) for high quality time-scale modification of speech*,
ICASSP 1993). Frames stand within ``REACH`` of their place, so that both passages are in step to that, and no sample is
where it was: it is to be heard, and nothing is measured or subtracted of it.
"""

from __future__ import annotations

import numpy as np
import soxr

from comparators.audio.recording.landmarks import Floats

FRAME = 1024  # samples, 64 ms at 16 kHz; half of them is the step
REACH = 256  # samples either way, 16 ms
LEAST_PITCH = 0.05  # semitones that are moved back


def brought_back(samples: Floats, rate: int, pace: float, pitch: float) -> Floats:
    """``samples`` lower by ``pitch`` semitones, and ``pace`` times as fast."""
    if abs(pitch) > LEAST_PITCH:
        ratio = 2.0 ** (pitch / 12)
        samples = np.asarray(soxr.resample(samples, rate / ratio, rate), np.float32)
        pace *= ratio
    return _paced(samples, pace)


def _paced(samples: Floats, pace: float) -> Floats:
    """``pace`` times as fast, pitch kept."""
    step, size = FRAME // 2, round(len(samples) / pace)
    if size < FRAME or len(samples) < FRAME + 2 * REACH:
        return samples[:size]
    held = np.concatenate([np.zeros(REACH, np.float32), samples, np.zeros(2 * FRAME + REACH, np.float32)])
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)).astype(np.float32)
    made = np.zeros(size + 2 * FRAME, np.float32)
    made[:step] += samples[:step] * window[step:]  # the first frame has none before it
    at = REACH
    for number in range(-(-size // step)):
        wanted = REACH + min(round(number * step * pace), len(samples))
        if number:
            continued = held[at + step : at + step + FRAME]
            around = held[wanted - REACH : wanted + REACH + FRAME]
            if len(continued) == FRAME and len(around) == FRAME + 2 * REACH:
                wanted += int(np.correlate(around, continued, "valid").argmax()) - REACH
        at = wanted
        made[number * step : number * step + FRAME] += held[at : at + FRAME] * window
    return made[:size]
