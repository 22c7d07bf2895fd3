"""Deduction, composition and lineage in a template's part: of what files are made up, what lies beyond the public base,
and which of several versions the accused work agrees with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from appraisal.comparison import Ancestor, Comparison, Reason
from appraisal.controls.figures import interval
from appraisal.dossier import Extent, Filed, Lineage, Role, VersionRow
from appraisal.profile import Ancestors, Composition, Reading, Versions
from appraisal.span import LINEAR
from reports.accounts import SIDES, Account
from reports.document import Block, Heading, Line, Paragraph
from reports.extents import not_compared
from reports.places import number, percent
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.part_tables import Absent, machine_sentence, records
from reports.sections.reviewed import mark, mark_of
from reports.text import Printed, printable

UNREAD, SKIPPED = "unread", "skipped"  # observations that the engine makes of members nobody could compare


def composition(desk: Desk, item: Composition) -> Iterator[Block | Absent]:
    """Files of each work by what they are made up of. What no record can say (who wrote a file) stands as own."""
    for filed in records(desk, item.comparator):
        if not isinstance(filed, Filed):
            yield filed
            continue
        held = desk.accounts(filed)
        counted = [_composed(desk, filed.comparison, side, held[side]) for side in SIDES]
        rows = [
            (text(key), *(text(part.get(key, Printed("0")), result=result_of(filed)) for part in counted))
            for key in dict.fromkeys(key for part in counted for key in part)
        ]
        head = [desk.say("col.composition"), *(desk.named(desk.side(filed, side)) for side in SIDES)]
        caption = desk.say("composition-caption", method=desk.method(filed), mark=mark(desk, filed))
        yield desk.grid(head, rows, widths=(2.4, 2.0, 2.0), align="lrr", caption=caption, result=result_of(filed))
        yield paragraph(desk.say("composition-note"), "note")


def _composed(desk: Desk, found: Comparison, side: str, files: Mapping[str, Account]) -> dict[str, Printed]:
    unread = [seen for seen in found.observations if seen.side == side and seen.kind in (UNREAD, SKIPPED)]
    absent = {seen.span.file for seen in unread}
    made: dict[str, Printed] = {}
    own = [one for file, one in files.items() if not one.gone and file not in absent]
    partly = [one for one in own if one.taken]
    made[desk.say("composition-own")] = _made_of(desk, own)
    made[desk.say("composition-partly")] = _made_of(desk, partly)
    for reason in Reason:
        gone = [one for file, one in files.items() if one.gone and one.reason == reason and file not in absent]
        if gone or reason in (Reason.COMMON_SOURCE, Reason.THIRD_PARTY, Reason.TOOL_GENERATED):
            made[desk.say("composition-reason", reason=desk.say(f"reason.{reason.value}"))] = _made_of(desk, gone)
    for why in dict.fromkeys(["encrypted", "unreadable", *(_why(seen.details, seen.kind) for seen in unread)]):
        count = sum(_why(seen.details, seen.kind) == why for seen in unread)
        made[desk.known(f"composition.{why}", desk.cause(why))] = Printed(str(count))
    return made


def _why(details: Mapping[str, object], kind: str) -> str:
    return str(details.get("reason") or kind)


def _made_of(desk: Desk, files: Sequence[Account]) -> Printed:
    lengths: dict[str, float] = {}
    for one in files:
        if one.unit in LINEAR:
            lengths[one.unit] = lengths.get(one.unit, 0.0) + one.length
    said = [desk.say("count-files", count=len(files))]
    said += [
        Printed(f"{number(length)} {desk.known(f'unit.{unit}', unit, number(length))}")
        for unit, length in lengths.items()
    ]
    return Printed(desk.say("semicolon").join(said))


# --- the public base --------------------------------------------------------------------------------------------------


def ancestors(desk: Desk, item: Ancestors) -> Iterator[Block | Absent]:
    """For each method a factual sentence on what the accused work shares with the claimed one, and not with an
    ancestor. The tables behind it are those of the section on ancestors."""
    every = dict.fromkeys(filed.comparison.comparator for filed in desk.current)
    for comparator in item.comparators or every:
        told: set[Printed] = set()  # the same is said once of a method, whatever it compared
        for filed in records(desk, comparator):
            if not isinstance(filed, Filed):
                yield filed
            elif not filed.comparison.ancestors:
                if (said := _undivided(desk, filed)) not in told:
                    told.add(said)
                    yield paragraph(said, "note", result_of(filed))
            else:
                for ancestor in filed.comparison.ancestors:
                    yield _beyond(desk, filed, ancestor)


def _undivided(desk: Desk, filed: Filed) -> Printed:
    """Why a record does not divide what corresponds by a common ancestor: none was received, the method could not read
    the one that was, or it does not divide."""
    method, found = desk.method(filed), filed.comparison
    received = [work.label for work in desk.dossier.works if work.role is Role.ANCESTOR]
    if not received:
        return desk.say("part-no-ancestor", method=method)
    comma = desk.say("listing-comma")
    unread = {row[0]: row[1:] for row in not_compared(found) if row[0] in received and not row[1]}
    if unread:
        why = dict.fromkeys(desk.told(reason, message) for _, reason, message in unread.values())
        named = Printed(comma.join(map(desk.named, unread)))
        return desk.say("part-ancestor-unread", method=method, ancestors=named, why=Printed(comma.join(why)))
    count = sum(one.reason is Reason.COMMON_SOURCE and one.work in received for one in found.excluded)
    named = Printed(comma.join(map(desk.named, received)))
    return desk.say("part-ancestor-undivided", method=method, ancestors=named, count=count)


def _beyond(desk: Desk, filed: Filed, ancestor: Ancestor) -> Paragraph:
    only, all_three = (ancestor.right.get(key, 0) for key in ("shared_with_other_only", "shared_by_all_three"))
    units = {span.unit for match in filed.comparison.matches for span in match.all_right()} - {"file"}
    unit = desk.say(f"unit.{units.pop()}") if len(units) == 1 else desk.say("unit-own")
    said = desk.say(
        "beyond-ancestor",
        method=desk.method(filed),
        left=desk.named(filed.comparison.left.label),
        right=desk.named(filed.comparison.right.label),
        ancestor=desk.named(ancestor.label),
        total=number(only + all_three),
        shared=number(all_three),
        only=number(only),
        unit=unit,
    )
    return machine_sentence(desk, said, result_of(filed))


# --- versions ---------------------------------------------------------------------------------------------------------


def versions(desk: Desk, item: Versions) -> Iterator[Block | Absent]:
    for reading in item.readings:
        found = [one for one in desk.dossier.lineages if _reads(one, reading)]
        title = reading.caption.read(desk.language) if reading.caption else desk.called(reading.comparator)
        yield Heading(2, printable(title))
        if not found:
            yield from (one for one in records(desk, reading.comparator) if isinstance(one, Absent))
        for lineage in found:
            yield from _lineage(desk, lineage)


def _reads(found: Lineage, reading: Reading) -> bool:
    return (found.comparator, found.kinds, found.least) == (reading.comparator, reading.kinds, reading.least)


def _lineage(desk: Desk, found: Lineage) -> Iterator[Block]:
    accused = desk.named(found.accused)
    for key, matrix in (("matrix-every", found.every), ("matrix-beyond", found.beyond)):
        rows = [
            (
                stacked(text(version(desk, row.label)), text(row.result, "code", row.result)),
                *(_extent(desk, extent, row.result) for extent in (row.shared, row.alone, row.against)),
                *(text(share, result=row.result) for share in _shares(desk, found, row, key)),
            )
            for row in matrix.rows
        ]
        names = ("version", "shared", "shared-alone", "shared-against")
        head = [desk.say(f"col.{name}", accused=accused) for name in (*names, "both-shares")]
        marked = mark_of(desk, (row.result for row in matrix.rows))
        caption = Printed(f"{desk.say(key, accused=accused)}{desk.say('semicolon')}{marked}")
        yield desk.grid(head, rows, widths=(1.6, 1.7, 1.7, 1.7, 1.6), align="lrrrr", caption=caption)
    if len(found.beyond.groups) > 1:
        yield _group_table(desk, found)
    yield _statement(desk, found)
    kinds = _kinds(desk, found)
    if found.absent:
        key = "lineage-absent-kinds" if kinds else "lineage-absent"
        said = desk.say(key, accused=accused, length=_lengths(desk, found.absent), kinds=kinds)
        yield machine_sentence(desk, said, found.every.rows[0].result)
    if kinds:
        yield paragraph(_of_kinds(desk, found, kinds), "note", found.every.rows[0].result)
    short = sum(row.shared.short for row in found.beyond.rows)
    if found.least:
        said = desk.say("lineage-least", least=number(found.least), count=short)
        yield paragraph(said, "note", found.every.rows[0].result)
    yield paragraph(desk.say("lineage-note"), "note")


def _filed(desk: Desk, found: Lineage) -> list[Filed]:
    """The records that a lineage reads."""
    results = {row.result for row in found.every.rows}
    return [one for one in desk.current if result_of(one) in results]


def _kinds(desk: Desk, found: Lineage) -> Printed:
    """The kinds of match that a lineage counts, in the words of the method; empty where it counts all."""
    held = _filed(desk, found)[:1]
    return Printed(desk.say("listing-comma").join(desk.label(one, kind) for one in held for kind in found.kinds))


def _of_kinds(desk: Desk, found: Lineage, kinds: Printed) -> Printed:
    """Why the sums of a lineage that counts some kinds are not those of all that the method found."""
    others = sum(match.kind not in found.kinds for one in _filed(desk, found) for match in one.comparison.matches)
    return desk.say("lineage-kinds", kinds=kinds, method=desk.called(found.comparator), count=others)


def version(desk: Desk, label: str) -> Printed:
    """样本 A1，版本 1.4"""
    work = desk.works.get(label)
    if work is None or not work.version:
        return desk.named(label)
    return Printed(f"{desk.named(label)}{desk.say('comma')}{desk.say('version', version=work.version)}")


def _extent(desk: Desk, extent: Extent, result: str) -> Line:
    said = desk.say("extent-places", places=extent.places, files=extent.files)
    lengths = _lengths(desk, extent.lengths)
    return stacked(text(said, result=result), text(lengths, result=result)) if extent.places else text(said)


def _lengths(desk: Desk, lengths: Mapping[str, float]) -> Printed:
    said = [
        desk.say("whole-files", count=int(length))
        if unit == "file"
        else Printed(f"{number(length)} {desk.known(f'unit.{unit}', unit, number(length))}")
        for unit, length in lengths.items()
    ]
    return Printed(desk.say("semicolon").join(said)) or desk.say("none")


def _shares(desk: Desk, found: Lineage, row: VersionRow, key: str) -> list[Printed]:
    """Both shares of the version's own record, each of its own work; for a choice of kinds there are none."""
    filed = next((one for one in desk.current if result_of(one) == row.result), None)
    if filed is None or found.kinds:
        return [desk.say("no-share")]
    measures = filed.comparison.all if key == "matrix-every" else filed.comparison.filtered
    both = (measures.coverage_of_left, measures.coverage_of_right)
    return [Printed(" / ".join(desk.say("no-share") if share is None else percent(share) for share in both))]


