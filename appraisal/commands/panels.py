"""``panel``: experts who judge apart; their verdicts lie sealed until all are in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from appraisal.commands.options import Adder
from appraisal.printing import say, visible, worded

if TYPE_CHECKING:
    from appraisal.case import Case


def convene(options: argparse.Namespace) -> int:
    from appraisal import panel
    from appraisal.case import Case
    from appraisal.casefile import clean

    case = Case.open(options.case)
    experts = tuple(clean(name).strip() for name in options.expert or case.settings.experts)
    named = panel.Panel(experts, clean(options.reviewer).strip(), clean(options.signatory).strip())
    with case.working():
        entry = panel.convene(case.log, named, options.by)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {', '.join(experts)}  {entry.digest}"))
    return 0


def submit(options: argparse.Namespace) -> int:
    from appraisal import panel
    from appraisal.case import Case

    case = Case.open(options.case)
    entry = panel.submit(case.log, options.by)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return _waiting(case)


def open_verdicts(options: argparse.Namespace) -> int:
    from appraisal import panel
    from appraisal.case import Case

    case = Case.open(options.case)
    entry = panel.open_verdicts(case.log, options.by)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return _waiting(case)


def release(options: argparse.Namespace) -> int:
    from appraisal import panel
    from appraisal.case import Case
    from appraisal.casefile import clean

    case = Case.open(options.case)
    with case.working():
        entry = panel.release(case.log, clean(options.expert).strip(), options.reason, options.by)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return _waiting(case)


def state(options: argparse.Namespace) -> int:
    from appraisal.case import Case

    return _waiting(Case.open(options.case), say_all=True)


def _waiting(case: Case, *, say_all: bool = False) -> int:
    from appraisal import panel

    language = case.settings.language
    held = panel.in_force(case.history())
    if held is None:
        print(worded("no-panel", language))
        return 0
    reached = panel.stages(case.root, held)
    if say_all:
        for expert, stage in reached.items():
            print(visible(f"{expert}  {worded(stage, language)}"))
        for expert in held.released:
            print(visible(f"{expert}  {worded('released', language)}"))
        for role, name in (("reviewer", held.panel.reviewer), ("signatory", held.panel.signatory)):
            print(visible(f"{name or '-'}  {worded(role, language)}"))
        return 0
    left = [expert for expert, stage in reached.items() if stage is panel.Stage.JUDGING]
    closed = [expert for expert, stage in reached.items() if stage is not panel.Stage.OPENED]
    if left:
        say(worded("still-judging", language, ", ".join(left)))
    elif closed:
        say(worded("to-be-opened", language, ", ".join(closed)))
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("panel", state, "experts who judge apart: verdicts lie sealed until all are in")
    actions = p.add_subparsers(dest="action", metavar="ACTION", required=True)
    p = actions.add_parser("convene", help="put the panel on file, after the scheme")
    p.set_defaults(run=convene)
    p.add_argument("case", metavar="CASE")
    p.add_argument("--expert", action="append", metavar="NAME", help="who judges (default: the experts of case.toml)")
    p.add_argument("--reviewer", default="", metavar="NAME", help="who reviews without having judged (复核)")
    p.add_argument("--signatory", default="", metavar="NAME", help="who may issue the report (签发)")
    p.add_argument("--by", default="", metavar="NAME")
    for name, command, told in (
        ("submit", submit, "say that one's verdicts are in; nothing is sealed after that"),
        ("open", open_verdicts, "open one's sealed verdicts, once those of all experts are in"),
    ):
        p = actions.add_parser(name, help=told)
        p.set_defaults(run=command)
        p.add_argument("case", metavar="CASE")
        p.add_argument("--by", required=True, metavar="NAME")
    p = actions.add_parser("release", help="put on file that an expert takes no part any more, and why")
    p.set_defaults(run=release)
    p.add_argument("case", metavar="CASE")
    p.add_argument("--expert", required=True, metavar="NAME")
    p.add_argument("--reason", required=True, metavar="TEXT")
    p.add_argument("--by", required=True, metavar="NAME", help="who decides it")
    p = actions.add_parser("state", help="how far each expert is")
    p.set_defaults(run=state)
    p.add_argument("case", metavar="CASE")
