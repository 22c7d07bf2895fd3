"""Packages of programs and games: members by their right names, times and bytes; kinds told by bytes; nesting."""

import bz2
import gzip
import json
import lzma
from hashlib import sha256

import pytest

from appraisal.errors import AppraisalError, Encrypted, Unreadable
from appraisal.extract import archive_kind, extract, may_be_archive
from appraisal.extract.listing import listing_from_json
from appraisal.extract.packages import apart, library
from tests.extract.archives import Zip, tar_of, zip_of
from tests.extract.packages import (
    APART,
    ASCII,
    MEMBERS,
    PACKAGES,
    SHORT,
    ar_of,
    asar_of,
    cab_of,
    cpio_of,
    deb_of,
    grf_of,
    lha_of,
    pak_of,
    pck_of,
    pe_of,
    rar4_of,
    rar5_of,
    rpm_of,
    vpk_of,
    wad_of,
)  # fmt: skip
from tests.extract.places import box as box
from tests.extract.places import table


@pytest.mark.parametrize("kind", [*PACKAGES, *APART])
def test_members_come_out_by_digest(box, kind):
    make, members = (PACKAGES | APART)[kind]
    listing = box(make(members), name="disguised.jpg")
    assert listing.complete and listing_from_json(json.loads(json.dumps(listing.to_json()))) == listing
    found = {entry.display: entry for entry in listing.members if not entry.display.startswith("$program")}
    assert set(found) == set(members)
    for name, data in members.items():
        assert (found[name].status, found[name].size, found[name].stated) == ("ok", len(data), None)
        assert found[name].sha256 == sha256(data).hexdigest()
        assert listing.path(found[name], box.out).read_bytes() == data


@pytest.mark.parametrize("kind", [*PACKAGES, *APART])
def test_kinds_are_told_by_bytes_alone(tmp_path, kind):
    make, members = (PACKAGES | APART)[kind]
    path = tmp_path / "x.txt"
    path.write_bytes(make(members))
    assert may_be_archive(path.read_bytes()[:4096])
    told = {"wad3": "wad", "vpk2": "vpk", "rar4": "rar", "cab-stored": "cab", "elf+pck": "exe+pck"}
    told |= {f"pck{n}": "pck" for n in (1, 2, 3)} | {f"cpio-{n}": "cpio" for n in ("crc", "odc", "little", "big")}
    assert archive_kind(path) == told.get(kind, kind)


@pytest.mark.parametrize(
    "text",
    ["PACKAGE main: the words a text may begin with", "IWADs and PWADs are files of Doom, said the old man", "IWAD",
     "070707 is a number that a text may begin with, and then it goes on and on until it is seventy-six bytes long.",
     "KenSilverman wrote the engine", "BIGFOOT was seen near the lake in the north", "BIG4 of the accountants there",
     "!<arch>\nis how an ar begins, and this is none: it is a text of more than sixty-eight bytes, all of them words",
     "Master of Magic", "GDPC and more", "MZ is a program", "Rar! said the lion", "MSCF", "MZ" + "x" * 5000,
     "UnityFS is a format", "-- -lh5- is a method", "PACK" + "战斗" * 30],
)  # fmt: skip
def test_texts_that_begin_with_such_words_stay_texts(tmp_path, text):
    path = tmp_path / "x.txt"
    path.write_text(text, "utf-8")
    assert archive_kind(path) is None


def test_lumps_of_maps_stand_under_their_marker(box):
    lumps = [
        ("PLAYPAL", b"p"), ("MAP01", b""), ("THINGS", b"1"), ("LINEDEFS", b"2"), ("MAP02", b"x"), ("THINGS", b"3"),
        ("BEHAVIOR", b"4"), ("GL_VERT", b"5"), ("THING", b"6"), ("S_START", b""), ("TROOA1", b"7"), ("VILE\\1", b"8"),
        ("S_END", b""), ("P_START", b""), ("P1_START", b""), ("WALL", b"9"), ("P1_END", b""), ("P_END", b""),
        ("DEMO", b"10"), ("DEMO", b"11"), ("X_START", b""), ("UDMF", b""), ("TEXTMAP", b"12"), ("ENDMAP", b""),
    ]  # fmt: skip
    listing = box(wad_of(lumps, b"IWAD"), name="doom.wad")
    assert [entry.display for entry in listing.members] == [
        "PLAYPAL", "MAP01", "MAP01/THINGS", "MAP01/LINEDEFS", "MAP02", "MAP02/THINGS", "MAP02/BEHAVIOR",
        "MAP02/GL_VERT", "THING", "S_START", "S/TROOA1", "S/VILE\\1", "S_END", "P_START", "P/P1_START", "P/P1/WALL",
        "P/P1_END", "P_END", "DEMO", "DEMO⟨2⟩", "X_START", "UDMF", "UDMF/TEXTMAP", "UDMF/ENDMAP",
    ]  # fmt: skip
    data = b"".join(listing.path(entry, box.out).read_bytes() for entry in listing.members)
    assert data == b"".join(lump for _, lump in lumps)


