"""No column, question or limit of a paper without its words: what a careful reader of a results form asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal import registry
from appraisal.comparison import Exclusion, Observation, Reason
from appraisal.counted import BETWEEN
from appraisal.dossier import ControlEntry
from appraisal.exhibit import Line as Stroke
from appraisal.exhibit import Plot
from appraisal.finding import Finding, Verdict
from appraisal.papers import files
from appraisal.procedure import Kind
from appraisal.span import char, whole
from reports.build import ANNEXES
from reports.document import Grid, Language, Listed, Paragraph
from reports.places import amount
from reports.sections import annexed
from reports.sections.annexes import limits
from reports.sections.controls import controls
from reports.sections.desk import Desk
from reports.sections.errors import shared_errors
from reports.sections.filtration import filtration
from reports.sections.front import counting, method
from reports.sections.materials import materials
from reports.sections.observed import UNREAD
from reports.sections.rarity import ancestors
from reports.sections.scheme import scheme
from reports.sections.sentences import sentences
from reports.sections.shown import excerpt
from reports.sections.summary import summary
from reports.wording import WORDS, say
from tests.reports import specimen
from tests.reports.rows import LANGUAGES, grids
from tests.reports.test_build import words
from tests.reports.test_first_page import excluding


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_the_six_questions_has_an_answer_or_a_reason(language: Language) -> None:
    said = WORDS[language]
    rules = {"kind": "screener", "name": "rules", "version": "1", "rules": []}
    base = excluding()
    filed = replace(base, comparison=replace(base.comparison, resources=(rules,)))
    for paper, form in (("cn-copyright", ""), ("cn-inspection", "-results")):
        dossier = replace(specimen.dossier(), paper=files.find(paper), comparisons=(filed,))
        desk = Desk(dossier, language)
        *_, six = grids(tuple(filtration(desk)))
        assert said[f"six-caption{form}"] in words(six.caption)
        answers = [words(row[1]) for row in six.rows]
        assert answers == [desk.say(f"six-nothing{form}")] * 5 + [desk.say(f"six-people{form}")]
    assert (
        "专家认定" not in WORDS["zh"]["six-nothing-results"] and "本文书只载结果" in WORDS["zh"]["six-nothing-results"]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_experts_do_not_count_is_not_said_to_count_by_the_column_of_deductions(language: Language) -> None:
    said, base = WORDS[language], specimen.text_filed()
    match = base.comparison.matches[0]
    out = Exclusion(Reason.QUOTATION, "left", whole(match.left.file), by="X")

    def row(verdict: Verdict, *excluded: Exclusion) -> list[str]:
        shown = (replace(base.shown[0], verdict=verdict),)
        found = replace(base.comparison, matches=(match,), excluded=excluded)
        filed = replace(base, verdicts={match.id: verdict}, shown=shown, comparison=found)
        desk = Desk(replace(specimen.dossier(language=language), comparisons=(filed,)), language)
        table = next(one for one in grids(tuple(sentences(desk))) if said["col.taken-why"] in words(one.head))
        return [words(cell) for cell in table.rows[0]][-2:]

    assert base.shown[0].match == match.id
    assert row(Verdict.EXCLUDED)[0] == said["sentence-none-left-out"]
    assert row(Verdict.EXCLUDED)[1].startswith(said["verdict.excluded"])
    assert row(Verdict.ACCEPTED)[0] == said["sentence-none"]
    assert said["reason.quotation"] in row(Verdict.EXCLUDED, out)[0]
    assert said["sentence-none-left-out"] not in row(Verdict.EXCLUDED, out)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_experts_do_not_count_answers_the_six_questions(language: Language) -> None:
    rules = {"kind": "screener", "name": "rules", "version": "1", "rules": []}
    filed = excluding()
    first, second, *_ = filed.comparison.matches
    verdicts = {first.id: Verdict.EXCLUDED, second.id: Verdict.ACCEPTED}
    filed = replace(filed, comparison=replace(filed.comparison, resources=(rules,)), verdicts=verdicts)
    given = tuple(
        Finding(filed.key, match.id, verdict, "甲", "2026-01-01", reason=reason)
        for match, verdict, reason in (
            (first, Verdict.EXCLUDED, Reason.LIMITED_EXPRESSION),
            (second, Verdict.ACCEPTED, None),
        )
    )
    for paper, there in (("cn-copyright", True), ("cn-inspection", False)):
        base = replace(specimen.dossier(), paper=files.find(paper), comparisons=(filed,), findings=given)
        desk = Desk(base, language)
        *_, six = grids(tuple(filtration(desk)))
        told = desk.say("six-experts", reason=WORDS[language]["reason.limited-expression"], count=1)
        assert [told in words(row[1]) for row in six.rows] == [False, False, False, there, False, False]


@pytest.mark.parametrize(("verdict", "key"), [(Verdict.DOUBTFUL, "doubtful"), (Verdict.EXCLUDED, "excluded")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_say_how_many_places_are_in_no_accepted_number(language: Language, verdict: Verdict, key: str) -> None:
    filed = specimen.text_filed()
    some = {match.id: verdict for match in filed.comparison.matches[:2]}
    for verdicts, there in ((some, True), ({}, False)):
        dossier = replace(specimen.dossier(), comparisons=(replace(filed, verdicts=verdicts),))
        desk = Desk(dossier, language)
        told = words(tuple(limits(desk)))
        listed = say(language, "limits-pair", pair=desk.title(desk.found[0]), count=2)
        assert (say(language, f"limits-{key}", count=2, listed=listed) in told) is there


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_explains_words_that_stand_on_it_alone(language: Language) -> None:
    said, base = WORDS[language], specimen.text_filed()
    file = base.comparison.matches[0].left.file
    for reason, key, other in (("unreadable", "not-read", "outside"), ("over-limit", "outside", "not-read")):
        seen = (Observation("left", whole(file), UNREAD, {"reason": reason, "message": ""}),)
        found = replace(base.comparison, observations=seen)
        dossier = replace(specimen.dossier(), comparisons=(replace(base, comparison=found),))
        told = words(tuple(summary(Desk(dossier, language))))
        assert said["summary-works-note"] in told
        assert said[f"summary-works-{key}"] in told and said[f"summary-works-{other}"] not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_of_a_work_that_it_is_packed_and_that_nothing_came_of_it(language: Language) -> None:
    """In its row, and the note on 0 stands only where a row has that."""
    base, filed = specimen.dossier(), specimen.text_filed()
    works = tuple(
        replace(work, closed=(("a.exe", "packed:upx"), ("b.apk", "unreadable")) if work.label == "B1" else ())
        for work in base.works
    )
    packed = say(language, "summary-packed", packer="UPX", count=1)
    came = replace(filed.comparison, observations=())
    for found, there in ((replace(came, status="refused", reason="refused"), True), (came, False)):
        desk = Desk(replace(base, works=works, comparisons=(replace(filed, comparison=found),)), language)
        (rows,) = (one.rows for one in tuple(summary(desk))[:2] if isinstance(one, Grid))
        cells = {words(row[0]): words(row[-1]) for row in rows}
        nothing = say(language, "summary-resultless", method=desk.method_name(desk.current[0]))
        assert (nothing in cells[str(desk.named("A1"))]) is there
        told = cells[str(desk.named("B1"))]
        assert packed in told and (nothing in told) is there
        zero = WORDS[language]["summary-works-0"].strip()
        assert (zero in words(tuple(summary(desk)))) is ("0" in cells.values()) and ("0" in cells.values()) is not there


@pytest.mark.parametrize("language", LANGUAGES)
def test_plants_that_were_not_found_say_once_that_no_reason_is_on_record(language: Language) -> None:
    """Below the table, which then has no column of reasons; where one has a reason, in the rows of the others."""
    said, base = WORDS[language], specimen.dossier()
    control = next(one for one in base.controls if one.missed)
    bare = tuple({key: value for key, value in one.items() if key != "reason"} for one in control.missed)
    for reasons in (0, 1, len(bare)):
        missed = (*({**one, "reason": "timeout"} for one in bare[:reasons]), *bare[reasons:])
        made: ControlEntry = replace(control, missed=missed)
        blocks = tuple(controls(Desk(replace(base, controls=(made,)), language)))
        caption = say(language, "control-missed", count=control.planted - control.found)
        table = next(one for one in grids(blocks) if caption in words(one.caption))
        assert (said["col.reason"] in words(table.head)) is bool(reasons)
        assert len(table.widths) == len(table.align) == len(table.head) == len(table.rows[0])
        assert (said["control-no-reasons"] in words(blocks)) is not bool(reasons)
        unsaid = sum(words(row[-1]) == said["control-no-reason"] for row in table.rows)
        assert unsaid == (len(table.rows) - reasons if reasons else 0)


def test_two_numbers_of_one_thing_name_their_rule() -> None:
    """Matches against pieces, lines with empty ones against lines without."""
    for language in LANGUAGES:
        labels = registry.counting("code-literal")[language]["labels"]
        assert isinstance(labels, dict)
        assert (labels["phrases"] != labels["phrase"] and "（项" in labels["phrases"]) or language == "en"
        assert {"zh": "同在一处", "en": "on the same lines"}[language] in labels["matches_by_kind"]
        assert {"zh": "同在一处", "en": "on the same lines"}[language] in labels["phrases"]
        lines = registry.counting("software-tree")[language]["labels"]
        assert isinstance(lines, dict)
        assert {"zh": "非空行", "en": "not empty"}[language] in lines["lines_common"]
        assert {"zh": "只计非空行", "en": "not empty"}[language] in WORDS[language]["summary-by-lines"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_a_file_format_may_prescribe_are_marked_and_come_last(language: Language) -> None:
    said, base = WORDS[language], specimen.text_filed()

    def row(string: str, file: str) -> dict[str, object]:
        places = {
            f"{key}_of_{side}": value for side in ("left", "right") for key, value in (("file", file), ("start", 1))
        }
        places |= {f"stop_of_{side}": 5 for side in ("left", "right")}
        return {"string": string, "kind": "token", **places, "places_of_left": 1, "places_of_right": 1}

    rows = [row("bufferview", "world/lamp.gltf"), row("recieved", "manual.md")]
    counting = {key: {**one, "sentences": {"rare": "rare_shared"}} for key, one in base.counting.items()}
    found = replace(base.comparison, tables={"rare_shared": rows})
    dossier = replace(
        specimen.dossier(language=language), comparisons=(replace(base, comparison=found, counting=counting),)
    )
    blocks = tuple(shared_errors(Desk(replace(dossier, entries=()), language)))
    (table,) = grids(blocks)
    assert [words(line[1]) for line in table.rows] == ["recieved", "bufferview"]
    assert [said["of-format"] in words(line[2]) for line in table.rows] == [False, True]
    assert say(language, "shared-errors-formats", count=1, total=2) in words(blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_left_and_right_are_explained_before_they_are_used(language: Language) -> None:
    held = Desk(specimen.dossier(), language)
    filed = held.current[0].comparison
    pair = say(language, "sides-pair", left=held.named(filed.left.label), right=held.named(filed.right.label))
    for writer in (scheme, counting):
        assert pair in words(tuple(writer(held)))


def test_parameters_stand_in_words_alone() -> None:
    base = specimen.text_filed()
    labels = {**registry.counting("music-melody")["zh"]}
    filed = replace(
        base, comparison=replace(base.comparison, parameters={"part_left": "1"}), counting={"zh": labels, "en": labels}
    )
    said = words(tuple(method(Desk(replace(specimen.dossier(), comparisons=(filed,)), "zh"))))
    assert "左侧声部" in said and "part_left" not in said


def test_one_of_a_thing_is_no_plural() -> None:
    for size, said in ((1, "1 character"), (2, "2 characters")):
        assert amount([char("a.txt", 4, 4 + size)], "en") == said
    assert WORDS["en"]["one.characters"] == "character"
    counted = (str(registry.counting(name).get("en", {}).get("counted") or "") for name in registry.comparator_names())
    units = {unit for each in counted for unit in each.split(BETWEEN)}
    plural = {unit for unit in units if unit and not unit.startswith("vertices")}
    assert all(f"one.{unit}" in WORDS["en"] for unit in plural if not unit.startswith("toy")), plural


@pytest.mark.parametrize("language", LANGUAGES)
def test_annexes_are_named_by_number_where_the_paper_numbers_them(language: Language) -> None:
    assert [key for key, _ in ANNEXES] == list(annexed.KEYS)
    for paper, number in ((files.find("cn-inspection"), {"zh": "附件22", "en": "22"}[language]), (None, "")):
        held = Desk(replace(specimen.dossier(), paper=paper), language)
        said = annexed.annex(held, "annex-matches")
        assert number in said and WORDS[language]["annex-matches"] in said
        assert held.say("sentences-note", annex=said) in words(tuple(sentences(held)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axes_of_one_unit_name_their_works(language: Language) -> None:
    base = specimen.text_filed()
    plot = Plot((0, 1), (0, 1), (Stroke(((0, 0), (1, 1)), 0),), ("path",), "s", "s", caption="path", alt="path")
    held = Desk(replace(specimen.dossier(), comparisons=(base,)), language)
    match = base.comparison.matches[0]
    drawn = excerpt(held, base, replace(base.shown[0], match=match.id, exhibit=plot), match, paper=True).exhibit
    assert isinstance(drawn, Plot) and drawn.x_label != drawn.y_label
    for side, label in (("left", drawn.x_label), ("right", drawn.y_label)):
        name = held.named(getattr(base.comparison, side).label)
        assert label == say(language, "axis-of", work=name, label=WORDS[language]["axis.s"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_partition_against_ancestors_says_its_unit(language: Language) -> None:
    held = Desk(specimen.dossier(), language)
    captions = [words(grid.caption) for grid in grids(tuple(ancestors(held)))]
    units = {held.known(f"unit.{m.left.unit}", m.left.unit) for f in held.current if f.comparison.ancestors
             for m in f.comparison.matches}  # fmt: skip
    assert captions and all(any(unit in caption for unit in units) for caption in captions)


@pytest.mark.parametrize(("language", "why"), [("zh", "音符不同"), ("en", "notes that are not the same")])
def test_the_partition_says_why_its_figures_are_more_than_a_share_counts(language: Language, why: str) -> None:
    """96 and 98 notes of passages beside 92 that are the same: places count in full, shares what is the same."""
    note, *_ = ancestors(Desk(specimen.dossier(), language))
    assert why in words(note) and say(language, "ancestors-note") in words(note)


def test_what_the_column_of_hearings_says_takes_one_sentence_more() -> None:
    base = specimen.dossier()
    entries = tuple(
        replace(one, body={**one.body, "cross_examined": "yes"}) if one.kind == Kind.MATERIAL else one
        for one in base.entries
    )
    blocks = tuple(materials(Desk(replace(base, entries=entries), "zh")))
    (line,) = [block for block in blocks if isinstance(block, Paragraph) and "已质证。" in words((block,))]
    labels = [str(one.body["label"]) for one in entries if one.kind == Kind.MATERIAL]
    assert words((line,)).startswith(f"{'、'.join(labels)} 已质证。") and len(labels) > 1
    assert not any(isinstance(block, Listed) and "已质证。" in words((block,)) for block in blocks)
    assert WORDS["zh"]["field.obtained"] not in ("取得方式", "取得经过")
