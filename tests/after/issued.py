"""The case of the tests of what comes after issue: its number and form, and what a paper of it says."""

from __future__ import annotations

import subprocess
from pathlib import Path

from appraisal.after import correction
from appraisal.after.correction import Slip
from appraisal.case import Case
from tests.papers import whole

NUMBER = "版鉴字〔2026〕第7号"
PAPER = "cn-copyright"


def printed(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.replace("\u200b", "").split())


def correct(case: Case, was: str, now: str, new: str = "c9") -> list[Path]:
    """One correction of the report 1 of a case, issued under another number."""
    return correction.correct(case, "1", [Slip(was, now, "第3页")], "录入差错", new=new, by=whole.DING)
