"""software-data on tables: what is paired, what is not, what it is said to be worth, what exclusions take out."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import contract, engine
from appraisal.clip import clip_all
from appraisal.comparator import Context
from appraisal.comparison import Exclusion, Mask, Reason
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.job import Job
from appraisal.span import Region, Span, whole
from appraisal.work import Work
from comparators.software.data import SoftwareData, grid, layouts, oddities, opcodes, planting, sql
from comparators.software.data.grid import SCHEMA, SETTINGS
from comparators.software.data.pairing import pair
from comparators.software.data.wording import LABELS
from tests.software.data_sides import compare, features, fork, items, member, table


def test_a_fork_is_found_whatever_its_names_and_order() -> None:
    rows = items(1)
    matches, figures = compare({"a": features(rows)}, {"b": features(fork(rows, 1))})
    (match,) = (m for m in matches if m.kind == "table")
    assert match.details["rows_paired"] >= 38
    assert match.details["columns_paired"] == 7
    assert match.details["arbitrary_cells"] > 40
    assert match.details["chance"].startswith("≤ 10^-")
    assert 0.5 < (figures.coverage_of_left or 0) < 0.8  # a fifth changed, all names
    assert len(match.details["rarest"]) == 8
    assert "renamed" in " ".join(match.details["columns"])


@pytest.mark.parametrize("seed", range(6))
def test_independent_tables_of_one_kind_are_not_paired(seed: int) -> None:
    matches, figures = compare({"a": features(items(seed))}, {"b": features(items(seed + 100))})
    assert matches == []
    assert figures.score == 0 and figures.coverage_of_left == 0


def test_columns_are_paired_whatever_their_names() -> None:
    rows = items(3)
    across = [3, 0, 6, 5, 1, 2, 4]
    other = [[row[c] for c in across] for row in rows]
    found = pair(table(rows), table(other))
    assert {(c, across[d]) for c, d in zip(found.columns.left, found.columns.right, strict=True)} == {
        (c, c) for c in range(7)
    }


def test_ordinary_tables_are_no_evidence() -> None:
    ordinary = [[str(n), str(n % 2), "1", str(10 * n)] for n in range(1, 60)]
    with pytest.raises(Refused, match="a: no table"):
        compare({"a": features(ordinary)}, {"b": features(items(1))})
    _, figures = compare({"a": features(items(1)), "z": features(ordinary)}, {"b": features(items(1))})
    assert figures.values["left_out_of_left"] == 1
    assert figures.values["cells_left_out_of_left"] == 59 * 4
    assert figures.coverage_of_left == 1


def test_grids_of_classes_and_levels_that_agree_are_ordinary() -> None:
    grid = [[str(c), str(level), str(level * 10)] for c in range(1, 8) for level in range(1, 11)]
    assert not table(grid).heavy


def test_keys_of_settings_do_not_matter() -> None:
    dice = random.Random(4)
    values = [str(dice.randint(1000, 99999)) for _ in range(30)]
    left = [[f"server.key{n}", v] for n, v in enumerate(values)]
    right = [[f"other_{n * 7}", v if n % 5 else "9"] for n, v in enumerate(values)]
    dice.shuffle(right)
    sides = [features(rows, kind=SETTINGS, named=[0]) for rows in (left, right)]
    (match,), figures = compare({"a": sides[0]}, {"b": sides[1]})
    assert match.kind == "settings"
    assert match.details["equal_cells"] == 24
    assert figures.values["equal_cells_of_left"] == 24
    same_names = [[key, str(dice.randint(1000, 99999))] for key, _ in left]
    assert compare({"a": sides[0]}, {"b": features(same_names, kind=SETTINGS, named=[0])})[0] == []


def test_schemas_are_paired_apart_from_data() -> None:
    dice = random.Random(2)
    types = ["int", "varchar", "datetime", "tinyint", "float", "decimal"]

    def schema(prefix: str, source: random.Random) -> list[list[str]]:
        return [
            [f"{prefix}{n}", source.choice(types), str(source.randint(3, 299)), "", str(source.randint(0, 99)), ""]
            for n in range(20)
        ]

    left, right = schema("a", random.Random(5)), schema("zz", random.Random(5))
    sides = [features(rows, kind=SCHEMA, named=[0]) for rows in (left, right)]
    (match,), _ = compare({"a": sides[0]}, {"b": sides[1]})
    assert match.kind == "schema"
    other = features(schema("a", dice), kind=SCHEMA, named=[0])
    assert compare({"a": sides[0]}, {"b": other})[0] == []


def test_every_reason_why_a_value_is_odd_has_words() -> None:
    assert all(set(oddities.NAMES.values()) <= words.keys() for words in LABELS.values())


def test_odd_values_in_both_are_listed() -> None:
    rows = items(5, 60)
    rows[17][4] = "73519"  # far from attack 1 … 90
    other = fork(rows, 5, changed=0.0)
    matches, figures = compare({"a": features(rows)}, {"b": features(other)})
    odd = [m for m in matches if m.kind == "odd-value"]
    assert any(m.details["value"] == "73519" and "far from its column" in m.details["odd_because"] for m in odd)
    assert all(m.left.length == m.right.length == 1 for m in odd)
    assert figures.values["pairs_odd-value"] == len(odd)


def test_a_split_table_is_found_in_both_parts() -> None:
    rows = items(6, 80)
    halves = {"b": features(rows[:40]), "c": features(rows[40:])}
    matches, figures = compare({"a": features(rows)}, halves)
    assert {m.right.file for m in matches} == {"b", "c"}
    assert (figures.coverage_of_left, figures.coverage_of_right) == (1, 1)


def test_large_tables_are_aligned_without_looking_at_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = items(14, 300)
    other = fork(rows, 14)
    dense = pair(table(rows), table(other))
    pair.__globals__["_found"].clear()
    monkeypatch.setattr("comparators.software.data.rows.DENSE", 0)
    sparse = pair(table(rows), table(other))
    pair.__globals__["_found"].clear()
    assert len(sparse.left) >= 0.97 * len(dense.left) > 250
    both = dict(zip(dense.left.tolist(), dense.right.tolist(), strict=True))
    assert all(both.get(i, j) == j for i, j in zip(sparse.left.tolist(), sparse.right.tolist(), strict=True))
    assert sparse.columns.right.tolist() == dense.columns.right.tolist()


def test_many_tables_that_are_nearly_alike_find_their_own() -> None:
    base = items(15, 30)
    dice = random.Random(15)
    maps = [[[*row[:3], str(dice.randint(11, 4999)), *row[4:]] if n % 10 == 0 else row for n, row in enumerate(base)]
            for _ in range(12)]  # fmt: skip
    matches, figures = compare({"a": features(*maps)}, {"b": features(*maps[::-1])})
    pairs = {(m.details["number_of_left"], m.details["number_of_right"]) for m in matches if m.kind == "table"}
    assert pairs == {(n, 11 - n) for n in range(12)}
    assert figures.coverage_of_left == 1


def test_repeated_rows_count_wherever_they_stand() -> None:
    rows = items(7, 30)
    matches, figures = compare({"a": features([*rows, *rows])}, {"b": features(rows)})
    assert (figures.coverage_of_left, figures.coverage_of_right) == (1, 1)
    assert matches[0].left.length == 2 * 30 * 7


@given(st.integers(0, 10_000), st.integers(5, 40))
@settings(max_examples=15, deadline=None)
def test_swapping_the_sides_mirrors_everything(seed: int, count: int) -> None:
    rows = items(seed, count)
    sides = {"a": features(rows, items(seed + 1, 20))}, {"b": features(items(seed + 2, 9), fork(rows, seed))}
    one, straight = compare(*sides)
    other, turned = compare(sides[1], sides[0])
    assert {(m.all_left(), m.all_right(), m.kind) for m in one} == {
        (m.all_right(), m.all_left(), m.kind) for m in other
    }
    assert (straight.coverage_of_left, straight.score) == (turned.coverage_of_right, turned.score)


def test_what_is_excluded_leaves_both_numbers() -> None:
    rows = items(8)
    sides = {"a": features(rows)}, {"b": features(rows)}
    matches, _ = compare(*sides)
    mask = Mask(Region([Span("a", "cell", 0, 10 * 7)]), Region())
    clipped = list(clip_all(matches, mask))
    figures = SoftwareData().measure(*sides, clipped, mask)
    assert figures.values["cells_of_left"] == 30 * 7
    assert figures.values["equal_cells_of_left"] == 30 * 7
    assert figures.values["cells_of_right"] == 40 * 7
    assert figures.values["equal_cells_of_right"] == 30 * 7  # what lost its counterpart is no longer common
    everything = Mask(Region([whole("a")]), Region())
    assert SoftwareData().measure(*sides, list(clip_all(matches, everything)), everything).score == 0


def test_an_ancestor_is_partitioned_in_cells(tmp_path: Path) -> None:
    old, mine, shared = items(20, 30), items(21, 12), items(22, 20)

    def work(name: str, rows: list[list[str]]) -> Work:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "items.json").write_text(json.dumps([{f"{name}{k}": v for k, v in enumerate(r)} for r in rows]))
        return Work.open(folder, label=name)

    job = Job("software-data", work("L", [*old, *mine, *shared]), work("R", [*shared, *old]))
    job = replace(job, ancestors=(work("O", old),))
    result = engine.compare(job)
    assert result.status == "ok", result.message
    (ancestor,) = result.ancestors
    assert ancestor.left == {
        "shared_with_other_only": 20 * 7,
        "shared_by_all_three": 30 * 7,
        "shared_with_ancestor_only": 0,
    }
    assert result.filtered.values["equal_cells_of_left"] == 20 * 7


def test_accepted_matches_are_measured_anew_in_another_process(tmp_path: Path) -> None:
    rows = items(9)
    for name, body in (("l.json", rows), ("r.json", fork(rows, 9))):
        (tmp_path / name).write_text(json.dumps([{f"k{k}": v for k, v in enumerate(r)} for r in body]), "utf-8")
    left, right = (Work.open(tmp_path / n, label=n) for n in ("l.json", "r.json"))
    job = Job("software-data", left, right)
    result = engine.compare(job)
    engine.forget()
    pair.__globals__["_found"].clear()
    assert engine.measure(job, result.matches, ()) == result.all


def test_aligned_rows_are_shown_with_what_differs(tmp_path: Path) -> None:
    rows = items(10)
    other = [[*row[:3], "7777" if n == 3 else row[3], *row[4:]] for n, row in enumerate(rows)]
    for name, body in (("l.csv", rows), ("r.csv", other)):
        (tmp_path / name).write_text("\n".join(map(",".join, body)), "utf-8")
    left, right = (Work.open(tmp_path / n, label=n) for n in ("l.csv", "r.csv"))
    result = contract.run("software-data", tmp_path / "l.csv", tmp_path / "r.csv")
    listing = SoftwareData().exhibit(left, right, next(m for m in result.matches if m.kind == "table"))
    changed = [run.text for _, runs in listing.right for run in runs if run.role == "changed"]
    assert changed == ["7777"]
    assert listing.left[1][0] == "1 (L1)"


def test_columns_that_the_reader_names_are_marked_and_have_words_of_the_method(tmp_path: Path) -> None:
    """Names of columns that a file has itself stand as they are, though they be called the same."""
    (tmp_path / "l.py").write_text("".join(f"OP_{n} = {n * n * 7919 % 65521}\n" for n in range(60)), "utf-8")
    rows = [["name", "value", "lot"], *([f"{n}{n * 7919}", str(n * 613), str(n * 17 + 11)] for n in range(40))]
    (tmp_path / "l.csv").write_text("\n".join(map(",".join, rows)), "utf-8")
    for file, heads in (("l.py", {"(name)", "(value)"}), ("l.csv", {"name", "value", "lot"})):
        work = Work.open(tmp_path / file, label="A")
        (found, *_) = contract.run("software-data", tmp_path / file, tmp_path / file).matches
        listing = SoftwareData().exhibit(work, work, found)
        assert {run.text for run in listing.left[0][1]} - {" | "} == heads
    read = [Path(module.__file__ or "") for module in (grid, layouts, opcodes, sql)]
    named = {name for path in read for given in re.findall(r"columns ?= ?\(([^)]*)", path.read_text("utf-8"))
             for name in re.findall('"([a-z]+)"', given)}  # fmt: skip
    assert {"name", "value", "offset", "default"} <= named
    assert all(f"({name})" in labels for name in named for labels in (LABELS["zh"], LABELS["en"]))


def test_a_cell_that_holds_a_sentence_is_shown_whole(tmp_path: Path) -> None:
    told = "掉线、回档、卡在墙里都有可能发生，" * 3 + "请不要因此责怪身边的人。"
    rows = [[*row, told] for row in items(10)]
    for name in ("l.csv", "r.csv"):
        (tmp_path / name).write_text("\n".join(map(",".join, rows)), "utf-8")
    left, right = (Work.open(tmp_path / n, label=n) for n in ("l.csv", "r.csv"))
    result = contract.run("software-data", tmp_path / "l.csv", tmp_path / "r.csv")
    listing = SoftwareData().exhibit(left, right, next(m for m in result.matches if m.kind == "table"))
    assert told in "".join(run.text for run in listing.left[1][1])


@pytest.mark.parametrize("seed", range(8))
def test_planted_rows_are_found(tmp_path: Path, seed: int) -> None:
    for name, rows in (("source.csv", items(30 + seed, 50)), ("host.csv", items(60 + seed))):
        (tmp_path / name).write_text("\n".join(map(",".join, rows)), "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    source, host = (member(tmp_path / n, (tmp_path / n).read_bytes()) for n in ("source.csv", "host.csv"))
    plant = SoftwareData().plant(source, host, seed, out)
    assert "cells changed" in plant.alteration
    result = contract.run("software-data", source.path, plant.path)
    assert any(
        contract.covers(m.all_left(), plant.left) and contract.covers(m.all_right(), plant.right)
        for m in result.matches
    )
    scrambled = SoftwareData().scramble(source, seed, out)
    result = contract.run("software-data", source.path, scrambled)
    assert result.matches == []


def test_prose_has_nothing_to_plant(tmp_path: Path) -> None:
    text = member(
        tmp_path / "a.txt", b"A long letter of one sentence, with commas, and with nothing else in it at all."
    )
    with pytest.raises(Refused, match=r"a\.txt"):
        planting.plant(text, text, 1, tmp_path)


def test_wrong_parameters_and_too_little_memory_are_named() -> None:
    with pytest.raises(UsageError, match="bits"):
        SoftwareData(bits=3)
    sides = {"a": features(items(1))}, {"b": features(items(2))}
    with pytest.raises(OverLimit, match="a, b"):
        list(SoftwareData().match(*sides, replace(Context(), memory_limit=1000)))


def test_excluded_places_come_from_the_engine(tmp_path: Path) -> None:
    rows = items(11)
    for name in ("l.csv", "r.csv"):
        (tmp_path / name).write_text("\n".join(map(",".join, rows)), "utf-8")
    exclusion = Exclusion(Reason.LICENSED, "left", Span("l.csv", "cell", 0, 20 * 7))
    result = contract.run("software-data", tmp_path / "l.csv", tmp_path / "r.csv", exclusions=(exclusion,))
    assert result.filtered.values["cells_of_left"] == 20 * 7
    assert result.all.coverage_of_left == 1
    assert not [o for o in result.observations if o.kind == "exclusion-not-applied"]


def test_all_that_is_printed_has_words_in_both_languages() -> None:
    rows = items(12, 60)
    rows[5][4] = "98765"
    matches, figures = compare({"a": features(rows)}, {"b": features(rows)})
    keys = {m.kind for m in matches} | {k for m in matches for k in m.details} | set(figures.values)
    for language in ("zh", "en"):
        assert keys - LABELS[language].keys() == set()
