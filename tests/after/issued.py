"""The case of the tests of what comes after issue: its number and form, what a paper of it says, how it is mended."""

from __future__ import annotations

import subprocess
from pathlib import Path

from appraisal import reporting
from appraisal.after import correction
from appraisal.after.correction import Slip
from appraisal.case import Case
from tests.papers import whole

NUMBER = "版鉴字〔2026〕第7号"
PAPER = "cn-copyright"
PRINTED = ("json", "pdf")  # formats that a paper cannot do without: what is signed, and what later ones are made from


def printed(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.replace("\u200b", "").split())


def correct(case: Case, *slips: tuple[str, str], new: str = "c9", number: str = "1") -> list[Path]:
    """One correction of a report of a case, issued under another number."""
    told = [Slip(was, now, "第3页") for was, now in slips]
    return correction.correct(case, number, told, "录入差错", new=new, by=whole.DING)


def mend(case: Case, texts: dict[str, str], by: str = whole.JIA) -> None:
    """Cells of the notebook get other words, and a report that somebody has written puts these on file."""
    whole.write(case, texts)
    reporting.report_case(case, formats=["json"], by=by)
