"""``music-cover``: a piece played in another key, pace and voice is found; strangers, noise and silence are not."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import registry
from appraisal.comparison import Comparison
from appraisal.engine import compare
from appraisal.errors import UsageError
from appraisal.exhibit import Line, Plot
from appraisal.job import Job
from appraisal.summing import print_summary
from appraisal.work import Work
from comparators.audio.cover import MusicCover, chance, recurrence
from tests.audio.sounds import chords, save, tone

SONG = np.random.default_rng(3).integers(0, 24, 90).tolist()
OTHER = np.random.default_rng(4).integers(0, 24, 90).tolist()


def run(left: Path, right: Path) -> Comparison:
    works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
    return compare(Job("music-cover", works[0], works[1]))


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("cover") / "song.flac", chords(SONG))


@pytest.mark.parametrize(("up", "pace"), [(3, 1.2), (-4, 0.85), (0, 1.0), (3, 1.03)])
def test_another_performance_is_found(song: Path, tmp_path: Path, up: int, pace: float) -> None:
    cover = save(tmp_path / "cover.flac", chords(SONG, up=up, pace=pace, bright=True))
    found = run(song, cover)
    (best, *_) = found.matches
    assert best.kind == "tonal-course" and best.details["shift"] == up
    assert abs(float(best.details["tempo"]) - pace) < 0.015 * pace, "of recurring frames, not from end to end"
    assert found.coverage_of_left is not None and found.coverage_of_left > 0.9
    assert found.coverage_of_right is not None and found.coverage_of_right > 0.9
    turned = run(cover, song)
    assert turned.matches[0].details["shift"] == -up and turned.score == found.score
    assert (turned.coverage_of_left, turned.coverage_of_right) == (found.coverage_of_right, found.coverage_of_left)


def test_strangers_have_no_passage(song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(song, save(tmp_path / "other.flac", chords(OTHER)))
    assert found.status == "ok" and not found.matches and found.score == 0
    shorter = min(found.all.values["seconds_left"], found.all.values["seconds_right"])
    least = found.all.values["shortest_passage"]
    assert least == math.ceil((6 * math.sqrt(2 * shorter) + 8) / 2) < shorter
    for language, said in (("en", "must last to be found, about"), ("zh", "更短者不能发现")):
        print_summary(found, language)
        assert said in capsys.readouterr().out, "what could not have been found is said"


def test_the_shortest_passage_is_about_what_is_found(song: Path, tmp_path: Path) -> None:
    """A part of a song inside another one: found where it is clearly longer than the figure, not where shorter."""
    for seconds, listed in ((24, False), (56, True)):
        mixed = np.concatenate([chords(OTHER[:40]), chords(SONG[10 : 10 + seconds], up=2)])
        found = run(song, save(tmp_path / f"mixed{seconds}.flac", mixed))
        assert bool(found.matches) == listed
        assert (seconds > found.all.values["shortest_passage"]) == listed


def test_a_part_inside_another_piece_lies_where_it_was_put(song: Path, tmp_path: Path) -> None:
    mixed = save(tmp_path / "mixed.flac", np.concatenate([chords(OTHER[:40]), chords(SONG[10:75], up=2)]))
    found = run(song, mixed)
    (best, *_) = found.matches
    assert best.details["shift"] == 2
    assert abs(float(best.left.start) - 10) < 4 and abs(float(best.left.stop) - 75) < 4
    assert abs(float(best.right.start) - 40) < 4 and abs(float(best.right.stop) - 105) < 4


def test_equal_samples_are_told_apart(song: Path, tmp_path: Path) -> None:
    samples, rate = soundfile.read(song, dtype="int16")
    again = tmp_path / "again.wav"
    soundfile.write(again, samples, rate)
    found = run(song, again)
    assert [m.kind for m in found.matches] == ["same-samples"] and found.coverage_of_left == 1


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (np.zeros(20 * 11025, np.float32), "silent"),
        ((np.random.default_rng(1).normal(size=20 * 11025) * 0.1).astype(np.float32), "no tones"),
        (tone(3), "too short"),
    ],
)
def test_what_cannot_be_compared_is_named(song: Path, tmp_path: Path, sound: np.ndarray, said: str) -> None:
    found = run(save(tmp_path / "odd.flac", sound), song)
    assert found.status == "refused" and "odd.flac" in str(found.message) and said in str(found.message)


def test_exhibit_and_words(song: Path, tmp_path: Path) -> None:
    cover = save(tmp_path / "cover.flac", chords(SONG, up=3, pace=1.1))
    works = [Work.open(p, label=label) for p, label in ((song, "A1"), (cover, "B1"))]
    (match, *_) = run(song, cover).matches
    drawn = MusicCover().exhibit(works[0], works[1], match)
    assert isinstance(drawn, Plot)
    assert [clip.file for clip in drawn.clips] == [match.left.file, match.right.file]
    assert all(clip.flac[:4] == b"fLaC" for clip in drawn.clips)
    assert all(float(words) == at and match.right.start <= at <= match.right.stop for at, words in drawn.y_ticks)
    *runs, path = drawn.marks
    assert isinstance(path, Line) and path.series == 0 and len(runs) > 5
    inside = [p for mark in runs if isinstance(mark, Line) for p in mark.points]
    assert all(
        drawn.x_range[0] <= x <= drawn.x_range[1] and drawn.y_range[0] <= y <= drawn.y_range[1] for x, y in inside
    )
    told: Any = registry.counting("music-cover")
    assert {"path", "recurrences"} == set(drawn.series)
    for language in ("zh", "en"):
        assert set(match.details) | set(drawn.series) | {match.kind} <= set(told[language]["labels"])


@pytest.mark.parametrize("wrong", [{"min_strength": 0}, {"min_seconds": 1}, {"max_seconds": 0}])
def test_parameters_have_ranges(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="music-cover"):
        MusicCover(**wrong)


def test_chance_falls_with_strength() -> None:
    shares = [chance.of(s)["chance"] for s in (3.0, 5.0, 7.0, 20.0)]
    assert shares == sorted(shares, reverse=True) and 0 < shares[-1] < 0.01


def slow(near: np.ndarray) -> float:
    """Qmax as Serrà et al. (2009) write it, cell by cell."""
    n, m = near.shape
    q = np.zeros((n + 2, m + 2))
    hit = np.zeros((n + 2, m + 2), bool)
    hit[2:, 2:] = near
    best = 0.0
    for i in range(2, n + 2):
        for j in range(2, m + 2):
            before = [(i - 1, j - 1), (i - 2, j - 1), (i - 1, j - 2)]
            if hit[i, j]:
                q[i, j] = max(q[at] for at in before) + 1
            else:
                cost = {at: recurrence.ONSET if hit[at] else recurrence.GOING_ON for at in before}
                q[i, j] = max(0.0, *(q[at] - cost[at] for at in before))
            best = max(best, q[i, j])
    return float(best)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 14), st.integers(1, 14), st.integers(0, 2**32), st.floats(0.1, 0.9))
def test_the_longest_path_is_that_of_the_plain_recurrence(n: int, m: int, seed: int, share: float) -> None:
    near = np.random.default_rng(seed).random((n, m)) < share
    path = recurrence.longest(near)
    assert path.length == slow(near)
    steps = set(zip(np.diff(path.left), np.diff(path.right), strict=True))
    assert steps <= {(1, 1), (2, 1), (1, 2)}


def test_agreement_is_the_mean_cosine_along_the_path() -> None:
    """Twelve pitch classes in turn against themselves, and against frames that share half of what sounds."""
    alone = np.eye(12, dtype=np.float32)[np.arange(30) % 12]
    beside = (alone + np.roll(alone, 1, axis=1)) / np.float32(2**0.5)
    step = tuple(range(30 - recurrence.STACKED + 1))
    path = recurrence.Path(float(len(step)), step, step)
    assert recurrence.agreement(alone, alone, path) == pytest.approx(1)
    assert recurrence.agreement(alone, beside, path) == pytest.approx(0.5**0.5)
    assert recurrence.agreement(alone, alone, recurrence.Path(0.0, (), ())) == 0


def test_of_paths_as_long_the_nearer_one_ranks_first(tmp_path: Path) -> None:
    """A short query, against the song and against one whose thirds are others: both recur on all of its length."""
    query = save(tmp_path / "query.flac", chords(SONG[30:66], bright=True))
    same = run(query, save(tmp_path / "same.flac", chords(SONG[30:66])))
    thirds = run(query, save(tmp_path / "thirds.flac", chords([(n + 12) % 24 for n in SONG[30:66]])))
    (one, *_), (other, *_) = same.matches, thirds.matches
    assert one.details["strength"] == other.details["strength"]
    assert float(one.details["agreement"]) > float(other.details["agreement"]) + 0.05
    assert same.score is not None and thirds.score is not None and same.score > thirds.score


def test_frames_of_any_size_hold_all_that_sounds() -> None:
    chroma = np.eye(12, dtype=np.float32)[np.arange(40) % 12]
    assert np.allclose(recurrence.paced(chroma, 1), chroma)
    halves = recurrence.paced(chroma, 2.5)
    assert len(halves) == 16 and np.allclose(np.linalg.norm(halves, axis=1), 1, atol=1e-5)
    assert np.allclose(halves[0, :3] / halves[0, 0], [1, 1, 0.5], atol=1e-5)
