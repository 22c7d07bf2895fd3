"""The element table: every region that an opinion may rest on, with its verdict, and differences as differences."""

from dataclasses import replace

import pytest

from appraisal.comparison import Match
from appraisal.dossier import Filed
from appraisal.finding import Finding, Verdict
from appraisal.papers import files
from appraisal.span import whole
from reports.document import Grid, Language
from reports.sections import elements
from reports.sections.annexed import annex
from reports.sections.desk import Desk
from reports.sections.said_of_region import parts
from reports.widths import PAGE
from reports.wording import WORDS, say
from tests.reports import specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words

COUNTING = {
    "alike": "outline identical",
    "unlike": "size_left size_right tone_left tone_right scale hue mirrored recoloured",
    "labels": {},
}


def _filed(count: int) -> Filed:
    details = {"outline": 0.9, "size_left": "384 × 320", "size_right": "288 × 240", "tone_left": "1", "tone_right": "1"}
    details |= {"scale": 1, "hue": 0, "mirrored": False, "identical": "no", "recoloured": "no"}
    matches = tuple(
        Match(whole(f"a{at}.png"), whole(f"b{at}.png"), "same-picture", details=details, id=f"{at:016x}")
        for at in range(count)
    )
    filed = specimen.image_filed()
    return replace(
        filed,
        comparison=replace(filed.comparison, matches=matches),
        shown=(),
        counting={language: COUNTING for language in LANGUAGES},
        verdicts={match.id: Verdict.ACCEPTED for match in matches[8:]} | {matches[0].id: Verdict.EXCLUDED},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_accepted_region_has_a_row_with_its_verdict(language: Language) -> None:
    filed = _filed(40)
    base = replace(specimen.dossier(language=language), comparisons=(filed,) * 12)  # many share the room of the report
    grid, measured = [block for block in elements.of_record(Desk(base, language), filed) if isinstance(block, Grid)]
    accepted = WORDS[language]["verdict.accepted"]
    assert sum(accepted in words(row[0]) for row in grid.rows) == 32
    for one in (grid, measured):
        assert [words(row[0]).split("\n")[0] for row in one.rows] == [str(at) for at in range(9, 41)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_regions_without_a_row_are_counted_by_verdict_and_the_rule_is_said(language: Language) -> None:
    filed = _filed(12)
    verdicts = {match.id: Verdict.ACCEPTED for match in filed.comparison.matches[:6]}
    verdicts |= {filed.comparison.matches[6].id: Verdict.DOUBTFUL, filed.comparison.matches[7].id: Verdict.REJECTED}
    filed = replace(filed, verdicts=verdicts)
    base = replace(specimen.dossier(language=language), comparisons=(filed,) * 12)
    told = words(tuple(elements.of_record(Desk(base, language), filed)))
    counts = [(Verdict.UNREVIEWED, 4), (Verdict.REJECTED, 1), (Verdict.DOUBTFUL, 1)]
    listed = WORDS[language]["listing-comma"].join(
        say(language, "elements-left-out", verdict=WORDS[language][f"verdict.{verdict.value}"], count=count)
        for verdict, count in counts
    )
    assert say(language, "elements-more", shown=6, total=12, count=6, listed=listed) in told


def test_accepted_regions_stand_first_and_both_groups_by_number() -> None:
    filed = _filed(6)
    ids = [match.id for match in filed.comparison.matches]
    filed = replace(filed, verdicts={ids[0]: Verdict.REJECTED, ids[2]: Verdict.ACCEPTED, ids[4]: Verdict.ACCEPTED})
    base = replace(specimen.dossier(), comparisons=(filed,))
    for grid in (block for block in elements.of_record(Desk(base, "zh"), filed) if isinstance(block, Grid)):
        assert [words(row[0]).split("\n")[0] for row in grid.rows] == ["3", "5", "1", "2", "4", "6"]


def test_what_is_the_same_on_both_sides_is_no_difference() -> None:
    filed = _filed(1)
    desk = Desk(replace(specimen.dossier(language="en"), comparisons=(filed,)), "en")
    grid, measured = [block for block in elements.of_record(desk, filed) if isinstance(block, Grid)]
    ((row,), (values,)) = grid.rows, measured.rows
    alike, unlike = words(values[-1]).split(WORDS["en"]["measured-unlike"])
    assert "384 × 320" in unlike and "288 × 240" in unlike
    assert not [key for key in ("tone", "scale", "hue", "mirrored", "recoloured") if key in unlike]
    assert "outline" in alike and "identical" not in alike  # what is not alike is no likeness
    assert WORDS["en"]["verdict.excluded"] in words(row[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_opinion_leaves_out_what_experts_make_of_regions(language: Language) -> None:
    said, base = WORDS[language], replace(specimen.dossier(language=language), comparisons=(_filed(2),))
    for paper, there in (("cn-copyright", True), ("cn-inspection", False)):
        desk = Desk(replace(base, paper=files.find(paper)), language)
        note, _, *grids = elements.elements(desk)
        heads: list[str] = []
        for grid in grids:
            assert isinstance(grid, Grid)
            heads += [words(cell) for cell in grid.head]
            assert {len(row) for row in grid.rows} == {len(grid.head)}
            if said["col.measured"] in map(words, grid.head):  # many values: they have more than half of the page
                assert grid.widths[-1] > PAGE / 2
        assert said["col.measured"] in heads and len(grids) == 1 + there
        assert [said[f"col.{name}"] in heads for name in ("alike", "unlike", "not-owned", "remark")] == [there] * 4
        key = "elements-note" if there else "elements-note-results"
        assert desk.say(key, annex=annex(desk, "annex-findings")) in words((note,))


NOTE = "造型：相同点：轮廓与姿态；不同点：左右相反；检材色深；公有：双手持剑；仅此一处"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (NOTE, dict(element="造型", alike="轮廓与姿态", unlike="左右相反；检材色深", common="双手持剑；仅此一处")),
        ("figure: alike: outline; different: mirrored. remark: x",
         dict(element="figure", alike="outline", unlike="mirrored", remark="x")),
        ("相同：轮廓；评述：足以认定", {"alike": "轮廓", "remark": "足以认定"}),
        ("线条：粗细一致", {"element": "线条", "remark": "粗细一致"}),
        ("只看这一处不足以判断", {"remark": "只看这一处不足以判断"}),
        ("见 https://example.org/不同：x", {"remark": "见 https://example.org/不同：x"}),
        ("", {}),
    ],
)  # fmt: skip
def test_notes_are_told_apart_by_their_labels(note: str, said: dict[str, str]) -> None:
    assert parts(note) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_columns_of_the_panel_hold_the_words_of_the_panel(language: Language) -> None:
    filed = _filed(2)
    first, second = filed.comparison.matches
    other = NOTE.replace("轮廓与姿态", "轮廓")
    findings = tuple(
        Finding(filed.key, match.id, Verdict.ACCEPTED, by, "2026-01-05", note=note)
        for match, by, note in ((first, "甲", NOTE), (first, "乙", NOTE), (second, "甲", NOTE), (second, "乙", other))
    )
    desk = Desk(replace(specimen.dossier(language=language), comparisons=(filed,), findings=findings), language)
    grid, measured = [block for block in elements.of_record(desk, filed) if isinstance(block, Grid)]
    one, two = grid.rows
    assert [words(cell) for cell in one[2:5]] == ["轮廓与姿态", "左右相反；检材色深", "双手持剑；仅此一处"]
    assert words(one[5]) == WORDS[language]["elements-no-remark"]
    assert "384 × 320" in words(measured.rows[0][-1]) and not any("384 × 320" in words(cell) for cell in one)
    colon = WORDS[language]["colon"]
    assert "".join(piece.text for piece in two[2]).split("\n") == [f"甲{colon}轮廓与姿态", f"乙{colon}轮廓"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_of_a_note_are_joined_by_a_sign_of_the_language(language: Language) -> None:
    (match,) = _filed(1).comparison.matches
    filed = replace(_filed(1), verdicts={match.id: Verdict.ACCEPTED})
    note = "figure: common: swords. common: moons. remark: x. Remark: y"
    finding = Finding(filed.key, match.id, Verdict.ACCEPTED, "A", "2026-01-05", note=note)
    desk = Desk(replace(specimen.dossier(language=language), comparisons=(filed,), findings=(finding,)), language)
    grid = next(block for block in elements.of_record(desk, filed) if isinstance(block, Grid))
    apart = WORDS[language]["semicolon"]
    assert words(grid.rows[0][4]) == f"swords{apart}moons" and ("；" in words(grid.rows[0])) is (language == "zh")
