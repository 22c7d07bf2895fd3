"""Decisions under a head that the program does not know (“separate opinion of …”, 不同意见书): whatever they
are called, printed with the opinion, word for word, so that no name of an entry keeps what an expert holds out of it.

Who filed one takes it back by a decision about the same with ``:withdrawn`` behind it, and nobody else does.
"""

from __future__ import annotations

from functools import cache

from appraisal.dissenting import NAMED, WITHDRAWN, means_dissent
from appraisal.dossier import LogEntry
from appraisal.filing.decisions import UNCROSSED
from appraisal.gates.dissents import ODD, reaches, taking_part
from appraisal.gates.view import COMPETENCE, EVIDENCE, View
from appraisal.papers.as_read import stated, worded
from appraisal.papers.opinion import phrases
from appraisal.people import flat
from appraisal.procedure import Decision
from appraisal.profile import CONCLUSION

BACK = ":withdrawn"


def known(about: str) -> bool:
    """Whether the program knows what a decision about this is for, and says so in a place of its own."""
    about = about.strip()
    if means_dissent(about) or about in (UNCROSSED, WITHDRAWN) or about.startswith(CONCLUSION):
        return True
    if about.startswith(EVIDENCE):
        return about in _evidence()
    return ":" in about and about.partition(":")[0] in NAMED


def unnamed(view: View) -> tuple[tuple[LogEntry, Decision], ...]:
    """Those by people of the case, in the order of the log, that who filed them did not take back."""
    told = [(entry, said) for entry, said in view.decided_anywhere if not known(said.about) and stated(said.reason)]
    people = taking_part(view) if told else frozenset()
    found: list[tuple[LogEntry, Decision]] = []
    for entry, said in told:
        if not people & {entry.by, *said.decided_by}:
            continue
        if said.about.endswith(BACK):
            of = flat(said.about.removesuffix(BACK))
            if worded(said.reason) and entry.standing not in ODD:
                found = [one for one in found if not reaches(entry, one[0]) or flat(one[1].about) != of]
        else:
            found.append((entry, said))
    return tuple(found)


@cache
def _evidence() -> frozenset[str]:
    """What sentences of the vocabulary rest on, by decision."""
    needs = (need for phrase in phrases().values() for need in phrase.needs)
    return frozenset({COMPETENCE, *(need for need in needs if need.startswith(EVIDENCE))})
