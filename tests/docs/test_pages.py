"""Pages for readers: their links lead somewhere, and the command line takes each command as they print it."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from appraisal import cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    return [line for block in SHELL.findall(page.read_text("utf-8")) for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(FENCE.sub("", page.read_text("utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


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


def test_the_works_in_the_readme_are_there() -> None:
    named = {word for line in commands(ROOT / "README.md") for word in shlex.split(line) if "appraisal/sample" in word}
    assert named and all((ROOT / word).exists() for word in named)


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    names = ("DONE", "USAGE", "MATERIAL", "CASE", "REPORT", "RECORD", "SYSTEM", "FAULT", "INTERRUPTED")
    assert listed == {getattr(cli, name) for name in names}
