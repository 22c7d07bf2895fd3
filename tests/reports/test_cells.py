"""What the notebook templates call, on a small real case."""

from pathlib import Path

import pytest

from appraisal.case import Case
from appraisal.dossier import Shown
from appraisal.freeze import current_record, exhibits_of
from appraisal.run import run
from appraisal.span import char
from reports.cells import _filed, desk_of
from reports.document import Grid, Language
from reports.exhibits.drawing import Path as Stroke
from reports.exhibits.drawing import Words
from reports.exhibits.opposite import drawing as drawn
from reports.notebook import (
    composition,
    coverage,
    exclusions,
    exhibits,
    filtration,
    in_words,
    materials,
    measures,
    opposite,
    rows,
    table,
    tree,
)
from reports.sections.opposite import opposite as map_of
from reports.sections.tree import tree as tree_of
from reports.wording import WORDS
from tests.reports.test_html import harmless
from tests.shown import untagged
from tests.specimens import STORY


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", number="示例-1", title="<b>题</b>", language="zh")
    for label, role, words in (("A1", "claimed", STORY), ("B1", "accused", "开头<script>。\n" + STORY + "结尾。\n")):
        path = tmp_path / f"{label}<i>.txt"
        path.write_text(words, "utf-8")
        made.receive(label, path, role)
    run(made, comparators=["text-exact"])
    return Case.open(made.root)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_templates_show_safe_html(case: Case, language: Language) -> None:
    record = current_record(case, "text-exact", "A1", "B1")
    shown: list[Shown] = exhibits_of(case, record, record.comparison.matches[:2])
    fragments = (
        materials(case, language),
        measures(case, record, language),
        coverage(case, record, language),
        tree(case, record, language),
        exhibits(shown, language),
    )
    assert harmless(exclusions(case, record, language)._repr_html_()).tags
    for fragment in fragments:
        read = harmless(fragment._repr_html_())
        assert len(read.tags) > 5
    assert record.key[:12] in fragments[1]._repr_html_()
    drawn = harmless(opposite(case, record, language)._repr_html_())
    assert "img" in [tag for tag, *_ in drawn.tags]
    assert harmless(filtration(case, record, language)._repr_html_()).tags  # no rule for texts: nothing but the style


def test_figures_say_what_was_judged_and_excluded_since(case: Case) -> None:
    record = current_record(case, "text-exact", "A1", "B1")
    assert "尚无一处经过核验" in measures(case, record)._repr_html_()
    for match in record.comparison.matches:
        case.judge(record.key, match.id, "accepted", by="甲")
    case.exclude("A1", char("A1<i>.txt", 0, 20), "quotation", "甲")
    run(case, comparators=["text-exact"])
    shown = measures(case, current_record(case, "text-exact", "A1", "B1"))._repr_html_()
    assert "尚无一处经过核验" not in shown
    told = untagged(shown)  # words of heads stand in pairs, each held on one line
    assert "（含结果后排除）" in told and WORDS["zh"]["before-late-note"] in told


def test_tables_of_a_record_say_how_far_it_was_reviewed(folders: Case) -> None:
    run(folders, comparators=["software-tree"])
    record = current_record(folders, "software-tree", "A1", "B1")
    assert "未核验" in table(folders, record, "accounts")._repr_html_()
    for match in record.comparison.matches:
        folders.judge(record.key, match.id, "accepted", by="甲")
    for shown in (table(folders, record, "accounts"), composition(folders, record)):
        assert "已全部核验" in shown._repr_html_() and "未核验" not in shown._repr_html_()


def test_rows_of_a_record_are_told_in_the_words_of_its_method(folders: Case) -> None:
    run(folders, comparators=["software-tree"])
    record = current_record(folders, "software-tree", "A1", "B1")
    frame = rows(record, "file_list")
    told = in_words(record, frame)
    assert "state" in frame and "state" not in told and "未检出内容对应的文件" in set(told["去向"])
    assert "类别" in told and "类别（英文）" not in told and "Class" in in_words(record, frame, "en")
    assert list(told["文件"]) == list(frame["file"]) and "nan" not in told.to_string().lower()
    assert in_words(record, frame[:0]).empty


@pytest.fixture
def folders(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", number="T-1")
    story = STORY[:200]
    held = {"A1": {"one/a.txt": story, "b.txt": "x"}, "B1": {"two/deep/c.txt": story, "two/d.txt": story[:100]}}
    for label, files in held.items():
        for name, words in files.items():
            path = tmp_path / label / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, "utf-8")
        made.receive(label, tmp_path / label, "claimed" if label == "A1" else "accused")
    run(made, comparators=["text-exact"])
    return Case.open(made.root)


def test_the_tree_sums_files_up_into_folders(folders: Case) -> None:
    record = current_record(folders, "text-exact", "A1", "B1")
    filed = _filed(record)
    left, right = (b for b in tree_of(desk_of(folders, [filed], "en"), [filed], 50) if isinstance(b, Grid))
    rows = [["".join(piece.text for piece in cell) for cell in row] for row in (*left.rows, *right.rows)]
    assert [
        (row[0].replace("\u2003", "> "), row[1], row[2], row[4].partition("\u00a0/\u00a0")[0], row[5]) for row in rows
    ] == [
        ("All files", "201\u00a0characters", "200\u00a0characters", "99.50%", "—"),
        ("> b.txt", "1\u00a0character", "—", "0.00%", "—"),
        ("> one/", "200\u00a0characters", "200\u00a0characters", "100.00%", "—"),
        ("> > a.txt", "200\u00a0characters", "200\u00a0characters", "100.00%", "two/deep/c.txt (+1)"),
        ("All files", "300\u00a0characters", "300\u00a0characters", "100.00%", "—"),
        ("> two/", "300\u00a0characters", "300\u00a0characters", "100.00%", "—"),
        ("> > d.txt", "100\u00a0characters", "100\u00a0characters", "100.00%", "one/a.txt"),
        ("> > deep/", "200\u00a0characters", "200\u00a0characters", "100.00%", "—"),
        ("> > > c.txt", "200\u00a0characters", "200\u00a0characters", "100.00%", "one/a.txt"),
    ]
    cut = list(tree_of(desk_of(folders, [filed], "en"), [filed], 1))
    one = [["".join(piece.text for piece in row[0]) for row in block.rows] for block in cut if isinstance(block, Grid)]
    assert one == [["All files\n(2 files, not listed one by one)"]] * 2  # the sums stand; what is folded is said


def test_the_map_joins_the_places_of_each_match(folders: Case) -> None:
    record = current_record(folders, "text-exact", "A1", "B1")
    filed = _filed(record)
    drawing = drawn(map_of(desk_of(folders, [filed], "en"), filed, record.comparison.matches), "en")
    lines = [
        shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.points[0][1] != shape.points[1][1]
    ]
    said = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert {"one/a.txt", "two/d.txt", "two/deep/c.txt"} <= set(said) and "b.txt" not in said
    joins = sum(len(match.all_left()) * len(match.all_right()) for match in record.comparison.matches)
    # The whole in c.txt, its beginning in c.txt and d.txt, and what the story says twice: two places in three.
    assert len(lines) == joins == 1 + 2 + 2 * 3
