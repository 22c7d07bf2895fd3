"""music-cover on songs of which other people's arrangements are known, rendered to sound; chance between strangers.

    python benchmarks/cover.py --data DIR --scratch DIR --soundfont FILE --part versions|chance

``--data`` holds ``music/pop909-midi.tar.xz``. Songs 001 to 300 of POP909 are for choosing and for chance, 301 to 909
for measuring. The program ``fluidsynth`` (Debian's package) renders at most 150 seconds of each; features are kept in
``--scratch``. ``--queries``, ``--pairs``: how many. ``--excerpt``: of each query only so many seconds, from a place
drawn for it. ``--far``: queries a quarter to .45 faster or as much slower. ``--choosing``: versions of the songs for
choosing. ``--peer``: Essentia beside (a peer that is installed apart, see ``benchmarks/cover_peer.py``).

- *versions*: of each query another arrangement (``versions/``), at another pace (.80 to 1.25), in another key (one to
  five semitones up or down), with three other instruments, every second one without the part BRIDGE, is ranked among
  the original arrangements of all songs, which are played on the piano. Mean average precision of ``strength``, of
  plain Qmax (Serrà et al. 2009: transposition by mean chroma, no pace), and of mean chroma; bootstrap over queries.
  Songs whose melody is that of the query note for note over half of the shorter one are the same song twice (POP909
  has some) and are left out of the others.
- *chance*: strengths of pairs of different songs, the right one rendered as queries are: the counts in
  ``comparators/audio/cover/chance.py``. Two of one melody are not different songs.

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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.errors import AppraisalError
from appraisal.work import Work
from benchmarks import cover_peer as peer
from benchmarks.music import melodies
from comparators.audio.cover import recurrence as cross
from comparators.audio.cover.chroma import take
from comparators.audio.cover.tracing import COURSES
from comparators.audio.music import align
from comparators.audio.music import midi as reader
from comparators.audio.music.writing import midi

CHOOSING = 300  # songs up to this number
LONGEST = 150  # seconds rendered
FAR = (1.25, 1.45)  # how many times as fast, or as slow, with ``--far``
INSTRUMENTS = ((40, 48, 24), (73, 19, 46), (56, 89, 26), (68, 52, 4), (22, 50, 11), (65, 16, 105))
LIMITS = (2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0, 9.0, 10.0, 12.0, 14.0)


class Songs:
    """Chroma of songs by name: ``017`` as it is, ``017-q`` another arrangement, altered; made when asked for."""

    def __init__(self, data: Path, scratch: Path, soundfont: Path, seed: int, far: bool = False) -> None:
        self.kept, self.soundfont, self.seed, self.far = scratch, soundfont, seed, far
        self.melodies = melodies(data, versions=False, wanted=lambda n: True)
        scratch.mkdir(parents=True, exist_ok=True)
        self.files: dict[str, bytes] = {}
        with tarfile.open(data / "music" / "pop909-midi.tar.xz") as archive:
            for entry in archive:
                stream = archive.extractfile(entry) if entry.name.endswith(".mid") else None
                if stream is not None:
                    self.files[Path(entry.name).stem] = stream.read()

    def names(self, wanted: Callable[[int], bool]) -> list[str]:
        """Songs that are wanted, those without another arrangement too."""
        return sorted(name for name in self.files if "-" not in name and wanted(int(name)))

    def versions(self, name: str) -> list[str]:
        return sorted(other for other in self.files if other.startswith(f"{name}-"))

    def same(self, one: str, other: str) -> bool:
        """Whether two songs have one melody: a passage in common worth half of the weaker one."""
        p, q = self.melodies.get(one), self.melodies.get(other)
        if p is None or q is None:
            return False
        return 2 * int(align.best(p, *align.joined([q]))[0]) >= min(align.own(p), align.own(q))

    def original(self, name: str, kind: str = "") -> Any:
        return self._kept(name, name, lambda parts, tempo: ([(n, 0, notes) for n, notes in parts], tempo), kind)

    def altered(self, name: str, kind: str = "") -> Any:
        """Another arrangement, or where there is none the same, in other instruments, key and pace."""
        dice = random.Random(f"{self.seed} {name}")
        source = dice.choice(self.versions(name) or [name])
        shift, pace = dice.choice((-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)), dice.uniform(0.8, 1.25)
        played, without = dice.choice(INSTRUMENTS), dice.random() < 0.5
        if self.far:
            pace = dice.uniform(*FAR) ** dice.choice((-1, 1))

        def made(parts: Sequence[Any], tempo: float) -> tuple[list[Any], float]:
            kept = [part for part in parts if not (without and part[0] == "BRIDGE")]
            moved = [
                (title, played[n % 3], [(a, b, min(127, max(0, pitch + shift))) for a, b, pitch in notes])
                for n, (title, notes) in enumerate(kept)
            ]
            return moved, tempo * pace

        return self._kept(f"{name}-far" if self.far else f"{name}-q", source, made, kind)

    def _kept(
        self, name: str, source: str, made: Callable[[Sequence[Any], float], tuple[list[Any], float]], kind: str
    ) -> Any:
        kept = self.kept / f"{name}{kind}.npy"
        if not kept.exists():
            heard = reader.read(source, self.files[source])
            parts = [
                (part.name, [(float(n.onset), float(n.duration), n.pitch) for n in part.notes])
                for part in heard.parts
                if not part.percussion and part.notes
            ]
            played, tempo = made(parts, float(heard.tempo or 100))
            end = LONGEST * tempo / 60
            played = [(title, program, [n for n in notes if n[0] < end]) for title, program, notes in played]
            np.save(kept, self._rendered(name, midi(played, tempo), kind))
        return np.load(kept)

    def _rendered(self, name: str, notes: bytes, kind: str) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            score, sound = Path(folder) / f"{name}.mid", Path(folder) / f"{name}.wav"
            score.write_bytes(notes)
            command = ["fluidsynth", "-ni", "-q", "-r", "22050", "-F", str(sound), str(self.soundfont), str(score)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if kind:
                return peer.features(sound)
            return take(Work.open(sound).members[0], max_seconds=1e6, min_seconds=5).chroma


def strongest(left: Any, right: Any) -> tuple[float, float]:
    """``strength`` and ``agreement`` of the best passage, as the method has them and ranks by them."""
    found = 0.0, 0.0
    for course in cross.courses(left, right, COURSES):
        one, other = cross.laid(left, right, course)
        path = cross.longest(cross.recurrence(one, other))
        worth = cross.strength(path.length, (len(one), len(other))), cross.agreement(one, other, path)
        found = max(found, worth)
    return found


def best_shift(one: Any, other: Any) -> tuple[int, float]:
    """Transposition by the mean chroma ("optimal transposition index"), and how well the means agree."""
    agreeing = [float(one.mean(axis=0) @ np.roll(other.mean(axis=0), -k)) for k in range(12)]
    return int(np.argmax(agreeing)), max(agreeing)


def plain(left: Any, right: Any) -> tuple[float, float]:
    """Qmax ÷ root of the right side's frames as published, and the agreement of mean chroma."""
    one, other = cross.paced(left, cross.FINE), cross.paced(right, cross.FINE)
    shift, mean = best_shift(one, other)
    length = cross.longest(cross.recurrence(one, cross.turned(other, -shift))).length
    return length / len(other) ** 0.5, mean


