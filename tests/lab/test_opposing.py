"""The opposing pack: each side's exclusions and each resulting figure; the copy of the case is never changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appraisal import panel
from appraisal.case import Case
from appraisal.cli import main
from appraisal.comparison import Reason
from appraisal.errors import CaseError
from appraisal.lab.pack import Pack, is_pack, make
from appraisal.lab.session import Session
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify

from .conftest import convene, record_of, sign_scheme


@pytest.fixture
def pack(folder: Path, tmp_path: Path) -> Path:
    """A pack of a case in which 丙 excluded one match of the texts and accepted another, without a panel."""
    sign_scheme(folder)
    session = Session(Case.open(folder), expert="丙")
    record = record_of(session, "text-exact")
    matches = session.clerk.opened(record).comparison.matches
    session.handle(
        "judge", {"record": record, "matches": [matches[0].id], "verdict": "excluded", "reason": "quotation"}
    )
    session.handle("step", {"kind": "deliberation", "what": "合议"})
    session.close()
    assert main(["oppose", str(folder), str(tmp_path / "pack")]) == 0
    return tmp_path / "pack"


def contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_each_side_takes_out_its_own_and_one_table_shows_all(pack: Path) -> None:
    before = contents(pack / "case")
    assert not (pack / "case" / "closed").exists() and is_pack(pack)
    for side, count in (("claimed", 1), ("accused", 5)):
        session = Session(Case.open(pack / "case"), pack=Pack(pack, side))
        record = record_of(session, "text-exact")
        ids = [m.id for m in session.clerk.opened(record).comparison.matches]
        told = session.handle("oppose", {"record": record, "matches": ids[3 : 3 + count], "reason": "public-domain"})
        assert told == dict.fromkeys(ids[3 : 3 + count], "public-domain")
        rows = {row["who"]: row for row in session.handle("opposing", {"record": record})["rows"]}
        with pytest.raises(CaseError, match="opposing pack"):
            session.handle("judge", {"record": record, "matches": ids[:1], "verdict": "accepted"})
        with pytest.raises(CaseError, match="opposing pack"):
            session.handle("step", {"kind": "operation", "what": "x"})
        session.close()
    assert {who: row["excluded"] for who, row in rows.items()} == {"none": 0, "claimed": 1, "accused": 5, "panel": 1}
    assert rows["panel"]["reasons"] == {"quotation": 1} and rows["accused"]["reasons"] == {"public-domain": 5}
    left = {who: row["left"] for who, row in rows.items()}
    assert left["accused"] < left["claimed"] < left["none"] and left["panel"] < left["none"]
    session = Session(Case.open(pack / "case"), pack=Pack(pack, "accused"))
    assert len(session.handle("oppose", {"record": record, "matches": ids[3:5]})) == 3, "without a reason they return"
    session.close()
    assert {name for name, data in contents(pack / "case").items() if before.get(name) != data} <= {".lock"}
    (outcome,) = verify(pack, checks=(Check.INTEGRITY,))
    assert [r.what for r in outcome.remarks if r.answer is Answer.FAILS] == []


def test_files_of_the_copy_are_read_only(pack: Path) -> None:
    files = [p for p in (pack / "case").rglob("*") if p.is_file() and not p.name.startswith(".lock")]
    assert files and not [p for p in files if os.stat(p).st_mode & 0o222]


def test_verdicts_under_seal_stay_sealed_in_a_pack(folder: Path, tmp_path: Path) -> None:
    sign_scheme(folder)
    convene(folder)
    session = Session(Case.open(folder))
    session.handle("enter", {"expert": "甲", "passphrase": "甲的口令"})
    record = record_of(session, "text-exact")
    match = session.clerk.opened(record).comparison.matches[0].id
    session.handle("judge", {"record": record, "matches": [match], "verdict": "excluded", "reason": "quotation"})
    session.close()
    out = make(Case.open(folder), tmp_path / "pack")
    held = Session(Case.open(out / "case"), pack=Pack(out, "claimed"))
    rows = {row["who"]: row for row in held.handle("opposing", {"record": record})["rows"]}
    assert rows["panel"]["excluded"] == 0
    log = (out / "case" / panel.log_of("甲")).read_text("utf-8")
    assert match not in log and "quotation" not in log
    held.close()


@pytest.mark.parametrize("body", ["", "[]", '{"excluded": 3}', '{"excluded": {"a": "mine"}}', "[" * 5000])
def test_malformed_exclusions_of_a_party_are_named(pack: Path, body: str) -> None:
    (pack / "accused.json").write_text(body, "utf-8")
    with pytest.raises(CaseError, match=r"accused\.json of this opposing pack cannot be read"):
        Pack(pack, "accused").exclusions()


def test_a_pack_needs_an_empty_folder_outside_the_case(folder: Path, tmp_path: Path) -> None:
    case = Case.open(folder)
    with pytest.raises(CaseError, match="not empty"):
        make(case, folder)
    with pytest.raises(CaseError, match="inside the case"):
        make(case, folder / "notebooks" / "pack")
    with pytest.raises(CaseError, match="no party"):
        Pack(tmp_path, "panel")
    assert list(Reason)
