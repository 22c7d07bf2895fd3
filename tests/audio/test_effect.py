"""``audio-effect``: equal samples, edited copies, variants of one library, and sounds that say nothing."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from appraisal.comparison import Comparison
from appraisal.engine import compare
from appraisal.errors import Refused
from appraisal.job import Job
from appraisal.work import Work
from comparators.audio.effect import AudioEffect
from comparators.audio.effect.sounds import alike, same_wave, take
from tests.audio.sounds import member, save

RATE = 22050


def hit(seed: int, seconds: float = 0.6) -> np.ndarray:
    """A sound as games have them: a noisy attack, a falling tone, a decay, all drawn by the seed."""
    dice = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    glide = dice.uniform(200, 3000) * np.exp(-time * dice.uniform(-1.5, 4))
    tone = np.sin(2 * np.pi * np.cumsum(glide) / RATE) * np.exp(-time * dice.uniform(2, 12))
    noise = dice.normal(size=len(time)) * np.exp(-time * dice.uniform(3, 60)) * dice.uniform(0.05, 0.6)
    pulse = 1 + dice.uniform(0, 1) * np.sign(np.sin(2 * np.pi * dice.uniform(3, 25) * time))
    whole = (tone + noise) * pulse
    return (whole / np.abs(whole).max() * 0.7).astype(np.float32)


def folder(path: Path, sounds: dict[str, np.ndarray]) -> Path:
    path.mkdir()
    for name, samples in sounds.items():
        save(path / name, samples, RATE)
    return path


def run(left: Path, right: Path) -> Comparison:
    works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
    return compare(Job("audio-effect", works[0], works[1]))


def test_what_is_played_slower_is_lost_as_the_page_says(tmp_path: Path) -> None:
    """Half a percent does no harm; at three percent, half a semitone, a part is lost: the page promises no more."""
    sounds = {f"{n:02d}.wav": hit(n) for n in range(12)}
    left = folder(tmp_path / "left", sounds)
    found = []
    for name, pace in (("little", 0.995), ("much", 0.97)):
        slower = {file: np.asarray(soxr.resample(x, RATE * pace, RATE), np.float32) for file, x in sounds.items()}
        pairs = [(m.left.file, m.right.file) for m in run(left, folder(tmp_path / name, slower)).matches]
        assert all(one == other for one, other in pairs)
        found.append(len(pairs))
    assert found[0] == 12 and found[1] < 12


def test_copies_are_paired_one_to_one_and_others_not(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    left = folder(tmp_path / "left", {f"{n:02d}.wav": hit(n) for n in range(12)})
    edited = {
        "quieter.flac": hit(0) * 0.5,
        "padded.wav": np.concatenate([np.zeros(3000, np.float32), hit(1), np.zeros(5000, np.float32)]),
        "noisy.wav": hit(2) + dice.normal(0, 0.004, len(hit(2))).astype(np.float32),
        "cut.wav": hit(3)[: round(0.5 * RATE)],
        "coded.ogg": hit(4),
    }
    right = folder(tmp_path / "right", edited | {f"other{n}.wav": hit(100 + n) for n in range(12)})
    found = run(left, right)
    pairs = {m.right.file: m.left.file for m in found.matches}
    assert pairs == {name: f"{n:02d}.wav" for n, name in enumerate(edited)}
    assert {m.right.file for m in found.matches if m.kind == "same-sound-samples"} >= {"padded.wav"}
    assert found.coverage_of_left == pytest.approx(5 / 12) and found.coverage_of_right == pytest.approx(5 / 17)


def test_variants_of_one_library_are_no_copies(tmp_path: Path) -> None:
    """Four footsteps that differ a little, twice: nothing tells which of the other set would be the copy of which."""
    dice = np.random.default_rng(6)

    def steps() -> dict[str, np.ndarray]:
        return {f"step{n}.wav": hit(1) + dice.normal(0, 0.03, len(hit(1))).astype(np.float32) for n in range(4)}

    found = run(folder(tmp_path / "left", steps()), folder(tmp_path / "right", steps()))
    assert not found.matches


def test_likeness_is_symmetric_and_full_for_the_same(tmp_path: Path) -> None:
    taken = [take(member(save(tmp_path / f"{n}.wav", hit(n), RATE)), 2.0) for n in range(4)]
    likeness = alike(taken, taken)
    assert np.allclose(likeness, likeness.T, atol=1e-5) and np.allclose(np.diag(likeness), 1, atol=1e-5)
    assert likeness[~np.eye(4, dtype=bool)].max() < 0.95
    assert max(same_wave(taken[0], taken[n]) for n in (1, 2, 3)) < 0.3 < 0.99 < same_wave(taken[0], taken[0])


def test_equal_samples_whatever_the_container(tmp_path: Path) -> None:
    save(tmp_path / "a.wav", hit(1), RATE)
    samples, rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
    soundfile.write(tmp_path / "a.flac", samples, rate)
    assert [m.kind for m in run(tmp_path / "a.wav", tmp_path / "a.flac").matches] == ["same-sound-samples"]


def test_silence_around_a_sound_is_not_counted(tmp_path: Path) -> None:
    sound, around = hit(1), np.zeros(3 * RATE, np.float32)
    plain = take(member(save(tmp_path / "a.wav", sound, RATE)), 2.0)
    padded = take(member(save(tmp_path / "b.wav", np.concatenate([around, sound, around]), RATE)), 2.0)
    assert (padded.samples, padded.seconds > 6) == (plain.samples, True)
    with pytest.raises(Refused, match="longer than 2"):
        take(member(save(tmp_path / "c.wav", np.concatenate([sound, *[around] * 4]), RATE)), 2.0)


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros(RATE, np.float32), "silent"),
        (np.tile(hit(1, 0.5), 6), "longer than 2"),
        (np.ones(20, np.float32), "a click of"),
    ],
)
def test_nothing_to_compare(tmp_path: Path, samples: np.ndarray, words: str) -> None:
    with pytest.raises(Refused, match=words):
        take(member(save(tmp_path / "a.wav", samples, RATE)), 2.0)


def test_both_sounds_of_a_pair_are_heard_without_the_silence_around(tmp_path: Path) -> None:
    late = np.concatenate([np.zeros(RATE, np.float32), hit(1), np.zeros(RATE // 2, np.float32)])
    one = folder(tmp_path / "a", {f"a{n}.wav": hit(n) for n in range(4)})
    other = folder(tmp_path / "b", {"b1.wav": late, "b9.wav": hit(9)})
    works = Work.open(one, label="A1"), Work.open(other, label="B1")
    match = next(m for m in compare(Job("audio-effect", *works)).matches if m.right.file == "b1.wav")
    shown = AudioEffect().exhibit(*works, match)
    assert [clip.file for clip in shown.clips] == ["a1.wav", "b1.wav"]
    heard = [soundfile.info(io.BytesIO(clip.flac)).duration for clip in shown.clips]
    assert max(heard) < 0.7 and abs(heard[0] - heard[1]) < 0.02 and shown.clips[1].start == pytest.approx(1.0, abs=0.02)
