"""Reports are built once, and rendered once in a run, for all tests that only look at them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports import docx, html, pdf
from reports.build import build
from reports.document import Document
from tests import shared
from tests.reports import hostile, specimen


@pytest.fixture(scope="session")
def document() -> Document:
    return build(specimen.dossier(), "both")


@pytest.fixture(scope="session")
def attacked() -> Document:
    return build(hostile.dossier(), "zh")


def _rendered(name: str, render: Callable[[], bytes]) -> bytes:
    held = shared.made(f"reports-{name}", lambda place: (place / name).write_bytes(render()))
    return (held / name).read_bytes()


@pytest.fixture(scope="session")
def pages(document: Document, _home: None) -> bytes:
    return _rendered("pages", lambda: pdf.render(document))


@pytest.fixture(scope="session")
def page(document: Document, _home: None) -> bytes:
    return _rendered("page", lambda: html.render(document))


@pytest.fixture(scope="session")
def copy(document: Document, _home: None) -> bytes:
    return _rendered("copy", lambda: docx.render(document))


@pytest.fixture(scope="session")
def attacked_pages(attacked: Document, _home: None) -> bytes:
    return _rendered("attacked-pages", lambda: pdf.render(attacked))


@pytest.fixture(scope="session")
def attacked_html(attacked: Document, _home: None) -> str:
    return _rendered("attacked-html", lambda: html.render(attacked)).decode("utf-8")


@pytest.fixture(scope="session")
def attacked_docx(attacked: Document, _home: None) -> bytes:
    return _rendered("attacked-docx", lambda: docx.render(attacked))
