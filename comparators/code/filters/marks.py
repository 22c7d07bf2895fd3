"""What a rule saw in one file: whole lines, why, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.comparison import Reason

COMPONENT, GENERATED, MINIFIED, LICENCE = "component", "generated", "minified", "licence-text"
TABLE, REPETITION, IMPORTS, NAMES, IDIOM = "data-table", "repetition", "imports", "interface-names", "idiom"
RULES = (COMPONENT, GENERATED, MINIFIED, LICENCE, TABLE, REPETITION, IMPORTS, NAMES, IDIOM)
REASONS = {
    COMPONENT: Reason.THIRD_PARTY,
    GENERATED: Reason.TOOL_GENERATED,
    MINIFIED: Reason.TOOL_GENERATED,
    LICENCE: Reason.THIRD_PARTY,
    TABLE: Reason.LIMITED_EXPRESSION,
    REPETITION: Reason.LIMITED_EXPRESSION,
    IMPORTS: Reason.DICTATED,
    NAMES: Reason.DICTATED,
    IDIOM: Reason.LIMITED_EXPRESSION,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Lines [start, stop) of a file, from 1. ``evidence``: words that ``wording`` knows, then a colon and details."""

    rule: str
    start: int
    stop: int
    evidence: str


def runs(lines: list[int]) -> list[tuple[int, int]]:
    """Ascending line numbers as half-open stretches."""
    found: list[tuple[int, int]] = []
    for number in lines:
        if found and found[-1][1] >= number:
            found[-1] = (found[-1][0], max(found[-1][1], number + 1))
        else:
            found.append((number, number + 1))
    return found