def excerpt(frames: Any, rate: int, seconds: float, drawn: str) -> Any:
    """So many seconds of a query from a place drawn for it; all of it where it is no longer, or with 0."""
    steps = round(seconds * rate)
    begin = round(random.Random(drawn).random() * max(0, len(frames) - steps))
    return frames[begin : begin + steps] if steps else frames


def versions(
    songs: Songs, among: int, queries: int, seed: int, seconds: float = 0, choosing: bool = False, beside: bool = False
) -> dict[str, Any]:
    names = songs.names(lambda n: (n <= CHOOSING) == choosing)[: among or None]
    asked = random.Random(seed).sample([n for n in names if songs.versions(n)], queries)
    originals = {name: chroma for name, chroma in _readable(songs.original, names)}
    precision: dict[str, list[float]] = {"strength": [], "plain Qmax": [], "mean chroma": []}
    heard = {name: songs.original(name, peer.KIND) for name in originals} if beside else {}
    if beside:
        precision["Essentia, Qmax"] = []
    own: list[float] = []
    others: list[tuple[float, str]] = []
    cpu = 0.0
    for name, whole in _readable(songs.altered, [n for n in asked if n in originals]):
        drawn, rows = f"{seed} excerpt {name}", []
        query = excerpt(whole, cross.COARSE, seconds, drawn)
        asked_of = excerpt(songs.altered(name, peer.KIND), peer.RATE, seconds, drawn) if beside else None
        for other, chroma in originals.items():
            if other != name and songs.same(name, other):
                print(f"{name} and {other} have one melody: left out", file=sys.stderr)
                continue
            began = time.process_time()
            found = strongest(query, chroma)
            cpu += time.process_time() - began
            third = (peer.qmax(asked_of, heard[other]),) if beside else ()
            rows.append((other, (found, *plain(query, chroma), *third)))
        true: tuple[Any, ...] = dict(rows)[name]
        for n, measure in enumerate(precision):
            precision[measure].append(1 / (1 + sum(v[n] >= true[n] for other, v in rows if other != name)))
        own.append(true[0][0])
        others.append(max((v[0][0], other) for other, v in rows if other != name))
        print(f"{name}: {own[-1]:.2f}, next {others[-1]}", flush=True, file=sys.stderr)
    top = max(others)
    return {
        "map": {m: _interval(v, seed) for m, v in precision.items()},
        "queries": len(own),
        "songs": len(originals),
        "strongest_other": [round(top[0], 2), top[1]],
        "recall_above_all_others": round(float(np.mean([v > top[0] for v in own])), 3),
        "least_own": round(min(own), 2),
        "cpu_seconds_a_pair": round(cpu / max(1, len(own) * len(originals)), 3),
    }


