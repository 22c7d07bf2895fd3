"""What a program is given or names is not what it looks for or opens: sockets, live captures, devices of the system,
BPF programs, bitmaps of its own, files named elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities
from tests.software.test_capabilities_words import words

MINGW = shutil.which("x86_64-w64-mingw32-gcc")
SESSION = """
#include <winsock2.h>
struct session { SOCKET socket; int blocks; };
__declspec(dllexport) int prepare(struct session *s) {
    u_long free = 1;
    int error = 0, size = sizeof error;
    ioctlsocket(s->socket, FIONBIO, &free);
    return getsockopt(s->socket, SOL_SOCKET, SO_ERROR, (char *)&error, &size) | error;
}
__declspec(dllexport) int say(struct session *s, const char *text, int n) { return send(s->socket, text, n, 0); }
"""
SEARCH = """
#include <winsock2.h>
__declspec(dllexport) int say(const char *words, int size) {
    for (SOCKET s = 4; s < 0x4000; s += 4) {
        u_long waiting;
        int type, length = sizeof type;
        if (ioctlsocket(s, FIONREAD, &waiting)) continue;
        if (getsockopt(s, SOL_SOCKET, SO_TYPE, (char *)&type, &length) || type != SOCK_STREAM) continue;
        return send(s, words, size, 0);
    }
    return -1;
}
"""
RELAY = """
#include <winsock2.h>
void *%(opens)s(const char *, ...);
int pcap_next_ex(void *, void **, const unsigned char **);
int main(int n, char **words) {
    struct sockaddr_in to = {AF_INET, 0x3930};
    void *head, *card = %(opens)s(words[1]);
    const unsigned char *data;
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&to, sizeof to);
    while (pcap_next_ex(card, &head, &data) > 0) send(s, (const char *)data, 64, 0);
}
"""
PICTURE = """
#include <windows.h>
__declspec(dllexport) int size(BITMAPINFO *how, void *bits) {
    HDC screen = GetDC(%(window)s), dc = %(dc)s;
    HBITMAP held = (HBITMAP)GetCurrentObject(dc, OBJ_BITMAP);
    return GetDIBits(screen, held, 0, 100, bits, how, 0);
}
"""
WRITES = """
#include <windows.h>
#define APART __attribute__((noinline))
APART HANDLE open_it(const char *name) { return CreateFileA(name, GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0); }
APART int keep(const char *name) {
    DWORD n;
    HANDLE file = open_it(name);
    SetFilePointer(file, 16, 0, 0);
    return WriteFile(file, "x", 1, &n, 0);
}
int main(int n, char **words) { RegSetValueA(HKEY_CURRENT_USER, words[0], REG_SZ, "world.pak", 9); return %(call)s; }
"""
LOADS = """
#include <sys/syscall.h>
#include <unistd.h>
int main(void) { char how[120] = {1}; return syscall(SYS_bpf, 5, how, sizeof how); }
"""


def found(folder: Path, source: str, *flags: str) -> set[tuple[str, str]]:
    """Rules and techniques that a program for Windows, built here, has."""
    stub, library, path = folder / "stub.def", folder / "libwpcap.a", folder / "made.bin"
    stub.write_text("LIBRARY wpcap.dll\nEXPORTS\npcap_open_live\npcap_open_offline\npcap_next_ex\n")
    tool = str(MINGW).replace("-gcc", "-dlltool")
    subprocess.run([tool, "-d", str(stub), "-l", str(library)], check=True)
    (folder / "made.c").write_text(source)
    last = [f"-L{folder}", "-lwpcap", "-lws2_32", "-lgdi32", "-ladvapi32"]
    subprocess.run([str(MINGW), "-O2", "-w", "-s", *flags, str(folder / "made.c"), "-o", str(path), *last], check=True)
    return set(capabilities(path))


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
def test_a_socket_that_a_library_is_given_is_none_that_it_finds(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    assert found(tmp_path / "given", SESSION, "-shared") == set()
    assert found(tmp_path, SEARCH, "-shared") == {("forges-packets", "socket-of-program")}


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
def test_what_is_caught_live_is_no_record_that_is_sent_again(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    assert found(tmp_path / "live", RELAY % {"opens": "pcap_open_live"}) == set()
    assert found(tmp_path, RELAY % {"opens": "pcap_open_offline"}) == {("forges-packets", "replayed")}


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
def test_the_bitmap_of_a_context_of_its_own_is_not_the_screen_s(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    assert found(tmp_path / "own", PICTURE % {"window": "0", "dc": "CreateCompatibleDC(0)"}, "-shared") == set()
    screen = found(tmp_path, PICTURE % {"window": "0", "dc": "screen"}, "-shared")
    assert screen == {("reads-screen", "picture-of-context")}


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
def test_a_file_that_is_named_far_from_what_opens_it_is_not_the_one_opened(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    assert found(tmp_path / "far", WRITES % {"call": "keep(words[1])"}) == set()
    assert {rule for rule, _ in found(tmp_path, WRITES % {"call": 'keep("world.pak")'})} == {"patches-files"}


@pytest.mark.parametrize("technique", ["own-device", "own-device-native"])
def test_devices_that_come_with_the_system(technique: str) -> None:
    (pattern,) = words("loads-drivers", technique)
    before = "\\\\.\\" if technique == "own-device" else "\\Device\\"
    assert not [name for name in ("Nsi", "Http", "PEAuth", "DeviceApi") if re.search(pattern, before + name, re.I)]
    assert all(re.search(pattern, before + name, re.I) for name in ("NsiGuard", "HttpCheat", "pmem"))


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
def test_a_bpf_program_is_no_kernel_module(tmp_path: Path) -> None:
    path = put(tmp_path / "program", compiled(LOADS, "O2", True, ()))
    assert [key for key in capabilities(path) if key[0] == "loads-drivers"] == [("loads-drivers", "kernel-program")]
