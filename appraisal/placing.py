"""From offsets in a text to places that people look up: pages, lines, paragraphs, cues, boxes, chapters.

A view made by a deriver is kept with such a map; of a file that has its own coordinates a placer makes one when it is
asked for. Rows are sorted by the offset at which they begin and reach to the next; what stands in no row (before the
first) has no place.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from appraisal.errors import RecordError
from appraisal.span import Span

JSON = Any  # None, bool, int, float, str, list or dict of the same; floats finite
SCHEMA = "appraisal.placing/1"
TABLE = "places"  # of a record: rows of side, file, start, stop, place of the first and of the last character
COLUMNS = frozenset(("page", "line", "paragraph", "part", "zone", "number", "cue", "second", "box", "bar", "beat"))
ZONES: Mapping[str, tuple[str, str]] = {  # what stands beside the running text: words in Chinese and English
    "table": ("表格", "table"),
    "text-box": ("文本框", "text box"),
    "footnote": ("脚注", "footnote"),
    "endnote": ("尾注", "endnote"),
    "comment": ("批注", "comment"),
    "ocr": ("文字识别", "recognised"),
}
SIGNS: Mapping[str, str] = {"page": "P", "cue": "#", "paragraph": "¶", "line": "L", "bar": "B", "beat": ":"}
MOST_CHAPTER = 60  # characters of a chapter's name that a place repeats
Place = Mapping[str, JSON]


@dataclass(frozen=True)
class Placing:
    """``starts``: offsets at which rows begin, ascending. ``columns``: for each name in ``COLUMNS`` that is used, one
    value a row, None where it has none. ``chapters``: (offset at which it begins, its name), ascending. ``pictures``:
    page -> SHA-256 of its picture, kept beside the view.

    ``page``, ``line``, ``paragraph``, ``cue``, ``number`` count from 1: pages of the file, lines of the page (of the
    file where it has no pages), paragraphs of the part, subtitles in the order of the file, notes and comments in
    theirs. ``part``: file inside the container. ``zone``: one of ``ZONES``. ``second``: when a cue is shown. ``box``:
    left, top, right, bottom of the line on its page, from its top left corner; points (1/72 inch) in a PDF, pixels
    of the kept picture where it was recognised. ``bar`` as printed in the score, ``beat`` in it, from 1.
    """

    starts: Sequence[int] = ()
    columns: Mapping[str, Sequence[JSON]] = field(default_factory=dict)
    chapters: Sequence[tuple[int, str]] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)

    def at(self, offset: float) -> dict[str, JSON]:
        """The place of one character; empty where nothing is known."""
        found: dict[str, JSON] = {}
        chapter = bisect_right(self.chapters, offset, key=lambda c: c[0]) - 1
        if chapter >= 0:
            found["chapter"] = self.chapters[chapter][1]
        row = bisect_right(self.starts, offset) - 1
        if row >= 0:
            found |= {name: values[row] for name, values in self.columns.items() if values[row] is not None}
        return found

    def between(self, start: float, stop: float) -> tuple[dict[str, JSON], dict[str, JSON]]:
        """Places of the first and the last character of a half-open span."""
        return self.at(start), self.at(max(start, stop - 1))


def dumps(placing: Placing) -> bytes:
    """The map as JSON, the same bytes for the same map."""
    body = {
        "schema": SCHEMA,
        "starts": list(placing.starts),
        "columns": {name: list(values) for name, values in sorted(placing.columns.items())},
        "chapters": [list(chapter) for chapter in placing.chapters],
        "pictures": dict(sorted(placing.pictures.items())),
    }
    return json.dumps(body, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


def loads(data: bytes) -> Placing:
    """A map again; strict: ``RecordError`` for anything that ``dumps`` would not have written."""
    try:
        body = json.loads(data)
    except ValueError as error:
        raise RecordError(f"a map of places is no JSON: {error}") from error
    wanted = {"schema", "starts", "columns", "chapters", "pictures"}
    if not isinstance(body, dict) or body.keys() != wanted or body["schema"] != SCHEMA:
        raise RecordError("a map of places has other fields, or another schema")
    starts, columns, chapters = body["starts"], body["columns"], body["chapters"]
    if not _ascending(starts) or not isinstance(columns, dict) or not columns.keys() <= COLUMNS:
        raise RecordError("a map of places is malformed")
    if any(not isinstance(values, list) or len(values) != len(starts) for values in columns.values()):
        raise RecordError("a map of places has columns of different lengths")
    if not isinstance(chapters, list) or not all(
        isinstance(c, list) and len(c) == 2 and isinstance(c[1], str) for c in chapters
    ):
        raise RecordError("a map of places names chapters that are none")
    if not _ascending([chapter[0] for chapter in chapters]) or not isinstance(body["pictures"], dict):
        raise RecordError("a map of places is malformed")
    return Placing(starts, columns, [(at, name) for at, name in chapters], body["pictures"])


def _ascending(values: Any) -> bool:
    if not isinstance(values, list) or not all(type(value) is int and value >= 0 for value in values):
        return False
    return all(a <= b for a, b in pairwise(values))


def words(first: Place, last: Place, language: str) -> str:
    """A span's place in words, from the places of its first and last character: ``第三回 · 第 12 页第 3–5 行`` or
    ``Chapter 3 · p. 12, lines 3–5``. Empty where nothing is known. ``language``: zh or en."""
    if not first and not last:
        return ""
    zh = language == "zh"
    shared = [name for name in ("chapter", "part") if first.get(name) is not None]
    same = all(first.get(name) == last.get(name) for name in ("chapter", "part", "zone", "number"))
    if not same:
        return f"{_whole(first, shared, zh)} – {_whole(last, ['chapter', 'part'], zh)}"
    begin, end = _parts(first, zh), _parts(last, zh)
    where = begin
    if begin != end:
        one, two = _numbers(first), _numbers(last)
        joined = _joined(first, last, zh) if one[:-1] == two[:-1] else ""
        where = joined or f"{begin or '?'} – {end}"
    return " · ".join(filter(None, [*(_short(first[name]) for name in shared), where]))


def brief(place: Place) -> str:
    """A place in signs that need no language, as excerpts have it: ``第三回 · P12 L3``, ``¶3``, ``#7 1:02:03``."""
    found = [_short(place[name]) for name in ("chapter", "part") if place.get(name) is not None]
    signs = [f"{ZONES[str(place['zone'])][1]} {place.get('number', '')}".strip()] if place.get("zone") in ZONES else []
    signs += [f"{sign}{place[name]}" for name, sign in SIGNS.items() if place.get(name) is not None]
    if place.get("second") is not None:
        signs.append(_clock(place["second"]))
    return " · ".join(filter(None, [*found, " ".join(signs)]))


