"""A dissent is its author's own: what it tells of acts, figures and rules opens no gate, and is printed as theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dissenting import differs
from appraisal.dossier import Dossier
from appraisal.procedure import Kind
from reports.wording import say
from tests.papers.test_gates import edited, gates, text
from tests.papers.test_opposed_facts import deciding, differing, dissenting

OWN = (
    "民事证据规定第三十六条要求说明依据，本意见没有说明，故不同意第一句。",
    "《民事证据规定》第三十六条要求说明依据，该段系惯用语，不是独创的表述。",
    "方案要求先排除惯用语，合议时未排除，故本人不同意。",
    "百分之八十七的数字含惯用语，不应计入；依GB/T 36451-2018第六条，公文套语不计。",
    "比对结果出来之后组长调整了参数，本人当时即表示反对。",
    "大部分相同文字出自民谣，本人不同意采信。",
    "Most of the wording is from a ballad; I do not agree with the first sentence.",
    "The parameters were changed after the results were known, against my objection.",
    "The scheme says that stock phrases are excluded first; that was not done, and 12 of 14 passages are such.",
)
SMUGGLED = "双方相同文字占B1的92%，系依据GB/T 36451-2018得出；结果出来后已将序言部分相同文字剔除。"
ADDED = (
    "本人并不反对第一句：双方相同文字占B1的百分之九十二。",
    "第一句写得不够：双方相同文字占B1的92%，比对依据GB/T 36451-2018进行。",
    "结论没有问题，另应写明：B1有四十二处与A1相同。",
    "本人不同意第一句。B1中九成文字与A1相同。",
    "The first sentence is not enough: 92 per cent of the wording of B1 is the same as A1.",
    "It should not end there: ISO/IEC 27042:2015 was followed.",
)


def told(dossier: Dossier) -> list[str]:
    """Gates of what is told: acts, figures, standards."""
    return [gate for gate in gates(dossier) if gate.startswith(("told", "numbers", "standards", "entries"))]


def by_yi(dossier: Dossier, words: str) -> Dossier:
    """乙 rejected what 甲 accepted, and dissents."""
    return dissenting(differing(dossier), "乙", words, filed="乙")


def agreeing(dossier: Dossier, words: str) -> Dossier:
    """Both accepted what was found, and 乙 files a dissent."""
    return dissenting(dossier, "乙", words, filed="乙")


@pytest.mark.parametrize("words", OWN)
def test_what_a_dissent_tells_opens_no_gate(dossier: Dossier, words: str) -> None:
    assert told(by_yi(dossier, words)) == []
    elsewhere, alone = (text(made, "process", words) for made in (by_yi(dossier, words), differing(dossier)))
    assert told(elsewhere) == told(alone), "the panel's own words are held as they were"


def test_words_of_law_are_the_court_s_in_a_dissent_too(dossier: Dossier) -> None:
    made = by_yi(dossier, "本人不同意：B1抄袭A1。")
    assert [gate for gate in gates(made) if gate.startswith("words-of-law")]


@pytest.mark.parametrize("words", ADDED)
def test_who_differs_nowhere_has_no_figures_and_rules_of_their_own(dossier: Dossier, words: str) -> None:
    found = told(agreeing(dossier, words))
    assert found and {one.partition("/")[0] for one in found} <= {"numbers", "standards", "entries"}


def test_who_differs_nowhere_may_dispute_a_figure_or_a_reason(dossier: Dossier) -> None:
    length = dossier.comparisons[0].comparison.matches[0].left
    whole = int(length.stop - length.start)
    for words in (
        f"本人不同意第一句：所列{whole}字中，有30字是该地渔歌的成句，余下{whole - 30}字才可比；"
        "依SF/T 0075-2020第5.1条亦应如此计。",
        f"I do not agree with the first sentence: of the {whole} characters, 30 characters are a stock phrase.",
        "“相同”一语过宽，应写作“逐字一致”。",
        "第一句的理由不成立，方案未说明为何选取该版本。",
        "比对结果出来之后组长调整了参数，本人当时即表示反对。",
    ):
        assert told(agreeing(dossier, words)) == [], words
    more = f"本人不同意第一句：所列{whole}字不够，应为{whole + 900}字相同。"
    assert told(agreeing(dossier, more)) == [f"numbers/{whole + 900}"]


def test_who_differs_says_so_where_the_figures_stand(dossier: Dossier) -> None:
    """Beside a real dissent, too, what the report itself would say needs its result and its standard."""
    for words in (
        "本人不同意第一句。B1中九成文字与A1相同。",
        f"本人不同意第一句。{SMUGGLED}",
        "第一句写得不够：双方相同文字占B1的92%。",
        "I dissent. In all, 92 per cent of the wording of B1 is the same as A1.",
    ):
        assert [one for one in told(by_yi(dossier, words)) if one.startswith("numbers")], words
    for words in (
        "第一处不应采信。该段共75字，其中30字与渔歌相同。",
        "第一处相同文字的百分之四十出自渔歌，方案要求扣除。",
        "The passage is not the author's. Of this passage 30 letters are the same as the ballad.",
    ):
        assert told(by_yi(dossier, words)) == [], words


def test_nobody_tells_the_report_s_own_as_a_dissent(dossier: Dossier) -> None:
    against = f"本人不同意第一句，第一处不计入：{SMUGGLED}"
    assert not [one for one in told(by_yi(dossier, "第一处不应计入，占90%的套语。")) if one.startswith("numbers")]
    assert "numbers/92%" in told(by_yi(dossier, f"本人完全赞同。{SMUGGLED}")), "it agrees"
    assert "numbers/92%" in told(dissenting(dossier, "乙", against)), "nobody filed it"
    assert "numbers/92%" in told(dissenting(dossier, "乙", against, filed="甲")), "another filed it"
    unsigned = by_yi(dossier, against)
    unsigned = replace(
        unsigned,
        entries=tuple(
            replace(one, standing="foreign") if one.kind == Kind.DECISION and one.by == "乙" else one
            for one in unsigned.entries
        ),
    )
    assert "numbers/92%" in told(unsigned), "it is not signed as theirs"
    headed = deciding(by_yi(dossier, against), "乙", f"dissent: {SMUGGLED}", against)
    assert "numbers/92%" in told(headed), "the head is no part of it"


def test_a_panel_does_not_dissent_as_one(dossier: Dossier) -> None:
    against = f"本人不同意第一句。{SMUGGLED}"
    rows = [{"is": "Dissent", "by": by, "text": against} for by in ("甲", "乙")]
    both = edited(deciding(by_yi(dossier, against), "甲", "dissent", against), Kind.OPINION, dissents=rows)
    assert "numbers/92%" in told(both)


def test_a_dissent_that_was_taken_back_is_free_no_longer(dossier: Dossier) -> None:
    against = f"本人不同意第一句。{SMUGGLED}"
    made = deciding(by_yi(dossier, against), "乙", "dissent:withdrawn", "经合议，本人收回。")
    assert "numbers/92%" in told(made)


def test_the_words_of_a_dissent_are_held_in_every_other_place(dossier: Dossier) -> None:
    against = "第一处不应采信：相同文字的百分之四十出自渔歌。"
    assert told(by_yi(dossier, against)) == []
    marked = replace(by_yi(dossier, against), watermark=against)
    assert "numbers/百分之四十" in told(marked)


def test_who_is_not_of_the_panel_has_no_dissent_of_their_own(dossier: Dossier) -> None:
    against = f"本人不同意第一句。{SMUGGLED}"
    assert "numbers/92%" in told(dissenting(dossier, "丁", against, filed="丁"))


def test_what_is_no_dissent_says_nothing_against() -> None:
    for words in (*OWN, "第一处是惯用语，不应采信。", "The first passage is a stock phrase; it should not count."):
        assert differs(words), words
    for words in ("本人完全赞同。", "双方文字九成二相同。", "I agree with all of it.", "The wording is the same."):
        assert not differs(words), words
    for words in (
        "不反对第一句：相同文字占九成二。",
        "对此没有异议，相同文字占九成二。",
        "I do not object: most of it is the same.",
    ):
        assert not differs(words), words


def test_the_line_that_says_whose_the_figures_are() -> None:
    assert "本人" in say("zh", "opinion-dissents-own") and "own" in say("en", "opinion-dissents-own")


OF_WHOLE_WORKS = (
    # a share of whole works beside a place
    "第一处系套语，不应采信，检材全文九成与样本相同。",
    "该处不应单列，因双方文字的97%重合。",
    "This passage is a stock phrase, and 92 per cent of B1 is the same as A1.",
    # more places than were found
    "第一处与其余六十三处相同文字同出一源。",
    "这一处不应采信，双方相同文字共92处。",
    "The first passage aside, 40 passages are the same in both works.",
    "The first passage is stock, as the other ninety passages that are the same.",
    # by which standard the work was done
    "第一处非A1独创，鉴定按GB/T 36451-2018执行。",
    "This passage is a stock phrase, and the works were compared according to ISO/IEC 27042:2015.",
    # what the sentence before says of numbers
    "第一处不应采信，双方相同者如下：\n\n- 第12至96页\n- 第10至94页",
)
OF_A_PLACE = (
    "第一处中90%的文字与渔歌相同，不应采信。",
    "该处相同文字的一半出自民谣。",
    "Of this passage 30 per cent are the same as the ballad.",
    "第一处应予扣除，因GB/T 36451-2018第六条规定公文套语不计。",
    "第一处不应采信，比对未按GB/T 36451-2018进行。",
    "This passage should not count: the comparison was not made according to ISO/IEC 27042:2015.",
    "第一处位于第12页，不应采信。",
)


@pytest.mark.parametrize("words", OF_WHOLE_WORKS)
def test_a_place_frees_no_figure_of_whole_works_and_no_basis_of_the_work(dossier: Dossier, words: str) -> None:
    assert [one for one in told(by_yi(dossier, words)) if one.startswith(("numbers", "standards"))], words


@pytest.mark.parametrize("words", OF_A_PLACE)
def test_figures_and_rules_of_a_place_are_its_author_s(dossier: Dossier, words: str) -> None:
    assert told(by_yi(dossier, words)) == [], words
