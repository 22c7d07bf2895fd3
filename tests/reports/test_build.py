import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from appraisal.errors import ReportError
from appraisal.finding import Verdict
from appraisal.papers import files
from reports import wording
from reports.build import ANNEXES, BODY, build, chinese
from reports.document import Block, Document, Grid, Heading, Inline, Language, Paragraph, Part, Shown, to_json
from reports.sections import attached, matched
from reports.sections.annexed import annex
from reports.sections.attached import MAX_ATTACHED, csv_cell
from reports.sections.chosen import JUDGED
from reports.sections.desk import Desk
from reports.text import Printed
from reports.wording import WORDS, say
from tests.reports import specimen
from tests.reports.drawn import aligned, heard, plot, table

ELSEWHERE = {
    "cast",
    "shared-errors",
    "elements",
}  # the specimen has no people, rare strings, regions: their own tests have


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Inline):
        yield value.text
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def words(value: Any) -> str:
    return "\n".join(texts(value))


def section(part: Part, key: str) -> tuple[Block, ...]:
    """Blocks of one section."""
    title = WORDS[part.language][key]
    at = next(
        i for i, b in enumerate(part.blocks) if isinstance(b, Heading) and b.level == 1 and b.text.endswith(title)
    )
    rest = part.blocks[at + 1 :]
    end = next((i for i, b in enumerate(rest) if isinstance(b, Heading) and b.level == 1), len(rest))
    return rest[:end]


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    for key, sentence in WORDS["zh"].items():
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", WORDS["en"][key])), key


@pytest.mark.parametrize("language", ("zh", "en"))
def test_no_two_files_of_a_language_have_one_key(language: Language) -> None:
    """The later one would be printed in both places."""
    folder = Path(wording.__file__).parent
    keys = [key for part in wording.PARTS for key in tomllib.loads((folder / f"{part}{language}.toml").read_text())]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_all_sections_stand_in_order(document: Document) -> None:
    for part in document.parts:
        tops = [block.text for block in part.blocks if isinstance(block, Heading) and block.level == 1]
        # no form of paper, no source code, no examination here
        elsewhere = tuple(f"reports.sections.{name}" for name in ("paper", "projects", "examined", "functional"))
        general = [key for key, writer, _ in BODY if writer.__module__ not in elsewhere and key not in ELSEWHERE]
        wanted = [WORDS[part.language][key] for key in [*general, *(line[0] for line in ANNEXES)]]
        assert len(tops) == len(wanted)
        assert all(top.endswith(title) for top, title in zip(tops, wanted, strict=True))


def test_chinese_comes_first_and_prevails(document: Document) -> None:
    assert document.languages == ("zh", "en")
    assert "以中文文本为准" in words(document.parts[0].blocks[0])
    assert "以中文文本为准" in words(document.parts[1].blocks[0])
    assert "以中文文本为准" not in words(build(specimen.dossier(), "zh"))


def test_in_papers_of_other_countries_english_comes_first_and_prevails() -> None:
    made = build(replace(specimen.dossier(), paper=files.find("us-rule26")), "both")
    assert made.languages == ("en", "zh") and made.title == made.parts[0].title
    assert "the English text prevails" in words(made.parts[0].blocks[0])
    assert "以英文文本为准" in words(made.parts[1].blocks[0])
    assert {files.find(name).prevails for name in files.names() if name.startswith("cn-")} == {"zh"}


def told(value: Any) -> Iterator[str]:
    """The lines of text of blocks, each as it is read; nothing of exhibits, which are words of works."""
    if isinstance(value, tuple) and value and all(isinstance(one, Inline) for one in value):
        yield "".join(one.text for one in value)
    elif isinstance(value, tuple):
        for one in value:
            yield from told(one)
    elif is_dataclass(value) and not isinstance(value, type | Shown):
        for field in fields(value):
            yield from told(getattr(value, field.name))


def test_no_brackets_stand_within_brackets(document: Document) -> None:
    said = [line for part in document.parts for line in told(part.blocks)]
    assert len(said) > 500 and not [line for line in said if "））" in line or "))" in line]


def test_headings_never_jump(document: Document) -> None:
    for part in document.parts:
        levels = [block.level for block in part.blocks if isinstance(block, Heading)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_ranking_value_is_printed_nowhere() -> None:
    plain = build(specimen.dossier(language="both"))
    for form in (words(plain), to_json(plain)):
        assert "0.4321" not in form and "43.21" not in form
        assert "0.3777" not in form and "37.77" not in form
        assert "score" not in form.lower().replace('"type":"score"', "")


def test_percentages_name_their_denominators(document: Document) -> None:
    for key in ("totals", "verified", "differences"):
        for part in document.parts:
            for block in section(part, key):
                if isinstance(block, Grid):
                    for row in block.rows:
                        if "%" in words(row[1:]):
                            assert re.search("A1|B1", words(row[0])), words(row)


def test_machine_totals_stand_all_beside_filtered(document: Document) -> None:
    grid = next(block for block in section(document.parts[0], "totals") if isinstance(block, Grid))
    assert [words(cell) for cell in grid.head] == [
        "项目（未注单位的，为所称之物的个数）",
        "全部",
        "扣除后\n（仅结果前排除）",
        "扣除后\n（含结果后排除）",
    ]
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in grid.rows}
    assert rows["占样本 A1 的比例"] == ["45.67%", "42.13%", "40.00%"]
    assert rows["占检材 B1 的比例"] == ["50.00%", "47.12%", "45.00%"]
    assert "未核验" in words(grid.caption)


