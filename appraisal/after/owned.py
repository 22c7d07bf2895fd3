"""Whose words a printed line is of: a correction mends words that people filed or wrote. What the program prints of
itself (headings and legends, rules of counting, tables, digests, keys) is nobody's slip of writing.

A letter is open to correction where it stands in such words, and these stand by themselves in the line: no letter of
another word touches them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from appraisal import apart, template
from appraisal.after import filed, notebooks, slips
from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.casefile import ROLE_WORDS
from appraisal.gates.values import within
from appraisal.gates.written import added
from appraisal.paper import Paper
from appraisal.procedure import Kind
from appraisal.profile import Profile

PROFILE = "profile.toml"  # of the report template, beside what was issued
MADE = frozenset({"sha256", "digest", "key", "match", "comparison", "label", "labels"})  # fields that name things
UNSAID = frozenset({Kind.REPORT, Kind.ISSUED, Kind.SEALED})  # kinds that it writes itself
_DIGEST = re.compile(r"(?<![^\W_])(?=[0-9a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}(?![^\W_])", re.IGNORECASE)
_NAMED = re.compile(r"(?=.*[a-z])[a-z0-9./_:-]+")  # kinds, methods, paths, addresses, as the program names things


@dataclass(frozen=True, slots=True)
class Owned:
    """``words``: lines that people filed, or that stand in a form or template of their own. ``written``: what stands in
    notebooks, line by line, cell by cell and paragraph by paragraph, without signs and blanks."""

    words: frozenset[str]
    written: frozenset[str]

    def wrote(self, *texts: str) -> bool:
        """Whether one of these is a line of a notebook, as it stands now."""
        return not self.written.isdisjoint(map(slips.letters, texts))

    def strange(self, text: str, changed: str) -> bool:
        """Whether letters would alter that stand in nobody's words. A notebook that was mended first has the line as
        it is to be read."""
        if self.wrote(text, changed):
            return False
        open_ = [*self._spans(text)]
        return any(
            not any(start <= first and last <= stop for start, stop in open_) for first, last in altered(text, changed)
        )

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """From and to where such words stand by themselves."""
        for word in self.words:
            yield from alone(word, text)


def altered(text: str, changed: str) -> list[tuple[int, int]]:
    """From and to where a text alters; what is only put in has no length."""
    pieces = SequenceMatcher(None, text, changed, autojunk=False).get_opcodes()
    return [(start, stop) for what, start, stop, _, _ in pieces if what != "equal"]


def alone(word: str, text: str) -> Iterator[tuple[int, int]]:
    """From and to where words stand in a text with no letter before or behind them; blanks may be others."""
    pattern = r"\s+".join(map(re.escape, word.split()))
    for hit in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text) if pattern else ():
        yield hit.span()


def digests(text: str, changed: str, known: Collection[str] = ()) -> list[str]:
    """Digests and fingerprints that would alter; ``known``: numbers of papers, which look like one by chance."""
    before, after = _DIGEST.findall(text), _DIGEST.findall(changed)
    return sorted({one for one in {*before, *after} - {*known} if before.count(one) != after.count(one)})


def of(case: Case, paper: Paper, number: str) -> Owned:
    """What people filed and wrote in a case, and of the form and template of the report ``number``."""
    found = case.history()
    bodies = [one.body for one in found.entries if one.kind not in UNSAID]
    bodies += [one.body for one in apart.of(case.root, found).entries if one.kind not in UNSAID]
    told = [text for body in bodies for _, text in within(body, str, but=MADE)]
    told += [line.text for line in filed.words(case)]
    settings = case.settings
    called = {text for _, text in within(settings.role_words, str)} - {text for _, text in within(ROLE_WORDS, str)}
    told += [settings.title, settings.watermark, *called]
    told += added(paper, _template(folder(case, number) / PROFILE))
    lines = (line.strip() for text in told for line in (text, *text.splitlines()))
    words = frozenset(line for line in lines if slips.letters(line) and not _NAMED.fullmatch(line))
    written = frozenset(filter(None, map(slips.letters, notebooks.pieces(case))))
    return Owned(words, written)


def _template(path: Path) -> Profile | None:
    try:
        return template.read(path.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, tomllib.TOMLDecodeError):
        return None
