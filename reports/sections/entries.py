"""Entries of the case's logs as sections print them: what they hold, when they were written, what a signature is worth.

A body that is not what its kind promises is printed field by field as it stands, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from appraisal.codec import decode
from appraisal.dossier import LogEntry
from appraisal.errors import AppraisalError
from appraisal.finding import Finding
from appraisal.intake import LABELS, Material
from appraisal.intake.filling import name_of
from appraisal.intake.words import Word
from appraisal.procedure import CUSTODY, PROCEDURE, Kind
from reports.document import Inline, Line, Paragraph
from reports.places import RANKING
from reports.sections.desk import Desk, lines, text
from reports.text import Printed, printable

BEFORE_RESULTS = frozenset({Kind.SCHEME, Kind.CONFLICTS})  # must be on file before anyone has seen results
ODD = frozenset({"missing", "foreign"})  # standings of a signature that a reader must be told of
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?(?:\.\d+)?)(Z|[+-]\d\d:\d\d)")  # date, time, zone
DEEPEST = 8  # levels of a body that are written out; what lies deeper stands as JSON
SECONDS = 20  # countersignatures named beside one entry
MOST = 200  # lines of a body in one cell
QUERY = re.compile(
    r"\s*(?:query|查询)\s*[:：]\s*(?P<query>.+?)\s*\n\s*(?:rows|行数)\s*[:：]\s*(?P<rows>\d{1,18})"
    r"\s*\n\s*SHA-256\s*[:：]\s*(?P<digest>[0-9a-fA-F]{64})\s*",
    re.DOTALL,
)  # as `record --query --rows --digest` writes it
T = TypeVar("T")


def decoded(cls: type[T], body: Any) -> T | None:
    """What an entry holds; None when its body is not of that form."""
    if not isinstance(body, Mapping):
        return None
    try:
        found: T = decode(cls, {**body, "is": cls.__name__})
    except (AppraisalError, TypeError, ValueError, RecursionError):
        return None
    return found


def of_kind(desk: Desk, kind: Kind) -> tuple[LogEntry, ...]:
    """Entries of one kind, in the order written."""
    return desk.by_kind.get(kind, ())


def last(desk: Desk, kind: Kind) -> LogEntry | None:
    found = of_kind(desk, kind)
    return found[-1] if found else None


def work_name(desk: Desk, label: str) -> str:
    """A work's name: as the intake has it, else as it was received."""
    entry = last_of(desk, Kind.MATERIAL).get(label)
    known = decoded(Material, entry.body) if entry is not None else None
    return (known.name if known else "") or desk.works[label].name


def last_of(desk: Desk, kind: Kind) -> dict[str, LogEntry]:
    """The last entry of a kind on each work, by label."""
    return {str(entry.body["label"]): entry for entry in of_kind(desk, kind) if "label" in entry.body}


def stacked(*rows: Line) -> Line:
    """Lines below each other in one cell; empty ones are left out."""
    made: list[Inline] = []
    for row in rows:
        if row:
            made += ([Inline("\n")] if made else []) + list(row)
    return tuple(made)


def labelled(desk: Desk, label: str, content: Line) -> Line:
    """地点：北京"""
    return (Inline(Printed(label + desk.say("colon"))), *content)


def notes(desk: Desk, given: Iterable[Finding]) -> list[Line]:
    """What experts wrote of a finding; of several who wrote the same, once with all names in the order of the file."""
    said: dict[str, list[str]] = {}
    for finding in given:
        if finding.note.strip():
            said.setdefault(finding.note, []).append(finding.by)
    comma = desk.say("listing-comma")
    return [
        labelled(desk, Printed(comma.join(map(printable, dict.fromkeys(names)))), lines(note))
        for note, names in said.items()
    ]


def observed(desk: Desk, observation: str) -> Line | None:
    """Query, row count and digest of operating data in the reader's words; None for any other observation."""
    found = QUERY.fullmatch(observation)
    if found is None:
        return None
    return stacked(
        labelled(desk, desk.say("col.query"), lines(found["query"])),
        labelled(desk, desk.say("col.row-count"), text(found["rows"])),
        labelled(desk, desk.say("col.sha256"), text(found["digest"].lower(), "digest")),
    )


def unstated(desk: Desk) -> Line:
    return text(desk.say("not-stated"))


def kind_word(desk: Desk, entry: LogEntry) -> Printed:
    return desk.known(f"kind.{entry.kind}", entry.kind)


def name(desk: Desk, entry: LogEntry) -> Printed:
    """程序记录第 5 条"""
    if entry.log not in (CUSTODY, PROCEDURE):
        return printable(f"{entry.log} {entry.seq}")
    return desk.say("entry-custody" if entry.log == CUSTODY else "entry-procedure", seq=entry.seq)


def moment(on: str) -> Printed:
    """A date and, below it, the time."""
    found = MOMENT.fullmatch(on)
    if not found:
        return printable(on)
    day, time, zone = found.groups()
    return Printed(f"{day}\n{time}{'' if zone == 'Z' else ' '}{zone}")


def when(desk: Desk, entry: LogEntry) -> Line:
    """The entry's date, marked where it is not to be trusted or comes too late."""
    marks = [
        text(desk.say(key), "mark")
        for key, holds in (("back-dated", entry.after), ("after-run", is_late(entry)))
        if holds
    ]
    return stacked(text(moment(entry.on)), *marks)


