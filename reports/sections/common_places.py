"""What two methods on texts have in common: the places that both count, one alone, the other alone, in characters.

From the places of the records, by span algebra: marks and spaces between the first and the last letter of a place
count here, and in no share. No sum and no share is made of two methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from appraisal.clip import regions, remaining
from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.lineage import mask_of
from appraisal.span import Region
from reports.accounts import SIDES
from reports.document import Block, Grid, Heading, Line
from reports.places import number
from reports.sections import paper
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.reviewed import mark
from reports.text import Printed

Both = tuple[Region, Region]


def parts(one: Region, other: Region) -> tuple[int, int, int]:
    """Characters that both hold, the first alone, the other alone."""
    common, mine, theirs = one.overlap(other), one.without(other), other.without(one)
    return (int(common.length(unit="char")), int(mine.length(unit="char")), int(theirs.length(unit="char")))


def every(filed: Filed) -> Both:
    return regions(filed.comparison.matches)


def left_over(filed: Filed) -> Both:
    """What exclusions and ancestors leave."""
    return remaining(filed.comparison.matches, mask_of(filed.comparison))


def accepted(filed: Filed, kinds: Iterable[str] | None = None) -> Both:
    """What they leave of the matches that experts accepted; ``kinds``: only these."""
    some: list[Match] = [
        match
        for match in filed.comparison.matches
        if filed.verdicts.get(match.id) is Verdict.ACCEPTED and (kinds is None or match.kind in kinds)
    ]
    return remaining(some, mask_of(filed.comparison))


def pairs(desk: Desk) -> list[tuple[Filed, Filed]]:
    """Methods on texts that count characters, two by two on the same works; leads count nothing."""
    some = [filed for filed in desk.found if _counts(desk, filed)]
    return [
        (one, other)
        for one, other in combinations(some, 2)
        if (one.comparison.left, one.comparison.right) == (other.comparison.left, other.comparison.right)
        and one.comparison.comparator != other.comparison.comparator
    ]


def tabled(desk: Desk, one: Filed, other: Filed) -> bool:
    """Whether a table says what these two have in common."""
    return any({one.key, other.key} == {first.key, second.key} for first, second in pairs(desk))


def _stated(filed: Filed) -> Mapping[str, object]:
    """What a sentence of an opinion counts of a method, where it does not count all."""
    said = filed.counting.get("zh", {}).get("stated")
    return said if isinstance(said, Mapping) else {}


def _counts(desk: Desk, filed: Filed) -> bool:
    said = filed.counting.get(desk.language, {}).get("sentences")
    return isinstance(said, dict) and "total" in said and not said.get("lead")


def machine(desk: Desk) -> Iterator[Block]:
    """Of each two methods, over all matches and after deduction."""
    found = pairs(desk)
    if found:
        yield Heading(2, desk.say("common-places"))
        yield paragraph(desk.say("common-places-note"), "note")
    for one, other in found:
        yield _grid(desk, one, other, (("all", every), ("filtered", left_over)), mark(desk, one, other))


def judged(desk: Desk) -> Iterator[Block]:
    """The same over what experts accepted of both."""
    found = [both for both in pairs(desk) if all(filed.accepted is not None for filed in both)]
    if found:
        yield Heading(2, desk.say("common-places"))
        yield paragraph(desk.say("common-places-note"), "note")
        if paper.opines(desk) and any("kinds" in stated for both in found for stated in map(_stated, both)):
            yield paragraph(desk.say("common-places-kinds"), "note")
    for one, other in found:
        yield _grid(desk, one, other, (("accepted", accepted),), desk.say("verified-mark"))


def _grid(
    desk: Desk, one: Filed, other: Filed, columns: Iterable[tuple[str, Callable[[Filed], Both]]], marked: Printed
) -> Grid:
    methods = [desk.method_name(filed) for filed in (one, other)]
    names = [
        desk.say("common-places-both"),
        *(desk.say("common-places-alone", method=method) for method in methods),
        desk.say("common-places-either"),
    ]
    cells: dict[Side, list[list[int]]] = {side: [] for side in SIDES}
    shown = list(columns)
    for _, places in shown:
        for side, mine, theirs in zip(SIDES, places(one), places(other), strict=True):
            counts = parts(mine, theirs)
            cells[side].append([*counts, sum(counts)])
    rows: list[tuple[Line, ...]] = []
    for at, name in enumerate(names):
        counted = [text(number(held[at]), result=result_of(one)) for side in SIDES for held in cells[side]]
        rows.append((text(name), *counted))
    comma = desk.say("semicolon")
    head = [desk.say("common-places-head")]
    head += [Printed(f"{desk.named(desk.side(one, side))}{comma}{desk.say(key)}") for side in SIDES for key, _ in shown]
    caption = Printed(f"{desk.say('listing-comma').join(map(desk.method, (one, other)))}{comma}{marked}")
    wide = tuple(1.3 for _ in head[1:])
    return desk.grid(head, rows, widths=(2.4, *wide), align="l" + "r" * len(wide), caption=caption)
