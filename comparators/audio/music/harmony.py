"""The chord under each note of a line: as written, or estimated from all notes that sound.

Estimated: of each two beats the triad (major, minor, diminished) whose tones sound longest, less half of what sounds
beside them, the lowest note counting once more for its root; nothing where fewer than three pitch classes sound, and
nothing of a tune of one voice (``tune``): which chord a melody by itself implies is for musicians to say.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.audio.music.heard import QUALITIES

Array = NDArray[Any]
NONE = -1
NOT_STATED = "not-stated"  # instead of figures, where a work has no chords written and none that sound
TRIADS = {"maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6)}
WINDOW = 2.0  # quarters
NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
SUFFIX = {"maj": "", "min": "m", "dim": "dim", "aug": "+", "sus": "sus"}
OUTSIDE, BASS = 0.5, 0.5


def code(root: int, quality: str) -> int:
    """Root and quality as one number: 8 · pitch class + number of the quality."""
    return 8 * (root % 12) + QUALITIES.index(quality)


def moved(chord: Array, semitones: int) -> Array:
    """Chords transposed; where there is none there is none."""
    root = (chord // 8 + semitones) % 12
    found: Array = np.where(chord == NONE, NONE, 8 * root + chord % 8)
    return found


def name(chord: int) -> str:
    """As musicians write it: C, Am, Bdim."""
    return "–" if chord == NONE else NAMES[chord // 8] + SUFFIX[QUALITIES[chord % 8]]


def written(onset: Array, chords: list[tuple[float, int, str]]) -> Array:
    """The chord symbol that holds at each onset."""
    if not chords:
        return np.full(len(onset), NONE, np.int16)
    starts = np.array([at for at, _, _ in chords])
    codes = np.array([code(root, quality) for _, root, quality in chords], np.int16)
    order = np.argsort(starts, kind="stable")
    at = np.searchsorted(starts[order], onset + 1e-6, side="right") - 1
    found: Array = np.where(at >= 0, codes[order][np.maximum(at, 0)], NONE).astype(np.int16)
    return found


def estimated(onset: Array, sounding: Array, start: float) -> Array:
    """The chord of the two beats (from ``start`` on) in which each onset lies. ``sounding``: onset, duration, pitch."""
    last = float((sounding[:, 0] + sounding[:, 1]).max()) if len(sounding) else 0.0
    count = int(max(0.0, last - start) // WINDOW) + 1
    if not len(sounding) or count > 500_000:
        return np.full(len(onset), NONE, np.int16)
    weights = np.zeros((count, 12))
    lowest = np.full(count, 128.0)
    first = np.maximum(0, ((sounding[:, 0] - start) // WINDOW).astype(np.int64))
    final = np.clip(((sounding[:, 0] + sounding[:, 1] - start - 1e-6) // WINDOW).astype(np.int64), first, first + 63)
    classes = sounding[:, 2].astype(np.int64) % 12
    for step in range(int((final - first).max()) + 1):
        live = (first + step <= final) & (first + step < count)
        where = (first + step)[live]
        begin = start + where * WINDOW
        length = np.minimum(sounding[live, 0] + sounding[live, 1], begin + WINDOW) - np.maximum(
            sounding[live, 0], begin
        )
        np.add.at(weights, (where, classes[live]), np.maximum(length, 0))
        np.minimum.at(lowest, where, sounding[live, 2])
    total = weights.sum(axis=1)
    best, codes = np.zeros(count), np.full(count, NONE, np.int16)
    bass = lowest.astype(np.int64) % 12
    for quality, tones in TRIADS.items():
        for root in range(12):
            inside = weights[:, [(root + t) % 12 for t in tones]].sum(axis=1)
            score = inside - OUTSIDE * (total - inside) + BASS * (bass == root)
            better = score > best + 1e-9
            best[better], codes[better] = score[better], code(root, quality)
    codes[(weights > 0).sum(axis=1) < 3] = NONE
    at = ((onset - start + 1e-6) // WINDOW).astype(np.int64)
    found: Array = codes[np.clip(at, 0, count - 1)]
    return found


def progression(chord: Array) -> Array:
    """Chords one after the other, each repeated one once, those that are not known left out."""
    known: Array = chord[chord != NONE]
    if not len(known):
        return known
    changed: Array = known[np.concatenate([[True], known[1:] != known[:-1]])]
    return changed


def motions(chord: Array) -> Array:
    """Step of the root and both qualities of each pair of neighbouring chords: the same in every key."""
    line = progression(chord).astype(np.int64)
    if len(line) < 2:
        return np.zeros(0, np.int64)
    step = (line[1:] // 8 - line[:-1] // 8) % 12
    found: Array = step * 64 + (line[:-1] % 8) * 8 + line[1:] % 8
    return found
