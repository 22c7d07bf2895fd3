"""Further ways to do a thing: system calls by number, values that callers hand in, code in data, own exports."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from comparators.software.capabilities import codes, hidden, syscalls
from comparators.software.capabilities.traces import Store
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
HEAD = """
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#define APART __attribute__((noinline))
"""
ENDS = """
APART static int stop(int id, int how) { return kill(id, how); }
int main(void) {
    FILE *list = popen("pidof keeper", "r");
    int id;
    while (fscanf(list, "%d", &id) == 1) stop(id, SIGNAL);
}
"""
CHILD = """
APART static void end(int child) { kill(child, SIGTERM); waitpid(child, 0, 0); }
int main(int n, char **words) {
    int child = fork();
    if (!child) pause();
    sleep(atoi(words[1]));
    end(child);
}
"""
BY_NUMBER = """
APART static long back(long to) {
    struct timespec t = {to, 0};
    return syscall(SYS_clock_settime, 0, &t);
}
int main(int n, char **words) { return back(atol(words[1])); }
"""
BY_INSTRUCTION = """
APART static long back(long to) {
    struct timespec t = {to, 0};
    long answer;
    __asm__ volatile("syscall" : "=a"(answer) : "a"(227), "D"(0L), "S"(&t) : "rcx", "r11", "memory");
    return answer;
}
int main(int n, char **words) { return back(atol(words[1])); }
"""
WATCH = """
APART static long now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec; }
int main(void) { long was = now(); sleep(1); return now() - was; }
"""
TABLE = """
static int never(const char *one, const char *other) { return 1; }
APART int put_in(void **slot, void *fresh) {
    mprotect((void *)((long)slot & ~4095L), 4096, PROT_READ | PROT_WRITE);
    *slot = fresh;
    return 0;
}
APART int walk(struct link_map *map, const char *name, void *fresh) {
    for (char **each = (char **)map->l_ld; *each; each += 2)
        if (!strcmp(each[1], name)) return put_in((void **)each, fresh);
    return 0;
}
__attribute__((constructor)) static void begin(void) {
    struct link_map *map;
    dlinfo(dlopen(0, RTLD_LAZY), RTLD_DI_LINKMAP, &map);
    walk(map, "strcasecmp", (void *)never);
}
"""
INTERPOSED = """
static struct dirent *(*next)(DIR *);
__attribute__((constructor)) static void begin(void) { next = (struct dirent *(*)(DIR *))dlsym(RTLD_NEXT, "readdir"); }
struct dirent *readdir(DIR *list) {
    struct dirent *one;
    while ((one = next(list)) && strstr(one->d_name, "helper"));
    return one;
}
"""
SERVED = """
#include <netinet/in.h>
#include <sys/socket.h>
APART static int answer(int s) {
    unsigned char m[64];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    long got = recvfrom(s, m, sizeof m, 0, (struct sockaddr *)&from, &size);
    m[0] |= 0x80;
    return got > 0 && sendto(s, m, got, 0, (struct sockaddr *)&from, size) > 0;
}
int main(void) {
    struct sockaddr_in a = {AF_INET, htons(4100)};
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    bind(s, (struct sockaddr *)&a, sizeof a);
    while (answer(s));
}
"""


def told(folder: Path, source: str, *flags: str, level: str = "O2") -> dict[str, str]:
    """Capability/technique → symbol of the function that it stands in."""
    data = compiled(HEAD + source, level, False, flags)
    program = put(folder / f"program-{zlib.crc32(data):08x}", data)  # what was found is remembered by path
    found = capabilities(program).items()
    return {f"{kind}/{technique}": str(one.details["symbol"]).partition(".")[0] for (kind, technique), one in found}


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
@pytest.mark.parametrize("source", [BY_NUMBER, BY_INSTRUCTION], ids=["number", "instruction"])
def test_a_system_call_by_number_is_the_function(tmp_path: Path, source: str, level: str) -> None:
    assert told(tmp_path, source, level=level) == {"changes-clock/set-clock-call": "back"}
    assert told(tmp_path, WATCH, level=level) == {}


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_what_callers_hand_in_is_seen(tmp_path: Path, level: str) -> None:
    assert told(tmp_path, ENDS, "-DSIGNAL=SIGKILL", level=level) == {"ends-processes/signalled": "stop"}
    assert told(tmp_path, ENDS, "-DSIGNAL=SIGUSR1", level=level) == {}
    assert told(tmp_path, CHILD, level=level) == {}


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_a_library_that_calls_its_own_exports(tmp_path: Path, level: str) -> None:
    found = told(tmp_path, TABLE, "-shared", "-fPIC", level=level)
    assert found["hooks-functions/offset-table"] == "put_in"


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_a_function_in_place_of_another_stands_in_its_export(tmp_path: Path, level: str) -> None:
    found = told(tmp_path, INTERPOSED, "-shared", "-fPIC", level=level)
    assert found["disables-protection/interposed-check"] == "readdir"
    assert "hooks-functions/interposed" in found


@needs_gcc
def test_datagrams_answered_by_a_program_itself(tmp_path: Path) -> None:
    assert told(tmp_path, SERVED) == {"offline-protocol/stand-in-datagrams": "answer"}


def test_numbers_of_system_calls() -> None:
    assert syscalls.named("ELF", "x86-64", 311) == syscalls.named("ELF", "arm64", 271) == "process_vm_writev"
    assert syscalls.named("PE", "x86-64", 0x3A) == "NtWriteVirtualMemory"
    assert syscalls.named("PE", "x86", 0x3A) == syscalls.named("ELF", "x86-64", None) == ""
    assert syscalls.named("ELF", "x86-64", -1) == ""


def test_jumps_and_returns_that_stand_in_data() -> None:
    assert codes.is_jump(bytes.fromhex("ff2500000000")) and codes.is_jump(bytes.fromhex("48b80000000000000000ffe0"))
    assert codes.is_jump(bytes.fromhex("e900000000")) and not codes.is_jump(bytes.fromhex("e912345678"))
    assert not codes.is_jump(b"house") and not codes.is_jump(b"")
    assert codes.is_return(bytes.fromhex("31c0c3")) and codes.is_return(bytes.fromhex("b857000780c3"))
    assert not codes.is_return(b"1000") and not codes.is_return(b"")


def test_a_return_written_in_two_pieces() -> None:
    pieces = [Store(1, 4, 4, 0x070057B8, None), Store(5, 2, 2, 0xC380, None)]  # b8 57 00 07 80 c3
    assert [one.at for one in codes.returns(pieces)] == [1]
    assert not list(codes.returns([Store(1, 4, 4, 0x070057B8, None)]))


def test_a_short_name_under_a_key_that_stands_elsewhere() -> None:
    key = bytes.fromhex("9e31c772")
    sealed = bytes(c ^ key[i % 4] for i, c in enumerate(b"recv\0")) + b"\1\2"
    one = hidden.keyed(sealed, frozenset({"recv"}), key + b"\5\6")
    assert one is not None and (one.text, one.key, one.stop) == ("recv", key, 4)
    assert hidden.keyed(sealed, frozenset({"send"}), key) is None
    assert hidden.keyed(sealed, frozenset({"recv"}), bytes(8)) is None
