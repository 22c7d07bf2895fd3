"""Texts that were derived of documents: which reader made them, their digests, what was left out; records name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal.comparison import Observation
from reports.document import Block, Line
from reports.sections.desk import Desk, paragraph, text
from reports.sections.entries import stacked
from reports.text import Printed, printable

DERIVED = "derived"  # observation of the engine: a file was compared through a view of it
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")  # C4 is middle C, MIDI number 60
COUNTS = (  # notes that are printed, in this order, where they are there and not nothing
    "pages", "paragraphs", "cues", "characters", "chapters", "encoding", "words_joined_at_line_ends",
    "pages_recognised", "lines_recognised", "lines_in_doubt", "pages_with_hidden_text_layer", "pages_without_text",
    "running_heads", "unread", "revised_by", "notes_heard", "notes_now", "notes_kept", "notes_added", "notes_removed",
    "notes_pitch", "notes_moved", "notes_length", "seconds_heard",
    "cut_off", "damaged", "missing_seconds", "stated_bytes", "bytes_behind", "last_note_heard", "last_note_now",
    "f1_melody_alone", "f1_all_notes", "f1_melody_in_mix",
)  # fmt: skip


def views(desk: Desk) -> Iterator[Block]:
    """One row a work, file and view, from the records in force."""
    found: dict[tuple[str, str, str], Observation] = {}
    for filed in desk.current:
        for seen in filed.comparison.observations:
            if seen.kind == DERIVED:
                key = (desk.side(filed, seen.side), seen.span.file, str(seen.details.get("view")))
                found.setdefault(key, seen)
    if not found:
        return
    rows = [
        (
            text(label, "strong"),
            text(file),
            stacked(text(str(seen.details.get("deriver", ""))), text(view, "code")),
            stacked(*_digests(desk, seen.details)),
            stacked(*_said(desk, seen.details)),
        )
        for (label, file, view), seen in sorted(found.items(), key=lambda item: item[0])
    ]
    yield paragraph(desk.say("views"), "lead")
    yield paragraph(desk.say("views-note"), "note")
    shown, note = desk.capped(rows)
    head = [desk.say(f"col.{name}") for name in ("label", "viewed-file", "view", "digest", "details")]
    yield desk.grid(head, shown, widths=(0.7, 1.6, 1.8, 2.2, 3.2), caption=desk.say("views-caption"))
    yield from note
    yield from _revised(desk, found)


def _revised(desk: Desk, found: Mapping[tuple[str, str, str], Observation]) -> Iterator[Block]:
    """What experts altered in views, one row an alteration; a table a file."""
    for (label, file, _), seen in sorted(found.items(), key=lambda item: item[0]):
        edits = seen.details.get("edits")
        if not isinstance(edits, list | tuple) or not edits:
            continue
        rows = [
            (text(desk.known(f"edit.{kind}", printable(str(kind)))), *map(text, (_note(was, of), _note(now, to))))
            for kind, was, of, now, to in edits
        ]
        shown, note = desk.capped(rows)
        by = printable(str(seen.details.get("revised_by", "")))
        yield desk.grid(
            [desk.say(f"col.{name}") for name in ("altered", "as-heard", "as-revised")], shown,
            widths=(1.2, 2.0, 2.0), caption=desk.say("edits-caption", label=label, file=printable(file), by=by),
        )  # fmt: skip
        yield from note


def _note(second: float | None, pitch: int | None) -> str:
    """``12.345 s, C4 (60)``; empty for none."""
    if second is None or pitch is None:
        return ""
    return f"{second:.3f} s, {NAMES[pitch % 12]}{pitch // 12 - 1} ({pitch})"


def _digests(desk: Desk, details: Mapping[str, Any]) -> Iterator[Line]:
    for name, key in (("sha256", "views-text"), ("map_sha256", "views-map")):
        yield text(desk.say(key))
        yield text(str(details.get(name, "")), "digest")


def _said(desk: Desk, details: Mapping[str, Any]) -> Iterator[Line]:
    """What was counted, read beside the running text, and left out."""
    yield from (_line(desk, name, details[name]) for name in COUNTS if details.get(name))
    for name in ("read", "left_out"):
        counts = details.get(name)
        if isinstance(counts, Mapping) and counts:
            inner = desk.say("listing-comma").join(
                f"{desk.known(f'derived.{key}', printable(str(key)))} {count}" for key, count in sorted(counts.items())
            )
            yield _line(desk, name, inner)


def _line(desk: Desk, name: str, content: Any) -> Line:
    if isinstance(content, list | tuple):
        content = desk.say("listing-comma").join(printable(str(one)) for one in content)
    words = desk.known(f"derived.{name}", printable(name))
    if content is True:
        return text(Printed(words))
    return text(Printed(f"{words}{desk.say('colon')}{printable(str(content))}"))