def test_times_where_a_format_has_them(box):
    utc, local = "2017-07-14T02:40:00Z", "2025-01-01T12:00:00"
    for data, time in (
        (ar_of(ASCII), utc), (cpio_of(MEMBERS), utc), (cpio_of(MEMBERS, "odc"), utc), (cpio_of(MEMBERS, "big"), utc),
        (rar5_of(MEMBERS), utc), (rar4_of(ASCII), local), (cab_of(ASCII), local), (lha_of(SHORT), local),
        (pak_of(MEMBERS), None),
    ):  # fmt: skip
        assert {entry.mtime for entry in box(data).members} == {time}


def test_a_debian_package_opens_to_its_files(box):
    listing = box(deb_of({"./usr/bin/x": b"#!", "./usr/lib/in.zip": zip_of({"deep": b"d"})}), name="x.deb")
    assert listing.kind == "deb" and listing.complete
    assert [entry.display for entry in listing.members] == [
        "debian-binary", "control.tar.gz", "control.tar.gz!/control", "data.tar.xz", "data.tar.xz!/usr/bin/x",
        "data.tar.xz!/usr/lib/in.zip", "data.tar.xz!/usr/lib/in.zip!/deep",
    ]  # fmt: skip


@pytest.mark.parametrize("long", ["gnu", "bsd"])
def test_long_names_of_ar(box, long):
    members = {"a_name_of_more_than_sixteen_bytes.o": b"1", "another_long_name_of_a_member.o": b"22", "short.o": b"3"}
    listing = box(ar_of(members, long))
    found = {entry.display: entry.size for entry in listing.members if entry.name != "//"}
    assert found == {name: len(data) for name, data in members.items()} and listing.complete


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, None, "lzma"])
def test_rpm_by_the_compression_of_its_payload(box, pack):
    payload = cpio_of({"./usr/bin/x": b"program", "./etc/x.conf": b"a = 1"})
    if pack == "lzma":
        payload = lzma.compress(payload, lzma.FORMAT_ALONE)
    elif pack is not None:
        payload = pack(payload)
    listing = box(rpm_of(payload), name="x.rpm")
    assert (listing.kind, table(listing)) == ("rpm", [("usr/bin/x", "ok"), ("etc/x.conf", "ok")])
    with pytest.raises(Unreadable, match="compression of its payload"):
        box(rpm_of(b"something else"))


def test_cpio_links_devices_and_hard_links(box):
    members = {"first": b"", "link": b"../etc/passwd", "tty": b"", "folder": b"", "last": b"data", "alone": b""}
    modes = {"link": 0o120777, "tty": 0o020666, "folder": 0o040755}
    links = {"first": (9, 2), "last": (9, 2), "alone": (10, 2)}
    listing = box(cpio_of(members, modes=modes, links=links))
    assert table(listing) == [
        ("first", "ok"), ("link", "skipped:link"), ("tty", "skipped:special"), ("last", "ok"), ("alone", "ok"),
    ]  # fmt: skip
    assert listing.members[0].size == 4 and "hard link" in listing.members[0].message
    assert listing.members[1].message == "a symbolic link to ../etc/passwd" and listing.members[4].size == 0


def test_asar_links_and_files_beside_it(box):
    more = {"l": {"link": "a.txt"}, "native.node": {"size": 7, "unpacked": True}, "odd": {"size": 1, "offset": 5}}
    listing = box(asar_of({"a.txt": b"a"}, more), name="app.asar")
    assert table(listing) == [
        ("a.txt", "ok"), ("l", "skipped:link"), ("native.node", "skipped:link"), ("odd", "corrupt"),
    ]  # fmt: skip
    assert "folder .unpacked" in listing.members[2].message and listing.members[2].stated == 7


