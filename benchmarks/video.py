"""Segments of videos through edits made by ffmpeg: how well ``video-copy`` finds them, and nothing else.

    python benchmarks/video.py [--films N] [--pictures DIR] [--scratch DIR]

Films of shots that pan over drawn views, or over photographs and paintings (every .jpg, .png and .webp below
``--pictures``, for example the unpacked Debian packages gnome-backgrounds and mate-backgrounds), are made from seed 0.
Of each film ten seconds go through each edit and stand between six seconds of another film on either side. Precision
and recall are of seconds on both time axes (found and true, found, true), pooled; F1 of these with a bootstrap over
queries (1,000 draws, seed 0, 95 %). Films that share nothing are compared too: every second found there is false.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Resources
from appraisal.errors import Refused
from appraisal.work import Work
from comparators.image.video.features import VideoFeatures
from comparators.image.video.method import VideoCopy
from comparators.image.video.planting import write

RATE, WIDE, HIGH, LONG = 12.0, 320, 180, 40.0
TAKEN, HOST = 10.0, 6.0
SHAPE = f"scale={WIDE}:{HIGH},fps={RATE:g},setsar=1,format=yuv420p"
#: name -> (filter of the part that is taken, its speed, whether it is an inset, quality of MPEG-4: 2 best, 31 worst)
EDITS: dict[str, tuple[str, float, bool, int]] = {
    "re-encoded, good": ("null", 1.0, False, 4),
    "re-encoded, poor": ("null", 1.0, False, 28),
    "speed 0.75": ("setpts=PTS/0.75", 0.75, False, 6),
    "speed 1.25": ("setpts=PTS/1.25", 1.25, False, 6),
    "speed 1.5": ("setpts=PTS/1.5", 1.5, False, 6),
    "mirrored": ("hflip", 1.0, False, 6),
    "cropped to 75 % of the sides": ("crop=iw*0.75:ih*0.75", 1.0, False, 6),
    "cropped to 60 % of the sides": ("crop=iw*0.6:ih*0.6:iw*0.1:ih*0.3", 1.0, False, 6),
    "logo": ("drawbox=215:10:90:50:yellow:fill,drawbox=230:20:60:30:black:fill", 1.0, False, 6),
    "grey": ("hue=s=0", 1.0, False, 6),
    "darker, more contrast": ("eq=brightness=-0.12:contrast=1.3", 1.0, False, 6),
    "half the size": ("scale=iw/2:ih/2", 1.0, False, 10),
    "letter box": (f"scale={WIDE}:132,pad={WIDE}:{HIGH}:0:24", 1.0, False, 6),
    "inset of 50 %": (f"scale={WIDE // 2}:{HIGH // 2}", 1.0, True, 6),
    "inset of 35 %": (f"scale={WIDE * 35 // 100}:{HIGH * 35 // 100 // 2 * 2}", 1.0, True, 6),
    "mirrored, cropped, speed 1.25, poor": ("hflip,crop=iw*0.8:ih*0.8,setpts=PTS/1.25", 1.25, False, 20),
    "grey, logo, speed 0.75": ("hue=s=0,drawbox=215:10:90:50:white:fill,setpts=PTS/0.75", 0.75, False, 10),
}
Frames = list[NDArray[np.uint8]]
Found = tuple[tuple[float, float], tuple[float, float]]


def views(folder: Path | None, dice: random.Random, count: int) -> list[NDArray[np.uint8]]:
    """Pictures of 640 × 400 that the shots pan over."""
    if folder is not None:
        paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".png", ".webp") and p.is_file())
        dice.shuffle(paths)
        found = []
        for path in paths:
            picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if picture is not None and min(picture.shape[:2]) >= 300 and len(found) < count:
                found.append(
                    cv2.cvtColor(cv2.resize(picture, (640, 400), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
                )
        if len(found) < count:
            raise SystemExit(f"{len(found)} pictures of 300 pixels or more below --pictures, {count} are needed")
        return found
    drawn = []
    for _ in range(count):
        noise = np.random.default_rng(dice.randrange(1 << 30)).integers(20, 236, (10, 16, 3), dtype=np.uint8)
        view = cv2.resize(noise, (640, 400), interpolation=cv2.INTER_CUBIC)
        for _ in range(40):
            x, y, colour = dice.randrange(640), dice.randrange(400), [dice.randrange(256) for _ in range(3)]
            if dice.random() < 0.5:
                cv2.circle(view, (x, y), dice.randint(4, 40), colour, -1)
            else:
                cv2.rectangle(view, (x, y), (x + dice.randint(5, 90), y + dice.randint(5, 60)), colour, -1)
        drawn.append(view)
    return drawn


def film(sources: list[NDArray[np.uint8]], dice: random.Random) -> Frames:
    """Shots of two and a half to five seconds that pan and zoom over one view each, things moving in front."""
    frames: Frames = []
    for view in sources:
        length = round(dice.uniform(2.5, 5.0) * RATE)
        ends = [(dice.uniform(0, 240), dice.uniform(0, 140), dice.uniform(0.6, 1.0)) for _ in range(2)]
        things = [(dice.uniform(0, WIDE), dice.uniform(0, HIGH), dice.uniform(-3, 3), dice.uniform(-2, 2),
                   dice.randint(6, 20), [dice.randrange(256) for _ in range(3)]) for _ in range(4)]  # fmt: skip
        for n in range(length):
            share = n / length
            x, y, zoom = (a + (b - a) * share for a, b in zip(*ends, strict=True))
            wide, high = 400 * zoom, 225 * zoom
            x, y = min(x, 640 - wide), min(y, 400 - high)
            matrix = np.array([[wide / WIDE, 0, x], [0, high / HIGH, y]])
            frame = cv2.warpAffine(view, matrix, (WIDE, HIGH), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
            for px, py, vx, vy, size, colour in things:
                at = (int(px + vx * n) % WIDE, int(py + vy * n) % HIGH)
                cv2.circle(frame, at, size, colour, -1)
            frames.append(np.asarray(frame, np.uint8))
        if len(frames) >= LONG * RATE:
            break
    return frames[: round(LONG * RATE)]


def edited(source: Path, host: Path, start: float, edit: str, out: Path) -> tuple[float, float]:
    """Write the query; true times of the copied part in it."""
    asked, speed, inset, quality = EDITS[edit]
    middle = f"[1:v]{asked},{SHAPE}[b]"
    if inset:
        middle = f"[1:v]{asked}[s];[3:v]{SHAPE}[g];[g][s]overlay=W-w-20:20:shortest=1,{SHAPE}[b]"
    graph = f"[0:v]{SHAPE}[a];{middle};[2:v]{SHAPE}[c];[a][b][c]concat=n=3:v=1[out]"
    command: list[object] = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-t", HOST, "-i", host, "-ss", start,
                             "-t", TAKEN, "-i", source, "-ss", HOST, "-t", HOST, "-i", host]  # fmt: skip
    command += ["-ss", 2 * HOST, "-i", host] if inset else []
    command += ["-filter_complex", graph, "-map", "[out]", "-c:v", "mpeg4", "-q:v", quality, "-threads", "1", out]
    subprocess.run([str(word) for word in command], check=True)
    return HOST, HOST + TAKEN / speed


def read(path: Path) -> VideoFeatures:
    return VideoCopy().read(Work.open(path).members[0], Resources())


def found(left: VideoFeatures, right: VideoFeatures) -> list[Found]:
    matches = VideoCopy().match({"l": left}, {"r": right}, Context())
    return [((float(m.left.start), float(m.left.stop)), (float(m.right.start), float(m.right.stop))) for m in matches]


def tally(
    segments: list[tuple[tuple[float, float], tuple[float, float]]], true: list[tuple[float, float]]
) -> list[float]:
    """Seconds found and true, found, true, over both axes; an axis is looked at in hundredths of a second."""
    sums = [0.0, 0.0, 0.0]
    for axis in (0, 1):
        seen = np.zeros(20_000, bool)
        for segment in segments:
            seen[round(segment[axis][0] * 100) : round(segment[axis][1] * 100)] = True
        real = np.zeros(20_000, bool)
        if true:
            real[round(true[axis][0] * 100) : round(true[axis][1] * 100)] = True
        for n, part in enumerate((seen & real, seen, real)):
            sums[n] += float(part.sum()) / 100
    return sums


def f1(rows: NDArray[np.float64]) -> float:
    both, seen, real = rows.sum(axis=0)
    return float(2 * both / (seen + real)) if seen + real else 1.0


def line(rows: list[list[float]]) -> str:
    table, dice = np.array(rows), np.random.default_rng(0)
    low, high = np.percentile([f1(table[dice.integers(0, len(table), len(table))]) for _ in range(1000)], [2.5, 97.5])
    both, seen, real = table.sum(axis=0)
    return (
        f"F1 {f1(table):.3f} [{low:.3f}, {high:.3f}], precision {both / seen if seen else 1:.3f},"
        f" recall {both / real if real else 1:.3f}, n = {len(table)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=int, default=6)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--scratch", type=Path)
    asked = parser.parse_args()
    dice = random.Random(0)
    shots = 16
    with tempfile.TemporaryDirectory(dir=asked.scratch) as folder:
        pool = views(asked.pictures, dice, shots * asked.films)
        paths = []
        for n in range(asked.films):
            paths.append(Path(folder) / f"film{n}.avi")
            frames = film(pool[n * shots : (n + 1) * shots], dice)
            write(paths[-1], frames, RATE, quality=3)
        films = [read(path) for path in paths]
        rows: dict[str, list[list[float]]] = defaultdict(list)
        spent = 0.0
        for n, source in enumerate(paths):
            for edit in EDITS:
                host = paths[(n + 1 + dice.randrange(asked.films - 1)) % asked.films]
                start = dice.uniform(0, LONG - TAKEN)
                query = Path(folder) / "query.avi"
                true = edited(source, host, start, edit, query)
                before = time.process_time()
                features = read(query)
                segments = found(films[n], features)
                spent += time.process_time() - before
                rows[edit].append(tally(segments, [(start, start + TAKEN), true]))
                query.unlink()
        for edit, of_edit in rows.items():
            print(f"{edit}: {line(of_edit)}")
        every = [row for of_edit in rows.values() for row in of_edit]
        print(f"all edits: {line(every)}")
        print(f"{spent / len(every):.2f} CPU seconds a query of about 22 s against {LONG:g} s, without ffmpeg")
        false = [
            (i, j, segment) for i, j in combinations(range(asked.films), 2) for segment in found(films[i], films[j])
        ]
        print(f"films that share nothing: {len(false)} segments in {asked.films * (asked.films - 1) // 2} pairs")


if __name__ == "__main__":
    try:
        main()
    except Refused as error:
        raise SystemExit(str(error)) from error
