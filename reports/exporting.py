"""What all exporters have in common: a document in, a file out; reports, short papers and redacted versions alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from appraisal.cache import write_whole
from appraisal.dossier import Dossier
from appraisal.notice import Hidden, Notice
from appraisal.profile import Words
from reports.build import build
from reports.document import Document
from reports.notices import document_of
from reports.redaction import redacted
from reports.volumes import volumes


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
        self,
        model: bytes,
        hidden: Sequence[Hidden],
        sha256: str,
        out: Path,
        *,
        beside: Sequence[tuple[Words, Words]] = (),
        version: int = 1,
    ) -> tuple[Path, Mapping[str, int]]:
        """Write a version of a report model without some expressions; how often each was hidden.

        ``sha256``: of the PDF of the full version, which is named in front; ``beside``: what was filed since, likewise;
        ``version``: which redacted version of the report it is, from 1, by which its pages are numbered.
        """
        document, counts = redacted(model, hidden, sha256, beside, version)
        return self.write(document, out), counts

    def volumes(self, dossier: Dossier, report: Path, sha256: str, named: Callable[[int], Path]) -> list[Path]:
        """Write the annex volumes of an issued report to ``named(1)``, ``named(2)`` …, one at a time.

        ``report``: the issued file of this format, beside it ``report.json``; ``sha256``: of its PDF.
        """
        written: list[Path] = []
        first = 1 + self.pages(report)
        for at, document in enumerate(volumes(dossier, report.with_suffix(".json").read_bytes(), sha256), 1):
            written.append(self.write_apart(replace(document, first=first), named(at)))
            first += self.pages(written[-1])
        return written

    def write_apart(self, document: Document, out: Path) -> Path:
        """Write one of several documents; a format whose renderer keeps memory does so in a process of its own."""
        return self.write(document, out)

    def pages(self, path: Path) -> int:
        """Pages of a file of this format, so that their numbers can go on; 0 where it has none."""
        return 0

    def write(self, document: Document, out: Path) -> Path:
        write_whole(out, self.render(document))
        return out
