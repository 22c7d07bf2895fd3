"""Sound from bytes nobody vouches for: named formats only, samples in blocks, a cap on seconds counted while reading.

Two readers. libsndfile (in the wheel of ``soundfile``) takes wav, flac, ogg, opus, mp3, aiff, au, caf and kin, whatever
the file is called. What it does not know goes to the separate program ``ffmpeg`` (Debian's package): m4a and aac, the
sound of video, tracker modules, AC-3, WavPack and others. It is held to a list of formats and to the one file, so that
a play list or a reference inside a film reads nothing else. Both run where this runs: in the limited child.

Samples are float, full scale ±1. Values that are no numbers become 0. Time is counted in samples of the file's own
rate from the first one that the reader gives; what an encoder put before the music (padding) is removed where the
reader knows of it. ``Facts.notes`` says what was done.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from appraisal.errors import OverLimit, Refused, Unreadable
from appraisal.work import Member
from comparators.audio import headers

MAX_SECONDS = 12 * 3600.0
MIN_RATE, MAX_RATE = 2_000, 768_000
MAX_CHANNELS = 64
BLOCK = 1 << 13  # frames a block; where a file is damaged, at most so many sound ones are lost before it
#: What libsndfile may read; its raw, matrix and sample-bank formats have no signature worth the name.
FORMATS = frozenset(
    [
        "WAV",
        "WAVEX",
        "RF64",
        "W64",
        "FLAC",
        "OGG",
        "MP3",
        "AIFF",
        "AU",
        "CAF",
        "VOC",
        "SVX",
        "NIST",
        "IRCAM",
        "PAF",
        "AVR",
    ]
)
#: What ffmpeg may read: no play lists, no pictures, no protocols, nothing that names other files.
DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,asf,avi,flv,mpegts,mpeg,aac,ac3,eac3,dts,dtshd,amr,ape,wv,tta,dsf,caf,flac,"
    "mp3,ogg,wav,w64,aiff,libopenmpt"
)
#: First bytes of lists that name recordings (m3u, pls, cue sheets, lists of ffmpeg, xspf) and hold none.
PLAY_LIST = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:#EXTM3U|#EXTINF|\[playlist\]|ffconcat |<\?xml[^>]*>\s*<playlist|<playlist|<asx|FILE \")",
    re.I,
)
LISTS = (".m3u", ".m3u8", ".pls")
CANCELLED = 1e-4  # energy of the mixture of all channels, as a share of theirs, below which they cancel each other

Mix = Literal["mean", "first", "all"]


@dataclass(slots=True)
class Facts:
    """What is known of a recording. ``frames`` (at ``rate``, hertz, the file's own), ``peak``, ``mixed`` and
    ``energy`` (sums of squares of the mixture, and of all channels divided by their number) are complete once all
    blocks were taken. ``notes``: what was done, as (name, value) for ``details`` and tables."""

    format: str
    coding: str
    rate: int
    channels: int
    reader: str
    frames: int = 0
    peak: float = 0.0
    mixed: float = 0.0
    energy: float = 0.0
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    @property
    def cancelled(self) -> bool:
        """Whether the channels cancel each other in the mixture (left = -right, as karaoke and some films have it)."""
        return self.channels > 1 and self.energy > 0 and self.mixed < CANCELLED * self.energy


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of one recording: float32, (frames,) for a mixture, (frames, channels) for ``mix="all"``; ``rate`` is
    theirs, that of the file is in ``facts``. ``start``: seconds of the file at which the first sample lies."""

    samples: NDArray[np.float32]
    rate: int
    start: float
    facts: Facts

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def read(
    member: Member,
    *,
    rate: int | None = None,
    mix: Mix = "mean",
    start: float = 0.0,
    stop: float | None = None,
    max_seconds: float = MAX_SECONDS,
) -> Sound:
    """A passage of a recording (seconds ``start`` to ``stop``, all of it by default) in memory, at ``rate`` hertz
    (None: the file's own). Where the mixture of all channels cancels itself, the first channel is taken and noted."""
    with blocks(member, rate=rate, mix=mix, start=start, stop=stop, max_seconds=max_seconds) as (facts, taken):
        parts = list(taken)
        samples = np.concatenate(parts) if parts else np.zeros((0, facts.channels) if mix == "all" else 0, np.float32)
    if mix == "mean" and facts.cancelled:
        sound = read(member, rate=rate, mix="first", start=start, stop=stop, max_seconds=max_seconds)
        sound.facts.notes["channels_cancel"] = True
        return sound
    return Sound(samples, rate or facts.rate, start, facts)


@contextmanager
def blocks(
    member: Member,
    *,
    rate: int | None = None,
    mix: Mix = "mean",
    start: float = 0.0,
    stop: float | None = None,
    max_seconds: float = MAX_SECONDS,
) -> Iterator[tuple[Facts, Iterator[NDArray[np.float32]]]]:
    """Facts and an iterator of blocks of float32 samples, in a few megabytes of memory however long the recording is.

    ``Unreadable``, ``OverLimit`` or ``Refused``, naming the file, for whatever is wrong with it, also while blocks are
    taken. Nothing runs on after the ``with``.
    """
    if member.size == 0:
        raise Unreadable(f"{member.file}: an empty file: hand in the recording")
    with member.path.open("rb") as stream:
        stated, hidden = headers.behind(stream.fileno())
        known = _sndfile(stream)
        if known is not None:
            facts, raw = known
            if hidden:
                facts.notes |= {"stated_bytes": stated, "bytes_behind": hidden}
            yield facts, _worked(member.file, facts, raw, rate, mix, start, stop, max_seconds)
            return
        stream.seek(0)
        if PLAY_LIST.match(stream.read(256)) or member.file.lower().endswith(LISTS):
            raise Refused(
                f"{member.file}: a play list, which names recordings and holds no sound: hand in the recordings that it"
                " names"
            )
    with _ffmpeg(member) as (facts, raw):
        yield facts, _worked(member.file, facts, raw, rate, mix, start, stop, max_seconds)


def _worked(
    file: str,
    facts: Facts,
    raw: Iterator[NDArray[np.float32]],
    rate: int | None,
    mix: Mix,
    start: float,
    stop: float | None,
    max_seconds: float,
) -> Iterator[NDArray[np.float32]]:
    """Blocks cut to the passage, mixed and brought to ``rate``; counts what goes into ``facts``."""
    first = round(start * facts.rate)
    last = None if stop is None else max(first, round(stop * facts.rate))
    turn = None
    if rate is not None and rate != facts.rate:
        turn = soxr.ResampleStream(facts.rate, rate, facts.channels if mix == "all" else 1, dtype="float32")
    for block in raw:
        at = facts.frames
        facts.frames += len(block)
        if facts.seconds > max_seconds:
            raise OverLimit(f"{file}: longer than {max_seconds:g} seconds; cut it, or raise max_seconds to compare it")
        block = block[max(0, first - at) : None if last is None else max(0, last - at)]
        if len(block):
            block = _sane(block, facts)
            mixed = block.mean(axis=1, dtype=np.float32) if mix == "mean" else block[:, 0] if mix == "first" else block
            facts.peak = max(facts.peak, float(np.abs(block).max()))
            facts.energy += float(np.square(block, dtype=np.float64).sum()) / block.shape[1]
            if mix != "all":
                facts.mixed += float(np.square(mixed, dtype=np.float64).sum())
            yield turn.resample_chunk(np.ascontiguousarray(mixed)) if turn else np.ascontiguousarray(mixed)
        if last is not None and facts.frames >= last:
            break
    if turn:
        yield turn.resample_chunk(np.zeros((0, facts.channels) if mix == "all" else 0, np.float32), last=True)
    if facts.frames == 0:
        raise Unreadable(f"{file}: holds no samples: damaged, or cut off before the sound begins")


def _sane(block: NDArray[np.float32], facts: Facts) -> NDArray[np.float32]:
    """Without values that are no numbers, or that no recording holds (float files may)."""
    if np.isfinite(block).all() and float(np.abs(block).max()) <= 1e4:
        return block
    facts.notes["not_numbers"] = int(facts.notes.get("not_numbers", 0)) + int((~np.isfinite(block)).sum())
    return np.clip(np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0), -1e4, 1e4).astype(np.float32)


