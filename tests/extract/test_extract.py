"""The extractor against what archives can do: everything named, nothing outside ``out``, caps counted while reading."""

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
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import py7zr
import pytest

from appraisal.child import Worker
from appraisal.errors import AppraisalError, Encrypted, OverLimit, RecordError, Unreadable
from appraisal.extract import ExtractLimits, Listing, archive_kind, extract, unpack
from appraisal.extract.listing import listing_from_json
from appraisal.extract.unpack import HANDLER
from tests.extract.archives import Zip, deflated, tar_of, zip_of

SMALL = ExtractLimits(members=1000, total=64 << 20, member=8 << 20, ratio=100, ratio_floor=1 << 20, depth=4)


@pytest.fixture
def box(tmp_path):
    """Extract bytes and check that nothing but digests lies in ``out``, and nothing new around it."""
    place = tmp_path / "place"
    place.mkdir()
    (tmp_path / "canary").write_text("untouched")
    before = sorted(os.listdir("."))

    def run(data, limits=SMALL, name="a.zip"):
        archive, out = place / name, place / "out"
        archive.write_bytes(data)
        try:
            return extract(archive, out, limits)
        finally:
            check(out)
            assert sorted(os.listdir(place)) in (sorted([name, "out"]), [name])
            assert sorted(os.listdir(tmp_path)) == ["canary", "place"]
            assert (tmp_path / "canary").read_text() == "untouched"
            assert sorted(os.listdir(".")) == before
            archive.unlink()

    run.out = place / "out"  # type: ignore[attr-defined]
    return run


def check(out):
    for folder, folders, files in os.walk(out):
        for name in folders:
            assert len(name) == 2 and not (Path(folder) / name).is_symlink()
        for name in files:
            path = Path(folder) / name
            assert stat.S_ISREG(path.lstat().st_mode)
            assert path.parent == out / name[:2] and sha256(path.read_bytes()).hexdigest() == name


def table(listing):
    return [(entry.display, entry.status) for entry in listing.members]


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


