"""What one entry of the logs says, kind by kind, or the section that prints it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from appraisal.afc import Element, Event, Level
from appraisal.defects import Defect
from appraisal.dossier import LogEntry
from appraisal.gates import OVERRIDE
from appraisal.gates.contents import CONTENTS
from appraisal.identity import Person
from appraisal.intake import Acceptance, Commission, ConflictCheck, Material
from appraisal.intake.filling import name_of
from appraisal.plots.outline import Outline, PointFinding
from appraisal.procedure import CUSTODY, PROCEDURE, STEPS, Decision, Kind, Step
from appraisal.profile import CONCLUSION
from appraisal.revising import Revision
from appraisal.rights import Identifier
from appraisal.sampling import Sample
from appraisal.scheme import Scheme
from reports.document import Inline, Line
from reports.sections import examined, functional, results, said_of_opinion
from reports.sections.annexed import mark, number_of, sections
from reports.sections.desk import Desk, lines, text
from reports.sections.entries import decoded, labelled, last, name, observed, of_kind, stacked, whole, word
from reports.sections.speaking import speaker
from reports.text import Printed, printable

HEAD = 12  # digits of a log's head that tell which it was; whole ones stand in the annex on logs
SCHEMES = 20  # latest ones that have a section; earlier ones stand in the procedure table
Content = Callable[[Desk, LogEntry], Line | None]
# Sections that print the last entry of a kind in full.
SECTION_OF: Mapping[str, tuple[type[Any], str]] = {
    Kind.COMMISSION: (Commission, "commission"),
    Kind.ACCEPTANCE: (Acceptance, "commission"),
    Kind.MATERIAL: (Material, "materials"),
    Kind.SCHEME: (Scheme, "scheme"),
}
OF_PAPER: Mapping[Kind, str] = {
    Kind.INSTITUTION: "people",
    Kind.QUALIFICATIONS: "people",
    Kind.STANDARDS: "standards",
    Kind.LITERATURE: "literature",
    Kind.OPINION: "opinion",
}
"""What a form of paper prints in sections of its own; a general report has it in the table of steps."""
DEPARTURES = (
    (re.compile(r"method (.+): not run"), "departure.not-run"),
    (re.compile(r"method (.+): not in the scheme"), "departure.not-planned"),
    (re.compile(r"exclusion for (.+): not in the scheme"), "departure.exclusion"),
    (re.compile(r"left out (.+): no such file"), "departure.no-file"),
    (re.compile(r"([^\s:]+): (.+) instead of (.+)"), "departure.parameter"),
)  # as scheme.departures spells them


def content(desk: Desk, entry: LogEntry) -> Line:
    """What an entry says; all of its body where that is not what its kind promises, or is printed nowhere else."""
    made: Line | None = None
    if desk.dossier.paper is not None and entry.kind in OF_PAPER:
        if entry is last(desk, Kind(entry.kind)):
            return _see(desk, OF_PAPER[Kind(entry.kind)])
        if entry.kind == Kind.OPINION:
            return text(desk.say("opinion-superseded"))  # a draft: what is stated stands in the opinion alone
    if entry.kind in SECTION_OF:
        made = _elsewhere(desk, entry)
    elif entry.kind in STEPS:
        step = decoded(Step, entry.body)
        made = step_said(desk, step) if step else None
    elif entry.kind in _CONTENT:
        made = _CONTENT[entry.kind](desk, entry)
    return made or whole(desk, entry.body)


def _elsewhere(desk: Desk, entry: LogEntry) -> Line | None:
    """Where the last entry of its kind is printed; an earlier one in full here."""
    cls, section = SECTION_OF[entry.kind]
    found = decoded(cls, entry.body)
    if entry.kind == Kind.MATERIAL:
        standing = _latest(desk, entry)
    elif entry.kind == Kind.SCHEME:
        standing = any(entry is one for one in of_kind(desk, Kind.SCHEME)[-SCHEMES:])
    else:
        standing = last(desk, Kind(entry.kind)) is entry
    if found is None:
        return whole(desk, entry.body, name_of(cls))
    return _see(desk, section) if standing else whole(desk, found)


def _latest(desk: Desk, entry: LogEntry) -> bool:
    """Whether an entry is the last of its kind on its work, and the work is of this case."""
    label = entry.body.get("label")
    later = (one for one in reversed(of_kind(desk, Kind(entry.kind))) if one.body.get("label") == label)
    return isinstance(label, str) and label in desk.works and next(later, None) is entry


def _see(desk: Desk, section: str) -> Line:
    return text(desk.say("see-section", title=_heading(desk, section)))


def _heading(desk: Desk, section: str) -> Printed:
    """The heading that a section stands under: that of its chapter where a form of paper has it alone in one."""
    for chapter in desk.dossier.paper.chapters if desk.dossier.paper is not None else ():
        if tuple(chapter.sections) == (section,):
            return printable(chapter.heading.read(desk.language))
    if section in sections(desk):
        return Printed(f"{mark(desk, number_of(desk, section))} {desk.say(section)}")
    return desk.say(section)


def step_said(desk: Desk, step: Step, *, table: bool = False) -> Line:
    """A step in full; ``table``: without what has a column of its own."""
    rows = [] if table else [lines(step.what)]
    named: list[tuple[str, str]] = []
    if not table:
        comma = desk.say("listing-comma")
        named = [("labels", comma.join(step.labels)), ("place", step.place), ("persons", comma.join(step.persons))]
    query = observed(desk, step.observation)
    named += [("equipment", step.equipment), ("observation", "" if query else step.observation)]
    named += [] if table else [("clock", step.clock)]
    named += [("answers", desk.say("entry-procedure", seq=step.answers) if step.answers else ""), ("note", step.note)]
    rows += [labelled(desk, desk.say(f"field.{key}"), lines(content)) for key, content in named if content]
    rows += [query] if query else []
    for title, sha256 in step.documents:
        rows.append(labelled(desk, desk.say("field.documents"), lines(title)))
        rows.append((Inline(printable(sha256), "digest"),))
    return stacked(*rows)


def _received(desk: Desk, entry: LogEntry) -> Line | None:
    body = entry.body
    title, files, size, sha256 = (body.get(key) for key in ("name", "files", "bytes", "sha256"))
    if not (isinstance(title, str) and isinstance(sha256, str) and type(files) is int and type(size) is int):
        return None
    rest = {k: v for k, v in body.items() if k in ("version", "received_from", "obtained", "seal", "reason")}
    return stacked(
        lines(title) if title else (),
        (Inline(desk.say("files-bytes", files=files, bytes=size)),),
        text(Printed("SHA-256")),  # on a line of its own, so that the lines of the digest are as long as each other
        text(sha256, "digest"),
        *([whole(desk, rest)] if any(rest.values()) else []),
    )


def _person(desk: Desk, entry: LogEntry) -> Line | None:
    title, key, house = (entry.body.get(part) for part in ("name", "key", "institution"))
    if not (isinstance(title, str) and isinstance(key, str)):
        return None
    try:
        fingerprint = Person(title, key).fingerprint
    except ValueError:
        return None
    named = lines(f"{title}{desk.say('semicolon')}{house}" if isinstance(house, str) and house else title)
    return stacked(named, labelled(desk, desk.say("field.fingerprint"), text(fingerprint, "code")))


def _conflicts(desk: Desk, entry: LogEntry) -> Line | None:
    checks = entry.body.get("checks")
    if not isinstance(checks, list) or any(decoded(ConflictCheck, one) is None for one in checks):
        return None
    if last(desk, Kind.CONFLICTS) is entry:
        return _see(desk, "commission")
    return whole(desk, [decoded(ConflictCheck, one) for one in checks])


def _rights(desk: Desk, entry: LogEntry) -> Line | None:
    listed, label = entry.body.get("identifiers"), entry.body.get("label")
    if not isinstance(listed, list) or any(decoded(Identifier, one) is None for one in listed):
        return None
    if _latest(desk, entry):
        return stacked(text(str(label)), _see(desk, "materials"))
    return None


def _decision(desk: Desk, entry: LogEntry) -> Line | None:
    found = decoded(Decision, entry.body)
    if found is None:
        return None
    comma = desk.say("listing-comma")
    named = (
        ("labels", comma.join(found.labels)),
        ("reason", found.reason),
        ("decided_by", comma.join(found.decided_by)),
    )
    rows = [labelled(desk, desk.say(f"field.{key}"), lines(content)) for key, content in named if content]
    return stacked(text(about(desk, found.about), "strong"), *rows)


def about(desk: Desk, about: str) -> Printed:
    """What a decision is about; of a conclusion, the title that the report's template gives its part."""
    if about.startswith(OVERRIDE):
        gate, _, which = about.removeprefix(OVERRIDE).partition("/")
        if gate == "content" and which in CONTENTS:
            which = desk.read(CONTENTS[which].words)
        return desk.say("about.gate", gate=desk.known(f"gate.{gate}", gate), which=which and f" {which}")
    part = about.removeprefix(CONCLUSION)
    if part == about:
        return desk.known(f"about.{about}", about)
    part, _, withdrawn = part.partition(":")
    profile = desk.dossier.profile
    titles = {one.id: one.heading.read(desk.language) for one in profile.parts} if profile else {}
    said = "about.conclusion-withdrawn" if withdrawn else "about.conclusion"
    return desk.say(said, part=titles.get(part, part))


