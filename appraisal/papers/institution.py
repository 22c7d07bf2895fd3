"""What an institution says about itself, its people and the standards that somebody of it has read.

Each class takes plain data and checks it, as those of the intake do: a fault is a ``CaseError`` that names the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from appraisal.errors import CaseError
from appraisal.intake.filling import build, day, fill, need, table
from appraisal.profile import Words

# what a standard that is a basis has on file
BASIS: Mapping[str, Words] = {
    "edition": Words("版次", "edition"),
    "clause": Words("条款", "clause"),
    "text": Words("条款原文", "text of the clause"),
    "checked_by": Words("查阅人", "who read it"),
    "checked_on": Words("查阅日期", "day it was read"),
}


class Part(StrEnum):
    """What a person does for a report."""

    APPRAISER = "appraiser"  # 鉴定人
    REVIEWER = "reviewer"  # 复核人
    SIGNATORY = "signatory"  # 授权签字人


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence on file. ``category`` is what it covers, as it stands on it; ``until`` its last day, if it has one."""

    number: str
    category: str
    authority: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.number, "licence, number", "write the number as it stands on the licence")
        need(self.category, "licence, category", "write the category as it stands on the licence")
        day(self.until, "licence, until")


@dataclass(frozen=True, slots=True)
class Institution:
    """The institution that makes the report. ``letterhead``: lines above the title."""

    name: str
    name_en: str = ""
    address: str = ""
    contact: str = ""
    letterhead: tuple[str, ...] = ()
    licences: tuple[Licence, ...] = ()

    def __post_init__(self) -> None:
        fill(self)
        need(self.name, "institution, name", "write the name of the institution")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Institution:
        return build(cls, given)

    def licence(self, category: str, on: str = "") -> Licence | None:
        """A licence of that category that is in force on a day (ISO date; empty: whichever day)."""
        held = (one for one in self.licences if category in one.category)
        return next((one for one in held if not on or not one.until or on[:10] <= one.until), None)


@dataclass(frozen=True, slots=True)
class Expert:
    """A person who signs. ``part``: appraiser, reviewer or signatory.

    ``publications`` of the last ten years, ``testimony`` of the last four and ``compensation`` are what Rule
    26(a)(2)(B) of the US Federal Rules of Civil Procedure asks for; "none" is an answer, nothing is not.
    """

    name: str
    part: str = "appraiser"
    qualification: str = ""
    certificate: str = ""
    experience: str = ""
    publications: tuple[str, ...] = ()
    testimony: tuple[str, ...] = ()
    compensation: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.name, "expert, name", "name the person")
        if self.part not in list(Part):
            raise CaseError(f"expert ({self.name}), part: {self.part!r}: use one of {', '.join(Part)}")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Expert:
        given = table(given, "expert")
        for name in ("publications", "testimony"):
            if isinstance(given.get(name), str):
                given[name] = [given[name]] if given[name].strip() else []
        return build(cls, given)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that the work follows. It may be printed as 依据 only when ``read`` holds; else as 参照."""

    number: str
    title: str
    edition: str = ""
    clause: str = ""
    text: str = ""
    checked_by: str = ""
    checked_on: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.number, "standard, number", "write the number of the standard, e.g. SF/T 0158-2023")
        need(self.title, "standard, title", "write the title of the standard")
        day(self.checked_on, "standard, checked_on")

    @property
    def read(self) -> bool:
        """Whether somebody has read it: edition, clause with its text, who checked it and when."""
        return not self.lacks

    @property
    def lacks(self) -> tuple[Words, ...]:
        """What keeps it from being a basis."""
        return tuple(words for name, words in BASIS.items() if not getattr(self, name))

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Standard:
        return build(cls, given)


@dataclass(frozen=True, slots=True)
class Source:
    """Literature or other material that the report relies on, which UK Practice Direction 35, paragraph 3.2(2), asks
    for; "none" is an answer, nothing is not. ``relied_for``: what of the report rests on it."""

    title: str
    relied_for: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.title, "literature, title", 'write author, title and year, or "none"')

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Source:
        return build(cls, given)
