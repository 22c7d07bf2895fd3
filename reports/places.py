"""Places and figures in words: how a report writes spans, shares, numbers and values of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from appraisal.span import Region, Span, merge
from reports.document import Language
from reports.text import SUPERSCRIPTS, Printed, printable
from reports.wording import WORDS, say

RAISED = str.maketrans("-0123456789", SUPERSCRIPTS)
COLOURS = re.compile(r"#[0-9a-f]{6} \d{1,3} %(?:, #[0-9a-f]{6} \d{1,3} %)*")
POWER = re.compile(r"([≤≥<>]? ?)(?:(\d+(?:\.\d+)?) ?× ?)?10\^(-?\d{1,4})")
MINUS = "\u2212"
RANKING = "score"  # a ranking value for sorting; no report prints it
_SHARE = frozenset({"share", "shares", "agreed"})  # words in the names of figures that are shares in [0, 1]


def place(span: Span, language: Language, located: str = "") -> Printed:
    """The place without its file, in the numbers of the record; lines and notes as people count them: from 1, both
    ends included.

    ``located`` is where people find it (page, line, paragraph, chapter): it comes first, the numbers behind it.
    """
    words = _place(span, language)
    view = "" if span.view is None else say(language, "place.view", view=span.view)
    if not (view or located):
        return words
    first, beside = (printable(located), [words, view]) if located else (words, [view])
    inside = say(language, "listing-comma").join(filter(None, beside))
    return Printed(first + say(language, "open") + inside + say(language, "close"))


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
        return say(
            language,
            "place.empty",
            start=number(counted(span.unit, start, stop)[0]),
            unit=say(language, f"unit.{span.unit}"),
        )
    first, last = counted(span.unit, start, stop)
    if first == last and span.unit in ("line", "note"):
        return say(language, f"place.one-{span.unit}", **{span.unit: number(first)})
    return say(language, f"place.{span.unit}", start=number(first), stop=number(last))


def counted(unit: str, start: float, stop: float) -> tuple[float, float]:
    """First and last of a stretch as people count: records have lines from 1 and notes from 0 on, without the end; of
    an empty one both are the place where it lies. Other units as in the record."""
    if unit == "note":
        return start + 1, max(start + 1, stop)
    return start, max(start, stop - 1) if unit == "line" else stop


def place_in_file(span: Span, language: Language, located: str = "") -> Printed:
    """The place with its file; ``located`` as in ``place``."""
    return say(language, "place-in-file", file=span.file, place=place(span, language, located))


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


def plain(value: float) -> str:
    """A number for machines: an integer as it is, anything else to six significant digits."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.6g}"


def number(value: float) -> Printed:
    """An integer as it is, anything else to six significant digits; very small and large ones as powers of ten, on one
    line: 8 × 10⁻⁸. What is below nought has the sign of a minus, no hyphen: −3."""
    digits, power, exponent = plain(value).partition("e")
    digits = digits.replace("-", MINUS)
    if not power:
        return Printed(digits)
    raised = f"10{str(int(exponent)).translate(RAISED)}"
    return Printed(raised if digits == "1" else f"{digits}\u00a0×\u00a0{raised}")


def powers(words: Printed) -> Printed:
    """A power of ten that a record has in plain signs (``≤ 10^-12``), as other numbers are printed; all else as it
    is."""
    found = POWER.fullmatch(words)
    if found is None:
        return words
    factor = f"{found[2]}\u00a0×\u00a0" if found[2] else ""
    return Printed(f"{found[1].replace(' ', chr(0xA0))}{factor}10{found[3].translate(RAISED)}")


def colours(words: Printed, language: Language) -> Printed:
    """Colours with their shares (``#081929 22 %, …``, as a record has them), written as other shares and lists are."""
    if COLOURS.fullmatch(words) is None:
        return words
    return Printed(words.replace(" %", "%").replace(", ", say(language, "listing-comma")))


def percents(key: str, found: Any) -> Any:
    """A value by its key: numbers in [0, 1] that are named shares, as percentages like all other shares."""
    if not _SHARE & set(key.split("_")):
        return found
    if isinstance(found, Mapping):
        return {name: percents(key, one) for name, one in found.items()}
    is_share = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 1
    return Printed(percent(found)) if is_share else found


