"""Rare strings in both texts, and the order of passages."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from appraisal import engine
from appraisal.comparator import Background, Context, Resources
from appraisal.job import Job
from appraisal.work import Medium, Work
from comparators.text import rare
from comparators.text.exact import TextExact
from comparators.text.order import kendall
from tests.text.sides import compare, side

LEFT = (
    "He praised the Vornaxian lamp. "
    "掌柜把灯笼按装在门楣上，又点了点头，说声多谢。 The zzyzx again, of the harbour 龘字。"
)
RIGHT = "龘。屋檐下按装着一盏旧灯。 Nobody had seen a VORNAXIAN lamp before; zzyzx, zzyzx. The harbour froze."


def strings(table: dict[str, object]) -> list[tuple[object, object]]:
    rows = table["rows"]
    assert isinstance(rows, list)
    return [(row[0], row[1]) for row in rows]


def test_what_everyday_writing_does_not_hold_is_listed_with_its_places() -> None:
    table = rare.shared(side(LEFT), side(RIGHT), ())
    assert strings(table) == [("vornaxian", "word"), ("zzyzx", "word"), ("龘", "character")]
    head, (row, again, _) = table["head"], table["rows"]
    named = dict(zip(head, row, strict=True))
    assert LEFT[named["start_of_left"] : named["stop_of_left"]] == "Vornaxian"
    assert RIGHT[named["start_of_right"] : named["stop_of_right"]] == "VORNAXIAN"
    assert (named["places_of_left"], named["places_of_right"]) == (1, 1)
    assert dict(zip(head, again, strict=True))["places_of_right"] == 2
    assert table["more"] == 0


def test_pairs_of_zi_need_a_background() -> None:
    holding = set(rare.tokens(side("把灯安装在门上，点头多谢。屋檐下有一盏旧灯笼，字。 harbour zzyzx")["0.txt"]))
    background = Background("tales", "0" * 64, 1, lambda keys: [int(bytes(key) in holding) for key in keys])
    table = rare.shared(side(LEFT), side(RIGHT), (background,))
    found = strings(table)
    assert ("按装", "string") in found
    assert ("vornaxian", "word") in found
    assert "zzyzx" not in {string for string, _ in found}
    assert "灯笼" not in {string for string, _ in found}


def test_what_stands_often_is_no_slip() -> None:
    assert strings(rare.shared(side("vornaxian " * 6), side(RIGHT), ())) == []
    assert strings(rare.shared(side("vornaxian " * 5), side(RIGHT), ())) == [("vornaxian", "word")]


def test_an_endless_run_of_letters_is_no_word() -> None:
    for size, found in ((rare.MOST_LETTERS, 1), (rare.MOST_LETTERS + 1, 0)):
        text = "qx" + "v" * (size - 2)
        assert len(strings(rare.shared(side(text), side(text), ()))) == found
        assert [key for key in rare.tokens(side(text)["0.txt"]) if key[:1] == b"w"] == [b"w" + text.encode()] * found


def test_rows_above_the_most_are_counted() -> None:
    invented = " ".join(f"qx{number:04d}zv" for number in range(rare.MOST_ROWS + 7))
    table = rare.shared(side(invented), side(invented), ())
    assert len(table["rows"]) == rare.MOST_ROWS
    assert table["more"] == 7


def test_exchanged_texts_give_the_same_strings() -> None:
    one = rare.shared(side(LEFT, "Vornaxian"), side(RIGHT), ())
    other = rare.shared(side(RIGHT), side(LEFT, "Vornaxian"), ())
    assert sorted(strings(one)) == sorted(strings(other))


def test_the_record_holds_the_table() -> None:
    tables: dict[str, object] = {}
    context = Context(resources=Resources(), table=tables.__setitem__)
    list(TextExact().match(side(LEFT), side(RIGHT), context))
    assert tables[rare.TABLE] == rare.shared(side(LEFT), side(RIGHT), ())


@pytest.mark.parametrize(
    ("left", "right", "tau"),
    [
        ([1, 2, 3], [5, 6, 7], 1),
        ([1, 2, 3], [7, 6, 5], -1),
        ([1, 2, 3, 4, 5], [3, 4, 1, 2, 5], 0.2),  # 6 of 10 pairs agree, 4 do not
        ([1, 1, 2, 3], [1, 2, 2, 3], 0.8),  # 4 agree, none does not; sqrt(5 · 5) pairs without ties on a side
        ([1], [1], None),
        ([1, 1], [1, 2], None),
    ],
)
def test_kendall_by_hand(left: list[int], right: list[int], tau: float | None) -> None:
    assert kendall(left, right) == tau


def test_order_of_passages() -> None:
    parts = [
        "月光照在旧城的瓦上守门人把灯举得很高",
        "卖饼的老人认得那只铜铃却装作不认得",
        "河水已经漫过了第三级石阶他没有回答",
    ]
    _, same = compare(side("甲".join(parts)), side("乙".join(parts)))
    _, turned = compare(side("甲".join(parts)), side("乙".join(reversed(parts))))
    _, alone = compare(side(parts[0]), side(parts[0]))
    assert (same.values["order"], turned.values["order"]) == (1, -1)
    assert "order" not in alone.values


def test_words_of_everyday_words_are_no_slips_and_others_stand_as_written(tmp_path: Path) -> None:
    text = "He paid thirty-five and ninety-nine for a vornax-ian lamp; zzy-qarn, don't, he couldn't."
    other = text.replace("zzy-qarn", "zzyqarn")
    found = strings(rare.shared(side(text), side(other), ()))
    assert found == [("vornaxian", "word"), ("zzyqarn", "word")]
    for name, said in (("a.txt", text), ("b.txt", other)):
        (tmp_path / name).write_text(2 * said, "utf-8")
    left, right = (Work.open(tmp_path / name, medium=Medium.TEXT) for name in ("a.txt", "b.txt"))
    made = dict[str, object](
        cast("Mapping[str, object]", engine.compare(Job("text-exact", left, right)).tables["rare_shared"])
    )
    assert strings(made) == [("vornax-ian", "word"), ("zzy-qarn", "word")]
