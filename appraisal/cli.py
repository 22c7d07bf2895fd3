"""The command line. Imports stay inside the commands, so that ``--help`` answers at once.

Exit codes: 0 done (failed comparisons are rows or records of a complete answer) · 2 wrong use · 3 a work cannot be
read · 4 the case does not allow it · 5 the report cannot be made · 6 a record does not hold · 7 the system does not
allow it (disk full, no permission) · 70 a fault of the program · 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal import __version__
from appraisal.errors import (
    AppraisalError,
    CaseError,
    MaterialError,
    RecordError,
    ReportError,
    UsageError,
    reason_of,
    status_of,
)
from appraisal.printing import print_json, print_summary, say

if TYPE_CHECKING:
    from appraisal.comparison import Comparison, Status
    from appraisal.work import Medium, Work

DONE, USAGE, MATERIAL, CASE, REPORT, RECORD, SYSTEM, FAULT, INTERRUPTED = 0, 2, 3, 4, 5, 6, 7, 70, 130
CODES: tuple[tuple[type[AppraisalError], int], ...] = (
    (UsageError, USAGE),
    (MaterialError, MATERIAL),
    (CaseError, CASE),
    (ReportError, REPORT),
    (RecordError, RECORD),
)
MEDIA = ("text", "code", "image", "video", "audio", "score", "software")
RETRY = "compare again what was killed, crashed, or ran out of time or memory"
REASONS = (
    "common-source",
    "third-party",
    "licensed",
    "public-domain",
    "quotation",
    "dictated-by-function",
    "limited-expression",
    "tool-generated",
)
ROLES = ("claimed", "accused", "ancestor", "excluded")
Command = Callable[[argparse.Namespace], int]


def _bytes(text: str) -> int:
    try:
        gib = float(text)
    except ValueError:
        gib = 0.0
    if not 0.1 <= gib <= 4096:
        raise argparse.ArgumentTypeError("memory is given in GiB, 0.1 to 4096")
    return int(gib * (1 << 30))


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("jobs is a number from 1 to 256")
    return int(text)


def _setting(text: str) -> tuple[str, str, Any]:
    """``METHOD.PARAMETER=VALUE``; the value is a JSON scalar, or else a plain string."""
    import json

    path, equals, value = text.partition("=")
    method, dot, name = path.rpartition(".")
    if not equals or not dot or not method or not name:
        raise argparse.ArgumentTypeError("a parameter is set as METHOD.PARAMETER=VALUE; see: appraisal comparators")
    try:
        return method, name, json.loads(value)
    except ValueError:
        return method, name, value


def _parameters(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    from appraisal import registry

    found: dict[str, dict[str, Any]] = {}
    for method, name, value in options.set:
        found.setdefault(method, {})[name] = value
    for method, parameters in found.items():
        registry.comparator(method, parameters)
    return found


def _medium(options: argparse.Namespace) -> Medium | None:
    from appraisal.work import Medium

    return Medium(options.medium) if options.medium else None


def compare(options: argparse.Namespace) -> int:
    import tempfile

    from appraisal import background, dispatch, registry
    from appraisal.comparison import Reason
    from appraisal.job import Job

    names = tuple(dict.fromkeys(options.comparator or ()))
    for name in names:
        registry.comparator(name)
    parameters = _parameters(options)
    backgrounds = tuple(background.locate(name) for name in options.background)
    medium = _medium(options)
    with tempfile.TemporaryDirectory(prefix="appraisal-") as scratch:
        derived = Path(scratch)

        def work(path: str) -> Work:
            return dispatch.open_work(path, medium=medium, derived=derived)

        try:
            left, right = work(options.left), work(options.right)
            ancestors = tuple(work(path) for path in options.ancestor)
            excluded = tuple((work(path), Reason(options.reason)) for path in options.exclude)
        except AppraisalError as error:
            if not options.json:
                raise
            print_json([_unopened(options, name, error, status_of(error)) for name in names or ("",)])
            return DONE
        chosen = names or registry.applicable(left, right, medium)
        results: list[Comparison] = []
        for name in chosen:
            say(f"{name}: comparing …")
            job = Job(
                comparator=name,
                left=left,
                right=right,
                parameters=parameters.get(name, {}),
                ancestors=ancestors,
                excluded=excluded,
                backgrounds=backgrounds,
                seed=options.seed,
                memory=options.memory,
                children=Path(options.children) if options.children else None,
            )
            results.append(dispatch.compare(job))
        if not results:
            none = UsageError("no installed method reads both works; see: appraisal comparators")
            if not options.json:
                raise none
            results = [_unopened(options, "", none, "refused")]
    if options.json:
        print_json(results)
        return DONE
    for result in results:
        print_summary(result)
    return DONE


def _unopened(options: argparse.Namespace, name: str, error: AppraisalError, status: Status) -> Comparison:
    from appraisal import registry
    from appraisal.comparator import parameters_of
    from appraisal.comparison import Comparison, WorkRef

    method = registry.comparator(name) if name else None
    return Comparison(
        comparator=name,
        version=method.version if method else "",
        parameters=parameters_of(method) if method else {},
        left=WorkRef(Path(options.left).name, ""),
        right=WorkRef(Path(options.right).name, ""),
        status=status,
        reason=reason_of(error),
        message=str(error),
    )


def batch(options: argparse.Namespace) -> int:
    from appraisal.batch import Batch

    job = Batch(
        Path(options.pairs),
        Path(options.out),
        comparators=tuple(dict.fromkeys(options.comparator or ())),
        parameters=_parameters(options),
        backgrounds=options.background,
        memory=options.memory,
        seed=options.seed,
    )
    print(job.run(options.jobs, retry=options.retry, progress=True))
    return DONE


def new(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.reporting import place_notebooks

    given = {name: getattr(options, name) for name in ("number", "title", "language") if getattr(options, name)}
    case = Case.create(options.case, **given)
    place_notebooks(case)
    print(case.root)
    return DONE


def receive(options: argparse.Namespace) -> int:
    from appraisal.case import Case

    facts = {
        "received_from": options.who,
        "seal": options.seal,
        "name": options.name,
        "version": options.work_version,
        "obtained": options.obtained,
        "reason": options.reason,
    }
    entry = Case.open(options.case).receive(
        options.label,
        options.path,
        options.role,
        medium=_medium(options),
        **{name: value for name, value in facts.items() if value},
    )
    print(f"{entry.label}  {entry.sha256}  {entry.files} files  {entry.bytes} bytes")
    return DONE


def run(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.run import run as run_case

    def progress(done: int, total: int, name: str) -> None:
        say(f"{done} of {total}: {name}")

    entry = run_case(
        Case.open(options.case),
        comparators=tuple(dict.fromkeys(options.comparator or ())),
        jobs=options.jobs,
        memory=options.memory,
        retry=options.retry,
        by=options.by,
        progress=progress,
    )
    counts = f"{len(entry['records'])} records, {len(entry['made'])} new, {entry['failures']} without result"
    print(f"run {entry['number']}: {counts}")
    return DONE


def report(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.reporting import report_case

    case = Case.open(options.case)
    for path in report_case(case, formats=options.format, language=options.language):
        print(path)
    return DONE


def demo(options: argparse.Namespace) -> int:
    from appraisal.demo import run_demo

    for line in run_demo(Path(options.dir), jobs=options.jobs, say=say):
        print(line)
    return DONE


def comparators(options: argparse.Namespace) -> int:
    import json

    from appraisal import registry

    listed = [registry.described(name) for name in registry.comparator_names()]
    if options.json:
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for entry in listed:
            print(f"{entry['name']} {entry['version']}  {', '.join(entry['media'])}  ({entry['scope']})")
            print(f"    {entry['parameters']}")
    return DONE


def background_build(options: argparse.Namespace) -> int:
    from appraisal import background, dispatch

    out = Path(options.out) if options.out else background.folder_of(options.name)
    if (out / background.MANIFEST).exists() and not options.replace:
        raise UsageError(f"background {options.name!r} stands already in {out}: choose another name or add --replace")
    dispatch.build_background(options.name, [Path(p) for p in options.paths], out)
    background.digest_of.cache_clear()
    print(f"{out}  {background.digest_of(out)}")
    return DONE


def _add_comparing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--comparator", action="append", metavar="NAME", help="only this method (may be repeated)")
    parser.add_argument(
        "--set", action="append", type=_setting, default=[], metavar="METHOD.PARAMETER=VALUE", help="set a parameter"
    )
    parser.add_argument("--background", action="append", default=[], metavar="NAME", help="named background for rarity")
    parser.add_argument("--seed", type=int, default=0, help="seed of methods that sample (default 0)")
    _add_memory(parser)


def _add_memory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--memory", type=_bytes, default=4 << 30, metavar="GIB", help="memory a comparison may take (default 4)"
    )


def parser() -> argparse.ArgumentParser:
    """All commands and options."""
    top = argparse.ArgumentParser(prog="appraisal", description="Similarity analysis for copyright appraisal.")
    top.add_argument("--version", action="version", version=f"appraisal {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, command: Command, help_text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text)
        made.set_defaults(run=command)
        return made

    p = add("demo", demo, "make the sample case, from works to report")
    p.add_argument("dir", nargs="?", default="demo", metavar="DIR")
    p.add_argument("--jobs", type=_jobs, default=min(2, os.cpu_count() or 1))
    p = add("compare", compare, "compare two files or folders, no case needed")
    p.add_argument("left")
    p.add_argument("right")
    p.add_argument("--medium", choices=MEDIA, help="treat the works as this medium")
    p.add_argument("--exclude", action="append", default=[], metavar="PATH", help="work whose content is left out")
    p.add_argument("--reason", default="third-party", choices=REASONS, help="why --exclude is left out")
    p.add_argument("--ancestor", action="append", default=[], metavar="PATH", help="work both may stem from")
    p.add_argument("--children", metavar="DIR", help="folder for records of nested comparisons")
    p.add_argument("--json", action="store_true", help="print one array of records and nothing else")
    _add_comparing(p)
    p = add("batch", batch, "compare many pairs listed in a CSV file")
    p.add_argument("pairs", metavar="PAIRS.csv")
    p.add_argument("--out", required=True, metavar="DIR")
    p.add_argument("--retry", action="store_true", help=RETRY)
    p.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1)
    _add_comparing(p)
    p = add("new", new, "make a case folder")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--number", help="case number (default: the folder's name)")
    p.add_argument("--title")
    p.add_argument("--language", choices=("zh", "en", "both"))
    p = add("receive", receive, "take a work into the case")
    p.add_argument("case", metavar="CASE")
    p.add_argument("label", metavar="LABEL")
    p.add_argument("path", metavar="PATH")
    p.add_argument("--role", required=True, choices=ROLES)
    p.add_argument("--from", dest="who", default="", metavar="WHO", help="who handed it in")
    p.add_argument("--seal", default="", metavar="NO", help="seal number or state")
    p.add_argument("--name", default="", help="name of the work")
    p.add_argument("--work-version", default="", help="version of the work")
    p.add_argument("--obtained", default="", help="how it was obtained")
    p.add_argument("--reason", default="", choices=("", *REASONS), help="of an excluded work: why")
    p.add_argument("--medium", choices=MEDIA)
    p = add("run", run, "compare all claimed with all accused works of a case")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1)
    p.add_argument("--by", default="", metavar="WHO", help="who runs it")
    p.add_argument("--retry", action="store_true", help=RETRY)
    p.add_argument("--comparator", action="append", metavar="NAME")
    _add_memory(p)
    p = add("report", report, "write the report of a case as PDF, HTML, DOCX and JSON")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--language", choices=("zh", "en", "both"))
    p.add_argument("--format", action="append", metavar="NAME", help="only this format (may be repeated)")
    p = add("comparators", comparators, "list the installed methods")
    p.add_argument("--json", action="store_true")
    p = add("background", background_build, "named collections that rarity is counted in")
    actions = p.add_subparsers(dest="action", metavar="ACTION", required=True)
    p = actions.add_parser("build", help="count what a collection of works holds")
    p.add_argument("name", metavar="NAME")
    p.add_argument("paths", nargs="+", metavar="PATH", help="works; of a folder, each entry is one work")
    p.add_argument("--out", metavar="DIR", help="where to write it (default: the user's data folder)")
    p.add_argument("--replace", action="store_true")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    options: Any = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except AppraisalError as error:
        say(f"appraisal: {reason_of(error)}: {error}")
        return next((code for kind, code in CODES if isinstance(error, kind)), FAULT)
    except KeyboardInterrupt:
        say("appraisal: interrupted; what was finished is kept, run the same command again to go on")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except OSError as error:
        say(f"appraisal: system: {error.strerror or error}: {error.filename or ''}")
        return SYSTEM
