"""Notation is read alike whatever its format, places and bars included; what cannot be read is refused by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.errors import AppraisalError, Encrypted, OverLimit, Refused, Unreadable
from appraisal.media import Medium, guess_medium
from appraisal.work import Work
from comparators.audio.music import abc, heard, midi, musicxml, reading, writing
from comparators.audio.music.places import ScorePlaces
from comparators.audio.music.tune import Tune
from tests.music import scores

FORMS = {
    "reed.mid": writing.midi([("Voice", 0, [(o, d, p) for p, o, d in scores.NOTES])], beats=3),
    "reed.musicxml": scores.MUSICXML.encode(),
    "reed.mxl": scores.packed("score.xml", scores.MUSICXML),
    "reed.mscx": scores.MUSCX.encode(),
    "reed.mscz": scores.packed("reed.mscx", scores.MUSCX, container=False),
    "reed.abc": scores.ABC.encode(),
}


def tune(tmp_path: Path, name: str, data: bytes) -> Tune:
    path = tmp_path / name
    path.write_bytes(data)
    return Tune.of(reading.read(Work.open(path).members[0]))


@pytest.mark.parametrize("name", FORMS)
def test_every_format_gives_the_same_notes_bars_and_beats(name: str, tmp_path: Path) -> None:
    found = tune(tmp_path, name, FORMS[name])
    line = found.line(0)
    got = list(zip(found.pitch[line].tolist(), found.onset[line], found.duration[line], strict=True))
    assert [p for p, _, _ in got] == [p for p, _, _ in scores.NOTES]
    assert np.allclose([t[1:] for t in got], [t[1:] for t in scores.NOTES], atol=2e-3)
    assert found.bar[line].tolist() == [1, 1, 1, 2, 2, 2, 2]
    assert np.allclose(found.beat[line], [1, 2, 3.5, 1, 1.33, 1.67, 2], atol=0.01)
    if name != "reed.mid":
        assert [found.lyric(0), found.lyric(1), found.lyric(2)] == ["流", "水", ""]
        assert found.info["keys"]["0"][0][1] == 2
    if "m" in name.rsplit(".", 1)[1] and name != "reed.mid":
        assert found.chord[:4].tolist() == [7 * 8, 7 * 8, 7 * 8, 11 * 8 + 1]
        assert found.info["harmony"] == "written" and found.info["titles"] == ["Reed"]


def test_places_lead_back_to_the_file(tmp_path: Path) -> None:
    found = tune(tmp_path, "reed.abc", FORMS["reed.abc"])
    assert [scores.ABC[n] for n in found.place.tolist()] == list("GBAdcBf")
    found = tune(tmp_path, "reed.musicxml", FORMS["reed.musicxml"])
    lines = scores.MUSICXML.splitlines()
    assert all("<pitch>" in lines[n - 1] for n in found.place.tolist())
    data = FORMS["reed.mid"]
    assert data[int(tune(tmp_path, "reed.mid", data).place[0]) + 1] == 67


def test_notation_in_xml_is_told_by_its_root_whatever_its_name() -> None:
    assert guess_medium("reed.xml", scores.MUSICXML.encode()) == Medium.SCORE
    assert guess_medium("reed.txt", scores.MUSCX.encode()) == Medium.SCORE
    assert guess_medium("a.txt", b"the tag <score-partwise> of MusicXML") == Medium.TEXT


def test_the_placer_says_part_bar_and_beat(tmp_path: Path) -> None:
    path = tmp_path / "reed.mscx"
    path.write_bytes(FORMS["reed.mscx"])
    placing = ScorePlaces().places(Work.open(path).members[0])
    assert placing.at(4) == {"chapter": "Voice", "bar": 2, "beat": 1.33}
    assert placing.at(7)["chapter"] == "Woodblock"


def test_abc_knows_keys_ties_chords_broken_rhythm_and_books() -> None:
    text = "X:1\nT:One\nM:4/4\nL:1/8\nK:Ador\nA2 | c>d e<f ^F=F [ce]2 |\n\nX:2\nT:Two\nM:6/8\nK:Eb\n(2EF B3|e6-|e6|]\n"
    found = abc.read("a.abc", text.encode())
    one, two = found.parts
    assert [n.pitch for n in one.notes] == [69, 72, 74, 76, 78, 66, 65, 72, 76]
    assert [str(n.duration) for n in one.notes[1:5]] == ["3/4", "1/4", "1/4", "3/4"]
    assert [(n.pitch, str(n.duration)) for n in two.notes] == [
        (63, "3/4"), (65, "3/4"), (70, "3/2"), (75, "6"),
    ]  # fmt: skip
    assert [(float(at), number) for at, number in found.bars[0][:2]] == [(0, 0), (1, 1)] and (one.tune, two.tune) == (
        0,
        1,
    )


def test_midi_with_running_status_and_notes_that_never_end() -> None:
    track = b"\x00\x90\x3c\x40\x60\x3e\x40\x60\x3c\x00\x60\xff\x2f\x00"
    data = b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x60MTrk" + len(track).to_bytes(4, "big") + track
    notes = midi.read("a.mid", data).parts[0].notes
    assert sorted((n.pitch, float(n.onset), float(n.duration)) for n in notes) == [(60, 0.0, 2.0), (62, 1.0, 2.0)]


def bad_midi(body: bytes) -> bytes:
    return b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x60MTrk" + len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.mid", FORMS["reed.mid"][:60], Unreadable, "ends inside a track"),
        ("a.mid", bad_midi(b"\x00\x3c\x40"), Unreadable, "without a kind"),
        ("a.mid", bad_midi(b"\x00\x90\x3c\xff"), Unreadable, "over 127"),
        ("a.mid", bad_midi(b"\x00\xf4\x00"), Unreadable, "no MIDI file holds"),
        ("a.mid", bad_midi(b"\x81\x82\x83\x84\x85"), Unreadable, "more than 4 bytes"),
        ("a.mid", b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x00", Unreadable, "no length of a quarter"),
        ("a.mid", bad_midi(b"\x00\xff\x2f\x00"), Unreadable, "no notes in it"),
        ("a.mid", bytes(900), Unreadable, "nothing but zeros"),
        ("a.musicxml", b"<score-partwise><part id='P1'>", Unreadable, "not well-formed"),
        ("a.musicxml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><score-partwise>&x;</score-partwise>", Unreadable, "no notes"),
        ("a.mxl", scores.packed("notes.txt", "nothing"), Unreadable, "without a score"),
        ("a.mxl", FORMS["reed.mxl"][:90] + b"PK", Unreadable, "cannot be unpacked"),
        ("a.krn", b"**kern\n4c\n*-\n", Refused, "export it as MusicXML"),
        ("a.abc", b"just a letter", Unreadable, "neither MIDI"),
        ("a.abc", b"X:1\nK:C\nCDE\x00", Unreadable, "no text of ABC"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_by_name(
    name: str, data: bytes, error: type[AppraisalError], said: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=said) as refused:
        tune(tmp_path, name, data)
    assert name in str(refused.value)


def test_bombs_and_locked_scores_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comparators.audio.music.packed.MOST_BYTES", 10_000)
    with pytest.raises(OverLimit, match="unpacks to more"):
        tune(tmp_path, "bomb.mxl", scores.packed("score.xml", " " * 20_000))
    locked = bytearray(scores.packed("a.mscx", scores.MUSCX, container=False))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Encrypted, match="password"):
        tune(tmp_path, "locked.mscz", bytes(locked))
    monkeypatch.setattr(heard, "MOST_NOTES", 5)
    with pytest.raises(OverLimit, match="more than 5 notes"):
        musicxml.read("many.musicxml", scores.MUSICXML.encode())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(FORMS["reed.mid"]) - 1), st.binary(min_size=1, max_size=6), st.sampled_from(sorted(FORMS)))
def test_torn_files_give_notes_or_a_named_error(at: int, put: bytes, name: str) -> None:
    data = FORMS[name]
    at %= len(data)
    torn = data[:at] + put + data[at + len(put) :]
    readers = {"abc": abc.read, "mid": midi.read, "musicxml": musicxml.read}
    reader = readers.get(name.rsplit(".", 1)[1])
    if reader is None:
        return
    try:
        Tune.of(reader(name, torn))
    except AppraisalError as error:
        assert name in str(error)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 127), st.sampled_from([0.25, 0.5, 1.0, 1.5])), min_size=1, max_size=40))
def test_what_is_written_as_midi_is_read_again(notes: list[tuple[int, float]]) -> None:
    line, at = [], 0.0
    for pitch, duration in notes:
        line.append((at, duration, pitch))
        at += duration
    found = Tune.of(midi.read("a.mid", writing.midi([("line", 0, line)])))
    assert list(zip(found.onset.tolist(), found.duration.tolist(), found.pitch.tolist(), strict=True)) == line
