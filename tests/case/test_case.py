"""A case on disk: works copied and named by digest, findings kept, records never overwritten, runs listed."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import registry, toml
from appraisal.case import Case
from appraisal.errors import CaseError, MaterialError
from appraisal.finding import Verdict
from appraisal.freeze import _work_entry, freeze
from appraisal.procedure import Kind
from appraisal.run import failures, run
from appraisal.span import Span, char, line
from appraisal.texts import expert_texts
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify
from tests.extract.packages import pe_of

pytestmark = pytest.mark.usefixtures("toys")
TOYS = ["toy-words", "toy-observer", "toy-refusal", "toy-tree"]


def ticking() -> Iterator[str]:
    for number in range(10_000):
        yield f"2026-01-01T{number // 60:02d}:{number % 60:02d}:00Z"


def new_case(tmp_path: Path, **settings: object) -> Case:
    ticks = ticking()
    case = Case.create(tmp_path / "case", clock=lambda: next(ticks), **settings)  # type: ignore[arg-type]
    for label, role, text in (
        ("A1", "claimed", "alpha bravo charlie"),
        ("B1", "accused", "alpha bravo delta"),
        ("C1", "ancestor", "bravo"),
    ):
        folder = tmp_path / label
        folder.mkdir()
        (folder / "第一章 a.txt").write_text(text, "utf-8")
        case.receive(label, folder, role, received_from='委托方 "甲"\n', seal="封-1\x7f")
    return case


def test_receive_and_open_again(tmp_path: Path) -> None:
    case = new_case(tmp_path, number="2026-0012", title="某案")
    again = Case.open(case.root)
    assert again.settings == case.settings and again.works == case.works
    assert again["A1"].sha256 == case.received("A1").sha256
    assert (case.root / "works/A1/A1/第一章 a.txt").read_text("utf-8") == "alpha bravo charlie"
    checked = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=case.root, capture_output=True, text=True)
    assert checked.returncode == 0 and checked.stdout.count("OK") == 3


def test_a_changed_work_stops_everything(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    path = case.root / "works/A1/A1/第一章 a.txt"
    path.chmod(0o644)
    path.write_text("alpha bravo charlIe", "utf-8")
    with pytest.raises(CaseError, match="A1"):
        run(case, comparators=TOYS)


def test_what_receive_refuses(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    for label in ("A1", "a1", "../x", "a/b", "", "a--b", "-x", "=1"):
        with pytest.raises(CaseError):
            case.receive(label, tmp_path / "A1", "claimed")
    with pytest.raises(MaterialError, match="X1"):
        case.receive("X1", tmp_path / "nowhere", "claimed")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(MaterialError, match="links alone, which are not followed"):
        case.receive("X1", tmp_path / "links", "claimed")
    (tmp_path / "links" / "real.txt").write_text("alpha", "utf-8")
    case.receive("X1", tmp_path / "links", "claimed")
    assert not (case.root / "works/X1/links/passwd").exists()
    again = Case.open(case.root)  # recorded by name and target: in case.toml, the log of receipt, and the report's data
    assert again.received("X1").links == (("passwd", "/etc/passwd"),) and again.received("X1").files == 1
    (logged,) = [entry.body for entry in again.history().of(Kind.RECEIVED) if entry.body["label"] == "X1"]
    assert logged["links"] == [["passwd", "/etc/passwd"]]
    entry = _work_entry(again, "X1", again["X1"])
    assert entry.skipped == (("passwd → /etc/passwd", "link"),)
    assert "links" not in again.history().of(Kind.RECEIVED)[0].body  # of a work without any
    with pytest.raises(CaseError, match="not empty"):
        Case.create(case.root)
    with pytest.raises(CaseError, match="no case"):
        Case.open(tmp_path / "A1")


def test_runs_are_listed_and_records_stay(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    first = run(case, comparators=TOYS, jobs=2, by="甲", host="")
    before = {p: p.read_bytes() for p in (case.root / "comparisons").rglob("*.json")}
    second = run(case, comparators=TOYS, jobs=1, host="")
    assert second["made"] == [] and second["records"] == first["records"]
    case.exclude("A1", char("第一章 a.txt", 0, 5), "quotation", "某甲")
    third = run(case, comparators=["toy-words"], host="")
    assert len(third["made"]) == 1
    assert [file.split("/")[1] for file in third["superseded"]] == ["toy-words"]
    standing = {f.file: f.superseded for f in freeze(case).comparisons}
    assert [file for file, gone in standing.items() if gone] == third["superseded"]
    assert {p: p.read_bytes() for p in before} == before
    assert [r["number"] for r in case.runs()] == [1, 2, 3]
    failures = json.loads((case.root / "failures.json").read_text("utf-8"))
    assert failures == []
    new = next(r for r in case.records() if r.path.name in third["made"][0])
    assert [e.after_results for e in new.comparison.excluded if e.by] == [True]


def test_one_or_four_jobs_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for jobs in (1, 4):
        (tmp_path / str(jobs)).mkdir()
        case = new_case(tmp_path / str(jobs))
        run(case, comparators=TOYS, jobs=jobs, host="")
        files = [p for p in case.root.rglob("*") if p.is_file() and "cache" not in p.parts]
        found.append({p.relative_to(case.root).as_posix(): p.read_bytes() for p in files})
    assert found[0] == found[1]


def test_findings_and_the_dossier(tmp_path: Path) -> None:
    case = new_case(tmp_path, experts=("甲", "乙"))
    run(case, comparators=TOYS, host="")
    words = next(r for r in case.records() if r.comparison.comparator == "toy-words")
    alpha, bravo = words.comparison.matches
    case.judge(words.key, alpha.id, Verdict.ACCEPTED, "甲")
    case.judge(words.key, alpha.id, Verdict.ACCEPTED, "乙")
    case.judge(words.key, bravo.id, Verdict.ACCEPTED, "甲")
    case.judge(words.key, bravo.id, Verdict.REJECTED, "乙", note="常用词")
    for key, match in (("0" * 16, alpha.id), (words.key, "gone"), (words.key[:11], alpha.id)):
        with pytest.raises(CaseError, match="holds a match"):
            case.judge(key, match, Verdict.ACCEPTED, "甲")
    with pytest.raises(CaseError, match="name of the expert"):
        case.judge(words.key, alpha.id, Verdict.ACCEPTED, "  ")
    assert case.judge(words.key[:12], alpha.id, Verdict.ACCEPTED, "甲").comparison == words.key
    with pytest.raises(CaseError, match="reason"):
        case.judge(words.key, alpha.id, Verdict.EXCLUDED, "甲")
    for wrong in ({"verdict": "yes"}, {"verdict": "excluded", "reason": "bogus"}):
        with pytest.raises(CaseError, match=r"'(yes|bogus)': write one of .*(accepted|quotation)"):
            case.judge(words.key, alpha.id, by="甲", **wrong)
    with pytest.raises(CaseError, match=r"'bogus': write one of .*quotation"):
        case.exclude("A1", alpha.left, "bogus", by="甲")
    for span in (line("第一章 a.txt", 99, 120), Span("第一章 a.txt", "byte", 10_000, 10_001)):
        with pytest.raises(CaseError, match=r"第一章 a.txt has \d+ (line|byte)s, and the place begins at"):
            case.exclude("A1", span, "quotation", by="甲")
    dossier = freeze(case)
    assert dossier == freeze(Case.open(case.root))
    filed = next(f for f in dossier.comparisons if f.key == words.key)
    assert filed.verdicts == {alpha.id: Verdict.ACCEPTED, bravo.id: Verdict.DOUBTFUL}
    assert filed.accepted is not None and filed.accepted.coverage_of_left == 0.416666667
    assert {s.match for s in filed.shown} == {alpha.id, bravo.id}
    assert dossier.stale_findings == ()
    assert len(dossier.findings) == 4
    assert {f["comparator"] for f in dossier.failures} == {"toy-refusal"}
    assert all(f.accepted is None for f in dossier.comparisons if f.key != words.key)


def test_nothing_to_report_before_a_run(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="appraisal run"):
        freeze(new_case(tmp_path))


def test_a_tampered_record_is_noticed(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    run(case, comparators=["toy-words"], host="")
    record = next(case.records())
    record.path.write_text(record.path.read_text("utf-8").replace('"score":', '"score": '), "utf-8")
    with pytest.raises(CaseError, match="digest"):
        freeze(case)
    with pytest.raises(CaseError, match="not the record that was written"):
        run(case, comparators=["toy-words"], host="")


def test_toml_is_read_back_as_written() -> None:
    import tomllib

    body = {"a": 'x"\\\n\x00\x7f月', "n": 3, "b": True, "l": ["1", "2"], "t": {"k": "v"}, "w": [{"x": 1}, {"x": 2}]}
    assert tomllib.loads(toml.dumps(body)) == body


def test_texts_of_experts(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    path = case.root / "notebooks" / "report.ipynb"

    def write(*cells: tuple[str, list[str]]) -> None:
        made = [
            {"cell_type": "markdown", "metadata": {"tags": tags, "by": "甲"}, "source": text} for text, tags in cells
        ]
        path.write_text(json.dumps({"cells": made}), "utf-8")

    assert expert_texts(case.root) == ()
    write(("分析", ["analysis"]), ("no tag", []), ("意见", ["opinion", "other"]), ("  ", ["limits"]))
    assert [(t.section, t.markdown, t.by) for t in expert_texts(case.root)] == [
        ("analysis", "分析", "甲"),
        ("opinion", "意见", "甲"),
    ]
    write(("x", ["analysis", "opinion"]))
    with pytest.raises(CaseError, match="one section"):
        expert_texts(case.root)
    path.write_text("[]", "utf-8")
    with pytest.raises(CaseError, match="not a notebook"):
        expert_texts(case.root)


def test_accidents_are_tried_again_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = new_case(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr("appraisal.dispatch.HANDLER", "os:abort")
        first = run(case, comparators=["toy-words"], host="")
    assert first["failures"] == 1
    assert run(case, comparators=["toy-words"], host="")["made"] == []
    third = run(case, comparators=["toy-words"], retry=True, host="")
    assert third["failures"] == 0 and third["superseded"] == list(first["records"])
    assert run(case, comparators=["toy-words"], host="")["records"] == third["records"]
    assert [f.file for f in freeze(case).comparisons if f.superseded] == third["superseded"]


def test_a_case_that_no_method_reads(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        (tmp_path / f"{label}.bin").write_bytes(bytes(100))
        case.receive(label, tmp_path / f"{label}.bin", role)
    with pytest.raises(CaseError, match="no installed method"):
        run(case, comparators=[], host="")


def packed(path: Path, name: str, text: str, cut: int | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    path.write_bytes(path.read_bytes()[:cut])
    return path


def test_an_archive_that_cannot_be_opened_fails_its_own_pairs(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    before = run(case, comparators=["toy-words"], host="")["records"]
    case.receive("B2", packed(tmp_path / "b.zip", "a.txt", "alpha bravo", 40), "accused")
    made = run(case, comparators=["toy-words"], host="")
    assert made["failures"] == 1 and set(before) < set(made["records"]) and len(made["records"]) == 2
    (failed,) = failures(case)
    assert (failed["right"], failed["status"], failed["reason"]) == ("B2", "failed", "unreadable")
    assert failed["message"].startswith("B2: b.zip: ")
    frozen = freeze(case)
    entry = next(work for work in frozen.works if work.label == "B2")
    assert entry.compared == 0 and entry.files == 1 and [one.file for one in entry.opened] == ["b.zip"]
    assert [failure["right"] for failure in frozen.failures] == ["B2"]
    (told,) = verify(case.root, checks=[Check.RECOMPUTATION], every=True)
    assert told.answer is Answer.HOLDS and told.checked == 2


def test_methods_that_would_read_the_other_work_fail_for_one_that_cannot_be_opened(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    (tmp_path / "a.txt").write_text("alpha bravo charlie", "utf-8")
    case.receive("A1", tmp_path / "a.txt", "claimed")
    case.receive("B1", packed(tmp_path / "b.zip", "a.txt", "0" * (64 << 20)), "accused")
    run(case, host="")
    found = {one["comparator"]: (one["reason"], one["message"]) for one in failures(case)}
    work = case["A1"]
    assert set(found) == set(registry.applicable(work, work)) and {one[0] for one in found.values()} <= {"over-limit"}
    assert all(one[1].startswith("B1: ") and "{" not in one[1] for one in found.values())


def test_an_ancestor_that_cannot_be_opened_is_told_and_the_works_are_compared(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    case.receive("C2", packed(tmp_path / "c.zip", "a.txt", "alpha", 40), "ancestor")
    assert run(case, comparators=["toy-words"], host="")["failures"] == 0
    (record,) = case.records()
    (row,) = record.comparison.tables["not_compared"]
    assert row[0] == "C2" and row[2] == "unreadable" and row[3].startswith("C2: c.zip: ")


def test_a_case_of_nothing_that_can_be_opened_names_each_work(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        case.receive(label, packed(tmp_path / f"{label}.zip", "a.txt", "alpha", 40), role)
    with pytest.raises(MaterialError, match=r"A1: A1.zip(.|\n)*B1: B1.zip"):
        run(case, host="")


def test_a_packed_program_is_compared_and_no_file_that_was_not_opened(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        (tmp_path / label).mkdir()
        (tmp_path / label / "a.txt").write_text("alpha bravo charlie", "utf-8")
        (tmp_path / label / "packed.exe").write_bytes(pe_of(b"UPX0"))
        case.receive(label, tmp_path / label, role)
    run(case, comparators=TOYS)
    one = next(work for work in freeze(case).works if work.label == "B1")
    assert one.closed == (("packed.exe", "packed:upx"),) and not one.skipped
    assert (one.files, one.compared) == (2, 2)
