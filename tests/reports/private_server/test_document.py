"""The report on a private-server comparison as a document: formats, bytes, versions, templates."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import template
from appraisal.case import Case
from appraisal.cli import main
from appraisal.demo import fixed_clock
from appraisal.dossier import Dossier, ExpertText
from appraisal.errors import ReportError, UsageError
from appraisal.freeze import freeze
from appraisal.procedure import Kind
from appraisal.profile import Profile
from appraisal.reporting import PROFILE, place_notebooks, report_case
from appraisal.run import run
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify
from reports import docx, html, pdf
from reports.build import BODY, build
from reports.cells import part as part_cell
from reports.document import Document, Heading, from_json, to_json
from reports.wording import WORDS
from tests.reports import hostile
from tests.reports.private_server.test_parts import part
from tests.reports.test_build import words
from tests.reports.test_html import harmless

# --- the report as a document -----------------------------------------------------------------------------------------


def test_the_model_keeps_its_schema_and_every_format_renders(dossier: Dossier, document: Document) -> None:
    page = html.render(document).decode("utf-8")
    harmless(page)
    assert "网络游戏私服比对报告" in page and "Report on a private-server comparison" in page
    one = build(replace(dossier, language="zh"))  # half the pages: both languages as pages are looked at elsewhere
    assert from_json(to_json(one)) == one
    assert docx.render(one)[:2] == b"PK" and pdf.render(one)[:5] == b"%PDF-"


def test_hostile_evidence_stays_text(profile: Profile) -> None:
    """Names and cells of records, statements and conclusions that would be markup elsewhere."""
    base = hostile.dossier()
    evil = "<img src=x onerror=alert(1)>{left}\u202e#eval(1)"
    rows = {"head": ["class_zh", "class_en", "class_files_left"], "rows": [["地图", evil, evil]]}
    filed = base.comparisons[0]
    tables = {"classes": rows, "accounts": {"head": ["side", evil], "rows": [["left", evil]]}, "cross_check": [evil]}
    changed = replace(filed, comparison=replace(filed.comparison, comparator="software-tree", tables=tables))
    texts = (*base.texts, ExpertText("conclusion-maps", evil, evil))
    made = build(replace(base, comparisons=(changed,), profile=profile, texts=texts, language="zh"))
    page = html.render(made).decode("utf-8")
    harmless(page)
    assert "⟦U+202E⟧" in page and "{left}" in page.replace("<wbr>", "")
    assert pdf.render(made)[:5] == b"%PDF-"


def test_the_same_dossier_gives_the_same_bytes(
    case: Case, profile: Profile, dossier: Dossier, document: Document
) -> None:
    assert to_json(build(freeze(case, language="both", profile=profile, shown=2))) == to_json(document)


def test_the_report_is_verified_by_the_template_it_was_made_by(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        work = tmp_path / f"{label}.txt"
        work.write_text(f"月光照在旧城的瓦上，守门人把灯举得很高。\n{label}", "utf-8")
        case.receive(label, work, role)
    run(case, comparators=("text-exact",), host="")
    place_notebooks(case)
    own = tmp_path / "own.toml"
    own.write_text(
        (template.folder() / "private_server.toml").read_text("utf-8").replace("私服比对报告", "私服鉴定用比对报告"),
        "utf-8",
    )
    report_case(case, formats=["json"], profile=str(own))
    own.unlink()
    assert "私服鉴定用比对报告" in (case.root / "report" / "report.json").read_text("utf-8")
    (outcome,) = verify(str(case.root), checks=(Check.RENDERING,), jobs=1)
    assert outcome.answer is Answer.HOLDS
    (integrity,) = verify(str(case.root), checks=(Check.INTEGRITY,), jobs=1)
    assert integrity.answer is Answer.HOLDS
    (case.root / PROFILE).write_text("name = 'x'", "utf-8")
    (outcome,) = verify(str(case.root), checks=(Check.RENDERING,), jobs=1)
    assert outcome.answer is Answer.UNKNOWN
    report_case(case, formats=["json"])
    assert not (case.root / PROFILE).exists()
    assert "比对报告" in (case.root / "report" / "report.json").read_text("utf-8")


def test_a_part_is_shown_in_a_notebook(dossier: Dossier) -> None:
    page = part_cell(dossier, "maps", "zh")._repr_html_()
    assert "资源文件：地图" in page and "世界地图由样本" in page
    with pytest.raises(ReportError, match="no part 'x'"):
        part_cell(dossier, "x")
    with pytest.raises(ReportError, match="without a report template"):
        part_cell(replace(dossier, profile=None), "maps")


# --- several versions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("places", "named"), [(1, False), (7, True)])
def test_several_versions_make_a_statement_of_lineage(
    tmp_path: Path, profile: Profile, places: int, named: bool
) -> None:
    opening = "月光照在旧城的瓦上，守门人把灯举得很高，他说今晚不会有人进城来讨酒喝。"
    second = {
        "A1": "河水漫过了第三级石阶，少年把铜铃系在船头，铃声一下一下地响个不停。",
        "A2": "河水漫过了第五级石阶，少女把银镯丢进船舱，镯声滚了三滚便再也不响。",
    }
    only = [
        second["A2"],
        *(
            f"{a}里有{b}个人提着灯走过长街却没有谁开口说话。"
            for a, b in zip("春夏秋冬晨昏", "三五七九二四", strict=True)
        ),
    ]
    case = Case.create(tmp_path / "case", clock=fixed_clock(), number="V-1")
    for label, text, role in (
        ("A1", opening + "\n" + second["A1"], "claimed"),
        ("A2", "\n".join([opening, *only[:places]]), "claimed"),
        ("B1", "\n自己的话。\n".join([*reversed(only[:places]), opening]), "accused"),
    ):
        path = tmp_path / f"{label}.txt"
        path.write_text(text, "utf-8")
        case.receive(label, path, role, version={"A1": "1.4", "A2": "1.5"}.get(label, ""))
    run(case, host="")
    told = words(part(build(freeze(case, language="zh", profile=profile)), profile, "versions"))
    leading = f"检材 B1与样本 A2，版本 1.5最为一致：{places} 处只见于该版本；与之不符（见于其他版本而不见于该版本）0 处"
    assert (leading in told) is named and ("不足以指明版本" in told) is not named
    assert f"样本 A1，版本 1.4，只见于该版本 0 处，不符 {places} 处" in told
    assert "不是概率" in told and "只收到样本的一个版本" not in told


# --- templates --------------------------------------------------------------------------------------------------------

SMALL = """
name = "small"
title = { zh = "小报告", en = "Small report" }
notebook = "report.ipynb"
order = ["part:one", "totals"]
[[part]]
id = "one"
heading = { zh = "其一", en = "One" }
about = { zh = "说明", en = "About" }
show = [{ kind = "say", text = { zh = "甲", en = "A" } }]
"""


def test_a_template_that_names_little_hides_nothing(dossier: Dossier) -> None:
    made = build(replace(dossier, profile=template.read(SMALL), lineages=(), language="zh"))
    tops = [block.text for block in made.parts[0].blocks if isinstance(block, Heading) and block.level == 1]
    assert tops[0].endswith(WORDS["zh"]["summary"])  # in front, whatever a template says
    assert tops[1] == "二、其一" and tops[2].endswith(WORDS["zh"]["totals"])
    assert sum(WORDS["zh"]["totals"] in top for top in tops) == 1
    assert all(any(top.endswith(WORDS["zh"][key]) for top in tops) for key, _, optional in BODY if not optional)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "say"', 'kind = "sing"', "known are"),
        ('kind = "say",', 'kind = "say", colour = "red",', "unknown field 'colour'"),
        ('"part:one", ', "", "place each part once"),
        ("about = {", "abut = {", "unknown field 'abut'"),
        ('en = "About"', 'fr = "About"', "expected"),
        ('id = "one"', 'id = "One!"', "lower-case"),
        ("report.ipynb", "../x.ipynb", "notebook"),
        ('name = "small"', "name = 3", "expected"),
        ("[[part]]", "[part", "report template"),
    ],
)
def test_a_template_that_is_wrong_is_told_so(old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(UsageError, match=said):
        template.read(SMALL.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [('"totals"]', '"total"]', "no section 'total'"), ('"totals"]', '"totals", "totals"]', "twice")],
)
def test_a_template_places_known_sections_once(dossier: Dossier, old: str, new: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        build(replace(dossier, profile=template.read(SMALL.replace(old, new))))


def test_a_template_that_there_is_not() -> None:
    assert "private-server" in template.names()
    with pytest.raises(UsageError, match="private-server"):
        template.find("nothing")
    with pytest.raises(UsageError, match="cannot be read"):
        template.find("nothing.toml")


def test_one_part_stands_for_several() -> None:
    several = SMALL.replace('id = "one"', 'id = "<id>"\neach = [{ id = "one", w = "甲" }, { id = "two", w = "乙" }]')
    made = template.read(several.replace('"part:one"', '"part:two", "part:one"').replace('zh = "其一"', 'zh = "其<w>"'))
    assert [(one.id, one.heading.zh) for one in made.parts] == [("one", "其甲"), ("two", "其乙")]


@pytest.mark.parametrize(
    "options",
    [
        ["--query", "SELECT 1"],
        ["--query", "SELECT 1", "--rows", "1", "--digest", "zz"],
        ["--query", "SELECT 1", "--rows", "1", "--digest", "a" * 64, "--observation", "x"],
        ["--rows", "1", "--digest", "a" * 64],
    ],
)
def test_operating_data_are_recorded_whole_or_not_at_all(tmp_path: Path, options: list[str]) -> None:
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    assert main(["record", str(case.root), "operation", "--what", "运营数据", *options]) == 2
    assert not [entry for entry in case.history().entries if entry.kind == Kind.OPERATION]


@pytest.mark.parametrize("page", ["private-server.md", "private-server.zh.md"])
def test_what_the_pages_have_typed_is_taken(page: str, case: Case, tmp_path: Path, profile: Profile) -> None:
    """Steps as the pages give them land in their parts; every part that a page names by its tag is there."""
    root = tmp_path / "case"
    shutil.copytree(case.root, root)
    text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
    typed = [line for line in text.splitlines() if line.startswith(("appraisal record ", "appraisal decide "))]
    assert len(typed) == 3
    for line in typed:
        assert main([str(root) if word == "../case-1" else word for word in shlex.split(line)[1:]]) == 0, line
    made = build(freeze(Case.open(root), language="zh", profile=profile, shown=0))
    about, counted, decided = (shlex.split(line) for line in typed)
    assert about[about.index("--observation") + 1] in words(part(made, profile, "authorisation"))
    assert counted[counted.index("--digest") + 1] in words(part(made, profile, "operating"))
    assert decided[decided.index("--reason") + 1] in words(part(made, profile, "server"))
    for tag in re.findall(r"conclusion-[a-z-]+", text):
        assert tag in profile.tags
