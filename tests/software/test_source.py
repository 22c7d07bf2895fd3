"""Source text against programs: what is read of a text, what names stand for, and which functions are paired."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import contract, engine
from appraisal.comparison import Comparison, Mask
from appraisal.errors import OverLimit, Unreadable, UsageError
from appraisal.exhibit import Listing
from appraisal.job import Job
from appraisal.registry import applicable
from appraisal.work import Medium, Work
from comparators.software.functions.features import FunctionFeatures
from comparators.software.source import SoftwareSource, naming, reading
from comparators.software.source.features import SourceFeatures
from comparators.software.source.literals import floating, integer, unescaped, value_of
from comparators.software.source.naming import Names, parts_of
from comparators.software.source.reading import Piece, Text
from tests.software.programs import LEDGER, TIDE, compiled, put

BUILDS = Path(__file__).parent / "builds"
TEXT = r"""
#include <stdio.h>
#define LIMIT (1 << 6)
#define MASK 0xFF
#define TWICE(x) do { log_it("twice"); (x) = (x) * 2; } while (0)
enum { RED = 3, GREEN, BLUE };
typedef unsigned short half;
static const half table[] = {1, 2, 3, 4, 5, 6, 7, 8, LIMIT};
static const char *greeting = "hello, ledger\n";

/* a comment
   of two lines */
