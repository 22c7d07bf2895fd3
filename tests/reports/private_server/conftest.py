"""The sample compared by every method, with a panel's words, and its report by the private-server template: frozen and
built once in a run, since both take long and no test alters them."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest

from appraisal import filing, template
from appraisal.case import Case
from appraisal.cli import main
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.freeze import freeze
from appraisal.procedure import Decision, Kind, Step
from appraisal.profile import Profile
from reports.build import build
from reports.document import Document
from tests import compared, shared


def _make(place: Path) -> None:
    """The works of the sample compared by every method, with a panel's words and a client's; dossier and report."""
    case = compared.sample(place / "case")
    written = {
        "conclusion-maps": ("检材的世界地图由样本的世界地图旋转而成。", "甲"),
        "conclusion-deduction": ("相同而公开基础所无的部分，不能以共同出自该基础解释。", "甲"),
    }
    path = case.root / "notebooks" / "private_server.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        for tag in set(cell["metadata"].get("tags", ())) & set(written):
            cell["source"], cell["metadata"]["by"] = written[tag]
    path.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
    said = Step("陈述：授权", persons=("委托人代表",), observation="从未许可任何人架设服务器。")
    filing.file_step(case, Kind.OPERATION, said, "甲")
    filing.decide(case, Decision("conclusion-server", "服务器端的相同之处见上表。", decided_by=("乙",)), "乙")
    strings = next(
        record for record in case.records() if any(m.kind == "shared-string" for m in record.comparison.matches)
    )
    longest = max(
        (m for m in strings.comparison.matches if m.details.get("category") == "message"),
        key=lambda m: (m.details["characters"], m.id),
    )
    case.judge(strings.key, longest.id, Verdict.ACCEPTED, "甲", note="可能同出一份公开说明")
    counted = ["--query", "SELECT count(*) FROM roles", "--rows", "17", "--digest", "ab" * 32]
    assert main(["record", str(case.root), "operation", "--what", "运营数据：角色表", *counted]) == 0
    odd = ["--what", "运营数据：充值", "--observation", "充值一百万元"]
    assert main(["record", str(case.root), "operation", *odd]) == 0
    dossier = freeze(Case.open(case.root), language="both", profile=template.find("private-server"), shown=2)
    (place / "frozen").write_bytes(pickle.dumps((dossier, build(dossier))))


@pytest.fixture(scope="package")
def _held(_home: None) -> Path:
    return shared.made("private-server", _make)


@pytest.fixture(scope="package")
def _frozen(_held: Path) -> tuple[Dossier, Document]:
    dossier, document = pickle.loads((_held / "frozen").read_bytes())
    return dossier, document


@pytest.fixture(scope="package")
def case(_held: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    root = tmp_path_factory.mktemp("private-server") / "case"
    shutil.copytree(_held / "case", root)
    return Case.open(root)


@pytest.fixture(scope="package")
def profile() -> Profile:
    return template.find("private-server")


@pytest.fixture(scope="package")
def dossier(_frozen: tuple[Dossier, Document]) -> Dossier:
    return _frozen[0]


@pytest.fixture(scope="package")
def document(_frozen: tuple[Dossier, Document]) -> Document:
    return _frozen[1]
