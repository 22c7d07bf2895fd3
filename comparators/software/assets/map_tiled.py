"""Tiled maps: TMX (XML), TMJ (JSON) and its Lua export; LDtk; RPG-Maker-like JSON. After the formats' own descriptions.

Numbers of tiles lose the four bits by which Tiled turns and mirrors single tiles: the layout counts, not the drawing.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from appraisal.errors import MaterialError, Unreadable
from comparators.software.assets.hardened import Attributes, json_value, real, size, xml_walk
from comparators.software.assets.map_layers import MOST_CELLS, TILES, Atlas, Cells, Spot, scattered

PLAIN = 0x0FFFFFFF  # of a global tile number: without the flags of turning
FEWEST = 64  # cells of an unnamed array of numbers that is taken as a layer
Chunk = tuple[int, int, Cells]  # first column, first row, cells


def _numbers(values: Sequence[Any], file: str, width: int, height: int) -> Cells:
    """Tile numbers of one rectangle, row by row. Raises ``Unreadable`` where number and size do not agree."""
    if len(values) != width * height:
        raise Unreadable(f"{file}: a layer of {width} × {height} cells holds {len(values)} numbers")
    try:
        cells = np.array(values, dtype=np.int64)
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable(f"{file}: a layer holds what is no whole number") from error
    if cells.ndim != 1 or (cells.size and (cells.min() < -1 or cells.max() > 0xFFFFFFFF)):
        raise Unreadable(f"{file}: numbers of tiles are 0 to {0xFFFFFFFF}")
    return (np.maximum(cells, 0) & PLAIN).astype(np.int32).reshape(height, width)


def _unpacked(text: str, file: str, compression: str, wanted: int) -> bytes:
    """Base64, then zlib, gzip or zstd; never more than ``wanted`` bytes are unpacked."""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
        if compression == "zlib":
            data = zlib.decompressobj().decompress(data, wanted + 1)
        elif compression == "gzip":
            data = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, wanted + 1)
        elif compression == "zstd":
            data = _zstd(data, wanted)
        elif compression:
            raise Unreadable(f"{file}: layers are compressed by {compression[:20]!r}, which is not read")
    except (binascii.Error, zlib.error, gzip.BadGzipFile, EOFError, ValueError) as error:
        raise Unreadable(f"{file}: a layer does not unpack ({str(error)[:80]})") from error
    if len(data) != wanted:
        raise Unreadable(f"{file}: a layer unpacks to {len(data)} bytes, not {wanted}")
    return data


def _zstd(data: bytes, wanted: int) -> bytes:
    from pyarrow import ArrowException, BufferReader, CompressedInputStream  # takes long to import, seldom needed

    try:
        with CompressedInputStream(BufferReader(data), "zstd") as stream:
            return bytes(stream.read(wanted + 1))
    except (ArrowException, OSError) as error:
        raise ValueError(str(error)) from error


def _decoded(atlas: Atlas, text: Any, encoding: str, compression: str, shape: tuple[int, int]) -> Cells:
    width, height = shape
    atlas.room(width, height)
    if isinstance(text, list):
        return _numbers(text, atlas.file, width, height)
    if encoding == "csv":
        parts = [part.strip() for part in str(text).split(",")]
        return _numbers([p for p in parts if p], atlas.file, width, height)
    if encoding == "base64":
        data = _unpacked(str(text), atlas.file, compression, width * height * 4)
        return (np.frombuffer(data, "<u4") & PLAIN).astype(np.int32).reshape(height, width)
    raise Unreadable(f"{atlas.file}: layers are encoded by {encoding[:20]!r}, which is not read")


def _joined(atlas: Atlas, chunks: Sequence[Chunk]) -> Cells | None:
    """One grid of the pieces of an infinite map."""
    filled = [c for c in chunks if c[2].any()]
    if not filled:
        return None
    left, top = min(x for x, _, _ in filled), min(y for _, y, _ in filled)
    width = max(x + c.shape[1] for x, _, c in filled) - left
    height = max(y + c.shape[0] for _, y, c in filled) - top
    atlas.room(width, height)
    cells = np.zeros((height, width), np.int32)
    for x, y, part in filled:
        cells[y - top : y - top + part.shape[0], x - left : x - left + part.shape[1]] = part
    return cells


def _place(value: Any, file: str) -> int:
    return size(real(value, file, "place of a chunk") + (1 << 24), file, "place of a chunk", most=1 << 25) - (1 << 24)


class _Tmx:
    """State while a TMX file is walked."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.tile = (1.0, 1.0)
        self.name = ""
        self.shape = (0, 0)
        self.packing = ("", "")
        self.chunks: list[Chunk] = []
        self.chunk: tuple[int, int, int, int] | None = None
        self.single: list[int] = []
        self.spots: list[Spot] = []
        self.in_data = False

    def start(self, tag: str, of: Attributes) -> None:
        file = self.atlas.file
        if tag == "map":
            self.tile = (
                real(of.get("tilewidth", 1), file, "tilewidth"),
                real(of.get("tileheight", 1), file, "tileheight"),
            )
        elif tag == "tileset" and of.get("source"):
            self.atlas.note("external-tileset")
        elif tag in ("layer", "objectgroup"):
            self.name, self.chunks, self.spots = of.get("name", ""), [], []
            self.shape = size(of.get("width", 0), file, "width"), size(of.get("height", 0), file, "height")
        elif tag == "data":
            self.packing = of.get("encoding", ""), of.get("compression", "")
            self.in_data, self.single = True, []
        elif tag == "chunk":
            extent = size(of.get("width"), file, "width"), size(of.get("height"), file, "height")
            self.chunk = (_place(of.get("x"), file), _place(of.get("y"), file), *extent)
            self.single = []
        elif tag == "tile" and self.in_data:
            self.single.append(size(of.get("gid", 0), file, "gid", most=0xFFFFFFFF))
            if len(self.single) > MOST_CELLS:
                self.atlas.room(len(self.single), 1)
        elif tag == "object":
            self.spots.append(_spot(of, file, stands=bool(of.get("gid"))))

    def end(self, tag: str, text: str) -> None:
        if tag == "chunk" and self.chunk is not None:
            x, y, width, height = self.chunk
            self.chunks.append((x, y, self._cells(text, (width, height))))
            self.chunk = None
        elif tag == "data":
            self.in_data = False
            if not self.chunks and self.shape != (0, 0):
                self.chunks.append((0, 0, self._cells(text, self.shape)))
        elif tag == "layer":
            cells = _joined(self.atlas, self.chunks)
            if cells is not None:
                whole = self.chunks[0][2] if len(self.chunks) == 1 else cells
                self.atlas.add(self.name, TILES, whole)
        elif tag == "objectgroup":
            scattered(self.atlas, self.name, self.spots, tile=self.tile)

    def _cells(self, text: str, shape: tuple[int, int]) -> Cells:
        encoding, compression = self.packing
        if not encoding:
            self.atlas.room(*shape)
            return _numbers(self.single, self.atlas.file, *shape)
        return _decoded(self.atlas, text, encoding, compression, shape)


