"""Where in works the places of a case lie, as readers look them up, and how long works are: what is on file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import ceil, floor

from appraisal.comparison import Comparison
from appraisal.dossier import Dossier, Filed
from appraisal.errors import CaseError
from appraisal.exhibit import Excerpt
from appraisal.gates.referring import Held, Range, seconds_in
from appraisal.gates.values import within
from appraisal.gates.view import Filings
from appraisal.placing import SIGNS, TABLE
from appraisal.plots.outline import Spot, ends

Place = tuple[str, Range]
_SIGN = {sign: name for name, sign in SIGNS.items() if sign != ":"}
_SIGNED = re.compile(r"(?<![^\s·])([PL¶B#])(\d+)(?!\d)")
_BARS = re.compile(r"(\d+)(?::\d+(?:\.\d+)?)?\s*[-–]\s*(\d+)(?::\d+(?:\.\d+)?)?")
_COLUMNS = ("page", "line", "paragraph", "bar", "beat", "second")
_WITHIN = {"line": "page", "paragraph": "part", "beat": "bar"}  # what begins anew with each of these
_HANZI = "零一二三四五六七八九"
_NUMBER = re.compile(rf"\d+|[{_HANZI}〇两十百]+")
_UNITS = {"十": 10, "百": 100}
# Words by which a name of a chapter, a part or a file says what its number is of
_NAMES = (
    ("chapter", re.compile(r"[章回]|ch(?:ap(?:ter)?)?", re.IGNORECASE)),
    ("volume", re.compile("[卷集部册]|vol", re.IGNORECASE)),
    ("section", re.compile("节|sec", re.IGNORECASE)),
    ("page", re.compile(r"页|p(?:age|g)?(?=[\W_]*\d)", re.IGNORECASE)),
)
_RATE = re.compile(r"(?:^|_)(?:hz|sample_rate|rate|frequency)(?:_|$)")
_SECOND = re.compile("second|duration")
_PAGES = re.compile(r"(?:^|_)pages?(?:_|$)")
_COUNTED_PAGES = re.compile(r"(\d+)\s*(?:页|pages?\b)")


def held_in(view: Filings) -> Held:
    """Places, lengths, rates and pages on file."""
    dossier = view.dossier
    found = [*_named(dossier)]
    for filed in view.standing:
        found += [*_of_record(filed.comparison), *_of_exhibits(filed)]
    found += _of_plots(view)
    told = [words for work in dossier.works for words in (work.name, work.version, work.obtained, work.seal)]
    totals = [*_values(view)]
    return Held(
        places=frozenset(found),
        seconds=frozenset([n for name, n in totals if _SECOND.search(name)] + [n for n in map(seconds_in, told) if n]),
        rates=frozenset(n for name, n in totals if _RATE.search(name)),
        pages=frozenset([n for name, n in totals if _PAGES.search(name)] + [*_pages(told)]),
    )


def _pages(told: Iterable[str]) -> Iterator[float]:
    yield from (float(hit[1]) for words in told for hit in _COUNTED_PAGES.finditer(words))


def _values(view: Filings) -> Iterator[tuple[str, float]]:
    """Numbers that records have of whole works, and that they were made with, by name."""
    for filed in view.standing:
        held = filed.comparison
        for source in (held.parameters, held.all.values):
            for name, one in within(source, int | float):
                if not isinstance(one, bool):
                    yield name, float(one)


def _of_record(held: Comparison) -> Iterator[Place]:
    """Places of matches by lines and seconds, by bars as their details have them, and as the record looked them up."""
    for match in held.matches:
        for span in (*match.all_left(), *match.all_right()):
            if span.unit == "line":
                yield "line", (span.start, max(span.start, span.stop - 1))
            elif span.unit == "second":
                yield "second", (floor(span.start), ceil(span.stop))
        for name, words in within(match.details, str):
            if "bar" in name and (hit := _BARS.fullmatch(words)):
                yield "bar", (float(hit[1]), float(hit[2]))
    table = held.tables.get(TABLE)
    rows = table.get("rows") if isinstance(table, Mapping) else None
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, list | tuple) and len(row) == 6 and all(isinstance(one, Mapping) for one in row[4:]):
            yield from _between(row[4], row[5])


def _between(first: Mapping[str, object], last: Mapping[str, object]) -> Iterator[Place]:
    """From the place of a first character to that of a last one: a range where both are counted alike, else each."""
    for name in _COLUMNS:
        one, other = (place.get(name) for place in (first, last))
        found = [float(n) for n in (one, other) if isinstance(n, int | float)]
        outer = _WITHIN.get(name)
        if len(found) == 2 and found[0] <= found[1] and (outer is None or first.get(outer) == last.get(outer)):
            yield name, (found[0], found[1])
        else:
            yield from ((name, (n, n)) for n in found)
    for place in (first, last):
        yield from _in_name(str(place.get("chapter") or ""), "chapter")
        yield from _in_name(str(place.get("part") or ""))


def _of_exhibits(filed: Filed) -> Iterator[Place]:
    """What excerpts say of where they stand (L1, P12), with the lines that they show."""
    for _, one in within([shown.exhibit for shown in filed.shown], Excerpt):
        for sign, number in _SIGNED.findall(one.place):
            yield _SIGN[sign], (float(number), float(number))
        if one.first_line is not None:
            more = "".join(run.text for run in one.runs if run.role != "context").count("\n")
            yield "line", (one.first_line, one.first_line + more)


def _named(dossier: Dossier) -> Iterator[Place]:
    """Chapters, volumes and pages that names of files received tell."""
    for work in dossier.works:
        for file, _, _ in work.members:
            yield from _in_name(file)


def _of_plots(view: Filings) -> Iterator[Place]:
    """Places at which the plot table has its points, in either work."""
    told = [row.spots for row in view.plots.points] + [one.spots for _, one in view.plots.said]
    for spot in (spot for spots in told for spot in spots):
        yield from _of_spot(spot)


def _of_spot(spot: Spot) -> Iterator[Place]:
    yield from _in_name(spot.chapter, "chapter")
    for kind, words in (("page", spot.pages), ("line", spot.lines)):
        try:
            found = ends(words, kind)
        except CaseError:
            found = None
        if found is not None:
            yield kind, (float(found[0]), float(found[1]))


def _in_name(name: str, kind: str = "") -> Iterator[Place]:
    """Numbers in a name, of what the name says that they are of, or of ``kind``."""
    kinds = {told for told, words in _NAMES if words.search(name)} | ({kind} if kind else set())
    for hit in _NUMBER.findall(name) if kinds else ():
        number = value_of(hit)
        yield from ((one, (number, number)) for one in kinds)


def value_of(words: str) -> float:
    """A number in digits, or in hanzi below a thousand (二十三, 三〇五)."""
    if words.isdecimal():
        return float(words)
    words = words.replace("〇", "零").replace("两", "二")
    if not any(one in _UNITS for one in words):
        return float("".join(str(_HANZI.index(one)) for one in words))
    total, last = 0, 0
    for one in words:
        if one in _UNITS:
            total, last = total + max(last, 1) * _UNITS[one], 0
        else:
            last = _HANZI.index(one)
    return float(total + last)
