"""The commands with which people put their steps on file."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import chain, procedure
from appraisal.case import Case
from appraisal.cli import main

from .forging import everything

pytestmark = pytest.mark.usefixtures("toys")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path / "home"))
    for name in ("甲", "乙"):
        assert main(["identity", "new", name]) == 0
    case = Case.create(tmp_path / "case", number="1")
    for label, role, text in (("A1", "claimed", "alpha bravo charlie"), ("B1", "accused", "alpha bravo delta")):
        (tmp_path / f"{label}.txt").write_text(text, "utf-8")
        command = ["receive", str(case.root), label, str(tmp_path / f"{label}.txt"), "--role", role, "--by", "甲"]
        assert main(command) == 0
    return case.root


def test_intake(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["intake", str(root)]) == 0
    form = capsys.readouterr().out
    path = tmp_path / "form.toml"
    path.write_text("\ufeff" + form.replace('cross_examined = "not-stated"', 'cross_examined = "no"'), "utf-8")
    assert main(["intake", str(root), str(path), "--by", "甲"]) == 0
    told = capsys.readouterr()
    assert "custody.jsonl 3: material" in told.out and "未填" in told.err
    assert main(["intake", str(root), str(path), "--by", "甲"]) == 0
    assert "没有新内容" in capsys.readouterr().err
    assert main(["run", str(root), "--comparator", "toy-words"]) == 4
    assert "质证" in capsys.readouterr().err
    decide = ["decide", str(root), "uncross-examined", "--reason", "委托方要求", "--label", "A1", "--label", "B1"]
    assert main(decide) == 4  # who decided?
    assert main([*decide, "--by", "甲"]) == 0
    assert main(["run", str(root), "--comparator", "toy-words", "--by", "甲"]) == 0
    path.write_bytes("委托".encode("gb18030"))
    assert main(["intake", str(root), str(path)]) == 4
    assert main(["intake", str(root), str(tmp_path / "nowhere")]) == 2


def test_record_sign_log(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"photo")
    command = ["record", str(root), "operation", "--what", "启封\x1b[2J", "--label", "A1", "--document"]
    assert main([*command, str(tmp_path / "照片.jpg"), "--by", "甲", "--person", "乙", "--clock", "+1 s"]) == 0
    assert main([*command, str(tmp_path / "nowhere")]) == 4
    assert main(["record", str(root), "deliberation", "--what", "合议", "--by", "甲"]) == 0
    assert main(["sign", str(root), "--by", "乙"]) == 0
    assert main(["sign", str(root), "--by", "丁"]) == 4
    capsys.readouterr()
    assert main(["log", str(root)]) == 0
    told = capsys.readouterr().out
    assert "启封" in told and "\x1b" not in told and "合议" not in told and "countersigned" in told
    assert told.count("signed") > 5 and "missing" not in told
    text = (root / procedure.PROCEDURE).read_bytes()
    (root / procedure.PROCEDURE).write_bytes(text.replace("启封".encode(), "拆封".encode()))
    assert main(["log", str(root)]) == 0
    assert "行：该条目与其摘要不符" in capsys.readouterr().out
    (root / procedure.PROCEDURE).write_bytes(text[: text.rstrip(b"\n").rindex(b"\n") + 1])
    assert main(["log", str(root)]) == 0
    told = capsys.readouterr().out
    count = text.count(b"\n")
    assert f"procedure.jsonl：末尾条目被删（写入 {count} 条，现有 {count - 1} 条）" in told
    assert f"procedure.jsonl: entries at the end are gone ({count} entries were written, {count - 1} are there)" in told
    (root / procedure.PROCEDURE).write_bytes(b"x\n" + text)
    assert main(["log", str(root)]) == 4  # it cannot be read: what is wrong is printed all the same
    assert "procedure.jsonl line 1: the line is no entry of a log" in capsys.readouterr().out


def test_scheme(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme", str(root), "--by", "甲"]) == 4
    assert main(["scheme", str(root), "--template"]) == 0
    path = root / "scheme.toml"
    path.write_text(path.read_text("utf-8").replace('scope = ""', 'scope = "全部"'), "utf-8")
    assert main(["scheme", str(root), "--comparator", "toy-words"]) == 0
    assert "未签名" in capsys.readouterr().err
    assert main(["scheme", str(root), "--comparator", "toy-words", "--by", "乙"]) == 0
    assert "未签名" not in capsys.readouterr().err
    entries = chain.read(root, procedure.PROCEDURE)
    assert [entry.kind for entry in entries if entry.kind == "scheme"] == ["scheme"] * 2
    before = everything(root)
    assert main(["scheme", str(root), "--comparator", "nosuch", "--by", "乙"]) == 2
    assert everything(root) == before
    put = 'propositions = ["B1中92%的文字与A1相同", "二者无关"]'
    path.write_text(path.read_text("utf-8").replace("propositions = []", put), "utf-8")
    assert main(["scheme", str(root), "--comparator", "toy-words", "--by", "乙"]) == 4
    assert [entry.kind for entry in chain.read(root, procedure.PROCEDURE)].count("scheme") == 2


def test_words_of_the_law_on_computer_crimes_are_told_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not only when a report is to be issued; the decision is filed all the same."""
    case = Case.open(root)
    for said in ("该程序属于专门用于侵入的程序", "a Destructive Program", "程序designed for intrusion"):
        assert main(["decide", str(root), "note", "--reason", said, "--by", "甲"]) == 0
        told = capsys.readouterr()
        assert "法律用语" in told.err and "words of the law" in told.err and "decision" in told.out
    assert main(["decide", str(root), "note", "--reason", "静态发现写入内存的能力", "--by", "甲"]) == 0
    assert capsys.readouterr().err == ""
    case.change(commission={"questions": ["是否属于专门用于侵入的程序"]})
    assert main(["decide", str(root), "note", "--reason", "属于专门用于侵入的程序", "--by", "甲"]) == 0
    assert "法律用语" in capsys.readouterr().err  # asked for, but no competence is on file
    assert main(["decide", str(root), "evidence:competence", "--reason", "许可证 1 号", "--by", "甲"]) == 0
    assert main(["decide", str(root), "note", "--reason", "属于专门用于侵入的程序", "--by", "甲"]) == 0
    assert "法律用语" not in capsys.readouterr().err


def test_conclusions_and_words_of_the_law_are_told_at_once_of_a_step(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An entry stays for ever; it is filed all the same."""
    for option in ("--what", "--note", "--observation"):
        given = {"--what": "核对文件", option: "B1 抄袭 A1"}
        assert main(["record", str(root), "operation", *(one for pair in given.items() for one in pair)]) == 0
        told = capsys.readouterr()
        assert "结论性词语“抄袭”" in told.err and "a conclusion" in told.err and "operation" in told.out
    assert main(["record", str(root), "operation", "--what", "运行破坏性程序"]) == 0
    assert "法律用语" in capsys.readouterr().err
    assert main(["record", str(root), "operation", "--what", "核对文件的复制时间"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["decide", str(root), "note", "--reason", "B1 抄袭 A1", "--by", "甲"]) == 0
    assert "结论性词语" in capsys.readouterr().err
    assert main(["decide", str(root), "conclusion-text", "--reason", "B1 抄袭 A1", "--by", "甲"]) == 0
    assert "结论性词语" not in capsys.readouterr().err, "a conclusion is what it is there for"
