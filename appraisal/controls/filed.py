"""Files of controls in a case: ``controls/NNNN.json``, schema ``appraisal.controls/1``, and what a Dossier says of it.

Canonical JSON without clock, host or path: the same material, seed and person give the same bytes. Never overwritten;
when and by whom stands in the entry of the log that names the file's digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.comparison import JSON
from appraisal.dossier import ControlEntry
from appraisal.errors import DamagedRecord, RecordError
from appraisal.procedure import Kind
from appraisal.records import canonical, digest, plain

SCHEMA = "appraisal.controls/1"
FOLDER = "controls"

_FILE: Mapping[str, Any] = {
    "schema": str,
    "by": str,
    "seed": int,
    "plants": int,  # asked for, of each method
    "unrelated": int,  # likewise
    "works": tuple[Mapping[str, str], ...],  # label, role, sha256 of each work of the case
    "collection": tuple[Mapping[str, str], ...],  # name, sha256
    "versions": Mapping[str, str],
    "methods": tuple[Mapping[str, Any], ...],
}
_METHOD: Mapping[str, Any] = {
    "comparator": str,
    "version": str,
    "parameters": Mapping[str, Any],  # of the case: what the copies are looked for with
    "made_with": Mapping[str, Any],  # the method's own: what the copies are made with
    "refused": str,  # why no copies were planted
    "fewer": str,  # why fewer than asked for
    "plants": tuple[Mapping[str, Any], ...],
    "skipped": tuple[Mapping[str, Any], ...],  # work, file, reason, message
    "unrelated": Mapping[str, Any],
}
_PLANT: Mapping[str, Any] = {
    "left": str,
    "file": str,
    "place": Mapping[str, Any],
    "right": str,
    "host": str,
    "planted_at": Mapping[str, Any],
    "alteration": str,
    "seed": int,
    "sha256": str,  # of the altered host, so that whoever plants it again can tell
    "found": bool,
    "reason": str | None,  # of a comparison without result
}
_UNRELATED: Mapping[str, Any] = {
    "from": str,  # collection, scrambled or none
    "why": str,  # why there are none
    "pairs": tuple[Mapping[str, Any], ...],
    "refused": tuple[Mapping[str, Any], ...],
}


def write(case: Case, body: Mapping[str, JSON]) -> str:
    """Write one file under the next free number; its path below the case. The case is held."""
    taken = [Path(str(entry.body["file"])).stem for entry in case.history().of(Kind.CONTROLS)]
    taken += [path.stem for path in _paths(case.root)]
    number = max((int(stem) for stem in taken if stem.isdecimal()), default=0) + 1
    name = f"{FOLDER}/{number:04d}.json"
    write_whole(case.root / name, (canonical(plain(body)) + "\n").encode(), durable=True)
    return name


def _paths(root: Path) -> list[Path]:
    return sorted(path for path in (root / FOLDER).glob("*.json") if path.stem.isdecimal())


def read(root: Path, name: str) -> tuple[str, dict[str, Any]]:
    """Digest and content of one file; ``DamagedRecord`` names it when it does not follow the schema."""
    try:
        text = (root / name).read_bytes().decode("utf-8")
        body = json.loads(text)
        _check(_FILE, body)
        if body["schema"] != SCHEMA:
            raise RecordError(f"unknown schema {body['schema']!r}; this program reads {SCHEMA}: use a newer version")
        for method in body["methods"]:
            _check(_METHOD, method)
            _check(_UNRELATED, method["unrelated"])
            for row in method["plants"]:
                _check(_PLANT, row)
            if not all(type(row.get("matches")) is int for row in method["unrelated"]["pairs"]):
                raise RecordError("a pair does not say how many matches it has")
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, RecordError) as error:
        raise DamagedRecord(f"{name} cannot be read: {error}") from error
    return digest(text), dict(body)


def _check(fields: Mapping[str, Any], body: Any) -> None:
    if not isinstance(body, dict) or body.keys() != fields.keys():
        raise RecordError(f"unknown or missing fields, expected {', '.join(fields)}")
    for name, hint in fields.items():
        decode(hint, body[name])


def of_case(case: Case) -> tuple[ControlEntry, ...]:
    """Every method of every controls file that the log names, in the order made; none is ever left out.

    ``DamagedRecord`` when a file is not the one that was written.
    """
    found: list[ControlEntry] = []
    for entry in case.history().of(Kind.CONTROLS):
        name = str(entry.body.get("file"))
        sha256, body = read(case.root, name)
        if entry.files.get(name) != sha256:
            raise DamagedRecord(f"{name} is not the file that was written: its digest does not hold")
        found += entries(name, sha256, entry.on, entry.by, body)
    return tuple(found)


def entries(file: str, sha256: str, on: str, by: str, body: Mapping[str, Any]) -> list[ControlEntry]:
    """One entry for each method of a file."""
    return [
        _entry(method, file=file, sha256=sha256, on=on, by=by, seed=body["seed"], asked=body["plants"])
        for method in body["methods"]
    ]


def _entry(method: Mapping[str, Any], **about: Any) -> ControlEntry:
    plants: Sequence[Mapping[str, Any]] = method["plants"]
    pairs: Sequence[Mapping[str, Any]] = method["unrelated"]["pairs"]
    alterations: dict[str, tuple[int, int]] = {}
    for row in sorted(plants, key=lambda row: str(row["alteration"])):
        planted, found = alterations.get(row["alteration"], (0, 0))
        alterations[row["alteration"]] = planted + 1, found + row["found"]
    return ControlEntry(
        comparator=method["comparator"],
        version=method["version"],
        parameters=method["parameters"],
        labels=tuple(sorted({row[side] for row in plants for side in ("left", "right")})),
        planted=len(plants),
        found=sum(row["found"] for row in plants),
        alterations=alterations,
        unrelated=len(pairs),
        with_match=sum(row["matches"] > 0 for row in pairs),
        missed=tuple(row for row in plants if not row["found"]),
        refused=method["refused"],
        fewer=method["fewer"],
        **about,
    )