def _defect(desk: Desk, entry: LogEntry) -> Line | None:
    """What the defect is; the section on defects prints all of the entry."""
    found = decoded(Defect, entry.body)
    return stacked(lines(found.defect), _see(desk, "defects")) if found else None


def _revised(desk: Desk, entry: LogEntry) -> Line | None:
    """Which view was revised and why, raw and revised by digest; the section on views prints each alteration."""
    found = decoded(Revision, entry.body)
    if found is None:
        return None
    kept = [labelled(desk, desk.say(f"revised-{name}"), text(f"{path} {sha256}", "digest"))
            for name, (path, sha256) in (("raw", found.raw), ("now", found.revised))]  # fmt: skip
    said = desk.say("revised-of", label=found.label, file=printable(found.file), made=printable(found.made_by))
    return stacked(text(said), lines(found.reason), *kept, _see(desk, "views"))


def _outline(desk: Desk, entry: LogEntry) -> Line | None:
    """How many plot points; the plot table prints them."""
    found = decoded(Outline, entry.body)
    return stacked(text(desk.say("plot-count", count=len(found.points))), _see(desk, "plot")) if found else None


def _point(desk: Desk, entry: LogEntry) -> Line | None:
    """Which plot point, and the judgement, where the paper states opinions; the plot table prints the rest."""
    found = decoded(PointFinding, entry.body)
    if found is None:
        return None
    said = labelled(desk, printable(found.point), text(word(desk, found.judgement)))
    if results.only(desk):
        said = text(found.point)
    return stacked(said, _see(desk, "plot"))


