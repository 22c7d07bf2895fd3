"""Unix ar, and with it Debian packages and static libraries. Layout: ar(5) of 4.4BSD and of GNU binutils; deb(5).

Heads of 60 bytes, each behind contents on an even byte. Long names stand in a table of their own (GNU, ``/123``) or
before the contents (BSD, ``#1/20``).
"""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.extract.packages.pieces import Broken, File, Piece
from appraisal.extract.tars import utc

MAGIC = b"!<arch>\n"
LONG = 1 << 16
NAMES = 64 << 20


def is_ar(head: bytes, size: int) -> bool:
    return head[:8] == MAGIC and (size == 8 or head[66:68] == b"`\n")


def is_deb(head: bytes, size: int) -> bool:
    return is_ar(head, size) and head[8:21] == b"debian-binary"


def pieces(file: File) -> Iterator[Piece]:
    """All members in order, the symbol table and the table of long names too, under their own names."""
    place, long = 8, b""
    while place < file.size:
        head = file.read(place, 60)
        if head[58:60] != b"`\n":
            raise Broken(f"no head of a member at byte {place}")
        size = _number(head[48:58])
        start = place + 60
        place = start + size + size % 2
        name = head[:16].rstrip(b" ")
        front = 0
        if name == b"//":
            long = file.read(start, min(size, NAMES))
        elif name[:1] == b"/" and name[1:].isdigit():
            at = int(name[1:])
            name = long[at : at + LONG].partition(b"\n")[0].removesuffix(b"/") or name
        elif name[:3] == b"#1/" and name[3:].isdigit():
            front = int(name[3:])
            if front > min(size, LONG):
                raise Broken(f"a name of {front} bytes in a member of {size}")
            name = file.read(start, front).rstrip(b"\x00")
        elif len(name) > 1:
            name = name.removesuffix(b"/")
        written = head[16:28].strip()
        mtime = utc(int(written)) if written.isdigit() and int(written) else None
        yield Piece(name or b"(no name)", start + front, size - front, size - front, mtime)


def _number(field: bytes) -> int:
    text = field.strip()
    if not text.isdigit():
        raise Broken("a size that is no number")
    return int(text)
