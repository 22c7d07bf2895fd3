"""What one gate finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.people import FIRM
from appraisal.profile import Words


@dataclass(frozen=True, slots=True)
class Gap:
    """What one gate finds. ``passed``: the reason for which a decision passes it over; empty: it stands open."""

    gate: str
    said: Words
    mend: Words
    passed: str = ""
    by: str = ""

    @property
    def firm(self) -> bool:
        return self.gate.partition("/")[0] in FIRM

    @property
    def open(self) -> bool:
        return self.firm or not self.passed


Found = Iterator[Gap]
