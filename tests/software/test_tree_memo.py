"""What ``software-tree`` remembers between comparisons changes no byte of a record."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import engine
from appraisal.comparator import Memo
from appraisal.job import Job
from appraisal.records import dumps
from appraisal.work import Work
from comparators.software.tree import recalled
from comparators.software.tree.align import align
from comparators.software.tree.features import TreeFeatures, read
from comparators.software.tree.recalled import Recalled

NAMES = ["a/x.c", "a/y.c", "b/z.py", "b/w.txt"]
LINES = [f"value_{n} = table[{n * 37 % 11}] + step({n}, other_{n % 5}) * {n * 7919 % 10007};" for n in range(60)]
LINES += [f"if (flag_{n}) {{ run_{n}(queue, {n}); }} else return null_{n % 3};" for n in range(20)]


def written(root: Path, files: Mapping[str, str]) -> Work:
    shutil.rmtree(root, ignore_errors=True)
    for name, body in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(body, "utf-8")
    return Work.open(root, label=root.name)


def body_of(seed: int, changed: bool) -> str:
    dice = random.Random(seed)
    start = dice.randrange(0, 50)
    lines = [line.replace("table", "biao") if changed else line for line in LINES[start : start + 25]]
    return "\n".join(lines) + "\n"


SIDES = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(0, 9), st.booleans()), min_size=1)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(SIDES, SIDES), min_size=2, max_size=4))
def test_records_are_the_same_with_and_without_a_store(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    root = tmp_path_factory.mktemp("memo")
    for left, right in pairs:
        works = [
            written(root / label, {name: body_of(*about) for name, about in side.items()})
            for label, side in (("A1", left), ("B1", right))
        ]
        job = Job("software-tree", works[0], works[1], parameters={"most_children": 2})
        engine.forget()
        plain = dumps(engine.compare(job))
        engine.forget()
        assert dumps(engine.compare(replace(job, store=root / "store"))) == plain
        engine.forget()
        assert dumps(engine.compare(replace(job, store=root / "store"))) == plain


def _edits() -> dict[str, dict[str, str]]:
    """One side, and what one edit makes of it."""
    bodies = {f"q{name}": body_of(number, True) for number, name in enumerate(NAMES)}
    rest = {name: body for name, body in bodies.items() if name != "qa/x.c"}
    return {
        "changed": bodies | {"qa/x.c": bodies["qa/x.c"] + LINES[70] + "\n"},
        "added": bodies | {"new/n.c": body_of(3, False)},
        "removed": rest,
        "renamed": rest | {"elsewhere/other.c": bodies["qa/x.c"]},
        "copied": bodies | {"elsewhere/other.c": bodies["qa/x.c"]},
        "emptied": bodies | {"qa/x.c": ""},
        "exchanged": bodies | {"qa/x.c": bodies["qa/y.c"], "qa/y.c": bodies["qa/x.c"]},
    }


@pytest.mark.parametrize("edit", sorted(_edits()))
def test_after_an_edit_a_rerun_is_what_a_first_run_gives(tmp_path: Path, edit: str) -> None:
    left = written(tmp_path / "A1", {name: body_of(number, False) for number, name in enumerate(NAMES)})
    before = {f"q{name}": body_of(number, True) for number, name in enumerate(NAMES)}
    job = Job("software-tree", left, written(tmp_path / "B1", before), parameters={"children": ""})
    engine.forget()
    first = dumps(engine.compare(replace(job, store=tmp_path / "store")))
    job = replace(job, right=written(tmp_path / "B1", _edits()[edit]))
    engine.forget()
    again = dumps(engine.compare(replace(job, store=tmp_path / "store")))
    engine.forget()
    assert again == dumps(engine.compare(job)) != first


def test_what_is_remembered_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = {name: body_of(number, False) for number, name in enumerate(NAMES)}
    left = written(tmp_path / "A1", bodies)
    right = written(tmp_path / "B1", {f"q{name}": body_of(number, True) for number, name in enumerate(NAMES)})
    made: list[tuple[str, str]] = []

    def counted(a: Any, b: Any) -> Any:
        made.append((a.features.sha256, b.features.sha256))
        return align(a, b)

    monkeypatch.setattr(recalled, "align", counted)
    job = Job("software-tree", left, right, parameters={"children": ""}, store=tmp_path / "store")
    engine.forget()
    engine.compare(job)
    assert len(made) == len(set(made)) >= len(NAMES)
    made.clear()
    engine.forget()
    engine.compare(job)
    assert made == []
    other = written(tmp_path / "A1", bodies | {NAMES[0]: bodies[NAMES[0]] + LINES[70] + "\n"})
    engine.forget()
    engine.compare(replace(job, left=other))
    changed = other.by_file[NAMES[0]].sha256
    # of what no pair explains yet the digest has a second part
    assert made and {one.partition("+")[0] for one, _ in made} == {changed}


class Given(Memo):
    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value

    def get(self, key: bytes) -> Mapping[str, Any]:
        return self.value


def right_value(features: TreeFeatures) -> dict[str, Any]:
    places = np.arange(features.count, dtype=np.int32)
    return {
        "left": places,
        "right": places,
        "level": np.zeros(features.count, np.uint8),
        "names": np.zeros(0, np.uint32),
        "same": 3,
        "in_step": 1.0,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"left": 5},
        {"left": np.zeros(3, np.int32)},
        {"left": np.arange(1, 26, dtype=np.int32)},
        {"right": np.zeros(25, np.int32)},
        {"right": np.arange(25, dtype=np.int32) - 1},
        {"right": np.arange(25, dtype=np.int32) * 2},
        {"level": np.full(25, 9, np.uint8)},
        {"level": np.zeros((5, 5), np.uint8)},
        {"names": np.zeros(2)},
        {"same": "x"},
        {"in_step": None},
    ],
)
def test_what_is_no_alignment_of_these_files_is_made_anew(tmp_path: Path, wrong: dict[str, Any]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(body_of(1, False), "utf-8")
    features = read(Work.open(path).members[0])
    other = Recalled(Given(right_value(features) | wrong if wrong else {})).aligned(features, features)
    assert other.left.tolist() == other.right.tolist() == list(range(25)) and other.same > 3
    kept = Recalled(Given(right_value(features))).aligned(features, features)
    assert kept.same == 3, "a whole value is taken up"


@pytest.mark.parametrize("wrong", [{}, {"lines": "9"}, {"lines": -1}, {"lines": 26}])
def test_what_is_no_count_of_lines_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    monkeypatch.setattr(recalled, "LONG", 1)
    path = tmp_path / "a.txt"
    path.write_text(body_of(1, False), "utf-8")
    features = read(Work.open(path).members[0])
    assert Recalled(Given(wrong)).common(features, features) == 25
    assert Recalled(Given({"lines": 7})).common(features, features) == 7
