"""Reports in a real browser: hostile evidence opens no dialog, runs nothing, requests nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reports import html
from reports.document import Document, Grid, Inline, Line
from reports.exhibits.html import exhibit_html
from reports.text import Printed
from tests.reports import hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Watched:
    """A page and what it did besides showing itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("dialog", self.dismiss)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("popup", lambda popup: self.requests.append(popup.url))

    def dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def show(self, file: Path) -> None:
        self.page.goto(file.as_uri())
        self.page.wait_for_load_state("networkidle")
        self.page.mouse.move(300, 300)
        self.page.mouse.click(300, 300)

    def assert_quiet(self, file: Path) -> None:
        assert self.dialogs == [] and self.errors == []
        assert [url for url in self.requests if url != file.as_uri() and not url.startswith("data:image/")] == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1000, "height": 1400})
    yield Watched(page)
    page.close()


def test_a_hostile_report_stays_quiet(attacked_html: str, watched: Watched, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(attacked_html, "utf-8")
    watched.show(file)
    watched.assert_quiet(file)
    page = watched.page
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("document.querySelectorAll('iframe, object, embed, form, link, base, svg').length") == 0
    attributes = (
        "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    )
    assert page.evaluate(attributes) == []
    assert hostile.SCRIPT in page.inner_text("h1 ~ .subtitle >> nth=0")


def test_hostile_exhibits_stay_quiet_without_the_policy(watched: Watched, tmp_path: Path) -> None:
    """As in a notebook, where no policy of ours holds."""
    shown = [shown.exhibit for filed in hostile.dossier().comparisons for shown in filed.shown]
    file = tmp_path / "notebook.html"
    file.write_text("<!DOCTYPE html><meta charset=utf-8>" + "".join(exhibit_html(e, "zh") for e in shown), "utf-8")
    watched.show(file)
    watched.assert_quiet(file)
    assert watched.page.evaluate("document.scripts.length") == 0


def test_links_move_within_the_page(document: Document, watched: Watched, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html.render(document))
    watched.show(file)
    watched.page.click("td a >> nth=0")
    assert watched.page.url.startswith(file.as_uri() + "#zh-")
    watched.assert_quiet(file)


def test_no_picture_is_broken_and_nothing_is_wider_than_the_page(
    document: Document, watched: Watched, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html.render(document))
    watched.show(file)
    broken = "[...document.images].filter(i => !i.complete || i.naturalWidth === 0).length"
    assert watched.page.evaluate(broken) == 0
    assert watched.page.evaluate("document.images.length") > 4
    assert watched.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_cells_of_wide_tables_do_not_run_into_each_other_in_a_notebook(watched: Watched, tmp_path: Path) -> None:
    """JupyterLab lays out tables by the widths of their columns alone, whatever stands in the cells."""

    def row(*cells: str) -> tuple[Line, ...]:
        return tuple((Inline(Printed(cell)),) for cell in cells)

    said = ("整幅图片", "art/crest.png，区域 (24.94, 24.91)–(231.03, 231.06) 像素", *("未反相",) * 12)
    grid = Grid(row(*map(str, range(14))), (row(*said),), widths=(1.0,) * 14)
    file = tmp_path / "notebook.html"
    lab = "<!DOCTYPE html><meta charset=utf-8><style>.jp-RenderedHTMLCommon table { table-layout: fixed }</style>"
    file.write_text(f'{lab}<div class="jp-RenderedHTMLCommon">{html.fragment([grid], "zh")}</div>', "utf-8")
    watched.show(file)
    over = "[...document.querySelectorAll('td')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
    assert watched.page.evaluate("document.querySelectorAll('td').length") == 14
    assert watched.page.evaluate(over) == []
