"""Disk images: members with path, times and place; every structure that lies is named."""

import json
from hashlib import sha1, sha256

import pytest

from appraisal import dispatch
from appraisal.errors import RecordError, Unreadable
from appraisal.extract import archive_kind, extract, may_be_archive, unpack
from appraisal.extract.listing import listing_from_json
from tests.extract.archives import tar_of, zip_of
from tests.extract.disk_images import Ntfs, e01, gpt, mbr, named, outside, resident, standard
from tests.extract.fat_images import ExFat, Fat
from tests.extract.places import box as box
from tests.extract.places import table
from tests.extract.unix_images import Ext, Iso

LONG = "月光城/一个很长很长的中文文件名用来测试长文件名.lua"
FILES = {
    "readme.txt": b"hello",
    LONG: bytes(range(256)) * 9,
    "月光城/empty": b"",
    "a b/Mixed Case.Text": b"x" * 513,
    "zeros": bytes(5000),
}
WITH_LINKS = {**FILES, "link": ("link", "/etc/passwd"), "pipe": ("pipe",), "again.txt": ("same", "readme.txt")}


def ntfs(files=FILES):
    made, folders, number = Ntfs(), {"": 5}, 24
    for path, data in files.items():
        *parents, name = path.split("/")
        above = ""
        for parent in parents:
            full = f"{above}/{parent}".lstrip("/")
            if full not in folders:
                made.put(number, standard() + named(folders[above], parent), folder=True)
                folders[full], number = number, number + 1
            above = full
        made.file(number, name, data, folders[above])
        number += 1
    return made


