"""Functions of two programs: bounds, what survives other levels of optimisation, figures, filters, damaged files."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from appraisal import contract, engine
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.components import open_components
from appraisal.errors import MaterialError, OverLimit, Refused, Unreadable, UsageError
from appraisal.job import Job
from appraisal.registry import comparator
from appraisal.span import Span
from appraisal.summing import print_summary
from appraisal.work import Medium, Work
from comparators.software.functions import SoftwareFunctions
from comparators.software.functions import program as programs
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.filters import ProgramFilters, said
from comparators.software.functions.instructions import BRANCH, CALL, PAD, Reading
from comparators.software.functions.pairing import assign
from comparators.software.functions.reading import number_key, text_of
from comparators.software.functions.wording import LABELS
from tests.software.programs import COMPILER, LEDGER, TIDE, compiled, put

METHOD = SoftwareFunctions()
needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
OWN = {"crc", "tea", "add", "owed", "packet", "sort", "title", "main"}


def compared(left: Path, right: Path, **more: object) -> Comparison:
    one, other = (Work.open(p, label=n, medium=Medium.SOFTWARE) for p, n in ((left, "A"), (right, "B")))
    return engine.compare(replace(Job("software-functions", one, other), **more))  # type: ignore[arg-type]


def features(path: Path) -> FunctionFeatures:
    return FunctionFeatures.of(Work.open(path).members[0])


@needs_gcc
def test_functions_are_found_without_symbols_where_symbols_say(tmp_path: Path) -> None:
    flags = ("-fno-inline",)
    plain = features(put(tmp_path / "plain", compiled(LEDGER, "O1", False, flags)))
    bare = features(put(tmp_path / "bare", compiled(LEDGER, "O1", True, flags)))
    where = dict(zip(plain.named, plain.addresses.tolist(), strict=True))
    assert set(where) >= OWN
    assert {where[name] for name in OWN} <= set(bare.addresses.tolist())
    assert not any(bare.named)
    assert (bare.stops > bare.starts).all() and bare.stops.max() <= bare.size
    assert bare.counts.sum() == len(bare.places)


@needs_gcc
def test_bounds_hold_without_unwind_data_and_section_headers(tmp_path: Path) -> None:
    flags = ("-fno-inline", "-fno-asynchronous-unwind-tables", "-fno-unwind-tables")
    named = features(put(tmp_path / "named", compiled(LEDGER, "O1", False, flags)))
    where = {a for a, name in zip(named.addresses.tolist(), named.named, strict=True) if name in OWN - {"main"}}
    data = bytearray(compiled(LEDGER, "O1", True, flags))
    data[40:48] = bytes(8)  # no table of sections: only segments tell what is code
    data[58:64] = bytes(6)
    bare = features(put(tmp_path / "bare", bytes(data)))
    assert len(where & set(bare.addresses.tolist())) >= len(where) - 1


@needs_gcc
@pytest.mark.parametrize(("one", "other"), [("O0", "O2"), ("O1", "Os")])
def test_a_program_is_found_at_another_level(tmp_path: Path, one: str, other: str) -> None:
    """Every pair reported is true by the symbols of unstripped twins, and most of the program is covered."""
    flags = ("-fno-inline",)
    paths = [put(tmp_path / level, compiled(LEDGER, level, True, flags)) for level in (one, other)]
    names = []
    for level in (one, other):
        twin = features(put(tmp_path / f"{level}.sym", compiled(LEDGER, level, False, flags)))
        names.append({hex(a): name for a, name in zip(twin.addresses.tolist(), twin.named, strict=True)})
    result = compared(*paths)
    assert result.status == "ok"
    pairs = [
        (names[0][str(m.details["address_of_left"])], names[1][str(m.details["address_of_right"])])
        for m in result.matches
    ]
    assert [a for a, b in pairs if a != b] == []
    assert len(set(pairs) & {(name, name) for name in OWN}) >= 6
    assert min(result.coverage_of_left or 0, result.coverage_of_right or 0) > 0.6


@needs_gcc
def test_the_reasons_of_a_pair_can_be_checked(tmp_path: Path) -> None:
    flags = ("-fno-inline",)
    paths = [put(tmp_path / level, compiled(LEDGER, level, False, flags)) for level in ("O0", "O2")]
    result = compared(*paths)
    crc = next(m for m in result.matches if m.details["symbol_of_left"] == "crc")
    # gcc writes 0xedb88320 as it stands, or its negative: one number here, told as the code has it
    told = [set(one.split(" | ")) for one in crc.details["numbers"]]
    assert any(one and one <= {"0xedb88320", hex(-0xEDB88320 & 0xFFFFFFFF)} for one in told)
    works = [Work.open(p, medium=Medium.SOFTWARE) for p in paths]
    shown = METHOD.exhibit(works[0], works[1], crc)
    assert len(shown.left) == len(shown.right) > 10
    text = " ".join(run.text for _, runs in shown.left for run in runs)
    assert "xor" in text and "crc" in shown.left_place
    for match in result.matches:
        assert set(match.details) | {match.kind} <= set(LABELS["zh"]) & set(LABELS["en"])


@needs_gcc
def test_unrelated_programs_share_nothing_and_start_up_code_leaves_the_figures(tmp_path: Path) -> None:
    one, other = put(tmp_path / "l", compiled(LEDGER)), put(tmp_path / "t", compiled(TIDE))
    result = compared(one, other)
    assert result.coverage_of_left == result.coverage_of_right == 0
    named = put(tmp_path / "named", compiled(LEDGER, "O2", False))
    mine = compared(named, named, parameters={"min_instructions": 8})
    rules = {e.by for e in mine.excluded}
    assert "rule:start-up" in rules
    starts = {n for n in features(named).named if n in ("_start", "frame_dummy", "register_tm_clones")}
    said = " ".join(e.note for e in mine.excluded)
    assert "_start" in starts and all(name in said for name in starts)
    assert mine.all.values["functions_of_left"] >= mine.filtered.values["functions_of_left"]


@needs_gcc
def test_what_is_excluded_leaves_both_numbers(tmp_path: Path) -> None:
    path = put(tmp_path / "a", compiled(LEDGER, "O2", False, ("-fno-inline",)))
    one = features(path)
    number = one.named.index("packet")
    place = Span("a", "byte", int(one.starts[number]), int(one.stops[number]))
    exclusion = Exclusion(Reason.LICENSED, "left", place)
    result = compared(path, path, exclusions=(exclusion,))
    values, every = result.filtered.values, result.all.values
    assert values["instructions_of_left"] == every["instructions_of_left"] - int(one.counts[number])
    assert values["functions_of_left"] == every["functions_of_left"] - 1
    assert result.coverage_of_left == 1
    assert values["functions_paired_of_right"] == values["functions_of_right"] - 1


def test_a_number_and_its_negative_are_one() -> None:
    """gcc adds -0x61c88647 where the source says 0x9e3779b9 (the delta of TEA)."""
    assert number_key(0x9E3779B9) == number_key(-0x61C88647) == number_key(0x61C88647)
    assert number_key(-48) == 48
    assert number_key(0x123456789ABCDEF0) == 0x123456789ABCDEF0


def test_instructions_are_told_by_what_they_do() -> None:
    x86 = Reading("x86-64")
    assert x86("xor", "eax, eax").token == ""
    assert x86("xor", "eax, edx").token == "xor"
    assert (x86("cmp", "byte ptr [rdi + 8], 0x41").number, x86("cmp", "byte ptr [rdi + 8], 0x41").disp) == (0x41, 8)
    assert x86("jne", "0x1180") == replace(x86("je", "0x1180"), masked="jne")
    assert (x86("call", "0x1180").kind, x86("call", "0x1180").target) == (CALL, 0x1180)
    assert x86("mov", "eax, dword ptr [rip + 0x20]").masked == x86("mov", "eax, dword ptr [rip + 0x99]").masked
    assert x86("nop", "").kind == PAD
    arm = Reading("arm64")
    assert (arm("b.ne", "#0x1180").kind, arm("b.ne", "#0x1180").target) == (BRANCH, 0x1180)
    assert arm("eor", "w0, w1, w2").token == "xor"
    assert (arm("ldr", "w8, [x19, #0x24]").base, arm("ldr", "w8, [x19, #0x24]").disp) == ("x19", 0x24)


def test_texts_in_either_encoding() -> None:
    assert text_of("服务器启动失败".encode() + b"\0x") == "服务器启动失败"
    assert text_of("monster list".encode("utf-16-le") + b"\0\0x") == "monster list"
    assert text_of(b"\x01\x02abc\0") == ""
    assert text_of(b"") == ""


def test_each_function_serves_once_and_sides_can_be_swapped() -> None:
    i, j = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1])
    score = np.array([1.0, 3.0, 3.0, 1.0, 2.0])
    taken = assign(i, j, score)
    assert sorted(zip(i[taken].tolist(), j[taken].tolist(), strict=True)) == [(0, 1), (1, 0)]
    back = assign(j, i, score)
    assert sorted(zip(i[back].tolist(), j[back].tolist(), strict=True)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("parameters", "said"), [({"certainty": 0.2}, "certainty"), ({"min_instructions": 3}, "min_instructions")]
)
def test_parameters_have_bounds(parameters: dict[str, float], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        comparator("software-functions", parameters)


def headers(machine: int = 62, kind: int = 2, code: tuple[int, int] = (0x1000, 0x10)) -> bytes:
    """An ELF file with one segment of code and no more."""
    head = (
        b"\x7fELF\x02\x01\x01"
        + bytes(9)
        + struct.pack("<HHIQQQIHHHHHH", kind, machine, 1, 0x1000, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    )
    segment = struct.pack("<IIQQQQQQ", 1, 5, code[0], 0x1000, 0x1000, code[1], code[1], 0x1000)
    return (head + segment).ljust(0x1000, b"\0") + b"\x55\xc3".ljust(0x10, b"\x90")


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"no program at all", Refused, "not a program"),
        (b"", Refused, "not a program"),
        (b"MZ" + bytes(200), Unreadable, "damaged"),
        (headers(machine=8), Refused, "x86, x86-64 and ARM64"),
        (headers(kind=1), Refused, "object file"),
        (headers(code=(0x1000, 1 << 40)), MaterialError, "damaged"),
        (headers(code=(0x1000, 0)), Refused, "no machine code"),
    ],
)
def test_files_that_cannot_be_read_are_refused_by_name(
    tmp_path: Path, data: bytes, error: type[Exception], said: str
) -> None:
    path = put(tmp_path / "strange.exe", data)
    with pytest.raises(error, match=said) as caught:
        features(path)
    assert "strange.exe" in str(caught.value)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.exe"
    with path.open("wb") as stream:
        stream.write(b"MZ")
        stream.truncate(programs.MOST_BYTES + 1)
    work = Work.open(path, known={"huge.exe": "0" * 64})
    with pytest.raises(OverLimit, match=r"huge\.exe"):
        FunctionFeatures.of(work.members[0])


@needs_gcc
def test_damage_anywhere_gives_a_result_or_a_name(tmp_path: Path) -> None:
    """Bytes of headers and tables turned over: never another error, never a place outside the file."""
    whole = compiled(LEDGER)
    dice = np.random.default_rng(7)
    for trial in range(60):
        data = bytearray(whole)
        for at in dice.integers(4, 0x400 if trial % 2 else len(data), 12):
            data[at] = dice.integers(256)
        if trial % 3 == 0:
            del data[int(dice.integers(64, len(data))) :]
        path = put(tmp_path / "bad.so", bytes(data))
        try:
            found = features(path)
        except (MaterialError, Refused) as error:
            assert "bad.so" in str(error)
        else:
            assert (found.starts >= 0).all() and (found.stops <= len(data)).all()


@needs_gcc
def test_the_laws_hold_across_levels(tmp_path: Path) -> None:
    one = put(tmp_path / "one.so", compiled(LEDGER, "O0"))
    other = put(tmp_path / "other.so", compiled(LEDGER, "O2"))
    contract.mirror("software-functions", one, other)
    contract.growing("software-functions", one, other, tmp_path)


def test_a_function_of_the_run_time_is_said_to_be_of_the_library_it_comes_from() -> None:
    # What mingw-w64 links into every program, the index also has under the libraries that were linked with it.
    files = {one.file: one for one in open_components(ProgramFilters.bundled, ProgramFilters.name).files}
    linked = [files[f"{name}.exe"] for name in ("libgcc", "libstdc++", "libmingwex")]
    assert said(linked) == said(linked[::-1]) == "mingw-w64 12.0.0 libmingwex"
    assert said([*linked, files["start-up.exe"]]) == "mingw-w64 12.0.0 start-up"
    assert said(linked[:1]) == "gcc-mingw 14.2.0 libgcc"


@needs_gcc
def test_the_terminal_shows_what_counts_first_with_its_addresses(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    paths = [put(tmp_path / level, compiled(LEDGER, level, False, ("-fno-inline",))) for level in ("O0", "O2")]
    longest = max(compared(*paths).matches, key=lambda m: m.left.length + m.right.length)
    out = Exclusion(Reason.THIRD_PARTY, side="left", span=longest.left, work="A", by="甲")
    print_summary(compared(*paths, exclusions=(out,)))
    told = capsysbinary.readouterr().out.decode().split("the strongest, left ~ right:\n")[1].splitlines()
    places = [line for line in told if " ~ " in line]
    assert [line.endswith(", taken out") for line in places] == sorted(line.endswith(", taken out") for line in places)
    assert places[-1].endswith(", taken out") and not places[0].endswith(", taken out")
    assert "virtual address: 0x" in told[1] and ": ;" not in told[1]
