"""Verdicts lie sealed until all are in: nobody else can read them, nobody can put others in their place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from appraisal import chain, filing, freeze, panel, procedure, records, registry, run, sealing
from appraisal.case import Case
from appraisal.cli import main
from appraisal.codec import encode
from appraisal.errors import CaseError
from appraisal.finding import Finding, Verdict
from appraisal.identity import Signer, signer_of
from appraisal.merge import merge
from appraisal.panel import Panel, Stage
from appraisal.procedure import Kind, Step
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify

SOURCE = Path(__file__).parents[1] / "toys" / "src"
KEYS = {name: signer_of(name, bytes([at]) * 32) for at, name in enumerate("甲乙丙丁", 1)}
NOTE = "此处与样本逐字相同"


def keys(name: str) -> Signer | None:
    return KEYS.get(name)


@pytest.fixture(scope="module")
def _compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A case with a scheme, one run and a panel of two, made once."""
    place = tmp_path_factory.mktemp("panel")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(SOURCE))
        registry.forget()
        case = Case.create(place / "case", clock=lambda: "2026-01-01T00:00:00Z", signers=keys, number="1")
        for label, role, text in (
            ("A1", "claimed", "alpha bravo charlie echo foxtrot golf"),
            ("B1", "accused", "alpha bravo delta echo foxtrot golf"),
        ):
            (place / f"{label}.txt").write_text(text, "utf-8")
            case.receive(label, place / f"{label}.txt", role, received_by="甲")
        filing.place_template(case)
        (case.root / "scheme.toml").write_text('scope = "A1, B1"\n', "utf-8")
        filing.fix_scheme(case, "甲", comparators=["toy-words"])
        run.run(case, comparators=["toy-words"], by="甲", host="")
        with case.working():
            panel.convene(case.log, Panel(("甲", "乙"), "丙", "丁"), "甲")
        yield case.root
    registry.forget()


@pytest.fixture
def case(_compared: Path, tmp_path: Path, toys: None) -> Case:
    shutil.copytree(_compared, tmp_path / "case")
    return opened(tmp_path / "case")


def opened(root: Path, signers: Callable[[str], Signer | None] = keys) -> Case:
    ticks = iter(range(10_000))
    return Case.open(root, clock=lambda: f"2026-01-02T01:{next(ticks) % 60:02d}:00Z", signers=signers)


def matches(case: Case) -> tuple[str, list[str]]:
    record = next(iter(case.records()))
    return record.key, [match.id for match in record.comparison.matches]


def judged(case: Case, expert: str, verdicts: list[tuple[int, str, str]]) -> Case:
    key, ids = matches(case)
    for at, verdict, note in verdicts:
        reason = "quotation" if verdict == "excluded" else None
        case.judge(key, ids[at], verdict, expert, reason=reason, note=note)
    return case


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


# --- nothing is learned ---------------------------------------------------------------------------------------------


def test_another_expert_learns_nothing_from_the_folder(case: Case) -> None:
    """The folder holds no word of the verdicts, and differs only in what looks like chance from one with others."""
    before = everything(case.root)
    twin = case.root.parent / "twin"
    shutil.copytree(case.root, twin)
    judged(case, "甲", [(0, "accepted", NOTE), (1, "excluded", ""), (0, "rejected", "x" * 300)])
    judged(opened(twin), "甲", [(2, "doubtful", ""), (2, "accepted", ""), (1, "accepted", "")])
    after, other = everything(case.root), everything(twin)
    log = panel.log_of("甲")
    assert {name for name in after if after[name] != before.get(name)} == {log, chain.HEADS}
    text = after[log].decode()
    _, ids = matches(case)
    for told in (*Verdict, "quotation", NOTE, "x" * 30, *ids, matches(case)[0]):
        assert str(told) not in text

    def shape(lines: bytes) -> list[Any]:
        """A log but for what is drawn by chance and what follows from it."""
        shapes = []
        for line in lines.splitlines():
            entry = json.loads(line)
            body = entry["body"]
            lengths = [len(body.pop(name)) for name in ("digest", "content")]
            lengths += [len(entry.pop("digest")), len(entry.pop("prev")), len(entry["signature"].pop("value"))]
            shapes.append((entry, lengths))
        return shapes

    assert shape(after[log]) == shape(other[log]) and len(shape(after[log])) == 3
    assert not [f for f in opened(case.root).findings() if f.by == "甲"]
    with pytest.raises(CaseError, match="not the key"):
        entry = chain.read(case.root, log)[0]
        held = panel.in_force(case.history())
        assert held is not None
        panel.unsealed(entry, {held.entry: sealing.key_for(KEYS["乙"], held.about("甲"))})


