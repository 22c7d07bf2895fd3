"""Conditions of the phrases of an opinion, by id: what must hold before a definite sentence may be said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal import registry, scheme
from appraisal.dossier import Filed
from appraisal.errors import AppraisalError
from appraisal.finding import Verdict
from appraisal.functional.tests import FunctionalTest, Lack, Switch
from appraisal.gates.differing import accepting
from appraisal.gates.dissents import said_of
from appraisal.gates.free import pair_of
from appraisal.gates.judged import unread
from appraisal.gates.view import EVIDENCE, View, key_of
from appraisal.media import Medium
from appraisal.papers.opinion import Sentence, phrases
from appraisal.plots.outline import Judgement
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.upheld import upheld

PLOT = f"{EVIDENCE}plot"
TESTED = f"{EVIDENCE}functional-test"
ASKED = ("实质性相似", "substantially similar", "substantial similarity")


@dataclass(frozen=True, slots=True)
class Condition:
    words: Words
    holds: Callable[[View, Sentence, Filed | None], bool]


def _verdicts(filed: Filed) -> list[Verdict]:
    return [filed.verdicts.get(match.id, Verdict.UNREVIEWED) for match in filed.comparison.matches]


def _all_read(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """Each match of the record has a verdict, or each of the sample that was drawn of it beforehand."""
    return filed is not None and unread(view, filed) is None


def _accepted(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """A match was accepted that the sentence may count."""
    return filed is not None and bool(upheld(filed))


def _none_accepted(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """Nothing is accepted in the record, nor in any that it replaced: what was known does not go by a new run. What
    one expert accepted and others did not is said beside it, by a dissent of that expert's that the opinion prints."""
    if filed is None or filed.comparison.status != "ok" or not said_of(view).keys() >= {*accepting(view, filed)}:
        return False
    alike = [one for one in view.dossier.comparisons if key_of(one) == key_of(filed)]
    return not any(Verdict.ACCEPTED in _verdicts(one) for one in alike)


def _left_out(view: View, filed: Filed) -> tuple[set[str], set[str]]:
    """Matches of a record that somebody excludes, and of these those that all who judged exclude."""
    ids = {match.id for match in filed.comparison.matches}
    held = {(one.by, one.match): one.verdict for one in view.dossier.findings if one.match in ids}
    agreed = {match for match in ids if filed.verdicts.get(match) is Verdict.EXCLUDED}
    return agreed | {match for (_, match), verdict in held.items() if verdict is Verdict.EXCLUDED}, agreed


