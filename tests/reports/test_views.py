"""Reports on documents: places in pages and paragraphs before the numbers, derived texts among the materials, CSV."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.case import Case
from appraisal.comparison import Observation
from appraisal.demo import fixed_clock
from appraisal.freeze import freeze
from appraisal.reporting import report_case
from appraisal.run import run
from appraisal.span import whole
from comparators.text.reading import docx, html, odt
from reports.places import place_in_file
from reports.sections.attached import _matches
from reports.sections.desk import Desk
from reports.sections.views import COUNTS, views
from reports.wording import WORDS
from tests.shown import untagged
from tests.text.reading import specimens
from tests.text.reading.specimens import p

ONE = "月光照在旧城的瓦上，守门人把灯举得很高，他说今晚不会有人进城。"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("views")
    (folder / "a.docx").write_bytes(specimens.docx(p("第三回 灯") + p("只有一边有的话。") + p(ONE), comments="<x/>"))
    (folder / "b.srt").write_text(f"1\n00:01:01,000 --> 00:01:02,000\n{ONE}\n", "utf-8")
    made = Case.create(folder / "case", number="1", title="Lamp", language="both", clock=fixed_clock())
    made.receive("A1", folder / "a.docx", role="claimed")
    made.receive("B1", folder / "b.srt", role="accused")
    run(made, comparators=["text-exact"], host="here")
    report_case(made)
    return made


def test_the_report_says_where_in_the_document(case: Case) -> None:
    page = (case.root / "report" / "report.html").read_text("utf-8")
    assert "第三回 灯 · 第 3 段（字符 " in page and "第三回 灯 · para. 3 (" in page
    assert "字幕第 1 条 0:01:01，第 3 行" in page and "cue 1 0:01:01, line 3" in page
    told = untagged(page)
    assert "a.docx · 第三回 灯 · ¶3 · 15–45" in told and "b.srt · #1 L3 0:01:01 · 0–30" in told  # over the excerpts
    view = next(case.records()).comparison.matches[0].left.view
    assert view is not None and view in page


def test_the_materials_list_derived_texts_with_their_digests(case: Case) -> None:
    page = (case.root / "report" / "report.html").read_text("utf-8")
    details = next(o.details for o in next(case.records()).comparison.observations if o.kind == "derived")
    assert "由送检文档、录音得出" in page and "derived of documents and recordings" in page
    assert details["sha256"] in page and details["map_sha256"] in page and "docx 1" in page


def test_attached_matches_have_views_and_places(case: Case) -> None:
    (filed,) = freeze(case).comparisons
    head, row = list(_matches(filed))
    said = dict(zip(head, row, strict=True))
    assert said["left_place"] == "第三回 灯 · para. 3" and said["right_place"] == "cue 1 0:01:01, line 3"
    assert said["left_view"].startswith("text:")
    desk = Desk(freeze(case), "zh")
    span = filed.comparison.matches[0].left
    assert desk.place(filed, "left", span).startswith("a.docx，第三回 灯 · 第 3 段（字符 ")
    assert desk.place(filed, "right", span) == place_in_file(span, "zh")  # not a place of that side


def test_what_an_expert_revised_is_listed(case: Case) -> None:
    dossier = freeze(case)
    (filed,) = dossier.comparisons
    edits = [["pitch", 1.5, 72, 1.5, 74], ["added", None, None, 9.0, 61], ["removed", 3.0, 65, None, None]]
    details = {"view": "score:1", "revised_by": "甲", "notes_heard": 16, "notes_now": 16, "edits": edits}
    seen = Observation("left", whole("a.wav"), "derived", {**details, "deriver": "transcription 1; revised by 甲, 12"})
    made = replace(filed, comparison=replace(filed.comparison, observations=(seen,)))
    desk = Desk(replace(dossier, comparisons=(made,)), "en")
    said = str(list(views(desk)))
    assert "What was revised in A1 a.wav, by 甲" in said and "revised by: 甲" in said
    for piece in ("1.500 s, C5 (72)", "1.500 s, D5 (74)", "9.000 s, C#4 (61)", "another pitch", "removed"):
        assert piece in said, piece


def test_every_count_of_readers_has_words_in_both_languages() -> None:
    folder = Path(__file__).parents[2] / "comparators" / "text" / "reading"
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    counts = set(re.findall(r'(?:left|read)\["([a-z-]+)"\]', source))
    for tables in (docx.SKIPPED, odt.LEFT, html.UNREAD):
        counts |= {what for what in tables.values() if what}
    assert len(counts) > 25
    for language in ("zh", "en"):
        for name in {*counts, *COUNTS}:
            assert f"derived.{name}" in WORDS[language], name
