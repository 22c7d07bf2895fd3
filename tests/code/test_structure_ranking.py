"""What code-structure ranks by, and the parts it works in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from comparators.code.structure import ranking
from comparators.code.structure.aligning import Level
from comparators.code.structure.correspondence import aligned
from comparators.code.structure.parts import Rows, at_most
from comparators.code.structure.side import Side
from tests.code.programs import BUCKET, CLOCK, RENAMED, work
from tests.code.test_structure import REPORT, SPLIT, SUM, TOTAL, WHILE, compared, features


def test_ranking_of_pairs_and_of_all_pairs_agree() -> None:
    texts = (BUCKET, RENAMED, WHILE, CLOCK, BUCKET + CLOCK)
    files = {f"{number}.c": features(text) for number, text in enumerate(texts)}
    table = ranking.all_scores(files)
    profiles = [ranking.profile([(one, None)]) for one in files.values()]
    for a, one in enumerate(profiles):
        for b, other in enumerate(profiles):
            assert table[a, b] == pytest.approx(ranking.likeness(one, other), abs=1e-9)
    assert table[0, 0] == 1
    assert min(table[0, 1], table[0, 2], table[0, 4]) > 2 * table[0, 3]


OPTIONAL = """\
class Report {
    static int sum(int[] rows, int limit) {
        int total = 0;
        int row = 0;
        while (row < rows.length) {
            if (rows[row] > limit) {
                total += rows[row] * 2;
            } else {
                total -= limit;
                System.out.println(total);
                log(row, limit, total + row * limit - 1, rows[row] + limit * 2);
            }
            row++;
        }
        return total;
    }
}
"""
WRAPPED = """\
class Report {
    static int sum(int[] rows, int limit) {
        Optional<Integer> total = Optional.of(0);
        for (int row = 0; row < rows.length; row = row + 1) {
            if (!(rows[row] > limit)) {
                body(total, limit);
                log(row, limit, total.get() + row * limit - 1, rows[row] + limit * 2);
            } else
                total = Optional.of(total.get() + rows[row] * 2);
        }
        return total.get();
    }
    static void body(Optional<Integer> sum, int most) {
        sum = Optional.of(sum.get() - most);
        System.out.println(sum.get());
    }
}
"""


def test_wrappers_branches_and_single_calls_do_not_matter_to_the_ranking() -> None:
    one, other = features(OPTIONAL, "a.java"), features(WRAPPED, "b.java")
    skeletons = [ranking.keys(found)[3] for found in (one, other)]
    assert set(skeletons[0].tolist()) == set(skeletons[1].tolist())


def test_functions_that_call_each_other_stay_where_they_are() -> None:
    found = features("void a() { b(); } void b() { c(); } void c() { b2(); a(); } void b2() { x(); }")
    assert sorted(found.flat.tolist()) == sorted(set(found.flat.tolist()))
    assert found.name(int(found.flat_unit[0])) == "a"
    deep = "".join(f"void f{n}() {{ f{n + 1}(); }}\n" for n in range(3000))
    assert len(features(deep).flat) > 1000


def test_a_part_never_holds_more_than_the_look_at_digests_says() -> None:
    texts = (BUCKET, WHILE, CLOCK, RENAMED, SUM, TOTAL, "int x;", REPORT, SPLIT)
    left, right = (
        Side.of({f"{n}{'.py' if 'def ' in text else '.c'}": features(text, f"{n}{'.py' if 'def ' in text else '.c'}")
                 for n, text in enumerate(some)})
        for some in (texts, texts[::-1])
    )  # fmt: skip
    pairs = [(a, b) for a in range(len(left)) for b in range(len(right))]
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    most = at_most(Rows.of(left), Rows.of(right), a, b)
    seen = {"whole": 0, "part": 0, "nothing": 0}
    for (unit, other), bound in zip(pairs, most.tolist(), strict=True):
        tokens = left.files[left.file[unit]].statement_tokens
        sure = [step for step in aligned(left, right, unit, other).steps if step.level >= Level.SHAPE]
        assert sum(int(tokens[step.left]) for step in sure) <= bound <= left.tokens[unit]
        if left.tokens[unit]:
            seen["whole" if bound == left.tokens[unit] else "part" if bound else "nothing"] += 1
    assert all(seen.values())


def test_units_without_a_counterpart_are_in_the_record_and_add_up(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=CLOCK + BUCKET)
    right = work(tmp_path, "R", b__c=CLOCK)
    found, mirrored = compared(left, right), compared(right, left)
    table = found.tables["unpaired"]
    rows = [dict(zip(table["head"], row, strict=True)) for row in table["rows"]]
    first = CLOCK.count("\n") + 1
    assert [(row["side"], row["in_file"], row["first_line"], row["counts"]) for row in rows] == [
        ("left", "a.c", first, True)
    ]
    for side in ("left", "right"):
        values = found.all.values
        paired, alone = table["paired"][side], table["alone"][side]
        assert paired[0] + alone[0] == values[f"functions_of_{side}"]
        assert paired[1] + alone[1] == values[f"small_functions_of_{side}"]
    assert [row[1:] for row in mirrored.tables["unpaired"]["rows"]] == [row[1:] for row in table["rows"]]
    (match,) = found.matches
    assert match.details["unit_tokens_of_left"] == match.details["tokens_of_left"] > 20
