"""Notes heard in rendered recordings of POP909 against the notes that were played.

    python benchmarks/transcription.py --data DIR --soundfont FILE [--songs N] [--choosing] [--seed N]

``--data`` holds ``music/pop909-midi.tar.xz``. The track MELODY of each song is rendered by ``fluidsynth`` (Debian's
package) alone, with an instrument drawn by the song's name, and once more with all tracks as they are; at most
``LONGEST`` seconds. Songs 001 to 300 (``--choosing``) are for choosing, 301 to 909 for measuring. A note is found when
one of its pitch begins within 50 ms, each note once (as mir_eval's onset measure); F1 a song, mean over songs with a
bootstrap interval. In the mix, once against all notes and once the highest line heard against the melody.
Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tarfile
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.work import Work
from comparators.audio import decode
from comparators.audio.music import midi as reader
from comparators.audio.music.heard import Note as Written
from comparators.audio.music.heard import Part
from comparators.audio.music.tune import skyline
from comparators.audio.music.writing import midi
from comparators.audio.transcription import listening
from comparators.audio.transcription.notes import notes

CHOOSING, LONGEST, WITHIN = 300, 60.0, 0.05
INSTRUMENTS = {"piano": 0, "guitar": 24, "violin": 40, "trumpet": 56, "saxophone": 65, "flute": 73}
Rows = list[tuple[float, int]]  # seconds, MIDI number


def songs(
    data: Path, choosing: bool, seed: int
) -> Iterator[tuple[str, list[tuple[str, list[tuple[float, float, int]]]], float]]:
    """Name, parts (onset, duration in quarters, pitch) and tempo of songs that have a melody, in a drawn order."""
    with tarfile.open(data / "music" / "pop909-midi.tar.xz") as archive:
        entries = {Path(e.name).stem: e for e in archive if e.name.endswith(".mid") and "-" not in Path(e.name).stem}
        for name in random.Random(seed).sample(sorted(entries), len(entries)):
            stream = archive.extractfile(entries[name])
            if (int(name) <= CHOOSING) != choosing or stream is None:
                continue
            heard = reader.read(name, stream.read())
            tempo = float(heard.tempo or 100)
            end = LONGEST * tempo / 60
            parts = [
                (part.name, [(float(n.onset), float(n.duration), n.pitch) for n in part.notes if n.onset < end])
                for part in heard.parts
                if not part.percussion
            ]
            if any(title == "MELODY" and len(played) >= 20 for title, played in parts):
                yield name, parts, tempo


def rendered(parts: Sequence[tuple[str, int, Any]], tempo: float, soundfont: Path, folder: Path) -> Rows:
    """Notes that are heard when these parts are played."""
    score, sound = folder / "a.mid", folder / "a.wav"
    score.write_bytes(midi(list(parts), tempo))
    command = ["fluidsynth", "-ni", "-q", "-r", "44100", "-F", str(sound), str(soundfont), str(score)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    samples = decode.read(Work.open(sound).members[0], rate=listening.RATE).samples
    return [(note.start, note.pitch) for note in notes(listening.listen(samples))]


def found(truth: Rows, heard: Rows) -> tuple[int, list[float]]:
    """How many notes are met one to one, and by how many seconds they are late. Both sides in order of time a pitch:
    taking the earliest that fits is the most there can be."""
    held: dict[int, list[float]] = defaultdict(list)
    for at, pitch in sorted(heard):
        held[pitch].append(at)
    met, late = 0, []
    for at, pitch in sorted(truth):
        some = held[pitch]
        first = bisect_left(some, at - WITHIN)
        if first < len(some) and some[first] <= at + WITHIN:
            late.append(some.pop(first) - at)
            met += 1
    return met, late


def f1(truth: Rows, heard: Rows) -> float:
    """Harmonic mean of recall and precision."""
    return 2 * found(truth, heard)[0] / max(1, len(truth) + len(heard))


def line(rows: Rows, ends: float = 0.2) -> Rows:
    """The highest line of what is heard, as music-melody takes it."""
    from fractions import Fraction

    part = Part("", notes=[Written(Fraction(at), Fraction(ends), pitch, 0) for at, pitch in rows])
    return [(float(note.onset), note.pitch) for note in skyline(part)]


def interval(values: Sequence[float]) -> list[float]:
    draws = np.random.default_rng(1).choice(np.array(values), (4000, len(values))).mean(axis=1)
    return [round(float(v), 4) for v in (np.mean(values), *np.percentile(draws, [2.5, 97.5]))]


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--soundfont", type=Path, required=True)
    parser.add_argument("--songs", type=int, default=40)
    parser.add_argument("--choosing", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chosen = list(islice(songs(given.data, given.choosing, given.seed), given.songs))
    rows: dict[str, list[float]] = {"melody alone": [], "mix, all notes": [], "mix, melody": []}
    by: dict[str, list[float]] = defaultdict(list)
    lag: list[float] = []
    spent, seconds = 0.0, 0.0
    for name, parts, tempo in sorted(chosen):
        melody = next(played for title, played in parts if title == "MELODY")
        instrument = random.Random(name).choice(sorted(INSTRUMENTS))
        truth = [(onset * 60 / tempo, pitch) for onset, _, pitch in melody]
        every_note = [(onset * 60 / tempo, pitch) for _, played in parts for onset, _, pitch in played]
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            alone = rendered([("MELODY", INSTRUMENTS[instrument], melody)], tempo, given.soundfont, Path(folder))
            spent, seconds = spent + time.process_time() - began, seconds + max(truth)[0]
            mixed = rendered([(title, 0, played) for title, played in parts], tempo, given.soundfont, Path(folder))
        rows["melody alone"].append(f1(truth, alone))
        rows["mix, all notes"].append(f1(every_note, mixed))
        rows["mix, melody"].append(f1(truth, line(mixed)))
        by[instrument].append(rows["melody alone"][-1])
        lag += found(truth, alone)[1]
        print(name, instrument, [round(v[-1], 3) for v in rows.values()], file=sys.stderr, flush=True)
    print(json.dumps({
        "songs": len(chosen), "f1": {name: interval(values) for name, values in rows.items()},
        "by_instrument": {name: [round(float(np.mean(v)), 3), len(v)] for name, v in sorted(by.items())},
        "late_seconds_median": round(float(np.median(lag)), 4), "times_real_time": round(seconds / max(spent, 1e-9), 1),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
