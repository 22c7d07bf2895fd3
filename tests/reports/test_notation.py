"""Passages on staves and in numbered notation: what is written sounds as it should, pairs stand one above the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appraisal.exhibit import Note, Score
from reports.document import Language
from reports.exhibits import notation
from reports.exhibits.drawing import Box, Drawing, Path, Words, extent, png, svg
from reports.exhibits.layout import lay_out
from reports.exhibits.notation import SYSTEMS, columns, length, rows
from reports.exhibits.pitches import SIGNS, accidentals, home, spelled
from reports.view import TEXT_WIDTH

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
    in_key = (fifths - (order if order < 6 else -1) + 5) // 7
    ((sign, _),) = accidentals([(found, "1")])
    assert bool(sign) == bool(found.bend)
    alter = ALTER[sign] if found.bend else in_key
    assert alter == found.alter
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
    assert (found.degree, found.bend) == (degree, bend)
    assert accidentals([(found, "1")])[0][0] == sign


# MIDI pitch of the tonic without dots, by sharps less flats: the first from middle C on.
UNDOTTED = {
    0: 60, -5: 61, 7: 61, 2: 62, -3: 63, 4: 64, -1: 65, -6: 66, 6: 66, 1: 67, -4: 68, 3: 69, -2: 70, 5: 71, -7: 71,
}  # fmt: skip


@pytest.mark.parametrize(("fifths", "tonic"), UNDOTTED.items())
def test_the_octave_from_the_first_tonic_at_middle_c_has_no_dots(fifths: int, tonic: int) -> None:
    assert {spelled(tonic, fifths).step} == {home(fifths)}
    for semitones in SCALE:
        for octave in range(-4, 5):
            assert spelled(tonic + semitones + 12 * octave, fifths).dots == octave


def quarters(pitches: list[int], bars: list[int]) -> tuple[Note, ...]:
    return tuple(Note(p, n, 1, "same", f"{b}:1", "", n + 1) for n, (p, b) in enumerate(zip(pitches, bars, strict=True)))


def test_in_flat_b_staves_have_two_flats_and_signs_against_them() -> None:
    one = quarters([70, 75, 76, 75, 77, 75, 75], [1, 1, 1, 1, 1, 2, 2])
    (shown,) = drawings(Score(one, one, "a", "b", fifths=-2))[:1]
    signs = [(round(w.x), w.text) for w in told(shown) if w.size == 7 and w.text in SIGNS.values()]
    assert [text for _, text in signs] == ["♭", "♭", "♮", "♭"] * 2, "signature; E natural, E flat again in its bar"
    first = min(left for left, *_, said in boxes(shown) if said == "head")
    assert all(x < first - 5 for x, _ in signs[:2])
    numbered = [w.text for w in told(shown) if w.size == 5.5 and w.text in SIGNS.values()]
    assert numbered == ["♯", "♮"] * 2
    plain = drawings(Score(quarters([60, 62], [1, 1]), quarters([60, 62], [1, 1]), "a", "b", fifths=0))[0]
    assert not [w for w in told(plain) if w.text in SIGNS.values()]


@pytest.mark.parametrize(
    ("middle", "octave", "word", "mark"),
    [
        (77, 0, "", ""),
        (82, 1, "", ""),
        (86, 1, "低八度记谱", "8"),
        (55, -2, "高八度记谱", "8"),
        (98, 2, "低 2 个八度记谱", "15"),
    ],
)
def test_staves_in_another_octave_say_so_and_numbers_are_not_moved(
    middle: int, octave: int, word: str, mark: str
) -> None:
    one, other = quarters([74, 74, 74], [1, 1, 1]), quarters([middle] * 3, [1, 1, 1])
    shown = drawings(Score(one, other, "a", "b", fifths=-2))[0]
    words = [w.text for w in told(shown)]
    assert any("1=♭B" in w for w in words) and any("♭B4 为 1" in w for w in words)
    said = [w for w in words if "记谱" in w]
    assert len(said) == bool(word) and all(word in w and w.startswith("右侧") for w in said)
    clef = [w for w in told(shown) if w.text == mark and w.size == 6 and w.x == 27]
    assert len(clef) == bool(mark)
    lines = sorted({p.points[0][1] for p in shown.shapes if isinstance(p, Path) and p.points[0][0] == 18})
    if mark:  # above the clef where it sounds higher than written, else below
        assert clef[0].y < lines[5] if octave > 0 else clef[0].y > lines[9]
    dots = [s for s in shown.shapes if isinstance(s, Box) and (s.width, s.height) == (1.4, 1.4)]
    assert len(dots) == 3 * abs(octave), "of the right side alone"


def note(pitch: int, number: int, bar: str = "1:1", lyric: str = "") -> Note:
    return Note(pitch, 0, 1, "same" if number else "changed", bar, lyric, number)


def test_pairs_stand_one_above_the_other_and_what_is_alone_has_its_own_column() -> None:
    one = (note(60, 1), note(61, 0), note(62, 2), note(64, 3))
    other = (note(65, 1), note(67, 2), note(66, 0), note(68, 0), note(69, 3), note(70, 0))
    found = [(a and a.pitch, b and b.pitch) for a, b in columns(Score(one, other))]
    assert found == [(60, 65), (61, None), (62, 67), (None, 66), (None, 68), (64, 69), (None, 70)]
    assert columns(Score((), other)) == [(None, n) for n in other]


def drawings(exhibit: Score) -> list[Drawing]:
    """Rows of staves, then the piano rolls."""
    layout = lay_out(exhibit, "zh")
    assert isinstance(layout.body, Drawing)
    return [layout.body, *layout.further]


def told(shown: Drawing) -> list[Words]:
    return [shape for shape in shown.shapes if isinstance(shape, Words)]


def long(count: int) -> Score:
    one = tuple(note(60 + n % 12, n + 1, f"{n // 4 + 1}:{n % 4 + 1}", "月") for n in range(count))
    other = tuple(note(67 + n % 12, 0 if n == 5 else n + 1, f"{n // 4 + 3}:{n % 4 + 1}") for n in range(count))
    return Score(one, other, "a", "b", fifths=-3, shift=7)


def test_the_drawing_has_numbers_bars_syllables_and_frames() -> None:
    shown = drawings(long(60))
    words = [one.text for part in shown for one in told(part)]
    assert "1=♭E" in words[0] and "−7" in words[0]
    assert {"1", "38", "60", "月", "3"} <= set(words) and not any("其余" in w for w in words)
    assert any(isinstance(s, Path) and s.dash for part in shown for s in part.shapes)
    for part in shown:
        assert "<script" not in svg(part) and png(part)[:4] == b"\x89PNG" and part.height < 700


def test_a_long_passage_goes_on_in_rows_that_end_with_bars_and_says_what_it_leaves_out() -> None:
    every = columns(long(60))
    found = rows(every, 453.0)
    assert [pair for row in found for pair in row] == every and len(found) >= 4
    assert all(row[0][0] and row[0][0].bar.endswith(":1") for row in found)
    assert not any("其余" in one.text for part in drawings(long(380)) for one in told(part))
    shown = drawings(long(900))
    assert len(shown) == SYSTEMS + 1 and "其余" in told(shown[-2])[-1].text
    assert len({part.alt for part in shown}) == SYSTEMS + 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_over_the_staves_fit_a_page(language: Language) -> None:
    told = [
        line
        for fifths in range(-7, 8)
        for line in notation._said(replace(long(8), fifths=fifths, shift=11), (), language)
    ]
    assert len(told) == 45 and max(extent(line, 7.5) for line in told) < TEXT_WIDTH / 25.4 * 72


def boxes(shown: Drawing) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom of every word and every head of a note."""
    found = []
    for shape in shown.shapes:
        if isinstance(shape, Words):
            wide = extent(shape.text, shape.size)
            left = shape.x - {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
            found.append((left, shape.y - 0.72 * shape.size, left + wide, shape.y, shape.text))
        elif isinstance(shape, Path) and shape.closed and len(shape.points) == 14:
            x, y = [p[0] for p in shape.points], [p[1] for p in shape.points]
            found.append((min(x), min(y), max(x), max(y), "head"))
    return found


@given(
    st.lists(st.tuples(st.integers(30, 105), st.sampled_from([0.25, 1.0, 3.0, 4.0])), min_size=1, max_size=30),
    st.sampled_from(["", "月", "shining", "a-very-long-syllable-indeed"]),
    st.integers(-7, 7),
)
@example([(38, 0.25)], "", 7)  # two signs before the first note, beside the key
@example([(62, 0.25)], "", -7)
def test_no_word_lies_on_another_or_on_a_note(pitches: list[tuple[int, float]], lyric: str, fifths: int) -> None:
    one = tuple(
        Note(p, n, d, "same" if n % 5 else "changed", f"{n // 3 + 1}:{n % 3 + 1}", lyric, n if n % 5 else 0)
        for n, (p, d) in enumerate(pitches)
    )
    for part in drawings(Score(one, one, "a", "b", fifths=fifths, shift=0))[:-1]:
        held = boxes(part)
        assert all(min(box[:2]) >= 0 and box[2] <= part.width and box[3] <= part.height for box in held)
        for at, (left, top, right, bottom, said) in enumerate(held):
            for a, b, c, d, other in held[:at]:
                apart = left >= c - 0.5 or a >= right - 0.5 or top >= d - 0.5 or b >= bottom - 0.5
                assert apart, (said, other)


def test_notes_of_a_recording_have_neither_bars_nor_lengths_and_the_second_of_each_row() -> None:
    one = tuple(Note(64 + n % 8, n, 0.5, "same", f"{n // 4 + 1}:{n % 4 + 1}", "", n + 1) for n in range(30))
    other = tuple(Note(64 + n % 8, n, 0.5, "same", f"{12 + n / 2:.2f} s", "", n + 1) for n in range(30))

    def lines(exhibit: Score) -> int:
        return sum(isinstance(s, Path) and len(s.points) == 2 for part in drawings(exhibit) for s in part.shapes)

    both, mixed, plain = (Score(a, b, "a", "b", fifths=0) for a, b in ((other, other), (one, other), (one, one)))
    assert lines(both) < lines(mixed) < lines(plain)
    count = len(rows(columns(both), 453.0))
    assert lines(both) == 2 * 5 * count, "nothing but the staves"
    said = [one.text for part in drawings(mixed) for one in told(part)]
    assert "12.00 s" in said and sum(words.endswith(" s") for words in said) == len(rows(columns(mixed), 453.0))
    assert any("右侧为录音" in words for words in said) and not any("左侧为录音" in words for words in said)


@pytest.mark.parametrize(("duration", "long"), [(1.02, 1.0), (0.33, 0.375), (0.0, 0.125), (6.5, 6.0), (1.45, 1.5)])
def test_lengths_are_the_nearest_that_notes_have(duration: float, long: float) -> None:
    assert length(duration) == long
