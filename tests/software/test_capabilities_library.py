"""Functions of libraries that a program carries along are no evidence; what its own code calls of them is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.comparator import ComponentFile
from comparators.software.capabilities import library
from comparators.software.capabilities.library import AMID, INSTRUCTIONS, USED
from comparators.software.capabilities.names import Names
from comparators.software.capabilities.traces import Call, Stack, Standing, Trace, Value
from comparators.software.functions import program as programs
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities, found, read

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
INNOCENT = """
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
int main(int n, char **words) {
    setlocale(LC_ALL, "");
    for (int i = 1; i < n; i++) printf("%8.3f\\n", atof(words[i]));
    return 0;
}
"""
CLOCK = """
#include <stdlib.h>
#include <time.h>
__attribute__((noinline)) int back(long seconds) {
    struct timespec when;
    clock_gettime(CLOCK_REALTIME, &when);
    when.tv_sec -= seconds;
    return clock_settime(CLOCK_REALTIME, &when);
}
int main(int n, char **words) { return back(atol(words[1])); }
"""
GLIBC = ComponentFile("glibc", "2.41", "libc.so.6", 2000)
START = ComponentFile("gcc", "12.4.0", "start-up.elf", 2)


def static(folder: Path, source: str, *, stripped: bool) -> Path:
    path = put(folder / f"program-{stripped}", compiled(source, "O2", stripped, ("-static",)))
    carried = [o for o in found(path) if o.kind == "library-code"]
    if not carried or "glibc 2.41" not in str(carried[0].details["components"]):
        pytest.skip("needs the C library that the index knows (glibc 2.41 of Debian)")
    return path


@needs_gcc
@pytest.mark.parametrize("stripped", [True, False])
def test_a_program_with_the_c_library_inside_has_no_findings_of_it(tmp_path: Path, stripped: bool) -> None:
    path = static(tmp_path, INNOCENT, stripped=stripped)
    assert capabilities(path) == {}
    (told,) = [o for o in found(path) if o.kind == "library-code"]
    assert "glibc 2.41" in str(told.details["summary_zh"]) and "glibc 2.41" in str(told.details["summary_en"])
    aside = told.details["aside"]
    assert isinstance(aside, list) and aside  # what rules find in the library itself is said
    assert {"title_zh", "title_en", "address"} == set(aside[0])


@needs_gcc
@pytest.mark.parametrize("stripped", [True, False])
def test_a_call_of_the_library_in_own_code_is_found_there(tmp_path: Path, stripped: bool) -> None:
    path = static(tmp_path, CLOCK, stripped=stripped)
    told = capabilities(path)[("changes-clock", "set-clock-call")]
    (facts,) = read(path).values()
    assert int(str(told.details["function"]), 16) not in facts.library
    assert stripped or str(told.details["symbol"]) == "back"
    assert any("clock_settime" in line for line in told.details["evidence_en"])


def traces(calls: dict[int, tuple[int, ...]], count: int) -> dict[int, Trace]:
    """Functions 16 bytes apart; which calls which."""
    made = {16 * n: Trace(16 * n, 16 * n + 16) for n in range(1, count + 1)}
    for start, targets in calls.items():
        made[start].calls = [Call(start + 4, 5, "", "", target, (), ()) for target in targets]
    return made


def carried(
    monkeypatch: pytest.MonkeyPatch, known: dict[int, ComponentFile], every: dict[int, Trace], entry: int
) -> dict[int, str]:
    monkeypatch.setattr(library, "_known", lambda read: known)
    return {start: one.how for start, one in library.carried({}, every, (entry,)).items()}


def test_what_the_library_alone_uses_and_what_stands_amid_it_is_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    every = traces({16: (32,), 16 * 20: (16 * 50,), 16 * 3: (16 * 51,)}, 52)
    known = {16 * n: GLIBC for n in range(12, 40) if n not in (25, 26)}
    told = carried(monkeypatch, known | {16: START}, every, 16)
    assert told[16 * 20] == INSTRUCTIONS
    assert told[16 * 25] == told[16 * 26] == AMID
    assert told[16 * 50] == USED  # called from the library alone
    assert 16 * 51 not in told  # called from own code
    assert 32 not in told  # called by the entry, which hands over to the program's own
    assert not any(16 * n in told for n in range(2, 12))


def test_functions_beside_the_entry_stand_amid_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {16 * n: GLIBC for n in range(1, 40) if n != 20}
    assert carried(monkeypatch, known, traces({}, 40), 16 * 17).get(16 * 20) is None
    assert carried(monkeypatch, known, traces({}, 40), 16)[16 * 20] == AMID


def test_a_function_that_only_calls_the_system_stands_for_it() -> None:
    program = programs.Program("a", "ELF", programs.X64, b"", (), 0, 0, {}, {64: "__libc_ptrace"})
    given: tuple[Value, ...] = (Stack(0, "di"), 9, Stack(0, "si"), Stack(-8))
    every = {
        16: Trace(16, 32, calls=[Call(20, 2, "clock_settime", "syscall", 0, given, ())]),
        32: Trace(32, 48, calls=[Call(40, 5, "", "", 16, (0, Stack(0, "di")), (), jump=True)]),  # hands on
        48: Trace(48, 64, calls=[Call(50, 2, "a", "syscall", 0, (), ()), Call(54, 2, "b", "syscall", 0, (), ())]),
    }
    of = {start: library.Carried("glibc 2.41", INSTRUCTIONS) for start in every}
    told = library.standing(program, of, every, Names(()))
    assert told[16] == Standing("clock_settime", ((0, 0), (-1, 9), (1, 0), None))
    assert told[32].name == "clock_settime" and told[32].arguments((7, 8)) == (0, 9, 7, None)
    assert 48 not in told
    named = library.standing(replace(program, names={48: "ptrace"}), of, every, Names(["ptrace"]))
    assert named[48] == Standing("ptrace") and named[48].arguments((1, 2)) == (1, 2)
