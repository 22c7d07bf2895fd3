"""What no pair explains yet: small files put into larger ones, a licence that is a comment on one side only, places."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from comparators.software.tree.places import Places
from comparators.software.tree.rest import rest
from comparators.software.tree.search import Search
from tests.software.test_tree import OTHER, PROSE, QUEUE, TABLE, folder, named, run
from tests.software.test_tree_parts import features

ARRAYS = ("lines", "sizes", "codes", "back", "first", "values", "words", "bits", "prints")


def test_the_rest_of_a_text_is_the_text_of_these_lines(tmp_path: Path) -> None:
    whole = features(tmp_path, (QUEUE + OTHER + TABLE).encode(), "a")
    first = QUEUE.count("\n")
    kept = np.arange(whole.count) >= first
    left, read = rest(whole, kept), features(tmp_path, (OTHER + TABLE).encode(), "b")
    for name in ARRAYS:
        assert getattr(left, name).tolist() == getattr(read, name).tolist(), name
    assert (left.type, left.is_text, left.count) == ("text", True, whole.count - first)
    assert left.sha256 != whole.sha256 and left.sha256 == rest(whole, kept).sha256
    assert rest(whole, ~kept).sha256 != left.sha256


def test_nothing_may_be_left(tmp_path: Path) -> None:
    whole = features(tmp_path, QUEUE.encode(), "a")
    nothing = rest(whole, np.zeros(whole.count, bool))
    assert nothing.count == 0 and not len(nothing.prints) and nothing.first.tolist() == [0]


def task(name: str, call: str) -> str:
    body = "".join(f"        {call}.set_{name}({k * k})\n" for k in range(7))
    return f"class {name.title()}(Base):\n    def execute(self, {call}):\n{body}        return {call}.done\n\n"


def large(seed: int) -> str:
    dice = random.Random(seed)
    calls = (f"    n{dice.randrange(999)} = f{dice.randrange(999)}(v{dice.randrange(99)}, {dice.randrange(10**6)})\n"
             for _ in range(6000))  # fmt: skip
    return "def all():\n" + "".join(calls)


def test_a_small_file_in_a_large_one_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = folder(tmp_path / "l", {"a/task.py": task("job", "server"), "a/large.py": large(1), "p.txt": PROSE})
    right = folder(tmp_path / "r", {"b/da.py": large(1) + task("huo", "fuwu"), "q.txt": PROSE})
    others = {("a/large.py", "b/da.py"), ("p.txt", "q.txt")}
    assert {(a, b) for _, a, b in named(run(left, right))} == {*others, ("a/task.py", "b/da.py")}
    monkeypatch.setattr(Search, "rests", lambda self: None)
    assert {(a, b) for _, a, b in named(run(left, right))} == others, "as a whole the large file hides it"


def test_a_licence_that_is_prose_here_and_a_comment_there_is_no_correspondence(tmp_path: Path) -> None:
    terms = [f"You may do as rule {n} of these terms allows, and nothing else is granted by them\n" for n in range(9)]
    left = folder(tmp_path / "l", {"licence.txt": "".join(terms), "t.txt": TABLE})
    note = "/*\n" + "".join(terms) + "*/\n"
    right = folder(tmp_path / "r", {"q.c": note + QUEUE, "t.txt": TABLE})
    assert {(a, b) for _, a, b in named(run(left, right))} == {("t.txt", "t.txt")}


def test_a_licence_lends_no_tokens_to_what_is_a_part_only(tmp_path: Path) -> None:
    note = (
        "/*\n" + "".join(f"You may do as rule {n} of these terms allows, and nothing else\n" for n in range(9)) + "*/\n"
    )
    few = "int one(void);\nint two(void);\nint six(void);\nint ten(void);\n"
    left = folder(tmp_path / "l", {"a.h": note + few, "t.txt": TABLE})
    right = folder(tmp_path / "r", {"b.c": note + few + QUEUE, "t.txt": TABLE})
    assert {(a, b) for _, a, b in named(run(left, right))} == {("t.txt", "t.txt")}


def test_folders_above_tell_copies_of_one_folder_apart() -> None:
    places = Places()
    for n in range(3):
        places.note(f"v1/src/a{n}/f.c", f"yi/yuan/b{n}/g.c")
        places.note(f"v2/src/a{n}/f.c", f"er/yuan/b{n}/g.c")
    right, wrong = places.near("v1/src/new/f.c", "yi/yuan/xin/g.c"), places.near("v1/src/new/f.c", "er/yuan/xin/g.c")
    assert right > wrong
    # of the folder itself nothing is known; of those above it v1/src, v1 and the root, each of them 1, count half
    assert right == 0.5
    assert places.near("v1/src/a0/f.c", "yi/yuan/b0/g.c") == 1.0
    assert places.near("f.c", "g.c") == 0.0


def test_votes_that_are_taken_back_leave_nothing() -> None:
    places = Places()
    places.note("a/x.c", "b/y.c")
    places.note("a/x.c", "b/y.c", -1)
    assert places.near("a/x.c", "b/y.c") == 0.0 and not places.folders.pairs and not places.stems.pairs
