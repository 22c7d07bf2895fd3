"""What stands with machine figures says how far people reviewed the matches that they count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.comparison import Match
from appraisal.finding import Verdict
from appraisal.span import char
from reports.document import Grid, Language, Paragraph
from reports.places import number, plain
from reports.sections.attached import unmatched
from reports.sections.desk import Desk
from reports.sections.figures import totals
from reports.sections.scheme import _method
from reports.wording import say
from tests.reports import specimen


@pytest.mark.parametrize(
    ("read", "notice", "caption"),
    [
        (0, "机器统计·未核验。", "；未核验"),
        (1, "机器统计·部分未核验。", "；部分未核验（已核验 1 / {total} 处）"),
        (None, "机器统计。", "；{total} 处对应已全部核验"),
        (0, "Machine totals, not verified.", "; not verified"),
        (1, "Machine totals, verified in part.", "; verified in part: 1 of {total} reviewed"),
        (None, "Machine totals.", "; all matches reviewed ({total})"),
    ],
)
def test_notice_and_captions_follow_what_was_reviewed(read: int | None, notice: str, caption: str) -> None:
    language: Language = "zh" if notice.startswith("机器统计") else "en"
    base = specimen.dossier(language=language)
    filed = base.comparisons[0]
    ids = list(dict.fromkeys(match.id for match in filed.comparison.matches))
    judged = dict.fromkeys(ids[:read], Verdict.ACCEPTED)
    blocks = list(totals(Desk(replace(base, comparisons=(replace(filed, verdicts=judged),)), language)))
    said = next(b for b in blocks if isinstance(b, Paragraph) and b.content[0].text.startswith(notice[:4]))
    assert said.content[0].text.startswith(notice)
    grid = next(block for block in blocks if isinstance(block, Grid))
    assert grid.caption[0].text.endswith(caption.format(total=len(ids)))


def test_one_match_and_one_file_are_no_plural() -> None:
    assert say("en", "unverified-none", total=1) == "the only match reviewed (1)"
    made = [say("en", "all-with-match", label="A1", role="work", total=total) for total in (1, 2)]
    assert made[0] == "The only file of A1 (work) that this method compared has a match (1)."
    assert made[1] == "Every file of A1 (work) that this method compared has a match (2)."


def test_files_of_which_a_method_compares_nothing_are_not_without_a_match() -> None:
    filed = specimen.dossier().comparisons[0]
    extents = {"left": [["map.tmx", "cell", 40], ["a.png", "cell", 0], ["b.png", "cell", 0]], "right": []}
    match = Match(char("b.png", 0, 1), char("c.png", 0, 1), "equal")  # what has a match was looked at, whatever it says
    found = replace(filed.comparison, matches=[match], tables={"extents": extents})
    assert unmatched(replace(filed, comparison=found))["left"] == ["map.tmx"]


def test_small_numbers_are_powers_of_ten_for_people_and_plain_for_machines() -> None:
    for value, said in ((8e-08, "8 × 10⁻⁸"), (1e-12, "10⁻¹²"), (-2.5e-07, "−2.5 × 10⁻⁷"), (0.25, "0.25"), (3.0, "3")):
        assert number(value).replace("\u00a0", " ") == said and float(plain(value)) == value


def test_a_method_of_the_scheme_without_record_has_its_own_words() -> None:
    base = specimen.dossier(language="zh")
    title, settings = _method(Desk(replace(base, comparisons=()), "zh"), "image-icon", {"max_pixels": 9})
    assert len(title) == 5 and title[2].text == "image-icon"  # its name, and on a line of its own what records call it
    assert title[4].text == "没有以此方法比对的记录"
    assert "max_pixels" not in settings[0].text
