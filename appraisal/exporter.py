"""The protocol of an exporter: one frozen Dossier in, one file out, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from appraisal.dossier import Dossier
from appraisal.notice import Hidden, Notice
from appraisal.profile import Words


class Exporter(Protocol):
    name: ClassVar[str]
    suffix: ClassVar[str]

    def export(self, dossier: Dossier, out: Path, *, language: str | None = None) -> Path:
        """Write the report to ``out`` (a file path with the exporter's suffix) and return it. No other file is made."""
        ...

    def notice(self, notice: Notice, out: Path, *, language: str) -> Path:
        """Write a short paper to ``out``."""
        ...

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
        """Write a report model without some expressions to ``out``, and say how often each was hidden. ``sha256``: of
        the PDF of the full version; ``beside``: what is told in front of what was filed since; ``version``: which
        of this report it is, from 1."""
        ...

    def volumes(self, dossier: Dossier, report: Path, sha256: str, named: Callable[[int], Path]) -> list[Path]:
        """Write the annex volumes of an issued report, whose files of all formats begin as ``report`` does, to
        ``named(1)``, ``named(2)`` … ``sha256``: of its PDF."""
        ...
