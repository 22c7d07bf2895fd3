"""Pages kept as pictures: cover and sign page of every form of paper. Made anew by ``python -m tests.papers.pages``.

A page is compared as grey squares, so that what a reader sees counts and the last bit of a renderer does not.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

KEPT = Path(__file__).parent / "kept"
COLUMN = "证明编号"  # of the table of signatures and of no table after it
SCALE = 0.5  # pixels a point: 298 x 421 a page
SQUARE = 8  # pixels a side
MOST = 24  # grey levels that a square may differ: less than a word that is missing, more than other smoothing


def grey(page: pypdfium2.PdfPage) -> NDArray[np.uint8]:
    """The page as grey levels."""
    return np.asarray(page.render(scale=SCALE, grayscale=True).to_pil().convert("L"))


def text(pdf: Path) -> str:
    """All words in the order in which they were written, cell by cell; without places to break and soft hyphens."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return re.sub("[\u200b\u00ad\ufffe]", "", found)


def each(pdf: Path) -> list[str]:
    """The words of each page without spaces, places to break and soft hyphens."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub("[\u200b\u00ad\ufffe\\s]", "", page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def chosen(pdf: Path, name: str) -> dict[str, NDArray[np.uint8]]:
    """Of a report in Chinese its cover, and the page with the table of signatures, by the name of their picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = [at for at, page in enumerate(document) if COLUMN in page.get_textpage().get_text_bounded()]
        return {f"{name}-cover": grey(document[0]), f"{name}-sign": grey(document[found[-1]])}
    finally:
        document.close()


def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The largest difference of two squares of the same place, in grey levels; 255 for pages of different size."""
    if one.shape != other.shape:
        return 255.0
    high, wide = (side // SQUARE for side in one.shape)

    def squares(page: NDArray[np.uint8]) -> NDArray[np.float64]:
        cut = page[: high * SQUARE, : wide * SQUARE].astype(float)
        return cut.reshape(high, SQUARE, wide, SQUARE).mean(axis=(1, 3))

    return float(np.abs(squares(one) - squares(other)).max())


def kept(name: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(KEPT / f"{name}.png"))


def main() -> int:
    from tests import shared
    from tests.papers import whole

    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        os.environ[shared.FOLDER] = place
        for paper in sorted(whole.CLIENTS):
            made = whole.issued(Path(place) / paper / "case", paper, ("zh",))
            for name, page in chosen(made[1]["zh"], paper).items():
                Image.fromarray(page).quantize(32).convert("L").save(KEPT / f"{name}.png", optimize=True)
                print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
