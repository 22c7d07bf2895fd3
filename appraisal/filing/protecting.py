"""What a decision ``protect:PATH`` may withhold from a disclosure set: papers, material and drafts. What the logs
hold, and what was done and found by them (runs, records, verdicts, exclusions, controls, issued papers), is disclosed,
so that nobody withholds what tells against his own opinion.
"""

from __future__ import annotations

import posixpath

from appraisal import procedure
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.procedure import Kind

PROTECT = "protect:"
PAPERS = ("documents/", "works/", "notebooks/", "report/", "closed/")
FOUND = frozenset({Kind.REVISED, Kind.TEST, Kind.DEFECT})  # whose documents are what was examined, or its result


def withheld(case: Case, path: str) -> bool:
    """Whether this file may be withheld by decision."""
    path = posixpath.normpath(path)
    entry = procedure.expected_files(case.history()).get(path, (None, None))[1]
    return path.startswith(PAPERS) and (entry is None or entry.kind not in FOUND)


def refuse(case: Case, about: str) -> None:
    """``CaseError`` for a decision that is to withhold anything else."""
    path = about.strip().removeprefix(PROTECT)
    if about.strip().startswith(PROTECT) and not withheld(case, path):
        raise CaseError(
            f"{path}: logs, runs, records, verdicts, exclusions, controls and issued papers (日志、运行、记录、核验、"
            "排除、签发文书) are disclosed whatever is decided: papers, material, notebooks and drafts may be protected"
            f" ({', '.join(PAPERS)})"
        )
