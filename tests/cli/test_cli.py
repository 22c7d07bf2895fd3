"""The command line as other programs call it: exit codes, one JSON array, named errors, nothing else on stdout."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from appraisal import cli, records, template
from appraisal.commands import options
from appraisal.errors import AppraisalError, ChildFailed, OverLimit

TOYS = str(Path(__file__).parent.parent / "toys" / "src")
pytestmark = pytest.mark.usefixtures("toys")


def appraisal(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, as others start it."""
    return subprocess.run(
        [sys.executable, "-m", "appraisal", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": TOYS},
    )


def called(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a process of its own would answer, without the second that it takes to start: an error that the program
    does not name is raised here, where a process would print a traceback."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(cwd or Path.cwd()):
        try:
            code = cli.main(arguments)
        except SystemExit as end:  # of argparse
            code = int(end.code or 0)
    told, warned = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))
    return subprocess.CompletedProcess(arguments, code, told, warned)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    for name, text in (("a.txt", "alpha bravo charlie"), ("b.txt", "alpha bravo delta")):
        (tmp_path / name).write_text(text, "utf-8")
    return str(tmp_path / "a.txt"), str(tmp_path / "b.txt")


def test_compare_prints_one_array(pair: tuple[str, str]) -> None:
    done = appraisal("compare", *pair, "--comparator", "toy-words", "--comparator", "toy-refusal", "--json")
    assert done.returncode == cli.DONE
    found = [records.from_json(body) for body in json.loads(done.stdout)]
    assert [(c.comparator, c.status) for c in found] == [("toy-words", "ok"), ("toy-refusal", "refused")]
    assert [m.details["word"] for m in found[0].matches] == ["alpha", "bravo"]


