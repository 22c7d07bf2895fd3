"""Text recognition of scans and pictures by RapidOCR with the PP-OCR models of its own wheel: the extra ``ocr``.

Nothing is fetched: models are files of the installed wheel, each held against the digest it was tested with. One
thread, so that the same picture gives the same text. Without the extra ``available`` is false; callers refuse by name.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from appraisal.errors import Refused
from appraisal.work import digest_file
from comparators.matching.extras import installed, versions
from comparators.text.reading.layout import WIDE, Box, Line, in_reading_order

NEEDED = {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime"}  # package -> distribution
DPI = 170  # an A4 page is then 1990 pixels high; RapidOCR scales down what has more than 2000
LEAST_SCORE = 0.5  # lines that the model itself gives less are left out and counted
DOUBTFUL = 0.85  # lines below are counted as doubtful
MODELS: Mapping[str, tuple[str, str]] = {  # part -> file in the wheel of rapidocr 3.10, its SHA-256
    "Det": ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"),
    "Rec": ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"),
    "Cls": ("ch_ppocr_mobile_v2.0_cls_mobile.onnx", "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c"),
}
WORDS, BLANK = 2.0, 0.1  # of a line's height: gap up to which pieces are one line, from which a blank is in it
HOW = "pip install 'copyright-appraisal[ocr]'"


def available() -> bool:
    """Whether the extra is installed."""
    return installed(NEEDED)


def libraries() -> dict[str, str]:
    """Name -> version of what recognition depends on; empty without the extra."""
    return versions(NEEDED)


def of_page(page: Any) -> bytes:
    """A page of a PDF as a grey picture (PNG) of ``DPI``."""
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    try:
        return png(bitmap.to_pil())
    finally:
        bitmap.close()


def png(picture: Any) -> bytes:
    """A Pillow picture as grey PNG without any of its metadata."""
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PNG")
    return buffer.getvalue()


def recognised(picture: bytes, number: int) -> tuple[list[Line], int, int]:
    """Lines of a picture (PNG) in reading order, boxes in its pixels; how many were left out as unreadable, and how
    many of the rest are doubtful. ``number`` is the page's. Raises ``Refused`` when the models are not those tested."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        pixels = np.asarray(opened.convert("RGB"))[:, :, ::-1]  # blue first, as RapidOCR takes pictures
    found = _engine()(np.ascontiguousarray(pixels))
    if found.boxes is None or found.txts is None:
        return [], 0, 0
    lines: list[tuple[Box, str, float]] = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        lines.append(((min(xs), min(ys), max(xs), max(ys)), text, float(score)))
    kept = [line for line in lines if line[2] >= LEAST_SCORE and line[1].strip()]
    doubtful = sum(score < DOUBTFUL for _, _, score in kept)
    return _lines([(box, text) for box, text, _ in kept], number), len(lines) - len(kept), doubtful


def _lines(found: Sequence[tuple[Box, str]], page: int) -> list[Line]:
    pieces = [found[at] for at in in_reading_order([box for box, _ in found])]
    ordered = pieces[:1]
    for box, text in pieces[1:]:
        (left, top, right, bottom), before = ordered[-1]
        height = min(bottom - top, box[3] - box[1])
        gap = box[0] - right
        if min(bottom, box[3]) - max(top, box[1]) > 0.5 * height and -0.5 * height < gap < WORDS * height:
            blank = "" if WIDE.match(before[-1:]) or WIDE.match(text) or gap < BLANK * height else " "
            both = (left, min(top, box[1]), max(right, box[2]), max(bottom, box[3]))
            ordered[-1] = (both, before + blank + text)
        else:
            ordered.append((box, text))
    return [
        Line(text.strip(), page, number, box, min(box[2] - box[0], box[3] - box[1]),
             vertical=len(text) > 2 and box[3] - box[1] > 2 * (box[2] - box[0]), recognised=True)
        for number, (box, text) in enumerate(ordered, 1)
    ]  # fmt: skip


@cache
def _engine() -> Any:
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    parameters: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.text_score": 0.0,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    for part, (file, sha256) in MODELS.items():
        path = folder / file
        if not path.is_file() or digest_file(path)[0] != sha256:
            raise Refused(f"text recognition: {file} is not the model that was tested: install the extra anew ({HOW})")
        parameters[f"{part}.model_path"] = str(path)
    return rapidocr.RapidOCR(params=parameters)
