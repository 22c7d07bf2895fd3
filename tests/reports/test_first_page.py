"""What a reader meets first: page 1 with its denominators, excerpts marked where they are taken out, no raw data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from appraisal import choosing, registry
from appraisal.comparison import RULE, Exclusion, Mask, Match, Measures, Observation, Reason
from appraisal.counted import BETWEEN, pairs
from appraisal.dossier import Filed, Shown
from appraisal.exhibit import Plot
from appraisal.finding import Verdict
from appraisal.span import Region, char, line, whole
from reports import docx, html
from reports.build import build
from reports.document import Document, Grid, Language
from reports.document import Shown as Excerpt
from reports.exhibits import figures
from reports.exhibits.drawing import Words
from reports.indents import INDENT
from reports.places import percents
from reports.sections.chosen import divided
from reports.sections.desk import Desk
from reports.sections.shares import quotient
from reports.view import view
from reports.wording import say
from tests.reports import specimen
from tests.reports.drawn import listing
from tests.reports.test_build import section, words

BY_RULE = RULE + "component"


def excluding(*excluded: Exclusion, shown: int = 12) -> Filed:
    """The specimen's text record with these exclusions; of its matches the first ``shown`` as excerpts, not judged."""
    filed = specimen.text_filed(accepted=False)
    counting = {
        language: {**said, "labels": {**said["labels"], "component": {"zh": "组件", "en": "components"}[language]}}
        for language, said in filed.counting.items()
    }
    excerpts = [
        Shown(match.id, at, Verdict.UNREVIEWED, listing())
        for at, match in enumerate(filed.comparison.matches[:shown], 1)
    ]
    comparison = replace(filed.comparison, excluded=excluded)
    return replace(filed, comparison=comparison, shown=tuple(excerpts), counting=counting, before_late=None)


def built(filed: Filed, language: Language = "zh", **changed: Any) -> Document:
    return build(replace(specimen.dossier(language=language), comparisons=(filed,), **changed), language)


def test_what_is_left_is_shown_first() -> None:
    matches = specimen.text_matches(6)
    out = Mask(Region([whole("story/第二章.txt"), char("story/第一章.txt", 0, 130)]), Region())
    assert [at for at, _ in choosing.chosen(matches, {}, 2, out)] == [5, 6]  # the fourth has eleven letters left
    assert [at for at, _ in choosing.chosen(matches, {}, 2, Mask())] == [1, 2]
    assert [at for at, _ in choosing.chosen(matches, {matches[0].id: Verdict.REJECTED}, 1, out)] == [1, 5]
    files = [Match(whole(name), whole(name), "same", id=name) for name in ("a", "b")]
    assert [at for at, _ in choosing.chosen(files, {}, 1, Mask(Region([whole("a")]), Region()))] == [2]


