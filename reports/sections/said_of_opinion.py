"""What an opinion on file says, in the table of steps: where no form of paper prints it in a section of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.dossier import LogEntry
from appraisal.papers.opinion import TESTED, Opinion, Sentence, phrases
from reports.document import Line
from reports.sections.desk import Desk, lines, text
from reports.sections.entries import decoded, labelled, stacked
from reports.text import Printed, printable

SLOT = re.compile(r"\{([a-z_]+)(?::[^|}]*\|([^}]*))?\}")  # of a phrase: a slot, or words that agree with its number
ADDED = {"scope", "kept", "overlap", "identical"}  # slots that hold a remark of their own, or nothing


def opinion(desk: Desk, entry: LogEntry) -> Line | None:
    """Its sentences in their phrases, what they come to for each proposition, what is left open, dissents."""
    held = decoded(Opinion, entry.body)
    return stacked(*_rows(desk, held)) if held is not None else None


def _rows(desk: Desk, held: Opinion) -> Iterator[Line]:
    for at, one in enumerate(held.sentences, 1):
        yield labelled(desk, desk.say("said-sentence", number=at, question=one.question), _sentence(desk, one))
    for answer in held.answers:
        said = desk.say(f"proposition-{answer.answer}")
        yield labelled(desk, desk.say("said-proposition", number=answer.proposition), text(said))
    for left in held.unanswered:
        for number in left.propositions:
            reason = printable(left.reason)
            said = Printed(f"{desk.say('proposition-open')}{reason}")
            yield labelled(desk, desk.say("said-proposition", number=number), text(said))
    if held.range:
        yield labelled(desk, desk.say("opinion-range"), lines(held.range))
    for dissent in held.dissents:
        yield labelled(desk, Printed(f"{desk.say('opinion-dissents')} {printable(dissent.by)}"), lines(dissent.text))


def _sentence(desk: Desk, one: Sentence) -> Line:
    """The phrase with the works and the experts' words in it; figures, which the paper states, are left out."""
    phrase = phrases().get(one.phrase)
    if phrase is None:
        return text(one.phrase, "mark")
    slots = {"left": desk.named(one.left), "right": desk.named(one.right)}
    slots[TESTED] = Printed(f"{desk.say('open')}{printable(one.right)}{desk.say('close')}" if one.right else "")
    slots |= dict.fromkeys(ADDED, Printed("")) | {
        slot: printable(said.replace("`", "")) for slot, said in one.words(desk.language).items()
    }
    said = SLOT.sub(lambda found: found[2] or slots.get(found[1], desk.say("said-figure")), desk.read(phrase.text))
    method = [desk.say("said-method", method=desk.called(one.comparator))] if one.comparator else []
    return text(Printed("".join((said, *method))))
