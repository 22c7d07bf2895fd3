"""Short sounds: what is kept of each, and how alike two of them are at their best lag.

A sound is trimmed of silence (60 dB below its loudest sample) and brought to full scale. Two sounds are the same when
these samples are, to 12 bits; else pictures of their spectra are laid on each other at every lag: 32 bands of log
magnitude, 86 frames a second, less their mean; and beside it, with equal weight, what of it neither the spectrum as a
whole nor the loudness over time explains, since all sounds that decay are alike in these.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from appraisal.errors import Refused
from appraisal.work import Member
from comparators.audio import decode

Floats = NDArray[np.float32]

RATE = 22050
WAVE_RATE = 11025  # hertz at which waveforms are laid on each other
FRAME, HOP, BANDS = 1024, 256, 32
LOWEST, HIGHEST = 100.0, 9000.0  # hertz of the bands
QUIET = 1e-4
TRIM = 1e-3  # of the loudest sample
FLOOR = 1e-2  # of the loudest band and frame: 40 dB of range, what noise and codecs leave
FRAMES = 512  # of the transform over time: the longest sound twice
LONGEST = 2.9  # seconds that FRAMES / 2 hold
LEAST = 0.02  # seconds
SILENCE = 10.0  # seconds of silence around a sound that are read past


@dataclass(frozen=True)
class Effect:
    """``picture``: (frames, 2 · BANDS) float32, unit length. ``wave``: (n,) int16, trimmed and
    scaled, at ``WAVE_RATE``. ``samples``: SHA-256 of the trimmed samples,
    scaled, at the file's own rate. ``seconds``: of the file; ``start``, ``stop``: of what was not silent. ``notes``: of
    decoding, as ``decode.written`` has them."""

    picture: Floats
    wave: NDArray[np.int16]
    samples: str
    seconds: float
    start: float
    stop: float
    rate: int
    channels: int
    format: str
    notes: str


def take(member: Member, max_seconds: float) -> Effect:
    """One sound. ``Refused``, naming the file, when it is silent, or longer than effects are without its silence."""
    sound = decode.read(member, stop=max_seconds + SILENCE + 1.0)
    facts = sound.facts
    longer = f"{member.file}: longer than {max_seconds:g} seconds: compared as a recording, not as an effect"
    if sound.seconds > max_seconds + SILENCE:
        raise Refused(longer)
    top = float(np.abs(sound.samples).max()) if len(sound.samples) else 0.0
    if top < QUIET:
        decode.believable(member.file, facts)
        raise Refused(f"{member.file}: silent throughout")
    loud = np.nonzero(np.abs(sound.samples) >= TRIM * top)[0]
    first, last = int(loud[0]), int(loud[-1]) + 1
    if last - first > max_seconds * facts.rate:
        raise Refused(longer)
    kept = sound.samples[first:last] / np.float32(top)
    if len(kept) < LEAST * facts.rate:
        decode.believable(member.file, facts)
        raise Refused(
            f"{member.file}: a click of {len(kept) / facts.rate * 1000:.1f} ms, too short to tell sounds apart"
        )
    exact = hashlib.sha256(f"{facts.rate}\n".encode() + np.rint(kept * 2047).astype("<i2").tobytes()).hexdigest()
    return Effect(
        picture(kept, facts.rate), wave(kept, facts.rate), exact, facts.seconds,
        first / facts.rate, last / facts.rate, facts.rate,
        facts.channels,
        " ".join(filter(None, (facts.format, facts.coding))) or facts.reader,
        decode.written(facts.notes),
    )  # fmt: skip


@cache
def _bank() -> Floats:
    """(FRAME // 2 + 1, BANDS): triangles spaced evenly in log frequency, at least two bins wide."""
    hertz = np.arange(FRAME // 2 + 1) * (RATE / FRAME)
    centres = np.geomspace(LOWEST, HIGHEST, BANDS)
    half = np.maximum(centres * (centres[1] / centres[0] - 1), 1.5 * RATE / FRAME)
    return np.asarray(np.clip(1 - np.abs(hertz[:, None] - centres) / half, 0, None), np.float32)


def picture(samples: Floats, rate: int) -> Floats:
    """(frames, 2 · BANDS) of a sound: log magnitudes within 40 dB of the loudest, and their detail."""
    import soxr

    if rate != RATE:
        samples = np.asarray(soxr.resample(samples, rate, RATE), np.float32)
    samples = np.concatenate([np.zeros(FRAME // 2, np.float32), samples, np.zeros(FRAME, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP][: FRAMES // 2]
    level = np.abs(rfft(frames * np.hanning(FRAME).astype(np.float32), axis=1)) @ _bank()
    log = np.log(np.maximum(level / max(float(level.max()), 1e-9), FLOOR))
    log = log - log.mean()
    detail = log - log.mean(axis=0) - log.mean(axis=1, keepdims=True)
    parts = [part / max(float(np.sqrt(2 * np.square(part).sum())), 1e-9) for part in (log, detail)]
    shown: Floats = np.concatenate(parts, axis=1).astype(np.float32)
    return shown


def wave(samples: Floats, rate: int) -> NDArray[np.int16]:
    """(n,) int16: a sound at ``WAVE_RATE``, full scale 32,000."""
    import soxr

    turned = np.asarray(soxr.resample(samples, rate, WAVE_RATE), np.float32) if rate != WAVE_RATE else samples
    return np.rint(np.clip(turned, -1, 1) * 32000).astype(np.int16)


def same_wave(left: Effect, right: Effect) -> float:
    """Correlation of two waveforms at their best lag, 0 to 1, whatever the polarity."""
    one, other = (side.wave.astype(np.float64) for side in (left, right))
    size = 1 << (len(one) + len(other)).bit_length()
    cross = irfft(np.conj(rfft(one, size)) * rfft(other, size), size)
    return float(np.abs(cross).max() / max(1e-9, float(np.linalg.norm(one) * np.linalg.norm(other))))


def alike(left: list[Effect], right: list[Effect]) -> Floats:
    """(left, right): correlation of the pictures at their best lag; what one has and the other has not lowers it."""
    out = np.zeros((len(left), len(right)), np.float32)
    there = np.stack([_turned(one) for one in right]) if right else np.zeros((0, 0))
    for row, one in enumerate(left):
        mine = np.conj(_turned(one))
        for at in range(0, len(right), 256):
            cross = (there[at : at + 256] * mine).sum(axis=2)
            out[row, at : at + 256] = irfft(cross, FRAMES, axis=1).max(axis=1)
    return np.clip(out, 0, 1)


def _turned(one: Effect) -> NDArray[np.complex64]:
    padded = np.zeros((FRAMES, 2 * BANDS), np.float32)
    padded[: len(one.picture)] = one.picture
    return np.asarray(rfft(padded, axis=0), np.complex64)
