"""The ancestor's part, line by line, on a triple whose truth is known; and the table of all files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.span import Region, whole
from appraisal.work import Member, Work
from comparators.software.tree.classes import rules
from comparators.software.tree.features import read
from comparators.software.tree.listing import HEAD, files
from comparators.software.tree.tables import both

MARKS = "+ - * / % < > ( ) [ ] { } . , ; : ? & | ^ ! = if for while return struct const int static"
Line = tuple[str, bool, bool]  # text, in the other work, in the ancestor


def written(root: Path, label: str, side: dict[str, list[str]]) -> Work:
    for name, lines in side.items():
        (root / label / name).parent.mkdir(parents=True, exist_ok=True)
        (root / label / name).write_text("\n".join(lines) + "\n", "utf-8")
    return Work.open(root / label, label=label)


def block(word: str, count: int) -> list[str]:
    """Lines of which none stands anywhere else, nor one of its structure."""
    dice = random.Random(word)
    marks = MARKS.split()
    lines = []
    for number in range(count):
        tokens = dice.choices(marks, k=14)
        tokens[dice.randrange(7)] = f"{word}_{number}"
        tokens[7 + dice.randrange(7)] = str(dice.randrange(1000, 9999))
        lines.append(" ".join(tokens))
    return lines


def truth() -> tuple[dict[str, list[Line]], dict[str, list[Line]], dict[str, list[str]]]:
    base = {f"base/{n}.c": block(f"base{n}", 60) for n in range(6)}
    left: dict[str, list[Line]] = {}
    right: dict[str, list[Line]] = {}
    for number, (name, lines) in enumerate(base.items()):
        if number < 2:  # in all three
            left[name] = right[f"moved/{number}.c"] = [(line, True, True) for line in lines]
        elif number == 2:
            left[name] = [(line, False, True) for line in lines]
        elif number == 3:
            right[name] = [(line, False, True) for line in lines]
        else:  # A's own block in it, taken over or not; the last ten lines are not in B
            own, taken = block(f"own{number}", 25), number == 4
            left[name] = [(line, True, True) for line in lines[:20]] + [(line, taken, False) for line in own]
            left[name] += [(line, True, True) for line in lines[20:50]] + [(line, False, True) for line in lines[50:]]
            right[name] = [(line, True, True) for line in lines[:20]]
            right[name] += [(line, True, False) for line in own if taken]
            right[name] += [(line, True, True) for line in lines[20:50]]
    left["own/new.c"] = right["gained/x.c"] = [(line, True, False) for line in block("novel", 40)]
    left["own/kept.c"] = [(line, False, False) for line in block("kept", 30)]
    right["other.c"] = [(line, False, False) for line in block("foreign", 30)]
    return left, right, base


def parts(result: Comparison, which: str) -> tuple[Region, Region]:
    ours = Region(s for m in result.matches for s in (m.all_left() if which == "left" else m.all_right()))
    return ours, Region(e.span for e in result.excluded if e.side == which and e.span is not None)


def lines_of(region: Region) -> set[tuple[str, int]]:
    return {(s.file, n) for s in region.spans() for n in range(int(s.start), int(s.stop))}


def test_every_line_is_in_its_part(tmp_path: Path) -> None:
    left, right, base = truth()
    sides = {"left": left, "right": right}
    works = [
        written(tmp_path, label, {name: [line[0] for line in lines] for name, lines in side.items()})
        for label, side in (("A1", left), ("B1", right))
    ]
    ancestor = written(tmp_path, "C1", base)
    result = compare(Job("software-tree", works[0], works[1], parameters={"children": ""}, ancestors=(ancestor,)))
    for which, side in sides.items():
        ours, old = map(lines_of, parts(result, which))
        places = {(name, n): line for name, lines in side.items() for n, line in enumerate(lines, 1)}
        assert ours == {place for place, (_, other, _) in places.items() if other}
        assert old == {place for place, (_, _, from_base) in places.items() if from_base}
        held = dict(result.ancestors[0].left if which == "left" else result.ancestors[0].right)
        count = [(other, from_base) for _, other, from_base in places.values()]
        assert held == {
            "shared_with_other_only": count.count((True, False)),
            "shared_by_all_three": count.count((True, True)),
            "shared_with_ancestor_only": count.count((False, True)),
        }
        values = result.filtered.values
        assert values[f"lines_counted_{which}"] == count.count((True, False)) + count.count((False, False))
        assert values[f"lines_common_{which}"] == count.count((True, False))


def test_an_excluded_work_goes_as_an_ancestor_does(tmp_path: Path) -> None:
    left, right, base = truth()
    works = [
        written(tmp_path, label, {name: [line[0] for line in lines] for name, lines in side.items()})
        for label, side in (("A1", left), ("B1", right))
    ]
    third = written(tmp_path, "X1", base)
    plain = Job("software-tree", works[0], works[1], parameters={"children": ""})
    as_ancestor = compare(Job(plain.comparator, plain.left, plain.right, plain.parameters, ancestors=(third,)))
    excluded = ((third, Reason.THIRD_PARTY),)
    as_excluded = compare(Job(plain.comparator, plain.left, plain.right, plain.parameters, excluded=excluded))
    assert as_excluded.filtered == as_ancestor.filtered and as_excluded.all == as_ancestor.all


def rows_of(result: Comparison) -> dict[tuple[str, str], dict[str, object]]:
    table = result.tables["file_list"]
    return {(row[0], row[1]): dict(zip(table["head"], row, strict=True)) for row in table["rows"]}


def test_each_file_has_its_row(tmp_path: Path) -> None:
    left, right, _ = truth()
    works = [
        written(tmp_path, label, {name: [line[0] for line in lines] for name, lines in side.items()})
        for label, side in (("A1", left), ("B1", right))
    ]
    core = "base/*=登录流程\nother.c=drops"
    gone = Exclusion(Reason.LICENSED, "left", whole("own/kept.c"))
    result = compare(
        Job("software-tree", works[0], works[1], parameters={"children": "", "core": core}, exclusions=(gone,))
    )
    rows = rows_of(result)
    assert set(rows) == {("left", name) for name in left} | {("right", name) for name in right}
    assert [*rows] == sorted(rows)
    first = rows["left", "base/0.c"]
    assert first["state"] == "moved" and first["counterparts"] == ["moved/0.c"] and first["counterparts_number"] == 1
    assert first["file_lines"] == first["lines_corresponding"] == 60 and first["core_reason"] == "登录流程"
    part = rows["left", "base/5.c"]
    assert (part["state"], part["file_lines"], part["lines_corresponding"]) == ("similar", 85, 50)
    alone = rows["right", "other.c"]
    assert (alone["state"], alone["counterparts"], alone["lines_corresponding"]) == ("only", [], 0)
    assert alone["core_reason"] == "drops" and alone["type"] == "text"


def test_rows_of_what_is_not_read_and_of_many_copies(tmp_path: Path) -> None:
    names = [f"copies/{n}.bin" for n in range(9)]
    for name in ("one.bin", *names):
        side = "l" if name == "one.bin" else "r"
        (tmp_path / side / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / side / name).write_bytes(b"\0\1\2" * 500)
    left, right = Work.open(tmp_path / "l", label="A1"), Work.open(tmp_path / "r", label="B1")
    result = compare(Job("software-tree", left, right, parameters={"children": ""}))
    row = rows_of(result)["left", "one.bin"]
    assert row["counterparts"] == names[:5] and row["counterparts_number"] == 9 and row["file_lines"] is None

    unread = Member("gone.txt", tmp_path / "gone", 7, "0" * 64, None)
    skipped = (("link", "symbolic link"), ("p.zip!/secret", "encrypted"), ("one.bin", "unsupported"))
    work = Work("A1", left.root, left.medium, (*left.members, unread), left.sha256, True, skipped)
    held = {m.file: read(m) for m in left.members}
    table = files((held, {}), both(held, {}, ()), (), (work, None), rules("game"), ())
    states = {row[1]: (row[HEAD.index("state")], row[HEAD.index("note")]) for row in table["rows"]}
    assert states == {
        "one.bin": ("only", "unsupported"),
        "gone.txt": ("unread", ""),
        "link": ("skipped", "symbolic link"),
        "p.zip!/secret": ("encrypted", "encrypted"),
    }


@pytest.mark.parametrize("swapped", [False, True])
def test_what_the_content_does_not_decide_is_not_named_as_the_counterpart(tmp_path: Path, swapped: bool) -> None:
    lines = block("shape", 40)
    twins = {f"{n}.c": [*lines[:30], *(f"tail_{n}_{k};" for k in range(8))] for n in range(2)}
    other = {"y.c": lines[:30]}
    works = [written(tmp_path, "A1", twins), written(tmp_path, "B1", other)]
    if swapped:
        works.reverse()
    result = compare(Job("software-tree", works[0], works[1], parameters={"children": ""}))
    assert {m.kind for m in result.matches} == {"similar-alike"}
    values = result.all.values
    assert (values["pairs_similar"], values["pairs_alike"]) == (0, 1)
    row = rows_of(result)["right" if not swapped else "left", "y.c"]
    assert row["state"] == "alike" and row["lines_corresponding"] == 30
    assert values["files_similar_left" if swapped else "files_similar_right"] == 1
