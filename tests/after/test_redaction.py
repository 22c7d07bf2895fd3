"""Redacted versions of an issued report: what is hidden, and what stands in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from appraisal.after import redaction, standin
from appraisal.after.issues import digest, folder
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError, ReportError
from appraisal.notice import Hidden, Notice
from appraisal.procedure import Kind
from appraisal.profile import Words
from reports.document import Cover, from_json, to_json
from reports.notices import document_of
from reports.pdf import PdfExporter
from reports.redaction import redacted
from tests.after.issued import NUMBER, printed
from tests.papers import whole
from tests.papers.pages import each


def test_a_redacted_version_hides_everywhere(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hide = tmp_path / "hide.toml"
    hide.write_text(
        f'[[hide]]\ntext = "某委托人"\nwhy = "个人信息"\n[[hide]]\ntext = "{whole.HOUSE}"\nwhy = "商业秘密"\n', "utf-8"
    )
    assert main(["redact", str(case.root), NUMBER, str(hide), "--by", whole.JIA]) == 0
    made = folder(case, NUMBER)
    said = printed(made / "redacted-1.pdf")
    assert "某委托人" not in said and whole.HOUSE not in said and "某委托人" in printed(made / "report.pdf")
    assert "（遮盖本）" in said and digest(case, NUMBER)[:8] in said and "个人信息" in said and "■■■" in said
    mark = f"{NUMBER}（遮盖本）"
    assert each(made / "redacted-1.pdf")[0].count("（遮盖本）") == 2 and mark in each(made / "redacted-1.pdf")[0]
    cover = from_json((made / "redacted-1.json").read_text("utf-8")).parts[0].blocks[0]
    assert isinstance(cover, Cover) and cover.subtitle.endswith("\n（遮盖本）") and mark in dict(cover.lines).values()
    for suffix in (".html", ".json"):
        assert "某委托人" not in (made / f"redacted-1{suffix}").read_text("utf-8")
    assert "某委托人".encode() not in (made / "redacted-1.pdf").read_bytes()
    body = case.history().of(Kind.REDACTED)[-1].body
    assert body["sha256"] == digest(case, NUMBER) and "某委托人" not in json.dumps(body, ensure_ascii=False)
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    capsys.readouterr()
    assert main(["verify", str(case.root), "--only", "integrity", "--report", str(made / "redacted-1.pdf")]) == 0
    assert "是本案日志所载的报告文件" in capsys.readouterr().out, "so is a redacted copy"
    hide.write_text('[[hide]]\ntext = "没有的话"\nwhy = "x"\n', "utf-8")
    assert main(["redact", str(case.root), NUMBER, str(hide)]) == 4
    assert not (made / "redacted-2.pdf").exists()


@pytest.mark.usefixtures("as_pdf")
def test_what_stands_for_hidden_words_says_nothing(case: Case) -> None:
    for why, shown in (
        ("商业秘密", "B1抄袭A1"), ("商业秘密", "B1系A1翻版"), ("商业秘密", "九成"), ("商业秘密", "90"),
        ("商业秘密", "甲" * 21), ("B1 is a copy of A1", "■"), ("商业秘密，85 % 相同", "■"),
    ):  # fmt: skip
        with pytest.raises(CaseError, match=r"hide]] 1: "):
            redaction.redact(case, NUMBER, (Hidden("某委托人", why, shown),), by=whole.JIA)
    paths, _ = redaction.redact(case, NUMBER, (Hidden("某委托人", "个人信息，第3条", "某方"),), by=whole.JIA)
    assert "【某方】" in next(path for path in paths if path.suffix == ".json").read_text("utf-8"), (
        "no words of its own"
    )


def test_no_standard_is_a_reason_for_hiding(case: Case) -> None:
    for why in ("ISO/IEC 27042:2015 was applied", "“ISO/IEC 27042” was applied", "依据GB/T 36451-2018第六条"):
        with pytest.raises(CaseError, match=r"hide]] 1: .*no standard"):
            redaction.redact(case, NUMBER, (Hidden("某委托人", why, "■■■"),), by=whole.JIA)


@pytest.mark.usefixtures("as_pdf")
def test_words_stand_in_the_opinion_for_names_alone(case: Case) -> None:
    for text, shown in (("相同表述", "不同表述"), ("有相同", "【不同】"), ("在比对范围", "[ours]")):
        with pytest.raises(CaseError, match="stands in the opinion"):
            redaction.redact(case, NUMBER, (Hidden(text, "涉密", shown),), by=whole.JIA)
    for text in ("有相同", "仅就送检版本"):
        with pytest.raises(CaseError, match=r"bear the finding|only names are hidden"):
            redaction.redact(case, NUMBER, (Hidden(text, "涉密", "■■■"),), by=whole.JIA)
    for text, shown in (("在比对范围", "■■■"), ("某市某路1号", "某地址"), (whole.HOUSE, "某机构")):
        assert redaction.redact(case, NUMBER, (Hidden(text, "涉密", shown),), by=whole.JIA)


@pytest.mark.usefixtures("as_pdf")
def test_what_stands_there_is_a_sign_and_no_other_words(case: Case) -> None:
    for text, shown, said in (
        (whole.HOUSE, "某法院", "stands for"), ("核对载体", "【已拆封】", "stands for"),
        ("核对载体", "某机构", "stands for"), (whole.HOUSE, whole.JIA, "stands for"),
        ("没有", "■■■", "something else"), ("not", "■■■", "something else"), ("如实", "■■■", "声明"),
        ("核对载体", "【商业秘密】", ""), (whole.HOUSE, "某某", ""),
    ):  # fmt: skip
        hidden = (Hidden(text, "商业秘密", shown),)
        if said:
            with pytest.raises(CaseError, match=said):
                redaction.redact(case, NUMBER, hidden, by=whole.JIA)
        else:
            assert redaction.redact(case, NUMBER, hidden, by=whole.JIA)
    with pytest.raises(CaseError, match="liable"):
        redaction.redact(case, NUMBER, (Hidden("核对载体", "The respondent is liable"),), by=whole.JIA)


@pytest.mark.parametrize(
    ("text", "shown", "held"),
    [
        ("Nora Pike", "N. P.", True), ("Nora Pike", "Ms P.", True), ("Nora Pike", "[name]", True), ("Pike", "P.", True),
        ("Nora Pike", "Otto Lund", False), ("Nora Pike", "O. L.", False), ("Nora Pike", "judge", False),
        ("张三丰", "张某", True), ("张三丰", "【姓名】", True), ("张三丰", "李某", False), ("or", "[name]", False),
        ("1 Sample Road", "[address]", True), ("duty to the court", "[client]", False), ("recipe", "[redacted]", True),
    ],
)  # fmt: skip
def test_a_name_may_have_its_initials(text: str, shown: str, held: bool) -> None:
    assert (not standin.wrong(text, shown, {"Nora Pike", "张三丰", "Otto Lund"})) is held


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "write one"), ("x = ", "no TOML"), ("[[hide]]\ntext = 'a'\n", "text and why"),
        ("[[hide]]\ntext = 3\nwhy = 'x'\n", "are words"),
        ("[[hide]]\ntext = 'ab'\nwhy = 'x'\nodd = 'y'\n", "nothing else"), ("hide = 3", "write one"),
    ],
)  # fmt: skip
def test_lists_that_hide_nothing(text: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        redaction.read(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_each_version_have_numbers_of_their_own(language: str, tmp_path: Path) -> None:
    notice = Notice(Words("甲", "a"), "1", "2026-01-01", (), (Words("张三丰到此", "张三丰 was here"),))
    model = json.loads(to_json(document_of(notice, language))) | {"pages": "EXP-"}
    for version in (1, 2):
        document, _ = redacted(json.dumps(model).encode(), [Hidden("张三丰", "y")], "0" * 64, version=version)
        made = PdfExporter().write(document, tmp_path / f"{version}.pdf")
        assert f"EXP-R{version}-000001" in each(made)[0] and "EXP-000001" not in "".join(each(made))
        assert f"EXP-R{version}-" in str(document.parts[0].blocks[1]), "told in front"
    assert "EXP-" not in to_json(redacted(json.dumps(model | {"pages": ""}).encode(), [Hidden("张三丰", "y")], "0")[0])


def test_the_number_of_the_case_stays_where_that_of_the_report_is_alike() -> None:
    notice = Notice(Words("甲", "a"), "1", "2026-01-01", ((Words("案号", "case"), "1"),), (Words("张三丰", "x"),))
    document, _ = redacted(to_json(document_of(notice, "zh")).encode(), [Hidden("张三丰", "y")], "0" * 64)
    cover = document.parts[0].blocks[0]
    assert isinstance(cover, Cover) and [value for _, value in cover.lines] == ["1（遮盖本）", "2026-01-01", "1"]
    assert cover.subtitle == "（遮盖本）"


def test_pieces_of_a_line_are_looked_at_together() -> None:
    notice = Notice(Words("甲", "a"), "1", "2026-01-01", (), (Words("张三丰到此", "x"),))
    body = json.loads(to_json(document_of(notice, "zh")))
    body["parts"][0]["blocks"][1]["content"] = [
        {"text": "是张"}, {"style": "strong", "text": "三"}, {"text": "丰，张三"}, {"style": "strong", "text": "到此"}
    ]  # fmt: skip
    hidden = [Hidden("张三", "x", "某"), Hidden("张三丰", "y", "某某")]
    document, counts = redacted(json.dumps(body).encode(), hidden, "0" * 64)
    content = json.loads(to_json(document))["parts"][0]["blocks"][3]["content"]
    assert [piece["text"] for piece in content] == ["是某某", "", "，某", "到此"]
    assert counts == {"张三": 1, "张三丰": 1}
    for bad in (Hidden("x", "y"), Hidden("ab", "y", "cabc")):
        with pytest.raises(ReportError, match="two characters"):
            redacted(json.dumps(body).encode(), [bad], "0" * 64)
