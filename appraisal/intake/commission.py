"""Commission, acceptance and conflict check: what was asked by whom, whether it is taken on, and by whom it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.errors import CaseError
from appraisal.intake.filling import build, day, fill, need, table
from appraisal.intake.words import (
    ASKED_OF,
    Answer,
    Client,
    ConflictOutcome,
    Decision,
    InstructionKind,
    Obstacle,
    Procedure,
    Question,
    Subject,
)
from appraisal.rights.forms import read_digest


@dataclass(frozen=True, slots=True)
class Document:
    """A document handed in with the commission. ``digest`` as printed, e.g. ``SHA-256: 9f…``; may be empty."""

    name: str
    digest: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.name, "document, name", "name the document")
        if self.digest and not read_digest(self.digest)[0]:
            raise CaseError(
                f"document, digest: {self.digest[:40]!r} is no MD5, SHA-1, SHA-256 or SM3 in hexadecimal digits:"
                " correct it or leave it out"
            )


@dataclass(frozen=True, slots=True)
class Instruction:
    """An oral instruction or a change of the commission: when, by whom, what."""

    on: str
    by: str
    text: str
    kind: InstructionKind = InstructionKind.ORAL

    def __post_init__(self) -> None:
        fill(self)
        need(self.on, "instruction, on", "give the date")
        day(self.on, "instruction, on")
        need(self.by, "instruction, by", "name the person who gave it")
        need(self.text, "instruction, text", "write down what was said")


@dataclass(frozen=True, slots=True)
class Commission:
    """Who commissions what, in which procedure. ``questions`` are verbatim: nothing of them is trimmed or altered."""

    by: str = ""
    kind: Client | None = None
    procedure: Procedure | None = None
    number: str = ""
    on: str = ""
    questions: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    contacts: tuple[str, ...] = ()
    deadline: str = ""
    instructions: tuple[Instruction, ...] = ()

    def __post_init__(self) -> None:
        fill(self)
        day(self.on, "commission, on")
        day(self.deadline, "commission, deadline")
        for at, question in enumerate(self.questions, 1):
            need(question, f"commission, questions {at}", "write the question as the commission has it, or remove it")
        for at, contact in enumerate(self.contacts, 1):
            need(contact, f"commission, contacts {at}", "name the person, or remove it")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Commission:
        """From the table ``[commission]`` of ``case.toml``: any part of it, one question or document as text too.

        Unknown fields raise ``CaseError``.
        """
        given = table(given, "commission")
        for name in ("questions", "contacts", "documents"):
            if isinstance(given.get(name), str):
                given[name] = [given[name]] if given[name].strip() else []
        if isinstance(documents := given.get("documents"), (list, tuple)):
            given["documents"] = [{"name": item} if isinstance(item, str) else item for item in documents]
        return build(cls, given)


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of the closed list; ``other`` needs its text."""

    reason: Obstacle
    text: str = ""

    def __post_init__(self) -> None:
        fill(self)
        if self.reason is Obstacle.OTHER:
            need(self.text, "ground, text", "say what the other reason is")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The acceptance check: accept, ask for more, or decline; by whom and when."""

    decision: Decision
    decided_by: str
    on: str
    reasons: tuple[Ground, ...] = ()
    asked_for: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fill(self)
        need(self.decided_by, "acceptance, decided_by", "name the person who decided")
        need(self.on, "acceptance, on", "give the date of the decision")
        day(self.on, "acceptance, on")
        for at, thing in enumerate(self.asked_for, 1):
            need(thing, f"acceptance, asked_for {at}", "say what is asked for, or remove it")
        if self.decision is Decision.ACCEPT:
            if self.reasons:
                raise CaseError("acceptance, reasons: these are reasons against: remove them, or do not accept")
        elif not self.reasons:
            raise CaseError(f"acceptance, reasons: {self.decision} needs at least one reason of the list")
        if self.decision is Decision.ASK_MORE and not self.asked_for:
            raise CaseError("acceptance, asked_for: ask-more needs a list of what is asked for")
        if self.decision is not Decision.ASK_MORE and self.asked_for:
            raise CaseError(f"acceptance, asked_for: goes with ask-more only, not with {self.decision}: remove it")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Acceptance:
        """From a plain mapping; a reason may be the bare word of the list. Unknown fields raise ``CaseError``."""
        given = table(given, "acceptance")
        if isinstance(reasons := given.get("reasons"), (list, tuple)):
            given["reasons"] = [{"reason": one} if isinstance(one, str) else one for one in reasons]
        return build(cls, given)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question of the conflict check and its answer; ``yes`` needs an explanation."""

    question: Question
    answer: Answer = Answer.NOT_ANSWERED
    text: str = ""

    def __post_init__(self) -> None:
        fill(self)
        if self.answer is Answer.YES:
            need(self.text, f"inquiry, text ({self.question})", "the answer is yes: say what it is")


@dataclass(frozen=True, slots=True)
class ConflictCheck:
    """The check of one person, or of the institution. ``outcome`` is None until somebody has decided.

    ``none`` can be the outcome only when every question was answered no; ``disclosed-and-continued`` needs a reason
    and the person who decided.
    """

    name: str
    subject: Subject = Subject.PERSON
    answers: tuple[Inquiry, ...] = ()
    outcome: ConflictOutcome | None = None
    reason: str = ""
    decided_by: str = ""
    on: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.name, "conflict, name", "name the person or institution")
        day(self.on, "conflict, on")
        where = f"conflict ({self.name})"
        asked = [inquiry.question for inquiry in self.answers]
        for question in asked:
            if question not in ASKED_OF[self.subject]:
                raise CaseError(f"{where}, answers: {question} is not asked of a {self.subject}: remove it")
            if asked.count(question) > 1:
                raise CaseError(f"{where}, answers: {question} is answered twice: keep one")
        if self.outcome is ConflictOutcome.NONE and (self.unanswered() or self.disclosed()):
            raise CaseError(
                f"{where}, outcome: none needs every question answered no: "
                f"see {', '.join((*self.unanswered(), *self.disclosed()))}"
            )
        if self.outcome is ConflictOutcome.CONTINUED:
            need(self.reason, f"{where}, reason", "say why the work goes on after disclosure")
            need(self.decided_by, f"{where}, decided_by", "name the person who decided that it goes on")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> ConflictCheck:
        """From a plain mapping; ``answers`` may be a table of question and answer. Unknown fields: ``CaseError``."""
        given = table(given, "conflict")
        if isinstance(answers := given.get("answers"), Mapping):
            given["answers"] = [{"question": question, "answer": answer} for question, answer in answers.items()]
        return build(cls, given)

    def unanswered(self) -> tuple[Question, ...]:
        """Questions of this subject without an answer."""
        given = {inquiry.question for inquiry in self.answers if inquiry.answer is not Answer.NOT_ANSWERED}
        return tuple(question for question in ASKED_OF[self.subject] if question not in given)

    def disclosed(self) -> tuple[Question, ...]:
        """Questions answered yes."""
        return tuple(inquiry.question for inquiry in self.answers if inquiry.answer is Answer.YES)


def form(name: str, subject: Subject = Subject.PERSON) -> ConflictCheck:
    """An empty check with all questions of the subject, to be filled in."""
    return ConflictCheck(name, subject, tuple(Inquiry(question) for question in ASKED_OF[subject]))


def recused(checks: Sequence[ConflictCheck], subject: Subject) -> tuple[str, ...]:
    """Names of those who stand back."""
    return tuple(c.name for c in checks if c.subject is subject and c.outcome is ConflictOutcome.RECUSED)
