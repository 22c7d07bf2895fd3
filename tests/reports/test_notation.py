"""Passages on staves and in numbered notation: what is written sounds as it should, pairs stand one above the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.exhibit import Note, Score
from reports.exhibits.drawing import Path, Words, png, svg
from reports.exhibits.layout import drawn
from reports.exhibits.notation import SIGNS, columns, length, spelled

LETTERS = (0, 2, 4, 5, 7, 9, 11)
SCALE = (0, 2, 4, 5, 7, 9, 11)
ALTER = {"": 0, **{sign: n for n, sign in SIGNS.items()}}


@given(st.integers(0, 127), st.integers(-7, 7))
def test_what_is_written_sounds_as_it_should(pitch: int, fifths: int) -> None:
    found = spelled(pitch, fifths)
    tonic = fifths * 7 % 12
    assert (tonic + SCALE[found.degree - 1] + found.bend - pitch) % 12 == 0
    letter = found.step % 7
    order = letter * 2 % 7  # place of the letter among fifths, from C
    signature = (fifths - (order if order < 6 else -1) + 5) // 7
    alter = ALTER[found.sign] if found.bend else signature
    assert 12 * (found.step // 7 + 1) + LETTERS[letter] + alter == pitch
    assert abs(found.bend) <= 1


@pytest.mark.parametrize(
    ("pitch", "fifths", "degree", "bend", "sign"),
    [
        (60, 0, 1, 0, ""),
        (66, 1, 7, 0, ""),
        (61, 0, 1, 1, "♯"),
        (70, 0, 7, -1, "♭"),
        (71, -2, 1, 1, "♮"),
        (58, -2, 1, 0, ""),
    ],
)
def test_numbers_of_the_scale_by_hand(pitch: int, fifths: int, degree: int, bend: int, sign: str) -> None:
    found = spelled(pitch, fifths)
    assert (found.degree, found.bend, found.sign) == (degree, bend, sign)


def note(pitch: int, number: int, bar: str = "1:1", lyric: str = "") -> Note:
    return Note(pitch, 0, 1, "same" if number else "changed", bar, lyric, number)


def test_pairs_stand_one_above_the_other_and_what_is_alone_has_its_own_column() -> None:
    one = (note(60, 1), note(61, 0), note(62, 2), note(64, 3))
    other = (note(65, 1), note(67, 2), note(66, 0), note(68, 0), note(69, 3), note(70, 0))
    found = [(a and a.pitch, b and b.pitch) for a, b in columns(Score(one, other))]
    assert found == [(60, 65), (61, None), (62, 67), (None, 66), (None, 68), (64, 69), (None, 70)]
    assert columns(Score((), other)) == [(None, n) for n in other]


def test_the_drawing_has_numbers_bars_syllables_and_frames_and_says_what_it_leaves_out() -> None:
    one = tuple(note(60 + n % 12, n + 1, f"{n // 4 + 1}:1", "月") for n in range(60))
    other = tuple(note(67 + n % 12, 0 if n == 5 else n + 1, f"{n // 4 + 3}:1") for n in range(60))
    shown = drawn(Score(one, other, "a", "b", fifths=-3, shift=7), "zh")
    words = [shape.text for shape in shown.shapes if isinstance(shape, Words)]
    assert "1=♭E" in words[0] and "-7" in words[0]
    assert {"1", "38", "月", "3"} <= set(words) and any("其余" in w for w in words)
    assert any(isinstance(s, Path) and s.dash for s in shown.shapes)
    assert "<script" not in svg(shown) and png(shown)[:4] == b"\x89PNG" and shown.height < 700


@pytest.mark.parametrize(("duration", "long"), [(1.02, 1.0), (0.33, 0.375), (0.0, 0.125), (6.5, 6.0), (1.45, 1.5)])
def test_lengths_are_the_nearest_that_notes_have(duration: float, long: float) -> None:
    assert length(duration) == long
