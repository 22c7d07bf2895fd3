"""Formats of maps: what is read, what is told from tables of data, what hostile files come to."""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from appraisal.contract import run
from appraisal.errors import MaterialError, OverLimit, Unreadable
from appraisal.work import Work
from comparators.software.assets.map_layers import Atlas
from comparators.software.assets.map_reading import read
from tests.specimens import drawn_map, tmx

ROWS = drawn_map(3, 24, 20)
CELLS = np.array(ROWS, "<u4")


def atlas_of(path: Path) -> Atlas:
    return read(Work.open(path).members[0])


def layer(path: Path) -> list[list[int]]:
    ((_, _, cells),) = atlas_of(path).layers
    found: list[list[int]] = cells.tolist()
    return found


def packed(how: str) -> bytes:
    data = CELLS.tobytes()
    return {
        "": data,
        "zlib": zlib.compress(data),
        "gzip": gzip.compress(data),
        "zstd": pa.compress(data, codec="zstd", asbytes=True),
    }[how]


def written(path: Path, data: str, encoding: str = "base64", compression: str = "", extra: str = "") -> Path:
    how = f' compression="{compression}"' if compression else ""
    body = f'<layer name="g" width="24" height="20"><data encoding="{encoding}"{how}>{data}</data></layer>'
    path.write_text(f'{extra}<map width="24" height="20" tilewidth="8" tileheight="8">{body}</map>', "utf-8")
    return path


@pytest.mark.parametrize("how", ["", "zlib", "gzip", "zstd"])
def test_base64_in_all_packings(tmp_path: Path, how: str) -> None:
    text = base64.b64encode(packed(how)).decode()
    assert layer(written(tmp_path / "m.tmx", text, compression=how)) == ROWS
    body = {"type": "tilelayer", "width": 24, "height": 20, "encoding": "base64", "compression": how, "data": text}
    (tmp_path / "m.tmj").write_text(json.dumps({"layers": [body]}))
    assert layer(tmp_path / "m.tmj") == ROWS


def test_flags_of_turned_tiles_are_taken_off(tmp_path: Path) -> None:
    flagged = CELLS.copy()
    flagged[::2] |= np.uint32(0x80000000)
    flagged[:, ::3] |= np.uint32(0x20000000)
    text = ",".join(map(str, flagged.ravel().tolist()))
    assert layer(written(tmp_path / "m.tmx", text, "csv")) == ROWS


def test_infinite_maps_are_put_together(tmp_path: Path) -> None:
    chunks = ""
    for y in (0, 10):
        for x in (0, 12):
            part = ",".join(str(c) for row in ROWS[y : y + 10] for c in row[x : x + 12])
            chunks += f'<chunk x="{x - 12}" y="{y + 32}" width="12" height="10">{part}</chunk>'
    body = f'<map infinite="1"><layer name="g"><data encoding="csv">{chunks}</data></layer></map>'
    (tmp_path / "m.tmx").write_text(body)
    assert layer(tmp_path / "m.tmx") == ROWS


def test_lua_export_is_read_and_not_run(tmp_path: Path) -> None:
    numbers = ", ".join(str(c) for row in ROWS for c in row)
    (tmp_path / "m.lua").write_text(
        f'os.exit(1)\nreturn {{ name = "g", width = 24, height = 20, data = {{ {numbers} }} }}'
    )
    assert layer(tmp_path / "m.lua") == ROWS


@pytest.mark.parametrize(("name", "mark"), [("m.csv", ","), ("m.tsv", "\t"), ("m.txt", " ")])
def test_text_grids_of_numbers(tmp_path: Path, name: str, mark: str) -> None:
    (tmp_path / name).write_text("# map\n" + "\n".join(mark.join(map(str, row)) for row in ROWS) + "\n\nend\n")
    cells = np.array(layer(tmp_path / name))
    assert cells.shape == (20, 24)
    same = cells[:, :, None, None] == cells[None, None]
    assert (same == (CELLS[:, :, None, None] == CELLS[None, None])).all()


