"""What stands in quotation marks: words of the commission, of a standard, of a work or a document, or of nobody.

A quote may say what a report may not (a hedge, a word of law, a number), where those words stand in the case: in what
the dossier holds, in a file of the case as bytes of text (``found``), or by a decision about ``quoted:WORDS`` whose
reason names the source. Words that stand nowhere are read as the expert's own.
"""

from __future__ import annotations

import mmap
import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from appraisal.gates.readings import pieces
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.wording import hedged, legal, numbers
from appraisal.gates.written import written
from appraisal.papers.as_read import QUOTED

TITLE = "《"
DECIDED = "quoted:"  # before words, what a decision is about that says where they stand
FOLDERS = ("works", "derived", "documents")  # of a case: what was received, and texts made of it
LARGEST = 1 << 23  # bytes of a file of a work in which words of standards are looked for
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")


def quotes(text: str) -> Iterator[str]:
    """What stands in quotation marks, with them; titles in 《》 name a work and quote nothing."""
    yield from (hit.group() for hit in QUOTED.finditer(text) if not hit.group().startswith(TITLE))


def unsourced(view: View) -> frozenset[str]:
    """Quotes of the report, with their marks, that say what prose may not, and whose words stand nowhere that was
    looked at."""
    every = {quote for place in written(view) for quote in quotes(place.text)}
    suspect = {quote for quote in every if _says(inner(quote))}
    if not suspect:
        return frozenset()
    held = _flat("\n".join(_texts(view)))
    return frozenset(
        quote
        for quote in suspect
        if _flat(inner(quote)) not in held
        and inner(quote) not in view.dossier.quoted
        and view.decided(f"{DECIDED}{inner(quote)}") is None
    )


def inner(quote: str) -> str:
    return quote[1:-1].strip(" \t\n。，、；：,.;:…")


def _says(words: str) -> bool:
    return bool(words) and bool(legal(words, similarity=False) or hedged(words) or numbers(words, {}))


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _texts(view: View) -> Iterator[str]:
    """Words of others that the dossier holds: of the commission, of standards, of excerpts shown."""
    given = view.commission
    yield from (*given.questions, *(one.text for one in given.instructions), *(one.name for one in given.documents))
    yield from (f"{one.title}\n{one.text}" for one in view.standards)
    for filed in view.dossier.comparisons:
        for shown in filed.shown:
            yield "".join(text for name, text in within(shown.exhibit, str) if name == "text")  # not how it looks


def found(
    root: Path, wanted: Iterable[str], folders: Iterable[str] = FOLDERS, largest: int | None = None
) -> tuple[str, ...]:
    """Words of quotes that stand in a file of the case, sorted. Bytes are searched, nothing is read as a format; words
    with a line end or space between them must all stand in one file. ``largest``: of a file that is looked into."""
    left = {words: _patterns(words) for words in map(inner, wanted)}
    for path in (path for name in folders for path in sorted((root / name).rglob("*")) if left):
        if path.is_symlink() or not path.is_file() or not 0 < path.stat().st_size <= (largest or sys.maxsize):
            continue
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            left = {words: each for words, each in left.items() if not any(_within(held, one) for one in each)}
    return tuple(sorted({*map(inner, wanted)} - left.keys()))


def lent(root: Path, view: View) -> tuple[str, ...]:
    """Pieces of clauses of standards on file that stand in a file of a work; where a document of the case holds them,
    it is the standard itself."""
    words = {f"“{piece}”" for one in view.standards for piece in pieces(one.text)}
    return found(root, words, FOLDERS[:2], LARGEST)


def _patterns(words: str) -> list[list[bytes]]:
    made = []
    for encoding in ENCODINGS:
        try:
            made.append([piece.encode(encoding) for piece in words.split()])
        except UnicodeEncodeError:
            continue
    return made


def _within(held: mmap.mmap, pieces: Collection[bytes]) -> bool:
    return all(held.find(piece) >= 0 for piece in pieces)
