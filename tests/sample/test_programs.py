"""The programs of the sample: what they are built from, and the case that is made of them. None of them is ever run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from appraisal import cli, demo_programs, engine, examined
from appraisal.case import Case
from appraisal.dossier import Role
from appraisal.examiner import EVIDENCE
from appraisal.finding import Verdict
from appraisal.freeze import freeze
from appraisal.job import Job
from appraisal.sample.programs import build
from appraisal.template import find
from appraisal.work import Medium, Work
from reports.build import build as report
from reports.document import Language
from reports.sections.part_tables import rows_of
from tests.reports.bare import bare

RECIPE = build.recipe()
FOLDERS = {folder for _, folder, _, _ in demo_programs.WORKS}
COUNTED = {
    "zh": ("有{}个函数（", "零一二三四五六七八九"),
    "en": ("{} of its functions (", ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")),
}  # how the opinion says how many functions have no counterpart
CORRESPOND = 0.6  # of the instructions, for one source built by two versions of a compiler


def share(one: Path, other: Path) -> float:
    works = [Work.open(path, label=label, medium=Medium.SOFTWARE) for path, label in ((one, "A"), (other, "B"))]
    result = engine.compare(Job("software-functions", works[0], works[1], parameters={"min_instructions": 8}))
    return min(result.coverage_of_left or 0, result.coverage_of_right or 0)


def test_the_programs_are_those_of_the_recipe(tmp_path: Path) -> None:
    """Each is built again where its compiler is: the same bytes, or, of another version, the same functions."""
    there = {p.relative_to(build.HERE).as_posix() for folder in FOLDERS for p in (build.HERE / folder).iterdir()}
    assert set(RECIPE["programs"]) == there
    assert build.found("elf"), "gcc is a package of the tests"
    for name, program in RECIPE["programs"].items():
        if build.found(program["compiler"]):
            made, kept = build.build(name, tmp_path), build.HERE / name
            assert made.read_bytes() == kept.read_bytes() or share(kept, made) > CORRESPOND, name


def test_programs_say_nothing_of_the_machine_that_built_them_and_are_not_there_to_be_run() -> None:
    for name in RECIPE["programs"]:
        path = build.HERE / name
        assert not path.stat().st_mode & 0o111, name
        assert not [trace for trace in (b"/sample/", b"/home/", b"/tmp/", b".symtab") if trace in path.read_bytes()], (
            name
        )
    assert "never run" in (build.HERE / "README.md").read_text("utf-8")


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    root = tmp_path_factory.mktemp("programs") / request.param
    lines = demo_programs.run_programs(root, language=request.param)
    assert lines[0] == "2 comparisons, 1 examination, 0 without result"
    return request.param, root


def test_the_case_shows_what_was_built_into_the_programs(made: tuple[Language, Path]) -> None:
    language, root = made
    case = Case.open(root)
    pairs = {
        record.comparison.right.label: {(m.left.file, m.right.file) for m in record.comparison.matches}
        for record in case.records()
    }
    shares = {record.comparison.right.label: record.comparison.coverage_of_right or 0 for record in case.records()}
    assert ("moonserver", "silverd") in pairs["B1"] and shares["B1"] > 0.7
    assert {right for _, right in pairs["B2"]} == {"bot.exe"} and shares["B2"] > 0.4  # and no other of its programs
    (record,) = examined.records(case)
    found = {(o.span.file, o.kind) for o in record.examination.observations if EVIDENCE in o.details}
    assert found == {
        ("helper.exe", "writes-memory"), ("helper.exe", "injects-code"), ("moonhook.dll", "hooks-functions"),
        ("moonhook.dll", "forges-packets"), ("bot.exe", "offline-protocol"),
    }  # fmt: skip
    life = [o for o in record.examination.observations if o.kind == "address-of-client"]
    assert [(o.span.file, o.details["value"]) for o in life] == [("helper.exe", "0x140002004")]
    dossier = freeze(case, profile=find(demo_programs.PROFILE))
    assert {work.label for work in dossier.works if work.role is Role.ACCUSED} == {"B1", "B2"}
    part = report(dossier, language).parts[0]
    assert bare(part) == [], "keys of methods without their names"
    # As the sources are: two entries of programs are none of one code, start-up code is nobody's.
    judged = {
        (str(m.details["address_of_left"]), str(m.details["address_of_right"])): filed.verdicts[m.id]
        for filed in dossier.comparisons
        for m in filed.comparison.matches
    }
    assert judged.pop(("0x1400018b0", "0x1400013a3")) is Verdict.REJECTED
    assert judged.pop(("0x400830", "0x400910")) is Verdict.EXCLUDED
    assert len(judged) == 30 and set(judged.values()) == {Verdict.ACCEPTED}
    notes = {finding.note for finding in dossier.findings}
    assert len([note for note in notes if "side by side" in note or "并列" in note]) == 1 and len(notes) > 8


def test_the_opinion_names_the_functions_that_have_no_counterpart(made: tuple[Language, Path]) -> None:
    """As many as the record leaves over of the private server, and at the same addresses."""
    language, root = made
    case = Case.open(root)
    (server,) = (r.comparison for r in case.records() if r.comparison.right.label == "B1")
    left_over = sorted(row["virtual_address"] for row in rows_of(server.tables["functions_of_right"]))
    words = tomllib.loads((demo_programs.PROGRAMS / f"{language}.toml").read_text("utf-8"))
    said = words["texts"]["plug_in"]["conclusion-copied"]
    counted, numerals = COUNTED[language]
    assert re.findall("0x[0-9a-f]+", said) == left_over
    assert counted.format(numerals[len(left_over)]) in said


def test_its_report_is_short_and_says_what_was_found_and_what_numbers_may_innocently_be(
    made: tuple[Language, Path],
) -> None:
    language, root = made
    document = PdfDocument(root / "report" / "report.pdf")
    said = "".join(page.get_textpage().get_text_bounded() for page in document)
    pages = len(document)
    document.close()
    assert pages < 60
    words = "".join(said.split())
    wanted = {
        "zh": ("代码对应表", "独立编写的程序也有", "静态发现的能力", "84030000", "未作功能检验"),
        "en": (
            "Tableofmatchingcode",
            "writtenindependently",
            "capabilityfoundstatically",
            "84030000",
            "Nofunctionwastested",
        ),
    }[language]
    assert all(one in words for one in wanted)
    assert not re.search(r"\d of \d+ \|", said), "as the record has it, in no language"


def test_the_command_makes_it_in_either_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[object] = []

    def run_programs(root: Path, **more: object) -> list[str]:
        asked.append((root, more["language"]))
        return []

    monkeypatch.setattr(demo_programs, "run_programs", run_programs)
    assert cli.main(["demo", str(tmp_path / "a"), "--programs", "--language", "en"]) == 0
    assert asked == [(tmp_path / "a", "en")]
    assert cli.main(["demo", str(tmp_path / "a"), "--programs", "--profile", "cn-judicial"]) == cli.USAGE
