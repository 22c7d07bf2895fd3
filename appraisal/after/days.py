"""Days that a text names and that a case has on file: a correction alters a day only to what the record holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from appraisal.chain import Entry
from appraisal.gates.values import within
from appraisal.procedure import Kind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_NTH = "(?:st|nd|rd|th)?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>\d{4})\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}}){_NTH}(?: of)?\s+(?P<m>{_MONTH})\b\.?,?\s+(?P<y>\d{{4}})(?!\d)",
        rf"\b(?P<m>{_MONTH})\b\.?\s+(?P<d>\d{{1,2}}){_NTH},?\s+(?P<y>\d{{4}})(?!\d)",
    )
)
_DIGITS = "〇一二三四五六七八九"
_HANZI = re.compile(rf"[零{_DIGITS}]+(?=年)|[{_DIGITS}]?十?[{_DIGITS}]?(?<=[十{_DIGITS}])(?=[月日])")
# Of these, what is filed again for the same work stands in place of what was filed before
REPLACED = frozenset(
    {Kind.COMMISSION, Kind.ACCEPTANCE, Kind.CONFLICTS, Kind.MATERIAL, Kind.INSTITUTION, Kind.QUALIFICATIONS}
    | {Kind.STANDARDS}
)


def named(text: str) -> Counter[str]:
    """Days in a text, as ISO dates; of one without a year month and day (-01-05). What is no day of the calendar is
    left out."""
    digits = _HANZI.sub(lambda hit: _in_digits(hit.group()), text)
    return Counter(day for form in FORMS for hit in form.finditer(digits) if (day := _read(hit)))


def without(text: str) -> str:
    """The text with no day in it."""
    text = _HANZI.sub(lambda hit: _in_digits(hit.group()), text)
    for form in FORMS:
        text = form.sub("", text)
    return text


def _in_digits(said: str) -> str:
    """二〇二六 is 2026, 十二 is 12, 三十 is 30."""
    if "十" not in said:
        return "".join(str(_DIGITS.find(one.replace("零", "〇"))) for one in said)
    tens, ones = (_DIGITS.find(one) if one else -1 for one in said.split("十"))
    return str((tens if tens > 0 else 1) * 10 + max(ones, 0))


def _read(hit: re.Match[str]) -> str:
    year, month = hit["y"], hit["m"]
    at = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    try:
        found = date(int(year or 2000), at, int(hit["d"]))  # a leap year where none is told
    except ValueError:
        return ""
    return found.isoformat() if year else found.isoformat()[4:]


def held(entries: Iterable[Entry]) -> frozenset[str]:
    """Every day that entries in force name, or were made on, with and without its year."""
    found = {
        day
        for entry in standing(entries, REPLACED)
        for text in (entry.on[:10], *(one for _, one in within(entry.body, str)))
        for day in named(text)
    }
    return frozenset(found | {day[4:] for day in found if len(day) == 10})


def standing(entries: Iterable[Entry], replaced: Collection[str]) -> list[Entry]:
    """Entries in force: of kinds that are filed again whole (``replaced``) the last on the same work."""
    found: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        again = entry.kind in replaced
        key = (entry.kind, str(entry.body.get("label", ""))) if again else (entry.log, str(entry.seq))
        found[key] = entry
    return [*found.values()]


def altered(was: str, now: str, on_file: frozenset[str]) -> list[str]:
    """Days that the words would alter other than from one that is not on file to one that is."""
    before, after = named(was), named(now)
    gone, come = before - after, after - before
    wrong = [*(day for day in gone if day in on_file), *(day for day in come if day not in on_file)]
    return sorted({*wrong, *(gone if not come else ())})
