"""Run-time libraries that are linked in, and programs that something packed without a name."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from appraisal.comparator import ComponentFile
from appraisal.errors import Refused
from appraisal.work import Medium, Work
from comparators.software.functions import packing
from comparators.software.functions import program as programs
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.filters import reached
from tests.software.programs import COMPILER, LEDGER, compiled, put
from tests.software.test_functions_calls import pair_of
from tests.software.test_functions_pairing import row_of

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
LIBC, START = ComponentFile("libc", "2", "libc.elf", 900), ComponentFile("libc", "2", "start-up.elf", 2)


def functions(number: int, calls: dict[int, list[int]], entry: int = 0) -> FunctionFeatures:
    (found,) = row_of(number, calls=calls).features
    return replace(found, entry=entry)


def test_what_a_known_function_calls_is_of_the_library_and_what_that_calls() -> None:
    one = functions(8, {0: [1], 1: [2], 3: [4], 5: [6]})
    found = reached(one, {0: [LIBC], 5: [START]})
    assert set(found) == {1, 2}  # 3 and 4 are the program's own; start-up code calls what a person wrote
    assert (
        found[1]
        == "called or referred to by libc 2 libc (0x0), a function of a known component: of another build of it"
    )
    assert found[2].startswith("called or referred to by functions that libc 2 libc (0x0)")


def test_nothing_goes_through_where_a_program_begins_nor_out_of_templates_and_small_functions() -> None:
    # a library may name the address where the program begins, and this names ``main``
    one = functions(8, {0: [3], 3: [4], 4: [5], 6: [7]}, entry=300)
    assert reached(one, {0: [LIBC], 6: [replace(LIBC, file="libstdc++.elf")]}) == {}
    assert set(reached(replace(one, entry=0), {0: [LIBC]})) == {3, 4, 5}
    small = replace(one, entry=0, counts=np.full(8, 19, np.int32))
    assert reached(small, {0: [LIBC]}) == {}


def test_what_tables_alone_name_between_functions_of_a_library_is_of_it() -> None:
    known = {number: [LIBC] for number in (0, 1, 2, 4, 5, 6)}
    found = reached(functions(8, {}), known)
    assert set(found) == {3} and "named in tables alone" in found[3]
    assert reached(functions(8, {7: [3]}), known) == {}  # called by the program's own code


STATIC = """
#include <stdio.h>
#include <stdlib.h>
static __thread int kept[1 + MORE];
int main(int n, char **v) {
    for (int k = 0; k < n; k++) kept[k % (1 + MORE)] += atoi(v[k]) * 7 ^ k;
    printf("%d of %d\\n", kept[0], n);
    return kept[MORE] > 3;
}
"""


@needs_gcc
def test_a_library_that_is_linked_in_is_known_whatever_else_is(tmp_path: Path) -> None:
    """Where variables of a thread lie depends on all that is linked; the instructions are the same but for that."""
    made = []
    for more in (0, 40):
        source = f"#define MORE {more}\n{STATIC}"
        made.append(put(tmp_path / f"made{more}", compiled(source, "O2", True, ("-static",))))
    held = [FunctionFeatures.of(Work.open(path, medium=Medium.SOFTWARE).members[0]) for path in made]
    normal = [set(one.normal[one.counts >= 20].tolist()) for one in held]
    assert len(normal[0] & normal[1]) > 0.98 * len(normal[0])
    result = pair_of(made[0], made[1])
    assert {(o.kind, o.side) for o in result.observations} == {
        ("imports-nothing", "left"),
        ("imports-nothing", "right"),
    }
    assert all(not one.imports and one.entry for one in held)


def packed(folder: Path, *, inside: bool) -> Path:
    """A program whose code (or data behind it) is noise, with no imports: as a packer leaves it that nobody knows."""
    noise = random.Random(5).randbytes(30_000)
    numbers = ", ".join(map(str, noise))
    section = ".text" if inside else ".rodata"
    source = f"""
    __attribute__((section("{section}"))) const unsigned char held[] = {{{numbers}}};
    void _start(void) {{
        volatile int a = 3;
        for (int k = 0; k < 77; k++) a = a * 5 + held[k] * (a >> 3) + (a ^ k) % 9;
    }}
    """
    flags = ("-nostdlib", "-static", "-Wa,--noexecstack")
    return put(folder / f"packed-{inside}", compiled(source, "O1", True, flags))


@needs_gcc
def test_a_packed_program_of_which_no_name_is_left_is_said_to_be_packed(tmp_path: Path) -> None:
    path = packed(tmp_path, inside=True)
    with pytest.raises(Refused, match=r"packed-True: packed or enciphered by a tool that left no name"):
        FunctionFeatures.of(Work.open(path, medium=Medium.SOFTWARE).members[0])
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "packed").write_bytes(path.read_bytes())
    (folder / "ledger").write_bytes(compiled(LEDGER))
    other = put(tmp_path / "other", compiled(LEDGER))  # the same build: every function of it has its like
    result = pair_of(folder, other)
    assert [(o.kind, o.span.file) for o in result.observations if o.kind == "unread"] == [("unread", "packed")]
    assert result.coverage_of_left == 1  # what cannot be seen stands in no figure


@needs_gcc
def test_a_small_program_with_much_dense_data_says_so(tmp_path: Path) -> None:
    path = packed(tmp_path, inside=False)
    (member,) = Work.open(path, medium=Medium.SOFTWARE).members
    assert FunctionFeatures.of(member).dense >= 30_000
    result = pair_of(path, path)
    assert "dense-data" in {o.kind for o in result.observations}


@needs_gcc
def test_a_program_that_stands_twice_on_one_side_says_so(tmp_path: Path) -> None:
    built = compiled(LEDGER)
    twice = tmp_path / "twice"
    twice.mkdir()
    for name in ("a", "b", "c"):
        (twice / name).write_bytes(compiled(LEDGER, "O0") if name == "c" else built)
    result = pair_of(twice, put(tmp_path / "one", built))
    told = [(o.side, o.span.file, o.details["same_as"]) for o in result.observations if o.kind == "same-functions"]
    assert told == [("left", "b", "a")]


@needs_gcc
def test_code_is_not_dense(tmp_path: Path) -> None:
    path = put(tmp_path / "made", compiled(LEDGER, "O3", True, ("-static",)))
    program = programs.read(Work.open(path, medium=Medium.SOFTWARE).members[0])
    packing.checked(program)
    assert packing.beside(program) == 0
    assert all(packing.density(program.data[p.offset : p.offset + p.size]) < 6.9 for p in program.code())
    assert packing.density(b"") == packing.density(bytes(99)) == 0.0 and packing.density(bytes(range(256))) == 8.0
