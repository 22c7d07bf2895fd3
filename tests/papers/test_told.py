"""What prose tells of exclusions, changes and views is on file, in whatever words it tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.comparison import Exclusion, Reason
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import findings, told
from appraisal.gates.sentences import sentences
from appraisal.papers import files
from appraisal.papers.as_read import printed, reasoned
from appraisal.papers.institution import Standard
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT, decide, edited, gates, people, text
from tests.papers.test_opposed_facts import REAL, deciding, dissenting


def families(dossier: Dossier) -> set[str]:
    return {one.gate for one in findings(dossier, COURT)}


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        *(
            ("看到结果之后，我们把第二处剔除了。", "told/exclusions"),
            ("骡队一段属公有素材，不计入。", "told/exclusions"),
        ),
        *(("应委托方要求，第二处不列入报告。", "told/asked"), ("阈值根据结果调整过。", "told/changed")),
        *(
            ("Trivial matches were weeded out by hand.", "told/exclusions"),
            ("The omissions of two places are not marked.", "told/exclusions"),
            ("The threshold was raised.", "told/changed"),
        ),
        ("Counsel saw a draft and asked for one passage to be taken out, which I did.", "told/asked"),
        ("A pilot run told me what to look for.", "told/changed"),
    ],
)
def test_exclusions_and_changes_that_are_told_are_on_file(dossier: Dossier, words: str, gate: str) -> None:
    for section in ("analysis", "process", "limits"):
        assert gate in families(text(dossier, section, words)), section


@pytest.mark.parametrize(
    "words",
    [
        *("标点与空格不参与比对。", "比对之后没有再排除任何内容。", "引文按方案予以排除。", "方案确定后未作变更。"),
        *(
            "如法庭认为某处应当排除，数字须重新计算。",
            "被告代理人提出应排除惯用语，鉴定人未采纳。",
            "不排除更早的作品中也有。",
        ),
        *("Nothing was taken out after the results were known.", "Punctuation and capitals were disregarded."),
        *(
            "Passages below the minimum are not listed.",
            "No parameter was altered.",
            "The court may exclude a passage.",
        ),
    ],
)
def test_rules_and_denials_pass(dossier: Dossier, words: str) -> None:
    assert not {one for one in families(text(dossier, "process", words)) if one.startswith("told")}


def test_an_exclusion_on_file_may_be_told_and_not_denied(own: Case) -> None:
    record = next(own.records())
    for expert in (whole.JIA, whole.YI):
        own.judge(
            *(record.key, record.comparison.matches[0].id, Verdict.EXCLUDED, expert),
            **{"reason": Reason.QUOTATION, "note": "两书均引自同一公文"},
        )
    held = freeze.freeze(own)
    assert "told/exclusions" not in families(text(held, "analysis", "读后把第一处剔除了。"))
    assert "told/denied" in families(text(held, "analysis", "比对之后没有再排除任何内容。"))


def test_fields_beside_the_prose_are_read(dossier: Dossier) -> None:
    for made in (
        edited(dossier, Kind.HANDLED, observation="两件作品共有42处相同。"),
        edited(dossier, Kind.REVIEW, note="两件作品共有42处相同。"),
        edited(dossier, Kind.INSTITUTION, address="两件作品共有42处相同。"),
        replace(dossier, title="两件作品共有42处相同"),
    ):
        assert "numbers/42" in families(made)
    assert any(
        one.startswith("standards/") for one in families(people(dossier, experience="本案依GB/T 36451-2018进行"))
    )
    assert not {
        one for one in families(people(dossier, experience="参加制定GB/T 36451-2018")) if one.startswith("standards")
    }


@pytest.mark.parametrize(
    "words",
    [
        *(
            "上述结论为鉴定组共识。",
            "乙已放弃其意见。",
            "后附的不同意见已失效。",
            "鉴定人之间不存在争议。",
            "分歧经讨论已消除。",
        ),
        *(
            "The panel speaks with one voice.",
            "None of the experts dissented.",
            "The dissent below may be disregarded.",
        ),
        *("Both of us accepted both passages.", "This is a joint opinion."),
        *("两名鉴定人分别核验后结论相同。", "乙的不同意见系笔误。", "经讨论消除了分歧。", "本意见代表全体鉴定人。"),
        *("Neither expert saw it otherwise.", "The dissent concerns wording only."),
        "My colleague has since come round.",
    ],
)
def test_nobody_is_of_one_mind_beside_a_dissent(dossier: Dossier, words: str) -> None:
    held = dissenting(dossier, "乙", REAL, filed="乙")
    assert "contradiction/unanimous" in families(text(held, "analysis", words))
    assert "contradiction/unanimous" not in families(text(dossier, "analysis", words))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "甲、乙对第一处意见一致，对第二处意见不同。",
            "讨论后分歧未能消除。",
            "校验值与清单一致。",
            "双方当事人对送检版本没有异议。",
        ),
        *("We agreed on the first passage and differed on the second.", "The digests agree with those in the list."),
    ],
)
def test_what_is_said_beside_a_dissent_of_other_things_passes(dossier: Dossier, words: str) -> None:
    held = dissenting(dossier, "乙", REAL, filed="乙")
    assert "contradiction/unanimous" not in families(text(held, "analysis", words))


@pytest.mark.parametrize(
    "words", ["本人弃权。", "服从多数。", "详见会议记录。", "I abstain.", "I defer to the majority.", "Thank you all."]
)
def test_a_dissent_says_what_is_differed_about(dossier: Dossier, words: str) -> None:
    differs = replace(
        dossier,
        findings=tuple(replace(one, verdict=Verdict.REJECTED) if one.by == "乙" else one for one in dossier.findings),
    )
    assert "dissent" in gates(dissenting(differs, "乙", words, filed="乙"))


def test_a_dissent_in_another_entry_is_filed_as_one(dossier: Dossier) -> None:
    assert "dissent/elsewhere" in families(edited(dossier, Kind.REVIEW, observation="不同意第二处，建议不计"))
    for head, words in (("异议", REAL), ("separate opinion", "I do not agree that the second passage be counted.")):
        found = families(deciding(dossier, "乙", head, words))
        assert found & {"dissent/elsewhere", "dissent/left-out"}, "a dissent by any name"
    for made in (
        edited(dossier, Kind.REVIEW, observation="未提出异议，无不同意见"),
        decide(dossier, "evidence:x", "对方不同意延期"),
    ):
        assert "dissent/elsewhere" not in families(made)


def test_who_comes_round_to_another_view_says_why(own: Case) -> None:
    record = next(own.records())
    match = record.comparison.matches[0].id
    own.judge(record.key, match, Verdict.REJECTED, whole.YI, note="该句为惯用描写")
    own.judge(record.key, match, Verdict.ACCEPTED, whole.YI)
    assert "verdicts/turned" in families(freeze.freeze(own))
    own.judge(record.key, match, Verdict.ACCEPTED, whole.YI, note="合议中甲指出该句含三个独有细节")
    assert "verdicts/turned" not in families(freeze.freeze(own))


@pytest.mark.parametrize(
    "words", ["按方案排除", "经讨论", "应委托方要求", "as agreed", "at the request of the client", "大家同意"]
)
def test_a_reason_says_more_than_that_it_was_decided(words: str) -> None:
    assert not reasoned(words)


@pytest.mark.parametrize("words", ["两书均引自同一公文", "经合议，该句见于县志卷三", "both quote the same letter"])
def test_reasons_that_are_some(words: str) -> None:
    assert reasoned(words)


@pytest.mark.parametrize(
    ("words", "open_"),
    [
        *(("本次鉴定严格遵循国家有关标准。", True), ("检验方法为标准方法。", True), ("各步骤均有标准依据。", True)),
        *(("All work was done to industry standard.", True), ("SWGDE guidelines were observed.", True)),
        *(("目前没有国家标准规定比例界限。", False), ("两名鉴定人采用同一标准判断。", False)),
        *(("No published standard was followed.", False), ("The standard deviation is not used.", False)),
        ("被告提交的报告称其依据国家标准。", False),
    ],
)
def test_a_norm_that_is_not_named_was_not_read(dossier: Dossier, words: str, open_: bool) -> None:
    bare = edited(dossier, Kind.STANDARDS, standards=[])
    told = [one for one in families(text(bare, "process", words)) if one.startswith("standards")]
    assert bool(told) is open_, told


@pytest.mark.parametrize(
    ("field", "said"),
    [
        *(
            ("text", "甲已阅读该条。"),
            ("text", "因版权原因不引用。"),
            ("text", "From memory: count by characters in a row."),
        ),
        *(
            ("clause", "5.1等"),
            ("edition", "2020或2023"),
            ("number", "SF/T"),
            ("title", "标准"),
            ("text", "文字比对技术规范"),
        ),
    ],
)
def test_a_standard_on_file_is_one_that_somebody_read(field: str, said: str) -> None:
    given = {"number": "SF/T 0075-2020", "title": "文字比对技术规范", "edition": "2020", "clause": "5.1"}
    given |= {"text": "相同表述按连续字数计。", "checked_by": "甲", "checked_on": "2026-01-04"}
    assert Standard.of(given).read
    assert not Standard.of(given | {field: said}).read


def test_standing_words_of_an_own_form_are_read(dossier: Dossier) -> None:
    brought = files.find("cn-copyright")
    house = replace(brought.house, zh="机构（依据国家标准作出）")
    found = {one.gate for one in findings(dossier, replace(brought, house=house))}
    assert any(one.startswith("standards/") for one in found)


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        *(("引入语句未计入。", True), ("按过滤规则扣除了引入语句。", True), ("两个函数未计入。", False)),
        *(
            ("The imports were left out by rule.", True),
            ("The imports were dropped after I saw that they differ.", False),
        ),
        *(("I ignored the greeting, since it differs.", False), ("发现两个函数不同后予以剔除。", False)),
        *(("被告称“鉴定人剔除了两个函数且未说明理由”，鉴定人说明如下。", True), ("我们“剔除”了两个函数。", False)),
    ],
)
def test_what_rules_left_out_is_told_as_such(dossier: Dossier, words: str, passes: bool) -> None:
    rule = Exclusion(Reason.DICTATED, "left", by="rule:imports", note="import of the language's own library")
    (filed,) = (one for one in dossier.comparisons if not one.superseded)
    zh = {**filed.counting["zh"], "labels": {**filed.counting["zh"]["labels"], "imports": "语言自带库的引入语句"}}
    left = replace(
        filed,
        comparison=replace(filed.comparison, excluded=(rule,)),
        counting={**filed.counting, "zh": zh},
    )
    held = replace(dossier, comparisons=(left,))
    assert ("told/exclusions" not in families(text(held, "analysis", words))) is passes, words


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        *(("送检文本中的对话部分未参加比对。", "exclusions"), ("检材的测试文件已移出比对目录。", "exclusions")),
        *(("从匹配中选取最能说明问题的几对。", "exclusions"), ("上述数字不含读后认为无意义的表述。", "exclusions")),
        *(("The dialogue was not compared.", "exclusions"), ("I hand-picked the most telling files.", "exclusions")),
        *(("Backgrounds were cropped away.", "exclusions"), ("The settings were loosened.", "changed")),
        *(("该函数的参数在检材中被删去。", ""), ("完成后删去工作盘上的临时文件。", ""), ("每个文件均参与比对。", "")),
        *(("只运行了一次，没有试运行。", ""), ("Counsel asked whether the helpers could be left out; no.", "")),
        *(("All files were loaded and compared.", ""), ("The author of B1 removed a comment.", "")),
    ],
)
def test_what_was_not_taken_in_was_left_out(words: str, gate: str) -> None:
    shown = printed(words, asides=False)
    nothing = told.Taken(by_hand=False, late=False, dropped=False, rules=frozenset(), ruled=False, altered=False)
    found = {
        what
        for start, stop in sentences(shown.text)
        for what in told.tells(told.own_words(shown, start, stop), nothing)
    }
    assert found == ({gate} if gate else set()), words


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        *(("比对前对两份文本去除了换页符、空行。", False), ("Page breaks were removed from both texts.", False)),
        *(("比对前去除了空行和序言。", True), ("比对前去除了分页符，并删去序言。", True)),
        ("The prologue and page breaks were removed from both texts.", True),
    ],
)
def test_signs_of_layout_are_none_of_the_work(words: str, heard: bool) -> None:
    nothing = told.Taken(False, False, False, frozenset(), False, False)
    assert ("exclusions" in told.tells(printed(words).text, nothing)) is heard


@pytest.mark.parametrize(
    ("words", "held"),
    [
        *(
            ("引文在看到结果之前排除。", True),
            ("得出比对结果前，引文已排除。", True),
            ("引文在未知道结果时排除。", True),
        ),
        *(("引文在得出结果后排除。", False), ("The quotation was left out when no results were known.", True)),
    ],
)
def test_an_exclusion_before_results_is_held_against_those(words: str, held: bool) -> None:
    early = told.Taken(by_hand=True, late=False, dropped=False, rules=frozenset(), ruled=False, altered=False)
    assert early.holds(printed(words).text) is held
