"""Packages that lie: cut short, places outside, overlaps, sizes, counts, loops, names. Named, bounded, no accident."""

import json
import os
import random
import signal
import struct
import time
import zlib
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.errors import AppraisalError, Encrypted, OverLimit, Unreadable
from appraisal.extract import extract
from appraisal.extract.listing import listing_from_json
from appraisal.extract.packages import apart
from tests.extract.archives import tar_of, zip_of
from tests.extract.packages import (
    APART,
    MEMBERS,
    PACKAGES,
    ar_of,
    asar_of,
    asar_raw,
    big_of,
    cab_of,
    cpio_of,
    grf_of,
    grp_of,
    lha_of,
    pak_of,
    pck_of,
    pe_of,
    rar4_of,
    rar5_of,
    rpm_of,
    vpk_of,
    wad3_of,
    wad_of,
)  # fmt: skip
from tests.extract.places import SMALL, table
from tests.extract.places import box as box
from tests.extract.places import limited as limited
from tests.extract.places import worker as worker

ALL = PACKAGES | APART
NAMED = (Unreadable, Encrypted, OverLimit)


@cache
def usual_of(kind):
    """Made once: a 7z keeps the time when it was made."""
    return ALL[kind][0](ALL[kind][1])


def made(kind, members):
    return ALL[kind][0](members)


@pytest.mark.parametrize("kind", ALL)
def test_packages_cut_short_are_named(limited, kind):
    noise = random.Random(5).randbytes(40_000)
    names = list(ALL[kind][1])
    data = made(kind, {name: noise[n * 10_000 : (n + 1) * 10_000] for n, name in enumerate(names)})
    whole = {entry.display: entry.sha256 for entry in limited(data).members}
    for cut in (len(data) // 2, 40, 600, len(data) - 1200, len(data) - 9000):
        try:
            listing = limited(data[:cut])
        except AppraisalError as error:
            assert isinstance(error, NAMED)
            continue
        assert not listing.complete
        for entry in listing.members:
            if entry.status == "ok" and entry.display != "$program":
                assert entry.sha256 == whole[entry.display]


@pytest.mark.parametrize("kind", ALL)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_flipped_bytes_never_do_more_than_be_named(limited, kind, data):
    good = usual_of(kind)
    bad = bytearray(good)
    for place in data.draw(st.lists(st.integers(0, len(bad) - 1), min_size=1, max_size=6)):
        bad[place] = data.draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF, bad[place] ^ 0x10]))
    if data.draw(st.booleans()):
        del bad[data.draw(st.integers(0, len(bad))) :]
    try:
        listing = limited(bytes(bad))
    except AppraisalError as error:
        assert isinstance(error, NAMED)
    else:
        assert listing_from_json(listing.to_json(), listing.label) == listing
        assert len(listing.members) <= SMALL.members


def patched(data, place, layout, *values):
    out = bytearray(data)
    struct.pack_into(layout, out, place, *values)
    return bytes(out)


