"""What all exporters have in common: a document in, a file out; reports, short papers and redacted versions alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from appraisal.cache import write_whole
from appraisal.dossier import Dossier
from appraisal.notice import Hidden, Notice
from reports.build import build
from reports.document import Document
from reports.notices import document_of
from reports.redaction import redacted


class DocumentExporter(ABC):
    """An exporter is its name, its suffix and ``render``."""

    name: ClassVar[str]
    suffix: ClassVar[str]

    @abstractmethod
    def render(self, document: Document) -> bytes:
        """The file. Same document, same bytes."""

    def export(self, dossier: Dossier, out: Path, *, language: str | None = None) -> Path:
        """Write the report of ``dossier`` to ``out``."""
        return self.write(build(dossier, language), out)

    def notice(self, notice: Notice, out: Path, *, language: str) -> Path:
        """Write a short paper to ``out``."""
        return self.write(document_of(notice, language), out)

    def redacted(
        self, model: bytes, hidden: Sequence[Hidden], sha256: str, out: Path
    ) -> tuple[Path, Mapping[str, int]]:
        """Write a version of a report model without some expressions; how often each was hidden.

        ``sha256``: of the PDF of the full version, which is named in front.
        """
        document, counts = redacted(model, hidden, sha256)
        return self.write(document, out), counts

    def write(self, document: Document, out: Path) -> Path:
        write_whole(out, self.render(document))
        return out
