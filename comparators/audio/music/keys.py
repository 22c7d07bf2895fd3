"""The key of a tune: as written, else by how long each pitch class sounds (Krumhansl 1990)."""

from __future__ import annotations

import numpy as np

from comparators.audio.music.tune import Tune

# Ratings of the twelve pitch classes in C major and C minor, as published by Krumhansl and Kessler (1982).
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


def fifths(tune: Tune, line: int) -> int:
    """Sharps less flats of the key of one line (−7 to 7), of a minor key those of its relative major."""
    number = str(tune.info["parts"][line]["tune"])
    first = int(tune.lines[line])
    if tune.info["format"] != "midi" and tune.info["keys"].get(number):
        at = [sharps for onset, sharps, _ in tune.info["keys"][number] if onset <= tune.onset[first] + 1e-6]
        return int(at[-1] if at else tune.info["keys"][number][0][1])
    here = tune.line(line)
    lengths = np.bincount(tune.pitch[here].astype(np.int64) % 12, weights=tune.duration[here], minlength=12)
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
