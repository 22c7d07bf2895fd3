"""Figures of what no match covers are not said of what nobody read; shares are percentages everywhere."""

from dataclasses import replace

import pytest

from appraisal import registry
from appraisal.comparison import Match, Measures
from appraisal.finding import Verdict
from appraisal.span import line
from reports.document import Language
from reports.places import colours, percents, value
from reports.sections.desk import Desk
from reports.text import Printed
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import section, words
from tests.reports.test_first_page import built


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_read_is_no_absence(language: Language) -> None:
    filed = specimen.text_filed()
    matches = tuple(
        Match(line(f"{name}.c", at, at + 1), line("b.c", at, at + 1), "verbatim", id=f"{at:016x}")
        for at, name in enumerate("aabcdd", 1)
    )
    ids = [match.id for match in matches]
    verdicts = {ids[0]: Verdict.ACCEPTED, ids[2]: Verdict.REJECTED, ids[4]: Verdict.DOUBTFUL}
    values = {"files_only_left": 71, "files_only_right": 72, "files_similar_left": 1}
    labels = {"files_only_left": "no counterpart left", "files_only_right": "no counterpart right"}
    counting = {key: {**said, "absent": "files_only", "labels": labels} for key, said in filed.counting.items()}
    found = replace(filed.comparison, matches=matches, excluded=())
    filed = replace(
        filed,
        comparison=found,
        verdicts=verdicts,
        accepted=Measures(0.1, 0.1, 0.1, values),
        shown=(),
        counting=counting,
    )
    said = words(section(built(filed, language).parts[0], "verified"))
    assert "71" not in said and "no counterpart" not in said and "files_similar_left" in said
    for key, count in (("verified-unread", "1 / 0"), ("verified-none-accepted", "2 / 0")):
        row = said[said.index(WORDS[language][key]) + len(WORDS[language][key]) :]
        assert row.index(count) < 40, key
    whole = replace(filed, accepted=Measures(0.1, 0.1, 0.1, {}), counting=specimen.COUNTING)
    said = words(section(built(whole, language).parts[0], "verified"))
    assert WORDS[language]["verified-unread"] not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("common", "explained"), [(0, True), (3, False)])
def test_accepted_matches_without_a_share_are_explained(language: Language, common: int, explained: bool) -> None:
    filed = specimen.text_filed()
    values = {"a_of_left": common, "b_of_left": 728, "a_of_right": common, "b_of_right": 821}
    counting = {key: {**said, "shares": "a_of b_of", "counted": "lines"} for key, said in filed.counting.items()}
    filed = replace(filed, accepted=Measures(0.0, common / 728, common / 821, values), counting=counting)
    said = words(section(built(filed, language).parts[0], "verified"))
    assert f"{common} / 728 = " in said and f"{common} / 821 = " in said
    assert (WORDS[language]["verified-uncounted"].split("{unit}")[0] in said) is explained


def test_shares_are_percentages_in_details_too() -> None:
    assert colours(Printed("#081929 22 %, #113649 4 %"), "zh") == "#081929 22%、#113649 4%"
    assert colours(Printed("#081929, 22 %"), "en") == "#081929, 22 %"  # of a work
    assert value({"share_left": 1 / 3, "lines": 1, "of": {"class_share_of_files_left": 0.75}}, "en") == (
        "share_left: 33.33%; lines: 1; of:  (class_share_of_files_left: 75.00%)"
    )
    assert percents("share", 3) == 3 and percents("shared", 0.5) == 0.5 and percents("share", True) is True
    filed = specimen.text_filed()
    desk = Desk(specimen.dossier(), "zh")
    match = replace(filed.comparison.matches[0], details={"share_of_region": 0.0733})
    assert desk.details(filed, match) == (("share_of_region", "7.33%"),)


@pytest.mark.parametrize(
    ("language", "said"), [("zh", ("编号规则", "编号已更换")), ("en", ("Rule for numbers", "renumbered"))]
)
def test_codes_that_words_say_stand_in_the_record_alone(language: Language, said: tuple[str, str]) -> None:
    """Excerpts of maps printed "pose 4, 4, 2" and "kind of rule 2" below the words for both."""
    filed = replace(specimen.text_filed(), counting=registry.counting("software-map"))
    codes = {"rule": "renumbered", "frame": "right", "pose": [4, 4, 2], "rectangle": [0, 0, 37, 29], "rule_number": 2}
    match = replace(filed.comparison.matches[0], details=codes)
    assert Desk(specimen.dossier(), language).details(filed, match) == (said,)


def test_corners_of_boxes_are_told_from_those_of_the_next() -> None:
    boxes = ["153, 161 – 245, 244", "80, 88 – 161, 163"]
    assert value(boxes, "en") == "153, 161 – 245, 244; 80, 88 – 161, 163"
    assert value(boxes, "zh") == "153, 161 – 245, 244、80, 88 – 161, 163"
    assert ";" not in value([[1, 2], [3, 4]], "en") and value(["a", "b"], "en") == "a, b"


def test_a_share_without_what_differs_is_a_share() -> None:
    assert percents("agreed_left", 0.5989) == "59.89%" and percents("agreed", 7) == 7
