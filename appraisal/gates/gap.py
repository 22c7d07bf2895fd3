"""What one gate finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.people import FIRM, GATES
from appraisal.profile import Words


@dataclass(frozen=True, slots=True)
class Gap:
    """What one gate finds. ``gate``: its name in ``people.GATES``, by which a decision passes it over, and behind ``/``
    what it is about. ``passed``: the reason of that decision; empty: it stands open. ``only``: each of these people
    has to pass it over, and nobody else may; empty: whoever may pass a gate. ``since``: where in the log stands what
    caused it, which no earlier decision passes over; 0: nobody knows."""

    gate: str
    said: Words
    mend: Words
    passed: str = ""
    by: str = ""
    only: tuple[str, ...] = ()
    since: int = 0

    def __post_init__(self) -> None:
        if self.family not in GATES:
            raise ValueError(f"{self.gate}: people.GATES names no such gate")

    @property
    def family(self) -> str:
        return self.gate.partition("/")[0]

    @property
    def firm(self) -> bool:
        return self.family in FIRM

    @property
    def open(self) -> bool:
        return self.firm or not self.passed


Found = Iterator[Gap]
