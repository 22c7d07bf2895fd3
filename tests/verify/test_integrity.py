"""Whatever is altered in a case is named: a bit, a file, an entry, a log as a whole."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import chain, procedure
from appraisal.chain import Entry, Head
from appraisal.errors import CaseError
from appraisal.identity import signer_of
from appraisal.records import canonical
from appraisal.verify import logs as logbooks
from appraisal.verify.expected import expected
from appraisal.verify.integrity import integrity as integrity_of
from appraisal.verify.outcome import Answer, Check, Outcome, Remark, exit_code
from appraisal.verify.verifying import verify
from appraisal.verify.words import WORDS

LOGS = ["custody.jsonl", "procedure.jsonl", "exclusions.jsonl", "closed/deliberation.jsonl", "甲", "乙"]


def integrity(root: Path, *issued: Path) -> Outcome:
    """Without the children that read reports, unless there is one to read: they take most of the time."""
    if issued:
        (found,) = verify(root, checks=[Check.INTEGRITY], issued=issued)
        return found
    with tempfile.TemporaryDirectory() as scratch:
        logs = logbooks.read(root, Path(scratch))
        return integrity_of(root, logs, expected(root, logs))


def failing(outcome: Outcome) -> set[tuple[str, str]]:
    """What does not hold, but for a report that names no heads."""
    return {(r.what, r.path) for r in outcome.remarks if r.answer is Answer.FAILS}


def log_of(root: Path, name: str) -> str:
    if name.endswith(".jsonl"):
        return name
    (path,) = (root / "findings").glob(f"{name}-*.jsonl")
    return path.relative_to(root).as_posix()


def test_an_untouched_case_holds(made: Path) -> None:
    found = integrity(made)
    assert failing(found) == set()
    assert found.checked == sum(p.is_file() for p in made.rglob("*"))
    notes = [(r.what, r.path) for r in found.remarks if r.answer is None]
    assert sorted(set(notes)) == [("late-exclusion", "exclusions.jsonl")]


def test_nothing_is_written(root: Path) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(root.rglob("*")) if p.is_file()}

    before = state()
    for name in (".lock", ".lock-logs"):
        (root / name).chmod(0o444)
    verify(root)
    assert state() == before


def test_a_hundred_flipped_bits(root: Path) -> None:
    chance = random.Random(20260101)
    files = sorted(p for p in root.rglob("*") if p.is_file() and p.stat().st_size)
    taken = set()
    for number in range(100):
        # Every file is flipped in turn before one is flipped again: small files count as much as big ones.
        path = files[number % len(files)] if number < len(files) else chance.choice(files)
        data = path.read_bytes()
        bit = chance.randrange(len(data) * 8)
        held = bytearray(data)
        held[bit // 8] ^= 1 << bit % 8
        path.write_bytes(held)
        found = integrity(root)
        path.write_bytes(data)
        name = path.relative_to(root).as_posix()
        assert name in {path for _, path in failing(found)}, (name, bit)
        assert exit_code([found]) == 10
        taken.add(name.split("/")[0])
    assert taken >= {"works", "derived", "comparisons", "runs", "report", "findings", "closed", "notebooks", "digests"}
    assert failing(integrity(root)) == set()


def test_missing_and_extra_files(root: Path) -> None:
    files = sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith("."))
    for path in files:
        name = path.relative_to(root).as_posix()
        if name.startswith("derived/"):
            continue  # unpacked again when it is needed
        held = path.read_bytes()
        path.unlink()
        named = {path for _, path in failing(integrity(root))}
        path.write_bytes(held)
        assert name in named
    extra = ["extra.txt", "works/A1/extra.txt", "runs/0003.json", "comparisons/toy-words/A1--B1.0123456789abcdef.json"]
    extra += ["findings/note.txt", "digests/Z9.tsv", "report/report.odt", "derived/x", "notebooks/new.ipynb"]
    for name in extra:
        (root / name).write_text("{}", "utf-8")
        assert failing(integrity(root)) == {("unrecorded", name)}
        (root / name).unlink()
    (root / "cache").mkdir()
    (root / "cache/anything").write_text("x", "utf-8")
    assert failing(integrity(root)) == set()


def test_leftovers_are_observed(root: Path) -> None:
    (root / "runs/.0003.json-77-0.part").write_text("{", "utf-8")
    (root / "works/.part-D1-77/x").mkdir(parents=True)
    (root / "works/.part-D1-77/x/a.txt").write_text("a", "utf-8")
    (root / "notebooks/.ipynb_checkpoints").mkdir()
    (root / "notebooks/.ipynb_checkpoints/report-checkpoint.ipynb").write_text("{}", "utf-8")
    found = integrity(root)
    assert failing(found) == set()
    assert [r.what for r in found.remarks if r.what in ("leftover", "checkpoint")] == [
        "checkpoint",
        "leftover",
        "leftover",
    ]


def test_hand_edited_files_are_named_as_such(root: Path) -> None:
    path = root / "notebooks/report.ipynb"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    (remark,) = [r for r in integrity(root).remarks if r.answer is Answer.FAILS]
    assert (remark.what, remark.path) == ("edited", "notebooks/report.ipynb") and "2026-01-01" in remark.detail
    assert "appraisal run" in remark.said(1) and "2026-01-01" in remark.said(0)


def test_links_and_devices_are_named_and_not_read(root: Path) -> None:
    os.mkfifo(root / "notebooks/pipe")
    for name in ("heads.json", "custody.jsonl", "case.toml", "manifest.sha256"):
        held = (root / name).read_bytes()
        (root / name).unlink()
        os.mkfifo(root / name)
        assert {("special", name), ("special", "notebooks/pipe")} <= failing(integrity(root))
        (root / name).unlink()
        (root / name).symlink_to("/dev/zero")
        assert ("link", name) in failing(integrity(root))
        (root / name).unlink()
        (root / name).write_bytes(held)
    (root / "notebooks/pipe").unlink()
    (root / "findings").rename(root.parent / "elsewhere")
    (root / "findings").symlink_to(root.parent / "elsewhere")
    assert ("link", "findings") in failing(integrity(root))


def test_lock_files_are_empty(root: Path) -> None:
    (root / ".lock").write_text("x", "utf-8")
    assert failing(integrity(root)) == {("lock-not-empty", ".lock")}


@pytest.mark.parametrize("name", LOGS)
def test_entries_removed_added_reordered_rewritten(root: Path, name: str) -> None:
    log = log_of(root, name)
    path = root / log
    held = path.read_bytes()
    lines = held.splitlines(keepends=True)
    last = chain.read(root, log)[-1]
    forged = replace(last, seq=last.seq + 1, prev=last.digest, signature=None)
    forged = replace(forged, digest=chain.digest_of(forged))
    rewritten = replace(last, by="丙", signature=None)
    rewritten = replace(rewritten, digest=chain.digest_of(rewritten))

    def line(entry: Entry) -> bytes:
        return (chain.line_of(entry) + "\n").encode()

    changes = {
        "removed at the end": lines[:-1],
        "removed at the beginning": lines[1:],
        "all removed": [],
        "added": [*lines, line(forged)],
        "twice": [*lines, lines[-1]],
        "reordered": lines[::-1],
        "rewritten": [*lines[:-1], line(rewritten)],
        "no line": [*lines, b"{}\n"],
        "not a number": [*lines, lines[-1].replace(b'"body":{', b'"body":{"x":NaN,')],
        "cut off": [*lines[:-1], lines[-1][:-9]],
    }
    for what, changed in changes.items():
        path.write_bytes(b"".join(changed))
        if changed != lines:
            assert log in {path for _, path in failing(integrity(root))}, what
    path.write_bytes(held)
    assert failing(integrity(root)) == set()


def entries_of(root: Path) -> dict[str, list[Entry]]:
    return {log: chain.read(root, log) for log in procedure.logs(root)}


def write_logs(root: Path, logs: dict[str, list[Entry]]) -> None:
    heads = {}
    for log, entries in sorted(logs.items()):
        (root / log).write_text("".join(chain.line_of(e) + "\n" for e in entries), "utf-8")
        heads[log] = {"count": len(entries), "head": entries[-1].digest, "next": None}
    (root / "heads.json").write_text(canonical(heads) + "\n", "utf-8")


def rewrite(root: Path, change: Callable[[Entry], Entry]) -> None:
    """All logs written anew, each digest and each head right: what somebody with the whole case can do."""
    logs = entries_of(root)
    mapped = {chain.ZERO: chain.ZERO}
    made: dict[str, list[Entry]] = {log: [] for log in logs}
    while any(len(made[log]) < len(logs[log]) for log in logs):
        for log, entries in logs.items():
            for entry in entries[len(made[log]) :]:
                if entry.prev not in mapped or not all(head in mapped for head in entry.heads.values()):
                    break
                heads = {other: mapped[head] for other, head in entry.heads.items()}
                new = replace(change(entry), prev=mapped[entry.prev], heads=heads, signature=None)
                new = replace(new, digest=chain.digest_of(new))
                mapped[entry.digest] = new.digest
                made[log].append(new)
    write_logs(root, made)


def heads_of(root: Path) -> list[dict[str, object]]:
    return [{"log": log, "count": h.count, "digest": h.head} for log, h in sorted(chain.heads(root).items())]


def pdf_with(model: bytes) -> bytes:
    packed = zlib.compress(model)
    head = b"%%PDF-1.7\n1 0 obj\n<</Length %d/Type/EmbeddedFile/Filter/FlateDecode/Params<</Size %d>>>>\nstream\n"
    return head % (len(packed), len(model)) + packed + b"\nendstream\nendobj\n%%EOF\n"


@pytest.mark.parametrize("wrap", [bytes, pdf_with])
def test_a_log_rewritten_as_a_whole(root: Path, tmp_path: Path, wrap: Callable[[bytes], bytes]) -> None:
    issued = tmp_path / "issued"
    issued.write_bytes(wrap(json.dumps({"schema": "appraisal.report/1", "heads": heads_of(root)}).encode()))
    assert ("anchor-lost", "issued") not in failing(integrity(root, issued))
    rewrite(root, lambda e: replace(e, by="丙") if e.log == procedure.EXCLUSIONS else e)
    inside = {
        what for what, path in failing(integrity(root)) if path not in ("report/report.json", "report/report.pdf")
    }
    assert inside == set(), "logs, digests and heads.json agree: nothing inside the case but its report can tell"
    assert ("anchor-lost", "issued") in failing(integrity(root, issued))


@pytest.mark.parametrize("name", ["report.pdf", "report.json"])
def test_a_rewritten_log_does_not_fit_a_report_that_was_handed_out(root: Path, tmp_path: Path, name: str) -> None:
    issued = tmp_path / f"issued-{name}"
    issued.write_bytes((root / "report" / name).read_bytes())
    assert failing(integrity(root, issued)) == set()
    assert "anchor-holds" in {r.what for r in integrity(root, issued).remarks if r.path == issued.name}
    rewrite(root, lambda e: replace(e, on="2025-12-31T00:00:00Z") if e.kind == "received" else e)
    assert {("anchor-lost", issued.name), ("anchor-lost", "report/report.json")} <= failing(integrity(root, issued))


def test_one_log_rewritten_is_told_by_the_others(root: Path) -> None:
    logs = entries_of(root)
    made: list[Entry] = []
    for entry in logs["exclusions.jsonl"]:
        new = replace(entry, by="丙", prev=made[-1].digest if made else chain.ZERO, signature=None)
        made.append(replace(new, digest=chain.digest_of(new)))
    write_logs(root, {**logs, "exclusions.jsonl": made})
    assert ("head-lost", "exclusions.jsonl") in failing(integrity(root))


def test_issued_reports(root: Path, tmp_path: Path) -> None:
    issued = tmp_path / "signed.pdf"
    data = (root / "report/report.pdf").read_bytes()
    for given, what, answer in (
        (data, "issued-known", Answer.HOLDS),
        (data + b"1 0 obj\nsignature\nendobj\n%%EOF\n", "issued-appended", Answer.HOLDS),
        (data.replace(b"%PDF-1.7", b"%PDF-1.6"), "issued-unknown", Answer.FAILS),
    ):
        issued.write_bytes(given)
        assert (what, answer) in {(r.what, r.answer) for r in integrity(root, issued).remarks if r.path == issued.name}
    issued.write_bytes(b"\x00 no report")
    unread = [r for r in integrity(root, issued).remarks if r.path == issued.name]
    assert {r.what for r in unread} == {"issued-unknown", "no-anchor"}


def test_a_report_of_another_case_is_told_first(root: Path, tmp_path: Path) -> None:
    model = json.loads((root / "report/report.json").read_text("utf-8"))
    number = json.loads((root / "procedure.jsonl").read_text("utf-8").split("\n")[0])["body"]["number"]
    for head in model["heads"]:
        head["digest"] = "0" * 64
    own = tmp_path / "own.json"
    own.write_text(json.dumps(model), "utf-8")
    assert {("issued-unknown", own.name), ("anchor-lost", own.name)} <= failing(integrity(root, own))
    cover = model["parts"][0]["blocks"][0]
    cover["lines"] = [[name, "another" if value == number else value] for name, value in cover["lines"]]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(model), "utf-8")
    assert {what for what, name in failing(integrity(root, other)) if name == other.name} == {"issued-elsewhere"}


def test_hostile_reports(root: Path, tmp_path: Path) -> None:
    for model in (
        {"schema": "appraisal.report/1", "heads": 5},
        {"schema": "appraisal.report/1", "heads": [5]},
        {"schema": "appraisal.report/1", "heads": [{"log": 1, "count": 1, "digest": "x"}]},
        {"schema": "other"},
    ):
        (tmp_path / "issued").write_text(json.dumps(model), "utf-8")
        told = {r.what: r.answer for r in integrity(root, tmp_path / "issued").remarks if r.path == "issued"}
        assert told == {"issued-unknown": Answer.FAILS, "no-anchor": Answer.UNKNOWN}, model
    lies = {"schema": "appraisal.report/1", "heads": [{"log": "../x", "count": -1, "digest": "x"}]}
    (tmp_path / "issued").write_text(json.dumps(lies), "utf-8")
    assert ("anchor-lost", "issued") in failing(integrity(root, tmp_path / "issued"))


def test_foreign_and_missing_signatures(root: Path) -> None:
    log = log_of(root, "甲")
    about = {"on": "2026-02-01T00:00:00Z", "kind": "finding", "by": "甲", "body": {}}
    chain.append(root, log, **about)  # type: ignore[arg-type]
    found = integrity(root)
    assert failing(found) == set()
    assert Remark(None, "missing-signature", log, 3, f"甲, finding, {about['on']}") in found.remarks
    chain.append(root, log, **about, signer=signer_of("甲", bytes(32)))  # type: ignore[arg-type]
    assert failing(integrity(root)) == {("foreign-signature", log)}
    lines = (root / log).read_text("utf-8").splitlines(keepends=True)
    value = chain.read(root, log)[0].signature
    assert value is not None
    lines[0] = lines[0].replace(value.value, "A" * 86 + "==")
    (root / log).write_text("".join(lines), "utf-8")
    assert ("log-bad-signature", log) in failing(integrity(root))


def test_everything_that_is_named_has_words() -> None:
    source = "".join(p.read_text("utf-8") for p in Path(logbooks.__file__).parent.glob("*.py") if p.name != "words.py")
    used = set(re.findall(r'Remark\([^()]*?, "([a-z-]+)"', source)) | set(
        re.findall(r'_say\([^()]*?, "([a-z-]+)"', source)
    )
    faults = {f"log-{fault}" for fault in chain.FAULTS} - {"log-head-lost"}
    assert used >= {"altered", "missing", "rendered", "recomputed"} and used | faults <= set(WORDS)


def test_back_dated_entries_are_observed(root: Path) -> None:
    rewrite(root, lambda e: replace(e, on="2025-01-01T00:00:00Z") if e.kind == "handled" else e)
    found = integrity(root)
    assert ("back-dated", "custody.jsonl") in {(r.what, r.path) for r in found.remarks if r.answer is None}


def test_heads_json(root: Path) -> None:
    path = root / "heads.json"
    held = path.read_text("utf-8")
    body = json.loads(held)
    for changed in (
        "{",
        "[]",
        held.replace(",", ", ", 1),
        held[:-1],
        canonical({**body, "../../etc/passwd": {"count": 1, "head": "x", "next": None}}) + "\n",
        canonical({k: v for k, v in body.items() if k != "custody.jsonl"}) + "\n",
        canonical({**body, "custody.jsonl": {**body["custody.jsonl"], "count": 99}}) + "\n",
    ):
        path.write_text(changed, "utf-8")
        assert "heads.json" in {path for _, path in failing(integrity(root))}, changed
    path.write_text(canonical({**body, "x.jsonl": {"count": 0, "head": chain.ZERO, "next": "f" * 64}}) + "\n", "utf-8")
    assert Head(0, chain.ZERO, "f" * 64) in chain.heads(root).values()
    assert ("heads-differ", "heads.json") in failing(integrity(root))


def test_works_that_do_not_agree(root: Path) -> None:
    text = (root / "case.toml").read_text("utf-8")
    (root / "case.toml").write_text(text.replace("files = 3", "files = 4", 1), "utf-8")
    assert {("edited", "case.toml"), ("work-differs", "works/A1")} <= failing(integrity(root))
    (root / "case.toml").write_text("no toml", "utf-8")
    assert {("edited", "case.toml"), ("not-readable", "case.toml")} <= failing(integrity(root))
    (root / "case.toml").write_text(text, "utf-8")
    lines = (root / "manifest.sha256").read_bytes().splitlines(keepends=True)
    (root / "manifest.sha256").write_bytes(b"".join([*lines, lines[0], b"0  works/../x\n"]))
    told = [(r.what, r.line) for r in integrity(root).remarks if r.path == "manifest.sha256"]
    assert ("manifest-line", len(lines) + 1) in told and ("manifest-line", len(lines) + 2) in told


def test_nested_records_are_held_against_the_records_that_refer_to_them(root: Path) -> None:
    nested = [p for p in (root / "comparisons").rglob("*.json") if "--" not in p.name]
    assert nested, "the toys nest comparisons"
    held = nested[0].read_bytes()
    name = nested[0].relative_to(root).as_posix()
    nested[0].write_bytes(held + b" ")
    assert failing(integrity(root)) == {("altered", name)}
    nested[0].unlink()
    assert failing(integrity(root)) == {("missing", name)}


def test_what_is_no_case(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CaseError, match="neither"):
            verify(path)
    (tmp_path / "case.toml").write_text("", "utf-8")
    assert "no-logs" in {what for what, _ in failing(integrity(tmp_path))}
