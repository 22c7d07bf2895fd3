"""Copies of one case, worked on apart, put together again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import chain, filing, ledger, procedure, run
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError
from appraisal.finding import latest
from appraisal.freeze import freeze
from appraisal.merge import Merged, merge
from appraisal.printing import place
from appraisal.procedure import CLOSED, EXCLUSIONS, PROCEDURE, Kind, Step
from appraisal.records import digest
from appraisal.span import Span, char, line
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify

from .forging import KEYS, chained, everything, keys, reseal, sealed

pytestmark = pytest.mark.usefixtures("toys")
TOY = "toy-words"


def opened(root: Path, hour: int) -> Case:
    """The case on one machine; its clock goes on a minute a step."""
    ticks = iter(range(10_000))
    return Case.open(root, clock=lambda: f"2026-01-02T{hour:02d}:{next(ticks):02d}:00Z", signers=keys)


@pytest.fixture(scope="module")
def _compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one run, made once."""
    return tmp_path_factory.mktemp("compared") / "case"


@pytest.fixture
def parted(tmp_path: Path, _compared: Path) -> tuple[Case, Case]:
    """One case, copied after its first run: the copy of 甲 and the copy of 乙."""
    if not _compared.exists():
        case = Case.create(_compared, clock=lambda: "2026-01-01T00:00:00Z", signers=keys, number="1")
        for label, role, text in (("A1", "claimed", "alpha bravo charlie"), ("B1", "accused", "alpha bravo delta")):
            source = _compared.parent / f"{label}.txt"
            source.write_text(text, "utf-8")
            case.receive(label, source, role, received_by="甲")
        run.run(case, comparators=[TOY], by="甲", host="")
    for name in ("here", "there"):
        shutil.copytree(_compared, tmp_path / name)
    return opened(tmp_path / "here", 1), opened(tmp_path / "there", 2)


def matches(case: Case) -> tuple[str, list[str]]:
    record = next(iter(case.records()))
    return record.key, [match.id for match in record.comparison.matches]


def verdicts(case: Case) -> dict[tuple[str, str, str], str]:
    return {key: str(finding.verdict) for key, finding in latest(case.findings()).items()}


def judge_apart(here: Case, there: Case) -> None:
    key, ids = matches(here)
    here.judge(key, ids[0], "accepted", "甲")
    there.judge(key, ids[0], "rejected", "乙")
    there.judge(key, ids[1], "accepted", "乙", note="见第二处")


def test_both_ways_give_the_same_verdicts(parted: tuple[Case, Case]) -> None:
    here, there = parted
    judge_apart(here, there)
    done = merge(here, there.root, "甲")
    assert done.findings == {f"findings/{ledger.slug('乙')}.jsonl": 2} and done.records == () and done.to_decide == ()
    assert done.entry is not None and here.history().standing(done.entry) == "signed"
    assert merge(there, here.root, "乙").findings == {f"findings/{ledger.slug('甲')}.jsonl": 1}
    assert verdicts(here) == verdicts(there) and len(verdicts(here)) == 3
    for name in ("甲", "乙"):
        log = f"findings/{ledger.slug(name)}.jsonl"
        assert (here.root / log).read_bytes() == (there.root / log).read_bytes()
        for case in parted:  # whose signature it is can be told in either
            assert {case.history().standing(entry) for entry in chain.read(case.root, log)} == {"signed"}
    for case in parted:
        assert procedure.faults(case.root) == [] and freeze(case).log_faults == ()
        for path, (sha256, _) in procedure.expected_files(case.history()).items():
            assert case.log.digest(path) == sha256, path
        (outcome,) = verify(case.root, checks=[Check.INTEGRITY])
        assert outcome.answer is Answer.HOLDS, outcome.remarks
    here.judge(*_pair(here, 1), "rejected", "甲")  # the work goes on in either
    there.judge(*_pair(there, 0), "accepted", "乙")


def _pair(case: Case, place: int) -> tuple[str, str]:
    key, ids = matches(case)
    return key, ids[place]


def test_merging_again_changes_nothing(parted: tuple[Case, Case]) -> None:
    here, there = parted
    judge_apart(here, there)
    before = everything(there.root)
    merge(here, there.root)
    assert everything(there.root) == before
    held = everything(here.root)
    assert merge(here, there.root) == Merged(None) and everything(here.root) == held
    there.judge(*_pair(there, 2 % len(matches(there)[1])), "doubtful", "乙")  # its procedure log stays as it was
    again = merge(here, there.root)
    assert list(again.findings.values()) == [1] and verdicts(here) | verdicts(there) == verdicts(here)
    assert procedure.faults(here.root) == []


def test_verdicts_without_the_signature_of_who_signs(parted: tuple[Case, Case]) -> None:
    """An expert may have been without the key; it may also be somebody else. They are taken, and shown as they are."""
    here, there = parted
    Case.open(there.root, clock=there.clock, signers=lambda name: None).judge(*_pair(there, 0), "accepted", "甲")
    done = merge(here, there.root, "乙")
    assert [(entry.by, here.history().standing(entry)) for entry in done.unsigned] == [("甲", "missing")]


