"""Names of functions of operating systems, as rules write them; hashes under which programs hide them.

Hashes: the sums published for code that finds functions by hash (rotation by 13 bits to the right and addition, as used
in public shellcode since 2003; djb2 and sdbm, D. Bernstein and the sdbm library; FNV-1a, RFC 9923; CRC-32, ISO 3309).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

# Ordinals that are fixed: Winsock 1.1 and 2.
ORDINALS: Mapping[tuple[str, int], str] = {
    (library, number): name
    for library in ("ws2_32", "wsock32")
    for number, name in {
        1: "accept", 2: "bind", 3: "closesocket", 4: "connect", 5: "getpeername", 6: "getsockname", 7: "getsockopt",
        8: "htonl", 9: "htons", 10: "ioctlsocket", 11: "inet_addr", 12: "inet_ntoa", 13: "listen", 14: "ntohl",
        15: "ntohs", 16: "recv", 17: "recvfrom", 18: "select", 19: "send",
        20: "sendto", 21: "setsockopt", 22: "shutdown", 23: "socket", 52: "gethostbyname", 115: "WSAStartup",
    }.items()
}  # fmt: skip
_DECORATED = re.compile(r"^_?(\w+?)@\d+$")


class Names:
    """Names as the rules write them. ``known``: all that rules ask for."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._memo: dict[str, str] = {}
        self.hashes = _hashes(self.known)

    def plain(self, name: str) -> str:
        """The name without what its platform, compiler or character set adds to it."""
        found = self._memo.get(name)
        if found is None:
            found = self._memo[name] = self._plain(name)
        return found

    def _plain(self, name: str) -> str:
        library, mark, number = name.partition("#")
        if mark and number.isdigit():
            return ORDINALS.get((library.removesuffix(".dll"), int(number)), name)
        name = name.removeprefix("__imp_").partition("@@")[0]
        if (decorated := _DECORATED.match(name)) is not None:
            name = decorated[1]
        if name[:2] == "__" and name[-4:] == "_chk" and name[2:-4] in self.known:
            return name[2:-4]  # of the C library, with a check of bounds
        if name not in self.known:
            for other in (name[:-1] if name[-1:] in ("A", "W") else "", f"Nt{name[2:]}" if name[:2] == "Zw" else ""):
                if other in self.known:
                    return other
        short = name.removesuffix("64")  # of files: fopen64, which rules call fopen; GetTickCount64 is another function
        return short if short in self.known and (name.islower() or name not in self.known) else name

    def is_known(self, text: str) -> bool:
        """Whether a text is a name that a rule asks for."""
        return self.plain(text) in self.known


@lru_cache(maxsize=4)  # the same rules are asked of every program
def _hashes(known: frozenset[str]) -> Mapping[int, tuple[str, str]]:
    """By each hash, the name that it is of and the sort of hash."""
    found: dict[int, tuple[str, str]] = {}
    for name in sorted(known):
        for spelt in (name, f"{name}A", f"{name}W", f"Zw{name[2:]}" if name.startswith("Nt") else name):
            for sort, value in hashes(spelt):
                found.setdefault(value, (name, sort))
    return found


def hashes(name: str) -> Iterable[tuple[str, int]]:
    """The name under each sort of hash, 32 bits."""
    data = name.encode("ascii", "replace")
    yield "CRC-32", zlib.crc32(data)
    for zero in ("", "\0"):
        value = 0
        for byte in data + zero.encode():
            value = ((value >> 13 | value << 19) + byte) & 0xFFFFFFFF
        yield "ROR-13", value
    djb, sdbm, fnv = 5381, 0, 0x811C9DC5
    for byte in data:
        djb = (djb * 33 + byte) & 0xFFFFFFFF
        sdbm = (byte + (sdbm << 6) + (sdbm << 16) - sdbm) & 0xFFFFFFFF
        fnv = ((fnv ^ byte) * 0x01000193) & 0xFFFFFFFF
    yield from (("djb2", djb), ("sdbm", sdbm), ("FNV-1a", fnv))
