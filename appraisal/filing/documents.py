"""Photographs, receipts and minutes: copied into the case under names that begin with their digest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.work import digest_file

DOCUMENTS = "documents"
LARGEST = 256 << 20  # bytes of a photograph or document


def document_of(path: Path, *, closed: bool = False) -> tuple[str, str]:
    """Where a photograph, receipt or minute will lie in the case, and its SHA-256. Nothing is written.

    The name begins with the digest, so nothing is ever overwritten; signs of shares stay in it, which gates read as
    they read the entry. ``closed``: in the part that is not disclosed.
    """
    try:
        if not path.is_file():
            raise CaseError(f"{path.name}: there is no such file: check the path")
        if path.stat().st_size > LARGEST:
            raise CaseError(f"{path.name}: larger than {LARGEST >> 20} MiB: receive it as material instead")
        sha256 = digest_file(path)[0]
    except OSError as error:
        raise CaseError(f"{path.name}: cannot be read ({error.strerror}): check the path") from error
    stem = re.sub(r"[^\w.%‰\-]", "_", path.name.replace("％", "%")).encode()[-120:].decode("utf-8", "ignore")
    return f"{'closed/' if closed else ''}{DOCUMENTS}/{sha256[:16]}-{stem}", sha256


def add_document(case: Case, path: Path, *, closed: bool = False) -> tuple[str, str]:
    """Copy a photograph, receipt or minute into the case; its path there and its SHA-256."""
    name, sha256 = document_of(path, closed=closed)
    target = case.root / name
    if not target.exists():
        if hashlib.sha256(content := path.read_bytes()).hexdigest() != sha256:
            raise CaseError(f"{path.name}: it changed while it was read: try again")
        write_whole(target, content, durable=True)
    elif digest_file(target)[0] != sha256:
        raise CaseError(f"{name}: not the document that was filed: restore it, or move it away")
    return name, sha256
