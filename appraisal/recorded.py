"""Files of a case that runs write: a record under ``comparisons/``, the list of one run under ``runs/``; likewise of
examinations, which have both under ``examinations/``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal import examiner, records
from appraisal.codec import decode
from appraisal.comparison import Comparison
from appraisal.errors import AppraisalError, DamagedRecord, RecordError
from appraisal.examiner import Examination

EXAMINATIONS = "examinations"


def key_of(path: Path) -> str:
    """The key in a record file's name: what findings call the record."""
    return path.name.rsplit(".", 2)[1]


def pair_of(path: Path) -> str:
    """The labels of both works in a record file's name: ``A1--B1``."""
    return path.name.rsplit(".", 2)[0]


def read_record(path: Path) -> tuple[str, Comparison]:
    """Text and content of a record file; ``DamagedRecord`` names the file when it is none."""
    try:
        text = path.read_text("utf-8")
        return text, records.loads(text)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AppraisalError) as error:
        raise DamagedRecord(f"comparisons/{path.parent.name}/{path.name} cannot be read: {error}") from error


def examination_paths(root: Path) -> list[Path]:
    """Records of examinations of a case, superseded ones too, in order of their names."""
    found = (root / EXAMINATIONS).glob("*/*.*.json")
    return sorted(path for path in found if not path.name.startswith("."))


def read_examination(path: Path) -> tuple[str, Examination]:
    """As ``read_record``, of an examination."""
    try:
        text = path.read_text("utf-8")
        return text, examiner.loads(text)
    except (OSError, ValueError, AppraisalError) as error:
        raise DamagedRecord(f"{EXAMINATIONS}/{path.parent.name}/{path.name} cannot be read: {error}") from error


def ids_in(path: Path) -> frozenset[str]:
    """Ids of what experts can judge in a record of either sort."""
    if path.parent.parent.name == EXAMINATIONS:
        return frozenset(examiner.ids(read_examination(path)[1]))
    return frozenset(match.id for match in read_record(path)[1].matches)


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
    """A run, or an examination, as its file lists it; ``DamagedRecord`` names the file when it is none."""
    try:
        body = json.loads(path.read_text("utf-8"))
        for name, hint in _RUN.items():
            decode(hint, body[name])
        odd = [f for f in (*body["records"], *body["made"], *body["superseded"]) if f.count("/") != 2]
        if odd:
            raise ValueError(f"{odd[0]!r} is no record")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, RecordError) as error:
        raise DamagedRecord(f"{path.parent.name}/{path.name} cannot be read: {error}") from error
    return dict(body)


def runs_in(folder: Path) -> list[dict[str, Any]]:
    """All runs, or examinations, that a folder lists, first to last."""
    return [run_of(path) for path in sorted(folder.glob("*.json")) if not path.name.startswith(".")]
