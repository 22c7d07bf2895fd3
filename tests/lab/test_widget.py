"""The workbench in a notebook cell: calls over the kernel's channel, and once in JupyterLab itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal.lab import page
from appraisal.lab.session import Session
from appraisal.lab.widget import MatchBrowser

from .conftest import record_of, sign_scheme
from .serving import CHROMIUM, QUIET, Served, in_jupyterlab, ready

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def sent(session: Session, monkeypatch: pytest.MonkeyPatch) -> tuple[MatchBrowser, list[dict[str, Any]]]:
    made = MatchBrowser(session)
    answers: list[dict[str, Any]] = []
    monkeypatch.setattr(made, "send", answers.append)
    return made, answers


def test_calls_are_answered_by_number(sent: tuple[MatchBrowser, list[dict[str, Any]]]) -> None:
    made, answers = sent
    record = record_of(made.session, "text-exact")
    made._asked(made, {"id": 1, "action": "state", "given": {}}, [])
    made._asked(made, {"id": 2, "action": "judge", "given": {"record": record, "matches": ["x"], "verdict": "a"}}, [])
    made._asked(made, {"id": 3, "action": "judge"}, [])
    made._asked(made, {"id": 4, "action": "nothing", "given": {}}, [])
    made._asked(made, "no call at all", [])
    assert answers[0]["answer"]["expert"] == "" and "say who you are" in answers[1]["error"]
    assert [a["id"] for a in answers] == [1, 2, 3, 4]
    assert "malformed" in answers[2]["error"] and "no action" in answers[3]["error"]


def test_the_cell_has_the_page_s_own_script_and_is_not_saved_with_the_notebook(session: Session) -> None:
    made = MatchBrowser(session)
    assert made._esm == page.script() and made._css == page.style()
    assert session.case.settings.title not in str(made.get_state())


@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
def test_in_jupyterlab_nothing_is_fetched_from_elsewhere(folder: Path) -> None:
    sign_scheme(folder)
    served = Served(folder, "--notebook", "--by", "丙")
    try:
        with sync_api.sync_playwright() as player:
            browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            shown = browser.new_page(viewport={"width": 1500, "height": 950})
            asked = in_jupyterlab(shown, served, "workbench.ipynb")
            ready(shown)
            for _ in range(30):  # JupyterLab drops what it is told before its kernel has connected, or asks
                if (accept := shown.locator(".jp-Dialog .jp-mod-accept")).count():
                    accept.first.click()
                shown.click(".jp-NotebookPanel .jp-Cell >> nth=1")
                shown.keyboard.press("Shift+Enter")
                shown.wait_for_timeout(2000)
                if "[1]" in shown.inner_text(".jp-CodeCell .jp-InputPrompt >> nth=0"):
                    break
            shown.keyboard.press("Shift+Enter")
            shown.wait_for_selector(".lab.in-cell .matches .row.chosen", timeout=90_000)
            shown.click(".lab.in-cell .tab-figures")
            shown.wait_for_selector(".lab.in-cell .left-all")
            before = shown.inner_text(".lab.in-cell .count")
            shown.click(".jp-CodeCell .jp-InputArea-editor >> nth=0")
            shown.keyboard.type("1")
            shown.wait_for_timeout(500)
            assert shown.inner_text(".lab.in-cell .count") == before, "typed in a cell, not into the workbench"
            assert asked == [] and shown.locator("text=Jupyter news").count() == 0
            browser.close()
    finally:
        served.stop()
