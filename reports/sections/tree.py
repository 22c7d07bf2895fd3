"""Comparisons of two works as a tree of folders and files: how much of each corresponds, before and after deduction.

Each method has its own column; what lies under a folder is summed by length. Counted by place: lengths of matches and
exclusions in the record, not the method's own figures. Rows are bounded: what corresponds least is folded into a row
that says how much it stands for, so that nothing is left out of the sums.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.comparison import Side
from appraisal.dossier import Filed
from reports.accounts import SIDES, Account
from reports.document import Block, Line
from reports.extents import extents
from reports.indents import INDENT
from reports.places import number, percent
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.text import Printed, printable

WIDE = 12  # rows under one folder; the rest of it is one more
Sums = dict[str, float]


@dataclass
class Share:
    """Lengths by unit: corresponding, corresponding after deduction, and taken out."""

    matched: Sums = field(default_factory=lambda: defaultdict(float))
    remaining: Sums = field(default_factory=lambda: defaultdict(float))
    taken: Sums = field(default_factory=lambda: defaultdict(float))

    def add(self, one: Account) -> None:
        self.matched[one.unit] += one.matched
        self.remaining[one.unit] += one.remaining
        self.taken[one.unit] += one.taken


@dataclass
class Node:
    """A folder, a file (``files`` 1) or several of them folded: lengths held by unit, shares by comparison."""

    files: int = 0
    held: Sums = field(default_factory=lambda: defaultdict(float))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    opposite: Counter[str] = field(default_factory=Counter)
    is_folder: bool = False
    under: set[str] = field(default_factory=set)  # paths

    @property
    def interest(self) -> float:
        """What any method found here."""
        return max((sum(share.matched.values()) for share in self.shares.values()), default=0.0)


@dataclass(frozen=True, slots=True)
class Row:
    depth: int
    name: str
    node: Node
    folded: int = 0  # files that the row stands for and that no row names


OVER = "\u00a0/\u00a0"  # does not break: both shares stand on one line


def tree(desk: Desk, some: Sequence[Filed], most: int) -> Iterator[Block]:
    """A table a work, of comparisons of the same two works. At most ``most`` rows each, one at the least."""
    known = [filed for filed in some if any(extents(filed.comparison).values())]
    if not known:
        yield paragraph(desk.say("tree-none"))
        return
    alone = len(known) == 1
    made = {
        side: [_row(desk, row, known, alone=alone) for row in _rows(desk, _nodes(desk, known, side), most)]
        for side in SIDES
    }
    for side, rows in made.items():
        head = [desk.say("col.folder-or-file"), desk.say("col.held")]
        if alone:
            head += [desk.say("col.corresponding"), desk.say("col.left-out")]
        head += [desk.say("tree-share", method=desk.method_name(filed)) for filed in known]
        widths = (2.2, 1.1, *((1.1, 1.1) if alone else ()), *(1.6 for _ in known), 2.3)
        yield desk.grid(
            [*head, desk.say("col.opposite")],
            rows,
            widths=widths, align="l" + "r" * (len(widths) - 2) + "l",
            caption=desk.say("tree-caption", work=desk.named(desk.side(known[0], side))),
            result=result_of(known[0]) if alone else None,
            alike=[row for some in made.values() for row in some],
        )  # fmt: skip


def _nodes(desk: Desk, some: Sequence[Filed], side: Side) -> Mapping[str, Node]:
    """Every folder (``""`` is the work) and file by path."""
    nodes: dict[str, Node] = defaultdict(Node)
    seen: set[str] = set()
    for filed in some:
        lengths = extents(filed.comparison)[side]
        opposite = _opposite(filed, side)
        for file, one in desk.accounts(filed)[side].items():
            for path in _upward(file):
                node = nodes[path]
                if file not in seen:
                    node.files += 1
                    if one.length:
                        node.held[one.unit] += lengths[file][1]
                node.shares[filed.key].add(one)
                node.is_folder |= path != file
            nodes[file].opposite.update(opposite.get(file, {}))
            seen.add(file)
    for path in list(nodes):
        if path:
            nodes[path.rpartition("/")[0]].under.add(path)
    return nodes


def _opposite(filed: Filed, side: Side) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for match in filed.comparison.matches:
        here, there = (match.all_left(), match.all_right()) if side == "left" else (match.all_right(), match.all_left())
        others = {span.file for span in there}
        for file in {span.file for span in here}:
            found[file].update(others)
    return found


def _upward(file: str) -> Iterator[str]:
    """The file, its folders, the work."""
    yield file
    while "/" in file:
        file = file.rpartition("/")[0]
        if file:
            yield file
    yield ""


def _rows(desk: Desk, nodes: Mapping[str, Node], most: int) -> Iterator[Row]:
    """Folders are opened in the order of what corresponds in them while rows are left; the rest is folded."""
    opened: dict[str, tuple[list[str], list[str]]] = {}  # of a folder: paths with a row of their own, paths folded
    room = most - 1
    heap = [_rank(nodes, "")]
    while heap and room > 0:
        _, path = heapq.heappop(heap)
        under = sorted((_through(nodes, one) for one in nodes[path].under), key=lambda one: _rank(nodes, one))
        fits = min(len(under), WIDE, room) if len(under) <= min(WIDE, room) else min(WIDE, room) - 1
        shown, rest = under[:fits], under[fits:]
        if len(rest) == 1 and room > fits:
            shown, rest = under, []
        room -= len(shown) + bool(rest)
        opened[path] = sorted(shown, key=_key), rest
        for one in shown:
            if nodes[one].is_folder:
                heapq.heappush(heap, _rank(nodes, one))
    yield from _walk(desk, nodes, opened, "", 0)


def _walk(
    desk: Desk, nodes: Mapping[str, Node], opened: Mapping[str, tuple[list[str], list[str]]], path: str, depth: int,
    above: str = "",
) -> Iterator[Row]:  # fmt: skip
    node = nodes[path]
    name = printable(path.removeprefix(above)) + ("/" if node.is_folder else "") if path else desk.say("tree-all")
    yield Row(depth, name, node, 0 if path in opened or not node.is_folder else node.files)
    shown, rest = opened.get(path, ([], []))
    for one in shown:
        yield from _walk(desk, nodes, opened, one, depth + 1, f"{path}/" if path else "")
    if rest:
        joined = _joined(nodes[one] for one in rest)
        yield Row(depth + 1, desk.say("tree-rest", count=len(rest)), joined, joined.files)


def _rank(nodes: Mapping[str, Node], path: str) -> tuple[tuple[float, float], str]:
    """What corresponds most first, then what is largest."""
    node = nodes[path]
    return (-node.interest, -sum(node.held.values())), path


def _through(nodes: Mapping[str, Node], path: str) -> str:
    """Down through folders that hold nothing but one folder."""
    while len(nodes[path].under) == 1 and nodes[(inner := next(iter(nodes[path].under)))].is_folder:
        path = inner
    return path


def _key(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def _joined(some: Iterable[Node]) -> Node:
    made = Node(is_folder=True)
    for node in some:
        made.files += node.files
        for unit, size in node.held.items():
            made.held[unit] += size
        for key, share in node.shares.items():
            for name in ("matched", "remaining", "taken"):
                for unit, size in getattr(share, name).items():
                    getattr(made.shares[key], name)[unit] += size
    return made


def _row(desk: Desk, row: Row, some: Sequence[Filed], *, alone: bool) -> tuple[Line, ...]:
    node = row.node
    name = [text(Printed(INDENT * row.depth + row.name), "strong" if node.is_folder else "plain")]
    if row.folded:
        name.append(text(Printed(INDENT * row.depth + desk.say("tree-folded", count=row.folded))))
    others = [file for file, _ in sorted(node.opposite.items(), key=lambda each: (-each[1], each[0]))]
    share = node.shares.get(some[0].key, Share())
    return (
        stacked(*name),
        text(_sizes(desk, node.held)),
        *((text(_sizes(desk, share.matched)), text(_sizes(desk, share.taken))) if alone else ()),
        *(text(_shares(desk, node, node.shares.get(filed.key)), result=result_of(filed)) for filed in some),
        text(_opposite_words(desk, others)),
    )


def _opposite_words(desk: Desk, others: Sequence[str]) -> Printed:
    """The file of the other work that most matches lead to, and how many more there are."""
    if not others:
        return desk.say("none")
    return printable(others[0]) if len(others) == 1 else desk.say("tree-opposite", file=others[0], more=len(others) - 1)


def _sizes(desk: Desk, sums: Sums) -> Printed:
    """1405 lines; a number and its unit stay on one line."""
    parts = [
        desk.say(
            "extent", length=(shown := number(round(size, 3))), unit=desk.known(f"unit.{unit}", unit, shown)
        ).replace(" ", "\u00a0")
        for unit, size in sorted(sums.items())
        if size
    ]
    return Printed(desk.say("semicolon").join(parts)) if parts else desk.say("none")


def _shares(desk: Desk, node: Node, share: Share | None) -> Printed:
    """38.00% / 31.00%: before and after deduction, what is taken out leaving both numbers; a unit each."""
    parts = []
    for unit, held in sorted(node.held.items()):
        if not held or share is None:
            continue
        left = held - share.taken[unit]
        after = percent(share.remaining[unit] / left) if left > 0 else desk.say("none")
        parts.append(f"{percent(share.matched[unit] / held)}{OVER}{after}")
    return Printed(desk.say("semicolon").join(parts)) if parts else desk.say("no-share")
