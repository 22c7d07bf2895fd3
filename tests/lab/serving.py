"""The program served to a real browser as a user starts it, and pages watched for what they do besides."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .conftest import EXPERTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*token=\w+")


class Served:
    """``appraisal lab`` as a user starts it."""

    def __init__(self, root: Path, *more: str, path: str = "") -> None:
        around = {**os.environ, "PYTHONPATH": path} if path else None
        self.log = root.parent / "lab.log"
        with self.log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "appraisal", "lab", str(root), "--no-browser", *more],
                stderr=stream, stdout=stream, start_new_session=True, env=around,
            )  # fmt: skip
        until = time.monotonic() + 90
        while not (found := ADDRESS.search(self.log.read_text("utf-8", "replace"))):
            assert self.process.poll() is None and time.monotonic() < until, self.log.read_text("utf-8", "replace")
            time.sleep(0.2)
        self.address = found.group()

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Watched:
    """A page of the workbench, and all that it did besides."""

    def __init__(self, browser: Browser, served: Served) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1500, "height": 950})
        self.faults: list[str] = []
        self.asked: list[str] = []
        here = served.address.split("/appraisal")[0].split("/lab")[0]
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on(
            "request", lambda r: self.asked.append(r.url) if not r.url.startswith((here, "data:", "blob:")) else None
        )
        self.page.on(
            "dialog", lambda dialog: dialog.accept() if dialog.type == "confirm" else self.faults.append(dialog.message)
        )
        self.page.goto(served.address)
        self.page.wait_for_selector(".matches .row.chosen")

    def enter(self, name: str) -> None:
        self.page.select_option(".expert", name)
        self.page.fill(".passphrase", EXPERTS[name])
        self.page.click(".enter")
        self.page.wait_for_selector(f"main[data-expert='{name}'] .matches[data-record] .row.chosen")

    def open(self, comparator: str) -> None:
        option = self.page.locator(".records option", has_text=comparator).get_attribute("value")
        self.page.select_option(".records", option)
        self.page.wait_for_selector(f".matches[data-record='{option}']")
        self.page.click(".tab-match")
        self.page.wait_for_selector(".match h2")

    def number(self) -> str:
        return self.page.inner_text(".matches .row.chosen .line b")

    def judged(self) -> int:
        return int(re.findall(r"\d+", self.page.inner_text(".matches .count"))[-1])

    def drawn(self) -> None:
        """Wait until the chosen match is shown: none is judged before."""
        self.page.wait_for_function(
            "() => document.querySelector('.match h2')?.textContent.match(/\\d+/)[0]"
            " === document.querySelector('.matches .row.chosen .line b').textContent.match(/\\d+/)[0]"
        )

    def press(self, key: str, judged: int) -> None:
        self.drawn()
        self.page.keyboard.press(key)
        self.page.wait_for_function(
            "n => Number(document.querySelector('.matches .count').textContent.match(/\\d+/g).at(-1)) === n", arg=judged
        )

    def judge(self, comparator: str, count: int) -> None:
        """So many matches, by keys."""
        self.open(comparator)
        for n in range(count):
            self.press("124"[n % 3], n + 1)

    def assert_quiet(self) -> None:
        assert self.faults == [] and self.asked == []


def in_jupyterlab(shown: Page, served: Served, notebook: str) -> list[str]:
    """A notebook of the case opened in JupyterLab, none that an earlier visit left open beside it. Gives the addresses
    elsewhere that the page asks for, now and later."""
    asked: list[str] = []
    here = re.match(r"http://127\.0\.0\.1:\d+", served.address)
    assert here is not None
    own = (here.group(), "data:", "blob:")
    shown.on("request", lambda request: None if request.url.startswith(own) else asked.append(request.url))
    shown.goto(served.address.replace("/lab?", f"/lab/tree/{notebook}?reset&"))
    return asked


def faults_of(shown: Page) -> list[str]:
    """What goes wrong in the scripts of a page, now and later, but for questions to a kernel that JupyterLab itself
    gives up when its page is left or its kernel starts again: ``Canceled future for create_subshell_request message
    before replies were done``."""
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(str(error)) if "Canceled future for" not in str(error) else None)
    return faults


def ready(shown: Page) -> None:
    """Wait until a notebook is shown and its kernel waits."""
    shown.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
    shown.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=90_000)
