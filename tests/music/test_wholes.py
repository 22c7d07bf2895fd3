"""music-melody: figures of whole lines say what the matches that are given support, and nothing of other lines."""

from __future__ import annotations

from pathlib import Path

from appraisal import contract
from appraisal.comparison import Comparison, Mask, Measures
from appraisal.work import Work
from comparators.audio.music import form, heard_notes
from comparators.audio.music.melody import MusicMelody
from comparators.audio.music.reading import read
from comparators.audio.music.tune import Tune
from tests.music.test_melody import melody, moved, write

ONE, OTHER, STRANGE = melody(41), melody(42), melody(43)


def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two tunes that both works have, the second one in another key; names put them in opposite orders."""
    for name in ("L", "R"):
        (tmp_path / name).mkdir()
    write(tmp_path / "L" / "a.mid", ONE)
    write(tmp_path / "L" / "b.mid", OTHER)
    write(tmp_path / "R" / "y.mid", moved(OTHER, 3))
    write(tmp_path / "R" / "z.mid", ONE)
    return tmp_path / "L", tmp_path / "R"


def again(found: Comparison, left: Path, right: Path, file: str) -> Measures:
    """Figures over the matches of one file of the left alone, as after a panel accepted these."""
    one, other = ({m.file: Tune.of(read(m)) for m in Work.open(path).members} for path in (left, right))
    return MusicMelody().measure(one, other, [match for match in found.matches if match.left.file == file], Mask())


def test_runs_of_lines_without_an_accepted_passage_are_in_no_figure(tmp_path: Path) -> None:
    left, right = folders(tmp_path)
    found = contract.run("music-melody", left, right)
    whole = found.all.values
    parts = [again(found, left, right, name).values for name in ("a.mid", "b.mid")]
    assert 0 < parts[0]["common_runs"] < whole["common_runs"] <= sum(part["common_runs"] for part in parts)
    assert all(part["runs_of_left"] == whole["runs_of_left"] for part in parts)
    assert [part["aligned"] for part in parts] == ["a.mid · melody ~ z.mid · melody", "b.mid · melody ~ y.mid · melody"]


def test_lines_stand_in_the_order_of_the_left_work_whatever_corresponds_best(tmp_path: Path) -> None:
    left, right = folders(tmp_path)
    found = contract.run("music-melody", left, right).all.values
    assert found["aligned"] == "a.mid · melody ~ z.mid · melody; b.mid · melody ~ y.mid · melody"
    write(tmp_path / "L" / "a.mid", [*ONE[:20], *((o, d, p + 1) for o, d, p in ONE[20:])])  # now the weaker pair
    assert contract.run("music-melody", left, right).all.values["aligned"] == found["aligned"]


def test_what_is_heard_is_not_added_to_what_is_written(tmp_path: Path) -> None:
    left, right = folders(tmp_path)
    written = contract.run("music-melody", left, right).all.values
    for folder in (left, right):
        notes = [(o * 0.5, (o + d) * 0.5, p, 0.9) for o, d, p in STRANGE]
        (folder / "take.json").write_bytes(heard_notes.written(notes))
    found = contract.run("music-melody", left, right).all.values
    assert found["heard_notes_of_left"] == len(STRANGE) and "take" not in str(found["aligned"])
    for name in ("same_steps", "steps_of_left", "same_lengths", "lengths_of_right"):
        assert found[name] == written[name]
    for folder in (left, right):
        for path in folder.glob("*.mid"):
            path.unlink()
    assert "take.json" in str(contract.run("music-melody", left, right).all.values["aligned"])


def test_chance_is_that_of_all_pairs_of_lines_together(tmp_path: Path) -> None:
    """A passage of ten notes is unlikely between two tunes, and not among sixty pairs of tunes."""
    left, right = write(tmp_path / "a.mid", ONE), tmp_path / "b.mid"
    write(right, [*STRANGE, *((o + 100, d, p) for o, d, p in moved(ONE[10:19], 2))])
    (match,) = contract.run("music-melody", left, right).matches
    assert 1e-3 / 60 < float(match.details["chance"]) < 1e-3
    one, other = (Tune.of(read(Work.open(path).members[0])) for path in (left, right))
    for beside, expected in ((0, 1), (59, 0)):
        books = {"a.mid": one, **{f"c{n}.mid": one for n in range(beside)}}
        values = MusicMelody().measure(books, {"b.mid": other}, [match], Mask()).values
        assert (values["unlikely_passages"], values["unlikely_notes_of_left"] > 0) == (expected, bool(expected))


def test_tunes_that_repeat_nothing_have_no_figure_of_structure(tmp_path: Path) -> None:
    write(tmp_path / "a.mid", ONE)
    write(tmp_path / "b.mid", STRANGE)
    found = contract.run("music-melody", tmp_path / "a.mid", tmp_path / "b.mid").all.values
    assert found["same_sections"] == form.NOTHING_REPEATS and "sections" not in found
