"""``software-tree``: what became of every file, whatever it is called; exclusions and ancestors to the line."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.comparator import parameters_of
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.engine import compare, exhibits
from appraisal.errors import UsageError
from appraisal.exhibit import Listing
from appraisal.job import Job
from appraisal.records import dumps
from appraisal.span import Span, line, whole
from appraisal.work import Work
from comparators.software.tree import SoftwareTree
from comparators.software.tree.classes import rules
from comparators.software.tree.content import lines_of
from comparators.software.tree.exhibit import listing
from comparators.software.tree.words import COUNTING, LABELS

QUEUE = """/* ring buffer of jobs */
#include "queue.h"

int queue_push(struct queue *queue, struct job *job)
{
    if (queue->count == queue->size)
        return grow_queue(queue, queue->size * 2);
    queue->jobs[(queue->head + queue->count) % queue->size] = job;
    queue->count++;
    return 0;
}

struct job *queue_pop(struct queue *queue)
{
    struct job *job;
    if (!queue->count)
        return NULL;
    job = queue->jobs[queue->head];
    queue->head = (queue->head + 1) % queue->size;
    queue->count--;
    return job;
}
"""
RENAMED = """// a lian biao
#include "lie.h"
int lie_jia(struct lie *dui, struct huo *jian)
{
\tif (dui->shu == dui->da)
\t\treturn zhang_lie(dui, dui->da * 3);
\tdui->zu[(dui->tou + dui->shu) % dui->da] = jian;
\tdui->shu++;
\treturn 0;
}
struct huo *lie_qu(struct lie *dui)
{
\tstruct huo *jian;
\tif (!dui->shu)
\t\treturn NULL;
\tjian = dui->zu[dui->tou];
\tdui->tou = (dui->tou + 1) % dui->da;
\tdui->shu--;
\treturn jian;
}
"""
TABLE = "".join(f"item_{n},{n * 7919 % 1000},{n * 104729 % 977},{n * 31 % 19}.{n % 10}\n" for n in range(60))
OTHER = "".join(
    f"def step_{n}(world):\n    for each in world.actors[{n}:]:\n        each.move(by={n})\n\n" for n in range(9)
)
PROSE = "".join(
    f"第{n}日，守门人把灯举得很高，数到{n * 37 % 101}的时候，河水漫过了第{n % 7}级石阶。\n" for n in range(12)
)


def folder(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, body in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return root


def run(left: Path, right: Path, **more: object) -> Comparison:
    works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
    job = Job("software-tree", works[0], works[1], parameters={"children": ""})
    return compare(replace(job, **more))  # type: ignore[arg-type]


def named(result: Comparison) -> set[tuple[str, str, str]]:
    return {(m.kind, a.file, b.file) for m in result.matches for a in m.all_left() for b in m.all_right()}


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    noise = random.Random(1).randbytes(12_000)
    left: dict[str, str | bytes] = {
        "src/queue.c": QUEUE,
        "src/steps.py": OTHER,
        "data/items.csv": TABLE,
        "data/core.bin": b"\x00" + noise,
        "readme.txt": PROSE,
        "same.txt": "the same in both, to the byte\n",
        "alone.txt": "nobody else has this sentence about a lighthouse\n",
        "copy/a.dat": b"\x00\x01\x02\x03",
    }
    right: dict[str, str | bytes] = {
        "kuai/lie.c": RENAMED,
        "shuju/wu.csv": TABLE.replace("item_", "wupin"),
        "shuju/he.bin": b"\x00" + noise[:5000] + b"inserted" * 9 + noise[5000:],
        "shuoming.txt": b"\xef\xbb\xbf" + PROSE.replace("\n", "  \r\n").encode(),
        "same.txt": "the same in both, to the byte\n",
        "new.lua": 'print("hello")\n',
        "x/b.dat": b"\x00\x01\x02\x03",
        "x/c.dat": b"\x00\x01\x02\x03",
    }
    return folder(tmp_path / "left", left), folder(tmp_path / "right", right)


def test_every_kind(sides: tuple[Path, Path]) -> None:
    result = run(*sides)
    assert result.status == "ok"
    assert named(result) == {
        ("identical", "same.txt", "same.txt"),
        ("identical-moved", "copy/a.dat", "x/b.dat"),
        ("identical-moved", "copy/a.dat", "x/c.dat"),
        ("normalised", "readme.txt", "shuoming.txt"),
        ("similar", "src/queue.c", "kuai/lie.c"),
        ("similar", "data/items.csv", "shuju/wu.csv"),
        ("similar", "data/core.bin", "shuju/he.bin"),
    }
    rows = {(row[0], row[1]): row[2:] for row in result.tables["accounts"]["rows"]}
    for side, files in (("left", 8), ("right", 8)):
        kinds = [rows[side, kind] for kind in ("identical", "moved", "normalised", "similar", "only", "unread")]
        assert sum(row[0] for row in kinds) == rows[side, "all"][0] == files
        assert sum(row[1] for row in kinds) == rows[side, "all"][1]
    assert rows["left", "only"][0] == 2 and rows["right", "only"][0] == 1


def test_renamed_code_line_by_line(sides: tuple[Path, Path]) -> None:
    found = [m for m in run(*sides).matches if m.left.file == "src/queue.c"]
    paired = {(int(a) + k, int(b) + k) for m in found for a, b, n in m.blocks for k in range(int(n))}  # 1-based lines
    assert (4, 3) in paired and (8, 7) in paired and (21, 19) in paired
    assert all(m.left.length == m.blocks[0][2] for m in found), "a span holds no line that does not correspond"
    assert sum(m.details.get("renamed", 0) + m.details.get("edited", 0) for m in found) >= 10


def test_swapped_sides_and_order_change_nothing(sides: tuple[Path, Path]) -> None:
    one, other = run(*sides), run(sides[1], sides[0])
    assert {(k, a, b) for k, a, b in named(one)} == {(k, b, a) for k, a, b in named(other)}
    assert (one.coverage_of_left, one.coverage_of_right) == (other.coverage_of_right, other.coverage_of_left)
    assert dumps(one) == dumps(run(*sides))


def test_a_file_cut_in_two_has_two_counterparts(tmp_path: Path) -> None:
    lines = QUEUE.replace("\n\n", "\n").splitlines(keepends=True) + OTHER.splitlines(keepends=True)
    left = folder(tmp_path / "l", {"all.txt": "".join(lines), "b.txt": TABLE})
    right = folder(tmp_path / "r", {"one.txt": "".join(lines[:22]), "two.txt": "".join(lines[22:]), "c.txt": PROSE})
    result = run(left, right)
    assert named(result) == {("similar", "all.txt", "one.txt"), ("similar", "all.txt", "two.txt")}
    assert result.tables["split_merged"]["rows"] == [["left", "all.txt", 2, ["one.txt", "two.txt"]]]
    assert result.coverage_of_left is not None and result.coverage_of_left > 0.4


def test_a_licence_in_each_file_is_no_correspondence(tmp_path: Path) -> None:
    licence = "".join(f" * You may do as rule {n} of these terms allows, and nothing else\n" for n in range(5))
    bodies = {"q": QUEUE, "s": OTHER, "t": TABLE, "p": PROSE}
    left = folder(tmp_path / "l", {f"{k}.c": f"/*\n{licence} */\n{b}" for k, b in bodies.items()})
    right = folder(tmp_path / "r", {f"x{k}.c": f"/*\n{licence} */\n{b}" for k, b in bodies.items()})
    assert {(a, b) for _, a, b in named(run(left, right))} == {(f"{k}.c", f"x{k}.c") for k in bodies}


def test_exclusions_are_cut_to_the_line(sides: tuple[Path, Path]) -> None:
    everything = run(*sides)
    half = Exclusion(Reason.LICENSED, "left", line("data/items.csv", 1, 31))
    gone = Exclusion(Reason.THIRD_PARTY, "left", whole("same.txt"))
    result = run(*sides, exclusions=(half, gone))
    before, after = everything.all.values, result.filtered.values
    assert before["lines_common_left"] - after["lines_common_left"] == 31
    assert before["lines_counted_left"] - after["lines_counted_left"] == 31
    assert after["files_excluded_left"] == 1
    assert after["files_identical_left"] == 0 and after["files_similar_left"] == before["files_similar_left"]
    assert result.all == everything.all


def test_ancestor_partition_is_exact(tmp_path: Path) -> None:
    ancestor = folder(tmp_path / "c", {"base.csv": TABLE})
    left = folder(tmp_path / "l", {"a/base.csv": TABLE, "own.c": QUEUE})
    right = folder(tmp_path / "r", {"b/zhuo.csv": TABLE, "taken.c": QUEUE})
    result = run(left, right, ancestors=(Work.open(ancestor, label="C1"),))
    lines = len(QUEUE.splitlines())
    wanted = {"shared_with_other_only": lines, "shared_by_all_three": 60, "shared_with_ancestor_only": 0}
    assert dict(result.ancestors[0].left) == dict(result.ancestors[0].right) == wanted
    assert (
        result.filtered.coverage_of_left == 1 and result.filtered.values["lines_counted_left"] == QUEUE.count("\n") - 2
    )


def test_the_example_of_the_counting_rule(tmp_path: Path) -> None:
    four = [
        "while (a1) { b = c(a1, d); }",
        "for (;;) { e->f[g] = 123; }x",
        "return h ? i : j(k) + lmn;",
        "z = [1,2,3,4,5,6,7,8]",
    ]
    padded = [text.ljust(24, ";")[:24] for text in four]
    left = folder(
        tmp_path / "l",
        {"a.c": "\n".join(padded) + "\n", "b.png": b"\x89PNG\r\n\x1a\n" + bytes(292), "c.txt": "q" * 99 + "\n"},
    )
    right = folder(tmp_path / "r", {"x.c": "\n".join(padded[:3]) + "\n", "p/q.png": b"\x89PNG\r\n\x1a\n" + bytes(292)})
    result = run(left, right)
    assert result.coverage_of_left == (75 + 300) / 500 and result.coverage_of_right == 1
    assert (result.all.values["files_half_left"], result.all.values["files_half_right"]) == (2, 2)


def test_types_by_content_and_what_the_name_says(tmp_path: Path) -> None:
    left = folder(tmp_path / "l", {"a.png": "this is no picture\n", "b.txt": b"\x89PNG\r\n\x1a\n" + bytes(50)})
    result = run(left, left)
    seen = {(o.side, o.span.file, o.details["name_says"], o.details["content_is"]) for o in result.observations}
    assert {("left", "a.png", "png", "text"), ("right", "b.txt", "txt", "png")} <= seen


def test_cross_check_says_what_plain_methods_find(sides: tuple[Path, Path]) -> None:
    rows = {row["check"]: row for row in run(*sides).tables["cross_check"]}
    assert (rows["path_and_hash"]["files_left"], rows["hash_alone"]["files_left"]) == (1, 2)
    assert rows["hash_alone"]["files_right"] == 3
    assert (rows["plain_diff"]["files_left"], rows["plain_diff"]["lines"]) == (1, 1)
    parts = ("similar_literal", "similar_edited", "similar_renamed", "similar_values")
    assert sum(rows[part]["lines"] for part in parts) == rows["of_these_similar"]["lines"]
    assert rows["ours"]["lines"] == rows["of_these_similar"]["lines"] + rows["of_these_normalised"]["lines"] + 1
    assert {rows[part][f"files_{side}"] for part in parts for side in ("left", "right")} == {None}, "lines, no files"


def test_nested_comparisons_are_capped_and_counted(tmp_path: Path) -> None:
    texts = {f"n{k}.txt": PROSE.replace("灯", "烛灯"[k % 2] * k) for k in range(1, 4)}
    left, right = (
        folder(tmp_path / "l", dict(texts)),
        folder(tmp_path / "r", {n: t + "又一日。\n" for n, t in texts.items()}),
    )
    result = run(left, right, parameters={"children": "text=text-exact,score=no-such-method", "most_children": 2})
    assert [child.comparator for child in result.children] == ["text-exact"] * 2
    assert result.tables["nested"] == [{"comparator": "text-exact", "compared": 2, "beyond_cap": 1, "not_installed": 0}]
    absent = run(left, right, parameters={"children": "text=no-such-method"})
    assert absent.tables["nested"][0]["not_installed"] == 3 and not absent.children


def test_exhibits_show_the_lines(sides: tuple[Path, Path]) -> None:
    works = [Work.open(path) for path in sides]
    result = run(*sides)
    shown = exhibits(Job("software-tree", works[0], works[1]), list(result.matches))
    assert all(isinstance(each, Listing) and each.left and each.right for each in shown)
    by_file = {m.left.file: each for m, each in zip(result.matches, shown, strict=True)}
    normalised = by_file["readme.txt"]
    assert isinstance(normalised, Listing)
    assert {run.role for _, runs in normalised.left for run in runs} == {"same"}


def test_parameters_are_checked() -> None:
    wrong = (
        {"min_share": 0.0}, {"min_lines": 0}, {"most_children": -1}, {"children": "text"}, {"children": "smell=x"},
        {"classes": "no-such"}, {"classes": "[a\nb"}, {"assigned": "x"}, {"assigned": "a=no class"},
        {"core": "pattern"},
        {"classes": '[a]\nwords = "x"\n'}, {"classes": "[a]\nodd = []\n"},
    )  # fmt: skip
    for parameters in wrong:
        with pytest.raises(UsageError, match=r"software-tree|classes|assigned|core"):
            SoftwareTree(**parameters)


@pytest.mark.parametrize("said", ["server", "服务器程序架构", "Server programs"])
def test_classes_by_hand_are_named_by_key_or_name(said: str) -> None:
    assert rules("game", f"hoho={said}").of("hoho/x.bin", "") == "server"


def test_every_alteration_of_a_plant_has_words() -> None:
    assert {"spacing", "every name changed, spacing", "all bytes inside another file"} <= LABELS["zh"].keys()


def test_words_for_reports_are_whole() -> None:
    assert LABELS["zh"].keys() == LABELS["en"].keys() and COUNTING["zh"].keys() == COUNTING["en"].keys()
    values = ["files_identical_left", "bytes_of_files_only_right", "lines_common_left", *parameters_of(SoftwareTree())]
    assert [v for v in values[:3] if v not in LABELS["zh"]] == []


def test_copied_into_itself(sides: tuple[Path, Path], tmp_path: Path) -> None:
    twice = tmp_path / "twice"
    shutil.copytree(sides[0], twice / "a")
    shutil.copytree(sides[0], twice / "b")
    result = run(sides[0], twice)
    assert (result.coverage_of_left, result.coverage_of_right) == (1, 1)
    assert result.all.values["files_moved_right"] == 16


def test_exhibits_keep_the_indentation(tmp_path: Path) -> None:
    """The text is compared without the spacing at the ends of its lines, and shown with it."""
    code = "def ring(bell):\n    if bell:\n\treturn bell\n  \n    return None   \n"
    sides = (folder(tmp_path / "l", {"a.py": code + OTHER}), folder(tmp_path / "r", {"b.py": OTHER + code}))
    works = [Work.open(path) for path in sides]
    result = run(*sides)
    shown = exhibits(Job("software-tree", works[0], works[1]), list(result.matches))
    texts = {"".join(run.text for run in runs) for each in shown if isinstance(each, Listing) for _, runs in each.left}
    assert {"def ring(bell):", "    if bell:", "\treturn bell", "    return None"} <= texts
    assert lines_of(b"\xef\xbb\xbf a\r\n\r\n\tb \n\n") == [" a", "", "\tb"] and lines_of(b"\x89PNG\r\n\x1a\n") == []


def test_places_near_the_beginning_of_a_file_stand_opposite_each_other(tmp_path: Path) -> None:
    """A place in the second line has one line before it, its counterpart in the third has two."""
    for name, body in (("a.txt", "one\n\nthe lamp\n\nend\n"), ("b.txt", "eins\nthe lamp\nzwei\n")):
        (tmp_path / name).write_text(body, "utf-8")
    works = [Work.open(tmp_path / name) for name in ("a.txt", "b.txt")]
    for sides in ((0, 1), (1, 0)):
        spans = [Span(("a.txt", "b.txt")[at], "line", (3, 2)[at], (4, 3)[at]) for at in sides]
        shown = listing(works[sides[0]], works[sides[1]], spans[0], spans[1])
        pairs = [
            ["".join(run.text for run in runs) for _, runs in rows]
            for rows in zip(shown.left, shown.right, strict=False)
        ]
        assert ["the lamp", "the lamp"] in pairs


@pytest.mark.parametrize("file", ["a.md", "a.py"])
def test_what_a_line_loses_is_marked(tmp_path: Path, file: str) -> None:
    """A line of 400 characters stands whole; of a longer one the rest is a mark, whatever pieces it is read in."""
    for long, marked in ((400, False), (401, True), (900, True)):
        path = tmp_path / str(long) / file
        path.parent.mkdir()
        path.write_text("# " + "x" * (long - 2) + "\n", "utf-8")
        work, span = Work.open(path), Span(file, "line", 1, 2)
        for rows in (listing(work, work, span, span).left, listing(work, work, span, span).right):
            text = "".join(run.text for run in rows[0][1])
            assert text.endswith("x…") == marked and len(text) == 400 + marked
