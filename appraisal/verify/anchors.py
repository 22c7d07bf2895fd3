"""The anchor: heads of logs that a report printed. A log rewritten as a whole, ``heads.json`` too, fails here.

A report is read in the limited child: the JSON itself, or what travels inside the PDF as ``report.json``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from appraisal.chain import ZERO
from appraisal.child import Worker
from appraisal.errors import AppraisalError, UsageError
from appraisal.procedure import Kind
from appraisal.verify.logs import Logs, regular
from appraisal.verify.outcome import Answer, Remark

HANDLER = "appraisal.verify.carried:handle"
_END = re.compile(rb"%%EOF\r?\n?")
# Entries that name papers which the program wrote; a scan is what somebody handed in
WRITTEN = (Kind.REPORT, Kind.ISSUED, Kind.REDACTED, Kind.ANNEXED, Kind.SIGNED_REPORT)
IN_CASE = ("report/report.json", "report/report.pdf")


def in_case(root: Path, logs: Logs) -> list[Remark]:
    """The anchors of the report that lies in the case; nothing when there is none."""
    there = next((name for name in IN_CASE if regular(root, name)), None)
    return [] if there is None else _anchors(root / there, there, logs)[0]


def readable(path: Path) -> None:
    """``UsageError`` when a copy of a report that somebody named cannot be read: a slip in its path, say."""
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        told = "name an issued report (PDF or JSON)"
        raise UsageError(f"--report {path} cannot be read ({error.strerror}): {told}") from error


def issued(path: Path, logs: Logs) -> list[Remark]:
    """A copy of a report from outside the case: that this case wrote it, and that its logs still hold its anchors."""
    try:
        kind = _known(path.read_bytes(), logs)
    except OSError as error:
        return [Remark(Answer.FAILS, "not-readable", path.name, detail=error.strerror or "")]
    anchors, cover = _anchors(path, path.name, logs)
    if kind[0] != "issued-unknown":
        return [Remark(Answer.HOLDS, kind[0], path.name, detail=kind[1]), *anchors]
    if (number := _number(logs)) and cover and number not in cover:
        return [Remark(Answer.FAILS, "issued-elsewhere", path.name, detail=number)]
    return [Remark(Answer.FAILS, kind[0], path.name, detail=kind[1]), *anchors]


def _number(logs: Logs) -> str:
    created = next(iter(logs.history.of(Kind.CREATED)), None)
    return "" if created is None else str(created.body.get("number") or "")


def _known(data: bytes, logs: Logs) -> tuple[str, str]:
    """Which entry says that these bytes were written; a PDF may have been added to since (a signature)."""
    written = {
        sha256: f"{entry.log} {entry.seq}, {entry.on}"
        for kind in WRITTEN
        for entry in logs.history.of(kind)
        for sha256 in entry.files.values()
        if sha256 is not None
    }
    whole = hashlib.sha256(data).hexdigest()
    if whole in written:
        return "issued-known", written[whole]
    state, at = hashlib.sha256(), 0
    for end in _END.finditer(data):
        for stop in (end.start() + len(b"%%EOF"), end.end()):
            if stop > at:
                state.update(data[at:stop])
                at = stop
            if state.hexdigest() in written:
                return "issued-appended", written[state.hexdigest()]
    return "issued-unknown", whole


def _anchors(path: Path, name: str, logs: Logs) -> tuple[list[Remark], list[str]]:
    """What is to be said of the heads that a report names, and what its cover says."""
    try:
        with Worker(HANDLER) as worker:
            said = worker.run({"path": str(path.absolute())})
    except (AppraisalError, OSError) as error:
        return [Remark(Answer.UNKNOWN, "no-anchor", name, detail=str(error))], []
    return list(_held(said["heads"] or (), name, logs)), said["cover"]


def _held(heads: Sequence[tuple[str, int, str]], name: str, logs: Logs) -> Iterator[Remark]:
    if not heads:
        yield Remark(Answer.UNKNOWN, "no-anchor", name)
        return
    lost = False
    for log, count, digest in heads:
        if log in logs.left_out:
            continue
        entries = logs.of(log)
        held = ZERO if count == 0 else entries[count - 1].digest if 0 < count <= len(entries) else ""
        if held != digest:
            lost = True
            yield Remark(Answer.FAILS, "anchor-lost", name, detail=f"{log} {count}: {digest}")
    if not lost:
        yield Remark(Answer.HOLDS, "anchor-holds", name)
