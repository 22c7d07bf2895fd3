"""``music-melody``: which part is compared and said to be, metres, syllables, and no tempo where none is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import contract, registry
from appraisal.comparison import Comparison
from appraisal.summing import print_summary
from comparators.audio.music import heard_notes, reading, words, writing
from comparators.audio.music.tune import Tune
from tests.music.scores import MUSICXML
from tests.music.test_melody import melody, moved, of, write


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two files with two parts each: the low part of one is the high one of the other."""
    one, other = melody(21), moved(melody(22), -24)
    left = write(tmp_path / "a.mid", one, ("Bass line", 1, other))
    right = write(tmp_path / "b.mid", moved(other, 24), ("Strings", 1, moved(one, -12)))
    return left, right


def said(found: Comparison) -> list[tuple[str, str, str, str]]:
    return [
        (o.side, str(o.details["part"]), str(o.details["part_number"]), str(o.details["rule"]))
        for o in found.observations
        if o.kind == "line"
    ]


@pytest.mark.parametrize("asked", [1, "1", "bass LINE", "bass"])
def test_a_part_is_named_by_name_or_number(pair: tuple[Path, Path], asked: int | str) -> None:
    found = of(*pair, part_left=asked)
    assert said(found) == [("left", "Bass line", "1/2", "asked-for"), ("right", "melody", "2/2", "named-melody")]
    assert [m.details["part_left"] for m in found.matches][:1] == ["Bass line"]
    assert found.matches[0].details["same_notes"] == 60 and found.coverage_of_left == 1
    assert len(of(*pair).matches) == 0, "by the rule the melodies are compared, which are two"


@pytest.mark.parametrize("asked", ["flute", 3, "3"])
def test_a_part_that_is_not_there_is_refused_with_those_that_are(pair: tuple[Path, Path], asked: int | str) -> None:
    found = of(*pair, part=asked)
    assert found.status == "refused"
    assert f"no part {asked!r}:" in str(found.message)
    assert "a.mid: 1 'Bass line', 2 'melody'" in str(found.message)
    one = of(*pair, part="Strings", part_left="melody")
    assert one.status == "ok" and one.matches[0].details["part_right"] == "Strings"


