"""Annex volumes (附件分册) of an issued report: what travels inside its PDF, printed whole where paper is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from appraisal import freeze, registry
from appraisal.after.issues import PAPER, REPORT, digest, folder, unaltered
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files as papers
from appraisal.procedure import Kind

FORMAT = "pdf"
NAME = "annex-{at:02}.pdf"


@dataclass(frozen=True, slots=True)
class Volumes:
    """The volumes of one report, as the log has it. ``sha256``: of the PDF of the report."""

    number: str
    sha256: str
    volumes: int


def annex(case: Case, number: str, *, by: str = "") -> list[Path]:
    """Write the volumes of the report ``number`` beside it; the files, which are never written again.

    ``CaseError`` when there are volumes already, or when it was issued in no form of paper; ``ReportError`` when the
    case no longer gives what travels inside the report, or nothing does.
    """
    entry, place = unaltered(case, number), folder(case, number)
    held = place / PAPER
    if entry.body.get("form", "report") != "report" or not held.is_file():
        raise CaseError(f"{number} is no report in a form of paper: it has no annex volumes")
    by, _ = case.log.signing(by)
    with case.working():
        if any(e.body.get("number") == number for e in case.history().of(Kind.ANNEXED)):
            raise CaseError(f"report {number} has its annex volumes already")
        for left in place.glob("annex-*.pdf"):  # of a step that was cut off before its entry
            left.unlink()
        written = next(e for e in case.history().of(Kind.REPORT) if e.seq == entry.body.get("report"))
        paper = papers.read(held.read_text("utf-8"))
        language, on = str(written.body.get("language") or ""), str(entry.body.get("on"))
        dossier = freeze.freeze(case, language=language, paper=paper, number=number, dated=on)
        sha256 = digest(case, number)
        made = registry.exporter(FORMAT)
        paths = made.volumes(dossier, place / REPORT, sha256, lambda at: place / NAME.format(at=at))
        names = [path.relative_to(case.root).as_posix() for path in paths]
        case.log.write(Kind.ANNEXED, Volumes(number, sha256, len(paths)), by, files=names)
    return paths
