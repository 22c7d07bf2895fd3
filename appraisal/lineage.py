"""Which of several versions of one work another work agrees with (版本矩阵): span algebra over standing records.

Nothing is compared anew. Each record holds one version (left) against the same accused work (right); its places on the
right are one set of places a version. The sets cut one another into parts, each part agreeing with some versions and
not with others. A part that agrees with one version alone tells for that version, and against all others. Every figure
is a count or a length: there is no probability, and what the accused work lacks is no evidence of anything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from appraisal.clip import remaining
from appraisal.comparison import Comparison, Mask, Match
from appraisal.dossier import Extent, Lineage, VersionGroup, VersionMatrix, VersionRow
from appraisal.errors import RecordError
from appraisal.records import canonical
from appraisal.span import Region

EXTENTS = "extents"  # table of a record: how long each member is, by side


Parts = list[tuple[frozenset[int], Region]]


def cut(regions: Sequence[Region]) -> Parts:
    """The regions cut into parts that do not overlap, each with the regions (by number) that hold it.

    A whole file and places inside the same file are two parts: the places agree with both, the file as a whole with
    the one that holds it whole.
    """
    parts: Parts = []
    for number, region in enumerate(regions):
        finer: Parts = []
        rest = region
        for members, part in parts:
            both, only = part.overlap(region), part.without(region)
            if both:
                finer.append((members | {number}, both))
            if only:
                finer.append((members, only))
            rest = rest.without(part)
        if rest:
            finer.append((frozenset({number}), rest))
        parts = finer
    return parts


@dataclass(frozen=True, slots=True)
class _Tally:
    """One part counted: what an extent sums up."""

    places: int
    files: frozenset[str]
    lengths: Mapping[str, float]
    short: int


def _tally(region: Region, least: float) -> _Tally:
    files: set[str] = set()
    lengths: dict[str, float] = {}
    places = short = 0
    for span in region.spans():
        length = span.length
        if span.unit != "file" and length < least:
            short += 1
            continue
        places += 1
        files.add(span.file)
        lengths[span.unit] = lengths.get(span.unit, 0) + length
    return _Tally(places, frozenset(files), lengths, short)


def _sum(tallies: Sequence[_Tally]) -> Extent:
    lengths: dict[str, float] = {}
    for tally in tallies:
        for unit, length in tally.lengths.items():
            lengths[unit] = lengths.get(unit, 0) + length
    return Extent(
        sum(tally.places for tally in tallies),
        len(frozenset().union(*(tally.files for tally in tallies))),
        dict(sorted(lengths.items())),
        sum(tally.short for tally in tallies),
    )


def extent_of(regions: Iterable[Region], least: float = 0) -> Extent:
    """How much the places of ``regions`` are together; whole files are never too short."""
    return _sum([_tally(region, least) for region in regions])


def mask_of(found: Comparison) -> Mask:
    """All places that the record's exclusions and ancestors take out."""
    sides = (
        Region(e.span for e in found.excluded if e.side == side and e.span is not None) for side in ("left", "right")
    )
    return Mask(*sides)


def _region(matches: Iterable[Match]) -> Region:
    return Region(span for match in matches for span in match.all_right())


def matrix(named: Sequence[tuple[str, str]], regions: Sequence[Region], least: float = 0) -> VersionMatrix:
    """The matrix of versions, ``named`` by label and result id, over the places each shares with the accused work."""
    parts = [(members, _tally(part, least)) for members, part in cut(regions)]

    rows = tuple(
        VersionRow(
            label,
            result,
            shared=_sum([tally for members, tally in parts if number in members]),
            alone=_sum([tally for members, tally in parts if members == {number}]),
            against=_sum([tally for members, tally in parts if number not in members]),
        )
        for number, (label, result) in enumerate(named)
    )
    together: dict[frozenset[int], list[_Tally]] = {}
    for members, tally in parts:
        together.setdefault(members, []).append(tally)
    groups = tuple(
        VersionGroup(tuple(named[number][0] for number in sorted(members)), _sum(held))
        for members, held in sorted(together.items(), key=lambda item: (len(item[0]), sorted(item[0])))
    )
    counted = [row.against.places for row in rows]
    telling = len(rows) > 1 and any(counted)
    leading = tuple(row.label for row in rows if telling and row.against.places == min(counted))
    return VersionMatrix(rows, groups, leading)


def of(records: Sequence[tuple[str, Comparison]], *, kinds: Sequence[str] = (), least: float = 0) -> Lineage:
    """The lineage of the accused work on the right of all ``records`` (result id, record), in their order.

    ``RecordError`` unless all are complete records of one method in one version, with one set of parameters, over one
    and the same work on the right and different works on the left: anything else would compare unlike with unlike.
    """
    if not records:
        raise RecordError("a lineage needs a record of at least one version")
    first = records[0][1]
    for _, found in records:
        if found.status != "ok":
            raise RecordError(f"{found.left.label}: a comparison without result says nothing of lineage")
        same = (found.comparator, found.version, found.right) == (first.comparator, first.version, first.right)
        if not same or found.parameters != first.parameters:
            raise RecordError(f"{found.left.label}: not the same method, version, parameters and accused work")
    if len({found.left.label for _, found in records}) < len(records):
        raise RecordError("one version stands twice")
    named = [(found.left.label, result) for result, found in records]
    chosen = [[m for m in found.matches if not kinds or m.kind in kinds] for _, found in records]
    every = [_region(matches) for matches in chosen]
    beyond = [remaining(matches, mask_of(found))[1] for matches, (_, found) in zip(chosen, records, strict=True)]
    return Lineage(
        first.comparator,
        first.right.label,
        every=matrix(named, every, least),
        beyond=matrix(named, beyond, least),
        absent=_absent(first, every),
        kinds=tuple(kinds),
        least=least,
    )


def _absent(found: Comparison, regions: Sequence[Region]) -> Mapping[str, float]:
    """Length of the accused work, by unit, outside all ``regions``. Members of unknown length are left out."""
    union = Region(span for region in regions for span in region.spans())
    held: dict[tuple[str, str], float] = {}
    for span in union.spans():
        held[span.file, span.unit] = held.get((span.file, span.unit), 0) + span.length
    table = found.tables.get(EXTENTS)
    rows = table.get("right") if isinstance(table, Mapping) else None
    lengths: dict[str, float] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, list | tuple) or len(row) != 3 or not isinstance(row[2], int | float):
            continue
        file, unit, length = str(row[0]), str(row[1]), row[2]
        taken = length if union.holds_file(file) else held.get((file, unit), 0)
        lengths[unit] = lengths.get(unit, 0) + max(0, length - taken)
    return dict(sorted(lengths.items()))


def grouped(
    records: Iterable[tuple[str, Comparison]], claimed: Sequence[str], accused: Sequence[str]
) -> list[list[tuple[str, Comparison]]]:
    """Complete records of one method that can be read together: of one accused work, with one version and one set of
    parameters of the method. In the order of ``accused``, versions in the order of ``claimed``."""
    found: dict[tuple[int, str, str], list[tuple[str, Comparison]]] = {}
    for result, record in records:
        if record.status == "ok" and record.right.label in accused and record.left.label in claimed:
            key = accused.index(record.right.label), record.version, canonical(record.parameters)
            found.setdefault(key, []).append((result, record))
    listed = [found[key] for key in sorted(found)]
    for together in listed:
        together.sort(key=lambda item: claimed.index(item[1].left.label))
    return listed
