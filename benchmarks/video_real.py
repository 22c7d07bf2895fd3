"""``video-copy`` on real moving pictures that it was not made on: edits, and segments of unrelated pairs.

    python benchmarks/video_real.py --clips DIR [--clips DIR]… --part edits|log --log FILE [--set NAME] [--some N]
    python benchmarks/video_real.py --clips DIR [--clips DIR]… --part chance [--videos N] [--minutes M]

Clips are those of ``video_clips.py``, found below the folders by the ends of their paths; each that is not there is
named. *edits*: of every clip of at least five seconds of the set (``fresh``, held out for version 6; ``older``: the
held-out half and the further clips, which version 4 was scored on; ``development``: the other half) three fifths, ten
seconds at the most, go through each edit of ``video.py`` and stand between six seconds of another clip on either side
(looped where that is shorter); seconds found, true and both on both time axes are pooled, F1 with a bootstrap over
clips (1,000 draws, seed 0, 95 %). Beside it, on the same queries, a plain peer: PDQ of whole frames twice a second,
pairs of frames within 31 bits, and the offset that most of them vote for; its segment runs from the first to the last
of these. *log* prints what is in the log of a run that was broken off. *chance*: pairs of clips of ``fresh`` of
different sources; a segment is false unless a person sees the same pictures, so each pair with one is named. Prints
the table that ``comparators/image/video/chance.py`` carries.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from video import EDITS, SHAPE, Found, f1, tally
from video_clips import CLIPS, DRAWN, FRESH, FURTHER, Clip, development, locate

from appraisal.comparator import Context, Resources
from appraisal.errors import MaterialError, Refused
from appraisal.work import Work
from comparators.image import pdq
from comparators.image.video.features import VideoFeatures
from comparators.image.video.frames import frames
from comparators.image.video.method import VideoCopy

TAKEN, HOST, SHORTEST = 10.0, 6.0, 5.0
FIT = "scale=320:180:force_original_aspect_ratio=increase,crop=320:180"
EQUAL = 0.99  # correlation of two thumbs that show one picture
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


def same_pictures(video: VideoFeatures, found: list[Found], true: tuple[float, float]) -> tuple[float, float]:
    """Seconds of the source that were found though others were taken, or taken and not found, and show the same
    picture (correlation of ``EQUAL``) as some second that was taken, or found: (wrongly found, wrongly missed). A
    second of a still corresponds to any second of that still."""
    times = np.arange(len(video.thumbs)) / video.rate
    taken = (times >= true[0]) & (times < true[1])
    seen = np.zeros(len(times), bool)
    for (start, stop), _ in found:
        seen |= (times >= start) & (times < stop)
    flat = video.thumbs.reshape(len(times), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    sums = []
    for part, known in ((seen & ~taken, taken), (taken & ~seen, seen)):
        alike = (flat[part] @ flat[known].T).max(axis=1) >= EQUAL if part.any() and known.any() else np.zeros(0)
        sums.append(float(alike.sum()) / video.rate)
    return sums[0], sums[1]


def edits(paths: dict[str, Path], chosen: list[Clip], scratch: Path | None, some: int, log: Path) -> None:
    """One edit of every clip after another, so that a run that is broken off has all clips; the log has those done."""
    done = {(row["clip"], row["edit"]) for row in logged(log)}
    dice = random.Random(1)
    whole: dict[str, VideoFeatures] = {}
    plain: dict[str, NDArray[np.uint8]] = {}
    plans: list[list[tuple[str, str, str, float, float]]] = []
    for number, clip in enumerate(chosen):
        try:
            whole[clip.name], plain[clip.name] = read(paths[clip.name]), hashes(paths[clip.name])
        except (MaterialError, Refused) as error:
            print(f"{clip.name}: {error}")
            continue
        length = whole[clip.name].seconds
        taken = min(TAKEN, length * 0.6)
        others = [other.name for other in chosen if other.source != clip.source]
        plan = [(edit, dice.choice(others), dice.uniform(0, length - taken)) for edit in EDITS]
        if length >= SHORTEST:
            plans.append([(clip.name, edit, host, start, taken) for edit, host, start in plan[number % some :: some]])
    print(f"{sum(map(len, plans))} edits of {len(plans)} clips, {len(done)} done before", flush=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        query = Path(folder) / "query.avi"
        for turn in range(max(map(len, plans), default=0)):
            for name, edit, host, start, taken in (plan[turn] for plan in plans if turn < len(plan)):
                if (name, edit) in done:
                    continue
                began = time.process_time()
                true = edited(paths[name], paths[host], start, taken, edit, query)
                seconds = [(start, start + taken), true]
                matches = VideoCopy().match({"l": whole[name]}, {"r": read(query)}, Context())
                found = [
                    ((float(m.left.start), float(m.left.stop)), (float(m.right.start), float(m.right.stop)))
                    for m in matches
                ]
                ours, theirs = tally(found, seconds), tally(peer(plain[name], hashes(query)), seconds)
                false, missed = same_pictures(whole[name], found, seconds[0])
                still = [ours[0] + missed, ours[1] - false + missed, ours[2]]
                row = {"clip": name, "edit": edit, "host": host, "true": seconds, "found": found, "ours": ours}
                row |= {"still": still, "peer": theirs, "cpu": round(time.process_time() - began, 1)}
                with log.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(row) + "\n")
                query.unlink()
    told(logged(log), {clip.name for clip in chosen})


def logged(log: Path) -> list[dict[str, Any]]:
    if not log.exists():
        return []
    return [json.loads(text) for text in log.read_text("utf-8").splitlines()]


def told(rows: list[dict[str, Any]], chosen: set[str]) -> None:
    """Each row of the log; then by edit and by clip, and all, beside the peer."""
    rows = [row for row in rows if row["clip"] in chosen]
    for row in rows:
        found = "; ".join(map(_times, row["found"])) or "nothing"
        own, other = (f1(np.array([row[who]])) for who in ("ours", "peer"))
        print(
            f"  {row['clip']}, {row['edit']}: F1 {own:.3f}, true {_times(row['true'])}, found {found}; peer {other:.3f}"
        )

    def table(who: str, of: str = "") -> dict[str, list[list[float]]]:
        made: dict[str, list[list[float]]] = defaultdict(list)
        for row in rows:
            if of in ("", row["edit"]):
                made[row["clip"]].append(row[who])
        return made

    for edit in EDITS:
        if table("ours", edit):
            print(f"{edit}: {line(table('ours', edit))}; peer: {line(table('peer', edit)).split(', n')[0]}")
    for name, own in table("ours").items():
        print(f"{name}: F1 {f1(np.array(own)):.3f}, n = {len(own)}; peer {f1(np.array(table('peer')[name])):.3f}")
    further = {clip.name for clip in FURTHER}
    for part, names in (("all", chosen), ("further clips", chosen & further), ("older clips", chosen - further)):
        for who, said in (("ours", "F1"), ("still", "F1, by the rule for stills"), ("peer", "peer")):
            kept = {name: own for name, own in table(who).items() if name in names}
            if not kept:
                continue
            each = np.array([f1(np.array(own)) for own in kept.values()])
            dice = np.random.default_rng(0)
            drawn = [float(each[dice.integers(0, len(each), len(each))].mean()) for _ in range(1000)]
            low, high = np.percentile(drawn, [2.5, 97.5])
            print(f"{part}, {said}: mean of clips {each.mean():.3f} [{low:.3f}, {high:.3f}]; pooled {line(kept)}")
    print(f"{sum(row['cpu'] for row in rows) / len(rows):.1f} CPU s an edit, without ffmpeg")


def _times(both: list[list[float]]) -> str:
    return " / ".join(f"{start:.2f}-{stop:.2f}" for start, stop in both)


def chance(paths: dict[str, Path], most: int, minutes: float) -> None:
    clips = [clip for clip in FRESH if clip.name in paths]
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
    parser.add_argument("--part", choices=("edits", "log", "chance"), required=True)
    parser.add_argument("--set", dest="which", choices=("fresh", "older", "development"), default="fresh")
    parser.add_argument(
        "--log", type=Path, default=Path("video-edits.jsonl"), help="rows of edits; a run goes on from it"
    )
    parser.add_argument("--some", type=int, default=1, help="of each clip one edit of so many, in turn")
    parser.add_argument("--videos", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=1e6, help="stop taking up further pairs after that time")
    parser.add_argument("--scratch", type=Path)
    asked = parser.parse_args()
    every = (*CLIPS, *FURTHER, *FRESH, *DRAWN)
    sets = {"fresh": list(FRESH), "older": [c for c in (*CLIPS, *FURTHER) if not development(c)]}
    sets["development"] = [c for c in CLIPS if development(c)]
    paths = locate(every, asked.clips)
    missing = [clip.name for clip in every if clip.name not in paths]
    print(f"{len(paths)} clips; not there: {', '.join(missing) or 'none'}")
    if asked.part == "edits":
        edits(paths, [clip for clip in sets[asked.which] if clip.name in paths], asked.scratch, asked.some, asked.log)
    elif asked.part == "log":
        told(logged(asked.log), {clip.name for clip in sets[asked.which]})
    else:
        chance(paths, asked.videos, asked.minutes)


if __name__ == "__main__":
    main()
