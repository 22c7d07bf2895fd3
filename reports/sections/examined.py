"""Works examined by themselves: what was seen, what it rests on, innocent explanations, verdicts, disassembly.

What stands in a record of an examination, and what its details are called, says ``appraisal.examiner``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from appraisal.dossier import Examined, LogEntry
from appraisal.examiner import INCOMPLETE, addresses
from appraisal.finding import Finding
from appraisal.profile import Findings
from reports.document import Block, Grid, Heading, Inline, Line, Listed, Paragraph
from reports.messages import spoken
from reports.places import place_in_file
from reports.sections.desk import Desk, paragraph, text
from reports.sections.entries import labelled, moment, notes, stacked
from reports.sections.sightings import LETTERS as LETTERS
from reports.sections.sightings import (
    Seen,
    disassembly_name,
    evidence,
    findings_name,
    informing_name,
    ordered,
    record_of,
    said_of,
    seen,
    several,
    summary,
    words,
)
from reports.sections.verdicts import of_panel
from reports.text import Printed, printable, shortened

ROWS = 60  # findings of one examination in a table
LISTED = 12  # of which the disassembly is printed, judged ones first
FIRST = 3  # of what only informs, written out by kind
INFORMS = 500  # characters of one of them
PLACES = 6  # of one finding on the page
STEPS = 8  # steps of one finding on the page
INSTRUCTIONS = 16  # of one step
UNREAD = ("unread", "skipped")
WIDTHS = (1.25, 2.2, 3.0, 2.4, 1.15)


def title(desk: Desk, one: Examined) -> Printed:
    """Examiner, its version, and the works: the one examined, and the one that it was held beside."""
    found = one.examination
    named, key = desk.label(one, "name", otherwise=printable(found.examiner)), printable(found.examiner)
    method = desk.say("method-keyed", name=named, method=key, version=found.version)
    if found.against is None:
        return desk.say("examined-of", method=method, work=desk.named(found.work.label))
    works = {"work": desk.named(found.work.label), "against": desk.named(found.against.label)}
    return desk.say("examined-beside", method=method, **works)


def logged(desk: Desk, entry: LogEntry) -> Line | None:
    """Which examination; the section on them says what was seen."""
    number = entry.body.get("number")
    if type(number) is not int or set(entry.body) != {"number"}:
        return None
    listed = next((one for one in desk.dossier.examinations if one.number == number), None)
    about = desk.say("listing-comma").join(map(desk.named, listed.about if listed else ())) or desk.say("none")
    named = text(desk.say("examination-number", number=number, about=about))
    return stacked(named, text(desk.say("see-section", title=desk.say("examinations"))))


def examinations(desk: Desk) -> Iterator[Block]:
    """Each standing examination: findings, what informs, disassembly."""
    if not desk.examined:
        return
    yield paragraph(desk.say("examined-note"), "notice")
    for one in desk.examined:
        yield Heading(2, title(desk, one), anchor=record_of(one))
        yield from of_record(desk, one)


def of_record(desk: Desk, one: Examined) -> Iterator[Block]:
    found = one.examination
    if one.on:
        by = printable(one.by) or desk.say("none")
        on = Printed(moment(one.on).replace("\n", " "))
        yield paragraph(desk.say("examined-on", on=on, by=by, file=one.file), "note", record_of(one))
    if found.status != "ok":
        told = desk.told(found.reason or found.status, found.message or "")
        yield paragraph(desk.say("examined-failed", reason=told), "notice", record_of(one))
        return
    if caution := desk.counting(one, "caution"):
        yield paragraph(caution, "note")
    every = seen(one)
    yield from _incomplete(desk, one, every)
    findings = ordered([each for each in every if each.is_finding])
    above = printed_above(desk, one)
    if findings:
        rest = [each for each in findings if each.number not in above]
        if rest:
            yield from table(desk, one, rest)
        if above:
            yield listed_above(desk, one, [each for each in findings if each.number in above], above)
        instructed = {at for at, (_, has) in above.items() if has}
        yield from listing(desk, one, [each for each in findings if each.number not in instructed])
    else:
        yield paragraph(desk.say("examined-nothing"), "plain", record_of(one))
    yield from _informing(desk, one, [each for each in every if not each.is_finding])


def _incomplete(desk: Desk, one: Examined, every: Sequence[Seen]) -> Iterator[Block]:
    """Why less was seen than the files hold, before what was found in them."""
    some = [each for each in every if each.told.details.get(INCOMPLETE)]
    if some:
        rest = [text(desk.say("and-more-here", count=len(some) - ROWS))] if len(some) > ROWS else []
        yield paragraph(desk.say("examined-incomplete"), "notice", record_of(one))
        yield Listed(tuple((Paragraph(line),) for line in (*(_informs(desk, each) for each in some[:ROWS]), *rest)))


def chosen(one: Examined, item: Findings) -> list[Seen]:
    """Findings that an item of a template asks for, accepted ones first."""
    return ordered(
        [
            each
            for each in seen(one)
            if each.is_finding
            and (not item.question or each.detail("question") == item.question)
            and (not item.kinds or each.told.kind in item.kinds)
        ]
    )


def printed_above(desk: Desk, one: Examined) -> dict[int, tuple[str, bool]]:
    """Numbers of findings that a part of the template prints in full: heading of the part, and whether the instructions
    stand there too. What stands in one place is not printed a second time."""
    found: dict[int, tuple[str, bool]] = {}
    profile = desk.dossier.profile
    for part in profile.parts if profile is not None else ():
        for item in part.show:
            if isinstance(item, Findings) and item.examiner == one.examination.examiner:
                held = chosen(one, item)[: item.most]
                instructed = {each.number for each in _instructed(held)[: item.disassembly]}
                for each in held:
                    heading, had = found.get(each.number, (part.heading.read(desk.language), False))
                    found[each.number] = heading, had or each.number in instructed
    return found


def _instructed(some: Sequence[Seen]) -> list[Seen]:
    return [each for each in some if any(step.get("lines") for step in evidence(each))]


def listed_above(desk: Desk, one: Examined, some: Sequence[Seen], above: Mapping[int, tuple[str, bool]]) -> Grid:
    """A line a finding that a part of the template has in full."""
    rows = [
        (
            stacked(text(str(each.number)), text(each.id, "code", each.id)),
            text(desk.label(one, each.told.kind), "strong"),
            text(_where(desk, each), "code"),
            text(above[each.number][0]),
            text(desk.say(f"verdict.{each.verdict.value}"), "mark"),
        )
        for each in some
    ]
    head = [desk.say(f"col.{name}") for name in ("number-finding", "capability", "basis", "part-printed", "verdict")]
    caption = desk.say("examined-above", count=len(some))
    return desk.grid(head, rows, widths=(1.25, 2.2, 3.2, 2.2, 1.15), caption=caption, result=record_of(one))


# --- findings ---------------------------------------------------------------------------------------------------------


def table(desk: Desk, one: Examined, some: Sequence[Seen], *, caption: str = "", most: int = ROWS) -> Iterator[Block]:
    """A row a finding."""
    rows = [_row(desk, one, each) for each in some[:most]]
    head = [desk.say(f"col.{name}") for name in ("number-finding", "capability", "basis", "expert-note", "verdict")]
    named = caption or desk.say("examined-findings", count=len(some))
    yield desk.grid(head, rows, widths=WIDTHS, caption=named, result=record_of(one))
    if len(some) > most:
        note = desk.say("rows-capped", shown=most, total=len(some), file=findings_name(one), record=one.file)
        yield paragraph(note, "note", record_of(one))
    yield known(desk, one, some[:most])


def known(desk: Desk, one: Examined, some: Sequence[Seen]) -> Grid:
    """What is to be known of each kind among some findings, once: class, innocent explanations, false positives."""
    rows = []
    for kind in dict.fromkeys(each.told.kind for each in some):
        about = said_of(one, kind)
        innocent = [labelled(desk, desk.say("reminder"), text(said)) for said in several(about.get("innocent"), desk)]
        wrong = several(about.get("false_positives"), desk)
        innocent += [labelled(desk, desk.say("false-positive"), text(said)) for said in wrong]
        rows.append(
            (
                text(desk.label(one, kind), "strong"),
                stacked(*(text(said) for name in ("class", "bears") if (said := words(about.get(name), desk)))),
                stacked(*innocent) or text(desk.say("none")),
            )
        )
    head = [desk.say("col.capability"), desk.say("col.class-bears"), desk.say("col.innocent")]
    return desk.grid(head, rows, widths=(1.6, 3.6, 4.8), caption=desk.say("examined-known"), result=record_of(one))


def _row(desk: Desk, one: Examined, each: Seen) -> tuple[Line, ...]:
    return (
        stacked(text(str(each.number)), text(each.id, "code", each.id)),
        capability(desk, one, each),
        basis(desk, each),
        noted(desk, one, each),
        judged(desk, one, each),
    )


def capability(desk: Desk, one: Examined, each: Seen) -> Line:
    """What kind of finding, in a sentence, on which question it bears, and which other kinds rest on its
    instructions."""
    rows = [text(desk.label(one, each.told.kind), "strong"), text(summary(desk, each))]
    if question := each.detail("question"):
        rows.append(labelled(desk, desk.say("capability-question"), text(desk.known(f"question.{question}", question))))
    beside = each.told.details.get("beside")
    if isinstance(beside, list | tuple) and beside:
        kinds = Printed(desk.say("listing-comma").join(desk.label(one, str(kind)) for kind in beside))
        rows.append(labelled(desk, desk.say("evidence-shared"), text(kinds)))
    return stacked(*rows)


def basis(desk: Desk, each: Seen) -> Line:
    """File, address and function, and the steps with their addresses."""
    rows = [text(_where(desk, each), "code")]
    if several := addresses(each.told):
        listed = Printed(desk.say("listing-comma").join(map(printable, several[:PLACES])))
        rows.append(text(desk.say("places-of-finding", count=len(several), listed=listed)))
        if len(several) > PLACES:
            rows.append(text(desk.say("and-more-here", count=len(several) - PLACES)))
    steps = evidence(each)
    for step in steps[:STEPS]:
        rows.append(text(f"{step.get('address', '')}  {step.get(f'says_{desk.language}', '')}".strip()))
    if len(steps) > STEPS:
        rows.append(text(desk.say("and-more-here", count=len(steps) - STEPS)))
    return stacked(*rows)


def _where(desk: Desk, each: Seen) -> Printed:
    """File with the place in it, and the address in the program where the examiner names one."""
    place = place_in_file(each.told.span, desk.language)
    address = each.detail("address")
    if not address:
        return place
    function = each.detail("symbol") or each.detail("function")
    named = {"address": address, "function": function or desk.say("none"), "section": each.detail("section") or "-"}
    return Printed(f"{place}{desk.say('semicolon')}{desk.say('at-address', **named)}")


def noted(desk: Desk, one: Examined, each: Seen) -> Line:
    """What experts wrote; 未填写 where none did. The rule's own reminders stand below the table, by kind."""
    return stacked(*(notes(desk, findings_of(desk, one, each)) or [text(desk.say("not-filled-in"), "mark")]))


