"""The figures of an opinion's sentence: one kind of places where a method has several, and what is counted twice."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import registry
from appraisal.comparison import Exclusion, Match, Measures, Reason
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.papers.opinion import phrases
from appraisal.plural import agreeing, some
from appraisal.span import Region, Span
from reports.document import Language
from reports.sections.desk import Desk
from reports.sections.stated import stated, within
from reports.wording import say
from tests.reports import specimen
from tests.reports.rows import LANGUAGES

STATED = {"kinds": ["reworded"], "shares": "reworded_of characters_of", "within": ["verbatim"]}


def filed(comparator: str, places: list[tuple[str, int, int]], stated: object, values: dict[str, int]) -> Filed:
    base = specimen.text_filed()
    matches = tuple(
        Match(Span("l.txt", "char", start, stop), Span("r.txt", "char", start, stop), kind, id=f"{comparator}-{at}")
        for at, (kind, start, stop) in enumerate(places)
    )
    found = replace(base.comparison, comparator=comparator, matches=matches, excluded=(), tables={})
    counting: dict[str, Mapping[str, object]] = {
        language: {
            "shares": "common_of characters_of",
            "counted": "字符",
            "stated": stated,
            "labels": {"name": comparator},
        }
        for language in LANGUAGES
    }
    measured = Measures(0.5, 0.5, 0.5, values)
    verdicts = {match.id: Verdict.ACCEPTED for match in matches}
    return replace(base, key=comparator * 9, comparison=found, verdicts=verdicts, accepted=measured, counting=counting)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_counts_one_kind_and_says_what_another_method_counts_too(language: Language) -> None:
    values = {"common_of": 500, "reworded_of": 120, "characters_of": 1000}
    places = [("reworded", 0, 50), ("list", 60, 90), ("reworded", 100, 180), ("verbatim", 200, 240)]
    one = filed("reworder", places, STATED, values)
    # One within the first place, one beside the second, one that lies in the list alone.
    other = filed("exact", [("verbatim", 10, 20), ("verbatim", 180, 190), ("verbatim", 60, 70)], None, values)
    desk = Desk(replace(specimen.dossier(), comparisons=(one, other)), language)
    made = stated(desk, one)
    assert made["places"] == "2" and "120 / 1000" in made["share_left"] and made["share_left"].startswith("12.00%")
    named = {f"{side}_named": desk.named(label) for side, label in (("left", "A1"), ("right", "B1"))}
    common = {"left": "10", "right": "10"}  # characters of the first place; the list is not what the sentence counts
    assert made["overlap"] == say(language, "opinion-overlap", count=1, method="exact", **common, **named)
    assert ("空白，故可以多于" if language == "zh" else "spaces between them are included, so") in made["overlap"]
    assert made["left_out"] == ""
    made = stated(desk, other)
    assert made["places"] == "3" and "500 / 1000" in made["share_right"] and made["overlap"] == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "以上各处中，在检材 B1中有 1 处位于另一处之内，重叠的内容只计一次。"),
        ("en", " Of these places 1 lies within another one in B1 (accused work); what both hold is counted once."),
    ],
)
def test_a_sentence_says_which_places_lie_within_others(language: Language, said: str) -> None:
    """A shorter passage that stands at one place of a work within a longer one, and at another place of the other."""
    values = {"common_of": 500, "characters_of": 1000}
    one = filed("exact", [("verbatim", 0, 50), ("verbatim", 60, 90)], None, values)
    longer, shorter = one.comparison.matches
    shorter = replace(shorter, right=Span("r.txt", "char", 3, 33))
    nested = replace(one, comparison=replace(one.comparison, matches=(longer, shorter)))
    desk = Desk(replace(specimen.dossier(), comparisons=(nested,)), language)
    assert stated(desk, nested)["nested"] == said and stated(desk, nested)["places"] == "2"
    assert stated(desk, one)["nested"] == ""


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=8))
def test_what_lies_within_others_adds_nothing_to_a_side(places: list[tuple[int, int]]) -> None:
    spans = [Span("r.txt", "char", start, start + long) for start, long in places]
    matches = [Match(Span("l.txt", "char", 0, 9), span, "verbatim", id=str(at)) for at, span in enumerate(spans)]
    left = [span for span, inner in zip(spans, within(matches, "right"), strict=True) if not inner]
    assert Region(left).length() == Region(spans).length()
    assert all(not (a.start <= b.start and b.stop <= a.stop) for a in left for b in left if a is not b)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "另有 1 处采信的对应整处在“排除”所列扣除的内容之内"),
        ("en", "1 further accepted match stands wholly in what is deducted"),
    ],
)
def test_a_sentence_says_how_many_accepted_matches_it_does_not_count(language: Language, said: str) -> None:
    values = {"common_of": 500, "reworded_of": 120, "characters_of": 1000}
    places = [("reworded", 0, 50), ("reworded", 100, 180), ("list", 110, 130), ("reworded", 300, 340)]
    one = filed("reworder", places, STATED, values)
    out = (Exclusion(Reason.QUOTATION, "left", Span("l.txt", "char", 90, 200), by="甲"),)
    one = replace(one, comparison=replace(one.comparison, excluded=out))
    made = stated(Desk(replace(specimen.dossier(), comparisons=(one,)), language), one)
    assert made["places"] == "2" and said in made["left_out"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "各表所列“改写”采信的占比较此为大，因为其中还计入了本句不计者："
            "仅名单，在样本 A1为 30 字符、在检材 B1为 0 字符。",
        ),
        (
            "en",
            " The share over accepted matches that tables give for “改写” is greater, since it also counts what this"
            " sentence does not: 仅名单, 30 字符 of A1 (claimed work) and 0 字符 of B1 (accused work).",
        ),
    ],
)
def test_a_sentence_says_what_tables_count_and_it_does_not(language: Language, said: str) -> None:
    """Kinds that the method leaves to its tables, with their characters on either side; one without is not said."""
    values = {"common_of": 150, "reworded_of": 120, "characters_of": 1000}
    values |= {"lists_left": 30, "lists_right": 0, "same_left": 0, "same_right": 0}
    spoken = {**STATED, "besides": {"verbatim": "same", "list": "lists"}}
    one = filed("改写", [("reworded", 0, 50), ("list", 60, 90)], spoken, values)
    named = {key: {**words, "labels": {"name": "改写", "list": "仅名单"}} for key, words in one.counting.items()}
    one = replace(one, counting=named)
    desk = Desk(replace(specimen.dossier(), comparisons=(one,)), language)
    assert stated(desk, one)["besides"] == said
    assert stated(desk, filed("改写", [("reworded", 0, 50)], STATED, values))["besides"] == ""
    assert stated(desk, replace(one, accepted=None))["besides"] == ""


@given(st.integers(0, 5), st.text("abc{}|: ", max_size=20))
def test_words_go_with_their_number(count: int, rest: str) -> None:
    said = agreeing("{n} {n:match|matches}", {"n": count})
    assert said == ("{n} match" if count == 1 else "{n} matches")
    assert agreeing(rest, {}) == rest or "|" in rest


def test_a_number_and_its_noun() -> None:
    assert [some(n, "match", "matches") for n in (0, 1, 2)] == ["0 matches", "1 match", "2 matches"]
    assert some(1, "file") == "1 file" and some(3, "file") == "3 files"
    assert agreeing("{of:one|many} {x}", {}) == "many {x}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_on_programs_says_in_how_many_places_instructions_are_the_same(language: Language) -> None:
    """Functions that correspond are not functions that are the same."""
    values = {"common_of": 500, "characters_of": 1000}
    for places, count in (([("function", 0, 50), ("function", 60, 90)], 0), ([("function-same", 0, 50)], 1)):
        one = filed("software-functions", places, registry.counting("software-functions")["zh"]["stated"], values)
        made = stated(Desk(replace(specimen.dossier(), comparisons=(one,)), language), one)
        assert made["identical"] == say(language, "opinion-identical", count=count)
    phrase = phrases()["plug-in-code-found"].text
    assert "对应的程序代码{places}处{identical}" in phrase.zh and "same as" not in phrase.en
    other = filed("exact", [("verbatim", 0, 50)], None, values)
    assert stated(Desk(replace(specimen.dossier(), comparisons=(other,)), language), other)["identical"] == ""