def _group_table(desk: Desk, found: Lineage) -> Block:
    comma = desk.say("listing-comma")
    rows = [
        (
            text(Printed(comma.join(version(desk, label) for label in group.labels))),
            text(number(group.extent.places)),
            text(number(group.extent.files)),
            text(_lengths(desk, group.extent.lengths)),
        )
        for group in found.beyond.groups
    ]
    head = [desk.say(f"col.{name}") for name in ("agrees-with", "places-count", "files", "lengths")]
    caption = desk.say("groups-caption", accused=desk.named(found.accused))
    return desk.grid(head, rows, widths=(3.0, 0.9, 0.9, 2.2), align="lrrr", caption=caption)


def _statement(desk: Desk, found: Lineage) -> Block:
    """The statement of lineage over what deduction leaves: counts for and against each version, no probability."""
    matrix, accused = found.beyond, desk.named(found.accused)
    result = matrix.rows[0].result
    method = next((desk.method(one) for one in _filed(desk, found)), desk.called(found.comparator))
    values = {"accused": accused, "comparator": method}
    if len(matrix.rows) == 1:
        only = version(desk, matrix.rows[0].label)
        return machine_sentence(desk, desk.say("lineage-one", version=only, **values), result)
    told = Printed(desk.say("semicolon").join(_told(desk, row) for row in matrix.rows))
    if not matrix.leading:
        return machine_sentence(desk, desk.say("lineage-none", told=told, **values), result)
    leading = [row for row in matrix.rows if row.label in matrix.leading]
    if len(leading) > 1:
        named = Printed(desk.say("listing-comma").join(version(desk, row.label) for row in leading))
        return machine_sentence(desk, desk.say("lineage-several", versions=named, told=told, **values), result)
    row = leading[0]
    if not tells(row):
        said = desk.say("lineage-even", version=version(desk, row.label), told=told, **values)
        return machine_sentence(desk, said, row.result)
    said = desk.say("lineage-leading", version=version(desk, row.label), alone=row.alone.places,
                    against=row.against.places, told=told, **values)  # fmt: skip
    if row.against.places:
        said = Printed(said + desk.say("lineage-mixed"))
    return machine_sentence(desk, said, row.result)


def tells(row: VersionRow) -> bool:
    """Whether places tell for a version: three times as many as against it, and more than an even chance would give.

    The second: the lower limit of the 95 % interval (Clopper-Pearson) of the share that tells for it is above one half.
    An unrelated product of the same kind also shares something with one version or another, about evenly.
    """
    alone, against = row.alone.places, row.against.places
    return alone >= 3 * against and interval(alone, alone + against)[0] > 0.5


def _told(desk: Desk, row: VersionRow) -> Printed:
    return desk.say(
        "lineage-told", version=version(desk, row.label), alone=row.alone.places, against=row.against.places
    )
