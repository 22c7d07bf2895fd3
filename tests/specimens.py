"""Small works for tests, written here: two unrelated files of each medium that comparators read."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

from appraisal.work import EVERY, Medium
from tests.audio.sounds import chords, save, tune
from tests.software.programs import LEDGER as LEDGER_C
from tests.software.programs import TIDE as TIDE_C
from tests.software.programs import compiled, put
from tests.specimen_texts import FERRY, LANTERN, LEDGER, TIDE

STORY = (
    "月光照在旧城的瓦上，守门人把灯举得很高。他说今晚不会有人进城，因为河水已经漫过了第三级石阶。"
    "少年没有回答，只把铜铃系在船头，铃声一下一下地响，像有人在远处数着什么。\n"
    "第二章 渡口\n船到渡口的时候天还没有亮，卖饼的老人已经生起了火。他认得那只铜铃，却装作不认得。\n"
) * 3
LETTER = (
    "Dear keeper of the northern lighthouse, the crates you asked for left the harbour on Tuesday. Please count the "
    "lenses before signing, since two of them were wrapped in a hurry. The brass fittings follow with the next boat, "
    "together with a barrel of oil and the almanac that your daughter wanted for her birthday.\n"
) * 2


def specimens_of(media: frozenset[Medium], folder: Path, method: str = "") -> list[Path]:
    """Two unrelated files that a comparator of these media, or this method, reads."""
    target = folder / "specimens"
    target.mkdir(exist_ok=True)
    if method == "software-map":
        return _maps(target)
    if method == "image-icon":
        return _sprites(target)
    if method == "image-contour":
        return _drawings(target)
    if method == "text-cast":
        return _stories(target)
    if method == "software-model":
        return _models(target)
    if method == "code-deposit":
        return _code(target)
    if method == "software-functions":
        return [put(target / f"{n}.elf", compiled(text, "O1")) for n, text in (("ledger", LEDGER_C), ("tide", TIDE_C))]
    if method == "software-source":
        return [put(target / "ledger.c", LEDGER_C.encode()), put(target / "tide.elf", compiled(TIDE_C, "O1"))]
    if media == EVERY:
        return _tables(target)
    if Medium.TEXT in media:
        return _text(target)
    if Medium.CODE in media:
        return _code(target)
    if Medium.IMAGE in media:
        return _pictures(target)
    if Medium.SCORE in media:
        return _scores(target)
    if method == "audio-effect":
        return [save(target / f"hit{seed}.wav", tune(seed, 1.2, pace=0.1)) for seed in (1, 2)]
    if method == "music-cover":
        songs = [[(seed * number * number + 5 * number) % 23 for number in range(1, 61)] for seed in (1, 2)]
        return [save(target / f"song{n}.flac", chords(song)) for n, song in enumerate(songs, 1)]
    if Medium.AUDIO in media:
        return [save(target / f"tune{seed}.wav", tune(seed)) for seed in (1, 2)]
    if Medium.VIDEO in media:
        return _videos(target)
    raise LookupError(f"no specimens for {sorted(media)}: write some here")


def _scores(target: Path) -> list[Path]:
    """Two unrelated tunes in ABC notation."""
    paths = [target / "lantern.abc", target / "ferry.abc"]
    paths[0].write_text(LANTERN, "utf-8")
    paths[1].write_text(FERRY, "utf-8")
    return paths


def _text(target: Path) -> list[Path]:
    paths = [target / "story.txt", target / "letter.txt"]
    paths[0].write_text(STORY, "utf-8")
    paths[1].write_text(LETTER, "utf-8")
    return paths


def _code(target: Path) -> list[Path]:
    paths = [target / "Ledger.java", target / "Tide.java"]
    paths[0].write_text(LEDGER, "utf-8")
    paths[1].write_text(TIDE, "utf-8")
    return paths


def _stories(target: Path) -> list[Path]:
    """Two unrelated stories with people in them, one in Chinese and one in English."""
    chinese = "".join(
        f"{one}道：“潮水又退了{n}尺，{other}怎么还不来？”\n{other}笑着把绳子放下，{two}听见铃声响了第{n}下。\n"
        for n, (one, other, two) in enumerate(
            [("洛汐", "郁伯", "裴铮"), ("郁伯", "裴铮", "洛汐"), ("裴铮", "洛汐", "郁伯")] * 3
        )
    )
    english = "".join(
        f"The bell rang {n} times before Ottilie came in. Then Marguerite asked where Bertram had put lamp {n}, and so"
        f" did Ottilie.\nIt was late when Bertram left with Marguerite.\n"
        for n in range(6)
    )
    paths = [target / "haiyue.txt", target / "lamps.txt"]
    paths[0].write_text(chinese, "utf-8")
    paths[1].write_text(english, "utf-8")
    return paths


def _tables(target: Path) -> list[Path]:
    """Two tables of data such as products hold: words, odd numbers, some of everything."""
    paths = [target / "monsters.csv", target / "harbour.csv"]
    dice = random.Random(1)
    first = ["id,name,life,speed,drop"]
    for n in range(1, 31):
        name = "".join(dice.choice("青赤黑白金玉狼蛇鹰龟虎") for _ in range(4))
        first.append(
            f"{n},{name},{dice.randint(137, 2911)},{dice.randint(83, 997) / 1000},item_{dice.randint(100, 999)}"
        )
    second = ["ship;captain;tons;left at"]
    for n in range(24):
        captain = dice.choice(["Birgit", "Carla", "Dmitri", "Ewan"]) + " Holm" + "ov" * (n % 4)
        left = f"{dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}"
        second.append(f"Vessel {chr(65 + n)}{dice.randint(10, 99)};{captain};{dice.randint(2041, 9997)};{left}")
    paths[0].write_text("\n".join(first) + "\n", "utf-8")
    paths[1].write_text("\n".join(second) + "\n", "utf-8")
    return paths


def drawn_map(seed: int, width: int = 40, height: int = 32) -> list[list[int]]:
    """A map as people draw them: a wandering stream, houses of odd sizes, paths between, bushes here and there."""
    dice = random.Random(seed)
    cells = [[1] * width for _ in range(height)]
    x = dice.randrange(width // 4, 3 * width // 4)
    for y in range(height):
        x = min(width - 3, max(1, x + dice.choice((-1, -1, 0, 1, 1))))
        for n in range(2):
            cells[y][x + n] = 2
    doors: list[tuple[int, int]] = []
    for _ in range(7):
        w, h = dice.randint(3, 7), dice.randint(3, 6)
        left, top = dice.randrange(width - w), dice.randrange(height - h)
        for y in range(top, top + h):
            for x in range(left, left + w):
                edge = y in (top, top + h - 1) or x in (left, left + w - 1)
                cells[y][x] = 3 if edge else 4
        door = (left + dice.randrange(1, w - 1), top + h - 1)
        cells[door[1]][door[0]] = 5
        doors.append(door)
    for (x, y), (to_x, to_y) in pairwise(doors):
        while (x, y) != (to_x, to_y):
            if cells[y][x] in (1, 2):
                cells[y][x] = 6 if cells[y][x] == 1 else 7
            x, y = (x + (to_x > x) - (to_x < x), y) if x != to_x else (x, y + (to_y > y) - (to_y < y))
    for _ in range(width * height // 12):
        x, y = dice.randrange(width), dice.randrange(height)
        if cells[y][x] == 1:
            cells[y][x] = dice.choice((8, 9, 10, 11))
    return cells


def tmx(layers: list[tuple[str, list[list[int]]]]) -> str:
    """A Tiled map of these layers."""
    height, width = len(layers[0][1]), len(layers[0][1][0])
    body = "".join(
        f' <layer id="{n}" name="{name}" width="{width}" height="{height}">\n  <data encoding="csv">\n'
        + ",\n".join(",".join(map(str, row)) for row in rows)
        + "\n</data>\n </layer>\n"
        for n, (name, rows) in enumerate(layers, 1)
    )
    head = f'<map version="1.10" orientation="orthogonal" width="{width}" height="{height}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head} tilewidth="16" tileheight="16">\n{body}</map>\n'


def _maps(target: Path) -> list[Path]:
    paths = [target / "village.tmx", target / "harbour.tmx"]
    for seed, path in enumerate(paths, 1):
        path.write_text(tmx([("ground", drawn_map(seed))]), "utf-8")
    return paths


def carved(seed: int, rows: int = 18, around: int = 20) -> tuple[list[list[float]], list[tuple[int, int, int]]]:
    """A shape as from a sculptor's hand: a closed skin of rings whose radius wanders. Points and triangles (from 0)."""
    dice = random.Random(seed)
    bumps = [(dice.randint(1, 4), dice.randint(1, 4), dice.uniform(0, 6.3), dice.uniform(0.05, 0.2)) for _ in range(8)]
    points: list[list[float]] = []
    for i in range(rows):
        for j in range(around):
            u, v = 3.1 * (i + 0.5) / rows, 6.2831853 * j / around
            r = 1 + sum(a * math.sin(m * u * 2 + n * v + p) for m, n, p, a in bumps) + dice.uniform(-0.02, 0.02)
            points.append([r * math.sin(u) * math.cos(v), r * math.sin(u) * math.sin(v), 1.6 * r * math.cos(u)])
    faces: list[tuple[int, int, int]] = []
    for i in range(rows - 1):
        for j in range(around):
            a, b = i * around + j, i * around + (j + 1) % around
            faces += [(a, b, b + around), (a, b + around, a + around)]
    return points, faces


