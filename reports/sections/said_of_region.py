"""What experts wrote of a region of two pictures, in the note of their verdict, told apart by its labels.

``造型：相同点：…；不同点：…；公有：…；评述：…`` (``figure: alike: …; different: …; common: …; remark: …``): the word
before the first colon that is no label names the element, each label what follows it up to the next one, and what
stands under no label is the remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from appraisal.finding import Finding
from reports.document import Line
from reports.sections.desk import Desk, lines, text
from reports.sections.entries import labelled, stacked
from reports.text import printable

# One word, or two, before the colon of a note names the element; not a time, a link or half a sentence.
ELEMENT = re.compile(r"([^\W\d_]{1,12}(?: [^\W\d_]{1,12})?)[:：](?!//)\s*(.+)", re.S)
LABELS: Mapping[str, tuple[str, ...]] = {
    "alike": ("相同点", "相同", "alike", "same"),
    "unlike": ("不同点", "不同", "different", "differences"),
    "common": ("公有或惯用", "公有", "惯用", "common"),
    "remark": ("评述", "remark"),
}
_FIELD = {word: field for field, words in LABELS.items() for word in words}
_LABEL = re.compile(rf"(?:^|[；;。.\n])\s*({'|'.join(sorted(_FIELD, key=len, reverse=True))})\s*[:：]\s*", re.I)
Parts = Mapping[str, str]


def parts(note: str, apart: str = "；") -> Parts:
    """``element``, ``alike``, ``unlike``, ``common``, ``remark`` of a note, those that it has; ``apart``: what stands
    between two pieces under one label."""
    found: dict[str, str] = {}
    named = ELEMENT.fullmatch(note)
    if named and named[1].casefold() not in _FIELD:
        found["element"], note = named[1], named[2]
    pieces = _LABEL.split(note)
    rest = [pieces[0].strip(" ；;\n")]
    for label, said in zip(pieces[1::2], pieces[2::2], strict=True):
        field, said = _FIELD[label.casefold()], said.strip(" ；;\n")
        if said:
            found[field] = f"{found[field]}{apart}{said}" if field in found else said
    if remark := apart.join(one for one in (*rest, found.get("remark", "")) if one):
        found["remark"] = remark
    return found


def told(desk: Desk, findings: Iterable[Finding], field: str) -> Line:
    """What the experts hold under one label: once where they say the same, else each under his name; empty where
    nobody said anything."""
    by_words: dict[str, list[str]] = {}
    held = list(findings)
    for one in held:
        if said := parts(one.note, desk.say("semicolon")).get(field):
            by_words.setdefault(said, []).append(one.by)
    if len(by_words) == 1 and len({one.by for one in held}) == len(next(iter(by_words.values()))):
        return lines(next(iter(by_words)))
    comma = desk.say("listing-comma")
    return stacked(*(labelled(desk, printable(comma.join(people)), text(said)) for said, people in by_words.items()))