def test_tables_that_lie_outside_the_file(box):
    two = {"a.txt": b"hello", "b.txt": b"there"}
    for data in (
        patched(pak_of(two), 4, "<L", 0x7FFFFFFF), patched(pak_of(two), 8, "<L", 64 * 1000),
        patched(wad_of(list(two.items())), 4, "<L", 0xFFFFFFFF), patched(wad3_of(two), 8, "<L", 0xFFFFFFF0),
        patched(grp_of({"A": b"a"}), 12, "<L", 0xFFFFFFFF), patched(grf_of(two), 30, "<L", 0xFFFFFF00),
        patched(vpk_of(two)[0], 8, "<L", 0xFFFFFFFF), patched(asar_of(two), 12, "<L", 2),
        patched(pck_of(two, 3), 32, "<Q", 1 << 62),
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            box(data)


def test_a_program_that_states_no_blocks_or_ends_before_it_begins_is_looked_at_whole(box):
    cabinet = cab_of({"a.txt": b"hello"})
    for last, blocks in ((1, 0), (0, 0), (0xFFFF, 1), (1, 0xFFFF)):
        head = patched(bytes(64), 0, "<2sHH", b"MZ", last, blocks)
        listing = box(head + cabinet)
        assert table(listing) == [("$program", "ok"), ("a.txt", "ok")]
        assert listing.members[0].size == 64
        with pytest.raises(Unreadable, match="not an archive"):
            box(head)


def test_a_program_whose_zip_lies_outside_it_is_only_a_program(box):
    data = bytearray(pe_of() + zip_of({"a.txt": b"hello"}))
    place = data.index(b"PK\x01\x02")
    with pytest.raises(Unreadable, match="not an archive"):
        box(patched(bytes(data), place + 42, "<L", 0x7FFFFFFF))


def test_members_that_lie_outside_the_file_are_named_and_their_neighbours_stay(box):
    two = {"a.txt": b"hello", "b.txt": b"there"}
    data = pak_of(two)
    listing = box(patched(data, len(data) - 8, "<LL", 0xFFFFFFF0, 100))
    assert table(listing) == [("a.txt", "ok"), ("b.txt", "corrupt")]
    assert listing.members[1].message == f"it lies outside the file: bytes 4294967280 to 4294967380 of {len(data)}"
    assert listing.members[1].stated == 100
    listing = box(asar_of({"a": b"a"}, {"far": {"size": 9, "offset": "9" * 18}, "minus": {"size": -1, "offset": "0"},
                                        "wide": {"size": 9, "offset": "9" * 30}}))  # fmt: skip
    assert [status for _, status in table(listing)] == ["ok", "corrupt", "corrupt", "corrupt"]
    lumps = wad_of([("A", b"aaaa"), ("B", b"bbbb")])
    listing = box(patched(lumps, len(lumps) - 32, "<L", 0x80000000))
    assert table(listing) == [("A", "corrupt"), ("B", "ok")]
    packed = pck_of(two)
    listing = box(patched(packed, packed.index(b"res://b.txt") + 12, "<Q", (1 << 64) - 1))
    assert table(listing) == [("a.txt", "ok"), ("b.txt", "corrupt")]
    packed = ar_of({"a.o": b"aa", "b.o": b"bb"})
    listing = box(packed.replace(b"%-10d`\nbb" % 2, b"%-10d`\nbb" % 9_999_999_999))
    assert [status for _, status in table(listing)] == ["ok", "over-limit"]


def test_members_that_overlap_are_read_and_said_to(box):
    data = pak_of({"a": b"x" * 100, "b": b"y" * 100, "c": b"z"})
    at = len(data) - 3 * 64
    data = patched(data, at + 64 + 56, "<LL", 50, 120)
    listing = box(data)
    said = "its bytes overlap those of another member"
    assert [entry.message for entry in listing.members] == ["", said, ""]
    many = pak_of({str(n): b"x" * (1 << 16) if not n else b"" for n in range(600)})
    start = len(many) - 600 * 64
    for number in range(1, 600):
        many = patched(many, start + 64 * number + 56, "<LL", 12, 1 << 16)
    listing = box(many)
    assert listing.problems[0].cap == "ratio" and len(listing.members) < 600


def test_sizes_that_lie(box):
    data = grf_of({"a": b"x" * 50, "b": b"y" * 50})
    table_at = 46 + struct.unpack_from("<L", data, 30)[0]
    rows = bytearray(zlib.decompress(data[table_at + 8 :]))
    struct.pack_into("<L", rows, 2 + 8, 10)
    packed = zlib.compress(bytes(rows))
    listing = box(data[:table_at] + struct.pack("<LL", len(packed), len(rows)) + packed)
    assert table(listing) == [("a", "corrupt"), ("b", "ok")]
    assert "more than 10 bytes come out where 10 are stated" in listing.members[0].message
    with pytest.raises(Unreadable, match="table is larger than stated"):
        box(data[:table_at] + struct.pack("<LL", len(packed), 5) + packed)
    with pytest.raises(Unreadable, match=r"a table of 4294967295 bytes out of"):
        box(data[:table_at] + struct.pack("<LL", len(packed), 0xFFFFFFFF) + packed)
    tree, _ = vpk_of(MEMBERS)
    listing = box(tree.replace(struct.pack("<L", zlib.crc32(b"hello")), bytes(4)))
    assert [m.message for m in listing.members if m.status == "corrupt"] == ["its contents do not match its CRC32"] * 2
    listing = box(asar_of(MEMBERS).replace(b"hello", b"jello"))
    assert [m.message for m in listing.members if m.status == "corrupt"] == ["its contents do not match its SHA256"] * 2
    listing = box(rar5_of({"a": b"hello"}, size=1 << 40))
    assert (listing.members[0].status, listing.members[0].stated) == ("over-limit", 1 << 40)
    listing = box(rar5_of({"a": b"hello", "b": b"hello"}, size=100))
    assert {entry.status for entry in listing.members} == {"corrupt"}


def test_a_member_of_a_gigabyte_is_named_before_it_is_read_or_cut(box):
    packed = zlib.compressobj(9)
    head = packed.compress(bytes(1 << 24)) + packed.flush(zlib.Z_FULL_FLUSH)
    again = packed.compress(bytes(1 << 24)) + packed.flush(zlib.Z_FULL_FLUSH)  # the same each time from here on
    zeros = head + again * 63 + b"\x03\x00" + struct.pack(">HH", (1 << 30) % 65521, 1)
    data = bytearray(46) + zeros
    table_ = b"bomb\x00" + struct.pack("<LLLBL", len(zeros), len(zeros), 1 << 30, 1, 0)
    squeezed = zlib.compress(table_)
    data[:46] = struct.pack("<16s14s4L", b"Master of Magic", b"", len(zeros), 0, 8, 0x200)
    data += struct.pack("<LL", len(squeezed), len(table_)) + squeezed
    (entry,) = box(bytes(data)).members
    assert (entry.status, entry.stated) == ("over-limit", 1 << 30)
    (entry,) = box(bytes(data), replace(SMALL, member=2 << 30, total=4 << 30)).members
    assert entry.status == "over-limit" and "more than 100 times" in entry.message
    huge = pak_of({"a": b"a"})
    (entry,) = box(patched(huge, len(huge) - 4, "<L", 1 << 30)).members
    assert entry.status == "over-limit"


@pytest.mark.parametrize("kind", ["cab", "lha", "rar"])
def test_bombs_read_by_libarchive_are_cut(box, kind):
    if kind == "cab":
        data = cab_of({"a.txt": b"a", "bomb": bytes(6 << 20), "b.txt": b"b"})
        listing = box(data)
        assert table(listing)[:2] == [("a.txt", "ok"), ("bomb", "over-limit")]
        assert listing.problems[0].cap == "ratio"
    noise = random.Random(3).randbytes(2 << 20)
    listing = box(made(kind, {"big": noise, "small": b"s"}), replace(SMALL, member=1 << 20))
    assert table(listing) == [("big", "over-limit"), ("small", "ok")]
    listing = box(made(kind, {f"{n}": noise[: 1 << 18] for n in range(9)}), replace(SMALL, total=1 << 20))
    assert listing.problems[0].cap == "total"


def test_huge_counts_end_at_the_cap(box):
    for data in (
        wad_of([("A", b"")] * 5000), pak_of({f"{n}": b"x" for n in range(5000)}),
        ar_of({f"{n}": b"x" for n in range(5000)}),
        grf_of({f"{n}": b"x" for n in range(5000)}), cpio_of({f"{n}": b"" for n in range(5000)}),
        cab_of({f"{n}": b"x" for n in range(5000)}), rar5_of({f"{n}": b"x" for n in range(5000)}),
        asar_of({f"{n}": b"x" for n in range(5000)}), vpk_of({f"{n}": b"x" for n in range(5000)})[0],
    ):  # fmt: skip
        listing = box(data)
        assert len(listing.members) == SMALL.members and listing.problems[0].cap == "members"
    data = pck_of({"a": b"a"})
    listing = box(patched(data, data.index(b"res://a") - 8, "<L", 0xFFFFFFFF))
    assert listing.problems[0].message.startswith("its table is damaged after 1 members")


def test_tables_nested_too_deep(box):
    deep: dict = {"files": {"x": {"size": 1, "offset": "0"}}}
    for number in range(300):
        deep = {"files": {str(number): deep}}
    with pytest.raises(Unreadable, match="more than 256 deep"):
        box(asar_raw(json.dumps(deep).encode(), b"x"))
    with pytest.raises(Unreadable):
        box(asar_raw(b'{"files":' * 100_000 + b"}" * 100_000))
    for text in (b"{}", b'{"files": 5}', b'{"files": {"a": 5}}', b'{"files": {"": {}}}', b"{nonsense}"):
        try:
            assert not box(asar_raw(text)).members
        except Unreadable:
            continue


def test_packages_in_packages_end_at_the_depth(box):
    data = b"deepest"
    for level in range(8):
        make = (pak_of, zip_of, lambda m: wad_of([("IN", *m.values())]), lambda m: asar_of(m), rar5_of, cab_of)[
            level % 6
        ]
        data = make({f"{level}.x": data})
    listing = box(data)
    assert len(listing.members) == 4 and listing.problems[0].cap == "depth"
    itself = zip_of({"pak": pak_of({"doom.wad": wad_of([("A", zip_of({"tar": tar_of({"end": b"e"})}))])})})
    assert len(box(itself).members) == 4


NAMES = ["../../evil", "/etc/cron.d/x", "C:/evil.exe", "a\u202egpj.exe", "readme.TXT", "README.txt", "line\nbreak",
         "同名", "con", " "]  # fmt: skip


@pytest.mark.parametrize("make", [
    lambda m: asar_of(m), pak_of, big_of, lambda m: vpk_of(m)[0], lambda m: pck_of(m, 2), grf_of, cpio_of, cab_of,
    rar5_of, ar_of,
])  # fmt: skip
def test_names_stay_data(box, make):
    data = make({name: name.encode() for name in NAMES})
    listing = box(data)
    shown = [entry.display for entry in listing.members if entry.name != "//"]
    assert len(set(shown)) == len(shown) >= len(NAMES) - 1  # ar takes a name of one blank for none
    assert not any(name.startswith(("/", "..")) or "\u202e" in name or "\n" in name for name in shown)
    assert any("⟨..⟩/⟨..⟩/evil" in name for name in shown) and {"readme.TXT", "README.txt"} <= set(shown)


def test_names_alike_and_names_with_nul(box):
    data = asar_raw(b'{"files":{"a\\u0000b":{"size":1,"offset":"0"},"a\\ud800":{"size":1,"offset":"0"}}}', b"x")
    listing = box(data)
    assert listing.members[0].display == "a⟦U+0000⟧b" and len(listing.members) == 2
    assert listing_from_json(listing.to_json()) == listing
    raw = pak_of({"a": b"1", "b": b"2"}).replace(b"b\x00", b"a\x00")
    assert [entry.display for entry in box(raw).members] == ["a", "a⟨2⟩"]


def test_what_libarchive_does_with_a_file_harms_no_other(box, monkeypatch):
    cab = cab_of({"a.txt": b"a"})

    def dies(archive, pipe, kind):
        os.kill(os.getpid(), signal.SIGSEGV)

    def hangs(archive, pipe, kind):
        signal.alarm(1)
        time.sleep(60)

    def lies(archive, pipe, kind):
        pipe.write(struct.pack(">cL", b"H", 1 << 31))

    def babbles(archive, pipe, kind):
        pipe.write(struct.pack(">cL", b"H", 5) + b"{nope")

    for does in (dies, hangs, lies, babbles):
        monkeypatch.setattr(apart, "_read", does)
        listing = box(zip_of({"a.cab": cab, "b.zip": zip_of({"b.txt": b"b"})}))
        assert table(listing) == [("a.cab", "ok"), ("b.zip", "ok"), ("b.zip!/b.txt", "ok")]
        (problem,) = listing.problems
        assert (problem.archive, problem.reason) == ("a.cab", "corrupt")


def test_programs_whose_structures_lie(box, tmp_path):
    plain = pe_of()
    for data in (
        plain[:0x3C] + b"\xff" * 4 + plain[0x40:],
        patched(plain, 0x86, "<H", 0xFFFF), patched(plain, 0x94, "<H", 0xFFFF),
        patched(plain, 0xA8, "<LL", 0xFFFFFFFF, 0xFFFFFFFF), b"MZ", plain + b"7z\xbc\xaf\x27\x1c" + bytes(40),
        plain + b"PK\x05\x06" + bytes(18), plain + b"GDPC", plain + struct.pack("<Q", 1 << 60) + b"GDPC", b"\x7fELF",
        plain + b"MSCF" + bytes(40),
    ):  # fmt: skip
        path = tmp_path.parent / "program.exe"
        path.write_bytes(data)
        listing = extract(path, tmp_path.parent / "nowhere", name="program.exe")
        path.unlink()
        assert (listing.kind, listing.members) == ("", ())


def test_rpm_and_cpio_that_lie(box):
    payload = cpio_of({"a": b"1" * 100, "b": b"2"})
    with pytest.raises(Unreadable):
        box(patched(rpm_of(payload), 96 + 8, ">L", 0xFFFFFF))
    listing = box(patched(payload, 54, "8s", b"7fffffff"))
    assert listing.members[0].status in ("corrupt", "over-limit") and not listing.complete
    listing = box(payload + b"more")
    assert listing.problems[0].message == "there are bytes behind its end mark, which are not read"
    listing = box(cpio_of({"a": b"1"}, end=False))
    assert "without its end mark" in listing.problems[0].message
    bad = cpio_of({"a": b"12", "b": b"34"}, "crc").replace(b"12\x00", b"13\x00", 1)
    assert table(box(bad)) == [("a", "corrupt"), ("b", "ok")]


def test_an_empty_package_is_an_empty_listing(box):
    for data in (wad_of([]), asar_of({}), grf_of({}), cpio_of({}), vpk_of({})[0], pck_of({})):
        assert box(data).members == ()
    assert lha_of({}) == b"\x00"


def test_a_rar_without_its_end_or_of_several_volumes_says_so(box):
    data = rar5_of({"a": b"hello" * 1000})
    assert "cut short" in box(data[:-8]).problems[0].message
    body = b"\x03\x05\x00\x01"
    listing = box(data[:-8] + struct.pack("<L", zlib.crc32(body)) + body)
    assert table(listing) == [("a", "ok")] and "one of several volumes" in listing.problems[0].message
    listing = box(rar4_of({"a": b"hello"}, volume=1))
    assert table(listing) == [("a", "ok")] and "one of several volumes" in listing.problems[0].message
    listing = box(rar4_of({"a": b"hello"}, flags=0x8004))
    assert (listing.members[0].status, listing.members[0].stated) == ("encrypted", 5)
    with pytest.raises(Encrypted):
        box(rar4_of({"a": b"hello"}, volume=0x80))
