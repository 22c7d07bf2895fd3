"""The extractor against what archives can do: formats, names, links, kinds; nothing outside ``out``."""

import bz2
import gzip
import io
import json
import lzma
import os
import random
import stat
import struct
import tarfile
import zipfile
from hashlib import sha256

import py7zr
import pytest

from appraisal.extract import archive_kind
from appraisal.extract.listing import listing_from_json
from tests.extract.archives import FORMATS, MEMBERS, Zip, seven_of, tar_of, zip_of
from tests.extract.places import box as box
from tests.extract.places import table


@pytest.mark.parametrize("kind", FORMATS)
def test_members_come_out_by_digest(box, kind):
    listing = box(FORMATS[kind](), name="disguised.jpg")
    assert listing.kind == kind and listing.complete
    assert [entry.name for entry in listing.members] == list(MEMBERS)
    for entry, data in zip(listing.members, MEMBERS.values(), strict=True):
        assert (entry.size, entry.sha256) == (len(data), sha256(data).hexdigest())
        assert listing.path(entry, box.out).read_bytes() == data
        assert entry.display == entry.name and entry.raw is None and entry.status == "ok"
    assert len([path for path in box.out.rglob("*") if path.is_file()]) == 3  # equal contents lie there once
    assert listing_from_json(json.loads(json.dumps(listing.to_json()))) == listing


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_methods_of_zip(box, method):
    out, data = io.BytesIO(), random.Random(1).randbytes(3 << 20) + bytes(100_000)
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.bin", data)
    (entry,) = box(out.getvalue()).members
    assert entry.sha256 == sha256(data).hexdigest()


def test_deflate64_and_zstd_where_py7zr_brings_them(box):
    import inflate64

    data = b"the moonlight city " * 9000
    state = inflate64.Deflater()
    packed = state.deflate(data) + state.flush()
    made = Zip()
    made.add("a.txt", data, method=9, raw=packed)
    made.add("odd", data, method=97, raw=b"x")
    good, odd = box(made.bytes()).members
    assert good.sha256 == sha256(data).hexdigest()
    assert (odd.status, odd.message) == ("unsupported", "compression method 97 (unknown) is not read here")


@pytest.mark.parametrize(
    ("name", "packed", "inside"),
    [
        ("notes.txt.gz", gzip.compress(b"hello", mtime=0), "notes.txt"),
        ("notes.txt.bz2", bz2.compress(b"hello"), "notes.txt"),
        ("notes.txt.xz", lzma.compress(b"hello"), "notes.txt"),
        ("bare", lzma.compress(b"hello"), "contents"),
        (".gz", gzip.compress(b"hello", mtime=0), "contents"),
    ],
)
def test_single_compressed_files(box, name, packed, inside):
    (entry,) = box(packed, name=name).members
    assert (entry.display, entry.size) == (inside, 5)


def test_a_gzip_file_may_carry_its_own_name(box):
    out = io.BytesIO()
    with gzip.GzipFile("../../evil.txt", "wb", fileobj=out) as stream:
        stream.write(b"hello")
    raw = out.getvalue().replace(b"evil.txt", b"../a.txt")
    (entry,) = box(raw, name="x.gz").members
    assert entry.display == "⟨..⟩/a.txt"


def test_names_never_become_paths(box):
    names = [
        "../../evil",
        "/etc/cron.d/x",
        "C:\\evil.exe",
        "\\\\host\\share\\x",
        "a/../../b",
        "",
        ".",
        "..",
        "\x00",
        "con",
    ]
    names += ["a" * 300, "/".join(["d"] * 1000), "x/", "\u202egpj.exe", "\x1b[2J"]
    made = Zip()
    for number, name in enumerate(names):
        made.add(name, b"%d" % number, flags=0x800)
    listing = box(made.bytes())
    assert all(entry.status == "ok" for entry in listing.members) and len(listing.members) == len(names)
    shown = [entry.display for entry in listing.members]
    assert shown[:4] == ["⟨..⟩/⟨..⟩/evil", "⟨/⟩/etc/cron.d/x", "⟨C:⟩/evil.exe", "⟨/⟩/host/share/x"]
    assert shown[-2:] == ["⟦U+202E⟧gpj.exe", "⟦U+001B⟧[2J"]
    listing = box(tar_of({name: b"x" for name in names if name}), name="a.tar")
    assert {entry.status for entry in listing.members} == {"ok"}