def judged(desk: Desk, one: Examined, each: Seen) -> Line:
    """The panel's verdict, the reason of an exclusion, and who judged."""
    given = findings_of(desk, one, each)
    reasons = [text(desk.say(f"reason.{finding.reason.value}")) for finding in given if finding.reason is not None]
    names = [text(name) for name in dict.fromkeys(finding.by for finding in given)]
    return stacked(text(desk.say(f"verdict.{each.verdict.value}"), "mark"), *reasons, *names)


def findings_of(desk: Desk, one: Examined, each: Seen) -> list[Finding]:
    """What experts hold of an observation of this examiner, on whichever of its records, in the order of the panel: an
    examiner that sees the same place gives it the same id."""
    of = {known.key: known.examination.examiner for known in desk.dossier.examined}
    of |= {filed.key: filed.comparison.comparator for filed in desk.dossier.comparisons}
    mine = one.examination.examiner
    given = (finding for finding in desk.dossier.findings if finding.match == each.id)
    return of_panel(desk, (finding for finding in given if of.get(finding.comparison, mine) == mine))


# --- disassembly ------------------------------------------------------------------------------------------------------


def listing(desk: Desk, one: Examined, some: Sequence[Seen], most: int = LISTED) -> Iterator[Block]:
    """The instructions beside each step of a finding."""
    shown = _instructed(some)
    for each in shown[:most]:
        yield _disassembly(desk, one, each)
    if len(shown) > most:
        named = {"shown": most, "total": len(shown), "file": disassembly_name(one)}
        yield paragraph(desk.say("disassembly-more", **named), "note", record_of(one))