def test_what_a_program_shows_another_expert_is_the_same_whatever_the_verdicts(case: Case) -> None:
    plain = freeze.freeze(case)
    judged(case, "甲", [(0, "accepted", NOTE), (1, "rejected", "")])
    seen = freeze.freeze(case)
    assert seen.findings == () and [f.verdicts for f in seen.comparisons] == [{}]
    assert [f.accepted for f in seen.comparisons] == [f.accepted for f in plain.comparisons] == [None]
    assert [e.kind for e in seen.judged] == ["sealed-finding"] * 2


def test_the_expert_alone_reads_them_with_the_key(case: Case) -> None:
    judged(case, "甲", [(0, "accepted", NOTE), (1, "excluded", "")])
    mine = case.findings(KEYS["甲"])
    assert [(f.verdict, f.note, f.by) for f in mine] == [("accepted", NOTE, "甲"), ("excluded", "", "甲")]
    assert case.findings(KEYS["乙"]) == []


def test_a_change_of_mind_is_another_envelope(case: Case) -> None:
    judged(case, "甲", [(0, "accepted", ""), (0, "unreviewed", "")])
    assert [f.verdict for f in case.findings(KEYS["甲"])] == ["accepted", "unreviewed"]


# --- the order of steps ---------------------------------------------------------------------------------------------


def test_two_experts_sealed_then_opened(case: Case) -> None:
    judged(case, "甲", [(0, "accepted", NOTE), (1, "accepted", "")])
    judged(case, "乙", [(0, "accepted", ""), (1, "rejected", "来自公有素材")])
    panel.submit(case.log, "甲")
    with pytest.raises(CaseError, match="waiting for: 乙"):
        panel.open_verdicts(case.log, "甲")
    with pytest.raises(CaseError, match="your verdicts are in"):
        judged(case, "甲", [(2, "accepted", "")])
    panel.submit(case.log, "乙")
    assert case.findings() == []
    panel.open_verdicts(case.log, "甲")
    assert {f.by for f in case.findings()} == {"甲"}
    panel.open_verdicts(case.log, "乙")
    assert len(case.findings()) == 4
    dossier = freeze.freeze(case)
    (filed,) = dossier.comparisons
    key, ids = matches(case)
    assert filed.verdicts == {ids[0]: Verdict.ACCEPTED, ids[1]: Verdict.DOUBTFUL}, "they differ: dissent is doubtful"
    assert {(e.kind, e.by) for e in dossier.judged} >= {("finding", "甲"), ("finding", "乙")}
    assert all(e.standing == "signed" for e in dossier.judged)
    # After deliberation a verdict is changed in the open; both stay on file.
    case.judge(key, ids[1], "accepted", "乙", note="合议后")
    assert [f.verdict for f in case.findings() if f.by == "乙" and f.match == ids[1]] == ["rejected", "accepted"]
    assert integrity(case.root) == []


