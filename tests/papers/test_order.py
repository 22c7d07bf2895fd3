"""That what was left out after results came before them is said nowhere, in whatever words; and what is said of order
otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from appraisal import freeze, run
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import View, denied, told
from appraisal.gates.order import denies, reported
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from appraisal.span import Span
from tests.papers import whole
from tests.papers.test_elsewhere import instructed
from tests.papers.test_gates import COURT, edited, gates, text

DENIALS = (
    "各处排除均在比对前商定并记录",
    "排除事项于首次运行以前即已确定",
    "各处剔除早于比对即已商定",
    "剔除早在方案固定之前即已商定",
    "比对之前即已商定剔除",
    "所有剔除都是看到结果之前作出的",
    "排除在先，比对在后",
    "双方商定排除在结果出来前",
    "先议定剔除各段，再作比对",
    "各段剔除事先议定",
    "预先商定的排除范围未变",
    "排除商定之后方才运行",
    "比对系在各处排除商定之后进行",
    "尚未比对时，即已确定剔除引文",
    "没有一处排除不是在比对前作出",
    "结果未出之时，排除即已商定",
    "结果后排除的一处，也在比对前商定",
    "各项排除在任何数据产生之前登记",
    "比对伊始，排除项目已经确定",
    "哪些段落不计，早有约定",
    "作出排除时，尚不知道任何结果",
    "各处排除非比对后所为，而在比对前商定",
    "the exclusions were made without knowledge of any result",
    "the exclusions came first, the comparison second",
    "it was agreed early on what should be left out",
    "we had excluded these passages by the time the first comparison was made",
    "at no time after the comparison was a passage left out",
    "none of the exclusions was made with knowledge of the results",
    "引文一处先行商定，其后方作比对",
    "the quotations had been agreed upon before any comparison",
    "结果出来后，再无剔除",
    "没有一处剔除是在看到结果后作出",
    "按方案，各处排除均在比对前商定",
    "应剔除的各处均在比对前商定",
    "exclusions had been agreed upon before anything was compared",
    "各处排除均系盲态下作出",
    "在双盲状态下剔除引文",
    "the passages were left out in a blinded state",
    "未知结果时即已排除各处",
    "what was to be left out had been settled before any result",
    "all exclusions were fixed prior to the comparison",
    "the exclusions were decided at the outset",
    "the quotations were left out in advance",
    "the passage was excluded before the run",
    "before any result was known, we agreed what to leave out",
    "the omissions were laid down ahead of the examination",
    "nothing was compared until the exclusions were agreed",
    "the works were compared only after all exclusions had been settled",
    "once the exclusions had been agreed the comparison began",
    "no exclusion was made that had not been agreed before the run",
    "every removal predates the results",
    "no passage was taken out after the run",
    "没有任何一处被排除",
    "no match was taken out after the run",
    "no passage after the run was taken out",
)
TRUE = (
    "第一处系引文，结果后予以排除",
    "方案在比对前固定，所列引文在结果后予以排除",
    "方案在比对前即规定引文予以排除",
    "按比对前固定的方案，引文予以排除",
    "排除标准在比对前已列明",
    "排除的理由在比对前已见于公开材料",
    "比对前没有排除任何内容",
    "该处排除并非在比对前商定",
    "排除应在比对前商定",
    "引文应于比对之前排除",
    "排除之后重新比对",
    "排除前后的数字一并列出",
    "结果排除前的数字一并列出",
    "该处经排除，未列入比对",
    "该段见于在先作品，予以排除",
    "排除后的结果见下表",
    "前三章的引文予以排除",
    "排除登记后重新运行",
    "各页均在比对前核对",
    "各鉴定人在盲态下独立核验，结果后排除第一处",
    "双盲状态下复核的一处予以排除",
    "比对前两名鉴定人各自通读，结果后排除第一处",
    "第一处在结果后排除，比对前两人各自通读",
    "比对前先剔除标点",
    "程序在比对前先行去除注释",
    "两处封条在检验前去除",
    "punctuation is removed before the comparison",
    "the disc was taken out of its envelope before it was examined",
    "引文的认定标准在比对前商定",
    "第一处由甲、乙在比对前分别通读",
    "the quotations were read before the comparison",
    "the scheme was fixed before anything was compared",
    "under the scheme fixed before the comparison the quotation is excluded",
    "the criteria for exclusions were fixed before the run",
    "the reasons for the exclusion were known before the comparison",
    "no exclusion was made before the comparison",
    "the passage was excluded after the results were known, not before",
    "the exclusion should have been made before the run",
    "the figures before and after the exclusion are printed beside the results",
    "the figures before the exclusion are printed as well",
    "at the beginning of the novel stands a notice, which was excluded",
    "the notice that was left out had been published before the works were compared",
    "after the exclusion had been recorded, the works were compared again",
    "the results after the exclusions noted below are these",
    "both works were read before they were compared",
    "排除商定之后方才重新运行",
    "the works were compared again once the exclusions had been agreed",
    "是否在比对前商定排除，尚待查明",
    "如排除在比对前商定，应有记录",
    "if the exclusions had been agreed before the run, the log would say so",
    "比对前未就第一处商定排除",
    "在比对前已排除巧合的可能",
    "before the comparison we excluded the possibility of chance",
)


@pytest.mark.parametrize("words", DENIALS)
def test_what_was_left_out_is_put_before_results(words: str) -> None:
    assert denies(printed(words).text)


@pytest.mark.parametrize("words", TRUE)
def test_order_that_is_told_as_it_was(words: str) -> None:
    assert not denies(printed(words).text)


@pytest.mark.parametrize(
    ("words", "at_place", "said"),
    [
        ("第一处引文在比对前已排除", False, False),
        ("其余各处排除均在比对前商定", False, False),
        ("除第三处外，排除均在比对前作出", False, False),
        ("各处排除均在比对前商定", False, True),
        ("排除在比对前商定", False, True),
        ("比对前已商定剔除", True, False),
        ("各处均在比对前商定剔除", True, True),
        ("This quotation was left out before any comparison", False, False),
        ("Save for the third, the exclusions were agreed before the run", False, False),
        ("The exclusions were agreed before the run", False, True),
        ("Agreed in advance to be left out", True, False),
        ("Every exclusion was agreed in advance", True, True),
    ],
)
def test_where_some_came_before_results(words: str, at_place: bool, said: bool) -> None:
    assert denies(printed(words).text, early=True, of_place=at_place) is said


def test_what_others_say_may_be_told_and_denied() -> None:
    assert reported("多数意见称各处排除均在比对前商定", "与日志不符")
    assert reported("the opinion says that all were agreed before the run; it is not so", "")
    assert not reported("各处排除均在比对前商定", "本人不同意第一句")
    assert not reported("各处排除均在比对前商定，如报告所述，并非错误", "")
    assert not reported("报告所述各处排除均在比对前商定，并非事后补作", "")


@pytest.fixture
def late(own: Case) -> Dossier:
    """A passage was left out once results were known, and the works compared again."""
    whole.compare_without(own, "两书均引自同一公文")
    return freeze.freeze(own)


def denying(dossier: Dossier) -> bool:
    view = View(dossier, COURT)
    return "told/denied" in [gap.gate for gate in (told.told, denied.denied) for gap in gate(view)]


def noted(dossier: Dossier, words: str) -> Dossier:
    """The note of the exclusion itself."""
    judged = tuple(
        replace(one, body={**one.body, "note": words}) if one.kind == Kind.EXCLUSION else one for one in dossier.judged
    )
    return replace(dossier, judged=judged)


def judged(dossier: Dossier, words: str) -> Dossier:
    return replace(dossier, findings=tuple(replace(one, note=words) for one in dossier.findings))


def dissents(dossier: Dossier, words: str) -> Dossier:
    rows = [{"is": "Dissent", "by": whole.YI, "text": f"第一处系惯用语，不应采信。{words}。"}]
    return edited(dossier, Kind.OPINION, dissents=rows)


def named(dossier: Dossier, words: str) -> Dossier:
    works = dossier.works
    return replace(dossier, works=(replace(works[0], name=words), *works[1:]))


PLACES: tuple[Callable[[Dossier, str], Dossier], ...] = (
    noted,
    judged,
    dissents,
    named,
    lambda made, words: instructed(made, words, "某委托人"),
    lambda made, words: edited(made, Kind.COMMISSION, questions=[f"{words}，是否相同？"]),
    lambda made, words: edited(made, Kind.SCHEME, propositions=[words]),
    lambda made, words: replace(made, watermark=f"“{words}”"),
    lambda made, words: edited(made, Kind.HANDLED, note=words),
    lambda made, words: text(made, "process", f"按方案进行。{words}。"),
)


@pytest.mark.parametrize(
    "words", [DENIALS[0], "剔除早在方案固定之前即已商定", "the exclusions came first", DENIALS[-4]]
)
def test_every_place_that_is_printed_is_read(late: Dossier, dossier: Dossier, words: str) -> None:
    assert "told/denied" not in gates(late) and "told/denied" in gates(noted(late, words))
    for number, place in enumerate(PLACES):
        assert denying(place(late, words)), number
        assert not denying(place(dossier, words)), number


def test_a_dissent_may_say_that_it_was_otherwise(late: Dossier) -> None:
    for words in ("该处排除应在比对前商定，却在结果后作出", "多数意见称各处排除均在比对前商定，与日志不符"):
        assert not denying(dissents(late, words)), words


def test_a_note_at_an_early_place_is_of_that_place_alone(own: Case) -> None:
    own.exclude("A1", Span("novel.txt", "char", 40, 52), Reason.QUOTATION, whole.JIA, note="比对前已商定剔除")
    record = next(own.records())
    for expert in (whole.JIA, whole.YI):
        own.judge(
            *(record.key, record.comparison.matches[0].id, Verdict.EXCLUDED, expert),
            **{"reason": Reason.QUOTATION, "note": "两书均引自同一公文"},
        )
    frozen = freeze.freeze(own)
    first = tuple(replace(one, after_results=False) if one.kind == Kind.EXCLUSION else one for one in frozen.judged)
    early = replace(frozen, judged=first)
    assert denying(frozen), "after results as well"
    assert denying(replace(early, watermark="比对前已商定剔除")), "the same words elsewhere"


def test_the_works_may_be_compared_again(late: Dossier, own: Case) -> None:
    run.run(own, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    assert not denying(text(late, "process", "按方案进行。排除登记后重新运行，所见与前相同。"))
