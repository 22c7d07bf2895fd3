"""Files under the name of a picture that are none, or something else as well: what they are, and what to do."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable, Sequence

from appraisal.errors import Unreadable

_HEAD = 4096  # bytes that tell a text
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DRAWING = b"%!PS"  # PostScript is written in letters, and draws
#: What signs of it say a file is, in words for messages.
_TAGS = {b"<script": "script", b"<html": "html", b"<?php": "php"}


def single(data: bytes, file: str, reads: Callable[[], bool]) -> None:
    """``Unreadable`` for a file that is a picture to one program and something else to another (polyglot), and for one
    that is the other thing alone, which ``reads`` tells: whether it reads as a picture.

    A zip archive is found from its end, a PDF in the first 1024 bytes, a page or script by its tag; which of the two
    was meant is not for this program to say.
    """
    other = _other(data)
    if not other:
        return
    if reads():
        raise Unreadable(
            f"{file}: reads as a picture and also as {other}: hand in a picture that is nothing else, "
            "and the other part as a file of its own"
        )
    if other in _TAGS.values() and is_text(data):
        raise text(file)
    raise Unreadable(
        f"{file}: no picture: it reads as {other}; hand it in under the name of what it is, or"
        " ask for the picture itself"
    )


def unknown(data: bytes, file: str, known: Sequence[str]) -> Unreadable:
    """The error of bytes that none of the formats ``known`` begins with."""
    if not data:
        return Unreadable(
            f"{file}: an empty file, 0 bytes: look how it was copied, compare it with what was handed in, and ask for"
            " the picture again"
        )
    if is_text(data) and not data.startswith(_DRAWING):
        return text(file)
    return Unreadable(
        f"{file}: not a picture in one of the formats {', '.join(known)}: have a picture of another format (HEIC, EPS,"
        " raw) saved as PNG and hand that in beside the original; where it should be one of these, its beginning is"
        " damaged: compare its digest with that of what was handed in, and ask for another copy"
    )


def text(file: str) -> Unreadable:
    """The error of a text that is called a picture."""
    return Unreadable(
        f"{file}: a text and no picture: read what it says (a page of an error that was saved in"
        " place of the picture?); hand it in under the name of what it is, or ask for the picture itself"
    )


def damaged(file: str, error: Exception) -> Unreadable:
    """The error of a picture that ends early or is broken inside."""
    return Unreadable(
        f"{file}: damaged or cut-off picture ({type(error).__name__}: {error}): compare its digest with that of what"
        " was handed in; where both are the same it was handed in so: ask for another copy"
    )


def is_text(data: bytes) -> bool:
    """Whether a file is UTF-8 or UTF-16 without control characters, as far as its beginning tells."""
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        said = codecs.getincrementaldecoder("utf-8")().decode(head, len(data) <= _HEAD)
    except UnicodeDecodeError:
        return False
    return bool(said) and not _CONTROL.search(said)


def _other(data: bytes) -> str:
    """What else a file reads as; empty for nothing."""
    other = ""
    if zipfile.is_zipfile(io.BytesIO(data)):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                other = "zip" if archive.namelist() else ""
        except Exception:  # four bytes that look like the end of an archive, by chance
            other = ""
    if b"%PDF-" in data[:1024]:
        other = "PDF"
    for tag, name in _TAGS.items():
        if tag in data:
            other = name
    return other
