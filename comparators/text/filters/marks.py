"""What a rule saw in one text: a stretch, why it goes, and on what evidence; and the text as rules read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from appraisal.comparison import Reason
from comparators.text.folding import CHUNK, EXPANDED, codes, tables

DECLARED, PUBLIC = "declared-public", "public-domain"
QUOTATION, REFERENCE = "quotation", "reference"
IMPRINT, CLAUSE, HEADING = "imprint", "standard-clause", "heading"
NAMES, PHRASE = "name-list", "stock-phrase"
RULES = (DECLARED, PUBLIC, QUOTATION, REFERENCE, IMPRINT, CLAUSE, HEADING, NAMES, PHRASE)
REASONS = {
    DECLARED: Reason.PUBLIC_DOMAIN,
    PUBLIC: Reason.PUBLIC_DOMAIN,
    QUOTATION: Reason.QUOTATION,
    REFERENCE: Reason.QUOTATION,
    IMPRINT: Reason.THIRD_PARTY,
    CLAUSE: Reason.LIMITED_EXPRESSION,
    HEADING: Reason.LIMITED_EXPRESSION,
    NAMES: Reason.LIMITED_EXPRESSION,
    PHRASE: Reason.LIMITED_EXPRESSION,
}
MOST_SAID = 40  # characters of the work that a mark's evidence repeats
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}|copyright\s*(?:\(c\)|©|\d{4}|by\b)|著作权人[：:]|版权人[：:]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points [start, stop) of a file. ``evidence``: words that ``wording`` knows, then a colon and details."""

    rule: str
    start: int
    stop: int
    evidence: str


@dataclass(frozen=True)
class Read:
    """One decoded file. ``plain``: the same, character by character, in simplified characters, half width and small
    letters where each becomes one character, so that places in it are places in ``text``."""

    text: str
    file: str = ""

    @cached_property
    def plain(self) -> str:
        return "".join(self._plain())

    def _plain(self) -> Iterator[str]:
        narrow = tables().narrow
        for base in range(0, len(self.text), CHUNK):
            raw = codes(self.text[base : base + CHUNK]).astype(np.uint32)
            folded = np.where(raw < 0x10000, narrow[np.minimum(raw, 0xFFFF)], 0).astype(np.uint32)
            kept = (folded == 0) | (folded == EXPANDED)
            yield np.where(kept, raw, folded).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Code points [start, stop) of all lines that hold anything, without their ends."""
        return tuple(found.span() for found in LINE.finditer(self.text))

    def said(self, start: int, stop: int) -> str:
        """A stretch as evidence repeats it: on one line, cut short."""
        words = " ".join(self.text[start : min(stop, start + 2 * MOST_SAID)].split())
        return words if len(words) <= MOST_SAID and stop - start <= 2 * MOST_SAID else f"{words[:MOST_SAID]}…"
