"""Re-rendering and recomputation: the same bytes, other bytes, or what it would take to tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from appraisal import registry, reporting, run
from appraisal.case import Case
from appraisal.errors import UsageError
from appraisal.verify.outcome import Answer, Check, Outcome, exit_code
from appraisal.verify.recomputation import same
from appraisal.verify.verifying import verify


def again(root: Path, check: Check, *, every: bool = False) -> Outcome:
    (found,) = verify(root, checks=[check], every=every)
    return found


def told(outcome: Outcome) -> set[tuple[str, Answer | None]]:
    return {(remark.what, remark.answer) for remark in outcome.remarks}


def drawn_differently(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another version of Typst or of a font would: other bytes."""
    exporter = type(registry.exporter("pdf"))
    render = exporter.render  # type: ignore[attr-defined]
    monkeypatch.setattr(exporter, "render", lambda self, document: render(self, document) + b"%")


def other_versions(monkeypatch: pytest.MonkeyPatch, **changed: str) -> None:
    versions, environment = reporting.versions(), run.environment()
    new: Mapping[str, str] = {name.replace("_", "-"): version for name, version in changed.items()}
    monkeypatch.setattr(reporting, "versions", lambda: {**versions, **new})
    monkeypatch.setattr(
        run, "environment", lambda: {**environment, **{k: v for k, v in new.items() if k in environment}}
    )


def test_the_last_report_comes_out_the_same(made: Path) -> None:
    found = again(made, Check.RENDERING)
    assert told(found) == {("rendered", Answer.HOLDS)} and found.checked == 2


def test_other_versions_that_draw_the_same_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other_versions(monkeypatch, typst="9.9", numpy="9.9")
    found = again(root, Check.RENDERING)
    assert found.answer is Answer.HOLDS
    assert all("typst" in remark.detail for remark in found.remarks)