int first(int n, const char *name)
{
    int sum = 0;

    for (int i = 0; i < LIMIT; i++) {
        if (name[i] == 'a' && n > GREEN)   // counts
            sum += (n & MASK) << 3;
    }
    TWICE(sum);
    printf("sum %d\n" " of it", sum);
    return sum % 8 ? second(table[n]) : -1;
}
#if 0
int never(void) { return 77777; }
#endif
"""


def texts(**files: str) -> dict[str, Text]:
    return {f"{name}.c": reading.text_of(f"{name}.c", body.encode()) for name, body in sorted(files.items())}


def one_of(found: Text, name: str) -> Piece:
    (piece,) = (one for one in found.functions if one.name == name)
    return piece


def compared(left: Path, right: Path, **parameters: object) -> Comparison:
    works = [Work.open(path) for path in (left, right)]
    return engine.compare(Job("software-source", works[0], works[1], parameters=parameters))


@pytest.mark.parametrize(
    ("text", "value"),
    [("017", 15), ("0x1FuL", 31), ("0b101", 5), ("1'000'000", 1_000_000), ("'a'", 97), (r"'\n'", 10), (r"'\x41'", 65),
     (r"'\\'", 92), ("'ab'", 0x6162), (r"'\8'", 56), (r"'\xg'", 0x7867), (r"'\u1'", 0x7531),
     ("089", None), ("name", None), ("0", 0)],
)  # fmt: skip
def test_whole_numbers_and_characters(text: str, value: int | None) -> None:
    assert integer(text) == value


def test_other_literals() -> None:
    assert [floating(one) for one in ("1.5f", "1e3", ".25L", "0x1p-3", "oops")] == [1.5, 1000.0, 0.25, 0.125, None]
    assert unescaped(rb"\8\9\xg\x") == b"89xgx"
    assert unescaped(rb"a\tb\x41\101\\\"" + b"\\\n" + rb"\u00e9") == b'a\tbAA\\"' + "é".encode()


@pytest.mark.parametrize(
    ("text", "value"),
    [("(1 << 6) | A", 67), ("-A", -3), ("~0u", -1), ("(unsigned int)7 / 2", 3), ("-7 / 2", -3), ("-7 % 2", -1),
     ("'a' + 1", 98), ("010 + 1", 9), ("B", None), ("A()", None), ("1 << 99999999", 0), ("1 / 0", None),
     ("(" * 3000 + "1" + ")" * 3000, None), ("__import__('os')", None), ("A.real", None), ("1 if A else 2", None)],
)  # fmt: skip
def test_constant_expressions(text: str, value: int | None) -> None:
    assert value_of(text, lambda name: 3 if name == "A" else None) == value


@given(
    st.recursive(
        st.integers(0, 1 << 20).map(str),
        lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "&", "|", "^"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        max_leaves=6,
    )
)
def test_arithmetic_is_that_of_whole_numbers(text: str) -> None:
    found = value_of(text, lambda name: None)
    wanted = eval(text, {"__builtins__": {}})  # our own text of numbers and signs
    assert found == (wanted if -(1 << 63) <= wanted < 1 << 64 else None)


@given(st.text("\\\\\\'\"89017xguUn+(a \n", max_size=30), st.sampled_from(["'", '"', ""]))
def test_any_escape_is_read(text: str, quote: str) -> None:
    written = quote + text + quote
    unescaped(written.encode())
    for found in (
        integer(written),
        value_of(written, lambda name: None),
        value_of(f"{written} + 1", lambda name: None),
    ):
        assert found is None or isinstance(found, int)


def test_a_text_with_escapes_that_are_none_is_compared(tmp_path: Path) -> None:
    text = LEDGER + "\n#define ODD '\\9'\nint odd(int a) {\n  a += ODD;\n  puts(\"\\8\\xg\");\n  return a;\n}\n"
    assert compared(put(tmp_path / "a.c", text.encode()), put(tmp_path / "made", compiled(LEDGER, "O1"))).status == "ok"


@pytest.mark.parametrize(
    ("body", "rows"),
    [("int f(int a){\n#if Q\n\n// c\n\n  a++;\n#endif\n\n  return a;\n}", [1, 2, 6, 7, 9, 10]),
     ("int f(int a){\n#define Z 3\n\n\n#undef Z\n\n  return a;}", [1, 2, 5, 7]),
     ('int f(void){\n  puts("a"\n\n  // c\n  "b");\n}', [1, 2, 5, 6])],
)  # fmt: skip
def test_blank_lines_and_comments_hold_no_code(body: str, rows: list[int]) -> None:
    assert one_of(reading.text_of("a.c", body.encode()), "f").rows == rows


def test_of_a_macro_that_is_defined_twice_the_first_counts() -> None:
    held = texts(a="#ifdef A\n#define M 3\n#define N(x) g(x)\n#else\n#define M h(4)\n#define N 5\n#endif\n")["a.c"]
    assert held.values == {"M": "3"} and held.macros["M"].numbers == ["3"] and set(held.macros["N"].calls) == {"g"}


def test_what_lies_too_deep_is_found_where_it_is_asked_for_nearer_by() -> None:
    chain = "".join(f"#define C{n} (C{n + 1} + 1)\n" for n in range(12))
    names = Names(texts(a=chain + "#define C12 7\n"))
    assert [names.value(one, "a.c") for one in ("C0", "C11", "C7")] == [None, 8, 12]


def test_a_wide_web_of_names_without_a_value_is_looked_at_once_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(text: str, named: Callable[[str], int | None]) -> int | None:
        asked.append(text)
        return value_of(text, named)

    monkeypatch.setattr(naming, "value_of", counted)
    web = "".join(
        f"#define W{n}_{k} ({'+'.join(f'W{n + 1}_{j}' for j in range(9))})\n" for n in range(9) for k in range(9)
    )
    assert Names(texts(a=web)).value("W0_0", "a.c") is None
    assert len(asked) < 9 * 9 * 9


class Counted(dict[str, Any]):
    """Counts what is copied when it is joined with another."""

    copied = 0

    def __or__(self, other: Any) -> Any:
        Counted.copied += len(other)
        return super().__or__(other)


def test_names_of_many_files_are_not_copied_for_each_file() -> None:
    held = {f"{n}.c": Text(values=Counted({f"A{n}": str(n), "SAME": str(n)})) for n in range(200)}
    names = Names(held)
    assert Counted.copied <= 400
    assert names.value("A199", "0.c") == 199 and names.value("SAME", "150.c") == 150
    assert Names({**held, "z.c": Text()}).value("SAME", "z.c") == 0  # of other files the first


def test_a_function_as_it_is_read() -> None:
    found = reading.text_of("a.c", TEXT.encode())
    assert [one.name for one in found.functions] == ["first"]  # nothing stands behind #if 0
    piece = one_of(found, "first")
    lines = TEXT.split("\n")
    assert lines[piece.rows[0] - 1].startswith("int first") and lines[piece.rows[-1] - 1] == "}"
    assert len(piece.rows) == 11 and TEXT.encode()[piece.start : piece.stop].endswith(b": -1;\n}")
    assert piece.texts == ["sum %d\n of it"]
    assert piece.shape == [4, 1, 3]  # for, if, &&, ?: ; for ; three calls, one of them a macro
    assert ("cmp-lt", "LIMIT") in piece.steps and ("cmp-eq", "'a'") in piece.steps and ("and", "MASK") in piece.steps
    assert ("shl", "3") in piece.steps and ("mod", "8") in piece.steps
    assert set(piece.calls) == {"TWICE", "printf", "second"}
    assert found.macros["TWICE"].texts == ["twice"] and found.macros["TWICE"].shape == [0, 0, 1]


def test_what_names_stand_for() -> None:
    held = texts(a=TEXT, b="int second(int x) { return x ^ 0xDEADBEEF; }\nvoid log_it(const char *t) { puts(t); }")
    names = Names(held)
    found = names.meaning(one_of(held["a.c"], "first"), "a.c")
    assert {64, 255, 97, 4, 3, 8} <= set(found.numbers)
    assert found.texts == {b"sum %d\n of it", b"twice"}
    assert found.data == {b"".join(n.to_bytes(2, "little") for n in range(1, 9))}
    assert found.outside == {"printf"} and found.calls == {1, 2}
    assert ("mul", 2) in found.steps and ("cmp-lt", 64) in found.steps
    assert [names.value(one, "b.c") for one in ("RED", "GREEN", "BLUE", "LIMIT", "MASK + 1")] == [3, 4, 5, 64, 256]


def test_macros_that_name_each_other_are_put_in_a_bounded_number_of_times() -> None:
    bomb = "".join(f"#define M{n} f(M{n + 1}, {n})\n" for n in range(200))
    wide = "".join(
        f"#define W{n}_{k} g({', '.join(f'W{n + 1}_{j}' for j in range(9))})\n" for n in range(9) for k in range(9)
    )
    held = texts(a=f"{bomb}{wide}#define SELF SELF + 1\nint first(void) {{ return M0 + W0_0 + SELF; }}")
    found = Names(held).meaning(one_of(held["a.c"], "first"), "a.c")
    assert 2000 < found.macros < 2000 * 20
    assert Names(held).value("SELF", "a.c") is None


def test_methods_of_classes() -> None:
    found = reading.text_of(
        "a.hpp", b"namespace n { class A { int f() { return 3; } A(); ~A(); }; }\nn::A::A() { g(); }"
    )
    assert [one.name for one in found.functions] == ["n::A::f", "n::A::A"]


@pytest.mark.parametrize(
    ("symbol", "parts"),
    [("plain", ("plain",)), ("inflate.part.0", ("inflate",)), ("_ZN2ns3Box4openEi", ("ns", "Box", "open")),
     ("_ZNK3Box4sizeEv", ("Box", "size")), ("_Z3runPKc", ("run",)), ("_ZN3BoxC2Ev", ("Box", "Box")),
     ("_ZN3BoxD1Ev", ("Box", "~Box")), ("__ZN3Box4openEi", ("Box", "open")), ("_Z", ("_Z",)), ("_ZN9999x", ("x",))],
)  # fmt: skip
def test_names_in_symbols(symbol: str, parts: tuple[str, ...]) -> None:
    assert parts_of(symbol) == parts


@pytest.mark.parametrize(
    ("symbol", "form", "arch", "parts"),
    [("_foo", "Mach-O", "arm64", ("foo",)), ("__foo", "Mach-O", "x86-64", ("_foo",)), ("_foo", "ELF", "x86", ("_foo",)),
     ("__ZN3Box4openEi", "Mach-O", "arm64", ("Box", "open")), ("_foo", "PE", "x86", ("foo",)),
     ("_foo@4", "PE", "x86", ("foo",)), ("@foo@4", "PE", "x86", ("foo",)), ("foo@@8", "PE", "x86", ("foo",)),
     ("_foo", "PE", "x86-64", ("_foo",)), ("foo", "PE", "x86", ("foo",)), ("__Z3runPKc", "PE", "x86", ("run",)),
     ("?foo@@YAXXZ", "PE", "x86", ("foo",)), ("?open@Box@ns@@QEAAHH@Z", "PE", "x86-64", ("ns", "Box", "open")),
     ("??0Box@ns@@QAE@XZ", "PE", "x86", ("ns", "Box", "Box")), ("??1Box@@UEAA@XZ", "PE", "x86-64", ("Box", "~Box")),
     ("??$most@H@@YAHHH@Z", "PE", "x86", ("most",)), ("?at@?$List@H@@QAEHH@Z", "PE", "x86", ("List", "at")),
     ("??2@YAPAXI@Z", "PE", "x86", ("??2@YAPAXI@Z",)), ("?", "PE", "x86", ("?",)), ("_", "Mach-O", "arm64", ("",))],
)  # fmt: skip
def test_names_in_symbols_of_other_systems(symbol: str, form: str, arch: str, parts: tuple[str, ...]) -> None:
    assert parts_of(symbol, form, arch) == parts


@pytest.mark.parametrize("name", ["wares-x86_64.macho", "wares-arm64.macho"])
def test_symbols_of_mach_o_are_the_names_of_the_source(name: str) -> None:
    works = Work.open(BUILDS / "wares.c"), Work.open(BUILDS / name, medium=Medium.SOFTWARE)
    found = engine.compare(Job("software-source", *works, parameters={"certainty": 0.5, "min_instructions": 8}))
    assert found.matches and all(m.details["same_name"] for m in found.matches)
    assert all(str(m.details["symbol"]) == f"_{m.details['function']}" for m in found.matches)


def test_pieces_of_a_match_that_was_cut_are_one_pair(tmp_path: Path) -> None:
    source, program = put(tmp_path / "ledger.c", LEDGER.encode()), put(tmp_path / "made", compiled(LEDGER, "O1", False))
    found = compared(source, program)
    method, works = SoftwareSource(), [Work.open(path) for path in (source, program)]
    left, right = ({m.file: SourceFeatures.of(m) for m in work.members} for work in works)
    whole = method.measure(left, right, found.matches, Mask()).values
    cut = method.measure(left, right, [*found.matches, *found.matches], Mask()).values
    assert whole == cut and whole["pairs"] == whole["pairs_with_symbol"] == len(found.matches) > 0


@pytest.mark.parametrize("level", ["O0", "O2"])
def test_functions_of_a_text_are_found_in_the_stripped_program(level: str, tmp_path: Path) -> None:
    source, program = put(tmp_path / "ledger.c", LEDGER.encode()), put(tmp_path / "made", compiled(LEDGER, level))
    twin = FunctionFeatures.of(Work.open(put(tmp_path / "twin", compiled(LEDGER, level, stripped=False))).members[0])
    names = dict(zip((hex(int(a)) for a in twin.addresses), twin.named, strict=True))
    forth, back = compared(source, program), compared(program, source)
    assert forth.status == back.status == "ok"
    found = {m.details["function"]: names[m.details["address"]] for m in forth.matches}
    assert len(found) >= 2 and all(one == other for one, other in found.items())
    assert all(m.left.unit == "line" and m.right.unit == "byte" and m.details["symbol"] == "" for m in forth.matches)
    assert {(m.right, m.left) for m in forth.matches} == {(m.left, m.right) for m in back.matches}
    assert forth.coverage_of_left == back.coverage_of_right and (forth.coverage_of_left or 0) > 0.3
    assert forth.coverage_of_right == back.coverage_of_left and (forth.coverage_of_right or 0) > 0.3
    assert forth.tables["functions_of_left"]["head"][1] == "first_line"


def test_symbols_stand_beside_and_take_no_part(tmp_path: Path) -> None:
    source = put(tmp_path / "ledger.c", LEDGER.encode())
    made = [put(tmp_path / n, compiled(LEDGER, "O1", stripped=s)) for n, s in (("stripped", True), ("plain", False))]
    one, other = (compared(source, path) for path in made)
    assert [m.left for m in one.matches] == [m.left for m in other.matches] != []
    assert all(m.details["same_name"] for m in other.matches) and not any("same_name" in m.details for m in one.matches)
    assert other.all.values["pairs_of_same_name"] == other.all.values["pairs_with_symbol"] == len(other.matches)


def test_laws_of_two_works_that_match(tmp_path: Path) -> None:
    source, program = put(tmp_path / "ledger.c", LEDGER.encode()), put(tmp_path / "made", compiled(LEDGER, "O1"))
    contract.mirror("software-source", source, program)
    contract.repeats("software-source", source, program)
    contract.inside("software-source", source, program)
    contract.nothing_left("software-source", source, program)
    contract.growing("software-source", source, program, tmp_path / "growing")


def test_an_unrelated_program_has_none_of_the_functions(tmp_path: Path) -> None:
    found = compared(put(tmp_path / "ledger.c", LEDGER.encode()), put(tmp_path / "tide", compiled(TIDE, "O2")))
    assert found.status == "ok" and found.matches == []


def test_source_and_disassembly_side_by_side(tmp_path: Path) -> None:
    source, program = put(tmp_path / "ledger.c", LEDGER.encode()), put(tmp_path / "made", compiled(LEDGER, "O2"))
    match = compared(source, program).matches[0]
    shown = SoftwareSource().exhibit(Work.open(source), Work.open(program), match)
    assert isinstance(shown, Listing)
    first = LEDGER.split("\n")[match.details["first_line"] - 1]
    assert shown.left[0][0] == str(match.details["first_line"]) and shown.left[0][1][0].text == first
    assert shown.right[0][0] == match.details["address"][2:] and len(shown.left) == len(shown.right)
    assert shown.left_place.startswith("ledger.c:")


def test_what_is_refused(tmp_path: Path) -> None:
    source, program = put(tmp_path / "a.c", LEDGER.encode()), put(tmp_path / "made", compiled(LEDGER, "O2"))
    assert "source text on both sides" in (compared(source, source).message or "")
    assert "no source text" in (compared(program, program).message or "")
    both = tmp_path / "both"
    both.mkdir()
    put(both / "a.c", LEDGER.encode())
    put(both / "made", compiled(LEDGER, "O2"))
    assert "hand in each kind by itself" in (compared(both, both).message or "")
    assert compared(source, both).status == compared(both, program).status == "ok"
    assert "no function of 100 lines" in (compared(source, program, min_lines=100).message or "")
    assert "no function of 1000 instructions" in (compared(source, program, min_instructions=1000).message or "")
    assert "zero bytes" in (compared(put(tmp_path / "z.c", b"int\0"), program).message or "")
    assert "empty" in (compared(put(tmp_path / "e.c", b" \n"), program).message or "")
    for wrong in ({"certainty": 0.4}, {"min_lines": 0}, {"min_instructions": 7}):
        with pytest.raises(UsageError):
            SoftwareSource(**wrong)


def test_too_much_of_one_thing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_TERMS", 5)
    with pytest.raises(OverLimit, match=r"a.c: first holds more than 5 terms"):
        reading.text_of("a.c", TEXT.encode())
    monkeypatch.setattr(reading, "MOST_PIECES", 2)
    with pytest.raises(OverLimit, match=r"a.c: more than 2 functions or macros"):
        reading.text_of("a.c", b"#define A 1\n#define B 2\n#define C 3\n")


@pytest.mark.parametrize(
    "body",
    ["(" * 20_000, "{" * 20_000, "int f() {" + "if (a) " * 5_000 + ";}", "\n" * 200_000, "'" + "\\a0" * 5_000,
     "<" * 50_000, "int f() { return " + "1+" * 5_000 + "1; }", '"' * 9_999, "#define A \\\n" * 5_000,
     "enum {" + "A," * 9_000 + "};"],
)  # fmt: skip
def test_hostile_texts_are_read_or_refused(body: str) -> None:
    try:
        found = reading.text_of("a.c", body.encode())
    except Unreadable:
        return
    names = Names({"a.c": found})
    for piece in found.functions:
        names.meaning(piece, "a.c")


def test_the_method_is_proposed_where_it_is_named_and_each_side_holds_a_kind(tmp_path: Path) -> None:
    one, other = put(tmp_path / "a.c", LEDGER.encode()), put(tmp_path / "made.elf", compiled(TIDE))
    works = Work.open(one), Work.open(other)
    name = "software-source"
    assert name in applicable(*works, asked={name}) and name not in applicable(*works)
    assert name not in applicable(works[0], Work.open(put(tmp_path / "a.txt", b"text")), asked={name})
