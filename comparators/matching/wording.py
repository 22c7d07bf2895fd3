"""How methods name their figures in reports, in both languages: rows of (key, Chinese, English) for a registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Row = tuple[str, str, str]
Words = Mapping[str, Mapping[str, str]]
SIDES = (("left", "左侧", "Left"), ("right", "右侧", "Right"))


OF_RULES: tuple[Row, ...] = (  # what the engine observes where rules work, for the words of those rules
    ("taken-out-on-one-side", "规则只扣除了这一侧", "A rule takes out this side alone"),
    ("not-screened", "未能按规则过滤", "Not screened by the rules"),
    ("rule", "规则", "Rule"),
    ("corresponding", "该文件的对应量", "Corresponding in this file"),
    ("taken_out", "其中被该规则扣除而对侧保留", "Of it taken out by the rule while the place opposite stays"),
    ("opposite", "对侧文件", "Files opposite"),
)


def labels(rows: Iterable[Row], sided: Iterable[Row] = ()) -> Words:
    """Words for keys. Of a ``sided`` row ``k`` also ``k_left`` and ``k_right``, and ``k`` for both sides alike.

    A key with open places (``{0}``) is the form of a sentence: the evidence of a rule, or ``name: text`` for a text in
    the detail or figure ``name``, of which the words are those of the text alone.
    """
    every = list(rows)
    for key, zh, en in sided:
        every += [(f"{key}_{side}", f"{left_zh}{zh}", f"{left_en}: {en}") for side, left_zh, left_en in SIDES]
        every.append((key, zh if zh.startswith("双方") else f"双方{zh}", f"Both: {en}"))
    return {"zh": {key: zh for key, zh, _ in every}, "en": {key: en for key, _, en in every}}


def counting(
    zh: tuple[str, str, str],
    en: tuple[str, str, str],
    *,
    columns: str = "",
    units: str = "",
    whole: str = "",
    absent: str = "",
    caution: tuple[str, str] = ("", ""),
    shares: str = "",
    counted: tuple[str, str] = ("", ""),
    strength: str = "",
    aside: str = "",
    told: str = "",
    of: str = "",
    weighs: Words | None = None,
) -> Words:
    """Method, counting rule and worked example in each language.

    ``columns``: details that tell a match in one row of a report's table, for methods whose matches need no more.
    ``units``: for methods that pair units (functions), the details that a map of them is made of: stems (without
    ``_left``, ``_right``) of the unit's name, its sort, tokens that correspond, all its tokens; the list of changes;
    the table of units without a counterpart. ``whole``: tables with few rows that a reader needs all of, which reports
    print whole. ``caution``: what figures of this method do not say, and what to do, in
    Chinese and in English. ``shares``, ``counted``: see ``shares_of``. ``absent``: stems of figures that
    count what no match covers: over accepted matches they would count what nobody has read, and are not printed.
    ``strength``: the detail that is the larger the stronger a match is (``appraisal.counted.strength``).
    ``aside``: kinds of matches that are in no share, and come after all that are.
    ``told``: details that ``compare`` prints under each place. ``of``: figures that are parts of others (see
    ``comparator.Comparator``). ``weighs``: see ``weighed``.
    """
    named = {"columns": columns, "units": units, "whole": whole, "absent": absent, "strength": strength}
    named |= {"aside": aside, "told": told, "of": of}
    more = {key: words for key, words in named.items() if words}
    counts = shares_of(shares, *counted) if shares else {"zh": {}, "en": {}}
    said = weighs or {"zh": {}, "en": {}}
    return {
        language: {"method": method, "rule": rule, "example": example, **more, **counts[language], **said[language]}
        | ({"caution": beware} if beware else {})
        for language, (method, rule, example), beware in (("zh", zh, caution[0]), ("en", en, caution[1]))
    }


def weighed(of: tuple[str, str], strength: tuple[str, str] = ("", "")) -> Words:
    """What the figures that matches are ranked by say and what they do not, for ``counting``: a line beside tables and
    excerpts of matches.

    ``of``: what unrelated pairs were counted of (图片, pictures). ``strength``: a sentence each on what the strength of
    this method is and its range.
    """
    zh, en = of
    both, neither = (
        ("两者说明", "The two say how rarely") if strength[0] else ("它说明", "It says how rarely"),
        ("都不是", "neither is") if strength[0] else ("不是", "it is not"),
    )
    return {
        "zh": {
            "weighed": f"{strength[0]}“比例上限”是所数{zh}中达到同等程度者所占比例的 95% 置信上限（0 至 1，越小越少见；"
            f"一对也未见时仍大于 0）。"
            f"{both[0]}{zh}碰巧到此程度有多少见，{neither[0]}复制（抄袭）的概率，也不说明相同之处占多少。"
        },
        "en": {
            "weighed": f"{strength[1]}The share of {en} is the upper 95% limit of how many of those that were counted "
            f"come as far (0 to 1; the smaller, the rarer; above 0 even where none did). {both[1]} {en} come as far by "
            f"accident; {neither[1]} a probability of copying, nor says how much is the same."
        },
    }


def shares_of(shares: str, zh: str, en: str) -> Words:
    """Of which figures the coverage of a side is the quotient, for ``counting``: what corresponds, and all that counts.

    ``shares``: two stems of figures (without ``_left``, ``_right``), a space between; ``a+b`` is the sum of two.
    ``zh``, ``en``: what is counted (字符, characters).
    """
    return {"zh": {"shares": shares, "counted": zh}, "en": {"shares": shares, "counted": en}}
