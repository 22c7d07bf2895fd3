"""Each gate refuses what it is there for, names it in both languages, and lets the whole case through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import sampling
from appraisal.dossier import Dossier, ExpertText, LogFault
from appraisal.finding import Finding, Verdict
from appraisal.gates import Gap, View, findings, gaps, rules
from appraisal.gates.contents import CONTENTS
from appraisal.papers import files
from appraisal.papers.opinion import phrases
from appraisal.people import GATES
from appraisal.procedure import Kind
from appraisal.profile import Words
from tests.papers import narrow

COURT = files.find("cn-copyright")


def edited(dossier: Dossier, kind: Kind, /, **changes: Any) -> Dossier:
    """The dossier with fields of all entries of one kind changed."""
    entries = tuple(replace(one, body={**one.body, **changes}) if one.kind == kind else one for one in dossier.entries)
    return replace(dossier, entries=entries)


def without(dossier: Dossier, *kinds: Kind) -> Dossier:
    return replace(dossier, entries=tuple(one for one in dossier.entries if one.kind not in kinds))


def people(dossier: Dossier, **changes: Any) -> Dossier:
    """The first appraiser changed; ``part`` moves a person of that part out."""
    entry = next(one for one in dossier.entries if one.kind == Kind.QUALIFICATIONS)
    listed: Any = entry.body["experts"]
    if "drop" in changes:
        return edited(dossier, Kind.QUALIFICATIONS, experts=[one for one in listed if one["part"] != changes["drop"]])
    return edited(dossier, Kind.QUALIFICATIONS, experts=[{**listed[0], **changes}, *listed[1:]])


def text(dossier: Dossier, section: str, words: str) -> Dossier:
    """The text of one section, reviewed as it stands."""
    kept = tuple(one for one in dossier.texts if one.section != section)
    dossier = edited(dossier, Kind.REVIEW, texts={})
    return replace(dossier, texts=(*kept, *([ExpertText(section, words)] if words else [])))


def gates(dossier: Dossier, paper: str = "cn-copyright") -> list[str]:
    return [gap.gate for gap in findings(dossier, files.find(paper))]


def lacking(dossier: Dossier, name: str) -> Dossier:
    """The whole dossier without one content."""
    works = tuple(replace(work, sha256="") for work in dossier.works)
    filed = dossier.comparisons
    uncounted = tuple(replace(one, counting={}) for one in filed)
    unseen = tuple(replace(one, shown=()) for one in filed)
    made: Mapping[str, Dossier] = {
        "commission-by": edited(dossier, Kind.COMMISSION, by=""),
        "commission-number": edited(dossier, Kind.COMMISSION, number=""),
        "commission-on": edited(dossier, Kind.COMMISSION, on=""),
        "questions": edited(dossier, Kind.COMMISSION, questions=[]),
        "acceptance": without(dossier, Kind.ACCEPTANCE),
        "conflicts": without(dossier, Kind.CONFLICTS),
        "materials": replace(dossier, works=dossier.works[:1]),
        "material-source": edited(dossier, Kind.MATERIAL, from_whom=""),
        "material-received": edited(dossier, Kind.MATERIAL, received_on=""),
        "material-receivers": edited(dossier, Kind.MATERIAL, received_by=[]),
        "material-carrier": edited(dossier, Kind.MATERIAL, carrier=None),
        "material-agreement": edited(dossier, Kind.MATERIAL, agreement=None),
        "cross-examination": edited(dossier, Kind.MATERIAL, cross_examined="not-stated"),
        "digests": replace(dossier, works=works),
        "principle": replace(dossier, comparisons=uncounted),
        "standards": without(dossier, Kind.STANDARDS),
        "literature": without(dossier, Kind.LITERATURE),
        "scheme": without(dossier, Kind.SCHEME),
        "equipment": replace(dossier, environment={}),
        "process": without(dossier, Kind.HANDLED, Kind.OPERATION),
        "examiners": replace(dossier, runs=tuple(replace(run, by="") for run in dossier.runs)),
        "results": replace(dossier, comparisons=()),
        "exhibits": replace(dossier, comparisons=unseen),
        "controls": replace(dossier, controls=()),
        "analysis": text(dossier, "analysis", ""),
        "limits": text(dossier, "limits", ""),
        "opinion": without(dossier, Kind.OPINION),
        "range-of-opinion": edited(dossier, Kind.OPINION, range=""),
        "institution": without(dossier, Kind.INSTITUTION),
        "appraisers": people(dossier, name="不在案"),
        "qualification": people(dossier, qualification=""),
        "certificate": people(dossier, certificate=""),
        "publications": people(dossier, publications=[]),
        "testimony": people(dossier, testimony=[]),
        "compensation": people(dossier, compensation=""),
        "experience": people(dossier, experience=""),
        "reviewer": people(dossier, drop="reviewer"),
        "review": without(dossier, Kind.REVIEW),
        "signatory": people(dossier, drop="signatory"),
        "manifest": replace(dossier, manifest_sha256=""),
    }
    return made[name]


def test_the_whole_case_passes(dossier: Dossier) -> None:
    assert [(gap.gate, gap.said.zh) for gap in gaps(dossier, COURT)] == []


@pytest.mark.parametrize("paper", files.names())
def test_each_content_that_a_paper_requires_is_missed_when_it_is_gone(dossier: Dossier, paper: str) -> None:
    form = files.find(paper)
    whole = [gap.gate for gap in findings(dossier, form)]
    for name in form.required:
        if name in ("declaration", "truth"):
            bare = replace(form, declaration=(), truth=None)
            assert f"content/{name}" in narrow.only(dossier, f"content/{name}", paper=bare)
            continue
        found = narrow.found(lacking(dossier, name), f"content/{name}", paper=form)
        assert [gap.gate for gap in found] == [f"content/{name}"], f"{paper} does not miss {name}"
        assert CONTENTS[name].words.zh in found[0].said.zh and CONTENTS[name].words.en in found[0].said.en
        assert f"content/{name}" not in whole


def test_what_is_missing_says_who_and_what_to_do(dossier: Dossier) -> None:
    gap = next(gap for gap in findings(people(dossier, name="钱七"), COURT) if gap.gate == "content/appraisers")
    assert gap.said.zh == "缺少：鉴定人（人数与姓名）；鉴定组的 甲 未登记为鉴定人，登记的是 钱七、乙"
    assert gap.said.en.endswith("; 甲 of the panel not filed as such; filed: 钱七, 乙")
    for name, command in (("process", "record CASE operation --what"), ("review", "record CASE review --what")):
        gap = next(gap for gap in findings(lacking(dossier, name), COURT) if gap.gate == f"content/{name}")
        assert command in gap.mend.zh and command in gap.mend.en


def test_every_content_is_required_by_some_paper() -> None:
    assert {name for paper in files.names() for name in files.find(paper).required} == set(CONTENTS)


def test_a_licence_of_the_category_and_in_force(dossier: Dossier) -> None:
    assert "licence" not in gates(dossier, "cn-judicial")
    none = edited(dossier, Kind.INSTITUTION, licences=[])
    other = [{"is": "Licence", "number": "1", "category": "法医临床", "authority": "", "until": ""}]
    old = [{"is": "Licence", "number": "1", "category": "声像资料", "authority": "", "until": "2020-01-01"}]
    for licences in ([], other, old):
        found = findings(edited(dossier, Kind.INSTITUTION, licences=licences), files.find("cn-judicial"))
        assert "licence" in [gap.gate for gap in found]
    full = {"is": "Licence", "number": "1", "category": "声像资料", "authority": "某司法局", "until": "2030-01-01"}
    for category, open_ in (
        ("声像资料", False), ("法医临床、声像资料司法鉴定", False), ("声像资料鉴定（图像）", False),
        ("不含声像资料", True), ("法医（声像资料除外）", True),
    ):  # fmt: skip
        listed = edited(dossier, Kind.INSTITUTION, licences=[{**full, "category": category}])
        assert ("licence" in gates(listed, "cn-judicial")) == open_, category
    for name, said in (("number", "编号"), ("authority", "发证机关"), ("until", "有效期")):
        bare = edited(dossier, Kind.INSTITUTION, licences=[{**full, name: "-" if name == "number" else ""}])
        gap = next(gap for gap in findings(bare, files.find("cn-judicial")) if gap.gate == "licence")
        assert gap.said.zh == f"“声像资料”类许可证登记不全（缺：{said}）" and "is not whole (missing: " in gap.said.en
    decided = decide(none, "gate:licence")
    assert "licence" in gates(decided, "cn-judicial"), "a licence cannot be passed over"


def decide(dossier: Dossier, about: str, reason: str = "经集体讨论") -> Dossier:
    entry = next(one for one in dossier.entries if one.kind == Kind.COMMISSION)
    body = {"about": about, "reason": reason, "labels": [], "decided_by": []}
    made = replace(entry, kind=str(Kind.DECISION), on="2026-01-07T00:00:00Z", body=body)  # after all that is on file
    return replace(dossier, entries=(*dossier.entries, made))


def test_a_paper_for_another_procedure(dossier: Dossier) -> None:
    assert "procedure" in gates(dossier, "cn-special")
    assert "procedure" in gates(edited(dossier, Kind.COMMISSION, kind="party"), "cn-judicial")


def test_a_gate_is_passed_over_with_a_reason_that_is_kept(dossier: Dossier) -> None:
    lacks = lacking(dossier, "limits")
    passed = [gap for gap in gaps(decide(lacks, "gate:content/limits", "另附说明"), COURT) if not gap.open]
    assert [(gap.gate, gap.passed) for gap in passed] == [("content/limits", "另附说明")]
    assert "content/limits" in gates(decide(lacks, "gate:content/analysis"))


def test_who_passes_a_gate_over_and_with_which_words(dossier: Dossier) -> None:
    lacks = lacking(dossier, "limits")
    for by, reason, open_ in (
        ("路人甲", "另附说明", True),
        ("甲", ".", True),
        ("丙", "另附说明", True),  # who reviews decides no gate
        ("丁", "另附说明", False),
        ("乙", "另附说明", False),
    ):
        decided = decide(lacks, "gate:content/limits", reason)
        decided = replace(decided, entries=(*decided.entries[:-1], replace(decided.entries[-1], by=by)))
        assert ("content/limits" in gates(decided)) == open_, by
    step = replace(dossier.entries[-1], kind=str(Kind.OPERATION), by="甲", body={"what": "gate:content/limits"})
    assert "content/limits" in gates(replace(lacks, entries=(*lacks.entries, step))), "a step is no decision"


def test_every_gate_is_known_by_its_name() -> None:
    folder = Path(rules.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'\bGap\(\s*f?"([a-z-]+)', source)) | set(re.findall(r'\("([a-z-]+)", slip\)', source))
    assert named and named <= GATES
    with pytest.raises(ValueError, match="no such gate"):
        Gap("unheard-of/1", Words("x", "x"), Words("x", "x"))


def test_verdicts(dossier: Dossier) -> None:
    unread = replace(dossier, comparisons=tuple(replace(one, verdicts={}) for one in dossier.comparisons))
    assert {"verdicts", "opinion/1"} <= set(gates(unread))
    ruled = edited(unread, Kind.SCHEME, sampling="每十条抽一条")
    assert {"verdicts", "opinion/1"} <= set(gates(ruled)), "a rule alone is no sample"
    found = ruled.comparisons[0].comparison
    two = (found.matches[0], replace(found.matches[0], id="f" * 16))
    filed = replace(ruled.comparisons[0], comparison=replace(found, matches=two))
    ids = [match.id for match in filed.comparison.matches]
    scheme = next(one for one in ruled.entries if one.kind == Kind.SCHEME)
    body = {"record": filed.key, "comparator": "text-exact", "total": len(ids), "size": 1, "seed": "s", "rule": "r"}
    entry = replace(scheme, kind=str(Kind.SAMPLE), body={**body, "before": 0}, on="2025-01-01")
    drawn = replace(ruled, entries=(*ruled.entries, entry), comparisons=(filed,), findings=())
    assert "verdicts" in gates(drawn), "drawn and not read"
    first = sampling.order("s", ids)[0]
    read = replace(drawn, comparisons=(replace(filed, verdicts={first: Verdict.ACCEPTED}),))
    assert not {"verdicts", "opinion/1"} & set(gates(read))
    before = Finding(filed.key, ids[0], Verdict.ACCEPTED, "甲", "2024-12-31")
    assert "verdicts" in gates(replace(read, findings=(before,))), "not drawn beforehand"


def test_what_is_counted_was_read_by_every_expert(dossier: Dossier) -> None:
    entry = next(one for one in dossier.entries if one.kind == Kind.SCHEME)
    panel = replace(entry, kind=str(Kind.PANEL), body={"experts": ["甲", "乙", "丙"]}, digest="ab" * 32)
    opened = [replace(entry, kind=str(Kind.OPENED), by=name, body={"panel": "ab" * 32}) for name in ("甲", "乙")]
    three = replace(dossier, entries=(*dossier.entries, panel), judged=(*dossier.judged, *opened))
    assert {"verdicts/experts", "verdicts/sealed"} <= set(gates(three))
    body = {"panel": "ab" * 32, "expert": "丙", "reason": "因病"}
    two = replace(three, entries=(*three.entries, replace(entry, kind=str(Kind.RELEASED), body=body)))
    assert gates(two) == [], "who was released need not have read"


def test_exclusions_that_no_record_was_made_with(dossier: Dossier) -> None:
    entry = next(one for one in dossier.entries if one.kind == Kind.SCHEME)
    body = {"work": "A1", "by": "甲", "on": "2026-02-01", "note": "", "after_results": True}
    made = replace(entry, log="exclusions.jsonl", kind=str(Kind.EXCLUSION), by="甲", body=body)
    assert {"exclusions", "exclusions/not-counted"} <= set(gates(replace(dossier, judged=(*dossier.judged, made))))


def test_verdicts_that_lie_sealed(dossier: Dossier) -> None:
    entry = next(one for one in dossier.entries if one.kind == Kind.SCHEME)
    panel = replace(entry, kind=str(Kind.PANEL), body={"experts": ["甲", "乙"]}, digest="ab" * 32)
    sealed = replace(dossier, entries=(*dossier.entries, panel))
    assert "verdicts/sealed" in gates(sealed)
    opened = [replace(entry, kind=str(Kind.OPENED), by=name, body={"panel": "ab" * 32}) for name in ("甲", "乙")]
    assert "verdicts/sealed" in gates(replace(sealed, judged=(*dossier.judged, opened[0])))
    assert gates(replace(sealed, judged=(*dossier.judged, *opened))) == []


def test_scheme_after_results_or_runs_left_out_or_logs_that_do_not_hold(dossier: Dossier) -> None:
    late = tuple(replace(one, after_results=one.kind == Kind.SCHEME) for one in dossier.entries)
    assert "scheme-first" in gates(replace(dossier, entries=late))
    assert "runs" in gates(replace(dossier, runs=tuple(replace(run, number=2) for run in dossier.runs)))
    assert "custody" in gates(replace(dossier, log_faults=(LogFault("procedure.jsonl", 3, "altered"),)))


def test_a_standard_that_nobody_read(dossier: Dossier) -> None:
    entry = next(one for one in dossier.entries if one.kind == Kind.STANDARDS)
    rows: Any = entry.body["standards"]
    unread = edited(dossier, Kind.STANDARDS, standards=[{**rows[0], "clause": ""}])
    found = [gap for gap in findings(unread, COURT) if gap.gate.startswith("standards/")]
    assert len(found) == 1 and "缺：条款）" in found[0].said.zh and "参照" in found[0].said.zh
    for changes, zh, en in (
        ({"checked_by": "路人甲"}, "查阅人 路人甲 不是本案人员", "路人甲, who read it, takes no part in the case"),
        ({"checked_by": "甲、路人甲"}, "查阅人 甲、路人甲 不是本案人员", "takes no part in the case"),
        ({"checked_on": "2031-01-01"}, "查阅日期 2031-01-01 尚未到来", "2031-01-01, is still to come"),
    ):
        strange = edited(dossier, Kind.STANDARDS, standards=[{**rows[0], **changes}])
        found = [gap for gap in findings(strange, COURT) if gap.gate.startswith("standards/")]
        assert len(found) == 1 and zh in found[0].said.zh and en in found[0].said.en
        assert not View(strange, COURT).standards[0].read
    both = edited(dossier, Kind.STANDARDS, standards=[{**rows[0], "checked_by": "甲、丙"}])
    assert View(both, COURT).standards[0].read


def test_days_of_the_intake_are_in_order(dossier: Dossier) -> None:
    late = edited(dossier, Kind.COMMISSION, on="2026-01-09")
    gap = next(gap for gap in findings(late, COURT) if gap.gate == "dates")
    assert gap.said.zh == "日期次序有误：受理日期 2026-01-03 早于委托日期 2026-01-09"
    assert (
        gap.said.en == "dates out of order: date of acceptance 2026-01-03 is before date of the commission 2026-01-09"
    )
    assert "dates" in gates(edited(dossier, Kind.COMMISSION, deadline="2025-12-31"))
    assert "dates" in gates(edited(without(dossier, Kind.ACCEPTANCE), Kind.COMMISSION, deadline="2025-12-31"))


def sentence(**given: Any) -> dict[str, Any]:
    made = {"is": "Sentence", "question": 1, "comparator": "", "left": "", "right": "", "fill": {}}
    return made | given


RECORD = {"comparator": "text-exact", "left": "A1", "right": "B1"}


def stated(dossier: Dossier, *sentences: dict[str, Any]) -> Dossier:
    return edited(dossier, Kind.OPINION, sentences=list(sentences))


def test_an_opinion_answers_each_question_and_no_other(dossier: Dossier) -> None:
    two = edited(dossier, Kind.COMMISSION, questions=["一？", "二？"])
    assert "opinion/question-2" in gates(two)
    beyond = stated(
        dossier, sentence(phrase="text-same", question=1, **RECORD), sentence(phrase="text-same", question=3, **RECORD)
    )
    assert "opinion/question-3" in gates(beyond)


def test_a_contradiction(dossier: Dossier) -> None:
    both = stated(
        dossier,
        sentence(phrase="text-same", **RECORD),
        sentence(phrase="none-found", fill={"limit": "十字"}, **RECORD),
    )
    found = gates(both)
    assert "contradiction" in found and "opinion/2" in found, "nothing was found, yet a match was accepted"


def test_substantial_similarity_only_when_asked_and_allowed(dossier: Dossier) -> None:
    said = stated(dossier, sentence(phrase="substantially-similar", fill={"layer": "文字表达"}, **RECORD))
    assert "opinion/1" in gates(said), "the question does not contain it"
    bare = edited(said, Kind.COMMISSION, questions=["是否构成实质性相似？"])
    assert "opinion/1" in gates(bare), "nothing was filtered"
    entry = next(one for one in dossier.entries if one.kind == Kind.SCHEME)
    asked = replace(bare, entries=(*bare.entries, replace(entry, kind=str(Kind.ELEMENT), body={})))
    assert gates(asked) == []
    assert "opinion/1" in gates(asked, "cn-judicial"), "this paper never says it"
    free = text(dossier, "opinion", "两者构成实质性相似。")
    assert "words-of-law/实质性相似" in gates(free)
    passed = decide(text(said, "opinion", "两者构成实质性相似。"), "gate:opinion/1")
    assert "words-of-law/实质性相似" in gates(passed), "a refused phrase frees no prose"


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        ("检材可能取自样本。", "hedges/可能"),
        ("The accused work probably copies it.", "hedges/probably"),
        ("检材抄袭了样本。", "words-of-law/抄袭"),
        ("This is an infringement.", "words-of-law/infring"),
        ("二者不相似。", "words-of-law/不相似"),
        ("相同部分占 31.2%。", "numbers/31.2%"),
        ("相同部分占 [31.2%](#000000000000)。", "numbers/000000000000"),
    ],
)
def test_words_that_an_opinion_may_not_have(dossier: Dossier, words: str, gate: str) -> None:
    assert gates(dossier) == []
    assert gate in gates(text(dossier, "opinion", words))
    for section in ("introduction", "process", "analysis", "limits"):
        wanted = section == "analysis" or not gate.startswith("hedges")
        assert (gate in gates(text(dossier, section, words))) is wanted, section


def test_a_probability_is_no_hedge(dossier: Dossier) -> None:
    assert gates(text(dossier, "analysis", "偶然相同的可能性见各记录。")) == []


def test_numbers_are_bound_and_hold(dossier: Dossier) -> None:
    filed = dossier.comparisons[0]
    share = filed.comparison.filtered.coverage_of_left
    assert share is not None
    bound = f"占样本 [{share:.2%}](#{filed.key[:12]})，见附件1、第3页，2026年1月5日，“原文 12 字”。"
    asked = edited(dossier, Kind.COMMISSION, questions=["原文 12 字是否相同？"])
    assert gates(text(asked, "analysis", bound)) == []
    wrong = f"占样本 [{share + 0.2:.2%}](#{filed.key[:12]})。"
    assert any(gate.startswith("numbers/") for gate in gates(text(dossier, "analysis", wrong)))


def test_dissent_is_not_left_out(dossier: Dossier) -> None:
    match = dossier.comparisons[0].comparison.matches[0].id
    differing = (
        *dossier.findings[1:],
        Finding(dossier.comparisons[0].key, match, Verdict.REJECTED, "乙", "2026-01-06", note="不同意采信。"),
        Finding(dossier.comparisons[0].key, match, Verdict.ACCEPTED, "甲", "2026-01-06"),
    )
    differ = replace(dossier, findings=differing)
    assert "dissent" in gates(differ)
    held = edited(differ, Kind.OPINION, dissents=[{"is": "Dissent", "by": "乙", "text": "不同意采信。"}])
    assert "dissent" not in gates(held)


def test_the_reviewer_is_no_appraiser(dossier: Dossier) -> None:
    entry = next(one for one in dossier.entries if one.kind == Kind.QUALIFICATIONS)
    rows: Any = entry.body["experts"]
    same = [{**one, "name": "甲"} if one["part"] == "reviewer" else one for one in rows]
    assert "reviewer" in gates(edited(dossier, Kind.QUALIFICATIONS, experts=same))


def test_every_phrase_names_conditions_that_there_are() -> None:
    from appraisal.gates.conditions import CONDITIONS
    from appraisal.gates.view import EVIDENCE

    for phrase in phrases().values():
        assert all(need in CONDITIONS or need.startswith(EVIDENCE) for need in phrase.needs), phrase.id