def obj(points: list[list[float]], faces: list[tuple[int, ...]]) -> str:
    """A Wavefront OBJ file."""
    lines = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in points]
    lines += ["f " + " ".join(str(n + 1) for n in face) for face in faces]
    return "\n".join(lines) + "\n"


def _models(target: Path) -> list[Path]:
    paths = [target / "statue.obj", target / "rock.obj"]
    for seed, path in enumerate(paths, 1):
        points, faces = carved(seed)
        path.write_text(obj(points, list(faces)), "utf-8")
    return paths


def film(seed: int, seconds: float = 9.0, rate: float = 8.0, width: int = 192, height: int = 144) -> Any:
    """(frames, height, width) uint8: shots of about three seconds, each a view of its own in which things move."""
    import numpy as np
    from PIL import Image, ImageDraw

    dice = random.Random(seed)
    frames: list[Any] = []
    shot, until = 0, 0.0
    while len(frames) < round(seconds * rate):
        if len(frames) / rate >= until:
            shot, until = shot + 1, len(frames) / rate + dice.uniform(2.5, 4.0)
            noise = np.random.default_rng(1000 * seed + shot).integers(30, 226, (9, 12), dtype=np.uint8)
            view = Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)
            pen = ImageDraw.Draw(view)
            for _ in range(14):
                x, y = dice.randrange(width), dice.randrange(height)
                shape = (x, y, x + dice.randint(6, 40), y + dice.randint(6, 30))
                (pen.ellipse if dice.random() < 0.4 else pen.rectangle)(shape, fill=dice.randint(0, 255))
            things = [[dice.uniform(0, width), dice.uniform(0, height), dice.uniform(-6, 6), dice.uniform(-4, 4),
                       float(dice.randint(8, 26)), float(dice.randint(0, 255))] for _ in range(5)]  # fmt: skip
        frame = view.copy()
        pen = ImageDraw.Draw(frame)
        for thing in things:
            thing[0], thing[1] = (thing[0] + thing[2]) % width, (thing[1] + thing[3]) % height
            at, down, size = thing[0], thing[1], thing[4]
            pen.polygon(
                [(at, down - size / 2), (at + size / 2, down + size / 3), (at - size / 2, down + size / 4)],
                fill=int(thing[5]),
            )
        frames.append(np.asarray(frame))
    return np.stack(frames)


