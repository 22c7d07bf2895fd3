"""Pages for readers: their links lead somewhere, and the command line takes each command as they print it."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from appraisal import cli, registry
from appraisal.case import Case

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
GUIDES = [ROOT / "docs" / "guide.zh.md", ROOT / "docs" / "guide.md"]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    return [line for block in SHELL.findall(page.read_text("utf-8")) for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(FENCE.sub("", page.read_text("utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_guides_lead_to_every_notebook_and_method(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [one.name for one in (ROOT / "notebooks").glob("*.ipynb") if f"`{one.name}`" not in text] == []
    assert {f"methods/{one.name}" for one in (ROOT / "docs" / "methods").glob("*.md")} <= set(LINK.findall(text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_are_taken(page: Path) -> None:
    for line in commands(page):
        words = shlex.split(line)
        if words[:1] == ["appraisal"]:
            words = words[: words.index(">")] if ">" in words else words
            assert cli.parser().parse_args(words[1:]).command == words[1]
        elif words[:1] == ["make"]:
            asked = ["make", "--dry-run", "--question", *words[1:]]
            said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
            assert "No rule" not in said.stderr, line


@pytest.mark.parametrize("page", [ROOT / "README.md", *GUIDES], ids=lambda page: page.name)
def test_the_works_in_the_pages_are_there(page: Path) -> None:
    words = [word for line in commands(page) for word in shlex.split(line)]
    named = {word for word in words if word.startswith(("appraisal/sample", "docs/"))}
    assert named and all((ROOT / word).exists() for word in named)


def test_both_guides_go_the_same_way_and_past_every_command_of_a_case() -> None:
    chinese, english = ([shlex.split(line)[:2] for line in commands(page)] for page in GUIDES)
    assert chinese == english
    used = {words[1] for words in chinese if words[0] == "appraisal"}
    steps = (
        "identity new receive record intake decide defect plot scheme sign run control report paper gates issue verify"
    )
    steps += " archive merge panel lab oppose correct supplement reappraise annex redact disclose catalogue"
    assert used == set(steps.split())


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_what_the_guides_have_typed_in_notebooks_is_taken(page: Path) -> None:
    for block in PYTHON.findall(page.read_text("utf-8")):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                method = inspect.signature(getattr(Case, node.func.attr))
                method.bind(None, *node.args, **{word.arg or "": word.value for word in node.keywords})


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    names = ("DONE", "USAGE", "MATERIAL", "CASE", "REPORT", "RECORD", "SYSTEM", "FAULT", "INTERRUPTED")
    assert listed == {getattr(cli, name) for name in names}


@pytest.mark.parametrize("name", [*registry.comparator_names(), *registry.examiner_names()])
def test_a_page_on_a_method_names_the_version_that_is_installed(name: str) -> None:
    page = ROOT / "docs" / "methods" / f"{name}.md"
    head = "\n\n".join(page.read_text("utf-8").split("\n\n")[:3]) if page.exists() else ""
    named = re.search(r"; version (\d+)\b", head)
    made = registry.examiner(name) if name in registry.examiner_names() else registry.comparator(name)
    assert named is None or named[1] == made.version
