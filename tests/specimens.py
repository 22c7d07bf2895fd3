"""Small works for tests, written here: two unrelated files of each medium that comparators read."""

from __future__ import annotations

import random
from pathlib import Path

from appraisal.work import EVERY, Medium

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


def specimens_of(media: frozenset[Medium], folder: Path) -> list[Path]:
    """Two unrelated files that a comparator of these media reads."""
    target = folder / "specimens"
    target.mkdir(exist_ok=True)
    if media == EVERY:
        return _tables(target)
    if Medium.TEXT in media:
        return _text(target)
    if Medium.IMAGE in media:
        return _pictures(target)
    raise LookupError(f"no specimens for {sorted(media)}: write some here")


def _text(target: Path) -> list[Path]:
    paths = [target / "story.txt", target / "letter.txt"]
    paths[0].write_text(STORY, "utf-8")
    paths[1].write_text(LETTER, "utf-8")
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
