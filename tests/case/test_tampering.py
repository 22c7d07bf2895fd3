"""What two processes, kills, full disks and altered files may not do to a case."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import tomllib
from pathlib import Path

import pytest

from appraisal import cache, casefile, identity, ledger, toml
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.freeze import exhibits_of, freeze
from appraisal.run import run
from appraisal.span import char

from .test_case import new_case

pytestmark = pytest.mark.usefixtures("toys")
FILE = "第一章 a.txt"


@pytest.fixture
def any_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts on matches that no record holds, for tests of how they are kept."""
    monkeypatch.setattr(Case, "record_of_match", lambda case, comparison, match: comparison)


def test_a_stale_case_takes_nothing_away(tmp_path: Path) -> None:
    stale = Case.create(tmp_path / "case")
    (tmp_path / "a.txt").write_text("one", "utf-8")
    (tmp_path / "b.txt").write_text("two", "utf-8")
    Case.open(stale.root).receive("A1", tmp_path / "a.txt", "claimed")
    stale.change(title="t")
    assert [w.label for w in Case.open(stale.root).works] == ["A1"]
    again = Case.create(tmp_path / "other")
    Case.open(again.root).receive("A1", tmp_path / "a.txt", "claimed")
    with pytest.raises(CaseError, match="taken"):
        again.receive("A1", tmp_path / "b.txt", "claimed")
    assert Case.open(again.root)["A1"].by_file["a.txt"].bytes() == b"one"


def test_receipts_that_were_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case.create(tmp_path / "case")
    (tmp_path / "a.txt").write_text("one", "utf-8")
    (tmp_path / "b.txt").write_text("two", "utf-8")

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(casefile, "write", stop)
        with pytest.raises(KeyboardInterrupt):
            Case.open(case.root).receive("A1", tmp_path / "a.txt", "claimed")
    (case.root / "works/.part-A1-7").mkdir()
    case.receive("A1", tmp_path / "b.txt", "claimed")
    assert sorted(p.name for p in (case.root / "works").rglob("*")) == ["A1", "b.txt"]
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "write_manifest", stop)
        with pytest.raises(KeyboardInterrupt):
            case.receive("B1", tmp_path / "a.txt", "accused")
    case.change(title="t")
    checked = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=case.root, capture_output=True, text=True)
    assert checked.returncode == 0 and checked.stdout.count("OK") == 2
    ledger.write_manifest(case.root, "B1", [])
    assert "B1" not in (case.root / "manifest.sha256").read_text("utf-8")


def test_what_the_manifest_names_is_not_removed(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    path = case.root / "case.toml"
    body = tomllib.loads(path.read_text("utf-8"))
    body["works"] = [w for w in body["works"] if w["label"] != "A1"]
    path.write_text(toml.dumps(body), "utf-8")
    with pytest.raises(CaseError, match="manifest"):
        Case.open(case.root).receive("A1", tmp_path / "B1", "claimed")
    assert (case.root / "works/A1/A1" / FILE).read_text("utf-8") == "alpha bravo charlie"


def test_one_process_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, any_match: None) -> None:
    case = new_case(tmp_path)
    monkeypatch.setattr(ledger, "WAIT", 0.1)
    with ledger.locked(case.root):
        for step in (
            lambda: case.change(title="t"),
            lambda: case.receive("D1", tmp_path / "A1", "claimed"),
            lambda: run(case, comparators=["toy-words"], host=""),
        ):
            with pytest.raises(CaseError, match="another process"):
                step()
        case.judge("0" * 16, "m", "accepted", "甲")  # findings do not wait for a run to end
    monkeypatch.setattr(ledger, "WAIT", 60)
    threads = [
        threading.Thread(target=run, args=(Case.open(case.root),), kwargs={"comparators": ["toy-words"], "host": ""})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry["number"] for entry in case.runs()] == [1, 2, 3]
    (case.root / "runs/0001.json").unlink()
    assert run(case, comparators=["toy-words"], host="")["number"] == 4


