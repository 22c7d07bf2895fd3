"""Gates read the very thing that is printed: report templates, names and settings, cells, numbers of reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from appraisal import freeze, issuing, template
from appraisal.case import Case
from appraisal.dossier import Dossier, PersonEntry
from appraisal.errors import CaseError
from appraisal.gates import findings, leaves
from appraisal.procedure import Kind
from appraisal.texts import unplaced
from tests.papers import whole
from tests.papers.test_gates import COURT, edited, gates
from tests.papers.test_remarks import filed, held

TEMPLATE = """
name = "{name}"
title = {{ zh = "版权鉴定报告", en = "Report" }}
notebook = "report.ipynb"
order = ["part:notes"]
[[part]]
id = "notes"
heading = {{ zh = "说明", en = "Notes" }}
about = {{ zh = "本部分说明比对。", en = "On the comparison." }}
conclude = false
[[part.show]]
kind = "say"
text = {{ zh = "{zh}", en = "{en}" }}
"""


def by_template(dossier: Dossier, zh: str = "见下表。", en: str = "See the table.", name: str = "own") -> Dossier:
    return replace(dossier, profile=template.read(TEMPLATE.format(zh=zh, en=en, name=name)))


@pytest.mark.parametrize(
    ("zh", "en", "found"),
    [
        ("双方相同文字占B1的百分之九十二。", "See the table.", "numbers/"),
        ("见下表。", "92 per cent of the wording is the same.", "numbers/"),
        ("比对依据GB/T 36451-2018进行。", "See the table.", "standards/"),
        ("见下表。", "ISO/IEC 27042:2015 was followed.", "standards/"),
        ("是否侵权由法庭判断，双方相同文字占92%。", "See the table.", "numbers/"),
        ("被告抄袭。", "See the table.", "words-of-law/"),
        ("每处匹配均逐条核验。", "Each match was judged.", ""),
        ("是否侵权由法庭判断。", "Whether this infringes is for the court.", ""),
    ],
)
def test_standing_words_of_a_template_are_read(dossier: Dossier, zh: str, en: str, found: str) -> None:
    seen = [one for one in gates(by_template(dossier, zh, en)) if found or not one.startswith("content/")]
    assert any(one.startswith(found) for one in seen) if found else not seen


@pytest.mark.parametrize("name", template.names())
def test_templates_of_the_program_alarm_nothing(case: Case, dossier: Dossier, name: str) -> None:
    made = freeze.freeze(case, profile=template.find(name))
    assert gates(made) == gates(dossier) == []


def test_what_is_issued_by_a_template_passes_the_gates_of_that_report(own: Case, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TEMPLATE.format(zh="双方相同文字占B1的百分之九十二。", en="See.", name="own"), "utf-8")
    paper = COURT
    assert not [one for one in issuing.check(own, paper) if one.open], "without the template"
    assert [one.gate for one in issuing.check(own, paper, profile=str(path)) if one.open] == ["numbers/百分之九十二"]
    with pytest.raises(CaseError, match="百分之九十二"):
        issuing.issue(own, paper, by=whole.DING, number="1", profile=str(path), on="2026-02-01")
    assert not (own.root / issuing.folder("1")).exists()


def cell(case: Case, notebook: str, words: str, tags: tuple[str, ...] = (), kind: str = "markdown") -> None:
    path = case.root / "notebooks" / notebook
    held = json.loads(path.read_text("utf-8"))
    held["cells"].append({"cell_type": kind, "metadata": {"tags": [*tags]}, "source": words, "id": "own"})
    path.write_text(json.dumps(held, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize(
    ("tag", "words", "found"),
    [
        (
            "conclusion-functions",
            "92 per cent of the wording is the same; this infringes.",
            {"numbers", "words-of-law"},
        ),
        ("analysis", "双方相同文字占B1的百分之九十二。", {"numbers"}),
        ("process", "ISO/IEC 27042:2015 was followed.", {"standards"}),
        ("analysis", "两件作品的功能见上表。", set()),
    ],
)
def test_cells_of_a_templates_notebook_are_read(own: Case, tag: str, words: str, found: set[str]) -> None:
    cell(own, "plug_in.ipynb", words, (tag,))
    whole.review(own)
    made = issuing.check(own, COURT, profile="plug-in")
    seen = {one.family for one in made if one.open} - {"language"}
    assert found <= seen and bool(found) == bool(seen)


@pytest.mark.parametrize(
    ("tags", "kind", "words"),
    [
        ((), "markdown", "乙不同意：第一句不成立。"),
        (("dissent",), "markdown", "Dissent of 乙: the first sentence is wrong."),
        (("analysis",), "raw", "两件作品的相同段落见对照。"),
        (("limits",), "code", "# 仅就送检版本比对"),
        (("conclusion-functions",), "markdown", "The same functions."),
    ],
)
def test_a_cell_that_no_section_takes_keeps_the_report_back(
    own: Case, tags: tuple[str, ...], kind: str, words: str
) -> None:
    cell(own, "report.ipynb", words, tags, kind)
    assert [one.partition("-")[0] for one in gates(freeze.freeze(own))] == ["content/cell"]


def test_cells_of_the_program_and_notes_in_other_notebooks_are_free(own: Case) -> None:
    cell(own, "report.ipynb", "  \n")
    cell(own, "report.ipynb", "print(dossier.title)", kind="code")
    cell(own, "text.ipynb", "札记：第三处再看一遍。")
    assert unplaced(own.root) == () == unplaced(own.root, template.find("plug-in"))
    (own.root / "notebooks" / "own.ipynb").write_bytes((own.root / "notebooks" / "plug_in.ipynb").read_bytes())
    whole_own = replace(template.find("plug-in"), notebook="own.ipynb")
    cell(own, "own.ipynb", "## 第一部分")
    assert "## 第一部分" not in unplaced(own.root, whole_own), "a heading in a notebook of the panel's own"
    cell(own, "own.ipynb", "乙不同意：第一句不成立。")
    assert "乙不同意：第一句不成立。" in unplaced(own.root, whole_own)


def _persons(dossier: Dossier, words: str) -> Dossier:
    return replace(dossier, persons=(PersonEntry("乙", words, "00", "00", "2026-01-01"),))


def _role(dossier: Dossier, words: str) -> Dossier:
    return replace(dossier, role_words={**dossier.role_words, "accused": {"zh": "检材", "en": words}})


def _licence(dossier: Dossier, words: str) -> Dossier:
    row = {"number": "证字1号", "category": "声像资料鉴定", "authority": words, "until": "2030-01-01"}
    return edited(dossier, Kind.INSTITUTION, licences=[row])


def _edition(dossier: Dossier, words: str) -> Dossier:
    row = {**whole.form()["standards"][0], "edition": words}
    return edited(dossier, Kind.STANDARDS, standards=[row])


def _rights(dossier: Dossier, words: str) -> Dossier:
    row = {"kind": "publication", "value": "Novel, first edition", "note": words}
    return filed(dossier, Kind.RIGHTS, label="A1", identifiers=[row])


def _step(dossier: Dossier, words: str) -> Dossier:
    return filed(dossier, Kind.OPERATION, what="打开两件作品", persons=["甲", words])


def _decided(dossier: Dossier, words: str) -> Dossier:
    return filed(dossier, Kind.DECISION, about="照片", reason="只拍摄载体", decided_by=[words])


PLACES: tuple[Callable[[Dossier, str], Dossier], ...] = (
    _persons, _role, _licence, _edition, _rights, _step, _decided,
    lambda dossier, words: replace(dossier, watermark=words),
    lambda dossier, words: replace(dossier, experts=("甲", "乙", words)),
    lambda dossier, words: replace(dossier, report_number=words),
    lambda dossier, words: edited(dossier, Kind.INSTITUTION, name_en=words),
    lambda dossier, words: filed(dossier, Kind.SCHEME, scope="全部", versions={words: "初版"}),
    lambda dossier, words: filed(dossier, Kind.DECISION, about=f"注：{words}", reason="经集体讨论"),
    lambda dossier, words: replace(dossier, entries=(*dossier.entries, replace(dossier.entries[-1], by=words))),
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_text_that_is_printed_is_read(dossier: Dossier, place: Callable[[Dossier, str], Dossier]) -> None:
    quoted = () if place in (_decided, PLACES[12]) else ("A1、B1的“相同文字占92%”",)  # reasons quote evidence
    for words in ("相同文字占B1的九成二", "92 per cent of the wording is the same", *quoted):
        assert any(one.startswith("numbers/") for one in held(place(dossier, words))), words
    for words in ("比对依据GB/T 36451-2018", "examiners who followed ISO/IEC 27042:2015"):
        assert any(one.startswith("standards/") for one in held(place(dossier, words))), words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        *((_persons, one) for one in ("某鉴定机构（虚构）", "Laboratory No. 3")),
        *((_role, one) for one in ("work in dispute", "accused work")),
        *((_licence, one) for one in ("某省司法厅", "某市司法局2019年第3号")),
        *((_edition, one) for one in ("2020", "第2版", "third edition, 2020")),
        *((_rights, one) for one in ("甲持有A1著作权的50%", "first printed in 2019, 300 pages")),
        *((_step, one) for one in ("戊", "Dr. A. Example")),
        (PLACES[7], "仅供法庭使用"),
        (PLACES[9], "（2026）虚鉴字第92号"),
    ],
)
def test_honest_names_and_settings_alarm_nothing(
    dossier: Dossier, place: Callable[[Dossier, str], Dossier], words: str
) -> None:
    assert held(place(dossier, words)) == []


def test_a_share_of_one_work_beside_another_is_an_amount_in_a_field(dossier: Dossier) -> None:
    assert held(_rights(dossier, "92 per cent of B1 is the wording of A1")) == ["numbers/92%"]


def test_what_a_reader_was_shown_stays_read_when_a_form_is_filed_again(dossier: Dossier) -> None:
    first = _licence(dossier, "某司法局；相同文字占B1的九成二")
    again = [one for one in dossier.entries if one.kind == Kind.INSTITUTION]
    assert held(replace(first, entries=(*first.entries, *again))) == ["numbers/九成二"], "printed among the steps"


@pytest.mark.parametrize("place", [PLACES[7], _role])
def test_settings_conclude_nothing(dossier: Dossier, place: Callable[[Dossier, str], Dossier]) -> None:
    assert "words-of-law/抄袭" in gates(place(dossier, "抄袭之作"))


def test_what_is_not_read_is_named_with_its_reason(dossier: Dossier) -> None:
    assert {*leaves.UNREAD} <= {one.name for one in fields(Dossier)} and {*leaves.KINDS} <= {*Kind}
    assert all((*leaves.UNREAD.values(), *leaves.KINDS.values(), *leaves.BUT.values()))


@pytest.mark.parametrize(
    "number", ["依据GB/T 36451-2018第7号", "1-following ISO/IEC 27042:2015", "1（相同九成二）", "被告抄袭1号"]
)
def test_a_number_of_a_report_says_nothing_else(case: Case, number: str) -> None:
    with pytest.raises(CaseError, match="number"):
        issuing.numbered(case, number)


@pytest.mark.parametrize("number", ["（2026）虚鉴字第7号", "2026-1", "DB-2026-7", "X-1"])
def test_honest_numbers(case: Case, number: str) -> None:
    assert issuing.numbered(case, number) == number


def test_the_chapter_of_conditions_says_what_the_gates_say(dossier: Dossier) -> None:
    made = by_template(dossier, "双方相同文字占B1的百分之九十二。")
    assert [one.gate for one in findings(replace(made, paper=COURT), COURT)] == ["numbers/百分之九十二"]
