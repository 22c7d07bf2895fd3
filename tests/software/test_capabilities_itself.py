"""A process that reaches into itself, addresses that are a program's own, and what a hook is of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from comparators.software.capabilities.names import Names
from tests.software.programs import put
from tests.software.test_capabilities import capabilities, found

MINGW, NARROW = shutil.which("x86_64-w64-mingw32-gcc"), shutil.which("i686-w64-mingw32-gcc")
pytestmark = pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
REACHES = """
#include <windows.h>
#include <stdlib.h>
int counter = 5;
int main(int n, char **words) {
    DWORD whose = WHOSE;
    HANDLE process = OpenProcess(PROCESS_VM_READ | PROCESS_VM_WRITE | PROCESS_VM_OPERATION, 0, whose);
    int value;
    SIZE_T done;
    ReadProcessMemory(process, WHERE, &value, 4, &done);
    value++;
    WriteProcessMemory(process, WHERE, &value, 4, &done);
    return counter;
}
"""
HOOKS = """
#include <winsock2.h>
#include <windows.h>
#include <string.h>
static unsigned char saved[14];
static int (WSAAPI *real)(SOCKET, const char *, int, int);
static DWORD start;
static int WSAAPI sent(SOCKET s, const char *b, int n, int f) {
    memcpy((void *)real, saved, 14);
    return real(s, b, n, f);
}
static DWORD WINAPI tick(void) {
    static DWORD (WINAPI *g)(void);
    if (!g) g = (void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), "GetTickCount64");
    return start + (g() - start) * 3;
}
static void put(void *t, void *to) {
    unsigned char j[14] = {0xff, 0x25};
    DWORD o;
    memcpy(j + 6, &to, 8);
    VirtualProtect(t, 14, PAGE_EXECUTE_READWRITE, &o);
    memcpy(saved, t, 14);
    memcpy(t, j, 14);
    VirtualProtect(t, 14, o, &o);
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD r, void *x) {
    if (r != 1) return 1;
    real = (void *)GetProcAddress(LoadLibraryA("ws2_32.dll"), "send");
    put((void *)real, (void *)sent);
    put((void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), "GetTickCount"), (void *)tick);
    return 1;
}
"""


def made(folder: Path, source: str, *flags: str, by: str | None = MINGW, name: str = "a.exe") -> Path:
    text, path = put(folder / "a.c", source.encode()), folder / name
    subprocess.run([str(by), "-w", "-s", *flags, str(text), "-o", str(path)], check=True)
    return path


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_a_process_that_opens_itself_by_its_number_reaches_into_no_other(tmp_path: Path, level: str) -> None:
    own = made(tmp_path, REACHES, level, "-DWHOSE=GetCurrentProcessId()", "-DWHERE=&counter")
    assert not capabilities(own)
    other = made(tmp_path, REACHES, level, "-DWHOSE=atoi(words[1])", "-DWHERE=&counter", name="b.exe")
    assert {rule for rule, _ in capabilities(other)} == {"reads-memory", "writes-memory"}


@pytest.mark.parametrize(("by", "level"), [(MINGW, "-O0"), (MINGW, "-O2"), (NARROW, "-O2")])
def test_the_address_of_an_own_variable_is_none_in_the_client(tmp_path: Path, by: str | None, level: str) -> None:
    if by is None:
        pytest.skip("needs mingw-w64 for 32 bits")
    own = made(tmp_path, REACHES, level, "-DWHOSE=atoi(words[1])", "-DWHERE=&counter", by=by)
    assert not [one for one in found(own, own) if one.kind == "address-of-client"]
    start = 0x140001000 if by == MINGW else 0x404000
    fixed = made(
        tmp_path, REACHES, level, "-DWHOSE=atoi(words[1])", f"-DWHERE=(void*){start + 4:#x}", by=by, name="b.exe"
    )
    assert [one for one in found(fixed, fixed) if one.kind == "address-of-client"]


def test_a_hook_is_told_by_the_function_that_it_is_of(tmp_path: Path) -> None:
    seen = capabilities(made(tmp_path, HOOKS, "-O2", "-shared", name="a.dll"))
    clock, sockets = seen["changes-clock", "hooked-clock"].details, seen["forges-packets", "hooked-sockets"].details
    looked = [str(line) for line in clock["evidence_en"] if "takes the address" in str(line)]
    assert any("GetTickCount64 " in line for line in looked) and any("GetTickCount " in line for line in looked)
    assert clock["function"] == sockets["function"]  # the one that hooks, not the one that is put there
    called = [
        {str(line).split()[0] for line in one["evidence_en"] if "calls VirtualProtect" in str(line)}
        for one in (clock, sockets)
    ]
    assert called[0] and called[1] and not called[0] & called[1]


def test_wide_names_of_files_are_one_and_other_functions_are_told_apart() -> None:
    names = Names(["fopen", "fopen64", "GetTickCount", "GetTickCount64", "lseek"])
    assert [names.plain(one) for one in ("fopen64", "GetTickCount64", "lseek64")] == [
        "fopen",
        "GetTickCount64",
        "lseek",
    ]
