"""A further report of a case that no supplement announced (in another form, in another language) says again what the
one before it said: what people put on file and wrote, and the records, stand as they did when that one was made. What
has come since and bears none of these (delivery, an objection with its reply) alters nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal import logged
from appraisal.case import Case
from appraisal.casefile import ROLE_WORDS
from appraisal.chain import Entry
from appraisal.gates import otherwise
from appraisal.gates.otherwise import Stood
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.texts import cells_read


def differing(case: Case, issue: Entry) -> tuple[Words, ...]:
    """On what a report made now would say, or rest, otherwise than the one that ``issue`` issued."""
    now = _now(case)
    issued = next(one for one in now.entries if (one.log, one.seq) == (issue.log, issue.seq))
    then = otherwise.before(now, issued)
    then, now = (replace(one, records=_records(case, one)) for one in (then, now))
    return tuple(otherwise.differing(then, now))


def _now(case: Case) -> Stood:
    history, settings = case.history(), case.settings
    words = {**ROLE_WORDS, **settings.role_words}
    return Stood(
        logged.entries(history),
        logged.judged(case.root, history),
        settings.experts,
        case.comparator_of_key(),
        cells_read(case.root),
        otherwise.settings_read(settings.title, settings.watermark, words),
    )


def _records(case: Case, stood: Stood) -> dict[str, str]:
    """Records of comparisons and of examinations, with their digests."""
    runs = _standing(stood, Kind.RUN, case.runs())
    return runs | _standing(stood, Kind.EXAMINED, case.examinations())


def _standing(stood: Stood, kind: Kind, listed: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Records that runs, or examinations, which the log has left standing."""
    numbers = {one.body.get("number") for one in stood.of(kind)}
    found: dict[str, str] = {}
    for one in listed:
        if one["number"] in numbers:
            found = {file: sha256 for file, sha256 in found.items() if file not in one["superseded"]}
            found |= one["records"]
    return found
