"""The day, or the event of intake, that a sentence tells of what was left out, held against the days on file.

A day on which something was left out is on file; an event of intake has its days there too. A day before the first run
that is none of these puts before results what was left out after them. What the time is told of must be that: a day on
which a list was handed in, a notice published or a scheme fixed is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from appraisal.dossier import LogEntry
from appraisal.finding import Verdict
from appraisal.gates.view import View
from appraisal.papers import calendar
from appraisal.procedure import SEEN, Kind

_DROPS = (Verdict.REJECTED, Verdict.EXCLUDED)
_HOUR = re.compile(r"[)）]?\s*(?:[上下]午|[清凌]晨|中午|晚)?\s*(?:\d{1,2}[时点:](?:\d{1,2}分?)?)?\s*(?:当[日天])?")
# A day that goes on so, or stands behind this, is one of a source, a paper, an edition
_OF_SOURCE = re.compile(
    r"\s*(?:的(?!排除|剔除|扣除|会|合议)|版|公[布开]|发[布表]|出版|刊|[《“]|[^，,。;]{0,2}报[，,刊》])"
)
_BY_SOURCE = re.compile(
    r"(?:引|出|来|录|摘)自\Z|[见载刊][于诸]?\Z|(?:公布|发[布表]|出版|制作|形成|收到|提供|固定)[于在]\Z"
)
_AT_DAY = re.compile(
    r"(?:\A|[|,;:(（，、\n]|[-*]|\b(?:on|since|from|by|as\s+(?:of|early\s+as)|back\s+to|until"
    r"|(?:exclusions?|decisions?|meeting|session)\s+of))\s*(?:the\s+)?\Z"
)

_EVENTS = {
    "commission": r"委托(?:书|合同|协议)?(?:签[订署])?|签约|签[订署](?:委托|合同|协议)[书同]?",
    "acceptance": r"[收受立接进]案|受理|接手",
    "receipt": r"送[检鉴]|收[件检]|移送|[收接]到(?:检材|样本|材料|作品|送检[材物]?[料品]?)",
}
_WHEN = (
    r"(?:手续)?(?:之|的)?(?:[当首][日天时]|第一天|[日时](?![间期程限])|[初际]|伊始|同时|(?:之|以)?前(?!述)|起(?![诉草])|以来|阶段|环节|期间"
    r"|后(?=[即旋立随马便就])|至[^，,。;\n]{1,8}[，,]|(?=即[将把予已便排剔]))"
)
_NOUNS = {
    "commission": r"commission(?:ing)?|instructions?|engagement",
    "acceptance": r"acceptance|intake",
    "receipt": r"receipt|submission|delivery|arrival|handover",
}
_VERBS = {
    "commission": r"commissioned|instructed|engaged|retained|signed",
    "acceptance": r"accepted|taken\s+on|took\s+on|opened",
    "receipt": r"received|handed\s+(?:in|over)|submitted|delivered|got|came\s+in|arrived",
}
_DOING = {
    "commission": r"signing|being\s+(?:instructed|commissioned|engaged)",
    "acceptance": r"accepting|taking(?:\s+on)?|opening",
    "receipt": r"receiving|taking\s+in|getting|unpacking",
}
_BARE = r"acceptance|intake|receipt|submission|delivery|arrival|handover"  # “on instruction” tells no time


def _event(kind: str) -> str:
    day = r"(?:very\s+)?(?:day|date|time|moment|stage|hour)\s+(?:of|that|when)\s+"
    # “on receipt”, “on the day of acceptance”, “when the case was accepted”
    nouns, verbs = _NOUNS[kind], _VERBS[kind]
    bare = rf"(?={_BARE})(?:{nouns})"
    known = r"(?:the\s+|its\s+|our\s+|this\s+)?"
    return (
        rf"(?:{_EVENTS[kind]}){_WHEN}"
        # on one day with it
        rf"|[与和跟同](?:{_EVENTS[kind]})(?:的?日期?)?(?:相?同[日时天期]?|一[并起道致])"
        rf"|(?:{_EVENTS[kind]})[与和同、](?:(?!比对|运行)[^，,。;\n、]){{0,8}}同[日时天]"
        rf"|\b(?:up)?on\s+(?:{_DOING[kind]})\b(?:\s+(?:the|this|both)\s+\w+)?"
        rf"|\b(?:on|at|upon|since|from|ever\s+since|during)\s+{known}(?:{bare}|{day}{known}(?:\w+\s+)?(?:{nouns}))\b"
        r"(?:\s+of\s+(?:the\s+|this\s+)?\w+)?"
        rf"|\b(?:when|as\s+soon\s+as|the\s+(?:very\s+|same\s+)?day(?:\s+(?:as|that|on\s+which))?|the\s+moment|once|ever\s+since|at\s+the\s+time)\s+(?:the|we|a|it|they|both|this|our)\b"
        rf"[^.;,\n]{{0,30}}?\b(?:{verbs})\b(?:\s+(?:the|this)\s+\w+)?"
    )


_AT_EVENT = re.compile("|".join(f"(?P<{kind}>{_event(kind)})" for kind in _EVENTS))


@dataclass(frozen=True, slots=True)
class Days:
    """``begun``: the day of the first run, the earliest that it can have been where the work was done. ``out``: days on
    which something was left out. ``events``: days of commission, acceptance and receipt. ``latest``: of the log."""

    begun: date | None = None
    out: frozenset[date] = frozenset()
    events: Mapping[str, frozenset[date]] = field(default_factory=dict)
    latest: date | None = None

    def times(self, sentence: str) -> Iterator[tuple[int, int, bool]]:
        """Where a sentence tells a day or an event of intake, and whether it is before the first run with nothing left
        out on it."""
        if self.begun is None:
            return
        for hit in calendar.DAY.finditer(sentence):
            if (day := self.day(hit)) is None or not _is_time(sentence, hit):
                continue
            stop = hour.end() if (hour := _HOUR.match(sentence, hit.end())) else hit.end()
            # what was published years ago was a source's day
            early = self.begun - timedelta(days=366) < day < self.begun
            yield hit.start(), stop, early and day not in self.out
        for hit in _AT_EVENT.finditer(sentence):
            held = self.events.get(str(hit.lastgroup), frozenset())
            yield *hit.span(), all(day < self.begun and day not in self.out for day in held)

    def day(self, hit: re.Match[str]) -> date | None:
        """The day told; without a year, the last such day that the log can mean."""
        return calendar.read(hit, self.latest or self.begun)


def of(view: View) -> Days:
    """What is on file in a report."""
    held = (*view.dossier.entries, *view.dossier.judged, *view.dossier.apart)
    return of_log(held, far=view.paper.prevails == "en")


def of_log(held: Sequence[LogEntry], *, far: bool) -> Days:
    """What logs hold. A moment of these is a day in China, and elsewhere (``far``) any day that it is on earth."""
    hours = (-12, 14) if far else (0, 8)
    runs = [day for one in held if one.kind in SEEN for day in span_of(one.on, hours)]
    if not runs:
        return Days()
    dropped = (one for one in held if one.kind == Kind.EXCLUSION or one.body.get("verdict") in _DROPS)
    events = {}
    for event, (filed, name, kind) in _FILED.items():
        told = [str(one.body.get(name) or "") for one in held if one.kind == filed]
        days = frozenset(day for one in told for day in span_of(one, (0,)))
        events[event] = days or frozenset(day for one in held if one.kind == kind for day in span_of(one.on, hours))
    return Days(
        begun=min(runs),
        out=frozenset(day for one in dropped for day in span_of(one.on, hours)),
        events=events,
        latest=max(day for one in held for day in span_of(one.on, hours)),
    )


# The day that a form holds of an event, and the entry that tells it where none does
_FILED = {
    "commission": (Kind.COMMISSION, "on", Kind.COMMISSION),
    "acceptance": (Kind.ACCEPTANCE, "on", Kind.ACCEPTANCE),
    "receipt": (Kind.MATERIAL, "received_on", Kind.RECEIVED),
}


def days_in(text: str, known: Days | None = None) -> frozenset[date]:
    """Days that a text tells."""
    found = map((known or Days()).day, calendar.DAY.finditer(text))
    return frozenset(day for day in found if day is not None)


def dates(text: str) -> list[str]:
    """Each day that a text tells, as it stands there."""
    return [hit.group() for hit in calendar.DAY.finditer(text)]


def span_of(moment: str, hours: Iterable[int]) -> list[date]:
    """Days that it is at a moment of the log (UTC) where the clock is these hours ahead."""
    try:
        return [(datetime.fromisoformat(moment) + timedelta(hours=one)).date() for one in hours]
    except ValueError:
        return []


def _is_time(sentence: str, hit: re.Match[str]) -> bool:
    """Whether a day tells when, and is not one of a source, a paper or an edition."""
    if hit["m3"] or hit["m4"]:
        return _AT_DAY.search(sentence, 0, hit.start()) is not None
    return not (_OF_SOURCE.match(sentence, hit.end()) or _BY_SOURCE.search(sentence, 0, hit.start()))
