"""The example in CONTRIBUTING.md is a comparator that works: installed as a package of its own, it keeps the laws."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import compare, contract, dispatch, registry
from appraisal.exhibit import Listing
from appraisal.job import Job
from appraisal.work import Medium, Work
from tests.specimens import specimens_of

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"
LINES = 60


def block(info: str) -> str:
    """The one fenced block whose opening fence says ``info``."""
    (found,) = re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Installs the example as a distribution on the search path, as the toys are, and gives the comparator's name."""
    ((group, points),) = tomllib.loads(block("toml"))["project"]["entry-points"].items()
    ((name, target),) = points.items()
    module = target.split(":")[0]
    site = tmp_path / "site"
    about = site / "example-1.0.dist-info"
    about.mkdir(parents=True)
    (site / f"{module}.py").write_text(block("python"), "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: example\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text(f"[{group}]\n{name} = {target}\n", "utf-8")
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    registry.forget()
    yield name
    registry.forget()
    sys.modules.pop(module, None)


def test_the_example_is_short() -> None:
    assert len(block("python").splitlines()) <= LINES


def test_the_example_keeps_the_contract(name: str, tmp_path: Path) -> None:
    assert registry.described(name)["from"] == "example"
    story, letter = specimens_of(frozenset({Medium.TEXT}), tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    exec(compile(block("python contract"), str(PAGE), "exec"), {"story": story, "letter": letter, "scratch": scratch})


def test_the_laws_on_the_page_are_the_laws() -> None:
    listed = re.findall(r"^\| ([a-z ]+) \|", PAGE.read_text("utf-8").split("### The contract")[1], re.MULTILINE)
    assert [law.replace(" ", "_") for law in listed if law != "law"] == [
        law for law in contract.check.__code__.co_names if law in vars(contract)
    ]


def test_the_example_works_in_the_limited_child(name: str, tmp_path: Path) -> None:
    left, right = tmp_path / "left.txt", tmp_path / "right.txt"
    left.write_text("a line of ten and more\nshort\nits own, and long enough\n", "utf-8")
    right.write_text("  a line of ten and more\n\nanother one altogether\na line of ten and more\n", "utf-8")
    result = compare(name, left, right)
    assert result.status == "ok"
    assert (result.coverage_of_left, result.coverage_of_right) == (1 / 2, round(2 / 3, 9))
    (match,) = result.matches
    assert [span.start for span in match.all_right()] == [1, 4]
    (shown,) = dispatch.exhibits(Job(name, Work.open(left), Work.open(right)), result.matches)
    assert isinstance(shown, Listing) and shown.left[0][1][0].text == "a line of ten and more"
    assert compare(name, left, right, least=40).reason == "refused"
