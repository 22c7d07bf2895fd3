"""Every format that software-data reads, as tables."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparators.software.data.decoding import binary, decode
from comparators.software.data.grid import Book
from comparators.software.data.literals import LUA, OTHER, C, literals
from comparators.software.data.reading import read
from tests.software.data_sides import grids, member


def test_csv_with_head_quotes_and_other_delimiters(tmp_path: Path) -> None:
    text = 'id;name;price\n1;"sword; long";137\n2;"he said ""no""";0.083\n'
    assert grids(tmp_path / "a.csv", text) == {"data": [["1", "sword; long", "137"], ["2", 'he said "no"', "0.083"]]}
    (rows,) = grids(tmp_path / "a.tsv", "a\tb\n1\t2\n3\t4\n").values()
    assert rows == [["1", "2"], ["3", "4"]]
    (rows,) = grids(tmp_path / "b.csv", 'x,y\n1,"two\nlines"\n2,z\n').values()
    assert rows[0] == ["1", "two\nlines"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "編號,名稱,價格\n" + "".join(f"{n},長劍與盾牌{n},{n * 137}\n" for n in range(1, 9))
    (rows,) = grids(tmp_path / "a.csv", text.encode(encoding)).values()
    assert rows[2] == ["3", "長劍與盾牌3", "411"]


def test_other_bytes_are_no_text() -> None:
    assert binary(bytes(range(256)) * 20)
    assert not binary("plain".encode("utf-16"))
    assert decode(b"caf\xe9") == ("café", "cp1252")


def test_mysql_dump(tmp_path: Path) -> None:
    dump = r"""
-- INSERT INTO `nothing` VALUES (1);
/*!40101 SET NAMES utf8 */; /* INSERT INTO x VALUES (2) */
CREATE TABLE IF NOT EXISTS `db`.`item` (
  `id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(64) DEFAULT 'none',
  `price` decimal(10,2) NOT NULL DEFAULT '0.00',
  PRIMARY KEY (`id`), KEY `k` (`name`),
  CONSTRAINT `f` FOREIGN KEY (`name`) REFERENCES `words` (`w`)
) ENGINE=InnoDB;
INSERT INTO `item` VALUES (1,'it\'s; (a) "sword"',137.50),(2,NULL,-0.083);
INSERT INTO `item` (`id`,`name`,`price`) VALUES (3, 'a''b\n', NOW());
"""
    found = grids(tmp_path / "a.sql", dump)
    assert found["data item"] == [
        ["1", 'it\'s; (a) "sword"', "137.50"],
        ["2", "", "-0.083"],
        ["3", "a'b\n", "NOW ( )"],
    ]
    assert found["schema item"] == [
        ["id", "int", "11", "not null", "", "primary"],
        ["name", "varchar", "64", "", "none", ""],
        ["price", "decimal", "10,2", "not null", "0.00", ""],
    ]
    book = read(member(tmp_path / "b.sql", dump.encode()))
    assert book.grids[0].links == ["words"] and book.grids[0].key == (0,)


def test_postgres_dump(tmp_path: Path) -> None:
    dump = (
        "CREATE TABLE public.monster (id integer NOT NULL, name text, hp real);\n"
        "COPY public.monster (id, name, hp) FROM stdin;\n1\twolf\\tgrey\t137\n2\t\\N\t0.5\n\\.\n"
        "INSERT INTO public.monster VALUES (3, E'it\\'s', 7), (4, 'back\\slash', $q$dollar 'x'$q$);\n"
    )
    assert grids(tmp_path / "a.sql", dump)["data monster"] == [
        ["1", "wolf\tgrey", "137"],
        ["2", "", "0.5"],
        ["3", "it's", "7"],
        ["4", "back\\slash", "dollar 'x'"],
    ]


def test_sqlite_reads_tables_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "game.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE 'odd \"name' (id INTEGER PRIMARY KEY, hp REAL, raw BLOB)")
        base.executemany("INSERT INTO 'odd \"name' VALUES (?, ?, ?)", [(1, 0.083, b"\x01\xff"), (2, None, None)])
        base.execute("CREATE TABLE computed (a INTEGER, b AS (abs(a) + 1))")
        base.execute("INSERT INTO computed VALUES (4)")
        base.execute("CREATE VIEW v AS SELECT randomblob(1000000000)")
        base.execute("CREATE TRIGGER t AFTER INSERT ON computed BEGIN DELETE FROM computed; END")
    base.close()
    before = path.read_bytes()
    found = grids(path, before)
    assert found['data odd "name'] == [["1", "0.083", "01ff"], ["2", "", ""]]
    assert found["data computed"] == [["4"]] and "data v" not in found
    assert found['schema odd "name'][0] == ["id", "integer", "", "", "", "primary"]
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["game.db"]


