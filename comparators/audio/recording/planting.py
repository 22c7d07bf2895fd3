"""A known copy of a passage in another recording, for controls, and the same recording out of order."""

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

LONGEST = 10.0  # seconds
INSIDE = 1.0  # seconds that are not promised at either end: where a copy ends is found to within a fraction of a second
PIECE = 1 / 3  # seconds
ALTERATIONS = ("quieter by 6 dB", "played 3 % faster", "played 4 % slower", "under the other recording at 0 dB")
FASTER = {1: 1.03, 2: 0.96}


def plant(source: Member, into: Member, seed: int, out: Path) -> Plant:
    """Write the host with a passage of ``source`` in its middle to ``out``; the spans lie a second inside it."""
    mine, host = (decode.read(one, rate=RATE, stop=600.0) for one in (source, into))
    length = min(LONGEST, mine.seconds)
    if length < 4 * INSIDE:
        raise Refused(f"{source.file}: {mine.seconds:.1f} seconds, too short to be planted")
    dice = np.random.default_rng(seed)
    start = float(dice.uniform(0, mine.seconds - length))
    first = round(start * RATE)
    passage = mine.samples[first : first + round(length * RATE)]
    kind = seed % len(ALTERATIONS)
    pace = FASTER.get(kind, 1.0)
    if pace != 1.0:
        passage = np.asarray(soxr.resample(passage, RATE * pace, RATE), np.float32)
    middle = len(host.samples) // 2
    if kind == 3:
        bed = np.resize(host.samples, len(passage))
        level = _level(passage) / max(_level(bed), 1e-6)
        passage = passage + bed * np.float32(level)
    elif kind == 0:
        passage = passage * np.float32(0.5)
    whole = np.concatenate([host.samples[:middle], passage, host.samples[middle:]])
    path = out / f"planted-{seed}.flac"
    write(path, whole)
    at = middle / RATE
    left = second(source.file, round(start + INSIDE, 3), round(start + length - INSIDE, 3))
    right = second(path.name, round(at + INSIDE / pace, 3), round(at + (length - INSIDE) / pace, 3))
    return Plant(left, right, ALTERATIONS[kind], path)


def scramble(member: Member, seed: int, out: Path) -> Path:
    """Pieces of a third of a second, each backwards, in an order chosen by the seed; what is left over goes out."""
    return scrambled(member, seed, out, PIECE, 6)


def _level(samples: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean())) if len(samples) else 0.0
