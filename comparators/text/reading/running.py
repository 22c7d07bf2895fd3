"""Lines of pages written down as running text, each with its page, number and box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comparators.text.reading.layout import DIVIDED, Line, joints, keeps_hyphen
from comparators.text.reading.writing import Writing, clean


def write(writing: Writing, lines: Sequence[Line], outline: Mapping[int, Sequence[str]]) -> int:
    """Write all lines; how two of them are joined stands in ``layout``. Returns how many divided words were joined.

    ``outline``: titles of chapters by page, blanks left out; a line that begins with one of its page is a heading.
    """
    hyphens = 0
    whole = {word.casefold() for line in lines for word in DIVIDED.findall(line.text)}
    for at, (line, joint) in enumerate(zip(lines, joints(lines), strict=True)):
        text = clean(line.text).strip()
        heading = any(len(t) > 1 and "".join(text.split()).startswith(t) for t in outline.get(line.page, ()))
        zone = "ocr" if line.recognised else None
        writing.line(text, heading, page=line.page, line=line.number, zone=zone, box=line.box_of_page)
        if joint != "hyphen":
            writing.put({"paragraph": "\n", "space": " ", "": ""}[joint])
        elif keeps_hyphen(text, lines[at + 1].text, whole):
            writing.put("-")
        else:
            hyphens += 1
    return hyphens
