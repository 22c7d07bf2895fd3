"""Numbers of results by what they count and are of, and whether a number as written is one.

A count of places is no length, and a share neither: what a number is said to count (places, letters, per cent) is held
against the figures of its kind. A figure of which nobody knows what it counts goes with any word. So with sides: what
is said to be of a work is a figure of that work, or of none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import combinations

from appraisal.comparison import Match
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.gates.positions import Position, of_match
from appraisal.gates.things import counted, named
from appraisal.gates.values import within
from appraisal.keeping import lasting
from appraisal.span import Region

NUMBER = re.compile(r"0x[\da-f]+|\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?\s*[%％]?", re.IGNORECASE)
# What makes a number a share, behind it and before it, inside the link or out of it
SHARED = re.compile(
    r"\s*(?P<unit>[%％‰]|per\s?cent|pct\b|p\.\s?c\.|hundredths?\b|成(?![立为果分功员])|个?百分点)", re.IGNORECASE
)
SHARED_BEFORE = re.compile(r"百分之\s*\Z")
# Numerals that touch a number and so make another one of it: [75]万, 十[75], [75]², nine hundred and [75]
_LARGE = "[十百千万亿拾佰仟]"
_ONES = "[零〇二三四五六七八九两廿卅卌壹贰叁肆伍陆柒捌玖]"
_LARGE_EN = "dozen|hundred|thousand|million|billion"
_TOUCHES_BEHIND = re.compile(
    rf"[^\S\n]*{_LARGE}(?!一分|分(?!之))|{_ONES}(?![者书人部件边方侧作舍])|一(?={_LARGE})|\d|\.\d|k\b"
    rf"|[^\S\n]+(?:{_LARGE_EN})s?\b"
)
_TOUCHES_BEFORE = re.compile(
    rf"(?<![a-z\d])\d+[.·]?\Z|(?<![第图表例章之其])(?:{_LARGE}|{_ONES}|(?<![统唯同单逐均任合不专归])一)[^\S\n]*\Z"
    rf"|\b(?:{_LARGE_EN})s?(?:[^\S\n]+and)?[^\S\n]+\Z"
    r"|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -]\Z"
)
_MULTIPLE = re.compile(r"\s*[倍番](?![率速频镜])|-?fold\b|\s+times\s+(?:as|more|the)\b")
_PLACES = r"(?:places?|passages?|match(?:es)?)\b|处|[项个条]匹配|段"
_LENGTHS = r"(?:letters?|characters?|words?|bytes?|seconds?|pixels?)\b|字|词|秒|像素"
_BEHIND = (
    rf"\s*(?:(?:of|such|shared|common|accepted|same|[a-z]+ed)\s+)?(?:(?P<places>{_PLACES})|(?P<lengths>{_LENGTHS}))"
)
BEHIND = re.compile(_BEHIND, re.IGNORECASE)
_COUNT_KEY = re.compile("passage|place|match|pair")
_LENGTH_KEY = re.compile("letter|character|word|byte|zi|length|longest|second|pixel")

CLOSE = 1e-6  # that a quotient is a share as a record has it, which keeps so many digits
_OF_SO_MANY = re.compile(r"(?P<part>\d+)(?:/| of )(?P<whole>\d+)")
_SIDE_KEY = re.compile("(?:^|_)(left|right)$")
# Words by which the name of a figure tells a part from the total of which it is one: common_letters_of_left
_PARTS = frozenset({"common", "with", "matched", "shared", "paired", "corresponding", "aligned", "equal", "identical"})


@dataclass(frozen=True, slots=True)
class Number:
    """One figure. ``kind``: a share, count or length, or rest where nobody knows what it counts; ``side``: label of the
    work that it is of, empty of both or none; ``total``: of which other figures of the record are parts; ``of``: the
    things (``things``) that its name says it counts, or that a share is made of; ``words``: those of its name."""

    value: float
    kind: str
    side: str = ""
    total: bool = False
    of: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of a result. ``things``: words of what is counted, of whatever number; ``longest``, ``shortest``: the
    numbers of the longest and shortest places of a record, where this is one or one of them; ``nth``: which of the
    places of a record this is, as the record lists them or as they stand in either work; ``pairs``: so many of so many,
    as a place tells them (46/48); ``works``: labels of the two works that a whole record compares, of none but such;
    ``positions``: where the places lie in the works, told by characters."""

    numbers: frozenset[Number] = frozenset()
    things: frozenset[str] = frozenset()
    longest: frozenset[float] = frozenset()
    shortest: frozenset[float] = frozenset()
    nth: frozenset[int] = frozenset()
    pairs: frozenset[tuple[float, float]] = frozenset()
    works: frozenset[str] = frozenset()
    positions: frozenset[Position] = frozenset()

    @classmethod
    def of(
        cls,
        kind: str,
        values: Iterable[float],
        side: str = "",
        *,
        total: bool = False,
        things: frozenset[str] = frozenset(),
    ) -> Figures:
        """Numbers of one kind."""
        return cls(frozenset(Number(float(value), kind, side, total, things) for value in values))

    def __or__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, one.name) | getattr(other, one.name) for one in fields(self)))

    def agrees(self, written: str, behind: str = "", sides: Collection[str] = ()) -> bool:
        """Whether a number as written is one of these, of what the text ``behind`` it says that it counts.

        ``sides``: labels of the works that it is said to be of; none where nobody says."""
        return bool(self.meant(written, behind, sides))

    def meant(self, written: str, behind: str = "", sides: Collection[str] = ()) -> frozenset[Number]:
        """The numbers that one as written can be: see ``agrees``."""
        held = frozenset(one for one in self.numbers if not sides or one.side in {"", *sides})
        if written.casefold().startswith("0x"):
            return frozenset(one for one in held if one.kind != "share" and one.value == int(written, 16))
        plain = re.sub(r"[,，\s%％成]", "", written)
        places, value = len(plain.partition(".")[2]), float(plain)
        if (tenths := written.endswith("成")) or written.rstrip().endswith(("%", "％")):
            of_shares, by = (("share",), 10) if tenths else (("share", "rest"), 100)
            return frozenset(one for one in held if one.kind in of_shares and round(one.value * by, places) == value)
        kinds = _kinds(behind)
        if thing := counted(behind):
            held = self.counting(held, thing)
        if places:
            return frozenset(one for one in held if one.kind in {*kinds, "share"} and round(one.value, places) == value)
        return frozenset(
            one
            for one in held
            if one.kind in kinds and (one.value == value or (one.value > 1 and round(one.value) == value))
        )

    def counting(self, some: Iterable[Number], thing: str) -> frozenset[Number]:
        """Those of some numbers that count such things: their names say so; where no figure's name does, and what the
        record is of (its method, the kinds of its matches) does, those that count nobody knows what."""
        told = frozenset(one for one in some if thing in one.of)
        if any(thing in one.of for one in self.numbers):
            return told
        return frozenset(one for one in some if not one.of) if thing in named(self.things) else told