def strangers(songs: Songs, among: int, pairs: int, seed: int) -> dict[str, Any]:
    dice, names = random.Random(seed), songs.names(lambda n: n <= CHOOSING)[: among or None]
    found = []
    while len(found) < pairs:
        one, other = dice.sample(names, 2)
        if songs.same(one, other):
            print(f"{one} and {other} have one melody: left out", file=sys.stderr)
            continue
        for (_, a), (_, b) in zip(_readable(songs.original, [one]), _readable(songs.altered, [other]), strict=False):
            found.append((strongest(a, b)[0], one, other))
    table = [[limit, sum(v >= limit for v, _, _ in found)] for limit in LIMITS]
    return {"songs": len(names), "pairs": pairs, "at_or_above": table, "nearest": sorted(found, reverse=True)[:10]}


def _readable(make: Callable[[str], Any], names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    for name in names:
        try:
            yield name, make(name)
        except AppraisalError as error:
            print(f"left out: {name}: {error}", file=sys.stderr)


def _interval(values: Sequence[float], seed: int) -> list[float]:
    draws = np.random.default_rng(seed).choice(np.array(values), (4000, len(values))).mean(axis=1)
    return [round(float(v), 4) for v in (np.mean(values), *np.percentile(draws, [2.5, 97.5]))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--soundfont", type=Path, required=True)
    parser.add_argument("--part", choices=("versions", "chance"), required=True)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--songs", type=int, default=0, help="the first so many, 0: all")
    parser.add_argument("--excerpt", type=float, default=0, help="seconds of each query; 0: all of it")
    parser.add_argument("--far", action="store_true", help="queries at a pace farther off")
    parser.add_argument("--choosing", action="store_true", help="versions of songs for choosing, not for measuring")
    parser.add_argument("--peer", action="store_true", help="Essentia beside")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    songs = Songs(given.data, given.scratch, given.soundfont, given.seed, given.far)
    found = (
        versions(songs, given.songs, given.queries, given.seed, given.excerpt, given.choosing, given.peer)
        if given.part == "versions"
        else strangers(songs, given.songs, given.pairs, given.seed)
    )
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
