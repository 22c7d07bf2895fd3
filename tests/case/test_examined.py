"""Examinations of a case: made once, chained, verified, merged; verdicts on what they saw."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import codec, examined, examiner, examining, filing, procedure, registry
from appraisal import run as running
from appraisal.archive.bundle import archive
from appraisal.case import Case
from appraisal.cli import main
from appraisal.comparison import Examination, Observation, WorkRef
from appraisal.demo import fixed_clock
from appraisal.errors import CaseError, MaterialError, Refused
from appraisal.finding import Verdict
from appraisal.freeze import freeze
from appraisal.lab import pack
from appraisal.merge import merge
from appraisal.procedure import Kind
from appraisal.span import Span
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify
from appraisal.work import Work

PLUG_INS = Path(__file__).parents[1] / "software" / "plug_ins"
METHOD = "software-capabilities"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("examined") / "case"
    case = Case.create(root, clock=fixed_clock(), number="E-1")
    case.receive("A1", PLUG_INS / "polite.exe", "claimed")
    case.receive("B1", PLUG_INS / "trainer.exe", "accused")
    examined.examine(case, "B1", "A1", by="甲", host="")
    return root


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Examined in this process: the limited child costs a second each time and has tests of its own."""
    request.getfixturevalue("base")  # that one in the child

    def examine(name: str, work: Work, against: Work | None = None, **_: Any) -> Examination:
        task = {"examiner": name, "parameters": {}, "work": codec.encode(work)}
        try:
            text = examining.handle({**task, "against": None if against is None else codec.encode(against)})
        except (MaterialError, Refused) as error:
            return examining.failure(name, {}, WorkRef(work.label, work.sha256), error, against)
        return examiner.loads(str(text))

    monkeypatch.setattr(examining, "examine", examine)


@pytest.fixture
def case(base: Path, tmp_path: Path) -> Case:
    shutil.copytree(base, tmp_path / "case")
    return Case.open(tmp_path / "case", clock=fixed_clock())


def finding_of(record: examined.Record) -> str:
    (found,) = (
        seen
        for seen, told in zip(examiner.ids(record.examination), record.examination.observations, strict=True)
        if examiner.EVIDENCE in told.details
    )
    return found


def test_an_examination_is_a_record_of_the_case(case: Case) -> None:
    (record,) = examined.records(case)
    assert record.file.startswith(f"examinations/{METHOD}/B1--A1.") and record.standing
    assert (record.examination.work.label, record.examination.status) == ("B1", "ok")
    (entry,) = case.history().of(Kind.EXAMINED)
    assert entry.body == {"number": 1} and entry.by == "甲"
    assert entry.files[record.file] == record.sha256
    (listed,) = case.examinations()
    assert (listed["label"], listed["against"], listed["made"]) == ("B1", "A1", [record.file])


def test_again_is_listed_and_makes_nothing_new(case: Case) -> None:
    before = {path: path.read_bytes() for path in (case.root / "examinations").rglob("*.json")}
    listed = examined.examine(case, "B1", "A1", host="")
    assert (listed["number"], listed["made"], listed["superseded"]) == (2, [], [])
    assert all(path.read_bytes() == data for path, data in before.items())
    assert examined.examine(case, "B1", host="")["superseded"] == []  # both records stay in the case
    assert [file.partition("/B1")[2][:4] for file in examined.standing(case)] == [
        "--A1"
    ]  # which holds all of the other


def test_a_finding_is_one_beside_whatever_the_work_was_examined(case: Case) -> None:
    """Alone, then beside the client, then beside another version of it: each finding once, all relations kept."""
    examined.examine(case, "B1", host="")
    case.receive("A2", PLUG_INS / "globals-nrv2b.exe", "claimed")  # its data stand where the other one writes
    examined.examine(case, "B1", "A2", host="")
    table = examined.findings(case, "en")
    assert table["id"].is_unique and list(table["kind"]).count("writes-memory") == 1
    assert "address-of-client" in set(table["kind"])  # what points to the client is listed beside the findings
    standing = [one for one in freeze(case).examined if not one.superseded]
    ids = [seen for one in standing for seen, told in zip(one.ids, one.examination.observations, strict=True)
           if examiner.EVIDENCE in told.details]  # fmt: skip
    assert len(standing) == 2 and len(ids) == len(set(ids)) == 1
    (said,) = (told for told in standing[1].examination.observations if told.kind == examined.AGAIN)
    assert int(str(said.details["count"])) >= 1 and "another examination" in str(said.details["summary_en"])