def test_an_older_copy_has_nothing_new(parted: tuple[Case, Case]) -> None:
    here, there = parted
    here.judge(*_pair(here, 0), "accepted", "甲")
    held = everything(here.root)
    assert merge(here, there.root) == Merged(None) and everything(here.root) == held
    with pytest.raises(CaseError, match="this case itself"):
        merge(here, here.root)


def test_new_verdicts_of_one_expert_in_both(parted: tuple[Case, Case]) -> None:
    here, there = parted
    here.judge(*_pair(here, 0), "accepted", "甲")
    there.judge(*_pair(there, 1), "accepted", "甲")
    held = everything(here.root)
    with pytest.raises(CaseError, match=r"both copies hold new verdicts of 甲 \(1 here, 1 there\)"):
        merge(here, there.root)
    assert everything(here.root) == held


def test_all_else_is_kept_beside(parted: tuple[Case, Case], tmp_path: Path) -> None:
    here, there = parted
    (tmp_path / "照片.jpg").write_bytes(b"photo")
    (tmp_path / "合议.txt").write_bytes(b"minutes")
    there.exclude("A1", char("A1.txt", 0, 5), "quotation", "乙", note="引文")
    filing.file_step(there, Kind.OPERATION, Step("拍照"), "乙", documents=[tmp_path / "照片.jpg"])
    filing.file_step(there, Kind.DELIBERATION, Step("合议"), "乙", documents=[tmp_path / "合议.txt"])
    run.run(there, comparators=[TOY], by="乙", host="")
    (there.root / "notebooks/text.ipynb").write_text("{}", "utf-8")  # no step has sealed it
    done = merge(here, there.root, "甲")
    assert done.entry is not None
    folder = f"merged/{done.entry.body['folder']}"
    assert str(done.entry.body["folder"]).startswith(chain.read(there.root, PROCEDURE)[-1].digest[:16])
    held = everything(here.root)
    for log in ("procedure.jsonl", "custody.jsonl", "exclusions.jsonl"):
        assert held[f"{folder}/{log}"] == (there.root / log).read_bytes()
    assert held[f"closed/{folder}/deliberation.jsonl"] == (there.root / CLOSED).read_bytes()
    assert f"{folder}/runs/0002.json" in held and f"{folder}/notebooks/text.ipynb" in held
    assert sorted(Path(name).read_bytes() for name in (here.root / folder).rglob("*.jpg")) == [b"photo"]
    assert len([name for name in held if name.startswith(f"closed/{folder}/documents/")]) == 1
    # The deliberation is named in its own log only.
    assert not any("closed" in path or "合议" in path for entry in here.history().entries for path in entry.files)
    assert done.records == tuple(sorted(set(done.records))) and len(done.records) == 1
    assert held[done.records[0]] == (there.root / done.records[0]).read_bytes()
    assert len(list(here.records())) == 2
    (exclusion,) = done.to_decide
    assert (exclusion.work, exclusion.by, exclusion.after_results) == ("A1", "乙", True)
    (outcome,) = verify(here.root, checks=[Check.INTEGRITY])
    assert outcome.answer is Answer.HOLDS, outcome.remarks
    assert here.exclusions() == [] and {entry.kind for entry in done.kept} >= {"operation", "run", "person"}
    assert procedure.faults(here.root) == []
    here.exclude("A1", char("A1.txt", 0, 5), "quotation", "甲")  # decided here, in one's own name
    run.run(here, comparators=[TOY], by="甲", host="")
    freeze(here)


def test_merged_of_merged_does_not_nest(parted: tuple[Case, Case], tmp_path: Path) -> None:
    here, there = parted
    shutil.copytree(here.root, tmp_path / "third")
    third = opened(tmp_path / "third", 3)
    third.judge(*_pair(third, 0), "accepted", "丙")
    judge_apart(here, there)
    merge(there, third.root, "乙")
    merge(here, there.root, "甲")
    assert len(verdicts(here)) == 4 and procedure.faults(here.root) == []
    assert not [name for name in everything(here.root) if name.count("merged/") > 1]
    log = f"findings/{ledger.slug('丙')}.jsonl"
    assert [here.history().standing(entry) for entry in chain.read(here.root, log)] == ["signed"]


def test_what_is_no_copy(parted: tuple[Case, Case], tmp_path: Path) -> None:
    here, there = parted
    strange = Case.create(tmp_path / "strange", clock=lambda: "2026-01-01T00:00:00Z", number="2")
    with pytest.raises(CaseError, match="no copy of this case"):
        merge(here, strange.root)
    with pytest.raises(CaseError, match="is no case"):
        merge(here, tmp_path / "nowhere")
    (tmp_path / "C1.txt").write_text("bravo", "utf-8")
    there.receive("C1", tmp_path / "C1.txt", "ancestor")
    held = everything(here.root)
    with pytest.raises(CaseError, match=r"same works \(C1\)"):
        merge(here, there.root)
    assert everything(here.root) == held


