"""Landmarks of a recording: where its spectrum peaks in time and pitch, in a form that survives codecs and noise.

Landmarks after Wang (*An industrial-strength audio search algorithm*, ISMIR 2003), here on an axis of log frequency, so
that a change of pitch is a shift of that axis and a change of tempo a scaling of time. Frame: 186 ms, every 23 ms; 24
bands an octave from 120 Hz to 5 kHz; a landmark is a maximum over ±93 ms and ±2 semitones that rises in time, the
``PER_SECOND`` that stand out most of their surroundings being kept. Place and pitch are refined by parabolas.
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
from comparators.audio.recording import signs

Floats = NDArray[np.float32]

RATE = 11025  # hertz at which everything is looked at
FRAME, HOP = 2048, 256
LOWEST, PER_OCTAVE, BANDS = 120.0, 24, 130
PER_SECOND = 32
AROUND = (9, 9)  # frames, bands
CHUNK = 2048  # frames at a time
QUIET = 1e-4  # full scale ±1; below it nothing is heard on any equipment
FLOOR = 1e-4  # added to magnitudes before the logarithm
ABOVE = 1.5  # nats above the floor
RANGE = 6.9  # nats (60 dB) below the strongest band of the frame; quantisation lies lower
RISE = 0.1  # nats by which a landmark rises within ±93 ms: a tone held for ever has none
LEAST = 12  # landmarks below which nothing can be said
EDGE = 0.1  # seconds
CLIPPED = 0.999


@dataclass(frozen=True)
class Recording:
    """Features of one recording.

    ``times`` (seconds, ascending) and ``pitches`` (semitones above ``LOWEST``), float32, (landmarks,). ``samples``:
    SHA-256 of all samples of all channels at the file's own rate: equal for equal sound in whatever container.
    ``seconds``, ``rate``, ``channels``, ``format``, ``reader``: of the file. ``clipped``: share of samples at full
    scale. ``notes``: what the decoder did, as JSON-like words separated by spaces. ``signs``: of the whitened wave,
    eight a byte, and ``sounding``: which hops of it are not silent (``signs.py``).
    """

    times: Floats
    pitches: Floats
    samples: str
    seconds: float
    rate: int
    channels: int
    format: str
    reader: str
    clipped: float
    notes: str
    first: int  # 1 when the first channel was taken, since the channels cancel each other
    signs: NDArray[np.uint8]
    sounding: NDArray[np.bool_]


def take(member: Member, *, max_seconds: float, min_seconds: float) -> Recording:
    """Landmarks of a recording, read block by block. ``Refused`` when there is nothing that could be compared."""
    features = _take(member, "mean", max_seconds, min_seconds)
    if features is None:
        features = _take(member, "first", max_seconds, min_seconds)
        assert features is not None  # noqa: S101  # one channel cannot cancel itself
    if features.seconds < min_seconds:
        raise Refused(
            f"{member.file}: {features.seconds:.3f} seconds, shorter than {min_seconds:g}: sounds this short are "
            "compared as sound effects"
        )
    if len(features.times) < LEAST:
        raise Refused(f"{member.file}: a held tone or noise without events: nothing in it tells one place from another")
    return features


def _take(member: Member, mix: decode.Mix, max_seconds: float, min_seconds: float) -> Recording | None:
    state = hashlib.sha256()
    found: list[tuple[Floats, Floats]] = []
    clipped = 0
    with decode.blocks(member, mix="all", max_seconds=max_seconds) as (facts, blocks):
        state.update(f"{facts.rate} Hz, {facts.channels}\n".encode())
        front = Front(facts.rate)
        mixed = 0.0
        for block in blocks:
            state.update(block.data)
            clipped += int((np.abs(block) >= CLIPPED).any(axis=1).sum())
            mono = block[:, 0] if mix == "first" else block.mean(axis=1, dtype=np.float32)
            mixed += float(np.square(mono, dtype=np.float64).sum())
            found += front.push(mono)
        found += front.end()
    facts.mixed = mixed
    if facts.peak < QUIET or facts.seconds < min_seconds:
        decode.believable(member.file, facts)
    if facts.peak < QUIET:
        raise Refused(f"{member.file}: silent throughout")
    if mix == "mean" and facts.cancelled:
        return None
    times = np.concatenate([t for t, _ in found]) if found else np.zeros(0, np.float32)
    pitches = np.concatenate([p for _, p in found]) if found else np.zeros(0, np.float32)
    # Where a file begins and ends sound breaks off, which is no event of the music.
    inner = (times >= EDGE) & (times <= facts.seconds - EDGE)
    times, pitches = times[inner], pitches[inner]
    order = np.lexsort((pitches, times))
    return Recording(
        times[order], pitches[order], state.hexdigest(), facts.seconds, facts.rate, facts.channels,
        " ".join(filter(None, (facts.format, facts.coding))), facts.reader, clipped / max(1, facts.frames),
        decode.written(facts.notes), int(mix == "first"), *front.signs(),
    )  # fmt: skip


class Front:
    """From samples, as they come, to landmarks, a chunk at a time; chunks overlap so that their edges do not show."""

    MARGIN = 64  # frames of context on both sides

    def __init__(self, rate: int) -> None:
        import soxr

        self._turn = soxr.ResampleStream(rate, RATE, 1, dtype="float32") if rate != RATE else None
        self._waiting: list[Floats] = [np.zeros(FRAME // 2, np.float32)]
        self._held = FRAME // 2
        self._at = 0  # number of the frame that the first waiting sample begins
        self._bits: list[NDArray[np.uint8]] = []
        self._sounding: list[NDArray[np.bool_]] = []

    def push(self, mono: Floats) -> list[tuple[Floats, Floats]]:
        """Take samples at the file's rate; times and pitches of the landmarks that are settled by now."""
        return self._add(self._turn.resample_chunk(np.ascontiguousarray(mono)) if self._turn else mono)

    def end(self) -> list[tuple[Floats, Floats]]:
        """What remains."""
        rest = self._turn.resample_chunk(np.zeros(0, np.float32), last=True) if self._turn else np.zeros(0, np.float32)
        found = self._add(np.concatenate([rest, np.zeros(FRAME // 2, np.float32)]))
        samples = np.concatenate(self._waiting)
        if len(samples) >= FRAME:
            found.append(self._chunk(samples, last=True))
        return found

    def _add(self, samples: Floats) -> list[tuple[Floats, Floats]]:
        self._waiting.append(samples)
        self._held += len(samples)
        found = []
        while self._held >= (CHUNK + 2 * self.MARGIN) * HOP + FRAME:
            whole = np.concatenate(self._waiting)
            found.append(self._chunk(whole[: (CHUNK + 2 * self.MARGIN - 1) * HOP + FRAME], last=False))
            used = CHUNK * HOP
            self._waiting = [whole[used:]]
            self._held -= used
            self._at += CHUNK
        return found

    def _chunk(self, samples: Floats, *, last: bool) -> tuple[Floats, Floats]:
        spectrum = log_spectrum(samples)
        low = self.MARGIN if self._at else 0
        high = len(spectrum) if last else self.MARGIN + CHUNK
        times, pitches = peaks(spectrum, low, high)
        self._whiten(samples, last=last)
        return times + np.float32(self._at * HOP / RATE), pitches

    def _whiten(self, samples: Floats, *, last: bool) -> None:
        if last:
            samples = np.concatenate([samples, np.zeros(2 * signs.HOP - len(samples) % signs.HOP, np.float32)])
        found, sounding = signs.whitened(samples)
        # The first hop is what was put before the recording; of later chunks the margin is known already.
        low = self.MARGIN * HOP // signs.HOP - 1 if self._at else 0
        high = len(sounding) if last else (self.MARGIN + CHUNK) * HOP // signs.HOP - 1
        self._bits.append(signs.packed(found[low * signs.STEP : high * signs.STEP]))
        self._sounding.append(sounding[low:high])

    def signs(self) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Signs of the whitened wave, eight a byte, and which hops of it sound; after ``end``."""
        none = np.zeros(0, np.uint8), np.zeros(0, np.bool_)
        return np.concatenate([none[0], *self._bits]), np.concatenate([none[1], *self._sounding])


def log_spectrum(samples: Floats) -> Floats:
    """(frames, BANDS): natural logarithm of magnitudes, frame n centred ``FRAME // 2`` after sample n · ``HOP``."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]
    window = np.hanning(FRAME).astype(np.float32)
    bank = triangles(RATE, FRAME, LOWEST, PER_OCTAVE, BANDS)
    out = np.empty((len(frames), BANDS), np.float32)
    for at in range(0, len(frames), 256):
        out[at : at + 256] = np.abs(rfft(frames[at : at + 256] * window, axis=1)) @ bank
    spectrum: Floats = np.log(out + np.float32(FLOOR))
    return spectrum


def peaks(spectrum: Floats, low: int, high: int) -> tuple[Floats, Floats]:
    """Times (seconds from frame 0) and pitches of the landmarks of frames ``low`` to ``high``."""
    top = scipy.ndimage.maximum_filter(spectrum, AROUND, mode="nearest")
    least = scipy.ndimage.minimum_filter1d(spectrum, AROUND[0], axis=0, mode="nearest")
    floor = np.maximum(np.log(FLOOR) + ABOVE, spectrum.max(axis=1, keepdims=True) - RANGE)
    is_peak = (spectrum >= top) & (spectrum > floor) & (spectrum > least + RISE)
    is_peak[:, (0, -1)] = False
    is_peak[[0, -1]] = False
    at, band = np.nonzero(is_peak)
    strength = (spectrum - scipy.ndimage.uniform_filter(spectrum, (65, 33), mode="nearest"))[at, band]
    second = (at * HOP) // RATE
    order = np.lexsort((band, at, -strength, second))
    rank = np.arange(len(order)) - np.searchsorted(second[order], second[order])
    kept = np.sort(order[rank < PER_SECOND])
    kept = kept[(at[kept] >= low) & (at[kept] < high)]
    at, band = at[kept], band[kept]
    here = spectrum[at, band]
    in_time = _vertex(spectrum[at - 1, band], here, spectrum[at + 1, band])
    in_pitch = _vertex(spectrum[at, band - 1], here, spectrum[at, band + 1])
    times = (at + in_time) * (HOP / RATE)
    return times.astype(np.float32), ((band + in_pitch) * (12 / PER_OCTAVE)).astype(np.float32)


def _vertex(before: Floats, here: Floats, after: Floats) -> NDArray[np.float64]:
    """Where the parabola through three values one step apart has its vertex, from -½ to ½."""
    bend = before.astype(np.float64) - 2 * here + after
    safe = np.where(np.abs(bend) > 1e-9, bend, -1.0)
    return np.clip(np.where(np.abs(bend) > 1e-9, 0.5 * (before - after) / safe, 0.0), -0.5, 0.5)
