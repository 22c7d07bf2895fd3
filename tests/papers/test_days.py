"""On which day, at which event and in which step something was left out is told as the log has it."""

from __future__ import annotations

from datetime import date

import pytest

from appraisal import filing, freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates.days import Days
from appraisal.gates.order import denies
from appraisal.gates.sequence import misplaced
from appraisal.papers.as_read import printed
from appraisal.procedure import Decision, Kind, Step
from tests.papers import whole
from tests.papers.test_gates import edited, text
from tests.papers.test_order import denying, noted


def day(number: int) -> date:
    return date(2026, 1, number)


DAYS = Days(  # first run on the fifth, left out on the sixth
    day(5),
    frozenset({day(6)}),
    {"commission": frozenset({day(2)}), "acceptance": frozenset({day(3)}), "receipt": frozenset({day(3)})},
    day(9),
)
EARLIER = (
    "2026年1月3日，甲将A1第10至30字处的引文剔除",
    "引文清单于2026年1月2日立案当日列出并据以剔除",
    "剔除的日期为受理当日",
    "接案之初，两名鉴定人已将该段扣除",
    "材料移送时，甲把引文剔除",
    "引文在送鉴时即已扣除",
    "引文按委托时的约定剔除",
    "自立案至签发，排除事项无变化",
    "委托当日划定的剔除范围沿用至今",
    "引文自受理之日起即不计入",
    "受理后随即剔除引文",
    "二〇二六年一月三日，鉴定人剔除第一处",
    "按方案，受理当日即将引文剔除",
    "受理当日（1月3日）剔除，现补登，故为结果后",
    "会议于2026年1月4日召开，会上将引文剔除",
    "剔除的决定作于2026/1/3",
    "| 2026-01-03 | 剔除引文 |",
    "元月三日将引文剔除",
    "接手首日即剔除第一处",
    "自委托书签署之日起剔除引文",
    "引文的剔除与受理同日",
    "Upon accepting the case we removed the passage",
    "The passage was removed the same day the case was accepted",
    "January 3, 2026: passage one was removed",
    "On 4 January 2026 the passage was set aside",
    "The removals date from 3 January 2026",
    "The list of omissions was drawn up on the day of acceptance",
    "When the case was taken on, the passage was removed",
    "The passage was left out on receipt of the works",
    "The omissions had been agreed when the works were delivered",
    "Since receipt of the works the passage has been left out",
    "The passage was set aside at the time of acceptance",
    "依方案受理当日剔除引文",
    "Under the scheme on 3 January 2026 the passage was removed",
)
AS_IT_WAS = (
    "2026年1月6日，甲将引文排除",
    "受理、比对后于同日排除引文，排除后重新比对",
    "2026年1月3日受理，1月5日比对，1月6日排除引文后重新比对",
    "2026年1月3日受理，比对完成当日排除引文",
    "引文系得出结果后排除",
    "受理时委托人提供了引文清单，结果后据以排除",
    "委托人在送检时提供的清单所列引文，予以排除",
    "1月3日收到的版本不含该句，故予排除",
    "受理、比对、排除引文同日进行，排除后重新比对",
    "After accepting the case we compared the works and excluded the quotation",
    "排除2026年1月1日公布的公文引文",
    "引自2026年1月2日《某报》的引文予以排除",
    "2026年1月3日受理，1月5日按方案比对，1月6日将第一处登记为结果后排除，并于同日重新比对",
    "检材封面于2026年1月3日去除封条后拍照，未计入比对",
    "送检时未随附引文清单，故排除于结果后作出",
    "2026年1月3日至1月9日，鉴定人比对两书并排除引文一处",
    "The works were received on 3 January 2026 and the cover was not compared",
    "1998年5月4日的命令所载引文予以排除",
    "方案于2026年1月4日固定，引文予以排除",
    "按2026年1月3日固定的方案，引文予以排除",
    "拟于2026年1月3日排除引文",
    "受理时尚未排除任何内容",
    "排除并非在受理时作出",
    "收案后经比对得出结果，第一处排除",
    "收到检材时首先排除载体故障",
    "排除引文后，于1月3日的版本上核对",
    "Under the scheme fixed on 4 January 2026 the quotation is excluded",
    "On receipt the seals were checked, and the quotation was excluded later",
    "The quotation from the decree of 3 January 2026 was excluded",
    "The quotation, published on 2 January 2026, was excluded",
    "On 6 January 2026 the quotation was excluded",
    "The exclusion was not made on receipt of the works",
    "排除后1月3日重新运行",
    "1月3日的次日排除引文",
    "1月3日受理，得出结果当日排除引文",
    "Following the exclusion of the passage the run was started on 3 January 2026",
)
MISPLACED = (
    "1. 剔除引文；\n2. 运行比对；\n3. 核验。",
    "首先剔除引文。其次运行比对。最后逐处核验。",
    "第一步：扣除引文。第二步：比对。",
    "| 步骤 | 内容 |\n|---|---|\n| 1 | 受理 |\n| 2 | 剔除引文 |\n| 3 | 比对 |",
    "按方案进行，步骤如下：\n\n（一）受理；\n（二）扣除公有素材；\n（三）运行比对。",
    "比对按方案进行，步骤如下：\n\n1. 剔除引文\n2. 比对",
    "甲将引文剔除。随后两件作品进行比对。",
    "首先通读全文，其次剔除引文，最后运行比对",
    "| 2026-01-05 | 剔除引文 |\n| 2026-01-05 | 比对 |",
    "1. The passage was removed.\n2. The works were compared.",
    "First, the passage was set aside. Then the works were compared.",
    "The passage was left out; afterwards the comparison was run.",
    "Step 1: receipt. Step 2: removal of the quotation. Step 3: comparison.",
)
IN_ORDER = (
    "1. 受理；\n2. 比对；\n3. 排除引文；\n4. 重新比对。",
    "首先运行比对。其次在结果后排除引文。最后重新比对。",
    "比对得出结果后，双方核实出处：1. 排除引文；\n2. 运行比对。",
    "首先排除标点，其次运行比对",
    "首先排除巧合的可能，其次比对结构",
    "1. 排除事项：见附表。\n2. 比对结果：见附表。",
    "方案规定的步骤：1. 排除引文；\n2. 比对。",
    "首先，引文应予排除；其次，比对应以全文为准",
    "2026-01-06 排除引文\n2026-01-06 运行比对",
    "排除引文。随后重新运行。",
    "首先，第一处系引文，已予排除。其次，其余各处的比对见下。",
    "1. 引文一处，已排除（见排除表）；\n2. 惯用语两处，仍计入比对；",
    "The quotation was excluded. Then come the matches that were compared by hand.",
    "首先未排除任何内容，其次运行比对",
    "1. 送检版本齐全。\n2. 第一处系引文，予以排除。\n3. 其余各处见左右对照。",
    "The works were compared. Then the quotation was excluded. Then they were compared again.",
    "The quotation was excluded after the results. Then the works were compared again.",
    "1. Exclusions: see the table.\n2. Comparison: see the table.",
    "First, punctuation was removed. Then the works were compared.",
)


