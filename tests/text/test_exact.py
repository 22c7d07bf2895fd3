"""``text-exact`` as a whole: matches, figures, exhibits, plants, refusals."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.comparator import Background, Context, Indexable, Plantable, Resources
from appraisal.comparison import Mask, Match, Observation
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.span import Region, char, whole
from appraisal.work import Work
from comparators.text import planting, rarity, wording
from comparators.text.counting import in_order
from comparators.text.exact import TextExact
from comparators.text.folding import fold
from comparators.text.windows import Minimum
from tests.text import oracle
from tests.text.sides import compare, member, side

STORY = "月光照在旧城的瓦上，守门人把灯举得很高。他说今晚不会有人进城，因为河水已经漫过了第三级石阶。"
TALE = "少年没有回答，只把铜铃系在船头，铃声一下一下地响，像有人在远处数着什么。卖饼的老人已经生起了火。"
ENGLISH = "The crates you asked for left the harbour on Tuesday; please count the lenses before signing."
ALPHABET = st.text("ab甲乙，ＡﬁA\n ", max_size=24)
TEXTS = st.lists(ALPHABET, min_size=1, max_size=3)


def mirrored(matches: list[Match]) -> set[object]:
    return {(frozenset(m.all_right()), frozenset(m.all_left())) for m in matches}


@given(TEXTS, TEXTS)
def test_spans_fold_to_the_same(left: list[str], right: list[str]) -> None:
    method = TextExact(2, 3)
    sides = side(*left), side(*right)
    try:
        matches, measures = compare(*sides, method)
    except Refused:
        return
    for match in matches:
        for texts, spans in ((left, match.all_left()), (right, match.all_right())):
            for span in spans:
                piece = texts[int(span.file.split(".")[0])][int(span.start) : int(span.stop)]
                folded = fold(piece)
                first = fold(left[int(match.left.file.split(".")[0])][int(match.left.start) : int(match.left.stop)])
                assert np.array_equal(folded.text, first.text)
                assert len(folded.text) == match.details["characters"]
                assert folded.offsets[0] == 0
                assert folded.offsets[-1] == len(piece) - 1
        assert match.blocks[0][:2] == (match.left.start, match.right.start)
        assert match.blocks[-1][0] + match.blocks[-1][2] == match.left.stop
        assert match.blocks[-1][1] + match.blocks[-1][2] == match.right.stop
    swapped, other = compare(sides[1], sides[0], method)
    assert {(frozenset(m.all_left()), frozenset(m.all_right())) for m in matches} == mirrored(swapped)
    assert measures.score == other.score
    swap = {"left": "right", "right": "left"}
    assert other.values == {
        key.rsplit("_", 1)[0] + "_" + swap[key.rsplit("_", 1)[1]] if key.rsplit("_", 1)[-1] in swap else key: value
        for key, value in measures.values.items()
    }


@given(st.lists(st.text("ab甲乙", min_size=1, max_size=24), min_size=1, max_size=3))
def test_identical_works_give_exactly_one(texts: list[str]) -> None:
    try:
        _, measures = compare(side(*texts), side(*texts), TextExact(2, 3))
    except Refused:
        assert all(oracle.weight(text, 2, 3) < 6 for text in texts)
    else:
        assert (measures.score, measures.coverage_of_left, measures.coverage_of_right) == (1.0, 1.0, 1.0)


@given(st.lists(st.text("ab甲乙", max_size=20), min_size=1, max_size=3), st.text("ab甲乙", max_size=30))
def test_coverage_is_the_union_of_all_places(left: list[str], right: str) -> None:
    expected = oracle.passages(left, [right], 2, 3)
    try:
        _, measures = compare(side(*left), side(right), TextExact(2, 3))
    except Refused:
        assert not expected
        return
    lengths = [len(piece) for piece in expected]
    values = measures.values
    assert values["common_characters_of_left"] == oracle.covered([a for a, _ in expected.values()], lengths)
    assert values["common_characters_of_right"] == oracle.covered([b for _, b in expected.values()], lengths)
    assert values["passages"] == len(expected)
    assert values["longest_passage"] == max(lengths, default=0)


def test_worked_examples_of_the_counting_rule() -> None:
    """The examples printed in every report, done by the program."""
    zh = "武松道：「我是清河縣人氏，姓武名松。」眾人聽罷大笑。", "那人听见武松道我是清河县人氏，姓武，名松！便不言语。"
    en = (
        "The lantern keeper walked down to the harbour before dawn.",
        "At last THE LANTERN-KEEPER walked down to the harbour, before dawn, and sang.",
    )
    for text in zh:
        assert text in wording.EXAMPLE_ZH
    for text in en:
        assert text in wording.EXAMPLE_EN
    matches, measures = compare(side(zh[0]), side(zh[1]))
    assert [m.details["zi"] for m in matches] == [14]
    assert (measures.values["zi_of_left"], measures.values["zi_of_right"]) == (20, 22)
    assert (measures.coverage_of_left, measures.coverage_of_right) == (14 / 20, 14 / 22)
    matches, measures = compare(side(en[0]), side(en[1]))
    assert [(m.details["letters"], m.details["words_of_left"], m.details["words_of_right"]) for m in matches] == [
        (48, 10, 9)
    ]
    assert (measures.values["words_of_left"], measures.values["words_of_right"]) == (10, 13)
    assert (measures.coverage_of_left, measures.coverage_of_right) == (1.0, 48 / 61)


def test_thirteen_zi_or_forty_letters_or_a_mixture() -> None:
    thirteen, forty = "月光照在旧城的瓦上守门人", "a" * 10 + "bcdefghij" * 3 + "klm"
    assert (len(thirteen), len(forty)) == (12, 40)
    assert len(compare(side("甲" * 20 + thirteen + "把"), side(thirteen + "把" + "乙" * 20))[0]) == 1
    assert len(compare(side("甲" * 20 + thirteen), side(thirteen + "乙" * 20))[0]) == 0
    assert len(compare(side("甲" * 20 + forty), side(forty + "乙" * 20))[0]) == 1
    assert len(compare(side("甲" * 20 + forty[1:]), side(forty[1:] + "乙" * 20))[0]) == 0
    mixed = thirteen[:10] + "windowless"  # 10 * 40 + 10 * 13 = 530
    assert len(compare(side("甲" * 20 + mixed), side(mixed + "乙" * 20))[0]) == 1
    assert len(compare(side("甲" * 20 + mixed[:-1]), side(mixed[:-1] + "乙" * 20))[0]) == 0


def test_a_passage_is_found_however_it_is_split_into_files() -> None:
    matches, measures = compare(side(STORY, TALE), side(TALE + "：" + STORY))
    assert sorted(m.left.file for m in matches) == ["0.txt", "1.txt"]
    assert measures.score == 1.0
    assert measures.values["characters_in_order"] == max(len(fold(STORY).text), len(fold(TALE).text))


def test_further_places() -> None:
    matches, measures = compare(side(STORY + TALE + STORY), side(TALE[:3] + STORY))
    (match,) = [m for m in matches if m.details["places_of_left"] == 2]
    assert (match.left.start, match.also.left[0].start) == (0, len(STORY) + len(TALE))
    assert measures.values["places_of_left"] == 2


def test_files_too_short_are_left_out() -> None:
    _, measures = compare(side(STORY, "短"), side(STORY, "短"))
    assert measures.score == 1.0
    assert (measures.values["left_out_of_left"], measures.values["left_out_of_right"]) == (1, 1)


def test_masks_leave_both_numbers() -> None:
    left, right = side(STORY + TALE), side(STORY)
    method = TextExact()
    matches = list(method.match(left, right, Context()))
    mask = Mask(Region([char("0.txt", len(STORY), len(STORY) + len(TALE))]), Region())
    assert method.measure(left, right, matches, mask).coverage_of_left == 1.0
    mask = Mask(Region([char("0.txt", 0, len(STORY))]), Region([whole("0.txt")]))
    measures = method.measure(left, right, matches, mask)
    assert (measures.score, measures.coverage_of_left, measures.coverage_of_right) == (0.0, 0.0, 0.0)
    assert measures.values["characters_of_left"] == len(fold(TALE).text)


@pytest.mark.parametrize("texts", [("", STORY), (STORY, "，。"), ("短", "短")])
def test_nothing_to_compare_is_refused(texts: tuple[str, str]) -> None:
    with pytest.raises(Refused, match=r"0\.txt"):
        compare(side(texts[0]), side(texts[1]))


def test_memory_is_refused_beforehand() -> None:
    needed = 40 * 2 * len(STORY)
    with pytest.raises(OverLimit, match=str(needed)):
        list(TextExact().match(side(STORY), side(STORY), Context(memory_limit=needed - 1)))


@pytest.mark.parametrize("wrong", [0, -1, 10_001, "13", 2.5])
def test_parameters_are_checked(wrong: int) -> None:
    with pytest.raises(UsageError, match="min_zi"):
        TextExact(min_zi=wrong)


def test_encodings_go_into_the_record(tmp_path: Path) -> None:
    method = TextExact()
    sides = [
        {"a.txt": method.read(member(tmp_path / f"{encoding}.txt", STORY.encode(encoding)), Resources())}
        for encoding in ("utf-16", "gb18030")
    ]
    seen: list[Observation] = []
    matches = list(method.match(sides[0], sides[1], Context(observe=seen.append)))
    assert [(o.side, o.details["encoding"]) for o in seen] == [("left", "utf-16-le"), ("right", "gb18030")]
    assert method.measure(sides[0], sides[1], matches, Mask()).score == 1.0


def test_exhibit_shows_what_agrees(tmp_path: Path) -> None:
    left = "第二回　景阳冈\n" + TALE + "\n" + STORY
    right = "Chapter 3\n" + STORY.replace("门", "門").replace("，", " ")
    works = []
    for name, text in (("l.txt", left), ("r.txt", right)):
        (tmp_path / name).write_text(text, "utf-8")
        works.append(Work.open(tmp_path / name))
    method = TextExact()
    sides = [{m.file: method.read(m, Resources()) for m in work.members} for work in works]
    (match,) = method.match(sides[0], sides[1], Context())
    shown = method.exhibit(works[0], works[1], match)
    start = left.index("月光")
    assert shown.left.place == f"l.txt · 第二回 景阳冈 · L3 · {start}–{start + len(STORY) - 1}"
    assert shown.right.place.startswith("r.txt · Chapter 3 · L2 · 10–")
    assert "".join(run.text for run in shown.left.runs if run.role != "context") == STORY[:-1]
    assert [run.text for run in shown.right.runs if run.role == "changed"] == ["門"]
    assert {run.text for run in shown.right.runs if run.role == "folded"} == {" ", "。"}
    assert shown.left.runs[0].text == left[start - 60 : start] if start > 60 else left[:start]


def test_of_the_middle_of_long_passages_exhibits_say_where_it_stands(tmp_path: Path) -> None:
    text = "\n".join([STORY] * 100)
    (tmp_path / "a.txt").write_text(text, "utf-8")
    work = Work.open(tmp_path / "a.txt")
    match = Match(char("a.txt", 0, len(text)), char("a.txt", 0, len(text)), "verbatim")
    runs = TextExact().exhibit(work, work, match).left.runs
    middle = next(number for number, run in enumerate(runs) if "…" in run.text)
    first, last = ("".join(run.text for run in some) for some in (runs[:middle], runs[middle + 1 :]))
    start, stop = len(first), len(text) - len(last)
    assert text == first + text[start:stop] + last and len(first + last) == 1999
    lines = f"{1 + text[:start].count(chr(10))}–{1 + text[: stop - 1].count(chr(10))}"
    assert runs[middle].role == "folded"
    assert runs[middle].text == f"〔… {stop - start} … L{lines} · {start}–{stop} …〕"


@pytest.mark.parametrize("source", [STORY + TALE, ENGLISH, "The 铜铃 of 旧城 rang, " * 4])
def test_plants_are_found_where_they_stand(source: str, tmp_path: Path) -> None:
    method = TextExact()
    host = member(tmp_path / "host.txt", ("石阶上没有人，only the wind. " * 3 + TALE).encode("utf-16"))
    origin = member(tmp_path / "origin.txt", source.encode())
    alterations = set()
    for seed in range(60):
        plant = method.plant(origin, host, seed, tmp_path)
        assert plant == method.plant(origin, host, seed, tmp_path)
        alterations.add(plant.alteration)
        planted = member(plant.path, plant.path.read_bytes())
        matches = method.match(
            {"origin.txt": method.read(origin, Resources())},
            {planted.file: method.read(planted, Resources())},
            Context(),
        )
        found = [
            match
            for match in matches
            if any(s.start <= plant.left.start and plant.left.stop <= s.stop for s in match.all_left())
            and any(s.start <= plant.right.start and plant.right.stop <= s.stop for s in match.all_right())
        ]
        assert found, (seed, plant)
    assert alterations >= {"punctuation", "line-breaks"}


def test_too_short_to_plant_from(tmp_path: Path) -> None:
    short, host = member(tmp_path / "s.txt", "短文".encode()), member(tmp_path / "h.txt", STORY.encode())
    with pytest.raises(Refused, match=r"s\.txt"):
        TextExact().plant(short, host, 1, tmp_path)


def test_alterations_change_only_what_folding_undoes() -> None:
    text = "後來 The keeper 說：「今晚，no one 進城"
    for name in planting.ALTERATIONS:
        changed, made = planting.altered(text, name, random.Random(3))
        assert made == name
        assert (changed != text) == (name != "none")


@given(st.text("ab甲乙丙", max_size=30), st.text("ab甲乙丙", max_size=30), st.text("ab甲乙丙", max_size=30))
def test_texts_that_share_a_passage_share_a_key(before: str, passage: str, after: str) -> None:
    for rule in (Minimum.of(2, 3), Minimum.of(5, 4), Minimum.of(13, 40)):
        if oracle.weight(passage, rule.letter, rule.zi) >= rule.threshold:
            one, other = (
                set(rarity.keys(fold(before + passage).text, rule)),
                set(rarity.keys(fold(passage + after).text, rule)),
            )
            assert one & other


def test_weight_comes_from_a_background() -> None:
    common = set(rarity.keys(fold(STORY).text, TextExact().minimum))
    background = Background("novels", "0" * 64, 99, lambda keys: [9 if key in common else 0 for key in keys])
    context = Context(resources=Resources(backgrounds=(background,)))
    matches = list(TextExact().match(side(STORY, TALE), side(TALE + ENGLISH + STORY), context))
    assert {m.left.file: m.weight for m in matches} == {"0.txt": 2.302585, "1.txt": 4.60517}
    assert {m.details["holding_at_most"] for m in matches} == {0, 9}
    assert all(m.details["works"] == 99 and m.details["background"] == "novels" for m in matches)


def test_protocols_and_words() -> None:
    method = TextExact()
    assert isinstance(method, Plantable)
    assert isinstance(method, Indexable)
    matches, measures = compare(side(STORY), side(STORY))
    for words in TextExact.labels.values():
        assert words.keys() >= {"name", "verbatim", *measures.values, *matches[0].details}
    assert all({"method", "rule", "example"} <= words.keys() for words in TextExact.counting.values())


def brute_in_order(boxes: list[tuple[int, int, int, int]]) -> int:
    boxes = sorted(boxes)
    best: list[int] = []
    for a, b, c, d in boxes:
        before = [v for (_, q, _, s), v in zip(boxes, best, strict=False) if q <= a and s <= c]
        best.append(max(before, default=0) + min(b - a, d - c))
    return max(best, default=0)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.integers(0, 30), st.integers(1, 8)), max_size=12))
def test_passages_in_order(rows: list[tuple[int, int, int, int]]) -> None:
    boxes = [(a, a + n, c, c + m) for a, n, c, m in rows]
    columns = np.array(boxes, np.int64).reshape(-1, 4).T
    assert in_order((columns[0], columns[1]), (columns[2], columns[3])) == brute_in_order(boxes)


def test_the_heading_is_the_whole_line_in_which_a_passage_begins() -> None:
    from comparators.text.excerpts import place

    text = "# One\nwords\n## The bag\nmore words\n"
    start = text.index("The bag")
    assert place(text, char("f.md", start, len(text)), 3) == f"f.md · ## The bag · L3 · {start}–{len(text)}"
    assert "# One" in place(text, char("f.md", 7, 10), 2)


def test_what_stands_around_a_passage_is_not_cut_inside_a_word() -> None:
    from comparators.text.excerpts import AROUND, excerpt

    text = "it stood " + "wandering " * 20 + "HERE THEY MEET " + "afterwards " * 20 + "end"
    start = text.index("HERE")
    shown = excerpt(text, char("a.txt", start, start + 14), np.zeros(14, np.uint8)).runs
    before, *_, behind = [run.text for run in shown]
    assert before.startswith("…wandering ") and len(before) <= AROUND + 1
    assert behind.endswith("afterwards…") and len(behind) <= AROUND + 1
    whole_text = excerpt(text[start - 20 : start + 30], char("a.txt", 20, 34), np.zeros(14, np.uint8)).runs
    assert "…" not in "".join(run.text for run in whole_text), "nothing is left out there"
    hanzi = "湖面平得像一块刚刚磨好的铜镜" * 10
    first, *_ = excerpt(hanzi, char("a.txt", 100, 110), np.zeros(10, np.uint8)).runs
    assert first.text == "…" + hanzi[100 - AROUND : 100]
