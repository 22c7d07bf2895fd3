"""Entries of steps that were done but cut off before their entry: a kill, a full disk. Nothing done goes unlisted.

Each gets the time at which its step was done, as the step's own file says it, so that the logs end with the bytes that
they would have had undisturbed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from appraisal import chain, procedure
from appraisal.casefile import Received, Settings
from appraisal.codec import encode
from appraisal.logbook import Logbook
from appraisal.procedure import Kind
from appraisal.recorded import EXAMINATIONS

WRITTEN = ("digests", "runs", "documents", "closed/documents", "controls", "report", EXAMINATIONS)  # beside records
TABLES = ("comparisons.parquet", "failures.json")  # that each run writes anew


def sweep(root: Path) -> None:
    """Take away files that a killed process had not moved into place. Who holds the case alone writes here, but for
    what goes with the logs."""
    folders = [root, *(root / name for name in WRITTEN)]
    folders += [path for name in ("comparisons", EXAMINATIONS) for path in (root / name).glob("*/")]
    for left in (path for folder in folders if folder.is_dir() for path in folder.glob(".*.part")):
        if not left.name.startswith(f".{chain.HEADS}-"):
            left.unlink(missing_ok=True)


def digests_of(label: str) -> str:
    """Where the four digests of each file of a work stand, as a path below the case."""
    return f"digests/{label}.tsv"


def complete(
    log: Logbook,
    settings: Settings,
    works: Sequence[Received],
    runs: Sequence[Mapping[str, Any]],
    examinations: Sequence[Mapping[str, Any]],
    notebooks: Sequence[str],
) -> None:
    """Bring the logs up to what the folder holds. The case is held."""
    done = log.history()
    if not done.of(Kind.CREATED):
        about = {"number": settings.number, "title": settings.title}
        log.write(Kind.CREATED, about, files=("case.toml",), on=settings.created)
    listed = {str(entry.body.get("label")) for entry in done.of(Kind.RECEIVED)}
    for work in works:
        if work.label not in listed:
            written = ("case.toml", "manifest.sha256", digests_of(work.label))
            told: Any = encode(work)
            body = {name: value for name, value in told.items() if name != "links" or value}
            log.write(Kind.RECEIVED, body, work.received_by, files=written, on=work.received_on)
    counted = {entry.body.get("number") for entry in done.of(Kind.RUN)}
    for run in runs:
        if run["number"] not in counted:
            files = [f"runs/{run['number']:04d}.json", *TABLES, "case.toml", *notebooks]
            body = {"number": run["number"], "departures": run.get("departures", [])}
            log.write(Kind.RUN, body, run["by"], files=files, digests=run["records"], on=run["finished"])
    seen = {entry.body.get("number") for entry in done.of(Kind.EXAMINED)}
    for one in examinations:
        if one["number"] not in seen:
            listing = f"{EXAMINATIONS}/{one['number']:04d}.json"
            body = {"number": one["number"]}
            log.write(Kind.EXAMINED, body, one["by"], files=[listing], digests=one["records"], on=one["finished"])
    tried = {str(entry.body.get("file")) for entry in done.of(Kind.CONTROLS)}
    for path in sorted((log.root / "controls").glob("[0-9]*.json")):
        if (name := f"controls/{path.name}") not in tried:
            by = str(json.loads(path.read_text("utf-8"))["by"])
            log.write(Kind.CONTROLS, {"file": name}, by, files=[name])
    known = procedure.expected_files(log.history()).get("case.toml")
    if known is None or known[0] != log.digest("case.toml"):
        log.write(Kind.SEALED, {"why": "edited by hand"}, files=("case.toml",))
