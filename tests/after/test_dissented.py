"""What is made after issue tells of dissents filed since; replies and reasons there are read as other notices are."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing
from appraisal.after import catalogue, correction, disclosure, dissented, names, redaction
from appraisal.after.issues import issued
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.notice import Hidden
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from tests.after.issued import NUMBER, PAPER, PRINTED
from tests.papers import whole

FORMATS = PRINTED

DISSENT = "本人认为该处系船家行当里的惯用语。"
SHARE = "意见不变：B1 有百分之九十二的文字与 A1 相同。"
MARK = "签发后登记的不同意见"


def model(paths: list[Path]) -> str:
    return next(path for path in paths if path.suffix == ".json").read_text("utf-8")


def test_what_is_made_after_issue_tells_of_a_dissent(case: Case, tmp_path: Path) -> None:
    hide = (Hidden("某委托人", "个人信息", "■■■"),)
    assert MARK not in model(redaction.redact(case, NUMBER, hide, by=whole.JIA)[0])
    assert not dissented.since(case, issued(case, NUMBER))
    filing.decide(case, Decision("dissent", DISSENT), whole.YI)
    slip = correction.Slip("按方案进行。", "按方案进行；")
    made = [
        model(redaction.redact(case, NUMBER, hide, by=whole.JIA)[0]),
        model(correction.correct(case, NUMBER, [slip], "笔误", new="补-1", by=whole.DING)),
        model(disclosure.disclose(case, NUMBER, tmp_path / "set")),
        model(catalogue.write(case, tmp_path / "catalogue")),
    ]
    for said in made:
        assert MARK in said and DISSENT in said and whole.YI in said, said[:200]
    entry = issued(case, NUMBER)
    filing.decide(case, Decision("对第一句的说明", "该段另有出处，见航海谚语集。"), whole.YI)
    filing.decide(case, Decision("dissent", SHARE), whole.JIA)
    told = " ".join(f"{one.zh} {one.en}" for one in dissented.told(case, entry, files.find(PAPER)))
    assert "航海谚语集" in told and "九十二" not in told and "see entry" in told, "its words are no notice's"
    filing.decide(case, Decision("dissent:withdrawn", "经复看不再坚持"), whole.YI)
    left = dissented.since(case, entry)
    assert [(one.entry.by, bool(one.about)) for one in left] == [(whole.YI, True), (whole.JIA, False)]
    assert DISSENT not in str(dissented.told(case, entry, files.find("cn-inspection")))


def test_a_reply_with_a_share_is_named_by_its_entry(case: Case, tmp_path: Path) -> None:
    for reply in (SHARE, "比对范围见方案，已书面说明。"):
        filing.file_step(case, Kind.OBJECTION, Step("对第一句有异议"), whole.DING)
        filing.file_step(case, Kind.REPLY, Step(reply), whole.JIA)
    said = model(catalogue.write(case, tmp_path / "out"))
    assert "九十二" not in said and "内容含结论或占比" in said
    assert "已书面说明" in said and "对第一句有异议" in said


def test_a_reason_for_withholding_holds_no_share(case: Case, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("x", "utf-8")
    filing.file_step(case, Kind.OPERATION, Step("收到来信"), whole.JIA, documents=[letter])
    name = next(path for path in (case.root / "documents").iterdir()).relative_to(case.root).as_posix()
    filing.decide(case, Decision(f"protect:{name}", "其中说明百分之九十二的文字相同"), whole.JIA)
    with pytest.raises(CaseError, match="decide it again"):
        disclosure.disclose(case, NUMBER, tmp_path / "set")
    filing.decide(case, Decision(f"protect:{name}", "当事人的商业秘密"), whole.JIA)
    assert disclosure.disclose(case, NUMBER, tmp_path / "set")


def test_what_is_received_after_issue_is_no_name_of_the_report(case: Case, tmp_path: Path) -> None:
    (tmp_path / "N").mkdir()
    (tmp_path / "N" / "x.txt").write_text("x", "utf-8")
    entry = issued(case, NUMBER)
    before = names.of_people(case, entry), names.of_works(case, entry)
    case.receive("N1", tmp_path / "N", "ancestor", received_from="某新来公司", received_by=whole.JIA)
    assert (names.of_people(case, entry), names.of_works(case, entry)) == before
    assert {"某委托人", whole.HOUSE, whole.JIA, whole.BING} <= before[0]


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("甲", True), ("张三丰", True), ("某鉴定机构（虚构）", True), ("北京某系统工程有限公司", True),
        ("某市不锈钢制品有限公司", True), ("Nora Pike", True), ("Acme Games Co., Ltd.", True), ("pike", True),
        ("Ludwig van Beethoven", True), ("High Court of the Republic", True),
        ("the passage is a stock phrase of boatmen", False), ("excluded after results", False),
        ("该段为船家惯用语", False), ("第一句不成立，应予删去", False), ("甲" * 31, False), ("", False),
    ],
)  # fmt: skip
def test_a_name_is_no_sentence(name: str, held: bool) -> None:
    assert names.is_one(name) is held