def test_documents_and_programs_are_one_work_each(box, tmp_path):
    document = zip_of({"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>", "word/document.xml": b"<x/>"})
    program = zip_of({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"})
    listing = box(zip_of({"a.docx": document, "b.jar": program, "c.zip": document}))
    assert [entry.display for entry in listing.members] == [
        "a.docx", "b.jar", "c.zip", "c.zip!/[Content_Types].xml", "c.zip!/_rels/.rels", "c.zip!/word/document.xml",
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


# --- bombs and caps


def test_a_bomb_is_named_and_its_neighbours_stay(box):
    made = Zip()
    made.add("before.txt", b"before")
    made.add("bomb", bytes(6 << 20))
    made.add("after.txt", b"after")
    listing = box(made.bytes())
    assert table(listing) == [("before.txt", "ok"), ("bomb", "over-limit"), ("after.txt", "ok")]
    assert listing.members[1].message.startswith("more than 100 times its ") and not listing.complete


def test_a_bomb_inside_archives(box):
    inner = zip_of({f"bomb{n}": bytes(2 << 20) for n in range(3)})
    listing = box(zip_of({f"{n}.zip": inner for n in range(20)} | {"ok.txt": b"ok"}))
    assert [entry.status for entry in listing.members if entry.display.endswith((".zip", ".txt"))] == ["ok"] * 21
    assert {entry.status for entry in listing.members if "bomb" in entry.display} == {"over-limit"}


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_compressed_tar_bomb_is_cut(box, mode):
    listing = box(tar_of({"a.txt": b"a", "bomb": bytes(6 << 20), "b.txt": b"b"}, mode), name="a.tar")
    assert table(listing) == [("a.txt", "ok"), ("bomb", "over-limit")]
    (problem,) = listing.problems
    assert (problem.reason, problem.cap) == ("over-limit", "ratio")
    with pytest.raises(OverLimit, match="nothing more of it is read"):
        listing.require()


def test_a_seven_zip_bomb_is_cut(box):
    listing = box(seven_of({"a.txt": b"a", "bomb": bytes(6 << 20)}), name="a.7z")
    assert table(listing) == [("a.txt", "ok"), ("bomb", "over-limit")]
    assert listing.problems[0].cap == "ratio"


def test_a_gzip_bomb_is_named(box):
    (entry,) = box(gzip.compress(bytes(6 << 20), mtime=0), name="a.gz").members
    assert entry.status == "over-limit"


def test_members_that_share_bytes_are_a_bomb_too(box):
    made = Zip()
    kernel = random.Random(1).randbytes(100_000)
    at = made.add("0", kernel)
    for number in range(1, 500):
        made.add(str(number), kernel, at=at)
    listing = box(made.bytes())
    assert 99 <= len(listing.members) <= 130 and listing.problems[0].cap == "ratio"
    assert [entry.status for entry in listing.members[:99]] == ["ok"] * 99
    assert listing.members[1].message == "its bytes overlap those of another member"


def test_the_total_of_all_bytes_is_capped(box):
    noise = random.Random(2).randbytes(1 << 20)
    made = Zip()
    for number in range(10):
        made.add(f"{number}", noise, method=0)
    listing = box(made.bytes(), replace(SMALL, total=5 << 20))
    assert [entry.status for entry in listing.members] == ["ok"] * 5 + ["over-limit"]
    assert [(p.archive, p.cap) for p in listing.problems] == [("", "total")]
    listing = box(
        zip_of({"a.zip": made.bytes(), "b.zip": made.bytes()}), replace(SMALL, member=32 << 20, total=25 << 20)
    )
    assert [(p.archive, p.cap) for p in listing.problems] == [("a.zip", "total")]
    with pytest.raises(OverLimit, match=r"a\.zip: more than"):
        listing.require()


def test_skipping_counts_too(box):
    data = tar_of({"bomb": bytes(6 << 20), "a": b"a"}, "w:gz")
    listing = box(data, replace(SMALL, member=1 << 20, ratio=10_000, total=4 << 20), name="a.tgz")
    assert listing.problems[0].cap == "total"


def test_one_member_is_capped(box):
    noise = random.Random(3).randbytes(2 << 20)
    listing = box(zip_of({"big": noise, "small": b"s"}), replace(SMALL, member=1 << 20))
    assert table(listing) == [("big", "over-limit"), ("small", "ok")]
    listing = box(tar_of({"big": noise, "small": b"s"}), replace(SMALL, member=1 << 20), name="a.tar")
    assert table(listing) == [("big", "over-limit"), ("small", "ok")]
    listing = box(seven_of({"big": noise, "small": b"s"}), replace(SMALL, member=1 << 20), name="a.7z")
    assert table(listing) == [("big", "over-limit"), ("small", "ok")]


@pytest.mark.parametrize("kind", ["zip", "tar", "7z"])
def test_members_are_counted(box, kind):
    data = {str(n): b"x" for n in range(30)}
    made = {"zip": zip_of, "tar": tar_of, "7z": seven_of}[kind](data)
    listing = box(made, replace(SMALL, members=10), name="a." + kind)
    assert len(listing.members) == 10 and listing.problems[0].cap == "members"
    if kind != "7z":  # which lists all before it reads any
        assert {entry.status for entry in listing.members} == {"ok"}


def test_depth_is_capped(box):
    data = b"deepest"
    for level in range(8):
        data = zip_of({f"{level}.zip": data})
    listing = box(data)
    assert len(listing.members) == 4
    (problem,) = listing.problems
    assert (problem.archive, problem.cap) == ("7.zip!/6.zip!/5.zip!/4.zip", "depth")


def test_long_names_are_capped(box):
    made = Zip()
    made.add("字" * 2000, b"x", flags=0x800)
    made.add("b", b"x")
    listing = box(made.bytes())
    assert [entry.status for entry in listing.members] == ["over-limit", "ok"]
    assert "6000 bytes is over the cap of 4096" in listing.members[0].message
    assert len(listing.members[0].name) == 4096 // 3
    listing = box(tar_of({"x" * 5000: b"x", "b": b"x"}), name="a.tar")
    assert [entry.status for entry in listing.members] == ["over-limit", "ok"]


def test_a_hundred_thousand_members(box):
    made = Zip()
    for number in range(100_000):
        made.add(f"d{number % 100}/{number}.txt", b"%d" % (number % 50), method=0)
    listing = box(made.bytes(), replace(SMALL, members=100_000))
    assert len(listing.members) == 100_000 and listing.complete


# --- lies and damage


def test_lying_sizes_are_named(box):
    noise = random.Random(4).randbytes(50_000)
    made = Zip()
    made.add("small", noise, size=10)
    made.add("large", noise, size=1 << 31)
    made.add("lost", noise, packed=0xFFFFFFF0, at=len(made.body))
    made.body += b"no header"
    made.add("sum", noise, crc=1)
    made.add("ok", noise)
    listing = box(made.bytes())
    assert [entry.status for entry in listing.members if entry.display != "ok"] == ["corrupt"] * 4
    assert "50000 bytes where 10 are stated" in listing.members[0].message
    assert "do not match its checksum" in listing.members[3].message


def test_a_directory_that_lies_is_named(box):
    made = Zip()
    made.add("a", b"a")
    assert "states 9 entries and holds 1" in box(made.bytes(count=9)).problems[0].message
    at = len(made.directory)
    made.add("b", b"b")
    made.directory[at : at + 4] = b"XXXX"
    listing = box(made.bytes())
    assert table(listing) == [("a", "ok")] and "damaged after 1 entries" in listing.problems[0].message


def test_bytes_before_and_behind_a_zip_do_no_harm(box):
    data = zip_of({"a.txt": b"a"})
    assert table(box(b"PK\x03\x04 looks like a start " + data)) == [("a.txt", "ok")]
    made = Zip()
    made.add("a.txt", b"a")
    assert table(box(made.bytes(comment=b"PK\x05\x06 in a comment" + bytes(40)))) == [("a.txt", "ok")]
    assert table(box(data + b"behind")) == [("a.txt", "ok")]


def test_encrypted_members_are_named(box):
    made = Zip()
    made.add("secret.txt", b"x" * 20, flags=1)
    made.add("open.txt", b"open")
    made.add("aes.txt", b"x" * 20, method=99, raw=b"x" * 20)
    listing = box(made.bytes())
    assert table(listing) == [("secret.txt", "encrypted"), ("open.txt", "ok"), ("aes.txt", "encrypted")]
    assert not listing.complete
    listing = box(seven_of({"a.txt": b"x", "b.txt": b"y"}, password="p"), name="a.7z")
    assert table(listing) == [("a.txt", "encrypted"), ("b.txt", "encrypted")]
    with pytest.raises(Encrypted, match="its list of members is protected"):
        box(seven_of({"a.txt": b"x"}, password="p", header_encryption=True), name="a.7z")


def test_a_damaged_archive_inside_another_is_a_problem_there(box):
    inner = zip_of({"x": b"x"})[:-10]
    listing = box(zip_of({"a.zip": inner, "b.txt": b"b"}))
    assert table(listing) == [("a.zip", "ok"), ("b.txt", "ok")]
    (problem,) = listing.problems
    assert (problem.archive, problem.reason) == ("a.zip", "corrupt") and not listing.complete


@pytest.mark.parametrize("kind", FORMATS)
def test_archives_cut_short_are_named(box, kind):
    noise = random.Random(5).randbytes(40_000)
    data = {f"{n}.bin": noise[n * 10_000 : (n + 1) * 10_000] for n in range(4)}
    made = {"zip": zip_of, "7z": seven_of}.get(kind, lambda m: tar_of(m, "w:" + kind.partition(".")[2]))(data)
    end = 41_000 if kind == "tar" else len(made)  # a plain tar ends in 10 kB of padding
    for cut in (end // 2, 30, 600, end - 1200):
        try:
            listing = box(made[:cut], name="a." + kind)
        except Unreadable:
            continue
        assert kind.startswith("tar") and not listing.complete
        assert listing.members[-1].status == "corrupt"
        assert all(entry.status == "ok" for entry in listing.members[:-1])


def test_a_tar_with_a_damaged_header_does_not_end_in_silence(box):
    made = bytearray(tar_of({"a": b"a", "b": b"b", "c": b"c"}))
    made[1024 + 20 : 1024 + 30] = b"damaged!!!"
    listing = box(bytes(made), name="a.tar")
    assert table(listing) == [("a", "ok")]
    assert "a header is damaged" in listing.problems[0].message
    listing = box(bytes(made[:1024]), name="a.tar")
    assert "without its end mark" in listing.problems[0].message
    listing = box(tar_of({"a": b"a"}) + tar_of({"hidden": b"b"}), name="a.tar")
    assert table(listing) == [("a", "ok")]
    assert "bytes behind its end mark" in listing.problems[0].message
    made = bytearray(tar_of({"a": b"a"}, "w:gz"))
    made[-6] ^= 1
    listing = box(bytes(made), name="a.tgz")
    assert table(listing) == [("a", "ok")] and "CRC check failed" in listing.problems[0].message


def test_a_tar_with_a_monstrous_extended_header(box):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 33
    listing = box(tar_of({"a": b"a"})[:1024] + info.tobuf(tarfile.GNU_FORMAT) + bytes(10_240), name="a.tar")
    assert table(listing) == [("a", "ok")]
    assert "a header states 8589934592 bytes" in listing.problems[0].message


def test_a_sparse_tar_member_is_counted_by_what_comes_out(box):
    header = bytearray(tarfile.TarInfo("sparse").tobuf(tarfile.GNU_FORMAT))
    header[156:157] = b"S"
    header[386:410] = b"00000000000\x0000000000000\x00"
    header[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\x00 " % sum(header)
    listing = box(bytes(header) + bytes(10_240), name="a.tar")
    assert listing.members[0].status == "over-limit"


def test_a_damaged_block_of_a_seven_zip_costs_that_block(box, tmp_path_factory):
    noise = [random.Random(n).randbytes(20_000) for n in range(3)]
    out = tmp_path_factory.mktemp("seven") / "a.7z"
    for number in range(3):
        with py7zr.SevenZipFile(out, "a" if number else "w") as archive:
            archive.writestr(noise[number], f"{number}.bin")
    data = bytearray(out.read_bytes())
    assert table(box(bytes(data), name="a.7z")) == [("0.bin", "ok"), ("1.bin", "ok"), ("2.bin", "ok")]
    data[32 + 20_000 + 8_000] ^= 0xFF
    assert table(box(bytes(data), name="a.7z")) == [("0.bin", "ok"), ("1.bin", "corrupt"), ("2.bin", "ok")]


@pytest.mark.parametrize("kind", [*FORMATS, "gz"])
def test_archives_with_changed_bytes_never_do_more_than_be_named(box, kind):
    dice = random.Random(11)
    made = gzip.compress(b"hello" * 100, mtime=0) if kind == "gz" else FORMATS[kind]()
    for _ in range(60):
        data = bytearray(made)
        for _ in range(dice.choice((1, 1, 2, 8))):
            place = dice.randrange(len(data))
            data[place] = dice.choice((0, 0xFF, data[place] ^ 1 << dice.randrange(8), dice.randrange(256)))
        if dice.random() < 0.2:
            del data[dice.randrange(len(data)) :]
        try:
            listing = box(bytes(data), name="a." + kind)
        except AppraisalError as error:
            assert isinstance(error, (Unreadable, Encrypted, OverLimit))
        else:
            assert listing_from_json(listing.to_json()) == listing


@pytest.mark.parametrize("data", [b"", b"plain text", bytes(2048), b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c"])
def test_what_is_no_archive_is_named(box, data):
    with pytest.raises(Unreadable):
        box(data)


def test_an_empty_archive_is_an_empty_listing(box):
    assert box(Zip().bytes()) == Listing("zip", ())


# --- the parent's side


def test_unpack_checks_what_the_child_says(tmp_path):
    archive, out = tmp_path / "a.zip", tmp_path / "out"
    archive.write_bytes(zip_of(MEMBERS))
    with Worker(HANDLER) as worker:
        listing = unpack(archive, out, label="检材一", worker=worker)
        assert [entry.display for entry in listing.members] == list(MEMBERS)
        assert unpack(archive, out, label="检材一", worker=worker) == listing  # again into the same folder
        digest = sha256(b"hello").hexdigest()
        path = out / digest[:2] / digest
        path.chmod(0o644)
        path.write_bytes(b"jello")
        with pytest.raises(RecordError, match=f"检材一: what was unpacked as {digest}"):
            unpack(archive, out, label="检材一", worker=worker)
        path.unlink()
        path.symlink_to("/etc/passwd")
        with pytest.raises(RecordError):
            unpack(archive, out, label="检材一", worker=worker)


def test_unpack_names_the_work(tmp_path):
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"not an archive")
    with pytest.raises(Unreadable, match="检材一: not an archive"):
        unpack(archive, tmp_path / "out", label="检材一")


def test_unpack_works_on_names_that_are_not_utf8(tmp_path):
    archive = tmp_path / os.fsdecode("月.zip".encode("gb18030"))
    archive.write_bytes(zip_of({"a": b"a"}))
    assert unpack(archive, tmp_path / "out", label="x").members[0].display == "a"


def test_a_listing_is_checked_field_by_field():
    good = Listing("zip", ()).to_json()
    entry = {
        "name": "a", "display": "a", "status": "ok", "encoding": "utf-8", "raw": None, "within": "", "size": 1,
        "sha256": "0" * 64, "mtime": None, "message": "", "archive": None, "origin": None,
    }  # fmt: skip
    assert asdict(listing_from_json(good | {"members": [entry]}).members[0]) == entry
    for wrong in (
        {"size": -1}, {"size": None}, {"size": True}, {"size": 1.5}, {"sha256": "../../x"}, {"sha256": None},
        {"status": "fine"}, {"status": "corrupt"}, {"display": ""}, {"name": 5}, {"raw": "zz"}, {"more": 1},
    ):  # fmt: skip
        with pytest.raises(RecordError):
            listing_from_json(good | {"members": [entry | wrong]})
    malformed: list[Any] = [None, [], {}, good | {"members": None}, good | {"members": [entry, entry]}]
    for found in [*malformed, good | {"problems": [{}]}, good | {"kind": 7}, good | {"more": 1}]:
        with pytest.raises(RecordError):
            listing_from_json(found)


def test_deflated_is_raw():
    import zlib

    assert zlib.decompress(deflated(b"x"), -15) == b"x"
