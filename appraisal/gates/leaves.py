"""Every text that a report prints and people wrote, wherever it stands: settings, names, licences, entries of the logs.

Nothing is listed to be read. What is not read is named here with the reason; a new field of a dossier, of a form or of
an entry is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from appraisal.dossier import Dossier, LogEntry
from appraisal.gates.again import once
from appraisal.gates.asking import unasked
from appraisal.gates.degrees import COMPARED
from appraisal.gates.fields import tells
from appraisal.gates.kinds import MADE, Reading, Sides, unread
from appraisal.gates.quantities import is_share
from appraisal.gates.remarks import cited, remarks
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.written import answered, beside, planned, written
from appraisal.keeping import lasting
from appraisal.papers.as_read import QUOTED, Printed, alone, printed
from appraisal.procedure import Kind

_PROGRAM = "the program's own words, numbers and digests"
_ELSEWHERE = "read as prose is, where it stands"
UNREAD: Mapping[str, str] = {
    "language": "a code",
    **dict.fromkeys(("texts", "findings", "paper", "profile", "unplaced"), _ELSEWHERE),
    **dict.fromkeys(("comparisons", "failures", "lineages", "examined"), "records: words of works and of the program"),
    **dict.fromkeys(("environment", "manifest_sha256", "heads", "log_faults", "dated", "cells"), _PROGRAM),
    "stale_findings": "notes on matches that no record has any more, with figures of these",
    "quoted": "words of files of the case",
}
"""Fields of a dossier of which nothing is read here, and why."""

# Digests and keys, and what names evidence (labels, files, places, words of works), wherever it stands
CODES = frozenset({
    "is", "match", "comparison", "sha256", "sha1", "md5", "sm3", "digest", "key", "fingerprint", "parameters",
    "label", "labels", "file", "files", "path", "made", "superseded", "span", "spots", "work", "members",
    "opened", "skipped", "closed", "links", "media", "documents", "document", "recordings", "heads",
    "expression", "expressions", "evidence",
})  # fmt: skip
_CODE = re.compile(r"[\w:.-]*", re.ASCII)

SETTINGS = frozenset({"watermark", "role_words"})  # words of this case, and names of nothing

_OWN_WORDS = ("qualification", "experience", "certificate", "compensation", "publications", "testimony")
OF_THEMSELVES = frozenset(_OWN_WORDS)
"""Fields in which people say what they are: that they followed a standard elsewhere is no basis of this report."""

HANDED_IN = "handed in"
"""Names of folders and files, as they came: whoever named them may name any standard and number, but no share of what
is the same, which a custody log would print as if it were known."""

_OTHERS = "what others say or ask, who may name any number and any standard; what none of them does: ``asking``"
BUT: Mapping[tuple[str, str], str] = {
    **{(Kind.COMMISSION, field): _OTHERS for field in ("questions", "instructions")},
    **{(Kind.STANDARDS, field): "words of a standard" for field in ("number", "title", "clause", "text")},
    (Kind.DECISION, "about"): "the address of a gate, or of a quote; other words are read (``remarks``)",
    (Kind.SCHEME, "propositions"): "they ask: read for shares and standards, and as prose once they are answered",
    (Kind.RECEIVED, "name"): "name of a folder that was handed in: read for shares (``HANDED_IN``)",
    (Kind.FINDING, "note"): "read as it stands, with the figures of its match",
    (Kind.REVIEW, "texts"): _PROGRAM,
    **{(Kind.REVISED, field): _PROGRAM for field in MADE[Kind.REVISED]},
    (Kind.CONTROLS, "file"): _PROGRAM,
    ("works", "name"): "name of a folder that was handed in: read for shares (``HANDED_IN``)",
    **{("controls", field): _PROGRAM for field in ("alterations", "missed", "refused", "fewer", "version")},
    **{(part, field): _PROGRAM for part in ("runs", "examinations", "runs_apart") for field in ("about", "versions")},
    ("commission", "questions"): _OTHERS,
}
"""Fields of entries (by kind) and of a dossier's parts (by name) that are not read, and why."""
_OF_DISSENTS = frozenset({Kind.DECISION, Kind.OPINION, Kind.FINDING, "findings", "stale_findings"})
KINDS = unread(Reading.LEAVES)
"""Kinds of entries of whose bodies nothing is read, and why; who filed them is read."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text and where it stands: kind of entry, or part of the dossier; and the field."""

    text: str
    where: str
    field: str

    @property
    def shown(self) -> Printed:
        """The text as read; nothing quoted, no title and no code is free in it."""
        return printed(self.bare, self.quotes)

    @property
    def bare(self) -> str:
        return self.text.replace("`", "")

    @property
    def quotes(self) -> list[str]:
        return [hit.group() for hit in QUOTED.finditer(self.bare)]


@lasting
def leaves(dossier: Dossier) -> tuple[Leaf, ...]:
    """All texts but those that are named above."""
    return tuple(_leaves(dossier))


def _leaves(dossier: Dossier) -> Iterator[Leaf]:
    sides = Sides.of(dossier)
    for part in (one.name for one in fields(dossier) if one.name not in UNREAD):
        held = getattr(dossier, part)
        if part in ("entries", "judged", "apart"):
            for entry in held:
                yield from _of_entry(entry, sides)
        else:
            yield from _below(held, part, name=part)
            if part == "commission":
                yield from (Leaf(text, part, field) for field, text in unasked(held, sides))
    yield from (Leaf(name, Kind.RECEIVED, HANDED_IN) for name in _handed_in(dossier))


