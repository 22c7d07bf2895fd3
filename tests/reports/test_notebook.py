import json
import re
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters.base import get_exporter

from appraisal.errors import ReportError
from reports import html, pdf
from reports.build import build
from reports.document import MIME, Block, Document, Heading, Part, to_json
from reports.notebook import (
    AppraisalDocxExporter,
    AppraisalHtmlExporter,
    AppraisalPdfExporter,
    document_in,
    show,
)
from reports.sections.desk import paragraph
from reports.text import Printed
from tests.reports import hostile, specimen
from tests.reports.drawn import aligned
from tests.reports.test_html import harmless


def notebook(*documents: Document) -> Any:
    book = nbformat.v4.new_notebook()
    book.cells.append(nbformat.v4.new_markdown_cell("# 报告"))
    for document in documents:
        cell = nbformat.v4.new_code_cell("show(dossier)")
        cell.outputs = [nbformat.v4.new_output("display_data", data={MIME: json.loads(to_json(document))})]
        book.cells.append(cell)
    return book


@pytest.mark.parametrize(
    ("exporter", "rendered"),
    [(AppraisalPdfExporter, "pages"), (AppraisalHtmlExporter, "page"), (AppraisalDocxExporter, "copy")],
)
def test_a_notebook_gives_the_bytes_of_the_report(
    exporter: Any, rendered: str, document: Document, request: pytest.FixtureRequest
) -> None:
    made, resources = exporter().from_notebook_node(notebook(document))
    assert made == request.getfixturevalue(rendered)
    assert resources["output_extension"] == exporter.suffix


@pytest.mark.parametrize("name", ["appraisal-pdf", "appraisal-html", "appraisal-docx"])
def test_nbconvert_finds_the_exporters(name: str) -> None:
    assert get_exporter(name).called == name


def test_jupyter_nbconvert_writes_the_file(tmp_path: Path) -> None:
    small = Document("1", "t", "2026-01-05", "", (Part("zh", "t", (paragraph("三"),)),))
    nbformat.write(notebook(small), tmp_path / "report.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "appraisal-pdf", "report.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "report.pdf").read_bytes() == pdf.render(small)


def test_a_notebook_that_was_not_run_says_so() -> None:
    with pytest.raises(ReportError, match=r"run it first.*--execute --to appraisal-html"):
        AppraisalHtmlExporter().from_notebook_node(notebook())


def test_two_reports_in_one_notebook_are_refused(document: Document) -> None:
    with pytest.raises(ReportError, match="2 reports"):
        document_in(notebook(document, document))


def test_a_forged_report_is_refused(document: Document) -> None:
    book = notebook(document)
    book.cells[-1].outputs[0].data[MIME]["parts"][0]["blocks"].append({"type": "Script", "text": "x"})
    with pytest.raises(ReportError, match="not a report"):
        document_in(book)


def test_show_carries_the_model_and_safe_html() -> None:
    bundle = show(hostile.dossier())._repr_mimebundle_()  # type: ignore[union-attr]
    assert bundle[MIME] == json.loads(to_json(build(hostile.dossier())))
    harmless(bundle["text/html"])
    headings = [block for part in build(hostile.dossier()).parts for block in part.blocks if isinstance(block, Heading)]
    first = [escape(one.text) for one in headings if one.level == 1]
    assert re.findall(r"(?:>)([^<]+)(?=<br>|</p>)", bundle["text/html"])[-len(first) :] == first
    exhibit: Any = show(aligned())
    harmless(exhibit._repr_html_())


def test_show_of_a_dossier_takes_a_language() -> None:
    shown: Any = show(specimen.dossier(), "en")
    assert shown.document.languages == ("en",)


def test_fragments_on_one_page_have_ids_of_their_own() -> None:
    result = "0123456789ab"
    blocks: list[Block] = [
        Heading(1, Printed("一")),
        Heading(2, Printed("二"), anchor=result),
        paragraph("三", result=result),
    ]
    page = html.fragment(blocks, "zh") + html.fragment(blocks, "zh")
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids and len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in re.findall(r' href="([^"]+)"', page)} <= set(ids)
