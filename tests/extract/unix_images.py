"""ext2/ext4 and ISO 9660 images made by hand. Only what the readers read is filled in."""

import stat
import struct

BLOCK = 1024
INODES = 64
NOW = 1_700_000_000  # 2023-11-14T22:13:20Z
FOLDER, FILE, LINK, PIPE = stat.S_IFDIR, stat.S_IFREG, stat.S_IFLNK, stat.S_IFIFO


class Ext:
    """One group of 1 KiB blocks and 64 inodes of 256 bytes. ``inode(n)``: where it lies.

    ``files``: path to bytes, ("link", target), ("pipe",), ("hole", size, {block: bytes}) or ("same", other path).
    """

    def __init__(self, files, extents=False, blocks=400, incompatible=0x2):
        self.data = bytearray(blocks * BLOCK)
        self.blocks, self.extents, self.free, self.numbers = blocks, extents, 5 + INODES * 256 // BLOCK, {"": 2}
        struct.pack_into("<13L", self.data, 1024, INODES, blocks, 0, 0, 0, 1, 0, 0, 8192, 8192, INODES, NOW, NOW)
        struct.pack_into("<HHH", self.data, 1024 + 54, 0xFFFF, 0xEF53, 1)
        struct.pack_into("<LHHLHHLLL", self.data, 1024 + 76, 1, 0, 0, 11, 256, 0, 0, incompatible | 0x40 * extents, 0)
        self.data[1024 + 120 : 1024 + 126] = "检材".encode()
        struct.pack_into("<LLL", self.data, 2048, 3, 4, 5)
        folders: dict[str, list] = {"": []}
        for path, what in files.items():
            *parents, name = path.split("/")
            above = ""
            for parent in parents:
                full = f"{above}/{parent}".lstrip("/")
                if full not in self.numbers:
                    self.numbers[full] = 11 + len(self.numbers)
                    folders[above].append((self.numbers[full], parent.encode()))
                    folders[full] = []
                above = full
            if what[:1] == ("same",):
                self.numbers[path] = self.numbers[what[1]]
            else:
                self.numbers[path] = 11 + len(self.numbers)
                self.add(self.numbers[path], what)
            raw = name.encode() if isinstance(name, str) else name
            folders[above].append((self.numbers[path], raw))
        for path, entries in folders.items():
            number = self.numbers[path]
            self.put(number, FOLDER, self.listing([(number, b"."), (2, b".."), *entries]))

    def listing(self, entries):
        raw = b"".join(self.entry(number, name) for number, name in entries[:-1])
        left = BLOCK - len(raw)
        number, name = entries[-1]
        return raw + self.entry(number, name, left)

    @staticmethod
    def entry(number, name, length=None):
        size = 8 + -(-len(name) // 4) * 4
        return struct.pack("<LHBB", number, length or size, len(name), 0) + name.ljust((length or size) - 8, b"\x00")

    def inode(self, number):
        return 5 * BLOCK + (number - 1) * 256

    def add(self, number, what):
        if isinstance(what, bytes):
            self.put(number, FILE, what)
        elif what[0] == "link":
            self.put(number, LINK, what[1].encode())
        elif what[0] == "hole":
            self.put(number, FILE, b"", size=what[1], pieces=what[2])
        else:
            self.put(number, PIPE, b"")

    def take(self, data=b""):
        block, self.free = self.free, self.free + 1
        self.data[block * BLOCK : block * BLOCK + len(data)] = data
        return block

    def put(self, number, mode, data, size=None, pieces=None):
        at = self.inode(number)
        size = len(data) if size is None else size
        struct.pack_into("<HHLLLLLHHLL", self.data, at, mode | 0o644, 0, size & 0xFFFFFFFF, NOW + 2, NOW + 3, NOW + 1,
                         0, 0, 1, 0, 0x80000 if self.extents and mode in (FILE, FOLDER) else 0)  # fmt: skip
        struct.pack_into("<L", self.data, at + 108, size >> 32)
        struct.pack_into("<HHLLLLL", self.data, at + 128, 32, 0, 0, 5 << 2, 0, NOW, 500_000_000 << 2)
        if mode == LINK and len(data) < 60:
            self.data[at + 40 : at + 40 + len(data)] = data
            return
        if pieces is None:
            pieces = {n: data[n * BLOCK : n * BLOCK + BLOCK] for n in range(-(-len(data) // BLOCK))}
        placed = {n: self.take(piece) for n, piece in pieces.items()}
        if not self.extents or mode not in (FILE, FOLDER):
            self.map(at + 40, placed)
            return
        body = [struct.pack("<LHHL", n, 1, 0, block) for n, block in sorted(placed.items())]
        if len(body) <= 4:
            tree = struct.pack("<4HL", 0xF30A, len(body), 4, 0, 0) + b"".join(body)
        else:
            leaf = self.take(struct.pack("<4HL", 0xF30A, len(body), 84, 0, 0) + b"".join(body))
            tree = struct.pack("<4HL", 0xF30A, 1, 4, 1, 0) + struct.pack("<LLHH", 0, leaf, 0, 0)
        self.data[at + 40 : at + 40 + len(tree)] = tree

    def map(self, at, placed):
        """Direct blocks, and one, two and three blocks deep where a number asks for it."""
        tables = {}

        def table(key):
            if key not in tables:
                tables[key] = self.take()
                depth, *path = key
                if not path:
                    struct.pack_into("<L", self.data, at + 4 * (11 + depth), tables[key])
                else:
                    struct.pack_into("<L", self.data, table((depth, *path[:-1])) * BLOCK + 4 * path[-1], tables[key])
            return tables[key]

        for number, block in placed.items():
            if number < 12:
                struct.pack_into("<L", self.data, at + 4 * number, block)
                continue
            rest = number - 12
            depth = next(d for d in (1, 2, 3) if rest < sum(256**n for n in range(1, d + 1)))
            rest -= sum(256**n for n in range(1, depth))
            path = [rest // 256**n % 256 for n in range(depth - 1, -1, -1)]
            struct.pack_into("<L", self.data, table((depth, *path[:-1])) * BLOCK + 4 * path[-1], block)


STAMP = bytes((125, 3, 4, 15, 16, 17, 32))  # 2025-03-04 15:16:17 +08:00


def both(number):
    return struct.pack("<L", number) + struct.pack(">L", number)


def susp(name, body):
    return name + bytes((4 + len(body), 1)) + body


class Iso:
    """A disc with ISO 9660 names, and Joliet or Rock Ridge on demand. ``files``: path of one or two parts to bytes."""

    def __init__(self, files, joliet=False, ridge=False, links=()):
        self.joliet, self.ridge, self.links = joliet, ridge, dict(links)
        self.sectors = [bytes(2048)] * 19
        self.places = {path: self.store(data) for path, data in files.items()}
        roots = [self.tree(files, False)] + ([self.tree(files, True)] if joliet else [])
        for number, root in enumerate(roots):
            kind = b"\x02" if number else b"\x01"
            head = kind + b"CD001\x01\x00" + bytes(32) + b"DISC".ljust(32)
            head = head.ljust(88, b"\x00") + (b"%/E" if number else b"")
            head = head.ljust(128, b"\x00") + b"\x00\x08\x08\x00"
            head = head.ljust(156, b"\x00") + self.record(b"\x00", root, 2048, 2)
            self.sectors[16 + number] = head.ljust(2048, b"\x00")
        self.sectors[16 + len(roots)] = b"\xffCD001\x01".ljust(2048, b"\x00")

    @property
    def data(self):
        return bytearray(b"".join(self.sectors))

    def store(self, data):
        first = len(self.sectors)
        for n in range(0, len(data), 2048):
            self.sectors.append(data[n : n + 2048].ljust(2048, b"\x00"))
        return first, len(data)

    @staticmethod
    def record(name, at, size, flags, use=b""):
        pad = b"" if len(name) % 2 else b"\x00"
        body = both(at) + both(size) + STAMP + bytes((flags, 0, 0)) + bytes(4) + bytes((len(name),)) + name + pad + use
        return bytes((2 + len(body), 0)) + body

    def tree(self, files, joliet):
        root = len(self.sectors)
        self.sectors.append(b"")
        folders = {"": [(".", root)]}
        for path in files:
            above, _, _name = path.rpartition("/")
            if above not in folders:
                at = len(self.sectors)
                self.sectors.append(b"")
                folders[above] = [(".", at)]
                folders[""].append((above, at))
        for above, entries in folders.items():
            at = entries[0][1]
            ridge = self.ridge and not joliet
            raw = self.record(b"\x00", at, 2048, 2, susp(b"SP", b"\xbe\xef\x00") if ridge and not above else b"")
            raw += self.record(b"\x01", root, 2048, 2)
            for name, place in entries[1:]:
                raw += self.record(self.name(name, joliet, 0), place, 2048, 2, self.use(name, joliet, FOLDER))
            for number, path in enumerate(path for path in files if path.rpartition("/")[0] == above):
                name = path.rpartition("/")[2]
                start, size = self.places[path]
                raw += self.record(self.name(name, joliet, number), start, size, 0, self.use(name, joliet, FILE))
            if not above:
                for name, target in self.links.items() if ridge else ():
                    link = susp(b"SL", b"\x00" + bytes((0, len(target))) + target.encode())
                    raw += self.record(b"L.;1", 0, 0, 0, self.use(name, joliet, LINK) + link)
            self.sectors[at] = raw.ljust(2048, b"\x00")
        return root

    def name(self, name, joliet, number):
        return name.encode("utf-16-be") if joliet else b"D_%s" % name.encode("utf-8").hex()[:4].upper().encode() if (
            not number and "." not in name) else b"F%02d.TXT;1" % number  # fmt: skip

    def use(self, name, joliet, mode):
        if joliet or not self.ridge:
            return b""
        times = b"\x0f" + STAMP + STAMP + STAMP + STAMP
        use = susp(b"NM", b"\x00" + name.encode()) + susp(b"PX", both(mode | 0o644) + both(1)) + susp(b"TF", times)
        return use
