"""Inside the limited child: what a report, as JSON or a PDF that carries it, names of its case: heads of logs, and what
its cover says."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appraisal.errors import Unreadable

SCHEMA = "appraisal.report/"
LARGEST = 1 << 30  # bytes of a report, and of what is inside one
_EMBEDDED = re.compile(rb"/EmbeddedFile\b[^>]*(?:>(?!>\s*stream)[^>]*)*>>\s*stream\r?\n")


def handle(task: Any) -> Any:
    """``{"path"}`` to ``{"heads", "cover"}``: heads that a report names, [[log, count, digest] …], or None when it
    names none; and the values on its cover, among them the number of the case.

    ``Unreadable`` when it is no report of this program.
    """
    with Path(task["path"]).open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST} bytes")
    models = list(_models(data))
    if not models:
        raise Unreadable("neither the JSON of a report nor a PDF that carries it")
    heads = models[0].get("heads")
    if any(model.get("heads") != heads for model in models):
        raise Unreadable("it carries several reports that name different heads")
    cover = [value for model in models for value in _cover(model)]
    return {"heads": None if heads is None else [_head(head) for head in heads], "cover": cover}


def _cover(model: dict[str, Any]) -> Iterator[str]:
    parts = model.get("parts")
    for part in parts if isinstance(parts, list) else ():
        blocks = part.get("blocks") if isinstance(part, dict) else None
        for block in blocks[:1] if isinstance(blocks, list) else ():
            lines = block.get("lines") if isinstance(block, dict) and block.get("type") == "Cover" else None
            for line in lines if isinstance(lines, list) else ():
                if isinstance(line, list):
                    yield from (value for value in line if isinstance(value, str))


def _head(head: Any) -> list[Any]:
    log, count, digest = (head.get(name) if isinstance(head, dict) else None for name in ("log", "count", "digest"))
    if not isinstance(log, str) or type(count) is not int or not isinstance(digest, str):
        raise Unreadable("a head that it names cannot be read")
    return [log, count, digest]


def _models(data: bytes) -> Iterator[dict[str, Any]]:
    texts = [data] if data.lstrip()[:1] == b"{" else _embedded(data)
    for text in texts:
        try:
            model = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(model, dict) and str(model.get("schema", "")).startswith(SCHEMA):
            yield model


def _embedded(data: bytes) -> Iterator[bytes]:
    """Embedded file streams of a PDF: plain or deflated, which is what PDF/A of Typst holds."""
    for found in _EMBEDDED.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            yield unpacker.decompress(data[found.end() :], LARGEST)
        except zlib.error:
            yield data[found.end() : data.find(b"endstream", found.end())]
