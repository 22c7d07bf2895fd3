"""What an opponent altered after results were known, or said in another's name; and honest cases that are like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import filing, freeze, issuing, paper_form, run, scheme
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.dossier import Dossier
from appraisal.errors import CaseError
from appraisal.finding import Finding, Verdict
from appraisal.gates import View, findings, gaps
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from reports.build import build
from tests.papers import whole
from tests.papers.test_gates import COURT, decide, edited, gates, people, sentence, stated, text

RECORD = {"comparator": "text-exact", "left": "A1", "right": "B1"}


def said(dossier: Dossier, gate: str) -> list[Any]:
    return [gap for gap in findings(dossier, COURT) if gap.gate == gate]


def again(case: Case, **parameters: int) -> Dossier:
    """The case compared again with parameters altered."""
    case.change(parameters={"text-exact": parameters} if parameters else {})
    run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    return freeze.freeze(case)


def fix(case: Case, text: str) -> None:
    (case.root / scheme.FILE).write_text(text, "utf-8")
    filing.fix_scheme(case, whole.JIA, comparators=["text-exact"])


def test_a_scheme_that_replaces_another_after_results_does_not_stand_before_them(own: Case) -> None:
    filing.fix_scheme(own, whole.JIA, comparators=["text-exact"])
    assert gates(freeze.freeze(own)) == [], "the same scheme, put on file again"
    fix(own, whole.SCHEME.replace("全部文字", "第一章"))
    late = freeze.freeze(own)
    (gap,) = said(late, "scheme-first")
    assert "更换了比对方案" in gap.said.zh and "replaced when results were known" in gap.said.en
    assert gates(decide(late, "gate:scheme-first", "增加第一章以外不比对的理由")) == []
    again(own, min_zi=12)
    fix(own, whole.SCHEME)
    assert "scheme-first" in gates(again(own, min_zi=12)), "a run under the new scheme does not make it the first"


def test_a_scheme_replaced_before_anything_was_compared_is_fixed_first(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    entries = freeze.freeze(case).entries
    first = next(one for one in entries if one.kind == Kind.SCHEME)
    earlier = replace(first, seq=first.seq - 1, body={**first.body, "scope": "草稿"})
    both = replace(freeze.freeze(case), entries=(earlier, *entries))
    assert gates(both) == []


def test_parameters_altered_after_results_do_not_hide_what_was_accepted(own: Case) -> None:
    frozen = again(own, min_zi=90)
    none = stated(frozen, sentence(phrase="none-found", fill={"limit": "所列参数"}, **RECORD))
    found = {gap.gate: gap for gap in findings(none, COURT)}
    assert {"opinion/1", "departures/text-exact", "replaced/text-exact"} <= set(found)
    assert "min_zi 为 90，方案为 13" in found["departures/text-exact"].said.zh
    assert "min_zi is 90, 13" in found["departures/text-exact"].said.en
    assert "1 处匹配" in found["replaced/text-exact"].said.zh and "1 match;" in found["replaced/text-exact"].said.en
    passed = decide(decide(none, "gate:departures"), "gate:replaced/text-exact")
    assert "opinion/1" in gates(passed), "nothing was found, yet something had been accepted"
    assert not {"departures/text-exact", "replaced/text-exact"} & set(gates(passed))


def test_a_method_that_the_scheme_does_not_have(dossier: Dossier) -> None:
    entries = tuple(
        replace(one, body={**one.body, "methods": {}}) if one.kind == Kind.SCHEME else one for one in dossier.entries
    )
    (gap,) = said(replace(dossier, entries=entries), "departures/text-exact")
    assert "方案没有该方法" in gap.said.zh and "the method is not in it" in gap.said.en


def test_exclusions_after_results_replace_no_result(own: Case) -> None:
    """The match stands in the new record: what is taken out of the figures has gates of its own."""
    record = next(own.records())
    span = record.comparison.matches[0].left
    own.exclude("A1", replace(span, stop=span.start + 5), Reason.QUOTATION, whole.JIA, note="引自公文")
    found = gates(again(own))
    assert "replaced/text-exact" not in found and "departures/text-exact" not in found


def differing(dossier: Dossier, note: str = "") -> Dossier:
    """乙 rejected what 甲 accepted, with a note."""
    record = dossier.comparisons[0]
    match = record.comparison.matches[0].id
    given = (
        Finding(record.key, match, Verdict.ACCEPTED, "甲", "2026-01-06"),
        Finding(record.key, match, Verdict.REJECTED, "乙", "2026-01-06", note=note),
    )
    return replace(dossier, findings=given)


def dissenting(dossier: Dossier, by: str, words: str, filed: str = "") -> Dossier:
    """The opinion, filed by 甲, prints a dissent; ``filed``: who put the very words on file."""
    held = edited(dossier, Kind.OPINION, dissents=[{"is": "Dissent", "by": by, "text": words}])
    if not filed:
        return held
    return deciding(held, filed, "dissent", words)


REAL = "第一处是惯用语，不应采信。"


def test_a_dissent_is_in_the_words_of_who_dissents(dossier: Dossier) -> None:
    for made in (
        dissenting(differing(dossier), "乙", "乙同意一切。"),
        dissenting(differing(dossier), "乙", REAL),
        dissenting(differing(dossier), "乙", REAL, filed="甲"),
        dissenting(differing(dossier, note="这一处是惯用语"), "乙", REAL),
    ):
        found = {gap.gate: gap for gap in findings(made, COURT)}
        assert {"dissent", "dissent/own"} <= set(found)
        assert (
            "不是本人登记的原文" in found["dissent/own"].said.zh and "乙: the dissent" in found["dissent/own"].said.en
        )
    assert gates(dissenting(differing(dossier), "乙", REAL, filed="乙")) == []
    assert gates(dissenting(differing(dossier, note=REAL), "乙", REAL)) == [], "the note at the verdict, word for word"
    assert gates(dissenting(dossier, "乙", REAL, filed="乙")) == [], "who judged alike may dissent from the conclusion"
    (gap,) = said(dissenting(dossier, "路人", REAL), "dissent/own")
    assert "路人不是本案人员" in gap.said.zh and "路人: takes no part in the case" in gap.said.en
    assert gates(dissenting(dossier, "丙", REAL, filed="丙")) == [], "the reviewer may dissent, too"


@pytest.mark.parametrize(
    ("words", "dissents"),
    [
        ("I agree with everything.", False),
        ("甲同意本鉴定意见的全部内容。", False),
        ("I agree with the figures, the first passage is a stock phrase.", True),
        ("I do not agree that the first passage counts.", True),
        ("I disagree with the opinion.", True),
        ("本人不同意采信第一处。", True),
        ("同意结论，惟第一处系惯用语。", True),
    ],
)
def test_who_agrees_does_not_dissent(dossier: Dossier, words: str, dissents: bool) -> None:
    assert ("dissent" not in gates(dissenting(differing(dossier), "乙", words, filed="乙"))) is dissents


def test_a_dissent_of_who_is_not_alone_hears_nobody_else(dossier: Dossier) -> None:
    """It is 乙 who rejected: 甲, who accepted, may dissent from anything, and 乙 is not heard by that."""
    held = dissenting(differing(dossier), "甲", REAL, filed="甲")
    assert "dissent" in gates(held)
    assert gates(deciding(held, "乙", "gate:dissent", "意见未计入第一处，本人别无异议")) == [], (
        "the opinion is as 乙 holds"
    )


def test_nobody_passes_over_the_dissent_of_another(dossier: Dossier) -> None:
    silent = differing(dossier)
    for by in ("甲", "丁"):
        assert "dissent" in gates(deciding(silent, by, "gate:dissent", "专家组已经议定")), by
    left_out = deciding(dossier, "乙", "dissent", REAL)
    assert "dissent/left-out" in gates(decide(left_out, "gate:dissent", "专家组已经议定"))
    foreign = dissenting(differing(dossier, note="这一处是惯用语"), "乙", REAL)
    assert "dissent/own" in gates(decide(foreign, "gate:dissent/own", "专家组已经议定"))
    (gap,) = [one for one in gaps(deciding(silent, "乙", "gate:dissent", REAL), COURT) if one.gate == "dissent"]
    assert (gap.passed, gap.by, gap.open) == (REAL, "乙", False)


def deciding(dossier: Dossier, by: str, about: str, words: str) -> Dossier:
    held = decide(dossier, about, words)
    return replace(held, entries=(*held.entries[:-1], replace(held.entries[-1], by=by)))


def test_a_dissent_on_file_is_printed_though_verdicts_agree(dossier: Dossier) -> None:
    filed = deciding(dossier, "乙", "dissent", REAL)
    (gap,) = said(filed, "dissent/left-out")
    assert "原文登载在卷的不同意见：乙" in gap.said.zh and gap.said.en.endswith("a dissent on file: 乙")
    altered = edited(filed, Kind.OPINION, dissents=[{"is": "Dissent", "by": "乙", "text": "第一处不应采信。"}])
    assert "dissent/left-out" in gates(altered)
    printed = edited(filed, Kind.OPINION, dissents=[{"is": "Dissent", "by": "乙", "text": f" {REAL}\n"}])
    assert gates(printed) == []
    why = "该不同意见针对的是已撤去的一句"
    assert "dissent/left-out" in gates(decide(filed, "gate:dissent/left-out", why)), "nobody else may pass it over"
    assert gates(deciding(filed, "乙", "gate:dissent/left-out", why)) == []
    bare = edited(filed, Kind.OPINION, sentences=[])
    assert "dissent/left-out" not in gates(bare, "cn-inspection"), "results and no opinion"


def test_only_who_dissents_takes_it_back(dossier: Dossier) -> None:
    filed = deciding(dossier, "乙", "dissent", REAL)
    why = "第一句已按本人意见修改"
    assert gates(deciding(filed, "乙", "dissent:withdrawn", why)) == []
    for by, reason in (("甲", why), ("乙", "无")):
        assert "dissent/left-out" in gates(deciding(filed, by, "dissent:withdrawn", reason))
    again = deciding(deciding(filed, "乙", "dissent:withdrawn", why), "乙", "dissent", REAL)
    assert "dissent/left-out" in gates(again)
    for by in ("丙", "乙"):
        assert gates(deciding(dossier, by, "dissent", "同意。")) == ["dissent/left-out"], "printed, whatever it says"
    assert gates(deciding(dossier, "乙", "dissent", "无")) == [], "no dissent"


def test_a_dissent_is_filed_by_a_decision(own: Case) -> None:
    filing.decide(own, Decision("dissent", REAL), whole.YI)
    opinion = whole.form()["opinion"] | {"dissents": [{"by": whole.YI, "text": REAL}]}
    paper_form.file(own, paper_form.read_body(whole.form(opinion=opinion)), whole.JIA)
    whole.review(own)
    assert gates(freeze.freeze(own)) == []


def standard(**changes: str) -> dict[str, Any]:
    (held,) = whole.form()["standards"]
    return whole.form(standards=[held | changes])


def test_what_was_filed_after_the_review_is_reviewed_again(own: Case) -> None:
    paper_form.file(own, paper_form.read_body(standard(clause="5.2")), whole.JIA)
    (gap,) = said(freeze.freeze(own), "reviewer/late")
    assert "之后又登记或更改了：标准" in gap.said.zh and gap.said.en.endswith(": standards")
    assert gates(freeze.freeze(own), "cn-expert") == ["procedure"], "a form that has no reviewer"
    filing.file_step(own, Kind.REVIEW, Step("复核"), whole.JIA)
    assert "reviewer/late" in gates(freeze.freeze(own)), "a review is the reviewer's"
    whole.review(own)
    assert gates(freeze.freeze(own)) == []


@pytest.mark.parametrize("kind", [Kind.OPINION, Kind.QUALIFICATIONS, Kind.COMMISSION])
def test_opinion_people_and_questions_are_reviewed(dossier: Dossier, kind: Kind) -> None:
    def filed_late(**changes: Any) -> Dossier:
        held = next(one for one in dossier.entries if one.kind == kind)
        late = replace(held, seq=max(one.seq for one in dossier.entries) + 1, body={**held.body, **changes})
        return replace(dossier, entries=(*dossier.entries, late))

    questions = ["两件作品的文字有哪些相同与不同？ "]
    altered = {
        Kind.OPINION: {"range": "其他意见：没有。"},
        Kind.QUALIFICATIONS: {"experts": whole.form()["experts"][::-1]},
        Kind.COMMISSION: {"questions": questions},
    }
    assert "reviewer/late" in gates(filed_late(**altered[kind]))
    assert "reviewer/late" not in gates(filed_late()), "the same, put on file again"
    if kind == Kind.COMMISSION:
        assert "reviewer/late" not in gates(filed_late(deadline="2026-09-01"))


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({"edition": "-"}, False),
        ({"clause": "?"}, False),
        ({"text": "x"}, False),
        ({"text": "无。"}, False),
        ({"checked_on": "1999-01-01"}, False),
        ({"number": "GB/T 1", "edition": "第2版（2027年）"}, False),
        ({"number": "GB 3100-93", "edition": "第一版", "checked_on": "1999-01-01"}, True),
        ({"number": "ISO 32000-1:2020", "edition": "2020, confirmed 2026", "checked_on": "2020-12-31"}, True),
        ({"clause": "第三条", "text": "Passages are compared word for word."}, True),
    ],
)
def test_a_standard_was_read_when_what_is_filed_says_something(
    dossier: Dossier, changes: dict[str, str], read: bool
) -> None:
    row = whole.form()["standards"][0] | {"is": "Standard"} | changes
    held = edited(dossier, Kind.STANDARDS, standards=[row])
    assert View(held, COURT).standards[0].read is read
    found = said(held, f"standards/{row['number']}")
    assert bool(found) is not read
    if changes.get("checked_on") == "1999-01-01" and not read:
        assert "查阅日期 1999-01-01 早于该标准的年份 2020" in found[0].said.zh and "its year, 2020" in found[0].said.en


@pytest.mark.parametrize("paper", ["uk-part35", "us-rule26"])
def test_where_a_signatory_is_on_file_nobody_else_issues(tmp_path: Path, paper: str) -> None:
    """These forms need no signatory; one was named all the same."""
    case = whole.make(tmp_path / "case", *whole.CLIENTS[paper])
    with pytest.raises(CaseError, match="甲 is no authorised signatory on file; these are: 丁"):
        issuing.issue(case, files.find(paper), by=whole.JIA, number="1", on="2026-02-01")
    case.record(Kind.PANEL, {"experts": [whole.JIA, whole.YI], "reviewer": whole.BING, "signatory": whole.DING}, "")
    others = [one for one in whole.form()["experts"] if one.get("part") != "signatory"]
    paper_form.file(case, paper_form.read_body(whole.form(experts=others)), whole.JIA)
    assert issuing.signatories(case) == [whole.DING], "of the panel, where the form names none"
    own = [*others, {"name": whole.YI, "part": "signatory"}]
    paper_form.file(case, paper_form.read_body(whole.form(experts=own)), whole.JIA)
    assert issuing.signatories(case) == [whole.YI], "of the form, where it names one"


def reappraised(dossier: Dossier, *first: str) -> Dossier:
    made = replace(dossier.entries[0], kind=str(Kind.REAPPRAISES), by="", body={"number": "1", "experts": list(first)})
    return replace(dossier, entries=(made, *dossier.entries))


def test_a_first_expert_makes_no_new_appraisal_under_any_spelling(dossier: Dossier) -> None:
    spelled = people(reappraised(dossier, "Ann Bell"), name="ann  bell")
    (gap,) = said(spelled, "reappraisal")
    assert "ann  bell" in gap.said.zh and gap.firm
    for name in ("戊", "Ann Bellamy"):
        assert "reappraisal" not in gates(people(reappraised(dossier, "Ann Bell"), name=name)), name


def test_a_first_expert_signs_nothing_of_the_new_examination(dossier: Dossier) -> None:
    held = reappraised(dossier, "戊")
    assert gates(held) == []

    def signed(kind: Kind) -> Dossier:
        entries = (replace(one, by="戊") if one.kind == kind else one for one in held.entries)
        return replace(held, entries=tuple(entries))

    ran = replace(held, runs=tuple(replace(one, by="戊") for one in held.runs))
    judged = replace(held, stale_findings=(replace(held.findings[0], by="戊"),))
    for made in (signed(Kind.SCHEME), signed(Kind.RUN), signed(Kind.CONTROLS), ran, judged):
        assert "reappraisal" in gates(made)
    for kind in (Kind.RECEIVED, Kind.HANDLED, Kind.COMMISSION):
        assert "reappraisal" not in gates(signed(kind)), "who held the material hands it over"


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"category": "文书鉴定、声像资料（已注销）"}, False),
        ({"category": "声像资料（证书已缴回）"}, False),
        ({"category": "声像资料鉴定（筹）"}, False),
        ({"category": "声像资料鉴定（暂停执业）"}, False),
        ({"category": "声像资料 (revoked)"}, False),
        ({"category": "声像资料鉴定", "number": "证字1号（已吊销）"}, False),
        ({"category": "声像资料鉴定", "number": "No. 1, application pending"}, False),
        ({"category": "声像资料鉴定（图像）", "authority": "某司法局统筹办公室"}, True),
        ({"category": "声像资料鉴定", "number": "证字1号（未被撤销，2025年换发）"}, False),
        ({"category": "声像资料鉴定", "number": "证字1号（副本）"}, True),
    ],
)
def test_a_licence_that_says_it_is_none_is_none(dossier: Dossier, changes: dict[str, str], held: bool) -> None:
    licence = {"is": "Licence", "number": "1", "authority": "某司法局", "until": "2030-01-01"} | changes
    made = edited(dossier, Kind.INSTITUTION, licences=[licence])
    assert ("licence" not in gates(made, "cn-judicial")) is held


def test_an_opinion_that_is_stated_is_not_said_to_be_missing(dossier: Dossier) -> None:
    """An opinion that nothing was found rests on no accepted match."""
    bare = tuple(replace(one, verdicts={}, accepted=None) for one in dossier.comparisons)
    none = stated(
        replace(dossier, comparisons=bare, paper=COURT), sentence(phrase="none-found", fill={"limit": "a"}, **RECORD)
    )
    for language, words in (("zh", "尚无经核验的意见"), ("en", "No verified opinion yet")):
        assert words not in str(build(replace(none, language=language)))
        unsaid = edited(none, Kind.OPINION, sentences=[])
        assert words in str(build(replace(unsaid, language=language)))


@pytest.mark.parametrize("section", ["analysis", "limits"])
def test_a_standard_that_the_text_names_is_on_file(dossier: Dossier, section: str) -> None:
    known = View(dossier, COURT).standards[0].number
    for words in ("依据 GB/T 99999-2024 相同。", "as ISO/IEC 27037:2012 has it", f"{known}，及 SF/T 0158—2023"):
        (gate,) = [gap.gate for gap in findings(text(dossier, section, words), COURT) if "standards/" in gap.gate]
        assert gate.removeprefix("standards/").casefold() in words.casefold() and known not in gate
    honest = (
        f"按照 {known} 操作。",
        "文件采用 GB18030 和 GB 2312 编码，主机为 ISO 27001 认证机房。",
        "委托书称“应当适用 GB/T 99999-2024”。",
        "编号 QS 12-2024 的委托书，硬盘型号 GBX 3100-2020。",
    )
    for words in honest:
        assert not [gap for gap in findings(text(dossier, section, words), COURT) if "standards/" in gap.gate], words
    named = text(dossier, section, "依据 GB/T 99999-2024 相同。")
    assert not [gate for gate in gates(decide(named, "gate:standards")) if gate.startswith("standards")]


def ruled(dossier: Dossier, words: str) -> Any:
    """What is said of matches that nobody read, where the scheme says this under sampling."""
    unread = replace(dossier, comparisons=tuple(replace(one, verdicts={}) for one in dossier.comparisons))
    (gap,) = said(edited(unread, Kind.SCHEME, sampling=words), "verdicts")
    return gap.said


@pytest.mark.parametrize("words", ["全部逐条核验", "逐条核验，不抽样。", "Each match is read; no sampling."])
def test_a_scheme_by_which_all_is_read_rules_no_sample(dossier: Dossier, words: str) -> None:
    told = ruled(dossier, words)
    assert f"方案规定全部核验，未规定抽样（“{words}”）" in told.zh and "方案规定了抽样" not in told.zh
    assert f"by the scheme all are read and none is drawn: {words}" in told.en


@pytest.mark.parametrize(
    "words", ["每十处读一处", "其余各抽八处核验（不足八处者全部）", "every tenth match", "All of text; ten of others"]
)
def test_a_scheme_that_draws_has_a_rule_though_it_says_all(dossier: Dossier, words: str) -> None:
    assert "方案规定了抽样，本记录却未登记样本" in ruled(dossier, words).zh
