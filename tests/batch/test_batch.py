"""The batch: one row a pair and comparator whatever happens, resumable, and only what changed is computed again."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from appraisal import dispatch, records
from appraisal.batch import COLUMNS, Batch, read_pairs
from appraisal.child import Outcome
from appraisal.errors import MaterialError, RecordError, UsageError
from appraisal.job import Job, failure
from appraisal.journal import Journal
from appraisal.work import Work, walk

pytestmark = pytest.mark.usefixtures("toys")
TOYS = str(Path(__file__).parent.parent / "toys" / "src")


def write_pairs(folder: Path, rows: list[list[str]], head: str = "id,left,right") -> Path:
    path = folder / "pairs.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(head + "\r\n")
        csv.writer(stream).writerows(rows)
    return path


def works(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_pair_gives_a_row(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie", dead="kill me", broken="crash", blank=" ")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xff")
    names = ["b", "dead", "broken", "blank", "bytes", "missing"]
    pairs = write_pairs(tmp_path, [[name, "a.txt", f"{name}.txt"] for name in names])
    found = table(Batch(pairs, tmp_path / "out", comparators=["toy-words", "toy-trouble"]).run(2))
    assert [row["id"] for row in found] == [name for name in names for _ in range(2)]
    status = {(row["id"], row["comparator"]): (row["status"], row["reason"].split(":")[0]) for row in found}
    assert status["b", "toy-words"] == ("ok", "")
    assert status["dead", "toy-trouble"] == ("failed", "killed")
    assert status["broken", "toy-trouble"] == ("failed", "crashed")
    assert status["blank", "toy-words"] == ("refused", "refused")
    assert status["bytes", "toy-words"] == ("failed", "unreadable")
    assert status["missing", "toy-words"] == ("failed", "unreadable")
    row = found[0]
    assert (row["matches"], row["version"], float(row["coverage_of_left"])) == ("1", "1", 0.5)
    rows = parquet.read_table(tmp_path / "out" / "results.parquet").to_pylist()
    assert list(rows[0]) == list(COLUMNS) and rows[0]["score"] == float(row["score"]) and rows[3]["score"] is None


def test_only_what_changed_is_computed_again(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie", c="bravo")
    rows = [["1", "a.txt", "b.txt"], ["2", "a.txt", "c.txt"]]
    pairs = write_pairs(tmp_path, rows)
    out = tmp_path / "out"
    first = Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes()
    journal = (out / "journal.jsonl").read_text("utf-8").splitlines()
    assert Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes() == first
    assert (out / "journal.jsonl").read_text("utf-8").splitlines() == journal
    works(tmp_path, c="bravo delta")
    assert Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes() != first
    assert len((out / "journal.jsonl").read_text("utf-8").splitlines()) == len(journal) + 1


def test_a_torn_journal_line_is_done_again(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"]])
    out = tmp_path / "out"
    first = Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes()
    journal = out / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    assert Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes() == first


def test_the_record_behind_a_row(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie", c="bravo")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"], ["2", "a.txt", "c.txt"]])
    batch = Batch(pairs, tmp_path / "out", comparators=["toy-words"])
    batch.run(1)
    assert [m.details["word"] for m in batch.record("2", "toy-words").matches] == ["bravo"]
    with pytest.raises(UsageError, match="'3'"):
        batch.record("3", "toy-words")
    path = tmp_path / "out" / "records.jsonl"
    path.write_bytes(path.read_bytes().replace(b"bravo", b"brave"))
    with pytest.raises(RecordError):
        batch.record("2", "toy-words")


def test_records_cut_off_are_made_again(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie", c="bravo")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"], ["2", "a.txt", "c.txt"]])
    out = tmp_path / "out"
    first = Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes()
    kept = (out / "records.jsonl").read_bytes()
    (out / "records.jsonl").write_bytes(kept[:-9])
    assert Batch(pairs, out, comparators=["toy-words"]).run(1).read_bytes() == first
    assert (out / "records.jsonl").read_bytes() == kept


def test_optional_columns(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha bravo", old="alpha")
    (tmp_path / "plain").write_text("alpha bravo", "utf-8")
    head = "id,left,right,medium,ancestor,exclude"
    rows = [["1", "a.txt", "b.txt", "", "", ""], ["2", "a.txt", "b.txt", "text", "old.txt", ""]]
    rows += [["3", "a.txt", "b.txt", "", "", "old.txt"], ["4", "plain", "b.txt", "text", "", ""]]
    found = table(Batch(write_pairs(tmp_path, rows, head), tmp_path / "out", comparators=["toy-words"]).run(1))
    assert [row["coverage_of_left"] for row in found] == ["1", "1", "1", "1"]
    records = [json.loads(line) for line in (tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()]
    assert sorted(len(record["ancestors"]) for record in records) == [0, 0, 0, 1]
    assert sorted(len(record["excluded"]) for record in records) == [0, 0, 2, 3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("left,right\r\na,b\r\n", "id,left,right"),
        ("id,left,right,colour\r\n1,a,b,c\r\n", "id,left,right"),
        ("id,left,right\r\n1,a\r\n", "line 2"),
        ("id,left,right\r\n1,a,b,c\r\n", "line 2"),
        ("id,left,right\r\n1,a,b\r\n1,a,c\r\n", "'1' stands twice"),
        ("id,left,right\r\n1,,b\r\n", "line 2"),
        ("id,left,right,medium\r\n1,a,b,smell\r\n", "smell"),
        ('id,left,right\r\n1,"a,b\r\n', "line"),
    ],
)
def test_malformed_pairs_are_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(text.encode())
    with pytest.raises(UsageError, match=says):
        read_pairs(path)


def test_pairs_in_another_encoding_are_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes("id,left,right\r\n1,甲,乙\r\n".encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_pairs(path)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    works(tmp_path, a="alpha")
    evil = ["=1+1", "@SUM(A1)", "+cmd", "-1", "＝1", "\tx"]
    pairs = write_pairs(tmp_path, [[name, "a.txt", "a.txt"] for name in evil])
    found = table(Batch(pairs, tmp_path / "out", comparators=["toy-words"]).run(1))
    assert [row["id"] for row in found] == ["'=1+1", "'@SUM(A1)", "'+cmd", "-1", "'＝1", "'\tx"]
    raw = parquet.read_table(tmp_path / "out" / "results.parquet")["id"].to_pylist()
    assert raw == evil


def _start(pairs: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "appraisal", "batch", str(pairs), "--out", str(out), "--jobs", "2"]
    return subprocess.Popen(
        [*command, "--comparator", "toy-words"],
        env={**os.environ, "PYTHONPATH": TOYS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_killed_and_started_again_it_ends_with_the_same_table(tmp_path: Path) -> None:
    for number in range(20):
        works(tmp_path, **{f"w{number}": " ".join(f"word{(number * k) % 97:04d}" for k in range(400))})
    rows = [[f"{i}-{j}", f"w{i}.txt", f"w{j}.txt"] for i in range(12) for j in range(12)]
    pairs = write_pairs(tmp_path, rows)
    undisturbed = Batch(pairs, tmp_path / "calm", comparators=["toy-words"]).run(2).read_bytes()
    out = tmp_path / "stormy"
    journal = out / "journal.jsonl"
    for stop_at in (1, 30, 90):
        process = _start(pairs, out)
        while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < stop_at):
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert Batch(pairs, out, comparators=["toy-words"]).run(2).read_bytes() == undisturbed
    kept = [json.loads(line) for line in (out / "records.jsonl").read_bytes().splitlines()]
    assert len(kept) == len(rows)


def test_accidents_are_tried_again_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"]])
    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr("appraisal.dispatch.HANDLER", "os:abort")
        assert table(Batch(pairs, out, comparators=["toy-words"]).run(1))[0]["status"] == "failed"
    assert table(Batch(pairs, out, comparators=["toy-words"]).run(1))[0]["status"] == "failed"
    assert table(Batch(pairs, out, comparators=["toy-words"]).run(1, retry=True))[0]["status"] == "ok"
    assert table(Batch(pairs, out, comparators=["toy-words"]).run(1))[0]["status"] == "ok"


def test_an_answer_that_is_no_record_of_the_pair_is_not_kept(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    job = Job("toy-words", Work.open(tmp_path / "a.txt"), Work.open(tmp_path / "b.txt"))
    result = failure(job, MaterialError("x"))
    head, text = records.head(result), records.dumps(result).encode()
    assert dispatch._headed(job, Outcome(value=head, beside=text)) == (head, text)
    lies: list[tuple[Any, bytes | None]] = [
        (head | {"left": head["right"]}, text),
        ({"comparator": "toy-words"}, text),
        ([head], text),
        (None, text),
    ]
    lies += [(head, beside) for beside in (None, b"", b"{}", b"{}\n{}\n", b"\xff\n")]
    for value, beside in lies:
        with pytest.raises(RecordError, match="a worker answered"):
            dispatch._headed(job, Outcome(value=value, beside=beside))


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"]])
    batch = Batch(pairs, tmp_path / "out", comparators=["toy-words"])
    with pytest.raises(UsageError, match="run the batch first"):
        batch.record("1", "toy-words")
    assert not (tmp_path / "out" / "journal.jsonl").exists()
    batch.run(1)
    with Journal(tmp_path / "out"):
        with pytest.raises(UsageError, match="another process is writing to this batch folder"):
            batch.run(1)
        assert batch.record("1", "toy-words").status == "ok"
    batch.run(1)


def test_reading_a_record_cuts_nothing(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"]])
    batch = Batch(pairs, tmp_path / "out", comparators=["toy-words"])
    batch.run(1)
    for name in ("journal.jsonl", "records.jsonl"):
        with (tmp_path / "out" / name).open("ab") as stream:
            stream.write(b'{"half a line')
    before = [(tmp_path / "out" / name).read_bytes() for name in ("journal.jsonl", "records.jsonl")]
    assert batch.record("1", "toy-words").status == "ok"
    assert before == [(tmp_path / "out" / name).read_bytes() for name in ("journal.jsonl", "records.jsonl")]


def test_an_altered_record_is_computed_again_when_asked(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"]])
    batch = Batch(pairs, tmp_path / "out", comparators=["toy-words"])
    batch.run(1)
    held = tmp_path / "out" / "records.jsonl"
    held.write_bytes(held.read_bytes().replace(b"alpha", b"ALPHA"))
    batch.run(1)
    with pytest.raises(RecordError, match="--retry"):
        batch.record("1", "toy-words")
    batch.run(1, retry=True)
    assert batch.record("1", "toy-words").matches[0].details["word"] == "alpha"


def test_odd_journal_lines_are_done_again(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    pairs = write_pairs(tmp_path, [["1", "a.txt", "b.txt"]])
    batch = Batch(pairs, tmp_path / "out", comparators=["toy-words"])
    first = batch.run(1).read_bytes()
    journal = tmp_path / "out" / "journal.jsonl"
    good = json.loads(journal.read_bytes())
    for place, row in (([-5, 3, "x"], good["row"]), ([0, 10**9, "x"], good["row"]), ([0, 1, "x"], 5), ("abc", {})):
        journal.write_text(json.dumps({"key": good["key"], "place": place, "row": row}) + "\n", "utf-8")
        assert batch.run(1).read_bytes() == first
        assert batch.record("1", "toy-words").status == "ok"


def test_works_that_cannot_be_opened_are_rows_without_paths_of_the_machine(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04" + b"x" * 100)
    (tmp_path / "empty").mkdir()
    names = ["b.txt", "missing.txt", str(tmp_path / "gone.txt"), "bad.zip", "empty", "a\0b"]
    pairs = write_pairs(tmp_path, [[str(i), "a.txt", name] for i, name in enumerate(names)])
    found = table(Batch(pairs, tmp_path / "out", comparators=["toy-words"]).run(1))
    assert [row["status"] for row in found] == ["ok", *["failed"] * 5]
    assert not [row["reason"] for row in found if str(tmp_path) in row["reason"]]
    assert "gone.txt: cannot be opened" in found[2]["reason"]


def test_over_a_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works(tmp_path, a="alpha bravo")
    many = tmp_path / "many"
    many.mkdir()
    works(many, a="alpha", b="bravo", c="charlie")
    monkeypatch.setattr("appraisal.work.MAX_MEMBERS", 2)
    pairs = write_pairs(tmp_path, [["1", "a.txt", "many"]])
    (row,) = table(Batch(pairs, tmp_path / "out", comparators=["toy-words"]).run(1))
    assert (row["status"], row["reason"].split(":")[0]) == ("refused", "over-limit")


def test_folders_without_end_leave_the_other_pairs(tmp_path: Path) -> None:
    works(tmp_path, a="alpha bravo", b="alpha charlie")
    deep = tmp_path / "deep"
    deep.mkdir()
    here = os.getcwd()
    try:
        os.chdir(deep)
        Path("top.txt").write_text("alpha", "utf-8")
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
        Path("bottom.txt").write_text("bravo", "utf-8")
    finally:
        os.chdir(here)
    pairs = write_pairs(tmp_path, [["deep", "a.txt", "deep"], ["good", "a.txt", "b.txt"]])
    batch = Batch(pairs, tmp_path / "out", comparators=["toy-words"])
    assert [row["status"] for row in table(batch.run(1))] == ["ok", "ok"]
    (skipped,) = batch.works.get("deep", None).skipped
    assert skipped == ("/".join("d" * 257), "too-deep")
    with pytest.raises(MaterialError, match="256 folders deep"):
        list(walk(deep))
    subprocess.run(["rm", "-rf", deep], check=True)
