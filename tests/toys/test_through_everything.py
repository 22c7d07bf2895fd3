"""Each toy through case, notebook, PDF, HTML and DOCX: the protocol holds for shapes no shipped method has yet."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import registry
from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.finding import Verdict
from appraisal.freeze import freeze
from appraisal.reporting import place_notebooks, report_case
from appraisal.run import run
from reports.sections import attached, attached_examined, matched
from reports.sections.chosen import UNJUDGED

ROOT = Path(__file__).parent.parent.parent
SOURCE = str(Path(__file__).parent / "src")
COMMON = "Copyright 某甲\nsame words"
COUNT = 1200  # matches of toy-million: more than are shown, and in one test more than an attachment may hold
TOYS = ("toy-polygon", "toy-observer", "toy-words", "toy-tree", "toy-refusal", "toy-million", "toy-ruled")


@pytest.fixture
def case(toys: None, tmp_path: Path) -> Iterator[Case]:
    case = Case.create(
        tmp_path / "case",
        clock=fixed_clock(),
        number="T-1",
        watermark="示例",
        experts=("甲",),
        parameters={"toy-million": {"count": COUNT}},
    )
    for label, role, texts in (
        (
            "A1",
            "claimed",
            {"one.txt": "alpha bravo charlie", "two.txt": COMMON, "three.txt": "own"},
        ),
        (
            "B1",
            "accused",
            {"uno.txt": "alpha bravo delta", "two.txt": COMMON, "drei.txt": "other"},
        ),
        ("C1", "ancestor", {"old.txt": "bravo"}),
    ):
        folder = tmp_path / label
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        case.receive(label, folder, role)
    yield case


def _adjudicate(case: Case) -> None:
    for record in case.records():
        for number, match in enumerate(record.comparison.matches[:3]):
            case.judge(record.key, match.id, "accepted" if number else "rejected", by="甲")


@pytest.mark.parametrize("toy", TOYS)
def test_a_toy_in_every_report(case: Case, toy: str) -> None:
    entry = run(case, comparators=[toy], host="")
    assert len(entry["records"]) == 1
    _adjudicate(case)
    first = {path.suffix: path.read_bytes() for path in report_case(case)}
    assert {".pdf", ".html", ".docx"} <= first.keys()
    again = {path.suffix: path.read_bytes() for path in report_case(Case.open(case.root, clock=case.clock))}
    assert first == again
    (filed,) = freeze(case).comparisons
    page = first[".html"].decode()
    assert filed.key[:12] in page and toy in page
    judged = {shown.match for shown in filed.shown if shown.verdict is not Verdict.UNREVIEWED}
    others = {shown.match for shown in filed.shown} - judged
    assert all(match in page for match in judged)
    assert sum(match in page for match in others) >= min(len(others), UNJUDGED)
    if toy == "toy-refusal":
        assert "this toy judges nothing" in page


def test_more_matches_than_an_attachment_holds_rows(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 100,000 rows and more in ``tests/reports/test_build.py``."""
    for module in (attached, attached_examined, matched):
        monkeypatch.setattr(module, "MAX_ATTACHED", 1000)
    run(case, comparators=["toy-million"], host="")
    dossier = freeze(case)
    matches = [len(filed.comparison.matches) for filed in dossier.comparisons]
    (observed,) = [filed.comparison.all.values["ticks"] for filed in dossier.comparisons]
    assert matches == [observed] and observed >= COUNT
    (page,) = [path.read_text("utf-8") for path in report_case(case) if path.suffix == ".html"]
    assert "前 1000 处见随附文件" in re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))


def test_the_report_notebook_gives_the_same_bytes(case: Case) -> None:
    run(case, comparators=["toy-words", "toy-tree"], host="")
    _adjudicate(case)
    place_notebooks(case)
    notebook = case.root / "notebooks" / "report.ipynb"
    cells = json.loads(notebook.read_text("utf-8"))
    for cell in cells["cells"]:
        if "opinion" in cell["metadata"].get("tags", ()):
            cell["source"] = "两部作品有**两个**相同的词。"
    notebook.write_text(json.dumps(cells), "utf-8")
    wanted = {path.suffix: path.read_bytes() for path in report_case(case)}
    assert "两个" in wanted[".html"].decode()
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "appraisal-docx", "report.ipynb"]
    done = subprocess.run(  # the other exporters, of a notebook that was run, in tests/reports/test_notebook.py
        [*command, "--output", "printed"],
        cwd=notebook.parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([SOURCE, str(ROOT)])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (notebook.parent / "printed.docx").read_bytes() == wanted[".docx"]


def test_no_comparator_is_named_outside_its_room() -> None:
    """``appraisal`` and ``reports`` know no method; words in docstrings and comments count too."""
    names = [name for name in registry.comparator_names() if not name.startswith("toy-")]
    assert {"text-exact", "image-copy"} <= set(names)
    for folder in ("appraisal", "reports"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".toml", ".typ", ".html", ".css", ".json", ".j2"} and "sample" not in path.parts:
                text = path.read_text("utf-8")
                assert not [name for name in names if name in text], path


def test_no_module_of_a_comparator_is_imported_there() -> None:
    for folder in ("appraisal", "reports"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                imported += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                assert not [name for name in imported if name.split(".")[0] == "comparators"], path
