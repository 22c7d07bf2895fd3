"""What mutes a dissent on file, said at once of a text that is printed beside a report or after it: why it is
supplemented, made again, corrected or hidden, what a reply says.

The gate ``muting`` reads what the next report prints, and only where that carries the dissent; who says why a report is
supplemented would be the last word on one that it carried. Read is as there (``mutes``), and that a dissent is not
printed any more: only who filed it takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal import apart
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.dissenting import WITHDRAWN, means_dissent
from appraisal.dossier import LogEntry
from appraisal.gates import unanimity
from appraisal.gates.dissents import reaches
from appraisal.gates.mutes import Heard
from appraisal.gates.sentences import sentences
from appraisal.papers.as_read import QUOTED, Printed, named_as, printed, stated, worded
from appraisal.people import of_case
from appraisal.procedure import PROCEDURE, Kind

_LEFT = re.compile(  # right behind it
    r"[^，。；\n,;]{0,8}?(?:(?:不(?:再|予|另|必|用)?|未(?:予)?|无[须需]|毋须|没有必要|免予|停止)(?:另行|重新|重复|继续|一并)?"
    r"(?:登载|刊载|载[入明]?(?!体)|附[入后上]?|列[入出]?|收[入录]|印[入出]?(?![页码章])|写入|保留)|略去|从略|删[去除略]|撤[下去除]|省略|移除)"
    r"|[^，。；\n,;]{0,8}?(?:作废|失效|无效|(?:不再|已不)(?:有效|作数|成立|适用|算数)|(?:被|由)[^，。；\n,;]{1,12}(?:取代|代替|替代))"
    r"|[^.;\n]{0,24}?\b(?:void|superseded|replaced|obsolete|(?:no\s+longer|not)\s+(?:valid|stands?|applies|in\s+force))\b"
    r"|[^.;\n]{0,24}?\b(?:not|no\s+longer|never)\b[^.;,\n]{0,16}?\b(?:(?:re)?(?:produc|print|publish|issu|stat)|repeat|includ|carr[iy]"
    r"|append|annex|maintain|kept)\w*"
    r"|[^.;\n]{0,16}?\b(?:is|are|was|were|been|be)\s+(?:\w+\s+)?(?:omitted|dropped|left\s+out|taken\s+out|deleted|removed)\b"
)
_LEFT_BEFORE = re.compile(  # right before it
    r"(?:不(?:再|予|另)?|未(?:予)?|无[须需]|免予)(?:另行|重新|重复|继续)?(?:登载|刊载|载[入明]?|附[入上]?|列[入出]?|收[入录]|印[入出]?(?![页码章])|写入|保留)"
    r"[^，。；\n,;]{0,6}\Z|(?:略去|删[去除略]|撤[下去除]|省略|移除)了?[^，。；\n,;]{0,6}\Z"
    r"|\b(?:omit\w*|drop(?:s|ped|ping)?|without|leav(?:es|ing)\s+out|left\s+out|remov\w+|delet\w+)\s+(?:\w+\s+){0,3}\Z"
)
# … but for a slip of the report that is mended, and what points back to one
_MENDED = re.compile(r"现[予已补一将]|补[载登正印入]|重新(?:登载|印)|\b(?:now|again)\b")
_IT = re.compile(r"(?:其|该|此)(?:项|份)?(?:不同)?意见|\b(?:it|its|(?:this|that|his|her)\s+(?:view|opinion))\b")
# Whose words they are, where they stand with these in one clause
_OTHERS = re.compile(
    r"(?:被告|原告|对方|当事人|委托[人方]|申请人|双方|各方|律师|代理人|异议人|收件人|法[院庭]|办案机关|检察院)[^，。；\n,;]{0,16}?"
    r"(?:称|认为|主张|提出|质疑|要求|请求|询问|提问|表示)[^，。；\n,;]*\Z"
    r"|\b(?:defendants?|claimants?|plaintiffs?|counsel|clients?|court|part(?:y|ies)|recipients?)\b[^.;,\n]{0,30}?"
    r"\b(?:sa(?:y|id)|hold|held|argu|claim|submit|contend|ask|request|want|object)\w*[^.;,\n]*\Z"
)


# That who dissents took it back; not that this may be done, is asked, or was not
_BACK = (
    "(?:NAMES)[^，。；\n,;]{0,10}?(?:撤[回销]|收回|放弃|取消|不再(?:坚持|持有?))了?[^，。；\n,;]{0,8}?(?:意见|看法|异议|保留|立场|主张)"
    "|(?:撤[回销]|收回|放弃|取消)了?[^，。；\n,;]{0,6}?(?:不同|少数|保留)意见"
    r"|\b(?:NAMES)\b[^.;\n]{0,24}?\b(?:withdr[ae]w\w*|retract\w*|abandon\w*|took\s+back|taken\s+back|gave\s+up|given\s+up)\b"
    r"|\b(?:withdr[ae]w\w*|retracted|abandoned|took\s+back|taken\s+back|gave\s+up|given\s+up)\s+(?:\w+\s+){0,3}dissent\b"
    r"|\bdissent\b[^.;\n]{0,24}?\b(?:withdrawn|retracted|abandoned|taken\s+back|given\s+up)\b"
)
_NOT_BACK = re.compile(
    r"[未没不]|是否|[能可]否|如[果需有]?|若|(?<!已)可(?![^，。；\n,;]{0,4}已)|\b(?:not|never|nor|neither|whether|if|may|can|could|might)\b"
)

# That they agreed to correct or to supplement is no view of a finding
_TO_ACT = re.compile(
    r"(?:一致|共同)(?:同意|决定|认为应?当?)(?:作出|予以?|进行|对)?[^，。；\n,;]{0,4}(?:补[正充]|更正|订正|重新|重作|签发)|\bagreed\s+to\s+\w+"
)


def denying(case: Case, text: str) -> list[str]:
    """What a text says against a dissent that stands on file: that experts agree, or that it was taken back."""
    names = {by for by, _ in _standing(case)}
    if not names:
        return []
    shown = printed(_TO_ACT.sub(" ", text.replace("`", "")), asides=False)
    people = names | {*of_case(case.settings.experts, case.history().entries)}
    called = "|".join(re.escape(named_as(name)) for name in sorted(names, key=len, reverse=True) if name) or "(?!)"
    back = re.compile(_BACK.replace("NAMES", called))
    said = [*unanimity.agreeing(shown, people)]
    for sentence in (own := [*_sentences(shown)]):
        hits = (hit.group() for hit in back.finditer(sentence))
        said += [one for one in hits if not _NOT_BACK.search(re.sub("不(?:再|同意见)", "", one))]
    return [one for one in dict.fromkeys(said) if any(_is_own(sentence, one) for sentence in own)]


def muting(case: Case, text: str, *, named_only: bool = False) -> list[str]:
    """What words of a text mute a dissent that stands on file or was printed. Nothing quoted, no code is free in it.
    ``named_only``: a word for any dissent is not read, as where what an objector holds is answered."""
    standing, printed_ = _standing(case), _printed(case)
    if not {*standing, *printed_}:
        return []
    held = [*standing, *printed_]
    names = {by for by, _ in held}
    reader = Heard.of(names, [told for _, told in held], named_only=named_only)
    bare = text.replace("`", "")
    shown = printed(bare, [hit.group() for hit in QUOTED.finditer(bare)])
    said = [*reader.muted(shown), *(_left(reader, shown) if standing else ())]
    own = [*_sentences(shown)]
    return [one for one in dict.fromkeys(said) if any(_is_own(sentence, one) for sentence in own)]


def _is_own(sentence: str, said: str) -> bool:
    at = sentence.find(said)
    return at >= 0 and _OTHERS.search(sentence[:at] + said.partition(" ")[0]) is None


def _left(reader: Heard, shown: Printed) -> Iterator[str]:
    """Where a text says that a dissent is printed no more."""
    for sentence in _sentences(shown):
        marks = [*reader.view.finditer(sentence)]
        first = min((hit.end() for hit in (*marks, *reader.who.finditer(sentence))), default=len(sentence))
        for hit in (*marks, *_IT.finditer(sentence, first)):
            behind, ahead = _LEFT.match(sentence, hit.end()), _LEFT_BEFORE.search(sentence[: hit.start()])
            if _MENDED.search(sentence, hit.end()):
                continue
            if behind is not None:
                yield sentence[hit.start() : behind.end()]
            elif ahead is not None:
                yield sentence[ahead.start() : hit.end()]


def _sentences(shown: Printed) -> Iterator[str]:
    yield from (" ".join(shown.text[start:stop].split()) for start, stop in sentences(shown.text))


def _printed(case: Case) -> list[tuple[str, str]]:
    """Dissents, by author, of the opinion that each report issued so far printed."""
    history = case.history()
    found: dict[tuple[str, str], None] = {}
    for issue in history.of(Kind.ISSUED):
        filed = [one for one in history.of(Kind.OPINION) if one.seq < issue.seq]
        found |= dict.fromkeys(_rows(filed[-1]) if filed else ())
    return [*found]


def _standing(case: Case) -> list[tuple[str, str]]:
    """Dissents that stand on file: of the last opinion, or filed by a decision, here or in a merged copy."""
    history = case.history()
    decided: list[Entry | LogEntry] = []
    back: dict[str, int] = {}  # who took theirs back last by which entry of the case
    filed: list[Entry | LogEntry] = [*apart.of(case.root, history).entries, *history.of(Kind.DECISION)]
    for entry in filed:
        about, reason = str(entry.body.get("about") or ""), str(entry.body.get("reason") or "")
        if entry.kind != Kind.DECISION:
            continue
        if about == WITHDRAWN and worded(reason):
            decided = [one for one in decided if not reaches(entry, one)]
            back |= {entry.by: entry.seq} if entry.log == PROCEDURE else {}
        elif means_dissent(about) and stated(reason):
            decided.append(entry)
    last = history.last(Kind.OPINION)
    rows = [row for row in _rows(last) if back.get(row[0], 0) < last.seq] if last is not None else []
    return [*rows, *((one.by, str(one.body.get("reason"))) for one in decided)]


def _rows(opinion: Entry) -> Iterator[tuple[str, str]]:
    rows = opinion.body.get("dissents")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, dict) and str(row.get("by") or "").strip():
            yield str(row["by"]).strip(), str(row.get("text") or "")
