"""``software-tree`` and a declared ancestor: is every line of both works put into its true part? Prints JSON.

    python benchmarks/software_three_way.py --scratch DIR --base TREE --own TREE

The base C is a public source tree. A is most of its files, some with blocks from ``--own`` (an unrelated tree) put in,
and whole files of ``--own``. B takes most of A over, and of the base also some files that A left out. So of each line
of A and B it is known whether it is common to A and B only, to all three, to one work and C only, or to no other. Files
of which more than a twentieth of the lines stands in other files too are left out first: of them it is not known. The
same again with B renamed (names, comments, half of the strings, a tenth of the numbers; each line keeps its place).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from software_fork import Fork, files_of, renamed

from appraisal.comparison import Comparison
from appraisal.controls.figures import interval
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.span import Region
from appraisal.work import Work

PARTS = ("other_only", "all_three", "ancestor_only", "alone")
Line = tuple[str, bool, bool]  # text, in the other work, in the base
Side = dict[str, list[Line]]


def texts(root: Path) -> dict[str, list[str]]:
    """Lines of the texts of a tree, without those that only spacing makes; no file twice."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for name in files_of(root):
        try:
            text = (root / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        lines = [line.rstrip() for line in text.split("\n")]
        body = "\n".join(lines).strip()
        if "\0" in text or body in seen or len(lines) < 12 or any(not line.isprintable() for line in body.split("\n")
                                                                  if "\t" not in line):  # fmt: skip
            continue
        seen.add(body)
        found[name] = [line.replace("\t", "    ") for line in body.split("\n")]
    return found


def apart(*trees: dict[str, list[str]]) -> None:
    """Leave out files of which lines of twelve characters and more stand in other files, more than one in twenty."""
    held: Counter[str] = Counter()
    long = [
        {name: {x.strip() for x in lines if len(x.strip()) >= 12} for name, lines in tree.items()} for tree in trees
    ]
    for each in long:
        for lines in each.values():
            held.update(lines)
    for tree, each in zip(trees, long, strict=True):
        for name, lines in each.items():
            if 20 * sum(held[x] > 1 for x in lines) > len(lines):
                del tree[name]


def made(base: dict[str, list[str]], own: dict[str, list[str]], seed: int) -> tuple[Side, Side]:
    """Both works, line by line with the truth."""
    left: Side = {}
    right: Side = {}
    additions = sorted(own)
    dice = Fork(seed).dice("three-way")
    dice.shuffle(additions)
    for name in sorted(base):
        fate = dice.random()
        lines = base[name]
        if fate < 0.5:  # in all three
            left[name] = [(line, True, True) for line in lines]
            right[name] = list(left[name])
        elif fate < 0.65:  # A alone has it from the base
            left[name] = [(line, False, True) for line in lines]
        elif fate < 0.8:  # B alone
            right[name] = [(line, False, True) for line in lines]
        elif additions and len(lines) > 60:  # a block of A's own in it, which B has taken over, or not
            block, at = own[additions.pop()][:60], dice.randrange(20, len(lines) - 20)
            taken = dice.random() < 0.6
            before, after = ([(line, True, True) for line in part] for part in (lines[:at], lines[at:]))
            left[name] = [*before, *((line, taken, False) for line in block), *after]
            right[name] = [*before, *((line, True, False) for line in block if taken), *after]
    while additions:
        name = additions.pop()
        whose = dice.random()
        if whose < 0.6:
            left[f"own/{name}"] = [(line, True, False) for line in own[name]]
            right[f"own/{name}"] = list(left[f"own/{name}"])
        elif whose < 0.8:
            left[f"own/{name}"] = [(line, False, False) for line in own[name]]
        else:
            right[f"new/{name}"] = [(line, False, False) for line in own[name]]
    return left, right


def written(side: Side, out: Path, fork: Fork | None = None) -> Side:
    """The work on disk; with ``fork`` every line renamed in its place, and every path."""
    shutil.rmtree(out, ignore_errors=True)
    kept: Side = {}
    for name, lines in side.items():
        text = "\n".join(line for line, _, _ in lines)
        target = name
        if fork is not None:
            text = renamed(fork, name, text)
            pure = PurePosixPath(name)
            target = "/".join([*(fork.word(part) for part in pure.parent.parts), fork.word(pure.stem) + pure.suffix])
            while target in kept:
                target = f"x/{target}"
        assert text.count("\n") + 1 == len(lines), name
        kept[target] = lines
        (out / target).parent.mkdir(parents=True, exist_ok=True)
        (out / target).write_text(text + "\n", "utf-8")
    return kept


def partition_of(result: Comparison, which: str) -> tuple[Region, Region]:
    """Lines that correspond to the other work, and lines taken out as the ancestor's."""
    ours = Region(s for m in result.matches for s in (m.all_left() if which == "left" else m.all_right()))
    old = Region(e.span for e in result.excluded if e.side == which and e.span is not None)
    return ours, old


def _inside(region: Region, file: str, count: int) -> list[bool]:
    inside = [False] * (count + 1)
    for span in region.spans():
        if span.file == file:
            for number in range(int(span.start), int(span.stop)) if span.unit == "line" else range(1, count + 1):
                inside[number] = True
    return inside


def counted(result: Comparison, side: Side, which: str) -> Counter[tuple[str, str]]:
    """Lines that are not empty by (true part, part in the record)."""
    regions = [_by_file(region) for region in partition_of(result, which)]
    found: Counter[tuple[str, str]] = Counter()
    for name, lines in side.items():
        ours, old = (_inside(Region(each.get(name, ())), name, len(lines)) for each in regions)
        for number, (text, other, base) in enumerate(lines, 1):
            if text.strip():
                found[part(other, base), part(ours[number], old[number])] += 1
    return found


def _by_file(region: Region) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for span in region.spans():
        found.setdefault(span.file, []).append(span)
    return found


def part(other: bool, base: bool) -> str:
    return PARTS[1 if other and base else 0 if other else 2 if base else 3]


def judged(result: Comparison, sides: tuple[Side, Side]) -> dict[str, Any]:
    """Wrong lines of each side with their interval, the table of parts, and figures of the record beside the truth."""
    body: dict[str, Any] = {}
    for which, side in zip(("left", "right"), sides, strict=True):
        found = counted(result, side, which)
        sums = Counter[str]()
        for (each, _), count in found.items():
            sums[each] += count
        total, right = sum(found.values()), sum(n for (true, said), n in found.items() if true == said)
        low, high = interval(total - right, total)
        rows = {true: {said: found[true, said] for said in PARTS if found[true, said]} for true in PARTS}
        values = result.filtered.values
        body[which] = {
            "lines": total,
            "wrong": f"{total - right}/{total} = {(total - right) / total:.5f} [{low:.5f}, {high:.5f}]",
            "true_part_and_part_in_record": rows,
            "figures": {
                "lines_left_over": [values[f"lines_counted_{which}"], sums[PARTS[0]] + sums[PARTS[3]]],
                "of_these_common": [values[f"lines_common_{which}"], sums[PARTS[0]]],
            },
        }
    return body


def run(sides: tuple[Side, Side], base: dict[str, list[str]], scratch: Path, fork: Fork | None) -> dict[str, Any]:
    shutil.rmtree(scratch / "C1", ignore_errors=True)
    for name, lines in base.items():
        (scratch / "C1" / name).parent.mkdir(parents=True, exist_ok=True)
        (scratch / "C1" / name).write_text("\n".join(lines) + "\n", "utf-8")
    left, right = written(sides[0], scratch / "A1"), written(sides[1], scratch / "B1", fork)
    works = [Work.open(scratch / label, label=label) for label in ("A1", "B1", "C1")]
    job = Job("software-tree", works[0], works[1], parameters={"children": ""}, ancestors=(works[2],))
    return judged(compare(job), (left, right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--scratch", "--base", "--own"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    base, own = texts(given.base), texts(given.own)
    apart(base, own)
    sides = made(base, own, 7)
    body: dict[str, Any] = {"base": given.base.name, "own": given.own.name, "files": [len(side) for side in sides]}
    body["verbatim"] = run(sides, base, given.scratch, None)
    body["renamed"] = run(sides, base, given.scratch, Fork(7))
    print(json.dumps(body, indent=1))


if __name__ == "__main__":
    main()
