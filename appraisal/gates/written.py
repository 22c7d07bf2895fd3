"""Places of a report whose words people write, beside what evidence says: what the gates of wording read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.dossier import Filed
from appraisal.gates.view import View
from appraisal.gates.wording import Slip, agrees, numbers_in
from appraisal.papers.opinion import Sentence

COUNTS = frozenset(  # slots of phrases for counts and bars
    {"listed", "similar", "different", "common", "bars", "all_notes", "same_notes", "times"}
)
_COUNT = re.compile(r"[\d\s,，、–—~至-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """``definite``: no hedge may stand here. ``shares``: of numbers only shares are held against results.

    ``known``: numbers of the record that a slot of a sentence belongs to, which need no link.
    """

    text: str
    definite: bool = False
    shares: bool = False
    known: frozenset[float] = frozenset()

    def counts(self, slip: Slip) -> bool:
        """Whether a slip among the numbers is one in this place."""
        if slip.what == "unbound" and agrees(slip.words, self.known):
            return False
        share = slip.words.endswith(("%", "％")) or "cent" in slip.words or "分之" in slip.words
        return share or not self.shares


def written(view: View) -> Iterator[Written]:
    """Everything that people wrote and the report prints as theirs. What may be doubted is told without hedges where it
    is the panel's: of other opinions and dissents a hedge may be the very point."""
    for section in ("opinion", "analysis"):
        yield from (Written(one.markdown, definite=True) for one in view.dossier.texts if one.section == section)
    for section in ("introduction", "process", "limits"):
        yield from (Written(one.markdown) for one in view.dossier.texts if one.section == section)
    yield from map(Written, view.conclusions)
    for sentence in view.sentences:
        yield from _filled(sentence, view.record(sentence))
    if view.opinion is not None:
        yield Written(view.opinion.range)
        yield from (Written(one.text) for one in view.opinion.dissents)
        yield from (Written(one.reason, definite=True) for one in view.opinion.unanswered)
    for person in view.people:
        for told in (person.qualification, person.experience, person.compensation):
            yield Written(told, definite=True, shares=True)


def _filled(sentence: Sentence, filed: Filed | None) -> Iterator[Written]:
    """Words of the slots. A number there must be one of the record, or a parameter that it was made with; slots of
    counts are held by the phrase's own conditions."""
    parameters: Mapping[str, object] = filed.comparison.parameters if filed is not None else {}
    known = numbers_in(filed, parameters)
    for slot, word in sentence.fill.items():
        if slot in COUNTS and _COUNT.fullmatch(word):
            continue
        yield Written(word, definite=True, known=known)
