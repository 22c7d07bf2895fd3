"""What the notebooks say to experts: in both languages, and where a page cannot show it, how to see it."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from appraisal.reporting import templates
from reports.exhibits.html import style

HANZI, WORD = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2,}")


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.stem)
def test_guidance_stands_in_both_languages(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        told = re.sub(r"`[^`]*`|^#.*$", "", cell.source, flags=re.MULTILINE)
        if cell.cell_type == "markdown" and len(HANZI.findall(told)) > 4:
            assert len(WORD.findall(told)) * 6 > len(HANZI.findall(told)), (path.name, cell.source)


def notebook(name: str) -> Path:
    return next(path for path in templates() if path.stem == name)


def test_the_page_of_the_workbench_says_what_it_needs() -> None:
    told = nbformat.read(notebook("workbench"), as_version=4).cells[0].source
    assert "appraisal lab 案件" in told and "appraisal lab CASE" in told and "JupyterLab" in told


def test_the_cell_of_the_form_says_what_its_first_line_is() -> None:
    cells = nbformat.read(notebook("intake"), as_version=4).cells
    (form,) = (cell.source for cell in cells if cell.source.startswith("%%intake"))
    assert all(line.startswith("#") for line in form.splitlines()[1:])  # still an empty form
    assert "the line above calls the form" in form and "命令" in form


def test_links_of_a_report_keep_their_colour_amid_the_style_of_a_notebook() -> None:
    """JupyterLab paints ``.jp-RenderedHTMLCommon a:link``; a rule of more classes holds against it."""
    assert ".appraisal.appraisal a:any-link { color: inherit;" in style()