def test_parts_of_a_vpk_are_found_beside_it_or_named(box, tmp_path):
    tree, part = vpk_of(MEMBERS, archive=3, preload=2)
    packed = {"game/pak01_dir.vpk": tree, "game/pak01_003.vpk": part}
    listing = box(zip_of(packed))
    assert listing.complete
    found = {e.display.partition("!/")[2]: e.size for e in listing.members if e.within}
    assert found == {name: len(data) for name, data in MEMBERS.items()}
    listing = box(zip_of({"game/pak01_dir.vpk": tree, "other/pak01_003.vpk": part}))
    assert {e.status for e in listing.members if e.within and "empty" not in e.display} == {"corrupt"}
    (problem,) = listing.problems
    assert problem.message == "its part pak01_003.vpk is not there"
    for name, data in packed.items():
        (tmp_path / name.rpartition("/")[2]).write_bytes(data)
    assert extract(tmp_path / "pak01_dir.vpk", tmp_path / "out").complete


def test_what_is_encrypted_is_named_with_its_size(box):
    listing = box(grf_of(MEMBERS, {"a.txt": 3, "b.txt": 5}))
    assert [(e.display, e.stated) for e in listing.members if e.status == "encrypted"] == [("a.txt", 5), ("b.txt", 5)]
    listing = box(pck_of(MEMBERS, 2, {"a.txt": 1, "b.txt": 2}))
    assert [e.status for e in listing.members] == ["encrypted", "ok", "ok", "skipped:special"]
    with pytest.raises(Encrypted):
        box(pck_of(MEMBERS, 2, {"pack": 3}))
    listing = box(rar5_of(MEMBERS, locked=True))
    assert [(e.status, e.stated) for e in listing.members if e.stated] == [
        ("encrypted", len(data)) for data in MEMBERS.values() if data
    ]
    made = Zip()
    made.add("secret.txt", b"x" * 20, flags=1)
    (entry,) = box(made.bytes()).members
    assert (entry.status, entry.stated, entry.size) == ("encrypted", 20, None)


def test_korean_names_of_a_grf_and_chinese_ones(box):
    korean = "data\\texture\\유저인터페이스\\로그인.bmp".encode("cp949")
    listing = box(grf_of({korean: b"x", b"data\\a.txt": b"y"}))
    assert [entry.display for entry in listing.members] == [
        "data/texture/유저인터페이스/로그인.bmp", "data/a.txt",
    ]  # fmt: skip
    assert (listing.members[0].encoding, listing.members[0].raw) == ("cp949?", korean.hex())
    chinese = "数据\\地图\\月光城主场景设置.txt".encode("gb18030")
    assert box(grf_of({chinese: b"x"})).members[0].display == "数据/地图/月光城主场景设置.txt"


def test_a_program_before_an_archive_is_a_member_too(box):
    for kind in ("exe+zip", "exe+7z", "exe+pck", "exe+rar", "exe+cab"):
        make, members = (PACKAGES | APART)[kind]
        data = make(members)
        first = box(data, name="setup.exe").members[0]
        assert first.display == "$program" and "it was not run" in first.message
        assert data.startswith(b"MZ") and sha256(data[: first.size]).hexdigest() == first.sha256
    listing = box(zip_of({"setup.exe": pe_of() + zip_of({"in.txt": b"x"}), "plain.exe": pe_of()}))
    assert [(entry.display, entry.archive) for entry in listing.members] == [
        ("setup.exe", "exe+zip"), ("setup.exe!/$program", None), ("setup.exe!/in.txt", None), ("plain.exe", None),
    ]  # fmt: skip


INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")


def _msi(root=INSTALLER):
    head = bytearray(512)
    head[:8], head[30:32] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x00"
    return bytes(head) + bytes(80) + root + bytes(416)


