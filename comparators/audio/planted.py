"""What known copies of recordings share, whatever the method: a recording out of order, and the file it is kept in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from appraisal.errors import Refused
from appraisal.work import Member
from comparators.audio import decode

RATE = 22050  # hertz


def scrambled(member: Member, seed: int, out: Path, piece: float, least: int) -> Path:
    """Pieces of ``piece`` seconds, each backwards, in an order chosen by the seed; what is left over goes out.

    ``Refused`` where there are fewer than ``least`` of them.
    """
    samples = decode.read(member, rate=RATE, stop=600.0).samples
    size = round(piece * RATE)
    count = len(samples) // size
    if count < least:
        raise Refused(f"{member.file}: {len(samples) / RATE:.1f} seconds, too short to be scrambled")
    pieces = samples[: count * size].reshape(count, size)[np.random.default_rng(seed).permutation(count), ::-1]
    path = out / f"scrambled-{seed}.flac"
    write(path, np.ascontiguousarray(pieces).reshape(-1))
    return path


def write(path: Path, samples: NDArray[np.float32]) -> None:
    """As 16 bit at ``RATE``, made quieter where it would clip."""
    top = float(np.abs(samples).max()) if len(samples) else 0.0
    soundfile.write(path, samples * np.float32(min(1.0, 0.98 / max(top, 1e-6))), RATE, subtype="PCM_16")