def test_compare_options(pair: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("bravo", "utf-8")
    old = str(tmp_path / "old.txt")
    words = ("--comparator", "toy-words", "--json")
    (found,) = json.loads(called("compare", *pair, *words, "--ancestor", old).stdout)
    assert found["ancestors"][0]["left"]["shared_by_all_three"] == 5
    (found,) = json.loads(called("compare", *pair, *words, "--exclude", old, "--reason", "quotation").stdout)
    assert {e["reason"] for e in found["excluded"]} == {"quotation"}
    (found,) = json.loads(called("compare", *pair, *words, "--set", "toy-words.least=9").stdout)
    assert found["parameters"] == {"least": 9} and found["matches"] == []


def test_for_people_no_ranking_value(pair: tuple[str, str]) -> None:
    done = called("compare", *pair, "--comparator", "toy-words")
    assert "58.82% of the left" in done.stdout and "score" not in done.stdout
    assert json.loads(called("comparators", "--json").stdout)


def test_a_comparison_is_told_in_chinese(tmp_path: Path) -> None:
    """Every word but names of files, methods and options; what was taken out and what was read are told too."""
    shared = "月光照在城墙上，守夜人提着灯笼慢慢走过石桥，桥下的河水静静流淌，远处传来钟声。"
    for name, before in (("甲.txt", "第一章 月光\n\n"), ("乙.txt", "序\n\n那天晚上，")):
        (tmp_path / name).write_text(f"{before}{shared}\n", "utf-8")
    pair = str(tmp_path / "甲.txt"), str(tmp_path / "乙.txt")
    told = called("compare", *pair, "--comparator", "text-exact", "--language", "zh").stdout
    assert told.startswith("文字逐字比对（text-exact ") and "：甲.txt | 乙.txt：已完成" in told
    assert re.search(r"全部匹配：占左方 \d+\.\d\d%（35 / \d+ 字符），占右方", told)
    assert "已扣除（左 + 右" in told and "其后为" in told and "逐字相同" in told and "左方，字符编码：甲.txt" in told
    words = set(re.findall(r"[A-Za-z-]{2,}", told.replace("甲.txt", "").replace("乙.txt", "")))
    assert words <= {"text-exact", "--without-rule", "--json", "utf-"}, words
    told = called("compare", *pair, "--comparator", "toy-refusal", "--language", "zh").stdout
    assert "：不作比较" in told


def test_a_missing_work_is_a_record_or_an_exit_code(pair: tuple[str, str]) -> None:
    missing = pair[0] + ".not"
    done = appraisal("compare", missing, pair[1], "--comparator", "toy-words")
    assert (done.returncode, done.stdout) == (cli.MATERIAL, "") and "a.txt.not" in done.stderr
    done = appraisal("compare", missing, pair[1], "--comparator", "toy-words", "--json")
    (found,) = json.loads(done.stdout)
    assert (done.returncode, found["status"], found["reason"]) == (cli.DONE, "failed", "unreadable")


def test_what_a_method_cannot_read_is_a_record_that_is_printed(pair: tuple[str, str], tmp_path: Path) -> None:
    """A work that opens and that a method cannot read: a complete answer, as the README says of code 3."""
    (tmp_path / "a.mp3").write_bytes(b"no sound at all, but a letter\n" * 90)
    (tmp_path / "b.mp3").write_bytes(b"nor this\n" * 90)
    done = called("compare", str(tmp_path / "a.mp3"), str(tmp_path / "b.mp3"), "--comparator", "audio-effect")
    assert done.returncode == cli.DONE and "a.mp3: not a recording in a format that is read here" in done.stdout
    assert "hand in the file as it was obtained" in done.stdout
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert (
        "| 3 | a work cannot be opened" in readme and "A file that a method cannot read makes a failed record" in readme
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["compare", "A", "B", "--comparator", "toy-nothing"], cli.USAGE, "toy-nothing"),
        (["compare", "A", "B", "--set", "toy-words.colour=1"], cli.USAGE, "colour"),
        (["compare", "A", "B", "--set", "nonsense"], cli.USAGE, "METHOD.PARAMETER"),
        (["compare", "A", "B", "--comparator", "toy-refusal", "--set", "toy-words.least=9"], cli.USAGE, "toy-words"),
        (["background", "build", "sea", "EMPTY", "--out", "o"], cli.USAGE, "nothing in"),
        (["compare", "A", "B", "--background", "nowhere"], cli.USAGE, "background build nowhere"),
        (["compare", "A", "B", "--with", "text-exact"], cli.USAGE, "with --comparator"),
        (["compare", "A", "B", "--memory", "0"], cli.USAGE, "GiB"),
        (["compare", "A", "B", "--reason", "because", "--exclude", "A"], cli.USAGE, "because"),
        (["batch", "nowhere.csv", "--out", "o"], cli.USAGE, "nowhere.csv"),
        (["run", "A"], cli.CASE, "case.toml"),
        (["report", "A"], cli.CASE, "case.toml"),
        (["nonsense"], cli.USAGE, "nonsense"),
        ([], cli.USAGE, "COMMAND"),
    ],
)
def test_wrong_use_is_named(pair: tuple[str, str], arguments: list[str], code: int, says: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    places = {"A": pair[0], "B": pair[1], "EMPTY": str(tmp_path / "empty")}
    named = [places.get(argument, argument) for argument in arguments]
    done = called(*named, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "") and says in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_use_of_a_process_is_named(tmp_path: Path) -> None:
    for arguments, code, says in ((["run", "a"], cli.CASE, "case.toml"), (["nonsense"], cli.USAGE, "nonsense")):
        done = appraisal(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (code, "") and says in done.stderr
        assert "Traceback" not in done.stderr


def test_a_work_that_excludes_itself_is_told(pair: tuple[str, str]) -> None:
    words = ("--comparator", "toy-words", "--json")
    done = called("compare", *pair, *words, "--exclude", pair[0])
    assert done.returncode == cli.DONE and json.loads(done.stdout)
    assert f"warning: --exclude {pair[0]} holds every file of {pair[0]}" in done.stderr
    assert "warning" not in called("compare", *pair, *words).stderr


def test_reasons_are_those_of_the_closed_list() -> None:
    from appraisal.comparison import Reason
    from appraisal.dossier import Role
    from appraisal.work import Medium

    assert list(options.REASONS) == list(Reason)
    assert list(options.ROLES) == list(Role)
    assert list(options.MEDIA) == list(Medium)


def test_a_case_by_hand(pair: tuple[str, str], tmp_path: Path) -> None:
    case = str(tmp_path / "某案-1")
    assert called("new", case, "--title", "某案").returncode == cli.DONE
    assert called("receive", case, "A1", pair[0], "--role", "claimed", "--from", "甲", "--seal", "1").returncode == 0
    assert called("receive", case, "B1", pair[1], "--role", "accused").returncode == 0
    assert called("receive", case, "B1", pair[1], "--role", "accused").returncode == cli.CASE
    done = called("run", case, "--jobs", "2", "--comparator", "toy-words")
    assert done.returncode == 0 and "记录 1 份，新作 1 份" in done.stdout
    done = called("run", case, "--jobs", "1", "--comparator", "toy-words")
    assert "记录 1 份，新作 0 份" in done.stdout
    again = called("receive", case, "A2", pair[0], "--role", "claimed")
    assert again.returncode == cli.DONE and "A2: 与 A1 的内容逐字节相同" in again.stderr


def test_a_conclusion_must_belong_to_a_part(tmp_path: Path) -> None:
    case = str(tmp_path / "case")
    assert called("new", case, "--title", "A").returncode == 0
    for typo in ("conclusion-servre", "conclusoin-server", "Conclusion server!", "uncrossexamined"):
        done = called("decide", case, typo, "--reason", "r", "--person", "A")
        assert done.returncode == cli.USAGE, done.stderr
        assert "did you mean" in done.stderr and "conclusion-server, conclusion-client" in done.stderr
    for about in ("conclusion-server", "keep the disc"):  # a subject of the panel's own is none of the program's
        assert called("decide", case, about, "--reason", "r", "--person", "A").returncode == 0
    mine = tmp_path / "mine.toml"
    text = (template.folder() / "private_server.toml").read_text("utf-8")
    mine.write_text(text.replace("part:operating", "part:cash").replace('id = "operating"', 'id = "cash"'), "utf-8")
    arguments = ("decide", case, "conclusion-cash", "--reason", "r", "--person", "A")
    assert called(*arguments).returncode == cli.USAGE
    assert called(*arguments, "--profile", str(mine)).returncode == 0


def test_a_list_where_one_value_is_wanted(pair: tuple[str, str]) -> None:
    done = called("compare", *pair, "--comparator", "software-tree", "--set", 'software-tree.classes=["game"]')
    assert done.returncode == cli.USAGE and 'so write classes = "game", no list' in done.stderr
    done = called("compare", *pair, "--comparator", "software-tree", "--set", "software-tree.classes=[game]")
    assert done.returncode == cli.USAGE and "write game, without brackets" in done.stderr
    setting = 'software-tree.assigned=["a/=server", "b/=client"]'
    done = called("compare", *pair, "--comparator", "software-tree", "--set", setting)
    assert done.returncode == cli.USAGE and r'assigned = "a/=server\nb/=client"' in done.stderr


def test_background_by_hand(pair: tuple[str, str], tmp_path: Path) -> None:
    others = []  # works of their own: a background that holds a compared work is refused
    for number, path in enumerate(pair):
        others.append(str(tmp_path / f"other{number}.txt"))
        Path(others[-1]).write_text(Path(path).read_text("utf-8") + f"\nzeta{number}\n", "utf-8")
    done = called("background", "build", "mine", *others, "--out", str(tmp_path / "bg"))
    assert done.returncode == 0 and str(tmp_path / "bg") in done.stdout
    assert called("background", "build", "mine", *others, "--out", str(tmp_path / "bg")).returncode == cli.USAGE
    done = called("compare", *pair, "--comparator", "toy-words", "--background", str(tmp_path / "bg"), "--json")
    (found,) = json.loads(done.stdout)
    assert found["resources"][0]["works"] == 2
    assert [m["details"]["holding"] for m in found["matches"]] == [2, 2]


def test_archives_are_opened(pair: tuple[str, str], tmp_path: Path) -> None:
    archive = tmp_path / "works.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(pair[0], "inner/a.txt")
        made.writestr("../../evil.txt", "alpha")
    done = called("compare", str(archive), pair[1], "--comparator", "toy-words", "--json")
    (found,) = json.loads(done.stdout)
    files = {m["left"]["file"] for m in found["matches"]}
    assert files == {"works.zip!/inner/a.txt", "works.zip!/⟨..⟩/⟨..⟩/evil.txt"}


def test_a_hostile_name_cannot_reach_the_terminal(pair: tuple[str, str], tmp_path: Path) -> None:
    evil = tmp_path / "x\x1b[31m\u202egnp.txt"
    done = appraisal("compare", str(evil), pair[1], "--comparator", "toy-words")
    assert "\x1b" not in done.stderr and "\u202e" not in done.stderr and "⟦U+001B⟧" in done.stderr
    evil.write_text("alpha", "utf-8")
    done = appraisal("compare", str(evil), pair[1], "--comparator", "toy-words")
    assert "\x1b" not in done.stdout and "⟦U+202E⟧" in done.stdout


def test_what_opening_runs_into_is_a_record(
    pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    archive = tmp_path / "works.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(pair[0], "a.txt")
    for error, status, reason in (
        (ChildFailed("works.zip: it died", "killed"), "failed", "killed"),
        (OverLimit("works.zip: too much"), "refused", "over-limit"),
    ):

        def fails(*_: object, error: AppraisalError = error, **__: object) -> None:
            raise error

        monkeypatch.setattr("appraisal.extract.unpack", fails)
        assert cli.main(["compare", str(archive), pair[1], "--json"]) == cli.DONE
        (found,) = json.loads(capsys.readouterr().out)
        assert (found["status"], found["reason"]) == (status, reason) and "works.zip" in found["message"]


def test_a_terminal_that_cannot_name_files_is_told_so() -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PATH": os.environ.get("PATH", "")}
    command = [sys.executable, "-m", "appraisal", "comparators"]
    done = subprocess.run(command, capture_output=True, env=plain, check=False)
    assert done.returncode == cli.SYSTEM and b"PYTHONUTF8=1" in done.stderr
    done = subprocess.run(command, capture_output=True, env={**plain, "PYTHONUTF8": "1"}, check=False)
    assert done.returncode == cli.DONE


def test_a_name_without_a_key_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", str(tmp_path / "case")]) == 0
    arguments = ["record", str(tmp_path / "case"), "operation", "--what", "启封", "--by"]
    assert cli.main([*arguments, "王五"]) == 0 and "王五" in capfd.readouterr().err
    assert cli.main([*arguments, ""]) == 0 and "not signed" not in capfd.readouterr().err


def test_refusals_are_told_in_chinese_and_places_of_pictures_by_their_corners(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (12, 16, 3), np.uint8)
    whole = Image.fromarray(noise).resize((320, 240), Image.Resampling.BICUBIC)
    whole.save(tmp_path / "甲.png")
    whole.crop((60, 40, 300, 220)).resize((360, 270)).save(tmp_path / "乙.png")
    (tmp_path / "丙.png").write_bytes(b"")
    done = called("compare", str(tmp_path / "甲.png"), str(tmp_path / "乙.png"), "--language", "zh")
    assert re.search(r"甲\.png (59|6\d),4\d–\d+,\d+ ~ 乙\.png \d+,\d+–3\d\d,2\d\d  局部区域", done.stdout), done.stdout
    assert re.search(r"缩放（右÷左）：1\.(49|50)", done.stdout)
    assert "左右镜像：否" in done.stdout and "占左图面积：0.5" in done.stdout
    assert "image-contour" in done.stderr and "software-tree" not in done.stderr, "what was not run is named"
    done = called("compare", str(tmp_path / "甲.png"), str(tmp_path / "丙.png"), "--language", "zh")
    assert "无法读取：丙.png：空文件，0 字节" in done.stdout
    done = called("compare", str(tmp_path / "丁.png"), str(tmp_path / "甲.png"), "--language", "zh")
    assert done.returncode == cli.MATERIAL and "丁.png：不能打开" in done.stderr


def test_what_a_case_refuses_is_said_in_its_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both where it is not English: what other programs read stays."""
    (tmp_path / "a.txt").write_text("alpha", "utf-8")
    for language in ("zh", "en"):
        root = str(tmp_path / language)
        assert cli.main(["new", root, "--language", language]) == 0
        receive = ["receive", root, "A1", str(tmp_path / "a.txt"), "--role", "claimed"]
        assert cli.main(receive) == 0
        capsys.readouterr()
        assert cli.main(receive) != 0
        said = capsys.readouterr().err
        assert "label 'A1' is taken" in said and ("已用" in said) is (language == "zh"), said
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "a").symlink_to(tmp_path / "a.txt")
    assert cli.main(["receive", str(tmp_path / "zh"), "B1", str(tmp_path / "links"), "--role", "accused"]) != 0
    said = capsys.readouterr().err
    assert "链接不予跟随" in said and "links alone, which are not followed" in said
