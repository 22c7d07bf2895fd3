"""Inside the limited child: whether what was drawn into an issued PDF is what a pen draws, and hides nothing.

A pen adds ink and pictures. Text, notes, shapes as annotations, actions and scripts are no pen's. And whatever was
added, what was printed is still there to be read: dark stays dark, and a line of print is not lost in a dark patch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from appraisal.errors import Unreadable

Grey = npt.NDArray[np.uint8]
PENS: Final = (13, 15, 16)  # kinds of annotation that may be added, by PDFium's numbers: stamp, ink, popup
DARK: Final = 160  # of 256 shades: print is darker, paper lighter
LIGHTER: Final = 60  # by so many shades print is no longer there
LOST: Final = 8  # pixels of print, at 72 dpi: less than a letter
PATCH: Final = 8  # pixels: the side of a patch in which print and paper are both seen
PATCHES: Final = 3  # which a pen may fill, where its strokes cross
ACTIONS: Final = frozenset(
    (
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Hide",
        "/GoToR",
        "/GoToE",
        "/URI",
        "/Rendition",
    )
)


def rendered(page: Any) -> Grey:
    """A page in shades of grey, at 72 dpi, with its annotations."""
    held: Grey = page.render(scale=1, grayscale=True, may_draw_forms=False).to_numpy()
    return held.reshape(held.shape[:2])


def check(issued: Path, drawn: Path) -> None:
    """``Unreadable`` where the second PDF, an update of the first, does what no pen does, or hides what is printed."""
    import pypdfium2

    _refuse_acting(issued, drawn)
    try:
        with pypdfium2.PdfDocument(issued) as before, pypdfium2.PdfDocument(drawn) as after:
            if len(before) != len(after):
                raise Unreadable(f"{len(after)} pages instead of {len(before)}")
            for at in range(len(before)):
                _compare(before[at], after[at], at + 1)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a damaged PDF ({error})") from error


def _compare(before: Any, after: Any, number: int) -> None:
    was, now = _kinds(before), _kinds(after)
    if set(now - was) - set(PENS) or was - now:
        raise Unreadable(f"page {number}: notes, text or shapes were added as annotations, or some were taken away")
    if _letters(before) != _letters(after):
        raise Unreadable(f"page {number}: its text is not the text issued")
    old, new = rendered(before), rendered(after)
    if old.shape != new.shape:
        raise Unreadable(f"page {number}: not of the size issued")
    gone = (old < DARK) & (new.astype(np.int16) - old > LIGHTER)
    if int(gone.sum()) > LOST or int((_patches(old, both=True) & _patches(new, both=False)).sum()) > PATCHES:
        raise Unreadable(f"page {number}: something that is printed is covered")


def _patches(grey: Grey, *, both: bool) -> npt.NDArray[np.bool_]:
    """Of each patch of a page whether it has print and paper (``both``), or is dark all over."""
    height, width = (side // PATCH * PATCH for side in grey.shape)
    cut = grey[:height, :width].reshape(height // PATCH, PATCH, width // PATCH, PATCH)
    darkest, lightest = cut.min(axis=(1, 3)), cut.max(axis=(1, 3))
    dark: npt.NDArray[np.bool_] = (darkest < DARK) & (lightest >= DARK) if both else lightest < DARK
    return dark


def _kinds(page: Any) -> Counter[int]:
    """How many annotations of each kind a page has."""
    from pypdfium2 import raw

    found: Counter[int] = Counter()
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        mark = raw.FPDFPage_GetAnnot(page, at)
        found[int(raw.FPDFAnnot_GetSubtype(mark))] += 1
        raw.FPDFPage_CloseAnnot(mark)
    return found


def _letters(page: Any) -> str:
    held = page.get_textpage()
    text: str = held.get_text_range()
    held.close()
    return "".join(sorted(text))  # in whatever order an update has them


def _refuse_acting(issued: Path, drawn: Path) -> None:
    """``Unreadable`` where an update adds actions or scripts, to the document or to a place of it."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        with issued.open("rb") as first, drawn.open("rb") as second:
            old, new = PdfFileReader(first), PdfFileReader(second)
            for revision in range(old.xrefs.total_revisions, new.xrefs.total_revisions):
                for ref in new.xrefs.explicit_refs_in_revision(revision):
                    held = set(_acts(_object(old, ref)))
                    if any(act not in held for act in _acts(_object(new, ref))):
                        raise Unreadable("an update with actions or scripts")
    except (PdfError, KeyError, ValueError, RecursionError) as error:
        raise Unreadable(f"a damaged PDF ({error})") from error


def _object(reader: Any, ref: Any) -> Any:
    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.pdf_utils.misc import PdfError

    try:
        return reader.get_object(Reference(ref.idnum, ref.generation, reader))
    except (PdfError, KeyError):
        return None


def _acts(value: Any) -> Iterator[str]:
    """Actions and scripts within an object, not beyond its references."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject

    if isinstance(value, DictionaryObject):
        for key in value:
            one = value.raw_get(key)
            if key in ("/JS", "/AA", "/OpenAction") or (key == "/S" and one in ACTIONS):
                yield f"{key} {one!r}"
            yield from _acts(one)
    elif isinstance(value, ArrayObject):
        for at in range(len(value)):
            yield from _acts(value.raw_get(at))