def test_verdicts_outlive_a_new_record(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    run(case, comparators=["toy-words", "toy-observer"], host="")
    first = next(r for r in case.records() if r.comparison.comparator == "toy-words")
    match = first.comparison.matches[0]
    case.judge(first.key, match.id, "accepted", "甲")
    case.exclude("A1", char(FILE, 12, 19), "quotation", "甲")
    run(case, comparators=["toy-words", "toy-observer"], host="")
    dossier = freeze(case)
    (now,) = [f for f in dossier.comparisons if f.comparison.comparator == "toy-words" and not f.superseded]
    assert now.key != first.key and now.verdicts == {match.id: Verdict.ACCEPTED} and now.accepted is not None
    assert [f.comparison for f in dossier.findings] == [first.key] and dossier.stale_findings == ()
    record = next(r for r in case.records() if r.key == now.key)
    assert [s.verdict for s in exhibits_of(case, record, [match])] == [Verdict.ACCEPTED]
    case.judge(now.key, match.id, "rejected", "甲")  # a later one of the same expert, under the new key
    dossier = freeze(case)
    assert [f.verdict for f in dossier.findings] == [Verdict.REJECTED]
    assert all(f.verdicts.get(match.id, Verdict.REJECTED) is Verdict.REJECTED for f in dossier.comparisons)


def test_unfinished_files_are_not_read(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    run(case, comparators=["toy-words"], host="")
    assert cache._beside(case.root / "runs" / "0002.json").suffix == ".part"
    (record,) = case.records()
    (case.root / "runs/.part-9-0-0002.json").write_bytes(b"")
    record.path.with_name(f".part-9-{record.path.name}").write_bytes(b"{")
    assert len(case.runs()) == 1 and len(list(case.records())) == 1
    freeze(case)


def test_torn_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, any_match: None) -> None:
    case = new_case(tmp_path)
    case.judge("k", "1", "accepted", "甲", note="a\u2028b")
    (path,) = (case.root / "findings").iterdir()
    with path.open("ab") as stream:
        stream.write(b'{"is":"Find')
    assert [f.match for f in case.findings()] == ["1"]
    case.judge("k", "2", "accepted", "甲")
    assert [f.match for f in case.findings()] == ["1", "2"]
    held = path.read_bytes()
    with monkeypatch.context() as patched:

        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            case.judge("k", "3", "accepted", "甲")
    assert path.read_bytes() == held
    path.write_bytes(held[:-1])  # only the end of the line is gone
    case.judge("k", "4", "accepted", "甲")
    assert [f.match for f in case.findings()] == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", "../A1"),
        ("label", "a--b"),
        ("label", "b1"),
        ("path", "/etc/passwd"),
        ("path", "works/A1/../../../x"),
        ("path", "works/B1/B1"),
        ("path", "works/A1"),
        ("path", "works/A1/link"),
        ("sha256", "0"),
        ("files", "3"),
        ("role", "judge"),
        ("reason", "none"),
        ("medium", 7),
        ("odd", "x"),
    ],
)
def test_altered_work_entries(tmp_path: Path, field: str, value: object) -> None:
    case = new_case(tmp_path)
    (case.root / "works/A1/link").symlink_to(tmp_path)
    body = tomllib.loads((case.root / "case.toml").read_text("utf-8"))
    body["works"][0][field] = value
    if field == "label":
        body["works"][0]["path"] = f"works/{value}/A1"
    (case.root / "case.toml").write_text(toml.dumps(body), "utf-8")
    with pytest.raises(CaseError, match=r"case\.toml"):
        Case.open(case.root)


