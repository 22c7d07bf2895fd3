"""What ``examine`` says at a terminal: of files it does not read, of sizes, of findings, in both languages."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from appraisal import codec, examiner, examining, telling
from appraisal.case import Case
from appraisal.child import worker
from appraisal.cli import main
from appraisal.comparison import Examination, Observation, WorkRef
from appraisal.errors import OverLimit
from appraisal.printing import in_words, print_lines, say
from appraisal.reading import UNREAD
from appraisal.span import whole
from comparators.software.capabilities import SoftwareCapabilities
from reports.messages import translated

PLUG_INS = Path(__file__).parents[1] / "software" / "plug_ins"
ELF = PLUG_INS.parent / "builds" / "wares-pie.elf"
METHOD = SoftwareCapabilities.name


def handled(path: Path, folder: Path, against: Path | None = None) -> Examination:
    """As the child does it, in this process."""
    works = [codec.encode(examining.open_work(one, folder)) if one else None for one in (path, against)]
    task: dict[str, Any] = {"examiner": METHOD, "parameters": {}, "work": works[0], "against": works[1]}
    return examiner.loads(str(examining.handle(task)))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty", b"", "empty, 0 bytes"),
        ("note.txt", "月光城更新说明".encode("gb18030"), "text or a script"),
        ("run", b"#!/bin/sh\necho\n", "text or a script"),
        ("tool.py", b"print(1)\n", "text or a script"),
        ("odd.bin", bytes(range(256)) * 8, "is a program (PE, ELF, Mach-O) by its first bytes"),
    ],
)
def test_what_is_no_program_is_named_by_what_it_is(
    name: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["examine", str(tmp_path / name)]) == 2
    told = capsys.readouterr().err
    assert f"{name}: " in told and said in told


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.exe", b"", "empty, 0 bytes"),
        ("letter.exe", b"Dear Sir, " * 20, "whatever its name"),
        ("cut.exe", (PLUG_INS / "globals-lzma.exe").read_bytes()[:9000], "packed with UPX, but"),
        ("bent.elf", (PLUG_INS / "procfs-nrv2b.elf").read_bytes()[:500], "packed with UPX, but"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Exception, match=said) as caught:
        handled(path, tmp_path / "scratch")
    words = translated(str(caught.value))
    assert words is not None and words.startswith(f"{name}：")
    assert "no header" not in words and "checksum" not in words


@pytest.mark.parametrize("size", [1 << 30, 8 << 30])
def test_a_large_file_is_refused_before_it_is_read(
    size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.exe"
    with path.open("wb") as stream:
        stream.write(b"MZ")
    os.truncate(path, size)
    monkeypatch.setattr(examining, "open_work", lambda *_: pytest.fail("read all the same"))
    assert main(["examine", str(path)]) != 0
    told = capsys.readouterr().err
    assert f"large.exe: {size} bytes, more than the {SoftwareCapabilities.most}" in told and "program alone" in told
    assert "上限" in str(translated(told.strip().split("over-limit: ")[1]))
    with pytest.raises(OverLimit, match=r"large\.exe"):
        examining.in_bounds(path, [METHOD])


def test_an_archive_is_opened_however_large_and_its_members_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "handed in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(PLUG_INS / "trainer.exe", "trainer.exe")
        archive.write(PLUG_INS / "polite.exe", "polite.exe")
    bound = (PLUG_INS / "trainer.exe").stat().st_size - 1
    monkeypatch.setattr(SoftwareCapabilities, "most", min(bound, path.stat().st_size - 1))
    examining.in_bounds(path, [METHOD])
    with pytest.raises(OverLimit, match=r"trainer\.exe|polite\.exe"):
        handled(path, tmp_path / "scratch")


def test_a_packed_program_that_was_unpacked_is_not_said_to_be_skipped(tmp_path: Path) -> None:
    told = handled(PLUG_INS / "globals-lzma.exe", tmp_path / "scratch")
    assert [one.kind for one in told.observations if one.kind in ("packed", "skipped")] == ["packed"]
    said = "\n".join(telling.lines(told))
    assert "unpacked statically" in said and "Skipped" not in said and "unsupported" not in said


def test_a_packed_copy_beside_its_program_is_listed_once(tmp_path: Path) -> None:
    """With what was unpacked said, and the program that is inside named; an altered one keeps its own findings."""
    packed = PLUG_INS / "globals-nrv2e.exe"
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "a.exe").write_bytes(packed.read_bytes())
    (folder / "b.exe").write_bytes((PLUG_INS / "globals-lzma.exe").read_bytes())  # the same program, packed otherwise
    (folder / "c.exe").write_bytes((PLUG_INS / "globals_32-nrv2e.exe").read_bytes())  # another build of it
    told = handled(folder, tmp_path / "scratch")
    found = {one.span.file for one in told.observations if one.kind == "writes-memory"}
    assert found == {"a.exe", "c.exe"}
    inside = {one.span.file: one.details.get("program") for one in told.observations if one.kind == "packed"}
    assert inside == {"a.exe": None, "b.exe": "a.exe", "c.exe": None}
    said = "\n".join(telling.lines(told))
    assert "unpacked statically (LZMA); inside is the program a.exe" in said and "已静态还原（LZMA）" in said


def test_a_refused_program_is_no_success_and_keeps_no_finding_of_others_back(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "TOLD", 0.0)
    bent = (PLUG_INS / "globals-lzma.exe").read_bytes()[:9000]
    (tmp_path / "cut.exe").write_bytes(bent)
    assert main(["examine", str(tmp_path / "cut.exe")]) == 3
    assert main(["examine", str(tmp_path / "cut.exe"), "--json"]) == 0  # a complete answer
    capfdbinary.readouterr()
    (tmp_path / "trainer.exe").write_bytes((PLUG_INS / "trainer.exe").read_bytes())
    assert main(["examine", str(tmp_path), "--language", "en"]) == 0
    told = capfdbinary.readouterr()
    said = told.out.decode()
    assert "opens a process, writes to its memory" in said and "packed with UPX, but" in said
    assert said.count("cut.exe: ") == 1 and "s so far" in told.err.decode()
    case = Case.create(tmp_path / "case", number="1")
    case.receive("B1", tmp_path / "cut.exe", "accused")
    assert main(["examine", str(case.root), "--label", "B1"]) == 3
    said = capfdbinary.readouterr().out.decode()
    assert "无结果 1 份" in said and "未作检查" in said and "refused" not in said


def test_what_is_written_to_another_process_is_told_where_it_is_seen(tmp_path: Path) -> None:
    said = "\n".join(telling.lines(handled(PLUG_INS / "trainer.exe", tmp_path / "scratch"), "en"))
    assert "argument 2 = 0x140007010, argument 3 = → 84 03 00 00, argument 4 = 0x4" in said  # 900, four bytes


def test_a_client_that_nothing_points_to_is_said(tmp_path: Path) -> None:
    told = handled(PLUG_INS / "trainer.exe", tmp_path / "scratch", PLUG_INS / "polite.exe")
    (one,) = [one for one in told.observations if one.kind == "nothing-of-client"]
    assert one.details["in"] == ["polite.exe"] and set(one.details["searched"]) == {
        "numbers", "data", "functions", "texts",
    }  # fmt: skip
    said = "\n".join(telling.lines(told))
    assert "未发现指向客户端" in said and "nothing that points to the client was found" in said
    assert "不等于没有" in said and "client" not in one.details  # it is no pointer


@pytest.mark.parametrize(
    ("language", "there", "away"),
    [
        ("zh", ("静态发现的能力", "无害解释", "已知误报", "不说明程序曾经如何运行"), ("capability found", "innocent")),
        ("en", ("capability found statically", "innocent explanation", "known false positive"), ("静态发现", "无害")),
        ("both", ("静态发现的能力", "无害解释", "capability found statically", "known false positive"), ()),
    ],
)
def test_the_terminal_has_the_cautions_of_the_report(
    language: str, there: tuple[str, ...], away: tuple[str, ...], tmp_path: Path
) -> None:
    told = handled(PLUG_INS / "trainer.exe", tmp_path / "scratch")
    said = "\n".join(telling.lines(told, language))
    assert all(words in said for words in there) and not any(words in said for words in away)
    assert said.count("无害解释") <= 4  # once a kind


def test_a_case_is_spoken_of_in_its_language(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.create(tmp_path / "case", number="1", language="en")
    case.receive("B1", PLUG_INS / "trainer.exe", "accused")

    def examine(name: str, work: Any, against: Any = None, **_: Any) -> Examination:
        task = {"examiner": name, "parameters": {}, "work": codec.encode(work), "against": None}
        return examiner.loads(str(examining.handle(task)))

    monkeypatch.setattr(examining, "examine", examine)
    assert main(["examine", str(case.root), "--label", "B1"]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert "capability found statically" in said and "静态发现" not in said
    assert main(["examine", str(case.root), "--label", "B1", "--language", "zh"]) == 0
    assert "静态发现的能力" in capfdbinary.readouterr().out.decode()


RISCV = b"\x7fELF\2\1\1" + bytes(9) + (2).to_bytes(2, "little") + (243).to_bytes(2, "little") + bytes(44)


def test_a_program_that_is_declined_is_no_fault_of_this_one(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Another processor, on either side: 3, as for other material; in the language asked for."""
    (tmp_path / "risc").write_bytes(RISCV)
    (tmp_path / "trainer.exe").write_bytes((PLUG_INS / "trainer.exe").read_bytes())
    assert main(["examine", str(tmp_path / "risc")]) == 3
    assert main(["examine", str(tmp_path / "trainer.exe"), "--against", str(tmp_path / "risc")]) == 3
    capfdbinary.readouterr()
    for language, zh, en in (("zh", True, False), ("both", True, True), ("en", False, True)):
        missing = str(tmp_path / "missing")
        assert main(["examine", str(tmp_path / "trainer.exe"), "--against", missing, "--language", language]) == 3
        said = capfdbinary.readouterr().err.decode()
        assert (("不能打开" in said), ("cannot be opened" in said)) == (zh, en)
        (tmp_path / "note.txt").write_text("words")
        assert main(["examine", str(tmp_path / "note.txt"), "--language", language]) == 2
        said = capfdbinary.readouterr().err.decode()
        assert (("文本或脚本" in said), ("text or a script" in said)) == (zh, en)


