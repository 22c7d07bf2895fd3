"""What a panel is shown of a passage: its notes on both sides, with what corresponds marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from appraisal.comparison import Match
from appraisal.exhibit import Note, Role, Score
from appraisal.span import Span
from comparators.audio.music import keys
from comparators.audio.music.keys import Stated
from comparators.audio.music.tune import Tune


def score(left: Tune, right: Tune, match: Match, others: Iterable[tuple[Stated, ...]] = ()) -> Score:
    """Both passages from their first notes on; pairs numbered, the rest marked; the key is that of the left one: as
    written, else as the right one's file writes it, moved, else as its notes tell.

    ``others``: lines of further files of the left work, for which a key is written: that of its notes where its own
    file has none.
    """
    pairs = [(int(a) + n, int(b) + n) for a, b, length in match.blocks for n in range(int(length))]
    numbers = [{pair[side]: n for n, pair in enumerate(pairs, 1)} for side in range(2)]
    shift = int(right.pitch[pairs[0][1]]) - int(left.pitch[pairs[0][0]]) if pairs else 0
    sharps = _fifths(left, match.left, others)
    if sharps is None:
        sharps = _beside(right, match.right, shift)
    if sharps is None:
        sharps = keys.told(left, _line(left, match.left))
    moved = keys.moving(shift, sharps, keys.fifths(right, _line(right, match.right)))
    return Score(
        _notes(left, match.left, numbers[0], 0),
        _notes(right, match.right, numbers[1], moved),
        _place(left, match.left),
        _place(right, match.right),
        fifths=sharps,
        shift=shift,
    )


def _fifths(tune: Tune, span: Span, others: Iterable[tuple[Stated, ...]]) -> int | None:
    found = keys.written(tune, _line(tune, span))
    return keys.elsewhere(tune.pitch[int(span.start) : int(span.stop)], others) if found is None else found


def _beside(right: Tune, span: Span, shift: int) -> int | None:
    """The key that the right file states for its line, moved to the pitches of the left one."""
    found = keys.written(right, _line(right, span))
    return None if found is None else keys.transposed(found, -shift)


def _notes(tune: Tune, span: Span, numbers: Mapping[int, int], moved: int) -> tuple[Note, ...]:
    made = []
    begin = float(tune.onset[int(span.start)])
    for n in range(int(span.start), int(span.stop)):
        role: Role = "same" if n in numbers else "changed"
        onset, duration = round(float(tune.onset[n]) - begin, 6), float(tune.duration[n])
        place = tune.written(n)
        fifth = None if place is None else place + moved
        pitch, number = float(tune.pitch[n]), numbers.get(n, 0)
        made.append(Note(pitch, onset, duration, role, tune.where(n), tune.lyric(n), number, fifth))
    return tuple(made)


def _line(tune: Tune, span: Span) -> int:
    return next(n for n in range(len(tune.lines) - 1) if tune.line(n).start <= span.start < tune.line(n).stop)


def _place(tune: Tune, span: Span) -> str:
    part = tune.info["parts"][_line(tune, span)]["name"]
    return f"{span.file} · {part} · {tune.between(int(span.start), int(span.stop) - 1)}"
