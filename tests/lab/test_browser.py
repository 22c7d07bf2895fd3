"""The workbench in a real browser: an expert works through a case by keyboard and mouse; hostile works stay quiet."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from appraisal import afc, panel
from appraisal.case import Case
from appraisal.lab import page as whole_page
from tests.papers import whole

from .conftest import METHODS, convene, sign_scheme
from .serving import CHROMIUM, QUIET, Served, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    sign_scheme(folder)
    convene(folder)
    made = Served(folder)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def looked_at(_made: Path, lab_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One workbench for all tests that only look, as nobody."""
    root = tmp_path_factory.mktemp("looked-at") / "case"
    shutil.copytree(_made, root)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(lab_home))
        sign_scheme(root)
        convene(root)
        made = Served(root)
    yield made
    made.stop()


def twenty(watched: Watched, comparator: str) -> None:
    """Judge twenty matches: by keys, by mouse, with a note, with a reason, one taken back."""
    page = watched.page
    watched.judge(comparator, 12)
    for n in range(12, 18):
        watched.drawn()
        page.click(".verdict.accepted")
        page.wait_for_function(
            "n => Number(document.querySelector('.matches .count').textContent.match(/\\d+/g).at(-1)) === n", arg=n + 1
        )
    page.keyboard.press("n")
    page.keyboard.type("核对原件 <b>x</b>")
    page.keyboard.press("Escape")
    watched.press("1", 19)
    watched.drawn()
    page.keyboard.press("3")
    page.wait_for_selector(".verdicts.choosing")
    watched.press("4", 20)
    assert page.locator(".matches .mark.excluded").count() == 1
    page.keyboard.press("k")
    watched.press("0", 19)
    page.keyboard.press("u")
    watched.press("1", 20)


def test_a_case_from_sealed_verdicts_to_the_report(browser: Browser, served: Served, folder: Path) -> None:
    for name in ("甲", "乙"):
        watched = Watched(browser, served)
        watched.enter(name)
        page = watched.page
        assert page.is_visible(".notice.sealed")
        for comparator in METHODS:
            twenty(watched, comparator) if name == "甲" else watched.judge(comparator, 6)
        page.click(".tab-figures")
        page.wait_for_selector(".left-accepted")
        before = page.inner_text(".left-accepted")
        assert before not in ("0.00 %", page.inner_text(".left-all"))
        page.keyboard.press("m")
        page.keyboard.press("u")
        watched.press("1", 21 if name == "甲" else 7)
        page.keyboard.press("f")
        page.wait_for_function("before => document.querySelector('.left-accepted')?.textContent !== before", arg=before)
        page.click(".tab-panel")
        page.click(".submit")
        page.wait_for_selector(".verdict.accepted[disabled]", state="attached")
        watched.assert_quiet()
        page.close()
    assert Case.open(folder).findings() == []
    for name in ("甲", "乙"):
        watched = Watched(browser, served)
        watched.enter(name)
        watched.page.click(".tab-panel")
        watched.page.click(".open-verdicts")
        watched.page.wait_for_function("() => !document.querySelector('.open-verdicts')")
        watched.assert_quiet()
        watched.page.close()
    case = Case.open(folder)
    held = panel.in_force(case.history())
    assert held is not None and set(panel.stages(folder, held).values()) == {panel.Stage.OPENED}
    assert {f.by for f in case.findings()} == {"甲", "乙"} and len(case.findings()) >= 3 * (20 + 6)
    watched = Watched(browser, served)
    watched.enter("丁")
    page = watched.page
    page.click(".tab-panel")
    page.click(".step-issue")
    page.wait_for_function("() => document.querySelector('.status').textContent.includes('procedure.jsonl')")
    page.click(".make-report")
    page.wait_for_function(
        "() => document.querySelector('.status').textContent.includes('report.pdf')", timeout=180_000
    )
    assert (folder / "report" / "report.pdf").stat().st_size > 10_000
    watched.assert_quiet()


