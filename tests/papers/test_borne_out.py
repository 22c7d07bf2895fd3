"""Who differs is measured by what the opinion says, and a decision passes over only what stood when it was made."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import gates as package
from appraisal.comparison import Reason
from appraisal.dissenting import agrees, means_dissent
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import View, findings
from appraisal.gates.unnamed import known, unnamed
from appraisal.procedure import Kind
from reports.build import build
from tests.papers.test_evaded import differing
from tests.papers.test_gates import COURT, edited, gates, sentence, stated, text
from tests.papers.test_opposed_facts import REAL, deciding, dissenting

RECORD = {"comparator": "text-exact", "left": "A1", "right": "B1"}
SPLIT = (("甲", Verdict.ACCEPTED), ("乙", Verdict.REJECTED))
OWN_HEAD = "对第一句的说明"


def none_found(dossier: Dossier, *verdicts: tuple[str, Verdict]) -> Dossier:
    """The opinion says that nothing was found in the record of which experts judged so."""
    held = differing(stated(dossier, sentence(phrase="none-found", fill={"limit": "按方案"}, **RECORD)), *verdicts)
    match = held.comparisons[0].comparison.matches[0].id
    told = {said for _, said in verdicts}
    verdict = told.pop() if len(told) == 1 else Verdict.DOUBTFUL
    return replace(held, comparisons=(replace(held.comparisons[0], verdicts={match: verdict}), *held.comparisons[1:]))


def open_of(dossier: Dossier, gate: str) -> list[Any]:
    return [gap for gap in findings(dossier, COURT) if gap.gate == gate]


def test_who_accepted_differs_from_an_opinion_that_nothing_was_found(dossier: Dossier) -> None:
    none = none_found(dossier, *SPLIT)
    (gap,) = open_of(none, "dissent")
    assert gap.only == ("甲",) and gap.said.en.endswith("differed: 甲")
    assert any(one.only == ("甲",) for one in open_of(none, "opinion/1"))
    assert {"dissent", "opinion/1"} <= set(gates(dissenting(none, "乙", REAL, filed="乙"))), "not 甲's"
    heard = gates(dissenting(none, "甲", "两段逐字相同，系沿用。", filed="甲"))
    assert "dissent" not in heard and "opinion/1" not in heard
    for by in ("乙", "丁"):
        assert "opinion/1" in gates(deciding(none, by, "gate:opinion/1", "经集体讨论，意见不变")), by


@pytest.mark.parametrize(
    "verdicts",
    [
        (("甲", Verdict.REJECTED), ("乙", Verdict.REJECTED)),
        (("甲", Verdict.DOUBTFUL), ("乙", Verdict.DOUBTFUL)),
    ],
)
def test_an_opinion_that_nothing_was_found_as_all_hold(dossier: Dossier, verdicts: tuple[Any, ...]) -> None:
    assert not {"dissent", "opinion/1"} & set(gates(none_found(dossier, *verdicts)))


def test_who_rejects_all_that_was_found_says_why(dossier: Dossier) -> None:
    none = none_found(dossier, ("甲", Verdict.REJECTED), ("乙", Verdict.REJECTED))
    (gap,) = open_of(none, "verdicts/rejected")
    assert none.comparisons[0].comparison.matches[0].id in gap.said.zh

    def first(**told: Any) -> Dossier:
        at = next(i for i, one in enumerate(none.findings) if one.verdict is Verdict.REJECTED)
        return replace(none, findings=tuple(replace(f, **told) if i == at else f for i, f in enumerate(none.findings)))

    assert not open_of(first(note="该处系通用版权声明，两书均照录"), "verdicts/rejected")
    assert not open_of(first(reason=Reason.QUOTATION), "verdicts/rejected")
    assert open_of(first(note="按方案"), "verdicts/rejected"), "no reason"
    assert not open_of(none_found(dossier, ("甲", Verdict.DOUBTFUL), ("乙", Verdict.DOUBTFUL)), "verdicts/rejected")
    assert not open_of(differing(dossier, ("甲", Verdict.REJECTED), ("乙", Verdict.REJECTED)), "verdicts/rejected")


def test_all_who_accepted_differ_whoever_is_most(dossier: Dossier) -> None:
    most = none_found(dossier, ("甲", Verdict.ACCEPTED), ("戊", Verdict.ACCEPTED), ("乙", Verdict.REJECTED))
    assert open_of(most, "dissent")[0].only == ("甲", "戊")
    stale = none_found(dossier, ("乙", Verdict.REJECTED))
    before = differing(dossier, ("甲", Verdict.ACCEPTED)).findings[0]
    assert open_of(replace(stale, stale_findings=(before,)), "dissent")[0].only == ("甲",), "in a record replaced since"


def test_no_text_says_that_experts_agree_beside_verdicts_that_differ(dossier: Dossier) -> None:
    said = text(dossier, "analysis", "全体鉴定人意见一致。")
    assert "contradiction/unanimous" not in gates(said)
    (gap,) = open_of(differing(said, *SPLIT), "contradiction/unanimous")
    assert "判断不一" in gap.said.zh and "verdicts that differ" in gap.said.en


def early(dossier: Dossier, by: str, about: str) -> Dossier:
    """Decided by somebody at the very beginning of the log."""
    made = deciding(dossier, by, about, "经过考虑，本人认为无须另行登载")
    entry = replace(made.entries[-1], on=made.entries[0].on)
    return replace(made, entries=(made.entries[0], entry, *made.entries[1:-1]))


def objected(dossier: Dossier) -> Dossier:
    last = dossier.entries[-1]
    made = replace(last, kind=Kind.OBJECTION, body={"what": "对第一句有异议"}, seq=last.seq + 1, by="丁")
    return replace(dossier, entries=(*dossier.entries, made))


def filed(dossier: Dossier) -> Dossier:
    return deciding(dossier, "乙", "dissent", REAL)


def split(dossier: Dossier) -> Dossier:
    return differing(dossier, *SPLIT)


@pytest.mark.parametrize(
    ("gate", "by", "made"),
    [("dissent", "乙", split), ("dissent/left-out", "乙", filed), ("objections", "甲", objected)],
)
def test_a_decision_passes_over_what_stood_when_it_was_made(dossier: Dossier, gate: str, by: str, made: Any) -> None:
    held = made(dossier)
    assert gate in gates(held)
    assert gate in gates(early(held, by, f"gate:{gate}")), "before it was there"
    assert gate not in gates(deciding(held, by, f"gate:{gate}", "经过考虑，本人认为无须另行登载"))


ABSENT = frozenset(
    {
        "agreeing", "altered", "answers", "acted", "authority", "corresponding", "dates", "kept", "language",
        "reviewing", "standards", "told", "unanimity",
    }
)  # fmt: skip
"""Modules whose gates speak of words of notebooks, or of what is not there: no entry caused it."""
NAMED = frozenset({"licence", "procedure", "content", "intake", "custody", "runs", "opinion", "supplement",
                   "reappraisal", "told"})  # fmt: skip
"""Likewise, and gates that no decision passes over, in other modules."""


def test_gates_that_speak_of_something_filed_say_since_when() -> None:
    for path in sorted(Path(package.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Gap":
                first = node.args[0]
                part = first.values[0] if isinstance(first, ast.JoinedStr) else first
                name = str(part.value).partition("/")[0] if isinstance(part, ast.Constant) else ""
                since = any(one.arg == "since" for one in node.keywords)
                assert since or path.stem in ABSENT or name in NAMED, f"{path.name}:{node.lineno}: {name}"


@pytest.mark.parametrize(
    "words",
    [
        "本人尊重组长的决定，但第一句不成立：该段系船家惯用语。",
        "I have no quarrel with the figures, but the passage is a stock phrase of boatmen.",
        "I defer to the panel on the figures; the first passage is a proverb.",
    ],
)
def test_who_is_courteous_dissents(dossier: Dossier, words: str) -> None:
    assert not agrees(words, {"甲", "乙"})
    assert "dissent/left-out" in gates(deciding(dossier, "乙", "dissent", words))
    printed = gates(dissenting(differing(dossier, *SPLIT), "乙", words, filed="乙"))
    assert not {"dissent", "dissent/own", "dissent/left-out"} & set(printed)


def test_a_withdrawal_in_another_name_takes_nothing_back(dossier: Dossier) -> None:
    back = deciding(deciding(dossier, "乙", "dissent", REAL), "乙", "dissent:withdrawn", "第一句已按本人意见修改")
    assert "dissent/left-out" not in gates(back)
    forged = replace(back, entries=(*back.entries[:-1], replace(back.entries[-1], standing="missing")))
    assert "dissent/left-out" in gates(forged)


@pytest.mark.parametrize("about", ["不同意见书", "separate opinion of 乙", "minority view", "乙的保留意见稿"])
def test_other_names_of_a_dissent(about: str) -> None:
    assert means_dissent(about)


@pytest.mark.parametrize(
    ("about", "held"),
    [
        ("gate:dissent", True), ("evidence:plot", True), ("evidence:competence", True), ("conclusion-server", True),
        ("uncross-examined", True), ("quoted:甲书", True), ("dissent:withdrawn", True), ("protect:a/b", True),
        ("evidence:my view", False), (OWN_HEAD, False), ("remark on match 2", False), ("note: 乙", False),
    ],
)  # fmt: skip
def test_heads_that_the_program_knows(about: str, held: bool) -> None:
    assert known(about) is held


def headings(dossier: Dossier) -> str:
    return str([block for part in build(replace(dossier, paper=COURT)).parts for block in part.blocks])


def test_a_decision_under_a_head_of_its_own_is_printed_with_the_opinion(dossier: Dossier) -> None:
    words = "该段为船家惯用语，非甲书作者所独有。"
    held = deciding(dossier, "乙", OWN_HEAD, words)
    assert gates(held) == [] and "鉴定人另行登记的意见" in headings(held) and f"乙（{OWN_HEAD}）" in headings(held)
    assert "鉴定人另行登记的意见" not in headings(dossier)
    share = "numbers/百分之九十二"
    assert share in gates(deciding(dossier, "乙", OWN_HEAD, "相同文字占B1的百分之九十二。"))
    for by, left in (("乙", False), ("甲", True)):
        back = deciding(held, by, f"{OWN_HEAD}:withdrawn", "已写入分析说明，不再另行登记")
        assert bool(unnamed(View(back, COURT))) is left, by
    assert not unnamed(View(deciding(dossier, "路人", OWN_HEAD, words), COURT))
    assert not unnamed(View(edited(dossier, Kind.OPINION), COURT))
