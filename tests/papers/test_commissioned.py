"""What stands in a commission, or in an objection, as others' words is theirs only where others said it."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.asking import asserted
from appraisal.gates.kinds import Sides
from appraisal.procedure import Kind, Step
from tests.papers import whole
from tests.papers.test_gates import COURT, edited, gates

TOLD = "B1中92%的文字与A1相同，比对依据GB/T 36451-2018进行"


def instructed(dossier: Dossier, by: str, words: str = TOLD) -> list[str]:
    rows = [{"is": "Instruction", "on": "2026-01-03", "by": by, "text": words, "kind": "oral"}]
    return gates(edited(dossier, Kind.COMMISSION, instructions=rows))


@pytest.mark.parametrize(
    "by", [whole.JIA, whole.BING, "鉴定组", "全体鉴定人", whole.HOUSE, "本所技术部", "the panel", "无名氏"]
)
def test_instructions_by_nobody_outside_are_read(dossier: Dossier, by: str) -> None:
    found = instructed(dossier, by)
    assert "numbers/92%" in found and "standards/GB/T 36451-2018" in found
    assert any(gate.startswith("entries/") for gate in instructed(dossier, by, "B1抄袭A1，照此出具"))
    assert instructed(dossier, by, "请于四月前出具，附纸本三份") == []


@pytest.mark.parametrize("by", ["某委托人", "周某", "某委托人代理人李某", "经办法官吴某", "counsel for the claimant"])
def test_what_clients_instruct_is_theirs(dossier: Dossier, by: str) -> None:
    assert instructed(dossier, by) == []


@pytest.mark.parametrize(
    "by",
    [
        *("受委托方", "被委托单位", "受法院委托的机构", "法院指定专家", "法院选定的鉴定机构", "某委托人聘请的专家"),
        *("法庭科学实验室", "委托受理室", "某委托人所选检测中心", "仲裁庭委派的检验人员", "Courtney Smith"),
        *("court-appointed expert", "the court's expert", "the commissioned party", "tribunal-appointed assessor"),
        *("single joint expert of the court", "police laboratory", "Court-Appointed"),
    ],
)
def test_whom_a_court_or_client_chose_is_not_who_instructs(dossier: Dossier, by: str) -> None:
    assert "numbers/92%" in instructed(dossier, by)
    assert instructed(dossier, by, "请于四月前出具，附纸本三份") == []


@pytest.mark.parametrize(
    "by",
    [
        *(
            "委托方",
            "委托单位",
            "委托代理人",
            "某市中级人民法院司法鉴定处",
            "受委托人民法院",
            "承办法官",
            "受原告委托的律师",
        ),
        *(
            "法院指定的代理人",
            "公安机关",
            "仲裁庭秘书",
            "检察官",
            "原告专家辅助人及其律师",
            "the Court",
            "the client’s solicitors",
        ),
        *("court-appointed counsel", "instructing solicitors", "the tribunal", "presiding judge", "周某（联系人）"),
    ],
)
def test_who_commissions_instructs_by_whatever_word(dossier: Dossier, by: str) -> None:
    assert instructed(dossier, by) == []


def handed_in(dossier: Dossier, name: str) -> list[str]:
    return gates(edited(dossier, Kind.COMMISSION, documents=[{"is": "Document", "name": name, "digest": ""}]))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "鉴定方法说明：检验依据GA/T 1174-2014",
            "本次比对遵循GB/T 36451-2018的函",
            "依照SF/T 0158-2023进行比对的报告",
        ),
        "Note that ISO/IEC 27042:2015 was followed",
    ],
)
def test_a_document_whose_name_says_what_was_followed_is_read_as_a_title(dossier: Dossier, name: str) -> None:
    assert any(one.startswith("standards/") for one in handed_in(dossier, name))


@pytest.mark.parametrize(
    "name",
    [
        *("委托书", "登记证书复印件", "GB/T 36451-2018 网络文学检验规程", "某鉴定所依据SF/T 0158-2023出具的鉴定意见书"),
        *(
            "依据SF/T 0075-2020计数的说明",
            "被告提交的答辩状",
            "Report of the Institute that followed ISO/IEC 27042:2015",
        ),
        *("起诉状", "Letter of instruction", "Copy of the registration"),
    ],
)
def test_other_documents_are_what_they_are_called(dossier: Dossier, name: str) -> None:
    assert handed_in(dossier, name) == []


SAID = (
    ("两件作品有哪些相同？已知B1中92%的文字与A1相同。", "已知B1中92%的文字与A1相同。"),
    ("B1中92%的文字与A1相同。有何异同？", "B1中92%的文字与A1相同。"),
    ("已知B1抄袭A1，请问抄袭多少？", "已知B1抄袭A1"),
    ("Given that 92% of B1 is the same, what is new?", "Given that 92% of B1 is the same"),
    ("B1 was copied from A1. What is the same?", "B1 was copied from A1."),
)
ASKED = (
    *("两者文字是否相同", "原告称B1中92%的文字与A1相同。是否属实？", "对B1与A1的文字进行比对。", "B1是否抄袭A1"),
    *("请比对两书，并说明相同之处", "相同之处的数量及程度", "Compare B1 with A1.", "What is the same in B1 and A1?"),
    *("Is the wording of B1 that of A1", "1. 检材与样本是否相同；2. 相同部分占检材的比例"),
)


@pytest.mark.parametrize(("question", "told"), [*SAID, *((one, "") for one in ASKED)])
def test_of_a_question_only_what_asks_is_the_clients(question: str, told: str) -> None:
    assert asserted(question) == told


def test_what_a_question_says_is_read(dossier: Dossier) -> None:
    asked = "两件作品的文字有哪些相同与不同？"
    assert "numbers/92%" in gates(edited(dossier, Kind.COMMISSION, questions=[f"{asked}已知B1中92%的文字与A1相同。"]))
    for more in ("B1中92%的文字与A1相同是否属实？", "原告主张B1中92%的文字与A1相同。"):
        assert gates(edited(dossier, Kind.COMMISSION, questions=[f"{asked}{more}"])) == []


@pytest.mark.parametrize("name", ["鉴定组", "本机构技术部", whole.HOUSE, f"{whole.HOUSE}档案室", "the experts"])
def test_the_panel_and_the_house_are_no_party(dossier: Dossier, name: str) -> None:
    sides = Sides.of(edited(dossier, Kind.COMMISSION, contacts=["周某", name]))
    assert "周某" in sides.parties and "某委托人" in sides.parties and len(sides.parties) == 2


@pytest.mark.parametrize(
    ("reply", "free"),
    [
        *(("所述属实，予以采纳。", False), ("异议成立。", False), ("We accept this; it is right.", False)),
        *(("不予采纳，理由见鉴定意见。", True), ("部分采纳。", True), ("比对范围见方案，已书面说明。", True)),
        ("We cannot agree.", True),
    ],
)
def test_a_reply_that_accepts_makes_an_objection_the_panels(own: Case, tmp_path: Path, reply: str, free: bool) -> None:
    letter = tmp_path / "异议书.txt"
    letter.write_text("异议", "utf-8")
    filing.file_step(own, Kind.OBJECTION, Step(f"{TOLD}。", persons=("某委托人",)), whole.JIA, documents=[letter])
    filing.file_step(own, Kind.REPLY, Step(reply), whole.JIA)
    found = [gap.gate for gap in findings(freeze.freeze(own, paper=COURT), COURT)]
    assert ("numbers/92%" not in found) is free
