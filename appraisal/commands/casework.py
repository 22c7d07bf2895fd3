"""``demo``, ``new``, ``receive``, ``run``, ``report``: a case from works to report."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from appraisal.commands.options import MEDIA, REASONS, RETRY, ROLES, Adder, add_memory, jobs_of, medium_of, profiles
from appraisal.plural import some
from appraisal.printing import LANGUAGES, say, worded


def new(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.reporting import place_notebooks

    given = {name: getattr(options, name) for name in ("number", "title", "language") if getattr(options, name)}
    if options.expert:
        given["experts"] = tuple(options.expert)
    case = Case.create(options.case, **given)
    place_notebooks(case)
    print(case.root)
    return 0


def receive(options: argparse.Namespace) -> int:
    from appraisal.case import Case

    facts = {
        "received_from": options.who,
        "seal": options.seal,
        "name": options.name,
        "version": options.work_version,
        "obtained": options.obtained,
        "reason": options.reason,
        "received_by": options.by,
    }
    case = Case.open(options.case)
    entry = case.receive(
        options.label,
        options.path,
        options.role,
        medium=medium_of(options),
        **{name: value for name, value in facts.items() if value},
    )
    links = f"  {some(len(entry.links), 'link or device', 'links or devices')} not followed" if entry.links else ""
    print(f"{entry.label}  {entry.sha256}  {some(entry.files, 'file')}  {some(entry.bytes, 'byte')}{links}")
    if same := [one.label for one in case.works if one.sha256 == entry.sha256 and one.label != entry.label]:
        say(f"{entry.label}: {worded('same-bytes', case.settings.language, ', '.join(same))}")
    return 0


def run(options: argparse.Namespace) -> int:
    from appraisal import registry
    from appraisal.case import Case
    from appraisal.examined import proposed
    from appraisal.run import Passed, failures
    from appraisal.run import run as run_case

    def progress(done: int, total: int, name: str) -> None:
        say(worded("run", case.settings.language, done, total, name))

    def passed(one: Passed) -> None:
        pairs, methods = ", ".join(f"{left}–{right}" for left, right in one.pairs), ", ".join(one.methods)
        tongues = LANGUAGES if case.settings.language == "both" else (case.settings.language,)
        say(" · ".join(worded("left-out", tongue, pairs, methods, worded(one.why, tongue)) for tongue in tongues))

    case = Case.open(options.case)
    entry = run_case(
        case,
        comparators=tuple(dict.fromkeys(options.comparator or ())),
        jobs=options.jobs,
        memory=options.memory,
        retry=options.retry,
        by=options.by,
        progress=progress,
        passed=passed,
    )
    held, made, failed = len(entry["records"]), len(entry["made"]), entry["failures"]
    print(worded("run-done", case.settings.language, entry["number"], held, some(held, "record"), made, failed))
    for one in failures(case):
        told = registry.spoken(one["message"], "en" if case.settings.language == "en" else "zh")
        say(f"{one['comparator']} {one['left']} – {one['right']}: {one['reason']}: {told}")
    for label in proposed(case):
        say(worded("can-be-examined", case.settings.language, label, options.case))
    return 0


def report(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.reporting import report_case

    case = Case.open(options.case)
    template, paper = profiles(options.profile or ())
    made = report_case(
        case, formats=options.format, language=options.language, profile=template, paper=paper, by=options.by
    )
    for path in made:
        print(path)
    return 0


def demo(options: argparse.Namespace) -> int:
    from appraisal.demo import run_demo
    from appraisal.errors import UsageError

    template, paper = profiles(options.profile or ())
    if template:
        raise UsageError(f"--profile: {template!r} is no form of paper: appraisal papers lists them")
    if options.programs:
        from appraisal.demo_programs import run_programs

        if paper:
            raise UsageError("--programs makes a case of its own, by the template for plug-ins: leave --profile out")
        for line in run_programs(Path(options.dir), language=options.language, jobs=options.jobs, say=say):
            print(line)
        return 0
    for line in run_demo(Path(options.dir), paper=paper, jobs=options.jobs, say=say):
        print(line)
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("demo", demo, "make the sample case, from works to report")
    p.add_argument("dir", nargs="?", default="demo", metavar="DIR")
    p.add_argument("--jobs", type=jobs_of, default=min(2, os.cpu_count() or 1))
    p.add_argument("--programs", action="store_true", help="the other sample case: compiled programs, and a plug-in")
    p.add_argument("--language", choices=("zh", "en"), default="zh", help="of the case of programs (default: zh)")
    p.add_argument(
        "--profile", action="append", metavar="NAME", help="a form of paper: go on to a report issued in it (签发)"
    )
    p = add("new", new, "make a case folder")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--number", help="case number (default: the folder's name)")
    p.add_argument("--title")
    p.add_argument("--language", choices=("zh", "en", "both"))
    p.add_argument("--expert", action="append", metavar="NAME", help="who appraises; once for each")
    p = add("receive", receive, "take a work into the case")
    p.add_argument("case", metavar="CASE")
    p.add_argument("label", metavar="LABEL")
    p.add_argument("path", metavar="PATH")
    p.add_argument("--role", required=True, choices=ROLES)
    p.add_argument("--from", dest="who", default="", metavar="WHO", help="who handed it in")
    p.add_argument("--seal", default="", metavar="NO", help="seal number or state")
    p.add_argument("--name", default="", help="name of the work, as reports print it (default: of its file or folder)")
    p.add_argument("--work-version", default="", help="version of the work")
    p.add_argument("--obtained", default="", help="how it was obtained")
    p.add_argument("--reason", default="", choices=("", *REASONS), help="of an excluded work: why")
    p.add_argument("--by", default="", metavar="WHO", help="who receives it; signed when that person's key is here")
    p.add_argument("--medium", choices=MEDIA)
    p = add("run", run, "compare all claimed with all accused works of a case")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--jobs", type=jobs_of, default=os.cpu_count() or 1)
    p.add_argument("--by", default="", metavar="WHO", help="who runs it")
    p.add_argument("--retry", action="store_true", help=RETRY)
    p.add_argument("--comparator", action="append", metavar="NAME")
    add_memory(p)
    p = add("report", report, "write the report of a case as PDF, HTML, DOCX and JSON")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--language", choices=("zh", "en", "both"))
    p.add_argument("--format", action="append", metavar="NAME", help="only this format (may be repeated)")
    p.add_argument(
        "--profile",
        action="append",
        metavar="NAME",
        help="report template, e.g. private-server, or form of paper, e.g. cn-copyright, or a .toml file of either",
    )
    p.add_argument("--by", default="", metavar="WHO", help="who writes it")