def _disassembly(desk: Desk, one: Examined, each: Seen) -> Grid:
    rows = []
    for step in evidence(each)[:STEPS]:
        found = step.get("lines")
        code = [str(line) for line in found] if isinstance(found, list | tuple) else []
        told = stacked(text(str(step.get("address", "")), "code"), text(str(step.get(f"says_{desk.language}", ""))))
        rows.append((told, stacked(*(instruction(line) for line in code[-INSTRUCTIONS:]))))
    head = [desk.say(f"col.{name}") for name in ("step-address", "instructions")]
    named = {"number": each.number, "kind": desk.label(one, each.told.kind), "file": each.told.span.file}
    caption = desk.say("disassembly-of", **named)
    return desk.grid(head, rows, widths=(2.4, 3.6), caption=caption, result=each.id)


def instruction(line: str) -> Line:
    """One line of disassembly."""
    return (Inline(shortened(printable(line), LETTERS), "code"),)


# --- what informs -----------------------------------------------------------------------------------------------------


def _informing(desk: Desk, one: Examined, some: Sequence[Seen]) -> Iterator[Block]:
    """A row a kind: how many, and the first of them. What could not be read is named file by file."""
    kinds: dict[str, list[Seen]] = {}
    for each in some:
        kinds.setdefault(each.told.kind, []).append(each)
    rows: list[tuple[Line, ...]] = [
        (
            text(desk.label(one, kind)),
            text(str(len(group)), result=record_of(one)),
            stacked(*(_informs(desk, each) for each in group[: len(group) if kind in UNREAD else FIRST][:ROWS])),
        )
        for kind, group in sorted(kinds.items())
    ]
    if rows:
        head = [desk.say(f"col.{name}") for name in ("kind", "count", "first")]
        caption = desk.say("examined-informing")
        yield desk.grid(head, rows, widths=(1.6, 0.7, 5.2), align="lrl", caption=caption, result=record_of(one))
        if any(len(group) > FIRST and kind not in UNREAD for kind, group in kinds.items()):
            yield paragraph(desk.say("informing-more", file=informing_name(one)), "note", record_of(one))


def _informs(desk: Desk, each: Seen) -> Line:
    if each.told.kind in UNREAD:
        why = each.detail("message")
        told = spoken(why, desk.language) if why else desk.cause(each.detail("reason"))
    else:
        told = summary(desk, each)
    address = each.detail("address")
    where = f"{printable(each.told.span.file)} {printable(address)}".strip()
    return text(Printed(f"{where}{desk.say('colon')}{shortened(told, INFORMS)}"))
