"""Packages of programs and games made by hand for the tests, by small writers; lies are patched into the bytes."""

import hashlib
import json
import struct
import zlib

from tests.extract.archives import deflated, seven_of, tar_of, zip_of

MEMBERS = {"a.txt": b"hello", "maps/战斗.lua": b"-- fight" * 40, "empty": b"", "b.txt": b"hello"}
ASCII = {"a.txt": b"hello", "maps/fight.lua": b"-- fight" * 40, "empty": b"", "b.txt": b"hello"}
SHORT = {"A.TXT": b"hello", "FIGHT.LUA": b"-- fight" * 40, "EMPTY": b"", "B.TXT": b"hello"}
TIME = 1_500_000_000


def asar_of(members, more=None, integrity=True):
    """``more``: entries by path that replace or join those of the members."""
    root: dict = {"files": {}}
    body = b""
    for name, data in members.items():
        node = {"size": len(data), "offset": str(len(body))}
        if integrity:
            node["integrity"] = {"algorithm": "SHA256", "hash": hashlib.sha256(data).hexdigest()}
        _place(root, name)[name.rpartition("/")[2]] = node
        body += data
    for name, node in (more or {}).items():
        _place(root, name)[name.rpartition("/")[2]] = node
    return asar_raw(json.dumps(root).encode(), body)


def _place(root, name):
    for part in name.split("/")[:-1]:
        root = root["files"].setdefault(part, {"files": {}})
    return root["files"]


def asar_raw(text, body=b""):
    padded = text + bytes(-len(text) % 4)
    return struct.pack("<4L", 4, len(padded) + 8, len(padded) + 4, len(text)) + padded + body


def table_of(members, start):
    """(place, size, name) of members laid one after the other, and all their bytes."""
    rows, body = [], b""
    for name, data in members.items():
        rows.append((start + len(body), len(data), name.encode() if isinstance(name, str) else name))
        body += data
    return rows, body


def pak_of(members):
    rows, body = table_of(members, 12)
    table = b"".join(struct.pack("<56sLL", name, at, size) for at, size, name in rows)
    return struct.pack("<4sLL", b"PACK", 12 + len(body), len(table)) + body + table


def grp_of(members):
    rows, body = table_of(members, 0)
    table = b"".join(struct.pack("<12sL", name, size) for _, size, name in rows)
    return struct.pack("<12sL", b"KenSilverman", len(rows)) + table + body


def big_of(members):
    size = 16 + sum(9 + len(name.encode()) for name in members)
    rows, body = table_of(members, size)
    table = b"".join(struct.pack(">LL", at, length) + name + b"\x00" for at, length, name in rows)
    return struct.pack("<4sL", b"BIGF", size + len(body)) + struct.pack(">LL", len(rows), size) + table + body


def wad_of(lumps, magic=b"PWAD"):
    """``lumps``: pairs of name and bytes, since names come more than once."""
    rows, body = [], b""
    for name, data in lumps:
        rows.append(struct.pack("<LL8s", 12 + len(body), len(data), name.encode()))
        body += data
    return struct.pack("<4sLL", magic, len(rows), 12 + len(body)) + body + b"".join(rows)


def wad3_of(members, magic=b"WAD3", compression=0):
    rows, body = table_of(members, 12)
    table = b"".join(struct.pack("<LLLBBH16s", at, size, size, 0x43, compression, 0, name) for at, size, name in rows)
    return struct.pack("<4sLL", magic, len(rows), 12 + len(body)) + body + table


def vpk_of(members, version=1, archive=0x7FFF, preload=0):
    """The tree with contents behind it, or with ``archive`` their place in a part; returns (file, part)."""
    groups: dict = {}
    for name, data in members.items():
        folder, _, base = name.rpartition("/")
        stem, _, extension = base.partition(".")
        groups.setdefault(extension or " ", {}).setdefault(folder or " ", []).append((stem, data))
    tree, body = b"", b""
    for extension, folders in groups.items():
        tree += extension.encode() + b"\x00"
        for folder, files in folders.items():
            tree += folder.encode() + b"\x00"
            for stem, data in files:
                head = data[:preload]
                tree += stem.encode() + b"\x00" + struct.pack(
                    "<LHHLLH", zlib.crc32(data), len(head), archive, len(body), len(data) - len(head), 0xFFFF
                ) + head  # fmt: skip
                body += data[len(head) :]
            tree += b"\x00"
        tree += b"\x00"
    tree += b"\x00"
    head = struct.pack("<3L", 0x55AA1234, version, len(tree))
    head += struct.pack("<4L", len(body) if archive == 0x7FFF else 0, 0, 48, 0) if version == 2 else b""
    return (head + tree + body, b"") if archive == 0x7FFF else (head + tree, body)


