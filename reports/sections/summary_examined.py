"""In front of a report on programs: what was found statically, what was tested, and where each question is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from appraisal.concluding import standing
from appraisal.functional.tests import FunctionalTest, Switch
from appraisal.gates.view import Filings
from appraisal.profile import CONCLUSION, Findings, Part
from reports.document import Block, Listed
from reports.sections import sightings
from reports.sections.desk import Desk, paragraph
from reports.sections.entries import word
from reports.sections.functional import tests_of
from reports.text import Printed, printable


def examined(desk: Desk) -> Iterator[Block]:
    """Findings by verdict, each once whatever a program was examined beside; tests with their outcome; the questions
    of the template on which findings bear. Nothing in a case without examination and test."""
    standing = [one for one in desk.examined if one.examination.status == "ok"]
    tests = [found for _, found in tests_of(desk)]
    if not standing and not tests:
        return
    verdicts = {each.id: each.verdict for one in standing for each in sightings.seen(one) if each.is_finding}
    if standing:
        counts = Counter(verdicts.values())
        told = [desk.say(f"verdict.{one.value}") + f" {counts[one]}" for one in sightings.ORDER if counts[one]]
        listed = Printed(desk.say("listing-comma").join(told) or desk.say("none"))
        yield paragraph(
            desk.say("summary-static", count=len(verdicts), listed=listed, title=_title(desk, "examinations"))
        )
    if tests:
        listed = Printed(desk.say("semicolon").join(_test(desk, one) for one in tests))
        title = _title(desk, "functional-tests")
        yield paragraph(desk.say("summary-tests", count=len(tests), listed=listed, title=title))
    if rows := [(paragraph(_question(desk, part)),) for part in _parts(desk) if _asks(part)]:
        yield Listed(tuple(rows))


def _test(desk: Desk, found: FunctionalTest) -> Printed:
    states = []
    for state in Switch:
        shown, repetitions = found.counted(state)
        if repetitions:
            said = {"state": word(desk, state), "shown": shown, "repetitions": repetitions}
            states.append(desk.say("summary-test-state", **said))
    told = Printed(desk.say("listing-comma").join(states) or desk.say("none"))
    return desk.say("summary-test", id=printable(found.id), function=printable(found.function), states=told)


def _question(desk: Desk, part: Part) -> Printed:
    """The heading of a part that answers a question, and whether experts wrote down their conclusion there."""
    subject = CONCLUSION + part.id
    texts = [one.markdown for one in desk.dossier.texts if one.section == subject]
    texts += [one.reason for _, one in standing(Filings(desk.dossier).decisions) if one.about == subject]
    state = desk.say("summary-answered" if any(map(str.strip, texts)) else "summary-unanswered")
    return desk.say("summary-question", heading=desk.read(part.heading), state=state)


def _parts(desk: Desk) -> tuple[Part, ...]:
    return desk.dossier.profile.parts if desk.dossier.profile is not None else ()


def _asks(part: Part) -> bool:
    return any(isinstance(item, Findings) and item.question for item in part.show)


def _title(desk: Desk, section: str) -> Printed:
    """Where the report has a section: the heading of the part of the template that holds it, else its own."""
    holding = (part for part in _parts(desk) if any(getattr(item, "section", "") == section for item in part.show))
    part = next(holding, None)
    return desk.say(section) if part is None else desk.read(part.heading)