def _of_afc(cls: type[Level | Element | Event], section: str) -> Content:
    """What it is about; the section prints all of the entry."""

    def told(desk: Desk, entry: LogEntry) -> Line | None:
        found = decoded(cls, entry.body)
        if found is None:
            return None
        withdrawn = [text(desk.say("afc-withdrawn"), "mark")] if found.withdrawn else []
        return stacked(lines(found.what if isinstance(found, Event) else found.name), *withdrawn, _see(desk, section))

    return told


def _run(desk: Desk, entry: LogEntry) -> Line | None:
    number, found = entry.body.get("number"), entry.body.get("departures", [])
    if type(number) is not int or not isinstance(found, list) or not set(entry.body) <= {"number", "departures"}:
        return None
    rows = [text(desk.say("run-number", number=number))]
    if found:
        rows.append(text(desk.say("departures"), "strong"))
        rows += [text(departure(desk, str(one))) for one in found[:50]]
        rows += [text(desk.say("and-more-here", count=len(found) - 50))] if len(found) > 50 else []
    return stacked(*rows)


def _begun(desk: Desk, entry: LogEntry) -> Line | None:
    number, found = entry.body.get("number"), entry.body.get("records")
    if type(number) is not int or not isinstance(found, list | tuple) or set(entry.body) != {"number", "records"}:
        return None
    return text(desk.say("run-begun", number=number, count=len(found)))


def departure(desk: Desk, said: str) -> Printed:
    """Where a run differs from the scheme, as the run noted it, in the reader's language."""
    for pattern, key in DEPARTURES:
        if found := pattern.fullmatch(said):
            values = [printable(part) for part in found.groups()]
            if key == "departure.exclusion":
                values = [desk.known(f"reason.{found[1]}", found[1])]
            elif key == "departure.parameter":
                values[0] = _parameter(desk, found[1])
            elif key != "departure.no-file":
                values = [desk.called(found[1])]
            return desk.say(key, **dict(zip(("what", "used", "planned"), values, strict=False)))
    return printable(said)


def _parameter(desk: Desk, dotted: str) -> Printed:
    """The parameter of a method (``METHOD.PARAMETER``) in the words of the method, its key behind it."""
    method, _, key = dotted.partition(".")
    if method not in desk.methods:
        return printable(dotted)
    raw = printable(key)
    named = desk.label(speaker(desk.dossier, method), key)
    shown = named if named == raw else Printed(f"{named}{desk.say('open')}{raw}{desk.say('close')}")
    return Printed(f"{desk.called(method)}{desk.say('colon')}{shown}")