def pck_of(members, version=2, flags=None, front=b""):
    """Of the pack versions 1 to 3; with ``front`` behind a program, as exported games are."""
    flags = flags or {}
    fields = b"".join(struct.pack("<L", word) for word in (version, 4, 2, 0))
    names = {name: b"res://" + name.encode() for name in members}
    names = {name: raw + bytes(-len(raw) % 4) for name, raw in names.items()}
    table_size = 4 + sum(4 + len(raw) + 32 + (4 if version > 1 else 0) for raw in names.values())
    head_size = 20 + (12 if version > 1 else 0) + (8 if version > 2 else 0) + 64
    base = head_size + table_size
    begin = base + (len(front) if version == 1 else 0)
    if version == 1:
        extra = b""
    else:
        extra = struct.pack("<LQ", flags.get("pack", 2), base)
        extra += struct.pack("<Q", head_size) if version == 3 else b""
    table, body = struct.pack("<L", len(members)), b""
    for name, data in members.items():
        at = len(body) + (begin if version == 1 else 0)
        table += struct.pack("<L", len(names[name])) + names[name]
        table += struct.pack("<QQ16s", at, len(data), hashlib.md5(data).digest())
        table += struct.pack("<L", flags.get(name, 0)) if version > 1 else b""
        body += data
    made = b"GDPC" + fields + extra + bytes(64) + table + body
    return front + made + (struct.pack("<Q", len(made)) + b"GDPC" if front else b"")


def grf_of(members, flags=None, version=0x200):
    table, body = b"", b""
    for name, data in members.items():
        packed = zlib.compress(data)
        raw = name if isinstance(name, bytes) else name.replace("/", "\\").encode("utf-8")
        whole = len(packed) + -len(packed) % 8
        flag = (flags or {}).get(name, 1)
        table += raw + b"\x00" + struct.pack("<LLLBL", len(packed), whole, len(data), flag, len(body))
        body += packed + bytes(whole - len(packed))
    packed = zlib.compress(table)
    head = struct.pack("<16s14s4L", b"Master of Magic", b"", len(body), 0, len(members) + 7, version)
    return head + body + struct.pack("<LL", len(packed), len(table)) + packed


def ar_of(members, long="gnu"):
    out = b"!<arch>\n"
    table = b"".join(name.encode() + b"/\n" for name in members if len(name.encode()) > 15)
    if table and long == "gnu":
        out += b"%-16s%-32s%-10d`\n" % (b"//", b"", len(table)) + table + b"\n" * (len(table) % 2)
    for name, data in members.items():
        raw = name.encode()
        field = raw + b"/"
        if len(raw) > 15 and long == "gnu":
            field = b"/%d" % table.index(raw + b"/\n")
        elif len(raw) > 15:
            field, data = b"#1/%d" % len(raw), raw + data
        out += b"%-16s%-12d%-6d%-6d%-8o%-10d`\n" % (field, TIME, 0, 0, 0o100644, len(data)) + data
        out += b"\n" * (len(data) % 2)
    return out


def deb_of(files):
    return ar_of({
        "debian-binary": b"2.0\n",
        "control.tar.gz": tar_of({"./control": b"Package: x\n"}, "w:gz"),
        "data.tar.xz": tar_of(files, "w:xz"),
    })  # fmt: skip


