"""Sound files: what is told of them is read, what sounds is not."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from appraisal import registry
from appraisal.work import Work
from comparators.software.strings import SoftwareStrings
from comparators.software.strings.features import StringFeatures
from comparators.software.strings.kinds import REASONS, common
from comparators.software.strings.scan import CODECS, MARGIN, WINDOW
from comparators.software.strings.sounds import samples

TITLE = b"Lantern on the tide"
SOUND = ("浴纹绪蜎捅滞矽柯" * 3).encode("gbk") + bytes(9) + "矽柯最凯堂浴纹".encode("utf-16-le") + bytes(9)
LIST = b"LIST" + struct.pack("<I4s4sI", 12 + 20, b"INFO", b"INAM", 20) + TITLE + b"\0"


def strings(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    found = StringFeatures.of(Work.open(path).members[0], SoftwareStrings().minimum)
    rows = zip(found.starts.tolist(), found.sizes.tolist(), found.encodings.tolist(), strict=True)
    return [data[start : start + size].decode(CODECS[encoding]) for start, size, encoding in rows]


def wave(sound: bytes, stated: int | None = None) -> bytes:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    body = b"WAVE" + form + LIST + struct.pack("<4sI", b"data", len(sound) if stated is None else stated) + sound
    body += bytes(len(sound) % 2) + b"bext" + struct.pack("<I", 20) + b"Taped at Lugang pier"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def ogg(position: int, data: bytes) -> bytes:
    return b"OggS\0\0" + struct.pack("<qIII", position, 1, 0, 0) + b"\1" + bytes([len(data)]) + data


FLAC = b"fLaC\0\0\0\x22" + bytes(34) + b"\x84" + len(TITLE).to_bytes(3, "big") + TITLE + b"\xff\xf8" + SOUND
MP3 = b"ID3\3\0\0\0\0\0\x14" + TITLE + b"\0" + b"\xff\xfb\x90\x64" + bytes(600) + SOUND + b"TAG" + TITLE + bytes(106)
AIFF = (
    b"FORM" + bytes(4) + b"AIFFSSND" + struct.pack(">I", len(SOUND)) + SOUND + bytes(len(SOUND) % 2)
    + b"NAME" + struct.pack(">I", len(TITLE)) + TITLE
)  # fmt: skip


def test_samples_of_a_wave_are_no_writing(tmp_path: Path) -> None:
    assert any("纹" in text for text in strings(tmp_path / "a.bin", b"MZ\0\0" + SOUND)), "what a program would hold"
    for name in ("a.wav", "sound.dat"):
        found = " ".join(strings(tmp_path / name, wave(SOUND)))
        assert TITLE.decode() in found and "Taped at Lugang pier" in found and not any("一" <= c <= "鿿" for c in found)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.flac", FLAC), ("a.mp3", MP3), ("a.aiff", AIFF), ("a.ogg", ogg(0, TITLE) + ogg(900, SOUND[:200]))],
)
def test_other_sound_files(tmp_path: Path, name: str, data: bytes) -> None:
    found = " ".join(strings(tmp_path / name, data))
    assert TITLE.decode() in found and not any("一" <= c <= "鿿" for c in found)


@pytest.mark.parametrize("lines", [1, 3, 5])
def test_tables_of_codes_are_no_writing(tmp_path: Path, lines: int) -> None:
    """The setup packet of Vorbis, on the page of the remarks and on those that follow; a packet behind it is read."""
    setup = b"\x05vorbis" + b"BCVtables" * 200
    remarks = b"\x03vorbis" + TITLE
    laces = bytes([len(remarks), *[255] * lines])
    first, rest = setup[: 255 * lines], setup[255 * lines :]
    behind = bytes([*[255] * (len(rest) // 255), len(rest) % 255, 20])
    page = b"OggS\0%c" + struct.pack("<qIII", 0, 1, 0, 0) + b"%c"
    data = page % (0, len(laces)) + laces + remarks + first
    data += page % (1, len(behind)) + behind + rest + b"Taped at Lugang pier"
    found = " ".join(strings(tmp_path / "a.ogg", data + ogg(900, SOUND[:200])))
    assert TITLE.decode() in found and "Taped at Lugang pier" in found and "BCV" not in found


def test_what_the_header_leaves_out_and_windows(tmp_path: Path) -> None:
    """Sound across windows is left out whole; behind what the header states a file is read as any other."""
    long = SOUND * ((WINDOW + 2 * MARGIN) // len(SOUND))
    found = strings(tmp_path / "a.wav", wave(long))
    assert "Taped at Lugang pier" in " ".join(found) and len(found) < 6
    hidden = strings(tmp_path / "b.wav", wave(SOUND + "藏在声音之后的说明".encode("utf-16-le"), stated=len(SOUND)))
    assert "藏在声音之后的说明" in " ".join(hidden)


@pytest.mark.parametrize(
    "data", [b"RIFF", wave(b"")[:40], b"OggS", b"fLaC\0\xff\xff\xff", b"ID3" + bytes(20), b"\xff\xfb"]
)
def test_broken_sound_files_end(data: bytes) -> None:
    assert not samples(io.BytesIO(data), len(data))


def test_methods_for_products_are_not_proposed_for_sounds_alone(tmp_path: Path) -> None:
    """Only where a work holds anything else too; by name they run."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for name in ("one.wav", "two.wav"):
            (tmp_path / folder / name).write_bytes(wave(SOUND + folder.encode()))
    tables = {"software-data", "software-map", "software-model", "software-strings"}
    one, other = (Work.open(tmp_path / folder) for folder in ("a", "b"))
    assert not tables & set(registry.applicable(one, other))
    assert {"audio-recording", "software-tree"} <= set(registry.applicable(one, other))
    assert tables <= set(registry.applicable(one, other, asked=tables))
    for folder in ("a", "b"):
        (tmp_path / folder / "items.csv").write_text("id,price\n1,2\n")
    one, other = (Work.open(tmp_path / folder) for folder in ("a", "b"))
    assert tables <= set(registry.applicable(one, other))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("vorbis4", "format"), ("vorbis", "format"), ("vorbis player", ""), ("isomiso2mp41", "format"),
        ("Lavf61.7.103", "format"), ("encoder=Lavc61.19.101 libvorbis", "format"), ("LAME3.100", "format"),
        ("<LAME3.100", "format"), ("ENCODER=libsndfile", "format"), ("WAVEfmt ", "format"), ("AIFFCOMM", "format"),
        ("SoundHandler", "format"), ("INFOISFT", "format"), ("INFORMATION desk", ""),
        ("Xiph.Org libVorbis I 20200704", "library"), ("Lavfonte della luna", ""),
    ],
)  # fmt: skip
def test_names_of_encoders_are_common(text: str, reason: str) -> None:
    assert REASONS[common(text)] == reason
