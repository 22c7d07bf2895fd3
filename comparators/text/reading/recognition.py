"""Text recognition of scans and pictures by RapidOCR (PP-OCR models in the wheel itself): the extra ``ocr``.

Nothing is fetched: the models are the files of the installed wheel. Without the extra ``available`` is false and
callers refuse by name.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from comparators.text.reading.layout import Line

NEEDED = ("rapidocr", "onnxruntime")
DPI = 200


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def libraries() -> dict[str, str]:
    """Name -> version of what recognition depends on; empty without the extra."""
    if not available():
        return {}
    try:
        return {name: version(name) for name in NEEDED}
    except PackageNotFoundError:
        return {}


def of_page(page: Any) -> bytes:
    """A page as a grey picture (PNG) of ``DPI``."""
    raise NotImplementedError


def recognised(picture: bytes, number: int) -> list[Line]:
    """Lines of a picture in reading order, boxes in pixels."""
    raise NotImplementedError
