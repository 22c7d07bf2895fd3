"""The wave of a recording as one bit a sample: whitened, so that no tone and no loudness outweighs the rest.

Two copies of one master agree in these signs wherever neither pitch nor pace was altered, even under noise, speech or
other music of the same loudness, where hardly a landmark survives. Frames of 186 ms, half overlapping; each bin is
divided by its magnitude to the power ``FLATTEN`` (Knapp and Carter, *The generalized correlation method for estimation
of time delay*, IEEE Transactions ASSP 24, 1976; with 1 nothing but phases would be left); bins from 100 Hz to 2 kHz are
put together again at ``SIGN_RATE``, and the sign is kept, after the polarity-coincidence correlator of radar and sonar.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

Floats = NDArray[np.float32]

RATE = 11025  # hertz of the samples that come in
FRAME, HOP = 2048, 1024  # samples there
OUT, STEP = 768, 384  # samples that come out for each frame, and for each hop
SIGN_RATE = RATE * OUT / FRAME  # 4,134.375 hertz
LOWEST = 100.0  # hertz
FLATTEN = 0.85
LEAST = 1e-5  # of the largest bin of a frame: below it rounding
QUIET = 3e-5  # root mean square of a hop, full scale ±1, below which it has no signs


def whitened(samples: Floats) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Signs (+1, -1) and which hops sound, both from the second hop of ``samples`` (at ``RATE``) on, in whole hops."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]
    hann = np.sqrt(np.hanning(FRAME + 1)[:-1]).astype(np.float32)
    again = np.sqrt(np.hanning(OUT + 1)[:-1]).astype(np.float32)
    made = np.zeros((len(frames) + 1, STEP), np.float32)
    for at in range(0, len(frames), 512):
        spectrum = rfft(frames[at : at + 512] * hann, axis=1)[:, : OUT // 2 + 1]
        size = np.abs(spectrum)
        size = np.maximum(size, np.maximum(size.max(axis=1, keepdims=True) * LEAST, 1e-9))
        spectrum = spectrum / size**FLATTEN
        spectrum[:, : round(LOWEST * FRAME / RATE)] = 0
        spectrum[:, -1] = 0
        wave = irfft(spectrum, OUT, axis=1) * again
        made[at : at + len(wave)] += wave[:, :STEP]
        made[at + 1 : at + 1 + len(wave)] += wave[:, STEP:]
    kept = made[1:-1]
    hops = samples[HOP : HOP * (len(kept) + 1)].reshape(-1, HOP)
    sounding = np.sqrt(np.square(hops, dtype=np.float64).mean(axis=1)) >= QUIET
    return np.where(kept >= 0, 1, -1).astype(np.int8).ravel(), sounding


def packed(signs: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Eight signs a byte, the first in the highest bit."""
    return np.packbits(signs > 0)


def unpacked(bits: NDArray[np.uint8], sounding: NDArray[np.bool_]) -> NDArray[np.int8]:
    """(samples,) +1, -1, and 0 where it is silent."""
    signs = np.unpackbits(bits, count=len(sounding) * STEP).astype(np.int8) * np.int8(2) - np.int8(1)
    return signs * np.repeat(sounding, STEP).astype(np.int8)
