"""What libarchive's readers of RAR (3.7) pass over in silence: which members of a RAR 5 are encrypted (it calls them
damaged), whether it is cut short, whether the archive is one volume of several.

Layout: RARLAB's technotes "RAR 5.0 archive format" and "RAR archive format" (4), which describe heads, not compression.
"""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.extract.packages.pieces import DAMAGED, Broken, File

MAGIC = b"Rar!\x1a\x07\x01\x00"
OLD = b"Rar!\x1a\x07\x00"
VOLUMES = "it is one of several volumes; the others are not read"
HEADER = 2 << 20  # bytes of one head, the format's own limit
_FILE, _CRYPT, _END = 2, 4, 5
_EXTRA, _DATA = 1, 2
_LOCKED = 1  # the kind of record that holds the parameters of encryption


class _Vint:
    """Numbers of seven bits a byte, little end first."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data = data
        self.place = place

    def next(self) -> int:
        value = shift = 0
        while shift < 70:
            if self.place >= len(self.data):
                raise Broken("a head ends inside a number")
            byte = self.data[self.place]
            self.place += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise Broken("a number without an end")


@dataclass(frozen=True, slots=True)
class Survey:
    """``locked``: names, as stored, of the encrypted members. ``fault``: what is to be said of the whole, or empty."""

    locked: frozenset[bytes] = frozenset()
    fault: str = ""


def survey(file: File, most: int) -> Survey:
    """A walk over at most ``most`` heads of a RAR 5; what is damaged ends it. Of a RAR 4 the first head is read."""
    found: set[bytes] = set()
    fault = "it ends without its end mark: it may be cut short"
    place = len(MAGIC)
    start = file.read(0, min(file.size, 12))
    if start[:7] == OLD:
        return Survey(fault=VOLUMES if start[9:10] == b"\x73" and start[10:11] and start[10] & 1 else "")
    if start[:8] != MAGIC:
        return Survey()
    try:
        for number in range(most + 2):
            front = _Vint(file.read(place + 4, min(10, file.size - place - 4)))
            size = front.next()
            if not 0 < size <= HEADER:
                break
            head = _Vint(file.read(place + 4 + front.place, size))
            kind, flags = head.next(), head.next()
            extra = head.next() if flags & _EXTRA else 0
            data = head.next() if flags & _DATA else 0
            if kind in (_CRYPT, _END) or number > most:
                more = kind == _END and head.next() & 1
                fault = VOLUMES if more else ""
                break
            if kind == _FILE and extra and _has_locked(head.data[size - extra :]):
                found.add(_name(head))
            place += 4 + front.place + size + data
    except DAMAGED:
        return Survey(frozenset(found), fault)
    return Survey(frozenset(found), fault)


def _name(head: _Vint) -> bytes:
    flags = head.next()
    head.next()  # size
    head.next()  # attributes
    head.place += 4 * bool(flags & 2) + 4 * bool(flags & 4)
    head.next()  # compression
    head.next()  # system
    length = head.next()
    return head.data[head.place : head.place + length]


def _has_locked(extra: bytes) -> bool:
    records = _Vint(extra)
    while records.place < len(extra):
        size = records.next()
        end = records.place + size
        if size and records.next() == _LOCKED:
            return True
        records.place = end
    return False
