"""Letter forms, glyph by glyph: fonts that were made from another against fonts of one style by two hands.

    python benchmarks/image_letters.py --data DIR --out FILE [--report]

DIR holds one folder a Debian package with what ``dpkg-deb -x`` makes of it: fonts-dejavu-core, ttf-bitstream-vera,
fonts-liberation, fonts-croscore, fonts-texgyre, fonts-urw-base35, fonts-freefont-ttf, fonts-crosextra-carlito,
fonts-lato, fonts-open-sans, fonts-roboto-unhinted, fonts-wqy-microhei, fonts-wqy-zenhei, fonts-droid-fallback,
fonts-arphic-uming, fonts-cwtex-ming. Each letter is drawn on a picture of its own and laid on its counterpart by
``image-contour``. A run that was cut off goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from appraisal.errors import AppraisalError
from benchmarks.image_contour import DRAWS, Shown, area, features, row, rows
from benchmarks.image_edits import Pixels

#: (kind, one font, another): ``fork`` where one was made from the other, ``own`` where two hands drew one style.
FONTS: tuple[tuple[str, str, str], ...] = (
    ("fork", "DejaVuSans.ttf", "Vera.ttf"),
    ("fork", "LiberationSans-Regular.ttf", "Arimo-Regular.ttf"),
    ("fork", "texgyreheros-regular.otf", "NimbusSans-Regular.otf"),
    ("fork", "FreeSans.ttf", "NimbusSans-Regular.otf"),
    ("fork", "Carlito-Regular.ttf", "Lato-Regular.ttf"),
    ("own", "LiberationSans-Regular.ttf", "NimbusSans-Regular.otf"),
    ("own", "DejaVuSans.ttf", "OpenSans-Regular.ttf"),
    ("own", "Roboto-Regular.ttf", "Arimo-Regular.ttf"),
    ("own", "Lato-Regular.ttf", "OpenSans-Regular.ttf"),
    ("fork-zh", "wqy-microhei.ttc", "DroidSansFallbackFull.ttf"),
    ("own-zh", "wqy-microhei.ttc", "wqy-zenhei.ttc"),
    ("own-zh", "uming.ttc", "cwming.ttf"),
    ("own-zh", "DroidSansFallbackFull.ttf", "wqy-zenhei.ttc"),
)
LATIN, CHINESE = "BGRSaegkmsyß&@358Q", "永國書畫龍飛鳳舞家樂東風學聲愛馬"


def glyph(path: Path, character: str) -> Pixels | None:
    font = ImageFont.truetype(str(path), 360)
    left, top, right, bottom = font.getbbox(character)
    if right - left < 20 or bottom - top < 20:
        return None
    image = Image.new("RGB", (int(right - left) + 80, int(bottom - top) + 80), (255, 255, 255))
    ImageDraw.Draw(image).text((40 - left, 40 - top), character, fill=(0, 0, 0), font=font)
    return np.asarray(image)


def fonts(data: Path, out: Path) -> None:
    """Letters of two fonts, each on its own picture: length of strokes that coincide, near, or are of one side."""
    done = {r["name"] for r in rows(out)} if out.exists() else set()
    with out.open("a", encoding="utf-8") as sink:
        jobs = [
            (kind, one, other, (CHINESE if kind.endswith("zh") else LATIN)[at : at + 1])
            for at in range(max(len(CHINESE), len(LATIN)))  # all pairs in step, for runs that are cut off
            for kind, one, other in FONTS
        ]
        for kind, one, other, character in jobs:
            paths = [_found(data, name) for name in (one, other)]
            name = f"{one} {other} {character}"
            if not character or name in done or paths[0] is None or paths[1] is None:
                continue
            drawn = [glyph(path, character) for path in paths if path is not None]
            if drawn[0] is None or drawn[1] is None:
                continue
            try:
                made = row(kind, name, Shown(name, paths[0], drawn[0], features(drawn[0])), drawn[1], False)
            except AppraisalError:
                continue  # too plain a letter
            made.pop("_", None)
            sink.write(json.dumps(made, ensure_ascii=False) + "\n")
            sink.flush()


@lru_cache(maxsize=64)
def _found(data: Path, name: str) -> Path | None:
    return next((p for folder in sorted(data.iterdir()) for p in sorted(folder.rglob(name))), None)


def report_fonts(out: Path) -> None:
    found = rows(out)
    for pair in dict.fromkeys(" ".join(r["name"].split(" ")[:2]) for r in found):
        own = [r for r in found if r["name"].startswith(pair + " ")]
        shares = [min(r.get("shares", [0, 0])) for r in own]
        same = [min(r.get("coincident", [0, 0])) for r in own]
        middle = np.median(shares), np.median(same)
        print(f"{own[0]['kind']} {pair}: n = {len(own)}, median common {middle[0]:.3f}, coincident {middle[1]:.3f}")
    for end in ("", "-zh"):
        forks, others = (
            np.array([min(r.get("coincident", [0, 0])) for r in found if r["kind"] == kind + end])
            for kind in ("fork", "own")
        )
        if len(forks) and len(others):
            dice = np.random.default_rng(0)
            draws = [area(dice.choice(forks, len(forks)), dice.choice(others, len(others))) for _ in range(DRAWS)]
            low, high = np.percentile(draws, [2.5, 97.5])
            told = f"{area(forks, others):.4f} [{low:.4f}, {high:.4f}], {len(forks)} / {len(others)}"
            print(f"letters{end}: AUC of the coincident share {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--report", action="store_true")
    given = parser.parse_args()
    if not given.report:
        fonts(given.data, given.out)
    report_fonts(given.out)


if __name__ == "__main__":
    main()
