"""Four digests in one read: right values, files that change, many files at once, and the table of a work."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import digests, threads
from appraisal.digest_table import HEADER, read_table, write_table
from appraisal.digests import Digests
from appraisal.errors import CaseError, MaterialError

# RFC 1321, FIPS 180 and GB/T 32905 print these for "abc".
ABC = Digests(
    "900150983cd24fb0d6963f7d28e17f72",
    "a9993e364706816aba3e25717850c26c9cd0d89d",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    3,
)


def four(data: bytes) -> Digests:
    md5, sha1, sha256, sm3 = (hashlib.new(name, data).hexdigest() for name in ("md5", "sha1", "sha256", "sm3"))
    return Digests(md5, sha1, sha256, sm3, len(data))


def test_printed_examples(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert digests.of_file(tmp_path / "abc") == ABC


def test_sm3_without_openssl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(name: str, *_: object) -> None:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", lacking)
    (tmp_path / "abc").write_bytes(b"abc")
    assert digests.of_file(tmp_path / "abc") == ABC
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives", None)
    with pytest.raises(CaseError, match=r"SM3 cannot be computed.*cryptography"):
        digests.of_file(tmp_path / "abc")


@pytest.mark.parametrize("size", [0, 1, digests.CHUNK - 1, digests.CHUNK, digests.CHUNK + 1, 3 * digests.WIDE + 7])
@pytest.mark.parametrize("big", [1, 1 << 40])
def test_copy_and_digests_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, big: int) -> None:
    monkeypatch.setattr(digests, "BIG", big)
    monkeypatch.setattr(digests, "WIDE", 1 << 12)  # so that the buffers go round many times
    source, target = tmp_path / "a", tmp_path / "b"
    data = os.urandom(size)
    source.write_bytes(data)
    os.utime(source, ns=(1_000_000_000_123_456_789, 1_000_000_000_123_456_789))
    assert digests.copy_file(source, target) == four(data) == digests.of_file(source)
    assert target.read_bytes() == data
    assert target.stat().st_mtime_ns == source.stat().st_mtime_ns
    assert target.stat().st_mode & 0o777 == 0o444
    with pytest.raises(FileExistsError):
        digests.copy_file(source, target)
    assert target.read_bytes() == data


@pytest.mark.parametrize("big", [1, 1 << 40])
@pytest.mark.parametrize("how", ["grows", "shrinks", "same size"])
def test_a_source_that_changes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, big: int, how: str) -> None:
    monkeypatch.setattr(digests, "BIG", big)
    source, target = tmp_path / "growing.log", tmp_path / "b"
    data = os.urandom(digests.WIDE * 2)
    source.write_bytes(data)
    os.utime(source, ns=(10**18, 10**18))
    read, calls = digests._read, 0

    def meddled(name: str, handle: int, buffer: memoryview) -> int:
        nonlocal calls
        calls += 1
        if calls == 2:
            source.write_bytes({"grows": data + b"x", "shrinks": data[:-1], "same size": data[::-1]}[how])
        return read(name, handle, buffer)

    monkeypatch.setattr(digests, "_read", meddled)
    with pytest.raises(MaterialError, match=r"growing\.log: changed"):
        digests.copy_file(source, target)
    assert not target.exists()
    calls = 0
    source.write_bytes(data)
    os.utime(source, ns=(10**18, 10**18))
    with pytest.raises(MaterialError, match=r"growing\.log: changed"):
        digests.sha256_of(source)
    calls = 0
    source.write_bytes(data)
    os.utime(source, ns=(10**18, 10**18))
    assert digests.sha256_of(source, steady=False)[1] > 0


def test_a_source_that_is_not_as_listed(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"abc")
    stamp = digests.stamp_of(source.stat())
    with pytest.raises(MaterialError, match="changed"):
        digests.copy_file(source, tmp_path / "b", listed=(stamp[0], stamp[1] - 1))
    assert digests.copy_file(source, tmp_path / "b", listed=stamp) == ABC


def test_a_failing_digest_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def update(self, data: object, /) -> None:
            raise MemoryError("planted")

        def hexdigest(self) -> str:
            return ""

    monkeypatch.setattr(digests, "BIG", 1)
    monkeypatch.setattr(digests, "WIDE", 16)
    monkeypatch.setattr(digests, "_sm3", Broken)
    (tmp_path / "a").write_bytes(bytes(1000))
    with pytest.raises(MemoryError, match="planted"):
        digests.of_file(tmp_path / "a")


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MaterialError, match="link: cannot be read"):
        digests.of_file(tmp_path / "link", follow=False)
    for name in ("pipe", "."):
        with pytest.raises(MaterialError, match="not a regular file"):
            digests.of_file(tmp_path / name)
    with pytest.raises(MaterialError, match="nowhere: cannot be read"):
        digests.copy_file(tmp_path / "nowhere", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_files_are_checked_in_the_order_given(tmp_path: Path) -> None:
    pairs = []
    for number in range(300):
        path = tmp_path / f"{number * 7919 % 300}"
        path.write_bytes(os.urandom(number * 97 % 5000))
        pairs.append((path, hashlib.sha256(path.read_bytes()).hexdigest()))
    pairs[7][0].write_bytes(b"other")
    pairs[8][0].unlink()
    pairs[9][0].unlink()
    pairs[9][0].symlink_to(pairs[10][0])
    pairs[11] = (tmp_path / "zero\x00name", "")
    for count in (1, 4):
        found = list(digests.check_files(iter(pairs), count))
        assert [(path, expected) for path, expected, _ in found] == pairs
        assert [place for place, (_, expected, got) in enumerate(found) if got != expected] == [7, 8, 9, 11]
        assert found[7][2] == hashlib.sha256(b"other").hexdigest()
        assert all(isinstance(found[place][2], MaterialError) for place in (8, 9, 11))


def test_threads_give_answers_and_errors_in_order() -> None:
    def half(number: int) -> int:
        if number % 50 == 49:
            raise MaterialError(str(number))
        return number // 2

    assert list(threads.in_order(half, range(49), weigh=lambda n: 1 << 20, threads=4)) == [n // 2 for n in range(49)]
    assert list(threads.in_order(half, [], weigh=lambda n: 1)) == []
    got: list[int] = []
    with pytest.raises(MaterialError, match=r"^49$"):
        for answer in threads.in_order(half, range(1000), weigh=lambda n: 1 << 20, threads=4):
            got.append(answer)
    assert got == [n // 2 for n in range(49)]


def test_who_goes_no_further_stops_the_threads() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    def take(number: int) -> int:
        taken.append(number)
        return number

    answers = threads.in_order(take, endless(), weigh=lambda n: 1 << 20, threads=2)
    assert next(answers) == 0
    answers.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) <= 2 * threads.WINDOW + 4


names = st.lists(st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1), min_size=1)
rows = st.dictionaries(
    names.map("/".join).filter(lambda name: not {".", ".."} & set(name.split("/"))),
    st.binary(max_size=9).map(four),
    max_size=6,
)


@given(rows)
def test_the_table_comes_back(table: dict[str, Digests]) -> None:
    data = write_table(table.items())
    assert dict(read_table(data, where="t")) == table
    assert write_table(reversed(read_table(data, where="t"))) == data


@given(rows.filter(bool), st.data())
def test_a_flipped_bit_is_seen_or_another_table(table: dict[str, Digests], draw: st.DataObject) -> None:
    data = bytearray(write_table(table.items()))
    place = draw.draw(st.integers(0, len(data) * 8 - 1))
    data[place // 8] ^= 1 << place % 8
    try:
        found = dict(read_table(bytes(data), where="t"))
    except CaseError as error:
        assert str(error).startswith("t line ")
    else:
        assert found != table


def test_names_that_need_escapes() -> None:
    for name in ("a\\b", "a\nb", "a\rb", "a\tb", "a\udcffb", "\\", "第一章/a b"):
        data = write_table([(name, ABC)])
        assert read_table(data, where="t") == ((name, ABC),)
        assert data.split(b"\n")[1].startswith(b"\\") == bool(set(name) & set("\\\n\r"))
    for name in ("", "/a", "a//b", "../a", "a/..", "./a", "a\x00"):
        with pytest.raises(CaseError, match="no name"):
            write_table([(name, ABC)])
    with pytest.raises(CaseError, match="twice"):
        write_table([("a", ABC), ("a", four(b""))])


def test_tables_that_are_refused() -> None:
    data = write_table([("a", ABC), ("b\\c", four(b""))])
    lines = data.split(b"\n")
    head, first, second = lines[:3]
    assert read_table(HEADER + b"\n", where="t") == ()
    for number, odd in (
        (1, b""),
        (1, first),
        (2, HEADER + b"\nx\n"),
        (3, data[:-1]),
        (3, b"\n".join([head, second, first, b""])),
        (3, b"\n".join([head, first, first, b""])),
        (3, b"\n".join([head, first, b"", second, b""])),
        (2, data.replace(b"\t3\t", b"\t03\t")),
        (2, data.replace(b"\t3\t", b"\t-3\t")),
        (2, data.replace(ABC.md5.encode(), ABC.md5.upper().encode())),
        (2, data.replace(b"\ta\n", b"\t../a\n")),
        (2, data.replace(b"\ta\n", b"\ta\r\n")),
        (2, data.replace(b"\ta\n", b"\t\n")),
        (2, b"\n".join([head, b"\\" + first, second, b""])),
        (3, data.replace(b"b\\\\c", b"b\\c")),
        (3, data.replace(b"b\\\\c", b"b\\x")),
        (3, b"\n".join([head, first, second[1:], b""])),
    ):
        with pytest.raises(CaseError, match=rf"^digests/A1\.tsv line {number}: "):
            read_table(odd, where="digests/A1.tsv")
