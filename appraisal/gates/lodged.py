"""Written views of people of the case that lie in a document, and not on file as a dissent.

A report prints that a document was handed in, or its name, and never its words. Read is whose it is: of who is named
nearest before it, else of who did the step. What a party or another hands in is received, and no view of the panel.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from appraisal.dissenting import means_dissent
from appraisal.dossier import LogEntry
from appraisal.gates import parties
from appraisal.gates.sentences import sentences
from appraisal.gates.values import within
from appraisal.papers.as_read import named_as, printed
from appraisal.procedure import Kind

_KINDS = frozenset({Kind.HANDLED, Kind.OPERATION, Kind.REVIEW, Kind.CORRECTION, Kind.DECISION})
_VIEW = (
    r"(?:不同|少数|个人|另附|单独|异议)意见书?|(?<!鉴定)保留意见书?|异议书|书面(?:的?不同|的?保留)?(?:意见|异议)书?"
    r"|\b(?:written|separate|dissenting|minority)\s+(?:opinion|view|note|objection|reservation)s?\b|\bstatement\s+of\s+dissent\b"
    r"|\bdissents?\b"
)
# … in a step, behind a word that it was handed in or lies elsewhere; a statement may be of anything where it has a name
_LAID = re.compile(
    rf"(?:提交|递交|呈[交送]|交来|出具|附[有上具]?|附?送|写[有了成]?|撰写|起草|详?见|载[于入])了?[^，。；\n,;]{{0,8}}?(?P<zh>{_VIEW})"
    r"|(?P<apart>(?:(?<![定核验查理])|对(?:鉴定|检验|复核)(?:结果|意见)的)(?:意见|看法)(?:书)?(?:另附|另[行纸]|(?:详?见|载于|写在)[^，。；\n,;]{0,4}(?:附件|所附|另[纸页件]|别纸|文件)))"
    r"|\b(?:hand(?:s|ed)?\s+in|submit(?:s|ted)?|lodg(?:es?|ed)|fil(?:es?|ed)|attach(?:es|ed)?|append(?:s|ed)?|enclos(?:es?|ed)|wr(?:ote|itten)|see)\b"
    rf"[^.;,\n]{{0,24}}?(?P<en>{_VIEW}|\bwritten\s+statement\b(?!\s+of))"
    r"|(?P<mine>\b(?:my|own|separate|dissenting)\s+(?:view|opinion|reservation)s?\b[^.;,\n]{0,24}?\b(?:attached|annexed|enclosed|appended|(?:in|see)\s+(?:the|an?)\s+(?:annex|attachment|enclosure|separate)))",
    re.IGNORECASE,
)
_NAME = re.compile(_VIEW, re.IGNORECASE)
# That it may be handed in, was not, or is asked for; or that it says nothing against
_NOT = re.compile(
    r"(?:[无未没]|没有|应|可以?|如|若|是否|须|有权|要求|请|征求|征询|告知)[^，。；\n,;]{0,10}\Z"
    r"|\b(?:no|not|nobody|none|never|without|whether|if|may|should|must|asked|invited)\b[^.;\n]{0,24}\Z",
    re.IGNORECASE,
)
_AGREES = re.compile(r"(?<!不)同意(?!见)|无异议|\bagree[sd]?\b", re.IGNORECASE)
_GIVEN = r"收[到件讫取]|接[收到]|签收|送达|来[函件]|转[来交]|归还|\b(?:receiv\w+|served|forwarded)\b"
_FIRST = r"我|本人|\b(?:i|my)\b"
_FROM = (
    rf"{_GIVEN}|{parties.PARTIES}|委托|{parties.COURTS}|检察院|公安|某|专家辅助人"
    rf"|\b(?:{parties.PARTIES_EN}|courts?|judge)\b"
)
_TO = re.compile(rf"\s*(?:[（(]|\b(?:to|from|of|by)\b)[^，。；\n,;]*?(?:{_FROM})", re.IGNORECASE)
# A paper that somebody of the case is said to have written
_PAPER = (
    r"(?:NAMES)(?:的|所[写附具交]的?|['’]s)?\s*"
    r"(?P<of>不同意见书|异议书|保留意见书|书面意见|(?:written|separate|dissenting)\s+(?:opinion|view))"
)


def laid(entry: LogEntry, names: frozenset[str], heard: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Whose written view an entry says to be in a document, and in which words, or by which name of one. ``heard``:
    whose dissents are known; a document that bears nobody's name may be one of theirs."""
    if entry.kind not in _KINDS or (entry.kind == Kind.DECISION and means_dissent(str(entry.body.get("about")))):
        return
    paper = re.compile(_PAPER.replace("NAMES", _called(names)), re.IGNORECASE)
    words = [str(entry.body.get(name) or "") for name in ("what", "observation", "note", "reason")]
    for text in words:
        shown = printed(text, asides=False)
        for start, stop in sentences(shown.text):
            here = shown.text[start:stop]
            for hit in (*_LAID.finditer(here), *paper.finditer(here)):
                at = max(hit.start(group) for group in hit.groupdict())
                if _NOT.search(here, 0, hit.start()) or _AGREES.search(here, hit.end()):
                    continue
                if (who := _whose(here[:at], here[hit.end() :], entry, names)) is not None:
                    yield who, hit.group().strip()
    told = printed("。".join(words), asides=False).text
    paths = [path for _, path in within(entry.body.get("documents"), str)]
    for name in dict.fromkeys(path.rpartition("/")[2].rpartition(".")[0].replace("_", " ") for path in paths):
        titled = _NAME.search(name)
        if titled is None or _NOT.search(name, 0, titled.start()):
            continue
        named = _owned(f"{name[: titled.start()]} {name[titled.end() :]}", names) or _owned(told, names)
        if (named is None and not heard) or (named is not None and named[0]):
            yield (named[0] if named else _doer(entry, names)), name


def _whose(ahead: str, behind: str, entry: LogEntry, names: frozenset[str]) -> str | None:
    """Whose it is; None where it is a party's, or was received from others."""
    named = _owned(ahead, names)
    if named is None and _TO.match(behind):
        return None
    return _doer(entry, names) if named is None else named[0] or None


def _owned(text: str, names: frozenset[str]) -> tuple[str] | None:
    """The person named last in a text, or an empty name where that is a party, or what is received; None for nobody, or
    who writes."""
    found: tuple[str] | None = None
    for hit in re.finditer(
        rf"(?P<name>{_called(names)})(?!方)|(?P<first>{_FIRST})|(?P<other>{_FROM})", text, re.IGNORECASE
    ):
        if hit["first"]:
            found = None
            continue
        found = ("",) if hit["other"] else (next(one for one in names if named_as(one) == hit["name"].casefold()),)
    return found


def _called(names: frozenset[str]) -> str:
    return "|".join(re.escape(named_as(one)) for one in sorted(names, key=len, reverse=True) if one) or "(?!)"


def _doer(entry: LogEntry, names: frozenset[str]) -> str:
    """Who did a step: the one person whom it names, else who filed it."""
    persons = entry.body.get("persons")
    done = [str(one) for one in persons] if isinstance(persons, list | tuple) else []
    return done[0] if len(done) == 1 and done[0] in names else entry.by