def test_what_is_strongest_by_the_methods_own_measure_is_shown_first() -> None:
    counting: dict[str, dict[str, Any]] = {language: {"strength": "digits"} for language in ("zh", "en")}
    digits = (3.0, 50.0, 20.0, 20.0, None, 4.0)  # one has none: its kind needs no measure
    matches = [
        replace(match, details={} if at is None else {"digits": at})
        for match, at in zip(specimen.text_matches(6), digits, strict=True)
    ]
    assert [at for at, _ in choosing.chosen(matches, {}, 2, Mask(), counting)] == [2, 5]
    assert [at for at, _ in choosing.chosen(matches, {}, 3, Mask(), counting)] == [2, 3, 5]  # of equal ones the longest
    assert [at for at, _ in choosing.chosen(matches, {}, 2, Mask())] == [1, 2]
    most = matches[1].left  # what is cut to a tenth is a tenth as strong
    out = Mask(Region([char(most.file, int(most.start), int(most.start + most.length * 9 // 10))]), Region())
    assert [at for at, _ in choosing.chosen(matches, {}, 2, out, counting)] == [3, 5]

    filed = excluding(shown=0)
    counted = {language: {**said, "strength": "digits"} for language, said in filed.counting.items()}
    shown = tuple(Shown(match.id, at, Verdict.UNREVIEWED, listing()) for at, match in enumerate(matches, 1))
    filed = replace(filed, comparison=replace(filed.comparison, matches=tuple(matches)), shown=shown, counting=counted)
    here, beyond = divided(Desk(replace(specimen.dossier(), comparisons=(filed,)), "zh"), filed)
    assert {one.number for one in here} | {one.number for one in beyond} >= {2, 3, 4, 5}


def test_no_pair_of_files_takes_the_room_of_the_others() -> None:
    counting: dict[str, dict[str, Any]] = {language: {"strength": "digits"} for language in ("zh", "en")}
    matches = [
        replace(match, right=char("looped.txt" if at == 9 else match.right.file, 0, 21), details={"digits": 90.0 - at})
        for at, match in enumerate(specimen.text_matches(11))
    ]
    matches[10] = replace(matches[10], left=char("pitched.txt", 0, 21))
    assert [at for at, _ in choosing.chosen(matches, {}, 4, Mask(), counting)] == [1, 2, 10, 11]
    assert [at for at, _ in choosing.chosen(matches, {}, 4, Mask())] == [1, 2, 3, 4]  # no strength is named
    out = Mask(Region([whole("pitched.txt")]), Region())  # nothing is left of it
    assert [at for at, _ in choosing.chosen(matches, {}, 4, out, counting)] == [1, 2, 3, 10]

    filed = excluding(shown=0)
    shown = tuple(Shown(match.id, at, Verdict.UNREVIEWED, listing()) for at, match in enumerate(matches, 1))
    filed = replace(filed, comparison=replace(filed.comparison, matches=tuple(matches)), shown=shown)
    named = {language: {**said, "strength": "digits"} for language, said in filed.counting.items()}
    for one, kept in ((replace(filed, counting=named), {10, 11}), (filed, set())):
        here, beyond = divided(Desk(replace(specimen.dossier(), comparisons=(one,)), "zh"), one)
        assert {excerpt.number for excerpt in (*here, *beyond)} & {10, 11} == kept


def test_excerpts_that_are_taken_out_come_last_and_say_so() -> None:
    gone = Exclusion(Reason.THIRD_PARTY, "left", char("story/第一章.txt", 40, 245), by=BY_RULE)
    some = Exclusion(Reason.QUOTATION, "left", char("story/第一章.txt", 400, 410), by="王专家", on="2026-01-03")
    filed = excluding(gone, some)
    desk = Desk(replace(specimen.dossier(), comparisons=(filed,)), "zh")
    assert sorted(set(desk.deducted(filed).values())) == ["part", "whole"]
    here, beyond = divided(desk, filed)
    state = desk.deducted(filed)
    assert "whole" not in {state.get(one.match) for one in (*here, *beyond)}  # six others were there to be shown

    made = built(excluding(gone, some, shown=3))
    marks = [block.deducted for block in section(made.parts[0], "excerpts") if isinstance(block, Excerpt)]
    assert marks.count("已排除：第三方组件（规则“组件”）") == 2 and marks.count("") == 1
    assert all("已排除" in page for page in (html.render(made).decode(), str(view(made))))
    partly = built(excluding(replace(some, span=char("story/第一章.txt", 40, 45)), shown=2), "en")
    assert "excluded in part: quotation" in words(section(partly.parts[0], "excerpts"))
    assert docx.render(made)


def test_page_one_counts_what_each_method_could_not_read_apart_from_what_it_does_not_judge() -> None:
    filed = specimen.text_filed()
    reasons = {"bin.txt": "unreadable", "mixed.txt": "unreadable", "short.txt": "refused", "long.txt": "over-limit"}
    seen = [Observation("left", whole(name), "unread", {"reason": reason}) for name, reason in reasons.items()]
    filed = replace(filed, comparison=replace(filed.comparison, observations=seen))
    works = next(block for block in section(built(filed).parts[0], "summary") if isinstance(block, Grid))
    assert [words(cell) for cell in works.head][-2:] == ["未打开的文件与成员", "方法未予比较的文件"]
    assert [words(row[-1]) for row in works.rows][:2] == ["text-exact：未能读取 2；超出方法范围 2", "0"]


@pytest.mark.parametrize(
    ("language", "reason", "told"),
    [
        ("zh", "places are counted here in cell, line", "本方法在此以单元、行计位置"),
        ("en", "places are counted here in byte", "places are counted here in bytes"),
        ("zh", f"places are counted here in score:{'19a3' * 16}", "本方法在此以由该文件得出的视图"),
        ("en", "places are counted here in the file as handed in", "and not in what was derived from it"),
        ("zh", "the file ends before this place", "该文件在此位置之前已结束"),
    ],
)
def test_page_one_says_of_which_methods_deductions_are_not_complete(language: Language, reason: str, told: str) -> None:
    ruled = specimen.text_filed()
    kept = replace(ruled, key="b" * 64, comparison=replace(
        ruled.comparison, comparator="other", resources=(),
        observations=(Observation("left", line("a.c", 1, 9), "exclusion-not-applied", {"reason": reason}),),
    ))  # fmt: skip
    made = build(replace(specimen.dossier(language=language), comparisons=(ruled, kept)), language).parts[0]
    first = words(section(made, "summary"))
    note = {"zh": ("下列方法没有扣除规则", "未起作用"), "en": ("have no rules of filtration", "take nothing out")}
    assert all(said in first for said in note[language])
    seen = words(section(made, "observations"))
    assert told in seen and "exclusion-not-applied" not in seen
    alone = words(section(built(ruled, language).parts[0], "summary"))
    assert not any(said in alone for said in note[language])


def test_observations_have_fixed_words_of_the_method_and_quote_works_as_they_are() -> None:
    filed = specimen.text_filed()
    counting = {
        key: {**said, "labels": {**said["labels"], "yes": "是", "on_both_sides": "双方均有"}}
        for key, said in filed.counting.items()
    }
    details = {"on_both_sides": "yes", "line": "yes", "text": "a" * 80 + "\u202e"}
    seen = Observation("left", line("a.c", 1, 2), "mark", details)
    many = [replace(seen, span=line("a.c", at, at + 1)) for at in range(1, 12)]
    for observed in ([seen], many):
        one = replace(filed, comparison=replace(filed.comparison, observations=observed), counting=counting)
        said = words(section(built(one).parts[0], "observations"))
        assert "双方均有：是" in said and "：yes" in said
        assert "U+27E6" not in said


def test_page_one_has_a_denominator_beside_each_share() -> None:
    filed = specimen.text_filed()
    every = Measures(0.9, 0.5, 1.0, {"equal_cells_of_left": 77, "cells_of_left": 154, "equal_cells_of_right": 77,
                                     "cells_of_right": 77})  # fmt: skip
    counting = {
        key: {**said, "shares": "equal_cells_of cells_of", "counted": "格"} for key, said in filed.counting.items()
    }
    filed = replace(filed, comparison=replace(filed.comparison, all=every, filtered=every), counting=counting)
    said = words(section(built(filed).parts[0], "summary"))
    assert "以格计" in said and "77 / 154 = 50.00%" in said and "77 / 77 = 100.00%" in said


@pytest.mark.parametrize(
    ("shares", "values", "said"),
    [
        ("a_of b_of", {"a_of_left": 1, "b_of_left": 4}, "1 / 4 = 25.00%"),
        ("a+c b", {"a_left": 1, "c_left": 2, "b_left": 12}, "3 / 12 = 25.00%"),
        ("a b_of", {"a": 2, "b_of_left": 8}, "2 / 8 = 25.00%"),
        ("a_of b_of", {"a_of_left": 2, "b_of_left": 4}, "25.00%"),  # not what was divided
        ("a_of b_of", {"a_of_left": 1}, "25.00%"),
        ("", {}, "25.00%"),
    ],
)
def test_quotient(shares: str, values: Mapping[str, int], said: str) -> None:
    filed = replace(specimen.text_filed(), counting={"zh": {"shares": shares}})
    desk = Desk(specimen.dossier(), "zh")
    assert quotient(desk, filed, "left", Measures(0.0, 0.25, None, values)) == said
    assert quotient(desk, filed, "right", Measures(0.0, 0.25, None, values)) == say("zh", "no-share")


@pytest.mark.parametrize(("language", "nothing"), [("zh", "无可比内容"), ("en", "no denominator")])
def test_of_nothing_there_is_no_share(language: Language, nothing: str) -> None:
    filed = specimen.text_filed()
    values = {"a_of_left": 0, "b_of_left": 0, "a_of_right": 0, "b_of_right": 5}
    none = Measures(0.0, 0.0, 0.0, values)
    steps = [
        {"step": step, "reasons": [], "places": [0, 0], "extent": [0, 0], "coverage": [0.0, 0.0], "figures": figures}
        for step, figures in (("", values), (BY_RULE, {}))
    ]
    counting = {key: {**said, "shares": "a_of b_of", "counted": "x"} for key, said in filed.counting.items()}
    found = replace(filed.comparison, all=none, filtered=none, tables={"waterfall": steps})
    filed = replace(filed, comparison=found, counting=counting, before_late=None, accepted=none)
    part = built(filed, language).parts[0]
    for key, times in (("summary", 3), ("totals", 2), ("differences", 2), ("filtration", 4)):
        said = words(section(part, key))
        assert said.count(nothing) >= times, key
        assert "0 / 0" not in said
    assert "0 / 5 = 0.00%" in words(section(part, "summary"))


@pytest.mark.parametrize("name", [n for n in registry.comparator_names() if not n.startswith("toy-")])
def test_methods_with_shares_say_what_they_count(name: str) -> None:
    said = registry.counting(name)
    assert said["zh"].get("shares") == said["en"].get("shares")
    assert bool(said["zh"].get("counted")) == bool(said["zh"].get("shares")) == bool(said["en"].get("counted"))
    stems = [stem for pair in pairs(str(said["zh"].get("shares", ""))) for stem in pair]
    assert len(stems) == len(str(said["zh"].get("counted", "")).split(BETWEEN)) * 2 or not stems
    labels: Any = said["zh"]["labels"]
    for stem in (one for part in stems for one in part.split("+")):
        assert f"{stem}_left" in labels or stem in labels


def test_shares_among_figures_are_percentages() -> None:
    assert percents("shares_of_left", {"identifiers": 0.557447, "strings": 1}) == {
        "identifiers": "55.74%",
        "strings": "100.00%",
    }
    assert percents("share_with_common_of_left", 0.352339) == "35.23%"
    assert percents("order", 0.5) == 0.5 and percents("share", None) is None and percents("share", 3) == 3


def test_nothing_of_a_record_is_printed_raw() -> None:
    filed = specimen.text_filed()
    resources = (
        {"kind": "screener", "name": "rules", "version": "2", "rules": ["component"], "parameters": {"least": 0.1}},
        {"kind": "components", "name": "bundled", "files": 3733, "sha256": "e" * 64},
        {"kind": "other", "name": "odd", "deep": {"a": [1, {"b": 2}]}},
    )
    found = replace(filed.comparison, resources=resources, parameters={"names": "沈砚舟\n柳凝霜"})
    made = built(replace(filed, comparison=found), environment={"rapidocr": "absent", "numpy": "2.4.6"})
    method = words(section(made.parts[0], "method"))
    assert "按规则扣除（版本 2）：component" in method and "已知组件的指纹库，3733 个文件" in method
    assert "{" not in method and "⟦U+000A⟧" not in method
    assert method.partition("沈砚舟")[2].partition("柳凝霜")[0].isspace()  # a name a line
    said = words(made)
    assert "未安装" in said and "absent" not in said


def test_evidence_of_rules_in_the_language_of_the_reader() -> None:
    for name, note, zh in (
        ("code-tokens", "wording of a licence: as in Apache-2.0", "许可证文字：同 Apache-2.0"),
        ("code-tokens", "stretch that repeats itself: 438 tokens", "自身重复的段落：438 个记号"),
        (
            "code-tokens",
            "stands in a known component: six 1.16, six.py (67 of 75 fingerprints)",
            "见于已知组件：six 1.16, six.py（75 个指纹中有 67 个相符）",
        ),
        ("code-tokens", "the file says so: line 1, Generated by flex", "文件自述：第 1 行，Generated by flex"),
        ("text-exact", "stands in a background: 3 or more of 9 works of 甲", "见于背景库：甲 的 9 部作品中至少有 3 部"),
        ("software-data", "columns: id = key: renamed", "id = key：值一一改名"),
    ):
        filed = replace(specimen.text_filed(), counting=registry.counting(name))
        desk = Desk(specimen.dossier(), "zh")
        assert desk.formed(filed, note) == zh and desk.formed(filed, "of no known form") is None
    match = Match(line("a", 1, 2), line("b", 1, 2), "table", details={"columns": ["id = key: renamed", "a = a: 3/3"]})
    assert dict(desk.details(filed, match)).popitem()[1] == "id = key：值一一改名、a = a: 3/3"


def test_reasons_for_likeness_fit_the_medium() -> None:
    desk = Desk(specimen.dossier(), "zh")
    for name, said in (("text-exact", "2．工具生成的文字"), ("code-tokens", "2．代码生成器")):
        filed = replace(specimen.text_filed(), counting=registry.counting(name))
        assert desk.label(filed, "six-generators", otherwise=desk.say("six-generators")).startswith(said)


def test_an_axis_of_whole_numbers_has_no_halves() -> None:
    made = figures.plot(Plot((0.0, 14565.0), (0.0, 1.0), (), (), "x", "y"), "zh")
    said = [shape.text for shape in made.shapes if isinstance(shape, Words)]
    assert said[-3:] == ["14565", "x", "y"] and not any("." in words for words in said)
    assert "7282" not in said, "no half that is rounded"


@pytest.mark.parametrize(("language", "named"), [("zh", "偶然概率低的段落"), ("en", "rare passages")])
def test_how_much_of_a_share_is_unlikely_stands_beside_it_with_both_denominators(
    language: Language, named: str
) -> None:
    """On the first page and among the figures; a share that holds nothing unlikely says 0 and is no less a share."""
    values = {f"{name}_{side}": value for name, value in (("some", 40), ("every", 100)) for side in ("left", "right")}
    measures = Measures(0.4, 0.4, 0.4, {**values, "seldom_left": 10, "seldom_right": 0})
    base = excluding()
    counting = {key: {**said, "shares": "some every", "within": "seldom", "within_said": named}
                for key, said in base.counting.items()}  # fmt: skip
    filed = replace(base, counting=counting, comparison=replace(base.comparison, all=measures, filtered=measures))
    part = built(filed, language).parts[0]
    left = "10\u00a0/\u00a040 = 25.00%", "10\u00a0/\u00a0100 = 10.00%"  # a fraction stays on one line
    right = "0\u00a0/\u00a040 = 0.00%", "0\u00a0/\u00a0100 = 0.00%"
    for name in ("summary", "totals"):
        told = words(section(part, name))
        assert named in told and all(one in told for one in (*left, *right)), name
    assert "40 / 100 = 40.00%" in words(section(part, "summary"))
    rows = next(block for block in section(part, "summary") if isinstance(block, Grid) and len(block.head) == 4).rows
    whole, more = rows[-2:]
    cells = ["".join(piece.text for piece in cell) for cell in (whole[1], more[0], more[1])]
    assert cells[0] == "\n".join(["40 / 100 = 40.00%"] * 2), "shares alone, all and filtered"
    assert cells[1].startswith(INDENT) and "–" not in cells[1], "it stands in: no method of its own"
    assert named in cells[1]
    for said, one in zip(cells[2].split("\n"), left * 2, strict=True):
        assert one in said, "each share on a line with what it is of"
    bare = replace(filed, counting={key: {**said, "within": ""} for key, said in counting.items()})
    heard = {"heard_left": 30, "heard_right": 0, "same_left": 5, "same_right": 0}
    mixed = replace(measures, values={**measures.values, **heard})
    other = {key: {**said, "apart": "same heard", "apart_said": named} for key, said in bare.counting.items()}
    sources = replace(bare, counting=other, comparison=replace(base.comparison, all=mixed, filtered=mixed))
    rows = next(b for b in section(built(sources, language).parts[0], "summary") if isinstance(b, Grid)
                and len(b.head) == 4).rows  # fmt: skip
    cells = ["".join(piece.text for piece in cell) for cell in rows[-1]]
    assert all(word in cells[1] for word in ("40 / 100 = 40.00%", "30", "5", named)) and named not in cells[2]
    assert named not in words(section(built(bare, language).parts[0], "summary"))


def test_the_only_pair_stands_in_the_caption_of_page_one_and_several_in_a_column() -> None:
    def table(some: tuple[Filed, ...]) -> Grid:
        part = build(replace(specimen.dossier(language="en"), comparisons=some), "en").parts[0]
        caption = say("en", "summary-caption")
        found = (block for block in section(part, "summary") if isinstance(block, Grid))
        return next(block for block in found if caption in "".join(piece.text for piece in block.caption))

    one = excluding()
    other = replace(
        one, key="f" * 64, comparison=replace(one.comparison, right=replace(one.comparison.right, label="B2"))
    )
    alone, both = table((one,)), table((one, other))
    assert len(alone.head) == 4 and "".join(piece.text for piece in alone.caption).endswith("A1–B1")
    assert len(both.head) == 5 and {row[0][0].text for row in both.rows} == {"A1–B1", "A1–B2"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_figure_by_kind_has_a_row_a_kind_of_numbers_alone(language: Language) -> None:
    base = excluding()
    every = replace(
        base.comparison.all, values={"by_kind": {"same-line": 1, "other": 12}, "shares_of_left": {"x": 0.5}}
    )
    less = replace(every, values={"by_kind": {"other": 7}, "shares_of_left": {"x": 0.25}})
    filed = replace(base, comparison=replace(base.comparison, all=every, filtered=less))
    grids = [b for b in section(built(filed, language).parts[0], "totals") if isinstance(b, Grid)]
    told = {tuple("".join(piece.text for piece in cell) for cell in row) for grid in grids for row in grid.rows}
    assert ("by_kind", "", "") in told and (f"{INDENT}other", "12", "7") in told
    assert (f"{INDENT}same-line", "1", say(language, "none")) in told and (f"{INDENT}x", "50.00%", "25.00%") in told


def test_lines_of_scores_are_no_lines_of_the_first_page() -> None:
    """A tune in abc is left to methods that compare notes, and no share of its lines stands first of all figures."""
    base = specimen.text_filed()
    places = [Match(line(f"{name}.abc", 1, 10), line(f"{name}.abc", 1, 10), "similar", id=name) for name in ("a", "b")]
    code = Match(line("gate.py", 1, 4), line("gate.py", 1, 4), "similar", id="c")
    long = [["a.abc", "line", 9], ["b.abc", "line", 9], ["gate.py", "line", 12]]

    def told(matches: list[Match], files: list[list[object]]) -> str:
        found = replace(base.comparison, matches=tuple(matches), excluded=(), tables={
            "extents": {"left": files, "right": files}})  # fmt: skip
        return words(section(built(replace(base, comparison=found, shown=())).parts[0], "summary"))

    assert "按行计" not in told(places, long[:2])
    said = told([*places, code], long)
    assert (
        "按行计（空行在内，乐谱除外；方法自计的行数按其计数规则" in said
        and said.count("3/12（25.00%）") == 4
        and "/30" not in said
    )
    # the table of files counts them, and so the two numbers of one method differ by as much
    assert f"（A1–B1：18 / 18 行），“{say('zh', 'scope-files')}”一表计入" in said
    assert "上表不含乐谱的行" not in told([code], long[2:])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_numbers_follow_is_said_above_excerpts(language: Language) -> None:
    assert say(language, "numbers-by-place") in words(section(built(excluding(), language).parts[0], "excerpts"))
