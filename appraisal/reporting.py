"""Reports of a case: freeze it once, hand the Dossier to each installed exporter."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from appraisal import freeze, registry
from appraisal.case import Case

INSTALLED = Path(__file__).parent / "_notebooks"
CHECKOUT = Path(__file__).parent.parent / "notebooks"


def templates() -> tuple[Path, ...]:
    """The notebook templates, from the wheel or from the checkout."""
    folder = INSTALLED if INSTALLED.is_dir() else CHECKOUT
    return tuple(sorted(folder.glob("*.ipynb")))


def place_notebooks(case: Case) -> list[Path]:
    """Copy the templates that the case does not hold yet into its ``notebooks/``; what experts changed stays."""
    placed: list[Path] = []
    for template in templates():
        target = case.root / "notebooks" / template.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(template, target)
            placed.append(target)
    return placed


def report_case(case: Case, *, formats: Sequence[str] | None = None, language: str | None = None) -> list[Path]:
    """Write ``report/report.<suffix>`` with every exporter (or those named) and return the paths."""
    exporters = [registry.exporter(name) for name in formats or registry.exporter_names()]
    dossier = freeze.freeze(case, language=language)
    folder = case.root / "report"
    for name in registry.exporter_names():  # what is not written now would tell of another state of the case
        (folder / f"report{registry.exporter(name).suffix}").unlink(missing_ok=True)
    return [exporter.export(dossier, folder / f"report{exporter.suffix}") for exporter in exporters]
