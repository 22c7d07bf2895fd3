"""Beside a dissent no text of a report says that it has no weight, ground or effect, or that its author is unfit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import View, muting
from appraisal.gates.mutes import Heard
from appraisal.papers import files
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from tests.papers.test_elsewhere import PLACES, Placed
from tests.papers.test_gates import COURT, edited, gates, text
from tests.papers.test_opposed_facts import REAL, deciding, dissenting
from tests.papers.test_spoken import holding

HEARD = Heard.of(["乙"], [REAL, "第一处系惯用语"])
MUTES = (
    "乙的判断只能算作一家之言。",
    "乙所持看法与事实不符。",
    "不同意见未经充分论证，读者可不予理会。",
    "不同意见不作为定案依据。",
    "少数意见不足以动摇结论。",
    "这份不同意见没有任何分量。",
    "无视不同意见亦可。",
    "不同意见仅为满足格式而列。",
    "不同意见：毫无道理。",
    "乙持不同意见。该意见站不住脚。",
    "不同意见见第七节，经合议，不予认可。",
    "乙就第一处的意见没有证据支持。",
    "不同意见不影响第一处的认定。",
    "| 不同意见 | 仅供参阅 |",
    "乙没有读完全书。",
    "乙系新进人员，经验有限。",
    "持不同意见者资历尚浅。",
    "供参阅的少数看法",
    "The dissent has been answered and dismissed.",
    "The reader may safely skip the dissent.",
    "The dissent adds nothing.",
    "The dissenter lacks the training for this.",
    "The panel found the dissent unpersuasive.",
    "乙's view is mistaken.",
    "The opinion of 乙 should be read with caution.",
    "No weight should be given to the dissenting view.",
    "The dissent stands in section 7. It has no bearing on the result.",
)
HONEST = (
    "本意见载有不同意见一份，见第七节，由乙本人撰写，未作修改。",
    "就第一处，甲、丙认为其系独创，理由见第3段。",
    "多数鉴定人认为第一处系独创，不同意乙的意见，理由见第3段。",
    "不同意见认为第一处系惯用语，不应采信。",
    "关于第一处，不同意见认为不成立；关于其他各处，各鉴定人判断相同。",
    "乙的意见：第一处系惯用语，不足以认定相同。",
    "乙不予采信第一处，其余均采信。",
    "不同意见只涉及第一处，不影响其余各处的计数。",
    "不同意见涉及第一处，不影响第二处的认定。",
    "不同意见见第七节，引文一处未予计入。",
    "不同意见不代表多数鉴定人的意见。",
    "本报告不评价不同意见是否成立。",
    "本意见仅供委托人在本案中使用，不同意见见第七节。",
    "不同意见供法庭一并考虑。",
    "乙现已调离本机构。",
    "乙因病未参加2026年1月3日的勘验。",
    "被告对样本的不同意见没有依据。",
    "The dissent of 乙 is printed in section 7, and no part of it was changed.",
    "The dissent holds that the first passage is a common phrase and has no weight.",
    "On the first passage the majority finds otherwise, for the reasons in paragraph 3.",
    "The dissent concerns the first passage and does not affect the second.",
    "乙 has twenty years of experience as an editor.",
    "乙 did not accept the first match.",
    "The majority does not agree with the dissent, for the reasons given in paragraph 3.",
)

# Of its subject by other words, of who holds it by a party, a state of mind, a part; of scope; of whose view prevails
MUTES_TOO = (
    *("分歧一节可以跳过。", "持异议的鉴定人由原告一方指派。", "不同意见系匆忙写就。", "不同意见未列任何出处。"),
    *("不同意见超出委托的范围。", "乙的异议已由合议消化。", "不同意见只是形式上的要求。", "乙所提疑问系细枝末节。"),
    *(
        "鉴定人之间的分歧不涉及结论。",
        "持异议者尚年轻。",
        "乙只负责打字。",
        "乙未附任何文献。",
        "本意见以甲的看法为准。",
    ),
    *("乙 is the youngest member of the panel.", "甲's judgement prevails.", "The dissenter was tired."),
    *("The dissent has been absorbed in the majority's reasoning.", "乙 only assisted with the copying."),
    *("乙's reasons are beyond the scope of the commission.", "The dissent offers no sources."),
    *("乙 was nominated by the respondent.", "The dissent was drafted in great haste.", "乙 has since come round."),
)
HONEST_TOO = (
    *(
        "The dissent is not affected.",
        "The dissent of 乙 was not affected by the correction.",
        "乙 was appointed by the court.",
    ),
    *(
        "甲负责文字比对，乙负责核验。",
        "乙只负责图片比对，甲负责文字比对。",
        "乙由法院摇号选定。",
        "乙系原告推荐，甲系被告推荐。",
    ),
    *("不同意见认为第一处不在比对范围之内。", "被告对样本的异议不在委托范围之内。", "事实问题以法院的认定为准。"),
    *("鉴定人之间的分歧未能消除，各自意见均予登载。", "第一处的分歧不影响其余各处。", "异议部分见第七节，由乙撰写。"),
    *("登载不同意见系程序规定。", "乙的意见涉及年轻守夜人一段。", "乙的意见指第一处人物在匆忙中离去一句。"),
    *("乙的意见以其签名的原件为准。", "不同意见所引文献见附件，未列入文献目录。", "乙引用文献两种，见第七节。"),
    *("The dissent concerns the tired watchman.", "乙 compares the young watchman with the old one."),
    *("The dissent holds that the passage is outside the scope.", "The view of the court prevails."),
    "乙 was proposed by the claimant and 甲 by the defendant.",
)


def said(words: str, *, answers: bool = False) -> list[str]:
    return [*HEARD.muted(printed(words, asides=False), answers=answers)]


def muted(dossier: Dossier) -> list[tuple[str, ...]]:
    return [gap.only for gap in muting.muted(View(dossier, COURT))]


@pytest.fixture(scope="module")
def differing(dossier: Dossier) -> Dossier:
    return dissenting(dossier, "乙", REAL, filed="乙")


@pytest.mark.parametrize("words", [*MUTES, *MUTES_TOO])
def test_what_mutes_a_dissent_is_heard(words: str) -> None:
    assert said(words)


@pytest.mark.parametrize("words", [*HONEST, *HONEST_TOO])
def test_that_there_is_one_and_what_others_hold_may_be_said(words: str) -> None:
    assert not said(words)


def test_a_reasoned_answer_on_the_place_stands_in_the_analysis() -> None:
    answer = "就第一处，乙的意见没有依据：因该句在所查三部同期小说中均未出现。"
    assert said(answer) and not said(answer, answers=True)
    assert said("乙的意见没有依据，因为多数鉴定人不这样看。", answers=True), "of no place"
    assert said("就第一处，乙的意见仅供参考，理由见第3段。", answers=True), "no ground is answered"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", ["不同意见缺乏依据", "the dissent carries no weight"])
def test_it_is_read_wherever_a_report_prints_it(
    dossier: Dossier, differing: Dossier, place: Placed, words: str
) -> None:
    assert muted(place(differing, words))
    assert not muted(place(dossier, words)), "no dissent is printed"


def test_in_prose_only_who_dissents_passes_it_over(differing: Dossier) -> None:
    assert muted(text(differing, "limits", "乙不具备文学作品鉴定的专长。")) == [("乙",)]
    (filed,) = (one for one in differing.entries if one.kind == Kind.OPINION and one.body.get("dissents"))
    assert muted(edited(differing, Kind.OPINION, **{**filed.body, "range": "不同意见仅系个人看法。"})) == [("乙",)]
    assert "dissent/muted" in gates(text(differing, "process", "不同意见未获采纳。"))


def test_steps_decisions_and_notes_are_read_but_those_of_who_dissents(differing: Dossier) -> None:
    for by, heard in (("甲", True), ("乙", False)):
        step = holding(differing, Kind.OPERATION, by, what="合议乙的意见", observation="缺乏依据")
        assert bool(muted(step)) is heard, by
        assert bool(muted(deciding(differing, by, "不同意见的处理", "经合议，不予采纳"))) is heard, by
        assert bool(muted(holding(differing, Kind.EXCLUSION, by, note="乙的看法不成立"))) is heard, by
    assert muted(deciding(differing, "甲", "gate:dissent/muted", "乙的意见缺乏依据，故放行")), (
        "by itself it passes nothing"
    )


def test_what_a_party_says_in_a_step_and_objects_is_the_partys(differing: Dossier) -> None:
    assert not muted(holding(differing, Kind.OPERATION, "甲", what="被告代理人称不同意见没有依据，已记录"))
    assert not muted(holding(differing, Kind.OPERATION, "甲", what="被告提出意见。其认为不同意见没有依据。"))
    assert muted(holding(differing, Kind.OPERATION, "甲", what="被告提出意见，已收。不同意见没有依据。")), "its own"
    assert not muted(holding(differing, Kind.REPLY, "甲", what="所提不同意见不成立，比对范围见方案"))
    assert muted(holding(differing, Kind.REPLY, "甲", what="乙的意见不成立"))
    assert muted(text(differing, "limits", "被告代理人称乙的意见没有依据。")), "in prose the report says it"


def test_headings_and_notes_of_an_own_form_are_read(differing: Dossier) -> None:
    was = 'heading = { zh = "鉴定意见", en = "Opinion" }'
    held = files.find("cn-copyright").text
    assert was in held
    for zh, en, heard in (
        ("鉴定意见（不同意见不成立）", "Opinion", True),
        ("鉴定意见", "Opinion, and a minority view for reference only", True),
        ("鉴定意见及聊备一格的个人意见", "Opinion", True),
        ("鉴定意见（另有不同意见）", "Opinion, with a dissent", False),
    ):
        own = held.replace(was, f'heading = {{ zh = "{zh}", en = "{en}" }}', 1)
        own = own.replace('name = "cn-copyright"', 'name = "own"\nbase = "cn-copyright"', 1)
        found = [*muting.muted(View(replace(differing), files.whole(files.read(own))))]
        assert bool(found) is heard, zh
