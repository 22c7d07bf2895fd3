"""Where each expert stopped reading: on this machine, beside the keys, and in no case, where others would see it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from appraisal import chain, identity
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.comparison import JSON
from appraisal.procedure import PROCEDURE

MOST = 4096  # bytes of what is remembered


def _path(case: Case, expert: str) -> Path:
    """One file a case and expert. A case is known by its first entry, which copies of it share."""
    first = next(iter(chain.read(case.root, PROCEDURE)), None)
    name = hashlib.sha256(f"{first.digest if first else case.root.resolve()} {expert}".encode()).hexdigest()[:32]
    return identity.home() / "lab" / f"{name}.json"


def read(case: Case, expert: str) -> JSON:
    """What was remembered; empty when nothing was, or it cannot be read."""
    with suppress(OSError, ValueError):
        found = json.loads(_path(case, expert).read_text("utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def write(case: Case, expert: str, place: Mapping[str, JSON]) -> None:
    """Remember a place; what is too long, or cannot be written, is not remembered."""
    text = json.dumps(dict(place), ensure_ascii=False)
    if len(text.encode("utf-8", "backslashreplace")) <= MOST:
        path = _path(case, expert)
        with suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, text.encode("utf-8", "backslashreplace"))
