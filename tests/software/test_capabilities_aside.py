"""What must not be taken for a capability beside what must: services of the network, typed lines, texts of no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparators.software.capabilities import codes
from comparators.software.capabilities.names import Names
from comparators.software.capabilities.traces import Call, Trace
from comparators.software.capabilities.uses import is_file
from tests.software.test_capabilities_ways import needs_gcc, told

NET = """
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
"""
ASKED = (
    NET
    + """
APART static long ask(const char *host, unsigned char *m, int n) {
    struct sockaddr_in a = {AF_INET, htons(PORT)};
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    a.sin_addr.s_addr = inet_addr(host);
    sendto(s, m, n, 0, (struct sockaddr *)&a, sizeof a);
    return recvfrom(s, m, n, 0, 0, 0);
}
int main(int n, char **words) { unsigned char m[48] = {0x1B}; return ask(words[1], m, sizeof m) > 0; }
"""
)
EXCHANGED = (
    NET
    + """
static int s;
APART static void say(const char *what, int n) { send(s, what, n, 0); }
APART static void listen_to(void) {
    char m[512];
    for (long n; (n = recv(s, m, sizeof m, 0)) > 0;)
        if (m[0] == 7 && time(0) % 3) say(m, n);
}
int main(int n, char **words) {
    struct sockaddr_in a = {AF_INET, htons(7400)};
    char line[100];
    a.sin_addr.s_addr = inet_addr(words[1]);
    s = socket(AF_INET, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&a, sizeof a);
#ifdef TYPED
    while (fgets(line, sizeof line, stdin)) say(line, strlen(line));
#endif
    listen_to();
}
"""
)
DEVICE = (
    NET
    + """
APART static int ask(int f, long *what) { return ioctl(f, 0xC0206B01, what); }
int main(void) { long what[4] = {0}; return ask(open("/dev/DEVICE", O_RDWR), what); }
"""
)
FOUND_SOCKET = (
    NET
    + """
static int wanted(void) {
    struct sockaddr_in a;
    for (int s = 3; s < 256; s++) {
        socklen_t n = sizeof a;
        if (!getpeername(s, (struct sockaddr *)&a, &n) && ntohs(a.sin_port) == atoi(getenv("PORT"))) return s;
    }
    return -1;
}
APART static long say(int s, const void *what, long n) { return send(s, what, n, 0); }
__attribute__((constructor)) static void begin(void) { say(wanted(), "\\5\\0\\x21", 3); }
"""
)


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_services_of_the_network_are_no_protocol_of_a_game(tmp_path: Path, level: str) -> None:
    assert told(tmp_path, ASKED, "-DPORT=27960", level=level) == {"offline-protocol/datagram-client": "ask"}
    for port in (53, 123, 1900):
        assert told(tmp_path, ASKED, f"-DPORT={port}", level=level) == {}


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_what_a_person_types_is_no_bot(tmp_path: Path, level: str) -> None:
    assert any(name.startswith("offline-protocol/") for name in told(tmp_path, EXCHANGED, level=level))
    assert told(tmp_path, EXCHANGED, "-DTYPED", level=level) == {}


@needs_gcc
def test_a_device_is_told_by_its_whole_name(tmp_path: Path) -> None:
    assert "loads-drivers/own-device-file" in told(tmp_path, DEVICE.replace("DEVICE", "memview"))
    for device in ("mem", "ttyUSB0", "video1", "nvidia-uvm", "i2c-1", "sda"):
        assert "loads-drivers/own-device-file" not in told(tmp_path, DEVICE.replace("DEVICE", device))


@needs_gcc
def test_a_socket_that_the_program_did_not_make(tmp_path: Path) -> None:
    found = told(tmp_path, FOUND_SOCKET, "-shared", "-fPIC")
    assert "forges-packets/socket-of-program" in found
    own = FOUND_SOCKET.replace("return -1;", "return socket(AF_INET, SOCK_STREAM, 0);")
    assert "forges-packets/socket-of-program" not in told(tmp_path, own, "-shared", "-fPIC")


def test_a_library_to_be_loaded_is_no_file_to_be_opened() -> None:
    def handed(name: str, text: str) -> Trace:
        return Trace(0, 64, calls=[Call(8, 5, name, "import", 0, (4096,), (text,))])

    assert not is_file("extra.dll", handed("LoadLibrary", "extra.dll"))
    assert is_file("extra.dll", handed("CreateFile", "extra.dll"))
    assert is_file("extra.dll", Trace(0, 64))
    assert not is_file("https://example.org/new.exe", Trace(0, 64))


def test_more_returns_of_constants() -> None:
    for code in ("90c3", "b001c3", "48c7c001000000c3", "48b80100000000000000c3", "f8c3"):
        assert codes.is_return(bytes.fromhex(code)), code
    assert not codes.is_return(b"\x90\x90") and not codes.is_return(b"\xb0\x01")


def test_more_functions_of_sockets_by_their_numbers() -> None:
    names = Names(["getpeername", "ntohs"])
    assert (names.plain("ws2_32.dll#5"), names.plain("ws2_32.dll#15")) == ("getpeername", "ntohs")
