"""What experts say of a plot: its points, and of each point what is the same, what differs, what nobody owns.

Courts compare concrete plots after common motifs have been set aside (琼瑶 v 于正, (2014)三中民初字第07916号): so each
point has the expression of either work, and a judgement of a closed list. The program judges none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from appraisal.comparison import Match
from appraisal.errors import CaseError
from appraisal.intake.filling import fill, need
from appraisal.intake.words import Word
from appraisal.span import Span

MOST_POINTS = 500
MOST_WORDS = 20_000  # characters of one field


class Judgement(Word):
    """What an expert holds of one point."""

    SAME = "same", "相同或相似", "same or similar"
    DIFFERENT = "different", "不同", "different"
    COMMON = "common-stock", "公有、惯用或有限表达", "public domain, common stock or limited expression"
    ABSENT = "absent", "检材中无对应", "no counterpart in the accused work"
    UNSETTLED = "unsettled", "存疑", "unsettled"


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of one work, by what readers have: a file, the beginning of a chapter's name, pages or lines "3" or
    "3-5" (both included), characters "120-560" of the file (from 0, end not included). All that is given must hold."""

    file: str = ""
    chapter: str = ""
    pages: str = ""
    lines: str = ""
    characters: str = ""

    def __post_init__(self) -> None:
        fill(self)
        if not any((self.file, self.chapter, self.pages, self.lines, self.characters)):
            raise CaseError("spot: give a file, chapter, pages, lines or characters")
        for name in ("pages", "lines", "characters"):
            ends(getattr(self, name), f"spot, {name}")
        if (self.lines or self.characters) and not self.file and not (self.lines and self.pages):
            raise CaseError("spot: lines and characters need the file (or lines the page) that they are counted in")


@lru_cache(maxsize=256)  # asked of a spot for every match
def ends(words: str, where: str) -> tuple[int, int] | None:
    """First and last number of "3" or "3-5"; None of "". Raises ``CaseError`` for anything else."""
    if not words:
        return None
    first, _, last = words.replace("–", "-").partition("-")
    numbers = [first.strip(), (last or first).strip()]
    if not all(number.isdecimal() and number.isascii() and len(number) < 13 for number in numbers):
        raise CaseError(f"{where}: {words!r} is no number or range of numbers: write 3 or 3-5")
    start, stop = map(int, numbers)
    if stop < start:
        raise CaseError(f"{where}: {words!r} ends before it begins")
    return start, stop


@dataclass(frozen=True, slots=True)
class Point:
    """One plot point. ``expression``: how the claimed work tells it, in the expert's words. ``spots``: where."""

    id: str
    plot: str
    work: str
    expression: str = ""
    spots: tuple[Spot, ...] = ()

    def __post_init__(self) -> None:
        fill(self)
        need(self.id, "point, id", "give it a short name, e.g. P1")
        need(self.plot, f"point {self.id}, plot", "say in a few words what happens")
        need(self.work, f"point {self.id}, work", "name the label of the claimed work")
        if len(self.id) > 40:
            raise CaseError(f"point {self.id[:40]}…, id: at most 40 characters")
        short(self.id, self.plot, self.expression)

    def is_same(self, other: Point | None) -> bool:
        """Whether both are one point: of one id, one work and one happening, signs and spaces aside; what is judged of
        other words is another point. How the work tells it, and where, may be told better later."""
        return other is not None and self._named == other._named

    @property
    def _named(self) -> tuple[str, str, str]:
        return self.id, self.work, "".join(letter for letter in self.plot if letter.isalnum()).casefold()


def short(of: str, *words: str) -> None:
    """``CaseError`` for a field that no table has room for."""
    if any(len(each) > MOST_WORDS for each in words):
        raise CaseError(f"point {of}: a field is longer than {MOST_WORDS} characters: shorten it")


@dataclass(frozen=True, slots=True)
class Outline:
    """All points, in the order in which the claimed work tells them; the last one on file counts."""

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        fill(self)
        if not self.points or len(self.points) > MOST_POINTS:
            raise CaseError(f"outline: write 1 to {MOST_POINTS} points")
        ids = [point.id for point in self.points]
        if twice := [name for name in ids if ids.count(name) > 1]:
            raise CaseError(f"outline: point {twice[0]} stands there twice: keep one")


