"""Inside the limited child: whether a scan that somebody hands in can be opened, and has a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from appraisal.errors import Unreadable

HANDLER = "appraisal.signing.scan:handle"


def handle(task: Any) -> int:
    """``{"path"}`` to the number of pages (of a picture 1); ``Unreadable`` where there is none. What a page shows is
    not looked at."""
    path = Path(task["path"])
    with path.open("rb") as stream:
        document = stream.read(5) == b"%PDF-"
    return _pages(path) if document else _picture(path)


def _pages(path: Path) -> int:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a damaged PDF ({error})") from error
    document.close()
    if not pages:
        raise Unreadable("a PDF without a page")
    return pages


def _picture(path: Path) -> int:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(f"a damaged picture ({error})") from error
    return 1
