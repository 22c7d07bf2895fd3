"""Whether the file of an artefact begins as files of its kind do.

A laboratory's file is received whatever it is: formats are many, some recorders have their own, and evidence that was
handed in is not turned away for its form. But a list of accounts is no screen recording, and a report that names one so
would mislead: what a file plainly is, and its kind is not, is told when it is filed and printed beside it.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from appraisal.functional.tests import ArtefactKind, Look

READ = 4096  # bytes that are looked at
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*")
CAST = b'{"version"'  # of asciinema: a recording of a terminal is text
BINARY = frozenset({ArtefactKind.RECORDING, ArtefactKind.CAPTURE, ArtefactKind.PICTURE})  # which are never text
NO_PROGRAM = BINARY | {ArtefactKind.TRACE, ArtefactKind.LOG}
NO_PICTURE = frozenset({ArtefactKind.CAPTURE, ArtefactKind.TRACE, ArtefactKind.LOG})


def look(path: Path, kind: ArtefactKind) -> Look | None:
    """What a file plainly is that its kind is not; None where nothing speaks against it (of dumps, minutes and others
    only that there is nothing in them)."""
    with path.open("rb") as stream:
        head = stream.read(READ)
    if not head:
        return Look.EMPTY
    if kind in BINARY and _is_text(head) and not (kind is ArtefactKind.RECORDING and head.startswith(CAST)):
        return Look.TEXT
    if kind in NO_PROGRAM and head.startswith(PROGRAMS) and not _is_text(head):
        return Look.PROGRAM
    return Look.PICTURE if kind in NO_PICTURE and head.startswith(PICTURES) and not _is_text(head) else None


def _is_text(head: bytes) -> bool:
    """UTF-8, GB18030 or UTF-16 with its mark, without signs that text has not; its last character may be cut off."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if any((byte < 32 and byte not in b"\t\n\r\f\x1b") or byte == 127 for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return True
    return False
