"""audio-recording on real music: recall of altered queries at no false match, errors, null test, speed; peers.

    python benchmarks/audio.py --data DIR --set tune|held-out [--tracks 60] [--outside 20] [--jobs 2] [--out FILE]
        [--parts recordings,null,speed] [--notes court-cases-40.jsonl.xz] [--edits NAME,NAME] [--report FILE]

DIR holds one folder a Debian package, unpacked (``PACKAGES``; nothing is fetched here). Needs ffmpeg, espeak-ng and
fpcalc (libchromaprint-tools). A track: the first 60 seconds of a file of at least that length. ``--tracks`` of them,
taken round the packages in order of name, are references and queries; ``--outside`` more are queries whose reference is
not there. A query: 5 or 10 seconds from a place drawn by the seed, altered (``audio_edits.EDITS``). It meets its own
reference, one track of its own package and one of another. Set aside beforehand as hidden versions: tracks of one
package whose references Chromaprint at .75, or 25 plain landmarks at one offset, find alike, or that share a word of
their names. Recall: at the least threshold above all negatives of the run, one for all degradations, each system its
own. n and 95 % Wilson limits. ``--report``: of the rows that a run has written so far, nothing else.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.errors import AppraisalError
from appraisal.work import Work
from benchmarks import audio_edits as edits
from benchmarks import audio_peers as peers
from benchmarks.audio_edits import EDITS, RATE, Samples
from comparators.audio import decode
from comparators.audio.recording.ending import ended, waves
from comparators.audio.recording.explaining import Place, places
from comparators.audio.recording.landmarks import Front, Recording
from comparators.audio.recording.searching import segments
from comparators.audio.recording.subtraction import subtract

PACKAGES = {
    "tune": ("colobot-common-sounds", "fillets-ng-data", "singularity-music", "warmux-data"),
    "held-out": ("drascula-music", "pingus-data", "supertux-data", "wesnoth-1.18-music"),
}
SUFFIXES = {".ogg", ".mp3", ".opus", ".flac", ".it", ".xm", ".s3m", ".wav"}
LONG = 60.0
LOWEST = -30.0  # digits below which a pair counts as having nothing
COMMON = {"music", "theme", "the", "and", "track", "loop", "song", "battle", "game", "ogg"}


@dataclass(frozen=True)
class Track:
    package: str
    name: str
    samples: Samples


@dataclass(frozen=True)
class Taken:
    ours: Recording
    chromaprint: Any
    landmarks: Any


def recording(samples: Samples) -> Recording:
    """Landmarks of samples at ``RATE``."""
    front = Front(RATE)
    parts = [*front.push(samples), *front.end()]
    times = np.concatenate([t for t, _ in parts])
    pitches = np.concatenate([p for _, p in parts])
    order = np.lexsort((pitches, times))
    return Recording(times[order], pitches[order], "", len(samples) / RATE, RATE, 1, "", "", 0.0, "", 0, *front.signs())


def taken(samples: Samples) -> Taken:
    return Taken(recording(samples), peers.chromaprint(samples), peers.landmark_hashes(samples))


def found(folder: Path, packages: tuple[str, ...], wanted: int) -> list[Track]:
    """Tracks round the packages, in order of name, without hidden versions."""
    waiting = {p: sorted(f for f in (folder / p).rglob("*") if f.suffix in SUFFIXES) for p in packages}
    kept: list[Track] = []
    marks: list[tuple[Any, Any]] = []
    aside: list[str] = []
    while any(waiting.values()) and len(kept) < wanted:
        for package in packages:
            while waiting[package] and len(kept) < wanted:
                path = waiting[package].pop(0)
                try:
                    sound = decode.read(Work.open(path).members[0], rate=RATE, stop=LONG + 1)
                except AppraisalError:
                    continue
                if sound.seconds < LONG or edits.level(sound.samples) < 1e-3:
                    continue
                samples = sound.samples[: round(LONG * RATE)]
                mine = peers.chromaprint(samples), peers.landmark_hashes(samples)
                alike = [
                    other.name
                    for other, its in zip(kept, marks, strict=True)
                    if other.package == package and (words(other.name) & words(path.stem) or versions(mine, its))
                ]
                if alike:
                    aside.append(f"{path.stem} ({alike[0]})")
                    continue
                kept.append(Track(package, path.stem, samples))
                marks.append(mine)
                break
    print("set aside as versions:", "; ".join(aside) or "none")
    return kept


def words(name: str) -> set[str]:
    return {w for w in re.findall(r"[a-z]{4,}", name.lower())} - COMMON


def versions(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Whether two whole references are alike for a peer."""
    size = min(len(one[0]), len(other[0]), 80)
    return size > 8 and (
        max(peers.chromaprint_score(one[0][at : at + size], other[0]) for at in range(0, len(one[0]) - size + 1, size))
        > 0.75
        or peers.landmark_score(one[1], other[1]) >= 25
    )


