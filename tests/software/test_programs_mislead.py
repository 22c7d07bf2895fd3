"""Headers that lead a reader past what a program does: imports that cannot be read, the wrong processor."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from appraisal.errors import Unreadable
from appraisal.examiner import INCOMPLETE
from comparators.software.functions import imports, processor
from reports.messages import translated
from tests.software.programs import put
from tests.software.test_capabilities import found
from tests.software.test_programs_hostile import BUILDS, METHODS, each_method, member

PROGRAM, ARM = "wares-32.exe", "wares-arm64.macho"
FIELDS = 20  # bytes of a row of imports


def _header(data: bytes | bytearray) -> int:
    return int(struct.unpack_from("<I", data, 60)[0])


def _imports(data: bytes | bytearray) -> int:
    """The byte at which the first row of imports stands."""
    at = _header(data)
    (address,) = struct.unpack_from("<I", data, at + 24 + 96 + 8)
    (count, optional), table = (struct.unpack_from("<H", data, at + place)[0] for place in (6, 20)), at + 24
    for number in range(count):
        start, raw, place = struct.unpack_from("<3I", data, table + optional + 40 * number + 12)
        if start <= address < start + raw:
            return int(place + address - start)
    raise AssertionError("no imports")


def _code(data: bytes | bytearray) -> int:
    return int(struct.unpack_from("<I", data, _header(data) + 24 + 20)[0])


def _elsewhere(data: bytearray) -> None:
    struct.pack_into("<I", data, _header(data) + 24 + 96 + 8, _code(data))


def _nameless(data: bytearray) -> None:
    struct.pack_into("<I", data, _imports(data) + 12, _code(data))


def _placeless(data: bytearray) -> None:
    struct.pack_into("<I", data, _imports(data) + 16, 0x7000000)


def _lost(data: bytearray) -> None:
    """Its list of functions by name is code: the first four bytes are no place of a name."""
    struct.pack_into("<I", data, _imports(data), _code(data))


@each_method
@pytest.mark.parametrize(
    ("break_it", "said", "told"),
    [
        (_elsewhere, "names no library", "所指并非程序库名称"),
        (_nameless, "names no library", "所指并非程序库名称"),
        (_placeless, "has no place for what is imported", "没有存放所导入函数地址之处"),
        (_lost, "names functions where nothing stands", "所指函数名称处没有内容"),
    ],
)
def test_imports_that_cannot_be_read_are_refused(
    tmp_path: Path, method: str, break_it: Callable[[bytearray], None], said: str, told: str
) -> None:
    data = bytearray((BUILDS / PROGRAM).read_bytes())
    break_it(data)
    with pytest.raises(Unreadable, match=rf"astray\.exe: its import table .* row 1 {said}") as caught:
        METHODS[method](member(put(tmp_path / "astray.exe", bytes(data))))
    assert f"无法读取：第 1 行{told}；" in str(translated(str(caught.value)))


@each_method
def test_the_loader_asks_for_no_size(tmp_path: Path, method: str) -> None:
    data = bytearray((BUILDS / PROGRAM).read_bytes())
    _elsewhere(data)
    struct.pack_into("<I", data, _header(data) + 24 + 96 + 12, 0)
    with pytest.raises(Unreadable, match="names no library"):
        METHODS[method](member(put(tmp_path / "astray.exe", bytes(data))))


def test_a_program_that_imports_nothing_is_said_to(tmp_path: Path) -> None:
    """Its directory was taken away, and what it calls cannot be seen; beside one that has it."""
    data = bytearray((BUILDS / PROGRAM).read_bytes())
    assert not [o for o in found(put(tmp_path / "whole.exe", bytes(data))) if o.kind == "no-imports"]
    struct.pack_into("<2I", data, _header(data) + 24 + 96 + 8, 0, 0)
    (one,) = [o for o in found(put(tmp_path / "bare.exe", bytes(data))) if o.kind == "no-imports"]
    assert "was not seen" in str(one.details["summary_en"]) and "未见" in str(one.details["summary_zh"])
    assert one.details[INCOMPLETE], "said before what was found"


@each_method
def test_an_import_table_without_rows_is_honest(tmp_path: Path, method: str) -> None:
    """A library that imports nothing may have one all the same."""
    data = bytearray((BUILDS / PROGRAM).read_bytes())
    at = _imports(data)
    data[at : at + FIELDS] = bytes(FIELDS)
    assert METHODS[method](member(put(tmp_path / "alone.exe", bytes(data))))


def _rows(flags: int, base: int) -> imports.Image:
    """Delayed imports of one library, by distances (1) or addresses (0)."""
    shift = 0 if flags & 1 else base
    row = struct.pack("<8I", flags, 0x1060 + shift, 0, 0x1080 + shift, 0x1090 + shift, 0, 0, 0)
    data = row + bytes(64) + b"GAME.dll\0" + bytes(64)
    return imports.Image(data, ((0x1000, 0, len(data)),), ((0x1000, 0x2000),), 4, base)


@pytest.mark.parametrize("flags", [0, 1])
def test_delayed_imports_are_read_by_address_and_distance(flags: int) -> None:
    image = _rows(flags, 0x400000)
    imports.checked("late.exe", image, "delay imports", 0x1000, late=True)
    with pytest.raises(Unreadable, match=r"delay imports .* row 1 names no library"):
        imports.checked("late.exe", image._replace(base=0x400000 - 0x20, data=image.data.replace(b"G", b"\1")),
                        "delay imports", 0x1000, late=True)  # fmt: skip


def test_many_rows_that_name_one_long_list_take_no_time() -> None:
    name, thunks = b"GAME.dll\0", struct.pack("<L", 1 << 31 | 1) * 60_000
    rows = struct.pack("<5L", 0x40000, 0, 0, 0x20000, 0x40000) * 4000
    data = rows.ljust(0x1F000, b"\0") + name.ljust(0x20000, b"\0") + thunks
    image = imports.Image(data, ((0x1000, 0, len(data)),), ((0x1000, 0x1000 + len(data)),), 4, 0)
    started = process_time()
    imports.checked("long.exe", image, "import table", 0x1000)
    assert process_time() - started < 5


@each_method
@pytest.mark.parametrize(("machine", "said"), [(0x8664, "of 32 bits"), (0xAA64, "of 32 bits")])
def test_a_header_of_other_bits_than_its_processor_is_refused(
    tmp_path: Path, method: str, machine: int, said: str
) -> None:
    data = bytearray((BUILDS / PROGRAM).read_bytes())
    struct.pack_into("<H", data, _header(data) + 4, machine)
    with pytest.raises(Unreadable, match=rf"other\.exe: its header is one {said}") as caught:
        METHODS[method](member(put(tmp_path / "other.exe", bytes(data))))
    assert "文件头为 32 位格式" in str(translated(str(caught.value)))


@each_method
@pytest.mark.parametrize(
    ("program", "place", "kind"),
    [("wares-x86_64.macho", 4, 0x0100000C), (ARM, 4, 0x01000007)],
)
def test_code_of_another_processor_is_refused(
    tmp_path: Path, method: str, program: str, place: int, kind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "LEAST", 3)  # the program is that small
    data = bytearray((BUILDS / program).read_bytes())
    struct.pack_into("<I", data, place, kind)
    with pytest.raises(Unreadable, match=r"other\.bin: its code is not that of") as caught:
        METHODS[method](member(put(tmp_path / "other.bin", bytes(data))))
    assert "并非文件头所载处理器" in str(translated(str(caught.value)))


def test_words_that_look_like_returns_are_no_other_processor() -> None:
    """A few, as data amid code may hold them; and data amid code of ARM64 that returns."""
    word = processor.RETURNS[0].to_bytes(4, "little")
    processor.checked("x.bin", [b"\x90" * 4096 + word * 3], "x86-64", arm=False)
    processor.checked("x.bin", [b"\x90" * (1 << 20) + word * 100], "x86-64", arm=False)
    processor.checked("x.bin", [word + b"\xff" * 4096], "arm64", arm=True)
