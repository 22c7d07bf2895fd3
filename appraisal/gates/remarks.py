"""Words of entries of the logs, and titles that people cite: what a report prints beside its prose.

Every kind of entry is read, a new one too, but for those that ``kinds`` names with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from appraisal.dossier import LogEntry
from appraisal.gates.again import once
from appraisal.gates.designations import says_followed
from appraisal.gates.dissents import files_free, free
from appraisal.gates.fields import holds, tells
from appraisal.gates.figures import NO_FIGURES, Figures
from appraisal.gates.kinds import MADE, Reading, Sides, unread
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.wording import Slip
from appraisal.gates.written import NO_WORDS
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind

UNREAD = unread(Reading.REMARKS)
"""Kinds of entries of which no words are read here, and why; fields of theirs that nothing reads: ``leaves``."""
_LOGGED = (Kind.EXCLUSION, Kind.OVERRULED)  # of the logs of verdicts and exclusions, which dossiers keep apart
_ADDRESSES = ("gate:", "quoted:")
# Evidence is named by keys and numbers of entries; what a place is, by its file and unit
_BUT = NO_WORDS | {"span", "spots", "work", "by", "on", "source", "number", "experts", "withdrawn"}


@dataclass(frozen=True, slots=True)
class Remark:
    """``known``: numbers of what the entry is about, which need no link. ``dissent``: see ``written.Written``."""

    text: str
    known: Figures = NO_FIGURES
    dissent: bool = False

    def tells(self, slip: Slip) -> bool:
        """Whether a slip among the numbers tells how much is the same."""
        if self.dissent:
            return False
        free = slip.what == "unbound" and holds(self.text, slip.words, self.known)
        return tells(self.text, slip.words) and not free


@once
def remarks(view: View) -> Iterator[Remark]:
    """What people wrote into entries of the logs."""
    held = view.dossier
    sides, dissents = Sides.of(held), free(view)
    for entry in (*held.entries, *held.apart, *(one for one in held.judged if one.kind in _LOGGED)):
        if sides.others(entry):
            continue
        known, own = _length(entry), str(entry.body.get("reason")) if files_free(dissents, entry) else None
        yield from (Remark(text, known, text == own) for text in words_of(entry))


def words_of(entry: LogEntry, unread_kinds: Collection[str] = UNREAD, *, but: Collection[str] = ()) -> Iterator[str]:
    """What people wrote into one entry. What a decision is about is read where it is no address (gate:…, quoted:…).
    ``but``: more fields of which nothing is read."""
    if entry.kind in unread_kinds:
        return
    for name, text in within(entry.body, str, but=_BUT.union(but, MADE.get(entry.kind, ()))):
        address = entry.kind == Kind.DECISION and name == "about" and text.startswith(_ADDRESSES)
        handed_in = entry.kind == Kind.RECEIVED and name == "name"  # read for shares: ``leaves.HANDED_IN``
        if not (address or handed_in):
            yield text


def cited(view: View) -> Iterator[str]:
    """Titles of literature, publications and testimony: years and pages stand there, and no amount of what is the same,
    which nobody can tell from one of the works of this case."""
    yield from (one.title for one in view.literature)
    yield from (words for one in view.people for words in (*one.publications, *one.testimony))


def based(view: View) -> Iterator[str]:
    """Titles, and names of documents handed in, by which a standard was followed: by themselves, they say only what was
    read."""
    yield from (title for title in cited(view) if says_followed(title))
    names = (one.name for one in view.commission.documents)
    yield from (name for name in names if says_followed(name) and not of_others(name))


# A paper that another house made, by its name: it may say by what it was made
_OTHERS_PAPER = re.compile(
    r"(?:报告|意见书?|鉴定书|起诉状|答辩状|说明书)[》」”）)\d]*\Z|\b(?:report|opinion|statement|pleading)\b"
)
_HOUSE = re.compile(
    r"(?:鉴定|研究|检验|检测|事务)所|中心|公司|法院|研究院|学院|机构|大学|协会|原告|被告|\b(?:institute|laboratory|company|ltd|university|claimant|defendant)\b"
)


def of_others(name: str) -> bool:
    """Whether the name of a document handed in is that of what another house, or a party, made."""
    shown = printed(name).text
    own = re.search("本[案次所机鉴]|鉴定组", shown)
    return bool(_OTHERS_PAPER.search(shown) and _HOUSE.search(shown)) and not own


def _length(entry: LogEntry) -> Figures:
    """How long the place is that an exclusion takes out."""
    span = entry.body.get("span")
    if not isinstance(span, Mapping):
        return NO_FIGURES
    ends = [one for one in (span.get("start"), span.get("stop")) if isinstance(one, int | float)]
    return Figures.of("length", (ends[1] - ends[0],)) if len(ends) == 2 else NO_FIGURES
