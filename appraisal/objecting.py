"""Objections (异议), and which of them a reply (答复) answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from appraisal import people
from appraisal.errors import CaseError
from appraisal.papers.as_read import worded
from appraisal.procedure import Kind, Logged, Step


def unanswered(entries: Sequence[Logged], experts: Iterable[str] = ()) -> dict[int, str]:
    """Objections without a reply: number of the entry, and what it says. A reply answers the one that it names, if it
    comes after it; one that names none (of an earlier program) that which alone stood open. One that says nothing, or
    is by nobody of the case where its people (``experts`` and who else is on file) are known, is none."""
    found: dict[int, str] = {}
    known = people.of_case(experts, entries)
    for entry in entries:
        if entry.kind == Kind.OBJECTION:
            found[entry.seq] = str(entry.body.get("what", ""))
        elif entry.kind == Kind.REPLY and _says(entry.body) and (not known or entry.by in known):
            named = entry.body.get("answers") or (next(iter(found)) if len(found) == 1 else 0)
            if isinstance(named, int):
                found.pop(named, None)
    return found


def _says(body: Any) -> bool:
    return worded(str(body.get("what", ""))) or bool(body.get("documents"))


def bound(
    step: Step, kind: Kind, *, entries: Sequence[Logged], experts: Iterable[str], by: str, files: Sequence[object]
) -> Step:
    """The step as it is filed: a reply with the objection that it answers. ``CaseError`` when that is not told and
    several stand open, or there is none such; and for a reply that would answer nothing. ``files``: those that come
    with it."""
    if kind is not Kind.REPLY:
        if step.answers:
            raise CaseError("only a reply answers an objection")
        return step
    found = unanswered(entries, experts := tuple(experts))
    if not found:
        raise CaseError("no objection stands open: a reply is recorded after the objection that it answers")
    named = step.answers or (next(iter(found)) if len(found) == 1 else 0)
    if named not in found:
        listed = "; ".join(f"{seq} {what}" for seq, what in found.items())
        raise CaseError(
            f"say which objection the reply answers, by its number: --answers N; these stand open: {listed}"
        )
    if not _says({"what": step.what, "documents": [*step.documents, *files]}):
        raise CaseError(
            f"a reply says what is answered, or brings the document that does (--document), not {step.what!r}"
        )
    people.refuse_stranger(experts, entries, by)
    return replace(step, answers=named)
