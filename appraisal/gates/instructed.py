"""A standard that the commission names in an instruction, where the report says that the work was done as commissioned.

So the report follows what it prints among the instructions and names nowhere itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from appraisal.gates.designations import How, Named, named
from appraisal.gates.sentences import sentences
from appraisal.papers.as_read import printed

_GIVEN = "(?:委托|指示|指令|嘱托|来函|[所其]托)"
_DONE = "[依按照遵循]|根据|准|办理|执行|落实|进行|所[定列载要指]"
_AS_ASKED = re.compile(
    rf"(?:{_DONE})[^，,。；;\n]{{0,14}}?{_GIVEN}|{_GIVEN}[^，,。；;\n]{{0,20}}?(?:{_DONE})"
    r"|\bas\s+(?:\w+\s+){0,2}?(?:instructed|commissioned|requested|directed|asked|told)\b"
    r"|\b(?:follow\w*|accord\w*|compl\w+|conform\w*|carried\s+out|under|pursuant|per|in\s+line|observed|met)\b[^.;\n]{0,40}?"
    r"\b(?:instructions?|commission|request|directions?|brief)\b"
    r"|\b(?:instructions?|directions?|brief|request)\b[^.;\n]{0,30}?\b(?:followed|observed|carried\s+out|complied|met|obeyed)\b"
)
# That it was done otherwise, or what is no way of working: who commissioned, when, for what
_NOT = re.compile(
    r"(?:未|没有|不)(?:予|能)?(?:[依按照遵循]|采[用纳]|执行|办理)|\bnot\s+(?:followed|carried|observed|complied)\b|\bdid\s+not\b"
)


def asked(instructions: Iterable[str]) -> Iterator[Named]:
    """Standards that instructions name by a number."""
    for text in instructions:
        yield from (one for one in named(printed(text), text) if one.how in (How.DATED, How.NUMBER))


def as_asked(text: str) -> bool:
    """Whether a text says that something was done as the commission asks."""
    return any(
        _AS_ASKED.search(text, start, stop) and not _NOT.search(text, start, stop)
        for start, stop in sentences(text, [])
    )
