"""Every kind of step that people write by hand is read for numbers, standards and dissents; objections by whose they
are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import kinds
from appraisal.gates.kinds import Reading
from appraisal.procedure import STEPS, Kind
from tests.papers.test_gates import edited, gates
from tests.papers.test_remarks import filed, held
from tests.papers.test_spoken import elsewhere, holding

# The closed log is printed nowhere
WRITTEN = sorted(STEPS - {Kind.DELIBERATION})
SHARE = "双方相同文字占B1的92%。"
BASIS = "ISO/IEC 27042:2015 was followed."


def test_no_kind_of_step_goes_unread() -> None:
    """Whoever adds a kind of step finds it read; none may be taken out of the reading."""
    for reading in (Reading.REMARKS, Reading.LEAVES, Reading.SPOKEN):
        assert not kinds.unread(reading).keys() & {*WRITTEN}
        assert all(kinds.unread(reading).values())


@pytest.mark.parametrize("kind", WRITTEN)
def test_steps_hold_no_amount_and_no_standard(dossier: Dossier, kind: Kind) -> None:
    assert "numbers/92%" in held(filed(dossier, kind, what=SHARE))
    assert "standards/ISO/IEC 27042:2015" in held(filed(dossier, kind, what="送达", note=BASIS))
    assert "told/exclusions" in gates(filed(dossier, kind, what="结果出来后，末段相同文字另行剔除。"))


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_dissent_in_a_step_is_heard(dossier: Dossier, kind: Kind) -> None:
    for words in (
        "第一句不成立，该段系船家惯用语。",
        "Done. The first sentence of the opinion is not borne out; it is a stock phrase.",
    ):
        assert elsewhere(holding(dossier, kind, "乙", what=words)) == [("乙",)]


def test_a_dissent_is_heard_in_whatever_person(dossier: Dossier) -> None:
    for who in (
        "who does not agree with the first sentence",
        "乙, who did not concur",
        "乙 objects to the first sentence",
        "she cannot endorse the finding",
        "the dissenter",
    ):
        assert elsewhere(holding(dossier, Kind.OPERATION, "乙", what="opened", persons=[who])) == [("乙",)], who
    for who in ("乙, who does not read code", "he agreed with the list", "the object code of B1"):
        assert elsewhere(holding(dossier, Kind.OPERATION, "乙", what="opened", persons=[who])) == [], who


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.CORRECTION, {"what": "补正：封面日期误作2026年1月3日，应为2026年1月4日"}),
        (Kind.CORRECTION, {"what": "The address on page 2 was corrected: 11, not 1, Mill Road."}),
        (Kind.DELIVERY, {"what": "2026年2月3日送达委托人，一式三份，附光盘1张"}),
        (Kind.DELIVERY, {"what": "Delivered by courier, 2 copies of 48 pages, receipt no. 3391."}),
        (Kind.ISSUE, {"what": "签发"}),
        (Kind.DELIVERY, {"what": "The recipient objected to the first sentence, which was noted."}),
        (Kind.REPLY, {"what": "比对范围见方案，已书面说明。"}),
        (Kind.REPLY, {"what": "所称第一句证据不足之说不能成立，记录在卷。"}),
        (Kind.REPLY, {"what": "The objection that the first sentence is overstated is answered by the records."}),
        (Kind.OBJECTION, {"what": "请求说明比对范围"}),
    ],
)
def test_honest_steps_pass(dossier: Dossier, kind: Kind, body: dict[str, Any]) -> None:
    made = filed(dossier, kind, **body)
    assert held(made) == [] and elsewhere(made) == []
    assert not [gate for gate in gates(made) if gate.startswith("told")]


def test_an_objection_is_read_by_whose_it_is(dossier: Dossier) -> None:
    said = "相同文字占B1的92%，鉴定所依据的ISO/IEC 27042:2015并不适用。"
    letter = [["异议书.pdf", "0" * 64]]
    assert "numbers/92%" in held(filed(dossier, Kind.OBJECTION, what=said))
    assert "numbers/92%" in held(filed(dossier, Kind.OBJECTION, what=said, persons=["甲", "某代理人"]))
    assert [gate for gate in gates(filed(dossier, Kind.OBJECTION, what="B1抄袭A1")) if gate.startswith("entries")]
    for own in ({"documents": letter}, {"persons": ["某代理人"]}, {"documents": letter, "persons": ["某律师"]}):
        assert "numbers/92%" in held(filed(dossier, Kind.OBJECTION, what=said, **own)), own
    for party in (["某委托人"], ["周某"], ["某委托人之代理人李某"]):  # as commission and intake have them
        received = filed(dossier, Kind.OBJECTION, what=said, documents=letter, persons=party)
        assert held(received) == [], party
        assert "numbers/92%" in held(filed(dossier, Kind.OBJECTION, what=said, persons=party)), "no paper is kept"
    together = filed(dossier, Kind.OBJECTION, what=said, documents=letter, persons=["甲", "某委托人"])
    assert "numbers/92%" in held(together)
    for asked in ("请求说明第一处的比对范围", "被告请求说明为何扣除题记"):
        assert held(filed(dossier, Kind.OBJECTION, what=asked, documents=letter)) == []
    assert held(holding(dossier, Kind.OBJECTION, "某代理人", what=said)) == []


def test_the_reason_of_a_revised_view_is_read(dossier: Dossier) -> None:
    made = {"file": "song.wav", "medium": "audio", "raw": ["a.json", "0" * 64], "revised": ["92.json", "1" * 64]}
    made |= {"deriver": "basic-pitch", "made_by": "basic-pitch 0.4 (ISO/IEC 27042:2015)", "label": "A1"}
    said = "依据GB/T 36451-2018听写；双方相同音符占B1的九成二"
    opened = held(filed(dossier, Kind.REVISED, reason=said, **made))
    assert "numbers/九成二" in opened and "standards/GB/T 36451-2018" in opened
    assert held(filed(dossier, Kind.REVISED, reason="第12小节第3拍误听为升F，改为F", **made)) == []
    assert elsewhere(holding(dossier, Kind.REVISED, "乙", reason="本人不同意第一句的认定。", **made)) == [("乙",)]


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("92 per cent of the wording of B1 is the wording of A1", ["numbers/92%"]),
        ("相同文字占被控作品九成二", ["numbers/九成二"]),
        ("依据GB-T 36451-2018提交的第3稿", []),
        ("A1与B1对照 2025-03-01", []),
        ("乙书 92% 质量扫描", []),
        ("same_names_v2.1", []),
    ],
)
def test_names_as_handed_in_tell_no_share(dossier: Dossier, name: str, opened: list[str]) -> None:
    (first, *others) = dossier.works
    for work in (replace(first, name=name), replace(first, members=((name, "0" * 64, 1), *first.members))):
        assert held(replace(dossier, works=(work, *others))) == opened
    assert held(edited(dossier, Kind.RECEIVED, name=name)) == opened
