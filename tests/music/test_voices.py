"""``music-melody``: names and order of the voices of a tune in ABC."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparators.audio.music import abc, lines
from comparators.audio.music.heard import Heard
from comparators.audio.music.sung import view
from comparators.audio.music.tune import Tune
from tests.music.test_melody import of
from tests.music.test_parts import said

MELODY = "D2FA d2cB|A2GF E4|F2AB c2d2|e2dc d4|B2GB d2cA|F2DE F4|G2BG E2FG|A2GE D4|"
FLUTE = "a4 f4|d'4 a4|f'4 e'2d'2|a'2f'2 d'4|b4 a4|f4 a4|g4 b4|a8|"
HEAD = "X:1\nT:Song\nM:4/4\nL:1/8\nQ:1/4=100\n"
ALONE = f'{HEAD}K:D\nV:1 name="Melody"\n{MELODY}\n'
WAYS = {
    "head": f'{HEAD}V:1 name="Flute"\nV:2 clef=treble nm="Melody"\nK:D\n[V:1] {FLUTE}\n[V:2] {MELODY}\n',
    "behind the key": f'{HEAD}K:D\nV:1 name="Flute"\nV:2 name="Melody"\n[V:1] {FLUTE}\n[V:2] {MELODY}\n',
    "body": f"{HEAD}K:D\nV:1 nm=Flute\n{FLUTE}\nV:2 nm=Melody\n{MELODY}\n",
    "in the line": f'{HEAD}K:D\n[V:1 name="Flute"] {FLUTE}\n[V:2 name="Melody"] {MELODY}\n',
    "late": f'{HEAD}V:1\nV:2\nK:D\n[V:2] {MELODY}\n[V:1] {FLUTE}\nV:1 name="Flute"\nV:2 name="Melody"\n',
    "turned round in the body": f'{HEAD}V:1 name="Flute"\nV:2 name="Melody"\nK:D\n[V:2] {MELODY}\n[V:1] {FLUTE}\n',
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("called", ["Melody", "主旋律"])
def test_a_voice_has_its_name_and_number(way: str, called: str, tmp_path: Path) -> None:
    (tmp_path / "a.abc").write_text(ALONE, "utf-8")
    (tmp_path / "b.abc").write_text(WAYS[way].replace("Melody", called), "utf-8")
    ways: list[tuple[dict[str, str | int], str]] = [
        ({}, "named-melody"),
        ({"part_right": called}, "asked-for"),
        ({"part_right": 2}, "asked-for"),
    ]
    for asked, rule in ways:
        found = of(tmp_path / "a.abc", tmp_path / "b.abc", **asked)
        assert said(found)[1] == ("right", f"Song / {called}", "2/2", rule)
        assert found.coverage_of_left == found.coverage_of_right == 1


def heard(text: str) -> Heard:
    return abc.read("x.abc", text.encode())


def test_voices_without_a_name_are_called_as_they_are_referred_to() -> None:
    found = heard(f"{HEAD}V:up\nV:down\nV:silent\nK:D\n[V:down] {MELODY}\n[V:up] {FLUTE}\n")
    assert [part.name for part in found.parts] == ["Song / up", "Song / down"]
    assert [part.name for part in heard(f"{HEAD}K:D\n{MELODY}\n").parts] == ["Song"]
    bare = heard(f'{HEAD}V:1 name="Flute"\nV:2 name="Bass"\nK:D\n{FLUTE}\n')
    assert [part.name for part in bare.parts] == ["Song / Flute"], "music that names no voice is the first one's"


def test_words_stand_under_the_voice_that_begins_their_line() -> None:
    found = heard(f"{HEAD}V:1\nV:2\nK:D\n[V:1] D2 E2|\nw: one two\n[V:1] F2 G2|\nw: three four\n[V:2] A2|\n")
    assert [note.lyric for note in found.parts[0].notes] == ["one", "two", "three", "four"]
    late = heard(f'{HEAD}V:1\nK:D\n[V:1] D2 E2|\nw: one two\nV:1 name="Voice / high"\n')
    assert {one.part for one in late.sung} == {late.parts[0].name} == {"Song / Voice/high"}


def test_two_voices_of_one_name_are_told_apart() -> None:
    found = heard(
        f'{HEAD}V:1 name="Voice"\nV:2 name="Voice"\nK:D\n[V:1] D2 E2|\nw: one two\n[V:2] A2 B2|\nw: three four\n'
    )
    assert [part.name for part in found.parts] == ["Song / Voice (1)", "Song / Voice (2)"]
    assert view(found).data.decode() == "one two\nthree four\n"


def test_books_name_a_voice_of_each_tune() -> None:
    second = WAYS["head"].replace("X:1", "X:2").replace("Song", "Melody of the voice")
    tune = Tune.of(heard(WAYS["body"] + "\n" + second))
    assert lines.named(tune, "melody") == [1, 3] and lines.named(tune, "flute") == [0, 2]
    assert lines.named(tune, "2") == [1] and lines.named(tune, "song / flute") == [0]
    assert lines.chosen(tune, "", 2000) == [1, 3]
    assert lines.why(tune, 2, "") == "highest-single", "a title names no voice"
