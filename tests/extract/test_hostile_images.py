"""Disk images that lie: loops, crossed links, monstrous sizes, missing ends. Named, bounded, never an accident."""

import random
import struct
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.errors import AppraisalError, Unreadable
from appraisal.extract import extract
from appraisal.extract.listing import listing_from_json
from tests.extract.archives import zip_of
from tests.extract.disk_images import Ntfs, checked, e01, gpt, mbr, named, outside, resident, section, standard
from tests.extract.fat_images import ExFat, Fat
from tests.extract.places import SMALL, table
from tests.extract.places import box as box
from tests.extract.test_images import FILES, ntfs
from tests.extract.unix_images import BLOCK, Ext, Iso

TREE = {"a": b"a" * 2000, "d/b": b"b" * 700, "d/e/c": b"c"}


def statuses(listing):
    return dict(table(listing))


# --- loops and crossed links


@pytest.mark.parametrize("bits", [12, 16, 32])
def test_chains_that_loop_break_or_leave(box, bits):
    for target, words in (
        (lambda chain: chain[0], "crosses itself"),
        (lambda chain: 0, "leads to a free cluster"),
        (lambda chain: 0x0FFFFFF7 if bits == 32 else 0xFFF7, "which is none"),
        (lambda chain: 0x0FFFFFF8, "ends after 2 of 4"),
        (lambda chain: 5000, "which is none"),
    ):
        made = Fat(TREE, bits)
        chain = made.chains["a"]
        made.link(chain[1], target(chain) if bits > 12 or target(chain) < 4096 else target(chain) & 0xFFF)
        listing = box(bytes(made.data))
        (entry,) = (entry for entry in listing.members if entry.display == "a")
        assert entry.status == "corrupt" and words in entry.message
        assert statuses(listing)["d/b"] == "ok"


def test_folders_that_lie_in_themselves(box):
    fat = Fat(TREE)
    struct.pack_into("<H", fat.data, fat.slot["d/e"] + 26, fat.chains["d"][0])
    exfat = ExFat(TREE)
    inner = exfat.at(exfat.chains["d"][0])
    at = exfat.data.index(struct.pack("<L", exfat.chains["d/e"][0]), inner + 32)
    ext = Ext(TREE)
    place = ext.data.index(struct.pack("<L", ext.numbers["d/e"]), 21 * BLOCK)
    assert at > inner
    ext.data[place : place + 4] = struct.pack("<L", ext.numbers["d"])
    disc = Iso({"a.txt": b"a", "d/b.txt": b"b"}).data
    root = struct.unpack_from("<L", disc, 16 * 2048 + 158)[0]
    folder = disc.index(struct.pack("<L", root + 1), root * 2048 + 60)
    disc[folder : folder + 4] = struct.pack("<L", root)
    for data, left in ((fat.data, {"a", "d/b"}), (disc, {"F00.TXT"})):
        listing = box(bytes(data))
        assert set(statuses(listing)) == left and "a folder that was read already" in listing.problems[0].message
    listing = box(bytes(ext.data))
    assert "a folder that was read already" in " ".join(problem.message for problem in listing.problems)
    made = Ntfs()
    made.put(24, standard() + named(25, "x"), folder=True)
    made.put(25, standard() + named(24, "y"), folder=True)
    made.file(26, "lost", b"1", parent=25)
    made.file(27, "gone", b"2", parent=40)
    made.put(28, standard() + named(5, "old"), folder=True, sequence=2)
    made.file(29, "stale", b"3", parent=28)
    made.put(30, standard() + resident(0x80, b"4"))
    assert {name.split("/")[0] for name in statuses(box(bytes(made.data)))} == {"$orphans"}


def test_files_that_share_clusters_are_read_and_said_to(box):
    made = Fat({"a": b"a" * 600, "b": b"b" * 600, "c": b"c" * 600})
    made.link(made.chains["b"][0], made.chains["a"][1])
    listing = box(bytes(made.data))
    assert [entry.message[:29] for entry in listing.members] == ["it shares bytes of the medium"] * 2 + [""]
    tree = Ext({"a": b"a" * 600, "b": b"b" * 600}, extents=True)
    one, two = (tree.inode(tree.numbers[name]) + 40 for name in "ab")
    tree.data[two : two + 60] = tree.data[one : one + 60]
    assert all("crossed links" in entry.message for entry in box(bytes(tree.data)).members)