def _videos(target: Path) -> list[Path]:
    from comparators.image.video.planting import write

    paths = [target / "film1.avi", target / "film2.avi"]
    for seed, path in enumerate(paths, 1):
        write(path, list(film(seed, 7.0)))
    return paths


def _sprites(target: Path) -> list[Path]:
    """Two sheets of six figures each on transparent ground: shapes, eyes and stripes of their own."""
    from PIL import Image, ImageDraw

    paths: list[Path] = []
    for seed in (1, 2):
        dice = random.Random(seed)
        sheet = Image.new("RGBA", (3 * 56, 2 * 56), (0, 0, 0, 0))
        pen = ImageDraw.Draw(sheet)
        for n in range(6):
            x, y = n % 3 * 56 + 4, n // 3 * 56 + 4
            body = [(x + dice.randint(0, 47), y + dice.randint(0, 47)) for _ in range(7)]
            pen.polygon(body, fill=(dice.randint(0, 255), dice.randint(0, 255), dice.randint(0, 255), 255))
            for _ in range(6):
                left, top = x + dice.randint(0, 38), y + dice.randint(0, 38)
                colour = (dice.randint(0, 255), dice.randint(0, 255), dice.randint(0, 255), 255)
                shape = (left, top, left + dice.randint(3, 9), top + dice.randint(3, 9))
                (pen.ellipse if dice.random() < 0.5 else pen.rectangle)(shape, fill=colour)
        paths.append(target / f"sprites{seed}.png")
        sheet.save(paths[-1])
    return paths


def _drawings(target: Path) -> list[Path]:
    """Line drawings: twenty open and closed curves each, written here by their formulas."""
    import numpy as np
    from PIL import Image, ImageDraw

    paths: list[Path] = []
    for seed in (1, 2):
        dice = np.random.default_rng(seed)
        image = Image.new("RGB", (560, 420), (255, 255, 255))
        pen = ImageDraw.Draw(image)
        along = np.linspace(0, 1, 60)
        for _ in range(20):
            x, y = dice.uniform(60, 500), dice.uniform(60, 360)
            waves = dice.normal(0, 1, (2, 3)) * (40, 22, 12)
            turns = 2 * np.pi * along[:, None] * (1, 2, 3) * dice.choice((0.5, 1.0))
            points = np.column_stack([x + (np.cos(turns) * waves[0]).sum(1), y + (np.sin(turns) * waves[1]).sum(1)])
            pen.line([tuple(each) for each in points.round().tolist()], fill=(20, 20, 20), width=3, joint="curve")
        paths.append(target / f"drawing{seed}.png")
        image.save(paths[-1])
    return paths


def _pictures(target: Path) -> list[Path]:
    import numpy as np
    from PIL import Image, ImageFilter

    paths: list[Path] = []
    for seed in (1, 2):
        noise = np.random.default_rng(seed).integers(0, 256, (40, 56, 3), dtype=np.uint8)
        picture = (
            Image.fromarray(noise).resize((448, 320), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
        )
        paths.append(target / f"picture{seed}.png")
        picture.save(paths[-1])
    return paths
