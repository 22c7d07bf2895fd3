"""语句对照表, 字符数汇总, dot plot: rows and counts that can be redone by hand; an exclusion changes them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from appraisal.case import Case
from appraisal.comparison import Exclusion, Match, Places, Reason
from appraisal.demo import fixed_clock
from appraisal.dossier import Filed
from appraisal.exhibit import AlignedText, Excerpt, Mark, Plot, Run
from appraisal.exhibit import Line as Stroke
from appraisal.finding import Verdict
from appraisal.freeze import freeze
from appraisal.run import run
from appraisal.span import char
from reports import docx, html
from reports.build import build
from reports.document import Document, Figure, Grid, Inline, Language
from reports.exhibits.drawing import Drawing, Words
from reports.exhibits.layout import lay_out
from reports.sections.desk import Desk
from reports.sections.dots import dots
from reports.sections.sentences import FURTHER, passage, table
from reports.wording import say
from tests.reports import specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import section, words

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
    assert [row[3] for row in rows] == ["21\n21 / 21"] * 2
    assert "第一章 夜航 · 第 2 行" in rows[0][1] and FIRST[:-1] in rows[0][1]
    assert [row[5:] for row in rows] == [["未扣除", "未核验"]] * 2

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
    assert rows[0][5] == "全部：引用（专家王专家）"
    assert rows[1][5:] == ["未扣除", "采信\n李专家"]


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


def test_the_plot_has_a_stroke_or_a_box_for_every_place_that_experts_did_not_reject(document: Document) -> None:
    one = specimen.dossier().comparisons[0]
    kept = [match for match in one.comparison.matches if one.verdicts.get(match.id) is not Verdict.REJECTED]
    pairs = sum(len(match.all_left()) * len(match.all_right()) for match in kept)
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


KEPT = {"same": [["kept"], ["kept"]], "size": [["kept", "changed"], ["kept", "changed"]]}  # of a method that rewords
ALL = {"same": [["characters"], ["characters"]], "size": [["characters"], ["characters"]]}


def filed(*matches: Match, **more: Any) -> Filed:
    """The specimen's record of texts with other matches."""
    base = specimen.text_filed()
    found = replace(base.comparison, matches=matches, excluded=more.pop("excluded", ()), ancestors=())
    return replace(base, comparison=found, verdicts=more.pop("verdicts", {}), **more)


def drawn(one: Filed, language: Language = "zh", said: Mapping[str, Any] = KEPT) -> tuple[Plot, str]:
    """The plot of a record and what stands below it."""
    blocks = tuple(dots(Desk(specimen.dossier(), language), one, said))
    assert isinstance(blocks[0], Figure) and isinstance(blocks[0].exhibit, Plot)
    return blocks[0].exhibit, words(blocks)


def matches_of(count: int) -> tuple[Match, ...]:
    return tuple(replace(match, also=Places()) for match in specimen.text_matches(count))


def test_matches_that_experts_rejected_are_not_drawn_and_those_not_counted_are_dotted() -> None:
    some = matches_of(4)
    given = {some[0].id: Verdict.REJECTED, some[1].id: Verdict.EXCLUDED, some[2].id: Verdict.ACCEPTED}
    shown, said = drawn(filed(*some, verdicts=given))
    assert sorted(mark.series for mark in shown.marks) == [0, 0, 1] and shown.series[1] == "全部已扣除或专家不计入"
    assert "专家不采信的 1 处未画出。" in said


def test_a_match_deducted_in_part_is_drawn_as_counted() -> None:
    some = matches_of(3)
    first, second = some[0].left, some[1].left
    taken = [char(first.file, int(first.start), int(first.start) + 3), second]
    out = tuple(Exclusion(Reason.PUBLIC_DOMAIN, "left", span) for span in taken)
    shown, said = drawn(filed(*some, excluded=out))
    at = {mark.points[0][0] if isinstance(mark, Stroke) else mark.x: mark.series for mark in shown.marks}
    assert [at[x] for x in sorted(at)] == [0, 1, 0]
    assert "部分已扣除的 1 处仍按其类别整段画出。" in said


