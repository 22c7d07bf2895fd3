"""A comparison as a tree of folders and files of both works: how much of each corresponds, and to which files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from appraisal.comparison import Side
from appraisal.dossier import Filed
from appraisal.span import Region, Span
from reports.document import Block, Line
from reports.extents import extents
from reports.places import number, percent
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.text import Printed, printable

INDENT = "\u2003"  # an em space a level
OPPOSITE = 3  # files of the other work that are named
UNITLESS = frozenset({"pixel", "file"})
Sums = dict[str, float]


@dataclass
class Node:
    """A folder or file: length held, in places of matches, and taken out, by unit; files under it, files opposite."""

    held: Sums = field(default_factory=lambda: defaultdict(float))
    matched: Sums = field(default_factory=lambda: defaultdict(float))
    taken: Sums = field(default_factory=lambda: defaultdict(float))
    is_folder: bool = True
    opposite: Counter[str] = field(default_factory=Counter)


def tree(desk: Desk, filed: Filed, most: int) -> Iterator[Block]:
    """A table a work. Folders sum up what lies under them, each unit (lines, bytes) by itself."""
    for side in ("left", "right"):
        nodes = _nodes(filed, "left" if side == "left" else "right")
        name = desk.named(desk.side(filed, "left" if side == "left" else "right"))
        rows = [_row(desk, path, node) for path, node in sorted(nodes.items(), key=lambda each: _key(each[0]))]
        head = [desk.say(f"col.{key}") for key in ("folder-or-file", "held", "corresponding", "share", "left-out")]
        yield desk.grid(
            [*head, desk.say("col.opposite")], rows[:most], widths=(3.2, 1.2, 1.3, 1.0, 1.2, 2.6), align="lrrrrl",
            caption=desk.say("tree-caption", work=name), result=result_of(filed),
        )  # fmt: skip
        if len(rows) > most:
            note = desk.say("rows-capped-record", shown=most, total=len(rows), record=filed.file)
            yield paragraph(note, "note", result_of(filed))


def _key(path: str) -> tuple[str, ...]:
    return tuple(path.split("/")) if path else ()


def _nodes(filed: Filed, side: Side) -> Mapping[str, Node]:
    """Every folder (``""`` is the work) and file by path."""
    found = filed.comparison
    other: Side = "right" if side == "left" else "left"
    matched: dict[str, list[Span]] = defaultdict(list)
    taken: dict[str, list[Span]] = defaultdict(list)
    opposite: dict[str, Counter[str]] = defaultdict(Counter)
    for match in found.matches:
        spans = dict(match.sides())
        there = {span.file for span in spans[other]}
        for file in {span.file for span in spans[side]}:
            opposite[file].update(there)
        for span in spans[side]:
            matched[span.file].append(span)
    for one in found.excluded:
        if one.side == side and one.span is not None:
            taken[one.span.file].append(one.span)
    lengths = extents(found)[side]
    nodes: dict[str, Node] = defaultdict(Node)
    for file in {*lengths, *matched, *taken}:
        unit, length = lengths.get(file, ("", 0.0))
        amounts = _amounts(matched[file], unit, length), _amounts(taken[file], unit, length)
        for path in _upward(file):
            node = nodes[path]
            _add(node.held, {unit: length} if unit and unit not in UNITLESS else {})
            _add(node.matched, amounts[0])
            _add(node.taken, amounts[1])
        nodes[file].is_folder, nodes[file].opposite = False, opposite[file]
    return nodes


def _upward(file: str) -> Iterator[str]:
    """The file, its folders, the work."""
    yield file
    while "/" in file:
        file = file.rpartition("/")[0]
        yield file
    yield ""


def _add(sums: Sums, more: Mapping[str, float]) -> None:
    for unit, size in more.items():
        sums[unit] += size


def _amounts(spans: list[Span], unit: str, whole: float) -> Sums:
    """Length of the union by unit; a whole file counts with its length, never more than there is."""
    sums: Sums = {}
    if any(span.unit == "file" for span in spans) and unit:
        sums[unit] = whole
        return sums
    for one in {span.unit for span in spans if span.unit not in UNITLESS}:
        size = Region([span for span in spans if span.unit == one]).length()
        sums[one] = min(size, whole) if one == unit and whole else size
    return sums


def _row(desk: Desk, path: str, node: Node) -> tuple[Line, ...]:
    depth = path.count("/") + 1 if path else 0
    name = printable(path.rpartition("/")[2]) if path else desk.say("tree-all")
    shown = Printed(INDENT * depth + name + ("/" if path and node.is_folder else ""))
    others = [file for file, _ in sorted(node.opposite.items(), key=lambda each: (-each[1], each[0]))]
    written = [printable(file) for file in others[:OPPOSITE]]
    if len(others) > OPPOSITE:
        written.append(desk.say("further-files", count=len(others) - OPPOSITE))
    return (
        text(shown, "strong" if node.is_folder else "plain"),
        text(_sizes(desk, node.held)),
        text(_sizes(desk, node.matched)),
        text(_shares(desk, node)),
        text(_sizes(desk, node.taken)),
        text(Printed("\n".join(written))) if written else text(desk.say("none")),
    )


def _sizes(desk: Desk, sums: Sums) -> Printed:
    parts = [
        desk.say("extent", length=number(round(size, 3)), unit=desk.known(f"unit.{unit}", unit))
        for unit, size in sorted(sums.items())
        if size
    ]
    return Printed(desk.say("semicolon").join(parts)) if parts else desk.say("none")


def _shares(desk: Desk, node: Node) -> Printed:
    parts = [percent(node.matched.get(unit, 0.0) / held) for unit, held in sorted(node.held.items()) if held]
    return Printed(desk.say("semicolon").join(parts)) if parts else desk.say("no-share")