def _sndfile(stream: IO[bytes]) -> tuple[Facts, Iterator[NDArray[np.float32]]] | None:
    """By libsndfile; None for what it does not know."""
    try:
        opened = soundfile.SoundFile(stream.fileno(), closefd=False)
    except (soundfile.LibsndfileError, TypeError, ValueError):
        return None
    if opened.format not in FORMATS or not MIN_RATE <= opened.samplerate <= MAX_RATE:
        opened.close()
        return None
    if not 1 <= opened.channels <= MAX_CHANNELS:
        opened.close()
        return None
    facts = Facts(opened.format, opened.subtype, opened.samplerate, opened.channels, f"libsndfile {_version()}")
    promised = opened.frames

    def taken() -> Iterator[NDArray[np.float32]]:
        try:
            while True:
                try:
                    block = opened.read(BLOCK, dtype="float32", always_2d=True)
                except (soundfile.LibsndfileError, RuntimeError):
                    facts.notes["damaged"] = True
                    return
                if not len(block):
                    break
                yield block
            short = promised - facts.frames
            # Lengths of packed formats are estimates to within a packet; unknown ones are astronomical.
            if 0 < promised < 1 << 40 and short > max(4096, promised // 1000):
                facts.notes["missing_seconds"] = round(short / facts.rate, 3)
            elif _cut_off(opened.extra_info):
                facts.notes["cut_off"] = True
            if facts.format in ("FLAC", "MP3") and (hidden := headers.unread(stream.fileno())):
                facts.notes["bytes_behind"] = hidden
        finally:
            opened.close()

    return facts, taken()


def _cut_off(log: str) -> bool:
    """Whether libsndfile says that the data are shorter than the header of a wav, aiff or au file states, or that a
    stream of Ogg has no mark of its end. ("Should be an even number" it says of sound files: 24 bits, odd frames; what
    it says of the size of a whole RF64 file is no word on the data.)"""
    said = [line.lower() for line in log.splitlines() if not line.strip().startswith("Riff size")]
    return ("data : " in log and any("(should be" in line for line in said)) or "lacks an end-of-stream bit" in log


def _version() -> str:
    return str(soundfile.__libsndfile_version__).removeprefix("libsndfile-")


@contextmanager
def _ffmpeg(member: Member) -> Iterator[tuple[Facts, Iterator[NDArray[np.float32]]]]:
    """By the program ffmpeg, as AU on a pipe: 24 bytes of header (rate, channels), then 32-bit floats, big-endian."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise Refused(
            f"{member.file}: read by the program ffmpeg, which is not installed: install it (Debian: apt-get install "
            "ffmpeg), or hand in wav, flac, ogg, opus or mp3"
        )
    command = [
        program, "-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS, "-i", f"file:{member.path.absolute()}",
        "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-c:a", "pcm_f32be", "-f", "au", "pipe:1",
    ]  # fmt: skip
    said: list[bytes] = []
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None  # noqa: S101  # pipes, as asked for
        listener = threading.Thread(target=_listen, args=(process.stderr, said), daemon=True)
        listener.start()
        try:
            head = process.stdout.read(24)
            size, coding, rate, channels = (int.from_bytes(head[n : n + 4], "big") for n in (4, 12, 16, 20))
            if len(head) < 24 or head[:4] != b".snd" or coding != 6:
                listener.join()
                raise _nothing(member.file, b" ".join(said))
            process.stdout.read(size - 24)
            if not (MIN_RATE <= rate <= MAX_RATE and 1 <= channels <= MAX_CHANNELS):
                raise Unreadable(f"{member.file}: {rate} hertz and {channels} channels, which is no recording")
            facts = Facts("", "", rate, channels, "ffmpeg")
            yield facts, _piped(process.stdout, process, listener, said, facts)
        finally:
            process.kill()
            listener.join()


def _piped(
    pipe: IO[bytes], process: subprocess.Popen[bytes], listener: threading.Thread, said: list[bytes], facts: Facts
) -> Iterator[NDArray[np.float32]]:
    width = 4 * facts.channels
    while data := pipe.read(BLOCK * width):
        yield np.frombuffer(data[: len(data) // width * width], ">f4").astype(np.float32).reshape(-1, facts.channels)
    listener.join()
    if process.wait() != 0 or said:
        facts.notes["damaged"] = True


def _listen(pipe: IO[bytes], said: list[bytes]) -> None:
    """Empties the pipe of messages; keeps the first few."""
    while data := pipe.read(4096):
        if len(said) < 4:
            said.append(data)


def _nothing(file: str, said: bytes) -> Refused | Unreadable:
    if b"matches no streams" in said:
        return Refused(f"{file}: holds no sound")
    if b"moov atom not found" in said:
        return Unreadable(
            f"{file}: cut off: its index, which stands at the end, is missing, without which nothing of it can be read:"
            " hand in the whole file"
        )
    return Unreadable(
        f"{file}: not a recording in a format that is read here, or damaged from its beginning on: open it in a player,"
        " and hand in the file as it was obtained, or the sound as wav or flac"
    )


def believable(file: str, facts: Facts) -> None:
    """``Unreadable`` where the header hides what follows: before a method says that a recording is too short or silent,
    which what was read of it does not tell."""
    if hidden := facts.notes.get("bytes_behind"):
        raise Unreadable(
            f"{file}: its header states less sound than the file holds: {facts.seconds:.3f} seconds were read, and"
            f" {hidden} bytes follow that nothing in the file explains: have the header mended, and hand in that file"
            " too"
        )


def written(notes: Mapping[str, Any]) -> str:
    """Notes as features keep them: names and values in one line, no line for none."""
    return " ".join(f"{name}={value}" for name, value in sorted(notes.items()))


def noted(line: str) -> dict[str, bool | float]:
    """The notes of such a line, as details of a record: each name has words in ``partial.LABELS``."""
    pairs = (one.partition("=") for one in line.split())
    return {name: True if value == "True" else float(value) for name, _, value in pairs}


def facts_table(facts: Facts) -> Mapping[str, Any]:
    """What a record says of a decoded recording, plain JSON."""
    return {
        "format": facts.format or "ffmpeg",
        "coding": facts.coding,
        "rate": facts.rate,
        "channels": facts.channels,
        "seconds": round(facts.seconds, 3),
        "peak": round(facts.peak, 4),
        **facts.notes,
    }
