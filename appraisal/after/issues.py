"""What was issued in a case: by number, with its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from appraisal import issuing
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.errors import CaseError
from appraisal.procedure import History, Kind
from appraisal.profile import Words
from appraisal.work import digest_file

REPORT, PAPER = "report.pdf", "paper.toml"
DRAFTS = "report/"
COPY = Words("签发文书的副本", "Copy of an issued paper")


def issued(case: Case, number: str) -> Entry:
    """The entry by which the report or paper ``number`` was issued; ``CaseError`` lists those that were."""
    for entry in case.history().of(Kind.ISSUED):
        if entry.body.get("number") == number:
            return entry
    listed = "、".join(str(entry.body.get("number")) for entry in case.history().of(Kind.ISSUED))
    raise CaseError(f"no report {number} was issued in this case; these were: {listed or '-'}")


def unaltered(case: Case, number: str) -> Entry:
    """As ``issued``, before its files are used; ``CaseError`` names one that is gone, or is not as it was issued."""
    entry = issued(case, number)
    for name, sha256 in entry.files.items():
        path = case.root / name
        if not path.is_file():
            raise CaseError(f"{name}, which was issued as {number}, is gone: restore it; see appraisal verify")
        if digest_file(path)[0] != sha256:
            raise CaseError(f"{name} is not the file that the logs name: see appraisal verify")
    return entry


def report(case: Case, number: str) -> Entry:
    """As ``unaltered``, of a report; ``CaseError`` for a correction, which is neither corrected nor supplemented."""
    entry = unaltered(case, number)
    if entry.body.get("form", "report") != "report":
        raise CaseError(f"{number} is a correction (补正书): name the report that it corrects, {entry.body.get('of')}")
    return entry


def digests(history: History) -> Mapping[str, str]:
    """SHA-256 of each file that was issued, with the number under which it first was. A file of the same bytes that
    lies elsewhere (``report/``) is a copy of it, and no draft."""
    found: dict[str, str] = {}
    for entry in history.of(Kind.ISSUED):
        for sha256 in entry.files.values():
            if sha256 is not None:
                found.setdefault(sha256, str(entry.body.get("number")))
    return found


def folder(case: Case, number: str) -> Path:
    """Where its files lie."""
    return case.root / issuing.folder(number)


def digest(case: Case, number: str) -> str:
    """SHA-256 of its PDF, as logged when it was issued."""
    files = issued(case, number).files
    found = files.get(f"{issuing.folder(number)}/{REPORT}")
    if not found:
        raise CaseError(f"{number} was issued without a PDF")
    return found
