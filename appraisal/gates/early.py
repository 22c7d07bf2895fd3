"""What is told at once of words that a person is about to put on file, long before a report is to be issued."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from appraisal import lateness, logged
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.gates import claims, codes, days, hushed, prose, standards, told, wording
from appraisal.gates.order import denies, reported
from appraisal.gates.quantities import is_share
from appraisal.gates.relations import Works
from appraisal.gates.sentences import sentences
from appraisal.gates.sequence import misplaced
from appraisal.gates.values import within
from appraisal.gates.view import COMPETENCE
from appraisal.papers.as_read import QUOTED, printed
from appraisal.procedure import Kind

_PUT = re.compile(r"[是应能可]否|有争议|\b(?:whether|if)\b", re.IGNORECASE)  # whether it is to be followed
# Done as others asked
_HEEDED = re.compile(
    r"(?:[按依应经]照?|根据|遵照)[^，。；,;]{0,14}(?:要求|请求|指示)|\b(?:as|at)\b[^.;,]{0,24}\b(?:ask\w*|request\w*|requir\w*)",
    re.IGNORECASE,
)


def beyond(case: Case, text: str, *, concludes: bool = False, replaced: bool = False) -> list[str]:
    """What is to be told at once of what a person is about to put on file, in Chinese and in English: words of the law
    on computer crimes where the commission does not ask with them or competence is not on file, and conclusions, which
    an entry would hold for ever; ``concludes``: the entry is there to hold one; ``replaced``: a later one takes its
    place, as of verdicts and tests. Nothing is refused."""
    return [*_crimes(case, text), *(() if concludes else _told(concluding(case, text), replaced))]


def _crimes(case: Case, text: str) -> list[str]:
    """No report is issued with them."""
    history = case.history()
    questions = _commission(case).get("questions")
    competent = any(entry.body.get("about") == COMPETENCE for entry in history.of(Kind.DECISION))
    asked = [str(one) for one in questions] if isinstance(questions, list | tuple) else []
    words = wording.crimes(text, wording.allowed_programs(asked, competent))
    if not words:
        return []
    listed = "、".join(words)
    return [
        f"注意：文字含“{listed}”。此为法律用语，委托事项未提出，或机构资质未在卷；签发时不予通过。"
        "如只是检验所见，请改写为“静态发现具有……的能力”。",
        f"note: the text says {', '.join(words)}: words of the law, which the commission does not ask for, or for which"
        " no competence is on file; no report is issued with them. Of what was seen, write “capability found"
        " statically”.",
    ]


def _commission(case: Case) -> Mapping[str, Any]:
    entry = case.history().last(Kind.COMMISSION)
    return case.settings.commission if entry is None else entry.body


def concluding(case: Case, text: str) -> list[str]:
    """Words of a conclusion on the works of the case."""
    return _concluding(text, _works(case))


def _concluding(text: str, works: Works) -> list[str]:
    shown = printed(text)
    return list(dict.fromkeys((*claims.claims(shown, works=works), *claims.claims(shown, claims.SHARE))))


def _works(case: Case) -> Works:
    return claims.named(case.works, case.history().entries)


def unfit(case: Case, text: str) -> list[str]:
    """Words of a text beside the report that the gates of wording would name in prose, and shares. Nothing quoted, no
    title and no code is free in it: it is printed without a gate that looks where the words stand."""
    bare = text.replace("`", "")
    own, works = [hit.group() for hit in QUOTED.finditer(bare)], _works(case)
    slips = wording.legal(bare, own, similarity=False, programs=wording.PROGRAMS, works=works)
    said = [slip.words for slip in slips if slip.what != "shortened"]
    counted = [slip.words for slip in wording.numbers(bare, {}, own) if is_share(slip.words)]
    return list(dict.fromkeys((*said, *_concluding(bare, works), *counted)))


def refuse(case: Case, text: str) -> None:
    """``CaseError`` when a reason that a report prints on its first page concludes, in words of law or numbers too,
    says that a standard was followed which nobody has read, puts before results what was left out after them, says that
    experts agree, or mutes a dissent that is on file."""
    if words := unfit(case, text):
        raise CaseError(
            f"{', '.join(words)}: a reason holds no conclusion (结论性文字); conclusions stand in opinion and analysis"
            " alone (结论只写在意见和分析说明中)"
        )
    refuse_contrary(case, text)
    refuse_muting(case, text)


def refuse_contrary(case: Case, text: str) -> None:
    """``CaseError`` when a text printed after a report says what the case has otherwise: of standards, of the order of
    exclusions, or that experts agree."""
    if words := _followed(case, text):
        raise CaseError(
            f"{', '.join(words)}: a reason names no standard that was followed and is not on file as read"
            " (未在卷的依据标准): file its reading first, or mend the reason"
        )
    if words := _reordered(case, text):
        raise CaseError(
            f"{words[0]}: exclusions after results are on file (结果后排除), and the reason puts them before: mend it"
        )
    if words := hushed.denying(case, text):
        raise CaseError(
            f"{', '.join(words)}: a dissent stands on file (不同意见在卷), and the reason says that experts agree, or"
            " that it was taken back: mend it"
        )


def refuse_muting(case: Case, *texts: str) -> None:
    """``CaseError`` when a text printed beside a report, or after it, mutes a dissent on file (``hushed``)."""
    if words := [one for text in texts for one in hushed.muting(case, text)]:
        raise CaseError(
            f"{', '.join(words)}: a dissent is on file (不同意见在卷): nothing here is said against it, nor that it is"
            " printed no more; who filed it takes it back (由本人撤回)"
        )


def _followed(case: Case, text: str) -> list[str]:
    """Standards that it says were followed, but for those read. What others ask for is none of these; what was done as
    they asked is."""
    put = [one for one in _sentences(text) if standards.borrowed(one, ())]
    if not put:  # whatever the case has
        return []
    history = case.history()
    filed = history.last(Kind.STANDARDS)
    rows = filed.body.get("standards") if filed is not None else None
    read = {
        _letters(str(row.get("number"))) for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)
    }
    found = []
    entries = ((str(one.kind), one.body) for one in history.entries)
    own = codes.of_entries(entries, (name for work in case.works for name in (work.label, work.name)))
    for one in put:
        if _PUT.search(one) or (told.OTHERS.search(printed(one).text) and not _HEEDED.search(one)):
            continue
        found += [words for words in standards.borrowed(one, own) if _letters(words) not in read]
    return list(dict.fromkeys(found))


def _reordered(case: Case, text: str) -> list[str]:
    """What it says of the order of exclusions, where one on file came after results."""
    history, decided = case.history(), case.exclusions()
    entries = logged.entries(history)
    late = lateness.late(entries, decided)
    after = [one.after_results or late.has(one) for one in decided]
    if not any(after):
        return []
    held = days.of_log((*entries, *logged.judged(case.root, history)), far=True)
    some = not all(after)
    shown = printed(text.replace("`", ""), asides=False).text
    said = [shown[start:stop].strip() for start, stop in sentences(shown)]
    said = [one for one in said if not (told.OTHERS.search(one) or reported(one, ""))]
    return [one for one in said if denies(one, early=some, days=held)] + [*misplaced(shown, held, early=some)]


def _sentences(text: str) -> list[str]:
    return [text[start:stop] for start, stop in sentences(text)]


def _letters(number: str) -> str:
    return re.sub(r"[\s—–-]", "", number).casefold()


def refuse_put(case: Case, propositions: Iterable[str]) -> None:
    """``CaseError`` when a proposition of a scheme that is about to be fixed names a share that the commission does not
    ask about, or a standard as followed: once results are known none can be put otherwise."""
    body = _commission(case)
    asked = [text for _, text in within([body.get("questions"), body.get("instructions")], str)]
    for text in propositions:
        words = [*(slip.words for slip in prose.shares_put(text, asked)), *standards.put(text)]
        if words:
            raise CaseError(
                f"{', '.join(dict.fromkeys(words))}: a proposition says what is to be tested: no share (比例) that the"
                " commission does not ask about, and no standard that was followed (所依据的标准)"
            )


def _told(words: list[str], replaced: bool) -> list[str]:
    """A report is issued with them only where a decision passes over the entry, or another one took its place."""
    if not words:
        return []
    zh, en = "日志条目不能改写；", "An entry stays as it is"
    if replaced:
        zh = "可改写文字后重新登记，以后一项为准；不改的，"
        en = "Put on file anew in other words, the later one stands; left so, the entry stays"
    return [
        f"注意：文字含结论性词语“{'、'.join(words)}”。{zh}签发时须由决定写明理由后越过。结论只写在意见和分析说明中。",
        f"note: the text says {', '.join(words)}: a conclusion. {en}, and a report is issued with it"
        " only by a decision that says why; conclusions stand in opinion and analysis alone.",
    ]
