"""What experts wrote into the report notebook of a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from appraisal.dossier import ExpertText
from appraisal.errors import CaseError
from appraisal.profile import Profile

SECTIONS = ("introduction", "process", "analysis", "opinion", "limits")


REPORT = "report.ipynb"  # the notebook of every report


def expert_texts(root: Path, profile: Profile | None = None) -> tuple[ExpertText, ...]:
    """Markdown that experts wrote: cells of ``notebooks/report.ipynb`` tagged with the section they belong to.

    A report template has a notebook of its own beside it, whose cells may also be tagged with the template's parts.
    """
    found = _texts(root, REPORT, SECTIONS)
    if profile is not None and profile.notebook != REPORT:
        return (*found, *_texts(root, profile.notebook, (*SECTIONS, *profile.tags)))
    return found if profile is None else _texts(root, REPORT, (*SECTIONS, *profile.tags))


def texts_read(texts: Iterable[ExpertText]) -> dict[str, str]:
    """What was written for each section, as digests: a review keeps them, so that what is altered later is told."""
    by_section: dict[str, list[str]] = {}
    for one in texts:
        by_section.setdefault(one.section, []).append(one.markdown.strip())
    return {name: hashlib.sha256("\n\n".join(said).encode()).hexdigest() for name, said in sorted(by_section.items())}


def whole_read(texts: Iterable[ExpertText]) -> str:
    """All that was written, as one digest."""
    return hashlib.sha256(json.dumps(texts_read(texts)).encode()).hexdigest()


def template_key(profile: Profile) -> str:
    """Under which name a review keeps the digest of all texts of a report by this template."""
    return f"template:{profile.name}"


def _texts(root: Path, notebook: str, known: Collection[str]) -> tuple[ExpertText, ...]:
    path = root / "notebooks" / notebook
    if not path.exists():
        return ()
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        marked = [
            (_sections(cell, known), "".join(cell["source"]), str(cell["metadata"].get("by", "")))
            for cell in cells
            if cell["cell_type"] == "markdown"
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(f"{path.relative_to(root)} is not a notebook: {error}") from error
    for sections, text, _ in marked:
        if len(sections) > 1:
            raise CaseError(f"a cell belongs to one section of the report, not {len(sections)}: {text[:40]}")
    return tuple(ExpertText(sections[0], text, by) for sections, text, by in marked if sections and text.strip())


def _sections(cell: Mapping[str, Any], known: Collection[str]) -> list[str]:
    return sorted(set(cell["metadata"].get("tags", ())) & set(known))
