"""Commands by which people put on file what they do in a case: intake, records, decisions, tests, plot, scheme …"""

from __future__ import annotations

import argparse
from pathlib import Path

from appraisal.commands.forms import filled_in
from appraisal.commands.options import Adder
from appraisal.printing import say, visible, worded

STEPS = (
    "handled",
    "operation",
    "deliberation",
    "review",
    "issue",
    "delivery",
    "objection",
    "reply",
    "correction",
)


def identity_new(options: argparse.Namespace) -> int:
    import os

    from appraisal import identity

    passphrase = os.environ.get(identity.PASSPHRASE, "")
    person = identity.make(identity.home(), options.name, institution=options.institution, passphrase=passphrase)
    if not passphrase:
        say(worded("key-bare", "both", identity.PASSPHRASE))
    print(visible(f"{person.name}  {person.fingerprint}  {person.key}"))
    return 0


def identity_list(options: argparse.Namespace) -> int:
    from appraisal import identity

    for person in identity.known(identity.home()):
        print(visible(f"{person.name}  {person.institution}  {person.fingerprint}  {person.key}"))
    return 0


def intake(options: argparse.Namespace) -> int:
    from appraisal import filing
    from appraisal.case import Case
    from appraisal.intake_form import template

    case = Case.open(options.case)
    if options.form is None:
        print(template(case), end="")
        return 0
    path = Path(options.form)
    with filled_in(path) as text:
        entries = filing.file_intake(case, filing.read_form(text), options.by, folder=path.parent)
    for entry in entries:
        print(visible(f"{entry.log} {entry.seq}: {entry.kind}"))
    if not entries:
        say(worded("nothing-in-form", case.settings.language))
    for line in filing.lacking(case):
        say(line)
    return 0


def record(options: argparse.Namespace) -> int:
    from appraisal import filing
    from appraisal.case import Case
    from appraisal.gates import early
    from appraisal.procedure import Kind, Step

    observation = options.observation
    if options.query or options.rows is not None or options.digest:
        observation = _counted(options)
    step = Step(
        what=options.what,
        labels=tuple(options.label),
        place=options.place,
        persons=tuple(options.person),
        equipment=options.equipment,
        observation=observation,
        clock=options.clock,
        note=options.note,
        answers=options.answers,
    )
    documents = [Path(path) for path in options.document]
    case = Case.open(options.case)
    for line in early.beyond(case, "\n".join((step.what, step.note, step.observation))):
        say(line)
    entry = filing.file_step(case, Kind(options.kind), step, options.by, documents=documents)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return 0


def _counted(options: argparse.Namespace) -> str:
    """Operating data as reports print them: the query, how many rows it gave, and the digest of the result."""
    import re

    from appraisal.errors import UsageError

    if options.kind != "operation" or options.observation:
        raise UsageError("--query, --rows and --digest belong to an operation, and stand in place of --observation")
    if not options.query.strip() or options.rows is None or not re.fullmatch(r"[0-9a-fA-F]{64}", options.digest):
        raise UsageError("give all of --query, --rows and --digest (SHA-256 of the result, 64 hexadecimal digits)")
    return f"query: {options.query.strip()}\nrows: {options.rows}\nSHA-256: {options.digest.lower()}"