@pytest.mark.parametrize("name", ["typst", "pylopdf-fonts-zh-cn"])
def test_another_typst_or_font_cannot_be_checked_here(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    here = reporting.versions()[name]
    other_versions(monkeypatch, **{name.replace("-", "_"): "9.9"})
    drawn_differently(monkeypatch)
    found = again(root, Check.RENDERING)
    assert found.answer is Answer.UNKNOWN and exit_code([found]) == 13
    assert found.needs == (f"{name} {here} (here 9.9)",)


def test_a_version_that_cannot_draw_at_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(exporter: object, document: object) -> bytes:
        raise TypeError("unexpected keyword argument")

    other_versions(monkeypatch, typst="0.1")
    monkeypatch.setattr(type(registry.exporter("pdf")), "render", fail)
    told = {r.path: (r.what, r.detail) for r in again(root, Check.RENDERING).remarks}
    assert told["report/report.json"][0] == "rendered"
    what, detail = told["report/report.pdf"]
    assert what == "needs-versions" and "(here 0.1)" in detail and "TypeError" in detail


def test_other_bytes_on_the_same_versions_differ(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_differently(monkeypatch)
    found = again(root, Check.RENDERING)
    assert [r.path for r in found.remarks if r.answer is Answer.FAILS] == ["report/report.pdf"]
    assert exit_code([found]) == 11


def test_findings_and_runs_after_the_report(root: Path) -> None:
    case = Case.open(root)
    record = next(r for r in case.records() if r.comparison.comparator == "toy-words")
    case.judge(record.key, record.comparison.matches[0].id, "doubtful", "乙")
    case.exclude("A1", record.comparison.matches[0].left, "quotation", "乙")
    run.run(case, comparators=["toy-words"], host="")
    integrity, rendering, recomputation = verify(root)
    assert rendering.answer is Answer.HOLDS and recomputation.answer is Answer.HOLDS
    assert {r.path.split("/")[0] for r in integrity.remarks if r.what == "later"} == {
        "findings",
        "exclusions.jsonl",
        "procedure.jsonl",
    }


def test_what_was_edited_since_is_needed(root: Path) -> None:
    path = root / "notebooks/report.ipynb"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    found = again(root, Check.RENDERING)
    assert told(found) == {("needs-state", Answer.UNKNOWN)} and "notebooks/report.ipynb" in found.needs[0]


def test_no_report_yet_and_nothing_run(root: Path, tmp_path: Path) -> None:
    Case.create(tmp_path / "new")
    integrity, rendering, recomputation = verify(tmp_path / "new")
    assert integrity.answer is Answer.HOLDS
    assert told(rendering) == {("no-report", Answer.UNKNOWN)}
    assert told(recomputation) == {("no-records", Answer.UNKNOWN)}


def test_a_broken_case_still_gets_three_outcomes(root: Path) -> None:
    for name in ("case.toml", "runs/0001.json", "runs/0002.json", "manifest.sha256"):
        held = (root / name).read_bytes()
        (root / name).write_bytes(b"\xff{")
        outcomes = verify(root)
        (root / name).write_bytes(held)
        assert [o.check for o in outcomes] == list(Check)
        assert outcomes[0].answer is Answer.FAILS and outcomes[1].answer is not Answer.HOLDS, name
        assert exit_code(outcomes) == 10


def test_records_come_out_the_same(made: Path) -> None:
    found = again(made, Check.RECOMPUTATION, every=True)
    assert told(found) == {("recomputed", Answer.HOLDS)}
    assert {r.path.split("/")[1] for r in found.remarks} == {"toy-words", "toy-observer", "toy-tree"}


def forge(root: Path, edit: str, to: str) -> str:
    """A record altered and every digest of it put right: what a forger of results would do."""
    from dataclasses import replace

    from appraisal.records import digest
    from tests.verify.test_integrity import rewrite

    body = json.loads((root / "runs/0002.json").read_text("utf-8"))
    file = next(f for f in body["records"] if "/toy-words/" in f)
    text = (root / file).read_text("utf-8")
    assert edit in text
    changed = text.replace(edit, to)
    (root / file).write_text(changed, "utf-8")
    old, new = digest(text), digest(changed)
    run_file = root / "runs/0002.json"
    before = run_file.read_text("utf-8")
    after = before.replace(old, new)
    run_file.write_text(after, "utf-8")
    swap = {old: new, digest(before): digest(after)}
    rewrite(root, lambda e: replace(e, files={k: swap.get(v or "", v) for k, v in e.files.items()}))
    return file


def test_a_forged_record_comes_out_different(root: Path) -> None:
    file = forge(root, '"kind":"same-word"', '"kind":"same-wort"')
    found = again(root, Check.RECOMPUTATION)
    assert [(r.what, r.path) for r in found.remarks if r.answer is Answer.FAILS] == [("recomputed-differs", file)]
    assert exit_code([found]) == 12


def test_other_libraries(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = forge(root, '"kind":"same-word"', '"kind":"same-wort"')
    other_versions(monkeypatch, numpy="9.9")
    found = again(root, Check.RECOMPUTATION)
    (remark,) = [r for r in found.remarks if r.path == file]
    assert remark.answer is Answer.UNKNOWN and "numpy" in remark.detail and "here 9.9" in remark.detail


def test_a_method_that_is_not_installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name in registry.comparator_names() if name != "toy-words"]
    monkeypatch.setattr(registry, "comparator_names", lambda: tuple(names))
    found = again(root, Check.RECOMPUTATION)
    (remark,) = [r for r in found.remarks if r.what == "needs-method"]
    assert remark.answer is Answer.UNKNOWN and remark.detail.startswith("toy-words ")
    assert again(root, Check.RENDERING).answer is Answer.UNKNOWN


def test_a_file_that_was_never_in_the_archive(root: Path) -> None:
    from appraisal.records import digest

    held = next((root / "derived").rglob("?" * 64))
    made = digest("put there")
    path = held.parents[1] / made[:2] / made
    path.parent.mkdir(exist_ok=True)
    path.write_text("put there", "utf-8")
    found = again(root, Check.RECOMPUTATION)
    assert [(r.what, r.path) for r in found.remarks if r.answer is Answer.FAILS] == [
        ("not-a-member", path.relative_to(root).as_posix())
    ]


def test_figures_to_six_digits() -> None:
    one = {"a": [1, 0.1234567891], "b": "x", "c": None, "d": True}
    assert same(one, {"a": [1, 0.1234567999], "b": "x", "c": None, "d": True})
    for other in (
        {**one, "a": [1, 0.12346]},
        {**one, "a": [2, 0.1234567891]},
        {**one, "a": [1]},
        {**one, "d": 1},
        {**one, "b": "y"},
        {"a": 1},
    ):
        assert not same(one, other), other


def test_a_wrong_option_says_nothing_of_the_case(made: Path, tmp_path: Path) -> None:
    key = tmp_path / "bad.p12"
    key.write_bytes(b"no certificate")
    with pytest.raises(UsageError, match=r"bad\.p12 holds no certificate"):
        verify(made, checks=[Check.RENDERING], trusted=[str(key)])
    for path in (tmp_path / "nix.pdf", tmp_path):
        with pytest.raises(UsageError, match=f"--report {path} cannot be read .*issued report"):
            verify(made, checks=[Check.INTEGRITY], issued=[path])
