"""Tables in source code: opcodes in every form, structures with offsets, orders in which packets are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.comparison import Match
from appraisal.work import Work
from comparators.software.data.grid import CONSTANTS, STRUCT, Book, Grid
from comparators.software.data.layouts import layouts
from comparators.software.data.opcodes import constants
from comparators.software.data.reading import read
from tests.software.data_sides import compare, read_features

Rows = list[tuple[str, ...]]


def rows(grid: Grid) -> Rows:
    values = {code: value for value, code in grid.book.values.items()}
    return [tuple(values[code] for code in row) for row in grid.rows]


def opcodes(text: str) -> dict[str, Rows]:
    book = Book("a")
    constants(book, text)
    assert all(grid.kind == CONSTANTS and 0 in grid.named for grid in book.grids)
    return {grid.name: rows(grid) for grid in book.grids}


def laid_out(text: str) -> dict[str, Rows]:
    book = Book("a")
    layouts(book, text)
    assert all(grid.kind == STRUCT for grid in book.grids)
    return {grid.name: rows(grid) for grid in book.grids}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("#define CMD_LOGIN 0x0101\n#define CMD_MOVE (0x0205)\n", "#define",
         [("CMD_LOGIN", "0x0101"), ("CMD_MOVE", "0x0205")]),
        ("enum Op { OP_A = 7, OP_B, /* gap */ OP_C = 0x20, OP_D };", "enum Op",
         [("OP_A", "7"), ("OP_B", "8"), ("OP_C", "0x20"), ("OP_D", "33")]),
        ("public enum Opcode : ushort\n{\n  [Desc(\"in\")]\n  Login = 0x0101,\n  Move\n}", "enum Opcode",
         [("Login", "0x0101"), ("Move", "258")]),
        ("enum Opcode {\n  LOGIN(0x101, \"in\"), MOVE(0x205, \"out\");\n  final int code;\n  Opcode(int c) {} }",
         "enum Opcode", [("LOGIN", "0x101", "in"), ("MOVE", "0x205", "out")]),
        ("enum Cmd {\n  LOGIN = 101;\n  MOVE = 205;\n}", "enum Cmd", [("LOGIN", "101"), ("MOVE", "205")]),
        ("enum Op {\n  A,\n  B = 5,\n  C,\n}", "enum Op", [("A", "0"), ("B", "5"), ("C", "6")]),
        ("const (\n  OpA = iota + 100\n  OpB\n  OpC\n)", "const", [("OpA", "100"), ("OpB", "101"), ("OpC", "102")]),
        ("const (\n  OpA uint16 = 0x101\n  OpB = 0x205 // move\n)", "const", [("OpA", "0x101"), ("OpB", "0x205")]),
        ("pub const A: u16 = 0x0101;\npub const B: u16 = 0x0205;\n", "const", [("A", "0x0101"), ("B", "0x0205")]),
        ("public static final int A = 0x11;\npublic static final int B = 0x12;\n", "const",
         [("A", "0x11"), ("B", "0x12")]),
        ("Op.LOGIN = 1\nOp.MOVE = 9 -- go\nOp[\"CHAT\"] = 31\nOp.BAG = 77\n", "Op",
         [("LOGIN", "1"), ("MOVE", "9"), ("CHAT", "31"), ("BAG", "77")]),
        ("local A = 0x11\nlocal B = 0x12\n", "const", [("A", "0x11"), ("B", "0x12")]),
    ],
)  # fmt: skip
def test_opcodes_in_every_form(text: str, name: str, expected: Rows) -> None:
    assert opcodes(text)[name] == expected


def test_fields_of_an_object_are_no_opcodes() -> None:
    assert not opcodes("self.a = 1\nself.b = 2\nself.c = 3\nself.d = 4\n")


def test_a_structure_has_types_sizes_and_offsets() -> None:
    text = "struct Head { uint16_t size; uint8_t kind; uint32_t id; char name[20]; unsigned flag : 3; double x; };"
    assert laid_out(text)["struct Head"] == [
        ("size", "uint16_t", "", "", "0"),
        ("kind", "uint8_t", "", "", "2"),
        ("id", "uint32_t", "", "", "4"),
        ("name", "char", "[20]", "", "8"),
        ("flag", "unsigned", "", "3", "28"),
        ("x", "double", "", "", ""),  # where bits go is the compiler's affair
    ]
    packed = laid_out("#pragma pack(push, 1)\nstruct Head { BYTE kind; DWORD id; WORD size; };\n#pragma pack(pop)")
    assert [row[4] for row in packed["struct Head"]] == ["0", "1", "5"]


THREE = {
    "c": "struct A { uint16_t a; uint32_t b; char c[20]; };\nstruct B { BYTE x; BYTE y; };\nstruct C { float f;"
    " float g; int64_t h; };\nstruct D { short s; std::string t; int u; };",
    "cs": "struct A { public ushort A1; public uint B1; [M(20)] public char C1[20]; }\nclass C { public float F;"
    " public float G = 0; public long long H; }\nclass D { public short S; public string T; public int U; }",
    "proto": "message A { required fixed32 a = 1; optional string b = 2; repeated bool c = 3; }\n"
    "message B { float a = 1; float b = 2; int64 c = 3; }\nmessage C { bool x = 1; string y = 2; int32 z = 3; }",
    "rs": "pub struct A { pub a: u16, pub b: u32, c: String }\nstruct B { a: f32, b: f32, c: i64 }\nstruct C { a: u8,"
    " b: u8, c: u8, d: Vec<u8> }",
    "go": "type A struct {\n  A uint16\n  B uint32\n  C string\n}\n"
    "type B struct {\n  A float32\n  B float32\n  C int64\n}\n"
    "type C struct {\n  A byte\n  B []byte\n  C bool `json:\"c\"`\n}\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("c", ["his[20]", "f2q", "hsi"]),
        ("cs", ["his[20]", "f2q", "hsi"]),
        ("proto", ["isb", "f2q", "bsi"]),
        ("rs", ["his", "f2q", "b3o"]),
        ("go", ["his", "f2q", "bob"]),
    ],
)
def test_layouts_read_alike_in_all_languages(language: str, expected: list[str]) -> None:
    found = [row[1] for row in laid_out(THREE[language])["layouts"]]
    assert [layout for layout in found if layout != "b2"] == expected


def test_orders_of_reading_and_writing_are_layouts() -> None:
    text = (
        "void login(Packet p) { p.writeShort(OP); p.writeInt(id); p.writeUTF(name); p.writeByte(1); p.writeByte(2); }\n"
        "void move(Packet p) { x = p.readInt(); y = p.readInt(); z = p.ReadUInt16(); }\n"
        "def chat(b):\n  b.put_u8(1)\n  b.put_u16(2)\n  b.put_string(t)\n"
        "HEAD = struct.Struct('<HI20sBB')\n"
    )
    assert laid_out(text)["layouts"] == [
        ("write", "hisb2", "5", ""),
        ("read", "i2h", "3", "10"),
        ("write", "bhs", "3", ""),
        ("format", "his[20]b2", "5", ""),
    ]


def packets(names: str, letters: list[str], style: str) -> str:
    """Structures with these types, named after a word; as C or as C#."""
    types = {"c": {"h": "uint16_t", "i": "uint32_t", "b": "uint8_t", "q": "uint64_t", "f": "float"},
             "cs": {"h": "ushort", "i": "uint", "b": "byte", "q": "ulong", "f": "float"}}[style]  # fmt: skip
    public = "public " if style == "cs" else ""
    return "\n".join(
        f"struct {names}{at} {{ " + " ".join(f"{public}{types[c]} {names}_{n};" for n, c in enumerate(row)) + " };"
        for at, row in enumerate(letters)
    )


