"""A known version of a passage inside another recording, for controls, and the same recording out of order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import second
from appraisal.work import Member
from comparators.audio import decode
from comparators.audio.planted import RATE, scrambled, write

LONGEST, SHORTEST = 90.0, 40.0  # seconds
INSIDE = 5.0  # seconds that are not promised at either end: frames are looked at 4.5 seconds together
PIECE = 1.0  # seconds
FASTER = (2 ** (2 / 12), 2 ** (-3 / 12), 1.0, 2 ** (4 / 12))  # played faster: key and pace together
ALTERATIONS = (
    "up 2 semitones and faster",
    "down 3 semitones and slower",
    "without its bass",
    "up 4 semitones and faster",
)


def plant(source: Member, into: Member, seed: int, out: Path) -> Plant:
    """Write the host with a passage of ``source`` in its middle to ``out``; the spans lie five seconds inside it."""
    mine, host = (decode.read(one, rate=RATE, stop=600.0) for one in (source, into))
    length = min(LONGEST, mine.seconds)
    if length < SHORTEST:
        raise Refused(f"{source.file}: {mine.seconds:.1f} seconds, too short to be planted")
    dice = np.random.default_rng(seed)
    start = float(dice.uniform(0, mine.seconds - length))
    first = round(start * RATE)
    passage = mine.samples[first : first + round(length * RATE)]
    kind = seed % len(ALTERATIONS)
    pace = FASTER[kind]
    if pace != 1.0:
        passage = np.asarray(soxr.resample(passage, RATE * pace, RATE), np.float32)
    else:
        passage = passage - _smooth(passage, RATE // 250)
    middle = len(host.samples) // 2
    path = out / f"planted-{seed}.flac"
    write(path, np.concatenate([host.samples[:middle], passage, host.samples[middle:]]))
    at = middle / RATE
    left = second(source.file, round(start + INSIDE, 3), round(start + length - INSIDE, 3))
    right = second(path.name, round(at + INSIDE / pace, 3), round(at + (length - INSIDE) / pace, 3))
    return Plant(left, right, ALTERATIONS[kind], path)


def scramble(member: Member, seed: int, out: Path) -> Path:
    """Pieces of a second, each backwards, in an order chosen by the seed; what is left over goes out."""
    return scrambled(member, seed, out, PIECE, 10)


def _smooth(samples: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Moving average: what is left when it is taken off has lost its bass."""
    import scipy.ndimage

    return np.asarray(scipy.ndimage.uniform_filter1d(samples, width, mode="nearest"), np.float32)
