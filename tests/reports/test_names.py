"""Methods stand under their names wherever a person reads: in cells, departures, gates, collections, axes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal import registry
from appraisal.dossier import Filed
from appraisal.exhibit import Line, Listing, Plot, Run
from appraisal.finding import Verdict
from appraisal.gates.view import View
from appraisal.papers import files
from appraisal.procedure import Kind
from comparators.image.contour.words import LABELS as CONTOUR
from comparators.image.icon.words import LABELS as ICON
from comparators.image.words import LABELS as COPY
from comparators.software.assets.model_words import LABELS as MODEL
from comparators.software.data.wording import LABELS as DATA
from reports.build import build
from reports.document import Language
from reports.sections import filtration
from reports.sections.annexes import environment
from reports.sections.desk import Desk, paragraph
from reports.sections.figures import machine, verified
from reports.sections.said import departure
from reports.sections.shown import excerpt
from reports.wording import WORDS, say
from tests.reports import specimen
from tests.reports.bare import bare, names
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words


def desk(language: Language, **changes: Any) -> Desk:
    return Desk(replace(specimen.dossier(), **changes), language)


def filed(**changes: Any) -> Filed:
    held = specimen.text_filed()
    return replace(held, comparison=replace(held.comparison, **changes))


def test_the_search_finds_a_key_and_passes_over_a_name() -> None:
    part = build(specimen.dossier(), "zh").parts[0]
    name = names("zh")["text-reworded"]
    said = {
        "bare": "方法 text-reworded",
        "named": f"{name}（text-reworded，版本 1）",
        "file": "comparisons/text-reworded/A1.json",
    }
    for key, found in (("bare", 1), ("named", 0), ("file", 0)):
        assert len(bare(replace(part, blocks=(paragraph(said[key]),)))) == found, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_departures_name_methods_and_parameters(language: Language) -> None:
    held = desk(language)
    named = names(language)["image-icon"]
    assert departure(held, "method image-icon: not run") == say(language, "departure.not-run", what=named)
    assert departure(held, "method no-such: not in the scheme") == say(
        language, "departure.not-planned", what="no-such"
    )
    said = departure(held, "image-icon.min_agreement: 0.8 instead of 0.75")
    assert "image-icon" not in said and named in said and "min_agreement" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_collections_and_rules_are_named(language: Language) -> None:
    held = desk(language)
    one = filed()
    name = names(language)["code-structure"]
    assert held.worded(one, "code-structure") == held.collection("code-structure") == name
    assert held.worded(one, {"code-structure": 3}).startswith(name)
    assert held.worded(one, "novels") == held.collection("novels") == "novels"
    for method, key in (("code-tokens", "code-filters"), ("text-exact", "text-filters")):
        told = replace(one, counting=registry.counting(method))
        said = filtration.named(held, told, {"name": key, "kind": "screener"})
        assert said and key not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_processor_is_called_so(language: Language) -> None:
    said = words(tuple(environment(desk(language, environment={"machine": "x86_64", "python": "3.13"}))))
    assert WORDS[language]["environment.machine"] in said and "machine" not in said and "python" in said


def test_gates_name_methods_with_their_keys() -> None:
    view = View(specimen.dossier(), files.find("cn-copyright"))
    assert view.called("image-icon").zh == f"{names('zh')['image-icon']} image-icon"
    assert view.called("image-icon").en == f"{names('en')['image-icon']} image-icon"
    assert view.called("no-such").zh == view.called("no-such").en == "no-such"


@pytest.mark.parametrize(("language", "moved"), [("zh", "摇摆：灯（平移）"), ("en", "sway: lamp (translation)")])
def test_axes_and_channels_of_motion_stand_in_words(language: Language, moved: str) -> None:
    raw = "摇摆: 灯 translation" if language == "zh" else "sway: lamp translation"
    series = f"lamp.gltf {raw}", f"m012.gltf {raw}"
    plot = Plot(
        (0, 1), (0, 1), (Line(((0, 0), (1, 1)), 0),), series, "t", "|Δ|", caption=" / ".join(series), alt=series[0]
    )
    base = specimen.text_filed()
    match = replace(base.comparison.matches[0], details={"name_of_left": raw})
    told = replace(
        base,
        counting={spoken: {"labels": labels} for spoken, labels in MODEL.items()},
        comparison=replace(base.comparison, matches=(match, *base.comparison.matches[1:])),
    )
    made = excerpt(desk(language), told, replace(base.shown[0], match=match.id, exhibit=plot), match, paper=True)
    drawn: Any = made.exhibit
    assert drawn.x_label == MODEL[language]["t"] and drawn.y_label == MODEL[language]["|Δ|"]
    assert drawn.series == (f"lamp.gltf {moved}", f"m012.gltf {moved}")
    assert drawn.caption == " / ".join(drawn.series) and drawn.alt == drawn.series[0]
    assert (MODEL[language]["name_of_left"], moved) in made.details
    seconds = excerpt(
        desk(language),
        told,
        replace(base.shown[0], match=match.id, exhibit=replace(plot, x_label="s")),
        match,
        paper=True,
    )
    assert seconds.exhibit.x_label == WORDS[language]["axis.s"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("language", "head"), [("zh", "名称（name）"), ("en", "name")])
def test_heads_of_the_method_stand_in_words_above_rows_of_a_work(language: Language, head: str) -> None:
    rows = (("", (Run("(name)"), Run("name"))), ("(bytes)", (Run("(name)"),)), ("1", (Run("(name)"),)))
    base = specimen.text_filed()
    told = replace(base, counting={spoken: {"labels": labels} for spoken, labels in DATA.items()})
    match = base.comparison.matches[0]
    shown = replace(base.shown[0], match=match.id, exhibit=Listing(rows, rows))
    drawn: Any = excerpt(desk(language), told, shown, match, paper=True).exhibit
    assert [[run.text for run in runs] for _, runs in drawn.left] == [[head, "name"], ["(name)"], ["(name)"]]
    assert [number for number, _ in drawn.right] == ["", DATA[language]["(bytes)"], "1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_name_of_a_record_is_not_what_the_method_is_called(language: Language) -> None:
    told = replace(filed(), counting={language: {"labels": {"name": "The method"}}})
    assert desk(language).worded(told, "name", "column_of_left") == WORDS[language]["name"]
    assert desk(language).method_name(told) == "The method"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_name_in_two_formats_is_said_to_count_twice(language: Language) -> None:
    base = filed()
    found = base.comparison
    one = found.matches[0]
    twin = replace(one, id="f" * 16, left=replace(one.left, file="story/第一章.md"))
    apart = replace(one, id="e" * 16, left=replace(one.left, file="story/第九章.md"))
    held = desk(language)
    for matches, there in (((one, twin), True), ((one, apart), False)):
        told = replace(base, comparison=replace(found, matches=matches))
        said = words(tuple(machine(held, told)))
        pair = say(language, "in-two-formats", one="story/第一章.md", other="story/第一章.txt")
        assert (pair in said) is there
    far = replace(twin, right=replace(one.right, start=5000, stop=5021))
    told = replace(base, comparison=replace(found, matches=(one, far)))
    assert pair not in words(tuple(machine(held, told))), "other places: another content of that name"


def test_equal_pixels_say_whether_the_picture_was_turned() -> None:
    for key in ("identical_picture", "identical_pictures"):
        for labels in (ICON, CONTOUR):
            assert "不转动" in labels["zh"][key] and "not turned" in labels["en"][key]
        assert "转动" in COPY["zh"][key] and "after turning" in COPY["en"][key]


@pytest.mark.parametrize(("paper", "there"), [("uk-part35", True), ("us-rule26", True), ("cn-copyright", False)])
def test_a_court_abroad_is_told_whose_steps_the_intake_has(paper: str, there: bool) -> None:
    for language in LANGUAGES:
        part = build(replace(specimen.dossier(), paper=files.find(paper)), language).parts[0]
        assert (WORDS[language]["intake-abroad"] in words(part)) is there


def test_evidence_of_a_match_names_its_method() -> None:
    base = specimen.dossier()
    entry = next(one for one in base.entries if one.kind == Kind.ELEMENT)
    held = base.comparisons[0]
    proof = {
        "is": "Evidence",
        "source": "match",
        "what": f"{held.key[:12]} {held.comparison.matches[0].id}",
        "note": "",
    }
    entries = tuple(
        replace(one, body={**one.body, "evidence": [proof]}) if one is entry else one for one in base.entries
    )
    told = replace(held, counting={"zh": {"labels": {"name": "文字逐字比对"}}})
    said = words(build(replace(base, entries=entries, comparisons=(told, *base.comparisons[1:])), "zh").parts[0])
    assert "文字逐字比对 第 1 号匹配" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_of_a_match_that_kinds_count_one_by_one_are_said_to(language: Language) -> None:
    """At the table of all matches and at that of the accepted ones, and only where a number is more than they are."""
    base = specimen.text_filed()
    kind, total = (
        base.comparison.matches[0].kind,
        sum(match.kind == base.comparison.matches[0].kind for match in base.comparison.matches),
    )
    told = WORDS[language]["pieces-counted"]
    upheld = {base.comparison.matches[0].id: Verdict.ACCEPTED}
    for count, of_all, of_accepted in ((total + 1, True, True), (total, False, total > 1), (0, False, False)):
        measures = replace(base.comparison.filtered, values={"matches_by_kind": {kind: count, "of-no-match": 0}})
        found = replace(base.comparison, all=replace(measures, values={}), filtered=measures)
        one = replace(base, comparison=found, verdicts=upheld, accepted=measures)
        held = desk(language, comparisons=(one,))
        assert (told in words(tuple(machine(held, one)))) is of_all
        assert (told in words(tuple(verified(held)))) is of_accepted
