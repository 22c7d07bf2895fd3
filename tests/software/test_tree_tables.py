"""Tables of one head in ``software-tree``: values tell, the pattern does not."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from appraisal.work import Work
from comparators.software.tree.align import align, prepare
from comparators.software.tree.features import read
from comparators.software.tree.pattern import Run, Weighing, pattern, stretches, telling
from comparators.software.tree.tokens import tokens
from tests.software.test_tree import QUEUE, folder, named, run

Row = tuple[str, int, int, int]
SYLLABLES = ("ba", "ko", "mi", "tu", "re", "sa", "lo", "ne")


def drawn(seed: int, count: int = 121) -> list[Row]:
    dice = random.Random(seed)
    return [(word(dice), dice.randint(0, 99), dice.randint(0, 9999), dice.randint(0, 999)) for _ in range(count)]


def word(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(6))


def altered(rows: list[Row], seed: int, share: float = 0.2) -> list[Row]:
    dice = random.Random(seed)
    other = drawn(seed + 1, len(rows))

    def kept(old: int, new: int) -> int:
        return new if dice.random() < share else old

    return [
        (word(dice), kept(row[1], fresh[1]), kept(row[2], fresh[2]), kept(row[3], fresh[3]))
        for row, fresh in zip(rows, other, strict=True)
    ]


def c_table(rows: list[Row]) -> str:
    body = "".join(f'    {{ "{name}", {a}, {b}, {c} }},\n' for name, a, b, c in rows)
    return f"static const struct item all_items[] = {{\n{body}}};\n"


def defines(rows: list[Row]) -> str:
    return "#ifndef ITEMS_H\n#define ITEMS_H\n" + "".join(f"#define {r[0].upper()} {r[1]}\n" for r in rows) + "#endif\n"


def enumeration(rows: list[Row]) -> str:
    return "enum items {\n" + "".join(f"    {r[0].upper()} = {n},\n" for n, r in enumerate(rows)) + "};\n"


def ini(rows: list[Row]) -> str:
    return "".join(f"[{name}]\nweight = {a}\nprice = {b}\npower = {c}\n\n" for name, a, b, c in rows)


def json(rows: list[Row]) -> str:
    body = ",\n".join(
        f'  {{\n    "name": "{n}",\n    "weight": {a},\n    "price": {b},\n    "power": {c}\n  }}'
        for n, a, b, c in rows
    )
    return f"[\n{body}\n]\n"


def json_line(rows: list[Row]) -> str:
    return (
        "[" + ", ".join(f'{{"name": "{n}", "weight": {a}, "price": {b}, "power": {c}}}' for n, a, b, c in rows) + "]\n"
    )


def csv(rows: list[Row]) -> str:
    return "name,weight,price,power\n" + "".join(f"{n},{a},{b},{c}\n" for n, a, b, c in rows)


KINDS = (c_table, defines, enumeration, ini, json, json_line, csv)


@pytest.mark.parametrize("written", KINDS)
def test_rows_made_apart_below_the_same_head_do_not_correspond(
    tmp_path: Path, written: Callable[[list[Row]], str]
) -> None:
    left = folder(tmp_path / "l", {"a.txt": written(drawn(1))})
    right = folder(tmp_path / "r", {"b.txt": written(drawn(2))})
    assert named(run(left, right)) == set()


@pytest.mark.parametrize("written", [c_table, ini, json, csv])
def test_altered_rows_correspond(tmp_path: Path, written: Callable[[list[Row]], str]) -> None:
    rows = drawn(1)
    left = folder(tmp_path / "l", {"a.txt": written(rows)})
    right = folder(tmp_path / "r", {"b.txt": written(altered(rows, 5))})
    values = run(left, right).all.values
    assert values["lines_common_left"] >= 0.9 * values["lines_counted_left"]


def test_shuffled_and_altered_rows_correspond(tmp_path: Path) -> None:
    rows = altered(drawn(1), 5, 0.1)
    random.Random(3).shuffle(rows)
    left = folder(tmp_path / "l", {"a.c": c_table(drawn(1))})
    right = folder(tmp_path / "r", {"b.c": c_table(rows)})
    values = run(left, right).all.values
    assert values["lines_common_left"] >= 0.5 * values["lines_counted_left"]


def test_random_rows_in_a_file_that_corresponds_are_not_counted(tmp_path: Path) -> None:
    """The code below both tables is the same; the tables are not."""
    left = folder(tmp_path / "l", {"a.c": c_table(drawn(1, 30)) + QUEUE})
    right = folder(tmp_path / "r", {"b.c": c_table(drawn(2, 30)) + QUEUE})
    found = run(left, right)
    assert named(found) == {("similar", "a.c", "b.c")}
    lines = {n for m in found.matches for n in range(int(m.left.start), int(m.left.stop))}
    assert not lines & set(range(3, 31)) and set(range(36, 50)) <= lines


def test_what_is_a_stretch_of_one_pattern() -> None:
    assert stretches(tokens(c_table(drawn(1)).encode()).codes).mean() > 0.9
    assert not stretches(tokens(QUEUE.encode()).codes).any()
    assert stretches(np.zeros(0, np.uint8)).tolist() == []


def test_numbers_tell_by_their_digits() -> None:
    made = tokens(b"x = [48213, 7000, 1024, 1, 0x7fe31c55, 10, 20, 30, 40]")
    numbers = made.bits[made.codes == 2].tolist()
    assert numbers[:3] == [14, 1, 2] and numbers[3] == 1 and numbers[4] == 20 and numbers[5:] == [0, 0, 0, 0]


def test_weights_by_hand(tmp_path: Path) -> None:
    """Of a column of 64 different short values each tells 6 bits; of one that is constant none does."""
    dice = random.Random(7)
    values = dice.sample(range(10, 99), 64)
    (tmp_path / "a").write_text("".join(f"put({v}, 5);\n" for v in values))
    features = read(Work.open(tmp_path / "a").members[0])
    lines = np.repeat(np.arange(features.count), 7)
    found = pattern(features, lines)
    assert found.units == 64 and found.lines.all()
    assert np.round(found.bits[2::7][:64], 3).tolist() == [6.0] * 64 and found.bits[4::7].max() == 0
    whole: Run = (0, 0, len(features.codes))
    assert list(telling(Weighing(features, features, found, found), whole, whole=False)) == [whole]


def test_both_sides_are_treated_alike(tmp_path: Path) -> None:
    sides = []
    for name, rows in (("a", drawn(1)), ("b", altered(drawn(1), 4)[20:] + drawn(9, 30))):
        (tmp_path / name).write_text(c_table(rows))
        sides.append(prepare(read(Work.open(tmp_path / name).members[0])))
    found, back = align(*sides), align(*sides[::-1])
    assert len(found.left) > 80
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {
        (b, a) for a, b in zip(back.left.tolist(), back.right.tolist(), strict=True)
    }
