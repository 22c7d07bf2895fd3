"""What experts decide on matches. A machine match is nobody's finding until a person has judged it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from appraisal.comparison import Reason
from appraisal.errors import CaseError

T = TypeVar("T", bound=StrEnum)


class Verdict(StrEnum):
    """未核验, 采信, 不采信, 不计入 (needs a reason), 存疑."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXCLUDED = "excluded"
    DOUBTFUL = "doubtful"


def chosen(choices: type[T], given: str, what: str) -> T:
    """The member of a closed list that a person wrote; ``CaseError`` names the list."""
    try:
        return choices(given)
    except ValueError as error:
        raise CaseError(f"{what} {given!r}: write one of {', '.join(choices)}") from error


@dataclass(frozen=True, slots=True)
class Finding:
    """One expert's judgement of one match. ``comparison`` is the key of the record, ``match`` the id inside it."""

    comparison: str
    match: str
    verdict: Verdict
    by: str
    on: str
    reason: Reason | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.verdict is Verdict.EXCLUDED and self.reason is None:
            raise CaseError(f"match {self.match}: excluding needs a reason from the closed list")
        if not self.by:
            raise CaseError(f"match {self.match}: a finding needs the name of the expert who made it")


def latest(findings: Iterable[Finding]) -> Mapping[tuple[str, str, str], Finding]:
    """The standing finding of each expert on each match: (expert, comparison, match) -> last one written."""
    return {(f.by, f.comparison, f.match): f for f in findings}


def verdict_of(match: str, comparison: str, standing: Mapping[tuple[str, str, str], Finding]) -> Verdict:
    """The panel's verdict on a match: what all experts who judged it agree on; doubtful when they differ."""
    given = {f.verdict for (_, key, mid), f in standing.items() if key == comparison and mid == match}
    given.discard(Verdict.UNREVIEWED)
    if not given:
        return Verdict.UNREVIEWED
    return given.pop() if len(given) == 1 else Verdict.DOUBTFUL
