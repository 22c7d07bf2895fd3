"""The report model itself as a file, byte for byte what travels inside the PDF."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from appraisal.cache import write_whole
from appraisal.dossier import Dossier
from reports.build import build
from reports.document import Document, checked, to_json


class JsonExporter:
    """``report.json``: what every other output of the report renders."""

    name: ClassVar[str] = "json"
    suffix: ClassVar[str] = ".json"

    def export(self, dossier: Dossier, out: Path, *, language: str | None = None) -> Path:
        """Write the report model of ``dossier`` to ``out``."""
        return self.write(build(dossier, language), out)

    def render(self, document: Document) -> bytes:
        return to_json(checked(document)).encode("utf-8")

    def write(self, document: Document, out: Path) -> Path:
        write_whole(out, self.render(document))
        return out
