"""The scheme (比对方案): what was fixed, by whom, when, and whether before results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from appraisal import registry
from appraisal.dossier import LogEntry, Role
from appraisal.procedure import Kind
from appraisal.scheme import LeftOut, Scheme
from reports.document import Block, Heading, Inline, Line
from reports.sections import results
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import decoded, is_late, labelled, name, of_kind, source, stacked, unstated, whole
from reports.sections.front import sides
from reports.sections.said import SCHEMES, departure
from reports.sections.speaking import Speaking, speaker
from reports.text import Printed, printable

NAME = 24  # letters of a line that is a name, not a sentence


def scheme(desk: Desk) -> Iterator[Block]:
    entries = of_kind(desk, Kind.SCHEME)
    if not entries:
        yield paragraph(desk.say("scheme-none"), "notice")
        return
    if len(entries) > SCHEMES:
        yield paragraph(desk.say("schemes-capped", shown=SCHEMES, total=len(entries)), "note")
    for entry in entries[-SCHEMES:]:
        if len(entries) > 1:
            key = "scheme-in-force" if entry is entries[-1] else "scheme-earlier"
            yield Heading(2, desk.say(key, entry=name(desk, entry)))
        if is_late(entry):
            yield paragraph(desk.say("scheme-late"), "notice")
        if entry.after:
            yield paragraph(desk.say("scheme-back-dated", on=entry.on, after=entry.after), "notice")
        if not is_late(entry):
            yield paragraph(desk.say("scheme-before"))
        yield source(desk, entry)
        yield from _content(desk, entry)
    yield from _departures(desk)


def _content(desk: Desk, entry: LogEntry) -> Iterator[Block]:
    found = decoded(Scheme, entry.body)
    head = [desk.say("fact"), desk.say("col.content")]
    if found is None:
        yield paragraph(desk.say("odd-body"), "notice")
        yield desk.grid(head, [(text(desk.say("scheme"), "strong"), whole(desk, entry.body))], widths=(1.0, 4.0))
        return
    said: list[tuple[str, Line]] = [
        ("scope", lines(found.scope)),
        ("counting", lines(found.counting)),
        ("sampling", lines(found.sampling)),
        ("propositions", stacked(*(lines(f"{at}. {one}") for at, one in enumerate(found.propositions, 1)))),
        ("versions", stacked(*(text(f"{label}{desk.say('colon')}{one}") for label, one in found.versions.items()))),
        ("core_files", stacked(*(_core(desk, one.label, one.file, one.reason) for one in found.core_files))),
        ("left_out", stacked(*(_left_out(desk, one) for one in found.left_out))),
        ("criteria", stacked(*(_pair(desk, desk.say(f"reason.{c.reason}"), c.text) for c in found.criteria))),
        ("note", lines(found.note)),
    ]
    rows = [
        (text(desk.say(f"scheme.{key}"), "strong"), content if any(p.text for p in content) else unstated(desk))
        for key, content in said
    ]
    yield desk.grid(head, rows, widths=(1.0, 4.0))
    if found.propositions and results.only(desk):
        yield paragraph(desk.say("propositions-no-opinion"), "note")
    if found.methods:
        methods = [_method(desk, method, parameters) for method, parameters in sorted(found.methods.items())]
        shown, note = desk.capped(methods)
        named = [desk.say("col.comparator"), desk.say("parameter")]
        yield from sides(desk)  # parameters name them
        yield desk.grid(named, shown, widths=(1.0, 3.0), caption=desk.say("scheme.methods"))
        yield from note
    else:
        yield paragraph(desk.say("scheme-no-methods"))


def _core(desk: Desk, label: str, file: str, reason: str) -> Line:
    place = Printed(f"{printable(label)} {printable(file)}")
    return _pair(desk, place, reason)


def _left_out(desk: Desk, rule: LeftOut) -> Line:
    """Works, names and methods that a rule is about, and why."""
    comma = desk.say("listing-comma")
    said = desk.say(
        "scheme-left-out",
        works=Printed(comma.join(map(desk.named, rule.works))) if rule.works else desk.say("scheme-all-works"),
        files=Printed(comma.join(map(printable, rule.files))),
        methods=Printed(comma.join(map(desk.called, rule.methods))) if rule.methods else desk.say("scheme-all-methods"),
    )
    return _pair(desk, said, rule.text)


def _pair(desk: Desk, first: Printed, second: str) -> Line:
    return (Inline(first), *((Inline(desk.say("colon")), *lines(second)) if second else ()))


def _method(desk: Desk, method: str, parameters: Mapping[str, object]) -> tuple[Line, Line]:
    """A method under its name and its parameters in its own words: those of a comparison by it that is on file, else
    what is installed says."""
    told = speaker(desk.dossier, method)
    title = text(method, "code")
    if named := desk.label(told, "name", otherwise=""):
        title = stacked(text(named), title)
    if without := _without(desk, method):
        title = stacked(title, text(without, "mark"))
    if not parameters:
        return title, text(desk.say("parameters-none"))
    if not told.counting:
        return title, whole(desk, parameters)
    return title, stacked(
        *(
            labelled(desk, desk.heading(told, key), _set(desk, told, one) if one != "" else text(desk.say("none")))
            for key, one in parameters.items()
        )
    )


def _without(desk: Desk, method: str) -> Printed:
    """Why a method of the scheme has no record, as far as the materials say; nothing where it has one."""
    if any(filed.comparison.comparator == method for filed in desk.dossier.comparisons):
        return Printed("")
    held = [frozenset(medium for medium, count in work.media if count) for work in desk.dossier.works]
    known = all(held) and method in registry.comparator_names()
    media = registry.comparator(method).media if known else frozenset()
    sides = [
        frozenset().union(*(some for work, some in zip(desk.dossier.works, held, strict=True) if work.role is role))
        for role in (Role.CLAIMED, Role.ACCUSED)
    ]
    if known and not all(media & side for side in sides):
        listed = desk.say("listing-comma").join(
            desk.known(f"files.{one}", desk.say(f"medium.{one}")) for one in sorted(media)
        )
        return desk.say("scheme-no-files", media=Printed(listed))
    return desk.say("scheme-no-record")


def _set(desk: Desk, told: Speaking, setting: object) -> Line:
    """What a parameter is set to, in the method's word for it where it has one; several lines stay several, but names
    stand one behind the other."""
    if isinstance(setting, str) and "\n" in setting:
        named = [printable(one) for one in setting.splitlines()]
        return text(Printed(desk.say("listing-comma").join(named))) if max(map(len, named)) <= NAME else lines(setting)
    return text(desk.setting(told, setting))


def _departures(desk: Desk) -> Iterator[Block]:
    """Where runs differ from the scheme in force, as each run noted it; those of copies that were merged apart."""
    own = _noted(desk, of_kind(desk, Kind.RUN))
    apart = _noted(desk, [one for one in desk.dossier.apart if one.kind == Kind.RUN])
    yield Heading(2, desk.say("departures"))
    for rows, caption in ((own, Printed("")), (apart, desk.say("runs-apart"))):
        if rows:
            shown, note = desk.capped(rows)
            head = [desk.say("col.run"), desk.say("departures")]
            yield desk.grid(head, shown, caption=caption, widths=(0.6, 6.0), align="rl")
            yield from note
    if not (own or apart):
        yield paragraph(desk.say("departures-none"))
    if is_late(of_kind(desk, Kind.SCHEME)[0]):  # only then was there a run with no scheme to be held against
        yield paragraph(desk.say("departures-before"))


def _noted(desk: Desk, runs: Sequence[LogEntry]) -> list[tuple[Line, Line]]:
    rows = []
    for entry in runs:
        found, number = entry.body.get("departures"), entry.body.get("number")
        if isinstance(found, list):
            rows += [(text(str(number)), text(departure(desk, str(one)))) for one in found]
    return rows
