"""A corpus of injections in all fields that a work or a person can fill: nothing runs, loads or vanishes.

Names, contents and metadata of files; title, number and names of the case; who works here, notes, rules, steps, levels,
elements, events; then what is written from them: the page in both languages, a notebook's output, the HTML report.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from appraisal import filing, run
from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.lab.session import Session
from appraisal.reporting import place_notebooks, report_case
from tests.notebooks.test_notebooks import execute

from .conftest import drawing, record_of
from .serving import CHROMIUM, QUIET, Served, Watched

sync_api = pytest.importorskip("playwright.sync_api")
needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")
CORPUS = (
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "<script>window.pwned=1</script>",
    '"><iframe src=//evil.test>',
    "' onmouseover='window.pwned=1",
    "javascript:window.pwned=1",
    "[x](javascript:window.pwned=1)",
    "![x](http://evil.test/a.png)",
    "{{7*7}}${window.pwned=1}",
    "</style><style>@import url(http://evil.test)</style>",
    "\u202egnp.exe\u202c",
    "\u2066x\u2069\u200b",
    "\x1b[31mred",
    "=cmd|' /C calc'!A0",
    "&lt;b&gt;&#60;b&#62;",
    "]]><!-- -->",
    '#eval("1") $x$ \\input{a}',
    "__proto__ constructor",
)
ODD = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
ALL = " ".join(CORPUS)


def visible(text: str) -> str:
    return ODD.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, _home: None) -> Case:
    """A case with the corpus in every field, through the steps of a panel."""
    base = tmp_path_factory.mktemp("hostile")
    names = [piece.replace("/", "∕") for piece in CORPUS[:3]]
    for side in ("a", "b"):
        (base / side).mkdir()
        body = "".join(f"第{n}段的话在两边是一样的，说的是河边的灯。{piece}\n" for n, piece in enumerate(CORPUS))
        (base / side / f"{names[0]}.txt").write_text(f"{side}书的开头各不相同\n{body}", "utf-8")
        told = PngInfo()
        # What holds markup of a page is refused as a picture and a page at once: the rest is metadata that is read.
        told.add_text("Comment", " ".join(piece for piece in CORPUS if "<" not in piece))
        drawing(random.Random(9), base / "plain.png", (160, 120))
        image = Image.open(base / "plain.png")
        image.save(base / side / f"{names[2]}.png", pnginfo=told)
    case = Case.create(
        base / "case", clock=fixed_clock(), number=ALL[:60], title=ALL, experts=(ALL[:80],), signers=lambda name: None
    )
    for label, role, folder in (("A1", "claimed", "a"), ("B1", "accused", "b")):
        case.receive(label, base / folder, role, name=ALL, received_from=ALL, obtained=ALL, seal=ALL)
    filing.place_template(case)
    (case.root / "scheme.toml").write_text('scope = "A1, B1"\n', "utf-8")
    filing.fix_scheme(case, "", comparators=["text-exact", "image-copy"])
    run.run(case, comparators=["text-exact", "image-copy"], host="")
    place_notebooks(case)
    session = Session(case, expert=ALL[:80])
    record = record_of(session, "text-exact")
    match = session.clerk.opened(record).comparison.matches[0].id
    evidence = [{"source": "outside", "what": ALL, "note": ALL}, {"source": "match", "what": f"{record} {match}"}]
    said: list[tuple[str, dict[str, Any]]] = [
        ("judge", {"record": record, "matches": [match], "verdict": "accepted", "note": ALL}),
        ("draw", {"record": record, "size": 1, "rule": ALL}),
        ("spot_check", {"record": record, "side": "left", "seed": ALL,
                        "places": [{"file": ALL, "start": 0, "stop": 1, "seen": ALL}]}),
        ("step", {"kind": "operation", "what": ALL, "note": ALL}),
        ("say", {"kind": "level", "body": {"name": ALL, "order": 1, "about": ALL}}),
        ("say", {"kind": "element", "body": {"level": ALL, "name": ALL, "expressions": [["A1", ALL], ["B1", ALL]],
                                             "outcome": "same", "differences": ALL, "evidence": evidence}}),
        ("say", {"kind": "event", "body": {"what": ALL, "when": "2024", "about": "other", "label": "A1", "told": ALL,
                                           "disputed": ALL, "evidence": evidence}}),
        ("exclude", {"record": record, "match": match, "side": "left", "reason": "quotation", "note": ALL}),
        ("remember", {"place": {"match": ALL, "record": ALL, "want": {"sort": ALL}}}),
    ]  # fmt: skip
    for action, given in said:
        session.handle(action, given)
    session.close()
    return case


def unharmed(page: Any) -> None:
    assert page.evaluate("window.pwned") is None
    assert (
        page.evaluate("document.querySelectorAll('main script, main iframe, main object, main a, main style').length")
        == 0
    )
    assert page.evaluate(
        "[...document.querySelectorAll('main *')].flatMap((e) => e.getAttributeNames())"
        ".filter((n) => n.startsWith('on') || n === 'href' || n === 'action')"
    ) == []  # fmt: skip


@needs_chromium
def test_nothing_runs_nothing_loads_nothing_vanishes(hostile: Case) -> None:
    served = Served(hostile.root, "--by", ALL[:80])
    try:
        with sync_api.sync_playwright() as player:
            browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            watched = Watched(browser, served)
            page = watched.page
            title = page.text_content(".title") or ""
            assert [piece for piece in CORPUS if visible(piece) not in title] == []
            for comparator in ("image-copy", "text-exact"):
                watched.open(comparator)
                named = CORPUS[0 if comparator == "text-exact" else 2].replace("/", "∕")
                assert named in page.inner_text(".matches")
                for tab in ("pages", "figures", "sample", "unmatched", "guided", "opposing", "panel", "match"):
                    page.click(f".tab-{tab}")
                    page.wait_for_function("() => document.querySelector('.view').textContent.trim() !== ''")
                    unharmed(page)
            watched.drawn()
            said = "".join(page.locator(".sheet.text").all_text_contents())
            assert [piece for piece in CORPUS if visible(piece) not in said] == [], "the exhibit shows the text whole"
            page.click(".history summary")
            page.wait_for_selector(".history td")
            for where in (".history", ".matches .row.chosen"):
                told = page.text_content(where)
                assert told is not None and [piece for piece in CORPUS if visible(piece) not in told] == []
            page.click(".tab-guided")
            page.wait_for_selector(".element")
            for where in (".element", ".events"):
                told = page.text_content(where)
                assert told is not None and [piece for piece in CORPUS if visible(piece) not in told] == []
            page.click(".tab-pages")
            page.wait_for_selector(".two-pages .row")
            page.click(".language")
            page.wait_for_function("() => document.querySelector('.tab-match').textContent === 'Match'")
            unharmed(page)
            watched.assert_quiet()
            browser.close()
    finally:
        served.stop()


@needs_chromium
def test_what_is_written_from_it_is_quiet_too(hostile: Case, tmp_path: Path) -> None:
    """The HTML report, and what a notebook's cells put out, opened as files with scripts allowed."""
    written = {path.suffix: path for path in report_case(hostile, formats=["html"])}
    outputs = execute(hostile.root / "notebooks" / "text.ipynb", SHOW=2)
    html = "".join(str(o.data["text/html"]) for o in outputs if "text/html" in o.get("data", {}))
    (tmp_path / "cells.html").write_text(f"<!DOCTYPE html><meta charset=utf-8><main>{html}</main>", "utf-8")
    assert "evil.test" in html
    with sync_api.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for path in (written[".html"], tmp_path / "cells.html"):
            page = browser.new_page()
            asked: list[str] = []
            page.on("request", lambda r, a=asked: a.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
            page.goto(path.as_uri())
            assert page.evaluate("window.pwned") is None and asked == []
            assert page.evaluate("document.querySelectorAll('iframe, object, embed, script').length") == 0
            told = page.evaluate("document.body.textContent")
            assert [piece for piece in CORPUS[:10] if piece not in told] == []
        browser.close()


def test_notebooks_of_the_case_hold_none_of_it(hostile: Case) -> None:
    """Who opens the case's notebooks opens the templates, not what works say."""
    for path in sorted((hostile.root / "notebooks").glob("*.ipynb")):
        text = nbformat.writes(nbformat.read(path, as_version=4))
        assert "evil.test" not in text and "pwned" not in text
