"""How methods name their figures in reports, in both languages: rows of (key, Chinese, English) for a registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Row = tuple[str, str, str]
Words = Mapping[str, Mapping[str, str]]
SIDES = (("left", "左侧", "Left"), ("right", "右侧", "Right"))


def labels(rows: Iterable[Row], sided: Iterable[Row] = ()) -> Words:
    """Words for keys. Of a ``sided`` row ``k`` also ``k_left`` and ``k_right``, and ``k`` for both sides alike."""
    every = list(rows)
    for key, zh, en in sided:
        every += [(f"{key}_{side}", f"{left_zh}{zh}", f"{left_en}: {en}") for side, left_zh, left_en in SIDES]
        every.append((key, f"双方{zh}", f"Both: {en}"))
    return {"zh": {key: zh for key, zh, _ in every}, "en": {key: en for key, _, en in every}}


def counting(
    zh: tuple[str, str, str],
    en: tuple[str, str, str],
    *,
    columns: str = "",
    units: str = "",
    caution: tuple[str, str] = ("", ""),
) -> Words:
    """Method, counting rule and worked example in each language.

    ``columns``: details that tell a match in one row of a report's table, for methods whose matches need no more.
    ``units``: for methods that pair units (functions), the details that a map of them is made of: stems (without
    ``_left``, ``_right``) of the unit's name, its sort, tokens that correspond, all its tokens; the list of changes;
    the table of units without a counterpart. ``caution``: what figures of this method do not say, and what to do, in
    Chinese and in English.
    """
    more = {key: words for key, words in (("columns", columns), ("units", units)) if words}
    return {
        language: {"method": method, "rule": rule, "example": example, **more} | ({"caution": beware} if beware else {})
        for language, (method, rule, example), beware in (("zh", zh, caution[0]), ("en", en, caution[1]))
    }
