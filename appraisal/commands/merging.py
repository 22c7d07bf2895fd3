"""``merge``: copies of one case that experts worked on apart."""

from __future__ import annotations

import argparse
from pathlib import Path

from appraisal.commands.options import Adder
from appraisal.plural import some
from appraisal.printing import place, say, visible, worded


def merge(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.merge import merge as merge_copies

    case = Case.open(options.case)
    done = merge_copies(case, Path(options.other), options.by)
    if done.entry is None:
        say(worded("nothing-in-copy", case.settings.language))
        return 0
    body = done.entry.body
    print(visible(f"{done.entry.log} {done.entry.seq}: {done.entry.kind}  {body['from']}"))
    for log, count in done.findings.items():
        print(visible(f"{log}: {some(count, 'verdict')} taken"))
    for entry in done.unsigned:
        print(visible(f"{entry.log} {entry.seq}  {entry.on}: without the signature of {entry.by}, who signs otherwise"))
    for path in done.records:
        print(visible(f"{path}: taken"))
    for entry in done.kept:
        where = f"merged/{body['folder']}/{entry.log} {entry.seq}"
        print(visible(f"{where}  {entry.on}  {entry.kind}  {entry.by}: kept beside"))
    for exclusion in done.to_decide:
        where = "" if exclusion.span is None else f" {place(exclusion.span, '–')}"
        what = f"{exclusion.work}{where}, {exclusion.reason} ({exclusion.by}, {exclusion.on})"
        print(visible(f"to be decided here: exclusion of {what}"))
    for one in done.overruled:
        where = "" if one.span is None else f" {place(one.span, '–')}"
        what = f"{one.rule} in {one.work or 'every work'}{where} ({one.by}, {one.on}): {one.note}"
        print(visible(f"to be decided here: keep in the figures what a rule takes out: {what}"))
    return 0


def add_to(add: Adder) -> None:
    """Parser of this command."""
    p = add("merge", merge, "take over what experts did in another copy of this case")
    p.add_argument("case", metavar="CASE")
    p.add_argument("other", metavar="OTHER", help="folder of the other copy; nothing is written there")
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
