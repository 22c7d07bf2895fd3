"""Notes of likelihoods, their file, and the view of a recording; the network itself is asked by the benchmark alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import cli, engine
from appraisal.api import compare
from appraisal.comparison import Observation
from appraisal.errors import OverLimit, Refused, Unreadable, UsageError
from appraisal.job import Job
from appraisal.span import whole as whole_file
from appraisal.summing import print_summary
from appraisal.work import Member, Work
from comparators.audio import partial
from comparators.audio.music import heard_notes, reading, words
from comparators.audio.music.tune import Tune
from comparators.audio.transcription import deriver, listening
from comparators.audio.transcription import notes as decoding
from comparators.audio.transcription.listening import Heard
from comparators.audio.transcription.notes import Note, notes
from comparators.matching import extras
from reports.messages import translated
from reports.sections import views
from tests.audio.sounds import save, tune
from tests.music.scores import MUSICXML

FRAME = 256 / 22050


def heard(frames: int, *played: tuple[int, int, int], soft: bool = False) -> Heard:
    """Likelihoods as the network gives them: (first frame, behind the last, MIDI number) of what is played."""
    sounding, beginning = np.zeros((frames, 88)), np.zeros((frames, 88))
    for start, stop, pitch in played:
        sounding[start:stop, pitch - 21] = 0.8
        beginning[start, pitch - 21] = 0.2 if soft else 0.9
    return Heard(np.arange(frames) * FRAME, sounding, beginning)


def test_a_note_has_its_beginning_end_and_key() -> None:
    (one,) = notes(heard(200, (50, 90, 60)))
    assert one.pitch == 60 and one.likely == 0.8
    assert one.start == pytest.approx(50 * FRAME - 0.012, abs=1e-3) and one.stop == pytest.approx(89 * FRAME, abs=0.02)


def test_the_same_key_struck_again_is_another_note() -> None:
    again = heard(200, (20, 60, 64), (60, 100, 64), (61, 100, 67))
    assert [(n.pitch, round(n.start / FRAME)) for n in notes(again)] == [(64, 19), (64, 59), (67, 60)]


def test_a_soft_beginning_is_heard_and_a_click_is_not() -> None:
    assert [n.pitch for n in notes(heard(100, (20, 60, 70), soft=True))] == [70]
    assert notes(heard(100, (20, 24, 70))) == []
    assert notes(heard(0)) == [] == notes(heard(50))


def test_a_dip_is_outlasted_and_a_silence_is_not() -> None:
    dip, silence = heard(200, (20, 100, 60)), heard(200, (20, 100, 60))
    dip.sounding[50:56, 39] = 0
    silence.sounding[50:80, 39] = 0
    assert [round((n.stop - n.start) / FRAME) for n in notes(dip)] == [79]
    assert [round((n.stop - n.start) / FRAME) for n in notes(silence)] == [29, 19]


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 60), st.integers(21, 108)), max_size=12))
def test_notes_of_one_key_never_overlap_and_stand_in_order(played: list[tuple[int, int, int]]) -> None:
    found = notes(heard(160, *((start, start + length, pitch) for start, length, pitch in played)))
    assert found == sorted(found, key=lambda n: (n.start, n.pitch))
    for pitch in {n.pitch for n in found}:
        own = [n for n in found if n.pitch == pitch]
        assert all(a.stop <= b.start + 0.02 for a, b in pairwise(own))
        assert all(n.start < n.stop for n in own)


def member(tmp_path: Path, data: bytes, name: str = "a.json") -> Member:
    (tmp_path / name).write_bytes(data)
    return Work.open(tmp_path / name).members[0]


def test_the_file_of_notes_is_read_with_seconds_for_bars(tmp_path: Path) -> None:
    data = heard_notes.written([(0.5, 0.9, 60, 0.8), (1.25, 2.0, 67, 0.7)])
    tune = Tune.of(reading.read(member(tmp_path, data)))
    assert tune.pitch.tolist() == [60, 67] and [tune.where(n) for n in (0, 1)] == ["0.50 s", "1.25 s"]
    assert np.allclose(tune.onset * heard_notes.SECONDS, [0.5, 1.25])


@pytest.mark.parametrize(
    "data",
    [
        b'{"notes":[[0,1,60]],"schema":"appraisal.transcription/1"}',
        b'{"notes":[[0,1e999,60,1]],"schema":"appraisal.transcription/1"}',
        b'{"notes":7,"schema":"appraisal.transcription/1"}',
        b'{"notes":[],"schema":"another/1"}',
        b'{"notes":[[',
    ],
)
def test_a_damaged_file_of_notes_is_named(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"a\.json"):
        Tune.of(reading.read(member(tmp_path, data)))


MELODY = [60, 64, 67, 72, 71, 69, 65, 62, 64, 60, 55, 59, 62, 67, 65, 64]


def played(shift: int) -> list[Note]:
    return [Note(n * 0.5, n * 0.5 + 0.4, pitch + shift, 0.8) for n, pitch in enumerate(MELODY)]


def test_two_recordings_are_compared_note_by_note_with_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    views = []
    for shift, name in ((0, "a.wav"), (3, "b.wav")):
        save(tmp_path / name, np.zeros(22050, np.float32), 22050)
        monkeypatch.setattr(listening, "listen", lambda _: None)
        monkeypatch.setattr(decoding, "notes", lambda _, shift=shift: played(shift))
        (view,) = deriver.Transcription().derive(Work.open(tmp_path / name).members[0])
        assert view.placing.at(3) == {"second": 1.5} and view.notes["notes_heard"] == 16
        assert view.notes["f1_melody_alone"] > 0.5
        views.append(tmp_path / f"{name}.heard.abc")
        views[-1].write_bytes(view.data)
    found = compare("music-melody", *views)
    (match,) = found.matches
    assert match.details["bars_left"] == "0.00 s–7.50 s" and match.details["transposition"] == 3
    assert found.coverage_of_left == found.coverage_of_right == 1


def test_silence_has_no_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "a.wav", np.zeros(22050, np.float32), 22050)
    monkeypatch.setattr(listening, "listen", lambda _: heard(86))
    assert list(deriver.Transcription().derive(Work.open(tmp_path / "a.wav").members[0])) == []


def test_silence_is_said_and_a_file_that_was_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(listening, "available", lambda: True)
    (tmp_path / "s.musicxml").write_text(MUSICXML, "utf-8")
    whole = save(tmp_path / "a.wav", np.zeros(22050, np.float32), 22050)
    found = engine.compare(Job("music-melody", Work.open(tmp_path / "s.musicxml"), Work.open(whole)))
    assert found.status == "refused" and "no notes were heard" in str(found.message)
    (tmp_path / "cut.wav").write_bytes(whole.read_bytes()[:20000])
    monkeypatch.setattr(listening, "listen", lambda _: heard(100, (20, 60, 64)))
    told = [next(iter(deriver.Transcription().derive(member))).notes for member in
            (Work.open(path).members[0] for path in (whole, tmp_path / "cut.wav"))]  # fmt: skip
    assert "cut_off" not in told[0] and told[1]["cut_off"] is True
    seen = Observation("left", whole_file("cut.wav"), "derived", {"deriver": "transcription 3", **told[1]})
    print_summary(replace(found, observations=(seen, replace(seen, details={"deriver": "transcription 3", **told[0]}))))
    said = capsysbinary.readouterr().out.decode()
    assert "compared by a derived view: cut.wav (the file ends before its sound does" in said
    assert said.count("(the file ends") == 1
    unlabelled = set(partial.PARTIAL) - set(views.COUNTS)
    assert not unlabelled, "each has its line in the report"


def test_other_weights_are_refused_and_nothing_is_taken_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    assert not deriver.Transcription().takes("a.wav", b"RIFF") and listening.libraries() == {}
    (tmp_path / "nmp.onnx").write_bytes(b"another network")
    with pytest.raises(Refused, match="make transcription"):
        listening.checked(tmp_path / "nmp.onnx")


def test_a_recording_too_long_to_hear_names_what_can_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deriver, "MOST_SECONDS", 2.0)
    save(tmp_path / "long.wav", tune(1, 4))
    with pytest.raises(OverLimit, match=r"long\.wav: longer than 2 seconds, more than notes are heard in") as told:
        list(deriver.Transcription().derive(Work.open(tmp_path / "long.wav").members[0]))
    assert "max_seconds" not in str(told.value), "music-melody has no such parameter"
    assert "超过 2 秒" in str(translated(str(told.value)))


def test_places_of_notes_heard_are_labelled_as_seconds() -> None:
    for language, word in (("zh", "秒"), ("en", "seconds")):
        for key in ("bars_left", "bars_right", "bar_left", "bar_right", "rarest_at"):
            assert word in words.LABELS[language][key]


def test_where_notes_are_not_heard_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "available", lambda: False)
    (tmp_path / "s.musicxml").write_text(MUSICXML, "utf-8")
    save(tmp_path / "a.wav", tune(1, 4))
    with pytest.raises(UsageError, match="make transcription"):
        options = cli.parser().parse_args(["compare", str(tmp_path / "s.musicxml"), str(tmp_path / "a.wav")])
        options.run(options)
    found = engine.compare(Job("music-melody", Work.open(tmp_path / "s.musicxml"), Work.open(tmp_path / "a.wav")))
    assert found.status == "refused" and "make transcription" in str(found.message)
