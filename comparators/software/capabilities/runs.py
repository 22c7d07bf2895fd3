"""How far constant data that two programs both hold goes on: the longest run of equal bytes from a piece on that both
refer to.

What stands before it is not told: compilers put constants of their own there. A run stays within its section in both,
and out of the data of run-time libraries, which many programs have alike: it ends where data begin that only functions
of libraries refer to, a table of a published algorithm, or the compiler's note of itself. Zeros at its end are most
likely padding: what lies beyond ``PADDING`` of them belongs to it where that is as long as a piece, and a last number
keeps its own zeros.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from appraisal.comparison import JSON
from comparators.software.capabilities import algorithms
from comparators.software.capabilities.facts import Facts

PADDING, LEAST = 8, 16  # zeros that pad, and bytes that are told beyond them
LONGEST_KEY = 64  # bytes: data that are longer are a run, no key
MOST_BYTES, PLACES = 256, 6  # of data that a record repeats; of a run that are named
WIDTH = 4  # bytes of a number whose last ones may be zeros
_NOTE = re.compile(rb"GCC: \(|clang version |Linker: LLD")  # what a compiler writes of itself into each program
_TAIL = re.compile(rb"(?s)\0{%d,}.{0,%d}\Z" % (PADDING, LEAST - 1))
SHARED = (
    "；密钥与数表可能为协议、共用程序库或公开算法所定，按其独立编写的程序也有：不说明复制",
    "; a key or table that a protocol, a shared library or a published algorithm prescribes stands in programs written"
    " independently, too: it says nothing of copying",
)
TABLED = (
    "；协议、共用程序库或公开算法所定的密钥与数表，按其独立编写的程序也有；此处属于何者，或为游戏的数据表，由鉴定人判断",
    "; a key or table that a protocol, a shared library or a published algorithm prescribes stands in programs written"
    " independently, too: whether one of these prescribes it, or a table of the game, is for the experts",
)


@dataclass(frozen=True)
class Run:
    """``data`` at ``place`` in one program and at ``there`` in the other. ``pieces``: where the first program refers to
    it, as (place, place in the other)."""

    place: int
    there: int
    data: bytes
    pieces: tuple[tuple[int, int], ...]

    @property
    def beware(self) -> tuple[str, str]:
        """What it does not say, Chinese and English."""
        return TABLED if len(self.data) > LONGEST_KEY else SHARED

    def details(self, client: str) -> dict[str, JSON]:
        """Of an observation. ``client``: the file of the other program."""
        return {
            "bytes": self.data[:MOST_BYTES].hex(),
            "size": len(self.data),
            "client": {"file": client, "address": hex(self.there)},
            "referred": [[hex(place), hex(there)] for place, there in self.pieces],
        }

    def says(self, client: str) -> tuple[str, str]:
        """Where it begins and ends in both, and where the first program refers to it, if not to its beginning alone."""
        size = len(self.data)
        here, there = (f"{hex(at)}–{hex(at + size - 1)}" for at in (self.place, self.there))
        zh = f"{here} 的 {size} 字节数据与客户端 {client} {there} 相同"
        en = f"{size} bytes of data at {here} are those at {there} of {client}"
        if size > LONGEST_KEY:
            zh = f"{here} 的一段 {size} 字节连续数据与客户端 {client} {there} 逐字节相同"
            en = f"a run of {size} bytes of data at {here} is that at {there} of {client}, byte for byte"
        places = [hex(place) for place, _ in self.pieces]
        if places != [hex(self.place)]:
            more = len(places) - PLACES
            zh_list, en_list = "、".join(places[:PLACES]), ", ".join(places[:PLACES])
            zh += f"（本程序引用其中 {zh_list}{f' 等 {len(places)} 处' if more > 0 else ''}）"
            en += f" (of it the program refers to {en_list}{f' and {more} more' if more > 0 else ''})"
        return zh, en


class Field:
    """The data of one program, as far as they are its own."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        own = {place for trace in facts.own.values() for place in trace.places}
        self._others = sorted({place for trace in facts.traces.values() for place in trace.places} - own)

    def behind(self, place: int, size: int) -> bytes:
        """Bytes behind a piece, as far as its data may go on."""
        part = self.facts.program.part(place)
        if part is None:
            return b""
        high = part.address + part.size
        for area in self.facts.about.areas:
            if area.start <= place < area.stop:
                high = min(high, area.stop)
        at = bisect_right(self._others, place)
        if at < len(self._others):
            high = min(high, max(self._others[at], place + size))
        read = self.facts.program.bytes_at(place + size, max(0, high - place - size))
        return _NOTE.split(read, 1)[0]


def extended(mine: Field, theirs: Field, pieces: Iterable[tuple[int, int, bytes]]) -> list[Run]:
    """The runs from pieces on that both hold, given as (place, place in the other, bytes); one for all pieces in it."""
    runs: list[Run] = []
    for place, there, data in sorted(pieces):
        last = runs[-1] if runs else None
        if last and place - there == last.place - last.there and place + len(data) <= last.place + len(last.data):
            runs[-1] = Run(last.place, last.there, last.data, (*last.pieces, (place, there)))
            continue
        behind = mine.behind(place, len(data))
        tail = behind[: _equal(behind, theirs.behind(there, len(data)))]
        tail = tail[: algorithms.begins(tail, -(place + len(data)) % WIDTH)]
        kept = len(_TAIL.sub(b"", tail).rstrip(b"\0"))
        tail = tail[: kept + -(place + len(data) + kept) % WIDTH]
        runs.append(Run(place, there, data + tail, ((place, there),)))
    return runs


def _equal(one: bytes, other: bytes) -> int:
    """How many bytes from the first on are the same."""
    size = min(len(one), len(other))
    low, high = 0, size
    while low < high:  # the longest prefix that both begin with
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
