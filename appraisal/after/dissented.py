"""Dissents that were filed after a report was issued: whatever is made of it since says so, by whom and when, in the
words of who filed it where its form prints dissents.

Words that no paper after issue may hold (shares, terms of law) are not told there; the entry in which they stand is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appraisal import apart, people
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.dissenting import WITHDRAWN, means_dissent
from appraisal.dossier import LogEntry
from appraisal.gates import early
from appraisal.gates.dissents import reaches
from appraisal.gates.unnamed import BACK, known
from appraisal.paper import Paper
from appraisal.papers.as_read import stated, worded
from appraisal.people import flat
from appraisal.procedure import PROCEDURE, History, Kind
from appraisal.profile import Words

LABEL = Words("签发后登记的不同意见", "Dissent filed after issue")


@dataclass(frozen=True, slots=True)
class Late:
    """Who filed it in which entry, and in which words; ``about``: under which head, if under none of a dissent."""

    entry: Entry | LogEntry
    text: str
    about: str = ""


def since(case: Case, issue: Entry) -> list[Late]:
    """Those that stand: who filed one may have taken it back."""
    history = case.history()
    known_people = {*people.of_case(case.settings.experts, history.entries)}
    before = {(one.by, text) for one in history.of(Kind.OPINION) if one.seq < issue.seq for text in _own(one)}
    found: list[Late] = []
    for entry in _filed(case, history, issue):
        if entry.kind == Kind.OPINION:
            told = {(one.entry.by, one.text) for one in found} | before
            found += [Late(entry, text) for text in _own(entry) if (entry.by, text) not in told]
        elif entry.kind == Kind.DECISION:
            found = _decided(entry, found, known_people)
    return found


def _filed(case: Case, history: History, issue: Entry) -> Iterator[Entry | LogEntry]:
    """What was put on file since, and what copies of the case brought that were merged since."""
    for entry in (one for one in history.entries if one.seq > issue.seq):
        if entry.kind == Kind.MERGED:
            before = History(tuple(one for one in history.entries if one.seq < entry.seq), history.persons)
            known = {one.digest for one in apart.of(case.root, before).entries}
            until = History((*before.entries, entry), history.persons)
            yield from (one for one in apart.of(case.root, until).entries if one.digest not in known)
        yield entry


def _decided(entry: Entry | LogEntry, found: list[Late], known_people: set[str]) -> list[Late]:
    about, reason = str(entry.body.get("about") or ""), str(entry.body.get("reason") or "")
    if about == WITHDRAWN:
        return [one for one in found if one.about or not reaches(entry, one.entry)] if worded(reason) else found
    if means_dissent(about):
        return [*found, Late(entry, reason)] if stated(reason) else found
    if known(about) or entry.by not in known_people or not stated(reason):
        return found
    if about.endswith(BACK):
        of = flat(about.removesuffix(BACK))
        return [one for one in found if not reaches(entry, one.entry) or flat(one.about) != of]
    return [*found, Late(entry, reason, about)]


def told(case: Case, issue: Entry, paper: Paper) -> tuple[Words, ...]:
    """What a paper made after issue says of each."""
    return tuple(_told(case, one, paper) for one in since(case, issue))


def lines(case: Case, issue: Entry, paper: Paper) -> tuple[tuple[Words, Words], ...]:
    """The same as lines of a notice."""
    return tuple((LABEL, said) for said in told(case, issue, paper))


def _told(case: Case, one: Late, paper: Paper) -> Words:
    entry = one.entry
    head = f"（{one.about}）" if one.about and not early.unfit(case, one.about) else ""
    words = one.text if paper.opinion and not early.unfit(case, one.text) else ""
    lies = "" if entry.log == PROCEDURE else f" {entry.log}"  # of a copy that was merged
    zh, en = f"见程序记录{lies}第 {entry.seq} 条", f"see entry {entry.seq} of the log{lies}"
    named = f"{entry.by}{head} {entry.on[:10]}"
    return Words(f"{named}：{words or zh}", f"{named}: {words or en}")


def _own(entry: Entry | LogEntry) -> Iterator[str]:
    """Dissents of its own author that an opinion holds."""
    rows = entry.body.get("dissents")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, dict) and str(row.get("by")).strip() == entry.by and stated(str(row.get("text"))):
            yield str(row.get("text"))