def test_many_names_of_one_chain_end_by_the_total(box):
    made = Fat({f"{n}": b"x" * 100_000 if not n else b"" for n in range(30)}, clusters=600)
    for n in range(1, 30):
        made.data[made.slot[f"{n}"] : made.slot[f"{n}"] + 32] = made.data[made.slot["0"] : made.slot["0"] + 32]
    listing = box(bytes(made.data), replace(SMALL, total=1 << 20))
    assert [entry.status for entry in listing.members] == ["ok"] * 10 + ["over-limit"]
    assert listing.problems[0].cap == "total"


# --- sizes


def test_monstrous_sizes_are_named_before_they_are_read(box):
    listing = box(bytes(Ext({"huge": ("hole", 1 << 40, {0: b"x"}), "a": b"a"}, extents=True).data))
    assert statuses(listing) == {"huge": "over-limit", "a": "ok"}
    made = Ntfs()
    made.put(24, standard() + named(5, "huge") + outside(0x80, [(None, 1 << 30)], 1 << 39, flags=0x8000))
    made.put(25, standard() + named(5, "minus") + outside(0x80, [(300, 1)], (1 << 64) - 1))
    made.put(26, standard() + named(5, "far") + outside(0x80, [(1 << 30, 1)], 512))
    made.put(27, standard() + named(5, "short") + outside(0x80, [(300, 1)], 5000))
    listing = box(bytes(made.data))
    assert [s for _, s in table(listing)] == ["over-limit", "over-limit", "corrupt", "corrupt"]
    assert [m.message for m in listing.members[2:]] == [
        "a piece of it lies outside its file system", "its last 4488 bytes have no place",
    ]  # fmt: skip
    fat = Fat(TREE)
    struct.pack_into("<L", fat.data, fat.slot["a"] + 28, 0xFFFFFFFF)
    assert statuses(box(bytes(fat.data)))["a"] == "over-limit"
    exfat = ExFat({"a": b"a" * 2000}, valid={"a": 1 << 60})
    assert statuses(box(bytes(exfat.data))) == {"a": "ok"}


def test_a_sparse_file_is_a_bomb_by_its_ratio(box):
    made = Ext({"bomb": ("hole", 6 << 20, {0: b"x"}), "a": b"a"}, extents=True)
    listing = box(bytes(made.data))
    assert statuses(listing) == {"bomb": "over-limit", "a": "ok"}
    assert listing.members[0].message == "more than 100 times its 1024 packed bytes"


def test_geometry_that_cannot_be_is_no_file_system(tmp_path):
    def wrong(made, *changes):
        for at, form, value in changes:
            struct.pack_into(form, made, at, value)
        return made

    path = tmp_path / "x"
    for data in (
        wrong(Fat(TREE).data, (13, "<B", 3)), wrong(Fat(TREE).data, (11, "<H", 511)),
        wrong(Fat(TREE).data, (11, "<H", 4096), (13, "<B", 128)), wrong(Fat(TREE).data, (14, "<H", 0)),
        wrong(Fat(TREE).data, (16, "<B", 9)), wrong(Fat(TREE).data, (17, "<H", 65535), (19, "<H", 9)),
        wrong(ExFat(TREE).data, (108, "<B", 30)), wrong(ExFat(TREE).data, (109, "<B", 40)),
        wrong(ExFat(TREE).data, (92, "<L", 0)), wrong(ExFat(TREE).data, (80, "<L", 1 << 31)),
        wrong(Ext(TREE).data, (1048, "<L", 9)), wrong(Ext(TREE).data, (1064, "<L", 0)),
        wrong(Ext(TREE).data, (1112, "<H", 7)), wrong(Ext(TREE).data, (2056, "<L", 1 << 31)),
        wrong(ntfs().data, (11, "<H", 3)), wrong(ntfs().data, (64, "<b", -60)), wrong(ntfs().data, (13, "<B", 0)),
        wrong(ntfs().data, (48, "<Q", 1 << 60), (56, "<Q", 1 << 60)),
    ):  # fmt: skip
        path.write_bytes(bytes(data))
        assert extract(path, tmp_path / "out", name="x").kind == ""


