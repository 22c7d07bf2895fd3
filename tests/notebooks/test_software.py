"""The software notebook and the private-server notebook run on a case, with and without records of every method."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from appraisal import template
from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.freeze import standing_records
from appraisal.profile import CONCLUSION
from appraisal.reporting import place_notebooks, report_case
from appraisal.run import run
from tests.notebooks.test_notebooks import execute, html_of

NOTEBOOKS = template.folder()
BUILDS = Path(__file__).parents[1] / "software" / "builds"
CODE = "".join(f"def step_{at}(ring, gate):\n    return ring * {at * 37} + gate\n\n\n" for at in range(12))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = tmp_path_factory.mktemp("software")
    for label, folder in (("A1", "server"), ("B1", "gs")):
        (base / label / folder).mkdir(parents=True)
        code = CODE if label == "A1" else CODE.replace("ring", "bell").replace("gate", "door")
        (base / label / folder / "main.py").write_text(code, "utf-8")
        (base / label / f"<img src=x onerror=alert(1)>{label}.txt").write_text(f"own words of {label}\n" * 5, "utf-8")
        rows = "".join(f"{at},{at * 7919 % 9973},{at * 104729 % 8191}\n" for at in range(40))
        (base / label / f"{folder}_items.csv").write_text(f"id,{label}_price,{label}_weight\n{rows}", "utf-8")
    case = Case.create(base / "case", clock=fixed_clock(), number="S-1")
    case.receive("A1", base / "A1", "claimed", version="1.0")
    case.receive("B1", base / "B1", "accused")
    run(case, host="")
    place_notebooks(case)
    return case


def test_software(case: Case) -> None:
    outputs = execute(case.root / "notebooks" / "software.ipynb", SHOW=2)
    page = html_of(outputs)
    assert "全部文件与字节去向" in page and "文件构成" in page and "复核表" in page
    assert "服务器程序架构" in page and "gs_items.csv" in page
    assert "<img src=x" not in page and "score" not in page.lower()
    assert not [output for output in outputs if output.output_type == "error"]


def test_software_shows_pairs_of_functions_with_their_code(tmp_path: Path) -> None:
    """Ids to judge by, reasons, and the disassembly of both."""
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    for label, name, role in (("A1", "wares-pie.elf", "claimed"), ("B1", "wares-fixed.elf", "accused")):
        case.receive(label, BUILDS / name, role)
    run(case, comparators=["software-functions"], host="")
    place_notebooks(case)
    (record,) = standing_records(case, "A1", "B1").values()
    outputs = execute(case.root / "notebooks" / "software.ipynb", SHOW=1)
    page = html_of(outputs)
    assert not [output for output in outputs if output.output_type == "error"]
    assert any(match.id in page for match in record.comparison.matches) and "ret" in page and "0x" in page
    assert not [output for output in outputs if output.get("data", {}).get("text/plain") == "None"]
    assert not any(match.details.get("symbol_of_right") for match in record.comparison.matches)
    said = re.sub(r"<[^>]+>|\s", "", page)
    assert "左侧虚拟地址" in said and "右侧符号" not in said  # a stripped program has no names to fill a column with


def test_software_shows_the_files_asked_for(case: Case) -> None:
    page = html_of(execute(case.root / "notebooks" / "software.ipynb", SHOW=2, FILE="main.py", LANGUAGE="en"))
    assert "Account of all files and bytes" in page and "claimed work" in page
    assert "main.py" in page


def test_software_without_records(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    case.receive("A1", tmp_path / "a.txt", "claimed")
    case.receive("B1", tmp_path / "a.txt", "accused")
    place_notebooks(case)
    outputs = execute(case.root / "notebooks" / "software.ipynb")
    assert any("appraisal run CASE" in str(output.get("text", "")) for output in outputs)


@pytest.mark.parametrize("name", template.names())
def test_each_part_has_a_cell_for_its_conclusion(name: str) -> None:
    profile = template.find(name)
    notebook = nbformat.read(NOTEBOOKS / profile.notebook, as_version=4)
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", ()) if tag.startswith(CONCLUSION)]
    assert sorted(tags) == sorted(profile.tags)
    shown = "".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert all(f'part(dossier, "{part.id}", SPOKEN)' in shown for part in profile.parts)


def test_private_server_gives_the_bytes_of_the_command(case: Case, tmp_path: Path) -> None:
    path = case.root / "notebooks" / "private_server.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        if "conclusion-server" in cell["metadata"].get("tags", ()):
            cell["source"] = "服务器程序 main.py 改名后逐行对应。"
    path.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
    (pdf,) = report_case(Case.open(case.root), formats=["pdf"], profile="private-server")
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "appraisal-pdf", "--output-dir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True)
    assert (tmp_path / "private_server.pdf").read_bytes() == pdf.read_bytes()
