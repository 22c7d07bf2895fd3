"""Conclusions of the panel on parts of a report (``decide CASE conclusion-PART``), and how one is taken back.

Whoever put a conclusion on file takes it back with ``conclusion-PART:withdrawn`` and the reason: all of that person's
on this part that were put on file before. They stay in the log; the report tells them there, and not as what the panel
holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from appraisal.errors import CaseError
from appraisal.people import flat
from appraisal.procedure import Decision, Logged
from appraisal.profile import CONCLUSION, Words

WITHDRAWN = ":withdrawn"
TAKE_BACK = Words(
    "已登记的结论不因另行登记而被取代，两者均会印出：先撤回（decide CASE conclusion-…:withdrawn），再登记新的",
    "a conclusion on file is not replaced by one filed again, and both are printed: take it back first (decide CASE"
    " conclusion-…:withdrawn), then file the new one",
)  # what to do about one that is wrong
E = TypeVar("E", bound=Logged)


def concludes(about: str) -> bool:
    """Whether a decision about this is a conclusion; taking one back is none."""
    return about.startswith(CONCLUSION) and not about.endswith(WITHDRAWN)


def standing(decisions: Iterable[tuple[E, Decision]]) -> tuple[tuple[E, Decision], ...]:
    """Conclusions in the order of the log that nobody took back."""
    return tuple((entry, one) for (entry, one), by in _fates(decisions) if by is None)


def taken_back(decisions: Iterable[tuple[E, Decision]]) -> tuple[tuple[E, Decision, E], ...]:
    """The others, each with the entry that took it back."""
    return tuple((entry, one, by) for (entry, one), by in _fates(decisions) if by is not None)


def _fates(decisions: Iterable[tuple[E, Decision]]) -> list[tuple[tuple[E, Decision], E | None]]:
    found: list[tuple[tuple[E, Decision], E | None]] = []
    for entry, one in decisions:
        if concludes(one.about):
            found.append(((entry, one), None))
        elif one.about.startswith(CONCLUSION):
            of, who = one.about.removesuffix(WITHDRAWN), whose(entry.by, one)
            found = [
                (held, entry if by is None and held[1].about == of and whose(held[0].by, held[1]) == who else by)
                for held, by in found
            ]
    return found


def whose(by: str, decision: Decision) -> frozenset[str]:
    """Whose a conclusion is: of who put it on file; where nobody is named as that, of who decided."""
    return frozenset(map(flat, [by] if by else decision.decided_by))


def beside(decisions: Iterable[tuple[E, Decision]], decision: Decision, by: str) -> tuple[E, ...]:
    """Conclusions of the same person on the same part that stand, and go on standing beside this one."""
    if not concludes(decision.about):
        return ()
    held = ((entry, one) for entry, one in standing(decisions) if one.about == decision.about)
    return tuple(entry for entry, one in held if whose(entry.by, one) == whose(by, decision))


def refuse_idle(decisions: Iterable[tuple[Logged, Decision]], decision: Decision, by: str) -> None:
    """``CaseError`` where a decision is to take back a conclusion, and none of that person on this part stands."""
    if not decision.about.startswith(CONCLUSION) or concludes(decision.about):
        return
    of, who = decision.about.removesuffix(WITHDRAWN), whose(by, decision)
    if not any(one.about == of and whose(entry.by, one) == who for entry, one in standing(decisions)):
        named = by or ", ".join(decision.decided_by)
        raise CaseError(f"{decision.about}: no conclusion on this part that {named} put on file stands: name your own")
