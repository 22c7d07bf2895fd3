"""What an institution says about itself, its people and the standards that somebody of it has read.

Each class takes plain data and checks it, as those of the intake do: a fault is a ``CaseError`` that names the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from appraisal.errors import CaseError
from appraisal.intake.filling import build, day, fill, need, table
from appraisal.papers import licences, record
from appraisal.papers.as_read import elsewhere, stated, worded
from appraisal.papers.norm_words import names_clause, names_standard, not_its_own, one_only, ruled, titled, whichever
from appraisal.profile import Words

# what a standard that is a basis has on file
BASIS: Mapping[str, Words] = {
    "number": Words("编号", "number"),
    "title": Words("名称", "title"),
    "edition": Words("版次", "edition"),
    "clause": Words("条款", "clause"),
    "text": Words("条款原文", "text of the clause"),
    "checked_by": Words("查阅人", "who read it"),
    "checked_on": Words("查阅日期", "day it was read"),
}


# what a licence that a form of paper needs has on file
LICENSED: Mapping[str, Words] = {
    "number": Words("编号", "number"),
    "category": Words("类别", "category"),
    "authority": Words("发证机关", "authority"),
    "until": Words("有效期", "last day"),
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

    def covers(self, category: str) -> bool:
        """Whether the category stands on it as an item of its own: 声像资料, 声像资料鉴定 of 法医、声像资料鉴定; and
        neither its number nor its authority says that it was revoked."""
        ended = any(map(licences.ended, (self.number, self.authority)))
        return licences.covers(self.category, category) and not ended

    def lacks(self, category: str) -> tuple[Words, ...]:
        """What of a licence, looked at for a category, is not on file as it stands there, with nothing beside it: its
        number, what it covers, who granted it, its last day."""
        held = {
            "number": stated(self.number) and licences.is_number(self.number),
            "category": licences.lists_categories(self.category, category),
            "authority": stated(self.authority) and licences.names_body(self.authority),
            "until": bool(self.until),
        }
        return tuple(words for name, words in LICENSED.items() if not held[name])


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

    def called(self, language: str) -> str:
        """Its name in that language; where it has none there, the one that it has."""
        return self.name_en if language == "en" and self.name_en else self.name

    def licence(self, category: str, on: str = "") -> Licence | None:
        """A licence of that category that is in force on a day (ISO date; empty: whichever day)."""
        held = [one for one in self.licences if one.covers(category)]
        held.sort(key=lambda one: bool(one.lacks(category)))  # one that is whole first
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
        """What keeps it from being a basis: what is not filed, or says nothing (a dash, 相关条款, a note on where
        the text is, that it is another's account, or holds no
        more); an edition of another year than its number."""
        return _lacks(self)

    @property
    def since(self) -> str:
        """The year, or day, before which nobody can have read it, by its number and edition, and by what it says of
        when it comes into force; empty where they name none."""
        told = (self.number, self.title, self.clause, self.text)
        starts = [day for text in told for day in record.in_force(text)]
        return max((*record.numbered(self.number), *record.dates(self.edition), *starts), default="")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Standard:
        return build(cls, given)


@lru_cache(maxsize=512)  # many gates ask of the same few
def _lacks(one: Standard) -> tuple[Words, ...]:
    held = {name: stated(getattr(one, name)) and not elsewhere(getattr(one, name)) for name in BASIS}
    words = record.beside(one.text, one.title, one.number, one.clause, one.edition)
    held["number"] = names_standard(one.number) and one_only(one.number) and record.is_number(one.number)
    held["title"] &= titled(one.title) and record.is_title(one.title)
    held["clause"] &= names_clause(one.clause) and one_only(one.clause) and record.is_clause(one.clause)
    held["text"] &= all(worded(told) and ruled(told) and record.is_text(told) for told in (one.text, words))
    held["edition"] &= not whichever(one.edition) and one_only(one.edition) and not _of_another_year(one)
    held["edition"] &= record.names_edition(one.edition, one.number)
    for name in ("number", "title", "edition", "clause", "text"):
        held[name] &= not not_its_own(getattr(one, name))
    return tuple(words for name, words in BASIS.items() if not held[name])


def _of_another_year(one: Standard) -> bool:
    """Whether the edition named is of a year before that in the number, or of another that no revision explains."""
    numbered, editions = record.numbered(one.number), record.dates(one.edition)
    years = {told[:4] for told in editions}
    if not (numbered and years) or years & set(numbered):
        return False
    return max(years) < min(numbered) or not record.revised(one.edition, min(numbered))


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
