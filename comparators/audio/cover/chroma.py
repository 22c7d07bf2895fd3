"""What sounds at each moment of a recording, whoever plays it in whatever octave: twelve numbers a quarter second.

Chroma after Fujishima (*Realtime chord recognition of musical sound*, ICMC 1999): magnitudes of 36 bands an octave from
65 Hz to 2.1 kHz, logarithms less their surroundings (so that timbre and equalising weigh little), folded into one
octave. Recordings are not all tuned to 440 Hz: of three tunings, a third of a semitone apart, that one counts whose
semitones hold most.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray
from scipy.fft import rfft

from appraisal.errors import Refused
from appraisal.work import Member
from comparators.audio import decode
from comparators.audio.bands import triangles

Floats = NDArray[np.float32]

RATE = 11025  # hertz
FRAME, HOP = 4096, 1378  # samples: 372 ms, every 125 ms
PER_STEP = 2  # frames that are averaged
STEP = HOP * PER_STEP / RATE  # seconds of a step
LOWEST, OCTAVES, PER_OCTAVE = 65.406, 5, 36  # hertz (the note C), octaves, bands an octave
AROUND = 19  # bands whose mean is taken off
CHUNK = 512  # frames at a time
QUIET = 1e-4  # full scale ±1
LEAST_TOLD = 0.12  # mean spread of the twelve numbers below which no tone stands out: noise, drums, speech


@dataclass(frozen=True)
class Harmony:
    """Features of one recording: ``chroma`` (steps, 12) float32, each row of length 1 or 0 where nothing sounds, C
    first; ``tuning`` in semitones against 440 Hz (−⅓, 0, ⅓). ``samples``: SHA-256 of the mixture. Others as in
    ``audio-recording``."""

    chroma: Floats
    tuning: float
    samples: str
    seconds: float
    rate: int
    channels: int
    format: str
    reader: str
    notes: str


def take(member: Member, *, max_seconds: float, min_seconds: float) -> Harmony:
    """Chroma of a recording, read block by block. ``Refused`` when there is nothing that could be compared."""
    found = _take(member, "mean", max_seconds, min_seconds)
    if found is None:
        found = _take(member, "first", max_seconds, min_seconds)
        assert found is not None  # noqa: S101  # one channel cannot cancel itself
    if found.seconds < min_seconds:
        raise Refused(f"{member.file}: {found.seconds:.3f} seconds, too short to tell one piece of music from another")
    return found


def _take(member: Member, mix: decode.Mix, max_seconds: float, min_seconds: float) -> Harmony | None:
    state = hashlib.sha256()
    bands: list[Floats] = []
    waiting = np.zeros(FRAME // 2, np.float32)
    with decode.blocks(member, rate=RATE, mix=mix, max_seconds=max_seconds) as (facts, blocks):
        held: list[Floats] = [waiting]
        size = len(waiting)
        for block in blocks:
            state.update(block.data)
            held.append(block)
            size += len(block)
            if size >= CHUNK * HOP + FRAME:
                waiting = np.concatenate(held)
                bands.append(spectrum(waiting[: (CHUNK - 1) * HOP + FRAME]))
                held = [waiting[CHUNK * HOP :]]
                size = len(held[0])
        rest = np.concatenate([*held, np.zeros(FRAME // 2, np.float32)])
        if len(rest) >= FRAME:
            bands.append(spectrum(rest))
    if facts.peak < QUIET or facts.seconds < min_seconds:
        decode.believable(member.file, facts)
    if facts.peak < QUIET:
        raise Refused(f"{member.file}: silent throughout")
    if mix == "mean" and facts.cancelled:
        return None
    chroma, tuning = folded(np.concatenate(bands) if bands else np.zeros((0, OCTAVES * PER_OCTAVE), np.float32))
    told = float(chroma.std(axis=1).mean()) if len(chroma) else 0.0
    if told < LEAST_TOLD:
        decode.believable(member.file, facts)
        raise Refused(f"{member.file}: no tones stand out in it (noise, drums, speech): nothing to compare as music")
    return Harmony(
        chroma, tuning, state.hexdigest(), facts.seconds, facts.rate, facts.channels,
        " ".join(filter(None, (facts.format, facts.coding))), facts.reader,
        decode.written(facts.notes),
    )  # fmt: skip


def spectrum(samples: Floats) -> Floats:
    """(frames, bands): how far each band stands above its surroundings, natural logarithm, 0 where it does not."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]
    window = np.hanning(FRAME).astype(np.float32)
    magnitude = np.abs(rfft(frames * window, axis=1)) @ triangles(RATE, FRAME, LOWEST, PER_OCTAVE, OCTAVES * PER_OCTAVE)
    # Sixty decibels below the loudest band of the moment nothing counts.
    logarithm = np.log(magnitude + 1e-3 * magnitude.max(axis=1, keepdims=True) + np.float32(1e-6))
    above = logarithm - scipy.ndimage.uniform_filter1d(logarithm, AROUND, axis=1, mode="nearest")
    return np.asarray(np.maximum(above, 0), np.float32)


def folded(bands: Floats) -> tuple[Floats, float]:
    """Chroma (steps, 12) of rows of length 1 or 0, and the tuning that was chosen."""
    octave = bands.reshape(len(bands), OCTAVES, PER_OCTAVE).sum(axis=1)
    totals = octave.sum(axis=0)
    tuning = int(np.argmax([totals[shift::3].sum() for shift in (0, 1, 2)]))
    tuning = {0: 0, 1: 1, 2: -1}[tuning]
    turned = np.roll(octave, -tuning, axis=1)
    fine = turned + (np.roll(turned, 1, axis=1) + np.roll(turned, -1, axis=1)) / 2
    tones = fine[:, ::3]
    count = len(tones) // PER_STEP
    steps = tones[: count * PER_STEP].reshape(count, PER_STEP, 12).mean(axis=1)
    length = np.linalg.norm(steps, axis=1, keepdims=True)
    return np.asarray(np.where(length > 1e-3, steps / np.maximum(length, 1e-3), 0), np.float32), tuning / 3
