"""What an opinion says to the propositions of the scheme, and how standards that were read or not are headed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from appraisal.dossier import Dossier
from appraisal.procedure import Kind
from reports.build import build
from reports.document import Heading, PageBreak
from reports.sections.desk import Desk
from reports.sections.paper import opinion, standards
from reports.wording import WORDS, say
from tests.papers.test_gates import COURT, decide, edited, gates, text
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words


def put(dossier: Dossier, *propositions: str) -> Dossier:
    return edited(dossier, Kind.SCHEME, propositions=list(propositions))


def answering(dossier: Dossier, *answered: int, left: tuple[int, ...] = ()) -> Dossier:
    """The first sentence answers these propositions of the scheme, and the opinion leaves those open."""
    entry = next(one for one in dossier.entries if one.kind == Kind.OPINION)
    rows: Any = entry.body["sentences"]
    sentences = [{**rows[0], "propositions": list(answered)}, *rows[1:]]
    open_ = [{"is": "Unanswered", "propositions": list(left), "reason": "不在委托事项之内"}] if left else []
    return edited(dossier, Kind.OPINION, sentences=sentences, unanswered=open_)


def test_each_proposition_of_the_scheme_is_answered_or_said_to_be_left_open(dossier: Dossier) -> None:
    two = put(dossier, "取自 A1", "各自独立创作")
    assert gates(two) == ["opinion/proposition-1", "opinion/proposition-2"]
    assert gates(answering(two, 1)) == ["opinion/proposition-2"]
    assert gates(answering(two, 1, 2)) == gates(answering(two, 1, left=(2,))) == []
    assert gates(answering(two, 1, left=(1, 2))) == ["opinion/proposition-1"], "answered, and said not to be"
    assert gates(answering(two, 1, 2, 3)) == ["opinion/proposition-3"], "there is none"
    assert gates(answering(dossier, 1)) == ["opinion/proposition-1"]
    bare = edited(two, Kind.OPINION, sentences=[], range="")
    assert gates(bare, "cn-inspection") == [], "a paper without an opinion answers none"
    passed = decide(two, "gate:opinion/proposition-1")
    assert gates(passed) == ["opinion/proposition-2"]


def told(dossier: Dossier, *answers: tuple[int, str]) -> Dossier:
    """What the opinion comes to for these propositions."""
    return edited(
        dossier, Kind.OPINION, answers=[{"is": "Answer", "proposition": at, "answer": held} for at, held in answers]
    )


def test_what_it_comes_to_rests_on_a_sentence_and_is_said_once(dossier: Dossier) -> None:
    two = answering(put(dossier, "取自 A1", "各自独立创作"), 1, left=(2,))
    assert gates(told(two, (1, "holds"))) == []
    assert gates(told(two, (2, "holds"))) == ["opinion/proposition-2"], "left open, and answered"
    assert gates(told(two, (1, "holds"), (1, "in-part"))) == ["opinion/proposition-1"]
    assert gates(told(two, (3, "holds"))) == ["opinion/proposition-3"]
    held = replace(told(two, (1, "does-not-hold")), paper=COURT)
    for language in LANGUAGES:
        said = words(tuple(opinion(Desk(held, language)))).split("\n")
        assert say(language, "proposition-does-not-hold") in said and say(language, "proposition-holds") not in said


def test_the_opinion_says_which_sentence_answers_which_proposition(dossier: Dossier) -> None:
    held = replace(answering(put(dossier, "取自 A1", "各自独立创作"), 1, left=(2,)), paper=COURT)
    for language in LANGUAGES:
        said = words(tuple(opinion(Desk(held, language))))
        for needed in ("取自 A1", "各自独立创作", "不在委托事项之内", say(language, "proposition-open")):
            assert needed in said
        assert say(language, "proposition-answered", question=1, sentences="1") in said
    assert say("zh", "propositions-answered") not in words(tuple(opinion(Desk(replace(dossier, paper=COURT), "zh"))))


def test_standards_are_captioned_by_what_was_read(dossier: Dossier) -> None:
    entry = next(one for one in dossier.entries if one.kind == Kind.STANDARDS)
    listed: Any = entry.body["standards"]
    gone = {key: "" for key in ("edition", "clause", "text", "checked_by", "checked_on")}
    unread, partly = {**listed[0], **gone}, {**listed[0], "number": "SF/T 1", "text": ""}
    captions = ("standards-basis", "standards-unread", "standards-partly", "standards-either")
    for rows, wanted in (
        (listed, {"standards-basis"}),
        ([unread], {"standards-unread"}),
        ([partly], {"standards-partly"}),
        ([unread, partly, listed[0]], {"standards-basis", "standards-either"}),
    ):
        held = replace(edited(dossier, Kind.STANDARDS, standards=rows), paper=COURT)
        for language in LANGUAGES:
            said = words(tuple(standards(Desk(held, language)))).split("\n")
            assert {key for key in captions if WORDS[language][key] in said} == wanted


def test_a_conclusion_on_a_part_is_an_opinion(dossier: Dossier) -> None:
    bare = edited(dossier, Kind.OPINION, sentences=[], range="")
    assert gates(bare, "cn-inspection") == []
    assert gates(text(bare, "conclusion-server", "服务器程序相同。"), "cn-inspection") == ["opinion/none-here"]


def test_a_number_in_a_conclusion_leads_to_a_result_as_any_other(dossier: Dossier) -> None:
    said = "检材的 412 个函数中 3 个与样本的函数相对应。"
    found = gates(text(dossier, "conclusion-server", said))
    assert {gate for gate in found if gate.startswith("numbers/")} == {"numbers/412", "numbers/3"}
    decided = decide(dossier, "conclusion-server", said)
    assert {"numbers/412", "numbers/3"} <= set(gates(decided))
    bound = decide(dossier, "conclusion-server", re.sub(r"\d+", r"[\g<0>](#000000000000)", said))
    assert "numbers/000000000000" in gates(bound), "a record that is not in the case"


def test_signatures_stand_below_what_is_signed(dossier: Dossier) -> None:
    """Alone on a page they could be held to any text: their chapter, which begins with the declaration, begins one."""
    blocks = build(replace(dossier, paper=COURT), "zh").parts[0].blocks
    breaks = [at for at, block in enumerate(blocks) if isinstance(block, PageBreak)]
    headings = [block.text for block in blocks[breaks[1] :] if isinstance(block, Heading)]
    assert "声明与签署" in headings[0] and "声明" in headings[1] and "签署" in headings[2] and len(breaks) == 3
