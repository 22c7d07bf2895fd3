"""Objections (异议), and which of them a reply (答复) answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appraisal.errors import CaseError
from appraisal.procedure import Kind, Logged, Step


def unanswered(entries: Sequence[Logged]) -> dict[int, str]:
    """Objections without a reply: number of the entry, and what it says. A reply answers the one that it names, if it
    comes after it; one that names none (of an earlier program) that which alone stood open."""
    found: dict[int, str] = {}
    for entry in entries:
        if entry.kind == Kind.OBJECTION:
            found[entry.seq] = str(entry.body.get("what", ""))
        elif entry.kind == Kind.REPLY:
            named = entry.body.get("answers") or (next(iter(found)) if len(found) == 1 else 0)
            if isinstance(named, int):
                found.pop(named, None)
    return found


def bound(entries: Sequence[Logged], kind: Kind, step: Step) -> Step:
    """The step as it is filed: a reply with the objection that it answers. ``CaseError`` when that is not told and
    several stand open, or there is none such."""
    if kind is not Kind.REPLY:
        if step.answers:
            raise CaseError("only a reply answers an objection")
        return step
    found = unanswered(entries)
    if not found:
        raise CaseError("no objection stands open: a reply is recorded after the objection that it answers")
    named = step.answers or (next(iter(found)) if len(found) == 1 else 0)
    if named not in found:
        listed = "; ".join(f"{seq} {what}" for seq, what in found.items())
        raise CaseError(
            f"say which objection the reply answers, by its number: --answers N; these stand open: {listed}"
        )
    return replace(step, answers=named)
