"""Reports are built once and rendered once for all tests that only look at them."""

from __future__ import annotations

import pytest

from reports import docx, html, pdf
from reports.build import build
from reports.document import Document
from tests.reports import hostile, specimen


@pytest.fixture(scope="session")
def document() -> Document:
    return build(specimen.dossier(), "both")


@pytest.fixture(scope="session")
def attacked() -> Document:
    return build(hostile.dossier(), "zh")


@pytest.fixture(scope="session")
def pages(document: Document) -> bytes:
    return pdf.render(document)


@pytest.fixture(scope="session")
def attacked_pages(attacked: Document) -> bytes:
    return pdf.render(attacked)


@pytest.fixture(scope="session")
def attacked_html(attacked: Document) -> str:
    return html.render(attacked).decode("utf-8")


@pytest.fixture(scope="session")
def attacked_docx(attacked: Document) -> bytes:
    return docx.render(attacked)
