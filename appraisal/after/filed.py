"""Words of entries of the logs, which a report prints as they were filed: steps, decisions, reasons of exclusions,
notes of verdicts, what a party objected, the scheme. A correction mends a letter of them; what says something else was
not filed, and is no slip of the report.

Not of these: letterhead and address of the institution, and numbers by which others call their papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from appraisal import chain, panel, procedure
from appraisal.after import days, slips
from appraisal.after.printed import Unit
from appraisal.case import Case
from appraisal.gates.values import within
from appraisal.procedure import Kind

LEAST = 2  # letters of words that are looked for
PART = 4  # of few words, no more than one letter of so many: 引文 and 公文 are two words
BESIDE = frozenset({Kind.INSTITUTION, Kind.REPORT, Kind.ISSUED, Kind.SEALED, Kind.CREATED, Kind.PERSON})
NUMBERS = frozenset({"number", "serial", "certificate", "sha256", "digest", "key", "match", "comparison", "url"})
NAMES = frozenset(
    {"contacts", "persons", "by", "name", "from_whom", "received_from", "received_by", "decided_by", "checked_by"}
)  # of which a letter may be a large part


@dataclass(frozen=True, slots=True)
class Words:
    """A line of what somebody filed; ``name``: it is what somebody is called."""

    text: str
    name: bool = False


def words(case: Case) -> frozenset[Words]:
    """Every line of words that entries hold, verdicts and exclusions among them."""
    told = [pair for entry in case.history().entries if entry.kind not in BESIDE for pair in within(entry.body, str)]
    told += [pair for entry in chain.read(case.root, procedure.EXCLUSIONS) for pair in within(entry.body, str)]
    for log in procedure.logs(case.root):
        if log.startswith(f"{procedure.FINDINGS}/"):
            told += [("note", found.note) for _, found in panel.verdicts(case.root, log)]
    return frozenset(_lines(told))


def _lines(told: Iterable[tuple[str, str]]) -> Iterator[Words]:
    for field, text in told:
        if field not in NUMBERS:
            for line in map(str.strip, text.splitlines()):
                if len(slips.letters(line)) >= LEAST:
                    yield Words(line, field in NAMES)


def held(unit: Unit, was: str, filed: Iterable[Words]) -> Unit | None:
    """The unit as one that experts wrote, where the words lie in something that was filed."""
    return replace(unit, written=True) if next(_around(unit.text, was, filed), None) is not None else None


def reworded(unit: Unit, was: str, now: str, filed: Iterable[Words]) -> bool:
    """Whether more of what was filed would alter than letters, or of few words too much. Days are not counted: they are
    held against the record."""
    around = [*_around(unit.text, was, filed)]
    if not around:
        return False
    changed = unit.text.replace(was, now)
    if days.named(unit.text) != days.named(changed):
        bare = Unit(days.without(unit.text), written=True), days.without(changed)
    else:
        bare = Unit(unit.text, written=True), changed
    runs = slips.runs(bare[0].text, bare[1])
    if slips.too_many(runs):
        return True
    sizes = [min(len(slips.letters(one.text)), len(slips.letters(unit.text))) for one in around if not one.name]
    return bool(sizes) and sum(runs) * PART > max(sizes)


def _around(text: str, was: str, filed: Iterable[Words]) -> Iterator[Words]:
    """What was filed and lies about the words, or holds all of the line."""
    bare = re.sub(r"\s+", " ", text).strip()
    for one in filed:
        if (one.text in text and slips.within(text, was, (one.text,))) or (bare and bare in one.text):
            yield one
