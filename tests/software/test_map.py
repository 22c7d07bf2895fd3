"""``software-map``: layouts are found however tiles are called and maps are turned; unrelated maps are not."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import registry
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.contract import run
from appraisal.errors import UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Region
from appraisal.work import Work
from comparators.software.assets import SoftwareMap
from comparators.software.assets.map_features import MISS, TELLING, foresee
from comparators.software.assets.map_turns import AFTER, BACK, TURNS, moved, turned
from tests.specimens import drawn_map, tmx

ROWS = drawn_map(1, 40, 32)
Rows = list[list[int]]


def renumbered(rows: Rows) -> Rows:
    return [[{1: 70, 2: 3, 3: 41, 4: 12, 5: 9, 6: 8, 7: 33, 8: 21, 9: 22, 10: 23, 11: 24}[c] for c in r] for r in rows]


def compared(tmp_path: Path, other: Rows, rows: Rows = ROWS) -> Comparison:
    (tmp_path / "a.tmx").write_text(tmx([("ground", rows)]), "utf-8")
    (tmp_path / "b.tmx").write_text(tmx([("l", other)]), "utf-8")
    return run("software-map", tmp_path / "a.tmx", tmp_path / "b.tmx")


def test_a_renumbered_map_is_the_map(tmp_path: Path) -> None:
    found = compared(tmp_path, renumbered(ROWS))
    assert (found.coverage_of_left, found.coverage_of_right) == (1, 1)
    (match,) = found.matches
    assert match.kind == "layout"
    assert match.details["rule"] == "renumbered"
    assert match.details["same_number_cells"] == 0
    assert match.details["corresponding_cells"] == 40 * 32
    assert "1 = 70" in match.details["numbers"][0]
    assert match.details["place_in_left"] == "x 0–40, y 0–32"


@pytest.mark.parametrize("turn", range(8))
def test_every_way_of_lying_is_found_and_said(tmp_path: Path, turn: int) -> None:
    other = turned(np.array(renumbered(ROWS)), turn).tolist()
    found = compared(tmp_path, other)
    assert found.coverage_of_left == 1
    side, _, words = found.matches[0].details["lies"].partition(": ")
    assert words == TURNS[BACK[turn] if side == "right" else turn]


def test_part_of_a_map_pasted_into_another_is_outlined(tmp_path: Path) -> None:
    host = [[cell + 100 for cell in row] for row in drawn_map(5, 60, 50)]
    for y in range(20):
        host[17 + y][30 : 30 + 24] = renumbered(ROWS)[6 + y][8 : 8 + 24]
    found = compared(tmp_path, host)
    (match,) = found.matches
    cells = Region(match.all_left())
    wanted = {y * 40 + x for y in range(6, 26) for x in range(8, 32)}
    inside = {n for span in cells.spans() for n in range(int(span.start), int(span.stop))}
    assert len(wanted & inside) > 0.9 * len(wanted)
    assert len(inside - wanted) < 0.3 * len(wanted)
    assert found.coverage_of_right is not None
    assert found.coverage_of_right < 0.5


def test_merged_numbers_and_a_fifth_of_changed_cells(tmp_path: Path) -> None:
    dice = random.Random(4)
    merged = [[{4: 1, 9: 8, 10: 8, 11: 8}.get(cell, cell) + 50 for cell in row] for row in ROWS]
    for row in merged:
        for x in range(len(row)):
            if dice.random() < 0.2:
                row[x] = dice.choice([51, 52, 53, 55, 56, 58])
    found = compared(tmp_path, merged)
    assert found.matches
    assert 0.6 < (found.coverage_of_left or 0) < 0.95
    assert found.all.values["different_of_right"] > 100


def test_layers_in_another_order_and_objects_follow_their_map(tmp_path: Path) -> None:
    deco = [[0] * 40 for _ in range(32)]
    dice = random.Random(2)
    spots = [(dice.randrange(40), dice.randrange(32)) for _ in range(8)]
    for x, y in spots:
        deco[y][x] = 5
    objects = "".join(
        f'<object id="{n}" type="spawn" x="{x * 16 + 8}" y="{y * 16 + 8}"/>' for n, (x, y) in enumerate(spots)
    )
    text = tmx([("ground", ROWS), ("deco", deco)])
    (tmp_path / "a.tmx").write_text(text.replace("</map>", f'<objectgroup name="spawns">{objects}</objectgroup></map>'))
    text = tmx([("x", deco), ("y", renumbered(ROWS))])
    (tmp_path / "b.tmx").write_text(text.replace("</map>", f'<objectgroup name="pts">{objects}</objectgroup></map>'))
    found = run("software-map", tmp_path / "a.tmx", tmp_path / "b.tmx")
    pairs = {(m.details["layer_of_left"], m.details["layer_of_right"], m.kind) for m in found.matches}
    assert pairs == {("ground", "y", "layout"), ("deco", "x", "layout"), ("spawns", "pts", "objects")}
    assert found.all.values["objects_corresponding_of_left"] == len(set(spots))


def test_unrelated_maps_and_plain_floods_have_nothing_in_common(tmp_path: Path) -> None:
    assert not compared(tmp_path, drawn_map(2, 40, 32)).matches
    flood = [[1] * 40 for _ in range(32)]
    refused = compared(tmp_path, flood, flood)
    assert refused.status == "refused"


def test_rooms_with_straight_walls_are_no_evidence(tmp_path: Path) -> None:
    room = [[3 if y in (0, 19) or x in (0, 29) else 4 for x in range(30)] for y in range(20)]
    found = compared(tmp_path, room, room)
    assert found.status == "refused"


def test_what_is_excluded_leaves_both_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(tmx([("g", ROWS)]))
    (tmp_path / "b.tmx").write_text(tmx([("g", renumbered(ROWS))]))
    everything = run("software-map", tmp_path / "a.tmx", tmp_path / "b.tmx")
    place = everything.matches[0].left
    half = type(place)(place.file, "cell", 0, 40 * 16)
    found = run(
        "software-map",
        tmp_path / "a.tmx",
        tmp_path / "b.tmx",
        exclusions=(Exclusion(Reason.PUBLIC_DOMAIN, "left", half),),
    )
    assert found.filtered.values["telling_of_left"] < found.all.values["telling_of_left"]
    assert found.coverage_of_left == 1
    assert found.coverage_of_right is not None
    assert found.coverage_of_right < 1


def test_foreseen_cells_weigh_nothing() -> None:
    cells = np.ones((10, 10), np.int32)
    cells[4, 5] = 2
    bits, slack = foresee(cells)
    assert bits[4, 5] > 6
    assert bits[8, 2] < 0.2
    assert (bits >= TELLING).sum() <= 3
    assert slack.min() >= 0 and slack.max() <= -MISS
    stairs = np.arange(100, dtype=np.int32).reshape(10, 10)
    assert foresee(stairs)[0][5, 5] < 0.1  # tiles of one picture, numbered in order


@given(st.integers(0, 7), st.integers(0, 7), st.integers(1, 6), st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_turns_are_a_group_and_places_go_along(a: int, b: int, height: int, width: int) -> None:
    cells = np.arange(height * width).reshape(height, width)
    assert (turned(turned(cells, a), b) == turned(cells, AFTER[a][b])).all()
    ys, xs = np.divmod(np.arange(cells.size), width)
    x, y = moved(xs, ys, a, (height, width))
    assert (turned(cells, a)[y, x] == np.arange(cells.size)).all()


def test_the_exhibit_shows_both_grids_and_the_right_one_turned_back(tmp_path: Path) -> None:
    found = compared(tmp_path, [row[::-1] for row in renumbered(ROWS)])
    works = [Work.open(tmp_path / name, label=label) for name, label in (("a.tmx", "L"), ("b.tmx", "R"))]
    shown = SoftwareMap().exhibit(works[0], works[1], found.matches[0])
    assert isinstance(shown, Overlay)
    assert shown.aligned is not None
    assert shown.left.png == shown.aligned.png  # the same colours in the same places
    assert dict(shown.transformation)["rule"] == "renumbered"
    assert len(shown.left.polygons[0]) == 4


def test_every_key_has_words_in_both_languages(tmp_path: Path) -> None:
    found = compared(tmp_path, renumbered(ROWS))
    labels = registry.comparator("software-map").labels  # type: ignore[attr-defined]
    for language in ("zh", "en"):
        for key in [*found.all.values, *found.matches[0].details, found.matches[0].kind, "name", "bits"]:
            assert labels[language].get(key), (language, key)
        assert labels[language][found.matches[0].details["lies"]]


def test_the_bound_is_checked() -> None:
    with pytest.raises(UsageError, match="bits"):
        SoftwareMap(bits=10)


def test_json_of_many_kinds_is_the_same_layout(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(tmx([("g", ROWS)]))
    flat = [cell for row in ROWS for cell in row]
    bodies: dict[str, object] = {
        "maker.json": {"width": 40, "height": 32, "data": flat + [0] * len(flat)},
        "rows.json": {"level": {"grid": ROWS}},
        "world.ldtk": {
            "levels": [
                {
                    "identifier": "L",
                    "layerInstances": [{"__identifier": "I", "__cWid": 40, "__cHei": 32, "intGridCsv": flat}],
                }
            ]
        },
    }
    for name, body in bodies.items():
        (tmp_path / name).write_text(json.dumps(body))
        assert run("software-map", tmp_path / "a.tmx", tmp_path / name).coverage_of_left == 1, name