def remarks(desk: Desk, entry: LogEntry) -> list[Line]:
    """What the marks of an entry mean: both dates of a back-dated one, and that a late one was late."""
    said = [desk.say("back-dated-note", on=entry.on, after=entry.after)] if entry.after else []
    said += [desk.say("after-run-note")] if is_late(entry) else []
    return [text(one, "strong") for one in said]


def back_dated(desk: Desk, entry: LogEntry) -> list[Line]:
    if not entry.after:
        return []
    return [text(desk.say("back-dated"), "mark"), text(desk.say("back-dated-note", on=entry.on, after=entry.after))]


def is_late(entry: LogEntry) -> bool:
    """Whether it should stand before results and was written after the first run."""
    return entry.after_results and entry.kind in BEFORE_RESULTS


def late(desk: Desk, entry: LogEntry) -> list[Line]:
    return [text(desk.say("after-run"), "mark"), text(desk.say("after-run-note"))] if is_late(entry) else []


def standing(desk: Desk, entry: LogEntry) -> Line:
    """What the signature is worth, in words. It is of the digest: of a line that was altered it says nothing."""
    if fault := desk.faulty.get((entry.log, entry.seq)):
        return text(desk.say("standing.faulty", what=desk.known(f"fault.{fault}", fault)), "mark")
    if entry.standing == "signed":
        return text(desk.say("standing.signed", fingerprint=entry.fingerprint))
    word = desk.known(f"standing.{entry.standing}", entry.standing)
    return text(word, "mark" if entry.standing in ODD else "plain")


def signatures(desk: Desk, entry: LogEntry) -> Line:
    """The signature of an entry and those of people who signed it after."""
    seconds = desk.seconds.get(entry.digest, [])
    rows = [text(desk.say("countersigned-by", by=one.by, entry=name(desk, one))) for one in seconds[:SECONDS]]
    rows += [text(desk.say("and-more-here", count=len(seconds) - SECONDS))] if len(seconds) > SECONDS else []
    return stacked(standing(desk, entry), *rows)


def source(desk: Desk, entry: LogEntry) -> Paragraph:
    """Where something is on file, by whom, and what that is worth."""
    said = desk.say("source", entry=name(desk, entry), on=entry.on, by=entry.by or desk.say("not-stated"))
    rows = [signatures(desk, entry), *back_dated(desk, entry), *late(desk, entry)]
    line = [Inline(said)]
    for row in rows:
        line += [piece if piece.text != "\n" else Inline(desk.say("semicolon")) for piece in row] + [Inline(" ")]
    return Paragraph(tuple(line[:-1]), "note")


def whole(desk: Desk, body: Any, section: str = "") -> Line:
    """All that a body says, one field a line. ``section`` is the family of its fields' labels."""
    rows: list[Line] = []
    for row in _parts(desk, body, section, Printed(""), 0, ""):
        if len(rows) == MOST:
            rows.append(text(desk.say("more-in-log")))
            break
        rows.append(row)
    return stacked(*rows) or unstated(desk)


def _parts(desk: Desk, value: Any, section: str, path: Printed, depth: int, field_name: str) -> Iterator[Line]:
    if value is None or value in ("", [], {}, ()):
        return
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            label = _label(desk, name_of(type(value)), each.name)
            yield from _parts(desk, getattr(value, each.name), section, _joined(path, label), depth + 1, each.name)
    elif depth >= DEEPEST:
        yield labelled(desk, path, text(desk.value(value)))
    elif isinstance(value, Mapping):
        inner = _family(value.get("is")) or section
        for key, item in value.items():
            if key not in (RANKING, "is"):
                label = _joined(path, _label(desk, inner, str(key)))
                yield from _parts(desk, item, inner, label, depth + 1, str(key))
    elif isinstance(value, Sequence) and all(_short(item) for item in value) and not isinstance(value, str):
        yield labelled(desk, path, text(desk.value(list(value))))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for at, item in enumerate(value, 1):
            numbered = Printed(f"{path} {at}") if len(value) > 1 else path
            yield from _parts(desk, item, section, numbered, depth + 1, field_name)
    elif isinstance(value, Word):
        yield labelled(desk, path, text(word(desk, value)))
    elif isinstance(value, str):
        fixed = desk.known(f"field.{field_name}.{value}", "")  # a word of a closed list, such as the part of an expert
        yield labelled(desk, path, text(fixed) if fixed else lines(value))
    else:
        yield labelled(desk, path, text(desk.value(value)))


def _short(item: Any) -> bool:
    """Whether an item of a list stands beside the others on one line."""
    return isinstance(item, bool | int | float) or (isinstance(item, str) and len(item) < 40 and "\n" not in item)


def word(desk: Desk, value: Word | None) -> Printed:
    """A word of a closed list."""
    if value is None:
        return desk.say("not-stated")
    return Printed(desk.spell(value.zh if desk.language == "zh" else value.en))


def field(desk: Desk, key: str) -> Printed:
    """The intake's word for a field or section: ``material.seal``."""
    found = LABELS[desk.language][key]
    return Printed(found if desk.language == "zh" else found[:1].upper() + found[1:])


def _label(desk: Desk, section: str, key: str) -> Printed:
    full = f"{section}.{key}"
    return field(desk, full) if full in LABELS[desk.language] else desk.known(f"field.{key}", key)


def _family(cls: Any) -> str:
    """``CheckValue`` is ``check_value``, as ``intake.filling.name_of`` has it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls).lower().removesuffix("_check") if isinstance(cls, str) else ""


def _joined(path: Printed, label: Printed) -> Printed:
    return Printed(f"{path} · {label}") if path else label
