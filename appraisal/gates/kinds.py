"""Which kinds of entries are not read, by whom, and why: one table for all who read the logs.

A new kind is read by all of them. Steps that people write by hand are read by all, too; only what somebody from outside
objects is in the objector's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, auto

from appraisal.dossier import Dossier, LogEntry
from appraisal.gates.values import within
from appraisal.keeping import lasting
from appraisal.papers.as_read import printed
from appraisal.people import flat, of_case
from appraisal.procedure import Kind


class Reading(Flag):
    """Who reads entries: for numbers and standards (``remarks``); all that is printed and read by no other gate
    (``leaves``); for dissents (``spoken``); for what is in no language that these read (``language``)."""

    REMARKS = auto()
    LEAVES = auto()
    SPOKEN = auto()
    LANGUAGE = auto()
    FOR_WORDS = REMARKS | LEAVES
    NO_PROSE = REMARKS | SPOKEN | LANGUAGE
    ALL = REMARKS | LEAVES | SPOKEN | LANGUAGE


_PROGRAM = "the program's own words, numbers and digests"
_IN_FULL = "read field by field, as prose or as titles (``written``, ``beside``, ``cited``)"
_TABLE: tuple[tuple[Reading, str, tuple[Kind, ...]], ...] = (
    (
        Reading.ALL,
        _PROGRAM,
        (Kind.RUN, Kind.EXAMINED, Kind.REPORT, Kind.SEALED, Kind.SUBMITTED, Kind.OPENED, Kind.COUNTERSIGNED),
    ),
    (
        Reading.NO_PROSE,
        "numbers, and names that the program made",
        (Kind.RUN_BEGUN, Kind.CONTROLS, Kind.ISSUED, Kind.MERGED),
    ),
    (Reading.REMARKS | Reading.LANGUAGE, _PROGRAM, (Kind.ANNEXED, Kind.SIGNED_REPORT, Kind.SCANNED)),
    (Reading.ALL, "sealed", (Kind.ENVELOPE,)),
    (
        Reading.ALL,
        "of the closed log, which no report prints; what is asked for there is read by gates/closed.py",
        (Kind.DELIBERATION,),
    ),
    (Reading.ALL, "read as prose, its dissents by gates/dissents.py; an earlier one is not printed", (Kind.OPINION,)),
    (Reading.REMARKS | Reading.LANGUAGE, _IN_FULL, (Kind.INSTITUTION, Kind.QUALIFICATIONS, Kind.LITERATURE)),
    (Reading.NO_PROSE, "words of the standards, read as such", (Kind.STANDARDS,)),
    (Reading.NO_PROSE, "what a client asks, in the client's words", (Kind.COMMISSION,)),
    (Reading.REMARKS, "read as prose (``planned``)", (Kind.SCHEME,)),
    (
        Reading.REMARKS | Reading.SPOKEN,
        "notes are read with the figures of their match (``written``), and as ``accepting`` has them; contrary ones are"
        " views of their own (``dissents.heard``)",
        (Kind.FINDING,),
    ),
    (
        Reading.FOR_WORDS | Reading.LANGUAGE,
        "reasons are held when the version is made (``after.redaction``)",
        (Kind.REDACTED,),
    ),
    (Reading.NO_PROSE, "a name and a key, read as all that is printed is", (Kind.PERSON,)),
    (Reading.REMARKS, "names and facts, read as all that is printed is (``leaves``)", (Kind.RIGHTS,)),
    (Reading.SPOKEN, "number and title of the case", (Kind.CREATED,)),
)

MADE: Mapping[str, frozenset[str]] = {
    Kind.REVISED: frozenset({"file", "medium", "deriver", "made_by", "raw", "revised"})
}
"""Fields of which nothing is read: of a revised view, what the program wrote beside the reason."""


def unread(by: Reading) -> Mapping[Kind, str]:
    """Kinds that ``by`` does not read, and why."""
    return {kind: why for who, why, kinds in _TABLE if by in who for kind in kinds}


_PARTIES: Mapping[str, tuple[str, ...]] = {
    Kind.COMMISSION: ("by", "contacts"),
    Kind.MATERIAL: ("from_whom",),
    Kind.RECEIVED: ("received_from",),
}  # where who commissioned and who handed something in are named


# Words for those who make the report, who are no party wherever they are filed; so are whom a party or court chose
_OF_PANEL = re.compile(
    "鉴定[组方]|专家组|检验组|工作组|合议|本(?:案鉴定|机构|所|中心|组)|我所|(?<!申请)(?<!委托)(?:鉴定|检验|复核)人"
    "|授权签字人|thepanel|theexperts?|ourselves|theappraisers?|thisinstitution|thehouse|reviewer"
    "|(?:受(?![害让赠益理])|被(?![告申诉异上侵])|承[接担办])[^，,]{0,12}?委?托(?!(?:人民)?法院|的?(?:律师|代理|诉讼))"
    r"|(?:指[定派]|选[定任聘]|聘[请任]|委[派任]|任命|抽选)的?[^，,]{0,8}?(?:专家(?!辅助)|鉴定|检验|检测|评估|机构|单位|(?<!代理)(?<!监护)人员?\Z)"
    r"|(?:appointed|commissioned|retained|engaged|nominated|designated|selected)(?:\Z|party|person|body|firm|side|house|institut"
    r"|team|agency|\w{0,12}?(?:expert|examiner|apprais|assessor|laborator|analyst|specialist))|appointees?\Z"
)  # fmt: skip
# Whole words for who instructs from outside, though not named as a contact; the words are read with their spaces
_INSTRUCTS = re.compile(
    r"委托(?:人|方|者|单位|代理|公司|部门|法院|机[构关]|客户|\Z)|法官|法院|法庭(?!科学)|书记员|律师|代理(?:人|\Z)|检察[院官员机]|公安[局厅部机分]|警官"
    r"|民警|仲裁[庭员委院机秘]|\b(?:clients?|counsel|solicitors?|lawyers?|attorneys?|barristers?|judges?|courts?|tribunals?"
    r"|clerks?|police)(?:['’]s?)?(?![\w])"
)
# … and for who does the work, whoever they stand by: no word of a court before them makes them the court
_DOES_THE_WORK = re.compile(
    "专家(?!辅助)|(?:鉴定|检验|检测|评估)(?:所|中心|机构|单位|公司|师|专员)|实验室|技术团队"
    r"|\b(?:experts?|examiners?|appraisers?|assessors?|analysts?|specialists?|laborator(?:y|ies)|labs?)\b"
)
# That a reply takes over what was objected, as a whole
_ACCEPTS = re.compile(
    "(?<![不未])(?<!不予)(?<!未予)(?:属实|采纳|采信|认可|同意|接受|照改|确如(?:其|异议)?所[述言])|(?:异议|所[述称])(?:均|全部)?成立"
    r"|\b(?:accept\w*|agree\w*|uph[eo]ld\w*|well[- ]founded|is\s+(?:right|correct|true)|are\s+(?:right|correct|true))\b"
)
_NOT_ACCEPTED = re.compile(
    r"(?:不|未|没有|无法|难以|无从)(?:予|能|得)?(?:以)?(?:属实|采纳|采信|认可|同意|接受|成立)|部分|其中|酌|除"
    r"|\b(?:not|no|cannot|nor|neither|in\s+part|partly|except|do(?:es)?n['’]t)\b"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """``own``: people of the case; ``parties``: who commissioned it and who handed something in, as the case's own log
    has them, for what a copy was told is in force nowhere. Whom a word for the panel or the name of the institution
    names is no party. ``accepted``: numbers of objections that a reply takes over."""

    own: frozenset[str]
    parties: frozenset[str]
    house: frozenset[str] = frozenset()
    accepted: frozenset[int] = frozenset()

    @classmethod
    def of(cls, dossier: Dossier) -> Sides:
        return _sides(dossier)

    def instructs(self, by: str) -> bool:
        """Whether who gave an instruction is the client or a contact, or by what they are called somebody who
        commissions, and none of the case."""
        name = flat(by)
        if name in self.own or not name or _of_panel(name, self.house):
            return False
        if name in self.parties:
            return True
        rest = printed(by).text
        if _DOES_THE_WORK.search(rest):
            return False
        return any(party in name or name in party for party in self.parties) or bool(_INSTRUCTS.search(rest.strip()))

    def others(self, entry: LogEntry) -> bool:
        """Whether an objection is what somebody else says, who may name any number and any standard: nobody of the
        case signed it; or the paper that was handed in is kept with it, it names who objects, and that is a party and
        none of the case. What people of the case object otherwise is theirs as any other word."""
        if entry.kind != Kind.OBJECTION:
            return False
        if entry.seq in self.accepted:
            return False
        if flat(entry.by) not in self.own:
            return True
        named = entry.body.get("persons")
        objecting = {flat(str(one)) for one in named} if isinstance(named, list | tuple) else set()
        if any(_of_panel(one, self.house) for one in objecting):
            return False
        of_party = any(party in one for one in objecting for party in self.parties)
        return bool(entry.body.get("documents")) and of_party and not self.own & objecting


def _of_panel(name: str, house: Collection[str]) -> bool:
    return bool(_OF_PANEL.search(name)) or any(one in name for one in house)


def _houses(dossier: Dossier) -> Iterator[str]:
    """What the institution that makes the report is called."""
    filed = [one.body for one in dossier.entries if one.kind == Kind.INSTITUTION]
    for _, row in within(filed[-1:], Mapping):
        held = row.get("institution", row)
        yield from (str(held.get(field) or "") for field in ("name", "name_en") if isinstance(held, Mapping))


def _accepted(dossier: Dossier, own: Collection[str]) -> Iterator[int]:
    """Objections of which a reply by people of the case says that they are right as a whole."""
    for entry in dossier.entries:
        told = " ".join(str(entry.body.get(field) or "") for field in ("what", "note")).casefold()
        answers = entry.body.get("answers")
        replies = entry.kind == Kind.REPLY and (not own or flat(entry.by) in own)
        if replies and isinstance(answers, int) and _ACCEPTS.search(told) and not _NOT_ACCEPTED.search(told):
            yield answers


@lasting
def _sides(dossier: Dossier) -> Sides:
    own = frozenset(flat(name) for name in of_case(dossier.experts, dossier.entries) if name.strip())
    listed = ((str(Kind.COMMISSION), dossier.commission), *((one.kind, one.body) for one in dossier.entries))
    named = (within(body.get(field), str) for kind, body in listed for field in _PARTIES.get(kind, ()))
    parties = {flat(name) for found in named for _, name in found}
    house = frozenset(filter(None, (flat(name) for name in _houses(dossier))))
    kept = (one for one in parties - own if len(one) > 1 and not _of_panel(one, house))
    return Sides(own, frozenset(kept), house, frozenset(_accepted(dossier, own)))
