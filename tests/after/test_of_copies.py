"""What a merged copy holds is printed as the copy's: a correction mends a slip of it, and makes it say nothing else."""

from __future__ import annotations

import shutil

import pytest

from appraisal import filing, issuing, merge
from appraisal.after import filed
from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files
from appraisal.procedure import Kind, Step
from tests.after.issued import PRINTED, correct
from tests.papers import whole

FORMATS = PRINTED

TOLD = "另台复看原书扫描件，末章缺页，存於二号柜，历时3小时"
OWN = "在本台复看检材，首章完整"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("copies")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        shutil.copytree(case.root, place / "copy")
        copy = Case.open(place / "copy", clock=case.clock, signers=whole.signer)
        filing.file_step(copy, Kind.OPERATION, Step(TOLD, persons=(whole.YI,)), whole.YI)
        filing.file_step(copy, Kind.OPERATION, Step("在本台复看检材，首章缺页", persons=(whole.YI,)), whole.YI)
        filing.file_step(case, Kind.OPERATION, Step(OWN, persons=(whole.JIA,)), whole.JIA)
        merge.merge(case, copy.root, whole.JIA)
        whole.review(case)
        issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    return case


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("末章缺页", "末章换页"), ("原书扫描件", "原书照相件"), ("历时3小时", "历时8小时"), ("另台", "同台"),
        ("首章完整", "首章缺页"),
    ],
)  # fmt: skip
def test_words_of_a_copy_are_not_told_otherwise(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match=r"keep what they say|在卷记录的文字|the record holds|a word that turns"):
        correct(case, (was, now))
    assert not folder(case, "c9").exists()


def test_a_slip_of_them_is_mended(case: Case) -> None:
    assert correct(case, ("存於", "存于"), new="c1")


def test_what_a_copy_holds_is_no_line_of_the_record(case: Case) -> None:
    lines = {one.text for one in filed.words(case)}
    assert TOLD in lines and OWN in lines
    assert TOLD not in filed.record(case).lines and OWN in filed.record(case).lines
