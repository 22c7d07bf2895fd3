"""The protocol of an exporter: one frozen Dossier in, one file out, the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Protocol

from appraisal.dossier import Dossier


class Exporter(Protocol):
    name: ClassVar[str]
    suffix: ClassVar[str]

    def export(self, dossier: Dossier, out: Path, *, language: str | None = None) -> Path:
        """Write the report to ``out`` (a file path with the exporter's suffix) and return it. No other file is made."""
        ...
