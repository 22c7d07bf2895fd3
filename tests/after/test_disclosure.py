"""The disclosure set: data considered goes along, drafts and protected papers do not, and each of them is listed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from appraisal import filing, issuing, paper_form, registry
from appraisal.after import catalogue
from appraisal.after.disclosure import disclose
from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.cli import main
from appraisal.comparison import Reason
from appraisal.errors import CaseError
from appraisal.notice import Table
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from appraisal.profile import Words
from appraisal.span import Span
from tests.papers import whole
from tests.shown import untagged

DRAFTED, SECRET = "草稿中的措辞，后已改写。", "评议：甲认为第二处存疑。"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case with a first version of the opinion, a letter of counsel, deliberation; then issued."""
    place = tmp_path_factory.mktemp("disclosed")
    case = whole.make(place / "case", *whole.CLIENTS["us-rule26"])
    letter, photograph = place / "letter.pdf", place / "photograph.jpg"
    letter.write_bytes(b"%PDF-1.7 what counsel wrote")
    photograph.write_bytes(b"\xff\xd8\xff a carrier")
    for path in (letter, photograph):
        filing.file_step(case, Kind.OPERATION, Step(f"收到 {path.name}"), whole.JIA, documents=[path])
    (kept,) = (case.root / "documents").rglob("*.pdf")
    about = f"protect:{kept.relative_to(case.root).as_posix()}"
    filing.decide(case, Decision(about, "counsel communication, 26(b)(4)(C)"), whole.JIA)
    filing.file_step(case, Kind.DELIBERATION, Step(SECRET), whole.JIA)
    first = whole.form()["opinion"] | {"range": DRAFTED}
    for opinion in (first, whole.form()["opinion"]):
        paper_form.file(case, paper_form.read_body(whole.form(opinion=opinion)), whole.JIA)
    issuing.issue(case, files.find("us-rule26"), by=whole.DING, number="1", language="en", on="2026-02-01")
    (case.root / "report" / "draft.html").write_text(DRAFTED, "utf-8")
    return case


@pytest.fixture(scope="module")
def made(case: Case) -> Path:
    disclose(case, "1", case.root.parent / "set", language="en")
    return case.root.parent / "set"


def contents(made: Path) -> dict[str, bytes]:
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def test_data_considered_goes_along_as_it_is(case: Case, made: Path) -> None:
    held = contents(made)
    for kind in ("works/**/*", "comparisons/**/*.json", "runs/*", "controls/*", "findings/*", "documents/**/*.jpg",
                 "issued/1/*", "custody.jsonl"):  # fmt: skip
        named = [path.relative_to(case.root).as_posix() for path in case.root.glob(kind) if path.is_file()]
        assert named and [n for n in named if held.get(f"files/{n}") != (case.root / n).read_bytes()] == [], kind
    subprocess.run(["sha256sum", "--strict", "-c", "manifest-sha256.txt"], cwd=made, capture_output=True, check=True)


def test_drafts_and_what_is_protected_do_not(made: Path) -> None:
    held = contents(made)
    for name, content in held.items():
        assert "closed" not in name and not name.startswith(("files/report/draft", "files/notebooks/")), name
        for words in (DRAFTED, SECRET):
            assert words.encode() not in content and json.dumps(words)[1:-1].encode() not in content, name
        assert b"what counsel wrote" not in content, name
    log = [json.loads(line) for line in held["files/procedure.jsonl"].decode().splitlines()]
    opinions = [entry["body"] for entry in log if entry["kind"] == "opinion"]
    assert ["withheld" in body for body in opinions][-2:] == [True, False]


def test_what_is_withheld_is_listed_with_its_ground(made: Path) -> None:
    html = (made / "index.html").read_text("utf-8")
    assert "@page { size: letter; }" in html, "on the paper of the report"
    page = untagged(html)  # long names have places to break
    for needed in (
        "Index of the disclosure set", "26(a)(2)(B)", "counsel communication, 26(b)(4)(C)", "report/draft.html",
        "notebooks/report.ipynb", "closed/deliberation.jsonl", "Draft of the report", "procedure.jsonl ",
        "Qualifications and compensation", "D-000001", "Material considered",
    ):  # fmt: skip
        assert needed in page, needed


def test_a_copy_of_what_was_issued_is_no_draft(case: Case, made: Path) -> None:
    held = contents(made)
    assert held["files/report/report.pdf"] == held["files/issued/1/report.pdf"]
    rows = {row[2]: row for row in _rows(made, 5)}
    assert rows["report/report.pdf"][1] == "Copy of an issued paper"
    assert not [row for row in _rows(made, 3) if row[0] == "report/report.pdf"], "not among what is withheld"
    tables = [one for one in catalogue.catalogue(case).blocks if isinstance(one, Table)]
    kinds = {row[2]: row[1] for one in tables if one.title.en.endswith("files") for row in one.rows}
    assert kinds["report/report.pdf"] == Words("签发文书的副本", "Copy of an issued paper")


