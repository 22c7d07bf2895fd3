"""Numbers that compilers make are no packet constants; one number that may be anything makes no finding."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from comparators.software.capabilities import method, packets
from comparators.software.capabilities.against import Clients
from comparators.software.capabilities.algorithms import begins, is_number, is_table
from comparators.software.capabilities.judging import Seen
from comparators.software.capabilities.packets import Numbers, _odd
from comparators.software.capabilities.roles import Role, roles
from comparators.software.capabilities.traces import Stack, Store, Trace
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import found

MINGW, ARM = shutil.which("x86_64-w64-mingw32-gcc"), shutil.which("aarch64-linux-gnu-gcc")
DIVISORS = (1009, 2003, 4093, 5003, 8191, 9973, 65521, 100003)  # sizes of hash tables, Adler-32
HASH = "__attribute__((noinline)) %s h%d(%s v) { return (v %% %d) + (v / %d); }\n"
DIVIDES = "".join(
    HASH % (kind, 2 * d + signed, kind, d, d) for d in DIVISORS for signed, kind in enumerate(("unsigned", "int"))
)
CALLS = " + ".join(f"h{2 * d + signed}(n)" for d in DIVISORS for signed in (0, 1))
NET = """
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#define APART __attribute__((noinline))
static int s;
"""
TALKS = """
int main(int n, char **words) {
    struct sockaddr_in a = {AF_INET, htons(7777)};
    unsigned char m[64];
    s = socket(AF_INET, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&a, sizeof a);
    send(s, m, make((void *)m, n), 0);
    return recv(s, m, 64, 0) + work((void *)m, n);
}
"""
DIVIDED = (
    NET
    + DIVIDES
    + "static int make(void *m, int n) { return 8; }\n"
    + f"static int work(void *m, int n) {{ return {CALLS}; }}"
)
PACKET = """
APART static int make(unsigned char *m, int n) { unsigned mark = 0x4c4e554du; memcpy(m, &mark, 4); return 4 + n; }
APART static int work(unsigned char *m, int n) { return n; }
"""
ASKED = """
APART static int make(unsigned char *m, int n) { return n; }
APART static int work(unsigned *m, int n) { return *m == 0x4c4e554du ? n : -1; }
"""
BOUND = """
APART static int make(unsigned char *m, int n) { return n; }
APART static int work(unsigned *m, int n) {
    return *m > 0x3ffffffeu || (*m & 0x71c3a5e9u) ? n : m[1] - 0x24681357u < 0x1234567u;
}
"""
SUMS = """
APART static int make(unsigned char *m, int n) { return n * 0x2c1b3c6du; }
APART static int work(unsigned *m, int n) { return *m ^ %s; }
"""


def shared(bot: Path, client: Path) -> tuple[set[str], bool]:
    """Shared constants, and whether the program is told as one that speaks the client's protocol."""
    seen = found(bot, client)
    values = {str(o.details["value"]) for o in seen if o.kind == "shared-packet-constant"}
    return values, any("frames-of-client" in str(o.details) for o in seen if o.kind == "offline-protocol")


def built(folder: Path, source: str, level: str, flags: tuple[str, ...] = ()) -> Path:
    return put(folder / f"{abs(hash((source, level, flags)))}", compiled(source, level, True, flags))


needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O1", "O2", "Os"])
def test_multipliers_of_any_divisor_are_no_packet_constants(tmp_path: Path, level: str) -> None:
    client, bot = built(tmp_path, DIVIDED + TALKS, "O2"), built(tmp_path, "\n" + DIVIDED + TALKS, level)
    assert shared(bot, client) == (set(), False)


@pytest.mark.parametrize(("compiler", "level"), [(MINGW, "-O0"), (MINGW, "-O2"), (ARM, "-O0"), (ARM, "-O2")])
def test_nor_of_other_compilers(tmp_path: Path, compiler: str | None, level: str) -> None:
    if compiler is None:
        pytest.skip("needs mingw-w64, gcc for ARM64")
    words = DIVIDED + TALKS
    if compiler == MINGW:
        for name in ("arpa/inet.h", "sys/socket.h"):
            words = words.replace(name, "winsock2.h")
    source = put(tmp_path / "a.c", words.encode())
    made = [tmp_path / "bot.exe", tmp_path / "client.exe"]
    library = ["-lws2_32"] if compiler == MINGW else []
    for path, how in zip(made, (level, "-O2"), strict=True):
        subprocess.run([compiler, "-w", how, "-s", str(source), "-o", str(path), *library], check=True)
    assert shared(*made) == (set(), False)


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
@pytest.mark.parametrize(("mine", "theirs"), [(PACKET, PACKET), (PACKET, ASKED), (ASKED, PACKET)])
def test_a_mark_that_is_sent_or_asked_for_is_enough(tmp_path: Path, level: str, mine: str, theirs: str) -> None:
    client, bot = built(tmp_path, NET + theirs + TALKS, "O2"), built(tmp_path, NET + mine + "\n" + TALKS, level)
    assert shared(bot, client) == ({"0x4c4e554d"}, True)