def test_seven_zip_names_never_become_paths(box):
    data = seven_of({"xx/xx/evil.txt": b"evil", "zabs/x": b"x", "fine": b"fine"})
    header_at = 32 + struct.unpack("<Q", data[12:20])[0]
    assert header_at < len(data)
    plain = seven_plain_header({"xx/xx/evil.txt": b"evil", "zabs/x": b"x", "fine": b"fine"})
    for old, new in (("xx/xx/", "../../"), ("zabs", "/abs")):
        plain = reheadered(plain, old.encode("utf-16-le"), new.encode("utf-16-le"))
    listing = box(plain, name="a.7z")
    assert table(listing) == [("⟨..⟩/⟨..⟩/evil.txt", "ok"), ("⟨/⟩/abs/x", "ok"), ("fine", "ok")]


def seven_plain_header(members):
    """A 7z whose header is not compressed, so that a test can change it."""
    out = io.BytesIO()
    archive = py7zr.SevenZipFile(out, "w")
    archive.set_encoded_header_mode(False)
    for name, data in members.items():
        archive.writestr(data, name)
    archive.close()
    return out.getvalue()


def reheadered(data, old, new):
    """Replace bytes in the header and set the checksums right again."""
    from zlib import crc32

    offset, size = struct.unpack("<QQ", data[12:28])
    header = data[32 + offset : 32 + offset + size].replace(old, new)
    assert header != data[32 + offset : 32 + offset + size] and len(header) == size
    start = struct.pack("<QQL", offset, size, crc32(header))
    return data[:8] + struct.pack("<L", crc32(start)) + start + data[32 : 32 + offset] + header


def test_links_and_devices_are_listed_not_made(box):
    links = {
        "link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        "link/inside.txt": b"written through the link",
        "hard": {"type": tarfile.LNKTYPE, "linkname": "../../canary"},
        "device": {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 3},
        "pipe": {"type": tarfile.FIFOTYPE},
        "odd": {"type": b"Q"},
        "folder": {"type": tarfile.DIRTYPE},
        "after.txt": b"after",
    }
    listing = box(tar_of(links), name="a.tar")
    assert dict(table(listing)) == {
        "link": "skipped:link", "link/inside.txt": "ok", "hard": "skipped:link", "device": "skipped:special",
        "pipe": "skipped:special", "odd": "skipped:special", "after.txt": "ok",
    }  # fmt: skip
    assert listing.members[0].message == "a symbolic link to /etc/passwd" and listing.complete
    made = Zip()
    made.add("link", b"/etc/\x1bpasswd", mode=stat.S_IFLNK | 0o777)
    made.add("device", b"", mode=stat.S_IFCHR | 0o666)
    made.add("folder/", b"")
    made.add("hidden/", b"a folder with contents")
    listing = box(made.bytes())
    assert table(listing) == [("link", "skipped:link"), ("device", "skipped:special"), ("hidden", "ok")]
    assert listing.members[0].message == "a symbolic link to /etc/⟦U+001B⟧passwd"


def test_times_are_given_as_stored(box):
    made = Zip()
    made.add("a", date=(0x5A21, 0x6000))
    made.add("b", date=(0, 0xFFFF))
    assert [entry.mtime for entry in box(made.bytes()).members] == ["2025-01-01T12:00:00", "1980-00-00T31:63:62"]
    data = tar_of({"a": b"", "b": {"mtime": 1 << 60}, "c": {"mtime": -5.5}})
    listing = box(data, name="a.tar")
    assert [entry.mtime for entry in listing.members] == [
        "2017-07-14T02:40:00Z", "1152921504606846976", "1969-12-31T23:59:55Z",
    ]  # fmt: skip


