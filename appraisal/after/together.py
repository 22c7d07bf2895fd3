"""Corrections of one report, read together: each is a paper of its own, and who reads the report reads it with all of
them. What one may not alter, several one after another may not alter either."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.errors import CaseError
from appraisal.procedure import Kind

MODEL = "report.json"
Row = tuple[str, str, str]  # was, now, where
CELLS = 4  # of a row of the table of a correction: no., place, was, to be read


def earlier(case: Case, number: str) -> list[tuple[str, str]]:
    """What corrections of the report ``number`` have mended so far: was, now; in the order in which they were made."""
    return [(was, now) for was, now, _ in earlier_rows(case, number)]


def earlier_rows(case: Case, number: str) -> list[Row]:
    """As ``earlier``, each with the place that the correction names."""
    made = [one for one in case.history().of(Kind.ISSUED) if one.body.get("form") == "correction"]
    return [row for one in made if one.body.get("of") == number for row in _mended(case, one)]


def says_nothing_new(texts: Collection[str], before: Sequence[Row], row: Row) -> bool:
    """Whether earlier corrections say the same of the lines ``texts``: where the words stand once, these are read so
    already; where they stand more often, the same is said of the same place."""
    was, now, where = row
    if sum(text.count(was) for text in texts) > 1:
        same = [one for one in before if (one[0], one[2]) == (was, where)]
        return same[-1:] == [row]
    pairs = [(one[0], one[1]) for one in before]
    return all(combined(text, [*pairs, (was, now)]) == combined(text, pairs) for text in texts if was in text)


def _mended(case: Case, entry: Entry) -> Iterator[Row]:
    """The rows of its table, of which each language has the same."""
    number = str(entry.body.get("number"))
    path = folder(case, number) / MODEL
    digest = entry.files.get(path.relative_to(case.root).as_posix())
    try:
        if digest is None or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ValueError(number)
        blocks: Any = json.loads(path.read_text("utf-8"))["parts"][0]["blocks"]
        rows = [row for block in blocks if block["type"] == "Grid" for row in block["rows"]]
        told = [["".join(piece["text"] for piece in cell) for cell in row] for row in rows if len(row) == CELLS]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise CaseError(
            f"{number}: this correction (补正书) cannot be read as it was issued, and the next one is held together"
            " with it: restore its files"
        ) from error
    yield from ((was, now, where) for _, where, was, now in told)


def combined(text: str, mended: Iterable[tuple[str, str]]) -> str:
    """The text as all of these leave it, each of which says what is printed and what it should be. Where two mend one
    letter the later one counts."""
    letters, before = [*text], [""] * (len(text) + 1)  # what stands for each letter, and what is put before it
    for was, now in mended:
        pieces = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
        at = text.find(was) if was else -1
        while at >= 0:
            for what, start, stop, since, until in pieces:
                if what == "insert":
                    held = before[at + start]
                    before[at + start] = held if now[since:until] in held else held + now[since:until]
                elif what != "equal":
                    come = now[since:until]
                    for place in range(start, stop):
                        last = place == stop - 1
                        letters[at + place] = come[place - start :] if last else come[place - start : place - start + 1]
            at = text.find(was, at + len(was))
    return "".join(put + letter for put, letter in zip(before, [*letters, ""], strict=True))
