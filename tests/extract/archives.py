"""Archives made by hand for the tests: any bytes for a name, any lie in a header."""

import io
import struct
import tarfile
import zlib

import py7zr


def deflated(data):
    state = zlib.compressobj(9, zlib.DEFLATED, -15)
    return state.compress(data) + state.flush()


class Zip:
    """A zip writer without scruples."""

    def __init__(self):
        self.body = bytearray()
        self.directory = bytearray()
        self.count = 0

    def add(self, name, data=b"", *, method=8, flags=0, mode=0, system=3, size=None, crc=None, packed=None, at=None,
            extra=b"", date=(0x5A21, 0x6000), local_name=None, raw=None):  # fmt: skip
        """Write a local header and its data (unless ``at`` names an earlier one) and a directory entry."""
        name = name.encode() if isinstance(name, str) else name
        body = raw if raw is not None else (deflated(data) if method == 8 else data)
        size = len(data) if size is None else size
        crc = zlib.crc32(data) if crc is None else crc
        packed = len(body) if packed is None else packed
        offset = len(self.body) if at is None else at
        if at is None:
            local = name if local_name is None else local_name
            self.body += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, date[1], date[0], crc,
                                     packed, size, len(local), 0) + local + body  # fmt: skip
        self.directory += struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, system, 20, 0, flags, method, date[1],
                                      date[0], crc, packed, size, len(name), len(extra), 0, 0, 0, mode << 16,
                                      offset) + name + extra  # fmt: skip
        self.count += 1
        return offset

    def bytes(self, count=None, comment=b""):
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, (self.count if count is None else count) & 0xFFFF,
                          (self.count if count is None else count) & 0xFFFF, len(self.directory), len(self.body),
                          len(comment))  # fmt: skip
        return bytes(self.body + self.directory) + end + comment


def zip_of(members):
    made = Zip()
    for name, data in members.items():
        made.add(name, data, flags=0x800)
    return made.bytes()


def tar_of(members, mode="w", format=tarfile.PAX_FORMAT):
    """``members``: name to bytes, or to a TarInfo's fields for what is no file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=format, encoding="utf-8", errors="surrogateescape") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.mtime = 1_500_000_000
            if isinstance(data, bytes):
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            else:
                for key, value in data.items():
                    setattr(info, key, value)
                archive.addfile(info)
    return out.getvalue()


def seven_of(members, **options):
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **options) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


MEMBERS = {"readme.txt": b"hello", "server/战斗.lua": b"-- fight", "empty": b"", "again.txt": b"hello"}
FORMATS = {
    "zip": lambda: zip_of(MEMBERS),
    "7z": lambda: seven_of(MEMBERS),
    "tar": lambda: tar_of(MEMBERS),
    "tar.gz": lambda: tar_of(MEMBERS, "w:gz"),
    "tar.bz2": lambda: tar_of(MEMBERS, "w:bz2"),
    "tar.xz": lambda: tar_of(MEMBERS, "w:xz"),
}
