"""NTFS, partition tables and E01 made by hand. Only what the readers read is filled in."""

import hashlib
import struct
import uuid
import zlib

EPOCH = 116_444_736_000_000_000  # 1970 in units of 100 ns since 1601
TIMES = [EPOCH + (1_700_000_000 + n) * 10**7 + n for n in range(4)]  # created, modified, changed, accessed
CLUSTER = 512
RECORDS = 48


def resident(kind, value, name="", flags=0):
    letters = name.encode("utf-16-le")
    at = 24 + -(-len(letters) // 8) * 8
    body = struct.pack("<LBBHHH", 0, 0, len(name), 24, flags, 0)[4:] + struct.pack("<LHBB", len(value), at, 0, 0)
    body = (body + letters).ljust(at - 8, b"\x00") + value
    body += bytes(-len(body) % 8)
    return struct.pack("<LL", kind, 8 + len(body)) + body


def runs_of(pieces):
    """[(first cluster or None, clusters)] as a list of runs."""
    raw, before = b"", 0
    for at, count in pieces:
        size = count.to_bytes(4, "little")
        if at is None:
            raw += b"\x04" + size
            continue
        raw += b"\x44" + size + (at - before).to_bytes(4, "little", signed=True)
        before = at
    return raw + b"\x00"


def outside(kind, pieces, size, written=None, name="", flags=0, first=0):
    letters = name.encode("utf-16-le")
    at = 64 + -(-len(letters) // 8) * 8
    count = sum(n for _, n in pieces)
    body = struct.pack("<BBHHH", 1, len(name), 64, flags, 0)
    body += struct.pack("<QQHH4xQQQ", first, first + count - 1, at, 0, count * CLUSTER, size,
                        size if written is None else written)  # fmt: skip
    body = (body + letters).ljust(at - 8, b"\x00") + runs_of(pieces)
    body += bytes(-len(body) % 8)
    return struct.pack("<LL", kind, 8 + len(body)) + body


def named(parent, name, space=1, sequence=1):
    letters = name.encode("utf-16-le", "surrogatepass")
    head = struct.pack("<Q", parent | sequence << 48) + bytes(56)
    return resident(0x30, head + bytes((len(letters) // 2, space)) + letters)


def standard():
    return resident(0x10, struct.pack("<4Q", *TIMES) + bytes(40))


class Ntfs:
    """Clusters of 512 bytes, records of 1 KiB; the file table fills clusters 8 to 103. ``record(n)``: where it lies."""

    def __init__(self, clusters=400):
        self.data = bytearray(clusters * CLUSTER)
        self.free = 8 + 2 * RECORDS
        struct.pack_into("<3s8sHB", self.data, 0, b"\xeb\x52\x90", b"NTFS    ", 512, 1)
        struct.pack_into("<QQQb", self.data, 40, clusters, 8, 2, -10)
        self.data[510:512] = b"\x55\xaa"
        self.put(0, standard() + named(5, "$MFT", 3) + outside(0x80, [(8, 2 * RECORDS)], RECORDS * 1024))
        self.data[2 * CLUSTER : 2 * CLUSTER + 1024] = self.data[self.record(0) : self.record(0) + 1024]
        self.put(3, standard() + named(5, "$Volume", 3) + resident(0x60, "检材".encode("utf-16-le")))
        self.put(5, standard() + named(5, ".", 3), folder=True)
        self.put(11, standard() + named(5, "$Extend", 3), folder=True)

    def record(self, number):
        return (8 + 2 * number) * CLUSTER

    def take(self, data):
        """Clusters with these bytes: the first, and how many."""
        count = -(-len(data) // CLUSTER)
        first, self.free = self.free, self.free + count + 1
        self.data[first * CLUSTER : first * CLUSTER + len(data)] = data
        return first, count

    def put(self, number, attributes, folder=False, sequence=1, base=0, used=True):
        raw = bytearray(1024)
        struct.pack_into("<4sHHQHHHHLLQ", raw, 0, b"FILE", 48, 3, 0, sequence, 1, 56, used | folder << 1,
                         56 + len(attributes) + 8, 1024, base)  # fmt: skip
        raw[56 : 56 + len(attributes) + 4] = attributes + b"\xff\xff\xff\xff"
        raw[48:50] = b"\x07\x00"
        for sector in (1, 2):
            raw[48 + 2 * sector : 50 + 2 * sector] = raw[sector * 512 - 2 : sector * 512]
            raw[sector * 512 - 2 : sector * 512] = b"\x07\x00"
        self.data[self.record(number) : self.record(number) + 1024] = raw

    def file(self, number, name, data, parent=5, more=b""):
        """A file: in its record when it is short, else in two pieces."""
        if len(data) < 300:
            body = resident(0x80, data)
        else:
            middle = max(1, len(data) // 2 // CLUSTER) * CLUSTER
            body = outside(0x80, [self.take(part) for part in (data[:middle], data[middle:]) if part], len(data))
        self.put(number, standard() + named(parent, name) + body + more)


def mbr(parts, size, chain=()):
    """``parts``: (type, first sector, bytes of the file system). ``chain``: the same, as logical partitions."""
    data = bytearray(size)
    for number, (kind, first, inside) in enumerate(parts):
        struct.pack_into("<B3xB3xLL", data, 446 + 16 * number, 0, kind, first, -(-len(inside) // 512))
        data[first * 512 : first * 512 + len(inside)] = inside
    data[510:512] = b"\x55\xaa"
    if chain:
        begin = chain[0][1] - 1
        struct.pack_into("<B3xB3xLL", data, 446 + 48, 0, 5, begin, size // 512 - begin)
        for number, (kind, first, inside) in enumerate(chain):
            at = (first - 1) * 512
            struct.pack_into("<B3xB3xLL", data, at + 446, 0, kind, 1, -(-len(inside) // 512))
            if number + 1 < len(chain):
                struct.pack_into("<B3xB3xLL", data, at + 462, 0, 5, chain[number + 1][1] - 1 - begin, 1)
            data[at + 510 : at + 512] = b"\x55\xaa"
            data[first * 512 : first * 512 + len(inside)] = inside
    return data


BASIC = uuid.UUID("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7").bytes_le


def gpt(parts, size, sector=512):
    """``parts``: (name, first sector, bytes of the file system)."""
    data = bytearray(size)
    struct.pack_into("<B3xB3xLL", data, 446, 0, 0xEE, 1, size // sector - 1)
    data[510:512] = b"\x55\xaa"
    body = bytearray(128 * 128)
    for number, (name, first, inside) in enumerate(parts):
        last = first + -(-len(inside) // sector) - 1
        struct.pack_into(
            "<16s16sQQQ72s", body, 128 * number, BASIC, bytes(16), first, last, 0, name.encode("utf-16-le")
        )
        data[first * sector : first * sector + len(inside)] = inside
    ends = size // sector
    for at, table in ((1, 2), (ends - 1, ends - 1 - len(body) // sector)):
        head = struct.pack("<8sLLLLQQQQ", b"EFI PART", 0x10000, 92, 0, 0, at, ends - at, 34, ends - 34)
        head += struct.pack("<16sQLLL", bytes(16), table, 128, 128, zlib.crc32(body))
        head = head[:16] + struct.pack("<L", zlib.crc32(head)) + head[20:]
        data[at * sector : at * sector + len(head)] = head
        data[table * sector : table * sector + len(body)] = body
    return data


def section(name, at, body, last=False):
    size = 76 + len(body)
    head = name.encode().ljust(16, b"\x00") + struct.pack("<QQ40x", at if last else at + size, size)
    return head + struct.pack("<L", zlib.adler32(head)) + body


def checked(body):
    return body + struct.pack("<L", zlib.adler32(body))


CASE = "1\nmain\nc\tn\ta\te\tt\n案一\t7\t手机\t张三\t\n\n"


def e01(medium, packed=True, per_chunk=8, stored=None, segments=1):
    """The bytes of each segment. ``stored``: (md5, sha1) to state instead of the true ones."""
    size = per_chunk * 512
    chunks = [medium[n : n + size] for n in range(0, len(medium), size)]
    share = -(-len(chunks) // segments)
    made = []
    for number in range(segments):
        out = b"EVF\x09\x0d\x0a\xff\x00\x01" + struct.pack("<HH", number + 1, 0)
        if number == 0:
            out += section("header2", len(out), zlib.compress(CASE.encode("utf-16")))
            volume = struct.pack("<LLLLQ", 1, len(chunks), per_chunk, 512, len(medium) // 512)
            out += section("volume", len(out), checked(volume.ljust(1048, b"\x00")))
        offsets, body = [], b""
        for chunk in chunks[number * share : (number + 1) * share]:
            offsets.append(len(out) + 76 + len(body) | packed << 31)
            body += zlib.compress(chunk) if packed else checked(chunk)
        out += section("sectors", len(out), body)
        table = checked(struct.pack("<L4xQ4x", len(offsets), 0)) + checked(struct.pack(f"<{len(offsets)}L", *offsets))
        out += section("table", len(out), table)
        if number + 1 < segments:
            made.append(out + section("next", len(out), b"", last=True))
            continue
        md5, sha1 = stored or (hashlib.md5(medium).digest(), hashlib.sha1(medium).digest())
        out += section("digest", len(out), checked(md5 + sha1 + bytes(40)))
        out += section("hash", len(out), checked(md5 + bytes(16)))
        made.append(out + section("done", len(out), b"", last=True))
    return made
