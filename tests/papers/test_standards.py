"""What the text says it follows is a standard on file that somebody of the case has read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import View, findings
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.narrow import only
from tests.papers.test_gates import COURT, decide, edited, text


def open_(dossier: Dossier, words: str, section: str = "analysis") -> list[str]:
    return only(text(dossier, section, words), "standards")


FOLLOWED = (
    *("SF/T 0158 was followed.", "According to ISO 27037 the files were read.", "As SF/T 0158 requires, all was read."),
    *("依据SF/T 0158，各段相同。", "依照SF/T 0158号规范，各段相同。", "依据《软件相似性鉴定技术规范》，各段相同。"),
    *(
        "逐字比对，方法见 SF/T 0158。",
        "以 SF/T 0158 为准。",
        "依据 LY/T 12 操作。",
        "依据 Q/XX 001 操作。",
        "依据 SF/Z JD0403003 操作。",
    ),
    *(
        "The comparison is based on ISO 27037.",
        "ISO 27037 is the basis.",
        "It follows ASTM E2916.",
        "It follows BS 10008.",
    ),
    *(
        "It follows ISO 27037 and refers to the case file.",
        "依据 SF/T 0158 操作，并参考案卷。",
        "It is as RFC 3227 says.",
    ),
    *("按国标操作。", "It meets international standards.", "It follows the British standard."),
    *("依据《文学作品比对办法》操作。", "依据〈文学作品比对细则〉操作。", "依据“文学作品比对技术规范”操作。"),
    *("依据公认标准比对。", "按照业内通行的技术标准比对。", "依据 SF/T 0075-2020 及公认的国际标准比对。"),
    *("It follows the relevant standard.", "It accords with accepted standards of the profession."),
    *("It follows industry best practice.", "It follows the ACPO guidelines.", "依据ENFSI最佳实践手册操作。"),
    *(
        "It complies with the Good Practice Guide for Digital Evidence.",
        "It follows XYZ 12345.",
        "依据 OSAC 指南操作。",
    ),
    *(
        "The Forensic Regulator's Code of Practice was followed.",
        "依据《文学作品比对方法》操作。",
        "依据《鉴定守则》操作。",
    ),
    *("依据文学作品比对技术规程操作。", "依据 T-CAI-001 操作。", "依据 EN 16775 操作。", "依据 G.B. / T 36451 操作。"),
    *("依据 G B ／ T 36451 操作。", "依据 GB_T_36451 操作。", "《文学作品比对技术规范》第5条：短句不计。"),
    *("按照《电子数据取证规程》操作。", "遵循《手机取证技术指南》。", "各段相同，符合 SF T 0158 的规定。"),
)
BODIES = (
    *("工具经NIST计算机取证工具测试计划验证。", "检验方法经CNAS认可。", "检验按照工信部的有关文件执行。"),
    *(
        "严格执行国家有关技术规定。",
        "证据固定满足司法部的技术要求。",
        "采用OWASP的检查表。",
        "按规范，相同错误是证据。",
    ),
    *("按中国版权保护中心的鉴定细则进行。", "方法的可靠性已由该标准确认。", "按照法定步骤比对。"),
    *("I applied the protocol of the Scientific Working Group on Digital Evidence.", "As IEEE defines terms, so do I."),
    *("It follows FISWG recommendations.", "Custody was kept the way the police manual wants it."),
    *(
        "I complied with all applicable technical requirements.",
        "未按SF/T 0075-2020执行之处，均按更严格的ISO规定执行。",
    ),
    *("依SF/T 0075-2020全文执行。", "SF/T 0075-2020 was applied from beginning to end."),
    "SF/T 0075-2020 and the documents that it cites were applied.",
)
MENTIONED = (
    *("GB/T 32413-2015 为游戏外挂分类，本案未涉及，仅提及。", "没有适用的国家标准，按自定步骤进行。"),
    *(
        "图片比对没有可依据的国家标准。",
        "尚无可供遵循的行业标准，依方案进行。",
        "No national standard is to be followed here.",
    ),
    *("检材的接口符合其技术要求。", "按照委托书的技术要求分列。", "客户端按 ISO 8601 写日期。"),
    *("The client follows the TLS protocol.", "The user manual of B1 lists its functions."),
)
HONEST = (
    *(
        "参照《软件相似性鉴定技术规范》操作。",
        "SF/T 0158 is only referred to; the scheme was followed.",
        "依据《著作权法》分工。",
    ),
    *(
        "按 GB 18030 解码，日期按 ISO 8601 书写。",
        "主机为 ISO 27001 认证机房。",
        "按照《鉴定委托书》检验。",
        "按照方案规定的标准核验。",
    ),
    *(
        "依据国家标准GB 18030编码读入文本。",
        "时间按 RFC 3339 写出，影像合乎 ISO 15444。",
        "未采用 SF/T 0158；参考 GB/T 1、GB/T 2。",
        "ISO 27037 was not applied.",
        "根据《最高人民法院关于民事诉讼证据的若干规定》第36条制作。",
        "委托书要求“按 SF/T 0158 操作”。",
    ),
    *(
        "按照 SF/T 0075 操作。",
        "依据《网络文学作品相似性检验技术规范》，逐字比对。",
        "依据行业标准 SF/T 0075-2020 操作。",
    ),
    *("依据下列公认标准比对。", "The recognised standards listed below were followed.", "参照公认标准。"),
    *("B1的接口符合行业通行标准。", "The code follows industry best practices.", "按照委托书所附技术规范操作。"),
    *("按照本机构检验规程操作。", "根据《用户手册》第3章，程序自动存档。", "按照 S F/T 0075－2020 第5.1条计数。"),
    *("It follows the Technical Specification for Similarity of Texts (SF/T 0075-2020).", "按照SF/T 0075第五章计数。"),
    *("Under 17 U.S.C. 102 works are protected.", "The relevant standard of proof applied is for the court."),
    *("参照 SF/T 0075 第5.3条。", "As clause 5.1 of SF/T 0075-2020 requires, all was read.", "按照PDF/A标准导出图像。"),
    *("未依据《软件相似性鉴定技术规范》。", "Rule 26 requires this.", "委托书称“应当依据《软件相似性鉴定技术规范》”。"),
)


@pytest.mark.parametrize("words", FOLLOWED)
def test_what_is_followed_is_on_file(dossier: Dossier, words: str) -> None:
    (gate,) = open_(dossier, words)
    assert gate.startswith("standards/followed ") and open_(dossier, words, "limits") == [gate]
    assert not open_(decide(dossier, f"gate:{gate}"), words), "where it may be wrong, a decision passes over it"


@pytest.mark.parametrize("words", HONEST)
def test_other_rules_and_what_is_referred_to_pass(dossier: Dossier, words: str) -> None:
    assert open_(dossier, words) == []


def test_one_on_file_that_nobody_read_is_not_followed(dossier: Dossier) -> None:
    row = whole.form()["standards"][0] | {"is": "Standard"}
    unread = edited(dossier, Kind.STANDARDS, standards=[row | {"clause": ""}])
    listed = decide(unread, "gate:standards/SF/T 0075-2020")
    assert open_(listed, "参照 SF/T 0075 操作。") == []
    assert open_(listed, "依据 SF/T 0075 操作。") == ["standards/followed SF/T 0075"]
    assert open_(listed, "As the industry standard requires, all was read.")
    assert not open_(dossier, "As the industry standard requires, all was read."), "one on file was read"
    assert open_(dossier, "As the national standard requires, all was read."), "that on file is no national one"


@pytest.mark.parametrize(
    ("field", "words", "read"),
    [
        *((name, words, False) for name in ("text", "clause") for words in ("see text", "to be added", "待补")),
        *(("text", words, False) for words in ("略。", "as in the standard", "详见附件", "(to be supplied later)")),
        *(("text", words, False) for words in ("条款从略", "见标准原文")),
        *(("edition", words, False) for words in ("latest", "最新版", "the current edition", "现行有效版")),
        *(("text", words, False) for words in ("（条款原文）", "查阅过了", "内容较长，不录")),
        *(("text", words, False) for words in ("不予摘录", "存档备查", "原文见附件三")),
        *(("text", words, False) for words in ("clause text", "verbatim", "abcd", "too long to print", "see website")),
        *(("text", words, False) for words in ("available from the publisher", "https://standards.example/0075")),
        *(("edition", words, False) for words in ("不明", "某版", "通行版", "the edition in force", "2019")),
        *(("clause", words, False) for words in ("相关条款", "全文", "若干", "relevant clauses", "all", "x")),
        *(("clause", words, True) for words in ("第三条", "附录A", "Annex B", "scope", "5.1；5.2", "第5.1条; 第5.2条")),
        *(("clause", words, False) for words in ("5.1；另见附件", "5.1；")),
        *(("number", words, False) for words in ("国家标准", "相关标准", "the relevant standards")),
        *(("text", words, False) for words in ("比对工作应当客观、公正、科学。", "按标准要求进行比对，并出具报告。")),
        *(("text", words, False) for words in ("网络文学作品相似性检验技术规范适用于网络文学作品的相似性检验。",)),
        *(("text", words, False) for words in ("本标准规定了术语和步骤，适用于文字作品。", "鉴定人应独立地工作")),
        *(("text", words, False) for words in ("Work shall be objective, impartial and carried out with care.",)),
        *(("text", words, False) for words in ("Examine as the standard requires and issue a report.",)),
        *(("text", words, False) for words in ("This standard applies to the comparison of literary works.",)),
        *(("text", words, True) for words in ("本标准适用于文字作品；标题不计入。", "检验应当由两名鉴定人独立进行。")),
        *(("text", words, True) for words in ("比对应客观，分别列出相同与不同。", "对照法适用于成对的段落，逐段进行")),
        *(("text", words, True) for words in ("Examiners shall work independently and record each step.",)),
        ("text", "引用标准的，以其全文为准。", True),
        *(("edition", words, True) for words in ("2020", "第一版", "first edition", "2020年修订，现行有效")),
        *(("text", words, True) for words in ("见下列情形之一的，应当逐字比对。", "See that two persons read each.")),
    ],
)  # fmt: skip
def test_a_placeholder_is_no_text_and_no_edition(dossier: Dossier, field: str, words: str, read: bool) -> None:
    row = whole.form()["standards"][0] | {"is": "Standard", field: words}
    assert View(edited(dossier, Kind.STANDARDS, standards=[row]), COURT).standards[0].read is read


def test_the_same_words_are_not_those_of_two_standards(dossier: Dossier) -> None:
    row = whole.form()["standards"][0] | {"is": "Standard"}

    def read(number: str, **other: str) -> list[bool]:
        rows = [row, row | {"number": number, "title": "软件相似性检验实施规范", "edition": "2023"} | other]
        return [one.read for one in View(edited(dossier, Kind.STANDARDS, standards=rows), COURT).standards]

    assert read("SF/T 0158-2023") == [False, False]
    assert read("SF/T 0158-2023", text="比对源代码时，应排除第三方代码。") == [True, True]
    assert read("SF/T 0075-2023") == [True, True], "two editions of one may say the same"


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("按照 SF/T 0075-2020 第5.3条计数。", "5.3"),
        ("按照《网络文学作品相似性检验技术规范》第六条计数。", "6"),
        ("It follows clause 5.3 of SF/T 0075-2020.", "5.3"),
        ("As SF/T 0075 requires in Annex C, all was read. It follows annex C of SF/T 0075.", "c"),
        ("按照 SF/T 0075-2020 表3分级。", "表3"),
        ("Grades follow table 3 of SF/T 0075-2020.", "表3"),
    ],
)
def test_a_clause_that_nobody_read_is_not_named(dossier: Dossier, words: str, clause: str) -> None:
    gate = f"standards/clause SF/T 0075-2020 {clause}"
    assert open_(dossier, words) == [gate]
    row = whole.form()["standards"][0] | {"is": "Standard", "clause": "第5.1条至第6条、附录C、表3"}
    assert open_(edited(dossier, Kind.STANDARDS, standards=[row]), words) == []


def test_a_table_behind_a_comma_is_the_report_s_own(dossier: Dossier) -> None:
    assert open_(dossier, "比对依据 SF/T 0075-2020，表2列出全部位置。") == []
    assert open_(dossier, "The comparison follows SF/T 0075-2020, table 2 lists each place.") == []


def test_one_that_was_not_read_is_not_followed_with_its_year_either(dossier: Dossier) -> None:
    row = whole.form()["standards"][0] | {"is": "Standard", "clause": ""}
    listed = decide(edited(dossier, Kind.STANDARDS, standards=[row]), "gate:standards/SF/T 0075-2020")
    assert open_(listed, "依据 SF/T 0075-2020 操作。") == ["standards/followed SF/T 0075-2020"]
    assert open_(listed, "The standards listed below were followed, as applicable standards are.")
    assert open_(listed, "参照 SF/T 0075-2020 操作。") == []


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        *(("The comparison follows PEP 8.", False), ("The code follows PEP 8 in both programs.", True)),
        *(("The method is the accepted one in the industry.", False), ("所用方法为业内公认。", False)),
        *(("The work was done to BCS code.", False), ("The work was done to answer the questions.", True)),
        *(("The icons are of the common shape in the industry.", True), ("图标的外形为业界通用样式。", True)),
        ("The method, of Smith and Jones (2019), is the accepted one in the field.", True),
        ("本次检验未按照国家标准进行，因尚无适用的国家标准。", True),
    ],
)
def test_a_field_that_accepts_a_method_is_no_source(dossier: Dossier, words: str, passes: bool) -> None:
    assert (not open_(dossier, words)) is passes, words


def test_bodies_and_their_papers_are_named_standards_or_none(dossier: Dossier) -> None:
    for words in BODIES:
        assert open_(dossier, words), words
    for words in MENTIONED:
        assert not open_(dossier, words), words


def test_what_a_clause_is_said_to_ask_for_stands_in_its_text(dossier: Dossier) -> None:
    rows: Any = next(one for one in dossier.entries if one.kind == Kind.STANDARDS).body["standards"]
    row = {**rows[0], "clause": "5.1", "text": "比对源代码时，应排除第三方代码和自动生成的代码。"}
    held = edited(dossier, Kind.STANDARDS, standards=[row])
    for words in ("第5.1条还要求比较目录结构。", "按规范所称核心算法选取。", "规范第7条亦予遵守。"):
        assert open_(held, words), words
    for words in ("第5.1条要求排除第三方代码。", "第5.1条还规定自动生成者亦应排除。", "第5条要求比对源代码。"):
        assert not open_(held, words), words


@pytest.mark.parametrize(
    "changes",
    [
        {"edition": "2020（征求意见稿）"},
        {"edition": "2020（已废止）"},
        {"edition": "2020 (draft)"},
        {"text": "见GB/T 29360相应条款的规定。"},
        {"checked_on": "2026-02-20"},
    ],
)
def test_what_is_not_in_force_or_not_read_by_then_is_no_basis(dossier: Dossier, changes: dict[str, str]) -> None:
    """A draft, a standard withdrawn, a text that sends the reader on, a day after that on which it was filed."""
    rows: Any = next(one for one in dossier.entries if one.kind == Kind.STANDARDS).body["standards"]
    assert View(dossier, COURT).standards[0].read
    assert not View(edited(dossier, Kind.STANDARDS, standards=[{**rows[0], **changes}]), COURT).standards[0].read


def test_fields_beside_prose_name_what_was_read(dossier: Dossier) -> None:
    body = {"defect": "登录时溢出", "steps": "按GA/T 1174启动", "observations": [["A1", "溢出"], ["B1", "溢出"]]}
    entry = next(one for one in dossier.entries if one.kind == Kind.REVIEW)
    made = replace(dossier, entries=(*dossier.entries, replace(entry, kind=Kind.DEFECT, body=body)))
    assert "standards/followed GA/T 1174" in [gap.gate for gap in findings(made, COURT)]
    chosen = decide(dossier, "evidence:core-files", "核心文件按GA/T 1174选取。")
    assert "standards/followed GA/T 1174" in [gap.gate for gap in findings(chosen, COURT)]
