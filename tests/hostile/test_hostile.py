"""Hostile works through the whole path: named errors or visible escapes, nothing outside the output folder."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import cli, dispatch, extract
from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.errors import ChildFailed, MaterialError
from appraisal.reporting import report_case
from appraisal.run import run
from appraisal.work import Work
from tests.extract import packages
from tests.specimens import STORY

NAMES = [
    "<script>alert(1)<⁄script>.txt",
    "<img src=x onerror=alert(1)>.txt",
    "=cmd|' ⁄C calc'!A0.txt",
    '#eval("1").txt',
    "[x](javascript:alert(1)).txt",
    "{{7*7}}{% raw %}.txt",
    "\x1b[31mred\x1b[0m.txt",
    "\u202egpj.txt",
    "line\nbreak.txt",
    "$(touch pwned).txt",
    "..\\..\\up.txt",
    "zero\u200bwidth.txt",
    "\U0001f600 \ue000 \U000e0001.txt",
]
PAYLOADS = [
    "<script>document.title='pwned'</script><img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "#read(\"/etc/passwd\") #import \"@preview/x:0.1.0\" $ x^2 $ *bold* `raw` @ref <label>",
    "![x](http://127.0.0.1:9/y.png) <svg onload=alert(1)> [a](javascript:alert(1)) ~~~ | a | b |",
    "=HYPERLINK(\"http://127.0.0.1:9\",\"x\") +1 -1 @SUM(1)",
    "{{7*7}} {% for x in y %} <w:r>&amp;\"{{config}}\"</w:r> ]]> <!--",
    "\u202eabc\u2066def\u2069 \u200b\ufeff \x07\x1b[2J \ue000 \U000f0000 \ud7ff",
]  # fmt: skip


def hostile_folder(folder: Path, tail: str) -> Path:
    folder.mkdir()
    for name, payload in zip(NAMES, PAYLOADS * 3, strict=False):
        (folder / name).write_text(payload + "\n" + STORY + payload + tail, "utf-8")
    return folder


def appraisal(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "appraisal", *arguments], capture_output=True)


def tree(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*")}


def test_names_and_contents_stay_text_in_every_output(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", clock=fixed_clock(), number='<b>"&{{7*7}}#eval', title="<script>x</script>")
    case.receive("A1", hostile_folder(tmp_path / "A", " end"), "claimed", received_from="<i>甲</i>\x1b[1m")
    case.receive("B1", hostile_folder(tmp_path / "B", " 终"), "accused")
    before = tree(tmp_path)
    assert run(case, comparators=["text-exact"], host="")["failures"] == 0
    for record in case.records():
        for match in record.comparison.matches[:4]:
            case.judge(record.key, match.id, "accepted", by="<script>甲</script>", note="=1+1 {{7*7}}")
    paths = report_case(case)
    allowed = ("case/", "case")
    assert not [name for name in tree(tmp_path) - before if not name.startswith(allowed)]
    page = (case.root / "report" / "report.html").read_text("utf-8")
    assert not re.search(
        r"<script|<img(?![^>]*src=\"data:image)|<svg[^>]*onload|<iframe|<object|<embed|<link", page, re.I
    )
    assert not re.search(r"<[^>]+\son\w+\s*=", page)
    assert "default-src" in page and "⟦U+202E⟧" in page and "⟦U+001B⟧" in page
    assert "\u202e" not in page and "\x1b" not in page and "49" not in re.findall(r"\{\{(.*?)\}\}", page)
    assert {path.suffix for path in paths} >= {".pdf", ".html", ".docx"}
    text = subprocess.run(
        ["pdftotext", case.root / "report" / "report.pdf", "-"], capture_output=True, text=True
    ).stdout
    assert "root:" not in text and "⟦U+202E⟧" in text
    with zipfile.ZipFile(case.root / "report" / "report.docx") as document:
        body = document.read("word/document.xml").decode()
    assert "&lt;script&gt;" in body and "{{7*7}}" in body and "\x1b" not in body


def test_archives_that_mean_harm(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(STORY, "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    bomb = work / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros.txt", bytes(200 << 20))
    slip = work / "slip.zip"
    with zipfile.ZipFile(slip, "w") as made:
        made.writestr("../../../escaped.txt", STORY)
        made.writestr("/etc/escaped.txt", STORY)
    links = work / "links.tar"
    with tarfile.open(links, "w") as tar:
        for name, target in (("passwd", "/etc/passwd"), ("up", "../..")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            tar.addfile(entry)
        entry = tarfile.TarInfo("story.txt")
        entry.size = len(STORY.encode())
        tar.addfile(entry, io.BytesIO(STORY.encode()))
    before = tree(tmp_path)
    done = appraisal("compare", str(bomb), str(good), "--comparator", "text-exact")
    assert done.returncode == cli.MATERIAL and b"bomb.zip" in done.stderr and b"over-limit" in done.stderr
    for archive, skipped in ((slip, set()), (links, {"links.tar!/passwd", "links.tar!/up"})):
        done = appraisal("compare", str(archive), str(good), "--comparator", "text-exact", "--json")
        (found,) = json.loads(done.stdout)
        assert found["status"] == "ok" and found["coverage_of_right"] == 1
        assert skipped == {o["span"]["file"] for o in found["observations"] if o["kind"] == "skipped"}
    done = appraisal("compare", str(work), str(good), "--comparator", "text-exact", "--json")
    (found,) = json.loads(done.stdout)
    listed = {(o["span"]["file"], o["details"]["reason"]) for o in found["observations"] if o["kind"] == "skipped"}
    assert any(name.startswith("bomb.zip") for name, _ in listed) and found["coverage_of_right"] == 1
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "refused"),
        (b"\x00\x01\x02" * 5000, "unreadable"),
        (b"\x80\x81\x82\xff" * 5000, "unreadable"),
        ("月光".encode("gb18030") * 3000 + b"\xff\xff\xff", "unreadable"),
        (STORY.encode()[:-1] + b"\xc3", "unreadable"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, reason: str) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(data)
    good.write_text(STORY, "utf-8")
    done = appraisal("compare", str(bad), str(good), "--comparator", "text-exact", "--json")
    (found,) = json.loads(done.stdout)
    assert (found["status"], found["reason"]) == ("refused" if reason == "refused" else "failed", reason)
    assert "bad.txt" in found["message"]


def test_a_text_of_a_gigabyte_is_refused_by_name(tmp_path: Path) -> None:
    big, good = tmp_path / "big.txt", tmp_path / "good.txt"
    chunk = (STORY * 1000).encode()
    with big.open("wb") as stream:
        while stream.tell() < 1 << 30:
            stream.write(chunk)
    good.write_text(STORY, "utf-8")
    done = appraisal("compare", str(big), str(good), "--comparator", "text-exact", "--json")
    big.unlink()
    (found,) = json.loads(done.stdout)
    assert (found["status"], found["reason"]) == ("refused", "over-limit")
    assert "big.txt" in found["message"]


def test_deep_folders_and_odd_files(tmp_path: Path) -> None:
    work = tmp_path / "work"
    deep = work
    for _ in range(60):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "story.txt").write_text(STORY, "utf-8")
    os.mkfifo(work / "pipe.txt")
    (work / "loop").symlink_to(work)
    done = appraisal("compare", str(work), str(deep / "story.txt"), "--comparator", "text-exact", "--json")
    (found,) = json.loads(done.stdout)
    assert found["coverage_of_left"] == 1
    skipped = {(o["span"]["file"], o["details"]["reason"]) for o in found["observations"] if o["kind"] == "skipped"}
    assert skipped == {("pipe.txt", "special"), ("loop", "link")}


def test_two_members_never_share_a_name(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "x.zip!").mkdir(parents=True)
    (work / "x.zip!" / "in.txt").write_text("outside", "utf-8")
    with zipfile.ZipFile(work / "x.zip", "w") as made:
        made.writestr("in.txt", "inside")
    for name, text in ((b"a\xff.txt", "one"), (b"a\\xff.txt", "two")):
        Path(os.fsdecode(os.fsencode(work) + b"/" + name)).write_text(text, "utf-8")
    found = dispatch.open_work(work, derived=tmp_path / "derived")
    texts = {member.file: member.bytes() for member in found.members}
    assert len(found.members) == len(texts) == 4
    assert (texts["x.zip!/in.txt"], texts["x.zip!/in⟨2⟩.txt"]) == (b"outside", b"inside")
    assert {texts["a\\xff.txt"], texts["a\\xff⟨2⟩.txt"]} == {b"one", b"two"}
    before = Work.open(work).sha256
    Path(os.fsdecode(os.fsencode(work) + b"/a\xff.txt")).write_text("altered", "utf-8")
    middle = Work.open(work).sha256
    (work / "a\\xff.txt").write_text("altered", "utf-8")
    assert len({before, middle, Work.open(work).sha256}) == 3
    member = found.members[0]
    with pytest.raises(MaterialError, match="same name"):
        replace(found, members=(member, member))


def test_an_extractor_killed_by_one_archive_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("bad.zip", "good.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as made:
            made.writestr("in.txt", name)
    real, workers = extract.unpack, set()

    def unpack(path: Path, *arguments: Any, worker: Any, **more: Any) -> extract.Listing:
        workers.add(worker)
        if path.name == "bad.zip":
            raise ChildFailed("it died", "killed")
        return real(path, *arguments, worker=worker, **more)

    monkeypatch.setattr("appraisal.extract.unpack", unpack)
    found = dispatch.open_work(tmp_path, derived=tmp_path.parent / f"{tmp_path.name}-derived")
    assert [member.file for member in found.members] == ["good.zip!/in.txt"]
    assert found.skipped == (("bad.zip", "killed"),) and len(workers) == 1
    with pytest.raises(ChildFailed):
        dispatch.open_work(tmp_path / "bad.zip", derived=tmp_path.parent / f"{tmp_path.name}-derived")


def test_the_parent_parses_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    work.mkdir()
    for name, inner in (("a.zip", "in.txt"), ("b.docx", "[Content_Types].xml"), ("c.jar", "META-INF/MANIFEST.MF")):
        with zipfile.ZipFile(work / name, "w") as made:
            made.writestr(inner, "x")
            made.writestr("_rels/.rels", "x")
    (work / "d.txt").write_text("BZh is how this text begins", "utf-8")
    (work / "e.gz").write_bytes(gzip.compress(b"x", mtime=0))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("in the parent")

    for name in ("archive_kind", "_is_document", "_package_kind", "_first"):
        monkeypatch.setattr(f"appraisal.extract.kinds.{name}", never)
    found = dispatch.open_work(work, derived=tmp_path / "derived")
    files = [
        "a.zip!/_rels/.rels",
        "a.zip!/in.txt",
        "b.docx",
        "c.jar!/META-INF/MANIFEST.MF",
        "c.jar!/_rels/.rels",
        "d.txt",
        "e.gz!/e",
    ]
    assert [member.file for member in found.members] == files and not found.skipped
    alone = dispatch.open_work(work / "b.docx", derived=tmp_path / "derived")
    assert [member.file for member in alone.members] == ["b.docx"]


def test_packages_that_mean_harm_are_bounded_and_named(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    state = zlib.compressobj(9)
    zeros = b"".join([state.compress(bytes(1 << 24)) for _ in range(64)]) + state.flush()  # a gigabyte
    row = b"bomb.bin\x00" + struct.pack("<LLLBL", len(zeros), len(zeros), 1 << 30, 1, 0)
    head = struct.pack("<16s14s4L", b"Master of Magic", b"", len(zeros), 0, 8, 0x200)
    rows = zlib.compress(row)
    (work / "bomb.grf").write_bytes(head + zeros + struct.pack("<LL", len(rows), len(row)) + rows)
    outside = bytearray(packages.pak_of({"ok.txt": b"ok", "far.txt": b"far"}))
    outside[-8:-4] = b"\xff" * 4
    (work / "outside.pak").write_bytes(outside)
    (work / "names.wad").write_bytes(packages.wad_of([("../UP", b"1"), ("a", b"2"), ("A", b"3"), ("A", b"4")]))
    (work / "locked.rar").write_bytes(packages.rar5_of({"secret.txt": b"x"}, locked=True))
    (work / "cut.asar").write_bytes(packages.asar_of({"a.js": b"a" * 100, "b.js": b"b" * 100})[:-50])
    (work / "cut.cab").write_bytes(packages.cab_of({"a.txt": b"a" * 100})[:-20])
    deep = b"deepest"
    for level in range(9):
        deep = (packages.pak_of, packages.cab_of, packages.cpio_of)[level % 3]({f"{level}": deep})
    (work / "deep.pak").write_bytes(deep)
    with zipfile.ZipFile(work / "tools.zip", "w") as made:
        made.writestr("setup.exe", packages.pe_of() + bytes(4) + b"\xef\xbe\xad\xdeNullsoftInst")
    before = tree(tmp_path)
    found = dispatch.open_work(work, derived=tmp_path / "derived")
    names, skipped = {member.file for member in found.members}, dict(found.skipped)
    assert tree(tmp_path) - before == {"derived"} | {n for n in tree(tmp_path) if n.startswith("derived/")}
    assert all(re.fullmatch(r"derived/[0-9a-f]+(/[0-9a-f]+)*", name) for name in tree(tmp_path) - before - {"derived"})
    assert names >= {
        "outside.pak!/ok.txt", "names.wad!/⟨..⟩/UP", "names.wad!/a", "names.wad!/A", "names.wad!/A⟨2⟩",
        "cut.asar!/a.js", "tools.zip!/setup.exe",
    }  # fmt: skip
    assert skipped["bomb.grf!/bomb.bin"] == "over-limit" and skipped["outside.pak!/far.txt"] == "corrupt"
    assert skipped["locked.rar!/secret.txt"] == "encrypted" and skipped["cut.asar!/b.js"] == "corrupt"
    assert skipped["tools.zip!/setup.exe"] == "unsupported"
    assert [reason for name, reason in found.skipped if name.startswith("deep.pak!/")] == ["over-limit"]
    assert any(name.startswith("cut.cab") for name in skipped)
