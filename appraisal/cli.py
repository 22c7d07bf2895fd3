"""The command line. Imports stay inside the commands, so that ``--help`` answers at once.

Exit codes: 0 done (failed comparisons are rows or records of a complete answer) · 2 wrong use · 3 a work cannot be
opened (what a method cannot read in it is a failed record) · 4 the case does not allow it · 5 the report cannot be made
· 6 a record does not hold · 7 the system does not allow it (disk full, no permission) · 10 to 13 what ``verify`` found
(see ``commands/checking.py``) · 70 a fault of the program, or ``examine`` whose one method declines · 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from appraisal import __version__
from appraisal.commands import (
    after,
    benches,
    casework,
    checking,
    comparing,
    controlling,
    examining,
    filing,
    issuing,
    merging,
    panels,
    signing,
    viewing,
)
from appraisal.commands.options import Command
from appraisal.errors import AppraisalError, CaseError, MaterialError, RecordError, ReportError, UsageError, reason_of
from appraisal.printing import in_words, rows_in, say, worded

DONE, USAGE, MATERIAL, CASE, REPORT, RECORD, SYSTEM, FAULT, INTERRUPTED = 0, 2, 3, 4, 5, 6, 7, 70, 130
CODES: tuple[tuple[type[AppraisalError], int], ...] = (
    (UsageError, USAGE),
    (MaterialError, MATERIAL),
    (RecordError, RECORD),  # before CaseError: a damaged record of a case is both
    (CaseError, CASE),
    (ReportError, REPORT),
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

    for group in (
        casework,
        filing,
        viewing,
        issuing,
        signing,
        after,
        checking,
        controlling,
        comparing,
        examining,
        merging,
        panels,
        benches,
    ):
        group.add_to(add)
    return top


def _unsigned(by: str, language: str) -> None:
    """Say so when what is done in a person's name will not be signed: the name may be mistyped."""
    from appraisal import identity

    if not identity.here(identity.home(), by):
        say(worded("unsigned", language, by))


def _language(options: argparse.Namespace) -> str:
    """Of what is refused: English where that is asked for, or is that of the case; else both."""
    asked = getattr(options, "language", None)
    case = getattr(options, "case", None)
    if asked is None and case is not None:
        from appraisal.case import Case

        with contextlib.suppress(AppraisalError, OSError):  # what is wrong with it is what is being told
            asked = Case.open(case).settings.language
    return "en" if asked == "en" else "both"


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    options: Any = parser().parse_args(arguments)
    if (found := sys.getfilesystemencoding()) != "utf-8":  # names of logs and works would look as if they were gone
        say(f"appraisal: system: {worded('file-names', 'both', found)}")
        return SYSTEM
    try:
        if by := getattr(options, "by", ""):
            _unsigned(by, _language(options))
        return int(options.run(options))
    except AppraisalError as error:
        first, *rows = in_words(error, _language(options)).rows
        say(f"appraisal: {reason_of(error)}: {first}", *rows)
        return next((code for kind, code in CODES if isinstance(error, kind)), FAULT)
    except KeyboardInterrupt:
        say(f"appraisal: {worded('interrupted', _language(options))}")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except OSError as error:
        told = rows_in(_language(options), str(error.strerror or error))
        first, *rows = (f"{said}{f': {error.filename}' if error.filename else ''}" for said in told)
        say(f"appraisal: system: {first}", *rows)
        return SYSTEM