def cpio_of(members, form="newc", modes=None, links=None, end=True):
    """``modes``: of members that are no files; ``links``: name to (inode, links)."""
    out = b""
    for number, (name, data) in enumerate([*members.items(), *([("TRAILER!!!", b"")] if end else [])], 1):
        raw = (name.encode() if isinstance(name, str) else name) + b"\x00"
        mode = (modes or {}).get(name, 0o100644)
        inode, count = (links or {}).get(name, (number, 1))
        if form in ("newc", "crc"):
            check = sum(data) & 0xFFFFFFFF if form == "crc" else 0
            words = (inode, mode, 0, 0, count, TIME, len(data), 0, 0, 0, 0, len(raw), check)
            out += (b"070702" if form == "crc" else b"070701") + b"".join(b"%08x" % word for word in words)
            out += raw + bytes(-(110 + len(raw)) % 4) + data + bytes(-len(data) % 4)
        elif form == "odc":
            out += b"070707%06o%06o%06o%06o%06o%06o%06o%011o%06o%011o" % (
                0, inode, mode, 0, 0, count, 0, TIME, len(raw), len(data),
            ) + raw + data  # fmt: skip
        else:
            order = "<" if form == "little" else ">"
            words = (0o070707, 0, inode, mode, 0, 0, count, 0, TIME >> 16, TIME & 0xFFFF, len(raw), len(data) >> 16,
                     len(data) & 0xFFFF)  # fmt: skip
            out += struct.pack(order + "13H", *words) + raw + bytes(len(raw) % 2) + data + bytes(len(data) % 2)
    return out


def rpm_of(payload):
    def header(size, entries=1):
        return b"\x8e\xad\xe8\x01" + struct.pack(">3L", 0, entries, size) + bytes(16 * entries + size)

    signature = header(5)
    return b"\xed\xab\xee\xdb" + bytes(92) + signature + bytes(-len(signature) % 8) + header(7, 2) + payload


def cab_of(members, method=1, attributes=0x80):
    """Stored (0) or MSZIP (1), one folder."""
    whole = b"".join(members.values())
    blocks, before = b"", b""
    count = 0
    for at in range(0, len(whole), 32768):
        piece = whole[at : at + 32768]
        packed = piece
        if method == 1:
            state = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=before) if before else None
            packed = b"CK" + ((state.compress(piece) + state.flush()) if state else deflated(piece))
        blocks += struct.pack("<LHH", 0, len(packed), len(piece)) + packed
        before, count = piece, count + 1
    files, place = b"", 0
    for name, data in members.items():
        raw = name if isinstance(name, bytes) else name.replace("/", "\\").encode()
        files += struct.pack("<LLHHHH", len(data), place, 0, 0x5A21, 0x6000, 0x20 | attributes) + raw + b"\x00"
        place += len(data)
    start = 36 + 8 + len(files)
    head = struct.pack("<4s5LBB5H", b"MSCF", 0, start + len(blocks), 0, 44, 0, 3, 1, 1, len(members), 0, 7, 0)
    return head + struct.pack("<LHH", start, count, method) + files + blocks


def _vint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def rar5_of(members, size=None, locked=False):
    """Stored members; ``size``: what a header states instead of the truth; ``locked``: with a record of encryption."""

    def block(body):
        body = _vint(len(body)) + body
        return struct.pack("<L", zlib.crc32(body)) + body

    out = b"Rar!\x1a\x07\x01\x00" + block(_vint(1) + _vint(0) + _vint(0))
    for name, data in members.items():
        raw = name.encode()
        extra = b""
        if locked:
            record = _vint(1) + _vint(0) + _vint(0) + bytes([15]) + bytes(32)
            extra = _vint(len(record)) + record
        body = _vint(2) + _vint(3 if extra else 2) + (_vint(len(extra)) if extra else b"") + _vint(len(data))
        body += _vint(6) + _vint(len(data) if size is None else size) + _vint(0o100644)
        body += struct.pack("<LL", TIME, zlib.crc32(data)) + _vint(0) + _vint(1) + _vint(len(raw)) + raw + extra
        out += block(body) + data
    return out + block(_vint(5) + _vint(0) + _vint(0))