def test_text_grids_of_characters_and_codes(tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text("\n".join("".join("?.~#_+=-abcd"[c] for c in row) for row in ROWS))
    assert np.array(layer(tmp_path / "m.txt")).shape == (20, 24)
    codes = ["", "Gg", "Wo", "Xu", "Rr", "1 Ke", "Re", "Ce", "Gg^Fp", "Gg^Fd", "Hh", "Mm^Xm"]
    (tmp_path / "m.map").write_text("\n".join(", ".join(codes[c] for c in row) for row in ROWS))
    assert np.array(layer(tmp_path / "m.map")).shape == (20, 24)


def test_tables_of_data_and_prose_are_no_maps(tmp_path: Path) -> None:
    dice = random.Random(5)
    rows = [
        [n, dice.randint(1, 9), dice.randint(10, 19), dice.randint(100, 103), *[dice.randint(0, 5) for _ in range(6)]]
        for n in range(60)
    ]
    (tmp_path / "t.csv").write_text("\n".join(",".join(map(str, row)) for row in rows))
    (tmp_path / "noise.txt").write_text(
        "\n".join("".join(dice.choice("ABCDEFGH01+/") for _ in range(64)) for _ in range(40))
    )
    (tmp_path / "prose.txt").write_text(
        "\n".join(
            "".join(dice.choice("月光照在旧城的瓦上守门人把灯举得很高他说今晚不会有") for _ in range(30))
            for _ in range(40)
        )
    )
    (tmp_path / "t.json").write_text(json.dumps({"width": 10, "height": 10, "items": [{"a": 1}] * 100}))
    words = [
        "the",
        "keeper",
        "of",
        "the",
        "lamp",
        "counts",
        "nine",
        "boats",
        "at",
        "the",
        "ferry",
        "and",
        "goes",
        "home",
    ]
    lines = [" ".join(dice.choice(words) for _ in range(20))[:60] for _ in range(30)]
    (tmp_path / "wrapped.txt").write_text("\n".join(lines))
    (tmp_path / "printed.txt").write_text(
        "\n".join(f"{dice.random():10.6f}{dice.random() * 99:10.6f}" for _ in range(40))
    )
    for path in tmp_path.iterdir():
        assert not atlas_of(path).layers, path.name


LAUGHS = '<!DOCTYPE m [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>'
BOMB = base64.b64encode(zlib.compress(bytes(50_000_000))).decode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("laughs.tmx", LAUGHS + "<map tilewidth='8'><layer name='&b;'/></map>"),
        ("cut.tmx", tmx([("g", ROWS)])[:700]),
        ("short.tmx", '<map tilewidth="8"><layer width="9" height="9"><data encoding="csv">1,2</data></layer></map>'),
        ("minus.tmx", '<map tilewidth="8"><layer width="-9" height="9"><data encoding="csv">1</data></layer></map>'),
        (
            "vast.tmx",
            '<map tilewidth="8"><layer width="99999999" height="99999999"><data encoding="csv">1</data></layer></map>',
        ),
        (
            "word.tmx",
            '<map tilewidth="8"><layer width="2" height="2"><data encoding="csv">1,b,2,3</data></layer></map>',
        ),
        ("nan.tmx", '<map tilewidth="nan"></map>'),
        (
            "far.tmx",
            '<map tilewidth="8"><layer><data encoding="csv"><chunk x="1e300" y="0" width="1" height="1">1</chunk>'
            "</data></layer></map>",
        ),
        (
            "bomb.tmx",
            '<map tilewidth="8"><layer width="9" height="9"><data encoding="base64" compression="zlib">'
            f"{BOMB}</data></layer></map>",
        ),
        ("alien.tmx", '<map tilewidth="8"><layer width="9" height="9"><data encoding="rot13">abc</data></layer></map>'),
        ("deep.tmx", '<map tilewidth="8">' + "<a>" * 500 + "</a>" * 500 + "</map>"),
        ("deep.tmj", "[" * 3000 + "]" * 3000),
        ("deeper.tmj", "[" * 200_000 + "]" * 200_000),
        ("digits.tmj", '{"type": "tilelayer", "width": ' + "9" * 6000 + "}"),
        ("list.ldtk", '{"__identifier": 1, "__cWid": [3], "__cHei": null}'),
        ("place.ldtk", '{"__identifier": 1, "__cWid": 4, "__cHei": 4, "gridTiles": [7]}'),
        ("chunks.tmj", '{"type": "tilelayer", "chunks": [{"x": null, "y": 0}]}'),
    ],
)
def test_hostile_maps_are_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(MaterialError, match=name) as caught:
        atlas_of(tmp_path / name)
    assert isinstance(caught.value, (Unreadable, OverLimit))


def test_objects_beyond_reason_are_left_out(tmp_path: Path) -> None:
    objects = "".join(f'<object id="{n}" x="{n * 1e12}" y="0"/>' for n in range(9))
    text = tmx([("g", ROWS)]).replace("</map>", f'<objectgroup name="o">{objects}</objectgroup></map>')
    (tmp_path / "m.tmx").write_text(text)
    atlas = atlas_of(tmp_path / "m.tmx")
    assert len(atlas.layers) == 1
    assert atlas.notes == ["objects-too-far-apart"]


def test_what_is_not_covered_is_said(tmp_path: Path) -> None:
    for side in ("l", "r"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "m.tmx").write_text(tmx([("g", ROWS)]))
    (tmp_path / "l" / "Level1.unity").write_text("%YAML 1.1\n")
    (tmp_path / "l" / "e1.map").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "l" / "t.tmx").write_text('<map tilewidth="8"><tileset firstgid="1" source="t.tsx"/></map>')
    found = run("software-map", tmp_path / "l", tmp_path / "r")
    said = {(o.span.file, o.kind, o.details.get("format")) for o in found.observations}
    assert said == {
        ("Level1.unity", "not-covered", "Unity scene"),
        ("e1.map", "not-covered", "binary map"),
        ("t.tmx", "external-tileset", None),
    }