def test_sorting_filtering_grouping_and_reading_on(browser: Browser, served: Served) -> None:
    watched = Watched(browser, served)
    page = watched.page
    watched.enter("甲")
    watched.open("text-exact")
    total = page.locator(".matches .count").inner_text()
    page.fill(".search", "no such word")
    page.wait_for_function("() => document.querySelectorAll('.matches .row').length === 0")
    page.fill(".search", "")
    page.select_option(".sort", "longest")
    page.select_option(".by-verdict", "accepted")
    page.wait_for_function("() => document.querySelectorAll('.matches .row').length === 0")
    page.select_option(".by-verdict", "")
    page.check(".group")
    page.uncheck(".group")
    assert page.locator(".matches .count").inner_text() == total
    page.locator(".matches .row").nth(5).click()
    chosen = watched.number()
    page.wait_for_timeout(900)
    page.reload()
    page.wait_for_selector(".matches .row.chosen")
    watched.enter("甲")
    assert watched.number() == chosen, "resumes where one stopped"
    page.click(".language")
    page.wait_for_function("() => document.querySelector('.tab-match').textContent === 'Match'")
    assert page.evaluate("document.querySelector('.lab').lang") == "en"
    page.check(".only-differences")
    page.wait_for_selector(".match.differences")
    watched.assert_quiet()


def test_pages_move_together(browser: Browser, looked_at: Served) -> None:
    watched = Watched(browser, looked_at)
    page = watched.page
    watched.open("text-exact")
    page.keyboard.press("End")
    page.click(".tab-pages")
    page.wait_for_selector(".two-pages .run.chosen")
    tops = "[...document.querySelectorAll('.two-pages .rows')].map(n => n.scrollTop)"
    page.evaluate("document.querySelector('.two-pages .rows').scrollTop = 0")
    page.wait_for_function(f"() => {tops}[1] < 200")
    page.evaluate("document.querySelector('.two-pages .rows').scrollTop = 600")
    page.wait_for_function(f"() => {tops}[1] > 300")
    watched.assert_quiet()


def test_a_region_is_drawn_on_a_picture(browser: Browser, served: Served, folder: Path) -> None:
    watched = Watched(browser, served)
    page = watched.page
    watched.enter("丙")
    watched.open("image-copy")
    page.select_option(".reasons", "public-domain")
    page.check(".draw-region")
    seen = page.locator(".picture").first.bounding_box()
    assert seen is not None
    page.mouse.move(seen["x"] + 20, seen["y"] + 20)
    page.mouse.down()
    page.mouse.move(seen["x"] + 100, seen["y"] + 80, steps=5)
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('.status').textContent.includes('A1')")
    (made,) = Case.open(folder).exclusions()
    assert made.span is not None and made.span.unit == "pixel" and made.after_results
    (left, top), (right, bottom) = made.span.polygon[0], made.span.polygon[2]
    assert (left, top, right, bottom) == pytest.approx((20, 20, 100, 80), abs=1.5)
    page.check(".lay-over")
    page.wait_for_selector(".stack .over")
    watched.assert_quiet()


def test_a_verdict_is_taken_back_and_every_entry_is_seen(browser: Browser, served: Served, folder: Path) -> None:
    watched = Watched(browser, served)
    page = watched.page
    watched.enter("甲")
    watched.open("text-exact")
    watched.press("1", 1)
    page.wait_for_function("() => /findings.* 1 /.test(document.querySelector('.status').textContent)")
    first = page.inner_text(".matches .row >> nth=0")
    page.keyboard.press("k")
    watched.press("2", 1)
    page.wait_for_function("() => document.querySelector('.status').textContent.includes('不采信')")
    page.keyboard.press("z")
    page.wait_for_function("() => document.querySelector('.status').textContent.includes('已撤回')")
    assert page.inner_text(".matches .row >> nth=0") == first, "what stood before stands again"
    watched.press("z", 0)
    page.keyboard.press("z")
    page.wait_for_function("() => document.querySelector('.status').textContent.includes('没有可撤回')")
    page.click(".history summary")
    page.wait_for_selector(".history td")
    assert page.locator(".history tbody tr").count() == 4, "to take back is another entry"
    page.select_option(".reasons", "quotation")
    page.click(".exclude-right")
    page.wait_for_function("() => document.querySelector('.status.wrong')?.textContent.includes('密封中')")
    page.click(".tab-court")
    page.fill(".court-number", page.inner_text(".matches .row.chosen .line b").split()[-1])
    page.click(".court-show")
    page.wait_for_selector(".court .recomputed", timeout=60_000)
    watched.assert_quiet()
    assert Case.open(folder).exclusions() == [], "an exclusion would show the others what an expert holds"