def _countersigned(desk: Desk, entry: LogEntry) -> Line | None:
    log, seq, digest = (entry.body.get(key) for key in ("log", "seq", "digest"))
    if not (isinstance(log, str) and type(seq) is int and isinstance(digest, str)):
        return None
    named = desk.by_place.get((log, seq))
    what = name(desk, named) if named else Printed(f"{printable(log)} {seq}")
    rows = [text(desk.say("countersigns", entry=what)), text(digest, "digest")]
    if log in (CUSTODY, PROCEDURE) and (named is None or named.digest != digest):
        rows.append(text(desk.say("countersigns-other"), "mark"))
    return stacked(*rows)


def _report(desk: Desk, entry: LogEntry) -> Line | None:
    """When, in what form, and the heads of the logs it printed: in full for the last report, else their beginnings."""
    dated, heads = entry.body.get("dated"), entry.body.get("heads", [])
    if not isinstance(dated, str) or not is_heads(heads):
        return None
    rows = [text(desk.say("report-dated", on=dated))]
    rest = {k: v for k, v in entry.body.items() if k not in ("dated", "heads", "versions", "contents")}
    rows += [whole(desk, rest)] if rest else []
    if heads:
        latest = last(desk, Kind.REPORT) is entry
        rows.append(text(desk.say("heads-of-logs"), "strong"))
        rows += [_head(desk, head, whole=latest) for head in heads]
    if versions := entry.body.get("versions"):
        told = desk.installed(versions) if isinstance(versions, Mapping) else versions
        rows.append(labelled(desk, desk.say("field.versions"), text(desk.value(told))))
    return stacked(*rows)


def is_heads(told: object) -> TypeGuard[list[Mapping[str, Any]]]:
    """Whether a report's entry tells the heads of logs as it should."""
    kinds = {"log": str, "count": int, "digest": str}
    return isinstance(told, list) and all(
        isinstance(one, Mapping)
        and set(one) == set(kinds)
        and all(type(one[key]) is kind for key, kind in kinds.items())
        for one in told
    )


def _head(desk: Desk, head: Mapping[str, Any], *, whole: bool) -> Line:
    digest = head["digest"] if whole else f"{head['digest'][:HEAD]}…"
    said = desk.say("head-of-log", log=head["log"], count=head["count"])
    return (Inline(said), Inline(printable(digest), "digest"))


def _sealed(desk: Desk, entry: LogEntry) -> Line | None:
    why = entry.body.get("why")
    if not isinstance(why, str) or set(entry.body) - {"why"}:
        return None
    return text(desk.known(f"sealed.{why}", why))


def _sample(desk: Desk, entry: LogEntry) -> Line | None:
    """Which record, how many of its matches were drawn and how."""
    found = decoded(Sample, entry.body)
    if found is None:
        return None
    rows = [
        (*text(desk.called(found.comparator)), *desk.reference(found.record[:12])),
        text(desk.say("sample-drawn", size=found.size, total=found.total)),
        text(desk.say("sample-earlier", before=found.before)),
        text(Printed(desk.say("sample-seed") + desk.say("colon").rstrip())),
        text(found.seed),
    ]
    return stacked(*rows, *([text(desk.say("sample-rule", rule=found.rule))] if found.rule else []))


_CONTENT: Mapping[str, Content] = {
    Kind.SAMPLE: _sample,
    Kind.RECEIVED: _received,
    Kind.PERSON: _person,
    Kind.CONFLICTS: _conflicts,
    Kind.RIGHTS: _rights,
    Kind.DECISION: _decision,
    Kind.OPINION: said_of_opinion.opinion,
    Kind.DEFECT: _defect,
    Kind.REVISED: _revised,
    Kind.TEST: functional.logged,
    Kind.OUTLINE: _outline,
    Kind.POINT: _point,
    Kind.LEVEL: _of_afc(Level, "afc"),
    Kind.ELEMENT: _of_afc(Element, "afc"),
    Kind.EVENT: _of_afc(Event, "chronology"),
    Kind.RUN_BEGUN: _begun,
    Kind.RUN: _run,
    Kind.EXAMINED: examined.logged,
    Kind.COUNTERSIGNED: _countersigned,
    Kind.REPORT: _report,
    Kind.SEALED: _sealed,
}
