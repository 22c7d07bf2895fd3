"""Reasons and messages of the program in Chinese: every code has words, and what is raised has a translation."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from appraisal import errors, packers, registry
from appraisal.controls import bench, planting, unrelated
from appraisal.dossier import Role, WorkEntry
from appraisal.extract import listing
from appraisal.work import Lost, Opened, Work
from reports.document import Grid
from reports.messages import spoken, translated
from reports.sections.contents import accounts_of_files
from reports.sections.desk import Desk
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.test_build import words

ROOT = Path(__file__).parents[2]
RAISED = {"Refused", "Unreadable", "Encrypted", "OverLimit", "MaterialError",
          "BadZip", "Broken", "Damaged", "Foreign", "Unsupported"}  # fmt: skip  # in the last line: of archives
# Rooms whose messages reach reports; what the program says of its own files (arrays, bundles) does not.
ROOMS = ("appraisal/work.py", "appraisal/reading.py", "appraisal/dispatch.py", "appraisal/derive.py", "comparators",
         "appraisal/extract")  # fmt: skip
# What commands refuse: all of the program but these rooms, whose messages are of its own parts (processes, records that
# a program made, the model of a report) and tell a fault of it, or stand in the answer of ``verify``.
REFUSING = ("appraisal", "reports")
WITHIN = (
    *(f"appraisal/{name}" for name in (
        "child/", "codec.py", "contract", "controls/bench.py", "controls/planting.py", "derive.py", "dispatch.py",
        "engine.py", "extract/", "pairing.py", "placing.py", "signing/checking.py", "span.py", "verify/")),
    *(f"reports/{name}" for name in ("canonical.py", "document.py", "docx.py", "exhibits/")),
)  # fmt: skip
REFUSALS = {"UsageError", "CaseError", "ReportError", "RecordError", "MaterialError", "Refused", "Unreadable",
            "OverLimit", "DamagedRecord"}  # fmt: skip
NAMED = re.compile(rf"\b(?:{'|'.join(sorted(RAISED | REFUSALS | {'need'}))})\(")
COMMAND = re.compile("apt-get install ffmpeg|pip install [a-z-]+|appraisal [a-z-]+ [a-z]+")


def codes() -> Iterator[str]:
    """Every short reason that the program can put into a record, a table or a list of members not read."""
    classes = [errors.AppraisalError]
    while classes:
        found = classes.pop()
        classes += found.__subclasses__()
        if found.__module__ == errors.__name__:
            yield found.reason
    yield from errors.ACCIDENTS
    yield from listing.STATUSES - {"ok"}
    yield from listing.REASONS
    for path in (ROOT / "appraisal").rglob("*.py"):  # members of folders that nothing may follow
        yield from re.findall(r'skipped\.append\(\(\w+, "([a-z-]+)"', path.read_text("utf-8"))
    source = (ROOT / "appraisal" / "work.py").read_text("utf-8")
    yield from re.findall(r'"(link|special|too-deep|unreadable)"', source)


@pytest.mark.parametrize("code", sorted(set(codes())))
def test_every_reason_has_words_in_both_languages(code: str) -> None:
    zh, en = WORDS["zh"][f"cause.{code}"], WORDS["en"][f"cause.{code}"]
    assert re.search("[\u4e00-\u9fff]", zh) and not re.search("[a-z]{3}", zh)
    assert en and not re.search("[\u4e00-\u9fff]", en)


@pytest.mark.parametrize("name", registry.comparator_names())
def test_every_parameter_has_a_label_in_both_languages(name: str) -> None:
    method: Any = registry.comparator(name)
    parameters = (
        [one.name for one in dataclasses.fields(type(method))] if dataclasses.is_dataclass(type(method)) else []
    )
    held: Any = registry.counting(name)
    for language in ("zh", "en"):
        for one in parameters:
            label = held[language]["labels"].get(one, "")
            assert label, f"{name}: {one} has no label in {language}"
            assert language == "en" or re.search("[\u4e00-\u9fff]", label), f"{name}: {one} is {label}"


@pytest.mark.parametrize("name", registry.comparator_names())
def test_a_method_explains_itself_in_words(name: str) -> None:
    """No parameter by its key, percentages spelt one way, and characters are not called hanzi."""
    method: Any = registry.comparator(name)
    keys = [one.name for one in dataclasses.fields(method)] if dataclasses.is_dataclass(method) else []
    held: Any = registry.counting(name)
    for language in ("zh", "en"):
        said = " ".join(str(held[language].get(key, "")) for key in ("method", "rule", "caution", "example"))
        raw = [key for key in keys if "_" in key and re.search(rf"\b{key}\b", said)]
        assert not raw, f"{name}: {language} names parameters by their keys: {raw}"
        labels = " ".join(str(label) for label in held[language]["labels"].values())
        assert not re.search(r"\d %", f"{said} {labels}"), f"{name}: 95% has no space"
        assert not re.search(r"[ (（]-\d", f"{said} {labels}"), f"{name}: −1 has a minus"
    if held["zh"].get("counted") == "字符":
        assert not re.search("(?<!汉)字数", f"{said} {labels} {held['zh']['rule']}"), f"{name}: characters are 字符数"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_percentages_are_spelt_one_way(language: Any) -> None:
    assert not [key for key, said in WORDS[language].items() if re.search(r"[\d}] %", said)]


def raised(rooms: tuple[str, ...] = ROOMS, classes: Collection[str] = RAISED) -> Iterator[tuple[str, str]]:
    """Where a message is raised, and the message with 7, 8, 9 … in its open places."""
    files = [
        path for room in rooms for path in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
    ]
    for path in sorted(files):
        for node, name in _calls(path):
            said = _text(node.args[0]) if name in classes else ""
            if name == "need" and len(node.args) > 2 and "CaseError" in classes:  # of ``intake.filling``
                said = f"70: {_text(node.args[2])}"
            if re.search("[a-z]{2}", said.removeprefix("case.toml: 7")):  # not where another is handed on as it is
                yield f"{path.relative_to(ROOT)}:{node.lineno}", said


@cache
def _calls(path: Path) -> tuple[tuple[ast.Call, str], ...]:
    """Calls of a name that are given something: all workers need them at collection, of many files more than once. A
    file that names nothing of what is looked for is not parsed."""
    source = path.read_text("utf-8")
    if not NAMED.search(source):
        return ()
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)
    return tuple((node, node.func.id) for node in found if isinstance(node.func, ast.Name))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        pieces = []
        for at, value in enumerate(node.values):
            if isinstance(value, ast.Constant):
                pieces.append(str(value.value))
            elif "ADVICE" in ast.unparse(value):
                pieces.append("save it as UTF-8 and hand it in again beside the original")
            else:
                pieces.append(str(70 + at))
        return "".join(pieces)
    return ""


MESSAGES = sorted({*raised(), *(each for each in raised(REFUSING, REFUSALS) if not each[0].startswith(WITHIN))})


def test_the_walk_finds_the_places_that_raise() -> None:
    assert len(MESSAGES) > 100
    assert any("too short for this method" in said for _, said in MESSAGES)
    assert {room for room in REFUSING if not any(where.startswith(room) for where, _ in MESSAGES)} == set()
    assert {room for room in WITHIN if not (ROOT / room).exists() and not (ROOT / f"{room}.py").exists()} == set()


@pytest.mark.parametrize(("where", "said"), MESSAGES, ids=[where for where, _ in MESSAGES])
def test_what_is_raised_is_in_the_catalogue(where: str, said: str) -> None:
    found = translated(said)
    assert found is not None, f"{where}: add this message to reports/wording/messages-zh.toml: {said}"
    assert re.search("[\u4e00-\u9fff]", found)
    assert sorted(re.findall("7[0-9]", said)) == sorted(re.findall("7[0-9]", found)), "an open place is lost"
    english = re.search("[a-z]+ [a-z]+ [a-z]+", COMMAND.sub("", found))
    assert not english, f"{where}: the Chinese message goes on in English: {found}"


def test_no_pattern_takes_half_of_a_message() -> None:
    said = "a.m3u: a play list, which names recordings and holds no sound: hand in the recordings that it names"
    assert spoken(said, "zh") == "a.m3u：播放列表，只列出录音的名称，本身没有声音；请提交所列的录音"
    assert spoken("APFS, which is not read here", "zh") == "APFS，该卷此处不读取"
    assert spoken("Linux swap, which holds no files", "zh") == "Linux swap，该卷不含文件"
    assert spoken("a.bin: a thing, which nobody knows of", "zh").startswith("（程序原文）")


def test_a_fault_of_a_form_is_told_with_its_file() -> None:
    fault = "the form of functional tests: two have one id; number them"
    assert spoken(f"forms/ft.toml: {fault}", "zh") == "forms/ft.toml：功能检验表：有两项编号（id）相同；请分别编号"
    fault = "functional_test, trials 2: trial, shown: 9 is more than the 3 repetitions: correct it"
    assert spoken(f"ft.toml: tests 1: {fault}", "zh").endswith("trials 2：trial，shown：9 多于重复次数 3；请更正")
    assert spoken("ft.toml: a thing, which nobody knows of", "zh").startswith("（程序原文）")


def test_a_side_is_told_in_the_readers_language() -> None:
    said = (
        "a.txt: nobody is named here, or no name recurs; the scheme may name the people of the right work, one a line"
    )
    assert spoken(said, "zh") == "a.txt：未见人物，或无名字重复出现；方案可列出右侧作品的人物，一行一人"


def test_files_that_a_message_lists_stand_with_the_comma_of_the_language() -> None:
    said = "NOTICE.txt, docs/README.md, a.c …: nobody is named here, or no name recurs; the scheme may name the people of the right work, one a line"  # noqa: E501 - as the method raises it
    assert spoken(said, "zh").startswith("NOTICE.txt、docs/README.md、a.c …：未见人物")
    assert spoken(said, "en") == said


def test_names_and_numbers_stay_as_they_were() -> None:
    said = "服务器/a.py, b {0}: 12 characters to compare, no file holds 13 字 or 40 letters: too short for this method"
    assert spoken(said, "zh") == (
        "服务器/a.py, b {0}：可比对的字符 12 个，没有文件达到 13 字或 40 个字母，过短，本方法不作判断"
    )
    assert spoken(said, "en") == said
    inner = "a: not UTF-8 (byte 3: invalid start byte), nor UTF-16, GB18030 or Big5 throughout; no known encoding fits:"
    assert "第 3 字节：起始字节无效" in spoken(
        f"{inner} save it as UTF-8 and hand it in again beside the original", "zh"
    )


@pytest.mark.parametrize("said", ["nobody ever said this", "x" * 100_000, "a: b: c ({0}{1}{2}) " * 50, "\u202e" * 9])
def test_what_the_catalogue_lacks_is_printed_as_it_was_said(said: str) -> None:
    assert spoken(said, "zh").startswith("（程序原文）") and "\u202e" not in spoken(said, "zh")
    assert spoken("甲：没有许可", "zh") == "甲：没有许可"


def opened() -> WorkEntry:
    lost = (
        Lost("res/a.zip!/key.bin", "encrypted", 812, "protected by a password"),
        Lost("res/a.zip!/bad.bin", "corrupt", 90, "the archive is damaged inside it"),
        Lost("res/a.zip!/odd.bin", "corrupt"),
    )
    shut = Opened("res/b.zip", "", 4321, lost=(Lost("res/b.zip", "unreadable", 4321, "File is not a zip file"),))
    skipped = tuple((one.file, one.reason) for one in (*lost, *shut.lost))
    archives = (Opened("res/a.zip", "zip", 5000, 7, 9876, lost), shut)
    return WorkEntry(
        "A1", Role.CLAIMED, "a", "", "", "", "", "2026-01-02", None, 20, 30_000, "a" * 64, True,
        skipped=skipped, opened=archives, compared=25, compared_bytes=30_555,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_received_lead_to_members_of_archives(language: str) -> None:
    base = specimen.dossier(language="zh")
    base = type(base)(**{**{f: getattr(base, f) for f in base.__dataclass_fields__}, "works": (opened(),)})
    desk = Desk(base, "zh" if language == "zh" else "en")
    works, archives, lost = (block for block in accounts_of_files(desk) if hasattr(block, "rows"))
    account = [words(cell) for cell in works.rows[0]]
    assert ["20" in account[1], "30000" in account[1], "5000" in account[2], "9876" in account[3]] == [True] * 4
    assert account[4].startswith("4 ") and "25" in account[5] and "30555" in account[5]
    first, second = ([words(cell) for cell in row] for row in archives.rows)
    assert first[1:4] == ["res/a.zip", "zip", "5000"] and "7" in first[4]
    told = {
        "zh": ("受密码保护", "1 件，所载 812 字节", "已损坏：2 件，所载 90 字节，另 1 件字节数未载", "未能打开"),
        "en": ("password", "1, 812 bytes as stated", "damaged: 2, 90 bytes as stated, of 1 more", "not opened"),
    }
    for said in told[language][:3]:
        assert said in first[5]
    assert second[2] == told[language][3] and "4321" in second[5]
    rows = [[words(cell) for cell in row] for row in lost.rows]
    assert [row[1:3] for row in rows] == [
        ["res/a.zip!/key.bin", "812"],
        ["res/a.zip!/bad.bin", "90"],
        ["res/a.zip!/odd.bin", WORDS[desk.language]["none"]],
        ["res/b.zip", "4321"],
    ]
    assert language == "en" or "压缩包在此处损坏" in rows[1][3]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_not_unpacked_but_compared_is_no_file_that_was_not_opened(language: str) -> None:
    base = specimen.dossier(language="zh")
    packed = dataclasses.replace(opened(), skipped=(), opened=(), closed=(("bin/packed.exe", "packed:upx"),))
    desk = Desk(dataclasses.replace(base, works=(packed,)), "zh" if language == "zh" else "en")
    works, closed = (block for block in accounts_of_files(desk) if isinstance(block, Grid))
    assert words(works.rows[0][4]).startswith("0 ")
    assert words(closed.caption) == WORDS[desk.language]["closed-caption"]
    cells = [words(cell) for cell in closed.rows[0]]
    assert cells[:2] == ["A1", "bin/packed.exe"]
    assert "UPX" in cells[2] and " -d" in cells[2]
    assert ("拒绝该文件" if language == "zh" else "refused by these") not in cells[2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_that_a_comparison_refused_is_not_said_to_be_compared(language: str) -> None:
    base = specimen.dossier(language="zh")
    refused = dataclasses.replace(
        base.comparisons[0].comparison, status="refused", reason="refused", message="bin/packed.exe: packed with UPX"
    )
    filed = dataclasses.replace(base.comparisons[0], comparison=refused)
    work = dataclasses.replace(opened(), label=refused.left.label, skipped=(), opened=())
    work = dataclasses.replace(work, closed=(("bin/packed.exe", "packed:upx"), ("other.exe", "packed:upx")))
    dossier = dataclasses.replace(base, works=(work,), comparisons=(filed,))
    desk = Desk(dossier, "zh" if language == "zh" else "en")
    works, closed = (block for block in accounts_of_files(desk) if isinstance(block, Grid))
    said = "拒绝该文件" if language == "zh" else "refused by these comparisons"
    first, other = (words(row[2]) for row in closed.rows)
    assert said in first and refused.comparator in first and said not in other
    assert not re.search("参加比对|按原样比对|compared as it is", words(closed.caption) + first + other)
    assert words(works.head[-1]) in ("交付比对", "Handed to comparisons")


def test_every_packer_is_named_with_what_to_do() -> None:
    for name in packers.KEYS:
        for said, what in (("zh", "加壳"), ("en", "packed with")):
            words_of = WORDS["zh" if said == "zh" else "en"][f"cause.packed:{name}"]
            assert what in words_of and name in words_of.lower()
            assert ("一并提交" if said == "zh" else "hand in both files") in words_of


def test_a_damaged_archive_is_refused_in_chinese() -> None:
    assert spoken("it has no directory: cut short, or not a zip", "zh") == "没有目录：被截断，或者不是 zip"
    assert spoken("an APFS volume, which is not read here", "zh") == "an APFS volume，该卷此处不读取"


def test_a_folder_without_files_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(errors.MaterialError, match="A1: the folder holds no readable file: check the path") as refused:
        Work.open(tmp_path, label="A1")
    assert "请核对路径或所送检的内容" in spoken(str(refused.value), "zh")


def test_why_no_copies_were_planted_is_said_in_chinese() -> None:
    said = "no file of the claimed works allows another plant; 66 files were skipped, for example a.java"
    assert spoken(said, "zh") == "样本中没有文件可再取作植入；66 个文件略去，例如 a.java"
    inner = "src/Queue.java: no table with enough in it that is not ordinary to take rows from"
    said = f"no file of the claimed works allows another plant; 14 files were skipped, for example {inner}"
    assert spoken(said, "zh").endswith("14 个文件略去，例如 src/Queue.java：没有含足够非寻常内容、可供取行的表")
    said = (
        "no file is left to plant into; 2 more copies were the same as earlier ones; 1 files were skipped, for example "
    )
    assert spoken(said + "way.go: Go, and app.js is JavaScript", "zh").endswith(
        "例如 way.go 为 Go，而 app.js 为 JavaScript"
    )
    assert spoken("3 attempts gave no more", "zh") == "试了 3 次，未得更多"
    reasons = {
        one
        for module in (bench, planting, unrelated)
        for name, one in vars(module).items()
        if re.match("(?:NO|NOT|NONE)_", name)
    }
    assert len(reasons) == 6
    assert not [reason for reason in reasons if not re.search("[\u4e00-\u9fff]", translated(reason) or "")]


def test_words_of_python_within_a_message_are_chinese() -> None:
    inner = "Unterminated string starting at: line 1 column 494 (char 493)"
    assert translated(f"a.json cannot be read: record is not JSON: {inner}") == (
        "a.json 不能读取：记录不是 JSON：第 1 行第 494 列：字符串没有结束"
    )
    said = "f.toml: no TOML: Invalid value (at line 2, column 3)"
    assert translated(said) == "f.toml：不是 TOML：第 2 行第 3 列：值无效"
    said = (
        "a.toml: cannot be read as UTF-8 text ('utf-8' codec can't decode byte 0x8e in position 3: invalid start byte)"
    )
    assert translated(said) == "a.toml：不能按 UTF-8 文本读取（第 3 字节（0x8e）不是 UTF-8：起始字节无效）"
    assert translated("k cannot be read: [Errno 2] No such file or directory: 'x'") == (
        "k 不能读取：'x'：没有该文件或文件夹"
    )


def test_no_command_says_a_sentence_in_english_alone() -> None:
    """Lines beside refusals stand in ``printing.WORDS``, in both languages."""
    files = [*(ROOT / "appraisal" / "commands").glob("*.py"), ROOT / "appraisal" / "cli.py"]
    said = [
        (path.name, node.lineno, _text(part))
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
        for part in node.args
    ]
    assert len(said) > 20
    assert [each for each in said if re.search("[a-z]{2,} [a-z]{2,}", each[2])] == []
