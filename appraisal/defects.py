"""Defects that two works share (缺陷性特征): an error that both show is rarely dictated by what they do.

Guiding Case 49 of the Supreme People's Court of China weighed such features. An expert records the defect, the steps
that show it, what was seen in each work, whether function dictates it, and the digest of a recording; reports print a
table of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from appraisal import bounds, chain
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.errors import CaseError, RecordError
from appraisal.filing import add_document, document_of
from appraisal.procedure import Kind
from appraisal.span import line

PLACE = re.compile(r"(?P<label>\S+)\s+(?P<file>.+?)\s*:\s*(?P<first>\d{1,9})(?:\s*[-–—]\s*(?P<last>\d{1,9}))?")
NAMES_FILE = re.compile(r"/|\.[A-Za-z]\w{0,9}$")  # what is no word of a sentence but a path


class Dictated(StrEnum):
    """Whether the function, a standard or an interface leaves no other way than to behave like this."""

    YES = "yes"
    NO = "no"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect. ``observations``: (label of a work, what was seen in it), of two works at least.

    ``places``: where its cause stands, in words (``B1 src/login.c:120``). ``recordings``: name and SHA-256 of videos,
    screenshots and logs.
    """

    defect: str
    steps: str
    observations: tuple[tuple[str, str], ...]
    dictated: Dictated
    why: str = ""
    places: tuple[str, ...] = ()
    recordings: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.defect.strip() or not self.steps.strip():
            raise CaseError("a defect needs words on what it is, and the steps that show it")
        labels = [label for label, _ in self.observations]
        if len(set(labels)) < 2 or len(set(labels)) < len(labels):
            raise CaseError(
                f"defect {self.defect!r}: give what was seen in two works or more, each once, also where it was not"
            )
        for label, seen in self.observations:
            if not seen.strip():
                raise CaseError(f"defect {self.defect!r}: nothing is said of what was seen in {label}")
        if self.dictated is not Dictated.UNSETTLED and not self.why.strip():
            raise CaseError(
                f"defect {self.defect!r}: say why function dictates it, or does not (or: {Dictated.UNSETTLED})"
            )


def told(word: str) -> Dictated:
    """``yes``, ``no`` or ``unsettled``. Raises ``CaseError`` for another word."""
    try:
        return Dictated(word)
    except ValueError:
        raise CaseError(f"dictated by function is {', '.join(Dictated)}, not {word!r}") from None


def record_defect(
    case: Case,
    defect: str,
    *,
    steps: str,
    observations: Mapping[str, str],
    dictated: Dictated | str,
    by: str,
    why: str = "",
    places: Sequence[str] = (),
    recordings: Sequence[Path] = (),
) -> chain.Entry:
    """Put a defect on file, chained and signed, with its recordings copied into the case.

    ``observations``: by label of the work. Raises ``CaseError`` for an unknown label, a missing word or file, and for a
    place (``LABEL FILE:LINE`` or ``LABEL FILE:FIRST-LAST``) that the work does not have; then nothing is written.
    """
    found = Defect(defect, steps, tuple(observations.items()), told(str(dictated)), why, tuple(places))
    if not by.strip():
        raise CaseError(f"defect {defect!r}: name the expert who observed it")
    with case.working():
        for label, _ in found.observations:
            case.received(label)
        for place in found.places:
            _refuse_beyond(case, place)
        case.log.signing(by)
        for path in recordings:  # nothing is copied when one of them is wrong
            document_of(path)
        kept = tuple(add_document(case, path) for path in recordings)
        body = replace(found, recordings=kept)
        return case.log.write(Kind.DEFECT, body, by, files=[name for name, _ in kept])


def _refuse_beyond(case: Case, place: str) -> None:
    """``CaseError`` for a place in a file of a work that is not there. Places in other words stay words."""
    found = PLACE.fullmatch(place.strip())
    if found is None or found["label"] not in {work.label for work in case.works}:
        return
    label, file = found["label"], found["file"]
    member = case[label].by_file.get(file)
    if member is None:
        if "!/" not in file and " " not in file and NAMES_FILE.search(file):
            raise CaseError(f"place {place!r}: work {label} has no file {file!r}: name it as the records do")
        return
    for number in (found["first"], found["last"]):
        if number and (held := bounds.ends(member, line(file, int(number), int(number) + 1))):
            raise CaseError(f"place {place!r}: {file} of {label} has {held}: correct the number")


def defects(case: Case) -> Iterator[tuple[chain.Entry, Defect]]:
    """All defects on file with their entries, in the order written. Raises ``CaseError`` for one that is malformed."""
    for entry in case.history().of(Kind.DEFECT):
        try:
            yield entry, decode(Defect, {**entry.body, "is": "Defect"})
        except (RecordError, CaseError) as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