def test_what_i_see_is_printed(browser: Browser, looked_at: Served) -> None:
    watched = Watched(browser, looked_at)
    page = watched.page
    watched.open("text-exact")
    called = page.evaluate(
        "() => new Promise((done) => { window.print = () => done(true); document.querySelector('.print').click(); })"
    )
    assert called is True
    page.emulate_media(media="print")
    assert page.is_visible(".match h2") and page.is_visible(".title") and page.is_visible(".signs, .title")
    assert not page.is_visible(".matches") and not page.is_visible(".passphrase") and not page.is_visible(".verdicts")
    sheet = page.locator(".sheet").first.evaluate("e => [e.scrollHeight, e.clientHeight]")
    assert sheet[0] <= sheet[1] + 1, "nothing is cut off on paper"
    watched.assert_quiet()


def test_the_report_is_issued_through_its_gates(browser: Browser, complete: Case) -> None:
    served = Served(complete.root)
    try:
        watched = Watched(browser, served)
        page = watched.page
        page.select_option(".expert", whole.DING)
        page.click(".enter")
        page.wait_for_selector(f"main[data-expert='{whole.DING}'] .matches[data-record] .row.chosen")
        page.click(".tab-panel")
        page.click(".issuing summary")
        page.wait_for_selector(".issuing .paper")
        page.select_option(".paper", "cn-special")
        page.click(".ask-gates")
        page.wait_for_selector(".gates .gap.open", timeout=60_000)
        page.select_option(".paper", "cn-copyright")
        page.fill(".serial", "9")
        page.click(".ask-gates")
        page.wait_for_function("() => !document.querySelector('.gates .gap.open')", timeout=60_000)
        page.click(".issue-report")
        page.wait_for_function(
            "() => document.querySelector('.status').textContent.includes('issued/')", timeout=120_000
        )
        watched.assert_quiet()
    finally:
        served.stop()
    assert list(complete.root.glob("issued/*9*/report.pdf"))


def test_guided_comparison_and_chronology(browser: Browser, folder: Path) -> None:
    served = Served(folder, "--by", "丙")
    try:
        watched = Watched(browser, served)
        page = watched.page
        watched.open("text-exact")
        page.click(".tab-guided")
        for order, name in (("1", "字句"), ("4", "思想")):
            page.fill(".level-order", order)
            page.fill(".level-name", name)
            page.click(".level-add")
            page.wait_for_selector(f".element-level option[value='{name}']", state="attached")
        page.fill(".element-name", "开篇 <b>一</b>")
        page.fill(".said-A1", "月光照城")
        page.fill(".said-B1", "月光照城，换一词")
        page.select_option(".element-finding", "outcome alike")
        page.click(".element-evidence-this")
        page.click(".element-add")
        page.wait_for_selector(".element b:text('开篇 <b>一</b>')")
        assert page.is_visible(".unsupported"), "its match is not accepted yet"
        page.click(".withdraw-element")
        page.wait_for_function("() => !document.querySelector('.element')")
        page.select_option(".element-level", "思想")
        page.fill(".element-name", "题材")
        page.fill(".said-A1", "失散重逢")
        page.fill(".said-B1", "失散重逢")
        page.select_option(".element-finding", "filtered idea")
        page.click(".element-add")
        page.wait_for_function("() => document.querySelector('.status.wrong')?.textContent.includes('请写明过滤理由')")
        page.fill(".element-why", "题材属思想")
        page.click(".element-add")
        page.wait_for_selector(".ledger td")
        for when, label in (("2022-03", "A1"), ("2023-05-02", "B1")):
            page.fill(".event-when", when)
            page.fill(".event-what", f"发布 {label}")
            page.select_option(".event-label", label)
            page.fill(".event-evidence-what", "原告证据 3")
            page.click(".event-evidence-add")
            page.click(".event-add")
            page.wait_for_selector(f".events td:has-text('发布 {label}')")
        assert page.locator(".timeline rect").count() == 2
        assert not [fault for fault in watched.faults if "say why" not in fault] and watched.asked == []
        page.click(".language")
        page.wait_for_function("() => document.querySelector('.tab-guided').textContent === 'Guided AFC'")
    finally:
        served.stop()
    found = afc.guided(Case.open(folder).history())
    assert [(e.by, one.name) for e, one in found.elements] == [("丙", "题材")] and len(found.events) == 2


