"""语句对照表, 字符数汇总, dot plot: rows and counts that can be redone by hand; an exclusion changes them at once."""

from __future__ import annotations

import pytest

from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.demo import fixed_clock
from appraisal.exhibit import AlignedText, Excerpt, Mark, Plot, Run
from appraisal.exhibit import Line as Stroke
from appraisal.freeze import freeze
from appraisal.run import run
from appraisal.span import char
from reports import docx, html
from reports.build import build
from reports.document import Document, Figure, Grid, Inline
from reports.sections.sentences import passage
from tests.reports import specimen
from tests.reports.test_build import section

# 20 字 each; the claimed work has two passages that the accused one repeats, and one that it does not.
FIRST = "守灯人把铜铃系在船头，铃声一下一下地响到天亮。"
SECOND = "卖饼的老人生起了火，装作不认得海上回来的客人。"
OWN = "河边的孩子数着星星，数到第七颗便睡着在草堆里。"
LATER = "码头的账房先生翻开旧册，把昨日的盐价抹去重写。"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = tmp_path_factory.mktemp("sentences")
    (base / "a.txt").write_text(f"第一章 夜航\n{FIRST}\n{OWN}\n{SECOND}\n", "utf-8")
    (base / "b.txt").write_text(f"{LATER}\n{SECOND}\n{FIRST}\n", "utf-8")
    case = Case.create(base / "case", clock=fixed_clock(), number="S-1")
    case.receive("A1", base / "a.txt", "claimed")
    case.receive("B1", base / "b.txt", "accused")
    run(case, comparators=["text-exact"], host="")
    return case


def tables(case: Case, language: str = "zh") -> tuple[dict[str, list[str]], list[list[str]]]:
    """Tally by item, and rows of the table of passages."""
    blocks = section(build(freeze(case), language).parts[0], "sentences")
    tally, passages = (block for block in blocks if isinstance(block, Grid))
    rows = [["".join(piece.text for piece in cell) for cell in row] for grid in (tally, passages) for row in grid.rows]
    return {row[0]: row[1:] for row in rows[: len(tally.rows)]}, rows[len(tally.rows) :]


def test_an_exclusion_changes_tally_and_table_at_once_with_its_reason(case: Case) -> None:
    before, rows = tables(case)
    assert before["总字符数 A、B"] == ["68", "63"]
    assert before["减：有限表达"] == ["−3", "0"]  # a rule's: the words 第一章 of the heading
    assert before["有效字符数 A′、B′"] == ["65", "63"]
    assert before["n / A、n / B（排除前）"] == ["42 / 68 = 61.76%", "42 / 63 = 66.67%"]
    assert [row[3:5] for row in rows] == [["21", "21 / 21"], ["21", "21 / 21"]]
    assert "第一章 夜航 · 第 2 行" in rows[0][1] and FIRST[:-1] in rows[0][1]
    assert [row[6:] for row in rows] == [["未扣除", "未核验"]] * 2

    (record,) = case.records()
    match = next(m for m in record.comparison.matches if m.left.start < 30)
    case.exclude("A1", char("a.txt", int(match.left.start), int(match.left.stop)), Reason.QUOTATION, "王专家")
    other = next(m for m in record.comparison.matches if m.id != match.id)
    case.judge(record.key, other.id, "accepted", by="李专家")
    run(case, comparators=["text-exact"], host="")

    after, rows = tables(case)
    assert after["总字符数 A、B"] == ["68", "63"]
    assert after["减：引用\n结果后排除"] == ["−21", "0"]
    assert after["有效字符数 A′、B′"] == ["44", "63"]
    assert after["n / A、n / B（排除前）"] == before["n / A、n / B（排除前）"]
    assert after["n′ / A′、n′ / B′（排除后）"] == ["21 / 44 = 47.73%", "21 / 63 = 33.33%"]
    assert rows[0][6] == "全部：引用；专家王专家"
    assert rows[1][6:] == ["未扣除", "采信\n李专家"]


def test_in_english(case: Case) -> None:
    tally, rows = tables(case, "en")
    assert tally["All characters A, B"] == ["68", "63"]
    assert "第一章 夜航 · line 2" in rows[0][1]


def test_roles_are_styles_and_context_stays_out() -> None:
    excerpt = Excerpt(
        "a.txt",
        "",
        (Run("前文", "context"), Run("灯影\r\n摇", "same"), Run("晃", "changed"), Run("长句" * 9, "dropped")),
    )
    assert passage(excerpt, 8) == (
        Inline("灯影 摇", "same"), Inline("晃", "changed"), Inline("长句长", "dropped"), Inline("…"),
    )  # fmt: skip


def test_each_line_end_of_a_passage_stands_as_one_space() -> None:
    """Also where it ends a run, is a run of its own, or comes with the indent of the next line."""
    runs = (Run("before\n", "context"), Run("\nphase = 3\n", "same"), Run("lamps", "changed"), Run("\r\n", "same"),
            Run("\n    tide = 6", "same"), Run(" \n", "same"), Run("\nend", "same"))  # fmt: skip
    said = "".join(piece.text for piece in passage(Excerpt("a.txt", "", runs), 99))
    assert said == "phase = 3 lamps tide = 6 end"


def test_the_plot_has_a_stroke_or_a_box_for_every_place(document: Document) -> None:
    filed = specimen.dossier().comparisons[0]
    pairs = sum(len(match.all_left()) * len(match.all_right()) for match in filed.comparison.matches)
    (figure,) = (block for block in section(document.parts[0], "sentences") if isinstance(block, Figure))
    assert isinstance(figure.exhibit, Plot)
    assert len(figure.exhibit.marks) == pairs
    assert figure.exhibit.x_range == (0, 620 + 300 + 150) and figure.exhibit.y_range == (0, 560 + 80)
    for mark in figure.exhibit.marks:
        assert isinstance(mark, Stroke | Mark)
    assert figure.exhibit.alt
    said = "".join(piece.text for piece in figure.caption)
    assert "标点、空格、换行在内" in said and "1070" in said and "640" in said
    assert figure.exhibit.x_label.endswith("（字符，含标点、空白）")


def test_every_output_marks_the_same_words(document: Document) -> None:
    assert any(isinstance(one.exhibit, AlignedText) for one in specimen.dossier().comparisons[0].shown)
    page = html.render(document).decode()
    assert '<bdi class="same">月光城建在湖心</bdi>' in page
    assert docx.render(document)
