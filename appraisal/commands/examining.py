"""``examine``: what is seen in one work alone: a file or folder, or a work of a case, then put on file there."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.commands.options import RETRY, Adder, add_memory
from appraisal.errors import AppraisalError, UsageError, code_of
from appraisal.plural import some
from appraisal.printing import in_words, print_lines, say, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraisal.examiner import Examination


def examine(options: argparse.Namespace) -> int:
    if options.label:
        return _of_case(options)
    if options.retry or options.by:
        raise UsageError("--retry and --by belong to the examination of a work of a case: name it with --label")
    if (Path(options.path) / "case.toml").is_file():
        raise UsageError(f"{options.path} is a case: name the work of it that is to be examined with --label")
    return _of_path(options)


def _of_case(options: argparse.Namespace) -> int:
    """A work of a case: what was seen is a record of the case from now on."""
    from appraisal import examined
    from appraisal.case import Case
    from appraisal.recorded import read_examination
    from appraisal.telling import WORDS

    case = Case.open(options.path)
    language = options.language or case.settings.language
    listed = examined.examine(
        case,
        options.label,
        options.against or "",
        examiners=options.examiner or (),
        memory=options.memory,
        retry=options.retry,
        by=options.by,
        progress=_said(language),
    )
    results = [read_examination(case.root / file)[1] for file in listed["records"]]
    if options.json:
        _print_json(results)
        return 0
    for result in results:
        _print(result, language)
    records: object = len(listed["records"]) if language == "zh" else some(len(listed["records"]), "record")
    zh, en = WORDS["examination"]
    said = zh if language == "zh" else en
    print(said.format(listed["number"], records, len(listed["made"]), listed["failures"]))
    return _code(results)


def _of_path(options: argparse.Namespace) -> int:
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
            examining.in_bounds(options.path, names)
            work = examining.open_work(options.path, Path(scratch))
            against = examining.open_work(options.against, Path(scratch)) if options.against else None
        except AppraisalError as error:
            if not options.json:
                raise in_words(error, options.language) from error
            reference = WorkRef(Path(options.path).name, "")
            results = [
                examining.failure(name, parameters_of(registry.examiner(name)), reference, error) for name in names
            ]
        else:
            chosen = names if options.examiner else examining.applicable(work)
            if not chosen and not options.json and isinstance(said := examining.unread(work), UsageError):
                raise in_words(said, options.language)  # bytecode is refused below, as programs of other processors are
            if against is not None and against.sha256 == work.sha256:
                same = f"{work.label} is not examined against itself: name another work, or none"
                raise in_words(UsageError(same), options.language)
            progress = _said(options.language or "both")
            for name in chosen or names:
                results.append(examining.examine(name, work, against, memory=options.memory, progress=progress))
    if options.json:
        _print_json(results)
        return 0
    for result in results:
        _print(result, options.language or "both")
    return _code(results)


def _said(language: str) -> Callable[[str, float], None]:
    """Progress on stderr: at the start, then every few seconds how long it has taken so far."""

    def progress(name: str, seconds: float) -> None:
        say(worded("examining-on" if seconds else "examining", language, name, seconds))

    return progress


def _code(results: Sequence[Examination]) -> int:
    """0 where an examination has a result; else what kept the first one from it (see ``cli``)."""
    if any(result.status == "ok" for result in results):
        return 0
    return next((code_of(result.reason or "") for result in results), 0)


def _print_json(results: list[Examination]) -> None:
    import sys

    from appraisal import examiner

    text = "[" + ",\n".join(examiner.dumps(result).rstrip("\n") for result in results) + "]\n"
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _print(result: Examination, language: str) -> None:
    """Findings by kind with their places and cautions; words are the examiner's own."""
    from appraisal import telling

    print_lines(telling.lines(result, language))


def add_to(add: Adder) -> None:
    """Parser of this command."""
    p = add("examine", examine, "say what is seen in one work: a file or folder, or a work of a case")
    p.add_argument("path", metavar="PATH", help="file or folder; with --label a case, which keeps what was seen")
    p.add_argument("--label", default="", metavar="LABEL", help="work of the case at PATH to examine")
    p.add_argument(
        "--against", metavar="CLIENT", help="work that the first may be made for, or against; with --label its label"
    )
    p.add_argument("--examiner", action="append", metavar="NAME", help="examiner to use (default: all that apply)")
    add_memory(p)
    p.add_argument("--retry", action="store_true", help=RETRY)
    p.add_argument("--by", default="", metavar="NAME", help="who examines; signed when that person's key is here")
    p.add_argument(
        "--language", choices=("zh", "en", "both"), help="of what is printed (default: that of the case, else both)"
    )
    p.add_argument("--json", action="store_true", help="print one array of records and nothing else")
