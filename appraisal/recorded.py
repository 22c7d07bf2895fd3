"""Files of a case that runs write: a record under ``comparisons/``, the list of one run under ``runs/``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal import records
from appraisal.codec import decode
from appraisal.comparison import Comparison
from appraisal.errors import AppraisalError, CaseError, RecordError


def key_of(path: Path) -> str:
    """The key in a record file's name: what findings call the record."""
    return path.name.rsplit(".", 2)[1]


def read_record(path: Path) -> tuple[str, Comparison]:
    """Text and content of a record file; ``CaseError`` names the file when it is none."""
    try:
        text = path.read_text("utf-8")
        return text, records.loads(text)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AppraisalError) as error:
        raise CaseError(f"comparisons/{path.parent.name}/{path.name} cannot be read: {error}") from error


_RUN: Mapping[str, Any] = {
    "number": int,
    "started": str,
    "finished": str,
    "by": str,
    "records": Mapping[str, str],
    "made": tuple[str, ...],
    "superseded": tuple[str, ...],
    "failures": int,
    "versions": Mapping[str, str],
}


def run_of(path: Path) -> dict[str, Any]:
    """A run as its file lists it; ``CaseError`` names the file when it is none."""
    try:
        body = json.loads(path.read_text("utf-8"))
        for name, hint in _RUN.items():
            decode(hint, body[name])
        odd = [f for f in (*body["records"], *body["made"], *body["superseded"]) if f.count("/") != 2]
        if odd:
            raise ValueError(f"{odd[0]!r} is no record")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, RecordError) as error:
        raise CaseError(f"runs/{path.name} cannot be read: {error}") from error
    return dict(body)
