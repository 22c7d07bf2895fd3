"""Numbers that parties put forward: a report may tell of them where it says that it does not go by them."""

from __future__ import annotations

import re

from appraisal.gates.sentences import sentences
from appraisal.papers.simplified import simplified

LINK = re.compile(r"\]\(#")  # of a number to its result: the report's own
# What a party puts forward, in a sentence that says that the report does not go by it
_PARTY = re.compile(
    r"(?:原告|被告|委托[方人]|申请人|权利人|当事人|起诉状|答辩状)[^。；;\n]{0,8}(?:主张|称|认为|诉称|辩称)"
    r"|\b(?:complaint|claim|defence|plaintiff|claimant|defendant|counsel)s?\s+(?:puts?|says?|alleges?|claims?|asserts?"
    r"|estimates?)\b",
    re.IGNORECASE,
)
_NOT_TAKEN = re.compile(
    r"不以[此其该][^，。；\n,;]{0,6}为|[不未](?:予)?(?:采[信纳用]|据此|作为)|与本意见无关"
    r"|\b(?:not|nor|never)\s+(?:\w+\s+)?(?:start|proceed|rest|rely|adopt|go\s+by|accept|assume)\w*\b",
    re.IGNORECASE,
)


def without_claims(text: str) -> str:
    """The text with sentences blanked out that tell of a party's number and say, or the next one does, that the report
    does not go by it."""
    spans, read = [*sentences(text)], simplified(text)
    for (start, stop), (_, ends) in zip(spans, [*spans[1:], (0, len(text))], strict=True):
        hit = _PARTY.search(read, start, stop)
        if hit and LINK.search(text, start, stop) is None and _NOT_TAKEN.search(read, hit.end(), ends):
            text = f"{text[:start]}{' ' * (stop - start)}{text[stop:]}"
    return text
