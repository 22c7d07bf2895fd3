"""Facts that the record holds and a report prints as they are filed: what works are called, which version was
examined and how it came, licences, numbers and editions of standards, the title of the paper. To say otherwise is no
slip of writing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal import issuing
from appraisal.case import Case
from appraisal.gates.values import within
from appraisal.intake.words import LISTS
from appraisal.paper import Paper
from appraisal.procedure import History, Kind

_LISTED = {word.value: (word.zh, word.en) for words in LISTS.values() for word in words}
_LICENCE = ("number", "category", "authority")
_STANDARD = ("number", "edition", "title")
LEAST, LEAST_DIGITS = 2, 4  # letters or digits of a fact that is looked for: fewer stand in many words


def held(case: Case, paper: Paper) -> frozenset[str]:
    """Facts of the case, and the title that its paper has in either language."""
    told = [work.name for work in case.works] + [paper.title.zh, paper.title.en]
    history = case.history()
    for entry in history.of(Kind.MATERIAL):
        told += [str(entry.body.get(one) or "") for one in ("name", "version")]
        told += [words for _, value in within(entry.body, str) for words in _LISTED.get(value, ())]
    for kind, name, fields in ((Kind.INSTITUTION, "licences", _LICENCE), (Kind.STANDARDS, "standards", _STANDARD)):
        told += [str(row.get(one) or "") for row in _rows(history, kind, name) for one in fields]
    return frozenset(
        text.strip() for text in told if len(text.strip()) >= (LEAST_DIGITS if text.strip().isdigit() else LEAST)
    )


def lost(text: str, changed: str, facts: Collection[str]) -> list[str]:
    """Facts that stood in a text more often than in what it is changed to."""
    return sorted(fact for fact in facts if text.count(fact) > changed.count(fact))


def people(case: Case) -> frozenset[str]:
    """Who examines, reviews and signs, and who decided or did a step of the review."""
    named = [str(row.get("name", "")) for row in _rows(case.history(), Kind.QUALIFICATIONS, "experts")]
    return frozenset(name.strip() for name in (*named, *case.settings.experts) if name.strip())


def signatories(case: Case) -> frozenset[str]:
    """Authorised signatories on file, and the one whom the panel was convened with."""
    panel = case.history().last(Kind.PANEL)
    convened = str(panel.body.get("signatory") or "") if panel is not None else ""
    return frozenset(name for name in (*issuing.signatories(case), convened) if name.strip())


def parties(case: Case) -> frozenset[str]:
    """What client, institution and who handed material in are called: whose report it is, and from whom."""
    fields = {Kind.COMMISSION: ("by",), Kind.INSTITUTION: ("name", "name_en"), Kind.MATERIAL: ("from_whom",)}
    history = case.history()
    named = [str(entry.body.get(one) or "") for kind in fields for entry in history.of(kind) for one in fields[kind]]
    named += [work.received_from for work in case.works]
    return frozenset(name.strip() for name in named if len(name.strip()) > 1)


def clauses(case: Case) -> list[str]:
    """Clauses of standards, as quoted."""
    held = [str(row.get("text", "")) for row in _rows(case.history(), Kind.STANDARDS, "standards")]
    return [text.strip() for text in held if text.strip()]


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays as it is on file: what people are by title and certificate, and what they say of their experience, of
    which numbers count; numbers of carriers and seals."""

    qualifications: Sequence[str]
    experience: Sequence[str]
    marks: Collection[str]


def kept(case: Case) -> Kept:
    history = case.history()
    return Kept(_told(history, "qualification", "certificate"), _told(history, "experience"), _marks(history))


def _told(history: History, *names: str) -> list[str]:
    """What the form says of people under these names."""
    rows = _rows(history, Kind.QUALIFICATIONS, "experts")
    held = [str(row.get(name) or "").strip() for row in rows for name in names]
    return [text for text in held if text]


def _marks(history: History) -> frozenset[str]:
    """Serial numbers of carriers and numbers of seals: by them material is known again."""
    found = []
    for entry in history.of(Kind.MATERIAL):
        for name, field in (("carrier", "serial"), ("seal", "number")):
            held = entry.body.get(name)
            found.append(str(held.get(field) or "").strip() if isinstance(held, dict) else "")
    return frozenset(mark for mark in found if len(mark) > 1)


def _rows(history: History, kind: Kind, name: str) -> list[Mapping[str, Any]]:
    """Tables below a name of the last entry of a kind."""
    entry = history.last(kind)
    rows: Any = entry.body.get(name) if entry is not None else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
