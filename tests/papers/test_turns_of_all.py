"""One rule of turns for matches, plot points and elements; what is found and excluded is told; works of supplements."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from appraisal import afc, freeze, lateness
from appraisal.afc import Element, Evidence, Filter, Level, Outcome, Source
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.dossier import Dossier, Filed, LogEntry
from appraisal.finding import Finding, Verdict
from appraisal.papers import files
from appraisal.plots.outline import Judgement
from appraisal.procedure import Kind
from appraisal.sampling import order
from reports.build import build
from tests.papers import whole
from tests.papers.test_gates import RECORD, edited, gates, sentence, stated

BACK = "exclusions/accepted"
SAID = "核对原书后改判：该处为史实"
LEVEL = Level("字句", 1)


def element(case: Case, **changes: Any) -> Element:
    record = next(case.records())
    proof = Evidence(Source.MATCH, f"{record.key} {record.comparison.matches[0].id}")
    made = Element("字句", "挂铃", (("A1", "挂铃"), ("B1", "挂铃")), outcome=Outcome.SAME, evidence=(proof,))
    return replace(made, **changes)


def filtered(case: Case, note: str = "") -> Element:
    return element(case, filtered=Filter.CUSTOMARY, why="守夜题材常见", outcome=None, note=note)


@pytest.mark.parametrize(("note", "asked"), [("", True), ("改", True), (SAID, False)])
def test_who_filters_out_an_element_held_the_same_says_why(own: Case, note: str, asked: bool) -> None:
    afc.record_level(own, LEVEL, whole.JIA)
    afc.record_element(own, element(own), whole.JIA)
    assert BACK not in gates(freeze.freeze(own))
    afc.record_element(own, filtered(own, note), whole.JIA)
    found = freeze.freeze(own)
    assert (BACK in gates(found)) is asked
    for language, words in (("zh", "先前认定：相同"), ("en", "same")):
        assert words in repr(build(found, language))


@pytest.mark.parametrize("how", ["element", "level"])
def test_what_is_withdrawn_was_held(own: Case, how: str) -> None:
    afc.record_level(own, LEVEL, whole.JIA)
    afc.record_element(own, element(own), whole.JIA)
    if how == "element":
        afc.record_element(own, element(own, withdrawn=True), whole.JIA)
    else:
        afc.record_level(own, replace(LEVEL, withdrawn=True), whole.JIA)
    found = freeze.freeze(own)
    printed = repr(build(found, "zh"))
    assert BACK in gates(found) and "先前认定：相同" in printed and "已撤回的要素" in printed
    if how == "element":
        afc.record_element(own, element(own, withdrawn=True, note=SAID), whole.JIA)
    else:
        afc.record_level(own, replace(LEVEL, withdrawn=True, note=SAID), whole.JIA)
    assert BACK not in gates(freeze.freeze(own))


@pytest.mark.parametrize(
    "after", [{"outcome": Outcome.ALIKE}, {"differences": "一处用字不同"}, {"name": "另一要素"}, {"note": SAID}]
)
def test_what_goes_on_counting_is_no_turn(own: Case, after: dict[str, Any]) -> None:
    afc.record_level(own, LEVEL, whole.JIA)
    afc.record_element(own, element(own), whole.JIA)
    afc.record_element(own, element(own, **after), whole.JIA)
    assert BACK not in gates(freeze.freeze(own))


def said(dossier: Dossier, *told: tuple[str, Judgement, str]) -> Dossier:
    """A plot of one point, and what experts filed of it one after the other."""
    entry = dossier.entries[-1]
    body: dict[str, Any] = {"points": [{"is": "Point", "id": "P1", "plot": "守夜人挂铃", "work": "A1"}]}
    rows: list[LogEntry] = [replace(entry, kind=str(Kind.OUTLINE), by=whole.JIA, body=body)]
    for at, (by, held, note) in enumerate(told):
        words = {"same": "挂铃于第三根木柱", "different": "时间不同", "common": "守夜题材常见"}
        of = {"point": "P1", "accused": "B1", "judgement": held.value, "note": note, **words}
        rows.append(replace(entry, kind=str(Kind.POINT), by=by, body=of, on=f"2026-02-0{at + 1}T00:00:00Z"))
    return replace(dossier, entries=(*dossier.entries, *rows))


SAME, COMMON, OTHER = Judgement.SAME, Judgement.COMMON, Judgement.DIFFERENT


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ([(whole.JIA, SAME, ""), (whole.JIA, COMMON, ""), (whole.YI, COMMON, "")], True),
        ([(whole.JIA, SAME, ""), (whole.JIA, COMMON, SAID), (whole.YI, COMMON, "")], False),
        ([(whole.JIA, SAME, ""), (whole.YI, SAME, ""), (whole.JIA, OTHER, "")], True),
        ([(whole.JIA, SAME, ""), (whole.JIA, OTHER, ""), (whole.YI, OTHER, "")], False),
        ([(whole.JIA, COMMON, ""), (whole.YI, COMMON, "")], False),
    ],
)
def test_points_are_taken_back_as_matches_are(dossier: Dossier, told: list[Any], asked: bool) -> None:
    found = said(dossier, *told)
    assert (BACK in gates(found)) is asked
    turned = len({held for by, held, _ in told if by == whole.JIA}) > 1
    assert ("先前认定：相同或相似" in repr(build(found, "zh"))) is turned


def test_what_all_accepted_is_not_set_back_to_unread_in_silence(own: Case) -> None:
    record = next(own.records())
    own.judge(record.key, record.comparison.matches[0].id, Verdict.UNREVIEWED, whole.JIA)
    assert BACK in gates(freeze.freeze(own))
    own.judge(record.key, record.comparison.matches[0].id, Verdict.ACCEPTED, whole.JIA)
    assert BACK not in gates(freeze.freeze(own)), "a slip of the hand, mended"


# --- nothing found ----------------------------------------------------------------------------------------------------


def judged(dossier: Dossier, *verdicts: Verdict) -> Dossier:
    """What both experts hold of every match."""
    (filed,) = dossier.comparisons
    ids = [match.id for match in filed.comparison.matches]
    findings = tuple(
        Finding(filed.key, one, held, by, "2026-01-06", Reason.QUOTATION if held is Verdict.EXCLUDED else None)
        for one in ids
        for by, held in zip((whole.JIA, whole.YI), verdicts, strict=True)
    )
    panel = verdicts[0] if len(set(verdicts)) == 1 else Verdict.DOUBTFUL
    one: Filed = replace(filed, verdicts=dict.fromkeys(ids, panel), accepted=None)
    return replace(dossier, comparisons=(one,), findings=findings, judged=())


@pytest.mark.parametrize(
    ("verdicts", "none", "beyond"),
    [
        ((Verdict.EXCLUDED, Verdict.EXCLUDED), False, True),
        ((Verdict.EXCLUDED, Verdict.REJECTED), False, False),
        ((Verdict.REJECTED, Verdict.REJECTED), True, False),
    ],
)
def test_nothing_found_is_not_said_of_what_was_excluded(
    dossier: Dossier, verdicts: tuple[Verdict, Verdict], none: bool, beyond: bool
) -> None:
    for phrase, passes in (("none-found", none), ("none-beyond-excluded", beyond)):
        found = stated(judged(dossier, *verdicts), sentence(phrase=phrase, fill={"limit": "按方案"}, **RECORD))
        assert ("opinion/1" not in gates(found)) is passes, phrase


def test_the_opinion_tells_how_many_were_excluded_and_why(dossier: Dossier) -> None:
    said_so = sentence(phrase="none-beyond-excluded", fill={"limit": "按方案"}, **RECORD)
    found = stated(judged(dossier, Verdict.EXCLUDED, Verdict.EXCLUDED), said_so)
    count = len(found.comparisons[0].comparison.matches)
    printed = repr(build(replace(found, paper=files.find("cn-copyright")), "zh"))
    told = re.sub(r"\W", "", "".join(re.findall(r"text='([^']*)'", printed)))
    assert f"有相同或相似之处{count}处经逐处认定不计入" in told, told[told.find("逐处") - 40 :][:80]
    assert "不计入引用除此之外未检出" in told


# --- samples ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "read", "lacks"),
    [((2, 2), "first", False), ((2, 2), "second", True), ((2, 1), "half", True), ((2, 3), "first", True)],
)
def test_the_first_sample_of_a_method_and_pair_holds(
    dossier: Dossier, sizes: tuple[int, int], read: str, lacks: bool
) -> None:
    (filed,) = dossier.comparisons
    matches = tuple(replace(filed.comparison.matches[0], id=f"{n:016x}") for n in range(40))
    ids = [one.id for one in matches]
    old = replace(filed, key="ab" * 32, superseded=True, comparison=replace(filed.comparison, matches=matches))
    body = {"comparator": "text-exact", "total": 40, "rule": "r", "before": 0}
    entry = replace(dossier.entries[-1], kind=str(Kind.SAMPLE), on="2025-01-01")
    rows = [
        replace(entry, body={**body, "record": key, "size": size, "seed": seed})
        for key, size, seed in zip((old.key, filed.key), sizes, ("s", "t"), strict=True)
    ]
    chosen = {"first": order("s", ids)[:2], "second": order("t", ids)[:2], "half": order("s", ids)[:1]}[read]
    new = replace(old, key=filed.key, superseded=False, verdicts=dict.fromkeys(chosen, Verdict.ACCEPTED))
    ruled = edited(dossier, Kind.SCHEME, sampling="随机抽取两处核验")
    found = replace(ruled, entries=(*ruled.entries, *rows), comparisons=(old, new), findings=())
    assert ("verdicts" in gates(found)) is lacks


# --- works of a supplement --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "new"),
    [
        (("supplements", "received"), True),
        (("received", "supplements"), False),
        (("supplements", "run-begun", "received"), False),
        (("supplements", "issued", "received"), False),
    ],
)
def test_a_work_is_of_a_supplement_between_its_announcement_and_its_run(
    dossier: Dossier, kinds: tuple[str, ...], new: bool
) -> None:
    entry = replace(dossier.entries[-1], body={"label": "B2"})
    assert (lateness.supplementary([replace(entry, kind=kind) for kind in kinds]) == {"B2"}) is new


@pytest.mark.parametrize(
    ("kinds", "rests", "asked"),
    [
        (("supplements", "received"), ("B1", "B2"), False),
        (("supplements", "received"), ("B2",), True),
        (("received", "supplements"), ("B1", "B2"), True),
        (("received",), ("B1", "B2"), True),
    ],
)
def test_a_work_in_place_of_another_says_why(
    dossier: Dossier, kinds: tuple[str, ...], rests: tuple[str, ...], asked: bool
) -> None:
    entry = replace(dossier.entries[-1], body={"label": "B2", "role": "accused"}, after_results=True)
    rows = tuple(replace(entry, kind=kind) for kind in kinds)
    second = next(replace(one, label="B2") for one in dossier.works if one.label == "B1")
    both = replace(dossier, entries=(*dossier.entries, *rows), works=(*dossier.works, second))
    told = [sentence(phrase="text-same", comparator="text-exact", left="A1", right=one) for one in rests]
    assert ("replaced/B2" in gates(stated(both, *told))) is asked
