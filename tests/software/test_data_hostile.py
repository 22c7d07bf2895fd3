"""Files made to break the readers: bounded, named, or read as what they are; nothing runs."""

from __future__ import annotations

import random
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.errors import AppraisalError, MaterialError, OverLimit, Unreadable
from comparators.software.data import sqlite
from comparators.software.data.features import DataFeatures
from comparators.software.data.grid import Book, spread
from comparators.software.data.reading import read
from tests.software.data_sides import features, grids, items, member, read_features
from tests.software.test_data_reading import workbook

DEEP = 200_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.json", b"[" * DEEP + b"]" * DEEP),
        ("deeper.json", b'{"a":' * DEEP + b"1" + b"}" * DEEP),
        ("deep.xml", b"<a>" * DEEP + b"</a>" * DEEP),
        ("deep.yaml", "".join(f"{' ' * n}a{n}:\n" for n in range(400)).encode()),
        ("deep.cfg", b"[a]\n" * 500 + b"x=1\n" + b"[/a]\n" * 500),
        ("wide.csv", b",".join(b"%d" % n for n in range(100_000)) + b"\n1,2\n"),
        ("line.csv", b"a,b\n1," + b"x" * 2_000_000 + b"\n"),
        ("line.lua", b"x = '" + b"y" * 2_000_000 + b"'"),
        ("keys.json", b"[{" + b",".join(b'"k%d":1' % n for n in range(3000)) + b"},{}]"),
        ("deep.toml", b"a = " + b"[" * 5000 + b"]" * 5000),
    ],
)
def test_bounds_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(MaterialError, match=name.replace(".", r"\.")) as raised:
        grids(tmp_path / name, data)
    assert isinstance(raised.value, OverLimit) or name == "deep.toml"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("laughs.xml", b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'),
        ("outside.xml", b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><l>&a;</l>'),
        ("torn.xml", b"<a><b></a>"),
        ("torn.json", b'{"a": [1, 2'),
        ("number.toml", b"a = = 1"),
        ("nul.xml", b"<a>" + b"plain text " * 20 + b"\x00</a>"),
    ],
)
def test_damage_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(Unreadable, match=name.replace(".", r"\.")):
        grids(tmp_path / name, data)


def test_literals_too_deep_are_passed_over(tmp_path: Path) -> None:
    text = "x = " + "{" * DEEP + "1" + "}" * DEEP + "\ny = { {1, 137}, {2, 83} }\n"
    assert [["1", "137"], ["2", "83"]] in grids(tmp_path / "a.lua", text).values()


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO a VALUES ('" + "x" * 300_000,
        "INSERT INTO a VALUES (" + "'a" * 100_001,
        "INSERT INTO a VALUES (" + "/*" * 100_000,
        "CREATE TABLE a (b int, c $" + "$x" * 100_000,
        "INSERT INTO a VALUES (" + "(" * 100_000 + "1",
        "CREATE TABLE" + " a (b int)," * 50_000,
        'INSERT INTO "a' + '"" ' * 100_000,
        "COPY a (" + "x," * 100_000 + " FROM stdin",
        "COPY a FROM stdin;\n" + "1\t2\n" * 3,
        "INSERT INTO a VALUES (1, 'it\\\\'); INSERT INTO a VALUES (2, 'x\x00y');",
    ],
)
def test_sql_that_never_ends(tmp_path: Path, text: str) -> None:
    found = grids(tmp_path / "a.sql", text)
    assert sum(len(rows) for rows in found.values()) <= 50_000


@pytest.mark.parametrize("name", ["a.c", "a.lua", "a.js", "a.ini", "a.yaml", "a.txt", "a.csv", "a.sql", "a.cfg"])
@pytest.mark.parametrize(
    "text",
    [
        "'" * 50_001,
        '"' * 50_001,
        "/*" * 30_000,
        "[[" * 30_000,
        "{" * 30_001,
        "a=" * 30_000,
        "enum {" * 9_000,
        "a" + " " * 200_000 + "x",
        "a = " + " " * 200_000 + "x",
        "a = " + " ; " * 60_000 + '"',
    ],
)
def test_marks_without_end(tmp_path: Path, name: str, text: str) -> None:
    try:
        DataFeatures.of(read(member(tmp_path / name, text.encode())))
    except MaterialError as error:
        assert name in str(error)


