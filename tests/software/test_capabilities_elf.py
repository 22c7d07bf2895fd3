"""Capabilities of ELF programs built here, alone and against a client."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities, found

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")

CHEAT = """
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/uio.h>
#include <sys/ioctl.h>
__attribute__((noinline)) void change(int id, int value) {
    struct iovec mine = {&value, 4}, there = {(void *)ADDRESS, 4};
    process_vm_writev(id, &mine, 1, &there, 1, 0);
}
__attribute__((noinline)) void look(int id) {
    char name[64]; int value;
    snprintf(name, sizeof name, "/proc/%d/mem", id);
    int file = open(name, O_RDONLY);
    if (pread(file, &value, 4, ADDRESS) == 4) printf("%d", value);
}
__attribute__((noinline)) void press(void) {
    int file = open("/dev/uinput", O_WRONLY);
    ioctl(file, 0x40045564, 1);
    ioctl(file, 0x5501);
}
int main(int n, char **words) { change(atoi(words[1]), 9); look(atoi(words[1])); press(); return 0; }
"""
PRELOADED = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static int (*real)(clockid_t, struct timespec *);
int clock_gettime(clockid_t which, struct timespec *now) {
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int answer = real(which, now);
    now->tv_sec *= 4;
    return answer;
}
"""
CLIENT = """
#include <stdio.h>
int health = 100;
int main(void) { while (health) printf("%d", health--); return 0; }
"""


def client(folder: Path) -> tuple[Path, int]:
    path = put(folder / "mooncove", compiled(CLIENT, "O1", False, ("-no-pie",)))
    import lief

    read = lief.ELF.parse(str(path))
    assert read is not None
    return path, next(int(s.value) for s in read.symbols if s.name == "health")


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_an_elf_program_is_found_at_its_functions_at_any_level(tmp_path: Path, level: str) -> None:
    flags = ("-fno-inline", "-DADDRESS=0x404010")
    path = put(tmp_path / "cheat", compiled(CHEAT, level, False, flags))
    seen = {key: o.details["symbol"] for key, o in capabilities(path).items()}
    assert seen == {
        ("writes-memory", "process-vm-writev"): "change",
        ("reads-memory", "proc-mem"): "look",
        ("simulates-input", "virtual-device"): "press",
    }
    bare = put(tmp_path / "bare", compiled(CHEAT, level, True, flags))
    assert capabilities(bare).keys() == seen.keys()


@needs_gcc
def test_a_library_that_takes_the_place_of_a_clock(tmp_path: Path) -> None:
    path = put(tmp_path / "fast.so", compiled(PRELOADED, "O2", True, ("-shared", "-fPIC")))
    assert list(capabilities(path)) == [("changes-clock", "interposed-clock"), ("hooks-functions", "interposed")]


@needs_gcc
def test_against_a_client_fixed_addresses_resolve_in_it(tmp_path: Path) -> None:
    other, address = client(tmp_path)
    cheat = put(tmp_path / "cheat", compiled(CHEAT, "O2", True, ("-fno-inline", f"-DADDRESS={address:#x}")))
    seen = [o for o in found(cheat, other) if o.kind == "address-of-client"]
    assert [o.details["value"] for o in seen] == [hex(address)]
    assert seen[0].details["client"]["section"] != "" or seen[0].details["client"]["variable"]
    assert seen[0].details["client"]["used_at"]
    assert seen[0].details["client"]["symbol"] == "health" and "（health, " in str(seen[0].details["summary_zh"])
    part = put(tmp_path / "part", compiled(CHEAT, "O2", True, ("-fno-inline", f"-DADDRESS={address + 2:#x}")))
    assert [o.details["client"]["symbol"] for o in found(part, other) if o.kind == "address-of-client"] == [
        "health+0x2"
    ]
    away = put(tmp_path / "away", compiled(CHEAT, "O2", True, ("-fno-inline", "-DADDRESS=0x7000abc0")))
    assert [o for o in found(away, other) if o.kind == "address-of-client"] == []
