"""Material is copied whole, read once, and put on the disk; a source that does not keep still is named."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

from appraisal import copying, digests, threads
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import MaterialError, OverLimit
from appraisal.work import Medium, Work


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = tmp_path / "source"
    for number in range(150):
        path = root / f"d{number % 7}" / f"e{number % 3}" / f"{number}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(number * 131))
    (root / "link").symlink_to("/etc/passwd")
    os.mkfifo(root / "pipe")
    (root / "empty").mkdir()
    (root / "第一章\n.txt").write_text("春", "utf-8")
    Path(os.fsdecode(os.fsencode(root) + b"/gb\xb4\xba.txt")).write_bytes(b"\xb4\xba")
    return root


def test_a_tree_is_copied_with_its_digests(source: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = copying.copy_tree(source, tmp_path / "case" / "x", lambda files, size: told.append((files, size)))
    files = sorted(path for path in source.rglob("*") if path.is_file() and not path.is_symlink())
    assert sorted(source / name for name, _ in found) == files
    for name, one in found:
        assert (tmp_path / "case/x" / name).read_bytes() == (source / name).read_bytes()
        assert one == digests.of_file(source / name)
    assert told[-1] == (len(files), sum(path.stat().st_size for path in files)) and len(told) == len(files)
    assert not any((tmp_path / "case/x" / name).exists() for name in ("link", "pipe", "empty"))
    known = {name.as_posix(): one.sha256 for name, one in found}
    assert Work.open(tmp_path / "case/x", known=known).members == Work.open(tmp_path / "case/x").members


def test_every_file_is_read_once(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    inner = digests._opened

    def counting(path: Path, follow: bool, name: str) -> int:
        opened.append(str(path))
        return inner(path, follow, name)

    monkeypatch.setattr(digests, "_opened", counting)
    found = copying.copy_tree(source, tmp_path / "x")
    Work.open(tmp_path / "x", medium=Medium.TEXT, known={name.as_posix(): one.sha256 for name, one in found})
    assert sorted(opened) == sorted(str(source / name) for name, _ in found)


@pytest.mark.parametrize("count", [3, 100])
def test_all_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """A few files and their folders one by one, many with their file system."""
    synced: list[str] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    together: list[bool] = []
    inner = copying._synced

    def watched(folder: Path, *, wanted: bool) -> object:
        together.append(wanted)
        return inner(folder, wanted=wanted)

    monkeypatch.setattr(copying, "_synced", watched)
    (tmp_path / "s/d").mkdir(parents=True)
    for number in range(count):
        (tmp_path / f"s/d/{number}").write_bytes(b"x")
    copying.copy_tree(tmp_path / "s", tmp_path / "case/x")
    assert together == [count > copying.FEW]
    if count <= copying.FEW:
        folders = {str(tmp_path / name) for name in ("case", "case/x", "case/x/d")}
        assert set(synced) == folders | {str(tmp_path / f"case/x/d/{number}") for number in range(count)}


def test_a_failed_sync_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        @staticmethod
        def syncfs(handle: int) -> int:
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library)
    monkeypatch.setattr(ctypes, "get_errno", lambda: 5)
    monkeypatch.setattr(copying, "FEW", 0)
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(OSError, match="nput/output error"):
        copying.copy_tree(tmp_path / "a", tmp_path / "case/a")


def test_one_file_and_a_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    (tmp_path / "to.txt").symlink_to("a.txt")
    for number, name in enumerate(("a.txt", "to.txt")):
        target = tmp_path / f"case{number}" / copying.name_of(tmp_path / name)
        ((named, one),) = copying.copy_tree(tmp_path / name, target)
        assert named == Path("a.txt") and one == digests.of_file(tmp_path / "a.txt")
        assert target.read_bytes() == b"abc" and not target.is_symlink()
        opened = Work.open(target, known={named.as_posix(): one.sha256})
        assert opened == Work.open(target)


@pytest.mark.parametrize("how", ["came", "went", "changed"])
def test_a_tree_that_does_not_keep_still(source: Path, tmp_path: Path, how: str) -> None:
    """Also when the file was copied long before: the whole is received at one state, or not at all."""

    def meddle(files: int, size: int) -> None:
        if files == 151:
            if how == "went":
                (source / "d0/e0/0.bin").unlink()
            else:
                (source / ("d0/e0/0.bin" if how == "changed" else "d0/e0/00.bin")).write_bytes(b"new")

    with pytest.raises(MaterialError, match=rf"^B1: d0/e0/00?\.bin {how}"):
        copying.copy_tree(source, tmp_path / "x", meddle, label="B1")


def test_what_cannot_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MaterialError, match=r"^X1: .* cannot be opened"):
        copying.copy_tree(tmp_path / "nowhere", tmp_path / "x", label="X1")
    (tmp_path / "s").mkdir()
    (tmp_path / "s/link").symlink_to("/etc/passwd")
    with pytest.raises(MaterialError, match=r"^X1: .*links alone, which are not followed"):
        copying.copy_tree(tmp_path / "s", tmp_path / "x", label="X1")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(MaterialError, match=r"^X1: .* cannot be opened \(Too many levels of symbolic links\)"):
        copying.copy_tree(tmp_path / "loop", tmp_path / "x" / copying.name_of(tmp_path / "loop"), label="X1")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MaterialError, match="neither a file nor a folder"):
        copying.copy_tree(tmp_path / "pipe", tmp_path / "x", label="X1")
    for name in ("a", "b"):
        (tmp_path / "s" / name).write_bytes(b"x")
    assert not (tmp_path / "x").exists()
    inner = digests._opened

    def refusing(path: Path, follow: bool, name: str) -> int:
        if path.name == "b":
            raise MaterialError(f"{name}: cannot be read (Permission denied)")
        return inner(path, follow, name)

    monkeypatch.setattr(digests, "_opened", refusing)
    with pytest.raises(MaterialError, match=r"^X1: .*/s/b: cannot be read"):
        copying.copy_tree(tmp_path / "s", tmp_path / "x", label="X1")
    monkeypatch.setattr(copying, "MAX_MEMBERS", 1)
    with pytest.raises(OverLimit, match="X1: more than 1 files"):
        copying.copy_tree(tmp_path / "s", tmp_path / "y", label="X1")
    copying.remove(tmp_path / "x")
    copying.remove(tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_full_disk_is_no_fault_of_the_material(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x")

    def full(handle: int, data: memoryview) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        copying.copy_tree(tmp_path / "a", tmp_path / "case/a")
    assert list((tmp_path / "case").iterdir()) == []


def test_names_of_copies(tmp_path: Path) -> None:
    assert copying.name_of(tmp_path / "第一章") == "第一章"
    assert copying.name_of(Path(os.fsdecode(b"/x/\xb4\xba.txt"))) == "\\xb4\\xba.txt"
    assert len(copying.name_of(Path(os.fsdecode(b"/x/" + b"\xb4" * 90))).encode()) <= copying.NAME_BYTES


def test_a_work_whose_digests_are_known(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w/a.txt").write_bytes(b"abc")
    (tmp_path / "w/b.txt").write_bytes(b"abcd")
    true = Work.open(tmp_path / "w")
    said = {"a.txt": "0" * 64}
    work = Work.open(tmp_path / "w", known=said)
    assert [m.sha256 for m in work.members] == ["0" * 64, true.by_file["b.txt"].sha256]
    assert [(m.size, m.medium) for m in work.members] == [(m.size, m.medium) for m in true.members]
    with pytest.raises(MaterialError, match=r"w: c\.txt is not there"):
        Work.open(tmp_path / "w", known={**said, "c.txt": "0" * 64})
    with pytest.raises(MaterialError, match=r"c\.txt is not there"):
        Work.open(tmp_path / "w/a.txt", known={"c.txt": "0" * 64})


def test_works_are_the_same_whatever_the_threads(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "BATCH", (1 << 40, 1 << 40))
    alone = Work.open(source)
    monkeypatch.setattr(threads, "BATCH", (1, 1))
    monkeypatch.setattr(threads, "workers", lambda: 5)
    assert Work.open(source) == alone
    assert dict(alone.skipped) == {"link": "link", "pipe": "special"}


def test_material_of_no_bytes_is_not_received(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case.create(tmp_path / "case")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "empty.txt").write_bytes(b"")
    for name, said in (("empty.txt", "没有内容，0 字节"), ("folder", "没有内容，0 字节"), ("nix", "nix 不能打开")):
        assert main(["receive", str(case.root), "A1", str(tmp_path / name), "--role", "claimed"]) == 3
        told = capsys.readouterr().err
        assert said in told and "No such file" not in told.split("\n")[0]
        assert Case.open(case.root).works == () and not list((case.root / "works").glob("*"))
    (tmp_path / "folder" / "full.txt").write_text("x")
    assert main(["receive", str(case.root), "A1", str(tmp_path / "folder"), "--role", "claimed"]) == 0