def _rows(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError("a count of rows is a whole number")
    return int(text)


def decide(options: argparse.Namespace) -> int:
    from appraisal import filing
    from appraisal.case import Case
    from appraisal.concluding import concludes
    from appraisal.gates import early
    from appraisal.procedure import Decision

    case = Case.open(options.case)
    _known_subject(case.root, options.about, options.profile)
    who = options.person or ([options.by] if options.by else [])
    decision = Decision(options.about, options.reason, tuple(options.label), tuple(who))
    told = early.beyond(case, options.reason, concludes=concludes(options.about))
    for line in (*told, *filing.beside(case, decision, options.by)):
        say(line)
    entry = filing.decide(case, decision, options.by)
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return 0


def defect(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.defects import record_defect
    from appraisal.errors import UsageError

    seen = {label: words for label, words in options.observed}
    if len(seen) < len(options.observed):
        raise UsageError("--observed: give each work once")
    entry = record_defect(
        Case.open(options.case), options.defect, steps=options.steps, observations=seen,
        dictated=options.dictated, why=options.why, places=options.place,
        recordings=[Path(name) for name in options.recording], by=options.by,
    )  # fmt: skip
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return 0


def functional_test(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.functional import filing as tests
    from appraisal.gates import early
    from appraisal.gates.values import within

    case = Case.open(options.case)
    if options.form is None:
        print(tests.template(case), end="")
        return 0
    path = Path(options.form)
    with filled_in(path) as text:
        entries = tests.file_form(case, tests.read_form(text), options.by, folder=path.parent)
    for entry in entries:
        said = "\n".join(words for _, words in within(entry.body, str))
        for line in early.beyond(case, said, replaced=True):
            say(line)
        print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.body['id']}"))
    if not entries:
        say(worded("nothing-in-form", case.settings.language))
    for test in tests.standing(case).values():
        if lacking := test.lacks():
            zh = f"{test.id} 尚缺：{'；'.join(one.zh for one in lacking)}"
            en = f"{test.id} lacks: {'; '.join(one.en for one in lacking)}"
            say(*([en] if case.settings.language == "en" else [zh, en]))
    return 0


def plot(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.plots import filing as plots

    case = Case.open(options.case)
    if options.form is None:
        print(plots.template(case), end="")
        return 0
    with filled_in(Path(options.form)) as text:
        entries = plots.file_form(case, plots.read_form(text), options.by)
    for entry in entries:
        print(visible(f"{entry.log} {entry.seq}: {entry.kind}"))
    if not entries:
        say(worded("nothing-in-form", case.settings.language))
    return 0


def _known_subject(root: Path, about: str, profile: str) -> None:
    """``UsageError`` with the choices when the subject is meant to be one that the program acts on, and is none.

    A conclusion under a name that no part has would be filed, signed, and printed nowhere.
    """
    import difflib

    from appraisal import template
    from appraisal.concluding import WITHDRAWN
    from appraisal.errors import UsageError
    from appraisal.filing import UNCROSSED
    from appraisal.profile import CONCLUSION

    tags = template.conclusions(root, profile)
    known = (UNCROSSED, *tags)
    if about.removesuffix(WITHDRAWN) in tags or about in known:
        return
    word = about.strip().lower().replace("_", "-").replace(" ", "-")
    if word.startswith(CONCLUSION.rstrip("-")) or difflib.get_close_matches(word, known, 1, 0.85):
        near = difflib.get_close_matches(word, known, 1, 0.6)
        meant = f" (did you mean {near[0]}?)" if near else ""
        raise UsageError(
            f"no part of a report takes the decision {about!r}{meant}; there are: {', '.join(known)}."
            " For a template of your own, name it: --profile FILE.toml"
        )


def scheme(options: argparse.Namespace) -> int:
    from functools import partial

    from appraisal import filing
    from appraisal.case import Case
    from appraisal.gates import early

    case = Case.open(options.case)
    if options.template:
        print(filing.place_template(case))
        return 0
    methods = tuple(dict.fromkeys(options.comparator or ()))
    entry = filing.fix_scheme(case, options.by, comparators=methods, check=partial(early.refuse_put, case))
    if entry.signature is None:
        say(worded("scheme-unsigned", case.settings.language))
    print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
    return 0


def sign(options: argparse.Namespace) -> int:
    from appraisal import chain, filing
    from appraisal.case import Case

    case = Case.open(options.case)
    entry = filing.countersign(case, options.by, log=options.log, seq=options.seq)
    log, seq = str(entry.body["log"]), int(str(entry.body["seq"]))
    what = chain.read(case.root, log)[seq - 1]
    told = f"{log} {seq} ({what.kind}, {what.by or '-'}): signed by {entry.by}  {what.digest}"
    print(visible(told))
    return 0


def log(options: argparse.Namespace) -> int:
    from appraisal import faulted, logged
    from appraisal.case import Case

    case = Case.open(options.case)
    for fault in logged.faults(case.root):
        told = faulted.told(fault)
        print(visible(f"{told.zh}\n{told.en}"))
    for entry in logged.entries(case.history()):
        late = f"  dated before an earlier-written entry of {entry.after}" if entry.after else ""
        what = str(entry.body.get("what") or entry.body.get("label") or entry.body.get("about") or "")
        line = f"{entry.log} {entry.seq}  {entry.on}  {entry.kind}  {what}  {entry.by}  {entry.standing}{late}"
        print(visible(line))
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("identity", identity_list, "keys with which persons sign")
    actions = p.add_subparsers(dest="action", metavar="ACTION", required=True)
    p = actions.add_parser("new", help="make a key pair for a person on this machine")
    p.set_defaults(run=identity_new)
    p.add_argument("name", metavar="NAME")
    p.add_argument("--institution", default="")
    p = actions.add_parser("list", help="whose keys are on this machine")
    p.set_defaults(run=identity_list)

    p = add("intake", intake, "commission, acceptance, conflicts, materials and rights data, from a form in TOML")
    p.add_argument("case", metavar="CASE")
    p.add_argument("form", metavar="FORM.toml", nargs="?", help="without it, a form to fill in is printed")
    _add_by(p)

    p = add("record", record, "record one step of the procedure, with photographs and papers")
    p.add_argument("case", metavar="CASE")
    p.add_argument("kind", choices=STEPS)
    p.add_argument("--what", required=True, help="what was done")
    p.add_argument("--label", action="append", default=[], metavar="LABEL", help="work it was done to")
    p.add_argument("--place", default="")
    p.add_argument("--person", action="append", default=[], metavar="NAME", help="who was present")
    p.add_argument("--equipment", default="")
    p.add_argument("--observation", default="")
    p.add_argument("--clock", default="", help="clock offset and its reference")
    p.add_argument("--document", action="append", default=[], metavar="PATH", help="photograph or paper to keep")
    p.add_argument("--note", default="")
    p.add_argument("--answers", type=int, default=0, metavar="N", help="of a reply: number of the objection's entry")
    p.add_argument("--query", default="", help="of operating data: the query; nothing of the result but the next two")
    p.add_argument("--rows", type=_rows, default=None, metavar="N", help="how many rows it gave")
    p.add_argument("--digest", default="", metavar="SHA256", help="SHA-256 of the result as exported")
    _add_by(p)

    p = add("decide", decide, "record a decision, e.g. to use material that was not cross-examined")
    p.add_argument("case", metavar="CASE")
    p.add_argument(
        "about",
        help="what about: conclusion-PART (with :withdrawn behind it: takes your own back),"
        " uncross-examined (lets such material be compared), gate:ID (passes a gate"
        " over), evidence:NAME (what a sentence of the opinion rests on), quoted:WORDS (where words that a text"
        " quotes stand), dissent (what you hold against the opinion, which prints these words),"
        " dissent:withdrawn (you take it back), protect:PATH or disclose:PATH, or words",
    )
    p.add_argument("--reason", required=True)
    p.add_argument("--label", action="append", default=[], metavar="LABEL")
    p.add_argument("--person", action="append", default=[], metavar="NAME", help="who decided (default: --by)")
    p.add_argument(
        "--profile", default="", metavar="NAME", help="template whose part the conclusion is on, if your own"
    )
    _add_by(p)

    p = add("defect", defect, "record a defect that works share, or do not (缺陷性特征)")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--defect", required=True, metavar="TEXT", help="what is wrong")
    p.add_argument("--steps", required=True, metavar="TEXT", help="steps that show it")
    p.add_argument(
        "--observed", required=True, nargs=2, action="append", metavar=("LABEL", "TEXT"),
        help="what was seen in a work, for two works or more",
    )  # fmt: skip
    p.add_argument(
        "--dictated", required=True, choices=("yes", "no", "unsettled"), help="by function, standard, interface"
    )
    p.add_argument("--why", default="", metavar="TEXT", help="why function dictates it, or does not")
    p.add_argument(
        "--place", action="append", default=[], metavar="TEXT", help="where its cause stands, e.g. B1 src/a.c:12"
    )
    p.add_argument("--recording", action="append", default=[], metavar="FILE", help="video, screenshot or log; copied")
    _add_by(p)

    p = add("functional-test", functional_test, "functional tests of a laboratory (功能检验记录), from a form in TOML")
    p.add_argument("case", metavar="CASE")
    p.add_argument("form", metavar="FORM.toml", nargs="?", help="without it, a form to fill in is printed")
    _add_by(p)

    p = add("plot", plot, "plot points and what experts hold of them (情节表), from a form in TOML")
    p.add_argument("case", metavar="CASE")
    p.add_argument("form", metavar="FORM.toml", nargs="?", help="without it, a form to fill in is printed")
    _add_by(p)

    p = add("scheme", scheme, "fix the comparison scheme (scheme.toml of the case), signed")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--template", action="store_true", help="put a scheme.toml to fill in into the case")
    p.add_argument("--comparator", action="append", metavar="NAME", help="methods that will run (default: all)")
    _add_by(p)

    p = add("sign", sign, "sign an entry of a log, beside who wrote it")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--log", default="procedure.jsonl", metavar="LOG")
    p.add_argument("--seq", type=int, default=0, help="number of the entry (default: the last)")
    p.add_argument("--by", required=True, metavar="NAME")

    p = add("log", log, "print the logs of a case, and what does not hold in them")
    p.add_argument("case", metavar="CASE")


def _add_by(p: argparse.ArgumentParser) -> None:
    p.add_argument("--by", default="", metavar="NAME", help="who does it; signed when that person's key is here")
