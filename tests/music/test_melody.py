"""music-melody: passages in any key, each element apart, rarity by name, chance from the pair's own lines."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import background, contract, placing, registry
from appraisal.api import compare
from appraisal.comparison import Comparison, Exclusion, Measures, Reason
from appraisal.counted import within
from appraisal.errors import UsageError
from appraisal.exhibit import Score
from appraisal.span import Region, Span
from appraisal.summing import print_summary
from appraisal.work import Work
from comparators.audio.music import align, chance, form, grams, harmony, lines, midi, rhythm, words, writing
from comparators.audio.music.melody import MusicMelody
from comparators.audio.music.tune import Tune
from tests.specimen_texts import FERRY, LANTERN


def melody(seed: int, size: int = 60) -> list[tuple[float, float, int]]:
    dice = random.Random(seed)
    pitch, at, line = 67, 0.0, []
    for _ in range(size):
        pitch += dice.choice((-7, -5, -4, -3, -2, -2, -1, 1, 2, 2, 3, 4, 5, 7))
        pitch = pitch if 52 < pitch < 84 else 67
        length = dice.choice((0.5, 0.5, 1.0, 1.5))
        line.append((at, length, pitch))
        at += length
    return line


def write(
    path: Path, line: list[tuple[float, float, int]], *more: tuple[str, int, list[tuple[float, float, int]]]
) -> Path:
    path.write_bytes(writing.midi([*more, ("melody", 0, line)]))
    return path


def moved(line: list[tuple[float, float, int]], shift: int, factor: float = 1.0) -> list[tuple[float, float, int]]:
    return [(o * factor, d * factor, p + shift) for o, d, p in line]


def of(left: Path, right: Path, **parameters: object) -> Comparison:
    return contract.run("music-melody", left, right, parameters=parameters)


def test_the_worked_example_of_the_counting_rule() -> None:
    left, right = np.array([60, 62, 64, 67, 64, 62, 60]), np.array([65, 67, 69, 72, 69, 67, 65])
    (chain,) = align.chains(left, right, 1000, 10)
    assert chain.pairs == tuple((n, n) for n in range(7))
    assert chain.score == align.own(left) == align.own(right)


def test_a_passage_in_another_key_and_tempo_is_one_match_with_its_transposition(tmp_path: Path) -> None:
    one, other = melody(1), melody(2)
    copy = moved(one[10:34], -3, 2.0)
    start, stop = other[29][0] + other[29][1], copy[-1][0] + copy[-1][1] - copy[0][0]
    line = [*other[:30], *((o - copy[0][0] + start, d, p) for o, d, p in copy),
            *((o + stop, d, p) for o, d, p in other[30:])]  # fmt: skip
    found = of(write(tmp_path / "a.mid", one), write(tmp_path / "b.mid", line))
    match = max(found.matches, key=lambda m: m.weight)
    assert (match.left.unit, match.left.start, match.left.stop) == ("note", 10, 34)
    assert (match.right.start, match.right.stop) == (30, 54)
    said = match.details
    assert said["transposition"] == -3 and said["same_pitch"] == "24/24" and said["same_rhythm"] == "23/23"
    assert said["tempo"] == 0.5 and said["chance"] < 1e-3
    assert found.coverage_of_left is not None and found.coverage_of_left >= 24 / 60
    where = placing.located(found.tables, "zh")[placing.key("left", match.left)]
    assert "melody" in where and "小节" in where and "拍" in where


def test_differences_inside_a_passage_are_listed(tmp_path: Path) -> None:
    line = melody(3, 40)
    other = [list(n) for n in line]
    other[12][2] += 1  # another pitch
    other[20][2] += 12  # another octave
    changed = [tuple(n) for n in other]
    del changed[30]  # a note left out
    found = of(write(tmp_path / "a.mid", line), write(tmp_path / "b.mid", changed))  # type: ignore[arg-type]
    (match,) = [m for m in found.matches if m.details["same_notes"] > 20]
    assert (
        match.details["same_notes"] == 37 and match.details["notes_left"] == 40 and match.details["notes_right"] == 39
    )
    kinds = [row[-1] for row in found.tables["differences"]["rows"]]
    assert kinds.count("other-pitch") == 1 and kinds.count("other-octave") == 1 and "note-of-left-alone" in kinds
    assert match.blocks == ((0, 0, 12), (13, 13, 7), (21, 21, 9), (31, 30, 9))


def sounding(name: str) -> int:
    """MIDI number of a pitch as it is called."""
    semitones = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11), strict=True))
    return 12 * (int(name.lstrip("CDEFGAB♯♭")) + 1) + semitones[name[0]] + name.count("♯") - name.count("♭")


def test_differences_of_a_transposed_tune_stand_in_the_left_key_beside_both(tmp_path: Path) -> None:
    line = melody(3, 40)
    up = [(at, length, pitch + 5 + (number == 12)) for number, (at, length, pitch) in enumerate(line)]
    found = of(write(tmp_path / "a.mid", line), write(tmp_path / "b.mid", up))
    table = found.tables["differences"]
    assert table["head"] == words.HEADS[words.DIFFERENCES]
    (row,) = table["rows"]
    here = line[12][2]
    assert [sounding(str(name)) for name in (row[1], row[3], row[4])] == [here, here + 6, here + 1]
    assert row[5] == "other-pitch"
    for side in ("a", "b"):
        write(tmp_path / f"{side}2.mid", melody(5, 40))
        (tmp_path / side).mkdir()
        for name in (f"{side}.mid", f"{side}2.mid"):
            (tmp_path / name).rename(tmp_path / side / name)
    several = of(tmp_path / "a", tmp_path / "b").tables["differences"]
    assert several["head"][:2] == list(words.LINES) and len(several["head"]) == 8, "columns, as wide as a page takes"
    assert [r[0].split(" · ")[0] for r in several["rows"]] == ["a.mid"] and several["rows"][0][2:] == row
    told: Any = registry.counting("music-melody")
    for language in ("zh", "en"):
        assert set(several["head"]) <= set(told[language]["labels"])


def test_a_refrain_is_one_match_with_all_its_places(tmp_path: Path) -> None:
    refrain, verse = melody(4, 16), melody(5, 20)

    def song(*parts: list[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
        line: list[tuple[float, float, int]] = []
        for part in parts:
            at = line[-1][0] + line[-1][1] if line else 0.0
            line += [(at + o, d, p) for o, d, p in part]
        return line

    left = write(tmp_path / "a.mid", song(melody(6, 20), refrain, verse, refrain))
    right = write(tmp_path / "b.mid", song(moved(refrain, 5), melody(7, 20), moved(refrain, 5)))
    found = of(left, right)
    held = [m for m in found.matches if m.details["same_notes"] >= 15]
    assert len(held) == 1
    assert len(held[0].also.left) == 1 and len(held[0].also.right) == 1
    assert Region(held[0].all_left()).length() >= 32


def test_the_melody_is_chosen_by_name_then_as_the_highest_single_line(tmp_path: Path) -> None:
    line = melody(8)
    click = [(float(n), 0.5, 88) for n in range(60)]
    chords = [(float(n), 1.0, p) for n in range(60) for p in (72 + n % 3, 76, 79 + n % 4)]
    low = moved(melody(9), -24)

    def parts(*named: tuple[str, list[tuple[float, float, int]]]) -> Tune:
        return Tune.of(midi.read("a.mid", writing.midi([(name, 0, notes) for name, notes in named])))

    tune = parts(("PIANO", chords), ("click", click), ("MELODY", low))
    assert lines.chosen(tune, "", 2000) == [2] and lines.why(tune, 2, "") == "named-melody"
    tune = parts(("x", chords), ("y", click), ("z", line), ("u", low))
    assert lines.chosen(tune, "", 2000) == [2] and lines.why(tune, 2, "") == "highest-single"
    assert lines.chosen(tune, "U", 2000) == [3] and lines.chosen(tune, "*", 2000) == [0, 2, 3]
    assert lines.chosen(tune, "4", 2000) == [3]


def test_exclusions_leave_both_numbers(tmp_path: Path) -> None:
    line = melody(10)
    left, right = write(tmp_path / "a.mid", line), write(tmp_path / "b.mid", moved(line, 4))
    out = Exclusion(Reason.PUBLIC_DOMAIN, "left", Span("a.mid", "note", 0, 20))
    found = contract.run("music-melody", left, right, exclusions=(out,))
    assert found.all.coverage_of_left == 1 and found.filtered.coverage_of_left == 1
    assert found.filtered.values["notes_of_left"] == 40 and found.filtered.values["notes_of_right"] == 60
    assert found.filtered.coverage_of_right == pytest.approx(40 / 60)
    assert found.filtered.values["steps_of_left"] == 39 and found.filtered.values["same_steps"] == 39


def test_rarity_and_prior_art_come_from_a_named_collection_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path / "home"))
    books = tmp_path / "tunes"
    books.mkdir()
    (books / "book.abc").write_text(LANTERN + "\n" + FERRY, "utf-8")
    for n in range(3):
        write(books / f"other{n}.mid", melody(100 + n))
    out = tmp_path / "home" / "backgrounds" / "tunes"
    works = [Work.open(path, label=path.name) for path in sorted(books.iterdir())]
    background.write_manifest(out, "tunes", works, {"music-melody": background.collect("music-melody", works, out)})
    opened = background.open_background(out, MusicMelody())
    assert opened.works == 5 and list(opened.names)[:2] == [
        "book.abc: The Lantern on the Weir", "book.abc: Ferry Jig",
    ]  # fmt: skip
    left, right = tmp_path / "a.abc", tmp_path / "b.abc"
    left.write_text(LANTERN, "utf-8")
    right.write_text(LANTERN.replace("K:G", "K:A").replace("T:The Lantern on the Weir", "T:New"), "utf-8")
    found = compare("music-melody", left, right, backgrounds=["tunes"])
    said = max(found.matches, key=lambda m: m.weight).details
    assert (said["background"], said["works"], said["holding"]) == ("tunes", 5, 1)
    rows = found.tables["prior_art"]["rows"]
    assert rows[0][3] == "book.abc: The Lantern on the Weir"


def test_the_exhibit_marks_what_corresponds(tmp_path: Path) -> None:
    line = melody(11, 30)
    other = [(o, d, p + (1 if n == 14 else 0)) for n, (o, d, p) in enumerate(line)]
    left, right = write(tmp_path / "a.mid", line), write(tmp_path / "b.mid", other)
    found = of(left, right)
    shown = MusicMelody().exhibit(Work.open(left), Work.open(right), found.matches[0])
    assert isinstance(shown, Score)
    assert [n for n, note in enumerate(shown.left) if note.role != "same"] == [14]
    assert len(shown.left) == found.matches[0].left.length


def test_lines_that_tell_nothing_are_refused(tmp_path: Path) -> None:
    dull = [(float(n), 1.0, 60) for n in range(50)]
    found = of(write(tmp_path / "a.mid", dull), write(tmp_path / "b.mid", melody(1)))
    assert found.status == "refused" and "a.mid" in str(found.message)


@pytest.mark.parametrize(
    "wrong", [{"min_bits": 1}, {"min_notes": 2}, {"min_bits": "x"}, {"part": 0}, {"part": 1.5}, {"part": True}]
)
def test_parameters_have_ranges(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="music-melody"):
        MusicMelody(**wrong)  # type: ignore[arg-type]


PITCHES = st.lists(st.integers(48, 84), min_size=2, max_size=30).map(np.array)


@settings(max_examples=60, deadline=None)
@given(PITCHES, PITCHES, st.integers(-12, 12))
def test_transposing_changes_no_alignment(p: np.ndarray, q: np.ndarray, shift: int) -> None:
    assert align.chains(p, q, 500, 50) == align.chains(p + shift, q, 500, 50)
    assert align.identity(np.diff(p), np.diff(q)) == align.identity(np.diff(q), np.diff(p))
    best = align.best(p, *align.joined([q, p]))
    # No bound by the plain steps: a rare leap over a note left out may tell more than the two steps that make it.
    assert best[1] >= align.own(p) and best[0] == align.best(q, *align.joined([p]))[0]
    if (chains := align.chains(p, q, 100, 500)) and chains[0].score:
        assert chains[0].score == best[0]


def slow_identity(x: list[int], y: list[int]) -> int:
    """The recurrence of Gotoh (1982), cell by cell."""
    low = (-(10**9), 0)
    size = range(len(y) + 1)
    gap = [low if j == 0 else (-(align.OPEN + align.EXTEND * (j - 1)), 0) for j in size]
    rows = [(0, 0), *gap[1:]]
    ups = [low for _ in size]
    for i, value in enumerate(x, 1):
        fresh = [(-(align.OPEN + align.EXTEND * (i - 1)), 0)]
        ups = [max((r[0] - align.OPEN, r[1]), (u[0] - align.EXTEND, u[1])) for r, u in zip(rows, ups, strict=True)]
        across = low
        for j, other in enumerate(y, 1):
            across = max((fresh[j - 1][0] - align.OPEN, fresh[j - 1][1]), (across[0] - align.EXTEND, across[1]))
            step = (align.MATCH, 1) if value == other else (align.MISMATCH, 0)
            fresh.append(max((rows[j - 1][0] + step[0], rows[j - 1][1] + step[1]), ups[j], across))
        rows = fresh
    return rows[-1][1]


STEPS = st.lists(st.integers(-3, 3), min_size=1, max_size=14)


@settings(max_examples=100, deadline=None)
@given(STEPS, STEPS)
def test_the_global_alignment_is_that_of_the_plain_recurrence(x: list[int], y: list[int]) -> None:
    assert align.identity(np.array(x), np.array(y)) == slow_identity(x, y)


def test_chance_is_small_for_copies_and_large_between_strangers() -> None:
    one, other = (np.array([p for _, _, p in melody(seed)]) for seed in (20, 21))
    null = chance.null(one, other, 0)
    assert null == chance.null(one, other, 0) and null.size == 50
    assert null.chance(align.own(one)) < 1e-6 and null.chance(int(null.location)) == pytest.approx(0.632, abs=0.01)
    longer = np.concatenate([one] * 20)
    assert chance.null(longer, other, 0).size == 50


def test_chords_forms_and_rhythms_by_hand() -> None:
    sounding = np.array([[0, 2, 48, 0], [0, 2, 52, 0], [0, 2, 55, 0], [2, 2, 45, 0], [2, 2, 60, 0], [2, 2, 64, 0.0]])
    chord = harmony.estimated(np.array([0.0, 1.0, 2.5]), sounding, 0.0)
    assert [harmony.name(c) for c in chord.tolist()] == ["C", "C", "Am"]
    assert [harmony.name(c) for c in harmony.moved(chord, 2).tolist()] == ["D", "D", "Bm"]
    assert harmony.motions(chord).tolist() == harmony.motions(harmony.moved(chord, 5)).tolist()
    tune = [60, 62, 64, 65, 67, 65, 64, 62]
    other = [72, 71, 67, 69, 60, 64, 62, 67]
    bars = np.repeat(np.arange(16), 2)
    said = form.form(np.array([*tune, *tune, *other, *tune]), bars)
    assert said == "AABA" and form.agreement(said, said) == (3, 3) and form.agreement("AABA", "ABCD") == (0, 3)
    assert form.agreement("ABCD", "ABCD") == (0, 0), "what repeats nothing has no structure to compare"
    same, tempo = rhythm.same(np.array([0, 1, 2, 3.5]), np.array([0, 2, 4, 6.0]))
    assert same.tolist() == [True, True, False] and tempo == 0.5


def test_runs_name_holders_by_rarity() -> None:
    runs = dict(grams.runs(np.array([60, 62, 64, 65, 67])))
    assert runs == {0: b"\x04\x02\x02\x01\x02"}
    assert grams.plain(b"\x04\x02\x02\x01\x02") < grams.plain(b"\x04\x06\xfa\x0b\x08")


def test_how_much_of_a_share_lies_in_passages_that_chance_seldom_makes(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Strangers share passages, of which none is unlikely; of a tune with a copied passage that passage is."""
    one, other = melody(11, 200), melody(12, 200)
    copy = moved(one[50:80], 4)
    start = other[-1][0] + other[-1][1] - copy[0][0]
    paths = [write(tmp_path / f"{n}.mid", line) for n, line in
             enumerate((one, other, [*other, *((o + start, d, p) for o, d, p in copy)]))]  # fmt: skip
    strangers, copied = (of(paths[0], path, min_bits=14, min_notes=4) for path in paths[1:])
    for found in (strangers, copied):
        values = found.all.values
        seldom = [m for m in found.matches if m.details["chance"] < 1e-3]
        assert values["unlikely_passages"] == len(seldom)
        for side in ("left", "right"):
            places = [s for m in seldom for s in (m.all_left() if side == "left" else m.all_right())]
            assert values[f"unlikely_notes_of_{side}"] == Region(places).length()
            assert values[f"unlikely_notes_of_{side}"] <= values[f"common_notes_of_{side}"]
    assert strangers.coverage_of_left and strangers.all.values["unlikely_notes_of_left"] == 0
    assert 30 <= copied.all.values["unlikely_notes_of_left"] < copied.all.values["common_notes_of_left"]
    print_summary(strangers)
    some = strangers.all.values["common_notes_of_left"]
    said = capsysbinary.readouterr().out.decode()
    assert "of it in passages whose chance, times the pairs of lines compared, is below .001" in said
    assert f": 0 of {some} on the left (0.00%; 0.00% of all 200)" in said


def test_a_record_of_an_earlier_version_has_no_such_line() -> None:
    counting = registry.counting("music-melody")["en"]
    measures = Measures(0.5, 0.5, 0.5, {f"{k}_{s}": v for k, v in (("common_notes_of", 5), ("notes_of", 10))
                                        for s in ("left", "right")})  # fmt: skip
    assert within(measures, counting, "left") == []
    now = replace(measures, values={**measures.values, "unlikely_notes_of_left": 2})
    assert within(now, counting, "left") == [(2.0, 5.0, 10.0)] and within(now, {}, "left") == []
