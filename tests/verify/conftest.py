"""A small case with all that a case can hold, made once and copied for each test."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import registry
from appraisal.case import Case
from appraisal.identity import Signer, signer_of
from appraisal.procedure import Kind, Step
from appraisal.reporting import place_notebooks, report_case
from appraisal.run import run
from appraisal.span import char
from tests import shared

SOURCE = Path(__file__).parents[1] / "toys" / "src"
TOYS = ["toy-words", "toy-observer", "toy-tree"]


def ticking() -> Iterator[str]:
    for number in range(100_000):
        yield f"2026-01-01T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"


def signers(name: str) -> Signer | None:
    return signer_of("甲", bytes(range(32)), "某所") if name == "甲" else None


def make_case(place: Path, formats: tuple[str, ...] = ("json", "pdf")) -> Case:
    """Two experts, one of whom signs; an archive in a work; exclusions; two runs; deliberation; notebooks; a report."""
    ticks = ticking()
    case = Case.create(place / "case", clock=lambda: next(ticks), signers=signers, experts=("甲", "乙"))
    for label, role, text in (
        ("A1", "claimed", "alpha bravo charlie"),
        ("B1", "accused", "alpha bravo delta"),
        ("C1", "ancestor", "bravo"),
    ):
        folder = place / label
        folder.mkdir()
        (folder / "第一章 a.txt").write_text(text, "utf-8")
        (folder / "b.txt").write_text(f"{text} of {label}", "utf-8")
        if label != "C1":
            with zipfile.ZipFile(folder / "inner.zip", "w") as archive:
                archive.writestr("deep.txt", "echo foxtrot golf")
        case.receive(label, folder, role, received_from="委托方", received_by="甲")
    run(case, comparators=TOYS, by="甲", host="")
    record = next(r for r in case.records() if r.comparison.comparator == "toy-words")
    for match in record.comparison.matches[:2]:
        case.judge(record.key, match.id, "accepted", "甲")
        case.judge(record.key, match.id, "rejected", "乙")
    case.exclude("A1", char("第一章 a.txt", 12, 19), "quotation", "甲")
    case.exclude("B1", char("第一章 a.txt", 0, 3), "third-party", "乙")
    run(case, comparators=TOYS, by="乙", host="")
    case.record(Kind.HANDLED, Step("启封", ("A1",)), "甲")
    case.record(Kind.DELIBERATION, Step("合议"), "甲")
    case.record(Kind.DELIBERATION, Step("再次合议"), "乙")
    place_notebooks(case)
    report_case(case, formats=formats, by="甲")
    return case


@pytest.fixture(scope="package")
def made(_home: None) -> Iterator[Path]:
    """The case's folder, not to be written to; the toys are installed meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "path", [str(SOURCE), *sys.path])
        registry.forget()
        yield shared.made("verify", make_case) / "case"
    registry.forget()


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of the case to break."""
    shutil.copytree(made, tmp_path / "case")
    for path in (tmp_path / "case").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return tmp_path / "case"