def test_what_a_later_examination_replaces_stays_and_is_named(case: Case) -> None:
    (old,) = examined.records(case)
    listed = examined.examine(case, "B1", "A1", memory=3 << 30, host="")
    assert listed["superseded"] == [old.file] and listed["made"] and (case.root / old.file).exists()
    assert [record.standing for record in examined.records(case)].count(True) == 1


def test_the_same_works_give_the_same_bytes(case: Case, base: Path, tmp_path: Path) -> None:
    other = Case.create(tmp_path / "other", clock=fixed_clock(), number="E-2")
    other.receive("A1", PLUG_INS / "polite.exe", "claimed")
    other.receive("B1", PLUG_INS / "trainer.exe", "accused")
    examined.examine(other, "B1", "A1", host="")
    (mine,), (theirs,) = examined.records(case), examined.records(other)
    assert (case.root / mine.file).read_bytes() == (other.root / theirs.file).read_bytes() and mine.file == theirs.file


def test_verdicts_are_findings_and_stay_attached(case: Case) -> None:
    (record,) = examined.records(case)
    found = finding_of(record)
    case.judge(record.key[:12], found, "accepted", "甲", note="不是调试器")
    with pytest.raises(CaseError, match="holds a match"):
        case.judge(record.key, "0" * 16, "accepted", "甲")
    examined.examine(case, "B1", "A1", memory=3 << 30, host="")
    assert {seen for one in examined.records(case) for seen in examiner.ids(one.examination) if seen == found}
    assert case.comparator_of_key()[record.key] == METHOD


def test_verify_holds_makes_it_again_and_tells_what_was_altered(case: Case) -> None:
    outcomes = {outcome.check: outcome for outcome in verify(case.root)}
    assert outcomes[Check.INTEGRITY].answer is Answer.HOLDS
    assert [r.what for r in outcomes[Check.RECOMPUTATION].remarks] == ["recomputed"]
    (record,) = examined.records(case)
    path = case.root / record.file
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"0x28", b"0x29"))
    outcomes = {outcome.check: outcome for outcome in verify(case.root)}
    altered = [r.path for r in outcomes[Check.INTEGRITY].remarks if r.answer is Answer.FAILS]
    assert altered == [record.file]
    assert [r.what for r in outcomes[Check.RECOMPUTATION].remarks] == ["needs-state"]
    with pytest.raises(CaseError, match="not the record that was written"):
        list(examined.records(case))
    with pytest.raises(CaseError, match="not the record that was written"):
        examined.examine(case, "B1", "A1", host="")


def test_a_step_cut_off_before_its_entry_gets_it(case: Case) -> None:
    listed = examined.examine(case, "B1", host="")
    lines = (case.root / "procedure.jsonl").read_text("utf-8").splitlines(keepends=True)
    heads = json.loads((case.root / "heads.json").read_text("utf-8"))
    last = json.loads(lines[-2])
    heads["procedure.jsonl"] = {"count": last["seq"], "head": last["digest"], "next": None}
    (case.root / "procedure.jsonl").write_text("".join(lines[:-1]), "utf-8")
    from appraisal.records import canonical

    (case.root / "heads.json").write_text(canonical(heads) + "\n", "utf-8")
    (case.root / "examinations" / METHOD / ".x.part").write_bytes(b"left")
    with case.working():
        pass
    assert (case.root / "procedure.jsonl").read_text("utf-8") == "".join(lines)
    assert listed["number"] == 2 and not (case.root / "examinations" / METHOD / ".x.part").exists()
    assert procedure.faults(case.root) == []


