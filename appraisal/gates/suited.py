"""Whether a form of paper may be made in a case at all, and why not: for ``appraisal papers`` and for the gates."""

from __future__ import annotations

from appraisal.intake.words import Client, Procedure, Word
from appraisal.paper import Paper
from appraisal.papers.institution import Institution
from appraisal.profile import Words


def unlicensed(category: str, house: Institution | None, on: str) -> Words | None:
    """Why the institution may not make a paper that needs a licence of ``category`` on a day (ISO date); None where it
    may, or none is needed."""
    if not category:
        return None
    if house is None or house.licence(category) is None:
        return Words(
            f"机构无“{category}”类许可证在卷，不得出具本文书", f"no licence of the category {category} is on file"
        )
    if house.licence(category, on) is None:
        return Words(f"“{category}”类许可证在报告日已过期", f"the licence of the category {category} has run out")
    return None


def misplaced(paper: Paper, procedure: str, client: str) -> Words | None:
    """Why the paper is none for this procedure and this kind of client; None where it is one, or neither is stated."""
    if paper.fits(procedure, client):
        return None
    course, kind = _named(procedure, Procedure), _named(client, Client)
    return Words(
        f"本文书不用于：{course.zh}，委托方：{kind.zh}",
        f"this form of paper is not for: {course.en}, commissioned by: {kind.en}",
    )


def _named(value: str, kinds: type[Word]) -> Words:
    """The words of a value of a closed list; of any other the value."""
    return next((Words(one.zh, one.en) for one in kinds if one == value), Words(value, value))