def _rows(made: Path, cells: int) -> list[list[str]]:
    """Rows of tables of the index with so many cells."""
    part = json.loads((made / "index.json").read_text("utf-8"))["parts"][0]
    rows = [row for block in part["blocks"] if block["type"] == "Grid" for row in block["rows"]]
    return [["".join(piece["text"] for piece in cell) for cell in row] for row in rows if len(row) == cells]


def test_each_edition_of_the_index_is_in_its_language(case: Case, made: Path) -> None:
    page = untagged((made / "index.html").read_text("utf-8"))
    for chinese in ("全部意见", "签发文书", "案卷记录", "报告草稿", "受保护", "附件", "报告编号"):
        assert chinese not in page, chinese
    disclose(case, "1", made.parent / "chinese", language="zh")
    page = untagged((made.parent / "chinese" / "index.html").read_text("utf-8"))
    for english in ("All opinions", "Records of the case", "Draft of the report", "Protected by", "Qualifications"):
        assert english not in page, english
    assert "案卷记录" in page and "受保护（依决定）：counsel communication" in page


def test_a_decision_discloses_what_its_kind_would_withhold(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case", *whole.CLIENTS["us-rule26"])
    issuing.issue(case, files.find("us-rule26"), by=whole.DING, number="1", on="2026-02-01")
    name = "notebooks/text.ipynb"
    filing.decide(case, Decision(f"disclose:{name}", "produced on demand"), whole.JIA)
    filing.decide(case, Decision("disclose:closed/deliberation.jsonl", "asked for"), whole.JIA)
    filing.file_step(case, Kind.DELIBERATION, Step(SECRET), whole.JIA)
    assert main(["disclose", str(case.root), "1", str(tmp_path / "set")]) == 0
    assert (tmp_path / "set" / "files" / name).exists() and not (tmp_path / "set" / "files" / "closed").exists()
    filing.decide(case, Decision(f"protect:{name}", "drafts after all"), whole.JIA)
    assert main(["disclose", str(case.root), "1", str(tmp_path / "again")]) == 0
    assert not (tmp_path / "again" / "files" / name).exists()
    for out, said in ((tmp_path / "set", "exists already"), (case.root / "set", "lies inside the case")):
        with pytest.raises(CaseError, match=said):
            disclose(case, "1", out)
    with pytest.raises(CaseError, match="no report 9 was issued"):
        disclose(case, "9", tmp_path / "none")
    target = folder(case, "1") / "report.html"
    target.chmod(0o644)
    target.write_bytes(b"changed")
    with pytest.raises(CaseError, match="is not the file that the logs name"):
        disclose(case, "1", tmp_path / "broken")
    assert not (tmp_path / "broken").exists()


def test_no_decision_withholds_what_was_done_and_found(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case", *whole.CLIENTS["us-rule26"])
    case.exclude("A1", Span("novel.txt", "char", 10, 30), Reason.QUOTATION, whole.JIA, note="both quote one notice")
    issued = case.root / "issued" / "1" / "report.pdf"
    kinds = ("findings/*", "runs/*", "comparisons/*/*", "controls/*", "digests/*", "*.jsonl", "*.json", "*.toml")
    held = [path.relative_to(case.root).as_posix() for kind in kinds for path in sorted(case.root.glob(kind))]
    held += [issued.relative_to(case.root).as_posix(), "documents/../runs/0001.json", "./runs/0001.json"]
    for name in held:
        with pytest.raises(CaseError, match="are disclosed whatever is decided") as told:
            filing.decide(case, Decision(f"protect:{name}", "a trade secret of the client"), whole.JIA)
        assert "一律披露" in registry.spoken(str(told.value), "zh")
    for name in ("notebooks/text.ipynb", "works/B1/B/novel.txt", "report/report.pdf"):
        filing.decide(case, Decision(f"protect:{name}", "a trade secret of the client"), whole.JIA)


def test_a_decision_of_old_that_withholds_findings_has_no_effect(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case", *whole.CLIENTS["us-rule26"])
    issuing.issue(case, files.find("us-rule26"), by=whole.DING, number="1", on="2026-02-01", language="en")
    name = next(case.root.glob("findings/*.jsonl")).relative_to(case.root).as_posix()
    told = ((name, "it holds a secret"), ("report/report.pdf", "a mere draft"))
    for path, why in (*told, ("runs/0001.json", "92 per cent of B1 is the same")):
        case.record(Kind.DECISION, Decision(f"protect:{path}", why), whole.JIA)  # as earlier programs let it pass
    disclose(case, "1", tmp_path / "set", language="en")
    assert (tmp_path / "set" / "files" / name).exists() and (tmp_path / "set" / "files" / "runs" / "0001.json").exists()
    page = untagged((tmp_path / "set" / "index.html").read_text("utf-8"))
    assert "Decisions of no effect" in page and "92 per cent" not in page
    assert all(why in page and (tmp_path / "set" / "files" / path).exists() for path, why in told)