SHUT = {
    "nsis": pe_of() + bytes(4) + b"\xef\xbe\xad\xdeNullsoftInst" + bytes(500),
    "inno": pe_of(b".rsrc", b"rDlPtS\xcd\xe6\xd7\x7b\x0b\x2a".rjust(600, b"x")),
    "msi": _msi(),
    "installshield": b"ISc(" + bytes(100),
    "upx": pe_of(b"UPX0"),
    "vmprotect": pe_of(b".vmp0"),
    "pyinstaller": pe_of() + b"MEI\x0c\x0b\x0a\x0b\x0e" + bytes(80),
    "unity": b"UnityFS\x00" + bytes(100),
    "unreal": bytes(8) + b"\x05" + bytes(7) + b"\x05" + bytes(100) + b"\xe1\x12\x6f\x5a" + bytes(40),
    "mpq": b"MPQ\x1a" + bytes(100),
    "rgss": b"RGSSAD\x00\x01" + bytes(100),
}


@pytest.mark.parametrize("kind", SHUT)
def test_installers_are_named_and_stay_one_file(box, tmp_path, kind):
    listing = box(zip_of({"setup.exe": SHUT[kind], "readme.txt": b"x"}))
    assert table(listing) == [("setup.exe", "ok"), ("readme.txt", "ok")]
    assert listing.members[0].archive == kind and listing.members[0].size == len(SHUT[kind])
    (problem,) = listing.problems
    assert (problem.archive, problem.message[-19:]) == ("setup.exe", ": named, not opened")
    assert not listing.complete
    with pytest.raises(AppraisalError, match="named, not opened"):
        box(SHUT[kind])
    path = tmp_path / "x"
    path.write_bytes(SHUT[kind])
    alone = extract(path, tmp_path / "out", name="setup.exe")
    assert (alone.kind, alone.members, len(alone.problems)) == ("", (), 1)
    assert listing_from_json(alone.to_json()) == alone and not (tmp_path / "out").exists()


def test_an_office_document_of_old_is_no_installer(tmp_path):
    path = tmp_path / "x.doc"
    path.write_bytes(_msi(bytes(16)))
    assert archive_kind(path) is None


def test_without_libarchive_what_it_reads_is_named(box, monkeypatch):
    assert apart.available() and library.version().startswith("libarchive 3.")
    monkeypatch.setattr(apart, "library", lambda: None)
    listing = box(zip_of({"a.cab": cab_of(ASCII), "b.rar": rar5_of(ASCII), "c.txt": b"c"}))
    assert table(listing) == [("a.cab", "ok"), ("b.rar", "ok"), ("c.txt", "ok")]
    assert {problem.archive for problem in listing.problems} == {"a.cab", "b.rar"}
    assert all("needs libarchive (Debian: libarchive13t64" in problem.message for problem in listing.problems)
    with pytest.raises(Unreadable, match="needs libarchive"):
        box(lha_of(SHORT))


def test_everything_within_everything(box):
    doom = wad_of([("MAP01", b""), ("THINGS", b"t")])
    pak = pak_of({"doom.wad": doom, "in.cab": cab_of({"app.asar": asar_of({"x.js": b"x"})})})
    listing = box(zip_of({"pak0.pak": pak, "b.rar": rar5_of({"a.7z": tar_of({"c.grf": grf_of({"d": b"d"})})})}))
    assert listing.complete
    assert [entry.display for entry in listing.members if not entry.archive] == [
        "pak0.pak!/doom.wad!/MAP01", "pak0.pak!/doom.wad!/MAP01/THINGS", "pak0.pak!/in.cab!/app.asar!/x.js",
        "b.rar!/a.7z!/c.grf!/d",
    ]  # fmt: skip


def test_packages_of_programs_are_zips_whatever_they_are_called(box, tmp_path):
    for name, members in (
        ("a.pk3", {"maps/x.bsp": b"x"}), ("a.apk", {"AndroidManifest.xml": b"x", "classes.dex": b"x"}),
        ("a.ipa", {"Payload/X.app/Info.plist": b"x"}), ("a.love", {"main.lua": b"x"}),
        ("a.nupkg", {"[Content_Types].xml": b"x", "_rels/.rels": b"x", "a.nuspec": b"x"}),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(zip_of(members))
        assert archive_kind(path) == "zip"
    path.write_bytes(b"Cr24\x03\x00\x00\x00" + b"\x05\x00\x00\x00" + b"proof" + zip_of({"manifest.json": b"{}"}))
    assert archive_kind(path, name="a.crx") == "zip"
    assert table(extract(path, tmp_path / "out")) == [("manifest.json", "ok")]