def _spot(of: Any, file: str, *, stands: bool) -> Spot:
    """The middle of an object. Tile objects of Tiled stand on their lower edge."""
    x, y, w, h = (real(of.get(key) or 0, file, f"{key} of an object") for key in ("x", "y", "width", "height"))
    what = next((str(of[key]) for key in ("type", "class", "gid", "name") if of.get(key)), "object")
    return Spot(x + w / 2, y - h / 2 if stands else y + h / 2, what[:80])


def read_tmx(atlas: Atlas, data: bytes) -> None:
    """All layers and object layers of a TMX file."""
    state = _Tmx(atlas)
    xml_walk(data, atlas.file, start=state.start, end=state.end)


def read_json(atlas: Atlas, data: bytes) -> None:
    """Layers of a JSON file: of Tiled, of LDtk, or any value with a width, a height and as many numbers."""
    _walk(atlas, json_value(data, atlas.file), "", (1.0, 1.0))


def _walk(atlas: Atlas, value: Any, name: str, tile: tuple[float, float]) -> None:
    if isinstance(value, list):
        grid = _rows(atlas, value)
        if grid is not None:
            atlas.add(name, TILES, grid)
            return
        for item in value:
            if isinstance(item, (dict, list)):
                _walk(atlas, item, name, tile)
    elif isinstance(value, dict):
        if "__identifier" in value and "__cWid" in value:
            _ldtk(atlas, value)
            return
        label = str(value.get("name") or value.get("identifier") or name)
        if isinstance(value.get("tilewidth"), (int, float)) and isinstance(value.get("tileheight"), (int, float)):
            tile = max(1.0, float(value["tilewidth"])), max(1.0, float(value["tileheight"]))
        if value.get("type") in ("tilelayer", "objectgroup"):
            _tiled_layer(atlas, value, label, tile)
            return
        if isinstance(value.get("source"), str) and "firstgid" in value:
            atlas.note("external-tileset")
        _sized(atlas, value, label)
        for key, item in value.items():
            if isinstance(item, (dict, list)) and not (isinstance(item, list) and item and _plain(item)):
                _walk(atlas, item, label if key in ("layers", "levels") else f"{label} {key}".strip(), tile)


def _plain(values: list[Any]) -> bool:
    return all(isinstance(v, int) and not isinstance(v, bool) for v in values)


