"""Pictures of the workbench and of every notebook on the sample case, as docs/images holds them.

    .venv/bin/appraisal demo CASE
    .venv/bin/python benchmarks/pictures.py CASE [OUT, default docs/images]

Works in a copy of CASE below $APPRAISAL_SCRATCH, which goes away at the end: executes each notebook as it is committed,
puts some levels, elements and events on file, opens the workbench as a user does. Needs the tests' Chromium.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image

from appraisal.case import Case
from appraisal.lab.session import Session
from appraisal.reporting import place_notebooks

SIZE = {"width": 1300, "height": 820}  # pixels
TALL = 1500  # pixels of what does not fit a screen
NOTEBOOKS = {
    **dict.fromkeys(("text", "code", "software", "image", "audio"), "SHOW = 2"),
    **dict.fromkeys(("report", "intake", "private_server"), ""),
}
BEGINS = {"audio": "乐谱"}  # heading from which on a notebook is shown: the sample case has no recordings
LEVELS = (("字句", 1, "设定与说明文字的措辞"), ("情节", 3, "事件与人物"), ("题材", 9, "月下王城的冒险"))


def executed(root: Path, name: str, lines: str) -> str:
    """A notebook of the case with its outputs, as one HTML page."""
    path = root / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    at = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ()))
    if lines:
        notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(lines))
    NotebookClient(notebook, timeout=900, resources={"metadata": {"path": str(path.parent)}}).execute()
    exporter = HTMLExporter(exclude_input=True, embed_images=True)  # type: ignore[no-untyped-call]  # it has no types
    return str(exporter.from_notebook_node(notebook)[0])


def say(root: Path) -> str:
    """Levels, elements and events of an invented expert; who that is."""
    case = Case.open(root, signers=lambda name: None)
    session = Session(case, expert=case.settings.experts[0])
    record = next(k for k, r in session.clerk.records.items() if r.comparison.comparator == "text-exact")
    told = [m for m in session.clerk.opened(record).comparison.matches if m.left.file.startswith("story/01")]
    match = max(told, key=lambda one: one.left.length)
    session.handle("judge", {"record": record, "matches": [match.id], "verdict": "accepted"})
    evidence = [{"source": "match", "what": f"{record} {match.id}"}]
    for name, order, about in LEVELS:
        session.handle("say", {"kind": "level", "body": {"name": name, "order": order, "about": about}})
    for body in (
        {"level": "字句", "name": "开篇一段", "expressions": [["A1", "湖灯一段"], ["B1", "同一段"]],
         "outcome": "same", "differences": "前后文不同", "evidence": evidence},
        {"level": "题材", "name": "王城冒险", "expressions": [["A1", "王城冒险"], ["B1", "王城冒险"]],
         "filtered": "idea", "why": "题材属于思想"},
    ):  # fmt: skip
        session.handle("say", {"kind": "element", "body": body})
    outside = [{"source": "outside", "what": "示例证据 1"}]
    for what, when, until, about, label in (
        ("1.4 版发布", "2023-03", "", "publication", "A1"), ("对方试用", "2023-05-02", "2023-06", "contact", "A1"),
        ("2.0 版上线", "2024-01-15", "", "release", "B1"),
    ):  # fmt: skip
        body = {"what": what, "when": when, "until": until, "about": about, "label": label, "told": "示例委托方"}
        session.handle("say", {"kind": "event", "body": {**body, "evidence": outside}})
    session.close()
    return session.expert


def workbench(page: Any, address: str, out: Path) -> None:
    page.goto(address)
    page.wait_for_selector(".matches .row.chosen", timeout=120_000)
    for picture, comparator, tab in (
        ("match", "text-exact", "match"), ("pages", "text-exact", "pages"), ("figures", "text-exact", "figures"),
        ("guided", "text-exact", "guided"), ("picture", "image-copy", "match"),
    ):  # fmt: skip
        key = page.locator(".records option", has_text=comparator).first.get_attribute("value")
        page.select_option(".records", key)
        page.wait_for_selector(f".matches[data-record='{key}']")
        page.click(f".tab-{tab}")
        shown = {"match": ".match h2", "pages": ".two-pages .row", "figures": ".left-accepted", "guided": ".timeline"}
        page.wait_for_selector(shown[tab], timeout=120_000)
        page.set_viewport_size({**SIZE, "height": TALL} if tab == "guided" else SIZE)
        page.wait_for_timeout(700)
        page.screenshot(path=str(out / f"lab-{picture}.png"))


def main(source: Path, out: Path) -> None:
    from playwright.sync_api import sync_playwright

    base = Path(os.environ.get("APPRAISAL_SCRATCH") or tempfile.gettempdir())
    place = Path(tempfile.mkdtemp(prefix="pictures-", dir=base))
    os.environ["APPRAISAL_HOME"] = str(place / "home")
    out.mkdir(parents=True, exist_ok=True)
    served = None
    try:
        root = place / "case"
        shutil.copytree(source, root)
        place_notebooks(Case.open(root))
        for name, lines in NOTEBOOKS.items():
            (place / f"{name}.html").write_text(executed(root, name, lines), "utf-8")
        expert = say(root)
        with (place / "log").open("wb") as log:
            served = subprocess.Popen(
                [sys.executable, "-m", "appraisal", "lab", str(root), "--no-browser", "--by", expert],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while not (found := re.search(r"http://127\S*token=\w+", (place / "log").read_text("utf-8"))):
            if served.poll() is not None:
                raise SystemExit((place / "log").read_text("utf-8"))
            time.sleep(0.2)
        with sync_playwright() as player:
            chromium = shutil.which("chromium") or "/usr/bin/chromium"
            browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport=SIZE)
            workbench(page, found.group(), out)
            page = browser.new_page(viewport={**SIZE, "height": TALL}, java_script_enabled=False)
            for name in NOTEBOOKS:
                page.goto((place / f"{name}.html").as_uri(), wait_until="domcontentloaded")
                page.wait_for_timeout(500)
                top = 0.0
                if name in BEGINS:
                    box = page.locator("h2", has_text=BEGINS[name]).first.bounding_box()
                    top = box["y"] - 12 if box else top
                clip = {"x": 0, "y": top, "width": SIZE["width"], "height": TALL}
                page.screenshot(path=str(out / f"notebook-{name}.png"), full_page=True, clip=clip)
            browser.close()
        for path in sorted(out.glob("lab-*.png")) + [out / f"notebook-{name}.png" for name in NOTEBOOKS]:
            Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)
    finally:
        if served is not None:
            os.killpg(served.pid, signal.SIGTERM)
            served.wait(30)
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path("docs/images"))
