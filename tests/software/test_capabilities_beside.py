"""Beside a client: numbers by which compilers divide, keys loaded in pieces; arguments and bytes as they are."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from comparators.software.capabilities import codes, keys, loading
from comparators.software.capabilities.division import divides
from comparators.software.capabilities.runs import Field, extended
from comparators.software.capabilities.traces import Stack, Store, Trace
from comparators.software.functions.program import Part, Program
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities, found

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
MINGW, ARM = shutil.which("x86_64-w64-mingw32-gcc"), shutil.which("aarch64-linux-gnu-gcc")
KEY = bytes.fromhex("319ce407b85d22fa6e9013cc48d17fa5")
LISTED = ", ".join(map(str, KEY))
CLIENT = f"""
#include <stdio.h>
static const unsigned char key[16] = {{{LISTED}}};
int main(int n, char **words) {{ for (int i = 0; i < 16; i++) putchar(key[(i + n) & 15]); return 0; }}
"""
LOADED = f"""
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
__attribute__((noinline)) int use(const uint8_t *key, int n) {{ return memcmp(key, "0123456789abcdef", n); }}
int main(int n, char **words) {{
#ifdef HEAP
    uint8_t *key = malloc(16);
    uint64_t low = {int.from_bytes(KEY[:8], "little"):#x}ull, high = {int.from_bytes(KEY[8:], "little"):#x}ull;
    memcpy(key, &low, 8);
    memcpy(key + 8, &high, 8);
#else
    uint8_t key[16] = {{{LISTED}}};
#endif
    return use(key, n);
}}
"""
TRAMPOLINE = """
#include <windows.h>
#include <string.h>
static DWORD (WINAPI *real)(void);
static DWORD WINAPI fast(void) { return real() * 4; }
BOOL WINAPI DllMain(HINSTANCE i, DWORD r, void *x) {
    BYTE *f = (BYTE *)GetProcAddress(GetModuleHandleA("kernel32.dll"), "GetTickCount");
    DWORD old;
    BYTE *way = VirtualAlloc(0, 64, 0x3000, 0x40);
    memcpy(way, f, 16);
    real = (void *)way;
    VirtualProtect(f, 16, 0x40, &old);
    f[0] = 0x48;
    f[1] = 0xb8;
    *(void **)(f + 2) = (void *)fast;
    f[10] = 0xff;
    f[11] = 0xe0;
    VirtualProtect(f, 16, old, &old);
    return TRUE;
}
"""


@pytest.mark.parametrize(
    "value",
    [
        *(0xCCCCCCCD, 0x51EB851F, 0x10624DD3, 0xD1B71759, 0x431BDE83, 0x24924925, 0xAAAAAAAB, 0x88888889),  # quotients
        *(0xC4EC4EC5, 0x13B13B14, 0x13B13B13),  # x % 13 == 4: the inverse of 13, four times it, and the bound
        *(0x91A2B3C5, 0xC22E4507),  # seconds of an hour, a day
    ],
)
def test_numbers_by_which_compilers_divide_say_nothing(value: int) -> None:
    assert divides(value)


@pytest.mark.parametrize("value", [0x2C9277B5, 0x5F3759DF, 0xDEADBEEF, 0x4D4E4743])
def test_other_numbers_do(value: int) -> None:
    assert not divides(value)


def test_few_numbers_are_taken_for_those_of_division() -> None:
    dice = random.Random(1)
    assert sum(divides(dice.getrandbits(32)) for _ in range(4000)) < 8


@needs_gcc
@pytest.mark.parametrize("flags", [("-O0",), ("-O2",), ("-O0", "-DHEAP"), ("-O2", "-DHEAP"), ("-O0", "-DHEAP", "arm")])
def test_a_key_that_is_loaded_in_pieces_is_shared(tmp_path: Path, flags: tuple[str, ...]) -> None:
    client = put(tmp_path / "client", compiled(CLIENT, "O2"))
    if "arm" in flags:
        if ARM is None:
            pytest.skip("needs gcc for ARM64")
        source = put(tmp_path / "a.c", LOADED.encode())
        bot = tmp_path / "bot"
        subprocess.run([ARM, "-w", *flags[:-1], str(source), "-o", str(bot)], check=True)
    else:
        bot = put(tmp_path / "bot", compiled(LOADED, flags[0][1:], True, flags[1:]))
    (one,) = [o for o in found(bot, client) if o.kind == "shared-key"]
    assert one.details["bytes"] == KEY.hex()
    assert "says nothing of copying" in str(one.details["summary_en"]) and "不说明复制" in str(
        one.details["summary_zh"]
    )


def test_pieces_make_a_key_and_no_text() -> None:
    low, high = struct.unpack("<QQ", KEY)
    trace = Trace(0, 99, constants={high: 10, low: 20, 5000: 30, low ^ 1: 900})
    (pair,) = keys._pairs(trace)
    assert set(pair.orders) == {KEY, KEY[8:] + KEY[:8]} and pair.at == {high: 10, low: 20}
    four = struct.unpack("<4I", KEY)
    trace.laid = [Store(n, 7, 4, value, Stack(4 * n - 32)) for n, value in enumerate(four)]
    assert (KEY, (0, 1, 2, 3)) in list(keys._laid(trace))
    assert keys._letters(b"GetTickCount\0abc") and not keys._letters(KEY)


LOW, HIGH, THIRD = (*struct.unpack("<QQ", KEY), 0x8D31A2C7E05F9B64)


def _held(data: Mapping[bytes, int], laid: Mapping[bytes, tuple[int, ...]] = {}, *pairs: dict[int, int]) -> keys.Keys:
    return keys.Keys(data, laid, {frozenset(at): keys.Pair(at) for at in pairs})


def test_constants_that_both_load_are_told_without_an_order() -> None:
    """The one loads them the other way round; bytes in an order would stand in neither."""
    mine, theirs = _held({}, {}, {LOW: 0x10, HIGH: 0x40}), _held({}, {}, {HIGH: 0x900, LOW: 0x920})
    (one,) = loading.loaded(mine, theirs)
    zh, en = one.says("client.exe")
    assert not one.data and "bytes" not in one.details("client.exe")
    assert (
        "2 constants of 8 bytes that instructions load" in en
        and "at 0x10, 0x40" in en
        and "at 0x920, 0x900" in en
        and "order" in en
    )
    assert "bytes of data" not in en and "顺序均未见" in zh
    assert one.details("client.exe")["at"] == ["0x10", "0x40"]


def test_constants_that_overlap_are_one_and_each_counts_once() -> None:
    rows = {LOW: 0x10, HIGH: 0x20}, {HIGH: 0x20, THIRD: 0x30}
    (one,) = loading.loaded(
        _held({}, {}, *rows), _held({}, {}, *({v: at + 0x800 for v, at in r.items()} for r in rows))
    )
    assert one.values == (LOW, HIGH, THIRD) and one.places == (0x10, 0x20, 0x30) and one.there == (0x810, 0x820, 0x830)
    assert "3 constants of 8 bytes" in one.says("c")[1]


def test_of_constants_and_data_in_order_it_is_said_which_shows_the_order() -> None:
    pair = {HIGH: 0x10, LOW: 0x20}
    (one,) = loading.loaded(_held({}, {}, pair), _held({KEY: 0x5000}))
    assert one.details("c")["bytes"] == KEY.hex() and "used here is not seen" in one.says("c")[1]
    (one,) = loading.loaded(_held({KEY: 0x5000}), _held({}, {}, pair))
    assert "16 bytes of data at 0x5000" in one.says("c")[1] and "order is not seen" in one.says("c")[1]
    (one,) = loading.loaded(_held({}, {KEY: (0x10, 0x20)}, pair), _held({KEY: 0x5000}))
    assert not one.values and "16 bytes of data are those at 0x5000 of c" in one.says("c")[1]


def test_bytes_put_on_the_stack_are_told_as_far_as_they_go() -> None:
    more = KEY + b"\x5a\xc3\x91\x0e"
    windows = {more[:16]: (0x10, 0x18, 0x20, 0x28), more[4:]: (0x18, 0x20, 0x28, 0x30)}
    (one,) = loading.loaded(_held({}, windows), _held({more[:16]: 0x5000, more[4:]: 0x5004}))
    assert one.data == more and one.there == (0x5000,) and len(one.places) == 5
    (one,) = loading.loaded(_held({}, windows), _held({more[:16]: 0x5000, more[4:]: 0x7000}))
    assert one.data == KEY, "elsewhere in the other: no one run there"


def test_a_number_of_a_published_algorithm_is_said_to_be_one() -> None:
    city = 0x9AE16A3B2F90404F
    (one,) = loading.loaded(_held({}, {}, {city: 1, LOW: 2}), _held({}, {}, {LOW: 3, city: 4}))
    zh, en = one.says("c")
    assert f"{city:#x} is a number of a published algorithm" in en and "公开算法" in zh
    assert "published" not in _told_of({HIGH: 1, LOW: 2})


def _told_of(pair: dict[int, int]) -> str:
    (one,) = loading.loaded(_held({}, {}, pair), _held({}, {}, pair))
    return one.says("c")[1]


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_a_variable_is_no_argument_and_a_jump_is_told_by_its_bytes(tmp_path: Path, level: str) -> None:
    source, path = put(tmp_path / "a.c", TRAMPOLINE.encode()), tmp_path / f"a{level}.dll"
    subprocess.run([str(MINGW), "-w", level, "-s", "-shared", str(source), "-o", str(path)], check=True)
    said = "\n".join(str(line) for o in capabilities(path).values() for line in o.details["evidence_en"])
    assert "a jump instruction is written: 48 b8" in said and "written: 0x48" not in said
    assert "argument 3 = 0x40" in said
    assert not any(f"argument {number}" in said for number in (5, 6, 7, 8))


def test_bytes_of_a_jump_are_told_in_their_order() -> None:
    stores = [Store(0, 3, 1, 0x48, None), Store(3, 4, 1, 0xB8, None), Store(8, 5, 4, 0x25FF, None)]
    assert [codes.shown(one) for one in codes.jumps(stores)] == ["48 b8", "ff 25 00 00"]


def _program(data: bytes, own: set[int], library: set[int]) -> Any:
    """A program of one section of data at 0x1000, with the places that its functions refer to."""
    part = Part(0x1000, len(data), 0, False, False, ".rdata")
    traces = {1: Trace(1, 2, places=dict.fromkeys(own, 1)), 2: Trace(2, 3, places=dict.fromkeys(library, 2))}
    program = Program("a.exe", "PE", "x86-64", data, (part,), 0, 0x9000, {})
    return SimpleNamespace(program=program, about=SimpleNamespace(areas=()), own={1: traces[1]}, traces=traces)


TABLE = struct.pack("<24I", *(2003 * n for n in range(1, 25)))  # the last number ends in zeros
LOG = bytes(range(100, 164))  # of a library, equal in all programs


@pytest.mark.parametrize(
    ("before", "behind", "size"),
    [
        (b"\x11" * 4, b"\x77" * 4, 96),
        (LOG, bytes(16) + b"\x77" * 4, 96),  # equal data before it may be the compiler's; padding
        (b"\x11" * 4, b"GCC: (GNU) 12-win32" + LOG, 96),  # what the compiler writes of itself
        (b"\x11" * 4, KEY + b"\x77" * 4, 96 + 16),  # what stands behind is equal, too
    ],
)
def test_shared_data_are_told_as_far_as_they_go(before: bytes, behind: bytes, size: int) -> None:
    mine = before + TABLE + behind
    theirs = bytes(byte ^ 0xFF if byte in (0x11, 0x77) else byte for byte in before) + TABLE
    theirs = b"\x33" * 32 + theirs + bytes(byte ^ 0xFF if byte == 0x77 else byte for byte in behind)
    at, there = 0x1000 + len(before), 0x1020 + len(before)
    fields = Field(_program(mine, {at}, set())), Field(_program(theirs, {there}, set()))
    (run,) = extended(*fields, [(at, there, TABLE[:16]), (at + 48, there + 48, TABLE[48:64])])
    assert (run.place, run.there, len(run.data)) == (at, there, size)
    zh, en = run.says("client.exe")
    assert f"run of {size} bytes of data at {at:#x}–{at + size - 1:#x} is that at {there:#x}" in en and hex(there) in zh
    assert "for the experts" in run.beware[1] and "says nothing" not in run.beware[1] and "鉴定人" in run.beware[0]


def test_what_is_as_short_as_keys_is_a_key_and_data_of_libraries_are_no_part_of_it() -> None:
    data = LOG + KEY + LOG
    field = Field(_program(data, {0x1040}, {0x1000, 0x1050}))
    (run,) = extended(field, field, [(0x1040, 0x1040, KEY)])
    assert (run.place, run.data) == (0x1040, KEY) and "says nothing of copying" in run.beware[1]
    assert "refers to" not in run.says("c")[1]
