"""A form that states results and no opinion: tables print what experts saw, and say where the rest is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.afc import Filter, Outcome
from appraisal.papers import files
from appraisal.plots.outline import Judgement
from appraisal.procedure import Kind
from reports.build import build
from reports.document import Grid, Language
from reports.sections import afc, defects, plot, scheme
from reports.sections.desk import Desk
from reports.sections.entries import of_kind
from reports.wording import WORDS
from tests.reports import proceedings, specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words

HELD = (  # what experts hold of points, defects and elements, in words that stand nowhere else
    "再议",
    proceedings.DEFECT.why,
    proceedings.ELEMENTS[1].why,
)


def desk(language: Language, paper: str) -> Desk:
    return Desk(replace(specimen.dossier(), paper=files.find(paper)), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_judgement_is_printed_anywhere(language: Language) -> None:
    for paper, there in (("cn-copyright", True), ("cn-inspection", False)):
        document = build(desk(language, paper).dossier, language)
        said = words(document.parts) + "".join(one.text for one in document.attachments)
        assert [held in said for held in HELD] == [there] * 3, paper
        judged = [word.zh if language == "zh" else word.en for word in (Judgement.COMMON, Judgement.UNSETTLED)]
        assert all(f"\n{word}\n" in said for word in judged) is there, paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_seen_stands_with_who_saw_it_and_where_the_rest_is_kept(language: Language) -> None:
    held = desk(language, "cn-inspection")
    tables = (
        (plot.plot, Kind.POINT, "plot"),
        (defects.defects, Kind.DEFECT, "defects"),
        (afc.abstraction, Kind.ELEMENT, "afc"),
    )
    for writer, kind, key in tables:
        said = words(tuple(writer(held)))
        first, *_, last = [one.seq for one in of_kind(held, kind)] * 2
        listed = held.say("entry-procedure", seq=first if first == last else f"{first}–{last}")
        assert held.say(f"{key}-kept", entries=listed) in said
        assert held.say(f"{key}-note-results") in said
    said = words(tuple(plot.plot(held)))
    for by, one in proceedings.PLOT_FINDINGS:
        assert by in said and all(piece in said for piece in (one.expression, one.same, one.different))
    grids = [block for block in plot.plot(held) if isinstance(block, Grid)]
    assert {len(row) for row in grids[0].rows} == {len(grids[0].head)} == {6}
    assert WORDS[language]["col.plot-by"] in words(grids[0].head)
    said = words(tuple(defects.defects(held)))
    assert all(seen in said for _, seen in proceedings.DEFECT.observations)
    said = words(tuple(afc.abstraction(held)))
    assert all(words_ in said for one in proceedings.ELEMENTS for _, words_ in one.expressions)
    assert proceedings.ELEMENTS[0].differences in said
    cells = "".join(words(block.rows) for block in afc.abstraction(held) if isinstance(block, Grid))
    assert (
        WORDS[language][f"outcome.{Outcome.ALIKE}"] not in cells
        and WORDS[language][f"filter.{Filter.IDEA}"] not in cells
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_propositions_are_said_to_have_no_answer(language: Language) -> None:
    line = WORDS[language]["propositions-no-opinion"]
    assert line in words(tuple(scheme.scheme(desk(language, "cn-inspection"))))
    assert line not in words(tuple(scheme.scheme(desk(language, "cn-copyright"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_runs_before_the_scheme_are_named_where_there_were_any(language: Language) -> None:
    base = specimen.dossier()
    none = tuple(one for one in base.entries if not one.body.get("departures"))
    for late in (True, False):
        entries = tuple(replace(one, after_results=late) if one.kind == Kind.SCHEME else one for one in none)
        said = words(tuple(scheme.scheme(Desk(replace(base, entries=entries), language))))
        assert WORDS[language]["departures-none"] in said
        assert (WORDS[language]["departures-before"] in said) is late