def value(data: Any, language: Language, label: Callable[[str], str] = str) -> Printed:
    """Any value of a record on one line in words; what lies deeper stands in brackets.

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
    if isinstance(data, Mapping):
        parts = [
            Printed(
                f"{printable(label(str(k)))}{say(language, 'colon')}{_inside(percents(str(k), v), language, label)}"
            )
            for k, v in data.items()
            if k != RANKING and v != ""
        ]
        return Printed(say(language, "semicolon").join(parts)) or say(language, "none")
    if isinstance(data, list | tuple):
        parts, comma = [_inside(item, language, label) for item in data], say(language, "listing-comma")
        parted = any(comma in one for one, item in zip(parts, data, strict=True) if _flat(item))  # corners of boxes
        return Printed((say(language, "semicolon") if parted else comma).join(parts)) or say(language, "none")
    return printable(str(data))


def _inside(data: Any, language: Language, label: Callable[[str], str]) -> Printed:
    words = value(data, language, label)
    return words if _flat(data) else Printed(f"{say(language, 'open')}{words}{say(language, 'close')}")


def _flat(data: Any) -> bool:
    return data is None or isinstance(data, bool | int | float | str)


def ranges(spans: Sequence[Span], language: Language, at_most: int) -> Printed:
    """Places of one file run together: 字节 0–79、92–104 等 31 段. Places that touch or overlap are one range.

    At most ``at_most`` ranges are written, the rest is counted; regions of pictures, times and whole files stand alone.
    """
    by_lane: dict[tuple[str, str | None], list[Span]] = {}
    for span in spans:
        by_lane.setdefault((span.unit, span.view), []).append(span)
    written: list[str] = []
    left_over = 0
    comma = say(language, "range-comma")
    for (unit, view), some in sorted(by_lane.items(), key=lambda lane: (lane[0][0], lane[0][1] or "")):
        free = max(0, at_most - len(written))
        if f"ranges.{unit}" not in WORDS[language]:
            distinct = list(dict.fromkeys(place(span, language) for span in some))
            written += distinct[:free]
            left_over += len(distinct) - len(distinct[:free])
            continue
        joined = merge((span.start, span.stop) for span in some)
        joined += sorted({(span.start, span.start) for span in some if span.stop <= span.start})
        pieces = [_range(unit, start, stop) for start, stop in joined[:free]]
        left_over += len(joined) - len(pieces)
        if pieces:
            one = len(joined) == 1 and "–" not in pieces[0]  # English: line 38, lines 38–40
            words = say(language, f"ranges.{unit}", ranges=Printed(comma.join(pieces)), count=1 if one else 2)
            if view is not None:
                words = Printed(f"{words}{say(language, 'open')}{say(language, 'place.view', view=view)}")
                words = Printed(words + say(language, "close"))
            written.append(words)
    if left_over:
        written.append(say(language, "ranges-more", count=left_over))
    return Printed(say(language, "semicolon").join(written))


def _range(unit: str, start: float, stop: float) -> str:
    if unit == "address":
        return f"0x{int(start):X}–0x{int(stop):X}"
    first, last = counted(unit, start, stop)
    return number(first) if last == first else f"{number(first)}–{number(last)}"


def numbers(given: Sequence[int], language: Language, at_most: int) -> Printed:
    """Whole numbers run together: 1–20、45 等 7 段."""
    joined = merge((at, at + 1) for at in given)
    pieces = [_range("line", start, stop) for start, stop in joined[:at_most]]
    words = Printed(say(language, "range-comma").join(pieces))
    if len(joined) > at_most:
        words = Printed(
            f"{words}{say(language, 'range-comma')}{say(language, 'ranges-more', count=len(joined) - at_most)}"
        )
    return words


def amount(spans: Sequence[Span], language: Language) -> Printed:
    """How much of a file the places take together, overlaps once: 1204 字节; a whole file and regions by number."""
    units: dict[str, list[Span]] = {}
    for span in spans:
        units.setdefault(span.unit, []).append(span)
    parts = []
    for unit, some in sorted(units.items()):
        if unit == "file":
            parts.append(say(language, "place.file"))
            continue
        size = number(round(Region(some).length(), 3))
        parts.append(say(language, "extent", length=size, unit=say(language, f"unit.{unit}", count=size)))
    return Printed(say(language, "semicolon").join(parts))


LISTED = 12  # things that a detail of a match lists in a report


def overlong(data: Any) -> bool:
    """Whether no reader takes in a detail beside a match: more than ``LISTED`` things, or rows of numbers, such as runs
    of lines or tokens that lie opposite each other; any long list of rows."""
    if not isinstance(data, list | tuple) or not data:
        return False
    if not all(isinstance(row, list | tuple) for row in data):
        return len(data) > LISTED
    return len(data) > 3 or all(isinstance(one, int | float) for row in data for one in row)