TRACKS: list[Track] = []
REFERENCES: list[Taken] = []
INSIDE = 0
ONLY: set[str] = set()


def task(number: int) -> list[dict[str, Any]]:
    """All queries of one track."""
    track = TRACKS[number]
    rows: list[dict[str, Any]] = []
    dice = np.random.default_rng(1000 + number)
    own = [n for n in range(INSIDE) if n != number and TRACKS[n].package == track.package]
    others = [n for n in range(INSIDE) if TRACKS[n].package != track.package]
    for name, (edit, pace, semitones, group) in EDITS.items():
        if ONLY and name not in ONLY:
            continue
        start = float(dice.uniform(0, LONG - 10 * 1.1 - 0.5))
        first = round(start * RATE)
        original = track.samples[first : first + round(10 * pace * RATE)]
        bed = -1
        if group == "loop":
            bed = int(dice.choice(others))
            mixed = TRACKS[bed].samples
            at = int(dice.integers(0, len(mixed) - 10 * RATE))
            whole = edits.looped(original, mixed[at : at + 10 * RATE], 2.0)
        else:
            whole = edit(original, dice)
        for seconds in (10, 5):
            query = taken(whole[: seconds * RATE])
            row: dict[str, Any] = {"edit": name, "group": group, "seconds": seconds, "track": track.name}
            if number < INSIDE:
                row["own"] = scores(query, REFERENCES[number], (start, pace, semitones, group == "loop"))
            row["false"] = [
                (TRACKS[n].name, kind, scores(query, REFERENCES[n], None))
                for kind, n in (("same", int(dice.choice(own)) if own else -1), ("other", int(dice.choice(others))))
                if 0 <= n < INSIDE and n != bed  # the track that it is mixed with is no negative
            ]
            rows.append(row)
    return rows


def queries(jobs: int, out: Path | None) -> Iterator[dict[str, Any]]:
    """Rows of all tracks; those that stand in ``out`` (one line a track, of a run with the same options) are kept."""
    kept: list[list[dict[str, Any]]] = []
    if out and out.is_file():
        kept = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    with ProcessPoolExecutor(jobs) as pool:
        for number, rows in enumerate(itertools.chain(kept, pool.map(task, range(len(kept), len(TRACKS))))):
            yield from rows
            if out and number >= len(kept):
                with out.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(rows) + "\n")
                print(f"\r{number + 1} tracks", end="", file=sys.stderr)


def strongest(left: Recording, right: Recording) -> Place | None:
    """The place with the most evidence of its own, as the method lists it, at its pace."""
    groups = places(segments(left, right, LOWEST), left, right, LOWEST)
    return max((one for group in groups for one in group), key=lambda one: one.digits, default=None)


def scores(query: Taken, reference: Taken, truth: tuple[float, float, float, bool] | None) -> dict[str, Any]:
    begun = time.process_time()
    place = strongest(query.ours, reference.ours)
    out: dict[str, Any] = {"ours": place.digits if place else LOWEST, "cpu": time.process_time() - begun}
    if truth is not None and place:
        start, pace, semitones, loop = truth
        trace = ended(query.ours, reference.ours, place.trace, waves(query.ours, reference.ours))
        middle = (trace.left[0] + trace.left[1]) / 2
        out["time"] = abs(trace.at(middle) - start - (middle % 2.0 if loop else middle * pace))
        out["tempo"] = abs(trace.tempo / pace - 1) * 100
        out["pitch"] = abs(trace.shift + semitones)
    out["chromaprint"] = peers.chromaprint_score(query.chromaprint, reference.chromaprint)
    out["landmarks"] = float(peers.landmark_score(query.landmarks, reference.landmarks))
    return out


def wilson(k: int, n: int) -> str:
    """95 % limits of k of n."""
    if not n:
        return "–"
    p, z = k / n, 1.96
    middle, half = (p + z * z / 2 / n), z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return f"{(middle - half) / (1 + z * z / n):.3f}–{(middle + half) / (1 + z * z / n):.3f}"


