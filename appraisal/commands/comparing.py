"""``compare``, ``batch``, ``comparators``, ``background build``: methods at work, no case needed."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.commands.options import (
    MEDIA,
    REASONS,
    RETRY,
    Adder,
    add_comparing,
    jobs_of,
    medium_of,
    overruled_of,
    parameters_of,
)
from appraisal.errors import AppraisalError, UsageError, reason_of, status_of
from appraisal.printing import print_json, say, worded
from appraisal.summing import print_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraisal.comparison import Comparison, Status
    from appraisal.work import Work


def compare(options: argparse.Namespace) -> int:
    import tempfile

    from appraisal import background, dispatch, registry
    from appraisal.comparison import Reason
    from appraisal.job import Job

    names = tuple(dict.fromkeys(options.comparator or ()))
    for name in names:
        registry.comparator(name)
    parameters = parameters_of(options)
    overruled = overruled_of(options)
    backgrounds = tuple(background.locate(name) for name in options.background)
    medium = medium_of(options)
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
                error.args = tuple(registry.spoken(row, options.language) for row in error.rows)
                raise
            print_json([_unopened(options, name, error, status_of(error)) for name in names or ("",)])
            return 0
        chosen = names or registry.applicable(left, right, medium)
        if idle := sorted(set(parameters) - set(chosen)):
            raise UsageError(
                f"--set names {', '.join(idle)}, which does not run here ({', '.join(chosen) or 'no method'} does):"
                " add it with --comparator, or leave the setting out"
            )
        if not names and (others := registry.unasked(left, right, chosen)):
            say(worded("not-run", options.language, ", ".join(others)))
        _warn_of_itself(options, (left, right), [work for work, _ in excluded])
        results: list[Comparison] = []
        for name in chosen:
            say(worded("comparing", options.language, name))
            job = Job(
                comparator=name,
                left=left,
                right=right,
                parameters=parameters.get(name, {}),
                ancestors=ancestors,
                excluded=excluded,
                overruled=overruled,
                backgrounds=backgrounds,
                seed=options.seed,
                memory=options.memory,
                children=Path(options.children) if options.children else None,
            )
            results.append(dispatch.compare(job))
        if not results:
            hints = {
                registry.could_be_derived(one.media(), other.media()) for one, other in ((left, right), (right, left))
            }
            more = "".join(f"; {hint}" for hint in sorted(hints - {""}))
            sides = [f"{one.label}: {', '.join(sorted(one.media())) or '?'}" for one in (left, right)]
            said = f"no installed method reads both works ({'; '.join(sides)}); see: appraisal comparators{more}"
            none = UsageError(registry.spoken(said, options.language))
            if not options.json:
                raise none
            results = [_unopened(options, "", none, "refused")]
    if options.json:
        print_json(results)
        return 0
    for result in sorted(results, key=_last):
        print_summary(result, options.language)
    return 0


def _last(result: Comparison) -> tuple[int, bool]:
    """What was found stands first, then what failed; last what a method does not compare, methods about whole sets
    behind those that compare these two files."""
    from appraisal import registry
    from appraisal.comparator import Scope

    order = ("ok", "failed", "refused").index(result.status)
    return order, bool(order and result.version and registry.comparator(result.comparator).scope is Scope.WHOLE)


def _warn_of_itself(options: argparse.Namespace, sides: Sequence[Work], excluded: Sequence[Work]) -> None:
    """Say on the terminal that a work compared is left out as a whole: every figure after exclusions is of nothing."""
    for path, work in zip(options.exclude, excluded, strict=True):
        for side, compared in zip((options.left, options.right), sides, strict=True):
            own = {member.sha256 for member in compared.members}
            if own and own <= {member.sha256 for member in work.members}:
                say(worded("of-itself", options.language, path, side))


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
        parameters=parameters_of(options),
        backgrounds=options.background,
        overruled=overruled_of(options),
        memory=options.memory,
        seed=options.seed,
    )
    print(job.run(options.jobs, retry=options.retry, progress=True))
    return 0


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
    return 0


def background_build(options: argparse.Namespace) -> int:
    from appraisal import background, dispatch

    out = Path(options.out) if options.out else background.folder_of(options.name)
    if (out / background.MANIFEST).exists() and not options.replace:
        raise UsageError(f"background {options.name!r} stands already in {out}: choose another name or add --replace")
    public = bool(options.public_domain)
    sample = options.sample if options.components or public else 0
    dispatch.build_background(options.name, [Path(p) for p in options.paths], out, sample=sample, public=public)
    background.digest_of.cache_clear()
    print(f"{out}  {background.digest_of(out)}")
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("compare", compare, "compare two files or folders, no case needed")
    p.add_argument("left")
    p.add_argument("right")
    p.add_argument("--medium", choices=MEDIA, help="treat the works as this medium")
    p.add_argument("--exclude", action="append", default=[], metavar="PATH", help="work whose content is left out")
    p.add_argument("--reason", default="third-party", choices=REASONS, help="why --exclude is left out")
    p.add_argument("--ancestor", action="append", default=[], metavar="PATH", help="work both may stem from")
    p.add_argument("--children", metavar="DIR", help="folder for records of nested comparisons")
    p.add_argument("--json", action="store_true", help="print one array of records and nothing else")
    p.add_argument("--language", choices=("zh", "en"), default="en", help="of what is printed (default: en)")
    add_comparing(p)
    p = add("batch", batch, "compare many pairs listed in a CSV file")
    p.add_argument("pairs", metavar="PAIRS.csv")
    p.add_argument("--out", required=True, metavar="DIR")
    p.add_argument("--retry", action="store_true", help=RETRY)
    p.add_argument("--jobs", type=jobs_of, default=os.cpu_count() or 1)
    add_comparing(p)
    p = add("comparators", comparators, "list the installed methods")
    p.add_argument("--json", action="store_true")
    p = add("background", background_build, "named collections that rarity is counted in")
    actions = p.add_subparsers(dest="action", metavar="ACTION", required=True)
    p = actions.add_parser("build", help="count what a collection of works holds")
    p.add_argument("name", metavar="NAME")
    p.add_argument("paths", nargs="+", metavar="PATH", help="works; of a folder, each entry is one work")
    p.add_argument("--out", metavar="DIR", help="where to write it (default: the user's data folder)")
    p.add_argument("--replace", action="store_true")
    kinds = p.add_mutually_exclusive_group()
    kinds.add_argument(
        "--public-domain",
        action="store_true",
        help="index texts that are in the public domain (each entry one work); passages of them leave the figures",
    )
    kinds.add_argument(
        "--components",
        action="store_true",
        help="index third-party packages (each entry one, e.g. zlib-1.3.1), which rules then take out of the figures",
    )
    p.add_argument("--sample", type=jobs_of, default=1, metavar="N", help="keep one fingerprint in N (default 1)")