CLASS = b"\xca\xfe\xba\xbe\x00\x00\x00\x41" + bytes(64)


@pytest.mark.parametrize("name", ["A.class", "a.jar"])
def test_bytecode_is_unsupported_and_not_damaged(
    name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / name
    if path.suffix == ".jar":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
            archive.writestr("A.class", CLASS)
    else:
        path.write_bytes(CLASS)
    for language, said in (("en", "unsupported: bytecode of Java, no machine code"), ("zh", "不受支持：Java 字节码")):
        assert main(["examine", str(path), "--language", language]) == 3
        told = capfdbinary.readouterr().out.decode()
        assert said in told and "damaged" not in told and "损坏" not in told


@pytest.mark.parametrize(
    ("at", "given", "said"),
    [
        (28, b"\xff\xff\xff\x0f", "which do not lie in the file"),
        (28, b"\x00\x02", "none is one to be loaded"),
        (44, b"\x00\x00", "names 0 segments"),
    ],
)
def test_an_elf_header_that_is_damaged_is_named(at: int, given: bytes, said: str, tmp_path: Path) -> None:
    data = bytearray(ELF.read_bytes())
    data[at : at + len(given)] = given
    (tmp_path / "bent").write_bytes(bytes(data))
    told = examining.examine(METHOD, examining.open_work(tmp_path / "bent", tmp_path / "scratch"))
    assert told.status == "failed" and said in str(told.message) and "machine code" not in str(told.message)
    assert translated(str(told.message)) is not None


def test_lines_on_files_that_were_not_read_and_on_progress_are_in_the_language_asked_for(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "TOLD", 0.0)
    (tmp_path / "cut.exe").write_bytes((PLUG_INS / "globals-lzma.exe").read_bytes()[:9000])
    (tmp_path / "trainer.exe").write_bytes((PLUG_INS / "trainer.exe").read_bytes())
    assert main(["examine", str(tmp_path), "--language", "zh"]) == 0
    told = capfdbinary.readouterr()
    out, err = told.out.decode(), told.err.decode()
    assert "cut.exe：使用 UPX 加壳" in out and "cut off" not in out
    assert "检查中 … 已用" in err and "examining" not in err
    assert main(["examine", str(tmp_path), "--language", "en"]) == 0
    err = capfdbinary.readouterr().err.decode()
    assert "s so far" in err and "检查中" not in err


def test_why_a_file_was_not_opened_is_told_in_words() -> None:
    def lines(reason: str, language: str) -> str:
        seen = Observation("left", whole("a.exe"), "skipped", {"reason": reason})
        told = Examination(METHOD, "1", {}, WorkRef("A", "0" * 64), observations=(seen,))
        return "\n".join(telling.lines(told, language))

    assert "使用 ASPack 加壳" in lines("packed:aspack", "zh") and "packed with ASPack" in lines("packed:aspack", "en")
    assert "格式或压缩方式不受支持" in lines("unsupported", "zh") and "已加密" in lines("encrypted", "zh")
    assert "FSG" in lines("packed:fsg", "zh") and "packed:" not in lines("packed:unheard", "zh")


def test_of_a_folder_of_which_nothing_can_be_read_all_files_are_named(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "a.exe").write_bytes(b"")
    (folder / "b").write_bytes(RISCV)
    (folder / "c.exe").write_bytes((PLUG_INS / "trainer.exe").read_bytes()[:1500])
    for language, head, whys in (
        (
            "en",
            "none of its 3 programs",
            ("a.exe: empty", "b: its header names 0", "c.exe: section .rdata ends"),
        ),
        ("zh", "其中 3 个程序文件均未能检查", ("a.exe：空文件", "b：文件头所载 0 个段", "c.exe：节 .rdata 超出")),
    ):
        assert main(["examine", str(folder), "--language", language]) == 3
        said = capfdbinary.readouterr().out.decode()
        assert head in said and all(said.count(f"\n    {why}") == 1 for why in whys)


def test_an_import_table_outside_of_the_image_is_said_before_that_nothing_was_found(tmp_path: Path) -> None:
    data = bytearray((PLUG_INS / "trainer.exe").read_bytes())
    at = int.from_bytes(data[0x3C:0x40], "little") + 24 + 112 + 8  # the directory of imports
    data[at : at + 4] = (0xFFFFFFF0).to_bytes(4, "little")
    (tmp_path / "wild.exe").write_bytes(bytes(data))
    told = handled(tmp_path / "wild.exe", tmp_path / "scratch")
    for language, outside, nothing in (
        ("en", "lies at 0xfffffff0 by the header, outside of the image", "nothing that the rules know"),
        ("zh", "0xfffffff0，在映像", "未发现规则所知的能力"),
    ):
        said = "\n".join(telling.lines(told, language))
        assert -1 < said.find(outside) < said.find(nothing)


def test_a_name_with_line_ends_forges_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As in the report, what acts in a name is shown: of findings, of files not read, in the head and in a refusal."""
    evil = "a.exe: nothing\n  Loads a driver\n    client.exe 0x140001000"
    seen = Observation("left", whole(evil), "hooks", {"evidence": [{"address": "0x1"}], "summary_en": "hooks"})
    left = Observation("left", whole(evil), UNREAD, {"reason": "refused", "message": f"{evil}: is empty"})
    made = Examination(METHOD, "1", {}, WorkRef(evil, ""), observations=(seen, left))
    refused = Examination(METHOD, "1", {}, WorkRef(evil, ""), None, "refused", "refused", f"{evil}: is empty")
    for one in (made, refused):
        print_lines(telling.lines(one, "both"))
        told = capsys.readouterr().out
        assert "⟦U+000A⟧" in told and not re.search(r"(?m)^ *(Loads a driver|client\.exe)", told)
    rows = [OverLimit(f"{evil}: is empty"), OverLimit("b.exe: is empty")]
    many = Examination(
        METHOD, "1", {}, WorkRef("w", ""), None, "failed", "over-limit", str(examining._all_failed("w", rows))
    )
    print_lines(telling.lines(many, "en"))
    listed = capsys.readouterr().out.splitlines()
    assert [line[:8] for line in listed[1:]] == ["  over-l", "    a.ex", "    b.ex"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_line_end_in_a_name_forges_no_line_of_what_is_refused(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "note: fine\nappraisal: all holds\u202e.txt"
    path.write_bytes(b"Dear Sir, " * 20)
    assert main(["examine", str(path), "--language", language]) == 2
    (told,) = capsys.readouterr().err.rstrip("\n").split("\n")
    assert "fine⟦U+000A⟧appraisal: all holds⟦U+202E⟧" in told and "⟦U+27E6⟧" not in told
    assert main(["examine", str(tmp_path / "not\nthere")]) != 0  # both languages, a line each
    zh, en = capsys.readouterr().err.rstrip("\n").split("\n")
    assert "not⟦U+000A⟧there" in zh and "not⟦U+000A⟧there" in en and "请核对路径" in zh


def test_refusals_of_several_lines_stay_so(capsys: pytest.CaptureFixture[str]) -> None:
    error = OverLimit("A1: none of its 2 programs can be examined", "a\nb: empty", "c: empty")
    assert str(error) == "A1: none of its 2 programs can be examined\na\nb: empty\nc: empty"
    say(*in_words(error, "en").rows)
    assert capsys.readouterr().err.split("\n")[1:] == ["a⟦U+000A⟧b: empty", "c: empty", ""]