def test_who_judges_reviews_and_issues(case: Case) -> None:
    with pytest.raises(CaseError, match="no expert of the panel"):
        judged(case, "丙", [(0, "accepted", "")])
    with pytest.raises(CaseError, match="has not judged"):
        filing.file_step(case, Kind.REVIEW, Step("复核"), "甲")
    with pytest.raises(CaseError, match="issue is for 丁"):
        filing.file_step(case, Kind.ISSUE, Step("签发"), "甲")
    filing.file_step(case, Kind.REVIEW, Step("复核"), "丙")
    filing.file_step(case, Kind.ISSUE, Step("签发"), "丁")


def test_nothing_is_sealed_without_a_key_or_a_scheme(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"no key of '甲' on this machine"):
        judged(opened(case.root, lambda name: None), "甲", [(0, "accepted", "")])
    with pytest.raises(CaseError, match="shorten the note"):
        judged(case, "甲", [(0, "accepted", "长" * 2000)])
    bare = Case.create(tmp_path / "bare", signers=keys)
    with pytest.raises(CaseError, match="fix the scheme first"):
        panel.convene(bare.log, Panel(("甲",)), "甲")
    with pytest.raises(CaseError, match="no panel is convened"):
        panel.submit(bare.log, "甲")


@pytest.mark.parametrize(
    ("experts", "reviewer", "told"),
    [((), "", "each once"), (("甲", "甲"), "", "each once"), (("甲",), "甲", "somebody")],
)
def test_a_panel_is_named_whole(experts: tuple[str, ...], reviewer: str, told: str) -> None:
    with pytest.raises(CaseError, match=told):
        Panel(experts, reviewer)


def test_another_panel_waits_for_the_opening(case: Case) -> None:
    judged(case, "甲", [(0, "accepted", "")])
    with pytest.raises(CaseError, match="verdicts of the panel before lie sealed"):
        panel.convene(case.log, Panel(("乙", "丁")), "乙")
    for step in (panel.submit, panel.open_verdicts):
        for expert in "甲乙":
            step(case.log, expert)
    panel.convene(case.log, Panel(("甲", "丁")), "乙")
    held = panel.in_force(case.history())
    assert held is not None and panel.stages(case.root, held) == dict.fromkeys("甲丁", Stage.JUDGING)
    judged(case, "甲", [(1, "accepted", "")])
    assert len(case.findings()) == 1 and len(case.findings(KEYS["甲"])) == 2
    assert integrity(case.root) == []


def test_an_expert_who_takes_no_part_any_more_is_released(case: Case) -> None:
    judged(case, "甲", [(0, "accepted", "")])
    judged(case, "乙", [(0, "rejected", "")])
    panel.submit(case.log, "甲")
    with pytest.raises(CaseError, match="waiting for: 乙"):
        panel.open_verdicts(case.log, "甲")
    with pytest.raises(CaseError, match="needs the reason"):
        panel.release(case.log, "乙", " ", "丁")
    with pytest.raises(CaseError, match="no expert of the panel"):
        panel.release(case.log, "丁", "因病", "丁")
    panel.release(case.log, "乙", "因病", "丁")
    with pytest.raises(CaseError, match="last expert"):
        panel.release(case.log, "甲", "因病", "丁")
    with pytest.raises(CaseError, match="no expert of the panel"):
        judged(case, "乙", [(1, "accepted", "")])
    panel.open_verdicts(case.log, "甲")
    held = panel.in_force(case.history())
    assert held is not None and panel.stages(case.root, held) == {"甲": Stage.OPENED}
    assert [f.by for f in case.findings()] == ["甲"], "what was sealed stays sealed"
    assert integrity(case.root) == []
    panel.convene(case.log, Panel(("甲", "丁")), "丁")


def test_who_is_released_afterwards_does_not_excuse_an_early_opening(case: Case) -> None:
    held = panel.in_force(case.history())
    assert held is not None
    panel.submit(case.log, "甲")
    log, key = panel.log_of("甲"), sealing.key_for(KEYS["甲"], held.about("甲")).hex()
    forged(case, "甲", log, {"panel": held.entry, "key": key}, Kind.OPENED, KEYS["甲"])
    panel.release(case.log, "乙", "因病", "丁")
    assert [what for what, _, _ in integrity(case.root)] == ["opened-early"]


