"""The notebook on source code runs on a case, with and without records."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.reporting import place_notebooks
from appraisal.run import run
from tests.notebooks.test_notebooks import execute, html_of
from tests.shown import untagged

CODE = "".join(
    f"def tide_{at}(ring, gate):\n    # the lenght of <b>gate {at}</b>\n    level = ring * {at * 37} + gate\n"
    f"    if level > {at + 3}:\n        level -= gate // {at + 2}\n    return level + ring\n\n\n"
    for at in range(8)
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = tmp_path_factory.mktemp("code")
    for label, code in (("A1", CODE), ("B1", "import os\n\n\n" + CODE.replace("level", "stand"))):
        (base / label).mkdir()
        (base / label / "tides.py").write_text(code, "utf-8")
    case = Case.create(base / "case", clock=fixed_clock(), number="C-1")
    case.receive("A1", base / "A1", "claimed")
    case.receive("B1", base / "B1", "accused")
    run(case, comparators=["code-literal", "code-tokens", "code-structure"], host="")
    place_notebooks(case)
    return case


def test_code(case: Case) -> None:
    outputs = execute(case.root / "notebooks" / "code.ipynb", SHOW=3)
    assert not [output for output in outputs if output.output_type == "error"]
    page = html_of(outputs)
    assert "tides.py" in page and "lenght" in page
    assert "<b>gate" not in page and "score" not in page.lower()
    assert "源代码的扣除规则（版本 3）" in untagged(page) and "相似的六种原因" in page
    assert "全部文件" in page and "对应图：" in page


def test_code_without_records(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    case.receive("A1", tmp_path / "a.py", "claimed")
    case.receive("B1", tmp_path / "a.py", "accused")
    place_notebooks(case)
    outputs = execute(case.root / "notebooks" / "code.ipynb")
    assert not [output for output in outputs if output.output_type == "error"]
    assert any("appraisal run CASE" in str(output.get("text", "")) for output in outputs)