@pytest.mark.parametrize("words", EARLIER)
def test_a_day_before_results_is_told_of_what_was_left_out(words: str) -> None:
    assert denies(printed(words, asides=False).text, days=DAYS)


@pytest.mark.parametrize("words", AS_IT_WAS)
def test_days_that_are_on_file_or_of_something_else(words: str) -> None:
    assert not denies(printed(words, asides=False).text, days=DAYS)


@pytest.mark.parametrize("words", MISPLACED)
def test_steps_put_it_above_the_comparison(words: str) -> None:
    assert [*misplaced(printed(words, asides=False).text, DAYS)]


@pytest.mark.parametrize("words", IN_ORDER)
def test_steps_in_the_order_that_they_had(words: str) -> None:
    assert not [*misplaced(printed(words, asides=False).text, DAYS)]


def test_what_was_left_out_early_may_be_told_so() -> None:
    assert not denies("第一处在受理时剔除", early=True, days=DAYS)
    assert not denies("受理时剔除", early=True, of_place=True, days=DAYS)
    assert denies("各处均在受理时剔除", early=True, days=DAYS)
    assert not [*misplaced("首先剔除引文。其次运行比对。", DAYS, early=True)]


@pytest.fixture
def late(own: Case) -> Dossier:
    """A passage was left out once results were known, and the works compared again."""
    whole.compare_without(own, "两书均引自同一公文")
    return freeze.freeze(own)


def test_prose_notes_and_other_places_are_read(late: Dossier, dossier: Dossier) -> None:
    today = next(one.on[:10] for one in late.judged if one.kind == Kind.EXCLUSION)
    for words in ("受理时即将引文剔除", "2026年1月3日剔除引文", "1. 剔除引文；\n2. 比对。"):
        for made in (text(late, "process", words), edited(late, Kind.HANDLED, note=words), noted(late, words)):
            assert denying(made), words
        assert not denying(text(dossier, "process", words)), words
    assert not denying(text(late, "process", f"{today}，甲将引文排除，随后重新比对。"))
    assert not denying(text(late, "process", "受理、比对后，同日排除引文，重新比对。"))


def test_steps_and_decisions_filed_late(own: Case) -> None:
    whole.compare_without(own, "两书均引自同一公文")

    def told(**fields: str) -> bool:
        return denying(edited(freeze.freeze(own), Kind.HANDLED, **fields))

    assert told(what="补记：剔除引文", clock="2026-01-03 09:00，与国家授时一致")
    assert told(what="商定剔除事项", place="本机构，2026年1月3日")
    assert told(observation="会议于2026年1月3日召开，会上将A1引文剔除")
    assert not told(what="核对载体", clock="2026-01-03 09:00，与国家授时一致")
    assert not told(what="2026年1月6日剔除引文", clock="2026-01-03 09:00")
    filing.decide(own, Decision("排除的依据", "受理时甲、乙即定下剔除引文"), whole.JIA)
    assert denying(freeze.freeze(own))


def test_a_true_step_is_none(own: Case) -> None:
    whole.compare_without(own, "两书均引自同一公文")
    filing.file_step(own, Kind.OPERATION, Step("结果后排除引文，重新比对", persons=(whole.JIA,)), whole.JIA)
    assert not denying(freeze.freeze(own))
