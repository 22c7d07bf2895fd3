"""Commands after issue look at the issued files before they use them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.cli import main
from tests.after.issued import NUMBER
from tests.papers import whole


@pytest.mark.parametrize("gone", [True, False])
def test_issued_files_are_looked_at_before_they_are_used(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str], gone: bool
) -> None:
    shutil.copytree(case.root, copy := tmp_path / "case")
    path = folder(Case.open(copy), NUMBER) / "report.pdf"
    path.chmod(0o644)
    if gone:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
    scan, hide = tmp_path / "scan.pdf", tmp_path / "hide.toml"
    scan.write_bytes(b"%PDF-1.7")
    hide.write_text('[[hide]]\ntext = "甲"\nwhy = "姓名"\nshown = "■■■"\n', "utf-8")
    for command, *more in (
        ["annex"],
        ["sign-report"],
        ["sign-report", "--as", whole.JIA, "--p12", "none.p12"],
        ["hand-signed", str(scan)],
        ["redact", str(hide)],
        ["disclose", str(tmp_path / "set")],
        ["supplement", "--reason", "法院要求补充"],
        ["reappraise", str(tmp_path / "new"), "--reason", "法院要求重新鉴定"],
        ["correct", "--was", "甲", "--now", "乙", "--reason", "误", "--new", "补9", "--by", whole.DING],
    ):
        assert main([command, str(copy), NUMBER, *more]) == 4, command
        said = capsys.readouterr().err
        assert ("已不存在；请恢复" if gone else "不是日志所载的文件") in said, command
        assert "report.pdf" in said and "appraisal verify" in said, command
