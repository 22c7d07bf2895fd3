"""audio-recording: how many seconds count where a work repeats or resembles itself, against what was taken.

    python -m benchmarks.audio_loops --data DIR [--set tune|held-out] [--tracks 40]

DIR as for ``benchmarks.audio``, packages unpacked. Each track of a minute is the claimed work;
the accused one is made of it: a *loop* of 2, 3 or 4 seconds played ten times; a *passage* of 20 seconds; *pieces* of 3
seconds from six places in another order, with 2 seconds of another track after each; all under noise, speech or other
music, or 5 % faster. Printed: seconds of the accused work that count, without the rule of better places
(``pairing.SURE``), by landmarks alone, and by the rule (landmarks or the wave), and how much of the last lies elsewhere
than where it was taken from. A track that repeats its bars to the sample may count a loop on each of them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import soundfile
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.work import Work
from benchmarks.audio import PACKAGES, found
from benchmarks.audio_edits import RATE
from comparators.audio.recording import pairing
from tests.audio.sounds import speech

Sound = NDArray[Any]
FASTER = 1.05
GAP, PIECE, PIECES = 2.0, 3.0, 6


def loud(sound: Sound) -> float:
    return float(np.sqrt(np.square(sound, dtype=np.float64).mean())) + 1e-9


def under(sound: Sound, other: Sound, rng: np.random.Generator) -> Iterator[tuple[str, float, Sound]]:
    """Alterations: name, tempo, sound."""
    yield "noise 0 dB", 1.0, sound + rng.normal(0, loud(sound), len(sound))
    said = np.resize(speech(int(rng.integers(1000)), len(sound) / RATE), len(sound))
    yield "speech 0 dB", 1.0, sound + said * loud(sound) / loud(said)
    music = np.resize(other, len(sound))
    yield "music -6 dB", 1.0, sound + music * loud(sound) / loud(music) / 2
    yield "5 % faster", FASTER, np.interp(np.arange(0, len(sound), FASTER), np.arange(len(sound)), sound)


def made(track: Sound, other: Sound, rng: np.random.Generator) -> Iterator[tuple[str, float, list[float], Sound]]:
    """Of one track: name, seconds that were taken, how far each place lies behind the claimed one, accused sound."""
    total = len(track) / RATE
    length, at = float(rng.choice([2.0, 3.0, 4.0])), float(rng.uniform(5, total - 10))
    one = cut(track, at, length)
    rounds, played = [at - n * length for n in range(10)], np.tile(one, 10)
    yield "loop", length, rounds, played
    start = float(rng.uniform(2, total - 22))
    for name, tempo, sound in under(cut(track, start, 20.0), other, rng):
        yield f"passage, {name}", 20 / tempo, [start], sound
    places = rng.permutation(np.arange(2, total - 4, 4.3))[:PIECES]
    parts = [x for n, at in enumerate(places) for x in (cut(track, float(at), PIECE), cut(other, n * 4.0, GAP))]
    behind = [float(at) - n * (PIECE + GAP) for n, at in enumerate(places)]
    for name, tempo, sound in under(np.concatenate(parts), other, rng):
        yield f"pieces, {name}", PIECES * PIECE / tempo, behind, sound
    for name, tempo, sound in under(played, other, rng):
        yield f"loop, {name}", length / tempo, rounds, sound


def cut(sound: Sound, at: float, seconds: float) -> Sound:
    return sound[round(at * RATE) : round(at * RATE) + round(seconds * RATE)]


def counts(matches: Sequence[Match], sure: float = pairing.SURE) -> list[Match]:
    """What counts without what the wave says of better places; ``sure``: standard errors that landmarks need."""
    with patch.object(pairing, "SURE", sure):
        return pairing.counted([replace(m, details={**m.details, "better_at": []}) for m in matches])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=PACKAGES, default="tune")
    parser.add_argument("--tracks", type=int, default=40)
    options = parser.parse_args()
    tracks = found(options.data, PACKAGES[options.set], options.tracks)
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        left, right = Path(folder) / "a.wav", Path(folder) / "b.wav"
        for number in range(len(tracks)):
            rng = np.random.default_rng(number)
            soundfile.write(left, tracks[number].samples, RATE, subtype="PCM_16")
            other = tracks[(number + 5) % len(tracks)].samples
            for name, taken, behind, sound in made(tracks[number].samples, other, rng):
                soundfile.write(right, sound / max(1.0, float(np.abs(sound).max()) * 1.01), RATE, subtype="PCM_16")
                works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
                matches = compare(Job("audio-recording", works[0], works[1])).matches
                rows[name].append((taken, *told(matches, FASTER if "faster" in name else 1.0, behind)))
            print(f"{number + 1} of {len(tracks)}", flush=True)
    table(rows)


def told(matches: Sequence[Match], tempo: float, behind: Sequence[float]) -> tuple[float, ...]:
    """Seconds that count without the rule, by landmarks, by the rule; of the last, those elsewhere."""
    now = pairing.counted(matches)
    far = [m for m in now if not any(there(m, tempo, x) for x in behind)]
    return tuple(seconds(some) for some in (counts(matches, 1e9), counts(matches), now, far))


def table(rows: Mapping[str, Sequence[tuple[float, ...]]]) -> None:
    print("\n| accused work | n | taken | counted without the rule | by landmarks | counted | of that elsewhere |")
    print("|---|---|---|---|---|---|---|")
    for name, values in rows.items():
        print(f"| {name} | {len(values)} | " + " | ".join(f"{x:.2f} s" for x in np.mean(values, axis=0)) + " |")
    for loop in (name for name in rows if name.startswith("loop")):
        every = np.array(rows[loop])
        for name, column in zip(
            ("without", "by landmarks", "by the rule"), (every[:, 1:4] / every[:, :1]).T, strict=True
        ):
            within = int((np.abs(column - 1) <= 0.25).sum())
            print(f"{loop}, counted ÷ taken, {name}: median {np.median(column):.2f}, quartiles "
                  f"{np.quantile(column, 0.25):.2f} and {np.quantile(column, 0.75):.2f}, least {column.min():.2f}, "
                  f"most {column.max():.2f}; within a quarter of 1: {within} of {len(column)}")  # fmt: skip


def seconds(matches: Sequence[Match]) -> float:
    return sum(float(match.right.length) for match in matches)


def there(match: Match, tempo: float, behind: float) -> bool:
    """Whether a place lies where the sound was taken from."""
    return abs(float(match.left.start) - behind - float(match.right.start) * tempo) <= 0.4


if __name__ == "__main__":
    main()
