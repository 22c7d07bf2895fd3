"""What readers must know of the case's records: faults, forged and back-dated entries; in annexes, anchors and keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from appraisal import lateness
from appraisal.dossier import Dossier, LogEntry, LogHead
from appraisal.procedure import PROCEDURE, Kind
from reports.document import Anchor, Block, Inline, Key, Line
from reports.sections.annexed import annex
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import (
    BEFORE_RESULTS,
    ODD,
    back_dated,
    is_late,
    kind_word,
    moment,
    name,
    stacked,
    standing,
    unstated,
)
from reports.text import printable

Row = tuple[Line, ...]


def checked(desk: Desk) -> Iterator[Block]:
    """Before any finding: whether the logs hold, and every entry that is not what it should be."""
    dossier = desk.dossier
    if dossier.log_faults:
        yield paragraph(desk.say("faults-notice", count=len(dossier.log_faults)), "notice")
        rows: list[Row] = [
            (
                text(fault.log, "code"),
                text(str(fault.line) if fault.line else desk.say("whole-file")),
                text(desk.known(f"fault.{fault.what}", fault.what), "strong"),
                text(fault.detail) if fault.detail else text(desk.say("none")),
            )
            for fault in dossier.log_faults
        ]
        shown, note = desk.capped(rows)
        head = [desk.say(f"col.{key}") for key in ("log", "line", "fault", "details")]
        yield desk.grid(head, shown, widths=(2.4, 1.0, 4.0, 2.4), align="lrll", caption=desk.say("faults"))
        yield from note
    elif dossier.heads:
        yield paragraph(desk.say("faults-none", count=len(dossier.heads), annex=annex(desk, "annex-anchors")))
    else:
        yield paragraph(desk.say("logs-none"))
    left = (one.body for one in dossier.entries if one.kind == Kind.RELEASED)
    released = {(str(body.get("panel")), str(body.get("expert"))) for body in left}
    sealed = [one for one in dossier.judged if one.kind == Kind.ENVELOPE]
    kept = [one for one in sealed if (str(one.body.get("panel")), one.by) in released]  # nobody opens these
    if len(sealed) > len(kept):
        yield paragraph(desk.say("sealed-verdicts", count=len(sealed) - len(kept)), "notice")
    if kept:
        names = printable("、".join(dict.fromkeys(one.by for one in kept)))
        yield paragraph(desk.say("sealed-verdicts-released", count=len(kept), names=names), "notice")
    listed = dossier.filed
    rows = [row for entry in listed for row in _irregular(desk, entry)]
    rows += [*_several_keys(desk), *_strangers(desk), *_absent(desk)]
    if rows:
        yield paragraph(desk.say("irregular-notice", count=len(rows)), "notice")
        shown, note = desk.capped(rows)
        head = [desk.say(f"col.{key}") for key in ("where", "event", "by", "irregular")]
        yield desk.grid(head, shown, widths=(1.9, 1.9, 1.6, 5.0), caption=desk.say("irregular"))
        yield from note
    elif listed:
        yield paragraph(desk.say("irregular-none"))


def _irregular(desk: Desk, entry: LogEntry) -> Iterator[Row]:
    said: list[Line] = []
    if (entry.log, entry.seq) in desk.faulty:
        said.append(standing(desk, entry))
    elif entry.standing in ODD:
        said.append((*standing(desk, entry), Inline(" "), *text(desk.say(f"standing-note.{entry.standing}"))))
    if entry.after:
        mark, note = back_dated(desk, entry)
        said.append((*mark, Inline(" "), *note))
    if is_late(entry):
        said.append((*text(desk.say("after-run"), "mark"), Inline(" "), *text(desk.say("after-run-note"))))
    if said:
        by = text(entry.by) if entry.by else unstated(desk)
        yield text(name(desk, entry)), text(kind_word(desk, entry)), by, stacked(*said)


def _several_keys(desk: Desk) -> Iterator[Row]:
    """Names under which more than one key was registered: another person may have taken the name."""
    held: dict[str, list[str]] = {}
    for person in desk.dossier.persons:
        held.setdefault(person.name, []).append(person.fingerprint)
    for person_name, fingerprints in held.items():
        if len(fingerprints) > 1:
            said = text(desk.say("several-keys", keys=desk.say("listing-comma").join(map(printable, fingerprints))))
            yield text(desk.say("none")), text(desk.say(f"kind.{Kind.PERSON}")), text(person_name), said


def _strangers(desk: Desk) -> Iterator[Row]:
    """Who wrote verdicts and is none of the experts, where the case names these."""
    written = Counter(entry.by for entry in desk.dossier.judged if entry.kind == Kind.FINDING)
    for who in sorted(written.keys() - {*desk.dossier.experts}) if desk.dossier.experts else ():
        said = text(desk.say("stranger", count=written[who]))
        yield text(desk.say("none")), text(desk.say(f"kind.{Kind.FINDING}")), text(who) or unstated(desk), said


def _absent(desk: Desk) -> Iterator[Row]:
    """What is missing, and exclusions made after results."""
    dash = text(desk.say("none"))
    kinds = {entry.kind for entry in desk.dossier.entries}
    if desk.dossier.runs:
        for kind in sorted(BEFORE_RESULTS - kinds):
            yield dash, text(desk.say(f"kind.{kind}")), dash, text(desk.say(f"absent.{kind}"))
    counted = {(one.work, one.by, one.on) for filed in desk.current for one in filed.comparison.excluded}
    waiting = [
        entry
        for entry in desk.dossier.judged
        if entry.kind == Kind.EXCLUSION and tuple(entry.body.get(k) for k in ("work", "by", "on")) not in counted
    ]
    if waiting and desk.current:
        late = (*text(desk.say("after-results"), "mark"), Inline(" "))
        names = stacked(*(text(by) for by in dict.fromkeys(entry.by for entry in waiting)))
        told = text(desk.say("uncounted-exclusions", count=len(waiting)))
        yield dash, text(desk.say(f"kind.{Kind.EXCLUSION}")), names, (*late, *told)
    for filed in desk.current:
        made = [one for one in filed.comparison.excluded if one.after_results]
        if made:
            who = dict.fromkeys(printable(one.by) for one in made if one.by)
            said = text(desk.say("late-exclusions", count=len(made), pair=desk.title(filed)), result=result_of(filed))
            mark = (*text(desk.say("after-results"), "mark"), Inline(" "))
            people = stacked(*map(text, who)) or dash
            yield (
                text(result_of(filed), "code", result_of(filed)),
                text(desk.say(f"kind.{Kind.EXCLUSION}")),
                people,
                (
                    *mark,
                    *said,
                ),
            )


def cut_off(desk: Desk) -> Iterator[Block]:
    """Runs that were begun and never ended: somebody may have seen what they came to, and nobody can tell now."""
    held = desk.dossier
    for entry in (*lateness.cut_off(held.entries), *lateness.cut_off(held.apart)):
        found: Any = entry.body.get("records")
        count = len(found) if isinstance(found, list | tuple) else 0
        by = printable(entry.by) if entry.by else desk.say("not-stated")
        yield paragraph(desk.say("run-cut-off", entry=name(desk, entry), on=entry.on, by=by, count=count), "notice")


def repeated(desk: Desk) -> Iterator[Block]:
    """One line above the figures, for readers who begin there."""
    if desk.dossier.log_faults:
        count, title = len(desk.dossier.log_faults), desk.say("records-checked")
        yield paragraph(desk.say("faults-again", count=count, title=title), "notice")


def anchors(desk: Desk) -> Iterator[Block]:
    """Length and head of every log, by which a later reader can tell whether the logs are still those."""
    if not desk.dossier.heads:
        yield paragraph(desk.say("logs-none"))
        return
    yield paragraph(desk.say("anchors-note"), "note")
    rows = [(text(head.log, "code"), text(str(head.count)), text(head.digest, "digest")) for head in desk.dossier.heads]
    shown, note = desk.capped(rows)
    head = [desk.say(f"col.{key}") for key in ("log", "entries", "head")]
    yield desk.grid(head, shown, widths=(2.4, 1.0, 5.0), align="lrl")
    yield from note


def persons(desk: Desk) -> Iterator[Block]:
    if not desk.dossier.persons:
        yield paragraph(desk.say("persons-none"))
        return
    yield paragraph(desk.say("persons-note"), "note")
    rows = [
        (
            text(person.name),
            text(person.institution) if person.institution else unstated(desk),
            text(person.fingerprint, "code"),
            text(person.key, "digest"),
            text(moment(person.since)),
        )
        for person in desk.dossier.persons
    ]
    shown, note = desk.capped(rows)
    head = [desk.say(f"col.{key}") for key in ("person", "institution", "fingerprint", "key", "since")]
    yield desk.grid(head, shown, widths=(1.6, 2.0, 1.8, 3.0, 1.6))
    yield from note


def settled(dossier: Dossier) -> Dossier:
    """Without the last entries that say no more than that this very state of the case was reported before.

    So a report that is written again has the same bytes. A report after which anything was done stays listed.
    """
    entries, now = list(dossier.entries), {head.log: head for head in dossier.heads}
    while entries and not dossier.log_faults and _said_already(entries[-1], now):
        entries.pop()
        before = next((entry for entry in reversed(entries) if entry.log == PROCEDURE), None)
        if before is None:
            return dossier
        now[PROCEDURE] = LogHead(PROCEDURE, before.seq, before.digest)
    return replace(dossier, entries=tuple(entries), heads=tuple(now[head.log] for head in dossier.heads))


def _said_already(entry: LogEntry, now: Mapping[str, LogHead]) -> bool:
    """Whether an entry tells of a report on the logs as they are, and is the last of the procedure log."""
    last, told = now.get(PROCEDURE), entry.body.get("heads")
    if entry.kind != Kind.REPORT or last is None or (last.count, last.digest) != (entry.seq, entry.digest):
        return False
    others = [{"log": h.log, "count": h.count, "digest": h.digest} for h in now.values() if h.log != PROCEDURE]
    held = [one for one in told if one.get("log") != PROCEDURE] if _is_heads(told) else None
    return held == others


def _is_heads(told: object) -> TypeGuard[list[Mapping[str, object]]]:
    return isinstance(told, list) and all(isinstance(one, Mapping) for one in told)


def heads(dossier: Dossier) -> tuple[Anchor, ...]:
    """The anchors as the report model carries them."""
    return tuple(Anchor(printable(one.log), one.count, printable(one.digest)) for one in dossier.heads)


def keys(dossier: Dossier) -> tuple[Key, ...]:
    """The registered keys as the report model carries them."""
    return tuple(
        Key(*(printable(part) for part in (one.name, one.institution, one.fingerprint, one.key, one.since)))
        for one in dossier.persons
    )
