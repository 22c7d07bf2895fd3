"""What an expert altered in the notes that were heard: raw and revised notes paired, each alteration named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from appraisal.comparison import JSON
from appraisal.errors import Refused
from appraisal.work import Member
from comparators.audio.music import heard_notes, reading, writing

SAME = 0.05  # seconds within which two beginnings are one: what a program for notation rounds
NEAR = 0.5  # seconds over which a note of one pitch is moved, and no other one
TEMPO = 60 / heard_notes.SECONDS  # quarters a minute of the file that is edited
FORMATS = ("midi", "musicxml")
KINDS = ("added", "removed", "pitch", "moved", "length")
FEW = 0.5  # share of the notes heard, below which it is doubtful that a file is a correction of them
OTHER_LENGTH = 0.2  # share by which corrected notes may end earlier or later than those heard
MOST_EDITS = 5_000  # that a record lists; all are counted


class Sung(NamedTuple):
    """A note: ``start`` and ``stop`` in seconds, MIDI ``pitch``, ``likely`` as heard (1 where a person wrote it)."""

    start: float
    stop: float
    pitch: int
    likely: float


class Edit(NamedTuple):
    """One alteration: of ``before``, of ``after``, or from one to the other."""

    kind: str
    before: Sung | None
    after: Sung | None


def editable(data: bytes) -> bytes:
    """Notes that were heard as a MIDI file at ``TEMPO``, two quarters a second, in which nothing is quantised."""
    played = [(one.start / heard_notes.SECONDS, (one.stop - one.start) / heard_notes.SECONDS, one.pitch)
              for one in notes_of("view", data)]  # fmt: skip
    return writing.midi([("transcription", 0, played)], tempo=TEMPO)


def notes_of(file: str, data: bytes) -> list[Sung]:
    """The notes of a view, in order of time and pitch."""
    return [Sung(*one) for one in heard_notes.listed(file, data)]


def read(edited: Member) -> list[Sung]:
    """Notes of an edited file, MIDI or MusicXML, drums left out. ``Refused`` for another format, and without any note.

    Seconds follow from its tempo, ``TEMPO`` where it has none."""
    heard = reading.read(edited)
    if heard.format not in FORMATS:
        raise Refused(f"{edited.file}: seconds do not follow from this format: export it as MIDI or MusicXML")
    if heard.tempo_changes:
        raise Refused(f"{edited.file}: its tempo changes: keep one tempo, so that notes stay at their seconds")
    pace = Fraction(60) / Fraction(heard.tempo or TEMPO)
    found = [
        Sung(_second(n.onset * pace), _second((n.onset + n.duration) * pace), n.pitch, 1.0)
        for part in heard.parts
        if not part.percussion
        for n in part.notes
    ]
    if not found:
        raise Refused(f"{edited.file}: no notes in it: export the score again")
    return sorted(set(found))


def _second(value: Fraction) -> float:
    return round(float(value), 3)


def compare(before: Sequence[Sung], after: Sequence[Sung]) -> tuple[list[Sung], list[Edit]]:
    """The revised notes, those left alone exactly as they were heard, and what was altered, in order of time.

    One to one: notes of one pitch and beginning are the same; then ``pitch`` (another pitch at the same beginning),
    then ``moved`` (the same pitch, up to ``NEAR`` away), nearest first; the rest was ``removed`` or ``added``.
    ``length``: another end, by more than ``SAME``.
    """
    left, right = set(range(len(before))), set(range(len(after)))
    kept: dict[int, Sung] = {}
    edits: list[Edit] = []
    for kind, reach, same_pitch in (("same", SAME, True), ("pitch", SAME, False), ("moved", NEAR, True)):
        pairs = sorted(
            (abs(after[j].start - before[i].start), abs(after[j].pitch - before[i].pitch), i, j)
            for i, j in _near(before, after, left, right, reach)
            if (before[i].pitch == after[j].pitch) is same_pitch
        )
        for _, _, i, j in pairs:
            if i not in left or j not in right:
                continue
            left.remove(i)
            right.remove(j)
            if kind != "same":
                edits.append(Edit(kind, before[i], after[j]))
            elif abs(after[j].stop - before[i].stop) > SAME:
                edits.append(Edit("length", before[i], after[j]))
            else:
                kept[j] = before[i]
    edits += [Edit("removed", before[i], None) for i in left]
    edits += [Edit("added", None, after[j]) for j in right]
    edits.sort(key=lambda e: ((e.before or e.after or after[0]).start, e.kind, e.before or (), e.after or ()))
    return sorted(kept.get(j, one) for j, one in enumerate(after)), edits


def _near(
    before: Sequence[Sung], after: Sequence[Sung], left: set[int], right: set[int], reach: float
) -> Iterator[tuple[int, int]]:
    """Pairs of notes not paired yet whose beginnings lie within ``reach``; both sides are in order of time."""
    mine, theirs = sorted(left), sorted(right)
    first = 0
    for i in mine:
        while first < len(theirs) and after[theirs[first]].start < before[i].start - reach:
            first += 1
        for j in theirs[first:]:
            if after[j].start > before[i].start + reach:
                break
            yield i, j


def kept(before: Sequence[Sung], edits: Sequence[Edit]) -> int:
    """How many of the notes that were heard still begin where they did, at their pitch."""
    return len(before) - sum(edit.before is not None and edit.kind != "length" for edit in edits)


def ends(notes: Sequence[Sung]) -> float:
    """Seconds at which the last note ends."""
    return round(max((one.stop for one in notes), default=0.0), 1)


def doubts(notes: Mapping[str, Any]) -> list[str]:
    """What makes it doubtful that notes were corrected from these: few are left, or they last another time."""
    found = []
    heard, left = int(notes["notes_heard"]), int(notes["notes_kept"])
    if left < FEW * heard:
        found.append(
            f"of {heard} notes that were heard {left} are kept ({left / heard:.1%}): make sure that the file is the"
            " correction of this recording; it is on file, and another --revised takes its place"
        )
    before, after = float(notes["last_note_heard"]), float(notes["last_note_now"])
    if abs(after - before) > OTHER_LENGTH * before:
        found.append(
            f"the notes end at {after:g} seconds, those that were heard at {before:g}: make sure that piece and tempo"
            " are those of this recording"
        )
    return found


def told(edits: Sequence[Edit]) -> dict[str, JSON]:
    """How many alterations of each kind, and the list: kind, second, pitch before and after, second after."""
    counts = {f"notes_{kind}": sum(e.kind == kind for e in edits) for kind in KINDS}
    rows = [
        [e.kind, *((e.before.start, e.before.pitch) if e.before else (None, None)),
         *((e.after.start, e.after.pitch) if e.after else (None, None))]
        for e in edits[:MOST_EDITS]
    ]  # fmt: skip
    return {**counts, "edits": rows}