def rar4_of(members, volume=0, flags=0x8000):
    def block(kind, flags, body):
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    out = b"Rar!\x1a\x07\x00" + block(0x73, volume, bytes(6))
    for name, data in members.items():
        raw = name.replace("/", "\\").encode()
        body = struct.pack(
            "<LLBLLBBHL", len(data), len(data), 2, zlib.crc32(data), 0x5A216000, 20, 0x30, len(raw), 0x20
        )
        out += block(0x74, flags, body + raw) + data
    return out + block(0x7B, 0x4000, b"")


def lha_of(members):
    """Level 0, method -lh0-."""
    out = b""
    for name, data in members.items():
        raw = name.encode()
        body = b"-lh0-" + struct.pack("<LLLBBB", len(data), len(data), 0x5A216000, 0x20, 0, len(raw)) + raw
        body += struct.pack("<H", _crc16(data))
        out += bytes([len(body), sum(body) & 0xFF]) + body + data
    return out + b"\x00"


def _shifted(crc):
    for _ in range(8):
        crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


_SHIFTED = [_shifted(byte) for byte in range(256)]


def _crc16(data):
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _SHIFTED[(crc ^ byte) & 0xFF]
    return crc


def pe_of(section=b".text", body=b"\x90" * 512):
    """A program of one section that ends where its bytes end."""
    head = bytearray(512)
    head[:2], head[0x3C:0x40] = b"MZ", struct.pack("<L", 0x80)
    head[0x80:0x98] = b"PE\x00\x00" + struct.pack("<HH12xHH", 0x14C, 1, 0, 0x102)
    head[0x98:0xC0] = struct.pack("<8sLLLL16x", section, len(body), 0x1000, len(body), 512)
    return bytes(head) + body


def elf_of(body=b"\x90" * 256):
    """Its section table, of no entries, stands at its end."""
    head = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHLQQQLHHHHHH", 2, 62, 1, 0, 0, 64 + len(body), 0, 64, 0,
                                                        0, 64, 0, 0)  # fmt: skip
    return head + body


PACKAGES = {
    "asar": (lambda m: asar_of(m), MEMBERS),
    "pak": (pak_of, MEMBERS),
    "grp": (grp_of, SHORT),
    "big": (big_of, MEMBERS),
    "wad": (lambda m: wad_of(list(m.items())), {name.partition(".")[0]: data for name, data in SHORT.items()}),
    "wad3": (wad3_of, SHORT),
    "vpk": (lambda m: vpk_of(m)[0], MEMBERS),
    "vpk2": (lambda m: vpk_of(m, 2, preload=3)[0], MEMBERS),
    "pck1": (lambda m: pck_of(m, 1), MEMBERS),
    "pck2": (lambda m: pck_of(m, 2), MEMBERS),
    "pck3": (lambda m: pck_of(m, 3), MEMBERS),
    "grf": (grf_of, MEMBERS),
    "ar": (ar_of, ASCII),
    "cpio": (cpio_of, MEMBERS),
    "cpio-crc": (lambda m: cpio_of(m, "crc"), MEMBERS),
    "cpio-odc": (lambda m: cpio_of(m, "odc"), MEMBERS),
    "cpio-little": (lambda m: cpio_of(m, "little"), MEMBERS),
    "cpio-big": (lambda m: cpio_of(m, "big"), MEMBERS),
    "exe+zip": (lambda m: pe_of() + zip_of(m), MEMBERS),
    "exe+7z": (lambda m: pe_of() + b";!@Install@!UTF-8!" + seven_of(m), MEMBERS),
    "exe+pck": (lambda m: pck_of(m, 2, front=pe_of()), MEMBERS),
    "elf+pck": (lambda m: pck_of(m, 1, front=elf_of()), MEMBERS),
}
"""Format: its writer, and members that it can hold."""

APART = {
    "cab": (cab_of, ASCII),
    "cab-stored": (lambda m: cab_of(m, 0), MEMBERS),
    "rar": (rar5_of, MEMBERS),
    "rar4": (rar4_of, ASCII),
    "lha": (lha_of, SHORT),
    "exe+cab": (lambda m: pe_of(b".rsrc", cab_of(m).ljust(2048, b"\0")), ASCII),
    "exe+rar": (lambda m: pe_of(body=bytes(700_000)) + rar5_of(m), MEMBERS),
}
"""Those that libarchive reads."""
