"""The report model itself as a file, byte for byte what travels inside the PDF."""

from __future__ import annotations

from typing import ClassVar

from reports.document import Document, checked, to_json
from reports.exporting import DocumentExporter


class JsonExporter(DocumentExporter):
    """``report.json``: what every other output of the report renders."""

    name: ClassVar[str] = "json"
    suffix: ClassVar[str] = ".json"

    def render(self, document: Document) -> bytes:
        return to_json(checked(document)).encode("utf-8")