def test_chinese_names_without_a_mark(box):
    names = ["月光城/战斗脚本.lua", "月光城/说明文档.txt"]
    made = Zip()
    for name in names:
        made.add(name.encode("gb18030"), name.encode())
    listing = box(made.bytes())
    assert [entry.display for entry in listing.members] == names
    assert [entry.encoding for entry in listing.members] == ["gb18030?"] * 2
    assert bytes.fromhex(listing.members[0].raw) == names[0].encode("gb18030")
    names_in_tar = {os.fsdecode(name.encode("gb18030")): b"x" for name in names}
    listing = box(tar_of(names_in_tar, format=tarfile.GNU_FORMAT), name="a.tar")
    assert [entry.display for entry in listing.members] == names


def test_the_unicode_name_of_info_zip_counts(box):
    from zlib import crc32

    made = Zip()
    body = b"\x01" + struct.pack("<L", crc32(b"???.txt")) + "战斗.txt".encode()
    made.add("???.txt", b"x", extra=struct.pack("<2H", 0x7075, len(body)) + body)
    wrong = b"\x01" + struct.pack("<L", 7) + b"other.txt"
    made.add("own.txt", b"x", extra=struct.pack("<2H", 0x7075, len(wrong)) + wrong)
    assert [entry.display for entry in box(made.bytes()).members] == ["战斗.txt", "own.txt"]


def test_equal_names_are_told_apart(box):
    made = Zip()
    for data in (b"1", b"2", b"3"):
        made.add("a.txt", data)
    listing = box(made.bytes())
    assert [entry.display for entry in listing.members] == ["a.txt", "a⟨2⟩.txt", "a⟨3⟩.txt"]
    assert {entry.name for entry in listing.members} == {"a.txt"}


def test_nested_archives_are_opened_and_named(box):
    inner = zip_of({"deep.txt": b"deep"})
    middle = tar_of({"in/ner.zip": inner, "../up": b"up"}, "w:gz")
    listing = box(zip_of({"a.txt": b"a", "b.dat": middle, "c.txt": b"c"}))
    assert table(listing) == [
        ("a.txt", "ok"),
        ("b.dat", "ok"),
        ("b.dat!/in/ner.zip", "ok"),
        ("b.dat!/in/ner.zip!/deep.txt", "ok"),
        ("b.dat!/⟨..⟩/up", "ok"),
        ("c.txt", "ok"),
    ]
    assert [entry.archive for entry in listing.members] == [None, "tar.gz", "zip", None, None, None]
    assert listing.members[3].within == "b.dat!/in/ner.zip"


def test_documents_are_one_work_each_and_programs_are_opened(box, tmp_path):
    document = zip_of({"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>", "word/document.xml": b"<x/>"})
    program = zip_of({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"})
    listing = box(zip_of({"a.docx": document, "b.jar": program, "c.zip": document}))
    assert [entry.display for entry in listing.members] == [
        "a.docx", "b.jar", "b.jar!/META-INF/MANIFEST.MF", "b.jar!/A.class", "c.zip", "c.zip!/[Content_Types].xml",
        "c.zip!/_rels/.rels", "c.zip!/word/document.xml",
    ]  # fmt: skip
    path = tmp_path / "a.docx"
    path.write_bytes(document)
    assert archive_kind(path) is None and archive_kind(path, name="a.zip") == "zip"


def test_kinds_are_told_by_bytes(tmp_path):
    path = tmp_path / "x.txt"
    for kind, data in (
        *((kind, make()) for kind, make in FORMATS.items()),
        ("gz", gzip.compress(b"x", mtime=0)), ("bz2", bz2.compress(b"x")), ("xz", lzma.compress(b"x")),
        ("zip", Zip().bytes()),
        (None, b""), (None, b"PK"), (None, b"BZh is how this text begins"), (None, bytes(1024)), (None, b"\x7fELF"),
    ):  # fmt: skip
        path.write_bytes(data)
        assert archive_kind(path) == kind
    path.write_bytes(b"\xfd7zXZ\x00" + b"\xff" * 100)
    assert archive_kind(path) == "xz"