SENDS = TALKS.replace("return recv(s, m, 64, 0) + ", "return ")
HASHES = """
APART static int make(unsigned *m, int n) { m[0] = 0x6a09e667u; m[1] = 0x61707865u; m[2] = 0xbb67ae85u; return n; }
APART static int work(unsigned *m, int n) { return m[0] ^ n * 0x9e3779b1u; }
"""


@needs_gcc
def test_sending_alone_is_enough_and_numbers_of_algorithms_are_not(tmp_path: Path) -> None:
    client, bot = built(tmp_path, NET + PACKET + TALKS, "O2"), built(tmp_path, NET + PACKET + SENDS, "O2")
    assert shared(bot, client) == ({"0x4c4e554d"}, True)
    client, backup = built(tmp_path, NET + HASHES + TALKS, "O2"), built(tmp_path, NET + HASHES + SENDS, "O2")
    assert shared(backup, client) == (set(), False)


@needs_gcc
def test_bounds_and_masks_are_none_and_one_number_of_any_use_is_no_finding(tmp_path: Path) -> None:
    client, bot = built(tmp_path, NET + BOUND + TALKS, "O2"), built(tmp_path, NET + BOUND + "\n" + TALKS, "O0")
    assert shared(bot, client) == (set(), False)
    one = NET + SUMS % "0" + TALKS
    client, bot = built(tmp_path, one, "O2"), built(tmp_path, "\n" + one, "O0")
    assert shared(bot, client) == ({"0x2c1b3c6d"}, False)
    two = NET + SUMS % "0x5bd1e9a7u" + TALKS
    client, bot = built(tmp_path, two, "O2"), built(tmp_path, "\n" + two, "O0")
    assert shared(bot, client) == ({"0x2c1b3c6d", "0x5bd1e9a7"}, True)


NUMBER = 0x4C4E554D


@pytest.mark.parametrize(
    ("code", "role"),
    [
        (("imul rdx, rdx, 0x4c4e554d", "shr rdx, 0x24"), Role.MADE),
        (("imul rdx, rdx, 0x4c4e554d", "mov rax, rdx", "shr rax, 0x20"), Role.MADE),
        (("mov edx, 0x4c4e554d", "mov eax, ecx", "imul edx", "sar edx, 4"), Role.MADE),
        (("imul edx, edx, 0x4c4e554d", "xor eax, edx"), Role.OWN),  # a product as it is: of the program
        (("imul rdx, rdx, 0x4c4e554d", "mov qword ptr [rcx], rdx"), Role.OWN),
        (("cmp eax, 0x4c4e554d", "jg 0x10"), Role.MADE),
        (("cmp eax, 0x4c4e554d", "je 0x10"), Role.MARK),
        (("cmp eax, 0x4c4e554d", "ja 0x10", "je 0x20"), Role.MARK),  # a choice among several numbers
        (("sub eax, 0x4c4e554d", "cmp eax, 9", "jbe 0x10"), Role.MADE),
        (("and eax, 0x4c4e554d",), Role.MADE),
        (("sub rsp, 0x4c4e554d",), Role.MADE),
        (("mov dword ptr [rdi], 0x4c4e554d",), Role.MARK),
        (("mov eax, 0x4c4e554d", "mov dword ptr [rdi], eax"), Role.MARK),
        (("mov ebx, 0x4c4e554d", "mov eax, ebx", "shr eax, cl", "mov byte ptr [rdi], al"), Role.MARK),
        (("mov eax, 0x4c4e554d", "shr eax, cl", "and eax, 1"), Role.OWN),  # a set of small numbers
        (("mov ecx, 0x4c4e554d", "imul rax, rcx", "shr rax, 0x2b", "imul ecx, eax, 0xffd"), Role.MADE),
        (("mov eax, 0x4c4e554d", "call 0x100"), Role.OWN),
    ],
)
def test_what_a_number_is_there_for(code: tuple[str, ...], role: Role) -> None:
    pieces = (line.partition(" ") for line in code)
    rows = [(4 * n, 4, name, rest) for n, (name, _, rest) in enumerate(pieces)]
    assert roles(rows, False)[NUMBER] == role


def test_numbers_that_everybody_has_say_nothing() -> None:
    sine = 0xD76AA478  # the first of MD5
    floats = [struct.unpack("<I", struct.pack("<f", one))[0] for one in (0.1, 1 / 1024, 59.9, -0.25, 3.14)]
    for value in (sine, *floats, 0x8007000E, 0xC000013A, 0xBB010002, 0x611E0002, 0x0100007F):
        assert not _odd(value), hex(value)
    for value in (NUMBER, 0x2C1B3C6D, 0x1203000A):
        assert _odd(value), hex(value)


