"""PDF/A-3a and PDF/UA-1 through Typst: the report that counts. The report model travels inside it as report.json.

The compiler sees one private folder and the pinned fonts: no system font, no package, no network, and evidence enters
as strings of one JSON file, never as markup. The document's date is its only time, so equal models give equal bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pypdfium2

from appraisal.cache import write_whole
from appraisal.errors import ReportError
from reports import fonts
from reports.document import Document, checked, from_json, to_json
from reports.exporting import DocumentExporter
from reports.view import view
from reports.wording import say

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
ROOT = Path(__file__).parent.parent
APART = "import sys; sys.path.insert(0, sys.argv[1]); from reports.pdf import apart; apart(sys.argv[2], sys.argv[3])"
ATTACHMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


def moment(document: Document) -> datetime:
    """The document's date as a moment: its own time where it has one, else midnight UTC."""
    try:
        dated = datetime.fromisoformat(document.dated)
    except ValueError as error:
        raise ReportError(f"the report's date is not an ISO date: {document.dated!r}") from error
    return dated if dated.tzinfo else dated.replace(tzinfo=UTC)


@cache
def _fonts() -> Any:
    """The pinned fonts alone, found once."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[fonts.folder()])


def render(document: Document) -> bytes:
    """The PDF. Same document, same bytes. Raises ``ReportError`` with the compiler's words when it refuses."""
    import typst

    checked(document)
    when = moment(document)
    with tempfile.TemporaryDirectory(prefix="appraisal-report-") as name:
        root = Path(name)
        shutil.copyfile(TEMPLATE, root / "report.typ")
        (root / "report.json").write_text(to_json(document), "utf-8")
        _attach(document, root / "attached")
        shown = view(document) | {"described": say(document.parts[0].language, "attachment-report")}
        (root / "view.json").write_text(json.dumps(shown, ensure_ascii=False), "utf-8")
        (root / "packages").mkdir()
        try:
            made = typst.compile(
                root / "report.typ",
                root=root,
                format="pdf",
                font_paths=_fonts(),
                pdf_standards=["a-3a", "ua-1"],
                timestamp=int(when.timestamp()),
                package_path=root / "packages",
                package_cache_path=root / "packages",
            )
        except typst.TypstError as error:
            raise ReportError(f"the PDF could not be made: {error.message}") from error
    if not isinstance(made, bytes):
        raise ReportError("the PDF could not be made: the compiler gave no bytes")
    return made


def apart(model: str, out: str) -> None:
    """Draw the report model in one file into another: what the process for it does."""
    Path(out).write_bytes(render(from_json(Path(model).read_bytes())))


def _attach(document: Document, folder: Path) -> None:
    folder.mkdir()
    for attachment in document.attachments:
        if not ATTACHMENT.fullmatch(attachment.name) or attachment.name == "report.json":
            raise ReportError(f"an attachment cannot be called {attachment.name!r}")
        (folder / attachment.name).write_bytes(attachment.text.encode("utf-8"))


class PdfExporter(DocumentExporter):
    """``appraisal report``: the original, to be signed."""

    name: ClassVar[str] = "pdf"
    suffix: ClassVar[str] = ".pdf"

    def render(self, document: Document) -> bytes:
        return render(document)

    def write_apart(self, document: Document, out: Path) -> Path:
        """In a process of its own: the typesetter keeps what it laid out for documents to come."""
        with tempfile.TemporaryDirectory(prefix="appraisal-report-") as name:
            model, made = Path(name) / "model.json", Path(name) / "made.pdf"
            model.write_text(to_json(document), "utf-8")
            command = [sys.executable, "-P", "-c", APART, str(ROOT), str(model), str(made)]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
            if done.returncode or not made.is_file():
                said = done.stderr.strip().splitlines()
                raise ReportError(f"the PDF could not be made: {said[-1] if said else done.returncode}")
            write_whole(out, made.read_bytes())
        return out

    def pages(self, path: Path) -> int:
        file = pypdfium2.PdfDocument(path)
        try:
            return len(file)
        finally:
            file.close()