@given(
    st.integers(0, 10**9),
    st.sampled_from(["csv", "json", "xml", "lua", "sql", "ini", "yaml", "c", "txt", "xlsx", "db"]),
)
@settings(max_examples=60, deadline=None)
def test_torn_and_mixed_files_never_crash(seed: int, suffix: str) -> None:
    import tempfile

    dice = random.Random(seed)
    pieces = [
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"\\",
        b",",
        b"=",
        b"1",
        b"-7.5e3",
        b"name",
        b"\n",
        b"<a>",
        b"</a>",
        b"\x00",
    ]
    pieces += [
        b"INSERT INTO a VALUES (",
        b"struct x {",
        b"- k: v",
        b"--",
        b"#define A ",
        b"\xff\xfe",
        b"\t",
        b";",
        b"(",
    ]
    data = b"".join(dice.choice(pieces) for _ in range(dice.randint(1, 400)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{suffix}"
        try:
            read_features(path, data)
        except AppraisalError as error:
            assert path.name in str(error)


def test_a_bomb_in_a_workbook(tmp_path: Path) -> None:
    data = workbook(tmp_path / "a.xlsx", "<worksheet><sheetData>" + "<row/>" * 1_500_000 + "</sheetData></worksheet>")
    assert len(data) < 100_000
    with pytest.raises(OverLimit, match=r"b\.xlsx"):
        grids(tmp_path / "b.xlsx", data)
    laughs = '<!DOCTYPE l [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    with pytest.raises(Unreadable, match="entity"):
        grids(tmp_path / "c.xlsx", workbook(tmp_path / "a.xlsx", laughs))
    wide = '<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(OverLimit, match="columns"):
        grids(tmp_path / "d.xlsx", workbook(tmp_path / "a.xlsx", wide))
    with pytest.raises(MaterialError, match=r"e\.xlsx"):
        grids(tmp_path / "e.xlsx", data[: len(data) // 2] + b"x" * 100 + data[len(data) // 2 + 100 :])


def test_a_zip_that_is_no_workbook_gives_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    assert grids(tmp_path / "b.zip", (tmp_path / "a.zip").read_bytes()) == {}


def test_a_damaged_or_endless_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE t (a, b)")
        base.executemany("INSERT INTO t VALUES (?, ?)", [(n, "x" * 50) for n in range(2000)])
    base.close()
    data = path.read_bytes()
    with pytest.raises(Unreadable, match=r"b\.db"):
        grids(tmp_path / "b.db", data[:4096] + b"\xa5" * (len(data) - 4096))
    with pytest.raises(Unreadable, match=r"c\.db"):
        grids(tmp_path / "c.db", sqlite.MAGIC + b"\x00" * 200)
    monkeypatch.setattr(sqlite, "MOST_STEPS", 3)
    with pytest.raises(Unreadable, match=r"a\.db"):
        grids(path, data)
    monkeypatch.setattr(sqlite, "MOST_PAGES", 3)
    with pytest.raises(OverLimit, match="pages"):
        grids(path, data)


def test_trees_deeper_than_any_table_are_refused() -> None:
    tree: object = "x"
    for _ in range(5000):
        tree = {"a": tree}
    with pytest.raises(OverLimit, match="book"):
        spread(Book("book"), tree)  # type: ignore[arg-type]  # a tree whose type is not spelled out


def test_values_that_numbers_cannot_hold_do_not_break_the_weights() -> None:
    odd = ["1e999", "-1e-999", "9" * 39, "0x" + "f" * 16, "nan", "inf", "\ud800", "0" * 30, "1e400", "."]
    rows = [[*row[:3], odd[n % len(odd)], *row[4:]] for n, row in enumerate(items(1, 60))]
    found = features(rows, [[value] for value in odd])
    assert found.bits.max() <= 160