def test_an_exclusion_waits_until_verdicts_are_open(case: Case) -> None:
    span = next(iter(case.records())).comparison.matches[0].left
    for made in (
        lambda: case.exclude("A1", span, "quotation", "甲"),
        lambda: case.overrule("licence-text", "甲", note="n"),
    ):
        with pytest.raises(CaseError, match="an exclusion would show"):
            made()
    case.exclude("A1", span, "quotation", "丁")
    for step in (panel.submit, panel.open_verdicts):
        for expert in "甲乙":
            step(case.log, expert)
    case.exclude("A1", span, "quotation", "甲", note="n")
    assert [e.by for e in case.exclusions()] == ["丁", "甲"]


def test_two_machines(case: Case) -> None:
    """Each expert judges in a copy; the copies come together twice: sealed, and opened."""
    there = case.root.parent / "there"
    shutil.copytree(case.root, there)
    judged(case, "甲", [(0, "accepted", "")])
    panel.submit(case.log, "甲")
    yi = judged(opened(there, lambda name: KEYS["乙"] if name == "乙" else None), "乙", [(0, "rejected", NOTE)])
    panel.submit(yi.log, "乙")
    merge(case, there, "甲")
    assert case.findings() == []
    panel.open_verdicts(case.log, "甲")
    panel.open_verdicts(case.log, "乙")
    assert {(f.by, f.verdict, f.note) for f in case.findings()} == {("甲", "accepted", ""), ("乙", "rejected", NOTE)}
    assert integrity(case.root) == []


