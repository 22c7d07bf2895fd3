"""The tag manifest of a bundle, which names the digest of everything else in it: what a detached signature is over."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from appraisal.errors import CaseError
from appraisal.verify import bag

MOST_BYTES = 1 << 20


def manifest(bundle: str | Path) -> bytes:
    """The tag manifest of a bundle: a folder, a .zip or a .tar. ``CaseError`` when it is none."""
    bundle = Path(bundle)
    try:
        if bundle.is_dir():
            return _short((bundle / bag.TAGS).read_bytes())
        if zipfile.is_zipfile(bundle):
            with zipfile.ZipFile(bundle) as archive, archive.open(_only(archive.namelist())) as stream:
                return _short(stream.read(MOST_BYTES + 1))
        with tarfile.open(bundle, "r:") as tar:
            member = tar.extractfile(_only(tar.getnames()))
            return _short(member.read(MOST_BYTES + 1) if member is not None else b"")
    except (OSError, KeyError, zipfile.BadZipFile, tarfile.TarError, ValueError, RuntimeError) as error:
        raise CaseError(f"{bundle} is no bundle of this program: no {bag.TAGS} in it") from error


def _only(names: Sequence[str]) -> str:
    (found,) = [name for name in names if name.split("/")[-1] == bag.TAGS and name.count("/") <= 1]
    return found


def _short(content: bytes) -> bytes:
    if not content or len(content) > MOST_BYTES:
        raise ValueError("no tag manifest")
    return content
