"""Make the map and the model of the sample case again: the claimed ones, and what the accused work made of them.

Everything is computed from fixed numbers. ``write_all`` gives the bytes of each file by its path in the sample folder.
"""

from __future__ import annotations

import base64
import json
import math
import random
import struct
import sys
from pathlib import Path

WIDTH, HEIGHT = 44, 34
GRASS, WATER, BRIDGE, WALL, FLOOR, DOOR, PATH, REED, ROCK, LAMP = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
#: numbers of the accused map; reeds and rocks became one tile
RENUMBERED = {1: 31, 2: 58, 3: 17, 4: 44, 5: 45, 6: 12, 7: 23, 8: 9, 9: 9, 10: 66}
CROP = (3, 2, 40, 31)  # left, top, right, bottom of what the accused map took
HOUSES = ((4, 4, 7, 5), (12, 9, 5, 4), (5, 14, 6, 6), (33, 5, 8, 5), (35, 23, 5, 7), (9, 25, 7, 5))
RINGS, AROUND, KEYS = 14, 12, 16

Rows = list[list[int]]
Mesh = tuple[list[tuple[float, ...]], list[tuple[int, int, int]]]


def claimed_map() -> Rows:
    """Broken Bridge Ferry: a river, a bridge with a gap, houses, paths, reeds, rocks and seven lamps."""
    dice = random.Random(703)  # noqa: S311  the sample must come out the same
    rows = [[GRASS] * WIDTH for _ in range(HEIGHT)]
    for y in range(HEIGHT):
        middle = 24 + round(4 * math.sin(y / 5.0) + 1.5 * math.sin(y / 1.9 + 1))
        for x in range(middle - 2, middle + 3):
            rows[y][x] = WATER
    for x in range(14, 36):
        if x not in (24, 25):
            rows[19][x] = BRIDGE if rows[19][x] == WATER else PATH
    for left, top, wide, high in (
        (4, 4, 7, 5),
        (12, 9, 5, 4),
        (5, 14, 6, 6),
        (33, 5, 8, 5),
        (35, 23, 5, 7),
        (9, 25, 7, 5),
    ):
        for y in range(top, top + high):
            for x in range(left, left + wide):
                rows[y][x] = WALL if y in (top, top + high - 1) or x in (left, left + wide - 1) else FLOOR
        rows[top + high - 1][left + wide // 2] = DOOR
        x, y = left + wide // 2, top + high
        while y != 19:
            if rows[y][x] == GRASS:
                rows[y][x] = PATH
            y += 1 if y < 19 else -1
    for tile, count in ((REED, 60), (ROCK, 26), (LAMP, 7)):
        while count:
            x, y = dice.randrange(WIDTH), dice.randrange(HEIGHT)
            near = any(WATER in rows[j][max(0, x - 2) : x + 3] for j in range(max(0, y - 1), min(HEIGHT, y + 2)))
            if rows[y][x] == GRASS and (tile != REED or near):
                rows[y][x] = tile
                count -= 1
    return rows


def accused_map() -> Rows:
    """The same map cropped, mirrored left for right and renumbered, with one house gone and some cells changed."""
    dice = random.Random(11)  # noqa: S311  the sample must come out the same
    left, top, right, bottom = CROP
    rows = [[RENUMBERED[tile] for tile in row[left:right]][::-1] for row in claimed_map()[top:bottom]]
    for y in range(21, 28):
        for x in range(0, 5):
            rows[y][x] = RENUMBERED[GRASS]
    for _ in range(45):
        x, y = dice.randrange(len(rows[0])), dice.randrange(len(rows))
        rows[y][x] = dice.choice([31, 9, 23, 70, 71])
    return rows


def tmx(rows: Rows) -> bytes:
    data = ",\n".join(",".join(map(str, row)) for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<map version="1.10" orientation="orthogonal" width="{len(rows[0])}" height="{len(rows)}" tilewidth="32"'
        f' tileheight="32" infinite="0">\n <layer id="1" name="断桥渡" width="{len(rows[0])}" height="{len(rows)}">\n'
        f'  <data encoding="csv">\n{data}\n</data>\n </layer>\n</map>\n'
    ).encode()


def tmj(rows: Rows) -> bytes:
    layer = {
        "name": "layer0",
        "type": "tilelayer",
        "width": len(rows[0]),
        "height": len(rows),
        "data": [tile for row in rows for tile in row],
    }
    body = {
        "type": "map",
        "orientation": "orthogonal",
        "width": len(rows[0]),
        "height": len(rows),
        "tilewidth": 48,
        "tileheight": 48,
        "layers": [layer],
        "tilesets": [],
    }
    return (json.dumps(body, separators=(",", ":")) + "\n").encode()


def claimed_lamp() -> Mesh:
    """The eighth lamp: a lantern on a crooked post, one skin of rings."""
    dice = random.Random(8)  # noqa: S311  the sample must come out the same
    points: list[tuple[float, ...]] = []
    for ring in range(RINGS):
        height = 2.2 * ring / (RINGS - 1)
        wide = 0.12 + (0.42 * math.exp(-((height - 1.75) ** 2) / 0.06)) + 0.2 * math.exp(-height / 0.2)
        lean = 0.15 * math.sin(height * 2.1)
        for n in range(AROUND):
            angle = 2 * math.pi * n / AROUND
            r = wide * (1 + 0.18 * math.cos(3 * angle + ring) + dice.uniform(-0.06, 0.06))
            points.append((r * math.cos(angle) + lean, height + dice.uniform(-0.02, 0.02), r * math.sin(angle)))
    faces = []
    for ring in range(RINGS - 1):
        for n in range(AROUND):
            a, b = ring * AROUND + n, ring * AROUND + (n + 1) % AROUND
            faces += [(a, b, b + AROUND), (a, b + AROUND, a + AROUND)]
    return points, faces


def claimed_sway() -> tuple[list[float], list[tuple[float, float, float]]]:
    """Seconds and places of the lantern as it sways in the wind."""
    dice = random.Random(9)  # noqa: S311  the sample must come out the same
    times, places = [0.0], [(0.0, 0.0, 0.0)]
    for key in range(1, KEYS):
        times.append(times[-1] + dice.choice((0.1, 0.15, 0.25, 0.3)))
        places.append((0.3 * math.sin(1.3 * key) + dice.uniform(-0.1, 0.1), 0.0, dice.uniform(-0.2, 0.2)))
    return times, places


def accused_lamp() -> Mesh:
    """The lamp in centimetres, z up, its vertices in another order, nine of them moved."""
    dice = random.Random(12)  # noqa: S311  the sample must come out the same
    points, faces = claimed_lamp()
    order = list(range(len(points)))
    dice.shuffle(order)
    back = {old: new for new, old in enumerate(order)}
    moved: list[tuple[float, ...]] = [(100 * points[n][2] + 40, 100 * points[n][0], 100 * points[n][1]) for n in order]
    for n in dice.sample(range(len(moved)), 9):
        moved[n] = (moved[n][0] + dice.uniform(4, 9), moved[n][1], moved[n][2] - dice.uniform(4, 9))
    turned = [(back[b], back[c], back[a]) for a, b, c in faces]
    dice.shuffle(turned)
    return moved, turned


def accused_sway() -> tuple[list[float], list[tuple[float, float, float]]]:
    """The same motion half as fast, in centimetres and other axes."""
    times, places = claimed_sway()
    return [2 * t for t in times], [(100 * z, 100 * x, 100 * y) for x, y, z in places]


def gltf(mesh: Mesh, sway: tuple[list[float], list[tuple[float, float, float]]], name: str) -> bytes:
    """glTF 2.0 with its buffer inside: one mesh, one node, one animation of its place."""
    points, faces = mesh
    parts = [
        struct.pack(f"<{3 * len(points)}f", *(v for p in points for v in p)),
        struct.pack(f"<{3 * len(faces)}H", *(v for f in faces for v in f)),
        struct.pack(f"<{len(sway[0])}f", *sway[0]),
        struct.pack(f"<{3 * len(sway[1])}f", *(v for p in sway[1] for v in p)),
    ]
    data, views = b"", []
    for part in parts:
        data += bytes(-len(data) % 4)
        views.append({"buffer": 0, "byteOffset": len(data), "byteLength": len(part)})
        data += part
    body = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "animations": [
            {
                "name": f"{name} sway",
                "samplers": [{"input": 2, "output": 3}],
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
            }
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": len(points), "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": 3 * len(faces), "type": "SCALAR"},
            {"bufferView": 2, "componentType": 5126, "count": len(sway[0]), "type": "SCALAR"},
            {"bufferView": 3, "componentType": 5126, "count": len(sway[1]), "type": "VEC3"},
        ],
        "bufferViews": views,
        "buffers": [
            {
                "byteLength": len(data),
                "uri": "data:application/octet-stream;base64," + base64.b64encode(data).decode(),
            }
        ],
    }
    return (json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def write_all() -> dict[str, bytes]:
    """Each file's bytes by its path in the sample folder."""
    return {
        "claimed/world/broken_bridge.tmx": tmx(claimed_map()),
        "claimed/world/lamp.gltf": gltf(claimed_lamp(), claimed_sway(), "第八盏灯"),
        "accused/scene/s07.tmj": tmj(accused_map()),
        "accused/scene/m012.gltf": gltf(accused_lamp(), accused_sway(), "obj12"),
    }


if __name__ == "__main__":
    for path, content in write_all().items():
        target = Path(__file__).resolve().parent / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        sys.stdout.write(f"{path} {len(content)}\n")
