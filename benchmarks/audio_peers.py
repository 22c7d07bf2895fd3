"""Peers of audio-recording: Chromaprint by ``fpcalc`` (libchromaprint-tools), and a plain matcher of landmarks.

The plain matcher is Wang's (*An industrial-strength audio search algorithm*, ISMIR 2003) in its simplest form: peaks
of a linear spectrum, hashes of two frequencies and a time, the fullest cell of the histogram of offsets.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import scipy.ndimage
import soundfile
from numpy.typing import NDArray

from benchmarks.audio_edits import RATE, Samples

FRAME, HOP, FAN, PER_SECOND = 1024, 256, 8, 30


def chromaprint(samples: Samples) -> NDArray[np.uint32]:
    """Raw fingerprint, about eight values a second."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "a.wav"
        soundfile.write(path, samples / max(1.0, float(np.abs(samples).max())), RATE)
        out = subprocess.run(["fpcalc", "-raw", "-plain", "-length", "0", str(path)], capture_output=True, text=True)
    values = [int(n) & 0xFFFFFFFF for n in out.stdout.strip().split(",") if n.strip("-").isdigit()]
    return np.array(values, np.uint32)


def chromaprint_score(query: NDArray[np.uint32], reference: NDArray[np.uint32]) -> float:
    """1 - share of differing bits at the best offset."""
    if len(query) < 2 or len(reference) < len(query):
        return 0.0
    windows = np.lib.stride_tricks.sliding_window_view(reference, len(query)) ^ query
    wrong = np.bitwise_count(windows).sum(axis=1)
    return 1 - float(wrong.min()) / (32 * len(query))


def landmark_hashes(samples: Samples) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hashes and the frames in which they begin."""
    padded = np.concatenate([np.zeros(FRAME // 2, np.float32), samples, np.zeros(FRAME // 2, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP] * np.hanning(FRAME).astype(np.float32)
    spectrum = np.log(np.abs(np.fft.rfft(frames, axis=1)) + 1e-4)
    top = scipy.ndimage.maximum_filter(spectrum, (9, 21), mode="nearest")
    at, band = np.nonzero((spectrum >= top) & (spectrum > np.log(1e-4) + 1.5))
    second = at * HOP // RATE
    order = np.lexsort((-spectrum[at, band], second))
    rank = np.arange(len(order)) - np.searchsorted(second[order], second[order])
    kept = np.sort(order[rank < PER_SECOND])
    at, band = at[kept], band[kept]
    hashes, begun = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for step in range(1, FAN + 1):
        apart = at[step:] - at[:-step]
        near = (apart > 0) & (apart < 64)
        hashes.append(((band[:-step] * 513 + band[step:]) * 64 + apart)[near])
        begun.append(at[:-step][near])
    return np.concatenate(hashes), np.concatenate(begun)


def landmark_score(query: tuple[NDArray, NDArray], reference: tuple[NDArray, NDArray]) -> int:
    """Hashes in common at the best offset."""
    order = np.argsort(reference[0], kind="stable")
    keys = reference[0][order]
    low, high = np.searchsorted(keys, query[0]), np.searchsorted(keys, query[0], side="right")
    count = high - low
    if not count.sum():
        return 0
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    offset = reference[1][order[within + np.repeat(low, count)]] - np.repeat(query[1], count)
    return int(np.bincount(offset - offset.min()).max())
