"""From correspondences to matches: lines of both places, blocks in step, and what kind of change lies between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from appraisal.comparison import JSON, Match
from appraisal.span import Span, line
from comparators.code.structure.aligning import Level, Step
from comparators.code.structure.correspondence import Correspondence, threshold
from comparators.code.structure.features import StructureFeatures, UnitKind
from comparators.code.structure.side import Side
from comparators.code.structure.vocabulary import number

KINDS = ("identical", "renamed", "rearranged", "altered", "split", "merged")
LEVELS = {Level.WRITTEN: "as_written", Level.NORMAL: "renamed", Level.SHAPE: "rewritten", Level.CHANGED: "changed"}
LOOP, IF, SWITCH = number("loop"), number("if"), number("switch")
UNITS = {UnitKind.FUNCTION: "function", UnitKind.OUTSIDE: "outside", UnitKind.FILE: "file"}


def matches(found: Sequence[Correspondence], left: Side, right: Side) -> Iterator[Match]:
    """One a correspondence; of several with the same places (functions in one line) the one with the most tokens."""
    least = threshold(left, right)
    homes = _homes(found, left, right), {b: a for b, a in _homes(_turned(found), right, left).items()}
    kept: dict[tuple[Span, Span, str], Match] = {}
    for one in found:
        match = _match(one, left, right, least, homes)
        if match is None:
            continue
        place = match.left, match.right, match.kind
        if place in kept:
            match = _joined(kept[place], match)
        kept[place] = match
    yield from kept.values()


def _turned(found: Sequence[Correspondence]) -> list[Correspondence]:
    return [Correspondence(one.right, one.left, one.steps, one.bits, one.sort) for one in found]


def _homes(found: Sequence[Correspondence], left: Side, right: Side) -> dict[int, int]:
    """The file of the right side that has most statements of each file of the left one."""
    counts: dict[int, Counter[int]] = {}
    for one in found:
        counts.setdefault(int(left.file[one.left]), Counter())[int(right.file[one.right])] += len(one.steps)
    return {
        file: min(counter, key=lambda other: (-counter[other], right.names[other] != left.names[file], other))
        for file, counter in counts.items()
    }


def _match(
    one: Correspondence, left: Side, right: Side, least: float, homes: tuple[dict[int, int], dict[int, int]]
) -> Match | None:
    files = int(left.file[one.left]), int(right.file[one.right])
    mine, theirs = left.files[files[0]], right.files[files[1]]
    units = int(left.local[one.left]), int(right.local[one.right])
    blocks = tuple(_blocks(one.steps, mine, theirs))
    if not blocks:
        return None
    a = line(left.names[files[0]], int(mine.unit_first[units[0]]), int(mine.unit_last[units[0]]) + 1)
    b = line(right.names[files[1]], int(theirs.unit_first[units[1]]), int(theirs.unit_last[units[1]]) + 1)
    tokens = [int(f.statement_tokens[list(n)].sum()) for f, n in (
        (mine, (s.left for s in one.steps)), (theirs, (s.right for s in one.steps)))]  # fmt: skip
    counts = Counter(LEVELS[step.level] for step in one.steps)
    alone = len(left.statements(one.left)) - len(one.steps), len(right.statements(one.right)) - len(one.steps)
    details: dict[str, JSON] = {
        "function_of_left": mine.name(units[0]), "function_of_right": theirs.name(units[1]),
        "unit_of_left": UNITS[UnitKind(int(mine.unit_kind[units[0]]))],
        "unit_of_right": UNITS[UnitKind(int(theirs.unit_kind[units[1]]))],
        "changes": _changes(one, mine, theirs, alone),
        "statements_by_level": {word: counts[word] for word in LEVELS.values()},
        "statements_moved": sum(step.moved for step in one.steps),
        "statements_only_of_left": alone[0], "statements_only_of_right": alone[1],
        "tokens_of_left": tokens[0], "tokens_of_right": tokens[1],
        "unit_tokens_of_left": int(mine.unit_tokens[units[0]]),
        "unit_tokens_of_right": int(theirs.unit_tokens[units[1]]),
        "bits": round(one.bits, 2), "rarer_than_chance": bool(one.bits >= least),
        "other_file": homes[0].get(files[0]) != files[1] and homes[1].get(files[1]) != files[0],
        "steps": _runs(one.steps, int(one.bits >= least)),
    }  # fmt: skip
    if one.sort.startswith("again"):
        details["again"] = one.sort.removeprefix("again-")
    return Match(a, b, _kind(one, alone), weight=round(one.bits, 6), blocks=blocks, details=details)


def _kind(one: Correspondence, alone: tuple[int, int]) -> str:
    if one.sort in ("split", "merged"):
        return one.sort
    worst = min((step.level for step in one.steps), default=Level.CHANGED)
    moved = any(step.moved for step in one.steps)
    if any(alone) or worst == Level.CHANGED:
        return "altered"
    if moved or worst == Level.SHAPE:
        return "rearranged"
    return "renamed" if worst == Level.NORMAL else "identical"


def _changes(
    one: Correspondence, mine: StructureFeatures, theirs: StructureFeatures, alone: tuple[int, int]
) -> list[str]:
    """What kinds of change lie between, in a fixed order; empty where none does."""
    found = set()
    for step in one.steps:
        head = int(mine.statement_head[step.left])
        if step.level == Level.NORMAL:
            found.add("names-or-literals")
        elif step.level < Level.NORMAL:
            forms = int(mine.statement_form[step.left]) != int(theirs.statement_form[step.right])
            found.add(
                "loop-form" if head == LOOP and forms else "conditions" if head in (IF, SWITCH) else "expressions"
            )
        if step.moved:
            found.add("reordered")
    if one.sort == "one" or one.sort.startswith("again"):
        found |= {word for word, some in (("removed", alone[0]), ("inserted", alone[1])) if some}
    else:
        found.add(one.sort)
    order = ("names-or-literals", "expressions", "conditions", "loop-form", "reordered", "removed", "inserted",
             "split", "merged")  # fmt: skip
    return [word for word in order if word in found]


def _runs(steps: Sequence[Step], rare: int) -> list[list[int]]:
    """Steps as runs [statement of the left file, of the right file, count, 1 if moved, 1 if rarer than chance]."""
    runs: list[list[int]] = []
    for step in steps:
        moved = int(step.moved)
        if runs and [step.left, step.right, moved] == [
            runs[-1][0] + runs[-1][2],
            runs[-1][1] + runs[-1][2],
            runs[-1][3],
        ]:
            runs[-1][2] += 1
        else:
            runs.append([step.left, step.right, 1, moved, rare])
    return runs


def _blocks(
    steps: Sequence[Step], mine: StructureFeatures, theirs: StructureFeatures
) -> Iterator[tuple[int, int, int]]:
    """Lines in step: those of each pair of statements that did not move, in one block while they run on together."""
    rows: list[list[int]] = []
    for step in sorted((s for s in steps if not s.moved), key=lambda s: (s.left, s.right)) or list(steps)[:1]:
        a, b = int(mine.statement_first[step.left]), int(theirs.statement_first[step.right])
        size = min(int(mine.statement_last[step.left]) - a, int(theirs.statement_last[step.right]) - b) + 1
        if rows:
            first, second, count = rows[-1]
            skip = max(0, first + count - a, second + count - b)  # lines that the one before has already
            if skip and a - first == b - second:  # they run on together
                rows[-1][2] = max(count, a + size - first)
                continue
            a, b, size = a + skip, b + skip, size - skip
            if size > 0 and a == first + count and b == second + count:
                rows[-1][2] += size
                continue
        if size > 0:
            rows.append([a, b, size])
    yield from ((a, b, size) for a, b, size in rows)


def _joined(first: Match, second: Match) -> Match:
    """Two correspondences on the same lines (several functions in one line) as one match."""
    details: dict[str, Any] = dict(first.details)
    for key in ("tokens_of_left", "tokens_of_right", "unit_tokens_of_left", "unit_tokens_of_right", "statements_moved",
                "statements_only_of_left", "statements_only_of_right"):  # fmt: skip
        details[key] += second.details[key]
    details["steps"] = [*first.details["steps"], *second.details["steps"]]
    levels = second.details["statements_by_level"]
    details["statements_by_level"] = {k: n + levels[k] for k, n in first.details["statements_by_level"].items()}
    details["changes"] = [word for word in dict.fromkeys([*first.details["changes"], *second.details["changes"]])]
    for key in ("function_of_left", "function_of_right"):
        details[key] = ", ".join(dict.fromkeys(filter(None, (first.details[key], second.details[key]))))[:300]
    details["bits"] = round(first.details["bits"] + second.details["bits"], 2)
    details["rarer_than_chance"] = first.details["rarer_than_chance"] or second.details["rarer_than_chance"]
    return Match(first.left, first.right, first.kind, round(first.weight + second.weight, 6),
                 blocks=first.blocks, details=details)  # fmt: skip
