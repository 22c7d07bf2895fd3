"""Draw the pictures of the sample case: ten of the claimed work, thirteen of the accused work, two of envelopes.

``python -m appraisal.sample.art`` writes them again.
"""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from appraisal.sample.art.accused import accused
from appraisal.sample.art.brushes import COLOURS
from appraisal.sample.art.claimed import CLAIMED
from appraisal.sample.art.packages import PACKAGES

HERE = Path(__file__).resolve().parent.parent


def encode(picture: Image.Image, name: str) -> bytes:
    """The bytes of the file: PNG, or JPEG for names that say so."""
    out = io.BytesIO()
    if name.endswith(".jpg"):
        picture.save(out, "JPEG", quality=60)
    else:
        few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_all() -> dict[str, bytes]:
    """Every picture file by its path inside the sample case."""
    own = {name: draw() for name, draw in CLAIMED.items()}
    taken = accused(own)
    pairs: Iterable[tuple[str, Image.Image]] = [
        *((f"claimed/art/{name}", picture) for name, picture in own.items()),
        *((f"accused/pic/{name}", picture) for name, picture in taken.items()),
        *((f"photographs/{name}", draw()) for name, draw in PACKAGES.items()),
    ]
    return {path: encode(picture, path) for path, picture in pairs}


def write() -> None:
    """Write them where the sample case lies."""
    for path, data in draw_all().items():
        target = HERE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{path}: {len(data)} bytes")
