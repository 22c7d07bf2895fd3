"""The forms in which a text tells a day, and the day that one tells: whoever reads days reads them here.

二〇二六年一月五日, 元月5日, 2026-01-05, 5(th) (of) January 2026, January 5. A year may be left out; hanzi tell any of
the three.
"""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# By their names in small letters, whole or short, as “sept.”
MONTH = "(?:sept|" + "|".join(f"{one[:3]}(?:{one[3:]})?" for one in MONTHS).lower().replace("(?:)?", "") + ")"
HANZI = {one: str(at) for at, one in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "元": "1"}
_N = r"[\d〇○零一二三四五六七八九十廿卅]"
_NTH = "(?:st|nd|rd|th)?"
DAY = re.compile(
    rf"(?:(?P<y>(?<!{_N}){_N}{{4}})\s*年\s*)?(?P<m>(?<!\d)(?:元|{_N}{{1,3}}))\s*月\s*"
    rf"(?P<d>{_N}{{1,3}})(?:\s*[日号]|(?<=\d)(?![\d.]*\d|\s*[处个次字件份天年段项]))"
    r"|(?<![\d.])(?P<y2>\d{4})\s?[-/.]\s?(?P<m2>\d{1,2})\s?[-/.]\s?(?P<d2>\d{1,2})(?![\d.]*\d)"
    rf"|\b(?P<d3>\d{{1,2}}){_NTH}\s+(?:day\s+)?(?:of\s+)?(?P<m3>{MONTH})\b\.?(?:,?\s*(?P<y3>\d{{4}})\b)?"
    rf"|\b(?P<m4>{MONTH})\b\.?\s+(?P<d4>\d{{1,2}}){_NTH}\b(?:,?\s*(?P<y4>\d{{4}})\b)?",
    re.IGNORECASE,
)
# … within another pattern, without its groups
FORM = re.sub(r"\?P<\w+>", "?:", DAY.pattern)
_SHORT = tuple(one[:3].lower() for one in MONTHS)
_LEAP = 2000  # the year of a day of which none is told: it has the 29th of February


def read(hit: re.Match[str], until: date | None = None) -> date | None:
    """The day told (``DAY``); without a year, the last such day up to ``until``. None: no day of the calendar."""
    year, month, day = (next((hit[f"{part}{at}"] for at in ("", 2, 3, 4) if hit[f"{part}{at}"]), "") for part in "ymd")
    short = month[:3].lower()
    try:
        number = _SHORT.index(short) + 1 if short in _SHORT else figure(month)
        if year or until is None:
            return date(figure(year) if year else _LEAP, number, figure(day))
        found = date(until.year, number, figure(day))
        return found if found <= until else found.replace(year=until.year - 1)
    except ValueError:
        return None


def has_year(hit: re.Match[str]) -> bool:
    return any(hit[f"y{at}"] for at in ("", 2, 3, 4))


def figure(told: str) -> int:
    """A number of a date in digits or hanzi: 二〇二六 is 2026, 十二 is 12, 廿一 is 21."""
    told = told.replace("廿", "二十").replace("卅", "三十")
    if "十" in told:
        tens, _, ones = told.partition("十")
        return int(HANZI.get(tens, tens) or 1) * 10 + int(HANZI.get(ones, ones) or 0)
    return int("".join(HANZI.get(one, one) for one in told))
