"""Files of a report written anew: who opens one finds a whole report, the old one until the new one is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.errors import ReportError
from appraisal.reporting import report_case
from appraisal.run import run
from reports.docx import DocxExporter

pytestmark = pytest.mark.usefixtures("toys")
KEPT = ("report.docx", "report.html", "report.json")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", number="1", clock=fixed_clock())
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        (tmp_path / f"{label}.txt").write_text("alpha bravo charlie", "utf-8")
        made.receive(label, tmp_path / f"{label}.txt", role=role)
    run(made, comparators=["toy-words"], host="")
    report_case(made, formats=["docx", "html", "json"], language="zh")
    return made


def test_the_old_files_stand_while_new_ones_are_drawn(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = case.root / "report"
    before = {name: (folder / name).read_bytes() for name in KEPT}
    drawn, seen = DocxExporter.render, []

    def watched(self: Any, document: Any) -> bytes:
        seen.append({name: (folder / name).read_bytes() for name in KEPT})
        return drawn(self, document)

    monkeypatch.setattr(DocxExporter, "render", watched)
    report_case(case, formats=["html", "docx"], language="en")
    assert seen == [before]
    assert sorted(path.name for path in folder.iterdir()) == ["report.docx", "report.html"], "json told of before"
    assert all((folder / name).read_bytes() != before[name] for name in ("report.docx", "report.html"))


def test_a_report_that_cannot_be_drawn_leaves_the_old_one(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, entries = case.root / "report", len(case.history().entries)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def refuse(self: Any, document: Any) -> bytes:
        raise ReportError("no")

    monkeypatch.setattr(DocxExporter, "render", refuse)
    with pytest.raises(ReportError):
        report_case(case, formats=["html", "docx"], language="en")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert len(case.history().entries) == entries
