"""The sample case issued in every form of paper, checked, and all its pages on sheets for somebody to look at.

    .venv/bin/python benchmarks/sample_forms.py OUT [FORM …]

Of each form: ``appraisal demo OUT/FORM --profile FORM``, then ``appraisal verify`` (integrity, re-rendering), and in
``OUT/sheets`` the pages of the PDF, those of the DOCX as LibreOffice lays them out, and the HTML as Chromium does.
Prints a line a form, and below it each fault of layout (``page_layout``); exit code 1 when one was not issued or does
not verify. Needs the tests' Chromium, LibreOffice, and the Liberation fonts, which are as wide as those that the DOCX
names.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.papers import files
from benchmarks import page_layout

PROGRAM = (sys.executable, "-m", "appraisal")
SCALE = 0.9  # pixels a point: 536 x 758 a page
ACROSS, DOWN = 5, 2  # pages of a sheet
WIDTH, HEIGHT = 1100, 6000  # pixels of a strip of HTML


def issue(case: Path, form: str) -> str:
    """Make and issue the sample case; what is wrong, else nothing."""
    for what in (["demo", case, "--profile", form], ["verify", case, "--only", "integrity", "--only", "re-rendering"]):
        done = subprocess.run([*PROGRAM, *map(str, what)], capture_output=True, text=True)
        if done.returncode:
            return f"{what[0]}: exit code {done.returncode}: {done.stderr.strip()[-300:]}"
    return ""


def pages(pdf: Path) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=SCALE).to_pil().convert("RGB")
    finally:
        document.close()


def sheets(name: Path, shown: Iterable[Image.Image]) -> int:
    """Pages side by side as NAME-01.png, …; the number of pages."""
    left, count, number = iter(shown), 0, 0
    while some := list(islice(left, ACROSS * DOWN)):
        number += 1
        wide, high = max(page.width for page in some), max(page.height for page in some)
        sheet = Image.new("RGB", (ACROSS * wide, -(-len(some) // ACROSS) * high), "grey")
        for at, page in enumerate(some):
            sheet.paste(page, (at % ACROSS * wide, at // ACROSS * high))
        sheet.save(f"{name}-{number:02}.png")
        count += len(some)
    return count


def through_writer(docx: Path, scratch: Path) -> Path:
    """The DOCX as LibreOffice lays it out."""
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(docx)]
    subprocess.run(command, check=True, capture_output=True)
    return scratch / f"{docx.stem}.pdf"


TORN = """long => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const cell = node.parentElement.closest("td, th");
    if (!cell || node.parentElement.closest(".digest")) continue;
    for (const word of node.textContent.matchAll(/[0-9A-Za-z\\u00c0-\\u024f]{2,}/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = range.getClientRects();
      if (word[0].length <= long && boxes.length > 1 && boxes[0].bottom < boxes[boxes.length - 1].top + 4)
        found.push("torn: " + word[0]);
    }
  }
  const right = document.querySelector("main").getBoundingClientRect().right + 1;
  for (const table of document.querySelectorAll("table"))
    if (table.getBoundingClientRect().right > right)
      found.push("wider than the text: " + table.textContent.trim().slice(0, 60));
  return found;
}"""


def strips(browser: Any, html: Path, name: Path) -> tuple[int, list[str]]:
    """The HTML from top to end, in strips; their number, and words of tables that are torn over two lines."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(html.resolve().as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    torn = page.evaluate(TORN, page_layout.LONG)
    whole = page.evaluate("document.documentElement.scrollHeight")
    for number, top in enumerate(range(0, whole, HEIGHT), 1):
        page.evaluate("top => window.scrollTo(0, top)", top)
        page.screenshot(path=f"{name}-{number:02}.png", timeout=0)
    page.close()
    return -(-whole // HEIGHT), torn


def main(out: Path, forms: list[str]) -> int:
    look = out / "sheets"
    look.mkdir(parents=True, exist_ok=True)
    bad = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for form in forms:
            if wrong := issue(out / form, form):
                bad += 1
                print(f"{form}: {wrong}", flush=True)
                continue
            pdf = next((out / form / "issued").glob("*/report.pdf"))
            laid = through_writer(pdf.with_suffix(".docx"), Path(scratch))
            counts = sheets(look / f"{form}-pdf", pages(pdf)), sheets(look / f"{form}-docx", pages(laid))
            long, torn = strips(browser, pdf.with_suffix(".html"), look / f"{form}-html")
            print(f"{form}: {pdf.parent.name}, issued and verified; PDF {counts[0]} pages, DOCX {counts[1]}, "
                  f"HTML {long} strips", flush=True)  # fmt: skip
            for row in page_layout.lost(pdf.with_suffix(".docx"), laid):
                print(f"  DOCX, lost: {row}", flush=True)
            words = page_layout.words_of(pdf.with_suffix(".json"))
            for name, file in (("PDF", pdf), ("DOCX", laid)):
                for fault in page_layout.faults(file, words):
                    print(f"  {name}, {fault}", flush=True)
            for words_torn in torn:
                print(f"  HTML, {words_torn}", flush=True)
        browser.close()
    return int(bool(bad))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    known = list(files.names())
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:] or known))