def touched(before: str, behind: str) -> bool:
    """Whether a numeral or a multiplier touches a number: what is read there is another number than the one bound."""
    return _TOUCHES_BEHIND.match(behind) is not None or _TOUCHES_BEFORE.search(before[-24:]) is not None


def multiplies(behind: str, meant: Iterable[Number]) -> bool:
    """Whether a number is put as a multiple that can only be a count or a length."""
    return _MULTIPLE.match(behind) is not None and all(one.kind in ("count", "length") for one in meant)


def _kinds(behind: str) -> Collection[str]:
    unit = BEHIND.match(behind)
    if unit is None:
        return ("count", "length", "rest")
    return ("rest", "count") if unit["places"] else ("rest", "length")


NO_FIGURES = Figures()


def are_parts(parts: Iterable[Number], wholes: Collection[Number], *, beside: bool = False) -> bool:
    """Whether a record has a part and the total that it is of among these: of one kind, and of no two works.

    ``beside``: they are of two results, as a match is a part of what all matches make."""
    return any(
        not part.total
        and (whole.total or beside)
        and part.kind == whole.kind
        and part.value <= whole.value
        and (part.side == whole.side or not (part.side and whole.side))
        for part in parts
        for whole in wholes
    )


@lasting
def figures_of(filed: Filed) -> Figures:
    """Every number that a record states: shares, values, counts of matches and verdicts, lengths."""
    found = filed.comparison
    labels = (found.left.label, found.right.label)
    told = (found.comparator, *(one for match in found.matches for one in (match.kind, match.left.unit)))
    held = Figures(things=_things(told)) | Figures.of("count", (len(found.matches), len(filed.verdicts)), total=True)
    for measures in (found.all, found.filtered, filed.accepted, filed.before_late):
        if measures is not None:
            shares = (measures.coverage_of_left, measures.coverage_of_right)
            made: frozenset[str] = frozenset()
            for label, side, share in zip(labels, ("left", "right"), shares, strict=True):
                if share is not None:
                    made = _made_of(measures.values, side, share)
                    held |= Figures.of("share", (share,), label, things=made)
            values = figures_in(measures.values, labels)  # how long passages are is counted as the shares are
            lengths = (replace(n, of=made) if n.kind == "length" and not n.of else n for n in values.numbers)
            held |= replace(values, numbers=frozenset(lengths))
    for verdict in set(filed.verdicts.values()):
        chosen = [match for match in found.matches if filed.verdicts.get(match.id) is verdict]
        held |= Figures.of("count", (len(chosen),))
        sides = ([s for m in chosen for s in m.all_left()], [s for m in chosen for s in m.all_right()])
        for label, spans in zip(labels, sides, strict=True):
            held |= Figures.of("length", (Region(spans).length(),), label, things=named({one.unit for one in spans}))
    longest, shortest = (frozenset().union(*some.values()) for some in extremes(filed))
    lie = frozenset().union(*(of_match(one, labels) for one in found.matches))
    return replace(held, longest=longest, shortest=shortest, works=frozenset(labels), positions=lie)


