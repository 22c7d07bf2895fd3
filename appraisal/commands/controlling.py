"""``control``: known copies and unrelated material, tried on the works of a case."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.commands.options import Adder, add_memory, jobs_of
from appraisal.plural import some
from appraisal.printing import say, visible, worded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from appraisal.dossier import ControlEntry

MOST = 100_000
LISTED = 20  # missed copies that are printed; the file lists all


def control(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.controls import control as try_methods
    from appraisal.controls import filed

    said: set[tuple[str, int]] = set()

    def progress(done: int, total: int, name: str) -> None:
        """Once a number: a portion of attempts in which nothing could be planted is no news."""
        if (name, done) not in said:
            said.add((name, done))
            say(worded("planted", "both", name, done, total))

    case = Case.open(options.case)
    found = try_methods(
        case,
        plants=options.plants,
        unrelated=options.unrelated,
        seed=options.seed,
        comparators=options.comparator or (),
        collection=[Path(path) for path in options.collection] if options.collection else None,
        keep=Path(options.keep) if options.keep else None,
        jobs=options.jobs,
        memory=options.memory,
        by=options.by,
        progress=progress,
    )
    methods = filed.read(case.root, found[0].file)[1]["methods"]
    for entry, method in zip(found, methods, strict=True):
        for line in (*_lines(entry), *_notes(method)):
            print(visible(line))
    print(found[0].file)
    return 0


def _lines(entry: ControlEntry) -> Iterator[str]:
    """The sentence of the report in either language, a line each; the rest as the terminal speaks elsewhere."""
    from appraisal.controls import interval, percent, sentence

    said = sentence(entry)
    yield said.zh
    yield said.en
    for alteration, (planted, found) in entry.alterations.items():
        low, high = map(percent, interval(found, planted))
        yield f"  {alteration}: {found} / {planted}  ({low}–{high})"
    for row in entry.missed[:LISTED]:
        yield f"  not found: {row['left']} {row['file']} {_place(row['place'])}, {row['alteration']}, " + (
            f"in {row['right']} {row['host']} {_place(row['planted_at'])}"
            + (f": {row['reason']}" * bool(row["reason"]))
        )
    if len(entry.missed) > LISTED:
        yield f"  … {len(entry.missed) - LISTED} more in {entry.file}"


def _notes(method: Mapping[str, Any]) -> Iterator[str]:
    """Why there are fewer plants or pairs than asked for, and which unrelated pairs had a match all the same."""
    if method["fewer"]:
        yield f"  fewer than asked for: {method['fewer']}"
    unrelated = method["unrelated"]
    if unrelated["why"]:
        yield f"  no negative control: {unrelated['why']}"
    for row in [row for row in unrelated["pairs"] if row["matches"]][:LISTED]:
        found = some(row["matches"], "match", "matches")
        yield f"  {found}: {row['left']} {row['file']} | {row['right']} {row['host']}"


def _place(span: object) -> str:
    if not isinstance(span, dict) or "start" not in span:
        return ""
    return f"{span['unit']} {span['start']}–{span['stop']}"


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST:
        raise argparse.ArgumentTypeError(f"a number from 0 to {MOST}")
    return int(text)


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("control", control, "plant known copies in a case's own material and see which are found")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--plants", type=_number, default=100, metavar="N", help="known copies a method (default 100)")
    p.add_argument("--unrelated", type=_number, default=20, metavar="N", help="unrelated pairs a method (default 20)")
    p.add_argument("--seed", type=_number, default=0, metavar="N", help="what is planted where follows from it")
    p.add_argument("--comparator", action="append", metavar="NAME", help="only this method (may be repeated)")
    p.add_argument(
        "--collection", nargs="+", action="extend", metavar="PATH", help="works known to be unrelated, of the same kind"
    )
    p.add_argument("--keep", metavar="DIR", help="new folder to keep the planted copies in")
    p.add_argument("--jobs", type=jobs_of, default=os.cpu_count() or 1)
    p.add_argument("--by", default="", metavar="WHO", help="who does it; signed when that person's key is here")
    add_memory(p)
