"""Shared defects put on file: complete, signed, with their recordings; nothing is written of what is wrong."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import chain, procedure
from appraisal.case import Case
from appraisal.cli import main
from appraisal.defects import Defect, Dictated, defects, record_defect
from appraisal.errors import CaseError
from appraisal.procedure import PROCEDURE, Kind

from .forging import keys
from .test_filing import case as case  # the fixture

pytestmark = pytest.mark.usefixtures("toys")
SEEN = {"A1": "窗口被裁去一半", "B1": "窗口被裁去一半，位置相同"}


def recorded(case: Case, **changes: Any) -> chain.Entry:
    told = {
        "defect": "最小化后恢复，窗口错位", "steps": "启动；最小化；恢复", "observations": SEEN, "dictated": "no",
        "why": "与功能无关", "by": "甲",
    } | changes  # fmt: skip
    return record_defect(case, told.pop("defect"), **told)


def test_a_defect_is_chained_signed_and_keeps_its_recordings(case: Case, tmp_path: Path) -> None:
    video = tmp_path / "录屏 1.mp4"
    video.write_bytes(b"film")
    entry = recorded(case, recordings=[video], places=["B1 B1.txt:1", "B1 录屏 00:12", "主菜单"])
    assert (entry.kind, entry.log, entry.by) == (Kind.DEFECT, PROCEDURE, "甲")
    assert case.history().standing(entry) == "signed"
    ((_, found),) = defects(case)
    sha256 = hashlib.sha256(b"film").hexdigest()
    assert found.observations == tuple(SEEN.items())
    assert found.dictated is Dictated.NO
    assert found.recordings == ((f"documents/{sha256[:16]}-录屏_1.mp4", sha256),)
    assert (case.root / found.recordings[0][0]).read_bytes() == b"film"
    assert procedure.expected_files(case.history())[found.recordings[0][0]][0] == sha256
    assert chain.check(case.root, PROCEDURE) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"defect": " "}, "what it is"),
        ({"steps": ""}, "steps"),
        ({"observations": {"A1": "x"}}, "two works"),
        ({"observations": {"A1": "x", "B1": " "}}, "seen in B1"),
        ({"observations": {"A1": "x", "Z9": "y"}}, "Z9"),
        ({"dictated": "perhaps"}, "perhaps"),
        ({"why": ""}, "say why"),
        ({"by": " "}, "name the expert"),
        ({"recordings": [Path("/nowhere/film.mp4")]}, "film.mp4"),
        ({"places": ["B1 B1.txt:1", "B1 B1.txt:999"]}, "B1.txt of B1 has 1 lines"),
        ({"places": ["B1 B1.txt:1-20"]}, "B1.txt of B1 has 1 lines"),
        ({"places": ["B1 src/win.c:3"]}, "work B1 has no file 'src/win.c'"),
    ],
)
def test_nothing_is_written_of_what_is_wrong(case: Case, changes: dict[str, Any], said: str) -> None:
    before = {path: path.read_bytes() for path in case.root.rglob("*") if path.is_file()}
    with pytest.raises(CaseError, match=said):
        recorded(case, **changes)
    assert {path: path.read_bytes() for path in case.root.rglob("*") if path.is_file()} == before


def test_an_unsettled_one_needs_no_reason(case: Case) -> None:
    assert recorded(case, dictated=Dictated.UNSETTLED, why="").body["dictated"] == "unsettled"


def test_a_malformed_entry_is_named(case: Case) -> None:
    case.record(Kind.DEFECT, {"defect": "x", "steps": 5}, "甲")
    with pytest.raises(CaseError, match=r"procedure\.jsonl line"):
        list(defects(case))


def test_the_command(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["defect", str(case.root), "--defect", "d", "--steps", "s", "--dictated", "unsettled", "--by", "甲"]
    assert main([*call, "--observed", "A1", "x"]) == 4
    assert main([*call, "--observed", "A1", "x", "--observed", "A1", "y"]) == 2
    assert main([*call, "--observed", "A1", "x", "--observed", "B1", "y"]) == 0
    assert "defect" in capsys.readouterr().out
    ((_, found),) = defects(Case.open(case.root, signers=keys))
    assert found == Defect("d", "s", (("A1", "x"), ("B1", "y")), Dictated.UNSETTLED)
    assert replace(found, dictated=Dictated.UNSETTLED) == found
