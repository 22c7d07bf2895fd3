"""The extractor against what archives can do: bombs, and caps counted while reading."""

import gzip
import random
from dataclasses import replace

import pytest

from appraisal.errors import OverLimit
from tests.extract.archives import Zip, seven_of, tar_of, zip_of
from tests.extract.places import SMALL, table
from tests.extract.places import box as box


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
