"""Sounds for tests: tones, a tune with an attack to each note, and files of them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from appraisal.work import Member, Work

RATE = 11025


def member(path: Path) -> Member:
    return Work.open(path).members[0]


def tone(seconds: float, hertz: float = 440.0, rate: int = RATE) -> NDArray[np.float32]:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def tune(
    seed: int, seconds: float = 12.0, rate: int = RATE, pace: float = 0.23, up: float = 0.0
) -> NDArray[np.float32]:
    """Chords of plucked notes with overtones, at times and pitches drawn by the seed; ``up``: semitones higher."""
    dice = np.random.default_rng(seed)
    total = np.zeros(round(seconds * rate), np.float64)
    at = 0.05
    while at < seconds - 0.1:
        for _ in range(int(dice.integers(1, 4))):
            hertz = 110.0 * 2 ** ((int(dice.integers(0, 40)) + up) / 12)
            time = np.arange(round(min(0.9, seconds - at) * rate)) / rate
            note = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in (1, 2, 3, 4, 5) if hertz * k < rate / 2.2)
            begin = round(at * rate)
            piece = note * np.exp(-time * dice.uniform(2, 7)) * np.minimum(1, time * 200)
            total[begin : begin + len(piece)] += piece[: len(total) - begin] * dice.uniform(0.4, 1)
        at += pace * float(dice.choice([1, 1, 2, 3])) * dice.uniform(0.97, 1.03)
    return (0.6 * total / max(1e-9, np.abs(total).max())).astype(np.float32)


def bar(seed: int, beats: int = 4, bpm: float = 120.0) -> NDArray[np.float32]:
    """One bar to be repeated: two plucked notes an eighth, a drum and a hiss; what sounds on goes on at its start."""
    dice = np.random.default_rng(seed)
    beat = 60 / bpm
    total = np.zeros(round(beats * beat * RATE))
    time = np.arange(round(0.45 * RATE)) / RATE

    def put(second: float, sound: NDArray[np.float64]) -> None:
        np.add.at(total, (round(second * RATE) + np.arange(len(sound))) % len(total), sound)

    for eighth in range(beats * 2):
        for _ in range(2):
            hertz = 220 * 2 ** ((0, 2, 4, 7, 9, 12, 14, 16)[int(dice.integers(0, 8))] / 12)
            note = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in (1, 2, 3, 4, 5))
            put(eighth * beat / 2, 0.4 * note * np.exp(-time * 5) * np.minimum(1, time * 200))
        drum = np.sin(2 * np.pi * (60 + 60 * np.exp(-time * 30)) * time) * np.exp(-time * 12)
        put(eighth * beat / 2, drum * (1.0 if eighth % 2 == 0 else 0.2))
        put(eighth * beat / 2, dice.normal(0, 0.15, len(time)) * np.exp(-time * 50))
    return (0.4 * total / np.abs(total).max()).astype(np.float32)


def chords(numbers: Sequence[int], *, up: int = 0, pace: float = 1.0, bright: bool = False) -> NDArray[np.float32]:
    """A triad a second: 0 to 11 major, 12 to 23 minor; ``bright``: an octave higher, with other overtones."""
    size = round(RATE / pace)
    time = np.arange(size) / RATE
    parts = []
    for chord in numbers:
        third = 4 if chord < 12 else 3
        total = np.zeros(size)
        for tone_up in (0, third, 7):
            hertz = 130.81 * 2 ** ((chord % 12 + tone_up + up) / 12) * (2 if bright else 1)
            overtones = (1, 3, 5) if bright else (1, 2, 3, 4)
            total += sum(np.sin(2 * np.pi * hertz * k * time) / k for k in overtones if hertz * k < RATE / 2.2)
        parts.append(total * np.minimum(1, time * 50) * np.exp(-time))
    sound = np.concatenate(parts)
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)


def save(path: Path, samples: NDArray[np.float32], rate: int = RATE, **options: str) -> Path:
    soundfile.write(path, samples, rate, **options)
    return path


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *map(str, arguments)], check=True)


def speech(seed: int, seconds: float) -> NDArray[np.float32]:
    """Like speech: syllables of a gliding voice through three formants, hisses between them, pauses."""
    dice = np.random.default_rng(seed)
    total = np.zeros(round(seconds * RATE))
    at = 0.0
    while at < seconds - 0.4:
        size = round(dice.uniform(0.12, 0.3) * RATE)
        time = np.arange(size) / RATE
        low, high = dice.uniform(90, 180, 2).tolist()
        glide = 2 * np.pi * np.cumsum(np.linspace(low, high, size)) / RATE
        formants = dice.uniform((300, 900, 2200), (800, 2000, 3000))
        sound = np.zeros(size)
        for k in range(1, 35):
            hertz = 130.0 * k
            sound += np.sin(k * glide) * sum(1 / (1 + ((hertz - f) / 150) ** 2) for f in formants)
        sound = sound * np.sin(np.pi * np.minimum(1, time / time[-1])) + dice.normal(0, 0.05, size)
        begin = round(at * RATE)
        total[begin : begin + size] += sound[: len(total) - begin] * dice.uniform(0.5, 1)
        at += size / RATE + float(dice.choice([0.0, 0.03, 0.08, 0.25]))
    return (0.5 * total / np.abs(total).max()).astype(np.float32)
