"""Who writes of a place that the opinion counts that it is one to be left out differs, and is asked for a dissent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.comparison import Exclusion, Reason
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import View, unheard
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT
from tests.papers.test_opposed_facts import REAL, deciding, dissenting
from tests.papers.test_spoken import holding

DOUBTS = (
    "第一处为船家惯用语，与创作无关。",
    "第1处系套话。",
    "經查，第一處屬公有領域素材。",
    "第一处与谚语相近，应属巧合。",
    "第一段出自民间素材。",
    "该处为行业通用表述。",
    "相同文字来自共同来源。",
    "公版诗句（第一处）。",
    "不能排除第一处系巧合。",
    "第一处不过是俗语。",
    "第一处系惯用语，应予排除。",
    "第一处不具有独创性。",
    "本人认为第一处系惯用语，虽已计入。",
    "The first passage is a stock phrase of boatmen.",
    "The first match comes from the public domain.",
    "This passage may be a coincidence.",
    "The same wording is from a common source: the first passage belongs to boilerplate.",
)
HONEST = (
    "第一处并非惯用语。",
    "第一处不是套话，理由见分析说明。",
    "查第一处是否为惯用语。",
    "未发现第一处系通用表述。",
    "被告代理人称第一处系惯用语，已记录。",
    "第一处虽系谚语改写，但用字与次序独创。",
    "第一处系惯用语的可能已查，未见。",
    "就第一处检索成语词典和谚语集，无相同文字。",
    "通读两书，摘出惯用语清单。",
    "第一处位于第12页，封条完好。",
    "第一处与惯用语不同。",
    "排除第一处系巧合。",
    "经与公有领域作品比对，第一处无对应。",
    "公有领域素材：第一处未见于其中。",
    "第一处出自A1第3章引文之后。",
    "第一处出自同一来源的扫描件。",
    "第一处为A1独有，惯用语词典无载。",
    "第一处属于人物对话，惯用语占两字，余下为独创。",
    "The first passage is in the second chapter, after a quotation.",
    "第一处不是巧合。",
    "The first passage is no stock phrase.",
    "The first passage was read again in the original.",
    "Whether the first passage is a stock phrase was looked up in two dictionaries.",
    "The defendant says that the first passage is a stock phrase.",
)


def elsewhere(dossier: Dossier) -> list[tuple[str, ...]]:
    return [gap.only for gap in unheard.elsewhere(View(dossier, COURT))]


def step(dossier: Dossier, words: str, by: str = whole.YI) -> Dossier:
    return holding(dossier, Kind.OPERATION, by, what="复看", observation=words)


@pytest.mark.parametrize("words", DOUBTS)
def test_who_says_that_a_counted_place_is_to_be_left_out_dissents(dossier: Dossier, words: str) -> None:
    for by in (whole.JIA, whole.YI, whole.BING):
        assert elsewhere(step(dossier, words, by)) == [(by,)], by


@pytest.mark.parametrize("words", HONEST)
def test_what_is_denied_asked_or_told_of_others_is_free(dossier: Dossier, words: str) -> None:
    assert not elsewhere(step(dossier, words))


def test_who_filed_a_dissent_is_heard_and_whose_view_it_is(dossier: Dossier) -> None:
    assert not elsewhere(step(dissenting(dossier, whole.YI, REAL, filed=whole.YI), DOUBTS[0]))
    assert elsewhere(step(dossier, "乙认为第一处系惯用语。", whole.JIA)) == [(whole.YI,)]
    assert elsewhere(deciding(dossier, whole.YI, "conclusion-copied", DOUBTS[0])) == [(whole.YI,)]
    assert not elsewhere(deciding(dossier, whole.YI, "对第一处的看法", "该段为船家惯用语。")), "printed as a view"


def test_a_note_at_what_was_accepted_needs_no_name_of_the_place(dossier: Dossier) -> None:
    at = next(n for n, one in enumerate(dossier.findings) if one.by == "乙" and one.verdict is Verdict.ACCEPTED)
    for words, heard in (("系船家惯用语", True), ("a stock phrase", False), ("并非惯用语", False), ("用字相同", False)):
        found = [*dossier.findings]
        found[at] = replace(found[at], note=words)
        assert bool(elsewhere(replace(dossier, findings=tuple(found)))) is heard, words


def test_a_ground_on_which_something_was_left_out_may_be_of_that(dossier: Dossier) -> None:
    out = Exclusion(Reason.PUBLIC_DOMAIN, side="left", by=whole.JIA, note="公版诗句")
    held = [
        replace(one, comparison=replace(one.comparison, excluded=(*one.comparison.excluded, out)))
        for one in dossier.comparisons
    ]
    made = replace(dossier, comparisons=tuple(held))
    assert not elsewhere(step(made, "第二处系公有领域素材。"))
    assert not elsewhere(step(made, "第二处系惯用语，已排除。"))
    assert elsewhere(step(made, "第一处系惯用语。"))


def test_nothing_is_doubted_where_nothing_was_accepted(dossier: Dossier) -> None:
    held = [replace(one, verdicts={}) for one in dossier.comparisons]
    assert not elsewhere(step(replace(dossier, comparisons=tuple(held)), DOUBTS[0]))
