"""The notebook on pictures runs on a case, and its element table is that of the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.errors import ReportError
from appraisal.freeze import standing_records
from appraisal.reporting import place_notebooks
from appraisal.run import run
from appraisal.span import box
from reports.build import build
from reports.cells import elements
from reports.document import Grid
from tests.image.pictures import save
from tests.image.test_regions import art, pasted, resized
from tests.notebooks.test_notebooks import execute, html_of
from tests.reports.test_build import section
from tests.reports.test_cast import rows, with_
from tests.shown import untagged


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = tmp_path_factory.mktemp("image")
    altered = pasted(art(2), art(90, 80, 70), 150, 100)
    save(base / "A1", "crane<b>.png", art(2))
    save(base / "B1", "page.png", pasted(art(3, 480, 360), resized(altered, 256, 205), 190, 40))
    case = Case.create(base / "case", clock=fixed_clock(), number="I-1")
    case.receive("A1", base / "A1", "claimed")
    case.receive("B1", base / "B1", "accused")
    case.exclude("A1", box("crane<b>.png", 0, 0, 60, 60), "public-domain", by="甲", note="纹样")
    run(case, comparators=["image-copy"], host="")
    place_notebooks(case)
    return case


def test_image(case: Case) -> None:
    outputs = execute(case.root / "notebooks" / "image.ipynb", SHOW=2)
    assert not [output for output in outputs if output.output_type == "error"]
    page = html_of(outputs)
    for words in ("要素对比表", "相同点", "不同点", "公有领域", "缩放（右÷左）"):
        assert words in page, words
    assert "crane<b>" not in page
    assert "score" not in page.lower()


def test_element_table(case: Case) -> None:
    record = standing_records(case, "A1", "B1")["image-copy"]
    region = record.comparison.matches[0]
    case.judge(record.key, region.id, "accepted", by="甲", note="线条：鹤颈一致")
    page = str(elements(case, record)._repr_html_())
    assert "鹤颈一致" in page and "线条" in page and "线条：" not in page
    assert "缩放（右÷左）" in untagged(page)
    assert region.id in page


def test_element_table_in_the_report(case: Case) -> None:
    from reports.cells import _filed

    record = standing_records(case, "A1", "B1")["image-copy"]
    grid, measured = (b for b in section(build(with_(_filed(record))).parts[0], "elements") if isinstance(b, Grid))
    row = rows(grid)[0]
    assert (row[0], row[5]) == ("1\n未核验", "未评述")
    left, right = row[1].split("\n")
    assert "A1" in left and "crane" in left
    assert "B1" in right and "page.png" in right
    assert "特征点" in rows(measured)[0][1] and row[2] == "未评述", "what was measured is no word of the panel"
    assert "公有领域" in row[4]


def test_a_method_without_regions_has_no_element_table(tmp_path: Path) -> None:
    for label in ("A1", "B1"):
        (tmp_path / f"{label}.py").write_text("def tide(ring):\n    return ring * 37 + len(str(ring))\n" * 9, "utf-8")
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    case.receive("A1", tmp_path / "A1.py", "claimed")
    case.receive("B1", tmp_path / "B1.py", "accused")
    run(case, comparators=["code-tokens"], host="")
    with pytest.raises(ReportError, match="no regions"):
        elements(case, standing_records(case, "A1", "B1")["code-tokens"])


def test_image_without_records(tmp_path: Path) -> None:
    save(tmp_path, "a.png", art(4))
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    case.receive("A1", tmp_path / "a.png", "claimed")
    case.receive("B1", tmp_path / "a.png", "accused")
    place_notebooks(case)
    outputs = execute(case.root / "notebooks" / "image.ipynb")
    assert not [output for output in outputs if output.output_type == "error"]
    assert any("appraisal run" in str(output.get("text", "")) for output in outputs)