def workbook(path: Path, sheet: str, shared: str = "") -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", shared or "<sst><si><t>name</t></si><si><r><t>iron</t></r></si></sst>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path.read_bytes()


def test_xlsx(tmp_path: Path) -> None:
    sheet = (
        '<x:worksheet xmlns:x="n"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '<x:c r="C1" t="inlineStr"><x:is><x:t>hp</x:t></x:is></x:c></x:row><x:row r="3">'
        '<x:c r="A3" t="s"><x:v>1</x:v></x:c><x:c r="B3"><x:f>1+1</x:f><x:v>137</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    (rows,) = grids(tmp_path / "b.xlsx", workbook(tmp_path / "a.xlsx", sheet)).values()
    assert rows == [["name", "", "hp"], ["iron", "137"]]


def test_json_trees(tmp_path: Path) -> None:
    text = """{"items": [{"id": 1, "hp": 1.50, "at": {"x": 3, "y": 4}, "tags": ["a", "b"]}, {"id": 2, "hp": null}],
      "monsters": {"wolf": {"hp": 137, "drops": [{"item": 7, "p": 0.083}, {"item": 9, "p": 1}]},
                   "bear": {"hp": 300, "drops": [{"item": 8, "p": 0.5}]}},
      "grid": [[1, 2], [3, 4]], "port": 7777, "on": true}"""
    found = grids(tmp_path / "a.json", text)
    assert found["data items[]"] == [["1", "1.50", "3", "4", "a", "b"], ["2", "", "", "", "", ""]]
    assert found["data monsters{}"] == [["wolf", "137"], ["bear", "300"]]
    assert found["data monsters{}.drops[]"] == [["7", "0.083"], ["9", "1"], ["8", "0.5"]]
    assert found["data grid[]"] == [["1", "2"], ["3", "4"]]
    assert found["settings *"] == [["port", "7777"], ["on", "true"]]
    lines = grids(tmp_path / "a.jsonl", '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n')
    assert list(lines.values()) == [[["1", "2"], ["3", "4"]]]


def test_xml_and_wml(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="gb2312"?><a><u id="1"><hp>137</hp></u><u id="2"><hp>5</hp>剑</u><v>x</v></a>'
    found = grids(tmp_path / "a.xml", text.encode("gb2312"))
    assert found["data a.u[]"] == [["1", "137", ""], ["2", "5", "剑"]]
    wml = (
        '#c\n[unit]\nhp=137\nname= _ "Wolf"\n[attack]\ndamage=7\n[/attack]\n[/unit]\n[unit]\nhp=5\nname=Bear\n[/unit]\n'
    )
    assert grids(tmp_path / "a.cfg", wml)["data unit[]"] == [["137", "Wolf", "7"], ["5", "Bear", ""]]


def test_lua_is_read_and_not_run(tmp_path: Path) -> None:
    text = """-- items = { {1, 2} }
    --[[ x = {3} ]]
    items = {
      [101] = { name = "sword", hp = 0x89, ok = true, f = function() os.exit() end },
      [102] = { name = [[bow]], hp = -1.5, ok = false }, -- end
    }
    return { {1, 137, 'a\\'b'}, {2, 83, "c"} }
    """
    found = grids(tmp_path / "a.lua", text)
    assert [row[:4] for row in found["data items {}"]] == [
        ["101", "sword", "0x89", "true"],
        ["102", "bow", "-1.5", "false"],
    ]
    assert [["1", "137", "a'b"], ["2", "83", "c"]] in found.values()


def test_tuples_are_rows_and_calls_are_values(tmp_path: Path) -> None:
    text = """LAMPS = {
      CITY: (
        (0, 212, 88),
        (1, 305, (97)),  # the second
      ),
      FERRY: (),
      "rows": [(5, 'a'), (6, "(b)"), (7, (1 + 2) * 3), (8, near(a[1], 2))],
      (3, 4): one(2, 3)[0],
      "kept": frozen([(11, 12), (13, 14)]),
    }
    """
    found = grids(tmp_path / "a.py", text)
    assert found["data LAMPS CITY[]"] == [["0", "212", "88"], ["1", "305", "97"]]
    assert found["data LAMPS rows[]"] == [["5", "a"], ["6", "(b)"], ["7", "(1+2)*3"], ["8", "near(a[1],2)"]]
    assert found["data LAMPS kept[]"] == [["11", "12"], ["13", "14"]]
    assert found["settings LAMPS"] == [["3, 4", "one(2,3)[0]"]]


@pytest.mark.parametrize(
    "value",
    [
        r"/\(/",
        r"f(/\(/)",
        r"[/\(/, 1]",
        r"[f(/[(]/), [1]]",
        r"(/\(/)",
        r"f([1], /\(/)",
        r"f(/\{/, [1])",
        r"/\(/[0]",
        r"(f(/\(\(/), 2)",
    ],
)
def test_a_bracket_that_closes_nowhere_ends_with_the_brace_around_it(tmp_path: Path, value: str) -> None:
    found = grids(tmp_path / "a.js", f'x = {{"a": {value}, "b": 2}};\nT = [[1, 2], [3, 4], [5, 6]];\n')
    assert found["data T []"] == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_braces_and_brackets_within_a_call_are_its_own(tmp_path: Path) -> None:
    text = "x = {a: f(function() { return 1; }), b: h(n + [1], /\\]/), c: 3};\nT = [[1, 2], [3, 4]];\n"
    found = grids(tmp_path / "a.js", text)
    assert [["b", "h(n+[1],/\\]/)"], ["c", "3"]] in [rows[-2:] for rows in found.values()]
    assert found["data T []"] == [["1", "2"], ["3", "4"]]


def test_positions_are_no_keys(tmp_path: Path) -> None:
    """What has no key stands in a list beside what has one: keys that nobody wrote would be equal in any two works."""
    found = grids(tmp_path / "a.lua", "a = { 137, 'x', hp = 3 }\nb = { {1, 'y', hp = 5}, {2, 'z', hp = 6} }\n")
    assert found["list a #[]"] == [["137"], ["x"]] and found["settings a"] == [["hp", "3"]]
    assert found["data b []"] == [["5", "1", "y"], ["6", "2", "z"]]


@given(st.text("([{}]),=:;a1'\" \n", max_size=60), st.sampled_from([LUA, C, OTHER]))
def test_any_brackets_are_read(text: str, style: str) -> None:
    literals(Book("a.py"), "x = {" + text, style)  # ends, whatever is open


def test_settings(tmp_path: Path) -> None:
    text = "; c\nport=7777 ; of the hall\nname: Hall of Echoes\n[a]\nhp = 1\nmp = 2\n[b]\nhp = 137\nmp = 3\n"
    found = grids(tmp_path / "a.ini", text)
    assert found["settings *"] == [["port", "7777"], ["name", "Hall of Echoes"]]
    assert found["data {}"] == [["a", "1", "2"], ["b", "137", "3"]]
    again = grids(tmp_path / "b.txt", "".join(f"name:{w}\nhp:{n}\n\n" for n, w in enumerate("abcdef")))
    assert next(iter(again.values()))[:2] == [["a", "0"], ["b", "1"]]
    block = '[r]\nreqs = { "type", "name"\n "Tech", "Iron"\n "City", "Big"\n}\nnext = 5\n'
    assert [["type", "name"], ["Tech", "Iron"], ["City", "Big"]] in grids(tmp_path / "c.ini", block).values()


def test_toml_and_yaml(tmp_path: Path) -> None:
    assert grids(tmp_path / "a.toml", "[[item]]\nid=1\nhp=137\n[[item]]\nid=2\nhp=0.5\n") == {
        "data item[]": [["1", "137"], ["2", "0.5"]]
    }
    text = (
        "# c\nport: 7777\nitems:\n  - id: 1\n    name: 'a: b'\n    at: [3, 4]\n  - id: 2\n    name: c # d\n"
        "units:\n  wolf:\n    hp: 137\n    mp: 2\n  bear:\n    hp: 9\n    mp: 3\nnote: >\n  two\n  lines\n"
    )
    found = grids(tmp_path / "a.yaml", text)
    assert found["data items[]"] == [["1", "a: b", "3", "4"], ["2", "c", "", ""]]
    assert found["data units{}"] == [["wolf", "137", "2"], ["bear", "9", "3"]]
    assert found["settings *"] == [["port", "7777"], ["note", "two lines"]]


def test_source_code(tmp_path: Path) -> None:
    text = """
#define CM_LOGIN 0x2001 // first
#define CM_MOVE (8195)
#define NOT_A_NUMBER foo()
enum class Op : int { A = 137, B, C = 0x200, D /* x */ };
struct Packet { uint16_t size; char name[32]; struct in_addr a; unsigned flags : 3; };
static const Monster table[] = {
    { MONS_WOLF, 'w', "grey wolf", 137, -0.083f },
    { MONS_BEAR, 'b', "bear", 99, 1.5 },
};
int main() { if (x) { y = 3; } for (;;) { z(); } return 0; }
"""
    found = grids(tmp_path / "a.cpp", text)
    assert found["constants #define"] == [["CM_LOGIN", "0x2001"], ["CM_MOVE", "8195"]]
    assert found["constants enum Op"] == [["A", "137"], ["B", "138"], ["C", "0x200"], ["D", "513"]]
    assert found["struct struct Packet"] == [
        ["size", "uint16_t", "", "", "0"],
        ["name", "char", "[32]", "", "2"],
        ["a", "struct in_addr", "", "", "34"],
        ["flags", "unsigned", "", "3", ""],
    ]
    assert found["data table []"] == [
        ["MONS_WOLF", "w", "grey wolf", "137", "-0.083f"],
        ["MONS_BEAR", "b", "bear", "99", "1.5"],
    ]
    java = grids(tmp_path / "a.java", "  public static final int LOGIN = 0x10;\n  static final short MOVE = 33; // c\n")
    assert java["constants const"] == [["LOGIN", "0x10"], ["MOVE", "33"]]
    script = grids(tmp_path / "a.js", "const items = [ {id: 1, hp: 137}, {id: 2, hp: 9} ];\nOP_A = 7\nOP_B = 9\n")
    assert script["data items []"] == [["1", "137"], ["2", "9"]]
    assert script["constants constants"] == [["OP_A", "7"], ["OP_B", "9"]]


def test_columns_by_spacing_and_lists(tmp_path: Path) -> None:
    text = "Monsters of the deep:\n\n" + "".join(f"wolf {n}   {n * 137}  0.{n}\n" for n in range(1, 7))
    (rows,) = grids(tmp_path / "a.txt", text).values()
    assert rows[1] == ["wolf 2", "274", "0.2"]
    assert grids(tmp_path / "b.txt", "iron\nsteel\n\ngold\nsilver\n") == {
        "list": [["iron"], ["steel"], ["gold"], ["silver"]]
    }
    prose = "It was late, and the keeper of the light had, as ever, gone up.\n" * 12
    assert grids(tmp_path / "c.txt", prose) == {}


def test_what_holds_no_table_gives_none(tmp_path: Path) -> None:
    for name, data in (("a.png", b"\x89PNG\r\n\x1a\n\0\0"), ("a.html", b"<html><li>1</li></html>"), ("e", b"")):
        assert grids(tmp_path / name, data) == {}
