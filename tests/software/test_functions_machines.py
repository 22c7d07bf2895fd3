"""Programs of 32 bits and of other systems: functions, texts, imports and pairs, from small copies built beforehand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import engine
from appraisal.job import Job
from appraisal.work import Medium, Work
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.instructions import Op, Reading
from comparators.software.functions.program import X86, Part, Program
from comparators.software.functions.reading import FIELDS, IMPORTS, NUMBERS, TEXTS, Reader
from comparators.software.functions.reckoning import Reckoning
from comparators.software.functions.sweep import Sweep
from tests.software.programs import COMPILER, compiled, put

BUILDS = Path(__file__).parent / "builds"
WARES = (BUILDS / "wares.c").read_text("utf-8")
ALONE = ("-nostartfiles", "-Wl,-e,main", "-Wl,-z,lazy")  # no start-up code, which would hold the first stub
REFUSES, SOLD, FULL = "the shop at Moon Cove buys nothing back", "this bag was sold before", "the purse is full"


def functions(path: Path) -> list[tuple[set[str], FunctionFeatures, int]]:
    """Words of the keys of each function, its program, its number."""
    read = FunctionFeatures.of(Work.open(path).members[0])
    found = []
    for number in range(len(read)):
        first, last = read.bounds[6 * number + NUMBERS], read.bounds[6 * number + IMPORTS + 1]
        keys = read.keys[first:last].tolist()
        found.append(({read.words[key] for key in keys if key in read.words}, read, number))
    return found


@pytest.mark.parametrize(
    ("name", "arch", "form"),
    [
        ("wares-32.exe", "x86", "PE"),
        ("wares-fixed.elf", "x86", "ELF"),
        ("wares-pie.elf", "x86", "ELF"),
        ("wares-x86_64.macho", "x86-64", "Mach-O"),
        ("wares-arm64.macho", "arm64", "Mach-O"),
    ],
)
def test_texts_numbers_and_imports_are_seen_on_each_machine(name: str, arch: str, form: str) -> None:
    found = functions(BUILDS / name)
    assert {(read.arch, read.format) for _, read, _ in found} == {(arch, form)}
    (price,) = (words for words, _, _ in found if REFUSES in words)
    assert price >= {"0x773", "atoi", "puts"}
    (sell, read, number) = next(one for one in found if {SOLD, FULL} <= one[0])
    assert "puts" in sell and "atoi" not in sell
    called = read.callees[read.calls[number] : read.calls[number + 1]].tolist()
    stamp = next(k for words, _, k in found if words & {"0x5ea51de5", "0x5ea50000"} and k != number)
    assert stamp in called
    assert next(k for words, _, k in found if REFUSES in words) in called


@pytest.mark.parametrize("other", ["wares-pie.elf", "wares-32.exe"])
def test_functions_of_32_bits_correspond_over_systems_and_levels(other: str) -> None:
    left, right = (Work.open(BUILDS / n, medium=Medium.SOFTWARE) for n in ("wares-fixed.elf", other))
    job = replace(Job("software-functions", left, right), parameters={"min_instructions": 12})
    matches = engine.compare(job).matches
    pairs = {(str(m.details["address_of_left"]), str(m.details["address_of_right"])) for m in matches}
    wanted = []
    for name in ("wares-fixed.elf", other):
        read = functions(BUILDS / name)
        sought = ({REFUSES}, {SOLD, FULL}, {"0x5ea51de5", "0x1000193"})
        wanted.append([next(hex(f.addresses[k]) for words, f, k in read if want <= words) for want in sought])
    assert set(zip(*wanted, strict=True)) <= pairs


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
@pytest.mark.parametrize("protection", ["none", "full"])
def test_the_first_stub_of_a_table_bears_its_own_name(tmp_path: Path, protection: str) -> None:
    path = put(tmp_path / "a", compiled(WARES, "O2", False, (*ALONE, f"-fcf-protection={protection}")))
    words = {read.named[number]: words for words, read, number in functions(path)}
    assert words["price"] >= {"atoi", "puts"}
    assert "puts" in words["sell"] and "atoi" not in words["sell"]


def image(code: bytes) -> Program:
    """Code at 0x1000 and a text at 0x2000, as of a file whose bytes are the same."""
    data = code.ljust(0x1000, b"\xcc") + b"the tide comes in\0".ljust(32, b"\0")
    parts = (Part(0x1000, 0x1000, 0, True, False, ".text"), Part(0x2000, 32, 0x1000, False, False, ".rodata"))
    return Program("a", "ELF", X86, data, parts, 0, 0x3000, {}, got=0x2FF4)


THUNK = bytes.fromhex("8b1c24c3")  # mov ebx, [esp]; ret
ANYWHERE = {
    # call thunk (at 0x1040); add ebx, 0x1fef; lea eax, [ebx - 0xff4]; ret
    "thunk": bytes.fromhex("e83b000000" "81c3ef1f0000" "8d830cf0ffff" "c3"),
    # call next; pop ebx; add ebx, 0x1fef; lea eax, [ebx - 0xff4]; ret
    "pop": bytes.fromhex("e800000000" "5b" "81c3ef1f0000" "8d830cf0ffff" "c3"),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(ANYWHERE))
def test_an_address_that_code_reckons_from_where_it_stands(how: str) -> None:
    program = image(ANYWHERE[how].ljust(0x40, b"\xcc") + THUNK)
    body = next(b for b in Sweep(program, Reading(X86), {0x1000, 0x1040}).rest() if b.start == 0x1000)
    reader = Reader(program)
    function = reader.read(body)
    assert [reader.told[key] for key in function.keys[TEXTS]] == ["the tide comes in"]
    assert not function.keys[NUMBERS] and not function.keys[FIELDS]  # distances are no numbers
    assert function.callees == []  # and asking where one stands is no call


def test_a_register_that_is_written_is_no_address_any_more() -> None:
    follows = Reckoning(image(THUNK), stub=True)
    read = Reading(X86)
    named = read("mov", "eax, dword ptr [ebx - 0xff4]")
    assert follows.address(named) == 0x2000
    follows.follow((0x1000, 2, "mov", "ebx, ecx"), read("mov", "ebx, ecx"))
    assert follows.address(named) is None
    assert Reckoning(image(THUNK)).address(named) is None
    assert Reckoning(image(THUNK)).address(Op(0)) is None
