"""What the network of basic-pitch hears: for each moment and key how likely it sounds, and how likely it begins.

Bittner, Bosch, Rubinstein, Meseguer-Brocal, Ewert: A Lightweight Instrument-Agnostic Model for Polyphonic Note
Transcription (ICASSP 2022). Of the wheel ``basic-pitch`` only the file of weights is used, held against the digest it
was tested with; none of its code runs. One thread, so that the same sound gives the same notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Refused
from appraisal.work import digest_file
from comparators.matching.extras import installed, versions

Array = NDArray[Any]
NEEDED = {"basic_pitch": "basic-pitch", "onnxruntime": "onnxruntime"}  # package -> distribution
WEIGHTS = "saved_models/icassp_2022/nmp.onnx"  # of basic-pitch 0.4.0
SHA256 = "2c3c1d144bfa61ad236e92e169c13535c880469a12a047d4e73451f2c059a0ec"
RATE = 22_050  # hertz that the network takes
HOP = 256  # samples a frame
WINDOW = 2 * RATE - HOP  # samples that it takes at once
EDGE = 15  # frames at either end of a window that are left to its neighbours
LOWEST, KEYS = 21, 88  # MIDI number of the first key
HOW = "make transcription"


@dataclass(frozen=True)
class Heard:
    """``seconds`` (t,) of the frames, ascending; ``sounding``, ``beginning`` (t, 88): likelihoods from 0 to 1."""

    seconds: Array
    sounding: Array
    beginning: Array


def available() -> bool:
    """Whether network and runtime are installed."""
    return installed(NEEDED)


def libraries() -> dict[str, str]:
    """Name -> version of what is heard depends on; empty where it is not installed."""
    return versions(NEEDED)


def listen(samples: Array) -> Heard:
    """All frames of a recording: float32 samples, mono, at ``RATE``. Raises ``Refused`` for weights not tested."""
    engine = _engine()
    step = WINDOW - 2 * EDGE * HOP
    padded = np.concatenate([np.zeros(EDGE * HOP, np.float32), samples, np.zeros(WINDOW, np.float32)])
    seconds, sounding, beginning = [], [], []
    frames = np.arange(EDGE, EDGE + -(-step // HOP))
    for start in range(0, max(len(samples), 1), step):
        window = padded[start : start + WINDOW].reshape(1, WINDOW, 1)
        note, onset = engine.run(["StatefulPartitionedCall:1", "StatefulPartitionedCall:2"], {_input(engine): window})
        at = start + (frames - EDGE) * HOP
        inside = at < min(start + step, len(samples))
        seconds.append(at[inside] / RATE)
        sounding.append(note[0, frames[inside]])
        beginning.append(onset[0, frames[inside]])
    return Heard(np.concatenate(seconds), np.concatenate(sounding), np.concatenate(beginning))


def _input(engine: Any) -> str:
    name: str = engine.get_inputs()[0].name
    return name


def checked(path: Path) -> Path:
    """The file of weights. Raises ``Refused`` where it is not the one that was tested."""
    if not path.is_file() or digest_file(path)[0] != SHA256:
        raise Refused(f"transcription: {path.name} is not the network that was tested: install it anew ({HOW})")
    return path


@cache
def _engine() -> Any:
    import onnxruntime

    found = find_spec("basic_pitch")
    path = checked(Path(str(found.origin)).parent / WEIGHTS if found is not None else Path(WEIGHTS))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
