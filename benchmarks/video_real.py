"""``video-copy`` on real moving pictures that it was not made on: edits, and segments of unrelated pairs.

    python benchmarks/video_real.py --clips DIR [--clips DIR]… --part edits [--seen] [--scratch DIR]
    python benchmarks/video_real.py --clips DIR [--clips DIR]… --part chance [--videos N] [--minutes M]

Clips are those of ``video_clips.py``, found below the folders by the ends of their paths; each that is not there is
named. *edits*: of every clip of at least five seconds three fifths, ten seconds at the most, go through each edit of
``video.py`` and stand between six seconds of another clip on either side (looped where that is shorter); seconds found,
true and both on both time axes are pooled, F1 with a bootstrap over clips (1,000 draws, seed 0, 95 %). Beside it, on
the same queries, a plain peer: PDQ of whole frames twice a second, pairs of frames within 31 bits, and the offset that
most of them vote for; its segment runs from the first to the last of these. *chance*: pairs of clips of different
sources; a segment is false unless a person sees the same pictures, so each pair with one is named. Prints the table
that ``comparators/image/video/chance.py`` carries.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from video import EDITS, SHAPE, Found, f1, tally
from video_clips import CLIPS, DRAWN, locate

from appraisal.comparator import Context, Resources
from appraisal.errors import MaterialError, Refused
from appraisal.work import Work
from comparators.image import pdq
from comparators.image.video.features import VideoFeatures
from comparators.image.video.frames import frames
from comparators.image.video.method import VideoCopy

TAKEN, HOST, SHORTEST = 10.0, 6.0, 5.0
FIT = "scale=320:180:force_original_aspect_ratio=increase,crop=320:180"
BITS, SECOND = 31, 2.0  # of the peer: bits of 256 at the most, frames a second


def edited(source: Path, host: Path, start: float, taken: float, edit: str, out: Path) -> tuple[float, float]:
    """Write the query; true times of the copied part in it."""
    asked, speed, inset, quality = EDITS[edit]
    fitted = f"{FIT},{SHAPE}"
    middle = f"[1:v]{fitted},{asked},{SHAPE}[b]"
    if inset:
        middle = f"[1:v]{fitted},{asked}[s];[3:v]{fitted}[g];[g][s]overlay=W-w-20:20:shortest=1,{SHAPE}[b]"
    graph = f"[0:v]{fitted}[a];{middle};[2:v]{fitted}[c];[a][b][c]concat=n=3:v=1[out]"
    loop = ["-stream_loop", "9"]
    command: list[object] = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *loop, "-t", HOST, "-i", host, "-ss",
                             start, "-t", taken, "-i", source, *loop, "-ss", 3, "-t", HOST, "-i", host]  # fmt: skip
    command += [*loop, "-t", taken + 2, "-i", host] if inset else []
    command += ["-filter_complex", graph, "-map", "[out]", "-c:v", "mpeg4", "-q:v", quality, "-threads", "1", out]
    subprocess.run([str(word) for word in command], check=True)
    return HOST, HOST + taken / speed


def read(path: Path) -> VideoFeatures:
    return VideoCopy().read(Work.open(path).members[0], Resources())


def hashes(path: Path) -> NDArray[np.uint8]:
    """(n, 256) bits of whole frames, ``SECOND`` a second."""
    made = []
    for frame in frames(Work.open(path).members[0], SECOND, 10_000):
        made.append(np.unpackbits(pdq.hashes(pdq.squares(np.repeat(frame[..., None], 3, axis=2)))[0]))
    return np.stack(made)


def peer(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> list[Found]:
    """The segment of the offset that most pairs of frames within the limit vote for, two of them or more."""
    apart = (left[:, None, :] != right[None, :, :]).sum(axis=2)
    near = np.argwhere(apart <= BITS)
    votes = Counter((j - i) for i, j in near.tolist())
    if not votes or max(votes.values()) < 2:
        return []
    offset = min(votes, key=lambda o: (-votes[o], abs(o), o))
    at = [i for i, j in near.tolist() if j - i == offset]
    first, last = min(at), max(at) + 1
    return [((first / SECOND, last / SECOND), ((first + offset) / SECOND, (last + offset) / SECOND))]


def line(rows: dict[str, list[list[float]]]) -> str:
    """F1 with its interval over clips."""
    names = sorted(rows)
    table = [np.array(rows[name]) for name in names]
    dice = np.random.default_rng(0)
    drawn = [f1(np.concatenate([table[k] for k in dice.integers(0, len(table), len(table))])) for _ in range(1000)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    every = np.concatenate(table)
    both, seen, real = every.sum(axis=0)
    return (
        f"F1 {f1(every):.3f} [{low:.3f}, {high:.3f}], precision {both / seen if seen else 1:.3f},"
        f" recall {both / real if real else 1:.3f}, n = {len(every)} of {len(table)} clips"
    )


def edits(paths: dict[str, Path], use: str, scratch: Path | None, some: int) -> None:
    sources = {clip.name: clip.source for clip in CLIPS}
    chosen = [clip.name for clip in CLIPS if clip.name in paths and clip.use == use]
    dice = random.Random(1)
    ours: dict[str, dict[str, list[list[float]]]] = defaultdict(lambda: defaultdict(list))
    theirs: dict[str, dict[str, list[list[float]]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        for number, name in enumerate(chosen):
            try:
                whole, plain = read(paths[name]), hashes(paths[name])
            except (MaterialError, Refused) as error:
                print(f"{name}: {error}")
                continue
            taken = min(TAKEN, whole.seconds * 0.6)
            others = [other for other in chosen if sources[other] != sources[name]]
            plan = [(edit, dice.choice(others), dice.uniform(0, whole.seconds - taken)) for edit in EDITS]
            if whole.seconds < SHORTEST:
                continue
            began = time.process_time()
            for edit, host, start in plan[number % some :: some]:
                query = Path(folder) / "query.avi"
                true = edited(paths[name], paths[host], start, taken, edit, query)
                seconds = [(start, start + taken), true]
                matches = VideoCopy().match({"l": whole}, {"r": read(query)}, Context())
                found = [
                    ((float(m.left.start), float(m.left.stop)), (float(m.right.start), float(m.right.stop)))
                    for m in matches
                ]
                ours[edit][name].append(tally(found, seconds))
                theirs[edit][name].append(tally(peer(plain, hashes(query)), seconds))
                query.unlink()
            own = np.concatenate([np.array(ours[edit][name]) for edit in ours if name in ours[edit]])
            spent = time.process_time() - began
            print(f"  {name}: F1 {f1(own):.3f}, {len(own)} edits of {taken:.1f} s, {spent:.0f} CPU s", flush=True)
    for edit, rows in ours.items():
        print(f"{edit}: {line(rows)}; peer: {line(theirs[edit]).split(', n')[0]}")
    for who, table in (("all edits", ours), ("peer, all edits", theirs)):
        pooled: dict[str, list[list[float]]] = defaultdict(list)
        for rows in table.values():
            for name, each in rows.items():
                pooled[name] += each
        print(f"{who}: {line(pooled)}")


def chance(paths: dict[str, Path], most: int, minutes: float) -> None:
    clips = [clip for clip in (*CLIPS, *DRAWN) if clip.name in paths and clip.use == "held out"]
    random.Random(3).shuffle(clips)
    clips, began = clips[:most], time.monotonic()
    held: dict[str, VideoFeatures] = {}
    for clip in clips:
        try:
            held[clip.name] = read(paths[clip.name])
        except (MaterialError, Refused) as error:
            print(f"{clip.name}: {error}")
    pairs = [
        (a.name, b.name)
        for a, b in combinations(clips, 2)
        if a.source != b.source and a.name in held and b.name in held
    ]
    random.Random(2).shuffle(pairs)
    best: list[float] = []
    done: list[tuple[str, str]] = []
    for a, b in pairs:
        if time.monotonic() - began > 60 * minutes:
            print(f"{len(pairs)} pairs in all, in an order drawn from seed 2; stopped by the clock")
            break
        done.append((a, b))
        evidence = [
            float(m.details["strength"])  # type: ignore[arg-type]  # a number
            for m in VideoCopy().match({"l": held[a]}, {"r": held[b]}, Context())
        ]
        if evidence:
            print(f"  {a} / {b}: {len(evidence)} segments, strongest {max(evidence):.2f}", flush=True)
            best.append(max(evidence))
    both = sum(held[a].seconds * held[b].seconds for a, b in done) / 3600
    print(f"{len(done)} pairs of {len(held)} videos, {both:.0f} minutes × minutes: {len(best)} with a segment")
    limits = sorted({0.0, *(float(f"{v:.2g}") for v in best)})
    print([(limit, sum(v >= limit for v in best)) for limit in limits])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, action="append", required=True)
    parser.add_argument("--part", choices=("edits", "chance"), required=True)
    parser.add_argument("--seen", action="store_true", help="the clips that were looked at, not those held out")
    parser.add_argument("--some", type=int, default=1, help="of each clip one edit of so many, in turn")
    parser.add_argument("--videos", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=1e6, help="stop taking up further pairs after that time")
    parser.add_argument("--scratch", type=Path)
    asked = parser.parse_args()
    paths = locate((*CLIPS, *DRAWN), asked.clips)
    missing = [clip.name for clip in (*CLIPS, *DRAWN) if clip.name not in paths]
    print(f"{len(paths)} clips; not there: {', '.join(missing) or 'none'}")
    if asked.part == "edits":
        edits(paths, "seen" if asked.seen else "held out", asked.scratch, asked.some)
    else:
        chance(paths, asked.videos, asked.minutes)


if __name__ == "__main__":
    main()