def test_features_that_are_not_read_are_named(box):
    with pytest.raises(Unreadable, match="an ext file system with compression, feature 0x40000, which is not read"):
        box(bytes(Ext(TREE, incompatible=0x40003).data))
    recovering = Ext(TREE, incompatible=0x6)
    assert "journal was not replayed" in box(bytes(recovering.data)).images[0].parts[0].message


def test_block_maps_and_trees_that_lie(box):
    made = Ext({"a": b"a" * 20_000, "b": b"b"})
    at = made.inode(made.numbers["a"]) + 40
    for place, value, words in (
        (48, 1 << 31, "lies outside"), (0, 1 << 31, "lies outside"), (4, None, "crosses itself"),
    ):  # fmt: skip
        data = bytearray(made.data)
        first = struct.unpack_from("<L", data, at)[0]
        struct.pack_into("<L", data, at + place, first if value is None else value)
        listing = box(bytes(data))
        assert statuses(listing) == {"a": "corrupt", "b": "ok"} and words in listing.members[0].message
    made = Ext({"a": b"a" * 20_000, "b": b"b"}, extents=True)
    at = made.inode(made.numbers["a"]) + 40
    leaf = struct.unpack_from("<L", made.data, at + 16)[0] * BLOCK
    for place, form, value in (
        (at, "<H", 7), (at + 6, "<H", 9), (leaf + 6, "<H", 1), (leaf + 2, "<H", 200), (leaf + 24, "<L", 0),
        (leaf + 32, "<L", 1 << 31), (at + 16, "<L", 1 << 31), (leaf + 16, "<H", 40_000),
    ):  # fmt: skip
        data = bytearray(made.data)
        struct.pack_into(form, data, place, value)
        assert statuses(box(bytes(data))) == {"a": "corrupt", "b": "ok"}


# --- damage


def test_images_cut_short_say_so(box):
    for data in (Fat(FILES).data, Ext(FILES).data, ntfs().data, ExFat(FILES).data, Iso(FILES).data):
        for share in (0.9, 0.5, 0.2, 0.05):
            try:
                listing = box(bytes(data[: int(len(data) * share)]))
            except Unreadable:
                continue
            for entry in listing.members:
                want = next((d for n, d in FILES.items() if n == entry.display), None)
                assert entry.status == "corrupt" or want is None or entry.sha256 == sha256(want).hexdigest()
    cut = bytes(mbr([(0x83, 8, bytes(Ext(FILES).data))], 1 << 20))[:150_000]
    assert "p1 ends behind the image, which may be cut short" in [p.message for p in box(cut).problems]


def test_a_torn_record_of_the_file_table_is_named(box):
    made = ntfs()
    made.data[made.record(24) + 510] ^= 1
    listing = box(bytes(made.data))
    assert "readme.txt" not in statuses(listing) and len(listing.members) == len(FILES) - 1
    assert listing.problems[0].message == (
        "record 24 of the file table cannot be read: a sector of its record is of another time than the others"
    )
    made = ntfs()
    made.data[made.record(0)] ^= 1
    listing = box(bytes(made.data))
    assert len(listing.members) == len(FILES) and "the spare one is used" in listing.problems[0].message


