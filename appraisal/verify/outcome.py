"""What checking a case says: three outcomes, each with one of three answers, and every thing named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from appraisal import registry
from appraisal.verify.words import WORDS


class Answer(StrEnum):
    HOLDS = "holds"
    FAILS = "does-not-hold"
    UNKNOWN = "cannot-be-checked-here"


class Check(StrEnum):
    INTEGRITY = "integrity"
    RENDERING = "re-rendering"
    RECOMPUTATION = "recomputation"


ANSWERS: Mapping[Answer, tuple[str, str]] = {
    Answer.HOLDS: ("成立", "holds"),
    Answer.FAILS: ("不成立", "does not hold"),
    Answer.UNKNOWN: ("此处无法核验", "cannot be checked here"),
}
CHECKS: Mapping[Check, tuple[str, str]] = {
    Check.INTEGRITY: ("完整性", "integrity"),
    Check.RENDERING: ("重新生成报告", "re-rendering"),
    Check.RECOMPUTATION: ("重新计算", "recomputation"),
}
CODES: Mapping[Check, int] = {Check.INTEGRITY: 10, Check.RENDERING: 11, Check.RECOMPUTATION: 12}
"""Exit code when that check does not hold. The first of them that fails counts, in this order."""
UNCHECKED = 13  # exit code when nothing fails, but something cannot be checked here


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing named. ``answer`` None: an observation, on which the outcome does not depend.

    ``what``: one of ``WORDS``. ``path``: file below what was checked, empty for the whole. ``line``: of a log or
    manifest, from 1. ``detail``: an entry and its date, a version that is needed, a message.
    """

    answer: Answer | None
    what: str
    path: str = ""
    line: int = 0
    detail: str = ""

    def said(self, language: int) -> str:
        """A line for people: 0 Chinese, 1 English."""
        where = f"{self.path}:{self.line}" if self.line else self.path
        told = WORDS[self.what][language]
        detail = f"（{registry.spoken(self.detail, 'zh')}）" if language == 0 else f" ({self.detail})"
        colon = "：" if language == 0 else ": "
        return (f"{where}{colon}" if where else "") + told + (detail if self.detail else "")


@dataclass(frozen=True)
class Outcome:
    """Answer of one check: ``checked`` things were looked at, the remarkable ones are named."""

    check: Check
    remarks: tuple[Remark, ...]
    checked: int

    @property
    def answer(self) -> Answer:
        """The worst: what fails counts before what cannot be checked, that before what holds."""
        found = {remark.answer for remark in self.remarks}
        return next((answer for answer in (Answer.FAILS, Answer.UNKNOWN) if answer in found), Answer.HOLDS)

    @property
    def needs(self) -> tuple[str, ...]:
        """What it would take to check here what cannot be checked."""
        unknown = [r for r in self.remarks if r.answer is Answer.UNKNOWN]
        return tuple(sorted({r.detail or r.path for r in unknown if r.detail or r.path}))


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 all hold; 10 integrity, 11 re-rendering, 12 recomputation does not hold (the first that fails); 13 nothing
    fails, but something cannot be checked here."""
    failed = [CODES[outcome.check] for outcome in outcomes if outcome.answer is Answer.FAILS]
    if failed:
        return min(failed)
    return UNCHECKED if any(outcome.answer is Answer.UNKNOWN for outcome in outcomes) else 0
