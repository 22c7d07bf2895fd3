"""Places and figures in words: how a report writes spans, shares, numbers and values of records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from appraisal.span import Span
from reports.document import Language
from reports.text import Printed, printable
from reports.wording import say

RANKING = "score"  # a ranking value for sorting; no report prints it


def place(span: Span, language: Language) -> Printed:
    """The place without its file, in the numbers of the record; only lines read with both ends included."""
    words = _place(span, language)
    if span.view is None:
        return words
    return Printed(words + say(language, "open") + say(language, "place.view", view=span.view) + say(language, "close"))


def _place(span: Span, language: Language) -> Printed:
    if span.unit == "file":
        return say(language, "place.file")
    if span.unit == "pixel":
        xs, ys = [x for x, _ in span.polygon], [y for _, y in span.polygon]
        corners = {"left": min(xs), "top": min(ys), "right": max(xs), "bottom": max(ys)}
        return say(language, "place.pixel", **{name: number(value) for name, value in corners.items()})
    start, stop = span.start, span.stop
    if span.unit == "second":
        return say(language, "place.second", start=clock(start), stop=clock(stop))
    if span.unit == "address":
        return say(language, "place.address", start=f"0x{int(start):X}", stop=f"0x{int(stop):X}")
    if span.unit == "byte":
        return say(language, "place.byte", start=number(start), stop=number(stop))
    if stop <= start:
        return say(language, "place.empty", start=number(start), unit=say(language, f"unit.{span.unit}"))
    last = stop - 1 if span.unit == "line" else stop
    return say(language, f"place.{span.unit}", start=number(start), stop=number(last))


def place_in_file(span: Span, language: Language) -> Printed:
    """The place with its file."""
    return say(language, "place-in-file", file=span.file, place=place(span, language))


def clock(seconds: float) -> str:
    """0:00:01.500"""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def percent(share: float) -> str:
    """Two decimals; never rounded to 0 % or 100 % unless it is."""
    if 0 < share < 0.00005:
        return "< 0.01%"
    if 0.99995 <= share < 1:
        return "> 99.99%"
    return f"{share:.2%}"


def number(value: float) -> str:
    """An integer as it is, anything else to six significant digits."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.6g}"


def value(data: Any, language: Language, label: Callable[[str], str] = str) -> Printed:
    """Any value of a record on one line: numbers, flat lists and mappings as words, deeper ones as JSON.

    ``label`` gives a method's word for a key.
    """
    if data is None:
        return say(language, "none")
    if isinstance(data, bool):
        return say(language, "yes" if data else "no")
    if isinstance(data, int | float):
        return Printed(number(data))
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, Mapping) and all(_flat(item) for item in data.values()):
        parts = [
            Printed(f"{printable(label(str(k)))}{say(language, 'colon')}{value(v, language)}")
            for k, v in data.items()
            if k != RANKING
        ]
        return Printed(say(language, "semicolon").join(parts)) or say(language, "none")
    if isinstance(data, list | tuple) and all(_flat(item) for item in data):
        return Printed(say(language, "listing-comma").join(value(item, language) for item in data)) or say(
            language, "none"
        )
    return printable(json.dumps(_unranked(data), ensure_ascii=False, sort_keys=True, default=str))


def _unranked(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _unranked(item) for key, item in data.items() if key != RANKING}
    return [_unranked(item) for item in data] if isinstance(data, list | tuple) else data


def _flat(data: Any) -> bool:
    return data is None or isinstance(data, bool | int | float | str)