Key = tuple[str, str, float, float]


def key(side: str, span: Span) -> Key:
    """By what ``located`` lists a span of one side."""
    return side, span.file, span.start, span.stop


def located(tables: Mapping[str, JSON], language: str) -> dict[Key, str]:
    """Words for the places of a record's matches, from its tables; what is no row of such a table is passed over."""
    table = tables.get(TABLE)
    rows = table.get("rows") if isinstance(table, Mapping) else None
    found: dict[Key, str] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, list | tuple) and len(row) == 6 and all(isinstance(r, Mapping) for r in row[4:]):
            side, file, start, stop, first, last = row
            found[str(side), str(file), start, stop] = words(first, last, language)
    return found


def seconds(tables: Mapping[str, JSON]) -> dict[Key, tuple[float, float]]:
    """Of the places of a record's matches the seconds at which the first and the last of what they hold begins; those
    that are placed otherwise are passed over."""
    table = tables.get(TABLE)
    rows = table.get("rows") if isinstance(table, Mapping) else None
    found: dict[Key, tuple[float, float]] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, list | tuple) and len(row) == 6 and all(isinstance(r, Mapping) for r in row[4:]):
            side, file, start, stop, first, last = row
            if first.get("second") is not None and last.get("second") is not None:
                found[str(side), str(file), start, stop] = float(first["second"]), float(last["second"])
    return found


def _whole(place: Place, shared: Sequence[str], zh: bool) -> str:
    named = [_short(place[name]) for name in shared if place.get(name) is not None]
    return " · ".join(filter(None, [*named, _parts(place, zh)])) or "?"


def _short(name: JSON) -> str:
    text = " ".join(str(name).split())
    return text if len(text) <= MOST_CHAPTER else f"{text[: MOST_CHAPTER - 1]}…"


def _numbers(place: Place) -> list[JSON]:
    """What tells two places of one part apart, coarse to fine."""
    return [place.get(name) for name in ("page", "cue", "paragraph", "line", "bar") if place.get(name) is not None]


def _joined(first: Place, last: Place, zh: bool) -> str:
    """Both places as one where only the last number differs: lines 3–5."""
    name = next((n for n in ("line", "paragraph", "cue", "page") if first.get(n) is not None), None)
    if name is None or last.get(name) is None or name == "cue":
        return ""
    return _parts({**first, name: f"{first[name]}–{last[name]}"}, zh)


def _parts(place: Place, zh: bool) -> str:
    found = []
    zone = str(place.get("zone"))
    if zone in ZONES:
        number = "" if place.get("number") is None else f" {place['number']}"
        found.append(f"{ZONES[zone][0 if zh else 1]}{number}")
    if place.get("page") is not None:
        found.append(_counted("页", "p.", "pp.", place["page"], zh))
    if place.get("cue") is not None:
        at = "" if place.get("second") is None else f" {_clock(place['second'])}"
        found.append((f"字幕第 {place['cue']} 条" if zh else f"cue {place['cue']}") + at)
    if place.get("paragraph") is not None:
        found.append(_counted("段", "para.", "paras.", place["paragraph"], zh))
    if place.get("line") is not None:
        found.append(_counted("行", "line", "lines", place["line"], zh))
    if place.get("bar") is not None:
        beat = "" if place.get("beat") is None else f"{place['beat']:g}"
        found.append(
            f"第 {place['bar']} 小节" + (f"第 {beat} 拍" if beat else "")
            if zh
            else f"bar {place['bar']}" + (f" beat {beat}" if beat else "")
        )
    return ("，" if zh and (zone in ZONES or "cue" in place) else "" if zh else ", ").join(found)


def _counted(zh_word: str, one: str, many: str, number: JSON, zh: bool) -> str:
    if zh:
        return f"第 {number} {zh_word}"
    return f"{many if '–' in str(number) else one} {number}"


def _clock(seconds: JSON) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
