"""What copiers, codecs and broadcasts do to a recording: the degradations of benchmarks/audio.py, seeded.

Samples are mono float32 at 11,025 Hz. Codecs, pitch and tempo go through ffmpeg (LAME, libopus, AAC, rubberband);
speech is espeak-ng's. Each edit says what it alters: seconds of the original per second of the copy, semitones.
"""

from __future__ import annotations

import math
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import scipy.signal
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 11025
SPOKEN = (
    "The ferry leaves at half past six, and whoever misses it has to wait until Thursday for the next one. "
    "Ask the man at the gate about the price of two tickets and a crate of green apples. "
)


def through(samples: Samples, *, filters: str = "", codec: tuple[str, ...] = ()) -> Samples:
    """Samples after an ffmpeg filter, or after encoding and decoding."""
    common = ["ffmpeg", "-loglevel", "error", "-threads", "1"]
    plain = ["-f", "f32le", "-ar", str(RATE), "-ac", "1"]
    data = samples.astype("<f4").tobytes()
    with tempfile.TemporaryDirectory() as scratch:  # a file, since LAME notes its padding at the head once it is done
        path = str(Path(scratch) / "coded")
        if codec:
            subprocess.run([*common, *plain, "-i", "pipe:0", *codec, path], input=data, check=True)
        source = ["-i", path] if codec else [*plain, "-i", "pipe:0"]
        command = [*common, *source, *(["-af", filters] if filters else []), *plain, "pipe:1"]
        out = subprocess.run(command, input=None if codec else data, stdout=-1, check=True).stdout
    return np.frombuffer(out, "<f4").astype(np.float32)


def level(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples, dtype=np.float64).mean())) + 1e-9


def under(samples: Samples, other: Samples, decibels: float) -> Samples:
    """``samples`` so many dB above ``other``."""
    other = np.resize(other, len(samples))
    return (samples + other * np.float32(level(samples) / level(other) * 10 ** (-decibels / 20))).astype(np.float32)


def noisy(decibels: float) -> Callable[[Samples, np.random.Generator], Samples]:
    return lambda x, dice: under(x, dice.normal(size=len(x)).astype(np.float32), decibels)


@cache
def speech() -> Samples:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "speech.wav"
        subprocess.run(["espeak-ng", "-w", str(path), SPOKEN * 4], check=True)
        spoken, rate = soundfile.read(path, dtype="float32")
    return np.asarray(soxr.resample(spoken, rate, RATE), np.float32)


def spoken_over(samples: Samples, dice: np.random.Generator) -> Samples:
    start = int(dice.integers(0, len(speech()) - len(samples)))
    return under(samples, speech()[start : start + len(samples)], 0)


def bass(samples: Samples, _: np.random.Generator) -> Samples:
    """+12 dB below 300 Hz, treble cut by 12 dB an octave above 2 kHz."""
    low = scipy.signal.lfilter(*scipy.signal.butter(1, 300, fs=RATE), samples)
    cut = scipy.signal.lfilter(*scipy.signal.butter(2, 2000, fs=RATE), samples)
    return (cut + 3 * low).astype(np.float32)


def telephone(samples: Samples, _: np.random.Generator) -> Samples:
    return scipy.signal.sosfilt(scipy.signal.butter(4, (300, 3400), "bandpass", fs=RATE, output="sos"), samples).astype(
        np.float32
    )


def hall(samples: Samples, dice: np.random.Generator) -> Samples:
    """Reverberation of .8 s, as loud as the sound itself."""
    tail = dice.normal(size=RATE) * 10 ** (-3 * np.arange(RATE) / RATE / 0.8)
    wet = scipy.signal.fftconvolve(samples, tail)[: len(samples)].astype(np.float32)
    return under(samples, wet, 0)


def clipped(samples: Samples, _: np.random.Generator) -> Samples:
    top = 2.0 * level(samples)
    return np.clip(samples, -top, top).astype(np.float32)


def paced(factor: float) -> Callable[[Samples, np.random.Generator], Samples]:
    return lambda x, _: np.asarray(soxr.resample(x, RATE * factor, RATE), np.float32)


def stretched(tempo: float, semitones: float) -> Callable[[Samples, np.random.Generator], Samples]:
    return lambda x, _: through(x, filters=f"rubberband=tempo={tempo}:pitch={2 ** (semitones / 12):.6f}")


def coded(*codec: str) -> Callable[[Samples, np.random.Generator], Samples]:
    return lambda x, _: through(x, codec=codec)


Edit = tuple[Callable[[Samples, np.random.Generator], Samples], float, float, str]


def _speed(factor: float) -> Edit:
    return paced(factor), factor, 12 * math.log2(factor), "speed"


#: Name -> (edit, seconds of the original per second of the copy, semitones up, group of the bars).
EDITS: Mapping[str, Edit] = {
    "clean": (lambda x, _: x, 1, 0, "codec"),
    "mp3 64k": (coded("-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"), 1, 0, "codec"),
    "mp3 32k": (coded("-c:a", "libmp3lame", "-b:a", "32k", "-f", "mp3"), 1, 0, "codec"),
    "opus 16k": (coded("-c:a", "libopus", "-b:a", "16k", "-f", "ogg"), 1, 0, "codec"),
    "aac 32k": (coded("-c:a", "aac", "-b:a", "32k", "-f", "adts"), 1, 0, "codec"),
    "noise 10 dB": (noisy(10), 1, 0, "noise"),
    "noise 5 dB": (noisy(5), 1, 0, "noise"),
    "noise 0 dB": (noisy(0), 1, 0, "noise"),
    "bass": (bass, 1, 0, "EQ"),
    "telephone": (telephone, 1, 0, "EQ"),
    "hall": (hall, 1, 0, "further"),
    "clipped": (clipped, 1, 0, "further"),
    **{f"pitch {p:+d}": (stretched(1, p), 1, p, "pitch") for p in (-2, -1, 1, 2)},
    **{f"tempo {100 * (t - 1):+.0f} %": (stretched(t, 0), t, 0, "tempo") for t in (0.9, 0.95, 1.05, 1.1)},
    **{f"speed {100 * (f - 1):+.0f} %": _speed(f) for f in (0.94, 0.97, 1.03, 1.06)},
    "pitch +1, tempo +5 %": (stretched(1.05, 1), 1.05, 1, "pitch with tempo"),
    "pitch -2, tempo -10 %": (stretched(0.9, -2), 0.9, -2, "pitch with tempo"),
    "speech 0 dB": (spoken_over, 1, 0, "speech"),
    "loop 2 s 0 dB": (lambda x, _: x, 1, 0, "loop"),  # made by the caller, who has another track
}


def delay(name: str) -> float:
    """Seconds of padding at the head of what an edit gives: AAC in ADTS has no room to say how much its encoder put
    there, and every decoder plays it. Found by plain cross-correlation of white noise with its edited self."""
    noise = np.random.default_rng(1).normal(size=4 * RATE).astype(np.float32) / 4
    out = EDITS[name][0](noise, np.random.default_rng(1))
    late = int(np.argmax(scipy.signal.correlate(out, noise))) - len(noise) + 1
    return late / RATE


def looped(samples: Samples, other: Samples, seconds: float) -> Samples:
    """The first ``seconds`` of ``samples`` over and over, as loud as ``other`` that it is mixed with."""
    piece = samples[: round(seconds * RATE)]
    return under(other, np.resize(piece, len(other)), 0)