def compared(tmp_path: Path, left: str, right: str) -> list[Match]:
    mine = {"proto.h": read_features(tmp_path / "proto.h", left)}
    return compare(mine, {"Packets.cs": read_features(tmp_path / "Packets.cs", right)})[0]


def drawn(seed: int, count: int = 40) -> list[str]:
    """Layouts of 5 to 11 fields drawn by a fixed rule."""
    made, state = [], seed
    for _ in range(count):
        row = ""
        state = (state * 1103515245 + 12345) % (1 << 31)
        for _ in range(5 + (state >> 16) % 7):
            state = (state * 1103515245 + 12345) % (1 << 31)
            row += "hibqf"[(state >> 16) % 5]
        made.append(row)
    return made


def test_packets_in_another_language_under_other_names_are_found_and_others_are_not(tmp_path: Path) -> None:
    mine, theirs = drawn(1), drawn(2)
    found = compared(tmp_path, packets("Login", mine, "c"), packets("Yonghu", list(reversed(mine)), "cs"))
    assert [match.kind for match in found] == ["struct"]
    assert found[0].details["rows_paired"] == 40
    assert not compared(tmp_path, packets("Login", mine, "c"), packets("Yonghu", theirs, "cs"))


def test_code_that_never_ends_is_read_in_bounded_time(tmp_path: Path) -> None:
    hostile = (
        "enum X { " + "A(" * 50_000, "const (" + "a = (" * 20_000, "struct S { " + "int a[" * 20_000,
        "enum E {" + " " * 200_000, "struct.pack('" + "I" * 200_000, "x." * 100_000, "p.readInt(" * 20_000,
        "class A { " + "@B " * 50_000 + "}", "message M {" + "[a] " * 20_000 + ";}",
    )  # fmt: skip
    for at, text in enumerate(hostile):
        path = tmp_path / f"{at}.c"
        path.write_text(text)
        read(Work.open(path, label="A").members[0])