SYSTEMS = {
    "FAT12": lambda: Fat(FILES).data,
    "FAT12 in pieces": lambda: Fat(FILES, scatter=2).data,
    "FAT16": lambda: Fat(FILES, 16, scatter=3).data,
    "FAT32": lambda: Fat(FILES, 32, scatter=2).data,
    "exFAT": lambda: ExFat(FILES, chained=["zeros", LONG]).data,
    "ext2": lambda: Ext(FILES).data,
    "ext4": lambda: Ext(FILES, extents=True).data,
    "NTFS": lambda: ntfs().data,
    "ISO 9660 with Joliet": lambda: Iso(FILES, joliet=True).data,
    "ISO 9660 with Rock Ridge": lambda: Iso(FILES, joliet=True, ridge=True).data,
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_members_come_out_by_digest(box, system):
    listing = box(bytes(SYSTEMS[system]()), name="disguised.jpg")
    assert listing.complete and listing.kind == ("iso" if "ISO" in system else "disk")
    assert {entry.display: entry.sha256 for entry in listing.members} == {
        name: sha256(data).hexdigest() for name, data in FILES.items()
    }
    assert {entry.origin.filesystem for entry in listing.members} == {system.split(" in ")[0].split(" with ")[0]}
    (image,) = listing.images
    assert image.archive == "" and image.table == "" and image.parts[0].status == "ok"
    assert listing_from_json(json.loads(json.dumps(listing.to_json()))) == listing


@pytest.mark.parametrize(
    ("system", "mtime", "created", "accessed", "changed", "clock"),
    [
        ("FAT32", "2025-03-04T15:16:18", "2025-03-04T15:16:19.50", "2025-03-04", None, "local"),
        ("exFAT", "2025-03-04T15:16:18+08:00", "2025-03-04T15:16:18.50+08:00", "2025-03-04T15:16:18+08:00", None,
         "local"),
        ("ext4", "2023-11-14T22:13:21.000000005Z", "2023-11-14T22:13:20.5Z", "2023-11-14T22:13:22Z",
         "2023-11-14T22:13:23Z", "UTC"),
        ("NTFS", "2023-11-14T22:13:21.0000001Z", "2023-11-14T22:13:20Z", "2023-11-14T22:13:23.0000003Z",
         "2023-11-14T22:13:22.0000002Z", "UTC"),
        ("ISO 9660 with Rock Ridge", *["2025-03-04T15:16:17+08:00"] * 4, "local with offset"),
    ],
)  # fmt: skip
def test_times_are_given_as_stored(box, system, mtime, created, accessed, changed, clock):
    listing = box(bytes(SYSTEMS[system]()))
    (entry,) = (entry for entry in listing.members if entry.display == "readme.txt")
    origin = entry.origin
    assert (entry.mtime, origin.created, origin.accessed, origin.changed) == (mtime, created, accessed, changed)
    assert listing.images[0].parts[0].clock == clock and origin.number > 0


def test_links_pipes_and_second_names(box):
    for extents in (False, True):
        listing = box(bytes(Ext(WITH_LINKS, extents).data))
        found = {entry.display: entry for entry in listing.members}
        assert found["link"].status == "skipped:link" and found["link"].message == "a symbolic link to /etc/passwd"
        assert found["pipe"].status == "skipped:special" and listing.complete
        assert found["again.txt"].sha256 == found["readme.txt"].sha256
        assert "hard link" in found["again.txt"].message
        assert found["again.txt"].origin.number == found["readme.txt"].origin.number
    listing = box(bytes(Iso(FILES, ridge=True, links={"快捷": "there"}).data))
    (link,) = (entry for entry in listing.members if entry.status != "ok")
    assert (link.display, link.message) == ("快捷", "a symbolic link to there")


def test_holes_read_as_zeros_at_every_depth(box):
    for number in (5, 100, 70_000):
        size = (number + 1) * 1024 - 24
        for extents in (False, True):
            made = Ext({"sparse": ("hole", size, {1: b"one", number: b"end"})}, extents)
            if number == 70_000:  # 72 MB, more than the cap on a member
                assert table(box(bytes(made.data))) == [("sparse", "over-limit")]
                continue
            (entry,) = box(bytes(made.data)).members
            want = bytearray(size)
            want[1024:1027], want[number * 1024 : number * 1024 + 3] = b"one", b"end"
            assert entry.sha256 == sha256(want).hexdigest()


def test_names_never_become_paths(box):
    made = Fat({"../../evil": b"1", "C:\\x": b"2", "\u202egpj.exe": b"3", "a": b"4"})
    shown = [entry.display for entry in box(bytes(made.data)).members]
    assert set(shown) == {"⟨..⟩/⟨..⟩/evil", "⟨C:⟩/\\x", "⟦U+202E⟧gpj.exe", "a"}
    tree = Ext({"x": b"1"})
    at = tree.data.index(b"\x01\x00x", 8192)
    tree.data[at + 2 : at + 3] = b"\xc4"
    (entry,) = box(bytes(tree.data)).members
    assert (entry.encoding, entry.raw) == ("cp437?", "c4")


def test_short_names_in_a_chinese_code_page(box):
    name = "战斗脚本".encode("gb18030") + b"LUA"
    (entry,) = box(bytes(_short(name))).members
    assert (entry.display, entry.encoding) == ("战斗脚本.LUA", "gb18030?")
    assert bytes.fromhex(entry.raw) == "战斗脚本".encode("gb18030") + b".LUA"


def _short(name):
    made = Fat({"x": b"x"})
    at = made.slot["x"]
    made.data[at - 32 : at] = made.data[at : at + 32]
    made.data[at : at + 32] = bytes(32)
    made.data[at - 32 : at - 21] = name
    return made.data


def test_what_windows_compresses_or_encrypts_is_named(box):
    made = Ntfs()
    place = made.take(b"x" * 512)
    for number, (name, body) in enumerate(
        {
            "packed": outside(0x80, [place], 512, flags=1),
            "secret": outside(0x80, [place], 512, flags=0x4000),
            "sparse": outside(0x80, [(None, 4), place], 2060, flags=0x8000),
            "unwritten": outside(0x80, [place], 500, 3),
            "wof": outside(0x80, [(None, 1)], 512) + resident(0xC0, b"\x17\x00\x00\x80\x04\x00\x00\x00abcd"),
            "link": resident(0xC0, b"\x0c\x00\x00\xa0" + bytes(8) + bytes(8)),
            "cloud": resident(0xC0, b"\x1a\x90\x00\x90" + bytes(8)),
            "odd": resident(0xC0, b"\x01\x02\x03\x04" + bytes(8)),
            "two": resident(0x80, b"main") + resident(0x80, b"[ZoneTransfer]", "Zone.Identifier"),
        }.items(),
        24,
    ):
        made.put(number, standard() + named(5, name) + named(5, name[:3].upper() + "~1", 2) + body)
    listing = box(bytes(made.data))
    assert table(listing) == [
        ("packed", "unsupported"), ("secret", "encrypted"), ("sparse", "ok"), ("unwritten", "ok"),
        ("wof", "unsupported"), ("link", "skipped:link"), ("cloud", "unsupported"), ("odd", "unsupported"),
        ("two", "ok"), ("two:Zone.Identifier", "ok"),
    ]  # fmt: skip
    found = {entry.display: entry for entry in listing.members}
    assert found["sparse"].sha256 == sha256(bytes(2048) + b"x" * 12).hexdigest()
    assert found["unwritten"].sha256 == sha256(b"xxx" + bytes(497)).hexdigest()


def test_partitions(box):
    inside = {"FAT16": Fat(FILES, 16).data, "ext2": Ext(FILES).data, "NTFS": ntfs().data}
    parts, at = [], 64
    for kind, data in zip((6, 0x83, 7), inside.values(), strict=True):
        parts.append((kind, at, data))
        at += len(data) // 512 + 2
    names = {f"p{n}/{name}" for n in (1, 2, 3) for name in FILES}
    disks = {
        "GPT": gpt([(f"第{n}区", first, data) for n, (_, first, data) in enumerate(parts, 1)], (at + 64) * 512),
        "MBR": mbr(parts, at * 512),
    }
    for system, disk in disks.items():
        listing = box(bytes(disk))
        (image,) = listing.images
        assert listing.complete and {entry.display for entry in listing.members} == names
        assert (image.table, [part.filesystem for part in image.parts]) == (system, list(inside))
        assert [part.start for part in image.parts] == [512 * first for _, first, _ in parts]
    assert [part.label for part in box(bytes(disks["GPT"])).images[0].parts] == ["第1区", "第2区", "第3区"]
    logical = mbr(parts[:1], at * 512, chain=[(kind, first + 8, data) for kind, first, data in parts[1:]])
    logical = logical + bytes(8 * 512)
    shown = {entry.display.partition("/")[0] for entry in box(bytes(logical)).members}
    assert shown == {"p1", "p5", "p6"}
    wide = bytes(gpt([("x", 64, bytes(inside["ext2"]))], 1 << 20, 4096))
    assert {entry.display for entry in box(wide).members} == {f"p1/{name}" for name in FILES}


def test_what_stands_in_a_partition_and_is_not_read_is_named(box):
    swap = bytearray(8192)
    swap[4086:4096] = b"SWAPSPACE2"
    locked, foreign = b"\xeb\x58\x90-FVE-FS-" + bytes(1000), b"XFSB" + bytes(1000)
    strange = [(7, locked), (0x82, swap), (0x83, foreign), (6, Fat(FILES).data)]
    parts, at = [], 8
    for kind, data in strange:
        parts.append((kind, at, bytes(data)))
        at += len(data) // 512 + 2
    listing = box(bytes(mbr(parts, at * 512)))
    assert [(part.name, part.status) for part in listing.images[0].parts] == [
        ("p1", "encrypted"), ("p2", "empty"), ("p3", "unsupported"), ("p4", "ok"),
    ]  # fmt: skip
    assert [(p.reason, p.message) for p in listing.problems] == [
        ("encrypted", "p1: BitLocker, which is not read here"), ("unsupported", "p3: XFS, which is not read here"),
    ]  # fmt: skip
    assert len(listing.members) == len(FILES)


def test_a_file_that_only_looks_like_a_disk_stays_a_file(tmp_path):
    path = tmp_path / "x"
    boot = bytearray(b"\xeb\x3c\x90" + bytes(4000))
    boot[510:512] = b"\x55\xaa"
    program, fat, table_only = bytearray(boot), Fat(FILES).data, mbr([(7, 8, bytes(3000))], 8192)
    program[446:510] = bytes(range(64))
    fat[Fat(FILES).table] ^= 1  # the table does not begin with the medium
    superblock = bytearray(4096)
    superblock[1080:1082] = b"\x53\xef"
    for data in (boot, program, fat, table_only, superblock, bytes(40_000), b"EVF is how this begins"):
        path.write_bytes(data)
        assert archive_kind(path) is None
        if not bytes(data).startswith(b"EVF"):
            assert may_be_archive(bytes(data)[:4096])
        assert extract(path, tmp_path / "out", name="x").kind == ""
    path.write_bytes(e01(bytes(Ext(FILES).data), segments=2)[1])
    assert archive_kind(path) is None  # a later segment is read with the first


def test_an_image_that_can_be_read_two_ways_says_so(box):
    made = Ext({"ext.txt": b"e"})
    fat = Fat({"fat.txt": b"f"}, clusters=60, label=b"X          ")
    made.data[:512] = fat.data[:512]
    # The FAT's table, folder and data lie where ext has its unused tail.
    shift = 300 * 1024
    reserved = shift // 512
    made.data[14:16] = reserved.to_bytes(2, "little")
    made.data[19:21] = (reserved + len(fat.data) // 512 - 4).to_bytes(2, "little")
    made.data[shift : shift + len(fat.data) - 2048] = fat.data[2048:]
    listing = box(bytes(made.data))
    assert table(listing) == [("fat.txt", "ok")]
    assert listing.images[0].parts[0].message == "it can also be read as ext2, which was not done"


@pytest.mark.parametrize("packed", [True, False])
def test_e01(box, packed):
    medium = bytes(Ext(FILES).data) + bytes(1024)
    (image,) = e01(medium, packed)
    listing = box(image, name="disk.E01")
    assert listing.kind == "ewf" and listing.complete and {entry.display for entry in listing.members} == set(FILES)
    facts = listing.images[0]
    assert (facts.format, facts.size) == ("E01", len(medium))
    assert [(d.algorithm, d.stored == d.computed) for d in facts.digests] == [("md5", True), ("sha1", True)]
    assert facts.digests[1].stored == sha1(medium).hexdigest()
    assert dict(facts.notes) == {
        "case number": "案一", "evidence number": "7", "description": "手机", "examiner": "张三",
    }  # fmt: skip
    listing = box(e01(medium, packed, stored=(b"m" * 16, b"s" * 20))[0], name="disk.E01")
    assert len(listing.members) == len(FILES) and not listing.complete
    assert [p.message.partition(",")[0] for p in listing.problems] == [
        f"it states the md5 {(b'm' * 16).hex()}", f"it states the sha1 {(b's' * 20).hex()}",
    ]  # fmt: skip


def test_e01_in_segments(tmp_path):
    medium = bytes(Ext(FILES).data)
    for number, data in enumerate(e01(medium, segments=3), 1):
        (tmp_path / f"disk.E{number:02}").write_bytes(data)
    listing = extract(tmp_path / "disk.E01", tmp_path / "out")
    assert listing.complete and {entry.display for entry in listing.members} == set(FILES)
    (tmp_path / "disk.E03").rename(tmp_path / "elsewhere")
    listing = extract(tmp_path / "disk.E01", tmp_path / "out")
    assert "it goes on in segment 3, which does not lie beside it" in listing.problems[0].message
    (tmp_path / "disk.E03").symlink_to(tmp_path / "elsewhere")
    assert "segment 3, which does not lie" in extract(tmp_path / "disk.E01", tmp_path / "out").problems[0].message


def test_a_damaged_chunk_costs_its_files_only(box):
    made = Ext(FILES)
    image = bytearray(e01(bytes(made.data), packed=False)[0])
    at = image.index(FILES[LONG][:1024])
    image[at] ^= 1
    listing = box(bytes(image), name="disk.E01")
    statuses = {entry.display: entry.status for entry in listing.members}
    assert statuses[LONG] == "corrupt" and statuses["a b/Mixed Case.Text"] == "ok"
    assert "its stored digests cannot be checked: chunk" in listing.problems[0].message
    assert listing.images[0].digests[0].computed is None


@pytest.mark.parametrize("magic", [b"EVF2\x0d\x0a\x81\x00", b"LVF\x09\x0d\x0a\xff\x00"])
def test_later_kinds_are_named(box, magic):
    with pytest.raises(Unreadable, match="which is not read here"):
        box(magic + bytes(100), name="disk.Ex01")


def test_images_inside_archives_and_archives_inside_images(box):
    fat = bytes(Fat({"inner.zip": zip_of({"deep.txt": b"deep"}), "x": b"x"}).data)
    listing = box(zip_of({"盘/disk.dd": fat}))
    assert [(entry.display, entry.archive) for entry in listing.members] == [
        ("盘/disk.dd", "disk"), ("盘/disk.dd!/inner.zip", "zip"), ("盘/disk.dd!/inner.zip!/deep.txt", None),
        ("盘/disk.dd!/x", None),
    ]  # fmt: skip
    assert listing.images[0].archive == "盘/disk.dd"
    listing = box(tar_of({"d.img": bytes(Ext(FILES).data)}, "w:gz"), name="d.tgz")
    assert {f"d.img!/{name}" for name in FILES} < {entry.display for entry in listing.members}


def test_a_work_with_an_image_opens_in_the_child(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / "disk.img").write_bytes(mbr([(0x83, 8, bytes(Ext(FILES).data))], 1 << 20))
    (work / "boot.bin").write_bytes(bytes(510) + b"\x55\xaa" + bytes(100))
    found = dispatch.open_work(work, derived=tmp_path / "derived")
    assert [member.file for member in found.members] == ["boot.bin", *sorted(f"disk.img!/p1/{name}" for name in FILES)]
    disk = tmp_path / "one.dd"
    disk.write_bytes(bytes(ntfs().data))
    found = dispatch.open_work(disk, derived=tmp_path / "derived")
    assert {member.file for member in found.members} == {f"one.dd!/{name}" for name in FILES}


def test_the_listing_of_an_image_is_checked_field_by_field(tmp_path):
    path = tmp_path / "disk.img"
    path.write_bytes(bytes(Ext(FILES).data))
    good = unpack(path, tmp_path / "out", label="x").to_json()
    assert listing_from_json(good).images
    old = {key: value for key, value in good.items() if key != "images"}
    old["members"] = [{k: v for k, v in member.items() if k != "origin"} for member in good["members"]]
    assert listing_from_json(old).images == ()  # as written before there were images
    for change in (
        lambda d: d["members"][0]["origin"].update(number=-1),
        lambda d: d["members"][0]["origin"].update(number=True),
        lambda d: d["members"][0]["origin"].update(created=5),
        lambda d: d["members"][0]["origin"].update(more=5),
        lambda d: d["members"][0].update(origin=[]),
        lambda d: d["images"][0].update(size="1"),
        lambda d: d["images"][0].update(notes=[["a", 1]]),
        lambda d: d["images"][0]["parts"][0].update(start=None),
        lambda d: d["images"][0].pop("format"),
        lambda d: d.update(images=5),
    ):
        wrong = json.loads(json.dumps(good))
        change(wrong)
        with pytest.raises(RecordError):
            listing_from_json(wrong)