def _none_excluded(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """Nothing was found and then excluded by a verdict: who says that nothing was found would be silent on it."""
    return filed is not None and not _left_out(view, filed)[0]


def _excluded(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """Something was excluded by verdicts, and all who judged agree on each."""
    some, agreed = _left_out(view, filed) if filed is not None else (set(), set())
    return bool(agreed) and some == agreed


def _hash_equal(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """The record covers both works wholly with whole files of equal content."""
    if filed is None:
        return False
    found = filed.comparison.all
    return found.coverage_of_left == found.coverage_of_right == 1.0 and all(
        match.left.unit == match.right.unit == "file" for match in filed.comparison.matches
    )


def _control(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """The method found planted copies in this very material."""
    return any(
        entry.comparator == sentence.comparator and entry.found > 0 and not entry.refused
        for entry in view.dossier.controls
    )


def _melody(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """An accepted match has just these bars of the right work, so many notes, and so many of them the same."""
    bars, every, same = (sentence.fill.get(slot, "").strip() for slot in ("bars", "all_notes", "same_notes"))
    for match in filed.comparison.matches if filed is not None else ():
        told = match.details
        if (
            filed is not None
            and filed.verdicts.get(match.id) is Verdict.ACCEPTED
            and pair_of(bars) == pair_of(str(told.get("bars_right") or ""))
            and every in {str(told.get("notes_left")), str(told.get("notes_right"))}
            and same == str(told.get("same_notes"))
        ):
            return True
    return False


def _core_files(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    entries = view.steps(Kind.SCHEME)
    try:
        return bool(entries) and bool(scheme.of_body(entries[-1].body).core_files)
    except AppraisalError:
        return False


def _asked(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """The question of the commission has the words itself."""
    questions = view.commission.questions
    put = questions[sentence.question - 1].casefold() if sentence.question <= len(questions) else ""
    return any(words in put for words in ASKED)


def _allowed(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    return view.paper.similarity == "if-asked"


def _filtered(view: View, sentence: Sentence, filed: Filed | None) -> bool:
    """What nobody owns was filtered: an element, a place, or a match, by a person or a rule, with its reason."""
    return filed is not None and bool(
        filed.comparison.excluded or view.steps(Kind.ELEMENT) or Verdict.EXCLUDED in _verdicts(filed)
    )


def _one_standard(view: View, sentence: Sentence, _: Filed | None) -> bool:
    """Whether the slot names a standard that was read, and none beside those that were."""
    slots = [word for slot, word in sentence.told() if slot == "standard"]
    return bool(slots) and all(_names_read(view, word) for word in slots)


def _names_read(view: View, rest: str) -> bool:
    read = [one for one in view.standards if one.read]
    named = any(one.number in rest for one in read)
    for words in (word for one in read for word in (one.number, one.title)):
        rest = rest.replace(words, "")
    return named and not re.search(r"规范|标准|规程|指南|\d{4}|\b(?:standard|guide)", rest, re.IGNORECASE)


CONDITIONS: Mapping[str, Condition] = {
    "record": Condition(
        Words("所依据的比对记录有效", "the record that it rests on stands"),
        lambda view, sentence, filed: filed is not None,
    ),
    "all-read": Condition(
        Words(
            "全部匹配已核验，或事先抽取的样本已全部核验",
            "every match was judged, or all of a sample that was drawn beforehand",
        ),
        _all_read,
    ),
    "accepted": Condition(
        Words(
            "有匹配被采信（整处已扣除的、按方法不计入占比的除外）",
            "some match was accepted (but for what is wholly deducted, or in no share by the method's rule)",
        ),
        _accepted,
    ),
    "none-accepted": Condition(
        Words(
            "无匹配被采信（含已被替换的记录）；个别鉴定人曾予采信的，意见载有其不同意见",
            "no match was accepted, in records that were replaced either; who accepted one has a dissent printed",
        ),
        _none_accepted,
    ),
    "none-excluded": Condition(
        Words(
            "无匹配经认定不计入；有的，用 none-beyond-excluded 一句写明",
            "no match was excluded by a verdict; where one was, the sentence none-beyond-excluded says so",
        ),
        _none_excluded,
    ),
    "excluded": Condition(
        Words("有匹配经认定不计入，且认定一致", "matches were excluded by verdicts, which agree"), _excluded
    ),
    "counting": Condition(
        Words("附有计数规则", "the counting rule is attached"),
        lambda view, sentence, filed: filed is not None and bool(filed.counting.get("zh", {}).get("rule")),
    ),
    "exclusions-both": Condition(
        Words("排除前后数据均已列出", "figures before and after exclusion are printed"),
        lambda view, sentence, filed: filed is not None and filed.comparison.status == "ok",
    ),
    "hash-equal": Condition(Words("范围内文件哈希值全部相同", "all files in scope have equal digests"), _hash_equal),
    "core-files": Condition(Words("方案列明核心文件及理由", "the scheme lists core files with reasons"), _core_files),
    "control": Condition(
        Words("该方法的案内对照试验已检出植入件", "the method found planted copies in this case"), _control
    ),
    "melody": Condition(
        Words(
            "句中小节、音数和相同音数与某一已采信匹配一致",
            "bars, notes and notes that are the same are those of an accepted match",
        ),
        _melody,
    ),
    "similarity-asked": Condition(
        Words("委托事项原文含“实质性相似”", "the question put contains “substantially similar”"), _asked
    ),
    "similarity-allowed": Condition(
        Words("本文书格式允许“实质性相似”用语", "this form of paper allows “substantially similar”"), _allowed
    ),
    "filtered": Condition(
        Words(
            "已滤除不受保护的内容（在案要素、排除，或本记录的过滤）",
            "what is not protected was filtered (elements or exclusions on file, or the filtration of the record)",
        ),
        _filtered,
    ),
    "standard": Condition(
        Words("所引标准已查阅", "the standard named has been read"),
        _one_standard,
    ),
}


def plotted(view: View, sentence: Sentence) -> bool:
    """Whether a plot table is on file, all of it judged against one accused work, whose counts the sentence tells.

    ``similar``, ``different`` and ``common`` are told apart in the table: a point is one of them, or absent, unsettled.
    """
    told = [sentence.fill.get(slot, "").strip() for slot in ("listed", "similar", "different", "common")]
    for accused in view.plots.accused:
        counts = view.plots.counted(accused)
        held = [
            len(view.plots.points),
            *(counts[one] for one in (Judgement.SAME, Judgement.DIFFERENT, Judgement.COMMON)),
        ]
        if view.plots.complete(accused) and told == [str(count) for count in held]:
            return True
    return False


def bearing(view: View, sentence: Sentence) -> tuple[FunctionalTest, ...]:
    """Sound functional tests of the function that the sentence names, and of the work where it names one (``right``),
    with as many repetitions; none where another such test did not show it."""
    function, times = (sentence.fill.get(slot, "").strip() for slot in ("function", "times"))
    held = [
        test
        for test in view.tests
        if test.function.strip() == function and not test.withdrawn and sentence.right in ("", test.label)
    ]
    if any(Lack.NOT_SHOWN in test.lacks() for test in held):
        return ()
    return tuple(test for test in held if test.sound and times == str(test.counted(Switch.ON)[1]))


MEDIA: Mapping[str, frozenset[Medium]] = {
    "text": frozenset({Medium.TEXT}),
    "software": frozenset({Medium.CODE, Medium.SOFTWARE}),
    "art": frozenset({Medium.IMAGE, Medium.VIDEO}),
    "music": frozenset({Medium.SCORE, Medium.AUDIO}),
    "recording": frozenset({Medium.AUDIO, Medium.VIDEO}),
    "plug-in": frozenset({Medium.CODE, Medium.SOFTWARE}),
}  # of phrases of one medium, what methods compare on whose records they rest; all others rest on any


def _foreign(sentence: Sentence) -> Words | None:
    """What is wrong where a phrase of one medium rests on a record of a method that compares another, or on one of a
    method that is none of its own."""
    phrase, method = phrases().get(sentence.phrase), sentence.comparator
    if phrase is not None and phrase.methods and method not in phrase.methods:
        listed = ", ".join(phrase.methods)
        return Words(
            f"该用语只能依据 {listed} 的记录，不能依据 {method}", f"the phrase rests on {listed}, not {method}"
        )
    wanted = MEDIA.get(phrase.medium) if phrase is not None else None
    if wanted is None or method not in registry.comparator_names() or wanted & registry.comparator(method).media:
        return None
    return Words(
        f"该用语说的是另一类作品，{method} 不比对这类作品",
        f"the phrase is of works of another kind, which {method} does not compare",
    )


def _programless(view: View, sentence: Sentence) -> Words | None:
    """What is wrong where a phrase on programs in use stands in a case that has no record of any program: no comparison
    of software or code, no examination of a program, no functional test."""
    phrase = phrases().get(sentence.phrase)
    if phrase is None or phrase.medium not in ("private-server", "plug-in") or view.tests:
        return None
    if any(not one.superseded for one in view.dossier.examined):
        return None
    methods = {filed.comparison.comparator for filed in view.compared} & {*registry.comparator_names()}
    if any(MEDIA["software"] & registry.comparator(method).media for method in methods):
        return None
    return Words(
        "该用语说的是程序，本案却没有程序的比对、检查或功能检验记录",
        "the phrase is of programs, and the case has no comparison, examination or functional test of any",
    )


def methods_of(body: Mapping[str, Any]) -> frozenset[str]:
    """Methods that the sentences of an opinion on file rest on."""
    return frozenset(str(row.get("comparator") or "") for row in _rows(body))


def said_since(view: View, at: int) -> int:
    """Since when the opinion says its sentence ``at``, from 1, on what is held of its record: a decision that was made
    before passes nothing over."""
    filed = view.record(view.sentences[at - 1])
    ids = {match.id for match in filed.comparison.matches} if filed is not None else set()
    said = view.stands(Kind.OPINION, lambda body: _rows(body)[at - 1 : at])
    return max(said, view.judged_last(ids), view.made(filed) if filed is not None else 0)


def _rows(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = body.get("sentences")
    return [row for row in (rows if isinstance(rows, list | tuple) else ()) if isinstance(row, Mapping)]


def unmet(view: View, sentence: Sentence, needs: tuple[str, ...]) -> list[Words]:
    """Conditions of a sentence that do not hold. ``evidence:NAME`` needs a decision or step on file about it.

    ``evidence:plot`` rests on the plot table, ``evidence:functional-test`` on the records of tests where there are any.
    """
    filed = view.record(sentence)
    found = [said for said in (_foreign(sentence), _programless(view, sentence)) if said is not None]
    for need in needs:
        if need.startswith(EVIDENCE):
            if need == PLOT:
                if not plotted(view, sentence):
                    found.append(
                        Words(
                            "在卷的情节表已全部认定，且句中各数与情节表一致",
                            "a plot table is on file and judged whole, and the sentence tells its counts",
                        )
                    )
            elif need == TESTED and view.tests:
                if not bearing(view, sentence):
                    found.append(
                        Words(
                            "该功能（写明 right 的，就该检材）有功能检验记录：两名检验人、启用与未启用各不少于三次"
                            "且结果一致，次数与句中相同，且没有结果相反的检验",
                            "a functional test of just this function (of the work named under right, if any) is on"
                            " file, by two examiners, on and off three times or more with one result, the sentence"
                            " tells its number, and no test of it had another result",
                        )
                    )
            elif view.decided(need) is None:
                name = need.removeprefix(EVIDENCE)
                found.append(Words(f"在卷证据：{name}", f"evidence on file: {name}"))
        elif need not in CONDITIONS:
            found.append(Words(f"未知条件 {need}", f"unknown condition {need}"))
        elif not CONDITIONS[need].holds(view, sentence, filed):
            found.append(CONDITIONS[need].words)
    return found
