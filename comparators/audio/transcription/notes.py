"""Notes of likelihoods: where a key begins and how long it sounds.

A note begins where the likelihood of a beginning has a peak, or where a key comes to sound without one (a soft
beginning), and lasts while the key is likely to sound, short dips allowed, until it begins again. Thresholds were
chosen on melodies of POP909, songs 001 to 300, rendered (benchmarks/transcription.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.audio.transcription.listening import LOWEST, Heard

Array = NDArray[Any]
BEGINS = 0.7  # likelihood of a beginning
SOUNDS = 0.3  # likelihood of sounding, while a note lasts
SOFT = 0.6  # the same, for a note without a beginning
NEAR = 2  # frames on either side that a peak is highest of
DIP = 8  # frames below SOUNDS that a note outlasts
SHORTEST = 9  # frames of a note, about a tenth of a second
LIKELY = 0.45  # mean likelihood of sounding; what is less is mostly an overtone of another note
LATE = 0.012  # seconds by which beginnings are heard late, in the median


@dataclass(frozen=True, slots=True)
class Note:
    """``start``, ``stop`` in seconds; ``pitch``: MIDI number; ``likely``: mean likelihood of sounding."""

    start: float
    stop: float
    pitch: int
    likely: float


def notes(heard: Heard) -> list[Note]:
    """All notes, in order of time and pitch."""
    found: list[Note] = []
    if not len(heard.seconds):
        return found
    for key in np.flatnonzero(heard.sounding.max(axis=0) >= SOUNDS).tolist():
        sounding = heard.sounding[:, key]
        peaks = _peaks(heard.beginning[:, key])
        for start, stop in _stretches(sounding, peaks):
            likely = float(sounding[start:stop].mean())
            if likely < LIKELY:
                continue
            begin, end = (max(0.0, float(heard.seconds[at]) - LATE) for at in (start, stop - 1))
            found.append(Note(round(begin, 3), round(end, 3), LOWEST + key, round(likely, 3)))
    return sorted(found, key=lambda note: (note.start, note.pitch))


def _peaks(beginning: Array) -> list[int]:
    """Frames at which a beginning is likely, and likelier than at any frame near; of equal ones the first."""
    padded = np.pad(beginning, NEAR, constant_values=-1)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEAR + 1)
    highest = (around[:, :NEAR].max(axis=1) < beginning) & (around[:, NEAR + 1 :].max(axis=1) <= beginning)
    return np.flatnonzero(highest & (beginning >= BEGINS)).tolist()


def _stretches(sounding: Array, peaks: list[int]) -> list[tuple[int, int]]:
    """[start, stop) of each note of one key."""
    made: list[tuple[int, int]] = []
    for start, limit in zip(peaks, [*peaks, len(sounding)][1:], strict=True):
        stop = _end(sounding, start, limit)
        if stop - start >= SHORTEST:
            made.append((start, stop))
    return sorted([*made, *_soft(sounding, made)])


def _end(sounding: Array, start: int, limit: int) -> int:
    """Where a note that begins at ``start`` ends: behind its last frame that sounds, before a longer dip."""
    loud = np.flatnonzero(sounding[start:limit] >= SOUNDS)
    if not len(loud):
        return start
    breaks = np.flatnonzero(np.diff(loud, prepend=0) > DIP + 1)
    last = loud[breaks[0] - 1] if len(breaks) and breaks[0] else loud[-1] if not len(breaks) else -1
    return start + int(last) + 1


def _soft(sounding: Array, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that sound, long and clear, in no note."""
    free = sounding >= SOUNDS
    for start, stop in taken:
        free[start:stop] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    return [
        (int(start), int(stop))
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
        if stop - start >= SHORTEST and sounding[start:stop].max() >= SOFT
    ]
