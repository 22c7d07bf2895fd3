"""Gate of who speaks: a private commission is reported in nobody's name by whom a court would seem to have sent him."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.intake import Client
from appraisal.papers.as_read import printed
from appraisal.profile import Words

PRIVATE = frozenset({Client.PARTY, Client.LAW_FIRM, Client.OTHER})
_SENT = "(?:指定|指派|委派|选派|派出|任命|委任|授权|选任)"
_SENT_EN = "(?:appointed|appointees?|authori[sz]ed|designated|nominated|assigned)"
CLAIM = re.compile(
    f"(?:法院|法庭|检察院|公安(?:机关|局|部|厅)|仲裁(?:委员会|机构|庭))[^，。；,;\n]{{0,8}}?{_SENT}"
    rf"|\b(?:court|tribunal|judicially|police|prosecution|prosecutor)(?:['’]?s)?[\s-]+{_SENT_EN}\b"
    rf"|\b{_SENT_EN}\s+(?:by|of)\s+(?:[\w’']+\s+){{0,5}}?(?:courts?|tribunals?|judges?|police|prosecutors?)\b"
)
_ONCE = re.compile(r"曾|former|previous|in the past|\bonce\b")  # what somebody was is no claim on this report
_CLAUSE = re.compile("[，。；,;\n]")


def borrowed(view: View) -> Found:
    """Names and qualifications that claim a court's, prosecutor's or police's appointment, in a private commission.
    Whom a court did appoint has the court, not a party, on file as who commissioned it."""
    if view.commission.kind is not None and view.commission.kind not in PRIVATE:
        return
    found = dict.fromkeys(claim for text in _names(view) for claim in claims(text))
    for claim in found:
        yield Gap(
            "procedure/authority",
            Words(
                f"本案系自行委托，名称、资格却称受司法机关指派：“{claim}”",
                f"a private commission, yet a name or qualification claims a court's authority: {claim}",
            ),
            Words(
                "从机构、人员登记与文书格式中删去；确系司法机关委托的，更正受理登记的委托方",
                "take it out of what is filed of institution and people, and of the form; if a court did commission it,"
                " correct who commissioned it in the intake",
            ),
        )


def claims(text: str) -> Iterator[str]:
    """Words by which a text claims a court's authority now; that somebody was once appointed is told freely."""
    for clause in _CLAUSE.split(printed(text).text):
        if not _ONCE.search(clause):
            yield from (" ".join(hit.group().split()) for hit in CLAIM.finditer(clause))


def _names(view: View) -> Iterator[str]:
    form, house = view.paper, view.institution
    for words in (form.title, form.author, form.house):
        yield from (words.zh, words.en)
    if house is not None:
        yield from (house.name, house.name_en, *house.letterhead)
    for person in view.people:
        yield from (person.name, person.qualification, person.certificate)
