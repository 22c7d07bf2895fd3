"""One visit of the page by somebody who does what nobody should: keys where no match is shown, keys while something is
still on its way, another process at the case, a server that ends. Each is told, and no verdict goes astray."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from appraisal import identity, ledger, wording
from appraisal.case import Case
from appraisal.errors import CaseError, UsageError
from appraisal.finding import Verdict
from appraisal.lab.session import Session

from .conftest import EXPERTS, convene, sign_scheme
from .serving import Served, Watched
from .test_browser import browser, pytestmark

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["browser", "pytestmark"]
HELD_UP = """() => {
  const asked = window.fetch;
  window.fetch = async (...given) => {
    const slow = window.slow && String(given[1].body).includes(`"action":"${window.slow}"`);
    if (slow) await new Promise((done) => { window.go = done; });
    return asked(...given);
  };
}"""


def told(watched: Watched, words: str) -> None:
    """Wait until the page says so."""
    watched.page.wait_for_function("words => document.querySelector('.status').textContent.includes(words)", arg=words)


def given(folder: Path, name: str) -> dict[tuple[str, str], Any]:
    session = Session(Case.open(folder))
    session.handle("enter", {"expert": name, "passphrase": EXPERTS[name]})
    session.close()
    return {key: (found.verdict, found.reason) for key, found in session.own.items()}


def test_no_verdict_goes_astray_and_nothing_is_pending_in_silence(browser: Browser, folder: Path) -> None:
    sign_scheme(folder)
    convene(folder)
    served = Served(folder)
    try:
        watched = Watched(browser, served)
        page = watched.page
        asked: list[str] = []
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        watched.enter("甲")
        page.evaluate(HELD_UP)
        watched.open("text-exact")

        # a reason that was chosen for something else is not taken for this match
        page.select_option(".reasons", "quotation")
        watched.drawn()
        page.keyboard.press("3")
        page.wait_for_selector(".verdicts.choosing")
        assert watched.judged() == 0
        page.keyboard.press("j")  # no reason: nothing is excluded
        assert page.locator(".verdicts.choosing").count() == 0 and watched.judged() == 0
        watched.drawn()
        page.keyboard.press("3")
        watched.press("4", 1)
        assert page.input_value(".reasons") == ""

        # what is not on the screen is not judged
        page.click(".tab-sample")
        page.keyboard.press("1")
        told(watched, "此页不显示匹配")
        assert watched.judged() == 1 and not page.is_visible(".verdicts")
        page.click(".tab-match")
        assert page.inner_text(".status") == ""

        # while another record is on its way, no key is taken
        page.evaluate("window.slow = 'matches'")
        page.select_option(".records", page.locator(".records option", has_text="code-tokens").get_attribute("value"))
        page.wait_for_function("() => document.querySelectorAll('.matches .row').length === 0")
        page.keyboard.press("1")
        told(watched, "正在打开该记录")
        page.wait_for_function("() => document.querySelector('.pending').textContent.includes('等候')")
        page.evaluate("() => { window.slow = ''; window.go(); }")
        page.wait_for_selector(".matches[data-record] .row.chosen")
        assert watched.judged() == 0 and page.inner_text(".pending") == ""

        # a verdict on its way belongs to the record in which it was given
        watched.drawn()
        page.evaluate("window.slow = 'judge'")
        page.keyboard.press("1")
        page.keyboard.press("1")
        told(watched, "尚在记录")
        page.select_option(".records", page.locator(".records option", has_text="text-exact").get_attribute("value"))
        page.wait_for_selector(".matches[data-record] .row.chosen")
        page.evaluate("() => { window.slow = ''; window.go(); }")
        told(watched, "已记录：第 1 号")
        assert watched.judged() == 1

        # another process at the case is told at once, and reading goes on
        page.click(".tab-sample")
        with ledger.locked(folder):
            page.click(".draw-sample")
            page.wait_for_function(
                "() => document.querySelector('.status.wrong')?.textContent.includes('另有程序')", timeout=5_000
            )

        # handing in says what is unread, and that it was done
        page.click(".tab-panel")
        page.click(".submit")
        told(watched, "核验结果已提交")
        assert "未核验" in asked[-1] and "text-exact · A1 – B1" in asked[-1]
        page.wait_for_selector(".view td:has-text('已提交（密封）')")
        page.keyboard.press("m")
        watched.drawn()
        page.keyboard.press("2")
        told(watched, "尚未提交的有：乙")
        watched.assert_quiet()

        served.stop()
        page.keyboard.press("j")
        told(watched, "工作台已停止或无法连接")
        page.keyboard.press("1")
        told(watched, "工作台已停止或无法连接")
        assert "工作台已停止" in page.inner_text(".view")
        page.close()
    finally:
        if served.process.poll() is None:
            served.stop()
    found = given(folder, "甲")
    assert sorted((name, verdict) for (name, _), (verdict, _) in found.items()) == [
        ("code-tokens", Verdict.ACCEPTED),
        ("text-exact", Verdict.EXCLUDED),
    ]
    assert "third-party" not in {str(reason) for _, reason in found.values()}


def test_what_is_written_stays_and_words_are_of_the_page(browser: Browser, folder: Path) -> None:
    served = Served(folder, "--by", "丙")
    try:
        watched = Watched(browser, served)
        page = watched.page
        watched.open("text-exact")
        assert re.search(r"字符 \d+–\d+ ↔ ", page.inner_text(".matches .row.chosen .files"))
        assert "字符" in page.inner_text(".match .places >> nth=0") and "char " not in page.inner_text(".match")
        page.check(".only-differences")
        page.wait_for_selector(".no-difference")
        page.uncheck(".only-differences")
        page.click(".tab-unmatched")
        assert page.locator(".view select option").all_text_contents()[:2] == ["左侧作品", "右侧作品"]

        # the unfinished element stays while an event is recorded, and while the match is looked at
        page.click(".tab-guided")
        page.fill(".level-order", "1")
        page.fill(".level-name", "字句")
        page.click(".level-add")
        page.wait_for_selector(".element-level option[value='字句']", state="attached")
        page.fill(".element-name", "月亮不落")
        page.click(".element-evidence-this")
        page.fill(".event-when", "2024-05")
        page.fill(".event-what", "往来")
        page.fill(".event-told", "委托人")
        page.click(".event-add")
        told(watched, "陈述人一栏不能代替")
        page.click(".event-evidence-this")
        page.click(".event-add")
        page.wait_for_selector(".events td:has-text('往来')")
        page.click(".tab-match")
        watched.drawn()
        page.click(".tab-guided")
        page.wait_for_selector(".element-evidence li")
        assert page.input_value(".element-name") == "月亮不落" and page.input_value(".event-what") == ""
        assert page.locator(".event-evidence li").count() == 0

        page.click(".tab-court")
        page.fill(".court-number", "7")
        page.click(".language")
        page.wait_for_function("() => document.querySelector('.court-number')?.value === '7'")
        watched.open("code-tokens")
        assert re.search(r"lines \d+–\d+ ↔ ", page.inner_text(".matches .row.chosen .files"))
        page.check(".group")
        assert "no two matches are identical" in page.inner_text(".matches .count")
        page.set_viewport_size({"width": 480, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 480
        assert not [fault for fault in watched.faults if "add evidence" not in fault] and watched.asked == []
        page.close()
    finally:
        served.stop()


def test_a_passphrase_of_the_environment_signs_for_nobody_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(identity.PASSPHRASE, EXPERTS["甲"])
    session = Session(Case.open(folder), expert="甲")
    assert session.handle("state", {})["signs"] is True, "who started the workbench with it"
    for passphrase in ("", "wrong"):
        with pytest.raises(UsageError, match=r"encrypted|unlocked"):
            session.handle("enter", {"expert": "甲", "passphrase": passphrase})
        assert session.handle("state", {})["expert"] == "" and session.handle("state", {})["signs"] is False
        with pytest.raises(CaseError, match="enter again"):
            session.handle("submit", {"as": "甲"})
    session.close()


def test_values_are_in_the_words_of_their_method() -> None:
    words = wording.words("image-copy", "zh")
    given = {"axes": "x = +y", "score": 3.5, "identical": False, "zzz": None, "yyy": [1, {"a": 2.5}]}
    told = dict(words.details(given))
    assert "score" not in told and told["yyy"] == "1、（a：2.5）" and told["zzz"] == "—"
    assert "否" in told.values() and "False" not in told.values()
