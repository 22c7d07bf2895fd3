"""The key of a tune: as written, else by how long each pitch class sounds (Krumhansl 1990).

The key that a MIDI file states is often the one that programs write when nobody chose any: it counts where its scale
holds at least as much of the line as the scale of the key that the notes tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.audio.music.tune import Tune

# Ratings of the twelve pitch classes in C major and C minor, as published by Krumhansl and Kessler (1982).
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
SCALE = np.array([0, 2, 4, 5, 7, 9, 11])  # semitones of a major scale above its first note
Lengths = NDArray[np.float64]
Stated = tuple[bytes, int]  # pitch classes of a line, and sharps less flats of the key that its file states for it


def fifths(tune: Tune, line: int) -> int:
    """Sharps less flats of the key of one line (−7 to 7), of a minor key those of its relative major."""
    found = written(tune, line)
    return told(tune, line) if found is None else found


def written(tune: Tune, line: int) -> int | None:
    """The key that the file states for a line, where it begins; None where it states none that counts."""
    number = str(tune.info["parts"][line]["tune"])
    listed = tune.info["keys"].get(number)
    if not listed:
        return None
    at = [sharps for onset, sharps, _ in listed if onset <= tune.onset[int(tune.lines[line])] + 1e-6]
    found = int(at[-1] if at else listed[0][1])
    if tune.info["format"] == "midi":
        lengths = _lengths(tune, line)
        if _held(lengths, found) < _held(lengths, told(tune, line)):
            return None
    return found


def letter(pitch: int, sharps: int) -> int:
    """Place along the line of fifths (C 0, G 1, F −1) of a pitch for which no letter is written, in a key: outside the
    scale sharps up to the raised tonic, else flats."""
    place = pitch * 7 % 12
    return place + 12 * ((sharps + 7 - place) // 12)


def moving(shift: int, left: int, right: int) -> int:
    """Fifths by which letters of the right line are moved so that its pitches, ``shift`` semitones lower, stand in the
    key of the left one; where keys and pitches are not moved alike, the fewest."""
    fewest = (-shift * 7 + 6) % 12 - 6
    return left - right if (left - right - fewest) % 12 == 0 else fewest


def transposed(sharps: int, shift: int) -> int:
    """Sharps less flats (−5 to 6) of a key moved by semitones."""
    return (sharps + 7 * shift + 5) % 12 - 5


def called(pitch: int, place: int) -> str:
    """A pitch as musicians write it, by its place along the line of fifths: C4 is the middle one."""
    alter = (place + 1) // 7
    sign = "♯" * alter if alter > 0 else "♭" * -alter
    return f"{'CGDAEBF'[place % 7]}{sign}{(pitch - alter) // 12 - 1}"


def told(tune: Tune, line: int) -> int:
    """The key that the notes of a line tell."""
    lengths = _lengths(tune, line)
    if not np.ptp(lengths):
        return 0
    rated = [
        (float(np.corrcoef(np.roll(profile, tonic), lengths)[0, 1]), -tonic, (tonic + 3 * minor) % 12)
        for minor, profile in enumerate((MAJOR, MINOR))
        for tonic in range(12)
    ]
    tonic = max(rated)[2]
    place = tonic * 7 % 12
    return place if place <= 6 else place - 12


def stated(tune: Tune) -> tuple[Stated, ...]:
    """The lines of a file for which it states a key that counts."""
    found = ((line, written(tune, line)) for line in range(len(tune.lines) - 1))
    return tuple((_classes(tune.pitch[tune.line(line)]), sharps) for line, sharps in found if sharps is not None)


def elsewhere(pitches: NDArray[Any], others: Iterable[tuple[Stated, ...]]) -> int | None:
    """The key written for the same notes, one after another in any octave, in another file of the work: a melody has
    one key, whatever file of it is shown. None where no file states it."""
    sought = _classes(pitches)
    if not sought:
        return None
    return next((sharps for lines in others for held, sharps in lines if sought in held), None)


def _classes(pitches: NDArray[Any]) -> bytes:
    return (np.asarray(pitches, np.int64) % 12).astype(np.uint8).tobytes()


def _lengths(tune: Tune, line: int) -> Lengths:
    """How long each pitch class sounds in a line."""
    here = tune.line(line)
    classes = tune.pitch[here].astype(np.int64) % 12
    return np.bincount(classes, weights=tune.duration[here], minlength=12).astype(np.float64)


def _held(lengths: Lengths, sharps: int) -> float:
    """How much of a line, in quarters, lies in the scale of a key."""
    return round(float(lengths[(SCALE + 7 * sharps) % 12].sum()), 6)