def test_only_places_that_answer_each_other_are_joined() -> None:
    """Two places on either side: a method that rewords does not say which go together; of one with the same characters
    at all places each two do."""
    match = matches_of(1)[0]
    file, other = match.left.file, match.right.file
    both = replace(match, also=Places((char(file, 400, 421),), (char(other, 300, 321),)))
    one = replace(match, also=Places((char(file, 400, 421),), ()))
    for given, said, strokes, key in (
        (both, KEPT, 1, "dots-first"), (both, ALL, 4, "dots-several"), (one, KEPT, 2, "dots-several"),
    ):  # fmt: skip
        for language in LANGUAGES:
            shown, told = drawn(filed(given), language, said)
            assert len(shown.marks) == strokes and say(language, key, count=1) in told


def test_files_are_named_on_both_axes_and_those_without_room_below() -> None:
    base = specimen.text_filed()
    lengths = {side: [[f"{side}/{n:02}.txt", "char", 100.0] for n in range(60)] for side in ("left", "right")}
    some = tuple(
        replace(match, left=char(f"left/{n:02}.txt", 0, 21), right=char(f"right/{n:02}.txt", 0, 21))
        for n, match in enumerate(matches_of(12), 20)
    )
    one = filed(*some)
    one = replace(one, comparison=replace(one.comparison, tables={**base.comparison.tables, "extents": lengths}))
    shown, said = drawn(one)
    for ticks, side in ((shown.x_ticks, "left"), (shown.y_ticks, "right")):
        names = {name for _, name in ticks}
        assert 5 <= len(names) < 60
        unnamed = [match for match in (f"{side}/{n:02}.txt" for n in range(20, 32)) if match not in names]
        assert unnamed and all(f"{name}（" in said for name in unnamed)
        assert f"另有未标名的文件 {60 - len(names) - len(unnamed)} 个没有对应" in said
    body = lay_out(shown, "zh").body
    assert isinstance(body, Drawing)
    written = {shape.text for shape in body.shapes if isinstance(shape, Words)}
    assert {name for _, name in (*shown.x_ticks, *shown.y_ticks)} <= written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_names_every_place_of_a_match(language: Language) -> None:
    base = specimen.text_filed()
    first = base.comparison.matches[0]
    more = tuple(char("story/第二章.txt", 30 * n, 30 * n + 21) for n in range(FURTHER + 2))
    said = base.counting[language]["sentences"]
    for count in (2, FURTHER + 2):
        match = replace(first, also=Places(more[:count], ()))
        matches = (match, *base.comparison.matches[1:])
        one = replace(base, comparison=replace(base.comparison, matches=matches))
        desk = Desk(replace(specimen.dossier(), comparisons=(one,)), language)
        blocks = tuple(table(desk, one, said))
        grid = next(block for block in blocks if isinstance(block, Grid))
        row = next(row for row in grid.rows if words(row[0]) == "1")
        places = [say(language, "sentence-also", place=desk.place(one, "left", span)) for span in more[:count]]
        assert [place in words(row[1]) for place in places] == [n < FURTHER for n in range(count)]
        assert (say(language, "further-places", count=2) in words(row[1])) is (count > FURTHER)
        assert not any(say(language, "sentence-also", place="") in words(row[2]) for row in grid.rows)
        key = "sentences-several" if "total" in said else "sentences-several-leads"
        assert say(language, key, count=1) in words(blocks)


def test_every_output_marks_the_same_words(document: Document) -> None:
    assert any(isinstance(one.exhibit, AlignedText) for one in specimen.dossier().comparisons[0].shown)
    page = html.render(document).decode()
    assert '<bdi class="same">月光城建在湖心</bdi>' in page
    assert docx.render(document)