def test_hostile_works_run_nothing_load_nothing_and_vanish_nowhere(browser: Browser, looked_at: Served) -> None:
    watched = Watched(browser, looked_at)
    page = watched.page
    title = page.inner_text(".title")
    assert "<img src=x onerror=alert(1)>" in title and "⟦U+202E⟧" in title and "<script>alert(2)</script>" in title
    for comparator in METHODS:
        watched.open(comparator)
        for tab in ("match", "pages", "figures", "sample", "unmatched", "guided", "court", "opposing", "panel"):
            page.click(f".tab-{tab}")
            page.wait_for_timeout(150)
    assert (
        page.evaluate("document.querySelectorAll('main script, main iframe, main object, main embed, main a').length")
        == 0
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('main *')].flatMap(e => e.getAttributeNames())"
            ".filter(n => n.startsWith('on'))"
        )
        == []
    )
    watched.assert_quiet()


def test_figures_are_hidden_before_the_scheme_is_signed(browser: Browser, folder: Path) -> None:
    served = Served(folder)
    try:
        watched = Watched(browser, served)
        watched.page.click(".tab-figures")
        watched.page.wait_for_selector(".hidden-figures")
        assert "%" not in watched.page.inner_text(".view")
        watched.assert_quiet()
    finally:
        served.stop()


def test_no_one_else_is_answered(looked_at: Served) -> None:
    import urllib.error
    import urllib.request

    base = looked_at.address.split("?")[0]
    for path in ("", "/api", "/page.js"):
        request = urllib.request.Request(base + path, data=b"{}" if path == "/api" else None)
        try:
            with urllib.request.urlopen(request) as answer:
                assert "login" in answer.url
        except urllib.error.HTTPError as error:
            assert error.code in (403, 405)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = whole_page.entry() + whole_page.style() + whole_page.document("/appraisal", "t", "x")
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)
    assert set(re.findall(r"https?://[\w.]+", text)) == {"http://www.w3.org"}  # the name space of drawings
    assert "unsafe" not in whole_page.POLICY


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    assert len(dict(pairs)) == len(pairs), "a word that is given twice is lost once"
    return dict(pairs)


def test_both_languages_have_all_words_and_the_script_uses_no_other() -> None:
    zh, en = whole_page.words()["zh"], whole_page.words()["en"]
    raw = (whole_page.STATIC / "words.json").read_text("utf-8")
    json.loads(raw, object_pairs_hook=_each_once)
    assert zh.keys() == en.keys()
    assert all(re.search("[\u4e00-\u9fff]|^–$", word) for word in zh.values())
    assert not [word for word in en.values() if re.search("[\u4e00-\u9fff]", word)]
    used = set(re.findall(r'\bsay\("([\w.-]+)"', whole_page.script()))
    assert used <= zh.keys() and len(used) > 60