def test_the_commands(case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("appraisal.identity.unlock", lambda home, name: KEYS.get(name))
    root = str(case.root)
    assert main(["panel", "state", root]) == 0
    assert "甲  核验中" in capsys.readouterr().out
    judged(case, "甲", [(0, "accepted", "")])
    assert main(["panel", "open", root, "--by", "甲"]) == 4
    assert main(["panel", "submit", root, "--by", "甲"]) == 0
    assert "尚在核验：乙" in capsys.readouterr().err
    assert main(["panel", "submit", root, "--by", "乙"]) == 0
    assert [main(["panel", "open", root, "--by", name]) for name in "甲乙"] == [0, 0]
    assert main(["panel", "convene", root, "--expert", "甲", "--expert", "丁", "--by", "甲"]) == 0
    assert "甲, 丁" in capsys.readouterr().out
    assert main(["panel", "release", root, "--expert", "丁", "--reason", "因病", "--by", "甲"]) == 0
    assert main(["panel", "state", root]) == 0
    assert "丁  已免去" in capsys.readouterr().out


# --- what verify names -----------------------------------------------------------------------------------------------


def integrity(root: Path) -> list[tuple[str, str, int]]:
    (outcome,) = verify(root, checks=(Check.INTEGRITY,))
    return [(r.what, r.path, r.line) for r in outcome.remarks if r.answer is Answer.FAILS]


def forged(case: Case, by: str, log: str, body: dict[str, Any], kind: Kind, signer: Signer | None) -> None:
    """An entry that hangs together, written past the program's rules."""
    chain.append(
        case.root, log, on="2026-01-02T09:00:00Z", kind=str(kind), by=by, body=body,
        others=procedure.logs(case.root), signer=signer,
    )  # fmt: skip


def envelope(case: Case, of: str, sealed_by: str, verdict: str = "accepted") -> dict[str, Any]:
    held = panel.in_force(case.history())
    assert held is not None
    key, ids = matches(case)
    text = records.canonical(records.plain(encode(Finding(key, ids[0], Verdict(verdict), of, "2026-01-02T09:00:00Z"))))
    sealed = sealing.seal(text, sealing.key_for(KEYS[sealed_by], held.about(of)), held.about(of))
    return {"panel": held.entry, "key": sealed.key, "digest": sealed.digest, "content": sealed.content}


def test_a_verdict_forged_in_the_name_of_another_is_named(case: Case) -> None:
    judged(case, "甲", [(0, "rejected", "")])
    log = panel.log_of("甲")
    forged(case, "甲", log, envelope(case, "甲", "乙"), Kind.ENVELOPE, KEYS["乙"])
    assert ("foreign-signature", log, 2) in integrity(case.root)
    assert ("verdict-unsigned", log, 2) in integrity(case.root)


def test_an_unsigned_verdict_is_named(case: Case) -> None:
    forged(case, "甲", panel.log_of("甲"), envelope(case, "甲", "乙"), Kind.ENVELOPE, None)
    assert integrity(case.root) == [("verdict-unsigned", panel.log_of("甲"), 1)]


def test_an_envelope_in_the_log_of_another_is_named(case: Case) -> None:
    forged(case, "乙", panel.log_of("甲"), envelope(case, "乙", "乙"), Kind.ENVELOPE, KEYS["乙"])
    assert ("not-own-log", panel.log_of("甲"), 1) in integrity(case.root)


def test_a_verdict_sealed_by_another_does_not_open(case: Case) -> None:
    """Even signed by the expert: what another sealed opens with no key that the expert can hand out."""
    log = panel.log_of("甲")
    forged(case, "甲", log, envelope(case, "甲", "乙"), Kind.ENVELOPE, KEYS["甲"])
    for step in (panel.submit, panel.open_verdicts):
        for expert in "甲乙":
            step(case.log, expert)
    assert integrity(case.root) == [("envelope-broken", log, 1)]
    with pytest.raises(CaseError, match="not the key"):
        case.findings()


def test_verdicts_sealed_late_and_opened_early_are_named(case: Case) -> None:
    held = panel.in_force(case.history())
    assert held is not None
    judged(case, "甲", [(0, "accepted", "")])
    panel.submit(case.log, "甲")
    log = panel.log_of("甲")
    forged(case, "甲", log, envelope(case, "甲", "甲"), Kind.ENVELOPE, KEYS["甲"])
    key = sealing.key_for(KEYS["甲"], held.about("甲")).hex()
    forged(case, "甲", log, {"panel": held.entry, "key": key}, Kind.OPENED, KEYS["甲"])
    assert set(integrity(case.root)) == {("sealed-late", log, 3), ("opened-early", log, 4)}


@pytest.mark.parametrize("key", ["", "zz", "00" * 32, "0" * 63])
def test_another_key_than_the_one_named_is_named(case: Case, key: str) -> None:
    held = panel.in_force(case.history())
    assert held is not None
    judged(case, "甲", [(0, "accepted", "")])
    panel.submit(case.log, "甲")
    panel.submit(case.log, "乙")
    forged(case, "甲", panel.log_of("甲"), {"panel": held.entry, "key": key}, Kind.OPENED, KEYS["甲"])
    assert ("other-key", panel.log_of("甲"), 3) in integrity(case.root)


@pytest.mark.parametrize("body", [{}, {"panel": 3}, {"panel": "x", "key": None, "digest": [], "content": {}}])
def test_envelopes_that_are_none_are_named(case: Case, body: dict[str, Any]) -> None:
    forged(case, "甲", panel.log_of("甲"), body, Kind.ENVELOPE, KEYS["甲"])
    assert integrity(case.root) == [("not-of-panel", panel.log_of("甲"), 1)]


def test_a_panel_of_another_form_is_named(case: Case) -> None:
    chain.append(case.root, procedure.PROCEDURE, on="2026-01-02T09:00:00Z", kind="panel", by="甲",
                 body={"experts": 3}, signer=KEYS["甲"])  # fmt: skip
    assert ("panel-unreadable", procedure.PROCEDURE, 0) in integrity(case.root)
