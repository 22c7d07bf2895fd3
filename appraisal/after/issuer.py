"""Who issues a paper that goes with an issued report: the institution as it is on file, under its letterhead, those who
sign, and the place of its seal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from appraisal import codec
from appraisal.case import Case
from appraisal.errors import AppraisalError
from appraisal.notice import Issuer, Signed
from appraisal.paper import Paper
from appraisal.papers.institution import Expert, Institution, Part
from appraisal.procedure import Kind
from appraisal.profile import Words

T = TypeVar("T")
ISSUED_BY = Words("签发人", "Issued by")


def issuer(case: Case, paper: Paper, by: str) -> Issuer:
    """Of a paper that ``by`` issues in the form of the report. Without an institution on file it names none, and has
    places for signatures all the same."""
    entry = case.history().last(Kind.INSTITUTION)
    house = _read(Institution, entry.body) if entry is not None else None
    signing = tuple(_appraisers(case, paper))
    if by not in {one.name for one in signing}:
        signing += (Signed(ISSUED_BY, by, ""),)
    if house is None:
        return Issuer(paper.house, None, (), signing, paper.signing.seal)
    named = Words(house.called("zh"), house.called("en"))
    letterhead = house.letterhead if paper.page.letterhead else ()
    return Issuer(paper.house, named, letterhead, signing, paper.signing.seal)


def _appraisers(case: Case, paper: Paper) -> Iterator[Signed]:
    """Those who signed the report as its experts: at least one of them signs what goes with it."""
    entry = case.history().last(Kind.QUALIFICATIONS)
    rows = entry.body.get("experts") if entry is not None else None
    for row in rows if isinstance(rows, list) else ():
        one = _read(Expert, row)
        if one is not None and one.part == Part.APPRAISER:
            yield Signed(paper.author, one.name, one.certificate)


def _read(kind: type[T], body: object) -> T | None:
    """What was put on file, as far as it reads."""
    try:
        found: T | None = codec.decode(kind, {**body, "is": kind.__name__}) if isinstance(body, Mapping) else None
    except (AppraisalError, TypeError, ValueError):
        return None
    return found
