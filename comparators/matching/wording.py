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


def counting(zh: tuple[str, str, str], en: tuple[str, str, str], *, columns: str = "") -> Words:
    """Method, counting rule and worked example in each language.

    ``columns``: details that tell a match in one row of a report's table, for methods whose matches need no more.
    """
    more = {"columns": columns} if columns else {}
    return {
        language: {"method": method, "rule": rule, "example": example, **more}
        for language, (method, rule, example) in (("zh", zh), ("en", en))
    }
