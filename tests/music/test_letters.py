"""Letters of pitches: as the source writes them, else by the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import contract
from comparators.audio.music import keys, reading
from comparators.audio.music.tune import Tune
from reports.exhibits.pitches import spelled
from tests.audio.sounds import member
from tests.music.test_melody import sounding

BODY = "DEF^G ABcd|e^def edcB|AGFE DAFD|{} BAFE DEFA|d^cde fedA|BABd AFED|"
ABC = "X:1\nM:4/4\nL:1/4\nK:D\n" + BODY


@pytest.mark.parametrize(("pitch", "sharps", "name"), [(70, -2, "B♭4"), (70, 2, "B♭4"), (60, 0, "C4"), (71, -7, "C♭5"),
                                                       (63, 4, "D♯4"), (63, -3, "E♭4"), (60, 7, "B♯3")])  # fmt: skip
def test_a_pitch_without_letters_is_called_by_the_key(pitch: int, sharps: int, name: str) -> None:
    assert keys.called(pitch, keys.letter(pitch, sharps)) == name and sounding(name) == pitch


def test_letters_are_moved_with_the_key() -> None:
    assert keys.moving(1, 2, -3) == 5 and keys.moving(5, 2, 1) == 1
    assert keys.moving(-1, 1, -6) == 7, "G flat to G: seven fifths up, and no enharmonic change"
    assert keys.moving(2, 0, 0) == -2, "where keys do not move with the pitches"


def test_sharps_of_a_score_stay_sharps(tmp_path: Path) -> None:
    """In D major A sharp is ♯5 and no ♭6, in the table and in what is drawn; a MIDI file of it goes by the key."""
    (tmp_path / "a.abc").write_text(ABC.format("^A"), "utf-8")
    (tmp_path / "b.abc").write_text(ABC.format("=c"), "utf-8")
    tune = Tune.of(reading.read(member(tmp_path / "a.abc")))
    assert {tune.written(n) for n in range(tune.count) if tune.pitch[n] % 12 == 10} == {10}
    found = contract.run("music-melody", tmp_path / "a.abc", tmp_path / "b.abc")
    (row,) = [r for r in found.tables["differences"]["rows"] if r[0] == "4:1"]
    assert (row[1], row[3], row[4]) == ("A♯4", "C5", "C5")
    assert spelled(70, 2, 10).degree == 5 and spelled(70, 2, 10).bend == 1
    assert spelled(70, 2, -2).degree == 6 and spelled(70, 2, -2).bend == -1, "as B flat, where that is written"
    assert spelled(70, 2, 3) == spelled(70, 2), "a letter of another pitch does not count"


@pytest.mark.parametrize(
    ("sharps", "shift", "moved"), [(0, 2, 2), (0, -5, 1), (3, 1, -2), (-3, 3, 6), (6, 6, 0), (0, 0, 0)]
)
def test_a_key_is_moved_by_semitones(sharps: int, shift: int, moved: int) -> None:
    assert keys.transposed(sharps, shift) == moved
