"""The table of materials as committees print it, what it rests on, and the rights data of each work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from appraisal.dossier import LogEntry, WorkEntry
from appraisal.errors import CaseError
from appraisal.intake import Agreement, Commission, CrossExamined, Material, UseDecision, compare_with_list, overall
from appraisal.intake import may_be_used as used
from appraisal.procedure import Decision, Kind
from appraisal.rights import Identifier, sentences
from reports.document import Block, Heading, Inline, Line, Listed
from reports.sections.contents import accounts_of_files
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import (
    decoded,
    field,
    labelled,
    last,
    last_of,
    of_kind,
    source,
    stacked,
    unstated,
    whole,
    word,
    work_name,
)
from reports.sections.views import views
from reports.text import Printed, printable

PLAIN = (CrossExamined.YES, CrossExamined.NOT_STATED)  # of which the column of the table says all
UNCROSSED = "uncross-examined"  # what a decision is about that lets such material be used
ALGORITHMS: Mapping[str, str] = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sm3": "SM3"}
# What committees print of a material, in their order, on two lines: what it is, and what it was checked by. One line of
# nine columns has no room for a digest.
HANDED_IN = ("label", "name", "source", "seal", "size")
CHECKED = ("label", "digest", "list", "agrees", "crossed")
WIDTHS = ((1.2, 2.0, 4.0, 2.6, 1.8), (1.2, 3.7, 1.9, 2.0, 2.4))


def materials(desk: Desk) -> Iterator[Block]:
    facts = {label: entry for label, entry in last_of(desk, Kind.MATERIAL).items() if label in desk.works}
    received = last_of(desk, Kind.RECEIVED)
    known = {label: decoded(Material, entry.body) for label, entry in facts.items()}
    works = [(work, known.get(work.label), received.get(work.label)) for work in desk.dossier.works]
    heads = [[desk.say(f"col.{name}") for name in names] for names in (HANDED_IN, CHECKED)]
    handed = [_handed_in(desk, work, told) for work, told, _ in works]
    yield desk.grid(heads[0], handed, widths=WIDTHS[0], caption=desk.say("materials-from"))
    checks = [_checks(desk, *one) for one in works]
    yield desk.grid(heads[1], checks, widths=WIDTHS[1], caption=desk.say("materials-checked"))
    yield paragraph(desk.say("materials-note"), "note")
    if any(work.is_folder and work.label in received for work in desk.dossier.works):
        yield paragraph(desk.say("materials-files"), "note")
    for label, entry in facts.items():
        if known[label] is None:
            rows = [(text(label), whole(desk, entry.body, "material"))]
            head = [desk.say("fact"), desk.say("col.content")]
            yield desk.grid(head, rows, widths=(1.0, 4.0), caption=desk.say("odd-material", label=label))
    yield from _crossed(desk, [one for one in known.values() if one is not None])
    yield from _checked(desk, [one for one in known.values() if one is not None], received)
    yield from photographs(desk, [one for one in known.values() if one is not None])
    for entry in facts.values():
        yield source(desk, entry)
    yield from accounts_of_files(desk)
    yield from _media(desk)
    yield from views(desk)
    yield from rights(desk)


def _label(desk: Desk, work: WorkEntry) -> Line:
    return stacked(text(work.label, "strong"), text(desk.role_word(work.role)))


def _handed_in(desk: Desk, work: WorkEntry, known: Material | None) -> tuple[Line, ...]:
    name = work_name(desk, work.label)
    version = (known.version if known else "") or work.version
    return (
        _label(desk, work),
        stacked(
            text(name) if name else unstated(desk),
            text(desk.say("version", version=version) if version else desk.say("version-unstated")),
        ),
        _source(desk, work, known),
        _carrier(desk, work, known),
        (Inline(desk.say("files-bytes", files=work.files, bytes=work.bytes)),),
    )


def _checks(desk: Desk, work: WorkEntry, known: Material | None, received: LogEntry | None) -> tuple[Line, ...]:
    return (
        _label(desk, work),
        _digests(desk, work, received),
        lines(known.list_reference) if known and known.list_reference else unstated(desk),
        _agreement(desk, known, measured(work, received)),
        _cross(desk, known),
    )


def _source(desk: Desk, work: WorkEntry, known: Material | None) -> Line:
    rows = []
    if who := (known.from_whom if known else "") or work.received_from:
        rows.append(text(desk.say("from", who=who)))
    if known and known.obtained:
        rows.append(labelled(desk, field(desk, "material.obtained"), text(word(desk, known.obtained))))
    if how := (known.obtained_text if known else "") or ("" if known and known.obtained else work.obtained):
        rows.append(labelled(desk, field(desk, "material.obtained_text"), lines(how)))
    if on := (known.received_on if known else "") or work.received_on:
        rows.append(text(desk.say("received", on=on)))
    if known and known.received_by:
        who = desk.say("listing-comma").join(map(printable, known.received_by))
        rows.append(text(desk.say("receivers", who=Printed(who))))
    return stacked(*rows) or unstated(desk)


def _carrier(desk: Desk, work: WorkEntry, known: Material | None) -> Line:
    rows = [text(desk.say("folder" if work.is_folder else "single-file"))]
    carrier, seal = (known.carrier, known.seal) if known else (None, None)
    if carrier:
        parts = [
            word(desk, carrier.kind),
            *(printable(p) for p in (carrier.make, carrier.serial, carrier.capacity) if p),
        ]
        rows.append(text(Printed(" ".join(parts))))
    if seal:
        parts = [word(desk, seal.state), *([printable(seal.number)] if seal.number else [])]
        rows.append(text(Printed(" ".join(parts))))
    if work.seal and not (carrier and seal):
        rows.append(lines(work.seal))
    elif not work.seal:
        rows += [] if carrier else [labelled(desk, field(desk, "carrier"), unstated(desk))]
        rows += [] if seal else [labelled(desk, field(desk, "seal"), unstated(desk))]
    if known and known.disposal:
        rows.append(text(Printed(" ".join(filter(None, (word(desk, known.disposal), printable(known.disposed_on)))))))
        rows += [lines(known.disposed_to)] if known.disposed_to else []
    return stacked(*rows)


def measured(work: WorkEntry, received: LogEntry | None) -> dict[str, str]:
    """Digests of the work as a whole, by algorithm: what was measured on receipt, and the SHA-256 that stands now."""
    body: Mapping[str, Any] = received.body if received else {}
    inner = body.get("digests")
    given = {**body, **(inner if isinstance(inner, Mapping) else {}), "sha256": work.sha256}
    return {name: str(given[name]) for name in ALGORITHMS if isinstance(given.get(name), str) and given[name]}


def _digests(desk: Desk, work: WorkEntry, received: LogEntry | None) -> Line:
    have = measured(work, received)
    rows: list[Line] = []
    for name, digits in have.items():
        said = f"{ALGORITHMS[name]}{desk.say('of-file-list') if work.is_folder else ''}"
        rows += [text(Printed(said)), text(digits, "digest")]
    absent = [shown for name, shown in ALGORITHMS.items() if name not in have]
    if absent:
        rows.append(labelled(desk, desk.say("listing-comma").join(absent), unstated(desk)))
    noted = received.body.get("sha256") if received else None
    if isinstance(noted, str) and noted != work.sha256:
        rows += [text(desk.say("not-as-received"), "mark"), text(noted, "digest")]
    return stacked(*rows)


def _agreement(desk: Desk, known: Material | None, have: Mapping[str, str]) -> Line:
    if known is None or known.agreement is None:
        return unstated(desk)
    said = text(word(desk, known.agreement), "mark" if known.agreement is Agreement.DIFFERS else "plain")
    computed = overall(compare_with_list(known.check_values, have))
    if computed is known.agreement:
        return said
    return stacked(said, text(desk.say("agreement-computed", word=word(desk, computed)), "strong"))


def _cross(desk: Desk, known: Material | None) -> Line:
    if known is None:
        return unstated(desk)
    state = text(word(desk, known.cross_examined), "mark" if known.cross_examined is CrossExamined.NO else "plain")
    return stacked(state, lines(known.cross_reason) if known.cross_reason else ())


def decisions(desk: Desk) -> list[UseDecision]:
    """Decisions that material is used though it was not cross-examined, as far as they say which and why."""
    found = []
    for entry in of_kind(desk, Kind.DECISION):
        made = decoded(Decision, entry.body)
        if made is not None and made.about == UNCROSSED:
            by = desk.say("listing-comma").join(made.decided_by) or entry.by or desk.say("not-stated")
            with suppress(CaseError):  # an entry without a day or label; the procedure table shows it as it is
                found += [UseDecision(label, by, entry.on[:10], made.reason) for label in made.labels]
    return found


def _crossed(desk: Desk, known: list[Material]) -> Iterator[Block]:
    """Whether each material may be compared as far as cross-examination goes; where the column says it, once for all
    of which the same is said, else a line each with the reason."""
    told = last(desk, Kind.COMMISSION)
    commission = decoded(Commission, told.body) if told else None
    made = decisions(desk)
    procedure = commission.procedure if commission else None

    def said(one: Material) -> str:
        return used(one, made, procedure=procedure)[1].read(desk.language)

    plain: list[str] = []
    for state in PLAIN:
        if labels := [one.label for one in known if one.cross_examined is state]:
            first = next(one for one in known if one.cross_examined is state)
            plain.append(said(replace(first, label=desk.say("listing-comma").join(labels))))
    if plain:
        yield paragraph(Printed(desk.say("sentence-space").join(map(printable, plain))), "note")
    if reasoned := [said(one) for one in known if one.cross_examined not in PLAIN]:
        yield Listed(tuple((paragraph(words),) for words in reasoned))


def _checked(desk: Desk, known: list[Material], received: Mapping[str, LogEntry]) -> Iterator[Block]:
    """Each check value of a list beside the value measured."""
    rows = []
    for one in known:
        have = measured(desk.works[one.label], received.get(one.label))
        for found in compare_with_list(one.check_values, have):
            rows.append(
                (
                    text(one.label, "strong"),
                    text(found.given.value, "digest"),
                    text(ALGORITHMS.get(found.algorithm, "") or desk.say("not-stated")),
                    text(word(desk, found.told_by)),
                    text(word(desk, found.agreement), "mark" if found.agreement is Agreement.DIFFERS else "plain"),
                )
            )
    if rows:
        head = [desk.say("col.label"), *(field(desk, f"compared.{n}") for n in ("given", "algorithm", "told_by"))]
        shown, note = desk.capped(rows)
        yield desk.grid(
            [*head, desk.say("col.agrees")], shown, widths=(1.0, 3.6, 1.2, 2.2, 1.4), caption=desk.say("check-values")
        )
        yield from note


def photographs(desk: Desk, known: list[Material]) -> Iterator[Block]:
    """Where the photographs lie, under a title that names the kinds there are: of no seal there is no photograph."""
    taken_of = [
        (one.label, what, photograph)
        for one in known
        for what, taken in (
            (field(desk, "material.seal_photographs"), one.seal.photographs if one.seal else ()),
            (field(desk, "material.package_photographs"), one.package_photographs),
        )
        for photograph in taken
    ]
    if taken_of:
        rows = [
            (text(label, "strong"), text(what), text(photograph.file, "code"), text(photograph.sha256, "digest"))
            for label, what, photograph in taken_of
        ]
        shown, note = desk.capped(rows)
        kinds = Printed(desk.say("listing-comma").join(dict.fromkeys(what for _, what, _ in taken_of)))
        head = [desk.say("col.label"), desk.say("col.what"), field(desk, "photograph.file"), desk.say("col.sha256")]
        yield desk.grid(head, shown, widths=(0.8, 1.6, 3.0, 3.0), caption=kinds)
        yield from note
        yield paragraph(desk.say("photographs-note"), "note")


def _media(desk: Desk) -> Iterator[Block]:
    if any(work.media for work in desk.dossier.works):
        media = sorted({medium for work in desk.dossier.works for medium, _ in work.media})
        head = [desk.say("col.label"), *(desk.say(f"medium.{medium}") for medium in media)]
        rows = [
            (text(work.label), *(text(str(dict(work.media).get(medium, 0))) for medium in media))
            for work in desk.dossier.works
        ]
        yield desk.grid(head, rows, align="l" + "r" * len(media), caption=desk.say("media"))


def rights(desk: Desk) -> Iterator[Block]:
    """What is on file about rights in each work. No sentence says that a code was assigned or who holds a right."""
    found = last_of(desk, Kind.RIGHTS)
    if not desk.dossier.entries:
        return
    yield Heading(2, desk.say("rights"))
    if not found:
        yield paragraph(desk.say("rights-none"))
        return
    yield paragraph(desk.say("rights-note"), "note")
    for label, entry in found.items():
        yield Heading(3, desk.named(label))
        listed = entry.body.get("identifiers")
        for body in listed if isinstance(listed, list) else [entry.body]:
            identifier = decoded(Identifier, body)
            if identifier is None:
                rows = [(text(desk.say("rights")), whole(desk, body))]
                head = [desk.say("fact"), desk.say("col.content")]
                yield desk.grid(head, rows, widths=(1.0, 4.0), caption=desk.say("odd-body"))
                continue
            first, *more = sentences(identifier, desk.language)
            yield paragraph(first, "lead")
            if more:
                yield Listed(tuple((paragraph(one),) for one in more))
        yield source(desk, entry)