def test_contents_that_go_on_in_other_records(box):
    made = Ntfs()
    one, two = made.take(b"1" * 1024), made.take(b"2" * 700)
    first = outside(0x80, [one], 1724)
    made.put(24, standard() + named(5, "long") + first)
    made.put(25, outside(0x80, [two], 0, first=2), base=24 | 1 << 48)
    made.put(26, standard() + named(5, "broken") + first)
    made.put(27, outside(0x80, [two], 0, first=3), base=26 | 1 << 48)
    made.put(28, outside(0x80, [two], 0, first=2), base=26 | 7 << 48)
    listing = box(bytes(made.data))
    assert table(listing) == [("long", "ok"), ("broken", "corrupt")]
    assert listing.members[0].sha256 == sha256(b"1" * 1024 + b"2" * 700).hexdigest()
    assert listing.members[1].message == "a record that describes a part of it is missing"
    assert "a part of record 26 of the file table belongs to no file" in listing.problems[0].message


def test_runs_that_lie(box):
    made = Ntfs()
    good = outside(0x80, [made.take(b"x" * 512)], 512)
    at = good.index(b"\x44")
    for number, raw in enumerate((b"\x49", b"\x90", b"\x4f", b"\x44\0\0\0\0", b"\x44\xff\xff\xff\xff"), 24):
        made.put(number, standard() + named(5, f"{number}") + good[:at] + raw + good[at + len(raw) :])
    listing = box(bytes(made.data))
    assert {s for _, s in table(listing)} == {"corrupt"} and len(listing.members) == 5


def test_partition_tables_that_lie(box):
    inside = bytes(Ext(TREE).data)
    listing = box(bytes(mbr([(0x83, 8, inside), (0x83, 80, inside[:100_000])], 1 << 20)))
    assert "p1 and p2 overlap" in [p.message for p in listing.problems]
    looping = mbr([(0x83, 8, inside)], 1 << 20, chain=[(0x83, 900, b"x" * 512), (0x83, 910, b"x" * 512)])
    struct.pack_into("<B3xB3xLL", looping, 909 * 512 + 462, 0, 5, 0, 1)
    assert "its chain of logical partitions is a loop" in [p.message for p in box(bytes(looping)).problems]
    disk = gpt([("x", 64, inside)], 1 << 20)
    disk[600] ^= 1
    listing = box(bytes(disk))
    assert {name for name, _ in table(listing)} == {f"p1/{name}" for name in TREE}
    assert "its first table is damaged: the spare one at the end is used" in [p.message for p in listing.problems]
    disk[-500] ^= 1
    with pytest.raises(Unreadable):
        box(bytes(disk))


