"""Words of entries of the logs, which a report prints as they were filed: steps, decisions, reasons of exclusions,
notes of verdicts, what a party objected, the scheme. A correction mends a letter of them; what says something else was
not filed, and is no slip of the report.

Names and digits of them are altered to what the record holds, as days are, and to nothing else. Not of these:
letterhead and address of the institution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from appraisal import apart, chain, panel, procedure
from appraisal.after import days, slips
from appraisal.after.printed import Unit
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.dossier import LogEntry
from appraisal.gates.values import within
from appraisal.procedure import Kind

LEAST = 2  # letters of words that are looked for
PART = 4  # of few words, no more than one letter of so many: 引文 and 公文 are two words
BESIDE = frozenset({Kind.INSTITUTION, Kind.REPORT, Kind.ISSUED, Kind.SEALED, Kind.CREATED, Kind.PERSON})
PAPERS = frozenset({"number", "serial", "certificate"})  # by which papers, carriers and seals are known
NUMBERS = PAPERS | {"sha256", "digest", "key", "match", "comparison", "url"}
AGAIN = days.REPLACED | {Kind.LITERATURE, Kind.SCHEME, Kind.RIGHTS, Kind.OPINION}  # kinds that are filed again whole
NAMES = frozenset(
    {"contacts", "persons", "by", "name", "from_whom", "received_from", "received_by", "decided_by", "checked_by"}
)  # of which a letter may be a large part


@dataclass(frozen=True, slots=True)
class Words:
    """A line of what somebody filed; ``name``: it is what somebody is called."""

    text: str
    name: bool = False


def words(case: Case) -> frozenset[Words]:
    """Every line of words that entries hold, verdicts and exclusions among them, and of copies that were merged."""
    history = case.history()
    entries: list[Entry | LogEntry] = [*history.entries, *apart.of(case.root, history).entries]
    told = [pair for entry in entries if entry.kind not in BESIDE for pair in within(entry.body, str)]
    told += [pair for entry in chain.read(case.root, procedure.EXCLUSIONS) for pair in within(entry.body, str)]
    for log in procedure.logs(case.root):
        if log.startswith(f"{procedure.FINDINGS}/"):
            told += [("note", found.note) for _, found in panel.verdicts(case.root, log)]
    return frozenset(_lines(told))


@dataclass(frozen=True, slots=True)
class Record:
    """Lines that are on file and lines that were, and names and numbers of papers that are and that were. What was
    filed again stands in place of what was filed before."""

    lines: frozenset[str]
    marks: frozenset[str]
    once: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        return self.marks | self.once

    def with_lines(self, lines: Iterable[str]) -> Record:
        return replace(self, lines=self.lines | {line for line in lines if len(slips.letters(line)) >= LEAST})


def record(case: Case) -> Record:
    """What the case has on file now, for what a correction would say in its place. What a copy holds that was merged is
    in force nowhere: its lines are held, and no line is read as one of these."""
    history = case.history()
    entries = [one for one in history.entries if one.kind not in BESIDE]
    copies = [one for one in apart.of(case.root, history).entries if one.kind not in BESIDE]
    every: list[Entry | LogEntry] = [*entries, *copies]
    standing = [pair for one in days.standing(entries, AGAIN) for pair in within(one.body, str)]
    marks, once = (
        frozenset(text.strip() for field, text in told if field in PAPERS | NAMES and len(slips.letters(text)) >= LEAST)
        for told in (standing, [pair for one in every for pair in within(one.body, str)])
    )
    lines = {line.text for line in words(case)} - {line.text for one in every for line in _lines(within(one.body, str))}
    return Record(frozenset(lines | {line.text for line in _lines(standing)}), marks, once - marks)


def contradicted(text: str, changed: str, held: Record) -> list[str]:
    """Names, numbers of papers, and digits in other words on file that would alter to what the record does not hold."""
    gone = [mark for mark in held.marks if _stands(mark, text) > _stands(mark, changed)]
    old = [mark for mark in held.once if _stands(mark, text) > _stands(mark, changed)]
    if old and not any(_stands(mark, changed) > _stands(mark, text) for mark in held.marks):
        gone += old
    altered = slips.counted(days.without(text), days.without(changed))
    if altered and not old:
        bare = re.sub(r"\s+", " ", text).strip() if len(slips.letters(text)) >= LEAST else ""
        gone += [
            line
            for line in held.lines
            if (slips.counted(line, "") and text.count(line) > changed.count(line)) or (bare and bare in line)
        ]
    return sorted({*gone})


def _stands(mark: str, text: str) -> int:
    """How often it stands in a text by itself: 12 does not stand in 112."""
    return len(re.findall(rf"(?<![A-Za-z0-9]){re.escape(mark)}(?![A-Za-z0-9])", text))


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
