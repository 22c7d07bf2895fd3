"""People of two stories: names proposed and given, scenes together, who may correspond to whom and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import contract
from appraisal.case import Case
from appraisal.comparison import Comparison
from appraisal.demo import fixed_clock
from appraisal.errors import UsageError
from appraisal.freeze import current_record
from appraisal.run import run
from appraisal.span import whole
from comparators.matching.encodings import Decoded
from comparators.text.cast import TextCast
from comparators.text.cast.features import BLOCK, CastFeatures, capitals
from comparators.text.cast.people import cast, spans
from comparators.text.cast.proposing import proposed, split
from comparators.text.cast.wording import EXAMPLE_EN, EXAMPLE_ZH

LEFT = (
    "洛汐推开门，看见湖面平得像一块刚刚磨好的铜镜。\n"
    "郁伯把烟斗在鞋底上磕了两下，磕出一小撮发着蓝光的灰。洛汐没有说话。\n"
    "沈舆从雾里走出来，肩上落满了盐霜，像一个走了很远的路的人。郁伯听见了，洛汐也听见了。\n"
)
RENAMED = LEFT.replace("洛汐", "蓝漪").replace("郁伯", "槐伯").replace("沈舆", "墨图")
NAMES = {"names_of_left": "洛汐\n郁伯\n沈舆", "names_of_right": "槐伯\n墨图=阿墨\n蓝漪"}


def compared(tmp_path: Path, left: str, right: str, **parameters: Any) -> Comparison:
    for name, text in (("a.txt", left), ("b.txt", right)):
        (tmp_path / name).write_text(text, "utf-8")
    return contract.run("text-cast", tmp_path / "a.txt", tmp_path / "b.txt", parameters=parameters)


def side(text: str) -> dict[str, CastFeatures]:
    return {"a.txt": CastFeatures.read(Decoded(text, "utf-8"))}


def pairs(found: Comparison) -> dict[str, tuple[str, str]]:
    return {
        str(m.details["name_of_left"]): (str(m.details["name_of_right"]), str(m.details["basis"]))
        for m in found.matches
    }


def test_renamed_people_are_proposed_by_the_words_they_stand_in(tmp_path: Path) -> None:
    found = compared(tmp_path, LEFT, "自撰一段，与原文无关。\n" + RENAMED, **NAMES)
    words = "same-words"
    assert pairs(found) == {"洛汐": ("蓝漪", words), "郁伯": ("槐伯", words), "沈舆": ("墨图=阿墨", words)}
    luoxi = next(m for m in found.matches if m.details["name_of_left"] == "洛汐")
    assert (luoxi.details["mentions_of_left"], luoxi.details["mentions_of_right"]) == (3, 3)
    assert {LEFT[int(s.start) : int(s.stop)] for s in luoxi.all_left()} == {"洛汐"}
    assert found.coverage_of_left is None and found.coverage_of_right is None
    assert found.all.values["roles"] == 3


def test_meetings_are_counted_by_paragraph(tmp_path: Path) -> None:
    table = compared(tmp_path, LEFT, RENAMED, **NAMES).tables["meetings"]
    rows = {(row[0], *sorted(row[1:3])): row[3] for row in table["rows"]}
    assert rows["left", "洛汐", "郁伯"] == 2 and rows["left", "沈舆", "洛汐"] == 1
    assert rows["right", "槐伯", "蓝漪"] == 2


def test_a_long_paragraph_counts_anew() -> None:
    text = "洛汐" + "水" * (BLOCK - 3) + "郁" + "水" * 5 + "郁伯"
    held = cast(side(text), [("洛汐",), ("郁伯",)])
    assert held.meetings == {}
    assert cast(side(text.replace("水", "", 20)), [("洛汐",), ("郁伯",)]).meetings == {(0, 1): 1}


def test_like_company_proposes_who_bears_another_name_in_other_words(tmp_path: Path) -> None:
    """Three people bear the same names; the fourth meets them alike."""
    scenes = [("甲云", "乙山"), ("丙水", "丁火"), ("甲云", "丁火"), ("乙山", "丁火"), ("丁火", "甲云")]
    left = "".join(f"{one}在第{n}座桥边遇到{two}，二人谈了很久才散。\n" for n, (one, two) in enumerate(scenes))
    right = "".join(f"夜里{one}等着，后来见{two}提灯上了船{n}。\n" for n, (one, two) in enumerate(scenes)).replace(
        "丁火", "戊雷"
    )
    found = compared(
        tmp_path, left, right, names_of_left="甲云\n乙山\n丙水\n丁火", names_of_right="甲云\n乙山\n丙水\n戊雷"
    )
    assert pairs(found)["丁火"] == ("戊雷", "same-company")
    assert pairs(found)["甲云"] == ("甲云", "same-name")


@pytest.mark.parametrize(
    ("text", "people", "found"),
    [
        ("武松大笑。武二郎吃酒。武都頭去了。", [("武松", "武二郎", "武都头")], ["武松", "武二郎", "武都頭"]),
        ("Elizabeth saw Eliza. Elizabeths and McEliza.", [("Elizabeth", "Eliza")], ["Elizabeth", "Eliza"]),
        ("Mr. Darcy bowed; Mr\nDarcy left.", [("Mr Darcy", "Darcy")], ["Mr. Darcy", "Mr\nDarcy"]),
        ("武。松来了", [("武松",)], []),
        ("王婆婆与王婆", [("王婆",), ("王婆婆",)], ["王婆婆", "王婆"]),
    ],
)
def test_mentions(text: str, people: list[tuple[str, ...]], found: list[str]) -> None:
    files = side(text)
    held = cast(files, people)
    assert [text[int(s.start) : int(s.stop)] for s in spans(files, held.mentions)] == found


def test_names_are_proposed_from_the_text() -> None:
    does = [
        "说鱼少了",
        "问潮水几时退",
        "笑而不答",
        "把灯芯剪短",
        "从石阶走下",
        "听见鼓声",
        "看湖面如镜",
        "叹气坐下",
        "站着不动",
        "摇头",
    ]
    chinese = "".join(
        f"{one}{does[n % 9]}，这时{other}{does[(3 * n + 1) % 9]}。{other}{does[(7 * n + 2) % 9]}。\n"
        for n, (one, other) in enumerate([("裴铮", "洛汐"), ("洛汐", "郁伯"), ("郁伯", "裴铮")] * 4)
    )
    assert set(proposed(side(chinese))) == {"裴铮", "洛汐", "郁伯"}
    english = "Then Ottilie came. The door was shut, so Ottilie and Marguerite Holm knocked. "
    assert capitals(english * 3) == "Marguerite Holm\t3\nOttilie\t6\n"
    assert capitals("The king saw the King. So the King bowed to a king, a king, a king. ") == ""


def test_split() -> None:
    assert split(" 武松 = 武二郎=武松\n\n=\n潘金莲 ") == [("武松", "武二郎"), ("潘金莲",)]


def test_a_case_that_named_people_runs_it_again_after_an_exclusion(tmp_path: Path) -> None:
    """It is not proposed of its own accord; once asked for, an exclusion reaches it like any other method."""
    for name, text in (("a.txt", LEFT), ("b.txt", RENAMED)):
        (tmp_path / name).write_text(text, "utf-8")
    case = Case.create(tmp_path / "case", clock=fixed_clock(), number="C-1")
    case.receive("A1", tmp_path / "a.txt", "claimed")
    case.receive("B1", tmp_path / "b.txt", "accused")
    run(case, host="")
    assert "text-cast" not in {record.comparison.comparator for record in case.records()}
    case.change(parameters={"text-cast": NAMES})
    run(case, comparators=["text-cast"], host="")
    first = current_record(case, "text-cast", "A1", "B1")
    assert len(first.comparison.matches) == 3
    case.change(parameters={})
    case.exclude("A1", whole("a.txt"), "public-domain", "甲")
    run(case, host="")  # nobody asks, and yet: the last run left a record
    again = current_record(case, "text-cast", "A1", "B1")
    assert again.key != first.key and [one.reason for one in again.comparison.excluded] == ["public-domain"]


def test_nobody_named_is_refused_with_what_to_do(tmp_path: Path) -> None:
    found = compared(tmp_path, "水" * 300, RENAMED, names_of_right="蓝漪")
    assert found.status == "refused"
    assert "a.txt" in str(found.message) and "left work" in str(found.message)
    found = compared(tmp_path, LEFT, RENAMED, names_of_left="洛汐", names_of_right="无此人")
    assert found.status == "refused" and "right work" in str(found.message)


def test_parameters_have_bounds() -> None:
    for bad in ("甲" * 20_001, "\n".join(f"人{n}" for n in range(201)), 3):
        with pytest.raises(UsageError, match="names_of_left"):
            TextCast(names_of_left=bad)  # type: ignore[arg-type]


def test_the_worked_examples_hold(tmp_path: Path) -> None:
    for example, cut, names in (
        (EXAMPLE_ZH, ("左：", "右：", "给出人物"), ("洛汐", "蓝漪")),
        (EXAMPLE_EN, ("Left: ", "Right: ", "With the"), ("Ottilie", "Marguerite")),
    ):
        left, right = example.split(cut[0])[1].split(cut[1])[0], example.split(cut[1])[1].split(cut[2])[0]
        (match,) = compared(tmp_path, left, right, names_of_left=names[0], names_of_right=names[1]).matches
        assert (match.details["basis"], match.details["opposite"]) == ("same-words", 1)


@given(st.text("洛汐郁伯 \n。ab", max_size=60))
def test_mentions_never_overlap_and_lie_in_order(text: str) -> None:
    files = side(text)
    held = cast(files, [("洛汐",), ("汐郁", "郁伯"), ("ab", "b")])
    stops = [0]
    for one in held.mentions:
        assert stops[-1] <= one.start < one.stop
        stops.append(one.stop)
