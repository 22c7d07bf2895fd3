"""Source text beside programs written apart: what stands in no share; which files are source; one source, one whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from appraisal import wording
from appraisal.work import Medium, Work
from comparators.software.functions import calls
from comparators.software.source import reading
from comparators.software.source.features import SourceFeatures
from comparators.software.source.files import INCLUDED, grammar_of, is_source
from comparators.software.source.sides import source_side
from tests.software.programs import COMPILER, LEDGER, compiled, put
from tests.software.test_functions_calls import BOT, CLIENT, KINDS, small
from tests.software.test_source import compared

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
PACKED = Path(__file__).parent / "plug_ins"


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
@pytest.mark.parametrize(
    "names", [("port-files", "port-sum"), ("copy-lines", "copy-plain"), ("http-counter", "http-files")]
)
def test_a_program_of_one_kind_has_nothing_in_the_shares(tmp_path: Path, names: tuple[str, str], level: str) -> None:
    source = KINDS / f"{names[0]}.c"
    result = compared(source, small(tmp_path, names[1], level))
    assert result.filtered.coverage_of_left == result.filtered.coverage_of_right == 0
    assert {m.details.get("counted") for m in result.matches} <= {"by-calls"}
    values = result.filtered.values
    assert values["pairs_by_calls"] == values["pairs"] == values["functions_by_calls_of_source"]
    assert (values["lines_by_calls_of_left"] > 0) == (values["instructions_by_calls_of_right"] > 0)
    mirrored = compared(small(tmp_path, names[1], level), source).filtered.values
    turned = {key.replace("_of_left", "_of_right"): value for key, value in values.items() if "_of_right" not in key}
    turned |= {key.replace("_of_right", "_of_left"): value for key, value in values.items() if "_of_right" in key}
    assert mirrored == turned


@needs_gcc
@pytest.mark.parametrize("name", ["port-files", "copy-lines", "http-counter"])
def test_its_own_program_has(tmp_path: Path, name: str) -> None:
    result = compared(KINDS / f"{name}.c", small(tmp_path, name, "O1"))
    assert (result.filtered.coverage_of_left or 0) > 0.5


@needs_gcc
@pytest.mark.parametrize("names", [("log-slow", "udp-scores"), ("game-snake", "udp-scores")])
def test_what_is_around_makes_no_pair_where_nothing_holds_by_itself(tmp_path: Path, names: tuple[str, str]) -> None:
    """One function each, without a rival: the certainty is high, what both hold is not."""
    result = compared(KINDS / f"{names[0]}.c", small(tmp_path, names[1], "O2"))
    assert result.status == "ok" and not result.matches


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_a_key_of_the_protocol_and_calls_make_no_share(tmp_path: Path, level: str) -> None:
    source, bot = put(tmp_path / "client.c", CLIENT.encode()), put(tmp_path / "bot", compiled(BOT, level, True))
    result = compared(source, bot)
    assert result.filtered.coverage_of_left == result.filtered.coverage_of_right == 0
    held = [m for m in wording.explained(result).matches if m.details.get("counted") == "by-data"]
    assert result.filtered.values["pairs_by_data"] == len(held)
    assert all(m.details["explanation"] in ("calls-and-numbers-alone", "numbers-alone") for m in held)


def test_a_text_that_compilers_cut_is_one() -> None:
    words = {1: "listens\n", 2: "listens", 3: "over", 4: "serves\n", 5: "serves"}
    mine, theirs = (np.array(some, np.uint64) for some in ([1, 2, 3, 4, 5], [2, 3]))
    assert calls.once(mine, theirs, words).tolist() == [2, 3, 5]


def test_files_of_one_source_are_one_whole() -> None:
    held = {
        name: SourceFeatures.of_text(name, reading.text_of(name, text.encode()), text.encode())
        for name, text in (("a.c", "int f(int a) { return a; }"), ("b.c", "int g(int a) { return a; }"))
    }
    side = source_side(held)
    assert side.file.tolist() == [0, 1] and side.whole.tolist() == [0, 0] and side.wholes == 1


@needs_gcc
def test_a_function_of_the_program_has_one_counterpart_in_all_files(tmp_path: Path) -> None:
    """The same text twice under two names: of two files, as of two programs, each function was paired twice."""
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("one.c", "two.c"):
        put(tree / name, LEDGER.encode())
    result = compared(tree, put(tmp_path / "made", compiled(LEDGER, "O1")))
    found = [m.details["address"] for m in result.matches]
    assert found and len(found) == len(set(found))


@pytest.mark.parametrize(
    ("name", "text", "grammar"),
    [("a.inc", "int f(void) { return 1; }", "c"), ("a.INC", "class A;\nint f();", "cpp"), ("a.h", "class A;", "cpp"),
     ("a.h", "struct a;", "c"), ("a.hpp", "", "cpp"), ("a.cxx", "", "cpp"), ("a.cc", "", "cpp"), ("a.hh", "", "cpp"),
     ("a.ipp", "", "cpp"), ("a.tcc", "", "cpp"), ("a.inl", "", "c"), ("a.i", "", "c"), ("a.ii", "", "cpp")],
)  # fmt: skip
def test_names_of_source_text(name: str, text: str, grammar: str) -> None:
    assert is_source(name) and grammar_of(name, text.encode()) == f"tree_sitter_{grammar}"


@needs_gcc
def test_included_files_of_a_tree_are_source(tmp_path: Path) -> None:
    """``.inc`` is text to the program; to this method it is what it holds, and no other text is read."""
    tree = tmp_path / "tree"
    tree.mkdir()
    put(tree / "main.c", b'#include "ledger.inc"\n#define K 3\nint k(int a) { return a * K; }\n')
    put(tree / "ledger.inc", LEDGER.encode())
    put(tree / "notes.txt", b"int f(void) { return 1; }\n")
    put(tree / "page.inc", b"<?php function f() { return 1; }\n")
    put(tree / "rules.inc", b"all:\n\tmake -C lib\n")
    work = Work.open(tree)
    assert work.by_file["ledger.inc"].medium is Medium.TEXT
    assert work.by_file["ledger.inc"].seen(frozenset({Medium.CODE}), INCLUDED).medium is Medium.CODE
    result = compared(tree, put(tmp_path / "made", compiled(LEDGER, "O1")))
    assert {m.left.file for m in result.matches} == {"ledger.inc"}
    unread = {o.span.file: str(o.details["message"]) for o in result.observations if o.kind == "unread"}
    assert set(unread) == {"page.inc", "rules.inc"}
    assert all("no function, macro or constant" in message for message in unread.values())


@pytest.mark.parametrize("name", ["globals-nrv2b.exe", "procfs-nrv2b.elf"])
def test_of_a_packed_program_it_is_said_by_what_and_what_to_do(tmp_path: Path, name: str) -> None:
    source = put(tmp_path / "a.c", LEDGER.encode())
    packed = Path(shutil.copy(PACKED / name, tmp_path / name))
    result = compared(source, packed)
    assert result.status == "refused" and not result.matches
    for words in (f"{name}: packed with UPX", "upx -d", "damaged or altered", "hand in both files", "capabilities"):
        assert words in (result.message or "")