@lasting
def extremes(filed: Filed) -> tuple[dict[str, frozenset[float]], dict[str, frozenset[float]]]:
    """The longest and the shortest matches of a record by id, among all and among those that were accepted, and the
    numbers by which they are: all of one whose span is, of another those of its method's measures of length in which it
    is (its hanzi, where punctuation lengthens the span of another)."""
    every = filed.comparison.matches
    accepted = [one for one in every if filed.verdicts.get(one.id) is Verdict.ACCEPTED]
    found: tuple[dict[str, frozenset[float]], dict[str, frozenset[float]]] = ({}, {})
    for some in (every, accepted):
        spans = [max(one.left.length, one.right.length) for one in some]
        measures = [*_lengths(some)]
        for kept, end in zip(found, (max, min), strict=True):
            for at, one in enumerate(some):
                held = {float(told[at]) for told in measures if told[at] == end(told) > 0}
                if spans[at] == end(spans):
                    held |= {n.value for n in figures_of_match(one).numbers}
                if held:
                    kept[one.id] = kept.get(one.id, frozenset()) | held
    return found


def _lengths(some: Sequence[Match]) -> Iterator[list[float]]:
    """Each measure of length that the method tells of all of these, one number a match."""
    for name in some[0].details if some else ():
        told = [one.details.get(name) for one in some]
        numbers = [one for one in told if isinstance(one, int | float) and not isinstance(one, bool)]
        if _LENGTH_KEY.search(name) and len(numbers) == len(some):
            yield numbers