def test_an_e01_that_lies(box):
    def image(per_chunk=8, sector=512, sectors=16, count=2, chunks=None, header=b"x"):
        medium = bytes(8192)
        out = b"EVF\x09\x0d\x0a\xff\x00\x01" + struct.pack("<HH", 1, 0)
        out += section("header", len(out), header)
        volume = struct.pack("<LLLLQ", 1, 2, per_chunk, sector, sectors)
        out += section("volume", len(out), checked(volume.ljust(1048, b"\x00")))
        body = checked(medium[:4096]) + checked(medium[4096:])
        starts = chunks or [len(out) + 76, len(out) + 76 + 4100]
        out += section("sectors", len(out), body)
        table_ = checked(struct.pack("<L4xQ4x", count, 0)) + checked(struct.pack(f"<{len(starts)}L", *starts))
        out += section("table", len(out), table_)
        return out + section("done", len(out), b"", last=True)

    for data, words in (
        (image(per_chunk=1 << 20), "not plausible"), (image(per_chunk=0), "not plausible"),
        (image(sector=100), "not plausible"), (image(sectors=0), "not plausible"),
        (image(sectors=1 << 60), "not plausible"), (image()[:200], "cut short|outside the file"),
        (image()[:13], "cut short"),
    ):  # fmt: skip
        with pytest.raises(Unreadable, match=words):
            box(data, name="x.E01")
    for data in (
        image(count=900), image(chunks=[5, 1]), image(chunks=[1 << 31 | 5, 1 << 31 | 9]), image(sectors=1 << 40),
        image(count=1 << 31), image(chunks=[0x7FFFFFFF] * 2),
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            box(data, name="x.E01")
    with pytest.raises(Unreadable, match="its header of case data is damaged"):
        box(image(header=b"not deflated"), name="x.E01")


def test_an_e01_over_the_cap_is_not_digested(box):
    medium = bytes(Ext(FILES).data)
    listing = box(e01(medium)[0], replace(SMALL, total=len(medium) - 1), name="x.E01")
    assert listing.complete and len(listing.members) == len(FILES)
    assert [digest.computed for digest in listing.images[0].digests] == [None, None]
    inner = e01(medium)[0]
    listing = box(zip_of({"a.E01": inner, "b.E01": inner + b" "}), replace(SMALL, total=int(len(medium) * 1.9)))
    assert [image.digests[0].computed is None for image in listing.images] == [False, True]


# --- caps


def test_structures_are_counted(box):
    for data in (Fat(FILES).data, Ext(FILES).data, ntfs().data, ExFat(FILES).data, Iso(FILES).data):
        try:
            problems = box(bytes(data), replace(SMALL, steps=60)).problems
        except AppraisalError as error:
            assert "more than 60 steps" in str(error)
        else:
            assert problems[0].cap == "steps"
    many = {f"n{n}": b"x" for n in range(30)}
    for made in (Fat(many), Ext(many), ntfs({f"n{n}": b"x" for n in range(20)}), ExFat(many)):
        listing = box(bytes(made.data), replace(SMALL, members=10))
        assert len(listing.members) == 10 and listing.problems[0].cap == "members"


def test_deep_folders_end(box):
    path = "/".join(["d" * 200] * 25)
    fat = Fat({f"{path}/x": b"x", "a": b"a"}, clusters=900)
    exfat = ExFat({f"{path}/x": b"x", "a": b"a"}, clusters=900)
    ext = Ext({f"{path}/x": b"x", "a": b"a"})
    for made in (fat, exfat, ext):
        listing = box(bytes(made.data))
        assert table(listing) == [("a", "ok")] and listing.problems[0].reason == "over-limit"
        assert "is not followed" in listing.problems[0].message


SPECIMENS = {
    "fat12": Fat(TREE, clusters=60).data, "fat32": Fat(TREE, 32, clusters=60, scatter=2).data,
    "exfat": ExFat(TREE, chained=["a"], clusters=60).data, "ext2": Ext(TREE, blocks=40).data,
    "ext4": Ext({"a": b"a" * 9000, "s": ("hole", 9000, {3: b"x"}), "l": ("link", "a")}, True, 60).data,
    "ntfs": ntfs(TREE).data, "iso": Iso({"a.txt": b"a", "d/b.txt": b"b"}, joliet=True, ridge=True).data,
    "gpt": gpt([("x", 40, Fat(TREE, clusters=60).data)], 96 << 10),
    "mbr": mbr([(6, 8, Fat(TREE, clusters=60).data)], 96 << 10, chain=[(0x83, 99, Ext(TREE, blocks=40).data)]),
    "e01": bytearray(e01(bytes(Ext(TREE, blocks=40).data), packed=False)[0]),
}  # fmt: skip
FILLED = {name: [at for at in range(len(data)) if data[at]] for name, data in SPECIMENS.items()}


@pytest.mark.parametrize("name", SPECIMENS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32), flips=st.integers(1, 40), cut=st.booleans())
def test_flipped_bytes_never_do_more_than_be_named(tmp_path, name, seed, flips, cut):
    dice, data = random.Random(seed), bytearray(SPECIMENS[name])
    for _ in range(flips):
        at = min(dice.choice(FILLED[name]) + dice.choice((0, 0, 1, -1)), len(data) - 1)
        data[at] = dice.choice((0, 0xFF, 0x7F, data[at] ^ 1 << dice.randrange(8), dice.randrange(256)))
    if cut and dice.random() < 0.3:
        del data[dice.randrange(len(data)) :]
    path = tmp_path / "x.E01"
    path.write_bytes(data)
    try:
        listing = extract(path, tmp_path / "out", replace(SMALL, steps=300_000))
    except AppraisalError as error:
        assert isinstance(error, Unreadable) or error.reason in ("over-limit", "encrypted")
    else:
        assert listing_from_json(listing.to_json()) == listing
