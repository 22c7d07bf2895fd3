"""Names of documents that a step brings are printed, and read as the step is."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, freeze
from appraisal.case import Case
from appraisal.gates import findings
from appraisal.procedure import Kind, Step
from tests.papers import whole
from tests.papers.test_gates import COURT


def open_(own: Case, tmp_path: Path, name: str) -> list[str]:
    paper = tmp_path / name
    paper.write_text("…", "utf-8")
    filing.file_step(own, Kind.OPERATION, Step("通读并存卷"), whole.JIA, documents=[paper])
    whole.review(own)
    return [gap.gate for gap in findings(freeze.freeze(own, paper=COURT), COURT)]


@pytest.mark.parametrize(
    ("name", "gate"),
    [
        *(("B1中92%的文字与A1相同.txt", "numbers/92%"), ("B1与A1相同者９２％.txt", "numbers/92%")),
        *(("B1抄袭A1.txt", "entries/"), ("检材侵权.pdf", "entries/"), ("B1 plagiarises A1.txt", "entries/")),
        ("乙不同意第一句.txt", "dissent/"),
    ],
)
def test_a_name_concludes_nothing(own: Case, tmp_path: Path, name: str, gate: str) -> None:
    assert any(one.startswith(gate) for one in open_(own, tmp_path, name)), name


@pytest.mark.parametrize(
    "name",
    ["照片 3.jpg", "IMG_2041.jpg", "收条（甲）.pdf", "某律师函-侵权警告.pdf", "minutes 12 May.txt", "缩放50%.png"],
)
def test_names_of_photographs_receipts_and_letters_pass(own: Case, tmp_path: Path, name: str) -> None:
    assert open_(own, tmp_path, name) == []
