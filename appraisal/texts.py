"""What experts wrote into the report notebook of a case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal.dossier import ExpertText
from appraisal.errors import CaseError

SECTIONS = ("introduction", "process", "analysis", "opinion", "limits")


def expert_texts(root: Path) -> tuple[ExpertText, ...]:
    """Markdown that experts wrote: cells of ``notebooks/report.ipynb`` tagged with the section they belong to."""
    path = root / "notebooks" / "report.ipynb"
    if not path.exists():
        return ()
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        marked = [
            (_sections(cell), "".join(cell["source"]), str(cell["metadata"].get("by", "")))
            for cell in cells
            if cell["cell_type"] == "markdown"
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(f"{path.relative_to(root)} is not a notebook: {error}") from error
    for sections, text, _ in marked:
        if len(sections) > 1:
            raise CaseError(f"a cell belongs to one section of the report, not {len(sections)}: {text[:40]}")
    return tuple(ExpertText(sections[0], text, by) for sections, text, by in marked if sections and text.strip())


def _sections(cell: Mapping[str, Any]) -> list[str]:
    return sorted(set(cell["metadata"].get("tags", ())) & set(SECTIONS))
