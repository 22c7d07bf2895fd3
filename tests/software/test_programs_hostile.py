"""Damaged programs of each form, for both methods that read machine code: overlapping sections, ends beyond the file,
bytes turned over, a gigabyte. Each gives a result or an error that names the file, soon."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import lief
import numpy as np
import pytest

from appraisal import engine
from appraisal.comparator import Context
from appraisal.errors import MaterialError, OverLimit, Refused, Unreadable
from appraisal.job import Job
from appraisal.work import Member, Work
from comparators.software.capabilities import SoftwareCapabilities
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.program import Part, _sorted
from reports.messages import translated
from tests.software.programs import put

BUILDS = Path(__file__).parent / "builds"
PROGRAMS = ("wares-32.exe", "wares-pie.elf", "wares-x86_64.macho", "wares-arm64.macho")
METHODS: dict[str, Callable[[Member], Any]] = {
    "functions": FunctionFeatures.of,
    "capabilities": SoftwareCapabilities().read,
}
each_method = pytest.mark.parametrize("method", METHODS)
each_program = pytest.mark.parametrize("program", PROGRAMS)


def member(path: Path) -> Member:
    return Work.open(path).members[0]


def headers_of(data: bytes) -> list[tuple[int, int, int]]:
    """Where the headers of sections (of ELF: of segments) that are loaded state an address, where a size, and how
    many bytes wide both are."""
    if data[:2] == b"MZ":
        start = struct.unpack_from("<I", data, 60)[0]
        count, optional = struct.unpack_from("<H", data, start + 6)[0], struct.unpack_from("<H", data, start + 20)[0]
        rows = [start + 24 + optional + 40 * n for n in range(count)]
        return [(row + 12, row + 16, 4) for row in rows]
    if data[:4] == b"\x7fELF":
        start, size, count = (*struct.unpack_from("<I", data, 28), *struct.unpack_from("<HH", data, 42))
        rows = [start + size * n for n in range(count)]
        return [(row + 8, row + 16, 4) for row in rows if struct.unpack_from("<I", data, row)[0] == 1]
    found = []
    at = 32
    for _ in range(struct.unpack_from("<I", data, 16)[0]):
        kind, size = struct.unpack_from("<II", data, at)
        if kind == 0x19:  # a segment of 64 bits, its sections behind it
            count = struct.unpack_from("<I", data, at + 64)[0]
            found += [(at + 72 + 80 * n + 32, at + 72 + 80 * n + 40, 8) for n in range(count)]
        at += size
    return found


@each_method
@each_program
def test_sections_that_overlap_are_refused_by_name(tmp_path: Path, program: str, method: str) -> None:
    data = bytearray((BUILDS / program).read_bytes())
    (first, _, width), (second, _, _), *_ = headers_of(bytes(data))
    data[second : second + width] = data[first : first + width]
    with pytest.raises(Unreadable, match=r"shadow\.bin: sections .* overlap"):
        METHODS[method](member(put(tmp_path / "shadow.bin", bytes(data))))


@each_method
@each_program
def test_sections_that_end_beyond_the_file_are_refused_by_name(tmp_path: Path, program: str, method: str) -> None:
    data = bytearray((BUILDS / program).read_bytes())
    _, size, width = headers_of(bytes(data))[0]
    if program.endswith(".exe"):
        data[size - 8 : size - 4] = b"\xff\xff\xff\x3f"  # in memory it is as large as in the file, or less counts
    data[size : size + width] = (0x3FFFFFFF).to_bytes(width, "little")
    with pytest.raises((MaterialError, Refused), match=r"torn\.bin"):
        METHODS[method](member(put(tmp_path / "torn.bin", bytes(data))))


@each_method
@pytest.mark.parametrize("program", [name for name in PROGRAMS if name.endswith(".macho")])
@pytest.mark.parametrize(("share", "said"), [(0.003, "load commands"), (0.9, "the segment __")])
def test_a_mach_o_program_that_was_cut_off_is_said_to_be(
    tmp_path: Path, program: str, method: str, share: float, said: str
) -> None:
    data = (BUILDS / program).read_bytes()
    with pytest.raises(Unreadable, match=rf"torn\.bin: .*{said}.* cut off") as caught:
        METHODS[method](member(put(tmp_path / "torn.bin", data[: int(len(data) * share)])))
    assert "截断" in str(translated(str(caught.value)))


@each_method
@each_program
def test_damage_gives_a_result_or_a_name(tmp_path: Path, program: str, method: str) -> None:
    """Bytes of headers and of the whole turned over, ends cut off."""
    whole = (BUILDS / program).read_bytes()
    dice = np.random.default_rng(3)
    started, read = process_time(), 0
    for trial in range(40):
        data = bytearray(whole)
        for at in dice.integers(4, 0x300 if trial % 2 else len(data), 8):
            data[at] = dice.integers(256)
        if trial % 4 == 0:
            del data[int(dice.integers(64, len(data))) :]
        try:
            METHODS[method](member(put(tmp_path / "bad.bin", bytes(data))))
            read += 1
        except (MaterialError, Refused) as error:
            assert "bad.bin" in str(error)
    assert read, "damage to texts leaves a program"
    assert process_time() - started < 60


@each_method
@each_program
def test_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path, program: str, method: str) -> None:
    path = put(tmp_path / "vast.bin", (BUILDS / program).read_bytes())
    with path.open("r+b") as stream:
        stream.truncate(1 << 30)
    (vast,) = Work.open(path, known={"vast.bin": "0" * 64}).members
    started = process_time()
    with pytest.raises(OverLimit, match=r"vast\.bin"):
        METHODS[method](vast)
    assert process_time() - started < 2


def test_a_comparison_with_a_damaged_program_names_it(tmp_path: Path) -> None:
    data = bytearray((BUILDS / "wares-32.exe").read_bytes())
    (first, _, width), (second, _, _), *_ = headers_of(bytes(data))
    data[second : second + width] = data[first : first + width]
    bad = Work.open(put(tmp_path / "shadow.exe", bytes(data)), label="A")
    good = Work.open(BUILDS / "wares-pie.elf", label="B")
    result = engine.compare(Job("software-functions", bad, good))
    said = result.message or ""
    assert result.status == "failed" and "shadow.exe" in said and "overlap" in said


def test_the_copies_carried_along_are_whole() -> None:
    lief.logging.disable()
    for program in PROGRAMS:
        assert lief.parse(str(BUILDS / program)) is not None
        assert len(headers_of((BUILDS / program).read_bytes())) >= 2


@pytest.mark.parametrize("name", ["", " ", "\x01\x02", "a\ufffdb"])
def test_a_section_whose_name_nobody_can_read_is_named_by_its_number(name: str) -> None:
    rows = [Part(0x1000, 16, 0, True, False, ".text"), Part(0x2000, 64, 16, False, True, name)]
    with pytest.raises(Unreadable, match=r"a\.exe: section #2 ends beyond the file"):
        _sorted("a.exe", bytes(40), rows)


def _altered(column: int, value: int, section: int = 0) -> bytes:
    """A program whose header states another size (``column`` 16) or place (20) of one section in the file."""
    data = bytearray((BUILDS / "wares-32.exe").read_bytes())
    row = headers_of(bytes(data))[section][0] - 12
    struct.pack_into("<I", data, row + column, value)
    return bytes(data)


@each_method
@pytest.mark.parametrize("size", [0x100000, 0x7FFFFFFF, 0x80000000, 0xFFFFFE00, 0xFFFFFFFF])
def test_a_section_that_ends_beyond_the_file_is_refused(tmp_path: Path, method: str, size: int) -> None:
    with pytest.raises(Unreadable, match=r"long\.exe: section \.text ends beyond the file") as caught:
        METHODS[method](member(put(tmp_path / "long.exe", _altered(16, size))))
    assert "节 .text 超出文件末尾" in str(translated(str(caught.value)))


@each_method
def test_an_image_beyond_the_highest_address_is_refused(tmp_path: Path, method: str) -> None:
    data = bytearray((BUILDS / "wares-32.exe").read_bytes())
    at = struct.unpack_from("<I", data, 60)[0] + 24  # the optional header
    struct.pack_into("<I", data, at + 28, 0xFFFFF000)
    with pytest.raises(Unreadable, match=r"high\.exe: its image ends beyond the highest address") as caught:
        METHODS[method](member(put(tmp_path / "high.exe", bytes(data))))
    assert "映像超出最高地址" in str(translated(str(caught.value)))


@each_method
def test_sections_on_the_same_bytes_of_the_file_are_refused(tmp_path: Path, method: str) -> None:
    data = _altered(20, 0x400, section=1)
    with pytest.raises(Unreadable, match=r"same\.exe: sections .* lie on the same bytes of the file") as caught:
        METHODS[method](member(put(tmp_path / "same.exe", data)))
    assert "占用文件中相同的字节" in str(translated(str(caught.value)))


@each_method
def test_a_last_section_that_is_rounded_up_is_read(tmp_path: Path, method: str) -> None:
    data = (BUILDS / "wares-32.exe").read_bytes()
    rows = headers_of(data)
    last = max(range(len(rows)), key=lambda n: struct.unpack_from("<I", data, rows[n][0] + 8)[0])
    size = struct.unpack_from("<I", data, rows[last][1])[0]
    assert METHODS[method](member(put(tmp_path / "last.exe", _altered(16, size + 512, last))))


def test_a_table_of_sections_beyond_the_file_says_what_was_not_seen(tmp_path: Path) -> None:
    data = bytearray((BUILDS / "wares-pie.elf").read_bytes())
    wide = data[4] == 2
    struct.pack_into("<Q" if wide else "<L", data, 40 if wide else 32, 0x7FFFFFFF)
    method = SoftwareCapabilities()
    read = method.read(member(put(tmp_path / "a.so", bytes(data))))
    (one,) = [o for o in method.examine({"a.so": read}, None, Context()) if o.kind == "odd-header"]
    zh, en = str(one.details["summary_zh"]), str(one.details["summary_en"])
    assert "节表" in zh and "table" not in zh and "不受影响" in zh  # imports are read all the same
    assert "names and properties of sections" in en and "imports and code are read" in en


def _shifted() -> bytes:
    """A program that lost one byte of its table of sections, so that all fields behind it are others."""
    data = (BUILDS / "wares-32.exe").read_bytes()
    row = headers_of(data)[0][0] - 12
    return data[: row + 4] + data[row + 5 :]


def _directed(number: int, address: int) -> bytes:
    """A program one directory of which lies elsewhere by its header."""
    data = bytearray((BUILDS / "wares-32.exe").read_bytes())
    at = struct.unpack_from("<I", data, 60)[0] + 24
    struct.pack_into("<2I", data, at + 96 + 8 * number, address, 64)
    return bytes(data)


@each_method
def test_an_entry_point_in_no_section_is_refused(tmp_path: Path, method: str) -> None:
    with pytest.raises(
        Unreadable, match=r"shift\.exe: its entry point .* lies in no section that holds code"
    ) as caught:
        METHODS[method](member(put(tmp_path / "shift.exe", _shifted())))
    assert "不在任何代码节之内" in str(translated(str(caught.value)))


def _gap() -> int:
    """An address of the image behind the last section, which is made greater for it."""
    data = (BUILDS / "wares-32.exe").read_bytes()
    at = struct.unpack_from("<I", data, 60)[0] + 24
    return int(struct.unpack_from("<I", data, at + 56)[0])


@each_method
@pytest.mark.parametrize("number", [1, 3, 5, 9])
def test_a_directory_in_no_section_is_refused(tmp_path: Path, method: str, number: int) -> None:
    data = bytearray(_directed(number, _gap() + 0x1000))
    struct.pack_into("<I", data, struct.unpack_from("<I", data, 60)[0] + 24 + 56, _gap() + 0x4000)
    struct.pack_into("<H", data, struct.unpack_from("<I", data, 60)[0] + 22, 0x102)
    with pytest.raises(Unreadable, match=r"astray\.exe: its .* lies in none of its sections") as caught:
        METHODS[method](member(put(tmp_path / "astray.exe", bytes(data))))
    assert "不在任何节之内" in str(translated(str(caught.value)))


@each_method
def test_headers_that_are_honest_are_read(tmp_path: Path, method: str) -> None:
    """No entry point (a library without one), signatures by their place in the file, bound imports in the headers."""
    data = bytearray(_directed(11, 0x280))
    at = struct.unpack_from("<I", data, 60)[0] + 24
    struct.pack_into("<2I", data, at + 96 + 8 * 4, len(data), 64)
    struct.pack_into("<I", data, at + 16, 0)
    assert METHODS[method](member(put(tmp_path / "quiet.exe", bytes(data) + bytes(64))))
