"""What a panel is shown of a passage: its notes on both sides, with what corresponds marked."""

from __future__ import annotations

from appraisal.comparison import Match
from appraisal.exhibit import Note, Role, Score
from appraisal.span import Span
from comparators.audio.music.tune import Tune


def score(left: Tune, right: Tune, match: Match) -> Score:
    """Two piano rolls on one axis of time, each from its own first note."""
    same: tuple[set[int], set[int]] = set(), set()
    for a, b, length in match.blocks:
        same[0].update(range(int(a), int(a + length)))
        same[1].update(range(int(b), int(b + length)))
    sides = (left, match.left, same[0]), (right, match.right, same[1])
    notes = [_notes(tune, span, held) for tune, span, held in sides]
    places = [_place(tune, span) for tune, span, _ in sides]
    return Score(notes[0], notes[1], places[0], places[1], "")


def _notes(tune: Tune, span: Span, same: set[int]) -> tuple[Note, ...]:
    numbers = range(int(span.start), int(span.stop))
    made = []
    for n in numbers:
        role: Role = "same" if n in same else "changed"
        made.append(Note(float(tune.pitch[n]), float(tune.onset[n]), float(tune.duration[n]), role))
    return tuple(made)


def _place(tune: Tune, span: Span) -> str:
    first, last = int(span.start), int(span.stop) - 1
    part = next(p for n, p in enumerate(tune.info["parts"]) if tune.line(n).start <= first < tune.line(n).stop)
    return f"{span.file} · {part['name']} · {tune.where(first)}–{tune.where(last)}"
