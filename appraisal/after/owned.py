"""Whose words a printed line is of: a correction mends words that people filed or wrote. What the program prints of
itself (headings and legends, rules of counting, tables, digests, keys) is nobody's slip of writing.

A letter is open to correction where it stands in such words, and these stand by themselves in the line: no letter of
another word touches them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from appraisal import apart, template
from appraisal.after import filed, slips
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
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ITEM = re.compile(r"^\s*\d+[.)]\s+")


@dataclass(frozen=True, slots=True)
class Owned:
    """``words``: lines that people filed, or that stand in a form or template of their own. ``written``: what stands in
    notebooks, line by line, cell by cell and paragraph by paragraph, without signs and blanks."""

    words: frozenset[str]
    written: frozenset[str]

    def strange(self, text: str, changed: str) -> bool:
        """Whether letters would alter that stand in nobody's words. A notebook that was mended first has the line as
        it is to be read."""
        if not {slips.letters(text), slips.letters(changed)}.isdisjoint(self.written):
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
    return Owned(words, frozenset(_written(case.root / "notebooks")))


def _template(path: Path) -> Profile | None:
    try:
        return template.read(path.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, tomllib.TOMLDecodeError):
        return None


def _written(notebooks: Path) -> Iterator[str]:
    for path in sorted(notebooks.glob("*.ipynb")):
        for text in _markdown(path):
            plain = _LINK.sub(r"\1", text)
            lines = plain.splitlines()
            pieces = [*lines, *re.split(r"\n\s*\n", plain), *(cell for line in lines for cell in line.split("|"))]
            yield from filter(None, _bare(pieces))


def _bare(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield slips.letters(piece)
        yield slips.letters(_ITEM.sub("", piece))


def _markdown(path: Path) -> list[str]:
    """Markdown of its tagged cells; none where it is no notebook."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        held = [cell for cell in cells if cell["cell_type"] == "markdown" and cell["metadata"].get("tags")]
        return ["".join(cell["source"]) for cell in held]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
