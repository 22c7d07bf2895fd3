"""``correct supplement reappraise redact annex disclose catalogue``: what comes after a report is issued."""

from __future__ import annotations

import argparse
from pathlib import Path

from appraisal.commands.forms import filled_in
from appraisal.commands.options import Adder
from appraisal.plural import some
from appraisal.printing import in_words, say, visible, worded


def correct(options: argparse.Namespace) -> int:
    from appraisal.after import correction
    from appraisal.case import Case
    from appraisal.errors import AppraisalError, UsageError

    case = Case.open(options.case)
    where = options.where or [""] * len(options.was)
    if not len(options.was) == len(options.now) == len(where):
        raise UsageError("--was, --now and, if given, --where belong together: as many of each")
    slips = [correction.Slip(*each) for each in zip(options.was, options.now, where, strict=True)]
    try:
        made = correction.correct(
            case, options.number, slips, options.reason, new=options.new, by=options.by, on=options.on
        )
    except AppraisalError as error:
        raise in_words(error, case.settings.language) from error
    for path in made:
        print(path)
    return 0


def supplement(options: argparse.Namespace) -> int:
    from appraisal.after import follow
    from appraisal.case import Case

    case = Case.open(options.case)
    entry = follow.supplement(case, options.number, options.reason, by=options.by)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}"))
    say(worded("supplement-next", case.settings.language))
    return 0


def reappraise(options: argparse.Namespace) -> int:
    from appraisal.after import follow
    from appraisal.case import Case
    from appraisal.reporting import place_notebooks

    case = follow.reappraise(Case.open(options.case), options.number, options.new, options.reason, by=options.by)
    place_notebooks(case)
    print(case.root)
    return 0


def redact(options: argparse.Namespace) -> int:
    from appraisal.after import redaction
    from appraisal.case import Case

    with filled_in(Path(options.hide)) as text:
        hides = redaction.read(text)
    case = Case.open(options.case)
    paths, counts = redaction.redact(case, options.number, hides, by=options.by)
    for path in paths:
        print(path)
    hidden = sum(counts.values())
    say(worded("hidden", case.settings.language, hidden, some(hidden, "place")))
    return 0


def annex(options: argparse.Namespace) -> int:
    from appraisal.after import volumes
    from appraisal.case import Case

    for path in volumes.annex(Case.open(options.case), options.number, by=options.by):
        print(path)
    return 0


def disclose(options: argparse.Namespace) -> int:
    from appraisal.after import disclosure
    from appraisal.case import Case

    case = Case.open(options.case)
    made = disclosure.disclose(case, options.number, Path(options.out), language=options.language or "")
    for path in made:
        print(path)
    say(worded("withheld", case.settings.language))
    return 0


def catalogue(options: argparse.Namespace) -> int:
    from appraisal.after import catalogue as listing
    from appraisal.case import Case

    made = listing.write(
        Case.open(options.case),
        Path(options.out),
        until=options.until,
        closed=options.closed,
        language=options.language or "",
    )
    for path in made:
        print(path)
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("correct", correct, "issue a correction (补正) of slips of writing in an issued report")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER", help="number of the report")
    p.add_argument("--was", action="append", required=True, metavar="TEXT", help="what is printed")
    p.add_argument("--now", action="append", required=True, metavar="TEXT", help="what it should be")
    p.add_argument(
        "--where",
        action="append",
        metavar="PLACE",
        help="where the words stand, printed in the correction as written (page and section; of a report in both"
        " languages, which part); needed where they stand more than once, and then for each --was",
    )
    p.add_argument("--reason", required=True)
    p.add_argument("--new", required=True, metavar="NUMBER", help="number of the correction")
    p.add_argument("--on", default="", metavar="DATE", help="date of issue (default: today)")
    p.add_argument("--by", required=True, metavar="NAME", help="authorised signatory")
    p = add("supplement", supplement, "announce that the next report supplements (补充鉴定) an issued one")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER")
    p.add_argument("--reason", required=True)
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
    p = add("reappraise", reappraise, "make a new case (重新鉴定) on the works of another, without its results")
    p.add_argument("case", metavar="CASE", help="the first case")
    p.add_argument("number", metavar="NUMBER", help="number of its report")
    p.add_argument("new", metavar="NEW", help="folder of the new case")
    p.add_argument("--reason", required=True)
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
    p = add("redact", redact, "write a redacted version (遮盖本) of an issued report")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER")
    p.add_argument("hide", metavar="HIDE.toml", help="[[hide]] tables with text, why and, if wanted, shown")
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
    p = add("annex", annex, "print what travels inside an issued report as annex volumes (附件分册)")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER")
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
    p = add("disclose", disclose, "the disclosure set of an issued report (US): data considered, without drafts")
    p.add_argument("case", metavar="CASE")
    p.add_argument("number", metavar="NUMBER")
    p.add_argument("out", metavar="FOLDER", help="new, outside the case")
    p.add_argument("--language", choices=("zh", "en", "both"))
    p = add("catalogue", catalogue, "the catalogue of the file (案卷目录): 正卷, 副卷, retention, return of material")
    p.add_argument("case", metavar="CASE")
    p.add_argument("out", metavar="FOLDER", help="outside the case")
    p.add_argument("--until", default="", metavar="DATE", help="last day of retention")
    p.add_argument("--closed", action="store_true", help="list the closed part (副卷) too")
    p.add_argument("--language", choices=("zh", "en", "both"))
