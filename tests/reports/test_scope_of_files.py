"""Which files each method compared stands beside the figures, with who left files out and why; and as a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

import pytest

from appraisal.comparison import Comparison, Exclusion, Match, Measures, Observation, Reason
from appraisal.dossier import Dossier, Filed
from appraisal.finding import Verdict
from appraisal.papers import files
from appraisal.span import char, whole
from reports.build import build
from reports.document import Grid, Language, to_json
from reports.sections import common_places, figures, paper, scope, stated
from reports.sections.annexed import annex, number_of, sections
from reports.sections.attached import attachments
from reports.sections.desk import Desk
from reports.volumes import volumes
from reports.wording import WORDS, say
from tests.reports import specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words

Counting = Mapping[str, Mapping[str, object]]
OUT = Exclusion(Reason.OUT_OF_SCOPE, "left", whole("data.csv"), "A1", "a" * 64, "甲", "2026-01-07", "数据表另行比对")
LEFT = [["story.txt", "char", 1000], ["data.csv", "char", 400], ["empty.txt", "char", 0]]
RIGHT = [["c1.txt", "char", 800]]


def _filed(*excluded: Exclusion, comparator: str = "text-exact", matches: tuple[Match, ...] = ()) -> Filed:
    filed = specimen.text_filed()
    found = replace(
        filed.comparison,
        comparator=comparator,
        tables={"extents": {"left": LEFT, "right": RIGHT}},
        excluded=excluded,
        matches=matches or (_match(0, 100),),
        observations=(Observation("right", whole("locked.docx"), "unread", {"reason": "encrypted"}),),
    )
    return replace(filed, comparison=found, shown=(), before_late=None, verdicts={}, accepted=None, by_reason=())


def _match(start: int, stop: int, kind: str = "verbatim") -> Match:
    return Match(char("story.txt", start, stop), char("c1.txt", start, stop), kind, id=f"{start:08x}{stop:08x}")


def _dossier(language: str, *filed: Filed, paper: str = "") -> Dossier:
    base = specimen.dossier(language=language)
    members = (
        ("art/a.png", "image", 77),
        ("data.csv", "text", 500),
        ("empty.txt", "text", 0),
        ("story.txt", "text", 9),
    )
    works = tuple(replace(work, members=members if work.label == "A1" else ()) for work in base.works)
    held = files.find(paper) if paper else None
    return replace(base, works=works, comparisons=filed, paper=held)


def _desk(language: Language, *filed: Filed, paper: str = "") -> Desk:
    return Desk(_dossier(language, *filed, paper=paper), language)


def test_every_file_has_one_state() -> None:
    filed = _filed(OUT)
    desk = _desk("zh", filed)
    told = {one.file: (one.state, one.length, one.bytes) for one in scope.scoped(desk, filed, "left")}
    assert told == {
        "art/a.png": (scope.BEYOND, 0, 77),
        "data.csv": (scope.OUT, 400, 500),
        "empty.txt": (scope.EMPTY, 0, 0),
        "story.txt": (scope.IN, 1000, 9),
    }
    assert [(one.file, one.state) for one in scope.scoped(desk, filed, "right")] == [
        ("c1.txt", scope.IN),
        ("locked.docx", scope.UNSEEN),
    ]
    assert scope.counts(desk, filed) == {"left": 1, "right": 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_stands_among_the_figures_with_who_and_why(language: Language) -> None:
    desk, said = _desk(language, _filed(OUT)), WORDS[language]
    told = words(tuple(figures.totals(desk)))
    assert said["scope-files"] in told and "数据表另行比对" in told and "2026-01-07" in told
    for state in (scope.OUT, scope.BEYOND, scope.EMPTY, scope.UNSEEN):
        assert said[f"scope.{state}"] in told
    assert said["scope-late"].strip() not in told
    late = words(tuple(figures.totals(_desk(language, _filed(replace(OUT, after_results=True))))))
    assert said["scope-late"].strip() in late
    plain = words(tuple(figures.totals(_desk(language, _filed()))))
    assert said["scope-files"] in plain and said["scope.left-out"] not in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_within_the_scope_have_a_column(language: Language) -> None:
    said = WORDS[language]

    def heads(filed: Filed) -> list[str]:
        grids = [b for b in figures.machine(_desk(language, filed), filed) if isinstance(b, Grid)]
        return [words(cell) for cell in grids[0].head][1:]

    quoted = Exclusion(Reason.QUOTATION, "left", char("story.txt", 0, 9), "A1", by="甲")
    within = Measures(0.2, 0.25, 0.3, {})
    assert heads(_filed()) == [said["all"], said["filtered"]]
    assert heads(_filed(OUT)) == [said["all"], said["in-scope-alone"]]
    both = replace(_filed(OUT, quoted), in_scope=within)
    assert heads(both) == [said["all"], said["in-scope"], said["filtered-scope"]]
    late = replace(both, before_late=within)
    assert heads(late) == [said["all"], said["in-scope"], said["filtered-before"], said["filtered-late"]]
    told = words(tuple(figures.machine(_desk(language, both), both)))
    assert "25.00%" in told and "30.00%" in told


def test_the_list_travels_inside_the_report_and_is_printed_in_volumes() -> None:
    filed = _filed(OUT)
    dossier = _dossier("zh", filed)
    (made,) = [one for one in attachments(Desk(dossier, "zh")) if one.name.startswith("scope-")]
    rows = list(csv.DictReader(io.StringIO(made.text)))
    assert [(row["work"], row["file"], row["state"]) for row in rows][:2] == [
        ("A1", "art/a.png", scope.BEYOND),
        ("A1", "data.csv", scope.OUT),
    ]
    (out,) = [row for row in rows if row["state"] == scope.OUT]
    assert (out["unit"], out["length"], out["bytes"], out["by"]) == ("char", "400", "500", "甲")
    assert out["why"] == "数据表另行比对" and "文件范围" in made.description
    model = build(dossier, "zh")
    (volume,) = volumes(dossier, to_json(model).encode(), "0" * 64)
    told = words(volume)
    assert "数据表另行比对" in told and "art/a.png" in told


def test_of_two_single_files_there_is_no_list() -> None:
    filed = _filed()
    found = replace(filed.comparison, tables={"extents": {"left": LEFT[:1], "right": RIGHT}}, observations=())
    filed = replace(filed, comparison=found)
    bare = replace(_dossier("zh", filed), works=specimen.dossier(language="zh").works)
    assert not [one for one in attachments(Desk(bare, "zh")) if one.name.startswith("scope-")]


# --- what two methods have in common ----------------------------------------------------------------------------------


def _two(language: Language) -> tuple[Desk, Filed, Filed]:
    matches = (_match(0, 100), _match(200, 300))
    verdicts = {matches[0].id: Verdict.ACCEPTED}
    counting: Counting = {one: {"sentences": {"total": ["t"], "common": ["c"]}} for one in LANGUAGES}
    exact = replace(_filed(matches=matches), counting=counting, verdicts=verdicts, accepted=Measures(0.1, 0.1, 0.1, {}))
    other = (_match(50, 150, "reworded"), _match(250, 260, "reworded"))
    reworded = replace(
        _filed(comparator="text-reworded", matches=other), counting=counting, key="f" * 64,
        verdicts={other[0].id: Verdict.ACCEPTED}, accepted=Measures(0.1, 0.1, 0.1, {}),
    )  # fmt: skip
    return _desk(language, exact, reworded), exact, reworded


@pytest.mark.parametrize("language", LANGUAGES)
def test_characters_of_both_of_one_and_of_the_other(language: Language) -> None:
    desk, *_ = _two(language)
    (grid,) = [block for block in common_places.machine(desk) if isinstance(block, Grid)]
    numbers = [[words(cell) for cell in row[1:]] for row in grid.rows]
    # 50 + 10 characters lie in both; 100 + 100 in the first, 100 + 10 in the second
    assert [row[0] for row in numbers] == ["60", "140", "50", "250"]
    assert all(len(set(row)) == 1 for row in numbers)  # both sides, before and after deduction
    assert not any("%" in cell for row in numbers for cell in row)
    (judged,) = [block for block in common_places.judged(desk) if isinstance(block, Grid)]
    assert [words(row[1]) for row in judged.rows] == ["50", "50", "50", "150"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_of_the_opinion_says_how_many_files_and_how_much_is_common(language: Language) -> None:
    desk, exact, reworded = _two(language)
    counting: Counting = {one: {"stated": {"kinds": ["reworded"], "within": ["verbatim"]}} for one in LANGUAGES}
    told = stated.stated(desk, replace(reworded, counting=counting))
    assert told["scope"] and "1" in told["scope"] and "50" in told["overlap"]
    named = {f"{side}_named": desk.named(label) for side, label in (("left", "A1"), ("right", "B1"))}
    assert told["scope"] == say(language, "opinion-scope", left="2", right="1", **named)
    assert "))" not in told["scope"] and "））" not in told["scope"]
    unknown = replace(exact, comparison=replace(exact.comparison, tables={}))
    assert stated.stated(desk, unknown)["scope"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_says_how_many_characters_more_the_table_has_in_common(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table counts accepted matches of every kind, the sentence one kind: two numbers of one thing on two pages."""
    monkeypatch.setattr(paper, "opines", lambda desk: True)
    _, exact, reworded = _two(language)
    counting: Counting = {
        one: {"sentences": {"total": ["t"], "common": ["c"]}, "stated": {"kinds": ["reworded"], "within": ["verbatim"]}}
        for one in LANGUAGES
    }
    same = _match(0, 30)  # the second method finds it as well, and calls it the same word for word
    found = replace(reworded.comparison, matches=(*reworded.comparison.matches, same))
    two = replace(
        reworded, comparison=found, counting=counting, verdicts={**reworded.verdicts, same.id: Verdict.ACCEPTED}
    )
    desk = _desk(language, exact, two)
    named = {f"{side}_named": desk.named(label) for side, label in (("left", "A1"), ("right", "B1"))}
    slots = {"title": say(language, "common-places"), "method": desk.method_name(two), "left": "30", "right": "30"}
    assert say(language, "opinion-overlap-beyond", **slots, **named) in stated.stated(desk, two)["overlap"]
    judged = tuple(common_places.judged(desk))
    assert say(language, "common-places-kinds") in words(judged)
    (grid,) = [block for block in judged if isinstance(block, Grid)]
    assert words(grid.rows[0][1]) == "80"  # 50 of the sentence, 30 more
    alone = replace(reworded, counting=counting)
    desk = _desk(language, exact, alone)
    assert "80" not in stated.stated(desk, alone)["overlap"] and "30" not in stated.stated(desk, alone)["overlap"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "（1 个，共比对 2 个；其中不在比对范围的分别为 1 个、1 个）"),
        ("en", "(1 of 2 compared; outside the scope: 1 of these, 1 of all compared)"),
    ],
)
def test_files_without_a_match_say_how_many_are_outside_the_scope(language: Language, said: str) -> None:
    without = words(tuple(figures.differences(_desk(language, _filed()))))
    assert said in words(tuple(figures.differences(_desk(language, _filed(OUT))))) and said not in without
    assert say(language, "without-match-outside", count=0, total=0) not in without


# --- tables behind the signatures -------------------------------------------------------------------------------------


def test_annexes_of_the_body_are_counted_before_the_others() -> None:
    desk = _desk("zh", _filed(), paper="cn-copyright")
    first = sections(desk)
    assert first[:2] == ("sentences", "excerpts") and number_of(desk, "excerpts") == 2
    assert number_of(desk, "annex-records") == len(first) + 1
    assert annex(desk, "excerpts") == f"附件2“{WORDS['zh']['excerpts']}”"
    assert sections(_desk("zh", _filed())) == () == sections(_desk("zh", _filed(), paper="uk-part35"))
    assert isinstance(_filed().comparison, Comparison)
