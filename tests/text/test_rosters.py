"""Passages that agree in names alone: told from wording, counted apart."""

from __future__ import annotations

import random

import pytest

from appraisal.comparison import Match, Measures
from comparators.text.reworded import TextReworded
from comparators.text.reworded.rosters import plain_words
from tests.text.test_reworded import HARBOUR, TOWN, compare, side

HEROES = [  # of 水浒传
    *("宋江", "卢俊义", "吴用", "公孙胜", "关胜", "林冲", "秦明", "呼延灼", "花荣", "柴进", "李应", "朱仝"),
    *("鲁智深", "武松", "董平", "张清", "杨志", "徐宁", "索超", "戴宗", "刘唐", "李逵", "史进", "穆弘", "雷横"),
    *("李俊", "阮小二", "张横", "张顺", "杨雄", "石秀", "解珍", "解宝", "燕青", "朱武", "黄信", "孙立", "宣赞"),
    *("郝思文", "韩滔", "彭玘", "单廷珪"),
]
TOWNS = [  # of the book of Joshua
    *("Adullam", "Azekah", "Beeroth", "Carmel", "Debir", "Eglon", "Eshtaol", "Gederah", "Gibeon", "Hebron", "Holon"),
    *("Jarmuth", "Keilah", "Lachish", "Libnah", "Maon", "Migdalgad", "Nezib", "Rimmon", "Sharaim", "Socoh", "Tappuah"),
    *("Zanoah", "Ziklag", "Ziph", "Zorah", "Dannah", "Goshen", "Anab", "Juttah", "Jokdeam", "Halhul"),
]
SCENES = {
    "zh": ("那日{0}在河边遇见{1}，两个说了半日闲话。", "次早{0}骑马出城，撞着{1}背个包裹走来。"),
    "en": (
        "At dusk {0} lies quiet while carts come in from {1}. ",
        "Nobody in {0} remembers when the bridge to {1} fell. ",
    ),
}
PARALLEL = (
    "梅花三弄，暗香浮动黄昏月；寒鸦数点，疏影横斜清浅水。玉笛悠扬吹残雪，银筝宛转咽流泉。朱栏画栋连云起，翠幕珠帘带雨悬。"
    "绣幌香浓，宝鼎烟沉；画屏人静，金壶漏滴。"
)


def works(language: str, copy: bool = False) -> tuple[str, str]:
    """Two works that tell of the same people or places, each in its own scenes, and each have a list of them, in
    another order; or, as a ``copy``, nearly the same list."""
    names = HEROES if language == "zh" else TOWNS
    dice = random.Random(7)
    join = "、" if language == "zh" else ", and "
    first = sorted(dice.sample(range(len(names)), len(names) - 6), key=lambda k: k + dice.uniform(0, 12))
    second = sorted(dice.sample(range(len(names)), len(names) - 6), key=lambda k: k + dice.uniform(0, 12))
    if copy:
        second = [k for at, k in enumerate(first) if at % 9 != 4]
    lists = [join.join(names[k] for k in some) for some in (first, second)]
    mine, theirs = ("".join(one.format(*dice.sample(names, 2)) for _ in range(21)) for one in SCENES[language])
    end = "。" if language == "zh" else ". "
    return mine + lists[0] + end + HARBOUR, TOWN + lists[1] + end + theirs


def compared(left: str, right: str) -> tuple[list[Match], Measures]:
    return compare(side(left), side(right), TextReworded(evidence=25))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_lists_of_the_same_names_are_counted_apart(language: str) -> None:
    found, measures = compared(*works(language))
    values = measures.values
    assert [match.kind for match in found] == ["list"]
    assert (values["list_passages"], values["reworded_passages"]) == (1, 0)
    for name in ("left", "right"):
        assert values[f"list_characters_of_{name}"] == values[f"common_characters_of_{name}"] > 60
        assert values[f"reworded_characters_of_{name}"] == values[f"verbatim_characters_of_{name}"] == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_that_another_one_repeats_from_end_to_end_is_a_copy(language: str) -> None:
    found, _ = compared(*works(language, copy=True))
    assert [match.kind for match in found] == ["reworded"]


def test_a_description_in_parallel_clauses_is_no_list() -> None:
    clauses = PARALLEL.replace("。", "；").split("；")[:-1]
    other = "；".join(clauses[k ^ 1] for k in range(len(clauses))) + "。"
    found, _ = compare(side(HARBOUR + PARALLEL + HARBOUR), side(TOWN + other + TOWN))
    assert found and {match.kind for match in found} == {"reworded"}


def test_words_that_sentences_are_made_of() -> None:
    plain, joining = plain_words(["的", "於", "荣", "三", "go", "hebron", "and"])
    assert plain.tolist() == [True, False, False, False, True, False, False]
    assert joining.tolist() == [False, False, False, True, False, False, True]
