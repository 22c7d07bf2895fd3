"""Facts that the record holds and a report prints as they are filed: what works are called, which version was
examined and how it came, licences, numbers and editions of standards, the title of the paper. To say otherwise is no
slip of writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from appraisal.case import Case
from appraisal.gates.values import within
from appraisal.intake.words import LISTS
from appraisal.paper import Paper
from appraisal.procedure import Kind

_LISTED = {word.value: (word.zh, word.en) for words in LISTS.values() for word in words}
_LICENCE = ("number", "category", "authority")
_STANDARD = ("number", "edition", "title")
LEAST, LEAST_DIGITS = 2, 4  # letters or digits of a fact that is looked for: fewer stand in many words


def held(case: Case, paper: Paper) -> frozenset[str]:
    """Facts of the case, and the title that its paper has in either language."""
    told = [work.name for work in case.works] + [paper.title.zh, paper.title.en]
    for entry in case.history().of(Kind.MATERIAL):
        told += [str(entry.body.get(one) or "") for one in ("name", "version")]
        told += [words for _, value in within(entry.body, str) for words in _LISTED.get(value, ())]
    told += _rows(case, Kind.INSTITUTION, "licences", _LICENCE)
    told += _rows(case, Kind.STANDARDS, "standards", _STANDARD)
    return frozenset(
        text.strip() for text in told if len(text.strip()) >= (LEAST_DIGITS if text.strip().isdigit() else LEAST)
    )


def lost(text: str, changed: str, facts: Collection[str]) -> list[str]:
    """Facts that stood in a text more often than in what it is changed to."""
    return sorted(fact for fact in facts if text.count(fact) > changed.count(fact))


def _rows(case: Case, kind: Kind, name: str, fields: Collection[str]) -> Iterator[str]:
    """Fields of the tables below a name in the last entry of a kind."""
    entry = case.history().last(kind)
    rows: Any = entry.body.get(name) if entry is not None else None
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, Mapping):
            yield from (str(row.get(one) or "") for one in fields)
