"""What the notebook templates call, on a small real case."""

from pathlib import Path

import pytest

from appraisal.case import Case
from appraisal.dossier import Shown
from appraisal.freeze import current_record, exhibits_of
from appraisal.run import run
from reports.document import Language
from reports.notebook import coverage, exhibits, materials, measures
from tests.reports.test_html import harmless
from tests.specimens import STORY


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", number="示例-1", title="<b>题</b>", language="zh")
    for label, role, words in (("A1", "claimed", STORY), ("B1", "accused", "开头<script>。\n" + STORY + "结尾。\n")):
        path = tmp_path / f"{label}<i>.txt"
        path.write_text(words, "utf-8")
        made.receive(label, path, role)
    run(made, comparators=["text-exact"])
    return Case.open(made.root)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_templates_show_safe_html(case: Case, language: Language) -> None:
    record = current_record(case, "text-exact", "A1", "B1")
    shown: list[Shown] = exhibits_of(case, record, record.comparison.matches[:2])
    fragments = (
        materials(case, language),
        measures(case, record, language),
        coverage(case, record, language),
        exhibits(shown, language),
    )
    for fragment in fragments:
        read = harmless(fragment._repr_html_())
        assert len(read.tags) > 5
    assert record.key[:12] in fragments[1]._repr_html_()
