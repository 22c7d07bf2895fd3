"""Functional tests as laboratories recorded them, and the table of functions of a program, with their static basis.

What a test lacks is said beside it. A capability that was found statically and not tested stands in the table too, and
says that it was not tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from appraisal.dossier import Examined, LogEntry, Role
from appraisal.finding import Verdict
from appraisal.functional import withdrawing
from appraisal.functional.tests import WEIGHTY, Artefact, FunctionalTest, Look, Switch, Trial
from appraisal.media import Medium
from appraisal.procedure import Kind
from appraisal.profile import Findings, Functions, Pointers
from reports.document import Block, Heading, Inline, Line
from reports.sections import examined, sightings
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import decoded, labelled, of_kind, source, stacked, unstated, whole, word
from reports.sections.part_tables import Absent
from reports.sections.sightings import Seen, record_of
from reports.text import Printed, printable

OUT = (Verdict.REJECTED, Verdict.EXCLUDED)  # findings that the panel does not hold
ADDRESSES = 6  # of one function in the table
BEHIND = timedelta(hours=12)  # universal time, the furthest that a calendar is
POINTERS = 2  # likewise of what points to the other work
INSTRUCTIONS = 4  # of one point
POINTING = "client"  # detail of an observation that leads to a place in another work
FIELDS = (
    "label", "file", "component", "capabilities", "environment", "client", "account", "authorised_by", "performed_on",
    "place", "steps", "way", "acts_on", "avoids", "examiners", "note",
)  # fmt: skip
COLUMNS = ("function-class", "steps-off-on", "way", "static-basis", "acts-on-avoids")  # five, each of sentences
WIDTHS = (2.2, 2.6, 2.2, 2.4, 2.6)
OF_TESTS = "steps-off-on"  # column that tests alone fill, with what it tells
TOLD_BY_TESTS = ("steps", "off-on")


def tests_of(desk: Desk) -> list[tuple[LogEntry, FunctionalTest]]:
    """Standing tests with their entries: of each id the last, as long as it is not withdrawn."""
    read = withdrawing.read(of_kind(desk, Kind.TEST))
    held = {found.id: (entry, found) for entry, found in read if found is not None}
    return [(entry, found) for entry, found in held.values() if not found.withdrawn]


def logged(desk: Desk, entry: LogEntry) -> Line | None:
    """Which function was tested; the section on tests prints the rest, of each id the last. Of a withdrawal what it
    says itself."""
    if (taken := withdrawing.withdrawal(entry.body)) is not None:
        said = text(desk.say("test-withdrawal", id=taken.id, entry=desk.say("entry-procedure", seq=taken.withdraws)))
        told = ((name, getattr(taken, value)) for name, value in (("reason", "withdrawn"), ("note", "note")))
        return stacked(said, *(labelled(desk, desk.say(f"col.{name}"), lines(words)) for name, words in told if words))
    found = decoded(FunctionalTest, entry.body)
    if found is None:
        return None
    later = [one for one in of_kind(desk, Kind.TEST) if one.body.get("id") == found.id]
    if later[-1] is not entry or found.withdrawn:
        return whole(desk, found)
    named = text(desk.say("test-n", id=found.id, function=found.function))
    return stacked(named, text(desk.say("see-section", title=desk.say("functional-tests"))))


def functional_tests(desk: Desk) -> Iterator[Block]:
    """Each test in full: who, where, how, off and on, what it lacks, artefacts with digests."""
    entries = of_kind(desk, Kind.TEST)
    if not entries:
        return
    yield paragraph(desk.say("tests-note"), "note")
    for entry, found in tests_of(desk):
        yield from _test(desk, entry, found)
    for entry, read in withdrawing.read(entries):
        if read is None:
            rows = [(text(desk.say("kind.functional-test")), whole(desk, entry.body))]
            names = [desk.say("fact"), desk.say("col.content")]
            yield desk.grid(names, rows, widths=(1.0, 4.0), caption=desk.say("odd-body"))
            yield source(desk, entry)


def _test(desk: Desk, entry: LogEntry, found: FunctionalTest) -> Iterator[Block]:
    yield Heading(2, desk.say("test-n", id=found.id, function=found.function))
    if lacking := found.lacks():
        listed = desk.say("semicolon").join(word(desk, one) for one in lacking)
        yield paragraph(desk.say("test-lacks", listed=Printed(listed)), "notice")
    rows = [(text(desk.say(f"test-{name}")), _value(desk, found, name)) for name in FIELDS]
    yield desk.grid([desk.say("fact"), desk.say("col.content")], rows, widths=(1.4, 4.6))
    if found.trials:
        head = [desk.say(f"col.{name}") for name in ("switched", "repetitions", "before", "after", "note")]
        trials = [_trial(desk, one) for one in found.trials]
        yield desk.grid(head, trials, widths=(1.0, 1.2, 2.0, 2.0, 1.8), caption=desk.say("test-trials"))
    if found.artefacts:
        head = [desk.say(f"col.{name}") for name in ("artefact", "artefact-file", "sha256", "note")]
        artefacts = [_artefact(desk, one) for one in found.artefacts]
        yield desk.grid(head, artefacts, widths=(1.2, 2.4, 2.6, 1.8), caption=desk.say("test-artefacts"))
    yield source(desk, entry)


def _value(desk: Desk, found: FunctionalTest, name: str) -> Line:
    value: Any = getattr(found, name)
    if name == "label":
        return text(desk.named(value))
    if name == "component":
        return text(word(desk, value))
    if name == "capabilities" and value:
        return stacked(*(line for one in value for line in _capability(desk, found, one)))
    if name == "performed_on" and (received := _received_later(desk, found)):
        return stacked(text(value), text(desk.say("test-before-receipt", on=received), "mark"))
    if isinstance(value, tuple):
        return stacked(*map(text, value)) or unstated(desk)
    if name == "client" and value in desk.works:
        return text(desk.named(value))
    return lines(value) if value.strip() else unstated(desk)


def _capability(desk: Desk, found: FunctionalTest, name: str) -> Iterator[Line]:
    """A kind, or the id, of what was found statically: in words, with its addresses; that there is none such."""
    records = [one for one in desk.examined if one.examination.status == "ok"]
    linked = [(one, each) for one in records for each in _linked(one, replace(found, capabilities=(name,)))]
    named = desk.label(*_kind(linked[0])) if linked else desk.label(records[0], name) if records else printable(name)
    yield text(named)
    if any(each.id == name for _, each in linked):
        yield text(name, "code", name)
    yield from _places(desk, linked, named=False) or [text(desk.say("not-found-statically"), "mark")]


def _kind(linked: tuple[Examined, Seen]) -> tuple[Examined, str]:
    return linked[0], linked[1].told.kind


def _received_later(desk: Desk, found: FunctionalTest) -> str:
    """The day on which the work tested was received, where that is later than the day of the test anywhere on earth."""
    for work in desk.dossier.works:
        if work.label == found.label:
            try:
                least = (datetime.fromisoformat(work.received_on) - BEHIND).date().isoformat()
            except ValueError:
                return ""
            return work.received_on[:10] if found.performed_on[:10] < least else ""
    return ""


def _trial(desk: Desk, one: Trial) -> tuple[Line, ...]:
    counted = desk.say("shown-of", shown=one.shown, repetitions=one.repetitions)
    told = [lines(said) if said.strip() else unstated(desk) for said in (one.before, one.after)]
    return text(word(desk, one.switched), "strong"), text(counted), *told, lines(one.note)


def _artefact(desk: Desk, one: Artefact) -> tuple[Line, ...]:
    where = text(one.document, "code") if one.document else text(desk.say("kept-at", place=one.kept), "mark")
    digest = (Inline(printable(one.sha256), "digest"),)
    kind = text(word(desk, one.kind))
    if seen := [look for look in Look if look.value == one.looks]:
        kind = stacked(kind, text(word(desk, seen[0]), "mark"))
    return kind, stacked(text(one.name), where), digest, lines(one.note)


# --- items of templates -----------------------------------------------------------------------------------------------


def _records(desk: Desk, examiner: str) -> Iterator[Examined | Absent]:
    found = [one for one in desk.examined if one.examination.examiner == examiner]
    if not found:
        yield Absent(examiner)
    yield from (one for one in found if one.examination.status == "ok")


def findings(desk: Desk, item: Findings) -> Iterator[Block | Absent]:
    """Findings of an examiner that bear on one question, accepted ones first, with their disassembly."""
    for one in _records(desk, item.examiner):
        if isinstance(one, Absent):
            yield one
            continue
        held = examined.chosen(one, item)
        named = item.caption.read(desk.language) if item.caption else desk.say("part-findings")
        caption = Printed(f"{printable(named)}{desk.say('semicolon')}{examined.title(desk, one)}")
        if not held:
            yield paragraph(desk.say("part-findings-none", what=caption), "note", record_of(one))
            continue
        yield from examined.table(desk, one, held, caption=caption, most=item.most)
        if item.disassembly:
            yield from examined.listing(desk, one, held, item.disassembly)


def pointers(desk: Desk, item: Pointers) -> Iterator[Block | Absent]:
    """What of a program points into the work that it was held beside. It says what a program is made for, no more."""
    for one in _records(desk, item.examiner):
        if isinstance(one, Absent):
            yield one
            continue
        if one.examination.against is None:
            continue
        held = [each for each in sightings.seen(one) if POINTING in each.told.details]
        if not held:
            yield paragraph(desk.say("part-pointers-none", what=examined.title(desk, one)), "note", record_of(one))
            continue
        rows = [
            (
                stacked(text(str(each.number)), text(each.id, "code", each.id)),
                text(desk.label(one, each.told.kind)),
                stacked(text(each.told.span.file), text(each.detail("address"), "code")),
                text(sightings.summary(desk, each)),
                examined.judged(desk, one, each),
            )
            for each in sightings.ordered(held)[: item.most]
        ]
        head = [desk.say(f"col.{name}") for name in ("number-finding", "kind", "place", "points-to", "verdict")]
        caption = Printed(f"{desk.say('part-pointers')}{desk.say('semicolon')}{examined.title(desk, one)}")
        yield desk.grid(head, rows, widths=(1.3, 1.8, 1.7, 3.6, 1.1), caption=caption, result=record_of(one))
        if len(held) > item.most:
            note = desk.say("rows-capped-record", shown=item.most, total=len(held), record=one.file)
            yield paragraph(note, "note", record_of(one))
        yield from _instructions(desk, one, sightings.ordered(held)[: item.most])


def _instructions(desk: Desk, one: Examined, some: Sequence[Seen]) -> Iterator[Block]:
    """The last instructions up to each point that is one, with the function it stands in."""
    rows = []
    for each in some:
        found = each.told.details.get("lines")
        if isinstance(found, list | tuple) and found:
            function = printable(each.detail("symbol") or each.detail("function"))
            here = stacked(text(str(each.number)), text(each.detail("address"), "code"), text(function, "code"))
            rows.append((here, stacked(*(examined.instruction(str(line)) for line in found[-INSTRUCTIONS:]))))
    if rows:
        head = [desk.say(f"col.{name}") for name in ("step-address", "instructions")]
        yield desk.grid(head, rows, widths=(2.4, 3.6), caption=desk.say("part-pointers-code"), result=record_of(one))


def functions(desk: Desk, item: Functions) -> Iterator[Block | Absent]:
    """Tests, then what was not tested: 检材, 功能项, 文件, 类别; 步骤, 启用前/后·次数; 实现方式; 静态依据; 作用对象,
    所避开措施. A page has no room for a column of each."""
    records = [one for one in _records(desk, item.examiner) if not isinstance(one, Absent)]
    if not records:
        yield Absent(item.examiner)
    tied: set[tuple[str, str]] = set()
    rows: list[tuple[Line, ...]] = []
    tests = tests_of(desk)
    for _, test in tests:
        linked = [(one, each) for one in records for each in _linked(one, test)]
        tied |= {(one.key, each.id) for one, each in linked}
        rows.append(_tested(desk, test, linked))
    tested, out = len(rows), 0
    for one in records:
        groups: dict[tuple[str, str], list[Seen]] = {}
        for each in sightings.seen(one):
            if not each.is_finding or (one.key, each.id) in tied:
                continue
            if each.verdict in OUT:
                out += 1
            else:
                groups.setdefault((each.told.span.file, each.told.kind), []).append(each)
        rows += [_untested(desk, one, some) for _, some in sorted(groups.items())]
    if not rows:
        yield paragraph(desk.say("functions-none"), "note")
        return
    kept = [at for at, name in enumerate(COLUMNS) if tests or name != OF_TESTS]
    yield desk.grid(
        [desk.say(f"col.{COLUMNS[at]}") for at in kept],
        [tuple(row[at] for at in kept) for row in rows[: item.most]],
        widths=tuple(WIDTHS[at] for at in kept),
        caption=desk.say("functions-caption"),
    )
    if len(rows[: item.most]) > tested:
        yield paragraph(desk.say("functions-static"), "notice")
    if not tests:
        listed = Printed(desk.say("listing-comma").join(desk.say(f"col.{name}") for name in TOLD_BY_TESTS))
        yield paragraph(desk.say("functions-untested", columns=listed), "note")
    named = (sightings.said_of(one, each.told.kind).get("class") for one in records for each in sightings.seen(one))
    remarks = dict.fromkeys(remark for said in named if (remark := _class(desk, said)[1]))
    for remark in remarks:
        yield paragraph(desk.say("class-remark", remark=remark), "note")
    if len(rows) > item.most:
        yield paragraph(desk.say("rows-capped-case", shown=item.most, total=len(rows)), "note")
    if out:
        yield paragraph(desk.say("functions-out", count=out), "note")
    seen = {one.examination.work.label for one in records}
    media = ((work, dict(work.media)) for work in desk.dossier.works if work.role is Role.ACCUSED)
    if left := [work.label for work, held in media if Medium.SOFTWARE in held and work.label not in seen]:
        listed = Printed(desk.say("listing-comma").join(desk.named(label) for label in left))
        yield paragraph(desk.say("functions-unexamined", works=listed), "notice")


def _class(desk: Desk, said: Any) -> tuple[Printed, Printed]:
    """The class that a rule names, and what it adds in brackets and behind them: that is the same for all and stands
    below the table, once."""
    words = sightings.words(said, desk)
    found = re.fullmatch(r"(.*?)\s?[(（](.*?)[)）](.*)", words)
    return (printable(found[1]), printable(found[2] + found[3])) if found else (words, Printed(""))


def _linked(one: Examined, test: FunctionalTest) -> list[Seen]:
    """Findings that a test names, by kind or id, in the work and file that it is about; none that the panel rejects.
    Those of a packed copy stand with the program that is in it."""
    if one.examination.work.label != test.label:
        return []
    inside = {each.told.span.file: each.detail("program") for each in sightings.seen(one) if each.detail("program")}
    return [
        each
        for each in sightings.seen(one)
        if each.is_finding
        and each.verdict not in OUT
        and (each.told.kind in test.capabilities or each.id in test.capabilities)
        and (not test.file or each.told.span.file in (test.file, inside.get(test.file)))
    ]


def _tested(desk: Desk, test: FunctionalTest, linked: Sequence[tuple[Examined, Seen]]) -> tuple[Line, ...]:
    states = []
    for state in Switch:
        for trial in test.of(state):
            counted = desk.say("shown-of", shown=trial.shown, repetitions=trial.repetitions)
            changed = desk.say("changed", before=trial.before or "?", after=trial.after or "?")
            states.append(
                text(Printed(f"{word(desk, state)}{desk.say('colon')}{counted}{desk.say('semicolon')}{changed}"))
            )
    lacks = test.lacks()
    said = desk.say("semicolon").join(word(desk, one) for one in lacks if one in WEIGHTY)
    weighty = [text(desk.say("test-lacks", listed=Printed(said)), "mark")] if said else []
    rest = [text(desk.say("test-lacks-more", count=len(lacks)))] if lacks else []
    classes = [_class(desk, sightings.said_of(one, each.told.kind).get("class"))[0] for one, each in linked]
    return (
        _named(desk, test.label, test.function, test.file, classes, number=test.id),
        stacked(lines(test.steps), *states, *weighty, *rest) or unstated(desk),
        lines(test.way) if test.way.strip() else unstated(desk),
        stacked(*_places(desk, linked)) or text(desk.say("not-found-statically"), "mark"),
        _objects(desk, [lines(test.acts_on)] if test.acts_on.strip() else [], test.avoids),
    )


def _named(desk: Desk, label: str, function: str, file: str, classes: Sequence[str], *, number: str = "") -> Line:
    """Which function of which program, for files of several works may have one name, and of which class it is."""
    known = desk.say("listing-comma").join(dict.fromkeys(said for said in classes if said))
    named = labelled(desk, desk.say("col.class"), text(Printed(known)) if known else unstated(desk))
    return stacked(
        text(desk.named(label)), text(number, "code") if number else (), text(function, "strong"), text(file), named
    )


def _objects(desk: Desk, acts_on: Sequence[Line], avoids: str) -> Line:
    measure = lines(avoids) if avoids.strip() else unstated(desk)
    return stacked(*(acts_on or [unstated(desk)]), labelled(desk, desk.say("col.avoids"), measure))


def _places(desk: Desk, linked: Sequence[tuple[Examined, Seen]], *, named: bool = True) -> list[Line]:
    """Addresses of findings, each with its verdict, and with its kind where that is not named beside it; then the
    records that these are of: rows of one table rest on several."""
    rows = [
        text(
            Printed(
                f"{printable(each.detail('address'))}{f' {desk.label(one, each.told.kind)}' if named else ''}"
                f"{desk.say('open')}{desk.say(f'verdict.{each.verdict.value}')}{desk.say('close')}"
            ),
            result=each.id,
        )
        for one, each in linked[:ADDRESSES]
    ]
    if len(linked) > ADDRESSES:
        rows.append(text(desk.say("and-more-here", count=len(linked) - ADDRESSES)))
    rows += [desk.reference(key) for key in dict.fromkeys(record_of(one) for one, _ in linked)]
    return rows


def _untested(desk: Desk, one: Examined, some: Sequence[Seen]) -> tuple[Line, ...]:
    first = some[0]
    file = first.told.span.file
    ways = dict.fromkeys(sightings.brief(desk, each) for each in some)
    here = {at for each in some for at in sightings.instructions(each)}
    pointing = [
        sightings.brief(desk, each)
        for each in sightings.seen(one)
        if POINTING in each.told.details
        and each.told.span.file == file
        and each.verdict not in OUT
        and here & {each.detail("address"), *sightings.uses(each)}
    ]  # what points to the client from elsewhere in the program is no object of this function
    class_of = sightings.said_of(one, first.told.kind).get("class")
    acts = [text(desk.say("points-statically", what=told)) for told in pointing[:POINTERS]]
    if len(pointing) > POINTERS:
        acts.append(text(desk.say("and-more-here", count=len(pointing) - POINTERS)))
    return (
        _named(desk, one.examination.work.label, desk.label(one, first.told.kind), file, [_class(desk, class_of)[0]]),
        text(desk.say("not-tested"), "mark"),
        stacked(*map(text, ways)),
        stacked(*_places(desk, [(one, each) for each in some], named=False)),
        _objects(desk, acts, ""),
    )
