"""The scheme: fixed and signed before results; where a run departs from it is said in the run and in the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from appraisal import filing, run, scheme
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.errors import CaseError
from appraisal.procedure import Kind
from appraisal.span import char

from .forging import everything, keys

pytestmark = pytest.mark.usefixtures("toys")
TOYS = ("toy-words", "toy-refusal")
TEXT = """\
scope = "全部文本"
propositions = ["复制", "独立创作"]
[versions]
A1 = "1.4"
[[core_files]]
label = "A1"
file = "A1.txt"
reason = "核心"
[[criteria]]
reason = "quotation"
text = "引文"
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case.create(tmp_path / "case", clock=lambda: "2026-01-01T00:00:00Z", signers=keys, number="1")
    for label, role, text in (("A1", "claimed", "alpha bravo charlie"), ("B1", "accused", "alpha bravo delta")):
        (tmp_path / f"{label}.txt").write_text(text, "utf-8")
        case.receive(label, tmp_path / f"{label}.txt", role)
    return case


def fixed(case: Case, text: str = TEXT) -> Any:
    (case.root / "scheme.toml").write_text(text, "utf-8")
    return filing.fix_scheme(case, "甲", comparators=TOYS)


def test_the_template(case: Case) -> None:
    path = filing.place_template(case)
    assert path.read_text("utf-8") == scheme.template() and all(str(reason) in scheme.template() for reason in Reason)
    with pytest.raises(CaseError, match="scope is empty"):
        filing.fix_scheme(case, "甲")
    path.write_text(path.read_text("utf-8").replace('scope = ""', 'scope = "全部"'), "utf-8")
    assert filing.place_template(case) == path and 'scope = "全部"' in path.read_text("utf-8")
    assert filing.fix_scheme(case, "甲").body["scope"] == "全部"


def test_fixed_and_signed(case: Case) -> None:
    entry = fixed(case)
    assert case.history().standing(entry) == "signed" and list(entry.files) == ["scheme.toml"]
    found = filing.scheme_in_force(case)
    assert found is not None and found.scope == "全部文本" and set(found.methods) == set(TOYS)
    assert found.versions == {"A1": "1.4"} and found.core_files[0].file == "A1.txt"
    assert found.criteria[0].reason is Reason.QUOTATION
    assert fixed(case, TEXT.replace("全部文本", "部分")).seq > entry.seq
    again = filing.scheme_in_force(case)
    assert again is not None and again.scope == "部分"


def test_departures_stand_in_the_run_and_in_the_log(case: Case) -> None:
    assert run.run(case, comparators=["toy-words"], host="")["departures"] == []  # no scheme yet
    fixed(case)
    assert run.run(case, comparators=list(TOYS), host="")["departures"] == []
    case.exclude("A1", char("A1.txt", 0, 5), "quotation", "甲")
    assert run.run(case, comparators=list(TOYS), host="")["departures"] == []  # a criterion of the scheme
    case.exclude("A1", char("A1.txt", 6, 11), "tool-generated", "甲")
    entry = run.run(case, comparators=["toy-words", "toy-observer"], host="")
    wanted = [
        "method toy-observer: not in the scheme",
        "method toy-refusal: not run",
        "exclusion for tool-generated: not in the scheme",
    ]
    assert entry["departures"] == wanted
    written = json.loads((case.root / "runs/0004.json").read_text("utf-8"))
    logged = case.history().of(Kind.RUN)[-1]
    assert written["departures"] == wanted == logged.body["departures"] and logged.body["number"] == 4


def test_departures_of_parameters() -> None:
    plan = scheme.Scheme("x", methods={"m": {"least": 5, "fold": True, "ratio": 0.5}, "n": {}})
    assert scheme.departures(plan, {"m": {"least": 5, "fold": True, "ratio": 0.5}, "n": {}}, ()) == []
    assert scheme.departures(plan, {"m": {"least": 6, "fold": True, "more": "x"}}, [Reason.QUOTATION]) == [
        "m.least: 6 instead of 5",
        'm.more: "x" instead of null',
        "m.ratio: null instead of 0.5",
        "method n: not run",
        "exclusion for quotation: not in the scheme",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        'scope = " "',
        "scope = 5",
        'scope = "x"\nodd = 1',
        'scope = "x"\nmethods = {}',
        'scope = "x"\ncore_files = 5',
        'scope = "x"\ncore_files = [5]',
        'scope = "x"\ncriteria = [{ reason = "because", text = "x" }]',
        'scope = "x"\ncriteria = [{ reason = "quotation" }]',
        'scope = "x"\npropositions = "x"',
        'scope = "x"\nversions = { A1 = 2026-01-01 }',
        'scope = "x"\nversions = { Z9 = "1" }',
        'scope = "x"\ncore_files = [{ label = "Z9", file = "x", reason = "x" }]',
        "scope = ",
        "scope = " + "[" * 10_000,
    ],
)
def test_schemes_that_are_wrong(case: Case, text: str) -> None:
    (case.root / "scheme.toml").write_text(text, "utf-8")
    before = everything(case.root)
    with pytest.raises(CaseError, match=r"scheme\.toml|Z9"):
        filing.fix_scheme(case, "甲")
    assert everything(case.root) == before


def test_a_scheme_that_is_no_text(case: Case) -> None:
    with pytest.raises(CaseError, match="is missing"):
        filing.fix_scheme(case, "甲")
    (case.root / "scheme.toml").write_bytes('scope = "全部"'.encode("gb18030"))
    with pytest.raises(CaseError, match="UTF-8"):
        filing.fix_scheme(case, "甲")
    (case.root / "scheme.toml").write_bytes('\ufeffscope = "全部"'.encode())  # as editors on Windows write it
    assert filing.fix_scheme(case, "甲", comparators=TOYS).body["scope"] == "全部"
