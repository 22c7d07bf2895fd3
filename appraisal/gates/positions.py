"""Where in a work something lies, told by its first and last character (A1第4至85字, characters 4 to 85 of A1).

A report prints such places of matches and exclusions itself; told in prose they are no amounts. Records count from 0
and leave the last one out, people count from 1: the first is either, the last is the one where the span stops.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from appraisal.comparison import Exclusion, Match
from appraisal.span import Span

Position = tuple[str, float, float]  # label of the work in small letters, empty of any; start and stop
_WORK = r"(?<![a-z\d])(?P<{}>[a-z]{{1,2}}\d+)"
_TO = r"\s*(?:[-–—~～至到]+|to\b|until\b|through\b)\s*"
_CHARACTERS = "个?(?:字符|字(?![数节样]))"
_SO_FAR = rf"(?P<first>\d+)\s*(?:{_CHARACTERS})?{_TO}第?\s*(?P<last>\d+)(?![\d.]|\s*[%％‰])"
# A range that names its work and its unit, and so needs no link
_ZH = re.compile(rf"{_WORK.format('work')}(?:[中里的之]|文件)*第\s*{_SO_FAR}\s*{_CHARACTERS}", re.IGNORECASE)
_EN = re.compile(
    rf"(?:{_WORK.format('ahead')},?\s+(?:\(|at\s+|in\s+)?)?\b(?:characters?|letters?)\s+{_SO_FAR}"
    rf"(?:\s+(?:of|in)\s+{_WORK.format('work')})?",
    re.IGNORECASE,
)
# … and with a link what may leave out either, and either end of one
_LINKED = (
    _EN,
    re.compile(rf"(?:{_WORK.format('work')}(?:[中里的之:：]|文件|\s)*第?|第)\s*{_SO_FAR}", re.IGNORECASE),
    re.compile(rf"第\s*(?P<first>\d+)(?=\s*{_CHARACTERS})|\b(?:character|letter)\s+(?P<last>\d+)(?!\d)", re.IGNORECASE),
)


def of_spans(label: str, spans: Iterable[Span]) -> frozenset[Position]:
    """Where spans of the work with this label lie; those of characters alone."""
    return frozenset((label.casefold(), float(one.start), float(one.stop)) for one in spans if one.unit == "char")


def of_match(match: Match, labels: Collection[str]) -> frozenset[Position]:
    sides = zip(labels, (match.all_left(), match.all_right()), strict=True)
    return frozenset().union(*(of_spans(label, spans) for label, spans in sides))


def of_exclusions(excluded: Iterable[Exclusion], left: str, right: str) -> frozenset[Position]:
    """Where what was left out lies."""
    sides = {"left": left, "right": right}
    told = ((one.work or sides.get(one.side or "", ""), one.span) for one in excluded)
    return frozenset().union(*(of_spans(label, (span,)) for label, span in told if span is not None))


def free(text: str, held: Collection[Position]) -> Iterator[tuple[int, int]]:
    """Where ranges ``held`` stand in a text with the label of their work."""
    for hit in (hit for pattern in (_ZH, _EN) for hit in pattern.finditer(text)):
        label = _label(hit)
        if label and _is_range(label, float(hit["first"]), float(hit["last"]), held):
            yield hit.start("first"), hit.end("last")


def linked(text: str, start: int, held: Collection[Position]) -> bool:
    """Whether the number that stands there in a text is told as an end of one of these."""
    for hit in (hit for pattern in _LINKED for hit in pattern.finditer(text)):
        ends = [name for name in ("first", "last") if hit[name] is not None]
        if start not in [hit.start(name) for name in ends]:
            continue
        told = [float(hit[name]) for name in ends]
        if len(told) == 1:
            return any(told[0] in (first, first + 1, last) for _, first, last in held)
        if _is_range(_label(hit), told[0], told[1], held):
            return True
    return False


def _label(hit: re.Match[str]) -> str:
    told = hit.groupdict()
    return (told.get("work") or told.get("ahead") or "").casefold()


def _is_range(label: str, start: float, stop: float, held: Collection[Position]) -> bool:
    return any(start in (first, first + 1) and stop == last and label in ("", work) for work, first, last in held)
