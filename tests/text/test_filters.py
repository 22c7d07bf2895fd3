"""Rules of filtration for texts: each on what it is for, and on what looks like it and is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import background, components, dispatch
from appraisal.comparator import Resources, Screened
from appraisal.comparison import Overruled
from appraisal.engine import compare
from appraisal.errors import UsageError
from appraisal.job import Job
from appraisal.work import Medium, Work
from comparators.text.filters import TextFilters
from comparators.text.filters.marks import REASONS, RULES, Read

POEM = "床前明月光疑是地上霜举头望明月低头思故乡"
STORY = "外乡人初到此地，总要在城门下站上半个时辰，才肯相信头顶那轮月亮真的不会落下去。"


def screened(base: Path, text: str, resources: Resources = Resources(), name: str = "a.txt") -> list[Screened]:  # noqa: B008 frozen
    path = base / name
    path.write_text(text, "utf-8")
    method = TextFilters()
    member = Work.open(path, medium=Medium.TEXT).members[0]
    return list(method.screen({member.file: method.read(member, Resources())}, resources))


def taken(base: Path, text: str, rule: str) -> list[str]:
    return [text[int(one.span.start) : int(one.span.stop)] for one in screened(base, text) if one.rule == rule]


def test_every_rule_has_a_reason_and_words() -> None:
    assert set(REASONS) == set(RULES) == set(TextFilters.rules)
    for language in ("zh", "en"):
        assert set(RULES) <= set(TextFilters.labels[language])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《史记》云：“燕雀安知鸿鹄之志哉”，他听了不语。", "“燕雀安知鸿鹄之志哉”"),
        ("子曰：「學而時習之，不亦說乎？」眾人皆笑。", "「學而時習之，不亦說乎？」"),
        ("有人说“其实地上本没有路，走的人多了”（鲁迅，1921）。", "“其实地上本没有路，走的人多了”"),
        ('As Roe puts it, "the lamp was lit before the harbour woke" (Roe 1999, p. 3).',
         '"the lamp was lit before the harbour woke"'),
        ("正文。\n\n其实地上本没有路，走的人多了，也便成了路。\n——鲁迅《故乡》\n\n正文。",
         "其实地上本没有路，走的人多了，也便成了路。\n——鲁迅《故乡》"),
        ("before\n\n> set off by a mark\n> on two lines\n\nbehind", "> set off by a mark\n> on two lines"),
    ],
)  # fmt: skip
def test_quotations_with_a_source(tmp_path: Path, text: str, words: str) -> None:
    assert taken(tmp_path, text, "quotation") == [words]


@pytest.mark.parametrize(
    "text",
    [
        "“月亮为什么要骗人？”洛汐小的时候问过。",  # speech
        "他合上《诗经》，什么也没说，只听她道“今夜的鼓声没有回音，城里静得怕人”，便走了。",
        '"The lamp went out before the harbour woke," said the keeper.',
        "他说：——这是他的《日记》，谁也没有看过，写满了灯油的价钱和雾里的脚步声，一页接着一页，没有尽头。",
    ],
)
def test_speech_is_no_quotation(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, text, "quotation") == []


def test_what_goes_on_quoting_has_the_same_source(tmp_path: Path) -> None:
    text = "《史记》云：“燕雀安知鸿鹄之志哉”，又云：“王侯将相宁有种乎”，说罢大笑。有人又曰：“今夜潮水来得真早啊”。"
    assert taken(tmp_path, text, "quotation") == ["“燕雀安知鸿鹄之志哉”", "“王侯将相宁有种乎”"]
    for other in (
        "他道：“燕雀安知鸿鹄之志哉”，又云：“王侯将相宁有种乎”。",  # the first has no source
        "《史记》云：“燕雀安知鸿鹄之志哉”。\n又云：“王侯将相宁有种乎”。",  # another paragraph
        "《史记》云：“燕雀安知鸿鹄之志哉”，她听了，只说：“王侯将相宁有种乎”。",
    ):
        assert "“王侯将相宁有种乎”" not in taken(tmp_path, other, "quotation")
    english = 'As Roe (1999) has it, "the lamp was lit", and again, "the bell was late"; she said "nothing at all".'
    assert taken(tmp_path, english, "quotation") == ['"the lamp was lit"', '"the bell was late"']


def test_references_notes_and_titles(tmp_path: Path) -> None:
    text = (
        "前人已有论述[12]，参看《月光志》。\n\n参考文献\n[1] 张三. 灯塔史[M]. 北京: 海港社, 1999.\n"
        "[2] 李四. 雾[J]. 2001.\n\n下文与文献无关，讲的是别的事情。\n\n第一章 起\n① 见张三《灯塔史》，第 3 页。\n"
    )
    found = taken(tmp_path, text, "reference")
    assert "[12]" in found and "《月光志》" in found and "参考文献" in found
    assert "[1] 张三. 灯塔史[M]. 北京: 海港社, 1999." in found and "① 见张三《灯塔史》，第 3 页。" in found
    assert not any("讲的是别的事情" in one for one in found)


def test_imprint_goes_and_who_holds_the_rights_stays(tmp_path: Path) -> None:
    text = "版权所有 翻印必究\n責任編輯：某某\nISBN 978-7-000-00000-0\n© 2001 海港社\n" + STORY
    assert taken(tmp_path, text, "imprint") == ["版权所有 翻印必究", "責任編輯：某某", "ISBN 978-7-000-00000-0"]


def test_wording_of_a_licence_across_lines(tmp_path: Path) -> None:
    mit = (
        "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software and associated"
        " documentation files, to deal in the Software\nwithout restriction, including without limitation the rights\n"
    )
    found = [one for one in screened(tmp_path, "The lamp.\n" + mit + "The end.\n") if one.rule == "imprint"]
    assert {one.evidence for one in found} == {"wording of a licence: as in MIT"} and len(found) == 3


def test_standard_clauses_by_the_sentence(tmp_path: Path) -> None:
    text = "甲方交付灯油一桶。本合同一式两份，双方各执一份。灯油须为蓝色。"
    assert taken(tmp_path, text, "standard-clause") == ["本合同一式两份，双方各执一份。"]
    assert taken(tmp_path, "他说这份合同很好看，像一盏灯。", "standard-clause") == []


def test_of_a_heading_the_number_alone(tmp_path: Path) -> None:
    text = f"第三回 石阶上的脚印\n\n{STORY}\n\n后记\n\n{STORY}\n\nChapter 4: The Keeper\n\nfog.\n"
    assert taken(tmp_path, text, "heading") == ["第三回", "后记", "Chapter 4"]


def test_public_by_its_own_word_or_by_law(tmp_path: Path) -> None:
    text = f"{STORY}\n本作品已进入公有领域。\n"
    assert taken(tmp_path, text, "declared-public") == [text]
    assert taken(tmp_path, f"{STORY}\n公有领域的作品很多。\n", "declared-public") == []
    law = "中华人民共和国灯塔法\n\n第一条 灯塔归国家所有。\n第二条 守灯人不得出城。\n第三条 本法自公布之日起施行。"
    assert taken(tmp_path, law, "declared-public") == [law[law.index("第一条") :]]


def test_stock_phrases_in_either_script_and_whole_words(tmp_path: Path) -> None:
    assert taken(tmp_path, "欲知後事，且聽下回分解。", "stock-phrase") == ["且聽下回分解"]
    assert taken(tmp_path, "Once upon  a time there was", "stock-phrase") == ["Once upon  a time"]
    assert taken(tmp_path, "nonce upon a time", "stock-phrase") == []


def test_stock_phrases_that_a_background_holds(tmp_path: Path) -> None:
    folder = tmp_path / "works"
    folder.mkdir()
    for number in range(4):
        said = "此话说来话长各位看官莫要心急" if number else "别的话"
        (folder / f"{number}.txt").write_text(f"第{number}个故事{number * 7919}，{said}，{chr(0x4E00 + number) * 9}。")
    dispatch.build_background("tales", [folder], tmp_path / "known")
    resources = Resources((background.open_background(tmp_path / "known", TextFilters()),))
    text = "天黑了。此话说来话长，各位看官莫要心急。灯灭了。"
    found = [one for one in screened(tmp_path, text, resources) if one.rule == "stock-phrase"]
    assert [text[int(o.span.start) : int(o.span.stop)] for o in found] == ["此话说来话长，各位看官莫要心急"]
    assert found[0].evidence == "stands in a background: 3 or more of 4 works of tales"


def public(base: Path) -> Path:
    folder = base / "public"
    folder.mkdir()
    (folder / "tang.txt").write_text("静夜思\n" + POEM + "\n", "utf-8")
    (folder / "other.txt").write_text(STORY, "utf-8")
    dispatch.build_background("classics", [folder], base / "classics", sample=1, public=True)
    return base / "classics"


def test_works_in_the_public_domain_are_found_by_stretches(tmp_path: Path) -> None:
    index = components.open_components(public(tmp_path), "text-filters")
    assert index.public
    text = "他念道：床前明月光，疑是地上霜。举头望明月，低头思故乡。念完便睡了，灯也灭了，海上一片漆黑。"
    found = [one for one in screened(tmp_path, text, Resources((), (index,))) if one.rule == "public-domain"]
    words = [text[int(o.span.start) : int(o.span.stop)] for o in found]
    assert len(words) == 1 and words[0].startswith("床前明月光") and words[0].endswith("故乡")
    assert found[0].evidence == "stands in a public-domain work: tang.txt (classics)"


def test_an_index_of_components_says_nothing_of_texts(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "readme.txt").write_text(STORY, "utf-8")
    dispatch.build_background("parts", [tmp_path / "packages"], tmp_path / "parts", sample=1)
    assert not background.holds(tmp_path / "parts", "text-filters")
    assert not background.holds(public(tmp_path), "code-filters")


HEROES = ("林冲", "花荣", "刘唐", "史进", "徐宁", "燕顺", "吕方", "郭盛", "韩滔", "孔明")
TALE = "".join(f"{name}赶到渡口，只听得{name}的鼓声已经落了。" for name in HEROES)


@pytest.mark.parametrize("mark", ["、", "，", "\n"])
def test_lists_of_names(tmp_path: Path, mark: str) -> None:
    roster = mark.join(HEROES)
    assert taken(tmp_path, f"{TALE}当日点了：{roster}。众人各自散去。", "name-list") == [roster]
    towns = "Zorah, and Eshtaol, and Ir-shemesh, and Ajalon, and Jethlah, and Elon, and Ekron, and Gath, and Rimmon"
    assert taken(tmp_path, f"The coast of it was {towns}. He went on.", "name-list") == [towns[7:]]


@pytest.mark.parametrize(
    "text",
    [
        TALE + "、".join(HEROES[:6]) + "。",  # too few
        "".join(f"{at}年，{name}立。{name}卒。" for at, name in zip("一二三四五六七八九十", HEROES, strict=True)),
        "玉笛悠扬，银筝宛转，朱栏画栋，翠幕珠帘，寒鸦数点，疏影横斜，暗香浮动，宝鼎烟沉，金壶漏滴，画屏人静。",
        "He bought apples, and pears, and plums, and figs, and dates, and nuts, and rice, and salt, and oil.",
    ],
    ids=["few", "annals", "parallel", "things"],
)
def test_what_is_no_list_of_names(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, text, "name-list") == []


def pair(base: Path) -> tuple[Work, Work]:
    passage = STORY + "城墙之外便是真正的黑夜，黑得连狗都不愿意朝那个方向叫。"
    quoted = "《灯塔志》云：“月借于潮，以灯为质，七世而偿，过期不还则潮水自取之，连同月光照过的一切一并取走”。"
    for name, own in (("a", "她数了一遍，又数了一遍，觉得哪里不对，却说不出来。"), ("b", "今夜的鼓声落进了棉絮里。")):
        (base / f"{name}.txt").write_text(f"{own}\n{passage}\n{own}{quoted}\n", "utf-8")
    left, right = (Work.open(base / f"{name}.txt", medium=Medium.TEXT, label=name) for name in "ab")
    return left, right


@pytest.mark.parametrize("method", ["text-exact", "text-reworded"])
def test_figures_before_and_after_and_overruled(tmp_path: Path, method: str) -> None:
    left, right = pair(tmp_path)
    result = compare(Job(method, left, right))
    assert result.status == "ok"
    assert result.filtered.values["characters_of_left"] < result.all.values["characters_of_left"]
    assert result.filtered.values["common_characters_of_left"] < result.all.values["common_characters_of_left"]
    assert {e.by for e in result.excluded} >= {"rule:quotation", "rule:reference"}
    steps = [row["step"] for row in result.tables["waterfall"]]
    assert steps[0] == "" and "rule:quotation" in steps
    kept = compare(Job(method, left, right, overruled=tuple(Overruled(rule) for rule in RULES)))
    assert kept.filtered.values == kept.all.values and not kept.excluded


def test_share_of_works_is_a_share() -> None:
    with pytest.raises(UsageError, match="phrase_share"):
        TextFilters(phrase_share=0)


def test_plain_text_keeps_its_places() -> None:
    text = "ＡＢＣ後記ﬁ𠀀㍿版權\r\n"
    assert len(Read(text).plain) == len(text)
    assert Read(text).plain.startswith("abc后记ﬁ𠀀㍿版权")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("前人已有论述[12]，此处不赘。", ["[12]"]),
        ("灯塔的历史已有专书讨论 [3], [4]。", ["[3]", "[4]"]),
        ("The harbour was lit before dawn [12], as others saw [3, 5].", ["[12]", "[3, 5]"]),
        ("The harbour was lit before the dawn[12].", ["[12]"]),
        ('He wrote of "the lamp" [2] and went home.', ["[2]"]),
        ('  "wings": [0], "lamps": [12],', []),
        ("total = rows[1] + rows[12]", []),
        ("On the lighting of harbours before dawn see: [3].", ["[3]"]),
        ("前人已有论述，参见：[3]。", ["[3]"]),
        ("前人已有论述，参见:[3]。", ["[3]"]),
        ("int buffer[10];", []),
        ("for each lamp in lamps[1] the keeper lights = lamps[2]", []),
        ("the first element of the list is a[0] and nobody cites it", []),
        ("[1]\n[2]\n", []),
        ("[[1], [2], [3]]", []),
    ],
)
def test_citations_stand_in_prose(tmp_path: Path, text: str, cited: list[str]) -> None:
    assert taken(tmp_path, text, "reference") == cited


@pytest.mark.parametrize("name", ["a.json", "a.py", "a.csv", "A.LUA"])
def test_code_and_data_cite_nothing(tmp_path: Path, name: str) -> None:
    found = screened(tmp_path, "The harbour was lit before dawn [12], as others saw.", name=name)
    assert not [one for one in found if one.rule == "reference"]


@pytest.mark.parametrize("text", ["", "\n" * 5000, "“" * 20000, "《" * 20000, "（" * 20000, "[1" * 9000, "第" * 9000])
def test_hostile_marks_take_linear_time_and_nothing(tmp_path: Path, text: str) -> None:
    assert screened(tmp_path, text + "灯") == []
