"""The gates of what an opinion comes to: each proposition answered once, no two sentences at odds, nothing left open
beside what was found without saying what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from appraisal.finding import Verdict
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.papers.as_read import printed, worded
from appraisal.papers.opinion import Held, Sentence, phrases
from appraisal.profile import Words

# A proposition that something is not there; of independence and difference it is the other one, and of how much no
# sentence settles which holds
_NOT = re.compile(r"(?<!是)[不未无非](?!同)|没有|\b(?:no|not|none|nothing|neither|never|without|cannot)\b|n['’]t\b")
_OPEN_PAIR = re.compile(
    r"独立|不同|差异|\bindependen|\bdiffer|\bunlike\b|\bdissimilar"
    r"|全部|完全|全文|整[部体个]|实质|大部|多数|\b(?:all|whole|wholly|entire\w*|every\w*|substantial\w*|most\w*"
    r"|completely|full\w*)\b"
)
# That somebody made a work by himself
_OWN_WORK = re.compile(
    "(?:独立|自行|自主)地?(?:创作|完成|写成|撰写|编写|编[制成]|开发|制作|设计|研发|构思|作成)"
    r"|\bindependent(?:ly)?\s+(?:\w+ly\s+)?(?:creat|mak|made|writ|develop|compos|work|conceiv|origin|design)\w*"
    r"|\b(?:created|made|written|developed|composed|conceived|designed)\s+independently\b"
    r"|\b(?:own|independent)\s+(?:creation|work|invention)\b"
)
# What a reason names as missing: something is not there, too little, or cannot be read
_LACKS = re.compile(
    r"[缺少无未不仅只损坏残短漏毁]|没有|加密|模糊|失效|过期|有限"
    r"|\b(?:lack\w*|miss(?:es|ed|ing)|no|not|none|never|neither|without|only|too|short\w*|small|few\w*|little"
    r"|in(?:complete|sufficient)"
    r"|absent|absence|damaged|lost|unread\w*|encrypted|illegible|partial\w*|broken|cannot|fail\w*|unavailable"
    r"|limited|less|poor)\b|n['’]t\b"
)


def propositions(view: View) -> Found:
    """Each proposition of the scheme is answered by a sentence, or said to be left open, with the reason; not both."""
    held, put = view.opinion, view.scheme.propositions if view.scheme is not None else ()
    if not view.paper.opinion or held is None or not held.sentences:
        return
    answered = {number for sentence in held.sentences for number in sentence.propositions}
    open_ = {number for one in held.unanswered if worded(one.reason) for number in one.propositions}
    named = {number for one in held.unanswered for number in one.propositions}
    told = [one.proposition for one in held.answers]
    there = set(range(1, len(put) + 1))
    wrong = {
        number: Words(
            f"方案所列命题第{number}项，意见既未回答，也未写明不作回答的理由",
            f"proposition {number} of the scheme is neither answered by the opinion nor said to be left open",
        )
        for number in there - answered - open_
    }
    wrong |= {
        number: Words(
            f"方案所列命题第{number}项，意见既作了回答，又称不作回答",
            f"proposition {number} of the scheme is both answered by the opinion and said to be left open",
        )
        for number in answered & named
    }
    wrong |= {
        number: Words(
            f"对方案所列命题第{number}项的回答，没有意见句依据，或写了不止一个",
            f"what is answered to proposition {number} of the scheme rests on no sentence, or is said more than once",
        )
        for number in told
        if number not in answered or told.count(number) > 1
    }
    wrong |= {
        number: Words(f"方案没有命题第{number}项", f"the scheme has no proposition {number}")
        for number in (answered | named | set(told)) - there
    }
    for number, said in sorted(wrong.items()):
        yield Gap(
            f"opinion/proposition-{number}",
            said,
            Words(
                "在回答它的意见句写 propositions = [序号]，或在 [[opinion.unanswered]] 写明序号与理由",
                "name it in the sentence that answers it (propositions = [N]), or under [[opinion.unanswered]]",
            ),
        )


def contradiction(view: View) -> Found:
    """No two sentences on one record of which one finds something and the other nothing, or leaves it open; none is
    said twice; and of two propositions of a pair, which a scheme puts against each other, not both hold."""
    hold = {one.proposition for one in view.opinion.answers if one.answer == "holds"} if view.opinion else set()
    put = len(view.scheme.propositions) if view.scheme is not None else 0
    for first in (one for one in sorted(hold) if one % 2 and one + 1 in hold and not put % 2):
        yield Gap(
            f"contradiction/propositions-{first}",
            Words(
                f"方案所列命题第{first}、{first + 1}项两两相对，意见称均成立",
                f"propositions {first} and {first + 1} of the scheme are a pair, and both are said to hold",
            ),
            Words("改正其一；两项并不相对的，作出决定并写明", "mend one; or decide, with the reason, that they agree"),
        )
    said = [replace(one, propositions=()) for one in view.sentences]  # one may answer several questions
    for at in (at for at, one in enumerate(said, 1) if one in said[: at - 1]):
        yield Gap(
            f"contradiction/twice-{at}",
            Words(f"意见第{at}句与前面一句相同", f"sentence {at} of the opinion says what one before it says"),
            Words("只保留一句，在其中列明所回答的命题", "keep one, with all propositions that it answers"),
        )
    by_record: dict[tuple[str, str, str], set[str]] = {}
    for sentence in view.sentences:
        phrase = phrases().get(sentence.phrase)
        if phrase is not None and sentence.comparator:
            key = (sentence.comparator, sentence.left, sentence.right)
            by_record.setdefault(key, set()).add(phrase.finds)
    for key, kinds in sorted(by_record.items()):
        if len(kinds) > 1:
            method, pair = view.called(key[0]), f"{key[1]}–{key[2]}"
            yield Gap(
                "contradiction",
                Words(f"意见自相矛盾：{method.zh} {pair}", f"the opinion contradicts itself: {method.en} {pair}"),
                Words("只保留一种说法", "keep one of them"),
            )


def turned(view: View) -> Found:
    """Of a pair of which one says that something is there and the other that it is not, what the opinion answers goes
    with what its sentences find."""
    put = view.scheme.propositions if view.scheme is not None else ()
    told = {one.proposition: one.answer for one in view.opinion.answers} if view.opinion is not None else {}
    for first in range(1, len(put), 2) if not len(put) % 2 else ():
        pair = {_denies(put[first - 1]): first, _denies(put[first]): first + 1}
        if len(pair) < 2 or any(_OPEN_PAIR.search(printed(one).text) for one in put[first - 1 : first + 1]):
            continue
        there, absent = told.get(pair[False]), told.get(pair[True])
        if there == absent == Held.HOLDS:  # ``contradiction`` says so
            continue
        kinds = {kind for one in view.sentences if {*one.propositions} & {*pair.values()} for kind in _finds(one)}
        if (
            (kinds == {"found"} and (there == Held.NOT or absent == Held.HOLDS))
            or (kinds == {"none"} and (there == Held.HOLDS or absent == Held.NOT))
            or there == absent == Held.NOT
        ):
            yield Gap(
                f"contradiction/turned-{first}",
                Words(
                    f"方案所列命题第{first}、{first + 1}项一正一反，意见的回答与意见句所述相反",
                    f"propositions {first} and {first + 1} of the scheme are opposites, and what is answered is the"
                    " other way round than the sentences of the opinion",
                ),
                Words(
                    "改正 [[opinion.answers]]；确非相反的，作出决定并写明",
                    "correct [[opinion.answers]]; or decide, with the reason, that they are not at odds",
                ),
            )


def _denies(proposition: str) -> bool:
    return _NOT.search(printed(proposition).text) is not None


def _finds(sentence: Sentence) -> Iterator[str]:
    if (phrase := phrases().get(sentence.phrase)) is not None:
        yield phrase.finds


def independent(view: View) -> Found:
    """Whether a work was made independently is the court's to conclude: who answers that concludes on copying, either
    way. A proposition on it is left open, or cannot be told."""
    put = view.scheme.propositions if view.scheme is not None else ()
    resting = {number for sentence in view.sentences for number in sentence.propositions}
    for one in view.opinion.answers if view.opinion is not None else ():
        at = one.proposition
        if one.answer == Held.OPEN or at not in resting or at > len(put):
            continue
        if (hit := _OWN_WORK.search(printed(put[at - 1]).text)) is not None:
            words = " ".join(hit.group().split())
            yield Gap(
                f"words-of-law/proposition-{at}",
                Words(
                    f"方案所列命题第{at}项（{words}）为是否独立创作，意见作了回答，即对是否抄袭下结论",
                    f"proposition {at} of the scheme is on independent making ({words}): to answer it concludes on"
                    " copying, which is the court's",
                ),
                Words(
                    "改列 [[opinion.unanswered]]，或回答 cannot-be-told",
                    "leave it open, under [[opinion.unanswered]], or answer cannot-be-told",
                ),
            )


def undetermined(view: View) -> Found:
    """A question that is only left open, beside accepted matches, says what is missing to answer it."""
    by_question: dict[int, list[tuple[int, Sentence]]] = {}
    for at, sentence in enumerate(view.sentences, 1):
        by_question.setdefault(sentence.question, []).append((at, sentence))
    for listed in by_question.values():
        if any(kind != "open" for _, one in listed for kind in _finds(one)):
            continue
        for at, sentence in listed:
            if any(
                slot == "reason" and _LACKS.search(printed(word).text) for slot, word in sentence.told()
            ) or not _accepted(view, sentence):
                continue
            yield Gap(
                f"opinion/{at}",
                Words(
                    f"意见第{at}句称无法判断，在卷却有已采信的匹配，所写原因未说明缺少什么",
                    f"sentence {at} of the opinion leaves the question open beside accepted matches, and its reason"
                    " does not say what is missing",
                ),
                Words(
                    "在 reason 中写明缺少什么；或就已采信的匹配作出回答",
                    "say in its reason what is missing; or answer by what was accepted",
                ),
            )


def _accepted(view: View, sentence: Sentence) -> bool:
    """Whether matches are accepted: of the record that a sentence names, or of any where it names none."""
    held = view.record(sentence)
    return any(Verdict.ACCEPTED in one.verdicts.values() for one in ((held,) if held is not None else view.standing))
