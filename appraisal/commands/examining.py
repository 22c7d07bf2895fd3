"""``examine``: what is seen in one work, no case needed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.commands.options import Adder, add_memory
from appraisal.errors import AppraisalError, UsageError
from appraisal.printing import say

if TYPE_CHECKING:
    from appraisal.examiner import Examination


def examine(options: argparse.Namespace) -> int:
    import tempfile

    from appraisal import examining, registry
    from appraisal.comparator import parameters_of
    from appraisal.comparison import WorkRef

    names = tuple(dict.fromkeys(options.examiner or ())) or registry.examiner_names()
    for name in names:
        registry.examiner(name)
    results: list[Examination] = []
    with tempfile.TemporaryDirectory(prefix="appraisal-") as scratch:
        try:
            work = examining.open_work(options.path, Path(scratch))
            against = examining.open_work(options.against, Path(scratch)) if options.against else None
        except AppraisalError as error:
            if not options.json:
                raise
            reference = WorkRef(Path(options.path).name, "")
            results = [
                examining.failure(name, parameters_of(registry.examiner(name)), reference, error) for name in names
            ]
        else:
            chosen = names if options.examiner else examining.applicable(work)
            if not chosen and not options.json:
                raise UsageError("no installed examiner reads this work; see: appraisal examine --help")
            for name in chosen or names:
                say(f"{name}: examining …")
                results.append(examining.examine(name, work, against, memory=options.memory))
    if options.json:
        _print_json(results)
    else:
        for result in results:
            _print(result)
    return 0


def _print_json(results: list[Examination]) -> None:
    import sys

    from appraisal import examiner

    text = "[" + ",\n".join(examiner.dumps(result).rstrip("\n") for result in results) + "]\n"
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _print(result: Examination) -> None:
    """Findings by kind with their places; words are the examiner's own."""
    import sys

    from appraisal import registry
    from appraisal.printing import visible

    words = getattr(registry.examiner(result.examiner), "labels", {}).get("en", {})
    lines = [f"{result.examiner} {result.version}: {result.work.label}: {result.status}"]
    if result.status != "ok":
        lines.append(f"  {result.reason}: {result.message}")
    for one in result.observations:
        place = str(one.details.get("address", ""))
        told = str(one.details.get("summary_en") or one.details.get("message") or one.details.get("reason") or "")
        head = " ".join(filter(None, (one.span.file, place, words.get(one.kind, one.kind))))
        lines.append(f"  {head}{': ' if told else ''}{told}")
        lines += [f"      {line}" for line in one.details.get("evidence_en", ())]
    if result.status == "ok" and not result.observations:
        lines.append("  nothing that the rules know was found (which says nothing of what they do not know)")
    sys.stdout.buffer.write((visible("\n".join(lines)) + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def add_to(add: Adder) -> None:
    """Parser of this command."""
    p = add("examine", examine, "say what is seen in one work, no case needed")
    p.add_argument("path", metavar="PATH")
    p.add_argument("--against", metavar="CLIENT", help="work that the first may be made for, or against")
    p.add_argument("--examiner", action="append", metavar="NAME", help="examiner to use (default: all that apply)")
    add_memory(p)
    p.add_argument("--json", action="store_true", help="print one array of records and nothing else")