def test_without_later_exclusions_there_are_two_columns() -> None:
    base = specimen.dossier(language="zh")
    early = replace(base, comparisons=(replace(base.comparisons[0], before_late=None),))
    grid = next(block for block in section(build(early).parts[0], "totals") if isinstance(block, Grid))
    assert [words(cell) for cell in grid.head] == ["项目（未注单位的，为所称之物的个数）", "全部", "扣除后"]


def test_differences_have_the_figures_before_and_after_later_exclusions(document: Document) -> None:
    grid = next(block for block in section(document.parts[0], "differences") if isinstance(block, Grid))
    assert next([words(cell) for cell in row[2:]] for row in grid.rows) == ["54.33%", "57.87%", "60.00%"]


def test_every_figure_leads_to_its_record(document: Document) -> None:
    known = {filed.key[:12] for filed in specimen.dossier().comparisons}
    known |= {match.id for filed in specimen.dossier().comparisons for match in filed.comparison.matches}
    for part in document.parts:
        for key in ("totals", "verified", "differences", "rarity", "ancestors", "annex-matches"):
            for block in section(part, key):
                if isinstance(block, Grid):
                    for row in block.rows if block.result is None else ():  # of several records: each row names its own
                        assert any(piece.result in known and piece.result in piece.text for c in row for piece in c)
                    assert block.result is None or block.result in known
                    assert block.result is None or block.result in words(block.caption)
                if isinstance(block, Paragraph) and re.search(r"\d+(\.\d+)?%", words(block)):
                    assert all(piece.result in known for piece in block.content)
        figures = [p for b in section(part, "totals") if isinstance(b, Grid) for r in b.rows for c in r[1:] for p in c]
        assert all(piece.result in known for piece in figures if re.search(r"\d", piece.text))
        shown = [block for block in part.blocks if isinstance(block, Shown)]
        assert shown and all(block.result in known and block.comparison in known for block in shown)