def figures_of_match(match: Match, labels: Sequence[str] = ()) -> Figures:
    """The numbers of a match: that it is one, its lengths, what its method says of it."""
    held = Figures.of("count", (1,)) | figures_in(match.details, labels)
    for label, span in zip(labels or ("", ""), (match.left, match.right), strict=True):
        held |= Figures.of("length", (span.length,), label, things=named((span.unit,)))
    return replace(held, positions=of_match(match, labels or ("", "")))


def of_note(filed: Filed, match: str) -> Figures:
    """What a note at a match may say without a link: the numbers of that match, and by how many its sides differ; the
    shares of its record, and how many matches that has."""
    found = filed.comparison
    held = replace(figures_of(filed), longest=frozenset(), shortest=frozenset())
    held = replace(held, numbers=frozenset(n for n in held.numbers if n.kind == "share" or (n.total and not n.words)))
    for one in (one for one in found.matches if one.id == match):
        own = figures_of_match(one, (found.left.label, found.right.label))
        told = (_OF_SO_MANY.match(text) for _, text in within(one.details, str))
        pairs = frozenset((float(hit["part"]), float(hit["whole"])) for hit in told if hit)
        held |= replace(own, pairs=pairs) | Figures(frozenset(_apart(own)))
    return held


def _apart(held: Figures) -> Iterator[Number]:
    """By how many the sides of a match differ, for each thing that is counted of both."""
    counts = [one for one in held.numbers if one.side and one.of]
    for one, other in combinations(counts, 2):
        if one.side != other.side and one.kind == other.kind and one.of == other.of:
            yield replace(one, value=abs(one.value - other.value), side="")


def figures_in(value: object, labels: Sequence[str] = ()) -> Figures:
    """Every number within a value of a record, by what the name of its field says that it counts, and of which of the
    works with these ``labels``, left and right."""
    held = [(name, float(one), type(one)) for name, one in within(value, int | float) if not isinstance(one, bool)]
    names = frozenset(name for name, _, _ in held)
    totals = _totals(names)
    numbers: set[Number] = set()
    for name, one, typed in held:
        if typed is float and 0 <= one <= 1:
            kind = "share"
        elif _LENGTH_KEY.search(name):
            kind = "length"
        else:
            kind = "count" if _COUNT_KEY.search(name) else "rest"
        side = _SIDE_KEY.search(name) if labels else None
        label = labels[side[1] == "right"] if side is not None else ""
        words = _things((name,))
        numbers.add(Number(one, kind, label, name in totals, named(words), words))
    return Figures(frozenset(numbers), _things(names))


@lru_cache(maxsize=256)
def _totals(names: frozenset[str]) -> frozenset[str]:
    """Names of figures of which other figures among these are parts."""
    return frozenset(total for _, total in _pairs(names))


def _pairs(names: Collection[str]) -> list[tuple[str, str]]:
    """Names of a part and of the total that it is of (common_lines_of_left, lines_of_left)."""
    bare = {name: "_".join(word for word in name.split("_") if word not in _PARTS) for name in names}
    return [(name, one) for name, one in bare.items() if one != name and one in bare]


def _made_of(values: Mapping[str, object], side: str, share: float) -> frozenset[str]:
    """Things of which a share of one side is made: those whose part and total give it."""
    told = {name: one for name, one in values.items() if isinstance(one, int | float) and name.endswith(side)}
    made = [part for part, total in _pairs(told) if told[total] and abs(told[part] / told[total] - share) < CLOSE]
    return frozenset().union(*(named(_things((name,))) for name in made))


def _things(told: Iterable[str]) -> frozenset[str]:
    """Words within names of fields, kinds and units, in the singular."""
    return frozenset().union(*map(_words, told))


@lru_cache(maxsize=1024)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in re.findall("[a-z]+", name.casefold()))


def numbers_in(filed: Filed | None, parameters: Mapping[str, object]) -> Figures:
    """Every number of a record, with those of the parameters that it was made with."""
    return (figures_of(filed) if filed is not None else NO_FIGURES) | figures_in(parameters)
