"""Inside the limited child: whether a scan that somebody hands in can be opened, and shows something; whether something
was drawn into an issued PDF, and whether all that was printed there can still be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from appraisal.errors import Unreadable
from appraisal.signing import overlay

HANDLER = "appraisal.signing.scan:handle"
DRAWN = "appraisal.signing.scan:drawn"
SHORTEST: Final = 200  # points or pixels of the shorter side of a page: no paper was scanned that is less
CONTRAST: Final = 40  # of 256 shades, between the lightest and the darkest of a page that shows something
_UNDRAWN: Final = (2, 16, 20)  # kinds of annotation by ISO 32000-1, as PDFium numbers them: link, popup, form field


def handle(task: Any) -> int:
    """``{"path"}`` to the number of pages (of a picture 1); ``Unreadable`` where there is none, or where none shows
    anything. What it is that a page shows is not looked at."""
    path = Path(task["path"])
    with path.open("rb") as stream:
        document = stream.read(5) == b"%PDF-"
    return _pages(path) if document else _picture(path)


def drawn(task: Any) -> int:
    """``{"path", "issued"}`` to the number of pages on which the first PDF shows more than the second: ink, a stamp or
    text as an annotation, or a picture or stroke in the page itself. ``Unreadable`` where more was done than a pen
    does: see ``overlay``."""
    overlay.check(Path(task["issued"]), Path(task["path"]))  # both have the same pages, then
    before, after = (_shown(Path(task[name])) for name in ("issued", "path"))
    return sum(one > other for one, other in zip(after, before, strict=True))


def _shown(path: Path) -> list[int]:
    """Of each page, how many objects and annotations it shows."""
    import pypdfium2
    from pypdfium2 import raw

    counts = []
    try:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            shown = raw.FPDFPage_CountObjects(page)
            for at in range(raw.FPDFPage_GetAnnotCount(page)):
                mark = raw.FPDFPage_GetAnnot(page, at)
                shown += raw.FPDFAnnot_GetSubtype(mark) not in _UNDRAWN
                raw.FPDFPage_CloseAnnot(mark)
            counts.append(shown)
            page.close()
        document.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a damaged PDF ({error})") from error
    return counts


def _pages(path: Path) -> int:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages, shown = len(document), any(_shows(page) for page in document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a damaged PDF ({error})") from error
    document.close()
    if not pages:
        raise Unreadable("a PDF without a page")
    if not shown:
        raise Unreadable("a PDF whose pages show nothing")
    return pages


def _shows(page: Any) -> bool:
    return min(page.get_size()) >= SHORTEST and int(np.ptp(overlay.rendered(page))) >= CONTRAST


def _picture(path: Path) -> int:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.verify()
        with Image.open(path) as image:
            small, shades = min(image.size) < SHORTEST, int(np.ptp(np.asarray(image.convert("L"))))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(f"a damaged picture ({error})") from error
    if small or shades < CONTRAST:
        raise Unreadable("a picture that shows nothing")
    return 1
