"""What people put on file: forms, photographs, decisions, countersignatures; nothing is written of what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from appraisal import chain, filing, procedure, run, toml
from appraisal.case import Case
from appraisal.errors import AppraisalError, CaseError
from appraisal.intake_form import template
from appraisal.procedure import CUSTODY, PROCEDURE, Decision, Kind, Step

from .forging import everything, keys, put

pytestmark = pytest.mark.usefixtures("toys")
INSTITUTION = {"name": "某所", "subject": "institution"}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case.create(
        tmp_path / "case", clock=lambda: "2026-01-01T00:00:00Z", signers=keys, number="1", experts=("甲",),
        commission={"by": "某\x7f法院", "procedure": "civil", "questions": ["是否\n相同"]},
    )  # fmt: skip
    for label, role, text in (("A1", "claimed", "alpha bravo charlie"), ("B1", "accused", "alpha bravo delta")):
        (tmp_path / f"{label}.txt").write_text(text, "utf-8")
        case.receive(label, tmp_path / f"{label}.txt", role, seal='封-"1"\x7f', received_on="昨天")
    return case


def material(label: str = "B1", **more: Any) -> dict[str, Any]:
    return {"label": label, "label_kind": "material", **more}


def file(case: Case, folder: Path = Path(), **parts: Any) -> list[chain.Entry]:
    return filing.file_intake(case, filing.read_form(toml.dumps(parts)), "甲", folder=folder)


def test_the_printed_form_is_valid_as_it_stands(case: Case) -> None:
    entries = filing.file_intake(case, filing.read_form(template(case)), "甲")
    assert [entry.kind for entry in entries] == ["commission", "material", "material"]
    assert entries[0].body["by"] == "某\x7f法院" and entries[0].body["questions"] == ["是否\n相同"]
    assert {entry.log for entry in entries[1:]} == {CUSTODY}
    # Printed again it says what is on file; filed again it says nothing new.
    assert filing.file_intake(case, filing.read_form(template(case)), "甲") == []


def test_what_is_commented_out_is_valid_too(case: Case, tmp_path: Path) -> None:
    """Every line of the form that is an example, and no remark, can be used by taking off its mark."""
    lines = template(case).split("\n")
    put_in = [line.removeprefix("# ") if line.startswith("# [") or " = " in line else line for line in lines]
    form = "\n".join(line.removeprefix("#") if line.startswith(("#   {", "# ]")) else line for line in put_in)
    filled = form.replace('kind = "" ', 'kind = "court" ').replace('{ kind = "", make', '{ kind = "paper", make')
    for name in ("seal-1.jpg", "package-1.jpg"):
        (tmp_path / name).write_bytes(name.encode())
    body = filing.read_form(filled)
    assert set(body) == set(filing.FORM) and set(body["materials"][0]) >= {"carrier", "seal", "check_values"}
    with pytest.raises(CaseError, match=r"fill|name|give|write|needs"):  # they still want words
        filing.file_intake(case, body, "甲", folder=tmp_path)


def test_a_form_round_trip(case: Case, tmp_path: Path) -> None:
    (tmp_path / "form").mkdir()
    for name in ("封条 1.jpg", "盒.jpg"):
        (tmp_path / "form" / name).write_bytes(name.encode())
    digest = hashlib.md5((tmp_path / "B1.txt").read_bytes(), usedforsecurity=False).hexdigest()
    entries = file(
        case,
        tmp_path / "form",
        commission={
            "by": "某法院",
            "kind": "人民法院",
            "procedure": "民事",
            "questions": ["一"],
            "documents": ["委托书"],
        },
        conflicts=[{**INSTITUTION, "answers": [{"question": "interest", "answer": "no"}]}],
        acceptance={"decision": "accept", "decided_by": "甲", "on": "2026-01-01"},
        materials=[
            material(
                obtained="seized",
                carrier={"kind": "optical-disc", "serial": "X"},
                seal={"state": "intact", "number": "1", "photographs": [{"file": "封条 1.jpg"}]},
                package_photographs=[{"file": "盒.jpg"}],
                check_values=[{"value": digest.upper(), "algorithm": "MD5"}],
                cross_examined="yes",
            )
        ],
        rights=[{"label": "A1", "identifiers": [{"kind": "isbn", "value": "978-7-302-15345-1"}]}],
    )
    assert [entry.kind for entry in entries] == ["commission", "conflicts", "acceptance", "material", "rights"]
    assert all(case.history().standing(entry) == "signed" for entry in entries)
    held = filing.materials(case)["B1"]
    assert held.seal is not None and str(held.agreement) == "agrees"
    for photograph in (*held.seal.photographs, *held.package_photographs):
        kept = (case.root / photograph.file).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == photograph.sha256 == entries[3].files[photograph.file]
    assert len(entries[3].files) == 2
    printed = template(case)
    (other,) = filing.file_intake(case, filing.read_form(printed), "甲")
    assert other.body["label"] == "A1"  # of which nothing was on file
    changed = filing.file_intake(case, filing.read_form(printed.replace('serial = "X"', 'serial = "Y"')), "甲")
    assert [(entry.kind, entry.body["carrier"]["serial"]) for entry in changed] == [("material", "Y")]
    assert procedure.faults(case.root) == []


@pytest.mark.parametrize(
    ("value", "agreement"),
    [("0" * 32, "differs"), ("12345678", "cannot-be-compared")],
)
def test_check_values_are_held_against_the_digests(case: Case, value: str, agreement: str) -> None:
    file(case, materials=[material(check_values=[value])])
    assert str(filing.materials(case)["B1"].agreement) == agreement


def test_an_agreement_that_was_not_measured(case: Case) -> None:
    with pytest.raises(CaseError, match="the digests measured say differs"):
        file(case, materials=[material(check_values=["0" * 32], agreement="agrees")])
    file(case, materials=[material(check_values=["CRC 12345678"], agreement="agrees")])  # compared by hand
    assert str(filing.materials(case)["B1"].agreement) == "agrees"


WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"rights": [{"label": "A1"}]}, "rights 1"),
    ({"rights": [{"label": "A1", "identifiers": "x"}]}, "rights 1"),
    ({"rights": [{"label": "A1", "identifiers": [{"kind": "isbn"}]}]}, "rights 1"),
    ({"rights": [{"label": "A1", "identifiers": ["x"]}]}, "rights 1"),
    ({"rights": [{"label": "A1", "identifiers": [], "odd": 1}]}, "odd"),
    ({"rights": [{"label": "Z9", "identifiers": []}]}, "Z9"),
    ({"rights": [{"label": "A1", "identifiers": []}] * 2}, "A1 stands there twice"),
    ({"rights": {"label": "A1"}}, r"\[\[rights\]\]"),
    ({"materials": [material(), material()]}, "B1 stands there twice"),
    ({"materials": [material("Z9")]}, "Z9"),
    ({"materials": [material(odd=1)]}, "materials 1.*odd"),
    ({"materials": ["x"]}, "materials 1|\\[\\[materials"),
    ({"materials": [material(package_photographs=[{"file": "nowhere.jpg"}])]}, "nowhere"),
    ({"materials": [material(package_photographs=[{"file": "../B1.txt"}])]}, "beside the form"),
    ({"materials": [material(package_photographs=[{"file": "/etc/passwd"}])]}, "beside the form"),
    (
        {"materials": [material(package_photographs=[{"file": "x.jpg", "sha256": "0" * 64}])]},
        "no document of this case",
    ),
    ({"conflicts": {"name": "x"}}, r"\[\[conflicts\]\]"),
    ({"conflicts": ["x"]}, "conflicts"),
    ({"acceptance": {"decision": "accept"}}, "decided_by"),
    ({"acceptance": ["x"]}, "acceptance"),
    ({"commission": {"procedure": "x"}}, "procedure"),
    ({"commission": {"deadline": "morgen"}}, "deadline"),
    ({"odd": {}}, "unknown part 'odd'"),
]


@pytest.mark.parametrize(("wrong", "match"), WRONG)
def test_nothing_is_written_when_a_part_is_wrong(
    case: Case, tmp_path: Path, wrong: Mapping[str, Any], match: str
) -> None:
    (tmp_path / "s.jpg").write_bytes(b"photo")
    right: dict[str, Any] = {
        "commission": {"by": "x"},
        "materials": [material("A1", package_photographs=[{"file": "s.jpg"}])],
    }
    if isinstance(wrong.get("materials"), list):
        wrong = {**wrong, "materials": [*right["materials"], *wrong["materials"]]}
        match = match.replace("materials 1", "materials 2")
    before = everything(case.root)
    with pytest.raises(CaseError, match=match):
        file(case, tmp_path, **{**right, **wrong})
    assert everything(case.root) == before
    file(case, tmp_path, **right)


@pytest.mark.parametrize("text", ["a = ", "a = " + "[" * 10_000, "\x00"])
def test_forms_that_are_no_toml(text: str) -> None:
    with pytest.raises(CaseError, match="form cannot be read"):
        filing.read_form(text)


def test_documents(case: Case, tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"one")
    name, sha256 = filing.add_document(case, tmp_path / "x.jpg")
    assert name == f"documents/{sha256[:16]}-x.jpg" and (case.root / name).read_bytes() == b"one"
    assert filing.add_document(case, tmp_path / "x.jpg") == (name, sha256)
    (case.root / name).write_bytes(b"two")
    with pytest.raises(CaseError, match="not the document that was filed"):
        filing.add_document(case, tmp_path / "x.jpg")
    long = tmp_path / ("长" * 80 + ".jpg")
    long.write_bytes(b"long")
    assert filing.add_document(case, long)[0].endswith("长.jpg")
    for odd in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CaseError, match="no such file"):
            filing.add_document(case, odd)
    (tmp_path / "a b*.txt").write_bytes(b"")
    assert filing.add_document(case, tmp_path / "a b*.txt", closed=True)[0].startswith("closed/documents/")


def test_steps(case: Case, tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"one")
    step = Step("启封", labels=("A1",), persons=("甲", "乙"), clock="+1 s")
    entry = filing.file_step(case, Kind.HANDLED, step, "甲", documents=[tmp_path / "x.jpg"], on="2025-12-31")
    assert (entry.log, entry.on, entry.body["persons"]) == (CUSTODY, "2025-12-31", ["甲", "乙"])
    assert dict(entry.body["documents"]) == entry.files and procedure.expected_files(case.history())
    before = everything(case.root)
    for kind, odd, documents in (
        (Kind.RUN, step, ()),
        (Kind.HANDLED, Step("x", labels=("Z9",)), (tmp_path / "x.jpg",)),
        (Kind.HANDLED, step, (tmp_path / "x.jpg", tmp_path / "nowhere")),
    ):
        with pytest.raises(CaseError):
            filing.file_step(case, kind, odd, "甲", documents=documents)
    (tmp_path / "y.jpg").write_bytes(b"new")
    with pytest.raises(CaseError, match="nowhere"):
        filing.file_step(case, Kind.HANDLED, step, "甲", documents=(tmp_path / "y.jpg", tmp_path / "nowhere"))
    assert everything(case.root) == before


def test_uncrossed_material_waits_for_a_decision(case: Case) -> None:
    run.run(case, comparators=["toy-words"], host="")  # nothing is said of it
    file(case, materials=[material(cross_examined="no")])
    before = everything(case.root)
    with pytest.raises(CaseError, match="B1"):
        run.run(case, comparators=["toy-words"], host="")
    assert everything(case.root) == before
    for decision, by, match in (
        (Decision(filing.UNCROSSED, "委托方要求"), "甲", "labels"),
        (Decision(filing.UNCROSSED, "委托方要求", ("B1",)), "", "who decided"),
        (Decision(filing.UNCROSSED, "委托方要求", ("B1",), (" ",)), " ", "who decided"),
        (Decision(filing.UNCROSSED, "委托方要求", ("Z9",)), "甲", "Z9"),
    ):
        with pytest.raises(CaseError, match=match):
            filing.decide(case, decision, by)
    filing.decide(case, Decision("抽样", "够了", (), ("甲",)), "")  # about something else
    for about in (
        "Protect:documents/a.txt",
        "PROTECT: documents/a",
        " gate:numbers",
        "Ｇate：numbers",
        "Disclose :works/A1",
    ):
        with pytest.raises(CaseError, match="without effect: write"):
            filing.decide(case, Decision(about, "委托方来信"), "甲")
    filing.decide(case, Decision("Evidence: the second disk", "The first cannot be read."), "甲")
    filing.decide(case, Decision(filing.UNCROSSED, "x", ("A1",)), "甲")  # other material
    assert len(filing.blocked(case)) == 1
    filing.decide(case, Decision(filing.UNCROSSED, "委托方要求", ("B1",), ("甲", "乙")), "甲")
    assert filing.blocked(case) == [] and [d.decided_by for d in filing.use_decisions(case)] == ["甲", "甲、乙"]
    assert run.run(case, comparators=["toy-words"], host="")["number"] == 2
    file(case, materials=[material(cross_examined="yes")])
    with pytest.raises(CaseError, match="B1: filed as cross-examined"):
        filing.decide(case, Decision(filing.UNCROSSED, "x", ("A1", "B1")), "甲")


def test_countersigning(case: Case) -> None:
    entry = filing.decide(case, Decision("x", "y"), "甲")
    signed = filing.countersign(case, "乙")
    assert signed.body == {"log": PROCEDURE, "seq": entry.seq, "digest": entry.digest} and signed.by == "乙"
    assert case.history().standing(signed) == "signed"
    assert filing.countersign(case, "乙").body["seq"] == entry.seq  # not the signature that was just given
    assert filing.countersign(case, " 丙 ", log=CUSTODY, seq=1).by == "丙"
    for by, log, seq, match in (
        ("丁", PROCEDURE, 0, "no key of '丁'"),
        ("\udcff", PROCEDURE, 0, "no key"),
        ("甲", PROCEDURE, 99, "no entry 99"),
        ("甲", PROCEDURE, -1, "no entry -1"),
        ("甲", "../x", 0, "is no log"),
        ("甲", "case.toml", 0, "is no log"),
    ):
        with pytest.raises(CaseError, match=match):
            filing.countersign(case, by, log=log, seq=seq)
    text = (case.root / CUSTODY).read_bytes()
    (case.root / CUSTODY).write_bytes(text.replace(b"alpha", b"alphA").replace(b"A1.txt", b"A2.txt", 1))
    with pytest.raises(CaseError, match="altered"):
        filing.countersign(case, "甲", log=CUSTODY, seq=1)


def test_what_is_lacking(case: Case) -> None:
    said = filing.lacking(case)
    assert any("受理审查" in line or "acceptance" in line for line in said)
    assert any("A1" in line for line in said) and any("B1" in line for line in said)
    file(case, materials=[material()])
    assert not any("B1 未登记" in line for line in filing.lacking(case))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.MATERIAL, {"label": "B1"}),
        (Kind.MATERIAL, {"label": 5, "label_kind": "x"}),
        (Kind.CONFLICTS, {}),
        (Kind.CONFLICTS, {"checks": [5]}),
        (Kind.COMMISSION, {"by": 5}),
        (Kind.DECISION, {"about": "uncross-examined"}),
        (Kind.DECISION, {"about": "uncross-examined", "reason": "x", "labels": 5}),
        (Kind.SCHEME, {"scope": 5}),
    ],
)
def test_malformed_entries_are_named(case: Case, kind: Kind, body: dict[str, Any]) -> None:
    """Whoever writes into the logs by hand gets an error of the tree, not a fault of the program."""
    case.record(kind, body, "甲")
    with pytest.raises(AppraisalError):
        filing.lacking(case)
        filing.blocked(case)
        filing.scheme_in_force(case)


def test_put_is_what_the_program_writes(case: Case) -> None:
    held = (case.root / PROCEDURE).read_bytes()
    put(case.root, PROCEDURE, chain.read(case.root, PROCEDURE))
    assert (case.root / PROCEDURE).read_bytes() == held