def report(rows: list[dict[str, Any]]) -> None:
    negatives = [(n, row) for row in rows for n in row["false"]]
    same = sum(kind == "same" for (_, kind, _), _ in negatives)
    print(f"\nnegatives: {len(negatives)}, {same} of one soundtrack")
    limits = {}
    for system in ("ours", "landmarks", "chromaprint"):
        worst = sorted(negatives, key=lambda n: -n[0][2][system])[:4]
        limits[system] = worst[0][0][2][system]
        told = [f"{n[2][system]:.3g} ({r['track']} {r['edit']} {r['seconds']} s / {n[0]})" for n, r in worst]
        print(f"  {system}: highest", "; ".join(told))
    cells: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    at_least = [(d, sum(n[2]["ours"] >= d for n, _ in negatives)) for d in (-3, -2, -1, 0, 1, 2, 3)]
    print("  negatives of at least so many digits:", ", ".join(f"{d:+d}: {k}" for d, k in at_least))
    for row in rows:
        if "own" in row:
            cells[row["edit"], row["seconds"]].append(row["own"])
            groups[row["group"], "5 and 10 s"].append(row["own"])
            groups[row["group"], f"{row['seconds']} s"].append(row["own"])
    print(
        "\n| degradation | seconds | n | audio-recording | plain landmarks | Chromaprint |\n|---|---|---|---|---|---|"
    )
    for (name, seconds), owns in cells.items():
        shown = [f"{sum(o[s] > limits[s] for o in owns) / len(owns):.3f}" for s in limits]
        print(f"| {name} | {seconds} | {len(owns)} | " + " | ".join(shown) + " |")
    print("\n| group | seconds | found | of | 95 % | plain landmarks | Chromaprint |\n|---|---|---|---|---|---|---|")
    for (name, kind), owns in sorted(groups.items()):
        k = {s: sum(o[s] > limits[s] for o in owns) for s in limits}
        print(f"| {name} | {kind} | {k['ours']} | {len(owns)} | {wilson(k['ours'], len(owns))} | "
              f"{k['landmarks'] / len(owns):.3f} | {k['chromaprint'] / len(owns):.3f} |")  # fmt: skip
    good = [
        {**r["own"], "edit": r["edit"]}
        for r in rows
        if "own" in r and r["own"]["ours"] > limits["ours"] and "time" in r["own"]
    ]
    exact = [o for o in good if o["time"] < 1.0]
    print(f"\nfound {len(good)}, in another place of the same track (it repeats itself): {len(good) - len(exact)}")
    late = {name: edits.delay(name) for name in {r["edit"] for r in rows} if edits.EDITS[name][3] == "codec"}
    late = {name: seconds for name, seconds in late.items() if seconds > 0.001}
    told = ", ".join(f"{name} {1000 * seconds:.1f} ms" for name, seconds in sorted(late.items()))
    print("padding that decoders play, taken off errors of time:", told or "none")
    for what, unit in (("time", "s"), ("tempo", "%"), ("pitch", "semitones")):
        values = np.array([o[what] for o in exact])
        if what == "time":
            values = np.abs(values - [late.get(o["edit"], 0.0) for o in exact])
        print(f"error of {what}: median {np.median(values):.4f}, 95 % {np.quantile(values, 0.95):.4f}, "
              f"99 % {np.quantile(values, 0.99):.4f} {unit}")  # fmt: skip
    cpu = [s["cpu"] for row in rows for s in [*([row["own"]] if "own" in row else []), *(n[2] for n in row["false"])]]
    print(f"CPU of one query against one reference of {LONG:g} s: median {np.median(cpu):.3f} s")


def null_test(data: Path, tracks: list[Track]) -> None:
    """Two encodings of one master against two performances of one score (additive synthesis, onsets ±15 ms)."""
    copies, again = [], []
    for track in tracks:
        one = edits.through(track.samples[: 20 * RATE], codec=("-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"))
        two = edits.through(track.samples[: 20 * RATE], codec=("-c:a", "libopus", "-b:a", "32k", "-f", "ogg"))
        copies.append(residual(one, two))
    for number, notes in enumerate(scores_of(data)):
        again.append(residual(performed(notes, 2 * number), performed(notes, 2 * number + 1)))
    pairs = [(c < a) + 0.5 * (c == a) for c in copies for a in again]
    print(
        f"\nnull test: {len(copies)} pairs of encodings, median {np.median(copies):.1f} dB, highest {max(copies):.1f}"
    )
    print(f"{len(again)} pairs of performances, median {np.median(again):.1f} dB, lowest {min(again):.1f}")
    print(f"AUC {np.mean(pairs):.4f}")


def residual(one: Samples, two: Samples) -> float:
    """In dB, at the best of the lags that a frame may have, both laid on each other by their landmarks first."""
    best = segments(recording(one), recording(two), LOWEST)
    if not best:
        return 0.0
    trace = best[0].traces[0]
    shift = round(trace.at(trace.left[0]) * RATE) - round(trace.left[0] * RATE)
    two = two[shift:] if shift >= 0 else np.concatenate([np.zeros(-shift, np.float32), two])
    null = subtract(one, two, trace.tempo)
    return 0.0 if null is None else null.residual