def test_a_forged_copy_is_refused(parted: tuple[Case, Case]) -> None:
    here, there = parted
    judge_apart(here, there)
    whole = everything(there.root)
    log = f"findings/{ledger.slug('乙')}.jsonl"
    (record,) = there.records()

    def restored() -> None:
        for name, data in whole.items():
            if (there.root / name).read_bytes() != data:
                (there.root / name).write_bytes(data)

    def refused(match: str) -> None:
        held = everything(here.root)
        with pytest.raises(CaseError, match=match):
            merge(here, there.root)
        assert everything(here.root) == held
        restored()

    path = there.root / log
    path.write_bytes(path.read_bytes().replace(b"rejected", b"accepted"))
    refused("altered")
    entries = chain.read(there.root, log)
    forged = sealed(replace(entries[-1], seq=3, prev=entries[-1].digest), KEYS["甲"])
    reseal(there.root, log, [*entries, forged])
    refused("signed with a key of somebody else")
    custody = [replace(entry, on="2025-01-01T00:00:00Z") for entry in chain.read(there.root, "custody.jsonl")]
    reseal(there.root, "custody.jsonl", chained(custody))
    refused("head-lost")
    record.path.chmod(0o644)
    record.path.write_bytes(record.path.read_bytes() + b" ")
    refused("not as its logs have it")
    merge(here, there.root)


def test_paths_that_lead_out(parted: tuple[Case, Case], tmp_path: Path) -> None:
    here, there = parted
    (tmp_path / "secret").write_text("s", "utf-8")
    for name in ("../secret", "/etc/passwd", "documents/link"):
        shutil.rmtree(there.root)
        shutil.copytree(here.root, there.root)
        (there.root / "documents").mkdir()
        (there.root / "documents/link").symlink_to(tmp_path / "secret")
        chain.append(
            there.root, PROCEDURE, on="2026", kind="operation", by="", body={"what": "x"}, files={name: digest("s")}
        )
        with pytest.raises(CaseError, match=r"outside the case|is a link"):
            merge(here, there.root)
    assert not (here.root / "merged").exists()


def test_a_merge_that_was_killed(parted: tuple[Case, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = parted
    judge_apart(here, there)

    def stop(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    for where, name in ((chain, "extend"), (chain, "append")):
        with monkeypatch.context() as patched:
            patched.setattr(where, name, stop)
            with pytest.raises(KeyboardInterrupt):
                merge(here, there.root, "甲")
        assert procedure.faults(here.root) == []
        if name == "extend":
            assert merge(here, there.root, "甲").entry is not None and len(verdicts(here)) == 3
            there.exclude("A1", char("A1.txt", 0, 5), "quotation", "乙")
    assert merge(here, there.root, "甲").to_decide and merge(here, there.root, "甲") == Merged(None)
    assert procedure.faults(here.root) == []


def test_the_command(parted: tuple[Case, Case], capsys: pytest.CaptureFixture[str]) -> None:
    here, there = parted
    judge_apart(here, there)
    there.exclude("A1", char("A1.txt", 0, 5), "quotation", "乙")
    there.overrule("idiom", "乙", note="并非惯用", label="A1", span=char("A1.txt", 2, 9))
    there.overrule("idiom", "乙", note="另一处", label="A1", span=line("A1.txt", 1, 2))
    assert main(["merge", str(here.root), str(there.root), "--by", "丁"]) == 0
    told = capsys.readouterr().out
    assert "2 verdicts taken" in told and "to be decided here: exclusion of A1 A1.txt char 0–5, quotation (乙" in told
    assert "keep in the figures what a rule takes out: idiom in A1 A1.txt char 2–9 (乙, " in told and "并非惯用" in told
    assert "idiom in A1 A1.txt:1–1 (乙, " in told, "lines are counted as people count them"
    assert main(["merge", str(here.root), str(there.root)]) == 0
    assert "没有新内容" in capsys.readouterr().err
    assert chain.read(there.root, EXCLUSIONS) and not chain.read(here.root, EXCLUSIONS)
    (there.root / "heads.json").write_text("{}", "utf-8")
    assert main(["merge", str(here.root), str(there.root)]) == 4


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span("a.mid", "note", 100, 140), "a.mid note 101–140"),
        (Span("a.mid", "note", 4, 5), "a.mid note 5–5"),
        (line("a.py", 3, 8), "a.py:3–7"),
        (Span("a.png", "file"), "a.png"),
        (Span("a.wav", "second", 1.5, 2.0), "a.wav second 1.5–2"),
    ],
)
def test_places_to_decide_on_are_said_as_people_count_them(span: Span, said: str) -> None:
    assert place(span, "–") == said