@once
def rest(view: View) -> Iterator[Leaf]:
    """Each text once that no other gate of numbers reads. A dissent's words are free where it was filed, and read in
    any other place."""
    places = [(one.text, one.dissent) for one in written(view)] + [(one.text, one.dissent) for one in remarks(view)]
    free = {text for text, dissent in places if dissent}
    read = {text for text, dissent in places if not dissent} | {one.text for one in answered(view)}
    read = read.union(beside(view), planned(view), cited(view))
    wanted = (one for one in leaves(view.dossier) if one.text not in free or one.where not in _OF_DISSENTS)
    found = {one.text: one for one in reversed([*wanted])}
    yield from (one for text, one in reversed(found.items()) if text.strip() and text not in read)


@once
def elsewhere(view: View) -> Iterator[tuple[str, Printed]]:
    """Each text once that a report prints and that is neither its prose nor read beside it, as it is read: settings,
    notes, titles that are cited, instructions by the panel. A note at what was left out before any result tells of that
    place. What stands in quotation marks is quoted in notes and dissents alone."""
    read = {one.text for one in written(view) if not (one.shares or one.dissent)}.union(beside(view), early(view))
    notes = {one.text: printed(one.text, asides=False) for one in written(view) if one.shares or one.dissent}
    every = notes | {one.text: one.shown for one in leaves(view.dossier) if one.text not in notes}
    yield from ((text, shown) for text, shown in every.items() if text.strip() and text not in read)


@once
def early(view: View) -> Iterator[str]:
    """Notes at what was left out before any result that stand nowhere else."""
    held = [one for one in (*view.dossier.judged, *view.dossier.apart) if one.kind == Kind.EXCLUSION]
    late = {str(one.body.get("note")) for one in held if one.after_results}
    others = {one.text for one in leaves(view.dossier) if (one.where, one.field) != (Kind.EXCLUSION, "note")}
    notes = dict.fromkeys(str(one.body.get("note") or "") for one in held if not one.after_results)
    yield from (note for note in notes if note.strip() and note not in late and note not in others)


def handed(view: View) -> Iterator[str]:
    """What others ask and say, names of what they handed in and of documents, and what a scheme puts to the test: no
    amount is read there, and what these tell of the case is printed as any word."""
    given, scheme = view.commission, view.scheme
    yield from (*given.questions, *(one.text for one in given.instructions))
    yield from scheme.propositions if scheme is not None else ()
    held = (*view.dossier.entries, *view.dossier.apart)
    yield from (work.name for work in view.dossier.works)
    yield from (str(one.body.get("name") or "") for one in held if one.kind == Kind.RECEIVED)
    paths = (path for one in held for _, path in within(one.body.get("documents"), str))
    yield from dict.fromkeys(path.rpartition("/")[2].replace("_", " ") for path in paths)


def tells_amount(leaf: Leaf, number: str, labels: Iterable[str]) -> bool:
    """Whether a number tells how much is the same: in a sentence that says so, or as a share in one that names two
    works. Whose share in the rights in one work is on file is none."""
    if leaf.field == HANDED_IN and not is_share(number):
        return False
    return tells(leaf.bare, number) or (is_share(number) and len(_named(leaf.bare, labels)) > 1)


def _named(text: str, labels: Iterable[str]) -> list[str]:
    return [one for one in labels if alone(one).search(text.casefold())]


def _handed_in(dossier: Dossier) -> Iterator[str]:
    """Names of folders, files and documents of the commission that speak of what is the same, or of two works; of
    others no number is an amount."""
    labels = [work.label.casefold() for work in dossier.works]
    held = (*dossier.entries, *dossier.apart)
    logged = [str(one.body.get("name") or "") for one in held if one.kind == Kind.RECEIVED]
    files = (member[0] for work in dossier.works for member in work.members)
    filed = (one.body.get("documents") for one in held if one.kind == Kind.COMMISSION)
    papers = [text for rows in filed for field, text in within(rows, str) if field in ("name", "")]
    for name in dict.fromkeys((*logged, *(work.name for work in dossier.works), *files, *papers)):
        if COMPARED.search(name.casefold()) or len(_named(name, labels)) > 1:
            yield name


def _of_entry(entry: LogEntry, sides: Sides) -> Iterator[Leaf]:
    yield Leaf(entry.by, entry.kind, "by")
    if entry.kind not in KINDS and not sides.others(entry):
        yield from _below(entry.body, entry.kind)
    if entry.kind == Kind.COMMISSION:
        yield from (Leaf(text, entry.kind, field) for field, text in unasked(entry.body, sides))


def _below(value: object, where: str, name: str = "") -> Iterator[Leaf]:
    for field, text in within(value, str, but=_unread_of(where), name=name):
        yield Leaf(text, where, field)
        if not _CODE.fullmatch(field):  # a key of a table that people wrote
            yield Leaf(field, where, field)


@lru_cache(maxsize=256)
def _unread_of(where: str) -> frozenset[str]:
    return CODES | {field for at, field in BUT if at == where}