def test_copies_take_it_over(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.root, tmp_path / "copy")
    there = Case.open(tmp_path / "copy", clock=fixed_clock())
    examined.examine(there, "B1", host="")
    alone = next(one for one in examined.records(there) if one.examination.against is None)
    there.judge(alone.key, finding_of(alone), "doubtful", "乙")
    merged = merge(case, there.root)
    assert merged.records == (alone.file,)
    assert [f.verdict for f in case.findings()] == [Verdict.DOUBTFUL]
    assert case.comparator_of_key()[alone.key] == METHOD
    assert examined.examine(case, "B1", host="")["records"] == {alone.file: alone.sha256}
    assert {o.check: o.answer for o in verify(case.root)}[Check.INTEGRITY] is Answer.HOLDS
    packed = pack.make(case, tmp_path / "pack")
    assert (packed / "case" / alone.file).read_bytes() == (case.root / alone.file).read_bytes()
    archive(case.root, tmp_path / "bundle", no_wheels=True)
    assert (tmp_path / "bundle" / "data" / "case" / alone.file).exists()


def test_what_cannot_be_examined_is_refused_by_name(case: Case, tmp_path: Path) -> None:
    for label, against, why in (("B9", "", "B9"), ("B1", "B9", "B9"), ("B1", "B1", "against itself")):
        with pytest.raises(CaseError, match=why):
            examined.examine(case, label, against)
    (tmp_path / "说明.txt").write_text("一份说明", "utf-8")
    case.receive("B2", tmp_path / "说明.txt", "accused")
    with pytest.raises(CaseError, match="B2"):
        examined.examine(case, "B2")
    assert len(case.examinations()) == 1


def test_a_program_that_cannot_be_read_is_a_record(case: Case, tmp_path: Path) -> None:
    (tmp_path / "broken.exe").write_bytes(b"MZ" + b"\xff" * 700)
    case.receive("B2", tmp_path / "broken.exe", "accused", medium="software")  # type: ignore[arg-type]
    listed = examined.examine(case, "B2", host="")
    assert listed["failures"] == 1
    record = next(one for one in examined.records(case) if one.examination.work.label == "B2")
    assert record.examination.status != "ok" and "broken.exe" in str(record.examination.message)


def test_the_command_line(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examine", str(case.root), "--label", "B1", "--against", "A1", "--json"]) == 0
    (body,) = json.loads(capsys.readouterr().out)
    assert body["work"]["label"] == "B1" and body["schema"] == examiner.SCHEMA
    assert main(["examine", str(PLUG_INS / "trainer.exe"), "--by", "甲"]) == 2
    assert "--label" in capsys.readouterr().err
    case.receive("B2", PLUG_INS / "speed_hidden.exe", "accused")
    assert examined.proposed(case) == ["B2"]


def test_a_record_of_an_examination_loads_as_it_was_first_written() -> None:
    text = (Path(__file__).parents[1] / "golden" / "examination-1.json").read_text("utf-8")
    assert examiner.dumps(examiner.loads(text)) == text
    assert examiner.ids(examiner.loads(text))[0] == "376c163cb4e39f7c"


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.sampled_from(["", "0x1"])), max_size=12))
def test_ids_tell_all_apart_and_do_not_hang_on_what_stands_behind(seen: list[tuple[str, int, str]]) -> None:
    told = [Observation("left", Span("f", "byte", at, at + 1), kind, {"address": a}) for kind, at, a in seen]
    one = Examination("x", "1", {}, WorkRef("B1", "0" * 64), observations=told)
    ids = examiner.ids(one)
    assert len(set(ids)) == len(told)
    for at in range(len(told)):
        assert examiner.ids(Examination("x", "2", {}, WorkRef("B1", "0" * 64), observations=told[:at])) == ids[:at]


