"""``verify`` and ``archive``: what of a case holds, and a bundle that shows it elsewhere."""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from appraisal.commands.options import Adder, jobs_of
from appraisal.plural import some
from appraisal.printing import say, visible, worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.verify.outcome import Outcome

VERIFY = """
Three outcomes: integrity (every file is what the logs say), re-rendering (the last report comes out the same bytes),
recomputation (standing records come out the same). Each holds (成立), does not hold (不成立) or cannot be checked here
(此处无法核验), and says what it would need. Exit codes, the first that applies: 10 integrity does not hold;
11 re-rendering differs; 12 recomputation differs; 13 nothing fails, but something cannot be checked here; 0 all hold.
"""


CLOSED_PART = {"included": "一并收入", "left out": "未收入", "none": "无"}


def verify(options: argparse.Namespace) -> int:
    from appraisal.verify.outcome import Check, exit_code
    from appraisal.verify.verifying import verify as check

    chosen = tuple(Check(name) for name in options.only) if options.only else tuple(Check)
    outcomes = check(
        options.case,
        checks=chosen,
        issued=options.report,
        trusted=options.trust,
        every=options.all,
        jobs=options.jobs,
        say=partial(_progress, "checking"),
    )
    code = exit_code(outcomes)
    text = as_json(outcomes, code) if options.json else as_text(outcomes)
    sys.stdout.buffer.write((visible(text) + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
    return code


def archive(options: argparse.Namespace) -> int:
    from appraisal.archive.bundle import archive as put
    from appraisal.verify.outcome import ANSWERS

    done = put(
        options.case,
        options.out,
        wheel_folder=options.wheels,
        download=options.download,
        no_wheels=options.no_wheels,
        closed=options.closed,
        say=partial(_progress, "archiving"),
    )
    print(f"{options.out}  {some(done.files, 'file')}  {some(done.bytes, 'byte')}")
    answer = ANSWERS[done.integrity]
    print(f"完整性：{answer[0]}；副卷：{CLOSED_PART.get(done.closed, done.closed)}")
    print(f"integrity: {answer[1]}; closed part: {done.closed}")
    if done.lacking:
        lacking = len(done.lacking)
        say(worded("no-wheels", "both", lacking, ", ".join(one.name for one in done.lacking), some(lacking, "package")))
    return 0


def _progress(name: str, what: str) -> None:
    from appraisal import registry

    say(worded(name, "both", registry.spoken(what, "zh"), what))


def as_json(outcomes: Sequence[Outcome], code: int) -> str:
    """The outcomes as one JSON object, with the words of both languages."""
    from appraisal.verify.outcome import ANSWERS, CHECKS

    listed = [
        {
            "check": outcome.check,
            "answer": outcome.answer,
            "words": {"zh": ANSWERS[outcome.answer][0], "en": ANSWERS[outcome.answer][1]},
            "name": {"zh": CHECKS[outcome.check][0], "en": CHECKS[outcome.check][1]},
            "checked": outcome.checked,
            "needs": outcome.needs,
            "remarks": [
                {
                    "answer": remark.answer,
                    "what": remark.what,
                    "path": remark.path,
                    "line": remark.line,
                    "detail": remark.detail,
                    "zh": remark.said(0),
                    "en": remark.said(1),
                }
                for remark in outcome.remarks
            ],
        }
        for outcome in outcomes
    ]
    return json.dumps({"schema": "appraisal.verification/1", "code": code, "outcomes": listed}, ensure_ascii=False)


def as_text(outcomes: Sequence[Outcome]) -> str:
    """The outcomes for people: a line each in both languages, and below it everything named."""
    from appraisal.verify.outcome import ANSWERS, CHECKS

    lines: list[str] = []
    for outcome in outcomes:
        (name, english), (answer, told) = CHECKS[outcome.check], ANSWERS[outcome.answer]
        lines.append(f"{name}：{answer} · {english}: {told} ({outcome.checked})")
        for remark in outcome.remarks:
            word = ANSWERS[remark.answer] if remark.answer else ("注意", "note")
            lines.append(f"  [{word[0]} · {word[1]}] {remark.said(0)}")
            lines.append(f"      {remark.said(1)}")
    return "\n".join(lines)


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("verify", verify, "check a case or a bundle: integrity, re-rendering, recomputation")
    p.epilog = VERIFY
    p.add_argument("case", metavar="CASE|BUNDLE")
    p.add_argument("--all", action="store_true", help="recompute every standing record, not a sample")
    p.add_argument(
        "--only",
        action="append",
        choices=("integrity", "re-rendering", "recomputation"),
        help="only this check (may be repeated)",
    )
    p.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FILE",
        help="an issued report kept elsewhere (PDF or JSON): is it one that this case wrote, do its anchors hold",
    )
    p.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="ROOT",
        help="root certificate (PEM or DER) by which signatures under issued reports are judged",
    )
    p.add_argument("--jobs", type=jobs_of, default=os.cpu_count() or 1)
    p.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    p = add("archive", archive, "put a case into a bundle that verifies elsewhere without a network")
    p.add_argument("case", metavar="CASE")
    p.add_argument("out", metavar="OUT", help="a new folder, or a file that ends in .zip or .tar")
    source = p.add_mutually_exclusive_group()
    source.add_argument("--wheels", metavar="DIR", help="folder with the wheels of all that is installed")
    source.add_argument("--download", action="store_true", help="download these wheels now")
    source.add_argument("--no-wheels", action="store_true", help="leave the software out")
    p.add_argument("--closed", action="store_true", help="take the closed part (副卷, deliberation) along")
