"""What experts wrote into the report notebook of a case."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from appraisal import template
from appraisal.dossier import ExpertText
from appraisal.errors import CaseError
from appraisal.profile import Profile

SECTIONS = ("introduction", "process", "analysis", "opinion", "limits")


REPORT = "report.ipynb"  # the notebook of every report
_HEADING = re.compile(r"#{1,6} [^\n。；;]*")


def expert_texts(root: Path, profile: Profile | None = None) -> tuple[ExpertText, ...]:
    """Markdown that experts wrote: cells of ``notebooks/report.ipynb`` tagged with the section they belong to.

    A report template has a notebook of its own beside it, whose cells may also be tagged with the template's parts.
    """
    found = _texts(root, REPORT, SECTIONS)
    if profile is not None and profile.notebook != REPORT:
        return (*found, *_texts(root, profile.notebook, (*SECTIONS, *profile.tags)))
    return found if profile is None else _texts(root, REPORT, (*SECTIONS, *profile.tags))


def unplaced(root: Path, profile: Profile | None = None) -> tuple[str, ...]:
    """Words that people wrote into cells of these notebooks that belong to no section: no report prints them, and who
    wrote them may think so. Cells that the program brings, code, and of a notebook of the panel's own headings by
    themselves are none."""
    found = _loose(root, REPORT, (*SECTIONS, *(profile.tags if profile is not None else ())))
    if profile is not None and profile.notebook != REPORT:
        own = _loose(root, profile.notebook, (*SECTIONS, *profile.tags))
        brought = (template.folder() / profile.notebook).is_file()
        found += [text for text in own if brought or not _HEADING.fullmatch(text)]
    return tuple(found)


def _loose(root: Path, notebook: str, known: Collection[str]) -> list[str]:
    """Words of its cells that no section takes: Markdown without the tag of one, and what is tagged and no Markdown."""
    brought = {words for _, words, _ in _cells(template.folder() / notebook, notebook, known)}
    told = [
        words
        for kind, words, sections in _cells(root / "notebooks" / notebook, f"notebooks/{notebook}", known)
        if (not sections if kind == "markdown" else sections or kind != "code")
    ]
    return [words for words in told if words and words not in brought]


def _cells(path: Path, name: str, known: Collection[str]) -> list[tuple[str, str, list[str]]]:
    """Kind, words and sections of each cell; none where there is no notebook."""
    if not path.is_file():
        return []
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"]).strip(), _sections(cell, known)) for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(f"{name} is not a notebook: {error}") from error


def texts_read(texts: Iterable[ExpertText]) -> dict[str, str]:
    """What was written for each section, as digests: a review keeps them, so that what is altered later is told."""
    by_section: dict[str, list[str]] = {}
    for one in texts:
        by_section.setdefault(one.section, []).append(one.markdown.strip())
    return {name: hashlib.sha256("\n\n".join(said).encode()).hexdigest() for name, said in sorted(by_section.items())}


def whole_read(texts: Iterable[ExpertText]) -> str:
    """All that was written, as one digest."""
    return hashlib.sha256(json.dumps(texts_read(texts)).encode()).hexdigest()


def cells_read(root: Path) -> dict[str, str]:
    """Digests of what people wrote into the tagged cells of every notebook of a case, by notebook and tag, so that it
    is told what was altered later, whichever template prints it. Cells as the program brings them are none; spaces and
    breaks of lines say nothing."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        brought = _tagged(template.folder() / path.name)
        for tags, words, by in _tagged(path):
            if words and (tags, words, by) not in brought:
                found.setdefault(f"{path.name}:{' '.join(tags)}", []).append(f"{by}\n{words}")
    return {place: hashlib.sha256("\n\n".join(said).encode()).hexdigest() for place, said in found.items()}


def _tagged(path: Path) -> list[tuple[tuple[str, ...], str, str]]:
    """Tags, words and author of Markdown cells; of a file that is no notebook none: who prints it says so."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        held = [(cell["metadata"], "".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown"]
        return [
            (tuple(sorted(map(str, told["tags"]))), " ".join(words.split()), str(told.get("by", "")))
            for told, words in held
            if told.get("tags")
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


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
