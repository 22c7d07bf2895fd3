"""What ``issue`` says of the draft that it replaces, before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from appraisal import cli, issuing
from appraisal.case import Case


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("zh", "report/ 内现有的报告（草稿）由所签发的报告取代", "原有的草稿已被取代"),
        ("en", "takes the place of the report in report/ (the draft)", "in place of the draft that was there"),
    ],
)
def test_a_draft_that_is_replaced_is_told(
    language: str, before: str, after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root = tmp_path / "case"
    assert cli.main(["new", str(root), "--title", "t", "--language", language]) == 0
    made = [Case.open(root).root / "issued" / "7" / "report.pdf"]

    def issue(*_: object, begins: Callable[[], None], **__: object) -> list[Path]:
        begins()
        return made

    monkeypatch.setattr(issuing, "issue", issue)
    entry = SimpleNamespace(body={"number": "7"})
    monkeypatch.setattr(Case, "history", lambda _: SimpleNamespace(of=lambda *_: [entry]))
    arguments = ["issue", str(root), "--profile", "cn-copyright", "--serial", "7", "--by", "A"]
    capsys.readouterr()
    assert cli.main(arguments) == 0
    without = capsys.readouterr().err
    assert before not in without and after not in without and "issued/7" in without
    (root / "report").mkdir(exist_ok=True)
    (root / "report" / "report.pdf").write_bytes(b"a draft")
    assert cli.main(arguments) == 0
    said = capsys.readouterr()
    assert before in said.err and after in said.err and "issued/7" in said.err
    assert "编号 7" in said.err or "the number 7" in said.err
    assert said.out.strip().endswith("report.pdf")
