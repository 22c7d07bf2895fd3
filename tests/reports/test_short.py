"""What a report shortens: places run together, groups of matches and exclusions, one-row excerpts, long listings."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.comparison import Exclusion, Measures, Reason
from appraisal.dossier import Filed, LogEntry
from appraisal.exhibit import AlignedText, Differences, Excerpt, Listing, Plot, Run
from appraisal.finding import Verdict
from appraisal.procedure import PROCEDURE, Kind
from appraisal.span import Span, box, char, line, second, whole
from reports.build import build
from reports.document import Document, Grid, Language, Shown
from reports.docx import DocxExporter
from reports.exhibits.layout import ON_PAGE, SAMPLE, TEXT, TEXT_SAMPLE, Sheet, for_page, lay_out, paged
from reports.html import HtmlExporter, fragment, render
from reports.model import JsonExporter
from reports.pdf import PdfExporter
from reports.places import amount, numbers, ranges
from reports.sections.chosen import LEAST, MOST, ON_PAPER, divided
from reports.sections.desk import Desk
from reports.sections.shares import share_said
from reports.sections.shown import excerpt
from reports.view import view
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.drawn import overlay
from tests.reports.test_build import section, words


def test_places_of_one_file_run_together() -> None:
    spans = [
        line("a.py", 1, 21),
        line("a.py", 45, 61),
        line("a.py", 21, 22),
        line("a.py", 50, 55),
        line("a.py", 70, 71),
    ]
    assert ranges(spans, "zh", 9) == "第 1–21、45–60、70 行"
    assert ranges(spans, "en", 2) == "lines 1–21, 45–60; 1 more range"
    assert amount(spans, "zh") == "38 行"
    mixed = [char("a", 3, 9), whole("a"), second("a", 0, 1.5), box("a", 0, 0, 4, 5), Span("a", "address", 16, 32)]
    said = ranges(mixed, "zh", 9)
    assert all(
        part in said for part in ("地址 0x10–0x20", "字符 3–9", "整个文件", "区域 (0, 0)–(4, 5) 像素", "0:00:01.500")
    )
    assert amount(mixed, "zh") == "16 地址；6 字符；整个文件；20 像素；1.5 秒"
    views = [char("a.docx", 0, 4, view="text"), char("a.docx", 9, 9)]
    assert ranges(views, "zh", 9) == "字符 9；字符 0–4（视图 text）"


@given(st.lists(st.integers(1, 60), min_size=1, unique=True))
def test_numbers_run_together_name_each_once(given_numbers: list[int]) -> None:
    said = numbers(sorted(given_numbers), "zh", 10_000)
    read: list[int] = []
    for piece in said.split("、"):
        first, _, last = piece.partition("–")
        read += range(int(first), int(last or first) + 1)
    assert read == sorted(given_numbers)


def test_no_number_is_dropped_unsaid() -> None:
    assert numbers([1, 3, 5, 7], "zh", 2) == "1、3、另有 2 段"


def with_exclusions(count: int) -> tuple[Filed, Document]:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    places = [char("story/第一章.txt", 10 * at, 10 * at + 3) for at in range(count)]
    excluded = [Exclusion(Reason.COMMON_SOURCE, "left", span, work="C1", sha256="d" * 64) for span in places]
    by_hand = Exclusion(Reason.QUOTATION, "right", char("readme.txt", 0, 9), by="甲", on="2026-01-04", note="=引文")
    filed = replace(filed, comparison=replace(filed.comparison, excluded=[*excluded, by_hand]))
    return filed, build(replace(base, comparisons=(filed,)))


def test_excluded_places_are_one_row_a_file_and_all_attached() -> None:
    filed, made = with_exclusions(70)
    by_person, by_program = (b for b in section(made.parts[0], "exclusions") if isinstance(b, Grid))
    assert "甲" in words(by_person) and "引用" in words(by_person.caption)
    assert "与 C1 相同之处" in words(by_program.caption) and len(by_program.rows) == 1
    assert all(said in words(by_program.rows) for said in ("70", "210 字符", "字符 0–3、10–13", "另有 66 段"))
    assert "共 71 处" in words(section(made.parts[0], "exclusions"))
    attached = next(one for one in made.attachments if one.name == "exclusions-0123456789ab.csv")
    assert attached.name in words(section(made.parts[0], "exclusions"))
    assert filed.file in words(section(made.parts[0], "exclusions"))
    rows = list(csv.DictReader(io.StringIO(attached.text)))
    assert [(row["start"], row["stop"]) for row in rows[:70]] == [(str(10 * at), str(10 * at + 3)) for at in range(70)]
    assert rows[70]["note"] == "'=引文" and rows[70]["by"] == "甲"


def test_excluded_places_say_where_they_stand_in_the_other_work() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    here = line("a.py", 10, 21)
    excluded = [Exclusion(Reason.COMMON_SOURCE, "left", here, work="C1", sha256="d" * 64)]
    rows = [["C1", "left", "a.py", "line", 10, 21, f"lib/{at}.c", at, at + 5] for at in range(1, 6)]
    rows += [
        ["C1", "left", "a.py", "line", 10, 21, "lib/2.c", 90, 95],
        ["C1", "right", "a.py", "line", 1, 2, "other.c", 1, 2],
    ]
    tables = {"origins": {"head": [], "rows": [*rows, ["C1", 3]], "more": 0}}
    filed = replace(filed, comparison=replace(filed.comparison, excluded=excluded, tables=tables))
    made = build(replace(base, comparisons=(filed,)))
    said = words(section(made.parts[0], "exclusions"))
    assert "同 C1 lib/2.c：第 2–6、90–94 行" in said and "lib/1.c" not in said  # the file that holds most of them
    assert "另同 C1 的 4 个文件" in said and "other.c" not in said
    assert "origins" not in words(made.parts[0])


def test_few_exclusions_need_no_attachment() -> None:
    _, made = with_exclusions(1)
    assert [one.name for one in made.attachments if not one.name.startswith("scope-")] == []


def long_table() -> Document:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    rows = [{"name": f"表{at}", "score": 0.5, "of": [at, 2]} for at in range(200)]
    filed = replace(filed, comparison=replace(filed.comparison, tables={"listed": rows, "few": [{"a": 1}]}))
    return build(replace(base, comparisons=(filed,)))


def test_a_long_table_of_a_method_is_attached_whole() -> None:
    made = long_table()
    grid = next(b for b in section(made.parts[0], "method-tables") if isinstance(b, Grid) and len(b.rows) > 1)
    assert len(grid.rows) == 8
    (attached,) = (one for one in made.attachments if one.name == "table-1-0123456789ab.csv")
    assert f"列前 8 行，共 200 行，余 192 行；全部见随附文件 {attached.name}" in words(
        section(made.parts[0], "method-tables")
    )
    rows = list(csv.reader(io.StringIO(attached.text)))
    assert rows[0] == ["name", "of"] and rows[200] == ["表199", "[199, 2]"]  # the ranking value is printed nowhere


def test_long_lists_of_places_in_step_are_counted_beside_an_excerpt() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    details = {"runs": [[at, at + 70_000, 1] for at in range(9)], "few": [[3, 80_001, 1]], "why": [["moved", 3]]}
    details |= {"boxes": [f"box {at}" for at in range(13)], "some": [f"kept {at}" for at in range(12)]}
    matches = [replace(match, details=details) for match in filed.comparison.matches]
    filed = replace(filed, comparison=replace(filed.comparison, matches=matches))
    said = words(section(build(replace(base, comparisons=(filed,))).parts[0], "excerpts"))
    assert "共 9 项，全部见案卷记录" in said and "70001" not in said and "80001" not in said
    assert "few\n共 1 项，全部见案卷记录" in said and "why\n（moved、3）" in said
    assert "boxes\n共 13 项，全部见案卷记录" in said and "box 12" not in said and "kept 11" in said


def test_places_in_the_list_of_an_exhibit_stand_there_alone() -> None:
    base = specimen.text_filed()
    match = replace(base.comparison.matches[0], details={"only": ["1, 2", "3, 4"], "both": ["5, 6"], "none": []})
    shown = replace(
        base.shown[0],
        match=match.id,
        exhibit=replace(overlay(), listed=Differences(("l", "r"), (("1, 2", "7, 8"), ("3, 4", "—")))),
    )
    desk = Desk(specimen.dossier(language="zh"), "zh")
    made = excerpt(desk, base, shown, match, paper=True)
    assert [name for name, _ in made.details[1:]] == ["both", "none"]
    for block in (made, replace(made, whole=True)):
        assert paged(block, "zh").list_title == f"第 {shown.number} 号对应：差异清单"
    assert f"第 {shown.number} 号对应：差异清单" in fragment([made], "zh")


def test_matches_that_a_method_tells_in_a_row_are_one_table() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    listing = Listing((("00", (Run("41 42", "same"),)),), (("10", (Run("41 42"),)),), "a.bin", "b.bin")
    counting = {**filed.counting, "zh": {**filed.counting["zh"], "columns": "text size_of_left size_of_right"}}
    matches = [
        replace(match, details={"text": f'"守灯{at}"', "size_of_left": at, "size_of_right": 2})
        for at, match in enumerate(filed.comparison.matches)
    ]
    filed = replace(
        filed,
        counting=counting,
        comparison=replace(filed.comparison, matches=matches),
        shown=tuple(replace(one, exhibit=listing) for one in filed.shown),
    )
    made = build(replace(base, comparisons=(filed,)))
    blocks = section(made.parts[0], "excerpts")
    (grid,) = (b for b in blocks if isinstance(b, Grid))
    assert not any(isinstance(b, Shown) for b in blocks)
    assert len(grid.rows) == len(filed.shown)
    for one, row in zip(filed.shown, grid.rows, strict=True):
        said = words(row)
        assert all(part in said for part in (one.match, "守灯", "story/第一章.txt", "size_of_right："))
        assert WORDS["zh"][f"verdict.{one.verdict.value}"] in said
    attached = next(a for a in made.attachments if a.name == "excerpts-0123456789ab.txt")
    assert attached.text.count("41 42") == 2 * len(filed.shown) and all(
        one.match in attached.text for one in filed.shown
    )


def listed(roles: str) -> Listing:
    """A listing with one row a letter: s same, c changed."""
    rows = tuple((str(at), (Run(f"line {at}", "changed" if role == "c" else "same"),)) for at, role in enumerate(roles))
    return Listing(rows, rows, "a", "b")


def standing_for(sheet: Sheet) -> int:
    """Rows of the whole listing that those of a shortened one stand for."""
    return sum(int(row[1][0].text.split()[0].lstrip("〔")) if row[0] == "" else 1 for row in sheet.rows)


@given(st.text("sc", max_size=150), st.sampled_from(["accepted", "unreviewed"]))
def test_a_listing_on_paper_accounts_for_every_row(roles: str, verdict: str) -> None:
    most = SAMPLE if verdict == "unreviewed" else ON_PAGE
    exhibit = listed(roles)
    body = for_page(exhibit, WORDS["en"][f"verdict.{verdict}"], "en").body
    assert isinstance(body, Sheet)
    assert standing_for(body) == len(roles)
    assert len(body.rows) <= most + 1
    if len(roles) <= most:
        assert body == lay_out(exhibit, "en").body


def test_alike_rows_are_folded_before_others_are_cut() -> None:
    body = for_page(listed("s" * 40 + "c" + "s" * 40), "采信", "zh").body
    assert isinstance(body, Sheet)
    assert [row[0] for row in body.rows] == ["", "38", "39", "40", "41", "42", ""]


def test_where_little_is_the_same_that_is_shown() -> None:
    """Two remarks that agree, and sixty lines between them that do not: the match is the remarks."""
    body = for_page(listed("s" + "c" * 60 + "s" + "c" * 20), "采信", "zh").body
    assert isinstance(body, Sheet)
    assert [row[0] for row in body.rows] == ["0", "1", "2", "", "59", "60", "61", "62", "63", ""]
    assert "两侧不同" in body.rows[3][1][0].text


def test_the_web_edition_has_the_whole_listing() -> None:
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    shown = (replace(filed.shown[0], exhibit=listed("c" * 100), verdict=Verdict.ACCEPTED),)
    made = build(replace(base, comparisons=(replace(filed, shown=shown),)))
    assert "line 99" in render(made).decode()
    assert "line 99" not in str(view(made)) and f"另有 {100 - ON_PAGE} 行" in str(view(made))


def with_verdicts(verdicts: str) -> Filed:
    """A comparison with one excerpt a letter: a accepted, d doubtful, u not judged; the later the longer."""
    filed = specimen.dossier(language="zh").comparisons[0]
    of = {"a": Verdict.ACCEPTED, "d": Verdict.DOUBTFUL, "u": Verdict.UNREVIEWED}
    match = filed.comparison.matches[0]
    matches = tuple(replace(match, id=f"{at:016x}") for at in range(len(verdicts)))
    shown = tuple(
        replace(filed.shown[0], match=f"{at:016x}", number=at + 1, verdict=of[v], exhibit=listed("c" * (at + 1)))
        for at, v in enumerate(verdicts)
    )
    return replace(filed, comparison=replace(filed.comparison, matches=matches), shown=shown)


@given(st.text("adu", max_size=40), st.integers(1, 9))
def test_an_excerpt_stands_on_paper_or_is_named_by_number(verdicts: str, comparisons: int) -> None:
    base = specimen.dossier(language="zh")
    filed = with_verdicts(verdicts)
    others = tuple(replace(filed, key=f"{at:064x}") for at in range(comparisons))
    here, beyond = divided(Desk(replace(base, comparisons=others), "zh"), filed)
    assert len(here) <= max(LEAST, min(MOST, ON_PAPER // comparisons))
    assert not {one.number for one in here} & {one.number for one in beyond}
    judged = {one.number for one in filed.shown if one.verdict is not Verdict.UNREVIEWED}
    assert judged <= {one.number for one in (*here, *beyond)}  # no verdict loses its excerpt
    ranks = {Verdict.ACCEPTED: 0, Verdict.DOUBTFUL: 1, Verdict.UNREVIEWED: 2}
    assert not beyond or max(ranks[one.verdict] for one in here) <= min(ranks[one.verdict] for one in beyond)


def test_what_paper_leaves_out_is_in_the_attachment_and_the_web_edition() -> None:
    filed = with_verdicts("a" * 20)
    made = build(replace(specimen.dossier(language="zh"), comparisons=(filed,)))
    blocks = section(made.parts[0], "excerpts")
    shown = [block for block in blocks if isinstance(block, Shown)]
    assert [block.paper for block in shown] == [False] * 8 + [True] * 12  # the longest
    said = words(tuple(block for block in blocks if not isinstance(block, Shown)))
    assert "纸质文本在此列 12 处，另 8 处（第 1–8 号）见随附文件 excerpts-" in said and "共有对应 20 处" in said
    (attached,) = (one for one in made.attachments if one.name.startswith("excerpts-"))
    assert all(f"{at:016x}" in attached.text for at in range(20))
    html = render(made).decode()
    assert all(f'id="zh-{at:016x}"' in html for at in range(20))
    places = [block["anchor"] for block in view(made)["parts"][0]["blocks"] if block["type"] == "Shown"]
    assert places == [f"zh-{at:016x}" for at in range(8, 20)]


def test_pictures_stay_on_paper() -> None:
    filed = with_verdicts("a" * 30)
    drawn = tuple(replace(one, exhibit=overlay()) for one in filed.shown)
    here, beyond = divided(Desk(specimen.dossier(), "zh"), replace(filed, shown=drawn))
    assert len(here) == 30 and not beyond


def test_plots_beyond_twelve_stand_in_the_web_edition_and_their_places_in_the_attachment() -> None:
    filed = with_verdicts("d" * 10 + "a" * 20)
    drawn = tuple(
        replace(one, exhibit=Plot((0.0, 1.0), (0.0, 1.0), (), caption=f"place {one.number}", alt="x"))
        for one in filed.shown
    )
    filed = replace(filed, shown=drawn)
    made = build(replace(specimen.dossier(language="zh"), comparisons=(filed,)))
    shown = [block for block in section(made.parts[0], "excerpts") if isinstance(block, Shown)]
    assert len(shown) == 30 and [block.number for block in shown if block.paper] == list(range(11, 23)), "accepted ones"
    (attached,) = (one for one in made.attachments if one.name.startswith("excerpts-"))
    assert all(f"place {at}\n" in attached.text for at in range(1, 31))
    html = render(made).decode()
    assert all(f'id="zh-{at:016x}"' in html for at in range(30))


@given(
    st.text("甲a", min_size=1, max_size=2500),
    st.text("乙b", max_size=2500),
    st.sampled_from(["accepted", "unreviewed"]),
)
def test_a_text_on_paper_says_how_much_it_leaves_out(left: str, right: str, verdict: str) -> None:
    exhibit = AlignedText(Excerpt("a", "", (Run(left),)), Excerpt("b", "", (Run(right, "changed"),)), "")
    body = for_page(exhibit, WORDS["en"][f"verdict.{verdict}"], "en").body
    assert isinstance(body, Sheet)
    ((_, one, _, other),) = body.rows
    most = TEXT_SAMPLE if verdict == "unreviewed" else TEXT
    for runs, text in ((one, left), (other, right)):
        kept = "".join(run.text for run in runs if run.role != "folded")
        out = sum(int(run.text.split()[0].lstrip("〔")) for run in runs if run.role == "folded")
        assert text.startswith(kept) and len(kept) + out == len(text)
        assert sum(2 if letter > "z" else 1 for letter in kept) <= most + 1


def reported(seq: int, digest: str) -> LogEntry:
    heads = [{"log": "custody.jsonl", "count": 7, "digest": digest}]
    body = {"dated": "2026-01-09", "formats": ["pdf"], "language": "zh", "versions": {"typst": "0"}, "heads": heads}
    return LogEntry(PROCEDURE, seq, "2026-01-09T10:00:00Z", Kind.REPORT, "甲", body, f"{seq:064x}", "unsigned")


def test_heads_of_earlier_reports_are_shortened_and_of_the_last_whole() -> None:
    base = specimen.dossier(language="zh")
    entries = (*base.entries, reported(900, "a1" * 32), reported(901, "b2" * 32))
    said = words(section(build(replace(base, entries=entries)).parts[0], "procedure"))
    assert "a1" * 6 + "…" in said and "a1" * 7 not in said
    assert "b2" * 32 in said
    odd = replace(entries[-1], body={**entries[-1].body, "heads": [{"log": "x", "count": "7", "digest": "c3" * 32}]})
    said = words(section(build(replace(base, entries=(*base.entries, odd))).parts[0], "procedure"))
    assert "c3" * 32 in said  # a body that is not what it should be is printed as it stands


@pytest.mark.parametrize(
    ("exporter", "rendered"),
    [(DocxExporter(), "copy"), (HtmlExporter(), "page"), (JsonExporter(), ""), (PdfExporter(), "pages")],
)
def test_whoever_reads_a_report_while_it_is_written_again_sees_the_old_one_whole(
    exporter: DocxExporter | HtmlExporter | JsonExporter | PdfExporter,
    rendered: str,
    document: Document,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    out = tmp_path / "report"
    out.write_bytes(b"old")
    with out.open("rb") as reader:
        exporter.write(document, out)
        assert reader.read() == b"old"
    assert out.read_bytes() == (request.getfixturevalue(rendered) if rendered else exporter.render(document))
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_speak_the_language_of_the_report(language: Language) -> None:
    base = specimen.dossier(language=language)
    filed = base.comparisons[0]
    tables = {
        "kinds": {"head": ["class", "class_en", "files"], "rows": [["界面", "user interface", 3]]},
        "sorts": {"head": ["class_zh", "class_en", "files"], "rows": [["界面", "user interface", 3]]},
        "not_compared": [["C1", "", "refused", "a.py, b.py: no file holds code: nothing to compare"]],
    }
    filed = replace(filed, comparison=replace(filed.comparison, tables=tables))
    said = words(section(build(replace(base, comparisons=(filed,))).parts[0], "method-tables"))
    shown, hidden = ("界面", "user interface") if language == "zh" else ("user interface", "界面")
    assert said.count(shown) == 2 and hidden not in said
    assert "not_compared" not in said and "refused" not in said.replace("refused by", "")
    assert ("nothing to compare" in said) == (language == "en")


def test_digits_that_a_record_lacks_are_no_part_without_a_counterpart() -> None:
    base = specimen.text_filed()
    told = replace(base, counting={"zh": {"repeated": "repeated_of notes_of"}})
    figures = {"repeated_of_left": 4, "notes_of_left": 96}
    desk = Desk(specimen.dossier(language="zh"), "zh")
    for share, said in ((0.958333333, "0.00%"), (0.958, "0.03%"), (0.9583, "< 0.01%")):
        assert share_said(desk, told, "left", Measures(0.0, share, share, figures), unmatched=True) == said
