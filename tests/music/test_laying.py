"""What counts of passages of melody: each note of one tune is laid on one of the other, by the strongest passage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import contract, registry
from appraisal.comparison import Exclusion, Mask, Match, Measures, Places, Reason
from appraisal.counted import counted, repeated
from appraisal.span import Region, Span
from appraisal.summing import print_summary
from comparators.audio.music import harmony, laying, measuring, midi, passages, writing
from comparators.audio.music.chance import Null
from comparators.audio.music.passages import Line
from comparators.audio.music.tune import Tune
from tests.music.test_melody import melody, moved, of, write

Notes = list[tuple[float, float, int]]
LEAST = 6


def song(*parts: Notes) -> Notes:
    line: Notes = []
    for part in parts:
        at = line[-1][0] + line[-1][1] if line else 0.0
        line += [(at + onset - part[0][0], length, pitch) for onset, length, pitch in part]
    return line


def line_of(file: str, notes: Notes) -> Line:
    return Line(file, Tune.of(midi.read(file, writing.midi([("melody", 0, notes)]))), 0)


def span(file: str, start: int, stop: int) -> Span:
    return Span(file, "note", start, stop)


# Phrases whose neighbours in these songs do not happen to go on in step.
A, B, C = melody(26, 16), melody(126, 20), melody(226, 24)
HOST = melody(326, 40)


def test_a_passage_that_the_claimed_work_repeats_and_the_accused_plays_once_counts_once(tmp_path: Path) -> None:
    """A B A C, and A once within other music: 16 of 76 notes and 16 of 56, not 32 of 76."""
    left = write(tmp_path / "a.mid", song(A, B, A, C))
    right = write(tmp_path / "b.mid", song(HOST[:20], moved(A, 3), HOST[20:]))
    found = of(left, right)
    (match,) = found.matches
    values = found.all.values
    assert [(s.start, s.stop) for s in match.all_left()] == [(0, 16), (36, 52)], "all places are listed"
    assert match.details["counted"] == laying.PART
    assert (match.details["counted_left"], match.details["counted_right"]) == ("16/32", "16/16")
    assert len(match.details["counted_at_left"]) == 1 and "counted_at_right" not in match.details
    assert [values[f"{name}_notes_of_left"] for name in ("common", "repeated", "unlikely")] == [16, 16, 16]
    assert [values[f"{name}_notes_of_right"] for name in ("common", "repeated", "unlikely")] == [16, 0, 16]
    assert (found.all.coverage_of_left, found.all.coverage_of_right) == (16 / 76, 16 / 56)
    said: Any = registry.counting("music-melody")["en"]
    assert counted(found.all, said["shares"], "left") == (16, 76)
    assert repeated(found.all, said, "left") == 16 / 76


def test_both_repeat_and_each_repeat_is_laid_on_one(tmp_path: Path) -> None:
    left = write(tmp_path / "a.mid", song(A, B, A, C, A))
    right = write(tmp_path / "b.mid", song(A, HOST[:20], moved(A, 5), HOST[20:]))
    straight, swapped = of(left, right), of(right, left)
    match = max(straight.matches, key=lambda m: len(m.also.left))
    assert (match.details["counted_left"], match.details["counted_right"]) == ("32/48", "32/32")
    assert straight.all.coverage_of_left == swapped.all.coverage_of_right
    assert straight.all.values["common_notes_of_right"] == swapped.all.values["common_notes_of_left"]
    assert straight.all.values["repeated_notes_of_left"] == swapped.all.values["repeated_notes_of_right"]


def test_where_the_place_that_counts_is_excluded_a_repeat_steps_in(tmp_path: Path) -> None:
    left = write(tmp_path / "a.mid", song(A, B, A, C))
    right = write(tmp_path / "b.mid", song(HOST[:20], A, HOST[20:]))
    one = contract.run(
        "music-melody", left, right, exclusions=(Exclusion(Reason.PUBLIC_DOMAIN, "left", span("a.mid", 0, 16)),)
    )
    values = one.filtered.values
    assert (values["common_notes_of_left"], values["notes_of_left"], values["repeated_notes_of_left"]) == (16, 60, 0)
    assert values["common_notes_of_right"] == 16
    both = (span("a.mid", 0, 16), span("a.mid", 36, 52))
    none = contract.run(
        "music-melody", left, right, exclusions=tuple(Exclusion(Reason.PUBLIC_DOMAIN, "left", s) for s in both)
    )
    assert none.filtered.values["common_notes_of_right"] == none.filtered.values["common_notes_of_left"] == 0


def test_what_a_stronger_passage_cuts_counts_from_the_least_number_of_notes_on() -> None:
    lines = [line_of("a", melody(1, 60))], [line_of("b", melody(2, 60))]
    strong = Match(span("a", 10, 30), span("b", 0, 20), "melody", 80.0)
    for start, left in ((5, 0), (4, 6)):  # five, then six notes before the stronger one
        weak = Match(span("a", start, 22), span("b", 40, 40 + 22 - start), "melody", 50.0)
        pairs = laying.laid(lines, [weak, strong], LEAST)
        assert [sum(s.length for s in side) for side in pairs[1]] == [20, 20]
        assert [sum(s.length for s in side) for side in pairs[0]] == [left, left]


def test_tunes_of_one_file_and_of_several_are_works_of_their_own(tmp_path: Path) -> None:
    """Two songs with one refrain: each has lost it to the accused one, as if each were compared alone."""
    for name, parts in (("one.mid", (B, A)), ("two.mid", (A, C))):
        (tmp_path / "a").mkdir(exist_ok=True)
        write(tmp_path / "a" / name, song(*parts))
    right = write(tmp_path / "b.mid", song(HOST, A))
    both = of(tmp_path / "a", right).all
    alone = [of(tmp_path / "a" / name, right).all for name in ("one.mid", "two.mid")]
    assert both.values["common_notes_of_left"] == sum(one.values["common_notes_of_left"] for one in alone) >= 32


def test_notes_that_differ_within_a_passage_count_on_neither_side(tmp_path: Path) -> None:
    """Four of 60 notes altered, twelve put in between on one side."""
    line = melody(11, 60)
    altered = [(at, length, pitch + (5 if n in (9, 21, 33, 45) else 0)) for n, (at, length, pitch) in enumerate(line)]
    result = of(write(tmp_path / "a.mid", line), write(tmp_path / "b.mid", altered))
    (match,) = result.matches
    assert (match.details["counted"], match.details["counted_left"]) == (laying.WHOLE, "56/60")
    assert [result.all.values[f"common_notes_of_{side}"] for side in ("left", "right")] == [56, 56]
    assert [result.all.values[f"repeated_notes_of_{side}"] for side in ("left", "right")] == [4, 4]
    more = [note for n, (at, length, pitch) in enumerate(line)
            for note in ([(at, length / 2, pitch), (at + length / 2, length / 2, pitch + 1)]
                         if n % 5 == 2 else [(at, length, pitch)])]  # fmt: skip
    found = of(write(tmp_path / "a.mid", line), write(tmp_path / "b.mid", more)).all
    assert (found.coverage_of_left, found.coverage_of_right) == (1.0, 60 / 72)


def test_a_rare_leap_hides_no_equal_note(tmp_path: Path) -> None:
    """F D B: the leap F B tells more than both its thirds; all three notes are equal all the same."""
    (tmp_path / "a.abc").write_text(
        "X:1\nT:A\nM:4/4\nL:1/8\nK:C\nG2 E2 F2 D2|B,2 C2 D2 E2|F2 D2 B,2 G,2|C2 E2 G2 c2|A2 F2 D2 B,2|C6 z2|\n"
    )
    up = (tmp_path / "a.abc").read_text().replace("K:C", "K:C transpose=2")
    (tmp_path / "b.abc").write_text(up.replace("T:A", "T:B"))
    for other in ("a.abc", "b.abc"):
        (tmp_path / "c.abc").write_text((tmp_path / other).read_text() + "w: la\n")
        result = of(tmp_path / "a.abc", tmp_path / "c.abc")
        first = result.matches[0]
        assert first.details["same_pitch"] == "21/21", first.details
        assert sum(block[2] for block in first.blocks) == 21
        assert "differences" not in result.tables
        assert result.all.coverage_of_left == result.all.coverage_of_right == 1.0


PLACES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=4)
PASSAGES = st.lists(st.tuples(PLACES, PLACES, st.sampled_from([20.0, 30.0, 40.0])), min_size=1, max_size=6)
LINES = [line_of("a", melody(1, 70))], [line_of("b", melody(2, 75))]


def made(passages: list[Any]) -> list[Match]:
    found = []
    for left, right, weight in passages:
        ends = [[span(file, a, a + n) for a, n in some] for file, some in (("a", left), ("b", right))]
        also = Places(tuple(ends[0][1:]), tuple(ends[1][1:]))
        found.append(Match(ends[0][0], ends[1][0], "melody", weight, also))
    return found


def mirrored(match: Match) -> Match:
    return Match(match.right, match.left, match.kind, match.weight, Places(match.also.right, match.also.left))


@settings(deadline=None, max_examples=150)
@given(PASSAGES)
def test_no_note_is_laid_twice_and_both_sides_have_the_same(listed: list[Any]) -> None:
    matches = made(listed)
    pairs = laying.laid(LINES, matches, LEAST)
    for side, every in ((0, [m.all_left() for m in matches]), (1, [m.all_right() for m in matches])):
        spans = [s for pair in pairs for s in pair[side]]
        assert sum(s.length for s in spans) == Region(spans).length(), "each note once"
        for pair, places in zip(pairs, every, strict=True):
            assert not Region(pair[side]).without(Region(places)), "within the places of its match"
    for match, (left, right) in zip(matches, pairs, strict=True):
        assert bool(left) == bool(right)
        lengths = {int(s.length) for s in (*match.all_left(), *match.all_right())}
        if len(lengths) == 1:  # places of one length: note on note
            assert sum(s.length for s in left) == sum(s.length for s in right)
    turned = laying.laid((LINES[1], LINES[0]), [mirrored(m) for m in matches], LEAST)
    assert [(b, a) for a, b in turned] == pairs, "works that change sides change figures, and nothing else"
    assert any(left for left, _ in pairs), "the strongest passage counts"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=5), st.lists(st.integers(0, 2), min_size=1, max_size=5))
def test_shares_of_songs_of_repeated_parts(first: list[int], second: list[int]) -> None:
    """Songs made of three phrases: no more counts than the phrases that both have, each as often as both have it."""
    phrases = [melody(30 + n, 14) for n in range(3)]
    left, right = (line_of(f, song(*(phrases[n] for n in part))) for f, part in (("a", first), ("b", second)))
    null = Null(0.0, 1.0, 25)
    matches = [passages.match(left, right, p, null, ()) for p in passages.found(left, right, 2000, LEAST)]
    sided = {"a": left.tune}, {"b": right.tune}
    found = measuring.measured(([left], [right]), sided, matches, Mask(), LEAST).values
    for side, line, part in (("left", left, first), ("right", right, second)):
        assert found[f"common_notes_of_{side}"] + found[f"repeated_notes_of_{side}"] <= len(line.pitch)
        other = second if side == "left" else first
        if not set(part) & set(other):
            assert found[f"common_notes_of_{side}"] <= len(line.pitch)
        elif set(other) == {part[0]} and len(other) == 1:
            assert found[f"common_notes_of_{side}"] <= 14 + 2, "once, however often this side repeats it"
    for side in ("left", "right"):
        assert found[f"unlikely_notes_of_{side}"] <= found[f"common_notes_of_{side}"]


def test_a_melody_alone_states_no_harmony(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "X:1\nT:A\nM:4/4\nL:1/8\nK:C\n"
    notes = "E2 G2 A2 c2|B2 A2 G4|F2 A2 G2 E2|D6 z2|E2 G2 A2 c2|d2 c2 B2 A2|G2 F2 E2 D2|C6 z2|\n"
    (tmp_path / "a.abc").write_text(head + notes)
    (tmp_path / "b.abc").write_text(head.replace("M:4/4", "M:3/4") + notes)
    found = of(tmp_path / "a.abc", tmp_path / "b.abc")
    assert {one.details["harmony"] for one in found.observations if one.kind == "line"} == {"none"}
    assert found.all.values["same_changes"] == harmony.NOT_STATED and "changes_of_left" not in found.all.values
    assert {m.details["same_harmony"] for m in found.matches} == {harmony.NOT_STATED}
    print_summary(found)
    said = capsys.readouterr().out
    assert "Chords: not stated in the work" in said and "when the whole is aligned: not stated in the work" in said
    assert "estimated" not in said and "same_steps" not in said
    print_summary(found, "zh")
    assert "和弦进行数：作品未载明" in capsys.readouterr().out
    chords = '"C"E2 G2 A2 c2|"G"B2 A2 G4|"F"F2 A2 G2 E2|"G"D6 z2|"C"E2 G2 A2 c2|d2 c2 B2 A2|"G"G2 F2 E2 D2|"C"C6 z2|\n'
    for name in ("c.abc", "d.abc"):
        (tmp_path / name).write_text(head + chords)
    stated = of(tmp_path / "c.abc", tmp_path / "d.abc").all.values
    assert stated["same_changes"] == stated["changes_of_left"] == stated["changes_of_right"] > 0
    one_side = of(tmp_path / "a.abc", tmp_path / "c.abc").all.values
    assert one_side["same_changes"] == harmony.NOT_STATED


def test_the_terminal_prints_figures_in_words_with_what_they_are_parts_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = of(write(tmp_path / "a.mid", song(A, B, A, C)), write(tmp_path / "b.mid", song(HOST, A)))
    values = found.all.values
    print_summary(found)
    said = capsys.readouterr().out
    some, every = values["common_notes_of_left"], values["notes_of_left"]
    assert f"(repeats not counted): {some} of {every}\n" in said
    ends = [f"{values['same_steps']} of {values[f'steps_of_{side}']} on the {side}" for side in ("left", "right")]
    assert f"aligned: {', '.join(ends)}\n" in said
    assert "steps_of" not in said and "notes compared: " not in said
    print_summary(found, "zh")
    said = capsys.readouterr().out
    assert f"{some} / {every}\n" in said and f"左方 {values['same_steps']} / {values['steps_of_left']}，右方" in said


def test_figures_that_cannot_be_divided_stand_alone() -> None:
    measures = Measures(0.5, 0.5, 0.5, {"common_notes_of_left": 5})
    assert counted(measures, "common_notes_of notes_of", "left") is None
