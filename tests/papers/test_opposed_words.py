"""What an opponent tried with words: asides in markup, conclusions in ordinary words, reasons, slips, redactions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.case import Case
from appraisal.dossier import Dossier, LogEntry
from appraisal.errors import CaseError
from appraisal.gates import early, findings
from appraisal.papers.as_read import stated
from appraisal.procedure import Kind
from appraisal.profile import Words
from tests.papers.narrow import only
from tests.papers.test_claims import entered, noted, titled
from tests.papers.test_gates import COURT, edited, gates, text


def open_(made: Dossier, family: str) -> list[str]:
    return [gate for gate in only(made, family) if gate.startswith(f"{family}/")]


HIDDEN = (
    "文字相同。<!-- 检材抄袭样本 -->",
    "文字相同。<!-- 检材**抄**袭样本 -->",
    "[文字](http://a.example/1 '检材抄袭样本')相同。",
    '[文字](http://a.example/1 "检材抄袭样本")相同。',
    "[文字](检材抄袭样本)相同。",
    "[文字](http://a.example/B1-plagiarised)相同。",
    '<b title="检材抄袭样本">文字</b>相同。',
    "文字相同。<!-- It infringes: B1 copied A1. -->",
)


@pytest.mark.parametrize("words", HIDDEN)
def test_what_stands_in_markup_is_printed_and_read(dossier: Dossier, words: str) -> None:
    for section in ("analysis", "limits"):
        assert open_(text(dossier, section, words), "words-of-law"), section
    if "http" not in words:
        assert open_(noted(dossier, words), "words-of-law")
        assert open_(entered(dossier, Kind.OPERATION, words)[0], "entries")


def test_other_gates_read_markup_too(dossier: Dossier) -> None:
    assert open_(text(dossier, "analysis", "文字相同。<!-- 可能 -->"), "hedges")
    assert open_(text(dossier, "analysis", "文字相同。<!-- 八成五 -->"), "numbers")
    assert not stated("<!-- 无 -->") and not stated("<!-- 检验 -->"), "a comment alone states nothing"


@pytest.mark.parametrize(
    "words",
    [
        "依据见[法律数据库](https://law.example/copyright-infringement/plagiarism)。",
        "文字<b>相同</b>，见[附件3](#附件3)。<!-- 待核对页码 -->",
        '逐字相同的有 [1](#{key}) 处。`<b title="抄袭">` 为标记。',
    ],
)
def test_honest_markup_passes(dossier: Dossier, words: str) -> None:
    words = words.replace("{key}", dossier.comparisons[0].comparison.matches[0].id)
    assert gates(text(dossier, "analysis", words)) == []


def reef(dossier: Dossier) -> Dossier:
    """The case with works that go by names: A1 Lighthouse, B1 Reef."""
    works = (replace(dossier.works[0], name="Lighthouse (灯塔)"), replace(dossier.works[1], name="Reef (暗礁)"))

    def renamed(one: LogEntry) -> LogEntry:
        name = {work.label: work.name for work in works}.get(str(one.body.get("label")))
        return replace(one, body={**one.body, "name": name}) if one.kind == Kind.RECEIVED and name else one

    return replace(dossier, works=works, entries=tuple(map(renamed, dossier.entries)))


MADE_FROM = (
    *("Reef was copied from Lighthouse.", "Reef is a copy of Lighthouse.", "Reef imitates Lighthouse."),
    *("Reef was lifted from Lighthouse.", "B1 is a copy of A1.", "B1 imitates A1.", "B1 derives from A1."),
    *("B1 stems from A1.", "B1 is taken from A1.", "A1 is the source of B1.", "B1 is a reproduction of A1."),
    *("B1 duplicates A1.", "B1 is an unauthorised adaptation of A1.", "The defendant had access to A1 and used it."),
    *("The author of B1 had access to the claimed work and freely adapted it.", "B1 takes a substantial part of A1."),
    *("The accused work is a copy of the claimed work.", "The defendant's novel imitates the claimant's novel."),
    *("B1's plot derives from A1.", "B1 was made by copying A1."),
    *("Reef is a <b>copy</b> of the plot of Lighthouse.", "Reef-copies-Lighthouse"),
)
MADE_FROM_ZH = (
    *("检材脱胎于样本。", "检材系样本的翻版。", "检材源自样本。", "检材由样本改编而来。", "检材作者接触并使用了样本。"),
    *("检材文字取自样本。", "检材仿写样本。", "检材照样本写成。", "检材未经许可使用样本。", "《暗礁》改编自《灯塔》。"),
    *("暗礁模仿灯塔。", "被告作品源自原告作品。", "检材文字系洗稿。", "检材系融梗。", "检材非独立创作。"),
)
LAW = (
    *(
        "检材与样本高度雷同。",
        "相同之处绝非巧合。",
        "The likeness cannot be coincidence.",
        "The claim is well founded.",
    ),
    *("Independent creation is ruled out.", "The similarity is substantial.", "B1 violates the rights in A1."),
)


REWORDED = (
    *("B1之文字得自A1。", "暗礁一书乃是照着灯塔誊写而成。", "该书出自名家，其文字来自前者。", "暗礁照抄灯塔之分析。"),
    "后者的作者看过前者并逐字搬运。",
    *("两书如出一辙。", "暗礁与灯塔的情节如出一辙。", "相同之处非巧合所能解释。", "无独立创作可言。"),
    *("The wording of B1 came from A1.", "Reef's wording came from Lighthouse.", "B1 was typed from A1."),
    *("Reef owes its wording to Lighthouse.", "The later game imitates the earlier book."),
    "Every sentence of the scene was lifted out of the earlier book by the author.",
    "The text is not his own work.",
)


@pytest.mark.parametrize("words", [*MADE_FROM, *MADE_FROM_ZH, *LAW, *REWORDED])
def test_a_conclusion_in_ordinary_words_is_one(dossier: Dossier, words: str) -> None:
    named = reef(dossier)
    assert open_(text(named, "analysis", words), "words-of-law")
    if words not in LAW:
        assert open_(noted(named, words), "words-of-law")
        assert open_(entered(named, Kind.OPERATION, words)[0], "entries")


@pytest.mark.parametrize(
    "words", ["Finding: Reef is a copy of Lighthouse", "Expert report (Reef taken over from Lighthouse)"]
)
def test_letterheads_and_own_forms_say_no_such_thing_of_works_by_name(dossier: Dossier, words: str) -> None:
    named = reef(dossier)
    for place, made in titled(named, words).items():
        assert open_(made, "words-of-law"), place
    for own in (replace(COURT, title=Words("鉴定报告", words)), replace(COURT, numbering=f"{words} {{serial}}")):
        assert only(named, "words-of-law", paper=own)
    for honest in ("Report on Lighthouse and Reef", "Copying in literature: from Lighthouse keepers to Reef divers"):
        assert not any(open_(made, "words-of-law") for made in titled(named, honest).values()), honest


HONEST = (
    *("B1 holds a copy of the licence file of C1.", "The file was copied to the disk.", "B1 was copied to the disk."),
    *("The report does not say whether B1 was copied.", "It does not say that B1 is a copy of A1."),
    *(
        "Whether Reef is a copy of Lighthouse is for the court.",
        "The expert does not find that Reef imitates Lighthouse.",
    ),
    *("B1 is a copy of the defendant's program, made by the notary.", "A reef lies before the lighthouse."),
    *("Figure 3 is taken from A1.", "A1 is the basis of the comparison.", "The access rights of a file were violated."),
    *(
        "The laboratory had access to the disk of A1 and used a write blocker.",
        "Independent creation is not ruled out.",
    ),
    *("A substantial part of the files of B1 could not be read.", "图三取自样本第3章。", "检材取自委托人提交的光盘。"),
    *("检材是否源自样本，本报告不作判断。", "本报告不表示检材源自样本。", "检验人员接触检材并使用只读设备。"),
    *("No passage of B1 was found that is taken from A1.", "It is not claimed that B1 is a copy of A1."),
    *(
        "The disk image of B1 is an exact copy of the defendant's disk.",
        "未发现检材源自样本的段落。",
        "B1 is derived from C1.",
    ),
    *("师父走前，徒弟在后，后者对前者亦步亦趋。", "少年对师父亦步亦趋，走路的姿势如出一辙。"),
    *("更夫与守夜人同唱，后者模仿前者的嗓音。", "守夜人收到来自灯塔的信。"),
    *("检材的文字来自委托人提交的光盘。", "检材的文字是否来自样本，本报告不作判断。", "检材内容来自A1之外的光盘。"),
    *("有无独立创作由法院判断。", "新官上任，换汤不换药，城里人都这么说。", "小吏把告示誊写三份，搬运工走了。"),
    *("The wording of B1 came from a scan.", "It was not found that the wording of B1 came from A1."),
    *("The boatman owes his life to the lighthouse.", "Both works owe the proverb to the Bible."),
    *("The captain signs a letter that is not his own work.", "B1 was typed from the paper original handed in."),
    *("The lines were lifted out of the water.", "The former stands in a chapter, the latter in another."),
    *("B1 was taken from its bag.", "被告作品光盘一张，取自被告作品服务器。", "守夜人模仿风声，灯取自城墙。"),
)


LEFT_TO_COURT = (
    *("本文书不对侵权与否发表意见。", "原告主张其作品被侵权，本文书不作评价。", "上述以外的文字，两书各不相同。"),
    *(
        "故事中商人盗用灯笼一节，只见于A1。",
        "In the story a thief stole a lantern.",
        "暗礁是否就是灯塔，不在委托之列。",
    ),
    *("I do not say that B1 was copied from A1.", "I do not say that the defendant copied anything."),
    *("Nothing in this report says that B1 is derived from A1.", "The working copy was copied from A1 as received."),
    *("The complaint alleges infringement; I was not asked about that.", "The book may be bought."),
    *("文字相同的原因可能有多种，未予查明。", "其他版本可能不同。", "These passages were copied into the exhibit."),
    "原告的主张是否成立由法院判断。",
)


@pytest.mark.parametrize("words", LEFT_TO_COURT)
def test_what_is_left_to_the_court_or_told_of_a_story_passes(dossier: Dossier, words: str) -> None:
    made = text(reef(dossier), "analysis", words)
    assert [gate for gate in gates(made) if not gate.startswith(("numbers", "language"))] == []


AFFIRMED = (
    *(
        "不难判断暗礁复制了灯塔。",
        "不得不认定暗礁复制了灯塔。",
        "不能不说明暗礁复制了灯塔。",
        "不妨认定暗礁复制了灯塔。",
    ),
    *("不论是否故意暗礁复制了灯塔。", "暗礁就是灯塔。", "两段文字来自灯塔。", "暗礁拷贝了灯塔。", "两书文字基本相同。"),
    *("两书的相似是实质性的。", "被告应当赔偿。", "原告的主张成立。", "原告称暗礁侵权属实，本文书不作评价。"),
    *("Nothing shows better that B1 is a copy of A1.", "It does not only show that B1 is a copy of A1."),
    *("We never say anything but that B1 is a copy of A1.", "These passages were copied.", "Copying has taken place."),
    *("Copying is proven.", "B1 came from A1.", "Reef is Lighthouse under another name.", "It breaches copyright."),
    *("A substantial part of A1 is in B1.", "The claim is made out.", "In the story the thief stole the text of Reef."),
)


@pytest.mark.parametrize("words", AFFIRMED)
def test_a_denial_that_affirms_and_common_conclusions(dossier: Dossier, words: str) -> None:
    assert open_(text(reef(dossier), "analysis", words), "words-of-law")


HEDGED = (
    *(
        "推定相同。",
        "看似相同。",
        "理应相同。",
        "初步认为相同。",
        "未必不同。",
        "不能排除。",
        "具有高度盖然性。",
        "尚待确认。",
    ),
    *("We believe so.", "It cannot be ruled out.", "It could be so.", "Roughly so.", "More or less so."),
    *("Prima facie it is so.", "It is consistent with it.", "They appear the same.", "Tentatively so."),
)


@pytest.mark.parametrize("words", HEDGED)
def test_hedges_of_every_day(dossier: Dossier, words: str) -> None:
    assert open_(text(dossier, "analysis", words), "hedges")
    assert not open_(text(dossier, "analysis", "The disc could be read."), "hedges")


@pytest.mark.parametrize("words", HONEST)
def test_honest_words_about_files_and_stories_pass(dossier: Dossier, words: str) -> None:
    named = reef(dossier)
    for made in (noted(named, words), entered(named, Kind.OPERATION, words)[0], text(named, "analysis", words)):
        assert [gate for gate in gates(made) if not gate.startswith(("numbers", "language"))] == [], words


def test_a_title_that_names_a_work_says_nothing_of_copying(dossier: Dossier) -> None:
    named = reef(dossier)
    assert any(open_(made, "words-of-law") for made in titled(named, "暗礁照抄一案报告").values())
    own = replace(COURT, title=Words("暗礁照抄灯塔之分析", "Report"))
    assert any(gap.gate.startswith("words-of-law/") for gap in findings(named, own))
    for honest in ("两书均照抄《论语》原句。", "照抄封面文字。"):
        assert gates(noted(named, honest)) == [], "a common source, or what was transcribed"


def test_questions_and_what_is_alleged_are_no_conclusions(dossier: Dossier) -> None:
    for words in (
        "是否侵权由法院判断。",
        "侵权与否不作评价。",
        "Whether it infringes is for the court.",
        "被控侵权作品一件。",
    ):
        for kind in (Kind.REPLY, Kind.DELIVERY, Kind.DECISION):
            assert gates(entered(dossier, kind, words)[0]) == [], words


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.DELIVERY, Kind.DECISION, Kind.OPERATION])
def test_replies_deliveries_and_decisions_are_read(dossier: Dossier, kind: Kind) -> None:
    for words in ("Reply 1: Reef was copied from Lighthouse; B1 infringes A1.", "Reef is a copy of Lighthouse, 85 %"):
        assert "entries/procedure-77" in gates(entered(reef(dossier), kind, words)[0]), words
    assert not open_(entered(reef(dossier), kind, "书面答复已送达法院；光盘一张。")[0], "entries")


def test_a_reason_that_concludes_is_refused_at_once(own: Case) -> None:
    for reason in ("法院补充提问，因B1系A1的复制品", "the court asks again, for B1 is a copy of A1", "B1与A1相似度85%"):
        with pytest.raises(CaseError, match="结论性文字"):
            early.refuse(own, reason)
    early.refuse(own, "法院补充提问：检材是否源自样本")


@pytest.mark.parametrize("words", ["QS-1 B1 infringes A1", "周某，认为检材抄袭样本", "初版，B1 is a copy of A1"])
def test_the_intake_concludes_nothing(dossier: Dossier, words: str) -> None:
    for kind, changes in (
        (Kind.COMMISSION, {"number": words}),
        (Kind.COMMISSION, {"contacts": [words]}),
        (Kind.MATERIAL, {"version": words}),
        (Kind.MATERIAL, {"obtained_text": words}),
        (Kind.MATERIAL, {"carrier": {"is": "Carrier", "kind": "other", "make": words}}),
        (Kind.MATERIAL, {"package_photographs": [{"is": "Photograph", "file": f"{words}.jpg", "sha256": "0" * 64}]}),
    ):
        assert open_(edited(dossier, kind, **changes), "entries"), changes
    asked = {"questions": [f"{words}？两件作品的文字有哪些相同与不同？"]}
    said = [{"is": "Instruction", "on": "2026-01-03", "by": "周某", "text": words, "kind": "oral"}]
    for changes in (asked, {"instructions": said}, {"documents": [{"is": "Document", "name": words}]}):
        assert not open_(edited(dossier, Kind.COMMISSION, **changes), "entries"), changes


@pytest.mark.parametrize(
    "words", ["打击盗版联盟", "Anti-Counterfeiting Ltd", "公证下载被控侵权网页", "A1 第二版，修订本"]
)
def test_honest_intake_passes(dossier: Dossier, words: str) -> None:
    for kind, changes in ((Kind.COMMISSION, {"by": words}), (Kind.MATERIAL, {"obtained_text": words})):
        assert not open_(edited(dossier, kind, **changes), "entries"), changes


@pytest.mark.parametrize(
    "words",
    [
        *(
            "A third of the sentences are the same.",
            "Three passages in every five coincide.",
            "Every other word is shared.",
        ),
        *(
            "The lion's share is the same.",
            "½ of Lighthouse is the same.",
            "The same are ⅔ of it.",
            "One half is shared.",
        ),
        *("Out of ten scenes nine agree.", "Four of the five paragraphs are the same.", "Nine out of ten agree."),
        *("Nine of ten agree.", "Eighty-five of a hundred words are the same.", "Four of five passages are the same."),
        *("The majority of the words are the same.", "大部分语句相同。", "绝大多数语句相同。", "文字大部分相同。"),
        *("三分天下有其二。", "语句十居其九。"),
    ],
)
def test_shares_in_words_lead_to_no_result(dossier: Dossier, words: str) -> None:
    assert open_(text(dossier, "analysis", words), "numbers")
    assert open_(noted(dossier, words), "numbers"), "a share, at a match too"


@pytest.mark.parametrize(
    "words",
    [
        *("One of the two works; one of three files.", "A third party; every other method; the third of May."),
        *(
            "The files came out of two archives.",
            "three of sixteen icons replaced",
            "A majority of the panel; two of the three experts were heard.",
        ),
        *("Work on it took a quarter of an hour; two files in three folders.", "Chapter IV; Part II of the work."),
        *("船大部分时间停在港里。", "多半个城", "On balance sheets; chances are computed as follows."),
    ],
)
def test_honest_quantities_pass(dossier: Dossier, words: str) -> None:
    for made in (text(dossier, "process", f"As fixed. {words}"), noted(dossier, words)):
        assert not open_(made, "numbers"), words


@pytest.mark.parametrize(
    "words",
    [
        *(
            "It would seem that B1 follows A1.",
            "On balance it is so.",
            "It looks as if it were so.",
            "We tend to think so.",
        ),
        *("More often than not it is so.", "Chances are that it is so.", "It is virtually certain."),
        "One gets the impression that it is so.",
    ],
)
def test_further_hedges(dossier: Dossier, words: str) -> None:
    assert open_(text(dossier, "analysis", words), "hedges")
    for honest in ("The works differ on balance sheets.", "The chances are computed from the bars."):
        assert not open_(text(dossier, "analysis", honest), "hedges")
