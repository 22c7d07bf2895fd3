"""Commission, acceptance and conflict check, from the last entry of each; without entries, from the case's settings."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.intake import (
    LABELS,
    Acceptance,
    Commission,
    ConflictCheck,
    Decision,
    Subject,
)
from appraisal.intake.words import Word
from appraisal.procedure import Kind
from reports.document import Block, Grid, Heading, Inline, Line
from reports.markdown import expert_blocks
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import decoded, field, is_late, last, source, stacked, unstated, whole, word
from reports.text import Printed, printable

Rows = list[tuple[Line, ...]]


def client(desk: Desk) -> str:
    """Who commissioned the appraisal, for the cover."""
    entry = last(desk, Kind.COMMISSION)
    found = decoded(Commission, entry.body) if entry else None
    given = found.by if found else desk.dossier.commission.get("by")
    return given if isinstance(given, str) else ""


def commission(desk: Desk) -> Iterator[Block]:
    """What was asked, whether it was taken on, and who has an interest; under a heading of its own what experts wrote
    to introduce the case. A paper for a court that does not know these steps says whose they are."""
    if desk.dossier.paper is not None and desk.dossier.paper.prevails == "en":
        yield paragraph(desk.say("intake-abroad"), "note")
    entry = last(desk, Kind.COMMISSION)
    found = decoded(Commission, entry.body) if entry else None
    if found is not None:
        yield _table(desk, _commission(desk, found))
    elif entry is not None:
        yield paragraph(desk.say("odd-body"), "notice")
        yield _table(desk, [(text(field(desk, "commission"), "strong"), whole(desk, entry.body, "commission"))])
    else:
        yield from _settings(desk)
    if entry is not None:
        yield source(desk, entry)
    yield from acceptance(desk)
    yield from conflicts(desk)
    if introduced := tuple(expert_blocks(desk, "introduction")):
        yield from (Heading(2, desk.say("introduction")), *introduced)


def _table(desk: Desk, rows: Rows) -> Grid:
    return desk.grid([desk.say("fact"), desk.say("col.content")], rows, widths=(1.0, 3.6))


def _row(desk: Desk, key: str, content: Line) -> tuple[Line, ...]:
    return text(field(desk, key), "strong"), content or unstated(desk)


def _words(words: str) -> Line:
    return lines(words) if words else ()


def _commission(desk: Desk, found: Commission) -> Rows:
    questions = [lines(f"{at}. {question}") for at, question in enumerate(found.questions, 1)]
    documents = [
        (*lines(one.name), *((Inline("\n"), Inline(printable(one.digest), "digest")) if one.digest else ()))
        for one in found.documents
    ]
    instructions = [
        text(desk.say("instruction", on=one.on, by=one.by, kind=word(desk, one.kind), text=printable(one.text)))
        for one in found.instructions
    ]
    return [
        _row(desk, "commission.by", _words(found.by)),
        _row(desk, "commission.kind", text(word(desk, found.kind))),
        _row(desk, "commission.procedure", text(word(desk, found.procedure))),
        _row(desk, "commission.number", _words(found.number)),
        _row(desk, "commission.on", _words(found.on)),
        _row(desk, "commission.questions", stacked(*questions)),
        _row(desk, "commission.documents", stacked(*documents)),
        _row(desk, "commission.instructions", stacked(*instructions) or text(desk.say("instructions-none"))),
        _row(desk, "commission.contacts", _words("\n".join(found.contacts))),
        _row(desk, "commission.deadline", _words(found.deadline)),
    ]


def _settings(desk: Desk) -> Iterator[Block]:
    """The commission as ``case.toml`` has it, for cases that hold no entry of it."""
    rows: Rows = []
    for key, content in desk.dossier.commission.items():
        if key == "questions" and isinstance(content, list):
            cell = lines("\n".join(f"{at}. {question}" for at, question in enumerate(content, 1)))
        elif f"{key}.{content}" in LABELS[desk.language]:  # a word of a closed list, such as civil
            cell = text(LABELS[desk.language][f"{key}.{content}"])
        else:
            cell = text(desk.value(content))
        label = field(desk, f"commission.{key}") if f"commission.{key}" in LABELS[desk.language] else printable(key)
        rows.append((text(label, "strong"), cell))
    if rows:
        yield _table(desk, rows)
    else:
        yield paragraph(desk.say("commission-none"))


def acceptance(desk: Desk) -> Iterator[Block]:
    yield Heading(2, field(desk, "acceptance"))
    entry = last(desk, Kind.ACCEPTANCE)
    if entry is None:
        yield paragraph(desk.say("acceptance-none"))
        return
    found = decoded(Acceptance, entry.body)
    if found is None:
        yield paragraph(desk.say("odd-body"), "notice")
        yield _table(desk, [(text(field(desk, "acceptance"), "strong"), whole(desk, entry.body, "acceptance"))])
    else:
        reasons = [
            text(Printed(word(desk, one.reason) + (desk.say("colon") + printable(one.text) if one.text else "")))
            for one in found.reasons
        ]
        rows = [
            _row(desk, "acceptance.decision", text(word(desk, found.decision), "strong")),
            _row(desk, "acceptance.reasons", stacked(*reasons) or text(desk.say("reasons-none"))),
            _row(desk, "acceptance.decided_by", _words(found.decided_by)),
            _row(desk, "acceptance.on", _words(found.on)),
        ]
        if found.decision is Decision.ASK_MORE:
            rows.insert(2, _row(desk, "acceptance.asked_for", stacked(*map(lines, found.asked_for))))
        yield _table(desk, rows)
    yield source(desk, entry)


def conflicts(desk: Desk) -> Iterator[Block]:
    yield Heading(2, field(desk, "conflict"))
    entry = last(desk, Kind.CONFLICTS)
    if entry is None:
        yield paragraph(desk.say("conflicts-none"))
        return
    if is_late(entry):
        yield paragraph(desk.say("conflicts-late"), "notice")
    checks = entry.body.get("checks")
    rows: Rows = []
    dash = text(desk.say("none"))
    checked: set[str] = set()
    subjects: set[Subject] = set()
    for body in checks if isinstance(checks, list) else [entry.body]:
        found = decoded(ConflictCheck, body)
        if found is None:
            rows.append((text(desk.say("odd-body"), "mark"), dash, whole(desk, body, "conflict"), dash, dash))
            continue
        checked.add(found.name.strip())
        subjects.add(found.subject)
        rows.append(_check(desk, found))
    absent = [printable(expert) for expert in desk.dossier.experts if expert.strip() not in checked]
    unchecked = [(one, word(desk, Subject.PERSON)) for one in absent]
    if Subject.INSTITUTION not in subjects:
        unchecked.append((desk.say("institution"), word(desk, Subject.INSTITUTION)))
    rows += [(text(one), text(subject), text(desk.say("no-check"), "mark"), dash, dash) for one, subject in unchecked]
    head = [field(desk, f"conflict.{key}") for key in ("name", "subject", "answers", "outcome", "decided_by")]
    shown, note = desk.capped(rows)
    yield desk.grid(head, shown, widths=(2.0, 1.8, 5.9, 2.2, 3.0))
    yield from note
    yield source(desk, entry)


def _asked(desk: Desk, question: Word) -> str:
    """The question and what parts it from its answer: a question mark is enough."""
    words = word(desk, question)
    return words + {"?": " ", "？": ""}.get(words[-1:], desk.say("colon"))


def _check(desk: Desk, found: ConflictCheck) -> tuple[Line, ...]:
    asked = [
        text(
            Printed(
                _asked(desk, one.question)
                + word(desk, one.answer)
                + (desk.say("open") + printable(one.text) + desk.say("close") if one.text else "")
            )
        )
        for one in found.answers
    ]
    answered = {one.question for one in found.answers}
    asked += [
        text(Printed(_asked(desk, question) + LABELS[desk.language]["answer.not-answered"]))
        for question in found.unanswered()
        if question not in answered
    ]
    decided = stacked(_words(found.decided_by), _words(found.on), _words(found.reason))
    outcome = text(word(desk, found.outcome), "strong" if found.outcome else "mark")
    return lines(found.name), text(word(desk, found.subject)), stacked(*asked), outcome, decided or unstated(desk)
