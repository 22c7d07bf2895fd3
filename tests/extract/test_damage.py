"""The extractor against what archives can do: lies and damage are named."""

import gzip
import random
import tarfile

import py7zr
import pytest

from appraisal.errors import AppraisalError, Encrypted, OverLimit, Unreadable
from appraisal.extract import Listing
from appraisal.extract.listing import listing_from_json
from tests.extract.archives import FORMATS, Zip, seven_of, tar_of, zip_of
from tests.extract.places import box as box
from tests.extract.places import table


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