def test_only_a_jobs_own_record_is_adopted(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    run(case, comparators=["toy-words"], host="")
    (record,) = case.records()
    (case.root / "runs/0001.json").unlink()
    for change in (
        lambda b: b["left"].update(sha256="0" * 64),
        lambda b: b["right"].update(label="B2"),
        lambda b: b.update(version="0"),
        lambda b: b.update(comparator="toy-tree"),
        lambda b: b.update(parameters={"x": 1}),
        lambda b: b.update(matches=5),
    ):
        body = json.loads(record.path.read_text("utf-8"))
        held = record.path.read_bytes()
        change(body)
        record.path.write_text(json.dumps(body), "utf-8")
        with pytest.raises(CaseError, match="A1--B1"):
            run(case, comparators=["toy-words"], host="")
        record.path.write_bytes(held)
    again = run(case, comparators=["toy-words"], host="")
    assert again["number"] == 2 and [case.root / file for file in again["made"]] == [record.path]


def test_features_lie_outside_the_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path / "home"))
    case = new_case(tmp_path)
    run(case, comparators=["toy-words"], host="")
    assert not (case.root / "cache").exists() and any((identity.home() / "features").rglob("*.pack"))
    (tmp_path / "file").touch()
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path / "file"))
    assert run(case, comparators=["toy-observer"], host="")["failures"] == 0  # no store: read anew


def test_keys_and_names_of_any_letters(tmp_path: Path, any_match: None) -> None:
    body = {"委托人": "甲", "a.b": {"c d": 1, "": [1.5, {"é": True}]}, "w": [{'"': 1}]}
    assert tomllib.loads(toml.dumps(body)) == body
    case = Case.create(tmp_path / "case", commission={"委托人": "某法院"}, parameters={"toy-words": {"x": 0.5}})
    assert Case.open(case.root).settings == case.settings
    odd = tmp_path / os.fsdecode("测试".encode("gb18030"))
    odd.mkdir()
    (odd / os.fsdecode("文.txt".encode("gb18030"))).write_text("alpha", "utf-8")
    case.receive("A1", odd, "claimed", received_from=os.fsdecode(b"\xff"))
    entry = Case.open(case.root).received("A1")
    assert entry == case.received("A1") and entry.received_from == "\\xff"
    long = tmp_path / os.fsdecode(("长" * 80 + ".txt").encode("gb18030"))
    long.write_text("alpha", "utf-8")
    case.receive("A2", long, "claimed")
    assert Case.open(case.root)["A2"].members[0].file.endswith(".txt")
    case.judge("k", "m", "accepted", os.fsdecode(b"\xff"))
    checked = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=case.root, capture_output=True)
    assert checked.returncode == 0


@pytest.mark.parametrize("name", ["experts", "language", "parameters", "number", "title", "commission"])
def test_malformed_settings(tmp_path: Path, name: str) -> None:
    case = Case.create(tmp_path / "case")
    with pytest.raises(CaseError, match=r"case\.toml"):
        case.change(**{name: 5})
    body = tomllib.loads((case.root / "case.toml").read_text("utf-8"))
    (case.root / "case.toml").write_text(toml.dumps({**body, name: 5}), "utf-8")
    with pytest.raises(CaseError, match=r"case\.toml"):
        Case.open(case.root)


def test_malformed_runs_and_lines(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    path = case.root / "runs/0001.json"
    for text in (b"{}", b"[]", b"\xff", b"{", b"5"):
        path.write_bytes(text)
        with pytest.raises(CaseError, match=r"0001\.json"):
            case.runs()
    for text in (b"\xff\n", b"{}\n", b"5\n", b"\n"):
        (case.root / "exclusions.jsonl").write_bytes(text)
        with pytest.raises(CaseError, match=r"exclusions\.jsonl"):
            case.exclusions()


@pytest.mark.parametrize("kept", [500, 0, None])
def test_a_damaged_record_has_a_code_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: int | None
) -> None:
    case = new_case(tmp_path)
    run(case, comparators=("toy-words",))
    path = sorted(case.root.glob("comparisons/*/*.json"))[0]
    text = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(text.replace(b'"ok"', b'"ok" ') if kept is None else text[:kept])
    for command in (["gates", "--profile", "cn-copyright"], ["report"], ["issue", "--profile", "cn-copyright"]):
        more = ["--by", "甲", "--number", "1"] if command[0] == "issue" else []
        assert main([command[0], str(case.root), *command[1:], *more]) == 6, command
        assert path.name in capsys.readouterr().err
    case.root.joinpath("runs/0001.json").chmod(0o644)
    case.root.joinpath("runs/0001.json").write_text("{", "utf-8")
    assert main(["report", str(case.root)]) == 6
    assert "runs/0001.json" in capsys.readouterr().err
