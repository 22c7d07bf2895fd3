"""Days that a text names and that a case has on file: a correction alters a day only to what the record holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from appraisal.chain import Entry
from appraisal.gates.values import within
from appraisal.papers.calendar import DAY, has_year, read
from appraisal.procedure import Kind

# Of these, what is filed again for the same work stands in place of what was filed before
REPLACED = frozenset(
    {Kind.COMMISSION, Kind.ACCEPTANCE, Kind.CONFLICTS, Kind.MATERIAL, Kind.INSTITUTION, Kind.QUALIFICATIONS}
    | {Kind.STANDARDS}
)


def named(text: str) -> Counter[str]:
    """Days in a text, as ISO dates; of one without a year month and day (-01-05). What is no day of the calendar is
    left out."""
    return Counter(day for hit in DAY.finditer(text) if (day := _read(hit)))


def without(text: str) -> str:
    """The text with no day in it; the word for one behind its number stays."""
    return DAY.sub(lambda hit: hit.group()[-1] if hit.group()[-1] in "日号" else "", text)


def _read(hit: re.Match[str]) -> str:
    found = read(hit)
    return "" if found is None else found.isoformat() if has_year(hit) else found.isoformat()[4:]


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
