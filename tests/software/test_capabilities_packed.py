"""Programs packed with UPX: unpacked by reading, exactly; damaged ones are said to be packed and stay so."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import lief
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.comparator import Context
from appraisal.comparison import Observation
from appraisal.errors import Refused
from appraisal.work import Medium, Work
from comparators.software.capabilities import SoftwareCapabilities, headers, nrv, upx
from comparators.software.capabilities.nrv import NotAsPacked
from tests.software.programs import put

METHOD = SoftwareCapabilities()
PLUG_INS = Path(__file__).parent / "plug_ins"
METHODS = ("lzma", "nrv2b", "nrv2d", "nrv2e")
CODE = "65d6539270ed5bcf59285ed31fd2e26fae673e0fe5ccdefa570ba357f3c57386"  # SHA-256 of .text before it was packed
CODE_32 = "cf4e9c8d3ef2d268203e99d38d6c956e8bec3b8aaece3a6fd3dbff8cecf24441"
NRV2E = (PLUG_INS / "globals-nrv2e.exe").read_bytes()


def seen(path: Path) -> list[Observation]:
    member = Work.open(path, medium=Medium.SOFTWARE).members[0]
    return list(METHOD.examine({member.file: METHOD.read(member)}, None, Context()))


def code_of(image: bytes) -> str:
    read = lief.PE.parse(image)
    assert read is not None
    text = next(section for section in read.sections if section.name == ".text")
    return hashlib.sha256(bytes(text.content)[: text.virtual_size]).hexdigest()


@pytest.mark.parametrize("method", METHODS)
def test_the_code_comes_out_as_it_was_by_each_method(method: str) -> None:
    found = upx.unpacked((PLUG_INS / f"globals-{method}.exe").read_bytes())
    assert found.how == method.upper()
    assert code_of(found.image) == CODE
    assert {"WriteProcessMemory", "OpenProcess", "FindWindowA"} <= set(found.slots.values())


def test_pointers_of_32_bit_code_are_addresses_again() -> None:
    found = upx.unpacked((PLUG_INS / "globals_32-nrv2e.exe").read_bytes())
    assert code_of(found.image) == CODE_32
    assert {"WriteProcessMemory", "OpenProcess", "FindWindowA"} <= set(found.slots.values())


def test_steps_of_the_list_of_pointers() -> None:
    far = 0x12345
    code = bytearray(far + 64)
    for at in (4, 0x20, far):  # from -4 on: steps of 8, 1C, and one too long for a byte
        code[at : at + 4] = (0x1000 + at).to_bytes(4, "big")
    step = far - 0x20
    steps = bytes([8, 0x1C, 0xF0 | step >> 16]) + (step & 0xFFFF).to_bytes(2, "little") + b"\0"
    place = len(code)
    code += steps
    upx.readdressed(code, place, 0x400000, 4)
    assert [int.from_bytes(code[at : at + 4], "little") for at in (4, 0x20, far)] == [0x401004, 0x401020, 0x413345]
    for bad in (b"\xef" * 600 + b"\0", b"\xf0\0\0\xff\xff\xff\x7f\0", b"\x02\0"):
        with pytest.raises(NotAsPacked):
            upx.readdressed(bytearray(1000) + bad, 1000, 0, 4)


@pytest.mark.parametrize("name", ["globals-lzma.exe", "globals-nrv2e.exe", "globals_32-nrv2e.exe", "procfs-nrv2b.elf"])
def test_capabilities_are_found_at_the_addresses_of_the_program_inside(name: str) -> None:
    every = seen(PLUG_INS / name)
    (packed,) = (o for o in every if o.kind == "packed")
    assert packed.details["by"] == "UPX" and packed.details["unpacked"] == name.split("-")[1].partition(".")[0].upper()
    (found,) = (o for o in every if o.kind == "writes-memory")
    assert found.span.unit == "file"  # the code stands nowhere in the file as it was handed in
    assert found.details["address"] in str(found.details["evidence"])


def distance(code: int, stop: int = 1) -> list[int]:
    """Bits of a distance in NRV2D and NRV2E: pairs, each with a bit that says whether it was the last."""
    half = code >> 1
    before = [] if half == 1 else [*distance((half >> 1) + 1, 0), half & 1]
    return [*before, code & 1, stop]


def stream(bits: list[int], data: bytes) -> bytes:
    """All bits in words at the front, where no byte is taken before the last word: here 64 of them at the most."""
    padded = bits + [0] * (-len(bits) % 32)
    words = [int("".join(map(str, padded[at : at + 32])), 2).to_bytes(4, "little") for at in range(0, len(padded), 32)]
    return words[0] + data[:-1] + b"".join(words[1:]) + data[-1:]


def test_a_stream_made_by_hand() -> None:
    """NRV2E. A 1 and "a", a 1 and "b"; a 0, code 3, byte 3 (distance 2), length 3 as 1 0: "abab"; the end."""
    end = [0, *distance(0x1000002)]
    bits = [1, 1, 0, *distance(3), 1, 0, *end]
    assert distance(3) == [1, 1] and 32 < len(bits) <= 64
    assert nrv.unpack(stream(bits, b"ab\x03\xff"), 6, nrv.NRV2E) == b"ababab"


def test_streams_that_promise_what_they_do_not_hold() -> None:
    for data, size, method in (
        (b"", 2, nrv.NRV2E),
        (b"\xff\xff\xff\xffabc", 2, nrv.NRV2E),  # more bytes than were promised
        (bytes(40), 8, nrv.NRV2B),  # a number without an end
        (b"\0" * 8, 9, nrv.LZMA),
        (b"x", nrv.MOST_SLOW + 1, nrv.NRV2D),
        (b"x", 1, 15),
    ):
        with pytest.raises(NotAsPacked):
            nrv.unpack(data, size, method)


@given(st.integers(0, len(NRV2E) - 1), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_never_gives_other_code(at: int, mask: int) -> None:
    """Either the checksum of UPX shows it, or what was changed was no part of the packed code."""
    data = bytearray(NRV2E)
    data[at] ^= mask
    about = headers.read(bytes(data))
    if about.unpacked:
        assert code_of(about.image) == CODE


def test_what_cannot_be_unpacked_is_said_to_be_packed(tmp_path: Path) -> None:
    data = bytearray(NRV2E)
    at = data.find(b"UPX!")
    data[at + 200] ^= 1
    assert headers.read(bytes(data)).left == "the packed bytes have another checksum"
    with pytest.raises(Refused, match=r"a\.exe: packed with UPX"):
        seen(put(tmp_path / "a.exe", bytes(data)))
    head = bytearray(NRV2E)
    head[at + 16 : at + 20] = b"\xff\xff\xff\x7f"  # says that two gigabytes come out
    assert headers.read(bytes(head)).left.endswith("bytes")


@pytest.mark.parametrize("kind", [upx.CALLS, upx.JUMPS])
def test_targets_of_calls_are_turned_back(kind: int) -> None:
    mark, place = 0x11, 7
    plain = bytearray(
        b"\x90" * place + b"\xe8" + (0x1234 - place - 1).to_bytes(4, "little") + b"\xe9\x90\x90\x90\x90\x90"
    )
    packed = bytearray(plain)
    packed[place + 1 : place + 5] = (0x1234 + (mark << 24)).to_bytes(4, "big")
    upx.unfiltered(packed, 0, len(packed), kind, mark, 0)
    assert packed == plain
    with pytest.raises(NotAsPacked, match="filter 0x1"):
        upx.unfiltered(packed, 0, len(packed), 1, mark, 0)


def test_the_checksum_is_the_one_of_zlib() -> None:
    at = NRV2E.find(b"UPX!")
    packed = int.from_bytes(NRV2E[at + 20 : at + 24], "little")
    assert zlib.adler32(NRV2E[at + 32 : at + 32 + packed]) == int.from_bytes(NRV2E[at + 12 : at + 16], "little")
