"""Annex volumes: every row of what travels inside a report, in volumes of bounded size, page numbers going on."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from appraisal.errors import ReportError
from reports.build import build
from reports.document import Cover, Document, Grid, Heading, Shown, to_json
from reports.pdf import PdfExporter
from reports.sections import attached
from reports.volumes import volumes
from tests.reports import specimen

DIGEST = "ab" * 32


@pytest.fixture(autouse=True)
def _all_attached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a small case, too, the matches travel as a file."""
    monkeypatch.setattr(attached, "LISTED", 0)


def made(language: str, most: float) -> tuple[Document, list[Document]]:
    dossier = specimen.dossier()
    report = build(dossier, language)
    return report, list(volumes(dossier, to_json(report).encode(), DIGEST, most=most))


def said(document: Document) -> str:
    return to_json(document)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_that_travels_inside_is_printed_under_its_name(language: str) -> None:
    report, printed = made(language, 1)
    assert len(printed) > 1
    whole = "".join(map(said, printed))
    for one in report.attachments:
        assert one.name in whole and one.description in whole
        if one.name.startswith("matches-"):
            rows = list(csv.DictReader(io.StringIO(one.text)))
            assert rows and [row["match"] for row in rows if row["match"] not in whole] == []
    for at, document in enumerate(printed, 1):
        front, *blocks = document.parts[0].blocks
        assert isinstance(front, Cover) and DIGEST in repr(front) and f"{at}" in front.subtitle
        assert f"{len(printed)}" in front.subtitle and any(isinstance(block, Heading) for block in blocks)
    shown = [block for document in printed for block in document.parts[0].blocks if isinstance(block, Shown)]
    assert all(block.whole and block.paper for block in shown)


def test_volumes_are_bounded_and_hold_the_same_however_many() -> None:
    _, few = made("zh", 10_000)
    _, many = made("zh", 1)
    assert len(few) == 1 < len(many)

    def rows(documents: list[Document]) -> list[str]:
        blocks = [block for one in documents for block in one.parts[0].blocks[3:] if isinstance(block, Grid)]
        return [repr(row) for block in blocks for row in block.rows]

    assert rows(few) == rows(many)


def test_a_case_that_went_on_gives_no_volumes() -> None:
    dossier = specimen.dossier()
    model = to_json(build(dossier, "zh")).replace("matches-", "natches-")
    with pytest.raises(ReportError, match="has gone on since"):
        next(volumes(dossier, model.encode(), DIGEST))


def test_pages_go_on_from_the_report(tmp_path: Path) -> None:
    from dataclasses import replace

    dossier, exporter = specimen.dossier(), PdfExporter()
    report = replace(build(dossier, "zh"), pages="EXP-")
    (tmp_path / "report.json").write_text(to_json(report), "utf-8")
    exporter.write(report, tmp_path / "report.pdf")
    paths = exporter.volumes(dossier, tmp_path / "report.pdf", DIGEST, lambda at: tmp_path / f"annex-{at}.pdf")
    last = exporter.pages(tmp_path / "report.pdf")
    for path in paths:
        found = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        assert [n for n in range(last, last + exporter.pages(path) + 2) if f"EXP-{n:06}" in found] == list(
            range(last + 1, last + exporter.pages(path) + 1)
        )
        last += exporter.pages(path)
    assert paths