def test_numbers_and_tables_of_algorithms_say_nothing() -> None:
    starts = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A)  # SHA-256
    others = (
        0x61707865,
        0x3320646E,
        0x9E3779B1,
        0x428A2F98,
        0x7380166F,
        0xF3BCC908,
        0xC1059ED8,
        0x243F6A88,
        0x736F6D65,
    )
    assert not [hex(one) for one in starts + others if _odd(one)]
    aes, sm4 = "637c777bf26b6fc53001672bfed7ab76", "d690e9fecce13db716b614c228fb2c05"
    crc = struct.pack("<4L", 0x77073096, 0xEE0E612C, 0x990951BA, 0x076DC419)
    forward = struct.pack("<4L", 0x04C11DB7, 0x09823B6E, 0x0D4326D9, 0x130476DC)
    rows = struct.pack("<4L", 0xC66363A5, 0xF87C7C84, 0xEE777799, 0xF67B7B8D)
    tables = (bytes.fromhex(aes), bytes.fromhex(sm4), crc, forward, rows, struct.pack(">4L", *starts), bytes(range(16)))
    assert all(map(is_table, tables))
    own = bytes.fromhex("9a31c75e02f86db417e9508c23d67ba1")
    assert not is_table(own)
    assert begins(own * 2 + crc + own) == 32
    assert begins(own) == 16


@pytest.mark.parametrize(
    "value",
    [
        *(747796405, 2891336453, 277803737),  # PCG of 32 bits
        *(0x2360ED051FC65DA4 & 0xFFFFFFFF, 0x4385DF649FCCF645 >> 32),  # halves of 128
        *(2147483563, 123456789, 521288629, 0x6C078965, 0x8764000B),  # L'Ecuyer, Marsaglia, Mersenne Twister, xoshiro
        *(0x239B961B, 0x1E35A7BD, 0x27D4EB2D, 0x53C5CA59, 73856093, 0x5F3759DF),  # hashes and other tricks
    ],
)
def test_numbers_of_generators_and_hashes_and_their_negatives_say_nothing(value: int) -> None:
    assert not _odd(value) and not _odd(-value & 0xFFFFFFFF)


def test_the_halves_of_what_is_subtracted_say_nothing_and_the_tweaked_does() -> None:
    knuth = -0x5851F42D4C957F2D & (1 << 64) - 1
    assert not _odd(knuth >> 32) and not _odd(knuth & 0xFFFFFFFF)
    assert is_number(0x9AE16A3B2F90404F) and not is_number(0x3F58476D1CE4E5B9)
    assert _odd(0x2C9277B7) and _odd(0x51484752), "near a number of PCG; a mark of a protocol"


def test_a_packet_constant_stands_where_an_instruction_holds_it() -> None:
    """It is put into a register, or a variable, and stored from there; half of eight bytes at these; of what no
    instruction holds, the place where it is written."""
    into = Stack(-32)
    whole = 0x6163204F4C4C4548
    stores = [Store(0x31, 2, 4, NUMBER, into), Store(0x42, 4, 4, whole & 0xFFFFFFFF, into), Store(0x50, 4, 4, 77, into)]
    trace = Trace(0, 99, constants={NUMBER: 0x23, whole: 0x38}, headers=stores)
    facts: Any = SimpleNamespace(
        own={0: trace}, rows=lambda start, stop: [], program=SimpleNamespace(arch="x86-64", low=0)
    )
    assert {one.value: one.at for one in Numbers(facts)._read(0)} == {NUMBER: 0x23, 0x4C4C4548: 0x38}
    assert packets._written(trace)[77] == 0x50


def test_what_rules_find_in_libraries_stands_there() -> None:
    one: Any = SimpleNamespace(library={16: None})
    steps = ((None, ((32, Seen(40, 1, "call", "recv")),)), (None, ((16, Seen(24, 1, "call", "Sleep")),)))
    place = Seen(44, 1, "call", "send")
    rule = SimpleNamespace(words={"title": {"zh": "自行收发", "en": "speaks a protocol"}})

    def left(function: int, steps: object) -> tuple[int, str] | None:
        what: Any = SimpleNamespace(function=function, place=place, steps=steps, rule=rule)
        part = method._in_library(one, what)
        return None if part is None else (part.at, method._left(one, what, part)[1])

    said = "speaks a protocol (in the program's own code, at 0x2c; of its evidence the library has Sleep)"
    assert left(32, steps) == (24, said), "a Sleep of the library speaks no protocol"
    assert left(32, steps[:1]) is None
    assert left(16, steps) == (44, "speaks a protocol")


def test_classes_of_windows_are_not_the_client_s() -> None:
    held = SimpleNamespace(names=frozenset({"static", "sea of stars"}))
    clients = Clients({})
    clients.each = [held]  # type: ignore[list-item]
    assert not clients.text("STATIC")
    assert clients.text("Sea of Stars")