def _rows(atlas: Atlas, value: list[Any]) -> Cells | None:
    """A list of at least eight equally long lists of whole numbers."""
    if len(value) < 8 or not all(isinstance(row, list) and len(row) == len(value[0]) >= 8 for row in value):
        return None
    if not all(_plain(row) for row in value):
        return None
    atlas.room(len(value[0]), len(value))
    flat = [cell for row in value for cell in row]
    if min(flat) < -1 or max(flat) > 0xFFFFFFFF or len(set(flat)) * 4 > len(flat):
        return None
    return _numbers(flat, atlas.file, len(value[0]), len(value))


def _sized(atlas: Atlas, value: dict[str, Any], label: str) -> None:
    """Numbers of several layers one after another, with the size beside them: RPG Maker and many others."""
    width, height = value.get("width"), value.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return
    area = width * height
    for key, item in value.items():
        if not isinstance(item, list) or area < FEWEST or len(item) < area or len(item) % area or not _plain(item):
            continue
        if min(item) < -1 or max(item) > 0xFFFFFFFF:
            continue
        for number in range(len(item) // area):
            atlas.room(width, height)
            cells = _numbers(item[number * area : (number + 1) * area], atlas.file, width, height)
            atlas.add(f"{label} {key} {number + 1}".strip(), TILES, cells)


def _tiled_layer(atlas: Atlas, layer: dict[str, Any], name: str, tile: tuple[float, float]) -> None:
    file = atlas.file
    if layer["type"] == "objectgroup":
        objects = layer.get("objects")
        listed = [o for o in objects if isinstance(o, dict)] if isinstance(objects, list) else []
        scattered(atlas, name, [_spot(o, file, stands=bool(o.get("gid"))) for o in listed], tile=tile)
        return
    packing = ("base64" if layer.get("encoding") == "base64" else "csv", str(layer.get("compression") or ""))
    pieces = layer.get("chunks")
    if isinstance(pieces, list):
        chunks = [
            (
                _place(c.get("x"), file),
                _place(c.get("y"), file),
                _decoded(atlas, c.get("data", []), *packing, shape=_shape(c, file)),
            )
            for c in pieces
            if isinstance(c, dict)
        ]
        cells = _joined(atlas, chunks)
        if cells is not None:
            atlas.add(name, TILES, cells)
    else:
        atlas.add(name, TILES, _decoded(atlas, layer.get("data", []), *packing, shape=_shape(layer, file)))


def _shape(of: dict[str, Any], file: str) -> tuple[int, int]:
    return size(of.get("width"), file, "width"), size(of.get("height"), file, "height")


def _ldtk(atlas: Atlas, layer: dict[str, Any]) -> None:
    """One layer instance of LDtk: its grid of numbers, its tiles, its entities."""
    file = atlas.file
    width, height = size(layer["__cWid"], file, "__cWid"), size(layer.get("__cHei"), file, "__cHei")
    atlas.room(width, height)
    name, step = str(layer["__identifier"]), max(1.0, real(layer.get("__gridSize", 1), file, "__gridSize"))
    values = layer.get("intGridCsv")
    if isinstance(values, list) and values:
        atlas.add(name, TILES, _numbers(values, file, width, height))
    cells = np.zeros((height, width), np.int32)
    for key in ("gridTiles", "autoLayerTiles"):
        for tile in layer.get(key) or ():
            if not (isinstance(tile, dict) and isinstance(tile.get("px"), list) and len(tile["px"]) == 2):
                raise Unreadable(f"{file}: a tile of LDtk has no place")
            x, y = (int(real(v, file, "px") // step) for v in tile["px"])
            if 0 <= x < width and 0 <= y < height:
                cells[y, x] = size(tile.get("t", 0), file, "t") + 1
    if cells.any():
        atlas.add(f"{name} tiles", TILES, cells)
    spots = [
        Spot(real(e["px"][0], file, "px"), real(e["px"][1], file, "px"), str(e.get("__identifier", "")))
        for e in layer.get("entityInstances") or ()
        if isinstance(e, dict) and isinstance(e.get("px"), list) and len(e["px"]) == 2
    ]
    scattered(atlas, name, spots, tile=(step, step))


LUA_DATA = re.compile(r"\bdata\s*=\s*\{([-\d,\s]{64,})\}")
LUA_SIZE = re.compile(r"\b(name|width|height)\s*=\s*(\"[^\"\n]{0,80}\"|\d{1,9})")


def read_lua(atlas: Atlas, text: str) -> None:
    """Layers of a Tiled map exported as Lua: ``width``, ``height`` and ``data`` of one table; nothing is run."""
    for found in LUA_DATA.finditer(text):
        about = dict(LUA_SIZE.findall(text[max(0, found.start() - 600) : found.start()]))
        try:
            width, height = int(about["width"]), int(about["height"])
            atlas.room(width, height)
            numbers = [part for part in found[1].replace("\n", " ").split(",") if part.strip()]
            cells = _numbers(numbers, atlas.file, width, height)
        except (KeyError, ValueError, MaterialError):
            continue  # an array of numbers that is no layer
        atlas.add(about.get("name", "").strip('"'), TILES, cells)