def test_an_accused_work_is_no_client(base: Path, tmp_path: Path) -> None:
    """What points into it would be told as pointing to the work of the other party."""
    case = Case.create(tmp_path / "two", clock=fixed_clock(), number="E-2")
    for label in ("B1", "B2"):
        case.receive(label, PLUG_INS / ("trainer.exe" if label == "B1" else "polite.exe"), "accused")
    with pytest.raises(CaseError, match="work B2 is accused itself") as refused:
        examined.examine(case, "B1", "B2", host="")
    assert "B2 本身即检材" in registry.spoken(str(refused.value), "zh") and not case.examinations()


@pytest.mark.parametrize(
    ("note", "zh", "en"),
    [
        ("该程序是专门用于侵入的程序", "注意：文字含“专门用于侵入", "words of the law"),
        ("B1 抄袭了 A1", "结论性词语", "a conclusion"),
        ("B1 is a copy of A1", "以后一项为准", "the later one stands"),
    ],
)
def test_a_note_of_a_verdict_that_says_too_much_is_told_at_once(
    case: Case, capsys: pytest.CaptureFixture[str], note: str, zh: str, en: str
) -> None:
    (record,) = examined.records(case)
    made = examined.judge(case, finding_of(record), "doubtful", "甲", note=note)
    told = capsys.readouterr().err
    assert zh in told and en in told
    assert made.note == note, "nothing is refused"


@pytest.mark.parametrize(
    "note",
    [
        "a debugger would do the same",
        "调试器也会如此",
        "读取对象由参数传入，是否为客户端未见",
        "profilers read other processes, too; whose process it is, the code does not say",
    ],
)
def test_an_innocent_explanation_is_told_nothing(case: Case, capsys: pytest.CaptureFixture[str], note: str) -> None:
    (record,) = examined.records(case)
    examined.judge(case, finding_of(record), "doubtful", "甲", note=note)
    assert capsys.readouterr().err == ""


def test_a_run_says_which_methods_it_left_out_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.create(tmp_path / "case", clock=fixed_clock(), number="E-2", language="both")
    case.receive("A1", PLUG_INS / "polite.exe", "claimed")
    case.receive("B1", PLUG_INS / "trainer.exe", "accused")
    assert main(["run", str(case.root), "--by", "甲"]) == 0
    told = capsys.readouterr()
    assert re.fullmatch(
        r"第 1 次比对：记录 (\d+) 份，新作 \1 份，无结果 (\d+) 份"
        r" · run 1: \1 records?, \1 new, \2 without result\n",
        told.out,
    )
    (line,) = [line for line in told.err.splitlines() if "software-strings" in line]
    assert line.startswith("A1–B1：未以") and "双方各只有一个文件" in line
    assert "A1–B1: not compared by" in line and "either side is one file" in line and "software-data" in line
    assert "text-cast" not in line, "what answers a question of its own is missed by nobody"
    assert main(["run", str(case.root), "--by", "甲", "--comparator", "software-functions"]) == 0
    assert "not compared by" not in capsys.readouterr().err, "who names methods has left out the others"


def test_planned_methods_that_do_not_run_are_told(case: Case) -> None:
    shutil.copy(PLUG_INS / "polite.c", case.root.parent / "a.txt")
    case.receive("A2", case.root.parent / "a.txt", "claimed")
    shutil.copy(PLUG_INS / "trainer.c", case.root.parent / "b.txt")
    case.receive("B2", case.root.parent / "b.txt", "accused")
    assert "text-semantic" not in {
        name for one in running._passed(case, running.works_of(case)) for name in one.methods
    }
    pairs = {one.pairs for one in running._passed(case, running.works_of(case))}
    assert pairs == {(("A1", "B1"),)}, "of two texts nothing is missed"
    (case.root / "scheme.toml").write_text('scope = "全部"\n', "utf-8")
    filing.fix_scheme(case, "甲", comparators=["text-semantic"])
    told = {
        one.why: one.pairs for one in running._passed(case, running.works_of(case)) if "text-semantic" in one.methods
    }
    assert told["own-question"] == (("A2", "B2"),) and ("A1", "B1") in told["no-medium"]
