"""A further report of a case that no supplement announced (in another form, in another language) says again what the
one before it said: what people put on file and wrote, and the records, stand as they did when that one was made. What
has come since and bears none of these (delivery, an objection with its reply) alters nothing. Its form and template
have no words of their own that those of the one before had not: forms that the program brings have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from appraisal import logged, reporting, template
from appraisal.case import Case
from appraisal.casefile import ROLE_WORDS
from appraisal.chain import Entry
from appraisal.gates import otherwise
from appraisal.gates.otherwise import Stood
from appraisal.gates.written import added
from appraisal.paper import Paper
from appraisal.papers import files
from appraisal.procedure import Kind
from appraisal.profile import Profile, Words
from appraisal.texts import cells_read

FORM = Words("文书格式自加的文字", "words added by the form or template")


def differing(case: Case, issue: Entry) -> tuple[Words, ...]:
    """On what a report made now would say, or rest, otherwise than the one that ``issue`` issued."""
    now = _now(case)
    issued = next(one for one in now.entries if (one.log, one.seq) == (issue.log, issue.seq))
    then = otherwise.before(now, issued)
    then, now = (replace(one, records=_records(case, one)) for one in (then, now))
    return tuple(otherwise.differing(then, now))


def adding(before: Path, paper: Paper, profile: Profile | None) -> tuple[Words, ...]:
    """Whether form or template has words of its own that those beside the report before (in the folder ``before``) had
    not; a report of old that has none beside it tells nothing."""
    own, held = _own(paper, profile), before / Path(reporting.PAPER).name
    if not own or not held.is_file():
        return ()
    made_by = before / Path(reporting.PROFILE).name
    was = template.read(made_by.read_text("utf-8")) if made_by.is_file() else None
    return (FORM,) if own - _own(files.read(held.read_text("utf-8")), was) else ()


def _own(paper: Paper, profile: Profile | None) -> set[str]:
    """Standing words that no form or template of the program has; how numbers are made says nothing."""
    said = Counter(added(paper, profile))
    said -= Counter([paper.numbering, *([profile.name] if profile is not None else [])])
    if files.as_brought(paper):
        said -= Counter([paper.page.pages])
    return {one.strip() for one in said} - {""}


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
