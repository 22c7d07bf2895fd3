"""Matches that only repeat others stand under what they repeat, on the terminal, in choices and in reports."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import choosing, registry
from appraisal.comparison import Comparison, Exclusion, Mask, Match, Measures, Reason, WorkRef
from appraisal.finding import Verdict
from appraisal.folding import folded
from appraisal.span import Region, second
from appraisal.summing import print_summary
from reports.build import build
from reports.document import Grid
from tests.reports import specimen
from tests.reports.test_build import section, words

COUNTING = registry.counting("audio-recording")


def place(at: float, there: float, name: str, counted: str = "repeat", score: float = 10.0, length: float = 4) -> Match:
    details = {"counted": counted, "score": score, "pitch": 0.0, "tempo": 1.0}
    return Match(
        second("a.wav", at, at + length), second("b.wav", there, there + length), "same-sound",
        details=details, id=name,
    )  # fmt: skip


FIRST = place(10, 5, "1" * 16, "counted-whole", 99)
OTHER = place(60, 40, "2" * 16, "counted-whole", 50)
REPEATS = [place(80 + 4 * n, 5, f"{n:016x}", score=40 - n) for n in range(10, 18)]
LESSER = place(80, 41, "c" * 16, "lesser", 30)
FAINT = place(90, 41, "d" * 16, "faint", 1)
ALL = [FIRST, OTHER, *REPEATS, LESSER, FAINT]
LEFT = {match.id for match in ALL}


def record(matches: Sequence[Match]) -> Comparison:
    made = Measures(0.5, 0.1, 0.2, {"seconds_matched_left": 8.0, "seconds_left": 100.0, "segments": len(matches)})
    refs = WorkRef("A1", "a" * 64), WorkRef("B1", "b" * 64)
    return Comparison("audio-recording", "0", {}, *refs, all=made, filtered=made, matches=tuple(matches))


def test_repeats_stand_under_what_they_repeat() -> None:
    told = folded(ALL, COUNTING, LEFT, ())
    assert [(one.match.id, len(one.repeats)) for one in told] == [(FIRST.id, 8), (OTHER.id, 2)]
    assert told[1].repeats == [LESSER, FAINT]
    judged = folded(ALL, COUNTING, LEFT, {REPEATS[3].id})
    assert REPEATS[3] in [one.match for one in judged], "what somebody judged stands by itself"
    gone = folded(ALL, COUNTING, LEFT - {FIRST.id}, ())
    assert [one.match for one in gone] == [m for m in ALL if m not in (LESSER, FAINT)], "what was repeated is taken out"
    elsewhere = replace(REPEATS[0], left=second("a.wav", 0, 1), right=second("b.wav", 90, 91))
    assert elsewhere in [one.match for one in folded([FIRST, elsewhere], COUNTING, LEFT, ())]
    assert [one.match for one in folded(ALL, {}, LEFT, ())] == ALL, "where the method says nothing, all stand alone"


@given(st.lists(st.sampled_from(ALL), unique_by=lambda m: m.id), st.sets(st.sampled_from(sorted(LEFT))))
def test_each_match_is_told_once(matches: list[Match], left: set[str]) -> None:
    told = folded(matches, COUNTING, left, ())
    every = [m for one in told for m in (one.match, *one.repeats)]
    assert sorted(m.id for m in every) == sorted(m.id for m in matches)


def test_the_terminal_lists_places_and_counts_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(record(ALL))
    said = capsys.readouterr().out
    assert "12 matches (all places: --json), 10 of them below others that they repeat or resemble;" in said
    assert (
        "8 places that repeat or resemble this one, in no share: 120-124 ~ 5-9, 124-128 ~ 5-9" in said
        and "2 more" in said
    )
    assert "2 places that repeat or resemble this one, in no share: 80-84 ~ 41-45, 90-94 ~ 41-45" in said
    assert said.count("a.wav second") == 2 and "passage of the same sound" in said
    print_summary(record(ALL), "zh")
    assert "与此处重复或相近，不计入占比，8 处：120-124 ~ 5-9" in capsys.readouterr().out


def test_what_only_repeats_is_chosen_after_all_others() -> None:
    weak = place(95, 50, "e" * 16, "counted-whole", 3)
    shown = choosing.chosen([*ALL, weak], {}, 4, Mask(), COUNTING)
    assert [match.id for _, match in shown] == [FIRST.id, OTHER.id, REPEATS[0].id, weak.id]
    out = Mask(Region([second("a.wav", 95, 99)]), Region())
    assert weak.id not in [match.id for _, match in choosing.chosen([*ALL, weak], {}, 4, out, COUNTING)]


def test_a_report_folds_repeats_and_attaches_each() -> None:
    base = specimen.dossier(language="en")
    filed = replace(
        base.comparisons[0], comparison=record(ALL), verdicts={REPEATS[2].id: Verdict.DOUBTFUL}, accepted=None,
        shown=(), counting=COUNTING, before_late=None,
    )  # fmt: skip
    made = build(replace(base, comparisons=(filed,)))
    (grid,) = (b for b in section(made.parts[0], "annex-matches") if isinstance(b, Grid))
    rows = [words(row) for row in grid.rows]
    assert len(rows) == 5, "two places, one judged repeat, two rows of repeats"
    assert "7 that repeat or resemble No. 1, in no share" in rows[1] and "3–4, 6–10" in rows[1]
    assert "2 that repeat or resemble No. 2, in no share" in rows[3] and REPEATS[2].id in rows[4]
    attached = next(one for one in made.attachments if one.name.startswith("matches-"))
    assert attached.name in rows[1]
    ids = [row["match"] for row in csv.DictReader(io.StringIO(attached.text))]
    assert ids == [match.id for match in ALL]
    many = [*ALL, *(place(200 + 4 * n, 5, f"{n + 100:016x}") for n in range(20))]
    filed = replace(filed, comparison=record(many), verdicts={})
    made = build(replace(base, comparisons=(filed,)))
    grouped = [words(row) for b in section(made.parts[0], "annex-matches") if isinstance(b, Grid) for row in b.rows]
    assert (
        len(grouped) == 2 and "those that repeat or resemble others, in no share" in grouped[1] and "30" in grouped[1]
    )


def test_a_repeat_of_what_is_excluded_stands_by_itself_in_a_report() -> None:
    base = specimen.dossier(language="zh")
    out = Exclusion(Reason.LICENSED, "left", second("a.wav", 10, 14))
    filed = replace(
        base.comparisons[0], comparison=replace(record(ALL), excluded=(out,)), verdicts={}, accepted=None,
        shown=(), counting=COUNTING, before_late=None,
    )  # fmt: skip
    made = build(replace(base, comparisons=(filed,)))
    (grid,) = (b for b in section(made.parts[0], "annex-matches") if isinstance(b, Grid))
    assert len(grid.rows) == 11 and "与第 2 项重复或相近，不计入占比，2 处" in words(grid.rows[2])
