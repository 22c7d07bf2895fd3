"""Which kinds of entries are not read, by whom, and why: one table for all who read the logs.

A new kind is read by all of them. Steps that people write by hand are read by all, too; only what somebody from outside
objects is in the objector's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Flag, auto

from appraisal.dossier import Dossier, LogEntry
from appraisal.gates.values import within
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
    Kind.MATERIAL: ("from_whom", "disposed_to"),
    Kind.RECEIVED: ("received_from",),
}  # where who commissioned and who handed something in are named


@dataclass(frozen=True, slots=True)
class Sides:
    """``own``: people of the case; ``parties``: who commissioned it and who handed something in, as the case's own log
    has them, for what a copy was told is in force nowhere."""

    own: frozenset[str]
    parties: frozenset[str]

    @classmethod
    def of(cls, dossier: Dossier) -> Sides:
        own = frozenset(flat(name) for name in of_case(dossier.experts, dossier.entries) if name.strip())
        listed = ((str(Kind.COMMISSION), dossier.commission), *((one.kind, one.body) for one in dossier.entries))
        named = (within(body.get(field), str) for kind, body in listed for field in _PARTIES.get(kind, ()))
        parties = {flat(name) for found in named for _, name in found}
        return cls(own, frozenset(one for one in parties if len(one) > 1) - own)

    def others(self, entry: LogEntry) -> bool:
        """Whether an objection is what somebody else says, who may name any number and any standard: nobody of the
        case signed it; or the paper that was handed in is kept with it, it names who objects, and that is a party and
        none of the case. What people of the case object otherwise is theirs as any other word."""
        if entry.kind != Kind.OBJECTION:
            return False
        if flat(entry.by) not in self.own:
            return True
        named = entry.body.get("persons")
        objecting = {flat(str(one)) for one in named} if isinstance(named, list | tuple) else set()
        of_party = any(party in one for one in objecting for party in self.parties)
        return bool(entry.body.get("documents")) and of_party and not self.own & objecting
