"""FAT and exFAT images made by hand. Only what the readers read is filled in."""

import struct

DATE, TIME = (45 << 9) | (3 << 5) | 4, (15 << 11) | (16 << 5) | 9  # 2025-03-04 15:16:18


class Image:
    """``data``: the image. ``at(cluster)``: its first byte. ``chains``: clusters by path. ``slot``: entry by path."""

    def __init__(self, size):
        self.data = bytearray(size)
        self.chains = {}
        self.slot = {}

    def folders(self, files):
        """{folder: {name: bytes or None for a folder}} with the root as an empty string."""
        found: dict[str, dict] = {"": {}}
        for path, data in files.items():
            *parents, name = path.split("/")
            above = ""
            for parent in parents:
                found[above].setdefault(parent, None)
                above = f"{above}/{parent}".lstrip("/")
                found.setdefault(above, {})
            found[above][name] = data
        return found


class Fat(Image):
    def __init__(self, files, bits=12, clusters=300, scatter=1, label=b"CASE       "):
        self.bits, self.reserved = bits, 4
        clusters = max(clusters, 4200) if bits == 16 else clusters
        self.per_table = -(-(clusters + 2) * bits // 8 // 512) + 1
        self.table = self.reserved * 512
        self.root = self.table + self.per_table * 512
        self.base = self.root + (0 if bits == 32 else 64 * 32)
        super().__init__(self.base + clusters * 512)
        sectors = len(self.data) // 512
        struct.pack_into("<3s8sHBHBHHBH", self.data, 0, b"\xeb\x3c\x90", b"TESTS   ", 512, 1, self.reserved, 1,
                         0 if bits == 32 else 64, sectors if sectors < 65536 else 0, 0xF8,
                         0 if bits == 32 else self.per_table)  # fmt: skip
        struct.pack_into("<L", self.data, 32, 0 if sectors < 65536 else sectors)
        if bits == 32:
            struct.pack_into("<L4xL", self.data, 36, self.per_table, 2)
        place = 71 if bits == 32 else 43
        self.data[place : place + 11] = label
        self.data[510:512] = b"\x55\xaa"
        self.free, self.step = 2, scatter
        self.link(0, 0x0FFFFFF8)
        self.link(1, 0x0FFFFFFF)
        folders = self.folders(files)
        root = self.take("", 1) if bits == 32 else [0]
        for path in folders:
            if path:
                self.take(path, 1 + sum(-(-len(n) // 13) + 1 for n in folders[path]) // 16)
        for path, entries in folders.items():
            self.write(path, entries, (self.at(root[0]) if bits == 32 else self.root) if not path else None)

    def at(self, cluster):
        return self.base + (cluster - 2) * 512

    def link(self, cluster, value):
        if self.bits == 12:
            place = self.table + cluster * 3 // 2
            old = struct.unpack_from("<H", self.data, place)[0]
            value &= 0xFFF
            new = (old & 0xF) | value << 4 if cluster & 1 else (old & 0xF000) | value
            struct.pack_into("<H", self.data, place, new)
        elif self.bits == 16:
            struct.pack_into("<H", self.data, self.table + cluster * 2, value & 0xFFFF)
        else:
            struct.pack_into("<L", self.data, self.table + cluster * 4, value)

    def take(self, path, count):
        chain = [self.free + n * self.step for n in range(count)]
        self.free += count * self.step
        for one, following in zip(chain, [*chain[1:], 0x0FFFFFFF], strict=True):
            self.link(one, following)
        self.chains[path] = chain
        return chain

    def write(self, path, entries, root):
        places = [root + n for n in range(0, 2048, 32)] if root is not None else []
        for cluster in self.chains.get(path, ()) if root is None else ():
            places += [self.at(cluster) + n for n in range(0, 512, 32)]
        place = iter(places)
        for number, (name, data) in enumerate(entries.items()):
            full = f"{path}/{name}".lstrip("/")
            if data:
                chain = self.take(full, -(-len(data) // 512))
                for n, cluster in enumerate(chain):
                    piece = data[n * 512 : n * 512 + 512]
                    self.data[self.at(cluster) : self.at(cluster) + len(piece)] = piece
            first = self.chains.get(full, [0])[0]
            short = name if isinstance(name, bytes) else b"F%07d   " % number
            for entry in () if isinstance(name, bytes) else long_name(name, short):
                at = next(place)
                self.data[at : at + 32] = entry
            at = self.slot[full] = next(place)
            struct.pack_into("<11sBBBHHHHHHHL", self.data, at, short, 0x10 if data is None else 0x20, 0, 150, TIME,
                             DATE, DATE, first >> 16, TIME, DATE, first & 0xFFFF, len(data or b""))  # fmt: skip


def long_name(name, short):
    total = 0
    for byte in short:
        total = ((total & 1) << 7) + (total >> 1) + byte & 0xFF
    raw = name.encode("utf-16-le", "surrogatepass")
    raw += b"\x00\x00" if len(raw) % 26 else b""
    raw += b"\xff" * (-len(raw) % 26)
    pieces = [raw[n : n + 26] for n in range(0, len(raw), 26)]
    for number in range(len(pieces), 0, -1):
        piece, last = pieces[number - 1], 0x40 if number == len(pieces) else 0
        yield bytes([number | last]) + piece[:10] + bytes([15, 0, total]) + piece[10:22] + b"\x00\x00" + piece[22:]


class ExFat(Image):
    """Files lie in one piece without a chain; those named in ``chained`` are scattered and chained."""

    def __init__(self, files, chained=(), clusters=200, zone=0xA0, valid=None):
        super().__init__(24 * 512 + clusters * 512)
        self.zone, self.valid = zone, valid or {}
        struct.pack_into("<3s8s", self.data, 0, b"\xeb\x76\x90", b"EXFAT   ")
        struct.pack_into("<QQLLLLL", self.data, 64, 0, len(self.data) // 512, 8, 16, 24, clusters, 2)
        self.data[108:111] = bytes((9, 0, 1))
        self.data[510:512] = b"\x55\xaa"
        struct.pack_into("<LL", self.data, 8 * 512, 0xFFFFFFF8, 0xFFFFFFFF)
        self.free = 2
        folders = self.folders(files)
        for path, entries in folders.items():
            count = 1 + sum(96 + -(-len(n) // 15) * 32 for n in entries) // 512
            self.chains[path] = self.chain(count, 1)
        for path, entries in folders.items():
            raw = b"\x83\x02" + "检材".encode("utf-16-le") + bytes(26) if not path else b""
            for name, data in entries.items():
                full = f"{path}/{name}".lstrip("/")
                if data:
                    self.chains[full] = self.chain(-(-len(data) // 512), 2 if full in chained else 1)
                    for n, cluster in enumerate(self.chains[full]):
                        piece = data[n * 512 : n * 512 + 512]
                        self.data[self.at(cluster) : self.at(cluster) + len(piece)] = piece
                self.slot[full] = (path, len(raw))
                raw += self.entry(full, name, data, full in chained)
            for n, cluster in enumerate(self.chains[path]):
                piece = raw[n * 512 : n * 512 + 512]
                self.data[self.at(cluster) : self.at(cluster) + len(piece)] = piece

    def at(self, cluster):
        return 24 * 512 + (cluster - 2) * 512

    def link(self, cluster, value):
        struct.pack_into("<L", self.data, 8 * 512 + cluster * 4, value)

    def chain(self, count, step):
        chain = [self.free + n * step for n in range(count)]
        self.free += count * step
        for one, following in zip(chain, [*chain[1:], 0xFFFFFFFF], strict=True):
            self.link(one, following)
        return chain

    def entry(self, full, name, data, chained):
        letters = name.encode("utf-16-le")
        names = -(-len(name) // 15)
        size = len(self.chains[full]) * 512 if data is None else len(data)
        head = bytearray(struct.pack("<BBHH2xHHHHHHBBBBB7x", 0x85, 1 + names, 0, 0x10 if data is None else 0x20, TIME,
                                     DATE, TIME, DATE, TIME, DATE, 50, 0, *[self.zone] * 3))  # fmt: skip
        first = self.chains.get(full, [0])[0]
        stream = struct.pack("<BBxB4xQ4xLQ", 0xC0, 1 if chained or data is None else 3, len(name),
                             self.valid.get(full, size), first, size)  # fmt: skip
        rest = stream
        for n in range(0, len(letters), 30):
            rest += b"\xc1\x00" + letters[n : n + 30].ljust(30, b"\x00")
        total = 0
        for place, byte in enumerate(bytes(head) + rest):
            if place not in (2, 3):
                total = ((total & 1) << 15) + (total >> 1) + byte & 0xFFFF
        head[2:4] = total.to_bytes(2, "little")
        return bytes(head) + rest
