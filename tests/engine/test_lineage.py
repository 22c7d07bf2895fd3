"""Lineage: constructed versions whose truth is known, by hand and through an installed method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import compare
from appraisal.comparison import Comparison, Exclusion, Match, Places, Reason, WorkRef
from appraisal.errors import RecordError
from appraisal.lineage import cut, extent_of, grouped, matrix, of
from appraisal.span import Region, Span, box, char, line, whole
from appraisal.work import Work

B = WorkRef("B1", "b" * 64)


def record(label: str, *right: Span, excluded: Sequence[Exclusion] = (), kind: str = "same") -> Comparison:
    """A record whose matches lie at ``right`` in the accused work, and at the same numbers in the version."""
    matches = tuple(
        Match(replace(span, file="v.txt"), span, kind, blocks=((span.start, span.start, span.length),))
        if span.unit == "char"
        else Match(whole("v.txt"), span, kind)
        for span in right
    )
    extents = {"right": [["b.txt", "char", 1000], ["c.png", "file", 1]]}
    return Comparison(
        "toy", "1", {"least": 3}, WorkRef(label, label * 32), B,
        matches=matches, excluded=excluded, tables={"extents": extents},
    )  # fmt: skip


# --- cutting ----------------------------------------------------------------------------------------------------------

intervals = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6)


@given(st.lists(intervals, min_size=1, max_size=4))
def test_parts_do_not_overlap_and_make_up_each_region(drawn: list[list[tuple[int, int]]]) -> None:
    regions = [Region(char("b.txt", start, start + length) for start, length in some) for some in drawn]
    parts = cut(regions)
    letters: dict[int, frozenset[int]] = {}
    for members, part in parts:
        for span in part.spans():
            for at in range(int(span.start), int(span.stop)):
                assert at not in letters
                letters[at] = members
    for at in range(80):
        holding = frozenset(n for n, region in enumerate(regions) if region.touches(char("b.txt", at, at + 1)))
        assert letters.get(at, frozenset()) == holding


def test_a_whole_file_and_places_in_it_are_two_parts() -> None:
    parts = dict(cut([Region([whole("b.txt")]), Region([char("b.txt", 10, 20), char("d.txt", 0, 5)])]))
    assert list(parts[frozenset({0, 1})].spans()) == [char("b.txt", 10, 20)]
    assert list(parts[frozenset({0})].spans()) == [whole("b.txt")]
    assert list(parts[frozenset({1})].spans()) == [char("d.txt", 0, 5)]


def test_pictures_are_cut_by_area() -> None:
    parts = dict(cut([Region([box("p.png", 0, 0, 10, 10)]), Region([box("p.png", 5, 0, 15, 10)])]))
    assert {members: part.length() for members, part in parts.items()} == {
        frozenset({0}): 50.0, frozenset({1}): 50.0, frozenset({0, 1}): 50.0,
    }  # fmt: skip


def test_an_extent_counts_places_files_and_lengths_by_unit() -> None:
    found = extent_of(
        [Region([char("b.txt", 0, 10), char("b.txt", 20, 22), line("c.c", 1, 4)]), Region([whole("d.png")])], 3
    )
    assert (found.places, found.files, found.short) == (3, 3, 1)
    assert found.lengths == {"char": 10, "file": 1, "line": 3}


# --- the matrix -------------------------------------------------------------------------------------------------------


def test_the_version_with_no_place_against_it_leads() -> None:
    common = char("b.txt", 0, 100)
    found = of(
        [
            ("r1", record("A1", common)),
            ("r2", record("A2", common, char("b.txt", 200, 240), char("b.txt", 300, 310))),
            ("r3", record("A3", common, char("b.txt", 200, 240))),
        ]
    )
    told = {row.label: (row.shared.places, row.alone.places, row.against.places) for row in found.every.rows}
    assert told == {"A1": (1, 0, 2), "A2": (3, 1, 0), "A3": (2, 0, 1)}
    assert found.every.leading == ("A2",)
    assert found.every.rows[1].alone.lengths == {"char": 10}
    assert {group.labels: group.extent.lengths["char"] for group in found.every.groups} == {
        ("A2",): 10, ("A2", "A3"): 40, ("A1", "A2", "A3"): 100,
    }  # fmt: skip
    assert found.absent == {"char": 850.0, "file": 1}


def test_places_that_two_versions_share_do_not_tell_them_apart() -> None:
    same = record("A1", char("b.txt", 0, 100)), record("A2", char("b.txt", 0, 100))
    assert of(list(zip("rs", same, strict=True))).every.leading == ()
    third = [("r", same[0]), ("s", same[1]), ("t", record("A3", char("b.txt", 0, 50)))]
    assert of(third).every.leading == ("A1", "A2")


def test_places_in_different_versions_tell_against_each_of_them() -> None:
    found = of(
        [("r", record("A1", char("b.txt", 0, 50))), ("s", record("A2", char("b.txt", 60, 90), char("b.txt", 95, 99)))]
    )
    assert [(row.alone.places, row.against.places) for row in found.every.rows] == [(1, 2), (2, 1)]
    assert found.every.leading == ("A2",)


def test_one_version_leads_nothing() -> None:
    assert of([("r", record("A1", char("b.txt", 0, 50)))]).every.leading == ()


def test_further_places_count() -> None:
    twice = record("A1", char("b.txt", 0, 50))
    match = replace(twice.matches[0], also=Places((), (char("b.txt", 500, 550),)))
    found = of([("r", replace(twice, matches=(match,)))])
    assert found.every.rows[0].shared.places == 2


def test_what_an_ancestor_has_does_not_tell() -> None:
    old = Exclusion(Reason.COMMON_SOURCE, "right", char("b.txt", 200, 240), "C1", "c" * 64)
    found = of(
        [
            ("r", record("A1", char("b.txt", 0, 100), excluded=[old])),
            ("s", record("A2", char("b.txt", 0, 100), char("b.txt", 200, 250), excluded=[old])),
        ]
    )
    assert found.every.rows[1].alone.lengths == {"char": 50}
    assert found.beyond.rows[1].alone.lengths == {"char": 10}
    assert found.beyond.rows[0].shared.lengths == {"char": 100}


def test_only_the_kinds_asked_for_count() -> None:
    both = record("A1", char("b.txt", 0, 10)), record("A2", char("b.txt", 50, 60), kind="faint")
    found = of([("r", both[0]), ("s", both[1])], kinds=("same",))
    assert [row.shared.places for row in found.every.rows] == [1, 0]
    assert found.every.leading == ("A1",)


def test_short_places_are_left_out_and_counted() -> None:
    found = of([("r", record("A1", char("b.txt", 0, 2), char("b.txt", 9, 30)))], least=4)
    assert (found.every.rows[0].shared.places, found.every.rows[0].shared.short) == (1, 1)


def test_the_order_of_versions_changes_no_figure() -> None:
    named = [("a", "1"), ("b", "2"), ("c", "3")]
    regions = [Region([char("b.txt", 0, 30)]), Region([char("b.txt", 20, 50)]), Region([char("b.txt", 25, 80)])]
    forth, back = matrix(named, regions), matrix(named[::-1], regions[::-1])
    assert {row.label: row for row in forth.rows} == {row.label: row for row in back.rows}
    assert set(forth.leading) == set(back.leading)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"comparator": "other"}, "not the same method"),
        ({"version": "2"}, "not the same method"),
        ({"parameters": {"least": 4}}, "not the same method"),
        ({"right": WorkRef("B2", "e" * 64)}, "not the same method"),
        ({"status": "failed"}, "without result"),
        ({"left": WorkRef("A1", "f" * 64)}, "twice"),
    ],
)
def test_unlike_records_are_refused(change: dict[str, object], said: str) -> None:
    second = replace(record("A2", char("b.txt", 0, 5)), **change)  # type: ignore[arg-type]
    with pytest.raises(RecordError, match=said):
        of([("r", record("A1", char("b.txt", 0, 5))), ("s", second)])


def test_no_record_is_refused() -> None:
    with pytest.raises(RecordError, match="at least one"):
        of([])


def test_records_are_grouped_by_accused_work_and_parameters() -> None:
    one, two = record("A2", char("b.txt", 0, 5)), record("A1", char("b.txt", 0, 5))
    other = replace(record("A3", char("b.txt", 0, 5)), parameters={"least": 9})
    failed = replace(record("A4", char("b.txt", 0, 5)), status="failed")
    strange = replace(one, right=WorkRef("X", "0" * 64))
    listed = grouped(enumerate_as([one, two, other, failed, strange]), ["A1", "A2", "A3", "A4"], ["B1"])
    assert [[found.left.label for _, found in some] for some in listed] == [["A1", "A2"], ["A3"]]


def enumerate_as(records: Sequence[Comparison]) -> list[tuple[str, Comparison]]:
    return [(str(at), found) for at, found in enumerate(records)]


# --- through an installed method --------------------------------------------------------------------------------------

BASE = "公开代码的说明：按住方向键移动，按空格键跳跃，连续按两次可以翻滚躲开落石。"
OPENING = "月光照在旧城的瓦上，守门人把灯举得很高，他说今晚不会有人进城来讨酒喝。"
SECOND = {
    "A1": "河水漫过了第三级石阶，少年把铜铃系在船头，铃声一下一下地响个不停。",
    "A2": "河水漫过了第五级石阶，少女把银镯丢进船舱，镯声滚了三滚便再也不响。",
    "A3": "河水退到了桥墩以下，渡船搁在泥里，守夜的狗叫了半宿也没有人来应。",
}
PATCH = "第二版新增的渔夫从芦苇里探出头来，问他们买不买刚出水的青背鲤鱼。"


@pytest.fixture(scope="module")
def triple(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Comparison]]:
    """Three versions; the accused text is version 2 in another order, without what only version 3 has."""
    base = tmp_path_factory.mktemp("versions")

    def work(label: str, *passages: str) -> Work:
        path = base / label / f"{label}.txt"
        path.parent.mkdir()
        path.write_text("\n".join(passages), "utf-8")
        return Work.open(path.parent, label=label)

    versions = [
        work("A1", BASE, OPENING, SECOND["A1"]),
        work("A2", BASE, OPENING, SECOND["A2"], PATCH),
        work("A3", BASE, OPENING, SECOND["A3"], PATCH),
    ]
    accused = work("B1", PATCH, "镜湖城是我们自己写的故事，与旁人无关。", SECOND["A2"], OPENING, BASE)
    ancestor = work("C1", BASE)
    return [(work.label, compare("text-exact", work, accused, ancestors=[ancestor])) for work in versions]


def test_a_text_triple_names_the_version_it_was_made_of(triple: list[tuple[str, Comparison]]) -> None:
    found = of(triple, least=4)
    assert found.beyond.leading == ("A2",)
    told = {row.label: (row.alone.places, row.against.places) for row in found.beyond.rows}
    assert told == {"A1": (0, 2), "A2": (1, 0), "A3": (0, 1)}
    shared = {group.labels: group.extent.places for group in found.beyond.groups}
    assert shared == {("A2",): 1, ("A2", "A3"): 1, ("A1", "A2", "A3"): 1}


def test_the_public_base_is_in_no_version_of_its_own(triple: list[tuple[str, Comparison]]) -> None:
    """The leak tells nothing: it stands in every version and goes out beyond the base, everything else stays."""
    found = of(triple, least=4)
    for before, after in zip(found.every.rows, found.beyond.rows, strict=True):
        gone = before.shared.lengths["char"] - after.shared.lengths["char"]
        assert gone == pytest.approx(len(BASE), abs=3)
        assert before.alone == after.alone and before.against == after.against
