"""``audio-recording``: known alterations found where they were made, waveforms subtracted, sounds that say nothing."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from appraisal import registry
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.engine import compare
from appraisal.errors import Refused
from appraisal.exhibit import Plot
from appraisal.job import Job
from appraisal.span import second
from appraisal.work import Work
from comparators.audio.recording import AudioRecording
from comparators.audio.recording.coinciding import coincidences
from comparators.audio.recording.hearing import STRETCHED
from comparators.audio.recording.landmarks import Front, take
from comparators.audio.recording.signs import SIGN_RATE, unpacked
from comparators.audio.recording.stretching import brought_back
from comparators.audio.recording.subtraction import subtract
from reports.messages import filled
from tests.audio.sounds import RATE, ffmpeg, member, save, tone, tune


def run(left: Path, right: Path, **more: Any) -> Comparison:
    works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
    return compare(replace(Job("audio-recording", works[0], works[1]), **more))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("sound") / "whole.wav", tune(5, 40))


@pytest.mark.parametrize("pace", [1.0, 1.06, 0.94])
def test_a_passage_is_found_where_it_lies(whole: Path, tmp_path: Path, pace: float) -> None:
    piece = tune(5, 40)[15 * RATE : 23 * RATE]
    faster = np.asarray(soxr.resample(piece, RATE * pace, RATE)) if pace != 1 else piece
    host = np.concatenate([tune(6, 6, pace=0.232), faster * 0.5, tune(7, 6, pace=0.232)])
    found = run(save(tmp_path / "host.flac", host), whole)
    best = max(found.matches, key=lambda m: float(m.details["digits"]))
    assert abs(float(best.left.start) - 6) < 0.35 and abs(float(best.left.stop) - 6 - 8 / pace) < 0.6
    place = 15 + (float(best.left.start) - 6) * pace
    assert abs(float(best.right.start) - place) < 0.03
    assert abs(float(best.details["tempo"]) - 1 / pace) < 0.003
    assert abs(float(best.details["pitch"]) + 12 * np.log2(pace)) < 0.1
    assert best.details["digits"] > 5 and best.details["chance"] < 1e-5
    assert best.details["subtracted"] == "done" and float(best.details["residual"]) < -12
    assert best.details["resampled"] == (pace != 1.0)
    assert found.coverage_of_left is not None and 0.3 < found.coverage_of_left < 0.5


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_pitch_and_tempo_apart(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "stretched.m4a"
    ffmpeg("-ss", "10", "-t", "12", "-i", whole, "-af", "rubberband=tempo=1.05:pitch=0.890899", path)
    found = run(path, whole)
    best = max(found.matches, key=lambda m: float(m.details["digits"]))
    assert abs(float(best.details["pitch"]) - 2) < 0.1 and abs(float(best.details["tempo"]) - 1 / 1.05) < 0.005
    middle = (float(best.left.start) + float(best.left.stop)) / 2
    other = (float(best.right.start) + float(best.right.stop)) / 2
    assert abs(other - 10 - middle * 1.05) < 0.05
    assert best.details["subtracted"] == "stretched" and "residual" not in best.details
    works = [Work.open(p, label=label) for p, label in ((path, "A1"), (whole, "B1"))]
    drawn = AudioRecording().exhibit(works[0], works[1], best)
    assert isinstance(drawn, Plot) and drawn == AudioRecording().exhibit(works[0], works[1], best)
    both = drawn.clips[2]
    assert both.file == STRETCHED.format("L stretched.m4a | R whole.wav")
    for language, word in (("zh", "时间伸缩"), ("en", "stretched in time")):
        labels: Any = registry.counting("audio-recording")
        assert word in str(filled(labels[language]["labels"], both.file))
    left, right = soundfile.read(io.BytesIO(both.flac))[0].T
    assert _lag(left, right) < 0.03


def _lag(left: np.ndarray, right: np.ndarray, rate: int = 16000) -> float:
    """The largest of the delays (seconds) at which pieces of two seconds have their most alike courses of loudness."""
    step = rate // 200
    levels = [np.sqrt(np.square(side[: len(side) // step * step]).reshape(-1, step).mean(axis=1))
              for side in (left, right)]  # fmt: skip
    found = []
    for at in range(40, len(levels[0]) - 440, 200):
        mine = levels[0][at : at + 400] - levels[0][at : at + 400].mean()
        delays = range(-40, 41)
        alike = [float(np.dot(mine, levels[1][at + d : at + d + 400])) for d in delays]
        found.append(abs(delays[int(np.argmax(alike))]) / 200)
    return max(found)


@pytest.mark.parametrize(("pace", "pitch"), [(1.1, 0.0), (0.9, 0.0), (1.05, 1.0), (1.15, -2.0), (1.0, 0.0)])
def test_a_passage_is_brought_back_to_pace_and_pitch(pace: float, pitch: float) -> None:
    time = np.arange(96000) / 16000
    tone = (0.5 * np.sin(2 * np.pi * 440 * 2 ** (pitch / 12) * time)).astype(np.float32)
    made = brought_back(tone, 16000, pace, pitch)
    assert abs(len(made) / 16000 - 6 / pace) < 0.001 and abs(float(np.abs(made).max()) - 0.5) < 0.01
    peak = np.abs(np.fft.rfft(made * np.hanning(len(made)))).argmax() * 16000 / len(made)
    assert abs(peak - 440) < 0.5
    knocks = np.zeros(96000, np.float32)
    for number in range(11):
        knocks[number * 8000 + 4000 : number * 8000 + 4050] = 1
    made = brought_back(knocks, 16000, pace, 0.0)
    heard = np.flatnonzero((made > 0.4) & (np.roll(made, 1) <= 0.4)) / 16000 * pace
    apart = abs(heard[:, None] - (np.arange(11) / 2 + 0.25))  # a knock may be heard twice within the reach of frames
    assert max(apart.min(axis=0)) < 0.03 and max(apart.min(axis=1)) < 0.03, "each is heard there, and nothing elsewhere"
    assert len(brought_back(tone[:10], 16000, pace, pitch)) <= 12 and len(brought_back(tone[:0], 16000, pace, 0)) == 0


def test_a_loop_is_found_each_time(whole: Path, tmp_path: Path) -> None:
    piece = tune(5, 40)[20 * RATE : 22 * RATE]
    rest = np.zeros(RATE, np.float32)
    host = np.concatenate([piece, rest, tune(8, 4), piece, rest, piece, tune(9, 4)])
    found = run(save(tmp_path / "host.wav", host), whole)
    places = sorted(float(m.left.start) for m in found.matches if abs(float(m.right.start) - 20) < 0.6)
    assert len(places) == 3 and np.allclose(places, [0, 7, 10], atol=0.6)


def test_what_was_cut_out_inside_is_listed(whole: Path, tmp_path: Path) -> None:
    samples = tune(5, 40).copy()
    samples[18 * RATE : 21 * RATE] = tune(11, 3)
    found = run(save(tmp_path / "other.wav", samples), whole)
    told = [d for m in found.matches for d in m.details.get("differences", [])]
    parts = [(float(m.left.start), float(m.left.stop)) for m in found.matches]
    assert any(17.5 < d[0] < 18.7 and 20 < d[1] < 21.7 for d in told) or not any(a < 19 and b > 20 for a, b in parts)


def test_equal_samples_in_another_container(whole: Path, tmp_path: Path) -> None:
    samples, rate = soundfile.read(whole, dtype="int16")
    soundfile.write(tmp_path / "whole.flac", samples, rate)
    found = run(tmp_path / "whole.flac", whole)
    assert [m.kind for m in found.matches] == ["same-samples"] and found.score == 1


def test_exclusions_leave_numerator_and_denominator(whole: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "piece.wav", tune(5, 40)[10 * RATE : 30 * RATE])
    out = Exclusion(Reason.LICENSED, "right", second("whole.wav", 0, 20), by="甲", on="2026-01-01")
    found = run(path, whole, exclusions=(out,))
    assert found.all.coverage_of_right is not None and abs(found.all.coverage_of_right - 0.5) < 0.03
    assert found.coverage_of_right is not None and abs(found.coverage_of_right - 0.5) < 0.03
    assert found.coverage_of_left is not None and found.coverage_of_left < 0.55


def test_unrelated_recordings_have_no_segment(tmp_path: Path) -> None:
    paths = [save(tmp_path / f"{n}.wav", tune(20 + n, 20)) for n in range(4)]
    for n, path in enumerate(paths):
        for other in paths[:n]:
            assert not run(path, other).matches


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros(8 * RATE, np.float32), "silent throughout"),
        (tone(8), "a held tone"),
        (tune(1, 1.0), "shorter than 1.5"),
    ],
)
def test_nothing_to_compare(tmp_path: Path, samples: np.ndarray, words: str) -> None:
    with pytest.raises(Refused, match=words):
        take(member(save(tmp_path / "a.wav", samples)), max_seconds=3600, min_seconds=1.5)


def test_a_passage_buried_in_noise_or_under_music_is_found_by_its_wave(whole: Path, tmp_path: Path) -> None:
    piece = tune(5, 40)[12 * RATE : 20 * RATE]
    noise = np.random.default_rng(1).normal(0, float(piece.std()) * 2, len(piece)).astype(np.float32)
    paths = save(tmp_path / "noisy.wav", (piece + noise) * 0.3), whole
    one, other = (take(member(path), max_seconds=3600, min_seconds=1.5) for path in paths)
    best, *_ = coincidences(one, other)
    assert abs(best.offset - 12) < 0.001 and best.digits > 5 and best.agreeing > best.signs * 0.55
    turned, *_ = coincidences(other, one)
    assert turned.offset == -best.offset and turned.digits == best.digits
    inverted, *_ = coincidences(replace(one, signs=~one.signs), other)
    assert inverted.inverted and not best.inverted and inverted.digits == pytest.approx(best.digits)


def test_signs_do_not_depend_on_how_samples_arrive_and_silence_has_none() -> None:
    samples = np.concatenate([tune(5, 60), np.zeros(3 * RATE, np.float32), tune(6, 40)])
    taken = []
    for size in (len(samples), 7000):
        front = Front(RATE)
        for at in range(0, len(samples), size):
            front.push(samples[at : at + size])
        front.end()
        taken.append(front.signs())
    assert all(np.array_equal(one, other) for one, other in zip(*taken, strict=True))
    bits, sounding = taken[0]
    signs = unpacked(bits, sounding)
    assert abs(len(signs) / SIGN_RATE - 103) < 0.3
    assert not signs[round(60.5 * SIGN_RATE) : round(62.5 * SIGN_RATE)].any()
    assert signs[round(10 * SIGN_RATE) : round(11 * SIGN_RATE)].all()


def test_clipping_is_told_and_does_no_harm(whole: Path, tmp_path: Path) -> None:
    loud = np.clip(tune(5, 40)[5 * RATE : 20 * RATE] * 6, -1, 1)
    found = run(save(tmp_path / "loud.wav", loud), whole)
    assert found.matches[0].details["clipped_left"] > 0.001 and found.coverage_of_left == 1


def test_landmarks_do_not_depend_on_how_samples_arrive() -> None:
    samples = tune(5, 100)
    taken = []
    for size in (len(samples), 5000):
        front = Front(RATE)
        parts = [p for at in range(0, len(samples), size) for p in front.push(samples[at : at + size])] + front.end()
        taken.append(np.concatenate([t for t, _ in parts]))
    assert np.array_equal(taken[0], taken[1]) and len(taken[0]) > 500
    assert (np.diff(np.sort(taken[0])) >= 0).all() and taken[0].max() < 100


def test_two_performances_do_not_cancel() -> None:
    """The same chords played again, a little otherwise, against the same samples with noise."""
    one = tune(5, 8)
    dice = np.random.default_rng(1)
    copy = subtract(one, one[100:] * 0.5 + dice.normal(0, 0.002, len(one) - 100).astype(np.float32), 1.0)
    again = subtract(one, tune(5, 8, pace=0.232), 1.0)
    assert copy is not None and again is not None
    assert copy.residual < -20 and again.residual > -12 and abs(copy.gain + 6) < 0.5 and not copy.inverted


def test_exhibit_and_words(whole: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "piece.wav", tune(5, 40)[10 * RATE : 20 * RATE])
    works = [Work.open(p, label=label) for p, label in ((path, "A1"), (whole, "B1"))]
    match = max(run(path, whole).matches, key=lambda m: float(m.details["digits"]) - int(m.details["occurrence"]))
    drawn = AudioRecording().exhibit(works[0], works[1], match)
    assert isinstance(drawn, Plot) and len(drawn.marks) > 500
    assert drawn == AudioRecording().exhibit(works[0], works[1], match)
    for matrix, span in zip(drawn.below, (match.left, match.right), strict=True):
        (corner, *_), (start, stop) = matrix.picture.polygons[0], matrix.x_range
        assert abs(start + corner[0] / matrix.picture.width * (stop - start) - float(span.start)) < 0.05
    left, right, both = (soundfile.read(io.BytesIO(clip.flac))[0] for clip in drawn.clips)
    assert abs(len(left) - len(right)) < 40 and abs(len(both) - len(left)) < 40 and both.shape[1] == 2
    assert np.corrcoef(both.T)[0, 1] > 0.99  # one sound in both ears
    told: Any = registry.counting("audio-recording")
    for language in ("zh", "en"):
        assert set(match.details) | {match.kind} <= set(told[language]["labels"])


def test_a_long_recording_takes_little_memory(tmp_path: Path) -> None:
    """Landmarks of half an hour are a few hundred kilobytes; reading goes block by block."""
    path = save(tmp_path / "long.flac", np.tile(tune(5, 30), 20), RATE)
    features = take(member(path), max_seconds=3600, min_seconds=1.5)
    assert features.seconds == 600
    assert features.times.nbytes + features.pitches.nbytes < 200_000
    assert features.signs.nbytes + features.sounding.nbytes < 600 * 550