def test_tables_of_several_files_say_which(pair: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "works"
    folder.mkdir()
    for path in pair:
        (folder / path.name).write_bytes(path.read_bytes())
    found = of(folder, pair[1], part="melody")
    for name in (words.PASSAGES,):
        table = found.tables[name]
        assert table["head"][:4] == ["file_left", "part_left", "file_right", "part_right"]
        assert all(len(row) == len(table["head"]) for row in table["rows"])
        assert table["rows"][0][:4] == ["b.mid", "melody", "b.mid", "melody"]
    alone = of(*pair, part_left=1).tables[words.PASSAGES]
    assert alone["head"] == words.HEADS[words.PASSAGES] and len(alone["rows"][0]) == len(alone["head"])
    mixed = of(folder, pair[1], part="Bass line", part_right="melody")
    assert [(o.side, o.span.file) for o in mixed.observations if o.kind == "no-such-part"] == [("left", "b.mid")]
    told = registry.counting("music-melody")
    for language in ("zh", "en"):
        labels = told[language]["labels"]
        assert isinstance(labels, dict) and {"metre", "part_number", "no-such-part", "pace"} <= set(labels)


def test_metre_is_said_and_how_syllables_count(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "s.musicxml").write_text(MUSICXML, "utf-8")
    assert tune(tmp_path / "s.musicxml").metre(0) == "3/4"
    found = of(*pair)
    assert {o.details["metre"] for o in found.observations if o.kind == "line"} == {"4/4"}
    changing = "X:1\nM:3/4\nL:1/4\nK:C\nCDE|FGA|\nM:4/4\nCDEF|\n"
    (tmp_path / "c.abc").write_text(changing, "utf-8")
    assert tune(tmp_path / "c.abc").metre(0) == "3/4 (1), 4/4 (3)"
    (tmp_path / "none.abc").write_text("X:1\nL:1/4\nM:none\nK:C\nCDEFGA\n", "utf-8")
    assert "no metre is written: counted as 4/4" in tune(tmp_path / "none.abc").info["notes"]
    rules = [str(registry.counting("music-melody")[language]["rule"]) for language in ("zh", "en")]
    assert "一个音节" in rules[0] and "one syllable" in rules[1]


def tune(path: Path) -> Tune:
    from tests.audio.sounds import member

    return Tune.of(reading.read(member(path)))


def test_percussion_alone_is_refused_as_such(pair: tuple[Path, Path], tmp_path: Path) -> None:
    tune = writing.midi([("Drums", 0, melody(30))], tempo=120)
    drums = tune.replace(b"\x90", b"\x99").replace(b"\x80", b"\x89").replace(b"\xc0", b"\xc9")  # channel 10
    (tmp_path / "drums.mid").write_bytes(drums)
    found = contract.run("music-melody", tmp_path / "drums.mid", pair[0])
    assert found.status == "refused" and "drums.mid: percussion alone" in str(found.message)


def test_no_tempo_is_said_of_a_score_against_a_recording(tmp_path: Path) -> None:
    line = melody(30)
    heard = [(at * 0.4, (at + length) * 0.4, pitch, 0.9) for at, length, pitch in line]
    (tmp_path / "heard.json").write_bytes(heard_notes.written(heard))
    (tmp_path / "again.json").write_bytes(heard_notes.written([(2 * a, 2 * b, p, s) for a, b, p, s in heard]))
    (tmp_path / "score.mid").write_bytes(writing.midi([("melody", 0, line)], tempo=150))
    seen = tune(tmp_path / "heard.json")
    assert seen.info["tempo"] == 0 and seen.metre(0) == "" and not any("120" in one for one in seen.info["notes"])

    def compared(left: str, right: str) -> Comparison:
        return contract.run("music-melody", tmp_path / left, tmp_path / right)

    found = compared("score.mid", "heard.json")
    best = found.matches[0].details
    assert best["same_notes"] == 60 and best["same_rhythm"] == "59/59"
    assert "tempo" not in best and "pace" not in best
    lines = {o.side: o.details for o in found.observations if o.kind == "line"}
    assert lines["left"]["quarters_a_minute"] == 150 and "quarters_a_minute" not in lines["right"]
    assert compared("score.mid", "score.mid").matches[0].details["tempo"] == 1
    both = compared("heard.json", "again.json").matches[0].details
    assert both["pace"] == 0.5 and "tempo" not in both


def test_notes_heard_in_recordings_are_told_from_written_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of a score and a transcription: the share says how many of either number are heard, and both stand
    apart in figures; shares stay those of all notes."""
    line, strange = melody(30), melody(31)
    for side in ("left", "right"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "score.mid").write_bytes(writing.midi([("melody", 0, line)]))
    heard = [(at * 0.4, (at + length) * 0.4, pitch, 0.9) for at, length, pitch in strange[:40]]
    (tmp_path / "left" / "heard.json").write_bytes(heard_notes.written(heard))
    found = contract.run("music-melody", tmp_path / "left", tmp_path / "right")
    values = found.all.values
    assert values["notes_of_left"] == 100 and values["written_notes_of_left"] == 60
    assert values["heard_notes_of_left"] == 40 and values["heard_notes_of_right"] == 0
    assert values["common_written_notes_of_left"] == 60
    inside = values["common_heard_notes_of_left"]
    assert values["common_notes_of_left"] == 60 + inside
    assert found.all.coverage_of_left == (60 + inside) / 100
    print_summary(found)
    assert (
        f"of these, notes heard in recordings: left, {inside} of the part and 40 of the whole"
        in capsys.readouterr().out
    )
    labels = words.LABELS
    for name in ("written_notes_of_left", "common_heard_notes_of_right"):
        assert all(name in labels[language] for language in ("zh", "en"))
    plain = contract.run("music-melody", tmp_path / "right", tmp_path / "right")
    print_summary(plain)
    assert not any("heard" in key for key in plain.all.values) and "heard" not in capsys.readouterr().out


def test_a_downbeat_that_was_played_early_is_of_its_own_bar(tmp_path: Path) -> None:
    """Of a performance places are named to the nearest sixteenth, and it is said so; what is written is as written."""
    line = [(float(n) - 0.03 * bool(n), 0.5, 60 + n % 7) for n in range(40)]
    (tmp_path / "played.mid").write_bytes(writing.midi([("melody", 0, line)]))
    played = tune(tmp_path / "played.mid")
    assert [played.where(n) for n in (0, 1, 4, 8)] == ["1:1", "1:2", "2:1", "3:1"]
    assert played.between(1, 4) == "≈ 1:2–2:1"
    assert abs(float(played.onset[4]) - 3.97) < 0.01, "times stay as they are"
    assert any("nearest sixteenth" in one for one in played.info["notes"])
    assert all("sixteenth" in key for key in words.LABELS["zh"] if "on a grid" in key)
    (tmp_path / "written.mid").write_bytes(writing.midi([("melody", 0, [(n / 3, 0.3, 60 + n % 7) for n in range(40)])]))
    assert tune(tmp_path / "written.mid").between(0, 3) == "1:1–1:2"
    assert not any("sixteenth" in one for one in tune(tmp_path / "written.mid").info["notes"])
