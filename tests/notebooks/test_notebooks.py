"""The templates run on a case, unchanged but for the cell tagged ``parameters``; they are committed without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.plots.filing import file_form
from appraisal.reporting import place_notebooks, templates
from appraisal.run import run
from tests.notebooks import kernel
from tests.shown import untagged
from tests.specimens import LETTER, STORY


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = tmp_path_factory.mktemp("notebooks")
    (base / "a.txt").write_text(STORY, "utf-8")
    (base / "b.txt").write_text(LETTER + STORY[20:120] + "<script>alert(1)</script>" + LETTER, "utf-8")
    case = Case.create(base / "case", clock=fixed_clock(), number="N-1")
    case.receive("A1", base / "a.txt", "claimed")
    case.receive("B1", base / "b.txt", "accused")
    file_form(
        case,
        {
            "points": [
                {"id": "P1", "plot": "系铃<b>", "work": "A1", "spots": [{"file": "a.txt", "characters": "0-200"}]}
            ]
        },
        "甲",
    )
    people = {"names_of_left": "守门人\n少年", "names_of_right": "少年\n守门人=看门人"}
    case.change(parameters={"text-cast": people})  # a method that is asked for by its parameters
    run(case, host="")
    place_notebooks(case)
    return case


def execute(path: Path, **parameters: object) -> list[Any]:
    """Outputs of all code cells, after the tagged cell has been followed by ``parameters``."""
    notebook = nbformat.read(path, as_version=4)
    at = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ()))
    lines = [f"{name} = {value!r}" for name, value in parameters.items()]
    notebook.cells.insert(at + 1, nbformat.v4.new_code_cell("\n".join(lines)))
    kernel.run(notebook, path.parent)
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def html_of(outputs: list[Any]) -> str:
    return "\n".join(str(output.data["text/html"]) for output in outputs if "text/html" in output.get("data", {}))


def test_text(case: Case) -> None:
    page = html_of(execute(case.root / "notebooks" / "text.ipynb", SHOW=3))
    assert "样本" in page and "检材" in page and "text-exact" in page
    for table in ("字符数汇总", "语句对照表", "段落位置图", "情节表", "人物对应表", "人物同场关系图"):
        assert table in page, table
    assert "系铃&lt;b&gt;" in untagged(page)
    assert "<script" not in page and "月光照在" not in page.split("</style>")[0]
    assert "score" not in page.lower()


def test_text_in_english(case: Case) -> None:
    page = html_of(execute(case.root / "notebooks" / "text.ipynb", SHOW=3, LANGUAGE="en"))
    assert "claimed work" in page and "accused work" in page


def test_two_works_without_a_case(case: Case, tmp_path: Path) -> None:
    """The notebook compares any two works named in it."""
    for name, text in (("a.txt", STORY), ("b.txt", STORY[20:150])):
        (tmp_path / name).write_text(text, "utf-8")
    path = tmp_path / "text.ipynb"
    path.write_bytes((case.root / "notebooks" / "text.ipynb").read_bytes())
    names = {"names_of_left": "少年", "names_of_right": "少年"}
    page = html_of(execute(path, WORKS=("a.txt", "b.txt"), METHODS=["text-exact"], NAMES=names))
    assert "字符数汇总" in page and "人物对应表" in page
    assert (tmp_path / "two-works" / "case.toml").exists()


def test_report(case: Case) -> None:
    outputs = execute(case.root / "notebooks" / "report.ipynb", LANGUAGE="both")
    (found,) = [o for o in outputs if "application/vnd.appraisal.report+json" in o.get("data", {})]
    assert "N-1" in str(found.data["application/vnd.appraisal.report+json"])


def test_batch(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x80\x81\x82\xff" * 400)
    (tmp_path / "pairs.csv").write_text("id,left,right\r\n1,a.txt,a.txt\r\n2,a.txt,bad.txt\r\n", "utf-8")
    given = {"PAIRS": str(tmp_path / "pairs.csv"), "OUT": str(tmp_path / "out"), "COMPARATORS": ["text-exact"]}
    page = html_of(execute(case.root / "notebooks" / "batch.ipynb", **given, CHANGED={"text-exact": {"min_zi": 90}}))
    assert "unreadable" in page and "coverage_of_left" in page and "<td>1.0</td>" in page


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.stem)
def test_templates_carry_no_outputs_and_one_parameters_cell(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell for cell in cells if cell.outputs or cell.execution_count]
    assert len([cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]) == 1