@dataclass(frozen=True, slots=True)
class PointFinding:
    """What one expert holds of one point against one accused work.

    ``expression``: how the accused work tells it; ``same``, ``different``, ``common``: what agrees, what differs, what
    nobody owns. ``spots``: where in the accused work. ``matches``: ids of matches that the expert relies on.
    """

    point: str
    accused: str
    judgement: Judgement
    expression: str = ""
    same: str = ""
    different: str = ""
    common: str = ""
    spots: tuple[Spot, ...] = ()
    matches: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.point, "finding, point", "name the point that it is about")
        need(self.accused, f"finding on {self.point}, accused", "name the label of the accused work")
        told = {
            Judgement.SAME: ("same", self.same),
            Judgement.DIFFERENT: ("different", self.different),
            Judgement.COMMON: ("common", self.common),
        }
        if self.judgement in told:
            field, words = told[self.judgement]
            need(
                words,
                f"finding on {self.point}, {field}",
                f"say what it is: {self.judgement} alone tells a reader nothing",
            )
        short(self.point, self.expression, self.same, self.different, self.common, self.note)


def panel_of(given: Iterable[PointFinding]) -> Judgement | None:
    """What all experts who judged a point agree on; ``UNSETTLED`` when they differ, None when nobody judged it."""
    held = {one.judgement for one in given}
    if not held:
        return None
    return held.pop() if len(held) == 1 else Judgement.UNSETTLED


def latest(rows: Iterable[tuple[str, PointFinding]]) -> dict[tuple[str, str], dict[str, PointFinding]]:
    """By point and accused work, what each expert said last. ``rows``: (expert, finding) in the order written."""
    found: dict[tuple[str, str], dict[str, PointFinding]] = {}
    for by, one in rows:
        found.setdefault((one.point, one.accused), {})[by] = one
    return found


Located = Mapping[tuple[str, str, float, float], tuple[Mapping[str, object], Mapping[str, object]]]


def lies_in(spot: Spot, side: str, span: Span, located: Located) -> bool:
    """Whether a place has anything in common with a spot, as far as the record says where the place is."""
    first, last = located.get((side, span.file, span.start, span.stop), ({}, {}))
    if spot.file and span.file != spot.file and not span.file.endswith("/" + spot.file):
        return False
    if spot.chapter and not any(str(place.get("chapter", "")).startswith(spot.chapter) for place in (first, last)):
        return False
    if (chars := ends(spot.characters, "")) and not (
        span.unit == "char" and span.start < chars[1] and chars[0] < span.stop
    ):
        return False
    for name, words in (("page", spot.pages), ("line", spot.lines)):
        if (asked := ends(words, "")) is not None:
            one, other = first.get(name), last.get(name)
            if name == "line" and span.unit == "line":
                one, other = span.start, span.stop - 1
            if not isinstance(one, int | float) or not isinstance(other, int | float):
                return False
            if name == "line" and not spot.file and first.get("page") != last.get("page"):
                continue  # lines begin anew on each page: the pages have been looked at
            if other < asked[0] or asked[1] < one:
                return False
    return True


def proposed(spots: Sequence[Spot], matches: Iterable[Match], located: Located) -> list[Match]:
    """Matches that begin, end or lie in one of the spots of the left work, the longest first."""
    found = [m for m in matches if any(lies_in(s, "left", span, located) for s in spots for span in m.all_left())]
    return sorted(found, key=lambda m: (-m.left.length, m.left.file, m.left.start, m.id))


Place = tuple[str, float]  # file and offset


def kendall(pairs: Sequence[tuple[Place, Place]]) -> float | None:
    """Kendall's tau-b of the orders on both sides (1 the same order, -1 the reverse), six digits; None below two pairs
    or where all are tied on a side. After Kendall (1945)."""
    agree, ties = 0, [0, 0]
    count = len(pairs) * (len(pairs) - 1) // 2
    for at, (left, right) in enumerate(pairs):
        for other_left, other_right in pairs[:at]:
            a = (left > other_left) - (left < other_left)
            b = (right > other_right) - (right < other_right)
            agree += a * b
            ties[0] += not a
            ties[1] += not b
    below: float = ((count - ties[0]) * (count - ties[1])) ** 0.5
    return round(agree / below, 6) if below else None
