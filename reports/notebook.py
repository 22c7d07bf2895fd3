"""Notebooks and reports: ``jupyter nbconvert --to appraisal-pdf report.ipynb`` gives what ``appraisal report`` gives.

A notebook carries the report model in one output of a MIME type of our own. The exporters render that model and
nothing else of the notebook: a signed report is never a printed notebook. Markdown cells tagged analysis, opinion,
limits, introduction or process are the experts' texts, and become part of the dossier before the model is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from types import ModuleType
from typing import Any, ClassVar

from traitlets import default

from appraisal.dossier import Dossier
from appraisal.errors import ReportError
from appraisal.exhibit import Exhibit
from reports import docx, html, pdf
from reports.build import build
from reports.cells import (
    composition,
    coverage,
    elements,
    exclusions,
    exhibits,
    filtration,
    functions,
    in_words,
    materials,
    measures,
    no_result,
    observations,
    opposite,
    part,
    passages,
    people,
    player,
    plot,
    rows,
    shared_errors,
    stretches,
    strongest,
    table,
    to_judge,
    tree,
)
from reports.document import MIME, CoverageMap, Document, Heading, Language, from_json, to_json
from reports.exhibits.html import coverage_html, exhibit_html
from reports.exporter import Exporter
from reports.html import Fragment

MISSING = (
    "the notebook holds no report: run it first, so that its last cell makes one "
    "(jupyter nbconvert --execute --to {name} …, or run all cells and save)"
)


def reports_in(notebook: Mapping[str, Any]) -> Iterator[Any]:
    """Report models among the outputs of a notebook, in order."""
    for cell in notebook.get("cells", ()):
        for output in cell.get("outputs", ()):
            data: Mapping[str, Any] = output.get("data", {})
            if MIME in data:
                yield data[MIME]


def document_in(notebook: Mapping[str, Any], name: str = "appraisal-pdf") -> Document:
    """The one report of a notebook; ``ReportError`` when it holds none, several, or one that breaks the schema."""
    found = list(reports_in(notebook))
    if not found:
        raise ReportError(MISSING.format(name=name))
    if len(found) > 1:
        raise ReportError(f"the notebook holds {len(found)} reports: keep the cell that makes the one to be issued")
    return from_json(found[0])


class Shown:
    """What a cell shows: the report model for the exporters, safe HTML for people."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        import json

        words = f"{self.document.title} {self.document.number}"
        return {
            MIME: json.loads(to_json(self.document)),
            "text/plain": words,
            "text/html": f"<p><strong>{escape(words)}</strong> · {escape(self.document.dated)}</p>{self._contents()}",
        }

    def _contents(self) -> str:
        """The mark of a draft and the headings of the first level, so that a person sees what the report holds: all of
        it, with its pictures, would make a notebook of many megabytes."""
        mark = f"<p>{escape(self.document.watermark)}</p>" if self.document.watermark else ""
        return mark + "".join(
            f'<p lang="{part.language}">'
            + "<br>".join(
                escape(block.text) for block in part.blocks if isinstance(block, Heading) and block.level == 1
            )
            + "</p>"
            for part in self.document.parts
        )


def show(thing: Document | Dossier | Exhibit | CoverageMap, language: Language | None = None) -> Shown | Fragment:
    """What to leave at the end of a cell: a report (of a dossier or a model), an exhibit or a coverage map."""
    if isinstance(thing, Dossier):
        return Shown(build(thing, language))
    if isinstance(thing, Document):
        return Shown(thing)
    if isinstance(thing, CoverageMap):
        return Fragment(coverage_html(thing, language or "zh"))
    return Fragment(exhibit_html(thing, language or "zh"))


class _AppraisalExporter(Exporter):
    """Renders the report model that the notebook carries."""

    called: ClassVar[str] = ""
    suffix: ClassVar[str] = ""
    renderer: ModuleType  # its ``render`` makes the bytes

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return self.suffix

    # Exporters of binary formats return bytes here, nbconvert's own PDF exporter too; its annotation says otherwise.
    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        """The report's bytes. With ``--execute`` the notebook is run first; otherwise its saved output is used."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        return self.renderer.render(document_in(notebook, self.called)), resources


class AppraisalPdfExporter(_AppraisalExporter):
    """``jupyter nbconvert --to appraisal-pdf``"""

    called, suffix = "appraisal-pdf", ".pdf"
    renderer = pdf
    output_mimetype = "application/pdf"
    export_from_notebook = "Appraisal report (PDF)"


class AppraisalHtmlExporter(_AppraisalExporter):
    """``jupyter nbconvert --to appraisal-html``"""

    called, suffix = "appraisal-html", ".html"
    renderer = html
    output_mimetype = "text/html"
    export_from_notebook = "Appraisal report (HTML)"


class AppraisalDocxExporter(_AppraisalExporter):
    """``jupyter nbconvert --to appraisal-docx``"""

    called, suffix = "appraisal-docx", ".docx"
    renderer = docx
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    export_from_notebook = "Appraisal report (DOCX)"


__all__ = [
    "AppraisalDocxExporter",
    "AppraisalHtmlExporter",
    "AppraisalPdfExporter",
    "composition",
    "coverage",
    "document_in",
    "elements",
    "exclusions",
    "exhibits",
    "filtration",
    "functions",
    "in_words",
    "materials",
    "measures",
    "no_result",
    "observations",
    "opposite",
    "part",
    "passages",
    "people",
    "player",
    "plot",
    "rows",
    "shared_errors",
    "show",
    "stretches",
    "strongest",
    "table",
    "to_judge",
    "tree",
]
