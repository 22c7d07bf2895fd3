"""The logs of a case together: whose signature stands where, what is dated back, what is not disclosed."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import cache, chain, filing, ledger, logged, procedure, run
from appraisal.case import Case
from appraisal.errors import CaseError, UsageError
from appraisal.freeze import freeze
from appraisal.identity import Signature
from appraisal.procedure import CLOSED, CUSTODY, PROCEDURE, Decision, Kind, Step
from appraisal.span import char

from .forging import KEYS, keys, put, reseal, sealed

pytestmark = pytest.mark.usefixtures("toys")


class Clock:
    """A clock that goes on a minute a step, and can be put back."""

    def __init__(self) -> None:
        self.minute = 0

    def __call__(self) -> str:
        self.minute += 1
        return f"2026-01-01T{self.minute // 60:02d}:{self.minute % 60:02d}:00Z"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def case(tmp_path: Path, clock: Clock) -> Case:
    case = Case.create(tmp_path / "case", clock=clock, signers=keys, number="1", title="某案")
    for label, role, text in (("A1", "claimed", "alpha bravo charlie"), ("B1", "accused", "alpha bravo delta")):
        (tmp_path / f"{label}.txt").write_text(text, "utf-8")
        case.receive(label, tmp_path / f"{label}.txt", role, received_by="甲")
    return case


def standings(case: Case, log: str = PROCEDURE) -> list[str]:
    return [case.history().standing(entry) for entry in chain.read(case.root, log)]


def test_each_step_is_an_entry(case: Case) -> None:
    run.run(case, comparators=["toy-words"], by="乙", host="")
    kinds = [(entry.kind, entry.by) for entry in case.history().entries]
    assert kinds == [
        ("created", ""), ("person", "甲"), ("received", "甲"), ("received", "甲"), ("person", "乙"),
        ("run-begun", "乙"), ("run", "乙"),
    ]  # fmt: skip
    assert standings(case, CUSTODY) == ["signed"] * 2 and standings(case) == ["unsigned", *["signed"] * 4]
    expected = procedure.expected_files(case.history())
    assert {"case.toml", "manifest.sha256", "digests/A1.tsv", "runs/0001.json", "failures.json"} <= set(expected)
    assert {path: case.log.digest(path) for path in expected} == {path: held[0] for path, held in expected.items()}


def test_whose_signature_it_is(case: Case) -> None:
    """Of another person, of a key that nobody registered, taken from another entry, or taken off."""
    step = Step("启封")
    case.record(Kind.OPERATION, step, "甲")
    case.record(Kind.OPERATION, step, "乙")
    case.record(Kind.OPERATION, step, "丁")
    entries = chain.read(case.root, PROCEDURE)
    mine, theirs = entries[2], entries[4]
    assert (mine.by, theirs.by, entries[5].by) == ("甲", "乙", "丁")
    standing = case.history().standing
    assert (standing(mine), standing(entries[5])) == ("signed", "unsigned")
    assert standing(sealed(mine, KEYS["乙"])) == "foreign"  # signed by somebody else
    assert standing(sealed(mine, KEYS["丙"])) == "foreign"  # by a key that was never registered
    assert standing(sealed(replace(mine, by="乙"), KEYS["甲"])) == "foreign"  # in somebody else's name
    assert theirs.signature is not None and mine.signature is not None
    assert standing(replace(mine, signature=theirs.signature)) == "foreign"  # of another entry
    assert standing(replace(mine, signature=Signature(mine.signature.key, theirs.signature.value))) == "foreign"
    assert standing(sealed(mine)) == "missing"  # though this person signs
    person = case.history().person_of(mine)
    assert person is not None and person == KEYS["甲"].person and case.history().person_of(sealed(mine)) is None
    listed = {entry.seq: entry for entry in logged.entries(case.history()) if entry.log == PROCEDURE}
    assert (listed[3].standing, listed[3].fingerprint) == ("signed", person.fingerprint)
    assert (listed[6].standing, listed[6].fingerprint) == ("unsigned", "")


def test_a_key_is_registered_only_by_who_holds_it(case: Case) -> None:
    body = {"name": "乙", "key": KEYS["丙"].person.key, "institution": ""}
    case.record(Kind.PERSON, body, "丁")
    case.record(Kind.PERSON, {"name": 5}, "")
    case.record(Kind.PERSON, body, "甲")
    assert set(case.history().persons) == {"甲"}
    assert [person.name for person in logged.persons(case.history())] == ["甲"]


def test_one_key_is_registered_once(case: Case) -> None:
    """Two processes may both find that a person is not registered yet."""
    entry = case.history().of(Kind.PERSON)[0]
    chain.append(
        case.root, PROCEDURE, on=entry.on, kind="person", by="甲", body=entry.body, signer=KEYS["甲"]
    )  # fmt: skip
    assert len(case.history().of(Kind.PERSON)) == 2 and case.history().persons["甲"] == (KEYS["甲"].person,)


def test_a_second_key_of_a_person(case: Case) -> None:
    def other(name: str) -> object:
        return replace(KEYS["丙"], person=replace(KEYS["丙"].person, name=name)) if name == "甲" else None

    again = Case.open(case.root, clock=case.clock, signers=other)  # type: ignore[arg-type]
    again.record(Kind.OPERATION, Step("启封"), "甲")
    assert len(case.history().persons["甲"]) == 2 and len(logged.persons(case.history())) == 2
    assert standings(case)[-2:] == ["signed", "signed"]


def test_entries_dated_back(case: Case, clock: Clock) -> None:
    run.run(case, comparators=["toy-words"], by="甲", host="")
    clock.minute = 1  # the clock of the machine was put back
    (case.root / "scheme.toml").write_text('scope = "全部"\n', "utf-8")
    entry = filing.fix_scheme(case, "甲", comparators=["toy-words"])
    listed = {(e.log, e.seq): e for e in logged.entries(case.history())}
    shown = listed[(entry.log, entry.seq)]
    assert shown.after == case.runs()[0]["finished"] > shown.on and shown.after_results
    assert not listed[(PROCEDURE, 1)].after and not listed[(PROCEDURE, 1)].after_results
    clock.minute = 50
    later = case.record(Kind.OPERATION, Step("拍照"), "甲")
    back = [e.digest for e, _ in procedure.back_dated(case.history().entries)]
    assert entry.digest in back and later.digest not in back


def test_deliberation_is_kept_apart(case: Case, tmp_path: Path) -> None:
    (tmp_path / "合议笔录.txt").write_text("意见不一", "utf-8")
    entry = filing.file_step(case, Kind.DELIBERATION, Step("合议"), "甲", documents=[tmp_path / "合议笔录.txt"])
    assert entry.log == CLOSED and list(entry.files) == [str(entry.body["documents"][0][0])]
    assert str(entry.body["documents"][0][0]).startswith("closed/documents/")
    run.run(case, comparators=["toy-words"], by="甲", host="")
    found = case.history()
    assert not found.of(Kind.DELIBERATION) and entry.digest not in {e.digest for e in found.entries}
    assert all(e.log in (CUSTODY, PROCEDURE) for e in found.entries)
    assert not any("closed" in path for e in found.entries for path in e.files)
    assert found.of(Kind.RUN)[0].heads[CLOSED] == entry.digest  # its head, and nothing else
    dossier = freeze(case)
    assert all(e.kind != "deliberation" for e in dossier.entries) and "意见不一" not in repr(dossier)
    assert (CLOSED, 1) in [(head.log, head.count) for head in dossier.heads]
    before = procedure.faults(case.root)
    (case.root / CLOSED).write_bytes(b"")
    assert before == [] and [f.path for f in procedure.faults(case.root)] == [CLOSED]


def test_custody_and_procedure_in_the_order_written(case: Case) -> None:
    filing.file_step(case, Kind.HANDLED, Step("启封", labels=("A1",)), "甲")
    case.record(Kind.OPERATION, Step("一"), "甲")
    filing.file_step(case, Kind.HANDLED, Step("归还"), "甲")
    case.record(Kind.OPERATION, Step("二"), "甲")
    said = [entry.body["what"] for entry in case.history().entries if "what" in entry.body]
    assert said == ["启封", "一", "归还", "二"]


def test_a_kill_between_line_and_heads_keeps_the_order(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, calls = cache.write_whole, iter(range(9))

    def cut(path: Path, data: bytes, **more: bool) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        whole(path, data, **more)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "write_whole", cut)
        with pytest.raises(KeyboardInterrupt):
            case.record(Kind.OPERATION, Step("一"), "甲")
    filing.file_step(case, Kind.HANDLED, Step("归还"), "甲")
    said = [entry.body["what"] for entry in case.history().entries if "what" in entry.body]
    assert said == ["一", "归还"] and procedure.faults(case.root) == []


def test_verdicts_in_somebody_elses_name(case: Case) -> None:
    run.run(case, comparators=["toy-words"], host="")
    (record,) = case.records()
    case.judge(record.key, record.comparison.matches[0].id, "accepted", "甲")
    log = f"findings/{ledger.slug('甲')}.jsonl"
    (entry,) = chain.read(case.root, log)
    reseal(case.root, log, [sealed(replace(entry, body={**entry.body, "by": "乙"}), KEYS["甲"])])
    with pytest.raises(CaseError, match="decided by '乙', yet written by '甲'"):
        case.findings()


def test_exclusions_after_results_are_marked(case: Case) -> None:
    case.exclude("A1", char("A1.txt", 0, 5), "quotation", "甲")
    run.run(case, comparators=["toy-words"], host="")
    case.exclude("A1", char("A1.txt", 6, 11), "quotation", "甲")
    assert [e.after_results for e in case.exclusions()] == [False, True]
    run.run(case, comparators=["toy-words"], host="")
    dossier = freeze(case)
    (now,) = [f for f in dossier.comparisons if not f.superseded]
    assert now.before_late is not None  # both figures are printed


def test_a_key_that_cannot_be_unlocked_is_asked_for_first(case: Case, tmp_path: Path) -> None:
    def locked(name: str) -> None:
        if name == "丁":
            raise UsageError("the key of 丁 is encrypted")

    again = Case.open(case.root, clock=case.clock, signers=locked)
    for step in (
        lambda: again.receive("C1", tmp_path / "A1.txt", "ancestor", received_by="丁"),
        lambda: run.run(again, comparators=["toy-words"], by="丁", host=""),
        lambda: filing.file_step(again, Kind.OPERATION, Step("x"), "丁", documents=[tmp_path / "A1.txt"]),
    ):
        with pytest.raises(UsageError, match="encrypted"):
            step()
    assert again.runs() == [] and not (case.root / "works/C1").exists() and not (case.root / "documents").exists()


def test_reading_while_another_process_writes(case: Case) -> None:
    """What looks like a fault because a line came between two reads is looked at again with the logs held."""
    stop = threading.Event()

    def judge() -> None:
        writer = Case.open(case.root, clock=lambda: "2026-01-01T10:00:00Z", signers=keys)
        while not stop.is_set():
            writer.record(Kind.OPERATION, Step("x"), "甲")

    thread = threading.Thread(target=judge)
    thread.start()
    try:
        found = [procedure.faults(case.root) for _ in range(60)]
    finally:
        stop.set()
        thread.join()
    assert all(faults == [] for faults in found)


def test_steps_and_decisions_need_words() -> None:
    with pytest.raises(CaseError, match="what was done"):
        Step(" ")
    for about, reason in ((" ", "x"), ("x", "")):
        with pytest.raises(CaseError, match="decision needs"):
            Decision(about, reason)


def test_names_of_logs(case: Case) -> None:
    assert procedure.is_log("findings/甲-1.jsonl") and procedure.is_log(CLOSED)
    for name in ("findings/.x.jsonl", "findings/../x.jsonl", "../procedure.jsonl", "x.jsonl", "findings/a/b.jsonl"):
        assert not procedure.is_log(name)
    put(case.root, "findings/.hidden.jsonl", [])
    assert procedure.logs(case.root) == [CUSTODY, PROCEDURE]
