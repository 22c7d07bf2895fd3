"""Words that a redacted version keeps: the opinion with its limits, dissents and what else experts filed beside it, why
something left the figures after results or a gate was passed.

In each sentence of them names on file may be hidden, and of other words no more than a name is long (``HANZI`` hanzi,
``WORDS`` words of letters), all together not more than a quarter of the sentence (``PART``); never all of it. Of
dissents, and of reasons why something left the figures after results, names alone are: its ground is a few letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from appraisal.after import standin
from appraisal.after.names import is_somebody
from appraisal.after.printed import Unit
from appraisal.case import Case
from appraisal.dissenting import means_dissent
from appraisal.errors import CaseError
from appraisal.gates.unnamed import known
from appraisal.notice import Hidden
from appraisal.people import OVERRIDE
from appraisal.procedure import Kind

HANZI, WORDS, PART = 6, 4, 4
_SENTENCE = re.compile(r"[^。！？!?\n]+?(?:[。！？!?\n]+|\.(?=\s|\Z)|\Z)")
_LETTER = re.compile(r"[^\W_]")


def refuse(case: Case, hidden: Collection[Hidden], printed: Iterable[Unit], names: Collection[str]) -> None:
    """``CaseError`` where more of such a sentence would be hidden than may be. ``printed``: what the report prints."""
    printed = [*printed]
    lines = {_bare(unit.text) for unit in printed}
    said = ((unit.text, False) for unit in printed if unit.opinion or unit.limits)
    for text, alone in dict.fromkeys((*_texts(case), *said)):
        for sentence in filter(_LETTER.search, map(_bare, _SENTENCE.findall(text))):
            for line in (line for line in lines if sentence in line):
                for at in _starts(line, sentence):
                    _refuse(hidden, names, line, range(at, at + len(sentence)), alone)


def _texts(case: Case) -> Iterator[tuple[str, bool]]:
    """Every dissent on file, and every reason why something was done after results or in spite of a gate; and whether
    names alone are hidden in it."""
    history = case.history()
    for entry in history.of(Kind.OPINION):
        rows = entry.body.get("dissents")
        held = (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))
        yield from ((str(row.get("text")), True) for row in held)
    for entry in history.of(Kind.DECISION):
        about = str(entry.body.get("about"))
        if means_dissent(about) or about.startswith(OVERRIDE) or not known(about):
            yield str(entry.body.get("reason")), means_dissent(about) or about.startswith(f"{OVERRIDE}exclusions")
    yield from ((one.note, True) for one in case.exclusions() if one.after_results)
    yield from ((one.note, True) for one in case.overruled() if one.after_results)


def _refuse(hidden: Collection[Hidden], names: Collection[str], line: str, sentence: range, alone: bool) -> None:
    """``alone``: names alone are hidden in this sentence."""
    letters = {at for at in sentence if _LETTER.match(line[at])}
    gone: set[int] = set()
    loose: set[int] = set()  # of no name
    for one in hidden:
        bare, named = _bare(one.text), standin.is_name(one.text, names)
        places = [(start, start + len(bare)) for start in _starts(line, bare)]
        found = {at for start, stop in places for at in range(start, stop) if at in letters}
        gone |= found
        if alone and not named:
            here = [place for place in places if letters & {*range(*place)}]
            named = all(is_somebody(one.text, line[:start], line[stop:]) for start, stop in here)
        loose |= found if not named else set()
        part = 0 if alone else len(letters)
        if found and (letters <= gone or len(loose) * PART > part or (not named and _long(one.text))):
            raise CaseError(
                f"{one.text!r} hides what a dissent says, or why something was done after results"
                " (不同意见、结果后所为的理由), or what opinion or limits say (意见、局限): of their sentences only"
                " names are hidden, and never all"
            )


def _long(text: str) -> bool:
    return len(re.findall("[\u4e00-\u9fff]", text)) > HANZI or len(re.findall(r"[^\W\u4e00-\u9fff]+", text)) > WORDS


def _bare(text: str) -> str:
    return "".join(text.split())


def _starts(line: str, words: str) -> Iterator[int]:
    at = line.find(words) if words else -1
    while at >= 0:
        yield at
        at = line.find(words, at + 1)
