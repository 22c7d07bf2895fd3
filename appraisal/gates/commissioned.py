"""Of what stands on file in a case, what only stands beside results: the rest of the commission and its acceptance,
letterhead, steps told by hand, decisions. A report prints it, so a further one without a supplement has it
as the one before; it is no ground for a supplement, for nothing is found by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from appraisal.dossier import LogEntry
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.records import canonical, plain

ELSEWHERE = frozenset({"questions", "by"})  # of the commission, what has a reading of its own
LATER = frozenset({"deadline"})  # what is agreed on anew and asks for nothing else
PARTS = frozenset({"name", "licences"})  # of the institution, what has a reading of its own
RETURNED = frozenset({"disposal", "disposed_on", "disposed_to"})  # of material, where it went after the report
BY_HAND = frozenset({Kind.OPERATION, Kind.HANDLED, Kind.CORRECTION, Kind.SAMPLE})
# Deliveries, objections and replies come after a report; reviews and issue belong to each
PASSED = ("gate:", "protect:", "disclose:")  # heads of decisions that come with issue and after
LONGEST = 60  # characters of a word on material that goes back
_BACK = re.compile(
    r"退还|归还|返还|送还|交还|发还|退回|取回|领回|\breturn(?:s|ed|ing)?\b|\b(?:gave|given|handed) back\b", re.I
)
_TAKEN = re.compile(r"签收|收讫|收回|领取|签字|回执|\b(?:received|receipt|signed|collected)\b", re.I)
_CLAUSE = re.compile(r"[，,；;。\n]|\.\s")


def commission(bodies: Callable[[Kind], Mapping[str, Any]]) -> object:
    """What was asked for in which procedure, by which paper, and how it was accepted."""
    asked = _but(bodies(Kind.COMMISSION), ELSEWHERE | LATER)
    return canonical(plain([asked, bodies(Kind.ACCEPTANCE)]))


def letterhead(bodies: Callable[[Kind], Mapping[str, Any]]) -> object:
    """The institution but for its name and licences."""
    return canonical(plain(_but(bodies(Kind.INSTITUTION), PARTS)))


def steps(entries: Iterable[LogEntry]) -> object:
    """What people tell of what they did, each thing once; material that goes back goes when all is done."""
    told = (one for one in entries if one.kind in BY_HAND and not _gives_back(one))
    return {canonical(plain([one.kind, one.by, one.body])) for one in told}


def kept(entry: LogEntry) -> dict[str, Any]:
    """What an entry says, of material but for where it went."""
    return _but(entry.body, RETURNED if entry.kind == Kind.MATERIAL else ())


def _but(body: Mapping[str, Any], left: Collection[str]) -> dict[str, Any]:
    return {name: held for name, held in body.items() if name not in left}


def _gives_back(entry: LogEntry) -> bool:
    """Whether a step says in each of its clauses that material goes back, or who took it, and in the first one that it
    goes back; and nothing else of it."""
    if entry.kind != Kind.HANDLED or not entry.body.get("labels"):
        return False
    said = str(entry.body.get("what") or "")
    beside = [str(entry.body.get(name) or "").strip() for name in ("observation", "equipment")]
    clauses = [one for one in _CLAUSE.split(said) if one.strip()]
    named = all(_BACK.search(one) or _TAKEN.search(one) for one in clauses)
    return bool(clauses and _BACK.search(clauses[0]) and named and len(said) <= LONGEST and not any(beside))


COMMISSION = Words("委托与受理", "commission and acceptance")
LETTERHEAD = Words("机构信头与联系方式", "letterhead and address")
STEPS = Words("操作与保管记录", "steps of examination and custody")
DECISIONS = Words("决定", "decisions")
NO_GROUND = frozenset({COMMISSION, LETTERHEAD, STEPS, DECISIONS})
