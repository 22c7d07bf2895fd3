"""What experts wrote into the notebooks of a case, as its report prints it, and what of it is on file since a report
was issued: a report that somebody of the case had written tells in its entry what each cell said then."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.procedure import Kind
from appraisal.texts import cells_read

FOLDER = "notebooks"
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ITEM = re.compile(r"^\s*\d+[.)]\s+")


def pieces(case: Case, places: Collection[str] | None = None) -> Iterator[str]:
    """Lines, cells of tables and paragraphs of tagged cells; ``places``: of these cells alone, named as in the entry of
    a report (``texts.cells_read``)."""
    for path in sorted((case.root / FOLDER).glob("*.ipynb")):
        for tags, text in _markdown(path):
            if places is None or f"{path.name}:{tags}" in places:
                yield from _pieces(text)


def on_file(case: Case, issue: Entry, people: Collection[str]) -> frozenset[str]:
    """Of these what is on file as it stands now, under the name of one of ``people``, and came there since ``issue``.
    An earlier draft is none: the report says what the experts put in its place."""
    told = [one for one in case.history().of(Kind.REPORT) if one.seq > issue.seq and one.by.strip() in people]
    said = _cells(told[-1]) if told else {}
    return frozenset(
        pieces(case, {place for place, digest in cells_read(case.root).items() if said.get(place) == digest})
    )


def _cells(entry: Entry) -> Mapping[str, Any]:
    """Digests of the cells by the entry of a report; entries of old tell none."""
    held: Any = entry.body.get("contents")
    cells = held.get("cells") if isinstance(held, Mapping) else None
    return cells if isinstance(cells, Mapping) else {}


def _pieces(text: str) -> Iterator[str]:
    plain = _LINK.sub(r"\1", text)
    lines = plain.splitlines()
    for piece in (*lines, *re.split(r"\n\s*\n", plain), *(cell for line in lines for cell in line.split("|"))):
        yield from {piece, _ITEM.sub("", piece)}


def _markdown(path: Path) -> list[tuple[str, str]]:
    """Tags and Markdown of its tagged cells; none where it is no notebook."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        held = [(cell["metadata"].get("tags"), cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        return [(" ".join(sorted(map(str, tags))), "".join(source)) for tags, source in held if tags]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
