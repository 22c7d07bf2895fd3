"""``papers paper gates issue``: in which form a report is made, what keeps it from being issued, issuing it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.commands.forms import filled_in
from appraisal.commands.options import Adder
from appraisal.plural import some
from appraisal.printing import say, visible, worded

if TYPE_CHECKING:
    from appraisal.paper import Paper

LANGUAGES = ("zh", "en", "both")
OPEN = 4  # what the case does not allow now


def papers(options: argparse.Namespace) -> int:
    from appraisal import issuing
    from appraisal.case import Case
    from appraisal.papers import files

    if options.case is None:
        for name in files.names():
            found = files.find(name)
            print(visible(f"{name}  {found.title.zh} / {found.title.en}"))
        return 0
    for one, why in issuing.suited(Case.open(options.case)):
        mark = "可用 / fits" if why is None else f"不适用 / does not fit: {why.zh} / {why.en}"
        print(visible(f"{one.name}  {one.title.zh} / {one.title.en}  {mark}"))
    return 0


def paper_form(options: argparse.Namespace) -> int:
    from appraisal import paper_form as form
    from appraisal.case import Case

    case = Case.open(options.case)
    if options.form is None:
        print(form.template(case), end="")
        return 0
    with filled_in(Path(options.form)) as text:
        entries = form.file(case, form.read(text), options.by)
    for entry in entries:
        print(visible(f"{entry.log} {entry.seq}: {entry.kind}"))
    if not entries:
        say(worded("nothing-in-form", case.settings.language))
    return 0


def gates(options: argparse.Namespace) -> int:
    """Prints every gate that finds something; the code is 4 while one stands open."""
    from appraisal import issuing
    from appraisal.case import Case

    template, paper = _named(options)
    case = Case.open(options.case)
    say(worded("reading-case", case.settings.language))
    found = issuing.standing(case, paper, language=options.language, profile=template)
    for gap in found:
        state = "未满足 / open" if gap.open else f"已放行 / passed over: {gap.by}: {gap.passed}"
        print(visible(f"[{gap.gate}] {state}"))
        print(visible(f"  {gap.said.zh} / {gap.said.en}"))
        if gap.mend.zh:
            print(visible(f"  → {gap.mend.zh} / {gap.mend.en}"))
    still = [gap for gap in found if gap.open]
    for row in issuing.passing(still):
        print(visible(row))
    passed = len(found) - len(still)
    say(worded("gates", case.settings.language, len(still), passed, some(len(still), "gate")))
    return OPEN if still else 0


def _named(options: argparse.Namespace) -> tuple[str, Paper]:
    """The report template, if any, and the form of paper that ``--profile`` names."""
    from appraisal import template as templates
    from appraisal.commands.options import profiles
    from appraisal.errors import UsageError

    template, paper = profiles(options.profile)
    if paper is None:
        if template.endswith(templates.SUFFIX):
            raise UsageError(f"{Path(template).name}: no form of paper: it has neither base nor [[chapter]]")
        raise UsageError("name a form of paper with --profile; appraisal papers CASE lists those that fit")
    return template, paper


def issue(options: argparse.Namespace) -> int:
    """What is in ``report/`` is replaced without a question, as by each report: it is said before, once nothing is
    refused, and after."""
    from appraisal import issuing, reporting
    from appraisal.case import Case
    from appraisal.procedure import Kind

    template, paper = _named(options)
    case = Case.open(options.case)
    language = case.settings.language
    drafted = any((case.root / reporting.FOLDER).glob("report.*"))
    say(worded("issuing", language))
    made = issuing.issue(
        case,
        paper,
        by=options.by,
        serial=options.serial,
        number=options.number,
        profile=template,
        language=options.language,
        on=options.on,
        begins=lambda: say(*([worded("issuing-draft", language)] if drafted else [])),
    )
    for path in made:
        print(path)
    if made:
        place = made[0].parent.relative_to(case.root).as_posix()
        numbers = [str(entry.body.get("number")) for entry in case.history().of(Kind.ISSUED)]
        number = next((one for one in numbers if issuing.folder(one) == place), "-")  # what later commands want
        say(worded("issued-draft" if drafted else "issued", language, place, number))
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("papers", papers, "list the forms of paper (文书), and which of them fit a case")
    p.add_argument("case", metavar="CASE", nargs="?")
    p = add("paper", paper_form, "institution, people, standards and opinion, from a form in TOML")
    p.add_argument("case", metavar="CASE")
    p.add_argument("form", metavar="FORM.toml", nargs="?", help="without it, a form to fill in is printed")
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
    p = add("gates", gates, "what keeps the report of a case from being issued in a form of paper")
    p.add_argument("case", metavar="CASE")
    p.add_argument(
        "--profile",
        action="append",
        required=True,
        metavar="NAME",
        help="form of paper, or a .toml file; the report template that it is issued with too",
    )
    p.add_argument("--language", choices=LANGUAGES, help="of the report that would be issued (default: the case's)")
    p = add("issue", issue, "issue the report of a case (签发), through its gates")
    p.add_argument("case", metavar="CASE")
    p.add_argument(
        "--profile", action="append", required=True, metavar="NAME", help="form of paper; a report template too"
    )
    p.add_argument("--serial", default="", metavar="N", help="serial number, from which the paper makes its number")
    p.add_argument("--number", default="", help="the whole report number, if not by the paper's pattern")
    p.add_argument("--on", default="", metavar="DATE", help="date of issue (default: today)")
    p.add_argument("--language", choices=LANGUAGES)
    p.add_argument("--by", required=True, metavar="NAME", help="authorised signatory; signed when the key is here")
