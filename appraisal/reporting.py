"""Reports of a case: freeze it once, hand the Dossier to each installed exporter."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from appraisal import freeze, registry, run, template
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates.otherwise import settings_read
from appraisal.paper import Paper
from appraisal.procedure import Kind
from appraisal.profile import Profile

FOLDER = "report"
PROFILE = "report/profile.toml"  # the template that the last report was made by
PAPER = "report/paper.toml"  # the form of paper that it was made in
DRAWING = ("pylopdf-fonts-zh-cn", "python-docx", "jinja2", "markupsafe", "mistune", "pygments")


def versions() -> dict[str, str]:
    """Versions that the bytes of a report may depend on: those of its figures, and of what draws it."""
    found = run.environment()
    for name in DRAWING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def templates() -> tuple[Path, ...]:
    """The notebook templates, from the wheel or from the checkout."""
    return tuple(sorted(template.folder().glob("*.ipynb")))


def place_notebooks(case: Case) -> list[Path]:
    """Copy the templates that the case does not hold yet into its ``notebooks/``; what experts changed stays."""
    placed: list[Path] = []
    for source in templates():
        target = case.root / "notebooks" / source.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            write_whole(target, source.read_bytes())
            placed.append(target)
    if placed:
        names = [target.relative_to(case.root).as_posix() for target in placed]
        case.record(Kind.SEALED, {"why": "notebooks placed"}, files=names)
    return placed


def template_of(profile: str | Profile) -> Profile | None:
    """A report template by its name or file, or the one given; None without one."""
    return template.find(profile) if isinstance(profile, str) and profile else profile or None


def report_case(
    case: Case,
    *,
    formats: Sequence[str] | None = None,
    language: str | None = None,
    profile: str | Profile = "",
    paper: Paper | None = None,
    number: str = "",
    dated: str = "",
    by: str = "",
    hold: Callable[[Dossier], None] | None = None,
) -> list[Path]:
    """Write ``report/report.<suffix>`` with every exporter (or those named) and return the paths.

    ``profile`` names a report template, or a file of the panel's own; without one it is the general report. ``paper``
    is the form of paper, ``number`` and ``dated`` what it is issued under (see ``appraisal.issuing``). What the report
    was made by is kept beside it, so that it can be made again.
    Files of an earlier report stay until the new ones are whole, then take their place.
    ``hold`` is given the dossier that is printed before anything is rendered, and raises what keeps it from being.
    The report prints the heads of the case's logs as they are before; that it was written is an entry of its own.
    """
    exporters = [registry.exporter(name) for name in formats or registry.exporter_names()]
    made_by = template_of(profile)
    case.log.signing(by)  # a key that cannot be unlocked is named before anything is rendered
    with case.working():
        case.seal_edited()
        dossier = freeze.freeze(case, language=language, profile=made_by, paper=paper, number=number, dated=dated)
        if hold is not None:
            hold(dossier)
        folder = case.root / FOLDER
        names = {f"report/report{registry.exporter(name).suffix}" for name in registry.exporter_names()}
        names |= {PROFILE, PAPER}
        paths = []
        with tempfile.TemporaryDirectory(prefix="appraisal-report-") as place:  # who reads has the old one till then
            made = [exporter.export(dossier, Path(place) / f"report{exporter.suffix}") for exporter in exporters]
            for one in made:
                paths.append(folder / one.name)
                write_whole(paths[-1], one.read_bytes())
        about: dict[str, Any] = {
            "versions": versions(),
            "language": dossier.language,
            "formats": [exporter.name for exporter in exporters],
            "contents": {
                "cells": dict(dossier.cells),
                "settings": settings_read(dossier.title, dossier.watermark, dossier.role_words),
            },
            "heads": [{"log": head.log, "count": head.count, "digest": head.digest} for head in dossier.heads],
        }
        kept = list(paths)
        if made_by is not None:
            about["profile"] = {"name": made_by.name, "notebook": made_by.notebook}
            write_whole(case.root / PROFILE, made_by.text.encode("utf-8"))
            kept.append(case.root / PROFILE)
        if paper is not None:
            about["paper"] = {"name": paper.name, "number": number}
            write_whole(case.root / PAPER, paper.text.encode("utf-8"))
            kept.append(case.root / PAPER)
        for name in names - {path.relative_to(case.root).as_posix() for path in kept}:  # tells of another state
            (case.root / name).unlink(missing_ok=True)
        if dated:
            about["dated"] = dated
        case.record_report([path.relative_to(case.root).as_posix() for path in kept], sorted(names), by, about)
    return paths