def test_opinion_figures_count_accepted_matches_only(document: Document) -> None:
    verified = words(section(document.parts[0], "verified"))
    assert "6.72%" in verified and "45.67%" not in verified
    assert WORDS["zh"]["no-opinion"] not in words(document.parts[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_accepted_matches_there_is_no_opinion(language: str) -> None:
    (part,) = build(specimen.dossier(accepted=False), language).parts
    for key in ("verified", "opinion"):
        assert WORDS[part.language]["no-opinion"] in words(section(part, key))
    assert not any(isinstance(block, Grid) for block in section(part, "verified"))


def test_exclusions_after_results_are_marked(document: Document) -> None:
    grids = [b for b in section(document.parts[0], "exclusions") if isinstance(b, Grid)]
    marks = [
        [piece.text for line in (grid.caption, *(cell for row in grid.rows for cell in row)) for piece in line
         if piece.style == "mark"]
        for grid in grids
    ]  # fmt: skip
    assert marks == [["结果后排除"], []]  # a whole work and its mark, then the places of another reason


def test_failures_runs_and_stale_findings_are_listed(document: Document) -> None:
    part = document.parts[0]
    assert "拒绝" in words(section(part, "totals"))
    assert "blank" in words(section(part, "annex-failures"))
    assert "2026-01-03T09:00:00Z" in words(section(part, "annex-runs"))
    assert "0" * 16 in words(section(part, "annex-stale"))


def test_files_without_a_match_are_listed(document: Document) -> None:
    differences = words(section(document.parts[0], "differences"))
    assert "story/第三章.txt" in differences and "readme.txt" in differences


def test_long_tables_end_in_an_attachment() -> None:
    made = build(specimen.dossier(count=3_000), "zh")
    grids = [b for b in section(made.parts[0], "annex-matches") if isinstance(b, Grid)]
    (attached,) = [one for one in made.attachments if one.name.startswith("matches-")]
    judged, grouped, others = grids
    assert (len(judged.rows), len(others.rows)) == (4, 4)
    assert all(said in words(grouped) for said in ("3000", "1–3000", "未核验\u00a02996"))
    assert attached.text.count("\r\n") == 3_001
    assert "共 3000 处对应" in words(section(made.parts[0], "annex-matches"))
    assert attached.name in words(section(made.parts[0], "annex-matches"))


def test_more_matches_than_a_file_holds_make_a_report_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a million matches in ``tests/toys``, through everything. Here a file holds a tenth of what it may."""
    most = MAX_ATTACHED // 10
    for module in (attached, matched):
        monkeypatch.setattr(module, "MAX_ATTACHED", most)
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    many = [*filed.comparison.matches] * (most // len(filed.comparison.matches) + 1)
    made = build(replace(base, comparisons=(replace(filed, comparison=replace(filed.comparison, matches=many)),)))
    assert len(to_json(made)) < 2_000_000
    assert "前 10000 处见随附文件" in words(made)


def test_many_judged_matches_are_shown_up_to_a_limit() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    shown = (*(replace(filed.shown[1], verdict=Verdict.REJECTED) for _ in range(500)), filed.shown[0])
    made = build(replace(base, comparisons=(replace(filed, shown=shown),)))
    blocks = [b for b in section(made.parts[0], "excerpts") if isinstance(b, Shown)]
    assert len(blocks) == JUDGED
    assert blocks[-1].verdict == "采信"


def test_of_matches_that_nobody_judged_a_sample_is_shown_and_said_to_be_one() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    unjudged = [replace(filed.shown[1], verdict=Verdict.UNREVIEWED, number=at) for at in range(1, 12)]
    made = build(replace(base, comparisons=(replace(filed, shown=(*unjudged, filed.shown[0])),)))
    blocks = [b for b in section(made.parts[0], "excerpts") if isinstance(b, Shown)]
    assert [b.number for b in blocks] == [1, 2, 3, 4, 5, 6, 1]
    said = words(section(made.parts[0], "excerpts"))
    assert WORDS["zh"]["excerpts-here"].format(shown=7, total=12) in said
    assert say("zh", "excerpts-rest", annex=annex(Desk(base, "zh"), "annex-matches")) in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_web_edition_is_said_to_hold_what_it_holds(language: Language) -> None:
    """No listening is promised where nothing is to be heard."""
    base = specimen.dossier(language=language)
    filed = base.comparisons[0]
    drawn, sounds = say(language, "excerpts-drawn"), say(language, "excerpts-heard")
    for exhibit, held in ((aligned(), ""), (table(), ""), (plot(), drawn), (heard(), sounds)):
        one = replace(filed, shown=(replace(filed.shown[1], exhibit=exhibit),))
        (part,) = build(replace(base, comparisons=(one,))).parts
        said = words(section(part, "excerpts"))
        assert say(language, "excerpts-rule", web=Printed(held)) in said
        assert ("试听" in said or "to be heard" in said) == (held == sounds)


def test_an_empty_case_still_makes_a_report() -> None:
    base = specimen.dossier(language="zh")
    empty = replace(base, comparisons=(), runs=(), failures=(), findings=(), stale_findings=(), texts=(), works=())
    assert "案卷中没有比对记录" in words(build(replace(empty, commission={}, environment={}, manifest_sha256="")))


def test_a_comparison_without_matches_says_what_that_means() -> None:
    base = specimen.dossier(language="zh")
    bare = replace(base.comparisons[0], comparison=replace(base.comparisons[0].comparison, matches=()), shown=())
    assert "“未检出”不等于“不相似”" in words(section(build(replace(base, comparisons=(bare,))).parts[0], "totals"))


def test_no_method_is_named_in_reports() -> None:
    names = (
        *("text-exact", "text-reworded", "text-semantic", "code-literal", "code-tokens", "code-structure"),
        *("image-copy", "image-contour", "image-icon", "video-copy", "audio-recording", "audio-effect", "music-melody"),
        *("music-cover", "software-tree", "software-functions", "software-strings", "software-data"),
        "software-source",
    )
    folder = Path(__file__).parents[2] / "reports"
    for file in folder.rglob("*"):
        if file.suffix in {".py", ".toml", ".typ", ".html", ".json"}:
            content = file.read_text("utf-8")
            assert not [name for name in names if name in content], file


@pytest.mark.parametrize(("at", "numeral"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")])
def test_chinese_numerals(at: int, numeral: str) -> None:
    assert chinese(at) == numeral


def test_other_languages_are_refused() -> None:
    with pytest.raises(ReportError, match="zh, en or both"):
        build(specimen.dossier(), "fr")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a"])
def test_no_cell_of_an_attachment_runs(cell: str) -> None:
    assert not csv_cell(cell).lstrip('"').startswith(tuple("=+-@\t\r＝＋－＠"))


def test_a_detail_in_a_form_that_the_method_has_words_for_is_told_in_them() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    held = filed.counting["zh"]
    form, said = "projective within {0} pixels of a similarity", "与相似变换相差 {0} 像素"
    counting = {**filed.counting, "zh": {**held, "labels": {**held.get("labels", {}), form: said}}}
    matches = [replace(m, details={**m.details, "form": form.format("0.1")}) for m in filed.comparison.matches]
    made = replace(filed, counting=counting, comparison=replace(filed.comparison, matches=matches))
    read = words(build(replace(base, comparisons=(made, *base.comparisons[1:]))))
    assert "与相似变换相差 0.1 像素" in read and form.format("0.1") not in read
