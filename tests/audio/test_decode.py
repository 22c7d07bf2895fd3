"""Decoding: formats by content, rates, channels, passages, and files made to hurt."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from appraisal.errors import AppraisalError, OverLimit, Refused, Unreadable
from appraisal.media import Medium, guess_medium
from appraisal.work import Work
from comparators.audio import decode
from comparators.audio.cover import chroma
from comparators.audio.recording import landmarks
from tests.audio.sounds import RATE, ffmpeg, member, save, tone

SUFFIXES = ["wav", "flac", "mp3", "ogg", "opus", "aiff", "m4a", "aac", "ac3", "wv", "mka", "mp4"]

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("sound") / "tone.wav", np.stack([tone(2), tone(2)], axis=1))


def pitch(samples: np.ndarray, rate: int) -> float:
    """Hertz of the strongest partial."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(power.argmax()) * rate / len(samples)


@pytest.mark.parametrize(
    "suffix", ["wav", "flac", "mp3", "ogg", "opus", "aiff", "m4a", "aac", "ac3", "wv", "mka", "mp4"]
)
def test_each_format(wav: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"tone.{suffix}"
    picture = ["-f", "lavfi", "-i", "color=s=32x32:d=2:r=5", "-shortest"] if suffix == "mp4" else []
    ffmpeg(*picture[:4], "-i", wav, *picture[4:], path)
    sound = decode.read(member(path), rate=8000)
    assert sound.rate == 8000 and abs(sound.seconds - 2) < 0.15
    assert abs(pitch(sound.samples, 8000) - 440) < 2
    assert 0.3 < float(np.abs(sound.samples).max()) < 0.7


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 96000, 192000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_rates_and_channels(tmp_path: Path, rate: int, channels: int) -> None:
    path = save(tmp_path / "a.wav", np.repeat(tone(0.5, rate=rate)[:, None], channels, axis=1), rate)
    sound = decode.read(member(path), rate=RATE)
    assert (sound.facts.rate, sound.facts.channels) == (rate, channels)
    assert len(sound.samples) == pytest.approx(0.5 * RATE, abs=2)
    assert abs(pitch(sound.samples, RATE) - 440) < 3
    whole = decode.read(member(path), mix="all")
    assert whole.samples.shape == (rate // 2, channels) and whole.rate == rate


def test_a_passage_is_the_same_samples(wav: Path) -> None:
    whole, part = decode.read(member(wav)), decode.read(member(wav), start=0.5, stop=1.25)
    assert np.array_equal(part.samples, whole.samples[round(0.5 * RATE) : round(1.25 * RATE)])
    assert part.start == 0.5 and decode.read(member(wav), start=9).samples.size == 0


def test_wrong_suffixes_do_not_matter(wav: Path, tmp_path: Path) -> None:
    for suffix in ("mp3", "raw", "sd2", "mat"):
        path = tmp_path / f"a.{suffix}"
        shutil.copy(wav, path)
        assert decode.read(member(path)).facts.format == "WAV"


def test_channels_that_cancel(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", np.stack([tone(1), -tone(1)], axis=1))
    sound = decode.read(member(path))
    assert sound.facts.notes == {"channels_cancel": True} and np.abs(sound.samples).max() > 0.4


def test_values_that_are_no_numbers(tmp_path: Path) -> None:
    samples = tone(1)
    samples[100], samples[200], samples[300] = np.nan, np.inf, 1e30
    sound = decode.read(member(save(tmp_path / "a.wav", samples, subtype="FLOAT")))
    assert np.isfinite(sound.samples).all() and sound.facts.notes["not_numbers"] == 2


def test_cut_off_files_say_so(wav: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 4 * RATE).astype(np.float32)
    save(tmp_path / "a.flac", noise)
    ffmpeg("-i", tmp_path / "a.flac", tmp_path / "a.mp3")
    for source, note in ((wav, "cut_off"), (tmp_path / "a.mp3", "missing_seconds"), (tmp_path / "a.flac", "damaged")):
        cut = tmp_path / f"cut{source.suffix}"
        data = source.read_bytes()
        cut.write_bytes(data[: len(data) // 2])
        sound = decode.read(member(cut))
        assert note in decode.facts_table(sound.facts) and 0 < sound.seconds < 3


def test_sound_files_with_a_pad_byte_are_not_cut_off(tmp_path: Path) -> None:
    """A chunk of an odd number of bytes, padded: libsndfile remarks on it, and nothing is missing."""
    odd = member(save(tmp_path / "odd.wav", tone(1)[:3001], subtype="PCM_24"))
    assert decode.read(odd).facts.notes == {}
    (tmp_path / "cut.wav").write_bytes(odd.path.read_bytes()[:5000])
    assert decode.read(member(tmp_path / "cut.wav")).facts.notes == {"cut_off": True}


@pytest.mark.parametrize("suffix", ["wav", "rf64", "aiff", "caf", "au", "flac", "mp3"])
def test_headers_that_say_too_little(tmp_path: Path, suffix: str) -> None:
    """What lies behind the sound of the header is said; what belongs there (chunks, tags, filling) is not."""
    noise = np.random.default_rng(5).normal(0, 0.1, 6 * 44100).astype(np.float32)
    path = tmp_path / f"a.{suffix}"
    if suffix == "mp3":
        ffmpeg("-i", save(tmp_path / "a.wav", noise, 44100), path)
    else:
        save(path, noise, 44100, subtype="PCM_16")
    assert decode.read(member(path)).facts.notes == {}
    data = bytearray(path.read_bytes())
    chunks = {
        "wav": b"LIST" + struct.pack("<I", 4000) + bytes(range(250)) * 16,
        "rf64": b"LIST" + struct.pack("<I", 4000) + bytes(range(250)) * 16,
        "aiff": b"ANNO" + struct.pack(">I", 4000) + b"n" * 4000,
        "caf": b"info" + struct.pack(">q", 4000) + b"n" * 4000,
    }
    path.write_bytes(bytes(data) + chunks.get(suffix, b"TAG" + b"x" * 125))
    assert decode.read(member(path)).facts.notes == {}
    path.write_bytes(bytes(data) + bytes(40000))
    assert "bytes_behind" not in decode.read(member(path)).facts.notes
    if suffix in ("wav", "aiff"):
        at = data.find(b"data" if suffix == "wav" else b"SSND") + 4
        data[at : at + 4] = struct.pack("<I" if suffix == "wav" else ">I", 1000)
    elif suffix in ("rf64", "caf"):
        name, behind, form, stated = {
            "rf64": (b"ds64", 16, "<Q", 1000),
            "caf": (b"data", 4, ">q", 1004),
        }[suffix]
        at = data.find(name) + behind
        data[at : at + 8] = struct.pack(form, stated)
    elif suffix == "au":
        data[8:12] = struct.pack(">I", 1000)
    elif suffix == "flac":
        data[18:26] = (int.from_bytes(data[18:26], "big") >> 36 << 36 | 1000).to_bytes(8, "big")
    else:
        at = max(data.find(b"Info"), data.find(b"Xing")) + 8
        data[at : at + 4] = struct.pack(">I", 5)
    path.write_bytes(data)
    sound = decode.read(member(path))
    assert sound.seconds < 0.2 and sound.facts.notes["bytes_behind"] > len(data) * 0.8
    assert sound.facts.notes.get("stated_bytes") == (None if suffix in ("flac", "mp3") else 1000)
    for take in (
        lambda one: landmarks.take(one, max_seconds=900, min_seconds=1.5),
        lambda one: chroma.take(one, max_seconds=900, min_seconds=10),
    ):
        with pytest.raises(Unreadable, match="its header states less sound than the file holds"):
            take(member(path))


def test_a_w64_is_read_to_its_end_whatever_its_header_says(tmp_path: Path) -> None:
    path = save(tmp_path / "a.w64", np.random.default_rng(5).normal(0, 0.1, 44100).astype(np.float32), 44100)
    data = bytearray(path.read_bytes())
    at = data.find(b"data") + 16
    data[at : at + 8] = struct.pack("<Q", 1024)
    path.write_bytes(data)
    sound = decode.read(member(path))
    assert sound.seconds == 1.0 and sound.facts.notes == {}


def test_half_an_ogg_and_an_m4a_without_its_index(wav: Path, tmp_path: Path) -> None:
    noise = save(tmp_path / "noise.wav", np.random.default_rng(2).normal(0, 0.1, 8 * RATE).astype(np.float32))
    for name, source in (("a.ogg", noise), ("a.m4a", wav)):
        ffmpeg("-i", source, tmp_path / name)
        data = (tmp_path / name).read_bytes()
        assert decode.read(member(tmp_path / name)).facts.notes == {}
        (tmp_path / f"cut{name}").write_bytes(data[: len(data) // 2])
    assert decode.read(member(tmp_path / "cuta.ogg")).facts.notes == {"cut_off": True}
    with pytest.raises(Unreadable, match="cut off: its index"):
        decode.read(member(tmp_path / "cuta.m4a"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.wav", b""), ("a.mp3", bytes(5000)), ("a.wav", b"RIFF\xff\xff\xff\xffWAVEfmt "), ("a.ogg", b"OggS" * 500),
        ("a.m4a", b"\x00\x00\x00\x18ftypM4A " + bytes(400)), ("a.flac", b"fLaC" + b"\xff" * 300),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:5,\nother.wav\n"), ("list.wav", b"ffconcat version 1.0\nfile 'other.wav'\n"),
        ("a.mp4", b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\xff\xff\xff\xffmoov" + b"\xff" * 100),
        ("a.mp3", np.random.default_rng(1).bytes(20000)),
    ],
)  # fmt: skip
def test_hostile(tmp_path: Path, wav: Path, name: str, data: bytes) -> None:
    shutil.copy(wav, tmp_path / "other.wav")
    (tmp_path / name).write_bytes(data)
    with pytest.raises(AppraisalError, match=name.replace(".", r"\.")) as caught:
        decode.read(member(tmp_path / name))
    assert isinstance(caught.value, Unreadable | Refused) and str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.m3u", b"other.wav\n"), ("list", b"\xef\xbb\xbf#EXTM3U\nother.wav\n"),
        ("b.pls", b"[playlist]\nFile1=other.wav\n"),
        ("c.wav", b'<?xml version="1.0"?>\n<playlist version="1"></playlist>'), ("d.mp3", b"ffconcat version 1.0\n"),
    ],
)  # fmt: skip
def test_play_lists_are_named_and_what_to_do(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused, match=rf"{name}: a play list.*hand in the recordings that it names"):
        decode.read(member(tmp_path / name))
    assert name == "list" or Work.open(tmp_path / name).members[0].medium == Medium.AUDIO


def test_named_refusals(wav: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OverLimit, match="max_seconds"):
        decode.read(member(wav), max_seconds=1)
    ffmpeg("-f", "lavfi", "-i", "color=s=32x32:d=1:r=5", tmp_path / "mute.mp4")
    with pytest.raises(Refused, match="holds no sound"):
        decode.read(member(tmp_path / "mute.mp4"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="apt-get install ffmpeg"):
        decode.read(member(tmp_path / "mute.mp4"))


def test_lying_lengths_take_no_memory(tmp_path: Path) -> None:
    """A header that promises four gigabytes, and one sample."""
    form = struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    head = (
        struct.pack("<4sI4s4s", b"RIFF", 2**32 - 1, b"WAVE", b"fmt ") + form + struct.pack("<4sI", b"data", 2**32 - 9)
    )
    (tmp_path / "a.wav").write_bytes(head + b"\x01\x00")
    sound = decode.read(member(tmp_path / "a.wav"))
    assert sound.facts.frames == 1


def test_blocks_end_the_program_when_they_are_left(wav: Path, tmp_path: Path) -> None:
    ffmpeg("-stream_loop", "20", "-i", wav, tmp_path / "long.m4a")
    with decode.blocks(member(tmp_path / "long.m4a")) as (facts, taken):
        first = next(taken)
    assert len(first) and facts.frames < 30 * RATE


def module() -> bytes:
    """The least ProTracker module: one pattern with one note of one sample."""
    sample = b"one".ljust(22, b"\0") + struct.pack(">HBBHH", 512, 0, 64, 0, 512)
    pattern = bytes([0x01, 0xAC, 0x10, 0x00]) + bytes(1020)
    wave = bytes((n * 8) % 256 for n in range(1024))
    return b"song".ljust(20, b"\0") + sample + bytes(30 * 30) + b"\x01\x7f" + bytes(128) + b"M.K." + pattern + wave


def test_tracker_modules(tmp_path: Path) -> None:
    (tmp_path / "a.mod").write_bytes(module())
    assert member(tmp_path / "a.mod").medium == Medium.AUDIO
    sound = decode.read(member(tmp_path / "a.mod"), rate=8000)
    assert sound.seconds > 1 and np.abs(sound.samples).max() > 0.01
    assert guess_medium("go.mod", b"module example.com/x\n") == Medium.TEXT