def scores_of(data: Path) -> Iterator[list[list[float]]]:
    """Melodies of decided cases (``--notes``), those of a dozen notes or more."""
    import lzma

    with lzma.open(data, "rt", encoding="utf-8") as stream:
        cases = [json.loads(line) for line in stream]
    for case in cases:
        for side in ("left_notes", "right_notes"):
            if case[side] and len(case[side]) >= 24:
                yield case[side][:60]


def performed(notes: list[list[float]], seed: int) -> Samples:
    dice = np.random.default_rng(seed)
    first = notes[0][1]
    out = np.zeros(round((notes[-1][1] - first + notes[-1][2] + 2) * 0.5 * RATE) + RATE)
    for pitch, onset, length in notes:
        at = max(0, round(((onset - first) * 0.5 + 0.1 + dice.normal(0, 0.015)) * RATE))
        seconds = np.arange(round((length * 0.5 + 0.2) * RATE)) / RATE
        hertz = 440 * 2 ** ((pitch - 69) / 12) * 2 ** (dice.normal(0, 0.05) / 12)
        tone = sum(
            dice.uniform(0.3, 1) / k * np.sin(2 * np.pi * (hertz * k * seconds + dice.uniform())) for k in range(1, 7)
        )
        tone = tone * np.exp(-seconds * dice.uniform(2, 5)) * np.minimum(1, seconds * 150) * dice.uniform(0.5, 1)
        out[at : at + len(tone)] += tone[: len(out) - at]
    return (out / np.abs(out).max() * 0.5).astype(np.float32)


def speed(tracks: list[Track]) -> None:
    """CPU seconds: landmarks, a pair of 4 minutes with the full search, one query against 1,000 cached excerpts."""
    long = [np.concatenate([t.samples for t in tracks[n : n + 4]]) for n in (0, 4)]
    begun = time.process_time()
    features = [recording(x) for x in long]
    per = (time.process_time() - begun) / sum(len(x) / RATE for x in long)
    begun = time.process_time()
    segments(features[0], features[1], 2.0)
    pair = time.process_time() - begun
    begun = time.process_time()
    segments(features[0], recording(edits.under(long[0], long[1], 6)), 2.0)
    alike = time.process_time() - begun
    query = recording(tracks[0].samples[: 10 * RATE])
    cached = [recording(t.samples[: 50 * RATE]) for t in tracks[:50]]
    begun = time.process_time()
    for one in cached:
        segments(query, one, 2.0)
    many = (time.process_time() - begun) / len(cached) * 1000
    print(f"\nlandmarks {1 / per:.0f} × real time on one core, decoding apart")
    print(f"pair of 4-minute tracks: unrelated {pair:.2f} s, one under the other {alike:.2f} s of CPU")
    print(f"10-s query against 1,000 excerpts of 50 s: {many:.1f} s of CPU (from {len(cached)})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--notes", type=Path, help="court-cases-40.jsonl.xz, for the null test")
    parser.add_argument("--set", choices=PACKAGES, default="tune")
    parser.add_argument("--tracks", type=int, default=60)
    parser.add_argument("--outside", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--parts", default="recordings,null,speed")
    parser.add_argument("--out", type=Path, help="rows as JSON lines, one a track; a run that was cut off goes on")
    parser.add_argument("--edits", help="some of the degradations only, by name")
    parser.add_argument("--report", type=Path, help="rows of a run (--out), also of one that is not done")
    options = parser.parse_args()
    if options.report:
        report([row for line in options.report.read_text("utf-8").splitlines() for row in json.loads(line)])
        return
    if options.edits:
        ONLY.update(options.edits.split(","))
    global INSIDE
    TRACKS.extend(found(options.data, PACKAGES[options.set], options.tracks + options.outside))
    INSIDE = min(options.tracks, len(TRACKS))
    counts = {p: sum(t.package == p for t in TRACKS) for p in PACKAGES[options.set]}
    print(f"{options.set}: {INSIDE} tracks in the set, {len(TRACKS) - INSIDE} outside; {counts}")
    parts = options.parts.split(",")
    if "recordings" in parts:
        REFERENCES.extend(taken(t.samples) for t in TRACKS[:INSIDE])
        edits.speech()
        report(list(queries(options.jobs, options.out)))
    if "null" in parts and options.notes:
        null_test(options.notes, TRACKS)
    if "speed" in parts:
        speed(TRACKS)


if __name__ == "__main__":
    main()
